//! Phường: everything about the ward that rules need to know and that changes rarely.
//!
//! Not here: dossiers (`dossier`), accounts and devices (the server).
//! Invariant: one value, one version number; a device works with the version it has, and the server says
//! when there is a newer one.

pub mod about;
pub mod change;
pub mod lapse;
mod mandate;
pub mod posted;
mod staff;

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::dossier::record::NewsBy;
use crate::id::OfficerId;
use crate::lang::{Word, word};
use crate::moment::{Day, Moment};
use crate::officer::{Officer, Role};
use crate::procedure::Catalogue;
use crate::survey::OwnForm;

/// What happens to the limit after the citizen supplements (domain notes §3.5).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, Default)]
pub enum SupplementClock {
    /// The pause is added to the due moment: how index 766 scores a ward.
    #[default]
    #[serde(rename = "tiep_tuc")]
    Resume,
    /// The limit is counted anew from the day the papers are complete.
    #[serde(rename = "tinh_lai")]
    Restart,
}

impl SupplementClock {
    /// The reading that this ward follows, and that it is a reading.
    pub const fn label(self) -> Word {
        match self {
            SupplementClock::Resume => word(
                "Sau khi bổ sung, thời hạn chạy tiếp phần còn lại; có nơi tính lại từ đầu.",
                "After a supplement the limit goes on where it stopped; some offices count it anew.",
            ),
            SupplementClock::Restart => word(
                "Sau khi bổ sung, thời hạn tính lại từ đầu; có nơi chạy tiếp phần còn lại.",
                "After a supplement the limit is counted anew; some offices let it go on where it stopped.",
            ),
        }
    }
}

/// Who signs in the counter's roster, on which half-day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RosterWeek {
    /// The pattern holds from this day until the next pattern.
    pub from: Day,
    /// Monday to Friday; morning and afternoon.
    pub days: [[OfficerId; 2]; 5],
}

/// The ward's address on papers, dated: the names changed with the two-tier reform.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Letterhead {
    pub from: Day,
    /// `Ủy ban nhân dân quận Liên Chiểu`
    pub above: String,
    /// `Ủy ban nhân dân phường Hòa Hiệp Bắc`
    pub agency: String,
    /// `Bộ phận Tiếp nhận và Trả kết quả`
    pub desk: String,
    /// `P. Hòa Hiệp Bắc`, for screens.
    pub short: String,
    /// `Hòa Hiệp Bắc`, before the date on papers.
    pub place: String,
    pub phone: String,
    /// Where the counter is, for screens that citizens read, or empty: `12 Nguyễn Văn Cừ`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Ward {
    pub version: u32,
    /// `000.21.17.H17`: the identification code in front of every dossier's code.
    pub agency_code: String,
    pub letterheads: Vec<Letterhead>,
    pub officers: Vec<Officer>,
    pub roster: Vec<RosterWeek>,
    pub supplement_clock: SupplementClock,
    pub calendar: Calendar,
    pub catalogue: Catalogue,
    /// From this day on a leader signs only for their own fields of work (`mandate`); without one, for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandates_from: Option<Day>,
    /// Versions of the survey form that the ward has entered itself, the oldest first; they follow the product's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub survey_forms: Vec<OwnForm>,
    /// The ways by which citizens who ask for it are told of their dossier. The server says so: it has a sender, or none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub news_by: Vec<NewsBy>,
    /// Where the ward's pages stand for everybody, `https://mot-cua.example`; the server says so as it is started with.
    /// Empty where nobody told it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub public_url: String,
}

impl Ward {
    pub fn officer(&self, id: OfficerId) -> Option<&Officer> {
        self.officers.iter().find(|officer| officer.id == id)
    }

    /// The same, unless they have left.
    pub fn at_work(&self, id: OfficerId) -> Option<&Officer> {
        self.officer(id).filter(|officer| officer.is_at_work())
    }

    /// Where the codes on papers lead: the public address, or else the one under which the pages are open, `origin`.
    pub fn address_on_papers<'a>(&'a self, origin: &'a str) -> &'a str {
        if self.public_url.is_empty() { origin } else { &self.public_url }
    }

    /// The officer's name, or their number where the ward has forgotten them.
    pub fn name_of(&self, id: OfficerId) -> String {
        self.officer(id).map_or_else(|| format!("#{id}"), |officer| officer.name.clone())
    }

    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Officer> {
        self.officers.iter().filter(move |officer| officer.is(role))
    }

    /// The leader whose half-day it is; `None` on days without a roster.
    pub fn signer_on_duty(&self, at: Moment) -> Option<&Officer> {
        let day = at.day();
        let week = self.roster.iter().filter(|week| week.from <= day).max_by_key(|week| week.from)?;
        let half = usize::from(at.minute_of_day() >= 12 * 60);
        self.officer(week.days.get(day.weekday())?[half])
    }

    /// The letterhead of the day; the earliest one before any.
    pub fn letterhead(&self, on: Day) -> Option<&Letterhead> {
        self.letterheads
            .iter()
            .filter(|head| head.from <= on)
            .max_by_key(|head| head.from)
            .or_else(|| self.letterheads.iter().min_by_key(|head| head.from))
    }
}
