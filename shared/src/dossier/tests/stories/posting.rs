//! A dossier is posted in public: its days, what is said against it, what waits meanwhile, and the clock.

use expect_test::expect;

use super::check;
use crate::script::Story;

/// Outside the limit: 15 calendar days, of which the clock knows nothing, also when the end is told a week late.
#[test]
fn land_hangs_outside_its_limit() {
    cov_mark::check!(posting_still_hangs);
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 DD-02
         09:10 sơn phân-công H1 cho=hà
         10:00 07/03/2018 hà niêm-yết H1 từ=08/03/2018
         10:00 hà niêm-yết H1 từ=01/03/2018
         10:00 hà niêm-yết H1 nơi=Nhà_văn_hóa_tổ_12 nội-dung=Kết_quả_kiểm_tra_hồ_sơ
         10:10 hà niêm-yết H1
         10:20 hà trình-ký H1
         10:30 hà yêu-cầu-bổ-sung H1
         10:40 hà phối-hợp H1 cơ-quan=Văn_phòng_đăng_ký_đất_đai
         09:00 12/03/2018 oanh ý-kiến H1 ngày=13/03/2018
         09:00 oanh ý-kiến H1 ai=Trần_Văn_Đức
         09:00 22/03/2018 hà hết-niêm-yết H1
         17:30 hà nhận-trả-lời H1
         09:00 30/03/2018 hà hết-niêm-yết H1
         09:10 hà ý-kiến H1 số=1 giải-quyết=
         09:20 hà ý-kiến H1 số=1 giải-quyết=Đo_lại,_hai_bên_ký_biên_bản
         09:25 hà ý-kiến H1 số=1 giải-quyết=Đo_lại_lần_nữa
         09:30 hà hết-niêm-yết H1
         09:40 hà hết-niêm-yết H1
         10:00 hà trình-ký H1
         xem H1 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 DD-02
                → Đã tiếp nhận, chờ phân công, hạn 17:00 04/04/2018
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 04/04/2018
            10:00 07/03/2018 hà niêm-yết H1 từ=08/03/2018
                ✗ Ngày niêm yết ở sau hôm nay.
            10:00 hà niêm-yết H1 từ=01/03/2018
                ✗ Ngày niêm yết ở trước ngày tiếp nhận hồ sơ.
            10:00 hà niêm-yết H1 nơi=Nhà_văn_hóa_tổ_12 nội-dung=Kết_quả_kiểm_tra_hồ_sơ
                → Đang thụ lý, hạn 17:00 04/04/2018, đồng hồ dừng
            10:10 hà niêm-yết H1
                ✗ Hồ sơ đang niêm yết công khai đến hết ngày 22/03/2018. Sau ngày ấy ghi kết thúc niêm yết, rồi mới làm bước này.
            10:20 hà trình-ký H1
                ✗ Hồ sơ đang niêm yết công khai đến hết ngày 22/03/2018. Sau ngày ấy ghi kết thúc niêm yết, rồi mới làm bước này.
            10:30 hà yêu-cầu-bổ-sung H1
                ✗ Hồ sơ đang niêm yết công khai đến hết ngày 22/03/2018. Sau ngày ấy ghi kết thúc niêm yết, rồi mới làm bước này.
            10:40 hà phối-hợp H1 cơ-quan=Văn_phòng_đăng_ký_đất_đai
                → Chờ cơ quan phối hợp, hạn 17:00 04/04/2018, đồng hồ dừng
            09:00 12/03/2018 oanh ý-kiến H1 ngày=13/03/2018
                ✗ Ngày có ý kiến nằm trong thời gian niêm yết, không sau hôm nay.
            09:00 oanh ý-kiến H1 ai=Trần_Văn_Đức
                → Chờ cơ quan phối hợp, hạn 17:00 04/04/2018, đồng hồ dừng
            09:00 22/03/2018 hà hết-niêm-yết H1
                ✗ Hồ sơ đang niêm yết công khai đến hết ngày 22/03/2018. Sau ngày ấy ghi kết thúc niêm yết, rồi mới làm bước này.
            17:30 hà nhận-trả-lời H1
                → Đang thụ lý, hạn 17:00 04/04/2018, đồng hồ dừng
            09:00 30/03/2018 hà hết-niêm-yết H1
                ✗ Ý kiến 1 chưa ghi cách giải quyết. Ghi rồi mới kết thúc niêm yết.
            09:10 hà ý-kiến H1 số=1 giải-quyết=
                ✗ Chưa ghi cách giải quyết.
            09:20 hà ý-kiến H1 số=1 giải-quyết=Đo_lại,_hai_bên_ký_biên_bản
                → Đang thụ lý, hạn 17:00 04/04/2018, đồng hồ dừng
            09:25 hà ý-kiến H1 số=1 giải-quyết=Đo_lại_lần_nữa
                ✗ Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.
            09:30 hà hết-niêm-yết H1
                → Đang thụ lý, hạn 17:00 19/04/2018
            09:40 hà hết-niêm-yết H1
                ✗ Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.
            10:00 hà trình-ký H1
                → Chờ ký, hạn 17:00 19/04/2018
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:10 05/03/2018 Ngọc Sơn: Phân công thụ lý. → #3
                10:00 07/03/2018 Thu Hà: Niêm yết công khai. Nhà văn hóa tổ 12, từ 07/03/2018 đến hết 22/03/2018
                10:40 07/03/2018 Thu Hà: Chuyển phối hợp, xác minh. Văn phòng đăng ký đất đai: Xác minh tình trạng hôn nhân, trước 14/03/2018
                09:00 12/03/2018 Kim Oanh: Ghi ý kiến về niêm yết. ý kiến 1: Ranh giới lấn sang đất nhà tôi
                17:30 22/03/2018 Thu Hà: Nhận trả lời phối hợp. Văn phòng đăng ký đất đai (trễ 8 ngày): Chưa đăng ký kết hôn
                09:20 30/03/2018 Thu Hà: Ghi ý kiến về niêm yết. ý kiến 1; giải quyết: Đo lại, hai bên ký biên bản
                09:30 30/03/2018 Thu Hà: Ghi kết thúc niêm yết. 1 ý kiến
                10:00 30/03/2018 Thu Hà: Trình lãnh đạo ký. Chấp thuận: Cấp giấy xác nhận
        "#]],
    );
}

