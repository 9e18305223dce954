//! Quyền: what somebody may ask for beside the acts on a dossier, and in which roles.
//!
//! Not here: the acts (`dossier::kind`), which route asks for which right (`server/src/tests/routes.csv`).
//! Invariant: the button and the gate ask this table. Who sees what the house does not know yet need not be who puts it
//! right: `docs/decisions/0018-who-may-do-what.md`.

use super::Role::{self, Admin, Clerk, Head, Leader, Receptionist, Specialist, Volunteer};
use crate::dossier::Kind;
use crate::lang::{Lang, Sentence};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Right {
    /// Works with everybody's dossiers, and reads what is counted of them.
    Work,
    /// Hands a day's takings over: who takes money, and who answers for the counter.
    HandOver,
    /// Closes the book of a year: who answers for the counter, and who gives the numbers.
    CloseBooks,
    /// Closes the book of a civil-status register: whoever enters what stands in it, or the head in their place.
    CloseCivil,
    /// Tells how many citizens were helped at the door.
    Help,
    /// Prints paper slips and looks after them.
    Slips,
    /// Puts scans beside papers.
    Scan,
    /// Takes the civil-status software's file in, and hands it ours.
    EnterCivil,
    /// Deals with what people say of the ward.
    Hear,
    /// Sees what has not arrived: at the server after a restore, at a citizen, at the city.
    Oversee,
    /// Puts that right: devices, files that they wrote, what the city refused, settings that run out.
    Tend,
    /// Decides what is kept aside for a person.
    Decide,
    /// Keeps accounts and settings.
    Keep,
}

impl Right {
    pub const ALL: [Right; 13] = [
        Right::Work,
        Right::HandOver,
        Right::CloseBooks,
        Right::CloseCivil,
        Right::Help,
        Right::Slips,
        Right::Scan,
        Right::EnterCivil,
        Right::Hear,
        Right::Oversee,
        Right::Tend,
        Right::Decide,
        Right::Keep,
    ];

    /// The table.
    pub const fn who(self) -> &'static [Role] {
        match self {
            Right::Work => &[Receptionist, Specialist, Head, Leader, Clerk],
            Right::HandOver => &[Receptionist, Head],
            Right::CloseBooks => &[Head, Clerk],
            Right::CloseCivil => &[Specialist, Head],
            Right::Help => &[Volunteer],
            Right::Slips => Kind::VoidSlip.spec().who,
            Right::Scan => Kind::Attach.spec().who,
            Right::EnterCivil => Kind::EnterCivil.spec().who,
            Right::Hear => &[Head, Leader],
            Right::Oversee => &[Head, Leader, Admin],
            Right::Tend => &[Head, Admin],
            Right::Decide => &[Head],
            Right::Keep => &[Admin],
        }
    }

    /// `tổ trưởng, quản trị`
    pub fn roles(self, lang: Lang) -> String {
        self.who().iter().map(|role| role.label().of(lang)).collect::<Vec<_>>().join(", ")
    }

    /// `Trang này dành cho: tổ trưởng, quản trị.`
    pub fn page_of(self) -> Sentence {
        Sentence::new(
            format!("Trang này dành cho: {}.", self.roles(Lang::Vi)),
            format!("This page is for: {}.", self.roles(Lang::En)),
        )
    }
}
