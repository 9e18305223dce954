//! The device's half: what is shown is the base with the officer's own acts on top, whatever comes in between.

use super::{Book, at, author, monday, receive, ward};
use crate::act::Act;
use crate::ctx::Ctx;
use crate::demo;
use crate::dossier::amend::Note;
use crate::dossier::assign::Assign;
use crate::dossier::intake::Lodge;
use crate::dossier::stop::Withdraw;
use crate::dossier::{self, Dossier, Status};
use crate::id::{DossierId, OfficerId};
use crate::limits;
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::script::{dossier_id, forms};
use crate::sync::client::{Client, Intent, Place, Write, seal};
use crate::sync::footing::Footing;
use crate::sync::reading::NOTHING;
use crate::sync::wire::{Hash, Judged, Outcome, Over, PullReply, Push, PushReply};

/// A device that keeps every step at once.
pub(super) struct Device {
    pub(super) client: Client,
    officer: OfficerId,
}

impl Device {
    pub(super) fn of(officer: OfficerId) -> Device {
        Device { client: Client::new(author(officer)), officer }
    }

    pub(super) fn does(&mut self, id: DossierId, at: Moment, act: dossier::Act) {
        let base = self.client.base.get(&id).map_or(0, |record| record.rev);
        let intent = Intent { act: Act::Dossier { id, act }, base, at };
        let (meta, queued) = seal(&self.client.meta, &self.client.place, intent).unwrap();
        self.keep(&[Write::Meta(meta), Write::Enqueue(queued)]);
    }

    pub(super) fn keep(&mut self, writes: &[Write]) {
        self.client.adopt(ward(), writes);
    }

    pub(super) fn pushed(&mut self, reply: &PushReply) {
        let writes = self.client.on_push_reply(reply);
        self.keep(&writes);
    }

    pub(super) fn pulled(&mut self, reply: PullReply<Dossier>) {
        let writes = self.client.on_pull_reply(reply);
        self.keep(&writes);
    }

    fn status(&self, id: DossierId) -> Option<Status> {
        self.client.dossier(id).map(|dossier| dossier.status)
    }

    /// The same device after its page was closed and opened again.
    fn reopened(&self) -> Client {
        let mut again = Client::new(self.client.meta.clone());
        again.place = self.client.place.clone();
        again.queue = self.client.queue.clone();
        again.sent = self.client.sent.clone();
        again.inbox = self.client.inbox.clone();
        again.base = self.client.base.clone();
        again.refresh(ward());
        again
    }
}

impl Book {
    pub(super) fn answer(&mut self, push: &Push) -> PushReply {
        let mut results = vec![];
        for (n, body) in (push.first_n..).zip(&push.acts) {
            let command = body.open().unwrap();
            results.push(Judged { n, outcome: self.judge_at(command.at, Moment::default(), &command) });
        }
        PushReply::Done { last_n: push.first_n + results.len() as u64 - 1, results }
    }

    /// Everything after the cursor.
    pub(super) fn page(&self, device: &Device) -> PullReply<Dossier> {
        let from = device.client.place.cursor;
        PullReply {
            epoch: "e1".to_owned(),
            from,
            to: self.seq,
            more: false,
            records: self.records.values().filter(|record| record.rev > from).cloned().collect(),
            gone: vec![],
            last_n: device.client.meta.next_n - 1,
            durable_n: 0,
            outcomes: vec![],
            now: at(8, 0),
            head: Hash::default(),
            ward_version: 1,
            instead_of: None,
            scope: String::new(),
            digest: None,
            told: None,
            beyond: vec![],
        }
    }
}

pub(super) fn h1() -> DossierId {
    dossier_id(1)
}

pub(super) fn note(text: &str) -> dossier::Act {
    dossier::Act::Note(Note { text: text.to_owned() })
}

fn withdraw() -> dossier::Act {
    dossier::Act::Withdraw(Withdraw { reason: "đổi ý".to_owned(), returned: vec![] })
}

pub(super) fn assign() -> dossier::Act {
    dossier::Act::Assign(Assign { to: demo::JUSTICE, reason: String::new() })
}

