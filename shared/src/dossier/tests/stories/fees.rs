//! What was written of a fee is put right, and money goes back; each with its reason, and what stood before stays.

use expect_test::expect;

use super::check;

/// The number, then the count, then an exemption, by whoever takes money; nobody else, and never without a reason.
#[test]
fn what_was_written_wrong_is_put_right() {
    cov_mark::check!(fee_changed_meanwhile);
    check(
        "08:05 05/03/2018 oanh tiếp-nhận H1 HT-09
         08:10 thành sửa-khoản-thu H1 biên-lai=BL_0012 lý-do=gõ_nhầm
         08:10 oanh sửa-khoản-thu H1 biên-lai=BL_0012
         08:10 oanh sửa-khoản-thu H1 biên-lai=BL_0001 lý-do=gõ_nhầm
         08:11 oanh sửa-khoản-thu H1 biên-lai=BL_0012 lý-do=gõ_nhầm
         08:20 sơn sửa-khoản-thu H1 bản=2 thấy=9000 lý-do=xin_hai_bản
         08:20 sơn sửa-khoản-thu H1 bản=2 lý-do=xin_hai_bản
         08:30 oanh sửa-khoản-thu H1 phí=miễn lý-do=có_sổ_hộ_nghèo
         08:35 oanh sửa-khoản-thu H1 biên-lai=BL_0013 lý-do=gõ_nhầm
         08:40 oanh sửa-khoản-thu H1 hoàn=1000 lý-do=thu_thừa
         xem H1 lệ-phí
         xem H1 lịch-sử",
        expect![[r#"
            08:05 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            08:10 thành sửa-khoản-thu H1 biên-lai=BL_0012 lý-do=gõ_nhầm
                ✗ Việc này của người tiếp nhận hoặc tổ trưởng.
            08:10 oanh sửa-khoản-thu H1 biên-lai=BL_0012
                ✗ Chưa ghi lý do.
            08:10 oanh sửa-khoản-thu H1 biên-lai=BL_0001 lý-do=gõ_nhầm
                ✗ Chưa sửa gì.
            08:11 oanh sửa-khoản-thu H1 biên-lai=BL_0012 lý-do=gõ_nhầm
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            08:20 sơn sửa-khoản-thu H1 bản=2 thấy=9000 lý-do=xin_hai_bản
                ✗ Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.
            08:20 sơn sửa-khoản-thu H1 bản=2 lý-do=xin_hai_bản
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            08:30 oanh sửa-khoản-thu H1 phí=miễn lý-do=có_sổ_hộ_nghèo
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            08:35 oanh sửa-khoản-thu H1 biên-lai=BL_0013 lý-do=gõ_nhầm
                ✗ Khoản này chưa thu nên chưa có biên lai.
            08:40 oanh sửa-khoản-thu H1 hoàn=1000 lý-do=thu_thừa
                ✗ Quầy không giữ tiền của hồ sơ này.
            xem H1 lệ-phí
                15000 đ, miễn, giảm Hộ nghèo
            xem H1 lịch-sử
                08:05 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                08:11 05/03/2018 Kim Oanh: Sửa khoản thu. số biên lai “BL 0001” → “BL 0012” (gõ nhầm)
                08:20 05/03/2018 Ngọc Sơn: Sửa khoản thu. 15.000 đ → 30.000 đ (xin hai bản)
                08:30 05/03/2018 Kim Oanh: Sửa khoản thu. đã thu → miễn, giảm “Hộ nghèo”; 30.000 đ → 15.000 đ; số biên lai “BL 0012” → trống (có sổ hộ nghèo)
        "#]],
    );
}

/// A dossier that was withdrawn or returned gives back what was taken, in parts, never more; an owed fee is settled
/// before the return, and not owed after it.
#[test]
fn money_goes_back_and_never_more_than_was_taken() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:05 oanh sửa-khoản-thu H1 hoàn=16000 lý-do=rút_hồ_sơ
         09:05 oanh rút H1 lý-do=đổi_ý
         09:10 oanh sửa-khoản-thu H1 hoàn=0 lý-do=rút_hồ_sơ
         09:10 oanh sửa-khoản-thu H1 hoàn=10000 cho=Lê_Thị_Bưởi lý-do=rút_hồ_sơ
         09:11 oanh sửa-khoản-thu H1 hoàn=10000 lý-do=rút_hồ_sơ
         09:12 oanh sửa-khoản-thu H1 phí=miễn lý-do=hộ_nghèo
         09:13 oanh sửa-khoản-thu H1 hoàn=5000 cho=Lê_Thị_Bưởi lý-do=nốt_phần_còn_lại
         09:14 oanh sửa-khoản-thu H1 hoàn=1 lý-do=nữa
         xem H1 lịch-sử
         10:00 oanh tiếp-nhận H2 HT-09 phí=nợ
         10:05 oanh sửa-khoản-thu H2 biên-lai=BL_0020 lý-do=gõ_nhầm
         10:10 oanh sửa-khoản-thu H2 phí=thu biên-lai=BL_0021 lý-do=công_dân_nộp_sớm
         10:20 oanh sửa-khoản-thu H2 phí=nợ lý-do=ghi_nhầm_hồ_sơ
         xem H2 lệ-phí
         11:00 cổng nộp H3 HT-09 trực-tuyến
         11:05 oanh sửa-khoản-thu H3 biên-lai=1 lý-do=x",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:05 oanh sửa-khoản-thu H1 hoàn=16000 lý-do=rút_hồ_sơ
                ✗ Số tiền hoàn lại từ 1 đến 15.000 đ, là số đã thu.
            09:05 oanh rút H1 lý-do=đổi_ý
                → Công dân rút hồ sơ, hạn 17:00 08/03/2018, sớm hẹn
            09:10 oanh sửa-khoản-thu H1 hoàn=0 lý-do=rút_hồ_sơ
                ✗ Số tiền hoàn lại từ 1 đến 15.000 đ, là số đã thu.
            09:10 oanh sửa-khoản-thu H1 hoàn=10000 cho=Lê_Thị_Bưởi lý-do=rút_hồ_sơ
                → Công dân rút hồ sơ, hạn 17:00 08/03/2018, sớm hẹn
            09:11 oanh sửa-khoản-thu H1 hoàn=10000 lý-do=rút_hồ_sơ
                ✗ Số tiền hoàn lại từ 1 đến 5.000 đ, là số đã thu.
            09:12 oanh sửa-khoản-thu H1 phí=miễn lý-do=hộ_nghèo
                ✗ Đã hoàn lại 10.000 đ, không sửa xuống dưới số ấy.
            09:13 oanh sửa-khoản-thu H1 hoàn=5000 cho=Lê_Thị_Bưởi lý-do=nốt_phần_còn_lại
                → Công dân rút hồ sơ, hạn 17:00 08/03/2018, sớm hẹn
            09:14 oanh sửa-khoản-thu H1 hoàn=1 lý-do=nữa
                ✗ Quầy không giữ tiền của hồ sơ này.
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:05 05/03/2018 Kim Oanh: Ghi công dân rút hồ sơ. đổi ý
                09:10 05/03/2018 Kim Oanh: Sửa khoản thu. hoàn lại 10.000 đ cho “Lê Thị Bưởi” (rút hồ sơ)
                09:13 05/03/2018 Kim Oanh: Sửa khoản thu. hoàn lại 5.000 đ cho “Lê Thị Bưởi” (nốt phần còn lại)
            10:00 oanh tiếp-nhận H2 HT-09 phí=nợ
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            10:05 oanh sửa-khoản-thu H2 biên-lai=BL_0020 lý-do=gõ_nhầm
                ✗ Khoản này chưa thu nên chưa có biên lai.
            10:10 oanh sửa-khoản-thu H2 phí=thu biên-lai=BL_0021 lý-do=công_dân_nộp_sớm
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            10:20 oanh sửa-khoản-thu H2 phí=nợ lý-do=ghi_nhầm_hồ_sơ
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            xem H2 lệ-phí
                15000 đ, chưa thu 
            11:00 cổng nộp H3 HT-09 trực-tuyến
                → Chờ tiếp nhận
            11:05 oanh sửa-khoản-thu H3 biên-lai=1 lý-do=x
                ✗ Hồ sơ đang ở bước “Chờ tiếp nhận”, chưa “sửa khoản thu” được.
        "#]],
    );
}
