//! The two languages of the product. A missing translation does not compile.
//!
//! Not here: the words themselves; each room keeps its own beside what they name.
//! Invariant: Vietnamese comes first and legal papers are always in Vietnamese.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    /// The value of the `lang` attribute.
    pub const fn code(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    pub const fn pick<T: Copy>(self, vi: T, en: T) -> T {
        match self {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }
}

/// A fixed text in both languages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    pub vi: &'static str,
    pub en: &'static str,
}

impl Word {
    pub const fn of(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }
}

/// `word("Hôm nay", "Today")`
pub const fn word(vi: &'static str, en: &'static str) -> Word {
    Word { vi, en }
}

/// A sentence made at run time, in both languages.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Sentence {
    pub vi: String,
    pub en: String,
}

impl Sentence {
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Sentence {
        Sentence { vi: vi.into(), en: en.into() }
    }

    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

/// Both languages in one line, Vietnamese first: where nobody has said which, on a command line or in a log.
impl std::fmt::Display for Sentence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.vi == self.en { f.write_str(&self.vi) } else { write!(f, "{} / {}", self.vi, self.en) }
    }
}

impl From<Word> for Sentence {
    fn from(word: Word) -> Sentence {
        Sentence::new(word.vi, word.en)
    }
}

/// `5,6 %`; a share of nothing is `–`.
pub fn share(lang: Lang, part: u32, whole: u32) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let tenths = (u64::from(part) * 1_000 + u64::from(whole) / 2) / u64::from(whole);
    format!("{}{}{} %", tenths / 10, lang.pick(',', '.'), tenths % 10)
}

/// `4.872` in Vietnamese, `4,872` in English.
pub fn number(lang: Lang, n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let separator = lang.pick('.', ',');
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(c);
    }
    if n < 0 { format!("−{out}") } else { out }
}

/// `15.000 đ`
pub fn money(lang: Lang, vnd: i64) -> String {
    format!("{} đ", number(lang, vnd))
}

/// How long somebody is asked to wait, said as people say it: `90 giây`, `khoảng 5 phút`, `khoảng 1 giờ`. Never less
/// than it will be.
pub fn about(seconds: u32) -> Sentence {
    let ones = |n: u32, one: &str| if n == 1 { one.to_owned() } else { format!("{one}s") };
    let minutes = seconds.div_ceil(60);
    if seconds < 120 {
        Sentence::new(format!("{seconds} giây"), format!("{seconds} {}", ones(seconds, "second")))
    } else if minutes < 60 {
        Sentence::new(format!("khoảng {minutes} phút"), format!("about {minutes} minutes"))
    } else {
        let hours = seconds.div_ceil(3_600);
        Sentence::new(format!("khoảng {hours} giờ"), format!("about {hours} {}", ones(hours, "hour")))
    }
}

/// How long something took, by its two largest units: `35 phút`, `6 giờ 5 phút`, `2 ngày 3 giờ`.
pub fn span(lang: Lang, minutes: i64) -> String {
    let minutes = minutes.max(0);
    let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let one = |n: i64, vi: &str, en: &str| match lang {
        Lang::Vi => format!("{n} {vi}"),
        Lang::En if n == 1 => format!("1 {en}"),
        Lang::En => format!("{n} {en}s"),
    };
    let parts = match (days, hours) {
        (0, 0) => [(rest, "phút", "minute"), (0, "", "")],
        (0, hours) => [(hours, "giờ", "hour"), (rest, "phút", "minute")],
        (days, hours) => [(days, "ngày", "day"), (hours, "giờ", "hour")],
    };
    let said = parts.iter().enumerate().filter(|(place, (n, ..))| *place == 0 || *n > 0);
    said.map(|(_, (n, vi, en))| one(*n, vi, en)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_said_by_its_two_largest_units() {
        let said = |minutes| [Lang::Vi, Lang::En].map(|lang| span(lang, minutes)).join(" / ");
        assert_eq!(said(0), "0 phút / 0 minutes");
        assert_eq!(said(1), "1 phút / 1 minute");
        assert_eq!(said(60), "1 giờ / 1 hour");
        assert_eq!(said(365), "6 giờ 5 phút / 6 hours 5 minutes");
        assert_eq!(said(1_500), "1 ngày 1 giờ / 1 day 1 hour");
        assert_eq!(said(2_890), "2 ngày / 2 days");
    }

    #[test]
    fn a_wait_is_said_as_people_say_it() {
        let said = |seconds| {
            let said = about(seconds);
            format!("{} / {}", said.vi, said.en)
        };
        assert_eq!(said(1), "1 giây / 1 second");
        assert_eq!(said(119), "119 giây / 119 seconds");
        assert_eq!(said(120), "khoảng 2 phút / about 2 minutes");
        assert_eq!(said(121), "khoảng 3 phút / about 3 minutes", "never less than it will be");
        assert_eq!(said(3_540), "khoảng 59 phút / about 59 minutes");
        assert_eq!(said(3_541), "khoảng 1 giờ / about 1 hour");
        assert_eq!(said(3_600), "khoảng 1 giờ / about 1 hour");
        assert_eq!(said(3_601), "khoảng 2 giờ / about 2 hours");
    }
}
