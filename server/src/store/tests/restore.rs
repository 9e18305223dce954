//! A book that is damaged, half put back, or gone.

use std::path::{Path, PathBuf};

use shared::demo::RECEPTION;
use shared::dossier::record::NewsBy;
use shared::id::{WardId, Writer};
use shared::news::State;
use sqlx::{ConnectOptions as _, Connection as _};

use super::Folder;
use crate::store::backup::backup;
use crate::store::news::Take;
use crate::store::notice::Eyes;
use crate::store::pull::Scope;
use crate::store::restore::{Asked, Missing, restore};
use crate::store::tests::commit_now;
use crate::store::{FILE, Fault, Store};
use crate::tests::pen::{Pen, dossier_id, receive};
use crate::tests::{nine, ward};

/// A book with one dossier, closed, and its copy.
async fn book_and_copy(folder: &Folder, copies: &Folder) -> PathBuf {
    let store = Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap();
    let device = store.enrol("bí mật", "quầy", true, nine()).await.unwrap();
    let mut pen = Pen::new(Writer { device: device.id, officer: RECEPTION }, nine());
    let push = pen.write(receive(dossier_id(1), "A", device.lane.unwrap().first()));
    commit_now(&store, nine(), &push, device.lane).await.unwrap();
    store.db.close().await;
    let copy = copies.0.join("hom-nay.db");
    backup(&folder.0, &copy, nine(), |_, _| ()).await.unwrap();
    copy
}

/// Overwrites a stretch of a file, in parts of its length.
fn spoil(file: &Path, from: f64, to: f64) {
    let mut bytes = std::fs::read(file).unwrap();
    let place = |part: f64| (bytes.len() as f64 * part) as usize;
    let (from, to) = (place(from), place(to));
    bytes[from..to].fill(0x5a);
    std::fs::write(file, bytes).unwrap();
}

async fn records(folder: &Folder) -> usize {
    let store = Store::open(&folder.place(), WardId(1)).await.unwrap();
    let found = store.verify(|_, _| ()).await.unwrap();
    assert_eq!(found.differences, vec![]);
    store.db.close().await;
    found.records as usize
}

#[tokio::test]
async fn a_damaged_book_is_replaced_and_kept() {
    // Pages in the middle; all that makes it a database.
    for (from, to) in [(0.4, 0.9), (0.0, 0.01)] {
        let (folder, copies) = (Folder::new(), Folder::new());
        let copy = book_and_copy(&folder, &copies).await;
        spoil(&folder.0.join(FILE), from, to);
        let spoilt = std::fs::read(folder.0.join(FILE)).unwrap();
        assert!(Store::open(&folder.place(), WardId(1)).await.is_err());
        let log = folder.0.join(format!("{FILE}-wal"));
        std::fs::write(&log, "việc chưa vào sổ").unwrap();
        // What an earlier attempt left behind.
        std::fs::create_dir_all(folder.0.join("restoring/x")).unwrap();

        let restored = restore(&folder.0, &copy, "181122-090000", Asked::Sound, |_, _| ()).await.unwrap();
        assert_eq!(restored.records, 1);
        let aside = restored.aside.unwrap();
        assert_eq!(std::fs::read(&aside).unwrap(), spoilt);
        assert_eq!(records(&folder).await, 1);
        assert!(!folder.0.join("restoring").exists());
        if from == 0.0 {
            let log = format!("{}-wal", aside.display());
            assert_eq!(std::fs::read_to_string(log).unwrap(), "việc chưa vào sổ");
        }
    }
}

#[tokio::test]
async fn a_book_put_aside_is_never_overwritten() {
    let (folder, copies) = (Folder::new(), Folder::new());
    let wrong = book_and_copy(&Folder::new(), &copies).await;
    let right = copies.0.join("dung.db");
    std::fs::rename(wrong, &right).unwrap();
    let wrong = book_and_copy(&folder, &copies).await;
    let original = std::fs::read(folder.0.join(FILE)).unwrap();
    let first = restore(&folder.0, &wrong, "181122-090000", Asked::Sound, |_, _| ()).await.unwrap();
    let second = restore(&folder.0, &right, "181122-090000", Asked::Sound, |_, _| ()).await.unwrap();
    assert_ne!(first.aside, second.aside);
    assert_eq!(std::fs::read(first.aside.unwrap()).unwrap(), original);
    assert!(second.aside.unwrap().is_file());
}

