//! Asking the server without being anybody.
//!
//! Not here: the officers' requests (`link`).
//! Invariant: a failure is one sentence that says what to do.

use gloo_net::http::{Request, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
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
