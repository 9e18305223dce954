//! Mẫu phiếu đánh giá: which questions are asked on which days, and another set that the ward enters for a day to come.
//!
//! Not here: what is right in a set (`shared::survey::own`), how it is asked (`public::rate`), what was said (`board`).
//! Invariant: what was handed out is only read; one plan at a time, saved whole on top of what was read or not at all.

use leptos::prelude::*;
use shared::lang::{Lang, Word, counted, word};
use shared::limits::SURVEY_QUESTIONS_MAX;
use shared::officer::Right;
use shared::survey::Form;
use shared::survey::own::{OwnQuestion, Scale, Typed};

use crate::desk::{Desk, use_desk};
use crate::prefs::use_lang;
use crate::saving::Saving;
use crate::text::{Text, say, t};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::select::SelectField;
use crate::ui::state::Failed;

pub(super) const TITLE: Word = word("Mẫu phiếu đánh giá", "Survey form");
const WHAT: Word = word(
    "Phiếu tính theo mẫu của ngày điền, và giữ mẫu ấy khi phường đổi mẫu. Câu “Nhìn chung” có trên mọi mẫu.",
    "A ballot counts by the form of its day and keeps it when another follows. “On the whole” is asked on every form.",
);
const FROM: Word = word("Áp dụng từ ngày", "Handed out from");
const FROM_HINT: Word = word(
    "Hôm nay hoặc sau đó, ví dụ 01/01/2027. Mẫu đang dùng hết vào hôm trước.",
    "Today or later, such as 01/01/2027. The form in use ends the day before.",
);
const NAME: Word = word("Tên mẫu", "Name of the form, in Vietnamese");
const NAME_EN: Word = word("Tên mẫu bằng tiếng Anh", "Name of the form, in English");
const BASIS: Word = word("Văn bản làm căn cứ", "Decision that it follows, in Vietnamese");
const BASIS_HINT: Word =
    word("Số, ngày và tên: Kế hoạch 12/KH-UBND ngày 20/11/2026.", "Number, day and name, as it is cited.");
const QUESTION: Word = word("Câu hỏi", "Question, in Vietnamese");
const QUESTION_EN: Word = word("Câu hỏi bằng tiếng Anh", "Question, in English");
const ANSWERS: Word = word("Cách trả lời", "Answers");
const MORE: Word = word("Thêm câu hỏi", "Another question");
const EMPTY: Word = word("Câu để trống thì không hỏi.", "A question that is left empty is not asked.");
const SAVE: Word = word("Lưu mẫu phiếu", "Save the form");
const NOT_SAVED: Word = word("Chưa lưu được", "Not saved");
const KEPT: Word = word(
    "Đã lưu. Đến ngày ấy trang đánh giá, máy ở sảnh và phiếu giấy hỏi theo mẫu này.",
    "Saved. From that day on it is asked online, in the hall and on paper.",
);
const DROP: Word = word("Bỏ mẫu chưa dùng", "Drop the form that is not in use yet");
const DROPPED: Word =
    word("Đã bỏ. Mẫu đang dùng còn dùng tiếp.", "Dropped. The form in use goes on being asked.");

/// The ids of a question's three fields, as the rules name their faults.
const IDS: [[&str; 3]; SURVEY_QUESTIONS_MAX] = [
    ["question_1", "question_1_en", "scale_1"],
    ["question_2", "question_2_en", "scale_2"],
    ["question_3", "question_3_en", "scale_3"],
    ["question_4", "question_4_en", "scale_4"],
    ["question_5", "question_5_en", "scale_5"],
    ["question_6", "question_6_en", "scale_6"],
    ["question_7", "question_7_en", "scale_7"],
    ["question_8", "question_8_en", "scale_8"],
];

/// Question and answers of one line.
#[derive(Clone, Copy)]
struct Line {
    vi: RwSignal<String>,
    en: RwSignal<String>,
    scale: RwSignal<String>,
}

impl Line {
    fn of(question: OwnQuestion) -> Line {
        let OwnQuestion { vi, en, scale } = question;
        Line { vi: RwSignal::new(vi), en: RwSignal::new(en), scale: RwSignal::new(scale.code().to_owned()) }
    }

    fn typed(self) -> OwnQuestion {
        let scale = self.scale.with_untracked(|code| Scale::coded(code)).unwrap_or_default();
        OwnQuestion { vi: self.vi.get_untracked(), en: self.en.get_untracked(), scale }
    }
}

#[derive(Clone, Copy)]
struct Sheet {
    from: RwSignal<String>,
    vi: RwSignal<String>,
    en: RwSignal<String>,
    basis: RwSignal<String>,
    lines: [Line; SURVEY_QUESTIONS_MAX],
    /// Lines that stand there.
    shown: RwSignal<usize>,
    saving: Saving,
    dropping: Saving,
}

impl Sheet {
    fn new(typed: Typed) -> Sheet {
        let Typed { from, vi, en, basis, questions } = typed;
        let shown = RwSignal::new(questions.len().clamp(1, SURVEY_QUESTIONS_MAX));
        let mut questions = questions.into_iter();
        Sheet {
            from: RwSignal::new(from),
            vi: RwSignal::new(vi),
            en: RwSignal::new(en),
            basis: RwSignal::new(basis),
            lines: std::array::from_fn(|_| Line::of(questions.next().unwrap_or_default())),
            shown,
            saving: Saving::default(),
            dropping: Saving::default(),
        }
    }

