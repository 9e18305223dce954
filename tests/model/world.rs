//! One state of two devices, a server and what is on its way between them; and every step that leads on from it.
//!
//! The steps of a device are the shipped ones of `shared::sync::client`: `seal`, `next_push`, `awaits`,
//! `on_push_reply`, `pull_ask`, `awaits_page`, `on_pull_reply`, `adopt`. A step is kept and shown at once: that a disk
//! keeps it whole is shown elsewhere (`tests/simulation`, the app's store), and so are two tabs on one disk.
//! Not here: the server's transaction (`book`), what must hold (`promises`).
//! Invariant: two parts with one name have the same future.

use shared::act::Act;
use shared::dossier;
use shared::dossier::Dossier;
use shared::dossier::amend::Note;
use shared::script::{dossier_id, forms};
use shared::sync::client::{Client, Intent, Meta, Write, seal};
use shared::sync::wire::{Body, PullAsk, PullReply, Push, PushReply};

use crate::book::{Book, SETTINGS, eight, lane, monday, traits_of, writer};
use crate::memo::{Memo, Named};
use crate::mutants::Mutant;

pub const DEVICES: usize = 2;

#[derive(Clone, Debug)]
pub enum Load {
    Push(Push),
    Judged(Push, PushReply),
    Page(PullAsk, Box<PullReply<Dossier>>),
}

impl Load {
    fn key(&self) -> String {
        let asked = |push: &Push| {
            format!("{} {} {}+{}", push.writer.device, push.epoch, push.first_n, push.acts.len())
        };
        let pulled = |ask: &PullAsk| format!("{} {} {}", ask.epoch, ask.cursor, ask.seen_n);
        match self {
            Load::Push(push) => format!("push {}", asked(push)),
            Load::Judged(push, reply) => format!("judged {} {reply:?}", asked(push)),
            Load::Page(ask, page) => {
                let PullReply { epoch, from, to, last_n, head, durable_n, outcomes, records, .. } = &**page;
                let records: Vec<String> = records.iter().map(traits_of).collect();
                let told =
                    format!("{epoch} {from} {to} {last_n} {head:?} {durable_n} {outcomes:?} {records:?}");
                format!("page {} {told}", pulled(ask))
            }
        }
    }
}

/// A message. The device waits for the answer to what it asked last, and not for that to a doubled message or to one
/// of before it went down; it may come all the same, unless nobody is there any more who asked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Packet {
    pub device: usize,
    pub awaited: bool,
    pub heard: bool,
    pub load: Named<Load>,
}

impl Packet {
    fn of(device: usize, load: Load) -> Packet {
        Packet { device, awaited: true, heard: true, load: Named::of(load.key(), load) }
    }

    fn answer(&self, load: &Named<Load>) -> Packet {
        Packet { load: load.clone(), ..self.clone() }
    }
}

/// A device: what it keeps, and what its officer was told is saved.
#[derive(Clone, Debug)]
pub struct Device {
    pub client: Client,
    pub made: Vec<Made>,
}

#[derive(Clone, Debug)]
pub struct Made {
    pub n: u64,
    pub body: Body,
    /// What stands on the slip.
    pub slip: Option<u16>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// The officer does the next act, and it is saved.
    Does(usize),
    Pushes(usize),
    /// It asks, and the server reads; the page is on its way.
    Pulls(usize),
    /// A message arrives.
    Arrives(Packet),
    /// A push arrives, and the server goes down before or after the commit: nothing is answered.
    ServerDown(Packet, bool),
    /// The device goes down: whatever it waits for has no receiver.
    DeviceDown(usize),
    /// A message is there twice.
    Doubles(Packet),
    BacksUp,
    /// The copy is the oldest that may be put back: devices may forget what it holds.
    Vouches,
    /// The database is put back: the copy, or the empty one from before it.
    Restores(bool),
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct World {
    pub devices: [Named<Device>; DEVICES],
    pub net: Vec<Packet>,
    pub book: Named<Book>,
    pub copy: Option<Named<Book>>,
    /// Devices were told that they may forget what the copy holds.
    pub vouched: bool,
    pub left: Left,
    /// The restore took an act whose outcome its author had been told.
    pub took_back: bool,
}

/// How much may still be done, and go wrong.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Left {
    /// Acts of each officer.
    pub acts: [u8; DEVICES],
    pub crashes: u8,
    pub doubles: u8,
    pub restores: u8,
}

