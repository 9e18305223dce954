//! Gửi phản ánh, kiến nghị: a form that a cheap phone fills in, with a name or without, and sends once.
//!
//! Not here: what is right (`shared::feedback`), what stays on the device (`draft`), the send (`sending`), the page after
//! it (`receipt`), the answer (`look`).
//! Invariant: nothing is called sent before the server has said so. However often it is sent, and after however many
//! reloads, one form is one complaint.

pub mod draft;
pub mod look;
pub mod receipt;
pub mod shown;

#[cfg(test)]
mod tests;

use leptos::prelude::*;
use shared::feedback::Kind;
use shared::id::FeedbackId;
use shared::lang::{Word, word};
use shared::refusal::Refusal;

use self::draft::{Form, Kept, Receipt};
use self::receipt::receipt_view;
use super::fetch::{self, Sent};
use super::frame::{PublicFrame, focus_heading};
use super::sending::{Draft, Goods, Part, Sending, Way, Words, Wrong};
use crate::desk::{Desk, use_desk};
use crate::prefs::use_prefs;
use crate::routes::is_at_work;
use crate::store::tripwire;
use crate::text::t;
use crate::ui::field::TextField;

const TITLE: Word = word("Phản ánh, kiến nghị", "Complaints and proposals");
const HOW: Word = word(
    "Nói với phường điều chưa được về thủ tục hoặc về cách làm việc. Phường trả lời trong 15 ngày làm việc.",
    "Tell the ward what is not right about a procedure or about how it works. The ward replies within 15 working days.",
);
const LOOK: Word = word("Xem trả lời", "Read the answer");
const SHOWN: Word = word("Trả lời đã công khai", "Published replies");
const NOT_HERE: Word = word(
    "Máy này ai cũng dùng, nên không gõ phản ánh ở đây. Gửi bằng điện thoại của bạn, hoặc nói với quầy.",
    "Everybody uses this screen, so nothing is written here. Send it from your own phone, or tell the counter.",
);
const KIND: Word = word("Bạn phản ánh điều gì?", "What is it about?");
const CONTENT: Word = word("Nội dung", "What happened, or what you propose");
const CONTENT_HOW: Word =
    word("Ngày nào, ở đâu, việc gì. Tối đa 3.000 ký tự.", "When, where, what. At most 3,000 characters.");
const DOSSIER: Word = word("Mã hồ sơ có liên quan", "Code of the dossier it is about");
const NAME: Word = word("Họ và tên", "Full name");
const PHONE: Word = word("Điện thoại", "Phone");
const EMAIL: Word = word("Thư điện tử", "E-mail");
const WHO: Word = word("Bạn là ai (không bắt buộc)", "Who you are (optional)");
const NAMELESS: Word = word(
    "Không ghi tên thì phường vẫn xem và bạn vẫn đọc trả lời bằng số và mã tra cứu; chỉ là phường không gọi lại cho bạn được. Tên bạn chỉ tổ trưởng và lãnh đạo phường thấy, trừ người bị nêu tên trong phản ánh.",
    "Without a name the ward looks into it all the same and you read the answer with a number and look-up characters; the ward only cannot call you back. Your name is seen by the head of the counter and the ward's leaders alone, and never by whoever it names.",
);
const WORDS: Words = Words {
    title: TITLE,
    send: word("Gửi phản ánh", "Send it"),
    waiting: word(
        "Phản ánh nằm trên máy này. Để trang này mở: có mạng là tự gửi, gửi xong sẽ có số phản ánh.",
        "It lies on this device. Leave this page open: it is sent as soon as there is a network, and you then get its number.",
    ),
};

/// Identity and secret of the next one.
pub fn new_marks(desk: Desk) -> (FeedbackId, String) {
    (FeedbackId(uuid::Uuid::new_v4()), desk.new_secret())
}

/// The ways between the three pages.
fn ways() -> impl IntoView {
    view! {
        <p class="feedback__ways">
            <a href="/phan-anh/xem">{t(LOOK)}</a>
            <a href="/phan-anh/cong-khai">{t(SHOWN)}</a>
        </p>
    }
}

#[component]
pub fn SendPage() -> impl IntoView {
    let desk = use_desk();
    if use_prefs().kiosk.get_untracked() {
        return view! {
            <PublicFrame title=TITLE><h1 tabindex="-1">{t(TITLE)}</h1><p class="note">{t(NOT_HERE)}</p>{ways()}</PublicFrame>
        }
        .into_any();
    }
    let kept = StoredValue::new(draft::read());
    let start = if let Some(Kept::Receipt(receipt)) = kept.get_value() { Some(receipt) } else { None };
    let shown = RwSignal::new(start);
    let forget = Callback::new(move |()| {
        draft::forget();
        kept.set_value(None);
        shown.set(None);
    });
    let body = move || match shown.get() {
        Some(receipt) => {
            focus_heading();
            receipt_view(receipt, forget).into_any()
        }
        None => view! { <FormPart desk kept=kept.get_value() shown /> }.into_any(),
    };
    view! { <PublicFrame title=TITLE>{body}</PublicFrame> }.into_any()
}

