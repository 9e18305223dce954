//! Cài đặt: how this device looks and is called, and what the product is not sure of.
//!
//! Not here: the choices themselves (`prefs`), what is right in the ward's own settings (`shared::ward`).
//! Invariant: what the law leaves open is said here, not hidden.

mod about;
mod address;
mod calendar;
mod changes;
mod door;
mod install;
mod news;
mod posting;
mod sessions;
mod storage;
mod survey;
#[cfg(test)]
mod tests;
mod update;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Lang, Sentence, Word, number, word};
use shared::officer::Right;
use shared::procedure::{Confidence, POSTING_UNSURE};
use shared::regime::REGIMES;
use shared::sync::wire::PROTO;

use crate::desk::use_desk;
use crate::prefs::{Surface, TextSize, Theme, use_prefs};
use crate::text::{Text, say, t};
use crate::ui::choice::Tick;
use about::AboutRegion;
use address::AddressRegion;
use calendar::CalendarRegion;
use changes::ChangesRegion;
use door::DoorRegion;
use install::InstallOffer;
use news::NewsRegion;
use posting::{PostingRegion, posting_rule, posting_rules};
use sessions::SessionsRegion;
use survey::SurveyRegion;

pub use install::watch_install;
pub use sessions::{SessionList, Whose};
pub use storage::{UnkeptNote, ask_to_persist, used_bytes};
pub use update::{UpdateOffer, watch_updates};

const TITLE: Word = word("Cài đặt", "Settings");
const PARTS: Word = word("Các mục trên trang", "What is on this page");
const LOOK: Word = word("Hiển thị", "How it looks");
const THEME: Word = word("Nền", "Theme");
const SIZE: Word = word("Cỡ chữ", "Text size");
const SURFACE: Word = word("Kiểu máy", "Kind of device");
const LANGUAGE: Word = word("Ngôn ngữ", "Language");
const KEYS: Word = word("Phím tắt một chữ", "Single-key shortcuts");
const UNDO: Word = word(
    "Chờ 10 giây trước khi gửi một bước xử lý, để kịp hoàn tác",
    "Wait 10 seconds before a step is sent, so that it can be undone",
);
const DEVICE: Word = word("Máy này", "This device");
const LANE: Word = word("Dải số hồ sơ", "Lane of numbers");
const NO_LANE: Word = word("không có; máy này không nhận hồ sơ", "none; this device does not receive");
const STORAGE: Word = word("Trình duyệt giữ dữ liệu", "Data kept by the browser");
const ASKING: Word = word("đang hỏi trình duyệt", "asking the browser");
const KEPT: Word = word("có cam kết giữ", "promised");
const NOT_KEPT: Word = word(
    "không cam kết; hãy gửi việc sớm và cài trang này ra màn hình chính",
    "not promised; send work soon and install this page to the home screen",
);
const CACHE: Word = word(
    "Dữ liệu của công dân trên máy này được mã hóa; chỉ mật khẩu của người làm việc mở được.",
    "Citizens' data on this device is encrypted; only the password of whoever works here opens it.",
);
const UNSURE: Word = word("Chỗ luật chưa chắc", "Where the law is unsure");
const TERMS: Word =
    word("Thời hạn chưa chắc, theo danh mục hiện hành", "Uncertain time limits in today's list");
const POSTED: Word = word("Niêm yết hồ sơ công khai", "Public posting of dossiers");
const CALENDAR: Word = word("Ngày nghỉ chưa chắc", "Uncertain days off");
const HOURS: Word =
    word("Giờ làm việc, theo quyết định của địa phương", "Office hours, as the local decision has them");
const SPACE: Word = word("Đã dùng", "Used");
const LABEL: Word = word("Tên máy", "Name of the device");
const SEATED: Word = word("Người đang làm việc", "Who works here");
const VERSIONS: Word = word("Phiên bản", "Versions");
const BUILD: Word = word("Ứng dụng", "Application");
const PROTOCOL: Word = word("Giao thức", "Protocol");
const WARD: Word = word("Dữ liệu phường", "The ward's settings");
const LOGOUT: Word = word("Đăng xuất", "Log out");
const LOGOUT_SAFE: Word = word(
    "Đăng xuất lúc còn việc chưa gửi vẫn an toàn: việc ở lại máy này, niêm phong, và được gửi ở lần đăng nhập kế tiếp trên máy này, dù là ai đăng nhập.",
    "Logging out with unsent work is safe: it stays on this device, sealed, and goes out at the next login here, whoever logs in.",
);

