//! Mẫu phiếu: what the ward asks about a result, in versions, each with the days on which it is handed out.
//!
//! Not here: what somebody answers (`survey`), the papers around a dossier (`regime`).
//! Invariant: a version that was handed out stays as it is, and another one comes after it; its number is on every ballot,
//! which is read and counted by that version's own questions and rule, whatever is asked later.

use serde::{Deserialize, Serialize};

use crate::lang::{Sentence, Word, word};
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
}

impl Question {
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
        }
    }
}

/// A question of a version, with the answers that may be given, the worst first; the first is stored as 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked {
    pub question: Question,
    pub label: Word,
    pub scale: &'static [Word],
}

impl Asked {
    /// Where an answer stands on the scale.
    pub fn place(&self, said: u8) -> Option<usize> {
        usize::from(said).checked_sub(1).filter(|i| *i < self.scale.len())
    }
}

/// A version of the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Form {
    /// As ballots pin it; stable, from 1 on.
    pub number: u32,
    /// Year, month, day from which it is handed out.
    pub from: (i32, u32, u32),
    /// The last day; none while no later version is known.
    pub to: Option<(i32, u32, u32)>,
    /// What it follows.
    pub source: Word,
    /// The whole comes first, and only it must be answered.
    pub questions: &'static [Asked],
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

const fn asked(question: Question, label: Word) -> Asked {
    Asked { question, label, scale: &SCALE }
}

const OVERALL: Asked = asked(Question::Overall, word("Nhìn chung", "On the whole"));

const FACTORS: [Asked; 6] = [
    OVERALL,
    asked(Question::Access, word("Tiếp cận dịch vụ", "Access to the service")),
    asked(Question::Procedure, word("Thủ tục hành chính", "The procedure")),
    asked(Question::Officer, word("Công chức", "The officers")),
    asked(Question::Result, word("Kết quả", "The result")),
    asked(Question::Feedback, word("Tiếp nhận, xử lý góp ý", "How comments are dealt with")),
];

const COMMUNE: [Asked; 6] = [
    OVERALL,
    Asked {
        question: Question::Manner,
        label: word("Thái độ của người tiếp bạn", "How you were treated"),
        scale: &[
            word("Rất thiếu tôn trọng", "With no respect at all"),
            word("Thiếu tôn trọng", "With little respect"),
            word("Bình thường", "As usual"),
            word("Lịch sự", "Politely"),
            word("Rất lịch sự, tận tình", "Politely, and with care"),
        ],
    },
    Asked {
        question: Question::Wait,
        label: word("Thời gian chờ tới lượt", "The wait for your turn"),
        scale: &[
            word("Quá lâu", "Far too long"),
            word("Lâu", "Long"),
            word("Chấp nhận được", "Acceptable"),
            word("Nhanh", "Short"),
            word("Không phải chờ", "None"),
        ],
    },
    Asked {
        question: Question::Promise,
        label: word("Kết quả so với ngày trên giấy hẹn", "The result, by the date on your slip"),
        scale: &[
            word("Trễ nhiều ngày", "Many days late"),
            word("Trễ một, hai ngày", "A day or two late"),
            word("Đúng ngày nhưng phải đi lại", "On the day, after more than one trip"),
            word("Đúng hẹn", "On the day"),
            word("Sớm hơn hẹn", "Before the day"),
        ],
    },
    Asked {
        question: Question::Apology,
        label: word(
            "Nếu trễ: bạn có được xin lỗi và hẹn ngày mới",
            "If it was late: an apology and a new date",
        ),
        scale: &[
            word("Không ai báo gì", "Nobody told me"),
            word("Tôi hỏi mới biết", "Only when I asked"),
            word("Có báo, không có ngày mới", "Told, without a new date"),
            word("Có xin lỗi và ngày mới", "An apology and a new date"),
            word("Có, bằng văn bản, trước ngày hẹn", "Both in writing, before the day"),
        ],
    },
    Asked {
        question: Question::Place,
        label: word("Nơi ngồi chờ, trang thiết bị", "The place and its equipment"),
        scale: &[
            word("Rất kém", "Very poor"),
            word("Kém", "Poor"),
            word("Tạm được", "Fair"),
            word("Tốt", "Good"),
            word("Rất tốt", "Very good"),
        ],
    },
];

/// All versions, the oldest first; days before all of them take the first.
pub const FORMS: [Form; 2] = [
    Form {
        number: 1,
        from: (2018, 1, 1),
        to: Some((2025, 6, 30)),
        source: word("Năm yếu tố của SIPAS", "The five factors of SIPAS"),
        questions: &FACTORS,
        satisfied_min: 4,
        dissatisfied_max: 2,
    },
    Form {
        number: 2,
        from: (2025, 7, 1),
        to: None,
        source: word("Bộ câu hỏi của cấp xã từ 01/07/2025", "The questions of communes since 01/07/2025"),
        questions: &COMMUNE,
        satisfied_min: 4,
        dissatisfied_max: 2,
    },
];

/// The number of a ballot that says none: it is from before there were two.
pub const fn first() -> u32 {
    FORMS[0].number
}

impl Form {
    /// The version that is handed out on `day`.
    pub fn on(day: Day) -> &'static Form {
        FORMS.iter().rev().find(|form| form.starts().is_some_and(|from| from <= day)).unwrap_or(&FORMS[0])
    }

    /// The version that a ballot pins.
    pub fn numbered(number: u32) -> Option<&'static Form> {
        FORMS.iter().find(|form| form.number == number)
    }

    pub fn starts(&self) -> Option<Day> {
        let (year, month, day) = self.from;
        Day::new(year, month, day)
    }

    /// The last day on which it is handed out.
    pub fn ends(&self) -> Option<Day> {
        let (year, month, day) = self.to?;
        Day::new(year, month, day)
    }

    pub fn asks(&self, question: Question) -> Option<&'static Asked> {
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
        let days = |day: Option<Day>| day.map(Day::vi).unwrap_or_default();
        let (n, from, to) = (self.number, days(self.starts()), self.ends().map(Day::vi));
        let (vi, en) = match to {
            Some(to) => (format!("Mẫu {n}, từ {from} đến {to}"), format!("Form {n}, from {from} to {to}")),
            None => (format!("Mẫu {n}, từ {from}"), format!("Form {n}, from {from}")),
        };
        Sentence::new(vi, en)
    }
}
