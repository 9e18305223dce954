//! Phản ánh, kiến nghị: anybody sends one and looks up the answer; the head and the leaders deal with it.
//!
//! Not here: what is right in one and who must keep out of it (`shared::feedback`), how it is kept (`store::feedback`).
//! Invariant: an unknown number, a wrong secret and one that the officer is named in get the same answer. What is
//! answered as received is on the disk.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Json as Reply;
use axum::body::Bytes;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::feedback::{
    Channel, Entry, Feedback, Filing, Listed, Look, Looked, Number, Published, Received, Row, Step, Take,
    What,
};
use shared::id::FeedbackId;
use shared::lang::word;
use shared::limits::{FEEDBACK_ROWS_MAX, FEEDBACK_SHOWN_MAX};
use shared::officer::Right;

use crate::body::SmallJson;
use crate::citizen::{TrackLimits, take_all, tidy};
use crate::error::{Error, Result};
use crate::gate::window::Window;
use crate::gate::{Hearer, Staff};
use crate::listen::Peer;
use crate::store::feedback::Kept;
use crate::{Site, limits, random};

/// How often one may send, and try a number.
pub struct FeedbackLimits {
    address: Window,
    all: Window,
    look: TrackLimits,
    readers: Window,
}

impl Default for FeedbackLimits {
    fn default() -> FeedbackLimits {
        FeedbackLimits {
            address: Window::new(limits::FEEDBACK_ADDRESS_MAX, 60),
            all: Window::new(limits::FEEDBACK_MAX, 60),
            look: TrackLimits::default(),
            readers: Window::new(limits::FEEDBACK_SHOWN_ADDRESS_MAX, 1),
        }
    }
}

/// The published replies as they were read last, and after how many steps. Steps are only ever added, so whoever finds
/// another number in the book, by whatever process they were taken, reads anew.
#[derive(Default)]
pub struct Shown(Mutex<Option<(u64, Bytes)>>);

impl Shown {
    fn lock(&self) -> MutexGuard<'_, Option<(u64, Bytes)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was read after as many steps.
    fn after(&self, steps: u64) -> Option<Bytes> {
        self.lock().as_ref().filter(|(known, _)| *known == steps).map(|(_, text)| text.clone())
    }

    fn keep(&self, steps: u64, text: &Bytes) {
        *self.lock() = Some((steps, text.clone()));
    }
}

/// What is kept of a secret.
pub fn sealed(secret: &str) -> String {
    random::to_hex(&random::digest(&tidy(secret)))
}

fn opens(kept: &Kept, secret: &str) -> bool {
    random::same(kept.secret.as_bytes(), sealed(secret).as_bytes())
}

/// Keeps it, or answers again where it was sent before; whether it is new.
async fn keep(site: &Site, one: Feedback, filing: &Filing) -> Result<(Received, bool)> {
    let ward = site.store.ward();
    if site.store.file_feedback(&one, &sealed(&filing.secret)).await? {
        return Ok((one.receipt(&ward.calendar, true), true));
    }
    match site.store.feedback(filing.id).await? {
        Some(kept) if opens(&kept, &filing.secret) => {
            Ok((kept.feedback.receipt(&ward.calendar, kept.feedback.holds(filing)), false))
        }
        Some(_) | None => Err(Error::other_feedback()),
    }
}

/// `POST /api/public/feedback`: from anybody, with a name or without. One that is sent again, because the answer did not
/// arrive, is answered again. No dossier is looked for.
pub async fn file(
    State(site): State<Arc<Site>>,
    peer: Option<Extension<Peer>>,
    SmallJson(filing): SmallJson<Filing>,
) -> Result<Reply<Received>> {
    let _slot = site.public_slots.try_acquire().map_err(|_| Error::busy())?;
    filing.check().map_err(|refusal| Error::refused(&refusal))?;
    let now = site.clock.now();
    let address = peer.map(|Extension(peer)| peer).unwrap_or_default().network();
    let counted = [(&site.feedback.address, address.as_str()), (&site.feedback.all, "")];
    take_all(&counted, now).map_err(Error::wait)?;
    let (received, is_new) = keep(&site, filing.received(Channel::Online, now, None), &filing).await?;
    if !is_new {
        counted.iter().for_each(|(window, key)| window.give_back(key, 1));
    }
    Ok(Reply(received))
}

