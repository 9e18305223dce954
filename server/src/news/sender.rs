//! Who carries what citizens are told: a mail server for letters, a gateway for each kind of message, a file for text
//! messages where there is none.
//!
//! Not here: the words on the line (`smtp`, `gateway`), what becomes of a letter (`news`).
//! Invariant: whoever carries says, of every letter, whether it can have been taken.

use std::path::{Path, PathBuf};

use lettre::address::Address;
use shared::dossier::record::NewsBy;
use shared::lang::{Sentence, word};
use shared::moment::Moment;
use shared::news::{Event, State, Told};
use url::Url;

use super::post::Post;
use super::{file, gateway, smtp};
use crate::wire::place::Place;

/// Everybody who carries, as the operator said it at the start; nobody where nothing was said.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Senders {
    /// Where the ward's pages stand for everybody: `https://motcua.vidu.vn`.
    pub site: String,
    pub mail: Option<Post>,
    pub sms: Option<Place>,
    pub zalo: Option<Place>,
    /// Where text messages are written that no gateway takes, for somebody to send.
    pub sms_file: Option<PathBuf>,
}

impl Senders {
    /// The ways that somebody carries.
    pub fn ways(&self) -> Vec<NewsBy> {
        NewsBy::ALL.into_iter().filter(|by| self.of(*by).is_some()).collect()
    }

    pub fn of(&self, by: NewsBy) -> Option<Sender<'_>> {
        match by {
            NewsBy::Mail => self.mail.as_ref().map(Sender::Post),
            NewsBy::Sms => {
                let gateway = self.sms.as_ref().map(Sender::Gateway);
                gateway.or(self.sms_file.as_deref().map(Sender::File))
            }
            NewsBy::Zalo => self.zalo.as_ref().map(Sender::Gateway),
        }
    }
}

/// The address of the ward's pages, as letters and papers say it.
///
/// # Errors
/// One sentence.
pub fn site(typed: &str) -> Result<String, Sentence> {
    let open = Url::parse(typed).ok().filter(|site| matches!(site.scheme(), "http" | "https"));
    // Papers write the rest of an address behind it.
    let open = open.filter(|site| site.query().is_none() && site.fragment().is_none());
    match open {
        Some(_) => Ok(typed.trim_end_matches('/').to_owned()),
        None => Err(word(
            "--public-url phải là địa chỉ trang của phường mà người dân mở được: https://motcua.vidu.vn",
            "--public-url is where citizens find the ward's pages: https://motcua.vidu.vn",
        )
        .into()),
    }
}

/// Why a letter was not taken.
#[derive(Debug)]
pub enum Trouble {
    /// The other side is not there, or will not work for us: no letter gets through.
    Way(Sentence),
    /// Not now.
    Later(Sentence),
    /// This letter, or its address, never.
    Never(Sentence),
    /// The letter was out before the line broke, and nobody can be asked.
    Unclear(Sentence),
    /// The letter was out and no answer came; the same key may ask again.
    Unsure(Sentence),
}

/// A letter as it travels.
pub enum Letter {
    Mail { to: Address, bytes: Vec<u8> },
    Message { to: String, key: String, body: String },
}

/// What a letter is made of; `name` is the same however often it is tried.
pub struct Draft<'a> {
    pub by: NewsBy,
    pub event: Event,
    pub to: &'a str,
    pub told: Told,
    pub name: String,
    pub now: Moment,
}

