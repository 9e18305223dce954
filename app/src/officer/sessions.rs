//! Phiên đăng nhập of one officer, before the administrator.
//!
//! Not here: the list and its buttons (`settings`).
//! Invariant: whose sessions they are stands above them.

use leptos::prelude::*;
use shared::lang::{Word, word};
use shared::officer::Officer;

use crate::settings::{SessionList, Whose};
use crate::ui::dialog::Dialog;

const TITLE: Word = word("Phiên đăng nhập", "Sessions");

#[component]
pub fn SessionsDialog(open: RwSignal<bool>, chosen: RwSignal<Option<Officer>>) -> impl IntoView {
    let body = move || {
        chosen.get_untracked().map(|officer| {
            view! { <p><b>{officer.name}</b></p><SessionList whose=Whose::Of(officer.id) /> }
        })
    };
    view! { <Dialog open title=TITLE><div class="flow">{body()}</div></Dialog> }
}
