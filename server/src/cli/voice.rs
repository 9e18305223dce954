//! How a command speaks: every sentence in Vietnamese and English, or in the one language that was asked for.
//!
//! Not here: the sentences; each command has its own, the store's are in its faults.
//! Invariant: results go to standard output; warnings and failures to standard error, behind the program's name.

use std::fmt::{self, Display};
use std::io::Write as _;

use clap::ValueEnum;
use shared::lang::{Lang, Sentence};

use crate::store::Fault;

#[derive(Clone, Copy, ValueEnum)]
pub enum In {
    Vi,
    En,
}

/// The language of everything that a command says; both, Vietnamese first, where none was asked for.
#[derive(Clone, Copy, Default)]
pub struct Voice(Option<Lang>);

impl Voice {
    pub fn new(asked: Option<In>) -> Voice {
        Voice(asked.map(|asked| match asked {
            In::Vi => Lang::Vi,
            In::En => Lang::En,
        }))
    }

    pub fn of(self, said: &Sentence) -> String {
        match self.0 {
            Some(lang) => said.of(lang).to_owned(),
            None => said.to_string(),
        }
    }

    /// The languages of what is longer than a line.
    pub fn langs(self) -> impl Iterator<Item = Lang> {
        [Lang::Vi, Lang::En].into_iter().filter(move |lang| self.0.is_none_or(|asked| asked == *lang))
    }

    /// A line of the result. A reader that has gone away has seen enough.
    pub fn say(self, vi: impl Into<String>, en: impl Into<String>) {
        let _ = writeln!(std::io::stdout(), "{}", self.of(&Sentence::new(vi, en)));
    }

    /// What should be known though nothing failed.
    pub fn warn(self, said: &Sentence) {
        eprintln!("mot-cua: {}", self.of(said));
    }

    pub fn failed(self, error: &anyhow::Error) {
        self.warn(&sentence(error));
    }
}

/// A command's own reason why it did not do what it was asked.
#[derive(Debug)]
pub struct Told(Sentence);

impl Told {
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Told {
        Told(Sentence::new(vi, en))
    }

    pub fn sentence(&self) -> &Sentence {
        &self.0
    }
}

impl Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Told {}

pub fn told(vi: impl Into<String>, en: impl Into<String>) -> anyhow::Error {
    Told::new(vi, en).into()
}

/// The same with its cause behind it, in the cause's own words.
pub fn told_why(vi: impl Display, en: impl Display, cause: impl Into<anyhow::Error>) -> anyhow::Error {
    let cause = sentence(&cause.into());
    told(format!("{vi}: {}", cause.vi), format!("{en}: {}", cause.en))
}

fn sentence(error: &anyhow::Error) -> Sentence {
    if let Some(Told(said)) = error.downcast_ref() {
        return said.clone();
    }
    if let Some(fault) = error.downcast_ref::<Fault>() {
        return fault.sentence();
    }
    let same = format!("{error:#}");
    Sentence::new(same.clone(), same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_comes_in_both_languages_or_in_the_one_asked_for() {
        let error = told_why("không đọc được a.json", "cannot read a.json", std::io::Error::other("hỏng"));
        let said = |asked| Voice::new(asked).of(&sentence(&error));
        assert_eq!(said(None), "không đọc được a.json: hỏng / cannot read a.json: hỏng");
        assert_eq!(said(Some(In::Vi)), "không đọc được a.json: hỏng");
        assert_eq!(said(Some(In::En)), "cannot read a.json: hỏng");
        let fault: anyhow::Error = Fault::NoWard(shared::id::WardId(7)).into();
        assert_eq!(
            Voice::default().of(&sentence(&fault)),
            "cơ sở dữ liệu này chưa có phường 7 / there is no ward 7 in this database yet"
        );
        // Words that are the same in both are said once.
        assert_eq!(Voice::default().of(&sentence(&std::io::Error::other("hỏng").into())), "hỏng");
    }
}
