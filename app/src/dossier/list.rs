//! Danh sách hồ sơ: filters and text in the address, so that a list can be sent to a colleague.
//!
//! Not here: what matches (`find`), what can be asked (`ask`).
//! Invariant: what is shown is on this device; other years are asked of the server, and the page says so.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::dossier::{Dossier, Kind};
use shared::id::{DossierId, OfficerId};
use shared::lang::{Lang, Sentence, Word, dossiers, number, word};
use shared::limits::SEARCH_ROWS_MAX;
use shared::moment::{Day, Moment};
use shared::officer::Role;
use shared::sync::read;
use shared::ward::Ward;

use super::ask::{Ask, DueIn, Group, Sort};
use super::batch::{Batch, Several, outcomes_view};
use super::find::{Finder, Index};
use super::pick::Picks;
use super::row::{self, Row};
use super::saved::{self, Saved, SavedDialog, saved_view};
use super::trail::{self, Trail};
use crate::desk::use_desk;
use crate::keys::use_key;
use crate::prefs::use_lang;
use crate::text::{say, t};
use crate::ui::field::focus_field;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::select::SelectField;
use crate::ui::state::{Empty, Failed, Reading};

const TITLE: Word = word("Hồ sơ", "Dossiers");
const FIND: Word = word("Tìm hồ sơ", "Find a dossier");
const FIND_HINT: Word =
    word("Tên, thủ tục, mã hồ sơ, số giấy tờ, điện thoại", "Name, procedure, code, number, phone");
const STATE: Word = word("Trạng thái", "State");
const FIELD: Word = word("Lĩnh vực", "Field");
const HANDLER: Word = word("Người thụ lý", "Handler");
const DUE: Word = word("Hạn", "Due");
const ORDER: Word = word("Xếp", "Order");
const ANY: Word = word("Tất cả", "All");
const NOTHING: Word = word(
    "Không có hồ sơ nào khớp trên máy này. Xóa bớt chữ, đổi bộ lọc, hoặc tìm ở mọi năm.",
    "Nothing on this device matches. Remove letters, change a filter, or search all years.",
);
const NOTHING_ELSEWHERE: Word = word(
    "Máy chủ cũng không có hồ sơ nào khớp chữ và bộ lọc này, ở mọi năm.",
    "The server has no match for these words and filters in any year either.",
);
const TOO_SHORT: Word =
    word("Gõ ít nhất 2 chữ để tìm ở mọi năm.", "Type at least 2 letters to search all years.");
const EVERY_YEAR: Word = word("Tìm ở mọi năm", "Search all years");
const OFFLINE: Word = word(
    "Đang mất mạng: chỉ tìm được hồ sơ có trên máy này.",
    "No network: only dossiers on this device can be found.",
);
const ELSEWHERE: Word = word("Từ máy chủ, mọi năm", "From the server, all years");
/// Below those, so that whoever stands in both lists is not taken for two.
const HERE: Word = word("Trên máy này", "On this device");
const FILTER: Word = word("Lọc", "Filter");
const CLEAR: Word = word("Bỏ lọc", "Clear filters");
const NEXT: Word = word("Trang sau", "Next page");
const BEFORE: Word = word("Trang trước", "Previous page");
const PAGES: Word = word("Trang", "Pages");

/// Rows of a page.
const PAGE: usize = 50;

/// Rows that a screen shows at once.
const AT_ONCE: usize = 16;
/// When typing rests.
const REST: Duration = Duration::from_millis(80);

/// How much of a page is drawn: while somebody types what they see, and the rest below when they pause.
#[derive(Clone, Copy)]
struct Pace {
    whole: RwSignal<bool>,
    letters: StoredValue<u32>,
}

impl Pace {
    fn new() -> Pace {
        Pace { whole: RwSignal::new(true), letters: StoredValue::new(0) }
    }

    fn rows(self) -> usize {
        if self.whole.get() { PAGE } else { AT_ONCE }
    }

