//! Việc chờ gửi và việc cần xem lại: where one's work is, in plain sentences.
//!
//! Not here: sending (`link`), verdicts (`shared::sync::server`).
//! Invariant: nothing is hidden: what waits, what would now be refused, what the server judged otherwise.

pub mod told;
mod versus;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::act::Act;
use shared::dossier::{self, Dossier};
use shared::lang::{Lang, Sentence, Word, word};
use shared::moment::Moment;
use shared::refusal::Refusal;
use shared::sync::client::{Client, Notice};
use shared::sync::wire::{Command, Outcome, Over};
use shared::ward::Ward;

use crate::desk::{Desk, use_desk};
use crate::dossier::row;
use crate::text::{say, t};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Empty;

const TITLE: Word = word("Việc cần xem lại", "To look at");
const QUEUE: Word = word("Đang chờ gửi", "Waiting to be sent");
const TODAY: Word = word("Máy chủ đã nhận hôm nay", "Taken by the server today");
const AS_WRITTEN: Word = word("Ghi nhận như bạn ghi", "Recorded as you wrote");
const MERGED: Word = word("Gộp, không mất gì", "Merged, nothing lost");
const REVIEW: Word = word("Cần xem lại", "To look at");
const ALL_SENT: Word = word("Không có việc nào chờ gửi.", "Nothing waits.");
const ALL_READ: Word = word(
    "Không có việc nào cần xem lại: máy chủ đã ghi mọi việc như bạn ghi.",
    "Nothing to look at: the server recorded everything as you wrote it.",
);
const SEND: Word = word("Gửi ngay", "Send now");
const LOGIN: Word = word("Đăng nhập lại", "Log in again");
const DOUBTFUL: Word = word("Máy chủ sẽ từ chối:", "The server will refuse:");
const OPEN: Word = word("Xem hồ sơ", "Open the dossier");
const AGAIN: Word = word("Làm lại trên bản mới", "Do it again on the new state");
const REPRINT: Word = word("In lại giấy hẹn", "Print the slip again");
const SEEN: Word = word("Đã xem", "Seen");
const EARLIER: Word = word("Đã xem trước đây", "Seen before");

/// Looked-at outcomes that stay in the list.
const SEEN_MAX: usize = 20;

/// An act that waits.
#[derive(Clone, PartialEq, Debug)]
pub struct Waiting {
    pub command: Command,
    pub dossier: Option<Dossier>,
    /// Why the server would refuse it now.
    pub doubt: Option<Refusal>,
}

/// What waits: doubtful acts first, then in the order in which they go out.
pub fn waiting(client: &Client) -> Vec<Waiting> {
    let opened = client.queue.values().filter_map(|queued| queued.body.open().ok());
    let mut all: Vec<Waiting> = opened
        .map(|command| Waiting {
            dossier: client.dossier(command.act.dossier()).cloned(),
            doubt: client.doubtful().get(&command.n).cloned(),
            command,
        })
        .collect();
    all.sort_by_key(|waiting| (waiting.doubt.is_none(), waiting.command.n));
    all
}

/// How many acts of a day the server recorded as written, merged, and judged otherwise.
pub fn taken(client: &Client, day: shared::moment::Day) -> (usize, usize, usize) {
    let of_day = |notice: &&Notice| notice.command.as_ref().is_some_and(|c| c.at.day() == day);
    client.inbox.values().filter(of_day).fold((0, 0, 0), |(plain, merged, other), notice| {
        match notice.outcome {
            Outcome::Applied { .. } => (plain + 1, merged, other),
            Outcome::Merged { .. } | Outcome::Noop { .. } => (plain, merged + 1, other),
            Outcome::Conflict { .. } | Outcome::Rejected { .. } | Outcome::Quarantined { .. } => {
                (plain, merged, other + 1)
            }
        }
    })
}

