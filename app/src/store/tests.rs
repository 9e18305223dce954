//! What the device keeps, on the memory twin of the browser's storage.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use shared::act::Act;
use shared::demo::{JUSTICE, RECEPTION};
use shared::dossier::amend::Note;
use shared::dossier::code::Lane;
use shared::dossier::{self, Dossier};
use shared::id::{DeviceId, DossierId, Writer};
use shared::limits::ACTS_BYTES_RESERVED;
use shared::moment::{Day, Moment};
use shared::scan::Digest;
use shared::script::{Story, dossier_id, forms};
use shared::session::SealKey;
use shared::sync::client::{Client, Intent, Notice, Place, Queued, Write};
use shared::sync::envelope::Taken;
use shared::sync::server::{Admit, WriterState, admit};
use shared::sync::wire::{Beside, Outcome};

use super::chunks::CHUNKS;
use super::memory::Base;
use super::{Disk, DiskFault, Kept, Mark, Plan, Row, Store, Work, has_room, tripwire};
use crate::vault::{Author, Key, Opened, Pair, Raw, encode};

pub const OANH: Writer = Writer { device: DeviceId(3), officer: RECEPTION };
pub const HA: Writer = Writer { device: DeviceId(3), officer: JUSTICE };

/// The memory twin never waits.
pub fn now<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("the memory twin waited"),
    }
}

pub fn morning() -> Moment {
    Moment::at(Day::new(2026, 11, 24).expect("a day"), 8, 0)
}

/// An officer's data, open: always by the same key.
pub fn opened(writer: Writer) -> Opened {
    let raw = Raw([u8::try_from(writer.officer.0).expect("a small ward"); 32]);
    let (pair, server) = (now(Pair::fresh()).expect("a pair"), now(Pair::fresh()).expect("a pair"));
    let to = SealKey { kid: 1, public: encode(&now(server.public()).expect("a point")) };
    Opened { key: now(Key::of(&raw)).expect("a key"), author: Author { writer, pair, to } }
}

pub fn load(disk: &Disk, writer: Writer) -> Result<Client, DiskFault> {
    now(disk.load(&opened(writer)))
}

/// A step on top of what the disk holds.
pub fn keep(disk: &Disk, writer: Writer, writes: &[Write]) -> Result<Kept, DiskFault> {
    let plan = Plan::of(&load(disk, writer)?, writes)?;
    now(disk.keep(&opened(writer), plan))
}

/// A dossier as the server would send it.
pub fn received(n: u128) -> Dossier {
    let mut story = Story::new();
    story.set_now(morning());
    let mut act = dossier::Act::Receive(forms::receive(&story.ward, "HT-09", morning().day()));
    act.renumber(Lane(0).first());
    story.judge("oanh", "H1", &act).expect("a good reception");
    Dossier { id: dossier_id(n), rev: 1, ..story.dossiers["H1"].clone() }
}

pub fn note(n: u128) -> Intent {
    let act = dossier::Act::Note(Note { text: format!("việc {n}") });
    Intent { act: Act::Dossier { id: dossier_id(n), act }, base: 0, at: morning() }
}

/// A storage in which both officers of the device have logged in.
pub fn enrolled() -> (Base, Disk) {
    let base = Base::default();
    let disk = Disk::on(base.clone());
    now(disk.enrol(OANH, Some(Lane(0)))).expect("room for her");
    now(disk.enrol(HA, Some(Lane(0)))).expect("room for him");
    (base, disk)
}

pub fn append(disk: &Disk, writer: Writer, n: u128) -> Result<u64, DiskFault> {
    let writes = now(disk.append(&opened(writer), note(n)))?.expect("a note needs no number");
    let numbers: Vec<u64> = writes
        .iter()
        .filter_map(|write| if let Write::Enqueue(queued) = write { Some(queued.n) } else { None })
        .collect();
    assert_eq!(numbers.len(), 1);
    Ok(numbers[0])
}

