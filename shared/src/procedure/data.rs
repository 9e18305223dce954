//! Reads the catalogue from data/procedures.json.
//!
//! Not here: how it is used (`procedure`).
//! Invariant: 2018 and 2025 are versions of the same procedure; what the data does not say is not guessed.

use serde::Deserialize;

use super::{
    Catalogue, Confidence, FeeLine, Field, Linked, Manner, PageTier, PaperAsked, Procedure, StepPlan,
};
use crate::calendar::Term;
use crate::moment::Day;

const PROCEDURES: &str = include_str!("../../data/procedures.json");

/// The data file is not what this build expects.
#[derive(Debug, thiserror::Error)]
pub enum BadCatalogue {
    #[error("data/procedures.json cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    #[error("procedure {id} has a time limit '{mode}' that is not known")]
    Term { id: String, mode: String },
}

#[derive(Deserialize)]
struct File {
    fields: Vec<FieldRow>,
    procedures: Vec<Row>,
}

#[derive(Deserialize)]
struct FieldRow {
    id: String,
    name_vi: String,
    name_en: String,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    code: Option<String>,
    name_vi: String,
    name_en: String,
    field: String,
    time_limit: Limit,
    fees: Vec<FeeRow>,
    documents: Vec<PaperRow>,
    dossier_sets: Option<u32>,
    result: ResultRow,
    legal_basis: Vec<String>,
    online: OnlineRow,
    lien_thong: LinkRow,
    must_appear_in_person: Option<bool>,
    public_posting_days: Option<u32>,
    register_book_vi: Option<String>,
    internal_process: Option<ProcessRow>,
    note: Option<String>,
}

#[derive(Deserialize)]
struct Limit {
    mode: String,
    value: u32,
    text_vi: String,
    confidence: Confidence,
}

#[derive(Deserialize)]
struct FeeRow {
    label_vi: String,
    amount_vnd: Option<i64>,
    per: String,
    basis_vi: String,
    confidence: Confidence,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    tiers: Vec<TierRow>,
    cap_vnd_per_copy: Option<i64>,
}

#[derive(Deserialize)]
struct TierRow {
    from_page: u32,
    to_page: Option<u32>,
    vnd_per_page: i64,
}

#[derive(Deserialize)]
struct PaperRow {
    name_vi: String,
    originals: u32,
    copies: u32,
    how: Manner,
    required: bool,
    #[serde(default)]
    condition_vi: String,
}

#[derive(Deserialize)]
struct ResultRow {
    names_vi: Vec<String>,
    signer_vi: Option<String>,
}

#[derive(Deserialize)]
struct OnlineRow {
    level_since_2022: Option<String>,
}

#[derive(Deserialize)]
struct LinkRow {
    is: bool,
    #[serde(default)]
    agencies_vi: Vec<String>,
    kind: Option<String>,
}

#[derive(Deserialize)]
struct ProcessRow {
    steps: Vec<StepRow>,
}

#[derive(Deserialize)]
struct StepRow {
    name_vi: String,
    role: String,
    working_hours: u32,
}

/// The forty procedures of the ward: version 1 to 30/06/2025, version 2 from 01/07/2025.
pub fn standard_catalogue() -> Result<Catalogue, BadCatalogue> {
    let file: File = crate::json::read(PROCEDURES)?;
    let mut procedures = Vec::with_capacity(file.procedures.len() * 2);
    for row in &file.procedures {
        let today = procedure(row)?;
        procedures.push(as_of_2018(&today));
        procedures.push(today);
    }
    let fields = file
        .fields
        .into_iter()
        .map(|row| Field { id: row.id, name: row.name_vi, name_en: row.name_en })
        .collect();
    Ok(Catalogue { fields, procedures })
}

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::new(year, month, day).expect("a day of the calendar")
}

/// The version of the article's year. Mediation of land disputes took 45 days then (domain notes §4).
fn as_of_2018(today: &Procedure) -> Procedure {
    let mut then = today.clone();
    then.version = 1;
    then.from = day(2018, 1, 1);
    then.to = Some(day(2025, 6, 30));
    if then.id == "DD-01" {
        then.term = Term::CalendarDays(45);
        then.term_text = "45 ngày".to_owned();
        then.term_confidence = Confidence::Known;
    }
    then
}

fn term(row: &Row) -> Result<Term, BadCatalogue> {
    let value = row.time_limit.value;
    match row.time_limit.mode.as_str() {
        "same_day" => Ok(Term::SameDay),
        "working_hours" => Ok(Term::WorkingHours(value)),
        "working_days" => Ok(Term::WorkingDays(value)),
        "calendar_days" => Ok(Term::CalendarDays(value)),
        mode => Err(BadCatalogue::Term { id: row.id.clone(), mode: mode.to_owned() }),
    }
}

fn role_words(role: &str) -> String {
    match role {
        "can_bo_mot_cua" => "Cán bộ tiếp nhận",
        "cong_chuc_chuyen_mon" => "Công chức chuyên môn",
        "lanh_dao" => "Lãnh đạo UBND phường",
        "van_thu" => "Văn thư",
        other => other,
    }
    .to_owned()
}

fn fee_line(row: &FeeRow) -> FeeLine {
    let tier = |t: &TierRow| PageTier { first: t.from_page, last: t.to_page, vnd: t.vnd_per_page };
    FeeLine {
        label: row.label_vi.clone(),
        vnd: row.amount_vnd,
        per: row.per.clone(),
        tiers: row.tiers.iter().map(tier).collect(),
        cap_vnd_per_copy: row.cap_vnd_per_copy,
        optional: row.optional,
        basis: row.basis_vi.clone(),
        confidence: row.confidence,
    }
}

fn procedure(row: &Row) -> Result<Procedure, BadCatalogue> {
    let linked = match (row.lien_thong.is, row.lien_thong.kind.as_deref()) {
        (false, _) => Linked::No,
        (true, Some("chuyen_tiep")) => Linked::Forwarded,
        (true, _) => Linked::Consulted,
    };
    let paper = |p: &PaperRow| PaperAsked {
        name: p.name_vi.clone(),
        originals: p.originals,
        copies: p.copies,
        manner: p.how,
        required: p.required,
        condition: p.condition_vi.clone(),
    };
    let steps = row.internal_process.iter().flat_map(|process| &process.steps);
    Ok(Procedure {
        id: row.id.clone(),
        version: 2,
        from: day(2025, 7, 1),
        to: None,
        code: row.code.clone(),
        name: row.name_vi.clone(),
        name_en: row.name_en.clone(),
        field: row.field.clone(),
        term: term(row)?,
        term_text: row.time_limit.text_vi.clone(),
        term_confidence: row.time_limit.confidence,
        fees: row.fees.iter().map(fee_line).collect(),
        papers: row.documents.iter().map(paper).collect(),
        sets: row.dossier_sets.unwrap_or(1),
        results: row.result.names_vi.clone(),
        signer: row.result.signer_vi.clone().unwrap_or_default(),
        legal_basis: row.legal_basis.clone(),
        linked,
        agencies: row.lien_thong.agencies_vi.clone(),
        in_person: row.must_appear_in_person.unwrap_or(false),
        posting_days: row.public_posting_days.unwrap_or(0),
        register: row.register_book_vi.clone().unwrap_or_default(),
        steps: steps
            .map(|s| StepPlan {
                name: s.name_vi.clone(),
                who: role_words(&s.role),
                working_hours: s.working_hours,
            })
            .collect(),
        online: row.online.level_since_2022.clone().unwrap_or_default(),
        note: row.note.clone().unwrap_or_default(),
    })
}
