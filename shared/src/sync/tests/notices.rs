//! Who is told what became of an act: all devices of its author, and whatever a stale or short answer leaves out is
//! not taken for read.

use super::{at, author, receive, ward, write};
use crate::demo;
use crate::dossier::amend::Note;
use crate::dossier::{Act, Dossier};
use crate::id::{DeviceId, DossierId, Writer};
use crate::refusal::Refusal;
use crate::script::dossier_id;
use crate::sync::client::{Client, Meta, Write};
use crate::sync::notice::{About, NoticeId, Seen, Told, Unread, because_of};
use crate::sync::wire::{Hash, Judged, Outcome, PullReply, PushReply};

fn h1() -> DossierId {
    dossier_id(1)
}

fn adopt(client: &mut Client, writes: Vec<Write>) {
    client.adopt(ward(), &writes);
}

fn refused() -> Outcome {
    Outcome::Rejected { refusal: Refusal::Gone }
}

/// Oanh's machine, with two acts on one dossier that the server has refused.
fn counter() -> (Client, Vec<Unread>) {
    let mut meta = author(demo::RECEPTION);
    let note = Act::Note(Note { text: "đã gọi".to_owned() });
    let acts = [write(&mut meta, h1(), 0, at(8, 0), receive()), write(&mut meta, h1(), 0, at(8, 1), note)];
    let unread = acts.iter().map(|queued| Unread {
        id: NoticeId { writer: meta.writer, n: queued.n },
        device: "Quầy 1".to_owned(),
        judged: at(9, 0),
        outcome: refused(),
        about: queued.body.open().ok().map(|command| About::of(&command)),
        body: Some(queued.body.clone()),
    });
    let unread = unread.collect();
    let mut client = Client::new(meta);
    adopt(&mut client, acts.map(Write::Enqueue).to_vec());
    let results = (1..=2).map(|n| Judged { n, outcome: refused() }).collect();
    let writes = client.on_push_reply(&PushReply::Done { results, last_n: 2 });
    adopt(&mut client, writes);
    (client, unread)
}

/// Her phone.
fn phone() -> Client {
    Client::new(Meta::new(Writer { device: DeviceId(50), officer: demo::RECEPTION }, None))
}

fn list(tag: &str, list: &[Unread]) -> Option<Told> {
    let all = u32::try_from(list.len()).expect("a few");
    Some(Told { all, tag: tag.to_owned(), list: Some(list.to_vec()) })
}

fn seen(unread: &Unread) -> Seen {
    Seen { writer: unread.id.writer, n: unread.id.n, judged: Some(unread.judged) }
}

fn page(client: &Client, last_n: u64, told: Option<Told>) -> PullReply<Dossier> {
    PullReply {
        epoch: "e1".to_owned(),
        from: client.place.cursor,
        to: 2,
        instead_of: None,
        more: false,
        records: vec![],
        gone: vec![],
        last_n,
        durable_n: 0,
        outcomes: vec![],
        now: at(9, 1),
        head: Hash::default(),
        ward_version: 1,
        scope: String::new(),
        digest: None,
        told,
        beyond: vec![],
    }
}

fn pulled(client: &mut Client, last_n: u64, told: Option<Told>) {
    let writes = client.on_pull_reply(page(client, last_n, told));
    adopt(client, writes);
}

#[test]
fn what_is_read_on_one_device_is_read_on_all() {
    let ((mut counter, unread), mut phone) = (counter(), phone());
    assert_eq!(counter.unread(), 2);
    pulled(&mut counter, 2, list("a", &unread));
    assert_eq!(counter.unread(), 2, "the server's words about this device's own acts are not counted again");
    pulled(&mut phone, 0, list("a", &unread));
    assert_eq!((phone.unread(), phone.pull_ask(0).told.as_str()), (2, "a"));
    let items = phone.items();
    assert_eq!(items[0].device.as_deref(), Some("Quầy 1"));
    assert!(items[0].command.is_some(), "it can be done again from here");
    assert_eq!(because_of(&items, &items[0]), Some(&items[1]), "the reception it was built on");
    assert_eq!(because_of(&items, &items[1]), None);

    // Without a network: kept here, and not told to anybody yet.
    let writes = phone.mark_read(unread[0].id);
    adopt(&mut phone, writes);
    assert_eq!((phone.unread(), phone.to_tell()), (1, vec![seen(&unread[0])]));
    assert_eq!(phone.mark_read(unread[0].id), vec![], "once");

    pulled(&mut phone, 0, list("b", &unread[1..]));
    assert_eq!((phone.unread(), phone.to_tell(), phone.heard.read.len()), (1, vec![], 0));
    pulled(&mut counter, 2, list("b", &unread[1..]));
    assert_eq!((counter.unread(), counter.inbox[&1].read, counter.inbox[&2].read), (1, true, false));

    let writes = counter.mark_read(unread[1].id);
    adopt(&mut counter, writes);
    assert_eq!((counter.unread(), counter.to_tell()), (0, vec![seen(&unread[1])]));
    pulled(&mut counter, 2, list("", &[]));
    assert_eq!((counter.unread(), counter.to_tell()), (0, vec![]));
}