#[test]
fn what_an_officer_did_stays_in_sight_on_its_way_to_the_server_and_back() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    oanh.does(h1(), at(8, 0), receive());
    oanh.does(h1(), at(8, 1), note("đã gọi"));
    let in_sight = |oanh: &Device| {
        let dossier = oanh.client.dossier(h1()).expect("it was received");
        assert_eq!((dossier.status, dossier.history.len()), (Status::Received, 2));
        assert_eq!(oanh.client.dossiers().count(), 1);
        let again = oanh.reopened();
        assert_eq!(again.dossier(h1()), oanh.client.dossier(h1()), "closing the page changes nothing");
    };
    in_sight(&oanh);
    assert!(oanh.client.is_waiting(h1()));
    let reply = book.answer(&oanh.client.next_push().unwrap());
    oanh.pushed(&reply);
    in_sight(&oanh);
    assert!(!oanh.client.is_waiting(h1()));
    assert_eq!(oanh.client.next_push(), None);
    let page = book.page(&oanh);
    oanh.pulled(page);
    in_sight(&oanh);
    assert_eq!(oanh.client.dossier(h1()), oanh.client.base.get(&h1()), "now the server's own words");
    // The same answers once more.
    oanh.pushed(&reply);
    in_sight(&oanh);
    assert_eq!(oanh.client.inbox.len(), 2);
}

#[test]
fn a_pull_that_overtakes_the_answer_to_a_push_settles_it() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    oanh.does(h1(), at(8, 0), receive());
    let reply = book.answer(&oanh.client.next_push().unwrap());
    let PushReply::Done { results, .. } = reply.clone() else { panic!("judged") };
    oanh.pulled(PullReply { outcomes: results, ..book.page(&oanh) });
    assert_eq!((oanh.client.queue.len(), oanh.client.sent.len(), oanh.client.inbox.len()), (0, 1, 1));
    assert_eq!(oanh.client.dossier(h1()), oanh.client.base.get(&h1()));
    oanh.pushed(&reply);
    assert_eq!((oanh.client.queue.len(), oanh.client.inbox.len()), (0, 1), "told once");
}

/// A volunteer's tablet: what was kept is heard of, and nothing of the citizen stays or comes back.
#[test]
fn who_may_hold_nothing_hears_the_outcome_without_the_act() {
    for pulled_before in [false, true] {
        let (mut book, mut mai) = (Book::default(), Device::of(demo::VOLUNTEER));
        let nothing = |book: &Book, mai: &Device| PullReply {
            records: vec![],
            scope: NOTHING.to_owned(),
            ..book.page(mai)
        };
        if pulled_before {
            let page = nothing(&book, &mai);
            mai.pulled(page);
        }
        let act = dossier::Act::Lodge(Lodge {
            form: forms::form(ward(), "HT-01", monday()),
            secret: "7K2MPX".to_owned(),
            scans: vec![],
        });
        mai.does(h1(), at(8, 0), act);
        assert!(mai.client.dossier(h1()).is_some(), "it waits, and is shown as waiting");
        let reply = book.answer(&mai.client.next_push().unwrap());
        mai.pushed(&reply);
        let page = nothing(&book, &mai);
        mai.pulled(page);
        assert_eq!((mai.client.queue.len(), mai.client.dossiers().count()), (0, 0));
        let notice = &mai.client.inbox[&1];
        assert!(matches!(notice.outcome, Outcome::Applied { .. }));
        assert_eq!(notice.command, None, "pulled before: {pulled_before}");
    }
}

/// Two copies of one disk give one number to two acts, and the server says whose it has judged.
#[test]
fn an_outcome_of_another_act_under_its_number_takes_nothing_out_of_the_queue() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    let page = book.page(&oanh);
    oanh.pulled(page);
    let mut copy = Device { client: oanh.client.clone(), ..oanh };
    oanh.does(h1(), at(8, 0), receive());
    copy.does(dossier_id(2), at(8, 1), receive());
    let PushReply::Done { results, .. } = book.answer(&oanh.client.next_push().unwrap()) else {
        panic!("judged")
    };
    let head = oanh.client.meta.head.clone();
    for device in [&mut copy, &mut oanh] {
        let page =
            PullReply { outcomes: results.clone(), head: head.clone(), last_n: 1, ..book.page(device) };
        device.pulled(page);
    }
    assert_eq!((oanh.client.queue.len(), oanh.client.inbox.len()), (0, 1));
    assert_eq!((copy.client.queue.len(), copy.client.inbox.len()), (1, 0), "its own act was not judged");
    assert_eq!(copy.client.dossiers().count(), 2);
    assert_eq!(copy.client.next_push().map(|push| push.first_n), Some(1), "the push hears of the fork");
    // The copy that was faster goes on; the other has fewer numbers than the server has acts.
    for n in 3..=4 {
        oanh.does(dossier_id(n), at(8, 5), receive());
    }
    let PushReply::Done { results, last_n } = book.answer(&oanh.client.next_push().unwrap()) else {
        panic!("judged")
    };
    let head = oanh.client.meta.head.clone();
    copy.pulled(PullReply { outcomes: results, head, last_n, ..book.page(&copy) });
    assert_eq!(copy.client.queue.len(), 1);
}

