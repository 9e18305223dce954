//! What a visit gathers, and that it forgets.

use leptos::prelude::*;
use shared::demo;
use shared::door::Number;
use shared::dossier::Act;
use shared::dossier::record::{Channel, Delivery};
use shared::id::{DossierId, ShiftId, Writer};
use shared::refusal::FieldFault;
use shared::script::dossier_id;
use shared::shift::{Half, Topic, sum};
use shared::sync::wire::{Judged, Outcome, PushReply};
use shared::ward::Ward;

use super::tally::{Deed, Tally, carry_out, current, page, side};
use super::{HandedIn, Visit, standing, steps};
use crate::desk::Desk;
use crate::desk::tests::{at_desk, sits, stands};
use crate::link::LinkState;
use crate::public::track::from_fragment;
use crate::store::Held;
use crate::store::tests::{OANH, morning, now};
use crate::ui::tests::{english, html, plain, vietnamese};

const CARD: &str = "001098012345||NGUYỄN VĂN A|01011998|Nam|Số 10 Tràng Thi, Hà Nội|01012023";

fn choosing(id: &str) -> Visit {
    let ward = demo::ward().expect("the standard catalogue");
    let day = shared::moment::Day::new(2026, 11, 24).expect("a day");
    let mut visit = Visit::default();
    visit.choose(ward.catalogue.in_force(id, day).expect("a procedure").clone());
    visit
}

#[test]
fn required_papers_are_missing_until_they_are_shown() {
    let mut visit = choosing("HT-09");
    assert!(!visit.missing().is_empty());
    visit.papers.iter_mut().for_each(|shown| *shown = true);
    assert_eq!(visit.missing(), Vec::<String>::new());
}

#[test]
fn a_bad_card_keeps_what_was_typed_and_says_why() {
    let mut visit = choosing("HT-09");
    visit.applicant.name = "Hồ Văn Lợi".to_owned();
    assert!(visit.scan("001098012345|x|y|z|w").is_err());
    assert_eq!(visit.applicant.name, "Hồ Văn Lợi");
}

#[test]
fn a_good_card_fills_the_form() {
    let mut visit = choosing("HT-09");
    assert!(visit.scan(CARD).is_ok());
    assert_eq!(visit.applicant.number, "001098012345");
    assert_eq!(visit.applicant.birth, "01/01/1998");
}

#[test]
fn what_is_handed_in_counts_as_assisted() {
    let visit = choosing("CT-01");
    let Some(Act::Lodge(lodge)) = visit.act("AB12CD".to_owned(), false) else { panic!("an application") };
    assert!(lodge.form.assisted);
    assert_eq!((lodge.form.channel, lodge.form.delivery), (Channel::Counter, Delivery::Counter));
}

/// What the post brings goes back by post, and is nobody's help.
#[test]
fn what_the_post_hands_in_is_by_post_both_ways() {
    let visit = choosing("CT-01");
    let Some(Act::Lodge(lodge)) = visit.act("AB12CD".to_owned(), true) else { panic!("an application") };
    assert!(!lodge.form.assisted);
    assert_eq!((lodge.form.channel, lodge.form.delivery), (Channel::Post, Delivery::Post));
}

#[test]
fn the_guide_has_english() {
    let ward: Ward = plain(&demo::ward().expect("the standard data"));
    let all: Vec<_> = ward.catalogue.procedures.clone();
    for p in all {
        let mut visit = Visit::default();
        visit.choose(p);
        let markup = english(move || {
            let visit = RwSignal::new(visit);
            let now = visit.get_untracked();
            (
                steps::side(&now),
                steps::papers(visit),
                steps::person(visit, RwSignal::new(vec![]), || ()),
                steps::done(Desk::new(), visit, ""),
            )
        });
        let left = vietnamese(&markup);
        assert!(left.is_empty(), "{left:?}");
    }
}

fn handed_in(at: shared::moment::Moment) -> HandedIn {
    let id = DossierId(uuid::Uuid::from_u128(0x0193_5f2a_0000_7000_8000_0000_0000_0001));
    HandedIn { number: Number::of(id), secret: "AB12CD".to_owned(), at }
}

/// A queue before the tablet: minutes apart, and nobody has the number of whoever came before.
#[test]
fn who_comes_next_has_another_number() {
    let (mut first, mut second) = (Visit::default(), Visit::default());
    assert_eq!(first.identity(), first.identity(), "one visit is one application, however often it is sent");
    assert_ne!(Number::of(first.identity()), Number::of(second.identity()));
}

