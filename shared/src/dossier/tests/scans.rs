//! Scans of a dossier: beside which paper, by whom, and who takes them off again.

use expect_test::expect;

use super::check;
use crate::demo;
use crate::scan::{Digest, may_see};
use crate::script::Story;

#[test]
fn a_scan_stands_beside_its_paper_and_is_replaced_or_taken_off() {
    cov_mark::check_count!(scan_gone_already, 2);
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:01 oanh đính-kèm H1 giấy=Tờ_khai_cấp_Giấy_xác_nhận_tình_trạng_hôn_nhân tệp=mờ
         09:02 oanh đính-kèm H1 giấy=Tờ_khai_cấp_Giấy_xác_nhận_tình_trạng_hôn_nhân tệp=rõ thay=mờ
         09:03 oanh đính-kèm H1 tệp=kết_quả
         xem H1 bản-chụp
         09:04 oanh gỡ H1 tệp=mờ
         09:05 oanh gỡ H1 tệp=rõ lý-do=của_người_khác
         09:06 oanh đính-kèm H1 tệp=lại thay=rõ
         xem H1 bản-chụp
         xem H1 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:01 oanh đính-kèm H1 giấy=Tờ_khai_cấp_Giấy_xác_nhận_tình_trạng_hôn_nhân tệp=mờ
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:02 oanh đính-kèm H1 giấy=Tờ_khai_cấp_Giấy_xác_nhận_tình_trạng_hôn_nhân tệp=rõ thay=mờ
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:03 oanh đính-kèm H1 tệp=kết_quả
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            xem H1 bản-chụp
                Tờ khai cấp Giấy xác nhận tình trạng hôn nhân: rõ.jpg
                : kết quả.jpg
            09:04 oanh gỡ H1 tệp=mờ
                ✗ Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.
            09:05 oanh gỡ H1 tệp=rõ lý-do=của_người_khác
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:06 oanh đính-kèm H1 tệp=lại thay=rõ
                ✗ Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.
            xem H1 bản-chụp
                : kết quả.jpg
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:01 05/03/2018 Kim Oanh: Đính kèm bản chụp. Tờ khai cấp Giấy xác nhận tình trạng hôn nhân: mờ.jpg
                09:02 05/03/2018 Kim Oanh: Đính kèm bản chụp. Tờ khai cấp Giấy xác nhận tình trạng hôn nhân: rõ.jpg, thay bản trước
                09:03 05/03/2018 Kim Oanh: Đính kèm bản chụp. Giấy tờ khác, kết quả: kết quả.jpg
                09:05 05/03/2018 Kim Oanh: Gỡ bản chụp. Tờ khai cấp Giấy xác nhận tình trạng hôn nhân: rõ.jpg (của người khác)
        "#]],
    );
}

#[test]
fn what_somebody_attached_they_or_the_head_take_off() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:01 oanh đính-kèm H1 tệp=một
         09:02 hà gỡ H1 tệp=một
         09:03 hà đính-kèm H1 tệp=hai thay=một
         09:04 vân đính-kèm H1 tệp=hai
         09:05 mai đính-kèm H1 tệp=hai
         09:06 tuấn đính-kèm H1 tệp=hai
         09:07 sơn gỡ H1 tệp=một
         09:08 sơn gỡ H1 tệp=hai
         09:09 sơn gỡ H1 tệp=hai",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:01 oanh đính-kèm H1 tệp=một
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:02 hà gỡ H1 tệp=một
                ✗ Bản chụp này do Phạm Thị Kim Oanh đính kèm; người ấy hoặc tổ trưởng gỡ, thay được.
            09:03 hà đính-kèm H1 tệp=hai thay=một
                ✗ Bản chụp này do Phạm Thị Kim Oanh đính kèm; người ấy hoặc tổ trưởng gỡ, thay được.
            09:04 vân đính-kèm H1 tệp=hai
                ✗ Việc này của người tiếp nhận hoặc công chức chuyên môn hoặc tổ trưởng hoặc văn thư.
            09:05 mai đính-kèm H1 tệp=hai
                ✗ Việc này của người tiếp nhận hoặc công chức chuyên môn hoặc tổ trưởng hoặc văn thư.
            09:06 tuấn đính-kèm H1 tệp=hai
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:07 sơn gỡ H1 tệp=một
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:08 sơn gỡ H1 tệp=hai
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:09 sơn gỡ H1 tệp=hai
                ✗ Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.
        "#]],
    );
}

