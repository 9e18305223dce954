//! Messages and rows of a device's disk as a release wrote them.
//!
//! Not here: acts and their verdicts (`life`).
//! Invariant: what is read and written again still says everything that it said.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::demo;
use shared::dossier::amend::Note;
use shared::dossier::{self, Dossier, Kind};
use shared::id::Writer;
use shared::moment::{Day, Moment};
use shared::refusal::Refusal;
use shared::script::dossier_id;
use shared::script::same::lost;
use shared::sync::client::{Client, Intent, Meta, Notice, Place, Queued, Write, seal};
use shared::sync::digest::{Bucket, Sums};
use shared::sync::envelope::{Carried, CarriedOne, Carry, Envelope, Rescue, Taken};
use shared::sync::snapshot::{Manifest, Piece, Reading};
use shared::sync::wire::{Anchor, Body, Hash, Judged, Outcome, PROTO, PullReply, Push, PushReply};

use crate::life::Life;
use crate::{lives_in, name_of, newest, text, versions, write_new};

/// Reads one sample and writes it again.
type Again = fn(&str) -> Result<Value, String>;

fn again<T: DeserializeOwned + Serialize>(text: &str) -> Result<Value, String> {
    let read: T = shared::json::read(text).map_err(|error| error.to_string())?;
    serde_json::to_value(read).map_err(|error| error.to_string())
}

/// Makes the samples of this build, one a line.
type Make = fn(&Life) -> Vec<String>;

/// Every kind of sample, by the name of its file.
const KINDS: [(&str, Again, Make); 14] = [
    ("wire/push", again::<Push>, pushes),
    ("wire/push_reply", again::<PushReply>, push_replies),
    ("wire/pull_reply", again::<PullReply<Dossier>>, pull_replies),
    ("wire/outcome", again::<Outcome>, outcomes),
    ("wire/manifest", again::<Manifest>, |_| json([manifest()])),
    ("wire/sums", again::<Sums>, |_| json([sums()])),
    ("wire/bucket", again::<Bucket<Dossier>>, |life| json([bucket(life)])),
    ("wire/carry", again::<Carry>, |_| {
        json([Carry { proto: PROTO, earlier: vec![], envelopes: vec![envelope()] }])
    }),
    ("wire/carried", again::<Carried>, |_| json([carried()])),
    ("wire/rescue", again::<Rescue>, |_| json([rescue(false), rescue(true)])),
    ("disk/meta", again::<Meta>, |life| json(metas(life))),
    ("disk/place", again::<Place>, |life| json(places(life))),
    ("disk/queued", again::<Queued>, |life| json(queue(life))),
    ("disk/notice", again::<Notice>, |life| json(notices(life))),
];

fn json<T: Serialize>(values: impl IntoIterator<Item = T>) -> Vec<String> {
    values.into_iter().map(|value| serde_json::to_string(&value).expect("JSON")).collect()
}

/// A reception with what followed it.
fn a_life() -> Life {
    let all = lives_in(&newest()).into_iter().find(|(_, lives)| lives.kind == Kind::HandOver);
    let (_, lives) = all.expect("lives of the kind");
    lives.lives.into_iter().max_by_key(|life| life.rows.len()).expect("lives")
}

fn at(hour: u32) -> Moment {
    Moment::at(Day::new(2018, 3, 5).expect("a day"), hour, 0)
}

fn anchor() -> Anchor {
    Anchor { server: at(8), local: at(8).plus_minutes(2) }
}

fn author(life: &Life) -> Writer {
    life.rows[0].body.open().expect("of this build").writer
}

/// The first writer's acts, as they wait.
fn queue(life: &Life) -> Vec<Queued> {
    let own = life.rows.iter().filter(|row| row.body.open().is_ok_and(|c| c.writer == author(life)));
    let queued = own.zip(1..).map(|(row, n)| Queued {
        n,
        prev: row.prev.clone(),
        body: row.body.clone(),
        seq: if n == 1 { 0 } else { n },
    });
    queued.collect()
}

fn pushes(life: &Life) -> Vec<String> {
    let acts: Vec<Body> = queue(life).into_iter().map(|queued| queued.body).collect();
    let prev = life.rows[0].prev.clone();
    let push = |epoch: &str, acts: &[Body]| Push {
        proto: PROTO,
        epoch: epoch.to_owned(),
        writer: author(life),
        first_n: 1,
        prev: prev.clone(),
        acts: acts.to_vec(),
    };
    json([push("", &acts[..1]), push("e1", &acts)])
}

