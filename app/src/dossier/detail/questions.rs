//! What the server has left to a person: two corrections, a clock that was not believed, a possible duplicate.
//!
//! Not here: how a question came up (`shared::sync::server`), the other acts (`acts`).
//! Invariant: an answer is an act like any other, with its own place in the history; until then nothing is dropped.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::amend::Details;
use shared::dossier::confirm_time::ConfirmTime;
use shared::dossier::record::{Correction, Dispute};
use shared::dossier::settle::{Settle, standing};
use shared::dossier::twin::NotDuplicate;
use shared::dossier::{Act, Dossier};
use shared::id::DossierId;
use shared::lang::{Lang, Sentence, Word, word};
use shared::moment::Moment;
use shared::ward::Ward;

use super::super::versus;
use crate::desk::Desk;
use crate::text::{say, t};
use crate::ui::toast::use_toast;

const KEPT: Word = word("Hai người cùng sửa, cần chọn", "Corrected by two people: choose one");
const USE_IT: Word = word("Dùng bản kia", "Use the other");
const KEEP: Word = word("Giữ bản đang dùng", "Keep the one in use");
const SETTLED: Word = word("Đã chọn", "Settled");
const DISPUTED: Word = word("Giờ cần xác nhận", "A time to confirm");
const WHY_DISPUTED: Word = word(
    "Đồng hồ của máy không khớp máy chủ nên tạm dùng giờ máy chủ. Tổ trưởng chọn giờ đúng; hạn trả tính lại theo giờ đó.",
    "The device's clock did not agree with the server's, whose time counts for now. The head says which one is right; the due moment follows.",
);
const DEVICE: Word = word("Lấy giờ của máy", "Take the device's");
const SERVER: Word = word("Lấy giờ máy chủ", "Take the server's");
const CONFIRMED: Word = word("Đã xác nhận giờ", "The time is confirmed");
const NO_DUPLICATE: Word = word("Không trùng", "No duplicate");
const DENIED: Word = word("Đã ghi là không trùng", "Recorded as no duplicate");

/// The answers to a question, each a button; or why this officer gives none of them.
pub fn answers(desk: Desk, id: DossierId, all: Vec<(Word, Act)>, done: Callback<()>) -> impl IntoView {
    let fault = RwSignal::new(None::<Sentence>);
    let mut refused: Vec<Sentence> = Vec::new();
    let mut buttons = Vec::new();
    for (label, act) in all {
        if let Err(refusal) = desk.verdict(id, &act) {
            let why = refusal.sentence();
            if !refused.contains(&why) {
                refused.push(why);
            }
            continue;
        }
        let act = StoredValue::new(act);
        let press = move |_| {
            spawn_local(async move {
                match desk.act(id, act.get_value()).await {
                    Ok(()) => done.run(()),
                    Err(trouble) => drop(fault.try_set(Some(trouble.sentence()))),
                }
            });
        };
        buttons.push(view! { <button class="btn" type="button" on:click=press>{t(label)}</button> });
    }
    let refused = refused.into_iter().map(|why| view! { <p class="small quiet">{t(why)}</p> }).collect_view();
    let line = (!buttons.is_empty()).then(|| view! { <p class="line dossier__choose">{buttons}</p> });
    view! {
        {move || fault.get().map(|said| view! { <p class="note note--late" role="alert">{t(said)}</p> })}
        {line}
        {refused}
    }
}

fn said(desk_word: Word) -> Callback<()> {
    let toast = use_toast();
    Callback::new(move |()| toast.say(desk_word))
}

/// Every question on the dossier.
pub fn questions(desk: Desk, dossier: &Dossier) -> impl IntoView + use<> {
    let ward = desk.ward();
    let corrections = dossier.corrections.iter().map(|kept| correction(desk, &ward, dossier, kept));
    let disputes = dossier.disputes.iter().map(|of| dispute(desk, &ward, dossier, of));
    (corrections.collect_view(), disputes.collect_view())
}

