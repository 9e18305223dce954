//! What others did that concerns whoever sits here, and what of it was read on this device.
//!
//! Not here: what concerns an officer (`shared::dossier::concern`), how it looks (`inbox::mine`).
//! Invariant: news, not undelivered work: the badge knows nothing of it. What was read is kept on the officer's closed
//! shelf; where that fails it is read again, never lost.

use std::collections::BTreeSet;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::dossier::concern::{Concern, Why, concern};
use shared::id::DossierId;
use shared::limits::CONCERN_DAYS_MAX;
use shared::moment::Moment;

use super::{Desk, clock};

/// Where it lies on the shelf.
const SHELF: &str = "da_doc";

/// One thing that was read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Mark {
    id: DossierId,
    at: Moment,
    why: Why,
}

impl Mark {
    fn of(id: DossierId, concern: &Concern) -> Mark {
        Mark { id, at: concern.at, why: concern.why }
    }
}

/// What was read, once the shelf was looked at: before that nothing is called unread.
pub(super) type Read = RwSignal<Option<BTreeSet<Mark>>>;

/// One thing that concerns the officer.
#[derive(Clone, PartialEq, Debug)]
pub struct Mine {
    pub id: DossierId,
    pub concern: Concern,
    pub read: bool,
}

impl Desk {
    /// Everything of the last days, the latest first.
    pub fn mine(self) -> Vec<Mine> {
        let Some(read) = self.read_marks.get() else { return vec![] };
        let (ward, me, now) = (self.ward(), self.me(), self.now());
        let mut all = self.select(|client| {
            let open = client.dossiers().filter(|dossier| dossier.is_open());
            let mine = open.filter_map(|d| Some((d.id, concern(&ward.calendar, d, &me, now)?)));
            let with_read =
                mine.map(|(id, concern)| Mine { read: read.contains(&Mark::of(id, &concern)), id, concern });
            with_read.collect::<Vec<_>>()
        });
        all.sort_by_key(|mine| std::cmp::Reverse((mine.concern.at, mine.id)));
        all
    }

    /// How much of it nobody has read here.
    pub fn fresh(self) -> usize {
        self.mine().iter().filter(|mine| !mine.read).count()
    }

    /// Looks at the shelf; what another tab has marked since counts too.
    pub async fn recall_read(self) {
        let kept = match (self.disk(), self.opened()) {
            (Some(disk), Some(opened)) => disk.own::<BTreeSet<Mark>>(&opened, SHELF).await.ok().flatten(),
            (_, None) | (None, _) => return,
        };
        let kept = kept.unwrap_or_default();
        self.read_marks.try_update(|read| read.get_or_insert_default().extend(kept));
    }

    /// What concerns the officer of these dossiers was read here.
    pub async fn read_mine(self, ids: BTreeSet<DossierId>) {
        self.recall_read().await;
        let all = untrack(|| self.mine());
        let new: BTreeSet<Mark> = all
            .iter()
            .filter(|mine| !mine.read && ids.contains(&mine.id))
            .map(|mine| Mark::of(mine.id, &mine.concern))
            .collect();
        if new.is_empty() {
            return;
        }
        let first = clock().plus_minutes(-CONCERN_DAYS_MAX * 24 * 60);
        self.read_marks.try_update(|read| {
            let read = read.get_or_insert_default();
            read.retain(|mark| first <= mark.at);
            read.extend(new);
        });
        let kept = self.read_marks.get_untracked().unwrap_or_default();
        if let (Some(disk), Some(opened)) = (self.disk(), self.opened()) {
            // A full disk costs only that it is unread again after the next start.
            let _ = disk.keep_own(&opened, SHELF, &kept).await;
        }
    }
}
