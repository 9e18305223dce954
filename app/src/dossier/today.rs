//! Hôm nay: the counter's home. What came in, what is due, who signs, what waits for its owner.
//!
//! Not here: any act; every line leads to its dossier or its list.
//! Invariant: each figure is counted by the same filter as the list behind it.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::door::answer_by;
use shared::dossier::posting::running;
use shared::dossier::{Dossier, Kind, Status};
use shared::id::DossierId;
use shared::lang::{Lang, Sentence, Word, word};
use shared::moment::{Day, Moment};
use shared::officer::{Officer, Right, Role};
use shared::sync::client::Client;
use shared::ward::Ward;

use super::ask::{Ask, DueIn, Group};
use super::detail::posting::left;
use super::find::{Finder, Index};
use super::lapse;
use super::recount;
use super::row::{self, Row};
use super::trail::{self, Trail};
use super::words;
use crate::board::RestoredNote;
use crate::desk::use_desk;
use crate::keys::use_key;
use crate::text::{Text, say, t};
use crate::ui::field::focus_field;
use crate::ui::figures::Figure;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Empty;

pub const TODAY: Word = word("Hôm nay", "Today");
const UNNAMED: Word = word(
    "Phường chưa có tên và mã. Quản trị ghi ở Cài đặt trước khi nhận hồ sơ đầu tiên.",
    "The ward has no name and code yet. The administrator enters them in Settings before the first dossier.",
);
const FIND: Word = word("Tìm hồ sơ", "Find a dossier");
const FIND_HINT: Word = word(
    "Tìm theo tên, mã hồ sơ, số giấy tờ; gõ không dấu cũng được",
    "Name, code or number; accents are optional",
);
const RECEIVE: Word = word("Nhận hồ sơ", "Receive");
const TAKE: Word = word("Tiếp nhận", "Receive");
const RECEIVED: Word = word("Đã nhận", "Received");
const DUE_TODAY: Word = word("Đến hạn hôm nay", "Due today");
const TO_SIGN: Word = word("Chờ ký", "To be signed");
const READY: Word = word("Chờ trả", "Ready to return");
const CITIZEN: Word = word("Chờ dân bổ sung", "Waiting for the citizen");
const OVERDUE: Word = word("Quá hạn", "Overdue");
const SUPPLEMENT_LATE: Word = word("Quá hẹn bổ sung", "Papers not brought in time");
const DUE: Word = word("Đến hạn", "Due");
const NOTHING_DUE: Word = word(
    "Không hồ sơ nào đến hạn hôm nay hay ngày làm việc tới.",
    "Nothing is due today or on the next working day.",
);
const NOTHING_TO_SIGN: Word = word("Không hồ sơ nào chờ ký.", "Nothing waits for a signature.");
const NOTHING_READY: Word = word("Không kết quả nào chờ trả.", "No result waits for its owner.");
const ONLINE: Word = word("Nộp trước, chờ tiếp nhận", "Handed in ahead, to be received");
const POSTED: Word = word("Niêm yết hết ngày", "Postings that end");
const ANSWER: Word = word("trả lời trong 08 giờ làm việc", "answer within 8 working hours");

/// Rows in a side list before “Xem cả”.
const SIDE_ROWS: usize = 4;
/// Rows of what came in online: it is the first list at the side, so the others stay in sight.
const ONLINE_ROWS: usize = 2;
/// Rows of the main list; more are behind its link.
const DUE_ROWS_MAX: usize = 60;

/// One number with the list behind it.
#[derive(Clone, PartialEq, Debug)]
pub struct Count {
    pub label: Word,
    pub ask: Ask,
    pub n: usize,
    pub late: bool,
}

/// A line of the main list.
#[derive(Clone, PartialEq, Debug)]
pub enum Line {
    /// `None` stands for everything overdue.
    Day(Option<Day>, usize),
    Row(Box<Row>),
}

