//! The rows of the ledger: writers, the log of acts, records.
//!
//! Not here: what they mean.
//! Invariant: a row of the log is written once and never changed.

use std::collections::{BTreeMap, BTreeSet};

use shared::dossier::Dossier;
use shared::dossier::code::{Code, Lane};
use shared::dossier::sought;
use shared::id::{DeviceId, DossierId, OfficerId, WardId, Writer};
use shared::moment::{Day, Moment};
use shared::sync::server::WriterState;
use shared::sync::wire::{Body, Hash, Outcome, Push};
use shared::ward::Ward;
use sqlx::QueryBuilder;

use crate::store::{Fault, Tx, big, small, within};

/// An act that was judged before.
pub struct Logged {
    pub n: u64,
    pub hash: Hash,
    pub outcome: Outcome,
}

pub struct Entry {
    pub seq: u64,
    pub writer: Writer,
    pub n: u64,
    pub hash: Hash,
    pub body: Body,
    pub now: Moment,
    pub ward_version: u32,
    pub lane: Option<Lane>,
    pub outcome: Outcome,
}

/// Rows in one statement: few sizes, so that a statement is prepared once and used again.
const TOGETHER: [usize; 3] = [32, 8, 1];

/// The items in groups of these sizes, in their order.
pub(super) fn groups<T>(mut items: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = TOGETHER.into_iter().find(|size| *size <= items.len())?;
        let (group, rest) = items.split_at(size);
        items = rest;
        Some(group)
    })
}

pub async fn last_seq(tx: &mut Tx, id: WardId) -> Result<u64, Fault> {
    let seq: Option<i64> = within!(tx, |c| {
        sqlx::query_scalar("SELECT MAX(seq) FROM cmd_log WHERE ward = $1").bind(id.0).fetch_one(c).await?
    });
    small(seq.unwrap_or(0))
}

pub async fn writers(
    tx: &mut Tx,
    id: WardId,
    writers: &BTreeSet<Writer>,
) -> Result<BTreeMap<Writer, WriterState>, Fault> {
    let (mut states, writers) = (BTreeMap::new(), Vec::from_iter(writers));
    for group in groups(&writers) {
        let rows: Vec<(i64, i64, i64, String, i64)> = within!(&mut *tx, |c| {
            let mut query =
                QueryBuilder::new("SELECT device, officer, last_n, head, last_at FROM writer WHERE ward = ");
            query.push_bind(id.0).push(" AND (device, officer) IN (");
            query.push_values(group, |mut row, writer| {
                row.push_bind(i64::from(writer.device.0)).push_bind(i64::from(writer.officer.0));
            });
            query.push(")");
            query.build_query_as().fetch_all(c).await?
        });
        for (device, officer, last_n, head, last_at) in rows {
            let writer = Writer { device: DeviceId(small(device)?), officer: OfficerId(small(officer)?) };
            let last_at = Moment::from_millis(last_at);
            states.insert(writer, WriterState { last_n: small(last_n)?, head: Hash(head), last_at });
        }
    }
    Ok(states)
}

