//! Which device a login is of, and what becomes of the acts of an earlier one.

use std::collections::BTreeSet;

use expect_test::expect;
use leptos::prelude::*;
use serde::Deserialize;
use shared::demo;
use shared::dossier::code::Lane;
use shared::id::{DeviceId, Writer};
use shared::lang::{Lang, Sentence};
use shared::session::{DeviceGrant, DeviceKey, EarlierShare, Login, SealKey, VaultGrant, Welcome};
use shared::sync::succession::Held;
use shared::sync::wire::Anchor;

use super::open::{Closing, Told, Typed};
use super::welcome::progress;
use super::{Waiting, ask, enrol, open, page, relogin, revoked, shares};
use crate::desk::{Desk, STOPPED, clock};
use crate::link::http::Failure;
use crate::store::memory::Base;
use crate::store::tests::{HA, OANH, morning, now};
use crate::store::{Disk, Row, Seat, Store, Work, seat};
use crate::ui::tests::{english, html, vietnamese};
use crate::vault::{Opened, Pair, encode};

fn welcome(device: u32, secret: Option<&str>) -> Welcome {
    let ward = demo::ward().expect("the standard data");
    let (secret, label) = (secret.map(str::to_owned), "Quầy 1".to_owned());
    Welcome {
        officer: ward.officer(demo::RECEPTION).expect("an officer").clone(),
        device: DeviceGrant { id: DeviceId(device), secret, lane: Some(Lane(0)), label },
        epoch: "e".to_owned(),
        ward_version: 1,
        server_time: morning(),
        must_change: false,
        ends: None,
        dossiers: None,
        vault: None,
        earlier: vec![],
    }
}

fn act(disk: &Disk, opened: &Opened) {
    let intent = crate::store::tests::note(1);
    now(disk.append(opened, intent)).expect("kept").expect("a note needs no number");
}

const PASSWORD: &str = "con mèo trèo cây cau";

fn grant(share: &str, resume: &str) -> VaultGrant {
    let server = now(Pair::fresh()).expect("a pair");
    VaultGrant {
        share: share.repeat(32),
        until: morning().plus_minutes(12 * 60),
        resume: resume.repeat(32),
        seal: SealKey { kid: 1, public: encode(&now(server.public()).expect("a point")) },
    }
}

fn logs_in(disk: &Disk, writer: Writer, password: &str, grant: &VaultGrant) -> (Opened, bool) {
    let typed = Typed { password, before: None };
    now(open::by_login(disk, writer, typed, Told { grant, server_time: clock() })).expect("opened")
}

/// A device on which she has logged in and done one thing.
fn one_act() -> (Base, Disk, VaultGrant) {
    STOPPED.set(morning());
    let base = Base::default();
    let disk = Disk::on(base.clone());
    now(disk.enrol(OANH, Some(Lane(0)))).expect("enrolled");
    let grant = grant("aa", "01");
    let (opened, _) = logs_in(&disk, OANH, PASSWORD, &grant);
    act(&disk, &opened);
    (base, disk, grant)
}

fn waits_for(disk: &Disk, opened: &Opened) -> usize {
    now(disk.load(opened)).expect("read").queue.len()
}

