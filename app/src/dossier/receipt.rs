//! Số biên lai: the field of a receipt number, with the next one to take by a tap and a word where a number stands already.
//!
//! Not here: what comes next, what is used (`shared::report::receipts`).
//! Invariant: nothing is filled in without a tap, and nothing is refused here: two devices may be without a network.

use leptos::prelude::*;
use shared::dossier::Dossier;
use shared::id::DossierId;
use shared::lang::{Lang, Word, word};
use shared::refusal::FieldFault;
use shared::report::receipts::Receipts;

use crate::desk::Desk;
use crate::text::{say, t};
use crate::ui::field::TextField;

const TAKE: Word = word("Ghi số tiếp theo:", "Take the next:");

/// The numbers on this device, as a form begins.
#[derive(Clone, Copy)]
pub struct Known {
    receipts: StoredValue<Receipts>,
    /// The dossier of the form, which may bear its own number.
    own: Option<DossierId>,
    /// Several numbers are typed, with `;` between them.
    many: bool,
}

impl Known {
    pub fn of(desk: Desk, own: Option<&Dossier>) -> Known {
        let me = desk.me().id;
        let receipts = desk.client(|client| Receipts::of(client.dossiers(), me));
        Known { receipts: StoredValue::new(receipts), own: own.map(|dossier| dossier.id), many: false }
    }

    pub fn many(self) -> Known {
        Known { many: true, ..self }
    }

    /// Which of the typed numbers stand somewhere already, each once.
    fn used(self, typed: &str, lang: Lang) -> Vec<String> {
        let numbers: Vec<&str> = if self.many { typed.split(';').collect() } else { vec![typed] };
        self.receipts.with_value(|known| {
            let said = numbers.into_iter().filter_map(|number| known.used(number, self.own));
            said.map(|said| said.of(lang).to_owned()).collect()
        })
    }
}

pub fn receipt_field(
    label: Word,
    value: RwSignal<String>,
    faults: RwSignal<Vec<FieldFault>>,
    known: Known,
) -> impl IntoView {
    let next = known.receipts.with_value(Receipts::next).filter(|_| !known.many);
    let next = StoredValue::new(next);
    let offer = move || {
        let next = next.get_value().filter(|_| value.with(String::is_empty))?;
        let shown = next.clone();
        let take = move |_| value.set(next.clone());
        Some(
            view! { <button class="btn btn--text" type="button" on:click=take><span>{t(TAKE)}" "<b class="nowrap">{shown}</b></span></button> },
        )
    };
    let used = say(move |lang| value.with(|typed| known.used(typed, lang)).join(" "));
    view! {
        <div>
            <TextField id="receipt" label value faults optional=true />
            {offer}
            <p class="small soon" role="status">{used}</p>
        </div>
    }
}
