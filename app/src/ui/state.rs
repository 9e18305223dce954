//! Empty, reading, failed: what a list shows when it shows nothing.
//!
//! Not here: the list.
//! Invariant: each says what to do next, or that nothing needs doing.

use leptos::prelude::*;
use shared::lang::{Sentence, Word, word};

use crate::text::{Text, t};

const READING: Word = word("Đang đọc…", "Reading…");
const AGAIN: Word = word("Thử lại", "Try again");

#[component]
pub fn Empty(#[prop(into)] says: Text) -> impl IntoView {
    view! { <p class="state quiet">{says}</p> }
}

#[component]
pub fn Reading() -> impl IntoView {
    view! {
        <div class="state" role="status">
            <span class="sr">{t(READING)}</span>
            <div class="bones" aria-hidden="true"><i></i><i></i><i></i></div>
        </div>
    }
}

/// A page that is not everybody's: its own where `whose` is nothing, otherwise whose it is (`Desk::whose`).
#[component]
pub fn OnlyFor(whose: Memo<Option<Sentence>>, title: Word, children: ChildrenFn) -> impl IntoView {
    move || match whose.get() {
        None => children().into_any(),
        Some(said) => {
            view! { <div class="head"><h1 tabindex="-1">{t(title)}</h1></div><p class="note">{t(said)}</p> }
                .into_any()
        }
    }
}

/// `again` asks once more, where asking once more can help.
#[component]
pub fn Failed(said: Sentence, #[prop(optional)] again: Option<Callback<()>>) -> impl IntoView {
    failed(said, again)
}

/// The same where a caller knows only then whether asking once more can help.
pub fn failed(said: Sentence, again: Option<Callback<()>>) -> impl IntoView {
    let retry = again.map(|again| {
        view! { <p class="line"><button class="btn" type="button" on:click=move |_| again.run(())>{t(AGAIN)}</button></p> }
    });
    view! { <p class="note note--late" role="alert">{t(said)}</p>{retry} }
}
