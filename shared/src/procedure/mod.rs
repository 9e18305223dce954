//! Thủ tục hành chính: what a citizen may ask for, with its papers, time limit and fees.
//!
//! Not here: a dossier's own papers and fee (`dossier`), how a limit is counted (`calendar`).
//! Invariant: a dossier pins the version it was received under; a change is a new version, never an edit.

mod asks;
mod data;
mod english;
pub mod fee;
mod original;

use fee::FeeItem;
use serde::{Deserialize, Serialize};

use crate::calendar::Term;
use crate::lang::{Sentence, Word, word};
use crate::moment::Day;

#[cfg(test)]
mod tests;

pub use asks::{Asks, asks};
pub use data::{BadCatalogue, standard_catalogue};
pub use english::told;

/// A procedure and the version of it that a dossier was received under.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ProcedureRef {
    /// `HT-01`: the ward's own short id, stable over versions.
    pub id: String,
    pub version: u32,
}

/// How sure the office is of a value: seen in a source, seen beside a short name only, general knowledge,
/// believed, unknown. What is uncertain is shown as such on the settings page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    Source,
    SourceMnemonic,
    Known,
    Uncertain,
    None,
}

/// How a paper is handed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Manner {
    /// Left with the ward.
    #[serde(rename = "nop")]
    Submit,
    /// Shown and given back.
    #[serde(rename = "xuat_trinh")]
    Show,
    /// Looked up in a state database instead.
    #[serde(rename = "csdl")]
    LookUp,
}

/// A paper that the procedure asks for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PaperAsked {
    pub name: String,
    pub originals: u32,
    pub copies: u32,
    pub manner: Manner,
    pub required: bool,
    /// When it is needed, or what may replace it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub condition: String,
}

/// One line of the fee table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeeLine {
    pub label: String,
    /// `None` where the city fixes the amount and nobody has entered it yet.
    pub vnd: Option<i64>,
    /// `bản sao`, `việc`, …
    pub per: String,
    /// Page tiers; then `vnd` is unused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<PageTier>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap_vnd_per_copy: Option<i64>,
    /// Charged only when the citizen asks for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    pub basis: String,
    pub confidence: Confidence,
}

/// `vnd` for each page from `first` to `last`, counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PageTier {
    pub first: u32,
    pub last: Option<u32>,
    pub vnd: i64,
}

/// Where the dossier goes when the ward alone does not decide.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, Default)]
pub enum Linked {
    #[default]
    #[serde(rename = "khong")]
    No,
    /// Other agencies give an answer; the ward returns the result.
    #[serde(rename = "lien_thong")]
    Consulted,
    /// The ward receives and passes on; another agency decides.
    #[serde(rename = "chuyen_tiep")]
    Forwarded,
}

/// What is not certain about posting dossiers in public, for the settings page.
pub const POSTING_UNSURE: Word = word(
    "Số ngày niêm yết hồ sơ, và có tính vào thời hạn hay không, đi theo phiên bản thủ tục. Chỉ thủ tục đất đai ghi rõ là ngoài thời hạn; ở các thủ tục khác chưa thấy văn bản nói, nên tính trong thời hạn.",
    "For how many days dossiers are posted, and whether these are part of the limit, stands in the procedure's version. Only land says outside; of the others no text was found, so they count inside.",
);

/// What a line of the fee table is for where the result is given in copies.
const COPY: &str = "bản sao";

/// One version of a procedure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Procedure {
    pub id: String,
    pub version: u32,
    pub from: Day,
    pub to: Option<Day>,
    /// National code, `1.001193`; `None` where unknown.
    pub code: Option<String>,
    pub name: String,
    pub name_en: String,
    /// Id of the ward's field, `HTCT`.
    pub field: String,
    pub term: Term,
    /// The longer limit that the law gives for a reason, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longer: Option<Longer>,
    /// The limit in the law's words.
    pub term_text: String,
    pub term_confidence: Confidence,
    pub fees: Vec<FeeLine>,
    pub papers: Vec<PaperAsked>,
    /// Sets of papers.
    pub sets: u32,
    pub results: Vec<String>,
    pub signer: String,
    pub legal_basis: Vec<String>,
    pub linked: Linked,
    /// Who is asked, or decides.
    pub agencies: Vec<String>,
    /// Whom it is for (“đối tượng thực hiện”), as it is posted: Decree 63/2010/NĐ-CP, article 8. Empty where the ward has
    /// not said it; at most `NAME_CHARS_MAX` characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub for_whom: String,
    /// The citizen must come in person.
    pub in_person: bool,
    /// Days of public posting; 0 = none.
    pub posting_days: u32,
    /// Working days, not calendar days.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub posting_works: bool,
    /// The days of posting are outside the limit: its clock stands still meanwhile.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub posting_outside: bool,
    /// The book the result is entered in, or empty.
    pub register: String,
    /// Step names with the role's words and working hours, for the public sheet.
    pub steps: Vec<StepPlan>,
    /// `toan_trinh` or `mot_phan`.
    pub online: String,
    /// For the receptionist, or empty.
    pub note: String,
}

