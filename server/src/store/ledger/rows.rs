//! The rows of the ledger: writers, the log of acts, records.
//!
//! Not here: what they mean.
//! Invariant: a row of the log is written once and never changed.

use shared::dossier::Dossier;
use shared::dossier::code::{Code, Lane};
use shared::dossier::intake::cleaned_applicant;
use shared::dossier::record::Applicant;
use shared::id::{DossierId, WardId, Writer};
use shared::moment::{Day, Moment};
use shared::sync::server::WriterState;
use shared::sync::wire::{Body, Hash, Outcome, Push};
use shared::text;
use shared::ward::Ward;

use crate::store::search::pattern;
use crate::store::{Fault, Tx, big, small, within};

/// An act that was judged before.
pub struct Logged {
    pub n: u64,
    pub hash: Hash,
    pub outcome: Outcome,
}

pub struct Entry<'a> {
    pub seq: u64,
    pub writer: Writer,
    pub n: u64,
    pub hash: &'a Hash,
    pub body: &'a Body,
    pub now: Moment,
    pub ward_version: u32,
    pub lane: Option<Lane>,
    pub outcome: &'a Outcome,
}

pub async fn last_seq(tx: &mut Tx, id: WardId) -> Result<u64, Fault> {
    let seq: Option<i64> = within!(tx, |c| {
        sqlx::query_scalar("SELECT MAX(seq) FROM cmd_log WHERE ward = $1").bind(id.0).fetch_one(c).await?
    });
    small(seq.unwrap_or(0))
}

pub async fn writer(tx: &mut Tx, id: WardId, writer: Writer) -> Result<WriterState, Fault> {
    let row: Option<(i64, String, i64)> = within!(tx, |c| {
        sqlx::query_as(
            "SELECT last_n, head, last_at FROM writer WHERE ward = $1 AND device = $2 AND officer = $3",
        )
        .bind(id.0)
        .bind(i64::from(writer.device.0))
        .bind(i64::from(writer.officer.0))
        .fetch_optional(c)
        .await?
    });
    let Some((last_n, head, last_at)) = row else { return Ok(WriterState::default()) };
    Ok(WriterState { last_n: small(last_n)?, head: Hash(head), last_at: Moment::from_millis(last_at) })
}

pub async fn put_writer(tx: &mut Tx, id: WardId, writer: Writer, state: &WriterState) -> Result<(), Fault> {
    within!(tx, |c| {
        sqlx::query(
            "INSERT INTO writer (ward, device, officer, last_n, head, last_at, durable_n)
             VALUES ($1, $2, $3, $4, $5, $6, 0)
             ON CONFLICT (ward, device, officer) DO UPDATE
             SET last_n = excluded.last_n, head = excluded.head, last_at = excluded.last_at",
        )
        .bind(id.0)
        .bind(i64::from(writer.device.0))
        .bind(i64::from(writer.officer.0))
        .bind(big(state.last_n))
        .bind(&state.head.0)
        .bind(state.last_at.millis())
        .execute(c)
        .await?;
    });
    Ok(())
}

/// Which acts of the push have been judged before.
pub async fn stored(tx: &mut Tx, id: WardId, push: &Push) -> Result<Vec<Logged>, Fault> {
    let rows: Vec<(i64, String, String)> = within!(tx, |c| {
        sqlx::query_as(
            "SELECT n, hash, outcome FROM cmd_log
             WHERE ward = $1 AND device = $2 AND officer = $3 AND n >= $4 AND n < $5 ORDER BY n",
        )
        .bind(id.0)
        .bind(i64::from(push.writer.device.0))
        .bind(i64::from(push.writer.officer.0))
        .bind(big(push.first_n))
        .bind(big(push.first_n.saturating_add(push.acts.len() as u64)))
        .fetch_all(c)
        .await?
    });
    rows.into_iter()
        .map(|(n, hash, outcome)| {
            Ok(Logged { n: small(n)?, hash: Hash(hash), outcome: serde_json::from_str(&outcome)? })
        })
        .collect()
}

