//! Trả kết quả: what is ready for its owner, found by name, code or number, and handed over here.
//!
//! Not here: what is asked when it is handed over (`given`), several at once (`batch`).
//! Invariant: the oldest promise comes first; Enter in the search takes the only or best match, or chooses it too while
//! others are chosen.

use leptos::prelude::*;
use shared::dossier::{Kind, Status};
use shared::id::DossierId;
use shared::lang::{Lang, Word, counted, money, word};
use shared::moment::{Day, Moment};
use shared::news::uncollected;

use super::ask::{Ask, Group};
use super::batch::{Batch, Outcome, Several, outcomes_view};
use super::detail::dialog::ActDialog;
use super::find::Finder;
use super::pick::{self, Picks};
use super::row::{self, Row};
use super::trail::{self, Trail};
use super::words;
use crate::desk::use_desk;
use crate::keys::use_key;
use crate::text::{say, t};
use crate::ui::field::focus_field;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Empty;

pub const TITLE: Word = word("Trả kết quả", "Return results");
const FIND: Word = word("Tên, mã trên giấy hẹn, số giấy tờ", "Name, code on the slip, number");
const NOTHING: Word = word("Không có kết quả nào chờ trả.", "No result waits for its owner.");
const NO_MATCH: Word = word(
    "Không có kết quả nào khớp. Nếu hồ sơ chưa xong, tìm trong “Hồ sơ”.",
    "No result matches. If it is not finished yet, look under “Dossiers”.",
);
const PERSON: Word = word("Người nộp, thủ tục", "Applicant, procedure");
const SINCE: Word = word("Có kết quả từ", "Ready since");
const DUE: Word = word("Hẹn trả", "Ready by");
const FEE: Word = word("Lệ phí", "Fee");
const GIVE: Word = word("Trả", "Return");
const CALL: Word = word("gọi", "call");
const SETTLED: Word = word("đã xong", "settled");

/// Nobody has come for so many days: the telephone stands beside it, so that somebody calls.
fn late_view(days: i64, phone: String) -> impl IntoView {
    let said = move |lang: Lang| match lang {
        Lang::Vi => format!("{days} ngày chưa ai nhận"),
        Lang::En => format!("uncollected for {}", counted(days, "day", "days")),
    };
    let call = (!phone.is_empty()).then(|| {
        let href = format!("tel:{phone}");
        view! { ", "<a href=href>{t(CALL)}" "{phone}</a> }
    });
    view! { <div class="soon">{say(said)}{call}</div> }
}

/// A result that waits.
#[derive(Clone, PartialEq, Debug)]
pub struct Ready {
    pub row: Row,
    pub since: Option<Moment>,
    /// For how many days nobody has come for it, and whom to call.
    pub late: Option<(i64, String)>,
    /// Still to be taken, in đồng.
    pub owed: i64,
    /// This officer may hand it over.
    pub open: bool,
}

fn ready_row(ready: &Ready, today: Day, picks: Picks, give: Callback<DossierId>) -> impl IntoView + use<> {
    let Ready { row, since, late, owed, open } = ready.clone();
    let id = row.id;
    let since = since.map(|at| words::near_moment(at, today)).unwrap_or_default();
    let promised = row.promised.map(|at| words::near_moment(at, today)).unwrap_or_default();
    let fee = move |lang: Lang| if owed > 0 { money(lang, owed) } else { SETTLED.of(lang).to_owned() };
    let tick = open.then(|| pick::tick(id, row.name.clone(), false, None, picks).into_any());
    view! {
        <tr data-row=id.to_string() data-picked=move || picks.holds(id).then_some("")>
            <td>{pick::beside(tick, row::named(&row))}</td>
            <td class="fit small" data-label=t(SINCE)>{since}{late.map(|(days, phone)| late_view(days, phone))}</td>
            <td class="fit small" data-label=t(DUE)>{promised}</td>
            <td class="fit small num" class:soon=move || 0 < owed data-label=t(FEE)>{say(fee)}</td>
            <td class="fit">
                {open.then(|| view! {
                    <button class="btn btn--go" type="button" on:click=move |_| give.run(id)><Icon glyph=Glyph::Give />{t(GIVE)}</button>
                })}
            </td>
        </tr>
    }
}