#[test]
fn a_device_whose_numbers_were_used_elsewhere_is_enrolled_anew_with_its_tail() {
    let disk = Disk::on(Base::default());
    assert!(now(enrol::proofs(&disk)).0.is_none(), "a new browser");
    now(enrol::keep(&disk, "o6", &welcome(3, Some("s3cret")))).expect("kept");
    assert_eq!(now(enrol::proofs(&disk)).0.map(|key| key.id), Some(DeviceId(3)));
    now(enrol::keep(&disk, "o6", &welcome(3, None))).expect("kept");
    STOPPED.set(morning());
    let grant = grant("aa", "01");
    act(&disk, &logs_in(&disk, OANH, PASSWORD, &grant).0);
    now(disk.enrol(HA, None)).expect("a colleague on the same device");
    act(&disk, &logs_in(&disk, HA, "mật khẩu của Hà", &grant).0);

    // The server has said that another copy writes under these numbers. Both log out, and she comes in the morning.
    now(disk.write("forked", &DeviceId(3))).expect("remembered");
    [OANH, HA].into_iter().for_each(|writer| now(disk.shut(writer, true)).expect("logged out"));
    let (key, earlier) = now(enrol::proofs(&disk));
    assert!(key.is_none(), "the old key is not shown as the device's own again");
    assert_eq!(earlier.iter().map(|key| key.id).collect::<Vec<_>>(), [DeviceId(3)]);
    let seat: Seat = now(enrol::keep(&disk, "o6", &welcome(9, Some("other")))).expect("kept");
    assert_eq!(seat.device, DeviceId(9));
    let nobodys = now(enrol::succession(&Disk::on(Base::default()), DeviceId(9), "e".to_owned(), 0));
    assert_eq!(nobodys, Ok(None), "a browser that was never another device");
    assert_eq!(now(enrol::proofs(&disk)).0.map(|key| key.id), Some(DeviceId(9)));
    let (opened, fresh) = logs_in(&disk, seat.writer(), PASSWORD, &grant);
    assert!(fresh);
    now(enrol::gather(&disk, &opened, PASSWORD, &[])).expect("looked");
    assert_eq!(waits_for(&disk, &opened), 0, "her share is gone, and an older server tells it no more");
    let told = [EarlierShare { device: DeviceId(3), share: grant.share.clone() }];
    now(enrol::gather(&disk, &opened, PASSWORD, &told)).expect("gathered");
    assert_eq!(waits_for(&disk, &opened), 1, "the unsent act goes along");
    let waiting = now(disk.queues()).expect("read");
    assert_eq!((waiting.get(&OANH), waiting.get(&HA)), (None, Some(&1)), "a colleague's waits for them");

    // What she is told to say of the old device: its proof, and that a colleague's act still lies there.
    let says = |waiting| now(enrol::succession(&disk, DeviceId(9), "e".to_owned(), waiting)).expect("read");
    let said = says(1).expect("it was another device");
    assert_eq!((said.waiting, said.epoch.as_str()), (1, "e"), "her own is on its way: it came from there");
    assert_eq!(said.earlier.iter().map(|key| key.id).collect::<Vec<_>>(), [DeviceId(3)]);
    assert_eq!(said.held, [Held { writer: HA, last_n: 1, waiting: 1 }]);

    // The old device is proved for as long as something of it lies here.
    let earlier = || now(enrol::proofs(&disk)).1.iter().map(|key| key.id).collect::<Vec<_>>();
    assert_eq!(earlier(), [DeviceId(3)]);
    let his = Writer { device: DeviceId(9), officer: HA.officer };
    now(disk.enrol(his, None)).expect("he logs in on the device that it is now");
    let (opened, _) = logs_in(&disk, his, "mật khẩu của Hà", &grant);
    now(enrol::gather(&disk, &opened, "mật khẩu của Hà", &told)).expect("gathered");
    assert_eq!(waits_for(&disk, &opened), 1);
    assert!(!now(disk.queues()).expect("read").contains_key(&HA), "nothing is left under the old numbers");
    assert_eq!(says(0).map(|said| said.held), Some(vec![]));
    now(enrol::keep(&disk, "o6", &welcome(12, Some("third")))).expect("kept");
    assert_eq!(earlier(), [DeviceId(9)], "of what is over no key is kept");
}

/// What the release before names in a login, and nothing else: it refuses whatever it does not know.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only what is refused matters")]
struct LoginBefore {
    name: String,
    password: String,
    #[serde(default)]
    device: Option<DeviceKey>,
    #[serde(default)]
    label: String,
}

