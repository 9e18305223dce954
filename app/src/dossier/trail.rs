//! The list that an officer came from, so that the arrows go on in it.
//!
//! Not here: the list itself.
//! Invariant: kept in this tab's memory only; a dossier opened by its address has no trail.

use std::cell::RefCell;
use std::sync::Arc;

use shared::id::DossierId;
use shared::lang::{Word, word};

/// Where one came from and what stood there, in its order.
#[derive(Clone, PartialEq, Debug)]
pub struct Trail {
    pub name: Word,
    pub href: String,
    pub ids: Arc<[DossierId]>,
}

impl Default for Trail {
    fn default() -> Trail {
        Trail { name: word("Hồ sơ", "Dossiers"), href: "/ho-so".to_owned(), ids: Arc::default() }
    }
}

/// Where a dossier stands in a trail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// From 1.
    pub at: usize,
    pub of: usize,
    pub before: Option<DossierId>,
    pub after: Option<DossierId>,
}

impl Trail {
    pub fn place(&self, id: DossierId) -> Option<Place> {
        let i = self.ids.iter().position(|other| *other == id)?;
        Some(Place {
            at: i + 1,
            of: self.ids.len(),
            before: i.checked_sub(1).and_then(|b| self.ids.get(b)).copied(),
            after: self.ids.get(i + 1).copied(),
        })
    }
}

thread_local! {
    static TRAIL: RefCell<Trail> = RefCell::new(Trail::default());
}

/// Called by every list when it shows.
pub fn leave(trail: Trail) {
    TRAIL.with_borrow_mut(|kept| *kept = trail);
}

pub fn current() -> Trail {
    TRAIL.with_borrow(Clone::clone)
}