/// The page on plain values; `give` begins to hand a result over.
pub fn give_view(
    rows: Signal<Vec<Ready>>,
    typed: RwSignal<String>,
    told: Signal<Vec<Outcome>>,
    today: Day,
    picks: Picks,
    give: Callback<DossierId>,
) -> impl IntoView {
    let best =
        move || rows.with_untracked(|rows| rows.first().filter(|ready| ready.open).map(|ready| ready.row.id));
    let chosen = move || picks.picked.with_untracked(|picked| !picked.is_empty());
    let keydown = move |ev: leptos::ev::KeyboardEvent| match ev.key().as_str() {
        "Enter" if !ev.is_composing() => match best() {
            // A scanner's second Enter finds an empty field, and chooses nobody.
            Some(_) if chosen() && typed.with_untracked(|typed| typed.trim().is_empty()) => {}
            Some(id) if chosen() => {
                picks.set(id, true);
                typed.set(String::new());
            }
            Some(id) => give.run(id),
            None => {}
        },
        "ArrowDown" => {
            ev.prevent_default();
            row::move_focus(1);
        }
        _ => {}
    };
    let empty = move || rows.with(Vec::is_empty);
    let says = move || if typed.with(String::is_empty) { NOTHING } else { NO_MATCH };
    view! {
        <div class="head"><h1 tabindex="-1">{t(TITLE)}</h1><p class="quiet" role="status">{move || rows.with(Vec::len)}</p></div>
        <div class="give__top">
            <div class="scan" role="search">
                <Icon glyph=Glyph::Search />
                <input id="find" type="search" aria-label=t(FIND) placeholder=t(FIND) autocomplete="off" maxlength="100" on:keydown=keydown
                    prop:value=move || typed.get() on:input=move |ev| typed.set(event_target_value(&ev)) />
                <kbd>"/"</kbd>
            </div>
        </div>
        {outcomes_view(told)}
        <Show when=move || !empty() fallback=move || view! { <Empty says=says() /> }>
            <table class="table table--fold">
                <thead><tr><th scope="col">{t(PERSON)}</th><th scope="col">{t(SINCE)}</th><th scope="col">{t(DUE)}</th><th scope="col" class="fit num">{t(FEE)}</th><td></td></tr></thead>
                <tbody><For each=move || rows.get() key=|ready| format!("{ready:?}") children=move |ready| ready_row(&ready, today, picks, give) /></tbody>
            </table>
        </Show>
    }
}

/// Who comes to this page scans a slip next, and the letters of its code are keys of the page. Whoever comes back from a
/// dossier stands in its row again.
fn begin_in_find() {
    let go = || {
        let here = document().active_element();
        if here.and_then(|here| here.closest("[data-row]").ok().flatten()).is_none() {
            focus_field("find");
        }
    };
    // After the frame in which the heading takes the focus.
    request_animation_frame(move || request_animation_frame(go));
}

#[component]
pub fn GivePage() -> impl IntoView {
    let desk = use_desk();
    let typed = RwSignal::new(String::new());
    let finder = Finder::new(desk);
    let minute = Memo::new(move |_| Moment::from_millis(desk.now().millis() / 60_000 * 60_000));
    let rows = Memo::new(move |_| {
        let (ward, now, gives) =
            (desk.ward(), minute.get(), desk.me().is(shared::officer::Role::Receptionist));
        let ids = finder.read(|index| index.find(&Ask { text: typed.get(), ..Ask::of(Group::Ready) }, now));
        desk.select(|client| {
            let unsent = row::unsent(client);
            let all = ids.iter().filter_map(|id| client.dossier(*id));
            let ready = all.map(|d| Ready {
                row: Row::new(&ward, now, d, unsent.contains(&d.id)),
                since: d.finished_at,
                late: uncollected(d, now.day()).map(|days| (days, d.contact.phone.clone())),
                owed: d.fee.owed_vnd(),
                open: gives,
            });
            ready.collect::<Vec<_>>()
        })
    });
    Effect::new(move |_| {
        let ids = rows.with(|rows| rows.iter().map(|ready| ready.row.id).collect());
        trail::leave(Trail { name: TITLE, href: "/tra".to_owned(), ids });
    });
    let asked = RwSignal::new(None::<Kind>);
    let chosen = RwSignal::new(None::<DossierId>);
    // Several that one person takes, found one after the other.
    let open = Memo::new(move |_| {
        rows.with(|rows| rows.iter().filter(|ready| ready.open).map(|ready| ready.row.id).collect())
    });
    let several = Several::of(desk, Batch::Give, open);
    let told = several.told;
    Effect::new(move |_| {
        if told.with(|told| told.iter().any(|outcome| outcome.why.is_none())) {
            typed.set(String::new());
        }
    });
    // When the dialog closes the act is in the record, or it was called off. The next citizen is looked for afresh.
    Effect::new(move |before: Option<Option<Kind>>| {
        let now = asked.get();
        let closed = before.flatten().filter(|_| now.is_none()).zip(chosen.get_untracked());
        let done = closed.and_then(|(_, id)| desk.client(|client| client.dossier(id).cloned()));
        if let Some(dossier) = done.filter(|dossier| dossier.status == Status::Returned) {
            let row = Row::new(&desk.ward(), minute.get_untracked(), &dossier, false);
            let lines = dossier.history.len().saturating_sub(1);
            told.set(vec![Outcome { row, why: None, batch: Batch::Give, lines }]);
            focus_field("find");
        }
        now
    });
    let give = Callback::new(move |id| {
        told.set(vec![]);
        chosen.set(Some(id));
        asked.set(Some(Kind::HandOver));
    });
    use_key("/", FIND, || focus_field("find"));
    row::use_row_keys();
    begin_in_find();
    view! {
        {give_view(rows.into(), typed, several.standing(), desk.now().day(), several.picks, give)}
        {several.foot()}
        {move || asked.get().zip(chosen.get()).map(|(kind, id)| view! { <ActDialog desk id kind asked /> })}
    }
}
