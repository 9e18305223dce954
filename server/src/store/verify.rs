//! Replaying the log: every act ever judged is judged again, and the result compared with what is kept.
//!
//! Not here: repair. A difference means that the file was changed by something other than this program, or
//! that the rules changed their meaning.
//! Invariant: nothing is written, and all is read at one moment: a book that is being served may be verified.

mod names;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};

use shared::dossier::Dossier;
use shared::dossier::code::{Code, Lane, SERVER_NUMBER_MAX};
use shared::id::{DeviceId, DossierId, OfficerId, Writer};
use shared::lang::{Sentence, Word, word};
use shared::moment::{Day, Moment};
use shared::refusal::Refusal;
use shared::sync::server::{Bench, Verdict, WriterState, judge};
use shared::sync::wire::{Body, Command, Former, Hash, Outcome, Over};
use shared::ward::Ward;

use self::names::{Names, Of};
use super::ledger::Columns;
use super::log::Row;
use super::{Fault, Store, Tx, refold, small, within};

#[derive(sqlx::FromRow)]
struct KeptRecord {
    dossier: String,
    body: String,
    #[sqlx(flatten)]
    columns: Columns,
}

#[derive(sqlx::FromRow)]
struct KeptWriter {
    device: i64,
    officer: i64,
    last_n: i64,
    head: String,
    last_at: i64,
    durable_n: i64,
}

/// What a replay found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Findings {
    pub acts: u64,
    pub records: u64,
    pub writers: u64,
    /// One sentence a difference.
    pub differences: Vec<Sentence>,
}

#[derive(Default)]
struct Replay {
    records: BTreeMap<DossierId, (Dossier, Columns)>,
    codes: BTreeSet<Code>,
    /// Who was received on which day, as far as the log tells.
    received: BTreeMap<Day, BTreeSet<DossierId>>,
    writers: BTreeMap<Writer, WriterState>,
    /// For acts that stand under other numbers too.
    names: Names,
    /// The texts to find dossiers by are those of this version.
    folded: bool,
    last_seq: i64,
    found: Findings,
}

impl Store {
    /// Replays the whole log. `progress` hears how many acts of how many are done.
    pub async fn verify(&self, progress: impl Fn(u64, u64)) -> Result<Findings, Fault> {
        self.verify_in(&mut self.db.snapshot().await?, progress).await
    }

    pub(super) async fn verify_in(
        &self,
        tx: &mut Tx,
        progress: impl Fn(u64, u64),
    ) -> Result<Findings, Fault> {
        let all: i64 = within!(tx, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM cmd_log WHERE ward = $1")
                .bind(self.id.0)
                .fetch_one(c)
                .await?
        });
        let (names, folded) = (Names::read(tx, self.id).await?, refold::is_done(tx, self.id).await?);
        let mut replay = Replay { names, folded, ..Replay::default() };
        let mut wards: BTreeMap<i64, Option<Ward>> = BTreeMap::new();
        loop {
            let rows = self.log_rows(tx, replay.last_seq + 1, i64::MAX).await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                if let Entry::Vacant(slot) = wards.entry(row.ward_version) {
                    slot.insert(refold::settings(tx, self.id, row.ward_version).await?);
                }
                match wards.get(&row.ward_version) {
                    Some(Some(ward)) => replay.act(ward, row)?,
                    Some(None) | None => replay.differs(
                        row.seq,
                        word(
                            "thiếu cấu hình của nó hoặc không đọc được",
                            "its settings are missing or cannot be read",
                        ),
                    ),
                }
                replay.last_seq = row.seq;
            }
            progress(replay.found.acts, small(all)?);
        }
        for seq in Vec::from_iter(replay.names.left()) {
            let seq = i64::try_from(seq).unwrap_or(i64::MAX);
            replay.differs(seq, word("có tên cũ mà không có việc", "it has former names and is not there"));
        }
        let records = self.kept_records(tx).await?;
        replay.compare_records(records);
        replay.compare_writers(self.kept_writers(tx).await?)?;
        Ok(replay.found)
    }

    async fn kept_records(&self, tx: &mut Tx) -> Result<Vec<KeptRecord>, Fault> {
        Ok(within!(tx, |c| {
            sqlx::query_as(
                "SELECT dossier, body, seq, code, status, field, handler, received_day, closed_day, is_open,
                        created_by, fold
                 FROM record WHERE ward = $1 ORDER BY seq",
            )
            .bind(self.id.0)
            .fetch_all(c)
            .await?
        }))
    }

    async fn kept_writers(&self, tx: &mut Tx) -> Result<Vec<KeptWriter>, Fault> {
        Ok(within!(tx, |c| {
            sqlx::query_as(
                "SELECT device, officer, last_n, head, last_at, durable_n FROM writer WHERE ward = $1
                 ORDER BY device, officer",
            )
            .bind(self.id.0)
            .fetch_all(c)
            .await?
        }))
    }
}

