//! What a run is made of: a seed, and bounds that a failing run is shrunk by.
//!
//! Not here: what happens in a run (`world`).
//! Invariant: equal plans give equal runs.

use std::fmt;

use shared::dossier::Kind;
use shared::dossier::any::Dice;

/// What goes wrong on purpose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A message never arrives.
    Drop,
    /// A message arrives twice.
    Duplicate,
    /// Messages overtake each other.
    Reorder,
    /// A page of changes breaks off in the middle.
    Cut,
    /// A device goes down: before a step is kept, after it, or between two steps.
    DeviceCrash,
    /// The server goes down before or after a commit.
    ServerCrash,
    /// Another tab takes over.
    TabTurn,
    /// The tabs of a device all talk at once.
    Chorus,
    /// Another officer logs in while answers are on their way.
    Switch,
    /// A device's clock jumps.
    Clock,
    /// The disk is full: a transaction fails.
    Full,
    /// A browser's storage is cleared; the device enrols anew.
    Clear,
    /// The server's database is wound back to one of its copies, and no device has forgotten what it lacks.
    Restore,
    /// It is wound back to a copy so old that devices have forgotten some of what it lacks.
    OlderBackup,
    /// A device's disk is copied, and both go on with it.
    Copy,
    /// Officers get other roles.
    Roles,
    /// A device is revoked, and is rescued and wiped when it is next heard.
    Revoke,
    /// A device sends acts under somebody else's name.
    Forge,
    /// A page sends what its own verdict refuses.
    Unasked,
    /// A device prints a number outside its lane.
    Number,
    /// A device with an older build writes acts in other words.
    OldBuild,
    /// A device with a newer build writes acts that the server cannot read.
    NewBuild,
    /// A file of what waits on a device is brought to the server, at any time after.
    File,
    /// A device's clock gains or loses some minutes a day.
    Drift,
    /// What another officer has left on a device is carried under the login of whoever works there.
    Carry,
    /// A dossier is gone from a device's base, is an older one, or stands there twice.
    Rot,
    /// A device has pages that do not know all of the server's words, or gets others.
    OldPages,
}

impl Fault {
    pub const ALL: [Fault; 27] = [
        Fault::Drop,
        Fault::Duplicate,
        Fault::Reorder,
        Fault::Cut,
        Fault::DeviceCrash,
        Fault::ServerCrash,
        Fault::TabTurn,
        Fault::Chorus,
        Fault::Switch,
        Fault::Clock,
        Fault::Full,
        Fault::Clear,
        Fault::Restore,
        Fault::OlderBackup,
        Fault::Copy,
        Fault::Roles,
        Fault::Revoke,
        Fault::Forge,
        Fault::Unasked,
        Fault::Number,
        Fault::OldBuild,
        Fault::NewBuild,
        Fault::File,
        Fault::Drift,
        Fault::Carry,
        Fault::Rot,
        Fault::OldPages,
    ];

    /// Where each came alone before `TOGETHER_FROM`, and two of them come together since. A newer build hands its own
    /// acts on; this one cannot, so it stays alone.
    const APART: [Fault; 3] = [Fault::OlderBackup, Fault::Copy, Fault::NewBuild];
    const TOGETHER: [Fault; 2] = [Fault::OlderBackup, Fault::Copy];
    /// What there is from `TOGETHER_FROM` on.
    const LATEST: [Fault; 2] = [Fault::Drift, Fault::Carry];
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    pub seed: u64,
    pub devices: usize,
    pub steps: usize,
    pub faults: Vec<Fault>,
}