#[tokio::test]
async fn acts_that_are_still_in_a_log_are_not_left_out_unsaid() {
    let (folder, copies) = (Folder::new(), Folder::new());
    let copy = book_and_copy(&folder, &copies).await;
    std::fs::write(copies.0.join("hom-nay.db-wal"), "một việc").unwrap();
    assert!(matches!(restore(&folder.0, &copy, "x", Asked::Sound, |_, _| ()).await, Err(Fault::Refused(_))));
}

/// A power cut in a restore, a disk that came back empty: no new ward is begun over what devices hold.
#[tokio::test]
async fn an_empty_ward_does_not_take_the_place_of_one_that_lived() {
    for trace in ["devices.jsonl", "mot-cua-before-181122-090000.db", "restoring"] {
        let (folder, copies) = (Folder::new(), Folder::new());
        let copy = book_and_copy(&folder, &copies).await;
        let list = std::fs::read(folder.0.join("devices.jsonl")).unwrap();
        std::fs::remove_dir_all(&folder.0).unwrap();
        std::fs::create_dir_all(&folder.0).unwrap();
        match trace {
            "devices.jsonl" => std::fs::write(folder.0.join(trace), list).unwrap(),
            "restoring" => std::fs::create_dir(folder.0.join(trace)).unwrap(),
            _ => drop(std::fs::copy(&copy, folder.0.join(trace)).unwrap()),
        }
        for _ in 0..2 {
            let begun = Store::open_or_create(&folder.place(), WardId(1), ward).await;
            assert!(matches!(begun, Err(Fault::Refused(_))), "beside {trace}");
        }
        restore(&folder.0, &copy, "181122-090100", Asked::Sound, |_, _| ()).await.unwrap();
        assert_eq!(records(&folder).await, 1, "beside {trace}");
    }
}

/// What was decided about devices after the copy holds after it is put back.
#[tokio::test]
async fn a_lane_given_and_a_device_lost_after_the_copy_stay_so() {
    let (folder, copies) = (Folder::new(), Folder::new());
    let open = || async { Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap() };
    let store = open().await;
    let late = store.enrol("a", "máy tính bảng", false, nine()).await.unwrap();
    let lost = store.enrol("b", "máy bị mất", true, nine()).await.unwrap();
    let copy = copies.0.join("hom-nay.db");
    backup(&folder.0, &copy, nine(), |_, _| ()).await.unwrap();
    let lane = store.grant_lane(late.id, nine()).await.unwrap();
    assert!(lane.is_some());
    store.db.close().await;
    // A power cut while the next line was written.
    let list = folder.0.join("devices.jsonl");
    let torn = format!("{}{{\"ward\":1,\"id\":3,", std::fs::read_to_string(&list).unwrap());
    std::fs::write(&list, torn).unwrap();
    let store = open().await;
    assert!(store.revoke(lost.id, nine()).await.unwrap());
    store.db.close().await;

    restore(&folder.0, &copy, "181122-090000", Asked::Sound, |_, _| ()).await.unwrap();
    let store = open().await;
    assert_eq!(store.device(late.id).await.unwrap().unwrap().lane, lane);
    assert_eq!(store.device(lost.id).await.unwrap().unwrap().revoked_at, Some(nine()));
    let next = store.enrol("c", "máy mới", true, nine()).await.unwrap();
    assert!(next.lane != lane && next.lane != lost.lane, "{next:?}");
    store.db.close().await;
}