#[test]
fn a_server_of_the_release_before_locks_nobody_out() {
    let key = |id| DeviceKey { id: DeviceId(id), secret: "00".repeat(32) };
    let [name, password, label] = ["o6", PASSWORD, "Quầy 1"].map(str::to_owned);
    let login = Login { name, password, device: Some(key(9)), earlier: vec![], label };
    let understood = |login: &Login| {
        let said = serde_json::to_string(login).expect("JSON");
        shared::json::read::<LoginBefore>(&said).is_ok()
    };
    let said = |status| Failure::Said { status, said: Sentence::new("", ""), field: None };
    assert!(understood(&login), "a browser that was nothing before says nothing of it");
    assert_eq!(ask::in_older_words(&login, &said(400)), None, "what is refused then is something else");
    let heir = Login { earlier: vec![key(3)], ..login.clone() };
    assert!(!understood(&heir));
    assert_eq!(ask::in_older_words(&heir, &said(400)), Some(login));
    // A wrong password and one tried too often are no reason to ask once more.
    let others = [said(401), said(429), said(500), Failure::Unreachable, Failure::Revoked(None)];
    assert!(others.iter().all(|failure| ask::in_older_words(&heir, failure).is_none()));
}

#[test]
fn without_a_network_the_password_opens_and_nothing_else_does() {
    let (_, disk, _) = one_act();
    let Ok(opened) = now(open::by_password(&disk, OANH, PASSWORD)) else { panic!("not opened") };
    assert_eq!(waits_for(&disk, &opened), 1);
    let closing = |writer, password| now(open::by_password(&disk, writer, password)).err();
    assert_eq!(closing(OANH, "con mèo"), Some(Closing::WrongPassword));
    assert_eq!(closing(HA, PASSWORD), Some(Closing::Over), "who never logged in here");
}

#[test]
fn a_lease_that_is_over_closes_the_device_and_the_next_login_opens_it_again() {
    let (base, disk, grant) = one_act();
    STOPPED.set(morning().plus_minutes(12 * 60));
    now(disk.end_leases(clock())).expect("looked");
    let rows = base.every_row();
    let share_is_there =
        rows.iter().any(|(_, _, row)| matches!(row, Row::Text(text) if text.contains(&grant.share)));
    assert!(!share_is_there, "the share is erased");
    STOPPED.set(morning());
    let closing = now(open::by_password(&disk, OANH, PASSWORD)).err();
    assert_eq!(closing, Some(Closing::Over), "though the clock was put back");
    let (opened, fresh) = logs_in(&disk, OANH, PASSWORD, &grant);
    assert!(!fresh);
    assert_eq!(waits_for(&disk, &opened), 1, "everything is still there");
}

#[test]
fn a_session_that_lives_opens_after_a_reload_but_not_after_a_lock() {
    let (_, disk, grant) = one_act();
    let told = Told { grant: &grant, server_time: clock() };
    let reloaded = now(open::by_session(&disk, OANH, told)).expect("asked").expect("opened");
    assert_eq!(waits_for(&disk, &reloaded), 1);
    now(disk.shut(OANH, false)).expect("locked");
    assert!(now(open::by_session(&disk, OANH, told)).expect("asked").is_none());
    assert!(now(open::by_password(&disk, OANH, PASSWORD)).is_ok(), "a locked screen opens by the password");
    now(disk.shut(OANH, true)).expect("logged out");
    assert_eq!(now(open::by_password(&disk, OANH, PASSWORD)).err(), Some(Closing::Over));
}

#[test]
fn nobody_seems_to_sit_behind_a_locked_screen_or_after_a_logout() {
    let disk = Disk::on(Base::default());
    let open = now(enrol::keep(&disk, "oanh", &welcome(3, Some("bí mật")))).expect("kept");
    assert!(seat::seems_open());
    assert_eq!(now(disk.is_locked()), Ok(Some(false)));
    now(disk.sit(&Seat { locked: true, ..open.clone() })).expect("locked");
    assert!(!seat::seems_open());
    assert_eq!(now(disk.is_locked()), Ok(Some(true)));
    now(disk.sit(&open)).expect("unlocked");
    now(disk.rise()).expect("logged out");
    assert!(!seat::seems_open());
    assert_eq!(now(disk.is_locked()), Ok(None));
    // A hint that a crash has left behind is taken away by the seat.
    now(disk.sit(&open)).expect("back");
    now(disk.write("seat", &Seat { locked: true, ..open })).expect("locked past the hint");
    assert!(seat::seems_open());
    assert_eq!(now(disk.is_locked()), Ok(Some(true)));
    assert!(!seat::seems_open());
}

