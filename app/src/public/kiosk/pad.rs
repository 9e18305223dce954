//! Bàn phím trên màn hình: the signs that stand on a slip, each as large as a thumb.
//!
//! Not here: a comment, the only free text that a machine in the hall asks for; the tablet's own keyboard types it.
//! Invariant: a key goes into the field that was touched last, which keeps the focus.

use leptos::prelude::*;
use shared::lang::{Word, word};

use crate::text::t;
use crate::ui::icon::{Glyph, Icon};

const PAD: Word = word("Bàn phím", "Keyboard");
const SPACE: Word = word("Cách", "Space");
const DONE: Word = word("Xong", "Done");
const BACK: Word = word("Xóa một chữ", "Delete one character");

/// Digits and the dash first; then the letters of the look-up characters and of applications' numbers. What looks like
/// a digit (I, O) stands on no slip.
pub const ROWS: [&str; 4] = ["1234567890-", "ABCDEFGHJK", "LMNPQRSTUV", "WXYZ"];

/// Letters as a phone has them; a search needs no accents.
pub const LETTERS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Two fields and the one whose turn it is.
#[derive(Clone, Copy)]
pub struct Fields {
    pub code: RwSignal<String>,
    pub secret: RwSignal<String>,
    pub is_secret: RwSignal<bool>,
}

impl Fields {
    fn here(self) -> RwSignal<String> {
        if self.is_secret.get_untracked() { self.secret } else { self.code }
    }

    pub fn put(self, sign: char) {
        self.here().update(|text| text.push(sign));
    }

    pub fn take_back(self) {
        self.here().update(|text| {
            text.pop();
        });
    }
}

#[component]
pub fn Pad(fields: Fields) -> impl IntoView {
    let key = move |sign: char| {
        view! { <button class="btn kiosk__key" type="button" on:click=move |_| fields.put(sign)>{sign.to_string()}</button> }
    };
    let rows = ROWS.map(|row| row.chars().map(key).collect_view());
    let [digits, first, second, last] = rows;
    view! {
        // A press leaves the focus in the field.
        <div class="kiosk__pad" role="group" aria-label=t(PAD) on:mousedown=move |ev| ev.prevent_default()>
            <div>{digits}</div>
            <div>{first}</div>
            <div>{second}</div>
            <div>
                {last}
                <button
                    class="btn kiosk__key kiosk__key--wide"
                    type="button"
                    aria-label=t(BACK)
                    on:click=move |_| fields.take_back()
                >
                    <Icon glyph=Glyph::Back />
                </button>
            </div>
        </div>
    }
}

/// The letters at the foot of the screen, for a search; what is found stands above them.
#[component]
pub fn Letters(text: RwSignal<String>, done: Callback<()>) -> impl IntoView {
    let put = move |sign: char| text.update(|text| text.push(sign));
    let key = move |sign: char| {
        let shown = sign.to_ascii_uppercase().to_string();
        view! { <button class="btn kiosk__key" type="button" on:click=move |_| put(sign)>{shown}</button> }
    };
    let [first, second, third] = LETTERS.map(|row| row.chars().map(key).collect_view());
    let back = move |_| {
        text.update(|text| {
            text.pop();
        });
    };
    view! {
        <div class="kiosk__pad kiosk__pad--foot" role="group" aria-label=t(PAD) on:mousedown=move |ev| ev.prevent_default()>
            <div>{first}</div>
            <div>
                {second}
                <button class="btn kiosk__key" type="button" aria-label=t(BACK) on:click=back><Icon glyph=Glyph::Back /></button>
            </div>
            <div>
                {third}
                <button class="btn kiosk__key kiosk__key--two" type="button" on:click=move |_| put(' ')>{t(SPACE)}</button>
                <button class="btn btn--primary kiosk__key" type="button" on:click=move |_| done.run(())>{t(DONE)}</button>
            </div>
        </div>
    }
}
