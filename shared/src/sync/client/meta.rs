//! What every append reads: the writer's place in its chain, the lane's numbers, and how far the server was read.
//!
//! Not here: the acts themselves, what is shown (`client`).
//! Invariant: a number that was given on a day is never given on it again, whatever the clock says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dossier::code::Lane;
use crate::id::{DossierId, Writer};
use crate::json::is_default;
use crate::limits;
use crate::moment::{Day, Moment};
use crate::refusal::Refusal;
use crate::sync::snapshot::Reading;
use crate::sync::wire::{Anchor, Hash};

/// The one small record that every append reads and writes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Meta {
    pub writer: Writer,
    pub next_n: u64,
    /// Hash of act `next_n - 1`.
    pub head: Hash,
    pub lane: Option<Lane>,
    /// The day and how many of the lane's numbers are given on it.
    pub lane_day: Option<Day>,
    pub lane_used: u16,
    /// The same of other days: a clock may go astray and come back.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lane_past: BTreeMap<Day, u16>,
    /// The latest time at which the officer acted here, by the device's clock.
    pub seen: Moment,
    /// What the server had told by then.
    #[serde(default)]
    pub heard: Moment,
    /// How often acts were taken back here: under their numbers stand other words since, which a tab may not know of.
    #[serde(default, skip_serializing_if = "is_default")]
    pub taken_back: u32,
}

/// How far the device has read the server. Apart from `Meta`, so that an answer from the network never writes
/// over an act that another tab is keeping.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    /// Empty before the first pull.
    pub epoch: String,
    /// The base holds everything in scope up to this sequence.
    pub cursor: u64,
    pub durable_n: u64,
    /// What the server told last.
    pub seen: Moment,
    /// The newest act of which a page of this life has said what became; none before there was one, and where an older
    /// build read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_n: Option<u64>,
    /// Whose dossiers the base holds, as the server said.
    #[serde(default)]
    pub scope: String,
    /// A first reading that has begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
    /// The same by both clocks.
    #[serde(default)]
    pub anchor: Option<Anchor>,
    /// What was closed before this day is not held, though the scope has it: the browser had no room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trimmed: Option<Day>,
    /// Closed dossiers lie in rows of their own by the day of their closing, so that the oldest can go without anything
    /// being written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub closed_apart: bool,
    /// The build in whose words the base was read (`Client::build`); 0 where more than one read it, or an older one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub read_by: u64,
    /// Dossiers of which the server has a state that this build cannot read, with the revision. What the base holds of
    /// them is older.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub beyond: BTreeMap<DossierId, u64>,
}

impl Place {
    /// The same after the server has said what time it is.
    #[must_use]
    pub fn told(self, anchor: Anchor) -> Place {
        Place { seen: anchor.server, anchor: Some(anchor), ..self }
    }
}

impl Place {
    fn drift(&self) -> i64 {
        self.anchor.map_or(0, Anchor::ahead_minutes)
    }

    /// Act `n` was judged under somebody else's login, and its author has yet to hear of it: also where a page has told
    /// it to a tab that did not know of the act.
    #[must_use]
    pub fn untold(self, n: u64) -> Place {
        let before = n.saturating_sub(1);
        Place { told_n: Some(self.told_n.map_or(before, |told| told.min(before))), ..self }
    }
}

impl Meta {
    pub fn new(writer: Writer, lane: Option<Lane>) -> Meta {
        Meta {
            writer,
            next_n: 1,
            head: Hash::default(),
            lane,
            lane_day: None,
            lane_used: 0,
            lane_past: BTreeMap::new(),
            seen: Moment::default(),
            heard: Moment::default(),
            taken_back: 0,
        }
    }

    /// The same, knowing what the other officers of this device did: they share its lane and its clock. A
    /// transaction that seals reads them all.
    #[must_use]
    pub fn beside<'a>(&self, others: impl IntoIterator<Item = &'a Meta>) -> Meta {
        let mut meta = self.clone();
        for other in others.into_iter().filter(|other| other.writer.device == self.writer.device) {
            if other.seen > meta.seen {
                (meta.seen, meta.heard) = (other.seen, other.heard);
            }
            if other.lane == meta.lane {
                let past = other.lane_past.iter().map(|(day, used)| (*day, *used));
                let days = past.chain(other.lane_day.map(|day| (day, other.lane_used)));
                days.for_each(|(day, used)| meta.note_given(day, used));
            }
        }
        meta
    }

    /// How many of the lane's numbers are given on the day.
    pub(super) fn given_on(&self, day: Day) -> u16 {
        if self.lane_day == Some(day) {
            self.lane_used
        } else {
            self.lane_past.get(&day).copied().unwrap_or_default()
        }
    }

    /// At least so many are given on the day.
    pub(super) fn note_given(&mut self, day: Day, used: u16) {
        if used <= self.given_on(day) {
            return;
        }
        if self.lane_day < Some(day)
            && let Some(before) = self.lane_day.replace(day)
        {
            self.lane_past.insert(before, self.lane_used);
        }
        if self.lane_day == Some(day) {
            self.lane_past.remove(&day);
            self.lane_used = used;
        } else {
            self.lane_past.insert(day, used);
        }
        while self.lane_past.len() > limits::LANE_DAYS_MAX {
            self.lane_past.pop_first();
        }
    }

    /// The latest time at which somebody acted here. What a clock said that ran ahead is forgotten once the server
    /// has been heard after it: no act lies after a contact that came after it.
    pub(super) fn acted(&self, place: &Place) -> Moment {
        if place.seen > self.heard {
            self.seen.min(place.seen.plus_minutes(limits::CLOCK_DRIFT_MINUTES_MAX))
        } else {
            self.seen
        }
    }

    /// Whether the clock is fit to date a paper: it has not gone back, and stood by the server's at the last contact.
    pub fn check_clock(&self, place: &Place, at: Moment) -> Result<(), Refusal> {
        let (latest, drift) = (self.acted(place).max(place.seen), limits::CLOCK_DRIFT_MINUTES_MAX);
        if at.day() < latest.day() || at.plus_minutes(drift) < latest {
            return Err(Refusal::ClockBehind { last_seen: latest });
        }
        let minutes = place.drift();
        if minutes.abs() > drift { Err(Refusal::ClockWrong { minutes }) } else { Ok(()) }
    }

    /// Whether the device may give a number of the day: by then its lane may have passed on, unless the server hears it
    /// before (`lanes`). What was never heard has no lane yet that could.
    pub fn check_day(&self, place: &Place, day: Day) -> Result<(), Refusal> {
        let before = place.seen.plus_minutes(limits::LANE_QUIET_MINUTES).day();
        if place.seen == Moment::default() || day < before {
            return Ok(());
        }
        Err(Refusal::DayTooFar { last_seen: place.seen, before })
    }

    /// How many more numbers of the day may go on paper; `None` where the device gives none.
    pub fn slips_left(&self, day: Day) -> Option<u16> {
        self.lane.map(|_| limits::SLIP_NUMBERS_MAX.saturating_sub(self.given_on(day)))
    }

    /// The number that the next reception would get; a preview for the slip.
    pub fn next_number(&self, today: Day) -> Result<u16, Refusal> {
        let lane = self.lane.ok_or(Refusal::NoLane)?;
        lane.number(self.given_on(today)).ok_or(Refusal::LaneFull)
    }
}