/// The same where the copy was faster after a restore: the act that was sent is asked about by its push.
#[test]
fn after_a_restore_a_number_that_is_taken_does_not_pass_for_the_act_that_was_sent() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    let page = book.page(&oanh);
    oanh.pulled(page);
    let mut copy = Device { client: oanh.client.clone(), ..oanh };
    oanh.does(h1(), at(8, 0), receive());
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    copy.does(dossier_id(2), at(8, 1), receive());
    let mut restored = Book::default();
    let PushReply::Done { results, .. } = restored.answer(&copy.client.next_push().unwrap()) else {
        panic!("judged")
    };
    let mut own = Device { client: oanh.client.clone(), ..oanh };
    let heads = [copy.client.meta.head, oanh.client.meta.head.clone()];
    for (device, head) in [&mut oanh, &mut own].into_iter().zip(heads) {
        let (epoch, outcomes) = ("e2".to_owned(), results.clone());
        device.pulled(PullReply { epoch, from: 0, outcomes, head, ..restored.page(device) });
    }
    let held = |device: &Device| (device.client.queue.len(), device.client.sent.len());
    assert_eq!(held(&oanh), (1, 0), "nobody has judged it in this life");
    assert_eq!(held(&own), (0, 1), "had the copy of the book held it, nothing would be sent again");
}

#[test]
fn an_act_that_has_become_impossible_is_shown_before_it_is_sent() {
    let (mut book, mut oanh, mut hà) =
        (Book::default(), Device::of(demo::RECEPTION), Device::of(demo::JUSTICE));
    oanh.does(h1(), at(8, 0), receive());
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    for device in [&mut oanh, &mut hà] {
        let page = book.page(device);
        device.pulled(page);
    }
    hà.does(h1(), at(8, 30), assign());
    assert_eq!(hà.status(h1()), Some(Status::InWork));
    oanh.does(h1(), at(8, 20), withdraw());
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    let page = book.page(&hà);
    hà.pulled(page);
    assert_eq!(hà.status(h1()), Some(Status::Withdrawn));
    let doubts: Vec<u64> = hà.client.doubtful().keys().copied().collect();
    assert_eq!(doubts, [1]);
    // Sent all the same: the server has the last word, and the author hears it.
    hà.pushed(&book.answer(&hà.client.next_push().unwrap()));
    assert!(hà.client.doubtful().is_empty());
    assert_eq!(hà.client.unread(), 1);
    let Outcome::Conflict { over: Over::Step { refusal }, by, .. } = &hà.client.inbox[&1].outcome else {
        panic!("{:?}", hà.client.inbox)
    };
    assert!(matches!(refusal, Refusal::WrongStatus { status: Status::Withdrawn, .. }));
    assert_eq!(*by, demo::RECEPTION);
    assert_eq!(hà.client.inbox[&1].command.as_ref().unwrap().n, 1, "the author finds what it was");
}

#[test]
fn a_page_that_does_not_begin_at_the_cursor_is_ignored() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    let empty = book.page(&oanh);
    oanh.does(h1(), at(8, 0), receive());
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    let first = book.page(&oanh);
    oanh.does(h1(), at(8, 5), withdraw());
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    let both = book.page(&oanh);
    oanh.pulled(both.clone());
    let kept = oanh.client.clone();
    for stale in
        [first, both, PullReply { from: 9, to: 12, ..empty.clone() }, PullReply { from: 2, to: 1, ..empty }]
    {
        assert_eq!(oanh.client.on_pull_reply(stale), vec![]);
    }
    assert_eq!(oanh.client.place, kept.place);
    assert_eq!(oanh.status(h1()), Some(Status::Withdrawn));
}