/// `POST /api/feedback`: what was said at the counter, on the telephone or in a letter.
pub async fn enter(
    State(site): State<Arc<Site>>,
    Staff(me): Staff,
    SmallJson(entry): SmallJson<Entry>,
) -> Result<Reply<Received>> {
    entry.filing.check().map_err(|refusal| Error::refused(&refusal))?;
    let one = entry.filing.received(entry.channel, site.clock.now(), Some(me.officer.id));
    Ok(Reply(keep(&site, one, &entry.filing).await?.0))
}

/// `POST /api/public/feedback/look`: where it stands and what the ward says, and the answer to the ward's question. An
/// answer that is sent again is one.
pub async fn look(
    State(site): State<Arc<Site>>,
    peer: Option<Extension<Peer>>,
    SmallJson(ask): SmallJson<Look>,
) -> Result<Reply<Looked>> {
    let _slot = site.public_slots.try_acquire().map_err(|_| Error::busy())?;
    let now = site.clock.now();
    let address = peer.map(|Extension(peer)| peer).unwrap_or_default().network();
    let number = ask.number.parse::<Number>().ok();
    let key = number.map_or_else(|| ask.number.chars().take(60).collect(), |number| number.to_string());
    let guess = site.feedback.look.guess(&key, &address, now)?;
    let found = match number {
        Some(number) => site.store.feedback_by_number(number).await?,
        None => Vec::new(),
    };
    let kept = found.into_iter().find(|kept| opens(kept, &ask.secret)).ok_or_else(Error::no_such_feedback)?;
    guess.was_right();
    let mut one = kept.feedback;
    if let Some(text) = ask.answer.as_deref().filter(|text| !is_told(&one, text)) {
        let what = one.answered(text).map_err(|refusal| Error::refused(&refusal))?;
        let step = Step { at: now, by: None, what };
        if site.store.add_step(one.id, one.steps.len(), &step).await? {
            one.steps.push(step);
        } else {
            one = site.store.feedback(one.id).await?.ok_or_else(Error::no_such_feedback)?.feedback;
            if !is_told(&one, text) {
                return Err(Error::feedback_moved());
            }
        }
    }
    Ok(Reply(one.looked_up(&site.store.ward().calendar, now)))
}

/// Whether this very answer is the last thing that happened.
fn is_told(one: &Feedback, text: &str) -> bool {
    let told = shared::feedback::paragraphs(text);
    one.steps.last().is_some_and(|step| step.what == What::Answer { text: told })
}

/// `GET /api/public/feedback`: the replies that everybody may read, the newest first.
pub async fn published(State(site): State<Arc<Site>>, peer: Option<Extension<Peer>>) -> Result<Response> {
    let _slot = site.public_slots.try_acquire().map_err(|_| Error::busy())?;
    let address = peer.map(|Extension(peer)| peer).unwrap_or_default().network();
    site.feedback.readers.take(&address, 1, site.clock.now()).map_err(Error::wait)?;
    // Counted first: what is read after it can only be newer.
    let steps = site.store.feedback_steps().await?;
    let text = match site.shown.after(steps) {
        Some(text) => text,
        None => {
            let max = i64::try_from(FEEDBACK_SHOWN_MAX).unwrap_or(i64::MAX);
            let all = site.store.published_feedback(max).await?;
            let all: Vec<Published> = all.into_iter().filter_map(shown).collect();
            let text = Bytes::from(serde_json::to_vec(&all).map_err(crate::store::Fault::from)?);
            site.shown.keep(steps, &text);
            text
        }
    };
    Ok(([(CONTENT_TYPE, "application/json")], text).into_response())
}

