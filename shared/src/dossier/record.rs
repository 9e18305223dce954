//! Hồ sơ: one citizen's case, as the acts on it have left it.
//!
//! Not here: how acts change it (their files), its printed papers (`paper`).
//! Invariant: `due_first` never moves after reception, but where the moment of the reception itself was in doubt
//! and the head confirms another; an apology moves only `promised`; `due` moves for a pause and for the longer
//! limit of the law.

mod fee;
mod person;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::fee::{Fee, Payment, Revision, Standing};
pub use self::person::{Applicant, Contact, NewsBy, Sex};
use super::code::Code;
use super::kind::Kind;
use super::status::Status;
use crate::calendar::{Pause, Term, Timing, timing};
use crate::id::{BlockId, DossierId, OfficerId};
use crate::json::is_default;
use crate::lang::{Lang, Word, counted, word};
use crate::limits::AT_ONCE_MINUTES_MAX;
use crate::moment::{Day, Moment};
use crate::procedure::ProcedureRef;

/// How the dossier came in. Counted apart in every report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, Default)]
pub enum Channel {
    #[default]
    #[serde(rename = "truc_tiep")]
    Counter,
    #[serde(rename = "truc_tuyen")]
    Online,
    #[serde(rename = "buu_chinh")]
    Post,
}

impl Channel {
    pub const fn label(self) -> Word {
        match self {
            Channel::Counter => word("Tại quầy", "At the counter"),
            Channel::Online => word("Trực tuyến", "Online"),
            Channel::Post => word("Bưu chính", "By post"),
        }
    }
}

/// How the citizen wants the result.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, Default)]
pub enum Delivery {
    #[default]
    #[serde(rename = "tai_quay")]
    Counter,
    #[serde(rename = "buu_chinh")]
    Post,
    #[serde(rename = "dien_tu")]
    Electronic,
}

impl Delivery {
    pub const ALL: [Delivery; 3] = [Delivery::Counter, Delivery::Post, Delivery::Electronic];

    pub const fn label(self) -> Word {
        match self {
            Delivery::Counter => word("Tại quầy", "At the counter"),
            Delivery::Post => word("Qua bưu chính", "By post"),
            Delivery::Electronic => word("Bản điện tử", "Electronically"),
        }
    }
}

/// A paper that was handed in or shown.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaperTaken {
    pub name: String,
    pub originals: u32,
    pub copies: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplemented: Option<Moment>,
}

/// Why a pause stopped the clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum PauseReason {
    #[serde(rename = "bo_sung")]
    Supplement,
    #[serde(rename = "tai_chinh")]
    Payment,
    #[serde(rename = "niem_yet")]
    Posting,
}

impl PauseReason {
    pub const fn label(self) -> Word {
        match self {
            PauseReason::Supplement => word("chờ bổ sung", "waiting for a supplement"),
            PauseReason::Payment => word("chờ nghĩa vụ tài chính", "waiting for payment"),
            PauseReason::Posting => word("niêm yết công khai", "posted in public"),
        }
    }
}

/// A stretch in which the limit did not run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stretch {
    pub from: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Moment>,
    pub why: PauseReason,
}

impl Stretch {
    pub fn as_pause(&self) -> Pause {
        Pause { from: self.from, to: self.to }
    }
}

/// What the ward decided to give.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Decision {
    #[serde(rename = "chap_thuan")]
    Grant,
    /// Refused after examination: a result that is signed and returned, with its reason.
    #[serde(rename = "tu_choi_giai_quyet")]
    Deny,
}

