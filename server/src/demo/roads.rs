//! Roads that few cases take: posted in public, paid for elsewhere, a draft that its applicant checks.
//!
//! Not here: the usual life of a case (`case`), which cases there are (`year`, `today`).
//! Invariant: what the calendar cannot count does not happen.

use shared::calendar::Pause;
use shared::demo::{PORTAL, RECEPTION};
use shared::dossier::Act;
use shared::dossier::payment::{AskPayment, Paid};
use shared::dossier::posting::{self, EndPosting, Object, Post};
use shared::dossier::proof::{AnswerProof, SendProof};
use shared::dossier::sign::Unsign;
use shared::dossier::supply::Supply;
use shared::moment::Day;
use shared::regime::Regime;
use shared::scan::FileKind;

use super::case::{RESIDENCE, Step, Tale};
use super::office::Slot;
use super::scans::photographed;
use super::storm;

impl Tale<'_, '_> {
    /// Hangs in public from the day after on, and is taken down on the first working day after the last one; where the days
    /// are outside the limit somebody objects now and then, and the tax is paid before the result. Answers the due day, which
    /// the pauses move; nothing where the procedure posts none, or there is no time for it.
    pub fn hangs(&mut self, due_day: usize) -> Option<usize> {
        let posted = Slot { day: self.now.day + 1, minute: 60 };
        let until = self.last_day_of_posting(posted.day)?;
        let (office, calendar) = (&self.scene.office, &self.scene.ward.calendar);
        let ends = Slot { day: office.place(until)? + 1, minute: 30 };
        // What hangs while the office is closed is nobody's example.
        let (from, to) = (office.days.get(posted.day)?, office.days.get(ends.day)?);
        if (*from..*to).contains(&storm::day()) {
            return None;
        }
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

    /// Another office is asked, and the law gives more time for it: answers the due day of the longer limit, from the day
    /// of the reply. Nothing where the law gives none, or there is no time for it.
    pub fn takes_longer(&mut self) -> Option<usize> {
        let longer = self.procedure.longer.as_ref()?.term;
        if self.procedure.is_same_day() || !self.scene.dice.chance(6) {
            return None;
        }
        let due = self.scene.office.place(self.due_in(longer, &[])?.day())?;
        let asked = self.now.day + 1;
        let replied = asked + 1 + self.scene.dice.below(2);
        if replied + 2 > due || due > self.scene.last {
            return None;
        }
        self.on(asked, 30, 400).consult(replied, true);
        self.on(replied, 30, 400).replied();
        Some(due)
    }

    /// The leader takes the signature back before the stamp.
    pub fn unsign(&mut self) {
        let Some(signer) = self.steps.last().map(|step| step.by) else { return };
        let reason = "Thiếu một trang phụ lục, rút lại để bổ sung".to_owned();
        self.then(3, 12).does(signer, Act::Unsign(Unsign { reason }));
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

    /// The citizen photographs what was asked for, and sends it from the tracking page. Nothing where nothing is asked for.
    pub fn sends_papers(&mut self) {
        let asks = |step: &&Step| matches!(step.act, Act::AskBefore(_) | Act::AskMore(_));
        let Some(asked) = self.steps.iter().rfind(asks).map(|step| step.at) else { return };
        let scans = vec![photographed(RESIDENCE, self.id, FileKind::Jpeg)];
        self.does(PORTAL, Act::Supply(Supply { asked, scans }));
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

    /// They agree by telephone, and the counter takes the call; nothing where no draft was sent.
    pub fn agrees_by_phone(&mut self) {
        if self.steps.last().is_some_and(|step| matches!(step.act, Act::SendProof(_))) {
            let answer = AnswerProof { number: 1, agrees: true, wrong: String::new() };
            self.does(RECEPTION, Act::HearProof(answer));
        }
    }
}
