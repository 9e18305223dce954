//! Mã hồ sơ: `<agency>-YYMMDD-NNNN`, and who may give which number.
//!
//! Not here: how a device remembers what it has used (`sync::client`).
//! Invariant: a printed number is final. Lanes never overlap, so two devices without a network never give
//! the same number. Source of the format: Circular 01/2018/TT-VPCP, article 19.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::moment::Day;

/// Numbers 1 ..= 5999 of a day are the server's own.
pub const SERVER_NUMBER_MAX: u16 = 5999;
/// The first number of the first lane.
pub const LANE_FIRST: u16 = 6000;
/// Numbers in a lane, a day.
pub const LANE_NUMBERS: u16 = 100;
/// A code has two figures for its year: these years can be told apart.
pub const CODE_YEARS: RangeInclusive<i32> = 1970..=2069;
/// Lanes of a ward: 6000–9899. 9900–9999 are kept in reserve.
pub const LANES_MAX: u8 = 39;

/// A device's own hundred numbers of each day, 0 ..= 38.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lane(pub u8);

impl Lane {
    pub fn first(self) -> u16 {
        LANE_FIRST + u16::from(self.0) * LANE_NUMBERS
    }

    /// The lane's number after `used` numbers of the day; `None` when all hundred are given.
    pub fn number(self, used: u16) -> Option<u16> {
        (used < LANE_NUMBERS && self.0 < LANES_MAX).then(|| self.first() + used)
    }

    pub fn holds(self, number: u16) -> bool {
        self.0 < LANES_MAX && (self.first()..self.first() + LANE_NUMBERS).contains(&number)
    }
}

/// A dossier's legal code. Travels as its text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    pub agency: String,
    pub day: Day,
    /// 1 ..= 9999.
    pub number: u16,
}

impl Code {
    /// `181122-6105`: what is read aloud within the ward.
    pub fn short(&self) -> String {
        format!("{}-{:04}", self.day.in_code(), self.number)
    }

    /// The code in what was scanned or typed from a slip: its bars, whatever the scanner or a hand made of dashes,
    /// spaces and capitals, or the address in its square code, of which the secret is left out. `None` for anything
    /// else, a code without its agency included.
    pub fn scanned(text: &str) -> Option<Code> {
        let text = text.trim().to_lowercase();
        let Some((_, after)) = text.split_once(TRACKED_AT) else { return Code::packed(&text) };
        // What follows the code is the secret, or what the field had room for of it.
        Code::packed(after).or_else(|| Code::packed(after.rsplit_once('.')?.0))
    }

    /// Agency and ten figures, which say by their number where a dash belongs.
    fn packed(text: &str) -> Option<Code> {
        let is_beside = |c: &char| c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '–' | '—');
        let signs: String = text.chars().filter(|c| !is_beside(c)).collect::<String>().to_uppercase();
        let (agency, figures) = signs.split_at_checked(signs.len().checked_sub(FIGURES)?)?;
        // Without a dot or a dash between them, the number of a card would be a code too.
        let is_parted = agency.contains('.') || text.parse::<Code>().is_ok();
        if !is_agency(agency) || !is_parted || !figures.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let (day, number) = figures.split_at(6);
        format!("{agency}-{day}-{number}").parse().ok()
    }
}

/// Where a slip's square code leads, before code and secret: `https://mot-cua.example/tra-cuu#`.
pub const TRACKED_AT: &str = "/tra-cuu#";

/// Figures in a code after its agency: the day's six, the number's four.
const FIGURES: usize = 10;

/// Whether a code may begin so: capital letters, figures and single dots between them, at least one figure.
pub fn is_agency(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.')
        && text.contains(|c: char| c.is_ascii_digit())
        && !text.starts_with('.')
        && !text.ends_with('.')
        && !text.contains("..")
}

/// What is looked for: by a scanned code the short one, which every list knows; else the text itself. A slip's secret
/// goes no farther.
pub fn looked_for(text: &str) -> Cow<'_, str> {
    Code::scanned(text).map_or(Cow::Borrowed(text), |code| Cow::Owned(code.short()))
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.agency, self.short())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("'{0}' is no dossier code such as 000.21.17.H17-181226-0007")]
pub struct BadCode(pub String);

