//! A file of the city's one-stop software: statuses and answers that come back, each line judged by itself.
//!
//! Not here: what a line says and agrees with (`shared::handoff::returned`), marking a message (`store::handoff`).
//! Invariant: no line moves a dossier. The same file twice changes nothing; a bad line holds up no other, and what the
//! good ones mark is marked all at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;
use shared::dossier::Dossier;
use shared::handoff::city;
use shared::handoff::returned::{COLUMNS, Found, Judged, Lacking, Line, Returned};
use shared::id::DossierId;
use shared::lang::{Sentence, word};
use shared::text;

use super::cells;
use super::civil::{Asked, period};
use crate::Site;
use crate::body::LargeJson;
use crate::error::{Error, Result};
use crate::gate::Caretaker;
use crate::limits::{RETURNED_LACKING_MAX, RETURNED_LINES_MAX};
use crate::report;
use crate::store::{Fault, Store};

/// CSV, or JSON where it begins with a bracket.
#[derive(Deserialize)]
pub struct TheirFile {
    text: String,
}

type Read = (u64, std::result::Result<Line, Sentence>, String);

/// `POST /api/handoff/city/file?from=&to=`
pub async fn take(
    State(site): State<Arc<Site>>,
    _: Caretaker,
    ask: Asked,
    LargeJson(TheirFile { text }): LargeJson<TheirFile>,
) -> Result<Reply<Returned>> {
    let (period, now) = (period(ask)?, site.clock.now());
    let read = lines(&text).map_err(|said| Error::bad("bad_file", said))?;
    let _slot = report::slot(&site).await?;
    let (mut judged, mut said, mut places, mut named) = (vec![], vec![], vec![], BTreeSet::new());
    for (line, read, code) in read {
        let blank = Judged {
            line,
            found: Found::Bad,
            id: None,
            code,
            theirs: None,
            ours: None,
            mark: None,
            why_vi: String::new(),
            why_en: String::new(),
        };
        match read {
            Err(why) => judged.push(Judged { why_vi: why.vi, why_en: why.en, ..blank }),
            Ok(read) => {
                let dossier = dossier_of(&site.store, &read).await?;
                let (found, ours) = read.judge(dossier.as_ref());
                let id = dossier.map(|dossier| dossier.id);
                named.extend(id);
                if let (Some(about), Some(answered), Some(_)) = (read.named, read.answered, id) {
                    places.push(judged.len());
                    said.push((about, answered, read.why.clone()));
                }
                judged.push(Judged { found, id, theirs: Some(read.status), ours, ..blank });
            }
        }
    }
    for (place, mark) in places.into_iter().zip(site.store.mark_city(&said, now).await?) {
        judged[place].mark = Some(mark);
    }
    site.feed.look();
    let count = move |ward: &_, dossiers: &[Dossier]| {
        let mut seen = named;
        let told = city::messages(ward, dossiers, period);
        let last = told.into_iter().rev().filter_map(|message| {
            let id: DossierId = message.khoa.split('.').next()?.parse().ok().map(DossierId)?;
            let code = if message.ma_ho_so.is_empty() { message.so_nop } else { message.ma_ho_so };
            seen.insert(id).then_some(Lacking { id, code, ours: message.trang_thai })
        });
        last.collect::<Vec<_>>()
    };
    let mut lacking = report::over(&site.store, period, now, count).await?;
    let lacking_total = lacking.len();
    lacking.truncate(RETURNED_LACKING_MAX);
    let returned = Returned { lines: judged, lacking, lacking_total };
    tracing::info!(lines = returned.lines.len(), bad = returned.found(Found::Bad), "a file of the city");
    Ok(Reply(returned))
}

/// The dossier that a line names: by the key, by its code, or by the number of an application from afar.
async fn dossier_of(store: &Store, line: &Line) -> std::result::Result<Option<Dossier>, Fault> {
    match (line.named, &line.code, line.number) {
        (Some(named), _, _) => store.record_now(named.id).await,
        (None, Some(code), _) => store.by_code(code).await,
        (None, None, Some(number)) => {
            // Two that share a number by chance are nobody's line.
            let mut all = store.by_number(number).await?;
            Ok(if all.len() == 1 { all.pop() } else { None })
        }
        (None, None, None) => Ok(None),
    }
}

