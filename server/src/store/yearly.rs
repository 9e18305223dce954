//! Nhật ký năm: the acts of a year that is over, in a file of its own: each in its author's bytes, with what became of it
//! and the chain that holds them together.
//!
//! Not here: copies of the whole book (`backup`), judging again (`verify`).
//! Invariant: the same year of the same book gives the same content and digest; nothing leaves the book by it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use shared::lang::{Sentence, word};
use shared::moment::{Day, Moment};
use shared::sync::wire::{Body, Hash};

use super::log::Row;
use super::{Fault, Store, Tx, private_options, small, within};
use crate::random;

/// How these files are written.
const FORM: u32 = 1;

/// The first line.
#[derive(Serialize, Deserialize)]
struct Head {
    mot_cua_log: u32,
    ward: i64,
    year: i32,
    acts: u64,
    /// Where the writers' chains stood before.
    before: Vec<End>,
    /// The ward's settings under which acts of the year were judged, by version.
    settings: BTreeMap<i64, Value>,
}

#[derive(Serialize, Deserialize, sqlx::FromRow)]
struct End {
    device: i64,
    officer: i64,
    n: i64,
    hash: String,
}

/// The last line: what all before it are worth.
#[derive(Serialize, Deserialize)]
struct Seal {
    sha256: String,
}

/// A file that was written, or read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Yearly {
    pub year: i32,
    pub acts: u64,
    /// SHA-256 of the content, 64 hexadecimal digits.
    pub digest: String,
    /// One sentence a difference; none where it was written.
    pub differences: Vec<Sentence>,
}

/// From which sequence on, and before which, the acts of the year stand.
struct Span {
    first: i64,
    end: i64,
}

/// The first moment of the year.
fn begins(year: i32) -> Result<Moment, Fault> {
    let day = Day::new(year, 1, 1);
    let odd = || Fault::refused(format!("không có năm {year}"), format!("there is no year {year}"));
    day.map(|day| Moment::at(day, 0, 0)).ok_or_else(odd)
}

impl Store {
    async fn first_since(&self, tx: &mut Tx, since: Moment) -> Result<Option<i64>, Fault> {
        Ok(within!(tx, |c| {
            sqlx::query_scalar("SELECT MIN(seq) FROM cmd_log WHERE ward = $1 AND received_at >= $2")
                .bind(self.id.0)
                .bind(since.millis())
                .fetch_one(c)
                .await?
        }))
    }

    async fn span(&self, tx: &mut Tx, year: i32) -> Result<Span, Fault> {
        let first = self.first_since(tx, begins(year)?).await?.unwrap_or(i64::MAX);
        let end = self.first_since(tx, begins(year + 1)?).await?.unwrap_or(i64::MAX);
        Ok(Span { first, end })
    }

    async fn head(&self, tx: &mut Tx, year: i32, span: &Span) -> Result<Head, Fault> {
        let (acts,): (i64,) = within!(&mut *tx, |c| {
            sqlx::query_as("SELECT COUNT(*) FROM cmd_log WHERE ward = $1 AND seq >= $2 AND seq < $3")
                .bind(self.id.0)
                .bind(span.first)
                .bind(span.end)
                .fetch_one(c)
                .await?
        });
        let before: Vec<End> = within!(&mut *tx, |c| {
            sqlx::query_as(
                "SELECT device, officer, n, hash FROM cmd_log l WHERE ward = $1 AND seq < $2 AND n =
                   (SELECT MAX(n) FROM cmd_log b WHERE b.ward = l.ward AND b.device = l.device
                      AND b.officer = l.officer AND b.seq < $2)
                 ORDER BY device, officer",
            )
            .bind(self.id.0)
            .bind(span.first)
            .fetch_all(c)
            .await?
        });
        let versions: Vec<(i64, String)> = within!(tx, |c| {
            sqlx::query_as(
                "SELECT version, body FROM ward_config WHERE ward = $1 AND version IN
                   (SELECT ward_version FROM cmd_log WHERE ward = $1 AND seq >= $2 AND seq < $3)
                 ORDER BY version",
            )
            .bind(self.id.0)
            .bind(span.first)
            .bind(span.end)
            .fetch_all(c)
            .await?
        });
        let read = |(version, body): (i64, String)| Ok((version, serde_json::from_str(&body)?));
        let settings = versions.into_iter().map(read).collect::<Result<_, Fault>>()?;
        Ok(Head { mot_cua_log: FORM, ward: self.id.0, year, acts: small(acts)?, before, settings })
    }

    /// Writes the acts that were judged in a year, by the ward's clock, to a new file that nobody else reads. Where that
    /// fails half-way the file is no whole one, and says so when it is read.
    ///
    /// # Errors
    /// The file is there already, or the year is not over at `now`: its acts are not all there yet.
    pub async fn write_year(
        &self,
        year: i32,
        to: &Path,
        now: Moment,
        progress: impl Fn(u64, u64),
    ) -> Result<Yearly, Fault> {
        if year >= now.day().year() {
            return Err(Fault::refused(
                format!("năm {year} chưa hết: nhật ký chỉ xuất của năm đã qua"),
                format!("{year} is not over: only the log of a past year is written"),
            ));
        }
        let mut tx = self.db.snapshot().await?;
        let span = self.span(&mut tx, year).await?;
        let head = self.head(&mut tx, year, &span).await?;
        let told = |error| Fault::File(to.to_owned(), error);
        let file = private_options().create_new(true).write(true).open(to).map_err(told)?;
        let mut out =
            Out { to: GzEncoder::new(BufWriter::new(file), Compression::best()), sum: Sha256::new() };
        out.line(&head, to)?;
        let (mut next, mut done) = (span.first, 0);
        loop {
            let rows = self.log_rows(&mut tx, next, span.end).await?;
            let Some(last) = rows.last() else { break };
            next = last.seq + 1;
            rows.iter().try_for_each(|row| out.line(row, to))?;
            done += rows.len() as u64;
            progress(done, head.acts);
        }
        let digest = random::to_hex(&out.sum.clone().finalize());
        out.line(&Seal { sha256: digest.clone() }, to)?;
        let file = out.to.finish().and_then(|out| out.into_inner().map_err(|error| error.into_error()));
        file.and_then(|file| file.sync_all()).map_err(told)?;
        Ok(Yearly { year, acts: head.acts, digest, differences: Vec::new() })
    }

