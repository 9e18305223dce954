//! What goes wrong between two steps.
//!
//! Not here: crashes in the middle of a step (`answers`, `world`).
//! Invariant: a fault that the plan does not allow changes nothing.

use shared::act::Act;
use shared::dossier;
use shared::dossier::amend::Note;
use shared::id::Writer;
use shared::sync::wire::{ACT_VERSION, Body, Command, PROTO, Push};

use super::{Load, Loss, Packet, Words, World, words};
use crate::device::Kept;
use crate::invariants::{believed_until, name};
use crate::mutants::Mutant;
use crate::plan::Fault;
use crate::server::Entry;

impl World<'_> {
    pub(super) fn fault(&mut self, roll: usize, index: usize, tab: usize) {
        let fault = match roll {
            880..905 => Fault::Drop,
            905..930 => Fault::Duplicate,
            930..940 => Fault::DeviceCrash,
            940..952 => Fault::TabTurn,
            952..966 => Fault::Switch,
            966..972 => Fault::Clock,
            972..975 => Fault::Clear,
            975..981 => Fault::Forge,
            981..985 => Fault::Restore,
            985..1000 => return self.server.back_up(self.now),
            1004..1010 => Fault::Copy,
            1010..1016 => Fault::Roles,
            1016..1020 => Fault::Revoke,
            1020..1030 => Fault::Chorus,
            1000..1004 | 1030..1040 => Fault::OlderBackup,
            1040..1070 => Fault::File,
            1070..1080 => Fault::Drift,
            1080..1105 => Fault::Carry,
            _ => return,
        };
        if !self.may(fault) {
            return;
        }
        match fault {
            Fault::Drop => self.drop_one(),
            Fault::Duplicate => self.repeat_one(),
            Fault::DeviceCrash => self.reopen(index),
            Fault::TabTurn => self.turn(index, tab),
            Fault::Switch => self.switch(index),
            Fault::Clock => self.jump(index),
            Fault::Clear => self.clear(index),
            Fault::Forge => self.forge(index),
            Fault::Restore => self.restore(false),
            Fault::OlderBackup => self.restore(true),
            Fault::Copy => self.copy(index),
            Fault::Roles => self.give_roles(),
            Fault::Revoke => self.revoke(index),
            Fault::Chorus => self.sing(index),
            Fault::File if roll < 1055 => self.write_file(index),
            Fault::File => self.bring_file(),
            Fault::Drift => self.drift(index),
            Fault::Carry => self.carry(index, tab),
            Fault::Reorder | Fault::Cut | Fault::ServerCrash | Fault::Full => {}
            Fault::Unasked
            | Fault::Number
            | Fault::OldBuild
            | Fault::NewBuild
            | Fault::Rot
            | Fault::OldPages => {}
        }
    }

    fn drop_one(&mut self) {
        if !self.net.is_empty() {
            let any = self.dice.below(self.net.len());
            self.net.remove(any);
            self.say("a message is lost".to_owned());
        }
    }

    fn repeat_one(&mut self) {
        if !self.net.is_empty() {
            let any = self.dice.below(self.net.len());
            self.net.push(self.net[any].clone());
            self.say("a message is doubled".to_owned());
        }
    }

    fn reopen(&mut self, index: usize) {
        let ward = self.ward_at(index);
        self.devices[index].reopen(ward);
        self.say(format!("device {} is closed and opened", self.devices[index].id));
    }

    /// Another tab becomes the one that talks, and begins with what the disk holds.
    fn turn(&mut self, index: usize, tab: usize) {
        let ward = self.ward_at(index);
        let device = &mut self.devices[index];
        let before = device.leader;
        device.tabs[before].life += 1;
        device.leader = tab;
        device.renew(ward, tab);
        self.say(format!("on device {} tab {tab} talks now", self.devices[index].id));
    }

    fn switch(&mut self, index: usize) {
        let seat = (self.devices[index].seat + 1) % self.devices[index].officers.len();
        if seat != self.devices[index].seat {
            self.sit(index, seat);
        }
    }

    /// The officer logs in; what was asked under the one before has no receiver.
    pub(super) fn sit(&mut self, index: usize, seat: usize) {
        let (ward, careless) = (self.ward_at(index), self.is(Mutant::WrongOfficer));
        let device = &mut self.devices[index];
        device.seat = seat;
        for tab in 0..device.tabs.len() {
            if careless {
                device.reload(ward, tab);
            } else {
                device.renew(ward, tab);
            }
        }
        let writer = device.writer();
        self.say(format!("{} logs in", name(writer)));
    }

    fn jump(&mut self, index: usize) {
        const MINUTES: [i64; 7] = [-60, -4, 4, 12, 60, 26 * 60, 400 * 24 * 60];
        let minutes = if self.dice.percent(40) { 0 } else { *self.dice.pick(&MINUTES) };
        self.devices[index].set_clock(self.now, minutes, 0);
        self.say(format!("the clock of device {} is off by {minutes} minutes", self.devices[index].id));
    }

    /// From now on the clock runs too fast or too slow.
    fn drift(&mut self, index: usize) {
        const MINUTES: [i64; 6] = [-90, -20, -2, 2, 20, 90];
        let gains = *self.dice.pick(&MINUTES);
        let device = &mut self.devices[index];
        let off = (device.clock(self.now).millis() - self.now.millis()) / 60_000;
        device.set_clock(self.now, off, gains);
        self.say(format!("the clock of device {} gains {gains} minutes a day", self.devices[index].id));
    }

    /// Whoever works on the device sends what its other officers have left. Their envelopes name no life of the server.
    fn carry(&mut self, index: usize, tab: usize) {
        let device = &self.devices[index];
        let (session, life) = (device.writer(), device.tabs[tab].life);
        let others = device.disk.iter().filter(|(writer, _)| **writer != session);
        let loaded = others
            .filter_map(|(_, kept)| kept.load(self.ward_at(index), self.devices[index].build).next_push());
        for push in loaded.collect::<Vec<_>>() {
            if self.plan.is_wired() {
                self.carry_sealed(index, tab, &push);
                continue;
            }
            self.say(format!(
                "{} carries acts of {} from {}",
                name(session),
                name(push.writer),
                push.first_n
            ));
            let load = Load::Carry(Push { epoch: String::new(), ..push });
            self.net.push(Packet { device: index, tab, life, session, load });
        }
    }

    /// The browser forgets everything but the thread across the door, which counts what may be lost.
    fn clear(&mut self, index: usize) {
        self.say(format!("the storage of device {} is cleared", self.devices[index].id));
        let threads = self.devices[index].threads.iter();
        let snapped = threads.filter(|(_, (unsent_from, next_n))| unsent_from < next_n);
        let losses = snapped.map(|(writer, (first, next_n))| Loss {
            writer: *writer,
            first: *first,
            last: next_n - 1,
        });
        let losses = losses.collect();
        let waiting: Vec<Words> = self.unsent(index);
        self.tell(losses, waiting);
        self.begin(index);
        self.run.clears += 1;
    }

    /// A device that knows nothing takes the place of the old one. What the old one had sent, and the server has lost
    /// since, it can bring no more, nor find out that it is gone.
    fn begin(&mut self, index: usize) {
        let device = &self.devices[index];
        let rows = &self.server.base.rows;
        for (writer, kept) in &device.disk {
            for sent in kept.sent.values() {
                let is_judged = rows.get(&(*writer, sent.n)).is_some_and(|row| row.body == sent.body);
                let whose = if is_judged { &mut self.in_book_alone } else { &mut self.excused };
                whose.insert(words(*writer, sent.n, &sent.body));
            }
        }
        let (officers, tabs) = (device.officers.clone(), device.tabs.len());
        let life = device.tabs.iter().map(|tab| tab.life).max().unwrap_or(0) + 1;
        self.devices[index] = self.new_device(officers, tabs);
        // Nobody waits for what the old device asked; what it sent is still on its way.
        self.devices[index].tabs.iter_mut().for_each(|tab| tab.life = life);
    }

    /// Everything that a revoked device had is safe: cache, keys and threads go.
    pub(super) fn wipe(&mut self, index: usize) {
        self.say(format!("device {} is wiped", self.devices[index].id));
        self.run.wipes += 1;
        self.begin(index);
    }

    /// A disk is copied, and the copy is used too. Two officers' disk is not: what of the second officer waits is sent
    /// under its old number only when the second officer is back.
    pub(super) fn copy(&mut self, index: usize) {
        const DEVICES_MAX: usize = 8;
        if self.devices.len() == DEVICES_MAX || self.devices[index].officers.len() > 1 {
            return;
        }
        let (ward, mut copy) = (self.ward_at(index), self.devices[index].clone());
        copy.reopen(ward);
        self.copied.insert(copy.id);
        self.say(format!("the disk of device {} is copied", copy.id));
        self.devices.push(copy);
    }

    /// The ward's officers get other roles; devices hear of it by and by.
    fn give_roles(&mut self) {
        self.server.ward = self.dice.below(self.plan.wards());
        self.say(format!("the ward has settings {}", self.server.ward));
    }

    fn revoke(&mut self, index: usize) {
        let device = self.devices[index].id;
        self.server.revoked.insert(device);
        self.say(format!("device {device} is revoked"));
    }

    /// Somebody sends, under their own session, the next act of somebody else.
    fn forge(&mut self, index: usize) {
        let device = &self.devices[index];
        let (session, tab, life) = (device.writer(), device.leader, device.tabs[device.leader].life);
        let victims: Vec<Writer> =
            self.server.base.writers.keys().copied().filter(|w| *w != session).collect();
        let Some(id) = device.tabs[tab].client.dossiers().map(|dossier| dossier.id).next() else { return };
        if victims.is_empty() {
            return;
        }
        let writer = *self.dice.pick(&victims);
        let state = self.server.base.writers[&writer].clone();
        let act =
            Act::Dossier { id, act: dossier::Act::Note(Note { text: "không phải tôi".to_owned() }) };
        let n = state.last_n + 1;
        let command =
            Command { v: ACT_VERSION, writer, n, base: 0, at: self.now, anchor: None, act, was: vec![] };
        let push = Push {
            proto: PROTO,
            epoch: String::new(),
            writer,
            first_n: n,
            prev: state.head,
            acts: vec![Body::of(&command)],
        };
        self.say(format!("{} sends act {n} as {}", name(session), name(writer)));
        self.net.push(Packet { device: index, tab, life, session, load: Load::Push(push) });
    }

    /// Somebody takes along what waits on the device, of all its officers; there it goes on waiting.
    fn write_file(&mut self, index: usize) {
        let device = &self.devices[index];
        let now = device.clock(self.now);
        // What whoever is at work may still take back stays out of it.
        let holds = |writer: &Writer| self.plan.thinks_twice() && *writer == device.writer();
        let next = |(writer, kept): (&Writer, &Kept)| {
            let client = kept.load(self.ward_at(index), self.devices[index].build);
            if holds(writer) { client.next_push_at(now, 0) } else { client.next_push() }
        };
        let file: Vec<Push> = device.disk.iter().filter_map(next).collect();
        if !file.is_empty() {
            self.say(format!("what waits on device {} is written to a file", device.id));
            self.files.push(file);
        }
    }

    fn bring_file(&mut self) {
        if !self.files.is_empty() {
            let any = self.dice.below(self.files.len());
            self.bring(any);
        }
    }

    /// A file names no life of the server, and nobody waits for what is said of it.
    pub(super) fn bring(&mut self, file: usize) {
        self.say(format!("file {file} is brought"));
        for push in self.files[file].clone() {
            let session = push.writer;
            let load = Load::Push(Push { epoch: String::new(), ..push });
            self.net.push(Packet { device: 0, tab: 0, life: u64::MAX, session, load });
        }
    }

    /// The tabs of a device all talk from now on, or only one does again.
    fn sing(&mut self, index: usize) {
        let device = &mut self.devices[index];
        device.in_chorus = !device.in_chorus && device.tabs.len() > 1;
        let (id, in_chorus) = (device.id, device.in_chorus);
        self.say(format!("on device {id} all tabs talk: {in_chorus}"));
    }

    /// The database is wound back. What only a cleared device had held since then is gone with it; what devices were
    /// told they may forget, and the copy lacks, whoever puts it back is told.
    fn restore(&mut self, older: bool) {
        let pick = self.dice.below(8);
        self.put_back(older, pick);
    }

    pub(super) fn put_back(&mut self, older: bool, pick: usize) {
        let (before, durable) = (self.server.base.rows.clone(), self.server.base.durable.clone());
        let Some(missing) = self.server.restore(self.now, older, pick) else { return };
        let base = &self.server.base;
        let is_there =
            |row: &Entry| base.rows.get(&(row.writer, row.n)).is_some_and(|other| other.body == row.body);
        let gone = before.values().filter(|row| !is_there(row));
        let gone: Vec<Words> = gone.map(|row| words(row.writer, row.n, &row.body)).collect();
        // What was safe devices may have forgotten: of that a person must be told.
        let is_safe = |act: &Words| durable.get(&act.0).is_some_and(|durable| act.1 <= *durable);
        let alone = gone.iter().filter(|act| self.in_book_alone.contains(*act) && !is_safe(act));
        self.excused.extend(alone.cloned());
        if !self.is(Mutant::MissingUntold) {
            self.tell(missing, gone);
        }
        let base = &self.server.base;
        self.log_seen = base.log.len();
        self.logged_n = base.writers.iter().map(|(writer, state)| (*writer, state.last_n)).collect();
        self.last_at = believed_until(base);
        self.run.restores += 1;
        self.say(format!("the server is restored: {}, {}", self.server.epoch(), self.log_seen));
    }
}
