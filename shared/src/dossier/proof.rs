//! Bản thảo gửi người nộp: what the certificate will say, sent to whoever applied from afar, who agrees, says what is wrong,
//! on the tracking page or by telephone, or is silent.
//!
//! Not here: how long they have (`regime`), how the draft is shown (`door::proof`), the way there (the server).
//! Invariant: what is submitted for signature was agreed to, or nobody said anything until the last moment; one that was
//! called wrong is answered by another draft first. Nothing stops the clock. A dossier without a draft waits for none.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::form::Faults;
use super::kind::Kind;
use super::record::{Channel, Decision, Dossier};
use super::{Fact, What};
use crate::ctx::Ctx;
use crate::handoff;
use crate::id::OfficerId;
use crate::lang::{Sentence, Word, word};
use crate::limits;
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::regime::Regime;
use crate::text;
use crate::ward::Ward;

/// What is not certain about it, for the settings page.
pub const UNSURE: Word = word(
    "Bản thảo giấy hộ tịch gửi người nộp trực tuyến: tối đa 01 ngày để xác nhận, im lặng là đồng ý. Chưa đọc được văn bản nói ngày thường hay ngày làm việc, nên đếm như mọi hạn khác: đến giờ đóng cửa hôm sau, gặp ngày nghỉ thì ngày làm việc kế tiếp. Cũng chưa thấy văn bản cho dừng đồng hồ, nên hạn vẫn chạy.",
    "The draft of a civil-status paper sent to whoever applied online: at most 1 day to confirm, silence is agreement. No text was found that says calendar or working day, so it is counted like every other limit: to closing time of the next day, after a day off of the next working day. Nor was one found that stops the clock, so it runs on.",
);

/// One draft that was sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub at: Moment,
    pub by: OfficerId,
    /// What the certificate will say, a line each: `Họ và tên: …`.
    pub lines: Vec<String>,
    /// To what was said about the draft before, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reply: String,
    /// The last moment for an answer.
    pub until: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proof({}, {:?}, ***)", self.at, self.answer)
    }
}

/// What the applicant said.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub at: Moment,
    /// What is wrong; empty where they agree.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub wrong: String,
    /// Who took the call; nothing where they answered on the tracking page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard_by: Option<OfficerId>,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({}, {})", self.at, if self.wrong.is_empty() { "agrees" } else { "***" })
    }
}

/// How a draft stands at some moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum State {
    #[serde(rename = "cho_tra_loi")]
    Awaits,
    #[serde(rename = "dong_y")]
    Agreed,
    #[serde(rename = "chua_dung")]
    Wrong,
    /// Nobody said anything in time, which counts as agreement.
    #[serde(rename = "im_lang")]
    Silent,
}

impl Proof {
    pub fn state(&self, now: Moment) -> State {
        match &self.answer {
            Some(answer) if answer.wrong.is_empty() => State::Agreed,
            Some(_) => State::Wrong,
            None if self.silent_from().is_some_and(|from| from <= now) => State::Silent,
            None => State::Awaits,
        }
    }

    /// The moment from which silence counts as agreement; nothing where somebody has answered.
    pub fn silent_from(&self) -> Option<Moment> {
        self.answer.is_none().then(|| Moment::from_millis(self.until.millis() + 1))
    }
}

/// The draft is sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendProof {
    pub lines: Vec<String>,
    /// Asked for where the draft before was called wrong.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reply: String,
}

impl fmt::Debug for SendProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SendProof({} lines, ***)", self.lines.len())
    }
}

/// The act with the last moment for an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProofSent {
    pub send: SendProof,
    pub until: Moment,
}

/// The applicant's answer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerProof {
    /// Which draft they have read; the first is 1.
    pub number: u32,
    pub agrees: bool,
    /// What is wrong, in one sentence; empty where they agree.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub wrong: String,
}

impl fmt::Debug for AnswerProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AnswerProof({}, {}, ***)", self.number, self.agrees)
    }
}

/// Whether drafts of the dossier's result are sent: it came from afar, and what is given is a paper out of a civil-status
/// register, whose words the applicant can check. No other field's law was found to ask for it.
pub fn is_for(ward: &Ward, dossier: &Dossier) -> bool {
    dossier.channel == Channel::Online
        && ward.catalogue.get(&dossier.procedure).is_some_and(handoff::is_civil)
}

/// The latest draft with its number, while the dossier is at a step where it may be answered.
pub fn latest(dossier: &Dossier) -> Option<(u32, &Proof)> {
    let is_open = Kind::AnswerProof.spec().from.contains(&dossier.status);
    let proof = dossier.proofs.last().filter(|_| is_open)?;
    Some((u32::try_from(dossier.proofs.len()).unwrap_or(u32::MAX), proof))
}

fn state(dossier: &Dossier, now: Moment) -> Option<State> {
    dossier.proofs.last().map(|proof| proof.state(now))
}

