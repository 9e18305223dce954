//! A device of the simulation: a disk that keeps steps whole, tabs that remember, officers that take turns.
//!
//! Not here: when what happens (`world`), what an answer means (`shared::sync::client`).
//! Invariant: a step's writes are kept all together or not at all; what a tab remembers, the disk holds.

use std::collections::BTreeMap;

use shared::dossier::Dossier;
use shared::dossier::code::Lane;
use shared::id::{DeviceId, DossierId, OfficerId, Writer};
use shared::sync::client::{Client, Meta, Notice, Place, Queued, Write};
use shared::sync::notice::Heard;
use shared::ward::Ward;

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

    /// A tab that was just opened.
    pub fn load(&self, ward: &Ward) -> Client {
        let mut client = Client::new(self.meta.clone());
        client.place = self.place.clone();
        client.queue = self.queue.clone();
        client.sent = self.sent.clone();
        client.inbox = self.inbox.clone();
        client.heard = self.heard.clone();
        client.base = self.base.clone();
        client.refresh(ward);
        client
    }
}

pub struct Tab {
    pub client: Client,
    /// Goes up when the tab is closed, crashes, gets another officer or loses its turn to talk: answers to what
    /// was asked before have no receiver.
    pub life: u64,
}

pub struct Device {
    pub id: DeviceId,
    pub lane: Option<Lane>,
    pub officers: Vec<OfficerId>,
    /// Who is logged in: index into `officers`.
    pub seat: usize,
    pub disk: BTreeMap<Writer, Kept>,
    pub tabs: Vec<Tab>,
    /// Which tab talks to the server.
    pub leader: usize,
    /// How far the device's clock is off.
    pub skew_minutes: i64,
}

impl Device {
    pub fn new(
        ward: &Ward,
        enrolled: (DeviceId, Option<Lane>),
        officers: Vec<OfficerId>,
        tabs: usize,
    ) -> Device {
        let (id, lane) = enrolled;
        let writers = officers.iter().map(|officer| Writer { device: id, officer: *officer });
        let disk: BTreeMap<_, _> =
            writers.map(|writer| (writer, Kept::new(Meta::new(writer, lane)))).collect();
        let mut device =
            Device { id, lane, officers, seat: 0, disk, tabs: vec![], leader: 0, skew_minutes: 0 };
        for _ in 0..tabs {
            device.tabs.push(Tab { client: device.kept().load(ward), life: 0 });
        }
        device
    }

    pub fn writer(&self) -> Writer {
        Writer { device: self.id, officer: self.officers[self.seat] }
    }

    pub fn kept(&self) -> &Kept {
        &self.disk[&self.writer()]
    }

    /// Reads again what is kept.
    pub fn reload(&mut self, ward: &Ward, tab: usize) {
        self.tabs[tab].client = self.kept().load(ward);
    }

    /// All tabs anew; what was asked before has no receiver.
    pub fn reopen(&mut self, ward: &Ward) {
        for tab in 0..self.tabs.len() {
            self.tabs[tab].life += 1;
            self.reload(ward, tab);
        }
    }
}
