//! Who is at the desk, and whose answers count.

mod fresh;
mod undo;

use std::sync::Arc;

use leptos::prelude::*;
use shared::demo;
use shared::dossier::code::Lane;
use shared::dossier::{Act, Kind, Status};
use shared::id::Writer;
use shared::officer::{Officer, Role};
use shared::script::{dossier_id, forms};
use shared::sync::client::{Intent, Write};
use shared::sync::wire::{Beside, Judged, Outcome, PushReply};

use super::{Desk, STOPPED};
use crate::gate::Phase;
use crate::link::LinkState;
use crate::store::memory::Base;
use crate::store::tests::{HA, OANH, load, morning, now, opened};
use crate::store::{Disk, Seat, tripwire};

pub(crate) fn at_desk(test: impl FnOnce(Desk, Base)) {
    STOPPED.set(morning());
    let owner = Owner::new();
    owner.with(|| {
        let (desk, base) = (Desk::new(), Base::default());
        desk.set_disk(Disk::on(base.clone()));
        test(desk, base);
    });
}

/// Another window on the same disk, at which the same officer sits.
fn window(base: Base, writer: Writer) -> Desk {
    let desk = Desk::new();
    desk.set_disk(Disk::on(base));
    sits(desk, writer);
    desk
}

pub(crate) fn sits(desk: Desk, writer: Writer) {
    let ward = demo::ward().expect("the standard data");
    let disk = desk.disk().expect("a disk");
    now(disk.enrol(writer, Some(Lane(0)))).expect("enrolled");
    let officer = ward.officer(writer.officer).expect("an officer").clone();
    let (device, label) = (writer.device, "Quầy 1".to_owned());
    let seat = Seat { officer, device, label, login: "o".to_owned(), locked: false };
    let client = load(&disk, writer).expect("read");
    desk.open(opened(writer));
    desk.enter(Arc::new(ward), seat, client, None);
}

/// The network as the link would tell of it.
pub(crate) fn stands(desk: Desk, state: LinkState) {
    desk.link_state.set(state);
}

fn receives(desk: Desk, n: u128) -> Result<(), super::Trouble> {
    let act = forms::receive(&desk.ward(), "HT-09", morning().day());
    now(desk.act(dossier_id(n), Act::Receive(act)))
}

fn judged(desk: Desk) -> Vec<Write> {
    let results = vec![Judged { n: 1, outcome: Outcome::Applied { seq: 7 } }];
    desk.client(|client| client.on_push_reply(&PushReply::Done { results, last_n: 1 }))
}

fn waiting(desk: Desk) -> Vec<u64> {
    desk.client(|client| client.queue.keys().copied().collect())
}

#[test]
fn who_logs_in_again_with_another_role_may_do_what_that_role_may_and_keeps_what_waits() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        receives(desk, 1).expect("received");
        let seat = desk.seat_untracked().expect("a seat");
        let officer = Officer { roles: vec![Role::Volunteer], ..seat.officer.clone() };
        desk.sit(Seat { officer, ..seat });
        assert!(!desk.may_begin(Kind::Receive));
        assert_eq!(waiting(desk), [1]);
    });
}

#[test]
fn an_answer_after_a_logout_settles_nothing_of_whoever_comes_next() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        receives(desk, 1).expect("received");
        let answer = judged(desk);
        assert!(!answer.is_empty());
        desk.leave(Phase::Out);
        sits(desk, HA);
        receives(desk, 2).expect("received");
        assert!(!now(desk.keep(OANH, answer)), "it is not for the one who is here");
        assert_eq!(waiting(desk), [1], "her act still waits");
        let disk = desk.disk().expect("a disk");
        assert_eq!(load(&disk, HA).expect("read").queue.len(), 1);
        let oanh = load(&disk, OANH).expect("read");
        assert_eq!((oanh.queue.len(), oanh.inbox.len()), (1, 0), "hers is closed; the server says it again");
    });
}

#[test]
fn whoever_leaves_leaves_nothing_in_memory() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        receives(desk, 1).expect("received");
        assert_eq!(desk.dossier(dossier_id(1)).map(|d| d.status), Some(Status::Received));
        let ids = vec![dossier_id(1)];
        crate::dossier::trail::leave(crate::dossier::trail::Trail { ids: ids.into(), ..Default::default() });
        desk.leave(Phase::Locked);
        let left = desk.client(|client| (client.queue.len(), client.base.len(), client.dossiers().count()));
        assert_eq!(left, (0, 0, 0));
        assert!(desk.seat_untracked().is_none());
        crate::dossier::forget();
        assert_eq!(crate::dossier::trail::current().place(dossier_id(1)), None, "no list is remembered");
        sits(desk, OANH);
        assert_eq!(waiting(desk), [1], "on the disk it is safe");
    });
}

