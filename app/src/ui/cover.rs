//! What a total does not know: directly under its title, with the devices behind it.
//!
//! Not here: asking for them.
//! Invariant: never hidden, also when everything is known.

use leptos::prelude::*;
use shared::lang::{Lang, Word, counted, word};
use shared::moment::Moment;

use super::icon::{Glyph, Icon};
use crate::text::{say, t};

const DEVICE: Word = word("Máy", "Device");
const WHO: Word = word("Người dùng gần nhất", "Last used by");
const ACTS: Word = word("Chưa gửi", "Not sent");
const HEARD: Word = word("Liên lạc lần cuối", "Last heard");

/// A device that holds acts which the total does not know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    pub label: String,
    /// Who used it last; empty where nobody is known.
    pub officer: String,
    pub acts: u32,
    pub heard: Moment,
}

fn list(devices: Vec<Held>) -> impl IntoView {
    let row = |held: Held| {
        view! { <tr><th scope="row">{held.label}</th><td>{held.officer}</td><td class="num">{held.acts}</td><td>{held.heard.clock_and_day()}</td></tr> }
    };
    view! {
        <div class="scroll"><table class="table table--dense">
            <thead><tr><th scope="col">{t(DEVICE)}</th><th scope="col">{t(WHO)}</th><th scope="col" class="num">{t(ACTS)}</th><th scope="col">{t(HEARD)}</th></tr></thead>
            <tbody>{devices.into_iter().map(row).collect_view()}</tbody>
        </table></div>
    }
}

#[component]
pub fn Cover(as_of: Moment, devices: Vec<Held>, acts: u32) -> impl IntoView {
    let count = devices.len();
    let text = move |lang: Lang| {
        let at = as_of.clock_and_day();
        match (lang, acts) {
            (Lang::Vi, 0) => format!("tính đến {at}, đủ mọi máy"),
            (Lang::Vi, _) => format!("tính đến {at}, {count} thiết bị chưa gửi {acts} việc"),
            (Lang::En, 0) => format!("as of {at}, every device has sent"),
            (Lang::En, _) => {
                let devices = counted(count, "device has", "devices have");
                let acts = counted(acts, "act", "acts");
                format!("as of {at}, {devices} not sent {acts}")
            }
        }
    };
    if devices.is_empty() {
        let full = (acts == 0).then_some("");
        let glyph = if acts == 0 { Glyph::Ok } else { Glyph::Soon };
        return view! { <p class="cover" data-full=full><Icon glyph=glyph /><span>{say(text)}</span></p> }
            .into_any();
    }
    view! {
        <details class="cover-open">
            <summary class="cover"><Icon glyph=Glyph::Soon /><span>{say(text)}</span></summary>
            {list(devices)}
        </details>
    }
    .into_any()
}