/// What everybody reads of it.
fn shown(one: Feedback) -> Option<Published> {
    let kind = one.kind_now();
    one.steps.into_iter().rev().find_map(|step| match step.what {
        What::Publish { content, reply } => Some(Published { day: step.at.day(), kind, content, reply }),
        What::Classify { .. }
        | What::Ask { .. }
        | What::Answer { .. }
        | What::Refuse { .. }
        | What::Reply { .. }
        | What::Withdraw { .. } => None,
    })
}

/// `GET /api/feedback`: to the head and the leaders all that does not name them; to everybody else of the staff what
/// they wrote down. What is open is all there; of what is over the newest fill the page.
pub async fn list(State(site): State<Arc<Site>>, Staff(me): Staff) -> Result<Reply<Listed>> {
    let (ward, now) = (site.store.ward(), site.clock.now());
    let whole = me.officer.may(Right::Hear);
    let by = (!whole).then_some(me.officer.id);
    let (open, open_more) = site.store.open_feedback(by, limits::FEEDBACK_OPEN_MAX).await?;
    let (closed, unread) = site.store.closed_feedback(by, limits::FEEDBACK_READ_MAX).await?;
    let sees = |one: &&Feedback| one.may_read(&me.officer).is_ok() || one.by == Some(me.officer.id);
    let row = |one: &Feedback| Row::of(one, &ward.calendar, now);
    let mut rows: Vec<Row> = open.iter().filter(sees).map(row).collect();
    let room = FEEDBACK_ROWS_MAX.saturating_sub(rows.len());
    let closed: Vec<&Feedback> = closed.iter().filter(sees).collect();
    rows.extend(closed.iter().take(room).copied().map(row));
    rows.sort_by_key(Row::place);
    let more = closed.len().saturating_sub(room) + unread;
    Ok(Reply(Listed { whole, rows, more, open_more }))
}

#[derive(Deserialize)]
pub struct Ask {
    id: FeedbackId,
}

/// What the officer may read; as if there were none where they may not.
async fn found(site: &Site, id: FeedbackId, hearer: &Hearer) -> Result<Feedback> {
    let kept = site.store.feedback(id).await?;
    kept.map(|kept| kept.feedback)
        .filter(|one| one.may_read(&hearer.0.officer).is_ok())
        .ok_or_else(Error::closed_feedback)
}

/// `GET /api/feedback/one?id=`
pub async fn one(
    State(site): State<Arc<Site>>,
    hearer: Hearer,
    ask: std::result::Result<Query<Ask>, QueryRejection>,
) -> Result<Reply<Feedback>> {
    let Ok(Query(Ask { id })) = ask else {
        let said = word("Địa chỉ phải có id.", "The address must carry id.");
        return Err(Error::bad("bad_query", said));
    };
    found(&site, id, &hearer).await.map(Reply)
}

/// `POST /api/feedback/step`
pub async fn step(
    State(site): State<Arc<Site>>,
    hearer: Hearer,
    SmallJson(take): SmallJson<Take>,
) -> Result<Reply<Feedback>> {
    let mut one = found(&site, take.id, &hearer).await?;
    if take.seen != one.steps.len() {
        return Err(Error::feedback_moved());
    }
    let (me, ward) = (&hearer.0.officer, site.store.ward());
    let what = one.decide(take.what, me, &ward.officers).map_err(|refusal| Error::refused(&refusal))?;
    let step = Step { at: site.clock.now(), by: Some(me.id), what };
    if !site.store.add_step(one.id, one.steps.len(), &step).await? {
        return Err(Error::feedback_moved());
    }
    one.steps.push(step);
    // Whoever has just written that it is about themselves reads no more of it.
    one.may_read(me).map_err(|_| Error::closed_feedback())?;
    Ok(Reply(one))
}
