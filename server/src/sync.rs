//! Gửi và nhận: the only road for domain writes, and the pages of changes.
//!
//! Not here: verdicts (`shared::sync::server`), commits (`store::ledger`).
//! Invariant: the writer is the session's officer and device, never what a body claims.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json as Reply;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::value::RawValue;
use shared::dossier::{Dossier, Status};
use shared::id::{DossierId, OfficerId, Writer};
use shared::lang::{Sentence, word};
use shared::limits::{NOTICES_MAX, PULL_WAIT_SECONDS_MAX, PUSH_ACTS_MAX, PUSH_BYTES_MAX, QUERY_CHARS_MAX};
use shared::moment::Day;
use shared::sync::page::{self, Sent};
use shared::sync::wire::{Hash, NOW_HEADER, PROTO, PullAsk, PullReply, Push, PushReply};

use crate::Site;
use crate::answer;
use crate::body::Pushed;
use crate::error::{Error, Result};
use crate::gate::{Signed, Staff};
use crate::store::Fault;
use crate::store::ledger::newest_seq;
use crate::store::notice::Eyes;
use crate::store::pull::Scope;
use crate::store::search::Sought;

/// `POST /api/push`
pub async fn push(
    State(site): State<Arc<Site>>,
    signed: Signed,
    headers: HeaderMap,
    Pushed(push): Pushed,
) -> Result<Response> {
    let now = site.clock.now();
    let key = signed.device.to_string();
    site.pushes.take(&key, 1, now).map_err(Error::wait)?;
    if push.proto != PROTO {
        return Ok(Reply(PushReply::Upgrade { proto: PROTO }).into_response());
    }
    if push.acts.len() > PUSH_ACTS_MAX {
        return Err(Error::too_many_acts());
    }
    if push.writer != (Writer { device: signed.device, officer: signed.officer.id }) {
        return Err(Error::foreign_writer());
    }
    if !push.epoch.is_empty() && push.epoch != *site.store.epoch {
        return Ok(Reply(PushReply::Epoch { epoch: site.store.epoch.to_string() }).into_response());
    }
    check_size(&push, |bytes| site.push_bytes.take(&key, bytes, now))?;
    check_acts(&push)?;
    answer::json(&headers, &site.ledger.push(push, signed.lane).await?).await
}

/// Whatever is sent is kept for good, also what nobody can read: so much of it, and no more.
fn check_size(push: &Push, take: impl FnOnce(u32) -> std::result::Result<(), u32>) -> Result<()> {
    let bytes: usize = push.acts.iter().map(|act| act.0.len()).sum();
    if bytes > PUSH_BYTES_MAX {
        return Err(Error::too_large(PUSH_BYTES_MAX));
    }
    take(u32::try_from(bytes).unwrap_or(u32::MAX)).map_err(Error::wait)
}

/// Every act that can be read must be of the push's writer and carry its own number. One that cannot be read
/// is kept for a person, with whatever it claims.
fn check_acts(push: &Push) -> Result<()> {
    for (n, body) in (push.first_n..).zip(&push.acts) {
        let Ok(command) = body.open() else { continue };
        if command.writer != push.writer {
            return Err(Error::foreign_writer());
        }
        if command.n != n {
            let said = Sentence::new(
                format!("Việc số {n} mang số {} bên trong.", command.n),
                format!("Act {n} carries number {} inside.", command.n),
            );
            return Err(Error::bad("wrong_number", said));
        }
    }
    Ok(())
}

/// Writes down that a device was heard, and whether it has brought everything back.
async fn note(site: &Site, signed: &Signed, ask: &PullAsk) -> std::result::Result<(), Fault> {
    let (device, officer) = (signed.device, signed.officer.id);
    site.store.heard(device, officer, Some(ask.waiting_on_device()), site.clock.now()).await?;
    site.store.comes_back(Writer { device, officer }, ask).await
}

