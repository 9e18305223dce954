//! Cửa của người dân: what anybody may ask without an account.
//!
//! Not here: anything with a name in it.
//! Invariant: an unknown code and a wrong secret get the same answer, and guesses run into a wall.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::dossier::Dossier;
use shared::dossier::code::Code;
use shared::moment::Moment;
use shared::session::{PublicCatalogue, Track, Tracked};

use crate::body::SmallJson;
use crate::error::{Error, Result};
use crate::gate::window::Window;
use crate::listen::Peer;
use crate::{Site, limits, random};

/// How often one may try the tracking page.
pub struct TrackLimits {
    address: Window,
    slip: Window,
    dossier: Window,
    all: Window,
}

impl Default for TrackLimits {
    fn default() -> TrackLimits {
        TrackLimits {
            address: Window::new(limits::TRACK_ADDRESS_MAX, 1),
            slip: Window::new(limits::TRACK_SLIP_WRONG_MAX, 60),
            dossier: Window::new(limits::TRACK_DOSSIER_WRONG_MAX, 60),
            all: Window::new(limits::TRACK_WRONG_MAX, 60),
        }
    }
}

/// `GET /api/public/procedures`: the catalogue in force today, as every ward must post it.
pub async fn procedures(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let (ward, today) = (site.store.ward(), site.clock.now().day());
    let tag = format!("\"{}-{today}\"", ward.version);
    let fresh = [
        (header::ETAG, HeaderValue::from_str(&tag).expect("digits and dashes")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache")),
    ];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known == tag.as_str()) {
        return (StatusCode::NOT_MODIFIED, fresh).into_response();
    }
    (fresh, Reply(PublicCatalogue::of(&ward, today))).into_response()
}

/// `POST /api/public/track`: status, step and due date of the dossier on a slip.
pub async fn track(
    State(site): State<Arc<Site>>,
    peer: Option<Extension<Peer>>,
    SmallJson(ask): SmallJson<Track>,
) -> Result<Reply<Tracked>> {
    let _slot = site.public_slots.try_acquire().map_err(|_| Error::busy())?;
    let now = site.clock.now();
    let address = peer.map(|Extension(peer)| peer).unwrap_or_default().network();
    let code = full_code(&ask.code, &site.store.ward().agency_code);
    let key = code.as_ref().map_or_else(|| ask.code.chars().take(60).collect(), Code::to_string);
    let slip = format!("{key} {address}");
    let TrackLimits { address: asked, slip: of_slip, dossier: of_dossier, all } = &site.track;
    asked.take(&address, 1, now).map_err(Error::wait)?;
    // A guess counts before it is judged, so that many at once are not free; a slip's own secret is given back.
    let guesses = [(of_slip, slip.as_str()), (of_dossier, key.as_str()), (all, "")];
    take_all(&guesses, now).map_err(Error::wait)?;
    let dossier = match &code {
        Some(code) => site.store.by_code(code).await?,
        None => None,
    };
    match dossier.filter(|dossier| opens(dossier, &ask.secret)) {
        Some(dossier) => {
            guesses.iter().for_each(|(window, key)| window.give_back(key, 1));
            Ok(Reply(Tracked {
                status: dossier.status,
                step: u8::try_from(dossier.status.step()).unwrap_or(0),
                due: dossier.promised.filter(|_| dossier.paused_since().is_none()),
                paused_since: dossier.paused_since(),
            }))
        }
        None => Err(Error::no_such_slip()),
    }
}

/// One of each, or none and the seconds to wait.
fn take_all(windows: &[(&Window, &str)], now: Moment) -> std::result::Result<(), u32> {
    for (i, (window, key)) in windows.iter().enumerate() {
        if let Err(wait) = window.take(key, 1, now) {
            windows[..i].iter().for_each(|(earlier, key)| earlier.give_back(key, 1));
            return Err(wait);
        }
    }
    Ok(())
}

/// The code as it was typed: whole, or without the agency's part.
fn full_code(typed: &str, agency: &str) -> Option<Code> {
    let typed = typed.trim().to_uppercase();
    typed.parse().or_else(|_| format!("{agency}-{typed}").parse()).ok()
}

/// Whether the secret is the slip's. Dossiers without a secret are not open to anybody.
fn opens(dossier: &Dossier, typed: &str) -> bool {
    let tidy = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
    let (secret, typed) = (tidy(&dossier.secret), tidy(typed));
    !secret.is_empty() && random::same(&random::digest(&secret), &random::digest(&typed))
}

#[cfg(test)]
mod tests {
    use super::full_code;

    #[test]
    fn a_code_may_be_typed_short() {
        let code = |typed| full_code(typed, "000.21.17.H17").map(|code| code.to_string());
        assert_eq!(code("181122-6105").as_deref(), Some("000.21.17.H17-181122-6105"));
        assert_eq!(code(" 000.21.17.h17-181122-6105 ").as_deref(), Some("000.21.17.H17-181122-6105"));
        assert_eq!(code("6105"), None);
    }
}
