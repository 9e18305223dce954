//! One sentence that something was done, at the foot of the page.
//!
//! Not here: failures, which stay at their place.
//! Invariant: announced politely, gone by itself after a while.

use std::time::Duration;

use leptos::prelude::*;

use crate::text::Text;

/// Seconds that a sentence stays.
const STAYS: Duration = Duration::from_secs(6);

/// The sentence of the moment; found by `use_toast`.
#[derive(Clone, Copy)]
pub struct Toaster(RwSignal<Option<(u32, Text)>>);

pub fn provide_toast() -> Toaster {
    let toaster = Toaster(RwSignal::new(None));
    provide_context(toaster);
    toaster
}

pub fn use_toast() -> Toaster {
    use_context().unwrap_or_else(|| Toaster(RwSignal::new(None)))
}

impl Toaster {
    pub fn say(self, text: impl Into<Text>) {
        let id = self.0.with_untracked(|now| now.as_ref().map_or(0, |(id, _)| id + 1));
        self.0.set(Some((id, text.into())));
        set_timeout(
            move || {
                self.0.try_update(|now| {
                    if now.as_ref().is_some_and(|(at, _)| *at == id) {
                        *now = None;
                    }
                });
            },
            STAYS,
        );
    }
}

#[component]
pub fn Toasts() -> impl IntoView {
    let toaster = use_toast();
    view! {
        <div class="toasts" role="status">
            {move || toaster.0.get().map(|(_, text)| view! { <p class="undo">{text}</p> })}
        </div>
    }
}
