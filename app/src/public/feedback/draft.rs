//! What of a complaint lies on the citizen's own device: the form as far as it is typed, or the receipt.
//!
//! Not here: sending (`feedback`).
//! Invariant: a receipt takes the form's place, so that neither name nor words outlive the send; forgetting leaves
//! nothing. A device of the ward keeps nothing to begin with.

use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::feedback::{Filing, Kind, Received, Sender};
use shared::id::FeedbackId;
use shared::refusal::FieldFault;

const KEY: &str = "mot-cua.phan-anh";

/// What the page after the send shows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Receipt {
    pub secret: String,
    pub received: Received,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Kept {
    Form {
        filing: Filing,
        /// It was to be sent, and no answer has come.
        wanted: bool,
    },
    Receipt(Receipt),
}

pub fn read() -> Option<Kept> {
    if cfg!(target_arch = "wasm32") { LocalStorage::get(KEY).ok() } else { None }
}

/// Whether it lies there now: a storage that is full or forbidden keeps nothing.
pub fn write(kept: &Kept) -> bool {
    cfg!(target_arch = "wasm32") && LocalStorage::set(KEY, kept).is_ok()
}

pub fn forget() {
    if cfg!(target_arch = "wasm32") {
        LocalStorage::delete(KEY);
    }
}

/// The form as signals.
#[derive(Clone, Copy)]
pub struct Form {
    pub kind: RwSignal<Kind>,
    pub content: RwSignal<String>,
    pub dossier: RwSignal<String>,
    pub name: RwSignal<String>,
    pub phone: RwSignal<String>,
    pub email: RwSignal<String>,
    pub faults: RwSignal<Vec<FieldFault>>,
    /// One form is one complaint, however often it is sent.
    pub marks: RwSignal<(FeedbackId, String)>,
}

impl Form {
    pub fn new(marks: (FeedbackId, String)) -> Form {
        let text = || RwSignal::new(String::new());
        Form {
            kind: RwSignal::new(Kind::Rule),
            content: text(),
            dossier: text(),
            name: text(),
            phone: text(),
            email: text(),
            faults: RwSignal::new(Vec::new()),
            marks: RwSignal::new(marks),
        }
    }

    fn texts(self) -> [RwSignal<String>; 5] {
        [self.content, self.dossier, self.name, self.phone, self.email]
    }

    /// What was typed.
    pub fn filing(self) -> Filing {
        let (id, secret) = self.marks.get();
        let sender = Sender { name: self.name.get(), phone: self.phone.get(), email: self.email.get() };
        let (content, dossier) = (self.content.get(), self.dossier.get());
        Filing { id, secret, kind: self.kind.get(), content, dossier, sender }
    }

    /// What was typed before, here on this device.
    pub fn fill(self, filing: Filing) {
        let Filing { id, secret, kind, content, dossier, sender } = filing;
        self.marks.set((id, secret));
        self.kind.set(kind);
        self.content.set(content);
        self.dossier.set(dossier);
        self.name.set(sender.name);
        self.phone.set(sender.phone);
        self.email.set(sender.email);
    }

    /// An empty form for the next one.
    pub fn clear(self, marks: (FeedbackId, String)) {
        self.texts().iter().for_each(|text| text.set(String::new()));
        self.kind.set(Kind::Rule);
        self.faults.set(Vec::new());
        self.marks.set(marks);
    }

    pub fn is_empty(self) -> bool {
        self.texts().iter().all(|text| text.with(String::is_empty))
    }
}
