//! What is asked when a dossier is posted in public, when somebody objects, and at the end.
//!
//! Not here: the rules (`shared::dossier::posting`), where it stands on the page (`detail::posting`).
//! Invariant: an objection that stands is settled under its number; what was said is never typed anew.

use shared::dossier::posting::{EndPosting, Object, Objection, Post, running};
use shared::dossier::{Act, Dossier, Kind};
use shared::lang::{Sentence, Word, word};
use shared::moment::Day;
use shared::refusal::FieldFault;
use shared::ward::Ward;

use super::acts::{Answers, Ask};

const PLACE: Word =
    word("Nơi niêm yết, nhiều nơi cách nhau bằng dấu ;", "Where it hangs, several places with ; between");
const CONTENT: Word = word("Nội dung niêm yết, in trên thông báo", "What the notice says, in Vietnamese");
const FROM: Word = word("Ngày treo bản niêm yết", "Day on which it was hung up");
const WHICH: Word = word("Ý kiến", "Objection");
const NEW: Word = word("Ý kiến mới", "A new one");
const WHO: Word = word("Người có ý kiến", "Who objects");
const ON: Word = word("Ngày có ý kiến", "Day of the objection");
const SAID: Word = word("Nội dung ý kiến", "The objection");
const SETTLED: Word = word("Cách giải quyết", "How it was settled");
const NOTE: Word = word("Ghi chú trên biên bản", "Note on the certificate");
/// What a notice most often says; it stands on a paper.
const CHECKED: &str = "Kết quả kiểm tra, xét duyệt hồ sơ";

fn line(id: &'static str, label: Word, start: String, optional: bool) -> Ask {
    Ask::Line { id, label, start, optional }
}

pub fn asks(kind: Kind, ward: &Ward, dossier: &Dossier, today: Day) -> Vec<Ask> {
    if kind == Kind::Post {
        let agency = ward.letterhead(today).map(|head| head.agency.clone()).unwrap_or_default();
        return vec![
            line("place", PLACE, format!("Trụ sở {agency}"), false),
            Ask::Area { id: "content", label: CONTENT, start: CHECKED.to_owned() },
            Ask::Day { id: "from", label: FROM, start: today.to_string() },
        ];
    }
    if kind == Kind::EndPosting {
        return vec![line("note", NOTE, String::new(), true)];
    }
    let mut all = Vec::new();
    let waiting: Vec<_> = running(dossier).into_iter().flat_map(|posting| posting.unsettled()).collect();
    if let Some((first, _)) = waiting.first() {
        let named = |(number, one): &(u32, &Objection)| {
            let said = format!("{number}. {}, {}", one.who, one.on.vi());
            (number.to_string(), Sentence::new(said.clone(), said))
        };
        let mut options: Vec<_> = waiting.iter().map(named).collect();
        options.push((String::new(), NEW.into()));
        all.push(Ask::Choice { id: "number", label: WHICH, start: first.to_string(), options });
    }
    all.extend([
        line("who", WHO, String::new(), false),
        Ask::Day { id: "on", label: ON, start: today.to_string() },
        Ask::Area { id: "said", label: SAID, start: String::new() },
        line("settled", SETTLED, String::new(), true),
    ]);
    all
}

/// Of an objection that stands only its settlement is asked.
pub fn applies(id: &str, answers: &Answers) -> bool {
    let is_new = answers.get("number").is_none_or(String::is_empty);
    is_new || matches!(id, "number" | "settled")
}

fn day(answers: &Answers, id: &'static str) -> Result<Day, Vec<FieldFault>> {
    let typed = answers.get(id).map(String::as_str).unwrap_or("");
    Day::parse_any(typed).ok_or_else(|| vec![FieldFault::new(id, "Chọn một ngày.", "Choose a day.")])
}

pub fn post(answers: &Answers) -> Result<Act, Vec<FieldFault>> {
    let text = |id: &str| answers.get(id).cloned().unwrap_or_default();
    Ok(Act::Post(Post { place: text("place"), content: text("content"), from: day(answers, "from")? }))
}

pub fn end(answers: &Answers) -> Act {
    Act::EndPosting(EndPosting { note: answers.get("note").cloned().unwrap_or_default() })
}

pub fn object(dossier: &Dossier, answers: &Answers) -> Result<Act, Vec<FieldFault>> {
    let text = |id: &str| answers.get(id).cloned().unwrap_or_default();
    let number: u32 = text("number").parse().unwrap_or(0);
    let settled = text("settled");
    let standing =
        running(dossier).and_then(|posting| posting.objections.get(number.checked_sub(1)? as usize));
    Ok(Act::Object(match standing {
        Some(Objection { who, on, said, .. }) => {
            Object { number, who: who.clone(), on: *on, said: said.clone(), settled }
        }
        None => Object { number: 0, who: text("who"), on: day(answers, "on")?, said: text("said"), settled },
    }))
}
