//! Kỳ báo cáo: a year and a part of it: the whole, a quarter, a month, a week, a day.
//!
//! Not here: what is counted in it.
//! Invariant: a period is two days, both included; a span that is none of the parts is shown as what it is.

use leptos::prelude::*;
use shared::lang::{Lang, Word, word};
use shared::moment::Day;

use crate::prefs::use_lang;
use crate::text::t;
use crate::ui::icon::{Glyph, Icon};

const YEAR: Word = word("Năm", "Year");
const PERIOD: Word = word("Kỳ báo cáo", "Period");
const QUARTERS: Word = word("Quý", "Quarters");
const MONTHS: Word = word("Tháng", "Months");
const WEEKS: Word = word("Tuần", "Weeks");
const DAYS: Word = word("Ngày", "Days");

const MONTH_NAMES: [Word; 12] = [
    word("Tháng 1", "January"),
    word("Tháng 2", "February"),
    word("Tháng 3", "March"),
    word("Tháng 4", "April"),
    word("Tháng 5", "May"),
    word("Tháng 6", "June"),
    word("Tháng 7", "July"),
    word("Tháng 8", "August"),
    word("Tháng 9", "September"),
    word("Tháng 10", "October"),
    word("Tháng 11", "November"),
    word("Tháng 12", "December"),
];

/// The first year that has dossiers.
pub const FIRST_YEAR: i32 = 2018;

/// A period with a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    Day { day: Day },
    Week { monday: Day },
    Month { first: Day },
    Quarter { first: Day },
    Year { year: i32 },
}

fn first_of(year: i32, month: u32) -> Day {
    Day::new(year, month, 1).expect("every month has a first day")
}

fn months_later(first: Day, months: u32) -> Day {
    let month = first.month() - 1 + months;
    first_of(first.year() + i32::try_from(month / 12).unwrap_or(0), month % 12 + 1)
}

impl Choice {
    pub fn year(year: i32) -> Choice {
        Choice::Year { year }
    }

    /// The part of a year that the two days are, if they are one.
    pub fn of((from, to): (Day, Day)) -> Option<Choice> {
        let all = [
            Choice::Year { year: from.year() },
            Choice::Quarter { first: from },
            Choice::Month { first: from },
            Choice::Week { monday: from },
            Choice::Day { day: from },
        ];
        all.into_iter().find(|choice| choice.is_whole() && choice.span() == (from, to))
    }

    /// Whether it begins where such a part begins.
    fn is_whole(self) -> bool {
        match self {
            Choice::Week { monday } => monday.weekday() == 0,
            Choice::Month { first } => first == first.first_of_month(),
            Choice::Quarter { first } => first == first.first_of_month() && first.month() % 3 == 1,
            Choice::Year { .. } | Choice::Day { .. } => true,
        }
    }

    /// First and last day.
    pub fn span(self) -> (Day, Day) {
        match self {
            Choice::Day { day } => (day, day),
            Choice::Week { monday } => (monday, monday.plus(6)),
            Choice::Month { first } => (first, months_later(first.first_of_month(), 1).plus(-1)),
            Choice::Quarter { first } => (first, months_later(first.first_of_month(), 3).plus(-1)),
            Choice::Year { year } => (first_of(year, 1), first_of(year + 1, 1).plus(-1)),
        }
    }

    /// The same part of another year; weeks and days have no twin, so the whole year.
    pub fn in_year(self, year: i32) -> Choice {
        match self {
            Choice::Day { .. } | Choice::Week { .. } | Choice::Year { .. } => Choice::Year { year },
            Choice::Month { first } => Choice::Month { first: first_of(year, first.month()) },
            Choice::Quarter { first } => Choice::Quarter { first: first_of(year, first.month()) },
        }
    }

    pub fn name(self, lang: Lang) -> String {
        match (self, lang) {
            (Choice::Day { day }, _) => format!("{} {}", day.weekday_name(lang), day.vi_short()),
            (Choice::Week { monday }, _) => format!("{} – {}", monday.vi_short(), monday.plus(6).vi_short()),
            (Choice::Month { first }, lang) => {
                // Months count from 1.
                MONTH_NAMES[first.month() as usize - 1].of(lang).to_owned()
            }
            (Choice::Quarter { first }, Lang::Vi) => format!("Quý {}", first.month().div_ceil(3)),
            (Choice::Quarter { first }, Lang::En) => format!("Quarter {}", first.month().div_ceil(3)),
            (Choice::Year { .. }, Lang::Vi) => "Cả năm".to_owned(),
            (Choice::Year { .. }, Lang::En) => "The whole year".to_owned(),
        }
    }
}