fn push_replies(life: &Life) -> Vec<String> {
    let results = judged(life);
    json([
        PushReply::Done { last_n: results.len() as u64, results },
        PushReply::Gap { expect: 2 },
        PushReply::Fork { n: 2 },
        PushReply::Epoch { epoch: "e2".to_owned() },
        PushReply::Upgrade { proto: 2 },
    ])
}

fn judged(life: &Life) -> Vec<Judged> {
    let outcomes = life.rows.iter().map(|row| row.outcome.clone());
    outcomes.zip(1..).map(|(outcome, n)| Judged { n, outcome }).collect()
}

fn pull_replies(life: &Life) -> Vec<String> {
    let bare = PullReply::<Dossier> {
        epoch: "e1".to_owned(),
        from: 0,
        to: 0,
        instead_of: None,
        more: false,
        records: vec![],
        gone: vec![],
        last_n: 0,
        durable_n: 0,
        outcomes: vec![],
        now: at(9),
        head: Hash::default(),
        ward_version: 1,
        scope: String::new(),
        digest: None,
        told: None,
        beyond: vec![],
    };
    let full = PullReply {
        to: 7,
        instead_of: Some(40),
        more: true,
        records: life.records.clone(),
        gone: vec![dossier_id(1)],
        last_n: 3,
        head: life.rows[0].hash.clone(),
        durable_n: 2,
        outcomes: judged(life),
        scope: "w".to_owned(),
        digest: Some("00c0ffee00c0ffee".to_owned()),
        ..bare.clone()
    };
    json([bare, full])
}

/// One of each ending that stands in the corpus, and the two that no honest device brings about.
fn every_outcome() -> Vec<Outcome> {
    let mut all: Vec<Outcome> = vec![];
    for (_, lives) in lives_in(&newest()) {
        for row in lives.lives.into_iter().flat_map(|life| life.rows) {
            if !all.iter().any(|known| name_of(known) == name_of(&row.outcome)) {
                all.push(row.outcome);
            }
        }
    }
    let aside = [Refusal::Unreadable, Refusal::UnknownOfficer];
    all.extend(aside.map(|refusal| Outcome::Quarantined { ticket: 5, refusal }));
    all
}

fn outcomes(_: &Life) -> Vec<String> {
    json(every_outcome())
}

fn manifest() -> Manifest {
    let piece = |digest: &str, rows| Piece { digest: digest.repeat(32), rows };
    let chunks = vec![piece("0a", 256), piece("0b", 17)];
    Manifest { epoch: "e1".to_owned(), scope: "w".to_owned(), seq: 300, chunks, now: at(9) }
}

fn sums() -> Sums {
    Sums {
        epoch: "e1".to_owned(),
        scope: "w".to_owned(),
        seq: 300,
        now: at(9),
        buckets: "00c0ffee00c0ffee".repeat(256),
    }
}

fn bucket(life: &Life) -> Bucket<Dossier> {
    let records = life.records.clone();
    Bucket { epoch: "e1".to_owned(), scope: "w".to_owned(), seq: 300, now: at(9), records, beyond: vec![] }
}

fn envelope() -> Envelope {
    let writer = Writer { device: shared::id::DeviceId(6), officer: demo::RECEPTION };
    Envelope { kid: 1, writer, n: 4, enc: "BAEC".to_owned(), ct: "AAEC".to_owned() }
}

fn carried() -> Carried {
    let one = |n, taken| CarriedOne { writer: envelope().writer, n, taken };
    let waits = Taken::Waits { expect: 2 };
    Carried { results: vec![one(1, Taken::Judged), one(2, waits), one(3, Taken::Aside { ticket: 9 })] }
}

fn rescue(more: bool) -> Rescue {
    Rescue { token: "0f".repeat(32), earlier: vec![], envelopes: vec![envelope()], more }
}

/// A new writer's row, and one that has given numbers on several days.
fn metas(life: &Life) -> Vec<Meta> {
    let fresh = Meta::new(author(life), life.rows[0].lane);
    let mut worked = fresh.clone();
    for (day, n) in [(5, 1), (6, 2), (7, 3)] {
        let at = Moment::at(Day::new(2018, 3, day).expect("a day"), 9, 0);
        let ward = demo::ward().expect("the demo ward is whole");
        let act = dossier::Act::Receive(shared::script::forms::receive(&ward, "HT-09", at.day()));
        let act = shared::act::Act::Dossier { id: dossier_id(n), act };
        let place = Place { seen: at, anchor: Some(Anchor { server: at, local: at }), ..Place::default() };
        worked = seal(&worked, &place, Intent { act, base: 0, at }).expect("a number is free").0;
    }
    vec![fresh, worked]
}

