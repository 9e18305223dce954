//! Through whose hands a dossier goes: who gives work, who signs, which agency decides.

use expect_test::expect;

use super::check;

#[test]
fn from_the_counter_back_to_the_citizen() {
    check(
        "08:15 13/02/2018 oanh tiếp-nhận H1 HT-09
         08:40 hà phân-công H1
         10:05 hà trình-ký H1
         09:00 21/02/2018 vân ký H1
         14:30 22/02/2018 tuấn đóng-dấu H1
         09:00 26/02/2018 oanh trả-kết-quả H1
         xem H1 lịch-sử",
        expect![[r#"
            08:15 13/02/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 23/02/2018
            08:40 hà phân-công H1
                → Đang thụ lý, hạn 17:00 23/02/2018
            10:05 hà trình-ký H1
                → Chờ ký, hạn 17:00 23/02/2018
            09:00 21/02/2018 vân ký H1
                ✗ Buổi này Lê Quang Huy trực ký. Chọn “Ký thay ca” nếu ký thay.
            14:30 22/02/2018 tuấn đóng-dấu H1
                ✗ Hồ sơ đang ở bước “Chờ ký”, chưa “lấy số, đóng dấu” được.
            09:00 26/02/2018 oanh trả-kết-quả H1
                ✗ Hồ sơ đang ở bước “Chờ ký”, chưa “trả kết quả” được.
            xem H1 lịch-sử
                08:15 13/02/2018 Kim Oanh: Tiếp nhận. 180213-6000
                08:40 13/02/2018 Thu Hà: Phân công thụ lý. → #3
                10:05 13/02/2018 Thu Hà: Trình lãnh đạo ký. Chấp thuận: Cấp giấy xác nhận
        "#]],
    );
}

#[test]
fn a_denial_is_a_signed_result() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 hà phân-công H1
         10:00 07/03/2018 hà trình-ký H1 từ-chối nội-dung=Đang_có_vợ
         10:30 huy ký H1
         11:00 tuấn đóng-dấu H1 số-văn-bản=12/TB-UBND
         15:00 oanh trả-kết-quả H1
         xem H1 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:00 07/03/2018 hà trình-ký H1 từ-chối nội-dung=Đang_có_vợ
                → Chờ ký, hạn 17:00 08/03/2018
            10:30 huy ký H1
                → Đã ký, chờ đóng dấu, hạn 17:00 08/03/2018
            11:00 tuấn đóng-dấu H1 số-văn-bản=12/TB-UBND
                → Chờ trả, hạn 17:00 08/03/2018, sớm hẹn
            15:00 oanh trả-kết-quả H1
                → Đã trả kết quả, hạn 17:00 08/03/2018, sớm hẹn
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:10 05/03/2018 Thu Hà: Phân công thụ lý. → #3
                10:00 07/03/2018 Thu Hà: Trình lãnh đạo ký. Từ chối giải quyết: Đang có vợ
                10:30 07/03/2018 Quang Huy: Ký
                11:00 07/03/2018 Minh Tuấn: Lấy số, đóng dấu. 12/TB-UBND
                15:00 07/03/2018 Kim Oanh: Trả kết quả. Nguyễn Thị Lý
        "#]],
    );
}

#[test]
fn what_another_agency_decides_is_passed_on_and_comes_back() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 DD-03
         09:10 bảo phân-công H1
         09:20 bảo trình-ký H1
         09:30 bảo chuyển H1
         10:00 07/03/2018 hà trình-ký H1
         10:00 16/03/2018 bảo nhận-kết-quả H1
         11:00 oanh trả-kết-quả H1
         09:00 05/03/2018 oanh tiếp-nhận H2 HT-09
         09:10 hà phân-công H2
         09:20 hà chuyển H2
         xem H1 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 DD-03
                → Đã tiếp nhận, chờ phân công, hạn 17:00 19/03/2018
            09:10 bảo phân-công H1
                → Đang thụ lý, hạn 17:00 19/03/2018
            09:20 bảo trình-ký H1
                ✗ Thủ tục này do cơ quan khác ký. Dùng “Chuyển cơ quan có thẩm quyền”.
            09:30 bảo chuyển H1
                → Đã chuyển cơ quan có thẩm quyền, hạn 17:00 19/03/2018
            10:00 07/03/2018 hà trình-ký H1
                ✗ Hồ sơ đang ở bước “Đã chuyển cơ quan có thẩm quyền”, chưa “trình lãnh đạo ký” được.
            10:00 16/03/2018 bảo nhận-kết-quả H1
                → Chờ trả, hạn 17:00 19/03/2018, sớm hẹn
            11:00 oanh trả-kết-quả H1
                → Đã trả kết quả, hạn 17:00 19/03/2018, sớm hẹn
            09:00 05/03/2018 oanh tiếp-nhận H2 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 hà phân-công H2
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 hà chuyển H2
                ✗ Thủ tục này phường tự giải quyết, không chuyển đi.
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:10 05/03/2018 Quốc Bảo: Phân công thụ lý. → #4
                09:30 05/03/2018 Quốc Bảo: Chuyển cơ quan có thẩm quyền. Văn phòng đăng ký đất đai
                10:00 16/03/2018 Quốc Bảo: Nhận kết quả chuyển về. Văn phòng đăng ký đất đai: Đã xác nhận biến động
                11:00 16/03/2018 Kim Oanh: Trả kết quả. Nguyễn Thị Lý
        "#]],
    );
}

