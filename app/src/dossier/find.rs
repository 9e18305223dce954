//! Tìm hồ sơ: the dossiers of this device by words, digits and filters, faster than one types.
//!
//! Not here: what is asked for (`ask`), the words and the texts that they are looked for in (`find::query`), the page
//! (`list`), dossiers of other years (the server's search).
//! Invariant: keys are folded once per change of a dossier, after the page stands or by the first letter typed; a keystroke
//! runs over texts that lie side by side, or over what the letters before have left of them, and copies nothing but the
//! ids it found. What a keystroke costs is measured: docs/performance.md.

mod query;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use leptos::prelude::*;
use shared::dossier::sought;
use shared::dossier::{Dossier, Status, agency, ask_more, posting};
use shared::id::{DossierId, OfficerId};
use shared::moment::{Day, Moment};
use shared::procedure::ProcedureRef;
use shared::text::canonical;
use shared::ward::Ward;

use self::query::{Line, Lines, Query};
use super::ask::{Ask, DueIn, Sort};
use crate::desk::Desk;

/// What the index keeps of one dossier.
struct Entry {
    id: DossierId,
    /// Changes whenever the dossier does.
    stamp: (u64, usize),
    /// As they are written.
    names: Box<str>,
    keys: OnceCell<Keys>,
    /// `|number|phone|code`, digits only; of the code what stands after the agency.
    figures: Box<str>,
    status: Status,
    /// Place in `Index::procedures`.
    procedure: usize,
    handler: Option<OfficerId>,
    received: Option<Moment>,
    /// `None` where the clock does not run.
    running_due: Option<Moment>,
    /// The first day on which the agency that is asked is late.
    agency_late: Option<Day>,
    /// The last day for the papers that are asked for.
    awaited_until: Option<Day>,
    /// The last day of the posting that hangs.
    posted_until: Option<Day>,
    has_unsigned: bool,
    order: i64,
}

/// What words are looked for in.
struct Keys {
    /// Folded names, each word after a space.
    name: Box<str>,
    /// With accents, in one form.
    exact: Box<str>,
}

impl Entry {
    fn keys(&self) -> &Keys {
        self.keys.get_or_init(|| Keys {
            name: sought::folded(&self.names).into(),
            exact: canonical(&self.names).into(),
        })
    }
}

/// A procedure, named once for all of its dossiers.
struct Named {
    reference: ProcedureRef,
    field: String,
    /// Folded names and codes, each word after a space.
    name: String,
}

/// Milliseconds between two bands of the order: more than any moment has.
const BAND: i64 = i64::MAX / 8;

/// All dossiers of this device in the order of their due moments, ready to be searched: what a clock runs for, what waits
/// for somebody else, what has no date, what is over.
#[derive(Default)]
pub struct Index {
    entries: Vec<Entry>,
    procedures: Vec<Named>,
    /// Made for the first word after a change.
    lines: OnceCell<Lines>,
    /// What was typed last since then, and what answered it.
    last: RefCell<Option<(Query, Vec<u32>)>>,
}