pub async fn log(tx: &mut Tx, id: WardId, entry: &Entry<'_>) -> Result<(), Fault> {
    let outcome = serde_json::to_string(entry.outcome)?;
    within!(tx, |c| {
        sqlx::query(
            "INSERT INTO cmd_log
               (ward, seq, device, officer, n, hash, body, received_at, ward_version, lane, outcome)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(id.0)
        .bind(big(entry.seq))
        .bind(i64::from(entry.writer.device.0))
        .bind(i64::from(entry.writer.officer.0))
        .bind(big(entry.n))
        .bind(&entry.hash.0)
        .bind(&entry.body.0)
        .bind(entry.now.millis())
        .bind(i64::from(entry.ward_version))
        .bind(entry.lane.map(|lane| i64::from(lane.0)))
        .bind(outcome)
        .execute(c)
        .await?;
    });
    Ok(())
}

pub async fn record(tx: &mut Tx, id: WardId, dossier: DossierId) -> Result<Option<Dossier>, Fault> {
    let body: Option<String> = within!(tx, |c| {
        sqlx::query_scalar("SELECT body FROM record WHERE ward = $1 AND dossier = $2")
            .bind(id.0)
            .bind(dossier.to_string())
            .fetch_optional(c)
            .await?
    });
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

pub async fn has_code(tx: &mut Tx, id: WardId, code: &Code) -> Result<bool, Fault> {
    let found: Option<i64> = within!(tx, |c| {
        sqlx::query_scalar("SELECT seq FROM record WHERE ward = $1 AND code = $2")
            .bind(id.0)
            .bind(code.to_string())
            .fetch_optional(c)
            .await?
    });
    Ok(found.is_some())
}

/// The highest code given between two codes of one day.
pub async fn highest_code(tx: &mut Tx, id: WardId, first: &Code, last: &Code) -> Result<Option<Code>, Fault> {
    let code: Option<String> = within!(tx, |c| {
        sqlx::query_scalar(
            "SELECT code FROM record WHERE ward = $1 AND code >= $2 AND code <= $3 ORDER BY code DESC LIMIT 1",
        )
        .bind(id.0)
        .bind(first.to_string())
        .bind(last.to_string())
        .fetch_optional(c)
        .await?
    });
    Ok(code.and_then(|code| code.parse().ok()))
}

/// Dossiers received on one of the days whose text holds the applicant's number or name.
pub async fn received_on(
    tx: &mut Tx,
    id: WardId,
    days: [Day; 2],
    applicant: &Applicant,
) -> Result<Vec<Dossier>, Fault> {
    let Applicant { name, number, .. } = cleaned_applicant(applicant);
    let name = pattern(&text::fold(&name));
    let number = if number.is_empty() { name.clone() } else { pattern(&text::fold(&number)) };
    let bodies: Vec<String> = within!(tx, |c| {
        sqlx::query_scalar(
            r"SELECT body FROM record
              WHERE ward = $1 AND received_day IN ($2, $3)
                AND (fold LIKE $4 ESCAPE '\' OR fold LIKE $5 ESCAPE '\')",
        )
        .bind(id.0)
        .bind(days[0].to_string())
        .bind(days[1].to_string())
        .bind(name)
        .bind(number)
        .fetch_all(c)
        .await?
    });
    bodies.iter().map(|body| Ok(serde_json::from_str(body)?)).collect()
}

/// What a search looks at: name, numbers and code, without accents.
fn fold(dossier: &Dossier) -> String {
    let code = dossier.code.as_ref().map_or_else(String::new, Code::to_string);
    let Dossier { applicant, contact, .. } = dossier;
    // PostgreSQL keeps no NUL in a text.
    text::fold(&format!("{} {} {} {code}", applicant.name, applicant.number, contact.phone)).replace('\0', "")
}

/// What is kept beside a record to find it by: nothing but what the record itself says.
#[derive(Clone, PartialEq, Eq, Debug, sqlx::FromRow)]
pub struct Columns {
    seq: i64,
    code: Option<String>,
    status: String,
    field: String,
    handler: Option<i64>,
    received_day: Option<String>,
    closed_day: Option<String>,
    is_open: bool,
    created_by: i64,
    fold: String,
}

impl Columns {
    /// The columns of a record that act `seq` has left, under the settings that were in force.
    pub fn of(seq: u64, ward: &Ward, dossier: &Dossier) -> Columns {
        let field = ward.catalogue.get(&dossier.procedure).map_or("", |procedure| procedure.field.as_str());
        Columns {
            seq: big(seq),
            code: dossier.code.as_ref().map(Code::to_string),
            status: dossier.status.code().to_owned(),
            field: field.to_owned(),
            handler: dossier.handler.map(|officer| i64::from(officer.0)),
            received_day: dossier.received_at.map(|at| at.day().to_string()),
            closed_day: dossier.closed_at.map(|at| at.day().to_string()),
            is_open: dossier.is_open(),
            created_by: i64::from(dossier.created_by.0),
            fold: fold(dossier),
        }
    }

    /// Names of the columns that are not as expected.
    pub fn other_than(&self, expected: &Columns) -> Vec<&'static str> {
        [
            ("seq", self.seq != expected.seq),
            ("code", self.code != expected.code),
            ("status", self.status != expected.status),
            ("field", self.field != expected.field),
            ("handler", self.handler != expected.handler),
            ("received_day", self.received_day != expected.received_day),
            ("closed_day", self.closed_day != expected.closed_day),
            ("is_open", self.is_open != expected.is_open),
            ("created_by", self.created_by != expected.created_by),
            ("fold", self.fold != expected.fold),
        ]
        .into_iter()
        .filter_map(|(name, differs)| differs.then_some(name))
        .collect()
    }
}

pub async fn put_record(
    tx: &mut Tx,
    id: WardId,
    seq: u64,
    ward: &Ward,
    dossier: &Dossier,
) -> Result<(), Fault> {
    let columns = Columns::of(seq, ward, dossier);
    let body = serde_json::to_string(dossier)?;
    within!(tx, |c| {
        sqlx::query(
            "INSERT INTO record (ward, dossier, seq, code, status, field, handler, received_day, closed_day,
               is_open, created_by, fold, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
             ON CONFLICT (ward, dossier) DO UPDATE SET seq = excluded.seq, code = excluded.code,
               status = excluded.status, field = excluded.field, handler = excluded.handler,
               received_day = excluded.received_day, closed_day = excluded.closed_day,
               is_open = excluded.is_open, fold = excluded.fold, body = excluded.body",
        )
        .bind(id.0)
        .bind(dossier.id.to_string())
        .bind(columns.seq)
        .bind(columns.code)
        .bind(columns.status)
        .bind(columns.field)
        .bind(columns.handler)
        .bind(columns.received_day)
        .bind(columns.closed_day)
        .bind(columns.is_open)
        .bind(columns.created_by)
        .bind(columns.fold)
        .bind(body)
        .execute(c)
        .await?;
    });
    Ok(())
}
