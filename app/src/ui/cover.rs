//! What a total does not know: directly under its title.
//!
//! Not here: the devices themselves.
//! Invariant: never hidden, also when everything is known.

use leptos::prelude::*;
use shared::lang::Lang;
use shared::moment::Moment;

use super::icon::{Glyph, Icon};
use crate::text::say;

#[component]
pub fn Cover(as_of: Moment, devices: usize, acts: u32) -> impl IntoView {
    let text = move |lang: Lang| {
        let at = as_of.clock_and_day();
        match (lang, acts) {
            (Lang::Vi, 0) => format!("tính đến {at}, đủ mọi máy"),
            (Lang::Vi, _) => format!("tính đến {at}, {devices} thiết bị chưa gửi {acts} việc"),
            (Lang::En, 0) => format!("as of {at}, every device has sent"),
            (Lang::En, _) => format!("as of {at}, {devices} devices have not sent {acts} acts"),
        }
    };
    view! {
        <p class="cover" data-full=(acts == 0).then_some("")>
            <Icon glyph=if acts == 0 { Glyph::Ok } else { Glyph::Soon } /><span>{say(text)}</span>
        </p>
    }
}
