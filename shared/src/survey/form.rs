//! Mẫu phiếu: what the ward asks about a result, in versions, each with the days on which it is handed out.
//!
//! Not here: what somebody answers (`survey`), versions that a ward has entered itself (`own`), the papers around a
//! dossier (`regime`).
//! Invariant: a version that was handed out stays as it is, and another one comes after it; its number is on every ballot,
//! which is read and counted by that version's own questions and rule, whatever is asked later.

use serde::{Deserialize, Serialize};

use crate::lang::{Sentence, Word, word};
use crate::limits::SURVEY_QUESTIONS_MAX;
use crate::moment::Day;

/// A question as ballots keep it. What it is called and which answers it has stands in the version of the form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Question {
    #[serde(rename = "chung")]
    Overall,
    #[serde(rename = "tiep_can")]
    Access,
    #[serde(rename = "thu_tuc")]
    Procedure,
    #[serde(rename = "cong_chuc")]
    Officer,
    #[serde(rename = "ket_qua")]
    Result,
    #[serde(rename = "gop_y")]
    Feedback,
    #[serde(rename = "thai_do")]
    Manner,
    #[serde(rename = "cho_doi")]
    Wait,
    #[serde(rename = "dung_hen")]
    Promise,
    #[serde(rename = "xin_loi")]
    Apology,
    #[serde(rename = "noi_cho")]
    Place,
    #[serde(rename = "cau_1")]
    Own1,
    #[serde(rename = "cau_2")]
    Own2,
    #[serde(rename = "cau_3")]
    Own3,
    #[serde(rename = "cau_4")]
    Own4,
    #[serde(rename = "cau_5")]
    Own5,
    #[serde(rename = "cau_6")]
    Own6,
    #[serde(rename = "cau_7")]
    Own7,
    #[serde(rename = "cau_8")]
    Own8,
}

impl Question {
    /// The questions of a ward's own version, by their place on it after the whole; what they ask stands in the version.
    pub const OWN: [Question; SURVEY_QUESTIONS_MAX] = [
        Question::Own1,
        Question::Own2,
        Question::Own3,
        Question::Own4,
        Question::Own5,
        Question::Own6,
        Question::Own7,
        Question::Own8,
    ];

    /// As it is stored, and the name of its field.
    pub const fn code(self) -> &'static str {
        match self {
            Question::Overall => "chung",
            Question::Access => "tiep_can",
            Question::Procedure => "thu_tuc",
            Question::Officer => "cong_chuc",
            Question::Result => "ket_qua",
            Question::Feedback => "gop_y",
            Question::Manner => "thai_do",
            Question::Wait => "cho_doi",
            Question::Promise => "dung_hen",
            Question::Apology => "xin_loi",
            Question::Place => "noi_cho",
            Question::Own1 => "cau_1",
            Question::Own2 => "cau_2",
            Question::Own3 => "cau_3",
            Question::Own4 => "cau_4",
            Question::Own5 => "cau_5",
            Question::Own6 => "cau_6",
            Question::Own7 => "cau_7",
            Question::Own8 => "cau_8",
        }
    }
}

/// A question of a version, with the answers that may be given, the worst first; the first is stored as 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    pub question: Question,
    pub label: Sentence,
    pub scale: Vec<Word>,
}

impl Asked {
    /// Where an answer stands on the scale.
    pub fn place(&self, said: u8) -> Option<usize> {
        usize::from(said).checked_sub(1).filter(|i| *i < self.scale.len())
    }
}

/// A version of the form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Form {
    /// As ballots pin it; stable, from 1 on.
    pub number: u32,
    /// From this day on it is handed out.
    pub from: Day,
    /// The last day; none while no later version is known.
    pub to: Option<Day>,
    /// What it follows, in a few words.
    pub source: Sentence,
    /// The decision behind it as the ward wrote it, in Vietnamese; empty where `source` says it.
    pub basis: String,
    /// The whole comes first, and only it must be answered.
    pub questions: Vec<Asked>,
    /// From this answer to the whole on, somebody is satisfied.
    pub satisfied_min: u8,
    /// Up to this one they are dissatisfied.
    pub dissatisfied_max: u8,
}

