//! Cửa của người dân: what anybody may ask and hand in without an account.
//!
//! Not here: what is right in an application (`shared::door`); answers with a name in them.
//! Invariant: an unknown code and a wrong secret get the same answer, and guesses run into a wall. What is answered as
//! handed in is on the disk.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json as Reply;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use shared::door::{self, Applied, Apply, Number};
use shared::dossier::code::Code;
use shared::dossier::{self, Dossier, Status};
use shared::id::{DossierId, OfficerId};
use shared::moment::{Day, Moment};
use shared::refusal::Refusal;
use shared::scan::Digest;
use shared::session::{PublicCatalogue, Track, Tracked};
use shared::sync::wire::{Outcome, Over};
use shared::ward::Ward;

use crate::body::SmallJson;
use crate::error::{Error, Result};
use crate::gate::window::Window;
use crate::listen::Peer;
use crate::store::ledger::{self, Lodged};
use crate::{Site, limits, random, upload};

/// How often one may try the tracking page.
pub struct TrackLimits {
    address: Window,
    slip: Window,
    dossier: Window,
    all: Window,
    /// Of an address, while `all` is full: whoever guesses waits, whoever has a slip in hand is let through.
    in_flood: Window,
}

impl Default for TrackLimits {
    fn default() -> TrackLimits {
        TrackLimits {
            address: Window::new(limits::TRACK_ADDRESS_MAX, 1),
            slip: Window::new(limits::TRACK_SLIP_WRONG_MAX, 60),
            dossier: Window::new(limits::TRACK_DOSSIER_WRONG_MAX, 60),
            all: Window::new(limits::TRACK_WRONG_MAX, 60),
            in_flood: Window::new(limits::TRACK_FLOOD_WRONG_MAX, 60),
        }
    }
}

/// A guess that was counted before it is judged, so that many at once are not free.
pub(crate) struct Guess<'a>(Vec<(&'a Window, String)>);

impl Guess<'_> {
    /// A secret's owner gets it back.
    pub(crate) fn was_right(self) {
        self.0.iter().for_each(|(window, key)| window.give_back(key, 1));
    }
}

impl TrackLimits {
    /// Counts a guess at what `key` names.
    pub(crate) fn guess(&self, key: &str, address: &str, now: Moment) -> Result<Guess<'_>> {
        self.address.take(address, 1, now).map_err(Error::wait)?;
        let counted = match self.all.take("", 1, now) {
            Ok(()) => (&self.all, ""),
            Err(_) => {
                self.in_flood.take(address, 1, now).map_err(Error::wait)?;
                (&self.in_flood, address)
            }
        };
        let slip = format!("{key} {address}");
        let guesses = [(&self.slip, slip.as_str()), (&self.dossier, key)];
        if let Err(wait) = take_all(&guesses, now) {
            counted.0.give_back(counted.1, 1);
            return Err(Error::wait(wait));
        }
        let all = guesses.into_iter().chain([counted]);
        Ok(Guess(all.map(|(window, key)| (window, key.to_owned())).collect()))
    }
}

#[cfg(test)]
impl TrackLimits {
    /// As after an hour of guessing from everywhere.
    pub fn spend_all(&self, now: Moment) {
        while self.all.take("", 1, now).is_ok() {}
    }
}

/// `GET /api/public/ward`: which ward it is, where and when it is open.
pub async fn ward(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    of_today(&site, &headers, |ward, today| ward.face(today))
}

/// `GET /api/public/procedures`: the catalogue in force today, as every ward must post it.
pub async fn procedures(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    of_today(&site, &headers, PublicCatalogue::of)
}

/// What changes with the day and with the ward's settings only; nothing for whoever has it.
fn of_today<T: Serialize>(site: &Site, headers: &HeaderMap, of: impl FnOnce(&Ward, Day) -> T) -> Response {
    let (ward, today) = (site.store.ward(), site.clock.now().day());
    let tag = format!("\"{}-{today}\"", ward.version);
    let fresh = [
        (header::ETAG, HeaderValue::from_str(&tag).expect("digits and dashes")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache")),
    ];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known == tag.as_str()) {
        return (StatusCode::NOT_MODIFIED, fresh).into_response();
    }
    (fresh, Reply(of(&ward, today))).into_response()
}

/// `POST /api/public/track`: status, step and due date of the dossier on a slip.
pub async fn track(
    State(site): State<Arc<Site>>,
    peer: Option<Extension<Peer>>,
    SmallJson(ask): SmallJson<Track>,
) -> Result<Reply<Tracked>> {
    let _slot = site.public_slots.try_acquire().map_err(|_| Error::busy())?;
    let (dossier, by_number) = opened(&site, peer, &ask.code, &ask.secret).await?;
    let now = site.clock.now();
    let ward = site.store.ward();
    let mut tracked = door::tracked(&ward, &dossier, by_number, now);
    if dossier.status == Status::Returned {
        let is_done = site.store.is_rated(dossier.id).await?;
        tracked.rating = door::rating(&ward, &dossier, is_done, now.day());
    }
    Ok(Reply(tracked))
}

