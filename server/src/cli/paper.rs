//! `paper`: a paper of a dossier as a file for the archive.
//!
//! Not here: what stands on it (`shared::paper`), how it is set (`pdf`).
//! Invariant: the book is only looked at; the file is whole or is not there.

use std::path::PathBuf;

use clap::Args;
use shared::dossier::code::Code;
use shared::moment::Moment;
use shared::paper::{PaperOf, papers};

use super::Data;
use super::voice::told;
use crate::clock::Clock;
use crate::paper::{Print, archived};
use crate::store::Store;

#[derive(Args)]
pub struct Paper {
    #[command(flatten)]
    data: Data,
    /// Mã hồ sơ / The dossier's code: 000.21.17.H17-181122-6003
    #[arg(long, value_name = "CODE")]
    dossier: Code,
    /// Giấy nào / Which paper: giay-hen, bo-sung-1, tu-choi, xin-loi, dung, kiem-soat
    #[arg(long, value_name = "PAPER")]
    form: PaperOf,
    /// Ghi vào tệp / Where it is written
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Hai liên trên một tờ A4 / Both copies on one A4
    #[arg(long)]
    pair: bool,
    /// Địa chỉ cho mã QR; mặc định là địa chỉ công khai / The address for the QR code; the public one by itself
    #[arg(long, value_name = "URL")]
    base: Option<String>,
}

/// Where the pages are found on this machine, if nobody has said anything else.
const ORIGIN: &str = "http://127.0.0.1:8080";

/// Who printed what nobody printed.
pub(super) const BY: &str = "máy chủ";

pub async fn run(ask: Paper) -> anyhow::Result<()> {
    ask.data.must_exist()?;
    let store = Store::look(&ask.data.place(), ask.data.id()).await?;
    let (mut ward, dossier) = ((*store.ward()).clone(), store.by_code(&ask.dossier).await?);
    store.db.close().await;
    if let Some(base) = ask.base {
        ward.public_url = base;
    }
    let Some(dossier) = dossier else {
        return Err(told(
            format!("sổ không có hồ sơ {}", ask.dossier),
            format!("the book has no dossier {}", ask.dossier),
        ));
    };
    let now = Clock::Machine.now();
    let at = Moment::at_minute(now.day(), now.minute_of_day());
    let print = Print { paper: ask.form, pair: ask.pair, at, by: BY, origin: ORIGIN };
    let Some(bytes) = archived(&ward, &dossier, print)? else {
        let known = papers(&ward, &dossier).iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        return Err(told(
            format!("hồ sơ không có giấy {}; đang có: {known}", ask.form),
            format!("the dossier has no paper {}; it has: {known}", ask.form),
        ));
    };
    let beside = ask.out.with_extension("part");
    tokio::fs::write(&beside, bytes).await?;
    Ok(tokio::fs::rename(&beside, &ask.out).await?)
}