#[test]
fn only_a_whole_list_of_a_server_that_has_judged_it_says_that_something_was_read() {
    let (before, unread) = counter();
    let left_after = |last_n, told| {
        let mut client = before.clone();
        pulled(&mut client, last_n, told);
        client.unread()
    };
    assert_eq!(left_after(2, None), 2, "an older server");
    assert_eq!(left_after(0, list("", &[])), 2, "read before the push was judged");
    assert_eq!(left_after(1, list("", &[])), 1, "between the two");
    let cut = Told { all: 3, tag: "c".to_owned(), list: Some(unread[..1].to_vec()) };
    assert_eq!(left_after(2, Some(cut)), 4, "more wait than the list holds");
    let other = Told { all: 0, tag: "z".to_owned(), list: None };
    assert_eq!(left_after(2, Some(other)), 2, "of a list that this device does not have");
}

/// The author's key was changed: what the device knew of outcomes is gone and is told again, read or not.
#[test]
fn outcomes_that_are_told_again_are_not_unread_again() {
    let (mut client, unread) = counter();
    pulled(&mut client, 2, list("b", &unread[1..]));
    client.inbox.clear();
    let outcomes = (1..=2).map(|n| Judged { n, outcome: refused() }).collect();
    let same = Told { all: 1, tag: "b".to_owned(), list: None };
    let writes = client.on_pull_reply(PullReply { outcomes, ..page(&client, 2, Some(same)) });
    adopt(&mut client, writes);
    assert_eq!((client.inbox[&1].read, client.inbox[&2].read, client.unread()), (true, false, 1));
    client.sent.clear();
    client.inbox.values_mut().for_each(|notice| notice.command = None);
    let unread = client.items().into_iter().find(|item| !item.read).expect("one");
    assert!(unread.command.is_some(), "the act itself comes from the list");
}

/// After a restore the act was judged once more, and this time for another reason: what was read is not that.
#[test]
fn what_was_judged_anew_for_another_reason_is_to_be_read_anew() {
    let ((mut counter, unread), mut phone) = (counter(), phone());
    for client in [&mut counter, &mut phone] {
        pulled(client, 2, list("a", &unread));
        let writes = client.mark_read(unread[0].id);
        adopt(client, writes);
        let writes = client.mark_read(unread[1].id);
        adopt(client, writes);
        assert_eq!((client.unread(), client.to_tell().len()), (0, 2));
    }
    let other = Outcome::Rejected { refusal: Refusal::FeeNotOwed { receipt: String::new() } };
    let again = [
        Unread { judged: at(9, 30), outcome: other.clone(), ..unread[0].clone() },
        Unread { judged: at(9, 30), ..unread[1].clone() },
    ];
    let outcomes = vec![Judged { n: 1, outcome: other }, Judged { n: 2, outcome: refused() }];
    let life = |client: &Client, last_n| PullReply {
        epoch: "e2".to_owned(),
        from: 0,
        ..page(client, last_n, list("b", &again))
    };
    let writes = counter.on_pull_reply(PullReply { outcomes, ..life(&counter, 2) });
    adopt(&mut counter, writes);
    let writes = phone.on_pull_reply(life(&phone, 0));
    adopt(&mut phone, writes);
    for client in [&counter, &phone] {
        let left: Vec<NoticeId> =
            client.items().iter().filter(|item| !item.read).map(|item| item.id).collect();
        assert_eq!(left, [unread[0].id]);
        assert_eq!(client.to_tell(), [seen(&again[1])], "the same reason was read, whenever it was found");
    }
}
