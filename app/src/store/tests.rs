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
use shared::moment::{Day, Moment};
use shared::script::{Story, dossier_id, forms};
use shared::sync::client::{Intent, Write};
use shared::sync::server::{Admit, WriterState, admit};

use super::chunks::CHUNKS;
use super::memory::Base;
use super::{Disk, DiskFault, Store, Work};

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
fn enrolled() -> (Base, Disk) {
    let base = Base::default();
    let disk = Disk::on(base.clone());
    now(disk.enrol(OANH, Some(Lane(0)))).expect("room for her");
    now(disk.enrol(HA, Some(Lane(0)))).expect("room for him");
    (base, disk)
}

fn append(disk: &Disk, writer: Writer, n: u128) -> Result<u64, DiskFault> {
    let writes = now(disk.append(writer, note(n)))?.expect("a note needs no number");
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
        let preview = now(disk.load(writer)).expect("loaded").meta.next_number(morning().day());
        let act = dossier::Act::Receive(forms::receive(&ward, "HT-09", morning().day()));
        let act = Act::Dossier { id: dossier_id(n as u128), act };
        let writes = now(disk.append(writer, Intent { act, base: 0, at: morning() })).expect("kept");
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
    work.put(store, key, text).expect("put");
    now(work.done()).expect("kept");
}

fn rows(base: &Base, store: Store) -> Vec<String> {
    let work = now(base.begin(&[store], Work::Read)).expect("begun");
    now(work.keys(store)).expect("keys")
}

#[test]
fn two_tabs_number_their_acts_without_a_gap() {
    let (base, one) = enrolled();
    let other = Disk::on(base);
    let given = [append(&one, OANH, 1), append(&other, OANH, 2), append(&one, HA, 3), append(&one, OANH, 4)];
    assert_eq!(given.map(|n| n.expect("kept")), [1, 2, 1, 3]);
    let client = now(other.load(OANH)).expect("read");
    assert_eq!(client.queue.keys().copied().collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn numbers_never_begin_again_where_the_writers_state_cannot_be_read() {
    let (base, disk) = enrolled();
    append(&disk, OANH, 1).expect("kept");
    scribble(&base, Store::Meta, "meta:3.6", "{\"next_n\": \"two\"}");
    assert_eq!(append(&disk, OANH, 2), Err(DiskFault::Unreadable));
    assert_eq!(now(disk.enrol(OANH, Some(Lane(0)))), Err(DiskFault::Unreadable), "a login changes nothing");
    assert_eq!(now(disk.load(OANH)).err(), Some(DiskFault::Unreadable));
    assert_eq!(now(disk.keep(OANH, &[Write::Unqueue(1)])), Err(DiskFault::Unreadable));
    assert_eq!(now(disk.queues()).expect("read")[&OANH], 1, "the act is where it was");
    assert!(DiskFault::Unreadable.sentence().vi.contains("không trùng số"));
    append(&disk, HA, 3).expect("a colleague's state is whole");
}

#[test]
fn a_storage_cleared_under_the_page_takes_no_more_acts() {
    let disk = Disk::on(Base::default());
    assert_eq!(append(&disk, OANH, 1), Err(DiskFault::Cleared));
    assert_eq!(now(disk.keep(OANH, &[Write::Record(Box::new(received(1)))])), Err(DiskFault::Cleared));
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

/// Ids as devices make them: the last byte is random.
fn spread(i: u128) -> DossierId {
    dossier_id(i.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c834))
}

#[test]
fn five_thousand_dossiers_are_a_few_dozen_rows() {
    let (base, disk) = enrolled();
    let one = received(1);
    let many = (1..=5_000).map(|i| Write::Record(Box::new(Dossier { id: spread(i), ..one.clone() })));
    now(disk.keep(OANH, &many.collect::<Vec<_>>())).expect("kept");
    let chunks = rows(&base, Store::Chunks);
    assert!(chunks.len() <= usize::from(CHUNKS), "{} rows", chunks.len());
    let change =
        [Write::Record(Box::new(Dossier { id: spread(7), rev: 9, ..one.clone() })), Write::Forget(spread(8))];
    now(disk.keep(OANH, &change)).expect("kept");
    let client = now(disk.load(OANH)).expect("read");
    assert_eq!(client.base.len(), 4_999);
    assert_eq!(client.base[&spread(7)].rev, 9);
    assert_eq!(client.base[&spread(9)], Dossier { id: spread(9), ..one.clone() });
    assert!(!client.base.contains_key(&spread(8)));
    assert!(now(disk.load(HA)).expect("read").base.is_empty(), "a colleague's cache is their own");

    let restored = [Write::ForgetAll, Write::Record(Box::new(one))];
    now(disk.keep(OANH, &restored)).expect("kept");
    assert_eq!(now(disk.load(OANH)).expect("read").base.len(), 1);
}

#[test]
fn a_chunk_that_cannot_be_read_makes_the_server_be_read_again() {
    let (base, disk) = enrolled();
    let place = shared::sync::client::Place {
        epoch: "a".to_owned(),
        cursor: 40,
        seen: morning(),
        ..Default::default()
    };
    now(disk.keep(OANH, &[Write::Record(Box::new(received(1))), Write::Place(place.clone())])).expect("kept");
    assert_eq!(now(disk.load(OANH)).expect("read").place, place);
    let chunk = rows(&base, Store::Chunks).into_iter().find(|key| key.contains('#')).expect("a chunk");
    scribble(&base, Store::Chunks, &chunk, "{half a chu");
    let client = now(disk.load(OANH)).expect("read");
    assert!(client.base.is_empty());
    assert_eq!((client.place.epoch.as_str(), client.place.cursor), ("", 0));
    assert_eq!(client.place.seen, morning(), "the clock is still held against it");
}

#[test]
fn the_unsent_tail_moves_to_a_new_writer_and_its_chain_holds() {
    let (base, disk) = enrolled();
    append(&disk, OANH, 1).expect("kept");
    append(&disk, OANH, 2).expect("kept");
    append(&disk, HA, 3).expect("kept");
    now(disk.keep(OANH, &[Write::Record(Box::new(received(1)))])).expect("kept");
    let fresh = Writer { device: DeviceId(8), officer: RECEPTION };
    now(disk.enrol(fresh, Some(Lane(4)))).expect("enrolled anew");
    assert_eq!(append(&disk, fresh, 5), Ok(1));
    assert_eq!(now(disk.hand_over(OANH, fresh)), Ok(2));

    let client = now(disk.load(fresh)).expect("read");
    let mut server = WriterState::default();
    for queued in client.queue.values() {
        let Admit::Next { hash } = admit(&server, queued.n, &queued.prev, &queued.body, None) else {
            panic!("act {} is not the next", queued.n);
        };
        assert_eq!(queued.body.open().expect("readable").writer, fresh);
        server = server.after(queued.n, hash, None, morning());
    }
    assert_eq!((server.last_n, client.meta.next_n, &client.meta.head), (3, 4, &server.head));
    let waiting = now(disk.queues()).expect("read");
    assert_eq!((waiting.get(&OANH), waiting[&HA], waiting[&fresh]), (None, 1, 3));
    assert!(rows(&base, Store::Chunks).is_empty(), "the old writer's cache is gone");
}
