//! What others did that concerns whoever sits here, and what of it they have read, here or on another device.
//!
//! Not here: what concerns an officer (`shared::dossier::concern`), how it looks (`inbox::mine`).
//! Invariant: news, not undelivered work: the badge knows nothing of it. What was read is kept on the officer's closed
//! shelf and told to the server, which tells their other devices; where either fails it is read again, never lost.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::concern::{Concern, Mark, Read, concern, remembered_from};
use shared::id::DossierId;
use shared::limits::MARKS_MAX;

use super::{Desk, clock};

/// Where it lies on the shelf.
const SHELF: &str = "da_doc";

/// What was read, once the shelf was looked at: before that nothing is called unread.
pub(super) type Marks = RwSignal<Option<BTreeSet<Mark>>>;

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

    /// Tells the server what was read here, and hears what was read elsewhere. Without a network that waits until the next
    /// time.
    pub async fn share_read(self) {
        let sits = || self.officer.with_untracked(|officer| officer.as_ref().map(|officer| officer.id));
        let (Some(known), Some(me)) = (self.read_marks.get_untracked(), sits()) else { return };
        let mut latest: Vec<Mark> = known.into_iter().collect();
        latest.sort_by_key(|mark| std::cmp::Reverse(mark.at));
        latest.truncate(MARKS_MAX);
        let ask = Read { marks: latest.into_iter().collect() };
        let answer = self.post_json::<Read>("/api/mine", &ask).await;
        // Somebody else may sit here by now, or nobody.
        if let Some(Read { marks }) = answer.ok().filter(|_| sits() == Some(me)) {
            self.heard_read(marks).await;
        }
    }

    /// What the officer has read on other devices.
    pub async fn heard_read(self, marks: BTreeSet<Mark>) {
        let is_new =
            self.read_marks.with_untracked(|read| read.as_ref().is_some_and(|read| !marks.is_subset(read)));
        if is_new {
            self.read_marks.try_update(|read| read.get_or_insert_default().extend(marks));
            self.keep_read().await;
        }
    }

    async fn keep_read(self) {
        let kept = self.read_marks.get_untracked().unwrap_or_default();
        if let (Some(disk), Some(opened)) = (self.disk(), self.opened()) {
            // A full disk costs only that it is unread again after the next start.
            let _ = disk.keep_own(&opened, SHELF, &kept).await;
        }
    }

    /// What concerns the officer of these dossiers was read here: marks it and tells the server.
    pub fn reads(self, ids: BTreeSet<DossierId>) {
        spawn_local(async move {
            if self.read_mine(ids).await {
                self.share_read().await;
            }
        });
    }

    /// What concerns the officer of these dossiers was read here; says whether any of it was new.
    pub async fn read_mine(self, ids: BTreeSet<DossierId>) -> bool {
        self.recall_read().await;
        let all = untrack(|| self.mine());
        let new: BTreeSet<Mark> = all
            .iter()
            .filter(|mine| !mine.read && ids.contains(&mine.id))
            .map(|mine| Mark::of(mine.id, &mine.concern))
            .collect();
        if new.is_empty() {
            return false;
        }
        let first = remembered_from(clock());
        self.read_marks.try_update(|read| {
            let read = read.get_or_insert_default();
            read.retain(|mark| first <= mark.at);
            read.extend(new);
        });
        self.keep_read().await;
        true
    }
}
