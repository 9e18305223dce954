//! Who carries the letters: the mail server and the sender's address, as the operator said it at the start.
//!
//! Not here: the words between the two servers (`smtp`).
//! Invariant: a password goes to this machine or through TLS, and stands in no text that anybody reads.

use std::fmt;
use std::net::IpAddr;

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use percent_encoding::percent_decode_str;
use shared::lang::{Sentence, word};
use url::{Host, Url};

use crate::wire::roots::Roots;

/// How the words are kept from others on the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cover {
    /// To a mail server on this machine.
    None,
    /// Begun in the open and covered before anything is said; a server that cannot is not used.
    StartTls,
    Tls,
}

#[derive(Clone, PartialEq)]
pub struct Post {
    pub host: String,
    pub port: u16,
    pub cover: Cover,
    pub login: Option<Credentials>,
    pub from: Mailbox,
    /// Whose certificates are believed.
    pub roots: Roots,
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Post({}:{}, {:?}, ***)", self.host, self.port, self.cover)
    }
}

fn at_home(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(ip) => IpAddr::from(*ip).is_loopback(),
        Host::Ipv6(ip) => IpAddr::from(*ip).is_loopback(),
    }
}

impl Post {
    /// `smtps://name:password@host`, `smtp://host:587`; the sender.
    ///
    /// # Errors
    /// One sentence that does not repeat what was typed: a password may stand in it.
    pub fn read(url: &str, from: &str) -> Result<Post, Sentence> {
        let bad = || {
            word(
                "--smtp phải có dạng smtps://tên:mật_khẩu@máy_chủ hoặc smtp://máy_chủ:587; ký tự đặc biệt trong tên và mật \
                 khẩu viết theo phần trăm (@ là %40)",
                "--smtp looks like smtps://name:password@host or smtp://host:587; special signs in name and password are \
                 written by percent (@ is %40)",
            )
        };
        let url = Url::parse(url).map_err(|_| bad())?;
        let host = url.host().filter(|_| url.path().trim_matches('/').is_empty()).ok_or_else(bad)?;
        // Of a scheme that it does not know the parser takes an address for a name.
        let spelled = host.to_string();
        let address: Option<IpAddr> = spelled.trim_matches(['[', ']']).parse().ok();
        let home = at_home(&host) || address.is_some_and(|address| address.is_loopback());
        let (cover, usual) = match (url.scheme(), home) {
            ("smtps", _) => (Cover::Tls, 465),
            ("smtp", true) => (Cover::None, 25),
            ("smtp", false) => (Cover::StartTls, 587),
            _ => return Err(bad().into()),
        };
        let said = |text: &str| percent_decode_str(text).decode_utf8().map(|text| text.into_owned());
        let (name, password) = (said(url.username()), said(url.password().unwrap_or_default()));
        let (name, password) = (name.map_err(|_| bad())?, password.map_err(|_| bad())?);
        let from = from.parse().map_err(|_| {
            word(
                "--smtp-from phải là một địa chỉ thư: Một Cửa <motcua@vidu.vn>",
                "--smtp-from is an address: Một Cửa <motcua@vidu.vn>",
            )
        })?;
        Ok(Post {
            host: address.map_or(spelled, |address| address.to_string()),
            port: url.port().unwrap_or(usual),
            cover,
            login: (!name.is_empty()).then(|| Credentials::new(name, password)),
            from,
            roots: Roots::default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: &str = "Một Cửa <motcua@vidu.example>";

    #[test]
    fn an_address_says_how_the_words_are_covered() {
        for (url, host, port, cover) in [
            ("smtps://thu.vidu.example", "thu.vidu.example", 465, Cover::Tls),
            ("smtp://thu.vidu.example", "thu.vidu.example", 587, Cover::StartTls),
            ("smtp://10.1.2.3:2525", "10.1.2.3", 2525, Cover::StartTls),
            ("smtp://localhost", "localhost", 25, Cover::None),
            ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, Cover::None),
            ("smtp://[::1]:2525", "::1", 2525, Cover::None),
        ] {
            let post = Post::read(url, FROM).expect(url);
            assert_eq!((post.host.as_str(), post.port, post.cover), (host, port, cover), "{url}");
        }
    }

    #[test]
    fn a_password_is_read_and_never_said() {
        let url = "smtps://mot.cua%40vidu.example:b%C3%AD%20m%E1%BA%ADt@thu.vidu.example";
        let post = Post::read(url, FROM).expect("an address");
        assert_eq!(
            post.login,
            Some(Credentials::new("mot.cua@vidu.example".to_owned(), "bí mật".to_owned()))
        );
        assert!(!format!("{post:?}").contains("mật"));
        for (url, from) in [
            ("http://mot:matkhau@thu.vidu.example", FROM),
            ("smtps://mot:matkhau@thu.vidu.example/hop", FROM),
            ("mot:matkhau", FROM),
            ("smtps://mot:matkhau@thu.vidu.example", "không phải thư"),
        ] {
            let said = Post::read(url, from).expect_err(url).to_string();
            assert!(said.contains("--") && !said.contains("matkhau"), "{said}");
        }
    }
}