pub async fn put_writers<'a>(
    tx: &mut Tx,
    id: WardId,
    writers: impl Iterator<Item = (Writer, &'a WriterState)>,
) -> Result<(), Fault> {
    let writers = Vec::from_iter(writers);
    for group in groups(&writers) {
        within!(&mut *tx, |c| {
            let mut query = QueryBuilder::new(
                "INSERT INTO writer (ward, device, officer, last_n, head, last_at, durable_n) ",
            );
            query.push_values(group, |mut row, (writer, state)| {
                row.push_bind(id.0)
                    .push_bind(i64::from(writer.device.0))
                    .push_bind(i64::from(writer.officer.0))
                    .push_bind(big(state.last_n))
                    .push_bind(&state.head.0)
                    .push_bind(state.last_at.millis())
                    .push_bind(0_i64);
            });
            query.push(
                " ON CONFLICT (ward, device, officer) DO UPDATE
                 SET last_n = excluded.last_n, head = excluded.head, last_at = excluded.last_at",
            );
            query.build().execute(c).await?;
        });
    }
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

pub async fn log(tx: &mut Tx, id: WardId, entries: &[Entry]) -> Result<(), Fault> {
    let outcomes = entries.iter().map(|entry| serde_json::to_string(&entry.outcome));
    let outcomes = outcomes.collect::<Result<Vec<_>, _>>()?;
    let rows = Vec::from_iter(entries.iter().zip(&outcomes));
    for group in groups(&rows) {
        within!(&mut *tx, |c| {
            let mut query = QueryBuilder::new(
                "INSERT INTO cmd_log
                   (ward, seq, device, officer, n, hash, body, received_at, ward_version, lane, outcome) ",
            );
            query.push_values(group, |mut row, (entry, outcome)| {
                row.push_bind(id.0)
                    .push_bind(big(entry.seq))
                    .push_bind(i64::from(entry.writer.device.0))
                    .push_bind(i64::from(entry.writer.officer.0))
                    .push_bind(big(entry.n))
                    .push_bind(&entry.hash.0)
                    .push_bind(&entry.body.0)
                    .push_bind(entry.now.millis())
                    .push_bind(i64::from(entry.ward_version))
                    .push_bind(entry.lane.map(|lane| i64::from(lane.0)))
                    .push_bind(*outcome);
            });
            query.build().execute(c).await?;
        });
    }
    Ok(())
}

/// The records as they stand, with their texts.
pub async fn records(
    tx: &mut Tx,
    id: WardId,
    dossiers: &BTreeSet<DossierId>,
) -> Result<Vec<(Dossier, String)>, Fault> {
    let texts = Vec::from_iter(dossiers.iter().map(DossierId::to_string));
    let bodies = column_in(tx, id, "body", "dossier", &texts).await?;
    bodies.into_iter().map(|body| Ok((serde_json::from_str(&body)?, body))).collect()
}

/// Which of the codes are taken.
pub async fn codes(tx: &mut Tx, id: WardId, codes: &BTreeSet<String>) -> Result<Vec<String>, Fault> {
    column_in(tx, id, "code", "code", &Vec::from_iter(codes.iter().cloned())).await
}

/// One column of the records whose other column is among the values.
async fn column_in(
    tx: &mut Tx,
    id: WardId,
    column: &'static str,
    of: &'static str,
    values: &[String],
) -> Result<Vec<String>, Fault> {
    let mut found = Vec::new();
    for group in groups(values) {
        let rows: Vec<String> = within!(&mut *tx, |c| {
            let mut query = QueryBuilder::new("SELECT ");
            query.push(column).push(" FROM record WHERE ward = ").push_bind(id.0);
            query.push(" AND ").push(of).push(" IN (");
            let mut list = query.separated(", ");
            group.iter().for_each(|value| {
                list.push_bind(value);
            });
            query.push(")");
            query.build_query_scalar().fetch_all(c).await?
        });
        found.extend(rows);
    }
    Ok(found)
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

/// Dossiers received on the day.
pub async fn received_on(tx: &mut Tx, id: WardId, day: Day) -> Result<Vec<Dossier>, Fault> {
    let bodies: Vec<String> = within!(tx, |c| {
        sqlx::query_scalar("SELECT body FROM record WHERE ward = $1 AND received_day = $2")
            .bind(id.0)
            .bind(day.to_string())
            .fetch_all(c)
            .await?
    });
    bodies.iter().map(|body| Ok(serde_json::from_str(body)?)).collect()
}

/// What a search looks at, without accents, a line each: names, figures, what the dossier is about. A word begins after a
/// space. Whoever changes it notes `refold` in a migration.
pub fn fold(ward: &Ward, dossier: &Dossier) -> String {
    let subject = ward.catalogue.get(&dossier.procedure).map(sought::subject).unwrap_or_default();
    let [names, subject] = [sought::names(dossier), subject].map(|said| sought::folded(&said));
    format!("{names}\n{}\n{subject}", sought::figures(dossier))
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
            fold: fold(ward, dossier),
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

pub async fn put_records<'a>(
    tx: &mut Tx,
    id: WardId,
    ward: &Ward,
    records: impl Iterator<Item = &'a Dossier>,
) -> Result<(), Fault> {
    let mut rows = Vec::new();
    for record in records {
        rows.push((
            record.id.to_string(),
            Columns::of(record.rev, ward, record),
            serde_json::to_string(record)?,
        ));
    }
    for group in groups(&rows) {
        within!(&mut *tx, |c| {
            let mut query = QueryBuilder::new(
                "INSERT INTO record (ward, dossier, seq, code, status, field, handler, received_day, closed_day,
                   is_open, created_by, fold, body) ",
            );
            query.push_values(group, |mut row, (dossier, columns, body)| {
                row.push_bind(id.0)
                    .push_bind(dossier)
                    .push_bind(columns.seq)
                    .push_bind(&columns.code)
                    .push_bind(&columns.status)
                    .push_bind(&columns.field)
                    .push_bind(columns.handler)
                    .push_bind(&columns.received_day)
                    .push_bind(&columns.closed_day)
                    .push_bind(columns.is_open)
                    .push_bind(columns.created_by)
                    .push_bind(&columns.fold)
                    .push_bind(body);
            });
            query.push(
                " ON CONFLICT (ward, dossier) DO UPDATE SET seq = excluded.seq, code = excluded.code,
                   status = excluded.status, field = excluded.field, handler = excluded.handler,
                   received_day = excluded.received_day, closed_day = excluded.closed_day,
                   is_open = excluded.is_open, fold = excluded.fold, body = excluded.body",
            );
            query.build().execute(c).await?;
        });
    }
    Ok(())
}
