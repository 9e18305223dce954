//! What a citizen sees of it: the form, the wait, the receipt, the answer, what everybody reads.

use leptos::prelude::*;
use shared::feedback::{Kind, Looked, News, Published, Received, State, Told};
use shared::id::FeedbackId;
use shared::lang::Sentence;
use shared::limits::FEEDBACK_CHARS_MAX;
use shared::moment::{Day, Moment};

use super::draft::{Form, Kept, Receipt};
use super::look::{answer_faults, answer_view, looked_view};
use super::receipt::receipt_view;
use super::shown::shown_view;
use super::{Sending, form_view, waiting_view};
use crate::desk::Desk;
use crate::public::fetch::Sent;
use crate::ui::tests::{english, html, vietnamese};

fn nine() -> Moment {
    Moment::at(Day::new(2018, 11, 22).expect("a day"), 9, 0)
}

fn form() -> Form {
    Form::new((FeedbackId(uuid::Uuid::from_u128(0x4000_8000_0000_0000_0001)), "K7M2QP".to_owned()))
}

fn sending() -> Sending {
    Sending {
        desk: Desk::new(),
        form: form(),
        keeps: true,
        wanted: RwSignal::new(false),
        busy: RwSignal::new(false),
        said: RwSignal::new(None),
        shown: RwSignal::new(None),
    }
}

fn received(same: bool) -> Received {
    Received { number: "PA-123-456-789".to_owned(), at: nine(), reply_by: Some(nine()), same }
}

fn looked(state: State, told: Vec<News>) -> Looked {
    let told = told.into_iter().map(|news| Told { at: nine(), news }).collect();
    Looked { number: "PA-123-456-789".to_owned(), at: nine(), state, reply_by: Some(nine()), told }
}

fn everything() -> Vec<News> {
    vec![
        News::Question("Hom nao?".to_owned()),
        News::Answered,
        News::Refused("Cua quan".to_owned()),
        News::Reply("<b>Vang</b>".to_owned()),
        News::Published,
    ]
}

#[test]
fn the_form_asks_for_words_alone_and_says_what_it_means_to_give_no_name() {
    let page = html(|| form_view(sending()));
    for id in ["content", "dossier", "name", "phone", "email"] {
        assert!(page.contains(&format!("<label for=\"{id}\"")), "{id}: {page}");
    }
    assert_eq!(page.matches("(nếu có)").count(), 4, "only the words are needed");
    assert_eq!(page.matches("type=\"radio\"").count(), Kind::ALL.len());
    assert!(page.contains("Không ghi tên thì phường vẫn xem"), "{page}");
    assert!(page.contains("chỉ nằm trên máy này, phường chưa thấy"), "{page}");
    assert!(page.contains("Tối đa 3.000 chữ cái") && FEEDBACK_CHARS_MAX == 3_000);
}

#[test]
fn faults_stand_at_their_fields_and_what_was_typed_stays() {
    let page = html(|| {
        let sending = sending();
        sending.form.content.set("ạ".repeat(10_000));
        sending.form.phone.set("12".to_owned());
        assert!(!sending.form.is_right());
        assert_eq!(sending.form.content.get_untracked().chars().count(), 10_000);
        form_view(sending)
    });
    assert!(page.contains("id=\"content-err\"") && page.contains("id=\"phone-err\""), "{page}");
    assert!(page.contains("dài 10.000 ký tự, tối đa 3.000"), "{page}");
}

#[test]
fn what_was_typed_comes_back_as_the_same_complaint() {
    let _ = html(|| {
        let (first, again) = (form(), form());
        first.content.set("Chờ lâu".to_owned());
        first.kind.set(Kind::Conduct);
        first.phone.set("0905123456".to_owned());
        let kept =
            serde_json::to_string(&Kept::Form { filing: first.filing(), wanted: true }).expect("is kept");
        let Ok(Kept::Form { filing, wanted: true }) = serde_json::from_str(&kept) else { panic!("{kept}") };
        again.fill(filing);
        assert_eq!(again.filing(), first.filing());
        again.clear(form().marks.get_untracked());
        assert!(again.is_empty());
        ""
    });
}