#[test]
fn nobody_signs_what_they_drafted_or_out_of_turn() {
    cov_mark::check!(not_on_duty);
    check(
        "09:00 06/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 hà phân-công H1
         09:20 hà trình-ký H1
         09:30 hà ký H1
         09:30 huy ký H1
         09:30 huy ký H1 thay-ca
         xem H1 lịch-sử
         10:00 10/03/2018 oanh tiếp-nhận H2 HT-09
         10:10 hà phân-công H2
         10:20 hà trình-ký H2
         10:30 huy ký H2",
        expect![[r#"
            09:00 06/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 09/03/2018
            09:10 hà phân-công H1
                → Đang thụ lý, hạn 17:00 09/03/2018
            09:20 hà trình-ký H1
                → Chờ ký, hạn 17:00 09/03/2018
            09:30 hà ký H1
                ✗ Việc này của lãnh đạo phường.
            09:30 huy ký H1
                ✗ Buổi này Đặng Thị Hồng Vân trực ký. Chọn “Ký thay ca” nếu ký thay.
            09:30 huy ký H1 thay-ca
                → Đã ký, chờ đóng dấu, hạn 17:00 09/03/2018
            xem H1 lịch-sử
                09:00 06/03/2018 Kim Oanh: Tiếp nhận. 180306-6000
                09:10 06/03/2018 Thu Hà: Phân công thụ lý. → #3
                09:20 06/03/2018 Thu Hà: Trình lãnh đạo ký. Chấp thuận: Cấp giấy xác nhận
                09:30 06/03/2018 Quang Huy: Ký. ký thay ca
            10:00 10/03/2018 oanh tiếp-nhận H2 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 15/03/2018
            10:10 hà phân-công H2
                → Đang thụ lý, hạn 17:00 15/03/2018
            10:20 hà trình-ký H2
                → Chờ ký, hạn 17:00 15/03/2018
            10:30 huy ký H2
                → Đã ký, chờ đóng dấu, hạn 17:00 15/03/2018
        "#]],
    );
}

#[test]
fn only_the_head_gives_work_to_others() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:05 oanh phân-công H1
         09:05 hà phân-công H1 cho=bảo
         09:05 sơn phân-công H1 cho=oanh
         09:10 hà phân-công H1
         09:20 bảo phân-công H1
         09:20 sơn phân-công H1 cho=bảo
         09:20 sơn phân-công H1 cho=bảo lý-do=Hà_nghỉ_phép
         xem H1 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:05 oanh phân-công H1
                ✗ Việc này của tổ trưởng hoặc công chức chuyên môn.
            09:05 hà phân-công H1 cho=bảo
                ✗ Việc này của tổ trưởng.
            09:05 sơn phân-công H1 cho=oanh
                ✗ Người thụ lý phải là công chức chuyên môn. Chọn lại.
            09:10 hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 bảo phân-công H1
                ✗ Việc này của tổ trưởng.
            09:20 sơn phân-công H1 cho=bảo
                ✗ Chưa ghi lý do.
            09:20 sơn phân-công H1 cho=bảo lý-do=Hà_nghỉ_phép
                → Đang thụ lý, hạn 17:00 08/03/2018
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:10 05/03/2018 Thu Hà: Phân công thụ lý. → #3
                09:20 05/03/2018 Ngọc Sơn: Phân công thụ lý. → #4: Hà nghỉ phép
        "#]],
    );
}

#[test]
fn a_signature_is_taken_back_by_whoever_gave_it() {
    check(
        "08:15 13/02/2018 oanh tiếp-nhận H1 HT-09
         08:40 hà phân-công H1
         10:05 hà trình-ký H1
         09:00 21/02/2018 huy ký H1
         09:30 vân hủy-ký H1 lý-do=nhầm
         09:50 huy hủy-ký H1 lý-do=nhầm
         xem H1 lịch-sử",
        expect![[r#"
            08:15 13/02/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 23/02/2018
            08:40 hà phân-công H1
                → Đang thụ lý, hạn 17:00 23/02/2018
            10:05 hà trình-ký H1
                → Chờ ký, hạn 17:00 23/02/2018
            09:00 21/02/2018 huy ký H1
                → Đã ký, chờ đóng dấu, hạn 17:00 23/02/2018
            09:30 vân hủy-ký H1 lý-do=nhầm
                ✗ Người ký là Lê Quang Huy; chỉ người ký hủy được chữ ký.
            09:50 huy hủy-ký H1 lý-do=nhầm
                → Đang thụ lý, hạn 17:00 23/02/2018
            xem H1 lịch-sử
                08:15 13/02/2018 Kim Oanh: Tiếp nhận. 180213-6000
                08:40 13/02/2018 Thu Hà: Phân công thụ lý. → #3
                10:05 13/02/2018 Thu Hà: Trình lãnh đạo ký. Chấp thuận: Cấp giấy xác nhận
                09:00 21/02/2018 Quang Huy: Ký
                09:50 21/02/2018 Quang Huy: Hủy ký. nhầm
        "#]],
    );
}