/// Before the first contact, in the middle of a first reading, and later.
fn places(life: &Life) -> Vec<Place> {
    let reading = Reading { manifest: manifest(), taken: vec!["0a".repeat(32)], by: 0 };
    let begun = Place { seen: at(9), scope: "w".to_owned(), reading: Some(reading), ..Place::default() };
    let mut client = Client::new(Meta::new(author(life), None));
    let page: PullReply<Dossier> = shared::json::read(&pull_replies(life)[0]).expect("a page");
    let page = PullReply { to: 7, durable_n: 2, scope: "w".to_owned(), ..page };
    let writes = client.on_pull_reply_at(page, anchor().local);
    client.adopt(&demo::ward().expect("the demo ward is whole"), &writes);
    vec![Place::default(), begun, client.place]
}

fn notices(life: &Life) -> Vec<Notice> {
    let queued = queue(life);
    let command = queued[0].body.open().ok();
    let every = every_outcome();
    let notice = |(place, outcome): (usize, &Outcome)| Notice {
        n: place as u64 + 1,
        outcome: outcome.clone(),
        command: command.clone().filter(|_| place % 2 == 0),
        read: place % 3 == 0,
    };
    every.iter().enumerate().map(notice).collect()
}

fn samples(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.is_empty()).collect()
}

/// Writes the files that the version does not have.
pub fn write_missing() {
    for (name, _, make) in KINDS {
        let file = newest().join(name).with_extension("jsonl");
        if !file.exists() {
            write_new(&file, &(make(&a_life()).join("\n") + "\n"));
        }
    }
}

#[test]
fn every_message_and_row_that_was_ever_written_is_read_and_says_the_same() {
    let mut read = 0;
    for version in versions() {
        for (name, again, _) in KINDS {
            let file = version.join(name).with_extension("jsonl");
            if !file.exists() {
                assert_ne!(version, newest(), "UPDATE_EXPECT=1 writes {}", file.display());
                continue;
            }
            for (place, sample) in samples(&text(&file)).into_iter().enumerate() {
                let new = again(sample).unwrap_or_else(|e| panic!("{} {place}: {e}", file.display()));
                let lost = lost(&serde_json::from_str(sample).expect("JSON"), &new);
                assert!(lost.is_empty(), "{} {place}: {lost:?}", file.display());
                read += 1;
            }
        }
    }
    assert!(read > 30, "only {read} samples");
}

#[test]
fn a_field_that_is_forgotten_is_noticed() {
    let old = serde_json::json!({ "a": 1, "b": { "c": [1, { "d": null }] } });
    assert_eq!(lost(&old, &old), Vec::<String>::new());
    let new = serde_json::json!({ "a": 1, "b": { "c": [2, {}] }, "e": true });
    assert_eq!(lost(&old, &new), [".b.c[0]: 1 became 2"]);
    assert_eq!(lost(&old, &serde_json::json!({ "b": old["b"] })), [".a: 1 became null"]);
}

/// An act that waited through an update goes up as it was written, and what is shown is made of it.
#[test]
fn a_queue_of_every_release_is_pushed_byte_by_byte() {
    let ward = demo::ward().expect("the demo ward is whole");
    for version in versions() {
        let rows = text(&version.join("disk/queued.jsonl"));
        let queued: Vec<Queued> =
            samples(&rows).iter().map(|row| shared::json::read(row).expect("a row")).collect();
        let first = queued[0].body.open().expect("of this build");
        let mut client = Client::new(Meta::new(first.writer, None));
        client.meta.next_n = queued.len() as u64 + 1;
        let enqueued: Vec<Write> = queued.iter().map(|queued| Write::Enqueue(queued.clone())).collect();
        client.adopt(&ward, &enqueued);
        client.place.epoch = "e1".to_owned();
        let push = client.next_push().expect("something waits");
        let bodies: Vec<&Body> = queued.iter().map(|queued| &queued.body).collect();
        assert_eq!(push.acts.iter().collect::<Vec<_>>(), bodies);
        for body in bodies {
            assert!(rows.contains(&body.0), "not the bytes of the file");
        }
        let note = dossier::Act::Note(Note { text: "sau khi cập nhật".to_owned() });
        let act = shared::act::Act::Dossier { id: first.act.dossier(), act: note };
        let next = Intent { act, base: 0, at: first.at };
        assert!(seal(&client.meta, &client.place, next).is_ok(), "the queue goes on");
    }
}