#[test]
fn what_was_read_before_the_server_answered_is_what_lies_there_after_it() {
    let (base, disk, grant) = one_act();
    let opened = now(open::by_session(&disk, OANH, Told { grant: &grant, server_time: clock() }))
        .expect("asked")
        .expect("opened");
    let anchor = Anchor { server: morning().plus_minutes(3), local: clock() };
    let rows = || now(disk.rows(OANH)).expect("read");
    let before = rows().told(Some(Lane(0)), anchor).expect("it stands");
    assert!(rows().told(Some(Lane(1)), anchor).is_none(), "another lane counts otherwise");
    now(disk.set_lane(OANH, Some(Lane(0)))).expect("told");
    now(disk.set_anchor(OANH, anchor)).expect("told");
    let (before, after) =
        (now(disk.open_rows(&opened, before)).expect("opened"), now(disk.load(&opened)).expect("read"));
    assert_eq!((&before.meta, &before.place), (&after.meta, &after.place));
    assert_eq!(before.place.anchor, Some(anchor));
    assert!(!before.queue.is_empty() && before.queue == after.queue);

    let work = now(base.begin(&[Store::Inbox], Work::Strict)).expect("begun");
    let key = format!("{}.{}#000000000009", OANH.device, OANH.officer);
    work.put(Store::Inbox, &key, &Row::Text("{}".to_owned())).expect("put");
    now(work.done()).expect("done");
    assert!(rows().told(Some(Lane(0)), anchor).is_none(), "an earlier build's row is closed meanwhile");
}

#[test]
fn a_password_that_was_set_elsewhere_opens_nothing_of_before_and_loses_nothing() {
    let (_, disk, _) = one_act();
    let (opened, fresh) = logs_in(&disk, OANH, "một câu hoàn toàn khác", &grant("bb", "02"));
    assert!(fresh);
    assert_eq!(waits_for(&disk, &opened), 0);
    assert_eq!(now(disk.sealed()).expect("read").len(), 1, "it waits as it was sealed");
    act(&disk, &opened);
    assert_eq!(now(disk.load(&opened)).expect("read").queue.keys().copied().collect::<Vec<_>>(), [2]);
}

#[test]
fn a_share_that_the_server_would_not_give_any_more_goes_and_the_others_stay() {
    let (_base, disk, first) = one_act();
    logs_in(&disk, HA, PASSWORD, &grant("bb", "02"));
    let device = DeviceKey { id: OANH.device, secret: "bí mật".to_owned() };
    now(disk.write("device", &device)).expect("kept");
    let (ask, leases) = now(shares::kept(&disk)).expect("two shares");
    assert_eq!(ask.shares.len(), 2);
    let words = serde_json::to_string(&ask).expect("text");
    assert!(!words.contains(&first.share), "a share is not told: {words}");
    now(shares::end(&disk, &leases, &[OANH.officer])).expect("erased");
    let closing = now(open::by_password(&disk, OANH, PASSWORD)).err();
    assert_eq!(closing, Some(Closing::Over), "the old password opens nothing");
    assert!(now(open::by_password(&disk, HA, PASSWORD)).is_ok());
    // A share that came while the server was asked is not the one that it spoke of.
    let other = "một câu hoàn toàn khác";
    logs_in(&disk, OANH, other, &grant("cc", "03"));
    now(shares::end(&disk, &leases, &[OANH.officer])).expect("nothing to erase");
    assert!(now(open::by_password(&disk, OANH, other)).is_ok());
}

#[test]
fn a_clock_that_differs_from_the_servers_has_its_lease_as_long() {
    STOPPED.set(morning().plus_minutes(90));
    let disk = Disk::on(Base::default());
    now(disk.enrol(OANH, None)).expect("enrolled");
    let grant = grant("aa", "01");
    let told = Told { grant: &grant, server_time: morning() };
    now(open::by_login(&disk, OANH, Typed { password: PASSWORD, before: None }, told)).expect("opened");
    let lease = now(disk.lease(OANH, clock())).expect("read").expect("it lasts");
    assert_eq!(lease.until, morning().plus_minutes(90 + 12 * 60));
}

