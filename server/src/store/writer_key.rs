//! The keys by which a writer signs its acts, so that anybody may carry them.
//!
//! Not here: checking a signature (`crate::seal`).
//! Invariant: a key is kept beside the database too: what was signed with it is known after a restore.

use std::path::Path;

use serde::{Deserialize, Serialize};
use shared::id::Writer;
use shared::moment::Moment;

use super::{Fault, Store, Tx, beside, read, within};
use crate::limits;

const LIST: &str = "writer-keys.jsonl";

#[derive(Serialize, Deserialize)]
struct Line {
    ward: i64,
    device: u32,
    officer: u32,
    public: String,
    at: Moment,
}

impl Store {
    /// The writer's keys, base64.
    pub async fn writer_keys(&self, writer: Writer) -> Result<Vec<String>, Fault> {
        Ok(read!(&*self.db, |pool| {
            sqlx::query_scalar(
                "SELECT public FROM writer_key WHERE ward = $1 AND device = $2 AND officer = $3 ORDER BY added_at",
            )
            .bind(self.id.0)
            .bind(i64::from(writer.device.0))
            .bind(i64::from(writer.officer.0))
            .fetch_all(pool)
            .await?
        }))
    }

    /// One more key of the writer. Of very many the oldest are forgotten.
    pub async fn add_writer_key(&self, writer: Writer, public: &str, now: Moment) -> Result<(), Fault> {
        if self.writer_keys(writer).await?.iter().any(|known| known == public) {
            return Ok(());
        }
        let line = Line {
            ward: self.id.0,
            device: writer.device.0,
            officer: writer.officer.0,
            public: public.to_owned(),
            at: now,
        };
        if let Some(folder) = &self.folder {
            beside::note(folder, LIST, std::slice::from_ref(&line))?;
        }
        let mut tx = self.db.begin().await?;
        self.put_writer_key(&mut tx, &line).await?;
        tx.commit().await
    }

    async fn put_writer_key(&self, tx: &mut Tx, line: &Line) -> Result<(), Fault> {
        within!(tx, |c| {
            sqlx::query(
                "INSERT INTO writer_key (ward, device, officer, public, added_at) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (ward, device, officer, public) DO NOTHING",
            )
            .bind(self.id.0)
            .bind(i64::from(line.device))
            .bind(i64::from(line.officer))
            .bind(&line.public)
            .bind(line.at.millis())
            .execute(c)
            .await?;
        });
        within!(tx, |c| {
            sqlx::query(
                "DELETE FROM writer_key WHERE ward = $1 AND device = $2 AND officer = $3 AND public NOT IN
                   (SELECT public FROM writer_key WHERE ward = $1 AND device = $2 AND officer = $3
                    ORDER BY added_at DESC, public LIMIT $4)",
            )
            .bind(self.id.0)
            .bind(i64::from(line.device))
            .bind(i64::from(line.officer))
            .bind(limits::WRITER_KEYS_MAX)
            .execute(c)
            .await?;
        });
        Ok(())
    }

    /// Puts keys back that the list knows and the database, restored from an older copy, does not.
    pub(super) async fn recall_writer_keys(&self, folder: &Path) -> Result<(), Fault> {
        let lines = beside::lines::<Line>(folder, LIST).await?;
        let mut tx = self.db.begin().await?;
        for line in lines.iter().filter(|line| line.ward == self.id.0) {
            self.put_writer_key(&mut tx, line).await?;
        }
        tx.commit().await
    }
}
