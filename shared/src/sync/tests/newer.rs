//! A device whose pages are older than the server's words, and the day on which they are loaded anew.

use super::device::{Device, h1, note};
use super::snapshot::{Shelf, book, shelf, texts};
use super::{Book, at, author, receive};
use crate::demo;
use crate::dossier::{Dossier, Kind};
use crate::script::dossier_id;
use crate::sync::client::{Place, Write};
use crate::sync::columns;
use crate::sync::digest::{Buckets, Sums, bucket_of};
use crate::sync::newer::{Record, record};
use crate::sync::reading::WARD;
use crate::sync::snapshot::{Piece, digest};
use crate::sync::wire::{Judged, Outcome, PullReply, PushReply};
use crate::sync::{page, read};

/// What the server says, in the words of a release that is to come: notes are `ghi_am` there.
fn of_a_new_kind(text: &str) -> String {
    let new = text.replace(r#""kind":"ghi_chu""#, r#""kind":"ghi_am""#);
    assert_ne!(new, text, "there is a note in it");
    new
}

/// A release in which dossier 2 stands where no dossier stood before.
fn of_a_new_step(text: &str) -> String {
    let mut value: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let step = |record: &mut serde_json::Value| {
        if record["id"].as_str() == Some(&dossier_id(2).to_string()) {
            record["status"] = "dang_hop".into();
        }
    };
    step(&mut value);
    value["records"].as_array_mut().into_iter().flatten().for_each(step);
    value.to_string()
}

fn told(book: &Book, device: &Device, words: fn(&str) -> String) -> PullReply<Dossier> {
    let page = PullReply { scope: WARD.to_owned(), ..book.page(device) };
    read::page(&words(&serde_json::to_string(&page).expect("a page"))).expect("it is read")
}

/// Three dossiers, and a note on each.
fn noted() -> Book {
    let mut book = book(3);
    for n in 1..=3 {
        book.does(&mut author(demo::HEAD), dossier_id(n), at(9, n as u32), note("đã gọi"));
    }
    book
}

/// The chunks of the book in the words of a release.
fn packed(book: &Book, words: impl Fn(&str) -> String) -> Shelf {
    let mut shelf = shelf(book);
    let rows: Vec<String> = texts(&book.records.values().cloned().collect::<Vec<_>>());
    let rows: Vec<String> = rows.iter().map(|row| words(row)).collect();
    let chunks =
        rows.chunks(2).map(|rows| columns::encode(rows.iter().map(String::as_str)).expect("records"));
    shelf.chunks = chunks.map(|chunk| (digest(&chunk), chunk)).collect();
    shelf.manifest.chunks =
        shelf.chunks.keys().map(|digest| Piece { digest: digest.clone(), rows: 2 }).collect();
    shelf
}

fn reads(device: &mut Device, shelf: &Shelf) {
    let writes = device.client.on_manifest(shelf.manifest.clone());
    assert!(!writes.is_empty(), "the list is wanted");
    device.keep(&writes);
    let next = |device: &Device| device.client.next_pieces().next().map(|piece| piece.digest.clone());
    while let Some(asked) = next(device) {
        let writes = device.client.on_chunks([(asked.as_str(), shelf.chunks[&asked].as_str())]);
        device.keep(&writes.expect("it is read"));
    }
}

fn has_drifted(device: &Device, book: &Book) -> bool {
    let root = Buckets::of(book.records.values().map(|record| (record.id, record.rev))).root();
    device.client.has_drifted(&root, device.client.place.cursor, at(10, 0))
}

fn kinds(device: &Device, n: u128) -> Vec<Kind> {
    device.client.base[&dossier_id(n)].history.iter().map(|trace| trace.kind).collect()
}

#[test]
fn an_act_of_a_kind_that_is_to_come_stands_there_as_a_note() {
    let book = noted();
    let mut by_page = Device::of(demo::CHAIR);
    by_page.pulled(told(&book, &by_page, of_a_new_kind));
    let mut by_chunks = Device::of(demo::CHAIR);
    reads(&mut by_chunks, &packed(&book, of_a_new_kind));
    for device in [by_page, by_chunks] {
        assert_eq!(kinds(&device, 2), [Kind::Receive, Kind::Note]);
        assert_eq!(device.client.base[&dossier_id(2)].history[1].note, "đã gọi", "its words stay");
        assert!(!has_drifted(&device, &book) && device.client.beyond() == 0);
    }
}

#[test]
fn what_this_build_knows_is_not_touched_by_what_it_does_not() {
    let book = noted();
    let text = serde_json::to_string(&book.records[&dossier_id(1)]).expect("a record");
    let read_by_halves = record(&of_a_new_kind(&text)).expect("read");
    assert_eq!(read_by_halves, Record::Known(Box::new(book.records[&dossier_id(1)].clone())));
    for nothing in ["", "{", "{}", "[]", r#"{"id":"x","rev":1}"#, r#"{"rev":1}"#] {
        assert!(record(nothing).is_err(), "{nothing}");
        assert!(read::page(nothing).is_err() && read::bucket(nothing).is_err(), "{nothing}");
    }
}

#[test]
fn a_dossier_beyond_this_build_keeps_the_state_that_it_can_read_and_is_counted() {
    let mut book = noted();
    let mut device = Device::of(demo::CHAIR);
    device.pulled(told(&book, &device, str::to_owned));
    book.does(&mut author(demo::HEAD), dossier_id(2), at(9, 30), note("đang họp"));
    device.pulled(told(&book, &device, of_a_new_step));
    assert_eq!((device.client.beyond(), device.client.is_beyond(dossier_id(2))), (1, true));
    assert_eq!(kinds(&device, 2).len(), 2, "as it was");
    assert!(!has_drifted(&device, &book), "the server's sums are kept: nothing is read anew for ever");
    // It becomes what this build can read.
    book.does(&mut author(demo::HEAD), dossier_id(2), at(9, 40), note("họp xong"));
    device.pulled(told(&book, &device, str::to_owned));
    assert_eq!((device.client.beyond(), kinds(&device, 2).len()), (0, 4));
    assert_eq!(device.client.base, book.records);
}

#[test]
fn sums_and_buckets_know_what_is_beyond() {
    let book = noted();
    let mut device = Device::of(demo::CHAIR);
    device.pulled(told(&book, &device, str::to_owned));
    // Its base has lost two of them.
    let place = device.client.place.clone();
    device.keep(&[Write::Forget(dossier_id(2)), Write::Forget(dossier_id(3))]);
    assert!(has_drifted(&device, &book));
    let root = Buckets::of(book.records.values().map(|record| (record.id, record.rev)));
    let sums = Sums {
        epoch: place.epoch.clone(),
        scope: WARD.to_owned(),
        seq: place.cursor,
        now: at(10, 0),
        buckets: root.to_hex(),
    };
    for bucket in device.client.on_sums(&sums) {
        let records = book.records.values().filter(|record| bucket_of(record.id) == bucket).cloned();
        let reply = crate::sync::digest::Bucket {
            epoch: place.epoch.clone(),
            scope: WARD.to_owned(),
            seq: place.cursor,
            now: at(10, 0),
            records: records.collect(),
            beyond: vec![],
        };
        let text = of_a_new_step(&serde_json::to_string(&reply).expect("a bucket"));
        let writes = device.client.on_bucket(bucket, read::bucket(&text).expect("it is read"));
        device.keep(&writes);
    }
    assert!(!has_drifted(&device, &book));
    assert_eq!((device.client.beyond(), device.client.base.len()), (1, 2));
    // Gone from the book, it is not beyond any more.
    let gone = vec![dossier_id(2)];
    let page =
        PullReply { gone, to: place.cursor + 1, records: vec![], ..told(&book, &device, str::to_owned) };
    device.pulled(page);
    assert_eq!(device.client.beyond(), 0);
}

/// What was beyond in the life before is not taken along, whether one page holds the other life or its chunks are read.
#[test]
fn another_life_of_the_server_has_nothing_beyond_from_the_one_before() {
    let book = noted();
    for more in [false, true] {
        let mut device = Device::of(demo::CHAIR);
        device.pulled(told(&book, &device, of_a_new_step));
        assert_eq!(device.client.beyond(), 1);
        let other =
            PullReply { epoch: "e2".to_owned(), from: 0, more, ..told(&book, &device, str::to_owned) };
        device.pulled(other);
        assert_eq!(device.client.beyond(), 0, "more: {more}");
    }
    // A first reading that is begun anew, for another life.
    let mut device = Device::of(demo::CHAIR);
    let mut shelf = packed(&book, of_a_new_step);
    let writes = device.client.on_manifest(shelf.manifest.clone());
    device.keep(&writes);
    for piece in &shelf.manifest.chunks[..1] {
        let text = shelf.chunks[&piece.digest].as_str();
        let writes = device.client.on_chunks([(piece.digest.as_str(), text)]);
        device.keep(&writes.expect("it is read"));
    }
    let place = Place { beyond: [(dossier_id(2), 7)].into(), ..device.client.place.clone() };
    device.keep(&[Write::Place(place)]);
    shelf.manifest.epoch = "e2".to_owned();
    let writes = device.client.on_manifest(shelf.manifest.clone());
    device.keep(&writes);
    assert_eq!(device.client.beyond(), 0);
}

/// By columns it is the same; a change of something that was read by halves is asked for once more as a whole.
#[test]
fn a_page_in_columns_is_read_as_far_as_it_goes() {
    let book = noted();
    let head = PullReply { records: vec![], scope: WARD.to_owned(), ..book.page(&Device::of(demo::CHAIR)) };
    let rows = texts(&book.records.values().cloned().collect::<Vec<_>>());
    let rows: Vec<String> = rows.iter().map(|row| of_a_new_step(row)).collect();
    let sent: Vec<page::Sent<'_>> = rows.iter().map(|now| page::Sent { now, held: None }).collect();
    let text = page::write(&head, &sent).expect("JSON");
    let read = page::read(&text, |_| None).expect("it is read");
    let rev = book.records[&dossier_id(2)].rev;
    assert_eq!((read.records.len(), read.beyond), (2, vec![(dossier_id(2), rev)]));

    let known = book.records[&dossier_id(1)].clone();
    let (held, now) = (of_a_new_kind(&texts(std::slice::from_ref(&known))[0]), of_a_new_kind(&rows[0]));
    let now = now.replace("đã gọi", "đã gọi hai lần");
    let text = page::write(&head, &[page::Sent { now: &now, held: Some(&held) }]).expect("JSON");
    assert_eq!(page::read(&text, |_| Some(&known)), None, "the base is not what the server takes it for");
}

#[test]
fn a_newer_build_reads_the_dossiers_again_and_holds_them_meanwhile() {
    let mut book = noted();
    let mut device = Device::of(demo::CHAIR);
    device.client.build = 1;
    let in_old_words = told(&book, &device, |text| of_a_new_step(&of_a_new_kind(text)));
    device.pulled(in_old_words);
    assert_eq!((device.client.base.len(), device.client.beyond(), device.client.place.read_by), (2, 1, 1));
    assert!(!device.client.wants_manifest(), "the same build has nothing to read again");

    // The pages are new, and know what a conversation was all along: `ghi_am` is what is called a note here.
    device.client.build = 2;
    assert!(device.client.wants_manifest());
    let cursor = device.client.place.cursor;
    let mut first = book.records[&dossier_id(1)].clone();
    first.history[1].note = "điều bản cũ bỏ qua".to_owned();
    book.records.insert(first.id, first);
    let shelf = packed(&book, str::to_owned);
    let writes = device.client.on_manifest(shelf.manifest.clone());
    device.keep(&writes);
    assert_eq!(device.client.base.len(), 2, "without a network it works on with what it has");
    assert_eq!(device.client.place.cursor, cursor);
    reads(&mut device, &shelf);
    assert_eq!(device.client.base, book.records);
    let place = &device.client.place;
    assert_eq!((device.client.beyond(), place.cursor, place.read_by), (0, cursor, 2));
    assert!(!has_drifted(&device, &book) && !device.client.wants_manifest());
}

#[test]
fn what_came_after_the_chunks_were_packed_comes_once_more_and_what_has_gone_stays_gone() {
    let mut book = noted();
    let old = packed(&book, str::to_owned);
    let mut device = Device::of(demo::RECEPTION);
    device.pulled(told(&book, &device, str::to_owned));
    // One is gone, one has moved on, and an act of this device's own is on it.
    device.keep(&[Write::Forget(dossier_id(3))]);
    book.records.remove(&dossier_id(3));
    device.does(dossier_id(1), at(9, 30), note("của tôi"));
    let reply = book.answer(&device.client.next_push().expect("it waits"));
    device.pushed(&reply);
    device.pulled(told(&book, &device, of_a_new_kind));
    let cursor = device.client.place.cursor;
    device.client.build = 2;
    reads(&mut device, &old);
    assert!(!device.client.base.contains_key(&dossier_id(3)), "it is not brought back");
    assert!(device.client.place.cursor < cursor, "the pages after the chunks are read again");
    let in_sight = device.client.dossier(dossier_id(1)).expect("held");
    assert_eq!(in_sight.history.len(), 3, "an act that is in the base is not shown twice");
    device.pulled(told(&book, &device, str::to_owned));
    assert_eq!((device.client.base == book.records, device.client.place.cursor), (true, cursor));
    assert_eq!(device.client.place.read_by, 2);
}

/// One of two chunks, in the words of a release.
fn reads_one(device: &mut Device, shelf: &Shelf) {
    let writes = device.client.on_manifest(shelf.manifest.clone());
    device.keep(&writes);
    let asked = device.client.next_pieces().next().expect("two chunks").digest.clone();
    let writes = device.client.on_chunks([(asked.as_str(), shelf.chunks[&asked].as_str())]);
    device.keep(&writes.expect("it is read"));
}

/// What one build has begun to read and another has ended is read once more, whichever of them knows more.
#[test]
fn a_reading_by_two_builds_counts_as_none_of_theirs() {
    let book = noted();
    let in_new_words = packed(&book, of_a_new_kind);
    for others in [[1, 2, 2], [2, 1, 2]] {
        let mut device = Device::of(demo::CHAIR);
        let [began, went_on, ended] = others;
        device.client.build = began;
        let writes = device.client.on_manifest(in_new_words.manifest.clone());
        device.keep(&writes);
        device.client.build = went_on;
        reads_one(&mut device, &in_new_words);
        device.client.build = ended;
        reads(&mut device, &in_new_words);
        assert_eq!(device.client.place.read_by, 0, "{others:?}");
        device.pulled(told(&book, &device, str::to_owned));
        assert!(device.client.wants_manifest(), "{others:?}");
        reads(&mut device, &packed(&book, str::to_owned));
        assert_eq!((&device.client.base, device.client.place.read_by), (&book.records, 2), "{others:?}");
    }
}

/// Older pages for a while, and the newer ones again: whatever the older took meanwhile is read again.
#[test]
fn what_older_pages_took_in_between_is_read_again() {
    let mut book = noted();
    let of_new_pages = || {
        let mut device = Device::of(demo::CHAIR);
        device.client.build = 2;
        device.pulled(told(&noted(), &device, str::to_owned));
        assert!(!device.client.wants_manifest());
        device.client.build = 1;
        device
    };
    book.does(&mut author(demo::HEAD), dossier_id(2), at(9, 30), note("đã gọi lại"));

    let mut by_page = of_new_pages();
    by_page.pulled(told(&book, &by_page, of_a_new_kind));
    let mut by_chunk = of_new_pages();
    reads_one(&mut by_chunk, &packed(&book, of_a_new_kind));
    by_chunk.keep(&[Write::Place(Place { reading: None, ..by_chunk.client.place.clone() })]);
    let mut by_bucket = of_new_pages();
    let place = by_bucket.client.place.clone();
    let bucket = bucket_of(dossier_id(2));
    let reply = crate::sync::digest::Bucket {
        epoch: place.epoch,
        scope: WARD.to_owned(),
        seq: place.cursor,
        now: at(10, 0),
        records: book.records.values().filter(|record| bucket_of(record.id) == bucket).cloned().collect(),
        beyond: vec![],
    };
    let writes = by_bucket.client.on_bucket(bucket, reply);
    by_bucket.keep(&writes);
    for (how, mut device) in [("page", by_page), ("chunk", by_chunk), ("bucket", by_bucket)] {
        device.client.build = 2;
        assert!(device.client.wants_manifest(), "{how}");
    }
}

/// Read to its end before a restore, no page since, and then the pages are loaded anew: of the other life nothing is read,
/// and so nothing counts as held.
#[test]
fn another_life_is_read_from_nothing_also_by_other_pages() {
    let (before, restored) = (noted(), book(2));
    let mut device = Device::of(demo::CHAIR);
    device.client.build = 1;
    reads(&mut device, &packed(&before, of_a_new_kind));
    assert_eq!((device.client.place.epoch.as_str(), device.client.place.cursor), ("", before.seq));
    device.client.build = 2;
    let mut after = packed(&restored, str::to_owned);
    after.manifest.epoch = "e2".to_owned();
    reads(&mut device, &after);
    assert_eq!((&device.client.base, device.client.place.cursor), (&restored.records, restored.seq));
    assert!(!has_drifted(&device, &restored) && !device.client.wants_manifest());
}

/// A device whose second act was refused for a reason that its build does not know, and what the reason is.
fn refused_by_halves(book: &mut Book) -> (Device, Vec<Judged>) {
    let mut device = Device::of(demo::RECEPTION);
    device.client.build = 1;
    device.pulled(told(book, &device, str::to_owned));
    device.does(h1(), at(8, 0), receive());
    device.does(h1(), at(8, 1), receive());
    let reply = book.answer(&device.client.next_push().expect("they wait"));
    let PushReply::Done { results, .. } = &reply else { panic!("{reply:?}") };
    let truth: Vec<Judged> = results.clone();
    let text = serde_json::to_string(&reply).expect("a reply").replace("wrong_status", "too_windy");
    assert!(text.contains("too_windy"), "{text}");
    device.pushed(&read::pushed(&text).expect("the queue goes on"));
    assert!(device.client.queue.is_empty(), "nothing waits behind a reason");
    assert!(reason(&device).contains("Tải bản mới"), "{}", reason(&device));
    device.pulled(told(book, &device, str::to_owned));
    (device, truth)
}

fn reason(device: &Device) -> String {
    let Outcome::Rejected { refusal } = &device.client.inbox[&2].outcome else { panic!("it is refused") };
    refusal.sentence().vi.to_string()
}

fn is_told_in_full(mut device: Device, book: &Book, truth: &[Judged]) {
    let asked = device.client.pull_ask(0).seen_n;
    assert!(asked < 2, "the outcome is asked for again");
    let outcomes = truth.iter().filter(|judged| judged.n > asked).cloned().collect();
    let page = PullReply { outcomes, ..told(book, &device, str::to_owned) };
    device.pulled(page);
    assert!(reason(&device).contains("Hồ sơ đang ở bước"), "{}", reason(&device));
    assert!(device.client.inbox[&2].command.is_some(), "with the act that it is about");
}

#[test]
fn a_reason_that_is_to_come_is_told_when_this_build_knows_it() {
    let mut book = Book::default();
    let (mut device, truth) = refused_by_halves(&mut book);
    device.client.build = 2;
    reads(&mut device, &packed(&book, str::to_owned));
    is_told_in_full(device, &book, &truth);
}

/// Everything is read from nothing, by the newer pages alone: what became of the officer's acts was told to the older.
#[test]
fn a_reason_that_is_to_come_is_told_also_where_the_dossiers_are_read_from_nothing() {
    let mut book = Book::default();
    for by_chunks in [true, false] {
        let (mut device, truth) = refused_by_halves(&mut book);
        let writes = device.client.read_anew();
        device.keep(&writes);
        device.client.build = 2;
        if by_chunks {
            reads(&mut device, &packed(&book, str::to_owned));
        } else {
            device.pulled(told(&book, &device, str::to_owned));
        }
        assert_eq!(device.client.place.read_by, 2);
        is_told_in_full(device, &book, &truth);
        book = Book::default();
    }
}
