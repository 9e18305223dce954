//! Sổ theo dõi hồ sơ: page by page as the paper register, one of each field and year.
//!
//! Not here: what stands in it (`shared::report::register`), the file (the server).
//! Invariant: field, year and page stand in the address; what is printed is the page that is seen.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::lang::{Lang, Sentence, Word, number, word};
use shared::moment::Moment;
use shared::report::register::{COLUMNS, Entry, OVER, Page, TITLE as ON_PAPER, UNDER};
use shared::report::{Coverage, Covered};
use shared::ward::Ward;

use super::book::{PRINT_PAGE, agency, pager, ways, years};
use super::pages::{Report, Reports};
use super::period::{Choice, FIRST_YEAR};
use super::{ask_again_when_back, held};
use crate::desk::{answered, use_desk};
use crate::text::{say, t};
use crate::ui::cover::{Cover, Held};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Empty;

const TITLE: Word = word("Sổ theo dõi hồ sơ", "The register of dossiers");
const FIELD: Word = word("Lĩnh vực", "Field");
const NOTHING: Word =
    word("Chưa nhận hồ sơ nào của lĩnh vực này trong năm.", "Nothing was received in this field and year.");

/// What the address asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    pub year: i32,
    pub field: String,
    pub page: usize,
}

impl Asked {
    /// Read from an address; what is missing or unknown is the first page of the first field of this year.
    pub fn read(get: impl Fn(&str) -> Option<String>, ward: Option<&Ward>, this_year: i32) -> Asked {
        let fields = ward.map(|ward| ward.catalogue.fields.as_slice()).unwrap_or_default();
        let known = |id: &String| fields.iter().any(|field| field.id == *id);
        let first = || fields.first().map(|field| field.id.clone()).unwrap_or_default();
        let year = get("nam").and_then(|text| text.parse().ok());
        let page = get("trang").and_then(|text| text.parse().ok());
        Asked {
            year: year.filter(|year| (FIRST_YEAR..=this_year).contains(year)).unwrap_or(this_year),
            field: get("linh_vuc").filter(known).unwrap_or_else(first),
            page: page.unwrap_or(1).max(1),
        }
    }

    pub fn href(&self) -> String {
        let Asked { year, field, page } = self;
        format!("/bao-cao/so?nam={year}&linh_vuc={field}&trang={page}")
    }

    fn data(&self) -> String {
        let Asked { year, field, page } = self;
        format!("/api/report/register?year={year}&field={field}&page={page}")
    }

    fn file(&self, format: &str) -> String {
        format!("/api/report/register?year={}&field={}&format={format}", self.year, self.field)
    }
}

#[component]
pub fn RegisterPage() -> impl IntoView {
    let desk = use_desk();
    let query = use_query_map();
    let navigate = StoredValue::new_local(use_navigate());
    let this_year = Memo::new(move |_| desk.now().day().year());
    let asked = Memo::new(move |_| {
        let ward = desk.ward_or_none();
        Asked::read(|key| query.read().get(key), ward.as_deref(), this_year.get())
    });
    let answer = LocalResource::new(move || {
        let asked = asked.get();
        async move {
            let got = desk.get_json::<Covered<Page>>(&asked.data()).await;
            got.map(|covered| (asked, covered))
        }
    });
    let change = move |asked: Asked| {
        let here = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|go| go(&asked.href(), here));
    };
    let to_field =
        move |ev| change(Asked { field: event_target_value(&ev), page: 1, ..asked.get_untracked() });
    let to_year = Callback::new(move |year| change(Asked { year, page: 1, ..asked.get_untracked() }));
    let year = Signal::derive(move || asked.with(|asked| asked.year));
    let fields = move || {
        let ward = desk.ward_or_none();
        let fields = ward.map(|ward| ward.catalogue.fields.clone()).unwrap_or_default();
        let option = |field: shared::procedure::Field| {
            let (id, name) = (field.id.clone(), Sentence::new(field.name, field.name_en));
            view! { <option value=field.id selected=move || asked.with(|a| a.field == id)>{t(name)}</option> }
        };
        fields.into_iter().map(option).collect_view()
    };
    let current = move || answer.get().filter(|got| got.as_ref().map_or(true, |(of, _)| *of == asked.get()));
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    view! {
        <Reports here=Report::Register days=Signal::derive(move || Some(Choice::year(year.get()).span())) />
        <div class="head head--split board__head">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <p class="line screen-only">
                <span class="select"><select class="input board__which" aria-label=t(FIELD) on:change=to_field>{fields}</select><Icon glyph=Glyph::Down /></span>
                {years(this_year, year, to_year)}
            </p>
            <p class="line screen-only">
                {ways(Some(desk), move |format| asked.get().file(format), PRINT_PAGE)}
            </p>
        </div>
        {move || answered(current(), again, |(of, Covered { report, coverage })| {
            let ward = desk.ward_or_none();
            let names = ward.clone();
            let name = move |id| names.as_ref().map_or_else(String::new, |ward| ward.name_of(id));
            register_view(&of, report, ward.as_deref(), held(&coverage, name), &coverage).into_any()
        })}
    }
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
    let field = fields.iter().find(|field| field.id == of.field);
    let field = field.map_or_else(String::new, |field| field.name.clone());
    let agency = agency(ward, of.year, coverage.as_of);
    let about =
        format!("{agency} · Lĩnh vực: {field} · Năm {} · Trang {}/{}", of.year, page.page, page.pages);
    let closing = page.closing.map(|closing| view! { <p class="note" lang="vi">{closing.text(of.year)}</p> });
    let pager = pager(page.page, page.pages, |page| Asked { page, ..of.clone() }.href());
    let total = page.total;
    let count = move |lang: Lang| {
        let n = number(lang, i64::try_from(total).unwrap_or(i64::MAX));
        format!("{n} {}", lang.pick("hồ sơ", "dossiers"))
    };
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
            {closing}
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
