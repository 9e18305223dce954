//! What must hold of a book and of the devices that wrote it, once everything is quiet.
//!
//! Not here: how the quiet is reached.
//! Invariant: the book is compared with what officers were told, never with what a client believes.

use std::collections::{BTreeMap, BTreeSet};

use server::store::{Db, FILE};
use shared::dossier::Dossier;
use shared::dossier::record::{Fee, Payment};
use shared::id::DossierId;
use shared::sync::wire::Outcome;

use crate::device::Device;
use crate::process;
use crate::ward::Folder;

struct Row {
    n: u64,
    body: String,
    outcome: Outcome,
}

/// Everything that can be asked while nobody serves. `anew` is what each device reads on an empty disk.
pub async fn hold(folder: &Folder, devices: &[Device], anew: &[BTreeMap<DossierId, Dossier>]) {
    let data = folder.path().to_str().expect("a name");
    // The log judged again gives the same outcomes and records.
    process::done(&["verify", "--data", data]);
    assert!(folder.path().join(FILE).is_file());
    let store = folder.store().await;
    let Db::Sqlite { read, .. } = &*store.db else { panic!("a file of SQLite") };
    let verdict: String =
        sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(read).await.expect("looked through");
    assert_eq!(verdict, "ok");
    let rows: Vec<(i64, i64, String, String)> =
        sqlx::query_as("SELECT device, n, body, outcome FROM cmd_log ORDER BY seq")
            .fetch_all(read)
            .await
            .expect("read");
    let records = store.all_records().await.expect("read");
    store.db.close().await;
    let mut log: BTreeMap<u32, Vec<Row>> = BTreeMap::new();
    for (device, n, body, outcome) in rows {
        let outcome = serde_json::from_str(&outcome).expect("an outcome");
        let row = Row { n: u64::try_from(n).expect("a number"), body, outcome };
        log.entry(u32::try_from(device).expect("a device")).or_default().push(row);
    }
    for (device, anew) in devices.iter().zip(anew) {
        let rows = log.remove(&device.writer().device.0).unwrap_or_default();
        author_is_served(device, &rows);
        assert_eq!(device.disk.base, *anew, "{:?} holds what the server would tell it anew", device.writer());
    }
    assert!(log.is_empty(), "acts of nobody");
    let mut codes = BTreeSet::new();
    for code in records.iter().filter_map(|record| record.code.as_ref()) {
        assert!(codes.insert(code), "two dossiers have {code}");
    }
    let silent = |fee: &Fee| fee.payment == Payment::Taken && fee.total_vnd() > 0 && fee.receipt.is_empty();
    let silent: Vec<_> =
        records.iter().filter(|record| silent(&record.fee)).map(|record| record.id).collect();
    assert_eq!(silent, [], "money without a receipt");
    let mut slips = BTreeSet::new();
    for code in devices.iter().flat_map(|device| &device.printed) {
        assert!(slips.insert(code), "{code} is printed twice");
    }
}

/// Every act once, in order, in its author's own words; and the author knows what became of it.
fn author_is_served(device: &Device, rows: &[Row]) {
    let who = device.writer();
    assert!(device.disk.queue.is_empty(), "{who:?} still waits");
    let numbers: Vec<u64> = rows.iter().map(|row| row.n).collect();
    let made: Vec<u64> = device.made.keys().copied().collect();
    assert_eq!(numbers, made, "each act of {who:?} once and in order");
    for row in rows {
        assert_eq!(row.body, device.made[&row.n].0, "act {} of {who:?}", row.n);
        let notice = device.disk.inbox.get(&row.n).map(|notice| &notice.outcome);
        assert_eq!(notice, Some(&row.outcome), "what {who:?} is told of act {}", row.n);
    }
}
