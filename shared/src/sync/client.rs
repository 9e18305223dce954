//! The device's half: what is kept, what is sent, what is shown.
//!
//! Each step answers with `Write`s. A driver keeps all writes of a step in one transaction and only then
//! gives them to `adopt`; a crash before that leaves the state before the step, a crash after it the state
//! after.
//!
//! Not here: IndexedDB and fetch (the app's store and link), who may see what (the server's scope).
//! Invariant: an act leaves the queue only together with its outcome; the base changes only together with
//! its cursor.

mod ask;
mod meta;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use self::meta::{Meta, Place};
use super::notice::Heard;
use super::reading::{NOTHING, WARD};
use super::server::placed;
use super::wire::{
    ACT_VERSION, Anchor, Body, Command, Hash, Judged, Outcome, PROTO, PullReply, Push, PushReply,
};
use crate::act::Act;
use crate::ctx::Ctx;
use crate::dossier::{self, Dossier};
use crate::id::DossierId;
use crate::limits;
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::ward::Ward;

/// An act as it waits: its bytes are final.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Queued {
    pub n: u64,
    pub prev: Hash,
    pub body: Body,
    /// The sequence that the server gave it; 0 while it waits or where nothing changed.
    #[serde(default)]
    pub seq: u64,
}

/// An outcome for its author.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Notice {
    pub n: u64,
    pub outcome: Outcome,
    pub command: Option<Command>,
    pub read: bool,
}

/// One change of what the device keeps.
#[derive(Clone, PartialEq, Debug)]
pub enum Write {
    Meta(Meta),
    Place(Place),
    Enqueue(Queued),
    Unqueue(u64),
    Sent(Queued),
    ForgetSent(u64),
    Notice(Box<Notice>),
    Heard(Box<Heard>),
    Record(Box<Dossier>),
    Forget(DossierId),
    /// The server was restored, or the officer may hold other dossiers: every base record goes.
    ForgetAll,
}

/// What the officer means to do, before it has a number.
#[derive(Clone, PartialEq, Debug)]
pub struct Intent {
    pub act: Act,
    /// `rev` of the base record that was on the screen; 0 for a new dossier.
    pub base: u64,
    pub at: Moment,
}

/// Gives an intent its number and place in the chain. Reads `Meta` and `Place` and writes only `Meta`, so that a
/// driver can do it inside one transaction, whatever other tabs do.
pub fn seal(meta: &Meta, place: &Place, intent: Intent) -> Result<(Meta, Queued), Refusal> {
    let mut meta = meta.clone();
    let mut act = intent.act;
    let Act::Dossier { act: inner, .. } = &mut act;
    if inner.number().is_some() {
        meta.check_clock(place, intent.at)?;
        let day = inner.code_day(intent.at.day());
        meta.check_day(place, day)?;
        inner.renumber(meta.next_number(day)?);
        meta.note_given(day, meta.given_on(day) + 1);
    }
    let command = Command {
        v: ACT_VERSION,
        writer: meta.writer,
        n: meta.next_n,
        base: intent.base,
        at: intent.at,
        anchor: place.anchor,
        act,
        was: vec![],
    };
    let body = Body::of(&command);
    let queued = Queued { n: meta.next_n, prev: meta.head.clone(), seq: 0, body };
    meta.head = queued.body.hash(&queued.prev);
    meta.next_n += 1;
    (meta.seen, meta.heard) = (meta.acted(place).max(intent.at), place.seen);
    Ok((meta, queued))
}

/// The device's state in memory: a mirror of what is kept, with the view computed from it.
#[derive(Clone, Debug)]
pub struct Client {
    pub meta: Meta,
    pub place: Place,
    pub queue: BTreeMap<u64, Queued>,
    pub sent: BTreeMap<u64, Queued>,
    /// Sent acts that the disk holds and that do not open any more.
    pub closed: BTreeSet<u64>,
    pub inbox: BTreeMap<u64, Notice>,
    /// Outcomes of the officer's other devices, and what of them was read here.
    pub heard: Heard,
    pub base: BTreeMap<DossierId, Dossier>,
    /// Base records with the writer's own waiting acts on top; only dossiers that have any.
    overlay: BTreeMap<DossierId, Dossier>,
    /// Waiting acts that would now be refused, with the reason.
    doubtful: BTreeMap<u64, Refusal>,
    /// How often acts had been taken back on the disk when these were read, or since then in this tab. An append reads a
    /// newer `Meta` and none of the acts before it.
    taken_back: u32,
    /// Which build this is, where dossiers may have been read by another: one may know words that the other does not.
    pub build: u64,
}