/// Everything that the page shows, but the clock.
#[derive(Clone, PartialEq, Debug)]
pub struct Today {
    pub day: Day,
    pub counts: Vec<Count>,
    pub in_process: usize,
    pub due: Vec<Line>,
    pub due_count: usize,
    pub signer: Option<String>,
    pub to_sign: Vec<Row>,
    pub ready: Vec<Row>,
    pub waiting: Vec<Row>,
    /// What hangs in public until today, or longer than that; with how it stands.
    pub posted: Vec<(Row, Sentence)>,
}

/// What citizens have not brought in time, as far as this officer has to do with it: of a specialist alone, their own.
fn unanswered(me: &Officer) -> Ask {
    Ask { handler: sees_own_only(me).then_some(me.id), ..Ask::due(Group::Open, DueIn::SupplementLate) }
}

/// Postings that are over and that nobody has ended, the same.
fn hung_out(me: &Officer) -> Ask {
    Ask { due: DueIn::PostingOver, ..unanswered(me) }
}

/// Whether of several people's work only their own is shown: the specialist's who is nothing else.
fn sees_own_only(me: &Officer) -> bool {
    me.is(Role::Specialist) && !me.is(Role::Head) && !me.is(Role::Receptionist)
}

/// Postings whose last day is today or over, the oldest first, each with how it stands.
fn ending<'a>(all: &[&'a Dossier], today: Day, me: &Officer) -> Vec<(&'a Dossier, Sentence)> {
    let mine = |dossier: &Dossier| !sees_own_only(me) || dossier.handler == Some(me.id);
    let hangs = |dossier: &&'a Dossier| {
        let posting = running(dossier).filter(|posting| mine(dossier) && posting.until <= today)?;
        Some((posting.until, *dossier, left(posting, today)))
    };
    let mut ending: Vec<_> = all.iter().filter_map(hangs).collect();
    ending.sort_by_key(|(until, dossier, _)| (*until, dossier.id));
    ending.into_iter().map(|(_, dossier, said)| (dossier, said)).collect()
}

fn counts(index: &Index, now: Moment, me: &Officer) -> Vec<Count> {
    let count = |label, ask: Ask, late| Count { label, n: index.count(&ask, now), ask, late };
    let received = Ask { received: Some(now.day()), ..Ask::of(Group::All) };
    let mut all = vec![
        count(RECEIVED, received, false),
        count(DUE_TODAY, Ask::due(Group::InProcess, DueIn::Today), false),
        count(TO_SIGN, Ask::of(Group::ToSign), false),
        count(READY, Ask::of(Group::Ready), false),
        count(CITIZEN, Ask::of(Group::Citizen), false),
        count(OVERDUE, Ask::due(Group::InProcess, DueIn::Overdue), true),
    ];
    // Rare, and somebody's to end: each stands there only while there is one.
    let rare = [(SUPPLEMENT_LATE, unanswered(me)), (DueIn::PostingOver.label(), hung_out(me))];
    all.extend(rare.map(|(label, ask)| count(label, ask, true)).into_iter().filter(|count| count.n > 0));
    all
}

/// Overdue first, then day by day until the next working day. Where the clock stands still nothing is due.
fn due_lines(ward: &Ward, now: Moment, rows: Vec<(Option<Moment>, Row)>) -> (Vec<Line>, usize) {
    let today = now.day();
    let mut last = today.next();
    while ward.calendar.is_working(last) == Ok(false) {
        last = last.next();
    }
    let mut days: Vec<(Option<Day>, Vec<Row>)> = Vec::new();
    let mut total = 0;
    for (due, row) in rows {
        let is_paused = row.light.is_some_and(|light| light.code() == "tam_dung");
        let Some(due) = due.filter(|due| !is_paused && due.day() <= last) else { continue };
        total += 1;
        if total > DUE_ROWS_MAX {
            continue;
        }
        let day = (due >= now).then(|| due.day());
        match days.iter_mut().find(|(known, _)| *known == day) {
            Some((_, rows)) => rows.push(row),
            None => days.push((day, vec![row])),
        }
    }
    days.sort_by_key(|(day, _)| *day);
    let lines = days.into_iter().flat_map(|(day, rows)| {
        std::iter::once(Line::Day(day, rows.len()))
            .chain(rows.into_iter().map(|row| Line::Row(Box::new(row))))
    });
    (lines.collect(), total)
}

