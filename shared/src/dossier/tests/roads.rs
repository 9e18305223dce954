//! Roads that few dossiers take: a storm after reception, a cause for being late, a result made anew.

use expect_test::expect;

use super::check;

#[test]
fn a_storm_moves_a_date_only_when_the_head_counts_it_anew() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         oanh tiếp-nhận H2 HT-09
         hà phân-công H1
         sơn tính-lại H1
         phường nghỉ 07/03/2018
         hà ghi-chú H1
         hà tính-lại H1
         sơn tính-lại H1 văn-bản=
         sơn tính-lại H1
         sơn tính-lại H1
         xem H1 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            oanh tiếp-nhận H2 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            sơn tính-lại H1
                ✗ Lịch đang dùng không làm hạn của hồ sơ này lùi lại.
            phường nghỉ 07/03/2018
                nghỉ đột xuất 07/03/2018
            hà ghi-chú H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            hà tính-lại H1
                ✗ Việc này của tổ trưởng.
            sơn tính-lại H1 văn-bản=
                ✗ Chưa ghi văn bản cho nghỉ.
            sơn tính-lại H1
                → Đang thụ lý, hạn 17:00 09/03/2018
            sơn tính-lại H1
                ✗ Lịch đang dùng không làm hạn của hồ sơ này lùi lại.
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:00 05/03/2018 Thu Hà: Phân công thụ lý. → #3
                09:00 05/03/2018 Thu Hà: Ghi chú nội bộ. Đã gọi điện
                09:00 05/03/2018 Ngọc Sơn: Tính lại hạn theo lịch mới. Công điện 05/CĐ-UBND: hạn 17:00 09/03/2018, không phải 17:00 08/03/2018
        "#]],
    );
}

#[test]
fn where_the_clock_stands_still_the_storm_is_counted_when_it_runs_again() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         hà phân-công H1
         hà yêu-cầu-bổ-sung H1
         phường nghỉ 09/03/2018
         sơn tính-lại H1
         09:00 07/03/2018 oanh nhận-bổ-sung H1
         sơn tính-lại H1",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            hà yêu-cầu-bổ-sung H1
                → Chờ dân bổ sung, hạn 17:00 08/03/2018, đồng hồ dừng
            phường nghỉ 09/03/2018
                nghỉ đột xuất 09/03/2018
            sơn tính-lại H1
                ✗ Hồ sơ đang ở bước “Chờ dân bổ sung”, chưa “tính lại hạn theo lịch mới” được.
            09:00 07/03/2018 oanh nhận-bổ-sung H1
                → Đang thụ lý, hạn 17:00 13/03/2018
            sơn tính-lại H1
                ✗ Lịch đang dùng không làm hạn của hồ sơ này lùi lại.
        "#]],
    );
}

#[test]
fn after_an_apology_a_storm_never_brings_the_day_forward() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         hà phân-công H1
         thành xin-lỗi H1 hẹn=17:00_16/03/2018
         phường nghỉ 07/03/2018
         sơn tính-lại H1
         xem H1 xin-lỗi",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            thành xin-lỗi H1 hẹn=17:00_16/03/2018
                → Đang thụ lý, hạn 17:00 08/03/2018, hẹn lại 17:00 16/03/2018
            phường nghỉ 07/03/2018
                nghỉ đột xuất 07/03/2018
            sơn tính-lại H1
                → Đang thụ lý, hạn 17:00 09/03/2018, hẹn lại 17:00 16/03/2018
            xem H1 xin-lỗi
                ỦY BAN NHÂN DÂN QUẬN LIÊN CHIỂU
                ỦY BAN NHÂN DÂN PHƯỜNG HÒA HIỆP BẮC
                Số: ………/PXL
                Hòa Hiệp Bắc, ngày 05 tháng 3 năm 2018
                PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ
                Kính gửi: Ông/Bà Nguyễn Thị Lý
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Số điện thoại: 0905123456
                Ngày 05 tháng 3 năm 2018, Ủy ban nhân dân phường Hòa Hiệp Bắc tiếp nhận giải quyết hồ sơ thủ tục “Cấp Giấy xác nhận tình trạng hôn nhân” của Ông/Bà; mã số: 000.21.17.H17-180305-6000.
                Thời gian hẹn trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 08 tháng 3 năm 2018
                Tuy nhiên đến nay, Ủy ban nhân dân phường Hòa Hiệp Bắc chưa trả kết quả giải quyết hồ sơ của Ông/Bà đúng thời hạn quy định ghi trên Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
                Lý do: theo biên bản
                Ủy ban nhân dân phường Hòa Hiệp Bắc xin lỗi Ông/Bà vì sự chậm trễ này đã gây phiền hà, tốn kém chi phí, công sức của Ông/Bà.
                Thời gian hẹn trả kết quả lại: 17 giờ 00 phút, ngày 16 tháng 3 năm 2018
                Mong Ông/Bà thông cảm./.
                Nơi nhận:
                - Như trên;
                - Bộ phận Tiếp nhận và Trả kết quả;
                - Lưu: VT.
                CHỦ TỊCH (Ký, đóng dấu) Nguyễn Văn Thành
        "#]],
    );
}

