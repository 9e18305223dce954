//! Scans of a dossier: beside which paper, by whom, and who takes them off again.

use expect_test::expect;

use super::check;
use super::matrix::{ctx, open_case};
use crate::demo;
use crate::dossier::attach::Attach;
use crate::dossier::supply::Supply;
use crate::dossier::{Act, Kind, apply, decide, reuse};
use crate::limits::{DOOR_PHOTOS_MAX, DOOR_SCANS_MAX};
use crate::scan::{Digest, File, FileKind, may_see};
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

/// One citizen's paper for another wish; not somebody else's, not one that was taken off, and nothing under another name.
#[test]
fn a_paper_that_the_ward_has_is_used_again_for_the_same_citizen() {
    cov_mark::check_count!(paper_of_somebody_else, 1);
    cov_mark::check_count!(paper_taken_off_meanwhile, 2);
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-01
         09:01 oanh đính-kèm H1 giấy=Giấy_chứng_sinh tệp=chứng_sinh
         09:02 oanh đính-kèm H1 tệp=khác
         14:00 06/03/2018 oanh tiếp-nhận H2 HT-01
         14:01 oanh dùng-lại H2 giấy=Giấy_chứng_sinh của=H1 tệp=chứng_sinh
         14:02 oanh dùng-lại H2 giấy=Giấy_chứng_sinh của=H1 tệp=chứng_sinh
         14:03 oanh dùng-lại H2 giấy=Giấy_chứng_sinh của=H1 tệp=khác
         14:04 vân dùng-lại H2 giấy=Giấy_chứng_sinh của=H1 tệp=chứng_sinh
         14:05 oanh dùng-lại H2 của=H1 tệp=khác
         14:06 oanh dùng-lại H1 giấy=Giấy_chứng_sinh của=H1 tệp=mới
         14:10 oanh tiếp-nhận H3 HT-01 số=201567890
         14:11 oanh dùng-lại H3 giấy=Giấy_chứng_sinh của=H1 tệp=chứng_sinh
         14:12 oanh gỡ H1 tệp=chứng_sinh lý-do=mờ
         14:20 oanh tiếp-nhận H4 HT-01
         14:21 oanh dùng-lại H4 giấy=Giấy_chứng_sinh của=H1 tệp=chứng_sinh
         14:22 oanh dùng-lại H4 giấy=Giấy_chứng_sinh của=H2 tệp=chứng_sinh
         xem H2 bản-chụp
         xem H4 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-01
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2018
            09:01 oanh đính-kèm H1 giấy=Giấy_chứng_sinh tệp=chứng_sinh
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2018
            09:02 oanh đính-kèm H1 tệp=khác
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2018
            14:00 06/03/2018 oanh tiếp-nhận H2 HT-01
                → Đã tiếp nhận, chờ phân công, hạn 17:00 06/03/2018
            14:01 oanh dùng-lại H2 giấy=Giấy_chứng_sinh của=H1 tệp=chứng_sinh
                → Đã tiếp nhận, chờ phân công, hạn 17:00 06/03/2018
            14:02 oanh dùng-lại H2 giấy=Giấy_chứng_sinh của=H1 tệp=chứng_sinh
                ✗ Bản chụp này đã có trong hồ sơ.
            14:03 oanh dùng-lại H2 giấy=Giấy_chứng_sinh của=H1 tệp=khác
                ✗ Hồ sơ trước không còn bản chụp này của giấy tờ đó. Chụp lại giấy tờ.
            14:04 vân dùng-lại H2 giấy=Giấy_chứng_sinh của=H1 tệp=chứng_sinh
                ✗ Việc này của người tiếp nhận hoặc công chức chuyên môn hoặc tổ trưởng hoặc văn thư.
            14:05 oanh dùng-lại H2 của=H1 tệp=khác
                ✗ Chưa chọn giấy tờ.
            14:06 oanh dùng-lại H1 giấy=Giấy_chứng_sinh của=H1 tệp=mới
                ✗ Giấy này là của chính hồ sơ này. Chọn hồ sơ trước.
            14:10 oanh tiếp-nhận H3 HT-01 số=201567890
                → Đã tiếp nhận, chờ phân công, hạn 17:00 06/03/2018
            14:11 oanh dùng-lại H3 giấy=Giấy_chứng_sinh của=H1 tệp=chứng_sinh
                ✗ Hồ sơ có giấy này là của người mang số định danh khác. Chụp giấy tờ của người nộp.
            14:12 oanh gỡ H1 tệp=chứng_sinh lý-do=mờ
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2018
            14:20 oanh tiếp-nhận H4 HT-01
                → Đã tiếp nhận, chờ phân công, hạn 17:00 06/03/2018
            14:21 oanh dùng-lại H4 giấy=Giấy_chứng_sinh của=H1 tệp=chứng_sinh
                ✗ Hồ sơ trước không còn bản chụp này của giấy tờ đó. Chụp lại giấy tờ.
            14:22 oanh dùng-lại H4 giấy=Giấy_chứng_sinh của=H2 tệp=chứng_sinh
                → Đã tiếp nhận, chờ phân công, hạn 17:00 06/03/2018
            xem H2 bản-chụp
                Giấy chứng sinh: chứng sinh.jpg, từ 180305-6000
            xem H4 lịch-sử
                14:20 06/03/2018 Kim Oanh: Tiếp nhận. 180306-6003
                14:22 06/03/2018 Kim Oanh: Dùng lại giấy đã có. Giấy chứng sinh, từ hồ sơ 180306-6001
        "#]],
    );
}

