//! What a citizen sees of it: the form, the wait, the receipt, the answer, what everybody reads.

use futures_util::FutureExt as _;
use leptos::prelude::*;
use shared::feedback::{Kind, Look, Looked, News, Published, Received, State, Told};
use shared::id::FeedbackId;
use shared::lang::Sentence;
use shared::limits::FEEDBACK_CHARS_MAX;
use shared::moment::{Day, Moment};
use shared::refusal::FieldFault;

use super::draft::{Form, Kept, Receipt};
use super::look::{answer_faults, answer_view, lacking, looked_view};
use super::receipt::receipt_view;
use super::shown::shown_view;
use super::{Complaint, page_view};
use crate::desk::Desk;
use crate::public::fetch::Sent;
use crate::public::sending::{Sending, Way};
use crate::ui::tests::{english, html, vietnamese};

fn nine() -> Moment {
    Moment::at(Day::new(2018, 11, 22).expect("a day"), 9, 0)
}

fn form() -> Form {
    Form::new((FeedbackId(uuid::Uuid::from_u128(0x4000_8000_0000_0000_0001)), "K7M2QP".to_owned()))
}

fn sending() -> Sending<Complaint> {
    let form = form();
    let complaint = Complaint { desk: Desk::new(), form, shown: RwSignal::new(None) };
    Sending { goods: complaint, way: Way::new(true, false, form.faults) }
}

/// What became of a try, where nothing has to be waited for.
fn heard(sending: Sending<Complaint>, sent: Sent<Receipt>) {
    sending.heard(sent).now_or_never().expect("at once");
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
    let page = html(|| page_view(sending()));
    for id in ["content", "dossier", "name", "phone", "email"] {
        assert!(page.contains(&format!("<label for=\"{id}\"")), "{id}: {page}");
    }
    assert_eq!(page.matches("(nếu có)").count(), 4, "only the words are needed");
    assert_eq!(page.matches("type=\"radio\"").count(), Kind::ALL.len());
    assert!(page.contains("Không ghi tên thì phường vẫn xem"), "{page}");
    assert!(page.contains("chỉ nằm trên máy này, phường chưa thấy"), "{page}");
    assert!(page.contains("Tối đa 3.000 ký tự") && FEEDBACK_CHARS_MAX == 3_000);
}

#[test]
fn faults_stand_at_their_fields_and_what_was_typed_stays() {
    let page = html(|| {
        let sending = sending();
        let form = sending.goods.form;
        form.content.set("ạ".repeat(10_000));
        form.phone.set("12".to_owned());
        sending.press();
        assert!(!sending.way.wanted.get_untracked() && !sending.way.busy.get_untracked(), "nothing goes");
        assert_eq!(form.content.get_untracked().chars().count(), 10_000);
        page_view(sending)
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
        let Sending { goods, way } = sending();
        way.wanted.set(true);
        way.busy.set(true);
        heard(Sending { goods, way }, Sent::Later(Sentence::new("Mất mạng.", "No network.")));
        assert!(way.wanted.get_untracked() && goods.shown.get_untracked().is_none());
        assert!(!way.busy.get_untracked(), "it may be tried again");
        Sending { goods, way }.on_its_way()
    });
    assert!(page.contains("phường chưa nhận được") && page.contains("Mất mạng."), "{page}");
    assert!(!page.contains("đã nhận được") && !page.contains("disabled"), "{page}");
    let _ = html(|| {
        let Sending { goods, way } = sending();
        let before = goods.form.marks.get_untracked();
        way.wanted.set(true);
        let refused =
            Sent::Refused { code: "other_feedback".to_owned(), said: Sentence::new("Không.", "No.") };
        heard(Sending { goods, way }, refused);
        assert!(!way.wanted.get_untracked() && way.said.get_untracked().is_some());
        assert_ne!(goods.form.marks.get_untracked(), before, "the next send has another identity");
        let receipt = Receipt { secret: "K7M2QP".to_owned(), received: received(true) };
        heard(Sending { goods, way }, Sent::Taken(receipt.clone()));
        assert_eq!(goods.shown.get_untracked(), Some(receipt));
        ""
    });
}

/// A refusal that stands at its field is not said above the form as well; a device that keeps nothing says so while it waits.
#[test]
fn what_is_said_while_it_waits_and_once_it_is_refused() {
    let page = html(|| {
        let sending = sending();
        let fault = FieldFault::new("content", "Dài quá.", "Too long.");
        sending.way.faults.set(vec![fault]);
        sending.way.wanted.set(true);
        let (code, said) = ("refused".to_owned(), Sentence::new("Xem lại.", "Look again."));
        heard(sending, Sent::Refused { code, said });
        page_view(sending)
    });
    assert!(page.contains("Dài quá.") && !page.contains("Xem lại."), "{page}");
    let waits = |keeps| {
        html(move || {
            let Sending { goods, way } = sending();
            Sending { goods, way: Way { keeps, ..way } }.on_its_way()
        })
    };
    assert!(waits(true).contains("Phản ánh nằm trên máy này"));
    let nowhere = waits(false);
    assert!(nowhere.contains("rời trang là hết") && nowhere.contains("có mạng là tự gửi"), "{nowhere}");
    assert!(!nowhere.contains("nằm trên máy này"), "{nowhere}");
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
    let left = vietnamese(&english(|| page_view(sending())));
    assert!(left.is_empty(), "{left:?}");
    let left = vietnamese(&english(|| sending().on_its_way()));
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

#[test]
fn whoever_looks_for_an_answer_is_told_what_is_still_to_be_typed() {
    let look = |number: &str, secret: &str| Look {
        number: number.to_owned(),
        secret: secret.to_owned(),
        answer: None,
    };
    let fields = |look: &Look| lacking(look).into_iter().map(|fault| fault.field).collect::<Vec<_>>();
    assert_eq!(fields(&look("", "")), ["number", "secret"]);
    assert_eq!(fields(&look("PA-123-456-789", "")), ["secret"]);
    assert!(fields(&look("PA-123-456-789", "K7M2QP")).is_empty());
}
