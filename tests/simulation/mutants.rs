//! Broken variants that must be caught: the test of the tests.
//!
//! Not here: where each one is built in (`server`, `world`), what catches it (`invariants`).
//! Invariant: a mutant changes the behaviour of a driver; the machines themselves are the shipped ones.

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
    /// A page of the database before a restore counts after it, and the question goes by the inbox: each alone is healed
    /// by the other.
    PageOfAnotherLife,
    /// A tab begins another life of the server without a look at what another tab has sent, and the question goes by the
    /// inbox: each alone is healed by the other.
    SentUnseen,
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
    /// A lane passes on while its holder may still print from it.
    LaneTooSoon,
    /// Whoever was heard after the copy counts as silent when the copy is put back.
    SilenceBelieved,
    /// What was printed from a lane before it passed on is judged as if it had never been held.
    LaneForgotten,
    /// A device gives numbers of days on which its lane may have another holder.
    NumbersTooFar,
    /// Two officers of one device count its lane apart.
    LaneAlone,
    /// The server takes acts under any name.
    ForgedWriter,
    /// An answer is taken by whoever is logged in when it arrives.
    WrongOfficer,
    /// An act counts as saved before its transaction is complete.
    SavedTooEarly,
    /// A full disk keeps the first half of a transaction.
    HalfKept,
    /// What a full disk did not keep is shown all the same.
    ShownUnkept,
    /// The thread across the door is not moved when an act is kept.
    ThreadLate,
    /// The server's own numbers are kept where a restore reaches them.
    NumbersInTheBackup,
    /// The server takes an act that does not continue its chain.
    ForkTaken,
    /// A page does not say whose outcomes it tells.
    HeadUntold,
    /// The server does not look for what an act was called before its device went on under new numbers.
    HeirUnknown,
    /// The server does not look for what an act became, where it comes under the name that it had before.
    LaterNameUnknown,
    /// A copied device drops what it cannot send under its old numbers.
    ForkDropped,
    /// A device whose acts the server lost, and has no more itself, goes on asking.
    HoleIgnored,
    /// A device gives its numbers up for an answer that came so late that the act is safe and forgotten.
    LateGap,
    /// A tab takes for gone what another tab has kept.
    GapAtOnce,
    /// Whoever puts an old copy back is not told what it lacks.
    MissingUntold,
    /// What a restore names goes by numbers: under one of them the copy may have a copied disk's act.
    MissingByNumber,
    /// A device takes its own clock for the server's.
    AnchorOfItsOwn,
    /// What was carried under another login is forgotten with the answer.
    CarriedForgotten,
    /// What was carried under another login counts as told to its author, whichever tab had heard of it.
    CarriedTold,
    /// Devices may forget an act as soon as one copy holds it.
    DurableAtOnce,
    /// A step is kept whatever another tab has kept meanwhile.
    KeptBlindly,
    /// A device holds an act for safe because a copy of it has another under the same number.
    SafeInAnothersChain,
    /// A device takes what became of acts that a copy of it has done.
    CopysOutcome,
    /// A pull goes on from its cursor after the officer's scope has changed.
    ScopeKept,
    /// A tablet is given back what its volunteer handed in.
    GivenBack,
    /// The server judges by the roles of yesterday.
    StaleWard,
    /// The server takes acts of a revoked device.
    RevokedTaken,
    /// A revoked device is wiped before its queue is safe.
    WipeFirst,
    /// The server keeps an act in its own words instead of the author's.
    Reworded,
    /// An answer is kept in a tab's own words, though another tab has taken those acts back and done others.
    WordsUnseen,
    /// What may still be taken back is sent at once.
    NotHeld,
    /// Of a step that is taken back the first half stays.
    BackByHalf,
    /// Acts are taken back whatever another tab has done after them.
    ChainCutBlindly,
    /// A tab sends what it remembers, though another has taken it back.
    SentFromMemory,
    /// The server refuses a whole push for one act that it cannot read.
    UnreadableRefused,
    /// In a chunk each dossier has the applicant of its neighbour.
    ColumnShifted,
    /// A chunk leaves out a field of its dossiers.
    ColumnDropped,
    /// A list of chunks says that it is newer than they are.
    ListTooNew,
    /// A patch leaves out one of the fields that changed, and the sum of the page is made of what comes out.
    FieldUnsent,
    /// A patch is made of an older state than the device holds, and the device takes what comes out without a look at the
    /// sum of the page: each alone is healed by the other.
    PatchUnchecked,
    /// A device whose sums differ goes on as it is.
    DriftUnmended,
    /// What the server does not have of a bucket stays on the device.
    SurplusKept,
    /// The server forgets how late its writer has been.
    LastAtForgotten,
    /// A time in doubt is not marked.
    DisputeUnmarked,
    /// The server does not look who signed what a colleague carries.
    UnsignedTaken,
    /// The server does not note that an outcome waits to be read.
    NoticeUnwritten,
    /// Whoever looks at an outcome has read it for its author.
    ReadForAnother,
    /// A device says that it has read what became of an act, and not which outcome that was.
    ReadByNumber,
    /// A device does not say what was read there.
    ReadUntold,
    /// A newer build goes on with what an older one has read by halves.
    HalvesKept,
    /// What one build takes in between counts as read by the one that read the rest.
    WordsMixed,
    /// A build does not note which dossiers are beyond it.
    BeyondForgotten,
    /// A reason that was beyond an older build is not asked for again.
    ReasonUntold,
}