#[test]
fn pages_follow_each_other_to_the_end() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    for n in 1..=3 {
        oanh.does(dossier_id(n), at(8, 0), receive());
    }
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    for to in 1..=3 {
        let page = book.page(&oanh);
        let records = page.records.iter().filter(|record| record.rev == to).cloned().collect();
        oanh.pulled(PullReply { to, more: to < 3, records, durable_n: 3, ..page });
        assert_eq!(oanh.client.dossiers().count(), 3, "what is backed up but not here yet stays in sight");
    }
    assert_eq!(oanh.client.base.len(), 3);
    let page = PullReply { durable_n: 3, ..book.page(&oanh) };
    oanh.pulled(page);
    assert!(oanh.client.sent.is_empty(), "a backup has them and the base shows them");
}

#[test]
fn after_a_restore_the_device_brings_back_what_the_server_lost() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    for n in 1..=3 {
        oanh.does(dossier_id(n), at(8, 0), receive());
    }
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    let page = PullReply { durable_n: 1, ..book.page(&oanh) };
    oanh.pulled(page);
    assert_eq!(oanh.client.sent.keys().copied().collect::<Vec<_>>(), [2, 3], "1 is in a backup");
    oanh.does(dossier_id(4), at(9, 0), receive());

    // The backup holds act 1 and nothing else.
    let mut restored = Book { seq: 1, ..Book::default() };
    restored.records.insert(h1(), book.records[&h1()].clone());
    let reply = PullReply {
        epoch: "e2".to_owned(),
        from: 0,
        to: 1,
        records: restored.records.values().cloned().collect(),
        last_n: 1,
        durable_n: 1,
        ..book.page(&oanh)
    };
    oanh.pulled(reply);
    assert_eq!(oanh.client.base.len(), 1);
    assert_eq!(oanh.client.dossiers().count(), 4, "nothing disappears from the screen");
    let push = oanh.client.next_push().unwrap();
    assert_eq!((push.first_n, push.acts.len(), push.epoch.as_str()), (2, 3, "e2"));
    oanh.pushed(&restored.answer(&push));
    let page = PullReply { epoch: "e2".to_owned(), ..restored.page(&oanh) };
    oanh.pulled(page);
    assert_eq!((restored.records.len(), oanh.client.base.len(), oanh.client.queue.len()), (4, 4, 0));
}

#[test]
fn a_page_of_another_life_begins_anew_even_where_it_cannot_be_used() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    oanh.does(h1(), at(8, 0), receive());
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    let page = book.page(&oanh);
    oanh.pulled(page);
    let reply = PullReply { epoch: "e2".to_owned(), from: 7, to: 9, last_n: 0, ..book.page(&oanh) };
    oanh.pulled(reply);
    assert_eq!((oanh.client.place.epoch.as_str(), oanh.client.place.cursor), ("e2", 0));
    assert_eq!(oanh.client.next_push().map(|push| push.first_n), Some(1));
    assert_eq!(oanh.status(h1()), Some(Status::Received), "from the queue again");
}

#[test]
fn an_answer_from_before_a_restore_no_longer_counts() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    let page = book.page(&oanh);
    oanh.pulled(page);
    oanh.does(h1(), at(8, 0), receive());
    let push = oanh.client.next_push().unwrap();
    assert!(oanh.client.awaits(&push));
    book.answer(&push);
    // The server is wound back and the device hears of it before it hears the answer.
    let reply = PullReply { epoch: "e2".to_owned(), ..Book::default().page(&oanh) };
    oanh.pulled(reply);
    assert!(!oanh.client.awaits(&push), "the act must be sent to the server as it is now");
    let again = oanh.client.next_push().unwrap();
    assert_eq!((again.first_n, again.acts.as_slice()), (1, push.acts.as_slice()));
    assert!(oanh.client.awaits(&again));
    assert!(!Device::of(demo::CLERK).client.awaits(&again), "another officer's answer");
}

#[test]
fn before_its_first_pull_a_device_keeps_what_it_sent() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    oanh.does(h1(), at(8, 0), receive());
    let push = oanh.client.next_push().unwrap();
    assert_eq!(push.epoch, "", "no epoch is known yet");
    oanh.pushed(&book.answer(&push));
    // The server was restored to the day before, and this is the first that the device hears of any epoch.
    let reply = PullReply { last_n: 0, records: vec![], to: 0, ..book.page(&oanh) };
    oanh.pulled(reply);
    assert_eq!(oanh.client.next_push().map(|push| push.first_n), Some(1));
}

