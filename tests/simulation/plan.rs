//! What a run is made of: a seed, and bounds that a failing run is shrunk by.
//!
//! Not here: what happens in a run (`world`).
//! Invariant: equal plans give equal runs.

use std::fmt;

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
    /// Another officer logs in while answers are on their way.
    Switch,
    /// A device's clock jumps.
    Clock,
    /// A browser's storage is cleared; the device enrols anew.
    Clear,
    /// The server's database is wound back to its backup.
    Restore,
    /// A device sends acts under somebody else's name.
    Forge,
    /// A page sends what its own verdict refuses.
    Unasked,
}

impl Fault {
    pub const ALL: [Fault; 13] = [
        Fault::Drop,
        Fault::Duplicate,
        Fault::Reorder,
        Fault::Cut,
        Fault::DeviceCrash,
        Fault::ServerCrash,
        Fault::TabTurn,
        Fault::Switch,
        Fault::Clock,
        Fault::Clear,
        Fault::Restore,
        Fault::Forge,
        Fault::Unasked,
    ];
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    pub seed: u64,
    pub devices: usize,
    pub steps: usize,
    pub faults: Vec<Fault>,
}

impl Plan {
    pub fn of(seed: u64) -> Plan {
        let mut dice = Dice::new(seed ^ 0x5eed);
        Plan { seed, devices: 2 + dice.below(5), steps: 100 + dice.below(200), faults: Fault::ALL.to_vec() }
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
