//! A form whose button saves the ward's settings: what is wrong with it, what became of it, and its last line.
//!
//! Not here: what settings must hold (`shared::ward`), how they travel (`desk`).
//! Invariant: settings with a fault are not sent; what was typed stays.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Word, word};
use shared::refusal::FieldFault;
use shared::ward::Ward;

use crate::desk::{Desk, Trouble};
use crate::text::t;
use crate::ui::field::Faults;
use crate::ui::state::Failed;

/// Said where what was saved is what stood there before.
pub const SAME: Word = word("Không có gì thay đổi.", "Nothing has changed.");

#[derive(Clone, Copy)]
pub struct Saving {
    pub faults: Faults,
    pub said: RwSignal<Option<Trouble>>,
    /// That the last press was good, and whether it changed anything.
    pub kept: RwSignal<Option<bool>>,
    busy: RwSignal<bool>,
}

impl Default for Saving {
    fn default() -> Saving {
        Saving {
            faults: RwSignal::new(vec![]),
            said: RwSignal::new(None),
            kept: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }
}

impl Saving {
    /// Saves the ward that the form makes, or says at its fields why there is none.
    pub fn save(self, desk: Desk, made: Result<Ward, Vec<FieldFault>>) {
        self.kept.set(None);
        self.said.set(None);
        let ward = match made {
            Ok(ward) => ward,
            Err(faults) => return self.faults.set(faults),
        };
        self.faults.set(vec![]);
        self.busy.set(true);
        spawn_local(async move {
            match desk.save_ward(ward).await {
                Ok(changed) => drop(self.kept.try_set(Some(changed))),
                Err(trouble) => drop(self.said.try_set(Some(trouble))),
            }
            self.busy.try_set(false);
        });
    }

    /// The button, with what became of the last press.
    pub fn foot(self, save: Word, kept: Word) -> impl IntoView {
        view! {
            {move || self.said.get().map(|trouble| view! { <Failed said=trouble.sentence() /> })}
            <p class="line">
                <button class="btn btn--primary" type="submit" disabled=move || self.busy.get()>{t(save)}</button>
                <span role="status">{move || self.kept.get().map(|changed| t(if changed { kept } else { SAME })())}</span>
            </p>
        }
    }
}
