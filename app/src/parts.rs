//! The application comes in parts: what every start needs first, the rest a moment later.
//!
//! A part is a file of its own that the browser fetches when a page of it is opened, and all of them for officers once
//! the first page stands. The service worker keeps every part, so that without a network nothing is missing.
//! Not here: what is on a page (the rooms), how the module is cut (xtask).
//! Invariant: a part that could not be fetched takes nothing with it; the page says so and offers to try again.

use std::future::Future;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use shared::lang::{Lang, Word, word};

use crate::board::Report;
use crate::english::{English, Tell};
use crate::gate::{Inside, Relogin, Splash};
use crate::prefs::Prefs;
use crate::shell::Frame;
use crate::text::t;
use crate::ui::gallery::Gallery as GalleryPage;
use crate::volunteer::VolunteerPage;
use crate::{board, devices, dossier, feedback, handoff, inbox, officer, paper, public, settings};

pub const NOT_FETCHED: Word = word(
    "Chưa tải được trang này. Việc đã lưu vẫn còn nguyên.",
    "This page could not be fetched. Everything saved is still there.",
);
const AGAIN: Word = word("Thử lại", "Try again");

/// A page that is not in the first download.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Page {
    Counter(Counter),
    Office(Office),
    Citizen(Citizen),
}

/// A dossier's way through the ward.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counter {
    /// What stands around all of them.
    Frame,
    Home,
    Receive,
    List,
    Detail,
    Paper,
    Slips,
    Block,
    PrintSlips,
    Recount,
    Sign,
    Give,
    Inbox,
}

/// Around the counter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Office {
    Board,
    Forms,
    Quality,
    Agencies,
    Register,
    Results,
    Cash,
    TillPaper,
    Ballots,
    Civil,
    City,
    Feedback,
    FeedbackEntry,
    FeedbackOne,
    FeedbackReport,
    Settings,
    Devices,
    Officers,
    Volunteer,
    Gallery,
}

/// Open to everybody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Citizen {
    Catalogue,
    Procedure,
    Apply,
    Track,
    Kiosk,
    Feedback,
    FeedbackAnswer,
    FeedbackShown,
}

/// What a part gives: it draws any page of its own.
type Draw<P> = fn(P) -> AnyView;

#[derive(Clone, Copy)]
enum Fetched<P> {
    Asked,
    Failed,
    Here(Draw<P>),
}

type Place<P> = RwSignal<Option<Fetched<P>>>;

/// What of the application is here.
#[derive(Clone, Copy)]
struct Parts {
    counter: Place<Counter>,
    office: Place<Office>,
    citizen: Place<Citizen>,
}

/// To be called once, at the root.
pub fn provide_parts() {
    provide_context(Parts {
        counter: RwSignal::new(None),
        office: RwSignal::new(None),
        citizen: RwSignal::new(None),
    });
}

/// The catalogue's texts in English, from the moment that somebody reads English. Without them, or until they are
/// here, the law's own words stand.
pub fn provide_english(prefs: Prefs) {
    let here = RwSignal::new(None);
    provide_context(English(here));
    Effect::new(move |_| {
        if prefs.lang.get() == Lang::En && here.get_untracked().is_none() {
            spawn_local(async move { here.set(english().await.ok().map(|Words(tell)| tell)) });
        }
    });
}

/// How long the first page of the counter has the machine for itself before the rest is made ready.
const FIRST_PAGE_ALONE: Duration = Duration::from_secs(1);

/// Fetches what officers need and is not here yet: the counter at once, the rest when its first page stands.
pub fn fetch_parts() {
    let parts: Parts = expect_context();
    want(parts.counter, counter);
    Effect::new(move |_| {
        if matches!(parts.counter.get(), Some(Fetched::Here(_) | Fetched::Failed)) {
            set_timeout(
                move || {
                    want(parts.office, office);
                    want(parts.citizen, citizen);
                },
                FIRST_PAGE_ALONE,
            );
        }
    });
}

fn want<P, L>(place: Place<P>, load: fn() -> L)
where
    P: Copy + 'static,
    L: Future<Output = Result<File<P>, SplitLoaderError>> + 'static,
{
    if matches!(place.get_untracked(), Some(Fetched::Asked | Fetched::Here(_))) {
        return;
    }
    place.set(Some(Fetched::Asked));
    spawn_local(async move {
        let got = load().await;
        place.set(Some(got.map_or(Fetched::Failed, |file| Fetched::Here(file.0))));
    });
}

/// The page, as soon as its part is here.
#[component]
pub fn Later(page: Page) -> impl IntoView {
    let parts: Parts = expect_context();
    match page {
        Page::Counter(page) => shown(parts.counter, counter, page),
        Page::Office(page) => shown(parts.office, office, page),
        Page::Citizen(page) => shown(parts.citizen, citizen, page),
    }
}

