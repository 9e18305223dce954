//! Dossiers that are brought far at the server itself, for journeys that begin there.
//!
//! Not here: receiving and submitting one (`house`), what is done in a browser.
//! Invariant: each act is one that the rules take.

use shared::demo;
use shared::dossier::amend::{Amend, Details};
use shared::dossier::hand_over::HandOver;
use shared::dossier::intake::Refuse;
use shared::dossier::record::Contact;
use shared::dossier::sign::Sign;
use shared::dossier::stamp::Stamp;
use shared::dossier::{Act, apologise, ask_more, assign, stop};
use shared::id::{DossierId, OfficerId};
use shared::moment::{Day, Moment};

use crate::house::{House, now};

/// The days after now on which the office works.
fn working_days(house: &House) -> impl Iterator<Item = Day> {
    let ward = house.store().ward();
    (1..60).map(|days| now().day().plus(days)).filter(move |day| ward.calendar.is_working(*day) == Ok(true))
}

impl House {
    /// A dossier to which as much as possible has happened: every paper of its law but the refusal of reception.
    pub async fn written_about(&mut self, name: &str, unique: u128) -> DossierId {
        let id = self.receive(name, unique).await;
        let days: Vec<Day> = working_days(self).take(12).collect();
        let assign = assign::Assign { to: demo::JUSTICE, reason: String::new() };
        self.act(demo::JUSTICE, id, Act::Assign(assign)).await;
        let reason = "Chờ UBND phường nơi thường trú trước đây trả lời về tình trạng hôn nhân".to_owned();
        let promised = Moment::at(days[10], 17, 0);
        let sorry = apologise::Apologise { reason: reason.clone(), promised };
        self.act(demo::VICE_1, id, Act::Apologise(sorry)).await;
        let papers = ["Quyết định ly hôn (1 bản sao)", "Trích lục khai tử"].map(str::to_owned).to_vec();
        let ask = ask_more::AskMore { papers, reason, until: days[6] };
        self.act(demo::JUSTICE, id, Act::AskMore(ask)).await;
        let stop = stop::Stop { reason: "Trùng với hồ sơ đã nhận hôm qua".to_owned() };
        self.act(demo::CHAIR, id, Act::Stop(stop)).await;
        id
    }

    /// Somebody who was not received, on paper.
    pub async fn refused(&mut self, name: &str, unique: u128) -> DossierId {
        let id = DossierId(uuid::Uuid::from_u128(unique));
        let refuse = Refuse {
            form: Some(self.form(name, unique)),
            reason: "Nơi cư trú không thuộc phường".to_owned(),
            go_to: "UBND phường Hòa Hiệp Nam".to_owned(),
            approved_by: demo::HEAD,
        };
        self.act(demo::RECEPTION, id, Act::Refuse(refuse)).await;
        id
    }

    /// A dossier whose result waits for its owner.
    pub async fn ready(&mut self, name: &str, unique: u128) -> DossierId {
        let id = self.submitted(name, unique).await;
        self.act(demo::CHAIR, id, Act::Sign(Sign { taking_over: true })).await;
        let stamp = Stamp { number: format!("{unique}/XN-UBND"), on: now().day() };
        self.act(demo::CLERK, id, Act::Stamp(stamp)).await;
        id
    }

    /// A dossier whose result the citizen has; gives what stands on the slip, code and secret.
    pub async fn returned(&mut self, name: &str, unique: u128) -> (String, String) {
        let id = self.ready(name, unique).await;
        let given = HandOver {
            receiver: name.to_owned(),
            slip_collected: true,
            statement: String::new(),
            payment: None,
            receipt: String::new(),
            given: None,
        };
        self.act(demo::RECEPTION, id, Act::HandOver(given)).await;
        let kept = self.dossiers().await.into_iter().find(|d| d.id == id).expect("kept");
        (kept.code.expect("received").to_string(), kept.secret)
    }

    /// Two correct the same phone number; the second had not seen what the first wrote.
    pub async fn disagree(&mut self, id: DossierId, first: OfficerId, second: OfficerId) {
        for (by, phone, what) in [(first, "0905999888", "Merged"), (second, "0905000111", "Conflict")] {
            let contact = Contact { phone: phone.to_owned(), ..Contact::default() };
            let amend = Amend {
                details: Details::Contact(contact),
                seen_version: 0,
                reason: String::new(),
                leaves_kept: true,
                keeps_old: true,
            };
            let reply = self.says(by, id, Act::Amend(amend)).await;
            assert!(reply.contains(what), "{reply}");
        }
    }
}
