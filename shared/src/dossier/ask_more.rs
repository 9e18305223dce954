//! Yêu cầu bổ sung (form 02) after reception, and the papers that come back.
//!
//! Not here: guiding before reception (`intake`).
//! Invariant: one request; a second only by the head with a reason, and it counts as late in index 766.
//! The clock stands still between the two acts.

use serde::{Deserialize, Serialize};

use super::form::Faults;
use super::kind::Kind;
use super::record::{self, Asked, Dossier, PaperTaken, PauseReason, Stretch};
use super::{Fact, What};
use crate::calendar::Term;
use crate::ctx::Ctx;
use crate::limits;
use crate::moment::{Day, Moment};
use crate::officer::Role;
use crate::refusal::Refusal;
use crate::text;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AskMore {
    pub papers: Vec<String>,
    pub reason: String,
    pub until: Day,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskedMore {
    pub ask: AskMore,
    pub second: bool,
}

/// Requests after reception; those before it do not count.
fn asked_before(dossier: &Dossier) -> bool {
    dossier.history.iter().any(|trace| trace.kind == Kind::AskMore)
}

pub(super) fn may(ctx: &Ctx, dossier: &Dossier) -> Result<(), Refusal> {
    match (asked_before(dossier), ctx.by.is(Role::Head), ctx.by.is(Role::Specialist)) {
        (true, false, _) => {
            cov_mark::hit!(second_supplement_refused);
            Err(Refusal::SecondSupplement)
        }
        (false, _, false) => Err(Refusal::NotPermitted { needs: vec![Role::Specialist] }),
        (true, true, _) | (false, _, true) => Ok(()),
    }
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &AskMore) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    faults.text("reason", ("lý do", "reason"), &act.reason, limits::REASON_CHARS_MAX);
    let none = ("Ghi ít nhất một giấy tờ cần bổ sung.", "Name at least one paper to bring.");
    faults.names("papers", &act.papers, none);
    faults.coming("until", act.until, ctx);
    faults.done()?;
    let ask = AskMore {
        papers: act.papers.iter().map(|paper| text::clean(paper)).collect(),
        reason: text::clean(&act.reason),
        until: act.until,
    };
    Ok(What::AskedMore(AskedMore { ask, second: asked_before(dossier) }))
}

impl AskedMore {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        let AskMore { papers, reason, until } = self.ask.clone();
        let note = format!("{} ({reason})", papers.join("; "));
        dossier.asked.push(Asked { at: fact.at, papers, reason, until, second: self.second });
        dossier.pauses.push(Stretch { from: fact.at, to: None, why: PauseReason::Supplement });
        (Kind::AskMore, note)
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Supplement {
    pub papers: Vec<PaperTaken>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Supplemented {
    pub papers: Vec<PaperTaken>,
    pub due: Moment,
}

/// A line of what came: `Trích lục khai tử (1 bản chính, 2 bản sao)`. Without counts it is one original; any other
/// words in brackets belong to the name.
pub fn paper_of(line: &str) -> PaperTaken {
    let line = text::clean(line);
    let counted = line.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    if let Some((name, counts)) = counted
        && let Some((originals, copies)) = counts_of(counts)
    {
        return PaperTaken { name: name.trim_end().to_owned(), originals, copies, supplemented: None };
    }
    PaperTaken { name: line, originals: 1, copies: 0, supplemented: None }
}

/// `1 bản chính, 2 bản sao`, the same in English, or either half; a half that is not named is none.
fn counts_of(words: &str) -> Option<(u32, u32)> {
    let (mut originals, mut copies) = (None, None);
    for part in words.split(',') {
        let (count, kind) = part.trim().split_once(' ')?;
        let place = match text::fold(kind).as_str() {
            "ban chinh" | "original" | "originals" => &mut originals,
            "ban sao" | "copy" | "copies" => &mut copies,
            _ => return None,
        };
        if place.replace(count.parse::<u32>().ok()?).is_some() {
            return None;
        }
    }
    Some((originals.unwrap_or(0), copies.unwrap_or(0)))
}

pub(super) fn supplement(ctx: &Ctx, dossier: &Dossier, act: &Supplement) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    if act.papers.is_empty() {
        faults.add("papers", "Ghi ít nhất một giấy tờ đã nhận.", "Name at least one paper that came.");
    }
    faults.papers(&act.papers);
    faults.done()?;
    let papers = act
        .papers
        .iter()
        .map(|paper| PaperTaken {
            name: text::clean(&paper.name),
            originals: paper.originals,
            copies: paper.copies,
            supplemented: Some(ctx.happened),
        })
        .collect();
    Ok(What::Supplemented(Supplemented { papers, due: due_when_resumed(ctx, dossier)? }))
}

/// The due moment once the open pause ends now.
pub(super) fn due_when_resumed(ctx: &Ctx, dossier: &Dossier) -> Result<Moment, Refusal> {
    due_in(ctx, dossier, dossier.term)
}

/// The due moment under `term` with the pauses so far, the open one ending now.
pub(super) fn due_in(ctx: &Ctx, dossier: &Dossier, term: Term) -> Result<Moment, Refusal> {
    let Some(received) = dossier.received_at else { return Err(Refusal::Gone) };
    let mut pauses: Vec<_> = dossier.pauses.iter().map(Stretch::as_pause).collect();
    if let Some(open) = pauses.last_mut().filter(|pause| pause.to.is_none()) {
        open.to = Some(ctx.happened.max(open.from));
    }
    ctx.ward
        .calendar
        .due_after_pauses(received, term, &pauses, ctx.ward.supplement_clock)
        .map(|due| due.at)
        .map_err(|missing| Refusal::NoCalendar { year: missing.year })
}

/// Ends the open pause; `due` and `promised` move together unless an apology promised another day.
pub(super) fn resume(dossier: &mut Dossier, at: Moment, due: Moment) {
    if let Some(open) = dossier.pauses.last_mut().filter(|pause| pause.to.is_none()) {
        open.to = Some(at.max(open.from));
    }
    record::move_due(dossier, due);
}

impl Supplemented {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        resume(dossier, fact.at, self.due);
        dossier.papers.extend(self.papers.iter().cloned());
        let names: Vec<&str> = self.papers.iter().map(|paper| paper.name.as_str()).collect();
        (Kind::Supplement, names.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::paper_of;

    #[test]
    fn a_line_says_how_many_came() {
        for (line, read) in [
            ("Trích lục khai tử", ("Trích lục khai tử", 1, 0)),
            (" Trích lục  khai tử (2 bản sao) ", ("Trích lục khai tử", 0, 2)),
            ("Bản án (1 bản chính, 2 bản sao)", ("Bản án", 1, 2)),
            ("Bản án (2 Bản Sao, 1 bản chính)", ("Bản án", 1, 2)),
            ("Bản án (1 original, 2 copies)", ("Bản án", 1, 2)),
            ("Giấy tờ (CCCD/hộ chiếu) (3 bản sao)", ("Giấy tờ (CCCD/hộ chiếu)", 0, 3)),
            ("Giấy tờ tùy thân (CCCD/hộ chiếu)", ("Giấy tờ tùy thân (CCCD/hộ chiếu)", 1, 0)),
            ("Bản án (-1 bản sao)", ("Bản án (-1 bản sao)", 1, 0)),
            ("Bản án (1 bản sao, 2 bản sao)", ("Bản án (1 bản sao, 2 bản sao)", 1, 0)),
        ] {
            let paper = paper_of(line);
            assert_eq!((paper.name.as_str(), paper.originals, paper.copies), read, "{line}");
        }
    }
}
