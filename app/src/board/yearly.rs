//! A book of one year as a page: which book, which year, which of its pages, the files.
//!
//! Not here: what stands in a book (`register`, `results`).
//! Invariant: book, year and page stand in the address; what is printed is the page that is seen.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use serde::de::DeserializeOwned;
use shared::lang::{Sentence, Word};
use shared::report::{Coverage, Covered};
use shared::ward::Ward;

use super::book::{PRINT_PAGE, ways, years};
use super::held;
use super::pages::{Report, Reports};
use super::period::{Choice, FIRST_YEAR};
use crate::desk::{answered, ask_again_when_back, use_desk};
use crate::text::{escaped, t};
use crate::ui::cover::Held;
use crate::ui::icon::{Glyph, Icon};

/// Draws a page; the last is for whoever has changed the book: it is read anew.
pub type Draw<P> = fn(&Asked, P, Option<&Ward>, Vec<Held>, &Coverage, Callback<()>) -> AnyView;

/// A kind of book and its page.
pub struct Kind<P> {
    /// Its place among the reports.
    pub here: Report,
    pub at: &'static Address,
    pub title: Word,
    /// Over the choice of a book.
    pub which: Word,
    pub draw: Draw<P>,
}

/// Where books of a kind stand.
pub struct Address {
    /// `/bao-cao/so`
    pub page: &'static str,
    /// What a book is called in it: `linh_vuc`.
    pub which: &'static str,
    /// Which is shown unasked; the first where there is none.
    pub is_usual: fn(&str) -> bool,
    /// The server's names of both: `register`, `field`.
    pub served: [&'static str; 2],
    /// A ward's books, as addresses and as people call them.
    pub books: fn(&Ward) -> Vec<(String, Sentence)>,
}

/// What the address asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    pub year: i32,
    pub book: String,
    pub page: usize,
}

impl Asked {
    /// Read from an address; what is missing or unknown is the first page of the usual book of this year.
    pub fn read(
        at: &Address,
        get: impl Fn(&str) -> Option<String>,
        ward: Option<&Ward>,
        this_year: i32,
    ) -> Asked {
        let books: Vec<String> =
            ward.map(at.books).unwrap_or_default().into_iter().map(|(id, _)| id).collect();
        let usual = || books.iter().find(|id| (at.is_usual)(id)).or(books.first()).cloned();
        let year = get("nam").and_then(|text| text.parse().ok());
        let page = get("trang").and_then(|text| text.parse().ok());
        Asked {
            year: year.filter(|year| (FIRST_YEAR..=this_year).contains(year)).unwrap_or(this_year),
            book: get(at.which).filter(|id| books.contains(id)).or_else(usual).unwrap_or_default(),
            page: page.unwrap_or(1).max(1),
        }
    }

    pub fn href(&self, at: &Address) -> String {
        let Asked { year, book, page } = self;
        format!("{}?nam={year}&{}={}&trang={page}", at.page, at.which, escaped(book))
    }

    /// The page of the book, or with `format` the whole as a file.
    fn served(&self, at: &Address, format: Option<&str>) -> String {
        let [name, which] = at.served;
        let base = format!("/api/report/{name}?year={}&{which}={}", self.year, escaped(&self.book));
        match format {
            Some(format) => format!("{base}&format={format}"),
            None => format!("{base}&page={}", self.page),
        }
    }
}

/// The page of such a book.
pub fn page<P: DeserializeOwned + Clone + 'static>(kind: Kind<P>) -> impl IntoView {
    let Kind { here, at, title, which, draw } = kind;
    let desk = use_desk();
    let query = use_query_map();
    let navigate = StoredValue::new_local(use_navigate());
    let this_year = Memo::new(move |_| desk.now().day().year());
    let asked = Memo::new(move |_| {
        let ward = desk.ward_or_none();
        Asked::read(at, |key| query.read().get(key), ward.as_deref(), this_year.get())
    });
    let answer = LocalResource::new(move || {
        let asked = asked.get();
        async move {
            let got = desk.get_json::<Covered<P>>(&asked.served(at, None)).await;
            got.map(|covered| (asked, covered))
        }
    });
    let change = move |asked: Asked| {
        let here = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|go| go(&asked.href(at), here));
    };
    let to_book = move |ev| change(Asked { book: event_target_value(&ev), page: 1, ..asked.get_untracked() });
    let to_year = Callback::new(move |year| change(Asked { year, page: 1, ..asked.get_untracked() }));
    let year = Signal::derive(move || asked.with(|asked| asked.year));
    let books = move || {
        let option = |(id, name): (String, Sentence)| {
            let (own, lang) = (id.clone(), (name.vi == name.en).then_some("vi"));
            view! { <option value=id lang=lang selected=move || asked.with(|a| a.book == own)>{t(name)}</option> }
        };
        let all = desk.ward_or_none().map(|ward| (at.books)(&ward)).unwrap_or_default();
        all.into_iter().map(option).collect_view()
    };
    let current = move || answer.get().filter(|got| got.as_ref().map_or(true, |(of, _)| *of == asked.get()));
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    view! {
        <Reports here days=Signal::derive(move || Some(Choice::year(year.get()).span())) />
        <div class="head head--split board__head">
            <h1 tabindex="-1">{t(title)}</h1>
            <p class="line screen-only">
                <span class="select"><select class="input board__which" aria-label=t(which) on:change=to_book>{books}</select><Icon glyph=Glyph::Down /></span>
                {years(this_year, year, to_year)}
            </p>
            <p class="line screen-only">
                {ways(Some(desk), move |format| asked.get().served(at, Some(format)), PRINT_PAGE)}
            </p>
        </div>
        {move || answered(current(), again, |(of, Covered { report, coverage })| {
            let ward = desk.ward_or_none();
            let names = ward.clone();
            let name = move |id| names.as_ref().map_or_else(String::new, |ward| ward.name_of(id));
            draw(&of, report, ward.as_deref(), held(&coverage, name), &coverage, again)
        })}
    }
}