impl Index {
    /// Takes in what changed; the keys of unchanged dossiers are kept.
    pub fn refresh<'a>(&mut self, ward: &Ward, dossiers: impl Iterator<Item = &'a Dossier>) {
        self.lines.take();
        self.last.take();
        let mut old: HashMap<DossierId, Entry> = self.entries.drain(..).map(|e| (e.id, e)).collect();
        // A paper slip is shown with its block.
        for dossier in dossiers.filter(|dossier| !dossier.status.is_slip()) {
            let stamp = (dossier.rev, dossier.history.len());
            let entry = match old.remove(&dossier.id).filter(|entry| entry.stamp == stamp) {
                Some(entry) => entry,
                None => self.entry(ward, dossier, stamp),
            };
            self.entries.push(entry);
        }
        self.entries.sort_by_key(|entry| (entry.order, entry.id));
    }

    fn entry(&mut self, ward: &Ward, dossier: &Dossier, stamp: (u64, usize)) -> Entry {
        // As the light has it: a pause that began after the due moment hides nothing.
        let waits = dossier.paused_since().is_some_and(|since| dossier.due.is_none_or(|due| since <= due));
        let runs = dossier.finished_at.is_none() && !waits && dossier.is_open();
        let order = match (dossier.is_open(), dossier.due) {
            (true, Some(due)) if runs => due.millis(),
            // Somebody else is waited for: after all that the counter still works against.
            (true, Some(due)) => BAND + due.millis(),
            (true, None) => 2 * BAND + dossier.created_at.millis(),
            // What is over comes last, the latest first.
            (false, _) => 4 * BAND - dossier.closed_at.unwrap_or(dossier.created_at).millis(),
        };
        Entry {
            id: dossier.id,
            stamp,
            names: sought::names(dossier).into(),
            keys: OnceCell::new(),
            figures: sought::figures(dossier).into(),
            status: dossier.status,
            procedure: self.procedure(ward, &dossier.procedure),
            handler: dossier.handler,
            received: dossier.received_at,
            running_due: dossier.due.filter(|_| runs),
            has_unsigned: dossier.unsigned_scans().next().is_some(),
            agency_late: agency::waits(dossier).and_then(|waits| waits.late_from(&ward.calendar)),
            awaited_until: ask_more::last_day(&ward.calendar, dossier),
            posted_until: posting::running(dossier).map(|posting| posting.until),
            order,
        }
    }

    /// Folds a few that nobody has looked for yet, and lays all side by side when none is left; `true` while there may be
    /// more of them.
    fn fold_some(&self) -> bool {
        let left = self.entries.iter().filter(|entry| entry.keys.get().is_none());
        let is_more = left.take(AHEAD).map(Entry::keys).count() == AHEAD;
        if !is_more {
            self.lines();
        }
        is_more
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(&self.entries))
    }

    fn procedure(&mut self, ward: &Ward, reference: &ProcedureRef) -> usize {
        if let Some(place) = self.procedures.iter().position(|known| known.reference == *reference) {
            return place;
        }
        let found = ward.catalogue.get(reference);
        self.procedures.push(Named {
            reference: reference.clone(),
            field: found.map(|p| p.field.clone()).unwrap_or_default(),
            name: found.map(|p| sought::folded(&sought::subject(p))).unwrap_or_default(),
        });
        self.procedures.len() - 1
    }

    /// What the filters let pass, whatever the text.
    fn filter<'a>(&'a self, ask: &'a Ask, now: Moment) -> impl Fn(&Entry) -> bool + 'a {
        let in_field: Vec<bool> =
            self.procedures.iter().map(|p| ask.field.is_empty() || p.field == ask.field).collect();
        let today = now.day();
        let in_time = move |entry: &Entry| match (ask.due, entry.running_due) {
            (DueIn::Any, _) => true,
            (DueIn::AgencyLate, _) => entry.agency_late.is_some_and(|from| from <= today),
            (DueIn::SupplementLate, _) => entry.awaited_until.is_some_and(|last| last < today),
            (DueIn::PostingOver, _) => entry.posted_until.is_some_and(|last| last < today),
            (DueIn::Unsigned, _) => entry.has_unsigned,
            (_, None) => false,
            (DueIn::Overdue, Some(due)) => due < now,
            (DueIn::Today, Some(due)) => due >= now && due.day() == today,
            (DueIn::Week, Some(due)) => due >= now && due.day().since(today) < 7,
        };
        move |entry| {
            ask.group.holds(entry.status)
                && in_field[entry.procedure]
                && ask.handler.is_none_or(|handler| entry.handler == Some(handler))
                && ask.received.is_none_or(|day| entry.received.is_some_and(|at| at.day() == day))
                && in_time(entry)
        }
    }

    /// Those that answer and pass, by rank. Without a word all answer, and no text is looked at; where the words before
    /// find whatever these do, only what answered them is.
    fn ranked(&self, query: Query, passes: impl Fn(&Entry) -> bool) -> [Vec<&Entry>; 3] {
        let mut ranks: [Vec<&Entry>; 3] = Default::default();
        if query.is_empty() {
            ranks[2].extend(self.entries.iter().filter(|entry| passes(entry)));
            return ranks;
        }
        let mut answer = Vec::new();
        let mut look = |(at, line): (u32, Line<'_>)| {
            if let Some(rank) = query.rank(&line) {
                answer.push(at);
                let entry = &self.entries[at as usize];
                if passes(entry) {
                    ranks[rank].push(entry);
                }
            }
        };
        let (lines, mut last) = (self.lines(), self.last.borrow_mut());
        match last.take().filter(|(before, _)| query.narrows(before)) {
            Some((_, among)) => lines.among(&among).for_each(&mut look),
            None => lines.iter().for_each(&mut look),
        }
        *last = Some((query, answer));
        ranks
    }

    /// How many pass the filters, whatever the text.
    pub fn count(&self, ask: &Ask, now: Moment) -> usize {
        let passes = self.filter(ask, now);
        self.entries.iter().filter(|entry| passes(entry)).count()
    }

    /// Those that pass the filters, whatever the text.
    pub fn passed(&self, ask: &Ask, now: Moment) -> BTreeSet<DossierId> {
        let passes = self.filter(ask, now);
        self.entries.iter().filter(|entry| passes(entry)).map(|entry| entry.id).collect()
    }

    /// Who answers: best match first, then in the asked order.
    pub fn find(&self, ask: &Ask, now: Moment) -> Vec<DossierId> {
        let ranks = self.ranked(Query::new(&ask.text, &self.procedures), self.filter(ask, now));
        if ask.sort != Sort::Newest {
            return ids(&ranks);
        }
        let mut hits = ranks.concat();
        newest_first(&mut hits);
        ids(&[hits])
    }

    /// Whose names or numbers answer, whatever they asked for: best match first, then the newest.
    pub fn people(&self, typed: &str) -> Vec<DossierId> {
        let mut ranks = self.ranked(Query::new(typed, &[]), |_| true);
        ranks.iter_mut().for_each(|rank| newest_first(rank));
        ids(&ranks)
    }
}