impl Replay {
    fn differs(&mut self, seq: i64, what: Word) {
        self.found
            .differences
            .push(Sentence::new(format!("việc {seq}: {}", what.vi), format!("act {seq}: {}", what.en)));
    }

    fn dossier_differs(&mut self, id: impl Display, what: Word) {
        self.found
            .differences
            .push(Sentence::new(format!("hồ sơ {id}: {}", what.vi), format!("dossier {id}: {}", what.en)));
    }

    fn writer_differs(&mut self, writer: Writer, what: Word) {
        let Writer { device, officer } = writer;
        self.found.differences.push(Sentence::new(
            format!("cán bộ {officer} trên máy {device}: {}", what.vi),
            format!("officer {officer} on device {device}: {}", what.en),
        ));
    }

    fn act(&mut self, ward: &Ward, row: &Row) -> Result<(), Fault> {
        self.found.acts += 1;
        let writer = Writer { device: DeviceId(small(row.device)?), officer: OfficerId(small(row.officer)?) };
        let state = self.writers.get(&writer).cloned().unwrap_or_default();
        let (body, n) = (Body(row.body.clone()), small::<u64>(row.n)?);
        let hash = body.hash(&state.head);
        self.check_place(row, n, &state, &hash);
        let command = body.open().ok();
        let stored = serde_json::from_str::<Outcome>(&row.outcome);
        let unread = matches!(stored, Ok(Outcome::Quarantined { refusal: Refusal::Unreadable, .. }));
        let of = Of {
            seq: small(row.seq)?,
            own: Former { writer, n, hash: Hash(row.hash.clone()) },
            command: command.as_ref().filter(|_| !unread),
        };
        let before = self.names.before(&of);
        let now = Moment::from_millis(row.received_at);
        let as_said = stored.as_ref().map_or(true, |outcome| self.names.note(&of, outcome, now));
        match stored {
            Ok(stored) if before.is_some() => {
                if before.as_ref() != Some(&stored) {
                    self.differs(
                        row.seq,
                        word(
                            "dưới số cũ việc này có kết quả khác",
                            "what became of it under its former number was otherwise",
                        ),
                    );
                }
            }
            // Nobody could read it then, or it broke the rules; whoever can today does not judge it anew.
            Ok(Outcome::Quarantined { ticket, refusal: Refusal::Unreadable | Refusal::Unjudged }) => {
                if small(row.seq).ok() != Some(ticket) {
                    self.differs(row.seq, word("phiếu của nó là của việc khác", "its ticket is another's"));
                }
            }
            Ok(stored) => {
                let verdict = match &command {
                    Some(command) => self.judge(ward, row, state.last_at, command, &stored)?,
                    None => Outcome::Quarantined { ticket: small(row.seq)?, refusal: Refusal::Unreadable },
                };
                if verdict != stored {
                    self.differs(
                        row.seq,
                        word("quy tắc hôm nay cho kết quả khác", "the rules give another verdict today"),
                    );
                }
            }
            Err(_) => {
                self.differs(row.seq, word("không đọc được kết quả của nó", "its outcome cannot be read"))
            }
        }
        if !as_said {
            self.differs(
                row.seq,
                word("danh sách tên cũ khác với nó", "the list of former names says otherwise"),
            );
        }
        let claim = command.map(|command| command.claim());
        self.writers.insert(writer, state.after(n, Hash(row.hash.clone()), claim, now));
        Ok(())
    }

