//! Ca hỗ trợ: how many citizens a volunteer helped in a half-day, and with what, counted by tap.
//!
//! Not here: applications that a volunteer helped to write; those are dossiers and counted as such (`report::board`).
//! Invariant: nothing of a citizen, only when and what about; a shift that has ended is changed by nobody.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{OfficerId, ShiftId};
use crate::lang::{Word, word};
use crate::limits::{SHIFT_DAYS_MAX, SHIFT_TAPS_MAX};
use crate::moment::{Day, Moment};
use crate::refusal::Refusal;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Half {
    #[serde(rename = "sang")]
    Morning,
    #[serde(rename = "chieu")]
    Afternoon,
}

/// Minutes after midnight from which it is afternoon.
const NOON: u32 = 12 * 60;

impl Half {
    pub const ALL: [Half; 2] = [Half::Morning, Half::Afternoon];

    pub fn at(now: Moment) -> Half {
        if now.minute_of_day() < NOON { Half::Morning } else { Half::Afternoon }
    }

    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Half::Morning => "sang",
            Half::Afternoon => "chieu",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            Half::Morning => word("Sáng", "Morning"),
            Half::Afternoon => word("Chiều", "Afternoon"),
        }
    }
}

/// What a citizen was helped with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Topic {
    #[serde(rename = "hoi_thu_tuc")]
    Papers,
    #[serde(rename = "dien_to_khai")]
    Form,
    #[serde(rename = "nop_qua_mang")]
    Online,
    #[serde(rename = "vneid")]
    Account,
    #[serde(rename = "xem_ho_so")]
    Tracking,
    #[serde(rename = "chi_quay")]
    Way,
    #[serde(rename = "tai_nha")]
    AtHome,
    #[serde(rename = "viec_khac")]
    Other,
}

impl Topic {
    pub const ALL: [Topic; 8] = [
        Topic::Papers,
        Topic::Form,
        Topic::Online,
        Topic::Account,
        Topic::Tracking,
        Topic::Way,
        Topic::AtHome,
        Topic::Other,
    ];

    pub const fn label(self) -> Word {
        match self {
            Topic::Papers => word("Hỏi thủ tục, giấy tờ", "Procedure and papers"),
            Topic::Form => word("Điền tờ khai", "Filling in a form"),
            Topic::Online => word("Nộp trực tuyến", "Applying online"),
            Topic::Account => word("VNeID, tài khoản", "VNeID, accounts"),
            Topic::Tracking => word("Tra cứu hồ sơ", "Looking up a dossier"),
            Topic::Way => word("Chỉ quầy, lấy số", "Showing the way"),
            Topic::AtHome => word("Hỗ trợ tại nhà", "Help at home"),
            Topic::Other => word("Việc khác", "Something else"),
        }
    }
}

/// One citizen helped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tap {
    pub at: Moment,
    pub topic: Topic,
}

/// How many were helped with what.
pub type Counts = BTreeMap<Topic, u32>;

pub fn sum(counts: &Counts) -> u32 {
    counts.values().sum()
}

/// A half-day of one volunteer, begun on a device. `POST /api/shift` tells the server how it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    pub id: ShiftId,
    pub day: Day,
    pub half: Half,
    pub taps: Vec<Tap>,
    pub begun: Moment,
    pub ended: Option<Moment>,
    /// Goes up with every change: of two tellings the later one counts.
    pub rev: u32,
}

impl Shift {
    pub fn begin(id: ShiftId, day: Day, half: Half, now: Moment) -> Shift {
        Shift { id, day, half, taps: vec![], begun: now, ended: None, rev: 1 }
    }

    /// # Errors
    /// The shift has ended, or more were tapped than anybody helps.
    pub fn tap(&mut self, topic: Topic, now: Moment) -> Result<(), Refusal> {
        self.open()?;
        if self.taps.len() >= SHIFT_TAPS_MAX {
            return Err(full());
        }
        self.taps.push(Tap { at: now, topic });
        self.rev += 1;
        Ok(())
    }

    /// Takes the last tap back.
    ///
    /// # Errors
    /// The shift has ended.
    pub fn undo(&mut self) -> Result<Option<Topic>, Refusal> {
        self.open()?;
        let last = self.taps.pop();
        self.rev += u32::from(last.is_some());
        Ok(last.map(|tap| tap.topic))
    }