/// Nothing is submitted for signature while the applicant has time to answer.
pub(super) fn holds(ctx: &Ctx, dossier: &Dossier) -> Result<(), Refusal> {
    match dossier.proofs.last().filter(|proof| proof.state(ctx.happened) == State::Awaits) {
        Some(proof) => {
            cov_mark::hit!(draft_awaits_its_applicant);
            Err(Refusal::ProofAwaits { until: proof.until })
        }
        None => Ok(()),
    }
}

/// Nor what they have called wrong, until another draft answers them. A denial gives no certificate; and once no draft
/// may follow the ward decides with their words on record.
pub(super) fn holds_result(ctx: &Ctx, dossier: &Dossier, decision: Decision) -> Result<(), Refusal> {
    let is_wrong = state(dossier, ctx.happened) == Some(State::Wrong);
    if is_wrong && decision == Decision::Grant && dossier.proofs.len() < limits::PROOFS_MAX {
        return Err(Refusal::ProofWrong);
    }
    Ok(())
}

pub(super) fn may(ctx: &Ctx, dossier: &Dossier) -> Result<(), Refusal> {
    let refused = |vi: &str, en: &str| Err(Refusal::field("main", vi, en));
    if !is_for(ctx.ward, dossier) {
        return refused(
            "Chỉ gửi bản thảo cho hồ sơ hộ tịch nộp trực tuyến.",
            "Drafts are sent only of civil-status dossiers that came online.",
        );
    }
    if dossier.secret.is_empty() || ctx.ward.door().is_none() {
        return refused(
            "Người nộp không mở được trang tra cứu để trả lời. Gọi điện hỏi, rồi ghi chú.",
            "The applicant cannot open the tracking page to answer. Call them and leave a note.",
        );
    }
    if dossier.proofs.len() >= limits::PROOFS_MAX {
        let max = limits::PROOFS_MAX;
        return refused(
            &format!("Đã gửi {max} bản thảo. Mời người nộp tới quầy."),
            &format!("{max} drafts were sent already. Ask the applicant to the counter."),
        );
    }
    Ok(())
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &SendProof) -> Result<What, Refusal> {
    let mut faults = Faults::default();
    let lines: Vec<String> = act.lines.iter().map(|line| text::clean(line)).collect();
    let lines: Vec<String> = lines.into_iter().filter(|line| !line.is_empty()).collect();
    let max = limits::PROOF_LINES_MAX;
    if lines.is_empty() {
        faults.add("lines", "Chưa ghi nội dung bản thảo.", "Enter what the draft says.");
    } else if lines.len() > max {
        faults.add(
            "lines",
            format!("Bản thảo tối đa {max} dòng."),
            format!("A draft has at most {max} lines."),
        );
    }
    for line in &lines {
        faults.length("lines", ("một dòng", "line"), line, limits::PROOF_LINE_CHARS_MAX);
    }
    let reply = ("trả lời người nộp", "reply to the applicant");
    if state(dossier, ctx.happened) == Some(State::Wrong) {
        faults.text("reply", reply, &act.reply, limits::PROOF_SAID_CHARS_MAX);
    } else {
        faults.length("reply", reply, &act.reply, limits::PROOF_SAID_CHARS_MAX);
    }
    faults.done()?;
    // From when they can read it, whatever the device says of when it was written.
    let since = dossier.received_at.unwrap_or(dossier.created_at).day();
    let until = ctx
        .ward
        .calendar
        .due(ctx.now, Regime::on(since).proof)
        .map_err(|missing| Refusal::NoCalendar { year: missing.year })?;
    let send = SendProof { lines, reply: text::clean(&act.reply) };
    Ok(What::ProofSent(ProofSent { send, until: until.at }))
}

pub(super) fn answer(ctx: &Ctx, dossier: &Dossier, act: &AnswerProof) -> Result<What, Refusal> {
    let (number, proof) = latest(dossier).ok_or(Refusal::Settled)?;
    let mut faults = Faults::default();
    if number != act.number {
        cov_mark::hit!(another_draft_meanwhile);
        faults.add(
            "draft",
            "Phường đã gửi bản thảo khác. Mở lại bản mới rồi trả lời.",
            "The ward has sent another draft meanwhile. Open it, then answer.",
        );
        return Err(faults.done().err().unwrap_or(Refusal::Settled));
    }
    match proof.state(ctx.happened) {
        State::Awaits => {}
        State::Agreed | State::Wrong => {
            faults.add(
                "draft",
                "Bản thảo này đã có trả lời. Cần nói thêm thì gọi phường.",
                "This draft was answered already. If there is more to say, call the ward.",
            );
        }
        State::Silent => {
            let until = proof.until.clock_and_day();
            faults.add(
                "draft",
                format!("Hạn trả lời là {until}, đã qua. Nếu có chỗ sai thì gọi phường ngay."),
                format!("The time to answer ended at {until}. If something is wrong, call the ward now."),
            );
        }
    }
    faults.done()?;
    act.check()?;
    let wrong = text::clean(&act.wrong);
    Ok(What::ProofAnswered(AnswerProof { wrong, ..act.clone() }))
}