/// From very dissatisfied, 1, to very satisfied, 5.
pub const SCALE: [Word; 5] = [
    word("Rất không hài lòng", "Very dissatisfied"),
    word("Không hài lòng", "Dissatisfied"),
    word("Bình thường", "Neutral"),
    word("Hài lòng", "Satisfied"),
    word("Rất hài lòng", "Very satisfied"),
];

/// From very poor, 1, to very good, 5.
pub const GOOD: [Word; 5] = [
    word("Rất kém", "Very poor"),
    word("Kém", "Poor"),
    word("Tạm được", "Fair"),
    word("Tốt", "Good"),
    word("Rất tốt", "Very good"),
];

fn asked(question: Question, label: Word, scale: &[Word]) -> Asked {
    Asked { question, label: label.into(), scale: scale.to_vec() }
}

/// The one question of every version.
pub(super) fn whole() -> Asked {
    asked(Question::Overall, word("Nhìn chung", "On the whole"), &SCALE)
}

/// A question with what it is called and its answers.
type Part = (Question, Word, &'static [Word]);

/// One of the product's own versions.
struct Row {
    number: u32,
    /// Year, month, day.
    from: (i32, u32, u32),
    source: Word,
    /// After the whole.
    parts: &'static [Part],
}

const FACTORS: [Part; 5] = [
    (Question::Access, word("Tiếp cận dịch vụ", "Access to the service"), &SCALE),
    (Question::Procedure, word("Thủ tục hành chính", "The procedure"), &SCALE),
    (Question::Officer, word("Công chức", "The officers"), &SCALE),
    (Question::Result, word("Kết quả", "The result"), &SCALE),
    (Question::Feedback, word("Tiếp nhận, xử lý góp ý", "How comments are dealt with"), &SCALE),
];

const COMMUNE: [Part; 5] = [
    (
        Question::Manner,
        word("Thái độ của người tiếp bạn", "How you were treated"),
        &[
            word("Rất thiếu tôn trọng", "With no respect at all"),
            word("Thiếu tôn trọng", "With little respect"),
            word("Bình thường", "As usual"),
            word("Lịch sự", "Politely"),
            word("Rất lịch sự, tận tình", "Politely, and with care"),
        ],
    ),
    (
        Question::Wait,
        word("Thời gian chờ tới lượt", "The wait for your turn"),
        &[
            word("Quá lâu", "Far too long"),
            word("Lâu", "Long"),
            word("Chấp nhận được", "Acceptable"),
            word("Nhanh", "Short"),
            word("Không phải chờ", "None"),
        ],
    ),
    (
        Question::Promise,
        word("Kết quả so với ngày trên giấy hẹn", "The result, by the date on your slip"),
        &[
            word("Trễ nhiều ngày", "Many days late"),
            word("Trễ một, hai ngày", "A day or two late"),
            word("Đúng ngày nhưng phải đi lại", "On the day, after more than one trip"),
            word("Đúng hẹn", "On the day"),
            word("Sớm hơn hẹn", "Before the day"),
        ],
    ),
    (
        Question::Apology,
        word("Nếu trễ: bạn có được xin lỗi và hẹn ngày mới", "If it was late: an apology and a new date"),
        &[
            word("Không ai báo gì", "Nobody told me"),
            word("Tôi hỏi mới biết", "Only when I asked"),
            word("Có báo, không có ngày mới", "Told, without a new date"),
            word("Có xin lỗi và ngày mới", "An apology and a new date"),
            word("Có, bằng văn bản, trước ngày hẹn", "Both in writing, before the day"),
        ],
    ),
    (Question::Place, word("Nơi ngồi chờ, trang thiết bị", "The place and its equipment"), &GOOD),
];

/// The product's own versions, the oldest first.
const TABLE: [Row; 2] = [
    Row {
        number: 1,
        from: (2018, 1, 1),
        source: word("Năm yếu tố của SIPAS", "The five factors of SIPAS"),
        parts: &FACTORS,
    },
    Row {
        number: 2,
        from: (2025, 7, 1),
        source: word("Bộ câu hỏi của cấp xã từ 01/07/2025", "The questions of communes since 01/07/2025"),
        parts: &COMMUNE,
    },
];

/// The number of a ballot that says none: it is from before there were two.
pub const fn first() -> u32 {
    1
}

/// All versions that a ward knows, the oldest first: the product's, then those that it has entered itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Forms(Vec<Form>);

impl Forms {
    /// The product's own.
    ///
    /// # Panics
    /// Never: the days of the table are days, which a test reads.
    pub fn standard() -> Forms {
        let form = |row: &Row| {
            let (year, month, day) = row.from;
            let from = Day::new(year, month, day).expect("a day of the table");
            let parts = row.parts.iter().map(|(question, label, scale)| asked(*question, *label, scale));
            Form::of(row.number, from, row.source.into(), String::new(), parts.collect())
        };
        Forms(TABLE.iter().map(form).collect()).dated()
    }

    /// With others after them.
    #[must_use]
    pub fn and(mut self, others: impl IntoIterator<Item = Form>) -> Forms {
        self.0.extend(others);
        self.dated()
    }

    /// Each ends the day before the next one.
    fn dated(mut self) -> Forms {
        let next: Vec<Option<Day>> = self.0.iter().skip(1).map(|form| Some(form.from.plus(-1))).collect();
        let ends = next.into_iter().chain([None]);
        self.0.iter_mut().zip(ends).for_each(|(form, to)| form.to = to);
        self
    }

    /// The version that is handed out on `day`; days before all of them take the first.
    pub fn on(&self, day: Day) -> &Form {
        self.0.iter().rev().find(|form| form.from <= day).unwrap_or(&self.0[0])
    }

    /// The version that a ballot pins.
    pub fn numbered(&self, number: u32) -> Option<&Form> {
        self.0.iter().find(|form| form.number == number)
    }

    /// The newest; the product's own are never empty.
    pub fn newest(&self) -> &Form {
        &self.0[self.0.len() - 1]
    }

    pub fn all(&self) -> &[Form] {
        &self.0
    }
}

impl Form {
    /// A version with the whole in front; its last day is not known by itself.
    pub(super) fn of(number: u32, from: Day, source: Sentence, basis: String, parts: Vec<Asked>) -> Form {
        let questions = [whole()].into_iter().chain(parts).collect();
        Form { number, from, to: None, source, basis, questions, satisfied_min: 4, dissatisfied_max: 2 }
    }

    pub fn asks(&self, question: Question) -> Option<&Asked> {
        self.questions.iter().find(|asked| asked.question == question)
    }

    pub fn is_satisfied(&self, overall: u8) -> bool {
        overall >= self.satisfied_min
    }

    pub fn is_dissatisfied(&self, overall: u8) -> bool {
        overall <= self.dissatisfied_max
    }

    /// `Mẫu 1, từ 01/01/2018 đến 30/06/2025`, `Mẫu 2, từ 01/07/2025`
    pub fn label(&self) -> Sentence {
        let (n, from, to) = (self.number, self.from.vi(), self.to.map(Day::vi));
        let (vi, en) = match to {
            Some(to) => (format!("Mẫu {n}, từ {from} đến {to}"), format!("Form {n}, from {from} to {to}")),
            None => (format!("Mẫu {n}, từ {from}"), format!("Form {n}, from {from}")),
        };
        Sentence::new(vi, en)
    }
}
