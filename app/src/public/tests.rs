//! What anybody may read.

mod face;
mod needs;
mod rate;
mod supply;

use leptos::prelude::*;
use shared::demo;
use shared::door::proof::{Draft, DraftShown};
use shared::door::veil::HIDDEN;
use shared::dossier::Status;
use shared::dossier::proof::State;
use shared::dossier::record::Asked;
use shared::moment::{Day, Moment};
use shared::procedure::Procedure;
use shared::session::{PublicCatalogue, Track, Tracked};

use super::catalogue::found;
use super::cost::cost_view;
use super::procedure::procedure_view;
use super::proof::{Reading, reading_view};
use super::track::{from_fragment, lacking, tracked_view};
use crate::ui::tests::{english, html, vietnamese};

fn procedures() -> Vec<Procedure> {
    let ward = demo::ward().expect("the standard data");
    ward.catalogue.all_in_force(Day::new(2026, 11, 24).expect("a day")).cloned().collect()
}

#[test]
fn forty_procedures_are_posted_and_found_without_accents() {
    let all = procedures();
    assert_eq!(found(&all, "").len(), 40);
    assert_eq!(found(&all, "khai tu")[0].id, "HT-03");
    assert_eq!(found(&all, "2.000815")[0].id, "CT-01");
    assert!(found(&all, "không có gì như vậy").is_empty());
}

/// The seven parts of article 8 of Decree 63/2010/NĐ-CP, by name.
#[test]
fn a_posting_has_the_seven_parts() {
    for p in procedures() {
        let (id, name, whom) = (p.id.clone(), p.name.clone(), "Công dân Việt Nam");
        for said in [whom, ""] {
            let posted = Procedure { for_whom: said.to_owned(), ..p.clone() };
            let out = html(move || procedure_view(posted, "UBND phường".to_owned(), true, None));
            for (part, shown) in [
                ("tên thủ tục", "<h1 tabindex=\"-1\">".to_owned()),
                ("trình tự", "<h2>Các bước</h2>".to_owned()),
                ("cách thức", "<dt>Cách nộp</dt>".to_owned()),
                ("thành phần, số lượng hồ sơ", "<dt>Số bộ</dt>".to_owned()),
                ("thời hạn", "<dt>Bao lâu</dt>".to_owned()),
                ("đối tượng thực hiện", "<dt>Đối tượng thực hiện</dt>".to_owned()),
                ("cơ quan thực hiện", "<dt>Cơ quan giải quyết</dt>".to_owned()),
            ] {
                assert!(out.contains(&shown), "{id} {part}: {out}");
            }
            assert!(out.contains(&name) && out.contains("Giấy tờ bạn cần"), "{id}: {out}");
            assert_eq!(
                (out.contains(whom), out.contains("phường chưa ghi, hỏi quầy")),
                (said == whom, said != whom)
            );
        }
    }
}

/// As decisions word it, it has its English; what a ward words itself stays, and says which language it is.
#[test]
fn whom_a_procedure_is_for_is_read_in_english_too() {
    let one = procedures().remove(0);
    for (said, shown) in [
        ("Cá nhân, tổ chức", "<span lang=\"en\">Individuals, organisations</span>"),
        ("Công dân Việt Nam", "<span lang=\"vi\">Công dân Việt Nam</span>"),
    ] {
        let posted = Procedure { for_whom: said.to_owned(), ..one.clone() };
        let out = english(move || procedure_view(posted, "UBND".to_owned(), true, None));
        assert!(out.contains(shown), "{said}: {out}");
    }
}

