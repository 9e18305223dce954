//! Reads the catalogue from data/procedures.json.
//!
//! Not here: how it is used (`procedure`).
//! Invariant: 2018 and 2025 are versions of the same procedure. Where the data names both years' values each
//! version gets its own; what the data does not say is not guessed, and today's fees are uncertain for 2018.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    Catalogue, Confidence, FeeLine, Field, Linked, Longer, Manner, PageTier, PaperAsked, Procedure, StepPlan,
};
use crate::calendar::Term;
use crate::lang::Lang;
use crate::moment::Day;
use crate::text::{capital, small};

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
    /// Years, `2018` or `2015-2024`, to the code of then: `1.003554 (known)`. Other keys name other procedures.
    #[serde(default)]
    code_other_regimes: BTreeMap<String, String>,
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
    /// `working_days`; calendar days where nothing is said.
    #[serde(default)]
    public_posting_unit: String,
    /// The days are outside the limit; inside it where nothing is said.
    #[serde(default)]
    public_posting_outside_limit: bool,
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
    extended: Option<LongerRow>,
    #[serde(default)]
    note: String,
}

/// Another limit of the same procedure: longer in some cases, or the one of 2018.
#[derive(Deserialize)]
struct LongerRow {
    mode: String,
    value: u32,
    condition_vi: String,
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

/// Which version of a procedure is made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edition {
    /// 01/01/2018 to 30/06/2025: ward, district, city.
    Three,
    /// From 01/07/2025: ward and city.
    Two,
}

