//! Giấy tờ: a paper of a dossier as a file for the archive.
//!
//! Not here: what stands on it (`shared::paper`), how it is set (`pdf`).
//! Invariant: the words are those that the browser prints, with the hour and the hand that asked; only whoever may open
//! the dossier gets it.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use krilla::error::KrillaError;
use serde::Deserialize;
use shared::dossier::Dossier;
use shared::id::DossierId;
use shared::lang::word;
use shared::moment::Moment;
use shared::paper::{PaperOf, printed, sheet};
use shared::ward::Ward;

use crate::Site;
use crate::error::{Error, Result};
use crate::gate::Staff;
use crate::pdf::{self, Count, Facts};
use crate::report::slot;
use crate::store::Fault;

/// What is asked for of one paper.
#[derive(Clone, Copy)]
pub struct Print<'a> {
    pub paper: PaperOf,
    /// Both copies of a slip on one A4 across.
    pub pair: bool,
    pub at: Moment,
    /// Whose hand.
    pub by: &'a str,
    /// The address under which the pages were asked for, which papers bear where the ward has no public one.
    pub origin: &'a str,
}

/// The file; none where the dossier has no such paper.
///
/// # Errors
/// Says what the standard forbids in it.
pub fn archived(
    ward: &Ward,
    dossier: &Dossier,
    print: Print<'_>,
) -> std::result::Result<Option<Vec<u8>>, KrillaError> {
    let Print { paper, pair, at, by, origin } = print;
    let Some(mut sheet) = sheet(ward, dossier, paper, origin) else { return Ok(None) };
    sheet.foot.push(printed(at, by));
    let code = dossier.code.as_ref().map(ToString::to_string).unwrap_or_default();
    let title = if code.is_empty() { sheet.title.clone() } else { format!("{} – {code}", sheet.title) };
    let agency = ward.letterhead(at.day()).map(|head| head.agency.clone()).unwrap_or_default();
    let facts = Facts { title, id: format!("{}/{paper}", dossier.id), agency, made: at };
    pdf::file(&[sheet], Count::Paper, pair, &facts).map(Some)
}

/// `000.21.17.H17-181122-6003-giay-hen.pdf`; the dossier's own number where it has no code.
pub fn name(dossier: &Dossier, paper: PaperOf) -> String {
    let id = || dossier.id.to_string();
    format!("{}-{paper}.pdf", dossier.code.as_ref().map_or_else(id, ToString::to_string))
}

#[derive(Deserialize)]
pub struct Ask {
    #[serde(default)]
    pair: bool,
}

fn bad_address() -> Error {
    let said = word(
        "Địa chỉ phải là id của hồ sơ, rồi tên giấy (giay-hen.pdf); pair là true hoặc false.",
        "The address must be the dossier's id, then the paper's name (giay-hen.pdf); pair is true or false.",
    );
    Error::bad("bad_query", said)
}

/// `GET /api/paper/{dossier}/giay-hen.pdf?pair=true`
pub async fn paper(
    State(site): State<Arc<Site>>,
    Staff(signed): Staff,
    headers: HeaderMap,
    Path((dossier, file)): Path<(String, String)>,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Response> {
    let Ok(Query(Ask { pair })) = ask else { return Err(bad_address()) };
    let id = dossier.parse().map(DossierId).map_err(|_| bad_address())?;
    let paper: Option<PaperOf> = file.strip_suffix(".pdf").and_then(|name| name.parse().ok());
    let paper = paper.ok_or_else(bad_address)?;
    let record = site.store.by_id(id).await?.ok_or_else(Error::no_such_dossier)?;
    let dossier: Dossier = serde_json::from_str(record.get()).map_err(Fault::from)?;
    let name = name(&dossier, paper);
    let (ward, origin) = (site.store.ward(), origin(&headers, site.config.secure));
    // As a browser's print says it: to the minute.
    let at = Moment::at_minute(site.clock.now().day(), site.clock.now().minute_of_day());
    let _slot = slot(&site).await?;
    let made = tokio::task::spawn_blocking(move || {
        archived(&ward, &dossier, Print { paper, pair, at, by: &signed.officer.name, origin: &origin })
    });
    let made = made.await.map_err(|e| Error::failed(&e))?;
    let bytes = made.map_err(|e| Error::failed(&e))?.ok_or_else(Error::no_such_paper)?;
    download(bytes, &name)
}

/// The address under which the pages were asked for.
fn origin(headers: &HeaderMap, secure: bool) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    format!("{}://{host}", if secure { "https" } else { "http" })
}

/// A file to keep.
pub fn download(bytes: Vec<u8>, name: &str) -> Result<Response> {
    let kept_as = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, kept_as.map_err(|e| Error::failed(&e))?),
    ];
    Ok((headers, bytes).into_response())
}
