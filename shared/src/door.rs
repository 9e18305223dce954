//! Cửa của người dân: an application from afar, before anybody of the ward has looked at it.
//!
//! Not here: what the counter does with it (`dossier`), how it travels (the server).
//! Invariant: the phone and the server check by one function. Identity and secret are the phone's own, made before
//! the first send, so that an application that is sent twice is one.

pub mod photo;
pub mod proof;
pub mod supply;
pub mod veil;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::calendar::{Calendar, Term};
use crate::door::veil::Veil;
use crate::dossier::form::Faults;
use crate::dossier::intake::{Form, Lodge, refusal_said};
use crate::dossier::posting;
use crate::dossier::record::{Applicant, Asked, Channel, Contact, Delivery, PaperTaken};
use crate::dossier::supply::open_request;
use crate::dossier::{Dossier, Kind, Status, ask_more};
use crate::id::{DossierId, OfficerId};
use crate::lang::{Lang, Word, word};
use crate::limits::SECRET_CHARS_DOOR;
use crate::moment::{Day, Moment};
use crate::officer::{Officer, Role};
use crate::procedure::{Procedure, ProcedureRef};
use crate::refusal::Refusal;
use crate::scan::File;
use crate::session::Tracked;
use crate::survey::Rating;
use crate::ward::Ward;

/// How long the ward has to say whether it accepts what came in from afar (Decree 45/2020/NĐ-CP; its article was not
/// read).
pub const ANSWER_TERM: Term = Term::WorkingHours(8);

/// What the product is not sure of, for the settings page.
pub const UNSURE: Word = word(
    "Trả lời hồ sơ nộp trực tuyến trong 08 giờ làm việc: chưa đọc được điều khoản của Nghị định 45/2020.",
    "Applications online are answered within 8 working hours: the article of Decree 45/2020 was not read.",
);

/// `POST /api/public/apply`
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apply {
    pub id: DossierId,
    pub secret: String,
    pub procedure: ProcedureRef,
    pub applicant: Applicant,
    #[serde(default)]
    pub contact: Contact,
    /// What the citizen has at hand, by its place in the procedure's list: nobody writes the name of a paper from afar.
    #[serde(default)]
    pub papers: BTreeSet<usize>,
    /// Photographs, by the same places: one file a paper. What its bytes are the server has seen for itself, and it
    /// calls the file as it likes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub photos: BTreeMap<usize, File>,
}

impl fmt::Debug for Apply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Apply(***)")
    }
}

impl Apply {
    fn form(&self, procedure: &Procedure) -> Form {
        // Whoever photographs a paper has it.
        let has = |i: &usize| self.papers.contains(i) || self.photos.contains_key(i);
        let asked = procedure.papers.iter().enumerate().filter(|(i, _)| has(i));
        let papers = asked.map(|(_, paper)| PaperTaken {
            name: paper.name.clone(),
            originals: paper.originals,
            copies: paper.copies,
            supplemented: None,
        });
        Form {
            procedure: self.procedure.clone(),
            channel: Channel::Online,
            assisted: false,
            applicant: self.applicant.clone(),
            contact: self.contact.clone(),
            papers: papers.collect(),
            sets: procedure.sets.clamp(1, 99),
            delivery: Delivery::Counter,
        }
    }

    /// The act that it is, in the shape in which it is kept.
    ///
    /// # Errors
    /// Everything that is wrong at once, in the words of the counter's own form; a telephone is needed here, since
    /// nobody stands there to be asked.
    pub fn lodge(&self, procedure: &Procedure, now: Moment) -> Result<Lodge, Refusal> {
        let form = self.form(procedure);
        let mut faults: Faults = form.faults(now);
        faults.known(&form.applicant);
        if form.contact.phone.trim().is_empty() {
            faults.add(
                "phone",
                "Chưa ghi số điện thoại. Phường cần số để báo lại.",
                "Enter a telephone number. The ward needs it to answer.",
            );
        }
        let signs = self.secret.bytes().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit());
        if self.secret.len() != SECRET_CHARS_DOOR || !signs || self.id.0.get_version_num() != 4 {
            faults.add("secret", "Mã tra cứu không đúng dạng.", "The look-up characters have another shape.");
        }
        photo::check(self, procedure, &mut faults);
        faults.done()?;
        let scans = photo::attached(self, procedure);
        Ok(Lodge { form: form.cleaned(), secret: self.secret.clone(), scans })
    }

    /// Whether the dossier as it stands holds what this form says.
    pub fn is_in(&self, dossier: &Dossier, procedure: &Procedure) -> bool {
        let form = self.form(procedure).cleaned();
        dossier.procedure.id == form.procedure.id
            && dossier.applicant == form.applicant
            && dossier.contact == form.contact
            && dossier.papers == form.papers
            && photo::are_in(self, dossier)
    }
}