/// `GET /api/pull`
pub async fn pull(
    State(site): State<Arc<Site>>,
    mut signed: Signed,
    headers: HeaderMap,
    ask: std::result::Result<Query<PullAsk>, axum::extract::rejection::QueryRejection>,
) -> Result<Response> {
    let Ok(Query(ask)) = ask else {
        let said = word(
            "Địa chỉ phải có have, hoặc epoch và cursor.",
            "The address must carry have, or epoch and cursor.",
        );
        return Err(Error::bad("bad_query", said));
    };
    let officer = signed.officer.id;
    site.pulls.take(&signed.device.to_string(), 1, site.clock.now()).map_err(Error::wait)?;
    match note(&site, &signed, &ask).await {
        // Whoever only reads is served by a disk that takes nothing, too.
        Err(fault) if fault.trouble().is_some() => tracing::warn!(%fault, "a device is not noted as heard"),
        noted => noted?,
    }
    let wait = Duration::from_secs(ask.wait.min(PULL_WAIT_SECONDS_MAX).into());
    let named = Scope::of(&signed.officer, site.clock.now()).name();
    // Of another life of the database, of another scope, or ahead of this one: from the beginning. What the feed
    // has not heard of, another process may have committed.
    let stale = (!ask.epoch.is_empty() && ask.epoch != *site.store.epoch)
        || (!ask.scope.is_empty() && ask.scope != named)
        || (ask.cursor > site.feed.newest() && ask.cursor > newest_seq(&site.store).await?);
    let cursor = if stale { 0 } else { ask.cursor };
    let seen_n = if stale { 0 } else { ask.seen_n };
    if !stale && !wait.is_zero() {
        site.feed.after(cursor, wait).await;
        signed = signed.still(&site).await?;
    }
    let _slot = site.staff_slots.clone().acquire_owned().await.map_err(|e| Error::failed(&e))?;
    let now = site.clock.now();
    let scope = Scope::of(&signed.officer, now);
    let writer = Writer { device: signed.device, officer };
    let eyes = (Eyes::of(&signed.officer, now), ask.told.as_str());
    let page = site.store.page(scope, writer, (cursor, seen_n), eyes).await?;
    let digest = match ask.digest && !page.more {
        true => site.store.digest_at(page.to, scope.since(ask.since)).await?.map(|buckets| buckets.root()),
        false => None,
    };
    let tells = stale || ask.epoch.is_empty() || !page.outcomes.is_empty();
    let head = if tells { page.head } else { Hash::default() };
    let head = PullReply {
        epoch: site.store.epoch.to_string(),
        from: cursor,
        to: page.to,
        instead_of: (stale && ask.cursor > 0).then_some(ask.cursor),
        more: page.more,
        records: Vec::new(),
        gone: page.gone,
        last_n: page.last_n,
        head,
        durable_n: page.durable_n,
        outcomes: page.outcomes,
        now,
        ward_version: site.store.ward().version,
        scope: named,
        digest,
        told: Some(page.told),
        beyond: vec![],
    };
    if ask.knows.is_none() {
        return plain(&headers, head, page.records).await;
    }
    if page.records.is_empty() && says_nothing(&ask, &head) {
        return Ok((StatusCode::NO_CONTENT, [(NOW_HEADER, now.millis().to_string())]).into_response());
    }
    let held = site.store.held(scope, cursor);
    in_columns(&headers, head, page.records, held).await
}

/// The page by columns, of what the device holds only what changed. An act that is told in it and is not written as we write
/// does not travel so: the device does not read what it is answered then, and asks for the plain page.
async fn in_columns(
    headers: &HeaderMap,
    head: PullReply<Dossier>,
    records: Vec<(DossierId, String)>,
    held: BTreeMap<DossierId, Arc<str>>,
) -> Result<Response> {
    let written = tokio::task::spawn_blocking(move || {
        let sent = records.iter().map(|(id, now)| Sent { now, held: held.get(id).map(|held| &**held) });
        let text = page::write(&head, &sent.collect::<Vec<_>>());
        text.ok_or_else(|| Box::new((head, records)))
    });
    match written.await.map_err(|e| Error::failed(&e))? {
        Ok(text) => answer::packed(headers, answer::TEXT, text).await,
        Err(page) => {
            let (head, records) = *page;
            plain(headers, head, records).await
        }
    }
}

