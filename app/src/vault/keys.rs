//! The key of an officer's data on one device, and the ways to it.
//!
//! Not here: where this is kept (`store`), when a way is taken away (`gate`).
//! Invariant: without the server's share the password opens nothing, and without the password the share opens
//! nothing; the session's way needs a server that still knows the session.

use std::hint::black_box;

use serde::{Deserialize, Serialize};
use shared::id::Writer;
use shared::moment::Moment;

use super::derive::{Cost, of_password, of_secret};
use super::{Broken, Key, decode, encode, engine};

/// A key as bytes, overwritten when it is let go.
#[derive(Clone, Default, PartialEq)]
pub struct Raw(pub [u8; 32]);

impl Drop for Raw {
    fn drop(&mut self) {
        self.0.fill(0);
        black_box(&self.0);
    }
}

impl Raw {
    pub fn random() -> Result<Raw, Broken> {
        let mut raw = Raw::default();
        engine::random(&mut raw.0)?;
        Ok(raw)
    }
}

/// What lies on the disk beside the closed data: nothing of it opens anything alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Closed {
    salt: String,
    cost: Cost,
    /// The key, wrapped by password and share.
    by_password: String,
    /// The key, wrapped by the session; gone when the screen is locked.
    by_session: Option<String>,
}

/// The server's share, for as long as the device may open its data without the server.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lease {
    pub share: String,
    /// By this device's clock.
    pub until: Moment,
    /// The latest time that this device has seen: a clock that is put back does not bring the lease back.
    pub seen: Moment,
}

impl Lease {
    pub fn is_over(&self, now: Moment) -> bool {
        self.until <= self.seen.max(now)
    }
}

/// What a login or a living session brings to open the data with.
#[derive(Clone, Copy)]
pub struct Ways<'a> {
    pub password: &'a str,
    /// The one before, where it has just been changed here.
    pub before: Option<&'a str>,
    /// The share of today, and the one that was kept: after a change of the password they differ.
    pub shares: &'a [&'a str],
    pub resume: &'a str,
}

fn use_of(name: &str, writer: Writer) -> String {
    format!("{name}|{}.{}", writer.device, writer.officer)
}

fn by_share(known: &Raw, share: &str, writer: Writer) -> Raw {
    of_secret(&[&known.0[..], share.as_bytes()].concat(), &use_of("mc-kek-v1", writer))
}

fn by_session(resume: &str, writer: Writer) -> Raw {
    of_secret(resume.as_bytes(), &use_of("mc-resume-v1", writer))
}

async fn wrap(kek: &Raw, raw: &Raw, writer: Writer) -> Result<String, Broken> {
    Ok(encode(&Key::of(kek).await?.close(&use_of("wrap", writer), &raw.0).await?))
}

async fn unwrap(kek: &Raw, wrapped: &str, writer: Writer) -> Result<Raw, Broken> {
    let wrapped = decode(wrapped).ok_or(Broken::Shut)?;
    let plain = Key::of(kek).await?.open(&use_of("wrap", writer), &wrapped).await?;
    Ok(Raw(plain.try_into().map_err(|_| Broken::Shut)?))
}

impl Closed {
    /// Opens with whatever way still works, or begins with a new key; then only today's ways are left.
    /// `true` where the key is new, so that what was closed by another one stays closed.
    pub async fn renew(
        kept: Option<&Closed>,
        ways: Ways<'_>,
        writer: Writer,
        cost: Cost,
    ) -> Result<(Closed, Raw, bool), Broken> {
        let (salt, cost) = match kept.and_then(|kept| Some((decode(&kept.salt)?, kept.cost))) {
            Some(kept) => kept,
            None => {
                let mut salt = [0; 16];
                engine::random(&mut salt)?;
                (salt.to_vec(), cost)
            }
        };
        let known = of_password(ways.password, &salt, cost)?;
        let mut passwords = vec![known.clone()];
        if let Some(before) = ways.before {
            passwords.push(of_password(before, &salt, cost)?);
        }
        let found = match kept {
            Some(kept) => kept.find(&passwords, ways, writer).await,
            None => None,
        };
        let fresh = found.is_none();
        let raw = match found {
            Some(raw) => raw,
            None => Raw::random()?,
        };
        let today = ways.shares.first().copied().unwrap_or_default();
        let closed = Closed {
            salt: encode(&salt),
            cost,
            by_password: wrap(&by_share(&known, today, writer), &raw, writer).await?,
            by_session: Some(wrap(&by_session(ways.resume, writer), &raw, writer).await?),
        };
        Ok((closed, raw, fresh))
    }

    /// The key, by the first way that opens.
    async fn find(&self, passwords: &[Raw], ways: Ways<'_>, writer: Writer) -> Option<Raw> {
        for known in passwords {
            for share in ways.shares {
                if let Ok(raw) = unwrap(&by_share(known, share, writer), &self.by_password, writer).await {
                    return Some(raw);
                }
            }
        }
        self.open_by_session(ways.resume, writer).await.ok()
    }

    pub async fn open_by_password(&self, password: &str, share: &str, writer: Writer) -> Result<Raw, Broken> {
        let salt = decode(&self.salt).ok_or(Broken::Shut)?;
        let known = of_password(password, &salt, self.cost)?;
        unwrap(&by_share(&known, share, writer), &self.by_password, writer).await
    }

    pub async fn open_by_session(&self, resume: &str, writer: Writer) -> Result<Raw, Broken> {
        let wrapped = self.by_session.as_deref().ok_or(Broken::Shut)?;
        unwrap(&by_session(resume, writer), wrapped, writer).await
    }

    /// The same without the session's way; `None` where there was none.
    pub fn without_session(&self) -> Option<Closed> {
        self.by_session.as_ref().map(|_| Closed { by_session: None, ..self.clone() })
    }
}
