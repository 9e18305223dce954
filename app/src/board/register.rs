//! Sổ theo dõi hồ sơ: page by page as the paper register, one of each field and year.
//!
//! Not here: what stands in it (`shared::report::register`), its address and frame (`yearly`), the file (the server).
//! Invariant: the columns are those of the paper register, in Vietnamese for every reader.

use leptos::prelude::*;
use shared::lang::{Lang, Sentence, Word, dossiers, word};
use shared::moment::Moment;
use shared::report::Coverage;
use shared::report::closing::Kind;
use shared::report::register::{COLUMNS, Entry, OVER, Page, TITLE as ON_PAPER, UNDER, form};
use shared::ward::Ward;

use super::book::{agency, pager};
use super::closing;
use super::pages::Report;
use super::yearly::{self, Address, Asked};
use crate::text::{say, t};
use crate::ui::cover::{Cover, Held};
use crate::ui::state::Empty;

const TITLE: Word = word("Sổ theo dõi hồ sơ", "The register of dossiers");
const FIELD: Word = word("Lĩnh vực", "Field");
const NOTHING: Word =
    word("Chưa nhận hồ sơ nào của lĩnh vực này trong năm.", "Nothing was received in this field and year.");

pub static AT: Address = Address {
    page: "/bao-cao/so",
    which: "linh_vuc",
    is_usual: |_| true,
    served: ["register", "field"],
    books: |ward| {
        let fields = ward.catalogue.fields.iter();
        fields.map(|field| (field.id.clone(), Sentence::new(&field.name, &field.name_en))).collect()
    },
};

#[component]
pub fn RegisterPage() -> impl IntoView {
    yearly::page(yearly::Kind { here: Report::Register, at: &AT, title: TITLE, which: FIELD, draw })
}

fn draw(
    of: &Asked,
    page: Page,
    ward: Option<&Ward>,
    held: Vec<Held>,
    coverage: &Coverage,
    again: Callback<()>,
) -> AnyView {
    let closing = closing::section(Kind::Register, of, page.standing.as_ref(), again);
    view! { {register_view(of, page, ward, held, coverage)}{closing} }.into_any()
}

/// A page on plain values.
pub fn register_view(
    of: &Asked,
    page: Page,
    ward: Option<&Ward>,
    held: Vec<Held>,
    coverage: &Coverage,
) -> impl IntoView + use<> {
    let fields = ward.map(|ward| ward.catalogue.fields.as_slice()).unwrap_or_default();
    let field = fields.iter().find(|field| field.id == of.book);
    let field = field.map_or_else(String::new, |field| field.name.clone());
    let agency = agency(ward, of.year, coverage.as_of);
    let form = match form(of.year, coverage.as_of.day()) {
        "" => String::new(),
        number => format!("{number} · "),
    };
    let about =
        format!("{form}{agency} · Lĩnh vực: {field} · Năm {} · Trang {}/{}", of.year, page.page, page.pages);
    let is_last = page.page == page.pages;
    let closed = page.closed.as_ref().filter(|_| is_last);
    let ending = closing::ending((of.year, page.total), page.standing.as_ref(), closed, ward);
    let pager = pager(page.page, page.pages, |page| Asked { page, ..of.clone() }.href(&AT));
    let total = page.total;
    let count = move |lang: Lang| dossiers(lang, total);
    let rows = page.rows.iter().map(|entry| row(entry, ward)).collect_view();
    let single = |name: &'static str| view! { <th scope="col" rowspan="2">{name}</th> };
    // The first column is of files that hold every field.
    let names = &COLUMNS[1..];
    let numbers = (1..=names.len()).map(|n| view! { <td>{format!("({n})")}</td> }).collect_view();
    view! {
        <section class="region board__form board__register">
            <header><h2 class="board__again" lang="vi">{ON_PAPER}</h2><p>{say(count)}</p></header>
            <Cover as_of=coverage.as_of devices=held acts=coverage.acts />
            <p class="small quiet board__unit" lang="vi">{about}</p>
            {if total == 0 {
                view! { <Empty says=NOTHING /> }.into_any()
            } else {
                view! {
                    <div class="scroll" role="group" tabindex="0" aria-label=t(TITLE)><table class="table table--dense board__grid" lang="vi">
                        <thead>
                            <tr>{names.iter().take(UNDER.start - 1).copied().map(single).collect_view()}<th scope="colgroup" colspan=UNDER.len()>{OVER}</th>{COLUMNS[UNDER.end..].iter().copied().map(single).collect_view()}</tr>
                            <tr>{COLUMNS[UNDER].iter().map(|name| view! { <th scope="col">{*name}</th> }).collect_view()}</tr>
                            <tr class="board__numbers">{numbers}</tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table></div>
                }.into_any()
            }}
            {ending}
            {pager}
        </section>
    }
}

fn row(entry: &Entry, ward: Option<&Ward>) -> impl IntoView + use<> {
    let procedure =
        ward.map_or_else(|| entry.procedure.id.clone(), |ward| ward.catalogue.name_of(&entry.procedure).vi);
    let at = |moment: Option<Moment>| moment.map(Moment::clock_and_day).unwrap_or_default();
    view! {
        <tr>
            <td class="num">{entry.no}</td>
            <th scope="row" class="board__code"><a data-open="" href=format!("/ho-so/{}", entry.id)>{entry.code.clone()}</a></th>
            <td>{procedure}</td><td class="num">{entry.sets}</td><td>{entry.who()}</td><td>{entry.reach.clone()}</td><td>{entry.agency.clone()}</td>
            <td>{at(Some(entry.received))}</td><td>{at(entry.promised)}</td><td>{at(entry.returned)}</td><td>{entry.delivery.label().vi}</td><td></td>
            <td>{entry.remark()}</td>
        </tr>
    }
}
