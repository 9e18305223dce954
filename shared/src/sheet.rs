//! A printable paper as data: the browser prints it, the server will archive it, both from one value.
//!
//! Not here: which paper an act makes (its room), fonts and margins (style/print.css).
//! Invariant: always Vietnamese; the order of blocks is the order on paper.

use serde::{Deserialize, Serialize};

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sheet {
    /// `Mẫu số 01`, or empty where the regime's forms have no number yet.
    pub form: String,
    /// Left head, from top to bottom; the last line is ruled.
    pub agency: Vec<String>,
    /// `Mã hồ sơ: …`
    pub number: String,
    /// `Đà Nẵng, ngày … tháng … năm …`
    pub place_and_date: String,
    pub title: String,
    pub blocks: Vec<Block>,
    pub signatures: Vec<Signature>,
    /// `Liên 1: Lưu`, one printed copy each.
    pub copies: Vec<String>,
    /// Small print at the foot: what to bring, where to ask.
    pub foot: Vec<String>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Block {
    /// `label: value` on one line.
    Line {
        label: String,
        value: String,
    },
    Paragraph(String),
    Table {
        head: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    /// What a phone's camera reads, with the words beside it.
    Qr {
        text: String,
        caption: String,
    },
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signature {
    /// `NGƯỜI TIẾP NHẬN HỒ SƠ`
    pub role: String,
    /// `(Ký và ghi rõ họ tên)`
    pub hint: String,
    pub name: String,
}

impl Sheet {
    /// All visible text, line by line: for comparison with what a printer made.
    pub fn text(&self) -> String {
        let mut lines = vec![self.form.clone()];
        lines.extend(self.agency.iter().cloned());
        lines.extend([self.number.clone(), self.place_and_date.clone(), self.title.clone()]);
        lines.extend(self.copies.iter().map(|copy| format!("({copy})")));
        for block in &self.blocks {
            match block {
                Block::Line { label, value } => lines.push(format!("{label}: {value}")),
                Block::Paragraph(text) => lines.push(text.clone()),
                Block::Table { head, rows } => {
                    lines.push(head.join(" | "));
                    lines.extend(rows.iter().map(|row| row.join(" | ")));
                }
                Block::Qr { caption, .. } => lines.push(caption.clone()),
            }
        }
        lines.extend(self.signatures.iter().map(|s| format!("{} {} {}", s.role, s.hint, s.name)));
        lines.extend(self.foot.iter().cloned());
        lines.into_iter().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
    }
}
