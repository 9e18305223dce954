//! Ai phải biết: an outcome that wants eyes is told on every device of its author, and a day later to the head too.
//!
//! Not here: outcomes themselves (`wire`), rows and routes (the server), the page that shows them (the app's inbox).
//! Invariant: an outcome is read when its author has read it, on whatever device; that the head has seen it changes
//! nothing for its author. A device takes an outcome for read only where the server, which has judged it, says so.
//! Judged again after a restore, an act may have another outcome, which nobody has read: it goes by no number alone.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::client::{Client, Notice, Write};
use super::wire::{Body, Command, Outcome};
use crate::act::Act;
use crate::dossier::Kind;
use crate::id::{DossierId, Writer};
use crate::limits;
use crate::moment::Moment;

/// Which outcome: that of the writer's act `n`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct NoticeId {
    pub writer: Writer,
    pub n: u64,
}

/// What every pull says about outcomes that wait to be read: of the officer's own acts, and for the head those that
/// others have left unread for a day.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Told {
    /// How many there are; the list may be shorter.
    pub all: u32,
    /// The name of the list, empty for an empty one. A device says which one it has.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tag: String,
    /// Absent where the device has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<Vec<Unread>>,
}

/// One of them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Unread {
    pub id: NoticeId,
    /// What the author's device is called; empty where the server itself wrote the act down.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub device: String,
    /// When the server judged it.
    pub judged: Moment,
    pub outcome: Outcome,
    /// Where the act could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    /// The act itself, for those who may hold the ward's dossiers anyway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
}

/// Which act on which dossier, and when its author did it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct About {
    pub dossier: DossierId,
    pub kind: Kind,
    pub at: Moment,
}

impl About {
    pub fn of(command: &Command) -> About {
        let Act::Dossier { id, act } = &command.act;
        About { dossier: *id, kind: act.kind(), at: command.at }
    }
}

/// `POST /api/notices`: the officer has read these. Said again it changes nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HaveRead {
    /// At most `limits::NOTICES_MAX`.
    pub notices: Vec<Seen>,
}

/// One that was read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Seen {
    pub writer: Writer,
    pub n: u64,
    /// When what was read was judged: after a restore the act was judged again, and what came of it then is another
    /// outcome. Pages of an earlier release do not say it, and mean whichever there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged: Option<Moment>,
}

/// What a device keeps of it: what the server said last, and what was read here since.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Heard {
    pub all: u32,
    pub tag: String,
    pub list: Vec<Unread>,
    pub read: BTreeSet<NoticeId>,
}

impl Heard {
    fn find(&self, id: NoticeId) -> Option<&Unread> {
        self.list.iter().find(|unread| unread.id == id)
    }

    fn holds(&self, id: NoticeId) -> bool {
        self.find(id).is_some()
    }

    /// How many the list does not show.
    pub fn unlisted(&self) -> usize {
        (self.all as usize).saturating_sub(self.list.len())
    }
}

/// An outcome as the page shows it, wherever its act came from.
#[derive(Clone, PartialEq, Debug)]
pub struct Item {
    pub id: NoticeId,
    /// The name of another device; `None` for this one.
    pub device: Option<String>,
    pub outcome: Outcome,
    pub about: Option<About>,
    pub command: Option<Command>,
    pub read: bool,
}

/// Outcomes judged until then are the head's to look at too, where nobody has read them.
pub fn overdue(now: Moment) -> Moment {
    now.plus_minutes(-limits::NOTICE_UNREAD_HOURS_MAX * 60)
}

impl Client {
    /// A device that may hold nothing of a citizen keeps outcomes without the act that they are about.
    pub(super) fn take_words(&self, writes: &mut Vec<Write>) {
        let kept = self.inbox.values().filter(|notice| notice.command.is_some());
        let mut bare: Vec<Write> = kept.map(|notice| Write::Notice(Box::new(notice.clone()))).collect();
        bare.append(writes);
        *writes = bare;
        for write in writes {
            if let Write::Notice(notice) = write {
                notice.command = None;
            }
        }
    }

    fn own(&self, n: u64) -> NoticeId {
        NoticeId { writer: self.meta.writer, n }
    }

    /// The entries of other devices, and of this one where it has lost what it knew.
    fn elsewhere(&self) -> impl Iterator<Item = &Unread> {
        let known = |id: NoticeId| id.writer == self.meta.writer && self.inbox.contains_key(&id.n);
        self.heard.list.iter().filter(move |unread| !known(unread.id))
    }

    /// Whether it has to be looked at, or had to.
    pub fn wants_eyes(&self, notice: &Notice) -> bool {
        notice.outcome.needs_review(self.meta.writer.officer)
    }

    /// Outcomes that wait for eyes. What the list does not show may be counted twice where it is of this device.
    pub fn unread(&self) -> usize {
        let own = self.inbox.values().filter(|notice| !notice.read && self.wants_eyes(notice));
        let others = self.elsewhere().filter(|unread| !self.heard.read.contains(&unread.id));
        own.count() + others.count() + self.heard.unlisted()
    }

