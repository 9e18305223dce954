//! Buttons and the keys shown on them. An act that is not open stays, greyed, with its reason.
//!
//! Not here: the keyboard itself (`keys`).
//! Invariant: a greyed button can be reached and read, but does nothing.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::text::Text;

/// `g h` as two key caps.
#[component]
pub fn Keys(keys: &'static str) -> impl IntoView {
    keys.split(' ').map(|key| view! { <kbd>{cap(key)}</kbd>" " }).collect_view()
}

/// What is printed on the key that the browser calls `key`.
fn cap(key: &'static str) -> &'static str {
    match key {
        "ArrowUp" => "↑",
        "ArrowDown" => "↓",
        "ArrowLeft" => "←",
        "ArrowRight" => "→",
        "Escape" => "Esc",
        letter => letter,
    }
}

/// One act of a list: open with its key, or greyed with the reason below.
#[component]
pub fn ActRow(
    #[prop(into)] label: Text,
    glyph: Glyph,
    /// The single key, or empty.
    #[prop(optional)]
    key: &'static str,
    /// Why it is not open; `None` where it is.
    #[prop(optional, into)]
    why: Option<Text>,
    /// Makes the id of the reason unique on the page.
    id: &'static str,
    run: Callback<()>,
) -> impl IntoView {
    let closed = why.is_some();
    let reason_id = format!("why-{id}");
    let described = closed.then(|| reason_id.clone());
    view! {
        <li>
            <button class="act" type="button" aria-disabled=closed.then_some("true") aria-describedby=described
                on:click=move |_| if !closed { run.run(()) }>
                <Icon glyph=if closed { Glyph::Lock } else { glyph } />
                {label}
                {(!closed && !key.is_empty()).then(|| view! { <Keys keys=key /> })}
            </button>
            {why.map(|why| view! { <p class="why" id=reason_id>{why}</p> })}
        </li>
    }
}
