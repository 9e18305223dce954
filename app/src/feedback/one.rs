//! Một phản ánh: what was said, its four clocks, what was done, and what may be done now.
//!
//! Not here: what is open to whom (`shared::feedback::step`), which button and server both ask.
//! Invariant: what was typed stays until the server has taken it, also where somebody else was faster.

pub(super) mod acts;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::calendar::Calendar;
use shared::feedback::{Feedback, Limit, Number, Step, What};
use shared::id::OfficerId;
use shared::lang::{Lang, Word, word};
use shared::moment::Moment;
use shared::officer::Right;

use super::clock_view;
use crate::desk::{answered, ask_again_when_back, use_desk};
use crate::text::{say, t};
use crate::ui::state::{Failed, OnlyFor};
use acts::{Acts, Typed};

const TITLE: Word = word("Phản ánh, kiến nghị", "Complaints and proposals");
const SAID: Word = word("Nội dung", "What was said");
const WHO: Word = word("Người gửi", "Sender");
const ANONYMOUS: Word = word("Ẩn danh", "Anonymous");
const PHONE: Word = word("Điện thoại", "Phone");
const EMAIL: Word = word("Thư điện tử", "E-mail");
const DOSSIER: Word = word("Mã hồ sơ người gửi ghi", "Dossier, as the sender wrote it");
const CHANNEL: Word = word("Cách gửi", "How it came in");
const WROTE: Word = word("Người ghi", "Written down by");
const ABOUT: Word = word("Về", "About");
const CLOCKS: Word = word("Bốn thời hạn", "The four limits");
const DONE: Word = word("Đã làm", "What was done");
const NOTHING: Word = word("Chưa ai làm gì.", "Nothing was done yet.");
const SENDER: Word = word("người gửi", "the sender");

/// The four clocks; where a year has no table, its name.
pub fn clocks_view(one: &Feedback, calendar: &Calendar, now: Moment) -> impl IntoView + use<> {
    let rows = Limit::ALL.map(|limit| {
        let shown = match one.clock(limit, calendar, now) {
            Ok(clock) => clock_view(clock).into_any(),
            Err(missing) => view! { <span class="late">{t(missing.sentence())}</span> }.into_any(),
        };
        let term = limit.term();
        view! { <div><dt>{t(limit.label())}", "<span>{say(move |lang| term.text(lang))}</span></dt><dd>{shown}</dd></div> }
    });
    view! {
        <section class="region">
            <header><h2>{t(CLOCKS)}</h2></header>
            <dl class="kv feedback__clocks">{rows.into_iter().collect_view()}</dl>
        </section>
    }
}

/// The words of a step, where it has some.
fn words(step: &Step, name_of: &dyn Fn(OfficerId) -> String) -> Vec<String> {
    match &step.what {
        What::Classify { about, .. } => about.iter().map(|id| name_of(*id)).collect(),
        What::Ask { question: text } | What::Answer { text } | What::Reply { text } => vec![text.clone()],
        What::Refuse { reason } | What::Withdraw { reason } => vec![reason.clone()],
        What::Publish { content, reply } => vec![content.clone(), reply.clone()],
    }
}

fn step_view(step: &Step, name_of: &dyn Fn(OfficerId) -> String) -> impl IntoView + use<> {
    let by = step.by.map(name_of);
    let at = step.at.clock_and_day();
    let who = move |lang: Lang| {
        let by = by.clone().unwrap_or_else(|| SENDER.of(lang).to_owned());
        format!("{at}, {by}")
    };
    let kind = match &step.what {
        What::Classify { kind, .. } => Some(t(kind.label())),
        What::Ask { .. }
        | What::Answer { .. }
        | What::Refuse { .. }
        | What::Reply { .. }
        | What::Publish { .. }
        | What::Withdraw { .. } => None,
    };
    let words = words(step, name_of).into_iter();
    let words = words.map(|text| view! { <p class="feedback__said" lang="vi">{text}</p> }).collect_view();
    view! {
        <li>
            <p><b>{t(step.what.deed().past())}</b>{kind.map(|kind| view! { ": "{kind} })}" "<span class="quiet">{say(who)}</span></p>
            {words}
        </li>
    }
}

