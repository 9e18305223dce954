//! Ca hỗ trợ at the desk: kept at every tap, told when there is a network.
//!
//! Not here: what a shift is (`shared::shift`), how it lies on the disk (`store::shifts`).
//! Invariant: a tap is kept before it is shown; what was told and kept by the server leaves the device.

use serde::de::IgnoredAny;
use shared::id::ShiftId;
use shared::lang::Sentence;
use shared::refusal::Refusal;

use super::{Desk, READ_TIME, Trouble};
use crate::link::http::{Ask, Failure};
use crate::store::{DiskFault, Held};

/// How far the telling came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    All,
    /// No network, or no session: they wait.
    Waits,
    /// The first that the server does not take, in its own words.
    Refused(ShiftId, Sentence),
}

impl Desk {
    pub async fn shifts(self) -> Vec<Held> {
        let Some(disk) = self.disk() else { return vec![] };
        disk.shifts(self.writer()).await.unwrap_or_default()
    }

    /// Changes the shifts of this device; how they are then.
    pub async fn change_shifts(
        self,
        change: impl FnOnce(&mut Vec<Held>) -> Result<(), Refusal>,
    ) -> Result<Vec<Held>, Trouble> {
        let disk = self.disk().ok_or(Trouble::Disk(DiskFault::Absent))?;
        let changed = disk.change_shifts(self.writer(), change).await.map_err(Trouble::Disk)?;
        changed.map_err(Trouble::Refused)
    }

    /// Tells the server of every shift that it does not know as it stands.
    pub async fn tell_shifts(self) -> Told {
        let writer = self.writer();
        let mut refused = Vec::new();
        loop {
            let is_next = |held: &Held| held.waits() && !refused.iter().any(|(id, _)| *id == held.shift.id);
            let waiting = self.shifts().await.into_iter().find(is_next);
            let Some(Held { shift, .. }) = waiting else {
                return refused.into_iter().next().map_or(Told::All, |(id, said)| Told::Refused(id, said));
            };
            let ask = Ask::of("/api/shift", READ_TIME).writer(writer);
            match ask.post::<IgnoredAny>(&shift).await {
                Ok(_) if self.writer() != writer => return Told::Waits,
                Ok(_) => {
                    let (id, rev) = (shift.id, shift.rev);
                    let kept = self.change_shifts(move |all| {
                        know(all, id, rev);
                        Ok(())
                    });
                    if kept.await.is_err() {
                        return Told::Waits;
                    }
                }
                // Those behind it are told all the same.
                Err(Failure::Said { status, said, .. }) if status < 500 => refused.push((shift.id, said)),
                Err(
                    Failure::Said { .. } | Failure::Unreachable | Failure::LoggedOut | Failure::Revoked(_),
                ) => {
                    return Told::Waits;
                }
            }
        }
    }
}

/// The server knows a shift up to `rev`.
fn know(all: &mut Vec<Held>, id: ShiftId, rev: u32) {
    for held in all.iter_mut().filter(|held| held.shift.id == id) {
        held.told = held.told.max(rev);
    }
    all.retain(|held| !held.is_done());
}

#[cfg(test)]
mod tests {
    use shared::shift::{Half, Shift, Topic};

    use super::*;
    use crate::store::tests::morning;

    #[test]
    fn a_shift_leaves_the_device_when_the_server_knows_its_end() {
        let id = ShiftId(uuid::Uuid::from_u128(1));
        let mut shift = Shift::begin(id, morning().day(), Half::Morning, morning());
        shift.tap(Topic::Form, morning()).expect("open");
        let told = shift.rev;
        shift.tap(Topic::Way, morning()).expect("open");
        let mut all = vec![Held { shift, told: 0 }];
        know(&mut all, id, told);
        assert!(all[0].waits(), "what was tapped during the telling is told next");
        let rev = all[0].shift.rev;
        know(&mut all, id, rev);
        assert!(!all[0].waits());
        assert_eq!(all.len(), 1, "it goes on");
        all[0].shift.end(morning());
        know(&mut all, id, told);
        assert_eq!(all.len(), 1, "its end is not known yet");
        let rev = all[0].shift.rev;
        know(&mut all, id, rev);
        assert!(all.is_empty());
    }
}
