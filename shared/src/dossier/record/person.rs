//! Người nộp: who asks, and how they are reached.
//!
//! Not here: what makes an address or a number good (`identity`, `dossier::form`).
//! Invariant: nobody's name or number is in what a debugger prints.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::json::is_default;
use crate::lang::{Word, word};

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, Default)]
pub enum Sex {
    #[default]
    #[serde(rename = "")]
    Unknown,
    #[serde(rename = "nam")]
    Male,
    #[serde(rename = "nu")]
    Female,
}

impl Sex {
    pub const fn label(self) -> Word {
        match self {
            Sex::Unknown => word("Chưa rõ", "Not stated"),
            Sex::Male => word("Nam", "Male"),
            Sex::Female => word("Nữ", "Female"),
        }
    }
}

/// Who asks. Texts are as written on the paper that was shown; old addresses are never rewritten.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Applicant {
    pub name: String,
    /// Identity number, or empty where the person has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// `14/03/1990`, `1945` or empty: a partial date as text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub birth: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub sex: Sex,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Whom the applicant acts for, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub on_behalf_of: String,
}

impl fmt::Debug for Applicant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Applicant(***)")
    }
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Contact {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Wants to be told of the dossier (`news`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub news: bool,
    /// By which way; said together with the wish.
    #[serde(default, skip_serializing_if = "NewsBy::is_mail")]
    pub news_by: NewsBy,
}

impl Contact {
    /// What was given for a way; empty where nothing was.
    pub fn address(&self, by: NewsBy) -> &str {
        match by {
            NewsBy::Mail => self.email.trim(),
            NewsBy::Sms | NewsBy::Zalo => self.phone.trim(),
        }
    }

    /// By which way the citizen wants to be told, if they do.
    pub fn wants(&self) -> Option<NewsBy> {
        self.news.then_some(self.news_by)
    }

    /// The wish, as long as there is an address for it; no wish leaves no way behind.
    #[must_use]
    pub fn told(mut self, by: Option<NewsBy>) -> Contact {
        let by = by.filter(|by| !self.address(*by).is_empty());
        (self.news, self.news_by) = (by.is_some(), by.unwrap_or_default());
        self
    }
}

/// The way by which a citizen is told; each has its own consent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, Default)]
pub enum NewsBy {
    #[default]
    #[serde(rename = "thu_dien_tu")]
    Mail,
    #[serde(rename = "tin_nhan")]
    Sms,
    #[serde(rename = "zalo")]
    Zalo,
}

impl NewsBy {
    pub const ALL: [NewsBy; 3] = [NewsBy::Mail, NewsBy::Sms, NewsBy::Zalo];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            NewsBy::Mail => "thu_dien_tu",
            NewsBy::Sms => "tin_nhan",
            NewsBy::Zalo => "zalo",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            NewsBy::Mail => word("Thư điện tử", "E-mail"),
            NewsBy::Sms => word("Tin nhắn", "Text message"),
            NewsBy::Zalo => word("Zalo", "Zalo"),
        }
    }

    pub fn of(code: &str) -> Option<NewsBy> {
        NewsBy::ALL.into_iter().find(|by| by.code() == code)
    }

    fn is_mail(&self) -> bool {
        *self == NewsBy::Mail
    }
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(***)")
    }
}
