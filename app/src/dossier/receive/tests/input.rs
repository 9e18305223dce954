//! Bad input at the reception: one sentence where it was given, in the language of whoever reads, and nothing is lost.

use std::sync::Arc;

use leptos::prelude::*;
use shared::calendar::NoCalendar;
use shared::demo;
use shared::dossier;
use shared::identity::card::BadCard;
use shared::moment::{Day, Moment};
use shared::refusal::Refusal;
use shared::script::{dossier_id, forms};

use super::super::draft::Draft;
use super::super::next_stop;
use super::super::scan::{ScanBox, ScanBoxProps};
use super::super::side::{DueDate, DueDateProps, Told, ToldProps};
use super::demo_procedure;
use crate::desk::tests::{at_desk, sits};
use crate::desk::{Desk, STOPPED, Trouble};
use crate::dossier::find::Finder;
use crate::store::tests::{OANH, now};
use crate::ui::tests::{english, html, vietnamese};

/// Codes of which a part is missing or wrong.
const CARDS: [(&str, BadCard); 4] = [
    ("048190004217||ĐẶNG THỊ ĐÀO|01011990|Nữ", BadCard::Fields(5)),
    ("04819000421||ĐẶNG THỊ ĐÀO|01011990|Nữ|Tổ 12|01012023", BadCard::Number),
    ("048190004217|||01011990|Nữ|Tổ 12|01012023", BadCard::Name),
    ("048190004217||ĐẶNG THỊ ĐÀO|31021990|Nữ|Tổ 12|01012023", BadCard::Birth),
];

/// The field into which the code was scanned, over a form that somebody has begun.
fn scanned(code: &'static str) -> impl IntoView {
    let (desk, draft) = (Desk::new(), Draft::new());
    desk.set_ward(Arc::new(demo::ward().expect("the standard data")));
    draft.name.set("Le Thi Ha".to_owned());
    draft.phone.set("0905114225".to_owned());
    draft.choose(demo_procedure());
    let before = draft.fold();
    assert!(!draft.scan(code), "{code}");
    assert!(draft.fold() == before, "{code}: a code that cannot be read changes nothing");
    let (finder, go) = (Finder::new(desk), Callback::new(|_: String| ()));
    ScanBox(ScanBoxProps { desk, finder, draft, go })
}

#[test]
fn a_card_that_cannot_be_read_is_said_at_its_field_and_the_form_stays() {
    for (code, bad) in CARDS {
        let said = bad.sentence();
        let (vi, en) = (html(move || scanned(code)), english(move || scanned(code)));
        for (shown, said) in [(&vi, &said.vi), (&en, &said.en)] {
            assert!(shown.contains("aria-describedby=\"scan-err\""), "{code}: {shown}");
            assert!(shown.contains("id=\"scan-err\" role=\"alert\""), "{code}: {shown}");
            assert!(shown.replace("&#x27;", "'").contains(said.as_str()), "{said}: {shown}");
        }
        assert_eq!(vietnamese(&en), Vec::<String>::new());
    }
    assert!(BadCard::Fields(5).sentence().vi.contains("phải có 7 phần, mã này có 5."));
}

/// The next scan that can be read takes the sentence away.
#[test]
fn a_card_that_can_be_read_is_not_blamed_for_the_one_before() {
    Owner::new().with(|| {
        let draft = Draft::new();
        assert!(!draft.scan(CARDS[0].0));
        assert!(draft.unread.get_untracked().is_some());
        assert!(draft.scan("048190004217||ĐẶNG THỊ ĐÀO|01011990|Nữ|Tổ 12|01012023"));
        assert_eq!(draft.unread.get_untracked(), None);
    });
}

/// No date is guessed where nobody has decreed the days off: of what is received now, nor of what the pen wrote.
#[test]
fn a_receipt_in_a_year_without_a_calendar_says_which_in_place_of_a_date() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        let at = Moment::at(Day::new(2031, 3, 5).expect("a day"), 9, 0);
        let said = NoCalendar { year: 2031 }.sentence();
        let slip = Draft::new();
        slip.fill_slip(at.day(), at.day());
        slip.came_time.set("9:00".to_owned());
        let draft = Draft::new();
        STOPPED.set(at);
        desk.tick();
        for (draft, is_slip) in [(slip, true), (draft, false)] {
            draft.name.set("Le Thi Ha".to_owned());
            draft.choose(demo_procedure());
            let before = draft.fold();
            let page = move || DueDate(DueDateProps { desk, draft, is_slip });
            let (vi, en) = (html(page), english(page));
            for (shown, said) in [(&vi, &said.vi), (&en, &said.en)] {
                let shown = shown.replace("&#x27;", "'");
                assert!(shown.contains("class=\"receive__date receive__nodate\""), "{shown}");
                assert!(shown.contains(said.as_str()), "{said}: {shown}");
            }
            assert_eq!(vietnamese(&en), Vec::<String>::new());
            assert!(!vi.contains("/2031") && !vi.contains("class=\"days"), "no date and no days: {vi}");
            assert!(draft.fold() == before);
        }
        // Whoever goes on all the same hears it from the rules.
        let act = forms::receive(&desk.ward(), "HT-09", at.day());
        let refused = now(desk.act(dossier_id(1), dossier::Act::Receive(act))).expect_err("no due date");
        assert!(matches!(refused, Trouble::Refused(Refusal::NoCalendar { year: 2031 })), "{refused:?}");
    });
}

/// Of two hundred counts a day hardly one is not what stands there: whoever ticks papers goes from paper to paper, and who
/// went to a count goes on through the counts.
#[test]
fn enter_goes_from_paper_to_paper_and_past_the_counts_that_stand() {
    // The procedure, two papers with their two counts, the fee.
    let counts = [false, false, true, true, false, true, true, false];
    let from = |here| next_stop(&counts, here);
    assert_eq!(from(0), Some(1), "the first paper");
    assert_eq!(from(1), Some(4), "the second");
    assert_eq!(from(4), Some(7), "the fee");
    assert_eq!((from(2), from(3)), (Some(3), Some(4)), "originals, copies, the next paper");
    assert_eq!((from(7), from(8)), (None, None), "the button that prints");
    assert_eq!(next_stop(&[false, true, true], 0), None, "nothing but counts follows");
}

/// What stands at a field of a question is not said above it as well; what has no field there can take the focus.
#[test]
fn a_refusal_is_said_once_in_its_question() {
    let told = |refusal| {
        let faults = RwSignal::new(Trouble::Refused(refusal).faults());
        html(move || Told(ToldProps { faults }))
    };
    let page = told(Refusal::NotALeader);
    assert!(!page.contains("Người ký"), "at the field of the signer: {page}");
    let page = told(Refusal::FeeUnsettled);
    assert!(page.contains(&*Refusal::FeeUnsettled.sentence().vi), "{page}");
    assert!(page.contains("role=\"alert\" tabindex=\"-1\""), "{page}");
}
