//! IndexedDB, as little of it as is needed: keys and values are texts.
//!
//! Not here: what the texts mean.
//! Invariant: within a transaction only its own requests are awaited, since anything else would let it end.

use ::idb::{Database, Factory, KeyRange, ObjectStoreParams, Query, TransactionMode};
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbTransaction};

use super::DiskFault;

const NAME: &str = "mot-cua";
const VERSION: u32 = 1;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Store {
    Meta,
    Queue,
    Sent,
    Inbox,
    Records,
}

impl Store {
    const ALL: [Store; 5] = [Store::Meta, Store::Queue, Store::Sent, Store::Inbox, Store::Records];

    const fn name(self) -> &'static str {
        match self {
            Store::Meta => "meta",
            Store::Queue => "queue",
            Store::Sent => "sent",
            Store::Inbox => "inbox",
            Store::Records => "records",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Work {
    Read,
    /// On the disk, not only with the operating system, when it is done.
    Strict,
}

#[derive(Clone)]
pub struct Base(IdbDatabase);

pub struct Transaction(::idb::Transaction);

fn fault(error: impl std::fmt::Debug) -> DiskFault {
    DiskFault(format!("{error:?}"))
}

impl Base {
    pub async fn open() -> Result<Base, DiskFault> {
        let factory = Factory::new().map_err(fault)?;
        let mut request = factory.open(NAME, Some(VERSION)).map_err(fault)?;
        request.on_upgrade_needed(|event| {
            use ::idb::DatabaseEvent;
            let Ok(database) = event.database() else { return };
            for store in Store::ALL {
                if !database.store_names().iter().any(|name| name == store.name()) {
                    // A failure here fails the opening as a whole.
                    let _ = database.create_object_store(store.name(), ObjectStoreParams::new());
                }
            }
        });
        let database: Database = request.await.map_err(fault)?;
        Ok(Base(database.into()))
    }

    pub fn begin(&self, stores: &[Store], work: Work) -> Result<Transaction, DiskFault> {
        let names: Array = stores.iter().map(|store| JsValue::from(store.name())).collect();
        let mode = match work {
            Work::Read => TransactionMode::ReadOnly,
            Work::Strict => TransactionMode::ReadWrite,
        };
        let options = Object::new();
        if work == Work::Strict {
            Reflect::set(&options, &"durability".into(), &"strict".into()).map_err(fault)?;
        }
        let mode = if mode == TransactionMode::ReadOnly { "readonly" } else { "readwrite" };
        let begin: Function =
            Reflect::get(&self.0, &"transaction".into()).map_err(fault)?.dyn_into().map_err(fault)?;
        let begun = begin.call3(&self.0, &names, &mode.into(), &options).map_err(fault)?;
        let transaction: IdbTransaction = begun.dyn_into().map_err(fault)?;
        Ok(Transaction(transaction.into()))
    }
}

impl Transaction {
    pub async fn get(&self, store: Store, key: &str) -> Result<Option<String>, DiskFault> {
        let place = self.0.object_store(store.name()).map_err(fault)?;
        let value = place.get(Query::Key(key.into())).map_err(fault)?.await.map_err(fault)?;
        Ok(value.and_then(|value| value.as_string()))
    }

    /// Values with `from <= key < to`, in the order of keys.
    pub async fn range(&self, store: Store, from: &str, to: &str) -> Result<Vec<String>, DiskFault> {
        let place = self.0.object_store(store.name()).map_err(fault)?;
        let range = range_of(from, to)?;
        let values =
            place.get_all(Some(Query::KeyRange(range)), None).map_err(fault)?.await.map_err(fault)?;
        Ok(values.into_iter().filter_map(|value| value.as_string()).collect())
    }

    pub fn put(&self, store: Store, key: &str, value: &str) -> Result<(), DiskFault> {
        let place = self.0.object_store(store.name()).map_err(fault)?;
        place.put(&value.into(), Some(&key.into())).map(drop).map_err(fault)
    }

    pub fn delete(&self, store: Store, key: &str) -> Result<(), DiskFault> {
        let place = self.0.object_store(store.name()).map_err(fault)?;
        place.delete(Query::Key(key.into())).map(drop).map_err(fault)
    }

    pub fn delete_range(&self, store: Store, from: &str, to: &str) -> Result<(), DiskFault> {
        let place = self.0.object_store(store.name()).map_err(fault)?;
        place.delete(Query::KeyRange(range_of(from, to)?)).map(drop).map_err(fault)
    }

    /// Complete: everything that was put is kept.
    pub async fn done(self) -> Result<(), DiskFault> {
        let ended = self.0.commit().map_err(fault)?.await.map_err(fault)?;
        if ended.is_committed() { Ok(()) } else { Err(DiskFault("AbortError".to_owned())) }
    }
}

fn range_of(from: &str, to: &str) -> Result<KeyRange, DiskFault> {
    KeyRange::bound(&from.into(), &to.into(), Some(false), Some(true)).map_err(fault)
}