#[test]
fn only_what_is_late_has_a_cause_and_the_history_keeps_each() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         hà phân-công H1
         hà nguyên-nhân H1 thieu_nguoi
         09:00 12/03/2018 oanh nguyên-nhân H1 thieu_nguoi
         hà nguyên-nhân H1 co_quan_phoi_hop
         hà nguyên-nhân H1 co_quan_phoi_hop nói-rõ=Công_an_phường
         sơn nguyên-nhân H1 phan_mem
         xem H1 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            hà nguyên-nhân H1 thieu_nguoi
                ✗ Hồ sơ không trễ hạn, không có nguyên nhân để ghi.
            09:00 12/03/2018 oanh nguyên-nhân H1 thieu_nguoi
                ✗ Việc này của công chức chuyên môn hoặc tổ trưởng.
            hà nguyên-nhân H1 co_quan_phoi_hop
                ✗ Chưa ghi cơ quan nào.
            hà nguyên-nhân H1 co_quan_phoi_hop nói-rõ=Công_an_phường
                → Đang thụ lý, hạn 17:00 08/03/2018
            sơn nguyên-nhân H1 phan_mem
                → Đang thụ lý, hạn 17:00 08/03/2018
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:00 05/03/2018 Thu Hà: Phân công thụ lý. → #3
                09:00 12/03/2018 Thu Hà: Ghi nguyên nhân trễ. Cơ quan phối hợp trả lời chậm: Công an phường
                09:00 12/03/2018 Ngọc Sơn: Ghi nguyên nhân trễ. Lỗi phần mềm, cơ sở dữ liệu
        "#]],
    );
}

