//! Ca hỗ trợ as a volunteer's tablet keeps them until the server knows them whole.
//!
//! Not here: what a shift is (`shared::shift`), when it is told (`desk::shifts`).
//! Invariant: one change is one transaction on what lies there, so that no tap of another tab is lost. Nothing of a
//! citizen is in it, so it lies open and outlives a change of the officer's key.

use serde::{Deserialize, Serialize};
use shared::id::Writer;
use shared::shift::Shift;

use super::rows::{json, read, writer_key};
use super::{Disk, DiskFault, Row, Store, Work};

/// A shift, and how much of it the server has been told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Held {
    pub shift: Shift,
    pub told: u32,
}

impl Held {
    pub fn waits(&self) -> bool {
        self.told < self.shift.rev
    }

    /// It has ended and the server knows it: nothing keeps it here.
    pub fn is_done(&self) -> bool {
        self.shift.ended.is_some() && !self.waits()
    }
}

fn shifts_key(writer: Writer) -> String {
    format!("shifts:{}", writer_key(writer))
}

impl Disk {
    /// What cannot be read is no shift.
    pub async fn shifts(&self, writer: Writer) -> Result<Vec<Held>, DiskFault> {
        let work = self.base.begin(&[Store::Meta], Work::Read).await?;
        Ok(read(&work, Store::Meta, &shifts_key(writer)).await?.unwrap_or_default())
    }

    /// Changes them where they lie; how they are then.
    pub async fn change_shifts<E>(
        &self,
        writer: Writer,
        change: impl FnOnce(&mut Vec<Held>) -> Result<(), E>,
    ) -> Result<Result<Vec<Held>, E>, DiskFault> {
        let key = shifts_key(writer);
        let work = self.base.begin(&[Store::Meta], Work::Strict).await?;
        let before: Vec<Held> = read(&work, Store::Meta, &key).await?.unwrap_or_default();
        let mut after = before.clone();
        if let Err(refused) = change(&mut after) {
            return Ok(Err(refused));
        }
        if after != before {
            work.put(Store::Meta, &key, &Row::Text(json(&after)?))?;
            work.done().await?;
        }
        Ok(Ok(after))
    }

    /// For the same volunteer under another number.
    pub(super) async fn hand_shifts_over(&self, from: Writer, to: Writer) -> Result<(), DiskFault> {
        let held = self.shifts(from).await?;
        if held.is_empty() {
            return Ok(());
        }
        let work = self.base.begin(&[Store::Meta], Work::Strict).await?;
        let mut there: Vec<Held> = read(&work, Store::Meta, &shifts_key(to)).await?.unwrap_or_default();
        there.extend(held);
        work.put(Store::Meta, &shifts_key(to), &Row::Text(json(&there)?))?;
        work.delete(Store::Meta, &shifts_key(from))?;
        work.done().await
    }
}

#[cfg(test)]
mod tests {
    use shared::id::ShiftId;
    use shared::shift::{Half, Topic};

    use super::super::memory::Base;
    use super::super::tests::{HA, OANH, morning, now};
    use super::*;

    fn begun(n: u128) -> Held {
        let id = ShiftId(uuid::Uuid::from_u128(n));
        Held { shift: Shift::begin(id, morning().day(), Half::Morning, morning()), told: 0 }
    }

    #[test]
    fn a_tap_is_kept_on_what_another_tab_has_kept_meanwhile() {
        let base = Base::default();
        let disk = Disk::on(base.clone());
        let push = |held: Held| {
            move |all: &mut Vec<Held>| {
                all.push(held);
                Ok::<(), ()>(())
            }
        };
        now(disk.change_shifts(OANH, push(begun(1)))).expect("a disk").expect("kept");
        let other = Disk::on(base.clone());
        base.meanwhile(move || {
            now(other.change_shifts(OANH, push(begun(2)))).expect("a disk").expect("kept");
        });
        let after = now(disk.change_shifts(OANH, |all| all[0].shift.tap(Topic::Form, morning())));
        let after = after.expect("a disk").expect("kept");
        assert_eq!((after.len(), after[0].shift.taps.len()), (2, 1));
        assert_eq!(now(disk.shifts(OANH)), Ok(after));
        assert_eq!(now(disk.shifts(HA)), Ok(vec![]), "everybody has their own");
    }

    #[test]
    fn what_cannot_be_read_is_no_shift_and_a_full_disk_says_so() {
        let base = Base::default();
        let disk = Disk::on(base.clone());
        now(disk.write_text(&shifts_key(OANH), "[{\"shift\":7}]")).expect("written");
        assert_eq!(now(disk.shifts(OANH)), Ok(vec![]));
        base.fill(true);
        let kept = now(disk.change_shifts(OANH, |all| {
            all.push(begun(1));
            Ok::<(), ()>(())
        }));
        assert_eq!(kept, Err(DiskFault::Full));
    }

    #[test]
    fn under_another_number_a_volunteer_keeps_what_was_not_told() {
        let disk = Disk::on(Base::default());
        for (writer, n) in [(OANH, 1), (HA, 2)] {
            let all = now(disk.change_shifts(writer, |all| {
                all.push(begun(n));
                Ok::<(), ()>(())
            }));
            all.expect("a disk").expect("kept");
        }
        now(disk.hand_shifts_over(OANH, HA)).expect("handed over");
        assert_eq!(now(disk.shifts(HA)), Ok(vec![begun(2), begun(1)]));
        assert_eq!(now(disk.shifts(OANH)), Ok(vec![]));
    }
}
