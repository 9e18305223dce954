//! Đăng nhập, đăng xuất, đổi mật khẩu.
//!
//! Not here: the slow hash (`password`), the delays (`delay`).
//! Invariant: an unknown name and a wrong password get the same answer after the same work.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use shared::lang::{Sentence, word};
use shared::session::{
    self, AccountMade, AccountSeen, ChangePassword, DeviceGrant, DeviceKey, Login, Me, NewAccount,
    PasswordChanged, Welcome,
};

use super::delay::Rule;
use super::session::{Keeper, Newcomer, cookie, ends, token_in};
use super::{browser, vault};
use crate::Site;
use crate::body::{Json, SmallJson};
use crate::error::{Error, Result};
use crate::listen::Peer;
use crate::log::Caller;
use crate::store::account::{Account, tidy_name};
use crate::store::device::Device;
use crate::store::pull::Scope;
use crate::store::session::Entry;
use crate::{limits, random};

/// `POST /api/login`
pub async fn login(
    State(site): State<Arc<Site>>,
    peer: Option<Extension<Peer>>,
    caller: Option<Extension<Caller>>,
    headers: HeaderMap,
    SmallJson(ask): SmallJson<Login>,
) -> Result<Response> {
    let _slot = site.login_slots.try_acquire().map_err(|_| Error::busy())?;
    let now = site.clock.now();
    let name = tidy_name(&ask.name);
    if name.contains('\0')
        || name.chars().count() > limits::NAME_CHARS_MAX
        || ask.password.chars().count() > session::PASSWORD_CHARS_MAX
    {
        return Err(Error::wrong_login());
    }
    let device = known_device(&site, ask.device.as_ref()).await?;
    let subjects = subjects(&name, device.as_ref(), peer.map(|Extension(peer)| peer));
    if let Err(seconds) = site.store.attempt(&subjects, now).await? {
        return Err(Error::wait(seconds));
    }
    let ward = site.store.ward();
    let account = site.store.account(&name).await?.filter(|a| ward.at_work(a.officer).is_some());
    let stored = account.as_ref().map(|account| account.hash.clone());
    let fits = site.hasher.verify(ask.password.clone(), stored).await?;
    let (true, Some(account)) = (fits, account) else { return Err(Error::wrong_login()) };
    let officer = ward.officer(account.officer).ok_or_else(Error::wrong_login)?.clone();
    site.store.forgive(&subjects).await?;
    if super::password::is_weaker_than_today(&account.hash) {
        let hash = site.hasher.hash(ask.password).await?;
        site.store.rehash(&name, &hash).await?;
    }
    let device = match device {
        Some(device) => keep_device(&site, device, &officer).await?,
        None => enrol(&site, &ask.label, &officer).await?,
    };
    // Whoever was signed in here before is not any more.
    if let Some(token) = token_in(&headers, site.config.secure)
        && let Some(before) = site.store.session(&token).await?
    {
        site.store.end_session(&before.root).await?;
    }
    if let Some(Extension(caller)) = caller {
        caller.is(officer.id, device.id);
    }
    let token = random::token();
    let browser = browser::named(&headers);
    let entry = Entry { account: &name, officer: officer.id, device: device.id, browser: &browser };
    site.store.begin_session(&random::digest(&token), entry, now).await?;
    site.store.heard(device.id, officer.id, None, now).await?;
    let vault = vault::grant(&site, &name, &officer, device.id, &random::digest(&token)).await?;
    let earlier = vault::earlier(&site, &name, &officer, &ask.earlier).await?;
    let welcome = Welcome {
        ends: Some(ends(&officer, now)),
        dossiers: Some(site.store.count(Scope::of(&officer, now)).await?),
        officer,
        device,
        epoch: site.store.epoch.to_string(),
        ward_version: ward.version,
        server_time: now,
        must_change: account.must_change,
        vault,
        earlier,
    };
    Ok(([(header::SET_COOKIE, cookie(site.config.secure, &token))], Reply(welcome)).into_response())
}

/// The device that the browser proves to be; a wrong proof is no device.
async fn known_device(site: &Site, key: Option<&DeviceKey>) -> Result<Option<Device>> {
    let Some(key) = key else { return Ok(None) };
    match site.store.device(key.id).await?.filter(|device| device.proves(&key.secret)) {
        Some(device) if device.revoked_at.is_some() => {
            Err(Error::revoked(site.rescues.issue(device.id, site.clock.now())))
        }
        device => Ok(device),
    }
}

/// What the attempt counts against. An enrolled device has its own count for the account, so strangers who
/// guess do not slow its officer down, and an office behind one address is not punished for a colleague.
fn subjects(name: &str, device: Option<&Device>, peer: Option<Peer>) -> Vec<(Rule, String)> {
    match device {
        Some(Device { id, .. }) => vec![
            (Rule::Account, format!("account {name} device {id}")),
            (Rule::Device, format!("device {id}")),
        ],
        None => {
            let network = peer.unwrap_or_default().network();
            vec![(Rule::Account, format!("account {name}")), (Rule::Address, format!("address {network}"))]
        }
    }
}

async fn keep_device(site: &Site, device: Device, officer: &shared::officer::Officer) -> Result<DeviceGrant> {
    let lane = match device.lane {
        None if session::gives_numbers(&officer.roles) => {
            site.store.grant_lane(device.id, site.clock.now()).await?
        }
        lane => lane,
    };
    Ok(DeviceGrant { id: device.id, secret: None, lane, label: device.label })
}

