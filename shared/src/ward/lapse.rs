//! Lịch nghỉ sắp hết: from which day on a limit ends in a year whose days off nobody has entered, and for which procedures.
//!
//! Not here: the counting (`calendar`), who enters a year (`calendar::year`).
//! Invariant: nothing is guessed of a year without a table; a procedure is named only with the first day on which not even
//! whoever comes at opening time can be told a due date.

use super::Ward;
use crate::calendar::{Calendar, Term};
use crate::lang::{Sentence, counted};
use crate::limits::CALENDAR_DAYS_WARNED;
use crate::moment::{Day, Moment};

/// A procedure that cannot be received from a day on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Undated {
    pub id: String,
    pub name: Sentence,
    pub term: Term,
    /// The first day whose receptions have no due date.
    pub from: Day,
}

/// The days off end too early for these.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lapse {
    /// The first year without a table.
    pub year: i32,
    /// By their day; at least one, the last not more than `CALENDAR_DAYS_WARNED` days ahead.
    pub procedures: Vec<Undated>,
}

impl Calendar {
    /// The first day on which whoever comes at opening time cannot be told when `term` ends, since the table ends before.
    fn undated_from(&self, term: Term) -> Option<Day> {
        let first = Day::new(self.first_year, 1, 1)?;
        let after = Day::new(self.last_year + 1, 1, 1)?;
        let is_dated = |day: Day| self.due(Moment::at_minute(day, 0), term).is_ok();
        // A later receipt is never due earlier: from one day on all are without a date.
        let (mut dated, mut undated) = (0, after.since(first).max(0));
        while dated < undated {
            let middle = i64::midpoint(dated, undated);
            if is_dated(first.plus(middle)) {
                dated = middle + 1;
            } else {
                undated = middle;
            }
        }
        Some(first.plus(dated))
    }
}

impl Ward {
    /// What is told on `today`: nothing while every limit of the procedures in force ends in a year with a table, for
    /// `CALENDAR_DAYS_WARNED` days yet.
    pub fn lapse(&self, today: Day) -> Option<Lapse> {
        let told = today.plus(CALENDAR_DAYS_WARNED);
        // Most of the year one count a procedure is all.
        let ends = |term: Term| self.calendar.due(Moment::at_minute(told, 0), term).is_ok();
        let lapsing = self.catalogue.all_in_force(today).filter(|procedure| !ends(procedure.term));
        let undated = lapsing.filter_map(|procedure| {
            let from = self.calendar.undated_from(procedure.term)?;
            let name = self.catalogue.name_of(&procedure.reference());
            Some(Undated { id: procedure.id.clone(), name, term: procedure.term, from })
        });
        let mut procedures: Vec<Undated> = undated.collect();
        procedures.sort_by(|one, other| (one.from, &one.id).cmp(&(other.from, &other.id)));
        (!procedures.is_empty()).then_some(Lapse { year: self.calendar.last_year + 1, procedures })
    }
}

impl Lapse {
    /// Those that nobody can be received for on `today`.
    pub fn refused(&self, today: Day) -> &[Undated] {
        &self.procedures[..self.procedures.partition_point(|one| one.from <= today)]
    }

    /// What whoever may see to it reads: how many procedures, and since when. Which they are stands in the settings.
    pub fn warning(&self, today: Day) -> Sentence {
        let (year, now) = (self.year, self.refused(today));
        let (mut vi, mut en) = (
            format!("Chưa có lịch nghỉ năm {year}, nên chưa hẹn được ngày trả rơi vào năm ấy."),
            format!("There are no days off for {year} yet, so no due date in that year can be promised."),
        );
        if let Some(first) = now.first() {
            let (n, from) = (now.len(), first.from.vi());
            vi += &format!(" {n} thủ tục hiện chưa nhận được, sớm nhất từ {from}.");
            let procedures = counted(n, "procedure is", "procedures are");
            en += &format!(" {procedures} not accepted now, the first since {from}.");
        }
        let later = &self.procedures[now.len()..];
        if let Some(first) = later.first() {
            let (n, from) = (later.partition_point(|one| one.from == first.from), first.from.vi());
            let (too, procedures) = match now.is_empty() {
                true => ("có ", counted(n, "procedure", "procedures")),
                false => ("thêm ", counted(n, "more procedure", "more procedures")),
            };
            vi += &format!(" Từ {from} {too}{n} thủ tục sẽ chưa nhận được.");
            en += &format!(" From {from} on {procedures} will not be accepted.");
        }
        Sentence::new(vi, en)
    }

