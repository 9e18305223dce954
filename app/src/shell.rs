//! The frame of the officers' pages: where to go, how one's work stands, who is here.
//!
//! Not here: the pages.
//! Invariant: a room may fail, the house stands: each page has its own boundary. The focus goes to the heading
//! after every change of page.

mod undo;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_navigate};
use shared::dossier::{Kind, Status};
use shared::lang::{Sentence, Word, word};
use shared::moment::Moment;
use shared::officer::Right;
use wasm_bindgen::JsCast;

use crate::desk::{Desk, use_desk};
use crate::gate::{FirstReading, LocksSoon, Relogin};
use crate::inbox::beyond;
use crate::keys::{KeyHelp, use_key};
use crate::prefs::use_lang;
use crate::settings::UnkeptNote;
use crate::text::t;
use crate::ui::button::Keys;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::sync_badge::SyncBadge;
use crate::ui::toast::{Toasts, provide_toast};

const SKIP: Word = word("Tới nội dung", "Skip to content");
const LOGIN: Word = word("Đăng nhập lại", "Log in again");
const CHECKED: Word = word("Đã kiểm tra", "Checked");
const NAV: Word = word("Chính", "Main");
const REST: Word = word("Trang khác", "Other pages");
const LOCK: Word = word("Khóa màn hình", "Lock the screen");
const TODAY: Word = word("Hôm nay", "Today");
const RECEIVE: Word = word("Nhận hồ sơ", "Receive");
const DOSSIERS: Word = word("Hồ sơ", "Dossiers");
const SIGN: Word = word("Trình ký", "To sign");
const GIVE: Word = word("Trả kết quả", "To return");
const SLIPS: Word = word("Phiếu giấy", "Paper slips");
const REVIEW: Word = word("Việc cần xem lại", "To look at");
/// The same at a thumb, where five stand in a row.
const REVIEW_SHORT: Word = word("Xem lại", "To look at");
const PROCEDURES: Word = word("Thủ tục", "Procedures");
const FEEDBACK: Word = word("Phản ánh", "Complaints");
const BOARD: Word = word("Báo cáo", "Reports");
const HANDOFF: Word = word("Bàn giao", "Hand-off");
pub const DEVICES: Word = word("Thiết bị", "Devices");
pub const OFFICERS: Word = word("Cán bộ", "Officers");
pub const SETTINGS: Word = word("Cài đặt", "Settings");
const BROKEN: Word = word(
    "Trang này gặp lỗi; việc đã lưu vẫn còn nguyên. Sang trang khác hoặc tải lại.",
    "This page failed; everything saved is intact. Go to another page or reload.",
);

/// One place in the menu.
#[derive(Clone, Copy)]
struct Way {
    to: &'static str,
    name: Word,
    glyph: Glyph,
    keys: &'static str,
    open: fn(Desk) -> bool,
    count: Option<fn(Desk) -> usize>,
}

fn always(_: Desk) -> bool {
    true
}