impl Mutant {
    /// With a seed that shows it. The one that no seed has shown yet is not here; a story shows it (`world::stories`).
    pub const ALL: [(Mutant, u64); 73] = [
        (Mutant::NoDedupe, 1),
        (Mutant::NoGapCheck, 2),
        (Mutant::PoisonBlocks, 0),
        (Mutant::AckBeforeCommit, 507),
        (Mutant::NoEpoch, 2),
        (Mutant::AnotherLife, 2339),
        (Mutant::PageOfAnotherLife, 3616),
        (Mutant::SentUnseen, 1815),
        (Mutant::NoTail, 0),
        (Mutant::LanesInTheBackup, 170),
        (Mutant::DropOnSend, 0),
        (Mutant::CursorFirst, 15),
        (Mutant::StalePullOk, 62),
        (Mutant::HighestPlusOne, 1),
        (Mutant::TwoTabsNoLock, 2),
        (Mutant::LaneTooSoon, 5_000_001),
        (Mutant::SilenceBelieved, 5_000_042),
        (Mutant::LaneForgotten, 5_000_116),
        (Mutant::LaneAlone, 46),
        (Mutant::ForgedWriter, 4),
        (Mutant::WrongOfficer, 29),
        (Mutant::SavedTooEarly, 1),
        (Mutant::HalfKept, 61),
        (Mutant::ShownUnkept, 0),
        (Mutant::ThreadLate, 1),
        (Mutant::NumbersInTheBackup, 2),
        (Mutant::ForkTaken, 22),
        (Mutant::HeadUntold, 17),
        (Mutant::HeirUnknown, 145),
        (Mutant::LaterNameUnknown, 1_004_752),
        (Mutant::ForkDropped, 17),
        (Mutant::HoleIgnored, 456),
        (Mutant::LateGap, 3_237_368),
        (Mutant::GapAtOnce, 44),
        (Mutant::MissingUntold, 417),
        (Mutant::MissingByNumber, 3_158_132),
        (Mutant::AnchorOfItsOwn, 106),
        (Mutant::CarriedForgotten, 3_000_028),
        (Mutant::CarriedTold, 3_327_171),
        (Mutant::DurableAtOnce, 29),
        (Mutant::KeptBlindly, 1548),
        (Mutant::SafeInAnothersChain, 35236),
        (Mutant::CopysOutcome, 17),
        (Mutant::ScopeKept, 84),
        (Mutant::GivenBack, 0),
        (Mutant::StaleWard, 0),
        (Mutant::RevokedTaken, 4),
        (Mutant::WipeFirst, 5),
        (Mutant::Reworded, 0),
        (Mutant::WordsUnseen, 6_013_948),
        (Mutant::NotHeld, 4_000_014),
        (Mutant::BackByHalf, 4_000_005),
        (Mutant::ChainCutBlindly, 4_000_101),
        (Mutant::SentFromMemory, 4_000_068),
        (Mutant::UnreadableRefused, 0),
        (Mutant::ColumnShifted, 9_000_000),
        (Mutant::ColumnDropped, 9_000_000),
        (Mutant::ListTooNew, 9_000_000),
        (Mutant::FieldUnsent, 9_000_000),
        (Mutant::PatchUnchecked, 9_000_001),
        (Mutant::DriftUnmended, 9_000_002),
        (Mutant::SurplusKept, 9_000_002),
        (Mutant::LastAtForgotten, 9_000_000),
        (Mutant::DisputeUnmarked, 9_000_005),
        (Mutant::UnsignedTaken, 9_000_064),
        (Mutant::NoticeUnwritten, 9_000_001),
        (Mutant::ReadForAnother, 9_000_302),
        (Mutant::ReadByNumber, 9_000_476),
        (Mutant::ReadUntold, 9_000_002),
        (Mutant::HalvesKept, 12_000_006),
        (Mutant::WordsMixed, 13_000_164),
        (Mutant::BeyondForgotten, 12_000_010),
        (Mutant::ReasonUntold, 12_000_006),
    ];
}
