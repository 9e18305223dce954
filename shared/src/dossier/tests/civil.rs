//! The civil-status register's number on a dossier: who writes it, how it is put right, what is kept.

use expect_test::expect;

use super::check;
use crate::dossier::civil;
use crate::script::Story;

#[test]
fn an_error_first_then_the_number_then_a_correction() {
    cov_mark::check_count!(register_line_unseen, 2);
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:01 hà phân-công H1
         10:00 hà ghi-sổ H1 lỗi=mất_kết_nối
         10:05 hà ghi-sổ H1 lỗi=mất_kết_nối
         10:20 hà ghi-sổ H1 số=12 quyển=01/2018 định-danh=048190001234
         10:21 oanh ghi-sổ H1 số=13 thấy=0 lý-do=không_biết
         10:30 hà ghi-sổ H1 số=13 định-danh=048190001234
         10:31 hà ghi-sổ H1 số=13 định-danh=048190001239 lý-do=gõ_nhầm
         10:32 sơn ghi-sổ H1 lỗi=bên_kia_hủy thấy=2 lý-do=hủy
         10:33 sơn ghi-sổ H1 lỗi=bên_kia_hủy_dòng_này lý-do=đăng_ký_trùng
         xem H1 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:01 hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:00 hà ghi-sổ H1 lỗi=mất_kết_nối
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:05 hà ghi-sổ H1 lỗi=mất_kết_nối
                ✗ Chưa sửa gì.
            10:20 hà ghi-sổ H1 số=12 quyển=01/2018 định-danh=048190001234
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:21 oanh ghi-sổ H1 số=13 thấy=0 lý-do=không_biết
                ✗ Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.
            10:30 hà ghi-sổ H1 số=13 định-danh=048190001234
                ✗ Chưa ghi lý do.
            10:31 hà ghi-sổ H1 số=13 định-danh=048190001239 lý-do=gõ_nhầm
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:32 sơn ghi-sổ H1 lỗi=bên_kia_hủy thấy=2 lý-do=hủy
                ✗ Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.
            10:33 sơn ghi-sổ H1 lỗi=bên_kia_hủy_dòng_này lý-do=đăng_ký_trùng
                → Đang thụ lý, hạn 17:00 08/03/2018
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:01 05/03/2018 Thu Hà: Phân công thụ lý. → #3
                10:00 05/03/2018 Thu Hà: Ghi số hộ tịch. chưa vào được: mất kết nối
                10:20 05/03/2018 Thu Hà: Ghi số hộ tịch. số 12, quyển 01/2018, ngày 05/03/2018, số định danh 0481••••1234
                10:31 05/03/2018 Thu Hà: Ghi số hộ tịch. số 12, quyển 01/2018, ngày 05/03/2018, số định danh 0481••••1234 → số 13, quyển 01/2018, ngày 05/03/2018, số định danh 0481••••1239 (gõ nhầm)
                10:33 05/03/2018 Ngọc Sơn: Ghi số hộ tịch. số 13, quyển 01/2018, ngày 05/03/2018, số định danh 0481••••1239 → chưa vào được: bên kia hủy dòng này (đăng ký trùng)
        "#]],
    );
}

#[test]
fn whose_dossier_it_is_or_the_head() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:01 hà ghi-sổ H1
         09:02 tuấn ghi-sổ H1
         09:03 thành ghi-sổ H1
         09:04 sơn ghi-sổ H1
         09:05 oanh tiếp-nhận H2 CT-01
         09:06 oanh ghi-sổ H2
         09:07 oanh tiếp-nhận H3 HT-14
         09:08 oanh ghi-sổ H3",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:01 hà ghi-sổ H1
                ✗ Người tiếp nhận hoặc thụ lý hồ sơ này, hoặc tổ trưởng, ghi được số hộ tịch.
            09:02 tuấn ghi-sổ H1
                ✗ Người tiếp nhận hoặc thụ lý hồ sơ này, hoặc tổ trưởng, ghi được số hộ tịch.
            09:03 thành ghi-sổ H1
                ✗ Việc này của người tiếp nhận hoặc công chức chuyên môn hoặc tổ trưởng.
            09:04 sơn ghi-sổ H1
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:05 oanh tiếp-nhận H2 CT-01
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2018
            09:06 oanh ghi-sổ H2
                ✗ Thủ tục này không vào sổ hộ tịch.
            09:07 oanh tiếp-nhận H3 HT-14
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2018
            09:08 oanh ghi-sổ H3
                ✗ Thủ tục này không vào sổ hộ tịch.
        "#]],
    );
}

#[test]
fn what_is_typed_wrongly() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-01
         09:01 oanh ghi-sổ H1 số=_ quyển=_
         09:02 oanh ghi-sổ H1 ngày=06/03/2018
         09:03 oanh ghi-sổ H1 ngày=04/03/2018 định-danh=12
         09:04 oanh ghi-sổ H1 lỗi=_",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-01
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2018
            09:01 oanh ghi-sổ H1 số=_ quyển=_
                ✗ Chưa ghi số đăng ký. Chưa ghi quyển số.
            09:02 oanh ghi-sổ H1 ngày=06/03/2018
                ✗ Ngày đăng ký ở sau hôm nay.
            09:03 oanh ghi-sổ H1 ngày=04/03/2018 định-danh=12
                ✗ Ngày đăng ký ở trước ngày tiếp nhận hồ sơ. Số căn cước phải đủ 12 chữ số (số đã ghi có 2); CMND cũ 9 số, hộ chiếu một chữ và 7–8 số.
            09:04 oanh ghi-sổ H1 lỗi=_
                ✗ Chưa ghi nội dung lỗi.
        "#]],
    );
}

#[test]
fn the_history_is_read_in_english_too() {
    let mut story = Story::new();
    for line in [
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-01",
        "09:01 oanh ghi-sổ H1 lỗi=số_quá_dài",
        "09:02 oanh ghi-sổ H1 định-danh=048190001234",
        "09:03 oanh ghi-sổ H1 số=13 lý-do=ghi_sai_số",
    ] {
        assert!(!story.line(line).contains('✗'), "{line}");
    }
    let notes = story.dossiers["H1"].history.iter().skip(1).map(|trace| civil::told(&trace.note).en);
    expect![[r#"
        could not be entered: số quá dài
        number 12, volume 01/2018, on 05/03/2018, personal number 0481••••1234
        number 12, volume 01/2018, on 05/03/2018, personal number 0481••••1234 → number 13, volume 01/2018, on 05/03/2018 (ghi sai số)"#]].assert_eq(&notes.collect::<Vec<_>>().join("\n"));
}