/// A citizen who would come for nothing reads why, on the sheet and over the form.
#[test]
fn a_sheet_says_where_no_due_date_can_be_promised() {
    let ward = demo::ward().expect("the standard data");
    let posted = |text: &str| PublicCatalogue::of(&ward, text.parse().expect("a day"));
    let (before, on) = (posted("2026-11-26"), posted("2026-11-27"));
    assert_eq!((before.undated_said("BT-03"), before.undated), (None, None));
    let said = on.undated_said("BT-03").expect("25 working days");
    assert_eq!(on.undated_said("HT-01"), None, "the same day is promised as before");
    let p = on.catalogue.procedures.iter().find(|p| p.id == "BT-03").expect("in force").clone();
    let (one, other, vi, en) = (p.clone(), p, said.clone(), said.clone());
    let shown = html(move || procedure_view(one, "UBND".to_owned(), true, Some(vi)));
    assert!(shown.contains(&said.vi) && said.vi.contains("năm 2027"), "{shown}");
    let read = english(move || procedure_view(other, "Ward".to_owned(), true, Some(en)));
    assert!(read.contains(&said.en) && vietnamese(&read).is_empty(), "{read}");
}

#[test]
fn a_sheet_has_the_other_parts_that_are_asked_for() {
    for p in procedures() {
        let (name, posted) = (p.name.clone(), p.posting().is_some());
        let out = html(move || procedure_view(p, "UBND phường".to_owned(), true, None));
        for part in [
            "Bao lâu",
            "Lệ phí",
            "Nộp ở đâu",
            "Cách nộp",
            "Số bộ",
            "Giấy tờ bạn cần",
            "Cơ quan giải quyết",
            "Kết quả",
            "Các bước",
            "Căn cứ",
        ] {
            assert!(out.contains(part), "{name}: {part}");
        }
        assert!(!out.contains("Lệ phí: "), "{name}: the fee's name twice");
        assert_eq!(out.contains("Niêm yết công khai"), posted, "{name}: posted only what is");
        assert!(!out.contains("từ 07/2025:"), "{name}: the words of one regime");
    }
}

/// The whole calculator, with the reason of each sum.
#[test]
fn what_it_costs_is_explained_in_english() {
    for p in procedures() {
        let id = p.id.clone();
        let left = vietnamese(&english(move || cost_view(&p)));
        assert!(left.is_empty(), "{id}: {left:?}");
    }
    let copies = procedures().into_iter().find(|p| p.id == "HT-09").expect("is posted");
    assert!(english(move || cost_view(&copies)).contains(" đ a case"));
}

fn tracked(status: Status, step: u8) -> Tracked {
    Tracked {
        status,
        step,
        due: None,
        paused_since: None,
        posted_until: None,
        answer_by: None,
        draft: None,
        asked: None,
        last_day: None,
        photos: vec![],
        refused: None,
        code: None,
        rating: None,
    }
}

#[test]
fn citizens_who_read_english_read_no_vietnamese() {
    for p in procedures() {
        let (id, name) = (p.id.clone(), p.name.clone());
        let page = english(move || procedure_view(p, "Ward".to_owned(), true, None));
        let left = vietnamese(&page);
        assert!(left.is_empty(), "{id}: {left:?}");
        // What they show at the counter is the only Vietnamese.
        assert_eq!(page.matches("lang=\"vi\"").count(), 2, "{id}: name and ward");
        assert!(page.contains(&format!("<span lang=\"vi\">{name}")), "{id}: {page}");
    }
    for status in Status::ALL {
        let due = Some(Moment::at(Day::new(2026, 11, 24).expect("a day"), 17, 0));
        let step = u8::try_from(status.step()).expect("few steps");
        for (due, paused_since) in [(due, None), (None, due)] {
            let found = Tracked { due, paused_since, ..tracked(status, step) };
            let left = vietnamese(&english(move || tracked_view(found)));
            assert!(left.is_empty(), "{status:?}: {left:?}");
        }
    }
}

