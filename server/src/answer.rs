//! An answer whose body is at hand, packed in one piece for whoever asked.
//!
//! Not here: answers that nobody packs by hand (`routes` has a layer for them).
//! Invariant: a caller is sent nothing that it did not say it takes; no long packing holds up the other requests.

use std::io::Write as _;

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use crate::error::{Error, Result};
use crate::limits::{PACKED_AT_ONCE_BYTES_MAX, PACKED_BYTES_MIN};

pub const JSON: &str = "application/json";
pub const TEXT: &str = "text/plain; charset=utf-8";
/// Twice as dense as the quickest, at a millisecond for what a hundred changes are.
const QUALITY: i32 = 5;

#[derive(Clone, Copy)]
pub enum Coding {
    Brotli,
    Gzip,
}

impl Coding {
    /// The densest that the caller takes; a browser without TLS takes gzip only.
    pub fn of(headers: &HeaderMap) -> Option<Coding> {
        let said = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
        let takes = |name: &str| said.split(',').any(|coding| coding.trim() == name);
        if takes("br") { Some(Coding::Brotli) } else { takes("gzip").then_some(Coding::Gzip) }
    }

    fn name(self) -> &'static str {
        match self {
            Coding::Brotli => "br",
            Coding::Gzip => "gzip",
        }
    }

    fn pack(self, text: &[u8]) -> std::io::Result<Vec<u8>> {
        match self {
            Coding::Brotli => brotli(text, QUALITY),
            Coding::Gzip => {
                let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
                out.write_all(text)?;
                out.finish()
            }
        }
    }
}

/// Packs a text as a whole, in a window that holds all of it.
pub fn brotli(mut text: &[u8], quality: i32) -> std::io::Result<Vec<u8>> {
    let params =
        brotli::enc::BrotliEncoderParams { quality, lgwin: 22, size_hint: text.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut text, &mut out, &params)?;
    Ok(out)
}

/// The text as the caller takes it.
pub async fn packed(headers: &HeaderMap, kind: &'static str, text: String) -> Result<Response> {
    let kind = (header::CONTENT_TYPE, kind);
    let Some(coding) = Coding::of(headers).filter(|_| text.len() >= PACKED_BYTES_MIN.into()) else {
        return Ok(([kind], text).into_response());
    };
    let bytes = if text.len() > PACKED_AT_ONCE_BYTES_MAX {
        let packing = tokio::task::spawn_blocking(move || coding.pack(text.as_bytes()));
        packing.await.map_err(|e| Error::failed(&e))?
    } else {
        coding.pack(text.as_bytes())
    };
    let bytes = Bytes::from(bytes.map_err(|e| Error::failed(&e))?);
    Ok(([kind, (header::CONTENT_ENCODING, coding.name())], bytes).into_response())
}

/// The value as JSON, as the caller takes it.
pub async fn json(headers: &HeaderMap, value: &impl serde::Serialize) -> Result<Response> {
    packed(headers, JSON, serde_json::to_string(value).map_err(|e| Error::failed(&e))?).await
}