/// Where a notice hangs in several places, each is told on the paper.
#[test]
fn a_notice_names_each_place_where_it_hangs() {
    use crate::paper::{PaperOf, sheet};
    let mut story = Story::new();
    for line in [
        "09:00 05/03/2018 oanh tiếp-nhận H1 DD-02",
        "09:10 sơn phân-công H1 cho=hà",
        "10:00 07/03/2018 hà niêm-yết H1 nơi=Trụ_sở_UBND_phường;_Nhà_văn_hóa_tổ_12;",
    ] {
        let said = story.line(line);
        assert!(!said.contains('✗'), "{line}: {said}");
    }
    let notice = sheet(&story.ward, &story.dossiers["H1"], PaperOf::PostingNotice(1), "").expect("it hangs");
    expect![[r#"
        Nơi nhận:
        - Trụ sở UBND phường;
        - Nhà văn hóa tổ 12;
        - Bộ phận Tiếp nhận và Trả kết quả;
        - Lưu: VT, hồ sơ."#]]
    .assert_eq(&notice.recipients.join("\n"));
}

/// What hangs names no number of a citizen's, and what is kept has every objection.
#[test]
fn the_notice_and_the_certificate() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 DD-02
         09:10 sơn phân-công H1 cho=hà
         10:00 07/03/2018 hà niêm-yết H1 nơi=Nhà_văn_hóa_tổ_12 nội-dung=Kết_quả_kiểm_tra_hồ_sơ
         09:00 12/03/2018 oanh ý-kiến H1 giải-quyết=Đo_lại,_hai_bên_ký_biên_bản
         09:30 30/03/2018 hà hết-niêm-yết H1
         xem H1 giấy-tờ
         xem H1 niêm-yết-1
         xem H1 hết-niêm-yết-1
         xem H1 niêm-yết-2",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 DD-02
                → Đã tiếp nhận, chờ phân công, hạn 17:00 04/04/2018
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 04/04/2018
            10:00 07/03/2018 hà niêm-yết H1 nơi=Nhà_văn_hóa_tổ_12 nội-dung=Kết_quả_kiểm_tra_hồ_sơ
                → Đang thụ lý, hạn 17:00 04/04/2018, đồng hồ dừng
            09:00 12/03/2018 oanh ý-kiến H1 giải-quyết=Đo_lại,_hai_bên_ký_biên_bản
                → Đang thụ lý, hạn 17:00 04/04/2018, đồng hồ dừng
            09:30 30/03/2018 hà hết-niêm-yết H1
                → Đang thụ lý, hạn 17:00 19/04/2018
            xem H1 giấy-tờ
                Giấy hẹn: giay-hen
                Phiếu kiểm soát: kiem-soat
                Thông báo niêm yết: niem-yet-1
                Biên bản kết thúc niêm yết: het-niem-yet-1
            xem H1 niêm-yết-1
                ỦY BAN NHÂN DÂN QUẬN LIÊN CHIỂU
                ỦY BAN NHÂN DÂN PHƯỜNG HÒA HIỆP BẮC
                Số: ………/TB
                Hòa Hiệp Bắc, ngày 07 tháng 3 năm 2018
                THÔNG BÁO NIÊM YẾT CÔNG KHAI
                Ủy ban nhân dân phường Hòa Hiệp Bắc niêm yết công khai hồ sơ sau:
                Thủ tục: Đăng ký đất đai, tài sản gắn liền với đất, cấp Giấy chứng nhận lần đầu đối với hộ gia đình, cá nhân
                Mã số hồ sơ: 000.21.17.H17-180305-6000
                Người nộp hồ sơ: Nguyễn Thị Lý
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Nội dung niêm yết: Kết quả kiểm tra hồ sơ
                Nơi niêm yết: Nhà văn hóa tổ 12
                Thời gian niêm yết: 15 ngày, từ ngày 07/03/2018 đến hết ngày 22/03/2018
                Trong thời gian trên, cá nhân, tổ chức có ý kiến về nội dung niêm yết gửi đến Bộ phận Tiếp nhận và Trả kết quả, số điện thoại 0236 3000 000. Hết thời gian niêm yết, Ủy ban nhân dân phường Hòa Hiệp Bắc giải quyết hồ sơ theo quy định./.
                Nơi nhận:
                - Nhà văn hóa tổ 12;
                - Bộ phận Tiếp nhận và Trả kết quả;
                - Lưu: VT, hồ sơ.
                THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ (Ký, đóng dấu)
            xem H1 hết-niêm-yết-1
                ỦY BAN NHÂN DÂN QUẬN LIÊN CHIỂU
                ỦY BAN NHÂN DÂN PHƯỜNG HÒA HIỆP BẮC
                Số: ………/BB
                Hòa Hiệp Bắc, ngày 30 tháng 3 năm 2018
                BIÊN BẢN KẾT THÚC NIÊM YẾT CÔNG KHAI
                9 giờ 30 phút, ngày 30 tháng 3 năm 2018, Ủy ban nhân dân phường Hòa Hiệp Bắc lập biên bản kết thúc niêm yết công khai hồ sơ sau:
                Thủ tục: Đăng ký đất đai, tài sản gắn liền với đất, cấp Giấy chứng nhận lần đầu đối với hộ gia đình, cá nhân
                Mã số hồ sơ: 000.21.17.H17-180305-6000
                Người nộp hồ sơ: Nguyễn Thị Lý
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Nội dung niêm yết: Kết quả kiểm tra hồ sơ
                Nơi niêm yết: Nhà văn hóa tổ 12
                Thời gian niêm yết: 15 ngày, từ ngày 07/03/2018 đến hết ngày 22/03/2018
                Trong thời gian niêm yết có 1 ý kiến:
                STT | Ngày | Người có ý kiến | Nội dung | Cách giải quyết
                1 | 12/03/2018 | Trần Văn Đức | Ranh giới lấn sang đất nhà tôi | Đo lại, hai bên ký biên bản
                Biên bản lưu trong hồ sơ./.
                Nơi nhận:
                - Người nộp hồ sơ;
                - Bộ phận Tiếp nhận và Trả kết quả;
                - Lưu: VT, hồ sơ.
                NGƯỜI LẬP BIÊN BẢN (Ký và ghi rõ họ tên) Nguyễn Thị Thu Hà
                THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ (Ký, đóng dấu)
            xem H1 niêm-yết-2
                (chưa có)
        "#]],
    );
}

