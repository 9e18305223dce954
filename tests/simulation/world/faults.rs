//! What goes wrong between two steps.
//!
//! Not here: crashes in the middle of a step (`answers`, `world`).
//! Invariant: a fault that the plan does not allow changes nothing.

use shared::act::Act;
use shared::dossier;
use shared::dossier::amend::Note;
use shared::id::Writer;
use shared::sync::wire::{ACT_VERSION, Body, Command, PROTO, Push};

use super::{Load, Packet, World};
use crate::invariants::name;
use crate::mutants::Mutant;
use crate::plan::Fault;

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
            985..1000 => return self.server.back_up(),
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
            Fault::Restore => self.restore(),
            Fault::Reorder | Fault::Cut | Fault::ServerCrash | Fault::Unasked => {}
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
        let ward = self.ward;
        self.devices[index].reopen(ward);
        self.say(format!("device {} is closed and opened", self.devices[index].id));
    }

    /// Another tab becomes the one that talks, and begins with what the disk holds.
    fn turn(&mut self, index: usize, tab: usize) {
        let ward = self.ward;
        let device = &mut self.devices[index];
        let before = device.leader;
        device.tabs[before].life += 1;
        device.leader = tab;
        device.reload(ward, tab);
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
        let (ward, careless) = (self.ward, self.is(Mutant::WrongOfficer));
        let device = &mut self.devices[index];
        device.seat = seat;
        for tab in 0..device.tabs.len() {
            if !careless {
                device.tabs[tab].life += 1;
            }
            device.reload(ward, tab);
        }
        let writer = device.writer();
        self.say(format!("{} logs in", name(writer)));
    }

    fn jump(&mut self, index: usize) {
        const MINUTES: [i64; 7] = [-60, -4, 4, 12, 60, 26 * 60, 400 * 24 * 60];
        let minutes = if self.dice.percent(40) { 0 } else { *self.dice.pick(&MINUTES) };
        self.devices[index].skew_minutes = minutes;
        self.say(format!("the clock of device {} is off by {minutes} minutes", self.devices[index].id));
    }

    /// The browser forgets everything. The thread across the door counts what may be lost.
    fn clear(&mut self, index: usize) {
        let device = &self.devices[index];
        let mut problems = vec![];
        for (writer, kept) in &device.disk {
            let unsent: Vec<u64> = kept.queue.keys().copied().collect();
            let counted: Vec<u64> = match unsent.first() {
                Some(first) => (*first..kept.meta.next_n).collect(),
                None => vec![],
            };
            if counted != unsent {
                problems.push(format!("{} would be told {counted:?} instead of {unsent:?}", name(*writer)));
            }
            self.excused.extend(unsent.into_iter().map(|n| (*writer, n)));
            // Sent once, wound back since: the device was to bring them again, and cannot.
            let rows = &self.server.base.rows;
            let wound_back = kept.sent.keys().filter(|n| !rows.contains_key(&(*writer, **n)));
            self.excused.extend(wound_back.map(|n| (*writer, *n)));
        }
        let (officers, tabs, id) = (device.officers.clone(), device.tabs.len(), device.id);
        let life = device.tabs.iter().map(|tab| tab.life).max().unwrap_or(0) + 1;
        self.say(format!("the storage of device {id} is cleared"));
        problems.into_iter().for_each(|problem| self.problem(problem));
        self.devices[index] = self.new_device(officers, tabs);
        self.run.clears += 1;
        // Nobody waits for what the old device asked; what it sent is still on its way.
        self.devices[index].tabs.iter_mut().for_each(|tab| tab.life = life);
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
        let command = Command { v: ACT_VERSION, writer, n, base: 0, at: self.now, anchor: None, act };
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

    /// The database is wound back. What only a cleared device had held since then is gone with it.
    fn restore(&mut self) {
        let living: Vec<Writer> =
            self.devices.iter().flat_map(|device| device.disk.keys().copied()).collect();
        let gone = self.server.base.rows.keys().filter(|key| !self.server.backup.rows.contains_key(key));
        self.excused.extend(gone.filter(|(writer, _)| !living.contains(writer)));
        self.server.restore();
        self.log_seen = self.server.base.log.len();
        let writers = &self.server.base.writers;
        self.logged_n = writers.iter().map(|(writer, state)| (*writer, state.last_n)).collect();
        self.run.restores += 1;
        self.say(format!("the server is restored: {}, {}", self.server.epoch(), self.log_seen));
    }
}