/// The tracking page asks for both, and reads both from the square code's address.
#[test]
fn the_last_step_shows_both_that_open_the_dossier() {
    let page = html(|| {
        let shown = handed_in(morning());
        steps::done(
            Desk::new(),
            RwSignal::new(Visit { handed_in: Some(shown), ..Visit::default() }),
            "https://mot-cua.example/",
        )
    });
    let number = handed_in(morning()).number.to_string();
    assert_eq!(number.len(), 11, "{number}");
    for said in ["Số hồ sơ nộp", &number, "Mã tra cứu", "AB12CD", "https://mot-cua.example/tra-cuu"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("tra-cuu#"), "both stand in the code and not in its words: {page}");
    let read = from_fragment(&format!("#{number}.AB12CD"));
    assert_eq!(read, Some((number, "AB12CD".to_owned())));
}

/// All that is wrong at once, each at its field; what has no field here is said above.
#[test]
fn what_is_wrong_stands_at_its_field() {
    at_desk(|desk, _| {
        let writer = Writer { officer: demo::VOLUNTEER, ..OANH };
        sits(desk, writer);
        let mut visit = choosing("CT-01");
        visit.applicant.number = "12".to_owned();
        visit.contact.phone = "12".to_owned();
        let act = visit.act("AB12CD".to_owned(), false).expect("an application");
        let refused = now(desk.act(dossier_id(1), act)).expect_err("a name is missing");
        let (own, others) = steps::sorted(refused.faults());
        let fields: Vec<&str> = own.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!((fields, others), (vec!["name", "number", "phone"], None));
        let page = html(move || steps::person(RwSignal::new(visit), RwSignal::new(own), || ()));
        assert_eq!(page.matches("aria-invalid=\"true\"").count(), 3, "{page}");
        assert!(page.contains("id=\"name-err\"") && page.contains("Chưa ghi họ và tên."), "{page}");
        let far = FieldFault::new("papers", "Tối đa 30 loại giấy tờ.", "At most 30 kinds of paper.");
        assert_eq!(
            steps::sorted(vec![far]).1.map(|said| said.en),
            Some("At most 30 kinds of paper.".to_owned())
        );
    });
}

#[test]
fn a_search_that_finds_nothing_says_so() {
    at_desk(|desk, _| {
        sits(desk, Writer { officer: demo::VOLUNTEER, ..OANH });
        let page = |typed: &'static str| {
            html(move || steps::choose(desk, RwSignal::default(), RwSignal::new(typed.to_owned())))
        };
        let (none, some) = (page("xyzxyz"), page("khai sinh"));
        assert!(none.contains("Không có thủ tục nào khớp") && !none.contains("guide__choice"), "{none}");
        assert!(!some.contains("Không có thủ tục nào khớp") && some.contains("guide__choice"), "{some}");
    });
}

/// Without a network nobody is told to sit and wait for a call that does not come; the sentence turns once it has arrived.
#[test]
fn what_lies_on_the_tablet_is_not_called_sent() {
    at_desk(|desk, _| {
        let writer = Writer { officer: demo::VOLUNTEER, ..OANH };
        sits(desk, writer);
        let mut visit = choosing("CT-01");
        assert!(visit.scan(CARD).is_ok());
        let id = dossier_id(1);
        now(desk.act(id, visit.act("AB12CD".to_owned(), false).expect("an application"))).expect("kept");
        let page = move || {
            html(move || {
                let handed_in = Some(handed_in(morning()));
                let visit = Visit { step: 3, id: Some(id), handed_in, ..Visit::default() };
                (standing::mark(desk), steps::done(desk, RwSignal::new(visit), ""))
            })
        };
        stands(desk, LinkState::Offline);
        let kept = page();
        assert!(kept.contains("chưa gửi được: đưa cô, bác tới quầy ngay"), "{kept}");
        assert!(kept.contains("Đang mất mạng, 1 việc chờ gửi") && kept.contains("AB12CD"), "{kept}");
        assert!(!kept.contains("Đã gửi tới quầy") && !kept.contains("ngồi chờ"), "{kept}");
        stands(desk, LinkState::Online);
        let going = page();
        assert!(going.contains("Đang gửi tới quầy") && !going.contains("ngồi chờ"), "{going}");
        let results = vec![Judged { n: 1, outcome: Outcome::Applied { seq: 7 } }];
        let answer = desk.client(|client| client.on_push_reply(&PushReply::Done { results, last_n: 1 }));
        assert!(now(desk.keep(writer, answer)));
        let sent = page();
        assert!(sent.contains("Đã gửi tới quầy") && sent.contains("Mời cô, bác ngồi chờ"), "{sent}");
        assert!(!sent.contains("chờ gửi"), "{sent}");
    });
}

