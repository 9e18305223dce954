//! The fields of an act's form: what stands in each, drawn by what it asks.
//!
//! Not here: what is asked (`acts`), the dialogs around it (`detail::dialog`, `batch`).
//! Invariant: what was typed stays until its form is done with.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::door::veil::Veil;
use shared::dossier::Kind;
use shared::lang::Sentence;
use shared::refusal::FieldFault;

use super::acts::{Answers, Ask};
use super::numbered::{Numbers, numbered_field};
use super::receipt::{Known, receipt_field};
use super::seen;
use crate::english::retell;
use crate::prefs::use_lang;
use crate::ui::choice::Tick;
use crate::ui::date::DateField;
use crate::ui::field::TextField;
use crate::ui::select::SelectField;

/// A field with its signal: text for all but ticks.
#[derive(Clone)]
enum Cell {
    Text(RwSignal<String>),
    Tick(RwSignal<bool>),
}

impl Cell {
    fn read(&self) -> String {
        match self {
            Cell::Text(text) => text.get(),
            Cell::Tick(on) => if on.get() { "x" } else { "" }.to_owned(),
        }
    }
}

/// The fields of a form, each with what it begins with.
#[derive(Clone)]
pub struct Cells {
    cells: BTreeMap<&'static str, Cell>,
    /// Where the form takes a number of the receipt book: those that are known.
    receipts: Option<Known>,
    /// Where it takes a number of a result's book: those that were given.
    given: Option<Numbers>,
}

impl Cells {
    pub fn new(fields: &[Ask]) -> Cells {
        let cell = |ask: &Ask| match ask {
            Ask::Line { id, start, .. }
            | Ask::Area { id, start, .. }
            | Ask::Day { id, start, .. }
            | Ask::Choice { id, start, .. } => (*id, Cell::Text(RwSignal::new(start.clone()))),
            Ask::Suggested { id, .. } => (*id, Cell::Text(RwSignal::new(String::new()))),
            Ask::Tick { id, start, .. } => (*id, Cell::Tick(RwSignal::new(*start))),
        };
        Cells { cells: fields.iter().map(cell).collect(), receipts: None, given: None }
    }

    /// Its field `receipt` is the number of the ward's own receipt book.
    pub fn with_receipts(self, known: Known) -> Cells {
        Cells { receipts: Some(known), ..self }
    }

    /// Its field `number` is a number of a result's book.
    pub fn with_given(self, given: Numbers) -> Cells {
        Cells { given: Some(given), ..self }
    }

    /// What stands in all of them now; follows every change.
    pub fn answers(&self) -> Answers {
        self.cells.iter().map(|(id, cell)| (*id, cell.read())).collect()
    }

    pub fn names(&self) -> Vec<&'static str> {
        self.cells.keys().copied().collect()
    }

    /// Puts back what was typed before.
    pub fn unfold(&self, typed: &Answers) {
        for (id, text) in typed {
            match self.cells.get(id) {
                Some(Cell::Text(cell)) => cell.set(text.clone()),
                Some(Cell::Tick(cell)) => cell.set(!text.is_empty()),
                None => {}
            }
        }
    }

    /// What stands in a field of text.
    pub fn text(&self, id: &str) -> RwSignal<String> {
        match self.cells.get(id) {
            Some(Cell::Text(text)) => *text,
            Some(Cell::Tick(_)) | None => RwSignal::new(String::new()),
        }
    }

    /// A field that the tracking page shows, with what it says below; others as they are.
    pub fn field_of(
        &self,
        kind: Kind,
        ask: Ask,
        faults: RwSignal<Vec<FieldFault>>,
        veil: Signal<Veil>,
    ) -> AnyView {
        if !seen::is_shown(kind, ask.id()) {
            return self.field(ask, faults);
        }
        let typed = self.text(ask.id());
        let field = match ask {
            Ask::Area { id: id @ "reason", label, .. } => {
                view! { <TextField id label=label value=typed faults area=true hint=seen::HINT /> }.into_any()
            }
            other @ (Ask::Line { .. }
            | Ask::Suggested { .. }
            | Ask::Area { .. }
            | Ask::Day { .. }
            | Ask::Choice { .. }
            | Ask::Tick { .. }) => self.field(other, faults),
        };
        view! { {field}{seen::as_seen(veil, typed)} }.into_any()
    }

    /// One field as it is drawn.
    pub fn field(&self, ask: Ask, faults: RwSignal<Vec<FieldFault>>) -> AnyView {
        let text = |id: &str| self.text(id);
        match ask {
            Ask::Line { id, label, optional, .. } => match (id, self.receipts, self.given) {
                ("receipt", Some(known), _) => receipt_field(label, text(id), faults, known).into_any(),
                ("number", _, Some(given)) => numbered_field(id, label, text(id), faults, given).into_any(),
                _ => view! { <TextField id label=label value=text(id) faults optional /> }.into_any(),
            },
            Ask::Suggested { id, label, suggests } => {
                view! { <TextField id label=label value=text(id) faults suggests /> }.into_any()
            }
            Ask::Area { id, label, .. } => {
                view! { <TextField id label=label value=text(id) faults area=true /> }.into_any()
            }
            Ask::Day { id, label, .. } => {
                view! { <DateField id label=label value=text(id) faults /> }.into_any()
            }
            Ask::Choice { id, label, options, .. } => {
                // A case of the fee table is a text of the catalogue.
                let (lang, retell) = (use_lang(), retell());
                let options = Signal::derive(move || {
                    let said = |(code, words): &(String, Sentence)| {
                        (code.clone(), retell(words.of(lang.get()), lang.get()))
                    };
                    options.iter().map(said).collect::<Vec<_>>()
                });
                view! { <SelectField id label=label value=text(id) options faults /> }.into_any()
            }
            Ask::Tick { id, label, .. } => match self.cells.get(id) {
                Some(Cell::Tick(value)) => view! { <Tick label value=*value /> }.into_any(),
                Some(Cell::Text(_)) | None => ().into_any(),
            },
        }
    }
}

/// The key that sends a form off: where a field has many lines, Enter begins one.
pub fn sending_key(fields: &[Ask]) -> &'static str {
    match fields.iter().any(|ask| matches!(ask, Ask::Area { .. })) {
        true => "Ctrl Enter",
        false => "Enter",
    }
}
