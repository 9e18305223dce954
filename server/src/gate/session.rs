//! Sessions: the cookie, how long it holds, and the extractors that ask for it.
//!
//! Not here: logging in (`login`), the rows (`store::session`).
//! Invariant: the cookie is the only key; script cannot read it, and the store holds its digest alone. A request
//! that names its writer is never answered to somebody else.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use shared::dossier::code::Lane;
use shared::id::DeviceId;
use shared::moment::Moment;
use shared::officer::{Officer, Role};

use crate::Site;
use crate::error::{Error, Result};
use crate::log::Caller;
use crate::random;

/// How long a session holds, in minutes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Life {
    idle: i64,
    whole: i64,
}

const fn life(role: Role) -> Life {
    match role {
        Role::Receptionist | Role::Specialist | Role::Head | Role::Clerk => Life { idle: 120, whole: 720 },
        Role::Leader => Life { idle: 30, whole: 720 },
        Role::Volunteer | Role::Citizen => Life { idle: 30, whole: 480 },
        Role::Admin => Life { idle: 15, whole: 240 },
    }
}

/// Roles add up, and so do their cautions: the shortest life of them.
fn life_of(officer: &Officer) -> Life {
    officer.roles.iter().map(|&role| life(role)).fold(Life { idle: 120, whole: 720 }, |a, b| Life {
        idle: a.idle.min(b.idle),
        whole: a.whole.min(b.whole),
    })
}

/// When a session that begins now ends, however much it is used.
pub fn ends(officer: &Officer, now: Moment) -> Moment {
    now.plus_minutes(life_of(officer).whole)
}

/// The header in which a browser names the writer that it asks for: `3.6`, device and officer. The tabs of a
/// browser share one cookie, so that one of them may still work for whoever was here before.
const WRITER_HEADER: &str = "x-mc-writer";

/// Signs of a token; a session that began under the first release has the longer one.
const TOKEN_SIGNS: [usize; 2] = [43, 64];

/// Minutes between two notes that a session is in use.
const TOUCH_MINUTES: i64 = 1;

/// The cookie's name: bound to this host over TLS, plain on a developer's machine.
fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-mc" } else { "mc" }
}

/// `Set-Cookie` for a new session; an empty token takes the cookie away.
pub fn cookie(secure: bool, token: &str) -> HeaderValue {
    let flags = if secure { "; Secure" } else { "" };
    let age = if token.is_empty() { "; Max-Age=0" } else { "" };
    let text = format!("{}={token}; Path=/; HttpOnly; SameSite=Strict{flags}{age}", cookie_name(secure));
    HeaderValue::from_str(&text).expect("a cookie of such signs is a header")
}

/// The digest of the token that a browser shows.
pub fn token_in(headers: &HeaderMap, secure: bool) -> Option<[u8; 32]> {
    let name = cookie_name(secure);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && TOKEN_SIGNS.contains(&value.len()))
        .map(|(_, value)| random::digest(value))
}

/// Somebody signed in, who may still have to change a one-time password.
#[derive(Clone)]
pub struct Newcomer {
    pub officer: Officer,
    pub device: DeviceId,
    pub lane: Option<Lane>,
    pub account: String,
    pub must_change: bool,
    /// When the session ends whatever is done until then.
    pub ends: Moment,
    pub token: [u8; 32],
}

impl FromRequestParts<Arc<Site>> for Newcomer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Newcomer> {
        let token = token_in(&parts.headers, site.config.secure).ok_or_else(Error::sign_in)?;
        let asked_for = parts.headers.get(WRITER_HEADER).map(HeaderValue::as_bytes);
        let who = Newcomer::of(site, token, asked_for).await?;
        if let Some(caller) = parts.extensions.get::<Caller>() {
            caller.is(who.officer.id, who.device);
        }
        Ok(who)
    }
}