#[test]
fn two_officers_of_one_device_never_print_the_same_number() {
    let (_, disk) = enrolled();
    let ward = Story::new().ward;
    let mut printed = vec![];
    for (n, writer) in [OANH, HA, HA, OANH].into_iter().enumerate() {
        let preview = load(&disk, writer).expect("loaded").meta.next_number(morning().day());
        let act = dossier::Act::Receive(forms::receive(&ward, "HT-09", morning().day()));
        let act = Act::Dossier { id: dossier_id(n as u128), act };
        let writes = now(disk.append(&opened(writer), Intent { act, base: 0, at: morning() })).expect("kept");
        let numbers = writes.expect("a good reception").into_iter().filter_map(|write| {
            let Write::Enqueue(queued) = write else { return None };
            let Act::Dossier { act, .. } = queued.body.open().expect("readable").act;
            act.number()
        });
        let numbers: Vec<u16> = numbers.collect();
        assert_eq!(numbers, [preview.expect("a number is free")], "what was shown is what is printed");
        printed.extend(numbers);
    }
    let first = Lane(0).first();
    assert_eq!(printed, [first, first + 1, first + 2, first + 3]);
}

fn scribble(base: &Base, store: Store, key: &str, text: &str) {
    let work = now(base.begin(&[store], Work::Strict)).expect("begun");
    work.put(store, key, &Row::Text(text.to_owned())).expect("put");
    now(work.done()).expect("kept");
}

pub fn rows(base: &Base, store: Store) -> Vec<String> {
    let work = now(base.begin(&[store], Work::Read)).expect("begun");
    now(work.keys(store)).expect("keys")
}

#[test]
fn two_tabs_number_their_acts_without_a_gap() {
    let (base, one) = enrolled();
    let other = Disk::on(base);
    let given = [append(&one, OANH, 1), append(&other, OANH, 2), append(&one, HA, 3), append(&one, OANH, 4)];
    assert_eq!(given.map(|n| n.expect("kept")), [1, 2, 1, 3]);
    let client = load(&other, OANH).expect("read");
    assert_eq!(client.queue.keys().copied().collect::<Vec<_>>(), [1, 2, 3]);
}