#[derive(Clone, Copy)]
pub enum Sender<'a> {
    Post(&'a Post),
    Gateway(&'a Place),
    File(&'a Path),
}

impl<'a> Sender<'a> {
    /// Nothing where no letter can be written to that address.
    pub fn write(self, draft: Draft<'_>) -> Option<Letter> {
        let Draft { by, event, to, told, name, now } = draft;
        match self {
            Sender::Post(post) => {
                let to: Address = to.parse().ok()?;
                let bytes = smtp::letter(post, to.clone(), told, &name, now)?;
                Some(Letter::Mail { to, bytes })
            }
            Sender::Gateway(_) => {
                let body = gateway::message(by, event, to, &told, &name)?;
                Some(Letter::Message { to: to.to_owned(), key: name, body })
            }
            Sender::File(_) => {
                let body = file::row(event, to, &told, &name, now)?;
                Some(Letter::Message { to: to.to_owned(), key: name, body })
            }
        }
    }

    pub async fn open(self) -> Result<Line<'a>, Sentence> {
        match self {
            Sender::Post(post) => Ok(Line::Mail(Box::new(smtp::Line::open(post).await?), post)),
            Sender::Gateway(place) => Ok(Line::Gateway(gateway::Line::open(place).await?)),
            Sender::File(path) => Ok(Line::File(file::Line::open(path).await?)),
        }
    }
}

/// An open line.
pub enum Line<'a> {
    Mail(Box<smtp::Line>, &'a Post),
    Gateway(gateway::Line<'a>),
    File(file::Line),
}

impl Line<'_> {
    /// Whether the other side knows a letter by its key, and takes it once however often it is said.
    pub fn can_be_asked_again(&self) -> bool {
        match self {
            Line::Mail(..) | Line::File(_) => false,
            Line::Gateway(_) => true,
        }
    }

    /// Where a letter stands that it has taken, and what the log says of it.
    pub fn done(&self) -> (State, &'static str) {
        match self {
            Line::Mail(..) | Line::Gateway(_) => (State::Sent, "news sent"),
            Line::File(_) => (State::Filed, "news filed, for somebody to send"),
        }
    }

    /// Up to where the letter itself follows: nothing has been taken.
    pub async fn offer(&mut self, letter: &Letter) -> Result<(), Trouble> {
        match (self, letter) {
            (Line::Mail(line, post), Letter::Mail { to, .. }) => line.offer(&post.from.email, to).await,
            // A gateway is given the whole message at once.
            (Line::Gateway(_) | Line::File(_), Letter::Message { .. }) => Ok(()),
            (Line::Mail(..), Letter::Message { .. })
            | (Line::Gateway(_) | Line::File(_), Letter::Mail { .. }) => Err(other_way()),
        }
    }

    /// The letter itself; what the other side says of it.
    pub async fn hand_over(&mut self, letter: &Letter) -> Result<Sentence, Trouble> {
        match (self, letter) {
            (Line::Mail(line, _), Letter::Mail { to, bytes }) => {
                line.hand_over(bytes, to).await.map(|()| word("", "").into())
            }
            (Line::Gateway(line), Letter::Message { to, key, body }) => line.hand_over(to, key, body).await,
            (Line::File(line), Letter::Message { body, .. }) => line.add(body).await,
            (Line::Mail(..), Letter::Message { .. })
            | (Line::Gateway(_) | Line::File(_), Letter::Mail { .. }) => Err(other_way()),
        }
    }

    /// After a letter that was not taken: `false` where the line is of no use any more.
    pub async fn again(&mut self) -> bool {
        match self {
            Line::Mail(line, _) => line.again().await,
            Line::Gateway(_) | Line::File(_) => true,
        }
    }

    pub async fn close(self) {
        match self {
            Line::Mail(line, _) => line.close().await,
            Line::Gateway(_) | Line::File(_) => {}
        }
    }
}

fn other_way() -> Trouble {
    Trouble::Never(word("tin không viết cho cách gửi này", "it is not written for this way").into())
}

#[cfg(test)]
mod tests {
    use super::site;

    #[test]
    fn the_ward_has_a_page_that_citizens_can_open() {
        assert_eq!(site("https://motcua.vidu.example/").expect("a page"), "https://motcua.vidu.example");
        for bad in
            ["", "motcua.vidu.example", "ftp://motcua.vidu.example", "https://motcua.vidu.example/?a=1"]
        {
            assert!(site(bad).expect_err(bad).en.contains("--public-url"), "{bad}");
        }
    }
}
