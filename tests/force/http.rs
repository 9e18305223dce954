//! One request over loopback, by somebody who expects that anything may happen to it.
//!
//! Not here: what is asked (`device`).
//! Invariant: an answer is whole or it is no answer.

use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::header::{CONTENT_TYPE, COOKIE, HOST, SET_COOKIE};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use shared::session::Problem;
use tokio::net::TcpStream;

/// How long an answer may take. Longer than the store waits for a lock.
const PATIENCE: Duration = Duration::from_secs(9);

pub struct Answer {
    pub body: Vec<u8>,
    pub cookie: Option<String>,
}

/// Why there is no answer to work with.
#[derive(Debug)]
pub enum Unheard {
    /// No connection, or one that broke off or stood still.
    Silence,
    Said {
        status: u16,
        problem: Option<Problem>,
    },
}

pub struct Asker<'a> {
    pub port: u16,
    pub cookie: &'a str,
    pub patience: Duration,
}

impl<'a> Asker<'a> {
    pub fn at(port: u16, cookie: &'a str) -> Asker<'a> {
        Asker { port, cookie, patience: PATIENCE }
    }

    pub async fn get(&self, path: &str) -> Result<Answer, Unheard> {
        self.ask(Method::GET, path, Vec::new()).await
    }

    pub async fn post(&self, path: &str, body: Vec<u8>) -> Result<Answer, Unheard> {
        self.ask(Method::POST, path, body).await
    }

    async fn ask(&self, method: Method, path: &str, body: Vec<u8>) -> Result<Answer, Unheard> {
        let asked = self.try_ask(method, path, body);
        tokio::time::timeout(self.patience, asked).await.unwrap_or(Err(Unheard::Silence))
    }

    async fn try_ask(&self, method: Method, path: &str, body: Vec<u8>) -> Result<Answer, Unheard> {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).await.map_err(|_| Unheard::Silence)?;
        let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(|_| Unheard::Silence)?;
        let carried = tokio::spawn(connection);
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, "phuong.vn")
            .header(COOKIE, self.cookie)
            .header(CONTENT_TYPE, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header("x-mc-proto", "1")
            .body(Full::<Bytes>::from(body))
            .expect("a request");
        let answer = async {
            let answer = sender.send_request(request).await.map_err(|_| Unheard::Silence)?;
            let (parts, body) = answer.into_parts();
            let body = body.collect().await.map_err(|_| Unheard::Silence)?.to_bytes().to_vec();
            if !parts.status.is_success() {
                let problem = serde_json::from_slice(&body).ok();
                return Err(Unheard::Said { status: parts.status.as_u16(), problem });
            }
            let set = parts.headers.get(SET_COOKIE).and_then(|value| value.to_str().ok());
            let cookie = set.and_then(|set| set.split(';').next()).map(str::to_owned);
            Ok(Answer { body, cookie })
        };
        let answer = answer.await;
        carried.abort();
        answer
    }
}