    fn typed(self) -> Typed {
        Typed {
            from: self.from.get_untracked(),
            vi: self.vi.get_untracked(),
            en: self.en.get_untracked(),
            basis: self.basis.get_untracked(),
            questions: self.lines.map(Line::typed).to_vec(),
        }
    }

    fn save(self, desk: Desk) {
        let made = untrack(|| desk.ward().with_form(&self.typed(), desk.now().day()));
        self.dropping.kept.set(None);
        self.saving.save(desk, made);
    }

    fn drop_plan(self, desk: Desk) {
        let made = untrack(|| desk.ward().without_planned_form(desk.now().day()));
        self.saving.kept.set(None);
        self.dropping.save(desk, Ok(made));
    }

    /// The way out of a plan, with what became of it.
    fn way_out(self, desk: Desk) -> impl IntoView {
        let has_plan = Memo::new(move |_| desk.ward().planned_form(desk.now().day()).is_some());
        view! {
            {move || has_plan.get().then(|| view! {
                <p><button class="btn btn--text" type="button" on:click=move |_| self.drop_plan(desk)>{t(DROP)}</button></p>
            })}
            {move || self.dropping.said.get().map(|trouble| view! { <Failed said=trouble.sentence() /> })}
            <p role="status">{move || self.dropping.kept.get().map(|_| t(DROPPED)())}</p>
        }
    }
}

/// `6 câu`
fn questions(lang: Lang, n: usize) -> String {
    match lang {
        Lang::Vi => format!("{n} câu"),
        Lang::En => counted(n, "question", "questions"),
    }
}

/// A version: its days, what it is called, what it follows, how much it asks.
fn version(form: &Form) -> impl IntoView + use<> {
    let n = form.questions.len();
    let basis = Some(form.basis.clone()).filter(|basis| !basis.is_empty());
    view! {
        <li>
            <div class="grow">
                <b>{t(form.label())}</b>
                <div class="sub">{t(form.source.clone())}</div>
                {basis.map(|basis| view! { <div class="sub" lang="vi">{basis}</div> })}
            </div>
            <span class="end">{say(move |lang| questions(lang, n))}</span>
        </li>
    }
}

#[component]
pub fn SurveyRegion() -> impl IntoView {
    let desk = use_desk();
    let keeps = desk.has(Right::Keep);
    let forms = Memo::new(move |_| desk.ward().forms());
    view! {
        <section class="region flow" id="mau-phieu">
            <header><h2>{t(TITLE)}</h2></header>
            <p class="quiet">{t(WHAT)}</p>
            <ul class="rows">{move || forms.with(|forms| forms.all().iter().map(version).collect_view())}</ul>
            {keeps.then(|| form(desk))}
        </section>
    }
}

fn line(place: usize, line: Line, saving: Saving) -> impl IntoView {
    let ([vi, en, scale], lang, faults) = (IDS[place], use_lang(), saving.faults);
    let scales = Signal::derive(move || {
        let option = |scale: Scale| (scale.code().to_owned(), scale.label().of(lang.get()).to_owned());
        Scale::ALL.map(option).to_vec()
    });
    let numbered = move |label: Word| Text::live(move |lang| format!("{}. {}", place + 1, label.of(lang)));
    view! {
        <TextField id=vi label=numbered(QUESTION) value=line.vi faults />
        <TextField id=en label=numbered(QUESTION_EN) value=line.en faults />
        <SelectField id=scale label=numbered(ANSWERS) value=line.scale options=scales />
    }
}

pub(super) fn form(desk: Desk) -> impl IntoView {
    let sheet = Sheet::new(untrack(|| Typed::of(&desk.ward(), desk.now().day())));
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        sheet.save(desk);
    };
    let (faults, shown) = (sheet.saving.faults, sheet.shown);
    let lines = move || {
        let each = sheet.lines.into_iter().enumerate().take(shown.get());
        each.map(|(place, one)| line(place, one, sheet.saving)).collect_view()
    };
    let more = move || {
        (shown.get() < SURVEY_QUESTIONS_MAX).then(|| {
            view! { <p><button class="btn" type="button" on:click=move |_| shown.update(|n| *n += 1)>{t(MORE)}</button></p> }
        })
    };
    view! {
        <form class="flow" on:submit=submit>
            <ErrorSummary title=NOT_SAVED faults />
            <TextField id="form_from" label=FROM hint=FROM_HINT value=sheet.from faults />
            <TextField id="form_vi" label=NAME value=sheet.vi faults />
            <TextField id="form_en" label=NAME_EN value=sheet.en faults />
            <TextField id="form_basis" label=BASIS hint=BASIS_HINT value=sheet.basis faults />
            {lines}
            <p class="hint">{t(EMPTY)}</p>
            {more}
            {sheet.saving.foot(SAVE, KEPT)}
            {sheet.way_out(desk)}
        </form>
    }
}
