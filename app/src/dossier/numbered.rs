//! Số văn bản, số chứng thực: the field of a result's number, with a word where another dossier has it already.
//!
//! Not here: what comes next, what was given (`shared::report::results`).
//! Invariant: nothing is refused here: two devices may be without a network, and the book names what was given twice.

use leptos::prelude::*;
use shared::dossier::Dossier;
use shared::id::DossierId;
use shared::lang::Word;
use shared::procedure::Procedure;
use shared::refusal::FieldFault;
use shared::report::results::Numbered;

use crate::desk::Desk;
use crate::text::say;
use crate::ui::field::TextField;

/// The numbers of a book on this device, as a form begins.
#[derive(Clone, Copy)]
pub struct Numbers {
    book: StoredValue<Numbered>,
    /// The dossier of the form, which may bear its own number.
    own: Option<DossierId>,
}

impl Numbers {
    /// Of the year in which the form is filled in.
    pub fn of(desk: Desk, procedure: &Procedure, own: Option<&Dossier>) -> Numbers {
        let (ward, year) = untrack(|| (desk.ward(), desk.now().day().year()));
        let book = desk.client(|client| Numbered::of(&ward, client.dossiers(), &procedure.register, year));
        Numbers { book: StoredValue::new(book), own: own.map(|dossier| dossier.id) }
    }
}

pub fn numbered_field(
    id: &'static str,
    label: Word,
    value: RwSignal<String>,
    faults: RwSignal<Vec<FieldFault>>,
    given: Numbers,
) -> impl IntoView {
    let used = say(move |lang| {
        let used = given.book.with_value(|book| value.with(|typed| book.used(typed, given.own)));
        used.map(|said| said.of(lang).to_owned()).unwrap_or_default()
    });
    view! {
        <div>
            <TextField id label value faults />
            <p class="small soon" role="status">{used}</p>
        </div>
    }
}
