//! Broken variants that the checker must catch: without them a model that shows nothing would pass too.
//!
//! Not here: where each one is built in (`book`, `world`).
//! Invariant: a mutant is one mistake of a driver; the machines themselves are the shipped ones.

use crate::world::Left;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mutant {
    /// The server answers, then commits.
    AckBeforeCommit,
    /// The server judges a repeated act again.
    NoDedupe,
    /// The server takes an act whose predecessor it does not have.
    NoGapCheck,
    /// A device forgets acts as soon as they are judged.
    NoTail,
    /// Devices may forget an act as soon as one copy holds it, though an older one may still be put back.
    DurableAtOnce,
    /// A database that was put back does not say that it is another one.
    EpochIgnored,
    /// The answer to a push of the life before counts.
    AnotherLife,
    /// A device counts on from what the server says instead of from what it has given.
    NumberedByTheServer,
    /// An act leaves the queue when it is sent.
    DropOnSend,
}

impl Mutant {
    pub const ALL: [Mutant; 9] = [
        Mutant::AckBeforeCommit,
        Mutant::NoDedupe,
        Mutant::NoGapCheck,
        Mutant::NoTail,
        Mutant::DurableAtOnce,
        Mutant::EpochIgnored,
        Mutant::AnotherLife,
        Mutant::NumberedByTheServer,
        Mutant::DropOnSend,
    ];

    /// The least that shows it: one device, or a second whose acts take the places of what was lost.
    pub fn shown_by(self) -> Left {
        match self {
            Mutant::EpochIgnored => Left { acts: [1, 1], crashes: 0, doubles: 0, restores: 1 },
            Mutant::AckBeforeCommit | Mutant::NoDedupe | Mutant::NoGapCheck | Mutant::NoTail => ONE,
            Mutant::DurableAtOnce | Mutant::AnotherLife => ONE,
            Mutant::NumberedByTheServer | Mutant::DropOnSend => ONE,
        }
    }
}

const ONE: Left = Left { acts: [2, 0], crashes: 1, doubles: 1, restores: 1 };
