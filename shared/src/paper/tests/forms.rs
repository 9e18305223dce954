//! Forms 02 to 06, each by the law of its day.

use expect_test::expect;

use super::check;
use crate::paper::PaperOf;

#[test]
fn what_is_missing_before_reception_is_told_on_paper_in_one_go() {
    check(
        "08:00 13/02/2018 oanh hướng-dẫn H1 HT-09 giấy=Quyết_định_ly_hôn_(1_bản_sao) lý-do=Đã_ly_hôn_năm_2016
         xem H1 giấy-tờ
         xem H1 bổ-sung-1
         xem H1 giấy-hẹn",
        expect![[r#"
            08:00 13/02/2018 oanh hướng-dẫn H1 HT-09 giấy=Quyết_định_ly_hôn_(1_bản_sao) lý-do=Đã_ly_hôn_năm_2016
                → Chờ bổ sung trước tiếp nhận
            xem H1 giấy-tờ
                Phiếu yêu cầu bổ sung: bo-sung-1
            xem H1 bổ-sung-1
                ỦY BAN NHÂN DÂN QUẬN LIÊN CHIỂU
                ỦY BAN NHÂN DÂN PHƯỜNG HÒA HIỆP BẮC
                BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ
                Số: ………/HDHS
                Hòa Hiệp Bắc, ngày 13 tháng 02 năm 2018
                PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ
                Hồ sơ của: Nguyễn Thị Lý
                Nội dung yêu cầu giải quyết: Cấp Giấy xác nhận tình trạng hôn nhân
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Số điện thoại: 0905123456    Email: ………
                Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:
                1. Quyết định ly hôn (1 bản sao)
                Lý do: Đã ly hôn năm 2016
                Nộp bổ sung đến hết: ngày 20 tháng 02 năm 2018
                Giai đoạn: trước khi tiếp nhận; thời hạn giải quyết chưa tính
                Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với Phạm Thị Kim Oanh, số điện thoại 0236 3000 000, để được hướng dẫn./.
                NGƯỜI HƯỚNG DẪN (Ký và ghi rõ họ tên) Phạm Thị Kim Oanh
            xem H1 giấy-hẹn
                (chưa có)
        "#]],
    );
}

/// The first stays as it was asked, under the law of the reception, also when the ward has another name since.
#[test]
fn a_second_request_is_a_paper_of_its_own() {
    check(
        "09:00 26/06/2025 oanh tiếp-nhận H1 HT-09
         09:10 sơn phân-công H1 cho=hà
         10:00 27/06/2025 hà yêu-cầu-bổ-sung H1
         15:00 30/06/2025 oanh nhận-bổ-sung H1
         09:00 01/07/2025 sơn yêu-cầu-bổ-sung H1 giấy=Bản_án_ly_hôn lý-do=tòa_đã_xử_lại
         xem H1 giấy-tờ
         xem H1 bổ-sung-2
         xem H1 bổ-sung-3",
        expect![[r#"
            09:00 26/06/2025 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 01/07/2025
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 01/07/2025
            10:00 27/06/2025 hà yêu-cầu-bổ-sung H1
                → Chờ dân bổ sung, hạn 17:00 01/07/2025, đồng hồ dừng
            15:00 30/06/2025 oanh nhận-bổ-sung H1
                → Đang thụ lý, hạn 17:00 02/07/2025
            09:00 01/07/2025 sơn yêu-cầu-bổ-sung H1 giấy=Bản_án_ly_hôn lý-do=tòa_đã_xử_lại
                → Chờ dân bổ sung, hạn 17:00 02/07/2025, đồng hồ dừng
            xem H1 giấy-tờ
                Giấy hẹn: giay-hen
                Phiếu yêu cầu bổ sung: bo-sung-1
                Phiếu yêu cầu bổ sung: bo-sung-2
                Phiếu kiểm soát: kiem-soat
            xem H1 bổ-sung-2
                Mẫu số 02
                ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG
                ỦY BAN NHÂN DÂN PHƯỜNG HẢI VÂN
                TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG
                Số: ………/HDHS
                Hải Vân, ngày 01 tháng 7 năm 2025
                PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ
                Hồ sơ của: Nguyễn Thị Lý
                Nội dung yêu cầu giải quyết: Cấp Giấy xác nhận tình trạng hôn nhân
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Số điện thoại: 0905123456    Email: ………
                Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:
                1. Bản án ly hôn
                Lý do: tòa đã xử lại
                Nộp bổ sung đến hết: ngày 08 tháng 7 năm 2025
                Giai đoạn: sau khi tiếp nhận, mã hồ sơ 000.21.17.H17-250626-6000, lần thứ hai; thời hạn giải quyết tạm dừng
                Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với Huỳnh Ngọc Sơn, số điện thoại 0236 3000 000, để được hướng dẫn./.
                Tra cứu: quét mã, hoặc mở https://mot-cua.example/tra-cuu và nhập mã hồ sơ 000.21.17.H17-250626-6000, mã tra cứu 7K2MPX.
                NGƯỜI HƯỚNG DẪN (Ký và ghi rõ họ tên) Huỳnh Ngọc Sơn
            xem H1 bổ-sung-3
                (chưa có)
        "#]],
    );
}

#[test]
fn a_refusal_says_why_and_where_to_go_instead() {
    check(
        "08:00 06/01/2019 oanh từ-chối H1 HT-09 lý-do=Thường_trú_ở_phường_khác nơi-đến=UBND_phường_Hòa_Khánh_Nam
         xem H1 giấy-tờ
         xem H1 từ-chối",
        expect![[r#"
            08:00 06/01/2019 oanh từ-chối H1 HT-09 lý-do=Thường_trú_ở_phường_khác nơi-đến=UBND_phường_Hòa_Khánh_Nam
                → Không tiếp nhận
            xem H1 giấy-tờ
                Phiếu từ chối tiếp nhận: tu-choi
            xem H1 từ-chối
                Mẫu số 03
                ỦY BAN NHÂN DÂN QUẬN LIÊN CHIỂU
                ỦY BAN NHÂN DÂN PHƯỜNG HÒA HIỆP BẮC
                BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ
                Số: ………/………
                Hòa Hiệp Bắc, ngày 06 tháng 01 năm 2019
                PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ
                Bộ phận Tiếp nhận và Trả kết quả: Ủy ban nhân dân phường Hòa Hiệp Bắc
                Tiếp nhận hồ sơ của: Nguyễn Thị Lý
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Số điện thoại: 0905123456    Email: ………
                Nội dung yêu cầu giải quyết: Cấp Giấy xác nhận tình trạng hôn nhân
                Qua xem xét, Bộ phận Tiếp nhận và Trả kết quả thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau: Thường trú ở phường khác
                Nơi Ông/Bà cần đến: UBND phường Hòa Khánh Nam
                Xin thông báo cho Ông/Bà được biết và thực hiện./.
                NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) Nguyễn Thị Lý
                NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) Phạm Thị Kim Oanh
                Người duyệt việc từ chối: Huỳnh Ngọc Sơn.
                Điện thoại: 0236 3000 000.
        "#]],
    );
}

#[test]
fn an_arrow_in_the_reason_is_no_place_to_go_to() {
    check(
        "08:00 06/01/2019 oanh từ-chối H1 HT-09 lý-do=Đất_nông_nghiệp_→_đất_ở_do_quận_giải_quyết
         xem H1 từ-chối",
        expect![[r#"
            08:00 06/01/2019 oanh từ-chối H1 HT-09 lý-do=Đất_nông_nghiệp_→_đất_ở_do_quận_giải_quyết
                → Không tiếp nhận
            xem H1 từ-chối
                Mẫu số 03
                ỦY BAN NHÂN DÂN QUẬN LIÊN CHIỂU
                ỦY BAN NHÂN DÂN PHƯỜNG HÒA HIỆP BẮC
                BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ
                Số: ………/………
                Hòa Hiệp Bắc, ngày 06 tháng 01 năm 2019
                PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ
                Bộ phận Tiếp nhận và Trả kết quả: Ủy ban nhân dân phường Hòa Hiệp Bắc
                Tiếp nhận hồ sơ của: Nguyễn Thị Lý
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Số điện thoại: 0905123456    Email: ………
                Nội dung yêu cầu giải quyết: Cấp Giấy xác nhận tình trạng hôn nhân
                Qua xem xét, Bộ phận Tiếp nhận và Trả kết quả thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau: Đất nông nghiệp → đất ở do quận giải quyết
                Xin thông báo cho Ông/Bà được biết và thực hiện./.
                NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) Nguyễn Thị Lý
                NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) Phạm Thị Kim Oanh
                Người duyệt việc từ chối: Huỳnh Ngọc Sơn.
                Điện thoại: 0236 3000 000.
        "#]],
    );
}

#[test]
fn an_apology_names_both_moments_and_is_signed_for_the_chair() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 sơn phân-công H1 cho=hà
         08:00 08/03/2018 vân xin-lỗi H1 hẹn=17:00_12/03/2018 lý-do=Chờ_UBND_phường_Hòa_Hiệp_Nam_xác_minh
         xem H1 xin-lỗi",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 08/03/2018
            08:00 08/03/2018 vân xin-lỗi H1 hẹn=17:00_12/03/2018 lý-do=Chờ_UBND_phường_Hòa_Hiệp_Nam_xác_minh
                → Đang thụ lý, hạn 17:00 08/03/2018, hẹn lại 17:00 12/03/2018
            xem H1 xin-lỗi
                ỦY BAN NHÂN DÂN QUẬN LIÊN CHIỂU
                ỦY BAN NHÂN DÂN PHƯỜNG HÒA HIỆP BẮC
                Số: ………/PXL
                Hòa Hiệp Bắc, ngày 08 tháng 3 năm 2018
                PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ
                Kính gửi: Ông/Bà Nguyễn Thị Lý
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Số điện thoại: 0905123456
                Ngày 05 tháng 3 năm 2018, Ủy ban nhân dân phường Hòa Hiệp Bắc tiếp nhận giải quyết hồ sơ thủ tục “Cấp Giấy xác nhận tình trạng hôn nhân” của Ông/Bà; mã số: 000.21.17.H17-180305-6000.
                Thời gian hẹn trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 08 tháng 3 năm 2018
                Tuy nhiên đến nay, Ủy ban nhân dân phường Hòa Hiệp Bắc chưa trả kết quả giải quyết hồ sơ của Ông/Bà đúng thời hạn quy định ghi trên Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
                Lý do: Chờ UBND phường Hòa Hiệp Nam xác minh
                Ủy ban nhân dân phường Hòa Hiệp Bắc xin lỗi Ông/Bà vì sự chậm trễ này đã gây phiền hà, tốn kém chi phí, công sức của Ông/Bà.
                Thời gian hẹn trả kết quả lại: 17 giờ 00 phút, ngày 12 tháng 3 năm 2018
                Mong Ông/Bà thông cảm./.
                Nơi nhận:
                - Như trên;
                - Bộ phận Tiếp nhận và Trả kết quả;
                - Lưu: VT.
                KT. CHỦ TỊCH PHÓ CHỦ TỊCH (Ký, đóng dấu) Đặng Thị Hồng Vân
        "#]],
    );
}

#[test]
fn since_2025_the_apology_asks_for_a_longer_limit() {
    check(
        "09:00 02/03/2026 oanh tiếp-nhận H1 HT-09
         09:10 sơn phân-công H1 cho=hà
         08:00 05/03/2026 thành xin-lỗi H1 hẹn=17:00_09/03/2026
         xem H1 xin-lỗi",
        expect![[r#"
            09:00 02/03/2026 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2026
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 05/03/2026
            08:00 05/03/2026 thành xin-lỗi H1 hẹn=17:00_09/03/2026
                → Đang thụ lý, hạn 17:00 05/03/2026, hẹn lại 17:00 09/03/2026
            xem H1 xin-lỗi
                Mẫu số 04
                ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG
                ỦY BAN NHÂN DÂN PHƯỜNG HẢI VÂN
                Số: ………/PXL
                Hải Vân, ngày 05 tháng 3 năm 2026
                VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT
                Kính gửi: Ông/Bà Nguyễn Thị Lý
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Số điện thoại: 0905123456
                Ngày 02 tháng 3 năm 2026, Ủy ban nhân dân phường Hải Vân tiếp nhận giải quyết hồ sơ thủ tục “Cấp Giấy xác nhận tình trạng hôn nhân” của Ông/Bà; mã số: 000.21.17.H17-260302-6000.
                Thời gian hẹn trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 05 tháng 3 năm 2026
                Tuy nhiên đến nay, Ủy ban nhân dân phường Hải Vân chưa trả kết quả giải quyết hồ sơ của Ông/Bà đúng thời hạn quy định ghi trên Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
                Lý do: theo biên bản
                Ủy ban nhân dân phường Hải Vân xin lỗi Ông/Bà vì sự chậm trễ này đã gây phiền hà, tốn kém chi phí, công sức của Ông/Bà.
                Đề nghị gia hạn thời gian giải quyết; hẹn trả kết quả lại: 17 giờ 00 phút, ngày 09 tháng 3 năm 2026
                Mong Ông/Bà thông cảm./.
                Nơi nhận:
                - Như trên;
                - Trung tâm Phục vụ hành chính công;
                - Lưu: VT.
                CHỦ TỊCH (Ký, đóng dấu) Nguyễn Văn Thành
        "#]],
    );
}

#[test]
fn a_stop_has_a_paper_since_2025_and_none_before() {
    check(
        "09:00 30/06/2025 oanh tiếp-nhận H1 HT-09
         09:10 vân dừng H1 lý-do=Trùng_hồ_sơ
         xem H1 giấy-tờ
         xem H1 dừng
         09:00 01/07/2025 oanh tiếp-nhận H2 HT-09
         09:10 vân dừng H2 lý-do=Trùng_hồ_sơ
         xem H2 giấy-tờ
         xem H2 dừng
         09:00 02/07/2025 oanh tiếp-nhận H3 HT-09
         09:10 oanh rút H3 lý-do=Chưa_cần_nữa
         xem H3 dừng",
        expect![[r#"
            09:00 30/06/2025 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 03/07/2025
            09:10 vân dừng H1 lý-do=Trùng_hồ_sơ
                → Dừng xử lý, hạn 17:00 03/07/2025, sớm hẹn
            xem H1 giấy-tờ
                Giấy hẹn: giay-hen
                Phiếu kiểm soát: kiem-soat
            xem H1 dừng
                (chưa có)
            09:00 01/07/2025 oanh tiếp-nhận H2 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 04/07/2025
            09:10 vân dừng H2 lý-do=Trùng_hồ_sơ
                → Dừng xử lý, hạn 17:00 04/07/2025, sớm hẹn
            xem H2 giấy-tờ
                Giấy hẹn: giay-hen
                Thông báo dừng: dung
                Phiếu kiểm soát: kiem-soat
            xem H2 dừng
                Mẫu số 05
                ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG
                ỦY BAN NHÂN DÂN PHƯỜNG HẢI VÂN
                Số: ………/TB
                Hải Vân, ngày 01 tháng 7 năm 2025
                THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ
                Kính gửi: Ông/Bà Nguyễn Thị Lý
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Số điện thoại: 0905123456
                Ngày 01 tháng 7 năm 2025, Ủy ban nhân dân phường Hải Vân tiếp nhận giải quyết hồ sơ thủ tục “Cấp Giấy xác nhận tình trạng hôn nhân” của Ông/Bà; mã số: 000.21.17.H17-250701-6001.
                Nay thông báo dừng giải quyết hồ sơ này kể từ: 9 giờ 10 phút, ngày 01 tháng 7 năm 2025
                Lý do: Trùng hồ sơ
                Xin thông báo cho Ông/Bà được biết. Nếu có vướng mắc, liên hệ Trung tâm Phục vụ hành chính công, số điện thoại 0236 3000 000./.
                Nơi nhận:
                - Như trên;
                - Trung tâm Phục vụ hành chính công;
                - Lưu: VT.
                KT. CHỦ TỊCH PHÓ CHỦ TỊCH (Ký, đóng dấu) Đặng Thị Hồng Vân
            09:00 02/07/2025 oanh tiếp-nhận H3 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 07/07/2025
            09:10 oanh rút H3 lý-do=Chưa_cần_nữa
                → Công dân rút hồ sơ, hạn 17:00 07/07/2025, sớm hẹn
            xem H3 dừng
                Mẫu số 05
                ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG
                ỦY BAN NHÂN DÂN PHƯỜNG HẢI VÂN
                Số: ………/TB
                Hải Vân, ngày 02 tháng 7 năm 2025
                THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ
                Kính gửi: Ông/Bà Nguyễn Thị Lý
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Số điện thoại: 0905123456
                Ngày 02 tháng 7 năm 2025, Ủy ban nhân dân phường Hải Vân tiếp nhận giải quyết hồ sơ thủ tục “Cấp Giấy xác nhận tình trạng hôn nhân” của Ông/Bà; mã số: 000.21.17.H17-250702-6002.
                Nay thông báo dừng giải quyết hồ sơ này kể từ: 9 giờ 10 phút, ngày 02 tháng 7 năm 2025
                Lý do: người nộp rút hồ sơ: Chưa cần nữa
                Giấy tờ bản chính đã nộp được trả lại cho người nộp khi ký nhận.
                Xin thông báo cho Ông/Bà được biết. Nếu có vướng mắc, liên hệ Trung tâm Phục vụ hành chính công, số điện thoại 0236 3000 000./.
                Nơi nhận:
                - Như trên;
                - Trung tâm Phục vụ hành chính công;
                - Lưu: VT.
                THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ (Ký, đóng dấu)
        "#]],
    );
}

#[test]
fn the_control_slip_has_a_row_for_every_pair_of_hands() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 sơn phân-công H1 cho=hà
         09:20 hà phối-hợp H1
         16:00 13/03/2018 hà nhận-trả-lời H1
         16:10 hà trình-ký H1
         16:20 vân trả-lại H1 lý-do=sai_năm_sinh
         16:30 hà trình-ký H1
         16:40 vân ký H1 thay-ca
         16:58 tuấn đóng-dấu H1
         08:00 14/03/2018 oanh trả-kết-quả H1
         xem H1 kiểm-soát",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 hà phối-hợp H1
                → Chờ cơ quan phối hợp, hạn 17:00 08/03/2018
            16:00 13/03/2018 hà nhận-trả-lời H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            16:10 hà trình-ký H1
                → Chờ ký, hạn 17:00 08/03/2018
            16:20 vân trả-lại H1 lý-do=sai_năm_sinh
                → Đang thụ lý, hạn 17:00 08/03/2018
            16:30 hà trình-ký H1
                → Chờ ký, hạn 17:00 08/03/2018
            16:40 vân ký H1 thay-ca
                → Đã ký, chờ đóng dấu, hạn 17:00 08/03/2018
            16:58 tuấn đóng-dấu H1
                → Chờ trả, hạn 17:00 08/03/2018, trễ hẹn
            08:00 14/03/2018 oanh trả-kết-quả H1
                → Đã trả kết quả, hạn 17:00 08/03/2018, trễ hẹn
            xem H1 kiểm-soát
                ỦY BAN NHÂN DÂN QUẬN LIÊN CHIỂU
                ỦY BAN NHÂN DÂN PHƯỜNG HÒA HIỆP BẮC
                BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ
                Mã hồ sơ: 000.21.17.H17-180305-6000
                Hòa Hiệp Bắc, ngày 05 tháng 3 năm 2018
                PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ
                Nội dung yêu cầu giải quyết: Cấp Giấy xác nhận tình trạng hôn nhân
                Cơ quan (bộ phận) giải quyết hồ sơ: Ủy ban nhân dân phường Hòa Hiệp Bắc
                Cơ quan phối hợp giải quyết hồ sơ: UBND phường Hòa Hiệp Nam
                1. Giao: Người nộp hồ sơ 2. Nhận: Bộ phận Tiếp nhận và Trả kết quả | 9 giờ 00 phút, ngày 05 tháng 3 năm 2018 Người giao: Nguyễn Thị Lý Người nhận: Phạm Thị Kim Oanh |  |
                1. Giao: Bộ phận Tiếp nhận và Trả kết quả 2. Nhận: Công chức Tư pháp – Hộ tịch | 9 giờ 10 phút, ngày 05 tháng 3 năm 2018 Người giao: Phạm Thị Kim Oanh Người nhận: Nguyễn Thị Thu Hà | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Phân công
                1. Giao: Công chức Tư pháp – Hộ tịch 2. Nhận: UBND phường Hòa Hiệp Nam | 9 giờ 20 phút, ngày 05 tháng 3 năm 2018 Người giao: Nguyễn Thị Thu Hà Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Trả lời trước 12/03/2018
                1. Giao: UBND phường Hòa Hiệp Nam 2. Nhận: Công chức Tư pháp – Hộ tịch | 16 giờ 00 phút, ngày 13 tháng 3 năm 2018 Người giao:  Người nhận: Nguyễn Thị Thu Hà | [ ] Trước hạn [ ] Đúng hạn [x] Quá hạn |
                1. Giao: Công chức Tư pháp – Hộ tịch 2. Nhận: Lãnh đạo Ủy ban nhân dân phường Hòa Hiệp Bắc | 16 giờ 10 phút, ngày 13 tháng 3 năm 2018 Người giao: Nguyễn Thị Thu Hà Người nhận: Đặng Thị Hồng Vân | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Trình ký
                1. Giao: Lãnh đạo Ủy ban nhân dân phường Hòa Hiệp Bắc 2. Nhận: Công chức Tư pháp – Hộ tịch | 16 giờ 20 phút, ngày 13 tháng 3 năm 2018 Người giao: Đặng Thị Hồng Vân Người nhận: Nguyễn Thị Thu Hà | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | sai năm sinh
                1. Giao: Công chức Tư pháp – Hộ tịch 2. Nhận: Lãnh đạo Ủy ban nhân dân phường Hòa Hiệp Bắc | 16 giờ 30 phút, ngày 13 tháng 3 năm 2018 Người giao: Nguyễn Thị Thu Hà Người nhận: Đặng Thị Hồng Vân | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Trình ký
                1. Giao: Lãnh đạo Ủy ban nhân dân phường Hòa Hiệp Bắc 2. Nhận: Văn thư | 16 giờ 40 phút, ngày 13 tháng 3 năm 2018 Người giao: Đặng Thị Hồng Vân Người nhận: Võ Minh Tuấn | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Đã ký
                1. Giao: Văn thư 2. Nhận: Bộ phận Tiếp nhận và Trả kết quả | 16 giờ 58 phút, ngày 13 tháng 3 năm 2018 Người giao: Võ Minh Tuấn Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [x] Quá hạn | Số 34/XN-UBND
                1. Giao: Bộ phận Tiếp nhận và Trả kết quả 2. Nhận: Người nộp hồ sơ | 8 giờ 00 phút, ngày 14 tháng 3 năm 2018 Người giao: Phạm Thị Kim Oanh Người nhận: Nguyễn Thị Lý |  | Trả kết quả
                1. Giao: ……… 2. Nhận: ……… | …… giờ …… phút, ngày …… tháng …… năm ……… Người giao:  Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn |
                1. Giao: ……… 2. Nhận: ……… | …… giờ …… phút, ngày …… tháng …… năm ……… Người giao:  Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn |
        "#]],
    );
}

/// The operator writes every step down; the leader who signed is another, and stands on the paper.
#[test]
fn the_control_slip_of_the_fast_lane_names_the_leader_who_signed() {
    check(
        "09:00 06/03/2018 oanh làm-nhanh H1 CT-01
         xem H1 kiểm-soát",
        expect![[r#"
            09:00 06/03/2018 oanh làm-nhanh H1 CT-01
                → Đã tiếp nhận, chờ phân công → Đang thụ lý → Chờ ký → Đã ký, chờ đóng dấu → Chờ trả → Đã trả kết quả, hạn 17:00 06/03/2018, đúng hẹn
            xem H1 kiểm-soát
                ỦY BAN NHÂN DÂN QUẬN LIÊN CHIỂU
                ỦY BAN NHÂN DÂN PHƯỜNG HÒA HIỆP BẮC
                BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ
                Mã hồ sơ: 000.21.17.H17-180306-6000
                Hòa Hiệp Bắc, ngày 06 tháng 3 năm 2018
                PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ
                Nội dung yêu cầu giải quyết: Chứng thực bản sao từ bản chính giấy tờ, văn bản
                Cơ quan (bộ phận) giải quyết hồ sơ: Ủy ban nhân dân phường Hòa Hiệp Bắc
                Cơ quan phối hợp giải quyết hồ sơ: ………
                1. Giao: Người nộp hồ sơ 2. Nhận: Bộ phận Tiếp nhận và Trả kết quả | 9 giờ 00 phút, ngày 06 tháng 3 năm 2018 Người giao: Nguyễn Thị Lý Người nhận: Phạm Thị Kim Oanh |  |
                1. Giao: Bộ phận Tiếp nhận và Trả kết quả 2. Nhận: Cán bộ tiếp nhận | 9 giờ 00 phút, ngày 06 tháng 3 năm 2018 Người giao: Phạm Thị Kim Oanh Người nhận: Phạm Thị Kim Oanh | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Phân công
                1. Giao: Cán bộ tiếp nhận 2. Nhận: Lãnh đạo Ủy ban nhân dân phường Hòa Hiệp Bắc | 9 giờ 00 phút, ngày 06 tháng 3 năm 2018 Người giao: Phạm Thị Kim Oanh Người nhận: Đặng Thị Hồng Vân | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Trình ký
                1. Giao: Lãnh đạo Ủy ban nhân dân phường Hòa Hiệp Bắc 2. Nhận: Văn thư | 9 giờ 00 phút, ngày 06 tháng 3 năm 2018 Người giao: Đặng Thị Hồng Vân Người nhận: Phạm Thị Kim Oanh | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Đã ký
                1. Giao: Văn thư 2. Nhận: Bộ phận Tiếp nhận và Trả kết quả | 9 giờ 00 phút, ngày 06 tháng 3 năm 2018 Người giao: Phạm Thị Kim Oanh Người nhận:  | [ ] Trước hạn [x] Đúng hạn [ ] Quá hạn | Số 215
                1. Giao: Bộ phận Tiếp nhận và Trả kết quả 2. Nhận: Người nộp hồ sơ | 9 giờ 00 phút, ngày 06 tháng 3 năm 2018 Người giao: Phạm Thị Kim Oanh Người nhận: Nguyễn Thị Lý |  | Trả kết quả
                1. Giao: ……… 2. Nhận: ……… | …… giờ …… phút, ngày …… tháng …… năm ……… Người giao:  Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn |
                1. Giao: ……… 2. Nhận: ……… | …… giờ …… phút, ngày …… tháng …… năm ……… Người giao:  Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn |
        "#]],
    );
}

#[test]
fn a_dossier_that_changes_hands_keeps_both_names() {
    check(
        "09:00 02/03/2026 oanh tiếp-nhận H1 HT-09
         09:10 sơn phân-công H1 cho=hà
         10:00 sơn phân-công H1 cho=liên lý-do=nghỉ_ốm:_hai_ngày
         10:00 03/03/2026 liên yêu-cầu-bổ-sung H1
         15:00 04/03/2026 oanh nhận-bổ-sung H1
         xem H1 kiểm-soát",
        expect![[r#"
            09:00 02/03/2026 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2026
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 05/03/2026
            10:00 sơn phân-công H1 cho=liên lý-do=nghỉ_ốm:_hai_ngày
                → Đang thụ lý, hạn 17:00 05/03/2026
            10:00 03/03/2026 liên yêu-cầu-bổ-sung H1
                → Chờ dân bổ sung, hạn 17:00 05/03/2026, đồng hồ dừng
            15:00 04/03/2026 oanh nhận-bổ-sung H1
                → Đang thụ lý, hạn 17:00 06/03/2026
            xem H1 kiểm-soát
                Mẫu số 06
                ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG
                ỦY BAN NHÂN DÂN PHƯỜNG HẢI VÂN
                TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG
                Mã hồ sơ: 000.21.17.H17-260302-6000
                Hải Vân, ngày 02 tháng 3 năm 2026
                PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ
                Nội dung yêu cầu giải quyết: Cấp Giấy xác nhận tình trạng hôn nhân
                Cơ quan (bộ phận) giải quyết hồ sơ: Ủy ban nhân dân phường Hải Vân
                Cơ quan phối hợp giải quyết hồ sơ: ………
                1. Giao: Người nộp hồ sơ 2. Nhận: Trung tâm Phục vụ hành chính công | 9 giờ 00 phút, ngày 02 tháng 3 năm 2026 Người giao: Nguyễn Thị Lý Người nhận: Phạm Thị Kim Oanh |  |
                1. Giao: Trung tâm Phục vụ hành chính công 2. Nhận: Công chức Tư pháp – Hộ tịch | 9 giờ 10 phút, ngày 02 tháng 3 năm 2026 Người giao: Phạm Thị Kim Oanh Người nhận: Nguyễn Thị Thu Hà | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Phân công
                1. Giao: Công chức Tư pháp – Hộ tịch 2. Nhận: Công chức Văn hóa – Xã hội | 10 giờ 00 phút, ngày 02 tháng 3 năm 2026 Người giao: Nguyễn Thị Thu Hà Người nhận: Lê Thị Kim Liên | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | nghỉ ốm: hai ngày
                1. Giao: Công chức Văn hóa – Xã hội 2. Nhận: Trung tâm Phục vụ hành chính công | 10 giờ 00 phút, ngày 03 tháng 3 năm 2026 Người giao: Lê Thị Kim Liên Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Yêu cầu bổ sung
                1. Giao: Trung tâm Phục vụ hành chính công 2. Nhận: Công chức Văn hóa – Xã hội | 15 giờ 00 phút, ngày 04 tháng 3 năm 2026 Người giao: Phạm Thị Kim Oanh Người nhận: Lê Thị Kim Liên |  | Đã bổ sung
                1. Giao: ……… 2. Nhận: ……… | …… giờ …… phút, ngày …… tháng …… năm ……… Người giao:  Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn |
                1. Giao: ……… 2. Nhận: ……… | …… giờ …… phút, ngày …… tháng …… năm ……… Người giao:  Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn |
        "#]],
    );
}

#[test]
fn an_agencys_whole_name_stands_on_the_control_slip() {
    check(
        "09:00 02/03/2026 oanh tiếp-nhận H1 HT-09
         09:10 sơn phân-công H1 cho=hà
         10:00 hà phối-hợp H1 cơ-quan=UBND_phường_Liên_Chiểu:_Phòng_Kinh_tế
         10:00 03/03/2026 hà nhận-trả-lời H1
         xem H1 kiểm-soát",
        expect![[r#"
            09:00 02/03/2026 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 05/03/2026
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 05/03/2026
            10:00 hà phối-hợp H1 cơ-quan=UBND_phường_Liên_Chiểu:_Phòng_Kinh_tế
                → Chờ cơ quan phối hợp, hạn 17:00 05/03/2026
            10:00 03/03/2026 hà nhận-trả-lời H1
                → Đang thụ lý, hạn 17:00 05/03/2026
            xem H1 kiểm-soát
                Mẫu số 06
                ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG
                ỦY BAN NHÂN DÂN PHƯỜNG HẢI VÂN
                TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG
                Mã hồ sơ: 000.21.17.H17-260302-6000
                Hải Vân, ngày 02 tháng 3 năm 2026
                PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ
                Nội dung yêu cầu giải quyết: Cấp Giấy xác nhận tình trạng hôn nhân
                Cơ quan (bộ phận) giải quyết hồ sơ: Ủy ban nhân dân phường Hải Vân
                Cơ quan phối hợp giải quyết hồ sơ: UBND phường Liên Chiểu, Phòng Kinh tế
                1. Giao: Người nộp hồ sơ 2. Nhận: Trung tâm Phục vụ hành chính công | 9 giờ 00 phút, ngày 02 tháng 3 năm 2026 Người giao: Nguyễn Thị Lý Người nhận: Phạm Thị Kim Oanh |  |
                1. Giao: Trung tâm Phục vụ hành chính công 2. Nhận: Công chức Tư pháp – Hộ tịch | 9 giờ 10 phút, ngày 02 tháng 3 năm 2026 Người giao: Phạm Thị Kim Oanh Người nhận: Nguyễn Thị Thu Hà | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Phân công
                1. Giao: Công chức Tư pháp – Hộ tịch 2. Nhận: UBND phường Liên Chiểu, Phòng Kinh tế | 10 giờ 00 phút, ngày 02 tháng 3 năm 2026 Người giao: Nguyễn Thị Thu Hà Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Trả lời trước 09/03/2026
                1. Giao: UBND phường Liên Chiểu, Phòng Kinh tế 2. Nhận: Công chức Tư pháp – Hộ tịch | 10 giờ 00 phút, ngày 03 tháng 3 năm 2026 Người giao:  Người nhận: Nguyễn Thị Thu Hà | [x] Trước hạn [ ] Đúng hạn [ ] Quá hạn |
                1. Giao: ……… 2. Nhận: ……… | …… giờ …… phút, ngày …… tháng …… năm ……… Người giao:  Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn |
                1. Giao: ……… 2. Nhận: ……… | …… giờ …… phút, ngày …… tháng …… năm ……… Người giao:  Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn |
        "#]],
    );
}

#[test]
fn what_another_agency_decides_goes_there_and_back() {
    check(
        "09:00 02/03/2026 oanh tiếp-nhận H1 DD-03
         09:10 sơn phân-công H1 cho=bảo
         10:00 bảo chuyển H1
         10:00 10/03/2026 tuấn nhận-kết-quả H1
         xem H1 kiểm-soát",
        expect![[r#"
            09:00 02/03/2026 oanh tiếp-nhận H1 DD-03
                → Đã tiếp nhận, chờ phân công, hạn 17:00 16/03/2026
            09:10 sơn phân-công H1 cho=bảo
                → Đang thụ lý, hạn 17:00 16/03/2026
            10:00 bảo chuyển H1
                → Đã chuyển cơ quan có thẩm quyền, hạn 17:00 16/03/2026
            10:00 10/03/2026 tuấn nhận-kết-quả H1
                → Chờ trả, hạn 17:00 16/03/2026, sớm hẹn
            xem H1 kiểm-soát
                Mẫu số 06
                ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG
                ỦY BAN NHÂN DÂN PHƯỜNG HẢI VÂN
                TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG
                Mã hồ sơ: 000.21.17.H17-260302-6000
                Hải Vân, ngày 02 tháng 3 năm 2026
                PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ
                Nội dung yêu cầu giải quyết: Đăng ký biến động quyền sử dụng đất, tài sản gắn liền với đất (chuyển đổi, chuyển nhượng, thừa kế, tặng cho, góp vốn) – tiếp nhận tại phường
                Cơ quan (bộ phận) giải quyết hồ sơ: Ủy ban nhân dân phường Hải Vân
                Cơ quan phối hợp giải quyết hồ sơ: Văn phòng đăng ký đất đai
                1. Giao: Người nộp hồ sơ 2. Nhận: Trung tâm Phục vụ hành chính công | 9 giờ 00 phút, ngày 02 tháng 3 năm 2026 Người giao: Nguyễn Thị Lý Người nhận: Phạm Thị Kim Oanh |  |
                1. Giao: Trung tâm Phục vụ hành chính công 2. Nhận: Công chức Địa chính – Xây dựng | 9 giờ 10 phút, ngày 02 tháng 3 năm 2026 Người giao: Phạm Thị Kim Oanh Người nhận: Trần Quốc Bảo | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Phân công
                1. Giao: Công chức Địa chính – Xây dựng 2. Nhận: Văn phòng đăng ký đất đai | 10 giờ 00 phút, ngày 02 tháng 3 năm 2026 Người giao: Trần Quốc Bảo Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Chuyển cơ quan có thẩm quyền
                1. Giao: Văn phòng đăng ký đất đai 2. Nhận: Trung tâm Phục vụ hành chính công | 10 giờ 00 phút, ngày 10 tháng 3 năm 2026 Người giao:  Người nhận: Võ Minh Tuấn | [x] Trước hạn [ ] Đúng hạn [ ] Quá hạn | Số 88/VPĐK
                1. Giao: ……… 2. Nhận: ……… | …… giờ …… phút, ngày …… tháng …… năm ……… Người giao:  Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn |
                1. Giao: ……… 2. Nhận: ……… | …… giờ …… phút, ngày …… tháng …… năm ……… Người giao:  Người nhận:  | [ ] Trước hạn [ ] Đúng hạn [ ] Quá hạn |
        "#]],
    );
}

#[test]
fn an_address_leads_to_its_paper() {
    let all = [
        PaperOf::Slip,
        PaperOf::Supplement(2),
        PaperOf::Refusal,
        PaperOf::Apology,
        PaperOf::Stop,
        PaperOf::Control,
    ];
    for paper in all {
        assert_eq!(paper.to_string().parse(), Ok(paper));
    }
    for no in ["", "giay", "bo-sung-", "bo-sung-x", "bo-sung--1"] {
        assert!(no.parse::<PaperOf>().is_err(), "{no}");
    }
}
