//! `demo` and `logins`: the demo ward, and its passwords.
//!
//! Not here: what happens in it (`crate::demo`).
//! Invariant: a book that somebody has begun is never touched.

use anyhow::{Context as _, bail};
use clap::Args;

use super::{Data, progress};
use crate::clock::Clock;
use crate::demo::year::ARTICLE;
use crate::demo::{self, logins};
use crate::store::{Store, backup};

#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    data: Data,
    /// Năm sống lại; bài báo kể năm 2018 / The year to live again; the article tells of 2018
    #[arg(long, value_name = "YEAR", default_value_t = 2018, value_parser = clap::value_parser!(i32).range(2018..=2018))]
    year: i32,
    /// Cùng một số cho cùng những hồ sơ / The same number gives the same dossiers
    #[arg(long, value_name = "N", default_value_t = 2018)]
    seed: u64,
}

#[derive(Args)]
pub struct Logins {
    #[command(flatten)]
    data: Data,
}

pub async fn run(ask: Demo) -> anyhow::Result<()> {
    let _held = backup::hold(&ask.data.data)?;
    let ward = shared::demo::ward()?;
    let store = Store::open_or_create(&ask.data.place(), ask.data.id(), || ward)
        .await
        .context("the database could not be opened")?;
    if !demo::is_untouched(&store).await? {
        bail!("{} already holds a ward; the demo wants a folder of its own", ask.data.data.display());
    }
    let now = Clock::Machine.now();
    let said = logins::give(&store, now).await?;
    logins::keep(&ask.data.data, &said).await?;
    let show = |done, all| progress::show("phường mẫu", done, all);
    let lived = demo::live(&store, (ask.year, ARTICLE), now, ask.seed, show).await?;
    store.db.close().await;
    println!("Phường mẫu đã sẵn sàng: {} việc. / The demo ward is ready: {} acts.", lived.acts, lived.acts);
    print!("{said}");
    Ok(())
}

pub async fn logins(ask: Logins) -> anyhow::Result<()> {
    match logins::kept(&ask.data.data).await? {
        Some(said) => print!("{said}"),
        None => bail!("there is no demo ward in {}; make one with `mot-cua demo`", ask.data.data.display()),
    }
    Ok(())
}
