//! Asking the server without being anybody.
//!
//! Not here: the officers' requests (`link`).
//! Invariant: a failure is one sentence that says what to do.

use std::collections::BTreeMap;

use gloo_net::http::{Request, Response};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::door::supply::SendPapers;
use shared::door::{Applied, Apply};
use shared::id::DossierId;
use shared::lang::Sentence;
use shared::limits::SCAN_PIECE_BYTES_MAX;
use shared::scan::{Digest, Have};
use shared::session::{Problem, PublicCatalogue, Tracked};
use shared::survey::{Rate, Rating};

use crate::desk::{Desk, clock};
use crate::routes::is_at_work;

/// Seconds between two tries while nothing could be sent.
const TRY_SECONDS: u32 = 15;

/// Sends what is wanted and tries again by itself: soon after a failure, and when the network is back.
pub fn go_on_trying(wanted: RwSignal<bool>, attempt: impl Fn() + Copy + 'static) {
    let again = move || {
        if wanted.get_untracked() {
            attempt();
        }
    };
    again();
    let back = window_event_listener(leptos::ev::online, move |_| again());
    let timer = gloo_timers::callback::Interval::new(TRY_SECONDS * 1_000, again);
    let timer = StoredValue::new_local(Some(timer));
    on_cleanup(move || {
        back.remove();
        timer.update_value(|timer| drop(timer.take()));
    });
}

/// Why there is no answer that can be read.
struct Failure {
    /// What the server says by its status and its code; nothing where it was not heard.
    heard: Option<(u16, String)>,
    said: Sentence,
}

impl Failure {
    fn unreachable() -> Failure {
        let said = Sentence::new(
            "Không nối được với máy chủ của phường. Kiểm tra mạng rồi thử lại.",
            "The ward's server cannot be reached. Check the network and try again.",
        );
        Failure { heard: None, said }
    }
}

async fn read<T: DeserializeOwned>(answer: Result<Response, gloo_net::Error>) -> Result<T, Failure> {
    let answer = answer.map_err(|_| Failure::unreachable())?;
    let (status, is_ok) = (answer.status(), answer.ok());
    let text = answer.text().await.map_err(|_| Failure::unreachable())?;
    if is_ok {
        return shared::json::read(&text).map_err(|_| Failure::unreachable());
    }
    Err(match shared::json::read::<Problem>(&text) {
        Ok(Problem { error, .. }) => {
            Failure { heard: Some((status, error.code)), said: Sentence::new(error.vi, error.en) }
        }
        Err(_) => Failure::unreachable(),
    })
}

/// What the ward posts: for an officer as it lies on this device, also without a network; for everybody else as the
/// server says.
pub async fn posted(here: Option<PublicCatalogue>) -> Result<PublicCatalogue, Sentence> {
    match here {
        Some(posted) => Ok(posted),
        None => get("/api/public/procedures").await,
    }
}

/// The list as it lies on the device of an officer at work.
pub fn posted_here(desk: Desk) -> Option<PublicCatalogue> {
    let ward = desk.ward_or_none().filter(|_| is_at_work(desk))?;
    Some(PublicCatalogue::of(&ward, clock().day()))
}

/// `GET path` as JSON.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Sentence> {
    let answer = asked(path).send().await;
    read(answer).await.map_err(|failure| failure.said)
}

async fn send<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Failure> {
    let request = Request::post(path).header("X-MC-Proto", "1").json(body);
    read(request.map_err(|_| Failure::unreachable())?.send().await).await
}

/// `POST path` with a JSON body.
pub async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Sentence> {
    send(path, body).await.map_err(|failure| failure.said)
}

/// What became of what was handed in.
pub enum Sent<T> {
    Taken(T),
    /// The ward says no: sending the same again changes nothing.
    Refused {
        code: String,
        said: Sentence,
    },
    /// Nobody knows whether it arrived; the same may be sent again.
    Later(Sentence),
}

/// `POST /api/public/supplement`
pub async fn supplement(letter: &SendPapers) -> Sent<Tracked> {
    hand_in("/api/public/supplement", letter).await
}

/// `POST /api/public/apply`
pub async fn apply(ask: &Apply) -> Sent<Applied> {
    hand_in("/api/public/apply", ask).await
}

/// Transfers of one file that may end in other bytes than its own, because an earlier one was cut off badly.
const PHOTO_TRIES_MAX: usize = 3;

