//! Photographs that wait, on a real disk: they become scans, or are gone.

use std::collections::BTreeSet;

use shared::id::{DossierId, WardId};
use shared::scan::{Digest, Have};

use super::Folder;
use crate::store::Store;
use crate::store::upload::Uploads;
use crate::tests::{nine, ward};

fn jpeg(kind: u8) -> Vec<u8> {
    let mut file =
        vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 7, 208, 5, 220, 3, 1, 0x11, 0];
    file.resize(900, kind);
    file
}

#[tokio::test]
async fn what_waits_on_the_disk_becomes_a_scan_or_goes_with_the_next_start() {
    let (folder, id) = (Folder::new(), DossierId(uuid::Uuid::from_u128(7)));
    let store = Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap();
    let uploads = Uploads::open(&store).unwrap();
    let (named, other) = (Digest::of(&jpeg(1)), Digest::of(&jpeg(2)));
    uploads.put(id, &named, 900, 0, &jpeg(1)[..400], nine()).unwrap();
    let whole = uploads.put(id, &named, 900, 400, &jpeg(1)[400..], nine()).unwrap();
    assert_eq!(whole, Have { bytes: 900, whole: true });
    uploads.put(id, &other, 900, 0, &jpeg(2), nine()).unwrap();
    let there = folder.0.join("uploads").join("1").join(id.to_string());
    assert_eq!(std::fs::read_dir(&there).unwrap().count(), 2);
    uploads.hand_over(id, &BTreeSet::from([named.clone()]), &store.scans).unwrap();
    assert_eq!(store.scans.read(&named).unwrap(), Some(jpeg(1)));
    assert_eq!(store.scans.read(&other).unwrap(), None);
    assert!(!there.exists() && uploads.extent() == (0, 0));
    // A second application with the same picture finds it there already.
    uploads.put(id, &named, 900, 0, &jpeg(1), nine()).unwrap();
    uploads.hand_over(id, &BTreeSet::from([named.clone()]), &store.scans).unwrap();
    assert_eq!(store.scans.read(&named).unwrap(), Some(jpeg(1)));
    uploads.put(id, &other, 900, 0, &jpeg(2), nine()).unwrap();
    let again = Uploads::open(&store).unwrap();
    assert!(!there.exists() && again.extent() == (0, 0), "the phone begins anew");
    store.db.close().await;
}

/// The power went between the last piece and the look at the whole: the device has no more to send than its end.
#[tokio::test]
async fn a_file_that_came_whole_before_a_crash_is_looked_at_when_its_end_comes_again() {
    let folder = Folder::new();
    let store = Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap();
    let digest = Digest::of(&jpeg(1));
    let part = folder.0.join("scans").join("1").join(&digest.to_string()[..2]);
    std::fs::create_dir_all(&part).unwrap();
    std::fs::write(part.join(format!("{digest}.part")), jpeg(1)).unwrap();
    assert_eq!(store.scans.have(&digest).unwrap(), Have { bytes: 900, whole: false });
    assert_eq!(store.scans.put(&digest, 900, 900, &[]).unwrap(), Have { bytes: 900, whole: true });
    assert_eq!(store.scans.read(&digest).unwrap(), Some(jpeg(1)));
    store.db.close().await;
}
