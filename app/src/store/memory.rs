//! The browser's storage without a browser: what `idb` does, in memory, for tests.
//!
//! Not here: durability; it is gone with the process.
//! Invariant: a transaction changes nothing before it is done, and nothing at all when it fails.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::{DiskFault, Store, Work};

type Rows = BTreeMap<(Store, String), String>;

/// A storage; clones share it, as the tabs of one browser do.
#[derive(Clone, Default)]
pub struct Base {
    rows: Rc<RefCell<Rows>>,
    full: Rc<Cell<bool>>,
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

    pub async fn begin(&self, _: &[Store], work: Work) -> Result<Transaction, DiskFault> {
        Ok(Transaction { base: self.clone(), rows: RefCell::new(self.rows.borrow().clone()), work })
    }
}

impl Transaction {
    pub async fn get(&self, store: Store, key: &str) -> Result<Option<String>, DiskFault> {
        Ok(self.rows.borrow().get(&(store, key.to_owned())).cloned())
    }

    pub async fn range(&self, store: Store, from: &str, to: &str) -> Result<Vec<String>, DiskFault> {
        let (from, to) = ((store, from.to_owned()), (store, to.to_owned()));
        Ok(self.rows.borrow().range(from..to).map(|(_, value)| value.clone()).collect())
    }

    pub async fn keys(&self, store: Store) -> Result<Vec<String>, DiskFault> {
        let rows = self.rows.borrow();
        Ok(rows.keys().filter(|(of, _)| *of == store).map(|(_, key)| key.clone()).collect())
    }

    pub fn put(&self, store: Store, key: &str, value: &str) -> Result<(), DiskFault> {
        self.rows.borrow_mut().insert((store, key.to_owned()), value.to_owned());
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

    pub async fn done(self) -> Result<(), DiskFault> {
        match self.work {
            Work::Read => Ok(()),
            Work::Strict if self.base.full.get() => Err(DiskFault::Full),
            Work::Strict => {
                self.base.rows.replace(self.rows.into_inner());
                Ok(())
            }
        }
    }
}
