//! Thủ tục niêm yết công khai: every procedure of the ward, found by any part of its name without accents.
//!
//! Not here: one procedure's sheet (`procedure`).
//! Invariant: what is posted is the version in force today.

use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::lang::{Lang, Word, word};
use shared::procedure::Procedure;
use shared::session::PublicCatalogue;
use shared::text::match_rank;

use super::fetch::{Posted, use_posted};
use super::frame::PublicFrame;
use super::kiosk::pad::Letters;
use super::kiosk::scan;
use crate::desk::use_desk;
use crate::prefs::{use_lang, use_prefs};
use crate::text::{Text, say, t};
use crate::ui::field::TextField;
use crate::ui::state::Failed;

const TITLE: Word = word("Thủ tục hành chính của phường", "What the ward can do for you");
const FIND: Word = word("Tìm thủ tục", "Find a procedure");
const HINT: Word = word("Gõ vài chữ, không dấu cũng được", "Type a few letters; accents are optional");
pub const NOTHING: Word = word(
    "Không có thủ tục nào khớp. Xóa bớt chữ để tìm rộng hơn.",
    "Nothing matches. Remove some letters to widen the search.",
);
const LOADING: Word = word("Đang tải danh mục…", "Loading the list…");

/// Procedures that match what was typed, best first; all of them for an empty text.
pub fn found<'a>(all: &'a [Procedure], query: &str) -> Vec<&'a Procedure> {
    if query.trim().is_empty() {
        return all.iter().collect();
    }
    let mut ranked: Vec<_> = all
        .iter()
        .filter_map(|p| {
            let text = format!("{} {} {} {}", p.name, p.name_en, p.id, p.code.clone().unwrap_or_default());
            match_rank(query, &text).map(|rank| (rank, p))
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, p)| p).collect()
}

pub fn name_of(p: &Procedure, lang: Lang) -> &str {
    lang.pick(&p.name, if p.name_en.is_empty() { &p.name } else { &p.name_en })
}

/// The name; in English with what it is called at the counter: `Birth registration (Đăng ký khai sinh)`.
pub fn named(p: &Procedure) -> impl IntoView + use<> {
    let (p, lang) = (p.clone(), use_lang());
    let own = p.name.clone();
    view! {
        {say(move |lang| name_of(&p, lang).to_owned())}
        {move || (lang.get() == Lang::En).then(|| view! { " ("<span lang="vi">{own.clone()}</span>")" })}
    }
}

/// The list by fields, filtered by `query`.
pub fn catalogue_view(posted: PublicCatalogue, query: Signal<String>) -> impl IntoView {
    let groups = move || {
        let query = query.get();
        let hits = found(&posted.catalogue.procedures, &query);
        let empty = hits.is_empty();
        let fields = posted.catalogue.fields.iter().map(|field| {
            let rows: Vec<_> = hits.iter().filter(|p| p.field == field.id).map(|p| (*p).clone()).collect();
            (field.clone(), rows)
        });
        let sections = fields
            .filter(|(_, rows)| !rows.is_empty())
            .map(|(field, rows)| {
                let count = rows.len();
                let (vi, en) = (field.name, field.name_en);
                view! {
                    <section class="region">
                        <header>
                            <h2>{say(move |lang| lang.pick(vi.as_str(), en.as_str()).to_owned())}</h2>
                            <span class="n">{count}</span>
                        </header>
                        <ul class="rows">{rows.into_iter().map(row).collect_view()}</ul>
                    </section>
                }
            })
            .collect_view();
        view! {
            {sections}
            {empty.then(|| view! { <p class="quiet" role="status">{t(NOTHING)}</p> })}
        }
    };
    view! { <div class="public__groups">{groups}</div> }
}

fn row(p: Procedure) -> impl IntoView {
    let href = format!("/thu-tuc/{}", p.id);
    let term = p.term;
    view! {
        <li>
            <div>
                <a class="who" href=href>{named(&p)}</a>
                <div class="sub">{say(move |lang| term.text(lang))}</div>
            </div>
        </li>
    }
}

/// The search; in the hall its keys come up when it is touched, and a slip that is scanned into it is opened.
#[component]
fn Find(query: RwSignal<String>, in_hall: bool) -> impl IntoView {
    if !in_hall {
        return view! { <TextField id="find" label=FIND value=query hint=Text::from(HINT) /> }.into_any();
    }
    let open = RwSignal::new(false);
    let place = NodeRef::<html::Div>::new();
    let touched = move || {
        open.set(true);
        // Once the keys stand, the page is long enough to bring the field to the top.
        request_animation_frame(move || {
            if let Some(place) = place.get_untracked() {
                place.scroll_into_view();
            }
        });
    };
    let navigate = StoredValue::new_local(use_navigate());
    let enter = move |ev: web_sys::KeyboardEvent| {
        let slip = query.with_untracked(|text| scan::of_text(text)).filter(|_| ev.key() == "Enter");
        if let Some((code, secret)) = slip {
            navigate.with_value(|go| go(&format!("/tra-cuu#{code}.{secret}"), NavigateOptions::default()));
        }
    };
    view! {
        <div class="kiosk__find" node_ref=place data-open=move || open.get().then_some("")
            on:click=move |_| touched() on:focusin=move |_| touched() on:keydown=enter>
            <TextField id="find" label=FIND value=query hint=Text::from(HINT) mode="none" />
        </div>
        {move || open.get().then(|| view! { <Letters text=query done=Callback::new(move |()| open.set(false)) /> })}
    }
    .into_any()
}

#[component]
pub fn CataloguePage() -> impl IntoView {
    let query = RwSignal::new(String::new());
    let in_hall = use_prefs().kiosk.get_untracked();
    let desk = use_desk();
    let Posted { said: posted, again } = use_posted(desk);
    view! {
        <PublicFrame title=TITLE>
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <Find query in_hall />
            {move || match posted.get() {
                None => view! { <p class="quiet" role="status">{t(LOADING)}</p> }.into_any(),
                Some(Err(said)) => view! { <Failed said again /> }.into_any(),
                Some(Ok(posted)) => catalogue_view(posted, query.into()).into_any(),
            }}
        </PublicFrame>
    }
}