#[test]
fn a_revoked_device_says_what_became_of_its_work() {
    let said = [(0, 0), (7, 0), (0, 7)].map(|(handed_in, left)| revoked::said(handed_in, left).vi);
    expect![[r#"
        Máy này đã bị thu hồi; dữ liệu trên máy đã xóa. Không có việc nào chưa gửi.
        Máy này đã bị thu hồi; dữ liệu trên máy đã xóa. 7 việc chưa gửi đã giao máy chủ giữ, chờ tổ trưởng quyết định.
        Máy này đã bị thu hồi; dữ liệu trên máy đã xóa. 7 việc chưa gửi còn lại dưới dạng niêm phong, chỉ máy chủ mở được: báo tổ trưởng."#]]
    .assert_eq(&said.join("\n"));
}

#[test]
fn a_wiped_device_keeps_nothing_but_what_only_the_server_can_read() {
    let (base, disk, _) = one_act();
    let (none, first) = (BTreeSet::new(), BTreeSet::from([(OANH, 1)]));
    assert!(now(disk.wipe(&first, &none)).expect("wiped"), "no network: nothing was handed in");
    let left: Vec<Store> = base.every_row().into_iter().map(|(store, _, _)| store).collect();
    assert_eq!(left, [Store::Sealed]);
    assert!(now(disk.wipe(&first, &first)).expect("wiped"));
    assert!(base.every_row().is_empty());
}

/// Another tab has saved an act while the first one was on its way.
#[test]
fn an_act_that_was_saved_while_others_were_handed_in_is_not_erased() {
    let (base, disk, grant) = one_act();
    let seen: BTreeSet<_> = now(disk.sealed()).expect("read").iter().map(|one| (one.writer, one.n)).collect();
    act(&disk, &logs_in(&disk, OANH, PASSWORD, &grant).0);
    let before = base.every_row().len();
    assert!(!now(disk.wipe(&seen, &seen)).expect("looked"), "it is read again first");
    assert_eq!(base.every_row().len(), before, "and until then everything stays");
    let both = BTreeSet::from([(OANH, 1), (OANH, 2)]);
    assert!(now(disk.wipe(&both, &seen)).expect("wiped"));
    let left: Vec<u64> = now(disk.sealed()).expect("read").iter().map(|envelope| envelope.n).collect();
    assert_eq!(left, [2], "the server did not take it: it waits, sealed");
    let Ok(opened) = now(open::by_password(&disk, OANH, PASSWORD)) else { return };
    panic!("opened what was erased: {:?}", opened.writer());
}

#[test]
fn the_gate_says_whose_work_waits() {
    let waiting = Waiting { writer: OANH, author: "Phạm Thị Kim Oanh".to_owned(), acts: 3 };
    expect!["Máy này còn 3 việc chưa gửi của Phạm Thị Kim Oanh; việc vẫn an toàn và sẽ được gửi ở lần đăng nhập kế tiếp trên máy này, dù là ai đăng nhập."].assert_eq(&page::waits(&waiting).vi);
}

#[test]
fn a_first_reading_is_told_as_so_many_of_so_many() {
    assert_eq!(progress(1_200, Some(5_000), Lang::Vi), "Đang tải hồ sơ: 1.200 / 5.000");
    assert_eq!(progress(1_200, None, Lang::En), "Reading dossiers: 1,200");
    assert_eq!(progress(5_003, Some(5_000), Lang::En), "Reading dossiers: 5,003 / 5,003");
}

#[test]
fn a_password_from_somebody_else_is_changed_where_one_stands() {
    let asked = |given| relogin::asked(Desk::new(), RwSignal::new(String::new()), given);
    let once = html(move || asked(false));
    assert!(once.contains("id=\"relogin\"") && once.contains("việc đã lưu vẫn nguyên"), "{once}");
    let own = html(move || asked(true));
    for said in ["id=\"relogin-new\"", "dùng một lần", "Từ 12 ký tự", "việc chưa gửi sẽ được gửi ngay sau đó"]
    {
        assert!(own.contains(said), "{said}: {own}");
    }
    let left = vietnamese(&english(move || view! { {asked(true)}{asked(false)} }));
    assert!(left.is_empty(), "{left:?}");
}
