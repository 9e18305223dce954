//! `backup`, `restore`, `verify`, `password`: care of the book.
//!
//! Not here: how it is done (`store::backup`, `store::verify`).
//! Invariant: the last line on standard output says what was done, with numbers.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::{Data, progress};
use crate::clock::Clock;
use crate::gate::password::hash_now;
use crate::random;
use crate::store::account::Account;
use crate::store::restore::restore as put_back;
use crate::store::{Store, backup as copies};

/// Differences that are printed one by one.
const SHOWN_MAX: usize = 20;

#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    data: Data,
    /// Tệp bản sao, hoặc thư mục để đặt vào / The copy's file, or a folder to put it in
    #[arg(long, value_name = "PATH")]
    to: PathBuf,
}

#[derive(Args)]
pub struct Restore {
    #[command(flatten)]
    data: Data,
    /// Bản sao / The copy
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    data: Data,
}

#[derive(Args)]
pub struct Password {
    #[command(flatten)]
    data: Data,
    /// Tên đăng nhập / The login name
    #[arg(long, value_name = "NAME")]
    name: String,
}

/// `20181122-091530`, for names of files.
fn stamp() -> String {
    let now = Clock::Machine.now();
    let seconds = now.millis() / 1000 % 60;
    format!("{}-{}{seconds:02}", now.day().to_string().replace('-', ""), now.clock().replace(':', ""))
}

fn only_sqlite(data: &Data) -> anyhow::Result<()> {
    if data.database_url.is_some() {
        bail!("PostgreSQL is copied with its own tools: pg_basebackup or pg_dump");
    }
    Ok(())
}

pub async fn backup(ask: Backup) -> anyhow::Result<()> {
    only_sqlite(&ask.data)?;
    let to = if ask.to.is_dir() { ask.to.join(format!("mot-cua-{}.db", stamp())) } else { ask.to };
    let copied = copies::backup(&ask.data.data, &to, |done, all| progress::show("chép", done, all)).await?;
    println!(
        "Đã sao lưu và kiểm tra {}: {} việc, {} hồ sơ, {} byte.",
        copied.to.display(),
        copied.acts,
        copied.records,
        copied.bytes
    );
    Ok(())
}

pub async fn restore(ask: Restore) -> anyhow::Result<()> {
    only_sqlite(&ask.data)?;
    if !ask.from.is_file() {
        bail!("there is no file {}", ask.from.display());
    }
    let copied = put_back(&ask.data.data, &ask.from, &stamp()).await?;
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
    let devices = store.devices().await?.iter().filter(|device| device.revoked_at.is_none()).count();
    store.db.close().await;
    println!("Đã khôi phục {} việc, {} hồ sơ.", copied.acts, copied.records);
    println!("Sổ cũ được giữ cạnh sổ mới. {devices} máy sẽ gửi lại những việc bản sao chưa có.");
    Ok(())
}

pub async fn verify(ask: Verify) -> anyhow::Result<()> {
    if ask.data.database_url.is_none() && !ask.data.data.join(crate::store::FILE).is_file() {
        bail!("there is no database in {}", ask.data.data.display());
    }
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
    let found = store.verify(|done, all| progress::show("xét lại", done, all)).await?;
    store.db.close().await;
    for difference in found.differences.iter().take(SHOWN_MAX) {
        println!("{difference}");
    }
    println!(
        "{} việc của {} người viết, {} hồ sơ, {} chỗ khác.",
        found.acts,
        found.writers,
        found.records,
        found.differences.len()
    );
    if !found.differences.is_empty() {
        bail!("the book is not what its acts say: {} differences", found.differences.len());
    }
    Ok(())
}

pub async fn password(ask: Password) -> anyhow::Result<()> {
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
    let Some(account) = store.account(&ask.name).await? else { bail!("there is no account {}", ask.name) };
    let password = random::one_time_password();
    let account = Account { hash: hash_now(&password), must_change: true, ..account };
    store.put_account(&account, Clock::Machine.now()).await?;
    store.db.close().await;
    println!("{password}");
    Ok(())
}
