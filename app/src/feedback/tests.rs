//! The list, one of them with its clocks and acts, and the form at the counter.

use leptos::prelude::*;
use shared::demo::{self, HEAD, RECEPTION};
use shared::feedback::{Channel, Deed, Feedback, Filing, Kind, Listed, Received, Row, Sender, Step, What};
use shared::id::{FeedbackId, OfficerId};
use shared::moment::{Day, Moment};
use shared::officer::Officer;
use shared::ward::Ward;

use super::entry::{channel_view, kept_view};
use super::list_view;
use super::one::acts::{Typed, fields_view, rows_view};
use super::one::{clocks_view, done_view, said_view};
use crate::ui::tests::{english, html, plain, vietnamese};

fn at(day: u32, hour: u32) -> Moment {
    Moment::at(Day::new(2018, 11, day).expect("a day"), hour, 0)
}

fn ward() -> Ward {
    demo::ward().expect("the standard data")
}

fn officer(ward: &Ward, id: OfficerId) -> Officer {
    ward.officer(id).expect("works here").clone()
}

fn one(steps: Vec<What>) -> Feedback {
    let filing = Filing {
        id: FeedbackId(uuid::Uuid::from_u128(0x4000_8000_0000_0000_0001)),
        secret: "K7M2QP".to_owned(),
        kind: Kind::Rule,
        content: "Cho lau\n<b>qua</b>".to_owned(),
        dossier: "181122-6000".to_owned(),
        sender: Sender {
            name: "Tran Thi Hanh".to_owned(),
            phone: "0905123456".to_owned(),
            email: "h@t.vn".to_owned(),
        },
    };
    let mut one = filing.received(Channel::Counter, at(22, 9), Some(RECEPTION));
    one.steps = steps.into_iter().map(|what| Step { at: at(23, 9), by: Some(HEAD), what }).collect();
    one
}

fn every_step() -> Vec<What> {
    let text = || "x".to_owned();
    vec![
        What::Classify { kind: Kind::Conduct, about: vec![RECEPTION] },
        What::Ask { question: text() },
        What::Answer { text: text() },
        What::Reply { text: text() },
        What::Publish { content: text(), reply: text() },
        What::Withdraw { reason: text() },
    ]
}

fn listed(whole: bool, more: usize) -> Listed {
    let ward = ward();
    let rows = [one(vec![]), one(every_step())];
    Listed {
        whole,
        rows: rows
            .iter()
            .map(|one| Row::of(one, &ward.calendar, at(30, 9).plus_minutes(60 * 24 * 60)))
            .collect(),
        more,
        open_more: 0,
    }
}

fn acts_of(one: &Feedback, by: OfficerId) -> String {
    let (one, me) = (one.clone(), officer(&ward(), by));
    html(move || rows_view(&one, &me, Callback::new(|_| ())))
}

#[test]
fn the_list_says_what_presses_and_links_only_for_those_who_deal_with_it() {
    let page = html(|| list_view(listed(true, 7)));
    assert!(
        page.contains("data-open")
            && page.contains("quá hạn")
            && page.contains("7 phản ánh đã xong, cũ hơn; tải tệp"),
        "{page}"
    );
    assert!(page.contains("Cho lau &lt;b&gt;qua&lt;/b&gt;"), "{page}");
    let own = html(|| list_view(listed(false, 0)));
    assert!(!own.contains("data-open") && own.contains("bạn đã ghi cho người dân"), "{own}");
    assert!(!page.contains("chưa xong"), "every open one is there: {page}");
    let flood = html(|| list_view(Listed { open_more: 9, ..listed(true, 0) }));
    assert!(flood.contains("Còn 9 phản ánh chưa xong") && !flood.contains("cũ hơn"), "{flood}");
    let own = html(|| list_view(listed(false, 7)));
    assert!(own.contains("7 phản ánh đã xong") && !own.contains("tải tệp"), "they have no file: {own}");
    let none = |whole| html(move || list_view(Listed { whole, rows: vec![], more: 0, open_more: 0 }));
    assert!(none(true).contains("Chưa có phản ánh nào") && none(false).contains("Bạn chưa ghi"));
}

#[test]
fn one_shows_its_words_as_text_its_clocks_and_every_step_with_who_and_when() {
    let ward = ward();
    let page = html(move || {
        let one = one(every_step());
        let name_of = |id| ward.name_of(id);
        let clocks = clocks_view(&one, &ward.calendar, at(30, 9)).into_any();
        view! { {said_view(&one, &name_of)}{clocks}{done_view(&one, &name_of)} }
    });
    assert!(page.contains("&lt;b&gt;qua&lt;/b&gt;") && page.contains("Tran Thi Hanh"), "{page}");
    assert_eq!(page.matches("09:00 23/11/2018, Huỳnh Ngọc Sơn").count(), 6, "{page}");
    for term in ["02 ngày làm việc", "05 ngày làm việc", "15 ngày làm việc"] {
        assert!(page.contains(term), "{term}: {page}");
    }
    assert!(page.contains("đúng hạn, 09:00 23/11/2018"), "{page}");
    let anonymous =
        html(|| said_view(&Feedback { sender: Sender::default(), ..one(vec![]) }, &|_| String::new()));
    assert!(anonymous.contains("Ẩn danh"), "{anonymous}");
}

