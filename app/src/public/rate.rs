//! Hài lòng: whoever got a result says how it went, with a thumb.
//!
//! Not here: what is right in a ballot (`shared::survey`), who may rate (the server).
//! Invariant: nothing is called kept before the server has said so; what was chosen stays until then.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::lang::{Sentence, Word, word};
use shared::refusal::Refusal;
use shared::session::Track;
use shared::survey::{Asked, Ballot, Channel, Form, Forms, OwnForm, Question, Rate, Rating};

use super::fetch::{self, Rated};
use crate::text::t;
use crate::ui::field::{Faults, TextField, fault_of, mend};
use crate::ui::state::Failed;

const TITLE: Word = word("Bạn hài lòng đến đâu?", "How satisfied are you?");
const NAMELESS: Word = word(
    "Đánh giá được giữ không kèm tên bạn hay mã hồ sơ; đừng ghi tên, số giấy tờ vào góp ý.",
    "Your rating is kept without your name or the dossier's code; write no names or numbers in the comment.",
);
const PARTS: Word = word("Đánh giá từng phần (nếu muốn)", "Rate each part (optional)");
const COMMENT: Word = word("Góp ý", "Comment");
const ROOM: Word = word("Tối đa 500 ký tự.", "At most 500 characters.");
const SEND: Word = word("Gửi đánh giá", "Send the rating");
const THANKS: Word = word("Đã ghi nhận đánh giá. Cảm ơn bạn.", "Your rating is kept. Thank you.");
const NOT_HERE: Word = word(
    "Phường đã đổi mẫu đánh giá. Mời tải lại trang.",
    "The ward has another form now. Please reload the page.",
);
const ALREADY: Word =
    word("Hồ sơ này đã được đánh giá. Cảm ơn bạn.", "This dossier has been rated already. Thank you.");

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    Asking,
    Kept,
    Already,
}

/// The answers chosen so far.
pub type Answers = RwSignal<BTreeMap<Question, u8>>;

/// What somebody has chosen so far, and what became of it.
#[derive(Clone, Copy)]
pub struct Sheet {
    pub answers: Answers,
    pub comment: RwSignal<String>,
    pub step: RwSignal<Step>,
    pub faults: Faults,
    failed: RwSignal<Option<Sentence>>,
    busy: RwSignal<bool>,
    channel: Channel,
    /// The version that is asked; nothing where these pages are older than it, or nothing is asked.
    form: StoredValue<Option<Form>>,
}

impl Sheet {
    pub fn new(rating: &Rating, channel: Channel) -> Sheet {
        let (step, form) = match rating {
            Rating::Open { own: Some(own), .. } => (Step::Asking, Some(OwnForm::form(own))),
            Rating::Open { form, own: None, .. } => {
                (Step::Asking, Forms::standard().numbered(*form).cloned())
            }
            Rating::Done => (Step::Already, None),
        };
        Sheet {
            answers: RwSignal::new(BTreeMap::new()),
            comment: RwSignal::new(String::new()),
            step: RwSignal::new(step),
            faults: RwSignal::new(vec![]),
            failed: RwSignal::new(None),
            busy: RwSignal::new(false),
            channel,
            form: StoredValue::new(form),
        }
    }

    /// What is to be sent; nothing, and the faults at their questions, where something is wrong. What day it is only the
    /// server knows.
    pub fn ballot(&self, procedure: &str) -> Option<Ballot> {
        let form = self.form.get_value()?;
        let ballot = Ballot {
            form: form.number,
            procedure: procedure.to_owned(),
            answers: self.answers.get_untracked(),
            comment: self.comment.get_untracked(),
            channel: self.channel,
        };
        self.failed.set(None);
        self.faults.set(vec![]);
        match ballot.check(&form) {
            Ok(()) => return Some(ballot),
            Err(Refusal::Fields { faults }) => self.faults.set(faults),
            Err(refusal) => self.failed.set(Some(refusal.sentence())),
        }
        None
    }

