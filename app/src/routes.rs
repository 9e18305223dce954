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
use crate::ui::gallery::Gallery;
use crate::volunteer::VolunteerPage;
use crate::{board, dossier, inbox, public, settings};

const NOT_FOUND: Word = word("Không có trang này.", "There is no such page.");
const HOME: Word = word("Về trang đầu", "Back to the first page");

#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=NotFound>
                <Route path=path!("/") view=|| staff(dossier::HomePage) />
                <Route path=path!("/nhan") view=|| staff(dossier::ReceivePage) />
                <Route path=path!("/ho-so") view=|| staff(dossier::ListPage) />
                <Route path=path!("/ho-so/:id") view=|| staff(dossier::DetailPage) />
                <Route path=path!("/ho-so/:id/giay-hen") view=|| staff(dossier::SlipPage) />
                <Route path=path!("/trinh-ky") view=|| staff(dossier::SignPage) />
                <Route path=path!("/tra") view=|| staff(dossier::GivePage) />
                <Route path=path!("/viec") view=|| staff(inbox::InboxPage) />
                <Route path=path!("/bao-cao") view=|| staff(board::BoardPage) />
                <Route path=path!("/cai-dat") view=|| staff(settings::SettingsPage) />
                <Route path=path!("/ho-tro") view=|| staff(|| ()) />
                <Route path=path!("/dang-nhap") view=|| staff(dossier::HomePage) />
                <Route path=path!("/thu-tuc") view=public::CataloguePage />
                <Route path=path!("/thu-tuc/:id") view=public::ProcedurePage />
                <Route path=path!("/tra-cuu") view=public::TrackPage />
                <Route path=path!("/gallery") view=Gallery />
            </Routes>
        </Router>
    }
}

/// A page behind the gate. A volunteer's tablet shows the guide, whatever the address.
fn staff<V: IntoView + 'static>(page: fn() -> V) -> impl IntoView {
    let desk = use_desk();
    let phase = Memo::new(move |_| desk.gate.phase.get());
    move || match phase.get() {
        Phase::Starting => view! { <Splash /> }.into_any(),
        Phase::Out | Phase::Locked | Phase::MustChange => view! { <GatePage /> }.into_any(),
        Phase::In if desk.me().is(Role::Volunteer) && !desk.me().is_staff() => {
            view! { <VolunteerPage /> }.into_any()
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
