//! IndexedDB, as little of it as is needed: keys are texts, values texts, bytes and key pairs.
//!
//! Not here: what they mean (`disk`).
//! Invariant: within a transaction only its own requests are awaited, since anything else would let it end.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ::idb::{Database, DatabaseEvent, Factory, KeyRange, ObjectStore, ObjectStoreParams, Query};
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, Event, IdbDatabase, IdbTransaction, IdbVersionChangeEvent};

use super::{DiskFault, Row, Store, Work};
use crate::vault::Pair;

const NAME: &str = "mot-cua";
const VERSION: u32 = 4;
/// From here on the cache lies closed.
const CLOSED_SINCE: u32 = 3;
/// One row a dossier, before there were chunks; what was in it is read from the server again.
const ROWS: &str = "records";

/// A connection that comes back when the browser closes it.
#[derive(Clone)]
pub struct Base {
    /// `None` after the browser closed it.
    connection: Rc<RefCell<Option<IdbDatabase>>>,
    /// A newer version wants the storage: this tab is done with it.
    newer: Rc<Cell<bool>>,
}

pub struct Transaction(::idb::Transaction);

fn thrown(value: &JsValue) -> DiskFault {
    match value.dyn_ref::<DomException>() {
        Some(exception) => DiskFault::named(&exception.name()),
        None => DiskFault::Other(value.as_string().unwrap_or_else(|| "IndexedDB".to_owned())),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "another crate's enum: what it may add is a fault too")]
fn fault(error: ::idb::Error) -> DiskFault {
    use ::idb::Error as E;
    match error {
        E::IndexedDbNotFound(_) => DiskFault::Absent,
        E::DomException(exception) => DiskFault::named(&exception.name()),
        E::TransactionOpenFailed(value)
        | E::IndexedDbOpenFailed(value)
        | E::GetFailed(value)
        | E::GetAllFailed(value)
        | E::UpdateFailed(value)
        | E::DeleteFailed(value) => thrown(&value),
        other => DiskFault::Other(other.to_string()),
    }
}

impl Base {
    pub async fn open() -> Result<Base, DiskFault> {
        let base = Base { connection: Rc::default(), newer: Rc::default() };
        base.connect().await?;
        Ok(base)
    }

    async fn connect(&self) -> Result<IdbDatabase, DiskFault> {
        let factory = Factory::new().map_err(fault)?;
        let mut request = factory.open(NAME, Some(VERSION)).map_err(fault)?;
        request.on_upgrade_needed(|event| {
            let Ok(database) = event.database() else { return };
            let from = event.old_version().unwrap_or(0);
            for open in [ROWS, Store::Chunks.name()] {
                // What was not closed yet. A failure here and below fails the opening as a whole.
                if from < CLOSED_SINCE && database.store_names().iter().any(|name| name == open) {
                    let _ = database.delete_object_store(open);
                }
            }
            for store in Store::ALL {
                if !database.store_names().iter().any(|name| name == store.name()) {
                    let _ = database.create_object_store(store.name(), ObjectStoreParams::new());
                }
            }
        });
        let database: Database = request.await.map_err(fault)?;
        let database: IdbDatabase = database.into();
        self.watch(&database);
        self.connection.replace(Some(database.clone()));
        Ok(database)
    }

    /// Lets a newer version have the storage, and notices when the browser closes it on its own.
    fn watch(&self, database: &IdbDatabase) {
        let (here, newer, own) = (self.connection.clone(), self.newer.clone(), database.clone());
        let give_way = Closure::once_into_js(move |event: IdbVersionChangeEvent| {
            // Without a new version it is deleted: what follows finds it empty and says so.
            newer.set(event.new_version().is_some());
            here.take();
            own.close();
        });
        database.set_onversionchange(Some(give_way.unchecked_ref()));
        let here = self.connection.clone();
        let closed = Closure::once_into_js(move |_: Event| drop(here.take()));
        database.set_onclose(Some(closed.unchecked_ref()));
    }

    pub async fn begin(&self, stores: &[Store], work: Work) -> Result<Transaction, DiskFault> {
        if self.newer.get() {
            return Err(DiskFault::Newer);
        }
        let connection = self.connection.borrow().clone();
        if let Some(connection) = connection
            && let Ok(transaction) = begin(&connection, stores, work)
        {
            return Ok(transaction);
        }
        // The connection is closed or closing: once more with a fresh one.
        begin(&self.connect().await?, stores, work)
    }
}

