//! Copies, and a life that begins again from one.

use shared::demo::RECEPTION;
use shared::dossier::code::Lane;
use shared::id::{WardId, Writer};
use shared::scan::Digest;
use shared::sync::aside::Reason;
use shared::sync::envelope::Envelope;
use shared::sync::wire::{Outcome, Over, PushReply};

use super::Folder;
use crate::limits::SCAN_PART_MINUTES_KEPT;
use crate::seal::Looked;
use crate::store::backup::{backup, hold};
use crate::store::ledger::commit_now;
use crate::store::quarantine::{Fresh, Way};
use crate::store::restore::{Asked, restore};
use crate::store::scans::Brought;
use crate::store::ward::By;
use crate::store::{FILE, Fault, Store};
use crate::tests::pen::{Pen, dossier_id, receive};
use crate::tests::{nine, ward};

async fn open(folder: &Folder) -> Store {
    Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap()
}

/// Who changed the settings is in the copy, and back with it.
#[tokio::test]
async fn a_copy_knows_who_changed_the_settings() {
    let (folder, copies) = (Folder::new(), Folder::new());
    let store = open(&folder).await;
    let mut ward = (*store.ward()).clone();
    ward.letterheads[0].phone = "0236 3842 000".to_owned();
    let by = By { officer: Some(RECEPTION), session: None, at: nine() };
    store.save_ward_by(ward.version, ward, by).await.unwrap();
    let before = store.ward_changes().await.unwrap();
    assert_eq!(before.len(), 1);
    let copy = copies.0.join("hom-nay.db");
    let copied = backup(&folder.0, &copy, nine(), |_, _| ()).await.unwrap();
    assert_eq!(copied.differences, Some(vec![]), "it was verified");
    store.db.close().await;
    restore(&folder.0, &copy, "181122", Asked::Sound, |_, _| ()).await.unwrap();
    let store = open(&folder).await;
    assert_eq!(store.ward_changes().await.unwrap(), before);
    store.db.close().await;
}

#[tokio::test]
async fn a_restored_book_takes_back_what_it_had_not() {
    let (folder, copies) = (Folder::new(), Folder::new());
    let store = open(&folder).await;
    let device = store.enrol("bí mật", "quầy", true, nine()).await.unwrap();
    let (lane, writer) = (device.lane, Writer { device: device.id, officer: RECEPTION });
    let mut pen = Pen::new(writer, nine());
    let first = lane.unwrap().first();
    let before = pen.write(receive(dossier_id(1), "A", first));
    commit_now(&store, nine(), &before, lane).await.unwrap();
    let copy = copies.0.join("hom-nay.db");
    let copied = backup(&folder.0, &copy, nine(), |_, _| ()).await.unwrap();
    assert_eq!((copied.acts, copied.records), (1, 1));
    // After the copy: one more act, and one more device with its lane.
    let after = pen.write(receive(dossier_id(2), "B", first + 1));
    commit_now(&store, nine(), &after, lane).await.unwrap();
    let late = store.enrol("máy muộn", "máy muộn", true, nine()).await.unwrap();
    let epoch = store.epoch.clone();
    store.db.close().await;

    restore(&folder.0, &copy, "181122", Asked::Sound, |_, _| ()).await.unwrap();
    assert!(folder.0.join("mot-cua-before-181122.db").is_file(), "the old book is kept");
    let store = open(&folder).await;
    assert_ne!(store.epoch, epoch);
    assert_eq!(store.all_records().await.unwrap().len(), 1);
    let known = store.device(late.id).await.unwrap().unwrap();
    assert!(known.proves("máy muộn"), "the list beside the database remembers");
    assert_eq!(known.lane, late.lane);
    let next = store.enrol("mới", "mới", true, nine()).await.unwrap();
    assert!(next.id > late.id && next.lane != late.lane);
    let reply = commit_now(&store, nine(), &after, lane).await.unwrap();
    assert!(matches!(reply, PushReply::Done { last_n: 2, .. }), "{reply:?}");
    assert_eq!(store.verify(|_, _| ()).await.unwrap().differences, vec![]);
    store.db.close().await;
}

/// Two counters print one number of `lane`; the second gets one of the server's, which is answered.
async fn given_anew(store: &Store, pen: &mut Pen, lane: Option<Lane>, id: u128, printed: u16) -> String {
    let push = pen.write(receive(dossier_id(id), "B", printed));
    let PushReply::Done { results, .. } = commit_now(store, nine(), &push, lane).await.unwrap() else {
        panic!("not done")
    };
    let outcome = &results.last().unwrap().outcome;
    let Outcome::Conflict { over: Over::Number { given, .. }, .. } = outcome else { panic!("{outcome:?}") };
    given.short()
}