/// What was said, and by whom.
pub fn said_view(one: &Feedback, name_of: &dyn Fn(OfficerId) -> String) -> impl IntoView + use<> {
    let sender = one.sender.clone();
    let name = if sender.is_anonymous() {
        view! { <dd>{t(ANONYMOUS)}</dd> }.into_any()
    } else {
        view! { <dd>{sender.name.clone()}</dd> }.into_any()
    };
    let line = |label: Word, text: String| {
        (!text.is_empty()).then(|| view! { <div><dt>{t(label)}</dt><dd>{text}</dd></div> })
    };
    let dossier = one.dossier.clone();
    let dossier = (!dossier.is_empty()).then(|| view! { <div><dt>{t(DOSSIER)}</dt><dd>{dossier}</dd></div> });
    let about = one.about().iter().map(|id| name_of(*id)).collect::<Vec<_>>().join(", ");
    let (kind, channel, at, content) =
        (one.kind_now().label(), one.channel.label(), one.at.clock_and_day(), one.content.clone());
    view! {
        <section class="region flow">
            <header><h2>{t(SAID)}</h2><p>{t(kind)}", "{at}</p></header>
            <p class="feedback__said feedback__content" lang="vi">{content}</p>
            <dl class="kv">
                <div><dt>{t(WHO)}</dt>{name}</div>
                {line(PHONE, sender.phone)}{line(EMAIL, sender.email)}{dossier}
                <div><dt>{t(CHANNEL)}</dt><dd>{t(channel)}</dd></div>
                {line(WROTE, one.by.map(name_of).unwrap_or_default())}
                {line(ABOUT, about)}
            </dl>
        </section>
    }
}

/// Every step, in the order in which they were taken.
pub fn done_view(one: &Feedback, name_of: &dyn Fn(OfficerId) -> String) -> impl IntoView + use<> {
    let steps = one.steps.iter().map(|step| step_view(step, name_of)).collect_view();
    let done = if one.steps.is_empty() {
        view! { <p class="quiet">{t(NOTHING)}</p> }.into_any()
    } else {
        view! { <ol class="feedback__told">{steps}</ol> }.into_any()
    };
    view! { <section class="region flow"><header><h2>{t(DONE)}</h2></header>{done}</section> }
}

#[component]
pub fn OnePage() -> impl IntoView {
    let desk = use_desk();
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").unwrap_or_default());
    let whose = desk.whose(Right::Hear);
    let answer = LocalResource::new(move || {
        let path = format!("/api/feedback/one?id={}", crate::text::escaped(&id.get()));
        async move { desk.get_json::<Feedback>(&path).await }
    });
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    let typed = Typed::new();
    let body = move || {
        if let Some(Err(trouble)) = answer.get() {
            return view! { <div class="head"><h1 tabindex="-1">{t(TITLE)}</h1></div><Failed said=trouble.sentence() again /> }
                .into_any();
        }
        answered(answer.get(), again, |one| {
            let (ward, now) = (desk.ward(), desk.now());
            let number = Number::of(one.id).to_string();
            let name_of = |id| ward.name_of(id);
            view! {
                <div class="head"><h1 tabindex="-1">{number}</h1><span class="tag">{t(one.state().label())}</span></div>
                <div class="cols">
                    <div class="stack">
                        {said_view(&one, &name_of)}
                        <Acts one=one.clone() typed answer again />
                        {done_view(&one, &name_of)}
                    </div>
                    <div class="stack">{clocks_view(&one, &ward.calendar, now)}</div>
                </div>
            }
            .into_any()
        })
    };
    let body = StoredValue::new(body);
    view! {
        <OnlyFor whose title=TITLE>
            <p><a href="/pakn">{t(TITLE)}</a></p>
            {move || body.with_value(|body| body())}
        </OnlyFor>
    }
}
