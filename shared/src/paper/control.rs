//! Phiếu kiểm soát quá trình giải quyết hồ sơ (form 05; 06 since 2025): through whose hands the dossier went.
//!
//! Not here: the acts themselves (`dossier`).
//! Invariant: one row an act by which the dossier changes hands, in their order, and two empty rows for the pen. A
//! result is ticked only where a limit is on record: the whole one at the end of processing, another agency's own.

use super::{Frame, Issuer, procedure};
use crate::calendar::Timing;
use crate::dossier::fast_lane::signer;
use crate::dossier::record::Trace;
use crate::dossier::{Dossier, Kind, assign, consult};
use crate::id::OfficerId;
use crate::regime::Paper;
use crate::sheet::{BLANK, Block, Hand, HandOver, Outcome, Sheet};
use crate::ward::Ward;

/// Rows that are left to the pen.
const EMPTY_ROWS: usize = 2;

pub fn sheet(ward: &Ward, dossier: &Dossier) -> Option<Sheet> {
    let (code, received) = (dossier.code.as_ref()?, dossier.received_at?);
    let Frame { head, sheet, .. } = Frame::new(ward, dossier, Paper::Control, received, Issuer::Counter)?;
    let walk = Walk { ward, dossier, desk: &head.desk, agency: &head.agency };
    let mut rows = walk.rows();
    rows.extend(std::iter::repeat_n(walk.empty(), EMPTY_ROWS));
    let agencies = walk.agencies().join("; ");
    Some(Sheet {
        number: format!("Mã hồ sơ: {code}"),
        bars: code.to_string(),
        blocks: vec![
            Block::line("Nội dung yêu cầu giải quyết", procedure(ward, dossier)),
            Block::line("Cơ quan (bộ phận) giải quyết hồ sơ", head.agency.clone()),
            Block::line("Cơ quan phối hợp giải quyết hồ sơ", super::blank(&agencies)),
            Block::HandOvers(rows),
        ],
        ..sheet
    })
}

struct Walk<'a> {
    ward: &'a Ward,
    dossier: &'a Dossier,
    desk: &'a str,
    agency: &'a str,
}

