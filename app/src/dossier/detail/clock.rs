//! Đồng hồ: the time from reception to the due moment, with its pauses, and now.
//!
//! Not here: how the due moment moves (`shared::calendar`).
//! Invariant: the picture has its sentence; numbers are never only in the picture.

use leptos::prelude::*;
use shared::dossier::Dossier;
use shared::lang::Lang;
use shared::moment::Moment;
use shared::ward::Ward;

use crate::text::say;

const WIDTH: i64 = 720;

/// The bar and the sentence below.
pub fn clock(ward: &Ward, dossier: &Dossier, now: Moment) -> Option<impl IntoView + use<>> {
    let (received, due) = (dossier.received_at?, dossier.due?);
    let end = dossier.finished_at.unwrap_or(now).max(due);
    let length = (end.millis() - received.millis()).max(1);
    let x = move |at: Moment| ((at.millis() - received.millis()).clamp(0, length) * WIDTH) / length;
    let until = dossier.finished_at.unwrap_or(now);
    let pauses = dossier
        .pauses
        .iter()
        .map(|pause| {
            let (from, to) = (x(pause.from), x(pause.to.unwrap_or(until)));
            view! { <rect class="clock__pause" x=from y="6" width=(to - from).max(2) height="18"></rect> }
        })
        .collect_view();
    let (at_now, at_due) = (x(until), x(due));
    let (first, term, promised) = (dossier.due_first, dossier.term, dossier.promised);
    let paused: Vec<(Moment, Option<Moment>, shared::lang::Word)> =
        dossier.pauses.iter().map(|p| (p.from, p.to, p.why.label())).collect();
    let sentence = move |lang: Lang| {
        let mut parts = vec![term.text(lang)];
        if let Some(first) = first.filter(|first| *first != due) {
            parts.push(format!("{} {}", lang.pick("hạn gốc", "first due"), first.clock_and_day()));
        }
        for (from, to, why) in &paused {
            let to = to.map_or_else(|| lang.pick("nay", "now").to_owned(), |to| to.day().vi_short());
            parts.push(format!("{} {}–{to} ({})", lang.pick("dừng", "stopped"), from.day().vi_short(), why.of(lang)));
        }
        parts.push(format!("{} {}", lang.pick("hạn", "due"), due.clock_and_day()));
        if let Some(promised) = promised.filter(|promised| *promised != due) {
            parts.push(format!("{} {}", lang.pick("đã xin lỗi, hẹn lại", "apologised, now"), promised.clock_and_day()));
        }
        parts.join("; ")
    };
    let _ = ward;
    let label = sentence.clone();
    Some(view! {
        <svg class="clock" viewBox=format!("0 0 {WIDTH} 30") preserveAspectRatio="none" role="img" aria-label=say(label)>
            <rect class="clock__all" x="0" y="6" width=WIDTH height="18"></rect>
            <rect class="clock__run" x="0" y="6" width=at_now height="18"></rect>
            {pauses}
            <rect class="clock__due" x=(at_due - 2).max(0) y="2" width="3" height="26"></rect>
            <rect class="clock__now" x=(at_now - 1).max(0) y="0" width="2" height="30"></rect>
        </svg>
        <p class="small">{say(sentence)}</p>
    })
}