/// What the citizen takes home.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Applied {
    /// `123-456-789`
    pub number: String,
    pub at: Moment,
    /// Until when the ward answers; nothing in a year without a calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Moment>,
    /// The ward has what this form says, not an earlier one that was sent before.
    pub same: bool,
}

/// The number of an application: nine figures out of its identity, so that it is known before the ward has given any.
///
/// A dossier's code has ten; so nobody mistakes one for the other. The number names, the secret opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Number(u32);

/// Bits of an identity that are not in its number's first word.
const UNSAID_BITS: u32 = 3;
const FIGURES: usize = 9;

impl Number {
    pub fn of(id: DossierId) -> Number {
        Number(id.0.as_fields().0 >> UNSAID_BITS)
    }

    /// The first and the last identity that have this number.
    pub fn range(self) -> (DossierId, DossierId) {
        let first = self.0 << UNSAID_BITS;
        let last = first | ((1 << UNSAID_BITS) - 1);
        (
            DossierId(Uuid::from_fields(first, 0, 0, &[0; 8])),
            DossierId(Uuid::from_fields(last, u16::MAX, u16::MAX, &[u8::MAX; 8])),
        )
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (millions, rest) = (self.0 / 1_000_000, self.0 % 1_000_000);
        write!(f, "{millions:03}-{:03}-{:03}", rest / 1_000, rest % 1_000)
    }
}

#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("an application's number has nine figures")]
pub struct BadNumber;

impl FromStr for Number {
    type Err = BadNumber;

    fn from_str(text: &str) -> Result<Number, BadNumber> {
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.'))
            .take(FIGURES + 1)
            .collect();
        if plain.len() != FIGURES || !plain.bytes().all(|b| b.is_ascii_digit()) {
            return Err(BadNumber);
        }
        let number: u32 = plain.parse().map_err(|_| BadNumber)?;
        if number > u32::MAX >> UNSAID_BITS { Err(BadNumber) } else { Ok(Number(number)) }
    }
}

/// Until when the ward has to answer an application that waits; nothing where none does, or in a year without a
/// calendar.
pub fn answer_by(calendar: &Calendar, dossier: &Dossier) -> Option<Moment> {
    if dossier.status != Status::Waiting || dossier.channel != Channel::Online {
        return None;
    }
    calendar.due(dossier.created_at, ANSWER_TERM).ok().map(|due| due.at)
}

/// How an application from afar was answered: received, asked to complete, or refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Answer {
    /// Until when it was owed.
    pub by: Moment,
    /// When it was given; nothing while it waits.
    pub at: Option<Moment>,
}

impl Answer {
    /// Whether it came late, or is late at `now`; to the minute of the clock.
    pub fn is_late(self, now: Moment) -> bool {
        self.by < self.at.unwrap_or(now)
    }

    /// `Đã trả lời công dân 10:12 24/11/2026, trong hạn 08 giờ làm việc`
    pub fn text(self, now: Moment, lang: Lang) -> String {
        let by = self.by.clock_and_day();
        match (self.at.map(Moment::clock_and_day), self.is_late(now), lang) {
            (Some(at), false, Lang::Vi) => format!("đã trả lời công dân {at}, trong 08 giờ làm việc"),
            (Some(at), false, Lang::En) => format!("answered the citizen {at}, within 8 working hours"),
            (Some(at), true, Lang::Vi) => format!("trả lời công dân trễ: {at}, hạn {by}"),
            (Some(at), true, Lang::En) => format!("answered the citizen late: {at}, owed by {by}"),
            (None, false, Lang::Vi) => format!("trả lời công dân trước {by}"),
            (None, false, Lang::En) => format!("answer the citizen before {by}"),
            (None, true, Lang::Vi) => format!("đã quá hạn trả lời công dân {by}"),
            (None, true, Lang::En) => format!("the answer to the citizen was owed by {by}"),
        }
    }
}