/// A tab begins where its last act ended, if nobody came between.
#[test]
fn what_a_tab_remembers_of_its_last_act_is_believed_only_as_long_as_the_disk_says_so() {
    let (base, one) = enrolled();
    let other = Disk::on(base);
    now(one.set_lane(OANH, None)).expect("kept");
    assert_eq!([append(&one, OANH, 1), append(&one, OANH, 2)], [Ok(1), Ok(2)]);
    assert_eq!(append(&other, OANH, 3), Ok(3));
    assert_eq!(append(&one, OANH, 4), Ok(4), "another tab was here");
    // What it remembers would be refused.
    now(other.set_lane(OANH, Some(Lane(0)))).expect("kept");
    let act = dossier::Act::Receive(forms::receive(&Story::new().ward, "HT-09", morning().day()));
    let act = Act::Dossier { id: dossier_id(9), act };
    let writes = now(one.append(&opened(OANH), Intent { act, base: 0, at: morning() })).expect("kept");
    assert!(writes.is_ok(), "{writes:?}");
    let client = load(&one, OANH).expect("read");
    assert_eq!(client.queue.keys().copied().collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
}

#[test]
fn numbers_never_begin_again_where_the_writers_state_cannot_be_read() {
    let (base, disk) = enrolled();
    append(&disk, OANH, 1).expect("kept");
    scribble(&base, Store::Meta, "meta:3.6", "{\"next_n\": \"two\"}");
    assert_eq!(append(&disk, OANH, 2), Err(DiskFault::Unreadable));
    assert_eq!(now(disk.enrol(OANH, Some(Lane(0)))), Err(DiskFault::Unreadable), "a login changes nothing");
    assert_eq!(load(&disk, OANH).err(), Some(DiskFault::Unreadable));
    assert_eq!(keep(&disk, OANH, &[Write::Unqueue(1)]), Err(DiskFault::Unreadable));
    assert_eq!(now(disk.queues()).expect("read")[&OANH], 1, "the act is where it was");
    assert!(DiskFault::Unreadable.sentence().vi.contains("không trùng số"));
    append(&disk, HA, 3).expect("a colleague's state is whole");
}

#[test]
fn a_storage_cleared_under_the_page_takes_no_more_acts() {
    let disk = Disk::on(Base::default());
    assert_eq!(append(&disk, OANH, 1), Err(DiskFault::Cleared));
    assert_eq!(keep(&disk, OANH, &[Write::Record(Box::new(received(1)))]), Err(DiskFault::Cleared));
    assert_eq!(now(disk.set_lane(OANH, Some(Lane(0)))), Err(DiskFault::Cleared));
    now(disk.enrol(OANH, Some(Lane(0)))).expect("a login begins anew");
    assert_eq!(append(&disk, OANH, 1), Ok(1));
}

#[test]
fn a_full_disk_takes_nothing_and_burns_no_number() {
    let (base, disk) = enrolled();
    base.fill(true);
    assert_eq!(append(&disk, OANH, 1), Err(DiskFault::Full));
    base.fill(false);
    assert_eq!(append(&disk, OANH, 1), Ok(1));
    let said = DiskFault::named("QuotaExceededError").sentence();
    assert!(said.vi.contains("Ổ đĩa đã đầy") && said.vi.contains("vẫn còn trên trang"), "{}", said.vi);
    assert!(DiskFault::named("InvalidStateError").sentence().vi.contains("InvalidStateError"));
}

#[test]
fn scans_leave_room_for_acts() {
    let reserved = ACTS_BYTES_RESERVED as f64;
    let given = 100.0 * reserved;
    assert!(has_room(Some((0.0, given)), 1_000));
    assert!(has_room(Some((given - reserved - 1_000.0, given)), 1_000), "to the byte");
    assert!(!has_room(Some((given - reserved - 999.0, given)), 1_000));
    assert!(!has_room(Some((0.0, reserved)), 1), "a browser that gives little gives it to acts");
    assert!(has_room(None, 1_000), "one that does not say");
    let said = DiskFault::Scarce.sentence();
    assert!(said.vi.contains("Vẫn tiếp nhận") && said.en.contains("scan was not kept"), "{said:?}");
}

/// Ids as devices make them: the last byte is random.
pub fn spread(i: u128) -> DossierId {
    dossier_id(i.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c834))
}

#[test]
fn two_thousand_dossiers_are_a_few_dozen_rows() {
    let (base, disk) = enrolled();
    let one = received(1);
    let many = (1..=2_000).map(|i| Write::Record(Box::new(Dossier { id: spread(i), ..one.clone() })));
    keep(&disk, OANH, &many.collect::<Vec<_>>()).expect("kept");
    let chunks = rows(&base, Store::Chunks);
    assert!(chunks.len() <= usize::from(CHUNKS), "{} rows", chunks.len());
    let change =
        [Write::Record(Box::new(Dossier { id: spread(7), rev: 9, ..one.clone() })), Write::Forget(spread(8))];
    keep(&disk, OANH, &change).expect("kept");
    let client = load(&disk, OANH).expect("read");
    assert_eq!(client.base.len(), 1_999);
    assert_eq!(client.base[&spread(7)].rev, 9);
    assert_eq!(client.base[&spread(9)], Dossier { id: spread(9), ..one.clone() });
    assert!(!client.base.contains_key(&spread(8)));
    assert!(load(&disk, HA).expect("read").base.is_empty(), "a colleague's cache is their own");

    let restored = [Write::ForgetAll, Write::Record(Box::new(one))];
    keep(&disk, OANH, &restored).expect("kept");
    assert_eq!(load(&disk, OANH).expect("read").base.len(), 1);
}

