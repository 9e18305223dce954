//! Which device a login is of, and what becomes of the acts of an earlier one.

use expect_test::expect;
use shared::demo;
use shared::dossier::code::Lane;
use shared::id::{DeviceId, Writer};
use shared::lang::Lang;
use shared::session::{DeviceGrant, Welcome};

use super::welcome::progress;
use super::{Waiting, enrol, page};
use crate::store::memory::Base;
use crate::store::tests::{HA, OANH, morning, now};
use crate::store::{Disk, Seat};

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

fn act(disk: &Disk, writer: Writer) {
    let intent = crate::store::tests::note(1);
    now(disk.append(writer, intent)).expect("kept").expect("a note needs no number");
}

#[test]
fn a_device_whose_numbers_were_used_elsewhere_is_enrolled_anew_with_its_tail() {
    let disk = Disk::on(Base::default());
    assert!(now(enrol::key(&disk)).is_none(), "a new browser");
    now(enrol::keep(&disk, "o6", &welcome(3, Some("s3cret")))).expect("kept");
    assert_eq!(now(enrol::key(&disk)).map(|key| key.id), Some(DeviceId(3)));
    now(enrol::keep(&disk, "o6", &welcome(3, None))).expect("kept");
    act(&disk, OANH);
    now(disk.enrol(HA, None)).expect("a colleague on the same device");
    act(&disk, HA);

    // The server has said that another copy writes under these numbers; then: logout, login.
    now(disk.write("forked", &DeviceId(3))).expect("remembered");
    assert!(now(enrol::key(&disk)).is_none(), "the old key is not shown again");
    let seat: Seat = now(enrol::keep(&disk, "o6", &welcome(9, Some("other")))).expect("kept");
    assert_eq!(seat.device, DeviceId(9));
    assert_eq!(now(enrol::key(&disk)).map(|key| key.id), Some(DeviceId(9)));
    let client = now(disk.load(seat.writer())).expect("read");
    assert_eq!(client.queue.len(), 1, "the unsent act goes along");
    let waiting = now(disk.queues()).expect("read");
    assert_eq!((waiting.get(&OANH), waiting.get(&HA)), (None, Some(&1)), "a colleague's waits for them");
}

#[test]
fn the_gate_says_whose_work_waits() {
    let waiting = Waiting { author: "Phạm Thị Kim Oanh".to_owned(), acts: 3 };
    expect!["Máy này còn 3 việc chưa gửi của Phạm Thị Kim Oanh; việc vẫn an toàn và tự gửi khi Phạm Thị Kim Oanh đăng nhập lại."].assert_eq(&page::waits(&waiting).vi);
}

#[test]
fn a_first_reading_is_told_as_so_many_of_so_many() {
    assert_eq!(progress(1_200, Some(5_000), Lang::Vi), "Đang tải hồ sơ: 1.200 / 5.000");
    assert_eq!(progress(1_200, None, Lang::En), "Reading dossiers: 1,200");
    assert_eq!(progress(5_003, Some(5_000), Lang::En), "Reading dossiers: 5,003 / 5,003");
}
