//! Sealing: numbers without gaps, a chain, and a lane's hundred numbers a day.

use super::{Book, at, author, monday, receive, write};
use crate::act::Act;
use crate::demo;
use crate::dossier::amend::Note;
use crate::dossier::blank::Reserve;
use crate::dossier::code::{LANE_NUMBERS, LANES_MAX, Lane};
use crate::dossier::{self};
use crate::id::Writer;
use crate::moment::{Day, Moment};
use crate::refusal::Refusal;
use crate::script::{dossier_id, forms};
use crate::sync::client::{Client, Intent, Meta, Place, Queued, seal};
use crate::sync::wire::{Anchor, Hash, Outcome, Over, PullReply};

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
    assert!(sealed(&meta, &Place::default(), at(7, 55), receive()).is_ok(), "clocks differ by minutes");
    assert_eq!(sealed(&meta, &Place::default(), at(7, 0), receive()).err(), behind(at(8, 0)), "an hour back");
    let place = Place { seen: Moment::at(monday().plus(2), 8, 0), ..Place::default() };
    assert_eq!(sealed(&meta, &place, at(9, 0), receive()).err(), behind(place.seen), "the server said so");
}

/// Where the server was read at this moment of its own, by a clock that is `ahead` of it.
fn read(server: Moment, ahead: i64) -> Place {
    let anchor = Some(Anchor { server, local: server.plus_minutes(ahead) });
    Place { seen: server, anchor, ..Place::default() }
}

#[test]
fn a_clock_that_was_once_ahead_does_not_stop_reception() {
    let mut meta = author(demo::RECEPTION);
    let first = meta.lane.unwrap().first();
    let given = |meta: &mut Meta, place: &Place, at| {
        sealed(meta, place, at, receive()).map(|(next, queued)| {
            *meta = next;
            number(&queued)
        })
    };
    assert_eq!(given(&mut meta, &read(at(8, 0), 0), at(8, 1)), Ok(first));
    let year_2030 = Moment::at(Day::new(2030, 1, 1).unwrap(), 8, 0);
    let far = Refusal::DayTooFar { last_seen: at(8, 0), before: at(8, 0).day().plus(7) };
    assert_eq!(
        given(&mut meta, &read(at(8, 0), 0), year_2030),
        Err(far),
        "by then another may have the lane"
    );
    let friday = at(8, 1).plus_minutes(4 * 24 * 60);
    assert_eq!(given(&mut meta, &read(at(8, 0), 0), friday), Ok(first), "nothing tells yet");
    let wrong = Refusal::ClockWrong { minutes: 600 };
    assert_eq!(given(&mut meta, &read(at(9, 0), 600), at(19, 0)), Err(wrong), "the server was heard");
    assert_eq!(given(&mut meta, &read(at(9, 30), 0), at(9, 31)), Ok(first + 1), "the clock is right again");
    let mut tuấn = Meta::new(Writer { officer: demo::CLERK, ..meta.writer }, meta.lane).beside([&meta]);
    assert_eq!(given(&mut tuấn, &read(at(9, 40), 0), at(9, 41)), Ok(first + 2), "also for who shares it");
}

#[test]
fn a_server_that_was_once_ahead_stops_reception_until_it_is_heard_again() {
    let mut meta = author(demo::RECEPTION);
    let year_2030 = Moment::at(Day::new(2030, 1, 1).unwrap(), 8, 0);
    let behind = Refusal::ClockBehind { last_seen: year_2030 };
    assert_eq!(sealed(&meta, &read(year_2030, 0), at(8, 0), receive()).err(), Some(behind));
    meta = sealed(&meta, &read(year_2030, 0), at(8, 0), note()).unwrap().0;
    assert!(sealed(&meta, &read(at(8, 5), 0), at(8, 6), receive()).is_ok());
}