fn ways() -> [Way; 15] {
    let signs = |desk: Desk| desk.with_me(|me| me.is_one_of(Kind::Sign.spec().who));
    let gives = |desk: Desk| desk.with_me(|me| me.is_one_of(Kind::HandOver.spec().who));
    [
        Way { to: "/", name: TODAY, glyph: Glyph::Today, keys: "g h", open: always, count: None },
        Way {
            to: "/nhan",
            name: RECEIVE,
            glyph: Glyph::Receive,
            keys: "n",
            open: |d| d.may_begin(Kind::Receive),
            count: None,
        },
        // Whoever keeps the server alone sees no dossiers.
        Way {
            to: "/ho-so",
            name: DOSSIERS,
            glyph: Glyph::Folder,
            keys: "g d",
            open: |d| d.has(Right::Work),
            count: None,
        },
        Way {
            to: "/trinh-ky",
            name: SIGN,
            glyph: Glyph::Sign,
            keys: "g k",
            open: signs,
            count: Some(|d| count(d, Status::Submitted)),
        },
        Way {
            to: "/tra",
            name: GIVE,
            glyph: Glyph::Give,
            keys: "g t",
            open: gives,
            count: Some(|d| count(d, Status::Ready)),
        },
        Way {
            to: "/viec",
            name: REVIEW,
            glyph: Glyph::Review,
            keys: "g v",
            open: always,
            // Outcomes to look at, and what others did that concerns the officer; the badge counts the first alone.
            count: Some(|d| d.sync().unread + d.fresh()),
        },
        Way {
            to: "/phieu-giay",
            name: SLIPS,
            glyph: Glyph::Print,
            keys: "g p",
            open: |d| d.has(Right::Slips),
            count: None,
        },
        Way { to: "/thu-tuc", name: PROCEDURES, glyph: Glyph::Book, keys: "g s", open: always, count: None },
        Way {
            to: "/pakn",
            name: FEEDBACK,
            glyph: Glyph::Speech,
            keys: "g a",
            open: |d| d.has(Right::Work),
            count: None,
        },
        Way {
            to: "/bao-cao",
            name: BOARD,
            glyph: Glyph::Bars,
            keys: "g b",
            open: |d| d.has(Right::Work),
            count: None,
        },
        Way {
            to: "/ban-giao",
            name: HANDOFF,
            glyph: Glyph::Merge,
            keys: "g l",
            open: |d| d.has(Right::Work),
            count: None,
        },
        // Whoever keeps the server sees no dossiers, but what the city was told.
        Way {
            to: "/ban-giao/thanh-pho",
            name: HANDOFF,
            glyph: Glyph::Merge,
            keys: "g l",
            open: |d| d.has(Right::Oversee) && !d.has(Right::Work),
            count: None,
        },
        Way {
            to: "/may",
            name: DEVICES,
            glyph: Glyph::Device,
            keys: "g m",
            open: |d| d.has(Right::Tend),
            count: None,
        },
        Way {
            to: "/can-bo",
            name: OFFICERS,
            glyph: Glyph::User,
            keys: "g o",
            open: |d| d.has(Right::Keep),
            count: None,
        },
        Way {
            to: "/cai-dat",
            name: SETTINGS,
            glyph: Glyph::Settings,
            keys: "g c",
            open: always,
            count: None,
        },
    ]
}

fn count(desk: Desk, status: Status) -> usize {
    desk.select(|client| client.dossiers().filter(|d| d.status == status).count())
}

/// The frame with the page of the address in it; before a device has read the ward's dossiers once, how far it is.
#[component]
pub fn Frame() -> impl IntoView {
    let desk = use_desk();
    let first_reading = Memo::new(move |_| desk.is_first_reading());
    move || {
        if first_reading.get() {
            view! { <FirstReading /> }.into_any()
        } else {
            view! { <Shell><Outlet /></Shell><Relogin /><LocksSoon /> }.into_any()
        }
    }
}

/// As many tabs as a phone has room for.
const TABS: usize = 5;

/// Whether a phone offers the way at the thumb; the others stand below the page.
fn at_thumb(way: &Way) -> bool {
    // Whoever has fewer of the day's ways keeps the house: theirs are the last three.
    let ways =
        ["/", "/nhan", "/ho-so", "/trinh-ky", "/tra", "/viec", "/bao-cao", "/may", "/can-bo", "/cai-dat"];
    ways.contains(&way.to)
}

