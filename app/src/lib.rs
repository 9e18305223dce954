//! The pages of Một Cửa, in reading order: what stands under every page, then the rooms.

#![recursion_limit = "512"]

pub mod english;
pub mod prefs;
pub mod text;
pub mod ui;

pub mod archive;
pub mod desk;
pub mod download;
pub mod gate;
pub mod idle;
pub mod keys;
pub mod link;
pub mod news;
pub mod parts;
pub mod routes;
pub mod saving;
pub mod shell;
pub mod span;
pub mod store;
pub mod vault;

pub mod board;
pub mod devices;
pub mod dossier;
pub mod feedback;
pub mod handoff;
pub mod inbox;
pub mod officer;
pub mod paper;
pub mod public;
pub mod scan;
pub mod settings;
pub mod volunteer;

use leptos::prelude::*;

/// Everything, from the preferences down.
#[component]
pub fn App() -> impl IntoView {
    let prefs = prefs::provide_prefs();
    keys::provide_keys(prefs);
    desk::provide_desk();
    parts::provide_parts();
    parts::provide_english(prefs);
    settings::watch_updates();
    settings::watch_install();
    view! { <settings::UpdateOffer /><routes::Pages /> }
}