impl Client {
    pub fn new(meta: Meta) -> Client {
        Client {
            taken_back: meta.taken_back,
            meta,
            place: Place::default(),
            queue: BTreeMap::new(),
            sent: BTreeMap::new(),
            closed: BTreeSet::new(),
            inbox: BTreeMap::new(),
            heard: Heard::default(),
            base: BTreeMap::new(),
            overlay: BTreeMap::new(),
            doubtful: BTreeMap::new(),
            build: 0,
        }
    }

    /// The dossier as this officer sees it.
    pub fn dossier(&self, id: DossierId) -> Option<&Dossier> {
        self.overlay.get(&id).or_else(|| self.base.get(&id))
    }

    /// All dossiers as this officer sees them.
    pub fn dossiers(&self) -> impl Iterator<Item = &Dossier> {
        let only_new = self.overlay.iter().filter(|(id, _)| !self.base.contains_key(id)).map(|(_, d)| d);
        self.base.iter().map(|(id, d)| self.overlay.get(id).unwrap_or(d)).chain(only_new)
    }

    /// Waiting acts that a pull has made impossible: shown before they are pushed.
    pub fn doubtful(&self) -> &BTreeMap<u64, Refusal> {
        &self.doubtful
    }

    /// Whether the dossier has acts that have not reached the server.
    pub fn is_waiting(&self, id: DossierId) -> bool {
        self.queue.values().any(|queued| queued.body.open().is_ok_and(|c| c.act.dossier() == id))
    }

    /// The same verdict as the server will give if nobody else acts meanwhile.
    pub fn verdict(&self, ctx: &Ctx, act: &Act) -> Result<(), Refusal> {
        let Act::Dossier { id, act } = act;
        let mut act = act.clone();
        if act.number().is_some() {
            self.meta.check_clock(&self.place, ctx.claimed)?;
            let day = act.code_day(ctx.claimed.day());
            self.meta.check_day(&self.place, day)?;
            act.renumber(self.meta.next_number(day)?);
        }
        let dossier = self.dossier(*id);
        // The server will not place the act before what is on the screen, whatever this device's clock says.
        let happened = ctx.happened.max(dossier.and_then(Dossier::latest).unwrap_or(ctx.happened));
        dossier::decide(&Ctx { happened, ..*ctx }, *id, dossier, &act).map(|_| ())
    }

    /// Takes writes that are kept into memory, recomputes what they touch, and says which dossiers those are.
    pub fn adopt(&mut self, ward: &Ward, writes: &[Write]) -> BTreeSet<DossierId> {
        let mut touched = BTreeSet::new();
        let takes_back = writes.iter().any(|write| matches!(write, Write::Unqueue(_)));
        for write in writes {
            match write {
                Write::Meta(meta) => {
                    if takes_back {
                        self.taken_back = meta.taken_back;
                    }
                    self.meta = meta.clone();
                }
                Write::Place(place) => {
                    if place.epoch != self.place.epoch {
                        // They wait again, sealed.
                        self.closed.clear();
                    }
                    self.place = place.clone();
                }
                Write::Enqueue(queued) => {
                    touched.extend(subject(queued));
                    self.queue.insert(queued.n, queued.clone());
                }
                Write::Unqueue(n) => {
                    if let Some(queued) = self.queue.remove(n) {
                        touched.extend(subject(&queued));
                    }
                }
                Write::Sent(queued) => {
                    touched.extend(subject(queued));
                    self.sent.insert(queued.n, queued.clone());
                }
                Write::ForgetSent(n) => {
                    if let Some(queued) = self.sent.remove(n) {
                        touched.extend(subject(&queued));
                    }
                }
                Write::Notice(notice) => {
                    self.inbox.insert(notice.n, (**notice).clone());
                }
                Write::Heard(heard) => self.heard = (**heard).clone(),
                Write::Record(record) => {
                    touched.insert(record.id);
                    self.base.insert(record.id, (**record).clone());
                }
                Write::Forget(id) => {
                    touched.insert(*id);
                    self.base.remove(id);
                }
                Write::ForgetAll => {
                    touched.extend(self.base.keys().copied());
                    touched.extend(self.overlay.keys().copied());
                    self.base.clear();
                }
            }
        }
        // A moved cursor settles sent acts whose records have arrived.
        touched.extend(self.overlay.keys().copied());
        self.replay(ward, &touched);
        touched
    }

