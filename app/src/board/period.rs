//! Kỳ báo cáo: this week, this month, this year, and the years before.
//!
//! Not here: what is counted in it.
//! Invariant: a period is two days, both included.

use shared::lang::Lang;
use shared::moment::Day;

/// The first year that has dossiers.
const FIRST_YEAR: i32 = 2018;

/// A period with a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    Week { monday: Day },
    Month { first: Day },
    Year { year: i32 },
}

fn first_of(year: i32, month: u32) -> Day {
    Day::new(year, month, 1).expect("every month has a first day")
}

impl Choice {
    pub fn year(year: i32) -> Choice {
        Choice::Year { year }
    }

    /// First and last day.
    pub fn span(self) -> (Day, Day) {
        match self {
            Choice::Week { monday } => (monday, monday.plus(6)),
            Choice::Month { first } => {
                let (year, month) = (first.year(), first.month());
                let next = if month == 12 { first_of(year + 1, 1) } else { first_of(year, month + 1) };
                (first, next.plus(-1))
            }
            Choice::Year { year } => (first_of(year, 1), first_of(year + 1, 1).plus(-1)),
        }
    }

    pub fn name(self, lang: Lang) -> String {
        match (self, lang) {
            (Choice::Week { monday }, Lang::Vi) => format!("Tuần từ {}", monday.vi()),
            (Choice::Week { monday }, Lang::En) => format!("Week of {}", monday.vi()),
            (Choice::Month { first }, Lang::Vi) => format!("Tháng {}/{}", first.month(), first.year()),
            (Choice::Month { first }, Lang::En) => format!("Month {}/{}", first.month(), first.year()),
            (Choice::Year { year }, Lang::Vi) => format!("Năm {year}"),
            (Choice::Year { year }, Lang::En) => format!("Year {year}"),
        }
    }
}

/// What one can choose: this and last week, twelve months, every year since the first.
pub fn choices(today: Day) -> Vec<Choice> {
    let monday = today.plus(-i64::try_from(today.weekday()).unwrap_or(0));
    let mut all = vec![Choice::Week { monday }, Choice::Week { monday: monday.plus(-7) }];
    let mut first = today.first_of_month();
    for _ in 0..12 {
        all.push(Choice::Month { first });
        first = first.plus(-1).first_of_month();
    }
    all.extend((FIRST_YEAR..=today.year()).rev().map(Choice::year));
    all
}