    /// All outcomes that want or wanted eyes, the latest first.
    pub fn items(&self) -> Vec<Item> {
        let body = |unread: &Unread| unread.body.as_ref().and_then(|body| body.open().ok());
        let own = self.inbox.values().filter(|notice| self.wants_eyes(notice)).map(|notice| {
            let id = self.own(notice.n);
            let told = self.heard.find(id);
            let command = notice.command.clone().or_else(|| told.and_then(body));
            let about = command.as_ref().map(About::of).or_else(|| told?.about);
            Item { id, device: None, outcome: notice.outcome.clone(), about, command, read: notice.read }
        });
        let others = self.elsewhere().map(|unread| Item {
            id: unread.id,
            device: (unread.id.writer.device != self.meta.writer.device).then(|| unread.device.clone()),
            outcome: unread.outcome.clone(),
            about: unread.about,
            command: body(unread),
            read: self.heard.read.contains(&unread.id),
        });
        let mut all: Vec<Item> = own.chain(others).collect();
        all.sort_by_key(|item| std::cmp::Reverse((item.about.map(|about| about.at), item.id)));
        all
    }

    /// Somebody has looked at it here.
    pub fn mark_read(&self, id: NoticeId) -> Vec<Write> {
        let own = self.inbox.get(&id.n).filter(|_| id.writer == self.meta.writer);
        if let Some(notice) = own.filter(|notice| !notice.read) {
            return vec![Write::Notice(Box::new(Notice { read: true, ..notice.clone() }))];
        }
        if own.is_some() || !self.heard.holds(id) || self.heard.read.contains(&id) {
            return vec![];
        }
        let mut heard = self.heard.clone();
        heard.read.insert(id);
        vec![Write::Heard(Box::new(heard))]
    }

    /// What was read here and the server does not know yet: told to it until it agrees.
    pub fn to_tell(&self) -> Vec<Seen> {
        let is_read = |unread: &&Unread| {
            let own = self.inbox.get(&unread.id.n).filter(|_| unread.id.writer == self.meta.writer);
            let own = own.filter(|notice| notice.outcome == unread.outcome);
            self.heard.read.contains(&unread.id) || own.is_some_and(|notice| notice.read)
        };
        let whole = self.heard.list.iter().filter(|unread| !unread.outcome.is_half_told());
        let read = whole.filter(is_read).take(limits::NOTICES_MAX);
        read.map(|Unread { id, judged, .. }| Seen { writer: id.writer, n: id.n, judged: Some(*judged) })
            .collect()
    }

    /// What a pull says of outcomes; `settled` is what the same answer has changed in the inbox. Whatever the server
    /// has judged and does not name any more was read on another device.
    pub(super) fn hear(&self, told: Option<Told>, last_n: u64, settled: &[Write]) -> Vec<Write> {
        let Some(Told { all, tag, list }) = told else { return vec![] };
        let mut heard = self.heard.clone();
        match list {
            Some(list) => (heard.tag, heard.list) = (tag, list),
            // The answer to a question of an earlier list.
            None if tag != heard.tag => return vec![],
            None => {}
        }
        heard.all = all;
        // What was seen without its reason is to be read when it has one; what was judged anew, when it is another.
        let same = |id: &NoticeId| {
            let was = self.heard.find(*id).map(|unread| &unread.outcome);
            was.is_some() && was == heard.find(*id).map(|unread| &unread.outcome)
        };
        heard.read = self.heard.read.iter().copied().filter(same).collect();
        let mut writes = Vec::new();
        if heard.unlisted() == 0 {
            let mut inbox: BTreeMap<u64, &Notice> =
                self.inbox.iter().map(|(n, notice)| (*n, notice)).collect();
            for write in settled {
                if let Write::Notice(notice) = write {
                    inbox.insert(notice.n, notice);
                }
            }
            let judged = inbox.range(..=last_n).map(|(_, notice)| *notice);
            let waits = judged.filter(|notice| !notice.read && self.wants_eyes(notice));
            let elsewhere = waits.filter(|notice| !heard.holds(self.own(notice.n)));
            let read = elsewhere.map(|notice| Notice { read: true, ..notice.clone() });
            writes.extend(read.map(|notice| Write::Notice(Box::new(notice))));
        }
        if heard != self.heard {
            writes.push(Write::Heard(Box::new(heard)));
        }
        writes
    }
}

/// The author's refused act before this one on the same dossier: what this one was built on may have been missing.
pub fn because_of<'a>(items: &'a [Item], this: &Item) -> Option<&'a Item> {
    let dossier = this.about.filter(|_| this.outcome.is_refused())?.dossier;
    let before = items.iter().filter(|item| {
        item.id.writer == this.id.writer
            && item.id.n < this.id.n
            && item.outcome.is_refused()
            && item.about.is_some_and(|about| about.dossier == dossier)
    });
    before.max_by_key(|item| item.id.n)
}
