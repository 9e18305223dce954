//! What a form keeps of one citizen when the next one comes.

mod input;

use std::sync::Arc;

use leptos::prelude::*;
use shared::demo;
use shared::dossier::attach::Attach;
use shared::dossier::record::{Channel, Contact, Delivery, NewsBy};
use shared::dossier::reuse::Reuse;
use shared::dossier::{self, Dossier};
use shared::id::{DossierId, OfficerId};
use shared::lang::Lang;
use shared::moment::{Day, Moment};
use shared::scan::{Digest, File, FileKind};
use shared::script::{dossier_id, forms};
use shared::ward::Ward;

use super::checks::{Papers, PapersProps};
use super::draft::{self, Draft};
use super::fast::wanting;
use super::fee::fee_line;
use super::scan::{ScanBox, ScanBoxProps};
use super::side::{DueDate, DueDateProps, offers_lane};
use super::{Person, PersonProps, ProcedurePart, ProcedurePartProps, lapse, say_why_none};
use crate::desk::tests::{at_desk, sits};
use crate::desk::{Desk, STOPPED, Way};
use crate::dossier::find::Finder;
use crate::scan::Taken;
use crate::scan::again::{again_button, offered};
use crate::store::tests::{OANH, morning, now};
use crate::ui::tests::{english, html, plain, vietnamese};

/// A card whose person has the number and the name.
fn card(number: &str, name: &str) -> String {
    format!("{number}||{name}|01011990|Nữ|Số 10 Tràng Thi, Hà Nội|01012023")
}

fn lent() -> Contact {
    Contact { phone: "0905114225".to_owned(), email: "dao@mien.vn".to_owned(), ..Contact::default() }
        .told(Some(NewsBy::Mail))
}

fn on_paper(test: impl FnOnce(Draft)) {
    Owner::new().with(|| test(Draft::new()));
}

#[test]
fn the_next_card_takes_back_what_the_person_before_had_lent() {
    on_paper(|draft| {
        assert!(draft.scan(&card("048190004217", "ĐẶNG THỊ ĐÀO")));
        draft.take_contact(&lent());
        assert_eq!(draft.phone.get_untracked(), "0905114225");
        assert!(draft.scan(&card("048190004217", "ĐẶNG THỊ ĐÀO")), "the same card once more");
        assert_eq!(draft.phone.get_untracked(), "0905114225");
        assert!(draft.scan(&card("048190004218", "LÊ THỊ HÀ")));
        assert_eq!((draft.phone.get_untracked(), draft.email.get_untracked()), Default::default());
    });
}

#[test]
fn what_was_typed_by_hand_stays_with_the_hand() {
    on_paper(|draft| {
        assert!(draft.scan(&card("048190004217", "ĐẶNG THỊ ĐÀO")));
        draft.take_contact(&lent());
        draft.phone.set("0913000111".to_owned());
        assert!(draft.scan(&card("048190004218", "LÊ THỊ HÀ")));
        assert_eq!(draft.phone.get_untracked(), "0913000111");
        assert_eq!(draft.email.get_untracked(), "");
    });
}

/// An address that was lent from before is no consent for this dossier, and one person's is not the next one's.
#[test]
fn each_asks_to_be_told_for_themselves_and_for_this_dossier() {
    on_paper(|draft| {
        let wants = || {
            draft.choose(demo_procedure());
            draft.act("K7M2QP".to_owned()).expect("a procedure").form.contact.wants()
        };
        assert!(draft.scan(&card("048190004217", "ĐẶNG THỊ ĐÀO")));
        draft.take_contact(&lent());
        assert_eq!(wants(), None);
        draft.news.set("thu_dien_tu".to_owned());
        assert_eq!(wants(), Some(NewsBy::Mail));
        draft.email.set(String::new());
        assert_eq!(wants(), None, "the consent goes with the address");
        draft.news.set("tin_nhan".to_owned());
        assert_eq!(wants(), Some(NewsBy::Sms));
        draft.email.set("dao@mien.vn".to_owned());
        assert!(draft.scan(&card("048190004218", "LÊ THỊ HÀ")));
        assert_eq!(wants(), None);
        draft.news.set("zalo".to_owned());
        draft.clear();
        assert_eq!(draft.news.get_untracked(), "");
    });
}

