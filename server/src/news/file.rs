//! Tin nhắn ra tệp: text messages as rows of a CSV file, for a ward whose provider takes files on a page of its own.
//!
//! Not here: what is said (`shared::news`), what becomes of a row of ours (`news`).
//! Invariant: a row is on the disk before it is called written; rows are added, none is changed, and the file is read by its
//! owner alone.

use std::path::Path;

use shared::lang::{Sentence, word};
use shared::moment::Moment;
use shared::news::{Event, Told};
use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncWriteExt as _;

use super::sender::Trouble;

/// The same names as a gateway is told; `luc` is when it was written.
const HEAD: [&str; 6] = ["khoa", "luc", "dien_thoai", "mau", "ma_ho_so", "noi_dung"];

fn line(cells: [&str; 6]) -> Option<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells).ok()?;
    String::from_utf8(writer.into_inner().ok()?).ok()
}

/// A message as a row.
pub fn row(event: Event, to: &str, told: &Told, key: &str, now: Moment) -> Option<String> {
    line([key, &now.to_string(), to, event.code(), &told.number, &told.short])
}

pub struct Line(File);

impl Line {
    pub async fn open(path: &Path) -> Result<Line, Sentence> {
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        options.mode(0o600);
        options.open(path).await.map(Line).map_err(|error| {
            tracing::warn!(%error, "the file of text messages");
            word("không mở được tệp tin nhắn", "the file of text messages cannot be opened").into()
        })
    }

    /// Adds one row; what is said of it.
    pub async fn add(&mut self, row: &str) -> Result<Sentence, Trouble> {
        self.write(row).await.map_err(|error| {
            tracing::warn!(%error, "the file of text messages");
            Trouble::Unclear(
                word(
                    "ghi tệp tin nhắn dở dang: xem dòng cuối",
                    "the file of text messages broke off: see its last line",
                )
                .into(),
            )
        })?;
        Ok(word("người của phường gửi tiếp từ tệp", "somebody of the ward sends it on from the file").into())
    }

    async fn write(&mut self, row: &str) -> std::io::Result<()> {
        let is_new = self.0.metadata().await?.len() == 0;
        let head = if is_new { line(HEAD).unwrap_or_default() } else { String::new() };
        self.0.write_all(format!("{head}{row}").as_bytes()).await?;
        self.0.flush().await?;
        self.0.sync_all().await
    }
}
