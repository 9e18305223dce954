//! `calendar`: enters the days off of a year from a file.
//!
//! Not here: what a year must hold (`shared::calendar`), the form on the settings page (`app`).
//! Invariant: all years of the file are entered, or none.

use std::path::PathBuf;

use clap::Args;
use shared::calendar::{YearTable, year_tables};
use shared::ward::Ward;

use super::Data;
use super::voice::{Voice, told, told_why};
use crate::store::Store;
use crate::store::ward::Saved;

#[derive(Args)]
pub struct Calendar {
    #[command(flatten)]
    data: Data,
    /// Tệp ngày nghỉ, cùng dạng với holidays.json / A file of days off, of the shape of holidays.json
    #[arg(long, value_name = "FILE")]
    file: PathBuf,
}

pub async fn run(ask: Calendar, voice: Voice) -> anyhow::Result<()> {
    ask.data.must_exist()?;
    let file = ask.file.display();
    let text = tokio::fs::read_to_string(&ask.file)
        .await
        .map_err(|error| told_why(format!("không đọc được {file}"), format!("cannot read {file}"), error))?;
    let tables = year_tables(&text).map_err(|error| {
        told_why(
            format!("{file} không phải bảng ngày nghỉ"),
            format!("{file} is no table of days off"),
            error,
        )
    })?;
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
    let ward = store.ward();
    let (base, entered) = (ward.version, with_years(&ward, &tables));
    let saved = match entered {
        Ok(ward) => store.save_ward(base, ward).await,
        Err(error) => {
            store.db.close().await;
            return Err(error);
        }
    };
    store.db.close().await;
    match saved? {
        Saved::Version(version) => {
            let years = tables.len();
            voice.say(
                format!(
                    "Đã nhập {years} năm, cấu hình phường bản {version}. Máy chủ đang chạy đọc lịch mới khi khởi động \
                     lại."
                ),
                format!(
                    "Years entered: {years}; settings of the ward, version {version}. A running server reads them when \
                     it is started again."
                ),
            );
        }
        Saved::Unchanged => voice.say(
            format!("Không có gì thay đổi: lịch đã có đủ các năm ấy, cấu hình phường vẫn là bản {base}."),
            format!(
                "Nothing has changed: the calendar has these years already; the settings stay at version {base}."
            ),
        ),
        Saved::Overtaken(newest) => {
            return Err(told(
                format!("cấu hình vừa được người khác sửa (bản {newest}); hãy thử lại"),
                format!("the settings were changed meanwhile (version {newest}); try again"),
            ));
        }
    }
    Ok(())
}

fn with_years(ward: &Ward, tables: &[YearTable]) -> anyhow::Result<Ward> {
    if tables.is_empty() {
        return Err(told("tệp không có năm nào", "the file has no year"));
    }
    let mut ward = ward.clone();
    for table in tables {
        ward.calendar = ward.calendar.with_year(table).map_err(|faults| {
            let (vi, en): (Vec<_>, Vec<_>) = faults.into_iter().map(|fault| (fault.vi, fault.en)).unzip();
            told(format!("{}: {}", table.year, vi.join(" ")), format!("{}: {}", table.year, en.join(" ")))
        })?;
    }
    Ok(ward)
}

#[cfg(test)]
mod tests {
    use shared::demo;

    use super::*;

    /// The table that the product ships, with its years moved behind it.
    const TABLE: &str = include_str!("../../../shared/data/holidays.json");

    #[test]
    fn a_year_is_entered_from_a_file_and_a_gap_is_not() {
        let mut ward = demo::ward().expect("the standard data");
        let all = year_tables(TABLE).expect("our own table");
        let newest = all.last().expect("years").year;
        ward.calendar = ward.calendar.clone();
        ward.calendar.last_year = newest - 1;
        let entered = with_years(&ward, &all[all.len() - 1..]).expect("entered");
        assert_eq!(entered.calendar.last_year, newest);
        ward.calendar.last_year = newest - 2;
        let refused = with_years(&ward, &all[all.len() - 1..]).expect_err("a year is skipped");
        assert!(refused.to_string().contains("lần lượt từng năm"), "{refused}");
        assert!(with_years(&ward, &[]).is_err());
    }
}
