//! The way back from what was just done, as long as it has not left the device.
//!
//! Not here: what is taken back (`desk`), how it looks (`ui::toast`).
//! Invariant: offered only where it was done, and gone when the time is.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Sentence, Word, word};

use crate::desk::{Desk, Offer, clock};
use crate::dossier::put_back;
use crate::keys::use_key;
use crate::ui::toast::{Back, Toaster};

const UNDO: Word = word("Hoàn tác việc vừa làm", "Undo what was just done");
const UNDONE: Word = word("Đã hoàn tác; chưa có gì rời máy này.", "Undone; nothing has left this device.");
const TYPED_AGAIN: Word = word(
    "Đã hoàn tác; chưa có gì rời máy này. Nội dung đã gõ còn trong biểu mẫu.",
    "Undone; nothing has left this device. What was typed is in its form again.",
);

/// Between two looks at the clock.
const TICK: Duration = Duration::from_millis(250);

/// Keeps the foot of the page told.
pub fn offer_undo(desk: Desk, toaster: Toaster) {
    let left = RwSignal::new(0_i64);
    // Made here: what an effect makes is gone when it runs again, and the old button may still look at it.
    let seconds = Signal::from(left);
    let run = Callback::new(move |()| {
        spawn_local(async move {
            match desk.take_back().await {
                Ok(offer) if put_back(offer.id, offer.kind) => toaster.say(TYPED_AGAIN),
                Ok(_) => toaster.say(UNDONE),
                Err(said) => toaster.say(said),
            }
        });
    });
    Effect::new(move |_| {
        let Some(offer) = desk.offer() else { return toaster.withdraw() };
        left.set(offer.seconds(clock()));
        toaster.offer(Back { said: said(offer).into(), seconds, run });
        use_key("z", UNDO, move || run.run(()));
        let ticking = set_interval_with_handle(
            move || match offer.seconds(clock()) {
                0 => desk.release(),
                seconds => left.set(seconds),
            },
            TICK,
        );
        on_cleanup(move || {
            if let Ok(ticking) = ticking {
                ticking.clear();
            }
        });
    });
}

/// `Trình lãnh đạo ký: đã lưu trên máy này`
fn said(offer: Offer) -> Sentence {
    let label = offer.kind.label();
    match offer.acts() {
        1 => Sentence::new(
            format!("{}: đã lưu trên máy này", label.vi),
            format!("{}: saved on this device", label.en),
        ),
        n => Sentence::new(
            format!("{} ({n}): đã lưu trên máy này", label.vi),
            format!("{} ({n}): saved on this device", label.en),
        ),
    }
}