fn demo_procedure() -> shared::procedure::Procedure {
    let ward = demo::ward().expect("the standard data");
    let day = Day::new(2026, 11, 24).expect("a day");
    ward.catalogue.in_force("HT-09", day).expect("in force").clone()
}

#[test]
fn starting_over_leaves_nothing_of_an_application() {
    on_paper(|draft| {
        let empty = draft.fold();
        draft.scan(&card("048190004217", "ĐẶNG THỊ ĐÀO"));
        draft.take_contact(&lent());
        draft.channel.set(Channel::Online);
        draft.assisted.set(true);
        draft.fee_line.set("2".to_owned());
        draft.clear();
        assert!(draft.fold() == empty);
        assert!(!draft.is_dirty());
    });
}

/// A hand on the list of procedures: what the press made lives on when the list is closed, and its rows are gone.
#[test]
fn what_a_press_on_a_row_chose_outlives_the_row() {
    on_paper(|draft| {
        let row = Owner::new();
        row.with(|| draft.choose(demo_procedure()));
        drop(row);
        let ticks = draft.checks.get_untracked();
        assert!(
            !ticks.is_empty() && ticks.iter().all(|check| check.taken.try_get_untracked() == Some(false))
        );
    });
    // And they are there still when the page is left, which keeps what was typed.
    let (page, me) = (Owner::new(), OfficerId(7));
    page.with(|| {
        let draft = Draft::new();
        Owner::new().with(|| draft.choose(demo_procedure()));
        on_cleanup(move || draft::keep(me, None, Some(draft.fold())));
    });
    page.cleanup();
    assert!(draft::kept(me, None).is_some());
    draft::forget();
}

#[test]
fn each_form_is_kept_for_itself_and_for_its_officer() {
    on_paper(|draft| {
        let (me, other) = (OfficerId(1), OfficerId(2));
        let waiting = Some((DossierId(uuid::Uuid::from_u128(1)), 3));
        draft.name.set("Lê Thị Hà".to_owned());
        assert!(draft.is_dirty());
        draft::keep(me, None, Some(draft.fold()));
        draft::keep(me, waiting, None);
        assert!(draft::kept(me, None).is_some(), "an application that waits is another form");
        assert!(draft::kept(me, waiting).is_none());
        assert!(draft::kept(other, None).is_none());
        let again = Draft::new();
        again.unfold(draft::kept(me, None).expect("kept"));
        assert!(again.fold() == draft.fold() && again.is_dirty());
        draft::keep(me, None, None);
        assert!(!draft::is_any_kept());
    });
}

#[test]
fn without_a_procedure_the_applicant_is_judged_too() {
    on_paper(|draft| {
        draft.number.set("12".to_owned());
        draft.say_no_procedure(Moment::from_millis(0));
        let fields: Vec<String> = draft.faults.get_untracked().into_iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["name", "number", "procedure"]);
    });
}

/// Nothing that was said about the fields of the person before is said of whoever comes next.
#[test]
fn a_card_puts_right_what_was_wrong_about_the_applicant() {
    on_paper(|draft| {
        draft.number.set("12".to_owned());
        draft.say_no_procedure(Moment::from_millis(0));
        assert!(draft.scan(&card("048190004217", "ĐẶNG THỊ ĐÀO")));
        let left: Vec<String> = draft.faults.get_untracked().into_iter().map(|fault| fault.field).collect();
        assert_eq!(left, ["procedure"]);
    });
}

/// A dead battery puts the clock back to 1970: no procedure was in force then, and nobody alive was born.
fn procedure_part(desk: Desk, draft: Draft) -> impl IntoView {
    let day = Memo::new(move |_| draft.day(desk.now()));
    let lapse = lapse::on(desk, day);
    ProcedurePart(ProcedurePartProps { desk, draft, day, lapse })
}