impl Today {
    pub fn new(ward: &Ward, client: &Client, index: &Index, now: Moment, me: &Officer) -> Today {
        let unsent = row::unsent(client);
        let get = |id: DossierId| client.dossier(id);
        let of = |dossier: &Dossier| Row::new(ward, now, dossier, unsent.contains(&dossier.id));
        let rows = |group| -> Vec<Row> {
            index.find(&Ask::of(group), now).into_iter().filter_map(get).map(of).collect()
        };
        let in_process = index.find(&Ask::of(Group::InProcess), now);
        let count = in_process.len();
        let in_process: Vec<&Dossier> = in_process.into_iter().filter_map(get).collect();
        let posted = ending(&in_process, now.day(), me);
        let posted = posted.into_iter().map(|(dossier, said)| (of(dossier), said)).collect();
        let due = in_process.into_iter().map(|d| (d.due, of(d))).collect();
        let (due, due_count) = due_lines(ward, now, due);
        let waits = index.find(&Ask::of(Group::Waiting), now).into_iter().filter_map(get);
        let mut waiting: Vec<&Dossier> = waits.filter(|d| d.status == Status::Waiting).collect();
        // Whoever was helped at the door sits in the hall; then by what is owed an answer first.
        waiting.sort_by_cached_key(|dossier| answer_by(&ward.calendar, dossier));
        Today {
            day: now.day(),
            counts: counts(index, now, me),
            in_process: count,
            due,
            due_count,
            signer: ward.signer_on_duty(now).map(words::signer_name),
            to_sign: rows(Group::ToSign),
            ready: rows(Group::Ready),
            waiting: waiting.into_iter().map(of).collect(),
            posted,
        }
    }

    /// The dossiers of the main list, in its order.
    pub fn trail(&self) -> Vec<DossierId> {
        self.due
            .iter()
            .filter_map(|line| if let Line::Row(row) = line { Some(row.id) } else { None })
            .collect()
    }
}

fn figure(count: Count) -> impl IntoView {
    view! { <Figure label=count.label count=Signal::stored(count.n) href=count.ask.href() late=count.late /> }
}

fn line(line: Line, today: Day) -> AnyView {
    match line {
        Line::Day(day, count) => {
            let label = Text::live(move |lang| match day {
                None => OVERDUE.of(lang).to_owned(),
                Some(day) => words::near_day(day, today, lang),
            });
            row::group_row(label, count).into_any()
        }
        Line::Row(row) => row::table_row(&row).into_any(),
    }
}

fn due_region(today: Signal<Today>) -> impl IntoView {
    let lines = move || today.with(|t| t.due.clone());
    let all = move |lang: Lang| {
        let n = today.with(|t| t.in_process);
        match lang {
            Lang::Vi => format!("Tất cả {n} hồ sơ đang giải quyết"),
            Lang::En => format!("All {n} in process"),
        }
    };
    let rows = view! {
        <For each=lines key=|line| format!("{line:?}") children=move |one| line(one, today.with_untracked(|t| t.day)) />
    };
    view! {
        <section class="region">
            <header>
                <h2>{t(DUE)}</h2><span class="n">{move || today.with(|t| t.due_count)}</span>
                <a class="more" href=Ask::of(Group::InProcess).href()>{say(all)}</a>
            </header>
            {row::table(rows)}
            <Show when=move || today.with(|t| t.due.is_empty())><Empty says=NOTHING_DUE /></Show>
        </section>
    }
}

/// A short list at the side: name, procedure, and what stands at its end.
struct Side {
    title: Word,
    rows: Vec<Row>,
    /// Rows that are drawn.
    most: usize,
    empty: Word,
    more: Option<Text>,
    all: String,
    end: fn(&Row, Day) -> AnyView,
}

