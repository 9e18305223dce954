//! Hài lòng: what those who got their result said in the period.
//!
//! Not here: what is counted (`shared::survey`).
//! Invariant: a share stands beside how many said it, and beside how many might have; a comment is shown as text.

use leptos::prelude::*;
use shared::lang::{Lang, Word, number, word};
use shared::moment::Day;
use shared::survey::table::{CHANNELS, RESPONSE, SATISFIED, TITLE, satisfied};
use shared::survey::{Asked, Comment, Forms, OfForm, Question, Survey};

use super::book::files;
use super::count;
use crate::archive::{Way, archive};
use crate::desk::{answered_below, ask_again_when_back, use_desk};
use crate::text::{say, t};
use crate::ui::state::Empty;

const NOBODY: Word = word("Chưa có đánh giá nào trong kỳ.", "Nobody has rated in this period.");
const QUESTION: Word = word("Câu hỏi", "Question");
const ON_PAPER: Word = word("Nhập phiếu giấy", "Enter paper forms");
const COMMENTS: Word = word("Góp ý", "Comments");

/// An answer of a question that has words of its own: how many, and what they said.
fn worded(words: Word, n: u32) -> impl IntoView {
    view! {
        <td class="num" data-label=t(words) data-zero=(n == 0).then_some("")>
            {say(move |lang| number(lang, n.into()))}<br/><small class="quiet board__words">{t(words)}</small>
        </td>
    }
}

/// One version: what was asked on it, who is satisfied by its rule, and how many gave each answer.
fn spread(forms: &Forms, of: &OfForm) -> Option<impl IntoView + use<>> {
    let form = forms.numbered(of.form)?;
    let (label, source, n, pleased) = (form.label(), form.source.clone(), of.n, of.satisfied);
    let basis = Some(form.basis.clone()).filter(|basis| !basis.is_empty());
    // The head is the whole's; a question with words of its own says them in its cells.
    let scale = &form.asks(Question::Overall)?.scale;
    let heads = scale.iter().map(|said| view! { <th scope="col" class="num">{t(*said)}</th> }).collect_view();
    let row = |asked: &Asked| {
        let said = of.questions.get(&asked.question)?;
        let cells = asked.scale.iter().zip(said).map(|(words, n)| {
            if asked.scale == *scale { count(*words, *n).into_any() } else { worded(*words, *n).into_any() }
        });
        let cells = cells.collect_view();
        // A question with fewer answers than the whole ends its row early.
        let rest = scale.len().saturating_sub(asked.scale.len());
        let rest = (rest > 0).then(|| view! { <td colspan=rest.to_string()></td> });
        Some(view! { <tr><th scope="row">{t(asked.label.clone())}</th>{cells}{rest}</tr> })
    };
    let rows = form.questions.iter().filter_map(row).collect_view();
    let title = move |lang: Lang| {
        format!("{} ({}): {}", label.of(lang), source.of(lang), satisfied(lang, pleased, n))
    };
    Some(view! {
        <h3>{say(title)}</h3>
        {basis.map(|basis| view! { <p class="small quiet" lang="vi">{basis}</p> })}
        <div class="scroll" role="group" tabindex="0" aria-label=t(TITLE)><table class="table table--dense table--fold">
            <thead><tr><th scope="col">{t(QUESTION)}</th>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
    })
}

fn comments(forms: &Forms, all: Vec<Comment>) -> impl IntoView + use<> {
    let line = |comment: Comment| {
        let asked = forms.numbered(comment.form).and_then(|form| form.asks(Question::Overall));
        let words = asked.and_then(|asked| Some(asked.scale[asked.place(comment.overall)?]));
        let said = words.map(|said| view! { <b>{t(said)}</b>": " });
        view! { <li>{said}<span lang="vi">{comment.text}</span></li> }
    };
    let lines = all.into_iter().map(line).collect_view();
    view! { <h3>{t(COMMENTS)}</h3><ul class="board__comments">{lines}</ul> }
}

/// What was said, or that nobody did; `ways` leads to the same figures as files.
pub fn survey_view(forms: &Forms, survey: Survey, ways: AnyView) -> impl IntoView + use<> {
    let Survey { totals, comments: said } = survey;
    let body = if totals.n == 0 {
        view! { <Empty says=NOBODY /> }.into_any()
    } else {
        let (first, second, third) = (totals.clone(), totals.clone(), totals.clone());
        view! {
            <dl class="kv board__kv">
                <div><dt>{t(SATISFIED)}</dt><dd>{say(move |lang| satisfied(lang, first.satisfied, first.n))}</dd></div>
                <div><dt>{t(RESPONSE)}</dt><dd>{say(move |lang| second.response_text(lang))}</dd></div>
                <div><dt>{t(CHANNELS)}</dt><dd>{say(move |lang| third.channels_text(lang))}</dd></div>
            </dl>
            {totals.forms.iter().filter_map(|of| spread(forms, of)).collect_view()}
            <p class="line screen-only">{ways}</p>
            {(!said.is_empty()).then(|| comments(forms, said))}
        }
        .into_any()
    };
    view! {
        <section class="region board__survey">
            <header><h2>{t(TITLE)}</h2><a class="more" href="/bao-cao/phieu">{t(ON_PAPER)}</a></header>
            {body}
        </section>
    }
}

/// The section below the board's figures, of the same period.
#[component]
pub fn SurveySection(chosen: Memo<(Day, Day)>) -> impl IntoView {
    let desk = use_desk();
    let answer = LocalResource::new(move || {
        let (from, to) = chosen.get();
        async move {
            let got = desk.get_json::<Survey>(&format!("/api/survey?from={from}&to={to}")).await;
            ((from, to), got)
        }
    });
    let current = move || answer.get().filter(|(span, _)| *span == chosen.get()).map(|(_, got)| got);
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, |(_, got)| got.is_err());
    let file = move |format: &str| {
        let (from, to) = chosen.get();
        format!("/api/survey?from={from}&to={to}&format={format}")
    };
    move || {
        let view = move |survey| {
            let ways = view! {
                {files(file, "btn")}
                {move || archive(Way::of(desk.is_offline(), false), file("pdf"))}
            }
            .into_any();
            survey_view(&desk.ward().forms(), survey, ways).into_any()
        };
        answered_below(desk.is_offline(), current(), again, view)
    }
}
