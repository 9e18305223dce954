//! Khóa sổ of the demo: when the last result of the year is in its citizen's hands, the books of that year are closed.
//!
//! Not here: what may be closed (`shared::report::closing`).
//! Invariant: judged like everybody's; the head closes the registers, the clerk the books of results, the civil-status
//! officer those of civil status.

use shared::demo::{CLERK, HEAD, JUSTICE};
use shared::dossier::Dossier;
use shared::id::OfficerId;
use shared::moment::{Day, Moment};
use shared::officer::Right;
use shared::report::closing::{self, Close, Closed, Kind, Standing};
use shared::report::{Period, register, results};
use shared::ward::Ward;

use crate::report::over;
use crate::store::{Fault, Store};

/// Closes every book of the year that has a line, once the year's last results are fetched.
pub async fn close_books(store: &Store, year: i32, now: Moment) -> Result<(), Fault> {
    let day =
        |year, month, day| Day::new(year, month, day).ok_or_else(|| Fault::Odd(format!("no year {year}")));
    let at = Moment::at(day(year + 1, 1, 16)?, 8, 30);
    if now < at {
        return Ok(());
    }
    let period = Period::new(day(year, 1, 1)?, day(year, 12, 31)?).map_err(|said| Fault::Odd(said.en))?;
    let all = move |ward: &Ward, dossiers: &[Dossier]| closings(ward, dossiers, year, at);
    for closed in over(store, period, now, all).await? {
        if !store.close_book(&closed).await? {
            return Err(Fault::Odd(format!("the book {} of {year} was closed twice", closed.which)));
        }
    }
    Ok(())
}

fn closings(ward: &Ward, dossiers: &[Dossier], year: i32, at: Moment) -> Vec<Closed> {
    let close = |(kind, which, by): (Kind, &str, OfficerId), standing: &Standing, rows: usize| {
        let pages = u32::try_from(standing.entries.div_ceil(rows)).unwrap_or(u32::MAX);
        let ask = Close { kind, which: which.to_owned(), year, seen: standing.entries, pages };
        standing.judge(&ask, at.day()).ok().map(|()| standing.closed(&ask, by, at))
    };
    let registers = ward.catalogue.fields.iter().filter_map(|field| {
        let book = register::book(ward, dossiers, (year, &field.id), &[]);
        let standing = register::standing(&book.entries, None);
        close((Kind::Register, &field.id, HEAD), &standing, register::PAGE_ROWS)
    });
    let books = results::books(ward).into_iter().filter_map(|name| {
        let book = results::book(ward, dossiers, (year, &name), &[]);
        let standing = results::standing(&book.entries, None);
        let is_civil = closing::closer(ward, Kind::Results, &name) == Right::CloseCivil;
        let by = if is_civil { JUSTICE } else { CLERK };
        close((Kind::Results, &name, by), &standing, results::PAGE_ROWS)
    });
    registers.chain(books).collect()
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Every book of the year is closed with what stands in it, and nothing came in since.
    pub async fn are_closed(store: &Store, year: i32, now: Moment) {
        let closed = store.closings(year).await.expect("reads");
        let day = |month, day| Day::new(year, month, day).expect("a day");
        let period = Period::new(day(1, 1), day(12, 31)).expect("a year");
        let kept = closed.clone();
        let lines = move |ward: &Ward, dossiers: &[Dossier]| {
            let registers = register::registers(ward, dossiers, year, None, &kept);
            let books = results::all(ward, dossiers, year, None, &kept);
            let of_register = registers.into_iter().map(|book| (book.closed, book.entries.len()));
            let of_results = books.into_iter().map(|book| (book.closed, book.entries.len()));
            of_register.chain(of_results).collect::<Vec<_>>()
        };
        let lines = over(store, period, now, lines).await.expect("reads");
        assert_eq!(lines.len(), closed.len());
        for (closed, lines) in lines {
            let closed = closed.expect("closed");
            assert_eq!((closed.entries, closed.since(lines)), (lines, None), "{}", closed.which);
        }
    }
}
