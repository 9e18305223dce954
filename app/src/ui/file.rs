//! A file to choose: a button in our words over the native input, and the name of what was chosen.
//!
//! Not here: what becomes of the file (each room).
//! Invariant: the input itself takes the focus, the finger and a dropped file; the browser's own words are never seen.

use leptos::prelude::*;
use shared::lang::{Word, word};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::icon::{Glyph, Icon};
use crate::text::{Text, t};

const CHOOSE: Word = word("Chọn tệp", "Choose a file");
const NONE: Word = word("Chưa chọn tệp", "No file chosen yet");
const READING: Word = word("Đang đọc tệp…", "Reading the file…");

/// The input that was answered.
fn input_of(ev: &leptos::ev::Event) -> Option<HtmlInputElement> {
    ev.target().and_then(|target| target.dyn_into().ok())
}

/// The button alone, where the page says by itself what was chosen.
#[component]
pub fn FileButton(
    #[prop(into)] label: Text,
    /// Said after the label by a screen reader, where several buttons say the same.
    #[prop(optional, into)]
    of: Option<Text>,
    #[prop(default = "btn btn--go")] class: &'static str,
    #[prop(default = Glyph::Doc)] glyph: Glyph,
    accept: &'static str,
    #[prop(optional)] multiple: bool,
    /// Opens the camera at the back of the device.
    #[prop(optional)]
    camera: bool,
    #[prop(optional)] described: Option<&'static str>,
    /// Takes the input, whose files may be many.
    chosen: Callback<HtmlInputElement>,
) -> impl IntoView {
    let capture = camera.then_some("environment");
    view! {
        <label class=format!("{class} file")>
            <input type="file" accept=accept multiple=multiple capture=capture aria-describedby=described
                on:change=move |ev| if let Some(input) = input_of(&ev) { chosen.run(input) } />
            <Icon glyph=glyph />{label}{of.map(|of| view! { <span class="sr">": "{of}</span> })}
        </label>
    }
}

/// A field that takes one file and says which.
#[component]
pub fn FileField(
    id: &'static str,
    #[prop(into)] label: Text,
    #[prop(into)] hint: Text,
    /// Empty takes every kind.
    #[prop(optional)]
    accept: &'static str,
    /// While the file is read or sent, no other is taken.
    #[prop(into)]
    busy: Signal<bool>,
    chosen: Callback<HtmlInputElement>,
) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let (label_id, button_id, hint_id) =
        (format!("{id}-label"), format!("{id}-button"), format!("{id}-hint"));
    let (named, described) = (format!("{label_id} {button_id}"), hint_id.clone());
    let take = move |ev| {
        let Some(input) = input_of(&ev) else { return };
        let first = input.files().and_then(|files| files.get(0));
        name.set(first.map(|file| file.name()).unwrap_or_default());
        chosen.run(input);
    };
    let (reading, none) = (t(READING), t(NONE));
    let said = move || match (busy.get(), name.get()) {
        (true, _) => reading(),
        (false, name) if name.is_empty() => none(),
        (false, name) => name,
    };
    view! {
        <div class="field">
            <span class="label" id=label_id>{label}</span>
            <p class="line">
                <label class="btn btn--go file" data-busy=move || busy.get().then_some("")>
                    // It keeps the focus while it is busy; a disabled one would lose it.
                    <input id=id type="file" accept=(!accept.is_empty()).then_some(accept)
                        aria-disabled=move || busy.get().then_some("true") aria-labelledby=named
                        aria-describedby=described on:change=take
                        on:click=move |ev| if busy.get_untracked() { ev.prevent_default() } />
                    <Icon glyph=Glyph::Doc /><span id=button_id>{t(CHOOSE)}</span>
                </label>
                <span class="file__name" aria-live="polite">{said}</span>
            </p>
            <p class="hint" id=hint_id>{hint}</p>
        </div>
    }
}
