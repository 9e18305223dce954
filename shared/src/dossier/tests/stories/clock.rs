//! When the clock stands still, when it runs on, and what an apology moves.

use expect_test::expect;

use super::check;

#[test]
fn the_clock_stands_still_for_one_supplement() {
    cov_mark::check!(second_supplement_refused);
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 sơn phân-công H1 cho=hà
         10:00 06/03/2018 oanh yêu-cầu-bổ-sung H1
         10:00 hà yêu-cầu-bổ-sung H1 giấy=Giấy_xác_nhận_cư_trú
         11:00 hà trình-ký H1
         15:00 13/03/2018 oanh nhận-bổ-sung H1 giấy=Giấy_xác_nhận_cư_trú
         15:10 hà yêu-cầu-bổ-sung H1 giấy=Ảnh_4x6
         15:20 sơn yêu-cầu-bổ-sung H1 giấy=Ảnh_4x6
         09:00 15/03/2018 oanh nhận-bổ-sung H1 giấy=Ảnh_4x6
         xem H1 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:00 06/03/2018 oanh yêu-cầu-bổ-sung H1
                ✗ Việc này của công chức chuyên môn hoặc tổ trưởng.
            10:00 hà yêu-cầu-bổ-sung H1 giấy=Giấy_xác_nhận_cư_trú
                → Chờ dân bổ sung, hạn 17:00 08/03/2018, đồng hồ dừng
            11:00 hà trình-ký H1
                ✗ Hồ sơ đang ở bước “Chờ dân bổ sung”, chưa “trình lãnh đạo ký” được.
            15:00 13/03/2018 oanh nhận-bổ-sung H1 giấy=Giấy_xác_nhận_cư_trú
                → Đang thụ lý, hạn 17:00 15/03/2018
            15:10 hà yêu-cầu-bổ-sung H1 giấy=Ảnh_4x6
                ✗ Đã yêu cầu bổ sung một lần. Lần hai cần tổ trưởng duyệt, và sẽ bị tính quá hạn theo Bộ chỉ số 766.
            15:20 sơn yêu-cầu-bổ-sung H1 giấy=Ảnh_4x6
                → Chờ dân bổ sung, hạn 17:00 15/03/2018, đồng hồ dừng
            09:00 15/03/2018 oanh nhận-bổ-sung H1 giấy=Ảnh_4x6
                → Đang thụ lý, hạn 17:00 19/03/2018
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:10 05/03/2018 Ngọc Sơn: Phân công thụ lý. → #3
                10:00 06/03/2018 Thu Hà: Yêu cầu bổ sung. Giấy xác nhận cư trú (theo biên bản)
                15:00 13/03/2018 Kim Oanh: Nhận giấy tờ bổ sung. Giấy xác nhận cư trú
                15:20 13/03/2018 Ngọc Sơn: Yêu cầu bổ sung. Ảnh 4x6 (theo biên bản)
                09:00 15/03/2018 Kim Oanh: Nhận giấy tờ bổ sung. Ảnh 4x6
        "#]],
    );
}

#[test]
fn the_clock_waits_for_everything_that_was_asked_for() {
    cov_mark::check!(supplement_incomplete);
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 sơn phân-công H1 cho=hà
         10:00 06/03/2018 hà yêu-cầu-bổ-sung H1 giấy=Trích_lục_khai_tử
         09:00 08/03/2018 oanh nhận-bổ-sung H1 giấy=Trích_lục_khai_tửu
         09:05 oanh nhận-bổ-sung H1 giấy=Ảnh_4x6
         09:10 oanh nhận-bổ-sung H1 giấy=Ảnh_4x6 vẫn-đủ=có_trong_cơ_sở_dữ_liệu
         xem H1 lịch-sử
         10:00 oanh tiếp-nhận H2 HT-09
         10:10 sơn phân-công H2 cho=hà
         10:20 hà yêu-cầu-bổ-sung H2 giấy=Trích_lục_khai_tử
         14:00 oanh nhận-bổ-sung H2 giấy=TRÍCH_LỤC_KHAI_TỬ_của_mẹ",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:00 06/03/2018 hà yêu-cầu-bổ-sung H1 giấy=Trích_lục_khai_tử
                → Chờ dân bổ sung, hạn 17:00 08/03/2018, đồng hồ dừng
            09:00 08/03/2018 oanh nhận-bổ-sung H1 giấy=Trích_lục_khai_tửu
                ✗ Còn thiếu: Trích lục khai tử. Nhận đủ rồi ghi, hoặc ghi vì sao như vậy là đủ.
            09:05 oanh nhận-bổ-sung H1 giấy=Ảnh_4x6
                ✗ Còn thiếu: Trích lục khai tử. Nhận đủ rồi ghi, hoặc ghi vì sao như vậy là đủ.
            09:10 oanh nhận-bổ-sung H1 giấy=Ảnh_4x6 vẫn-đủ=có_trong_cơ_sở_dữ_liệu
                → Đang thụ lý, hạn 17:00 12/03/2018
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:10 05/03/2018 Ngọc Sơn: Phân công thụ lý. → #3
                10:00 06/03/2018 Thu Hà: Yêu cầu bổ sung. Trích lục khai tử (theo biên bản)
                09:10 08/03/2018 Kim Oanh: Nhận giấy tờ bổ sung. Ảnh 4x6; không có Trích lục khai tử: có trong cơ sở dữ liệu
            10:00 oanh tiếp-nhận H2 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 13/03/2018
            10:10 sơn phân-công H2 cho=hà
                → Đang thụ lý, hạn 17:00 13/03/2018
            10:20 hà yêu-cầu-bổ-sung H2 giấy=Trích_lục_khai_tử
                → Chờ dân bổ sung, hạn 17:00 13/03/2018, đồng hồ dừng
            14:00 oanh nhận-bổ-sung H2 giấy=TRÍCH_LỤC_KHAI_TỬ_của_mẹ
                → Đang thụ lý, hạn 17:00 13/03/2018
        "#]],
    );
}