impl Decision {
    pub const fn label(self) -> Word {
        match self {
            Decision::Grant => word("Chấp thuận", "Granted"),
            Decision::Deny => word("Từ chối giải quyết", "Denied"),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ResultDraft {
    pub decision: Decision,
    /// What the result says in one line; for a denial, the reason.
    pub summary: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StampMark {
    /// Number in the outgoing register.
    pub number: String,
    pub on: Day,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Asked {
    pub at: Moment,
    pub papers: Vec<String>,
    pub reason: String,
    /// The citizen should come back by this day.
    pub until: Day,
    pub second: bool,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Apology {
    pub at: Moment,
    pub reason: String,
    pub from: Moment,
    pub promised: Moment,
}

/// What was looked at before a result was given away.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Checked {
    #[serde(rename = "can_cuoc")]
    IdentityCard,
    #[serde(rename = "vneid")]
    Vneid,
    #[serde(rename = "ho_chieu")]
    Passport,
    #[serde(rename = "quen_biet")]
    Known,
}

impl Checked {
    pub const ALL: [Checked; 4] = [Checked::IdentityCard, Checked::Vneid, Checked::Passport, Checked::Known];

    pub const fn label(self) -> Word {
        match self {
            Checked::IdentityCard => word("Căn cước, CCCD", "Identity card"),
            Checked::Vneid => word("Căn cước điện tử trên VNeID", "Electronic identity in VNeID"),
            Checked::Passport => word("Hộ chiếu", "Passport"),
            Checked::Known => word("Không xem, quầy biết người này", "Nothing, known to the counter"),
        }
    }
}

/// How a result left the counter, and to whom it was allowed to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// As it really left, whatever was wished at reception.
    pub way: Delivery,
    /// Nobody stood at the counter where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<Checked>,
    /// The paper by which somebody other than the applicant took it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub authorisation: String,
    /// Of a result that is given in copies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<u32>,
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Given({:?}, {:?}, ***)", self.way, self.checked)
    }
}

impl Given {
    /// `Tại quầy; đã xem: căn cước, CCCD; 3 bản; ủy quyền: …`
    pub fn text(&self, lang: Lang) -> String {
        let checked = self.checked.map(|checked| match checked {
            Checked::Known => lang.pick("quầy biết người này", "known to the counter").to_owned(),
            Checked::IdentityCard | Checked::Vneid | Checked::Passport => {
                format!("{}: {}", lang.pick("đã xem", "shown"), checked.label().of(lang))
            }
        });
        let copies = self.copies.map(|n| match (lang, n) {
            (Lang::Vi, n) => format!("{n} bản"),
            (Lang::En, n) => counted(n, "copy", "copies"),
        });
        let authorised = Some(self.authorisation.as_str()).filter(|paper| !paper.is_empty());
        let authorised =
            authorised.map(|paper| format!("{}: {paper}", lang.pick("ủy quyền", "authorised by")));
        let parts = [Some(self.way.label().of(lang).to_owned()), checked, copies, authorised];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    pub at: Moment,
    pub to: String,
    /// `false` when the receiver lost the slip and signed a statement instead, or none was printed (the fast lane).
    pub slip_collected: bool,
    /// What the receiver signed, or what was done, where there was no slip.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub statement: String,
    /// Nothing where nobody was asked for it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Given>,
    pub by: OfficerId,
}

/// Another agency is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Consulted {
    /// Until when it shall answer.
    pub until: Day,
}

impl fmt::Debug for HandedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HandedOver({}, ***)", self.at)
    }
}

/// Groups of fields that are corrected together. Two people correcting different groups do not disturb
/// each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Group {
    #[serde(rename = "nguoi_nop")]
    Applicant,
    #[serde(rename = "lien_he")]
    Contact,
}

impl Group {
    pub const fn label(self) -> Word {
        match self {
            Group::Applicant => word("Người nộp", "Applicant"),
            Group::Contact => word("Liên hệ", "Contact"),
        }
    }
}

/// A value that lost a conflict, kept until a person decides.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Correction {
    pub group: Group,
    pub at: Moment,
    pub by: OfficerId,
    pub value: super::amend::Details,
}

/// An act whose device's clock was not believed; the head confirms one of the two moments.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dispute {
    pub kind: Kind,
    pub by: OfficerId,
    /// What the device said.
    pub claimed: Moment,
    /// What the server took instead: what counts until somebody decides.
    pub used: Moment,
}

/// One line of “ai làm gì, lúc nào”.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Trace {
    /// When it happened.
    pub at: Moment,
    /// When it was written down, where that differs from `at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Moment>,
    pub by: OfficerId,
    pub kind: Kind,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Trace {
    /// How many minutes after it happened it was written down; `None` where that was at once, within
    /// `limits::AT_ONCE_MINUTES_MAX`: an act is on its way for a moment even where nothing is wrong.
    pub fn minutes_late(&self) -> Option<i64> {
        let millis = self.recorded?.millis() - self.at.millis();
        (millis > AT_ONCE_MINUTES_MAX * 60_000).then_some(millis / 60_000)
    }
}

