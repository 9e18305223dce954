//! A mail server as they are: it takes letters, puts off, refuses, breaks the line, and keeps a letter without a word.
//!
//! It may be covered from the first byte, or once it is asked to be.
//! Not here: whose certificate it has (`authority`). Invariant: it speaks SMTP over a real socket, and counts every letter whose last line it has read.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::authority::Stream;
use crate::news::post::{Cover, Post};

/// What it does with the next letter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    Take,
    /// 451 to the address: greylisting.
    PutOff,
    /// 550 to the address, which it repeats.
    Refuse,
    /// The line breaks at the address.
    Break,
    /// 451 after the whole letter.
    PutOffWhole,
    /// 554 after the whole letter.
    RefuseWhole,
    /// Takes the whole letter and breaks the line before it says so.
    KeepSilent,
    /// 421: it closes down.
    Close,
}

pub struct Taken {
    pub to: String,
    /// Subject and body as a person reads them.
    pub text: String,
    pub message_id: String,
    pub raw: String,
}

#[derive(Default)]
struct Inside {
    taken: Vec<Taken>,
    ways: VecDeque<Way>,
    /// Everything that was said to it but letters.
    heard: Vec<String>,
    /// What of it anybody on the way could read.
    in_the_open: Vec<String>,
}

pub struct MailServer {
    port: u16,
    inside: Arc<Mutex<Inside>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The one login that it knows.
const LOGIN: &str = "\0mot\0bí mật";

impl MailServer {
    pub async fn start() -> MailServer {
        MailServer::with(Cover::None, None).await
    }

    pub async fn covered(cover: Cover, tls: TlsAcceptor) -> MailServer {
        MailServer::with(cover, Some(tls)).await
    }

    async fn with(cover: Cover, tls: Option<TlsAcceptor>) -> MailServer {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let inside = Arc::<Mutex<Inside>>::default();
        let shared = inside.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (inside, tls) = (shared.clone(), tls.clone());
                tokio::spawn(async move {
                    let stream: Box<dyn Stream> = Box::new(stream);
                    let said = match (cover, tls) {
                        (Cover::Tls, Some(tls)) => match tls.accept(stream).await {
                            Ok(stream) => talk(Box::new(stream), true, None, &inside).await,
                            Err(error) => Err(error),
                        },
                        (Cover::StartTls, tls) => talk(stream, false, tls, &inside).await,
                        (Cover::None | Cover::Tls, _) => talk(stream, false, None, &inside).await,
                    };
                    drop(said);
                });
            }
        });
        MailServer { port, inside, task }
    }

    /// The way to it, with `name:password@` or nothing in front.
    pub fn post(&self, login: &str) -> Post {
        post_at(self.port, login)
    }

    /// What it does with the next letters; after them it takes.
    pub fn will(&self, ways: &[Way]) {
        self.inside.lock().expect("whole").ways.extend(ways);
    }

    /// Who was written to, and what they read; all letters since the last time.
    pub fn taken(&self) -> Vec<Taken> {
        std::mem::take(&mut self.inside.lock().expect("whole").taken)
    }

    pub fn heard(&self) -> Vec<String> {
        self.inside.lock().expect("whole").heard.clone()
    }

    pub fn in_the_open(&self) -> Vec<String> {
        self.inside.lock().expect("whole").in_the_open.clone()
    }
}

pub fn post_at(port: u16, login: &str) -> Post {
    let url = format!("smtp://{login}127.0.0.1:{port}");
    Post::read(&url, "Một Cửa <motcua@vidu.example>").expect("an address")
}

/// What is said to a greeting or a login.
fn known(word: &str, said: &str, has_tls: bool) -> Option<String> {
    let greeting =
        |more: &str| format!("250-thu.vidu.example\r\n{more}250-8BITMIME\r\n250 AUTH PLAIN LOGIN\r\n");
    match word {
        "EHLO" => Some(greeting(if has_tls { "250-STARTTLS\r\n" } else { "" })),
        "AUTH" => {
            let login = said.strip_prefix("AUTH PLAIN ").unwrap_or_default();
            let known = STANDARD.decode(login).is_ok_and(|login| login == LOGIN.as_bytes());
            Some(if known { "235 2.7.0 OK\r\n" } else { "535 5.7.8 bad mot\r\n" }.to_owned())
        }
        "RSET" => Some("250 OK\r\n".to_owned()),
        _ => None,
    }
}

/// Writes down what was said.
fn hears(inside: &Mutex<Inside>, said: &str, is_covered: bool) {
    let mut inside = inside.lock().expect("whole");
    inside.heard.push(said.to_owned());
    if !is_covered {
        inside.in_the_open.push(said.to_owned());
    }
}

