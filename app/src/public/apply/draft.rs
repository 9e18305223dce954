//! What of an application lies on the citizen's own device: the form as far as it is typed, or the receipt.
//!
//! Not here: sending (`apply`).
//! Invariant: a receipt takes the form's place, so that no personal data outlives the send; forgetting leaves nothing.
//! A device of the ward keeps nothing to begin with (`apply`).

use std::collections::{BTreeMap, BTreeSet};

use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::door::{Applied, Apply};
use shared::dossier::record::{Applicant, Contact, NewsBy, Sex};
use shared::id::DossierId;
use shared::identity::card;
use shared::lang::Sentence;
use shared::procedure::{Procedure, ProcedureRef};
use shared::refusal::FieldFault;
use shared::scan::File;

use crate::ui::field::mend;

/// What the page after the send shows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Receipt {
    pub procedure: (String, String),
    pub agency: String,
    pub secret: String,
    pub applied: Applied,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum Kept {
    Form {
        ask: Box<Apply>,
        /// It was to be sent, and no answer has come.
        wanted: bool,
        /// So that the page opens without a network.
        procedure: Box<Procedure>,
        agency: String,
        /// The ways by which the ward tells how a dossier goes on.
        #[serde(default)]
        news_by: Vec<NewsBy>,
    },
    Receipt(Receipt),
}

fn key(procedure: &str) -> String {
    format!("mot-cua.nop.{procedure}")
}

/// What lies here of an application for this procedure.
pub fn read(procedure: &str) -> Option<Kept> {
    if cfg!(target_arch = "wasm32") { LocalStorage::get(key(procedure)).ok() } else { None }
}

/// Whether it lies there now: a storage that is full or forbidden keeps nothing.
pub fn write(procedure: &str, kept: &Kept) -> bool {
    cfg!(target_arch = "wasm32") && LocalStorage::set(key(procedure), kept).is_ok()
}

pub fn forget(procedure: &str) {
    if cfg!(target_arch = "wasm32") {
        LocalStorage::delete(key(procedure));
    }
}

/// The form as signals.
#[derive(Clone, Copy)]
pub struct Form {
    pub name: RwSignal<String>,
    pub number: RwSignal<String>,
    pub birth: RwSignal<String>,
    pub address: RwSignal<String>,
    pub on_behalf_of: RwSignal<String>,
    pub phone: RwSignal<String>,
    pub email: RwSignal<String>,
    /// The way by which news is wanted; empty where none is.
    pub news: RwSignal<String>,
    pub card: RwSignal<String>,
    pub sex: RwSignal<Sex>,
    pub papers: RwSignal<BTreeSet<usize>>,
    /// The files of photographs, by their paper's place; the pages are `photos`.
    pub photos: RwSignal<BTreeMap<usize, File>>,
    pub faults: RwSignal<Vec<FieldFault>>,
    /// One form is one application, however often it is sent.
    pub marks: RwSignal<(DossierId, String)>,
}

impl Form {
    pub fn new(marks: (DossierId, String)) -> Form {
        let text = || RwSignal::new(String::new());
        Form {
            name: text(),
            number: text(),
            birth: text(),
            address: text(),
            on_behalf_of: text(),
            phone: text(),
            email: text(),
            news: text(),
            card: text(),
            sex: RwSignal::new(Sex::Unknown),
            papers: RwSignal::new(BTreeSet::new()),
            photos: RwSignal::new(BTreeMap::new()),
            faults: RwSignal::new(Vec::new()),
            marks: RwSignal::new(marks),
        }
    }

    fn texts(self) -> [RwSignal<String>; 8] {
        [
            self.name,
            self.number,
            self.birth,
            self.address,
            self.on_behalf_of,
            self.phone,
            self.email,
            self.card,
        ]
    }

    /// What was typed, for the procedure in force.
    pub fn ask(self, procedure: ProcedureRef) -> Apply {
        let (id, secret) = self.marks.get();
        Apply {
            id,
            secret,
            procedure,
            applicant: Applicant {
                name: self.name.get(),
                number: self.number.get(),
                birth: self.birth.get(),
                sex: self.sex.get(),
                address: self.address.get(),
                on_behalf_of: self.on_behalf_of.get(),
            },
            contact: self.contact(),
            papers: self.papers.get(),
            photos: self.photos.get(),
        }
    }

    fn contact(self) -> Contact {
        let (phone, email) = (self.phone.get(), self.email.get());
        Contact { phone, email, ..Contact::default() }.told(self.news.with(|code| NewsBy::of(code)))
    }

    /// What was typed before, here on this device.
    pub fn fill(self, ask: Apply) {
        let Apply { id, secret, procedure: _, applicant, contact, papers, photos } = ask;
        self.marks.set((id, secret));
        self.name.set(applicant.name);
        self.number.set(applicant.number);
        self.birth.set(applicant.birth);
        self.sex.set(applicant.sex);
        self.address.set(applicant.address);
        self.on_behalf_of.set(applicant.on_behalf_of);
        self.news.set(contact.wants().map_or(String::new(), |by| by.code().to_owned()));
        self.phone.set(contact.phone);
        self.email.set(contact.email);
        self.papers.set(papers);
        self.photos.set(photos);
    }

    /// An empty form for the next application.
    pub fn clear(self, marks: (DossierId, String)) {
        self.texts().iter().for_each(|text| text.set(String::new()));
        self.sex.set(Sex::Unknown);
        self.news.set(String::new());
        self.papers.set(BTreeSet::new());
        self.photos.set(BTreeMap::new());
        self.faults.set(Vec::new());
        self.marks.set(marks);
    }

    pub fn is_empty(self) -> bool {
        self.texts().iter().all(|text| text.with(String::is_empty))
            && self.papers.with(BTreeSet::is_empty)
            && self.photos.with(BTreeMap::is_empty)
    }

    /// Fills the form from a card's code; a bad one leaves everything as it was and says why.
    pub fn read_card(self, code: &str) -> Result<(), Sentence> {
        let card = card::parse(code).map_err(card::BadCard::sentence)?;
        self.name.set(card.name);
        self.number.set(card.number);
        self.birth.set(card.birth.to_string());
        self.sex.set(card.sex);
        self.address.set(card.address);
        self.card.set(String::new());
        for field in ["name", "number", "birth", "address"] {
            mend(self.faults, field);
        }
        Ok(())
    }
}
