//! Cơ quan phối hợp: whom a dossier was sent to, until when they were to answer, and whether they did.
//!
//! Not here: asking and answering (`consult`, `forward`), adding it up (`report::agencies`).
//! Invariant: read from the record alone. An agency's date is its own and moves nothing of the dossier's limit; it is
//! overdue from the first working day after its date.

use super::consult::told;
use super::record::Trace;
use super::{Dossier, Kind, Status};
use crate::calendar::Calendar;
use crate::lang::{Lang, counted};
use crate::moment::{Day, Moment};

/// How a question ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// An answer came, or the result of what was forwarded.
    Answered(Moment),
    /// The dossier ended without one.
    Dropped(Moment),
}

impl End {
    pub fn at(self) -> Moment {
        let (End::Answered(at) | End::Dropped(at)) = self;
        at
    }
}

/// What an agency was asked, or was given to decide.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Question<'a> {
    pub agency: &'a str,
    pub asked: Moment,
    /// Its own date; none where the dossier was forwarded and the agency named none.
    pub until: Option<Day>,
    pub forwarded: bool,
    pub end: Option<End>,
}

/// Every question of the dossier's history, in its order.
pub fn questions(dossier: &Dossier) -> Vec<Question<'_>> {
    let mut all: Vec<Question> = Vec::new();
    for Trace { kind, at, note, .. } in &dossier.history {
        let (kind, asked) = (*kind, *at);
        if matches!(kind, Kind::Consult | Kind::Forward) {
            let (agency, until) = told(note);
            all.push(Question { agency, asked, until, forwarded: kind == Kind::Forward, end: None });
        } else if matches!(kind, Kind::Reply | Kind::ResultArrived) {
            end(&mut all, End::Answered(*at));
        } else if matches!(kind, Kind::Withdraw | Kind::Stop) {
            end(&mut all, End::Dropped(*at));
        }
    }
    all
}

fn end(all: &mut [Question], how: End) {
    if let Some(open) = all.last_mut().filter(|question| question.end.is_none()) {
        open.end = Some(how);
    }
}

/// The question that the dossier waits for now.
pub fn waits(dossier: &Dossier) -> Option<Question<'_>> {
    if !matches!(dossier.status, Status::AwaitAgency | Status::Forwarded) {
        return None;
    }
    questions(dossier).pop().filter(|question| question.end.is_none())
}

