//! The bar and the sheet around every public page; for an officer at work the office stays around it.
//!
//! Not here: the officers' frame (`shell`).
//! Invariant: the way to the other language is at the same place on every page; which ward it is stands on each.

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use leptos_router::components::A;
use shared::lang::{Lang, Word, word};
use wasm_bindgen::JsCast;

use super::face::Face;
use super::kiosk::{self, Hall};
use crate::desk::Desk;
use crate::prefs::use_prefs;
use crate::routes::is_at_work;
use crate::text::{Text, t};
use crate::ui::icon::{Glyph, Icon};

const PROCEDURES: Word = word("Thủ tục", "Procedures");
const MINE: Word = word("Hồ sơ của tôi", "My dossier");
const FEEDBACK: Word = word("Phản ánh", "Complaints");
const STAFF: Word = word("Cán bộ đăng nhập", "Staff login");
const SKIP: Word = word("Tới nội dung", "Skip to content");
const NAV: Word = word("Trang cho công dân", "Pages for citizens");

/// The first page of a visit leaves the focus where the browser put it; a page that one went to takes it.
static VISITED: AtomicBool = AtomicBool::new(false);

/// Once the page stands, its heading takes the focus, so that it is read.
pub fn focus_heading() {
    request_animation_frame(|| {
        let heading = document().query_selector("#main h1").ok().flatten();
        let place = heading.or_else(|| document().get_element_by_id("main"));
        if let Some(place) = place.and_then(|place| place.dyn_into::<web_sys::HtmlElement>().ok()) {
            // An element with a tabindex that is on the page can take the focus.
            let _ = place.focus();
        }
    });
}

#[component]
pub fn PublicFrame(
    /// Names the window.
    #[prop(into)]
    title: Text,
    children: Children,
) -> impl IntoView {
    if use_context::<Desk>().is_some_and(|desk| untrack(|| is_at_work(desk))) {
        return view! { <div class="public__groups">{children()}</div> }.into_any();
    }
    let prefs = use_prefs();
    Effect::new(move |_| document().set_title(&format!("{} · Một Cửa", title.of(prefs.lang.get()))));
    Effect::new(|_| {
        if VISITED.swap(true, Ordering::Relaxed) {
            focus_heading();
        }
    });
    let other = move || match prefs.lang.get() {
        Lang::Vi => ("en", "English"),
        Lang::En => ("vi", "Tiếng Việt"),
    };
    let switch = move |_| {
        prefs.lang.update(|lang| {
            *lang = match lang {
                Lang::Vi => Lang::En,
                Lang::En => Lang::Vi,
            }
        })
    };
    // A screen in the hall: everybody begins at its own first page, and nobody logs in.
    let is_in_hall = prefs.kiosk.get_untracked();
    let home = if is_in_hall { kiosk::HOME } else { "/thu-tuc" };
    view! {
        <div class="public frame" class:kiosk=is_in_hall>
            <a class="skip" href="#main">{t(SKIP)}</a>
            <header class="public__bar">
                <div class="public__who">
                    <a class="public__brand" href=home><Icon glyph=Glyph::Door /><b>"Một Cửa"</b></a>
                    <Face />
                </div>
                <nav class="public__nav" aria-label=t(NAV)>
                    <A href="/thu-tuc">{t(PROCEDURES)}</A>
                    <A href="/tra-cuu">{t(MINE)}</A>
                    <A href="/phan-anh">{t(FEEDBACK)}</A>
                </nav>
                {is_in_hall.then(|| view! { <Hall prefs /> })}
                <button class="btn btn--text public__lang" type="button" lang=move || other().0 on:click=switch>
                    {move || other().1}
                </button>
            </header>
            <main class="public__main" id="main" tabindex="-1">{children()}</main>
            {(!is_in_hall).then(|| view! { <footer class="public__foot"><A href="/dang-nhap">{t(STAFF)}</A></footer> })}
        </div>
    }
    .into_any()
}
