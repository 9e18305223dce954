//! One request to the server, with a limit on how long it may take.
//!
//! Not here: when to ask and what to do with the answer (`link`).
//! Invariant: a failure is told apart: no network, no session, the server's own sentence. Whoever asks for a
//! writer says so, and the server refuses when the session is somebody else's.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use js_sys::Promise;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::id::Writer;
use shared::lang::{Sentence, Word, word};
use shared::moment::Moment;
use shared::session::Problem;
use shared::sync::pack;
use shared::sync::read::pushed;
use shared::sync::wire::{NOW_HEADER, Push, PushReply};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use super::gzip;

const OK: u16 = 200;
const NO_CONTENT: u16 = 204;

#[derive(Clone, Debug)]
pub enum Failure {
    /// Nothing came back: no network, no server, or it took too long.
    Unreachable,
    /// The session is over.
    LoggedOut,
    /// The device was revoked; with what is needed to hand in its work, once.
    Revoked(Option<String>),
    /// The server said something else.
    Said {
        status: u16,
        said: Sentence,
        /// The one field of the form that it is about.
        field: Option<Box<str>>,
    },
}

/// Why an answer gives nothing to read, before it is said in anybody's words.
#[derive(Clone, Debug)]
pub enum Unheard {
    /// Nothing came back: no network, no server, or it took too long.
    Silence,
    /// The server said no, by this status and, where it was the ward's server that spoke, in these words. Status 0 is
    /// a request that could not be written.
    Said(u16, Option<Problem>),
}

/// What the pages of somebody who is logged in make of it.
impl From<Unheard> for Failure {
    fn from(unheard: Unheard) -> Failure {
        let Unheard::Said(status, problem) = unheard else { return Failure::Unreachable };
        let (problem, rescue, field) = problem
            .map_or((None, None, None), |problem| (Some(problem.error), problem.rescue, problem.field));
        match (status, problem) {
            (401, Some(said)) if said.code == "wrong_login" => {
                Failure::Said { status, said: Sentence::new(said.vi, said.en), field }
            }
            (401, _) => Failure::LoggedOut,
            (410, Some(said)) if said.code == "device_revoked" => Failure::Revoked(rescue),
            (403, Some(said)) if said.code == "foreign_writer" => Failure::LoggedOut,
            (502..=504, None) => Failure::Unreachable,
            (_, Some(said)) => Failure::Said { status, said: Sentence::new(said.vi, said.en), field },
            (_, None) => odd(status),
        }
    }
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
            Failure::Revoked(_) => Sentence::new(
                "Máy này đã bị thu hồi. Báo tổ trưởng bộ phận Một Cửa.",
                "This device was revoked. Tell the head of the counter.",
            ),
            Failure::Said { said, .. } => said.clone(),
        }
    }
}

pub(super) fn odd(status: u16) -> Failure {
    // Either the server meant well, in the words of a newer version, or it was not the server that answered.
    let said = if status == OK { BEYOND.into() } else { strange(status) };
    Failure::Said { status, said, field: None }
}

const BEYOND: Word = word(
    "Chưa đọc được trả lời của máy chủ: bản trang này đã cũ, hoặc mạng (Wi-Fi phải đăng nhập) trả lời thay máy chủ. Tải lại trang; việc chưa gửi vẫn còn trên máy.",
    "The server's answer cannot be read: this page is too old, or the network (a Wi-Fi with a login) answers in its place. Reload; unsent work stays here.",
);

fn strange(status: u16) -> Sentence {
    Sentence::new(
        format!("Máy chủ trả lời lạ (mã {status}). Thử lại sau ít phút."),
        format!("The server answered oddly (status {status}). Try again in a few minutes."),
    )
}

/// What a pull is answered.
pub enum Page {
    Text(String),
    Unchanged(Moment),
}

/// A request before it is sent.
pub struct Ask<'a> {
    path: &'a str,
    time: Duration,
    writer: Option<Writer>,
    controller: Option<AbortController>,
}

impl<'a> Ask<'a> {
    pub fn of(path: &'a str, time: Duration) -> Ask<'a> {
        Ask { path, time, writer: None, controller: AbortController::new().ok() }
    }

    /// Only as this writer: an answer meant for anybody else must not come.
    pub fn writer(self, writer: Writer) -> Ask<'a> {
        Ask { writer: Some(writer), ..self }
    }

    /// What ends the request from outside.
    pub fn controller(&self) -> Option<AbortController> {
        self.controller.clone()
    }

    pub async fn get<T: DeserializeOwned>(self) -> Result<T, Failure> {
        self.get_by(shared::json::read).await
    }

    /// By a reader of `shared::sync::read`.
    pub async fn get_by<T>(self, by: fn(&str) -> serde_json::Result<T>) -> Result<T, Failure> {
        read(&self.get_heard().await?, by)
    }