/// A limit that takes the place of the usual one where a condition is met.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Longer {
    pub term: Term,
    /// The condition in the law's words: `phải gửi xác minh`.
    pub when: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StepPlan {
    pub name: String,
    pub who: String,
    pub working_hours: u32,
}

impl Procedure {
    pub fn reference(&self) -> ProcedureRef {
        ProcedureRef { id: self.id.clone(), version: self.version }
    }

    pub fn is_same_day(&self) -> bool {
        self.term == Term::SameDay
    }

    /// For how long it is posted in public; none where it is not.
    pub fn posting(&self) -> Option<Term> {
        let days = if self.posting_works { Term::WorkingDays } else { Term::CalendarDays };
        (self.posting_days > 0).then(|| days(self.posting_days))
    }

    /// Whether the fee of a case counts pages and copies.
    pub fn asks_pages(&self, line: usize) -> bool {
        self.fees.get(line).is_some_and(|line| !line.tiers.is_empty())
    }

    /// How many copies were paid for; none where the result is not given in copies.
    pub fn copies(&self, paid: &[FeeItem]) -> Option<u32> {
        let in_copies =
            |item: &&FeeItem| self.fees.iter().any(|line| line.per == COPY && line.label == item.label);
        paid.iter().filter(in_copies).map(FeeItem::count).reduce(u32::saturating_add)
    }
}

/// A field of work: `Hộ tịch – Chứng thực`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Field {
    pub id: String,
    pub name: String,
    pub name_en: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Catalogue {
    pub fields: Vec<Field>,
    pub procedures: Vec<Procedure>,
}

impl Catalogue {
    pub fn get(&self, reference: &ProcedureRef) -> Option<&Procedure> {
        self.procedures.iter().find(|p| p.id == reference.id && p.version == reference.version)
    }

    /// What the procedure is called; its id where the catalogue has forgotten it.
    pub fn name_of(&self, reference: &ProcedureRef) -> Sentence {
        let Some(Procedure { name, name_en, .. }) = self.get(reference) else {
            return Sentence::new(reference.id.clone(), reference.id.clone());
        };
        Sentence::new(name.clone(), if name_en.is_empty() { name.clone() } else { name_en.clone() })
    }

    /// The version in force on `day`.
    pub fn in_force<'a>(&'a self, id: &str, day: Day) -> Option<&'a Procedure> {
        self.all_in_force(day).find(|p| p.id == id)
    }

    pub fn all_in_force(&self, day: Day) -> impl Iterator<Item = &Procedure> {
        self.procedures.iter().filter(move |p| p.from <= day && p.to.is_none_or(|to| day <= to))
    }

    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// Why the catalogue cannot stand by itself: a version twice, two in force on one day, a field that is not there.
    pub fn fault(&self) -> Option<Sentence> {
        for (i, p) in self.procedures.iter().enumerate() {
            let (id, version) = (&p.id, p.version);
            if self.field(&p.field).is_none() {
                return Some(Sentence::new(
                    format!("Thủ tục {id} thuộc lĩnh vực không có trong danh mục."),
                    format!("Procedure {id} belongs to a field that the list does not have."),
                ));
            }
            let others = self.procedures[i + 1..].iter().filter(|other| other.id == p.id);
            for other in others {
                let ends = |p: &Procedure, day: Day| p.to.is_some_and(|to| to < day);
                if other.version == version || !(ends(p, other.from) || ends(other, p.from)) {
                    return Some(Sentence::new(
                        format!(
                            "Thủ tục {id}: bản {version} và bản {} trùng số hoặc trùng ngày.",
                            other.version
                        ),
                        format!(
                            "Procedure {id}: versions {version} and {} share number or days.",
                            other.version
                        ),
                    ));
                }
            }
        }
        None
    }

    /// Why it cannot follow `old`: dossiers keep the version they were received under, so what stands in a version
    /// stays. It may only be ended, not before `today`, and told whom it is for, which no dossier follows.
    pub fn follows(&self, old: &Catalogue, today: Day) -> Option<Sentence> {
        let changed = old.procedures.iter().find(|before| {
            self.get(&before.reference()).is_none_or(|after| {
                let ended = after.to.is_some_and(|to| today <= to) && before.to.is_none_or(|to| today <= to);
                let same_end = after.to == before.to;
                let for_whom = before.for_whom.clone();
                !(same_end || ended) || Procedure { to: before.to, for_whom, ..after.clone() } != **before
            })
        })?;
        let (id, version) = (&changed.id, changed.version);
        Some(Sentence::new(
            format!(
                "Bản {version} của thủ tục {id} đã dùng, không sửa được. Kết thúc bản ấy và thêm bản mới."
            ),
            format!("Version {version} of procedure {id} is in use and stays. End it and add a new version."),
        ))
    }
}
