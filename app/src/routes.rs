//! Path → page, one line a page.
//!
//! Not here: what is on a page, who may do what (`shared`).
//! Invariant: pages for officers stand behind the gate; pages for citizens never do.

use leptos::prelude::*;
use leptos_router::components::{Outlet, ParentRoute, Route, Router, Routes};
use leptos_router::hooks::use_location;
use leptos_router::path;
use shared::lang::{Word, word};
use shared::officer::{Officer, Role};

use crate::desk::use_desk;
use crate::gate::{FirstReading, GatePage, Phase, Relogin, Splash};
use crate::shell::Shell;
use crate::text::t;
use crate::ui::gallery::Gallery;
use crate::volunteer::VolunteerPage;
use crate::{board, dossier, inbox, public, settings};

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
                    <Route path=path!("") view=|| page(dossier::HomePage) />
                    <Route path=path!("/nhan") view=|| page(dossier::ReceivePage) />
                    <Route path=path!("/ho-so") view=|| page(dossier::ListPage) />
                    <Route path=path!("/ho-so/:id") view=|| page(dossier::DetailPage) />
                    <Route path=path!("/ho-so/:id/giay-hen") view=|| page(dossier::SlipPage) />
                    <Route path=path!("/trinh-ky") view=|| page(dossier::SignPage) />
                    <Route path=path!("/tra") view=|| page(dossier::GivePage) />
                    <Route path=path!("/viec") view=|| page(inbox::InboxPage) />
                    <Route path=path!("/bao-cao") view=|| page(board::BoardPage) />
                    <Route path=path!("/cai-dat") view=|| page(settings::SettingsPage) />
                    <Route path=path!("/ho-tro") view=|| page(Guide) />
                    <Route path=path!("/dang-nhap") view=|| page(dossier::HomePage) />
                </ParentRoute>
                <Route path=path!("/thu-tuc") view=public::CataloguePage />
                <Route path=path!("/thu-tuc/:id") view=public::ProcedurePage />
                <Route path=path!("/tra-cuu") view=public::TrackPage />
                <Route path=path!("/gallery") view=Gallery />
            </Routes>
        </Router>
    }
}

fn page<V: IntoView + 'static>(page: fn() -> V) -> AnyView {
    page().into_any()
}

/// Whether somebody only helps citizens at the door: the guide, whatever the address.
fn only_helps(me: &Officer) -> bool {
    me.is(Role::Volunteer) && !me.is_staff()
}

/// The frame of the officers' pages; it stays while the pages in it change. The gate stands in front of it.
#[component]
fn Office() -> impl IntoView {
    let desk = use_desk();
    let path = use_location().pathname;
    Effect::new(move |_| {
        // Another page is another form.
        path.track();
        desk.typing.set(false);
    });
    let phase = Memo::new(move |_| desk.gate.phase.get());
    let first_reading = Memo::new(move |_| desk.is_first_reading());
    move || match phase.get() {
        Phase::Starting => view! { <Splash /> }.into_any(),
        Phase::Out | Phase::Locked | Phase::MustChange => view! { <GatePage /> }.into_any(),
        Phase::In if desk.with_me(only_helps) => view! { <VolunteerPage /><Relogin /> }.into_any(),
        Phase::In if first_reading.get() => view! { <FirstReading /> }.into_any(),
        Phase::In => view! { <Shell><Outlet /></Shell><Relogin /> }.into_any(),
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