fn shown<P, L>(place: Place<P>, load: fn() -> L, page: P) -> AnyView
where
    P: Copy + Send + Sync + 'static,
    L: Future<Output = Result<File<P>, SplitLoaderError>> + 'static,
{
    want(place, load);
    let again = move || {
        view! {
            <main class="gate" id="main">
                <p role="alert">{t(NOT_FETCHED)}</p>
                <button type="button" class="btn btn--primary" on:click=move |_| want(place, load)>{t(AGAIN)}</button>
            </main>
        }
    };
    (move || match place.get() {
        Some(Fetched::Here(draw)) => draw(page),
        None | Some(Fetched::Asked) => view! { <Splash /> }.into_any(),
        Some(Fetched::Failed) => again().into_any(),
    })
    .into_any()
}

struct File<P>(Draw<P>);

struct Words(Tell);

/// What works behind the door; in one file with the counter, which whoever goes in needs next.
#[wasm_split(counter, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn inside() -> Result<Inside, SplitLoaderError> {
    Ok(crate::gate::inside())
}

#[wasm_split(english, wasm_split_path = ::leptos::wasm_split, fallible)]
fn english() -> Result<Words, SplitLoaderError> {
    Ok(Words(shared::procedure::told))
}

#[wasm_split(counter, wasm_split_path = ::leptos::wasm_split, fallible)]
fn counter() -> Result<File<Counter>, SplitLoaderError> {
    Ok(File(|page| match page {
        Counter::Frame => Frame().into_any(),
        Counter::Home => dossier::HomePage().into_any(),
        Counter::Receive => dossier::ReceivePage().into_any(),
        Counter::List => dossier::ListPage().into_any(),
        Counter::Detail => dossier::DetailPage().into_any(),
        Counter::Paper => paper::PaperPage().into_any(),
        Counter::Slips => dossier::SlipsPage().into_any(),
        Counter::Block => dossier::BlockPage().into_any(),
        Counter::PrintSlips => dossier::PrintSlipsPage().into_any(),
        Counter::Recount => dossier::RecountPage().into_any(),
        Counter::Sign => dossier::SignPage().into_any(),
        Counter::Give => dossier::GivePage().into_any(),
        Counter::Inbox => inbox::InboxPage().into_any(),
    }))
}

#[wasm_split(office, wasm_split_path = ::leptos::wasm_split, fallible)]
fn office() -> Result<File<Office>, SplitLoaderError> {
    Ok(File(|page| match page {
        Office::Board => board::read(Report::Board, || board::BoardPage().into_any()),
        Office::Forms => board::read(Report::Forms, || board::FormPage().into_any()),
        Office::Quality => board::read(Report::Indices, || board::QualityPage().into_any()),
        Office::Agencies => board::read(Report::Agencies, || board::AgenciesPage().into_any()),
        Office::Register => board::read(Report::Register, || board::RegisterPage().into_any()),
        Office::Results => board::read(Report::Results, || board::ResultsPage().into_any()),
        Office::Ballots => board::BallotPage().into_any(),
        Office::Cash => board::read(Report::Cash, || board::CashPage().into_any()),
        Office::TillPaper => board::read(Report::Cash, || board::TillPaperPage().into_any()),
        Office::Civil => handoff::CivilPage().into_any(),
        Office::City => handoff::CityPage().into_any(),
        Office::Feedback => feedback::ListPage().into_any(),
        Office::FeedbackEntry => feedback::EntryPage().into_any(),
        Office::FeedbackOne => feedback::OnePage().into_any(),
        Office::FeedbackReport => board::FeedbackReportPage().into_any(),
        Office::Settings => settings::SettingsPage().into_any(),
        Office::Devices => devices::DevicesPage().into_any(),
        Office::Officers => officer::OfficersPage().into_any(),
        Office::Volunteer => view! { <VolunteerPage /><Relogin /> }.into_any(),
        Office::Gallery => GalleryPage().into_any(),
    }))
}

#[wasm_split(citizen, wasm_split_path = ::leptos::wasm_split, fallible)]
fn citizen() -> Result<File<Citizen>, SplitLoaderError> {
    Ok(File(|page| match page {
        Citizen::Catalogue => public::CataloguePage().into_any(),
        Citizen::Procedure => public::ProcedurePage().into_any(),
        Citizen::Apply => public::ApplyPage().into_any(),
        Citizen::Track => public::TrackPage().into_any(),
        Citizen::Kiosk => public::KioskPage().into_any(),
        Citizen::Feedback => public::SendPage().into_any(),
        Citizen::FeedbackAnswer => public::LookPage().into_any(),
        Citizen::FeedbackShown => public::ShownPage().into_any(),
    }))
}
