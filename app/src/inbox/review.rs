//! What the server judged otherwise: who did what and when, what became of it, what to do now.
//!
//! Not here: the sentences (`told`), what waits (`inbox`), which outcomes are whose (`shared::sync::notice`).
//! Invariant: whatever wants eyes is listed, from whichever device its act came; only the author does it again or
//! chooses, and only looking takes it off the list.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::act::Act;
use shared::dossier::amend::Details;
use shared::dossier::record::Correction;
use shared::dossier::settle::{self, Settle};
use shared::dossier::{self, Dossier};
use shared::id::OfficerId;
use shared::lang::{Lang, Sentence, Word, word};
use shared::sync::client::Client;
use shared::sync::notice::{Item, NoticeId, because_of};
use shared::sync::wire::{Outcome, Over};
use shared::ward::Ward;

use super::{told, typed};
use crate::desk::Desk;
use crate::dossier::detail::questions;
use crate::dossier::versus;
use crate::text::{say, t};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Empty;

const ALL_READ: Word = word(
    "Không có việc nào cần xem lại: việc nào đã gửi, máy chủ ghi đúng như bạn ghi.",
    "Nothing to look at: what was sent was recorded as you wrote it.",
);
const OPEN: Word = word("Xem hồ sơ", "Open the dossier");
const AGAIN: Word = word("Làm lại trên bản mới", "Do it again on the new state");
const REPRINT: Word = word("In lại giấy hẹn", "Print the slip again");
const MINE: Word = word("Dùng của tôi", "Use mine");
const THEIRS: Word = word("Giữ bản đang dùng", "Keep the one in use");
const KEPT_HERE: Word = word("Cả hai bản được giữ lại để chọn.", "Both are kept to choose from.");
const KEPT_THERE: Word = word(
    "Cả hai bản được giữ lại, chọn ở trang hồ sơ.",
    "Both are kept; the choice is on the dossier's page.",
);
const CHOSEN: Word = word(
    "Đã có người chọn; trang hồ sơ ghi bản đang dùng.",
    "Somebody has chosen; the dossier's page shows what stands.",
);
const SEEN: Word = word("Đã xem", "Seen");
const EARLIER: Word = word("Đã xem trước đây", "Seen before");
const LEFT: Word = word(
    "Người ghi chưa xem sau 24 giờ. Nhắc người ghi, hoặc mở hồ sơ mà xử lý; việc này vẫn chờ người ghi xem.",
    "Its author has not looked at it for 24 hours. Tell them, or see to the dossier yourself; it still waits for its author.",
);

/// Looked-at outcomes that stay in the list.
const SEEN_MAX: usize = 20;

/// Who is looking, at all of it.
struct Seen<'a> {
    desk: Desk,
    ward: &'a Ward,
    me: OfficerId,
    items: &'a [Item],
}

pub(super) fn reviews(desk: Desk) -> impl IntoView {
    let (ward, me) = (desk.ward(), desk.with_me(|me| me.id));
    let (items, unlisted) = desk.select(|client: &Client| (client.items(), client.heard.unlisted()));
    let seen = Seen { desk, ward: &ward, me, items: &items };
    let list = |items: Vec<&Item>| {
        let items = items.into_iter().map(|item| review(&seen, item)).collect_view();
        view! { <ol class="inbox">{items}</ol> }
    };
    let (read, unread): (Vec<&Item>, Vec<&Item>) = items.iter().partition(|item| item.read);
    let fresh = if unread.is_empty() && unlisted == 0 {
        view! { <Empty says=ALL_READ /> }.into_any()
    } else {
        list(unread).into_any()
    };
    let more = (unlisted > 0).then(|| {
        let more = Sentence::new(
            format!("Còn {unlisted} việc nữa; xem xong các việc trên sẽ hiện tiếp."),
            format!("And {unlisted} more; they follow when those above are seen."),
        );
        view! { <p class="note note--soon">{t(more)}</p> }
    });
    let earlier = (!read.is_empty()).then(|| {
        let list = list(read.into_iter().take(SEEN_MAX).collect());
        view! { <details><summary>{t(EARLIER)}</summary>{list}</details> }
    });
    (fresh, more, earlier).into_any()
}

fn looked(desk: Desk, id: NoticeId) -> Callback<()> {
    Callback::new(move |()| spawn_local(async move { desk.mark_read(id).await }))
}

/// My value, where two people corrected the same fields and nobody has chosen yet.
fn my_correction<'a>(item: &Item, dossier: Option<&'a Dossier>) -> Option<&'a Correction> {
    let Outcome::Conflict { over: Over::Details { group }, .. } = &item.outcome else { return None };
    let command = item.command.as_ref()?;
    let Act::Dossier { act: dossier::Act::Amend(amend), .. } = &command.act else { return None };
    let mine = |kept: &&Correction| {
        (kept.group, kept.by) == (*group, command.writer.officer) && kept.value == amend.details
    };
    dossier?.corrections.iter().find(mine)
}

/// Whether the value that did not stand waits on the dossier for somebody's choice.
fn is_kept(item: &Item, dossier: Option<&Dossier>) -> bool {
    let Outcome::Conflict { over: Over::Details { group }, .. } = &item.outcome else { return false };
    let author = item.id.writer.officer;
    dossier.is_some_and(|dossier| dossier.corrections.iter().any(|c| (c.group, c.by) == (*group, author)))
}

