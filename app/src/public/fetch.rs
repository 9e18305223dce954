//! Asking the server without being anybody.
//!
//! Not here: the officers' requests (`link`).
//! Invariant: a failure is one sentence that says what to do.

use gloo_net::http::{Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::door::{Applied, Apply};
use shared::lang::Sentence;
use shared::session::{Problem, PublicCatalogue};

use crate::desk::{Desk, clock};
use crate::routes::is_at_work;

fn unreachable() -> Sentence {
    Sentence::new(
        "Không nối được với máy chủ của phường. Kiểm tra mạng rồi thử lại.",
        "The ward's server cannot be reached. Check the network and try again.",
    )
}

async fn body<T: DeserializeOwned>(answer: Response) -> Option<T> {
    shared::json::read(&answer.text().await.ok()?).ok()
}

async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, Sentence> {
    if answer.ok() {
        return body(answer).await.ok_or_else(unreachable);
    }
    match body::<Problem>(answer).await {
        Some(problem) => Err(Sentence::new(problem.error.vi, problem.error.en)),
        None => Err(unreachable()),
    }
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
    let answer = Request::get(path).header("X-MC-Proto", "1").send().await.map_err(|_| unreachable())?;
    read(answer).await
}

/// `POST path` with a JSON body.
pub async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Sentence> {
    let request = Request::post(path).header("X-MC-Proto", "1").json(body).map_err(|_| unreachable())?;
    read(request.send().await.map_err(|_| unreachable())?).await
}

/// What became of an application.
pub enum Sent {
    Taken(Applied),
    /// The ward says no: sending the same again changes nothing.
    Refused {
        code: String,
        said: Sentence,
    },
    /// Nobody knows whether it arrived; the same may be sent again.
    Later(Sentence),
}

/// `POST /api/public/apply`
pub async fn apply(ask: &Apply) -> Sent {
    let Ok(request) = Request::post("/api/public/apply").header("X-MC-Proto", "1").json(ask) else {
        return Sent::Later(unreachable());
    };
    let Ok(answer) = request.send().await else { return Sent::Later(unreachable()) };
    if answer.ok() {
        return body(answer).await.map_or_else(|| Sent::Later(unreachable()), Sent::Taken);
    }
    let is_final = (400..500).contains(&answer.status()) && !matches!(answer.status(), 408 | 429);
    match body::<Problem>(answer).await.map(|problem| problem.error) {
        Some(error) if is_final => {
            Sent::Refused { code: error.code, said: Sentence::new(error.vi, error.en) }
        }
        Some(error) => Sent::Later(Sentence::new(error.vi, error.en)),
        None => Sent::Later(unreachable()),
    }
}
