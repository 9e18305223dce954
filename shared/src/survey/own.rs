//! Mẫu phiếu của phường: a version of the survey form that the ward enters itself, as it is typed, kept and judged.
//!
//! Not here: the product's own versions, how a version is asked and counted (`form`).
//! Invariant: a version that was handed out stays as it is; what is entered begins today or later, one plan at a time. The
//! whole is asked on every one, so that versions can be compared.

use serde::{Deserialize, Serialize};

use super::form::{Asked, Form, Forms, GOOD, Question, SCALE};
use crate::dossier::form::Faults;
use crate::lang::{Sentence, Word, word};
use crate::limits::{NAME_CHARS_MAX, SURVEY_FORMS_MAX, SURVEY_QUESTION_CHARS_MAX, SURVEY_QUESTIONS_MAX};
use crate::moment::Day;
use crate::refusal::{FieldFault, Refusal};
use crate::text;
use crate::ward::Ward;

/// Which answers a question has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Scale {
    #[default]
    #[serde(rename = "muc_hai_long")]
    Satisfied,
    #[serde(rename = "tot_kem")]
    Good,
    #[serde(rename = "dong_tinh")]
    Agree,
    #[serde(rename = "co_khong")]
    YesNo,
}

const AGREE: [Word; 5] = [
    word("Rất không đồng ý", "Strongly disagree"),
    word("Không đồng ý", "Disagree"),
    word("Phân vân", "Undecided"),
    word("Đồng ý", "Agree"),
    word("Rất đồng ý", "Strongly agree"),
];
const YES_NO: [Word; 2] = [word("Không", "No"), word("Có", "Yes")];

impl Scale {
    pub const ALL: [Scale; 4] = [Scale::Satisfied, Scale::Good, Scale::Agree, Scale::YesNo];

    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Scale::Satisfied => "muc_hai_long",
            Scale::Good => "tot_kem",
            Scale::Agree => "dong_tinh",
            Scale::YesNo => "co_khong",
        }
    }

    pub fn coded(code: &str) -> Option<Scale> {
        Scale::ALL.into_iter().find(|scale| scale.code() == code)
    }

    pub const fn label(self) -> Word {
        match self {
            Scale::Satisfied => word("Năm mức hài lòng", "Five steps of satisfaction"),
            Scale::Good => word("Năm mức, từ rất kém đến rất tốt", "Five steps, from very poor to very good"),
            Scale::Agree => word("Năm mức đồng ý", "Five steps of agreement"),
            Scale::YesNo => word("Có hay không", "Yes or no"),
        }
    }

    /// The answers, the worst first.
    pub const fn words(self) -> &'static [Word] {
        match self {
            Scale::Satisfied => &SCALE,
            Scale::Good => &GOOD,
            Scale::Agree => &AGREE,
            Scale::YesNo => &YES_NO,
        }
    }
}

/// A question after the whole, in both languages.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct OwnQuestion {
    pub vi: String,
    pub en: String,
    pub scale: Scale,
}

/// A version that the ward has entered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OwnForm {
    /// Follows the product's own, and is never given again once it was handed out.
    pub number: u32,
    /// From this day on it is handed out.
    pub from: Day,
    /// What the set is called, in both languages.
    pub vi: String,
    pub en: String,
    /// The decision behind it, in Vietnamese.
    pub basis: String,
    /// After the whole, 1 to `SURVEY_QUESTIONS_MAX`.
    pub questions: Vec<OwnQuestion>,
}

impl OwnForm {
    /// The version as it is asked and counted.
    pub fn form(&self) -> Form {
        let parts = Question::OWN.into_iter().zip(&self.questions).map(|(question, own)| Asked {
            question,
            label: Sentence::new(own.vi.clone(), own.en.clone()),
            scale: own.scale.words().to_vec(),
        });
        let source = Sentence::new(self.vi.clone(), self.en.clone());
        Form::of(self.number, self.from, source, self.basis.clone(), parts.collect())
    }

    /// What is wrong with its words, each at its field: `form_vi`, `form_basis`, `question_1_en`.
    fn faults(&self) -> Faults {
        let mut faults = Faults::default();
        let name = ("tên mẫu", "form's name");
        faults.text("form_vi", name, &self.vi, NAME_CHARS_MAX);
        faults.text(
            "form_en",
            ("tên mẫu bằng tiếng Anh", "form's name in English"),
            &self.en,
            NAME_CHARS_MAX,
        );
        let basis = ("văn bản làm căn cứ", "decision that it follows");
        faults.text("form_basis", basis, &self.basis, NAME_CHARS_MAX);
        if self.questions.is_empty() {
            faults.add("question_1", "Ghi ít nhất một câu hỏi.", "Enter at least one question.");
        }
        if self.questions.len() > SURVEY_QUESTIONS_MAX {
            let max = SURVEY_QUESTIONS_MAX;
            faults.add("question_1", format!("Tối đa {max} câu hỏi."), format!("{max} questions at most."));
        }
        for (place, question) in (1..).zip(&self.questions) {
            let (vi, en) = (format!("question_{place}"), format!("question_{place}_en"));
            let (max, asked) = (SURVEY_QUESTION_CHARS_MAX, ("câu hỏi", "question"));
            faults.text(&vi, asked, &question.vi, max);
            let english = ("câu hỏi bằng tiếng Anh", "question in English");
            faults.text(&en, english, &question.en, max);
            let same = |other: &&OwnQuestion| text::fold(&other.vi) == text::fold(&question.vi);
            if !question.vi.is_empty() && self.questions.iter().filter(same).count() > 1 {
                faults.add(&vi, "Câu này đã có trên mẫu.", "This question stands on the form already.");
            }
        }
        faults
    }
}