#[test]
fn a_full_disk_is_said_and_nothing_is_shown_as_done() {
    at_desk(|desk, base| {
        sits(desk, OANH);
        base.fill(true);
        let said = receives(desk, 1).expect_err("there is no room").sentence();
        assert!(said.vi.contains("Ổ đĩa đã đầy"), "{}", said.vi);
        assert_eq!(desk.dossier(dossier_id(1)), None);
        base.fill(false);
        receives(desk, 1).expect("received");
        assert_eq!(waiting(desk), [1], "no number was lost");
    });
}

#[test]
fn another_tabs_act_is_read_and_a_cleared_storage_is_said() {
    at_desk(|desk, base| {
        sits(desk, OANH);
        let other = window(base, OANH);
        receives(other, 1).expect("received");
        now(desk.reload());
        assert_eq!(waiting(desk), [1]);
        desk.set_disk(Disk::on(Base::default()));
        now(desk.reload());
        assert!(desk.stuck().is_some_and(|said| said.vi.contains("đã bị xóa")));
        assert_eq!(waiting(desk), [1], "what is on the screen stays there");
    });
}

/// A tablet on which a colleague has worked: each pull says that something of theirs lies here.
#[test]
fn a_pull_says_what_a_colleague_has_left_here() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        receives(desk, 1).expect("received");
        assert_eq!(now(desk.pull_ask(25, false)).beside, Some(vec![]));
        desk.leave(Phase::Out);
        sits(desk, HA);
        let ask = now(desk.pull_ask(25, true));
        assert_eq!((ask.waiting, ask.waiting_on_device(), ask.digest), (0, 1, true));
        let left = Beside { officer: OANH.officer, last_n: 1, waiting: 1 };
        assert_eq!(ask.beside, Some(vec![left]));
    });
}

/// What a cleared storage would be said to have taken of her: the first act that was not sent, and the next number.
fn thread() -> Option<(u64, u64)> {
    tripwire::of(OANH).map(|thread| (thread.unsent_from, thread.next_n))
}

/// Two windows of one officer. One that has not read what the other did names it all the same.
#[test]
fn a_window_that_lags_behind_does_not_wind_the_thread_back() {
    at_desk(|desk, base| {
        sits(desk, OANH);
        let other = window(base, OANH);
        receives(other, 1).expect("received");
        assert_eq!(thread(), Some((1, 2)));
        let page = vec![Write::Record(Box::new(crate::store::tests::received(5)))];
        assert!(now(desk.keep(OANH, page)));
        assert_eq!(thread(), Some((1, 2)), "a page was kept by a window that knows of no act");
        receives(desk, 2).expect("received");
        assert_eq!(thread(), Some((1, 3)), "an act was, by one that does not know of the other");
        assert!(now(other.keep(OANH, judged(other))));
        assert_eq!(thread(), Some((2, 3)));
        desk.set_disk(Disk::on(Base::default()));
        now(desk.reload());
        assert_eq!(thread(), Some((2, 3)), "a storage that was cleared says nothing");
    });
}

/// The window that did it was closed before it could say so.
#[test]
fn what_another_window_did_is_named_by_whoever_reads_it() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        let act = forms::receive(&desk.ward(), "HT-09", morning().day());
        let act = shared::act::Act::Dossier { id: dossier_id(1), act: Act::Receive(act) };
        let intent = Intent { act, base: 0, at: morning() };
        let disk = desk.disk().expect("a disk");
        now(disk.append(&opened(OANH), intent)).expect("kept").expect("a good reception");
        now(desk.reload());
        assert_eq!(thread(), Some((1, 2)));
    });
}

/// On a new device the dossiers are counted while they come; work may begin at once.
#[test]
fn a_first_reading_counts_and_holds_nobody_up() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        assert_eq!(desk.first_reading(), Some(0));
        let record = Write::Record(Box::new(crate::store::tests::received(5)));
        assert!(now(desk.keep(OANH, vec![record])));
        assert_eq!(desk.first_reading(), Some(1));
        desk.pulled(true);
        assert!(desk.is_first_reading(), "more pages follow");
        desk.pulled(false);
        assert_eq!(desk.first_reading(), None);
    });
}