    /// Puts it on another half-day: the wrong one was chosen. Also where it has ended: the server, which may have refused
    /// its day, has the last word.
    pub fn put(&mut self, day: Day, half: Half) {
        (self.day, self.half) = (day, half);
        self.rev += 1;
    }

    pub fn end(&mut self, now: Moment) {
        if self.ended.is_none() {
            self.ended = Some(now);
            self.rev += 1;
        }
    }

    /// A shift of another day that nobody ended is over with its last tap.
    pub fn end_if_past(&mut self, today: Day) {
        if self.day < today {
            let last = self.taps.last().map_or(self.begun, |tap| tap.at);
            self.end(last);
        }
    }

    pub fn counts(&self) -> Counts {
        let mut counts = Counts::new();
        for tap in &self.taps {
            *counts.entry(tap.topic).or_default() += 1;
        }
        counts
    }

    fn open(&self) -> Result<(), Refusal> {
        match self.ended {
            None => Ok(()),
            Some(_) => Err(over()),
        }
    }

    /// Whether a telling brings something new over what is kept of the same shift.
    ///
    /// # Errors
    /// Why it is not taken, at its field.
    pub fn judge(&self, kept: Option<&Shift>, today: Day) -> Result<bool, Refusal> {
        if kept.is_some_and(|kept| self.rev <= kept.rev) {
            return Ok(false);
        }
        if kept.is_some_and(|kept| kept.ended.is_some()) {
            return Err(over());
        }
        if self.taps.len() > SHIFT_TAPS_MAX {
            return Err(full());
        }
        if self.day > today || today.since(self.day) > SHIFT_DAYS_MAX {
            return Err(Refusal::field(
                DAY,
                "Ngày của ca phải là hôm nay hoặc trong 31 ngày qua. Sửa ngày của ca; xem lại đồng hồ của máy.",
                "A shift is of today or of the last 31 days. Correct its day; look at the device's clock.",
            ));
        }
        Ok(true)
    }
}

/// The field of the day.
pub const DAY: &str = "ngay_ca";

fn over() -> Refusal {
    Refusal::field(
        "ca",
        "Ca này đã kết thúc, không ghi thêm được. Mở ca khác.",
        "This shift has ended and takes nothing more. Begin another.",
    )
}

fn full() -> Refusal {
    Refusal::field(
        "ca",
        "Một ca ghi nhiều nhất 300 lượt. Kết thúc ca này rồi mở ca khác.",
        "A shift holds at most 300 citizens. End this one and begin another.",
    )
}

/// A shift as a report tells it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    pub officer: OfficerId,
    pub day: Day,
    pub half: Half,
    pub counts: Counts,
    /// It goes on; it may still grow.
    pub open: bool,
}

/// How many shifts, and what they add up to.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tally {
    pub shifts: u32,
    pub counts: Counts,
}

impl Tally {
    fn add(&mut self, counts: &Counts) {
        self.shifts += 1;
        for (topic, n) in counts {
            *self.counts.entry(*topic).or_default() += n;
        }
    }

    pub fn helped(&self) -> u32 {
        sum(&self.counts)
    }
}

/// `GET /api/shifts?from=&to=`
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Shifts {
    /// The newest; no more than fit on a page.
    pub lines: Vec<Line>,
    /// Of all.
    pub total: Tally,
    /// Who helped most stands first.
    pub volunteers: Vec<(OfficerId, Tally)>,
}

impl Shifts {
    pub fn of(mut lines: Vec<Line>, max: usize) -> Shifts {
        let (mut total, mut each) = (Tally::default(), BTreeMap::<OfficerId, Tally>::new());
        for line in &lines {
            total.add(&line.counts);
            each.entry(line.officer).or_default().add(&line.counts);
        }
        let mut volunteers: Vec<(OfficerId, Tally)> = each.into_iter().collect();
        volunteers.sort_by_key(|(officer, tally)| (std::cmp::Reverse(tally.helped()), *officer));
        lines.sort_by_key(|line| (std::cmp::Reverse((line.day, line.half)), line.officer));
        lines.truncate(max);
        Shifts { lines, total, volunteers }
    }
}

#[cfg(test)]
mod tests;