/// The dossier of a slip, and whether it was asked for by the number of an application.
pub(crate) async fn opened(
    site: &Site,
    peer: Option<Extension<Peer>>,
    code: &str,
    secret: &str,
) -> Result<(Dossier, bool)> {
    let now = site.clock.now();
    let address = peer.map(|Extension(peer)| peer).unwrap_or_default().network();
    let asked_for = Asked::read(code, &site.store.ward().agency_code);
    let key = asked_for.as_ref().map_or_else(|| code.chars().take(60).collect(), Asked::key);
    let guess = site.track.guess(&key, &address, now)?;
    let found = match &asked_for {
        Some(Asked::Code(code)) => site.store.by_code(code).await?.into_iter().collect(),
        Some(Asked::Number(number)) => site.store.by_number(*number).await?,
        None => Vec::new(),
    };
    let by_number = matches!(asked_for, Some(Asked::Number(_)));
    match found.into_iter().find(|dossier| opens(dossier, secret)) {
        Some(dossier) => {
            guess.was_right();
            Ok((dossier, by_number))
        }
        None => Err(Error::no_such_slip()),
    }
}

/// How often one may say something of one's own dossier: from one address in an hour, and of one dossier in a day.
pub struct OwnLimits {
    address: Window,
    dossier: Window,
}

impl OwnLimits {
    pub fn new(address: u32, dossier: u32) -> OwnLimits {
        OwnLimits { address: Window::new(address, 60), dossier: Window::new(dossier, 24 * 60) }
    }

    pub(crate) fn take(&self, peer: Option<Extension<Peer>>, of: DossierId, now: Moment) -> Result<()> {
        let address = peer.map(|Extension(peer)| peer).unwrap_or_default().network();
        let of = of.to_string();
        take_all(&[(&self.address, &address), (&self.dossier, &of)], now).map_err(Error::wait)
    }
}

/// Adds what a citizen does to the dossier of their slip, through the ward's door; why not, where the dossier has gone on
/// meanwhile.
pub(crate) async fn add(
    site: &Site,
    now: Moment,
    by: OfficerId,
    id: DossierId,
    act: dossier::Act,
) -> Result<Option<Refusal>> {
    let (outcome, seq) = ledger::add(&site.store, now, by, id, act).await?;
    site.feed.wake(seq);
    match outcome {
        Outcome::Applied { .. } => Ok(None),
        Outcome::Rejected { refusal } | Outcome::Conflict { over: Over::Step { refusal }, .. } => {
            Ok(Some(refusal))
        }
        outcome @ (Outcome::Merged { .. }
        | Outcome::Noop { .. }
        | Outcome::Conflict { .. }
        | Outcome::Quarantined { .. }) => Err(Error::failed(&format!("a citizen's act became {outcome:?}"))),
    }
}

/// Where the dossier is now, for whoever has just said something of it.
pub(crate) async fn tracked_anew(
    site: &Site,
    id: DossierId,
    by_number: bool,
    now: Moment,
) -> Result<Reply<Tracked>> {
    let record = site.store.by_id(id).await?.ok_or_else(Error::no_such_slip)?;
    let dossier: Dossier = serde_json::from_str(record.get()).map_err(crate::store::Fault::from)?;
    Ok(Reply(door::tracked(&site.store.ward(), &dossier, by_number, now)))
}

/// How often one may hand something in.
pub struct ApplyLimits {
    address: Window,
    phone: Window,
    all: Window,
}

impl Default for ApplyLimits {
    fn default() -> ApplyLimits {
        ApplyLimits {
            address: Window::new(limits::APPLY_ADDRESS_MAX, 60),
            phone: Window::new(limits::APPLY_PHONE_MAX, 24 * 60),
            all: Window::new(limits::APPLY_MAX, 60),
        }
    }
}

