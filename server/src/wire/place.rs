//! Where another house's server is, as the operator said it at the start.
//!
//! Not here: the words on the line (`wire`).
//! Invariant: the token goes to this machine or through TLS, and stands in no text that anybody reads.

use std::fmt;
use std::net::IpAddr;
use std::path::Path;

use axum::http::HeaderValue;
use shared::lang::{Sentence, Word, word};
use url::{Host, Url};

use super::roots::Roots;
use crate::limits::WIRE_TOKEN_BYTES_MAX;

/// Whose server it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    City,
    Sms,
    Zalo,
}

impl Who {
    pub const fn name(self) -> Word {
        match self {
            Who::City => word("thành phố", "the city"),
            Who::Sms => word("cổng tin nhắn", "the text message gateway"),
            Who::Zalo => word("cổng Zalo", "the Zalo gateway"),
        }
    }

    pub const fn server(self) -> Word {
        match self {
            Who::City => word("máy chủ thành phố", "the city's server"),
            Who::Sms | Who::Zalo => self.name(),
        }
    }

    const fn option(self) -> &'static str {
        match self {
            Who::City => "--city-url",
            Who::Sms => "--sms-url",
            Who::Zalo => "--zalo-url",
        }
    }
}

#[derive(Clone, PartialEq)]
pub struct Place {
    pub who: Who,
    pub host: String,
    pub port: u16,
    pub tls: bool,
    /// Path and query.
    pub path: String,
    /// `Bearer …`
    pub token: Option<HeaderValue>,
    /// Whose certificates are believed.
    pub roots: Roots,
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Place({:?}, {}:{}, tls {}, ***)", self.who, self.host, self.port, self.tls)
    }
}

fn is_home(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(ip) => IpAddr::from(*ip).is_loopback(),
        Host::Ipv6(ip) => IpAddr::from(*ip).is_loopback(),
    }
}

impl Place {
    /// `https://motcua.danang.gov.vn/api/trang-thai`; the token, if one was given.
    ///
    /// # Errors
    /// One sentence that does not repeat what was typed.
    pub fn read(who: Who, url: &str, token: Option<&str>) -> Result<Place, Sentence> {
        let bad = || {
            let option = who.option();
            Sentence::new(
                format!(
                    "{option} phải có dạng https://máy_chủ/đường_dẫn, không kèm tên hay mật khẩu; http:// chỉ dùng được \
                     tới chính máy này"
                ),
                format!(
                    "{option} looks like https://host/path, without name or password; http:// goes to this machine only"
                ),
            )
        };
        let url = Url::parse(url).map_err(|_| bad())?;
        let host = url.host().ok_or_else(bad)?;
        let tls = match url.scheme() {
            "https" => true,
            "http" if is_home(&host) => false,
            _ => return Err(bad()),
        };
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err(bad());
        }
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let token = token.map(str::trim).filter(|token| !token.is_empty()).map(|token| {
            let mut value = HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| {
                let name = who.name();
                Sentence::new(
                    format!("mã truy cập của {} có ký tự lạ", name.vi),
                    format!("the token of {} has signs that no header takes", name.en),
                )
            })?;
            value.set_sensitive(true);
            Ok::<_, Sentence>(value)
        });
        let host = host.to_string();
        Ok(Place {
            who,
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port_or_known_default().unwrap_or(443),
            tls,
            path: format!("{}{query}", url.path()),
            token: token.transpose()?,
            roots: Roots::default(),
        })
    }
}

/// A token in a file, so that it stands in no list of processes.
///
/// # Errors
/// Says that the file could not be read, without its contents.
#[expect(clippy::disallowed_methods, reason = "read once, before anybody is answered")]
pub fn token_in(file: &Path) -> Result<String, Sentence> {
    let bad = || {
        Sentence::new(
            format!("không đọc được mã truy cập trong {}", file.display()),
            format!("no token could be read from {}", file.display()),
        )
    };
    let size = std::fs::metadata(file).map_err(|_| bad())?.len();
    if size > WIRE_TOKEN_BYTES_MAX {
        return Err(bad());
    }
    let text = std::fs::read_to_string(file).map_err(|_| bad())?;
    if text.trim().is_empty() { Err(bad()) } else { Ok(text.trim().to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_where_and_whether_it_is_covered() {
        for (url, host, port, tls, path) in [
            (
                "https://motcua.vidu.example/api/trang-thai",
                "motcua.vidu.example",
                443,
                true,
                "/api/trang-thai",
            ),
            ("https://10.1.2.3:8443/a?don_vi=1", "10.1.2.3", 8443, true, "/a?don_vi=1"),
            ("http://127.0.0.1:9000/", "127.0.0.1", 9000, false, "/"),
            ("http://[::1]:9000", "::1", 9000, false, "/"),
            ("http://localhost/x", "localhost", 80, false, "/x"),
        ] {
            let place = Place::read(Who::City, url, Some(" bi-mat ")).expect(url);
            assert_eq!(
                (place.host.as_str(), place.port, place.tls, place.path.as_str()),
                (host, port, tls, path)
            );
            assert_eq!(place.token.as_ref().map(HeaderValue::as_bytes), Some(b"Bearer bi-mat".as_slice()));
            assert!(!format!("{place:?}").contains("bi-mat"));
        }
        assert_eq!(Place::read(Who::Sms, "https://a.example", Some("  ")).expect("no token").token, None);
    }

    #[test]
    fn what_could_tell_a_secret_is_refused_without_repeating_it() {
        for who in [Who::City, Who::Sms, Who::Zalo] {
            for (url, token) in [
                ("http://motcua.vidu.example/api", None),
                ("https://ten:matkhau@motcua.vidu.example/api", None),
                ("ftp://motcua.vidu.example", None),
                ("matkhau", None),
                ("https://motcua.vidu.example", Some("mat\nkhau")),
            ] {
                let said = Place::read(who, url, token).expect_err(url).to_string();
                assert!(!said.contains("matkhau") && !said.contains("mat\nkhau"), "{said}");
                assert!(token.is_some() || said.contains(who.option()), "{said}");
            }
        }
    }
}
