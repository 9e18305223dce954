//! Asks the server for a session, in words that a server of the release before understands too.
//!
//! Not here: what is asked with (`enrol::proofs`), what the answer means (`login`, `relogin`).
//! Invariant: a server of another release locks nobody out; what it does not understand waits for one that does.

use shared::session::{Login, Welcome};

use super::ASK_TIME;
use crate::link::http::{Ask, Failure};

/// `POST /api/login`
pub async fn ask(ask: &Login) -> Result<Welcome, Failure> {
    let answer = send(ask).await;
    match answer.as_ref().err().and_then(|failure| in_older_words(ask, failure)) {
        Some(older) => send(&older).await,
        None => answer,
    }
}

async fn send(ask: &Login) -> Result<Welcome, Failure> {
    Ask::of("/api/login", ASK_TIME).post::<Welcome>(ask).await
}

/// What to ask where a server has not understood that the browser names what it was before: it is enrolled and let in
/// without. Its keys stay on the disk, and so does what lies under those numbers.
pub(super) fn in_older_words(ask: &Login, failure: &Failure) -> Option<Login> {
    let is_unread = matches!(failure, Failure::Said { status: 400, .. });
    (is_unread && !ask.earlier.is_empty()).then(|| Login { earlier: vec![], ..ask.clone() })
}
