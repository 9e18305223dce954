//! Bodies of requests: JSON, and pieces of files, bounded before it is read and after it is unpacked.
//!
//! Not here: what the JSON says.
//! Invariant: nothing is unpacked but gzip where a route asks for `Packed`, and columns in it where acts are sent; a sender of too much hears one
//! clear sentence instead of a broken connection.

use std::io::Read;
use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use shared::lang::Sentence;
use shared::limits::{REQUEST_BYTES_MAX, SCAN_PIECE_BYTES_MAX};
use shared::sync::pack;
use shared::sync::wire::Push;
use tokio::time::Instant;

use crate::error::{Error, Result};
use crate::limits;

/// A JSON body of at most `limits::BODY_BYTES_MAX`.
pub struct Json<T>(pub T);

/// The same, of at most `limits::STRANGER_BYTES_MAX`.
pub struct SmallJson<T>(pub T);

/// The same, of at most `limits::WARD_BYTES_MAX`.
pub struct LargeJson<T>(pub T);

/// A JSON body of at most `MAX` bytes, before and after it is unpacked; it may be packed with gzip.
pub struct Packed<T, const MAX: usize = REQUEST_BYTES_MAX>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Json<T>> {
        plain(request.headers())?;
        read(request, limits::BODY_BYTES_MAX).await.and_then(|bytes| parse(&bytes)).map(Json)
    }
}

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for SmallJson<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<SmallJson<T>> {
        plain(request.headers())?;
        read(request, limits::STRANGER_BYTES_MAX).await.and_then(|bytes| parse(&bytes)).map(SmallJson)
    }
}

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for LargeJson<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<LargeJson<T>> {
        plain(request.headers())?;
        read(request, limits::WARD_BYTES_MAX).await.and_then(|bytes| parse(&bytes)).map(LargeJson)
    }
}

impl<T: DeserializeOwned, S: Sync, const MAX: usize> FromRequest<S> for Packed<T, MAX> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Packed<T, MAX>> {
        let gzip = match encoding(request.headers()) {
            "" | "identity" => false,
            "gzip" => true,
            _ => return Err(Error::packed()),
        };
        let bytes = read(request, MAX).await?;
        if gzip { parse(&unpack(&bytes, MAX)?).map(Packed) } else { parse(&bytes).map(Packed) }
    }
}

/// A piece of a file, of at most `SCAN_PIECE_BYTES_MAX`, as it is.
pub struct Piece(pub Bytes);

impl<S: Sync> FromRequest<S> for Piece {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Piece> {
        plain(request.headers())?;
        read(request, SCAN_PIECE_BYTES_MAX).await.map(Piece)
    }
}

/// A push, plain, with gzip, or as columns with gzip.
pub struct Pushed(pub Push);

impl<S: Sync> FromRequest<S> for Pushed {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Pushed> {
        let mut codings = encoding(request.headers()).split(',').map(str::trim);
        if codings.next() != Some(pack::CODING) {
            return Packed::<Push>::from_request(request, state).await.map(|Packed(push)| Pushed(push));
        }
        if (codings.next(), codings.next()) != (Some("gzip"), None) {
            return Err(Error::packed());
        }
        let bytes = unpack(&read(request, REQUEST_BYTES_MAX).await?, REQUEST_BYTES_MAX)?;
        let push = str::from_utf8(&bytes).ok().and_then(|text| pack::read(text, REQUEST_BYTES_MAX));
        push.map(Pushed).ok_or_else(|| {
            let said =
                Sentence::new("Nội dung gửi lên không trọn vẹn.", "The columns of the body are not whole.");
            Error::bad("bad_columns", said)
        })
    }
}

fn encoding(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_ENCODING).map_or("", |value| value.to_str().unwrap_or("?").trim())
}

fn plain(headers: &HeaderMap) -> Result<()> {
    match encoding(headers) {
        "" | "identity" => Ok(()),
        _ => Err(Error::packed()),
    }
}

async fn read(request: Request, max: usize) -> Result<Bytes> {
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let mut body = request.into_body();
    if announced.is_some_and(|bytes| bytes > max) {
        drain(body).await;
        return Err(Error::too_large(max));
    }
    let (begin, mut bytes) = (Instant::now(), Vec::new());
    loop {
        let earned = Duration::from_secs((bytes.len() / limits::BODY_SECOND_BYTES_MIN) as u64);
        let until = begin + (limits::HEADER_TIME_MAX + earned).min(limits::BODY_TIME_MAX);
        match tokio::time::timeout_at(until, piece(&mut body)).await {
            Ok(None) => return Ok(Bytes::from(bytes)),
            Ok(Some(Ok(piece))) => {
                if bytes.len() + piece.len() > max {
                    return Err(Error::too_large(max));
                }
                bytes.extend_from_slice(&piece);
            }
            // The connection broke; or whoever is on it sends too little.
            Ok(Some(Err(_))) | Err(_) => return Err(Error::too_slow()),
        }
    }
}

/// The next piece; trailers say nothing that is asked for.
async fn piece(body: &mut Body) -> Option<std::result::Result<Bytes, axum::Error>> {
    let frame = std::future::poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await?;
    Some(frame.map(|frame| frame.into_data().unwrap_or_default()))
}

/// Reads a body away, within reason: a sender who is still writing would not hear the answer.
async fn drain(mut body: Body) {
    let mut left = limits::BODY_DRAIN_BYTES_MAX;
    let all = async {
        while let Some(Ok(piece)) = piece(&mut body).await {
            left = left.saturating_sub(piece.len());
            if left == 0 {
                break;
            }
        }
    };
    // Whoever is slower than this does not wait for an answer.
    let _ = tokio::time::timeout(limits::HEADER_TIME_MAX, all).await;
}

fn unpack(bytes: &[u8], max: usize) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let mut reader = flate2::read::GzDecoder::new(bytes).take(max as u64 + 1);
    reader.read_to_end(&mut out).map_err(|_| {
        Error::bad("bad_gzip", Sentence::new("Nội dung nén bị hỏng.", "The compressed body is damaged."))
    })?;
    if out.len() > max { Err(Error::too_large(max)) } else { Ok(out) }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    serde_json::from_slice(bytes).map_err(|e| {
        // The parser's own words may quote the body, so only the place is said.
        let (line, column) = (e.line(), e.column());
        Error::bad(
            "bad_json",
            Sentence::new(
                format!("JSON không đúng dạng ở dòng {line}, cột {column}."),
                format!("The JSON does not fit at line {line}, column {column}."),
            ),
        )
    })
}