/// A commit that failed leaves a line that nobody heard of; the lane then went to another device.
#[tokio::test]
async fn a_lane_that_two_lines_name_belongs_to_the_later_device() {
    let folder = Folder::new();
    let open = || async { Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap() };
    let store = open().await;
    let one = store.enrol("a", "một", false, nine()).await.unwrap();
    let two = store.enrol("b", "hai", true, nine()).await.unwrap();
    store.db.close().await;
    let list = folder.0.join("devices.jsonl");
    let text = std::fs::read_to_string(&list).unwrap();
    let (first, second) = text.trim().split_once("\n\n").unwrap();
    let unheard = first.replace("\"lane\":null", "\"lane\":0");
    assert_ne!(unheard, first);
    std::fs::write(&list, format!("{first}\n{unheard}\n{second}\n")).unwrap();
    let store = open().await;
    assert_eq!(store.device(one.id).await.unwrap().unwrap().lane, None);
    assert_eq!(store.device(two.id).await.unwrap().unwrap().lane, two.lane);
    store.db.close().await;
}

/// Days later: an act may be forgotten only when older copies, too, had time to take it up.
#[tokio::test]
async fn what_devices_were_told_to_forget_is_named_when_an_older_copy_is_put_back() {
    let (folder, copies) = (Folder::new(), Folder::new());
    let store = Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap();
    let device = store.enrol("bí mật", "quầy", true, nine()).await.unwrap();
    let writer = Writer { device: device.id, officer: RECEPTION };
    let mut pen = Pen::new(writer, nine());
    let days = |days: i64| nine().plus_minutes(days * 24 * 60);
    let durable = async || {
        let eyes = Eyes::of(store.ward().officer(RECEPTION).unwrap(), nine());
        store.page(Scope::Nothing, writer, (0, 0), (eyes, "")).await.unwrap().durable_n
    };
    let first = device.lane.unwrap().first();
    // An act on each of days 0, 1, 2; a copy each evening; a last one eight days after the first act.
    for day in 0..3_u16 {
        let push = pen.write(receive(dossier_id(day.into()), "A", first + day));
        commit_now(&store, days(day.into()), &push, device.lane).await.unwrap();
        let copy = copies.0.join(format!("{day}.db"));
        backup(&folder.0, &copy, days(day.into()).plus_minutes(600), |_, _| ()).await.unwrap();
        assert_eq!(durable().await, 0, "too young");
    }
    backup(&folder.0, &copies.0.join("8.db"), days(8), |_, _| ()).await.unwrap();
    assert_eq!(durable().await, 2, "act 3 is six days old");
    store.db.close().await;
    let missing = |first, last| vec![Missing { ward: WardId(1), writer, first, last }];
    for (copy, expected) in [("8.db", vec![]), ("2.db", vec![]), ("0.db", missing(2, 2))] {
        let restored = restore(&folder.0, &copies.0.join(copy), "x", Asked::Sound, |_, _| ()).await.unwrap();
        assert_eq!(restored.missing, Some(expected), "{copy}");
        // The book as it was is put back for the next round.
        std::fs::rename(restored.aside.unwrap(), folder.0.join(FILE)).unwrap();
    }
}

