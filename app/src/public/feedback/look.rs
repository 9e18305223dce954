//! Xem trả lời: where a complaint stands, what the ward asks and says, by number and secret.
//!
//! Not here: what was said and by whom; the answer holds neither.
//! Invariant: number and secret stay in the address's fragment and never reach a server's log; what was typed stays
//! until the server has it.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::feedback::{Look, Looked, News, State, Told};
use shared::lang::{Lang, Word, word};
use shared::limits::FEEDBACK_CHARS_MAX;
use shared::refusal::FieldFault;

use super::super::fetch;
use super::super::frame::PublicFrame;
use super::super::looking::Looking;
use super::super::track::from_fragment;
use crate::prefs::use_prefs;
use crate::text::{say, t};
use crate::ui::field::{Faults, TextField, focus_field};
use crate::ui::state::Failed;

const TITLE: Word = word("Trả lời phản ánh", "The answer to a complaint");
const HINT: Word = word(
    "Số phản ánh và mã tra cứu 6 ký tự bạn nhận khi gửi.",
    "The number and the 6 characters that you were given when you sent it.",
);
const NOT_HERE: Word = word(
    "Máy này ai cũng dùng. Xem trả lời trên điện thoại của bạn, hoặc hỏi quầy.",
    "Everybody uses this screen. Read the answer on your own phone, or ask at the counter.",
);
const NUMBER: Word = word("Số phản ánh", "Number");
const SECRET: Word = word("Mã tra cứu", "Look-up characters");
const SHOW: Word = word("Xem", "Show");
const QUESTION: Word = word("Phường hỏi thêm", "The ward asks");
const ANSWERED: Word = word("Bạn đã trả lời câu hỏi", "You answered the question");
const REFUSED: Word = word("Phường không tiếp nhận, vì:", "The ward did not accept it, because:");
const REPLY: Word = word("Phường trả lời", "The ward replies");
const PUBLISHED: Word = word(
    "Trả lời đã được công khai, không kèm thông tin của bạn.",
    "The reply was published, without anything about you.",
);
const ANSWER: Word = word("Câu trả lời của bạn", "Your answer");
const ANSWER_HOW: Word = word(
    "Trả lời xong thì đồng hồ của phường chạy tiếp.",
    "Once you have answered, the ward's clock goes on.",
);
const SEND: Word = word("Gửi câu trả lời", "Send the answer");
const SEND_OTHER: Word = word("Gửi phản ánh khác", "Send another");

fn told_view(told: Told) -> impl IntoView {
    let at = told.at.clock_and_day();
    let (head, text, class) = match told.news {
        News::Question(text) => (QUESTION, Some(text), "note note--soon"),
        News::Answered => (ANSWERED, None, "note"),
        News::Refused(text) => (REFUSED, Some(text), "note note--late"),
        News::Reply(text) => (REPLY, Some(text), "note note--ok"),
        News::Published => (PUBLISHED, None, "note"),
    };
    view! {
        <li class=class>
            <p><b>{t(head)}</b>" "<span class="quiet">{at}</span></p>
            {text.map(|text| view! { <p class="feedback__said" lang="vi">{text}</p> })}
        </li>
    }
}

/// What the citizen reads, the newest last as it happened.
pub fn looked_view(found: Looked) -> impl IntoView {
    let at = found.at;
    let by = found.reply_by.map(|by| {
        let said = move |lang: Lang| match lang {
            Lang::Vi => format!("Phường trả lời trước {}.", by.clock_and_weekday(lang)),
            Lang::En => format!("The ward replies before {}.", by.clock_and_weekday(lang)),
        };
        view! { <p class="note">{say(said)}</p> }
    });
    let when = move |lang: Lang| format!("{} {}", lang.pick("gửi lúc", "sent at"), at.clock_and_day());
    let told = found.told.into_iter().map(told_view).collect_view();
    view! {
        <section class="region flow" aria-live="polite">
            <header><h2>{t(found.state.label())}</h2><p>{found.number}", "{say(when)}</p></header>
            {by}
            <ol class="feedback__told">{told}</ol>
        </section>
    }
}

/// The answer to the open question.
pub fn answer_view(
    text: RwSignal<String>,
    faults: Faults,
    busy: RwSignal<bool>,
    send: Callback<()>,
) -> impl IntoView {
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        send.run(());
    };
    view! {
        <form class="apply" novalidate on:submit=submit>
            <TextField id="answer" label=ANSWER value=text faults hint=ANSWER_HOW area=true />
            <div class="apply__foot">
                <button class="btn btn--primary" type="submit" disabled=move || busy.get()>{t(SEND)}</button>
            </div>
        </form>
    }
}

