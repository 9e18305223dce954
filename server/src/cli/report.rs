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
    #[value(name = "766", hide = true)]
    Quality,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
    #[value(hide = true)]
    Xlsx,
}

impl Report {
    /// What people ask for by habit and this version does not make; the help does not offer it.
    fn makeable(&self) -> anyhow::Result<Form> {
        if self.format == Format::Xlsx {
            bail!("xlsx is not written yet; --format csv opens in every spreadsheet");
        }
        match self.form {
            FormName::Board => Ok(Form::Board),
            FormName::Ii06a => Ok(Form::Ii06a),
            FormName::Quality => bail!("form 766 is not made yet; --form board or --form ii06a is"),
        }
    }
}

pub async fn run(ask: Report) -> anyhow::Result<()> {
    let form = ask.makeable()?;
    let period = Period::new(ask.from, ask.to).map_err(|said| anyhow::anyhow!("{}", said.en))?;
    if ask.data.database_url.is_none() && !ask.data.data.join(FILE).is_file() {
        bail!("there is no database in {}", ask.data.data.display());
    }
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
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

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, FromArgMatches as _, Parser};

    use super::Report;

    #[derive(Parser)]
    struct Alone {
        #[command(flatten)]
        report: Report,
    }

    #[test]
    fn the_help_offers_what_is_made_and_nothing_else() {
        let help = Alone::command().render_long_help().to_string();
        for offered in ["board", "ii06a", "table", "json", "csv"] {
            assert!(help.contains(offered), "{offered}: {help}");
        }
        for refused in ["766", "xlsx"] {
            assert!(!help.contains(refused), "{refused}: {help}");
        }
    }

    #[test]
    fn what_is_not_made_yet_is_said_in_one_sentence() {
        let said = |form: &str, format: &str| {
            let line =
                format!("x --data d --from 2018-01-01 --to 2018-12-31 --form {form} --format {format}");
            let matches = Alone::command().try_get_matches_from(line.split(' ')).expect("arguments");
            let Alone { report } = Alone::from_arg_matches(&matches).expect("arguments");
            report.makeable().map(|_| ()).map_err(|error| error.to_string())
        };
        assert_eq!(said("board", "csv"), Ok(()));
        assert_eq!(said("ii06a", "table"), Ok(()));
        let xlsx = "xlsx is not written yet; --format csv opens in every spreadsheet";
        assert_eq!(said("board", "xlsx"), Err(xlsx.to_owned()));
        let quality = "form 766 is not made yet; --form board or --form ii06a is";
        assert_eq!(said("766", "json"), Err(quality.to_owned()));
    }
}
