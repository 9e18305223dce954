//! Yes or no: the whole row answers to a finger.
//!
//! Not here: one of few (`select`), radio rows (markup with the same classes).
//! Invariant: a row is as tall as a thumb, whatever the tick's size.

use leptos::prelude::*;

use crate::text::Text;

#[component]
pub fn Tick(#[prop(into)] label: Text, value: RwSignal<bool>) -> impl IntoView {
    view! { <TickRow ticked=value change=move |on| value.set(on)>{label}</TickRow> }
}

/// A row that is ticked or not, whatever it says and wherever that is kept.
#[component]
pub fn TickRow(
    #[prop(into)] ticked: Signal<bool>,
    change: impl Fn(bool) + 'static,
    children: Children,
) -> impl IntoView {
    view! {
        <label class="tick">
            <input class="check" type="checkbox" prop:checked=move || ticked.get()
                on:change=move |ev| change(event_target_checked(&ev)) />
            <span>{children()}</span>
        </label>
    }
}