    /// Somebody types.
    fn hurry(self) {
        let letter = self.letters.get_value().wrapping_add(1);
        self.letters.set_value(letter);
        self.whole.set(false);
        let rest = move || {
            if self.letters.try_get_value() == Some(letter) {
                self.whole.try_set(true);
            }
        };
        set_timeout(rest, REST);
    }
}

/// What a search of the server has brought.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Elsewhere {
    #[default]
    NotAsked,
    Asking,
    Found(Found),
    Failed(Sentence),
}

/// Dossiers of all years, as many as are shown.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    rows: Vec<Row>,
    /// The server has others that match.
    more: bool,
}

impl Found {
    /// Of an answer, which has one dossier more than are shown where there are more; what it has that the filters do not
    /// let pass is left out.
    pub fn of(ward: &Ward, mut found: Vec<Dossier>, ask: &Ask, at: Moment) -> Found {
        let more = found.len() > SEARCH_ROWS_MAX;
        found.truncate(SEARCH_ROWS_MAX);
        let mut index = Index::default();
        index.refresh(ward, found.iter());
        let passed = index.passed(&ask.of_every_year(), at);
        let rows = found.iter().filter(|d| passed.contains(&d.id)).map(|d| Row::new(ward, at, d, false));
        Found { rows: rows.collect(), more }
    }
}

/// The page's rows with how many there are in all.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Shown {
    pub total: usize,
    pub page: usize,
    pub rows: Vec<Row>,
    /// Those that this officer may give to somebody.
    pub open: BTreeSet<DossierId>,
}

impl Shown {
    fn pages(&self) -> usize {
        self.total.div_ceil(PAGE).max(1)
    }
}

/// The ids of one page; a page beyond the last is the last.
fn page_of(ids: &[DossierId], page: usize) -> (usize, &[DossierId]) {
    let page = page.clamp(1, ids.len().div_ceil(PAGE).max(1));
    let from = (page - 1) * PAGE;
    (page, &ids[from.min(ids.len())..(from + PAGE).min(ids.len())])
}

type Options = Signal<Vec<(String, String)>>;

/// A filter as a list of choices; taking one asks anew, from the first page.
fn filter(
    id: &'static str,
    label: Word,
    options: Options,
    ask: Signal<Ask>,
    read: fn(&Ask) -> String,
    write: fn(&mut Ask, &str),
    go: Callback<Ask>,
) -> impl IntoView {
    let value = RwSignal::new(ask.with_untracked(read));
    // The address may change by itself; a choice changes the address.
    Effect::new(move |_| value.set(ask.with(read)));
    Effect::new(move |before: Option<String>| {
        let chosen = value.get();
        if before.is_some_and(|before| before != chosen) && ask.with_untracked(read) != chosen {
            let mut next = Ask { page: 1, ..ask.get_untracked() };
            write(&mut next, &chosen);
            go.run(next);
        }
        chosen
    });
    view! { <SelectField id label value options /> }
}

