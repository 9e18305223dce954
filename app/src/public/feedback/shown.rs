//! Trả lời đã công khai: what people have said and what the ward replied, without anybody in it.
//!
//! Not here: writing one (`feedback` behind the login).
//! Invariant: texts are shown as text.

use leptos::prelude::*;
use shared::feedback::Published;
use shared::lang::{Sentence, Word, word};

use super::super::fetch;
use super::super::frame::PublicFrame;
use crate::text::t;
use crate::ui::state::{Empty, Failed, Reading};

const TITLE: Word = word("Trả lời phản ánh, kiến nghị đã công khai", "Published replies");
const NONE: Word = word("Phường chưa công khai trả lời nào.", "The ward has not published any reply yet.");
const REPLY: Word = word("Phường trả lời", "The ward replies");
const SEND: Word = word("Gửi phản ánh, kiến nghị", "Send a complaint or proposal");

fn one(shown: Published) -> impl IntoView {
    view! {
        <li class="region flow">
            <header><h2>{t(shown.kind.label())}</h2><p>{shown.day.vi()}</p></header>
            <p class="feedback__said" lang="vi">{shown.content}</p>
            <div class="note note--ok"><p><b>{t(REPLY)}</b></p><p class="feedback__said" lang="vi">{shown.reply}</p></div>
        </li>
    }
}

/// What everybody reads.
pub fn shown_view(answer: Option<Result<Vec<Published>, Sentence>>, again: Callback<()>) -> AnyView {
    match answer {
        None => view! { <Reading /> }.into_any(),
        Some(Err(said)) => view! { <Failed said again /> }.into_any(),
        Some(Ok(all)) if all.is_empty() => view! { <Empty says=NONE /> }.into_any(),
        Some(Ok(all)) => {
            view! { <ul class="feedback__shown">{all.into_iter().map(one).collect_view()}</ul> }.into_any()
        }
    }
}

#[component]
pub fn ShownPage() -> impl IntoView {
    let answer = LocalResource::new(|| async { fetch::get::<Vec<Published>>("/api/public/feedback").await });
    let again = Callback::new(move |()| answer.refetch());
    view! {
        <PublicFrame title=TITLE>
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <p class="feedback__ways"><a href="/phan-anh">{t(SEND)}</a></p>
            {move || shown_view(answer.get(), again)}
        </PublicFrame>
    }
}
