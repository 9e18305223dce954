//! Every hour a session gets another token, so that one that was copied is soon worth nothing.
//!
//! Not here: how long the session itself lives (`session`), the rows (`store::session`).
//! Invariant: nobody is logged out by it. The token before holds until the browser has shown the new one, since the
//! answer that carried it may be lost, and a little longer, since requests run beside each other in several tabs.

use std::sync::{Arc, OnceLock};

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use shared::moment::Moment;

use super::session::cookie;
use crate::error::Result;
use crate::store::session::{Digest, Session};
use crate::{Site, random};

/// Minutes that a token serves.
const TURN_MINUTES: i64 = 60;
/// Minutes that the one before still serves once the new one was shown: longer than any request takes.
const GRACE_MINUTES: i64 = 2;

/// Whether a token of the session still opens it.
pub fn opens(session: &Session, token: &Digest, now: Moment) -> bool {
    *token == session.token || session.shown_at.is_none_or(|at| now < at.plus_minutes(GRACE_MINUTES))
}

/// Whether the session needs another token. One that nobody has shown after the grace was lost on its way.
fn is_due(session: &Session, token: &Digest, now: Moment) -> bool {
    let since = session.turned_at;
    if *token == session.token {
        since.plus_minutes(TURN_MINUTES) <= now
    } else {
        session.shown_at.is_none() && since.plus_minutes(GRACE_MINUTES) <= now
    }
}

/// The token that a request's answer brings, if it is to bring one.
#[derive(Clone, Default)]
pub struct Turned(Arc<OnceLock<(String, Digest)>>);

/// Turns the session where that is due. A disk that takes nothing keeps the token as it is.
pub async fn look(site: &Site, session: &Session, shown: &Digest, turned: &Turned) -> Result<()> {
    let now = site.clock.now();
    let kept = if is_due(session, shown, now) {
        let token = random::token();
        let kept = site.store.turn_session(session, shown, &random::digest(&token), now).await;
        kept.map(|first| {
            if first {
                // A request has one session.
                let _ = turned.0.set((token, session.root));
            }
        })
    } else if *shown == session.token && session.shown_at.is_none() && session.token != session.root {
        site.store.show_token(session, now).await
    } else {
        Ok(())
    };
    match kept {
        Err(fault) if fault.trouble().is_some() => {
            tracing::warn!(%fault, "a session keeps its token");
            Ok(())
        }
        kept => Ok(kept?),
    }
}

/// Puts the new token on the answer, unless the session has ended meanwhile or the answer brings a cookie of its own.
pub async fn hand_out(State(site): State<Arc<Site>>, mut request: Request, next: Next) -> Response {
    let turned = Turned::default();
    request.extensions_mut().insert(turned.clone());
    let mut response = next.run(request).await;
    let Some((token, root)) = turned.0.get() else { return response };
    if response.headers().contains_key(header::SET_COOKIE) {
        return response;
    }
    let digest = random::digest(token);
    if let Ok(Some(session)) = site.store.session_of(root).await
        && session.token == digest
    {
        response.headers_mut().insert(header::SET_COOKIE, cookie(site.config.secure, token));
    }
    response
}