fn side(side: Side, today: Day) -> impl IntoView {
    let Side { title, rows, most, empty, more, all, end } = side;
    let count = rows.len();
    // Beside the link there is no room: the words keep to the left, below the title.
    let class = if count > most { "quiet" } else { "more quiet" };
    let more = more.map(|more| view! { <p class=class>{more}</p> });
    let link = (count > most).then(|| {
        view! { <a class="more" href=all>{say(move |lang| format!("{} {count}", lang.pick("Xem cả", "See all")))}</a> }
    });
    let items = rows.into_iter().take(most).map(|row| {
        let end = end(&row, today);
        view! {
            <li>
                <div class="grow"><a class="who" href=row.href()>{row.name.clone()}</a><div class="sub">{t(row.procedure)}</div></div>
                <div class="end">{end}</div>
            </li>
        }
    });
    view! {
        <section class="region">
            <header><h2>{t(title)}</h2><span class="n">{count}</span>{more}{link}</header>
            {if count == 0 { view! { <Empty says=empty /> }.into_any() } else { view! { <ul class="rows">{items.collect_view()}</ul> }.into_any() }}
        </section>
    }
}

fn light_end(row: &Row, _: Day) -> AnyView {
    row::short_light(row).into_any()
}

fn promised_end(row: &Row, today: Day) -> AnyView {
    let promised = row.promised.map(|at| words::near_moment(at, today));
    promised.map(|at| view! { <span class="small quiet">{say(move |lang| format!("{} {at}", lang.pick("hẹn", "due")))}</span> }).into_any()
}

fn open_end(row: &Row, _: Day) -> AnyView {
    let href = format!("/nhan?tu={}", row.id);
    view! { {row::short_light(row)}" "<a class="small" href=href>{t(TAKE)}</a> }.into_any()
}

/// Rare, and somebody's to take down: the list stands there only while there is one.
fn posted(rows: Vec<(Row, Sentence)>) -> Option<impl IntoView> {
    let count = rows.len();
    let items = rows.into_iter().map(|(row, said)| {
        view! {
            <li>
                <div class="grow">
                    <a class="who" href=row.href()>{row.name.clone()}</a>
                    <div class="sub">{t(row.procedure)}</div>
                    <div class="small soon">{t(said)}</div>
                </div>
            </li>
        }
    });
    (count > 0).then(|| {
        view! {
            <section class="region">
                <header><h2>{t(POSTED)}</h2><span class="n">{count}</span></header>
                <ul class="rows">{items.collect_view()}</ul>
            </section>
        }
    })
}

fn sides(today: Today, receives: bool) -> impl IntoView {
    let duty = today
        .signer
        .clone()
        .map(|name| Text::live(move |lang| format!("{} {name}", lang.pick("Trực ký:", "On duty:"))));
    let day = today.day;
    let online = (!today.waiting.is_empty()).then(|| Side {
        title: ONLINE,
        rows: today.waiting,
        most: ONLINE_ROWS,
        empty: ONLINE,
        more: Some(ANSWER.into()),
        all: Ask::of(Group::Waiting).href(),
        end: if receives { open_end } else { light_end },
    });
    let to_sign = Side {
        title: TO_SIGN,
        rows: today.to_sign,
        most: SIDE_ROWS,
        empty: NOTHING_TO_SIGN,
        more: duty,
        all: Ask::of(Group::ToSign).href(),
        end: light_end,
    };
    let ready = Side {
        title: READY,
        rows: today.ready,
        most: SIDE_ROWS,
        empty: NOTHING_READY,
        more: None,
        all: "/tra".to_owned(),
        end: promised_end,
    };
    let posted = posted(today.posted);
    view! { {online.map(|online| side(online, day))}{posted}{side(to_sign, day)}{side(ready, day)} }
}

