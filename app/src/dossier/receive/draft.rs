//! What the receptionist has gathered so far, as signals.
//!
//! Not here: what is right (`shared`).
//! Invariant: nothing is lost by a refused save; a scan fills only what the card says, and takes back what was lent
//! from the person before.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::reactive::owner::WeakOwner;
use shared::dossier::Dossier;
use shared::dossier::attach::Attach;
use shared::dossier::form::Faults;
use shared::dossier::intake::Form;
use shared::dossier::receive::{BY_HAND, BY_HAND_DAY, FeeTaken, Receive};
use shared::dossier::record::{Applicant, Channel, Contact, Delivery, NewsBy, PaperTaken, Payment, Sex};
use shared::dossier::reuse::Reuse;
use shared::id::{DossierId, OfficerId};
use shared::identity::card;
use shared::lang::{Lang, Sentence};
use shared::moment::{Day, Moment};
use shared::procedure::fee::FeeAsk;
use shared::procedure::{Manner, Procedure};
use shared::refusal::{FieldFault, Refusal};
use shared::text::fold;
use shared::ward::Ward;

use super::super::drafts::Drafts;
use super::super::given;
use crate::desk::Desk;
use crate::public::catalogue::name_of;
use crate::scan::Taken;
use crate::ui::field::mend;

/// One line of the check-list.
#[derive(Clone, Copy)]
pub struct Check {
    pub taken: RwSignal<bool>,
    pub originals: RwSignal<u32>,
    pub copies: RwSignal<u32>,
}

/// Which form: a new reception, or an application that waits, as it stood when the form was opened.
pub type Place = Option<(DossierId, u64)>;

/// A draft as plain values.
#[derive(Clone, PartialEq)]
pub struct Kept {
    texts: [String; 18],
    procedure: Option<Procedure>,
    checks: Vec<(bool, u32, u32)>,
    fee_line: String,
    extras: BTreeMap<usize, String>,
    lent: Contact,
    channel: Channel,
    assisted: bool,
    news: String,
    scans: Vec<Taken>,
}

thread_local! {
    static KEPT: Drafts<Place, Kept> = const { Drafts::new() };
}

/// Keeps a half-typed form while its officer looks something up on another page of this tab.
pub fn keep(officer: OfficerId, place: Place, kept: Option<Kept>) {
    KEPT.with(|drafts| drafts.keep(officer, place, kept));
}

/// Whether a form of this tab waits to be gone on with.
pub fn is_any_kept() -> bool {
    KEPT.with(Drafts::is_any)
}

/// At a logout nothing half typed stays behind; a locked screen keeps it for its officer.
pub fn forget() {
    KEPT.with(Drafts::forget);
}

pub fn kept(officer: OfficerId, place: Place) -> Option<Kept> {
    KEPT.with(|drafts| drafts.kept(officer, &place))
}

#[derive(Clone, Copy)]
pub struct Draft {
    pub name: RwSignal<String>,
    pub number: RwSignal<String>,
    pub birth: RwSignal<String>,
    pub sex: RwSignal<String>,
    pub address: RwSignal<String>,
    pub phone: RwSignal<String>,
    pub email: RwSignal<String>,
    /// The way by which news is wanted; empty where none is.
    pub news: RwSignal<String>,
    pub on_behalf_of: RwSignal<String>,
    pub procedure: RwSignal<Option<Procedure>>,
    pub procedure_typed: RwSignal<String>,
    pub checks: RwSignal<Vec<Check>>,
    /// Place of the chosen line in the fee table.
    pub fee_line: RwSignal<String>,
    pub pages: RwSignal<String>,
    pub copies: RwSignal<String>,
    pub by_hand: RwSignal<String>,
    pub payment: RwSignal<String>,
    pub receipt: RwSignal<String>,
    pub exempt: RwSignal<String>,
    pub delivery: RwSignal<String>,
    /// When the citizen stood at the counter, where a paper slip is entered.
    pub came_day: RwSignal<String>,
    pub came_time: RwSignal<String>,
    /// What is entered was written on a paper slip.
    pub is_slip: StoredValue<bool>,
    pub channel: RwSignal<Channel>,
    pub assisted: RwSignal<bool>,
    pub faults: RwSignal<Vec<FieldFault>>,
    pub garbled: RwSignal<bool>,
    /// Why the last code was not read.
    pub unread: RwSignal<Option<Sentence>>,
    /// The number as it came from the scan box.
    pub looked: RwSignal<String>,
    /// How many of each optional line of the fee table, by its place.
    pub extras: RwSignal<BTreeMap<usize, String>>,
    /// Pictures of papers, kept on this device until an act names them.
    pub scans: RwSignal<Vec<Taken>>,
    /// What was filled in from an earlier dossier of this person, not by hand.
    lent: RwSignal<Contact>,
    /// The form before anything was typed.
    start: StoredValue<Option<Kept>>,
    /// The form's own: whose the ticks are of a procedure that is chosen later. A row that was pressed is gone with its list.
    lasting: StoredValue<Option<WeakOwner>>,
}