    /// An act stands behind the one before it, in the book and in its writer's chain.
    fn check_place(&mut self, row: &Row, n: u64, state: &WriterState, hash: &Hash) {
        if row.seq != self.last_seq + 1 {
            self.differs(row.seq, word("thiếu các việc trước nó", "the acts before it are missing"));
        }
        if n != state.last_n + 1 {
            self.differs(
                row.seq,
                word("số của nó không nối tiếp số trước", "its number does not follow the one before"),
            );
        }
        if hash.0 != row.hash {
            self.differs(
                row.seq,
                word(
                    "nội dung của nó hoặc chuỗi trước nó đã bị sửa",
                    "its text or the chain before it was changed",
                ),
            );
        }
    }

    fn judge(
        &mut self,
        ward: &Ward,
        row: &Row,
        last_at: Moment,
        command: &Command,
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
                wish.twin(same_day.filter_map(|id| records.get(id)).map(|(dossier, _)| dossier))
                    .map(|other| other.id)
            },
            source: &|id| records.get(&id).map(|(dossier, _)| dossier.clone()),
        };
        let current = self.records.get(&command.act.dossier()).map(|(dossier, _)| dossier);
        // Rules that panic put an act aside, as the ledger does.
        let verdict =
            catch_unwind(AssertUnwindSafe(|| judge(&bench, command, current))).unwrap_or_else(|_| {
                let outcome = Outcome::Quarantined { ticket: bench.seq, refusal: Refusal::Unjudged };
                Verdict { outcome, record: None }
            });
        if let Some(record) = verdict.record {
            self.codes.extend(record.code.clone());
            if let Some(at) = record.received_at {
                self.received.entry(at.day()).or_default().insert(record.id);
            }
            let columns = Columns::of(small(row.seq)?, ward, &record);
            self.records.insert(record.id, (record, columns));
        }
        Ok(verdict.outcome)
    }

    fn compare_records(&mut self, kept: Vec<KeptRecord>) {
        self.found.records = kept.len() as u64;
        for KeptRecord { dossier: id, body, columns } in kept {
            let replayed = id.parse().ok().and_then(|id| self.records.remove(&DossierId(id)));
            let Some((replayed, expected)) = replayed else {
                self.dossier_differs(id, word("không việc nào lập ra nó", "no act made it"));
                continue;
            };
            if serde_json::from_str::<Dossier>(&body).ok() != Some(replayed) {
                self.dossier_differs(&id, word("không như các việc đã để lại", "not as its acts left it"));
            }
            let differ = columns.other_than(&expected).into_iter();
            for column in differ.filter(|column| self.folded || *column != "fold") {
                self.found.differences.push(Sentence::new(
                    format!("hồ sơ {id}: cột {column} khác với hồ sơ"),
                    format!("dossier {id}: {column} is not what the dossier says"),
                ));
            }
        }
        for id in std::mem::take(&mut self.records).into_keys() {
            self.dossier_differs(id, word("bị thiếu", "is missing"));
        }
    }

    fn compare_writers(&mut self, kept: Vec<KeptWriter>) -> Result<(), Fault> {
        self.found.writers = self.writers.len() as u64;
        for row in kept {
            let writer =
                Writer { device: DeviceId(small(row.device)?), officer: OfficerId(small(row.officer)?) };
            let is = WriterState {
                last_n: small(row.last_n)?,
                head: Hash(row.head),
                last_at: Moment::from_millis(row.last_at),
            };
            let said = match self.writers.remove(&writer) {
                Some(expected) if expected == is && row.durable_n <= row.last_n => continue,
                Some(_) => word(
                    "điều được giữ về người này khác với các việc của họ",
                    "what is kept of them is not what their acts say",
                ),
                None => word("không việc nào của người này có trong sổ", "none of their acts is in the log"),
            };
            self.writer_differs(writer, said);
        }
        for writer in std::mem::take(&mut self.writers).into_keys() {
            self.writer_differs(writer, word("bị thiếu", "is missing"));
        }
        Ok(())
    }
}

/// The server's next number of the day, as the ledger counts it. `given` is what it gave: it may have left out
/// numbers that were printed before a restore, and never goes back.
fn fresh_number(codes: &BTreeSet<Code>, agency: &str, day: Day, given: u16) -> Option<u16> {
    let code = |number| Code { agency: agency.to_owned(), day, number };
    let highest = codes.range(code(1)..=code(SERVER_NUMBER_MAX)).next_back().map_or(0, |code| code.number);
    (highest < SERVER_NUMBER_MAX).then_some(given.max(highest + 1))
}