fn filters(ward: Arc<Ward>, ask: Signal<Ask>, go: Callback<Ask>) -> impl IntoView {
    let lang = use_lang();
    let groups = Signal::derive(move || {
        Group::ALL.map(|g| (g.code().to_owned(), g.label().of(lang.get()).to_owned())).to_vec()
    });
    let dues = Signal::derive(move || {
        DueIn::ALL.map(|d| (d.code().to_owned(), d.label().of(lang.get()).to_owned())).to_vec()
    });
    let sorts = Signal::derive(move || {
        Sort::ALL.map(|s| (s.code().to_owned(), s.label().of(lang.get()).to_owned())).to_vec()
    });
    let known = ward.catalogue.fields.clone();
    let fields = Signal::derive(move || {
        let all = (String::new(), ANY.of(lang.get()).to_owned());
        let each = known.iter().map(|f| (f.id.clone(), lang.get().pick(&f.name, &f.name_en).clone()));
        std::iter::once(all).chain(each).collect()
    });
    let people: Vec<_> =
        ward.with_role(Role::Specialist).map(|o| (o.id.to_string(), o.name.clone())).collect();
    let handlers = Signal::derive(move || {
        let all = (String::new(), ANY.of(lang.get()).to_owned());
        std::iter::once(all).chain(people.iter().cloned()).collect()
    });
    view! {
        <div class="list__filters" id="filters">
            {filter("nhom", STATE, groups, ask, |a| a.group.code().to_owned(),
                |a, v| a.group = Group::ALL.into_iter().find(|g| g.code() == v).unwrap_or_default(), go)}
            {filter("linh_vuc", FIELD, fields, ask, |a| a.field.clone(), |a, v| a.field = v.to_owned(), go)}
            {filter("thu_ly", HANDLER, handlers, ask, |a| a.handler.map(|id| id.to_string()).unwrap_or_default(),
                |a, v| a.handler = v.parse().ok().map(OfficerId), go)}
            {filter("han", DUE, dues, ask, |a| a.due.code().to_owned(),
                |a, v| a.due = DueIn::ALL.into_iter().find(|d| d.code() == v).unwrap_or_default(), go)}
            {filter("xep", ORDER, sorts, ask, |a| a.sort.code().to_owned(),
                |a, v| a.sort = Sort::ALL.into_iter().find(|s| s.code() == v).unwrap_or_default(), go)}
        </div>
    }
}

fn pager(shown: Shown, ask: Ask) -> impl IntoView {
    let (page, pages) = (shown.page, shown.pages());
    let to = |page: usize| Ask { page, ..ask.clone() }.href();
    let first = page.saturating_sub(1) * PAGE + 1;
    let said = move |lang: Lang| {
        let n = |n: usize| number(lang, i64::try_from(n).unwrap_or(i64::MAX));
        format!("{}–{} / {}", n(first), n(first + shown.rows.len().saturating_sub(1)), n(shown.total))
    };
    (pages > 1).then(|| view! {
        <nav class="line list__pages" aria-label=t(PAGES)>
            {(page > 1).then(|| view! { <a class="btn" rel="prev" href=to(page - 1)><Icon glyph=Glyph::Back />{t(BEFORE)}</a> })}
            <span class="quiet">{say(said)}</span>
            {(page < pages).then(|| view! { <a class="btn" rel="next" href=to(page + 1)>{t(NEXT)}<Icon glyph=Glyph::Next /></a> })}
        </nav>
    })
}

/// What is said over an answer that is not all of it, of which so many are shown.
fn cut(lang: Lang, shown: usize) -> String {
    let n = number(lang, i64::try_from(shown).unwrap_or(i64::MAX));
    match lang {
        Lang::Vi => format!(
            "Còn hồ sơ khác cũng khớp: đây là {n} hồ sơ thay đổi gần đây nhất. Gõ thêm chữ, như cả họ tên hoặc số giấy tờ."
        ),
        Lang::En => format!(
            "More dossiers match: these are the {n} that changed last. Type more, like the whole name or a number."
        ),
    }
}

fn elsewhere_view(found: Elsewhere) -> AnyView {
    match found {
        Elsewhere::NotAsked => ().into_any(),
        Elsewhere::Asking => view! { <Reading /> }.into_any(),
        Elsewhere::Failed(said) => view! { <Failed said /> }.into_any(),
        Elsewhere::Found(Found { rows, more }) => {
            let shown = rows.len();
            view! {
            <section class="region">
                <header><h2>{t(ELSEWHERE)}</h2><span class="n">{rows.len()}{more.then_some("+")}</span></header>
                {more.then(|| view! { <p class="note" role="status">{say(move |lang| cut(lang, shown))}</p> })}
                {if rows.is_empty() && !more {
                    view! { <Empty says=NOTHING_ELSEWHERE /> }.into_any()
                } else {
                    row::table(rows.iter().map(row::table_row).collect_view()).into_any()
                }}
            </section>
            }
            .into_any()
        }
    }
}

