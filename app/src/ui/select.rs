//! A choice among few: the native list, dressed as an input.
//!
//! Not here: long lists (`combobox`).
//! Invariant: the device's own picker opens, so that a finger and a screen reader get what they know.

use leptos::prelude::*;

use super::field::{Faults, fault_of, mend_any};
use super::icon::{Glyph, Icon};
use crate::text::Text;

#[component]
pub fn SelectField(
    id: &'static str,
    #[prop(into)] label: Text,
    /// The chosen option's value.
    value: RwSignal<String>,
    /// Value and words of every option.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    #[prop(optional)] faults: Option<Faults>,
) -> impl IntoView {
    let fault = faults.map_or_else(|| Signal::stored(None), |faults| fault_of(faults, id));
    let err_id = format!("{id}-err");
    let described = err_id.clone();
    let change = move |ev| {
        value.set(event_target_value(&ev));
        mend_any(faults, id);
    };
    let rows = move || {
        options
            .get()
            .into_iter()
            .map(|(key, words)| {
                let chosen = {
                    let key = key.clone();
                    move || value.with(|v| *v == key)
                };
                view! { <option value=key selected=chosen>{words}</option> }
            })
            .collect_view()
    };
    view! {
        <div class="field" data-bad=move || fault.get().map(|_| "true")>
            <label for=id>{label}</label>
            <div class="select"><select class="input" id=id aria-invalid=move || fault.get().map(|_| "true")
                aria-describedby=move || fault.get().map(|_| described.clone())
                prop:value=move || value.get() on:change=change>
                {rows}
            </select><Icon glyph=Glyph::Down /></div>
            {move || fault.get().map(|said| view! { <p class="err" id=err_id.clone()>{said}</p> })}
        </div>
    }
}
