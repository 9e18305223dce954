//! Dossiers that are brought far at the server itself, for journeys that begin there.
//!
//! Not here: receiving and submitting one (`house`), what is done in a browser.
//! Invariant: each act is one that the rules take.

use server::feedback::sealed;
use server::report::cash;
use shared::demo;
use shared::dossier::amend::{Amend, Details};
use shared::dossier::blank::{Reserve, VoidSlip};
use shared::dossier::intake::Refuse;
use shared::dossier::record::Contact;
use shared::dossier::sign::Sign;
use shared::dossier::stamp::Stamp;
use shared::dossier::{Act, apologise, ask_more, assign, stop};
use shared::feedback::{Channel, Filing, Kind, Sender, Step, What};
use shared::id::{BlockId, DossierId, FeedbackId, OfficerId};
use shared::moment::{Day, Moment};
use shared::report::Period;
use shared::report::cash::{CashBook, Taking};
use shared::report::till::{self, Till};
use shared::script::forms::hand_over;
use shared::ward::Ward;

use crate::house::{House, now};

/// The days after now on which the office works.
fn working_days(house: &House) -> impl Iterator<Item = Day> {
    let ward = house.store().ward();
    (1..60).map(|days| now().day().plus(days)).filter(move |day| ward.calendar.is_working(*day) == Ok(true))
}

/// What stands in addresses: a dossier that waits for a signature, a block of paper slips, something that was said.
pub struct Ids {
    pub id: DossierId,
    pub block: BlockId,
    pub said: FeedbackId,
}

impl Ids {
    /// The address with what its braces name.
    pub fn put_into(&self, path: &str) -> String {
        let Ids { id, block, said } = self;
        let path = path.replace("{id}", &id.to_string());
        path.replace("{block}", &block.to_string()).replace("{said}", &said.to_string())
    }
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
        self.act(demo::RECEPTION, id, Act::HandOver(hand_over(name))).await;
        let kept = self.dossiers().await.into_iter().find(|d| d.id == id).expect("kept");
        (kept.code.expect("received").to_string(), kept.secret)
    }

    /// Two paper slips of one block, the second of them spoiled.
    pub async fn slips(&mut self, unique: u128) -> BlockId {
        let block = BlockId(uuid::Uuid::from_u128(unique));
        for n in [unique, unique + 1] {
            let reserve = Reserve { block, day: now().day(), number: 1, secret: "7K2MPX".to_owned() };
            self.act(demo::RECEPTION, DossierId(uuid::Uuid::from_u128(n)), Act::Reserve(reserve)).await;
        }
        let spoiled = VoidSlip { reason: "Nhòe mực".to_owned() };
        let second = DossierId(uuid::Uuid::from_u128(unique + 1));
        self.act(demo::RECEPTION, second, Act::VoidSlip(spoiled)).await;
        block
    }

    /// What was said at the counter: one that waits, and one that everybody may read, of which the identity is given.
    pub async fn heard(&self, unique: u128) -> FeedbackId {
        let ward = self.store().ward();
        let head = ward.officer(demo::HEAD).expect("the head of the counter");
        let mut told = FeedbackId(uuid::Uuid::nil());
        let done = [
            What::Classify { kind: Kind::Rule, about: vec![] },
            What::Reply { text: "Mái che đã lắp xong ở sân trước.".to_owned() },
            What::Publish {
                content: "Kiến nghị thêm mái che.".to_owned(),
                reply: "Đã lắp mái che ở sân trước.".to_owned(),
            },
        ];
        for (n, steps) in (unique..).zip([&done[..0], &done[..]]) {
            // Its number is in the first bits.
            told = FeedbackId(uuid::Uuid::from_u128(n << 100));
            let filing = Filing {
                id: told,
                secret: "7K2MPX".to_owned(),
                kind: Kind::Rule,
                content: "Trời mưa người dân phải đứng ngoài sân.".to_owned(),
                dossier: String::new(),
                sender: Sender { name: "Hồ Văn Lợi".to_owned(), ..Sender::default() },
            };
            let mut one = filing.received(Channel::Counter, now(), Some(demo::RECEPTION));
            self.store().file_feedback(&one, &sealed(&filing.secret)).await.expect("kept");
            for (seen, what) in steps.iter().enumerate() {
                let what = one.decide(what.clone(), head, &ward.officers).expect("a step that is open");
                let step = Step { at: now(), by: Some(head.id), what };
                self.store().add_step(told, seen, &step).await.expect("kept");
                one.steps.push(step);
            }
        }
        told
    }

    /// Today's takings are the accountant's.
    pub async fn till_is_given(&self) {
        let today = now().day();
        let period = Period::new(today, today).expect("a day");
        let whole = |_: &Ward, book: CashBook| book;
        let book = cash::make(self.store(), period, whole).await.expect("read");
        let rows: Vec<&Taking> = book.rows.iter().collect();
        let till = Till::of(today, &rows, None);
        let ask = till::HandOver {
            day: today,
            to: "Ngô Thị Thanh Tâm".to_owned(),
            counted_vnd: till.book.vnd,
            seen: till.book,
            reason: String::new(),
            first: till.first.clone(),
            last: till.last.clone(),
        };
        till.judge(&ask, today).expect("may be handed over");
        let handed = till.handed(&ask, &rows, demo::RECEPTION, now());
        assert!(self.store().hand_over_till(&handed).await.expect("kept"), "handed over once");
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
