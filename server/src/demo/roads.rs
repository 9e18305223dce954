//! Roads that few cases take: posted in public, paid for elsewhere, a draft that its applicant checks.
//!
//! Not here: the usual life of a case (`case`), which cases there are (`year`, `today`).
//! Invariant: what the calendar cannot count does not happen.

use shared::calendar::Pause;
use shared::demo::PORTAL;
use shared::dossier::Act;
use shared::dossier::payment::{AskPayment, Paid};
use shared::dossier::posting::{self, EndPosting, Object, Post};
use shared::dossier::proof::{AnswerProof, SendProof};
use shared::moment::Day;
use shared::regime::Regime;

use super::case::Tale;
use super::office::Slot;

impl Tale<'_, '_> {
    /// Hangs in public from the day after on, and is taken down on the first working day after the last one; where the days
    /// are outside the limit somebody objects now and then, and the tax is paid before the result. Answers the due day, which
    /// the pauses move; nothing where the procedure posts none, or there is no time for it.
    pub fn hangs(&mut self, due_day: usize) -> Option<usize> {
        let posted = Slot { day: self.now.day + 1, minute: 60 };
        let until = self.last_day_of_posting(posted.day)?;
        let (office, calendar) = (&self.scene.office, &self.scene.ward.calendar);
        let ends = Slot { day: office.place(until)? + 1, minute: 30 };
        let (asked, paid) = (Slot { minute: 90, ..ends }, Slot { day: ends.day + 2, minute: 60 });
        let outside = self.procedure.posting_outside;
        let (due, last) = if outside {
            let hung = Pause { from: office.moment(posted)?, to: Some(calendar.closing(until)?) };
            let taxed = Pause { from: office.moment(asked)?, to: Some(office.moment(paid)?) };
            (office.place(self.due(&[hung, taxed])?.day())?, paid.day)
        } else {
            (due_day, ends.day)
        };
        if last + 1 >= due || due > self.scene.last {
            return None;
        }
        self.now = posted;
        self.post();
        if outside && self.scene.dice.chance(40) {
            self.on(posted.day + 2, 30, 400).objection();
        }
        self.now = ends;
        let by = self.specialist;
        self.does(by, Act::EndPosting(EndPosting { note: "Đã gỡ bản niêm yết".to_owned() }));
        if outside {
            self.now = asked;
            self.ask_payment();
            self.now = paid;
            let receipt = format!("GNT {}", self.scene.dice.between(1_000, 9_999));
            self.does(by, Act::Paid(Paid { receipt }));
        }
        Some(due)
    }

    /// The last day of what hangs from that day on; nothing where the procedure posts none, or nobody can count it.
    fn last_day_of_posting(&self, day: usize) -> Option<Day> {
        let (from, term) = (*self.scene.office.days.get(day)?, self.procedure.posting()?);
        posting::last_day(&self.scene.ward.calendar, from, term).ok()
    }

    /// Hung up today.
    pub fn post(&mut self) {
        let today = self.scene.office.days.get(self.now.day).copied();
        let Some(from) = today.filter(|_| self.last_day_of_posting(self.now.day).is_some()) else { return };
        let content = "Kết quả kiểm tra, xét duyệt hồ sơ".to_owned();
        let place = "Trụ sở UBND phường, nhà văn hóa khu dân cư".to_owned();
        self.does(self.specialist, Act::Post(Post { place, content, from }));
    }

    /// A neighbour objects to what hangs, and it is settled on the spot.
    pub fn objection(&mut self) {
        let hangs = self.steps.last().is_some_and(|step| matches!(step.act, Act::Post(_)));
        let today = self.scene.office.days.get(self.now.day).copied();
        let Some(on) = today.filter(|_| hangs) else { return };
        let object = Object {
            number: 0,
            who: "Hộ giáp ranh phía đông".to_owned(),
            on,
            said: "Đề nghị đo lại ranh giới thửa đất".to_owned(),
            settled: "Đo lại tại thực địa, hai bên ký biên bản thống nhất ranh giới".to_owned(),
        };
        self.does(self.specialist, Act::Object(object));
    }

    pub fn ask_payment(&mut self) {
        let reason = "Thông báo nộp lệ phí trước bạ và tiền sử dụng đất của cơ quan thuế".to_owned();
        self.does(self.specialist, Act::AskPayment(AskPayment { reason }));
    }

    /// Whoever applied from afar is sent what the paper will say.
    pub fn sends_draft(&mut self) {
        let Some(at) = self.scene.office.moment(self.now) else { return };
        if self.scene.ward.calendar.due(at, Regime::on(at.day()).proof).is_err() {
            return;
        }
        let who = &self.form.applicant;
        let lines = vec![
            self.result(),
            format!("Người yêu cầu: {}", who.name),
            format!("Nơi cư trú: {}", who.address),
        ];
        self.does(self.specialist, Act::SendProof(SendProof { lines, reply: String::new() }));
    }

    /// Their answer, empty where they agree; nothing where no draft was sent.
    pub fn answers_draft(&mut self, wrong: &str) {
        if self.steps.last().is_some_and(|step| matches!(step.act, Act::SendProof(_))) {
            let wrong = wrong.to_owned();
            self.does(PORTAL, Act::AnswerProof(AnswerProof { number: 1, agrees: wrong.is_empty(), wrong }));
        }
    }
}