impl Newcomer {
    /// Who holds the token now.
    async fn of(site: &Arc<Site>, token: [u8; 32], asked_for: Option<&[u8]>) -> Result<Newcomer> {
        let session = site.store.session(&token).await?.ok_or_else(Error::sign_in)?;
        if session.revoked {
            return Err(Error::revoked(site.rescues.issue(session.device, site.clock.now())));
        }
        let ward = site.store.ward();
        let officer = ward.at_work(session.officer).ok_or_else(Error::sign_in)?.clone();
        if asked_for.is_some_and(|writer| writer != format!("{}.{}", session.device, officer.id).as_bytes()) {
            return Err(Error::foreign_writer());
        }
        let (life, now) = (life_of(&officer), site.clock.now());
        if has_ended(life, session.created_at, session.seen_at, now) {
            site.store.end_session(&token).await?;
            return Err(Error::sign_in());
        }
        if session.seen_at.plus_minutes(TOUCH_MINUTES) <= now {
            site.store.touch_session(&token, now).await?;
        }
        Ok(Newcomer {
            officer,
            device: session.device,
            lane: session.lane.map(Lane),
            account: session.account,
            must_change: session.must_change,
            ends: session.created_at.plus_minutes(life.whole),
            token,
        })
    }
}

fn has_ended(life: Life, created: Moment, seen: Moment, now: Moment) -> bool {
    now >= seen.plus_minutes(life.idle) || now >= created.plus_minutes(life.whole)
}

/// An officer at work. Asking for it is the permission to work.
#[derive(Clone)]
pub struct Signed {
    pub officer: Officer,
    pub device: DeviceId,
    pub lane: Option<Lane>,
    token: [u8; 32],
}

impl FromRequestParts<Arc<Site>> for Signed {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Signed> {
        Newcomer::from_request_parts(parts, site).await?.signed()
    }
}

impl Newcomer {
    fn signed(self) -> Result<Signed> {
        if self.must_change {
            return Err(Error::must_change());
        }
        Ok(Signed { officer: self.officer, device: self.device, lane: self.lane, token: self.token })
    }
}

impl Signed {
    /// The same after a long wait: what somebody was allowed then, they may have lost meanwhile.
    pub async fn still(&self, site: &Arc<Site>) -> Result<Signed> {
        Newcomer::of(site, self.token, None).await?.signed()
    }
}

macro_rules! signed_as {
    ($($(#[$doc:meta])* $name:ident = $test:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(pub Signed);

        impl FromRequestParts<Arc<Site>> for $name {
            type Rejection = Error;

            async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<$name> {
                let signed = Signed::from_request_parts(parts, site).await?;
                let test: fn(&Officer) -> bool = $test;
                if test(&signed.officer) { Ok($name(signed)) } else { Err(Error::not_permitted()) }
            }
        }
    )*};
}

signed_as! {
    /// Works with everybody's dossiers.
    Staff = Officer::is_staff;
    /// Answers for the counter and its devices: its head, the leaders, whoever keeps accounts.
    Overseer = |officer| officer.is(Role::Head) || officer.is(Role::Leader) || officer.is(Role::Admin);
    /// Decides what is kept for a person.
    HeadOfCounter = |officer| officer.is(Role::Head);
    /// Brings in what a device wrote to a file.
    Importer = |officer| officer.is(Role::Head) || officer.is(Role::Admin);
    /// Keeps accounts and settings.
    Keeper = |officer| officer.is(Role::Admin);
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::OfficerId;

    fn with(roles: &[Role]) -> Life {
        life_of(&Officer {
            id: OfficerId(1),
            name: String::new(),
            title: String::new(),
            roles: roles.to_vec(),
            fields: Vec::new(),
        })
    }

    #[test]
    fn the_most_careful_role_decides_how_long_a_session_holds() {
        assert_eq!(with(&[Role::Receptionist, Role::Specialist]), Life { idle: 120, whole: 720 });
        assert_eq!(with(&[Role::Head, Role::Leader]), Life { idle: 30, whole: 720 });
        assert_eq!(with(&[Role::Head, Role::Admin]), Life { idle: 15, whole: 240 });
        assert_eq!(with(&[Role::Volunteer]), Life { idle: 30, whole: 480 });
    }

    #[test]
    fn a_session_ends_idle_or_old() {
        let start = Moment::from_millis(0);
        let life = Life { idle: 30, whole: 480 };
        assert!(!has_ended(life, start, start, start.plus_minutes(29)));
        assert!(has_ended(life, start, start, start.plus_minutes(30)));
        assert!(has_ended(life, start, start.plus_minutes(479), start.plus_minutes(480)));
    }
}
