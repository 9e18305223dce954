//! Exchange statuses and messages to the city.

use std::collections::BTreeSet;

use expect_test::expect;

use crate::dossier::Status;
use crate::handoff::city::{STATUSES, changes, exchange, message, messages, name_of, table};
use crate::moment::Day;
use crate::report::Period;
use crate::script::Story;

fn told(story: &str) -> Story {
    let mut told = Story::new();
    for line in story.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let answer = told.line(line);
        assert!(!answer.contains('✗'), "{line}: {answer}");
    }
    told
}

#[test]
fn every_state_has_its_exchange_status_and_every_status_a_state() {
    let rows = Status::ALL.map(|status| {
        let number = exchange(status);
        let name = number.map(|number| name_of(number).vi).unwrap_or("-");
        format!("{:<17} {:>2} {name}", status.code(), number.map_or("-".to_owned(), |n| n.to_string()))
    });
    expect![[r#"
        nhap               - -
        cho_tiep_nhan      1 Mới đăng ký
        bo_sung_truoc_tn   5 Yêu cầu bổ sung giấy tờ
        tu_choi_tn         3 Không được tiếp nhận
        da_tiep_nhan       2 Được tiếp nhận
        dang_thu_ly        4 Đang xử lý
        cho_bo_sung        5 Yêu cầu bổ sung giấy tờ
        cho_lien_thong     4 Đang xử lý
        cho_nv_tai_chinh   6 Yêu cầu thực hiện nghĩa vụ tài chính
        trinh_ky           4 Đang xử lý
        da_ky              4 Đang xử lý
        cho_tra            9 Đã xử lý xong
        da_tra            10 Đã trả kết quả
        da_rut             7 Công dân yêu cầu rút hồ sơ
        dung_xu_ly         8 Dừng xử lý
        da_chuyen          4 Đang xử lý
        phieu_giay         - -
        phieu_giay_huy     - -"#]]
    .assert_eq(&rows.join("\n"));
    let reached: BTreeSet<u8> = Status::ALL.into_iter().filter_map(exchange).collect();
    let all: BTreeSet<u8> = STATUSES.iter().map(|(number, _)| *number).collect();
    assert_eq!(reached, all);
    assert_eq!(name_of(11).vi, "");
}

#[track_caller]
fn statuses(story: &str) -> Vec<(u32, u8)> {
    let story = told(story);
    changes(&story.dossiers["H1"]).iter().map(|change| (change.n, change.status)).collect()
}

#[test]
fn a_change_is_told_once_and_steps_the_exchange_does_not_know_are_not() {
    let long = "08:15 13/02/2018 oanh tiếp-nhận H1 HT-09
        09:00 hà phân-công H1
        10:00 hà yêu-cầu-bổ-sung H1 lý-do=thiếu
        10:30 oanh nhận-bổ-sung H1
        11:00 hà trình-ký H1
        11:10 thành ký H1 thay-ca
        11:20 tuấn đóng-dấu H1
        11:25 oanh đính-kèm H1 tệp=một
        11:30 oanh trả-kết-quả H1";
    assert_eq!(statuses(long), [(1, 2), (2, 4), (3, 5), (4, 4), (5, 9), (6, 10)]);
    assert_eq!(statuses("09:00 05/03/2018 oanh làm-nhanh H1 CT-01"), [(1, 2), (2, 4), (3, 9), (4, 10)]);
    assert_eq!(statuses("09:00 05/03/2018 oanh tiếp-nhận H1 HT-09\n 09:05 oanh rút H1"), [(1, 2), (2, 7)]);
}

#[test]
fn a_message_carries_numbers_and_moments_and_nobody() {
    let story = told(
        "08:15 13/02/2018 oanh tiếp-nhận H1 HT-09
         09:00 hà phân-công H1
         11:00 hà trình-ký H1
         11:10 thành ký H1 thay-ca
         11:20 tuấn đóng-dấu H1",
    );
    let dossier = &story.dossiers["H1"];
    let all: Vec<_> =
        changes(dossier).iter().filter_map(|change| message(&story.ward, dossier, change)).collect();
    expect![[r#"
        [
          {
            "khoa": "00000000-0000-0000-0000-000000000001.1.2",
            "don_vi": "000.21.17.H17",
            "ma_ho_so": "000.21.17.H17-180213-6000",
            "ma_thu_tuc": "1.004873",
            "thu_tu": 1,
            "trang_thai": 2,
            "ten_trang_thai": "Được tiếp nhận",
            "luc": "2018-02-13T08:15:00+07:00",
            "han_tra": "2018-02-23T17:00:00+07:00",
            "hen_tra": "2018-02-23T17:00:00+07:00"
          },
          {
            "khoa": "00000000-0000-0000-0000-000000000001.2.4",
            "don_vi": "000.21.17.H17",
            "ma_ho_so": "000.21.17.H17-180213-6000",
            "ma_thu_tuc": "1.004873",
            "thu_tu": 2,
            "trang_thai": 4,
            "ten_trang_thai": "Đang xử lý",
            "luc": "2018-02-13T09:00:00+07:00",
            "han_tra": "2018-02-23T17:00:00+07:00",
            "hen_tra": "2018-02-23T17:00:00+07:00"
          },
          {
            "khoa": "00000000-0000-0000-0000-000000000001.3.9",
            "don_vi": "000.21.17.H17",
            "ma_ho_so": "000.21.17.H17-180213-6000",
            "ma_thu_tuc": "1.004873",
            "thu_tu": 3,
            "trang_thai": 9,
            "ten_trang_thai": "Đã xử lý xong",
            "luc": "2018-02-13T11:20:00+07:00",
            "han_tra": "2018-02-23T17:00:00+07:00",
            "xong_luc": "2018-02-13T11:20:00+07:00"
          }
        ]"#]]
    .assert_eq(&serde_json::to_string_pretty(&all).unwrap());
    let said = serde_json::to_string(&all).unwrap() + &table(&all).to_csv();
    for secret in
        [&dossier.applicant.name, &dossier.applicant.number, &dossier.contact.phone, &dossier.secret]
    {
        assert!(secret.is_empty() || !said.contains(secret.as_str()), "{secret}");
    }
}

#[test]
fn a_file_holds_the_changes_of_its_days_in_order() {
    let story = told(
        "08:15 13/02/2018 oanh tiếp-nhận H1 HT-09
         08:00 14/02/2018 oanh tiếp-nhận H2 HT-09
         09:00 hà phân-công H1
         08:30 21/02/2018 hà phân-công H2",
    );
    let dossiers: Vec<_> = story.dossiers.values().cloned().collect();
    let day = |day| Day::new(2018, 2, day).unwrap();
    let period = Period::new(day(14), day(20)).unwrap();
    let said = messages(&story.ward, &dossiers, period);
    let short: Vec<_> = said.iter().map(|m| (m.ma_ho_so.as_str(), m.thu_tu, m.trang_thai)).collect();
    assert_eq!(short, [("000.21.17.H17-180214-6001", 1, 2), ("000.21.17.H17-180213-6000", 2, 4)]);
    assert_eq!(table(&said).rows.len(), 2);
}