#[test]
fn a_clock_that_went_back_is_said_before_what_it_would_be_blamed_on() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        let act = forms::receive(&desk.ward(), "HT-09", morning().day());
        now(desk.act(dossier_id(1), dossier::Act::Receive(act))).expect("received");
        let draft = Draft::new();
        draft.birth.set("14/03/1990".to_owned());
        let page = move || {
            html(move || (procedure_part(desk, draft), DueDate(DueDateProps { desk, draft, is_slip: false })))
        };
        let said = |draft: Draft| -> Vec<String> {
            draft.faults.get_untracked().into_iter().map(|fault| fault.field + ": " + &fault.vi).collect()
        };
        let right = page();
        assert!(right.contains("Chọn thủ tục để biết ngày hẹn.") && !right.contains("Đồng hồ"), "{right}");
        say_why_none(desk, draft);
        assert!(said(draft).contains(&"procedure: Chọn thủ tục trong danh sách.".to_owned()));

        STOPPED.set(Moment::from_millis(0));
        desk.tick();
        assert_eq!(desk.ward().catalogue.all_in_force(draft.day(desk.now())).count(), 0);
        let behind = "Đồng hồ máy chạy lùi (đã thấy 08:00 24/11/2026). Chỉnh lại giờ rồi nhận hồ sơ.";
        let wrong = page();
        assert_eq!(wrong.matches(behind).count(), 2, "where one chooses, and where one reads aloud: {wrong}");
        assert!(!wrong.contains("Chọn thủ tục để biết"), "{wrong}");
        say_why_none(desk, draft);
        assert_eq!(said(draft), [format!("main: {behind}")]);
        draft.choose(demo_procedure());
        assert!(page().contains(behind), "a date that would be wrong is not read aloud");
        STOPPED.set(morning());
        desk.tick();
        assert!(!page().contains(behind), "the clock was put right");
    });
}

#[test]
fn an_application_that_waits_fills_the_form_and_is_not_dirty_before_anything_is_typed() {
    on_paper(|draft| {
        let ward = demo::ward().expect("the standard data");
        let mut dossier: Dossier = super::super::tests::dossier("Đặng Thị Đào");
        (dossier.channel, dossier.delivery) = (Channel::Post, Delivery::Post);
        draft.fill_from(&ward, &dossier, dossier.created_at.day(), Lang::Vi);
        assert!(!draft.is_dirty());
        draft.choose(demo_procedure());
        let form = draft.form().expect("a procedure");
        assert_eq!((form.channel, form.delivery), (Channel::Post, Delivery::Post), "it goes back as it came");
        draft.phone.set("0913000111".to_owned());
        assert!(draft.is_dirty());
    });
}

/// What lies before the officer is not counted among what its applicant handed in before.
#[test]
fn who_hands_in_for_the_first_time_has_handed_in_nothing_before() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        let act = forms::receive(&desk.ward(), "HT-09", morning().day());
        let draft = Draft::new();
        draft.number.set(act.form.applicant.number.clone());
        now(desk.act(dossier_id(1), dossier::Act::Receive(act))).expect("received");
        let page = |but| html(move || Person(PersonProps { desk, finder: Finder::new(desk), draft, but }));
        assert!(page(None).contains("Đã nộp 1 hồ sơ, 1 hồ sơ đang mở."));
        assert!(!page(Some(dossier_id(1))).contains("Đã nộp"));
    });
}