    /// The answer to a request that was sent before.
    pub async fn sent<T: DeserializeOwned>(self, sent: Promise) -> Result<T, Failure> {
        let millis = u32::try_from(self.time.as_millis()).unwrap_or(u32::MAX);
        let answer = async {
            let answer = JsFuture::from(sent).await.map_err(|_| Failure::Unreachable)?;
            let answer = answer.unchecked_into::<web_sys::Response>();
            read(&heard(answer.into()).await?, shared::json::read)
        };
        match select(pin!(answer), TimeoutFuture::new(millis)).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => Err(Failure::Unreachable),
        }
    }

    /// The answer as it came, for whoever keeps it.
    pub async fn get_text(self) -> Result<String, Failure> {
        Ok(self.get_heard().await?)
    }

    /// The same, told to whoever has words of their own for what is not heard.
    pub async fn get_heard(self) -> Result<String, Unheard> {
        let request = self.dress(Request::get(self.path)).build();
        self.heard(request).await
    }

    /// `POST` as JSON, told in the same way.
    pub async fn post_heard(self, body: &impl Serialize) -> Result<String, Unheard> {
        let request = self.dress_post().json(body);
        self.heard(request).await
    }

    /// A piece of a file, told in the same way.
    pub async fn put_heard(self, piece: &[u8]) -> Result<String, Unheard> {
        let request = self.dress(Request::put(self.path)).header("X-MC-Proto", "1");
        let request = request.header("Content-Type", "application/octet-stream");
        let request = request.body(js_sys::Uint8Array::from(piece));
        self.heard(request).await
    }

    async fn heard(self, request: Result<Request, gloo_net::Error>) -> Result<String, Unheard> {
        let request = request.map_err(|_| Unheard::Said(0, None))?;
        let _limit = self.limit();
        heard(request.send().await.map_err(|_| Unheard::Silence)?).await
    }

    /// A page of changes, or when it was that there was none.
    pub async fn get_page(self) -> Result<Page, Failure> {
        let _limit = self.limit();
        let request = self.dress(Request::get(self.path));
        let answer = request.send().await.map_err(|_| Failure::Unreachable)?;
        if answer.status() != NO_CONTENT {
            return Ok(Page::Text(heard(answer).await?));
        }
        let now = answer.headers().get(NOW_HEADER).and_then(|now| now.parse().ok());
        now.map(|now| Page::Unchanged(Moment::from_millis(now))).ok_or_else(|| odd(NO_CONTENT))
    }

    pub async fn post<T: DeserializeOwned>(self, body: &impl Serialize) -> Result<T, Failure> {
        read(&self.post_heard(body).await?, shared::json::read)
    }

    /// The same, packed where that is worth it and the browser can.
    pub async fn post_packed<T>(
        self,
        body: &impl Serialize,
        by: fn(&str) -> serde_json::Result<T>,
    ) -> Result<T, Failure> {
        let text = serde_json::to_string(body).map_err(|_| odd(0))?;
        let packed = if text.len() < pack::BYTES_MIN { None } else { gzip::pack(&text).await };
        match packed {
            Some(bytes) => self.post_body(Some("gzip"), bytes.into(), by).await,
            None => self.post_body(None, text.into(), by).await,
        }
    }

    /// A push as columns, as small as it gets; `None` where that is not worth it or the browser cannot.
    pub async fn post_columns(self, push: &Push) -> Option<Result<PushReply, Failure>> {
        let long = push.acts.iter().map(|act| act.0.len()).sum::<usize>() >= pack::BYTES_MIN;
        let columns = if long { pack::write(push) } else { None };
        let bytes = gzip::pack(&columns?).await?;
        Some(self.post_body(Some(pack::CODINGS), bytes.into(), pushed).await)
    }

    async fn post_body<T>(
        self,
        coding: Option<&str>,
        body: JsValue,
        by: fn(&str) -> serde_json::Result<T>,
    ) -> Result<T, Failure> {
        let request = self.dress_post().header("Content-Type", "application/json");
        let request = match coding {
            Some(coding) => request.header("Content-Encoding", coding),
            None => request,
        };
        let request = request.body(body);
        read(&self.heard(request).await?, by)
    }

    /// A file as it came.
    pub async fn get_bytes(self) -> Result<Vec<u8>, Failure> {
        let _limit = self.limit();
        let request = self.dress(Request::get(self.path));
        let answer = request.send().await.map_err(|_| Failure::Unreachable)?;
        if answer.ok() {
            return answer.binary().await.map_err(|_| Failure::Unreachable);
        }
        Err(heard(answer).await.err().map_or(Failure::Unreachable, Failure::from))
    }

    /// A piece of a file.
    pub async fn put_bytes<T: DeserializeOwned>(self, piece: &[u8]) -> Result<T, Failure> {
        read(&self.put_heard(piece).await?, shared::json::read)
    }

    /// What changes something says that it is a page of ours that asks.
    fn dress_post(&self) -> RequestBuilder {
        self.dress(Request::post(self.path)).header("X-MC-Proto", "1")
    }

    fn dress(&self, builder: RequestBuilder) -> RequestBuilder {
        let signal = self.controller.as_ref().map(AbortController::signal);
        let builder = builder.abort_signal(signal.as_ref());
        match self.writer {
            Some(writer) => builder.header("X-MC-Writer", &format!("{}.{}", writer.device, writer.officer)),
            None => builder,
        }
    }

    /// Aborts the request when the time is over; dropping it takes the limit away.
    fn limit(&self) -> Option<Timeout> {
        let controller = self.controller.clone()?;
        let millis = u32::try_from(self.time.as_millis()).unwrap_or(u32::MAX);
        Some(Timeout::new(millis, move || controller.abort()))
    }
}

/// The text of a good answer. A body that breaks off is a network that broke off.
async fn heard(answer: Response) -> Result<String, Unheard> {
    let (status, is_good) = (answer.status(), answer.ok());
    match answer.text().await {
        Ok(text) if is_good => Ok(text),
        Err(_) if is_good => Err(Unheard::Silence),
        text => Err(Unheard::Said(status, shared::json::read(&text.unwrap_or_default()).ok())),
    }
}

/// Text that is no such JSON is odd.
fn read<T>(text: &str, by: fn(&str) -> serde_json::Result<T>) -> Result<T, Failure> {
    by(text).map_err(|_| odd(OK))
}
