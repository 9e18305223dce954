//! Path → page, one line a page.
//!
//! Not here: what is on a page, who may do what (`shared`).
//! Invariant: pages for officers stand behind the gate; pages for citizens never do.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;
use shared::lang::{Word, word};
use shared::officer::Role;

use crate::desk::use_desk;
use crate::gate::{GatePage, Phase, Splash};
use crate::shell::Shell;
use crate::text::t;
use crate::parts::{self, Later, LaterProps, Page};

const NOT_FOUND: Word = word("Không có trang này.", "There is no such page.");
const HOME: Word = word("Về trang đầu", "Back to the first page");

#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=|| staff(|| later(Page::Home)) />
                <Route path=path!("/nhan") view=|| staff(|| later(Page::Receive)) />
                <Route path=path!("/ho-so") view=|| staff(|| later(Page::List)) />
                <Route path=path!("/ho-so/:id") view=|| staff(|| later(Page::Detail)) />
                <Route path=path!("/ho-so/:id/giay-hen") view=|| staff(|| later(Page::Slip)) />
                <Route path=path!("/trinh-ky") view=|| staff(|| later(Page::Sign)) />
                <Route path=path!("/tra") view=|| staff(|| later(Page::Give)) />
                <Route path=path!("/viec") view=|| staff(|| later(Page::Inbox)) />
                <Route path=path!("/bao-cao") view=|| staff(|| later(Page::Board)) />
                <Route path=path!("/cai-dat") view=|| staff(|| later(Page::Settings)) />
                <Route path=path!("/ho-tro") view=|| staff(|| ().into_any()) />
                <Route path=path!("/dang-nhap") view=|| staff(|| later(Page::Home)) />
                <Route path=path!("/thu-tuc") view=|| later(Page::Catalogue) />
                <Route path=path!("/thu-tuc/:id") view=|| later(Page::Procedure) />
                <Route path=path!("/tra-cuu") view=|| later(Page::Track) />
                <Route path=path!("/gallery") view=|| later(Page::Gallery) />
            </Routes>
        </Router>
    }
}

/// A page behind the gate. A volunteer's tablet shows the guide, whatever the address.
fn staff(page: fn() -> AnyView) -> impl IntoView {
    let desk = use_desk();
    parts::fetch_parts();
    let phase = Memo::new(move |_| desk.gate.phase.get());
    move || match phase.get() {
        Phase::Starting => view! { <Splash /> }.into_any(),
        Phase::Out | Phase::Locked | Phase::MustChange => view! { <GatePage /> }.into_any(),
        Phase::In if desk.me().is(Role::Volunteer) && !desk.me().is_staff() => {
            later(Page::Volunteer)
        }
        Phase::In => view! { <Shell>{page()}</Shell> }.into_any(),
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

fn later(page: Page) -> AnyView {
    Later(LaterProps { page }).into_any()
}
