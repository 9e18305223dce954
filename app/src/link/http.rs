//! One request to the server, with a limit on how long it may take.
//!
//! Not here: when to ask and what to do with the answer (`link`).
//! Invariant: a failure is told apart: no network, no session, the server's own sentence.

use std::time::Duration;

use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::lang::Sentence;
use shared::session::Problem;
use web_sys::AbortController;

#[derive(Clone, Debug)]
pub enum Failure {
    /// Nothing came back: no network, no server, or it took too long.
    Unreachable,
    /// The session is over.
    LoggedOut,
    /// The server said something else.
    Said { status: u16, said: Sentence },
}

impl Failure {
    pub fn sentence(&self) -> Sentence {
        match self {
            Failure::Unreachable => Sentence::new(
                "Không nối được với máy chủ của phường. Việc đã lưu vẫn an toàn trên máy này.",
                "The ward's server cannot be reached. What was saved is safe on this device.",
            ),
            Failure::LoggedOut => Sentence::new(
                "Phiên làm việc đã hết. Đăng nhập lại để gửi tiếp.",
                "The session is over. Log in again to go on sending.",
            ),
            Failure::Said { said, .. } => said.clone(),
        }
    }
}

fn odd(status: u16) -> Failure {
    let said = Sentence::new(
        format!("Máy chủ trả lời lạ (mã {status}). Thử lại sau ít phút."),
        format!("The server answered oddly (status {status}). Try again in a few minutes."),
    );
    Failure::Said { status, said }
}

async fn body<T: DeserializeOwned>(answer: Response) -> Option<T> {
    shared::json::read(&answer.text().await.ok()?).ok()
}

async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, Failure> {
    let status = answer.status();
    if answer.ok() {
        return body(answer).await.ok_or_else(|| odd(status));
    }
    let problem = body::<Problem>(answer).await;
    match (status, problem) {
        (401, Some(problem)) if problem.error.code == "wrong_login" => {
            Err(Failure::Said { status, said: Sentence::new(problem.error.vi, problem.error.en) })
        }
        (401, _) => Err(Failure::LoggedOut),
        (502..=504, None) => Err(Failure::Unreachable),
        (_, Some(problem)) => {
            Err(Failure::Said { status, said: Sentence::new(problem.error.vi, problem.error.en) })
        }
        (_, None) => Err(odd(status)),
    }
}

/// Aborts the request when the time is over; dropping it takes the limit away.
struct Limit {
    controller: Option<AbortController>,
    _timer: Option<Timeout>,
}

impl Limit {
    fn of(time: Duration) -> Limit {
        let controller = AbortController::new().ok();
        let timer = controller.clone().map(|controller| {
            Timeout::new(u32::try_from(time.as_millis()).unwrap_or(u32::MAX), move || controller.abort())
        });
        Limit { controller, _timer: timer }
    }

    fn on(&self, builder: RequestBuilder) -> RequestBuilder {
        let signal = self.controller.as_ref().map(AbortController::signal);
        builder.header("X-MC-Proto", "1").abort_signal(signal.as_ref())
    }
}

pub async fn get<T: DeserializeOwned>(path: &str, time: Duration) -> Result<T, Failure> {
    let limit = Limit::of(time);
    let answer = limit.on(Request::get(path)).send().await.map_err(|_| Failure::Unreachable)?;
    read(answer).await
}

pub async fn post<T: DeserializeOwned>(
    path: &str,
    body: &impl Serialize,
    time: Duration,
) -> Result<T, Failure> {
    let limit = Limit::of(time);
    let request = limit.on(Request::post(path)).json(body).map_err(|_| odd(0))?;
    read(request.send().await.map_err(|_| Failure::Unreachable)?).await
}

/// A request whose answer has no content that matters.
pub async fn post_quietly(path: &str, time: Duration) -> Result<(), Failure> {
    let limit = Limit::of(time);
    let request = limit.on(Request::post(path)).json(&serde_json::json!({})).map_err(|_| odd(0))?;
    let answer = request.send().await.map_err(|_| Failure::Unreachable)?;
    if answer.ok() { Ok(()) } else { read::<serde_json::Value>(answer).await.map(drop) }
}
