//! A printable paper as data: the browser prints it, the server archives it, both from one value.
//!
//! Not here: which paper an act makes (`paper`), fonts and margins (style/print.css, server/src/pdf).
//! Invariant: always Vietnamese; the order of blocks is the order on paper.

use serde::{Deserialize, Serialize};

use crate::calendar::Timing;

/// What the pen fills in.
pub const BLANK: &str = "………";

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Size {
    A5,
    A4,
    A4Wide,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sheet {
    pub size: Size,
    /// `Mẫu số 01`, or empty where the regime's forms have no number yet.
    pub form: String,
    /// Left head, from top to bottom; the last line is ruled.
    pub agency: Vec<String>,
    /// `Mã hồ sơ: …`
    pub number: String,
    /// What a scanner reads below the number, or empty.
    pub bars: String,
    /// `Đà Nẵng, ngày … tháng … năm …`
    pub place_and_date: String,
    pub title: String,
    pub blocks: Vec<Block>,
    /// `Nơi nhận:`, beside the signature of an office; empty where a person signs for themselves.
    pub recipients: Vec<String>,
    pub signatures: Vec<Signature>,
    /// `Liên 1: Lưu`, one printed copy each; empty for a paper of one copy.
    pub copies: Vec<String>,
    /// Small print at the foot: what to bring, where to ask.
    pub foot: Vec<String>,
}

impl Sheet {
    /// The number of a letter stands in the middle, below its agency (Decree 30/2020, appendix I); a dossier's with its
    /// bars beside it, and what a book is of, go along the line.
    pub fn is_numbered_below_agency(&self) -> bool {
        self.size == Size::A4 && self.bars.is_empty() && !self.agency.is_empty()
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Block {
    /// `label: value` on one line.
    Line {
        label: String,
        value: String,
    },
    Paragraph(String),
    /// Numbered from 1.
    List(Vec<String>),
    Table {
        head: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    /// The table of a book or a form.
    Grid(Grid),
    /// The table of a control slip.
    HandOvers(Vec<HandOver>),
    /// What a phone's camera reads, with the words beside it.
    Qr {
        text: String,
        caption: String,
    },
}

/// Columns as the law draws them: some under a head that they share, each with its number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Grid {
    pub head: Vec<String>,
    /// From left to right; none reaches into another.
    pub over: Vec<Over>,
    pub rows: Vec<Vec<String>>,
    /// The last row is the sum of those above.
    pub is_summed: bool,
}

/// A head over neighbouring columns.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Over {
    pub name: String,
    /// The first of them, from 0.
    pub from: usize,
    pub count: usize,
}

impl Grid {
    /// `(1)`, `(2)`: below each name.
    pub fn numbers(&self) -> impl Iterator<Item = String> + use<> {
        (1..=self.head.len()).map(|n| format!("({n})"))
    }

    /// The upper line of heads: name, first column, and how many columns share it; 0 for one that stands alone, down
    /// both lines.
    pub fn upper(&self) -> Vec<(&str, usize, usize)> {
        let mut upper = Vec::new();
        let mut at = 0;
        while at < self.head.len() {
            let shared = self.over.iter().find(|over| over.from == at && over.count > 0);
            let (name, count) = shared.map_or((&self.head[at], 0), |over| (&over.name, over.count));
            upper.push((name.as_str(), at, count));
            at += count.max(1);
        }
        upper
    }

    /// Whether the column stands under a shared head.
    pub fn is_under(&self, column: usize) -> bool {
        self.over.iter().any(|over| (over.from..over.from + over.count).contains(&column))
    }
}

/// A dossier passes from one hand to another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HandOver {
    pub from: Hand,
    pub to: Hand,
    /// `8 giờ 15 phút, ngày …`, or blanks.
    pub at: String,
    pub result: Outcome,
    pub note: String,
}

/// An office with the person who gives or takes; the pen signs beside the name, or writes one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hand {
    pub office: String,
    pub person: String,
}

/// How a step ended, as the side that takes the dossier says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Outcome {
    /// Nothing is measured by this step.
    Unmeasured,
    /// The step has no limit of its own on record: whoever takes the dossier ticks one.
    Pen,
    Known(Timing),
}