/// Whether the device knows all that the page says, but for the time. How far its acts were judged it knows by their
/// outcomes; how many are unread, by a list that holds all of them.
fn says_nothing(ask: &PullAsk, head: &PullReply<Dossier>) -> bool {
    let unread = head.told.as_ref().map_or(0, |told| told.all);
    let same = ask.unchanged(head.now, unread).map(|same| PullReply { last_n: head.last_n, ..same });
    unread as usize <= NOTICES_MAX && same.as_ref() == Some(head)
}

/// The page as every release takes it.
async fn plain(
    headers: &HeaderMap,
    head: PullReply<Dossier>,
    records: Vec<(DossierId, String)>,
) -> Result<Response> {
    let records = records.into_iter().map(|(_, text)| RawValue::from_string(text));
    let records = records.collect::<std::result::Result<Vec<_>, _>>().map_err(Fault::from)?;
    answer::json(headers, &head.with(records)).await
}

#[derive(Deserialize)]
pub struct SearchAsk {
    q: String,
    #[serde(default)]
    people: bool,
    /// Codes, with commas between; none means any.
    #[serde(default)]
    states: String,
    field: Option<String>,
    handler: Option<u32>,
    received: Option<Day>,
}

impl SearchAsk {
    /// `None` where a state is not known.
    fn sought(self) -> Option<Sought> {
        let state = |code: &str| Status::ALL.into_iter().find(|status| status.code() == code);
        let states = self.states.split(',').filter(|code| !code.is_empty()).map(state);
        Some(Sought {
            states: states.collect::<Option<Vec<_>>>()?,
            text: self.q,
            people: self.people,
            field: self.field,
            handler: self.handler.map(OfficerId),
            received: self.received,
        })
    }
}

/// `GET /api/search?q=&states=&field=&handler=&received=`: over all years, for the staff; one dossier more than are shown
/// says that there are more. With `people=true` only by names and numbers.
pub async fn search(
    State(site): State<Arc<Site>>,
    Staff(signed): Staff,
    ask: std::result::Result<Query<SearchAsk>, axum::extract::rejection::QueryRejection>,
) -> Result<Reply<Vec<Box<RawValue>>>> {
    site.searches.take(&signed.device.to_string(), 1, site.clock.now()).map_err(Error::wait)?;
    let Ok(Query(ask)) = ask else { return Err(bad_filters()) };
    let chars = 2..=QUERY_CHARS_MAX;
    if !chars.contains(&ask.q.trim().chars().count()) || ask.q.contains('\0') {
        let said = Sentence::new(
            format!("Nội dung tìm gồm 2 đến {QUERY_CHARS_MAX} ký tự."),
            format!("A search has 2 to {QUERY_CHARS_MAX} characters."),
        );
        return Err(Error::bad("bad_query", said));
    }
    if ask.field.as_ref().is_some_and(|field| field.contains('\0')) {
        return Err(bad_filters());
    }
    Ok(Reply(site.store.search(ask.sought().ok_or_else(bad_filters)?).await?))
}

fn bad_filters() -> Error {
    let said = word(
        "Địa chỉ phải có q; bộ lọc là states, field, handler và received (2018-01-31). Tải lại trang.",
        "The address must carry q; filters are states, field, handler and received (2018-01-31). Load the page again.",
    );
    Error::bad("bad_query", said)
}

#[derive(Deserialize)]
pub struct DossierAsk {
    id: DossierId,
}

/// `GET /api/dossier?id=`: one dossier of whatever year, for the staff; devices hold the open and the recent ones.
pub async fn dossier(
    State(site): State<Arc<Site>>,
    Staff(_): Staff,
    ask: std::result::Result<Query<DossierAsk>, axum::extract::rejection::QueryRejection>,
) -> Result<Reply<Box<RawValue>>> {
    let Ok(Query(ask)) = ask else {
        let said = word("Địa chỉ phải có id của hồ sơ.", "The address must carry the dossier's id.");
        return Err(Error::bad("bad_query", said));
    };
    site.store.by_id(ask.id).await?.map(Reply).ok_or_else(Error::no_such_dossier)
}
