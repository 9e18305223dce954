//! `report`: a report of a period on standard output.
//!
//! Not here: what is counted (`shared::report`).
//! Invariant: JSON, CSV, XLSX and PDF are all that is written, so that a program may read them.

use std::io::{ErrorKind, IsTerminal as _, Write as _};

use clap::{Args, ValueEnum};
use shared::lang::Sentence;
use shared::moment::Day;
use shared::report::forms::{CAUSES, II06A, SUMMARY};
use shared::report::{Coverage, Covered, Period};

use super::Data;
use super::paper::BY;
use super::voice::{Voice, told};
use crate::clock::Clock;
use crate::report::xlsx::Head;
use crate::report::{self, Which, archive};
use crate::store::Store;

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
    /// Tổng hợp theo đơn vị, 2026 / The summary of 2026
    TongHop,
    /// Nguyên nhân hồ sơ quá hạn / Causes of lateness
    NguyenNhan,
    /// Sổ theo dõi hồ sơ của một năm / The register of a year
    SoTheoDoi,
    /// Sổ thu phí, lệ phí / The cash book
    SoThu,
    /// Bộ chỉ số 766 / The 766 indices
    #[value(name = "766")]
    Quality,
    /// Cơ quan phối hợp / Cooperating agencies
    CoQuanPhoiHop,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
    /// Excel, có tiêu đề biểu / Excel, with the form's printed head
    Xlsx,
    /// PDF/A để lưu trữ, có chỗ ký / PDF/A for the archive, with who signs
    Pdf,
}

impl Format {
    /// Of a file that no terminal shows.
    const fn ending(self) -> Option<&'static str> {
        match self {
            Format::Xlsx => Some("xlsx"),
            Format::Pdf => Some("pdf"),
            Format::Table | Format::Json | Format::Csv => None,
        }
    }
}

impl Report {
    fn which(&self) -> Which {
        match self.form {
            FormName::Board => Which::Board,
            FormName::Ii06a => Which::Form(&II06A),
            FormName::TongHop => Which::Form(&SUMMARY),
            FormName::NguyenNhan => Which::Form(&CAUSES),
            FormName::SoTheoDoi => Which::Register,
            FormName::SoThu => Which::Cash,
            FormName::Quality => Which::Quality,
            FormName::CoQuanPhoiHop => Which::Agencies,
        }
    }
}

pub async fn run(ask: Report, voice: Voice) -> anyhow::Result<()> {
    let which = ask.which();
    let period = Period::new(ask.from, ask.to).map_err(|said| told(said.vi, said.en))?;
    if let Some(end) = ask.format.ending()
        && std::io::stdout().is_terminal()
    {
        return Err(told(
            format!("tệp {end} không dành cho màn hình; ghi ra tệp bằng  > bao-cao.{end}"),
            format!("a {end} file is not for a terminal; write it with  > bao-cao.{end}"),
        ));
    }
    ask.data.must_exist()?;
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
    let now = Clock::Machine.now();
    let coverage = report::coverage(&store, now).await?;
    if matches!(ask.format, Format::Csv | Format::Xlsx | Format::Pdf) && !coverage.devices.is_empty() {
        voice.warn(&said(&coverage));
    }
    if ask.format == Format::Pdf {
        let bytes = archived(&store, which, period, &coverage).await;
        store.db.close().await;
        return written(&bytes?);
    }
    let report = report::make(&store, which, period, now).await?;
    let head = Head::new(&store.ward(), period, &coverage);
    store.db.close().await;
    let bytes = match ask.format {
        Format::Pdf => unreachable!("was written above"),
        Format::Json => {
            (serde_json::to_string_pretty(&Covered { report: &report, coverage: coverage.clone() })? + "\n")
                .into_bytes()
        }
        Format::Csv => report.table().to_csv().into_bytes(),
        Format::Xlsx => report.xlsx(&head)?,
        Format::Table => {
            let (from, to, said) = (ask.from.vi(), ask.to.vi(), said(&coverage));
            let head = Sentence::new(
                format!("Từ {from} đến {to}, {}", said.vi),
                format!("From {from} to {to}, {}", said.en),
            );
            format!("{}\n{}", voice.of(&head), report.table().to_text()).into_bytes()
        }
    };
    written(&bytes)
}

fn written(bytes: &[u8]) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(bytes) {
        // Whoever reads has seen enough.
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

/// As a file for the archive.
async fn archived(
    store: &Store,
    which: Which,
    period: Period,
    coverage: &Coverage,
) -> anyhow::Result<Vec<u8>> {
    let (ward, now) = (store.ward(), coverage.as_of);
    let made = archive::made(period, now, coverage, BY);
    let (title, sheets) = archive::sheets(store, which, period, now, made).await?;
    let drawn = archive::drawn(sheets, title, &ward, now, which.name()).await;
    drawn.map_err(|error| told(error.said.vi, error.said.en))
}

/// `tính đến 15:42 28/12/2018, 2 thiết bị chưa gửi 7 việc`
fn said(coverage: &Coverage) -> Sentence {
    let (at, acts) = (coverage.as_of.clock_and_day(), coverage.acts);
    match coverage.devices.len() {
        0 => Sentence::new(format!("tính đến {at}"), format!("as of {at}")),
        devices => Sentence::new(
            format!("tính đến {at}, {devices} thiết bị chưa gửi {acts} việc"),
            format!("as of {at}; devices with unsent acts: {devices}, acts: {acts}"),
        ),
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

    /// The names that people know are those of addresses and files.
    #[test]
    fn the_help_offers_every_report_and_each_is_made() {
        let help = Alone::command().render_long_help().to_string();
        for offered in ["table", "json", "csv", "xlsx", "pdf"] {
            assert!(help.contains(offered), "{offered}: {help}");
        }
        let named =
            ["board", "ii06a", "tong-hop", "nguyen-nhan", "766", "co-quan-phoi-hop", "so-theo-doi", "so-thu"]
                .map(|form| {
                    assert!(help.contains(form), "{form}: {help}");
                    let line = format!("x --data d --from 2018-01-01 --to 2018-12-31 --form {form}");
                    let matches = Alone::command().try_get_matches_from(line.split(' ')).expect("arguments");
                    let Alone { report } = Alone::from_arg_matches(&matches).expect("arguments");
                    report.which().name()
                });
        let files = [
            "bang-dieu-hanh",
            "ii06a",
            "tong-hop",
            "nguyen-nhan",
            "chi-so-766",
            "co-quan-phoi-hop",
            "so-theo-doi",
            "so-thu",
        ];
        assert_eq!(named, files);
    }
}
