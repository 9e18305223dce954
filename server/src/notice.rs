//! Đã xem: somebody says which outcomes they have read.
//!
//! Not here: the outcomes, which come with every pull (`sync`), and the rows (`store::notice`).
//! Invariant: nobody reads for somebody else; the head may look at what was left unread for a day, and it stays
//! unread for its author.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::State;
use shared::lang::Sentence;
use shared::limits::NOTICES_MAX;
use shared::sync::notice::HaveRead;

use crate::Site;
use crate::body::Json;
use crate::error::{Error, Result};
use crate::gate::Signed;
use crate::store::notice::Eyes;

/// `POST /api/notices`
pub async fn have_read(
    State(site): State<Arc<Site>>,
    signed: Signed,
    Json(ask): Json<HaveRead>,
) -> Result<Reply<serde_json::Value>> {
    let now = site.clock.now();
    site.pushes.take(&signed.device.to_string(), 1, now).map_err(Error::wait)?;
    if ask.notices.len() > NOTICES_MAX {
        let said = Sentence::new(
            format!("Mỗi lần báo đã xem tối đa {NOTICES_MAX} việc."),
            format!("At most {NOTICES_MAX} outcomes are read at a time."),
        );
        return Err(Error::bad("too_many_notices", said));
    }
    site.store.have_read(Eyes::of(&signed.officer, now), &ask.notices, now).await?;
    Ok(Reply(serde_json::json!({})))
}