/// The page on plain values. `search` is given what was typed when Enter is pressed.
pub fn today_view(
    today: Signal<Today>,
    left: Signal<Sentence>,
    clock: Signal<Moment>,
    receives: bool,
    search: Callback<String>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        search.run(typed.get_untracked());
    };
    let down = move |ev: leptos::ev::KeyboardEvent| {
        if ev.key() == "ArrowDown" {
            ev.prevent_default();
            row::move_focus(1);
        }
    };
    let subtitle = move |lang: Lang| {
        let at = clock.get();
        format!(
            "{} · {} · {}",
            words::long_day(at.day(), lang),
            at.clock(),
            left.with(|said| said.of(lang).to_owned())
        )
    };
    view! {
        <div class="today__top">
            <form class="scan scan--quiet" role="search" on:submit=submit>
                <Icon glyph=Glyph::Search />
                <input id="find" type="search" autocomplete="off" aria-label=t(FIND) placeholder=t(FIND_HINT) maxlength="100"
                    prop:value=move || typed.get() on:input=move |ev| typed.set(event_target_value(&ev)) on:keydown=down />
                <kbd>"/"</kbd>
            </form>
            {receives.then(|| view! {
                <a class="btn btn--primary" href="/nhan"><Icon glyph=Glyph::Receive />{t(RECEIVE)}" "<kbd>"n"</kbd></a>
            })}
        </div>
        <div class="head"><h1>{t(TODAY)}</h1><p class="quiet">{say(subtitle)}</p></div>
        <dl class="figures">{move || today.with(|t| t.counts.clone()).into_iter().map(figure).collect_view()}</dl>
        <div class="cols">
            {due_region(today)}
            <div class="stack">{move || sides(today.get(), receives)}</div>
        </div>
        {foot()}
    }
}

const PICK: Word = word("chọn hồ sơ", "choose");
const OPEN: Word = word("mở", "open");
const ALL_KEYS: Word = word("tất cả phím tắt", "all keys");
const SEARCH: Word = word("tìm", "find");

fn foot() -> impl IntoView {
    view! {
        <p class="keys">
            <span><kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" "{t(PICK)}</span>
            <span><kbd>"Enter"</kbd>" "{t(OPEN)}</span>
            <span><kbd>"/"</kbd>" "{t(SEARCH)}</span>
            <span><kbd>"?"</kbd>" "{t(ALL_KEYS)}</span>
        </p>
    }
}

#[component]
pub fn HomePage() -> impl IntoView {
    let desk = use_desk();
    let finder = Finder::new(desk);
    let minute = Memo::new(move |_| Moment::from_millis(desk.now().millis() / 60_000 * 60_000));
    let today = Memo::new(move |_| {
        let (ward, now, me) = (desk.ward(), minute.get(), desk.me());
        finder.read(|index| desk.select(|client| Today::new(&ward, client, index, now, &me)))
    });
    Effect::new(move |_| {
        let ids = today.with(Today::trail);
        trail::leave(Trail { name: TODAY, href: "/".to_owned(), ids: ids.into() });
    });
    let day = Memo::new(move |_| minute.get().day());
    let lapse = lapse::keepers_note(desk, day);
    // Whoever can do something about it is told in time.
    let unnamed = move || {
        let told = desk.has(Right::Tend);
        let is_so = told && desk.ward().is_unnamed(desk.now().day());
        is_so.then(|| view! { <p class="note note--soon"><a href="/cai-dat#phuong">{t(UNNAMED)}</a></p> })
    };
    let left = Signal::derive(move || words::time_left(&desk.ward().calendar, minute.get()));
    let navigate = StoredValue::new_local(use_navigate());
    let search = Callback::new(move |text: String| {
        navigate.with_value(|go| go(&Ask::words(&text).href(), NavigateOptions::default()));
    });
    use_key("/", FIND, || focus_field("find"));
    row::use_row_keys();
    let recounts =
        move || desk.with_me(|me| me.is_one_of(Kind::Recount.spec().who)).then(|| recount::note(desk));
    view! { {unnamed}{lapse}{recounts}<RestoredNote />{today_view(today.into(), left, minute.into(), desk.may_begin(Kind::Receive), search)} }
}
