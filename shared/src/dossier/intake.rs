//! Before reception: lodging, guiding what is missing, refusing.
//!
//! Not here: reception itself (`receive`).
//! Invariant: everything missing is named at once; a refusal says where to go instead and who approved it.

use serde::{Deserialize, Serialize};

use super::attach::{self, Attach};
use super::form::{Faults, needed};
use super::kind::Kind;
use super::record::{Applicant, Asked, Channel, Contact, Delivery, Dossier, Fee, NewsBy, PaperTaken};
use super::status::Status;
use super::{Fact, What};
use crate::calendar::Term;
use crate::ctx::Ctx;
use crate::id::{DossierId, OfficerId};
use crate::limits;
use crate::moment::{Day, Moment};
use crate::officer::Role;
use crate::procedure::{Procedure, ProcedureRef};
use crate::refusal::Refusal;
use crate::text;

/// What is written down about a case when it comes in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Form {
    pub procedure: ProcedureRef,
    #[serde(default)]
    pub channel: Channel,
    #[serde(default)]
    pub assisted: bool,
    pub applicant: Applicant,
    #[serde(default)]
    pub contact: Contact,
    #[serde(default)]
    pub papers: Vec<PaperTaken>,
    /// Sets of papers, 1 ..= 99.
    #[serde(default = "one")]
    pub sets: u32,
    #[serde(default)]
    pub delivery: Delivery,
}

fn one() -> u32 {
    1
}

impl Form {
    /// Faults of what was typed, whatever the act; the procedure must be known.
    pub fn faults(&self, happened: Moment) -> Faults {
        let mut faults = Faults::default();
        faults.applicant(&self.applicant, happened);
        faults.contact(&self.contact);
        faults.papers(&self.papers);
        if self.sets == 0 || self.sets > 99 {
            faults.add("sets", "Số bộ hồ sơ từ 1 đến 99.", "Sets: 1 to 99.");
        }
        faults
    }

    /// The pinned procedure version; it must be the one of the day on which it happened.
    pub fn procedure<'a>(&self, ctx: &Ctx<'a>) -> Result<&'a Procedure, Refusal> {
        let id = &self.procedure.id;
        match ctx.ward.catalogue.in_force(id, ctx.happened.day()) {
            Some(procedure) if procedure.version == self.procedure.version => Ok(procedure),
            Some(procedure) => {
                cov_mark::hit!(the_law_of_another_day);
                Err(Refusal::OtherVersion { id: id.clone(), from: procedure.from })
            }
            None => Err(Refusal::NoProcedure { id: id.clone() }),
        }
    }

    /// The form with its texts in composed Unicode, control characters gone, numbers in their usual shape.
    pub fn cleaned(&self) -> Form {
        let mut form = self.clone();
        form.applicant = cleaned_applicant(&self.applicant);
        form.contact = cleaned_contact(&self.contact);
        for paper in &mut form.papers {
            paper.name = text::clean(&paper.name);
        }
        form
    }
}

/// Texts in composed Unicode, without control characters and doubled spaces.
pub fn cleaned_applicant(applicant: &Applicant) -> Applicant {
    Applicant {
        name: text::clean(&applicant.name),
        number: applicant.number.split_whitespace().collect(),
        birth: applicant.birth.trim().to_owned(),
        sex: applicant.sex,
        address: text::clean(&applicant.address),
        on_behalf_of: text::clean(&applicant.on_behalf_of),
    }
}

pub fn cleaned_contact(contact: &Contact) -> Contact {
    Contact {
        phone: crate::identity::phone::check_phone(&contact.phone)
            .unwrap_or_else(|_| text::clean(&contact.phone)),
        email: text::clean(&contact.email),
        news: contact.news,
        // Without the wish no way is kept.
        news_by: if contact.news { contact.news_by } else { NewsBy::default() },
    }
}

/// The beginning of a record.
#[derive(Clone, PartialEq, Debug)]
pub struct Start {
    pub id: DossierId,
    pub form: Form,
    pub term: Term,
}

impl Start {
    pub fn new(ctx: &Ctx, id: DossierId, form: &Form) -> Result<Start, Refusal> {
        let procedure = form.procedure(ctx)?;
        Ok(Start { id, form: form.cleaned(), term: procedure.term })
    }

