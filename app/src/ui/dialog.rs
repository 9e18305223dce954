//! A question over the page: the browser's own dialog, so that focus, Escape and the backdrop are right.
//!
//! Not here: forms (`field`).
//! Invariant: the focus goes back where it came from; closing keeps what was typed until the page forgets it.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::html;
use leptos::prelude::*;
use shared::lang::{Word, word};
use wasm_bindgen::JsCast;

use super::icon::{Glyph, Icon};
use crate::text::{Text, t};

/// Numbers the titles: several dialogs stand on one page, one of them open.
static NEXT: AtomicU32 = AtomicU32::new(0);

const CLOSE: Word = word("Đóng", "Close");

/// The camera's input is not seen where no finger holds the device.
const FIELDS: &str = "form :is(input:not([capture]), textarea, select)";

/// Whether there is such an element; an element that is on the page can take the focus.
fn focus(dialog: &web_sys::HtmlDialogElement, css: &str) -> bool {
    let found = dialog.query_selector(css).ok().flatten();
    let found = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok());
    found.is_some_and(|found| found.focus().is_ok())
}

/// The browser begins at the button that closes, and the Enter that asked the question, not yet over, would press it: the
/// title waits until it is. Then whoever asked for a form wants its first field.
fn begin_at_the_question(dialog: web_sys::HtmlDialogElement) {
    focus(&dialog, "h2");
    request_animation_frame(move || {
        let _ = focus(&dialog, FIELDS) || focus(&dialog, ".dialog__head button");
    });
}

/// Ctrl Enter answers from every field, also from one where Enter begins a new line.
fn answer(ev: &web_sys::KeyboardEvent, dialog: Option<web_sys::HtmlDialogElement>) {
    if ev.key() != "Enter" || !ev.ctrl_key() || ev.is_composing() {
        return;
    }
    ev.prevent_default();
    let button = dialog.and_then(|dialog| dialog.query_selector("form [type=submit]").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        button.click();
    }
}

#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: Text,
    /// Room for a table or two columns.
    #[prop(optional)]
    wide: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let title_id = format!("dialog-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let named = title_id.clone();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            // Fails only when the dialog is open already.
            let _ = dialog.show_modal();
            begin_at_the_question(dialog);
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog node_ref=node class:dialog--wide=wide aria-labelledby=named on:close=move |_| open.set(false)
            on:keydown=move |ev| answer(&ev, node.get_untracked())>
            <div class="dialog__head">
                <h2 id=title_id tabindex="-1">{title}</h2>
                <button class="btn btn--icon" type="button" aria-label=t(CLOSE) on:click=move |_| open.set(false)>
                    <Icon glyph=Glyph::Close />
                </button>
            </div>
            {move || open.get().then(|| children())}
        </dialog>
    }
}
