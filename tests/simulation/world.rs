//! Devices, a server and a network between them, all of it from one seed.
//!
//! Not here: what must hold (`invariants`), what an act or an answer means (`shared`).
//! Invariant: nothing but the plan decides: no clock, no chance, no order of a hash.

mod answers;
mod faults;
mod notices;
mod pages;
mod stories;
mod undo;
mod wire;

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use shared::act::Act;
use shared::ctx::Ctx;
use shared::demo;
use shared::dossier::any::{self, Dice};
use shared::dossier::code::{Code, Lane};
use shared::dossier::{self, Dossier, Kind, may};
use shared::id::{DeviceId, DossierId, OfficerId, Writer};
use shared::moment::{Day, Moment};
use shared::sync::client::{Client, Intent, Meta, Place, Queued, Write, seal};
use shared::sync::notice::NoticeId;
use shared::sync::wire::{Body, Outcome, PullAsk, PullReply, Push, PushReply};
use shared::ward::Ward;

use crate::device::Device;
use crate::invariants::name;
use crate::mutants::Mutant;
use crate::plan::{Fault, Plan};
use crate::server::Server;
use crate::wire::Wire;

/// Who may sit at a device besides the two of the counter.
const OTHERS: [OfficerId; 6] =
    [demo::CLERK, demo::HEAD, demo::VICE_1, demo::LAND, demo::RECEPTION, demo::VOLUNTEER];
/// Who sits at the first devices: the whole way of a dossier where it is carried to its end.
const SEATS: [OfficerId; 5] = [demo::RECEPTION, demo::JUSTICE, demo::VICE_1, demo::CLERK, demo::HEAD];
const SECONDS: [OfficerId; 6] =
    [demo::LAND, demo::SOCIAL, demo::LAND, demo::SOCIAL, demo::CHAIR, demo::VOLUNTEER];
/// Lines of the trace that a failure shows.
const TAIL: usize = 30;

#[derive(Clone)]
pub enum Load {
    Push(Push),
    Pull(PullAsk),
    /// The unsent acts of a revoked device.
    Rescue(Vec<Words>),
    Judged(Push, PushReply),
    /// What waits of one officer, under the login of another.
    Carry(Push),
    /// What the carrier hears: whose acts were taken, and which.
    Carried(Writer, Vec<u64>),
    Page(PullAsk, Box<PullReply<Dossier>>),
    /// What only travels where everything does as it does to a browser.
    Wire(Wire),
    Revoked,
    Rescued(Vec<Words>),
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

/// An act by its place and its bytes: copies of a device give one number to two acts.
pub type Words = (Writer, u64, String);

pub fn words(writer: Writer, n: u64, body: &Body) -> Words {
    (writer, n, body.0.clone())
}

/// Acts of a writer that may be nowhere now, as somebody was told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Loss {
    pub writer: Writer,
    pub first: u64,
    pub last: u64,
}

impl Loss {
    pub fn names(&self, writer: Writer, n: u64) -> bool {
        self.writer == writer && (self.first..=self.last).contains(&n)
    }
}

/// What a run was like.
#[derive(Default)]
pub struct Run {
    pub problems: Vec<String>,
    pub tail: Vec<String>,
    pub digest: String,
    pub acts: usize,
    pub restores: usize,
    pub clears: usize,
    /// Devices that went on under new numbers.
    pub heirs: usize,
    /// Revoked devices that handed in what waited.
    pub wipes: usize,
    /// Acts that were taken back before they left their device.
    pub taken_back: usize,
    /// Lanes that another device was given.
    pub passed_on: usize,
    /// What of each kind the book has at the end, done and not refused.
    pub applied: BTreeMap<Kind, usize>,
    /// Of the fast lanes those that began with what was handed in ahead.
    pub waited: usize,
    /// Rounds that the quiet took after the faults had ended.
    pub rounds: usize,
}

impl Run {
    /// Counts the other one too.
    pub fn add(&mut self, other: &Run) {
        self.acts += other.acts;
        self.restores += other.restores;
        self.clears += other.clears;
        self.heirs += other.heirs;
        self.wipes += other.wipes;
        self.taken_back += other.taken_back;
        self.passed_on += other.passed_on;
        self.waited += other.waited;
        for (kind, many) in &other.applied {
            *self.applied.entry(*kind).or_default() += many;
        }
        self.rounds = self.rounds.max(other.rounds);
    }
}

