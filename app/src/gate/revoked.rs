//! The device was revoked: what waits is handed in, then everything here is erased.
//!
//! Not here: who lets the acts in afterwards (the head, at the server).
//! Invariant: what can be read is erased as soon as it is handed in or cannot be; what only the server can read is erased
//! when the server has it, in the transaction that sees that nothing else has come.

use std::collections::BTreeSet;
use std::time::Duration;

use leptos::prelude::*;
use shared::id::Writer;
use shared::lang::Sentence;
use shared::session::DeviceKey;
use shared::sync::envelope::{Envelope, Rescue, Rescued};

use super::Phase;
use crate::desk::Desk;
use crate::link::carry;
use crate::link::http::Ask;
use crate::link::tabs::Told;
use crate::store::{Disk, DiskFault, Sealed, tripwire};

const RESCUE_TIME: Duration = Duration::from_secs(60);

/// What the officer is told; `handed_in` is how many acts the server keeps, `left` how many could not be handed in.
pub fn said(handed_in: u64, left: usize) -> Sentence {
    if left > 0 {
        return Sentence::new(
            format!(
                "Máy này đã bị thu hồi; dữ liệu trên máy đã xóa. {left} việc chưa gửi còn lại dưới dạng niêm phong, chỉ máy chủ mở được: báo tổ trưởng."
            ),
            format!(
                "This device was revoked and its data erased. {left} unsent acts are left, sealed so that only the server can open them: tell the head."
            ),
        );
    }
    if handed_in > 0 {
        return Sentence::new(
            format!(
                "Máy này đã bị thu hồi; dữ liệu trên máy đã xóa. {handed_in} việc chưa gửi đã giao máy chủ giữ, chờ tổ trưởng quyết định."
            ),
            format!(
                "This device was revoked and its data erased. The server keeps its {handed_in} unsent acts until the head decides."
            ),
        );
    }
    Sentence::new(
        "Máy này đã bị thu hồi; dữ liệu trên máy đã xóa. Không có việc nào chưa gửi.",
        "This device was revoked and its data erased. Nothing was unsent.",
    )
}

/// Hands in what waits with the server's token, and erases.
pub async fn hand_in(desk: Desk, token: Option<String>) {
    let Some(disk) = desk.disk() else { return };
    desk.leave(Phase::Starting);
    // The other tabs first: what they save meanwhile is handed in too, and after the erasing they can save nothing.
    desk.tell(Told::Left);
    let ended = end(&disk, token.as_deref()).await;
    tripwire::cut();
    super::within::stay_out(desk, &disk, Phase::Out).await;
    desk.gate.name.set(String::new());
    desk.gate.fault.set(Some(match ended {
        Ok(Ended { handed_in, left }) => said(handed_in, left),
        Err(fault) => fault.sentence(),
    }));
}

/// What became of the work on a device that was revoked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Ended {
    handed_in: u64,
    left: usize,
}

/// Other tabs that save faster than this one hands in: then something else is wrong.
const TRIES_MAX: usize = 20;

async fn end(disk: &Disk, token: Option<&str>) -> Result<Ended, DiskFault> {
    let mut taken = BTreeSet::new();
    let (_, earlier) = super::proofs(disk).await;
    let handing = token.map(|token| Handing { token, earlier });
    let mut handed_in = 0;
    for _ in 0..TRIES_MAX {
        let sealed = match disk.sealed().await {
            Ok(sealed) => sealed,
            // What cannot be read now is not nothing: it stays, sealed.
            Err(fault) => return disk.wipe_readable().await.and(Err(fault)),
        };
        let seen: BTreeSet<_> = sealed.iter().map(name).collect();
        let fresh = sealed.into_iter().filter(|envelope| !taken.contains(&name(envelope)));
        let fresh = fresh.collect::<Sealed>();
        if let Some(handing) = &handing {
            handed_in += handing.all(&fresh, &mut taken).await;
        }
        if disk.wipe(&seen, &taken).await? {
            let left = seen.difference(&taken).count();
            if let Some(handing) = handing.filter(|_| left == 0) {
                // Whatever else this browser keeps for the ward goes too.
                handing.one(vec![], false).await;
            }
            return Ok(Ended { handed_in, left });
        }
    }
    disk.wipe_readable().await?;
    Err(DiskFault::Busy)
}

fn name(envelope: &Envelope) -> (Writer, u64) {
    (envelope.writer, envelope.n)
}

/// With what envelopes are handed in.
struct Handing<'a> {
    token: &'a str,
    /// What this browser was before.
    earlier: Vec<DeviceKey>,
}

impl Handing<'_> {
    /// Hands envelopes in until the server takes no more, notes in `taken` which it has, and counts them.
    async fn all(&self, envelopes: &[Envelope], taken: &mut BTreeSet<(Writer, u64)>) -> u64 {
        let (mut left, mut handed_in) = (envelopes, 0);
        while let Some(first) = left.first() {
            let (load, others) = left.split_at(carry::one_load(left));
            left = match self.one(load.to_vec(), true).await {
                Some(rescued) => {
                    handed_in += rescued.taken;
                    taken.extend(load.iter().map(name));
                    others
                }
                // Of this device no more is taken; they stand in the order of devices.
                None => &left[left.partition_point(|one| one.writer.device <= first.writer.device)..],
            };
        }
        handed_in
    }

    async fn one(&self, envelopes: Sealed, more: bool) -> Option<Rescued> {
        let ask = Rescue { token: self.token.to_owned(), earlier: self.earlier.clone(), envelopes, more };
        Ask::of("/api/rescue", RESCUE_TIME).post_packed::<Rescued>(&ask, shared::json::read).await.ok()
    }
}
