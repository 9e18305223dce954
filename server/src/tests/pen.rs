//! An officer's queue in miniature: numbers its acts, chains them, and wraps them as a push.
//!
//! Not here: the real queue (`shared::sync::client`).
//! Invariant: what it writes is what a device would write.

use shared::act::Act;
use shared::demo;
use shared::dossier::intake::{Form, Lodge};
use shared::dossier::receive::{FeeTaken, Receive};
use shared::dossier::record::{Applicant, Contact, NewsBy, PaperTaken, Payment};
use shared::dossier::{self, amend};
use shared::id::{DossierId, Writer};
use shared::moment::{Day, Moment};
use shared::procedure::fee::FeeAsk;
use shared::script::canary;
use shared::sync::wire::{ACT_VERSION, Body, Command, Hash, PROTO, Push};
use uuid::Uuid;

pub struct Pen {
    pub writer: Writer,
    pub n: u64,
    pub head: Hash,
    pub at: Moment,
}

impl Pen {
    pub fn new(writer: Writer, at: Moment) -> Pen {
        Pen { writer, n: 0, head: Hash::default(), at }
    }

    /// The next act as a push of its own.
    pub fn write(&mut self, act: Act) -> Push {
        self.write_all(vec![act])
    }

    pub fn write_all(&mut self, acts: Vec<Act>) -> Push {
        let (first_n, prev) = (self.n + 1, self.head.clone());
        let acts = acts
            .into_iter()
            .map(|act| {
                self.n += 1;
                let command = Command {
                    v: ACT_VERSION,
                    writer: self.writer,
                    n: self.n,
                    base: 0,
                    at: self.at,
                    anchor: None,
                    act,
                    was: vec![],
                };
                let body = Body::of(&command);
                self.head = body.hash(&self.head);
                body
            })
            .collect();
        Push { proto: PROTO, epoch: String::new(), writer: self.writer, first_n, prev, acts }
    }
}

/// What stands in the fields of the citizen here, one a field; in lower case.
pub const CANARIES: [&str; 6] =
    ["canary", "048190994242", "canary-dia-chi", "canary ủy quyền", "0759994242", "canary-thu@vidu.example"];

/// The first canary that a text lets out.
pub fn sings(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    CANARIES.into_iter().find(|canary| lower.contains(canary)).or_else(|| canary::sings(text))
}

pub fn contact() -> Contact {
    Contact {
        phone: "0759994242".to_owned(),
        email: "canary-thu@vidu.example".to_owned(),
        ..Contact::default()
    }
    .told(Some(NewsBy::Mail))
}

pub fn dossier_id(n: u128) -> DossierId {
    DossierId(Uuid::from_u128(n))
}

/// A form with every required paper of the first procedure.
pub fn form(name: &str) -> Form {
    let ward = demo::ward().expect("the demo ward is whole");
    let day = Day::new(2018, 11, 22).expect("a day");
    let procedure = ward.catalogue.all_in_force(day).next().expect("the ward has procedures");
    let papers = procedure
        .papers
        .iter()
        .filter(|paper| paper.required)
        .map(|paper| PaperTaken { name: paper.name.clone(), originals: 1, copies: 0, supplemented: None })
        .collect();
    Form {
        procedure: procedure.reference(),
        channel: dossier::record::Channel::default(),
        assisted: false,
        applicant: Applicant {
            name: name.to_owned(),
            birth: "1990".to_owned(),
            number: "048190994242".to_owned(),
            address: "tổ 12, canary-dia-chi".to_owned(),
            on_behalf_of: "Canary Ủy Quyền".to_owned(),
            ..Applicant::default()
        },
        contact: contact(),
        papers,
        sets: 1,
        delivery: dossier::record::Delivery::default(),
    }
}

pub fn receive(id: DossierId, name: &str, number: u16) -> Act {
    let fee =
        FeeTaken { payment: Payment::Exempt, exempt_reason: "hộ nghèo".to_owned(), ..FeeTaken::default() };
    let act = Receive { form: form(name), fee, number, secret: "K7M2QP".to_owned(), by_hand: None };
    Act::Dossier { id, act: dossier::Act::Receive(act) }
}

/// The same reception with a fee of 8.000 đ.
pub fn with_fee(act: Act, payment: Payment) -> Act {
    let Act::Dossier { id, act: dossier::Act::Receive(act) } = act else { panic!("a reception has the fee") };
    let ask = FeeAsk { line: 1, ..FeeAsk::default() };
    let fee = FeeTaken { ask, payment, ..act.fee };
    Act::Dossier { id, act: dossier::Act::Receive(Receive { fee, ..act }) }
}

/// The same with its fee taken under this receipt.
pub fn with_receipt(act: Act, receipt: &str) -> Act {
    let Act::Dossier { id, act: dossier::Act::Receive(act) } = with_fee(act, Payment::Taken) else {
        panic!("a reception has the fee")
    };
    let fee = FeeTaken { receipt: receipt.to_owned(), ..act.fee };
    Act::Dossier { id, act: dossier::Act::Receive(Receive { fee, ..act }) }
}

pub fn lodge(id: DossierId, name: &str) -> Act {
    Act::Dossier {
        id,
        act: dossier::Act::Lodge(Lodge { form: form(name), secret: String::new(), scans: vec![] }),
    }
}

pub fn note(id: DossierId, text: &str) -> Act {
    Act::Dossier { id, act: dossier::Act::Note(amend::Note { text: text.to_owned() }) }
}