/// `idb` has no words for durability, so the browser is asked directly.
fn begin(connection: &IdbDatabase, stores: &[Store], work: Work) -> Result<Transaction, DiskFault> {
    let names: Array = stores.iter().map(|store| JsValue::from(store.name())).collect();
    let options = Object::new();
    let mode = match work {
        Work::Read => "readonly",
        Work::Strict => {
            Reflect::set(&options, &"durability".into(), &"strict".into()).map_err(|e| thrown(&e))?;
            "readwrite"
        }
    };
    let ask: Function = Reflect::get(connection, &"transaction".into())
        .and_then(|ask| ask.dyn_into())
        .map_err(|e| thrown(&e))?;
    let begun = ask.call3(connection, &names, &mode.into(), &options).map_err(|e| thrown(&e))?;
    let transaction: IdbTransaction = begun.dyn_into().map_err(|e| thrown(&e))?;
    Ok(Transaction(transaction.into()))
}

impl Transaction {
    fn place(&self, store: Store) -> Result<ObjectStore, DiskFault> {
        self.0.object_store(store.name()).map_err(fault)
    }

    pub async fn get(&self, store: Store, key: &str) -> Result<Option<Row>, DiskFault> {
        let value = self.place(store)?.get(Query::Key(key.into())).map_err(fault)?.await.map_err(fault)?;
        Ok(value.and_then(row_of))
    }

    /// Rows with `from <= key < to`, in the order of keys.
    pub async fn range(&self, store: Store, from: &str, to: &str) -> Result<Vec<(String, Row)>, DiskFault> {
        let (keys, values) = (Query::KeyRange(range_of(from, to)?), Query::KeyRange(range_of(from, to)?));
        let place = self.place(store)?;
        let keys = place.get_all_keys(Some(keys), None).map_err(fault)?;
        let values = place.get_all(Some(values), None).map_err(fault)?;
        let (keys, values) = (keys.await.map_err(fault)?, values.await.map_err(fault)?);
        Ok(keys
            .into_iter()
            .zip(values)
            .filter_map(|(key, value)| Some((key.as_string()?, row_of(value)?)))
            .collect())
    }

    pub async fn keys(&self, store: Store) -> Result<Vec<String>, DiskFault> {
        let keys = self.place(store)?.get_all_keys(None, None).map_err(fault)?.await.map_err(fault)?;
        Ok(keys.into_iter().filter_map(|key| key.as_string()).collect())
    }

    pub fn put(&self, store: Store, key: &str, row: &Row) -> Result<(), DiskFault> {
        let value = match row {
            Row::Text(text) => text.into(),
            Row::Closed(bytes) => Uint8Array::from(&bytes[..]).into(),
            Row::Pair(pair) => pair.handle().clone(),
        };
        self.place(store)?.put(&value, Some(&key.into())).map(drop).map_err(fault)
    }

    pub fn delete(&self, store: Store, key: &str) -> Result<(), DiskFault> {
        self.place(store)?.delete(Query::Key(key.into())).map(drop).map_err(fault)
    }

    pub fn delete_range(&self, store: Store, from: &str, to: &str) -> Result<(), DiskFault> {
        self.place(store)?.delete(Query::KeyRange(range_of(from, to)?)).map(drop).map_err(fault)
    }

    /// Complete: everything that was put is kept.
    pub async fn done(self) -> Result<(), DiskFault> {
        let transaction: IdbTransaction = self.0.commit().map_err(fault)?.into();
        let ended = Promise::new(&mut |complete, failed| {
            let kept = Closure::once_into_js(move |_: Event| drop(complete.call0(&JsValue::NULL)));
            transaction.set_oncomplete(Some(kept.unchecked_ref()));
            let same = transaction.clone();
            let aborted = Closure::once_into_js(move |_: Event| {
                let why = same.error().map_or("AbortError".into(), JsValue::from);
                drop(failed.call1(&JsValue::NULL, &why));
            });
            transaction.set_onabort(Some(aborted.unchecked_ref()));
        });
        JsFuture::from(ended).await.map(drop).map_err(|why| thrown(&why))
    }
}

fn row_of(value: JsValue) -> Option<Row> {
    if let Some(text) = value.as_string() {
        return Some(Row::Text(text));
    }
    match value.dyn_ref::<Uint8Array>() {
        Some(bytes) => Some(Row::Closed(bytes.to_vec())),
        None => Pair::of(value).map(Row::Pair),
    }
}

fn range_of(from: &str, to: &str) -> Result<KeyRange, DiskFault> {
    KeyRange::bound(&from.into(), &to.into(), Some(false), Some(true)).map_err(fault)
}