    pub fn open(&self, fact: &Fact) -> Dossier {
        Dossier {
            id: self.id,
            rev: 0,
            rev_others: 0,
            code: None,
            status: Status::Draft,
            procedure: self.form.procedure.clone(),
            channel: self.form.channel,
            assisted: self.form.assisted,
            applicant: self.form.applicant.clone(),
            contact: self.form.contact.clone(),
            papers: self.form.papers.clone(),
            sets: self.form.sets,
            fee: Fee::default(),
            delivery: self.form.delivery,
            created_at: fact.at,
            created_by: fact.by,
            received_at: None,
            received_by: None,
            term: self.term,
            consulted: None,
            due_first: None,
            due: None,
            promised: None,
            pauses: vec![],
            handler: None,
            drafter: None,
            signer: None,
            result: None,
            stamp: None,
            agency: String::new(),
            finished_at: None,
            handed_over: None,
            returned: vec![],
            closed_at: None,
            asked: vec![],
            apology: None,
            secret: String::new(),
            versions: [0; 2],
            corrections: vec![],
            time_disputed: false,
            disputes: vec![],
            possible_duplicate: None,
            slip: None,
            civil: None,
            postings: vec![],
            proofs: vec![],
            scans: vec![],
            late_cause: None,
            corrects: None,
            history: vec![],
        }
    }
}

/// Hands an application in through the portal, or with a volunteer's help; nothing is received yet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lodge {
    pub form: Form,
    /// Six random characters for the tracking page.
    #[serde(default)]
    pub secret: String,
    /// Photographs that the citizen sent along, through the ward's own door.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scans: Vec<Attach>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Lodged {
    pub start: Option<Start>,
    pub secret: String,
    pub scans: Vec<Attach>,
}

pub(super) fn lodge(ctx: &Ctx, id: DossierId, act: &Lodge) -> Result<What, Refusal> {
    let mut faults = act.form.faults(ctx.happened);
    faults.secret(&act.secret);
    faults.done()?;
    let mut start = Start::new(ctx, id, &act.form)?;
    // A volunteer's help is counted, whatever the form says.
    start.form.assisted |= ctx.by.is(Role::Volunteer);
    if ctx.by.is(Role::Postal) {
        cov_mark::hit!(the_post_brings_it);
        start.form.channel = Channel::Post;
    }
    let scans = photographs(ctx, &start, &act.scans)?;
    Ok(What::Lodged(Lodged { start: Some(start), secret: act.secret.clone(), scans }))
}

/// Each is judged as the counter's own are, on the record with those before it.
fn photographs(ctx: &Ctx, start: &Start, scans: &[Attach]) -> Result<Vec<Attach>, Refusal> {
    if !scans.is_empty() && !ctx.by.is(Role::Citizen) {
        cov_mark::hit!(photographs_come_through_the_door);
        return Err(Refusal::field(
            "scans",
            "Ảnh kèm theo chỉ nhận qua cửa nộp trực tuyến. Đính kèm sau khi lưu.",
            "Photographs come along only through the online door. Attach them once it is saved.",
        ));
    }
    if scans.len() > limits::DOOR_PHOTOS_MAX {
        let max = limits::DOOR_PHOTOS_MAX;
        return Err(Refusal::field(
            "scans",
            &format!("Mỗi hồ sơ nộp trực tuyến kèm ảnh của tối đa {max} giấy tờ."),
            &format!("An application online brings photographs of {max} papers at most."),
        ));
    }
    let lodged = Lodged { start: None, secret: String::new(), scans: vec![] };
    let fact = Fact { at: ctx.happened, recorded: ctx.now, by: ctx.by.id, what: What::Lodged(lodged) };
    let (mut dossier, mut kept) = (start.open(&fact), Vec::new());
    for scan in scans {
        if scan.instead_of.is_some() {
            return Err(Refusal::Settled);
        }
        if let What::Attached(scan) = attach::decide(ctx, &dossier, scan)? {
            scan.apply(&mut dossier, &fact);
            kept.push(scan);
        }
    }
    Ok(kept)
}

impl Lodged {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        dossier.secret = self.secret.clone();
        let notes: Vec<String> = self.scans.iter().map(|scan| scan.apply(dossier, fact).1).collect();
        (Kind::Lodge, notes.join("; "))
    }
}

/// Form 02 before reception: everything that is missing, in one go.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AskBefore {
    /// Given when the case comes over the counter; `None` for an application that waits.
    #[serde(default)]
    pub form: Option<Form>,
    pub papers: Vec<String>,
    pub reason: String,
    pub until: Day,
}

#[derive(Clone, PartialEq, Debug)]
pub struct AskedBefore {
    pub start: Option<Start>,
    pub papers: Vec<String>,
    pub reason: String,
    pub until: Day,
}

pub(super) fn ask_before(
    ctx: &Ctx,
    id: DossierId,
    dossier: Option<&Dossier>,
    act: &AskBefore,
) -> Result<What, Refusal> {
    let mut faults = act.form.as_ref().map(|form| form.faults(ctx.happened)).unwrap_or_default();
    faults.text("reason", ("lý do", "reason"), &act.reason, limits::REASON_CHARS_MAX);
    let none = ("Ghi ít nhất một giấy tờ còn thiếu.", "Name at least one missing paper.");
    faults.names("papers", &act.papers, none);
    faults.coming("until", act.until, ctx);
    faults.done()?;
    let start = start_if_new(ctx, id, dossier, act.form.as_ref())?;
    Ok(What::AskedBefore(AskedBefore {
        start,
        papers: act.papers.iter().map(|paper| text::clean(paper)).collect(),
        reason: text::clean(&act.reason),
        until: act.until,
    }))
}