#[test]
fn an_act_that_is_judged_again_after_a_restore_has_its_new_outcome() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    oanh.does(h1(), at(8, 0), receive());
    let push = oanh.client.next_push().unwrap();
    book.seq = 6;
    oanh.pushed(&book.answer(&push));
    assert_eq!(oanh.client.inbox[&1].outcome, Outcome::Applied { seq: 7 });
    // The same push arrives a second time, at the server as it was restored meanwhile.
    let mut restored = Book::default();
    let PushReply::Done { results, .. } = restored.answer(&push) else { panic!("judged") };
    assert_eq!(oanh.client.pull_ask(0).seen_n, 0, "who has not pulled does not know who spoke");
    let reply = PullReply { outcomes: results, ..restored.page(&oanh) };
    oanh.pulled(reply);
    assert_eq!(oanh.client.inbox[&1].outcome, Outcome::Applied { seq: 1 });
    assert_eq!(oanh.client.dossier(h1()), oanh.client.base.get(&h1()), "nothing of the old life on top");
    assert_eq!(oanh.client.pull_ask(0).seen_n, 1);
}

/// Two tabs of a device keep on one disk; the other one was busy when the first heard its answer.
#[test]
fn a_tab_that_does_not_know_what_another_sent_begins_no_other_life() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    let page = book.page(&oanh);
    oanh.pulled(page);
    oanh.does(h1(), at(8, 0), receive());
    let other = oanh.reopened();
    oanh.does(dossier_id(2), at(8, 5), receive());
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    let disk = &oanh.client;
    let page = PullReply { epoch: "e2".to_owned(), last_n: 0, ..Book::default().page(&oanh) };
    let knows = |client: &Client, writes: &[Write]| {
        let footing = Footing::of(client, writes);
        assert!(footing.stands_on(&disk.place));
        (footing.asks_sent(), [1, 2].map(|n| footing.knows_sent(n)))
    };
    assert_eq!(knows(disk, &disk.on_pull_reply(page.clone())), (true, [true, true]));
    assert_eq!(
        knows(&other, &other.on_pull_reply(page)),
        (true, [false, false]),
        "one waits, one is unknown"
    );
    let mut busy = Device { client: oanh.reopened(), officer: demo::RECEPTION };
    busy.client.sent.remove(&2);
    busy.does(dossier_id(3), at(8, 6), receive());
    assert_eq!(
        knows(
            &busy.client,
            &busy.client.on_pull_reply(PullReply { epoch: "e2".to_owned(), ..book.page(&oanh) })
        )
        .1,
        [true, false],
        "who has done the third may never have read the second"
    );
    let back = disk.on_push_reply(&PushReply::Gap { expect: 2 });
    assert_eq!(knows(disk, &back), (true, [true, true]), "a gap brings acts back too");
    let same = other.on_pull_reply(book.page(&oanh));
    assert_eq!(knows(&other, &same), (false, [true, true]), "within one life nothing goes back");
    let young = Client::new(author(demo::RECEPTION));
    let first = young.on_pull_reply(book.page(&oanh));
    assert!(Footing::of(&young, &first).asks_sent(), "before the first pull no life is known");
}

/// Another tab has begun the next life, and this one has read the disk since.
#[test]
fn a_page_that_was_asked_for_in_the_life_before_no_longer_counts() {
    let (book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    let first = oanh.client.pull_ask(0);
    assert!(oanh.client.awaits_page(&first));
    let page = book.page(&oanh);
    oanh.pulled(page);
    assert!(!oanh.client.awaits_page(&first), "whatever life that page is of");
    let ask = oanh.client.pull_ask(0);
    oanh.does(h1(), at(8, 0), receive());
    assert!(oanh.client.awaits_page(&ask), "what is done meanwhile changes nothing");
    let page = PullReply { epoch: "e2".to_owned(), ..book.page(&oanh) };
    oanh.pulled(page);
    assert!(!oanh.client.awaits_page(&ask));
    assert!(oanh.client.awaits_page(&oanh.client.pull_ask_short(25, 1)));
}

#[test]
fn a_gap_brings_back_what_was_sent() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    for n in 1..=2 {
        oanh.does(dossier_id(n), at(8, 0), receive());
    }
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    oanh.does(dossier_id(3), at(8, 5), receive());
    assert_eq!(oanh.client.next_push().map(|push| push.first_n), Some(3));
    oanh.pushed(&PushReply::Gap { expect: 2 });
    assert_eq!(oanh.client.next_push().map(|push| (push.first_n, push.acts.len())), Some((2, 2)));
    assert_eq!(oanh.client.dossiers().count(), 3);
    let held = [0, 1, 2, 3, 4].map(|n| oanh.client.holds(n));
    assert_eq!(held, [false, true, true, true, false], "a gap before 1 or after 3 is not filled from here");
}