/// What a device is made of, without the words of acts that follow from their numbers.
fn named(device: Device) -> Named<Device> {
    let numbers: Vec<u64> = device.made.iter().map(|made| made.n).collect();
    Named::of(format!("{numbers:?} {}", key_of(&device.client)), device)
}

fn key_of(client: &Client) -> String {
    let Client { meta, place, queue, sent, inbox, base, .. } = client;
    let queue: Vec<u64> = queue.keys().copied().collect();
    let sent: Vec<_> = sent.values().map(|act| (act.n, act.seq)).collect();
    let inbox: Vec<_> = inbox.values().map(|told| (told.n, &told.outcome, told.command.is_some())).collect();
    let base: Vec<String> = base.values().map(traits_of).collect();
    let place = (&place.epoch, place.cursor, place.durable_n, place.told_n, place.seen.millis());
    let meta = (meta.writer, meta.next_n, &meta.head, meta.lane_used, meta.heard.millis());
    format!("{meta:?} {place:?} {queue:?} {sent:?} {inbox:?} {base:?}")
}

/// What the machines did before, and what is done wrongly.
#[derive(Default)]
pub struct Rules {
    pub mutant: Option<Mutant>,
    judged: Memo<(Named<Book>, Named<Load>)>,
    read: Memo<Named<Load>>,
    taken: Memo<Named<Device>>,
    told: Memo<bool>,
}

impl Rules {
    pub fn with(mutant: Option<Mutant>) -> Rules {
        Rules { mutant, ..Rules::default() }
    }

    fn is(&self, mutant: Mutant) -> bool {
        self.mutant == Some(mutant)
    }

    /// The server takes a push: the book after the commit, and the answer.
    fn judge(&self, book: &Named<Book>, load: &Named<Load>, push: &Push) -> (Named<Book>, Named<Load>) {
        self.judged.of(book, load, || {
            let mut next = (**book).clone();
            let reply = Load::Judged(push.clone(), next.push(push, self.mutant));
            (next.named(), Named::of(reply.key(), reply))
        })
    }

    /// What the server tells a device that asks now.
    fn read(&self, book: &Named<Book>, device: &Named<Device>) -> Named<Load> {
        self.read.of(book, device, || {
            let ask = device.client.pull_ask(0);
            let page = Load::Page(ask.clone(), Box::new(book.pull(device.client.meta.writer, &ask)));
            Named::of(page.key(), page)
        })
    }

    /// Whether the device would learn anything by asking now.
    fn tells(&self, book: &Named<Book>, device: &Named<Device>) -> bool {
        self.told.of(book, device, || self.take(device, &self.read(book, device)) != *device)
    }

    /// A device hears an answer, if it still waits for it.
    fn take(&self, device: &Named<Device>, load: &Named<Load>) -> Named<Device> {
        self.taken.of(device, load, || {
            let client = &device.client;
            let mut writes = match &**load {
                Load::Judged(push, reply) if client.awaits(push) || self.is(Mutant::AnotherLife) => {
                    client.on_push_reply(reply)
                }
                Load::Page(ask, page) if client.awaits_page(ask) => client.on_pull_reply((**page).clone()),
                Load::Push(_) | Load::Judged(_, _) | Load::Page(_, _) => {
                    return device.clone();
                }
            };
            if self.is(Mutant::NoTail) {
                writes.retain(|write| !matches!(write, Write::Sent(_)));
            }
            device.with(&writes)
        })
    }
}