#[test]
fn no_date_is_promised_while_the_clock_stands_still() {
    let since = Some(Moment::at(Day::new(2026, 11, 16).expect("a day"), 9, 0));
    let found = Tracked { paused_since: since, ..tracked(Status::AwaitSupplement, 1) };
    let page = html(move || tracked_view(found));
    assert!(page.contains("Đồng hồ dừng từ 16/11/2026") && !page.contains("public__date"), "{page}");
    // Nobody is told to bring anything while the dossier hangs in public.
    let posted_until = Day::new(2026, 12, 1);
    let found = Tracked { paused_since: since, posted_until, ..tracked(Status::InWork, 1) };
    let page = html(move || tracked_view(found));
    assert!(page.contains("đang niêm yết công khai đến hết ngày 01/12/2026"), "{page}");
    assert!(!page.contains("chờ bạn bổ sung"), "{page}");
    let found = Tracked { posted_until, ..tracked(Status::InWork, 1) };
    assert!(vietnamese(&english(move || tracked_view(found))).is_empty());
}

/// The day of a result that waits may be over; what counts is that it is there.
#[test]
fn a_result_that_waits_is_there_and_not_promised() {
    let due = Some(Moment::at(Day::new(2026, 11, 24).expect("a day"), 17, 0));
    let page = html(move || tracked_view(Tracked { due, ..tracked(Status::Ready, 4) }));
    assert!(page.contains("Đã có kết quả") && !page.contains("Hẹn trả"), "{page}");
    let page = html(move || tracked_view(Tracked { due, ..tracked(Status::Signed, 3) }));
    assert!(page.contains("Hẹn trả 17:00") && !page.contains("Đã có kết quả"), "{page}");
}

/// The day that was named counts whole; where the office is closed on it, the citizen is told which one does.
#[test]
fn papers_may_be_brought_until_the_end_of_the_last_day() {
    let day = |day| Day::new(2026, 11, day).expect("a day");
    let found = |last_day| {
        let papers = vec!["Death extract".to_owned()];
        let at = Moment::at(day(16), 9, 0);
        let asked = Asked { at, papers, reason: "Missing".to_owned(), until: day(28), second: false };
        Tracked { asked: Some(asked), last_day, ..tracked(Status::AwaitSupplement, 1) }
    };
    let page = html(move || tracked_view(found(None)));
    assert!(page.contains("Mang tới quầy đến hết ngày 28/11/2026:"), "{page}");
    let rolled = Some(day(30));
    let page = html(move || tracked_view(found(rolled)));
    assert!(page.contains("đến hết ngày 30/11/2026 (ngày hẹn 28/11/2026 là ngày nghỉ):"), "{page}");
    let page = english(move || tracked_view(found(rolled)));
    assert!(page.contains("by the end of 30/11/2026 (28/11/2026 is a day off):"), "{page}");
    assert!(vietnamese(&page).is_empty(), "{page}");
}

/// Whoever reads that something is hidden is told where to ask; whoever reads everything is not.
#[test]
fn what_is_hidden_of_people_is_said_to_be_hidden() {
    let refused = |said: &str| {
        let said = Some(said.to_owned());
        html(move || tracked_view(Tracked { refused: said.clone(), ..tracked(Status::NotAccepted, 0) }))
    };
    let veiled = refused(&format!("Căn cước {HIDDEN} hết hạn"));
    assert!(veiled.contains(HIDDEN) && veiled.contains("được che ở trang này"), "{veiled}");
    assert!(!refused("Nơi cư trú không thuộc phường").contains("được che"));
    let found = Tracked { refused: Some(HIDDEN.to_owned()), ..tracked(Status::NotAccepted, 0) };
    assert_eq!(vietnamese(&english(move || tracked_view(found))), Vec::<String>::new());
}

