//! One message to another house's server, and its answer: HTTP, one after the other on one line.
//!
//! Not here: what an answer means (`handoff::answer`, `news::gateway`).
//! Invariant: no answer is waited for without end, none is read without end, and none that leads elsewhere is followed.

pub mod place;
pub mod roots;

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::{HeaderValue, Request, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use shared::lang::Sentence;
use shared::text;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;

use crate::limits::{
    WIRE_ANSWER_BYTES_MAX, WIRE_ANSWER_TIME_MAX, WIRE_CONNECT_TIME_MAX, WIRE_SAID_CHARS_MAX,
};
use place::{Place, Who};

/// An open line, used for one message after the other.
pub struct Line(SendRequest<Full<Bytes>>);

/// What was answered.
pub struct Answer {
    pub number: u16,
    /// The words of a refusal.
    pub said: String,
    /// The other side's own number of what it took.
    pub id: String,
}

/// The body of an answer, as the contracts have it.
#[derive(Default, Deserialize)]
struct Said {
    #[serde(default)]
    message: String,
    #[serde(default)]
    id: String,
}

fn said(who: Who, vi: &str, en: &str) -> Sentence {
    let server = who.server();
    Sentence::new(vi.replace("{}", server.vi), en.replace("{}", server.en))
}

fn too_late(who: Who) -> Sentence {
    said(who, "{} không trả lời kịp", "{} did not answer in time")
}

impl Line {
    /// # Errors
    /// Why nothing can be said there now.
    pub async fn open(place: &Place) -> Result<Line, Sentence> {
        timeout(WIRE_CONNECT_TIME_MAX, connect(place)).await.unwrap_or_else(|_| Err(too_late(place.who)))
    }

    /// Whether the line is good for another message.
    pub fn is_open(&self) -> bool {
        !self.0.is_closed()
    }

    /// Says `body` under its key.
    ///
    /// # Errors
    /// No answer came: the other side may have it.
    pub async fn tell(&mut self, place: &Place, key: &str, body: &str) -> Result<Answer, Sentence> {
        let broke = || said(place.who, "đường truyền tới {} bị ngắt", "the line to {} broke");
        let Some(request) = request(place, key, body) else { return Err(broke()) };
        let asked = async {
            self.0.ready().await?;
            let response = self.0.send_request(request).await?;
            let number = response.status().as_u16();
            let Said { message, id } = words(response.into_body()).await;
            Ok::<_, hyper::Error>(Answer { number, said: message, id })
        };
        match timeout(WIRE_ANSWER_TIME_MAX, asked).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                tracing::warn!(%error, who = ?place.who, "the line broke");
                Err(broke())
            }
            Err(_) => Err(too_late(place.who)),
        }
    }
}

fn request(place: &Place, key: &str, body: &str) -> Option<Request<Full<Bytes>>> {
    let host = if place.host.contains(':') { format!("[{}]", place.host) } else { place.host.clone() };
    let mut request = Request::post(&place.path)
        .header(header::HOST, format!("{host}:{}", place.port))
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/json")
        .header(header::USER_AGENT, "mot-cua")
        .header("idempotency-key", key);
    if let Some(token) = &place.token {
        request = request.header(header::AUTHORIZATION, HeaderValue::clone(token));
    }
    request.body(Full::new(Bytes::copy_from_slice(body.as_bytes()))).ok()
}

async fn connect(place: &Place) -> Result<Line, Sentence> {
    let who = place.who;
    let stream = TcpStream::connect((place.host.as_str(), place.port)).await.map_err(|error| {
        tracing::warn!(%error, ?who, "no way");
        said(who, "không nối được {}", "{} cannot be reached")
    })?;
    if !place.tls {
        return begin(who, stream).await;
    }
    begin(who, covered(place, stream).await?).await
}

/// The same line under TLS, with a server whose certificate leads to one of the roots and names its host.
async fn covered(
    place: &Place,
    stream: TcpStream,
) -> Result<tokio_rustls::client::TlsStream<TcpStream>, Sentence> {
    let who = place.who;
    let unsafe_way = || {
        said(
            who,
            "không nối an toàn được với {}: chứng chỉ hay TLS không đúng",
            "no safe connection to {}: its certificate or TLS is not right",
        )
    };
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| unsafe_way())?
        .with_root_certificates(place.roots.store())
        .with_no_client_auth();
    let name = ServerName::try_from(place.host.clone()).map_err(|_| unsafe_way())?;
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|error| {
        tracing::warn!(%error, ?who, "no safe way");
        unsafe_way()
    })
}

async fn begin(
    who: Who,
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
) -> Result<Line, Sentence> {
    let (sender, line) = handshake(TokioIo::new(stream)).await.map_err(|error| {
        tracing::warn!(%error, ?who, "no HTTP");
        said(who, "{} không nói HTTP", "{} speaks no HTTP")
    })?;
    tokio::spawn(async move {
        // What broke is heard by whoever waits for the answer.
        drop(line.await);
    });
    Ok(Line(sender))
}

/// The words of an answer; none where there are too many, or they are no words.
async fn words(body: Incoming) -> Said {
    let Ok(body) = Limited::new(body, WIRE_ANSWER_BYTES_MAX).collect().await else { return Said::default() };
    let said: Said = serde_json::from_slice(&body.to_bytes()).unwrap_or_default();
    let cut = |text: &str| text::clean(text).chars().take(WIRE_SAID_CHARS_MAX).collect();
    Said { message: cut(&said.message), id: cut(&said.id) }
}
