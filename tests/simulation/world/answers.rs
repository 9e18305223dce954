//! Asking, answering, and the quiet at the end.
//!
//! Not here: what goes wrong on the way (`faults`).
//! Invariant: one tab of a device talks; an answer is taken by the tab that asked, or by nobody.

use shared::dossier::Dossier;
use shared::id::Writer;
use shared::sync::client::{Notice, Write};
use shared::sync::footing::Footing;
use shared::sync::page::{self, Sent};
use shared::sync::read;
use shared::sync::wire::{Anchor, Judged, PullAsk, PullReply, Push, PushReply};

use super::{Load, Loss, Packet, Words, World, words};
use crate::device::{Device, NEW};
use crate::invariants::name;
use crate::mutants::Mutant;
use crate::plan::Fault;
use crate::server::Crash;
use crate::wire::in_new_words;

/// Records in a page when nothing goes wrong.
const PAGE_ROWS: usize = 50;
/// Every officer of every device talks once a round. In the first the server hears of everything, in the second
/// everybody hears of the server.
const ROUNDS_MAX: usize = 3;

impl World<'_> {
    pub(super) fn packet(&self, index: usize, tab: usize, load: Load) -> Packet {
        let device = &self.devices[index];
        Packet { device: index, tab, life: device.tabs[tab].life, session: device.writer(), load }
    }

    fn talks(&self, index: usize, tab: usize) -> bool {
        self.devices[index].in_chorus || self.devices[index].leader == tab
    }

    /// The tab that asks: the one whose part it is, or any of a chorus.
    fn speaker(&mut self, index: usize) -> usize {
        let Device { in_chorus, leader, ref tabs, .. } = self.devices[index];
        if in_chorus { self.dice.below(tabs.len()) } else { leader }
    }

    pub(super) fn send_push(&mut self, index: usize) {
        let tab = self.speaker(index);
        self.send_push_from(index, tab);
    }

    pub(super) fn send_push_from(&mut self, index: usize, tab: usize) {
        self.catch_up(index, tab);
        let Some(mut push) = self.next_push(index, tab) else { return };
        if let Some(forked_at) = self.devices[index].tabs[tab].forked_at {
            let known = usize::try_from(forked_at.saturating_sub(push.first_n)).unwrap_or(usize::MAX);
            if known == 0 {
                return self.goes_on_anew(index);
            }
            push.acts.truncate(known);
        }
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
        let tab = self.speaker(index);
        if self.plan.is_wired() {
            return self.send_short(index, tab);
        }
        let client = &self.devices[index].tabs[tab].client;
        let mut ask = client.pull_ask(0);
        if (self.is(Mutant::PageOfAnotherLife) || self.is(Mutant::SentUnseen))
            && !client.place.epoch.is_empty()
        {
            ask.seen_n = client.inbox.keys().next_back().copied().unwrap_or(0);
        }
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
        let is_out = self.server.is_revoked(session.device) && !self.is(Mutant::RevokedTaken);
        let answer = |load| Packet { device, tab, life, session, load };
        let waits = if let Load::Pull(ask) = &load { Some(ask.waiting > 0) } else { None };
        let is_asked = load.is_asked();
        if !is_out && is_asked {
            self.server.hear(session, waits, self.now);
        }
        match load {
            _ if is_out && is_asked => self.net.push(answer(Load::Revoked)),
            Load::Push(push) => {
                if let Some(reply) = self.judge(session, &push, faulty) {
                    let reply = if self.is_old(device) { in_new_words(&reply, read::pushed) } else { reply };
                    self.net.push(answer(Load::Judged(push, reply)));
                }
            }
            Load::Pull(ask) => {
                let rows = if faulty { 1 + self.dice.below(6) } else { PAGE_ROWS };
                let page = self.server.pull(session, &ask, rows, self.now);
                self.say(format!("server reads {} to {} of {}", page.from, page.to, page.epoch));
                self.net.push(answer(self.on_the_way(device, ask, page)));
            }
            Load::Carry(push) => {
                if let Some(PushReply::Done { results, .. }) = self.judge(push.writer, &push, faulty) {
                    let taken = results.iter().map(|judged| judged.n).collect();
                    self.net.push(answer(Load::Carried(push.writer, taken)));
                }
            }
            Load::Rescue(acts) => {
                self.say(format!("server sets {} acts of {} aside", acts.len(), name(session)));
                self.server.rescue(acts.clone());
                self.net.push(answer(Load::Rescued(acts)));
            }
            Load::Wire(wire) if wire.is_asked() => {
                if let Some(load) = self.answered(device, session, wire, faulty) {
                    self.net.push(answer(load));
                }
            }
            Load::Judged(_, _)
            | Load::Wire(_)
            | Load::Page(_, _)
            | Load::Revoked
            | Load::Rescued(_)
            | Load::Carried(_, _)
                if !self.hears(device, tab, life) => {}
            Load::Judged(push, reply) => self.take_judged(device, tab, &push, &reply, faulty),
            Load::Page(ask, page) => self.take_page(device, tab, &ask, *page, faulty),
            Load::Wire(wire) => self.take_wire(device, tab, wire, faulty),
            Load::Carried(writer, taken) => {
                let (is_kept, is_untold) =
                    (!self.is(Mutant::CarriedForgotten), !self.is(Mutant::CarriedTold));
                taken.iter().for_each(|n| self.devices[device].carried(writer, *n, is_kept, is_untold));
                self.say(format!(
                    "{} hears that acts {taken:?} of {} are taken",
                    name(session),
                    name(writer)
                ));
                self.check_kept(writer);
            }
            Load::Revoked => self.hand_in(device, tab),
            Load::Rescued(acts) => {
                if self.unsent(device).iter().all(|act| acts.contains(act)) {
                    self.wipe(device);
                } else {
                    self.hand_in(device, tab);
                }
            }
        }
    }

    pub(super) fn judge(&mut self, session: Writer, push: &Push, faulty: bool) -> Option<PushReply> {
        let strikes = faulty && self.strikes(Fault::ServerCrash, 14);
        let crash =
            strikes.then(|| if self.dice.percent(50) { Crash::BeforeCommit } else { Crash::AfterCommit });
        let reply = self.server.push(session, push, self.now, crash);
        let told = match &reply {
            Some(PushReply::Done { last_n, .. }) => format!("judged up to {last_n}"),
            other => format!("{other:?}"),
        };
        let crashed = crash.map_or("", |_| ", and it goes down");
        self.say(format!("server takes acts from {} of {}: {told}{crashed}", push.first_n, name(session)));
        self.check_log();
        reply
    }

    /// What waits on the device, whoever did it.
    pub(super) fn unsent(&self, index: usize) -> Vec<Words> {
        let disk = self.devices[index].disk.iter();
        disk.flat_map(|(writer, kept)| kept.queue.values().map(|act| words(*writer, act.n, &act.body)))
            .collect()
    }

    /// A revoked device hands in what waits, and is wiped when it knows that all of it is safe.
    fn hand_in(&mut self, index: usize, tab: usize) {
        let acts = self.unsent(index);
        self.say(format!("device {} hands in {} acts", self.devices[index].id, acts.len()));
        let packet = self.packet(index, tab, Load::Rescue(acts));
        self.net.push(packet);
        // Whoever was here is out.
        self.devices[index].tabs.iter_mut().for_each(|tab| tab.step = None);
        if self.is(Mutant::WipeFirst) {
            self.wipe(index);
        }
    }

    /// Under these numbers the server takes nothing more, or wants acts that the device has no more: what waits moves
    /// to a new one.
    fn goes_on_anew(&mut self, index: usize) {
        let ward = self.ward_at(index);
        let (enrolled, lineage) = (self.server.enrol(self.now), self.new_lineage());
        self.say(format!("device {} goes on as {}", self.devices[index].id, enrolled.0));
        let moved = self.devices[index].begin_anew(ward, lineage, enrolled, self.now);
        if self.plan.lanes() < u8::MAX {
            self.devices[index].learn_time(ward, self.now);
        }
        let heir = self.devices[index].id;
        for ((writer, old), new) in moved {
            self.made.remove(&words(writer, old.n, &old.body));
            let to = Writer { device: heir, officer: writer.officer };
            self.given.insert((to, new.n));
            self.made.insert(words(to, new.n, &new.body));
            self.former.insert(words(to, new.n, &new.body), words(writer, old.n, &old.body));
        }
        if self.is(Mutant::ForkDropped) {
            self.devices[index].disk.values_mut().for_each(|kept| kept.queue.clear());
            self.devices[index].reopen(ward);
        }
        self.run.heirs += 1;
        let writers: Vec<Writer> = self.devices[index].disk.keys().copied().collect();
        writers.into_iter().for_each(|writer| self.check_kept(writer));
    }

    /// The server wants an act that this tab does not know of: another tab kept it, or the device has it no more.
    fn fill_gap(&mut self, index: usize, tab: usize, expect: u64) {
        let ward = self.ward_at(index);
        if !self.is(Mutant::GapAtOnce) {
            self.devices[index].reload(ward, tab);
        }
        let client = &self.devices[index].tabs[tab].client;
        let lacks = client.lacks(expect) || self.is(Mutant::LateGap) && !client.holds(expect);
        if lacks && !self.is(Mutant::HoleIgnored) {
            self.goes_on_anew(index);
        }
    }

    /// Somebody hears under which numbers acts may be gone: of these, those that were there.
    pub(super) fn tell(&mut self, losses: Vec<Loss>, acts: Vec<Words>) {
        let named = |act: &Words| losses.iter().any(|loss| loss.names(act.0, act.1));
        self.told_gone.extend(acts.into_iter().filter(named));
        for loss in losses {
            let Loss { writer, first, last } = loss;
            self.say(format!("{} is told that acts {first} to {last} may be gone", name(writer)));
            self.told.push(loss);
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
        match reply {
            // Acts before it are the server's already, perhaps: asked for alone, they are confirmed. The tab may not
            // have read all of them.
            PushReply::Fork { n } => {
                let (n, ward) = (*n, self.ward_at(index));
                self.devices[index].tabs[tab].forked_at = Some(n);
                return self.devices[index].reload(ward, tab);
            }
            PushReply::Gap { expect } if writes.is_empty() => return self.fill_gap(index, tab, *expect),
            PushReply::Done { .. } | PushReply::Gap { .. } => {}
            PushReply::Epoch { .. } | PushReply::Upgrade { .. } => {}
        }
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

    pub(super) fn take_page(
        &mut self,
        index: usize,
        tab: usize,
        ask: &PullAsk,
        mut page: PullReply<Dossier>,
        faulty: bool,
    ) {
        if !self.devices[index].tabs[tab].client.awaits_page(ask) && !self.is(Mutant::PageOfAnotherLife) {
            return;
        }
        let place = self.devices[index].tabs[tab].client.place.clone();
        if faulty && self.strikes(Fault::Cut, 4) {
            self.break_off(index, tab, &page);
            return;
        }
        if self.is(Mutant::StalePullOk) && place.epoch == page.epoch {
            (page.from, page.to) = (place.cursor, page.to.max(place.cursor));
        }
        let version = page.ward_version as usize - 1;
        let local = self.devices[index].clock(self.now);
        let (durable_n, told) = (page.durable_n, page.outcomes.clone());
        let compared = page.digest.clone().map(|digest| (digest, page.to, page.now));
        // Whoever was silent for longer must log in, and hears of the device's lane.
        if self.devices[index].is_leased(self.now) {
            self.devices[index].leased_at = self.devices[index].leased_at.max(page.now);
        }
        let client = &self.devices[index].tabs[tab].client;
        let mut writes = client.on_pull_reply_at(page, local);
        if self.is(Mutant::AnchorOfItsOwn) {
            for write in &mut writes {
                if let Write::Place(place) = write {
                    place.anchor = Some(Anchor { server: local, local });
                }
            }
        }
        if self.is(Mutant::SafeInAnothersChain) {
            writes.retain(|write| !matches!(write, Write::Enqueue(queued) if queued.n <= durable_n));
        }
        if self.is(Mutant::CopysOutcome) && !writes.is_empty() {
            let foreign = told.into_iter().filter(|judged| judged.n >= client.meta.next_n);
            writes.extend(foreign.map(|Judged { n, outcome }| {
                Write::Notice(Box::new(Notice { n, outcome, command: None, read: false }))
            }));
        }
        if self.is(Mutant::CursorFirst) && faulty && self.dice.percent(10) {
            let place: Vec<Write> =
                writes.into_iter().filter(|write| matches!(write, Write::Place(_))).collect();
            self.keep(index, tab, &place);
            self.say(format!("device {} goes down between two transactions", self.devices[index].id));
            let ward = self.ward_at(index);
            self.devices[index].reopen(ward);
            return;
        }
        if !self.take(index, tab, &writes, faulty) {
            return;
        }
        if self.devices[index].ward != version {
            self.learn(index, version);
        }
        // One that came late and brought nothing is of another moment than the base, also where it ends at its cursor.
        if !writes.is_empty() {
            self.look_after(index, tab, compared);
        }
        self.say_what_was_read(index, tab);
    }

    /// The ward's settings are others now: everything that is shown is worked out anew.
    fn learn(&mut self, index: usize, version: usize) {
        self.devices[index].ward = version;
        let ward = self.ward_at(index);
        for tab in 0..self.devices[index].tabs.len() {
            self.devices[index].tabs[tab].client.refresh(ward);
        }
        self.say(format!("device {} has settings {version}", self.devices[index].id));
    }

    /// Half a page is no page, in the columns in which it travels to this device: cut anywhere, nothing of it is taken,
    /// neither its records nor its outcomes and its cursor.
    fn break_off(&mut self, index: usize, tab: usize, page: &PullReply<Dossier>) {
        let client = &self.devices[index].tabs[tab].client;
        let text = |record: &Dossier| serde_json::to_string(record).expect("a record is text");
        let now: Vec<String> = page.records.iter().map(text).collect();
        let held: Vec<Option<String>> =
            page.records.iter().map(|record| client.base.get(&record.id).map(text)).collect();
        let sent = now.iter().zip(&held).map(|(now, held)| Sent { now, held: held.as_deref() });
        let head = page.clone().with(vec![]);
        // What is told in an older build's words goes plain.
        let Some(whole) = page::write(&head, &sent.collect::<Vec<_>>()) else { return };
        let middle = (0..=self.dice.below(whole.len())).rev().find(|at| whole.is_char_boundary(*at));
        let client = &self.devices[index].tabs[tab].client;
        let is_read = client.unfold(&whole).is_some_and(|read| read.to == page.to);
        let half = client.unfold(&whole[..middle.unwrap_or(0)]).is_some();
        let but_one = whole.char_indices().next_back().map_or(0, |(last, _)| last);
        let nearly = client.unfold(&whole[..but_one]).is_some();
        self.say("a page breaks off".to_owned());
        if !is_read {
            self.problem("a whole page is not read".to_owned());
        }
        if half || nearly {
            self.problem("half a page is read as a whole one".to_owned());
        }
    }

    /// Keeps the writes of an answer, then shows them; a device may go down on either side of it, and its disk may be
    /// full. Says whether the tab goes on with what it was told.
    pub(super) fn take(&mut self, index: usize, tab: usize, writes: &[Write], faulty: bool) -> bool {
        if writes.is_empty() {
            return true;
        }
        if faulty && self.strikes(Fault::Full, 2) {
            let writer = self.devices[index].writer();
            self.finds_room(index, tab, writes);
            self.check_kept(writer);
            return false;
        }
        let spoiled = self.spoil(index, tab, writes);
        let (writes, ward) = (spoiled.as_deref().unwrap_or(writes), self.ward_at(index));
        let crash = (faulty && self.strikes(Fault::DeviceCrash, 6)).then(|| self.dice.percent(50));
        let writer = self.devices[index].writer();
        match crash {
            Some(false) => self.say(format!("device {} goes down before an answer is kept", writer.device)),
            Some(true) => {
                self.keep(index, tab, writes);
                self.say(format!("device {} goes down after an answer is kept", writer.device));
            }
            None if self.keep(index, tab, writes) => {
                self.say(format!("{} keeps an answer of {} writes", name(writer), writes.len()));
            }
            None => {
                self.say(format!("another tab of {} was faster", name(writer)));
                self.devices[index].reload(ward, tab);
                self.check_kept(writer);
                return false;
            }
        }
        if crash.is_some() {
            self.devices[index].reopen(ward);
        }
        self.check_kept(writer);
        crash.is_none()
    }

    /// One transaction, if the disk is still where the tab believes it to be; says whether it was.
    pub(super) fn keep(&mut self, index: usize, tab: usize, writes: &[Write]) -> bool {
        let (ward, late, blind) =
            (self.ward_at(index), self.is(Mutant::ThreadLate), self.is(Mutant::KeptBlindly));
        let (heeds_sent, words_unseen) = (!self.is(Mutant::SentUnseen), self.is(Mutant::WordsUnseen));
        let device = &mut self.devices[index];
        let writer = device.writer();
        let kept = device.disk.get_mut(&writer).expect("the seat is on the disk");
        if blind {
            kept.keep(writes);
        } else {
            let from = Footing::of(&device.tabs[tab].client, writes);
            let blind_to = words_unseen.then_some(device.tabs[tab].client.taken_back());
            if !kept.keep_onto(&from, writes, heeds_sent, blind_to) {
                return false;
            }
        }
        device.tabs[tab].client.adopt(ward, writes);
        if !late {
            device.set_thread();
        }
        true
    }

    /// The faults have ended: what is on its way arrives late or never, and everybody talks in turn.
    pub(super) fn heal(&mut self) {
        self.say("the faults end".to_owned());
        self.is_healed = true;
        self.devices.iter_mut().for_each(|device| device.in_chorus = false);
        if self.dice.percent(50) {
            self.net.clear();
        }
        while !self.net.is_empty() {
            let any = self.dice.below(self.net.len());
            let packet = self.net.swap_remove(any);
            self.deliver(packet, false);
        }
        self.is_over = true;
        self.come_to_rest();
        if self.plan.is_mixed() && self.run.problems.is_empty() {
            // With pages that do not know all words it was quiet too; now everybody has those that do.
            (0..self.devices.len()).for_each(|index| self.get_pages(index, NEW));
            self.come_to_rest();
        }
        if self.files.is_empty() || !self.run.problems.is_empty() {
            return;
        }
        // As late as it can be: nobody has anything to say any more.
        (0..self.files.len()).for_each(|file| self.bring(file));
        self.drain();
        self.come_to_rest();
    }

    fn come_to_rest(&mut self) {
        for round in 1..=ROUNDS_MAX {
            self.run.rounds = round.max(self.run.rounds);
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
            // What waits for a second thought has had it.
            if self.plan.thinks_twice() {
                self.pass_seconds(13);
            }
            // A list of chunks that is of before, the list of today, and its chunks.
            let chunks = if self.plan.is_wired() { 3 } else { 0 };
            let pages = 2 + self.server.base.records.len() / PAGE_ROWS + 1 + chunks;
            for _ in 0..pages {
                self.send_pull(index);
                self.drain();
            }
            let first = |world: &World| world.devices[index].kept().queue.keys().next().copied();
            while let Some(before) = first(self) {
                self.send_push(index);
                self.drain();
                if first(self) == Some(before) {
                    break;
                }
            }
        }
    }

    pub(super) fn drain(&mut self) {
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