/// The page on plain values. `typed` is what stands in the search field; `go` takes another address.
#[expect(
    clippy::too_many_arguments,
    reason = "each is a signal of the page, so that the view can be tested as a string"
)]
pub fn list_view(
    ward: Arc<Ward>,
    ask: Signal<Ask>,
    typed: RwSignal<String>,
    shown: Signal<Shown>,
    elsewhere: Signal<Elsewhere>,
    offline: Signal<bool>,
    go: Callback<Ask>,
    ask_server: Callback<()>,
    kept: Signal<Vec<Saved>>,
    edit: Callback<()>,
    picks: Picks,
) -> impl IntoView {
    let open = Signal::derive(move || shown.with(|s| s.open.clone()));
    let count = move |lang: Lang| dossiers(lang, shown.with(|s| s.total));
    let day = move || ask.with(|a| a.received);
    let received =
        move |day: Day| say(move |lang| format!("{} {}", lang.pick("nhận ngày", "received on"), day.vi()));
    let down = move |ev: leptos::ev::KeyboardEvent| {
        if ev.key() == "ArrowDown" {
            ev.prevent_default();
            row::move_focus(1);
        }
    };
    // Why the server cannot be asked now.
    let too_short = move || typed.with(|text| text.trim().chars().count() < 2);
    let why_not = move || match offline.get() {
        true => Some(OFFLINE),
        false => too_short().then_some(TOO_SHORT),
    };
    let pace = Pace::new();
    // A phone has room for the rows or for the filters.
    let opened = RwSignal::new(false);
    let filter_n = move |lang: Lang| match ask.with(Ask::filters) {
        0 => FILTER.of(lang).to_owned(),
        n => format!("{} ({n})", FILTER.of(lang)),
    };
    view! {
        <div class="head">
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <p class="quiet" role="status">{say(count)}</p>
            {move || day().map(|day| view! { <p class="quiet">{received(day)}</p> })}
            {move || (ask.get() != Ask { page: ask.with(|a| a.page), ..Ask::default() }).then(|| view! { <a class="end small" href="/ho-so">{t(CLEAR)}</a> })}
        </div>
        <div class="list__asks" data-open=move || opened.get().then_some("")>
            <div class="list__top">
                <div class="scan scan--quiet" role="search">
                    <Icon glyph=Glyph::Search />
                    <input id="find" type="search" autocomplete="off" aria-label=t(FIND) placeholder=t(FIND_HINT) maxlength="100"
                        prop:value=move || typed.get() on:input=move |ev| { pace.hurry(); typed.set(event_target_value(&ev)) } on:keydown=down />
                    <kbd>"/"</kbd>
                </div>
                <button class="btn list__fold" type="button" aria-controls="filters" aria-expanded=move || opened.get().to_string()
                    on:click=move |_| opened.update(|open| *open = !*open)>{say(filter_n)}<Icon glyph=Glyph::Down /></button>
                <button class="btn" class:list__later=too_short type="button" aria-disabled=move || why_not().map(|_| "true")
                    aria-describedby=move || why_not().map(|_| "why-not")
                    on:click=move |_| if untrack(why_not).is_none() { ask_server.run(()) }>{t(EVERY_YEAR)}</button>
                {saved_view(kept, ask, go, edit)}
            </div>
            {move || why_not().map(|why| view! { <p class="small quiet list__why" class:list__later=too_short id="why-not">{t(why)}</p> })}
            {filters(ward, ask, go)}
        </div>
        {move || elsewhere_view(elsewhere.get())}
        {move || elsewhere.with(|found| matches!(found, Elsewhere::Found(_))).then(|| view! {
            <div class="region"><header><h2>{t(HERE)}</h2><span class="n">{move || shown.with(|s| s.total)}</span></header></div>
        })}
        {row::table(view! {
            <For each=move || shown.with(|s| s.rows.iter().take(pace.rows()).cloned().collect::<Vec<_>>()) key=Row::clone children=move |row| row::pick_row(&row, picks, open) />
        })}
        <Show when=move || shown.with(|s| s.rows.is_empty())><Empty says=NOTHING /></Show>
        {move || pager(shown.get(), ask.get())}
    }
}

