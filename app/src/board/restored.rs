//! After the server was put back from a copy: which devices are still awaited, and for whom, and what came back.
//!
//! Not here: counting it (the server), bringing acts back (`link`).
//! Invariant: shown to whoever answers for the ward until all are back or somebody who keeps devices ends it; nothing is
//! lost by ending.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::OfficerId;
use shared::lang::{Lang, Word, counted, number, word};
use shared::officer::Right;
use shared::sync::restored::{Restored, Returning};
use shared::ward::Ward;

use crate::desk::use_desk;
use crate::text::{say, t};
use crate::ui::icon::{Glyph, Icon};

const DEVICE: Word = word("Máy", "Device");
const WHO: Word = word("Người dùng gần nhất", "Last used by");
const OF: Word = word("Chờ việc của", "Awaits acts of");
const BACK: Word = word("Đã gửi lại", "Sent again");
const HEARD: Word = word("Liên lạc lần cuối", "Last heard");
const ALL: Word = word("đã đủ", "complete");
const WHY: Word = word(
    "Mỗi máy tự gửi lại những việc mà bản sao chưa có, khi có mạng và những người còn được chờ lần lượt đăng nhập trên máy đó: việc của ai, chỉ người ấy mở được.",
    "Each device sends again by itself what the copy did not have, once it has a network and those who are awaited have logged in on it one after another: only its author can open an act.",
);
const END: Word = word("Không chờ nữa", "Stop waiting");
const END_HINT: Word = word(
    "Chỉ ẩn thông báo này. Máy nào về sau vẫn gửi lại được.",
    "Only hides this notice. A device that comes later still sends its acts.",
);

/// A row of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Awaited {
    pub device: Returning,
    /// Who used it last; empty where nobody is known.
    pub officer: String,
    /// Whose acts are awaited, by name.
    pub of: String,
}

impl Awaited {
    pub fn new(device: Returning, ward: Option<&Ward>) -> Awaited {
        let name = |id: OfficerId| ward.map(|ward| ward.name_of(id)).unwrap_or_default();
        let of = device.awaited.iter().map(|id| name(*id)).collect::<Vec<_>>().join(", ");
        Awaited { officer: device.officer.map(name).unwrap_or_default(), of, device }
    }
}

#[component]
pub fn RestoredNote() -> impl IntoView {
    let desk = use_desk();
    let told = RwSignal::new(None::<Restored>);
    let minute = Memo::new(move |_| desk.now().millis() / 60_000);
    // Asked once; a restore ends every session. Then each minute, as long as somebody is awaited.
    Effect::new(move |before: Option<()>| {
        minute.track();
        if desk.has(Right::Oversee) && (before.is_none() || told.with_untracked(Option::is_some)) {
            spawn_local(async move {
                // Without a network the last answer stays.
                if let Ok(answer) = desk.get_json::<Option<Restored>>("/api/restore").await {
                    told.set(answer);
                }
            });
        }
    });
    let end = Callback::new(move |()| {
        spawn_local(async move {
            if desk.end_restore().await.is_ok() {
                told.set(None);
            }
        });
    });
    move || {
        told.get().map(|restored| {
            let ward = desk.ward_or_none();
            let rows = restored.devices.iter().map(|device| Awaited::new(device.clone(), ward.as_deref()));
            let rows = rows.collect();
            view! { <RestoredView restored rows end=desk.has(Right::Tend).then_some(end) /> }
        })
    }
}

/// `Máy chủ đã được khôi phục lúc 09:15 22/11/2018: còn chờ 2 máy, 14 việc đã gửi lại`
pub fn sentence(restored: &Restored, lang: Lang) -> String {
    let (at, awaited) = (restored.at.clock_and_day(), restored.awaited());
    match lang {
        Lang::Vi => {
            let came_back = number(lang, i64::from(restored.came_back()));
            format!("Máy chủ đã được khôi phục lúc {at}: còn chờ {awaited} máy, {came_back} việc đã gửi lại.")
        }
        Lang::En => {
            let awaited = counted(awaited, "device is", "devices are");
            let came_back = counted(restored.came_back(), "act", "acts");
            format!("The server was restored at {at}: {awaited} awaited, {came_back} came back.")
        }
    }
}

#[component]
pub fn RestoredView(restored: Restored, rows: Vec<Awaited>, end: Option<Callback<()>>) -> impl IntoView {
    let row = |Awaited { device, officer, of }: Awaited| {
        let done = device.is_back.then(|| view! { <span class="quiet">" "{t(ALL)}</span> });
        view! {
            <tr>
                <th scope="row">{device.label}</th>
                <td>{officer}</td>
                <td>{of}</td>
                <td class="num">{device.came_back}{done}</td>
                <td>{device.last_heard.clock_and_day()}</td>
            </tr>
        }
    };
    let end = end.map(|end| {
        view! {
            <p><button class="btn" type="button" on:click=move |_| end.run(())>{t(END)}</button></p>
            <p class="quiet">{t(END_HINT)}</p>
        }
    });
    view! {
        <div class="note note--soon" role="status">
            <details class="cover-open">
                <summary class="cover">
                    <Icon glyph=Glyph::Soon />
                    <span>{say(move |lang| sentence(&restored, lang))}</span>
                </summary>
                <p>{t(WHY)}</p>
                <div class="scroll"><table class="table table--dense">
                    <thead><tr>
                        <th scope="col">{t(DEVICE)}</th>
                        <th scope="col">{t(WHO)}</th>
                        <th scope="col">{t(OF)}</th>
                        <th scope="col" class="num">{t(BACK)}</th>
                        <th scope="col">{t(HEARD)}</th>
                    </tr></thead>
                    <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                </table></div>
                {end}
            </details>
        </div>
    }
}
