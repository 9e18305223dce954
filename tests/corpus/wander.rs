//! Random lives that end with an act of a kind: how the corpus of a release is made.
//!
//! Not here: how lives are read (`life`), which of many are kept (`cover`).
//! Invariant: a life is written by the machines of a device, sealed and chained as there.

use std::collections::BTreeMap;
use std::path::Path;

use shared::act::Act;
use shared::ctx::Ctx;
use shared::demo;
use shared::dossier::any::{self, Dice};
use shared::dossier::code::Lane;
use shared::dossier::posting::running;
use shared::dossier::proof;
use shared::dossier::receive::Receive;
use shared::dossier::record::Channel;
use shared::dossier::reuse::{Reuse, Source};
use shared::dossier::{self, Dossier, Kind, may};
use shared::id::{DeviceId, DossierId, OfficerId, Writer};
use shared::moment::{Day, Moment};
use shared::script::book::Book;
use shared::script::forms;
use shared::session::gives_numbers;
use shared::sync::client::{Intent, Meta, Place, seal};
use shared::sync::wire::{Anchor, Command, Outcome, Over};
use shared::ward::Ward;

use crate::cover::choose;
use crate::life::{Life, Lives, Row};
use crate::{code, files, hangs, is_proofed, kind_of, name_of, settings, ward, write_new};

/// Lives that are tried for each kind.
const SEEDS: u64 = 2_000;
const STEPS_MAX: usize = 16;

/// What somebody did, before it has a number.
#[derive(Clone)]
struct Step {
    officer: OfficerId,
    /// The server's clock when it arrived.
    now: Moment,
    anchor: Option<Anchor>,
    at: Moment,
    /// How many of the steps before were on the screen.
    saw: usize,
    id: DossierId,
    act: dossier::Act,
}

/// Writes the files that the version does not have.
pub fn write_missing(version: &Path) {
    let known = files(&version.join("acts"));
    for kind in Kind::ALL {
        let file = version.join(settings(kind));
        if !file.exists() {
            write_new(&file, &(serde_json::to_string(&small_ward()).expect("JSON") + "\n"));
        }
        let ward = ward(version, kind);
        let file = version.join("acts").join(code(kind) + ".json");
        if known.contains(&file) {
            continue;
        }
        let chosen = choose((0..SEEDS).filter_map(|seed| life(&ward, seed, kind)));
        let lives = chosen.into_iter().map(|steps| shortest(&ward, steps)).collect();
        write_new(&file, &lines(&Lives { kind, lives }));
    }
}

/// The demo ward with the procedures that random acts are about.
fn small_ward() -> Ward {
    let mut ward = demo::ward().expect("the demo ward is whole");
    let known = ["CT-01", "HT-01", "HT-09", "BT-01", "BT-02", "DD-02", "DD-03", "DD-04"];
    ward.catalogue.procedures.retain(|procedure| known.contains(&procedure.id.as_str()));
    ward
}

/// One act a line.
fn lines(lives: &Lives) -> String {
    let life = |life: &Life| {
        let rows: Vec<String> = life.rows.iter().map(json).collect();
        let records: Vec<String> = life.records.iter().map(json).collect();
        format!("{{\"rows\":[\n{}\n],\"records\":[\n{}\n]}}", rows.join(",\n"), records.join(",\n"))
    };
    let all: Vec<String> = lives.lives.iter().map(life).collect();
    format!("{{\"kind\":{},\"lives\":[\n{}\n]}}\n", json(&lives.kind), all.join(",\n"))
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("JSON")
}

fn lane(ward: &Ward, officer: OfficerId) -> Option<Lane> {
    let works = ward.officer(officer).is_some_and(|officer| gives_numbers(&officer.roles));
    works.then(|| Lane(u8::try_from(officer.0).expect("few officers")))
}

/// A book that is being written, with what could be seen after each act.
struct Walk<'w> {
    ward: &'w Ward,
    book: Book,
    devices: BTreeMap<OfficerId, Meta>,
    seen: Vec<BTreeMap<DossierId, Dossier>>,
    rows: Vec<Row>,
}

