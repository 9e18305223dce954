//! The words between our server and a mail server, one step at a time.
//!
//! Not here: what becomes of a letter (`news`).
//! Invariant: it is always known whether the letter can have been taken: until its last line is out it cannot.

use std::time::{Duration, UNIX_EPOCH};

use lettre::Message;
use lettre::address::Address;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::Mechanism;
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use shared::lang::Sentence;
use shared::moment::Moment;
use shared::news::Told;
use tokio_rustls::rustls;

use super::post::{Cover, Post};
use super::sender::Trouble;
use crate::limits::{SMTP_SAID_CHARS_MAX, SMTP_TAKEN_TIME_MAX, SMTP_WORD_TIME_MAX};

/// No machine shall answer it (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// A letter as it travels; `name` is the same however often it is tried.
pub fn letter(post: &Post, to: Address, told: Told, name: &str, now: Moment) -> Option<Vec<u8>> {
    let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(now.millis()).unwrap_or(0));
    let message = Message::builder()
        .from(post.from.clone())
        .to(to.into())
        .subject(told.subject)
        .date(at)
        .message_id(Some(format!("<{name}@{}>", post.from.email.domain())))
        .header(AutoSubmitted)
        .header(ContentType::TEXT_PLAIN)
        .body(told.body)
        .ok()?;
    Some(message.formatted())
}

/// An open line to the mail server.
pub struct Line(AsyncSmtpConnection);

impl Line {
    pub async fn open(post: &Post) -> Result<Line, Sentence> {
        let hello = ClientId::Domain(post.from.email.domain().to_owned());
        let place = (post.host.as_str(), post.port);
        let tls = || cover(post).map_err(|error| way(&error));
        let covered = if post.cover == Cover::Tls { Some(tls()?) } else { None };
        let wait = Some(SMTP_WORD_TIME_MAX);
        let opened = AsyncSmtpConnection::connect_tokio1(place, wait, &hello, covered, None);
        let mut line = word_of(opened).await?.map_err(|error| way(&error))?;
        if post.cover == Cover::StartTls {
            if !line.can_starttls() {
                return Err(Sentence::new(
                    "máy chủ thư không có STARTTLS nên không gửi gì qua nó; dùng smtps:// nếu nó có",
                    "the mail server has no STARTTLS, so nothing goes through it; use smtps:// if it has that",
                ));
            }
            word_of(line.starttls(tls()?, &hello)).await?.map_err(|error| way(&error))?;
        }
        if let Some(login) = &post.login {
            let ways = [Mechanism::Plain, Mechanism::Login];
            // What it says to a wrong password may repeat the name.
            word_of(line.auth(&ways, login)).await?.map_err(|error| match error.status() {
                None => way(&error),
                Some(code) => Sentence::new(
                    format!("máy chủ thư không nhận tên và mật khẩu trong --smtp ({code})"),
                    format!("the mail server does not take the name and password of --smtp ({code})"),
                ),
            })?;
        }
        Ok(Line(line))
    }

    /// Up to where the server waits for the letter: it has not taken anything.
    pub async fn offer(&mut self, from: &Address, to: &Address) -> Result<(), Trouble> {
        self.word(Mail::new(Some(from.clone()), vec![])).await?.map_err(|error| {
            match judged(&error, to) {
                // It does not want our own address.
                Trouble::Never(why) => Trouble::Way(why),
                other @ (Trouble::Way(_) | Trouble::Later(_) | Trouble::Unclear(_) | Trouble::Unsure(_)) => {
                    other
                }
            }
        })?;
        self.word(Rcpt::new(to.clone(), vec![])).await?.map_err(|error| judged(&error, to))?;
        self.word(Data).await?.map_err(|error| judged(&error, to))
    }

    /// The letter itself.
    pub async fn hand_over(&mut self, letter: &[u8], to: &Address) -> Result<(), Trouble> {
        let silent = || {
            Trouble::Unclear(Sentence::new(
                "máy chủ thư nhận thư mà không trả lời",
                "the mail server had the letter and did not answer",
            ))
        };
        match tokio::time::timeout(SMTP_TAKEN_TIME_MAX, self.0.message(letter)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.status().is_some() => Err(judged(&error, to)),
            Ok(Err(_)) | Err(_) => Err(silent()),
        }
    }

    /// Forgets a letter that was refused; `false` where the line is of no use any more.
    pub async fn again(&mut self) -> bool {
        matches!(self.word(Rset).await, Ok(Ok(())))
    }

    pub async fn close(mut self) {
        // Whether it says goodbye changes nothing.
        drop(tokio::time::timeout(SMTP_WORD_TIME_MAX, self.0.quit()).await);
    }

    async fn word(&mut self, command: impl std::fmt::Display) -> Result<Result<(), Error>, Trouble> {
        let answered = word_of(self.0.command(command)).await.map_err(Trouble::Way)?;
        Ok(answered.map(drop))
    }
}

/// The cover of the line: whose certificates are believed, and of which host.
fn cover(post: &Post) -> Result<TlsParameters, Error> {
    let mut tls = TlsParameters::builder(post.host.clone());
    for root in post.roots.own() {
        tls = tls.add_root_certificate(Certificate::from_der(root.to_vec())?);
    }
    tls.build()
}

/// Whether it is the cover that failed: the library calls a certificate that is not believed a broken line.
fn is_cover(error: &Error) -> bool {
    let mut why = std::error::Error::source(error);
    while let Some(one) = why.filter(|one| !one.is::<rustls::Error>()) {
        // An error of a line holds another, and says only what is behind that.
        let held = one.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        why = held.map_or_else(|| one.source(), |held| Some(held));
    }
    error.is_tls() || why.is_some()
}

async fn word_of<T>(said: impl Future<Output = T>) -> Result<T, Sentence> {
    tokio::time::timeout(SMTP_WORD_TIME_MAX, said)
        .await
        .map_err(|_| Sentence::new("máy chủ thư không trả lời kịp", "the mail server did not answer in time"))
}

/// The details are for whoever keeps the server.
fn way(error: &Error) -> Sentence {
    tracing::warn!(%error, "the way to the mail server");
    match is_cover(error) {
        true => Sentence::new(
            "không nối an toàn được với máy chủ thư: chứng chỉ hay TLS không đúng",
            "no safe connection to the mail server: its certificate or TLS is not right",
        ),
        false => Sentence::new("không nối được máy chủ thư", "the mail server cannot be reached"),
    }
}

/// A refusal by its number; a line that broke is nobody's letter's fault.
fn judged(error: &Error, to: &Address) -> Trouble {
    let Some(code) = error.status() else { return Trouble::Way(way(error)) };
    let words = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    // Servers like to repeat the address; it stands in the record already.
    let words = cut(&words.replace(AsRef::<str>::as_ref(to), "…"));
    let why = Sentence::new(
        format!("máy chủ thư từ chối: {code} {words}"),
        format!("the mail server refused: {code} {words}"),
    );
    // 421: it closes down, whoever writes.
    match (error.is_permanent(), code.to_string().as_str()) {
        (true, _) => Trouble::Never(why),
        (false, "421") => Trouble::Way(why),
        (false, _) => Trouble::Later(why),
    }
}

fn cut(said: &str) -> String {
    shared::text::clean(said).chars().take(SMTP_SAID_CHARS_MAX).collect()
}