#[component]
pub fn InboxPage() -> impl IntoView {
    let desk = use_desk();
    row::use_row_keys();
    let count = move |lang: Lang| {
        let n = desk.sync().unread;
        match lang {
            Lang::Vi => format!("{n} việc máy chủ xử lý khác với bạn."),
            Lang::En => format!("{n} acts were judged otherwise by the server."),
        }
    };
    let counts = move || {
        let day = desk.now().day();
        let (plain, merged, other) = desk.select(|client| taken(client, day));
        [(AS_WRITTEN, plain), (MERGED, merged), (REVIEW, other)]
            .map(|(label, n)| view! { <div><dt>{t(label)}</dt><dd>{n}</dd></div> })
            .collect_view()
    };
    let send = move || if desk.wants_login() { t(LOGIN)() } else { t(SEND)() };
    view! {
        <div class="head">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            {move || (desk.sync().unread > 0).then(|| view! { <p class="quiet">{say(count)}</p> })}
        </div>
        <div class="cols">
            <section class="region">{move || reviews(desk)}</section>
            <div class="stack">
                <section class="region">
                    <header>
                        <h2>{t(QUEUE)}</h2><span class="n">{move || desk.sync().waiting}</span>
                        <button class="btn btn--text more" type="button" on:click=move |_| desk.poke()>{send}</button>
                    </header>
                    {move || queue(desk)}
                    {move || how_it_stands(desk).map(|said| view! { <p class="note note--soon" role="status">{t(said)}</p> })}
                </section>
                <section class="region">
                    <header><h2>{t(TODAY)}</h2></header>
                    <dl class="kv">{counts}</dl>
                </section>
            </div>
        </div>
    }
}

/// Why something still waits; nothing where nothing does.
fn how_it_stands(desk: Desk) -> Option<Sentence> {
    let sync = desk.sync();
    let oldest = sync.oldest_waiting?;
    desk.stuck().or_else(|| desk.is_offline().then(|| offline(sync.waiting, oldest)))
}

/// `Đang mất mạng. 3 việc đã lưu chắc trên máy, việc cũ nhất từ 15:38 22/11/2018; có mạng sẽ tự gửi theo thứ tự.`
pub fn offline(waiting: usize, oldest: Moment) -> Sentence {
    let since = oldest.clock_and_day();
    Sentence::new(
        format!(
            "Đang mất mạng. {waiting} việc đã lưu chắc trên máy, việc cũ nhất từ {since}; có mạng sẽ tự gửi theo thứ tự."
        ),
        format!(
            "No network. {waiting} acts are kept on this device, the oldest since {since}; they go out in order by themselves."
        ),
    )
}

fn queue(desk: Desk) -> impl IntoView {
    let rows = desk.select(waiting);
    if rows.is_empty() {
        return view! { <Empty says=ALL_SENT /> }.into_any();
    }
    let items = rows.into_iter().map(queue_row).collect_view();
    view! { <ol class="rows">{items}</ol> }.into_any()
}

fn queue_row(row: Waiting) -> impl IntoView {
    let Waiting { command, dossier, doubt } = row;
    let href = format!("/ho-so/{}", command.act.dossier());
    let code = dossier.as_ref().and_then(|d| d.code.as_ref()).map(|code| format!("{} · ", code.short()));
    let at = command.at.clock();
    view! {
        <li><div class="grow">
            <a class="who" href=href>{say(move |lang| told::title(&command, dossier.as_ref(), lang))}</a>
            <div class="sub">{code}{at}</div>
            {doubt.map(|refusal| view! { <p class="note note--soon">{t(DOUBTFUL)}" "{t(refusal.sentence())}</p> })}
        </div></li>
    }
}

fn reviews(desk: Desk) -> impl IntoView {
    let ward = desk.ward();
    let notices = desk.notices().into_iter().filter(|notice| notice.outcome.needs_review());
    let (seen, unread): (Vec<Notice>, Vec<Notice>) = notices.partition(|notice| notice.read);
    let list = |notices: Vec<Notice>| {
        let items = notices.into_iter().map(|notice| review(desk, &ward, notice)).collect_view();
        view! { <ol class="inbox">{items}</ol> }
    };
    let fresh = if unread.is_empty() {
        view! { <Empty says=ALL_READ /> }.into_any()
    } else {
        list(unread).into_any()
    };
    let earlier = (!seen.is_empty()).then(|| {
        let list = list(seen.into_iter().take(SEEN_MAX).collect());
        view! { <details><summary>{t(EARLIER)}</summary>{list}</details> }
    });
    (fresh, earlier).into_any()
}

