//! Sessions: the cookie, how long it holds, and the extractors that ask for it.
//!
//! Not here: logging in (`login`), another token every hour (`turn`), the rows (`store::session`).
//! Invariant: the cookie is the only key; script cannot read it, and the store holds its digest alone. A request
//! that names its writer is never answered to somebody else.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use shared::dossier::code::Lane;
use shared::id::DeviceId;
use shared::moment::Moment;
use shared::officer::{Officer, Right, Role};

use super::turn::{self, Turned};
use crate::Site;
use crate::error::{Error, Result};
use crate::log::Caller;
use crate::random;
use crate::store::session::{Digest, Session};

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
        Role::Postal | Role::Volunteer | Role::Citizen => Life { idle: 30, whole: 480 },
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
pub fn token_in(headers: &HeaderMap, secure: bool) -> Option<Digest> {
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
    /// By which the session is known, whatever its token is.
    pub root: Digest,
}

impl FromRequestParts<Arc<Site>> for Newcomer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Newcomer> {
        let token = token_in(&parts.headers, site.config.secure).ok_or_else(Error::sign_in)?;
        let asked_for = parts.headers.get(WRITER_HEADER).map(HeaderValue::as_bytes);
        let session = site.store.session(&token).await?;
        let session = session.filter(|session| turn::opens(session, &token, site.clock.now()));
        let session = session.ok_or_else(Error::sign_in)?;
        let who = Newcomer::of(site, &session, asked_for).await?;
        if let Some(turned) = parts.extensions.get::<Turned>() {
            turn::look(site, &session, &token, turned).await?;
        }
        if let Some(caller) = parts.extensions.get::<Caller>() {
            caller.is(who.officer.id, who.device);
        }
        Ok(who)
    }
}

impl Newcomer {
    /// Whose session it is now.
    async fn of(site: &Arc<Site>, session: &Session, asked_for: Option<&[u8]>) -> Result<Newcomer> {
        if session.revoked {
            return Err(Error::revoked(site.rescues.issue(session.device, site.clock.now())));
        }
        let ward = site.store.ward();
        let officer = ward.at_work(session.officer).ok_or_else(Error::sign_in)?.clone();
        if asked_for.is_some_and(|writer| writer != format!("{}.{}", session.device, officer.id).as_bytes()) {
            return Err(Error::foreign_writer());
        }
        let now = site.clock.now();
        if !lives(session, &officer, now) {
            site.store.end_session(&session.root).await?;
            return Err(Error::sign_in());
        }
        if session.seen_at.plus_minutes(TOUCH_MINUTES) <= now {
            site.store.touch_session(&session.root, now).await?;
        }
        Ok(Newcomer {
            ends: session.created_at.plus_minutes(life_of(&officer).whole),
            officer,
            device: session.device,
            lane: session.lane.map(Lane),
            account: session.account.clone(),
            must_change: session.must_change,
            root: session.root,
        })
    }
}

/// Whether an officer's session can still be used.
pub fn lives(session: &Session, officer: &Officer, now: Moment) -> bool {
    !session.revoked && !has_ended(life_of(officer), session.created_at, session.seen_at, now)
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
    pub root: Digest,
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
        Ok(Signed { officer: self.officer, device: self.device, lane: self.lane, root: self.root })
    }
}

impl Signed {
    /// The same after a long wait: what somebody was allowed then, they may have lost meanwhile.
    pub async fn still(&self, site: &Arc<Site>) -> Result<Signed> {
        let session = site.store.session_of(&self.root).await?.ok_or_else(Error::sign_in)?;
        Newcomer::of(site, &session, None).await?.signed()
    }
}

macro_rules! signed_as {
    ($($name:ident: $right:ident;)*) => {$(
        #[doc = concat!("An officer with [`Right::", stringify!($right), "`].")]
        #[derive(Clone)]
        pub struct $name(pub Signed);

        impl FromRequestParts<Arc<Site>> for $name {
            type Rejection = Error;

            async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<$name> {
                let signed = Signed::from_request_parts(parts, site).await?;
                if signed.officer.may(Right::$right) { Ok($name(signed)) } else { Err(Error::not_permitted()) }
            }
        }
    )*};
}

signed_as! {
    Staff: Work;
    Cashier: HandOver;
    BookKeeper: CloseBooks;
    CivilCloser: CloseCivil;
    Helper: Help;
    Scanner: Scan;
    CivilKeeper: EnterCivil;
    Hearer: Hear;
    Overseer: Oversee;
    Caretaker: Tend;
    HeadOfCounter: Decide;
    Keeper: Keep;
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
