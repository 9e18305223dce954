//! Chuyển phối hợp, xác minh: another agency answers while the limit runs on.
//!
//! Not here: dossiers that another agency decides (`forward`).
//! Invariant: the agency and its own date are on record, so a late answer has a cause. The longer limit that the law
//! gives for verification is taken once, moves `due` and leaves `due_first`.

use serde::{Deserialize, Serialize};

use super::What;
use super::ask_more::due_in;
use super::form::Faults;
use super::kind::Kind;
use super::record::{Consulted as Asked, Dossier};
use super::{Fact, record};
use crate::calendar::Term;
use crate::ctx::Ctx;
use crate::lang::Lang;
use crate::limits;
use crate::moment::{Day, Moment};
use crate::refusal::Refusal;
use crate::text;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Consult {
    pub agency: String,
    pub question: String,
    pub until: Day,
    /// The condition of the procedure's longer limit is met: it takes the place of the usual one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub extends: bool,
}

/// What was asked, and the longer limit with its due moment where it was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consulted {
    pub ask: Consult,
    pub longer: Option<(Term, Moment)>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reply {
    pub answer: String,
}

/// An agency's name as it is kept: behind a colon the history says what it was asked or answered.
pub(super) fn agency(typed: &str) -> String {
    text::clean(typed).replace(": ", ", ")
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &Consult) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    faults.text("agency", ("cơ quan phối hợp", "agency"), &act.agency, limits::NAME_CHARS_MAX);
    faults.text("question", ("nội dung", "question"), &act.question, limits::REASON_CHARS_MAX);
    faults.coming("until", act.until, ctx);
    let longer = match act.extends {
        true => ctx.ward.catalogue.get(&dossier.procedure).and_then(|procedure| procedure.longer.as_ref()),
        false => None,
    };
    if act.extends && longer.is_none() {
        faults.add(
            "extends",
            "Luật không cho thủ tục này hạn dài hơn.",
            "The law gives this procedure no longer limit.",
        );
    }
    if act.extends && longer.is_some_and(|longer| longer.term == dossier.term) {
        faults.add("extends", "Hồ sơ đã ở hạn dài hơn.", "The dossier has the longer limit already.");
    }
    faults.done()?;
    let longer =
        longer.map(|longer| due_in(ctx, dossier, longer.term).map(|due| (longer.term, due))).transpose()?;
    let ask = Consult {
        agency: agency(&act.agency),
        question: text::clean(&act.question),
        until: act.until,
        extends: act.extends,
    };
    Ok(What::Consulted(Consulted { ask, longer }))
}

pub(super) fn reply(act: &Reply) -> Result<What, Refusal> {
    super::form::needed("answer", ("trả lời", "answer"), &act.answer, limits::REASON_CHARS_MAX)?;
    Ok(What::Replied(Reply { answer: text::clean(&act.answer) }))
}

impl Consulted {
    pub(super) fn apply(&self, dossier: &mut Dossier) -> (Kind, String) {
        let Consult { agency, question, until, .. } = &self.ask;
        dossier.agency = agency.clone();
        dossier.consulted = Some(Asked { until: *until });
        let mut note = format!("{agency}: {question}, trước {}", until.vi());
        if let Some((term, due)) = self.longer {
            dossier.term = term;
            record::move_due(dossier, due);
            note += &format!("; hạn dài hơn: {}, trả {}", term.text(Lang::Vi), due.clock_and_day());
        }
        (Kind::Consult, note)
    }
}

impl Reply {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        let agency = std::mem::take(&mut dossier.agency);
        let asked = dossier.consulted.take();
        let late = asked.map_or(0, |asked| fact.at.day().since(asked.until).max(0));
        let late = if late > 0 { format!(" (trễ {late} ngày)") } else { String::new() };
        (Kind::Reply, format!("{agency}{late}: {}", self.answer))
    }
}

/// Whom the history of a question or an answer names, and until when an answer was asked for.
pub(crate) fn told(note: &str) -> (&str, Option<Day>) {
    let agency = note.split_once(": ").map_or(note, |(agency, _)| agency);
    let agency = agency.rsplit_once(" (trễ ").map_or(agency, |(agency, _)| agency);
    let until = note.rsplit_once(", trước ").map(|(_, rest)| rest.split(';').next().unwrap_or(rest));
    (agency, until.and_then(Day::parse_any))
}
