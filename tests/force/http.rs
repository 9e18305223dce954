//! One request over loopback, by somebody who expects that anything may happen to it.
//!
//! Not here: what is asked (`device`).
//! Invariant: an answer is whole or it is no answer.

use std::io::Read as _;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, COOKIE, HOST, SET_COOKIE};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use shared::id::Writer;
use shared::moment::Moment;
use shared::session::Problem;
use shared::sync::wire::NOW_HEADER;
use tokio::net::TcpStream;

/// How long an answer may take. Longer than the store waits for a lock.
const PATIENCE: Duration = Duration::from_secs(9);

pub struct Answer {
    pub body: Vec<u8>,
    pub cookie: Option<String>,
    /// The server's clock, on an answer that has nothing else to say.
    pub now: Option<Moment>,
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
    /// As a browser asks: for this writer alone, and for a packed answer.
    pub writer: Option<Writer>,
}

impl<'a> Asker<'a> {
    pub fn at(port: u16, cookie: &'a str) -> Asker<'a> {
        Asker { port, cookie, patience: PATIENCE, writer: None }
    }

    pub async fn get(&self, path: &str) -> Result<Answer, Unheard> {
        self.ask(Method::GET, path, Vec::new(), "").await
    }

    pub async fn post(&self, path: &str, body: Vec<u8>) -> Result<Answer, Unheard> {
        self.post_coded(path, body, "").await
    }

    /// The body is packed as `coding` says.
    pub async fn post_coded(&self, path: &str, body: Vec<u8>, coding: &str) -> Result<Answer, Unheard> {
        self.ask(Method::POST, path, body, coding).await
    }

    async fn ask(&self, method: Method, path: &str, body: Vec<u8>, coding: &str) -> Result<Answer, Unheard> {
        let asked = self.try_ask(method, path, body, coding);
        tokio::time::timeout(self.patience, asked).await.unwrap_or(Err(Unheard::Silence))
    }

    async fn try_ask(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
        coding: &str,
    ) -> Result<Answer, Unheard> {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).await.map_err(|_| Unheard::Silence)?;
        let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(|_| Unheard::Silence)?;
        let carried = tokio::spawn(connection);
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, "phuong.vn")
            .header(COOKIE, self.cookie)
            .header(CONTENT_TYPE, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header("x-mc-proto", "1");
        if let Some(writer) = self.writer {
            let named = format!("{}.{}", writer.device, writer.officer);
            request = request.header(ACCEPT_ENCODING, "gzip, br").header("x-mc-writer", named);
        }
        if !coding.is_empty() {
            request = request.header(CONTENT_ENCODING, coding);
        }
        let request = request.body(Full::<Bytes>::from(body)).expect("a request");
        let answer = async {
            let answer = sender.send_request(request).await.map_err(|_| Unheard::Silence)?;
            let (parts, body) = answer.into_parts();
            let body = body.collect().await.map_err(|_| Unheard::Silence)?.to_bytes();
            let packing = parts.headers.get(CONTENT_ENCODING).map(|coding| coding.as_bytes());
            let body = unpack(packing, &body).ok_or(Unheard::Silence)?;
            if !parts.status.is_success() {
                let problem = serde_json::from_slice(&body).ok();
                return Err(Unheard::Said { status: parts.status.as_u16(), problem });
            }
            let set = parts.headers.get(SET_COOKIE).and_then(|value| value.to_str().ok());
            let cookie = set.and_then(|set| set.split(';').next()).map(str::to_owned);
            let now = parts.headers.get(NOW_HEADER).and_then(|now| now.to_str().ok()?.parse().ok());
            Ok(Answer { body, cookie, now: now.map(Moment::from_millis) })
        };
        let answer = answer.await;
        carried.abort();
        answer
    }
}

/// What is packed; nothing where it is not whole.
fn unpack(packing: Option<&[u8]>, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    match packing {
        None => return Some(bytes.to_vec()),
        Some(b"br") => brotli::Decompressor::new(bytes, 64 * 1024).read_to_end(&mut out).ok()?,
        Some(b"gzip") => flate2::read::GzDecoder::new(bytes).read_to_end(&mut out).ok()?,
        Some(other) => panic!("an unknown packing: {}", String::from_utf8_lossy(other)),
    };
    Some(out)
}