    /// How often acts had been taken back as far as this tab knows; where the disk says otherwise, other words may stand
    /// under its numbers.
    pub fn taken_back(&self) -> u32 {
        self.taken_back
    }

    /// Recomputes everything; after loading from disk.
    pub fn refresh(&mut self, ward: &Ward) {
        let mut all: BTreeSet<DossierId> = self.overlay.keys().copied().collect();
        all.extend(self.queue.values().chain(self.sent.values()).filter_map(subject));
        self.doubtful.clear();
        self.replay(ward, &all);
    }

    fn replay(&mut self, ward: &Ward, touched: &BTreeSet<DossierId>) {
        if touched.is_empty() {
            return;
        }
        let mut pending: BTreeMap<DossierId, Vec<Command>> = BTreeMap::new();
        let unseen = self.sent.values().filter(|sent| sent.seq > self.place.cursor);
        let mut waiting: Vec<&Queued> = unseen.chain(self.queue.values()).collect();
        waiting.sort_by_key(|queued| queued.n);
        for queued in waiting {
            if let Ok(command) = queued.body.open()
                && touched.contains(&command.act.dossier())
            {
                let id = command.act.dossier();
                // Chunks may hold what the cursor has not come to.
                let is_in_base = self.base.get(&id).is_some_and(|record| record.rev >= queued.seq);
                if queued.seq == 0 || !is_in_base {
                    pending.entry(id).or_default().push(command);
                }
            }
        }
        self.doubtful.retain(|n, _| self.queue.contains_key(n));
        for id in touched {
            let Some(commands) = pending.get(id) else {
                self.overlay.remove(id);
                continue;
            };
            let mut record = self.base.get(id).cloned();
            for command in commands {
                self.doubtful.remove(&command.n);
                if let Err(refusal) = replay_one(ward, &self.meta, command, &mut record)
                    && self.queue.contains_key(&command.n)
                {
                    self.doubtful.insert(command.n, refusal);
                }
            }
            match record {
                Some(record) => self.overlay.insert(*id, record),
                None => self.overlay.remove(id),
            };
        }
    }

    /// The next acts to push, in order, within the limits of one push.
    pub fn next_push(&self) -> Option<Push> {
        let first = self.queue.values().next()?;
        let mut bytes = 0;
        let mut acts = Vec::new();
        for (expected, queued) in (first.n..).zip(self.queue.values().take(limits::PUSH_ACTS_MAX)) {
            bytes += queued.body.0.len();
            if queued.n != expected || (bytes > limits::PUSH_BYTES_MAX && !acts.is_empty()) {
                break;
            }
            acts.push(queued.body.clone());
        }
        Some(Push {
            proto: PROTO,
            epoch: self.place.epoch.clone(),
            writer: self.meta.writer,
            first_n: first.n,
            prev: first.prev.clone(),
            acts,
        })
    }

    /// Whether the answer to this push still counts. One that was asked of the server before a restore, or by
    /// another writer, says nothing about the acts that wait now: they are sent again.
    pub fn awaits(&self, push: &Push) -> bool {
        push.writer == self.meta.writer && push.epoch == self.place.epoch
    }

    /// What a push's answer changes; asked only of a push that the client `awaits`. `Gap` brings sent acts back, where the device still has them.
    pub fn on_push_reply(&self, reply: &PushReply) -> Vec<Write> {
        match reply {
            PushReply::Done { results, .. } => self.settle(results, false),
            PushReply::Gap { expect } => self.bring_back(*expect),
            PushReply::Epoch { .. } | PushReply::Fork { .. } | PushReply::Upgrade { .. } => vec![],
        }
    }

    /// Whether the act can be sent from here.
    pub fn holds(&self, n: u64) -> bool {
        self.queue.contains_key(&n) || self.sent.contains_key(&n)
    }

