//! Scans at the desk: kept when they are taken, read from here or from the server.
//!
//! Not here: how they go up (`link::scans`), how they are made and shown (`scan`).
//! Invariant: a scan is kept, closed, before any act names it; the server is asked only when somebody wants to see it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::dossier::attach::Attach;
use shared::dossier::reuse::{self, Reuse};
use shared::dossier::{self, Dossier, Kind};
use shared::id::DossierId;
use shared::lang::Sentence;
use shared::refusal::Refusal;
use shared::scan::Digest;

use super::{Desk, READ_TIME, Trouble, clock};
use crate::link::http::{Ask, Failure};
use crate::link::scans::{Named, Step};
use crate::store::{DiskFault, has_room};

/// Where a scan of this device is on its way; nothing of one that has arrived.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Way {
    Waits,
    /// In hundredths.
    Sending(u8),
    Refused(Sentence),
}

pub type Ways = RwSignal<BTreeMap<Digest, Way>>;

impl Desk {
    /// Keeps a file closed on this device, to be sent when an act names it.
    pub async fn keep_scan(self, digest: &Digest, bytes: &[u8]) -> Result<(), Trouble> {
        let disk = self.disk().ok_or(Trouble::Disk(DiskFault::Absent))?;
        let opened = self.opened().ok_or(Trouble::Disk(DiskFault::Shut))?;
        if !has_room(crate::settings::used_bytes().await, bytes.len()) {
            return Err(Trouble::Disk(DiskFault::Scarce));
        }
        disk.keep_scan(&opened, digest, bytes, clock()).await.map_err(Trouble::Disk)
    }

    /// The file as far as it lies here.
    pub async fn own_scan(self, digest: &Digest) -> Option<Vec<u8>> {
        let (disk, opened) = (self.disk()?, self.opened()?);
        disk.scan(&opened, digest).await.ok().flatten()
    }

    /// The file from here, else from the server.
    pub async fn read_scan(self, dossier: DossierId, digest: &Digest) -> Result<Vec<u8>, Trouble> {
        if let Some(bytes) = self.own_scan(digest).await {
            return Ok(bytes);
        }
        let path = format!("/api/scans/{digest}?dossier={dossier}");
        let bytes = Ask::of(&path, READ_TIME).get_bytes().await;
        let bytes = bytes.map_err(|failure| {
            Trouble::Network(match failure {
                Failure::Unreachable => Sentence::new(
                    "Đang mất mạng, bản chụp nằm ở máy chủ. Có mạng rồi mở lại.",
                    "There is no network, and the scan is on the server. Open it again once there is.",
                ),
                Failure::LoggedOut | Failure::Revoked(_) | Failure::Said { .. } => failure.sentence(),
            })
        })?;
        if Digest::of(&bytes) == *digest {
            return Ok(bytes);
        }
        let said = Sentence::new(
            "Bản chụp tải về không trọn vẹn. Mở lại.",
            "The scan did not arrive whole. Open it again.",
        );
        Err(Trouble::Network(said))
    }

    /// Puts a file that is kept here beside a paper of the dossier, and sends it as soon as there is a network.
    pub async fn attach(self, id: DossierId, attach: Attach) -> Result<(), Trouble> {
        let digest = attach.file.digest.clone();
        self.act(id, dossier::Act::Attach(attach)).await?;
        self.set_way(&digest, Some(Way::Waits));
        self.with_link(|link| link.send_scans());
        Ok(())
    }

    /// Stands a scan of an earlier dossier beside a paper; its bytes are that one's to send. What the device knows of that
    /// dossier is held against it first, as the server will.
    pub async fn reuse(self, id: DossierId, reuse: Reuse) -> Result<(), Trouble> {
        let checked = self.client(|client| match (client.dossier(reuse.from.id), client.dossier(id)) {
            (Some(source), Some(dossier)) => reuse::check(source, dossier, &reuse),
            (None, _) | (_, None) => Ok(()),
        });
        checked.map_err(Trouble::Refused)?;
        self.act(id, dossier::Act::Reuse(reuse)).await
    }

    /// Whether this officer may do `kind` to the dossier, as it stands on this device.
    pub fn may(self, dossier: &Dossier, kind: Kind) -> bool {
        self.verdict_on(dossier, kind).is_ok()
    }

    /// The same, with the sentence where it is not open.
    pub fn verdict_on(self, dossier: &Dossier, kind: Kind) -> Result<(), Refusal> {
        let verdict = self.with_ctx(clock(), |ctx| dossier::may(ctx, Some(dossier), kind));
        verdict.unwrap_or(Err(Refusal::UnknownOfficer))
    }

    /// A file of a form that was given up, or of which a page was dropped.
    pub async fn drop_scan(self, digest: &Digest) {
        let (Some(disk), Some(opened)) = (self.disk(), self.opened()) else { return };
        // What cannot be forgotten now is forgotten after a day.
        drop(disk.forget_scan(opened.writer(), digest).await);
    }

    /// What waited here before this start.
    pub async fn recall_ways(self) {
        let (Some(disk), Some(opened)) = (self.disk(), self.opened()) else { return };
        let here = disk.scans(opened.writer()).await.unwrap_or_default();
        if here.is_empty() {
            return;
        }
        let (named, epoch) = self.client(|client| (Named::of(client), client.place.epoch.clone()));
        for (digest, mark) in here {
            let waits = named.step(&digest, &mark, &epoch, clock()) == Step::Send;
            if waits && self.way_of(&digest).is_none() {
                self.set_way(&digest, Some(Way::Waits));
            }
        }
    }

    pub fn set_way(self, digest: &Digest, way: Option<Way>) {
        if self.way_of(digest) == way {
            return;
        }
        self.ways.update(|ways| match way {
            Some(way) => drop(ways.insert(digest.clone(), way)),
            None => drop(ways.remove(digest)),
        });
    }

    pub fn way_of(self, digest: &Digest) -> Option<Way> {
        self.ways.with_untracked(|ways| ways.get(digest).cloned())
    }

    /// The same, followed.
    pub fn way(self, digest: &Digest) -> Option<Way> {
        self.ways.with(|ways| ways.get(digest).cloned())
    }
}