#[component]
fn Shell(children: ChildrenFn) -> impl IntoView {
    let desk = use_desk();
    undo::offer_undo(desk, provide_toast());
    let location = use_location();
    let navigate = use_navigate();
    // A key is offered only where its way is open; an effect, since whoever logs in next has other ways.
    Effect::new(move |_| {
        for way in ways().into_iter().filter(|way| (way.open)(desk)) {
            let navigate = navigate.clone();
            use_key(way.keys, way.name, move || navigate(way.to, Default::default()));
        }
    });
    let path = location.pathname;
    follow_heading(path);
    let ward_name = move || {
        let (ward, day) = (desk.ward(), desk.now().day());
        ward.letterhead(day).map(|head| head.short.clone()).unwrap_or_default()
    };
    let link = move |way: Way| {
        let here = move || if way.to == "/" { path.get() == "/" } else { path.get().starts_with(way.to) };
        let counted = move || way.count.map(|count| count(desk)).filter(|n| *n > 0);
        way_link(way, here, counted)
    };
    let tab = move |way: Way| {
        let here = move || if way.to == "/" { path.get() == "/" } else { path.get().starts_with(way.to) };
        let counted = move || way.count.map(|count| count(desk)).filter(|n| *n > 0);
        let name = if way.to == "/viec" { REVIEW_SHORT } else { way.name };
        view! {
            <a href=way.to aria-current=move || here().then_some("page")>
                <Icon glyph=way.glyph />{t(name)}
                {move || counted().map(|n| view! { <span class="n">{n}</span> })}
            </a>
        }
    };
    let open_ways = move || ways().into_iter().filter(|way| (way.open)(desk)).collect::<Vec<_>>();
    let thumb = move || open_ways().into_iter().filter(at_thumb).take(TABS).collect::<Vec<_>>();
    let rest = move || {
        let tabs = thumb();
        open_ways().into_iter().filter(|way| tabs.iter().all(|tab| tab.to != way.to)).collect::<Vec<_>>()
    };
    let sync = Signal::derive(move || desk.sync());
    let lock = move |_| spawn_local(async move { desk.lock().await });
    view! {
        <div class="frame">
            <a class="skip" href="#main" rel="external">{t(SKIP)}</a>
            <div class="shell">
                <nav class="nav" aria-label=t(NAV)>
                    <a class="brand" href="/"><Icon glyph=Glyph::Door /><span>"Một Cửa"<small>{ward_name}</small></span></a>
                    {move || open_ways().into_iter().map(link).collect_view()}
                    <div class="base">
                        <SyncBadge sync=sync />
                        <div class="foot">
                            <span class="who"><b>{move || desk.me().name}</b>{move || desk.me().title}</span>
                            <button class="btn btn--icon" type="button" aria-label=t(LOCK) title=t(LOCK) on:click=lock>
                                <Icon glyph=Glyph::Lock />
                            </button>
                        </div>
                    </div>
                </nav>
                <main class="main" id="main" tabindex="-1">
                    <UnkeptNote />
                    <Banner desk />
                    // No figure of this page counts them.
                    {move || beyond(desk).map(|said| view! { <p class="note note--soon" role="status">{t(said)}</p> })}
                    <ErrorBoundary fallback=|_| view! { <p class="note note--late" role="alert">{t(BROKEN)}</p> }>
                        {children()}
                    </ErrorBoundary>
                    <nav class="rest" aria-label=t(REST)>
                        {move || rest().into_iter().map(link).collect_view()}
                        <button class="to" type="button" on:click=lock><Icon glyph=Glyph::Lock /><span>{t(LOCK)}</span></button>
                        <SyncBadge sync=sync />
                    </nav>
                </main>
            </div>
            <nav class="sheet-end tabs" aria-label=t(NAV)>{move || thumb().into_iter().map(tab).collect_view()}</nav>
            <Toasts />
            <KeyHelp />
        </div>
    }
}

/// A way of the menu. Where there is room for its icon alone, a mouse that rests on it reads its name.
fn way_link(
    way: Way,
    here: impl Fn() -> bool + Send + Sync + 'static,
    counted: impl Fn() -> Option<usize> + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <a class="to" href=way.to title=t(way.name) aria-current=move || here().then_some("page")>
            <Icon glyph=way.glyph /><span class="l">{t(way.name)}</span>
            {move || match counted() {
                Some(n) => view! { <span class="n">{n}</span> }.into_any(),
                None => view! { <span class="end n"><Keys keys=way.keys /></span> }.into_any(),
            }}
        </a>
    }
}

/// Minutes before the end of a session at which a person is told.
const ENDS_SOON_MINUTES: i64 = 15;

