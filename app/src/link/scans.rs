//! Sends the scans that lie here, piece by piece, and lets them go when nobody can ask for them any more.
//!
//! Not here: the acts that name them, which go up by themselves (`link`), keeping them (`store::scans`).
//! Invariant: a scan stays on the device until this life of the server has it whole and no act that names it may have
//! to be sent again. One that no act names is of a form that was given up: it is never sent.

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::task::spawn_local;
use shared::act::Act;
use shared::dossier;
use shared::limits::SCAN_PIECE_BYTES_MAX;
use shared::moment::Moment;
use shared::scan::{Digest, Have};
use shared::sync::client::{Client, Queued};

use super::Link;
use super::http::{Ask, Failure};
use crate::desk::{Way, clock};
use crate::store::Mark;

const PIECE_TIME: Duration = Duration::from_secs(60);
/// Transfers of one file that may end in other bytes than its own, because somebody else had begun it.
const TRIES_MAX: usize = 3;
/// A scan without an act: its form may still be open.
const UNNAMED_MINUTES: i64 = 24 * 60;

/// What is done with a scan that lies here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    Send,
    /// Nothing now.
    Keep,
    Forget,
}

/// Scans by who names them.
#[derive(Default)]
pub struct Named {
    /// By an act that may have to be sent, or sent again.
    by_acts: BTreeSet<Digest>,
    /// By a dossier as it stands.
    by_dossiers: BTreeSet<Digest>,
}

impl Named {
    pub fn of(client: &Client) -> Named {
        let by = |queued: &Queued| match queued.body.open().ok()?.act {
            Act::Dossier { act: dossier::Act::Attach(attach), .. } => Some(attach.file.digest),
            Act::Dossier { .. } => None,
        };
        let acts = client.queue.values().chain(client.sent.values());
        let scans = client.dossiers().flat_map(|dossier| &dossier.scans);
        Named {
            by_acts: acts.filter_map(by).collect(),
            by_dossiers: scans.map(|scan| scan.file.digest.clone()).collect(),
        }
    }

    pub fn step(&self, digest: &Digest, mark: &Mark, epoch: &str, now: Moment) -> Step {
        let waits = self.by_acts.contains(digest);
        let is_there = !epoch.is_empty() && mark.whole_in == epoch;
        match (waits, is_there) {
            (true, true) => Step::Keep,
            (false, true) => Step::Forget,
            (true, false) => Step::Send,
            (false, false) if self.by_dossiers.contains(digest) => Step::Send,
            (false, false) if mark.at.plus_minutes(UNNAMED_MINUTES) < now => Step::Forget,
            (false, false) => Step::Keep,
        }
    }
}

impl Link {
    /// After a pull, and when a scan was attached.
    pub fn send_scans(&self) {
        if !self.0.alive.get() || self.paused() || self.0.scanning.replace(true) {
            return;
        }
        let link = self.clone();
        spawn_local(async move {
            // What broke off goes on after the next pull.
            drop(link.send_each().await);
            link.0.scanning.set(false);
        });
    }

    async fn send_each(&self) -> Result<(), Failure> {
        let (desk, writer) = (self.0.desk, self.0.writer);
        let (Some(disk), Some(opened)) = (desk.disk(), desk.opened()) else { return Ok(()) };
        // A storage that cannot be read just now is asked after the next pull.
        let here = disk.scans(writer).await.unwrap_or_default();
        if here.is_empty() {
            return Ok(());
        }
        let named = desk.client(Named::of);
        let epoch = desk.client(|client| client.place.epoch.clone());
        for (digest, mark) in here {
            if !self.0.alive.get() || opened.writer() != writer {
                return Ok(());
            }
            match named.step(&digest, &mark, &epoch, clock()) {
                Step::Keep => {}
                Step::Forget => drop(disk.forget_scan(writer, &digest).await),
                Step::Send if matches!(desk.way_of(&digest), Some(Way::Refused(_))) => {}
                Step::Send => {
                    let Ok(Some(bytes)) = disk.scan(&opened, &digest).await else { continue };
                    match self.send_scan(&digest, &bytes).await {
                        Ok(()) => {
                            // If that cannot be noted the server is asked again.
                            drop(
                                disk.mark_scan(writer, &digest, &Mark { whole_in: epoch.clone(), ..mark })
                                    .await,
                            );
                            desk.set_way(&digest, None);
                        }
                        // What the server does not take it does not take tomorrow either.
                        Err(Failure::Said { status: 400..=428, said, .. }) => {
                            desk.set_way(&digest, Some(Way::Refused(said)));
                        }
                        Err(failure) => {
                            desk.set_way(&digest, Some(Way::Waits));
                            return Err(failure);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    async fn send_scan(&self, digest: &Digest, bytes: &[u8]) -> Result<(), Failure> {
        let path = format!("/api/scans/{digest}/have");
        let mut have: Have = Ask::of(&path, PIECE_TIME).writer(self.0.writer).get().await?;
        let mut tries = 0;
        while !have.whole {
            let all = bytes.len() as u64;
            let at = usize::try_from(have.bytes).unwrap_or(0).min(bytes.len());
            self.0.desk.set_way(
                digest,
                Some(Way::Sending(u8::try_from(have.bytes * 100 / all.max(1)).unwrap_or(0))),
            );
            let piece = &bytes[at..bytes.len().min(at + SCAN_PIECE_BYTES_MAX)];
            let path = format!("/api/scans/{digest}?bytes={all}&at={at}");
            have = match Ask::of(&path, PIECE_TIME).writer(self.0.writer).put_bytes(piece).await {
                Err(Failure::Said { status: 409, .. }) if tries < TRIES_MAX => {
                    tries += 1;
                    Have { bytes: 0, whole: false }
                }
                answer => answer?,
            };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest() -> Digest {
        Digest::of(b"a")
    }

    /// What is done with a scan, by who names it and where it is.
    #[test]
    fn a_scan_stays_until_nobody_can_ask_for_it() {
        let kept = Moment::from_millis(0);
        let step = |acts: bool, dossiers: bool, whole_in: &str, hours: i64| {
            let set = |is: bool| is.then(digest).into_iter().collect();
            let named = Named { by_acts: set(acts), by_dossiers: set(dossiers) };
            let mark = Mark { at: kept, bytes: 1, whole_in: whole_in.to_owned() };
            named.step(&digest(), &mark, "life 2", kept.plus_minutes(hours * 60))
        };
        assert_eq!(step(true, true, "", 0), Step::Send, "attached just now");
        assert_eq!(step(true, true, "life 2", 0), Step::Keep, "a restore may still ask for it");
        assert_eq!(step(false, true, "life 2", 0), Step::Forget, "a copy of the server's holds the act");
        assert_eq!(step(true, true, "life 1", 0), Step::Send, "the server lives another life: it is asked");
        assert_eq!(step(false, true, "", 99), Step::Send, "the act went ahead of the bytes");
        assert_eq!(step(false, false, "", 23), Step::Keep, "its form may be open");
        assert_eq!(step(false, false, "", 25), Step::Forget, "given up");
    }
}
