//! Dòng hồ sơ: what every list shows of a dossier, and how arrows move over it.
//!
//! Not here: which dossiers (`find`), which order (the page).
//! Invariant: names are never cut; the light is the same as on the dossier's own page.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::calendar::Light;
use shared::dossier::posting::running;
use shared::dossier::supply::wanted;
use shared::dossier::{Dossier, Status, ask_more};
use shared::id::DossierId;
use shared::lang::{Lang, Sentence, Word, dossiers, word};
use shared::moment::{Day, Moment};
use shared::sync::client::Client;
use shared::ward::Ward;
use wasm_bindgen::JsCast;

use super::pick::{self, Picks};
use super::words;
use crate::english::retell;
use crate::keys::use_key;
use crate::public::frame::focus_heading;
use crate::text::{Text, say, t};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::light::{LightView, light_of};

pub const WAITING: Word = word("chờ gửi", "not sent yet");
const PHOTOS: Word = word("người nộp đã gửi ảnh giấy tờ", "the applicant sent photographs of papers");
const NOT_BROUGHT: Word = word("quá hẹn bổ sung", "papers were to be brought by");
const HUNG_OUT: Word = word("niêm yết hết ngày", "the posting ended on");
const WHO: Word = word("Người nộp, thủ tục", "Applicant, procedure");
const STEP: Word = word("Bước", "Step");
const DUE: Word = word("Hạn trả", "Due");
const NEXT: Word = word("Hồ sơ dưới", "Next row");
const BEFORE: Word = word("Hồ sơ trên", "Row above");

/// What a list shows of one dossier.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Row {
    pub id: DossierId,
    pub name: String,
    pub procedure: Sentence,
    /// `181122-6105`, or empty before reception.
    pub code: String,
    pub status: Status,
    pub light: Option<Light>,
    /// What the citizen was told last.
    pub promised: Option<Moment>,
    /// The agency that it waits for, with its own date; and whether that has passed.
    pub agency: Option<(Sentence, bool)>,
    /// Photographs of papers that were asked for have come.
    pub photos: bool,
    /// Until when papers were to be brought that have not come, where that is over.
    pub overdue: Option<Day>,
    /// The last day of a posting whose end nobody wrote down, where that is over.
    pub hung_out: Option<Day>,
    /// Acts that have not reached the server.
    pub waiting: bool,
}

impl Row {
    pub fn new(ward: &Ward, now: Moment, dossier: &Dossier, waiting: bool) -> Row {
        Row {
            id: dossier.id,
            name: dossier.applicant.name.clone(),
            procedure: words::procedure_name(ward, &dossier.procedure),
            code: dossier.code.as_ref().map(|code| code.short()).unwrap_or_default(),
            status: dossier.status,
            light: light_of(&ward.calendar, now, dossier),
            promised: dossier.promised,
            agency: words::agency(ward, dossier, now.day()),
            overdue: ask_more::last_day(&ward.calendar, dossier).filter(|last| *last < now.day()),
            hung_out: running(dossier).map(|posting| posting.until).filter(|last| *last < now.day()),
            photos: wanted(ward, dossier).iter().any(|paper| paper.sent.is_some()),
            waiting,
        }
    }

    pub fn href(&self) -> String {
        format!("/ho-so/{}", self.id)
    }
}

/// Name, procedure and code, as the first cell of every list.
pub fn named(row: &Row) -> impl IntoView + use<> {
    let code = row.code.clone();
    view! {
        <a class="who" data-open="" href=row.href()>{row.name.clone()}</a>
        <div class="sub">
            {t(row.procedure.clone())}
            {(!code.is_empty()).then(|| view! { " · "<span class="nowrap">{code}</span> })}
            {row.waiting.then(|| view! { " · "<span class="soon nowrap dossier__unsent"><Icon glyph=Glyph::Sync />{t(WAITING)}</span> })}
        </div>
    }
}

pub fn table_row(row: &Row) -> impl IntoView + use<> {
    view! { <tr>{cells(row, None)}</tr> }
}

/// The same with a box in it, where the row can be chosen.
pub fn pick_row(row: &Row, picks: Picks, open: Signal<BTreeSet<DossierId>>) -> impl IntoView + use<> {
    let id = row.id;
    let tick = pick::tick_if(id, row.name.clone(), picks, open);
    view! {
        <tr data-row=id.to_string() data-picked=move || picks.holds(id).then_some("")>{cells(row, Some(tick))}</tr>
    }
}

