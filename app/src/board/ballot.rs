//! Nhập phiếu giấy: forms that hung on the slip and were filled in by hand, one after the other.
//!
//! Not here: who may enter one, and what is right in it (`shared::survey`).
//! Invariant: nothing is called kept before the server has said so; what was chosen stays until then.

use leptos::prelude::*;
use shared::lang::{Lang, Sentence, Word, counted, word};
use shared::moment::Day;
use shared::officer::Right;
use shared::refusal::{FieldFault, Refusal};
use shared::survey::{Forms, OnPaper, Rating};

use crate::desk::{Trouble, use_desk};
use crate::public::frame::focus_heading;
use crate::public::rate::{Answers, question_view};
use crate::text::{say, t};
use crate::ui::date::DateField;
use crate::ui::field::{Faults, TextField};
use crate::ui::state::{Failed, OnlyFor};

const TITLE: Word = word("Nhập phiếu đánh giá giấy", "Enter paper forms");
const BACK: Word = word("Báo cáo", "Reports");
const HOW: Word = word(
    "Mỗi hồ sơ đã trả một phiếu. Người đã làm hồ sơ không nhập phiếu của hồ sơ ấy. Phiếu tính vào ngày công dân điền, không \
     phải ngày nhập.",
    "One form for each returned dossier. Whoever worked on a dossier does not enter its form. A form counts on the day on \
     which it was filled in, not on that of its entry.",
);
const CODE: Word = word("Mã hồ sơ trên phiếu", "Code of the dossier on the form");
const CODE_HOW: Word = word("Phần sau là đủ: 261127-0001", "The last part is enough: 261127-0001");
const DAY: Word = word("Ngày điền phiếu", "Filled in on");
const COMMENT: Word = word("Góp ý", "Comment");
const KEEP: Word = word("Lưu phiếu", "Save the form");

/// What is typed of one form.
#[derive(Clone, Copy)]
pub struct Sheet {
    pub code: RwSignal<String>,
    /// The batch's: it stays for the next form.
    pub day: RwSignal<String>,
    pub answers: Answers,
    pub comment: RwSignal<String>,
    pub faults: Faults,
}

impl Sheet {
    pub fn blank(today: Day) -> Sheet {
        Sheet {
            code: RwSignal::new(String::new()),
            day: RwSignal::new(today.to_string()),
            answers: RwSignal::default(),
            comment: RwSignal::new(String::new()),
            faults: RwSignal::new(vec![]),
        }
    }

    /// What is to be sent; nothing where the code, the day or the one needed answer is missing.
    pub fn read(&self, forms: &Forms, today: Day) -> Option<OnPaper> {
        let day = self.day.with_untracked(|typed| typed.parse::<Day>().ok());
        let form = forms.on(day.unwrap_or(today));
        let mut answers = self.answers.get_untracked();
        // What was chosen before the day led to another form stands on no page any more.
        answers.retain(|question, _| form.asks(*question).is_some());
        let ask = OnPaper {
            code: self.code.get_untracked().trim().to_owned(),
            day,
            answers,
            comment: self.comment.get_untracked(),
        };
        let mut faults = ask.faults(forms, today);
        if day.is_none() {
            let (vi, en) = (
                "Ghi ngày công dân điền phiếu, ví dụ 05/12/2018.",
                "Enter the day of the form, like 05/12/2018.",
            );
            faults.push(FieldFault::new("day", vi, en));
        }
        let is_whole = faults.is_empty();
        self.faults.set(faults);
        is_whole.then_some(ask)
    }

    fn clear(&self) {
        self.code.set(String::new());
        self.answers.update(std::collections::BTreeMap::clear);
        self.comment.set(String::new());
    }
}

/// `Đã lưu 3 phiếu.`
fn kept_text(lang: Lang, n: u32) -> String {
    match lang {
        Lang::Vi => format!("Đã lưu {n} phiếu."),
        Lang::En => counted(n, "form saved.", "forms saved."),
    }
}

/// The questions of the form that was handed out on the day, in its order.
pub fn sheet_view(sheet: Sheet, forms: Signal<Forms>, today: Day) -> impl IntoView {
    let form = Memo::new(move |_| {
        let day = sheet.day.with(|typed| typed.parse::<Day>().ok());
        forms.with(|forms| forms.on(day.unwrap_or(today)).clone())
    });
    let questions = move || {
        let form = form.get();
        let label = form.label();
        let ask = |asked| question_view(sheet.answers, sheet.faults, asked);
        view! {
            <p class="quiet">{say(move |lang| label.of(lang).to_owned())}</p>
            {form.questions.into_iter().map(ask).collect_view()}
        }
    };
    view! {
        <DateField id="day" label=DAY value=sheet.day faults=sheet.faults />
        <TextField id="code" label=CODE value=sheet.code faults=sheet.faults hint=CODE_HOW />
        {questions}
        <TextField id="comment" label=COMMENT value=sheet.comment faults=sheet.faults optional=true area=true />
    }
}

#[component]
pub fn BallotPage() -> impl IntoView {
    let desk = use_desk();
    let today = move || desk.now().day();
    let sheet = Sheet::blank(untrack(today));
    let forms = Memo::new(move |_| desk.ward().forms());
    let failed = RwSignal::new(None::<Sentence>);
    let busy = RwSignal::new(false);
    let kept = RwSignal::new(0_u32);
    let send = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        failed.set(None);
        let Some(ask) = sheet.read(&forms.get_untracked(), untrack(today)).filter(|_| !busy.get_untracked())
        else {
            return;
        };
        busy.set(true);
        leptos::task::spawn_local(async move {
            match desk.post_json::<Rating>("/api/survey/paper", &ask).await {
                Ok(_) => {
                    sheet.clear();
                    kept.update(|n| *n += 1);
                    focus_heading();
                }
                Err(Trouble::Refused(Refusal::Fields { faults })) => sheet.faults.set(faults),
                Err(trouble) => failed.set(Some(trouble.sentence())),
            }
            busy.set(false);
        });
    };
    view! {
        <OnlyFor whose=desk.whose(Right::Work) title=TITLE>
            <p><a href="/bao-cao">{t(BACK)}</a></p>
            <div class="head"><h1 tabindex="-1">{t(TITLE)}</h1></div>
            <p class="quiet">{t(HOW)}</p>
            {move || (kept.get() > 0).then(|| view! { <p class="note" role="status">{say(move |lang| kept_text(lang, kept.get()))}</p> })}
            <form class="public__rate board__ballot" on:submit=send>
                {sheet_view(sheet, forms.into(), untrack(today))}
                {move || failed.get().map(|said| view! { <Failed said /> })}
                <button class="btn btn--primary" type="submit" disabled=move || busy.get()>{t(KEEP)}</button>
            </form>
        </OnlyFor>
    }
}