fn text() -> RwSignal<String> {
    RwSignal::new(String::new())
}

impl Draft {
    pub fn new() -> Draft {
        let draft = Draft {
            name: text(),
            number: text(),
            birth: text(),
            sex: text(),
            address: text(),
            phone: text(),
            email: text(),
            news: text(),
            on_behalf_of: text(),
            procedure: RwSignal::new(None),
            procedure_typed: text(),
            checks: RwSignal::new(vec![]),
            fee_line: text(),
            pages: RwSignal::new("1".to_owned()),
            copies: RwSignal::new("1".to_owned()),
            by_hand: text(),
            payment: text(),
            receipt: text(),
            exempt: text(),
            delivery: RwSignal::new("tai_quay".to_owned()),
            came_day: text(),
            came_time: text(),
            is_slip: StoredValue::new(false),
            channel: RwSignal::new(Channel::Counter),
            assisted: RwSignal::new(false),
            faults: RwSignal::new(vec![]),
            garbled: RwSignal::new(false),
            unread: RwSignal::new(None),
            looked: text(),
            extras: RwSignal::new(BTreeMap::new()),
            scans: RwSignal::new(vec![]),
            lent: RwSignal::new(Contact::default()),
            start: StoredValue::new(None),
            lasting: StoredValue::new(Owner::current().map(|owner| owner.downgrade())),
        };
        draft.begin();
        draft
    }

    /// As it stands now, nothing of it was typed by hand.
    fn begin(self) {
        self.start.set_value(Some(self.fold()));
    }

    /// Something was typed that no act has kept.
    pub fn is_dirty(self) -> bool {
        // The page may be gone when the browser asks.
        let start = self.start.try_get_value().flatten();
        start.is_some_and(|start| start != self.fold())
    }

    /// An act has kept it: nothing to warn about.
    pub fn saved(self) {
        self.begin();
    }

    fn texts(self) -> [RwSignal<String>; 18] {
        [
            self.name,
            self.number,
            self.birth,
            self.sex,
            self.address,
            self.phone,
            self.email,
            self.on_behalf_of,
            self.procedure_typed,
            self.pages,
            self.copies,
            self.by_hand,
            self.payment,
            self.receipt,
            self.exempt,
            self.delivery,
            self.came_day,
            self.came_time,
        ]
    }

    /// The draft as plain values, to be opened again.
    pub fn fold(self) -> Kept {
        let check = |check: &Check| {
            (check.taken.get_untracked(), check.originals.get_untracked(), check.copies.get_untracked())
        };
        Kept {
            texts: self.texts().map(|text| text.get_untracked()),
            procedure: self.procedure.get_untracked(),
            checks: self.checks.with_untracked(|checks| checks.iter().map(check).collect()),
            fee_line: self.fee_line.get_untracked(),
            extras: self.extras.get_untracked(),
            lent: self.lent.get_untracked(),
            channel: self.channel.get_untracked(),
            assisted: self.assisted.get_untracked(),
            news: self.news.get_untracked(),
            scans: self.scans.get_untracked(),
        }
    }

    pub fn unfold(self, kept: Kept) {
        if let Some(procedure) = kept.procedure {
            self.choose(procedure);
        }
        for (text, kept) in self.texts().into_iter().zip(kept.texts) {
            text.set(kept);
        }
        self.checks.with_untracked(|checks| {
            for (check, (taken, originals, copies)) in checks.iter().zip(kept.checks) {
                check.taken.set(taken);
                check.originals.set(originals);
                check.copies.set(copies);
            }
        });
        self.fee_line.set(kept.fee_line);
        self.extras.set(kept.extras);
        self.lent.set(kept.lent);
        self.channel.set(kept.channel);
        self.assisted.set(kept.assisted);
        self.news.set(kept.news);
        self.scans.set(kept.scans);
    }

