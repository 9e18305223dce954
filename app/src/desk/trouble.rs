//! Why something could not be done, whatever stood in the way, and what a page shows of an answer.
//!
//! Not here: the sentences of rules (`shared::refusal`) and of the browser (`store`).
//! Invariant: every trouble has one sentence, and a form can show it at its fields.

use leptos::prelude::*;
use shared::lang::Sentence;
use shared::refusal::{FieldFault, MAIN, Refusal};

use super::Desk;
use crate::link::http::Failure;
use crate::store::DiskFault;
use crate::ui::state::{Failed, Reading};

/// What a page shows of an answer: that it is awaited, what went wrong and the way to ask again, or the answer.
pub fn answered<T>(
    answer: Option<Result<T, Trouble>>,
    again: Callback<()>,
    draw: impl FnOnce(T) -> AnyView,
) -> AnyView {
    match answer {
        None => view! { <Reading /> }.into_any(),
        Some(Err(trouble)) => view! { <Failed said=trouble.sentence() again /> }.into_any(),
        Some(Ok(answer)) => draw(answer),
    }
}

/// The same below another answer of the page: without a network one of them says so, and goes on asking.
pub fn answered_below<T>(
    offline: bool,
    answer: Option<Result<T, Trouble>>,
    again: Callback<()>,
    draw: impl FnOnce(T) -> AnyView,
) -> AnyView {
    match answer {
        Some(Err(Trouble::Network(_))) if offline => ().into_any(),
        answer => answered(answer, again, draw),
    }
}

/// The network is back: what could not be read is asked for again.
pub fn ask_again_when_back<A: 'static>(desk: Desk, answer: LocalResource<A>, has_failed: fn(&A) -> bool) {
    Effect::new(move |was_offline: Option<bool>| {
        let is_offline = desk.is_offline();
        let failed = || answer.with_untracked(|answer| answer.as_ref().is_some_and(has_failed));
        if was_offline == Some(true) && !is_offline && failed() {
            answer.refetch();
        }
        is_offline
    });
}

/// Why something could not be done.
#[derive(Clone, Debug)]
pub enum Trouble {
    Refused(Refusal),
    Disk(DiskFault),
    Network(Sentence),
}

impl From<Failure> for Trouble {
    /// What the server says of one field is said there.
    fn from(failure: Failure) -> Trouble {
        let said = failure.sentence();
        match failure {
            Failure::Said { field: Some(field), .. } => {
                let faults = vec![FieldFault::new(field, said.vi, said.en)];
                Trouble::Refused(Refusal::Fields { faults })
            }
            Failure::Said { field: None, .. }
            | Failure::Unreachable
            | Failure::LoggedOut
            | Failure::Revoked(_) => Trouble::Network(said),
        }
    }
}

impl Trouble {
    pub fn sentence(&self) -> Sentence {
        match self {
            Trouble::Refused(refusal) => refusal.sentence(),
            Trouble::Disk(fault) => fault.sentence(),
            Trouble::Network(said) => said.clone(),
        }
    }

    /// The faults of a form, field by field; one without a field where the whole act was refused.
    pub fn faults(&self) -> Vec<FieldFault> {
        match self {
            Trouble::Refused(refusal) => refusal.faults(),
            Trouble::Disk(_) | Trouble::Network(_) => {
                let said = self.sentence();
                vec![FieldFault::new(MAIN, said.vi, said.en)]
            }
        }
    }
}