/// Inside the limit the clock runs on: papers may be asked for meanwhile, and a second posting has its own paper.
#[test]
fn social_aid_hangs_inside_its_limit() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 BT-01
         09:10 sơn phân-công H1 cho=hà
         10:00 06/03/2018 hà niêm-yết H1
         11:00 hà yêu-cầu-bổ-sung H1
         09:00 09/03/2018 hà hết-niêm-yết H1 ghi-chú=Đã_gỡ_bản_niêm_yết
         10:00 oanh nhận-bổ-sung H1
         11:00 hà niêm-yết H1 từ=07/03/2018
         09:00 10/03/2018 oanh rút H1
         09:10 hà hết-niêm-yết H1
         xem H1 giấy-tờ
         xem H1 hết-niêm-yết-1
         10:00 12/03/2018 oanh tiếp-nhận H2 HT-09
         10:10 sơn phân-công H2 cho=hà
         10:20 hà niêm-yết H2",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 BT-01
                → Đã tiếp nhận, chờ phân công, hạn 17:00 04/04/2018
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 04/04/2018
            10:00 06/03/2018 hà niêm-yết H1
                → Đang thụ lý, hạn 17:00 04/04/2018
            11:00 hà yêu-cầu-bổ-sung H1
                → Chờ dân bổ sung, hạn 17:00 04/04/2018, đồng hồ dừng
            09:00 09/03/2018 hà hết-niêm-yết H1 ghi-chú=Đã_gỡ_bản_niêm_yết
                → Chờ dân bổ sung, hạn 17:00 04/04/2018, đồng hồ dừng
            10:00 oanh nhận-bổ-sung H1
                → Đang thụ lý, hạn 17:00 09/04/2018
            11:00 hà niêm-yết H1 từ=07/03/2018
                → Đang thụ lý, hạn 17:00 09/04/2018
            09:00 10/03/2018 oanh rút H1
                → Công dân rút hồ sơ, hạn 17:00 09/04/2018, sớm hẹn
            09:10 hà hết-niêm-yết H1
                ✗ Hồ sơ đang ở bước “Công dân rút hồ sơ”, chưa “ghi kết thúc niêm yết” được.
            xem H1 giấy-tờ
                Giấy hẹn: giay-hen
                Phiếu yêu cầu bổ sung: bo-sung-1
                Phiếu kiểm soát: kiem-soat
                Thông báo niêm yết: niem-yet-1
                Biên bản kết thúc niêm yết: het-niem-yet-1
                Thông báo niêm yết: niem-yet-2
            xem H1 hết-niêm-yết-1
                ỦY BAN NHÂN DÂN QUẬN LIÊN CHIỂU
                ỦY BAN NHÂN DÂN PHƯỜNG HÒA HIỆP BẮC
                Số: ………/BB
                Hòa Hiệp Bắc, ngày 09 tháng 3 năm 2018
                BIÊN BẢN KẾT THÚC NIÊM YẾT CÔNG KHAI
                9 giờ 00 phút, ngày 09 tháng 3 năm 2018, Ủy ban nhân dân phường Hòa Hiệp Bắc lập biên bản kết thúc niêm yết công khai hồ sơ sau:
                Thủ tục: Thực hiện, điều chỉnh, thôi hưởng trợ cấp xã hội hàng tháng, hỗ trợ kinh phí chăm sóc, nuôi dưỡng hàng tháng
                Mã số hồ sơ: 000.21.17.H17-180305-6000
                Người nộp hồ sơ: Nguyễn Thị Lý
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Nội dung niêm yết: Kết luận của hội đồng
                Nơi niêm yết: Trụ sở UBND phường
                Thời gian niêm yết: 02 ngày làm việc, từ ngày 06/03/2018 đến hết ngày 08/03/2018
                Trong thời gian niêm yết không có ý kiến nào về hồ sơ.
                Ghi chú: Đã gỡ bản niêm yết
                Biên bản lưu trong hồ sơ./.
                Nơi nhận:
                - Người nộp hồ sơ;
                - Bộ phận Tiếp nhận và Trả kết quả;
                - Lưu: VT, hồ sơ.
                NGƯỜI LẬP BIÊN BẢN (Ký và ghi rõ họ tên) Nguyễn Thị Thu Hà
                THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ (Ký, đóng dấu)
            10:00 12/03/2018 oanh tiếp-nhận H2 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 15/03/2018
            10:10 sơn phân-công H2 cho=hà
                → Đang thụ lý, hạn 17:00 15/03/2018
            10:20 hà niêm-yết H2
                ✗ Thủ tục này không niêm yết công khai hồ sơ.
        "#]],
    );
}

