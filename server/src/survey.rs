//! Hài lòng: whoever got a result says how it went, and the ward reads what all of them said.
//!
//! Not here: what is right in a ballot (`shared::survey`), how it is kept (`store::survey`).
//! Invariant: the slip's secret opens one ballot, and nothing kept of it leads back to the slip. What is answered as
//! kept is on the disk.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query, State};
use serde::Deserialize;
use shared::dossier::Status;
use shared::lang::word;
use shared::limits::RATING_ROWS_MAX;
use shared::moment::Day;
use shared::refusal::Refusal;
use shared::report::Period;
use shared::survey::{Ballot, Comment, Rate, Rating, Survey, Totals};

use crate::Site;
use crate::body::SmallJson;
use crate::citizen::opened;
use crate::error::{Error, Result};
use crate::gate::Staff;
use crate::listen::Peer;
use crate::store::survey::Cast;

/// `POST /api/public/rate`: once, by whoever holds the slip of a dossier that was returned.
pub async fn rate(
    State(site): State<Arc<Site>>,
    peer: Option<Extension<Peer>>,
    SmallJson(ask): SmallJson<Rate>,
) -> Result<Reply<Rating>> {
    let _slot = site.public_slots.try_acquire().map_err(|_| Error::busy())?;
    let (dossier, _) = opened(&site, peer, &ask.code, &ask.secret).await?;
    if dossier.status != Status::Returned {
        return Err(Error::not_returned());
    }
    ask.ballot.check().map_err(|refusal| Error::refused(&refusal))?;
    if ask.ballot.procedure != dossier.procedure.id {
        return Err(Error::refused(&Refusal::field(
            "procedure",
            "Hồ sơ này của thủ tục khác. Mời tải lại trang.",
            "The dossier is of another procedure. Please reload the page.",
        )));
    }
    let cast = Cast { dossier: dossier.id, day: site.clock.now().day(), ballot: ask.ballot.cleaned() };
    match site.store.rate(&[cast]).await? {
        0 => Err(Error::is_rated()),
        _ => Ok(Reply(Rating::Done)),
    }
}

#[derive(Deserialize)]
pub struct Ask {
    from: Day,
    to: Day,
}

fn bad_query() -> Error {
    let said =
        word("Địa chỉ phải có from và to (2018-01-31).", "The address must carry from and to (2018-01-31).");
    Error::bad("bad_query", said)
}

/// `GET /api/survey?from=&to=`: what was said in a period.
pub async fn survey(
    State(site): State<Arc<Site>>,
    Staff(_): Staff,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Reply<Survey>> {
    let Ok(Query(Ask { from, to })) = ask else { return Err(bad_query()) };
    let period = Period::new(from, to).map_err(|said| Error::bad("bad_period", said))?;
    let (ballots, returned) = (site.store.ballots(period).await?, site.store.returned(period).await?);
    let totals = Totals::of(&ballots, returned);
    let comment = |ballot: Ballot| {
        let overall = ballot.overall()?;
        (!ballot.comment.is_empty()).then_some(Comment { overall, text: ballot.comment })
    };
    let comments = ballots.into_iter().filter_map(comment).take(RATING_ROWS_MAX).collect();
    Ok(Reply(Survey { totals, comments }))
}
