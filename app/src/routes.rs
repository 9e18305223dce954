//! Path → page, one line a page.
//!
//! Not here: what is on a page, who may do what (`shared`).
//! Invariant: pages for officers stand behind the gate; pages for citizens never do.

use leptos::prelude::*;
use leptos_router::components::{Outlet, ParentRoute, Route, Router, Routes};
use leptos_router::hooks::use_location;
use leptos_router::path;
use shared::lang::{Word, word};
use shared::officer::Officer;

use crate::desk::{Desk, use_desk};
use crate::dossier::receive::draft;
use crate::gate::{self, GatePage, Phase, Splash};
use crate::parts::{self, Citizen, Counter, Later, Page};
use crate::text::t;

const NOT_FOUND: Word = word("Không có trang này.", "There is no such page.");
const GUIDE: Word = word("Trang hướng dẫn công dân", "The guide for citizens");
const GUIDE_WHY: Word = word(
    "Trang này mở trên máy của tình nguyện viên, khi họ đăng nhập bằng tài khoản của mình.",
    "This page opens on a volunteer's tablet, when they log in with their own account.",
);
const HOME: Word = word("Về trang đầu", "Back to the first page");

#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=NotFound>
                <ParentRoute path=path!("") view=Office>
                    <Route path=path!("") view=|| counter(Counter::Home) />
                    <Route path=path!("/nhan") view=|| counter(Counter::Receive) />
                    <Route path=path!("/ho-so") view=|| counter(Counter::List) />
                    <Route path=path!("/ho-so/:id") view=|| counter(Counter::Detail) />
                    <Route path=path!("/ho-so/:id/:giay") view=|| counter(Counter::Paper) />
                    <Route path=path!("/phieu-giay") view=|| counter(Counter::Slips) />
                    <Route path=path!("/phieu-giay/:id") view=|| counter(Counter::Block) />
                    <Route path=path!("/phieu-giay/:id/in") view=|| counter(Counter::PrintSlips) />
                    <Route path=path!("/tinh-lai-han") view=|| counter(Counter::Recount) />
                    <Route path=path!("/trinh-ky") view=|| counter(Counter::Sign) />
                    <Route path=path!("/tra") view=|| counter(Counter::Give) />
                    <Route path=path!("/viec") view=|| counter(Counter::Inbox) />
                    <Route path=path!("/bao-cao") view=|| office(parts::Office::Board) />
                    <Route path=path!("/bao-cao/bieu") view=|| office(parts::Office::Forms) />
                    <Route path=path!("/bao-cao/766") view=|| office(parts::Office::Quality) />
                    <Route path=path!("/bao-cao/phoi-hop") view=|| office(parts::Office::Agencies) />
                    <Route path=path!("/bao-cao/so") view=|| office(parts::Office::Register) />
                    <Route path=path!("/bao-cao/so-ket-qua") view=|| office(parts::Office::Results) />
                    <Route path=path!("/bao-cao/so-thu") view=|| office(parts::Office::Cash) />
                    <Route path=path!("/bao-cao/so-thu/bien-ban") view=|| office(parts::Office::TillPaper) />
                    <Route path=path!("/bao-cao/phieu") view=|| office(parts::Office::Ballots) />
                    <Route path=path!("/ban-giao") view=|| office(parts::Office::Civil) />
                    <Route path=path!("/ban-giao/thanh-pho") view=|| office(parts::Office::City) />
                    <Route path=path!("/bao-cao/pakn") view=|| office(parts::Office::FeedbackReport) />
                    <Route path=path!("/pakn") view=|| office(parts::Office::Feedback) />
                    <Route path=path!("/pakn/nhap") view=|| office(parts::Office::FeedbackEntry) />
                    <Route path=path!("/pakn/:id") view=|| office(parts::Office::FeedbackOne) />
                    <Route path=path!("/may") view=|| office(parts::Office::Devices) />
                    <Route path=path!("/can-bo") view=|| office(parts::Office::Officers) />
                    <Route path=path!("/cai-dat") view=|| office(parts::Office::Settings) />
                    <Route path=path!("/ho-tro") view=Guide />
                    <Route path=path!("/dang-nhap") view=|| counter(Counter::Home) />
                </ParentRoute>
                <ParentRoute path=path!("/thu-tuc") view=Posted>
                    <Route path=path!("") view=|| citizen(Citizen::Catalogue) />
                    <Route path=path!("/:id") view=|| citizen(Citizen::Procedure) />
                </ParentRoute>
                <ParentRoute path=path!("/phan-anh") view=Posted>
                    <Route path=path!("") view=|| citizen(Citizen::Feedback) />
                    <Route path=path!("/xem") view=|| citizen(Citizen::FeedbackAnswer) />
                    <Route path=path!("/cong-khai") view=|| citizen(Citizen::FeedbackShown) />
                </ParentRoute>
                <Route path=path!("/nop/:procedure") view=|| citizen(Citizen::Apply) />
                <Route path=path!("/tra-cuu") view=|| citizen(Citizen::Track) />
                <Route path=path!("/kiosk") view=|| citizen(Citizen::Kiosk) />
                <Route path=path!("/gallery") view=|| office(parts::Office::Gallery) />
            </Routes>
        </Router>
    }
}

