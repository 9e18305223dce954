//! Phiếu giấy: slips that are numbered and printed before an outage, filled in by hand, and entered afterwards.
//!
//! Not here: entering what the pen wrote (`receive`), the printed form (`paper::blank`), how a device counts its numbers
//! (`sync::client`).
//! Invariant: each slip is a dossier from the moment it is printed, so its number is nobody else's; it ends by being
//! received once, or void with a reason.

use serde::{Deserialize, Serialize};

use super::code::{Code, LANE_NUMBERS};
use super::form::Faults;
use super::intake::{Form, Start, reason};
use super::kind::Kind;
use super::receive::check_number;
use super::record::{Applicant, Channel, Contact, Delivery, Dossier, Slip};
use super::status::Status;
use super::{Fact, What};
use crate::calendar::Term;
use crate::ctx::Ctx;
use crate::id::{BlockId, DossierId};
use crate::limits;
use crate::moment::Day;
use crate::procedure::ProcedureRef;
use crate::refusal::Refusal;

/// The fields of the page that prints: the day in the numbers, how many.
pub const DAY: &str = "day";
pub const COUNT: &str = "count";

/// Sets one number of a day aside for a paper slip.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reserve {
    /// What was printed together.
    pub block: BlockId,
    /// The day inside the number.
    pub day: Day,
    /// That day's next number of the device's lane.
    pub number: u16,
    /// Six random characters, printed on the slip.
    pub secret: String,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Reserved {
    pub start: Option<Start>,
    pub block: BlockId,
    pub code: Code,
    pub secret: String,
}

/// A slip that nobody will use: left over, or spoiled.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct VoidSlip {
    pub reason: String,
}

pub(super) fn reserve(ctx: &Ctx, id: DossierId, act: &Reserve) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    let ahead = act.day.since(ctx.claimed.day());
    if ahead < 0 {
        faults.add(
            DAY,
            "Ngày này đã qua. Chọn hôm nay hoặc ngày sau.",
            "This day has passed. Choose today or later.",
        );
    } else if ahead > limits::SLIP_DAYS_AHEAD_MAX {
        let max = limits::SLIP_DAYS_AHEAD_MAX;
        faults.add(
            DAY,
            format!("Chỉ in trước được {max} ngày."),
            format!("Slips are printed at most {max} days ahead."),
        );
    } else if let Err(missing) = ctx.ward.calendar.is_working(act.day) {
        let said = missing.sentence();
        faults.add(DAY, said.vi, said.en);
    }
    faults.secret(&act.secret);
    faults.done()?;
    let number = check_number(ctx, act.day, act.number)?;
    if ctx.lane.is_some_and(|lane| lane.holds(number) && number - lane.first() >= limits::SLIP_NUMBERS_MAX) {
        let (paper, screen) = (limits::SLIP_NUMBERS_MAX, LANE_NUMBERS - limits::SLIP_NUMBERS_MAX);
        return Err(Refusal::field(
            COUNT,
            &format!(
                "Máy này đã cấp {paper} số của ngày đó; {screen} số còn lại dành cho hồ sơ nhận trên máy. Chọn ngày khác hoặc in ở máy khác."
            ),
            &format!(
                "This device has given {paper} numbers of that day; the other {screen} are for what is received on screen. Choose another day, or print on another device."
            ),
        ));
    }
    Ok(What::Reserved(Reserved {
        start: Some(Start { id, form: nothing_written(), term: Term::SameDay }),
        block: act.block,
        code: Code { agency: ctx.ward.agency_code.clone(), day: act.day, number },
        secret: act.secret.clone(),
    }))
}

/// What stands on a slip before the pen: no procedure, nobody's name.
fn nothing_written() -> Form {
    Form {
        procedure: ProcedureRef { id: String::new(), version: 0 },
        channel: Channel::Counter,
        assisted: false,
        applicant: Applicant::default(),
        contact: Contact::default(),
        papers: vec![],
        sets: 1,
        delivery: Delivery::Counter,
    }
}

impl Reserved {
    pub(super) fn apply(&self, dossier: &mut Dossier) -> (Kind, String) {
        dossier.slip = Some(Slip { block: self.block, entered: None });
        dossier.code = Some(self.code.clone());
        dossier.secret = self.secret.clone();
        (Kind::Reserve, self.code.short())
    }
}

pub(super) fn void(act: &VoidSlip) -> Result<What, Refusal> {
    Ok(What::Voided(VoidSlip { reason: reason(&act.reason)? }))
}

impl VoidSlip {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        dossier.closed_at = Some(fact.at);
        (Kind::VoidSlip, self.reason.clone())
    }
}

/// What was printed together.
#[derive(Clone, PartialEq, Debug)]
pub struct Block<'a> {
    pub id: BlockId,
    /// By number.
    pub slips: Vec<&'a Dossier>,
}

/// How the slips of a block stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    pub used: usize,
    pub void: usize,
    pub open: usize,
}

/// All blocks among the dossiers, the one printed last first.
pub fn blocks<'a>(dossiers: impl IntoIterator<Item = &'a Dossier>) -> Vec<Block<'a>> {
    let mut by_block = std::collections::BTreeMap::<BlockId, Vec<&Dossier>>::new();
    for dossier in dossiers {
        if let Some(slip) = dossier.slip {
            by_block.entry(slip.block).or_default().push(dossier);
        }
    }
    let mut blocks: Vec<Block> = by_block.into_iter().map(|(id, slips)| Block { id, slips }).collect();
    for block in &mut blocks {
        block.slips.sort_by_key(|slip| (slip.code.as_ref().map(|code| (code.day, code.number)), slip.id));
    }
    blocks.sort_by_key(|block| (std::cmp::Reverse(block.slips[0].created_at), block.id));
    blocks
}

