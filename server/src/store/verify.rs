//! Replaying the log: every act ever judged is judged again, and the result compared with what is kept.
//!
//! Not here: repair. A difference means that the file was changed by something other than this program, or
//! that the rules changed their meaning.
//! Invariant: nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use shared::dossier::Dossier;
use shared::dossier::code::{Code, Lane, SERVER_NUMBER_MAX};
use shared::id::{DeviceId, DossierId, OfficerId, Writer};
use shared::moment::{Day, Moment};
use shared::sync::server::{Bench, WriterState, judge};
use shared::sync::wire::{Body, Hash, Outcome, Over};
use shared::ward::Ward;

use super::{Fault, Store, read, small};

/// Acts read at a time.
const STRIDE: i64 = 1_000;

#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    device: i64,
    officer: i64,
    n: i64,
    hash: String,
    body: String,
    received_at: i64,
    ward_version: i64,
    lane: Option<i64>,
    outcome: String,
}

/// What a replay found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Findings {
    pub acts: u64,
    pub records: u64,
    pub writers: u64,
    /// One sentence a difference.
    pub differences: Vec<String>,
}

#[derive(Default)]
struct Replay {
    records: BTreeMap<DossierId, Dossier>,
    codes: BTreeSet<Code>,
    /// Who was received on which day, as far as the log tells.
    received: BTreeMap<Day, BTreeSet<DossierId>>,
    writers: BTreeMap<Writer, WriterState>,
    found: Findings,
}

impl Store {
    /// Replays the whole log. `progress` hears how many acts of how many are done.
    pub async fn verify(&self, progress: impl Fn(u64, u64)) -> Result<Findings, Fault> {
        let all: i64 = read!(&*self.db, |pool| {
            sqlx::query_scalar("SELECT COUNT(*) FROM cmd_log WHERE ward = $1")
                .bind(self.id.0)
                .fetch_one(pool)
                .await?
        });
        let mut replay = Replay::default();
        let mut wards: BTreeMap<u32, Ward> = BTreeMap::new();
        let mut after = 0;
        loop {
            let rows = self.log_after(after).await?;
            let Some(last) = rows.last() else { break };
            after = last.seq;
            for row in &rows {
                let version = small(row.ward_version)?;
                if let std::collections::btree_map::Entry::Vacant(slot) = wards.entry(version)
                    && let Some(ward) = self.ward_at(version).await?
                {
                    slot.insert(ward);
                }
                match wards.get(&version) {
                    Some(ward) => replay.act(ward, row)?,
                    None => replay.differs(row.seq, "its settings are missing"),
                }
            }
            progress(replay.found.acts, small(all)?);
        }
        replay.compare(&self.all_records().await?);
        Ok(replay.found)
    }

    async fn log_after(&self, seq: i64) -> Result<Vec<Row>, Fault> {
        Ok(read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT seq, device, officer, n, hash, body, received_at, ward_version, lane, outcome
                 FROM cmd_log WHERE ward = $1 AND seq > $2 ORDER BY seq LIMIT $3",
            )
            .bind(self.id.0)
            .bind(seq)
            .bind(STRIDE)
            .fetch_all(pool)
            .await?
        }))
    }
}

impl Replay {
    fn differs(&mut self, seq: i64, what: &str) {
        self.found.differences.push(format!("act {seq}: {what}"));
    }

    fn act(&mut self, ward: &Ward, row: &Row) -> Result<(), Fault> {
        self.found.acts += 1;
        let writer = Writer { device: DeviceId(small(row.device)?), officer: OfficerId(small(row.officer)?) };
        let state = self.writers.get(&writer).cloned().unwrap_or_default();
        let (body, n) = (Body(row.body.clone()), small::<u64>(row.n)?);
        let hash = body.hash(&state.head);
        if n != state.last_n + 1 {
            self.differs(row.seq, "its number does not follow the one before");
        }
        if hash.0 != row.hash {
            self.differs(row.seq, "its text or the chain before it was changed");
        }
        let stored: Outcome = serde_json::from_str(&row.outcome)?;
        let mut claim = None;
        if let Ok(command) = body.open() {
            claim = Some(command.claim());
            let verdict = self.judge(ward, row, state.last_at, &command, &stored)?;
            if verdict != stored {
                self.differs(row.seq, "the rules give another verdict today");
            }
        }
        let now = Moment::from_millis(row.received_at);
        self.writers.insert(writer, state.after(n, Hash(row.hash.clone()), claim, now));
        Ok(())
    }

    fn judge(
        &mut self,
        ward: &Ward,
        row: &Row,
        last_at: Moment,
        command: &shared::sync::wire::Command,
        stored: &Outcome,
    ) -> Result<Outcome, Fault> {
        let (codes, records, received) = (&self.codes, &self.records, &self.received);
        let given = if let Outcome::Conflict { over: Over::Number { given, .. }, .. } = stored {
            given.number
        } else {
            0
        };
        let bench = Bench {
            ward,
            now: Moment::from_millis(row.received_at),
            lane: row.lane.map(small).transpose()?.map(Lane),
            last_at,
            seq: small(row.seq)?,
            code_taken: &|code| codes.contains(code),
            fresh_number: &|day| fresh_number(codes, &ward.agency_code, day, given),
            twin: &|wish| {
                let same_day = received.get(&wish.on).into_iter().flatten();
                wish.twin(same_day.filter_map(|id| records.get(id))).map(|other| other.id)
            },
        };
        let verdict = judge(&bench, command, self.records.get(&command.act.dossier()));
        if let Some(record) = verdict.record {
            self.codes.extend(record.code.clone());
            if let Some(at) = record.received_at {
                self.received.entry(at.day()).or_default().insert(record.id);
            }
            self.records.insert(record.id, record);
        }
        Ok(verdict.outcome)
    }

    fn compare(&mut self, kept: &[Dossier]) {
        self.found.records = kept.len() as u64;
        self.found.writers = self.writers.len() as u64;
        for dossier in kept {
            match self.records.remove(&dossier.id) {
                Some(replayed) if replayed == *dossier => {}
                Some(_) => {
                    self.found.differences.push(format!("dossier {}: not as its acts left it", dossier.id))
                }
                None => self.found.differences.push(format!("dossier {}: no act made it", dossier.id)),
            }
        }
        for id in self.records.keys() {
            self.found.differences.push(format!("dossier {id}: is missing"));
        }
    }
}

/// The server's next number of the day, as the ledger counts it. `given` is what it gave: it may have left out
/// numbers that were printed before a restore, and never goes back.
fn fresh_number(codes: &BTreeSet<Code>, agency: &str, day: Day, given: u16) -> Option<u16> {
    let code = |number| Code { agency: agency.to_owned(), day, number };
    let highest = codes.range(code(1)..=code(SERVER_NUMBER_MAX)).next_back().map_or(0, |code| code.number);
    (highest < SERVER_NUMBER_MAX).then_some(given.max(highest + 1))
}
