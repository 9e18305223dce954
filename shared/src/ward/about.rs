//! Phường: its names on papers and screens, its code, its office hours, each as an administrator types it.
//!
//! Not here: days off (`calendar`), officers and the roster (`staff`).
//! Invariant: names and hours are dated, so that a paper of an earlier day keeps what was true then.

use super::{Letterhead, SupplementClock, Ward};
use crate::calendar::OfficeHours;
use crate::dossier::code::{Code, is_agency};
use crate::limits;
use crate::moment::Day;
use crate::refusal::FieldFault;
use crate::session::PublicWard;
use crate::text;

/// The code of a ward that nobody has named yet.
const NO_CODE: &str = "000.00.00.H00";
/// What stands where nobody has written a name yet.
const NO_NAME: char = '…';

/// The form, as it is typed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct About {
    /// `000.21.17.H17`
    pub agency_code: String,
    /// The names hold from this day.
    pub from: String,
    pub above: String,
    pub agency: String,
    pub desk: String,
    pub short: String,
    pub place: String,
    pub phone: String,
    /// Where the counter is; may stay empty.
    pub address: String,
    /// The hours hold from this day.
    pub hours_from: String,
    /// `07:30–11:30`
    pub morning: String,
    pub afternoon: String,
    pub supplement_clock: SupplementClock,
}

impl About {
    /// What holds at the newest day that the ward has names and hours for.
    pub fn of(ward: &Ward) -> About {
        let head = ward.letterheads.iter().max_by_key(|head| head.from).cloned();
        let hours = ward.calendar.hours.iter().max_by_key(|hours| hours.from);
        let about = About {
            agency_code: ward.agency_code.clone(),
            supplement_clock: ward.supplement_clock,
            hours_from: hours.map(|hours| hours.from.vi()).unwrap_or_default(),
            morning: hours.map(|hours| span_text(hours.morning)).unwrap_or_default(),
            afternoon: hours.map(|hours| span_text(hours.afternoon)).unwrap_or_default(),
            ..About::default()
        };
        match head {
            Some(Letterhead { from, above, agency, desk, short, place, phone, address }) => {
                About { from: from.vi(), above, agency, desk, short, place, phone, address, ..about }
            }
            None => about,
        }
    }
}