/// Whether an answer by telephone can be taken down: the latest draft has none yet.
pub(super) fn may_hear(dossier: &Dossier) -> Result<(), Refusal> {
    let awaits = latest(dossier).is_some_and(|(_, proof)| proof.answer.is_none());
    if awaits { Ok(()) } else { Err(Refusal::Settled) }
}

/// The same answer, by telephone. One that comes when the time is over is taken too, as long as nothing is submitted: the
/// tracking page says to call then.
pub(super) fn hear(dossier: &Dossier, act: &AnswerProof) -> Result<What, Refusal> {
    let (number, _) = latest(dossier).ok_or(Refusal::Settled)?;
    if number != act.number {
        return Err(Refusal::field(
            "draft",
            "Đã có bản thảo gửi sau. Mở lại hồ sơ, hỏi người nộp về bản mới.",
            "Another draft was sent meanwhile. Open the dossier again and ask about that one.",
        ));
    }
    act.check()?;
    let wrong = text::clean(&act.wrong);
    Ok(What::ProofHeard(Heard(AnswerProof { wrong, ..act.clone() })))
}

/// An answer that came by telephone: whoever writes it down took the call.
#[derive(Clone, PartialEq, Debug)]
pub struct Heard(pub AnswerProof);

impl AnswerProof {
    /// Whether it says one thing, in words that fit: what the page looks at before it sends.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut faults = Faults::default();
        if !self.agrees {
            faults.text("wrong", ("chỗ chưa đúng", "mistake"), &self.wrong, limits::PROOF_SAID_CHARS_MAX);
        } else if !text::clean(&self.wrong).is_empty() {
            faults.add(
                "wrong",
                "Chọn một: đồng ý, hoặc nói chỗ chưa đúng.",
                "Choose one: agree, or say what is wrong.",
            );
        }
        faults.done()
    }
}

impl ProofSent {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        let ProofSent { send: SendProof { lines, reply }, until } = self.clone();
        dossier.proofs.push(Proof { at: fact.at, by: fact.by, lines, reply, until, answer: None });
        let number = dossier.proofs.len();
        (Kind::SendProof, format!("bản thảo {number}, chờ trả lời đến {}", until.clock_and_day()))
    }
}

/// What an applicant's agreement is called in the history.
const AGREES: &str = "đồng ý";
/// And that it was said by telephone.
const BY_PHONE: &str = ", qua điện thoại";

impl AnswerProof {
    fn write(&self, dossier: &mut Dossier, at: Moment, heard_by: Option<OfficerId>) -> String {
        if let Some(proof) = dossier.proofs.last_mut() {
            proof.answer = Some(Answer { at, wrong: self.wrong.clone(), heard_by });
        }
        let way = if heard_by.is_some() { BY_PHONE } else { "" };
        let said =
            if self.wrong.is_empty() { AGREES.to_owned() } else { format!("chưa đúng: {}", self.wrong) };
        format!("bản thảo {}{way}, {said}", self.number)
    }

    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        (Kind::AnswerProof, self.write(dossier, fact.at, None))
    }
}

impl Heard {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        (Kind::HearProof, self.0.write(dossier, fact.at, Some(fact.by)))
    }
}

/// What the two acts wrote in the history, for those who read English; what somebody typed stays in its own words.
pub fn told(note: &str) -> Sentence {
    let en = note.replacen("bản thảo ", "draft ", 1);
    let en = en.replacen(", chờ trả lời đến ", ", to be answered by ", 1);
    let phone = en.split_once(BY_PHONE).filter(|(number, _)| number.len() <= "draft 99".len());
    let en = phone.map_or_else(|| en.clone(), |(number, rest)| format!("{number}, by telephone{rest}"));
    let en = match en.strip_suffix(AGREES) {
        Some(number) => format!("{number}agreed"),
        None => en.replacen(", chưa đúng: ", ", wrong: ", 1),
    };
    Sentence::new(note, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_reads_english_reads_what_the_record_wrote() {
        for (note, en) in [
            ("bản thảo 1, chờ trả lời đến 17:00 06/03/2018", "draft 1, to be answered by 17:00 06/03/2018"),
            ("bản thảo 1, đồng ý", "draft 1, agreed"),
            ("bản thảo 2, chưa đúng: Tên đệm là Thị", "draft 2, wrong: Tên đệm là Thị"),
            ("bản thảo 1, qua điện thoại, đồng ý", "draft 1, by telephone, agreed"),
            (
                "bản thảo 1, qua điện thoại, chưa đúng: Sai số, qua điện thoại đã báo",
                "draft 1, by telephone, wrong: Sai số, qua điện thoại đã báo",
            ),
        ] {
            assert_eq!(told(note).en, en);
        }
    }
}
