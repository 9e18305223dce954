//! What others did that concerns whoever sits here, and what of it they have read, here or on another device.
//!
//! Not here: what concerns an officer (`shared::dossier::concern`), how it looks (`inbox::mine`).
//! Invariant: news, not undelivered work: the badge knows nothing of it. What was read is kept on the officer's closed
//! shelf and told to the server, which tells their other devices; where either fails it is read again, never lost. A
//! dossier is looked at when it changes, and all of them when whoever sits here or the calendar does.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::calendar::Calendar;
use shared::dossier::Dossier;
use shared::dossier::concern::{Concern, Mark, Pending, Read, remembered_from};
use shared::id::DossierId;
use shared::limits::MARKS_MAX;
use shared::moment::Moment;
use shared::officer::Officer;
use shared::sync::client::Client;

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

/// What may concern whoever sits here, of the dossiers on this device that have any such thing.
#[derive(Default)]
pub(super) struct Concerns(BTreeMap<DossierId, Pending>);

impl Concerns {
    /// All of them, for whoever sits here by this calendar.
    fn of_all(client: &Client, calendar: &Calendar, me: &Officer) -> Concerns {
        let pending = |dossier: &Dossier| (dossier.id, Pending::of(calendar, dossier, me));
        Concerns(client.dossiers().map(pending).filter(|(_, pending)| !pending.is_empty()).collect())
    }

    /// These have changed.
    pub(super) fn follow(
        &mut self,
        client: &Client,
        calendar: &Calendar,
        me: &Officer,
        touched: &BTreeSet<DossierId>,
    ) {
        for id in touched {
            let pending = client.dossier(*id).map(|dossier| Pending::of(calendar, dossier, me));
            match pending.filter(|pending| !pending.is_empty()) {
                Some(pending) => self.0.insert(*id, pending),
                None => self.0.remove(id),
            };
        }
    }

    pub(super) fn at(&self, now: Moment) -> impl Iterator<Item = (DossierId, &Concern)> {
        self.0.iter().filter_map(move |(id, pending)| Some((*id, pending.at(now)?)))
    }
}

impl Desk {
    /// Everything of the last days, the latest first.
    pub fn mine(self) -> Vec<Mine> {
        self.with_mine(|found| {
            let mut all: Vec<Mine> =
                found.map(|(id, concern, read)| Mine { id, concern: concern.clone(), read }).collect();
            all.sort_by_key(|mine| std::cmp::Reverse((mine.concern.at, mine.id)));
            all
        })
        .unwrap_or_default()
    }

    /// How much of it nobody has read here.
    pub fn fresh(self) -> usize {
        self.with_mine(|found| found.filter(|(_, _, read)| !read).count()).unwrap_or_default()
    }

    /// What concerns the officer now, and whether it was read; follows changes. Nothing before the shelf was looked at.
    fn with_mine<R>(
        self,
        f: impl FnOnce(&mut dyn Iterator<Item = (DossierId, &Concern, bool)>) -> R,
    ) -> Option<R> {
        let now = self.now();
        self.version.track();
        self.officer.track();
        self.read_marks.with(|read| {
            let read = read.as_ref()?;
            Some(self.concerns.with_value(|concerns| {
                let all = concerns.at(now);
                f(&mut all.map(|(id, concern)| (id, concern, read.contains(&Mark::of(id, concern)))))
            }))
        })
    }

    /// Somebody else sits here, or the same officer with other roles, or another calendar holds, or everything was read anew.
    pub(super) fn look_at_all(self) {
        let all = self
            .by_whom(|calendar, me| self.client.with_value(|client| Concerns::of_all(client, calendar, me)));
        self.concerns.set_value(all.unwrap_or_default());
    }

    /// These dossiers have changed.
    pub(super) fn look_at(self, touched: &BTreeSet<DossierId>) {
        self.by_whom(|calendar, me| {
            self.client.with_value(|client| {
                self.concerns.update_value(|concerns| concerns.follow(client, calendar, me, touched));
            });
        });
    }

    fn by_whom<R>(self, f: impl FnOnce(&Calendar, &Officer) -> R) -> Option<R> {
        let ward = self.ward.get_untracked()?;
        self.officer.with_untracked(|me| me.as_ref().map(|me| f(&ward.calendar, me)))
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
