//! One message to the city's server, and its answer.
//!
//! Not here: what becomes of a message (`send`).
//! Invariant: no answer is waited for without end, none is read without end, and none that leads elsewhere is followed.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderValue, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use shared::lang::{Sentence, word};
use shared::text;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::place::City;
use crate::limits::{
    CITY_ANSWER_BYTES_MAX, CITY_ANSWER_TIME_MAX, CITY_CONNECT_TIME_MAX, CITY_SAID_CHARS_MAX,
};

/// What the city made of a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It has it, now or from before.
    Taken,
    /// Not now.
    Later(Sentence),
    /// This message never.
    Never(Sentence),
    /// It is not there, or not for us: no message gets through. It may have this one.
    NoWay(Sentence),
}

/// An open line, used for one message after the other.
pub struct Line(SendRequest<Full<Bytes>>);

/// A refusal's words, as the contract has them.
#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    message: String,
}

impl Line {
    pub async fn open(city: &City) -> Result<Line, Sentence> {
        match timeout(CITY_CONNECT_TIME_MAX, connect(city)).await {
            Ok(opened) => opened,
            Err(_) => {
                Err(word("máy chủ thành phố không trả lời kịp", "the city's server did not answer in time")
                    .into())
            }
        }
    }

    /// Whether the line is good for another message.
    pub fn is_open(&self) -> bool {
        !self.0.is_closed()
    }

    pub async fn tell(&mut self, city: &City, key: &str, body: &str) -> Answer {
        let Some(request) = request(city, key, body) else {
            return Answer::Never(word("tin không viết ra được", "the message cannot be written").into());
        };
        let asked = async {
            self.0.ready().await?;
            let response = self.0.send_request(request).await?;
            let status = response.status();
            Ok::<_, hyper::Error>((status, words(response.into_body()).await))
        };
        match timeout(CITY_ANSWER_TIME_MAX, asked).await {
            Ok(Ok((status, said))) => judged(status, &said),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the line to the city");
                Answer::NoWay(word("đường truyền tới thành phố bị ngắt", "the line to the city broke").into())
            }
            Err(_) => Answer::NoWay(
                word("máy chủ thành phố không trả lời kịp", "the city's server did not answer in time")
                    .into(),
            ),
        }
    }
}

fn request(city: &City, key: &str, body: &str) -> Option<Request<Full<Bytes>>> {
    let host = if city.host.contains(':') { format!("[{}]", city.host) } else { city.host.clone() };
    let mut request = Request::post(&city.path)
        .header(header::HOST, format!("{host}:{}", city.port))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json")
        .header(header::USER_AGENT, "mot-cua")
        .header("idempotency-key", key);
    if let Some(token) = &city.token {
        request = request.header(header::AUTHORIZATION, HeaderValue::clone(token));
    }
    request.body(Full::new(Bytes::copy_from_slice(body.as_bytes()))).ok()
}

async fn connect(city: &City) -> Result<Line, Sentence> {
    let away = || word("không nối được máy chủ thành phố", "the city's server cannot be reached");
    let stream = TcpStream::connect((city.host.as_str(), city.port)).await.map_err(|error| {
        tracing::warn!(%error, "the way to the city");
        away()
    })?;
    if !city.tls {
        return begin(stream).await;
    }
    let unsafe_way = || {
        word(
            "không nối an toàn được với máy chủ thành phố: chứng chỉ hay TLS không đúng",
            "no safe connection to the city's server: its certificate or TLS is not right",
        )
    };
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| unsafe_way())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(city.host.clone()).map_err(|_| unsafe_way())?;
    let covered = TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|error| {
        tracing::warn!(%error, "the way to the city");
        unsafe_way()
    })?;
    begin(covered).await
}

async fn begin(stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static) -> Result<Line, Sentence> {
    let (sender, line) = handshake(TokioIo::new(stream)).await.map_err(|error| {
        tracing::warn!(%error, "the way to the city");
        word("máy chủ thành phố không nói HTTP", "the city's server speaks no HTTP")
    })?;
    tokio::spawn(async move {
        // What broke is heard by whoever waits for the answer.
        drop(line.await);
    });
    Ok(Line(sender))
}

/// The words of an answer; none where there are too many, or they are no words.
async fn words(body: Incoming) -> String {
    let Ok(body) = Limited::new(body, CITY_ANSWER_BYTES_MAX).collect().await else { return String::new() };
    let said: Option<Said> = serde_json::from_slice(&body.to_bytes()).ok();
    let said = said.map(|said| text::clean(&said.message)).unwrap_or_default();
    said.chars().take(CITY_SAID_CHARS_MAX).collect()
}

/// An answer by its number, as docs/handoff.md has it.
fn judged(status: StatusCode, said: &str) -> Answer {
    let (number, said) = (status.as_u16(), if said.is_empty() { String::new() } else { format!(": {said}") });
    let answered = || {
        Sentence::new(
            format!("thành phố trả lời {number}{said}"),
            format!("the city answered {number}{said}"),
        )
    };
    match number {
        200..=299 | 409 => Answer::Taken,
        401 | 403 => Answer::NoWay(Sentence::new(
            format!("thành phố không nhận mã truy cập ({number})"),
            format!("the city does not take our token ({number})"),
        )),
        404 | 405 | 300..=399 => Answer::NoWay(Sentence::new(
            format!("địa chỉ của thành phố không đúng ({number})"),
            format!("the city's address is not right ({number})"),
        )),
        408 | 425 | 429 => Answer::Later(answered()),
        400..=499 => Answer::Never(answered()),
        _ => Answer::Later(answered()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_an_answer_has_its_meaning() {
        let word = |number: u16| match judged(StatusCode::from_u16(number).expect("a number"), "vì") {
            Answer::Taken => "taken".to_owned(),
            Answer::Later(why) => format!("later, {}", why.en),
            Answer::Never(why) => format!("never, {}", why.en),
            Answer::NoWay(why) => format!("no way, {}", why.en),
        };
        let said = [200, 202, 204, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503]
            .map(|n| format!("{n} {}", word(n)));
        assert_eq!(
            said,
            [
                "200 taken",
                "202 taken",
                "204 taken",
                "302 no way, the city's address is not right (302)",
                "400 never, the city answered 400: vì",
                "401 no way, the city does not take our token (401)",
                "403 no way, the city does not take our token (403)",
                "404 no way, the city's address is not right (404)",
                "409 taken",
                "422 never, the city answered 422: vì",
                "429 later, the city answered 429: vì",
                "500 later, the city answered 500: vì",
                "503 later, the city answered 503: vì",
            ]
        );
    }
}