impl<'w> Walk<'w> {
    fn new(ward: &'w Ward) -> Walk<'w> {
        Walk {
            ward,
            book: Book::default(),
            devices: BTreeMap::new(),
            seen: vec![BTreeMap::new()],
            rows: vec![],
        }
    }

    fn of(ward: &'w Ward, steps: &[Step]) -> Option<Walk<'w>> {
        let mut walk = Walk::new(ward);
        steps.iter().try_for_each(|step| walk.take(step))?;
        Some(walk)
    }

    /// Seals and judges; `None` where the device itself gives no number.
    fn take(&mut self, step: &Step) -> Option<()> {
        let lane = lane(self.ward, step.officer);
        let writer = Writer { device: DeviceId(step.officer.0), officer: step.officer };
        let meta = self.devices.entry(step.officer).or_insert_with(|| Meta::new(writer, lane));
        let base = self.seen[step.saw].get(&step.id).map_or(0, |record| record.rev);
        let heard = step.anchor.map_or(Moment::default(), |anchor| anchor.server);
        let place = Place { anchor: step.anchor, seen: heard, ..Place::default() };
        let act = Act::Dossier { id: step.id, act: step.act.clone() };
        let (next, queued) = seal(meta, &place, Intent { act, base, at: step.at }).ok()?;
        *meta = next;
        let command = queued.body.open().expect("of this build");
        let hash = queued.body.hash(&queued.prev);
        let outcome = self.book.judge(self.ward, &command, step.now, lane);
        self.book.note(&command, hash.clone(), step.now);
        self.rows.push(Row { now: step.now, lane, prev: queued.prev, hash, body: queued.body, outcome });
        self.seen.push(self.book.records.clone());
        Some(())
    }

    fn end(self) -> Life {
        Life { rows: self.rows, records: self.book.records.into_values().collect() }
    }
}

/// A life that ends with an act of the kind, done or refused; none where the seed leads elsewhere.
fn life(ward: &Ward, seed: u64, kind: Kind) -> Option<(Life, Vec<Step>)> {
    let mut dice = Dice::new(seed);
    let ids = [dice.id(), dice.id()];
    let (mut walk, mut steps) = (Walk::new(ward), vec![]);
    let mut now = Moment::at(Day::new(2018, 3, 5).expect("a day"), 8, 0);
    for _ in 0..STEPS_MAX {
        // What hangs in public hangs for days.
        let (chance, days) = if kind == Kind::EndPosting { (50, 6) } else { (5, 1) };
        let pause = if dice.percent(chance) { days * 24 * 60 } else { 1 + dice.below(60) as i64 };
        now = now.plus_minutes(pause);
        let id = *dice.pick(&ids);
        let Some(step) = next(&mut dice, &walk, id, now, kind) else { continue };
        if walk.take(&step).is_none() {
            continue;
        }
        let ends = step.act.kind() == kind;
        steps.push(step);
        let is_done = walk.rows.last().is_some_and(|row| row.outcome.seq().is_some());
        if ends && dice.percent(if is_done { 60 } else { 20 }) {
            return Some((walk.end(), steps));
        }
    }
    None
}

/// What somebody may do next: often the act that is looked for, now and then on what is no longer so, or with a
/// clock that is wrong.
fn next(dice: &mut Dice, walk: &Walk<'_>, id: DossierId, now: Moment, goal: Kind) -> Option<Step> {
    let ward = walk.ward;
    let last = walk.rows.last().and_then(|row| row.body.open().ok()).filter(|_| dice.percent(15));
    let id = last.as_ref().map_or(id, |last| last.act.dossier());
    let back = if last.is_some() {
        1
    } else if dice.percent(20) {
        dice.below(3)
    } else {
        0
    };
    let saw = walk.rows.len().saturating_sub(back);
    let view = walk.seen[saw].get(&id);
    let at = now.plus_minutes(match dice.below(20) {
        0 => -2 * 24 * 60,
        1 => 3 * 24 * 60,
        2 => -25,
        minutes => -(minutes as i64 / 4),
    });
    let ctx =
        |by| Ctx { now: at, happened: at, claimed: at, by, lane: lane(ward, by.id), reissued: None, ward };
    let all = || ward.officers.iter().flat_map(|by| Kind::ALL.into_iter().map(move |kind| (by, kind)));
    let open: Vec<_> = all().filter(|(by, kind)| may(&ctx(by), view, *kind).is_ok()).collect();
    let moves: Vec<_> = open.iter().filter(|(_, kind)| kind.spec().to.is_some()).copied().collect();
    // Two corrections come before the choice between them.
    let is_early = goal == Kind::Settle && view.is_none_or(|dossier| dossier.corrections.is_empty());
    let is_answer = matches!(goal, Kind::AnswerProof | Kind::HearProof);
    let is_unsent = is_answer && view.is_none_or(|d| proof::latest(d).is_none());
    // And it is hung up before anybody objects, or takes it down.
    let is_down =
        matches!(goal, Kind::Object | Kind::EndPosting) && view.is_none_or(|d| running(d).is_none());
    let needs = if is_early {
        Kind::Amend
    } else if is_down {
        Kind::Post
    } else if is_unsent {
        Kind::SendProof
    } else {
        goal
    };
    let wanted: Vec<_> = open.iter().filter(|(_, kind)| *kind == needs).copied().collect();
    // What somebody else has just done, by an officer who does not know it yet.
    let echo = |last: Command| {
        let (author, kind) = (last.writer.officer, kind_of(last));
        let others = open.iter().filter(move |(by, open)| by.id != author && *open == kind);
        others.copied().collect::<Vec<_>>()
    };
    let echoes = last.map(echo).unwrap_or_default();
    let forced: Vec<_> = all().filter(|(_, kind)| *kind == goal).collect();
    let from = match dice.below(100) {
        _ if !echoes.is_empty() => &echoes,
        0..4 => &forced,
        4..50 if !wanted.is_empty() => &wanted,
        4..85 if !moves.is_empty() => &moves,
        _ => &open,
    };
    let (by, kind) = *from.get(dice.below(from.len().max(1)))?;
    let mut act = any::act(dice, &ctx(by), view, kind);
    if let (None, dossier::Act::Receive(receive)) = (view, &mut act) {
        suit(dice, ward, goal, at, receive);
    }
    if let dossier::Act::Reuse(reuse) = &mut act {
        of_another(dice, reuse, &walk.seen[saw], id);
    }
    let anchor = dice.percent(50).then(|| {
        let server = now.plus_minutes(-30);
        Anchor { server, local: server.plus_minutes(dice.below(8) as i64 - 4) }
    });
    Some(Step { officer: by.id, now, anchor, at, saw, id, act })
}

/// What hangs in public is of a procedure that posts, and whoever is sent a draft applied from afar.
fn suit(dice: &mut Dice, ward: &Ward, goal: Kind, at: Moment, receive: &mut Receive) {
    let procedure = match (hangs(goal), is_proofed(goal)) {
        (true, _) => *dice.pick(&["BT-01", "DD-02"]),
        (false, true) => "HT-09",
        (false, false) => return,
    };
    let Receive { number, secret, .. } = receive.clone();
    *receive = Receive { number, secret, ..forms::receive(ward, procedure, at.day()) };
    if is_proofed(goal) {
        receive.form.channel = Channel::Online;
    }
}

/// Mostly a scan that another dossier has for the paper; else of a dossier that nobody knows.
fn of_another(dice: &mut Dice, reuse: &mut Reuse, seen: &BTreeMap<DossierId, Dossier>, id: DossierId) {
    let others = seen.values().filter(|other| other.id != id && !other.scans.is_empty());
    let Some((other, code)) = others.filter_map(|other| Some((other, other.code.clone()?))).next() else {
        return;
    };
    if dice.percent(70) {
        reuse.from = Source { id: other.id, code };
        let scan = dice.pick(&other.scans);
        reuse.file = scan.file.clone();
        reuse.paper = scan.paper.clone();
    }
}

/// Without the steps that the end does not need.
fn shortest(ward: &Ward, mut steps: Vec<Step>) -> Life {
    let end_of = |walk: &Walk<'_>| walk.rows.last().map(|row| ending(&row.outcome));
    let whole = Walk::of(ward, &steps).expect("walked before");
    let end = end_of(&whole);
    let (mut best, mut place) = (whole.end(), 0);
    while place + 1 < steps.len() {
        let mut fewer = steps.clone();
        fewer.remove(place);
        fewer.iter_mut().filter(|step| step.saw > place).for_each(|step| step.saw -= 1);
        match Walk::of(ward, &fewer).filter(|walk| end_of(walk) == end) {
            Some(walk) => (best, steps) = (walk.end(), fewer),
            None => place += 1,
        }
    }
    best
}

/// How it ended, and why.
pub fn ending(outcome: &Outcome) -> String {
    let why = match outcome {
        Outcome::Rejected { refusal } | Outcome::Conflict { over: Over::Step { refusal }, .. } => {
            format!("{refusal:?}").split([' ', '{', '(']).next().unwrap_or_default().to_owned()
        }
        Outcome::Applied { .. } | Outcome::Noop { .. } | Outcome::Merged { .. } => String::new(),
        Outcome::Conflict { .. } | Outcome::Quarantined { .. } => String::new(),
    };
    format!("{} {why}", name_of(outcome))
}