/// What the server gave after the copy was made is on paper: it is given to nobody else.
#[tokio::test]
async fn a_restored_book_does_not_repeat_the_servers_numbers() {
    let (folder, copies) = (Folder::new(), Folder::new());
    let store = open(&folder).await;
    let device = store.enrol("bí mật", "quầy", true, nine()).await.unwrap();
    let (lane, first) = (device.lane, device.lane.unwrap().first());
    let mut pen = Pen::new(Writer { device: device.id, officer: RECEPTION }, nine());
    commit_now(&store, nine(), &pen.write(receive(dossier_id(1), "A", first)), lane).await.unwrap();
    assert_eq!(given_anew(&store, &mut pen, lane, 2, first).await, "181122-0001");
    let copy = copies.0.join("hom-nay.db");
    backup(&folder.0, &copy, nine(), |_, _| ()).await.unwrap();
    assert_eq!(given_anew(&store, &mut pen, lane, 3, first).await, "181122-0002");
    store.db.close().await;
    // A power cut while the next number was written down.
    let list = folder.0.join("numbers.jsonl");
    let mut text = std::fs::read_to_string(&list).unwrap();
    text.push_str("{\"ward\":1,\"da");
    std::fs::write(&list, text).unwrap();

    restore(&folder.0, &copy, "181122", Asked::Sound, |_, _| ()).await.unwrap();
    let store = open(&folder).await;
    assert_eq!(store.all_records().await.unwrap().len(), 2, "dossier 3 is not in the copy");
    let other = store.enrol("khác", "khác", true, nine()).await.unwrap();
    let mut pen = Pen::new(Writer { device: other.id, officer: RECEPTION }, nine());
    assert_eq!(given_anew(&store, &mut pen, other.lane, 4, first).await, "181122-0003");
    assert_eq!(
        given_anew(&store, &mut pen, other.lane, 5, first).await,
        "181122-0004",
        "after the torn line"
    );
    assert_eq!(store.verify(|_, _| ()).await.unwrap().differences, vec![]);
    store.db.close().await;
}

#[tokio::test]
async fn a_damaged_copy_is_not_put_back() {
    let (folder, copies) = (Folder::new(), Folder::new());
    open(&folder).await.db.close().await;
    let copy = copies.0.join("a.db");
    backup(&folder.0, &copy, nine(), |_, _| ()).await.unwrap();
    let mut bytes = std::fs::read(&copy).unwrap();
    let half = bytes.len() / 2 / 4096 * 4096;
    bytes[half..half + 4096].fill(0x5a);
    std::fs::write(&copy, bytes).unwrap();
    let live = std::fs::read(folder.0.join(FILE)).unwrap();
    assert!(restore(&folder.0, &copy, "x", Asked::Sound, |_, _| ()).await.is_err());
    assert_eq!(std::fs::read(folder.0.join(FILE)).unwrap(), live, "the book is untouched");
}

#[tokio::test]
async fn what_is_there_is_not_overwritten() {
    let (folder, copies) = (Folder::new(), Folder::new());
    assert!(matches!(
        backup(&folder.0, &copies.0.join("a"), nine(), |_, _| ()).await,
        Err(Fault::Refused(_))
    ));
    open(&folder).await.db.close().await;
    let copy = copies.0.join("a.db");
    backup(&folder.0, &copy, nine(), |_, _| ()).await.unwrap();
    assert!(matches!(backup(&folder.0, &copy, nine(), |_, _| ()).await, Err(Fault::Refused(_))));
    let _held = hold(&folder.0).unwrap();
    assert!(
        matches!(restore(&folder.0, &copy, "x", Asked::Sound, |_, _| ()).await, Err(Fault::Refused(_))),
        "while it is served"
    );
}

