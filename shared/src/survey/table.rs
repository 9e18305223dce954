//! Số liệu hài lòng as a file: how many gave each answer, under the sentences that the page says.
//!
//! Not here: the counting (`survey`), comments, which may lead to who wrote them and stay on the page.
//! Invariant: every figure is the page's own, none is counted here; a share never stands without how many it is of.

use super::{Channel, Forms, OfForm, Question, Totals};
use crate::lang::{Lang, Word, counted, number, share, word};
use crate::report::{Cell, Table};

/// In file names.
pub const ID: &str = "hai-long";
pub const TITLE: Word = word("Hài lòng", "Satisfaction");
pub const SATISFIED: Word = word("Hài lòng hoặc rất hài lòng", "Satisfied or very satisfied");
pub const RESPONSE: Word = word("Tỷ lệ trả lời", "Response");
pub const CHANNELS: Word = word("Cách gửi phiếu", "Ways the ballots came in");

const COLUMNS: [&str; 5] = ["Mẫu phiếu", "Câu hỏi", "Trả lời", "Số phiếu", "Trên số phiếu"];

/// `100,0 % (779/779 phiếu)`
pub fn satisfied(lang: Lang, satisfied: u32, n: u32) -> String {
    let share = share(lang, satisfied, n);
    let satisfied = number(lang, satisfied.into());
    match lang {
        Lang::Vi => format!("{share} ({satisfied}/{} phiếu)", number(lang, n.into())),
        Lang::En => format!("{share} ({satisfied} of {})", counted(n, "ballot", "ballots")),
    }
}

impl Totals {
    /// `16,0 % (779 phiếu, 4.872 hồ sơ đã trả)`
    pub fn response_text(&self, lang: Lang) -> String {
        let share = self.response().map_or_else(|| "–".to_owned(), |(n, of)| share(lang, n, of));
        let n = |n: u32| number(lang, n.into());
        match lang {
            Lang::Vi => format!("{share} ({} phiếu, {} hồ sơ đã trả)", n(self.n), n(self.returned)),
            Lang::En => {
                let returned = counted(self.returned, "dossier returned", "dossiers returned");
                format!("{share} ({}, {returned})", counted(self.n, "ballot", "ballots"))
            }
        }
    }

    /// `779 phiếu giấy`, `5 trên mạng, 4 máy ở sảnh`
    pub fn channels_text(&self, lang: Lang) -> String {
        let part = |channel: Channel| {
            let n = self.channels.get(&channel).copied().filter(|n| *n > 0)?;
            Some(format!("{} {}", number(lang, n.into()), channel.label().of(lang)))
        };
        Channel::ALL.into_iter().filter_map(part).collect::<Vec<_>>().join(", ")
    }

    /// What stands over the figures of a paper and under those of a spreadsheet.
    pub fn said(&self) -> [(&'static str, String); 3] {
        let lang = Lang::Vi;
        [
            (SATISFIED.vi, satisfied(lang, self.satisfied, self.n)),
            (RESPONSE.vi, self.response_text(lang)),
            (CHANNELS.vi, self.channels_text(lang)),
        ]
    }

    /// One line for each answer of each question of each version, beside how many answered the question; the last line is
    /// who is satisfied on the whole.
    pub fn table(&self, forms: &Forms) -> Table {
        let line = |form: &str, question: &str, answer: &str, n: u32, of: u32| {
            vec![form.into(), question.into(), answer.into(), n.into(), Cell::from(of)]
        };
        let mut rows = Vec::new();
        for of in &self.forms {
            let Some(form) = forms.numbered(of.form) else { continue };
            let name = format!("{} ({})", form.label().vi, form.source.vi);
            for asked in &form.questions {
                let Some(spread) = of.questions.get(&asked.question) else { continue };
                let all = spread.iter().sum();
                let each = asked.scale.iter().zip(spread);
                rows.extend(each.map(|(said, n)| line(&name, &asked.label.vi, said.vi, *n, all)));
            }
            rows.push(line(&name, Self::whole(of, forms), SATISFIED.vi, of.satisfied, of.n));
        }
        let ways = Channel::ALL.into_iter().filter_map(|way| Some((way, self.channels.get(&way)?)));
        rows.extend(ways.map(|(way, n)| line("", CHANNELS.vi, way.label().vi, *n, self.n)));
        Table {
            columns: COLUMNS.map(str::to_owned).to_vec(),
            rows,
            total: line("Tổng cộng", "", SATISFIED.vi, self.satisfied, self.n),
            below: self.said().map(|(name, said)| format!("{name}: {said}")).to_vec(),
        }
    }

    fn whole<'a>(of: &OfForm, forms: &'a Forms) -> &'a str {
        let asked = forms.numbered(of.form).and_then(|form| form.asks(Question::Overall));
        asked.map_or("", |asked| asked.label.vi.as_str())
    }
}
