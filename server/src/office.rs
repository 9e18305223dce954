//! Văn phòng: the ward's settings, and which devices have been heard.
//!
//! Not here: what the settings mean (`shared::ward`).
//! Invariant: settings are saved on top of the version that was read, or not at all.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::lang::{Sentence, word};
use shared::session::{Devices, NewWard, Revoke, WardSaved};
use shared::sync::restored::Restored;
use shared::ward::Ward;
use shared::ward::change::Change;

use crate::Site;
use crate::body::{Json, LargeJson};
use crate::error::{Error, Result};
use crate::gate::{Caretaker, Keeper, Overseer, Signed};
use crate::store::ward::{By, Saved};

/// `GET /api/ward`: the settings in force; 304 where the device has them.
pub async fn ward(State(site): State<Arc<Site>>, _: Signed, headers: HeaderMap) -> Response {
    let ward = site.store.ward();
    let tag = format!("\"{}-{}\"", site.store.epoch, ward.version);
    let fresh = [(header::ETAG, HeaderValue::from_str(&tag).expect("digits and dashes"))];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known == tag.as_str()) {
        return (StatusCode::NOT_MODIFIED, fresh).into_response();
    }
    (fresh, Reply(&*ward)).into_response()
}

/// `POST /api/ward`: the version in force now; the one that was read where nothing was changed.
pub async fn save(
    State(site): State<Arc<Site>>,
    Keeper(by): Keeper,
    LargeJson(ask): LargeJson<NewWard>,
) -> Result<Reply<WardSaved>> {
    let today = site.clock.now().day();
    let old = site.store.ward();
    let follows = || ask.ward.catalogue.follows(&old.catalogue, today);
    let fault = ask.ward.fault().or_else(follows).or_else(|| ask.ward.forms_follow(&old, today));
    if let Some(fault) = fault {
        return Err(Error::bad("bad_ward", fault));
    }
    // Whether there is a sender, and where the pages stand for everybody, is not a matter of what somebody saves.
    let (news_by, public_url) = (site.config.senders.ways(), site.config.public_url.clone());
    let ward = Ward { news_by, public_url, ..ask.ward };
    let saver = By { officer: Some(by.officer.id), session: Some(&by.root), at: site.clock.now() };
    match site.store.save_ward_by(ask.base, ward, saver).await? {
        Saved::Version(version) => {
            site.feed.look();
            Ok(Reply(WardSaved { version }))
        }
        Saved::Unchanged => Ok(Reply(WardSaved { version: ask.base })),
        Saved::Overtaken(newest) => Err(Error::conflict(
            "overtaken",
            Sentence::new(
                format!("Cấu hình đã có bản {newest} mới hơn. Mời tải lại rồi sửa tiếp."),
                format!("There is a newer version, {newest}. Please reload and edit again."),
            ),
        )),
    }
}

/// `GET /api/ward/changes`: who changed the settings, when and what; the newest first.
pub async fn changes(State(site): State<Arc<Site>>, _: Caretaker) -> Result<Reply<Vec<Change>>> {
    Ok(Reply(site.store.ward_changes().await?))
}

/// `GET /api/devices`
pub async fn devices(State(site): State<Arc<Site>>, _: Caretaker) -> Result<Reply<Devices>> {
    let (devices, as_of) = (site.store.devices_seen().await?, site.clock.now());
    let lanes_left = Some(site.store.lanes_left(as_of).await?);
    Ok(Reply(Devices { as_of, devices, lanes_left, lost: site.store.missing().await? }))
}

/// `GET /api/restore`: who is awaited since the book was put back.
pub async fn restored(State(site): State<Arc<Site>>, _: Overseer) -> Result<Reply<Option<Restored>>> {
    Ok(Reply(site.store.restored().await?))
}

/// `POST /api/restore/end`: nobody is awaited any more.
pub async fn end_restore(
    State(site): State<Arc<Site>>,
    Caretaker(by): Caretaker,
) -> Result<Reply<serde_json::Value>> {
    site.store.end_restore().await?;
    tracing::info!(officer = %by.officer.id, "the wait after a restore was ended");
    Ok(Reply(serde_json::json!({})))
}

/// `POST /api/devices/revoke`: a lost or retired device; its sessions end with it, and so does what it waits for.
pub async fn revoke(
    State(site): State<Arc<Site>>,
    Caretaker(by): Caretaker,
    Json(ask): Json<Revoke>,
) -> Result<Reply<serde_json::Value>> {
    if !site.store.revoke(ask.device, site.clock.now()).await? {
        let said = word("Không có máy này.", "There is no such device.");
        return Err(Error::bad("unknown_device", said));
    }
    site.feed.look();
    tracing::info!(officer = %by.officer.id, device = %ask.device, "a device was revoked");
    Ok(Reply(serde_json::json!({})))
}
