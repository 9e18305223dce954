//! Nguyên nhân trễ: why a dossier is late, said by whoever worked on it or by the head.
//!
//! Not here: whether it is late (`calendar::timing`), how causes are counted (`report::forms`).
//! Invariant: only a late dossier has a cause; a cause never makes it less late. Another one takes its place, and the
//! history keeps both.

use serde::{Deserialize, Serialize};

use super::What;
use super::form::Faults;
use super::kind::Kind;
use super::record::Dossier;
use crate::calendar::Timing;
use crate::ctx::Ctx;
use crate::lang::{Word, word};
use crate::limits;
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::text;

/// The causes that the monthly report asks for. The law gives no list; these are the office's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Why {
    #[serde(rename = "co_quan_phoi_hop")]
    Agency,
    #[serde(rename = "thieu_nguoi")]
    Hands,
    #[serde(rename = "qua_tai")]
    Load,
    #[serde(rename = "phuc_tap")]
    Hard,
    #[serde(rename = "phan_mem")]
    Software,
    #[serde(rename = "mat_dien_mang")]
    Outage,
    #[serde(rename = "thien_tai")]
    Disaster,
    #[serde(rename = "khac")]
    Other,
}

impl Why {
    pub const ALL: [Why; 8] = [
        Why::Agency,
        Why::Hands,
        Why::Load,
        Why::Hard,
        Why::Software,
        Why::Outage,
        Why::Disaster,
        Why::Other,
    ];

    pub const fn label(self) -> Word {
        match self {
            Why::Agency => word("Cơ quan phối hợp trả lời chậm", "Another agency answered late"),
            Why::Hands => word("Thiếu người, vắng người", "Too few hands"),
            Why::Load => word("Hồ sơ tăng đột biến", "A surge of dossiers"),
            Why::Hard => word("Vụ việc phức tạp, phải xác minh thêm", "A hard case that took more checking"),
            Why::Software => word("Lỗi phần mềm, cơ sở dữ liệu", "Software or database out of order"),
            Why::Outage => word("Mất điện, mất mạng", "No power or network"),
            Why::Disaster => word("Thiên tai, dịch bệnh", "Disaster or epidemic"),
            Why::Other => word("Nguyên nhân khác", "Another cause"),
        }
    }

    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Why::Agency => "co_quan_phoi_hop",
            Why::Hands => "thieu_nguoi",
            Why::Load => "qua_tai",
            Why::Hard => "phuc_tap",
            Why::Software => "phan_mem",
            Why::Outage => "mat_dien_mang",
            Why::Disaster => "thien_tai",
            Why::Other => "khac",
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cause {
    pub why: Why,
    /// Which agency, what was out of order; needed where the cause is another agency or none of the list.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// Answered late, or not answered and overdue at `now`. Where the clock stands still nothing is overdue.
pub fn is_late(dossier: &Dossier, now: Moment) -> bool {
    match dossier.timing() {
        Some(timing) => timing == Timing::Late,
        None => {
            let open = dossier.received_at.is_some() && dossier.is_open();
            open && dossier.paused_since().is_none() && dossier.due.is_some_and(|due| now > due)
        }
    }
}

pub(super) fn may(ctx: &Ctx, dossier: &Dossier) -> Result<(), Refusal> {
    if is_late(dossier, ctx.happened) { Ok(()) } else { Err(Refusal::NotLate) }
}

pub(super) fn decide(act: &Cause) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    let name = ("nói rõ", "details");
    match act.why {
        Why::Agency => {
            faults.text("detail", ("cơ quan nào", "which agency"), &act.detail, limits::REASON_CHARS_MAX)
        }
        Why::Other => faults.text("detail", name, &act.detail, limits::REASON_CHARS_MAX),
        Why::Hands | Why::Load | Why::Hard | Why::Software | Why::Outage | Why::Disaster => {
            faults.length("detail", name, &act.detail, limits::REASON_CHARS_MAX);
        }
    }
    faults.done()?;
    Ok(What::CauseTold(Cause { why: act.why, detail: text::clean(&act.detail) }))
}

impl Cause {
    pub(super) fn apply(&self, dossier: &mut Dossier) -> (Kind, String) {
        dossier.late_cause = Some(self.clone());
        let label = self.why.label().vi;
        let note =
            if self.detail.is_empty() { label.to_owned() } else { format!("{label}: {}", self.detail) };
        (Kind::Cause, note)
    }
}