#[test]
fn a_chunk_that_cannot_be_read_makes_the_server_be_read_again() {
    let (base, disk) = enrolled();
    let place = Place { epoch: "a".to_owned(), cursor: 40, seen: morning(), ..Place::default() };
    keep(&disk, OANH, &[Write::Record(Box::new(received(1))), Write::Place(place.clone())]).expect("kept");
    assert_eq!(load(&disk, OANH).expect("read").place, place);
    let chunk = rows(&base, Store::Chunks).into_iter().find(|key| key.contains('#')).expect("a chunk");
    scribble(&base, Store::Chunks, &chunk, "{half a chu");
    let client = load(&disk, OANH).expect("read");
    assert!(client.base.is_empty());
    assert_eq!((client.place.epoch.as_str(), client.place.cursor), ("", 0));
    assert_eq!(client.place.seen, morning(), "the clock is still held against it");
}

#[test]
fn the_tail_moves_to_a_new_writer_and_its_chain_holds() {
    let (base, disk) = enrolled();
    append(&disk, OANH, 1).expect("kept");
    append(&disk, OANH, 2).expect("kept");
    append(&disk, HA, 3).expect("kept");
    let sent = load(&disk, OANH).expect("read").queue[&1].clone();
    keep(&disk, OANH, &[Write::Unqueue(1), Write::Sent(sent)]).expect("kept");
    keep(&disk, OANH, &[Write::Record(Box::new(received(1)))]).expect("kept");
    let fresh = Writer { device: DeviceId(8), officer: RECEPTION };
    now(disk.enrol(fresh, Some(Lane(4)))).expect("enrolled anew");
    assert_eq!(append(&disk, fresh, 5), Ok(1));
    for writer in [OANH, HA, fresh] {
        now(tripwire::follow(&disk, writer));
    }
    now(tripwire::let_go(&disk, fresh));
    assert!(tripwire::of(OANH).is_some(), "her acts are still there");
    assert_eq!(now(disk.hand_over(&opened(OANH), &opened(fresh))), Ok(2));
    now(tripwire::let_go(&disk, fresh));
    now(tripwire::follow(&disk, fresh));
    let threads = [OANH, HA, fresh].map(|writer| tripwire::of(writer).map(|t| (t.unsent_from, t.next_n)));
    assert_eq!(
        threads,
        [None, Some((1, 2)), Some((1, 4))],
        "what went on is not missed under its old numbers"
    );

    let client = load(&disk, fresh).expect("read");
    let mut server = WriterState::default();
    for queued in client.queue.values() {
        let Admit::Next { hash } = admit(&server, queued.n, &queued.prev, &queued.body, None) else {
            panic!("act {} is not the next", queued.n);
        };
        let command = queued.body.open().expect("readable");
        assert_eq!((command.writer, command.was.len()), (fresh, usize::from(queued.n > 1)));
        server = server.after(queued.n, hash, None, morning());
    }
    assert_eq!((server.last_n, client.meta.next_n, &client.meta.head), (3, 4, &server.head));
    let waiting = now(disk.queues()).expect("read");
    assert_eq!((waiting.get(&OANH), waiting[&HA], waiting[&fresh]), (None, 1, 3));
    assert!(rows(&base, Store::Chunks).is_empty(), "the old writer's cache is gone");
    assert!(rows(&base, Store::Sent).is_empty(), "what was sent went along: a restore may have taken it");
    let sealed: Vec<(Writer, u64)> =
        now(disk.sealed()).expect("read").iter().map(|envelope| (envelope.writer, envelope.n)).collect();
    assert_eq!(sealed, [(HA, 1), (fresh, 1), (fresh, 2), (fresh, 3)], "sealed and signed anew");
}

fn reached(cursor: u64) -> Write {
    Write::Place(Place { epoch: "a".to_owned(), cursor, seen: morning(), ..Place::default() })
}

