//! A first reading in chunks: what comes out is what went in, and a break costs nothing twice.

use std::collections::BTreeMap;

use super::{Book, at, author, receive, ward};
use crate::ctx::Ctx;
use crate::demo;
use crate::dossier::any::{self, Dice};
use crate::dossier::{self, Dossier};
use crate::id::DossierId;
use crate::script::dossier_id;
use crate::sync::client::{Client, Write};
use crate::sync::columns::encode;
use crate::sync::digest::Buckets;
use crate::sync::reading::WARD;
use crate::sync::snapshot::{Manifest, Piece, digest};
use crate::sync::wire::{Hash, PullReply};

/// So many dossiers, each with a few acts of anybody on it.
pub(super) fn dossiers(seed: u64, count: usize) -> Vec<Dossier> {
    let mut dice = Dice::new(seed);
    let officers = &ward().officers;
    let mut all = Vec::new();
    while all.len() < count {
        let (id, mut record) = (dice.id(), None::<Dossier>);
        for hour in 8..8 + dice.below(9) as u32 {
            let now = at(hour, dice.below(60) as u32);
            let by = &officers[dice.below(officers.len())];
            let ctx = Ctx { now, happened: now, claimed: now, by, lane: None, reissued: None, ward: ward() };
            let act = any::next(&mut dice, &ctx, record.as_ref());
            for fact in dossier::decide(&ctx, id, record.as_ref(), &act).unwrap_or_default() {
                dossier::apply(&mut record, &fact);
            }
        }
        all.extend(record.map(|record| Dossier { rev: dice.roll() % 100_000, ..record }));
    }
    all
}

pub(super) fn texts(dossiers: &[Dossier]) -> Vec<String> {
    dossiers.iter().map(|dossier| serde_json::to_string(dossier).unwrap()).collect()
}

fn chunk(texts: &[String]) -> String {
    encode(texts.iter().map(String::as_str)).expect("records are JSON objects")
}

/// The server's side in small: chunks of three, in the order of identities.
pub(super) struct Shelf {
    pub(super) manifest: Manifest,
    pub(super) chunks: BTreeMap<String, String>,
}

pub(super) fn shelf(book: &Book) -> Shelf {
    let texts = texts(&book.records.values().cloned().collect::<Vec<_>>());
    let chunks: Vec<String> = texts.chunks(3).map(chunk).collect();
    let pieces = chunks.iter().map(|chunk| Piece { digest: digest(chunk), rows: 3 }).collect();
    let manifest = Manifest {
        epoch: "e1".to_owned(),
        scope: WARD.to_owned(),
        seq: book.seq,
        chunks: pieces,
        now: at(8, 0),
    };
    Shelf { manifest, chunks: chunks.into_iter().map(|chunk| (digest(&chunk), chunk)).collect() }
}

pub(super) fn book(count: u128) -> Book {
    let mut book = Book::default();
    let mut oanh = author(demo::RECEPTION);
    for n in 1..=count {
        book.does(&mut oanh, dossier_id(n), at(8, 0), receive());
    }
    book
}

fn fresh() -> Client {
    Client::new(author(demo::CHAIR))
}

fn keep(client: &mut Client, writes: &[Write]) {
    client.adopt(ward(), writes);
}

fn take_next(client: &mut Client, shelf: &Shelf) -> String {
    let asked = client.next_pieces().next().expect("something is missing").digest.clone();
    let writes = client.on_chunks([(asked.as_str(), shelf.chunks[&asked].as_str())]).expect("whole");
    keep(client, &writes);
    asked
}

fn page(book: &Book, client: &Client) -> PullReply<Dossier> {
    let from = client.place.cursor;
    PullReply {
        epoch: "e1".to_owned(),
        from,
        to: book.seq,
        instead_of: None,
        more: false,
        records: book.records.values().filter(|record| record.rev > from).cloned().collect(),
        gone: vec![],
        last_n: 0,
        durable_n: 0,
        outcomes: vec![],
        now: at(9, 0),
        head: Hash::default(),
        ward_version: 1,
        scope: WARD.to_owned(),
        digest: None,
        told: None,
        beyond: vec![],
    }
}