impl Walk<'_> {
    fn rows(&self) -> Vec<HandOver> {
        let mut worker = None;
        let mut rows = Vec::new();
        for (at, trace) in self.dossier.history.iter().enumerate() {
            rows.extend(self.row(trace, self.dossier.history.get(at + 1..).unwrap_or_default(), worker));
            if trace.kind == Kind::Assign {
                worker = assign::told(&trace.note).map(|(to, _)| to).or(worker);
            } else if trace.kind == Kind::Submit {
                worker = Some(trace.by);
            }
        }
        rows
    }

    /// The row of one act; `worker` is who works on the dossier before it, `later` what came after.
    fn row(&self, trace: &Trace, later: &[Trace], worker: Option<OfficerId>) -> Option<HandOver> {
        let (by, note) = (Some(trace.by), trace.note.as_str());
        let next =
            |kinds: &[Kind]| later.iter().find(|t| kinds.contains(&t.kind)).map(|t| signer(self.dossier, t));
        let citizen = || self.citizen(&self.dossier.applicant.name);
        let (from, to, result, note) = match trace.kind {
            Kind::Receive | Kind::FastLane => {
                (citizen(), self.counter(by), Outcome::Unmeasured, String::new())
            }
            Kind::Assign => {
                let from = worker.map_or_else(
                    || self.counter(self.dossier.received_by),
                    |worker| self.officer(Some(worker)),
                );
                let (to, reason) = assign::told(note).unzip();
                let reason = reason.filter(|reason| !reason.is_empty()).unwrap_or("Phân công");
                (from, self.officer(to), Outcome::Pen, reason.to_owned())
            }
            Kind::AskMore => (self.officer(by), self.counter(None), Outcome::Pen, "Yêu cầu bổ sung".into()),
            Kind::Supplement => {
                (self.counter(by), self.officer(worker), Outcome::Unmeasured, "Đã bổ sung".into())
            }
            Kind::Consult => {
                let (agency, until) = consult::told(note);
                let until = until.map(|until| format!("Trả lời trước {}", until.vi()));
                (self.officer(by), elsewhere(agency), Outcome::Pen, until.unwrap_or_default())
            }
            Kind::Reply => {
                let agency = consult::told(note).0;
                (elsewhere(agency), self.officer(by), self.answered(trace), String::new())
            }
            Kind::Submit => {
                let leader = self.leader(next(&[Kind::Sign, Kind::SendBack]));
                (self.officer(by), leader, Outcome::Pen, "Trình ký".into())
            }
            Kind::SendBack | Kind::Unsign => {
                (self.leader(by), self.officer(worker), Outcome::Pen, note.to_owned())
            }
            Kind::Sign => (
                self.leader(Some(signer(self.dossier, trace))),
                self.clerk(next(&[Kind::Stamp])),
                Outcome::Pen,
                "Đã ký".into(),
            ),
            Kind::Stamp => (self.clerk(by), self.counter(None), self.finished(), self.stamped()),
            Kind::Forward => {
                let (agency, until) = consult::told(note);
                let until = until.map(|until| format!(", hẹn có kết quả trước {}", until.vi()));
                let said = format!("Chuyển cơ quan có thẩm quyền{}", until.unwrap_or_default());
                (self.officer(by), elsewhere(agency), Outcome::Pen, said)
            }
            Kind::ResultArrived => {
                let agency = note.split(": ").next().unwrap_or_default();
                (elsewhere(agency), self.counter(by), self.finished(), self.stamped())
            }
            Kind::HandOver => {
                let receiver = self.dossier.handed_over.as_ref().map_or("", |given| given.to.as_str());
                (self.counter(by), self.citizen(receiver), Outcome::Unmeasured, "Trả kết quả".into())
            }
            Kind::Withdraw => (self.counter(by), citizen(), Outcome::Unmeasured, self.withdrawn()),
            Kind::Stop => (self.leader(by), self.counter(None), Outcome::Unmeasured, "Dừng xử lý".into()),
            Kind::Lodge
            | Kind::AskBefore
            | Kind::Refuse
            | Kind::AskPayment
            | Kind::Paid
            | Kind::Apologise
            | Kind::Amend
            | Kind::Note
            | Kind::Settle
            | Kind::ConfirmTime
            | Kind::NotDuplicate
            | Kind::Reserve
            | Kind::VoidSlip
            | Kind::Attach
            | Kind::Reuse
            | Kind::SignScans
            | Kind::Supply
            | Kind::Detach
            | Kind::Recount
            | Kind::Cause
            | Kind::Redo
            | Kind::EnterCivil
            | Kind::Post
            | Kind::Object
            | Kind::EndPosting
            | Kind::SendProof
            | Kind::AnswerProof
            | Kind::CorrectFee
            | Kind::HearProof => return None,
        };
        Some(HandOver { from, to, at: trace.at.on_paper(), result, note })
    }

    fn hand(&self, office: &str, by: Option<OfficerId>) -> Hand {
        let person = by.map(|by| self.ward.name_of(by)).unwrap_or_default();
        Hand { office: office.to_owned(), person }
    }

    fn counter(&self, by: Option<OfficerId>) -> Hand {
        self.hand(self.desk, by)
    }

    fn clerk(&self, by: Option<OfficerId>) -> Hand {
        self.hand("Văn thư", by)
    }

    fn leader(&self, by: Option<OfficerId>) -> Hand {
        self.hand(&format!("Lãnh đạo {}", self.agency), by)
    }

    /// A specialist under their title.
    fn officer(&self, by: Option<OfficerId>) -> Hand {
        let title = by.and_then(|by| self.ward.officer(by)).map(|officer| officer.title.as_str());
        self.hand(title.filter(|title| !title.is_empty()).unwrap_or("Công chức chuyên môn"), by)
    }

    fn citizen(&self, name: &str) -> Hand {
        Hand { office: "Người nộp hồ sơ".to_owned(), person: name.to_owned() }
    }

    /// The other agency's answer against its own date.
    fn answered(&self, reply: &Trace) -> Outcome {
        let mut asked = self.dossier.history.iter().rev().filter(|trace| trace.kind == Kind::Consult);
        let asked = asked.find(|asked| asked.at <= reply.at);
        let until = asked.and_then(|asked| consult::told(&asked.note).1);
        until.map_or(Outcome::Pen, |until| {
            let day = reply.at.day();
            Outcome::Known(match day.cmp(&until) {
                std::cmp::Ordering::Less => Timing::Early,
                std::cmp::Ordering::Equal => Timing::OnTime,
                std::cmp::Ordering::Greater => Timing::Late,
            })
        })
    }

    fn finished(&self) -> Outcome {
        self.dossier.timing().map_or(Outcome::Pen, Outcome::Known)
    }

    fn stamped(&self) -> String {
        self.dossier.stamp.as_ref().map(|stamp| format!("Số {}", stamp.number)).unwrap_or_default()
    }

    fn agencies(&self) -> Vec<String> {
        let mut agencies = Vec::new();
        for trace in &self.dossier.history {
            let agency = if matches!(trace.kind, Kind::Consult | Kind::Forward) {
                consult::told(&trace.note).0
            } else {
                continue;
            };
            if !agencies.iter().any(|known| known == agency) {
                agencies.push(agency.to_owned());
            }
        }
        agencies
    }

    /// With the originals that went back, for which the citizen signs in this row.
    fn withdrawn(&self) -> String {
        match self.dossier.returned.as_slice() {
            [] => "Rút hồ sơ".to_owned(),
            papers => format!("Rút hồ sơ; trả lại bản chính: {}", papers.join(", ")),
        }
    }

    fn empty(&self) -> HandOver {
        let hand = || Hand { office: BLANK.to_owned(), person: String::new() };
        let at = "…… giờ …… phút, ngày …… tháng …… năm ………".to_owned();
        HandOver { from: hand(), to: hand(), at, result: Outcome::Pen, note: String::new() }
    }
}

fn elsewhere(agency: &str) -> Hand {
    Hand { office: agency.to_owned(), person: String::new() }
}