async fn enrol(site: &Site, label: &str, officer: &shared::officer::Officer) -> Result<DeviceGrant> {
    let label = shared::text::clean(label);
    let label: String = match label.as_str() {
        "" => format!("Máy của {}", officer.short_name()),
        label => label.chars().take(session::LABEL_CHARS_MAX).collect(),
    };
    let secret = random::secret();
    let numbers = session::gives_numbers(&officer.roles);
    let device = site.store.enrol(&secret, &label, numbers, site.clock.now()).await?;
    Ok(DeviceGrant { id: device.id, secret: Some(secret), lane: device.lane, label })
}

/// `POST /api/logout`
pub async fn logout(State(site): State<Arc<Site>>, who: Newcomer) -> Result<Response> {
    site.store.end_session(&who.root).await?;
    site.feed.look();
    Ok(([(header::SET_COOKIE, cookie(site.config.secure, ""))], Reply(serde_json::json!({}))).into_response())
}

/// `GET /api/me`
pub async fn me(State(site): State<Arc<Site>>, who: Newcomer) -> Result<Reply<Me>> {
    let now = site.clock.now();
    let vault = vault::grant(&site, &who.account, &who.officer, who.device, &who.root).await?;
    Ok(Reply(Me {
        ends: Some(who.ends),
        dossiers: Some(site.store.count(Scope::of(&who.officer, now)).await?),
        officer: who.officer,
        device: who.device,
        lane: who.lane,
        epoch: site.store.epoch.to_string(),
        ward_version: site.store.ward().version,
        server_time: now,
        must_change: who.must_change,
        vault,
    }))
}

/// `POST /api/password`: ends every session of the officer and begins a new one for this browser.
pub async fn change(
    State(site): State<Arc<Site>>,
    who: Newcomer,
    headers: HeaderMap,
    Json(ask): Json<ChangePassword>,
) -> Result<Response> {
    let now = site.clock.now();
    let subjects = [(Rule::Account, format!("account {} device {}", who.account, who.device))];
    if let Err(seconds) = site.store.attempt(&subjects, now).await? {
        return Err(Error::wait(seconds));
    }
    let account = site.store.account(&who.account).await?.ok_or_else(Error::sign_in)?;
    if !site.hasher.verify(ask.old.clone(), Some(account.hash.clone())).await? {
        return Err(Error::bad("wrong_old", word("Mật khẩu cũ không đúng.", "The old password is wrong.")));
    }
    site.store.forgive(&subjects).await?;
    if let Some(fault) = session::password_fault(&ask.new, &who.account) {
        return Err(Error::bad("weak_password", fault));
    }
    if ask.new == ask.old {
        let said =
            word("Mật khẩu mới phải khác mật khẩu cũ.", "The new password must differ from the old one.");
        return Err(Error::bad("same_password", said));
    }
    let hash = site.hasher.hash(ask.new).await?;
    site.store.put_account(&Account { hash, must_change: false, ..account }, now).await?;
    let (token, browser) = (random::token(), browser::named(&headers));
    let (officer, device) = (who.officer.id, who.device);
    let entry = Entry { account: &who.account, officer, device, browser: &browser };
    site.store.begin_session(&random::digest(&token), entry, now).await?;
    site.feed.look();
    let digest = random::digest(&token);
    let vault = vault::grant(&site, &who.account, &who.officer, who.device, &digest).await?;
    let answer = Reply(PasswordChanged { vault });
    Ok(([(header::SET_COOKIE, cookie(site.config.secure, &token))], answer).into_response())
}

/// `GET /api/accounts`: who has a login.
pub async fn accounts(State(site): State<Arc<Site>>, _: Keeper) -> Result<Reply<Vec<AccountSeen>>> {
    let all = site.store.accounts().await?;
    Ok(Reply(all.into_iter().map(|(name, officer)| AccountSeen { name, officer }).collect()))
}

/// `POST /api/accounts`: a login for an officer, or a new one-time password for it.
pub async fn account(
    State(site): State<Arc<Site>>,
    Keeper(_): Keeper,
    Json(ask): Json<NewAccount>,
) -> Result<Reply<AccountMade>> {
    let name = tidy_name(&ask.name);
    let chars = name.chars().count();
    if !(2..=limits::NAME_CHARS_MAX).contains(&chars)
        || !name.chars().all(|c| c.is_alphanumeric() || ".-_".contains(c))
    {
        let said = Sentence::new(
            "Tên đăng nhập gồm 2 đến 60 chữ, số, dấu chấm hoặc gạch.",
            "A login name has 2 to 60 letters, digits, dots or dashes.",
        );
        return Err(Error::bad("bad_name", said));
    }
    if site.store.ward().at_work(ask.officer).is_none() {
        let said = word("Phường không có cán bộ này.", "The ward has no such officer.");
        return Err(Error::bad("unknown_officer", said));
    }
    let taken = site.store.account(&name).await?.is_some_and(|account| account.officer != ask.officer);
    if taken {
        let said = word("Tên đăng nhập đã có người dùng.", "The login name is taken.");
        return Err(Error::conflict("name_taken", said));
    }
    let password = random::one_time_password();
    let hash = site.hasher.hash(password.clone()).await?;
    let account = Account { name: name.clone(), officer: ask.officer, hash, must_change: true };
    site.store.put_account(&account, site.clock.now()).await?;
    site.feed.look();
    Ok(Reply(AccountMade { name, password }))
}