#[test]
fn a_scan_of_another_shape_is_refused_in_a_sentence() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:01 oanh đính-kèm H1 cỡ=41943040
         09:02 oanh đính-kèm H1 cỡ=0
         09:03 oanh đính-kèm H1 giấy=Sổ_đỏ
         09:04 oanh đính-kèm H1 tệp=một
         09:05 hà đính-kèm H1 tệp=một
         09:06 oanh đính-kèm H2",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:01 oanh đính-kèm H1 cỡ=41943040
                ✗ Tệp 40 MB vượt mức 10 MB. Chụp lại bằng nút “Chụp ảnh”, hoặc chia thành nhiều tệp.
            09:02 oanh đính-kèm H1 cỡ=0
                ✗ Tệp trống. Chụp hoặc chọn lại.
            09:03 oanh đính-kèm H1 giấy=Sổ_đỏ
                ✗ Hồ sơ không có giấy tờ này. Chọn một giấy tờ trong danh sách.
            09:04 oanh đính-kèm H1 tệp=một
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:05 hà đính-kèm H1 tệp=một
                ✗ Bản chụp này đã có trong hồ sơ.
            09:06 oanh đính-kèm H2
                ✗ Hồ sơ không còn trên máy chủ. Tìm lại theo mã.
        "#]],
    );
}

#[test]
fn a_dossier_takes_so_many_and_then_only_in_place_of_others() {
    let mut story = String::from("09:00 05/03/2018 oanh tiếp-nhận H1 HT-09\n");
    for n in 1..=20 {
        story += &format!("oanh đính-kèm H1 tệp=trang_{n}\n");
    }
    let last = "oanh đính-kèm H1 tệp=nữa\noanh đính-kèm H1 tệp=nữa thay=trang_1";
    let told = crate::script::tell(&(story + last));
    let verdicts: Vec<&str> = told.lines().filter(|line| line.starts_with("    ")).map(str::trim).collect();
    assert!(verdicts[..21].iter().all(|line| line.contains('→')), "{told}");
    expect![[r#"
            ✗ Mỗi hồ sơ tối đa 20 bản chụp. Gộp các trang của một giấy tờ vào một tệp.
            → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018"#]]
    .assert_eq(&verdicts[21..].join("\n"));
}

/// Whoever works with everybody's dossiers, and only what a dossier names now.
#[test]
fn a_scan_is_seen_by_the_staff_as_long_as_the_dossier_names_it() {
    let mut story = Story::new();
    story.line("09:00 05/03/2018 oanh tiếp-nhận H1 HT-09");
    story.line("oanh đính-kèm H1 tệp=một");
    let digest = Digest::of("một".as_bytes());
    let sees = |story: &Story, officer| {
        let officer = story.ward.officer(officer).expect("works here");
        may_see(officer, &story.dossiers["H1"], &digest)
    };
    for officer in [demo::RECEPTION, demo::JUSTICE, demo::HEAD, demo::CHAIR, demo::CLERK] {
        assert!(sees(&story, officer), "{officer}");
    }
    for officer in [demo::VOLUNTEER, demo::PORTAL, demo::ADMIN] {
        assert!(!sees(&story, officer), "{officer}");
    }
    story.line("oanh gỡ H1 tệp=một");
    assert!(!sees(&story, demo::RECEPTION), "taken off");
}