/// The ward's answer to what came in from afar, as the history tells it for good; nothing of what came in otherwise, of
/// what its citizen took back unanswered, or in a year without a calendar.
pub fn answer(calendar: &Calendar, dossier: &Dossier) -> Option<Answer> {
    let is_lodged = dossier.history.first().is_some_and(|trace| trace.kind == Kind::Lodge);
    if !is_lodged || dossier.channel != Channel::Online {
        return None;
    }
    let by = calendar.due(dossier.created_at, ANSWER_TERM).ok()?.at;
    let answers = |kind: Kind| matches!(kind, Kind::Receive | Kind::AskBefore | Kind::Refuse);
    let at = dossier.history.iter().find(|trace| answers(trace.kind)).map(|trace| trace.at);
    (at.is_some() || dossier.status == Status::Waiting).then_some(Answer { by, at })
}

/// What whoever has the secret reads: where the dossier is, what is missing, why it was not accepted. No name and no number
/// of a person, also where an officer wrote one.
pub fn tracked(ward: &Ward, dossier: &Dossier, by_number: bool, now: Moment) -> Tracked {
    let veil = Veil::of(ward, dossier);
    let asked = open_request(dossier).map(|asked| Asked {
        papers: asked.papers.iter().map(|paper| veil.seen(paper)).collect(),
        reason: veil.seen(&asked.reason),
        ..asked.clone()
    });
    Tracked {
        status: dossier.status,
        step: u8::try_from(dossier.status.step()).unwrap_or(0),
        due: dossier.promised.filter(|_| dossier.paused_since().is_none()),
        paused_since: dossier.paused_since(),
        posted_until: posting::running(dossier).map(|posting| posting.until),
        answer_by: answer_by(&ward.calendar, dossier),
        draft: proof::waiting(dossier, now),
        last_day: asked.as_ref().and_then(|asked| {
            ask_more::last_day(&ward.calendar, dossier).filter(|last| *last != asked.until)
        }),
        asked,
        photos: supply::papers(ward, dossier),
        refused: refusal_said(dossier).map(|said| veil.seen(&said)),
        code: dossier.code.as_ref().filter(|_| by_number).map(|code| code.short()),
        rating: None,
    }
}

/// Whether whoever got the result may say how it went, on the form of today; `is_done` where they have.
pub fn rating(ward: &Ward, dossier: &Dossier, is_done: bool, today: Day) -> Option<Rating> {
    let open = || {
        let form = ward.forms().on(today).number;
        let own = ward.survey_forms.iter().find(|own| own.number == form).cloned();
        Rating::Open { procedure: dossier.procedure.id.clone(), form, own }
    };
    (dossier.status == Status::Returned).then(|| if is_done { Rating::Done } else { open() })
}

impl Ward {
    /// The account under which applications from afar are kept: the door is open as long as the ward has one.
    pub fn door(&self) -> Option<&Officer> {
        self.officers.iter().find(|officer| officer.roles == [Role::Citizen])
    }

    /// Whether this is the account of the door, be it open or closed.
    pub fn is_door(&self, id: OfficerId) -> bool {
        let is_door = |officer: &Officer| {
            officer.title == SYSTEM && officer.roles.iter().all(|role| *role == Role::Citizen)
        };
        self.officer(id).is_some_and(is_door)
    }

    /// The settings with the door open or closed. A closed door's account has no role and stays in the histories.
    #[must_use]
    pub fn with_door(&self, open: bool) -> Ward {
        let mut ward = self.clone();
        match (self.door().map(|door| door.id), open) {
            (Some(_), true) | (None, false) => {}
            (Some(id), false) => {
                ward.officers
                    .iter_mut()
                    .filter(|officer| officer.id == id)
                    .for_each(|door| door.roles.clear());
            }
            (None, true) => {
                let rests = |officer: &&mut Officer| officer.title == SYSTEM && !officer.is_at_work();
                match ward.officers.iter_mut().find(rests) {
                    Some(door) => door.roles = vec![Role::Citizen],
                    None => ward.officers.push(Officer {
                        id: self.next_officer(),
                        name: "Cổng trực tuyến".to_owned(),
                        title: SYSTEM.to_owned(),
                        roles: vec![Role::Citizen],
                        fields: Vec::new(),
                    }),
                }
            }
        }
        ward
    }
}

/// The title of an account that is no person.
const SYSTEM: &str = "Tài khoản hệ thống";

#[cfg(test)]
mod tests;