/// `Phiên làm việc hết lúc 17:00.`, once it is near.
fn ends_soon(ends: Moment, now: Moment) -> Option<Sentence> {
    (now < ends && ends <= now.plus_minutes(ENDS_SOON_MINUTES)).then(|| {
        let at = ends.clock();
        Sentence::new(
            format!("Phiên làm việc hết lúc {at}. Đăng nhập lại trước giờ đó để không bị ngắt giữa chừng."),
            format!("The session ends at {at}. Log in again before then, so that nothing is interrupted."),
        )
    })
}

/// What a person must know before anything else: storage lost, session over or nearly, something to do.
#[component]
fn Banner(desk: Desk) -> impl IntoView {
    let again = move || {
        view! { <button class="btn btn--text" type="button" on:click=move |_| desk.gate.asks.set(true)>{t(LOGIN)}</button> }
    };
    let lost = move || {
        let said = desk.lost_sentences();
        (!said.is_empty()).then(|| view! {
            <div class="note note--late" role="alert">
                {said.into_iter().map(|said| view! { <p>{t(said)}</p> }).collect_view()}
                <p><button class="btn" type="button" on:click=move |_| desk.forget_lost()>{t(CHECKED)}</button></p>
            </div>
        })
    };
    let stuck = move || {
        desk.stuck().map(|said| {
            let way = if desk.wants_login() {
                again().into_any()
            } else {
                view! { <a href="/viec">{t(REVIEW)}</a> }.into_any()
            };
            view! { <p class="note note--soon" role="status">{t(said)}" "{way}</p> }
        })
    };
    let ends = move || {
        let said = desk.gate.ends.get().and_then(|ends| ends_soon(ends, desk.now()));
        said.filter(|_| !desk.wants_login()).map(|said| {
            view! { <p class="note note--soon" role="status">{t(said)}" "{again()}</p> }
        })
    };
    view! { {lost}{stuck}{ends} }
}

/// The row of a list from which one went to the page at `path`: whoever comes back goes on there.
fn row_of(path: &str) -> Option<web_sys::HtmlElement> {
    let link = document().query_selector(&format!("main [data-open][href=\"{path}\"]")).ok()??;
    link.dyn_into().ok()
}

/// The heading of a page names the window, unless it is a citizen's name, which has no place in the browser's history;
/// after a change of page it is where a reader goes on.
fn follow_heading(path: Memo<String>) {
    let lang = use_lang();
    Effect::new(move |before: Option<String>| {
        let here = path.get();
        let moved = before.as_ref().is_some_and(|before| *before != here);
        let came = before.unwrap_or_default();
        lang.track();
        request_animation_frame(move || {
            let heading = document().query_selector("main h1").ok().flatten();
            let Some(heading) = heading.and_then(|h| h.dyn_into::<web_sys::HtmlElement>().ok()) else {
                return;
            };
            let title = heading.get_attribute("data-title").or_else(|| heading.text_content());
            document().set_title(&format!("{} · Một Cửa", title.unwrap_or_default()));
            if moved {
                heading.set_tab_index(-1);
                let place = row_of(&came).unwrap_or(heading);
                // A row's link, or a heading with a tabindex, that is on the page can take the focus.
                let _ = place.focus();
            }
        });
        here
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tests::{english, html, vietnamese};

    #[test]
    fn a_menu_of_icons_has_a_name_for_a_mouse_that_rests() {
        for way in ways() {
            let named = format!("title=\"{}\"", way.name.vi);
            let page = html(move || way_link(way, || false, || Some(3)));
            assert!(page.contains(&named) && page.contains(way.name.vi), "{named}: {page}");
            let left = vietnamese(&english(move || way_link(way, || true, || None)));
            assert!(left.is_empty(), "{left:?}");
        }
    }

    #[test]
    fn the_end_of_a_session_is_told_a_quarter_of_an_hour_before() {
        let ends = Moment::from_millis(0).plus_minutes(720);
        assert_eq!(ends_soon(ends, ends.plus_minutes(-16)), None);
        assert!(ends_soon(ends, ends.plus_minutes(-15)).is_some());
        assert_eq!(ends_soon(ends, ends), None, "then it is over, and another sentence says so");
    }
}