/// A disk was copied, and each of the two was heard in another life of the book: under one number stand two acts, and
/// that the copy has the one does not bring the other back.
#[tokio::test]
async fn an_act_under_the_number_of_another_is_missing_too() {
    let (folder, copies) = (Folder::new(), Folder::new());
    let open = || async { Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap() };
    let store = open().await;
    let device = store.enrol("bí mật", "quầy", true, nine()).await.unwrap();
    let writer = Writer { device: device.id, officer: RECEPTION };
    let days = |days: i64| nine().plus_minutes(days * 24 * 60);
    let at = |place: u16| device.lane.unwrap().first() + place;
    let mut pen = Pen::new(writer, nine());
    let push = pen.write(receive(dossier_id(1), "A", at(1)));
    commit_now(&store, nine(), &push, device.lane).await.unwrap();
    store.db.close().await;
    backup(&folder.0, &copies.0.join("one.db"), nine(), |_, _| ()).await.unwrap();
    let mut its = Pen { head: pen.head.clone(), ..pen };

    // In this life the disk itself is heard.
    let store = open().await;
    for place in [2_u16, 3] {
        let push = pen.write(receive(dossier_id(place.into()), "A", at(place)));
        commit_now(&store, days(1), &push, device.lane).await.unwrap();
    }
    store.db.close().await;
    backup(&folder.0, &copies.0.join("disk.db"), days(9), |_, _| ()).await.unwrap();

    // In another one its copy is; that book is the copy that will be put back.
    let aside = restore(&folder.0, &copies.0.join("one.db"), "x", Asked::Sound, |_, _| ())
        .await
        .unwrap()
        .aside
        .unwrap();
    let store = open().await;
    let push = its.write(receive(dossier_id(9), "B", at(9)));
    commit_now(&store, days(1), &push, device.lane).await.unwrap();
    store.db.close().await;
    backup(&folder.0, &copies.0.join("its.db"), days(1), |_, _| ()).await.unwrap();
    std::fs::rename(aside, folder.0.join(FILE)).unwrap();

    let restored = restore(&folder.0, &copies.0.join("its.db"), "y", Asked::Sound, |_, _| ()).await.unwrap();
    assert_eq!(restored.missing, Some(vec![Missing { ward: WardId(1), writer, first: 2, last: 3 }]));
    let store = open().await;
    let eyes = Eyes::of(store.ward().officer(RECEPTION).unwrap(), nine());
    let page = store.page(Scope::Nothing, writer, (0, 0), (eyes, "")).await.unwrap();
    assert_eq!((page.last_n, page.durable_n), (2, 1), "the other act may not be forgotten for that");
    store.db.close().await;
}

/// A disk was lost: what was printed from it is known from the copy.
#[tokio::test]
async fn a_copy_carries_the_lists_and_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, copies) = (Folder::new(), Folder::new());
    let copy = book_and_copy(&folder, &copies).await;
    assert_eq!(std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::metadata(&copies.0).unwrap().permissions().mode() & 0o777, 0o700);
    let store = Store::open(&folder.place(), WardId(1)).await.unwrap();
    store.numbers.note(WardId(1), nine().day(), 7).unwrap();
    store.enrol("muộn", "máy muộn", true, nine()).await.unwrap();
    let again = copies.0.join("lan-hai.db");
    backup(&folder.0, &again, nine(), |_, _| ()).await.unwrap();
    store.db.close().await;
    let fresh = Folder::new();
    restore(&fresh.0, &again, "x", Asked::Sound, |_, _| ()).await.unwrap();
    let store = Store::open_or_create(&fresh.place(), WardId(1), ward).await.unwrap();
    assert_eq!(store.numbers.highest(nine().day()), 7);
    assert_eq!(store.devices().await.unwrap().len(), 2);
    store.db.close().await;
    // An older copy over a folder that knows more: the list's last word stays.
    restore(&fresh.0, &copy, "x", Asked::Sound, |_, _| ()).await.unwrap();
    let store = Store::open_or_create(&fresh.place(), WardId(1), ward).await.unwrap();
    assert_eq!((store.numbers.highest(nine().day()), store.devices().await.unwrap().len()), (7, 2));
    store.db.close().await;
}

/// Somebody copies files by hand instead of asking for a restore.
#[tokio::test]
async fn a_file_put_back_by_hand_begins_another_life() {
    let (folder, copies) = (Folder::new(), Folder::new());
    let copy = book_and_copy(&folder, &copies).await;
    let open = || async { Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap() };
    let store = open().await;
    let epoch = store.epoch.clone();
    let device = store.enrol("b", "quầy hai", true, nine()).await.unwrap();
    let mut pen = Pen::new(Writer { device: device.id, officer: RECEPTION }, nine());
    let push = pen.write(receive(dossier_id(2), "B", device.lane.unwrap().first()));
    commit_now(&store, nine(), &push, device.lane).await.unwrap();
    store.db.close().await;
    let store = open().await;
    assert_eq!(store.epoch, epoch, "a start like any other");
    store.db.close().await;
    std::fs::copy(&copy, folder.0.join(FILE)).unwrap();
    let store = open().await;
    assert_ne!(store.epoch, epoch);
    let epoch = store.epoch.clone();
    store.db.close().await;
    let store = open().await;
    assert_eq!(store.epoch, epoch, "one life, not one a start");
    store.db.close().await;
}

