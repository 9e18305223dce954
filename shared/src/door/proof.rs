//! Bản thảo ở trang tra cứu: that one waits, what it says, and the applicant's answer.
//!
//! Not here: what is right in an answer (`dossier::proof`), who may look (the server).
//! Invariant: the page of a dossier tells only that there is a draft; its words are another question, which code and secret
//! open, and only until the paper is submitted for signature.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::dossier::Dossier;
use crate::dossier::proof::{AnswerProof, Proof, State, latest};
use crate::moment::Moment;

/// A draft, without its words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// The first is 1.
    pub number: u32,
    pub sent: Moment,
    /// The last moment for an answer.
    pub until: Moment,
    pub state: State,
    /// The answer came by telephone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_phone: bool,
}

/// The latest draft, while it can be answered or that is not long ago: before the paper is submitted.
pub(super) fn waiting(dossier: &Dossier, now: Moment) -> Option<Draft> {
    latest(dossier).map(|(number, proof)| Draft::of(number, proof, now))
}

impl Draft {
    fn of(number: u32, proof: &Proof, now: Moment) -> Draft {
        let by_phone = proof.answer.as_ref().is_some_and(|answer| answer.heard_by.is_some());
        Draft { number, sent: proof.at, until: proof.until, state: proof.state(now), by_phone }
    }
}

/// `POST /api/public/draft`: what it says, for whoever has code and secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftShown {
    pub draft: Draft,
    pub lines: Vec<String>,
    /// To what was said about the draft before, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reply: String,
}

impl fmt::Debug for DraftShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DraftShown({:?}, ***)", self.draft)
    }
}

/// The words of the draft that `waiting` tells of.
pub fn shown(dossier: &Dossier, now: Moment) -> Option<DraftShown> {
    let (number, proof) = latest(dossier)?;
    let draft = Draft::of(number, proof, now);
    Some(DraftShown { draft, lines: proof.lines.clone(), reply: proof.reply.clone() })
}

/// `POST /api/public/draft/answer`
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerDraft {
    pub code: String,
    pub secret: String,
    /// The draft that the page showed.
    pub number: u32,
    pub agrees: bool,
    /// What is wrong; empty where they agree.
    #[serde(default)]
    pub wrong: String,
}

impl fmt::Debug for AnswerDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnswerDraft(***)")
    }
}

impl AnswerDraft {
    pub fn act(&self) -> AnswerProof {
        AnswerProof { number: self.number, agrees: self.agrees, wrong: self.wrong.clone() }
    }

    /// Whether the dossier has this very answer already: it was sent before, and its receipt got lost.
    pub fn is_in(&self, dossier: &Dossier) -> bool {
        let answer = latest(dossier).filter(|(number, _)| *number == self.number);
        answer.and_then(|(_, proof)| proof.answer.as_ref()).is_some_and(|answer| {
            answer.wrong.is_empty() == self.agrees && answer.wrong == crate::text::clean(&self.wrong)
        })
    }
}
