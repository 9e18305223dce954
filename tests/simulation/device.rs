//! A device of the simulation: a disk that keeps steps whole, tabs that remember, officers that take turns.
//!
//! Not here: when what happens (`world`), what an answer means (`shared::sync::client`).
//! Invariant: a step's writes are kept all together or not at all; what a tab remembers, the disk holds.

use std::collections::BTreeMap;

use shared::dossier::Dossier;
use shared::dossier::code::Lane;
use shared::id::{DeviceId, DossierId, OfficerId, Writer};
use shared::moment::Moment;
use shared::sync::client::{Client, Meta, Notice, Place, Queued, Write};
use shared::sync::footing::Footing;
use shared::sync::heir::inherit;
use shared::sync::notice::Heard;
use shared::sync::undo::Step;
use shared::sync::wire::Anchor;
use shared::ward::Ward;

/// For how long a device works without the server, where lanes pass on.
const LEASE_MINUTES: i64 = 12 * 60;

/// Pages that do not know all of the server's words, and pages that do.
pub const OLD: u64 = 1;
pub const NEW: u64 = 2;

/// What the disk holds of one writer.
#[derive(Clone, PartialEq, Debug)]
pub struct Kept {
    pub meta: Meta,
    pub place: Place,
    pub queue: BTreeMap<u64, Queued>,
    pub sent: BTreeMap<u64, Queued>,
    pub inbox: BTreeMap<u64, Notice>,
    pub heard: Heard,
    pub base: BTreeMap<DossierId, Dossier>,
}

impl Kept {
    pub fn new(meta: Meta) -> Kept {
        Kept {
            meta,
            place: Place::default(),
            queue: BTreeMap::new(),
            sent: BTreeMap::new(),
            inbox: BTreeMap::new(),
            heard: Heard::default(),
            base: BTreeMap::new(),
        }
    }

    /// One transaction.
    pub fn keep(&mut self, writes: &[Write]) {
        for write in writes {
            match write.clone() {
                Write::Meta(meta) => self.meta = meta,
                Write::Place(place) => self.place = place,
                Write::Enqueue(queued) => drop(self.queue.insert(queued.n, queued)),
                Write::Unqueue(n) => drop(self.queue.remove(&n)),
                Write::Sent(queued) => drop(self.sent.insert(queued.n, queued)),
                Write::ForgetSent(n) => drop(self.sent.remove(&n)),
                Write::Notice(notice) => drop(self.inbox.insert(notice.n, *notice)),
                Write::Heard(heard) => self.heard = *heard,
                Write::Record(record) => drop(self.base.insert(record.id, *record)),
                Write::Forget(id) => drop(self.base.remove(&id)),
                Write::ForgetAll => self.base.clear(),
            }
        }
    }

    /// The same, if the disk is where the step began: whoever comes second works it out anew.
    ///
    /// `blind_to` is how often the tab believes that acts were taken back, where it does not look.
    pub fn keep_onto(
        &mut self,
        from: &Footing,
        writes: &[Write],
        heeds_sent: bool,
        blind_to: Option<u32>,
    ) -> bool {
        let knows = |n: &u64| !heeds_sent || from.knows_sent(*n);
        let meta = Meta { taken_back: blind_to.unwrap_or(self.meta.taken_back), ..self.meta.clone() };
        let fits = from.ends_with(&meta) && from.stands_on(&self.place) && self.sent.keys().all(knows);
        if fits {
            self.keep(writes);
        }
        fits
    }

    /// A tab that was just opened, with the pages of that build.
    pub fn load(&self, ward: &Ward, build: u64) -> Client {
        let mut client = Client::new(self.meta.clone());
        (client.place, client.build) = (self.place.clone(), build);
        client.queue = self.queue.clone();
        client.sent = self.sent.clone();
        client.inbox = self.inbox.clone();
        client.heard = self.heard.clone();
        client.base = self.base.clone();
        client.refresh(ward);
        client
    }
}