/// `3 việc chưa gửi sẽ được gửi ở lần đăng nhập kế tiếp trên máy này, dù là ai đăng nhập.`
fn logout_now(waiting: usize) -> Sentence {
    match waiting {
        0 => LOGOUT_SAFE.into(),
        n => Sentence::new(
            format!(
                "{n} việc chưa gửi sẽ được gửi ở lần đăng nhập kế tiếp trên máy này, dù là ai đăng nhập."
            ),
            format!("{n} unsent acts go out at the next login on this device, whoever logs in."),
        ),
    }
}

/// A row of choices, one of which is on.
fn choice<T: Copy + PartialEq + Send + Sync + 'static>(
    label: Word,
    all: &'static [(T, Word)],
    value: RwSignal<T>,
) -> impl IntoView {
    let name = label.en;
    let rows = all
        .iter()
        .map(|(item, words)| {
            let item = *item;
            view! {
                <label class="tick">
                    <input class="check" type="radio" name=name prop:checked=move || value.get() == item on:change=move |_| value.set(item) />
                    <span>{t(*words)}</span>
                </label>
            }
        })
        .collect_view();
    view! { <fieldset class="choices choices--line"><legend>{t(label)}</legend><div class="choices__rows">{rows}</div></fieldset> }
}

const THEMES: [(Theme, Word); 4] = [
    (Theme::System, Theme::System.label()),
    (Theme::Light, Theme::Light.label()),
    (Theme::Dark, Theme::Dark.label()),
    (Theme::Contrast, Theme::Contrast.label()),
];
const SURFACES: [(Surface, Word); 4] = [
    (Surface::Auto, Surface::Auto.label()),
    (Surface::Counter, Surface::Counter.label()),
    (Surface::Tablet, Surface::Tablet.label()),
    (Surface::Phone, Surface::Phone.label()),
];
const SIZES: [(TextSize, Word); 4] = [
    (TextSize::Normal, word("100 %", "100 %")),
    (TextSize::Large, word("125 %", "125 %")),
    (TextSize::Larger, word("150 %", "150 %")),
    (TextSize::Double, word("200 %", "200 %")),
];
const LANGUAGES: [(Lang, Word); 2] =
    [(Lang::Vi, word("Tiếng Việt", "Tiếng Việt")), (Lang::En, word("English", "English"))];

