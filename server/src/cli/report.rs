//! `report`: a report of a period on standard output.
//!
//! Not here: what is counted (`shared::report`).
//! Invariant: JSON and CSV are all that is written, so that a program may read them.

use std::io::{ErrorKind, Write as _};

use anyhow::bail;
use clap::{Args, ValueEnum};
use shared::moment::Day;
use shared::report::{Coverage, Period};

use super::Data;
use crate::clock::Clock;
use crate::report::{self, Form};
use crate::store::{FILE, Store};

#[derive(Args)]
pub struct Report {
    #[command(flatten)]
    data: Data,
    /// Biểu / The form
    #[arg(long, value_enum)]
    form: FormName,
    /// Ngày đầu kỳ / The first day: 2018-01-01
    #[arg(long, value_name = "DATE")]
    from: Day,
    /// Ngày cuối kỳ / The last day: 2018-12-31
    #[arg(long, value_name = "DATE")]
    to: Day,
    /// Dạng kết quả / How it is written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormName {
    /// Bảng điều hành / The leader's board
    Board,
    /// Biểu II.06a/VPCP/KSTT
    Ii06a,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
    Xlsx,
}

pub async fn run(ask: Report) -> anyhow::Result<()> {
    if ask.format == Format::Xlsx {
        bail!("xlsx is not written yet; --format csv opens in every spreadsheet");
    }
    let period = Period::new(ask.from, ask.to).map_err(|said| anyhow::anyhow!("{}", said.en))?;
    if ask.data.database_url.is_none() && !ask.data.data.join(FILE).is_file() {
        bail!("there is no database in {}", ask.data.data.display());
    }
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
    let form = match ask.form {
        FormName::Board => Form::Board,
        FormName::Ii06a => Form::Ii06a,
    };
    let now = Clock::Machine.now();
    let report = report::make(&store, form, period, now).await?;
    let coverage = report::coverage(&store, now).await?;
    store.db.close().await;
    let text = match ask.format {
        Format::Json => serde_json::to_string_pretty(&report)? + "\n",
        Format::Csv => report.table().to_csv(),
        Format::Table | Format::Xlsx => {
            let (from, to, table) = (ask.from.vi(), ask.to.vi(), report.table().to_text());
            format!("Từ {from} đến {to}, {}\n{table}", said(&coverage))
        }
    };
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        // Whoever reads has seen enough.
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

/// `tính đến 15:42 28/12/2018, 2 thiết bị chưa gửi 7 việc`
fn said(coverage: &Coverage) -> String {
    let until = format!("tính đến {}", coverage.as_of.clock_and_day());
    match coverage.devices.len() {
        0 => until,
        devices => format!("{until}, {devices} thiết bị chưa gửi {} việc", coverage.acts),
    }
}