/// My value, where two people corrected the same fields and nobody has chosen yet.
fn my_correction(notice: &Notice, dossier: Option<&Dossier>) -> Option<dossier::amend::Details> {
    let Outcome::Conflict { over: Over::Details { group }, .. } = &notice.outcome else { return None };
    let Act::Dossier { act: dossier::Act::Amend(amend), .. } = &notice.command.as_ref()?.act else {
        return None;
    };
    dossier?.corrections.iter().any(|kept| kept.group == *group).then(|| amend.details.clone())
}

fn review(desk: Desk, ward: &Ward, notice: Notice) -> impl IntoView + use<> {
    let (n, read) = (notice.n, notice.read);
    let id = notice.command.as_ref().map(|command| command.act.dossier());
    let dossier = id.and_then(|id| desk.client(|client| client.dossier(id).cloned()));
    let fault = RwSignal::new(None::<Sentence>);
    let mine = my_correction(&notice, dossier.as_ref()).filter(|_| !read);
    let (pair, choice) = match (&notice.outcome, mine, dossier.as_ref(), notice.command.as_ref()) {
        (Outcome::Conflict { by, at, .. }, Some(mine), Some(dossier), Some(command)) => {
            let theirs = dossier::amend::Details::of(mine.group(), dossier);
            let fields = versus::differing(&mine, &theirs);
            let pair = versus::table(fields, command.at, ward.name_of(*by), *at);
            (Some(pair), Some(versus::choice(desk, n, dossier, mine, fault)))
        }
        (_, _, _, _) => (None, None),
    };
    let chooses = choice.is_some();
    let moved = matches!(notice.outcome, Outcome::Conflict { over: Over::Step { .. }, .. });
    let renumbered = matches!(notice.outcome, Outcome::Conflict { over: Over::Number { .. }, .. });
    let glyph = if chooses || renumbered { Glyph::Merge } else { Glyph::Refuse };
    let (headline, said) = (told::headline(&notice.outcome), told::verdict(ward, &notice.outcome));
    let (line_ward, command) = (ward.clone(), notice.command);
    let (title_command, title_dossier) = (command.clone(), dossier.clone());
    let title = move |lang: Lang| match &title_command {
        Some(command) => {
            let title = told::title(command, title_dossier.as_ref(), lang);
            format!("{}: {}", headline.of(lang), lower_first(&title))
        }
        None => headline.of(lang).to_owned(),
    };
    let line = move |lang: Lang| {
        command.as_ref().map(|c| told::line(&line_ward, c, dossier.as_ref(), lang)).unwrap_or_default()
    };
    let see = move |_| spawn_local(async move { desk.mark_read(n).await });
    view! {
        <li class="inbox__item" class:quiet=read>
            <div class="inbox__mark" data-hard=(!chooses && !renumbered).then_some("")><Icon glyph=glyph /></div>
            <div>
                <h3>{say(title)}</h3>
                <p class="sub">{say(line)}</p>
                <p class="inbox__said">{t(said)}</p>
                {pair}
                {move || fault.get().map(|said| view! { <p class="note note--late" role="alert">{t(said)}</p> })}
                <p class="line">
                    {choice}
                    {id.filter(|_| renumbered).map(|id| view! { <a class="btn btn--primary" href=format!("/ho-so/{id}/giay-hen")><Icon glyph=Glyph::Print />{t(REPRINT)}</a> })}
                    {id.map(|id| view! { <a class="btn" href=format!("/ho-so/{id}") data-open="">{if moved { t(AGAIN) } else { t(OPEN) }}</a> })}
                    {(!read).then(|| view! { <button class="btn btn--text" type="button" on:click=see>{t(SEEN)}</button> })}
                </p>
            </div>
        </li>
    }
}

/// A sentence goes on after a colon.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
