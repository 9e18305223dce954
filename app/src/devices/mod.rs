//! Thiết bị: the machines of the ward, what they were heard to hold, and what of theirs waits for a person.
//!
//! Not here: revoking and judging (the server), the device's own settings (`settings`).
//! Invariant: a device is revoked only after its consequences were read; nothing is let in or dropped by itself.

mod aside;
mod import;
mod lost;
mod revoke;

use leptos::prelude::*;
use shared::id::DeviceId;
use shared::lang::{Lang, Sentence, Word, counted, word};
use shared::limits::LANES_LEFT_WARNED;
use shared::officer::Right;
use shared::session::{DeviceSeen, Devices};
use shared::sync::succession::Replaced;
use shared::ward::Ward;

use crate::desk::{answered, ask_again_when_back, use_desk};
use crate::text::{say, t};
use crate::ui::state::OnlyFor;
use aside::AsideRegion;
use import::ImportRegion;
use lost::LostRegion;
use revoke::RevokeDialog;

const TITLE: Word = word("Thiết bị", "Devices");
const DEVICE: Word = word("Máy", "Device");
const LANE: Word = word("Dải số", "Lane");
const WHO: Word = word("Người dùng gần nhất", "Last used by");
const HEARD: Word = word("Liên lạc lần cuối", "Last heard");
const WAITING: Word = word("Chưa gửi", "Not sent");
const ACTION: Word = word("Quyết định", "Decision");
const REVOKED: Word = word("Đã thu hồi", "Revoked");
const REVOKE: Word = word("Thu hồi máy", "Revoke");
const THIS: Word = word("máy này", "this device");

#[component]
pub fn DevicesPage() -> impl IntoView {
    let desk = use_desk();
    view! { <OnlyFor whose=desk.whose(Right::Tend) title=TITLE><Kept /></OnlyFor> }
}

#[component]
fn Kept() -> impl IntoView {
    let desk = use_desk();
    let answer = LocalResource::new(move || desk.get_json::<Devices>("/api/devices"));
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    let (open, chosen) = (RwSignal::new(false), RwSignal::new(None::<DeviceSeen>));
    let choose = Callback::new(move |device| {
        chosen.set(Some(device));
        open.set(true);
    });
    let here = desk.seat_untracked().map(|seat| seat.device);
    let decides = desk.has(Right::Decide);
    let lost = Signal::derive(move || {
        answer.get().and_then(Result::ok).map(|devices| devices.lost).unwrap_or_default()
    });
    view! {
        <div class="head"><h1 tabindex="-1">{t(TITLE)}</h1></div>
        <LostRegion lost done=again />
        {move || answered(answer.get(), again, |devices| table(&desk.ward(), devices, here, choose).into_any())}
        <div class="cols">
            {decides.then(|| view! { <AsideRegion /> })}
            <ImportRegion />
        </div>
        <RevokeDialog open chosen done=again />
    }
}

/// Where few devices can be given numbers any more.
fn few_lanes(left: Option<u8>) -> Option<Sentence> {
    let left = left.filter(|left| *left <= LANES_LEFT_WARNED)?;
    Some(Sentence::new(
        format!(
            "Còn {left} dải số cho máy mới. Dải số của máy đã im lặng 7 ngày và không còn việc chưa gửi sẽ tự sang máy khác."
        ),
        format!(
            "{} left for new devices. The lane of a device that was silent for 7 days and holds nothing unsent passes on by itself.",
            counted(left, "lane is", "lanes are")
        ),
    ))
}

/// What took its place, by the names that the table has.
fn replaced(devices: &[DeviceSeen], device: &DeviceSeen) -> Option<Sentence> {
    let Replaced { by, at } = device.replaced?;
    let label = devices.iter().find(|heir| heir.id == by).map_or("", |heir| heir.label.as_str());
    let at = at.clock_and_day();
    Some(Sentence::new(
        format!("Trình duyệt đã đăng ký lại thành máy {by} ({label}); việc trên máy này đã về đủ lúc {at}."),
        format!("Its browser is device {by} ({label}) now; all that it held had arrived at {at}."),
    ))
}

/// `6100–6199`
fn lane(device: &DeviceSeen) -> String {
    device.lane.map_or_else(|| "–".to_owned(), |lane| format!("{}–{}", lane.first(), lane.first() + 99))
}

pub(super) fn table(
    ward: &Ward,
    devices: Devices,
    here: Option<DeviceId>,
    choose: Callback<DeviceSeen>,
) -> impl IntoView + use<> {
    let as_of = devices.as_of.clock_and_day();
    let caption = move |lang: Lang| match lang {
        Lang::Vi => format!("Máy của phường, tính đến {as_of}"),
        Lang::En => format!("The ward's devices, as of {as_of}"),
    };
    let row = |device: &DeviceSeen| {
        let device = device.clone();
        let replaced =
            replaced(&devices.devices, &device).map(|said| view! { <div class="sub">{t(said)}</div> });
        let who = device.officer.map_or_else(|| "–".to_owned(), |id| ward.name_of(id));
        let is_here = here == Some(device.id);
        let (label, lane, heard, waiting) =
            (device.label.clone(), lane(&device), device.last_seen.clock_and_day(), device.waiting);
        let action = if device.revoked {
            view! { <span class="quiet">{t(REVOKED)}</span> }.into_any()
        } else if is_here {
            view! { <span class="quiet">{t(THIS)}</span> }.into_any()
        } else {
            let press = move |_| choose.run(device.clone());
            view! { <button class="btn btn--text" type="button" on:click=press>{t(REVOKE)}</button> }
                .into_any()
        };
        view! {
            <tr><th scope="row">{label}{replaced}</th><td class="num nowrap" data-label=t(LANE)>{lane}</td><td data-label=t(WHO)>{who}</td>
                <td class="nowrap" data-label=t(HEARD)>{heard}</td><td class="num" data-label=t(WAITING)>{waiting}</td><td class="fit">{action}</td></tr>
        }
    };
    let rows = devices.devices.iter().map(row).collect_view();
    view! {
        <section class="region">
            <header><h2>{say(caption)}</h2></header>
            {few_lanes(devices.lanes_left).map(|said| view! { <p class="note note--soon">{t(said)}</p> })}
            <table class="table table--fold">
                <thead><tr>
                    <th scope="col">{t(DEVICE)}</th><th scope="col" class="num">{t(LANE)}</th><th scope="col">{t(WHO)}</th>
                    <th scope="col">{t(HEARD)}</th><th scope="col" class="num">{t(WAITING)}</th><th scope="col">{t(ACTION)}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

#[cfg(test)]
mod tests;
