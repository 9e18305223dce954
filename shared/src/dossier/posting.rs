//! Niêm yết công khai một hồ sơ: hung up for the days that its procedure's version names, objections while it hangs, and
//! its end.
//!
//! Not here: the two papers (`paper::posting`), how a procedure itself is posted (`public`), the days (`procedure`).
//! Invariant: the end is written down only after the last day, and when each objection says how it was settled. Where the
//! days are outside the limit (domain notes §3.5), the clock stands still from the act to the close of the last day,
//! however late the end is written down; a day told afterwards wins no time.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ask_more::{due_when, resume};
use super::form::Faults;
use super::kind::Kind;
use super::record::{Dossier, PauseReason, Stretch};
use super::{Fact, What};
use crate::calendar::{Calendar, NoCalendar, Term};
use crate::ctx::Ctx;
use crate::id::OfficerId;
use crate::lang::Sentence;
use crate::limits;
use crate::moment::{Day, Moment};
use crate::procedure::Procedure;
use crate::refusal::Refusal;
use crate::text;

/// One posting of a dossier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Posting {
    /// Where it hangs; several places stand between semicolons.
    pub place: String,
    /// What the notice says of the dossier.
    pub content: String,
    /// The day on which it was hung up; not counted.
    pub from: Day,
    /// The last day, counted whole.
    pub until: Day,
    /// Days, working or not, as the procedure's version had them.
    pub term: Term,
    /// The days are outside the limit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
    pub at: Moment,
    pub by: OfficerId,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objections: Vec<Objection>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<End>,
}

/// What somebody had against it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    pub who: String,
    pub on: Day,
    pub said: String,
    /// How it was settled; empty while it is not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub settled: String,
}

impl fmt::Debug for Objection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Objection({}, ***)", self.on)
    }
}

/// Who wrote the end down, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct End {
    pub at: Moment,
    pub by: OfficerId,
    /// For the certificate, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// The notice was hung up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Post {
    pub place: String,
    pub content: String,
    pub from: Day,
}

/// The act with what was counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Posted {
    pub post: Post,
    pub until: Day,
    pub term: Term,
    pub outside: bool,
}

/// Somebody objects, or it is said how an objection was settled.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// The objection that is settled, from 1; 0 for a new one.
    #[serde(default, skip_serializing_if = "is_new")]
    pub number: u32,
    /// Who objects; of one that is settled, as the author saw the name.
    pub who: String,
    pub on: Day,
    pub said: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub settled: String,
}

fn is_new(number: &u32) -> bool {
    *number == 0
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Object({}, {}, ***)", self.number, self.on)
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EndPosting {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// The act; where the days were outside the limit, with the moment at which the clock goes on and the new due moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PostingEnded {
    pub note: String,
    pub resumed: Option<(Moment, Moment)>,
}

/// The posting that hangs now, ended by nobody yet.
pub fn running(dossier: &Dossier) -> Option<&Posting> {
    let open = dossier.postings.last().filter(|posting| posting.end.is_none());
    open.filter(|_| dossier.status.is_in_process())
}

impl Posting {
    /// Each place where it hangs.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        self.place.split(';').map(str::trim).filter(|place| !place.is_empty())
    }

    /// The last day is over: whoever posted it writes the end down.
    pub fn is_over(&self, today: Day) -> bool {
        self.until < today
    }

    /// Days until the last one; 0 on it, and after it.
    pub fn days_left(&self, today: Day) -> i64 {
        self.until.since(today).max(0)
    }

    /// Objections that do not say how they were settled, with their numbers.
    pub fn unsettled(&self) -> impl Iterator<Item = (u32, &Objection)> {
        (1..).zip(&self.objections).filter(|(_, objection)| objection.settled.is_empty())
    }
}

/// The last day of what is hung up on `from`: the first day is not counted, and a last day off leads to the next working
/// day, as every limit is counted.
///
/// # Errors
/// The year has no calendar.
pub fn last_day(calendar: &Calendar, from: Day, term: Term) -> Result<Day, NoCalendar> {
    calendar
        .due(calendar.opening(from).unwrap_or_else(|| Moment::at(from, 0, 0)), term)
        .map(|due| due.at.day())
}

/// For how long the dossier's procedure posts, and the version that says so.
fn term(ctx: &Ctx, dossier: &Dossier) -> Option<(Term, bool)> {
    let procedure: &Procedure = ctx.ward.catalogue.get(&dossier.procedure)?;
    Some((procedure.posting()?, procedure.posting_outside))
}

