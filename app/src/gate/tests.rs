//! Which device a login is of, and what becomes of the acts of an earlier one.

use expect_test::expect;
use leptos::prelude::*;
use shared::demo;
use shared::dossier::code::Lane;
use shared::id::{DeviceId, Writer};
use shared::lang::Lang;
use shared::session::{DeviceGrant, SealKey, VaultGrant, Welcome};

use super::open::{Closing, Told, Typed};
use super::welcome::progress;
use super::{Waiting, enrol, open, page, relogin, revoked};
use crate::desk::{Desk, STOPPED, clock};
use crate::store::memory::Base;
use crate::store::tests::{HA, OANH, morning, now};
use crate::store::{Disk, Row, Seat, Store};
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
    assert!(now(enrol::key(&disk)).is_none(), "a new browser");
    now(enrol::keep(&disk, "o6", &welcome(3, Some("s3cret")))).expect("kept");
    assert_eq!(now(enrol::key(&disk)).map(|key| key.id), Some(DeviceId(3)));
    now(enrol::keep(&disk, "o6", &welcome(3, None))).expect("kept");
    STOPPED.set(morning());
    let grant = grant("aa", "01");
    act(&disk, &logs_in(&disk, OANH, PASSWORD, &grant).0);
    now(disk.enrol(HA, None)).expect("a colleague on the same device");
    act(&disk, &logs_in(&disk, HA, "mật khẩu của Hà", &grant).0);

    // The server has said that another copy writes under these numbers; then: logout, login.
    now(disk.write("forked", &DeviceId(3))).expect("remembered");
    assert!(now(enrol::key(&disk)).is_none(), "the old key is not shown again");
    let seat: Seat = now(enrol::keep(&disk, "o6", &welcome(9, Some("other")))).expect("kept");
    assert_eq!(seat.device, DeviceId(9));
    assert_eq!(now(enrol::key(&disk)).map(|key| key.id), Some(DeviceId(9)));
    let (opened, fresh) = logs_in(&disk, seat.writer(), PASSWORD, &grant);
    assert!(fresh);
    now(enrol::gather(&disk, &opened, PASSWORD)).expect("gathered");
    assert_eq!(waits_for(&disk, &opened), 1, "the unsent act goes along");
    let waiting = now(disk.queues()).expect("read");
    assert_eq!((waiting.get(&OANH), waiting.get(&HA)), (None, Some(&1)), "a colleague's waits for them");
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
    now(disk.wipe(false)).expect("wiped");
    let left: Vec<Store> = base.every_row().into_iter().map(|(store, _, _)| store).collect();
    assert_eq!(left, [Store::Sealed]);
    now(disk.wipe(true)).expect("wiped");
    assert!(base.every_row().is_empty());
}

#[test]
fn the_gate_says_whose_work_waits() {
    let waiting = Waiting { officer: OANH.officer, author: "Phạm Thị Kim Oanh".to_owned(), acts: 3 };
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
