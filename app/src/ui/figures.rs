//! A few numbers in one line, each a way to its list. Zero is quiet.
//!
//! Not here: what is counted.
//! Invariant: a number and its list always agree, since both come from the same filter.

use leptos::prelude::*;

use crate::text::{Text, say};
use shared::lang::number;

#[component]
pub fn Figure(
    #[prop(into)] label: Text,
    #[prop(into)] count: Signal<usize>,
    #[prop(into)] href: String,
    /// Red when it is not zero.
    #[prop(optional)]
    late: bool,
) -> impl IntoView {
    let zero = move || (count.get() == 0).then_some("");
    let red = move || (late && count.get() > 0).then_some("");
    view! {
        <div>
            <dt>{label}</dt>
            <dd data-zero=zero data-late=red>
                <a href=href>{say(move |lang| number(lang, i64::try_from(count.get()).unwrap_or(i64::MAX)))}</a>
            </dd>
        </div>
    }
}