/// A draft waits: its words are shown only when somebody asks, never in the hall, and are answered while there is time.
#[test]
fn a_draft_is_opened_and_answered() {
    let at = |hour| Moment::at(Day::new(2026, 11, 24).expect("a day"), hour, 0);
    let draft = |state| Draft { number: 2, sent: at(9), until: at(17), state, by_phone: false };
    let reading = |state, is_open: bool| {
        let slip = Track { code: "261124-0001".to_owned(), secret: "K7M2QP".to_owned() };
        let reading = Reading::new(slip, draft(state), Callback::new(|_| ()));
        let lines = vec!["Ho ten: Tran Thi Be".to_owned(), "Khai sinh".to_owned()];
        let shown = DraftShown { draft: draft(state), lines, reply: "Da sua".to_owned() };
        reading.shown.set(is_open.then_some(shown));
        reading
    };
    let page = html(move || reading_view(reading(State::Awaits, false), false));
    assert!(page.contains("Trả lời trước 17:00 24/11/2026") && page.contains("Xem bản thảo"), "{page}");
    assert!(!page.contains("Tran Thi Be"), "{page}");
    let page = html(move || reading_view(reading(State::Awaits, true), false));
    assert!(page.contains("<dt>Ho ten</dt><dd>Tran Thi Be</dd>") && page.contains("Da sua"), "{page}");
    assert_eq!(page.matches("<button").count(), 2, "agree, or say what is wrong: {page}");
    let page = html(move || reading_view(reading(State::Awaits, true), true));
    assert!(page.contains("trên điện thoại của bạn") && !page.contains("<button"), "{page}");
    assert!(!page.contains("Tran Thi Be"), "not where everybody sees it: {page}");
    for state in [State::Agreed, State::Wrong, State::Silent] {
        let page = html(move || reading_view(reading(state, true), false));
        assert!(page.contains("Tran Thi Be") && !page.contains("<button"), "{state:?}: {page}");
    }
    for state in [State::Awaits, State::Agreed, State::Wrong, State::Silent] {
        for (is_open, in_hall) in [(false, false), (true, false), (true, true)] {
            let left = vietnamese(&english(move || reading_view(reading(state, is_open), in_hall)));
            assert!(left.is_empty(), "{state:?}: {left:?}");
        }
    }
    let heard = move || {
        let slip = Track { code: "261124-0001".to_owned(), secret: "K7M2QP".to_owned() };
        let draft = Draft { by_phone: true, ..draft(State::Agreed) };
        reading_view(Reading::new(slip, draft, Callback::new(|_| ())), false)
    };
    assert!(
        html(heard).contains("Bạn đã trả lời qua điện thoại."),
        "what they never said they can object to"
    );
    let letter = Owner::new().with(|| {
        let reading = reading(State::Awaits, true);
        reading.wrong.set("Sai tên".to_owned());
        [reading.letter(true), reading.letter(false)]
    });
    assert_eq!(
        letter.map(|one| (one.number, one.agrees, one.wrong)),
        [(2, true, String::new()), (2, false, "Sai tên".to_owned())]
    );
}

#[test]
fn a_scanned_slip_fills_both_fields() {
    let scanned = from_fragment("#000.21.17.H17-181122-6105.K7QMAB");
    assert_eq!(scanned, Some(("000.21.17.H17-181122-6105".to_owned(), "K7QMAB".to_owned())));
    assert_eq!(from_fragment("#x"), None);
}

/// An empty field is named at the field, in one sentence that is not the hint; both, where both are empty.
#[test]
fn what_is_still_to_be_typed_is_said_at_its_field() {
    let fields = |code: &str, secret: &str| -> Vec<String> {
        let slip = Track { code: code.to_owned(), secret: secret.to_owned() };
        lacking(&slip).into_iter().map(|fault| fault.field).collect()
    };
    assert_eq!(fields("", ""), ["code", "secret"]);
    assert_eq!(
        (fields("261124-0001", ""), fields("", "K7M2QP")),
        (vec!["secret".to_owned()], vec!["code".to_owned()])
    );
    assert!(fields("261124-0001", "K7M2QP").is_empty());
    let slip = Track { code: String::new(), secret: String::new() };
    for fault in lacking(&slip) {
        for said in [fault.vi, fault.en] {
            assert_eq!(said.matches('.').count(), 1, "one sentence: {said}");
        }
    }
}
