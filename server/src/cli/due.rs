//! `due`: the due moment of a dossier, and why.
//!
//! Not here: counting (`shared::calendar`).
//! Invariant: the first line is the moment alone, for programs.

use std::path::PathBuf;

use clap::Args;
use shared::calendar::{Calendar, Term, standard_calendar};
use shared::id::WardId;
use shared::moment::{Day, Moment};

use super::voice::{Told, Voice, told};
use super::{Data, url};
use crate::store::{Place, Store};

#[derive(Args)]
pub struct Due {
    /// Lúc tiếp nhận / When it was received: 2018-02-13T09:00
    #[arg(long, value_name = "MOMENT", value_parser = moment)]
    received: Moment,
    /// Thời hạn / The limit: 3wd, 15cd, same-day, 8wh
    #[arg(long, value_name = "TERM")]
    term: Term,
    /// Theo lịch của phường này; không ghi thì theo lịch chung / By this ward's days off and hours; the country's
    /// where it is not said
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Phường ấy ở PostgreSQL / That ward is on PostgreSQL: postgres://user@host/db
    #[arg(long, value_name = "URL", env = "MOT_CUA_DATABASE_URL")]
    database_url: Option<String>,
    /// Số của phường trong cơ sở dữ liệu / The ward's number in the database
    #[arg(long, value_name = "N", default_value_t = 1)]
    ward: i64,
}

/// A moment; a day alone lacks the hour that may decide.
fn moment(text: &str) -> Result<Moment, Box<dyn std::error::Error + Send + Sync>> {
    text.parse::<Moment>().map_err(|bad| match text.parse::<Day>() {
        Ok(day) => Told::new(
            format!("thiếu giờ tiếp nhận, ví dụ {day}T09:00"),
            format!("the hour of the reception is missing, for example {day}T09:00"),
        )
        .into(),
        Err(_) => bad.into(),
    })
}

/// The ward's own days off, of a book that may be served just now: it is only looked at.
async fn calendar(ask: &Due) -> anyhow::Result<Calendar> {
    let place = match (&ask.data, url(ask.database_url.as_deref())) {
        (None, None) => return Ok(standard_calendar()),
        (None, Some(url)) => Place::Postgres { url: url.to_owned(), folder: None },
        (Some(data), url) => {
            let data = Data { data: data.clone(), database_url: url.map(str::to_owned), ward: ask.ward };
            data.must_exist()?;
            data.place()
        }
    };
    let store = Store::look(&place, WardId(ask.ward)).await?;
    let calendar = store.ward().calendar.clone();
    store.db.close().await;
    Ok(calendar)
}

pub async fn run(ask: &Due, voice: Voice) -> anyhow::Result<()> {
    let due = calendar(ask).await?.due(ask.received, ask.term).map_err(|missing| {
        let said = missing.sentence();
        told(said.vi, said.en)
    })?;
    println!("{}", due.at);
    for lang in voice.langs() {
        println!("{}", due.why(lang));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use shared::calendar::OffDay;

    use super::*;
    use crate::store::tests::Folder;

    /// A storm has closed the ward for a day of which the country knows nothing.
    #[tokio::test]
    async fn the_wards_own_days_off_are_counted() {
        let folder = Folder::new();
        let mut ward = shared::demo::ward().unwrap();
        let storm = Day::new(2018, 11, 23).unwrap();
        let off = OffDay { name: "Bão số 9".to_owned(), kind: "local".to_owned(), uncertain: false };
        ward.calendar.off.insert(storm, off);
        let place = Place::Folder(folder.0.clone());
        Store::open_or_create(&place, WardId(1), || ward).await.unwrap().db.close().await;
        let ask = |data: Option<&PathBuf>| Due {
            received: "2018-11-22T09:00".parse().unwrap(),
            term: "2wd".parse().unwrap(),
            data: data.cloned(),
            database_url: None,
            ward: 1,
        };
        let due = async |ask: Due| {
            let due = calendar(&ask).await.unwrap().due(ask.received, ask.term).unwrap();
            due.at.to_string()
        };
        assert_eq!(due(ask(None)).await, "2018-11-26T17:00:00+07:00");
        assert_eq!(due(ask(Some(&folder.0))).await, "2018-11-27T17:00:00+07:00");
        let wrong = folder.0.join("sai-ten");
        let said = run(&ask(Some(&wrong)), Voice::default()).await.unwrap_err().to_string();
        assert!(said.contains("không có sổ nào trong") && said.contains("there is no book in"), "{said}");
    }
}