/// Sends a photograph of an application piece by piece, from where the ward says; `sent` hears how many bytes are
/// there.
async fn photo(application: DossierId, digest: &Digest, bytes: &[u8], sent: impl Fn(u64)) -> Sent<()> {
    let path = format!("/api/public/photos/{application}/{digest}");
    let mut tries = 0;
    let mut have: Have = match judged(read(asked(&path).send().await).await) {
        Sent::Taken(have) => have,
        Sent::Refused { code, said } => return Sent::Refused { code, said },
        Sent::Later(said) => return Sent::Later(said),
    };
    while !have.whole {
        sent(have.bytes);
        let at = usize::try_from(have.bytes).unwrap_or(0).min(bytes.len());
        let piece = &bytes[at..bytes.len().min(at + SCAN_PIECE_BYTES_MAX)];
        have = match judged(put(&format!("{path}?bytes={}&at={at}", bytes.len()), piece).await) {
            Sent::Taken(have) => have,
            Sent::Refused { code, .. } if code == "other_bytes" && tries < PHOTO_TRIES_MAX => {
                tries += 1;
                Have { bytes: 0, whole: false }
            }
            Sent::Refused { code, said } => return Sent::Refused { code, said },
            Sent::Later(said) => return Sent::Later(said),
        };
    }
    Sent::Taken(())
}

/// Sends a form that names photographs: the form first, so that what is wrong in it is said before megabytes travel; then
/// what it names; then the form again. `part` is how much is there, in hundredths; `refused` hears of which place the file
/// is not taken.
pub async fn with_photos<T>(
    id: DossierId,
    form: impl AsyncFn() -> Sent<T>,
    files: impl FnOnce() -> BTreeMap<Digest, (usize, Vec<u8>)>,
    part: RwSignal<Option<u64>>,
    refused: impl Fn(usize, Sentence),
) -> Sent<T> {
    match form().await {
        Sent::Refused { code, .. } if code == "photos_awaited" => {}
        answer @ (Sent::Taken(_) | Sent::Refused { .. } | Sent::Later(_)) => return answer,
    }
    let files = files();
    let all: u64 = files.values().map(|(_, bytes)| bytes.len() as u64).sum();
    let mut before = 0;
    for (digest, (place, bytes)) in files {
        let sent = |here: u64| {
            part.try_set(Some((before + here) * 100 / all.max(1)));
        };
        match photo(id, &digest, &bytes, sent).await {
            Sent::Taken(()) => before += bytes.len() as u64,
            Sent::Refused { code, said } => {
                // The bound of all is no paper's own fault.
                if code != "photos_full" && code != "door_closed" {
                    refused(place, said.clone());
                }
                return Sent::Refused { code, said };
            }
            Sent::Later(said) => return Sent::Later(said),
        }
    }
    part.try_set(None);
    form().await
}

fn asked(path: &str) -> gloo_net::http::RequestBuilder {
    Request::get(path).header("X-MC-Proto", "1")
}

async fn put(path: &str, piece: &[u8]) -> Result<Have, Failure> {
    let request = Request::put(path).header("X-MC-Proto", "1");
    let request = request.header("Content-Type", "application/octet-stream");
    let request = request.body(js_sys::Uint8Array::from(piece)).map_err(|_| Failure::unreachable())?;
    read(request.send().await).await
}

/// `POST path`: a form that is sent until the ward has said what becomes of it.
pub async fn hand_in<T: DeserializeOwned>(path: &str, ask: &impl Serialize) -> Sent<T> {
    judged(send(path, ask).await)
}

fn judged<T>(answer: Result<T, Failure>) -> Sent<T> {
    match answer {
        Ok(taken) => Sent::Taken(taken),
        Err(Failure { heard: Some((400..=407 | 409..=428 | 430..=499, code)), said }) => {
            Sent::Refused { code, said }
        }
        Err(Failure { heard: _, said }) => Sent::Later(said),
    }
}

/// What became of a ballot.
pub enum Rated {
    Kept,
    /// This dossier has one; perhaps this very one, whose answer did not arrive.
    Already,
    Failed(Sentence),
}

/// `POST /api/public/rate`
pub async fn rate(ask: &Rate) -> Rated {
    match send::<Rating>("/api/public/rate", ask).await {
        Ok(_) => Rated::Kept,
        Err(Failure { heard: Some((409, code)), .. }) if code == "rated" => Rated::Already,
        Err(Failure { said, .. }) => Rated::Failed(said),
    }
}
