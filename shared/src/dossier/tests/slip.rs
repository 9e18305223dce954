//! Giấy hẹn: the same dossier on the paper of its year.

use expect_test::expect;

use super::check;

#[test]
fn the_slip_of_2018_has_the_names_of_2018() {
    check(
        "15:01 13/02/2018 oanh tiếp-nhận H1 HT-09
         xem H1 giấy-hẹn",
        expect![[r#"
            15:01 13/02/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 23/02/2018
            xem H1 giấy-hẹn
                ỦY BAN NHÂN DÂN QUẬN LIÊN CHIỂU
                ỦY BAN NHÂN DÂN PHƯỜNG HÒA HIỆP BẮC
                BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ
                Mã hồ sơ: 000.21.17.H17-180213-6000
                Hòa Hiệp Bắc, ngày 13 tháng 02 năm 2018
                GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
                Bộ phận: Bộ phận Tiếp nhận và Trả kết quả
                Tiếp nhận hồ sơ của: Nguyễn Thị Lý
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Số điện thoại: 0905123456
                Nội dung yêu cầu giải quyết: Cấp Giấy xác nhận tình trạng hôn nhân
                Thành phần hồ sơ nộp gồm:
                STT | Tên giấy tờ | Bản chính | Bản sao
                1 | Tờ khai cấp Giấy xác nhận tình trạng hôn nhân | 1 | 0
                2 | Giấy tờ tùy thân của người yêu cầu (CCCD/Căn cước/hộ chiếu) | 0 | 0
                Số lượng hồ sơ: 01 (bộ)
                Thời gian giải quyết hồ sơ theo quy định là: 03 ngày làm việc
                Thời gian nhận hồ sơ: 15 giờ 01 phút, ngày 13 tháng 02 năm 2018
                Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 23 tháng 02 năm 2018
                Đăng ký nhận kết quả: tại quầy
                Phí, lệ phí: 15.000 đ (đã thu, biên lai BL 0001)
                Vào Sổ theo dõi hồ sơ, số thứ tự: 180213-6000
                NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) Nguyễn Thị Lý
                NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) Phạm Thị Kim Oanh
                Khi nhận kết quả, mang theo giấy hẹn này và giấy tờ tùy thân; nhận thay cần giấy ủy quyền.
                Tra cứu: nhập mã hồ sơ và mã tra cứu 7K2MPX. Điện thoại: 0236 3000 000.
        "#]],
    );
}

#[test]
fn the_slip_of_2026_follows_the_new_circular() {
    check(
        "09:05 02/03/2026 oanh tiếp-nhận H1 CT-03 phí=nợ tên=Trần_Văn_Đức
         xem H1 giấy-hẹn",
        expect![[r#"
            09:05 02/03/2026 oanh tiếp-nhận H1 CT-03 phí=nợ tên=Trần_Văn_Đức
                → Đã tiếp nhận, chờ phân công, hạn 17:00 04/03/2026
            xem H1 giấy-hẹn
                ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG
                ỦY BAN NHÂN DÂN PHƯỜNG HẢI VÂN
                TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG
                Mã hồ sơ: 000.21.17.H17-260302-6000
                Hải Vân, ngày 02 tháng 3 năm 2026
                GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
                Bộ phận: Trung tâm Phục vụ hành chính công
                Tiếp nhận hồ sơ của: Trần Văn Đức
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Số điện thoại: 0905123456
                Nội dung yêu cầu giải quyết: Chứng thực hợp đồng, giao dịch liên quan đến tài sản là động sản, quyền sử dụng đất, nhà ở
                Thành phần hồ sơ nộp gồm:
                STT | Tên giấy tờ | Bản chính | Bản sao
                1 | Dự thảo hợp đồng, giao dịch/văn bản | 1 | 0
                2 | CCCD/hộ chiếu của các bên | 0 | 1
                3 | Giấy chứng nhận quyền sở hữu, quyền sử dụng tài sản | 0 | 1
                Số lượng hồ sơ: 01 (bộ)
                Thời gian giải quyết hồ sơ theo quy định là: 02 ngày làm việc
                Thời gian nhận hồ sơ: 9 giờ 05 phút, ngày 02 tháng 3 năm 2026
                Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 04 tháng 3 năm 2026
                Đăng ký nhận kết quả: tại quầy
                Phí, lệ phí: 50.000 đ (thu khi trả kết quả)
                Vào Sổ theo dõi hồ sơ, số thứ tự: 260302-6000
                NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) Trần Văn Đức
                NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) Phạm Thị Kim Oanh
                Khi nhận kết quả, mang theo giấy hẹn này và giấy tờ tùy thân; nhận thay cần giấy ủy quyền.
                Tra cứu: nhập mã hồ sơ và mã tra cứu 7K2MPX. Điện thoại: 0236 3000 000.
        "#]],
    );
}