#[test]
fn chunks_and_what_came_after_them_are_the_whole() {
    let (mut book, mut client) = (book(8), fresh());
    assert!(client.wants_manifest());
    let shelf = shelf(&book);
    let writes = client.on_manifest(shelf.manifest.clone());
    keep(&mut client, &writes);
    assert!(!client.wants_manifest());
    for left in [2, 1, 0] {
        assert_eq!(client.place.cursor, 0, "a pull would begin at the beginning");
        take_next(&mut client, &shelf);
        assert_eq!(client.next_pieces().count(), left);
    }
    assert_eq!((client.place.cursor, client.place.epoch.as_str()), (8, ""));
    book.does(&mut author(demo::RECEPTION), dossier_id(100), at(8, 30), receive());
    let ask = client.pull_ask(0);
    assert_eq!((ask.cursor, ask.epoch.as_str(), ask.seen_n), (8, "e1", 0));
    let writes = client.on_pull_reply(page(&book, &client));
    keep(&mut client, &writes);
    assert_eq!((client.base.len(), client.base == book.records), (9, true));
    assert_eq!((client.place.cursor, client.place.reading.as_ref()), (9, None));
}

/// A day of random acts; the book after each of them.
fn course(seed: u64, acts: usize) -> Vec<Book> {
    let (mut dice, mut authors, mut books) = (Dice::new(seed), BTreeMap::new(), vec![Book::default()]);
    let ids: Vec<DossierId> = (1..=9).map(dossier_id).collect();
    while books.len() <= acts {
        let mut book = books.last().cloned().unwrap_or_default();
        let (now, id) = (at(8, 0).plus_minutes(books.len() as i64), *dice.pick(&ids));
        let by = dice.pick(&ward().officers);
        let author = authors.entry(by.id).or_insert_with(|| author(by.id));
        let ctx =
            Ctx { now, happened: now, claimed: now, by, lane: author.lane, reissued: None, ward: ward() };
        let act = any::next(&mut dice, &ctx, book.records.get(&id));
        if act.number().is_some() && author.lane.is_none() {
            continue;
        }
        book.does(author, id, now, act);
        books.push(book);
    }
    books
}

fn root(records: &BTreeMap<DossierId, Dossier>) -> String {
    Buckets::of(records.values().map(|record| (record.id, record.rev))).root()
}

#[test]
fn chunks_and_the_changes_after_them_are_the_whole_at_every_cursor() {
    for seed in 0..4 {
        let books = course(seed, 40);
        let last = books.last().expect("a day");
        let mut reader = fresh();
        for (seq, then) in books.iter().enumerate() {
            let (mut client, shelf) = (fresh(), shelf(then));
            let writes = client.on_manifest(shelf.manifest.clone());
            keep(&mut client, &writes);
            while client.next_pieces().next().is_some() {
                take_next(&mut client, &shelf);
            }
            assert!(client.base == then.records && client.place.cursor == seq as u64, "seed {seed}, {seq}");
            let writes = client.on_pull_reply(page(last, &client));
            keep(&mut client, &writes);
            assert!(client.base == last.records, "seed {seed}: chunks of {seq} and the rest");
            assert_eq!(root(&client.base), root(&last.records));
            let writes = reader.on_pull_reply(page(then, &reader));
            keep(&mut reader, &writes);
            assert!(reader.base == then.records, "seed {seed}: page by page to {seq}");
        }
        assert!(last.records.len() > 3, "seed {seed} is a quiet day");
    }
}

#[test]
fn a_reading_that_broke_off_goes_on_although_the_server_has_moved() {
    let (mut book, mut client) = (book(9), fresh());
    let old = shelf(&book);
    let writes = client.on_manifest(old.manifest.clone());
    keep(&mut client, &writes);
    let first = take_next(&mut client, &old);
    let second = take_next(&mut client, &old);
    // Something of the second chunk changes, and the server has packed anew.
    let note = dossier::Act::Note(dossier::amend::Note { text: "gọi lại".to_owned() });
    book.does(&mut author(demo::RECEPTION), dossier_id(5), at(9, 0), note);
    let new = shelf(&book);
    let writes = client.on_manifest(new.manifest.clone());
    keep(&mut client, &writes);
    let missing: Vec<&str> = client.next_pieces().map(|piece| piece.digest.as_str()).collect();
    assert!(missing.len() == 2 && !missing.contains(&first.as_str()), "the first is not asked for again");
    let stale = client.on_chunks([(second.as_str(), old.chunks[&second].as_str())]);
    assert_eq!(stale, None, "a chunk of the old list would wind a dossier back");
    while client.next_pieces().next().is_some() {
        take_next(&mut client, &new);
    }
    assert_eq!((client.base == book.records, client.place.cursor), (true, 10));
}