/// Whose value it is, when it was written, and whether it is the one in use.
pub fn whose(ward: &Ward, by: shared::id::OfficerId, at: Moment, in_use: bool) -> Sentence {
    let (who, when) = (ward.name_of(by), at.clock_and_day());
    let (vi, en) = if in_use { (" · đang dùng", " · in use") } else { ("", "") };
    Sentence::new(format!("{who}, {when}{vi}"), format!("{who}, {when}{en}"))
}

/// A value that lost a conflict, beside the one in use.
fn correction(desk: Desk, ward: &Ward, dossier: &Dossier, kept: &Correction) -> impl IntoView + use<> {
    let (by, since) = standing(dossier, kept.group);
    let used = (Details::of(kept.group, dossier), whose(ward, by, since, true));
    let other = (kept.value.clone(), whose(ward, kept.by, kept.at, false));
    let choose = |take| Act::Settle(Settle::of(kept, dossier, take));
    let all = vec![(KEEP, choose(false)), (USE_IT, choose(true))];
    view! {
        <section class="region">
            <header><h2>{t(KEPT)}</h2></header>
            {versus::table(used, other)}
            {answers(desk, dossier.id, all, said(SETTLED))}
        </section>
    }
}

/// An act whose device's clock was not believed: both moments, and the due moment by each.
fn dispute(desk: Desk, ward: &Ward, dossier: &Dossier, of: &Dispute) -> impl IntoView + use<> {
    let line = |at: Moment| {
        let due = desk.dues_at(dossier, of, at).map(|(_, due)| due.clock_and_day());
        let (when, vi, en) = (at.clock_and_day(), "hạn trả", "due");
        let of_lang = |due_word: &str| match &due {
            Some(due) => format!("{when}: {due_word} {due}"),
            None => when.clone(),
        };
        Sentence::new(of_lang(vi), of_lang(en))
    };
    let (kind, by) = (of.kind, ward.name_of(of.by));
    let confirm = |at| Act::ConfirmTime(ConfirmTime { of: of.clone(), at });
    let all = vec![(DEVICE, confirm(of.claimed)), (SERVER, confirm(of.used))];
    view! {
        <section class="region">
            <header><h2>{t(DISPUTED)}</h2></header>
            <p class="small quiet">{say(move |lang: Lang| format!("{} · {by}", kind.label().of(lang)))}</p>
            <dl class="versus">
                <div><dt>{t(word("Đồng hồ của máy", "By the device's clock"))}</dt><dd>{t(line(of.claimed))}</dd></div>
                <div><dt>{t(word("Đồng hồ máy chủ · đang dùng", "By the server's clock · in use"))}</dt><dd>{t(line(of.used))}</dd></div>
            </dl>
            <p class="small">{t(WHY_DISPUTED)}</p>
            {answers(desk, dossier.id, all, said(CONFIRMED))}
        </section>
    }
}

/// `Có thể trùng với hồ sơ 181122-6105, nhận cùng ngày.`, on either of the two.
pub fn duplicate(desk: Desk, dossier: &Dossier) -> impl IntoView + use<> {
    let id = dossier.id;
    let named = |other: DossierId| {
        let code = desk.dossier(other).and_then(|d| d.code).map(|code| code.short());
        code.unwrap_or_else(|| "…".to_owned())
    };
    let earlier = dossier.possible_duplicate.map(|other| {
        let all = vec![(NO_DUPLICATE, Act::NotDuplicate(NotDuplicate { other }))];
        (note(other, named(other)), answers(desk, id, all, said(DENIED)))
    });
    let later = desk.select(|client| {
        let later = client.dossiers().filter(|other| other.possible_duplicate == Some(id));
        later.map(|other| other.id).collect::<Vec<_>>()
    });
    let later = later.into_iter().map(|other| note(other, named(other))).collect_view();
    (earlier, later)
}

fn note(other: DossierId, code: String) -> impl IntoView {
    let said = word("Có thể trùng với hồ sơ", "May be the same as dossier");
    let same_day = word("cùng người, cùng thủ tục, cùng ngày.", "same person, procedure and day.");
    view! { <p class="note note--soon">{t(said)}" "<a href=format!("/ho-so/{other}")>{code}</a>": "{t(same_day)}</p> }
}
