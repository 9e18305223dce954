//! Which device may print from which lane, and since when (decision 0009).
//!
//! Not here: what a lane is (`dossier::code`), where devices and their lanes are written down (the server's store).
//! Invariant: a lane changes hands only after its holder was silent for far longer than anybody may work without the
//! server, and gives no number of a day on which another may hold it (`client::Meta::check_day`). A code carries its day, so
//! what the one printed and what the other will print are never the same.

use std::collections::BTreeMap;

use super::wire::Command;
use crate::act::Act;
use crate::dossier::code::Lane;
use crate::id::DeviceId;
use crate::moment::{Day, Moment};

/// What is known of a device that holds a lane.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    pub lane: Lane,
    /// When it was heard last.
    pub heard: Moment,
    /// It has said that acts wait on it.
    pub waits: bool,
    /// Something was written out of it.
    pub wrote: bool,
    pub revoked_at: Option<Moment>,
}

impl Holder {
    /// A revoked device's lane is nobody's when the year is over.
    fn has_rested(&self, now: Moment) -> bool {
        self.revoked_at.is_some_and(|at| at.day().year() != now.day().year())
    }
}

/// Of the first `lanes` lanes those that a device without one may be given at `now`, best first: one that nobody holds, then
/// of those whose holders were silent for `quiet_minutes` one out of which nothing was written, then the one that was
/// silent longest.
pub fn offers(holders: &[Holder], lanes: u8, quiet_minutes: i64, now: Moment) -> Vec<Lane> {
    let quiet = now.plus_minutes(-quiet_minutes);
    let mut offers: Vec<(bool, Option<Moment>, Lane)> = vec![];
    for lane in (0..lanes).map(Lane) {
        let held = || holders.iter().filter(|holder| holder.lane == lane && !holder.has_rested(now));
        let last = held().map(|holder| holder.heard).max();
        let waits = held().any(|holder| holder.waits && holder.revoked_at.is_none());
        if !waits && last.is_none_or(|last| last < quiet) {
            offers.push((held().any(|holder| holder.wrote), last, lane));
        }
    }
    offers.sort();
    offers.into_iter().map(|(_, _, lane)| lane).collect()
}

/// Lanes that devices have left, and the day: what they printed before comes in under the lane it was printed from.
#[derive(Clone, Default, Debug)]
pub struct Left(BTreeMap<DeviceId, Vec<(Lane, Day)>>);

impl Left {
    /// The device has the lane no more, from the day of `at` on.
    pub fn note(&mut self, device: DeviceId, lane: Lane, at: Moment) {
        self.0.entry(device).or_default().push((lane, at.day()));
    }

    /// The lane under which an act is judged: the device's own, or the one that it held on the day of the number that
    /// it printed.
    pub fn of(&self, own: Option<Lane>, command: &Command) -> Option<Lane> {
        let Act::Dossier { act, .. } = &command.act;
        let Some(number) = act.number().filter(|number| !own.is_some_and(|own| own.holds(*number))) else {
            return own;
        };
        let Some(left) = self.0.get(&command.writer.device) else { return own };
        let day = command.at.day();
        left.iter()
            .rev()
            .find(|(lane, until)| lane.holds(number) && day < *until)
            .map_or(own, |(lane, _)| Some(*lane))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: i64 = 7 * 24 * 60;

    fn noon(day: u32) -> Moment {
        Moment::at(Day::new(2018, 3, day).unwrap(), 12, 0)
    }

    fn holder(lane: u8, heard: u32) -> Holder {
        Holder { lane: Lane(lane), heard: noon(heard), waits: false, wrote: true, revoked_at: None }
    }

    #[test]
    fn a_free_lane_goes_first_then_an_unused_one_then_the_longest_silence() {
        let mut holders = [holder(0, 3), holder(1, 2), holder(2, 4)];
        holders[2].wrote = false;
        let offered = |holders: &[Holder], day| {
            offers(holders, 4, QUIET, noon(day)).iter().map(|l| l.0).collect::<Vec<_>>()
        };
        assert_eq!(offered(&holders, 5), [3], "nobody was silent for a week");
        assert_eq!(offered(&holders, 9), [3], "a week to the minute is not more than a week");
        assert_eq!(offered(&holders, 20), [3, 2, 1, 0]);
        holders[1].waits = true;
        assert_eq!(offered(&holders, 20), [3, 2, 0], "what waits may have been printed from the lane");
    }

    #[test]
    fn a_revoked_holder_keeps_its_lane_until_the_year_is_over() {
        let lost = Holder { revoked_at: Some(noon(5)), waits: true, ..holder(0, 5) };
        assert_eq!(offers(std::slice::from_ref(&lost), 1, QUIET, noon(11)), []);
        assert_eq!(
            offers(std::slice::from_ref(&lost), 1, QUIET, noon(13)),
            [Lane(0)],
            "nobody waits for what a lost device holds"
        );
        let next_year = Moment::at(Day::new(2019, 1, 2).unwrap(), 8, 0);
        assert_eq!(offers(&[Holder { heard: next_year, ..lost }], 1, QUIET, next_year), [Lane(0)]);
    }
}