fn counter(page: Counter) -> AnyView {
    view! { <Later page=Page::Counter(page) /> }.into_any()
}

fn office(page: parts::Office) -> AnyView {
    view! { <Later page=Page::Office(page) /> }.into_any()
}

fn citizen(page: Citizen) -> AnyView {
    view! { <Later page=Page::Citizen(page) /> }.into_any()
}

/// The frame of the officers' pages; it stays while the pages in it change. The gate stands in front of it.
#[component]
fn Office() -> impl IntoView {
    let desk = use_desk();
    let path = use_location().pathname;
    Effect::new(move |_| {
        // Another page is another form; one that is kept is still half typed.
        path.track();
        desk.typing.set(draft::is_any_kept());
    });
    let leaving = window_event_listener(leptos::ev::beforeunload, |ev| {
        if draft::is_any_kept() {
            ev.prevent_default();
        }
    });
    on_cleanup(move || leaving.remove());
    parts::fetch_parts();
    gate::arrive(desk);
    // Whoever logs in again in place sits down as a new officer: the page that they work on stays as it is.
    let standing = Memo::new(move |_| {
        let phase = desk.gate.phase.get();
        (phase, phase == Phase::In && desk.with_me(Officer::only_hands_in))
    });
    move || match standing.get() {
        (Phase::Starting, _) => view! { <Splash /> }.into_any(),
        (Phase::Out | Phase::Locked | Phase::Closed | Phase::MustChange, _) => {
            view! { <GatePage /> }.into_any()
        }
        (Phase::In, true) => office(parts::Office::Volunteer),
        (Phase::In, false) => counter(Counter::Frame),
    }
}

/// Whether an officer of the ward is at work in this tab.
pub fn is_at_work(desk: Desk) -> bool {
    desk.gate.phase.get() == Phase::In && !desk.with_me(Officer::only_hands_in)
}

/// What is posted is open to everybody; an officer looks something up without leaving the office.
#[component]
fn Posted() -> impl IntoView {
    let desk = use_desk();
    let at_work = Memo::new(move |_| is_at_work(desk));
    move || {
        if at_work.get() {
            parts::fetch_parts();
            counter(Counter::Frame)
        } else {
            view! { <Outlet /> }.into_any()
        }
    }
}

/// Where the volunteers' guide is for volunteers.
#[component]
fn Guide() -> impl IntoView {
    view! {
        <div class="head"><h1 tabindex="-1">{t(GUIDE)}</h1></div>
        <p>{t(GUIDE_WHY)}</p>
        <p><a href="/">{t(HOME)}</a></p>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    view! {
        <main class="gate" id="main">
            <h1>{t(NOT_FOUND)}</h1>
            <p><a href="/">{t(HOME)}</a></p>
        </main>
    }
}