/// Only what somebody could hand in again: a declaration is filled in for every wish.
#[test]
fn the_newest_scan_of_each_paper_is_offered_and_no_declaration() {
    let mut story = Story::new();
    for line in [
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-01",
        "09:01 oanh đính-kèm H1 giấy=Giấy_chứng_sinh tệp=cũ",
        "09:02 oanh đính-kèm H1 giấy=Tờ_khai_đăng_ký_khai_sinh tệp=tờ_khai",
        "14:00 06/03/2018 oanh tiếp-nhận H2 HT-01",
        "14:01 oanh đính-kèm H2 giấy=Giấy_chứng_sinh tệp=mới",
        "15:00 oanh tiếp-nhận H3 HT-01",
    ] {
        story.line(line);
    }
    let here = &story.dossiers["H3"];
    let papers = ["Giấy chứng sinh", "Tờ khai đăng ký khai sinh"].map(str::to_owned);
    let offered = |dossier, number: &str| {
        let wanted = reuse::Wanted { dossier, number, papers: &papers };
        let offers = reuse::offers(&wanted, story.dossiers.values());
        offers.iter().map(|(act, _)| format!("{}: {}", act.paper, act.file.name)).collect::<Vec<_>>()
    };
    let number = here.applicant.number.as_str();
    assert_eq!(offered(here.id, number), ["Giấy chứng sinh: mới.jpg"]);
    assert_eq!(offered(story.dossiers["H2"].id, number), ["Giấy chứng sinh: cũ.jpg"], "not its own");
    assert_eq!(offered(here.id, ""), Vec::<String>::new(), "nobody is everybody");
    assert_eq!(offered(here.id, "048190000000"), Vec::<String>::new());
}

/// Who signed with a token and when is written down; what was used again was another dossier's to sign.
#[test]
fn scans_wait_until_somebody_writes_down_that_they_are_signed() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-01
         09:01 oanh đã-ký-số H1 tệp=chứng_sinh
         09:02 oanh đính-kèm H1 giấy=Giấy_chứng_sinh tệp=chứng_sinh
         09:03 oanh đính-kèm H1 tệp=khác
         14:00 06/03/2018 vân đã-ký-số H1 tệp=chứng_sinh
         14:01 hà đã-ký-số H1 tệp=chứng_sinh ngày=07/03/2018
         14:02 hà đã-ký-số H1 tệp=chứng_sinh ngày=04/03/2018
         14:03 hà đã-ký-số H1 tệp=chứng_sinh,_khác ngày=05/03/2018
         14:04 oanh đã-ký-số H1 tệp=chứng_sinh
         14:05 oanh đính-kèm H1 giấy=Giấy_chứng_sinh tệp=rõ_hơn thay=chứng_sinh
         14:06 oanh đã-ký-số H1 tệp=rõ_hơn,_khác
         14:10 oanh tiếp-nhận H2 HT-01
         14:11 oanh dùng-lại H2 giấy=Giấy_chứng_sinh của=H1 tệp=rõ_hơn
         14:12 oanh đã-ký-số H2 tệp=rõ_hơn
         xem H1 bản-chụp
         xem H1 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-01
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2018
            09:01 oanh đã-ký-số H1 tệp=chứng_sinh
                ✗ Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.
            09:02 oanh đính-kèm H1 giấy=Giấy_chứng_sinh tệp=chứng_sinh
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2018
            09:03 oanh đính-kèm H1 tệp=khác
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2018
            14:00 06/03/2018 vân đã-ký-số H1 tệp=chứng_sinh
                ✗ Việc này của người tiếp nhận hoặc công chức chuyên môn hoặc tổ trưởng hoặc văn thư.
            14:01 hà đã-ký-số H1 tệp=chứng_sinh ngày=07/03/2018
                ✗ Ngày ký ở tương lai. Xem lại ngày.
            14:02 hà đã-ký-số H1 tệp=chứng_sinh ngày=04/03/2018
                ✗ Ngày ký ở trước ngày chụp (05/03/2018). Xem lại ngày.
            14:03 hà đã-ký-số H1 tệp=chứng_sinh,_khác ngày=05/03/2018
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2018
            14:04 oanh đã-ký-số H1 tệp=chứng_sinh
                ✗ Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.
            14:05 oanh đính-kèm H1 giấy=Giấy_chứng_sinh tệp=rõ_hơn thay=chứng_sinh
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2018
            14:06 oanh đã-ký-số H1 tệp=rõ_hơn,_khác
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2018
            14:10 oanh tiếp-nhận H2 HT-01
                → Đã tiếp nhận, chờ phân công, hạn 17:00 06/03/2018
            14:11 oanh dùng-lại H2 giấy=Giấy_chứng_sinh của=H1 tệp=rõ_hơn
                → Đã tiếp nhận, chờ phân công, hạn 17:00 06/03/2018
            14:12 oanh đã-ký-số H2 tệp=rõ_hơn
                ✗ Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.
            xem H1 bản-chụp
                Giấy chứng sinh: rõ hơn.jpg, Nguyễn Thị Hà ký số
                : khác.jpg, Nguyễn Thị Hà ký số
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:02 05/03/2018 Kim Oanh: Đính kèm bản chụp. Giấy chứng sinh: chứng sinh.jpg
                09:03 05/03/2018 Kim Oanh: Đính kèm bản chụp. Giấy tờ khác, kết quả: khác.jpg
                14:03 06/03/2018 Thu Hà: Ghi bản chụp đã ký số. 2 bản chụp, Nguyễn Thị Hà ký ngày 05/03/2018
                14:05 06/03/2018 Kim Oanh: Đính kèm bản chụp. Giấy chứng sinh: rõ hơn.jpg, thay bản trước
                14:06 06/03/2018 Kim Oanh: Ghi bản chụp đã ký số. 1 bản chụp, Nguyễn Thị Hà ký ngày 06/03/2018
        "#]],
    );
}

