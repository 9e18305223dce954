//! Gửi phản ánh, kiến nghị: a form that a cheap phone fills in, with a name or without, and sends once.
//!
//! Not here: what is right (`shared::feedback`), what stays on the device (`draft`), the page after the send
//! (`receipt`), the answer (`look`).
//! Invariant: nothing is called sent before the server has said so. However often it is sent, and after however many
//! reloads, one form is one complaint.

pub mod draft;
pub mod look;
pub mod receipt;
pub mod shown;

#[cfg(test)]
mod tests;

use leptos::prelude::*;
use shared::feedback::{Filing, Kind, Received};
use shared::id::FeedbackId;
use shared::lang::{Sentence, Word, word};
use shared::refusal::Refusal;

use self::draft::{Form, Kept, Receipt};
use self::receipt::receipt_view;
use super::fetch::{self, Sent, go_on_trying};
use super::frame::{PublicFrame, focus_heading};
use crate::desk::{Desk, use_desk};
use crate::prefs::use_prefs;
use crate::routes::is_at_work;
use crate::store::tripwire;
use crate::text::t;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Failed;

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
const SEND: Word = word("Gửi phản ánh", "Send it");
const NOT_SENT: Word = word("Chưa gửi được", "Not sent");
const KEPT: Word = word(
    "Những gì đã gõ chỉ nằm trên máy này, phường chưa thấy.",
    "What is typed lies on this device only; the ward has not seen it.",
);
const KEPT_NOWHERE: Word = word(
    "Máy này không giữ lại gì: gửi xong hoặc rời trang là hết.",
    "This device keeps nothing: it is gone once sent, or when you leave the page.",
);
const FORGET: Word = word("Xóa hết trên máy này", "Remove all of it from this device");
const WAITING: Word = word("Chưa gửi: phường chưa nhận được", "Not sent yet: the ward does not have it");
const WAITING_HOW: Word = word(
    "Phản ánh nằm trên máy này. Để trang này mở: có mạng là tự gửi, gửi xong sẽ có số phản ánh.",
    "It lies on this device. Leave this page open: it is sent as soon as there is a network, and you then get its number.",
);
const SENDING: Word = word("Đang gửi…", "Sending…");
const TRY_NOW: Word = word("Gửi lại ngay", "Try now");
const EDIT: Word = word("Sửa lại", "Change it");

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
    let sending = Sending {
        desk,
        form,
        keeps: !tripwire::is_wards_own() && !untrack(|| is_at_work(desk)),
        wanted: RwSignal::new(was_wanted),
        busy: RwSignal::new(false),
        said: RwSignal::new(None),
        shown,
    };
    Effect::new(move |_| sending.keep());
    go_on_trying(sending.wanted, move || sending.attempt());
    let wanted = Memo::new(move |_| sending.wanted.get());
    move || {
        if wanted.get() { waiting_view(sending).into_any() } else { form_view(sending).into_any() }
    }
}

/// A form on its way to the ward.
#[derive(Clone, Copy)]
pub struct Sending {
    pub desk: Desk,
    pub form: Form,
    /// Whether anything may lie on this device.
    pub keeps: bool,
    /// It is complete and is to be sent.
    pub wanted: RwSignal<bool>,
    pub busy: RwSignal<bool>,
    /// Why it was not taken, or not yet.
    pub said: RwSignal<Option<Sentence>>,
    pub shown: RwSignal<Option<Receipt>>,
}

impl Sending {
    /// Writes down what is typed; an empty form leaves nothing.
    fn keep(self) {
        let (wanted, filing) = (self.wanted.get(), self.form.filing());
        if !self.keeps {
            return;
        }
        if self.form.is_empty() {
            draft::forget();
        } else {
            draft::write(&Kept::Form { filing, wanted });
        }
    }

    /// The button: what the server would refuse is said here.
    fn press(self) {
        self.said.set(None);
        if self.form.is_right() {
            self.wanted.set(true);
            self.attempt();
        }
    }

    fn attempt(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let filing: Filing = untrack(|| self.form.filing());
        leptos::task::spawn_local(async move {
            let secret = filing.secret.clone();
            self.heard(fetch::hand_in("/api/public/feedback", &filing).await, secret);
        });
    }

    /// What became of a send.
    pub fn heard(self, sent: Sent<Received>, secret: String) {
        match sent {
            Sent::Taken(received) => {
                let receipt = Receipt { secret, received };
                if self.keeps {
                    draft::write(&Kept::Receipt(receipt.clone()));
                }
                self.shown.try_set(Some(receipt));
            }
            Sent::Refused { code, said } => {
                if code == "other_feedback" {
                    self.form.marks.try_set(new_marks(self.desk));
                }
                self.said.try_set(Some(said));
                self.wanted.try_set(false);
            }
            Sent::Later(said) => drop(self.said.try_set(Some(said))),
        }
        self.busy.try_set(false);
    }

    fn forget(self) {
        self.form.clear(new_marks(self.desk));
        self.said.set(None);
        draft::forget();
    }
}

pub fn waiting_view(sending: Sending) -> impl IntoView {
    let why = move || sending.said.get().map(|said| view! { <p class="sub">{t(said)}</p> });
    let edit = move |_| {
        sending.said.set(None);
        sending.wanted.set(false);
    };
    view! {
        <h1 tabindex="-1">{t(TITLE)}</h1>
        {move || if sending.busy.get() {
            view! { <p class="note" role="status">{t(SENDING)}</p> }.into_any()
        } else {
            view! {
                <div class="note note--soon" role="status">
                    <p><b>{t(WAITING)}</b></p>
                    <p>{t(if sending.keeps { WAITING_HOW } else { KEPT_NOWHERE })}</p>
                    {why}
                </div>
            }.into_any()
        }}
        <div class="apply__foot">
            <button class="btn btn--primary" type="button" disabled=move || sending.busy.get()
                on:click=move |_| sending.attempt()>{t(TRY_NOW)}</button>
            <button class="btn" type="button" disabled=move || sending.busy.get() on:click=edit>{t(EDIT)}</button>
        </div>
    }
}

pub fn form_view(sending: Sending) -> impl IntoView {
    let form = sending.form;
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        sending.press();
    };
    let is_empty = Memo::new(move |_| form.is_empty());
    view! {
        <h1 tabindex="-1">{t(TITLE)}</h1>
        <p>{t(HOW)}</p>
        {ways()}
        <ErrorSummary title=NOT_SENT faults=form.faults />
        {move || sending.said.get().map(|said| view! { <Failed said /> })}
        <form class="apply" novalidate autocomplete="off" on:submit=submit>
            {fields_view(form, CITIZEN)}
            <div class="apply__foot">
                <button class="btn btn--primary" type="submit">{t(SEND)}<Icon glyph=Glyph::Next /></button>
            </div>
            <p class="apply__kept">
                <Icon glyph=Glyph::Lock />
                <span>{t(if sending.keeps { KEPT } else { KEPT_NOWHERE })}</span>
                {move || (!is_empty.get()).then(|| view! {
                    <button class="btn btn--text" type="button" on:click=move |_| sending.forget()>{t(FORGET)}</button>
                })}
            </p>
        </form>
    }
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
