//! Asking, answering, and the quiet at the end.
//!
//! Not here: what goes wrong on the way (`faults`).
//! Invariant: one tab of a device talks; an answer is taken by the tab that asked, or by nobody.

use shared::sync::client::Write;
use shared::sync::wire::{PullReply, Push, PushReply};

use super::{Load, Packet, World};
use crate::invariants::name;
use crate::mutants::Mutant;
use crate::plan::Fault;
use crate::server::Crash;

/// Records in a page when nothing goes wrong.
const PAGE_ROWS: usize = 50;
/// Every officer of every device talks once a round. In the first the server hears of everything, in the second
/// everybody hears of the server.
const ROUNDS_MAX: usize = 3;

impl World<'_> {
    fn packet(&self, index: usize, tab: usize, load: Load) -> Packet {
        let device = &self.devices[index];
        Packet { device: index, tab, life: device.tabs[tab].life, session: device.writer(), load }
    }

    fn talks(&self, index: usize, tab: usize) -> bool {
        self.devices[index].leader == tab
    }

    pub(super) fn send_push(&mut self, index: usize) {
        let tab = self.devices[index].leader;
        let Some(push) = self.devices[index].tabs[tab].client.next_push() else { return };
        let (writer, first, many) = (self.devices[index].writer(), push.first_n, push.acts.len());
        self.say(format!("{} pushes {many} acts from {first}", name(writer)));
        if self.is(Mutant::DropOnSend) {
            let gone: Vec<Write> = (first..first + many as u64).map(Write::Unqueue).collect();
            self.keep(index, tab, &gone);
        }
        let packet = self.packet(index, tab, Load::Push(push));
        self.net.push(packet);
    }

    pub(super) fn send_pull(&mut self, index: usize) {
        let tab = self.devices[index].leader;
        let ask = self.devices[index].tabs[tab].client.pull_ask(0);
        self.say(format!("{} pulls after {}", name(self.devices[index].writer()), ask.cursor));
        let packet = self.packet(index, tab, Load::Pull(ask));
        self.net.push(packet);
    }

    pub(super) fn deliver_one(&mut self) {
        if self.net.is_empty() {
            return;
        }
        let any = self.dice.below(self.net.len());
        let packet = self.net.remove(if self.may(Fault::Reorder) { any } else { 0 });
        self.deliver(packet, true);
    }

    fn deliver(&mut self, packet: Packet, faulty: bool) {
        let Packet { device, tab, life, session, load } = packet;
        let answer = |load| Packet { device, tab, life, session, load };
        match load {
            Load::Push(push) => {
                let strikes = faulty && self.strikes(Fault::ServerCrash, 14);
                let crash = strikes
                    .then(|| if self.dice.percent(50) { Crash::BeforeCommit } else { Crash::AfterCommit });
                let (ward, now) = (self.ward, self.now);
                let reply = self.server.push(ward, session, &push, now, crash);
                let told = match &reply {
                    Some(PushReply::Done { last_n, .. }) => format!("judged up to {last_n}"),
                    other => format!("{other:?}"),
                };
                let crashed = crash.map_or("", |_| ", and it goes down");
                self.say(format!(
                    "server takes acts from {} of {}: {told}{crashed}",
                    push.first_n,
                    name(session)
                ));
                self.check_log();
                self.net.extend(reply.map(|reply| answer(Load::Judged(push, reply))));
            }
            Load::Pull(ask) => {
                let rows = if faulty { 1 + self.dice.below(6) } else { PAGE_ROWS };
                let page = self.server.pull(self.ward, session, &ask, rows, self.now);
                self.say(format!("server reads {} to {} of {}", page.from, page.to, page.epoch));
                self.net.push(answer(Load::Page(Box::new(page))));
            }
            Load::Judged(push, reply) => {
                if self.hears(device, tab, life) {
                    self.take_judged(device, tab, &push, &reply, faulty);
                }
            }
            Load::Page(page) => {
                if self.hears(device, tab, life) {
                    self.take_page(device, tab, *page, faulty);
                }
            }
        }
    }

    fn hears(&self, device: usize, tab: usize, life: u64) -> bool {
        self.devices[device].tabs.get(tab).is_some_and(|tab| tab.life == life) && self.talks(device, tab)
    }

    fn take_judged(&mut self, index: usize, tab: usize, push: &Push, reply: &PushReply, faulty: bool) {
        let client = &self.devices[index].tabs[tab].client;
        if !client.awaits(push) && !self.is(Mutant::AnotherLife) && !self.is(Mutant::WrongOfficer) {
            return;
        }
        let mut writes = client.on_push_reply(reply);
        if self.is(Mutant::NoTail) {
            let sent: Vec<Write> = writes
                .iter()
                .filter_map(|write| {
                    let Write::Sent(queued) = write else { return None };
                    Some(Write::ForgetSent(queued.n))
                })
                .collect();
            writes.extend(sent);
        }
        self.take(index, tab, &writes, faulty);
    }

    fn take_page(
        &mut self,
        index: usize,
        tab: usize,
        mut page: PullReply<shared::dossier::Dossier>,
        faulty: bool,
    ) {
        let place = self.devices[index].tabs[tab].client.place.clone();
        if faulty && self.strikes(Fault::Cut, 4) {
            self.break_off(&page);
            return;
        }
        if self.is(Mutant::StalePullOk) && place.epoch == page.epoch {
            (page.from, page.to) = (place.cursor, page.to.max(place.cursor));
        }
        let local = self.now.plus_minutes(self.devices[index].skew_minutes);
        let writes = self.devices[index].tabs[tab].client.on_pull_reply_at(page, local);
        if self.is(Mutant::CursorFirst) && faulty && self.dice.percent(10) {
            let place: Vec<Write> =
                writes.into_iter().filter(|write| matches!(write, Write::Place(_))).collect();
            self.keep(index, tab, &place);
            self.say(format!("device {} goes down between two transactions", self.devices[index].id));
            let ward = self.ward;
            self.devices[index].reopen(ward);
            return;
        }
        self.take(index, tab, &writes, faulty);
    }

    /// Half a page is no page.
    fn break_off(&mut self, page: &PullReply<shared::dossier::Dossier>) {
        let whole = serde_json::to_string(page).expect("a page is text");
        let middle = (0..=self.dice.below(whole.len())).rev().find(|at| whole.is_char_boundary(*at));
        let half = &whole[..middle.unwrap_or(0)];
        self.say("a page breaks off".to_owned());
        if serde_json::from_str::<PullReply<shared::dossier::Dossier>>(half).is_ok() {
            self.problem("half a page is read as a whole one".to_owned());
        }
    }

    /// Keeps the writes of an answer, then shows them; a device may go down on either side of it.
    fn take(&mut self, index: usize, tab: usize, writes: &[Write], faulty: bool) {
        if writes.is_empty() {
            return;
        }
        let ward = self.ward;
        let crash = (faulty && self.strikes(Fault::DeviceCrash, 6)).then(|| self.dice.percent(50));
        let writer = self.devices[index].writer();
        match crash {
            Some(false) => self.say(format!("device {} goes down before an answer is kept", writer.device)),
            Some(true) => {
                self.keep(index, tab, writes);
                self.say(format!("device {} goes down after an answer is kept", writer.device));
            }
            None => {
                self.keep(index, tab, writes);
                self.say(format!("{} keeps an answer of {} writes", name(writer), writes.len()));
            }
        }
        if crash.is_some() {
            self.devices[index].reopen(ward);
        }
        self.check_kept(writer);
    }

    fn keep(&mut self, index: usize, tab: usize, writes: &[Write]) {
        let ward = self.ward;
        let device = &mut self.devices[index];
        let writer = device.writer();
        device.disk.get_mut(&writer).expect("the seat is on the disk").keep(writes);
        device.tabs[tab].client.adopt(ward, writes);
    }

    /// The faults have ended: what is on its way arrives late or never, and everybody talks in turn.
    pub(super) fn heal(&mut self) {
        self.say("the faults end".to_owned());
        if self.dice.percent(50) {
            self.net.clear();
        }
        while !self.net.is_empty() {
            let any = self.dice.below(self.net.len());
            let packet = self.net.swap_remove(any);
            self.deliver(packet, false);
        }
        self.is_over = true;
        for round in 1..=ROUNDS_MAX {
            self.run.rounds = round;
            for index in 0..self.devices.len() {
                for seat in 0..self.devices[index].officers.len() {
                    self.sit(index, seat);
                    self.talk(index);
                }
            }
            if self.is_quiet() {
                return;
            }
        }
        self.problem(format!("not quiet after {ROUNDS_MAX} rounds"));
    }

    /// One officer's turn without faults: read to the end, send to the end, read what came of it.
    fn talk(&mut self, index: usize) {
        for _ in 0..2 {
            let pages = 2 + self.server.base.records.len() / PAGE_ROWS + 1;
            for _ in 0..pages {
                self.send_pull(index);
                self.drain();
            }
            self.send_push(index);
            self.drain();
        }
    }

    fn drain(&mut self) {
        while !self.net.is_empty() {
            let packet = self.net.remove(0);
            self.deliver(packet, false);
        }
    }

    fn is_quiet(&self) -> bool {
        let (newest, epoch) = (self.server.base.newest(), self.server.epoch());
        self.devices
            .iter()
            .flat_map(|device| device.disk.values())
            .all(|kept| kept.queue.is_empty() && kept.place.cursor == newest && kept.place.epoch == epoch)
    }
}
