//! Tiếp nhận hồ sơ và hẹn trả kết quả (form 01): the clock starts and the due moment is fixed.
//!
//! Not here: how the due moment is counted (`calendar`), how a device keeps its numbers (`sync::client`).
//! Invariant: no reception without every required paper, an identity, a settled fee and a calendar; an application
//! that waits is never received for somebody else, whose slip would open it. A paper slip is received under the number
//! that is printed on it, at the moment that the pen wrote.

use serde::{Deserialize, Serialize};

use super::code::{CODE_YEARS, Code, SERVER_NUMBER_MAX};
use super::intake::{Form, Start};
use super::kind::Kind;
use super::record::{Applicant, Dossier, Fee, Payment};
use super::status::Status;
use super::{Fact, What};
use crate::calendar::NoCalendar;
use crate::ctx::Ctx;
use crate::id::{DeviceId, DossierId};
use crate::limits;
use crate::moment::{Day, Moment};
use crate::procedure::Procedure;
use crate::procedure::fee::{FeeAsk, fee};
use crate::refusal::Refusal;
use crate::text;

/// The server's own device number: it gives numbers without a lane.
pub const SERVER_DEVICE: DeviceId = DeviceId(0);

/// Fields of a paper slip that is entered: its number, and the time and day at which the citizen stood at the counter.
pub const SLIP: &str = "slip";
pub const BY_HAND: &str = "by_hand";
pub const BY_HAND_DAY: &str = "by_hand_day";

/// The fee as it stands at reception.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Default)]
pub struct FeeTaken {
    pub ask: FeeAsk,
    pub payment: Payment,
    /// Number in the receipt book, when taken.
    #[serde(default)]
    pub receipt: String,
    /// Why nothing is taken, when exempt.
    #[serde(default)]
    pub exempt_reason: String,
}

/// What the receptionist fills in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Receive {
    pub form: Form,
    pub fee: FeeTaken,
    /// The day's number from the device's lane.
    pub number: u16,
    /// Six random characters, printed on the slip.
    pub secret: String,
    /// When the citizen stood at the counter, where a paper slip is entered: its number and its secret are those that
    /// were printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<Moment>,
}

/// What is written down for good.
#[derive(Clone, PartialEq, Debug)]
pub struct Received {
    pub start: Option<Start>,
    pub code: Code,
    pub fee: Fee,
    pub due: Moment,
    pub secret: String,
    /// When a paper slip was typed.
    pub entered: Option<Moment>,
}

/// Required papers that the form does not have.
pub fn missing_papers(procedure: &Procedure, form: &Form) -> Vec<String> {
    procedure
        .papers
        .iter()
        .filter(|asked| asked.required && !form.papers.iter().any(|taken| taken.name == asked.name))
        .map(|asked| asked.name.clone())
        .collect()
}

pub(super) fn decide(
    ctx: &Ctx,
    id: DossierId,
    dossier: Option<&Dossier>,
    act: &Receive,
) -> Result<What, Refusal> {
    let slip = dossier.filter(|dossier| dossier.status == Status::Blank);
    let typed = ctx.happened;
    let ctx = &Ctx { happened: by_hand(ctx, slip, act)?, ..*ctx };
    let procedure = act.form.procedure(ctx)?;
    let waiting = dossier.filter(|_| slip.is_none());
    if let Some(waiting) = waiting.filter(|waiting| waiting.procedure.id != procedure.id) {
        return Err(Refusal::OtherProcedure { id: waiting.procedure.id.clone() });
    }
    if let Some(waiting) = waiting.filter(|waiting| is_somebody_else(&waiting.applicant, &act.form.applicant))
    {
        return Err(Refusal::OtherApplicant { name: waiting.applicant.name.clone() });
    }
    let mut faults = act.form.faults(ctx.happened);
    for (i, asked) in procedure.papers.iter().enumerate() {
        if asked.required && !act.form.papers.iter().any(|taken| taken.name == asked.name) {
            faults.add(
                &format!("asked.{i}"),
                format!("Chưa có {}.", asked.name),
                format!("Missing: {}.", asked.name),
            );
        }
    }
    faults.known(&act.form.applicant);
    faults.secret(&act.secret);
    let taken = settle_fee(procedure, &act.fee, &mut faults);
    faults.done()?;
    let code = match slip.and_then(|slip| slip.code.clone()) {
        Some(printed) => printed,
        None => {
            let day = ctx.claimed.day();
            Code { agency: ctx.ward.agency_code.clone(), day, number: check_number(ctx, day, act.number)? }
        }
    };
    let due = ctx
        .ward
        .calendar
        .due(ctx.happened, procedure.term)
        .map_err(|missing| no_calendar(slip.is_some(), missing))?;
    let start = Start::new(ctx, id, &act.form)?;
    let secret = dossier.map(|d| d.secret.clone()).filter(|s| !s.is_empty()).unwrap_or(act.secret.clone());
    Ok(What::Received(Received {
        start: Some(start),
        code,
        fee: taken,
        due: due.at,
        secret,
        entered: slip.map(|_| typed),
    }))
}

