//! An act that goes on under new numbers stays the act that it was.

use super::{at, author, receive, write};
use crate::demo;
use crate::id::{DeviceId, Writer};
use crate::refusal::Refusal;
use crate::script::dossier_id;
use crate::sync::client::{Meta, Queued};
use crate::sync::heir::inherit;
use crate::sync::server::{Known, claims, judged_before, names};
use crate::sync::wire::{Command, Former, Hash, Outcome};

/// The queue of one act, and the same under the numbers of another device.
fn moved(queued: &Queued, device: u32) -> Queued {
    let to = Meta::new(Writer { device: DeviceId(device), officer: demo::RECEPTION }, None);
    let (_, moved) = inherit(&to, [queued]);
    moved.into_iter().next().expect("it can be read").1
}

fn opened(queued: &Queued) -> Command {
    queued.body.open().expect("of this build")
}

#[test]
fn an_act_knows_all_that_it_was_called() {
    let mut meta = author(demo::RECEPTION);
    write(&mut meta, dossier_id(1), 0, at(8, 0), receive());
    let first = write(&mut meta, dossier_id(2), 0, at(8, 5), receive());
    assert!(!first.body.0.contains("was"), "an act that never moved is written as before");
    let (second, third) = (moved(&first, 70), moved(&moved(&first, 70), 71));
    let names: Vec<(u32, u64)> =
        names(&[], &opened(&third)).map(|former| (former.writer.device.0, former.n)).collect();
    assert_eq!(names, [(70, 1), (meta.writer.device.0, 2)], "the latest first");
    assert_eq!((opened(&third).act, opened(&third).at), (opened(&first).act, opened(&first).at));
    let former = opened(&second).was.remove(0);
    assert_eq!(former.hash, first.body.hash(&first.prev), "as it stands in the chain");
}

#[test]
fn an_act_that_the_book_has_under_another_name_is_not_done_again() {
    let mut meta = author(demo::RECEPTION);
    let first = write(&mut meta, dossier_id(1), 0, at(8, 0), receive());
    let command = opened(&moved(&first, 70));
    let hash = first.body.hash(&first.prev);
    let said = |command: &Command, hash: &Hash, outcome: Outcome| {
        let known = Known { hash: hash.clone(), outcome, at: at(9, 0) };
        judged_before(names(&[], command), demo::RECEPTION, |former: &Former| {
            (former.writer == meta.writer && former.n == 1).then(|| known.clone())
        })
    };
    let done = Outcome::Noop { by: demo::RECEPTION, at: at(9, 0) };
    assert_eq!(said(&command, &hash, Outcome::Applied { seq: 4 }), Some(done));
    let refused = Outcome::Rejected { refusal: Refusal::Exists };
    assert_eq!(said(&command, &hash, refused.clone()), Some(refused));
    let of_a_copy = Hash("of what a copy of the disk did".to_owned());
    assert_eq!(said(&command, &of_a_copy, Outcome::Applied { seq: 4 }), None);
    let unknown = judged_before(names(&[], &command), demo::RECEPTION, |_| None);
    assert_eq!(unknown, None, "the book does not have it");

    let mut of_another = command;
    of_another.was[0].writer.officer = demo::JUSTICE;
    let known = Known { hash, outcome: Outcome::Applied { seq: 4 }, at: at(9, 0) };
    let known = |_: &Former| Some(known.clone());
    let of_one = judged_before(names(&[], &of_another), demo::RECEPTION, known);
    assert_eq!(of_one, None, "names of one's own alone");
    assert_eq!(claims(&of_another).count(), 0, "and what comes under another's is not this act");
}

/// A push that was late, or a file of the outbox: the act has come already, and said that it was called so.
#[test]
fn an_act_that_has_come_under_a_later_name_is_not_done_again() {
    let mut meta = author(demo::RECEPTION);
    let first = write(&mut meta, dossier_id(1), 0, at(8, 0), receive());
    let later = opened(&moved(&first, 70));
    let own = [Former { writer: meta.writer, n: 1, hash: first.body.hash(&first.prev) }];
    let said = |known: &[Former]| {
        judged_before(names(&own, &opened(&first)), demo::RECEPTION, |name: &Former| {
            let outcome = Outcome::Applied { seq: 4 };
            let is_it = known.iter().any(|known| known == name);
            is_it.then(|| Known { hash: name.hash.clone(), outcome, at: at(9, 0) })
        })
    };
    let claimed: Vec<Former> = claims(&later).cloned().collect();
    assert_eq!(said(&claimed), Some(Outcome::Noop { by: demo::RECEPTION, at: at(9, 0) }));
    assert_eq!(said(&[]), None);
}
