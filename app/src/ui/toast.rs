//! One sentence that something was done, at the foot of the page; for a while perhaps with a way back.
//!
//! Not here: failures, which stay at their place; what the way back does.
//! Invariant: announced politely and once, gone by itself after a while, but not before the way back is.

use std::time::Duration;

use leptos::prelude::*;
use shared::lang::{Sentence, Word, word};

use crate::text::{Text, t};
use crate::ui::button::Keys;

const UNDO: Word = word("Hoàn tác", "Undo");

/// How long a sentence stays.
const STAYS: Duration = Duration::from_secs(6);

/// The way back from what was just done.
#[derive(Clone)]
pub struct Back {
    /// What is said unless the page says more.
    pub said: Text,
    /// Seconds that are left.
    pub seconds: Signal<i64>,
    pub run: Callback<()>,
}

/// The sentence of the moment; found by `use_toast`.
#[derive(Clone, Copy)]
pub struct Toaster {
    said: RwSignal<Option<(u32, Text)>>,
    back: RwSignal<Option<Back>>,
    count: StoredValue<u32>,
    /// The last sentence that has stayed long enough.
    over: StoredValue<u32>,
}

impl Toaster {
    fn new() -> Toaster {
        let (said, back) = (RwSignal::new(None), RwSignal::new(None));
        Toaster { said, back, count: StoredValue::new(0), over: StoredValue::new(0) }
    }
}

pub fn provide_toast() -> Toaster {
    let toaster = Toaster::new();
    provide_context(toaster);
    toaster
}

pub fn use_toast() -> Toaster {
    use_context().unwrap_or_else(Toaster::new)
}

impl Toaster {
    pub fn say(self, text: impl Into<Text>) {
        self.count.update_value(|count| *count += 1);
        let id = self.count.get_value();
        self.said.set(Some((id, text.into())));
        set_timeout(
            move || {
                self.over.try_set_value(id);
                self.clear();
            },
            STAYS,
        );
    }

    /// Takes away what has stayed long enough, unless it says what the way back leads from.
    fn clear(self) {
        let over = self.over.try_get_value().unwrap_or_default();
        if self.back.try_with_untracked(Option::is_none) == Some(true)
            && self.said.try_with_untracked(|said| said.as_ref().is_some_and(|(id, _)| *id <= over))
                == Some(true)
        {
            self.said.set(None);
        }
    }

    /// Offers the way back from now on, instead of an earlier one.
    pub fn offer(self, back: Back) {
        self.back.set(Some(back));
    }

    /// The way back is over.
    pub fn withdraw(self) {
        if self.back.with_untracked(Option::is_some) {
            self.back.set(None);
            self.clear();
        }
    }
}

#[component]
pub fn Toasts() -> impl IntoView {
    let toaster = use_toast();
    let said =
        move || toaster.said.get().map(|(_, text)| text).or_else(|| toaster.back.get().map(|back| back.said));
    let button = move || {
        toaster.back.get().map(|Back { seconds, run, .. }| {
            let left = Text::live(move |lang| left(seconds.get()).of(lang).to_owned());
            view! {
                <button class="btn" type="button" on:click=move |_| run.run(())>
                    {t(UNDO)}<span class="nowrap" aria-hidden="true">{t(left)}</span><Keys keys="z" />
                </button>
            }
        })
    };
    view! {
        <div class="toasts">
            {move || (toaster.said.with(Option::is_some) || toaster.back.with(Option::is_some)).then(|| view! {
                <div class="undo"><span role="status">{move || said().map(|text| text.show()())}</span>{button}</div>
            })}
        </div>
    }
}

/// `, còn 8 giây`
fn left(seconds: i64) -> Sentence {
    Sentence::new(format!(", còn {seconds} giây"), format!(", {seconds} s left"))
}