#[derive(Clone)]
pub struct Tab {
    pub client: Client,
    /// Goes up when the tab is closed, crashes, gets another officer or loses its turn to talk: answers to what
    /// was asked before have no receiver.
    pub life: u64,
    /// The first act that the server has from somebody else under this number: those before it are confirmed alone.
    pub forked_at: Option<u64>,
    /// What was just done here and may be taken back.
    pub step: Option<Step>,
    /// Steps, counted.
    pub turns: u32,
    /// Acts below this number wait for no second thought.
    pub released: u64,
    /// Its base was mended, and the next digest says whether that helped; whether nothing could go wrong meanwhile.
    pub mended: Option<bool>,
}

impl Tab {
    fn new(client: Client) -> Tab {
        Tab { client, life: 0, forked_at: None, step: None, turns: 0, released: 0, mended: None }
    }
}

/// What the thread across the door says of a writer: the first act that was not judged, and the next number.
pub type Thread = (u64, u64);

#[derive(Clone)]
pub struct Device {
    pub id: DeviceId,
    /// Copies of one disk have one lane, and one of these.
    pub lineage: usize,
    pub lane: Option<Lane>,
    /// Which of the ward's settings it has: place in the list.
    pub ward: usize,
    pub officers: Vec<OfficerId>,
    /// Who is logged in: index into `officers`.
    pub seat: usize,
    pub disk: BTreeMap<Writer, Kept>,
    /// In another store of the browser, which outlives the disk.
    pub threads: BTreeMap<Writer, Thread>,
    pub tabs: Vec<Tab>,
    /// Which tab talks to the server.
    pub leader: usize,
    /// All of them do.
    pub in_chorus: bool,
    /// How far the device's clock was off when it was set.
    pub skew_minutes: i64,
    /// What it has gained a day since.
    pub drift_minutes: i64,
    pub set_at: Moment,
    /// When the server last said that it knows the device, by the server's clock.
    pub leased_at: Moment,
    /// Which pages it has: `OLD` or `NEW`; 0 where all are of one build.
    pub build: u64,
}

impl Device {
    pub fn new(
        ward: &Ward,
        lineage: usize,
        enrolled: (DeviceId, Option<Lane>),
        officers: Vec<OfficerId>,
        tabs: usize,
        now: Moment,
    ) -> Device {
        let mut device = Device {
            id: enrolled.0,
            lineage,
            lane: enrolled.1,
            ward: 0,
            officers,
            seat: 0,
            disk: BTreeMap::new(),
            threads: BTreeMap::new(),
            tabs: vec![],
            leader: 0,
            in_chorus: false,
            skew_minutes: 0,
            drift_minutes: 0,
            set_at: Moment::default(),
            leased_at: now,
            build: 0,
        };
        device.disk = device.fresh_disk();
        for _ in 0..tabs {
            device.tabs.push(Tab::new(device.kept().load(ward, 0)));
        }
        device
    }

    /// The device's clock.
    pub fn clock(&self, now: Moment) -> Moment {
        let minutes = (now.millis() - self.set_at.millis()) / 60_000;
        now.plus_minutes(self.skew_minutes + self.drift_minutes * minutes / (24 * 60))
    }

    /// From now on it is off by so much, and gains so much a day.
    pub fn set_clock(&mut self, now: Moment, skew_minutes: i64, drift_minutes: i64) {
        (self.skew_minutes, self.drift_minutes, self.set_at) = (skew_minutes, drift_minutes, now);
    }

    /// The server has judged an act that was carried under another login: it leaves its author's queue, and its author
    /// hears of it in time.
    pub fn carried(&mut self, writer: Writer, n: u64, is_kept: bool, is_untold: bool) {
        let Some(kept) = self.disk.get_mut(&writer) else { return };
        let Some(queued) = kept.queue.get(&n).cloned() else { return };
        kept.keep(&[Write::Unqueue(n)]);
        if is_untold {
            kept.keep(&[Write::Place(kept.place.clone().untold(n))]);
        }
        if is_kept {
            kept.keep(&[Write::Sent(queued)]);
        }
        (0..self.officers.len()).for_each(|seat| self.set_thread_of(seat));
    }