    /// Whether the act that the server wants is nowhere on this device, so that it takes nothing more under these
    /// numbers. What this life of the server has in a verified copy it does not want: such an answer was late.
    pub fn lacks(&self, n: u64) -> bool {
        !self.holds(n) && n > self.place.durable_n
    }

    /// Acts that the server has lost go back to the head of the queue.
    fn bring_back(&self, from_n: u64) -> Vec<Write> {
        let back = self.sent.range(from_n..).map(|(_, sent)| Queued { seq: 0, ..sent.clone() });
        back.flat_map(|queued| [Write::ForgetSent(queued.n), Write::Enqueue(queued)]).collect()
    }

    /// What is known already is written only where everything is told `anew`: what this tab remembers may not be what
    /// the disk holds.
    fn settle<'a>(&self, results: impl IntoIterator<Item = &'a Judged>, anew: bool) -> Vec<Write> {
        let mut writes = Vec::new();
        for Judged { n, outcome } in results {
            let queued = self.queue.get(n);
            let seq = outcome.seq().unwrap_or(0);
            if queued.is_some() {
                writes.push(Write::Unqueue(*n));
            }
            // Judged again after a restore, an act has another place in the server's order.
            let moved = self.sent.get(n).filter(|sent| anew || sent.seq != seq);
            writes.extend(queued.or(moved).map(|held| Write::Sent(Queued { seq, ..held.clone() })));
            let known = self.inbox.get(n).filter(|notice| notice.outcome == *outcome);
            if let Some(known) = known {
                writes.extend(anew.then(|| Write::Notice(Box::new(known.clone()))));
            } else {
                // Whoever may hold nothing of a citizen is not told in the citizen's words either.
                let source = queued.or_else(|| self.sent.get(n)).filter(|_| self.place.scope != NOTHING);
                let command = source.and_then(|queued| queued.body.open().ok());
                // The same with its reason: what was sent may be forgotten.
                let half = self.inbox.get(n).filter(|notice| notice.outcome.is_half_told());
                let command = command.or_else(|| half?.command.clone());
                let notice = Notice { n: *n, outcome: outcome.clone(), command, read: false };
                writes.push(Write::Notice(Box::new(notice)));
            }
        }
        writes
    }

    /// Whether the acts up to `last_n` that the server has are this device's own. Under the same numbers it may have those
    /// of a copy of this disk, which counted on from the same place: then the push of each act, which carries the chain,
    /// has to tell.
    fn is_own(&self, last_n: u64, head: &Hash) -> bool {
        let held = |n: u64| self.queue.get(&n).or_else(|| self.sent.get(&n));
        let own = if last_n + 1 == self.meta.next_n {
            Some(self.meta.head.clone())
        } else {
            let after = held(last_n + 1).map(|after| after.prev.clone());
            after.or_else(|| held(last_n).map(|act| act.body.hash(&act.prev)))
        };
        head.is_empty() || own.is_some_and(|own| own == *head)
    }

    /// The life of the server in which the base was read; empty before anything was.
    fn read_in(&self) -> &str {
        let begun = self.place.reading.as_ref().map_or("", |reading| &reading.manifest.epoch);
        if self.place.epoch.is_empty() { begun } else { &self.place.epoch }
    }

    /// What a page of changes brings, with the device's clock at its arrival.
    pub fn on_pull_reply_at(&self, reply: PullReply<Dossier>, local: Moment) -> Vec<Write> {
        let anchor = Anchor { server: reply.now, local };
        let mut writes = self.on_pull_reply(reply);
        for write in &mut writes {
            if let Write::Place(place) = write {
                place.anchor = Some(anchor);
            }
        }
        writes
    }

    /// What a page of changes brings. Pages that do not begin at the cursor are ignored.
    pub fn on_pull_reply(&self, reply: PullReply<Dossier>) -> Vec<Write> {
        let mut place = self.place.clone();
        let mut writes = Vec::new();
        let first = place.epoch.is_empty();
        let other_life = !self.read_in().is_empty() && self.read_in() != reply.epoch;
        let other_scope = !place.scope.is_empty() && place.scope != reply.scope && !reply.scope.is_empty();
        // A server that says so of the very cursor kept here was wound back without another name for its life.
        let wound_back = place.cursor > 0 && reply.instead_of == Some(place.cursor);
        let anew = other_life || other_scope || wound_back;
        let restored = !first && (other_life || wound_back);
        if anew {
            writes.push(Write::ForgetAll);
            place.cursor = 0;
            place.beyond.clear();
        }
        let is_of_these_words = place.read_by == self.build;
        if place.cursor == 0 {
            place.read_by = self.build;
        }
        place.epoch = reply.epoch.clone();
        // The server's clock is what others are held against, also where it was set back.
        place.seen = reply.now;
        let fits = reply.from == place.cursor && reply.to >= reply.from;
        if !fits && !anew {
            return writes;
        }
        place.reading = None;
        place.scope = reply.scope;
        place.closed_apart = true;
        place.durable_n = reply.durable_n;
        // What is left in doubt below waits here, and tells itself when it is sent.
        place.told_n = Some(reply.outcomes.last().map_or(reply.last_n, |judged| judged.n));
        // Where everything is read anew and one page does not hold it, the chunks of a snapshot are the shorter way.
        if fits && !(anew && reply.more) {
            place.cursor = reply.to;
            let records = reply.records.into_iter().filter(|record| self.wants(record));
            writes.extend(records.map(|record| Write::Record(Box::new(record))));
            writes.extend(reply.gone.into_iter().map(Write::Forget));
            place.knows(&writes);
            place.beyond.extend(reply.beyond);
        }
        // Before the first pull a device does not know in which life of the server its acts were judged.
        let again = restored || first;
        let is_own = self.is_own(reply.last_n, &reply.head);
        // What was forgotten lies before what is held; what is not held behind it another tab has done.
        let sent = self.sent.keys().next().filter(|_| again);
        let first_held = self.queue.keys().next().into_iter().chain(sent).min();
        let is_in_doubt = |n: &u64| !is_own && first_held.is_some_and(|first| first <= n);
        // A number that is not given here is of a copy of this disk, or of another tab, which hears of it itself.
        let is_mine = |n: &u64| *n < self.meta.next_n && !is_in_doubt(n);
        // Before it, a late answer of another life may have been kept by another tab.
        let settled = self.settle(reply.outcomes.iter().filter(|judged| is_mine(&judged.n)), first);
        let is_listed = reply.told.as_ref().is_some_and(|told| told.list.is_some());
        let heard = self.hear(reply.told, reply.last_n, &settled);
        writes.extend(settled.into_iter().chain(heard));
        if place.scope == NOTHING {
            self.take_words(&mut writes);
        }
        if again {
            // In another's chain nothing is vouched for under these numbers: each act has to ask for itself.
            writes.extend(self.bring_back(if is_own { reply.last_n + 1 } else { 1 }));
        }
        // What the base does not show yet is still shown from here.
        let durable = self.sent.range(..=reply.durable_n).filter(|(_, sent)| sent.seq <= place.cursor);
        writes.extend(durable.map(|(n, _)| Write::ForgetSent(*n)));
        if !is_of_these_words && (place.read_by == self.build || place.scope != WARD) {
            // Nothing of what is read from nothing, or of those who hold no dossiers of others, is read again but what
            // became of the officer's acts.
            place = self.told_in_full(place, is_listed, &mut writes);
            place.read_by = self.build;
        }
        place.holds_words_of(self.build);
        writes.push(Write::Place(place));
        writes
    }
}

fn subject(queued: &Queued) -> Option<DossierId> {
    queued.body.open().ok().map(|command| command.act.dossier())
}

fn replay_one(
    ward: &Ward,
    meta: &Meta,
    command: &Command,
    record: &mut Option<Dossier>,
) -> Result<(), Refusal> {
    let by = ward.at_work(command.writer.officer).ok_or(Refusal::UnknownOfficer)?;
    let (happened, _) = placed(command, command.at, command.at, record.as_ref());
    let ctx =
        Ctx { now: command.at, happened, claimed: command.at, by, lane: meta.lane, reissued: None, ward };
    let Act::Dossier { id, act } = &command.act;
    for fact in dossier::decide(&ctx, *id, record.as_ref(), act)? {
        dossier::apply(record, &fact);
    }
    Ok(())
}
