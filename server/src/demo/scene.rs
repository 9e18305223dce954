//! The stage of the demo: office, people and dice, and what one of them answers when a case asks.
//!
//! Not here: what happens in a case (`case`).
//! Invariant: everything comes from the ward's settings and the dice.

use shared::demo::{CHAIR, JUSTICE, LAND, SOCIAL};
use shared::dossier::intake::Form;
use shared::dossier::receive::FeeTaken;
use shared::dossier::record::{Channel, Checked, Delivery, PaperTaken, Payment};
use shared::id::{DossierId, OfficerId};
use shared::moment::{Day, Moment};
use shared::officer::Role;
use shared::procedure::fee::{FeeAsk, fee};
use shared::procedure::{PaperAsked, Procedure};
use shared::ward::Ward;
use uuid::Builder;

use super::dice::Dice;
use super::office::{Office, Slot};
use super::people::{Citizen, People};

/// Without look-alikes, as on a slip.
const SECRET_LETTERS: &[u8] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
/// What the city asks where the table does not know the amount, in đồng.
const CITY_VND: i64 = 60_000;
/// Since then the ward is Hải Vân and the district is gone.
const MERGED: (i32, u32, u32) = (2025, 7, 1);

/// Whether the ward is still the one of the article.
fn is_before(on: Day) -> bool {
    let (year, month, day) = MERGED;
    Day::new(year, month, day).is_some_and(|merged| on < merged)
}

pub struct Scene<'a> {
    pub ward: &'a Ward,
    pub office: Office<'a>,
    pub people: People,
    pub dice: Dice,
    /// No processing ends after this working day.
    pub last: usize,
}

impl Scene<'_> {
    /// Time-ordered, as devices make them.
    pub fn id(&mut self, at: Moment) -> DossierId {
        let (a, b) = (self.dice.throw().to_be_bytes(), self.dice.throw().to_be_bytes());
        let random = [a[0], a[1], a[2], a[3], a[4], b[0], b[1], b[2], b[3], b[4]];
        let millis = u64::try_from(at.millis()).unwrap_or(0);
        DossierId(Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    pub fn secret(&mut self) -> String {
        (0..6).map(|_| char::from(*self.dice.pick(SECRET_LETTERS))).collect()
    }

    pub fn form(&mut self, procedure: &Procedure, citizen: &Citizen, channel: Channel) -> Form {
        let taken = |paper: &PaperAsked| PaperTaken {
            name: paper.name.clone(),
            originals: paper.originals,
            copies: paper.copies,
            supplemented: None,
        };
        let delivery = match (channel, self.dice.below(10)) {
            (Channel::Online, 0..=4) => Delivery::Electronic,
            (Channel::Post, 0..=7) | (Channel::Counter, 0) | (Channel::Online, 5) => Delivery::Post,
            (Channel::Counter | Channel::Online | Channel::Post, _) => Delivery::Counter,
        };
        let mut applicant = citizen.applicant.clone();
        if self.dice.chance(5) {
            applicant.on_behalf_of = People::relative(&mut self.dice);
        }
        Form {
            procedure: procedure.reference(),
            channel,
            assisted: channel == Channel::Counter && self.dice.chance(4),
            applicant,
            contact: citizen.contact.clone(),
            papers: procedure.papers.iter().filter(|paper| paper.required).map(taken).collect(),
            sets: procedure.sets,
            delivery,
        }
    }

    /// The fee as the receptionist enters it; `later` where it may be settled with the result.
    pub fn fee(&mut self, procedure: &Procedure, later: bool) -> FeeTaken {
        let lines: Vec<usize> = (0..procedure.fees.len()).filter(|&i| !procedure.fees[i].optional).collect();
        let mut ask = FeeAsk::default();
        if lines.len() > 1 && self.dice.chance(15) {
            ask.line = *self.dice.pick(&lines[1..]);
        }
        let line = procedure.fees.get(ask.line);
        if line.is_some_and(|line| !line.tiers.is_empty()) {
            ask.pages = 1 + self.dice.weighted(&[30, 30, 12, 10, 5, 4, 3, 3, 2, 1]) as u32;
            ask.copies = 1 + self.dice.weighted(&[20, 35, 25, 10, 10]) as u32;
        } else if line.is_some_and(|line| line.vnd.is_none()) {
            ask.by_hand_vnd = Some(CITY_VND);
        }
        let items = fee(procedure, &ask).unwrap_or_default();
        let mut taken = FeeTaken { ask, ..FeeTaken::default() };
        if items.iter().any(|item| item.vnd > 0) {
            taken.payment = match self.dice.below(100) {
                0..=3 => Payment::Exempt,
                4..=15 if later => Payment::Owed,
                _ => Payment::Taken,
            };
        }
        if taken.payment == Payment::Exempt {
            taken.exempt_reason = (*self.dice.pick(&["Hộ nghèo", "Người có công", "Trẻ em"])).to_owned();
        }
        taken
    }

    /// What whoever takes a result shows; nobody showed a telephone before the ward was merged.
    pub fn shown(&mut self, at: Slot) -> Checked {
        let by_telephone = self.office.days.get(at.day).is_some_and(|on| !is_before(*on));
        match self.dice.below(100) {
            0..=1 => Checked::Known,
            2 => Checked::Passport,
            3..=30 if by_telephone => Checked::Vneid,
            _ => Checked::IdentityCard,
        }
    }

    /// Whose field it is.
    pub fn specialist(&self, procedure: &Procedure) -> OfficerId {
        let all = [JUSTICE, LAND, SOCIAL];
        let works = |id: &OfficerId| {
            self.ward.officer(*id).is_some_and(|o| o.is(Role::Specialist) && o.works_in(&procedure.field))
        };
        all.into_iter().find(works).unwrap_or(JUSTICE)
    }

    /// The leader on duty, or the one who signs this field in their place.
    pub fn signer(&self, procedure: &Procedure, at: Moment) -> OfficerId {
        self.ward.signer_for(&procedure.field, at).map_or(CHAIR, |leader| leader.id)
    }

    /// Who is asked about a case of this field, or decides it.
    pub fn agency(&self, procedure: &Procedure, on: Day) -> &'static str {
        match (procedure.id.as_str(), procedure.field.as_str(), is_before(on)) {
            ("HT-15", _, _) => "Bảo hiểm xã hội cơ sở Liên Chiểu",
            (_, "DD", _) => "Chi nhánh Văn phòng đăng ký đất đai",
            (_, "HTCT", true) => "Ủy ban nhân dân phường Hòa Khánh Bắc",
            (_, "HTCT", false) => "Ủy ban nhân dân phường Hòa Khánh",
            (_, "NCC", false) => "Sở Nội vụ thành phố Đà Nẵng",
            (_, _, true) => "Phòng Lao động – Thương binh và Xã hội quận Liên Chiểu",
            (_, _, false) => "Sở Y tế thành phố Đà Nẵng",
        }
    }
}