/// A day told afterwards wins no time: the clock stands still from the act on.
#[test]
fn a_posting_told_late_stops_the_clock_late() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 DD-02
         09:10 sơn phân-công H1 cho=hà
         10:00 19/03/2018 hà niêm-yết H1 từ=06/03/2018
         10:00 22/03/2018 hà hết-niêm-yết H1
         09:00 05/03/2018 oanh tiếp-nhận H2 DD-02
         09:10 sơn phân-công H2 cho=hà
         10:00 22/03/2018 hà niêm-yết H2 từ=06/03/2018
         10:10 hà hết-niêm-yết H2",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 DD-02
                → Đã tiếp nhận, chờ phân công, hạn 17:00 04/04/2018
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 04/04/2018
            10:00 19/03/2018 hà niêm-yết H1 từ=06/03/2018
                → Đang thụ lý, hạn 17:00 04/04/2018, đồng hồ dừng
            10:00 22/03/2018 hà hết-niêm-yết H1
                → Đang thụ lý, hạn 17:00 06/04/2018
            09:00 05/03/2018 oanh tiếp-nhận H2 DD-02
                → Đã tiếp nhận, chờ phân công, hạn 17:00 04/04/2018
            09:10 sơn phân-công H2 cho=hà
                → Đang thụ lý, hạn 17:00 04/04/2018
            10:00 22/03/2018 hà niêm-yết H2 từ=06/03/2018
                → Đang thụ lý, hạn 17:00 04/04/2018, đồng hồ dừng
            10:10 hà hết-niêm-yết H2
                → Đang thụ lý, hạn 17:00 04/04/2018
        "#]],
    );
}