fn revised(rev: u64) -> Write {
    Write::Record(Box::new(Dossier { rev, ..received(1) }))
}

#[test]
fn a_tab_that_comes_late_does_not_wind_the_cache_back() {
    let (_, disk) = enrolled();
    keep(&disk, OANH, &[revised(1), reached(5)]).expect("kept");
    // Both tabs asked from 5; one of them was frozen while the other went on.
    let frozen = load(&disk, OANH).expect("read");
    let late = Plan::of(&frozen, &[revised(7), reached(7)]).expect("planned");
    keep(&disk, OANH, &[revised(9), reached(10)]).expect("kept");
    assert_eq!(now(disk.keep(&opened(OANH), late)), Ok(Kept::Moved));
    let client = load(&disk, OANH).expect("read");
    assert_eq!((client.base[&dossier_id(1)].rev, client.place.cursor), (9, 10));

    // An answer of the server before it was restored says nothing about what waits now.
    append(&disk, OANH, 1).expect("kept");
    let before = Plan::of(&load(&disk, OANH).expect("read"), &[Write::Unqueue(1)]).expect("planned");
    let restored = Place { epoch: "b".to_owned(), ..client.place };
    keep(&disk, OANH, &[Write::ForgetAll, Write::Place(restored)]).expect("kept");
    assert_eq!(now(disk.keep(&opened(OANH), before)), Ok(Kept::Moved));
    assert_eq!(load(&disk, OANH).expect("read").queue.len(), 1);
}

#[test]
fn a_tab_that_missed_what_another_sent_begins_no_other_life() {
    let (base, disk) = enrolled();
    keep(&disk, OANH, &[reached(5)]).expect("kept");
    append(&disk, OANH, 1).expect("kept");
    let late = load(&disk, OANH).expect("read");
    let sent = late.queue[&1].clone();
    append(&disk, HA, 1).expect("kept");
    let his = load(&disk, HA).expect("read").queue[&1].clone();
    keep(&disk, HA, &[Write::Unqueue(1), Write::Sent(his)]).expect("kept");
    let anew = [Write::ForgetAll, Write::Place(Place { epoch: "b".to_owned(), ..late.place.clone() })];
    let fits = Plan::of(&late, &[Write::Place(Place { epoch: "b".to_owned(), ..late.place.clone() })]);
    assert_eq!(now(disk.keep(&opened(OANH), fits.expect("planned"))), Ok(Kept::Yes), "what he sent is his");
    keep(&disk, OANH, &[Write::ForgetAll, Write::Place(late.place.clone())]).expect("kept");

    keep(&disk, OANH, &[Write::Unqueue(1), Write::Sent(sent)]).expect("kept");
    let plan = Plan::of(&late, &anew).expect("planned");
    assert_eq!(now(disk.keep(&opened(OANH), plan)), Ok(Kept::Moved));
    rows(&base, Store::Sent).iter().for_each(|key| scribble(&base, Store::Sent, key, "half an act"));
    assert!(load(&disk, OANH).expect("read").sent.is_empty());
    assert_eq!(
        keep(&disk, OANH, &anew),
        Ok(Kept::Yes),
        "once it has read the disk again, whatever opens of it"
    );
}

#[test]
fn an_act_that_another_tab_overtakes_is_numbered_anew() {
    let (base, one) = enrolled();
    let other = Disk::on(base.clone());
    base.meanwhile(move || assert_eq!(append(&other, OANH, 2), Ok(1)));
    assert_eq!(append(&one, OANH, 1), Ok(2), "the first number was given meanwhile");
    let third = Disk::on(base.clone());
    base.meanwhile(move || assert_eq!(keep(&third, OANH, &[reached(5)]), Ok(Kept::Yes)));
    assert_eq!(append(&one, OANH, 3), Ok(3));
    let client = load(&one, OANH).expect("read");
    let mut server = WriterState::default();
    for queued in client.queue.values() {
        let Admit::Next { hash } = admit(&server, queued.n, &queued.prev, &queued.body, None) else {
            panic!("act {} is not the next", queued.n);
        };
        server = server.after(queued.n, hash, None, morning());
    }
    assert_eq!(client.queue.len(), 3);
    assert_eq!(now(one.sealed()).expect("read").len(), 3, "each with its envelope");
}

