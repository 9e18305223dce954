//! One HTTP connection of a device: asks, unpacks, and insists on 200.
//!
//! Not here: what is asked (`desk`).
//! Invariant: the headers are those that the product needs and no others; a browser adds about 500 bytes.

use std::io::Read;

use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, COOKIE, HOST};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

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

    pub async fn get(&mut self, cookie: &str, path: &str) -> Vec<u8> {
        self.ask(cookie, Method::GET, path, None).await
    }

    pub async fn post(&mut self, cookie: &str, path: &str, body: Vec<u8>, packed: bool) -> Vec<u8> {
        self.ask(cookie, Method::POST, path, Some((body, packed))).await
    }

    async fn ask(
        &mut self,
        cookie: &str,
        method: Method,
        path: &str,
        body: Option<(Vec<u8>, bool)>,
    ) -> Vec<u8> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, "phuong.vn")
            .header(COOKIE, cookie)
            .header(ACCEPT_ENCODING, "gzip, br")
            .header("x-mc-proto", "1");
        if let Some((_, packed)) = &body {
            request =
                request.header(CONTENT_TYPE, "application/json").header("sec-fetch-site", "same-origin");
            if *packed {
                request = request.header(CONTENT_ENCODING, "gzip");
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
        bytes
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
