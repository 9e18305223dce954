//! What a device believes of another life of the server, and of what a copy of its disk has done.

use super::device::{Device, h1};
use super::{Book, at, receive};
use crate::demo;
use crate::script::dossier_id;
use crate::sync::wire::{Hash, Judged, Outcome, PullReply};

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