/// Whether a row shows the words: as they are, or as numbers of bytes.
fn shows(row: &Row, words: &str) -> bool {
    match row {
        Row::Text(text) => text.contains(words),
        Row::Closed(bytes) => bytes.windows(words.len()).any(|window| window == words.as_bytes()),
        Row::Pair(_) => false,
    }
}

#[test]
fn nothing_of_a_citizen_lies_open() {
    let (base, disk) = enrolled();
    append(&disk, OANH, 1).expect("kept");
    append(&disk, OANH, 2).expect("kept");
    let queued = load(&disk, OANH).expect("read").queue[&1].clone();
    let notice = Notice { n: 1, outcome: Outcome::Applied { seq: 7 }, command: None, read: false };
    let command = queued.body.open().ok();
    let writes = [
        Write::Unqueue(1),
        Write::Sent(Queued { seq: 7, ..queued }),
        Write::Notice(Box::new(Notice { command, ..notice })),
        Write::Record(Box::new(received(1))),
        reached(7),
    ];
    keep(&disk, OANH, &writes).expect("kept");
    let name = received(1).applicant.name;
    for words in ["việc 1", "việc 2", name.as_str()] {
        for (store, key, row) in base.every_row() {
            assert!(!shows(&row, words), "“{words}” lies open in {store:?} {key}");
        }
    }
    let client = load(&disk, OANH).expect("read");
    assert_eq!((client.queue.len(), client.sent.len(), client.inbox.len(), client.base.len()), (1, 1, 1, 1));
}

#[test]
fn what_an_earlier_version_left_open_is_closed() {
    let (base, disk) = enrolled();
    append(&disk, OANH, 1).expect("kept");
    let queued = load(&disk, OANH).expect("read").queue[&1].clone();
    scribble(&base, Store::Queue, "3.6#000000000001", &serde_json::to_string(&queued).expect("written"));
    let work = now(base.begin(&[Store::Sealed], Work::Strict)).expect("begun");
    work.delete(Store::Sealed, "3.6#000000000001").expect("there were no envelopes");
    now(work.done()).expect("kept");
    now(disk.close_earlier(&opened(OANH))).expect("closed");
    assert!(base.every_row().iter().all(|(_, _, row)| !shows(row, "việc 1")));
    assert_eq!(load(&disk, OANH).expect("read").queue[&1], queued);
    assert_eq!(now(disk.sealed()).expect("read").len(), 1);
}

#[test]
fn a_colleague_carries_what_waits_and_its_author_still_sees_it() {
    let (_, disk) = enrolled();
    let told = Place { epoch: "a".to_owned(), cursor: 5, ..Place::default() };
    append(&disk, OANH, 1).expect("kept");
    append(&disk, OANH, 2).expect("kept");
    append(&disk, OANH, 3).expect("kept");
    // A page has told of them to a tab that did not know of them.
    keep(&disk, OANH, &[Write::Place(Place { told_n: Some(3), ..told })]).expect("kept");
    now(disk.carried(OANH, 1, Taken::Judged)).expect("kept");
    now(disk.carried(OANH, 2, Taken::Waits { expect: 2 })).expect("kept");
    now(disk.carried(OANH, 3, Taken::Aside { ticket: 4 })).expect("kept");
    let left: Vec<u64> = now(disk.sealed()).expect("read").iter().map(|envelope| envelope.n).collect();
    assert_eq!(left, [2], "one is the server's, one is a person's there");
    let client = load(&disk, OANH).expect("read");
    assert_eq!(client.queue.keys().copied().collect::<Vec<_>>(), [2, 3]);
    assert_eq!(client.sent[&1].seq, u64::MAX, "shown from here until its outcome is told");
    assert_eq!((client.place.cursor, client.pull_ask(0).seen_n), (5, 0), "for which its author asks");

    let told = [shared::sync::wire::Judged { n: 1, outcome: Outcome::Applied { seq: 7 } }];
    let reply = shared::sync::wire::PushReply::Done { results: told.into(), last_n: 1 };
    keep(&disk, OANH, &client.on_push_reply(&reply)).expect("kept");
    assert_eq!(load(&disk, OANH).expect("read").sent[&1].seq, 7);
}

