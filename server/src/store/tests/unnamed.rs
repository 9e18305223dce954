//! Scans that no dossier holds: their bytes stay a whole grace, and are gone after it.

use std::collections::BTreeSet;

use shared::id::WardId;
use shared::limits::SCAN_UNNAMED_DAYS_KEPT;
use shared::moment::Moment;
use shared::scan::Digest;

use super::{Folder, postgres};
use crate::store::scans::Swept;
use crate::store::{Place, Store};
use crate::tests::{nine, ward};

const FILE: &[u8] = b"%PDF-1.4\n%%EOF";
const NONE: Swept = Swept { scans: 0, bytes: 0 };
const ONE: Swept = Swept { scans: 1, bytes: FILE.len() as u64 };

async fn open(place: &Place, id: i64) -> Store {
    Store::open_or_create(place, WardId(id), ward).await.unwrap()
}

/// A folder of scans beside a database of each kind.
fn places(folders: &[Folder; 2]) -> [(&Folder, Place); 2] {
    let [first, second] = folders;
    let url = postgres::start().url.clone();
    [(first, first.place()), (second, Place::Postgres { url, folder: Some(second.0.clone()) })]
}

fn keep(store: &Store) -> Digest {
    let digest = Digest::of(FILE);
    assert!(store.scans.put(&digest, FILE.len() as u64, 0, FILE).expect("kept").whole);
    digest
}

/// So many days and minutes after the first look.
fn after(days: i64, minutes: i64) -> Moment {
    nine().plus_minutes(days * 24 * 60 + minutes)
}

#[tokio::test]
async fn the_grace_is_whole_and_outlives_a_restart() {
    let (folders, nobody) = ([Folder::new(), Folder::new()], BTreeSet::new());
    let places = places(&folders).map(|(_, place)| place);
    for place in places.into_iter().chain([Place::Memory]) {
        let mut store = open(&place, 76).await;
        let digest = keep(&store);
        let sweep = |store: &Store, now| store.scans.sweep(&nobody, "life 1", now).expect("swept");
        assert_eq!(sweep(&store, nine()), NONE, "the first day");
        if place.folder().is_some() {
            store.db.close().await;
            store = open(&place, 76).await;
        }
        assert_eq!(sweep(&store, after(SCAN_UNNAMED_DAYS_KEPT, -1)), NONE, "not yet");
        assert_eq!(sweep(&store, after(SCAN_UNNAMED_DAYS_KEPT, 0)), ONE);
        assert_eq!(store.scans.read(&digest).unwrap(), None);
        assert_eq!(sweep(&store, after(99, 0)), NONE, "once");
        assert!(!store.scans.have(&digest).unwrap().whole, "a device that has it sends it anew");
        keep(&store);
        assert_eq!(sweep(&store, after(100, 0)), NONE, "and it has a grace of its own");
        store.db.close().await;
    }
}

#[tokio::test]
async fn whoever_names_it_asks_for_it_or_puts_the_book_back_begins_the_grace_anew() {
    let (folders, nobody) = ([Folder::new(), Folder::new()], BTreeSet::new());
    for (_, place) in places(&folders) {
        let store = open(&place, 77).await;
        let digest = keep(&store);
        let named = BTreeSet::from([digest.clone()]);
        let sweep = |named: &BTreeSet<Digest>, life: &str, day: i64| {
            store.scans.sweep(named, life, after(day, 0)).expect("swept")
        };
        let day = SCAN_UNNAMED_DAYS_KEPT;
        assert_eq!(sweep(&nobody, "life 1", 0), NONE);
        assert_eq!(sweep(&named, "life 1", day), NONE, "a dossier names it again");
        assert_eq!(sweep(&nobody, "life 1", day + 1), NONE);
        assert!(store.scans.have(&digest).unwrap().whole, "a device asks, and may name it next");
        assert_eq!(sweep(&nobody, "life 1", 2 * day + 1), NONE);
        assert_eq!(sweep(&nobody, "life 2", 3 * day + 1), NONE, "the book was put back");
        assert_eq!(sweep(&nobody, "life 2", 4 * day), NONE);
        assert_eq!(sweep(&nobody, "life 2", 4 * day + 1), ONE);
        store.db.close().await;
    }
}

#[tokio::test]
async fn a_torn_list_costs_a_grace_and_no_scan() {
    let (folders, nobody) = ([Folder::new(), Folder::new()], BTreeSet::new());
    for (folder, place) in places(&folders) {
        let store = open(&place, 78).await;
        keep(&store);
        let sweep =
            |store: &Store, day: i64| store.scans.sweep(&nobody, "life 1", after(day, 0)).expect("swept");
        sweep(&store, 0);
        store.db.close().await;
        let list = folder.0.join("scans/78/unnamed.json");
        let text = std::fs::read(&list).expect("it lies beside the scans");
        std::fs::write(&list, &text[..text.len() / 2]).unwrap();
        let store = open(&place, 78).await;
        assert_eq!(sweep(&store, SCAN_UNNAMED_DAYS_KEPT), NONE);
        assert_eq!(sweep(&store, 2 * SCAN_UNNAMED_DAYS_KEPT), ONE);
        store.db.close().await;
    }
}
