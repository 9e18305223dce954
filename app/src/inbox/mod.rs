//! Việc chờ gửi và việc cần xem lại: where one's work is, in plain sentences.
//!
//! Not here: sending (`link`), verdicts (`shared::sync::server`).
//! Invariant: nothing is hidden: what waits, what would now be refused, what the server judged otherwise.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::act::Act;
use shared::dossier::Dossier;
use shared::lang::{Lang, Sentence, Word, word};
use shared::sync::client::Notice;
use shared::sync::wire::{Command, Outcome, Over};
use shared::ward::Ward;

use crate::desk::{Desk, use_desk};
use crate::text::{say, t};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Empty;

const TITLE: Word = word("Việc chờ gửi và cần xem lại", "Waiting and to look at");
const QUEUE: Word = word("Chờ gửi", "Waiting to be sent");
const REVIEW: Word = word("Cần xem lại", "To look at");
const ALL_SENT: Word = word("Không có việc nào chờ gửi.", "Nothing waits.");
const ALL_READ: Word = word("Không có việc nào cần xem lại.", "Nothing to look at.");
const SEND: Word = word("Gửi ngay", "Send now");
const DOUBTFUL: Word = word("Máy chủ sẽ từ chối:", "The server will refuse:");
const OPEN: Word = word("Mở hồ sơ", "Open the dossier");
const AGAIN: Word = word("Làm lại trên bản mới", "Do it again on the new state");
const REPRINT: Word = word("In lại giấy hẹn", "Print the slip again");
const READ: Word = word("Đã xem", "Seen");
const LOGOUT: Word = word("Đăng xuất", "Log out");
const LOGOUT_SAFE: Word = word(
    "Đăng xuất lúc còn việc chưa gửi vẫn an toàn: việc ở lại máy này và tự gửi khi bạn đăng nhập lại.",
    "Logging out with unsent work is safe: it stays on this device and goes out when you log in again.",
);

/// `Tiếp nhận 181122-6105 của Nguyễn Thị Lan, 15:42`
pub fn told(ward: &Ward, dossier: Option<&Dossier>, command: &Command, lang: Lang) -> String {
    let Act::Dossier { act, .. } = &command.act;
    let what = act.kind().label().of(lang);
    let whose = dossier
        .map(|d| format!(" {} · {}", d.applicant.name, super::dossier::short_code(d)))
        .unwrap_or_default();
    let _ = ward;
    format!("{what}:{whose}, {}", command.at.clock_and_day())
}

/// What became of it, in a sentence.
pub fn verdict(ward: &Ward, outcome: &Outcome) -> Sentence {
    match outcome {
        Outcome::Applied { .. } => Sentence::new("Đã ghi.", "Recorded."),
        Outcome::Merged { .. } => {
            Sentence::new("Đã ghi, cùng lúc với sửa đổi khác.", "Recorded beside another change.")
        }
        Outcome::Noop { by, at } => Sentence::new(
            format!("{} đã làm việc này lúc {}.", ward.name_of(*by), at.clock_and_day()),
            format!("{} had done this at {}.", ward.name_of(*by), at.clock_and_day()),
        ),
        Outcome::Conflict { over: Over::Step { refusal }, by, at, .. } => {
            let why = refusal.sentence();
            let who = (ward.name_of(*by), at.clock_and_day());
            Sentence::new(
                format!("{} đã chuyển bước hồ sơ lúc {}. {}", who.0, who.1, why.vi),
                format!("{} moved the dossier at {}. {}", who.0, who.1, why.en),
            )
        }
        Outcome::Conflict { over: Over::Details { group }, by, at, .. } => Sentence::new(
            format!(
                "{} cũng sửa “{}” lúc {}. Bản của bạn được giữ trên hồ sơ để chọn.",
                ward.name_of(*by),
                group.label().vi,
                at.clock_and_day()
            ),
            format!(
                "{} corrected “{}” too, at {}. Yours is kept on the dossier to choose from.",
                ward.name_of(*by),
                group.label().en,
                at.clock_and_day()
            ),
        ),
        Outcome::Conflict { over: Over::Number { printed, given }, .. } => Sentence::new(
            format!(
                "Số {} đã có hồ sơ khác; hồ sơ này mang số {}. In lại giấy hẹn cho công dân.",
                printed.short(),
                given.short()
            ),
            format!(
                "{} was taken; this dossier is now {}. Print the slip again for the citizen.",
                printed.short(),
                given.short()
            ),
        ),
        Outcome::Rejected { refusal } | Outcome::Quarantined { refusal, .. } => refusal.sentence(),
    }
}

