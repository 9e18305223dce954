//! Sealing: numbers without gaps, a chain, and a lane's hundred numbers a day.

use super::{at, author, monday, receive, write};
use crate::act::Act;
use crate::demo;
use crate::dossier::amend::Note;
use crate::dossier::code::{LANE_NUMBERS, LANES_MAX, Lane};
use crate::dossier::{self};
use crate::id::Writer;
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::script::dossier_id;
use crate::sync::client::{Intent, Meta, Place, Queued, seal};
use crate::sync::wire::Hash;

fn number(queued: &Queued) -> u16 {
    let Act::Dossier { act, .. } = queued.body.open().unwrap().act;
    act.number().unwrap()
}

fn note() -> dossier::Act {
    dossier::Act::Note(Note { text: "gọi lại sau".to_owned() })
}

fn sealed(meta: &Meta, place: &Place, at: Moment, act: dossier::Act) -> Result<(Meta, Queued), Refusal> {
    seal(meta, place, Intent { act: Act::Dossier { id: dossier_id(1), act }, base: 0, at })
}

#[test]
fn acts_are_numbered_without_gaps_and_chained() {
    let mut meta = author(demo::RECEPTION);
    let acts: Vec<Queued> =
        [receive(), note(), receive()].map(|act| write(&mut meta, dossier_id(1), 7, at(8, 0), act)).into();
    assert_eq!(acts.iter().map(|queued| queued.n).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(acts[0].prev, Hash::default());
    for pair in acts.windows(2) {
        assert_eq!(pair[1].prev, pair[0].body.hash(&pair[0].prev));
    }
    let command = acts[1].body.open().unwrap();
    assert_eq!((command.n, command.base, command.writer), (2, 7, meta.writer));
}

#[test]
fn a_lane_gives_its_numbers_in_order_and_begins_anew_each_day() {
    let mut meta = author(demo::RECEPTION);
    let first = meta.lane.unwrap().first();
    let given = |meta: &mut Meta, at| number(&write(meta, dossier_id(1), 0, at, receive()));
    assert_eq!([given(&mut meta, at(8, 0)), given(&mut meta, at(8, 0))], [first, first + 1]);
    write(&mut meta, dossier_id(1), 0, at(8, 1), note());
    assert_eq!(given(&mut meta, at(23, 59)), first + 2, "a note takes no number");
    let tuesday = Moment::at(monday().next(), 0, 0);
    assert_eq!(given(&mut meta, tuesday), first);
    assert_eq!(meta.next_number(tuesday.day()), Ok(first + 1));
    assert_eq!(meta.next_number(tuesday.day().next()), Ok(first), "a preview of another day");
}

#[test]
fn two_officers_of_one_device_share_its_lane_and_its_clock() {
    let mut oanh = author(demo::RECEPTION);
    let mut tuấn = Meta::new(Writer { officer: demo::CLERK, ..oanh.writer }, oanh.lane);
    let first = oanh.lane.unwrap().first();
    let takes = |meta: &mut Meta, other: &Meta, at| {
        *meta = meta.beside([other]);
        number(&write(meta, dossier_id(1), 0, at, receive()))
    };
    assert_eq!(takes(&mut oanh, &tuấn, at(8, 0)), first);
    assert_eq!(takes(&mut tuấn, &oanh, at(8, 1)), first + 1);
    assert_eq!(takes(&mut oanh, &tuấn, at(8, 2)), first + 2);
    let tuesday = Moment::at(monday().next(), 8, 0);
    assert_eq!(takes(&mut tuấn, &oanh, tuesday), first, "the lane begins anew");
    let late = sealed(&oanh.beside([&tuấn]), &Place::default(), at(17, 0), receive());
    assert_eq!(late.err(), Some(Refusal::ClockBehind { last_seen: tuesday }), "Tuesday was seen here");
    assert_eq!((tuấn.next_n, oanh.next_n), (3, 3), "each has a sequence of their own");
    let elsewhere = author(demo::JUSTICE);
    assert_eq!(elsewhere.beside([&oanh]), elsewhere, "another device is another lane");
}

#[test]
fn a_full_lane_refuses_until_tomorrow() {
    let mut meta = author(demo::RECEPTION);
    (meta.lane_day, meta.lane_used) = (Some(monday()), LANE_NUMBERS - 1);
    let last = meta.lane.unwrap().first() + LANE_NUMBERS - 1;
    assert_eq!(number(&write(&mut meta, dossier_id(1), 0, at(16, 0), receive())), last);
    assert_eq!(sealed(&meta, &Place::default(), at(16, 1), receive()).err(), Some(Refusal::LaneFull));
    assert!(sealed(&meta, &Place::default(), at(16, 1), note()).is_ok());
    let tomorrow = Moment::at(monday().next(), 7, 30);
    assert!(sealed(&meta, &Place::default(), tomorrow, receive()).is_ok());
}

#[test]
fn a_device_without_a_lane_gives_no_numbers() {
    let meta = author(demo::CHAIR);
    assert_eq!(sealed(&meta, &Place::default(), at(8, 0), receive()).err(), Some(Refusal::NoLane));
}

#[test]
fn no_number_is_given_under_a_date_that_has_passed() {
    let mut meta = author(demo::RECEPTION);
    write(&mut meta, dossier_id(1), 0, at(8, 0), receive());
    let friday = Moment::at(monday().plus(-3), 17, 0);
    let behind = |last_seen| Some(Refusal::ClockBehind { last_seen });
    assert_eq!(sealed(&meta, &Place::default(), friday, receive()).err(), behind(at(8, 0)));
    assert!(sealed(&meta, &Place::default(), friday, note()).is_ok(), "a note needs no date");
    assert!(sealed(&meta, &Place::default(), at(7, 0), receive()).is_ok(), "an hour back is the same day");
    let place = Place { seen: Moment::at(monday().plus(2), 8, 0), ..Place::default() };
    assert_eq!(sealed(&meta, &place, at(9, 0), receive()).err(), behind(place.seen), "the server said so");
}

#[test]
fn lanes_never_overlap_each_other_or_the_server() {
    let lanes: Vec<Lane> = (0..LANES_MAX).map(Lane).collect();
    for number in 0..=u16::MAX {
        let owners = lanes.iter().filter(|lane| lane.holds(number)).count();
        assert_eq!(owners, usize::from((6000..9900).contains(&number)), "{number}");
    }
    assert_eq!((Lane(LANES_MAX).number(0), Lane(0).number(LANE_NUMBERS)), (None, None));
}
