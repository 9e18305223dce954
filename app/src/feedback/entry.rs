//! Ghi một phản ánh: what somebody says at the counter, on the telephone or in a letter.
//!
//! Not here: what is right in it (`shared::feedback`).
//! Invariant: nothing is called kept before the server has said so; what was typed stays until then, on the page alone.

use leptos::prelude::*;
use shared::feedback::{Channel, Entry, Received};
use shared::lang::{Lang, Sentence, Word, word};
use shared::officer::Right;

use crate::desk::use_desk;
use crate::public::feedback::draft::Form;
use crate::public::feedback::receipt::codes_view;
use crate::public::feedback::{Asking, fields_view, new_marks};
use crate::public::frame::focus_heading;
use crate::text::{say, t};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::state::{Failed, OnlyFor};

const TITLE: Word = word("Ghi một phản ánh", "Write a complaint down");
const BACK: Word = word("Phản ánh, kiến nghị", "Complaints and proposals");
const HOW: Word = word(
    "Ghi đúng lời người dân, kể cả khi nói về bạn. Lưu xong, đưa hai mã cho họ để xem trả lời.",
    "Write what they say, even where it is about you. Then give them the two codes to read the answer with.",
);
const CHANNEL: Word = word("Nhận bằng cách nào", "How it came in");
const NOT_KEPT: Word = word("Chưa lưu được", "Not saved");
const KEEP: Word = word("Lưu phản ánh", "Save it");
const NO_NETWORK: Word = word(
    "Đang không có mạng: phản ánh chỉ lưu được ở máy chủ. Ghi ra giấy, có mạng thì nhập.",
    "There is no network, and this is kept on the server alone. Write it on paper and enter it later.",
);
const DONE: Word =
    word("Đã lưu. Chép hai mã này cho người gửi:", "Saved. Copy these two codes for the sender:");
const NEXT: Word = word("Ghi phản ánh khác", "Write another one");

pub const ASKING: Asking = Asking {
    kind: word("Người gửi phản ánh điều gì?", "What is it about?"),
    who: word("Người gửi (không bắt buộc)", "The sender (optional)"),
    nameless: word(
        "Họ không muốn nêu tên thì để trống: phường vẫn xem, và họ vẫn đọc trả lời bằng hai mã.",
        "Leave it empty if they want to give no name: the ward looks into it all the same, and they read the answer with the two codes.",
    ),
};

/// The ways in which it may have come, as radios.
pub fn channel_view(value: RwSignal<Channel>) -> impl IntoView {
    let row = |channel: Channel| {
        view! {
            <label class="tick">
                <input class="check" type="radio" name="channel" value=channel.code()
                    prop:checked=move || value.get() == channel on:change=move |_| value.set(channel) />
                <span>{t(channel.label())}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend>{t(CHANNEL)}</legend>
            <div class="choices__rows">{Channel::ALL.map(row).into_iter().collect_view()}</div>
        </fieldset>
    }
}

/// What the citizen takes home.
pub fn kept_view(received: Received, secret: String, next: Callback<()>) -> impl IntoView {
    let by = received.reply_by.map(|by| {
        let said = move |lang: Lang| match lang {
            Lang::Vi => format!("Phường trả lời trước {}.", by.clock_and_weekday(lang)),
            Lang::En => format!("The ward replies before {}.", by.clock_and_weekday(lang)),
        };
        view! { <p>{say(said)}</p> }
    });
    view! {
        <section class="receipt feedback__kept" role="status">
            <p class="note note--ok">{t(DONE)}</p>
            {codes_view(received.number, secret)}
            {by}
            <p><button class="btn btn--primary" type="button" on:click=move |_| next.run(())>{t(NEXT)}</button></p>
        </section>
    }
}

#[component]
pub fn EntryPage() -> impl IntoView {
    let desk = use_desk();
    let form = Form::new(new_marks(desk));
    let channel = RwSignal::new(Channel::Counter);
    let (failed, busy) = (RwSignal::new(None::<Sentence>), RwSignal::new(false));
    let kept = RwSignal::new(None::<(Received, String)>);
    let whose = desk.whose(Right::Work);
    let send = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        failed.set(None);
        if busy.get_untracked() || !form.is_right() {
            return;
        }
        let entry = Entry { filing: untrack(|| form.filing()), channel: channel.get_untracked() };
        busy.set(true);
        leptos::task::spawn_local(async move {
            match desk.post_json::<Received>("/api/feedback", &entry).await {
                Ok(received) => {
                    kept.set(Some((received, entry.filing.secret)));
                    form.clear(new_marks(desk));
                    focus_heading();
                }
                Err(trouble) => failed.set(Some(trouble.sentence())),
            }
            busy.set(false);
        });
    };
    let next = Callback::new(move |()| kept.set(None));
    let offline = Memo::new(move |_| desk.is_offline());
    let body = move || {
        match kept.get() {
        Some((received, secret)) => kept_view(received, secret, next).into_any(),
        None => view! {
            <p class="quiet">{t(HOW)}</p>
            {move || offline.get().then(|| view! { <p class="note note--soon">{t(NO_NETWORK)}</p> })}
            <ErrorSummary title=NOT_KEPT faults=form.faults />
            <form class="apply feedback__form" novalidate autocomplete="off" on:submit=send>
                {channel_view(channel)}
                {fields_view(form, ASKING)}
                {move || failed.get().map(|said| view! { <Failed said /> })}
                <p><button class="btn btn--primary" type="submit" disabled=move || busy.get()>{t(KEEP)}</button></p>
            </form>
        }
        .into_any(),
    }
    };
    let body = StoredValue::new(body);
    view! {
        <OnlyFor whose title=TITLE>
            <p><a href="/pakn">{t(BACK)}</a></p>
            <div class="head"><h1 tabindex="-1">{t(TITLE)}</h1></div>
            {move || body.with_value(|body| body())}
        </OnlyFor>
    }
}
