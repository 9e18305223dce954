//! Opening an officer's data on this device: after a login, after a reload, and without a network.
//!
//! Not here: the sums (`vault`), where keys lie (`store`), who is asked for what (`gate`).
//! Invariant: without a network the data opens only while the server's share lasts, and only by the password.

use futures_util::future::try_join;
use shared::id::Writer;
use shared::moment::Moment;
use shared::session::{SealKey, VaultGrant};

use crate::desk::clock;
use crate::store::{Disk, DiskFault};
use crate::vault::{Author, Closed, Cost, Key, Lease, Opened, Raw, Ways};

/// What somebody typed.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    pub password: &'a str,
    /// The one before, where it has just been changed here.
    pub before: Option<&'a str>,
}

/// What the server told, and its clock then.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    pub grant: &'a VaultGrant,
    pub server_time: Moment,
}

impl Told<'_> {
    /// By this device's clock.
    fn lease(self) -> Lease {
        let (now, left) = (clock(), self.grant.until.millis() - self.server_time.millis());
        Lease { share: self.grant.share.clone(), until: Moment::from_millis(now.millis() + left), seen: now }
    }
}

/// Why nothing opens without a network.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Closing {
    /// The share is gone: the time is over, or somebody logged out.
    Over,
    WrongPassword,
    Fault(DiskFault),
}

impl From<DiskFault> for Closing {
    fn from(fault: DiskFault) -> Closing {
        Closing::Fault(fault)
    }
}

/// What one guess at the password costs on this device.
fn cost() -> Cost {
    #[cfg(target_arch = "wasm32")]
    {
        let navigator: wasm_bindgen::JsValue = leptos::prelude::window().navigator().into();
        let gib = js_sys::Reflect::get(&navigator, &"deviceMemory".into()).ok();
        Cost::bearable(gib.and_then(|gib| gib.as_f64()))
    }
    #[cfg(not(target_arch = "wasm32"))]
    Cost { memory_kib: 8, passes: 1 }
}

async fn with(disk: &Disk, writer: Writer, raw: &Raw, to: SealKey) -> Result<Opened, DiskFault> {
    let opened =
        Opened { key: Key::of(raw).await?, author: Author { writer, pair: disk.pair(writer).await?, to } };
    disk.close_earlier(&opened).await?;
    Ok(opened)
}

/// After a login. `true` where the key is new, so that what lay here before stays closed.
pub async fn by_login(
    disk: &Disk,
    writer: Writer,
    typed: Typed<'_>,
    told: Told<'_>,
) -> Result<(Opened, bool), DiskFault> {
    let (kept, lease) = (disk.closed(writer).await?, disk.lease(writer, clock()).await?);
    let mut shares = vec![told.grant.share.as_str()];
    shares.extend(lease.as_ref().map(|lease| lease.share.as_str()));
    let ways =
        Ways { password: typed.password, before: typed.before, shares: &shares, resume: &told.grant.resume };
    let (closed, raw, fresh) = Closed::renew(kept.as_ref(), ways, writer, cost()).await?;
    if fresh {
        disk.forget_closed(writer).await?;
    }
    disk.write("seal", &told.grant.seal).await?;
    disk.keep_ways(writer, &closed, &told.lease()).await?;
    Ok((with(disk, writer, &raw, told.grant.seal.clone()).await?, fresh))
}

/// After the page was loaded anew, while the session lives. `None` where only the password helps. Whoever goes in keeps
/// what was told (`keep`).
pub async fn by_session(disk: &Disk, writer: Writer, told: Told<'_>) -> Result<Option<Opened>, DiskFault> {
    let Some(closed) = disk.closed(writer).await? else { return Ok(None) };
    let Ok(raw) = closed.open_by_session(&told.grant.resume, writer).await else { return Ok(None) };
    Ok(Some(with(disk, writer, &raw, told.grant.seal.clone()).await?))
}

/// What the server told is kept for a start without a network.
pub async fn keep(disk: &Disk, writer: Writer, told: Told<'_>) -> Result<(), DiskFault> {
    try_join(renew(disk, writer, told), disk.write("seal", &told.grant.seal)).await.map(|_| ())
}

/// The server has been heard again: the lease begins anew. A share that has changed opens nothing before the next login.
pub async fn renew(disk: &Disk, writer: Writer, told: Told<'_>) -> Result<(), DiskFault> {
    match disk.lease(writer, clock()).await? {
        Some(kept) if kept.share != told.grant.share => Ok(()),
        Some(_) | None => disk.keep_lease(writer, &told.lease()).await,
    }
}

/// Without a network.
pub async fn by_password(disk: &Disk, writer: Writer, password: &str) -> Result<Opened, Closing> {
    let lease = disk.lease(writer, clock()).await?.ok_or(Closing::Over)?;
    by_share(disk, writer, password, &lease.share).await
}

/// With a share that the server has told, or that is not over.
pub async fn by_share(disk: &Disk, writer: Writer, password: &str, share: &str) -> Result<Opened, Closing> {
    let closed = disk.closed(writer).await?.ok_or(Closing::Over)?;
    let seal: SealKey = disk.read("seal").await?.ok_or(Closing::Over)?;
    let opened = closed.open_by_password(password, share, writer).await;
    let raw = opened.map_err(|_| Closing::WrongPassword)?;
    Ok(with(disk, writer, &raw, seal).await?)
}
