//! Ghi số hộ tịch: what the Ministry of Justice's civil-status software gave back: a line of its register, or an error.
//!
//! Not here: which fields are copied into that software, whether the two agree (`handoff`).
//! Invariant: the register is the other software's, this keeps its number. A line is changed only by somebody who has
//! seen it, with a reason, and the history keeps what stood before.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::changed::pair;
use super::form::Faults;
use super::kind::Kind;
use super::record::Dossier;
use super::{Fact, What};
use crate::ctx::Ctx;
use crate::handoff;
use crate::id::OfficerId;
use crate::identity::personal::{check_number, masked};
use crate::json::is_default;
use crate::lang::Sentence;
use crate::limits;
use crate::moment::{Day, Moment};
use crate::officer::Role;
use crate::refusal::Refusal;
use crate::text;

/// A line of a civil-status register.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// `12`
    pub number: String,
    /// The volume: `01/2018`.
    pub book: String,
    pub on: Day,
    /// The personal number that was given with it, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub personal: String,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({}, {}, {})", self.number, self.book, self.on)
    }
}

/// What came back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Given {
    #[serde(rename = "da_vao_so")]
    Line(Line),
    /// In its own words, for the log of errors.
    #[serde(rename = "loi_ho_tich")]
    Error(String),
}

/// What stands on the dossier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Civil {
    pub given: Given,
    pub at: Moment,
    pub by: OfficerId,
    /// How often it was written, this time included.
    pub version: u32,
}

impl Civil {
    pub fn line(&self) -> Option<&Line> {
        match &self.given {
            Given::Line(line) => Some(line),
            Given::Error(_) => None,
        }
    }

    pub fn error(&self) -> Option<&str> {
        match &self.given {
            Given::Line(_) => None,
            Given::Error(said) => Some(said),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EnterCivil {
    pub given: Given,
    /// How often it had been written when the author looked; 0 where nothing stood.
    #[serde(default, skip_serializing_if = "is_default")]
    pub seen: u32,
    /// Needed where a line is changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

pub(super) fn may(ctx: &Ctx, dossier: &Dossier) -> Result<(), Refusal> {
    if !ctx.ward.catalogue.get(&dossier.procedure).is_some_and(handoff::is_civil) {
        return Err(Refusal::field(
            "main",
            "Thủ tục này không vào sổ hộ tịch.",
            "This procedure is entered in no civil-status register.",
        ));
    }
    let own = [dossier.handler, dossier.received_by].contains(&Some(ctx.by.id));
    if own || ctx.by.is(Role::Head) {
        return Ok(());
    }
    Err(Refusal::field(
        "main",
        "Người tiếp nhận hoặc thụ lý hồ sơ này, hoặc tổ trưởng, ghi được số hộ tịch.",
        "Whoever received or handles this dossier, or the head of the counter, may enter the register number.",
    ))
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &EnterCivil) -> Result<What, Refusal> {
    let given = cleaned(&act.given);
    let standing = dossier.civil.as_ref();
    let line = standing.and_then(Civil::line);
    if line.is_some() && standing.map(|civil| civil.version) != Some(act.seen) {
        cov_mark::hit!(register_line_unseen);
        return Err(Refusal::Settled);
    }
    if standing.is_some_and(|civil| civil.given == given) {
        return Err(Refusal::field("main", "Chưa sửa gì.", "Nothing was changed."));
    }
    let mut faults = Faults::default();
    match &given {
        Given::Line(line) => check(&mut faults, ctx, dossier, line),
        Given::Error(said) => {
            faults.text("error", ("nội dung lỗi", "error"), said, limits::REASON_CHARS_MAX);
        }
    }
    let reason = ("lý do", "reason");
    if line.is_some() {
        faults.text("reason", reason, &act.reason, limits::REASON_CHARS_MAX);
    } else {
        faults.length("reason", reason, &act.reason, limits::REASON_CHARS_MAX);
    }
    faults.done()?;
    Ok(What::CivilEntered(EnterCivil { given, seen: act.seen, reason: text::clean(&act.reason) }))
}

fn check(faults: &mut Faults, ctx: &Ctx, dossier: &Dossier, line: &Line) {
    faults.text("number", ("số đăng ký", "register number"), &line.number, limits::STAMP_CHARS_MAX);
    faults.text("book", ("quyển số", "volume"), &line.book, limits::STAMP_CHARS_MAX);
    if line.on > ctx.happened.day() {
        faults.add("on", "Ngày đăng ký ở sau hôm nay.", "The day of registration is after today.");
    } else if dossier.received_at.is_some_and(|received| line.on < received.day()) {
        faults.add(
            "on",
            "Ngày đăng ký ở trước ngày tiếp nhận hồ sơ.",
            "The day of registration is before the reception.",
        );
    }
    if !line.personal.is_empty()
        && let Err(said) = check_number(&line.personal)
    {
        faults.add("personal", said.vi, said.en);
    }
}

fn cleaned(given: &Given) -> Given {
    match given {
        Given::Line(line) => Given::Line(Line {
            number: text::clean(&line.number),
            book: text::clean(&line.book),
            on: line.on,
            personal: line.personal.split_whitespace().collect(),
        }),
        Given::Error(said) => Given::Error(text::clean(said)),
    }
}

impl EnterCivil {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        let before = dossier.civil.take();
        let mut note = match (before.as_ref().map(|civil| &civil.given), &self.given) {
            (Some(Given::Line(old)), Given::Line(new)) => {
                let (was, is) = pair(&old.personal, &new.personal);
                format!("{} → {}", of_line(old, &was), of_line(new, &is))
            }
            (Some(Given::Line(old)), Given::Error(said)) => {
                format!("{} → {ERROR}{said}", of_line(old, &masked(&old.personal)))
            }
            (Some(Given::Error(_)) | None, Given::Line(new)) => of_line(new, &masked(&new.personal)),
            (Some(Given::Error(_)) | None, Given::Error(said)) => format!("{ERROR}{said}"),
        };
        if !self.reason.is_empty() {
            note += &format!(" ({})", self.reason);
        }
        let version = before.map_or(0, |civil| civil.version) + 1;
        dossier.civil = Some(Civil { given: self.given.clone(), at: fact.at, by: fact.by, version });
        (Kind::EnterCivil, note)
    }
}

const ERROR: &str = "chưa vào được: ";

/// `số 12, quyển 01/2018, ngày 05/03/2018, số định danh 0482••••4217`
fn of_line(line: &Line, personal: &str) -> String {
    let Line { number, book, on, .. } = line;
    let personal =
        if personal.is_empty() { String::new() } else { format!(", số định danh {personal}") };
    format!("số {number}, quyển {book}, ngày {}{personal}", on.vi())
}

/// What `apply` wrote, for those who read English; errors and reasons stay in their own words.
pub fn told(note: &str) -> Sentence {
    let free = note.find(ERROR).or_else(|| note.find(" (")).unwrap_or(note.len());
    let (line, rest) = note.split_at(free);
    let line =
        [("số định danh ", "personal number "), ("số ", "number "), ("quyển ", "volume "), ("ngày ", "on ")]
            .into_iter()
            .fold(line.to_owned(), |line, (vi, en)| line.replace(vi, en));
    Sentence::new(note, format!("{line}{}", rest.replacen(ERROR, "could not be entered: ", 1)))
}