/// What a device was told to forget, what it signs with and what was taken from it outlive an older copy.
#[tokio::test]
async fn a_restored_book_remembers_keys_revocations_lanes_and_rescued_acts() {
    let (folder, copies) = (Folder::new(), Folder::new());
    let store = open(&folder).await;
    let lost = store.enrol("mất", "máy mất", true, nine()).await.unwrap();
    let bare = store.enrol("trơn", "chưa có dải số", false, nine()).await.unwrap();
    let copy = copies.0.join("hom-nay.db");
    backup(&folder.0, &copy, nine(), |_, _| ()).await.unwrap();
    let lane = store.grant_lane(bare.id, nine()).await.unwrap();
    let writer = Writer { device: lost.id, officer: RECEPTION };
    store.add_writer_key(writer, "khóa", nine()).await.unwrap();
    store.revoke(lost.id, nine()).await.unwrap();
    let envelope = Envelope { kid: 1, writer, n: 1, enc: String::new(), ct: "AAAA".to_owned() };
    let looked = Looked { inside: None, fault: Some(Reason::Unreadable) };
    let fresh = [Fresh { envelope: &envelope, looked: &looked, reason: Reason::Unreadable }];
    for way in [Way::Carried(writer), Way::Rescued, Way::Rescued] {
        assert_eq!(store.put_aside(&fresh, way, nine()).await.unwrap(), Some(vec![1]));
    }
    let noted = std::fs::read_to_string(folder.0.join("rescued.jsonl")).unwrap();
    assert_eq!(noted.trim().lines().count(), 1, "written down once, before its device forgets it");
    let publics = |store: &Store| store.secrets.pairs().iter().map(|p| p.public.clone()).collect::<Vec<_>>();
    let keys = publics(&store);
    store.db.close().await;
    // A power cut while a line was written.
    let list = folder.0.join("devices.jsonl");
    let mut text = std::fs::read_to_string(&list).unwrap();
    text.push_str("{\"ward\":1,\"id\":3,\"sec");
    std::fs::write(&list, text).unwrap();

    restore(&folder.0, &copy, "181122", Asked::Sound, |_, _| ()).await.unwrap();
    let store = open(&folder).await;
    assert_eq!(publics(&store), keys);
    assert_eq!(store.writer_keys(writer).await.unwrap(), ["khóa"]);
    assert_eq!(store.device(lost.id).await.unwrap().unwrap().revoked_at, Some(nine()));
    assert_eq!(store.device(bare.id).await.unwrap().unwrap().lane, lane);
    let (all, asides) = store.asides().await.unwrap();
    assert_eq!((all, asides[0].writer, asides[0].reason), (1, writer, Reason::Unreadable));
    let next = store.enrol("mới", "mới", true, nine()).await.unwrap();
    assert!(next.lane != lane && next.lane != lost.lane, "a lane is given once");
    store.db.close().await;
    let store = open(&folder).await;
    assert!(store.device(next.id).await.unwrap().unwrap().proves("mới"), "after the torn line");
    assert_eq!(store.asides().await.unwrap().0, 1, "once");
    store.db.close().await;
}

/// Scans lie beside the book: a copy takes along what it has not, a restore gives back what is missing and takes
/// nothing back; what is not what its name says is neither copied nor hidden.
#[tokio::test]
async fn a_copy_takes_the_scans_along_and_a_restore_winds_none_back() {
    let (folder, copies) = (Folder::new(), Folder::new());
    let store = open(&folder).await;
    let file = |end: u8| [b"%PDF-1.4\n%%EOF".as_slice(), &[end]].concat();
    let keep = |store: &Store, file: &[u8]| {
        store.scans.put(&Digest::of(file), file.len() as u64, 0, file).expect("kept").whole
    };
    assert!(keep(&store, &file(1)) && keep(&store, &file(2)));
    let copied = backup(&folder.0, &copies.0.join("mot.db"), nine(), |_, _| ()).await.unwrap();
    assert_eq!(copied.scans, Brought { scans: 2, damaged: vec![] });
    assert!(keep(&store, &file(3)));
    let copied = backup(&folder.0, &copies.0.join("hai.db"), nine(), |_, _| ()).await.unwrap();
    assert_eq!(copied.scans.scans, 3, "copies of one folder share their scans");
    assert!(keep(&store, &file(4)));
    store.db.close().await;
    let at = |digest: &Digest| {
        let name = digest.to_string();
        folder.0.join("scans/1").join(&name[..2]).join(name)
    };
    std::fs::remove_file(at(&Digest::of(&file(1)))).unwrap();
    restore(&folder.0, &copies.0.join("mot.db"), "181122", Asked::Sound, |_, _| ()).await.unwrap();
    let store = open(&folder).await;
    for end in 1..=4 {
        assert_eq!(store.scans.read(&Digest::of(&file(end))).unwrap(), Some(file(end)), "{end}");
    }
    let broken = Digest::of(&file(4));
    std::fs::write(at(&broken), b"%PDF-1.4\n%%EOFx").unwrap();
    assert!(matches!(store.scans.read(&broken), Err(Fault::Damaged(_))));
    let copied = backup(&folder.0, &copies.0.join("ba.db"), nine(), |_, _| ()).await.unwrap();
    assert_eq!(copied.scans, Brought { scans: 3, damaged: vec![at(&broken)] });
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(at(&Digest::of(&file(2)))).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "for nobody else's eyes");
    }
    store.db.close().await;
}

#[tokio::test]
async fn what_nobody_sends_on_is_forgotten() {
    let folder = Folder::new();
    let store = open(&folder).await;
    let file = b"%PDF-1.4\n%%EOF";
    store.scans.put(&Digest::of(file), 14, 0, &file[..10]).expect("begun");
    let now = crate::clock::Clock::Machine.now();
    store.scans.tidy(now).unwrap();
    assert_eq!(store.scans.have(&Digest::of(file)).unwrap().bytes, 10, "it may go on tomorrow");
    store.scans.tidy(now.plus_minutes(SCAN_PART_MINUTES_KEPT + 2)).unwrap();
    assert_eq!(store.scans.have(&Digest::of(file)).unwrap().bytes, 0);
    store.db.close().await;
}
