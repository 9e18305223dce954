//! Parts of a state by the names of what they are, and what became of them before: millions of states are made of a
//! few thousand devices, books and messages, and what a machine does to those it does once.
//!
//! Not here: what the parts are (`world`, `book`).
//! Invariant: parts with one name are alike in everything that their future depends on.

use std::collections::{HashMap, hash_map::DefaultHasher};
use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, PoisonError, RwLock};

/// A part, equal to another where their names are.
pub struct Named<T>(Arc<(u64, T)>);

impl<T> Named<T> {
    pub fn of(key: String, part: T) -> Named<T> {
        let mut name = DefaultHasher::new();
        key.hash(&mut name);
        Named(Arc::new((name.finish(), part)))
    }

    fn name(&self) -> u64 {
        self.0.0
    }
}

impl<T> Deref for Named<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.1
    }
}

impl<T> Clone for Named<T> {
    fn clone(&self) -> Named<T> {
        Named(self.0.clone())
    }
}

impl<T> PartialEq for Named<T> {
    fn eq(&self, other: &Named<T>) -> bool {
        self.name() == other.name()
    }
}

impl<T> Eq for Named<T> {}

impl<T> PartialOrd for Named<T> {
    fn partial_cmp(&self, other: &Named<T>) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Named<T> {
    fn cmp(&self, other: &Named<T>) -> std::cmp::Ordering {
        self.name().cmp(&other.name())
    }
}

impl<T> Hash for Named<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl<T> fmt::Debug for Named<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", self.name())
    }
}

/// What came of two parts that met.
pub struct Memo<T>(RwLock<HashMap<(u64, u64), T, BuildHasherDefault<OfNames>>>);

/// Names are hashes already.
#[derive(Default)]
struct OfNames(u64);

impl Hasher for OfNames {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("two names")
    }

    fn write_u64(&mut self, name: u64) {
        self.0 = self.0.rotate_left(32) ^ name;
    }
}

impl<T> Default for Memo<T> {
    fn default() -> Memo<T> {
        Memo(RwLock::default())
    }
}

impl<T: Clone> Memo<T> {
    pub fn of<A, B>(&self, one: &Named<A>, other: &Named<B>, work: impl FnOnce() -> T) -> T {
        let place = (one.name(), other.name());
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&place).cloned();
        known.unwrap_or_else(|| {
            let fresh = work();
            self.0.write().unwrap_or_else(PoisonError::into_inner).insert(place, fresh.clone());
            fresh
        })
    }
}