/// Every year since the first, the newest first.
pub fn years(today: Day) -> impl Iterator<Item = i32> + use<> {
    (FIRST_YEAR..=today.year().max(FIRST_YEAR)).rev()
}

/// The quarters, months and weeks of a year; a week belongs to the year of its Monday.
pub fn parts(year: i32) -> [(Word, Vec<Choice>); 3] {
    let month = |month| first_of(year, month);
    let new_year = first_of(year, 1);
    let first_monday = new_year.plus((7 - i64::try_from(new_year.weekday()).unwrap_or(0)) % 7);
    let mondays = (0..53).map(|week| first_monday.plus(7 * week)).take_while(|day| day.year() == year);
    [
        (QUARTERS, (0..4).map(|n| Choice::Quarter { first: month(n * 3 + 1) }).collect()),
        (MONTHS, (1..=12).map(|n| Choice::Month { first: month(n) }).collect()),
        (WEEKS, mondays.map(|monday| Choice::Week { monday }).collect()),
    ]
}

/// The days that are offered beside a period: those of its month where it lies in one, today and the day before where
/// it holds them; never one that is still to come.
pub fn days((from, to): (Day, Day), today: Day) -> Vec<Choice> {
    let month = Choice::Month { first: from.first_of_month() }.span();
    let in_month = (0..31).map(|n| month.0.plus(n)).filter(|day| *day <= month.1.min(today));
    let near = [today, today.plus(-1)].into_iter().filter(|day| (from..=to).contains(day));
    let days: Vec<Day> = if to <= month.1 { in_month.collect() } else { near.collect() };
    days.into_iter().map(|day| Choice::Day { day }).collect()
}

/// The board of a period.
pub fn address((from, to): (Day, Day)) -> String {
    format!("/bao-cao?tu={from}&den={to}")
}

/// The year and the part of it, as two native lists; `go` takes what was chosen.
#[component]
pub fn PeriodPicker(chosen: Signal<(Day, Day)>, today: Day, go: Callback<(Day, Day)>) -> impl IntoView {
    let lang = use_lang();
    let go = move |span| go.run(span);
    let year = Memo::new(move |_| chosen.get().0.year());
    let option = move |choice: Choice| {
        let (from, to) = choice.span();
        let here = move || chosen.get() == (from, to);
        view! { <option value=format!("{from}/{to}") selected=here>{move || choice.name(lang.get())}</option> }
    };
    let groups = move || {
        let group = |(name, choices): (Word, Vec<Choice>)| {
            let options = choices.into_iter().map(option).collect_view();
            view! { <optgroup label=t(name)>{options}</optgroup> }
        };
        let span = chosen.get();
        let other = Choice::of(span).is_none().then(|| {
            view! { <option value="" selected>{format!("{} – {}", span.0.vi(), span.1.vi())}</option> }
        });
        let single = Some((DAYS, days(span, today))).filter(|(_, days)| !days.is_empty()).map(group);
        view! { {other}{option(Choice::year(year.get()))}{parts(year.get()).map(group)}{single} }
    };
    let known = years(today).collect::<Vec<_>>();
    let all_years = move || {
        let here = year.get();
        let extra = (!known.contains(&here)).then_some(here);
        let each = |n: i32| view! { <option value=n.to_string() selected=n == here>{n}</option> };
        known.iter().copied().chain(extra).map(each).collect_view()
    };
    let change_year = move |ev| {
        let Ok(year) = event_target_value(&ev).parse::<i32>() else { return };
        let part = Choice::of(chosen.get_untracked()).unwrap_or(Choice::year(year));
        go(part.in_year(year).span());
    };
    let change_part = move |ev| {
        let value = event_target_value(&ev);
        if let Some((Ok(from), Ok(to))) = value.split_once('/').map(|(from, to)| (from.parse(), to.parse())) {
            go((from, to));
        }
    };
    view! {
        <span class="select"><select class="input board__period" aria-label=t(YEAR) on:change=change_year>{all_years}</select><Icon glyph=Glyph::Down /></span>
        <span class="select"><select class="input board__period" aria-label=t(PERIOD) on:change=change_part>{groups}</select><Icon glyph=Glyph::Down /></span>
    }
}
