//! Đã đọc: an officer says on one device what they have read, and hears what they have read on others.
//!
//! Not here: what concerns whom, which every device reads off the records (`shared::dossier::concern`).
//! Invariant: nobody reads for somebody else.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::State;
use shared::dossier::concern::Read;
use shared::lang::Sentence;
use shared::limits::MARKS_MAX;

use crate::Site;
use crate::body::Json;
use crate::error::{Error, Result};
use crate::gate::Signed;

/// `POST /api/mine`
pub async fn read(
    State(site): State<Arc<Site>>,
    signed: Signed,
    Json(ask): Json<Read>,
) -> Result<Reply<Read>> {
    let now = site.clock.now();
    site.pushes.take(&signed.device.to_string(), 1, now).map_err(Error::wait)?;
    if ask.marks.len() > MARKS_MAX {
        let said = Sentence::new(
            format!("Mỗi lần báo đã đọc tối đa {MARKS_MAX} việc."),
            format!("At most {MARKS_MAX} things are read at a time."),
        );
        return Err(Error::bad("too_many_marks", said));
    }
    let marks = site.store.read_mine(signed.officer.id, &ask.marks, now).await?;
    Ok(Reply(Read { marks }))
}