    fn fresh_disk(&self) -> BTreeMap<Writer, Kept> {
        let writers = self.officers.iter().map(|officer| Writer { device: self.id, officer: *officer });
        writers.map(|writer| (writer, Kept::new(Meta::new(writer, self.lane)))).collect()
    }

    /// The server takes nothing more under the old numbers: everybody's acts move to a new device, also those
    /// that were sent. Answers which act became which.
    pub fn begin_anew(
        &mut self,
        ward: &Ward,
        lineage: usize,
        enrolled: (DeviceId, Option<Lane>),
        now: Moment,
    ) -> Vec<((Writer, Queued), Queued)> {
        (self.id, self.lane) = enrolled;
        self.leased_at = now;
        self.lineage = lineage;
        let old = std::mem::take(&mut self.disk);
        self.disk = self.fresh_disk();
        self.threads.clear();
        let mut moved = vec![];
        for (writer, kept) in old {
            let to = Writer { device: self.id, officer: writer.officer };
            let heir = self.disk.get_mut(&to).expect("every officer goes along");
            let mut held = kept.queue;
            held.extend(kept.sent);
            let (meta, fresh) = inherit(&heir.meta, held.values());
            heir.meta = meta;
            for (n, act) in fresh {
                moved.push(((writer, held[&n].clone()), act.clone()));
                heir.queue.insert(act.n, act);
            }
        }
        for seat in 0..self.officers.len() {
            self.set_thread_of(seat);
        }
        self.reopen(ward);
        moved
    }

    /// Whether somebody may work on it without another login.
    pub fn is_leased(&self, now: Moment) -> bool {
        now <= self.leased_at.plus_minutes(LEASE_MINUTES)
    }

    /// A login: which lane it has from now on.
    pub fn log_in(&mut self, ward: &Ward, lane: Option<Lane>, now: Moment) {
        (self.lane, self.leased_at) = (lane, now);
        self.disk.values_mut().for_each(|kept| kept.meta.lane = lane);
        self.reopen(ward);
    }

    /// A login teaches the server's time before anybody works.
    pub fn learn_time(&mut self, ward: &Ward, now: Moment) {
        let anchor = Anchor { server: now, local: self.clock(now) };
        for kept in self.disk.values_mut() {
            let place = kept.place.clone().told(anchor);
            kept.keep(&[Write::Place(place)]);
        }
        self.reopen(ward);
    }

    pub fn writer(&self) -> Writer {
        Writer { device: self.id, officer: self.officers[self.seat] }
    }

    pub fn kept(&self) -> &Kept {
        &self.disk[&self.writer()]
    }

    /// Moves the thread of whoever is at work.
    pub fn set_thread(&mut self) {
        self.set_thread_of(self.seat);
    }

    fn set_thread_of(&mut self, seat: usize) {
        let writer = Writer { device: self.id, officer: self.officers[seat] };
        let kept = &self.disk[&writer];
        let unsent_from = kept.queue.keys().next().copied().unwrap_or(kept.meta.next_n);
        self.threads.insert(writer, (unsent_from, kept.meta.next_n));
    }

    /// Reads again what is kept.
    pub fn reload(&mut self, ward: &Ward, tab: usize) {
        self.tabs[tab].client = self.kept().load(ward, self.build);
        self.set_thread();
    }

    /// A tab that hears nothing more of what it asked, and reads again.
    pub fn renew(&mut self, ward: &Ward, tab: usize) {
        self.tabs[tab].life += 1;
        self.tabs[tab].forked_at = None;
        self.tabs[tab].step = None;
        self.tabs[tab].released = 0;
        self.reload(ward, tab);
    }

    /// All tabs anew; what was asked before has no receiver.
    pub fn reopen(&mut self, ward: &Ward) {
        for tab in 0..self.tabs.len() {
            self.renew(ward, tab);
        }
    }
}