impl Named<Device> {
    /// Keeps the writes and shows them.
    fn with(&self, writes: &[Write]) -> Named<Device> {
        let mut next = (**self).clone();
        next.client.adopt(&SETTINGS, writes);
        named(next)
    }
}

/// Copies that somebody may put back: `None` is the empty one from before the first act.
type Copies<'a> = Vec<Option<&'a Named<Book>>>;

impl World {
    pub fn new(left: Left) -> World {
        let device = |index| {
            let client = Client::new(Meta::new(writer(index), lane(index)));
            named(Device { client, made: vec![] })
        };
        World {
            devices: [device(0), device(1)],
            net: vec![],
            book: Book { epoch: 1, ..Book::default() }.named(),
            copy: None,
            vouched: false,
            left,
            took_back: false,
        }
    }

    pub fn copies(&self) -> Copies<'_> {
        let copy = self.copy.as_ref().map(Some);
        let empty = (!self.vouched).then_some(None);
        copy.into_iter().chain(empty).filter(|_| self.left.restores > 0).collect()
    }

    pub fn steps(&self, rules: &Rules) -> Vec<Step> {
        let (mut steps, left) = (vec![], self.left);
        for (index, device) in self.devices.iter().enumerate() {
            let waits = self.net.iter().any(|packet| packet.device == index && packet.awaited);
            if left.acts[index] > 0 {
                steps.push(Step::Does(index));
            }
            if !waits && !device.client.queue.is_empty() {
                steps.push(Step::Pushes(index));
            }
            // What brings nothing now is asked for when it brings something.
            if !waits && rules.tells(&self.book, device) {
                steps.push(Step::Pulls(index));
            }
            if left.crashes > 0 && waits {
                steps.push(Step::DeviceDown(index));
            }
        }
        for (at, packet) in self.net.iter().enumerate() {
            if at > 0 && self.net[at - 1] == *packet {
                continue;
            }
            steps.push(Step::Arrives(packet.clone()));
            if left.doubles > 0 {
                steps.push(Step::Doubles(packet.clone()));
            }
            if left.crashes > 0 && matches!(*packet.load, Load::Push(_)) {
                steps.extend([false, true].map(|committed| Step::ServerDown(packet.clone(), committed)));
            }
        }
        if left.restores > 0 {
            if self.copy.is_none() && !self.book.log.is_empty() {
                steps.push(Step::BacksUp);
            } else if self.copy.is_some() && !self.vouched {
                steps.push(Step::Vouches);
            }
            steps.extend(self.copies().iter().map(|copy| Step::Restores(copy.is_some())));
            if rules.is(Mutant::DurableAtOnce) && self.vouched {
                steps.push(Step::Restores(false));
            }
        }
        steps
    }

    pub fn after(&self, step: &Step, rules: &Rules) -> World {
        let mut next = self.clone();
        match step {
            Step::Does(index) => {
                next.left.acts[*index] -= 1;
                next.devices[*index] = does(*index, &self.devices[*index], rules);
            }
            Step::Pushes(index) => {
                if let Some(push) = self.devices[*index].client.next_push() {
                    if rules.is(Mutant::DropOnSend) {
                        let sent = push.first_n..push.first_n + push.acts.len() as u64;
                        let gone: Vec<Write> = sent.map(Write::Unqueue).collect();
                        next.devices[*index] = self.devices[*index].with(&gone);
                    }
                    next.net.push(Packet::of(*index, Load::Push(push)));
                }
            }
            Step::Pulls(index) => {
                let page = rules.read(&self.book, &self.devices[*index]);
                next.net.push(Packet { device: *index, awaited: true, heard: true, load: page });
            }
            Step::Arrives(packet) => next.arrives(packet, rules),
            Step::ServerDown(packet, committed) => {
                next.left.crashes -= 1;
                next.take_off(packet);
                if let Load::Push(push) = &*packet.load {
                    let (book, reply) = rules.judge(&self.book, &packet.load, push);
                    if *committed {
                        next.book = book;
                    } else if rules.is(Mutant::AckBeforeCommit) {
                        next.net.push(packet.answer(&reply));
                    }
                }
            }
            Step::DeviceDown(index) => {
                next.left.crashes -= 1;
                for packet in next.net.iter_mut().filter(|packet| packet.device == *index) {
                    (packet.awaited, packet.heard) = (false, false);
                }
                next.net.retain(|packet| packet.heard || matches!(*packet.load, Load::Push(_)));
            }
            Step::Doubles(packet) => {
                next.left.doubles -= 1;
                next.net.push(Packet { awaited: false, ..packet.clone() });
            }
            Step::BacksUp => next.copy = Some(self.book.clone()),
            Step::Vouches => {
                next.vouched = true;
                let mut book = (*self.book).clone();
                let held = self.copy.iter().flat_map(|copy| copy.writers.iter());
                book.durable.extend(held.map(|(writer, state)| (*writer, state.last_n)));
                next.book = book.named();
            }
            Step::Restores(to_copy) => next.restores_to(*to_copy, rules),
        }
        next.net.sort();
        next
    }

    fn take_off(&mut self, packet: &Packet) {
        let at = self.net.iter().position(|other| other == packet).expect("it is on its way");
        self.net.remove(at);
    }

    fn arrives(&mut self, packet: &Packet, rules: &Rules) {
        self.take_off(packet);
        let index = packet.device;
        match &*packet.load {
            Load::Push(push) => {
                let (book, reply) = rules.judge(&self.book, &packet.load, push);
                self.book = book;
                if packet.heard {
                    self.net.push(packet.answer(&reply));
                }
            }
            Load::Judged(_, _) | Load::Page(_, _) => {
                self.devices[index] = rules.take(&self.devices[index], &packet.load);
            }
        }
    }

    fn restores_to(&mut self, to_copy: bool, rules: &Rules) {
        self.left.restores -= 1;
        let before = self.book.clone();
        let copy = self.copy.as_ref().filter(|_| to_copy).map_or_else(Book::default, |copy| (**copy).clone());
        let mut gone = before.log.iter().filter(|row| copy.row(row.writer, row.n).is_none());
        let told = |writer, n| {
            let own = self.devices.iter().find(|device| device.client.meta.writer == writer);
            own.is_some_and(|device| device.client.inbox.contains_key(&n))
        };
        self.took_back = gone.any(|row| told(row.writer, row.n));
        let mut book = Book { epoch: before.epoch + u8::from(!rules.is(Mutant::EpochIgnored)), ..copy };
        // What devices were told they may forget stays told, as far as the copy holds it.
        for (writer, durable) in &before.durable {
            let durable = *durable.min(&book.last_n(*writer));
            book.durable.insert(*writer, durable);
        }
        self.book = book.named();
        // Nobody looks at it any more.
        self.copy = None;
    }
}

/// First a reception of one's own, then a word on the dossier of the first device, which may not be there yet.
fn does(index: usize, device: &Named<Device>, rules: &Rules) -> Named<Device> {
    let (id, act) = if device.made.is_empty() {
        let receive = forms::receive(&SETTINGS, "HT-09", monday());
        (dossier_id(index as u128), dossier::Act::Receive(receive))
    } else {
        (dossier_id(0), dossier::Act::Note(Note { text: format!("máy {index}") }))
    };
    let client = &device.client;
    let mut meta = client.meta.clone();
    if rules.is(Mutant::NumberedByTheServer) && !client.place.epoch.is_empty() {
        meta.next_n = client.inbox.keys().next_back().map_or(1, |n| n + 1);
    }
    let intent = Intent { act: Act::Dossier { id, act }, base: 0, at: eight() };
    let (meta, queued) = seal(&meta, &client.place, intent).expect("a number is free");
    let Act::Dossier { act, .. } = queued.body.open().expect("of this build").act;
    let mut next = (**device).clone();
    next.made.push(Made { n: queued.n, body: queued.body.clone(), slip: act.number() });
    next.client.adopt(&SETTINGS, &[Write::Meta(meta), Write::Enqueue(queued)]);
    named(next)
}