/// The forty procedures of the ward: version 1 to 30/06/2025, version 2 from 01/07/2025.
pub fn standard_catalogue() -> Result<Catalogue, BadCatalogue> {
    let file: File = crate::json::read(PROCEDURES)?;
    let mut procedures = Vec::with_capacity(file.procedures.len() * 2);
    for row in &file.procedures {
        procedures.push(procedure(row, Edition::Three)?);
        procedures.push(procedure(row, Edition::Two)?);
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

fn term(row: &Row, mode: &str, value: u32) -> Result<Term, BadCatalogue> {
    match mode {
        "same_day" => Ok(Term::SameDay),
        "working_hours" => Ok(Term::WorkingHours(value)),
        "working_days" => Ok(Term::WorkingDays(value)),
        "calendar_days" => Ok(Term::CalendarDays(value)),
        mode => Err(BadCatalogue::Term { id: row.id.clone(), mode: mode.to_owned() }),
    }
}

/// The limit in force in this edition, in words too, how sure it is, and the longer one.
struct InForce {
    term: Term,
    text: String,
    confidence: Confidence,
    longer: Option<Longer>,
}

fn limit(row: &Row, edition: Edition) -> Result<InForce, BadCatalogue> {
    let now = &row.time_limit;
    let usual = InForce {
        term: term(row, &now.mode, now.value)?,
        text: now.text_vi.clone(),
        confidence: now.confidence,
        longer: None,
    };
    let Some(other) = &now.extended else { return Ok(usual) };
    let longer = term(row, &other.mode, other.value)?;
    // `2018 (Luật 2013, Nghị định 43/2014): không quá 45 ngày`
    let then = other.condition_vi.strip_prefix("2018 (").and_then(|rest| rest.split_once("): "));
    Ok(match (then, edition) {
        (Some((_, words)), Edition::Three) => {
            InForce { term: longer, text: capital(words), confidence: Confidence::Known, longer: None }
        }
        (Some(_), Edition::Two) => usual,
        (None, Edition::Two | Edition::Three) => {
            let when = small(&other.condition_vi);
            let text = format!("{}; dài nhất {} ({when})", usual.text, longer.text(Lang::Vi));
            InForce { text, longer: Some(Longer { term: longer, when }), ..usual }
        }
    })
}

/// One side of `2018: UBND quận; từ 07/2025: Chủ tịch UBND cấp xã`; other texts hold for both.
fn of_edition(text: &str, edition: Edition) -> String {
    let both = text.strip_prefix("2018: ").and_then(|rest| rest.split_once("; từ 07/2025: "));
    match (both, edition) {
        (Some((then, _)), Edition::Three) => then.to_owned(),
        (Some((_, now)), Edition::Two) => now.to_owned(),
        (None, Edition::Two | Edition::Three) => text.to_owned(),
    }
}

/// The national code, without the mark of how sure it is.
fn code(row: &Row, edition: Edition) -> Option<String> {
    let held_in_2018 = |years: &str| {
        let (first, last) = years.split_once('-').unwrap_or((years, years));
        matches!((first.parse(), last.parse()), (Ok(first), Ok(last)) if (first..=last).contains(&2018))
    };
    let then = row.code_other_regimes.iter().find(|(years, _)| held_in_2018(years)).map(|(_, code)| code);
    let code = match edition {
        Edition::Three => then.or(row.code.as_ref()),
        Edition::Two => row.code.as_ref(),
    };
    code.and_then(|code| code.split(' ').next()).map(str::to_owned)
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

/// Rules that came after 2018 and set a sum.
const LATER_RULES: [&str; 4] = ["85/2019", "/2025", " 2025", " 2026"];

fn fee_line(row: &FeeRow, edition: Edition) -> FeeLine {
    let later = LATER_RULES.iter().any(|rule| row.basis_vi.contains(rule));
    let unsure = edition == Edition::Three && later;
    let tier = |t: &TierRow| PageTier { first: t.from_page, last: t.to_page, vnd: t.vnd_per_page };
    FeeLine {
        label: row.label_vi.clone(),
        vnd: row.amount_vnd,
        per: row.per.clone(),
        tiers: row.tiers.iter().map(tier).collect(),
        cap_vnd_per_copy: row.cap_vnd_per_copy,
        optional: row.optional,
        basis: row.basis_vi.clone(),
        confidence: if unsure { Confidence::Uncertain } else { row.confidence },
    }
}

/// A system that is only written to (`he_thong`) decides nothing; verification by another office does.
fn linked(row: &Row) -> Linked {
    match (row.lien_thong.is, row.lien_thong.kind.as_deref()) {
        (false, _) => Linked::No,
        (true, Some("chuyen_tiep")) => Linked::Forwarded,
        (true, Some("he_thong")) if row.time_limit.extended.is_none() => Linked::No,
        (true, _) => Linked::Consulted,
    }
}

fn procedure(row: &Row, edition: Edition) -> Result<Procedure, BadCatalogue> {
    let limit = limit(row, edition)?;
    let is_system = row.lien_thong.kind.as_deref() == Some("he_thong");
    let agencies = row.lien_thong.agencies_vi.iter().filter(|_| !is_system);
    let notes = [row.note.as_deref().unwrap_or(""), row.time_limit.note.as_str()];
    let (version, from, to) = match edition {
        Edition::Three => (1, day(2018, 1, 1), Some(day(2025, 6, 30))),
        Edition::Two => (2, day(2025, 7, 1), None),
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
        version,
        from,
        to,
        code: code(row, edition),
        name: row.name_vi.clone(),
        name_en: row.name_en.clone(),
        field: row.field.clone(),
        term: limit.term,
        longer: limit.longer,
        term_text: limit.text,
        term_confidence: limit.confidence,
        fees: row.fees.iter().map(|fee| fee_line(fee, edition)).collect(),
        papers: row.documents.iter().map(paper).collect(),
        sets: row.dossier_sets.unwrap_or(1),
        results: row.result.names_vi.clone(),
        signer: of_edition(row.result.signer_vi.as_deref().unwrap_or(""), edition),
        legal_basis: row.legal_basis.clone(),
        linked: linked(row),
        agencies: agencies.map(|agency| of_edition(agency, edition)).collect(),
        // The data does not say it: each ward does, from the decision that announces the procedure.
        for_whom: String::new(),
        in_person: row.must_appear_in_person.unwrap_or(false),
        posting_days: row.public_posting_days.unwrap_or(0),
        posting_works: row.public_posting_unit == "working_days",
        posting_outside: row.public_posting_outside_limit,
        register: row.register_book_vi.clone().unwrap_or_default(),
        steps: steps
            .map(|s| StepPlan {
                name: s.name_vi.clone(),
                who: role_words(&s.role),
                working_hours: s.working_hours,
            })
            .collect(),
        online: row.online.level_since_2022.clone().unwrap_or_default(),
        note: notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join(" "),
    })
}
