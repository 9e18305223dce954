//! The browser's storage without a browser: what `idb` does, in memory, for tests.
//!
//! Not here: durability; it is gone with the process.
//! Invariant: a transaction changes nothing before it is done, and nothing at all when it fails.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use shared::limits::BALLAST_BYTES;

use super::{DiskFault, Row, Store, Work};

type Rows = BTreeMap<(Store, String), Row>;

/// A storage; clones share it, as the tabs of one browser do.
#[derive(Clone, Default)]
pub struct Base {
    rows: Rc<RefCell<Rows>>,
    full: Rc<Cell<bool>>,
    /// So many bytes are given; what only deletes needs none.
    room: Rc<Cell<Option<usize>>>,
    ballast: Rc<Cell<usize>>,
    /// What happens before the next transaction that writes.
    meanwhile: Rc<Cell<Option<Meanwhile>>>,
}

type Meanwhile = Box<dyn FnOnce()>;

fn used(rows: &Rows) -> usize {
    let size = |row: &Row| match row {
        Row::Text(text) => text.len(),
        Row::Closed(bytes) => bytes.len(),
        Row::Pair(_) => 0,
    };
    rows.values().map(size).sum()
}

pub struct Transaction {
    base: Base,
    /// As it will be: what is read within the transaction.
    rows: RefCell<Rows>,
    work: Work,
}

impl Base {
    pub async fn open() -> Result<Base, DiskFault> {
        Ok(Base::default())
    }

    /// From now on no transaction that writes can be kept.
    pub fn fill(&self, full: bool) {
        self.full.set(full);
    }

    /// From now on the storage gives so many bytes.
    pub fn give(&self, bytes: Option<usize>) {
        self.room.set(bytes);
    }

    /// How many are taken.
    pub fn used(&self) -> usize {
        self.ballast.get() + used(&self.rows.borrow())
    }

    pub async fn stow(&self) {
        self.ballast.set(BALLAST_BYTES as usize);
    }

    pub async fn throw(&self) -> bool {
        self.ballast.take() > 0
    }

    /// Before the next transaction that writes something else happens, as in another tab.
    pub fn meanwhile(&self, something: impl FnOnce() + 'static) {
        self.meanwhile.set(Some(Box::new(something)));
    }

    /// All rows, for whoever looks for something in them.
    pub fn every_row(&self) -> Vec<(Store, String, Row)> {
        self.rows.borrow().iter().map(|((store, key), row)| (*store, key.clone(), row.clone())).collect()
    }

    pub async fn begin(&self, _: &[Store], work: Work) -> Result<Transaction, DiskFault> {
        if work == Work::Strict
            && let Some(something) = self.meanwhile.take()
        {
            something();
        }
        Ok(Transaction { base: self.clone(), rows: RefCell::new(self.rows.borrow().clone()), work })
    }
}

impl Transaction {
    pub async fn get(&self, store: Store, key: &str) -> Result<Option<Row>, DiskFault> {
        Ok(self.rows.borrow().get(&(store, key.to_owned())).cloned())
    }

    pub async fn range(&self, store: Store, from: &str, to: &str) -> Result<Vec<(String, Row)>, DiskFault> {
        let (from, to) = ((store, from.to_owned()), (store, to.to_owned()));
        let rows = self.rows.borrow();
        Ok(rows.range(from..to).map(|((_, key), row)| (key.clone(), row.clone())).collect())
    }

    pub async fn keys(&self, store: Store) -> Result<Vec<String>, DiskFault> {
        let rows = self.rows.borrow();
        Ok(rows.keys().filter(|(of, _)| *of == store).map(|(_, key)| key.clone()).collect())
    }

    pub fn put(&self, store: Store, key: &str, row: &Row) -> Result<(), DiskFault> {
        self.rows.borrow_mut().insert((store, key.to_owned()), row.clone());
        Ok(())
    }

    pub fn delete(&self, store: Store, key: &str) -> Result<(), DiskFault> {
        self.rows.borrow_mut().remove(&(store, key.to_owned()));
        Ok(())
    }

    pub fn delete_range(&self, store: Store, from: &str, to: &str) -> Result<(), DiskFault> {
        let (from, to) = ((store, from.to_owned()), (store, to.to_owned()));
        self.rows.borrow_mut().retain(|key, _| *key < from || to <= *key);
        Ok(())
    }

    fn has_no_room(&self) -> bool {
        let (before, after) = (self.base.used(), self.base.ballast.get() + used(&self.rows.borrow()));
        after > before && self.base.room.get().is_some_and(|room| after > room)
    }

    pub async fn done(self) -> Result<(), DiskFault> {
        match self.work {
            Work::Read => Ok(()),
            Work::Strict if self.base.full.get() => Err(DiskFault::Full),
            Work::Strict if self.has_no_room() => Err(DiskFault::Full),
            Work::Strict => {
                self.base.rows.replace(self.rows.into_inner());
                Ok(())
            }
        }
    }
}