/// Every line with its number and what it calls the dossier.
///
/// # Errors
/// The file as a whole cannot be used.
pub fn lines(text: &str) -> std::result::Result<Vec<Read>, Sentence> {
    let text = cells::readable(text)?;
    let read = if text.trim_start().starts_with(['[', '{']) { from_json(text)? } else { from_csv(text)? };
    if read.is_empty() {
        return Err(word(
            "Tệp không có dòng nào. CSV: dòng đầu là tên cột. JSON: một danh sách.",
            "The file has no lines. CSV: the first line names the columns. JSON: a list.",
        )
        .into());
    }
    if read.len() > RETURNED_LINES_MAX {
        return Err(Sentence::new(
            format!("Tệp có hơn {RETURNED_LINES_MAX} dòng. Xuất lại theo từng tháng."),
            format!("The file has more than {RETURNED_LINES_MAX} lines. Export it month by month."),
        ));
    }
    Ok(read)
}

fn one(line: u64, cells: [&str; 7]) -> Read {
    let name = cells[..3].iter().rev().map(|cell| text::clean(cell)).find(|cell| !cell.is_empty());
    let name = name.unwrap_or_default().chars().take(60).collect();
    (line, Line::read(cells), name)
}

fn unreadable() -> Sentence {
    word("không đọc được dòng này.", "this line cannot be read.").into()
}

fn from_csv(text: &str) -> std::result::Result<Vec<Read>, Sentence> {
    let rows = cells::rows(text);
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let mut rows = rows.into_iter();
    let head = rows.next().and_then(|(_, head)| head).unwrap_or_default();
    let spelled = |name: &String| text::fold(&text::clean(name)).replace([' ', '-'], "_");
    let names: Vec<String> = head.iter().map(spelled).collect();
    let places = COLUMNS.map(|column| names.iter().position(|name| name == column));
    let twice = COLUMNS.iter().find(|column| names.iter().filter(|name| name == *column).count() > 1);
    if let Some(name) = twice {
        return Err(Sentence::new(
            format!("Cột {name} có hai lần."),
            format!("The column {name} stands twice."),
        ));
    }
    if places[..3].iter().all(Option::is_none) || (places[0].is_none() && places[3].is_none()) {
        return Err(word(
            "Dòng đầu phải có tên cột: khoa, hoặc ma_ho_so (so_nop) và trang_thai.",
            "The first line must name the columns: khoa, or ma_ho_so (so_nop) and trang_thai.",
        )
        .into());
    }
    let read = |(line, cells): cells::Row| match cells {
        None => (line, Err(unreadable()), String::new()),
        Some(cells) => {
            let cell =
                |place: Option<usize>| place.and_then(|place| cells.get(place)).map_or("", String::as_str);
            one(line, places.map(cell))
        }
    };
    Ok(rows.map(read).collect())
}

fn from_json(text: &str) -> std::result::Result<Vec<Read>, Sentence> {
    let bad = || {
        word(
            "Không đọc được JSON: cần một danh sách [{…}, {…}].",
            "The JSON cannot be read: a list is needed, [{…}, {…}].",
        )
    };
    let all: Vec<Value> = serde_json::from_str(text).map_err(|_| bad())?;
    let read = |(place, value): (usize, Value)| {
        let line = place as u64 + 1;
        let Value::Object(fields) = &value else { return (line, Err(unreadable()), String::new()) };
        let cell = |name: &str| match fields.get(name) {
            None | Some(Value::Null) => Some(String::new()),
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => None,
        };
        let cells = COLUMNS.map(cell);
        if cells.iter().any(Option::is_none) {
            return (line, Err(unreadable()), String::new());
        }
        one(line, cells.each_ref().map(|cell| cell.as_deref().unwrap_or_default()))
    };
    Ok(all.into_iter().enumerate().map(read).collect())
}