/// The button that sends and the one that goes on are pressed in one place.
#[test]
fn a_double_tap_does_not_wipe_the_characters() {
    let at = |millis| shared::moment::Moment::from_millis(millis);
    let visit = Visit { handed_in: Some(handed_in(at(10_000))), ..Visit::default() };
    assert!(!visit.may_go_on(at(10_300)));
    assert!(visit.may_go_on(at(12_000)));
}

fn id(n: u128) -> ShiftId {
    ShiftId(uuid::Uuid::from_u128(n))
}

fn done(deeds: &[Deed]) -> Vec<Held> {
    let mut all = vec![];
    for deed in deeds {
        carry_out(&mut all, *deed, morning()).expect("allowed");
    }
    all
}

fn begin() -> Deed {
    Deed::Begin(id(1), morning().day(), Half::Morning)
}

#[test]
fn a_shift_is_begun_tapped_put_right_and_ended() {
    let all = done(&[begin(), Deed::Tap(Topic::Form), Deed::Tap(Topic::Way), Deed::Undo]);
    let shift = &current(&all).expect("it goes on").shift;
    assert_eq!((sum(&shift.counts()), shift.counts().get(&Topic::Way)), (1, None));
    let mut all = all;
    carry_out(&mut all, Deed::Put(id(1), morning().day(), Half::Afternoon), morning()).expect("put right");
    carry_out(&mut all, Deed::End, morning()).expect("ended");
    assert_eq!((current(&all), all[0].shift.half, all[0].waits()), (None, Half::Afternoon, true));
}

#[test]
fn a_second_tab_begins_no_second_shift_and_taps_nothing_that_is_over() {
    let all = done(&[begin(), Deed::Begin(id(2), morning().day(), Half::Morning)]);
    assert_eq!(all.len(), 1);
    let all = done(&[begin(), Deed::End, Deed::Tap(Topic::Form), Deed::Undo, Deed::End]);
    assert_eq!((all.len(), all[0].shift.taps.len()), (1, 0));
}

#[test]
fn yesterdays_shift_is_over_in_the_morning() {
    let mut all = done(&[begin(), Deed::Tap(Topic::Form)]);
    carry_out(&mut all, Deed::Sweep, morning().plus_minutes(24 * 60)).expect("swept");
    assert_eq!((current(&all), all[0].shift.ended), (None, Some(morning())));
}

fn tally(held: Vec<Held>) -> Tally {
    let tally = Tally::new(Desk::new());
    tally.held.set(held);
    tally
}

#[test]
fn the_guide_shows_the_count_and_the_page_what_was_tapped_last() {
    let held = done(&[begin(), Deed::Tap(Topic::Form), Deed::Tap(Topic::Form)]);
    let markup = html(move || {
        let tally = tally(held);
        (side(tally), page(tally, morning().day(), Half::Morning))
    });
    assert!(markup.contains("Ca sáng · 2 lượt"), "{markup}");
    assert!(markup.contains("Bỏ lượt vừa ghi: Điền tờ khai") && markup.contains("Chờ gửi"), "{markup}");
    let fresh = html(move || page(tally(done(&[begin()])), morning().day(), Half::Morning));
    assert!(!fresh.contains("Bỏ lượt"), "{fresh}");
}

#[test]
fn the_tally_has_english() {
    let all = done(&[begin(), Deed::Tap(Topic::Form)]);
    let ended = done(&[begin(), Deed::Tap(Topic::AtHome), Deed::End]);
    let markup = english(move || {
        let (counting, putting, begins) = (tally(all.clone()), tally(all), tally(vec![]));
        putting.putting.set(Some(id(1)));
        begins.ended.set(Some(ended[0].shift.clone()));
        let shown = |tally| (side(tally), page(tally, morning().day(), Half::Afternoon));
        (shown(counting), shown(putting), shown(begins))
    });
    let left = vietnamese(&markup);
    assert!(left.is_empty(), "{left:?}");
}