/// `07:30–11:30`
fn span_text((from, to): (u32, u32)) -> String {
    format!("{:02}:{:02}–{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
}

/// Minutes after midnight of `7:30`, `07h30`, `7h`.
fn time(typed: &str) -> Option<u32> {
    let (hour, minute) = typed.trim().split_once([':', 'h', 'H', '.']).unwrap_or((typed.trim(), ""));
    let figures = |text: &str| text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    if hour.is_empty() || !figures(hour) || !figures(minute) {
        return None;
    }
    let (hour, minute): (u32, u32) =
        (hour.parse().ok()?, if minute.is_empty() { 0 } else { minute.parse().ok()? });
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// Opening and closing, from `7:30-11:30` or `7h30 – 11h30`.
fn span(typed: &str) -> Option<(u32, u32)> {
    let (from, to) = typed.split_once(['-', '–', '—'])?;
    let (from, to) = (time(from)?, time(to)?);
    (from < to).then_some((from, to))
}

impl Ward {
    /// What the ward says of itself to everybody on `today`; nothing that nobody has written yet.
    pub fn face(&self, today: Day) -> PublicWard {
        let head = self.letterhead(today).filter(|head| !head.agency.contains(NO_NAME));
        let said = head.map(|head| (head.agency.clone(), head.address.clone(), head.phone.clone()));
        let (agency, address, phone) = said.unwrap_or_default();
        let hours = self.calendar.hours_on(today).map(OfficeHours::text).unwrap_or_default();
        PublicWard { agency, address, phone, hours }
    }

    /// Whether papers would still carry dots where the ward's name belongs, or a code that nobody gave it.
    pub fn is_unnamed(&self, today: Day) -> bool {
        let has_dots = |head: &Letterhead| {
            [&head.above, &head.agency, &head.place].iter().any(|name| name.contains(NO_NAME))
        };
        self.agency_code == NO_CODE || self.letterhead(today).is_none_or(has_dots)
    }

    /// The settings with what was typed: names and hours of the same day are replaced, of another day added.
    ///
    /// # Errors
    /// One sentence a field.
    pub fn with_about(&self, typed: &About) -> Result<Ward, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let mut fault = |field: &str, vi: &str, en: &str| faults.push(FieldFault::new(field, vi, en));
        let code = typed.agency_code.trim().to_uppercase();
        if !is_agency(&code) || format!("{code}-180101-0001").parse::<Code>().is_err() || code == NO_CODE {
            fault(
                "agency_code",
                "Ghi mã định danh của đơn vị, gồm chữ, số và dấu chấm: 000.21.17.H17.",
                "Enter the agency's code, of letters, digits and dots: 000.21.17.H17.",
            );
        }
        let from = Day::parse_any(&typed.from);
        let hours_from = Day::parse_any(&typed.hours_from);
        for (field, day) in [("from", from), ("hours_from", hours_from)] {
            if day.is_none() {
                fault(field, "Ghi ngày, như 01/07/2025.", "Enter a day, such as 01/07/2025.");
            }
        }
        let names = [
            ("above", &typed.above),
            ("agency", &typed.agency),
            ("desk", &typed.desk),
            ("short", &typed.short),
            ("place", &typed.place),
            ("phone", &typed.phone),
            ("address", &typed.address),
        ]
        .map(|(field, typed)| (field, text::clean(typed)));
        for (field, name) in &names {
            if (name.is_empty() && !["phone", "address"].contains(field)) || name.contains(NO_NAME) {
                fault(field, "Ô này in trên giấy: ghi đủ tên.", "This is printed on papers: enter the name.");
            }
            if name.chars().count() > limits::NAME_CHARS_MAX {
                let max = limits::NAME_CHARS_MAX;
                fault(field, &format!("Tối đa {max} chữ."), &format!("{max} characters at most."));
            }
        }
        let (morning, afternoon) = (span(&typed.morning), span(&typed.afternoon));
        for (field, span) in [("morning", morning), ("afternoon", afternoon)] {
            if span.is_none() {
                fault(
                    field,
                    "Ghi giờ mở và giờ đóng, như 07:30–11:30.",
                    "Enter opening and closing, such as 07:30–11:30.",
                );
            }
        }
        if let (Some(morning), Some(afternoon)) = (morning, afternoon)
            && afternoon.0 < morning.1
        {
            fault(
                "afternoon",
                "Buổi chiều bắt đầu sau buổi sáng.",
                "The afternoon begins after the morning.",
            );
        }
        let (Some(from), Some(hours_from), Some(morning), Some(afternoon), true) =
            (from, hours_from, morning, afternoon, faults.is_empty())
        else {
            return Err(faults);
        };
        let [above, agency, desk, short, place, phone, address] = names.map(|(_, name)| name);
        let mut ward = Ward { agency_code: code, supplement_clock: typed.supplement_clock, ..self.clone() };
        // The dots of a ward that had no name yet are no name of earlier days.
        ward.letterheads.retain(|head| head.from != from && !head.agency.contains(NO_NAME));
        ward.letterheads.push(Letterhead { from, above, agency, desk, short, place, phone, address });
        ward.letterheads.sort_by_key(|head| head.from);
        let hours = OfficeHours { from: hours_from, morning, afternoon };
        ward.calendar.hours.retain(|known| known.from != hours_from);
        ward.calendar.hours.push(hours);
        ward.calendar.hours.sort_by_key(|hours| hours.from);
        Ok(ward)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo;

    fn ward() -> Ward {
        demo::ward().expect("the standard data")
    }

    fn day(year: i32, month: u32, day: u32) -> Day {
        Day::new(year, month, day).expect("a day")
    }

    fn fields(result: Result<Ward, Vec<FieldFault>>) -> Vec<String> {
        result.expect_err("refused").into_iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn a_new_ward_writes_its_name_and_no_paper_has_dots() {
        let dots = Letterhead {
            from: day(2018, 1, 1),
            above: "Ủy ban nhân dân thành phố …".to_owned(),
            agency: "Ủy ban nhân dân phường …".to_owned(),
            desk: "Trung tâm".to_owned(),
            short: "Phường mới".to_owned(),
            place: "…".to_owned(),
            phone: String::new(),
            address: String::new(),
        };
        let new = Ward { agency_code: NO_CODE.to_owned(), letterheads: vec![dots], ..ward() };
        let today = day(2026, 11, 27);
        assert!(new.is_unnamed(today) && !ward().is_unnamed(today));
        let read = About::of(&new);
        assert_eq!(fields(new.with_about(&read)), ["agency_code", "above", "agency", "place"]);
        let typed = About {
            agency_code: " 000.21.17.h17 ".to_owned(),
            from: "1/7/2025".to_owned(),
            above: "Ủy ban nhân dân thành phố Đà Nẵng".to_owned(),
            agency: "Ủy ban  nhân dân phường Hải Vân".to_owned(),
            place: "Hải Vân".to_owned(),
            ..read
        };
        let named = new.with_about(&typed).expect("good");
        assert!(!named.is_unnamed(today) && named.fault().is_none());
        assert_eq!((named.agency_code.as_str(), named.letterheads.len()), ("000.21.17.H17", 1));
        let head = named.letterhead(today).expect("one");
        assert_eq!(head.agency, "Ủy ban nhân dân phường Hải Vân");
    }

    #[test]
    fn another_name_holds_from_its_day_on_and_the_same_day_is_corrected() {
        let ward = ward();
        let (before, n) = (day(2026, 11, 27), ward.letterheads.len());
        let old = ward.letterhead(before).expect("one").agency.clone();
        let typed = About {
            from: "01/01/2027".to_owned(),
            agency: "Ủy ban nhân dân phường Mới".to_owned(),
            ..About::of(&ward)
        };
        let renamed = ward.with_about(&typed).expect("good");
        assert_eq!(
            (renamed.letterheads.len(), &renamed.letterhead(before).expect("one").agency),
            (n + 1, &old)
        );
        assert_eq!(renamed.letterhead(day(2027, 1, 1)).expect("one").agency, typed.agency);
        let again = renamed.with_about(&About { phone: "0236 3 999 888".to_owned(), ..typed }).expect("good");
        assert_eq!(again.letterheads.len(), n + 1);
        let untouched = again.with_about(&About::of(&again)).expect("good");
        assert_eq!(untouched, again, "what was read and saved unchanged changes nothing");
    }

    /// Dots are no name, and what is true of one day is said on that day.
    #[test]
    fn everybody_is_told_which_ward_it_is_and_when_it_is_open() {
        let (ward, before) = (ward(), day(2018, 11, 22));
        let face = ward.face(before);
        assert_eq!(face.agency, "Ủy ban nhân dân phường Hòa Hiệp Bắc");
        let hours = ward.calendar.hours[0].text();
        assert_eq!((face.hours, face.address), (hours, "12 đường Suối Lương".to_owned()));
        let today = day(2026, 11, 27);
        let typed = About {
            address: " 12  Nguyễn Văn Cừ ".to_owned(),
            hours_from: "01/06/2026".to_owned(),
            morning: "7h-11h".to_owned(),
            ..About::of(&ward)
        };
        let placed = ward.with_about(&typed).expect("an address is no name");
        let face = placed.face(today);
        assert_eq!(
            (face.agency.as_str(), face.address.as_str()),
            ("Ủy ban nhân dân phường Hải Vân", "12 Nguyễn Văn Cừ")
        );
        assert!(face.hours.starts_with("07:00–11:00, "), "{}", face.hours);
        assert_eq!(About::of(&placed).address, "12 Nguyễn Văn Cừ");
        let mut dots = ward;
        dots.letterheads.iter_mut().for_each(|head| head.agency = "Ủy ban nhân dân phường …".to_owned());
        assert_eq!((dots.face(today).agency, dots.face(today).phone), (String::new(), String::new()));
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (typed, minutes) in [
            ("7h30 - 11h30", Some((450, 690))),
            ("07:30–11:30", Some((450, 690))),
            ("7.30—11", Some((450, 660))),
            ("8h-12h", Some((480, 720))),
            ("11:30-7:30", None),
            ("7:30", None),
            ("25:00-26:00", None),
            ("7:75-8:00", None),
            ("-11:30", None),
            ("sáng", None),
        ] {
            assert_eq!(span(typed), minutes, "{typed}");
        }
        let ward = ward();
        let typed = About {
            hours_from: "01/06/2027".to_owned(),
            morning: "7h - 11h".to_owned(),
            afternoon: "13h30-17h30".to_owned(),
            ..About::of(&ward)
        };
        let changed = ward.with_about(&typed).expect("good");
        let hours = |on| changed.calendar.hours_on(on).expect("hours").text();
        assert_eq!(hours(day(2027, 6, 1)), "07:00–11:00, 13:30–17:30");
        assert_ne!(hours(day(2027, 5, 31)), hours(day(2027, 6, 1)), "an earlier day keeps its own");
        assert!(changed.fault().is_none());
    }

    #[test]
    fn every_fault_is_named_at_its_field() {
        let ward = ward();
        let good = About::of(&ward);
        let bad = About {
            agency_code: "H17 'x".to_owned(),
            from: "31/02/2027".to_owned(),
            agency: String::new(),
            short: "a".repeat(10_000),
            hours_from: "mai".to_owned(),
            morning: "7:30-11:30".to_owned(),
            afternoon: "11:00-17:00".to_owned(),
            ..good.clone()
        };
        let told = ["agency_code", "from", "hours_from", "agency", "short", "afternoon"];
        assert_eq!(fields(ward.with_about(&bad)), told);
        for code in ["", ".", "000..H17", NO_CODE, "H17.", "ĐN.17", &"1".repeat(60)] {
            let typed = About { agency_code: code.to_owned(), ..good.clone() };
            assert_eq!(fields(ward.with_about(&typed)), ["agency_code"], "{code}");
        }
    }
}