    /// An empty form for the next citizen.
    pub fn clear(self) {
        let (delivery, one) = ("tai_quay".to_owned(), "1".to_owned());
        for text in self.texts() {
            text.set(String::new());
        }
        self.delivery.set(delivery);
        self.pages.set(one.clone());
        self.copies.set(one);
        self.procedure.set(None);
        self.checks.set(vec![]);
        self.extras.set(BTreeMap::new());
        self.fee_line.set(String::new());
        self.lent.set(Contact::default());
        self.channel.set(Channel::Counter);
        self.assisted.set(false);
        self.news.set(String::new());
        self.scans.set(vec![]);
        self.faults.set(vec![]);
        self.garbled.set(false);
        self.unread.set(None);
        self.begin();
    }

    /// Faults as the fields of this page are called.
    pub fn show(self, faults: Vec<FieldFault>) {
        let no_payment = self.payment.with_untracked(String::is_empty);
        let taken: Vec<usize> = self.checks.with_untracked(|checks| {
            let ticked = checks.iter().enumerate().filter(|(_, check)| check.taken.get_untracked());
            ticked.map(|(i, _)| i).collect()
        });
        let named = faults.into_iter().map(|fault| {
            let paper = fault.field.strip_prefix("papers.").and_then(|n| n.parse::<usize>().ok());
            let field = match (fault.field.as_str(), paper.and_then(|n| taken.get(n))) {
                (_, Some(place)) => format!("asked.{place}"),
                ("fee", None) if no_payment => "payment".to_owned(),
                (field, None) => field.to_owned(),
            };
            FieldFault { field, ..fault }
        });
        self.faults.set(named.collect());
    }

    /// Fills the form from a card; a bad code says why and changes nothing. Whether it was read.
    pub fn scan(self, code: &str) -> bool {
        self.garbled.set(card::looks_garbled(code));
        match card::parse(code) {
            Ok(card) => {
                self.meet(&card.name, &card.number);
                self.name.set(card.name);
                self.number.set(card.number);
                self.birth.set(card.birth.to_string());
                self.sex.set(sex_code(card.sex).to_owned());
                self.address.set(card.address);
                self.mend_applicant();
                self.unread.set(None);
                true
            }
            Err(error) => {
                self.unread.set(Some(error.sentence()));
                false
            }
        }
    }

    /// Another person's fields are filled: nothing of what was said about them is true any more.
    fn mend_applicant(self) {
        for field in ["name", "number", "birth", "address", "phone", "email"] {
            mend(self.faults, field);
        }
    }

    /// Somebody else stands at the counter: what the dossiers of the person before have lent goes with them. What was
    /// typed by hand stays.
    fn meet(self, name: &str, number: &str) {
        let same =
            |field: RwSignal<String>, here: &str| field.with_untracked(|text| fold(text) == fold(here));
        if same(self.number, number) && (!number.is_empty() || same(self.name, name)) {
            return;
        }
        let lent = self.lent.get_untracked();
        self.lent.set(Contact::default());
        // Each asks to be told for themselves.
        self.news.set(String::new());
        for (field, lent) in [(self.phone, lent.phone), (self.email, lent.email)] {
            if !lent.is_empty() && field.with_untracked(|text| *text == lent) {
                field.set(String::new());
            }
        }
    }

    pub fn take_applicant(self, dossier: &Dossier) {
        let Applicant { name, number, birth, sex, address, .. } = dossier.applicant.clone();
        self.meet(&name, &number);
        self.name.set(name);
        self.number.set(number);
        self.birth.set(birth);
        self.sex.set(sex_code(sex).to_owned());
        self.address.set(address);
        self.mend_applicant();
        self.take_contact(&dossier.contact);
        self.garbled.set(false);
        self.unread.set(None);
    }

    /// A phone and an address that the citizen gave before, where none is typed yet.
    pub fn take_contact(self, contact: &Contact) {
        let mut lent = self.lent.get_untracked();
        let fields =
            [(self.phone, &contact.phone, &mut lent.phone), (self.email, &contact.email, &mut lent.email)];
        for (field, before, lent) in fields {
            if field.with_untracked(String::is_empty) {
                field.set(before.clone());
                lent.clone_from(before);
            }
        }
        self.lent.set(lent);
    }

