//! Before a dossier is received and as it is.

use expect_test::expect;

use super::check;

#[test]
fn refused_before_reception_only_with_the_head() {
    check(
        "09:00 05/03/2018 oanh từ-chối H1 HT-09 duyệt=hà lý-do=ngoài_thẩm_quyền
         09:00 oanh từ-chối H1 HT-09 duyệt=sơn lý-do=ngoài_thẩm_quyền nơi-đến=UBND_quận
         09:05 oanh tiếp-nhận H1 HT-09
         xem H1 lịch-sử
         09:10 oanh từ-chối H2 duyệt=sơn",
        expect![[r#"
            09:00 05/03/2018 oanh từ-chối H1 HT-09 duyệt=hà lý-do=ngoài_thẩm_quyền
                ✗ Người duyệt phải là tổ trưởng. Chọn lại người duyệt.
            09:00 oanh từ-chối H1 HT-09 duyệt=sơn lý-do=ngoài_thẩm_quyền nơi-đến=UBND_quận
                → Không tiếp nhận
            09:05 oanh tiếp-nhận H1 HT-09
                ✗ Hồ sơ đang ở bước “Không tiếp nhận”, chưa “tiếp nhận” được.
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Từ chối nhận. ngoài thẩm quyền → UBND quận (duyệt: #2)
            09:10 oanh từ-chối H2 duyệt=sơn
                ✗ Hồ sơ không còn trên máy chủ. Tìm lại theo mã.
        "#]],
    );
}

#[test]
fn everything_missing_is_named_before_reception() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09 thiếu
         09:01 oanh hướng-dẫn H1 HT-09 thiếu giấy=Tờ_khai
         15:00 oanh hướng-dẫn H1
         15:30 06/03/2018 oanh tiếp-nhận H1
         15:40 hà phân-công H1
         15:45 hà yêu-cầu-bổ-sung H1",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09 thiếu
                ✗ Chưa có Giấy tờ tùy thân của người yêu cầu (CCCD/Căn cước/hộ chiếu).
            09:01 oanh hướng-dẫn H1 HT-09 thiếu giấy=Tờ_khai
                → Chờ bổ sung trước tiếp nhận
            15:00 oanh hướng-dẫn H1
                ✗ Hồ sơ đang ở bước “Chờ bổ sung trước tiếp nhận”, chưa “hướng dẫn bổ sung” được.
            15:30 06/03/2018 oanh tiếp-nhận H1
                → Đã tiếp nhận, chờ phân công, hạn 17:00 09/03/2018
            15:40 hà phân-công H1
                → Đang thụ lý, hạn 17:00 09/03/2018
            15:45 hà yêu-cầu-bổ-sung H1
                → Chờ dân bổ sung, hạn 17:00 09/03/2018, đồng hồ dừng
        "#]],
    );
}

#[test]
fn the_fast_lane_writes_every_step_of_the_law() {
    cov_mark::check!(fast_lane_fee_owed);
    check(
        "09:00 06/03/2018 oanh làm-nhanh H1 CT-01
         xem H1 lịch-sử
         09:10 oanh làm-nhanh H2 HT-09
         09:10 oanh làm-nhanh H2 DD-04
         09:10 oanh làm-nhanh H2 CT-01 ký=sơn
         09:10 oanh làm-nhanh H2 CT-01 phí=nợ
         09:10 oanh làm-nhanh H2 CT-01 phí=miễn
         15:01 oanh làm-nhanh H3 CT-01
         15:02 vân làm-nhanh H4 CT-01
         09:00 07/03/2018 oanh làm-nhanh H5 CT-01
         xem H5 lịch-sử",
        expect![[r#"
            09:00 06/03/2018 oanh làm-nhanh H1 CT-01
                → Đã tiếp nhận, chờ phân công → Đang thụ lý → Chờ ký → Đã ký, chờ đóng dấu → Chờ trả → Đã trả kết quả, hạn 17:00 06/03/2018, đúng hẹn
            xem H1 lịch-sử
                09:00 06/03/2018 Kim Oanh: Tiếp nhận. 180306-6000
                09:00 06/03/2018 Kim Oanh: Phân công thụ lý. → #6
                09:00 06/03/2018 Kim Oanh: Trình lãnh đạo ký. Chấp thuận: Chứng thực 02 bản sao
                09:00 06/03/2018 Kim Oanh: Ký
                09:00 06/03/2018 Kim Oanh: Lấy số, đóng dấu. 215
                09:00 06/03/2018 Kim Oanh: Trả kết quả. Nguyễn Thị Lý
            09:10 oanh làm-nhanh H2 HT-09
                ✗ Chỉ làm nhanh được thủ tục trả trong ngày.
            09:10 oanh làm-nhanh H2 DD-04
                ✗ Thủ tục này do cơ quan khác ký. Dùng “Chuyển cơ quan có thẩm quyền”.
            09:10 oanh làm-nhanh H2 CT-01 ký=sơn
                ✗ Người ký phải là lãnh đạo phường. Chọn lại người ký.
            09:10 oanh làm-nhanh H2 CT-01 phí=nợ
                ✗ Lệ phí chưa thu và chưa ghi lý do miễn.
            09:10 oanh làm-nhanh H2 CT-01 phí=miễn
                → Đã tiếp nhận, chờ phân công → Đang thụ lý → Chờ ký → Đã ký, chờ đóng dấu → Chờ trả → Đã trả kết quả, hạn 17:00 06/03/2018, đúng hẹn
            15:01 oanh làm-nhanh H3 CT-01
                → Đã tiếp nhận, chờ phân công → Đang thụ lý → Chờ ký → Đã ký, chờ đóng dấu → Chờ trả → Đã trả kết quả, hạn 17:00 07/03/2018, sớm hẹn
            15:02 vân làm-nhanh H4 CT-01
                ✗ Việc này của người tiếp nhận.
            09:00 07/03/2018 oanh làm-nhanh H5 CT-01
                → Đã tiếp nhận, chờ phân công → Đang thụ lý → Chờ ký → Đã ký, chờ đóng dấu → Chờ trả → Đã trả kết quả, hạn 17:00 07/03/2018, đúng hẹn
            xem H5 lịch-sử
                09:00 07/03/2018 Kim Oanh: Tiếp nhận. 180307-6003
                09:00 07/03/2018 Kim Oanh: Phân công thụ lý. → #6
                09:00 07/03/2018 Kim Oanh: Trình lãnh đạo ký. Chấp thuận: Chứng thực 02 bản sao
                09:00 07/03/2018 Kim Oanh: Ký. ký thay ca
                09:00 07/03/2018 Kim Oanh: Lấy số, đóng dấu. 215
                09:00 07/03/2018 Kim Oanh: Trả kết quả. Nguyễn Thị Lý
        "#]],
    );
}

/// What was handed in ahead takes the lane where the lane's own rules hold, and nothing else does.
#[test]
fn what_was_handed_in_ahead_takes_the_fast_lane() {
    cov_mark::check!(fast_lane_of_before);
    check(
        "08:30 06/03/2018 mai nộp H1 CT-01
         08:40 oanh làm-nhanh H1 CT-01 cách=tai_quay đã-xem=can_cuoc
         08:41 oanh làm-nhanh H1 cách=tai_quay đã-xem=can_cuoc
         08:42 oanh làm-nhanh H1 cách=tai_quay đã-xem=can_cuoc
         xem H1 lịch-sử
         09:00 mai nộp H2 HT-09
         09:01 oanh làm-nhanh H2 cách=tai_quay đã-xem=can_cuoc
         09:05 mai nộp H3 CT-01
         09:06 oanh làm-nhanh H3
         09:06 oanh làm-nhanh H3 cách=buu_chinh
         09:06 oanh làm-nhanh H3 cách=tai_quay đã-xem=can_cuoc ký=oanh
         09:06 oanh làm-nhanh H3 cách=tai_quay đã-xem=can_cuoc phí=nợ
         09:06 oanh làm-nhanh H3 cách=tai_quay đã-xem=can_cuoc tên=Trần_Văn_Đức số=048190009999 người-nhận=Trần_Văn_Đức
         09:06 mai làm-nhanh H3 cách=tai_quay đã-xem=can_cuoc
         09:07 oanh tiếp-nhận H3
         09:08 oanh làm-nhanh H3 cách=tai_quay đã-xem=can_cuoc
         09:10 mai nộp H4 CT-01
         09:11 oanh hướng-dẫn H4
         09:20 oanh làm-nhanh H4 cách=tai_quay đã-xem=can_cuoc
         15:30 mai nộp H5 CT-01
         15:31 oanh làm-nhanh H5 cách=tai_quay đã-xem=can_cuoc",
        expect![[r#"
            08:30 06/03/2018 mai nộp H1 CT-01
                → Chờ tiếp nhận
            08:40 oanh làm-nhanh H1 CT-01 cách=tai_quay đã-xem=can_cuoc
                ✗ Hồ sơ này đã được tạo.
            08:41 oanh làm-nhanh H1 cách=tai_quay đã-xem=can_cuoc
                → Đã tiếp nhận, chờ phân công → Đang thụ lý → Chờ ký → Đã ký, chờ đóng dấu → Chờ trả → Đã trả kết quả, hạn 17:00 06/03/2018, đúng hẹn
            08:42 oanh làm-nhanh H1 cách=tai_quay đã-xem=can_cuoc
                ✗ Hồ sơ đang ở bước “Đã trả kết quả”, chưa “làm và trả ngay” được.
            xem H1 lịch-sử
                08:30 06/03/2018 Thanh Mai: Nộp hồ sơ
                08:41 06/03/2018 Kim Oanh: Tiếp nhận. 180306-6000
                08:41 06/03/2018 Kim Oanh: Phân công thụ lý. → #6
                08:41 06/03/2018 Kim Oanh: Trình lãnh đạo ký. Chấp thuận: Chứng thực 02 bản sao
                08:41 06/03/2018 Kim Oanh: Ký
                08:41 06/03/2018 Kim Oanh: Lấy số, đóng dấu. 215
                08:41 06/03/2018 Kim Oanh: Trả kết quả. Nguyễn Thị Lý
            09:00 mai nộp H2 HT-09
                → Chờ tiếp nhận
            09:01 oanh làm-nhanh H2 cách=tai_quay đã-xem=can_cuoc
                ✗ Chỉ làm nhanh được thủ tục trả trong ngày.
            09:05 mai nộp H3 CT-01
                → Chờ tiếp nhận
            09:06 oanh làm-nhanh H3
                ✗ Hồ sơ nộp trước chỉ làm và trả ngay khi người nhận có mặt tại quầy.
            09:06 oanh làm-nhanh H3 cách=buu_chinh
                ✗ Hồ sơ nộp trước chỉ làm và trả ngay khi người nhận có mặt tại quầy.
            09:06 oanh làm-nhanh H3 cách=tai_quay đã-xem=can_cuoc ký=oanh
                ✗ Người ký phải là lãnh đạo phường. Chọn lại người ký.
            09:06 oanh làm-nhanh H3 cách=tai_quay đã-xem=can_cuoc phí=nợ
                ✗ Lệ phí chưa thu và chưa ghi lý do miễn.
            09:06 oanh làm-nhanh H3 cách=tai_quay đã-xem=can_cuoc tên=Trần_Văn_Đức số=048190009999 người-nhận=Trần_Văn_Đức
                ✗ Hồ sơ đang chờ là của Nguyễn Thị Lý. Chọn “Nhập lại từ đầu” để nhận cho người khác.
            09:06 mai làm-nhanh H3 cách=tai_quay đã-xem=can_cuoc
                ✗ Việc này của người tiếp nhận.
            09:07 oanh tiếp-nhận H3
                → Đã tiếp nhận, chờ phân công, hạn 17:00 06/03/2018
            09:08 oanh làm-nhanh H3 cách=tai_quay đã-xem=can_cuoc
                ✗ Hồ sơ đang ở bước “Đã tiếp nhận, chờ phân công”, chưa “làm và trả ngay” được.
            09:10 mai nộp H4 CT-01
                → Chờ tiếp nhận
            09:11 oanh hướng-dẫn H4
                → Chờ bổ sung trước tiếp nhận
            09:20 oanh làm-nhanh H4 cách=tai_quay đã-xem=can_cuoc
                → Đã tiếp nhận, chờ phân công → Đang thụ lý → Chờ ký → Đã ký, chờ đóng dấu → Chờ trả → Đã trả kết quả, hạn 17:00 06/03/2018, đúng hẹn
            15:30 mai nộp H5 CT-01
                → Chờ tiếp nhận
            15:31 oanh làm-nhanh H5 cách=tai_quay đã-xem=can_cuoc
                → Đã tiếp nhận, chờ phân công → Đang thụ lý → Chờ ký → Đã ký, chờ đóng dấu → Chờ trả → Đã trả kết quả, hạn 17:00 07/03/2018, sớm hẹn
        "#]],
    );
}

#[test]
fn a_volunteer_hands_in_and_a_receptionist_receives() {
    check(
        "08:30 05/03/2018 mai nộp H1 HT-09
         08:31 mai tiếp-nhận H1
         08:31 mai ghi-chú H1
         08:40 oanh tiếp-nhận H1
         08:41 oanh tiếp-nhận H1
         08:41 mai nộp H1 HT-09
         xem H1 lịch-sử",
        expect![[r#"
            08:30 05/03/2018 mai nộp H1 HT-09
                → Chờ tiếp nhận
            08:31 mai tiếp-nhận H1
                ✗ Việc này của người tiếp nhận.
            08:31 mai ghi-chú H1
                ✗ Việc này của người tiếp nhận hoặc công chức chuyên môn hoặc tổ trưởng hoặc lãnh đạo phường hoặc văn thư.
            08:40 oanh tiếp-nhận H1
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            08:41 oanh tiếp-nhận H1
                ✗ Hồ sơ đang ở bước “Đã tiếp nhận, chờ phân công”, chưa “tiếp nhận” được.
            08:41 mai nộp H1 HT-09
                ✗ Hồ sơ này đã được tạo.
            xem H1 lịch-sử
                08:30 05/03/2018 Thanh Mai: Nộp hồ sơ
                08:40 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
        "#]],
    );
}

#[test]
fn an_application_from_the_portal_waits_until_it_is_received() {
    check(
        "22:15 04/03/2018 cổng nộp H1 HT-09
         08:00 05/03/2018 oanh sửa H1 điện-thoại=0236_3731_234
         08:05 oanh hướng-dẫn H1 giấy=Tờ_khai
         08:05 06/03/2018 oanh tiếp-nhận H1
         xem H1 người-nộp
         22:15 04/03/2018 cổng nộp H2 HT-09
         09:00 06/03/2018 oanh rút H2 lý-do=công_dân_rút
         xem H2 lịch-sử",
        expect![[r#"
            22:15 04/03/2018 cổng nộp H1 HT-09
                → Chờ tiếp nhận
            08:00 05/03/2018 oanh sửa H1 điện-thoại=0236_3731_234
                → Chờ tiếp nhận
            08:05 oanh hướng-dẫn H1 giấy=Tờ_khai
                → Chờ bổ sung trước tiếp nhận
            08:05 06/03/2018 oanh tiếp-nhận H1
                → Đã tiếp nhận, chờ phân công, hạn 17:00 09/03/2018
            xem H1 người-nộp
                Nguyễn Thị Lý, 048190004217, Tổ 12, phường Hòa Hiệp Bắc, 0905123456
            22:15 04/03/2018 cổng nộp H2 HT-09
                → Chờ tiếp nhận
            09:00 06/03/2018 oanh rút H2 lý-do=công_dân_rút
                → Công dân rút hồ sơ
            xem H2 lịch-sử
                22:15 04/03/2018 Cổng dịch vụ công: Nộp hồ sơ
                09:00 06/03/2018 Kim Oanh: Ghi công dân rút hồ sơ. công dân rút
        "#]],
    );
}

/// The slip carries the characters of whoever applied: on another person's it would open their dossier.
#[test]
fn an_application_that_waits_is_not_received_for_somebody_else() {
    check(
        "08:30 05/03/2018 mai nộp H1 HT-09 tên=Đặng_Thị_Đào số=048190004217
         09:00 05/03/2018 oanh tiếp-nhận H1 tên=Lê_Văn_Minh số=048078001236
         09:01 oanh tiếp-nhận H1 tên=Đặng_Thị_Đào số=048190004218",
        expect![[r#"
            08:30 05/03/2018 mai nộp H1 HT-09 tên=Đặng_Thị_Đào số=048190004217
                → Chờ tiếp nhận
            09:00 05/03/2018 oanh tiếp-nhận H1 tên=Lê_Văn_Minh số=048078001236
                ✗ Hồ sơ đang chờ là của Đặng Thị Đào. Chọn “Nhập lại từ đầu” để nhận cho người khác.
            09:01 oanh tiếp-nhận H1 tên=Đặng_Thị_Đào số=048190004218
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
        "#]],
    );
}
