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
use crate::parts::{self, Later, LaterProps, Page};
use crate::shell::Shell;
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
                    <Route path=path!("") view=|| later(Page::Home) />
                    <Route path=path!("/nhan") view=|| later(Page::Receive) />
                    <Route path=path!("/ho-so") view=|| later(Page::List) />
                    <Route path=path!("/ho-so/:id") view=|| later(Page::Detail) />
                    <Route path=path!("/ho-so/:id/giay-hen") view=|| later(Page::Slip) />
                    <Route path=path!("/trinh-ky") view=|| later(Page::Sign) />
                    <Route path=path!("/tra") view=|| later(Page::Give) />
                    <Route path=path!("/viec") view=|| later(Page::Inbox) />
                    <Route path=path!("/bao-cao") view=|| later(Page::Board) />
                    <Route path=path!("/cai-dat") view=|| later(Page::Settings) />
                    <Route path=path!("/ho-tro") view=Guide />
                    <Route path=path!("/dang-nhap") view=|| later(Page::Home) />
                </ParentRoute>
                <Route path=path!("/thu-tuc") view=|| later(Page::Catalogue) />
                <Route path=path!("/thu-tuc/:id") view=|| later(Page::Procedure) />
                <Route path=path!("/tra-cuu") view=|| later(Page::Track) />
                <Route path=path!("/gallery") view=|| later(Page::Gallery) />
            </Routes>
        </Router>
    }
}

fn later(page: Page) -> AnyView {
    Later(LaterProps { page }).into_any()
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
    parts::fetch_parts();
    let phase = Memo::new(move |_| desk.gate.phase.get());
    let first_reading = Memo::new(move |_| desk.is_first_reading());
    move || match phase.get() {
        Phase::Starting => view! { <Splash /> }.into_any(),
        Phase::Out | Phase::Locked | Phase::MustChange => view! { <GatePage /> }.into_any(),
        Phase::In if desk.with_me(only_helps) => {
            view! { <Later page=Page::Volunteer /><Relogin /> }.into_any()
        }
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
