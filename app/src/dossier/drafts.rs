//! Biểu mẫu đang gõ: what was half typed when its page went, by a lock or on the way to another page.
//!
//! Not here: what is in a form (`receive::draft`, `detail::dialog`).
//! Invariant: in this tab's memory only, and for the officer who typed it alone; nobody else gets it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use shared::id::OfficerId;

/// Forms of one kind, by what they are about.
pub struct Drafts<K, V>(RefCell<Option<(OfficerId, BTreeMap<K, V>)>>);

impl<K: Ord, V: Clone> Drafts<K, V> {
    pub const fn new() -> Drafts<K, V> {
        Drafts(RefCell::new(None))
    }

    /// Keeps a form, or that nothing of it is left.
    pub fn keep(&self, officer: OfficerId, place: K, typed: Option<V>) {
        let mut all = self.0.borrow_mut();
        let mut forms = match all.take() {
            Some((owner, forms)) if owner == officer => forms,
            Some(_) | None => BTreeMap::new(),
        };
        match typed {
            Some(typed) => drop(forms.insert(place, typed)),
            None => drop(forms.remove(&place)),
        }
        *all = (!forms.is_empty()).then_some((officer, forms));
    }

    /// What this officer had typed.
    pub fn kept(&self, officer: OfficerId, place: &K) -> Option<V> {
        let all = self.0.borrow();
        let (_, forms) = all.as_ref().filter(|(owner, _)| *owner == officer)?;
        forms.get(place).cloned()
    }

    /// Whether a form waits to be gone on with.
    pub fn is_any(&self) -> bool {
        self.0.borrow().is_some()
    }

    pub fn forget(&self) {
        self.0.replace(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OANH: OfficerId = OfficerId(1);
    const HA: OfficerId = OfficerId(2);

    #[test]
    fn a_form_is_kept_for_its_officer_and_its_place() {
        let drafts = Drafts::new();
        drafts.keep(OANH, "one", Some("typed"));
        drafts.keep(OANH, "two", None);
        assert_eq!(drafts.kept(OANH, &"one"), Some("typed"));
        assert_eq!((drafts.kept(OANH, &"two"), drafts.kept(HA, &"one")), (None, None));
    }

    #[test]
    fn whoever_types_next_leaves_nothing_of_the_one_before() {
        let drafts = Drafts::new();
        drafts.keep(OANH, 1, Some("hers"));
        drafts.keep(HA, 2, Some("his"));
        assert_eq!(drafts.kept(OANH, &1), None);
        drafts.keep(HA, 2, None);
        assert!(!drafts.is_any());
    }
}
