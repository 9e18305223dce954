//! Somebody comes again: with a paper that the ward has a picture of, or because a result was wrong.
//!
//! Not here: what comes in on any day (`today`), the pictures (`scans`).
//! Invariant: the second dossier names the first by its number, which is known only when the acts are played.

use shared::demo::RECEPTION;
use shared::dossier::Act;
use shared::dossier::code::Code;
use shared::dossier::intake::Form;
use shared::dossier::record::PaperTaken;
use shared::dossier::redo::{Corrects, Mistake, Redo};
use shared::dossier::reuse::{Reuse, Source};
use shared::dossier::twin::NotDuplicate;
use shared::id::DossierId;
use shared::moment::Day;
use shared::scan::FileKind;

use super::case::Tale;
use super::scans::{DRAFT, TITLE_DEED, photographed};

/// Before the number of the first dossier is known.
fn unknown(agency: &str, day: Day) -> Code {
    Code { agency: agency.to_owned(), day, number: 0 }
}

/// Writes the number of the dossier that an act names into it.
pub fn name(act: &mut Act, code: impl Fn(DossierId) -> Option<Code>) {
    let named = if let Act::Redo(redo) = act {
        Some((redo.corrects.id, &mut redo.corrects.code))
    } else if let Act::Reuse(reuse) = act {
        Some((reuse.from.id, &mut reuse.from.code))
    } else {
        None
    };
    if let Some((id, named)) = named
        && let Some(code) = code(id)
    {
        *named = code;
    }
}

impl Tale<'_, '_> {
    /// The latest day up to `day` on which somebody can still be promised a day.
    fn promised_by(&self, day: usize) -> Option<usize> {
        let calendar = &self.scene.ward.calendar;
        (0..=day).rev().find(|day| {
            let closing = self.scene.office.days.get(*day).and_then(|day| calendar.closing(*day));
            closing.is_some_and(|at| calendar.due(at, self.procedure.term).is_ok())
        })
    }

    /// The same citizen with another dossier; answers the first.
    fn comes_again(&mut self, day: usize) -> Option<Source> {
        self.on(day, 30, 150);
        let at = self.scene.office.moment(self.now)?;
        let first = std::mem::replace(&mut self.id, self.scene.id(at));
        self.secret = self.scene.secret();
        let code = unknown(&self.scene.ward.agency_code, at.day());
        Some(Source { id: first, code })
    }

    /// To the end, on the days that a case of few days takes.
    fn goes_through(&mut self) {
        self.assign();
        self.submit(false);
        self.sign();
        self.stamp();
        self.collects();
    }

    /// Two contracts about one house: the deed was photographed for the first.
    pub fn second_contract(&mut self, t: usize) -> Option<()> {
        self.receive(RECEPTION)?;
        for (paper, kind) in [(DRAFT, FileKind::Pdf), (TITLE_DEED, FileKind::Pdf)] {
            let act = Act::Attach(photographed(paper, self.id, kind));
            self.then(1, 2).does(RECEPTION, act);
        }
        self.goes_through();
        let day = self.promised_by(t.checked_sub(1)?)?.max(self.now.day);
        let from = self.comes_again(day)?;
        self.receive(RECEPTION)?;
        let draft = photographed(DRAFT, self.id, FileKind::Pdf);
        self.then(1, 2).does(RECEPTION, Act::Attach(draft));
        let file = photographed(TITLE_DEED, from.id, FileKind::Pdf).file;
        let reuse = Reuse { paper: TITLE_DEED.to_owned(), file, from };
        self.then(1, 2).does(RECEPTION, Act::Reuse(reuse));
        self.assign();
        Some(())
    }

    /// Two wishes for one paper on one day, by somebody who is seldom here: the second is no mistake, and the specialist
    /// says so.
    pub fn comes_twice(&mut self) -> Option<()> {
        let citizen = self.scene.people.stranger(&mut self.scene.dice);
        (self.form.applicant, self.form.contact) = (citizen.applicant, citizen.contact);
        self.receive(RECEPTION)?;
        self.assign();
        let at = self.scene.office.moment(self.now)?;
        let other = std::mem::replace(&mut self.id, self.scene.id(at));
        self.secret = self.scene.secret();
        self.then(40, 90).receive(RECEPTION)?;
        let by = self.specialist;
        self.then(5, 15).does(by, Act::NotDuplicate(NotDuplicate { other }));
        self.assign();
        Some(())
    }

    /// What was returned has a mistake, and the new result waits for the citizen.
    pub fn corrected(&mut self, t: usize, mistake: Mistake) -> Option<()> {
        self.receive(RECEPTION)?;
        self.goes_through();
        let day = self.promised_by(t.checked_sub(1)?)?.max(self.now.day + 1);
        self.made_anew(day, mistake)
    }

    /// The citizen is back with a wrong result: the office apologises for its own mistake, and makes it anew.
    pub fn made_anew(&mut self, day: usize, mistake: Mistake) -> Option<()> {
        let Source { id, code } = self.comes_again(day)?;
        let wrong = match mistake {
            Mistake::Office => "Ghi thiếu chữ đệm trong phần ghi về người mẹ; ghi lại đúng theo tờ khai",
            Mistake::Citizen => {
                "Công dân khai nhầm nơi cư trú cuối cùng của người mất; ghi lại theo giấy báo tử"
            }
        };
        let corrects = Corrects { id, code, wrong: wrong.to_owned(), mistake };
        // What was handed in is there already; only the wrong result comes back.
        let wrong_one = PaperTaken {
            name: "Kết quả đã trả có sai sót".to_owned(),
            originals: 1,
            copies: 0,
            supplemented: None,
        };
        let (form, secret) = (Form { papers: vec![wrong_one], ..self.form.clone() }, self.secret.clone());
        let at = self.does(RECEPTION, Act::Redo(Redo { corrects, form, number: 0, secret }));
        self.received = at;
        self.assign();
        self.submit(false);
        self.sign();
        self.stamp();
        Some(())
    }
}
