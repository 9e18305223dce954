//! Khóa sổ: a person closes the book of a year, once.
//!
//! Not here: what may be closed (`shared::report::closing`), how it is kept (`store::closing`).
//! Invariant: what stands in the book is this server's at the moment of closing; what is answered as kept is on the disk.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::State;
use shared::dossier::Dossier;
use shared::lang::word;
use shared::moment::Day;
use shared::officer::Right;
use shared::report::closing::{self, Close, Closed, Kind, Standing, twice};
use shared::report::{Period, register, results};
use shared::ward::Ward;

use super::{over, period_of, slot};
use crate::Site;
use crate::body::SmallJson;
use crate::error::{Error, Result};
use crate::gate::{BookKeeper, CivilCloser, Signed};

/// How the book that is to be closed stands; nothing where the ward has no such book.
fn standing(ward: &Ward, dossiers: &[Dossier], ask: &Close, closed: &[Closed]) -> Option<Standing> {
    match ask.kind {
        Kind::Register => {
            let is_known = ward.catalogue.fields.iter().any(|field| field.id == ask.which);
            let book = register::book(ward, dossiers, (ask.year, &ask.which), closed);
            is_known.then(|| register::standing(&book.entries, book.closed))
        }
        Kind::Results => {
            let is_known = results::books(ward).contains(&ask.which);
            let book = results::book(ward, dossiers, (ask.year, &ask.which), closed);
            is_known.then(|| results::standing(&book.entries, book.closed))
        }
    }
}

fn no_such_book() -> Error {
    Error::bad("bad_query", word("Phường không có sổ nào như thế.", "The ward has no such book."))
}

fn year_of(year: i32) -> Result<Period> {
    let day = |month, day| Day::new(year, month, day).ok_or_else(no_such_book);
    period_of(day(1, 1)?, day(12, 31)?)
}

/// `POST /api/report/close`: the book of a year is closed, if it has not been.
pub async fn close(
    State(site): State<Arc<Site>>,
    BookKeeper(me): BookKeeper,
    SmallJson(ask): SmallJson<Close>,
) -> Result<Reply<Closed>> {
    close_as(&site, &me, Right::CloseBooks, ask).await
}

/// `POST /api/report/close/civil`: the same of a civil-status register.
pub async fn close_civil(
    State(site): State<Arc<Site>>,
    CivilCloser(me): CivilCloser,
    SmallJson(ask): SmallJson<Close>,
) -> Result<Reply<Closed>> {
    close_as(&site, &me, Right::CloseCivil, ask).await
}

async fn close_as(site: &Site, me: &Signed, right: Right, ask: Close) -> Result<Reply<Closed>> {
    if closing::closer(&site.store.ward(), ask.kind, &ask.which) != right {
        return Err(Error::not_permitted());
    }
    let (period, now) = (year_of(ask.year)?, site.clock.now());
    let before = site.store.closings(ask.year).await?;
    let asked = ask.clone();
    let count = move |ward: &Ward, dossiers: &[Dossier]| standing(ward, dossiers, &asked, &before);
    let standing = {
        let _slot = slot(site).await?;
        over(&site.store, period, now, count).await?.ok_or_else(no_such_book)?
    };
    standing.judge(&ask, now.day()).map_err(|refusal| Error::refused(&refusal))?;
    let closed = standing.closed(&ask, me.officer.id, now);
    if site.store.close_book(&closed).await? {
        tracing::info!(officer = %me.officer.id, year = ask.year, kind = ask.kind.code(), "a book was closed");
        return Ok(Reply(closed));
    }
    // Somebody else was faster.
    let after = site.store.closings(ask.year).await?;
    match closing::of(&after, ask.kind, &ask.which, ask.year) {
        Some(first) => Err(Error::refused(&twice(first))),
        None => Err(Error::busy()),
    }
}