/// What has to be typed yet, a sentence a field.
pub fn lacking(look: &Look) -> Vec<FieldFault> {
    let number = look.number.is_empty();
    let number =
        number.then(|| FieldFault::new("number", "Gõ số phản ánh.", "Type the number of the complaint."));
    let secret = look
        .secret
        .is_empty()
        .then(|| FieldFault::new("secret", "Gõ đủ 6 ký tự mã tra cứu.", "Type the 6 look-up characters."));
    number.into_iter().chain(secret).collect()
}

/// What is wrong with an answer before it is sent.
pub fn answer_faults(text: &str) -> Vec<FieldFault> {
    let n = text.chars().count();
    if text.trim().is_empty() {
        vec![FieldFault::new("answer", "Chưa ghi câu trả lời.", "Enter your answer.")]
    } else if n > FEEDBACK_CHARS_MAX {
        vec![FieldFault::new(
            "answer",
            format!("Phần câu trả lời dài {n} ký tự, tối đa {FEEDBACK_CHARS_MAX}. Rút ngắn lại."),
            format!("The answer has {n} characters; at most {FEEDBACK_CHARS_MAX} fit. Shorten it."),
        )]
    } else {
        Vec::new()
    }
}

#[component]
pub fn LookPage() -> impl IntoView {
    let (number, secret) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (text, faults) = (RwSignal::new(String::new()), RwSignal::new(Vec::new()));
    let looking = Looking::<Look, Looked>::new();
    let Looking { found, fault, busy, .. } = looking;
    if use_prefs().kiosk.get_untracked() {
        return view! { <PublicFrame title=TITLE><h1 tabindex="-1">{t(TITLE)}</h1><p class="note">{t(NOT_HERE)}</p></PublicFrame> }
            .into_any();
    }
    let typed = move || {
        let trimmed =
            |field: RwSignal<String>| field.try_get_untracked().unwrap_or_default().trim().to_owned();
        Look { number: trimmed(number), secret: trimmed(secret), answer: None }
    };
    // The question may be another by now: what was answered is of the one that is shown.
    let ask = move |look: Look, of_the_fields: bool| {
        let place = looking.ask();
        leptos::task::spawn_local(async move {
            let answer = fetch::post::<Looked>("/api/public/feedback/look", &look).await;
            let (sent, bare) = (look.answer.clone(), Look { answer: None, ..look });
            if answer.is_ok() && sent.is_some() && text.try_get_untracked() == sent {
                text.try_set(String::new());
            }
            let stands = !of_the_fields || typed() == bare;
            looking.heard(place, stands, answer.map(|looked| (bare, looked)));
        });
    };
    let lacks: Faults = RwSignal::new(Vec::new());
    let show = move || {
        let look = typed();
        looking.clear();
        lacks.set(lacking(&look));
        match lacks.with_untracked(|all| all.first().map(|fault| fault.field.clone())) {
            Some(first) => focus_field(&first),
            None => ask(look, true),
        }
    };
    let location = use_location();
    Effect::new(move |_| {
        if let Some((read, key)) = from_fragment(&location.hash.get()) {
            number.set(read);
            secret.set(key);
            show();
        }
    });
    let send = Callback::new(move |()| {
        let typed = text.get_untracked();
        faults.set(answer_faults(&typed));
        if let Some((look, _)) = found.get_untracked().filter(|_| faults.with_untracked(Vec::is_empty)) {
            ask(Look { answer: Some(typed), ..look }, false);
        }
    });
    let awaits = Memo::new(move |_| {
        found.with(|found| found.as_ref().is_some_and(|(_, looked)| looked.state == State::AwaitsCitizen))
    });
    view! {
        <PublicFrame title=TITLE>
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <form
                class="public__look"
                on:submit=move |ev| {
                    ev.prevent_default();
                    show();
                }
            >
                <p class="quiet">{t(HINT)}</p>
                <div class="public__fields">
                    <TextField id="number" label=NUMBER value=number faults=lacks />
                    <TextField id="secret" label=SECRET value=secret faults=lacks />
                    <button class="btn btn--primary" type="submit" disabled=move || busy.get()>{t(SHOW)}</button>
                </div>
            </form>
            {move || found.get().map(|(_, looked)| looked_view(looked))}
            {move || awaits.get().then(|| answer_view(text, faults, busy, send))}
            {move || fault.get().map(|said| view! { <Failed said /> })}
            <p class="feedback__ways"><a href="/phan-anh">{t(SEND_OTHER)}</a></p>
        </PublicFrame>
    }
    .into_any()
}