    /// An application that waits: everything it says, in today's version of its procedure.
    pub fn fill_from(self, ward: &Ward, dossier: &Dossier, today: Day, lang: Lang) {
        self.take_applicant(dossier);
        self.on_behalf_of.set(dossier.applicant.on_behalf_of.clone());
        self.news.set(dossier.contact.wants().map_or(String::new(), |by| by.code().to_owned()));
        self.channel.set(dossier.channel);
        self.assisted.set(dossier.assisted);
        self.delivery.set(given::code(&dossier.delivery));
        if let Some(p) = ward.catalogue.in_force(&dossier.procedure.id, today) {
            self.procedure_typed.set(name_of(p, lang).to_owned());
            self.choose(p.clone());
            self.checks.with_untracked(|checks| {
                for (check, asked) in checks.iter().zip(&p.papers) {
                    check.taken.set(dossier.papers.iter().any(|taken| taken.name == asked.name));
                }
            });
        }
        self.begin();
    }

    /// A paper slip: most were written on the day in their number.
    pub fn fill_slip(self, day: Day, today: Day) {
        self.is_slip.set_value(true);
        self.came_day.set(day.min(today).to_string());
        self.begin();
    }

    /// When the citizen stood at the counter; `None` while that is half typed on a paper slip.
    pub fn came(self, now: Moment) -> Option<Moment> {
        if !self.is_slip.get_value() {
            return Some(now);
        }
        let day = self.came_day.with(|day| day.parse::<Day>().ok())?;
        Some(Moment::at_minute(day, self.came_time.with(|time| Moment::minutes_typed(time))?))
    }

    /// The day whose law and fees count.
    pub fn day(self, now: Moment) -> Day {
        let typed = self.is_slip.get_value().then(|| self.came_day.with(|day| day.parse().ok())).flatten();
        typed.unwrap_or(now.day())
    }

