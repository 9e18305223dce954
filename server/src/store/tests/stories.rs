//! What the book must do on every database: the list of stories, one file for each theme.

mod acts;
mod found;
mod news;
mod people;
mod said;
mod trust;

use std::pin::Pin;

use shared::demo::RECEPTION;
use shared::dossier;
use shared::dossier::code::Lane;
use shared::id::{DossierId, OfficerId, WardId, Writer};
use shared::sync::wire::Outcome;

use super::{handoff, names};
use crate::random;
use crate::store::ledger::add;
use crate::store::{Place, Store};
use crate::tests::pen::Pen;
use crate::tests::{nine, ward};

pub use acts::{given_anew, numbers};
pub use trust::spoiled;

type Story = fn(Store) -> Pin<Box<dyn Future<Output = ()>>>;

const STORIES: [(&str, Story); 36] = [
    ("settings", |store| Box::pin(people::settings(store))),
    ("who changed the settings", |store| Box::pin(people::changes(store))),
    ("accounts", |store| Box::pin(people::accounts(store))),
    ("sessions", |store| Box::pin(people::sessions(store))),
    ("devices and lanes", |store| Box::pin(people::devices(store))),
    ("devices at once", |store| Box::pin(people::devices_at_once(store))),
    ("attempts", |store| Box::pin(people::attempts(store))),
    ("acts and records", |store| Box::pin(acts::acts(store))),
    ("numbers given twice", |store| Box::pin(numbers(store))),
    ("many clients", |store| Box::pin(acts::many(store))),
    ("search", |store| Box::pin(acts::search(store))),
    ("verify", |store| Box::pin(trust::verify(store))),
    ("a year's log", |store| Box::pin(super::yearly::yearly(store))),
    ("signing keys", |store| Box::pin(trust::signing_keys(store))),
    ("kept for a person", |store| Box::pin(trust::kept(store))),
    ("eyes and losses", |store| Box::pin(acts::eyes(store))),
    ("ballots", |store| Box::pin(news::ballots(store))),
    ("a former name comes late", |store| Box::pin(names::late(store))),
    ("two names at once", |store| Box::pin(names::at_once(store))),
    ("a former name is let in", |store| Box::pin(names::let_in_beside(store))),
    ("a former name is not missed", |store| Box::pin(names::not_missed(store))),
    ("acts without a verdict", |store| Box::pin(trust::without_a_verdict(store))),
    ("news", |store| Box::pin(news::news(store))),
    ("news by gateway", |store| Box::pin(news::news_by_gateway(store))),
    ("hand-off", |store| Box::pin(handoff::handoff(store))),
    ("reports", |store| Box::pin(found::reports(store))),
    ("receipt numbers of a year", |store| Box::pin(found::receipts(store))),
    ("few of many", |store| Box::pin(found::few_of_many(store))),
    ("found by a number", |store| Box::pin(found::numbers(store))),
    ("drift", |store| Box::pin(found::drift(store))),
    ("named scans", |store| Box::pin(found::scans(store))),
    ("reminders", |store| Box::pin(news::reminders(store))),
    ("complaints", |store| Box::pin(said::complaints(store))),
    ("complaints by where they stand", |store| Box::pin(said::standing(store))),
    ("what was read", |store| Box::pin(said::marks(store))),
    ("a day's money", |store| Box::pin(said::till(store))),
];

/// Tells every story in a ward of its own; none may see another's rows.
pub async fn tell(place: &Place) {
    for (i, (name, story)) in STORIES.iter().enumerate() {
        eprintln!("story: {name}");
        let store = Store::open_or_create(place, WardId(i as i64 + 1), ward).await.unwrap();
        let db = store.db.clone();
        story(store).await;
        db.close().await;
    }
}

/// A counter with a device of its own.
pub async fn counter(store: &Store) -> (Pen, Option<Lane>) {
    let device = store.enrol(&random::secret(), "quầy", true, nine()).await.unwrap();
    (Pen::new(Writer { device: device.id, officer: RECEPTION }, nine()), device.lane)
}

/// An officer's act at the server itself, which must be good.
pub async fn does(store: &Store, officer: OfficerId, id: DossierId, act: dossier::Act) {
    let (outcome, _) = add(store, nine(), officer, id, act).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied { .. }), "{outcome:?}");
}
