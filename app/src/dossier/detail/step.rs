//! An act that stands beside what it is about: its button, or why it may not be done.
//!
//! Not here: the acts that stand among the others (`acts`), which act comes next (the regions).
//! Invariant: whoever may not do it reads which act it is, and why.

use leptos::prelude::*;
use shared::dossier::Kind;
use shared::lang::Lang;
use shared::refusal::Refusal;

use crate::text::{say, t};

/// `Gửi bản thảo: Việc này của công chức chuyên môn.`
pub fn why(kind: Kind, refusal: &Refusal) -> impl IntoView + use<> {
    let why = refusal.sentence();
    say(move |lang: Lang| format!("{}: {}", kind.label().of(lang), why.of(lang)))
}

/// In a region of its own, as wide as that.
pub fn step(kind: Kind, may: Result<(), Refusal>, begin: Callback<Kind>) -> AnyView {
    match may {
        Ok(()) => view! {
            <button class="btn btn--wide" type="button" on:click=move |_| begin.run(kind)>{t(kind.label())}</button>
        }
        .into_any(),
        Err(refusal) => view! { <p class="small quiet">{why(kind, &refusal)}</p> }.into_any(),
    }
}