/// The clock of the dossier stands still until an officer has the originals in hand.
#[test]
fn a_citizen_sends_photographs_of_what_was_asked_for_and_of_nothing_else() {
    cov_mark::check!(asked_anew_meanwhile);
    cov_mark::check!(photograph_of_another_paper);
    check(
        "09:00 05/03/2018 cổng nộp H1 HT-09
         09:05 oanh hướng-dẫn H1 giấy=Trích_lục_khai_tử
         09:10 cổng gửi-ảnh H1 tệp=mờ
         09:11 oanh gửi-ảnh H1 tệp=khác
         09:12 cổng gửi-ảnh H1 tệp=rõ
         09:13 cổng gửi-ảnh H1 tệp=rõ
         09:14 cổng gửi-ảnh H1 giấy=Giấy_lạ tệp=lạ
         09:15 cổng gửi-ảnh H1 giấy=Giấy_tờ_tùy_thân tệp=lạ yêu-cầu=09:00_05/03/2018
         09:16 oanh đính-kèm H1 tệp=của_quầy
         xem H1 bản-chụp
         09:20 oanh tiếp-nhận H1
         09:21 cổng gửi-ảnh H1 tệp=muộn
         09:30 sơn phân-công H1 cho=hà
         09:40 hà yêu-cầu-bổ-sung H1 giấy=Bản_án_ly_hôn
         09:50 cổng gửi-ảnh H1 tệp=bản_án
         10:00 oanh nhận-bổ-sung H1 giấy=Bản_án_ly_hôn
         xem H1 bản-chụp
         xem H1 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 cổng nộp H1 HT-09
                → Chờ tiếp nhận
            09:05 oanh hướng-dẫn H1 giấy=Trích_lục_khai_tử
                → Chờ bổ sung trước tiếp nhận
            09:10 cổng gửi-ảnh H1 tệp=mờ
                → Chờ bổ sung trước tiếp nhận
            09:11 oanh gửi-ảnh H1 tệp=khác
                ✗ Việc này của người dân.
            09:12 cổng gửi-ảnh H1 tệp=rõ
                → Chờ bổ sung trước tiếp nhận
            09:13 cổng gửi-ảnh H1 tệp=rõ
                ✗ Ảnh này đã có trong hồ sơ. Chụp ảnh khác, rõ giấy đang thiếu.
            09:14 cổng gửi-ảnh H1 giấy=Giấy_lạ tệp=lạ
                ✗ Phường không yêu cầu giấy tờ này. Xem lại hồ sơ.
            09:15 cổng gửi-ảnh H1 giấy=Giấy_tờ_tùy_thân tệp=lạ yêu-cầu=09:00_05/03/2018
                ✗ Phường đã yêu cầu khác đi. Xem lại hồ sơ rồi gửi ảnh.
            09:16 oanh đính-kèm H1 tệp=của_quầy
                → Chờ bổ sung trước tiếp nhận
            xem H1 bản-chụp
                Trích lục khai tử: rõ.jpg
                : của quầy.jpg
            09:20 oanh tiếp-nhận H1
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:21 cổng gửi-ảnh H1 tệp=muộn
                ✗ Hồ sơ đang ở bước “Đã tiếp nhận, chờ phân công”, chưa “gửi ảnh giấy tờ bổ sung” được.
            09:30 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:40 hà yêu-cầu-bổ-sung H1 giấy=Bản_án_ly_hôn
                → Chờ dân bổ sung, hạn 17:00 08/03/2018, đồng hồ dừng
            09:50 cổng gửi-ảnh H1 tệp=bản_án
                → Chờ dân bổ sung, hạn 17:00 08/03/2018, đồng hồ dừng
            10:00 oanh nhận-bổ-sung H1 giấy=Bản_án_ly_hôn
                → Đang thụ lý, hạn 17:00 08/03/2018
            xem H1 bản-chụp
                Trích lục khai tử: rõ.jpg
                : của quầy.jpg
                Bản án ly hôn: bản án.jpg
            xem H1 lịch-sử
                09:00 05/03/2018 Cổng dịch vụ công: Nộp hồ sơ
                09:05 05/03/2018 Kim Oanh: Hướng dẫn bổ sung. Trích lục khai tử (theo biên bản)
                09:10 05/03/2018 Cổng dịch vụ công: Gửi ảnh giấy tờ bổ sung. Trích lục khai tử: mờ.jpg
                09:12 05/03/2018 Cổng dịch vụ công: Gửi ảnh giấy tờ bổ sung. Trích lục khai tử: rõ.jpg, thay bản trước
                09:16 05/03/2018 Kim Oanh: Đính kèm bản chụp. Giấy tờ khác, kết quả: của quầy.jpg
                09:20 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:30 05/03/2018 Ngọc Sơn: Phân công thụ lý. → #3
                09:40 05/03/2018 Thu Hà: Yêu cầu bổ sung. Bản án ly hôn (theo biên bản)
                09:50 05/03/2018 Cổng dịch vụ công: Gửi ảnh giấy tờ bổ sung. Bản án ly hôn: bản án.jpg
                10:00 05/03/2018 Kim Oanh: Nhận giấy tờ bổ sung. Bản án ly hôn
        "#]],
    );
}