/// Both values, and the choice between them.
fn versus_view(seen: &Seen, id: NoticeId, dossier: &Dossier, kept: &Correction) -> impl IntoView + use<> {
    let (by, since) = settle::standing(dossier, kept.group);
    let theirs = Details::of(kept.group, dossier);
    let when = kept.at.clock_and_day();
    let you = Sentence::new(format!("Bạn, {when}"), format!("You, {when}"));
    let choose = |take| dossier::Act::Settle(Settle::of(kept, dossier, take));
    let all = vec![(MINE, choose(true)), (THEIRS, choose(false))];
    view! {
        {versus::table((kept.value.clone(), you), (theirs, questions::whose(seen.ward, by, since, true)))}
        {questions::answers(seen.desk, dossier.id, all, looked(seen.desk, id))}
    }
}

/// The same act on the dossier as it stands now, where the server would take it; otherwise why it would not. A
/// reception is not done again from here: its slip has to be printed.
fn again(desk: Desk, item: &Item, dossier: Option<&Dossier>) -> Option<impl IntoView + use<>> {
    let Act::Dossier { id, act } = &item.command.as_ref().filter(|_| item.outcome.is_refused())?.act;
    let (id, act) = (*id, act.anew(dossier));
    if act.number().is_some() || dossier.is_none() {
        return None;
    }
    Some(questions::answers(desk, id, vec![(AGAIN, act)], looked(desk, item.id)))
}

/// What this act was built on, where that was refused too.
fn built_on(items: &[Item], item: &Item) -> Option<Sentence> {
    let before = because_of(items, item)?.about?;
    let (label, at) = (before.kind.label(), before.at.clock_and_day());
    Some(Sentence::new(
        format!("Việc trước trên hồ sơ này ({}, {at}) cũng chưa được ghi nhận.", label.vi.to_lowercase()),
        format!("The act before it on this dossier ({}, {at}) was not recorded either.", label.en),
    ))
}

fn review(seen: &Seen, item: &Item) -> impl IntoView + use<> {
    let Seen { desk, ward, me, items } = *seen;
    let (notice, read, mine) = (item.id, item.read, item.id.writer.officer == me);
    let id = item.about.map(|about| about.dossier);
    let dossier = id.and_then(|id| desk.client(|client| client.dossier(id).cloned()));
    let dossier_known = dossier.is_some();
    let choice = dossier.as_ref().zip(my_correction(item, dossier.as_ref())).filter(|_| mine && !read);
    let choice = choice.map(|(dossier, kept)| versus_view(seen, notice, dossier, kept));
    let chooses = choice.is_some();
    let again = if mine && !read { again(desk, item, dossier.as_ref()) } else { None };
    let built_on = built_on(items, item);
    let refused = item.command.as_ref().filter(|_| item.outcome.is_refused());
    let entered = refused.and_then(|command| {
        let Act::Dossier { act, .. } = &command.act;
        typed::typed(act)
    });
    let details = matches!(item.outcome, Outcome::Conflict { over: Over::Details { .. }, .. });
    let renumbered = matches!(item.outcome, Outcome::Conflict { over: Over::Number { .. }, .. });
    let glyph = if details || renumbered { Glyph::Merge } else { Glyph::Refuse };
    let said = told::verdict(ward, &item.outcome);
    let kept = details.then(|| match (chooses, is_kept(item, dossier.as_ref())) {
        (true, _) => KEPT_HERE,
        (false, true) => KEPT_THERE,
        (false, false) => CHOSEN,
    });
    let title = {
        let (item, dossier) = (item.clone(), dossier.clone());
        move |lang: Lang| told::heading(&item, dossier.as_ref(), lang)
    };
    let line = {
        let (item, ward) = (item.clone(), ward.clone());
        move |lang: Lang| told::line(&ward, &item, mine, dossier.as_ref(), lang)
    };
    // What was refused may never have been a dossier.
    let opens = dossier_known || !item.outcome.is_refused();
    let see = move |_| looked(desk, notice).run(());
    view! {
        <li class="inbox__item" class:quiet=read>
            <div class="inbox__mark" data-hard=(!details && !renumbered).then_some("")><Icon glyph=glyph /></div>
            <div>
                <h2>{say(title)}</h2>
                <p class="sub">{say(line)}</p>
                <p class="inbox__said">{t(said)}</p>
                {kept.map(|said| view! { <p class="inbox__said">{t(said)}</p> })}
                {built_on.map(|said| view! { <p class="inbox__said">{t(said)}</p> })}
                {(!mine).then(|| view! { <p class="inbox__said">{t(LEFT)}</p> })}
                {entered}
                {choice}
                {again}
                <p class="line">
                    {id.filter(|_| renumbered).map(|id| view! { <a class="btn btn--primary" href=format!("/ho-so/{id}/giay-hen")><Icon glyph=Glyph::Print />{t(REPRINT)}</a> })}
                    {id.filter(|_| opens).map(|id| view! { <a class="btn" href=format!("/ho-so/{id}") data-open="">{t(OPEN)}</a> })}
                    {(!read).then(|| view! { <button class="btn btn--text" type="button" on:click=see>{t(SEEN)}</button> })}
                </p>
            </div>
        </li>
    }
}