impl Outcome {
    /// The words with their boxes, ticked or not; empty where nothing is measured.
    pub fn boxes(self) -> Vec<(&'static str, bool)> {
        let known = match self {
            Outcome::Unmeasured => return Vec::new(),
            Outcome::Pen => None,
            Outcome::Known(timing) => Some(timing),
        };
        let word = |timing| match timing {
            Timing::Early => "Trước hạn",
            Timing::OnTime => "Đúng hạn",
            Timing::Late => "Quá hạn",
        };
        Timing::ALL.map(|timing| (word(timing), known == Some(timing))).to_vec()
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signature {
    /// `NGƯỜI TIẾP NHẬN HỒ SƠ`; who signs for another has two lines: `KT. CHỦ TỊCH`, `PHÓ CHỦ TỊCH`.
    pub role: Vec<String>,
    /// `(Ký và ghi rõ họ tên)`
    pub hint: String,
    pub name: String,
}

impl Block {
    pub fn line(label: &str, value: impl Into<String>) -> Block {
        Block::Line { label: label.to_owned(), value: value.into() }
    }

    pub fn paragraph(text: impl Into<String>) -> Block {
        Block::Paragraph(text.into())
    }

    fn text(&self, lines: &mut Vec<String>) {
        match self {
            Block::Line { label, value } => lines.push(format!("{label}: {value}")),
            Block::Paragraph(text) => lines.push(text.clone()),
            Block::List(items) => {
                lines.extend(items.iter().zip(1..).map(|(item, n)| format!("{n}. {item}")));
            }
            Block::Table { head, rows } => {
                lines.push(head.join(" | "));
                lines.extend(rows.iter().map(|row| row.join(" | ")));
            }
            Block::Grid(grid) => {
                let over: Vec<&str> = grid.over.iter().map(|over| over.name.as_str()).collect();
                lines.extend([over.join(" | "), grid.head.join(" | ")]);
                lines.push(grid.numbers().collect::<Vec<_>>().join(" | "));
                lines.extend(grid.rows.iter().map(|row| row.join(" | ")));
            }
            Block::HandOvers(rows) => lines.extend(rows.iter().map(HandOver::text)),
            Block::Qr { caption, .. } => lines.push(caption.clone()),
        }
    }
}

impl HandOver {
    /// The columns of the form.
    pub const COLUMNS: [&str; 4] =
        ["TÊN CƠ QUAN", "THỜI GIAN GIAO, NHẬN HỒ SƠ", "KẾT QUẢ GIẢI QUYẾT HỒ SƠ", "GHI CHÚ"];

    fn text(&self) -> String {
        let boxes = self.result.boxes().into_iter().map(|(word, ticked)| {
            let tick = if ticked { "x" } else { " " };
            format!("[{tick}] {word}")
        });
        let boxes = boxes.collect::<Vec<_>>().join(" ");
        let (from, to) = (&self.from, &self.to);
        let offices = format!("1. Giao: {} 2. Nhận: {}", from.office, to.office);
        format!(
            "{offices} | {} Người giao: {} Người nhận: {} | {boxes} | {}",
            self.at, from.person, to.person, self.note
        )
    }
}

impl Signature {
    /// Whoever signs for themselves.
    pub fn person(role: &str, name: impl Into<String>) -> Signature {
        Signature {
            role: vec![role.to_owned()], hint: "(Ký và ghi rõ họ tên)".to_owned(), name: name.into()
        }
    }
}

impl Sheet {
    /// All visible text, line by line: for comparison with what a printer made.
    pub fn text(&self) -> String {
        let mut lines = vec![self.form.clone()];
        lines.extend(self.agency.iter().cloned());
        lines.extend([self.number.clone(), self.place_and_date.clone(), self.title.clone()]);
        lines.extend(self.copies.iter().map(|copy| format!("({copy})")));
        for block in &self.blocks {
            block.text(&mut lines);
        }
        lines.extend(self.recipients.iter().cloned());
        lines.extend(self.signatures.iter().map(|s| format!("{} {} {}", s.role.join(" "), s.hint, s.name)));
        lines.extend(self.foot.iter().cloned());
        let lines = lines.iter().map(|line| line.trim_end()).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }
}