/// The form, as it is typed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Typed {
    /// From which day on: `01/01/2027`.
    pub from: String,
    pub vi: String,
    pub en: String,
    pub basis: String,
    /// In their order; a line without any text is none.
    pub questions: Vec<OwnQuestion>,
}

impl Typed {
    /// What is planned, or else what was entered last, to begin with; the day of a plan stays.
    pub fn of(ward: &Ward, today: Day) -> Typed {
        let Some(newest) = ward.survey_forms.last() else { return Typed::default() };
        let OwnForm { number: _, from, vi, en, basis, questions } = newest.clone();
        let from = if today < from { from.vi() } else { String::new() };
        Typed { from, vi, en, basis, questions }
    }
}

impl Ward {
    /// Every version of the survey form that ballots of this ward may pin.
    pub fn forms(&self) -> Forms {
        Forms::standard().and(self.survey_forms.iter().map(OwnForm::form))
    }

    /// The version that is entered and not handed out yet.
    pub fn planned_form(&self, today: Day) -> Option<&OwnForm> {
        self.survey_forms.last().filter(|form| today < form.from)
    }

    /// The settings with another version from its day on, in place of one that is planned.
    ///
    /// # Errors
    /// One sentence a field; at `form_from` where the day has passed, or another version begins on it.
    pub fn with_form(&self, typed: &Typed, today: Day) -> Result<Ward, Vec<FieldFault>> {
        let mut ward = self.without_planned_form(today);
        let questions = typed.questions.iter().map(|one| OwnQuestion {
            vi: text::clean(&one.vi),
            en: text::clean(&one.en),
            scale: one.scale,
        });
        let from = Day::parse_any(&typed.from);
        let (number, newest) = (ward.forms().newest().number + 1, ward.forms().newest().from);
        let form = OwnForm {
            number,
            from: from.unwrap_or(today),
            vi: text::clean(&typed.vi),
            en: text::clean(&typed.en),
            basis: text::clean(&typed.basis),
            questions: questions.filter(|one| !(one.vi.is_empty() && one.en.is_empty())).collect(),
        };
        let mut faults = Faults::default();
        match from {
            None => faults.add("form_from", "Ghi ngày, như 01/01/2027.", "Enter a day, such as 01/01/2027."),
            Some(from) if from < today => faults.add(
                "form_from",
                "Mẫu mới áp dụng từ hôm nay hoặc sau đó: phiếu đã nhận thuộc mẫu của ngày ấy.",
                "Another form begins today or later: ballots that came in belong to the form of their day.",
            ),
            Some(from) if from <= newest => faults.add(
                "form_from",
                format!("Mẫu đang dùng áp dụng từ {}. Chọn ngày sau đó.", newest.vi()),
                format!("The form in use began on {}. Choose a later day.", newest.vi()),
            ),
            Some(_) => {}
        }
        if ward.survey_forms.len() >= SURVEY_FORMS_MAX {
            let max = SURVEY_FORMS_MAX;
            faults.add("form_from", format!("Đã có {max} mẫu."), format!("There are {max} forms already."));
        }
        let all = [faults.done().err(), form.faults().done().err()].into_iter().flatten();
        let all = all.flat_map(|said| if let Refusal::Fields { faults } = said { faults } else { vec![] });
        let all: Vec<FieldFault> = all.collect();
        if !all.is_empty() {
            return Err(all);
        }
        ward.survey_forms.push(form);
        Ok(ward)
    }

    /// The settings without what is planned.
    #[must_use]
    pub fn without_planned_form(&self, today: Day) -> Ward {
        let mut ward = self.clone();
        ward.survey_forms.retain(|form| form.from <= today);
        ward
    }

    /// What is wrong with the ward's own versions, whoever has written them: they follow each other in number and day, and
    /// each has its words within bounds.
    pub(crate) fn forms_fault(&self) -> Option<Sentence> {
        if self.survey_forms.len() > SURVEY_FORMS_MAX {
            return Some(word("Quá nhiều mẫu phiếu đánh giá.", "There are too many survey forms.").into());
        }
        let mut before = Forms::standard().newest().clone();
        for own in &self.survey_forms {
            let n = own.number;
            if n != before.number + 1 || own.from <= before.from {
                return Some(Sentence::new(
                    format!("Mẫu phiếu {n} không nối tiếp mẫu trước về số và ngày."),
                    format!("Survey form {n} does not follow the one before in number and day."),
                ));
            }
            if own.faults().done().is_err() {
                return Some(Sentence::new(
                    format!("Mẫu phiếu {n} có chỗ chưa ghi, quá dài hoặc lặp lại."),
                    format!("Survey form {n} has something missing, too long or twice."),
                ));
            }
            before = own.form();
        }
        None
    }

    /// Why these settings cannot follow `old`: ballots keep the version they were given on, so what was handed out by
    /// `today` stays as it is, and nothing else begins before.
    pub fn forms_follow(&self, old: &Ward, today: Day) -> Option<Sentence> {
        let used = |ward: &Ward| -> Vec<OwnForm> {
            ward.survey_forms.iter().filter(|form| form.from < today).cloned().collect()
        };
        let begun = old.survey_forms.iter().filter(|form| form.from <= today);
        let stay = begun.into_iter().all(|form| self.survey_forms.contains(form));
        if stay && used(self) == used(old) {
            return None;
        }
        Some(Sentence::new(
            "Mẫu phiếu đã dùng không sửa được, và mẫu mới không bắt đầu trong quá khứ.",
            "A survey form that was in use stays as it is, and another one does not begin in the past.",
        ))
    }
}
