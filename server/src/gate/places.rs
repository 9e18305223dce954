//! Nơi đang đăng nhập: where an officer is logged in, and how that ends from afar.
//!
//! Not here: how a session ends by itself (`session`).
//! Invariant: one's own, or as the administrator; the name of a session opens nothing, and one that ends takes nothing
//! along that waits on its device.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};
use shared::id::OfficerId;
use shared::lang::word;
use shared::session::{EndSessions, EndSessionsOf, Ended, SessionSeen, Sessions};

use super::session::{Keeper, Signed, lives};
use crate::body::Json;
use crate::error::{Error, Result};
use crate::store::session::{Digest, Session};
use crate::{Site, random};

/// What a session is called. Its root stays here.
fn name(session: &Session) -> String {
    random::to_hex(&random::digest(&random::to_hex(&session.root))[..8])
}

async fn living(site: &Site, officer: OfficerId) -> Result<Vec<Session>> {
    let (ward, now) = (site.store.ward(), site.clock.now());
    let Some(who) = ward.at_work(officer) else { return Ok(Vec::new()) };
    let mut all = site.store.sessions(officer).await?;
    all.retain(|session| lives(session, who, now));
    Ok(all)
}

async fn seen(site: &Site, officer: OfficerId, here: &Digest) -> Result<Reply<Sessions>> {
    let sessions = living(site, officer).await?.into_iter().map(|session| SessionSeen {
        id: name(&session),
        device: session.device,
        here: session.root == *here,
        label: session.label,
        browser: session.browser,
        since: session.created_at,
        seen: session.seen_at,
    });
    Ok(Reply(Sessions { as_of: site.clock.now(), sessions: sessions.collect() }))
}

/// One that has ended already needs no more.
async fn end(site: &Site, officer: OfficerId, ended: &Ended, here: &Digest) -> Result<Reply<Value>> {
    match ended {
        Ended::Others => site.store.end_sessions(officer, Some(here)).await?,
        Ended::One(named) => {
            let all = site.store.sessions(officer).await?;
            if let Some(session) = all.iter().find(|session| name(session) == *named) {
                site.store.end_session(&session.root).await?;
            }
        }
    }
    site.feed.look();
    Ok(Reply(json!({})))
}

/// `GET /api/sessions`
pub async fn own(State(site): State<Arc<Site>>, who: Signed) -> Result<Reply<Sessions>> {
    seen(&site, who.officer.id, &who.root).await
}

/// `POST /api/sessions/end`
pub async fn end_own(
    State(site): State<Arc<Site>>,
    who: Signed,
    Json(ask): Json<EndSessions>,
) -> Result<Reply<Value>> {
    end(&site, who.officer.id, &ask.end, &who.root).await
}

#[derive(Deserialize)]
pub struct WhoseAsk {
    officer: OfficerId,
}

/// `GET /api/accounts/sessions?officer=`
pub async fn of_officer(
    State(site): State<Arc<Site>>,
    Keeper(by): Keeper,
    ask: std::result::Result<Query<WhoseAsk>, QueryRejection>,
) -> Result<Reply<Sessions>> {
    let Ok(Query(ask)) = ask else {
        let said =
            word("Địa chỉ phải có officer, số của cán bộ.", "The address must carry the officer's number.");
        return Err(Error::bad("bad_query", said));
    };
    seen(&site, ask.officer, &by.root).await
}

/// `POST /api/accounts/sessions/end`
pub async fn end_of_officer(
    State(site): State<Arc<Site>>,
    Keeper(by): Keeper,
    Json(ask): Json<EndSessionsOf>,
) -> Result<Reply<Value>> {
    tracing::info!(by = %by.officer.id, officer = %ask.officer, "sessions of an officer were ended");
    end(&site, ask.officer, &ask.end, &by.root).await
}