    /// What is missing of a slip's moment.
    pub fn came_faults(self) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        if !self.is_slip.get_value() {
            return faults;
        }
        if self.came_day.with_untracked(|day| day.parse::<Day>().is_err()) {
            let (vi, en) =
                ("Ghi ngày trên phiếu, ví dụ 22/11/2018.", "Enter the day on the slip, such as 22/11/2018.");
            faults.push(FieldFault::new(BY_HAND_DAY, vi, en));
        }
        if self.came_time.with_untracked(|time| Moment::minutes_typed(time).is_none()) {
            let (vi, en) = ("Ghi giờ trên phiếu, ví dụ 8:15.", "Enter the time on the slip, such as 8:15.");
            faults.push(FieldFault::new(BY_HAND, vi, en));
        }
        faults
    }

    pub fn choose(self, procedure: Procedure) {
        let checks = procedure.papers.iter().map(|asked| Check {
            taken: RwSignal::new(false),
            originals: RwSignal::new(asked.originals),
            copies: RwSignal::new(asked.copies),
        });
        let lasting = self.lasting.with_value(|owner| owner.as_ref().and_then(WeakOwner::upgrade));
        self.checks.set(match lasting {
            Some(owner) => owner.with(|| checks.collect()),
            None => checks.collect(),
        });
        let first = procedure.fees.iter().position(|line| !line.optional).unwrap_or(0);
        self.fee_line.set(first.to_string());
        self.by_hand.set(String::new());
        self.extras.set(BTreeMap::new());
        self.faults.set(vec![]);
        self.procedure.set(Some(procedure));
    }

    /// Without a procedure no rule can be asked; what is wrong about the applicant is said all the same.
    pub fn say_no_procedure(self, now: Moment) {
        let mut faults = Faults::default();
        faults.applicant(&self.applicant(), now);
        faults.contact(&self.contact());
        faults.add("procedure", "Chọn thủ tục trong danh sách.", "Choose a procedure from the list.");
        if let Err(Refusal::Fields { faults }) = faults.done() {
            self.faults.set(faults);
        }
    }

    fn contact(self) -> Contact {
        let (phone, email) = (self.phone.get_untracked(), self.email.get_untracked());
        let wanted = self.news.with_untracked(|code| NewsBy::of(code));
        Contact { phone, email, ..Contact::default() }.told(wanted)
    }

    pub fn applicant(self) -> Applicant {
        Applicant {
            name: self.name.get_untracked(),
            number: self.number.get_untracked(),
            birth: self.birth.get_untracked(),
            sex: match self.sex.get_untracked().as_str() {
                "nam" => Sex::Male,
                "nu" => Sex::Female,
                _ => Sex::Unknown,
            },
            address: self.address.get_untracked(),
            on_behalf_of: self.on_behalf_of.get_untracked(),
        }
    }

    /// The chosen line's place; the first where nothing is chosen.
    pub fn line(self) -> usize {
        self.fee_line.with(|line| line.parse().unwrap_or(0))
    }

    pub fn fee_ask(self) -> FeeAsk {
        let number = |text: String| text.trim().parse::<u32>().unwrap_or(0);
        let line = self.line();
        // What was typed for another procedure, or another case of this one, is not on the screen.
        let shown = self.procedure.with(|chosen| chosen.as_ref().is_some_and(|p| p.asks_pages(line)));
        let counted = |text: RwSignal<String>| if shown { number(text.get()) } else { 1 };
        let by_hand: String = self.by_hand.get().chars().filter(char::is_ascii_digit).collect();
        FeeAsk {
            line,
            pages: counted(self.pages),
            copies: counted(self.copies),
            extras: self.extras.with(|extras| {
                let some = extras.iter().filter(|(_, count)| !matches!(count.trim(), "" | "0"));
                some.map(|(place, count)| (*place, number(count.clone()))).collect()
            }),
            by_hand_vnd: by_hand.parse().ok(),
        }
    }

    /// After the dossier was kept: its scans stand beside their papers; one of a paper that was not taken, with the others.
    pub async fn attach_all(self, desk: Desk, id: DossierId) {
        let papers: Vec<String> = desk
            .client(|client| client.dossier(id).map(|d| d.papers.iter().map(|p| p.name.clone()).collect()))
            .unwrap_or_default();
        for Taken { paper, file, reused } in self.scans.try_get_untracked().unwrap_or_default() {
            if let Some(from) = reused {
                // Of a paper that was not taken after all it is not needed.
                drop(desk.reuse(id, Reuse { paper, file, from }).await);
                continue;
            }
            let paper = if papers.contains(&paper) { paper } else { String::new() };
            // What the rules refuse here, a file twice or one too many, lies on the device for a day.
            drop(desk.attach(id, Attach { paper, file, instead_of: None }).await);
        }
    }

    /// The form as the rules want it; `None` before a procedure is chosen.
    pub fn form(self) -> Option<Form> {
        let procedure = self.procedure.get_untracked()?;
        let checks = self.checks.get_untracked();
        let papers = procedure
            .papers
            .iter()
            .zip(&checks)
            .filter(|(_, check)| check.taken.get_untracked())
            .map(|(asked, check)| PaperTaken {
                name: asked.name.clone(),
                originals: if asked.manner == Manner::Submit { check.originals.get_untracked() } else { 0 },
                copies: if asked.manner == Manner::Submit { check.copies.get_untracked() } else { 0 },
                supplemented: None,
            })
            .collect();
        Some(Form {
            procedure: procedure.reference(),
            channel: self.channel.get_untracked(),
            assisted: self.assisted.get_untracked(),
            applicant: self.applicant(),
            contact: self.contact(),
            papers,
            sets: procedure.sets.max(1),
            delivery: match self.delivery.get_untracked().as_str() {
                "buu_chinh" => Delivery::Post,
                "dien_tu" => Delivery::Electronic,
                _ => Delivery::Counter,
            },
        })
    }

    /// The act; its number is given when it is kept.
    pub fn act(self, secret: String) -> Option<Receive> {
        let form = self.form()?;
        let fee = FeeTaken {
            ask: untrack(|| self.fee_ask()),
            payment: match self.payment.get_untracked().as_str() {
                "chua_thu" => Payment::Owed,
                "mien" => Payment::Exempt,
                "da_thu" => Payment::Taken,
                // Not chosen: the rules ask for it where something is owed.
                _ => Payment::Free,
            },
            receipt: self.receipt.get_untracked(),
            exempt_reason: self.exempt.get_untracked(),
        };
        let by_hand = self.is_slip.get_value().then(|| untrack(|| self.came(Moment::default()))).flatten();
        Some(Receive { form, fee, number: 0, secret, by_hand })
    }
}

impl Default for Draft {
    fn default() -> Draft {
        Draft::new()
    }
}

fn sex_code(sex: Sex) -> &'static str {
    match sex {
        Sex::Unknown => "",
        Sex::Male => "nam",
        Sex::Female => "nu",
    }
}