    /// Whether the file is whole, its chains hold, and each of its acts stands so in the book.
    ///
    /// # Errors
    /// It is no such file, or of another ward.
    pub async fn check_year(&self, from: &Path) -> Result<Yearly, Fault> {
        let told = |error| Fault::File(from.to_owned(), error);
        let no_log = || {
            let from = from.display();
            Fault::refused(
                format!("{from} không phải tệp nhật ký năm"),
                format!("{from} is not a file of a year's log"),
            )
        };
        let mut lines = BufReader::new(GzDecoder::new(File::open(from).map_err(told)?)).lines();
        let first = lines.next().and_then(Result::ok).ok_or_else(no_log)?;
        let head: Head = serde_json::from_str(&first).map_err(|_| no_log())?;
        if head.mot_cua_log != FORM || head.ward != self.id.0 {
            return Err(no_log());
        }
        let mut tx = self.db.snapshot().await?;
        let span = self.span(&mut tx, head.year).await?;
        let mut reading = Reading::begin(&first, &head);
        let mut book: Vec<Row> = Vec::new();
        let mut next = span.first;
        for line in lines {
            // What breaks off has no last line, which is found below.
            let Ok(line) = line else { break };
            if reading.is_over(&line) {
                break;
            }
            if book.is_empty() {
                book = self.log_rows(&mut tx, next, span.end).await?;
                book.reverse();
            }
            let stands = book.pop();
            next = stands.as_ref().map_or(next, |row| row.seq + 1);
            reading.act(&line, stands.as_ref());
        }
        if !book.is_empty() || !self.log_rows(&mut tx, next, span.end).await?.is_empty() {
            reading.differ(word(
                "sổ có việc của năm này mà tệp không có",
                "the book has acts of this year that the file lacks",
            ));
        }
        Ok(reading.end(&head))
    }
}

struct Out {
    to: GzEncoder<BufWriter<File>>,
    sum: Sha256,
}

impl Out {
    fn line<T: Serialize>(&mut self, line: &T, path: &Path) -> Result<(), Fault> {
        let text = serde_json::to_string(line)? + "\n";
        self.sum.update(text.as_bytes());
        self.to.write_all(text.as_bytes()).map_err(|error| Fault::File(path.to_owned(), error))
    }
}

/// A file as far as it was read.
struct Reading {
    sum: Sha256,
    acts: u64,
    heads: BTreeMap<(i64, i64), (i64, Hash)>,
    /// What the last line says; none before it.
    sealed: Option<String>,
    differences: Vec<Sentence>,
}

impl Reading {
    fn begin(first: &str, head: &Head) -> Reading {
        let ends = head.before.iter().map(|end| ((end.device, end.officer), (end.n, Hash(end.hash.clone()))));
        let (sum, heads) = (Sha256::new_with_prefix(format!("{first}\n")), ends.collect());
        Reading { sum, acts: 0, heads, sealed: None, differences: Vec::new() }
    }

    fn differ(&mut self, said: impl Into<Sentence>) {
        self.differences.push(said.into());
    }

    /// Whether this is the last line.
    fn is_over(&mut self, line: &str) -> bool {
        self.sealed = serde_json::from_str(line).ok().map(|Seal { sha256 }| sha256);
        self.sealed.is_some()
    }

    fn act(&mut self, line: &str, stands: Option<&Row>) {
        self.sum.update(format!("{line}\n").as_bytes());
        self.acts += 1;
        let at = self.acts;
        let Ok(row) = serde_json::from_str::<Row>(line) else {
            let (vi, en) = (
                format!("việc thứ {at} của tệp không đọc được"),
                format!("act {at} of the file cannot be read"),
            );
            return self.differ(Sentence::new(vi, en));
        };
        let seq = row.seq;
        let (n, head) = self.heads.get(&(row.device, row.officer)).cloned().unwrap_or_default();
        let hash = Body(row.body.clone()).hash(&head);
        if row.n != n + 1 || hash.0 != row.hash {
            let (vi, en) = (
                format!("việc {seq}: chuỗi của người ghi bị đứt"),
                format!("act {seq}: its writer's chain is broken"),
            );
            self.differ(Sentence::new(vi, en));
        }
        self.heads.insert((row.device, row.officer), (row.n, Hash(row.hash.clone())));
        if stands != Some(&row) {
            let (vi, en) = (
                format!("việc {seq}: trong sổ khác, hoặc không có"),
                format!("act {seq}: the book has another, or none"),
            );
            self.differ(Sentence::new(vi, en));
        }
    }

    fn end(mut self, head: &Head) -> Yearly {
        let digest = random::to_hex(&self.sum.clone().finalize());
        if self.sealed.as_ref() != Some(&digest) || self.acts != head.acts {
            self.differ(word(
                "tệp không nguyên vẹn: mã băm hoặc số việc không khớp",
                "the file is not whole: its digest or its count of acts is another",
            ));
        }
        Yearly { year: head.year, acts: self.acts, digest, differences: self.differences }
    }
}