/// The answer to a push that was under way while the act was sent again, judged and forgotten.
#[test]
fn a_gap_of_long_ago_is_no_hole() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    let page = book.page(&oanh);
    oanh.pulled(page);
    oanh.does(h1(), at(8, 0), receive());
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    let page = PullReply { durable_n: 1, ..book.page(&oanh) };
    oanh.pulled(page);
    assert_eq!(oanh.client.on_push_reply(&PushReply::Gap { expect: 1 }), vec![]);
    assert!(!oanh.client.holds(1) && !oanh.client.lacks(1), "forgotten, and safe");
    // A copy that is older than what devices have forgotten.
    let page = PullReply { epoch: "e2".to_owned(), from: 0, last_n: 0, ..book.page(&oanh) };
    oanh.pulled(page);
    assert!(oanh.client.lacks(1), "now it is nowhere");
    oanh.does(dossier_id(2), at(8, 5), receive());
    assert!(!oanh.client.lacks(2), "it can be sent from here");
}

#[test]
fn answers_without_outcomes_take_nothing_out_of_the_queue() {
    let mut oanh = Device::of(demo::RECEPTION);
    oanh.does(h1(), at(8, 0), receive());
    for reply in [
        PushReply::Fork { n: 1 },
        PushReply::Epoch { epoch: "e2".to_owned() },
        PushReply::Upgrade { proto: 2 },
    ] {
        assert_eq!(oanh.client.on_push_reply(&reply), vec![]);
    }
    assert_eq!(oanh.client.queue.len(), 1);
}

#[test]
fn a_push_keeps_to_its_limits() {
    let mut oanh = Device::of(demo::RECEPTION);
    oanh.does(h1(), at(8, 0), receive());
    for _ in 0..limits::PUSH_ACTS_MAX {
        oanh.does(h1(), at(8, 1), note("x"));
    }
    assert_eq!(oanh.client.next_push().unwrap().acts.len(), limits::PUSH_ACTS_MAX);

    let mut talker = Device::of(demo::RECEPTION);
    let long = "ệ".repeat(limits::NOTE_CHARS_MAX);
    for _ in 0..100 {
        talker.does(h1(), at(8, 1), note(&long));
    }
    let push = talker.client.next_push().unwrap();
    let bytes: usize = push.acts.iter().map(|body| body.0.len()).sum();
    assert!((1..100).contains(&push.acts.len()) && bytes <= limits::PUSH_BYTES_MAX, "{bytes}");
}

#[test]
fn a_record_that_leaves_the_scope_is_gone() {
    let (mut book, mut oanh) = (Book::default(), Device::of(demo::RECEPTION));
    oanh.does(h1(), at(8, 0), receive());
    oanh.pushed(&book.answer(&oanh.client.next_push().unwrap()));
    let page = book.page(&oanh);
    oanh.pulled(page);
    let reply = PullReply { gone: vec![h1()], ..book.page(&oanh) };
    oanh.pulled(reply);
    assert_eq!(oanh.client.dossier(h1()), None);
}

#[test]
fn the_verdict_on_the_screen_is_the_servers() {
    let oanh = Device::of(demo::RECEPTION);
    let by = ward().officer(oanh.officer).unwrap();
    let now = at(8, 0);
    let lane = oanh.client.meta.lane;
    let ctx = Ctx { now, happened: now, claimed: now, by, lane, reissued: None, ward: ward() };
    let act = |act| Act::Dossier { id: h1(), act };
    assert_eq!(oanh.client.verdict(&ctx, &act(receive())), Ok(()));
    assert_eq!(oanh.client.verdict(&ctx, &act(withdraw())), Err(Refusal::Gone));
    let mut full = oanh.client.clone();
    (full.meta.lane_day, full.meta.lane_used) = (Some(monday()), 100);
    assert_eq!(full.verdict(&ctx, &act(receive())), Err(Refusal::LaneFull));
    assert_eq!(full.place, Place::default());
}