/// What is no copy of ours is refused in words, and the book that is there stays.
#[tokio::test]
async fn only_a_sound_copy_of_a_book_is_put_back() {
    let (folder, copies) = (Folder::new(), Folder::new());
    let copy = book_and_copy(&folder, &copies).await;
    let live = std::fs::read(folder.0.join(FILE)).unwrap();
    let said = |file: PathBuf| {
        let folder = folder.0.clone();
        async move { restore(&folder, &file, "x", Asked::Sound, |_, _| ()).await.unwrap_err().to_string() }
    };
    let (text, empty, edited) =
        (copies.0.join("thu.txt"), copies.0.join("trong.db"), copies.0.join("sua.db"));
    std::fs::write(&text, "đây là một bức thư, không phải sổ".repeat(200)).unwrap();
    std::fs::write(&empty, "").unwrap();
    std::fs::copy(&copy, &edited).unwrap();
    let mut book = crate::store::sqlite_options(&edited).connect().await.unwrap();
    sqlx::query("UPDATE record SET body = REPLACE(body, '\"A\"', '\"B\"')").execute(&mut book).await.unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut book).await.unwrap();
    book.close().await.unwrap();
    assert!(said(text.clone()).await.contains(&format!("{} không phải sổ của Một Cửa", text.display())));
    assert!(said(empty).await.contains("trong tệp là dữ liệu khác"));
    let differs = said(edited.clone()).await;
    assert!(
        differs.contains("khác với các việc của nó ở 1 chỗ") && differs.contains("--as-it-is"),
        "{differs}"
    );
    assert!(said(folder.0.join(FILE)).await.contains("chính là sổ đang dùng"));
    // What a restore that was cut off has left may be all that somebody has.
    let half = folder.0.join("restoring/mot-cua.db");
    std::fs::create_dir_all(half.parent().unwrap()).unwrap();
    std::fs::copy(&copy, &half).unwrap();
    assert!(said(half.clone()).await.contains("chép ra ngoài trước"));
    assert!(half.exists(), "it is not cleared away");
    assert_eq!(std::fs::read(folder.0.join(FILE)).unwrap(), live, "the book is untouched");
    // Where there is no better one, a person may take it.
    restore(&folder.0, &edited, "x", Asked::AsItIs, |_, _| ()).await.unwrap();
}

/// A copy of a book that somebody has changed by hand says so, and lets no device forget.
#[tokio::test]
async fn a_copy_of_a_changed_book_lets_nobody_forget() {
    let (folder, copies) = (Folder::new(), Folder::new());
    book_and_copy(&folder, &copies).await;
    let much_later = nine().plus_minutes(30 * 24 * 60);
    let mut book = crate::store::sqlite_options(&folder.0.join(FILE)).connect().await.unwrap();
    let durable = "SELECT durable_n FROM writer";
    sqlx::query("UPDATE record SET body = REPLACE(body, '\"A\"', '\"B\"')").execute(&mut book).await.unwrap();
    let copied = backup(&folder.0, &copies.0.join("b.db"), much_later, |_, _| ()).await.unwrap();
    assert_eq!(copied.differences.map(|found| found.len()), Some(1));
    assert_eq!(sqlx::query_scalar::<_, i64>(durable).fetch_one(&mut book).await.unwrap(), 0);
    sqlx::query("UPDATE record SET body = REPLACE(body, '\"B\"', '\"A\"')").execute(&mut book).await.unwrap();
    let copied = backup(&folder.0, &copies.0.join("c.db"), much_later, |_, _| ()).await.unwrap();
    assert_eq!(copied.differences, Some(vec![]));
    assert_eq!(sqlx::query_scalar::<_, i64>(durable).fetch_one(&mut book).await.unwrap(), 1);
    book.close().await.unwrap();
}

