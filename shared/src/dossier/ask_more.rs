//! Yêu cầu bổ sung (form 02) after reception, and the papers that come back.
//!
//! Not here: guiding before reception (`intake`).
//! Invariant: one request; a second only by the head with a reason, and it counts as late in index 766.
//! The clock stands still between the two acts, and moves again only when everything that was asked for is there
//! or it is on record why less is enough. Nothing ends by itself: a request that nobody answers is shown as overdue until
//! a person ends the dossier.

use serde::{Deserialize, Serialize};

use super::form::Faults;
use super::kind::Kind;
use super::record::{self, Asked, Dossier, PaperTaken, PauseReason, Stretch, Trace};
use super::supply::open_request;
use super::{Fact, Status, What};
use crate::calendar::{Calendar, Term};
use crate::ctx::Ctx;
use crate::lang::Lang;
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

/// The last day on which the open request may still be answered; nothing where none is open.
///
/// The day that was named counts whole; where the office is closed on it, the next working day does (Bộ luật Dân sự
/// 2015, điều 148). In a year without a calendar every day counts.
pub fn last_day(calendar: &Calendar, dossier: &Dossier) -> Option<Day> {
    let mut day = open_request(dossier)?.until;
    while calendar.is_working(day) == Ok(false) {
        day = day.next();
    }
    Some(day)
}

/// The last day as everybody is told it, where it is not the one that was named with why:
/// `19/03/2018 (ngày hẹn 17/03/2018 là ngày nghỉ)`.
pub fn day_said(named: Day, last: Day, lang: Lang) -> String {
    let (named, day) = (named.vi(), last.vi());
    match lang {
        _ if named == day => day,
        Lang::Vi => format!("{day} (ngày hẹn {named} là ngày nghỉ)"),
        Lang::En => format!("{day} ({named} is a day off)"),
    }
}

/// Days since that day; 0 while it is not over, or where nothing is awaited.
pub fn days_overdue(calendar: &Calendar, dossier: &Dossier, today: Day) -> i64 {
    last_day(calendar, dossier).map_or(0, |last| today.since(last).max(0))
}

/// What follows when the citizen does not come back: a leader stops the dossier with a notice, or the counter refuses
/// what it has not received yet (domain notes §1.4).
pub fn follows(dossier: &Dossier) -> Option<Kind> {
    open_request(dossier)?;
    Some(if dossier.status == Status::AwaitSupplement { Kind::Stop } else { Kind::Refuse })
}

/// The reason of that act, in the language of the paper that says it: by the last day on which the papers were taken, and
/// where that is not the one that was written, why. Long lists of papers are left to the request.
pub fn unanswered(calendar: &Calendar, dossier: &Dossier) -> Option<String> {
    let (asked, last) = (open_request(dossier)?, last_day(calendar, dossier)?);
    let (last, on) = (day_said(asked.until, last, Lang::Vi), asked.at.day().vi());
    let said = format!("Người nộp không bổ sung giấy tờ đến hết ngày {last} theo yêu cầu ngày {on}");
    let whole = format!("{said}: {}", asked.papers.join("; "));
    Some(if whole.chars().count() > limits::REASON_CHARS_MAX { said } else { whole })
}

/// Until when the request of this line of the history was to be answered.
pub fn until_of(dossier: &Dossier, trace: &Trace) -> Option<Day> {
    let asks = matches!(trace.kind, Kind::AskMore | Kind::AskBefore);
    dossier.asked.iter().find(|asked| asks && asked.at == trace.at).map(|asked| asked.until)
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Supplement {
    pub papers: Vec<PaperTaken>,
    /// Why the dossier is complete although something that was asked for did not come; empty where all came.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub enough: String,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Supplemented {
    pub papers: Vec<PaperTaken>,
    /// What was asked for and did not come, with why that is enough; empty where all came.
    pub without: String,
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
    faults.length("enough", ("lý do", "reason"), &act.enough, limits::REASON_CHARS_MAX);
    let missing = missing(dossier, &act.papers).join("; ");
    let enough = text::clean(&act.enough);
    if !missing.is_empty() && !act.papers.is_empty() && enough.is_empty() {
        cov_mark::hit!(supplement_incomplete);
        faults.add(
            "papers",
            format!("Còn thiếu: {missing}. Nhận đủ rồi ghi, hoặc ghi vì sao như vậy là đủ."),
            format!("Still missing: {missing}. Record it when all came, or say why this is enough."),
        );
    }
    faults.done()?;
    let without = if missing.is_empty() { missing } else { format!("không có {missing}: {enough}") };
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
    Ok(What::Supplemented(Supplemented { papers, without, due: due_when_resumed(ctx, dossier)? }))
}

/// What the open request names and `papers` does not hold. A paper whose name goes on ("… của mẹ") is the one asked
/// for.
fn missing<'a>(dossier: &'a Dossier, papers: &[PaperTaken]) -> Vec<&'a str> {
    let came: Vec<String> = papers.iter().map(|paper| text::canonical(&paper.name)).collect();
    let is_there = |asked: &str| {
        let asked = text::canonical(&paper_of(asked).name);
        came.iter().any(|name| name.strip_prefix(asked.as_str()).is_some_and(starts_new_word))
    };
    let asked = dossier.asked.last().map(|asked| asked.papers.as_slice()).unwrap_or_default();
    asked.iter().map(String::as_str).filter(|asked| !is_there(asked)).collect()
}

fn starts_new_word(rest: &str) -> bool {
    !rest.starts_with(char::is_alphanumeric)
}

/// The due moment once the open pause ends now.
pub(super) fn due_when_resumed(ctx: &Ctx, dossier: &Dossier) -> Result<Moment, Refusal> {
    due_in(ctx, dossier, dossier.term)
}

/// The due moment under `term` with the pauses so far, the open one ending now.
pub(super) fn due_in(ctx: &Ctx, dossier: &Dossier, term: Term) -> Result<Moment, Refusal> {
    due_when(ctx, dossier, term, ctx.happened)
}

/// The same with the open pause ending at `at`.
pub(super) fn due_when(ctx: &Ctx, dossier: &Dossier, term: Term, at: Moment) -> Result<Moment, Refusal> {
    let Some(received) = dossier.received_at else { return Err(Refusal::Gone) };
    let mut pauses: Vec<_> = dossier.pauses.iter().map(Stretch::as_pause).collect();
    if let Some(open) = pauses.last_mut().filter(|pause| pause.to.is_none()) {
        open.to = Some(at.max(open.from));
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
        let mut note: Vec<&str> = self.papers.iter().map(|paper| paper.name.as_str()).collect();
        note.extend((!self.without.is_empty()).then_some(self.without.as_str()));
        (Kind::Supplement, note.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::paper_of;

    proptest! {
        #[test]
        fn a_line_gives_back_its_counts(name in "[A-Za-zà-ỹĐđ]{1,9}( [A-Za-zà-ỹĐđ0-9]{1,9}){0,4}", originals in 0..99_u32, copies in 0..99_u32) {
            let paper = paper_of(&format!("{name} ({originals} bản chính, {copies} bản sao)"));
            prop_assert_eq!((paper.name, paper.originals, paper.copies), (crate::text::clean(&name), originals, copies));
        }

        /// What is not understood stays part of the name: nothing that was typed is lost.
        #[test]
        fn any_line_is_a_paper(line in any::<String>()) {
            let paper = paper_of(&line);
            prop_assert!(crate::text::clean(&line).starts_with(&paper.name));
        }
    }

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