#[component]
pub fn SettingsPage() -> impl IntoView {
    let desk = use_desk();
    let prefs = use_prefs();
    // Nothing, until the browser has answered; a place is kept for it, so that no button moves under a finger.
    let persisted = RwSignal::new(None::<bool>);
    let used = RwSignal::new(None::<Option<(f64, f64)>>);
    spawn_local(async move {
        // The page may be gone by then.
        persisted.try_set(Some(storage::is_persisted().await.unwrap_or(false)));
        used.try_set(Some(used_bytes().await));
    });
    let logout = move |_| spawn_local(async move { desk.logout().await });
    let lane = move |lang: Lang| match desk.select(|client| client.meta.lane) {
        Some(lane) => format!("{}–{}", lane.first(), lane.first() + 99),
        None => NO_LANE.of(lang).to_owned(),
    };
    let uncertain_terms = move || {
        let (ward, day) = (desk.ward(), desk.now().day());
        ward.catalogue
            .all_in_force(day)
            .filter(|p| p.term_confidence == Confidence::Uncertain)
            .map(|p| {
                let name = Sentence::new(p.name.clone(), p.name_en.clone());
                let term = Sentence::new(p.term_text.clone(), p.term.text(Lang::En));
                view! { <li><span class="grow">{t(name)}</span><span class="end">{t(term)}</span></li> }
            })
            .collect_view()
    };
    let uncertain_days = move || {
        let ward = desk.ward();
        ward.calendar
            .off
            .iter()
            .filter(|(_, off)| off.uncertain)
            .map(|(day, off)| view! { <li><span class="grow" lang="vi">{off.name.clone()}</span><span class="end">{day.vi()}</span></li> })
            .collect_view()
    };
    let hours = move || {
        let (ward, day) = (desk.ward(), desk.now().day());
        ward.calendar.hours_on(day).map(|hours| hours.text()).unwrap_or_default()
    };
    view! {
        <div class="head"><h1 tabindex="-1">{t(TITLE)}</h1></div>
        {parts(desk.has(Right::Keep), desk.has(Right::Tend))}
        <div class="cols">
            <div class="stack">
                <section class="region flow">
                    <header><h2>{t(LOOK)}</h2></header>
                    {choice(LANGUAGE, &LANGUAGES, prefs.lang)}
                    {choice(THEME, &THEMES, prefs.theme)}
                    {choice(SIZE, &SIZES, prefs.text)}
                    {choice(SURFACE, &SURFACES, prefs.surface)}
                    <Tick label=KEYS value=prefs.shortcuts />
                    <Tick label=UNDO value=prefs.undo />
                </section>
                <AboutRegion />
                <CalendarRegion />
                <DoorRegion />
                <NewsRegion />
                <AddressRegion />
                <PostingRegion />
                <SurveyRegion />
                <ChangesRegion />
                <section class="region flow" id="chua-chac">
                    <header><h2>{t(UNSURE)}</h2></header>
                    <ul class="flow">{REGIMES.iter().map(|regime| view! { <li><b lang="vi">{regime.law}</b>": "{t(regime.unsure)}</li> }).collect_view()}
                        <li>{move || t(desk.ward().supplement_clock.label())()}</li>
                        <li>{t(HOURS)}": "{hours}</li>
                        <li>{t(shared::door::UNSURE)}</li>
                        <li>{t(POSTING_UNSURE)}</li>
                        {shared::paper::UNSURE.map(|said| view! { <li>{t(said)}</li> }).collect_view()}
                        <li>{t(shared::dossier::proof::UNSURE)}</li>
                    </ul>
                    <h3>{t(CALENDAR)}</h3>
                    <ul class="rows">{uncertain_days}</ul>
                    <h3>{t(POSTED)}</h3>
                    <ul class="rows">{move || posting_rules(&desk.ward(), desk.now().day()).into_iter().map(posting_rule).collect_view()}</ul>
                    <h3>{t(TERMS)}</h3>
                    <ul class="rows">{uncertain_terms}</ul>
                </section>
            </div>
            <div class="stack">
                <section class="region flow">
                    <header><h2>{t(DEVICE)}</h2></header>
                    <dl class="kv">
                        <div><dt>{t(LABEL)}</dt><dd>{move || desk.seat().map(|seat| seat.label).unwrap_or_default()}</dd></div>
                        <div><dt>{t(LANE)}</dt><dd>{say(lane)}</dd></div>
                        <div hidden=move || used.get() == Some(None)>
                            <dt>{t(SPACE)}</dt>
                            <dd>{say(move |lang| used.get().flatten().map_or_else(|| ASKING.of(lang).to_owned(), |used| space(lang, used)))}</dd>
                        </div>
                    </dl>
                    <p class="small quiet">{t(STORAGE)}": "{move || match persisted.get() { None => t(ASKING)(), Some(true) => t(KEPT)(), Some(false) => t(NOT_KEPT)() }}"."</p>
                    <InstallOffer />
                    <p class="note">{Text::from(CACHE)}</p>
                </section>
                <section class="region flow">
                    <header><h2>{t(SEATED)}</h2></header>
                    <p><b>{move || desk.seat().map(|seat| seat.officer.name).unwrap_or_default()}</b></p>
                    <p class="small quiet">{move || t(logout_now(desk.sync().waiting))()}</p>
                    <p class="small quiet" id="khoa">{move || t(crate::gate::idle::said(prefs.surface.get().is_in_hand()))()}</p>
                    <p><button class="btn" type="button" on:click=logout>{t(LOGOUT)}</button></p>
                </section>
                <SessionsRegion />
                <section class="region">
                    <header><h2>{t(VERSIONS)}</h2></header>
                    <dl class="kv">
                        <div><dt>{t(BUILD)}</dt><dd>{env!("CARGO_PKG_VERSION")}</dd></div>
                        <div><dt>{t(PROTOCOL)}</dt><dd>{PROTO}</dd></div>
                        <div><dt>{t(WARD)}</dt><dd>{move || desk.ward().version}</dd></div>
                    </dl>
                </section>
            </div>
        </div>
    }
}

/// The page is long: a line of links to what is on it; two of its parts are the administrator's alone, one is theirs and
/// the head's.
fn parts(keeps: bool, tends: bool) -> impl IntoView {
    let all = [
        ("phuong", about::TITLE, true),
        ("lich", calendar::TITLE, true),
        ("cua", door::TITLE, true),
        ("tin", news::TITLE, true),
        ("dia-chi", address::TITLE, true),
        ("niem-yet", posting::TITLE, keeps),
        ("mau-phieu", survey::TITLE, keeps),
        ("thay-doi", changes::TITLE, tends),
        ("chua-chac", UNSURE, true),
        ("phien", sessions::TITLE, true),
    ];
    let link = |(id, title, shown): (&str, Word, bool)| {
        shown.then(|| view! { <a href=format!("#{id}")>{t(title)}</a> })
    };
    view! { <nav class="pages screen-only" aria-label=t(PARTS)>{all.map(link).collect_view()}</nav> }
}

/// `12 MB / 1.024 MB`
fn space(lang: Lang, (used, quota): (f64, f64)) -> String {
    let mb = |bytes: f64| number(lang, (bytes / 1_048_576.0).ceil() as i64);
    format!("{} MB / {} MB", mb(used), mb(quota))
}