#[test]
fn a_ward_may_count_the_limit_anew_after_a_supplement() {
    check(
        "phường tính-lại
         09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 sơn phân-công H1 cho=hà
         10:00 06/03/2018 hà yêu-cầu-bổ-sung H1
         15:00 13/03/2018 oanh nhận-bổ-sung H1",
        expect![[r#"
            phường tính-lại
                hạn tính lại từ đầu sau khi bổ sung
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:00 06/03/2018 hà yêu-cầu-bổ-sung H1
                → Chờ dân bổ sung, hạn 17:00 08/03/2018, đồng hồ dừng
            15:00 13/03/2018 oanh nhận-bổ-sung H1
                → Đang thụ lý, hạn 17:00 16/03/2018
        "#]],
    );
}

#[test]
fn one_apology_moves_what_is_promised_and_never_what_is_due() {
    cov_mark::check!(second_apology_refused);
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 sơn phân-công H1 cho=hà
         08:00 08/03/2018 hà xin-lỗi H1 hẹn=17:00_12/03/2018
         08:00 vân xin-lỗi H1 hẹn=17:00_08/03/2018
         08:00 vân xin-lỗi H1 hẹn=17:00_10/03/2018
         08:00 vân xin-lỗi H1 hẹn=17:00_12/03/2018 lý-do=chờ_xác_minh
         08:05 vân xin-lỗi H1 hẹn=17:00_14/03/2018
         09:00 09/03/2018 hà trình-ký H1
         09:30 vân ký H1 thay-ca
         10:00 tuấn đóng-dấu H1",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 08/03/2018
            08:00 08/03/2018 hà xin-lỗi H1 hẹn=17:00_12/03/2018
                ✗ Việc này của lãnh đạo phường.
            08:00 vân xin-lỗi H1 hẹn=17:00_08/03/2018
                ✗ Ngày hẹn lại phải sau ngày đã hẹn.
            08:00 vân xin-lỗi H1 hẹn=17:00_10/03/2018
                ✗ Ngày hẹn lại là ngày nghỉ. Chọn ngày làm việc.
            08:00 vân xin-lỗi H1 hẹn=17:00_12/03/2018 lý-do=chờ_xác_minh
                → Đang thụ lý, hạn 17:00 08/03/2018, hẹn lại 17:00 12/03/2018
            08:05 vân xin-lỗi H1 hẹn=17:00_14/03/2018
                ✗ Hồ sơ đã có phiếu xin lỗi; chỉ được hẹn lại một lần.
            09:00 09/03/2018 hà trình-ký H1
                → Chờ ký, hạn 17:00 08/03/2018, hẹn lại 17:00 12/03/2018
            09:30 vân ký H1 thay-ca
                → Đã ký, chờ đóng dấu, hạn 17:00 08/03/2018, hẹn lại 17:00 12/03/2018
            10:00 tuấn đóng-dấu H1
                → Chờ trả, hạn 17:00 08/03/2018, hẹn lại 17:00 12/03/2018, trễ hẹn
        "#]],
    );
}

#[test]
fn a_promise_outlives_a_pause_and_a_pause_never_shortens_it() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 sơn phân-công H1 cho=hà
         09:00 06/03/2018 vân xin-lỗi H1 hẹn=17:00_12/03/2018
         10:00 hà yêu-cầu-bổ-sung H1
         10:00 07/03/2018 oanh nhận-bổ-sung H1
         10:30 sơn yêu-cầu-bổ-sung H1
         10:00 16/03/2018 oanh nhận-bổ-sung H1",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:00 06/03/2018 vân xin-lỗi H1 hẹn=17:00_12/03/2018
                → Đang thụ lý, hạn 17:00 08/03/2018, hẹn lại 17:00 12/03/2018
            10:00 hà yêu-cầu-bổ-sung H1
                → Chờ dân bổ sung, hạn 17:00 08/03/2018, hẹn lại 17:00 12/03/2018, đồng hồ dừng
            10:00 07/03/2018 oanh nhận-bổ-sung H1
                → Đang thụ lý, hạn 17:00 09/03/2018, hẹn lại 17:00 12/03/2018
            10:30 sơn yêu-cầu-bổ-sung H1
                → Chờ dân bổ sung, hạn 17:00 09/03/2018, hẹn lại 17:00 12/03/2018, đồng hồ dừng
            10:00 16/03/2018 oanh nhận-bổ-sung H1
                → Đang thụ lý, hạn 17:00 20/03/2018
        "#]],
    );
}