#[test]
fn nothing_is_called_sent_before_the_ward_has_it() {
    let page = html(|| {
        let sending = sending();
        sending.wanted.set(true);
        sending.heard(Sent::Later(Sentence::new("Mất mạng.", "No network.")), String::new());
        assert!(sending.wanted.get_untracked() && sending.shown.get_untracked().is_none());
        waiting_view(sending)
    });
    assert!(page.contains("phường chưa nhận được") && page.contains("Mất mạng."), "{page}");
    assert!(!page.contains("đã nhận được"), "{page}");
    let _ = html(|| {
        let sending = sending();
        let before = sending.form.marks.get_untracked();
        sending.wanted.set(true);
        let refused =
            Sent::Refused { code: "other_feedback".to_owned(), said: Sentence::new("Không.", "No.") };
        sending.heard(refused, String::new());
        assert!(!sending.wanted.get_untracked());
        assert_ne!(sending.form.marks.get_untracked(), before, "the next send has another identity");
        sending.heard(Sent::Taken(received(true)), "K7M2QP".to_owned());
        assert!(sending.shown.get_untracked().is_some());
        ""
    });
}

#[test]
fn the_receipt_shows_both_codes_and_carries_them_behind_the_mark() {
    let receipt = |same| Receipt { secret: "K7M2QP".to_owned(), received: received(same) };
    let page = html(move || receipt_view(receipt(true), Callback::new(|()| ())));
    assert!(page.contains("<dd>PA-123-456-789</dd>") && page.contains("<dd>K7M2QP</dd>"), "{page}");
    assert!(page.contains("href=\"/phan-anh/xem#PA-123-456-789.K7M2QP\""), "{page}");
    assert!(page.contains("Trả lời trước 09:00, Thứ Năm 22/11/2018."), "{page}");
    let other = html(move || receipt_view(receipt(false), Callback::new(|()| ())));
    assert!(other.contains("đã gửi trước khi bạn sửa"), "{other}");
}

#[test]
fn the_answer_is_shown_as_text() {
    let page = html(|| looked_view(looked(State::Replied, everything())));
    assert!(page.contains("&lt;b&gt;Vang&lt;/b&gt;") && !page.contains("<b>Vang</b>"), "{page}");
    let shown = Published {
        day: nine().day(),
        kind: Kind::Rule,
        content: "<script>1</script>".to_owned(),
        reply: "=1+1".to_owned(),
    };
    let page = html(move || shown_view(Some(Ok(vec![shown])), Callback::new(|()| ())));
    assert!(!page.contains("<script>") && page.contains("22/11/2018"), "{page}");
}

#[test]
fn published_replies_are_read_awaited_missing_or_failed() {
    let page = |answer| html(move || shown_view(answer, Callback::new(|()| ())));
    assert!(page(None).contains("role=\"status\""));
    assert!(page(Some(Ok(vec![]))).contains("chưa công khai trả lời nào"));
    let failed = page(Some(Err(Sentence::new("Mất mạng.", "No network."))));
    assert!(failed.contains("Mất mạng.") && failed.contains("Thử lại"), "{failed}");
}

#[test]
fn an_answer_is_checked_before_it_is_sent() {
    assert_eq!(answer_faults(" \n ")[0].vi, "Chưa ghi câu trả lời.");
    assert!(answer_faults(&"a".repeat(FEEDBACK_CHARS_MAX + 1))[0].vi.contains("tối đa 3000"));
    assert!(answer_faults("Sáng thứ hai").is_empty());
}

#[test]
fn citizens_who_read_english_read_no_vietnamese_but_data() {
    let left = vietnamese(&english(|| form_view(sending())));
    assert!(left.is_empty(), "{left:?}");
    let left = vietnamese(&english(|| waiting_view(sending())));
    assert!(left.is_empty(), "{left:?}");
    let receipt = Receipt { secret: "K7M2QP".to_owned(), received: received(false) };
    let left = vietnamese(&english(move || receipt_view(receipt, Callback::new(|()| ()))));
    assert!(left.is_empty(), "{left:?}");
    for state in State::ALL {
        let left = vietnamese(&english(move || looked_view(looked(state, everything()))));
        assert!(left.is_empty(), "{state:?}: {left:?}");
    }
    let left = vietnamese(&english(|| {
        let text = RwSignal::new(String::new());
        answer_view(text, RwSignal::new(answer_faults("")), RwSignal::new(false), Callback::new(|()| ()))
    }));
    assert!(left.is_empty(), "{left:?}");
}