pub struct World<'w> {
    pub plan: &'w Plan,
    pub mutant: Option<Mutant>,
    pub dice: Dice,
    pub now: Moment,
    pub server: Server<'w>,
    pub devices: Vec<Device>,
    pub net: Vec<Packet>,
    /// Files of what waited on a device, each with the queues of all its officers.
    files: Vec<Vec<Push>>,
    /// Every act that an officer was told is saved, as it is called now.
    pub made: BTreeSet<Words>,
    /// Acts that their officer took back: nobody did them.
    pub taken_back: BTreeSet<Words>,
    /// What acts were called before their device went on under new numbers, by what they are called now.
    pub former: BTreeMap<Words, Words>,
    /// Every number that was ever given.
    pub given: BTreeSet<(Writer, u64)>,
    /// When the device of an act had last heard the server before it.
    pub heard_before: BTreeMap<Words, Moment>,
    /// The numbers under which a person was told that acts may be gone.
    pub told: Vec<Loss>,
    /// The very acts that stood under them then: copies of a disk have others.
    pub told_gone: BTreeSet<Words>,
    /// Acts that went with the only disk that held them, after the server had lost them.
    pub excused: BTreeSet<Words>,
    /// Acts that went with a cleared disk after they were judged: the book alone has them, as long as it has.
    pub in_book_alone: BTreeSet<Words>,
    /// Who gave which number: the place of the device, and whose copy it is.
    pub printed: BTreeMap<Code, Vec<(usize, usize)>>,
    /// Acts whose slip bears a number that was not the device's to give.
    pub foreign: BTreeSet<Words>,
    /// Numbers that the server gave in place of printed ones.
    pub reissued: BTreeSet<Code>,
    lineages: usize,
    /// Whose base was spoiled.
    rotten: BTreeSet<Writer>,
    /// Who has looked at which outcome of which act.
    looked_at: BTreeSet<(OfficerId, NoticeId, String)>,
    /// The latest time of each writer's acts that was believed.
    pub last_at: BTreeMap<Writer, Moment>,
    /// Devices whose disk was copied.
    pub copied: BTreeSet<DeviceId>,
    pub log_seen: usize,
    pub logged_n: BTreeMap<Writer, u64>,
    pub run: Run,
    /// The faults have ended.
    is_healed: bool,
    /// The last turns, in which nothing goes wrong, are not told.
    is_over: bool,
    trace: Sha256,
}

