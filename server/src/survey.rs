//! Hài lòng: whoever got a result says how it went.
//!
//! Not here: what all of them said (`report::survey`), what is right in a ballot (`shared::survey`), how it is kept
//! (`store::survey`).
//! Invariant: the slip's secret opens one ballot, and nothing kept of it leads back to the slip. What is answered as
//! kept is on the disk.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Extension, State};
use shared::dossier::Status;
use shared::refusal::Refusal;
use shared::survey::{Channel, OnPaper, Rate, Rating};

use crate::Site;
use crate::body::SmallJson;
use crate::citizen::{full_code, opened};
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
    let today = site.clock.now().day();
    let forms = site.store.ward().forms();
    ask.ballot.check(forms.on(today)).map_err(|refusal| Error::refused(&refusal))?;
    if ask.ballot.channel == Channel::Paper {
        return Err(Error::refused(&Refusal::field(
            "channel",
            "Phiếu giấy do cán bộ nhập. Mời tải lại trang.",
            "Paper forms are entered by officers. Please reload the page.",
        )));
    }
    if ask.ballot.procedure != dossier.procedure.id {
        return Err(Error::refused(&Refusal::field(
            "procedure",
            "Hồ sơ này của thủ tục khác. Mời tải lại trang.",
            "The dossier is of another procedure. Please reload the page.",
        )));
    }
    let cast = Cast { dossier: dossier.id, day: today, ballot: ask.ballot.cleaned() };
    match site.store.rate(&[cast]).await? {
        0 => Err(Error::is_rated()),
        _ => Ok(Reply(Rating::Done)),
    }
}

/// `POST /api/survey/paper`: a form that was filled in by hand, entered by somebody who did not work on the dossier.
pub async fn on_paper(
    State(site): State<Arc<Site>>,
    Staff(me): Staff,
    SmallJson(ask): SmallJson<OnPaper>,
) -> Result<Reply<Rating>> {
    let code = full_code(&ask.code, &site.store.ward().agency_code);
    let found = match code {
        Some(code) => site.store.by_code(&code).await?,
        None => None,
    };
    let dossier = found.ok_or_else(|| {
        Error::refused(&Refusal::field(
            "code",
            "Phường không có hồ sơ mang mã này. Xem lại mã trên phiếu.",
            "The ward has no dossier with this code. Look at the form again.",
        ))
    })?;
    if dossier.status != Status::Returned {
        return Err(Error::not_returned());
    }
    let today = site.clock.now().day();
    let judged = ask.ballot(&site.store.ward().forms(), &dossier, me.officer.id, today);
    let (day, ballot) = judged.map_err(|refusal| Error::refused(&refusal))?;
    match site.store.rate(&[Cast { dossier: dossier.id, day, ballot }]).await? {
        0 => Err(Error::is_rated()),
        _ => Ok(Reply(Rating::Done)),
    }
}
