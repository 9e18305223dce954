//! The power fails while the ledger commits: what somebody was told is kept must be there afterwards.
//!
//! Not here: killed processes (`kill`): what a killed process has written is still there, synced or not.
//! Invariant: the same harness is shown to bite, on `synchronous=NORMAL` and `OFF`, in the same run.

use std::collections::BTreeMap;
use std::path::Path;

use server::clock::Clock;
use server::feed::Feed;
use server::store::ledger::Ledger;
use server::store::{Db, FILE, Store};
use shared::act::Act;
use shared::demo;
use shared::dossier::any::Dice;
use shared::dossier::{self, amend::Note};
use shared::id::Writer;
use shared::script::people::People;
use shared::sync::client::{Client, Intent, Meta, Write, seal};
use shared::sync::wire::{Outcome, PushReply};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};
use tokio::task::JoinSet;

use crate::cuts::Tape;
use crate::vfs::{Step, Watch};
use crate::ward::{Folder, now};

const CUTS: usize = 5_000;
/// Cuts of the modes that must lose something: a few are plenty.
const BITES: usize = 400;
const DEVICES: usize = 6;
/// Pushes that a device makes, one after the other.
const PUSHES: usize = 60;
/// Every so many cuts the whole book is judged again as well, as `mot-cua verify` does.
const VERIFY_EVERY: usize = 100;

/// Drives the real ledger on a watched disk; answers everything that reached the disk, with what was told.
async fn record(synchronous: &'static str) -> Vec<Step> {
    let folder = Folder::in_memory();
    let watch = Watch::over(folder.path());
    let store = folder.store().await;
    let Db::Sqlite { write, .. } = &*store.db else { panic!("a file of SQLite") };
    sqlx::query(synchronous).execute(write).await.expect("set");
    // Many small checkpoints: each of them moves pages from the log into the book.
    sqlx::query("PRAGMA wal_autocheckpoint = 60").execute(write).await.expect("set");
    let ledger = Ledger::start(store.clone(), Clock::Machine, Feed::default());
    let mut crowd = JoinSet::new();
    for place in 0..DEVICES {
        let enrolled = store.enrol("secret", "máy thử", true, now()).await.expect("enrolled");
        let writer = Writer { device: enrolled.id, officer: demo::RECEPTION };
        let client = Client::new(Meta::new(writer, enrolled.lane));
        crowd.spawn(work(store.clone(), ledger.clone(), watch.clone(), client, place as u64));
    }
    crowd.join_all().await;
    let steps = watch.take();
    store.db.close().await;
    steps
}

async fn work(store: Store, ledger: Ledger, watch: std::sync::Arc<Watch>, mut client: Client, seed: u64) {
    let (ward, mut people, mut dice) = (store.ward(), People::new(seed), Dice::new(seed));
    let writer = client.meta.writer;
    let mut known = vec![];
    for _ in 0..PUSHES {
        for _ in 0..1 + dice.below(3) {
            let at = now();
            let note = !known.is_empty() && dice.percent(60);
            let id = if note { *dice.pick(&known) } else { people.id(at) };
            let act = match note {
                true => dossier::Act::Note(Note { text: format!("ghi chú {}", dice.roll()) }),
                false => dossier::Act::Receive(people.reception(&ward, at.day())),
            };
            let intent = Intent { act: Act::Dossier { id, act }, base: 0, at };
            let Ok((meta, queued)) = seal(&client.meta, &client.place, intent) else { continue };
            known.push(id);
            client.adopt(&ward, &[Write::Meta(meta), Write::Enqueue(queued)]);
        }
        let Some(push) = client.next_push() else { continue };
        let reply = ledger.push(push, client.meta.lane).await.expect("committed");
        let PushReply::Done { results, last_n } = &reply else { panic!("not done: {reply:?}") };
        let good = |outcome: &Outcome| !matches!(outcome, Outcome::Quarantined { .. });
        assert!(results.iter().all(|judged| good(&judged.outcome)), "{reply:?}");
        watch.told(writer.device.0, *last_n);
        // The rest of the client is not what is tried here.
        client.queue.clear();
    }
}

/// What is wrong in the book after each of so many cuts.
#[derive(Default, Debug)]
struct Found {
    lost: usize,
    damaged: usize,
    told: u64,
    /// The first few, in words.
    first: Vec<String>,
}