fn cells(row: &Row, tick: Option<AnyView>) -> impl IntoView + use<> {
    let status = row.status.label();
    let retell = retell();
    let agency = row.agency.clone().map(|(said, late)| {
        view! { <div class="sub"><span class:late=late>{say(move |lang| retell(said.of(lang), lang))}</span></div> }
    });
    let over = |what: Word, last: Option<Day>| {
        last.map(|last| {
            let said = move |lang: Lang| format!("{} {}", what.of(lang), last.vi_short());
            view! { <div class="sub"><span class="late">{say(said)}</span></div> }
        })
    };
    let (overdue, hung_out) = (over(NOT_BROUGHT, row.overdue), over(HUNG_OUT, row.hung_out));
    let photos = row.photos.then(|| view! { <div class="sub"><span class="soon">{t(PHOTOS)}</span></div> });
    view! {
        <td>{pick::beside(tick, (named(row), agency, overdue, hung_out, photos))}</td>
        <td class="small">{t(status)}</td>
        <td class="fit">{row.light.map(|light| view! { <LightView light /> })}</td>
    }
}

/// The light where there is little room: what is due today says its time alone, and “today” to a screen reader.
pub fn short_light(row: &Row) -> impl IntoView + use<> {
    row.light.map(|light| match light {
        Light::Soon { due, today: true, .. } => view! {
            <span class="light light--soon">
                <Icon glyph=Glyph::Soon /><span aria-hidden="true">{due.clock()}</span><span class="sr">{say(move |lang| light.text(lang))}</span>
            </span>
        }
        .into_any(),
        Light::Soon { .. } | Light::Within { .. } | Light::Overdue { .. } | Light::Paused { .. } | Light::Done { .. } => {
            view! { <LightView light /> }.into_any()
        }
    })
}

/// A heading over rows of a table: `Hôm nay, Thứ Năm 22/11 · 6 hồ sơ`.
pub fn group_row(label: Text, count: usize) -> impl IntoView {
    let said = move |lang: Lang| format!(" · {}", dossiers(lang, count));
    view! { <tr class="group"><th colspan="3" scope="rowgroup">{label}<span>{say(said)}</span></th></tr> }
}

/// The table's frame: a hidden head and whatever rows.
pub fn table(rows: impl IntoView) -> impl IntoView {
    view! {
        <table class="table table--fold dossier__table">
            <thead class="sr"><tr><th scope="col">{t(WHO)}</th><th scope="col">{t(STEP)}</th><th scope="col">{t(DUE)}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// Moves the focus by `step` rows over the page's links to dossiers.
pub fn move_focus(step: i32) {
    let all = document().get_elements_by_class_name("who");
    let rows: Vec<web_sys::HtmlElement> = (0..all.length())
        .filter_map(|i| all.item(i))
        .filter(|element| element.has_attribute("data-open"))
        .filter_map(|element| element.dyn_into().ok())
        .collect();
    let here = document().active_element();
    // The box of a row is in that row too.
    let row_of = |element: &web_sys::Element| element.closest("[data-row]").ok().flatten();
    let here_row = here.as_ref().and_then(row_of);
    let is_here = |row: &web_sys::HtmlElement| here_row.is_some() && row_of(row) == here_row;
    let at = rows.iter().position(|row| here.as_ref() == Some(row.as_ref()) || is_here(row));
    let last = rows.len().saturating_sub(1);
    let to = match (at, step < 0) {
        (None, false) => 0,
        (None, true) => last,
        (Some(i), true) => i.saturating_sub(1),
        (Some(i), false) => (i + 1).min(last),
    };
    if let Some(row) = rows.get(to) {
        // An element that is on the page can take the focus.
        let _ = row.focus();
        row.scroll_into_view_with_bool(false);
    }
}

/// After an act took the row that had the focus off the list, the first that is left takes it, or the page's heading.
pub fn go_on() {
    let is_lost = || document().active_element().is_none_or(|at| at.tag_name() == "BODY");
    if is_lost() {
        move_focus(1);
    }
    if is_lost() {
        focus_heading();
    }
}

/// Arrows walk the page's rows; Enter is the link's own.
pub fn use_row_keys() {
    use_key("ArrowDown", NEXT, || move_focus(1));
    use_key("ArrowUp", BEFORE, || move_focus(-1));
}

/// Dossiers with acts that have not reached the server.
pub fn unsent(client: &Client) -> BTreeSet<DossierId> {
    let opened = client.queue.values().filter_map(|queued| queued.body.open().ok());
    opened.map(|command| command.act.dossier()).collect()
}
