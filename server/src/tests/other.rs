//! Another house's server as they are, the city's or a gateway: it takes, fails, refuses, breaks the line, keeps silent,
//! and has had it before.
//!
//! It may be covered. Not here: whose certificate it has (`authority`). Invariant: it speaks HTTP over a real socket, and keeps every message whose last byte it has read.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;

use super::authority::Stream;
use crate::wire::place::{Place, Who};

/// What it does with the next message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    Take,
    /// This number, and a few words.
    Answer(u16),
    /// The line breaks before a byte of it is read.
    Cut,
    /// It has the whole message and breaks the line before it says so.
    CutAfter,
    /// It has the whole message and never answers.
    Silent,
    /// It answers with more than anybody reads.
    Flood,
}

#[derive(Default)]
struct Inside {
    taken: Vec<Value>,
    keys: BTreeSet<String>,
    ways: VecDeque<Way>,
    /// The heads of all requests.
    heads: Vec<String>,
}

pub struct OtherServer {
    port: u16,
    is_covered: bool,
    inside: Arc<Mutex<Inside>>,
    pub holds: Arc<Notify>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for OtherServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub const TOKEN: &str = "ma-bi-mat-77";

impl OtherServer {
    pub async fn start() -> OtherServer {
        OtherServer::with(None).await
    }

    pub async fn covered(tls: TlsAcceptor) -> OtherServer {
        OtherServer::with(Some(tls)).await
    }

    async fn with(tls: Option<TlsAcceptor>) -> OtherServer {
        let is_covered = tls.is_some();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (inside, holds) = (Arc::<Mutex<Inside>>::default(), Arc::<Notify>::default());
        let (shared, told) = (inside.clone(), holds.clone());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (inside, told, tls) = (shared.clone(), told.clone(), tls.clone());
                tokio::spawn(async move {
                    let stream: Box<dyn Stream> = match tls {
                        Some(tls) => Box::new(tls.accept(stream).await?),
                        None => Box::new(stream),
                    };
                    talk(stream, &inside, &told).await
                });
            }
        });
        OtherServer { port, is_covered, inside, holds, task }
    }

    pub fn place(&self, who: Who) -> Place {
        let scheme = if self.is_covered { "https" } else { "http" };
        let url = format!("{scheme}://127.0.0.1:{}/api/trang-thai?phien=1", self.port);
        Place::read(who, &url, Some(TOKEN)).expect("an address")
    }

    /// What it does with the next messages; after them it takes.
    pub fn will(&self, ways: &[Way]) {
        self.inside.lock().expect("whole").ways.extend(ways);
    }

    /// Every message that it has taken since the last time.
    pub fn taken(&self) -> Vec<Value> {
        std::mem::take(&mut self.inside.lock().expect("whole").taken)
    }

    pub fn heads(&self) -> Vec<String> {
        self.inside.lock().expect("whole").heads.clone()
    }
}

/// The head of a request and its body; nothing where the line has ended.
async fn request(stream: &mut BufReader<Box<dyn Stream>>) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        if line.trim().is_empty() {
            break;
        }
        let lower = line.to_lowercase();
        if let Some(said) = lower.strip_prefix("content-length:") {
            length = said.trim().parse().unwrap_or(0);
        }
        head += &lower;
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(Some((head, body)))
}

async fn talk(stream: Box<dyn Stream>, inside: &Mutex<Inside>, told: &Notify) -> std::io::Result<()> {
    if inside.lock().expect("whole").ways.front() == Some(&Way::Cut) {
        inside.lock().expect("whole").ways.pop_front();
        return Ok(());
    }
    let mut stream = BufReader::new(stream);
    while let Some((head, body)) = request(&mut stream).await? {
        let way = inside.lock().expect("whole").ways.pop_front().unwrap_or(Way::Take);
        let message: Value = serde_json::from_slice(&body).expect("a message of the contract");
        let key = message["khoa"].as_str().expect("a key").to_owned();
        let to = message["dien_thoai"].as_str().unwrap_or_default().to_owned();
        let number = {
            let mut inside = inside.lock().expect("whole");
            inside.heads.push(head);
            match way {
                Way::Answer(number) if number != 200 => number,
                Way::Answer(_) | Way::Take | Way::Flood | Way::Cut | Way::CutAfter | Way::Silent => {
                    let fresh = inside.keys.insert(key);
                    if fresh {
                        inside.taken.push(message);
                    }
                    if fresh { 200 } else { 409 }
                }
            }
        };
        match way {
            Way::CutAfter | Way::Cut => return Ok(()),
            Way::Silent => {
                told.notify_one();
                std::future::pending::<()>().await;
            }
            Way::Take | Way::Answer(_) | Way::Flood => {}
        }
        let words =
            if way == Way::Flood { "a".repeat(200_000) } else { format!("mã thủ tục không có {to}") };
        let said = format!("{{\"id\":\"A7\",\"message\":\"{words}\"}}");
        let answer = format!("HTTP/1.1 {number} X\r\ncontent-length: {}\r\n\r\n{said}", said.len());
        stream.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}