/// From this seed on officers do whatever there is, and whatever there is goes wrong; before it only what there was when
/// the seeds that are written down were found, since another choice would make each of them another run.
pub const EVERY_KIND_FROM: u64 = 2_000_000;
/// What there was at each of the two times: the seeds from here on had paper slips, scans and files.
pub const WIDE_FROM: u64 = 1_000_000;
/// From here on clocks drift, officers carry what others have left, and an old copy is put back though a disk was copied.
pub const TOGETHER_FROM: u64 = 3_000_000;
/// From here on what was done a moment ago waits for a second thought, and some of it is taken back.
pub const UNDO_FROM: u64 = 4_000_000;
/// From here on dossiers are carried to their end: what an officer does is mostly what the road asks for, and the ward has
/// few lanes, which pass on.
pub const LIVES_FROM: u64 = 5_000_000;
/// From here on dossiers are posted in public.
pub const POSTED_FROM: u64 = 6_000_000;
/// From here on whoever applied from afar is sent drafts, and answers them.
pub const PROOF_FROM: u64 = 7_000_000;
/// From here on fees are corrected and given back.
pub const FEES_FROM: u64 = 8_000_000;
/// From here on everything travels as it does between a browser and the program: short pages in columns and patches,
/// first readings in chunks, sums that are compared and mended, signed acts, and outcomes that wait to be read.
pub const WIRE_FROM: u64 = 9_000_000;
/// From here on an answer to a draft is taken down by telephone.
pub const HEARD_FROM: u64 = 10_000_000;
/// From here on some of what was handed in ahead takes the fast lane.
pub const FAST_FROM: u64 = 11_000_000;
/// From here on some devices have pages that are older than the server.
pub const MIXED_FROM: u64 = 12_000_000;
/// From here on they are given other pages often, older and newer, in the midst of whatever they read.
pub const FLICKER_FROM: u64 = 13_000_000;
/// What the road asks for.
const ROAD: [Kind; 19] = [
    Kind::Receive,
    Kind::Assign,
    Kind::AskMore,
    Kind::Supplement,
    Kind::Consult,
    Kind::Reply,
    Kind::AskPayment,
    Kind::Paid,
    Kind::Submit,
    Kind::SendBack,
    Kind::Sign,
    Kind::Stamp,
    Kind::HandOver,
    Kind::Forward,
    Kind::ResultArrived,
    Kind::Settle,
    Kind::ConfirmTime,
    Kind::Recount,
    Kind::NotDuplicate,
];
const KINDS_BEFORE: usize = 28;
const KINDS_WIDE: usize = 32;
const KINDS_UNPOSTED: usize = 39;
const KINDS_UNPROOFED: usize = 42;
const KINDS_UNCORRECTED: usize = 44;
const KINDS_UNHEARD: usize = 45;

