//! Bàn giao quỹ of the demo: after each day's closing the receptionist counts the till and gives it to the accountant.
//!
//! Not here: what the day took (`shared::report::cash`), what may be handed over (`shared::report::till`).
//! Invariant: by the book of that day, judged like everybody's; today's till is still at the counter.

use shared::demo::RECEPTION;
use shared::lang::Sentence;
use shared::moment::{Day, Moment};
use shared::report::Period;
use shared::report::cash::{CashBook, Taking};
use shared::report::till::{HandOver, Till};
use shared::ward::Ward;

use super::dice::Dice;
use crate::report::cash;
use crate::store::{Fault, Store};

const ACCOUNTANT: &str = "Ngô Thị Thanh Tâm";
/// Days, of a hundred, on which the money is not what the book says.
const AMISS: u32 = 4;
const SHORT: &str = "Thối nhầm tiền cho công dân, người thu đã nộp bù";
const OVER: &str = "Công dân không nhận lại tiền lẻ";

/// Hands over every day of the period that took money and is over.
pub async fn hand_over(store: &Store, (from, to): (Day, Day), now: Moment, seed: u64) -> Result<(), Fault> {
    let period = Period::new(from, to).map_err(odd)?;
    let (ward, mut dice) = (store.ward(), Dice::new(seed));
    let whole = |_: &Ward, book: CashBook| book;
    let book = cash::make(store, period, whole).await?;
    for till in Till::days(&book, Vec::new()) {
        let Some(closing) = ward.calendar.closing(till.day).filter(|_| till.day < now.day()) else {
            continue;
        };
        if till.book.count == 0 {
            continue;
        }
        let rows: Vec<&Taking> = book.rows.iter().filter(|row| row.at.day() == till.day).collect();
        let ask = counted(&till, &mut dice);
        till.judge(&ask, now.day()).map_err(|refusal| odd(refusal.sentence()))?;
        let at = closing.plus_minutes(i64::from(dice.between(4, 25)));
        if !store.hand_over_till(&till.handed(&ask, &rows, RECEPTION, at)).await? {
            return Err(Fault::Odd(format!("the till of {} was handed over twice", till.day)));
        }
    }
    Ok(())
}

fn counted(till: &Till, dice: &mut Dice) -> HandOver {
    let amiss = dice.chance(AMISS).then(|| 1_000 * i64::from(dice.between(1, 5)));
    let short = dice.chance(60);
    let by = amiss.map_or(0, |vnd| if short { -vnd.min(till.book.vnd) } else { vnd });
    HandOver {
        day: till.day,
        to: ACCOUNTANT.to_owned(),
        counted_vnd: till.book.vnd + by,
        seen: till.book,
        reason: (if by == 0 {
            ""
        } else if short {
            SHORT
        } else {
            OVER
        })
        .to_owned(),
        first: till.first.clone(),
        last: till.last.clone(),
    }
}

fn odd(said: Sentence) -> Fault {
    Fault::Odd(said.en)
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Each day that is over has given its till away, whole; today's has not.
    pub async fn is_handed_over(store: &Store, now: Moment) {
        let mut amiss = 0;
        for (from, to) in [("2018-01-01", "2019-01-31"), ("2026-09-01", "2026-11-25")] {
            let day = |text: &str| text.parse::<Day>().expect("a day");
            let period = Period::new(day(from), day(to)).expect("a period");
            let book = cash::make(store, period, |_: &Ward, book: CashBook| book).await.expect("reads");
            let days = Till::days(&book, store.handed(period).await.expect("reads"));
            assert!(days.len() > 30, "{from}: {}", days.len());
            for till in days {
                let Some(handed) = &till.handed else {
                    assert!(till.day == now.day() || till.book.count == 0, "{} was forgotten", till.day);
                    continue;
                };
                assert_eq!((handed.book, handed.by), (till.book, RECEPTION), "{}", till.day);
                assert_eq!((till.late.count, till.changed.count), (0, 0), "{}", till.day);
                assert!(handed.at.day() == till.day && handed.first == till.first, "{}", till.day);
                assert_eq!(handed.difference() == 0, handed.reason.is_empty(), "{}", till.day);
                amiss += usize::from(handed.difference() != 0);
            }
        }
        assert!((1..20).contains(&amiss), "{amiss} days with a difference");
    }
}