/// The folder was there before, open to everybody, with files of an earlier version.
#[cfg(unix)]
#[tokio::test]
async fn every_file_of_the_book_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, copies) = (Folder::new(), Folder::new());
    book_and_copy(&folder, &copies).await;
    let everybody = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(folder.0.join(FILE), everybody).unwrap();
    let store = Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap();
    store.enrol("bí mật khác", "quầy", true, nine()).await.unwrap();
    store.db.close().await;
    // What a restore puts aside was open as well.
    std::fs::set_permissions(folder.0.join(FILE), std::fs::Permissions::from_mode(0o644)).unwrap();
    restore(&folder.0, &copies.0.join("hom-nay.db"), "x", Asked::Sound, |_, _| ()).await.unwrap();
    let store = Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap();
    let open: Vec<_> = std::fs::read_dir(&folder.0)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.metadata().unwrap().permissions().mode() & 0o077 != 0)
        .map(|entry| entry.file_name())
        .collect();
    assert!(open.is_empty(), "{open:?}");
    store.db.close().await;
}

/// A name typed wrongly leaves nothing behind; what was there before stays.
#[tokio::test]
async fn a_restore_that_fails_leaves_no_folder_behind() {
    let copies = Folder::new();
    std::fs::create_dir_all(&copies.0).unwrap();
    let no_copy = copies.0.join("thu.txt");
    std::fs::write(&no_copy, "Kính gửi").unwrap();
    let fresh = copies.0.join("phuong").join("moi");
    assert!(restore(&fresh, &no_copy, "x", Asked::Sound, |_, _| ()).await.is_err());
    assert!(!copies.0.join("phuong").exists(), "the folder, its lock and the folder around it");
    let there = copies.0.join("co-san");
    std::fs::create_dir(&there).unwrap();
    assert!(restore(&there, &no_copy, "x", Asked::Sound, |_, _| ()).await.is_err());
    assert!(there.exists());
}

/// A copy knows neither that a letter has left nor, perhaps, its act: the list beside the book does.
#[tokio::test]
async fn a_copy_that_is_put_back_sends_no_letter_twice() {
    let (folder, copies) = (Folder::new(), Folder::new());
    let store = Store::open_or_create(&folder.place(), WardId(1), ward).await.unwrap();
    let device = store.enrol("bí mật", "quầy", true, nine()).await.unwrap();
    let mut pen = Pen::new(Writer { device: device.id, officer: RECEPTION }, nine());
    let first = device.lane.unwrap().first();
    let push = pen.write(receive(dossier_id(1), "A", first));
    commit_now(&store, nine(), &push, device.lane).await.unwrap();
    store.say_news(vec![NewsBy::Mail]).await.unwrap();
    store.sweep_news(0, nine()).await.unwrap();
    let copy = copies.0.join("truoc-khi-gui.db");
    backup(&folder.0, &copy, nine(), |_, _| ()).await.unwrap();
    // Both letters leave, the second of an act that the copy does not have.
    let push = pen.write(receive(dossier_id(2), "B", first + 1));
    commit_now(&store, nine(), &push, device.lane).await.unwrap();
    store.sweep_news(0, nine()).await.unwrap();
    for due in store.due_news(nine()).await.unwrap() {
        assert!(store.take_news(&due, NewsBy::Mail, Take::Once, nine()).await.unwrap());
    }
    store.db.close().await;

    restore(&folder.0, &copy, "181122-090000", Asked::Sound, |_, _| ()).await.unwrap();
    let store = Store::open(&folder.place(), WardId(1)).await.unwrap();
    // The device sends again what the book has lost.
    commit_now(&store, nine(), &push, device.lane).await.unwrap();
    store.sweep_news(0, nine()).await.unwrap();
    let due = store.due_news(nine()).await.unwrap();
    assert_eq!(due.len(), 1, "the one that waited in the copy");
    assert!(!store.take_news(&due[0], NewsBy::Mail, Take::Once, nine()).await.unwrap());
    for n in [1, 2] {
        let seen = store.news_of(dossier_id(n)).await.unwrap();
        assert_eq!(seen.iter().map(|seen| seen.state).collect::<Vec<_>>(), [State::Unclear], "{n}");
        assert!(seen[0].why().vi.contains("đã gửi trước"), "{}", seen[0].why());
    }
    store.db.close().await;
}