#[test]
fn a_year_without_days_off_is_named_in_place_of_a_clock() {
    let late = Feedback { at: Moment::at(Day::new(2099, 1, 5).expect("a day"), 9, 0), ..one(vec![]) };
    let page = html(move || clocks_view(&late, &ward().calendar, late.at));
    assert_eq!(page.matches("Chưa có lịch nghỉ năm 2099").count(), 3, "{page}");
}

#[test]
fn only_what_is_open_is_offered_and_a_reply_says_why_not_yet() {
    let new = acts_of(&one(vec![]), HEAD);
    for label in [Deed::Classify, Deed::Ask, Deed::Refuse].map(|deed| deed.label().vi) {
        assert!(new.contains(label), "{label}: {new}");
    }
    assert!(new.contains("aria-disabled=\"true\"") && new.contains("Phân loại trước, rồi trả lời."), "{new}");
    let ready = acts_of(&one(every_step()[..1].to_vec()), HEAD);
    assert!(!ready.contains("aria-disabled"), "{ready}");
    let replied = acts_of(&one(every_step()[..4].to_vec()), HEAD);
    assert!(
        replied.contains(Deed::Publish.label().vi) && !replied.contains(Deed::Ask.label().vi),
        "{replied}"
    );
}

#[test]
fn what_is_typed_is_judged_by_the_rule_and_stays() {
    let ward = ward();
    let page = html(move || {
        let (typed, one, me) = (Typed::new(), one(every_step()[..4].to_vec()), officer(&ward, HEAD));
        typed.begin(Deed::Publish, &one);
        assert_eq!(typed.content.get_untracked(), one.content, "what was said is there to be written anew");
        typed.text.set("Chào bà Trần Thị Hạnh, gọi 0905 123 456".to_owned());
        assert!(!typed.is_right(Deed::Publish, &one, &me, &ward.officers));
        assert!(typed.text.get_untracked().starts_with("Chào bà"));
        fields_view(Deed::Publish, typed, vec![])
    });
    assert!(page.contains("id=\"reply-err\"") && page.contains("còn tên người gửi"), "{page}");
    let ward = self::ward();
    let _ = html(move || {
        let (typed, one) = (Typed::new(), one(vec![]));
        typed.begin(Deed::Reply, &one);
        assert!(!typed.is_right(Deed::Reply, &one, &officer(&ward, HEAD), &ward.officers));
        assert_eq!(
            typed.failed.get_untracked().map(|said| said.vi).as_deref(),
            Some("Phân loại trước, rồi trả lời.")
        );
        ""
    });
}

#[test]
fn the_counter_gives_both_codes_to_the_sender() {
    let received =
        Received { number: "PA-1".to_owned(), at: at(22, 9), reply_by: Some(at(30, 9)), same: true };
    let page = html(move || kept_view(received, "K7M2QP".to_owned(), Callback::new(|()| ())));
    assert!(page.contains("<dd>PA-1</dd>") && page.contains("<dd>K7M2QP</dd>"), "{page}");
    let page = html(|| channel_view(RwSignal::new(Channel::Phone)));
    assert_eq!(page.matches("type=\"radio\"").count(), 4, "{page}");
}

#[test]
fn officers_who_read_english_read_no_vietnamese_but_data() {
    let left = vietnamese(&english(|| list_view(plain(&listed(true, 3)))));
    assert!(left.is_empty(), "{left:?}");
    let left = vietnamese(&english(|| {
        let (one, ward) = (one(every_step()), ward());
        let name_of = |_| "Somebody".to_owned();
        let clocks = clocks_view(&one, &ward.calendar, at(30, 9)).into_any();
        let acts = rows_view(&one, &officer(&ward, HEAD), Callback::new(|_| ())).into_any();
        view! { {said_view(&one, &name_of)}{clocks}{acts}{done_view(&one, &name_of)} }
    }));
    assert!(left.is_empty(), "{left:?}");
    for deed in Deed::ALL {
        let left = vietnamese(&english(move || {
            let ward = plain(&ward());
            fields_view(deed, Typed::new(), ward.officers)
        }));
        assert!(left.is_empty(), "{deed:?}: {left:?}");
    }
}