/// `tls`: what it goes over to where it is asked to.
async fn talk(
    stream: Box<dyn Stream>,
    mut is_covered: bool,
    mut tls: Option<TlsAcceptor>,
    inside: &Mutex<Inside>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 thu.vidu.example\r\n").await?;
    let (mut to, mut way, mut line) = (String::new(), Way::Take, String::new());
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let said = line.trim_end().to_owned();
        let word: String = said.chars().take(4).collect::<String>().to_uppercase();
        hears(inside, &said, is_covered);
        if let Some(tls) = tls.take_if(|_| word == "STAR") {
            stream.write_all(b"220 2.0.0 go on\r\n").await?;
            stream = BufReader::new(Box::new(tls.accept(stream.into_inner()).await?));
            is_covered = true;
            continue;
        }
        let answer = match word.as_str() {
            "MAIL" => {
                way = inside.lock().expect("whole").ways.pop_front().unwrap_or(Way::Take);
                match way {
                    Way::Close => {
                        stream.write_all(b"421 4.3.2 closing down\r\n").await?;
                        return Ok(());
                    }
                    Way::Take | Way::PutOff | Way::Refuse | Way::Break => {}
                    Way::PutOffWhole | Way::RefuseWhole | Way::KeepSilent => {}
                }
                "250 OK\r\n".to_owned()
            }
            "RCPT" => {
                to = said.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                match way {
                    Way::PutOff => "451 4.7.1 try again later\r\n".to_owned(),
                    Way::Refuse => format!("550 5.1.1 <{to}>: no such user\r\n"),
                    Way::Break => return Ok(()),
                    Way::Take | Way::Close | Way::PutOffWhole | Way::RefuseWhole | Way::KeepSilent => {
                        "250 OK\r\n".to_owned()
                    }
                }
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let raw = letter(&mut stream).await?;
                match way {
                    Way::PutOffWhole => "451 4.3.0 mailbox busy\r\n".to_owned(),
                    Way::RefuseWhole => "554 5.7.1 looks like spam\r\n".to_owned(),
                    Way::KeepSilent => {
                        keep(inside, &to, raw);
                        return Ok(());
                    }
                    Way::Take | Way::Close | Way::PutOff | Way::Refuse | Way::Break => {
                        keep(inside, &to, raw);
                        "250 2.0.0 queued\r\n".to_owned()
                    }
                }
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            word => known(word, &said, tls.is_some()).unwrap_or_else(|| "500 what?\r\n".to_owned()),
        };
        stream.write_all(answer.as_bytes()).await?;
    }
}

async fn letter(stream: &mut BufReader<Box<dyn Stream>>) -> std::io::Result<String> {
    let (mut raw, mut line) = (String::new(), String::new());
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == ".\r\n" {
            return Ok(raw);
        }
        raw.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}

fn keep(inside: &Mutex<Inside>, to: &str, raw: String) {
    let (head, body) = raw.split_once("\r\n\r\n").expect("a head and a body");
    let head = head.replace("\r\n ", " ");
    let field = |name: &str| {
        let found = head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        found.unwrap_or_default().to_owned()
    };
    let body = match field("Content-Transfer-Encoding").as_str() {
        "base64" => {
            let packed: String = body.split_whitespace().collect();
            String::from_utf8(STANDARD.decode(packed).expect("base64")).expect("UTF-8")
        }
        "quoted-printable" => quoted(body),
        other => panic!("an encoding that nobody reads: {other}"),
    };
    let subject = unfolded(&field("Subject"));
    let text = format!("{subject}\n{body}").replace('\r', "");
    let taken = Taken { to: to.to_owned(), text, message_id: field("Message-ID"), raw };
    inside.lock().expect("whole").taken.push(taken);
}

/// Encoded words beside one another are one; a plain one keeps its space.
fn unfolded(words: &str) -> String {
    let (mut said, mut was_encoded) = (String::new(), false);
    for word in words.split(' ') {
        let packed = word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?="));
        let goes_on = was_encoded && packed.is_some();
        if !said.is_empty() && !goes_on {
            said.push(' ');
        }
        match packed {
            Some(packed) => {
                let bytes = STANDARD.decode(packed).expect("base64");
                said.push_str(&String::from_utf8(bytes).expect("UTF-8"));
            }
            None => said.push_str(word),
        }
        was_encoded = packed.is_some();
    }
    said
}

fn quoted(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::new(), joined.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let hex = (*first == b'=').then(|| after.get(..2)).flatten();
        let code = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        rest = if code.is_some() { &after[2..] } else { after };
        bytes.push(code.unwrap_or(*first));
    }
    String::from_utf8(bytes).expect("UTF-8")
}
