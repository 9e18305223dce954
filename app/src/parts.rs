//! The application comes in parts: what every start needs first, the rest a moment later.
//!
//! A part is a file of its own that the browser fetches when a page of it is opened, and all of them once the first
//! page stands. The service worker keeps every part, so that without a network nothing is missing.
//! Not here: what is on a page (the rooms), how the module is cut (the build).
//! Invariant: a part that could not be fetched takes nothing with it; the page says so and offers to try again.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use shared::lang::{Word, word};

use crate::gate::Splash;
use crate::text::t;
use crate::ui::gallery::Gallery;
use crate::volunteer::VolunteerPage;
use crate::{board, dossier, inbox, public, settings};

const NOT_FETCHED: Word = word(
    "Chưa tải được trang này. Việc đã lưu vẫn còn nguyên.",
    "This page could not be fetched. Everything saved is still there.",
);
const AGAIN: Word = word("Thử lại", "Try again");

/// A page that is not in the first download.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Page {
    Home,
    Receive,
    List,
    Detail,
    Slip,
    Sign,
    Give,
    Inbox,
    Board,
    Settings,
    Gallery,
    Volunteer,
    Catalogue,
    Procedure,
    Track,
}

/// Draws any page of its part.
type Draw = fn(Page) -> AnyView;

/// A file beside the first one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Counter,
    Office,
    Citizen,
}

const PARTS: [Part; 3] = [Part::Counter, Part::Office, Part::Citizen];

#[derive(Clone, Copy)]
enum Fetched {
    Asked,
    Failed,
    Here(Draw),
}

/// What of the application is here.
#[derive(Clone, Copy)]
struct Parts([RwSignal<Option<Fetched>>; PARTS.len()]);

/// To be called once, at the root.
pub fn provide_parts() {
    let parts = Parts(PARTS.map(|_| RwSignal::new(None)));
    provide_context(parts);
}

/// Fetches what is not here yet: to be called when the first page stands.
pub fn fetch_parts() {
    let Some(parts) = use_context::<Parts>() else { return };
    PARTS.into_iter().for_each(|part| parts.want(part));
}

impl Page {
    fn part(self) -> Part {
        match self {
            Page::Home | Page::Receive | Page::List | Page::Detail | Page::Slip => Part::Counter,
            Page::Sign | Page::Give | Page::Inbox => Part::Counter,
            Page::Board | Page::Settings | Page::Gallery | Page::Volunteer => Part::Office,
            Page::Catalogue | Page::Procedure | Page::Track => Part::Citizen,
        }
    }
}

impl Parts {
    fn of(self, part: Part) -> RwSignal<Option<Fetched>> {
        self.0[part as usize]
    }

    fn want(self, part: Part) {
        let signal = self.of(part);
        if matches!(signal.get_untracked(), Some(Fetched::Asked | Fetched::Here(_))) {
            return;
        }
        signal.set(Some(Fetched::Asked));
        spawn_local(async move {
            let got = match part {
                Part::Counter => counter().await,
                Part::Office => office().await,
                Part::Citizen => citizen().await,
            };
            signal.set(Some(got.map_or(Fetched::Failed, |file| Fetched::Here(file.0))));
        });
    }
}

/// The page, as soon as its part is here.
#[component]
pub fn Later(page: Page) -> impl IntoView {
    let parts: Parts = expect_context();
    parts.want(page.part());
    let fetched = parts.of(page.part());
    move || match fetched.get() {
        Some(Fetched::Here(draw)) => draw(page),
        None | Some(Fetched::Asked) => view! { <Splash /> }.into_any(),
        Some(Fetched::Failed) => view! {
            <main class="gate" id="main">
                <p role="alert">{t(NOT_FETCHED)}</p>
                <button type="button" class="btn btn--primary" on:click=move |_| parts.want(page.part())>
                    {t(AGAIN)}
                </button>
            </main>
        }
        .into_any(),
    }
}

/// What a part gives when it is here.
struct File(Draw);

#[wasm_split(counter, wasm_split_path = ::leptos::wasm_split, fallible)]
fn counter() -> Result<File, SplitLoaderError> {
    Ok(File(|page| match page {
        Page::Home => dossier::HomePage().into_any(),
        Page::Receive => dossier::ReceivePage().into_any(),
        Page::List => dossier::ListPage().into_any(),
        Page::Detail => dossier::DetailPage().into_any(),
        Page::Slip => dossier::SlipPage().into_any(),
        Page::Sign => dossier::SignPage().into_any(),
        Page::Give => dossier::GivePage().into_any(),
        Page::Inbox => inbox::InboxPage().into_any(),
        _ => ().into_any(),
    }))
}

#[wasm_split(office, wasm_split_path = ::leptos::wasm_split, fallible)]
fn office() -> Result<File, SplitLoaderError> {
    Ok(File(|page| match page {
        Page::Board => board::BoardPage().into_any(),
        Page::Settings => settings::SettingsPage().into_any(),
        Page::Gallery => Gallery().into_any(),
        Page::Volunteer => VolunteerPage().into_any(),
        _ => ().into_any(),
    }))
}

#[wasm_split(citizen, wasm_split_path = ::leptos::wasm_split, fallible)]
fn citizen() -> Result<File, SplitLoaderError> {
    Ok(File(|page| match page {
        Page::Catalogue => public::CataloguePage().into_any(),
        Page::Procedure => public::ProcedurePage().into_any(),
        Page::Track => public::TrackPage().into_any(),
        _ => ().into_any(),
    }))
}