#[test]
fn a_page_is_an_anchor_for_what_is_done_after_it() {
    let mut client = Client::new(author(demo::RECEPTION));
    let page = |now| PullReply {
        epoch: "e1".to_owned(),
        from: 0,
        to: 0,
        more: false,
        records: vec![],
        gone: vec![],
        last_n: 0,
        durable_n: 0,
        outcomes: vec![],
        now,
        head: Hash::default(),
        ward_version: 1,
        scope: String::new(),
        instead_of: None,
        digest: None,
        told: None,
        beyond: vec![],
    };
    for (server, local) in [(at(8, 0), at(8, 3)), (at(7, 0), at(7, 1))] {
        let writes = client.on_pull_reply_at(page(server), local);
        client.adopt(super::ward(), &writes);
        assert_eq!(client.place.seen, server, "also where it was set back");
        let (_, queued) = sealed(&client.meta, &client.place, local, note()).unwrap();
        assert_eq!(queued.body.open().unwrap().anchor, Some(Anchor { server, local }));
    }
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

fn slip(n: u8, day: Day) -> dossier::Act {
    let block = crate::id::BlockId(uuid::Uuid::from_u128(1));
    dossier::Act::Reserve(Reserve { block, day, number: 0, secret: format!("7K2MP{n}") })
}

#[test]
fn what_is_set_aside_for_paper_is_never_given_on_screen() {
    let mut meta = author(demo::RECEPTION);
    let (first, tuesday) = (meta.lane.unwrap().first(), monday().next());
    let given = |meta: &mut Meta, at, act| number(&write(meta, dossier_id(1), 0, at, act));
    assert_eq!(given(&mut meta, at(8, 0), receive()), first);
    let block: Vec<u16> = (0..3).map(|n| given(&mut meta, at(16, 0), slip(n, tuesday))).collect();
    assert_eq!(block, [first, first + 1, first + 2], "tomorrow's first numbers");
    assert_eq!(given(&mut meta, at(16, 1), receive()), first + 1, "today goes on");
    assert_eq!(given(&mut meta, at(16, 2), slip(3, monday())), first + 2, "and today's may go on paper too");
    let mut tuấn = Meta::new(Writer { officer: demo::CLERK, ..meta.writer }, meta.lane).beside([&meta]);
    let morning = Moment::at(tuesday, 8, 0);
    assert_eq!(
        given(&mut tuấn, morning, receive()),
        first + 3,
        "whoever shares the device knows of the block"
    );
    let mut meta = meta.beside([&tuấn]);
    assert_eq!(given(&mut meta, morning, receive()), first + 4);
    assert_eq!(given(&mut meta, morning, slip(4, tuesday)), first + 5);
    for day in 0..40 {
        given(&mut meta, Moment::at(tuesday.plus(day), 9, 0), receive());
    }
    assert_eq!(
        meta.next_number(tuesday.plus(40)),
        Ok(first),
        "days that were set aside are forgotten in their turn"
    );
}

#[test]
fn a_slip_that_is_entered_takes_no_number() {
    let mut meta = author(demo::RECEPTION);
    let first = meta.lane.unwrap().first();
    let mut book = Book::default();
    let id = dossier_id(1);
    assert_eq!(book.does(&mut meta, id, at(8, 0), slip(0, monday())), Outcome::Applied { seq: 1 });
    let mut typed = forms::receive(super::ward(), "HT-09", monday());
    typed.by_hand = Some(at(9, 0));
    let entered = dossier::Act::Receive(typed);
    assert_eq!(book.does(&mut meta, id, at(14, 0), entered.clone()), Outcome::Applied { seq: 2 });
    let record = book.records[&id].clone();
    assert_eq!(record.code.as_ref().unwrap().number, first);
    assert_eq!((record.secret.as_str(), record.received_at), ("7K2MP0", Some(at(9, 0))));
    assert_eq!(record.history.last().unwrap().recorded, Some(at(14, 0)));
    assert_eq!(meta.next_number(monday()), Ok(first + 1));
    let mut other = author(demo::JUSTICE);
    let queued = write(&mut other, id, 1, at(14, 5), entered);
    let again = book.judge(&queued);
    assert!(matches!(again, Outcome::Conflict { by: demo::RECEPTION, .. }), "{again:?}");
    assert_eq!(book.records[&id], record, "the second entry changes nothing");
}

/// What the pen wrote counts, whatever a clock said when it was typed; a moment that is still to come never does.
#[test]
fn a_wrong_clock_casts_no_doubt_on_what_the_pen_wrote() {
    let mut meta = author(demo::RECEPTION);
    let mut book = Book::default();
    let id = dossier_id(1);
    book.does(&mut meta, id, at(8, 0), slip(0, monday()));
    let mut typed = forms::receive(super::ward(), "HT-09", monday());
    typed.by_hand = Some(at(9, 0));
    let queued =
        write(&mut meta, id, 1, Moment::at(monday().plus(9), 8, 0), dossier::Act::Receive(typed.clone()));
    let command = queued.body.open().unwrap();
    assert!(matches!(book.judge_at(at(14, 0), at(8, 0), &command), Outcome::Applied { .. }));
    let record = &book.records[&id];
    assert_eq!((record.received_at, record.time_disputed), (Some(at(9, 0)), false));
    assert_eq!(record.slip.unwrap().entered, Some(at(14, 0)), "when it arrived");
    let later = dossier_id(2);
    let mut meta = author(demo::RECEPTION);
    book.does(&mut meta, later, at(8, 0), slip(1, monday().next()));
    typed.by_hand = Some(Moment::at(monday().plus(8), 8, 0));
    let queued = write(&mut meta, later, 1, Moment::at(monday().plus(9), 8, 0), dossier::Act::Receive(typed));
    let outcome = book.judge_at(at(14, 0), at(8, 0), &queued.body.open().unwrap());
    assert!(matches!(outcome, Outcome::Rejected { refusal: Refusal::Fields { .. } }), "{outcome:?}");
}

/// Two devices that believe to have one lane, as after a copied disk: the paper that comes second is told so.
#[test]
fn a_number_on_paper_that_is_taken_is_replaced_and_its_author_told() {
    let mut meta = author(demo::RECEPTION);
    let mut book = Book::default();
    let copy = meta.clone();
    book.does(&mut meta, dossier_id(1), at(8, 0), receive());
    let mut meta = copy;
    let outcome = book.does(&mut meta, dossier_id(2), at(8, 5), slip(0, monday()));
    let Outcome::Conflict { over: Over::Number { printed, given }, .. } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!((printed.day, given.day, given.number), (monday(), monday(), 1));
    assert_eq!(book.records[&dossier_id(2)].code, Some(given));
}
