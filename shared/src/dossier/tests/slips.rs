//! Paper slips: numbered before an outage, written by hand, entered afterwards, once.

use expect_test::expect;

use super::check;
use crate::demo;
use crate::dossier::blank::{NoSlip, Standing, blocks, slip_of};
use crate::script::Story;

#[test]
fn written_by_hand_and_entered_when_the_power_is_back() {
    check(
        "16:00 12/02/2018 oanh in-phiếu H1 13/02/2018
         16:00 oanh in-phiếu H2 13/02/2018
         16:00 oanh in-phiếu H3 13/02/2018
         14:20 13/02/2018 oanh tiếp-nhận H1 HT-09 viết-tay=08:15_13/02/2018
         14:25 oanh tiếp-nhận H2 CT-01 viết-tay=15:10_12/02/2018
         14:26 oanh tiếp-nhận H2 CT-01 viết-tay=16:00_12/02/2018
         14:30 oanh hủy-phiếu H3 lý-do=không_dùng
         xem H1 lịch-sử
         xem H3 lịch-sử
         15:00 hà phân-công H1",
        expect![[r#"
            16:00 12/02/2018 oanh in-phiếu H1 13/02/2018
                → Phiếu giấy, chưa nhập
            16:00 oanh in-phiếu H2 13/02/2018
                → Phiếu giấy, chưa nhập
            16:00 oanh in-phiếu H3 13/02/2018
                → Phiếu giấy, chưa nhập
            14:20 13/02/2018 oanh tiếp-nhận H1 HT-09 viết-tay=08:15_13/02/2018
                → Đã tiếp nhận, chờ phân công, hạn 17:00 23/02/2018
            14:25 oanh tiếp-nhận H2 CT-01 viết-tay=15:10_12/02/2018
                ✗ Giờ này ở trước lúc in phiếu (16:00 12/02/2018). Xem lại giờ trên phiếu.
            14:26 oanh tiếp-nhận H2 CT-01 viết-tay=16:00_12/02/2018
                → Đã tiếp nhận, chờ phân công, hạn 17:00 13/02/2018
            14:30 oanh hủy-phiếu H3 lý-do=không_dùng
                → Phiếu giấy đã hủy
            xem H1 lịch-sử
                16:00 12/02/2018 Kim Oanh: In phiếu giấy. 180213-6000
                08:15 13/02/2018 Kim Oanh: Tiếp nhận. 180213-6000
            xem H3 lịch-sử
                16:00 12/02/2018 Kim Oanh: In phiếu giấy. 180213-6002
                14:30 13/02/2018 Kim Oanh: Hủy phiếu giấy. không dùng
            15:00 hà phân-công H1
                → Đang thụ lý, hạn 17:00 23/02/2018
        "#]],
    );
}

#[test]
fn a_slip_is_entered_once_and_with_an_honest_time() {
    check(
        "16:00 12/02/2018 oanh in-phiếu H1 13/02/2018
         16:01 oanh in-phiếu H2 11/02/2018
         16:02 oanh in-phiếu H2 13/03/2018
         16:03 oanh in-phiếu H1 13/02/2018
         16:04 vân in-phiếu H2 13/02/2018
         16:05 oanh in-phiếu H2 13/02/2018 dải=6060
         16:06 oanh in-phiếu H2 13/02/2018 dải=6100
         09:00 13/02/2018 oanh tiếp-nhận H1 HT-09
         09:01 oanh tiếp-nhận H1 HT-09 viết-tay=09:30_13/02/2018
         09:02 oanh tiếp-nhận H1 HT-09 viết-tay=15:59_12/02/2018
         09:03 oanh tiếp-nhận H3 HT-09 viết-tay=08:00_13/02/2018
         09:04 oanh tiếp-nhận H1 HT-09 viết-tay=08:00_13/02/2018 tên=
         09:05 oanh làm-nhanh H4 CT-01 viết-tay=08:00_13/02/2018
         09:06 oanh tiếp-nhận H1 HT-09 viết-tay=08:00_13/02/2018
         09:07 oanh tiếp-nhận H1 HT-09 viết-tay=08:00_13/02/2018
         09:08 oanh hủy-phiếu H1
         09:09 oanh in-phiếu H5 13/02/2018
         09:10 oanh hủy-phiếu H5 lý-do=
         09:11 hà hủy-phiếu H5
         09:12 sơn hủy-phiếu H5
         09:13 oanh tiếp-nhận H5 HT-09 viết-tay=09:12_13/02/2018",
        expect![[r#"
            16:00 12/02/2018 oanh in-phiếu H1 13/02/2018
                → Phiếu giấy, chưa nhập
            16:01 oanh in-phiếu H2 11/02/2018
                ✗ Ngày này đã qua. Chọn hôm nay hoặc ngày sau.
            16:02 oanh in-phiếu H2 13/03/2018
                ✗ Chỉ in trước được 14 ngày.
            16:03 oanh in-phiếu H1 13/02/2018
                ✗ Hồ sơ này đã được tạo.
            16:04 vân in-phiếu H2 13/02/2018
                ✗ Việc này của người tiếp nhận.
            16:05 oanh in-phiếu H2 13/02/2018 dải=6060
                ✗ Máy này đã cấp 60 số của ngày đó; 40 số còn lại dành cho hồ sơ nhận trên máy. Chọn ngày khác hoặc in ở máy khác.
            16:06 oanh in-phiếu H2 13/02/2018 dải=6100
                ✗ Số hồ sơ không thuộc dải số của máy này.
            09:00 13/02/2018 oanh tiếp-nhận H1 HT-09
                ✗ Ghi ngày và giờ công dân đến, như trên phiếu giấy.
            09:01 oanh tiếp-nhận H1 HT-09 viết-tay=09:30_13/02/2018
                ✗ Giờ này ở tương lai. Ghi giờ công dân đã đến.
            09:02 oanh tiếp-nhận H1 HT-09 viết-tay=15:59_12/02/2018
                ✗ Giờ này ở trước lúc in phiếu (16:00 12/02/2018). Xem lại giờ trên phiếu.
            09:03 oanh tiếp-nhận H3 HT-09 viết-tay=08:00_13/02/2018
                ✗ Số này không có trong tập phiếu giấy nào. Xem lại số trên phiếu.
            09:04 oanh tiếp-nhận H1 HT-09 viết-tay=08:00_13/02/2018 tên=
                ✗ Chưa ghi họ và tên.
            09:05 oanh làm-nhanh H4 CT-01 viết-tay=08:00_13/02/2018
                ✗ Số này không có trong tập phiếu giấy nào. Xem lại số trên phiếu.
            09:06 oanh tiếp-nhận H1 HT-09 viết-tay=08:00_13/02/2018
                → Đã tiếp nhận, chờ phân công, hạn 17:00 23/02/2018
            09:07 oanh tiếp-nhận H1 HT-09 viết-tay=08:00_13/02/2018
                ✗ Hồ sơ đang ở bước “Đã tiếp nhận, chờ phân công”, chưa “tiếp nhận” được.
            09:08 oanh hủy-phiếu H1
                ✗ Hồ sơ đang ở bước “Đã tiếp nhận, chờ phân công”, chưa “hủy phiếu giấy” được.
            09:09 oanh in-phiếu H5 13/02/2018
                → Phiếu giấy, chưa nhập
            09:10 oanh hủy-phiếu H5 lý-do=
                ✗ Chưa ghi lý do.
            09:11 hà hủy-phiếu H5
                → Phiếu giấy đã hủy
            09:12 sơn hủy-phiếu H5
                ✗ Hồ sơ đang ở bước “Phiếu giấy đã hủy”, chưa “hủy phiếu giấy” được.
            09:13 oanh tiếp-nhận H5 HT-09 viết-tay=09:12_13/02/2018
                ✗ Hồ sơ đang ở bước “Phiếu giấy đã hủy”, chưa “tiếp nhận” được.
        "#]],
    );
}

#[test]
fn a_slip_of_a_year_without_a_calendar_is_not_printed() {
    check(
        "16:00 28/12/2031 oanh in-phiếu H1 03/01/2032",
        expect![[r#"
        16:00 28/12/2031 oanh in-phiếu H1 03/01/2032
            ✗ Chưa có lịch nghỉ năm 2032, nên chưa tính được ngày hẹn. Quản trị nhập ở Cài đặt, mục “Lịch nghỉ của phường”.
    "#]],
    );
}

#[test]
fn a_number_that_is_typed_finds_its_slip_or_says_why_not() {
    let mut story = Story::new();
    let lines = "16:00 12/02/2018 oanh in-phiếu H1 13/02/2018 tập=1
         16:00 oanh in-phiếu H2 13/02/2018 tập=1
         16:00 oanh in-phiếu H3 13/02/2018 tập=1
         16:10 oanh in-phiếu H4 14/02/2018 tập=2 dải=6002
         08:00 13/02/2018 oanh tiếp-nhận H5 HT-09
         09:00 oanh hủy-phiếu H1 lý-do=nhòe_mực
         09:05 oanh tiếp-nhận H2 HT-09 viết-tay=08:30_13/02/2018";
    for line in lines.lines() {
        story.line(line.trim());
    }
    let mut all: Vec<_> = story.dossiers.values().collect();
    let standing: Vec<Standing> = blocks(all.iter().copied()).iter().map(|block| block.standing()).collect();
    assert_eq!(
        standing,
        [Standing { used: 0, void: 0, open: 1 }, Standing { used: 1, void: 1, open: 1 }],
        "the block printed last first"
    );
    all.sort_by_key(|dossier| dossier.id);
    let mut said = String::new();
    for typed in [
        "180213-6002",
        "000.21.17.H17-180213-6002",
        "000.21.17.h17-180214-6002 ",
        "https://mot-cua.example/tra-cuu#000.21.17.H17-180214-6002.7K2MPX",
        "6002",
        "6001",
        "6000",
        "6004",
        "6999",
        "180213-6999",
        "000.00.00.H00-180213-6002",
        "",
        "Nguyễn Thị Lý",
        "0",
    ] {
        let found = slip_of(all.iter().copied(), typed);
        let told = match &found {
            Ok(slip) => slip.code.as_ref().unwrap().to_string(),
            Err(no) => no.sentence().vi,
        };
        said += &format!("{typed:?}: {told}\n");
    }
    expect![[r#"
        "180213-6002": 000.21.17.H17-180213-6002
        "000.21.17.H17-180213-6002": 000.21.17.H17-180213-6002
        "000.21.17.h17-180214-6002 ": 000.21.17.H17-180214-6002
        "https://mot-cua.example/tra-cuu#000.21.17.H17-180214-6002.7K2MPX": 000.21.17.H17-180214-6002
        "6002": Nhiều ngày có số này. Gõ cả ngày, ví dụ 181122-6105.
        "6001": Phiếu 180213-6001 đã nhập lúc 09:05 13/02/2018. Mỗi số chỉ nhập một lần.
        "6000": Phiếu 180213-6000 đã hủy: nhòe mực.
        "6004": Số 180213-6004 đã cấp trên máy cho một hồ sơ khác, không có trong tập phiếu giấy.
        "6999": Số này không có trong tập phiếu giấy nào. Xem lại số trên phiếu.
        "180213-6999": Số này không có trong tập phiếu giấy nào. Xem lại số trên phiếu.
        "000.00.00.H00-180213-6002": Số này không có trong tập phiếu giấy nào. Xem lại số trên phiếu.
        "": Quét mã vạch, hoặc gõ số trên phiếu giấy, ví dụ 181122-6105.
        "Nguyễn Thị Lý": Quét mã vạch, hoặc gõ số trên phiếu giấy, ví dụ 181122-6105.
        "0": Quét mã vạch, hoặc gõ số trên phiếu giấy, ví dụ 181122-6105.
    "#]]
    .assert_eq(&said);
    assert_eq!(slip_of(all.iter().copied(), "6999"), Err(NoSlip::InNoBlock));
    let (used, ward) = (&story.dossiers["H2"], demo::ward().unwrap());
    assert_eq!(used.minutes_on_paper(), Some(35));
    assert!(
        crate::paper::sheet(&ward, used, crate::paper::PaperOf::Slip, "").is_some(),
        "and printed again as any other"
    );
}

#[test]
fn the_form_has_its_number_before_the_pen_and_everything_else_is_blank() {
    check(
        "16:00 12/02/2025 oanh in-phiếu H1 13/02/2025
         xem H1 giấy-hẹn
         xem H1 giấy-tờ
         08:00 14/02/2025 oanh hủy-phiếu H1
         xem H1 giấy-tờ",
        expect![[r#"
            16:00 12/02/2025 oanh in-phiếu H1 13/02/2025
                → Phiếu giấy, chưa nhập
            xem H1 giấy-hẹn
                Mẫu số 01
                ỦY BAN NHÂN DÂN QUẬN LIÊN CHIỂU
                ỦY BAN NHÂN DÂN PHƯỜNG HÒA HIỆP BẮC
                BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ
                Mã hồ sơ: 000.21.17.H17-250213-6000
                Hòa Hiệp Bắc, ngày …… tháng …… năm ………
                GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
                (Liên 1: Giao người nộp)
                (Liên 2: Lưu, để nhập vào máy)
                Bộ phận Tiếp nhận và Trả kết quả: Ủy ban nhân dân phường Hòa Hiệp Bắc
                Tiếp nhận hồ sơ của: ………………………………………………………
                Ngày sinh: ……………………  Số giấy tờ: ……………………
                Địa chỉ: ………………………………………………………
                Số điện thoại: ……………………  Email: ……………………
                Nội dung yêu cầu giải quyết: ………………………………………………………
                Thành phần hồ sơ nộp gồm:
                STT | Tên giấy tờ | Bản chính | Bản sao
                1 |  |  |
                2 |  |  |
                3 |  |  |
                4 |  |  |
                Số lượng hồ sơ: …… (bộ)
                Thời gian giải quyết hồ sơ theo quy định là: ……………………
                Thời gian nhận hồ sơ: …… giờ …… phút, ngày ……/……/………
                Thời gian trả kết quả giải quyết hồ sơ: …… giờ …… phút, ngày ……/……/………
                Đăng ký nhận kết quả tại: ……………………
                Phí, lệ phí: …………………… đồng; biên lai số ……………………
                Vào Sổ theo dõi hồ sơ, Quyển số: ………    Số thứ tự: ………
                Tra cứu: quét mã, hoặc mở https://mot-cua.example/tra-cuu và nhập mã hồ sơ 000.21.17.H17-250213-6000, mã tra cứu 7K2MPX.
                NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên)
                NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên)
                Khi nhận kết quả, mang theo giấy hẹn này và giấy tờ tùy thân; nhận thay cần giấy ủy quyền.
                Điện thoại: 0236 3000 000.
            xem H1 giấy-tờ
                Giấy hẹn: giay-hen
            08:00 14/02/2025 oanh hủy-phiếu H1
                → Phiếu giấy đã hủy
            xem H1 giấy-tờ
        "#]],
    );
}
