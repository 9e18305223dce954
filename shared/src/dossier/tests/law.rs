//! What the law forbids or asks although each step alone is open: whose signature, which day's procedure.

use expect_test::expect;

use super::check;
use crate::dossier::Act;
use crate::dossier::receive::Receive;
use crate::moment::{Day, Moment};
use crate::refusal::Refusal;
use crate::script::{Story, forms};

#[test]
fn who_once_drafted_does_not_sign_though_a_colleague_submits_it_again() {
    check(
        "phường thêm-vai vân chuyen_mon
         09:00 06/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 vân phân-công H1
         09:20 vân trình-ký H1
         09:30 thành trả-lại H1
         09:40 hà trình-ký H1
         09:50 vân ký H1
         09:50 thành ký H1 thay-ca",
        expect![[r#"
            phường thêm-vai vân chuyen_mon
                thêm vai công chức chuyên môn
            09:00 06/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 09/03/2018
            09:10 vân phân-công H1
                → Đang thụ lý, hạn 17:00 09/03/2018
            09:20 vân trình-ký H1
                → Chờ ký, hạn 17:00 09/03/2018
            09:30 thành trả-lại H1
                → Đang thụ lý, hạn 17:00 09/03/2018
            09:40 hà trình-ký H1
                → Chờ ký, hạn 17:00 09/03/2018
            09:50 vân ký H1
                ✗ Người soạn dự thảo không được ký. Trình lãnh đạo khác.
            09:50 thành ký H1 thay-ca
                → Đã ký, chờ đóng dấu, hạn 17:00 09/03/2018
        "#]],
    );
}

/// On a Tuesday Vân is on duty: she signs civil status alone, and is not in the way of who signs the rest.
#[test]
fn a_leader_signs_only_what_is_theirs_to_sign() {
    cov_mark::check_count!(no_mandate, 5);
    check(
        "09:00 06/03/2018 oanh tiếp-nhận H1 BT-04
         phường ký-lĩnh-vực vân HTCT
         phường ký-lĩnh-vực huy BTXH
         09:10 liên phân-công H1
         09:20 liên trình-ký H1
         09:30 vân ký H1
         09:30 vân ký H1 thay-ca
         09:40 huy ký H1
         09:50 oanh tiếp-nhận H2 HT-09
         10:00 hà phân-công H2
         10:10 hà trình-ký H2
         10:20 thành ký H2
         10:20 huy ký H2 thay-ca
         10:30 thành ký H2 thay-ca
         11:00 oanh làm-nhanh H3 CT-01 ký=huy
         11:00 oanh làm-nhanh H3 CT-01 ký=vân
         xem H1 lịch-sử
         xem H2 lịch-sử",
        expect![[r#"
            09:00 06/03/2018 oanh tiếp-nhận H1 BT-04
                → Đã tiếp nhận, chờ phân công, hạn 17:00 13/03/2018
            phường ký-lĩnh-vực vân HTCT
                Đặng Thị Hồng Vân chỉ ký lĩnh vực HTCT từ 06/03/2018
            phường ký-lĩnh-vực huy BTXH
                Lê Quang Huy chỉ ký lĩnh vực BTXH từ 06/03/2018
            09:10 liên phân-công H1
                → Đang thụ lý, hạn 17:00 13/03/2018
            09:20 liên trình-ký H1
                → Chờ ký, hạn 17:00 13/03/2018
            09:30 vân ký H1
                ✗ Theo phân công, thủ tục này do Nguyễn Văn Thành hoặc Lê Quang Huy ký. Báo người ấy ký.
            09:30 vân ký H1 thay-ca
                ✗ Theo phân công, thủ tục này do Nguyễn Văn Thành hoặc Lê Quang Huy ký. Báo người ấy ký.
            09:40 huy ký H1
                → Đã ký, chờ đóng dấu, hạn 17:00 13/03/2018
            09:50 oanh tiếp-nhận H2 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 09/03/2018
            10:00 hà phân-công H2
                → Đang thụ lý, hạn 17:00 09/03/2018
            10:10 hà trình-ký H2
                → Chờ ký, hạn 17:00 09/03/2018
            10:20 thành ký H2
                ✗ Buổi này Đặng Thị Hồng Vân trực ký. Chọn “Ký thay ca” nếu ký thay.
            10:20 huy ký H2 thay-ca
                ✗ Theo phân công, thủ tục này do Nguyễn Văn Thành hoặc Đặng Thị Hồng Vân ký. Báo người ấy ký.
            10:30 thành ký H2 thay-ca
                → Đã ký, chờ đóng dấu, hạn 17:00 09/03/2018
            11:00 oanh làm-nhanh H3 CT-01 ký=huy
                ✗ Theo phân công, thủ tục này do Nguyễn Văn Thành hoặc Đặng Thị Hồng Vân ký. Báo người ấy ký.
            11:00 oanh làm-nhanh H3 CT-01 ký=vân
                → Đã tiếp nhận, chờ phân công → Đang thụ lý → Chờ ký → Đã ký, chờ đóng dấu → Chờ trả → Đã trả kết quả, hạn 17:00 06/03/2018, đúng hẹn
            xem H1 lịch-sử
                09:00 06/03/2018 Kim Oanh: Tiếp nhận. 180306-6000
                09:10 06/03/2018 Kim Liên: Phân công thụ lý. → #5
                09:20 06/03/2018 Kim Liên: Trình lãnh đạo ký. Chấp thuận: Cấp giấy xác nhận
                09:40 06/03/2018 Quang Huy: Ký
            xem H2 lịch-sử
                09:50 06/03/2018 Kim Oanh: Tiếp nhận. 180306-6001
                10:00 06/03/2018 Thu Hà: Phân công thụ lý. → #3
                10:10 06/03/2018 Thu Hà: Trình lãnh đạo ký. Chấp thuận: Cấp giấy xác nhận
                10:30 06/03/2018 Văn Thành: Ký. ký thay ca
        "#]],
    );
}

/// Whatever their form says, it came by post; the rest is the counter's.
#[test]
fn the_post_brings_in_and_does_nothing_else() {
    cov_mark::check_count!(the_post_brings_it, 2);
    check(
        "09:00 06/03/2018 sương nộp H1 HT-09
         09:10 sương tiếp-nhận H1 HT-09
         09:20 oanh tiếp-nhận H1 HT-09
         09:30 hà phân-công H1
         09:40 sương trả-kết-quả H1",
        expect![[r#"
            09:00 06/03/2018 sương nộp H1 HT-09
                → Chờ tiếp nhận
            09:10 sương tiếp-nhận H1 HT-09
                ✗ Việc này của người tiếp nhận.
            09:20 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 09/03/2018
            09:30 hà phân-công H1
                → Đang thụ lý, hạn 17:00 09/03/2018
            09:40 sương trả-kết-quả H1
                ✗ Việc này của người tiếp nhận.
        "#]],
    );
    let mut story = Story::new();
    drop(story.line("09:00 06/03/2018 sương nộp H1 HT-09"));
    assert_eq!(story.dossiers["H1"].channel, crate::dossier::record::Channel::Post);
    assert!(!story.dossiers["H1"].assisted, "and counts as nobody's help");
}

#[test]
fn a_tick_where_nobody_else_is_on_duty_says_nothing() {
    check(
        "09:00 06/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 hà phân-công H1
         09:20 hà trình-ký H1
         09:30 vân ký H1 thay-ca
         xem H1 lịch-sử
         10:00 10/03/2018 oanh tiếp-nhận H2 HT-09
         10:10 hà phân-công H2
         10:20 hà trình-ký H2
         10:30 huy ký H2 thay-ca
         xem H2 lịch-sử",
        expect![[r#"
            09:00 06/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 09/03/2018
            09:10 hà phân-công H1
                → Đang thụ lý, hạn 17:00 09/03/2018
            09:20 hà trình-ký H1
                → Chờ ký, hạn 17:00 09/03/2018
            09:30 vân ký H1 thay-ca
                → Đã ký, chờ đóng dấu, hạn 17:00 09/03/2018
            xem H1 lịch-sử
                09:00 06/03/2018 Kim Oanh: Tiếp nhận. 180306-6000
                09:10 06/03/2018 Thu Hà: Phân công thụ lý. → #3
                09:20 06/03/2018 Thu Hà: Trình lãnh đạo ký. Chấp thuận: Cấp giấy xác nhận
                09:30 06/03/2018 Hồng Vân: Ký
            10:00 10/03/2018 oanh tiếp-nhận H2 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 15/03/2018
            10:10 hà phân-công H2
                → Đang thụ lý, hạn 17:00 15/03/2018
            10:20 hà trình-ký H2
                → Chờ ký, hạn 17:00 15/03/2018
            10:30 huy ký H2 thay-ca
                → Đã ký, chờ đóng dấu, hạn 17:00 15/03/2018
            xem H2 lịch-sử
                10:00 10/03/2018 Kim Oanh: Tiếp nhận. 180310-6001
                10:10 10/03/2018 Thu Hà: Phân công thụ lý. → #3
                10:20 10/03/2018 Thu Hà: Trình lãnh đạo ký. Chấp thuận: Cấp giấy xác nhận
                10:30 10/03/2018 Quang Huy: Ký
        "#]],
    );
}

/// A reception of `procedure` as the law of `chosen` has it, done on `on`.
fn received(procedure: &str, chosen: Day, on: Day) -> Result<Moment, Refusal> {
    let mut story = Story::new();
    story.set_now(Moment::at(on, 9, 0));
    let receive = Receive { number: 6000, ..forms::receive(&story.ward, procedure, chosen) };
    story.judge("oanh", "H1", &Act::Receive(receive))?;
    Ok(story.dossiers["H1"].due.unwrap())
}

#[test]
fn a_reception_follows_the_law_of_its_day() {
    cov_mark::check_count!(the_law_of_another_day, 2);
    let (last, first) = (Day::new(2025, 6, 30).unwrap(), Day::new(2025, 7, 1).unwrap());
    let at_five = |year, month, day| Ok(Moment::at(Day::new(year, month, day).unwrap(), 17, 0));
    assert_eq!(received("DD-01", last, last), at_five(2025, 8, 14), "45 days");
    assert_eq!(received("DD-01", first, first), at_five(2025, 7, 31), "30 days");
    let other = |from| Err(Refusal::OtherVersion { id: "DD-01".to_owned(), from });
    assert_eq!(received("DD-01", last, first), other(first));
    assert_eq!(received("DD-01", first, last), other(Day::new(2018, 1, 1).unwrap()));
    let before = Day::new(2017, 12, 29).unwrap();
    assert_eq!(received("DD-01", last, before), Err(Refusal::NoProcedure { id: "DD-01".to_owned() }));
}

#[test]
fn an_application_is_received_as_the_procedure_it_is() {
    check(
        "07:00 05/03/2018 cổng nộp H1 HT-09
         08:00 oanh tiếp-nhận H1 HT-01
         08:00 oanh tiếp-nhận H1 HT-09",
        expect![[r#"
            07:00 05/03/2018 cổng nộp H1 HT-09
                → Chờ tiếp nhận
            08:00 oanh tiếp-nhận H1 HT-01
                ✗ Hồ sơ đang chờ là của thủ tục HT-09. Chọn thủ tục ấy, hoặc từ chối và lập hồ sơ mới.
            08:00 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
        "#]],
    );
}

#[test]
fn a_clock_that_no_code_can_carry_gives_no_number() {
    for (year, refused) in [(1969, true), (2069, false), (2070, true)] {
        let mut story = Story::new();
        let on = Day::new(year, 3, 5).unwrap();
        let ward = &mut story.ward;
        (ward.calendar.first_year, ward.calendar.last_year) = (1960, 2080);
        let mut receive =
            Receive { number: 6000, ..forms::receive(ward, "HT-09", Day::new(2018, 3, 5).unwrap()) };
        for procedure in &mut ward.catalogue.procedures {
            procedure.from = Day::new(1960, 1, 1).unwrap();
            procedure.to = (procedure.version == 2).then_some(procedure.from);
        }
        receive.form.procedure.version = 1;
        receive.form.applicant.birth.clear();
        story.set_now(Moment::at(on, 9, 0));
        let judged = story.judge("oanh", "H1", &Act::Receive(receive));
        assert_eq!(judged.err(), refused.then_some(Refusal::ClockAstray { year }));
    }
}

#[test]
fn verification_takes_the_longer_limit_of_the_law_once() {
    check(
        "09:00 06/07/2026 oanh tiếp-nhận H1 HT-09
         09:10 hà phân-công H1
         09:20 hà phối-hợp H1 hạn-dài
         09:00 15/07/2026 hà nhận-trả-lời H1
         09:10 hà phối-hợp H1 hạn-dài
         xem H1 lịch-sử
         09:00 06/07/2026 oanh tiếp-nhận H2 HT-01
         09:10 hà phân-công H2
         09:20 hà phối-hợp H2 hạn-dài",
        expect![[r#"
            09:00 06/07/2026 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 09/07/2026
            09:10 hà phân-công H1
                → Đang thụ lý, hạn 17:00 09/07/2026
            09:20 hà phối-hợp H1 hạn-dài
                → Chờ cơ quan phối hợp, hạn 17:00 14/07/2026
            09:00 15/07/2026 hà nhận-trả-lời H1
                → Đang thụ lý, hạn 17:00 14/07/2026
            09:10 hà phối-hợp H1 hạn-dài
                ✗ Hồ sơ đã ở hạn dài hơn.
            xem H1 lịch-sử
                09:00 06/07/2026 Kim Oanh: Tiếp nhận. 260706-6000
                09:10 06/07/2026 Thu Hà: Phân công thụ lý. → #3
                09:20 06/07/2026 Thu Hà: Chuyển phối hợp, xác minh. UBND phường Hòa Hiệp Nam: Xác minh tình trạng hôn nhân, trước 13/07/2026; hạn dài hơn: 06 ngày làm việc, trả 17:00 14/07/2026
                09:00 15/07/2026 Thu Hà: Nhận trả lời phối hợp. UBND phường Hòa Hiệp Nam (trễ 2 ngày): Chưa đăng ký kết hôn
            09:00 06/07/2026 oanh tiếp-nhận H2 HT-01
                → Đã tiếp nhận, chờ phân công, hạn 17:00 06/07/2026
            09:10 hà phân-công H2
                → Đang thụ lý, hạn 17:00 06/07/2026
            09:20 hà phối-hợp H2 hạn-dài
                ✗ Luật không cho thủ tục này hạn dài hơn.
        "#]],
    );
}

#[test]
fn the_day_of_a_result_lies_between_reception_and_today() {
    check(
        "09:00 06/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 hà phân-công H1
         09:20 hà trình-ký H1
         09:30 vân ký H1 thay-ca
         09:40 tuấn đóng-dấu H1 ngày=07/03/2018
         09:40 tuấn đóng-dấu H1 ngày=05/03/2018
         09:40 tuấn đóng-dấu H1 ngày=06/03/2018",
        expect![[r#"
            09:00 06/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 09/03/2018
            09:10 hà phân-công H1
                → Đang thụ lý, hạn 17:00 09/03/2018
            09:20 hà trình-ký H1
                → Chờ ký, hạn 17:00 09/03/2018
            09:30 vân ký H1 thay-ca
                → Đã ký, chờ đóng dấu, hạn 17:00 09/03/2018
            09:40 tuấn đóng-dấu H1 ngày=07/03/2018
                ✗ Ngày văn bản ở sau hôm nay.
            09:40 tuấn đóng-dấu H1 ngày=05/03/2018
                ✗ Ngày văn bản ở trước ngày tiếp nhận hồ sơ.
            09:40 tuấn đóng-dấu H1 ngày=06/03/2018
                → Chờ trả, hạn 17:00 09/03/2018, sớm hẹn
        "#]],
    );
}

#[test]
fn what_was_checked_is_kept() {
    check(
        "09:00 06/03/2018 oanh từ-chối H1 HT-09 lý-do=Không_thuộc_phường
         xem H1 lịch-sử",
        expect![[r#"
            09:00 06/03/2018 oanh từ-chối H1 HT-09 lý-do=Không_thuộc_phường
                → Không tiếp nhận
            xem H1 lịch-sử
                09:00 06/03/2018 Kim Oanh: Từ chối nhận. Không thuộc phường (duyệt: #2)
        "#]],
    );
}
