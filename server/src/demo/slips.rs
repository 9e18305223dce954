//! Phiếu giấy of the demo: the power is cut for a morning that was announced, and slips were printed the day before.
//!
//! Not here: what a slip is (`shared::dossier::blank`).
//! Invariant: a block is printed by one machine, written by hand while the power is away, typed after it; what nobody
//! used is declared void on the same day.

use shared::demo::RECEPTION;
use shared::dossier::Act;
use shared::dossier::blank::{Reserve, VoidSlip};
use shared::id::BlockId;
use shared::moment::{Day, Moment};
use uuid::Uuid;

use super::case::{Step, Tale};
use super::office::Slot;
use super::scene::Scene;

/// Slips of the block that somebody came for, and that were left over.
pub const USED: usize = 5;
const LEFT: usize = 3;
/// Slips that lie ready in the living ward.
const READY: usize = 4;

/// A Thursday in the summer of the article's year.
pub fn power_cut() -> Day {
    Day::new(2018, 7, 12).expect("a day of the calendar")
}

fn block(day: Day) -> BlockId {
    BlockId(Uuid::from_u128(u128::from(day.in_code().parse::<u32>().unwrap_or_default())))
}

fn printed(scene: &mut Scene, day: Day) -> Act {
    Act::Reserve(Reserve { block: block(day), day, number: 0, secret: scene.secret() })
}

/// The n-th slip for the working day of that place, printed late on the day before.
fn prints(scene: &mut Scene, place: usize, n: usize) -> Option<Step> {
    let day = *scene.office.days.get(place)?;
    let at = scene.office.moment(Slot { day: place.checked_sub(1)?, minute: 465 })?;
    let at = Moment::from_millis(at.millis() + i64::try_from(n).ok()? * 1_000);
    let (act, dossier) = (printed(scene, day), scene.id(at));
    Some(Step { at, says: None, by: RECEPTION, dossier, act })
}

/// Slips that nobody came for: void as soon as the power is back.
pub fn left_over(scene: &mut Scene) -> Vec<Step> {
    let Some(place) = scene.office.place(power_cut()) else { return Vec::new() };
    let mut steps = Vec::new();
    for n in 0..LEFT {
        let Some(print) = prints(scene, place, USED + n) else { continue };
        let at = scene.office.moment(Slot { day: place, minute: 310 + n as u32 });
        let reason = "Có điện lại, phiếu không dùng đến".to_owned();
        let act = Act::VoidSlip(VoidSlip { reason });
        let void = at.map(|at| Step { at, says: None, by: RECEPTION, dossier: print.dossier, act });
        steps.push(print);
        steps.extend(void);
    }
    steps
}

/// Slips for the day of that place that wait for the next cut.
pub fn ready(scene: &mut Scene, place: usize) -> Vec<Step> {
    (0..READY).filter_map(|n| prints(scene, place, n)).collect()
}

impl Tale<'_, '_> {
    /// Received with the pen in the morning of the day, and typed after noon. `None` where the moment cannot be counted.
    pub fn by_hand(&mut self, day: usize, n: usize) -> Option<()> {
        let print = prints(self.scene, day, n)?;
        self.id = print.dossier;
        if let Act::Reserve(Reserve { secret, .. }) = &print.act {
            self.secret = secret.clone();
        }
        self.steps.push(print);
        let minute = 35 + 20 * n as u32 + self.scene.dice.between(0, 15);
        let pen = self.scene.office.moment(Slot { day, minute })?;
        self.on(day, 250, 305).receive(RECEPTION)?;
        if let Some(Step { act: Act::Receive(receive), .. }) = self.steps.last_mut() {
            receive.by_hand = Some(pen);
        }
        self.received = Some(pen);
        Some(())
    }
}
