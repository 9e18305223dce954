//! Việc chờ gửi, việc cần xem lại, việc mới: where one's work is, in plain sentences.
//!
//! Not here: sending (`link`), verdicts (`shared::sync::server`), what concerns an officer (`shared::dossier::concern`).
//! Invariant: nothing is hidden: what waits, what would now be refused, what the server judged otherwise.

mod export;
mod mine;
mod review;
pub mod told;
mod typed;
pub mod whole;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::Dossier;
use shared::lang::{Lang, Sentence, Word, counted, word};
use shared::moment::Moment;
use shared::refusal::Refusal;
use shared::sync::client::{Client, Notice};
use shared::sync::wire::{Command, Outcome};

use crate::desk::{Desk, use_desk};
use crate::dossier::row;
use crate::text::{say, t};
use crate::ui::state::Empty;

const TITLE: Word = word("Việc cần xem lại", "To look at");
const QUEUE: Word = word("Đang chờ gửi", "Waiting to be sent");
const TODAY: Word = word("Máy chủ đã nhận hôm nay", "Taken by the server today");
const AS_WRITTEN: Word = word("Ghi nhận như bạn ghi", "Recorded as you wrote");
const MERGED: Word = word("Gộp, không mất gì", "Merged, nothing lost");
const REVIEW: Word = word("Cần xem lại", "To look at");
const ALL_SENT: Word = word("Không có việc nào chờ gửi.", "Nothing waits.");
const SEND: Word = word("Gửi ngay", "Send now");
const LOGIN: Word = word("Đăng nhập lại", "Log in again");
const DOUBTFUL: Word = word("Máy chủ sẽ từ chối:", "The server will refuse:");
const STILL_SENT: Word = word(
    "Việc vẫn được gửi theo thứ tự; máy chủ trả lời xong sẽ hiện ở “Cần xem lại”.",
    "It is still sent in its order; the server's answer will stand under “To look at”.",
);

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
        if client.wants_eyes(notice) {
            (plain, merged, other + 1)
        } else if matches!(notice.outcome, Outcome::Applied { .. }) {
            (plain + 1, merged, other)
        } else {
            (plain, merged + 1, other)
        }
    })
}

#[component]
pub fn InboxPage() -> impl IntoView {
    let desk = use_desk();
    row::use_row_keys();
    // Another tab, or another device, may have marked something as read.
    spawn_local(async move {
        desk.recall_read().await;
        desk.share_read().await;
    });
    let count = move |lang: Lang| {
        let n = desk.sync().unread;
        match lang {
            Lang::Vi => format!("{n} việc máy chủ xử lý khác với người ghi."),
            Lang::En => {
                format!("{} judged otherwise by the server.", counted(n, "act was", "acts were"))
            }
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
            <section class="region">{move || review::reviews(desk)}</section>
            <div class="stack">
                <section class="region">
                    <header>
                        <h2>{t(QUEUE)}</h2><span class="n">{move || desk.sync().waiting}</span>
                        <button class="btn btn--text more" type="button" on:click=move |_| desk.poke()>{send}</button>
                    </header>
                    {move || queue(desk)}
                    {move || how_it_stands(desk).map(|said| view! { <p class="note note--soon" role="status">{t(said)}</p> })}
                    {whole::whole(desk)}
                    {export::export(desk)}
                </section>
                <section class="region">{move || mine::mine(desk)}</section>
                <section class="region">
                    <header><h2>{t(TODAY)}</h2></header>
                    <dl class="kv">{counts}</dl>
                </section>
            </div>
        </div>
    }
}

/// How many dossiers have come to say what only a newer version of these pages can read; told above every page.
pub fn beyond(desk: Desk) -> Option<Sentence> {
    let n = desk.select(|client| client.beyond());
    let dossiers = if n == 1 { "dossier says" } else { "dossiers say" };
    (n > 0).then(|| {
        Sentence::new(
            format!("{n} hồ sơ có điều mà bản trang này chưa đọc được, nên danh sách và con số còn thiếu hoặc cũ. Tải bản mới để xem."),
            format!("{n} {dossiers} what this version cannot read yet; lists and figures leave them out or show them as they were. Load the new version."),
        )
    })
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
            "No network. {} kept on this device, the oldest since {since}; what waits goes out in order by itself.",
            counted(waiting, "act is", "acts are")
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

#[cfg(test)]
mod tests;
