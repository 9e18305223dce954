//! Which dossiers of a list are chosen: by finger, mouse or keys.
//!
//! Not here: what is done with them (`sign`, `batch`).
//! Invariant: only what is open to this officer can be chosen; a tap on a link or a button of a row is that one's own.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::id::DossierId;
use shared::lang::{Word, word};
use wasm_bindgen::JsCast;

use super::row;
use crate::keys::use_key;
use crate::text::say;

pub const ALL: Word = word("Chọn hết", "Select all");
const CHOOSE: Word = word("Chọn hồ sơ", "Select");
const THIS: Word = word("Chọn hoặc bỏ dòng này", "Select this row or leave it out");
const DOWN: Word = word("Chọn cả dòng dưới", "Select the next row too");
const UP: Word = word("Chọn cả dòng trên", "Select the row before too");

/// What is chosen, and whether something is being done with it.
#[derive(Clone, Copy)]
pub struct Picks {
    pub picked: RwSignal<BTreeSet<DossierId>>,
    pub busy: RwSignal<bool>,
}

impl Picks {
    pub fn new() -> Picks {
        Picks { picked: RwSignal::new(BTreeSet::new()), busy: RwSignal::new(false) }
    }

    pub fn holds(self, id: DossierId) -> bool {
        self.picked.with(|picked| picked.contains(&id))
    }

    pub fn set(self, id: DossierId, on: bool) {
        self.picked.update(|picked| {
            if on {
                picked.insert(id);
            } else {
                picked.remove(&id);
            }
        });
    }

    pub fn toggle(self, id: DossierId) {
        let on = self.picked.with_untracked(|picked| !picked.contains(&id));
        self.set(id, on);
    }

    /// All of `open`, or none where all were chosen.
    pub fn all_or_none(self, open: BTreeSet<DossierId>) {
        self.picked.update(|picked| {
            if open.is_subset(picked) {
                picked.retain(|id| !open.contains(id));
            } else {
                picked.extend(open);
            }
        });
    }
}

impl Default for Picks {
    fn default() -> Picks {
        Picks::new()
    }
}

pub fn tick(
    id: DossierId,
    name: String,
    closed: bool,
    why_id: Option<String>,
    picks: Picks,
) -> impl IntoView {
    let label = say(move |lang| format!("{}: {name}", CHOOSE.of(lang)));
    view! {
        <label class="tick">
            <input class="check" type="checkbox" aria-label=label disabled=closed aria-describedby=why_id
                prop:checked=move || picks.holds(id)
                on:change=move |ev| picks.set(id, event_target_checked(&ev)) />
        </label>
    }
}

/// The box of a row that can be chosen; nothing of one that cannot.
pub fn tick_if(id: DossierId, name: String, picks: Picks, open: Signal<BTreeSet<DossierId>>) -> AnyView {
    let is_open = Memo::new(move |_| open.with(|open| open.contains(&id)));
    (move || is_open.get().then(|| tick(id, name.clone(), false, None, picks))).into_any()
}

/// What a row's first cell says, with its box before it.
pub fn beside(tick: Option<AnyView>, said: impl IntoView + 'static) -> AnyView {
    match tick {
        Some(tick) => view! { <div class="pick">{tick}<div class="grow">{said}</div></div> }.into_any(),
        None => said.into_any(),
    }
}

/// A finger may land anywhere in a row that has no link or button under it.
pub fn is_beside_controls(ev: &web_sys::MouseEvent) -> bool {
    let target = ev.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| matches!(target.closest("a, button, input, label"), Ok(None)))
}

/// The row that has the focus: its link, its box.
fn focused() -> Option<DossierId> {
    let row = document().active_element()?.closest("[data-row]").ok().flatten()?;
    Some(DossierId(row.get_attribute("data-row")?.parse().ok()?))
}

/// `x` chooses a row, Shift and an arrow the next one too, `a` all of them.
pub fn use_pick_keys(picks: Picks, open: Memo<BTreeSet<DossierId>>) {
    let here = move || focused().filter(|id| open.with_untracked(|open| open.contains(id)));
    let extend = move |step: i32| {
        let choose = || here().into_iter().for_each(|id| picks.set(id, true));
        choose();
        row::move_focus(step);
        choose();
    };
    use_key("x", THIS, move || here().into_iter().for_each(|id| picks.toggle(id)));
    use_key("Shift ArrowDown", DOWN, move || extend(1));
    use_key("Shift ArrowUp", UP, move || extend(-1));
    use_key("a", ALL, move || picks.all_or_none(open.get_untracked()));
}