#[test]
fn the_form_has_english_for_every_procedure() {
    let ward = demo::ward().expect("the standard data");
    let ward = Ward { catalogue: ward.catalogue.clone(), ..plain(&ward) };
    for p in ward.catalogue.procedures.clone() {
        let id = p.id.clone();
        let ward = Arc::new(ward.clone());
        let markup = english(move || {
            let (desk, draft) = (Desk::new(), Draft::new());
            desk.set_ward(ward);
            let finder = Finder::new(desk);
            draft.choose(p.clone());
            draft.scan("no card");
            draft.say_no_procedure(Moment::from_millis(0));
            (
                ScanBox(ScanBoxProps { desk, finder, draft, go: Callback::new(|_: String| ()) }),
                Person(PersonProps { desk, finder, draft, but: None }),
                procedure_part(desk, draft),
                Papers(PapersProps { desk, id: dossier_id(1), p, draft }),
            )
        });
        let left = vietnamese(&markup);
        assert!(left.is_empty(), "{id}: {left:?}");
        assert!(!markup.contains("lang=\"vi\""), "{id}: nothing of it is left in Vietnamese: {markup}");
    }
}

#[test]
fn a_count_of_pages_that_is_off_the_screen_is_not_asked_about() {
    on_paper(|draft| {
        let ward = demo::ward().expect("the standard data");
        let today = Day::new(2026, 11, 26).expect("a day");
        let in_force =
            |id: &str| ward.catalogue.in_force(id, today).expect("a procedure of the ward").clone();
        draft.choose(in_force("CT-01"));
        draft.pages.set("0".to_owned());
        draft.copies.set("3".to_owned());
        assert_eq!((draft.fee_ask().pages, draft.fee_ask().copies), (0, 3));
        draft.choose(in_force("BT-06"));
        assert_eq!((draft.fee_ask().pages, draft.fee_ask().copies), (1, 1));
    });
}

/// A picture of a paper that was not taken after all is not lost: it stands with the others.
#[test]
fn pictures_taken_while_receiving_stand_beside_their_papers_afterwards() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        let (draft, id) = (Draft::new(), dossier_id(1));
        let act = forms::receive(&desk.ward(), "HT-09", morning().day());
        let paper = act.form.papers[0].name.clone();
        now(desk.act(id, dossier::Act::Receive(act))).expect("received");
        let taken = |paper: &str, name: &str| {
            let digest = Digest::of(name.as_bytes());
            let file = File { digest, bytes: 4, kind: FileKind::Jpeg, pages: Some(1), name: name.to_owned() };
            Taken { paper: paper.to_owned(), file, reused: None }
        };
        let first = taken(&paper, "một");
        draft.scans.set(vec![first.clone(), taken("giấy đã bỏ đánh dấu", "hai")]);
        draft.unfold(draft.fold());
        now(draft.attach_all(desk, id));
        let scans = desk.dossier(id).expect("kept").scans;
        let papers: Vec<&str> = scans.iter().map(|scan| scan.paper.as_str()).collect();
        assert_eq!(papers, [paper.as_str(), ""]);
        assert_eq!(desk.way_of(&first.file.digest), Some(Way::Waits));
        assert_eq!(desk.sync().scans, 2, "the badge is not green before they have arrived");
    });
}

/// What an earlier dossier of the citizen has is offered and stands in the new one; nothing of it waits to be sent.
#[test]
fn a_paper_on_file_is_used_again_at_receipt() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        let (draft, first, second) = (Draft::new(), dossier_id(1), dossier_id(2));
        let act = forms::receive(&desk.ward(), "HT-01", morning().day());
        let number = act.form.applicant.number.clone();
        for id in [first, second] {
            now(desk.act(id, dossier::Act::Receive(act.clone()))).expect("received");
        }
        let paper = "Giấy chứng sinh".to_owned();
        let digest = Digest::of(b"a paper");
        let file =
            File { digest, bytes: 4, kind: FileKind::Jpeg, pages: Some(1), name: "giấy.jpg".to_owned() };
        let attach = Attach { paper: paper.clone(), file, instead_of: None };
        now(desk.act(first, dossier::Act::Attach(attach))).expect("attached");
        let papers = [paper.clone()];
        assert!(offered(desk, second, "201567890", &papers).is_empty(), "somebody else's");
        let offers = offered(desk, second, &number, &papers);
        let [(reuse, _)] = offers.as_slice() else { panic!("{offers:?}") };
        let markup = html({
            let offer = offers[0].clone();
            move || again_button(&offer, Callback::new(|_| ()))
        });
        let code = desk.dossier(first).and_then(|d| d.code).expect("received").short();
        assert!(
            markup.contains("Dùng lại giấy đã có") && markup.contains(&format!("hồ sơ {code}")),
            "{markup}"
        );
        let Reuse { paper, file, from } = reuse.clone();
        draft.scans.set(vec![Taken { paper, file, reused: Some(from) }]);
        now(draft.attach_all(desk, second));
        let scans = desk.dossier(second).expect("kept").scans;
        assert_eq!(scans.iter().map(|scan| scan.reused.is_some()).collect::<Vec<_>>(), [true]);
        assert_eq!(desk.way_of(&scans[0].file.digest), None, "its bytes are the first one's to send");
    });
}

