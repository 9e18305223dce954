//! Devices, a server and a network between them, all of it from one seed.
//!
//! Not here: what must hold (`invariants`), what an act or an answer means (`shared`).
//! Invariant: nothing but the plan decides: no clock, no chance, no order of a hash.

mod answers;
mod faults;

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use shared::act::Act;
use shared::ctx::Ctx;
use shared::demo;
use shared::dossier::Dossier;
use shared::dossier::any::{self, Dice};
use shared::dossier::code::Code;
use shared::id::{OfficerId, Writer};
use shared::moment::{Day, Moment};
use shared::sync::client::{Intent, Meta, Place, Write, seal};
use shared::sync::wire::{Body, PullAsk, PullReply, Push, PushReply};
use shared::ward::Ward;

use crate::device::Device;
use crate::invariants::name;
use crate::mutants::Mutant;
use crate::plan::{Fault, Plan};
use crate::server::Server;

/// Who may sit at a device besides the two of the counter.
const OTHERS: [OfficerId; 6] =
    [demo::CLERK, demo::HEAD, demo::VICE_1, demo::LAND, demo::RECEPTION, demo::VOLUNTEER];
/// Lines of the trace that a failure shows.
const TAIL: usize = 30;

#[derive(Clone)]
pub enum Load {
    Push(Push),
    Pull(PullAsk),
    Judged(Push, PushReply),
    Page(Box<PullReply<Dossier>>),
}

/// A message on its way, and the tab that waits for the answer.
#[derive(Clone)]
pub struct Packet {
    pub device: usize,
    pub tab: usize,
    pub life: u64,
    /// Whose session carries it.
    pub session: Writer,
    pub load: Load,
}

/// What a run was like.
pub struct Run {
    pub problems: Vec<String>,
    pub tail: Vec<String>,
    pub digest: String,
    pub acts: usize,
    pub restores: usize,
    pub clears: usize,
    /// Rounds that the quiet took after the faults had ended.
    pub rounds: usize,
}

pub struct World<'w> {
    pub ward: &'w Ward,
    pub plan: &'w Plan,
    pub mutant: Option<Mutant>,
    pub dice: Dice,
    pub now: Moment,
    pub server: Server,
    pub devices: Vec<Device>,
    pub net: Vec<Packet>,
    /// Every act that an officer was told is saved.
    pub made: BTreeMap<(Writer, u64), Body>,
    /// Acts that may be gone: their device's storage was cleared before they were sent.
    pub excused: BTreeSet<(Writer, u64)>,
    pub printed: BTreeMap<Code, Writer>,
    pub log_seen: usize,
    pub logged_n: BTreeMap<Writer, u64>,
    pub run: Run,
    /// The last turns, in which nothing goes wrong, are not told.
    is_over: bool,
    trace: Sha256,
}

/// Plays the plan to its end, or to the first thing that must not happen.
pub fn play(ward: &Ward, plan: &Plan, mutant: Option<Mutant>) -> Run {
    let mut world = World::new(ward, plan, mutant);
    for _ in 0..plan.steps {
        world.step();
        if !world.run.problems.is_empty() {
            return world.end();
        }
    }
    world.heal();
    if world.run.problems.is_empty() {
        world.check_quiet();
    }
    world.end()
}

