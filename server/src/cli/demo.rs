//! `demo` and `logins`: the demo ward, and its passwords.
//!
//! Not here: what happens in it (`crate::demo`).
//! Invariant: a book that somebody has begun is never touched.

use clap::Args;
use shared::lang::word;

use super::voice::{Told, Voice, told, told_why};
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
    #[arg(long, value_name = "YEAR", default_value_t = 2018, value_parser = year)]
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

/// The only year whose story is known.
fn year(text: &str) -> Result<i32, Told> {
    match text {
        "2018" => Ok(2018),
        _ => Err(Told::new("chỉ có năm 2018 để sống lại", "only the year 2018 can be lived again")),
    }
}

pub async fn run(ask: Demo, voice: Voice) -> anyhow::Result<()> {
    let _held = backup::hold(&ask.data.data)?;
    let now = Clock::Machine.now();
    let ward = demo::posted::with(shared::demo::ward()?, now.day());
    let store = Store::open_or_create(&ask.data.place(), ask.data.id(), || ward)
        .await
        .map_err(|fault| told_why("không mở được sổ", "the book could not be opened", fault))?;
    if !demo::is_untouched(&store).await? {
        let folder = ask.data.data.display();
        return Err(told(
            format!("{folder} đã có sổ của một phường; phường mẫu cần thư mục riêng"),
            format!("{folder} already holds a ward; the demo wants a folder of its own"),
        ));
    }
    let said = logins::give(&store, now).await?;
    logins::keep(&ask.data.data, &said).await?;
    let what = voice.of(&word("phường mẫu", "demo ward").into());
    let show = |done, all| progress::show(&what, done, all);
    let lived = demo::live(&store, (ask.year, ARTICLE), now, ask.seed, show).await?;
    store.db.close().await;
    let acts = lived.acts;
    voice.say(
        format!("Phường mẫu đã sẵn sàng: {acts} việc."),
        format!("The demo ward is ready: {acts} acts."),
    );
    print!("{said}");
    Ok(())
}

pub async fn logins(ask: Logins) -> anyhow::Result<()> {
    match logins::kept(&ask.data.data).await? {
        Some(said) => print!("{said}"),
        None => {
            let folder = ask.data.data.display();
            return Err(told(
                format!("không có phường mẫu nào trong {folder}; dựng bằng `mot-cua demo`"),
                format!("there is no demo ward in {folder}; make one with `mot-cua demo`"),
            ));
        }
    }
    Ok(())
}
