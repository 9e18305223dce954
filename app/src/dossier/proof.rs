//! What is asked when an applicant is sent a draft of the certificate, and when they answer it by telephone.
//!
//! Not here: the rules (`shared::dossier::proof`), where it stands on the page (`detail::proof`).
//! Invariant: a draft begins with what the one before said; a reply is asked only where that was called wrong.

use shared::dossier::proof::{AnswerProof, SendProof, latest};
use shared::dossier::{Act, Dossier};
use shared::lang::{Word, word};
use shared::refusal::FieldFault;
use shared::ward::Ward;

use super::acts::{Answers, Ask};

const LINES: Word =
    word("Nội dung bản thảo, mỗi dòng một mục", "What the draft says, one item a line, in Vietnamese");
const REPLY: Word = word("Trả lời chỗ người nộp báo chưa đúng", "Reply to what the applicant called wrong");

const SAID: Word = word("Người nộp nói", "The applicant says");
const WRONG: Word = word("Chỗ chưa đúng, một câu", "What is wrong, in one sentence");
/// What they may say, by its code; nothing is chosen to begin with.
const AGREES: &str = "dong_y";
const IS_WRONG: &str = "chua_dung";
const SAYINGS: [(&str, Word); 3] = [
    ("", word("– chọn –", "– choose –")),
    (AGREES, word("đúng cả, đồng ý", "all is right, they agree")),
    (IS_WRONG, word("có chỗ chưa đúng", "something is wrong")),
];

/// How the lines begin that the dossier itself fills; what stands on a paper is Vietnamese.
const KNOWN: [Word; 3] =
    [word("Người yêu cầu", "Applicant"), word("Ngày sinh", "Date of birth"), word("Nơi cư trú", "Residence")];

/// What the dossier itself knows of the paper; the rest the officer types.
fn begun(ward: &Ward, dossier: &Dossier) -> String {
    let procedure = ward.catalogue.get(&dossier.procedure);
    let mut lines: Vec<String> = procedure.and_then(|p| p.results.first().cloned()).into_iter().collect();
    let who = &dossier.applicant;
    let known = KNOWN.into_iter().zip([&who.name, &who.birth, &who.address]);
    let known = known.filter(|(_, said)| !said.is_empty());
    lines.extend(known.map(|(label, said)| format!("{}: {said}", label.vi)));
    lines.join("\n")
}

pub fn asks(ward: &Ward, dossier: &Dossier) -> Vec<Ask> {
    let last = dossier.proofs.last();
    let start = last.map_or_else(|| begun(ward, dossier), |proof| proof.lines.join("\n"));
    let mut all = vec![Ask::Area { id: "lines", label: LINES, start }];
    let is_wrong =
        last.and_then(|proof| proof.answer.as_ref()).is_some_and(|answer| !answer.wrong.is_empty());
    if is_wrong {
        all.push(Ask::Line { id: "reply", label: REPLY, start: String::new(), optional: false });
    }
    all
}

pub fn build(answers: &Answers) -> Act {
    let text = |id: &str| answers.get(id).cloned().unwrap_or_default();
    let lines = text("lines").lines().map(str::to_owned).collect();
    Act::SendProof(SendProof { lines, reply: text("reply") })
}

/// What was heard by telephone of the latest draft.
pub fn asks_heard() -> Vec<Ask> {
    let options = SAYINGS.map(|(code, words)| (code.to_owned(), words.into())).to_vec();
    vec![
        Ask::Choice { id: "said", label: SAID, start: String::new(), options },
        Ask::Line { id: "wrong", label: WRONG, start: String::new(), optional: false },
    ]
}

/// What is wrong is asked where something is.
pub fn applies(id: &str, answers: &Answers) -> bool {
    id != "wrong" || answers.get("said").is_some_and(|said| said == IS_WRONG)
}

pub fn heard(dossier: &Dossier, answers: &Answers) -> Result<Act, Vec<FieldFault>> {
    let text = |id: &str| answers.get(id).cloned().unwrap_or_default();
    let (said, number) = (text("said"), latest(dossier).map_or(0, |(number, _)| number));
    if said.is_empty() {
        let fault = FieldFault::new(
            "said",
            "Chọn điều người nộp nói: đồng ý, hay có chỗ chưa đúng.",
            "Choose what the applicant says: they agree, or something is wrong.",
        );
        return Err(vec![fault]);
    }
    let wrong = if said == IS_WRONG { text("wrong") } else { String::new() };
    Ok(Act::HearProof(AnswerProof { number, agrees: said == AGREES, wrong }))
}
