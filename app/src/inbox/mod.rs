//! Việc chờ gửi và việc cần xem lại: where one's work is, in plain sentences.
//!
//! Not here: sending (`link`), verdicts (`shared::sync::server`).
//! Invariant: nothing is hidden: what waits, what would now be refused, what the server judged otherwise.

mod export;
pub mod told;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::act::Act;
use shared::dossier::amend::Details;
use shared::dossier::record::Correction;
use shared::dossier::settle::{self, Settle};
use shared::dossier::{self, Dossier};
use shared::lang::{Lang, Sentence, Word, word};
use shared::moment::Moment;
use shared::refusal::Refusal;
use shared::sync::client::{Client, Notice};
use shared::sync::notice::because_of;
use shared::sync::wire::{Command, Outcome, Over};
use shared::ward::Ward;

use crate::desk::{Desk, use_desk};
use crate::dossier::detail::questions;
use crate::dossier::{row, versus};
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
const MINE: Word = word("Dùng của tôi", "Use mine");
const THEIRS: Word = word("Giữ bản đang dùng", "Keep the one in use");
const STILL_SENT: Word = word(
    "Việc vẫn được gửi theo thứ tự; máy chủ trả lời xong sẽ hiện ở “Cần xem lại”.",
    "It is still sent in its order; the server's answer will stand under “To look at”.",
);
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
                    {export::export(desk)}
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
            {doubt.map(|refusal| view! { <p class="note note--soon">{t(DOUBTFUL)}" "{t(refusal.sentence())}" "{t(STILL_SENT)}</p> })}
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
fn my_correction<'a>(notice: &Notice, dossier: Option<&'a Dossier>) -> Option<&'a Correction> {
    let Outcome::Conflict { over: Over::Details { group }, .. } = &notice.outcome else { return None };
    let command = notice.command.as_ref()?;
    let Act::Dossier { act: dossier::Act::Amend(amend), .. } = &command.act else { return None };
    let mine = |kept: &&Correction| {
        (kept.group, kept.by) == (*group, command.writer.officer) && kept.value == amend.details
    };
    dossier?.corrections.iter().find(mine)
}

/// Both values, and the choice between them.
fn versus_view(
    desk: Desk,
    ward: &Ward,
    n: u64,
    dossier: &Dossier,
    kept: &Correction,
) -> impl IntoView + use<> {
    let (by, since) = settle::standing(dossier, kept.group);
    let theirs = Details::of(kept.group, dossier);
    let when = kept.at.clock_and_day();
    let you = Sentence::new(format!("Bạn, {when}"), format!("You, {when}"));
    let choose = |take| dossier::Act::Settle(Settle::of(kept, dossier, take));
    let all = vec![(MINE, choose(true)), (THEIRS, choose(false))];
    let done = Callback::new(move |()| spawn_local(async move { desk.mark_read(n).await }));
    view! {
        {versus::table((kept.value.clone(), you), (theirs, questions::whose(ward, by, since, true)))}
        {questions::answers(desk, dossier.id, all, done)}
    }
}

/// The same act on the dossier as it stands now, where the server would take it; otherwise why it would not. A
/// reception is not done again from here: its slip has to be printed.
fn again(desk: Desk, notice: &Notice, dossier: Option<&Dossier>) -> Option<impl IntoView + use<>> {
    let Act::Dossier { id, act } = &notice.command.as_ref().filter(|_| notice.outcome.is_refused())?.act;
    let (n, id, act) = (notice.n, *id, act.anew(dossier));
    if act.number().is_some() || dossier.is_none() {
        return None;
    }
    let done = Callback::new(move |()| spawn_local(async move { desk.mark_read(n).await }));
    Some(questions::answers(desk, id, vec![(AGAIN, act)], done))
}

/// What this act was built on, where that was refused too.
fn built_on(desk: Desk, notice: &Notice) -> Option<Sentence> {
    let before = desk.client(|client| {
        let n = because_of(&client.inbox, notice.n)?;
        client.inbox.get(&n)?.command.clone()
    })?;
    let Act::Dossier { act, .. } = &before.act;
    let (label, at) = (act.kind().label(), before.at.clock_and_day());
    Some(Sentence::new(
        format!(
            "Việc trước của bạn trên hồ sơ này ({}, {at}) cũng chưa được ghi nhận.",
            label.vi.to_lowercase()
        ),
        format!("Your act before it on this dossier ({}, {at}) was not recorded either.", label.en),
    ))
}

fn review(desk: Desk, ward: &Ward, notice: Notice) -> impl IntoView + use<> {
    let (n, read) = (notice.n, notice.read);
    let id = notice.command.as_ref().map(|command| command.act.dossier());
    let dossier = id.and_then(|id| desk.client(|client| client.dossier(id).cloned()));
    let choice = dossier.as_ref().zip(my_correction(&notice, dossier.as_ref())).filter(|_| !read);
    let choice = choice.map(|(dossier, kept)| versus_view(desk, ward, n, dossier, kept));
    let chooses = choice.is_some();
    let again = if read { None } else { again(desk, &notice, dossier.as_ref()) };
    let built_on = built_on(desk, &notice);
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
                {built_on.map(|said| view! { <p class="inbox__said">{t(said)}</p> })}
                {choice}
                {again}
                <p class="line">
                    {id.filter(|_| renumbered).map(|id| view! { <a class="btn btn--primary" href=format!("/ho-so/{id}/giay-hen")><Icon glyph=Glyph::Print />{t(REPRINT)}</a> })}
                    {id.map(|id| view! { <a class="btn" href=format!("/ho-so/{id}") data-open="">{t(OPEN)}</a> })}
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