    pub fn heard(&self, answer: Rated) {
        self.busy.set(false);
        match answer {
            Rated::Kept => self.step.set(Step::Kept),
            Rated::Already => self.step.set(Step::Already),
            Rated::Failed(said) => self.failed.set(Some(said)),
        }
    }
}

/// What is chosen answers what was said about its question.
pub fn choose(answers: Answers, faults: Faults, question: Question, said: u8) {
    answers.update(|all| {
        all.insert(question, said);
    });
    mend(faults, question.code());
}

/// One answer, as tall as a thumb.
fn radio(answers: Answers, faults: Faults, question: Question, (said, words): (u8, Word)) -> impl IntoView {
    let is_chosen = move || answers.with(|all| all.get(&question) == Some(&said));
    let choose = move |_| choose(answers, faults, question, said);
    view! {
        <label class="tick">
            <input class="check" type="radio" name=question.code() value=said prop:checked=is_chosen on:change=choose />
            <span>{t(words)}</span>
        </label>
    }
}

/// One question with its answers.
pub fn question_view(answers: Answers, faults: Faults, asked: Asked) -> impl IntoView {
    let Asked { question, label, scale } = asked;
    let fault = fault_of(faults, question.code());
    let err = format!("{}-err", question.code());
    let tied = err.clone();
    let rows = (1..).zip(scale).map(|answer| radio(answers, faults, question, answer)).collect_view();
    view! {
        <fieldset class="choices" data-bad=move || fault.get().map(|_| "true")
            aria-describedby=move || fault.get().map(|_| tied.clone())>
            <legend>{t(label)}</legend>
            <div class="choices__rows">{rows}</div>
            {move || fault.get().map(|said| view! { <p class="err" id=err.clone() role="alert">{said}</p> })}
        </fieldset>
    }
}

/// The rating below a dossier that was returned.
pub fn rating_view(rating: Rating, slip: Track, channel: Channel) -> impl IntoView {
    let sheet = Sheet::new(&rating, channel);
    let procedure = match rating {
        Rating::Open { procedure, .. } => procedure,
        Rating::Done => String::new(),
    };
    sheet_view(sheet, procedure, slip)
}

/// The same with what was chosen before.
pub fn sheet_view(sheet: Sheet, procedure: String, slip: Track) -> impl IntoView {
    let send = move || {
        let Some(ballot) = sheet.ballot(&procedure).filter(|_| !sheet.busy.get_untracked()) else { return };
        let ask = Rate { code: slip.code.clone(), secret: slip.secret.clone(), ballot };
        sheet.busy.set(true);
        leptos::task::spawn_local(async move { sheet.heard(fetch::rate(&ask).await) });
    };
    let send = StoredValue::new(send);
    let form = move || {
        let asked = sheet.form.get_value().map_or_else(Vec::new, |form| form.questions);
        let mut asked = asked.into_iter().map(|one| question_view(sheet.answers, sheet.faults, one));
        let Some(whole) = asked.next() else {
            return view! { <Failed said=NOT_HERE.into() /> }.into_any();
        };
        let parts = asked.collect_view();
        view! {
            <form
                class="public__rate"
                on:submit=move |ev| {
                    ev.prevent_default();
                    send.with_value(|send| send());
                }
            >
                <p class="quiet">{t(NAMELESS)}</p>
                {whole}
                <details>
                    <summary>{t(PARTS)}</summary>
                    {parts}
                </details>
                <TextField id="comment" label=COMMENT value=sheet.comment faults=sheet.faults hint=ROOM optional=true area=true />
                {move || sheet.failed.get().map(|said| view! { <Failed said /> })}
                <button class="btn btn--primary" type="submit" disabled=move || sheet.busy.get()>{t(SEND)}</button>
            </form>
        }
        .into_any()
    };
    let body = move || match sheet.step.get() {
        Step::Asking => form(),
        Step::Kept => view! { <p class="note" role="status">{t(THANKS)}</p> }.into_any(),
        Step::Already => view! { <p class="note" role="status">{t(ALREADY)}</p> }.into_any(),
    };
    view! {
        <section class="region">
            <header><h2>{t(TITLE)}</h2></header>
            {body}
        </section>
    }
}