#[component]
pub fn ListPage() -> impl IntoView {
    let desk = use_desk();
    let query = use_query_map();
    let navigate = StoredValue::new_local(use_navigate());
    let address = Memo::new(move |_| Ask::read(|key| query.read().get(key)));
    let typed = RwSignal::new(address.with_untracked(|ask| ask.text.clone()));
    Effect::new(move |_| typed.set(address.with(|ask| ask.text.clone())));
    // What is typed counts at once; the address follows.
    let ask = Memo::new(move |_| {
        let (address, text) = (address.get(), typed.get());
        if address.text == text { address } else { Ask { text, page: 1, ..address } }
    });
    let replace = move |ask: &Ask| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|go| go(&ask.href(), options));
    };
    let settled = StoredValue::new(0_u32);
    Effect::new(move |before: Option<()>| {
        typed.track();
        let turn = settled.get_value() + 1;
        settled.set_value(turn);
        if before.is_some() {
            let later = move || {
                let still = settled.try_get_value() == Some(turn);
                if still && ask.with_untracked(|a| *a != address.get_untracked()) {
                    ask.with_untracked(replace);
                }
            };
            set_timeout(later, Duration::from_millis(400));
        }
    });
    let finder = Finder::new(desk);
    let minute = Memo::new(move |_| desk.now().millis() / 60_000);
    let now = move || Moment::from_millis(minute.get() * 60_000);
    let ids: Memo<Arc<[DossierId]>> =
        Memo::new(move |_| finder.read(|index| index.find(&ask.get(), now())).into());
    let shown = Memo::new(move |_| {
        let ward = desk.ward();
        let (total, (page, ids)) = ids.with(|ids| {
            let (page, part) = page_of(ids, ask.with(|a| a.page));
            (ids.len(), (page, part.to_vec()))
        });
        let rows = desk.select(|client| {
            let unsent = row::unsent(client);
            let found = ids.iter().filter_map(|id| client.dossier(*id));
            found.map(|d| Row::new(&ward, now(), d, unsent.contains(&d.id))).collect()
        });
        let open = desk.open_to(ids, Kind::Assign);
        Shown { total, page, rows, open }
    });
    Effect::new(move |_| trail::leave(Trail { name: TITLE, href: ask.with(Ask::href), ids: ids.get() }));
    let elsewhere = RwSignal::new(Elsewhere::NotAsked);
    Effect::new(move |_| {
        ask.track();
        elsewhere.set(Elsewhere::NotAsked);
    });
    let ask_server = Callback::new(move |()| {
        elsewhere.set(Elsewhere::Asking);
        let asked = ask.get_untracked();
        spawn_local(async move {
            let answer = desk.get_by(&asked.search(), read::dossiers).await;
            let (ward, at) = untrack(|| (desk.ward(), desk.now()));
            elsewhere.try_set(match answer {
                Ok(found) => Elsewhere::Found(Found::of(&ward, found, &asked, at)),
                Err(trouble) => Elsewhere::Failed(trouble.sentence()),
            });
        });
    });
    let offline = Signal::derive(move || desk.is_offline());
    use_key("/", FIND, || focus_field("find"));
    row::use_row_keys();
    let go =
        Callback::new(move |ask: Ask| navigate.with_value(|go| go(&ask.href(), NavigateOptions::default())));
    let (kept, editing) = (RwSignal::new(Vec::<Saved>::new()), RwSignal::new(false));
    spawn_local(async move { drop(kept.try_set(saved::read(desk).await)) });
    let edit = Callback::new(move |()| editing.set(true));
    // Work goes to another officer, one dossier or many.
    let open = Memo::new(move |_| shown.with(|shown| shown.open.clone()));
    let several = Several::of(desk, Batch::Assign, open);
    view! {
        {outcomes_view(several.standing())}
        {list_view(
            desk.ward(), ask.into(), typed, shown.into(), elsewhere.into(), offline, go, ask_server, kept.into(), edit, several.picks,
        )}
        {several.foot()}
        <SavedDialog open=editing all=kept ask=ask.into() />
    }
}
