//! A share of the server that lies here after another password was set, or its officer has left: it goes as soon as the
//! server can be asked, not only when the lease ends.
//!
//! Not here: what a share opens (`open`), what the server says (`shared::session::SharesKept`).
//! Invariant: only what the server names is erased, and only the very share that was asked about.

use futures_util::future::join;
use shared::id::{OfficerId, Writer};
use shared::session::{DeviceKey, ShareKept, SharesKept, SharesOver, share_mark};

use super::ASK_TIME;
use crate::link::http::Ask;
use crate::store::{Disk, DiskFault};
use crate::vault::Lease;

/// What is asked about: the shares of this device's officers.
pub(super) async fn kept(disk: &Disk) -> Option<(SharesKept, Vec<(Writer, Lease)>)> {
    let (device, leases) = join(disk.read::<DeviceKey>("device"), disk.leases()).await;
    let device = device.ok().flatten()?;
    let mut leases = leases.ok()?;
    leases.retain(|(writer, _)| writer.device == device.id);
    let mark = |(writer, lease): &(Writer, Lease)| ShareKept {
        officer: writer.officer,
        mark: share_mark(&lease.share),
    };
    let shares: Vec<ShareKept> = leases.iter().map(mark).collect();
    (!shares.is_empty()).then_some((SharesKept { device, shares }, leases))
}

/// Erases those that the server would not give any more.
pub(super) async fn end(
    disk: &Disk,
    leases: &[(Writer, Lease)],
    over: &[OfficerId],
) -> Result<(), DiskFault> {
    for (writer, lease) in leases.iter().filter(|(writer, _)| over.contains(&writer.officer)) {
        disk.end_lease(*writer, &lease.share).await?;
    }
    Ok(())
}

/// Says nothing where the server cannot be asked: the lease ends by itself.
pub async fn look(disk: &Disk) {
    let Some((ask, leases)) = kept(disk).await else { return };
    let answer = Ask::of("/api/shares", ASK_TIME).post::<SharesOver>(&ask).await;
    if let Ok(SharesOver { over }) = answer {
        drop(end(disk, &leases, &over).await);
    }
}