/// Steps that wait until the posting has ended: what decides the dossier, and where the clock stands still for it, what
/// would stop the clock a second time.
pub(super) fn holds(dossier: &Dossier, kind: Kind) -> Result<(), Refusal> {
    let Some(posting) = running(dossier) else { return Ok(()) };
    let waits = matches!(kind, Kind::Post | Kind::Submit | Kind::Forward)
        || (posting.outside && matches!(kind, Kind::AskMore | Kind::AskPayment));
    if waits { Err(Refusal::Posted { until: posting.until }) } else { Ok(()) }
}

pub(super) fn may(ctx: &Ctx, dossier: &Dossier) -> Result<(), Refusal> {
    if term(ctx, dossier).is_none() {
        return Err(Refusal::field(
            "main",
            "Thủ tục này không niêm yết công khai hồ sơ.",
            "Dossiers of this procedure are not posted in public.",
        ));
    }
    if dossier.postings.len() >= limits::POSTINGS_MAX {
        return Err(Refusal::field(
            "main",
            &format!("Hồ sơ đã niêm yết {} lần.", limits::POSTINGS_MAX),
            &format!("The dossier was posted {} times already.", limits::POSTINGS_MAX),
        ));
    }
    Ok(())
}

pub(super) fn may_object(dossier: &Dossier) -> Result<(), Refusal> {
    running(dossier).map(drop).ok_or(Refusal::Settled)
}

pub(super) fn may_end(ctx: &Ctx, dossier: &Dossier) -> Result<(), Refusal> {
    let posting = running(dossier).ok_or(Refusal::Settled)?;
    if !posting.is_over(ctx.happened.day()) {
        cov_mark::hit!(posting_still_hangs);
        return Err(Refusal::Posted { until: posting.until });
    }
    match posting.unsettled().next() {
        None => Ok(()),
        Some((number, _)) => Err(Refusal::field(
            "main",
            &format!("Ý kiến {number} chưa ghi cách giải quyết. Ghi rồi mới kết thúc niêm yết."),
            &format!("Objection {number} does not say how it was settled. Say so, then end the posting."),
        )),
    }
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &Post) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    faults.text("place", ("nơi niêm yết", "place"), &act.place, limits::NAME_CHARS_MAX);
    faults.text("content", ("nội dung niêm yết", "content"), &act.content, limits::REASON_CHARS_MAX);
    if act.from > ctx.happened.day() {
        faults.add("from", "Ngày niêm yết ở sau hôm nay.", "The day of posting is after today.");
    } else if dossier.received_at.is_some_and(|received| act.from < received.day()) {
        faults.add(
            "from",
            "Ngày niêm yết ở trước ngày tiếp nhận hồ sơ.",
            "The day of posting is before the reception.",
        );
    }
    faults.done()?;
    let (term, outside) = term(ctx, dossier).ok_or(Refusal::Gone)?;
    let until = last_day(&ctx.ward.calendar, act.from, term)
        .map_err(|missing| Refusal::NoCalendar { year: missing.year })?;
    let post = Post { place: text::clean(&act.place), content: text::clean(&act.content), from: act.from };
    Ok(What::Posted(Posted { post, until, term, outside }))
}

pub(super) fn object(ctx: &Ctx, dossier: &Dossier, act: &Object) -> Result<What, Refusal> {
    let posting = running(dossier).ok_or(Refusal::Settled)?;
    let mut faults = Faults::default();
    let how = ("cách giải quyết", "settlement");
    if act.number == 0 {
        faults.text("who", ("người có ý kiến", "name"), &act.who, limits::NAME_CHARS_MAX);
        faults.text("said", ("nội dung ý kiến", "objection"), &act.said, limits::REASON_CHARS_MAX);
        faults.length("settled", how, &act.settled, limits::REASON_CHARS_MAX);
        if act.on < posting.from || act.on > posting.until.min(ctx.happened.day()) {
            faults.add(
                "on",
                "Ngày có ý kiến nằm trong thời gian niêm yết, không sau hôm nay.",
                "The day of the objection lies within the posting, and not after today.",
            );
        }
        if posting.objections.len() >= limits::OBJECTIONS_MAX {
            let max = limits::OBJECTIONS_MAX;
            faults.add("who", format!("Tối đa {max} ý kiến."), format!("At most {max} objections."));
        }
    } else {
        faults.text("settled", how, &act.settled, limits::REASON_CHARS_MAX);
    }
    faults.done()?;
    if act.number > 0 {
        let place = act.number as usize - 1;
        let same = |objection: &&Objection| {
            objection.settled.is_empty() && objection.who == act.who && objection.said == act.said
        };
        posting.objections.get(place).filter(same).ok_or(Refusal::Settled)?;
    }
    Ok(What::Objected(Object {
        number: act.number,
        who: text::clean(&act.who),
        on: act.on,
        said: text::clean(&act.said),
        settled: text::clean(&act.settled),
    }))
}

