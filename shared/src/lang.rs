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

/// A count before its noun, in English: `1 dossier`, `4,872 dossiers`, `0 devices are`. Vietnamese changes no noun.
pub fn counted(n: impl TryInto<i64>, one: &str, many: &str) -> String {
    let n = n.try_into().unwrap_or(i64::MAX);
    format!("{} {}", number(Lang::En, n), if n == 1 { one } else { many })
}

/// `4.872 hồ sơ`, `1 dossier`
pub fn dossiers(lang: Lang, n: usize) -> String {
    match lang {
        Lang::Vi => format!("{} hồ sơ", number(lang, i64::try_from(n).unwrap_or(i64::MAX))),
        Lang::En => counted(n, "dossier", "dossiers"),
    }
}

/// `15.000 đ`
pub fn money(lang: Lang, vnd: i64) -> String {
    format!("{} đ", number(lang, vnd))
}

/// How long somebody is asked to wait, said as people say it: `90 giây`, `khoảng 5 phút`, `khoảng 1 giờ`. Never less
/// than it will be.
pub fn about(seconds: u32) -> Sentence {
    let minutes = seconds.div_ceil(60);
    if seconds < 120 {
        Sentence::new(format!("{seconds} giây"), counted(seconds, "second", "seconds"))
    } else if minutes < 60 {
        Sentence::new(format!("khoảng {minutes} phút"), format!("about {minutes} minutes"))
    } else {
        let hours = seconds.div_ceil(3_600);
        Sentence::new(format!("khoảng {hours} giờ"), format!("about {}", counted(hours, "hour", "hours")))
    }
}

/// How long something took, by its two largest units: `35 phút`, `6 giờ 5 phút`, `2 ngày 3 giờ`.
pub fn span(lang: Lang, minutes: i64) -> String {
    let minutes = minutes.max(0);
    let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    let of = |n: i64, vi: &str, one: &str, many: &str| match lang {
        Lang::Vi => format!("{n} {vi}"),
        Lang::En => counted(n, one, many),
    };
    let minutes = || of(rest, "phút", "minute", "minutes");
    let in_hours = || of(hours, "giờ", "hour", "hours");
    match (days, hours, rest) {
        (0, 0, _) => minutes(),
        (0, _, 0) => in_hours(),
        (0, _, _) => format!("{} {}", in_hours(), minutes()),
        (_, 0, _) => of(days, "ngày", "day", "days"),
        (_, _, _) => format!("{} {}", of(days, "ngày", "day", "days"), in_hours()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_told_as_many() {
        assert_eq!(counted(0_u32, "dossier", "dossiers"), "0 dossiers");
        assert_eq!(counted(1_usize, "dossier is", "dossiers are"), "1 dossier is");
        assert_eq!(counted(4_872_i64, "dossier", "dossiers"), "4,872 dossiers");
        assert_eq!(counted(u64::MAX, "act", "acts"), "9,223,372,036,854,775,807 acts");
    }

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
