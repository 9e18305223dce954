//! One HTTP connection of a device: asks, unpacks, and insists on 200.
//!
//! Not here: what is asked (`desk`).
//! Invariant: the headers are those that the product needs and no others; a browser adds about 500 bytes.

use std::io::Read;

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, COOKIE, HOST};
use hyper::{HeaderMap, Method, Request};
use hyper_util::rt::TokioIo;
use shared::moment::Moment;
use shared::sync::wire::NOW_HEADER;
use tokio::net::TcpStream;

/// Whose requests these are: the cookie, and the writer that is asked for.
#[derive(Default)]
pub struct Who {
    pub cookie: String,
    pub writer: String,
}

pub struct Line(SendRequest<Full<Bytes>>);

impl Line {
    pub async fn open(port: u16) -> Line {
        let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("somebody listens");
        stream.set_nodelay(true).expect("a socket");
        let (sender, connection) = handshake(TokioIo::new(stream)).await.expect("a connection");
        tokio::spawn(async move {
            // It ends with its sender; a failure shows in the request.
            let _ = connection.await;
        });
        Line(sender)
    }

    pub async fn get(&mut self, who: &Who, path: &str) -> Vec<u8> {
        self.ask(who, Method::GET, path, None).await.0
    }

    /// A page of changes; empty, with the server's clock, where there is none.
    pub async fn page(&mut self, who: &Who, path: &str) -> (Vec<u8>, Option<Moment>) {
        let (body, headers) = self.ask(who, Method::GET, path, None).await;
        let now = headers.get(NOW_HEADER).and_then(|now| now.to_str().ok()?.parse().ok());
        (body, now.map(Moment::from_millis))
    }

    pub async fn post(&mut self, who: &Who, path: &str, body: Vec<u8>, coding: &str) -> Vec<u8> {
        self.ask(who, Method::POST, path, Some((body, coding))).await.0
    }

    async fn ask(
        &mut self,
        who: &Who,
        method: Method,
        path: &str,
        body: Option<(Vec<u8>, &str)>,
    ) -> (Vec<u8>, HeaderMap) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, "phuong.vn")
            .header(COOKIE, &who.cookie)
            .header("x-mc-writer", &who.writer)
            .header(ACCEPT_ENCODING, "br");
        if let Some((_, coding)) = &body {
            request = request
                .header(CONTENT_TYPE, "application/json")
                .header("sec-fetch-site", "same-origin")
                .header("x-mc-proto", "1");
            if !coding.is_empty() {
                request = request.header(CONTENT_ENCODING, *coding);
            }
        }
        let body = Full::from(body.map(|(body, _)| body).unwrap_or_default());
        // Until the answer before is put away, a line takes no other request.
        self.0.ready().await.expect("an open line");
        let answer = self.0.send_request(request.body(body).expect("a request")).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let packed = body.collect().await.expect("a body").to_bytes();
        let bytes = unpack(parts.headers.get(CONTENT_ENCODING).map(|v| v.as_bytes()), &packed);
        assert!(parts.status.is_success(), "{path}: {} {}", parts.status, String::from_utf8_lossy(&bytes));
        (bytes, parts.headers)
    }
}

fn unpack(packing: Option<&[u8]>, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let read = match packing {
        Some(b"br") => brotli::Decompressor::new(bytes, 64 * 1024).read_to_end(&mut out),
        Some(b"gzip") => flate2::read::GzDecoder::new(bytes).read_to_end(&mut out),
        Some(other) => panic!("an unknown packing: {}", String::from_utf8_lossy(other)),
        None => return bytes.to_vec(),
    };
    read.expect("it can be unpacked");
    out
}