/// Plays the plan to its end, or to the first thing that must not happen.
pub fn play(wards: &[Ward], plan: &Plan, mutant: Option<Mutant>) -> Run {
    let (posts_nothing, posts) = wards.split_at(wards.len() / 2);
    let mut world = World::new(if plan.posts() { posts } else { posts_nothing }, plan, mutant);
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
    fn new(wards: &'w [Ward], plan: &'w Plan, mutant: Option<Mutant>) -> World<'w> {
        let monday = Day::new(2018, 3, 5).expect("a day of the calendar");
        let mut world = World {
            plan,
            mutant,
            dice: Dice::new(plan.seed),
            now: Moment::at(monday, 8, 0),
            server: Server::new(wards, plan.lanes(), plan.is_wired(), mutant),
            devices: vec![],
            net: vec![],
            files: vec![],
            made: BTreeSet::new(),
            taken_back: BTreeSet::new(),
            former: BTreeMap::new(),
            given: BTreeSet::new(),
            heard_before: BTreeMap::new(),
            told: vec![],
            told_gone: BTreeSet::new(),
            excused: BTreeSet::new(),
            in_book_alone: BTreeSet::new(),
            printed: BTreeMap::new(),
            foreign: BTreeSet::new(),
            reissued: BTreeSet::new(),
            lineages: 0,
            rotten: BTreeSet::new(),
            looked_at: BTreeSet::new(),
            last_at: BTreeMap::new(),
            copied: BTreeSet::new(),
            log_seen: 0,
            logged_n: BTreeMap::new(),
            run: Run::default(),
            is_healed: false,
            is_over: false,
            trace: Sha256::new(),
        };
        for index in 0..plan.devices {
            let seats = if plan.road().is_some() { &SEATS[..] } else { &SEATS[..2] };
            let first = seats.get(index).copied();
            let mut officers = vec![first.unwrap_or_else(|| *world.dice.pick(&OTHERS))];
            let seconds = if plan.road().is_some() { &SECONDS } else { &OTHERS };
            let second = *world.dice.pick(seconds);
            if world.dice.percent(if plan.road().is_some() { 80 } else { 40 }) && !officers.contains(&second)
            {
                officers.push(second);
            }
            let tabs = 1 + usize::from(world.dice.percent(40));
            let mut device = world.new_device(officers, tabs);
            device.in_chorus = tabs > 1 && world.strikes(Fault::Chorus, 50);
            world.devices.push(device);
        }
        world
    }

    pub fn new_lineage(&mut self) -> usize {
        self.lineages += 1;
        self.lineages
    }

    fn new_device(&mut self, officers: Vec<OfficerId>, tabs: usize) -> Device {
        let (enrolled, lineage) = (self.server.enrol(self.now), self.new_lineage());
        self.say(format!("device {} enrols for {officers:?}, {tabs} tabs", enrolled.0));
        let ward = &self.server.wards[0];
        let mut device = Device::new(ward, lineage, enrolled, officers, tabs, self.now);
        if self.plan.is_mixed() {
            device.build = self.first_pages();
            device.reopen(ward);
        }
        if self.plan.lanes() < u8::MAX {
            device.learn_time(ward, self.now);
        }
        device
    }

    /// The settings that the device has.
    pub fn ward_at(&self, index: usize) -> &'w Ward {
        &self.server.wards[self.devices[index].ward]
    }

    fn end(mut self) -> Run {
        self.run.digest = shared::text::hex(&self.trace.finalize());
        self.run.acts = self.made.len();
        self.run.passed_on = self.server.passed_on;
        for row in self.server.base.log.iter().filter(|row| matches!(row.outcome, Outcome::Applied { .. })) {
            let Some(Act::Dossier { act, .. }) = row.command.as_ref().map(|command| &command.act) else {
                continue;
            };
            *self.run.applied.entry(act.kind()).or_default() += 1;
            self.run.waited += usize::from(matches!(act, dossier::Act::FastLane(fast) if fast.waited));
        }
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
        if self.plan.thinks_twice() && self.dice.percent(75) {
            let seconds = self.dice.below(4);
            self.pass_seconds(seconds);
        } else {
            self.now = self.now.plus_minutes(self.dice.below(12) as i64);
        }
        if self.dice.percent(1) {
            self.now = self.now.plus_minutes(16 * 60);
        }
        // A device in a drawer is silent for longer than the others.
        if self.plan.lanes() < u8::MAX && self.dice.percent(2) {
            self.now = self.now.plus_minutes(3 * 24 * 60);
        }
        if self.plan.thinks_twice() {
            self.let_go();
        }
        let device = self.dice.below(self.devices.len());
        let tab = self.dice.below(self.devices[device].tabs.len());
        match self.dice.below(self.plan.rolls()) {
            0..300 => self.work(device, tab),
            300..430 => self.send_push(device),
            430..560 => self.send_pull(device),
            560..850 => self.deliver_one(),
            850..880 => {
                // What another tab kept is read when its message arrives.
                let ward = self.ward_at(device);
                self.devices[device].reload(ward, tab);
            }
            1105..1265 => self.take_one_back(),
            1265..1300 => self.look_away(device, tab),
            1300..1400 => self.rot(device),
            1400..1460 => self.look_at_one(device, tab),
            1460..1526 => self.get_other_pages(device),
            roll => self.fault(roll, device, tab),
        }
    }

    /// An officer does something on a page, or several things that belong together.
    fn work(&mut self, index: usize, tab: usize) {
        if !self.plan.thinks_twice() {
            return self.act(index, tab);
        }
        let many = if self.dice.percent(30) { 2 + self.dice.below(3) } else { 1 };
        let life = self.devices[index].tabs[tab].life;
        self.devices[index].tabs[tab].turns += 1;
        for _ in 0..many {
            // A device that went down goes on with something else.
            if self.devices[index].tabs[tab].life == life {
                self.act(index, tab);
                let seconds = self.dice.below(2);
                self.pass_seconds(seconds);
            }
        }
        if self.dice.percent(50) {
            self.tell_tabs(index, tab);
        }
    }

    /// One thing. Where lanes pass on nobody works on a device that the server has not heard for long.
    fn act(&mut self, index: usize, tab: usize) {
        if self.plan.lanes() < u8::MAX && !self.devices[index].is_leased(self.now) {
            return self.log_in(index);
        }
        let ward = self.ward_at(index);
        let device = &self.devices[index];
        let (writer, client) = (device.writer(), &device.tabs[tab].client);
        let at = device.clock(self.now);
        let Some(by) = ward.officer(writer.officer) else { return };
        let ctx = Ctx { now: at, happened: at, claimed: at, by, lane: device.lane, reissued: None, ward };
        let known: Vec<_> = client.dossiers().map(|dossier| dossier.id).collect();
        let asked = self.plan.road().and_then(|road| on_the_road(&mut self.dice, &ctx, client, &known, road));
        // Where nothing wants to be done, mostly nothing is; and a few dossiers come further than many.
        if self.plan.road().is_some() && asked.is_none() && !known.is_empty() && self.dice.percent(70) {
            return;
        }
        let often = if self.plan.road().is_none_or(|_| known.len() < 4) { 30 } else { 3 };
        let fresh = asked.is_none() && (known.is_empty() || self.dice.percent(often));
        let id = match asked {
            Some(id) => id,
            None if fresh => self.dice.id(),
            None => *self.dice.pick(&known),
        };
        let kinds = self.plan.road().filter(|_| asked.is_some()).unwrap_or(self.plan.kinds());
        let mut act = any::next_of(&mut self.dice, &ctx, client.dossier(id), kinds);
        if let (true, dossier::Act::Receive(_), Some(waits)) = (self.plan.is_fast(), &act, client.dossier(id))
        {
            let fast = any::fast_lane_of(&mut self.dice, &ctx, waits).filter(|_| self.dice.percent(60));
            act = fast.unwrap_or(act);
        }
        if let (true, dossier::Act::Reserve(reserve)) = (self.plan.road().is_some(), &mut act) {
            reserve.day = reserve.day.plus(self.dice.below(14) as i64);
        }
        let unasked = self.dice.percent(10) && self.plan.faults.contains(&Fault::Unasked);
        let act = Act::Dossier { id, act };
        if !unasked && client.verdict(&ctx, &act).is_err() {
            return;
        }
        let base = client.base.get(&id).map_or(0, |record| record.rev);
        self.save(index, tab, Intent { act, base, at });
    }

    fn log_in(&mut self, index: usize) {
        let (ward, id) = (self.ward_at(index), self.devices[index].id);
        if let Some(lane) = self.server.log_in(id, self.now) {
            self.devices[index].log_in(ward, lane, self.now);
            if self.plan.lanes() < u8::MAX {
                self.devices[index].learn_time(ward, self.now);
            }
            self.say(format!("somebody logs in on device {id}, which has {lane:?}"));
        }
    }

    /// Seals and keeps the intent in one transaction of the disk.
    fn save(&mut self, index: usize, tab: usize, intent: Intent) {
        let (ward, writer) = (self.ward_at(index), self.devices[index].writer());
        let (meta, place) = self.sealed_with(index, tab, intent.at.day());
        // A list of chunks tells the time too, but nothing that an act could show.
        let told = place.anchor.map_or(Moment::default(), |anchor| anchor.server);
        let heard = if place.reading.is_some() { told } else { place.seen };
        let Act::Dossier { id, act } = &intent.act;
        let (kind, id) = (act.kind(), *id);
        let Ok((mut meta, mut queued)) = seal(&meta, &place, intent) else { return };
        let foreign = self.outside_the_lane(&mut meta, &mut queued);
        let (n, command) = (queued.n, queued.body.open());
        self.of_another_build(&mut meta, &mut queued);
        self.say(format!("{}: {} does {kind:?} on {:.8}, act {n}", self.now, name(writer), id.to_string()));
        let full = self.strikes(Fault::Full, 3);
        let crash = self.strikes(Fault::DeviceCrash, 6).then(|| self.dice.percent(50));
        let (body, writes) = (queued.body.clone(), [Write::Meta(meta), Write::Enqueue(queued)]);
        if full && !self.finds_room(index, tab, &writes) {
            return;
        }
        let device = &mut self.devices[index];
        if full {
            // What it shows is not kept, in the mutant that shows it.
        } else if crash == Some(false) {
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
                self.offer(index, tab, n);
                if !self.is(Mutant::ThreadLate) {
                    self.devices[index].set_thread();
                }
            }
        }
        if let Ok(command) = command {
            let Act::Dossier { act, .. } = &command.act;
            if let Some(number) = act.number().filter(|_| !foreign) {
                let code =
                    Code { agency: ward.agency_code.clone(), day: act.code_day(command.at.day()), number };
                self.check_printed(index, code);
            }
        }
        self.given.insert((writer, n));
        let is_copy = self.copied.contains(&writer.device);
        let twice = self
            .made
            .range((writer, n, String::new())..)
            .next()
            .is_some_and(|known| known.0 == writer && known.1 == n);
        if twice && !is_copy {
            self.problem(format!("act {n} of {} is given twice", name(writer)));
        }
        let act = words(writer, n, &body);
        self.heard_before.insert(act.clone(), heard);
        if foreign {
            self.foreign.insert(act.clone());
        }
        self.taken_back.remove(&act);
        self.made.insert(act);
        self.check_kept(writer);
    }

    /// The transaction fails and leaves nothing behind. Answers whether the page goes on as if it had not.
    fn finds_room(&mut self, index: usize, tab: usize, writes: &[Write]) -> bool {
        let (ward, writer) = (self.ward_at(index), self.devices[index].writer());
        self.say(format!("the disk of device {} is full: nothing is kept", writer.device));
        let (half, shown) = (self.is(Mutant::HalfKept), self.is(Mutant::ShownUnkept));
        let device = &mut self.devices[index];
        if half {
            let first = &writes[..writes.len() / 2];
            device.disk.get_mut(&writer).expect("the seat is on the disk").keep(first);
        }
        if shown {
            device.tabs[tab].client.adopt(ward, writes);
        }
        shown
    }

    /// A number that is not the device's to give stands on the slip; says so.
    fn outside_the_lane(&mut self, meta: &mut Meta, queued: &mut Queued) -> bool {
        let Ok(mut command) = queued.body.open() else { return false };
        let Act::Dossier { act, .. } = &mut command.act;
        if act.number().is_none() || !self.strikes(Fault::Number, 5) {
            return false;
        }
        let mine = meta.lane.map_or(0, |lane| lane.0);
        act.renumber(Lane(mine + 1 + self.dice.below(3) as u8).first());
        queued.body = Body::of(&command);
        meta.head = queued.body.hash(&queued.prev);
        true
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
            meta.lane = Some(Lane(0));
            meta.lane_day = Some(today);
            meta.lane_used = numbers.max().map_or(0, |number| number.saturating_sub(5_999));
        }
        let mut place = kept.place.clone();
        if self.is(Mutant::NumbersTooFar) {
            // As if it had never heard the server, and so had no day to count from.
            place.seen = Moment::default();
        }
        (meta, place)
    }
}

/// A dossier that wants something of the officer, in most cases: the first from any on.
fn on_the_road(
    dice: &mut Dice,
    ctx: &Ctx,
    client: &Client,
    known: &[DossierId],
    road: &[Kind],
) -> Option<DossierId> {
    if known.is_empty() || !dice.percent(90) {
        return None;
    }
    let (before, after) = known.split_at(dice.below(known.len()));
    let wants = |id: &&DossierId| road.iter().any(|kind| may(ctx, client.dossier(**id), *kind).is_ok());
    after.iter().chain(before).find(wants).copied()
}