/// Whoever asks for many papers may get many photographs; the counter still attaches its own.
#[test]
fn photographs_from_afar_leave_room_for_the_counters_own() {
    cov_mark::check!(enough_from_afar);
    let ward = demo::ward().unwrap();
    let (dossier, by) = open_case(&ward, Kind::Supply);
    let mut dossier = dossier.expect("it waits");
    let names: Vec<String> = (1..=DOOR_SCANS_MAX + 1).map(|n| format!("Giấy tờ số {n}")).collect();
    dossier.asked[0].papers.clone_from(&names);
    let mut send = |papers: &[String]| {
        let photograph = |paper: &String| Attach {
            paper: paper.clone(),
            file: File {
                digest: Digest::of(paper.as_bytes()),
                bytes: 1,
                kind: FileKind::Jpeg,
                pages: Some(1),
                name: "nguoi-nop-1.jpg".to_owned(),
            },
            instead_of: None,
        };
        let scans = papers.iter().map(photograph).collect();
        let act = Act::Supply(Supply { asked: dossier.asked[0].at, scans });
        let facts =
            decide(&ctx(&ward, &by), dossier.id, Some(&dossier), &act).map_err(|no| no.sentence().vi)?;
        let mut record = Some(dossier.clone());
        facts.iter().for_each(|fact| apply(&mut record, fact));
        dossier = record.expect("it stays");
        Ok::<usize, String>(dossier.scans.len())
    };
    assert_eq!(send(&names[..DOOR_PHOTOS_MAX]), Ok(DOOR_PHOTOS_MAX));
    assert_eq!(send(&names[DOOR_PHOTOS_MAX..DOOR_SCANS_MAX]), Ok(DOOR_SCANS_MAX));
    let said = "Hồ sơ này đã có 16 ảnh gửi từ xa. Giấy tờ còn lại mang tới quầy.";
    assert_eq!(send(&names[DOOR_SCANS_MAX..]), Err(said.to_owned()));
    assert_eq!(send(&names[..=DOOR_PHOTOS_MAX]).map_err(|said| said.contains("tối đa 12")), Err(true));
}
