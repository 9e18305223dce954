//! Tiếp nhận hồ sơ và hẹn trả kết quả (form 01): the clock starts and the due moment is fixed.
//!
//! Not here: how the due moment is counted (`calendar`), how a device keeps its numbers (`sync::client`).
//! Invariant: no reception without every required paper, an identity, a settled fee and a calendar; an application
//! that waits is never received for somebody else, whose slip would open it.

use serde::{Deserialize, Serialize};

use super::code::{CODE_YEARS, Code, SERVER_NUMBER_MAX};
use super::intake::{Form, Start};
use super::kind::Kind;
use super::record::{Applicant, Dossier, Fee, Payment};
use super::{Fact, What};
use crate::ctx::Ctx;
use crate::id::{DeviceId, DossierId};
use crate::limits;
use crate::moment::Moment;
use crate::procedure::Procedure;
use crate::procedure::fee::{FeeAsk, fee};
use crate::refusal::Refusal;
use crate::text;

/// The server's own device number: it gives numbers without a lane.
pub const SERVER_DEVICE: DeviceId = DeviceId(0);

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
}

/// What is written down for good.
#[derive(Clone, PartialEq, Debug)]
pub struct Received {
    pub start: Option<Start>,
    pub code: Code,
    pub fee: Fee,
    pub due: Moment,
    pub secret: String,
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
    let procedure = act.form.procedure(ctx)?;
    if let Some(waiting) = dossier.filter(|waiting| waiting.procedure.id != procedure.id) {
        return Err(Refusal::OtherProcedure { id: waiting.procedure.id.clone() });
    }
    if let Some(waiting) = dossier.filter(|waiting| is_somebody_else(&waiting.applicant, &act.form.applicant))
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
    let number = check_number(ctx, act.number)?;
    let due = ctx
        .ward
        .calendar
        .due(ctx.happened, procedure.term)
        .map_err(|missing| Refusal::NoCalendar { year: missing.year })?;
    let start = Start::new(ctx, id, &act.form)?;
    let secret = dossier.map(|d| d.secret.clone()).filter(|s| !s.is_empty()).unwrap_or(act.secret.clone());
    Ok(What::Received(Received {
        start: Some(start),
        code: Code { agency: ctx.ward.agency_code.clone(), day: ctx.claimed.day(), number },
        fee: taken,
        due: due.at,
        secret,
    }))
}

/// Name and number both differ. One of them alone is put right at the counter, where the papers are seen.
fn is_somebody_else(waiting: &Applicant, here: &Applicant) -> bool {
    let number = |applicant: &Applicant| -> String { applicant.number.split_whitespace().collect() };
    text::fold(&waiting.name) != text::fold(&here.name) && number(waiting) != number(here)
}

/// The day in the code must be readable, and the number must come from the device's own lane; the server's own range is for acts of the server.
fn check_number(ctx: &Ctx, number: u16) -> Result<u16, Refusal> {
    let year = ctx.claimed.day().year();
    if !CODE_YEARS.contains(&year) {
        return Err(Refusal::ClockAstray { year });
    }
    let allowed = match ctx.lane {
        Some(lane) => lane.holds(number) || ctx.reissued == Some(number),
        None => (1..=SERVER_NUMBER_MAX).contains(&number),
    };
    if allowed { Ok(number) } else { Err(Refusal::ForeignNumber) }
}

fn settle_fee(procedure: &Procedure, fee_taken: &FeeTaken, faults: &mut super::form::Faults) -> Fee {
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