pub(super) fn end(ctx: &Ctx, dossier: &Dossier, act: &EndPosting) -> Result<What, Refusal> {
    let posting = running(dossier).ok_or(Refusal::Settled)?;
    let mut faults = Faults::default();
    faults.length("note", ("ghi chú", "note"), &act.note, limits::NOTE_CHARS_MAX);
    faults.done()?;
    let closes = ctx.ward.calendar.closing(posting.until).unwrap_or_else(|| Moment::at(posting.until, 17, 0));
    let goes_on = closes.min(ctx.happened);
    let resumed = match posting.outside {
        true => Some((goes_on, due_when(ctx, dossier, dossier.term, goes_on)?)),
        false => None,
    };
    Ok(What::PostingEnded(PostingEnded { note: text::clean(&act.note), resumed }))
}

impl Posted {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        let Posted { post: Post { place, content, from }, until, term, outside } = self.clone();
        let note = format!("{place}, từ {} đến hết {}", from.vi(), until.vi());
        dossier.postings.push(Posting {
            place,
            content,
            from,
            until,
            term,
            outside,
            at: fact.at,
            by: fact.by,
            objections: Vec::new(),
            end: None,
        });
        if outside {
            dossier.pauses.push(Stretch { from: fact.at, to: None, why: PauseReason::Posting });
        }
        (Kind::Post, note)
    }
}

impl Object {
    pub(super) fn apply(&self, dossier: &mut Dossier) -> (Kind, String) {
        let Object { number, who, on, said, settled } = self.clone();
        let Some(posting) = dossier.postings.last_mut() else { return (Kind::Object, said) };
        let (number, how) = match (number as usize).checked_sub(1) {
            None => {
                posting.objections.push(Objection { who, on, said: said.clone(), settled: settled.clone() });
                (posting.objections.len(), settled)
            }
            Some(place) => {
                if let Some(objection) = posting.objections.get_mut(place) {
                    objection.settled.clone_from(&settled);
                }
                (place + 1, settled)
            }
        };
        let how = if how.is_empty() { how } else { format!("; giải quyết: {how}") };
        let said = if self.number == 0 { format!(": {said}") } else { String::new() };
        (Kind::Object, format!("ý kiến {number}{said}{how}"))
    }
}

/// What `Posted::apply` wrote, for those who read English; what somebody typed stays in its own words.
pub fn told_posted(note: &str) -> Sentence {
    let en = note
        .rsplit_once(", từ ")
        .map(|(place, days)| format!("{place}, {}", days.replacen(" đến hết ", " to ", 1)));
    Sentence::new(note, en.unwrap_or_else(|| note.to_owned()))
}

/// What `Object::apply` wrote, the same.
pub fn told_objection(note: &str) -> Sentence {
    let en = note.replacen("ý kiến ", "objection ", 1).replacen("; giải quyết: ", "; settled: ", 1);
    Sentence::new(note, en)
}

/// What `PostingEnded::apply` wrote, the same.
pub fn told_end(note: &str) -> Sentence {
    let (count, rest) = note.split_at(note.find(':').unwrap_or(note.len()));
    let count = match count.strip_suffix(" ý kiến") {
        Some("1") => "1 objection".to_owned(),
        Some(count) if count.bytes().all(|b| b.is_ascii_digit()) => format!("{count} objections"),
        Some(_) | None => "no objection".to_owned(),
    };
    Sentence::new(note, format!("{count}{rest}"))
}

impl PostingEnded {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        let mut count = 0;
        if let Some(posting) = dossier.postings.last_mut() {
            count = posting.objections.len();
            posting.end = Some(End { at: fact.at, by: fact.by, note: self.note.clone() });
        }
        if let Some((at, due)) = self.resumed {
            resume(dossier, at, due);
        }
        let objections =
            if count == 0 { "không có ý kiến".to_owned() } else { format!("{count} ý kiến") };
        let note = if self.note.is_empty() { String::new() } else { format!(": {}", self.note) };
        (Kind::EndPosting, format!("{objections}{note}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_reads_english_reads_what_the_record_wrote() {
        let en = |said: Sentence| said.en;
        let posted = told_posted("Trụ sở, từ 07/03/2018 đến hết 22/03/2018");
        assert_eq!(en(posted), "Trụ sở, 07/03/2018 to 22/03/2018");
        let objected = told_objection("ý kiến 2: Lấn đất; giải quyết: Đo lại");
        assert_eq!(en(objected), "objection 2: Lấn đất; settled: Đo lại");
        for (note, said) in [
            ("không có ý kiến", "no objection"),
            ("1 ý kiến", "1 objection"),
            ("3 ý kiến: Đã gỡ, không có ý kiến khác", "3 objections: Đã gỡ, không có ý kiến khác"),
        ] {
            assert_eq!(en(told_end(note)), said);
        }
    }
}