/// Where a dossier's number comes from, when it was printed on a paper slip beforehand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Slip {
    pub block: BlockId,
    /// When what the pen had written was typed; `None` while nothing is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered: Option<Moment>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Dossier {
    pub id: DossierId,
    /// The server's sequence at its last change; 0 while only this device knows the dossier.
    #[serde(default)]
    pub rev: u64,
    /// The sequence of the latest change by somebody other than who changed it last.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rev_others: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    pub status: Status,
    pub procedure: ProcedureRef,
    #[serde(default, skip_serializing_if = "is_default")]
    pub channel: Channel,
    /// A volunteer helped to fill it in; counted apart, honestly.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub assisted: bool,
    pub applicant: Applicant,
    #[serde(default, skip_serializing_if = "is_default")]
    pub contact: Contact,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<PaperTaken>,
    /// Originals that went back when the citizen withdrew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub returned: Vec<String>,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub sets: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    pub fee: Fee,
    #[serde(default, skip_serializing_if = "is_default")]
    pub delivery: Delivery,
    pub created_at: Moment,
    pub created_by: OfficerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_by: Option<OfficerId>,
    pub term: Term,
    /// Fixed at reception.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_first: Option<Moment>,
    /// `due_first` plus the pauses, or by the longer limit: what early, on time and late are judged by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// What the citizen was told last: `due`, or the date of an apology.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promised: Option<Moment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Stretch>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handler: Option<OfficerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafter: Option<OfficerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<OfficerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<ResultDraft>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<StampMark>,
    /// The agency that is consulted or decides, while it has the dossier.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub agency: String,
    /// Its own date, while another agency is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consulted: Option<Consulted>,
    /// End of processing: early, on time or late is fixed here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed_over: Option<HandedOver>,
    /// When the dossier left the counter for good, in whatever way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<Asked>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub apology: Option<Apology>,
    /// Six characters, printed on the slip: with the code they open the public tracking page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub secret: String,
    /// How often each group of fields was corrected: applicant, contact.
    #[serde(default, skip_serializing_if = "is_default")]
    pub versions: [u32; 2],
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// The device's clock was not believed for one of the acts that the law counts from.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub time_disputed: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disputes: Vec<Dispute>,
    /// An earlier reception that may be the same wish, until a person has looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub possible_duplicate: Option<DossierId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slip: Option<Slip>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scans: Vec<super::attach::Scan>,
    /// Why it is late, where somebody has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_cause: Option<super::cause::Cause>,
    /// The returned result that this work makes anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<super::redo::Corrects>,
    /// What the civil-status software gave back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub civil: Option<super::civil::Civil>,
    /// Each time it was posted in public, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub postings: Vec<super::posting::Posting>,
    /// Each draft that its applicant was sent, the latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proofs: Vec<super::proof::Proof>,
    pub history: Vec<Trace>,
}

fn one() -> u32 {
    1
}

fn is_one(n: &u32) -> bool {
    *n == 1
}

/// `due` and `promised` move together unless an apology promised a later day.
pub(super) fn move_due(dossier: &mut Dossier, due: Moment) {
    dossier.due = Some(due);
    dossier.promised = match &dossier.apology {
        Some(apology) => Some(apology.promised.max(due)),
        None => Some(due),
    };
}

impl Dossier {
    /// The pause that holds the clock now.
    pub fn paused_since(&self) -> Option<Moment> {
        self.pauses.last().filter(|pause| pause.to.is_none()).map(|pause| pause.from)
    }

    /// Early, on time or late; `None` before the end of processing.
    pub fn timing(&self) -> Option<Timing> {
        Some(timing(self.finished_at?, self.due?))
    }

    /// How long what was received by hand stayed on paper, in minutes; `None` where it never was.
    pub fn minutes_on_paper(&self) -> Option<i64> {
        let (received, entered) = (self.received_at?, self.slip?.entered?);
        Some(((entered.millis() - received.millis()) / 60_000).max(0))
    }

    /// Still the counter's business: not terminal.
    pub fn is_open(&self) -> bool {
        !self.status.is_terminal()
    }

    pub fn version_of(&self, group: Group) -> u32 {
        self.versions[group as usize]
    }

    /// The latest moment of its history: nothing that was done knowing it is before that.
    pub fn latest(&self) -> Option<Moment> {
        self.history.iter().map(|trace| trace.at).max()
    }

    /// The last act that moved or changed the dossier.
    pub fn last_trace(&self) -> Option<&Trace> {
        self.history.last()
    }
}
