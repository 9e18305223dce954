//! Why the due date is that date: each day counted, off or due, and the sentence below.
//!
//! Not here: the counting (`shared::calendar`).
//! Invariant: the boxes and the sentence come from the same count.

use leptos::prelude::*;
use shared::calendar::{Due, Mark};
use shared::lang::{Lang, Word, word};

use crate::text::say;

const RECEIVED: Word = word("nhận", "in");
const OFF: Word = word("nghỉ", "off");
const STOPPED: Word = word("dừng", "stop");
const LATE_IN: Word = word("ngoài giờ", "closed");
const SHORT_DAYS: [Word; 7] = [
    word("T2", "Mon"),
    word("T3", "Tue"),
    word("T4", "Wed"),
    word("T5", "Thu"),
    word("T6", "Fri"),
    word("T7", "Sat"),
    word("CN", "Sun"),
];

/// Longer counts are told by the sentence alone.
const DAYS_MAX: usize = 14;

#[component]
pub fn Days(due: Due) -> impl IntoView {
    let last = due.at.day();
    let boxes = (due.days.len() <= DAYS_MAX).then(|| {
        let items = due
            .days
            .iter()
            .map(|counted| {
                let (day, mark) = (counted.day, counted.mark.clone());
                let class = match (&mark, day == last) {
                    (_, true) => "due",
                    (Mark::Off(_), false) => "off",
                    _ => "",
                };
                let below = move |lang: Lang| match &mark {
                    Mark::Received => RECEIVED.of(lang).to_owned(),
                    Mark::Counted(n) => format!("{} {n}", lang.pick("ngày", "day")),
                    Mark::Off(_) => OFF.of(lang).to_owned(),
                    Mark::Paused => STOPPED.of(lang).to_owned(),
                    Mark::AfterHours => LATE_IN.of(lang).to_owned(),
                };
                view! {
                    <li class=class>
                        {say(move |lang| SHORT_DAYS[day.weekday()].of(lang).to_owned())}
                        <b>{day.day_of_month()}</b>
                        {say(below)}
                    </li>
                }
            })
            .collect_view();
        view! { <ol class="days">{items}</ol> }
    });
    view! {
        {boxes}
        <p class="small">{say(move |lang| due.why(lang))}</p>
    }
}