/// Behind the question nobody sees the field that is wrong.
#[test]
fn what_the_form_wants_is_said_before_a_case_is_done_at_once() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        let draft = Draft::new();
        let procedure = desk.ward().catalogue.in_force("CT-01", morning().day()).expect("in force").clone();
        assert!(procedure.is_same_day());
        draft.choose(procedure);
        draft.checks.with_untracked(|checks| checks.iter().for_each(|check| check.taken.set(true)));
        let wants = || -> Vec<String> {
            draft.show(untrack(|| wanting(desk, draft, dossier_id(1))));
            draft.faults.get_untracked().into_iter().map(|fault| fault.field).collect()
        };
        assert_eq!(wants(), ["name", "number", "payment"]);
        assert!(draft.scan(&card("048190004217", "ĐẶNG THỊ ĐÀO")));
        assert_eq!(wants(), ["payment"]);
        draft.payment.set("chua_thu".to_owned());
        assert_eq!(wants(), ["payment"], "whoever leaves with the result has paid, or is exempt");
        draft.payment.set("da_thu".to_owned());
        assert_eq!(wants(), Vec::<String>::new());
        assert!(desk.dossier(dossier_id(1)).is_none(), "only asked");
    });
}

/// By whatever channel it was handed in ahead; what comes by post or online without having waited walks every step.
#[test]
fn the_lane_is_offered_for_what_was_handed_in_ahead() {
    let ward = demo::ward().expect("the standard data");
    let offered = |id: &str, channel: Channel, waited: bool| {
        let procedure = ward.catalogue.in_force(id, morning().day()).expect("in force");
        offers_lane(procedure, channel, waited)
    };
    for channel in [Channel::Counter, Channel::Online, Channel::Post] {
        assert!(offered("CT-01", channel, true), "{channel:?}");
        assert_eq!(offered("CT-01", channel, false), channel == Channel::Counter);
        assert!(!offered("HT-09", channel, true), "not a case of a day");
    }
}

/// Five pages, three copies: what is written on the paper receipt stands on the screen, in either language.
#[test]
fn the_fee_is_said_in_figures_and_in_words() {
    let ward = demo::ward().expect("the standard data");
    let day = Day::new(2026, 11, 24).expect("a day");
    let line = move |pages: &'static str| {
        let procedure = ward.catalogue.in_force("CT-01", day).expect("a procedure").clone();
        move || {
            let draft = Draft::new();
            draft.procedure.set(Some(procedure));
            draft.pages.set(pages.to_owned());
            draft.copies.set("3".to_owned());
            fee_line(draft)
        }
    };
    let shown = html(line("5"));
    for said in ["21.000", "Bằng chữ:", "Hai mươi mốt nghìn đồng"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let read = english(line("5"));
    assert!(read.contains("In words:") && read.contains("Hai mươi mốt nghìn đồng"), "{read}");
    assert_eq!(vietnamese(&read), Vec::<String>::new(), "its words are said to be Vietnamese");
    let none = html(line("0"));
    assert!(!none.contains("Bằng chữ"), "no sum, no words: {none}");
}