/// What the next pull says of a colleague: told by whoever is here, though only its author can open it.
#[test]
fn what_a_colleague_has_left_here_is_counted_without_opening_it() {
    let (_, disk) = enrolled();
    let beside = |writer| now(disk.held(writer)).map(|(_, others)| others);
    assert_eq!(beside(OANH), Ok(vec![]));
    for n in 1..=4 {
        append(&disk, HA, n).expect("kept");
    }
    append(&disk, OANH, 9).expect("kept");
    let elsewhere = Writer { device: DeviceId(8), officer: JUSTICE };
    now(disk.enrol(elsewhere, None)).expect("enrolled");
    append(&disk, elsewhere, 5).expect("kept");
    let of = |last_n, waiting| Ok(vec![Beside { officer: JUSTICE, last_n, waiting }]);
    assert_eq!(beside(OANH), of(4, 4), "what is under another device's numbers is not this one's");
    now(tripwire::follow(&disk, HA));
    now(disk.carried(HA, 1, Taken::Judged)).expect("kept");
    now(disk.carried(HA, 2, Taken::Aside { ticket: 4 })).expect("kept");
    assert_eq!(beside(OANH), of(4, 2), "one was sent, one waits for a person at the server");
    now(tripwire::follow_all(&disk));
    assert_eq!(
        tripwire::of(HA).map(|thread| thread.unsent_from),
        Some(3),
        "a cleared storage takes two along"
    );
    for n in 3..=4 {
        now(disk.carried(HA, n, Taken::Judged)).expect("kept");
    }
    assert_eq!(beside(OANH), of(4, 0), "a restore may yet have taken what was sent");
    assert_eq!(beside(HA), Ok(vec![Beside { officer: RECEPTION, last_n: 1, waiting: 1 }]));
}

#[test]
fn under_a_new_key_only_what_waits_is_left_and_only_the_server_can_read_it() {
    let (_, disk) = enrolled();
    append(&disk, OANH, 1).expect("kept");
    keep(&disk, OANH, &[revised(1), reached(5)]).expect("kept");
    now(disk.forget_closed(OANH)).expect("forgotten");
    let raw = Raw([99; 32]);
    let anew = Opened { key: now(Key::of(&raw)).expect("a key"), ..opened(OANH) };
    let client = now(disk.load(&anew)).expect("read");
    assert!(client.queue.is_empty() && client.base.is_empty());
    assert_eq!((client.place.cursor, client.meta.next_n), (0, 2), "read anew; no number is given twice");
    assert_eq!(now(disk.sealed()).expect("read").len(), 1, "it is carried as it was sealed");
}

