//! What every release has written, kept for good: acts with what became of them, messages, rows of a device's disk.
//!
//! With `UPDATE_EXPECT=1` a first run writes what a kind of act or a message has no file of yet, out of random lives,
//! and a second one judges it; a file that has landed is never written again (`tests/tidy/migrations.txt`).
//!
//! Not here: an old device that talks to the server (`server/src/tests/old_client.rs`).
//! Invariant: whatever stands in `shared/corpus` is read, hashed and judged today as it was on its day.

mod cover;
mod life;
mod samples;
mod wander;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use life::{Life, Lives};
use shared::act::Act;
use shared::dossier::Kind;
use shared::sync::wire::{ACT_VERSION, Command, Outcome, Over};
use shared::ward::Ward;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus")
}

fn newest() -> PathBuf {
    corpus().join(format!("v{ACT_VERSION}"))
}

fn writes() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some()
}

/// Writes a file that is not there.
fn write_new(file: &Path, text: &str) {
    assert!(!file.exists(), "{}: has landed", file.display());
    std::fs::create_dir_all(file.parent().expect("in a folder")).expect("a folder");
    std::fs::write(file, text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
}

fn text(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The JSON files under a folder, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return vec![] };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("can be listed").path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    files
}

/// The folder of each version that was released.
fn versions() -> Vec<PathBuf> {
    (1..=ACT_VERSION).map(|version| corpus().join(format!("v{version}"))).collect()
}

/// The settings that a version's acts of a kind were judged under.
fn ward(version: &Path, kind: Kind) -> Ward {
    shared::json::read(&text(&version.join(settings(kind)))).expect("settings of every release are read")
}

/// The first settings had no procedure whose dossiers hang in public.
fn settings(kind: Kind) -> &'static str {
    if hangs(kind) { "ward_posting.json" } else { "ward.json" }
}

fn hangs(kind: Kind) -> bool {
    matches!(kind, Kind::Post | Kind::Object | Kind::EndPosting)
}

fn is_proofed(kind: Kind) -> bool {
    matches!(kind, Kind::SendProof | Kind::AnswerProof | Kind::HearProof)
}

fn code(kind: Kind) -> String {
    let code = serde_json::to_value(kind).expect("a name");
    code.as_str().expect("a name").to_owned()
}

fn lives_in(version: &Path) -> Vec<(PathBuf, Lives)> {
    let read = |file: PathBuf| {
        let lives = shared::json::read(&text(&file)).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        (file, lives)
    };
    files(&version.join("acts")).into_iter().map(read).collect()
}

#[test]
fn every_kind_of_act_of_today_has_lives_in_the_corpus() {
    if writes() {
        wander::write_missing(&newest());
        samples::write_missing();
    }
    let missing: Vec<String> = Kind::ALL
        .into_iter()
        .map(|kind| newest().join("acts").join(code(kind) + ".json"))
        .filter(|file| !file.exists())
        .map(|file| file.display().to_string())
        .collect();
    assert!(missing.is_empty(), "UPDATE_EXPECT=1 writes {missing:?}");
    for (file, lives) in lives_in(&newest()) {
        let last = |life: &Life| life.rows.last().expect("no life is empty").body.open().map(kind_of);
        let ends = lives.lives.iter().map(last).collect::<Result<Vec<_>, _>>().expect("of this build");
        assert!(ends.iter().all(|kind| *kind == lives.kind), "{}: {ends:?}", file.display());
        let done = |outcome: &Outcome| outcome.seq().is_some();
        let lived = lives.lives.iter().filter_map(|life| life.rows.last());
        // Under settings that stay no date moves: what it does where they change is the server's test.
        let never = lives.kind == Kind::Recount;
        assert!(never || lived.into_iter().any(|row| done(&row.outcome)), "{}: never done", file.display());
    }
}

#[test]
fn every_act_that_was_ever_written_is_judged_as_on_its_day() {
    let mut judged = 0;
    for version in versions() {
        for (file, lives) in lives_in(&version) {
            let ward = ward(&version, lives.kind);
            for (place, life) in lives.lives.iter().enumerate() {
                if let Err(said) = life.again(&ward) {
                    panic!("{}, life {place}: {said}", file.display());
                }
                judged += life.rows.len();
            }
        }
    }
    assert!(judged > 200, "only {judged} acts");
}

/// Each way an act can end stands in the corpus, and each kind with every field that may be empty in both states.
#[test]
fn the_corpus_holds_every_outcome() {
    let mut outcomes = BTreeMap::<&str, usize>::new();
    for (_, lives) in lives_in(&newest()) {
        for row in lives.lives.iter().flat_map(|life| &life.rows) {
            *outcomes.entry(name_of(&row.outcome)).or_default() += 1;
        }
    }
    let all = ["applied", "noop", "merged", "over a step", "over details", "over a number", "rejected"];
    let missing: Vec<_> = all.into_iter().filter(|name| !outcomes.contains_key(name)).collect();
    assert!(missing.is_empty(), "{missing:?} of {outcomes:?}");
}

fn kind_of(command: Command) -> Kind {
    let Act::Dossier { act, .. } = command.act;
    act.kind()
}

fn name_of(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Applied { .. } => "applied",
        Outcome::Noop { .. } => "noop",
        Outcome::Merged { .. } => "merged",
        Outcome::Conflict { over: Over::Step { .. }, .. } => "over a step",
        Outcome::Conflict { over: Over::Details { .. }, .. } => "over details",
        Outcome::Conflict { over: Over::Number { .. }, .. } => "over a number",
        Outcome::Rejected { .. } => "rejected",
        Outcome::Quarantined { .. } => "aside",
    }
}

/// The test of the test: a changed byte, another order, another verdict are noticed.
#[test]
fn a_life_that_was_touched_is_noticed() {
    let ward = ward(&newest(), Kind::Submit);
    let (_, lives) =
        lives_in(&newest()).into_iter().find(|(_, lives)| lives.kind == Kind::Submit).expect("lives");
    let longest = lives.lives.iter().max_by_key(|life| life.rows.len()).expect("lives");
    assert_eq!(longest.again(&ward), Ok(()));
    let touched = |touch: fn(&mut Life)| {
        let mut life = longest.clone();
        touch(&mut life);
        life.again(&ward).expect_err("it was touched")
    };
    assert!(
        touched(|life| life.rows[0].body.0 = life.rows[0].body.0.replace("\"n\":1", "\"n\": 1"))
            .contains("chain")
    );
    assert_ne!(touched(|life| life.rows.swap(0, 1)), "");
    assert!(touched(|life| life.rows[0].outcome = Outcome::Applied { seq: 99 }).contains("judged"));
    assert!(touched(|life| life.records[0].sets += 1).contains("records"));
}
