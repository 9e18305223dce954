//! Việc mới của bạn: what others did that puts a dossier on one's desk, until it is read.
//!
//! Not here: what concerns an officer (`shared::dossier::concern`), what was read (`desk`), outcomes (`review`).
//! Invariant: news, not undelivered work; opening the dossier is reading it.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::lang::{Lang, Word, word};

use crate::desk::{Desk, Mine};
use crate::dossier::words;
use crate::english::retell;
use crate::text::{say, t};
use crate::ui::state::Empty;

const TITLE: Word = word("Việc mới của bạn", "New for you");
const NONE: Word = word(
    "Không có việc mới. Người khác giao việc, trả lại, hay có hồ sơ mới nộp thì hiện ở đây.",
    "Nothing new. What others assign or send back to you, and applications that arrive, stand here.",
);
const READ: Word = word("Đã đọc", "Mark as read");
const ALL_READ: Word = word("Đã đọc hết", "Mark all as read");
const EARLIER: Word = word("Đã đọc trong 7 ngày", "Read in the last 7 days");

/// Read ones that stay in the list.
const READ_MAX: usize = 20;

fn row(desk: Desk, mine: Mine) -> impl IntoView {
    let Mine { id, concern, read } = mine;
    let ward = desk.ward();
    let found = desk.client(|client| client.dossier(id).cloned());
    let dossier = found.as_ref();
    let name = dossier.map(|d| d.applicant.name.clone()).unwrap_or_default();
    let code = dossier.and_then(|d| d.code.as_ref()).map(|code| format!("{} · ", code.short()));
    let procedure = dossier.map(|d| words::procedure_name(&ward, &d.procedure));
    let by = concern.by.and_then(|by| ward.officer(by)).map(words::known_as);
    let at = words::stamp(concern.at, desk.now().day());
    let when = match by {
        Some(by) => format!("{at} · {by}"),
        None => at,
    };
    let (why, said, retell) = (concern.why.label(), concern.said, retell());
    let title = move |lang: Lang| format!("{}: {name}", why.of(lang));
    view! {
        <li data-unread=(!read).then_some("")>
            <div class="grow">
                <a class="who" href=format!("/ho-so/{id}")>{say(title)}</a>
                <div class="sub">{code}{procedure.map(t)}</div>
                <div class="sub">{when}{(!said.is_empty()).then(|| view! { ": "{say(move |lang| retell(&said, lang))} })}</div>
            </div>
            {(!read).then(|| view! {
                <div class="end"><button class="btn btn--text" type="button" on:click=move |_| desk.reads([id].into())>{t(READ)}</button></div>
            })}
        </li>
    }
}

/// The region of the inbox.
pub(super) fn mine(desk: Desk) -> impl IntoView {
    let all = desk.mine();
    let (read, fresh): (Vec<Mine>, Vec<Mine>) = all.into_iter().partition(|mine| mine.read);
    let (count, ids) = (fresh.len(), fresh.iter().map(|mine| mine.id).collect::<BTreeSet<_>>());
    let rows = |all: Vec<Mine>| {
        let rows = all.into_iter().map(|mine| row(desk, mine)).collect_view();
        view! { <ul class="rows">{rows}</ul> }
    };
    let whole = (count > 1).then(|| {
        let ids = ids.clone();
        view! {
            <button class="btn btn--text more" type="button" on:click=move |_| desk.reads(ids.clone())>{t(ALL_READ)}</button>
        }
    });
    let earlier = (!read.is_empty()).then(|| {
        let rows = rows(read.into_iter().take(READ_MAX).collect());
        view! { <details><summary>{t(EARLIER)}</summary>{rows}</details> }
    });
    let fresh = if count == 0 { view! { <Empty says=NONE /> }.into_any() } else { rows(fresh).into_any() };
    view! {
        <header><h2>{t(TITLE)}</h2><span class="n">{count}</span>{whole}</header>
        {fresh}{earlier}
    }
}
