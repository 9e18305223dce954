//! Ca hỗ trợ of the last weeks: the youth union stands at the door on Monday and Thursday mornings and on Tuesday afternoons.
//!
//! Not here: the applications that it helps to write (`scene`).
//! Invariant: the same seed and the same day give the same shifts; none lies after now.

use shared::demo::VOLUNTEER;
use shared::id::{DeviceId, ShiftId};
use shared::moment::Moment;
use shared::shift::{Half, Shift, Topic};
use uuid::Uuid;

use super::dice::Dice;
use crate::store::shift::By;
use crate::store::{Fault, Store};

/// Weekday, from Monday, and which half of it.
const ROSTER: [(usize, Half); 3] = [(0, Half::Morning), (1, Half::Afternoon), (3, Half::Morning)];
/// What people ask for at the door, the commonest most often.
const ASKED: [Topic; 12] = [
    Topic::Papers,
    Topic::Papers,
    Topic::Papers,
    Topic::Form,
    Topic::Form,
    Topic::Form,
    Topic::Way,
    Topic::Way,
    Topic::Online,
    Topic::Account,
    Topic::Tracking,
    Topic::AtHome,
];
const DAYS: i64 = 28;

/// The shifts of the weeks before `now`.
pub fn plan(now: Moment, seed: u64) -> Vec<Shift> {
    let (mut dice, mut all) = (Dice::new(seed), Vec::new());
    for back in (1..=DAYS).rev() {
        let day = now.day().plus(-back);
        for (_, half) in ROSTER.into_iter().filter(|(weekday, _)| *weekday == day.weekday()) {
            let hour = if half == Half::Morning { 7 } else { 13 };
            let begun = Moment::at(day, hour, 30);
            let number = u128::from(day.in_code().parse::<u32>().unwrap_or_default());
            let mut shift = Shift::begin(ShiftId(Uuid::from_u128(number)), day, half, begun);
            for n in 0..i64::from(dice.between(9, 22)) {
                // Well below what a shift holds.
                let _ = shift.tap(*dice.pick(&ASKED), begun.plus_minutes(9 * n + 4));
            }
            shift.end(begun.plus_minutes(240));
            all.push(shift);
        }
    }
    all
}

/// Keeps them as a tablet would have told them.
pub async fn stand(store: &Store, now: Moment, seed: u64) -> Result<(), Fault> {
    for shift in plan(now, seed) {
        let by = By { officer: VOLUNTEER, device: DeviceId(0), now: shift.ended.unwrap_or(now) };
        if let Err(refusal) = store.tell_shift(by, &shift).await? {
            return Err(Fault::Odd(refusal.sentence().en));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use shared::moment::Day;
    use shared::shift::sum;

    use super::*;

    #[test]
    fn the_weeks_before_now_have_their_shifts_and_nothing_after() {
        let now = Moment::at(Day::new(2026, 11, 25).expect("a day"), 9, 0);
        let all = plan(now, 7);
        assert_eq!(all, plan(now, 7), "the same seed");
        assert_eq!(all.len(), 12, "three a week");
        for shift in &all {
            assert!(shift.judge(None, shift.day).is_ok() && shift.ended.expect("ended") < now);
            assert!((9..=22).contains(&sum(&shift.counts())));
        }
    }
}