/// When the citizen stood at the counter: now, or the moment that the pen wrote on a paper slip.
fn by_hand(ctx: &Ctx, slip: Option<&Dossier>, act: &Receive) -> Result<Moment, Refusal> {
    let (slip, at) = match (slip, act.by_hand) {
        (None, None) => return Ok(ctx.happened),
        (Some(slip), Some(at)) => (slip, at),
        (Some(_), None) => {
            return Err(Refusal::field(
                BY_HAND,
                "Ghi ngày và giờ công dân đến, như trên phiếu giấy.",
                "Enter the day and time at which the citizen came, as on the paper slip.",
            ));
        }
        (None, Some(_)) => {
            return Err(Refusal::field(
                SLIP,
                "Số này không có trong tập phiếu giấy nào. Xem lại số trên phiếu.",
                "This number is in no block of paper slips. Look at the slip again.",
            ));
        }
    };
    if at > ctx.happened {
        return Err(Refusal::field(
            BY_HAND,
            "Giờ này ở tương lai. Ghi giờ công dân đã đến.",
            "This moment lies in the future. Enter when the citizen came.",
        ));
    }
    // A time that the pen writes has no seconds.
    let printed = slip.created_at;
    if at.millis() < printed.millis() / 60_000 * 60_000 {
        let printed = printed.clock_and_day();
        return Err(Refusal::field(
            BY_HAND,
            &format!("Giờ này ở trước lúc in phiếu ({printed}). Xem lại giờ trên phiếu."),
            &format!("This moment lies before the slip was printed ({printed}). Look at the slip again."),
        ));
    }
    Ok(at)
}

/// Where the moment was typed, its year is a fault of that field.
fn no_calendar(by_hand: bool, missing: NoCalendar) -> Refusal {
    if by_hand {
        let said = missing.sentence();
        return Refusal::field(BY_HAND_DAY, &said.vi, &said.en);
    }
    Refusal::NoCalendar { year: missing.year }
}

/// Name and number both differ. One of them alone is put right at the counter, where the papers are seen.
fn is_somebody_else(waiting: &Applicant, here: &Applicant) -> bool {
    let number = |applicant: &Applicant| -> String { applicant.number.split_whitespace().collect() };
    text::fold(&waiting.name) != text::fold(&here.name) && number(waiting) != number(here)
}

/// The day in the code must be readable, and the number must come from the device's own lane; the server's own range is for acts of the server.
pub(super) fn check_number(ctx: &Ctx, day: Day, number: u16) -> Result<u16, Refusal> {
    let year = day.year();
    if !CODE_YEARS.contains(&year) {
        return Err(Refusal::ClockAstray { year });
    }
    let allowed = match ctx.lane {
        Some(lane) => lane.holds(number) || ctx.reissued == Some(number),
        None => (1..=SERVER_NUMBER_MAX).contains(&number),
    };
    if allowed { Ok(number) } else { Err(Refusal::ForeignNumber) }
}

pub(super) fn settle_fee(
    procedure: &Procedure,
    fee_taken: &FeeTaken,
    faults: &mut super::form::Faults,
) -> Fee {
    let items = match fee(procedure, &fee_taken.ask) {
        Ok(items) => items,
        Err(error) => {
            let said = error.sentence();
            faults.add(error.field(), said.vi, said.en);
            return Fee::default();
        }
    };
    let owed = items.iter().any(|item| item.vnd > 0);
    let payment = if owed { fee_taken.payment } else { Payment::Free };
    faults.length(
        "receipt",
        ("số biên lai", "receipt number"),
        &fee_taken.receipt,
        limits::RECEIPT_CHARS_MAX,
    );
    faults.length(
        "exempt_reason",
        ("lý do miễn", "reason for the exemption"),
        &fee_taken.exempt_reason,
        limits::REASON_CHARS_MAX,
    );
    if payment == Payment::Exempt {
        faults.text(
            "exempt_reason",
            ("lý do miễn", "reason for the exemption"),
            &fee_taken.exempt_reason,
            limits::REASON_CHARS_MAX,
        );
    }
    if owed && payment == Payment::Free {
        faults.add(
            "fee",
            "Chưa chọn đã thu, thu sau hay miễn lệ phí.",
            "Say whether the fee is taken, owed or exempt.",
        );
    }
    Fee {
        items,
        payment,
        receipt: text::clean(&fee_taken.receipt),
        exempt_reason: text::clean(&fee_taken.exempt_reason),
        ..Fee::default()
    }
}

impl Received {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        if let Some(Start { form, term, .. }) = &self.start {
            dossier.procedure = form.procedure.clone();
            dossier.applicant = form.applicant.clone();
            dossier.contact = form.contact.clone();
            dossier.papers = form.papers.clone();
            dossier.sets = form.sets;
            dossier.delivery = form.delivery;
            dossier.term = *term;
        }
        if let Some(slip) = &mut dossier.slip {
            slip.entered = self.entered;
        }
        dossier.code = Some(self.code.clone());
        dossier.fee = self.fee.clone();
        dossier.secret = self.secret.clone();
        dossier.received_at = Some(fact.at);
        dossier.received_by = Some(fact.by);
        dossier.due_first = Some(self.due);
        dossier.due = Some(self.due);
        dossier.promised = Some(self.due);
        (Kind::Receive, self.code.short())
    }
}