    /// What whoever receives reads before a name is typed; nothing while everything can be received.
    pub fn at_counter(&self, today: Day) -> Option<Sentence> {
        let (year, n) = (self.year, self.refused(today).len());
        if n == 0 {
            return None;
        }
        let procedures = counted(n, "procedure", "procedures");
        Some(Sentence::new(
            format!(
                "Hôm nay có {n} thủ tục dài ngày chưa nhận được: ngày trả rơi vào năm {year}, phường chưa có lịch nghỉ năm \
                 ấy. Báo quản trị nhập ở Cài đặt."
            ),
            format!(
                "Today {procedures} with a long limit cannot be received: the due date lies in {year}, for which the \
                 ward has no days off yet. Tell the administrator, who enters them in Settings."
            ),
        ))
    }
}

/// What a citizen reads of a procedure that nobody is received for today.
pub fn posted(year: i32) -> Sentence {
    Sentence::new(
        format!(
            "Nộp hôm nay thì ngày trả rơi vào năm {year}; phường chưa có lịch nghỉ năm ấy nên chưa hẹn được ngày và chưa \
             tiếp nhận hồ sơ này. Hỏi quầy trước khi đến."
        ),
        format!(
            "Handed in today it would be due in {year}; the ward has no days off for that year yet, so it can promise no \
             date and does not receive this for now. Ask the counter before you come."
        ),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::{NoCalendar, YearTable};
    use crate::demo;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn ward() -> Ward {
        demo::ward().expect("the standard data")
    }

    /// Which procedures are told on a day, each with its first day.
    fn told(ward: &Ward, today: &str) -> Vec<(String, String)> {
        let lapse = ward.lapse(day(today));
        lapse.map_or_else(Vec::new, |lapse| {
            lapse.procedures.into_iter().map(|one| (one.id, one.from.vi())).collect()
        })
    }

    /// The ward with a table of 2027: as many days off as the law gives.
    fn with_2027(ward: &Ward) -> Ward {
        let tet: Vec<String> = (5..12).map(|date| format!("{date:02}/02/2027 Tết Nguyên đán")).collect();
        let fixed =
            "01/01/2027 Tết Dương lịch\n30/04/2027 Chiến thắng\n01/05/2027 Lao động\n02/09/2027 Quốc khánh";
        let table = YearTable::typed(2027, &format!("{fixed}\n{}", tet.join("\n")), "").expect("typed");
        Ward { calendar: ward.calendar.with_year(&table).expect("whole"), ..ward.clone() }
    }

    /// The last working days of a year are the last steps of a limit: 25 from 26/11/2026 end on 31/12.
    #[test]
    fn the_longest_limit_is_the_first_to_be_told_and_two_weeks_before() {
        let ward = ward();
        assert_eq!(told(&ward, "2026-11-12"), []);
        let pair = |id: &str, from: &str| (id.to_owned(), from.to_owned());
        let longest = [pair("BT-03", "27/11/2026"), pair("NCC-05", "27/11/2026")];
        assert_eq!(told(&ward, "2026-11-13"), longest);
        let lapse = ward.lapse(day("2026-11-13")).expect("told");
        assert_eq!((lapse.year, lapse.refused(day("2026-11-26")).len()), (2027, 0));
        assert_eq!(lapse.refused(day("2026-11-27")).len(), 2);
        let all = told(&ward, "2026-11-29");
        assert_eq!(all[..2], longest);
        let weekend = ["NCC-02", "NCC-03", "NCC-04"].map(|id| pair(id, "28/11/2026"));
        assert_eq!(all[2..5], weekend, "24 working days: Saturday counts as Monday's receipt");
        let in_force = ward.catalogue.all_in_force(day("2027-01-01")).count();
        assert_eq!(
            told(&ward, "2027-01-01").len(),
            in_force,
            "in a year without a table nothing is received"
        );
    }

    #[test]
    fn a_limit_of_another_version_is_told_from_its_own_day() {
        let mut ward = ward();
        let mut long = ward.catalogue.in_force("HT-09", day("2026-11-29")).expect("in force").clone();
        (long.id, long.version, long.term) = ("HT-99".to_owned(), 1, Term::WorkingDays(60));
        ward.catalogue.procedures.push(long);
        assert_eq!(told(&ward, "2026-09-20"), []);
        let (id, from) = told(&ward, "2026-10-05").remove(0);
        assert_eq!(id, "HT-99");
        let first = Day::parse_any(&from).expect("a day");
        let due = |day: Day| ward.calendar.due(Moment::at_minute(day, 0), Term::WorkingDays(60));
        assert!(due(first.plus(-1)).is_ok());
        assert_eq!(due(first).map(|due| due.at), Err(NoCalendar { year: 2027 }));
    }

    #[test]
    fn nobody_is_told_once_the_year_is_entered_and_the_next_one_is_far() {
        let entered = with_2027(&ward());
        assert_eq!(told(&entered, "2026-11-29"), []);
        assert_eq!(told(&entered, "2027-06-01"), []);
        assert_eq!(entered.lapse(day("2027-12-01")).map(|lapse| lapse.year), Some(2028));
    }

    #[test]
    fn the_warning_says_how_many_and_since_when() {
        let ward = ward();
        let said = |today: &str| ward.lapse(day(today)).expect("told").warning(day(today));
        let ahead = said("2026-11-13");
        assert!(
            ahead.vi.ends_with("rơi vào năm ấy. Từ 27/11/2026 có 2 thủ tục sẽ chưa nhận được."),
            "{}",
            ahead.vi
        );
        assert!(
            ahead.en.ends_with("promised. From 27/11/2026 on 2 procedures will not be accepted."),
            "{}",
            ahead.en
        );
        let now = said("2026-11-29");
        let vi = " 5 thủ tục hiện chưa nhận được, sớm nhất từ 27/11/2026. Từ 02/12/2026 thêm 2 thủ tục sẽ chưa nhận được.";
        assert!(now.vi.contains("năm 2027") && now.vi.ends_with(vi), "{}", now.vi);
        let en = " 5 procedures are not accepted now, the first since 27/11/2026. From 02/12/2026 on 2 more \
                  procedures will not be accepted.";
        assert!(now.en.ends_with(en), "{}", now.en);
        let lapse = ward.lapse(day("2026-11-26")).expect("told");
        assert_eq!(lapse.at_counter(day("2026-11-26")), None, "everything is received today");
        let counter = lapse.at_counter(day("2026-11-27")).expect("told");
        assert!(counter.vi.starts_with("Hôm nay có 2 thủ tục dài ngày chưa nhận được"), "{counter:?}");
        assert!(
            counter.vi.contains("Báo quản trị") && counter.en.contains("Tell the administrator"),
            "{counter:?}"
        );
    }

    fn terms() -> impl Strategy<Value = Term> {
        prop_oneof![
            Just(Term::SameDay),
            (1_u32..200).prop_map(Term::WorkingHours),
            (1_u32..120).prop_map(Term::WorkingDays),
            (1_u32..200).prop_map(Term::CalendarDays),
        ]
    }

    proptest! {
        /// The day before a date can be promised, on the day itself and ever after none.
        #[test]
        fn from_its_day_on_a_limit_has_no_date(term in terms(), later in 0_i64..400) {
            let calendar = ward().calendar;
            let from = calendar.undated_from(term).expect("the table has years");
            let due = |day: Day| calendar.due(Moment::at_minute(day, 0), term);
            prop_assert!(due(from.plus(-1)).is_ok());
            prop_assert!(due(from.plus(later)).is_err());
        }
    }
}