impl Question<'_> {
    /// The first day on which it is overdue. In a year without days off every day counts.
    pub fn late_from(&self, calendar: &Calendar) -> Option<Day> {
        let mut day = self.until?.next();
        while calendar.is_working(day) == Ok(false) {
            day = day.next();
        }
        Some(day)
    }

    /// Working days by which it is overdue on `day`; 0 where it is not.
    pub fn days_late(&self, calendar: &Calendar, day: Day) -> u32 {
        let Some(until) = self.until else { return 0 };
        let plain = || u32::try_from(day.since(until)).unwrap_or(0);
        calendar.working_days_between(until, day).unwrap_or_else(|_| plain())
    }

    /// `Công an phường: hẹn trả lời 25/11`, `Công an phường trễ 2 ngày làm việc, hẹn 25/11`
    pub fn text(&self, calendar: &Calendar, today: Day, lang: Lang) -> String {
        let agency = self.agency;
        let date = |day: Day| if day.year() == today.year() { day.vi_short() } else { day.vi() };
        match (self.until, self.days_late(calendar, today), lang) {
            (None, _, Lang::Vi) => format!("{agency}: chờ từ {}", date(self.asked.day())),
            (None, _, Lang::En) => format!("{agency}: waiting since {}", date(self.asked.day())),
            (Some(until), 0, Lang::Vi) => format!("{agency}: hẹn trả lời {}", date(until)),
            (Some(until), 0, Lang::En) => format!("{agency}: answer due {}", date(until)),
            (Some(until), days, Lang::Vi) => {
                format!("{agency} trễ {days} ngày làm việc, hẹn {}", date(until))
            }
            (Some(until), days, Lang::En) => {
                let days = counted(days, "working day", "working days");
                format!("{agency} is {days} late, due {}", date(until))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;

    /// A dossier with nothing but its history.
    fn asked(status: &str, history: &[(&str, &str, &str)]) -> Dossier {
        let trace = |(at, kind, note): &(&str, &str, &str)| {
            let at: Moment = at.parse().expect("a moment");
            serde_json::json!({ "at": at, "by": demo::JUSTICE, "kind": kind, "note": note })
        };
        let json = serde_json::json!({
            "id": crate::id::DossierId(uuid::Uuid::from_u128(1)),
            "status": status,
            "procedure": { "id": "NCC-02", "version": 1 },
            "applicant": { "name": "Canary Thị Không Có" },
            "created_at": 0,
            "created_by": demo::RECEPTION,
            "term": "5wd",
            "history": history.iter().map(trace).collect::<Vec<_>>(),
        });
        serde_json::from_value(json).expect("a record")
    }

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    const ASKED: (&str, &str, &str) =
        ("2018-11-20T09:00", "chuyen_phoi_hop", "Công an phường: Đề nghị xác minh, trước 22/11/2018");

    /// The 22nd is a Thursday: late on Friday, still one day late at the weekend, two on Monday.
    #[test]
    fn an_agency_is_late_by_working_days_after_its_own_date() {
        let calendar = demo::ward().expect("the standard data").calendar;
        let dossier = asked("cho_lien_thong", &[ASKED]);
        let waits = waits(&dossier).expect("it waits");
        assert_eq!((waits.agency, waits.until), ("Công an phường", Some(day("2018-11-22"))));
        assert_eq!(waits.late_from(&calendar), Some(day("2018-11-23")));
        let on = |text| waits.days_late(&calendar, day(text));
        let days = ["2018-11-20", "2018-11-22", "2018-11-23", "2018-11-25", "2018-11-26"].map(on);
        assert_eq!(days, [0, 0, 1, 1, 2]);
        let said = |text, lang| waits.text(&calendar, day(text), lang);
        assert_eq!(said("2018-11-22", Lang::Vi), "Công an phường: hẹn trả lời 22/11");
        assert_eq!(said("2018-11-26", Lang::Vi), "Công an phường trễ 2 ngày làm việc, hẹn 22/11");
        assert_eq!(said("2018-11-23", Lang::En), "Công an phường is 1 working day late, due 22/11");
        assert!(said("2019-01-02", Lang::Vi).ends_with("hẹn 22/11/2018"), "another year is named");
    }

    #[test]
    fn a_date_before_a_weekend_is_overdue_when_the_office_opens() {
        let calendar = demo::ward().expect("the standard data").calendar;
        let friday = ("2018-11-20T09:00", "chuyen_phoi_hop", "Quận: Xác minh, trước 23/11/2018");
        let dossier = asked("cho_lien_thong", &[friday]);
        let waits = waits(&dossier).expect("it waits");
        assert_eq!(waits.late_from(&calendar), Some(day("2018-11-26")));
        assert_eq!(waits.days_late(&calendar, day("2018-11-25")), 0);
        // Without a table nobody knows the days off: every day counts.
        let unknown = Question { until: Some(day("2040-01-05")), ..waits };
        assert_eq!(unknown.late_from(&calendar), Some(day("2040-01-06")));
        assert_eq!(unknown.days_late(&calendar, day("2040-01-08")), 3);
    }

    #[test]
    fn every_question_has_its_end() {
        let history = [
            ASKED,
            ("2018-11-21T10:00", "nhan_phoi_hop", "Công an phường: Đúng"),
            (
                "2018-11-22T09:00",
                "chuyen_phoi_hop",
                "Chi cục Thuế: Tính thuế, trước 26/11/2018; hạn dài hơn: x",
            ),
            ("2018-11-23T09:00", "ghi_chu", "nhắc"),
            ("2018-11-26T09:00", "rut", "không cần nữa"),
        ];
        let dossier = asked("da_rut", &history);
        let ends: Vec<_> = questions(&dossier).iter().map(|q| (q.agency, q.until, q.end)).collect();
        let at = |text: &str| text.parse().expect("a moment");
        let want = [
            ("Công an phường", Some(day("2018-11-22")), Some(End::Answered(at("2018-11-21T10:00")))),
            ("Chi cục Thuế", Some(day("2018-11-26")), Some(End::Dropped(at("2018-11-26T09:00")))),
        ];
        assert_eq!(ends, want);
        assert_eq!(waits(&dossier), None);
    }

    #[test]
    fn what_was_forwarded_waits_for_the_agencys_own_date_or_without_one() {
        let calendar = demo::ward().expect("the standard data").calendar;
        let dossier = asked("da_chuyen", &[("2018-11-20T09:00", "chuyen_co_quan", "VP Đăng ký đất đai")]);
        let waits = waits(&dossier).expect("it waits");
        assert_eq!((waits.late_from(&calendar), waits.days_late(&calendar, day("2018-12-20"))), (None, 0));
        let said = waits.text(&calendar, day("2018-12-20"), Lang::Vi);
        assert_eq!(said, "VP Đăng ký đất đai: chờ từ 20/11");
        let dated = "VP Đăng ký đất đai: hẹn có kết quả, trước 30/11/2018";
        let dossier = asked("da_chuyen", &[("2018-11-20T09:00", "chuyen_co_quan", dated)]);
        let waits = super::waits(&dossier).expect("it waits");
        assert_eq!((waits.agency, waits.days_late(&calendar, day("2018-12-04"))), ("VP Đăng ký đất đai", 2));
    }
}
