//! Days, hours and officers in the words of the counter's pages.
//!
//! Not here: words of a rule (`shared`).
//! Invariant: both languages; a date is always written day first.

use shared::calendar::Calendar;
use shared::dossier::{Dossier, Kind, agency};
use shared::lang::{Lang, Sentence};
use shared::moment::{Day, Moment};
use shared::officer::Officer;
use shared::procedure::ProcedureRef;
use shared::ward::Ward;

/// `Thứ Năm, ngày 22/11/2018`
pub fn long_day(day: Day, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("{}, ngày {}", day.weekday_name(lang), day.vi()),
        Lang::En => format!("{}, {}", day.weekday_name(lang), day.vi()),
    }
}

/// `Hôm nay, Thứ Năm 22/11`; the year only where it is another one.
pub fn near_day(day: Day, today: Day, lang: Lang) -> String {
    let date = if day.year() == today.year() { day.vi_short() } else { day.vi() };
    let named = format!("{} {date}", day.weekday_name(lang));
    match (day.since(today), lang) {
        (0, Lang::Vi) => format!("Hôm nay, {named}"),
        (0, Lang::En) => format!("Today, {named}"),
        (1, Lang::Vi) => format!("Ngày mai, {named}"),
        (1, Lang::En) => format!("Tomorrow, {named}"),
        _ => named,
    }
}

/// `17:00`, on another day `17:00, 23/11`, in another year with the year.
pub fn near_moment(at: Moment, today: Day) -> String {
    let day = at.day();
    match (day == today, day.year() == today.year()) {
        (true, _) => at.clock(),
        (false, true) => format!("{}, {}", at.clock(), day.vi_short()),
        (false, false) => format!("{}, {}", at.clock(), day.vi()),
    }
}

/// `22/11 15:36`, in another year with the year: the column of a history.
pub fn stamp(at: Moment, today: Day) -> String {
    let day = at.day();
    let date = if day.year() == today.year() { day.vi_short() } else { day.vi() };
    format!("{date} {}", at.clock())
}

/// `còn 1 giờ 18 phút làm việc`
pub fn time_left(calendar: &Calendar, now: Moment) -> Sentence {
    let minutes = match (calendar.closing(now.day()), calendar.opening(now.day())) {
        (Some(closing), Some(_)) => calendar.working_minutes(now, closing).unwrap_or(0),
        _ => return Sentence::new("hôm nay nghỉ", "closed today"),
    };
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (hours, rest) {
        (0, 0) => Sentence::new("đã hết giờ làm việc", "office hours are over"),
        (0, rest) => {
            Sentence::new(format!("còn {rest} phút làm việc"), format!("{rest} min of office time left"))
        }
        (hours, 0) => {
            Sentence::new(format!("còn {hours} giờ làm việc"), format!("{hours} h of office time left"))
        }
        (hours, rest) => Sentence::new(
            format!("còn {hours} giờ {rest} phút làm việc"),
            format!("{hours} h {rest} min of office time left"),
        ),
    }
}

/// The procedure's name in both languages; its id where the catalogue has lost it.
pub fn procedure_name(ward: &Ward, reference: &ProcedureRef) -> Sentence {
    ward.catalogue.name_of(reference)
}

/// The agency that a dossier waits for, with its own date, and whether that has passed.
pub fn agency(ward: &Ward, dossier: &Dossier, today: Day) -> Option<(Sentence, bool)> {
    let waits = agency::waits(dossier)?;
    let said = |lang| waits.text(&ward.calendar, today, lang);
    Some((Sentence::new(said(Lang::Vi), said(Lang::En)), waits.days_late(&ward.calendar, today) > 0))
}

/// The first two words of a title and the short name: `Phó Chủ tịch Hồng Vân`.
pub fn signer_name(officer: &Officer) -> String {
    let title = officer.title.split(" UBND").next().unwrap_or_default();
    format!("{title} {}", officer.short_name())
}

/// `Thu Hà`; the portal, which is nobody, keeps its whole name.
pub fn known_as(officer: &Officer) -> String {
    if officer.is_staff() || officer.only_hands_in() { officer.short_name() } else { officer.name.clone() }
}

/// What somebody did, after their name; Vietnamese says it with the act's own label.
pub const fn did(kind: Kind) -> &'static str {
    match kind {
        Kind::Lodge => "handed in an application",
        Kind::Receive => "received",
        Kind::FastLane => "did and returned at once",
        Kind::AskBefore => "asked for missing papers",
        Kind::Refuse => "refused reception",
        Kind::Assign => "assigned",
        Kind::AskMore => "asked for a supplement",
        Kind::Supplement => "took the supplement",
        Kind::Consult => "consulted an agency",
        Kind::Reply => "took the agency's reply",
        Kind::AskPayment => "asked for payment",
        Kind::Paid => "saw the payment",
        Kind::Submit => "submitted for signature",
        Kind::SendBack => "sent back",
        Kind::Sign => "signed",
        Kind::Unsign => "withdrew the signature",
        Kind::Stamp => "numbered and stamped",
        Kind::HandOver => "returned the result",
        Kind::Withdraw => "recorded a withdrawal",
        Kind::Stop => "stopped",
        Kind::Forward => "forwarded",
        Kind::ResultArrived => "took the result that came back",
        Kind::Apologise => "apologised and moved the date",
        Kind::Amend => "corrected details",
        Kind::Note => "noted",
        Kind::Settle => "chose a correction",
        Kind::ConfirmTime => "confirmed the time",
        Kind::NotDuplicate => "found no duplicate",
        Kind::Reserve => "printed a paper slip",
        Kind::VoidSlip => "declared the paper slip void",
        Kind::Attach => "attached a scan",
        Kind::Detach => "took a scan off",
        Kind::Recount => "counted the due date anew",
        Kind::Cause => "said why it is late",
        Kind::Redo => "opened the correction of a result",
        Kind::EnterCivil => "entered the register number",
        Kind::Reuse => "used a paper again",
        Kind::SignScans => "recorded scans as digitally signed",
        Kind::Supply => "sent photographs of papers that were asked for",
        Kind::Post => "posted it in public",
        Kind::Object => "recorded an objection to the posting",
        Kind::EndPosting => "ended the posting",
        Kind::SendProof => "sent the applicant a draft",
        Kind::AnswerProof => "answered the draft",
        Kind::CorrectFee => "corrected the fee",
        Kind::HearProof => "took down an answer to the draft by telephone",
    }
}
