//! Yes or no: the whole row answers to a finger.
//!
//! Not here: one of few (`select`), radio rows (markup with the same classes).
//! Invariant: a row is as tall as a thumb, whatever the tick's size.

use leptos::prelude::*;

use crate::text::Text;

#[component]
pub fn Tick(#[prop(into)] label: Text, value: RwSignal<bool>) -> impl IntoView {
    view! {
        <label class="tick">
            <input class="check" type="checkbox" prop:checked=move || value.get()
                on:change=move |ev| value.set(event_target_checked(&ev)) />
            <span>{label}</span>
        </label>
    }
}