impl Plan {
    /// What officers do.
    pub fn kinds(&self) -> &'static [Kind] {
        let all: &'static [Kind] = &Kind::ALL;
        match self.seed {
            HEARD_FROM.. => all,
            FEES_FROM.. => &all[..KINDS_UNHEARD],
            PROOF_FROM.. => &all[..KINDS_UNCORRECTED],
            POSTED_FROM.. => &all[..KINDS_UNPROOFED],
            EVERY_KIND_FROM.. => &all[..KINDS_UNPOSTED],
            WIDE_FROM.. => &all[..KINDS_WIDE],
            _ => &all[..KINDS_BEFORE],
        }
    }

    /// Whether the ward knows procedures whose dossiers hang in public.
    pub fn posts(&self) -> bool {
        self.seed >= POSTED_FROM
    }

    /// Whether what was handed in ahead may be done and returned at once.
    pub fn is_fast(&self) -> bool {
        self.seed >= FAST_FROM
    }

    /// Whether things travel as they do between a browser and the program.
    pub fn is_wired(&self) -> bool {
        self.seed >= WIRE_FROM
    }

    /// Whether devices have pages of more than one build.
    pub fn is_mixed(&self) -> bool {
        self.seed >= MIXED_FROM
    }

    /// What officers mostly do, where dossiers are carried to their end.
    pub fn road(&self) -> Option<&'static [Kind]> {
        (self.seed >= LIVES_FROM).then_some(&ROAD)
    }

    /// How many of the ward's settings are given out in turn: the last has days off that were decreed.
    pub fn wards(&self) -> usize {
        if self.seed >= LIVES_FROM { 4 } else { 3 }
    }

    /// How many lanes the ward has; as many as anybody asks for where they do not pass on. What a wrong clock prints for
    /// another day is the law of clocks, not of lanes.
    pub fn lanes(&self) -> u8 {
        let clocks = [Fault::Clock, Fault::Drift].iter().any(|fault| self.faults.contains(fault));
        if self.seed >= LIVES_FROM && !clocks { 4 } else { u8::MAX }
    }

    /// Of how many rolls a step is one.
    pub fn rolls(&self) -> usize {
        match self.seed {
            FLICKER_FROM.. => 1526,
            MIXED_FROM.. => 1466,
            WIRE_FROM.. => 1460,
            UNDO_FROM.. => 1300,
            TOGETHER_FROM.. => 1105,
            WIDE_FROM.. => 1070,
            _ => 1040,
        }
    }

    /// Whether acts wait for a second thought.
    pub fn thinks_twice(&self) -> bool {
        self.seed >= UNDO_FROM
    }

    pub fn of(seed: u64) -> Plan {
        let mut dice = Dice::new(seed ^ 0x5eed);
        let (mut devices, mut steps) = (2 + dice.below(5), 100 + dice.below(200));
        if seed >= LIVES_FROM {
            (devices, steps) = (devices.clamp(4, 5), steps + 500);
        }
        let mut faults = Fault::ALL.to_vec();
        if seed < WIDE_FROM {
            faults.retain(|fault| *fault != Fault::File);
        }
        if seed < TOGETHER_FROM {
            faults.retain(|fault| !Fault::LATEST.contains(fault));
        }
        if seed < WIRE_FROM {
            faults.retain(|fault| *fault != Fault::Rot);
        }
        if seed < MIXED_FROM {
            faults.retain(|fault| *fault != Fault::OldPages);
        }
        let chosen = *dice.pick(&Fault::APART);
        let together = seed >= TOGETHER_FROM && Fault::TOGETHER.contains(&chosen);
        faults.retain(|fault| {
            let is_second = together && Fault::TOGETHER.contains(fault);
            *fault == chosen || is_second || !Fault::APART.contains(fault)
        });
        if seed >= LIVES_FROM && dice.percent(50) {
            faults.retain(|fault| !matches!(fault, Fault::Clock | Fault::Drift));
        }
        // Half of the seeds have half of the faults: what one kind hides from another is seen too.
        if dice.percent(50) {
            faults.retain(|_| dice.percent(50));
        }
        // A dossier lives to its end where little goes wrong.
        if seed >= LIVES_FROM && dice.percent(50) {
            faults.retain(|_| dice.percent(20));
        }
        if seed >= FLICKER_FROM && !faults.contains(&Fault::OldPages) {
            faults.push(Fault::OldPages);
        }
        Plan { seed, devices, steps, faults }
    }

    /// Smaller ones, the greatest step first.
    fn smaller(&self) -> Vec<Plan> {
        let mut plans = vec![];
        for steps in [self.steps / 2, self.steps * 3 / 4, self.steps.saturating_sub(1)] {
            plans.push(Plan { steps, ..self.clone() });
        }
        if self.devices > 1 {
            plans.push(Plan { devices: self.devices - 1, ..self.clone() });
        }
        for fault in &self.faults {
            let faults = self.faults.iter().copied().filter(|other| other != fault).collect();
            plans.push(Plan { faults, ..self.clone() });
        }
        plans.retain(|plan| plan != self);
        plans
    }

    /// The smallest plan that greed finds and that still fails.
    pub fn shrink(self, fails: impl Fn(&Plan) -> bool) -> Plan {
        /// More tries than a person waits for.
        const TRIES_MAX: usize = 400;
        let (mut plan, mut tries) = (self, 0);
        while let Some(next) = plan.smaller().into_iter().find(|plan| {
            tries += 1;
            tries <= TRIES_MAX && fails(plan)
        }) {
            plan = next;
        }
        plan
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Plan { seed, devices, steps, faults } = self;
        write!(f, "seed {seed}: {devices} devices, {steps} steps, faults {faults:?}")
    }
}