#[test]
fn what_is_not_what_was_asked_for_changes_nothing() {
    let (book, mut client) = (book(4), fresh());
    let shelf = shelf(&book);
    let writes = client.on_manifest(shelf.manifest.clone());
    keep(&mut client, &writes);
    let asked: Vec<String> = client.next_pieces().map(|piece| piece.digest.clone()).collect();
    assert_eq!(client.on_chunks([(asked[0].as_str(), shelf.chunks[&asked[1]].as_str())]), None);
    // After everything was read, a list that comes late is nothing new.
    take_next(&mut client, &shelf);
    take_next(&mut client, &shelf);
    assert_eq!(client.on_manifest(shelf.manifest.clone()), vec![]);
}

#[test]
fn another_life_of_the_server_is_read_from_its_own_chunks() {
    let (book_before, mut client) = (book(5), fresh());
    let before = shelf(&book_before);
    let writes = client.on_manifest(before.manifest.clone());
    keep(&mut client, &writes);
    take_next(&mut client, &before);
    let restored = book(1);
    let mut after = shelf(&restored);
    after.manifest.epoch = "e2".to_owned();
    let writes = client.on_manifest(after.manifest.clone());
    keep(&mut client, &writes);
    while client.next_pieces().next().is_some() {
        take_next(&mut client, &after);
    }
    assert_eq!(client.base, restored.records, "nothing of the other life is left");
}

#[test]
fn another_scope_is_read_anew_and_what_waits_stays() {
    let (book, mut client) = (book(5), Client::new(author(demo::RECEPTION)));
    let writes = client.on_pull_reply(page(&book, &client));
    keep(&mut client, &writes);
    let mut meta = client.meta.clone();
    let queued = super::write(&mut meta, dossier_id(9), 0, at(9, 0), receive());
    keep(&mut client, &[Write::Meta(meta), Write::Enqueue(queued)]);
    assert_eq!(client.pull_ask(0).scope, WARD);
    let own = PullReply {
        scope: "o7".to_owned(),
        from: 0,
        records: vec![],
        instead_of: Some(client.place.cursor),
        ..page(&book, &client)
    };
    let writes = client.on_pull_reply(own);
    keep(&mut client, &writes);
    let ids: Vec<DossierId> = client.dossiers().map(|record| record.id).collect();
    assert_eq!(ids, [dossier_id(9)], "only what waits is left to see");
    assert_eq!((client.queue.len(), client.place.scope.as_str()), (1, "o7"));
    // A volunteer who becomes staff: more than a page, so the chunks are asked for.
    let ward = PullReply { from: 0, more: true, ..page(&book, &client) };
    let writes = client.on_pull_reply(ward);
    keep(&mut client, &writes);
    assert!(client.wants_manifest() && client.place.scope == WARD);
}

#[test]
fn a_server_that_was_wound_back_in_silence_is_read_anew_once() {
    let (book_before, mut client) = (book(6), fresh());
    let writes = client.on_pull_reply(page(&book_before, &client));
    keep(&mut client, &writes);
    let restored = book(2);
    let told = |client: &Client, instead_of| PullReply { from: 0, instead_of, ..page(&restored, client) };
    assert_eq!(client.on_pull_reply(told(&client, None)), vec![], "a page that is merely late");
    assert_eq!(client.on_pull_reply(told(&client, Some(5))), vec![], "an answer to an older question");
    let from_the_beginning =
        PullReply { records: restored.records.values().cloned().collect(), ..told(&client, Some(6)) };
    let writes = client.on_pull_reply(from_the_beginning);
    keep(&mut client, &writes);
    assert_eq!((client.base == restored.records, client.place.cursor), (true, 2));
}

/// Asked for again and again, the list of an empty book would keep a new ward's devices and its server busy all day.
#[test]
fn a_book_without_an_act_has_nothing_to_read_in_chunks() {
    let client = fresh();
    let empty =
        Manifest { epoch: "e".to_owned(), scope: WARD.to_owned(), seq: 0, chunks: vec![], now: at(9, 0) };
    assert!(client.wants_manifest());
    assert_eq!(client.on_manifest(empty.clone()), []);
    let of_acts = client.on_manifest(Manifest { seq: 7, ..empty });
    let [Write::Place(place)] = of_acts.as_slice() else { panic!("{of_acts:?}") };
    assert_eq!(place.cursor, 7, "without a dossier for this device it is read to its end");
}
