//! The five steps of a dossier: who, when, before when.
//!
//! Not here: which step it stands at (`Status::step`).
//! Invariant: the current step is marked for eyes and for a screen reader.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::text::Text;

/// One step with its line below.
#[derive(Clone)]
pub struct Step {
    pub name: Text,
    pub about: Text,
}

#[component]
pub fn Steps(
    steps: Vec<Step>,
    /// The step in work; steps before it are done.
    current: usize,
    /// Every step is done, or the dossier has ended.
    #[prop(optional)]
    ended: bool,
) -> impl IntoView {
    let items = steps
        .into_iter()
        .enumerate()
        .map(|(i, step)| {
            let done = i < current || ended;
            let here = i == current && !ended;
            view! {
                <li class=done.then_some("done") aria-current=here.then_some("step")>
                    <b>{done.then(|| view! { <Icon glyph=Glyph::Check /> })}{step.name}</b>
                    {step.about}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="steps">{items}</ol> }
}
