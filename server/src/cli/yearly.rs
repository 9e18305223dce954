//! `log`: the acts of a year that is over, as a file with its digest; and what `verify` finds in such files.
//!
//! Not here: what stands in it (`store::yearly`).
//! Invariant: a file that is there is never written over.

use std::path::{Path, PathBuf};

use clap::Args;
use shared::lang::word;

use super::voice::{Voice, told};
use super::{Data, progress};
use crate::clock::Clock;
use crate::store::Store;

#[derive(Args)]
pub struct Log {
    #[command(flatten)]
    data: Data,
    /// Năm đã hết / A year that is over
    #[arg(long, value_name = "YEAR")]
    year: i32,
    /// Tệp nhật ký, hoặc thư mục để đặt vào / The file, or a folder to put it in
    #[arg(long, value_name = "PATH")]
    to: PathBuf,
}

pub async fn log(ask: Log, voice: Voice) -> anyhow::Result<()> {
    ask.data.must_exist()?;
    let store = Store::look(&ask.data.place(), ask.data.id()).await?;
    let name = format!("nhat-ky-{}-{}.jsonl.gz", ask.data.ward, ask.year);
    let to = if ask.to.is_dir() { ask.to.join(name) } else { ask.to };
    let what = voice.of(&word("xuất", "writing").into());
    let show = |done, all| progress::show(&what, done, all);
    let written = store.write_year(ask.year, &to, Clock::Machine.now(), show).await?;
    store.db.close().await;
    let (to, acts, digest) = (to.display(), written.acts, written.digest);
    voice.say(
        format!("Đã xuất {acts} việc của năm {}: {to}. SHA-256 của nội dung: {digest}", ask.year),
        format!("Acts of {} written: {acts}; {to}. SHA-256 of the content: {digest}", ask.year),
    );
    Ok(())
}

/// Reads files of years and says what each is; answers how many differences there are.
pub(super) async fn check(store: &Store, files: &[PathBuf], voice: Voice) -> anyhow::Result<usize> {
    let mut all = 0;
    for file in files {
        all += check_one(store, file, voice).await?;
    }
    Ok(all)
}

async fn check_one(store: &Store, file: &Path, voice: Voice) -> anyhow::Result<usize> {
    if !file.is_file() {
        let file = file.display();
        return Err(told(format!("không có tệp {file}"), format!("there is no file {file}")));
    }
    let found = store.check_year(file).await?;
    super::book::show_some(&found.differences, voice);
    let (file, year, acts, n) = (file.display(), found.year, found.acts, found.differences.len());
    let digest = found.digest;
    voice.say(
        format!("{file}: năm {year}, {acts} việc, {n} chỗ khác; SHA-256 của nội dung: {digest}"),
        format!("{file}: {year}, acts: {acts}, differences: {n}; SHA-256 of the content: {digest}"),
    );
    Ok(n)
}