#[component]
fn FormPart(desk: Desk, kept: Option<Kept>, shown: RwSignal<Option<Receipt>>) -> impl IntoView {
    let form = Form::new(new_marks(desk));
    let mut was_wanted = false;
    if let Some(Kept::Form { filing, wanted }) = kept {
        form.fill(filing);
        was_wanted = wanted;
    }
    let keeps = !tripwire::is_wards_own() && !untrack(|| is_at_work(desk));
    let way = Way::new(keeps, was_wanted, form.faults);
    let sending = Sending { goods: Complaint { desk, form, shown }, way };
    sending.view(move || page_view(sending))
}

/// A complaint, as it is typed.
#[derive(Clone, Copy)]
struct Complaint {
    desk: Desk,
    form: Form,
    shown: RwSignal<Option<Receipt>>,
}

impl Goods for Complaint {
    type Taken = Receipt;

    fn check(self) -> Result<(), Wrong> {
        self.form.filing().check().map_err(Wrong::from)
    }

    fn is_ready(self) -> bool {
        true
    }

    async fn hand_in(self, _: Part) -> Sent<Receipt> {
        let filing = untrack(|| self.form.filing());
        let sent = fetch::hand_in("/api/public/feedback", &filing).await;
        sent.map(|received| Receipt { secret: filing.secret, received })
    }

    async fn taken(self, receipt: Receipt, keeps: bool) {
        if keeps {
            draft::write(&Kept::Receipt(receipt.clone()));
        }
        self.shown.try_set(Some(receipt));
    }

    fn refused(self, code: &str) {
        if code == "other_feedback" {
            self.form.marks.try_set(new_marks(self.desk));
        }
    }
}

impl Draft for Complaint {
    const WORDS: Words = WORDS;

    fn is_empty(self) -> bool {
        self.form.is_empty()
    }

    fn write(self, wanted: bool) {
        draft::write(&Kept::Form { filing: self.form.filing(), wanted });
    }

    fn erase(self) {
        draft::forget();
    }

    fn clear(self) {
        self.form.clear(new_marks(self.desk));
    }
}

fn page_view(sending: Sending<Complaint>) -> AnyView {
    view! {
        <h1 tabindex="-1">{t(TITLE)}</h1>
        <p>{t(HOW)}</p>
        {ways()}
        {sending.form_view(fields_view(sending.goods.form, CITIZEN))}
    }
    .into_any()
}

/// In which words it is asked: of whoever has something to say, or of an officer who writes it down for them.
#[derive(Clone, Copy)]
pub struct Asking {
    pub kind: Word,
    pub who: Word,
    pub nameless: Word,
}

const CITIZEN: Asking = Asking { kind: KIND, who: WHO, nameless: NAMELESS };

/// What is asked.
pub fn fields_view(form: Form, asking: Asking) -> impl IntoView {
    let faults = form.faults;
    view! {
        {kind_view(form.kind, asking.kind)}
        <div class="feedback__text"><TextField id="content" label=CONTENT value=form.content faults hint=CONTENT_HOW area=true /></div>
        <TextField id="dossier" label=DOSSIER value=form.dossier faults optional=true />
        <div class="feedback__who" role="group" aria-labelledby="who">
            <h2 id="who">{t(asking.who)}</h2>
            <p class="quiet">{t(asking.nameless)}</p>
            <TextField id="name" label=NAME value=form.name faults optional=true autocomplete="name" />
            <TextField id="phone" label=PHONE value=form.phone faults mode="tel" optional=true autocomplete="tel" />
            <TextField id="email" label=EMAIL value=form.email faults mode="email" optional=true autocomplete="email" />
        </div>
    }
}

/// About a rule, or about conduct.
pub fn kind_view(value: RwSignal<Kind>, asked: Word) -> impl IntoView {
    let row = |kind: Kind| {
        view! {
            <label class="tick">
                <input class="check" type="radio" name="kind" value=kind.code() prop:checked=move || value.get() == kind
                    on:change=move |_| value.set(kind) />
                <span>{t(kind.label())}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{t(asked)}</legend>
            <div class="choices__rows">{Kind::ALL.map(row).into_iter().collect_view()}</div>
        </fieldset>
    }
}

impl Form {
    /// Whether nothing is wrong; what is, is said at its field.
    pub fn is_right(self) -> bool {
        let faults = match untrack(|| self.filing()).check() {
            Ok(()) => Vec::new(),
            Err(Refusal::Fields { faults }) => faults,
            Err(refusal) => crate::desk::Trouble::Refused(refusal).faults(),
        };
        let is_right = faults.is_empty();
        self.faults.set(faults);
        is_right
    }
}