fn newest_first(hits: &mut [&Entry]) {
    hits.sort_by_key(|entry| std::cmp::Reverse(entry.received.unwrap_or_default()));
}

fn ids(ranks: &[Vec<&Entry>]) -> Vec<DossierId> {
    let mut ids = Vec::with_capacity(ranks.iter().map(Vec::len).sum());
    ranks.iter().for_each(|rank| ids.extend(rank.iter().map(|entry| entry.id)));
    ids
}

thread_local! {
    static INDEX: RefCell<Index> = RefCell::default();
}

/// Entries that are folded between two turns of the page: some milliseconds.
const AHEAD: usize = 500;
/// How long a page that has just read the index is left alone.
const PAGE_STANDS: Duration = Duration::from_millis(400);

fn fold_ahead() {
    if INDEX.with_borrow(Index::fold_some) {
        set_timeout(fold_ahead, Duration::ZERO);
    }
}

/// Whoever comes next begins with an empty index.
pub fn forget() {
    INDEX.take();
}

/// The index of everything on this device: renewed when something changed, shared by all pages of the tab.
#[derive(Clone, Copy)]
pub struct Finder {
    fresh: Memo<u64>,
}

impl Finder {
    pub fn new(desk: Desk) -> Finder {
        let fresh = Memo::new(move |count: Option<&u64>| {
            let ward = desk.ward();
            desk.select(|client| INDEX.with_borrow_mut(|index| index.refresh(&ward, client.dossiers())));
            count.map_or(0, |count| count + 1)
        });
        // The figures of a day need no folded names: they are for the one who types.
        Effect::new(move |_| {
            fresh.get();
            set_timeout(fold_ahead, PAGE_STANDS);
        });
        Finder { fresh }
    }

    /// Reads the index, and follows its changes.
    pub fn read<R>(self, f: impl FnOnce(&Index) -> R) -> R {
        // Asked for its value, since a memo that nobody asked is never computed.
        self.fresh.get();
        INDEX.with_borrow(f)
    }
}
