//! Đèn hạn: the deadline light, always an icon with words.
//!
//! Not here: when it changes (`shared::calendar::Light`).
//! Invariant: colour never stands alone; only what is late is filled.

use leptos::prelude::*;
use shared::calendar::{Calendar, Light, LightAsk, Timing};
use shared::door::answer_by;
use shared::dossier::{Dossier, Status};
use shared::moment::Moment;

use super::icon::{Glyph, Icon};
use crate::text::say;

/// The light of a dossier: towards its due moment, and before reception towards the answer that an application from
/// afar is owed; `None` without either, or without a calendar.
pub fn light_of(calendar: &Calendar, now: Moment, dossier: &Dossier) -> Option<Light> {
    // Nothing was ready early, nor late, where it ended without a result.
    if matches!(dossier.status, Status::Withdrawn | Status::Stopped | Status::NotAccepted) {
        return None;
    }
    let ask = match (dossier.received_at, dossier.due) {
        (Some(received), Some(due)) => {
            LightAsk { received, due, paused: dossier.paused_since(), finished: dossier.finished_at }
        }
        (None, _) | (_, None) => {
            let due = answer_by(calendar, dossier)?;
            LightAsk { received: dossier.created_at, due, paused: None, finished: None }
        }
    };
    calendar.light(now, ask).ok()
}

#[component]
pub fn LightView(light: Light, #[prop(optional)] big: bool) -> impl IntoView {
    let (class, glyph) = match light {
        Light::Within { .. } => ("light light--ok", Glyph::Clock),
        Light::Soon { .. } => ("light light--soon", Glyph::Soon),
        Light::Overdue { .. } | Light::Done { timing: Timing::Late, .. } => {
            ("light light--late", Glyph::Late)
        }
        Light::Paused { .. } => ("light light--pause", Glyph::Pause),
        Light::Done { timing: Timing::Early | Timing::OnTime, .. } => ("light light--ok", Glyph::Ok),
    };
    view! { <span class=class class:light--big=big><Icon glyph />{say(move |lang| light.text(lang))}</span> }
}
