//! What a device believes of another life of the server, and of what a copy of its disk has done.

use super::device::{Device, h1};
use super::{Book, at, receive};
use crate::demo;
use crate::script::dossier_id;
use crate::sync::client::Notice;
use crate::sync::wire::{Hash, Judged, Outcome, PullReply, Push};

fn applied(numbers: impl IntoIterator<Item = u64>, seq: u64) -> Vec<Judged> {
    numbers.into_iter().map(|n| Judged { n, outcome: Outcome::Applied { seq } }).collect()
}

/// After a restore the copy of this disk was faster: the book has its acts under the same numbers, and they are safe.
#[test]
fn what_is_safe_in_a_copys_chain_is_not_ours() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    let page = book.page(&oanh);
    oanh.pulled(page);
    oanh.does(h1(), at(8, 0), receive());
    let reply = book.answer(&oanh.client.next_push().unwrap());
    oanh.pushed(&reply);
    let outcomes = vec![Judged { n: 1, outcome: Outcome::Applied { seq: 1 } }];
    let page = PullReply {
        epoch: "e2".to_owned(),
        from: 0,
        last_n: 1,
        durable_n: 1,
        head: Hash("of the copy's first act".to_owned()),
        outcomes,
        ..book.page(&oanh)
    };
    oanh.pulled(page);
    assert!(oanh.client.sent.is_empty());
    assert!(oanh.client.queue.contains_key(&1), "it asks for itself");
}

#[test]
fn a_copy_is_not_told_what_became_of_acts_that_it_has_not_done() {
    let (book, mut copy) = (Book::default(), Device::of(demo::RECEPTION));
    let page = book.page(&copy);
    copy.pulled(page);
    let outcomes = vec![Judged { n: 1, outcome: Outcome::Applied { seq: 1 } }];
    let head = Hash("of the other's first act".to_owned());
    let page = PullReply { last_n: 1, head, outcomes, ..book.page(&copy) };
    copy.pulled(page);
    assert!(copy.client.inbox.is_empty());
    assert_eq!(copy.client.pull_ask(0).seen_n, 1, "nor does it ask for it again");
}

/// The tab has done the first and the fourth; between them another tab was at work. The copy has done two.
#[test]
fn a_tab_that_does_not_know_its_own_act_at_that_place_takes_no_copys_for_it() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    let page = book.page(&oanh);
    oanh.pulled(page);
    (1..=4).for_each(|n| oanh.does(dossier_id(n), at(8, 0), receive()));
    (2..=3).for_each(|n| drop(oanh.client.queue.remove(&n)));
    let head = Hash("of the copy's second act".to_owned());
    let page = PullReply { last_n: 2, head, outcomes: applied(1..=2, 9), ..book.page(&oanh) };
    oanh.pulled(page.clone());
    assert_eq!(oanh.client.queue.keys().copied().collect::<Vec<_>>(), [1, 4], "each asks for itself");
    assert!(oanh.client.inbox.is_empty(), "nor is the second told, which waits on the disk");

    let push = Push { acts: vec![oanh.client.queue[&1].body.clone()], ..oanh.client.next_push().unwrap() };
    oanh.pushed(&book.answer(&push));
    assert_eq!((oanh.client.queue.len(), oanh.client.sent.len()), (1, 1));
    oanh.pulled(PullReply { epoch: "e2".to_owned(), from: 0, ..page });
    assert_eq!((oanh.client.queue.len(), oanh.client.sent.len()), (2, 0), "in another life as well");
}

/// An older copy of the book was put back, and a copy of this disk has brought an act back that is forgotten here.
#[test]
fn of_an_act_that_is_forgotten_the_book_is_believed() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    let page = book.page(&oanh);
    oanh.pulled(page);
    oanh.does(h1(), at(8, 0), receive());
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    let page = PullReply { durable_n: 1, ..book.page(&oanh) };
    oanh.pulled(page);
    assert!(oanh.client.sent.is_empty(), "judged and safe");
    oanh.does(dossier_id(2), at(8, 5), receive());
    let head = Hash("of what the copy did after it".to_owned());
    let outcomes = applied(1..=3, 9);
    let page = PullReply { epoch: "e2".to_owned(), from: 0, last_n: 3, head, outcomes, ..book.page(&oanh) };
    oanh.pulled(page);
    assert_eq!(oanh.client.inbox[&1].outcome, Outcome::Applied { seq: 9 }, "as this life has judged it");
    assert_eq!((oanh.client.queue.len(), oanh.client.inbox.len()), (1, 1), "of what waits nothing is known");
}

/// Before the first page any life may have answered a push, and another tab has kept a later answer of an earlier one.
#[test]
fn the_first_page_writes_what_it_tells_whatever_the_tab_remembers() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    oanh.does(h1(), at(8, 0), receive());
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    let read = Notice { read: true, ..oanh.client.inbox[&1].clone() };
    oanh.client.inbox.insert(1, read.clone());
    let page = PullReply { outcomes: applied([1], 1), ..book.page(&oanh) };
    let first = oanh.client.on_pull_reply(page.clone());
    let mut disk = Device::of(demo::RECEPTION);
    disk.client = oanh.client.clone();
    disk.client.inbox.insert(1, Notice { outcome: Outcome::Applied { seq: 7 }, ..read.clone() });
    disk.client.sent.get_mut(&1).unwrap().seq = 7;
    disk.keep(&first);
    assert_eq!((&disk.client.inbox[&1], disk.client.sent[&1].seq), (&read, 1), "and it stays read");
    let second = disk.client.on_pull_reply(PullReply { from: 1, records: vec![], ..page });
    assert_eq!(second.len(), 1, "no later page does: only the place is kept");
}

/// A page has told it to a tab that did not know of the act, which was then carried under another login.
#[test]
fn what_a_colleague_has_brought_is_asked_for_again() {
    let (book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    let page = PullReply { last_n: 3, outcomes: applied(1..=3, 9), ..book.page(&oanh) };
    oanh.pulled(page);
    assert_eq!((oanh.client.inbox.len(), oanh.client.pull_ask(0).seen_n), (0, 3), "another tab's acts");
    for (carried, seen_n) in [(3, 2), (1, 0), (2, 0)] {
        oanh.client.place = oanh.client.place.clone().untold(carried);
        assert_eq!(oanh.client.pull_ask(0).seen_n, seen_n);
    }
    oanh.client.place.told_n = None;
    assert_eq!(oanh.client.place.clone().untold(3).told_n, Some(2), "also where an older build has read it");
}

/// What the inbox says may be of another life.
#[test]
fn the_question_goes_by_what_pages_of_this_life_have_told() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    let page = book.page(&oanh);
    oanh.pulled(page);
    oanh.does(h1(), at(8, 0), receive());
    oanh.does(dossier_id(2), at(8, 5), receive());
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    assert_eq!((oanh.client.inbox.len(), oanh.client.pull_ask(0).seen_n), (2, 0), "no page has told it");
    let page = book.page(&oanh);
    oanh.pulled(page);
    assert_eq!(oanh.client.pull_ask(0).seen_n, 2);
    let page = PullReply { epoch: "e2".to_owned(), last_n: 1, from: 0, ..Book::default().page(&oanh) };
    oanh.pulled(page);
    assert_eq!(
        (oanh.client.inbox.len(), oanh.client.pull_ask(0).seen_n),
        (2, 1),
        "the second was taken back"
    );
    oanh.client.place.told_n = None;
    assert_eq!(oanh.client.pull_ask(0).seen_n, 2, "kept by an older build");
}