impl Block<'_> {
    pub fn standing(&self) -> Standing {
        let mut standing = Standing::default();
        for slip in &self.slips {
            let count = if slip.status == Status::Blank {
                &mut standing.open
            } else if slip.status == Status::Void {
                &mut standing.void
            } else {
                &mut standing.used
            };
            *count += 1;
        }
        standing
    }
}

/// Why a typed number is no slip that can be entered.
#[derive(Clone, PartialEq, Debug)]
pub enum NoSlip<'a> {
    /// Nothing that a number could be.
    Unreadable,
    /// No block has it.
    InNoBlock,
    /// Several days have it: the day is needed.
    Several,
    /// A dossier has it that was received on screen.
    OnScreen(&'a Dossier),
    Used(&'a Dossier),
    Void(&'a Dossier),
}

/// The open slip of a number as it is scanned or typed: the whole code or the address in the square one, `181122-6105`,
/// or `6105` where one day has it.
pub fn slip_of<'a>(
    dossiers: impl IntoIterator<Item = &'a Dossier>,
    typed: &str,
) -> Result<&'a Dossier, NoSlip<'a>> {
    let typed = Code::scanned(typed).map_or_else(|| typed.trim().to_uppercase(), |code| code.to_string());
    let signs = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    if !signs(&typed) || !typed.ends_with(|c: char| c.is_ascii_digit()) {
        return Err(NoSlip::Unreadable);
    }
    let whole = typed.parse::<Code>().ok();
    let number = typed.parse::<u16>().ok().filter(|_| typed.len() == 4);
    let day_and_number = format!("X-{typed}").parse::<Code>().ok().filter(|code| code.agency == "X");
    let is_it = |code: &Code| match (&whole, &day_and_number, number) {
        (_, Some(of), _) => (code.day, code.number) == (of.day, of.number),
        (Some(of), None, _) => code == of,
        (None, None, Some(number)) => code.number == number,
        (None, None, None) => false,
    };
    if whole.is_none() && day_and_number.is_none() && number.is_none() {
        return Err(NoSlip::Unreadable);
    }
    let all: Vec<&Dossier> = dossiers.into_iter().filter(|d| d.code.as_ref().is_some_and(is_it)).collect();
    let mut open = all.iter().filter(|dossier| dossier.status == Status::Blank);
    match (open.next(), open.next()) {
        (Some(slip), None) => return Ok(slip),
        (Some(_), Some(_)) => return Err(NoSlip::Several),
        (None, _) => {}
    }
    let latest = all.into_iter().max_by_key(|dossier| (dossier.slip.is_some(), dossier.created_at));
    Err(match latest {
        None => NoSlip::InNoBlock,
        Some(dossier) if dossier.slip.is_none() => NoSlip::OnScreen(dossier),
        Some(dossier) if dossier.status == Status::Void => NoSlip::Void(dossier),
        Some(dossier) => NoSlip::Used(dossier),
    })
}

impl NoSlip<'_> {
    pub fn sentence(&self) -> crate::lang::Sentence {
        let said = |vi: &str, en: &str| crate::lang::Sentence::new(vi, en);
        let short = |dossier: &Dossier| dossier.code.as_ref().map(Code::short).unwrap_or_default();
        match self {
            NoSlip::Unreadable => said(
                "Quét mã vạch, hoặc gõ số trên phiếu giấy, ví dụ 181122-6105.",
                "Scan the bars, or type the number of the paper slip, such as 181122-6105.",
            ),
            NoSlip::InNoBlock => said(
                "Số này không có trong tập phiếu giấy nào. Xem lại số trên phiếu.",
                "This number is in no block of paper slips. Look at the slip again.",
            ),
            NoSlip::Several => said(
                "Nhiều ngày có số này. Gõ cả ngày, ví dụ 181122-6105.",
                "Several days have this number. Type the day too, such as 181122-6105.",
            ),
            NoSlip::OnScreen(dossier) => said(
                &format!(
                    "Số {} đã cấp trên máy cho một hồ sơ khác, không có trong tập phiếu giấy.",
                    short(dossier)
                ),
                &format!(
                    "{} was given on screen to another dossier; no block of paper slips has it.",
                    short(dossier)
                ),
            ),
            NoSlip::Used(dossier) => {
                let at = dossier
                    .slip
                    .and_then(|slip| slip.entered)
                    .map(|at| at.clock_and_day())
                    .unwrap_or_default();
                said(
                    &format!("Phiếu {} đã nhập lúc {at}. Mỗi số chỉ nhập một lần.", short(dossier)),
                    &format!("Slip {} was entered at {at}. Each number is entered once.", short(dossier)),
                )
            }
            NoSlip::Void(dossier) => {
                let why = dossier.last_trace().map(|trace| trace.note.clone()).unwrap_or_default();
                said(
                    &format!("Phiếu {} đã hủy: {why}.", short(dossier)),
                    &format!("Slip {} is void: {why}.", short(dossier)),
                )
            }
        }
    }
}