impl<'w> World<'w> {
    fn new(ward: &'w Ward, plan: &'w Plan, mutant: Option<Mutant>) -> World<'w> {
        let monday = Day::new(2018, 3, 5).expect("a day of the calendar");
        let run = Run {
            problems: vec![],
            tail: vec![],
            digest: String::new(),
            acts: 0,
            restores: 0,
            clears: 0,
            rounds: 0,
        };
        let mut world = World {
            ward,
            plan,
            mutant,
            dice: Dice::new(plan.seed),
            now: Moment::at(monday, 8, 0),
            server: Server::new(mutant),
            devices: vec![],
            net: vec![],
            made: BTreeMap::new(),
            excused: BTreeSet::new(),
            printed: BTreeMap::new(),
            log_seen: 0,
            logged_n: BTreeMap::new(),
            run,
            is_over: false,
            trace: Sha256::new(),
        };
        for index in 0..plan.devices {
            let first = [demo::RECEPTION, demo::JUSTICE].get(index).copied();
            let mut officers = vec![first.unwrap_or_else(|| *world.dice.pick(&OTHERS))];
            let second = *world.dice.pick(&OTHERS);
            if world.dice.percent(40) && !officers.contains(&second) {
                officers.push(second);
            }
            let tabs = 1 + usize::from(world.dice.percent(40));
            world.enrol(officers, tabs);
        }
        world
    }

    fn enrol(&mut self, officers: Vec<OfficerId>, tabs: usize) {
        let device = self.new_device(officers, tabs);
        self.devices.push(device);
    }

    fn new_device(&mut self, officers: Vec<OfficerId>, tabs: usize) -> Device {
        let enrolled = self.server.enrol(true);
        self.say(format!("device {} enrols for {officers:?}, {tabs} tabs", enrolled.0));
        Device::new(self.ward, enrolled, officers, tabs)
    }

    fn end(mut self) -> Run {
        let digest = self.trace.finalize();
        self.run.digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        self.run.acts = self.made.len();
        self.run
    }

    pub fn is(&self, mutant: Mutant) -> bool {
        self.mutant == Some(mutant)
    }

    pub fn may(&self, fault: Fault) -> bool {
        self.plan.faults.contains(&fault)
    }

    /// A fault of that kind, in so many of a hundred cases.
    pub fn strikes(&mut self, fault: Fault, percent: u64) -> bool {
        self.dice.percent(percent) && self.may(fault)
    }

    pub fn say(&mut self, line: String) {
        self.trace.update(line.as_bytes());
        self.trace.update(b"\n");
        if self.is_over {
            return;
        }
        if self.run.tail.len() == TAIL {
            self.run.tail.remove(0);
        }
        self.run.tail.push(line);
    }

    pub fn problem(&mut self, problem: String) {
        self.say(problem.clone());
        self.run.problems.push(problem);
    }

    fn step(&mut self) {
        self.now = self.now.plus_minutes(self.dice.below(12) as i64);
        if self.dice.percent(1) {
            self.now = self.now.plus_minutes(16 * 60);
        }
        let device = self.dice.below(self.devices.len());
        let tab = self.dice.below(self.devices[device].tabs.len());
        match self.dice.below(1000) {
            0..300 => self.act(device, tab),
            300..430 => self.send_push(device),
            430..560 => self.send_pull(device),
            560..850 => self.deliver_one(),
            850..880 => {
                // What another tab kept is read when its message arrives.
                let ward = self.ward;
                self.devices[device].reload(ward, tab);
            }
            roll => self.fault(roll, device, tab),
        }
    }

    /// An officer does something on a page.
    fn act(&mut self, index: usize, tab: usize) {
        let ward = self.ward;
        let device = &self.devices[index];
        let (writer, client) = (device.writer(), &device.tabs[tab].client);
        let at = self.now.plus_minutes(device.skew_minutes);
        let Some(by) = ward.officer(writer.officer) else { return };
        let ctx = Ctx { now: at, happened: at, claimed: at, by, lane: device.lane, reissued: None, ward };
        let known: Vec<_> = client.dossiers().map(|dossier| dossier.id).collect();
        let fresh = known.is_empty() || self.dice.percent(30);
        let id = if fresh { self.dice.id() } else { *self.dice.pick(&known) };
        let act = any::next(&mut self.dice, &ctx, client.dossier(id));
        let unasked = self.dice.percent(10) && self.plan.faults.contains(&Fault::Unasked);
        let act = Act::Dossier { id, act };
        if !unasked && client.verdict(&ctx, &act).is_err() {
            return;
        }
        let base = client.base.get(&id).map_or(0, |record| record.rev);
        self.save(index, tab, Intent { act, base, at });
    }

    /// Seals and keeps the intent in one transaction of the disk.
    fn save(&mut self, index: usize, tab: usize, intent: Intent) {
        let (ward, writer) = (self.ward, self.devices[index].writer());
        let (meta, place) = self.sealed_with(index, tab, intent.at.day());
        let Act::Dossier { id, act } = &intent.act;
        let (kind, id) = (act.kind(), *id);
        let Ok((meta, queued)) = seal(&meta, &place, intent) else { return };
        let n = queued.n;
        self.say(format!("{}: {} does {kind:?} on {:.8}, act {n}", self.now, name(writer), id.to_string()));
        let crash = self.strikes(Fault::DeviceCrash, 6).then(|| self.dice.percent(50));
        let (body, writes) = (queued.body.clone(), [Write::Meta(meta), Write::Enqueue(queued)]);
        let device = &mut self.devices[index];
        if crash == Some(false) {
            self.say(format!("device {} goes down before act {n} is kept", writer.device));
            self.devices[index].reopen(ward);
            if !self.is(Mutant::SavedTooEarly) {
                return;
            }
        } else {
            device.disk.get_mut(&writer).expect("the seat is on the disk").keep(&writes);
            if crash.is_some() {
                self.say(format!("device {} goes down after act {n} is kept", writer.device));
                self.devices[index].reopen(ward);
            } else {
                device.tabs[tab].client.adopt(ward, &writes);
            }
        }
        if let Ok(command) = body.open() {
            let Act::Dossier { act, .. } = &command.act;
            if let Some(number) = act.number() {
                let code = Code { agency: ward.agency_code.clone(), day: command.at.day(), number };
                self.check_printed(writer, code);
            }
        }
        if self.made.insert((writer, n), body).is_some() {
            self.problem(format!("act {n} of {} is given twice", name(writer)));
        }
        self.check_kept(writer);
    }

    /// What the transaction reads before it gives a number.
    fn sealed_with(&self, index: usize, tab: usize, today: Day) -> (Meta, Place) {
        let device = &self.devices[index];
        let kept = device.kept();
        if self.is(Mutant::TwoTabsNoLock) {
            let client = &device.tabs[tab].client;
            return (client.meta.clone(), client.place.clone());
        }
        if self.is(Mutant::LaneAlone) {
            return (kept.meta.clone(), kept.place.clone());
        }
        let mut meta = kept.meta.beside(device.disk.values().map(|other| &other.meta));
        if self.is(Mutant::HighestPlusOne) {
            let codes = device.tabs[tab].client.dossiers().filter_map(|dossier| dossier.code.as_ref());
            let numbers = codes.filter(|code| code.day == today).map(|code| code.number);
            meta.lane = Some(shared::dossier::code::Lane(0));
            meta.lane_day = Some(today);
            meta.lane_used = numbers.max().map_or(0, |number| number.saturating_sub(5_999));
        }
        (meta, kept.place.clone())
    }
}