/// `POST /api/public/apply`: an application from afar, judged and kept like every other act. One that is sent again,
/// because the answer did not arrive, is answered again.
pub async fn apply(
    State(site): State<Arc<Site>>,
    peer: Option<Extension<Peer>>,
    SmallJson(mut ask): SmallJson<Apply>,
) -> Result<Reply<Applied>> {
    let _slot = site.public_slots.try_acquire().map_err(|_| Error::busy())?;
    let (now, ward) = (site.clock.now(), site.store.ward());
    let by = ward.door().ok_or_else(Error::door_closed)?.id;
    let id = &ask.procedure.id;
    let unknown = || Error::refused(&Refusal::NoProcedure { id: id.chars().take(20).collect() });
    let procedure = ward.catalogue.in_force(id, now.day()).ok_or_else(unknown)?;
    let awaited = upload::seen(&site.uploads, ask.id, &mut ask.photos);
    let lodge = ask.lodge(procedure, now).map_err(|refusal| Error::refused(&refusal))?;
    let address = peer.map(|Extension(peer)| peer).unwrap_or_default().network();
    let phone = lodge.form.contact.phone.clone();
    let ApplyLimits { address: from, phone: of, all } = &site.applies;
    let counted = [(from, address.as_str()), (of, phone.as_str()), (all, "")];
    take_all(&counted, now).map_err(Error::wait)?;
    let give_back = || counted.iter().for_each(|(window, key)| window.give_back(key, 1));
    if !awaited.is_empty() && !is_known(&site, &ask, &awaited).await? {
        give_back();
        upload::keep_only(&site, ask.id, ask.photos.values().map(|file| file.digest.clone()).collect())
            .await?;
        return Err(Error::photos_awaited());
    }
    let photos: BTreeSet<Digest> = ask.photos.values().map(|file| file.digest.clone()).collect();
    match ledger::lodge(&site.store, now, by, ask.id, dossier::Act::Lodge(lodge)).await? {
        Lodged::Known(dossier) if opens(&dossier, &ask.secret) => {
            give_back();
            let named = dossier.scans.iter().map(|scan| scan.file.digest.clone()).collect();
            upload::hand_over(&site, ask.id, named).await?;
            let same = ask.is_in(&dossier, procedure);
            Ok(Reply(applied(&ward, ask.id, dossier.created_at, same)))
        }
        Lodged::Known(_) => Err(Error::other_application()),
        Lodged::New { outcome: Outcome::Applied { seq }, .. } => {
            site.feed.wake(seq);
            upload::hand_over(&site, ask.id, photos).await?;
            Ok(Reply(applied(&ward, ask.id, now, true)))
        }
        Lodged::New { outcome: Outcome::Rejected { refusal }, seq } => {
            site.feed.wake(seq);
            upload::hand_over(&site, ask.id, BTreeSet::new()).await?;
            Err(Error::refused(&refusal))
        }
        Lodged::New {
            outcome:
                outcome @ (Outcome::Merged { .. }
                | Outcome::Noop { .. }
                | Outcome::Conflict { .. }
                | Outcome::Quarantined { .. }),
            ..
        } => Err(Error::failed(&format!("an application became {outcome:?}"))),
    }
}

/// Whether this very application is here with all its photographs.
async fn is_known(site: &Site, ask: &Apply, awaited: &BTreeSet<Digest>) -> Result<bool> {
    let Some(record) = site.store.by_id(ask.id).await? else { return Ok(false) };
    let dossier: Dossier = serde_json::from_str(record.get()).map_err(crate::store::Fault::from)?;
    Ok(opens(&dossier, &ask.secret) && upload::has_all(site, &dossier, awaited).await?)
}

fn applied(ward: &Ward, id: DossierId, at: Moment, same: bool) -> Applied {
    let answer = ward.calendar.due(at, door::ANSWER_TERM).ok();
    Applied { number: Number::of(id).to_string(), at, answer_by: answer.map(|due| due.at), same }
}

/// What stands on a slip, or on the page after an application.
enum Asked {
    Code(Code),
    Number(Number),
}

impl Asked {
    fn read(typed: &str, agency: &str) -> Option<Asked> {
        full_code(typed, agency).map(Asked::Code).or_else(|| typed.parse().ok().map(Asked::Number))
    }

    /// What guesses are counted by.
    fn key(&self) -> String {
        match self {
            Asked::Code(code) => code.to_string(),
            Asked::Number(number) => number.to_string(),
        }
    }
}

/// One of each, or none and the seconds to wait.
pub(crate) fn take_all(windows: &[(&Window, &str)], now: Moment) -> std::result::Result<(), u32> {
    for (i, (window, key)) in windows.iter().enumerate() {
        if let Err(wait) = window.take(key, 1, now) {
            windows[..i].iter().for_each(|(earlier, key)| earlier.give_back(key, 1));
            return Err(wait);
        }
    }
    Ok(())
}

/// The code as it was scanned or typed: whole, or without the agency's part.
pub(crate) fn full_code(typed: &str, agency: &str) -> Option<Code> {
    Code::scanned(typed).or_else(|| format!("{agency}-{}", typed.trim()).parse().ok())
}

/// Whether the secret is the slip's. Dossiers without a secret are not open to anybody.
fn opens(dossier: &Dossier, typed: &str) -> bool {
    let (secret, typed) = (tidy(&dossier.secret), tidy(typed));
    !secret.is_empty() && random::same(&random::digest(&secret), &random::digest(&typed))
}

/// A secret as somebody reads it off a paper: whatever its spaces and letters' height.
pub(crate) fn tidy(secret: &str) -> String {
    secret.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::full_code;

    #[test]
    fn a_code_may_be_typed_short() {
        let code = |typed| full_code(typed, "000.21.17.H17").map(|code| code.to_string());
        assert_eq!(code("181122-6105").as_deref(), Some("000.21.17.H17-181122-6105"));
        assert_eq!(code(" 000.21.17.h17-181122-6105 ").as_deref(), Some("000.21.17.H17-181122-6105"));
        assert_eq!(code("000.21.17.H171811226105").as_deref(), Some("000.21.17.H17-181122-6105"));
        assert_eq!(code("6105"), None);
    }
}