#[test]
fn a_result_with_a_mistake_is_made_anew_and_the_returned_one_stays() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         hà phân-công H1
         hà trình-ký H1
         09:00 06/03/2018 thành ký H1 thay-ca
         tuấn đóng-dấu H1
         oanh trả-kết-quả H1
         10:00 12/03/2018 oanh đính-chính H2 của=H1 sai=
         oanh đính-chính H2 của=H1
         thành đính-chính H3 của=H1
         hà phân-công H2
         hà trình-ký H2
         10:00 13/03/2018 thành ký H2 thay-ca
         tuấn đóng-dấu H2
         oanh trả-kết-quả H2
         xem H2 lịch-sử
         xem H2 lệ-phí
         xem H2 giấy-tờ
         xem H2 sai-sót",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            hà trình-ký H1
                → Chờ ký, hạn 17:00 08/03/2018
            09:00 06/03/2018 thành ký H1 thay-ca
                → Đã ký, chờ đóng dấu, hạn 17:00 08/03/2018
            tuấn đóng-dấu H1
                → Chờ trả, hạn 17:00 08/03/2018, sớm hẹn
            oanh trả-kết-quả H1
                → Đã trả kết quả, hạn 17:00 08/03/2018, sớm hẹn
            10:00 12/03/2018 oanh đính-chính H2 của=H1 sai=
                ✗ Chưa ghi chỗ sai và nội dung đúng.
            oanh đính-chính H2 của=H1
                → Đã tiếp nhận, chờ phân công, hạn 17:00 15/03/2018
            thành đính-chính H3 của=H1
                ✗ Việc này của người tiếp nhận hoặc công chức chuyên môn hoặc tổ trưởng.
            hà phân-công H2
                → Đang thụ lý, hạn 17:00 15/03/2018
            hà trình-ký H2
                → Chờ ký, hạn 17:00 15/03/2018
            10:00 13/03/2018 thành ký H2 thay-ca
                → Đã ký, chờ đóng dấu, hạn 17:00 15/03/2018
            tuấn đóng-dấu H2
                → Chờ trả, hạn 17:00 15/03/2018, sớm hẹn
            oanh trả-kết-quả H2
                → Đã trả kết quả, hạn 17:00 15/03/2018, sớm hẹn
            xem H2 lịch-sử
                10:00 12/03/2018 Kim Oanh: Đính chính kết quả đã trả. hồ sơ 180305-6000 (cơ quan sai sót): ngày sinh 14/03/1990, không phải 14/08/1990
                10:00 12/03/2018 Thu Hà: Phân công thụ lý. → #3
                10:00 12/03/2018 Thu Hà: Trình lãnh đạo ký. Chấp thuận: Cấp giấy xác nhận
                10:00 13/03/2018 Văn Thành: Ký. ký thay ca
                10:00 13/03/2018 Minh Tuấn: Lấy số, đóng dấu. 34/XN-UBND
                10:00 13/03/2018 Kim Oanh: Trả kết quả. Nguyễn Thị Lý
            xem H2 lệ-phí
                0 đ, không thu 
            xem H2 giấy-tờ
                Giấy hẹn: giay-hen
                Phiếu kiểm soát: kiem-soat
                Thư xin lỗi vì sai sót: sai-sot
            xem H2 sai-sót
                ỦY BAN NHÂN DÂN QUẬN LIÊN CHIỂU
                ỦY BAN NHÂN DÂN PHƯỜNG HÒA HIỆP BẮC
                Hòa Hiệp Bắc, ngày 12 tháng 3 năm 2018
                THƯ XIN LỖI
                Kính gửi: Ông/Bà Nguyễn Thị Lý
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Số điện thoại: 0905123456
                Ủy ban nhân dân phường Hòa Hiệp Bắc đã trả cho Ông/Bà kết quả hồ sơ thủ tục “Cấp Giấy xác nhận tình trạng hôn nhân”, mã số: 000.21.17.H17-180305-6000. Kết quả này có sai sót do lỗi của cơ quan.
                Nội dung sai sót: ngày sinh 14/03/1990, không phải 14/08/1990
                Ủy ban nhân dân phường Hòa Hiệp Bắc xin lỗi Ông/Bà vì sai sót này đã gây phiền hà, tốn kém chi phí, công sức của Ông/Bà.
                Ủy ban nhân dân phường Hòa Hiệp Bắc làm lại kết quả cho Ông/Bà và không thu phí, lệ phí; mã số: 000.21.17.H17-180312-6001.
                Thời gian trả kết quả đã đính chính: 17 giờ 00 phút, ngày 15 tháng 3 năm 2018
                Mong Ông/Bà thông cảm./.
                Nơi nhận:
                - Như trên;
                - Bộ phận Tiếp nhận và Trả kết quả;
                - Lưu: VT.
                CHỦ TỊCH (Ký, đóng dấu) Nguyễn Văn Thành
        "#]],
    );
}

#[test]
fn the_office_does_not_apologise_for_what_the_citizen_got_wrong() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         oanh đính-chính H2 của=H1 dân-sai
         xem H2 sai-sót",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            oanh đính-chính H2 của=H1 dân-sai
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            xem H2 sai-sót
                (chưa có)
        "#]],
    );
}