async fn cut(steps: &[Step], cuts: usize, seed: u64) -> Found {
    let folder = Folder::in_memory();
    let book = folder.path().join(FILE);
    let mut dice = Dice::new(seed);
    // Before the first answer there is nothing to lose.
    let first = steps.iter().position(|step| matches!(step, Step::Told { .. })).expect("somebody was told");
    let mut places: Vec<usize> = (0..cuts).map(|_| first + dice.below(steps.len() - first) + 1).collect();
    places.sort_unstable();
    let (mut tape, mut found) = (Tape::new(steps), Found::default());
    for (count, place) in places.into_iter().enumerate() {
        tape.wind(place);
        tape.cut(&mut dice, &book);
        match look(&book, &tape.told).await {
            Ok(None) if count % VERIFY_EVERY == 0 => {
                let store = folder.store().await;
                let judged = store.verify(|_, _| {}).await.expect("judged again");
                store.db.close().await;
                assert_eq!(judged.differences, vec![], "after step {place}");
            }
            Ok(None) => {}
            Ok(Some(lost)) => {
                found.lost += 1;
                found.first.push(format!("step {place}: {lost}"));
            }
            Err(damage) => {
                found.damaged += 1;
                found.first.push(format!("step {place}: {damage}"));
            }
        }
        found.first.truncate(5);
    }
    found.told = tape.told.values().sum();
    found
}

/// Opens what is left as the next start would. An error is damage; a sentence is a broken promise.
async fn look(book: &Path, told: &BTreeMap<u32, u64>) -> Result<Option<String>, String> {
    // What is looked at here is thrown away: nobody waits for it to lie on a disk.
    let options = SqliteConnectOptions::new().filename(book).synchronous(SqliteSynchronous::Off);
    let mut db = options.connect().await.map_err(|error| error.to_string())?;
    let looked = look_into(&mut db, told).await.map_err(|error| error.to_string());
    db.close().await.map_err(|error| error.to_string())?;
    looked?
}

async fn look_into(
    db: &mut SqliteConnection,
    told: &BTreeMap<u32, u64>,
) -> Result<Result<Option<String>, String>, sqlx::Error> {
    let verdict: String = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut *db).await?;
    if verdict != "ok" {
        return Ok(Err(verdict));
    }
    // A commit is there whole or not at all: log, writer and records tell one story.
    let halves: i64 = sqlx::query_scalar(
        "SELECT (SELECT COUNT(*) FROM writer w WHERE w.last_n <> (SELECT COUNT(*) FROM cmd_log c
                   WHERE c.ward = w.ward AND c.device = w.device AND c.officer = w.officer))
              + (SELECT COUNT(*) FROM cmd_log) - (SELECT COALESCE(MAX(seq), 0) FROM cmd_log)
              + (SELECT COUNT(*) FROM record r WHERE r.seq > (SELECT COALESCE(MAX(seq), 0) FROM cmd_log))",
    )
    .fetch_one(&mut *db)
    .await?;
    if halves != 0 {
        return Ok(Err("half a commit".to_owned()));
    }
    let kept: Vec<(i64, i64)> =
        sqlx::query_as("SELECT device, MAX(n) FROM cmd_log GROUP BY device").fetch_all(&mut *db).await?;
    let kept: BTreeMap<i64, i64> = kept.into_iter().collect();
    let lost = told.iter().find_map(|(device, n)| {
        let kept = kept.get(&i64::from(*device)).copied().unwrap_or(0);
        let short = u64::try_from(kept).unwrap_or(0) < *n;
        short.then(|| format!("device {device} was told that act {n} is kept, and act {kept} is the last"))
    });
    Ok(Ok(lost))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_power_cut_takes_nothing_that_somebody_was_told_is_kept() {
    let steps = record("PRAGMA synchronous = FULL").await;
    let syncs = steps.iter().filter(|step| matches!(step, Step::Sync { .. })).count();
    assert!(syncs > PUSHES, "one commit each at least: {syncs}");
    let found = cut(&steps, CUTS, 2018).await;
    assert!(found.told > (DEVICES * PUSHES) as u64, "acts were told at the end: {found:?}");
    assert_eq!((found.lost, found.damaged), (0, 0), "{found:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_harness_sees_what_a_weaker_setting_loses() {
    let found = cut(&record("PRAGMA synchronous = NORMAL").await, BITES, 2018).await;
    assert!(found.lost > BITES / 4, "NORMAL loses acts that were told: {found:?}");
    assert_eq!(found.damaged, 0, "but never damages the book: {found:?}");
    let found = cut(&record("PRAGMA synchronous = OFF").await, BITES, 2018).await;
    assert!(found.damaged > 0, "OFF damages the book: {found:?}");
}
