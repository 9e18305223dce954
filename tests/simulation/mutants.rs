//! Broken variants that must be caught: the test of the tests.
//!
//! Not here: where each one is built in (`server`, `world`), what catches it (`invariants`).
//! Invariant: a mutant is one change of behaviour in a driver; the machines themselves are the shipped ones.

/// What is done wrongly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mutant {
    /// The server judges a repeated act again.
    NoDedupe,
    /// The server takes an act whose predecessor it does not have.
    NoGapCheck,
    /// A refused act is not used up: everything behind it waits.
    PoisonBlocks,
    /// The server answers, then commits.
    AckBeforeCommit,
    /// A restored database does not say that it is another one.
    NoEpoch,
    /// An answer of the database before a restore counts after it.
    AnotherLife,
    /// A device forgets acts as soon as they are judged.
    NoTail,
    /// Lanes are given out of the database that a restore winds back.
    LanesInTheBackup,
    /// A device forgets acts as it sends them.
    DropOnSend,
    /// The cursor is kept before the records that it stands for.
    CursorFirst,
    /// Pages are taken wherever they begin.
    StalePullOk,
    /// A number is the highest that the device has seen, plus one.
    HighestPlusOne,
    /// A tab numbers acts from its own memory.
    TwoTabsNoLock,
    /// Two officers of one device count its lane apart.
    LaneAlone,
    /// The server takes acts under any name.
    ForgedWriter,
    /// An answer is taken by whoever is logged in when it arrives.
    WrongOfficer,
    /// An act counts as saved before its transaction is complete.
    SavedTooEarly,
}

impl Mutant {
    pub const ALL: [Mutant; 17] = [
        Mutant::NoDedupe,
        Mutant::NoGapCheck,
        Mutant::PoisonBlocks,
        Mutant::AckBeforeCommit,
        Mutant::NoEpoch,
        Mutant::AnotherLife,
        Mutant::NoTail,
        Mutant::LanesInTheBackup,
        Mutant::DropOnSend,
        Mutant::CursorFirst,
        Mutant::StalePullOk,
        Mutant::HighestPlusOne,
        Mutant::TwoTabsNoLock,
        Mutant::LaneAlone,
        Mutant::ForgedWriter,
        Mutant::WrongOfficer,
        Mutant::SavedTooEarly,
    ];
}
