//! Ca hỗ trợ: whom the volunteers helped in the period, by tap.
//!
//! Not here: applications that were written with a volunteer's help; those are counted as dossiers, above.
//! Invariant: the columns add up to the whole, also where only the newest shifts are listed.

use leptos::prelude::*;
use shared::id::OfficerId;
use shared::lang::{Lang, Word, number, word};
use shared::moment::Day;
use shared::shift::{Counts, Line, Shifts, Tally, Topic, sum};

use super::count;
use crate::desk::{answered_below, ask_again_when_back, use_desk};
use crate::text::{say, t};
use crate::ui::state::Empty;

const TITLE: Word = word("Ca hỗ trợ của đoàn viên", "Volunteers' shifts");
const APART: Word = word(
    "lượt giúp ở cửa; không tính hồ sơ nộp có người hỗ trợ",
    "helped at the door, apart from assisted applications",
);
const NOBODY: Word = word("Chưa có ca hỗ trợ nào trong kỳ.", "No volunteer's shift in this period.");
const VOLUNTEER: Word = word("Đoàn viên", "Volunteer");
const SHIFTS: Word = word("Số ca", "Shifts");
const HELPED: Word = word("Lượt", "Helped");
const SUM: Word = word("Cộng", "Total");
const EACH: Word = word("Từng ca", "Shift by shift");
const DAY: Word = word("Ngày, buổi", "Day, half-day");
const OPEN: Word = word("chưa kết thúc", "not ended yet");

fn cells(counts: &Counts) -> impl IntoView + use<> {
    let of = |topic: &Topic| count(topic.label(), counts.get(topic).copied().unwrap_or(0));
    Topic::ALL.iter().map(of).collect_view()
}

fn heads() -> impl IntoView {
    Topic::ALL.map(|topic| view! { <th scope="col" class="num">{t(topic.label())}</th> }).collect_view()
}

fn listed(lines: Vec<Line>, of: u32, name_of: &dyn Fn(OfficerId) -> String) -> impl IntoView + use<> {
    let shown = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let title = move |lang: Lang| match shown < of {
        false => EACH.of(lang).to_owned(),
        true => {
            let (shown, of) = (number(lang, shown.into()), number(lang, of.into()));
            match lang {
                Lang::Vi => format!("{shown} ca gần nhất trong {of} ca"),
                Lang::En => format!("The newest {shown} of {of} shifts"),
            }
        }
    };
    let row = |line: Line| {
        let (day, half, open) = (line.day, line.half, line.open);
        let when = move |lang: Lang| format!("{}, {}", day.vi(), half.label().of(lang).to_lowercase());
        view! {
            <tr>
                <th scope="row">{say(when)}{open.then(|| view! { " "<small class="soon">{t(OPEN)}</small> })}</th>
                <td data-label=t(VOLUNTEER)>{name_of(line.officer)}</td>{count(HELPED, sum(&line.counts))}{cells(&line.counts)}
            </tr>
        }
    };
    let rows = lines.into_iter().map(row).collect_view();
    view! {
        <details class="board__shifts">
            <summary>{say(title)}</summary>
            <div class="scroll" role="group" tabindex="0" aria-label=t(EACH)><table class="table table--dense table--fold">
                <thead><tr><th scope="col">{t(DAY)}</th><th scope="col">{t(VOLUNTEER)}</th><th scope="col" class="num">{t(HELPED)}</th>{heads()}</tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </details>
    }
}

/// Who helped how many with what, or that there was no shift.
pub fn shifts_view(all: Shifts, name_of: impl Fn(OfficerId) -> String) -> impl IntoView {
    let Shifts { lines, total, volunteers } = all;
    let row = |(officer, tally): (OfficerId, Tally)| {
        view! {
            <tr><th scope="row" class="nowrap">{name_of(officer)}</th>{count(SHIFTS, tally.shifts)}{count(HELPED, tally.helped())}{cells(&tally.counts)}</tr>
        }
    };
    let body = if total.shifts == 0 {
        view! { <Empty says=NOBODY /> }.into_any()
    } else {
        let rows = volunteers.into_iter().map(row).collect_view();
        view! {
            <div class="scroll" role="group" tabindex="0" aria-label=t(TITLE)><table class="table table--dense table--fold">
                <thead><tr><th scope="col">{t(VOLUNTEER)}</th><th scope="col" class="num">{t(SHIFTS)}</th><th scope="col" class="num">{t(HELPED)}</th>{heads()}</tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr><th scope="row">{t(SUM)}</th>{count(SHIFTS, total.shifts)}{count(HELPED, total.helped())}{cells(&total.counts)}</tr></tfoot>
            </table></div>
            {listed(lines, total.shifts, &name_of)}
        }
        .into_any()
    };
    view! {
        <section class="region board__survey">
            <header><h2>{t(TITLE)}</h2><p>{t(APART)}</p></header>
            {body}
        </section>
    }
}

/// The section below the board's figures, of the same period.
#[component]
pub fn ShiftSection(chosen: Memo<(Day, Day)>) -> impl IntoView {
    let desk = use_desk();
    let answer = LocalResource::new(move || {
        let (from, to) = chosen.get();
        async move { ((from, to), desk.get_json::<Shifts>(&format!("/api/shifts?from={from}&to={to}")).await) }
    });
    let current = move || answer.get().filter(|(span, _)| *span == chosen.get()).map(|(_, got)| got);
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, |(_, got)| got.is_err());
    move || {
        answered_below(desk.is_offline(), current(), again, |all| {
            let ward = desk.ward_or_none();
            let name = move |id| ward.as_ref().map_or_else(String::new, |ward| ward.name_of(id));
            shifts_view(all, name).into_any()
        })
    }
}
