//! Paper slips on screen: what is typed for a block, and what its page says of each number.

use leptos::prelude::*;
use shared::ctx::Ctx;
use shared::demo;
use shared::dossier::blank::{Reserve, VoidSlip, blocks};
use shared::dossier::code::Lane;
use shared::dossier::{Act, Dossier};
use shared::id::{BlockId, DossierId};
use shared::limits;
use shared::moment::Day;
use shared::ward::Ward;

use super::super::receive::draft::Draft;
use super::super::slips::{Line, Written, WrittenProps, ask_of, lines, slips_view};
use super::moment;
use crate::desk::Desk;
use crate::ui::tests::{english, html, plain, vietnamese};

/// Slips of one block: the first was entered, the second is void, the third is left.
fn block(ward: &Ward) -> Vec<Dossier> {
    let by = ward.officer(demo::RECEPTION).expect("the receptionist");
    let does = |record: Option<Dossier>, n: u16, at: &str, act: Act| {
        let at = moment(at);
        let ctx = Ctx { now: at, happened: at, claimed: at, by, lane: Some(Lane(0)), reissued: None, ward };
        let mut record = record;
        let id = DossierId(uuid::Uuid::from_u128(n.into()));
        for fact in shared::dossier::decide(&ctx, id, record.as_ref(), &act).expect("a good act") {
            shared::dossier::apply(&mut record, &fact);
        }
        record.expect("a slip")
    };
    let day = moment("2026-11-24T00:00").day();
    let printed = |n: u16| {
        let id = BlockId(uuid::Uuid::from_u128(1));
        let reserve = Reserve { block: id, day, number: 6000 + n, secret: "7K2MPX".to_owned() };
        does(None, n, "2026-11-23T16:00", Act::Reserve(reserve))
    };
    let mut written = shared::script::forms::receive(ward, "HT-09", day);
    written.form.applicant.name = "Dang Thi Dao".to_owned();
    written.by_hand = Some(moment("2026-11-24T08:15"));
    let spoiled = VoidSlip { reason: "spoiled".to_owned() };
    vec![
        does(Some(printed(0)), 0, "2026-11-24T14:20", Act::Receive(written)),
        does(Some(printed(1)), 1, "2026-11-24T14:30", Act::VoidSlip(spoiled)),
        printed(2),
    ]
}

#[test]
fn a_block_says_of_each_number_what_became_of_it() {
    let ward = demo::ward().expect("the standard data");
    let slips = block(&ward);
    let line = Line::of(&ward, &blocks(&slips)[0]);
    let shown = html(move || (slips_view(&slips, true, Callback::new(|_| ())), lines(vec![line])));
    for said in [
        "Dang Thi Dao",
        "đến 08:15 24/11/2026, nhập 14:20 (sau 6 giờ 5 phút)",
        "Đã hủy",
        "spoiled",
        "Phiếu giấy, chưa nhập",
        "261124-6000 – 6002",
    ] {
        assert!(shown.contains(said), "{said} in {shown}");
    }
    assert_eq!(shown.matches("/nhan?tu=").count(), 1, "only what is left can be entered");
}

#[test]
fn the_pages_of_slips_have_english() {
    let ward = plain(&demo::ward().expect("the standard data"));
    let slips = block(&ward);
    let code = slips[2].code.clone().expect("a number");
    let line = Line::of(&ward, &blocks(&slips)[0]);
    let markup = english(move || {
        let (desk, draft) = (Desk::new(), Draft::new());
        (
            slips_view(&slips, true, Callback::new(|_| ())),
            lines(vec![line]),
            lines(vec![]),
            Written(WrittenProps { desk, draft, code }),
        )
    });
    let left = vietnamese(&markup);
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn what_is_typed_for_a_block_is_checked_before_a_number_is_taken() {
    let fields = |day: &str, count: &str, left: Option<u16>| match ask_of(day, count, |_| left) {
        Ok((day, count)) => vec![day.to_string(), count.to_string()],
        Err(faults) => faults.into_iter().map(|fault| fault.field).collect(),
    };
    assert_eq!(fields("2026-11-24", " 3 ", Some(60)), ["2026-11-24", "3"]);
    assert_eq!(fields("24/13", "0", Some(60)), ["day", "count"]);
    assert_eq!(fields("2026-11-24", "41", Some(60)), ["count"]);
    assert_eq!(fields("2026-11-24", "ba", Some(60)), ["count"]);
    assert_eq!(fields("2026-11-24", "40", Some(39)), ["count"]);
    assert_eq!(
        fields("2026-11-24", "40", None),
        ["2026-11-24", "40"],
        "without a lane the act says so itself"
    );
    assert_eq!(limits::SLIPS_MAX, 40, "as the sentence of the browser's journey has it");
}

#[test]
fn a_slip_is_entered_at_the_moment_that_the_pen_wrote() {
    Owner::new().with(|| {
        let ward = demo::ward().expect("the standard data");
        let draft = Draft::new();
        let (today, now) = (moment("2026-11-25T09:00").day(), moment("2026-11-25T09:00"));
        assert_eq!(
            (draft.came(now), draft.day(now)),
            (Some(now), today),
            "what is received on screen is of now"
        );
        draft.fill_slip(Day::new(2026, 11, 24).expect("a day"), today);
        assert!(!draft.is_dirty());
        let missing: Vec<String> = draft.came_faults().into_iter().map(|fault| fault.field).collect();
        assert_eq!(missing, ["by_hand"], "the day is that of the number");
        assert_eq!(draft.came(now), None);
        for typed in ["8:15", "08h15", "8 giờ 15", "0815"] {
            draft.came_time.set(typed.to_owned());
            assert_eq!(draft.came(now), Some(moment("2026-11-24T08:15")), "{typed}");
        }
        draft.choose(ward.catalogue.in_force("HT-09", draft.day(now)).expect("a procedure").clone());
        let act = draft.act("AB12CD".to_owned()).expect("a procedure is chosen");
        assert_eq!(act.by_hand, Some(moment("2026-11-24T08:15")));
        draft.came_day.set("24/11".to_owned());
        draft.came_time.set("25:00".to_owned());
        let wrong: Vec<String> = draft.came_faults().into_iter().map(|fault| fault.field).collect();
        assert_eq!(wrong, ["by_hand_day", "by_hand"]);
    });
}