fn start_if_new(
    ctx: &Ctx,
    id: DossierId,
    dossier: Option<&Dossier>,
    form: Option<&Form>,
) -> Result<Option<Start>, Refusal> {
    match (dossier, form) {
        (Some(_), _) => Ok(None),
        (None, Some(form)) => Start::new(ctx, id, form).map(Some),
        (None, None) => Err(Refusal::Gone),
    }
}

impl AskedBefore {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        let note = format!("{} ({})", self.papers.join("; "), self.reason);
        dossier.asked.push(Asked {
            at: fact.at,
            papers: self.papers.clone(),
            reason: self.reason.clone(),
            until: self.until,
            second: false,
        });
        (Kind::AskBefore, note)
    }
}

/// Form 03: not accepted, with the reason and where to go instead.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refuse {
    #[serde(default)]
    pub form: Option<Form>,
    pub reason: String,
    /// Where the citizen should go instead; may be empty when nothing else can help.
    #[serde(default)]
    pub go_to: String,
    /// The head of the counter, who was asked.
    pub approved_by: OfficerId,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Refused {
    pub start: Option<Start>,
    pub reason: String,
    pub go_to: String,
    pub approved_by: OfficerId,
}

pub(super) fn refuse(
    ctx: &Ctx,
    id: DossierId,
    dossier: Option<&Dossier>,
    act: &Refuse,
) -> Result<What, Refusal> {
    let mut faults = act.form.as_ref().map(|form| form.faults(ctx.happened)).unwrap_or_default();
    faults.text("reason", ("lý do", "reason"), &act.reason, limits::REASON_CHARS_MAX);
    faults.length("go_to", ("nơi cần đến", "place to go"), &act.go_to, limits::REASON_CHARS_MAX);
    faults.done()?;
    if !ctx.ward.officer(act.approved_by).is_some_and(|officer| officer.is(Role::Head)) {
        return Err(Refusal::NotTheHead);
    }
    let start = start_if_new(ctx, id, dossier, act.form.as_ref())?;
    Ok(What::Refused(Refused {
        start,
        reason: text::clean(&act.reason),
        go_to: text::clean(&act.go_to),
        approved_by: act.approved_by,
    }))
}

impl Refused {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        dossier.closed_at = Some(fact.at);
        // The last arrow stands before the place, also where none is named.
        let stands = !self.go_to.is_empty() || self.reason.contains(GO_TO);
        let go = if stands { format!("{GO_TO}{}", self.go_to.replace(GO_TO, ", ")) } else { String::new() };
        (Kind::Refuse, format!("{}{go}{APPROVED}{})", self.reason, self.approved_by))
    }
}

/// Before the place to go to, in the note of a refusal.
const GO_TO: &str = " → ";
/// Before the number of whoever approved, in the note of a refusal.
const APPROVED: &str = " (duyệt: #";

/// Why the dossier was not accepted and where to go instead, as its citizen is told; without who approved.
pub fn refusal_said(dossier: &Dossier) -> Option<String> {
    let ended = dossier.history.iter().rfind(|trace| trace.kind == Kind::Refuse)?;
    let said = approved(&ended.note).map_or(ended.note.as_str(), |(said, _)| said);
    Some(said.trim_end_matches(GO_TO).to_owned())
}

/// What the note of a refusal says, and who approved it: `reason → place (duyệt: #2)`.
pub fn approved(note: &str) -> Option<(&str, OfficerId)> {
    let (said, by) = note.strip_suffix(')')?.rsplit_once(APPROVED)?;
    Some((said, OfficerId(by.parse().ok()?)))
}

/// The reason, where to go instead and who approved it, as the history tells.
pub(crate) fn told(note: &str) -> Option<(&str, &str, OfficerId)> {
    let (said, by) = approved(note)?;
    let (reason, go_to) = said.rsplit_once(GO_TO).unwrap_or((said, ""));
    Some((reason, go_to, by))
}

/// A reason that stands alone in an act, as it is kept.
pub(super) fn reason(text: &str) -> Result<String, Refusal> {
    needed("reason", ("lý do", "reason"), text, limits::REASON_CHARS_MAX)?;
    Ok(text::clean(text))
}

/// The same, where nothing needs to be said.
pub(super) fn reason_if_any(text: &str) -> Result<String, Refusal> {
    let mut faults = Faults::default();
    faults.length("reason", ("lý do", "reason"), text, limits::REASON_CHARS_MAX);
    faults.done()?;
    Ok(text::clean(text))
}