/// Her password was set anew, and then a copy was put back that lacks what she had sent before.
#[test]
fn what_was_sent_under_a_key_that_is_gone_comes_back_from_its_envelope_after_a_restore() {
    let (base, disk) = enrolled();
    append(&disk, OANH, 1).expect("kept");
    append(&disk, OANH, 2).expect("kept");
    let sent = load(&disk, OANH).expect("read").queue[&1].clone();
    keep(&disk, OANH, &[reached(5), Write::Unqueue(1), Write::Sent(sent)]).expect("kept");
    let waiting = || now(disk.sealed()).expect("read").iter().map(|envelope| envelope.n).collect::<Vec<_>>();
    assert_eq!(waiting(), [2], "the server has the first");
    now(disk.forget_closed(OANH)).expect("forgotten");
    let anew = Opened { key: now(Key::of(&Raw([99; 32]))).expect("a key"), ..opened(OANH) };
    let reads = |epoch: &str, durable_n| {
        let client = now(disk.load(&anew)).expect("read");
        let place = Place { epoch: epoch.to_owned(), durable_n, ..client.place.clone() };
        let plan = Plan::of(&client, &[Write::Place(place)]).expect("planned");
        assert_eq!(now(disk.keep(&anew, plan)), Ok(Kept::Yes));
    };
    // In which life of the server it was judged is forgotten too: asked again, the server says so.
    reads("a", 0);
    assert_eq!(waiting(), [1, 2]);
    now(disk.carried(OANH, 1, Taken::Judged)).expect("kept");
    now(disk.carried(OANH, 2, Taken::Judged)).expect("kept");
    reads("a", 0);
    assert_eq!(waiting(), [0u64; 0], "nothing is sent twice in one life");
    reads("b", 0);
    assert_eq!(waiting(), [1, 2], "what the copy may lack is brought again");
    [1, 2].into_iter().for_each(|n| now(disk.carried(OANH, n, Taken::Judged)).expect("kept"));
    reads("b", 1);
    assert_eq!(rows(&base, Store::Sealed).len(), 1, "every copy has the first");
    assert_eq!(rows(&base, Store::Sent).len(), 1);
}

/// Nothing of a scan is readable on the disk; it moves with its officer, and goes where its key is gone.
#[test]
fn a_scan_lies_closed_until_it_is_forgotten() {
    let (base, disk) = enrolled();
    let (file, digest) = (b"%PDF-1.4 Canary %%EOF".to_vec(), Digest::of(b"%PDF-1.4 Canary %%EOF"));
    now(disk.keep_scan(&opened(OANH), &digest, &file, morning())).expect("kept");
    for (_, key, row) in base.every_row().into_iter().filter(|(store, ..)| *store == Store::Scans) {
        let bytes = match row {
            Row::Text(text) => text.into_bytes(),
            Row::Closed(bytes) => bytes,
            Row::Pair(_) => panic!("no key is kept here"),
        };
        assert!(!bytes.windows(6).any(|part| part == b"Canary"), "{key}");
    }
    assert_eq!(now(disk.scan(&opened(OANH), &digest)), Ok(Some(file.clone())));
    assert_eq!(now(disk.scan(&opened(HA), &digest)), Ok(None), "another officer has none");
    let mark = Mark { at: morning(), bytes: file.len() as u64, whole_in: String::new() };
    assert_eq!(now(disk.scans(OANH)), Ok(vec![(digest.clone(), mark.clone())]));
    let told = Mark { whole_in: "life 1".to_owned(), ..mark };
    now(disk.mark_scan(OANH, &digest, &told)).expect("marked");
    assert_eq!(now(disk.scans(OANH)), Ok(vec![(digest.clone(), told)]));

    let fresh = Writer { device: DeviceId(8), officer: RECEPTION };
    now(disk.enrol(fresh, Some(Lane(4)))).expect("enrolled anew");
    now(disk.hand_over(&opened(OANH), &opened(fresh))).expect("handed over");
    assert_eq!(now(disk.scans(OANH)), Ok(vec![]));
    assert_eq!(now(disk.scan(&opened(fresh), &digest)), Ok(Some(file)), "the new number of the same officer");
    now(disk.forget_closed(fresh)).expect("forgotten");
    assert_eq!(now(disk.scans(fresh)), Ok(vec![]));
    assert!(!base.every_row().iter().any(|(store, ..)| *store == Store::Scans), "nothing is left behind");
}
