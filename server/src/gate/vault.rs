//! Két của máy: the server's half of what closes a browser's cache, and how long a browser may keep it.
//!
//! Not here: the secret that it is made of (`store::secret`), the cache itself (the browser).
//! Invariant: a device that was revoked never comes this far; a changed password makes another share, a new session
//! another key to reopen with; another token of the same session does not.

use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::State;
use shared::id::DeviceId;
use shared::moment::Moment;
use shared::officer::{Officer, Role};
use shared::session::{
    self, DeviceKey, EARLIER_DEVICES_MAX, EarlierShare, SHARES_MAX, SealKey, ShareKept, SharesKept,
    SharesOver, VaultGrant,
};

use crate::body::SmallJson;
use crate::error::{Error, Result};
use crate::store::device::Device;
use crate::{Site, limits, random};

const HOUR: i64 = 60;

/// How long a device may read its cache without a word from the server, in minutes.
const fn lease(role: Role) -> i64 {
    match role {
        Role::Leader => 72 * HOUR,
        Role::Receptionist | Role::Specialist | Role::Head | Role::Clerk | Role::Admin => 12 * HOUR,
        Role::Postal | Role::Volunteer | Role::Citizen => 4 * HOUR,
    }
}

// Whoever may still print a number has a lane that nobody else has.
const _: () = assert!(2 * lease(Role::Leader) < limits::LANE_QUIET_MINUTES);

/// Roles add up, and so do their cautions: the shortest lease of them.
fn lease_of(officer: &Officer) -> i64 {
    officer.roles.iter().map(|&role| lease(role)).min().unwrap_or(lease(Role::Citizen))
}

/// What the officer's browser is told at a login and while the session lives.
pub async fn grant(
    site: &Site,
    account: &str,
    officer: &Officer,
    device: DeviceId,
    session: &[u8; 32],
) -> Result<Option<VaultGrant>> {
    let secrets = &site.store.secrets;
    secrets.refresh().await;
    let Some(pair) = secrets.newest() else { return Ok(None) };
    Ok(Some(VaultGrant {
        share: share(site, account, officer, device).await?,
        until: site.clock.now().plus_minutes(lease_of(officer)),
        resume: random::to_hex(&secrets.derive("mc-resume-v1", &[session])),
        seal: SealKey { kid: pair.kid, public: pair.public },
    }))
}

async fn share(site: &Site, account: &str, officer: &Officer, device: DeviceId) -> Result<String> {
    let since = site.store.password_since(account).await?.map_or(0, Moment::millis);
    let (device, writer) = (device.0.to_be_bytes(), officer.id.0.to_be_bytes());
    let parts: [&[u8]; 3] = [&device, &writer, &since.to_be_bytes()];
    Ok(random::to_hex(&site.store.secrets.derive("mc-share-v1", &parts)))
}

/// For each device that the browser was before, and proves to have been, the officer's share of what lies there. One that
/// was revoked is told nothing.
pub async fn earlier(
    site: &Site,
    account: &str,
    officer: &Officer,
    keys: &[DeviceKey],
) -> Result<Vec<EarlierShare>> {
    let mut shares = vec![];
    for device in proved(site, keys).await?.into_iter().filter(|device| device.revoked_at.is_none()) {
        shares
            .push(EarlierShare { device: device.id, share: share(site, account, officer, device.id).await? });
    }
    Ok(shares)
}

/// The devices whose proofs are right, also where they were revoked.
pub async fn proved(site: &Site, keys: &[DeviceKey]) -> Result<Vec<Device>> {
    let mut proved = vec![];
    for key in keys.iter().take(EARLIER_DEVICES_MAX) {
        proved.extend(site.store.device(key.id).await?.filter(|device| device.proves(&key.secret)));
    }
    Ok(proved)
}

/// `POST /api/shares`: a share that lies on a device outlives the password that it goes with, until the device hears of it.
pub async fn kept(
    State(site): State<Arc<Site>>,
    SmallJson(ask): SmallJson<SharesKept>,
) -> Result<Reply<SharesOver>> {
    let device = proved(&site, std::slice::from_ref(&ask.device)).await?.pop();
    let device = device.ok_or_else(Error::sign_in)?;
    let accounts = site.store.accounts().await?;
    let mut over = vec![];
    for kept in ask.shares.iter().take(SHARES_MAX) {
        let names = accounts.iter().filter(|(_, officer)| *officer == kept.officer);
        let names: Vec<&str> = names.map(|(name, _)| name.as_str()).collect();
        if device.revoked_at.is_some() || !is_given(&site, &names, device.id, kept).await? {
            over.push(kept.officer);
        }
    }
    Ok(Reply(SharesOver { over }))
}

/// Whether a login of the officer on the device would bring the same share today.
async fn is_given(site: &Site, names: &[&str], device: DeviceId, kept: &ShareKept) -> Result<bool> {
    let ward = site.store.ward();
    let Some(officer) = ward.at_work(kept.officer) else { return Ok(false) };
    for name in names {
        if session::share_mark(&share(site, name, officer, device).await?) == kept.mark {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::demo;

    #[test]
    fn the_shortest_lease_of_all_roles_counts() {
        let ward = demo::ward().unwrap();
        let hours = |id| lease_of(ward.officer(id).unwrap()) / HOUR;
        assert_eq!([demo::CHAIR, demo::RECEPTION, demo::VOLUNTEER].map(hours), [72, 12, 4]);
        let both =
            Officer { roles: vec![Role::Leader, Role::Head], ..ward.officer(demo::CHAIR).unwrap().clone() };
        assert_eq!(lease_of(&both) / HOUR, 12);
    }
}
