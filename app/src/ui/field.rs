//! One thing to type or choose: label above, hint and fault below, tied together for a screen reader.
//!
//! Not here: what is right or wrong (`shared`), the list of all faults (`error_summary`).
//! Invariant: what was typed stays; a fault stands at its field in the words of the rule, until the field is changed.

use leptos::prelude::*;
use shared::lang::{Word, word};
use shared::refusal::FieldFault;
use wasm_bindgen::JsCast;

use crate::prefs::use_lang;
use crate::text::{Text, t};

const OPTIONAL: Word = word("(nếu có)", "(optional)");

/// The faults of a form, by field.
pub type Faults = RwSignal<Vec<FieldFault>>;

/// The sentence at `field`, in the language of the moment.
pub fn fault_of(faults: Faults, field: &'static str) -> Signal<Option<String>> {
    let lang = use_lang();
    Signal::derive(move || {
        faults.with(|all| all.iter().find(|f| f.field == field).map(|f| f.of(lang.get()).to_owned()))
    })
}

/// Whoever changes a field has begun to put it right: its fault goes, until the rules are asked again.
pub fn mend(faults: Faults, field: &str) {
    if faults.with_untracked(|all| all.iter().any(|fault| fault.field == field)) {
        faults.update(|all| all.retain(|fault| fault.field != field));
    }
}

/// The same in a component whose form may have no faults.
pub(super) fn mend_any(faults: Option<Faults>, field: &str) {
    if let Some(faults) = faults {
        mend(faults, field);
    }
}

/// Puts the cursor into the page's field `id`.
pub fn focus_field(id: &str) {
    let field = document().get_element_by_id(id);
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that is on the page can take the focus.
        let _ = field.focus();
    }
}

/// Says each fault at its field and goes to the first; what is at no field of the form stands above it (`other_faults`).
pub fn show(faults: Faults, said: Vec<FieldFault>) {
    let first = said.first().map(|fault| fault.field.clone());
    faults.try_set(said);
    // By then a field that only now applies is on the page.
    request_animation_frame(move || first.iter().for_each(|id| go_to(id)));
}

/// A form may be longer than its dialog: the sentence above it takes the focus, and comes into sight by that.
fn go_to(id: &str) {
    let field = format!("dialog[open] form :is(input, select, textarea)[id=\"{id}\"]");
    let places = [field.as_str(), "dialog[open] form > [role=alert]"];
    let place = places.into_iter().find_map(|css| document().query_selector(css).ok().flatten());
    if let Some(place) = place.and_then(|place| place.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that is on the page can take the focus.
        let _ = place.focus();
    }
}

/// The faults of no field among `known`, in the language of the moment: they stand above the form.
pub fn other_faults(faults: Faults, known: Vec<&'static str>) -> impl IntoView {
    let lang = use_lang();
    let said = move || {
        faults.with(|all| {
            let own = |f: &&FieldFault| !known.contains(&f.field.as_str());
            all.iter().filter(own).map(|f| f.of(lang.get()).to_owned()).collect::<Vec<_>>()
        })
    };
    move || {
        said()
            .into_iter()
            .map(|said| view! { <p class="note note--late" role="alert" tabindex="-1">{said}</p> })
            .collect_view()
    }
}

/// A line of text. `id` is also the field's name in the rules' faults.
#[component]
pub fn TextField(
    id: &'static str,
    #[prop(into)] label: Text,
    value: RwSignal<String>,
    #[prop(optional)] faults: Option<Faults>,
    #[prop(optional, into)] hint: Option<Text>,
    #[prop(optional)] optional: bool,
    /// `text`, `numeric`, `tel`, `email`
    #[prop(default = "text")]
    mode: &'static str,
    /// `text`, `password`; days have their own field (`date`).
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] area: bool,
    /// What the browser offers while somebody types, in Vietnamese; anything else may be typed.
    #[prop(optional)]
    suggests: &'static [&'static str],
) -> impl IntoView {
    let fault = faults.map_or_else(|| Signal::stored(None), |faults| fault_of(faults, id));
    let (err_id, hint_id) = (format!("{id}-err"), format!("{id}-hint"));
    let has_hint = hint.is_some();
    let ids = (err_id.clone(), hint_id.clone());
    let described = move || match (fault.get().is_some(), has_hint) {
        (true, true) => Some(format!("{} {}", ids.0, ids.1)),
        (true, false) => Some(ids.0.clone()),
        (false, true) => Some(ids.1.clone()),
        (false, false) => None,
    };
    let bad = move || fault.get().map(|_| "true");
    let input = move |ev| {
        value.set(event_target_value(&ev));
        mend_any(faults, id);
    };
    let control = if area {
        view! {
            <textarea class="input" id=id rows="3" autocomplete=autocomplete aria-describedby=described aria-invalid=bad
                prop:value=move || value.get() on:input=input></textarea>
        }
        .into_any()
    } else {
        let list = (!suggests.is_empty()).then(|| format!("{id}-list"));
        let offered = list.clone().map(|list| {
            let each = suggests.iter().map(|said| view! { <option value=*said></option> }).collect_view();
            view! { <datalist id=list lang="vi">{each}</datalist> }
        });
        view! {
            <input class="input" id=id type=kind inputmode=mode autocomplete=autocomplete aria-describedby=described
                list=list aria-invalid=bad prop:value=move || value.get() on:input=input />
            {offered}
        }
        .into_any()
    };
    view! {
        <div class="field" data-bad=bad>
            <label for=id>{label}{optional.then(|| view! { " "<small>{t(OPTIONAL)}</small> })}</label>
            {control}
            {hint.map(|hint| view! { <p class="hint" id=hint_id>{hint}</p> })}
            {move || fault.get().map(|said| view! { <p class="err" id=err_id.clone()>{said}</p> })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_is_changed_drops_its_own_fault_and_no_other() {
        Owner::new().with(|| {
            let fault = |field| FieldFault::new(field, "Chưa ghi.", "Missing.");
            let faults: Faults = RwSignal::new(vec![fault("name"), fault("number"), fault("asked.1")]);
            mend(faults, "number");
            mend(faults, "phone");
            let left: Vec<String> = faults.get_untracked().into_iter().map(|fault| fault.field).collect();
            assert_eq!(left, ["name", "asked.1"]);
        });
    }
}
