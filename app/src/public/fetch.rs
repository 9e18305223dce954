//! Asking the server without being anybody.
//!
//! Not here: the request itself (`link::http`).
//! Invariant: a failure is one sentence that says what to do, and comes within a time: what hangs is tried again.

use std::collections::BTreeMap;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
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
use crate::link::http::{Ask, Unheard};
use crate::routes::is_at_work;

/// How long one request may take on a telephone at the edge of the network: what is asked and answered are some
/// kilobytes.
const ASK_TIME: Duration = Duration::from_secs(30);
/// The same of a piece of a photograph, 256 KB.
const PIECE_TIME: Duration = Duration::from_secs(60);

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

impl From<Unheard> for Failure {
    fn from(unheard: Unheard) -> Failure {
        match unheard {
            Unheard::Said(status, Some(Problem { error, .. })) => {
                Failure { heard: Some((status, error.code)), said: Sentence::new(error.vi, error.en) }
            }
            Unheard::Said(_, None) | Unheard::Silence => Failure::unreachable(),
        }
    }
}

fn read<T: DeserializeOwned>(answer: Result<String, Unheard>) -> Result<T, Failure> {
    shared::json::read(&answer?).map_err(|_| Failure::unreachable())
}

/// What the ward posts: for an officer as it lies on this device, also without a network; for everybody else as the
/// server says.
async fn posted(here: Option<PublicCatalogue>) -> Result<PublicCatalogue, Sentence> {
    match here {
        Some(posted) => Ok(posted),
        None => get("/api/public/procedures").await,
    }
}

/// What the ward posts, on a page: nothing while it is asked for; it may be asked again, and is by itself once the network
/// is back after it could not be read.
#[derive(Clone, Copy)]
pub struct Posted {
    pub said: RwSignal<Option<Result<PublicCatalogue, Sentence>>>,
    pub again: Callback<()>,
}

pub fn use_posted(desk: Desk) -> Posted {
    let said = RwSignal::new(None);
    let ask = move || {
        said.set(None);
        spawn_local(async move {
            let answer = posted(posted_here(desk)).await;
            said.try_set(Some(answer));
        });
    };
    if cfg!(target_arch = "wasm32") {
        ask();
        let back = window_event_listener(leptos::ev::online, move |_| {
            if said.with_untracked(|said| matches!(said, Some(Err(_)))) {
                ask();
            }
        });
        on_cleanup(move || back.remove());
    }
    Posted { said, again: Callback::new(move |()| ask()) }
}

/// The list as it lies on the device of an officer at work.
fn posted_here(desk: Desk) -> Option<PublicCatalogue> {
    let ward = desk.ward_or_none().filter(|_| is_at_work(desk))?;
    Some(PublicCatalogue::of(&ward, clock().day()))
}

/// `GET path` as JSON.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Sentence> {
    read(Ask::of(path, ASK_TIME).get_heard().await).map_err(|failure| failure.said)
}

async fn send<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Failure> {
    read(Ask::of(path, ASK_TIME).post_heard(body).await)
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

impl<T> Sent<T> {
    pub fn map<U>(self, of: impl FnOnce(T) -> U) -> Sent<U> {
        match self {
            Sent::Taken(taken) => Sent::Taken(of(taken)),
            Sent::Refused { code, said } => Sent::Refused { code, said },
            Sent::Later(said) => Sent::Later(said),
        }
    }
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
    let mut have: Have = match judged(read(Ask::of(&path, ASK_TIME).get_heard().await)) {
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

async fn put(path: &str, piece: &[u8]) -> Result<Have, Failure> {
    read(Ask::of(path, PIECE_TIME).put_heard(piece).await)
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

#[cfg(test)]
mod tests {
    use shared::session::Said;

    use super::*;

    fn became(unheard: Unheard) -> String {
        match judged(read::<u32>(Err(unheard))) {
            Sent::Taken(_) => "taken".to_owned(),
            Sent::Refused { code, said } => format!("refused {code}: {said}"),
            Sent::Later(said) => format!("later: {said}"),
        }
    }

    #[test]
    fn only_the_ward_itself_says_no_and_a_citizen_hears_nothing_of_sessions() {
        let said = |status, code: &str| {
            let (code, vi, en) = (code.to_owned(), "Phường nói.".to_owned(), "The ward says.".to_owned());
            let problem = Problem { error: Said { code, vi, en }, rescue: None, field: None };
            became(Unheard::Said(status, Some(problem)))
        };
        let unreachable = became(Unheard::Silence);
        assert!(unreachable.starts_with("later: ") && unreachable.contains("Kiểm tra mạng"), "{unreachable}");
        for gateway in [0, 401, 404, 502, 504] {
            assert_eq!(became(Unheard::Said(gateway, None)), unreachable, "not the ward's server: {gateway}");
        }
        for status in [400, 401, 403, 409, 410, 422] {
            let refused = said(status, "wrong_login");
            assert!(
                refused.starts_with("refused wrong_login: ") && refused.contains("Phường nói."),
                "{refused}"
            );
        }
        for status in [408, 429, 500, 503] {
            assert!(said(status, "wait").starts_with("later: "), "{status}: the same may be sent again");
        }
        assert!(matches!(judged(read::<u32>(Ok("7".to_owned()))), Sent::Taken(7)));
        assert!(matches!(judged(read::<u32>(Ok("<html>".to_owned()))), Sent::Later(_)), "a hotel's page");
    }
}
