//! Hết chỗ: what of a device's dossiers may go where the browser gives no more room, and what it then remembers.
//!
//! Not here: which rows they lie in (the app's store), the sums that leave them out (`reading`).
//! Invariant: only closed dossiers go, and none that somebody has open or has acted on here; what waits and what was sent
//! stays whatever happens.

use std::collections::BTreeSet;

use super::client::{Client, Place, Queued, Write};
use super::digest;
use crate::dossier::Dossier;
use crate::id::DossierId;
use crate::moment::{Day, Moment};

impl Place {
    /// The first day whose closed dossiers the device of a member of staff holds.
    pub fn closed_from(&self, now: Moment) -> Day {
        let since = digest::closed_since(now);
        self.trimmed.map_or(since, |trimmed| trimmed.max(since))
    }

    /// The same where that is less than the scope has.
    pub fn is_partial(&self, now: Moment) -> Option<Day> {
        self.trimmed.filter(|trimmed| *trimmed > digest::closed_since(now))
    }
}

impl Client {
    /// Whether a record that comes is kept: what went for want of room does not come back with the next page.
    pub(super) fn wants(&self, record: &Dossier) -> bool {
        let day = record.closed_at.map(|at| at.day()).filter(|_| !record.is_open());
        let is_old = day.zip(self.place.trimmed).is_some_and(|(day, trimmed)| day < trimmed);
        !is_old || self.base.contains_key(&record.id)
    }

    /// What makes the device hold all of its scope again: there may be room by now, and where there is not it ends as it
    /// did before. What waits and what was sent stays.
    pub fn whole_again(&self) -> Vec<Write> {
        let mut writes = self.read_anew();
        for write in &mut writes {
            if let Write::Place(place) = write {
                place.trimmed = None;
            }
        }
        writes
    }

    /// The dossiers that stay whatever their age: those that this officer has acted on here and the copies do not hold yet.
    pub fn acted_on(&self) -> BTreeSet<DossierId> {
        let subject = |queued: &Queued| queued.body.open().ok().map(|command| command.act.dossier());
        self.queue.values().chain(self.sent.values()).filter_map(subject).collect()
    }

    /// What is remembered when these have gone, and so all that was closed before the day.
    pub fn without(&self, ids: impl IntoIterator<Item = DossierId>, trimmed: Day) -> Vec<Write> {
        let trimmed = self.place.trimmed.map_or(trimmed, |before| before.max(trimmed));
        let place = Place { trimmed: Some(trimmed), ..self.place.clone() };
        ids.into_iter().map(Write::Forget).chain([Write::Place(place)]).collect()
    }
}