impl FromStr for Code {
    type Err = BadCode;

    fn from_str(text: &str) -> Result<Code, BadCode> {
        let bad = || BadCode(text.to_owned());
        let mut parts = text.trim().rsplitn(3, '-');
        let number = parts.next().filter(|n| n.len() == 4 && n.bytes().all(|b| b.is_ascii_digit()));
        let date = parts.next().filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_digit()));
        let agency = parts.next().filter(|a| !a.is_empty() && a.len() <= 40);
        let (Some(number), Some(date), Some(agency)) = (number, date, agency) else { return Err(bad()) };
        let part = |range: std::ops::Range<usize>| date[range].parse::<u32>().map_err(|_| bad());
        let two_figures = i32::try_from(part(0..2)?).map_err(|_| bad())?;
        let year = if two_figures < 70 { 2000 + two_figures } else { 1900 + two_figures };
        let day = Day::new(year, part(2..4)?, part(4..6)?).ok_or_else(bad)?;
        let number: u16 = number.parse().map_err(|_| bad())?;
        if number == 0 {
            return Err(bad());
        }
        Ok(Code { agency: agency.to_owned(), day, number })
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Code, D::Error> {
        let text = Cow::<str>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SLIP: &str = "000.21.17.H17-181226-0007";

    #[test]
    fn what_a_scanner_or_a_hand_makes_of_a_slip_is_its_code() {
        let code: Code = SLIP.parse().unwrap();
        let read = [
            SLIP,
            "  000.21.17.H17-181226-0007\n",
            "000.21.17.h17-181226-0007",
            "000.21.17.H171812260007",
            "000.21.17.H17 181226 0007",
            "000.21.17.H17 – 181226 – 0007",
            "000.21.17.H17-1812260007",
            "https://mot-cua.example/tra-cuu#000.21.17.H17-181226-0007.K7QMAB",
            "https://mot-cua.example/tra-cuu#000.21.17.H17-181226-0007.K7",
            "https://mot-cua.example/tra-cuu#000.21.17.H17-181226-0007",
            "HTTPS://MOT-CUA.EXAMPLE/TRA-CUU#000.21.17.h171812260007.k7qmab",
        ];
        for text in read {
            assert_eq!(Code::scanned(text).as_ref(), Some(&code), "{text}");
            assert_eq!(looked_for(text), "181226-0007", "{text}");
        }
        assert_eq!(Code::scanned("H17-181226-0007").map(|code| code.agency), Some("H17".to_owned()));
    }

    #[test]
    fn what_is_no_whole_code_is_looked_for_as_it_is() {
        let left = [
            "",
            "đào",
            "181226-0007",
            "1812260007",
            "048181226000",
            "H171812260007",
            "12.0905114225",
            "tran-181226-0007",
            "000.21.17.H17-181326-0007",
            "000.21.17.H17-181226-0000",
            "000.21.17.H17-181226-007",
            "..1-181226-0007",
            "https://mot-cua.example/tra-cuu#038-177-487.K7M2QP",
            "https://mot-cua.example/ho-so#x.1-181226-0007.K7M2QP",
        ];
        for text in left {
            assert_eq!(looked_for(text), text);
        }
    }

    proptest! {
        /// Read back as written, in every year that two figures can tell apart.
        #[test]
        fn a_code_survives_writing(days in 0i64..36_524, number in 1u16..=9_999) {
            let day = Day::new(1970, 1, 1).unwrap().plus(days);
            prop_assert!(CODE_YEARS.contains(&day.year()));
            let code = Code { agency: "000.21.17.H17".to_owned(), day, number };
            prop_assert_eq!(code.to_string().parse::<Code>(), Ok(code));
        }

        /// Whatever a scanner or a person gives is a code or a refusal.
        #[test]
        fn any_text_is_a_code_or_none(text in "\\PC*", date in "[0-9]{4,7}", number in "[0-9]{3,5}") {
            for text in [text.clone(), format!("{text}-{date}-{number}")] {
                if let Ok(code) = text.parse::<Code>() {
                    prop_assert_eq!(code.to_string().parse::<Code>(), Ok(code));
                }
            }
        }
    }
}