#[test]
fn the_limit_runs_while_another_agency_is_asked() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 hà phân-công H1
         09:20 hà phối-hợp H1
         09:30 hà trình-ký H1
         16:00 12/03/2018 hà nhận-trả-lời H1
         16:10 hà trình-ký H1
         16:20 vân trả-lại H1 lý-do=sai_năm_sinh
         16:30 hà trình-ký H1
         16:40 vân ký H1
         16:45 vân hủy-ký H1 lý-do=nhầm_tên
         16:50 hà trình-ký H1
         16:55 vân ký H1
         16:58 tuấn đóng-dấu H1",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 hà phối-hợp H1
                → Chờ cơ quan phối hợp, hạn 17:00 08/03/2018
            09:30 hà trình-ký H1
                ✗ Hồ sơ đang ở bước “Chờ cơ quan phối hợp”, chưa “trình lãnh đạo ký” được.
            16:00 12/03/2018 hà nhận-trả-lời H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            16:10 hà trình-ký H1
                → Chờ ký, hạn 17:00 08/03/2018
            16:20 vân trả-lại H1 lý-do=sai_năm_sinh
                → Đang thụ lý, hạn 17:00 08/03/2018
            16:30 hà trình-ký H1
                → Chờ ký, hạn 17:00 08/03/2018
            16:40 vân ký H1
                → Đã ký, chờ đóng dấu, hạn 17:00 08/03/2018
            16:45 vân hủy-ký H1 lý-do=nhầm_tên
                → Đang thụ lý, hạn 17:00 08/03/2018
            16:50 hà trình-ký H1
                → Chờ ký, hạn 17:00 08/03/2018
            16:55 vân ký H1
                → Đã ký, chờ đóng dấu, hạn 17:00 08/03/2018
            16:58 tuấn đóng-dấu H1
                → Chờ trả, hạn 17:00 08/03/2018, trễ hẹn
        "#]],
    );
}

#[test]
fn a_financial_duty_stops_the_clock_until_the_receipt_is_shown() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 DD-02
         09:10 bảo phân-công H1
         09:20 06/03/2018 bảo yêu-cầu-nộp-tiền H1
         09:00 13/03/2018 bảo đã-nộp-tiền H1 biên-lai=
         09:00 bảo đã-nộp-tiền H1
         xem H1 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 DD-02
                → Đã tiếp nhận, chờ phân công, hạn 17:00 04/04/2018
            09:10 bảo phân-công H1
                → Đang thụ lý, hạn 17:00 04/04/2018
            09:20 06/03/2018 bảo yêu-cầu-nộp-tiền H1
                → Chờ nghĩa vụ tài chính, hạn 17:00 04/04/2018, đồng hồ dừng
            09:00 13/03/2018 bảo đã-nộp-tiền H1 biên-lai=
                ✗ Chưa ghi số chứng từ.
            09:00 bảo đã-nộp-tiền H1
                → Đang thụ lý, hạn 17:00 11/04/2018
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:10 05/03/2018 Quốc Bảo: Phân công thụ lý. → #4
                09:20 06/03/2018 Quốc Bảo: Yêu cầu nghĩa vụ tài chính. theo biên bản
                09:00 13/03/2018 Quốc Bảo: Đã nộp nghĩa vụ tài chính. CT 77
        "#]],
    );
}
