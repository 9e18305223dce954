//! `keys`, `import`: the server's sealing keys, and files that a device wrote.
//!
//! Not here: opening and judging (`carry`), where keys are kept (`store::secret`).
//! Invariant: a file is taken once however often it is brought; nobody sees here what is inside.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;
use shared::limits::RESCUE_ENVELOPES_MAX;
use shared::sync::aside::Imported;
use shared::sync::envelope::Envelope;

use super::{Data, progress};
use crate::carry::import_all;
use crate::clock::Clock;
use crate::config::Config;
use crate::files::Files;
use crate::store::{Store, backup, secret};
use crate::{Site, limits};

#[derive(Args)]
pub struct Keys {
    #[command(flatten)]
    data: Data,
    /// Thêm một khóa mới; khóa cũ vẫn mở được / Add a key; the old ones go on opening
    #[arg(long)]
    rotate: bool,
}

#[derive(Args)]
pub struct Import {
    #[command(flatten)]
    data: Data,
    /// Tệp xuất từ máy / Files that a device wrote
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

pub async fn keys(ask: Keys) -> anyhow::Result<()> {
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
    let pairs = store.secrets.pairs().to_vec();
    store.db.close().await;
    for pair in &pairs {
        println!("khóa {} từ {} {}", pair.kid, pair.since.day(), pair.since.clock());
    }
    if ask.rotate {
        let kid = secret::rotate(&ask.data.data, ask.data.id()).await?;
        println!("Đã thêm khóa {kid}; máy chủ dùng khóa này từ lần chạy sau.");
    }
    println!("Giữ bản sao của {} ở nơi riêng.", ask.data.data.join(secret::LIST).display());
    Ok(())
}

pub async fn import(ask: Import) -> anyhow::Result<()> {
    let _held = backup::hold(&ask.data.data)
        .context("while the server runs, files are brought in on the page “Thiết bị”")?;
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
    let mut envelopes = Vec::new();
    for path in &ask.files {
        envelopes.append(&mut lines(path).await?);
    }
    let db = store.db.clone();
    let site = Site::open(store, Clock::Machine, Config::default(), Files::default()).await?;
    let (all, mut done, mut counts) = (envelopes.len() as u64, 0, Vec::<Imported>::new());
    for part in envelopes.chunks(RESCUE_ENVELOPES_MAX) {
        let imported =
            import_all(&site, part.to_vec()).await.map_err(|e| anyhow::anyhow!("{}", e.said.en))?;
        imported.iter().for_each(|one| add(&mut counts, one));
        done += part.len() as u64;
        progress::show("nhập", done, all);
    }
    db.close().await;
    for Imported { writer, new, known, waits, aside } in &counts {
        println!(
            "máy {} người {}: {new} việc mới, {known} đã có, {waits} thiếu việc trước, {aside} giữ riêng",
            writer.device, writer.officer
        );
    }
    let new: u64 = counts.iter().map(|one| one.new).sum();
    println!("Đã nhập {} việc từ {} tệp: {new} việc mới.", envelopes.len(), ask.files.len());
    Ok(())
}

fn add(counts: &mut Vec<Imported>, more: &Imported) {
    match counts.iter_mut().find(|count| count.writer == more.writer) {
        Some(count) => count.add(more),
        None => counts.push(*more),
    }
}

/// The envelopes of a file, one a line.
async fn lines(path: &Path) -> anyhow::Result<Vec<Envelope>> {
    let name = path.display();
    let size = tokio::fs::metadata(path).await.with_context(|| format!("{name} cannot be read"))?.len();
    if size > limits::IMPORT_BYTES_MAX {
        bail!("{name} is too large: at most {} MiB", limits::IMPORT_BYTES_MAX / 1024 / 1024);
    }
    let text = tokio::fs::read_to_string(path).await.with_context(|| format!("{name} cannot be read"))?;
    let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    filled
        .map(|(i, line)| {
            serde_json::from_str(line)
                .map_err(|_| anyhow::anyhow!("{name}: line {} is not a sealed act", i + 1))
        })
        .collect()
}