#[component]
pub fn InboxPage() -> impl IntoView {
    let desk = use_desk();
    let logout = move |_| spawn_local(async move { desk.logout().await });
    view! {
        <div class="head">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <button class="btn" type="button" on:click=move |_| desk.poke()><Icon glyph=Glyph::Sync />{t(SEND)}</button>
        </div>
        {move || desk.stuck().map(|said| view! { <p class="note note--soon" role="status">{t(said)}</p> })}
        <div class="cols">
            <section class="region"><header><h2>{t(REVIEW)}</h2></header>{move || reviews(desk)}</section>
            <div class="stack">
                <section class="region"><header><h2>{t(QUEUE)}</h2><span class="n">{move || desk.sync().waiting}</span></header>{move || queue(desk)}</section>
                <p class="small quiet">{t(LOGOUT_SAFE)}</p>
                <p><button class="btn" type="button" on:click=logout>{t(LOGOUT)}</button></p>
            </div>
        </div>
    }
}

fn queue(desk: Desk) -> impl IntoView {
    let ward = desk.ward();
    let rows = desk.select(|client| {
        client
            .queue
            .values()
            .filter_map(|queued| queued.body.open().ok())
            .map(|command| {
                let dossier = client.dossier(command.act.dossier()).cloned();
                let doubt = client.doubtful().get(&command.n).map(|refusal| refusal.sentence());
                (command, dossier, doubt)
            })
            .collect::<Vec<_>>()
    });
    if rows.is_empty() {
        return view! { <Empty says=ALL_SENT /> }.into_any();
    }
    let items = rows
        .into_iter()
        .map(|(command, dossier, doubt)| {
            let ward = ward.clone();
            let href = format!("/ho-so/{}", command.act.dossier());
            view! {
                <li><div class="grow">
                    <a class="who" href=href>{say(move |lang| told(&ward, dossier.as_ref(), &command, lang))}</a>
                    {doubt.map(|said| view! { <p class="note note--soon">{t(DOUBTFUL)}" "{t(said)}</p> })}
                </div></li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{items}</ul> }.into_any()
}

fn reviews(desk: Desk) -> impl IntoView {
    let ward = desk.ward();
    let mut rows: Vec<Notice> = desk.notices().into_iter().filter(|n| n.outcome.needs_review()).collect();
    rows.sort_by_key(|notice| (notice.read, std::cmp::Reverse(notice.n)));
    if rows.is_empty() {
        return view! { <Empty says=ALL_READ /> }.into_any();
    }
    let items = rows.into_iter().take(50).map(|notice| review(desk, &ward, notice)).collect_view();
    view! { <ul class="rows">{items}</ul> }.into_any()
}

fn review(desk: Desk, ward: &Ward, notice: Notice) -> impl IntoView + use<> {
    let Notice { n, outcome, command, read } = notice;
    let said = verdict(ward, &outcome);
    let id = command.as_ref().map(|c| c.act.dossier());
    let dossier = id.and_then(|id| desk.client(|client| client.dossier(id).cloned()));
    let line = {
        let ward = ward.clone();
        move |lang: Lang| command.as_ref().map(|c| told(&ward, dossier.as_ref(), c, lang)).unwrap_or_default()
    };
    let moved = matches!(outcome, Outcome::Conflict { over: Over::Step { .. }, .. });
    let renumbered = matches!(outcome, Outcome::Conflict { over: Over::Number { .. }, .. });
    let see = move |_| spawn_local(async move { desk.mark_read(n).await });
    view! {
        <li class:quiet=read>
            <div class="grow">
                <b>{say(line)}</b>
                <p>{t(said)}</p>
                <p class="line">
                    {id.map(|id| view! { <a class="btn" href=format!("/ho-so/{id}")>{if moved { t(AGAIN) } else { t(OPEN) }}</a> })}
                    {id.filter(|_| renumbered).map(|id| view! { <a class="btn" href=format!("/ho-so/{id}/giay-hen")><Icon glyph=Glyph::Print />{t(REPRINT)}</a> })}
                    {(!read).then(|| view! { <button class="btn btn--text" type="button" on:click=see>{t(READ)}</button> })}
                </p>
            </div>
        </li>
    }
}

#[cfg(test)]
mod tests;
