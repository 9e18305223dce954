//! Whoever applied from afar is sent a draft: they agree, say what is wrong, or are silent; signing waits for it.

use expect_test::expect;

use super::check;
use crate::script::Story;

/// Nothing is submitted before the answer; what is wrong is answered by another draft; the clock runs on all the while.
#[test]
fn the_draft_is_wrong_and_then_right() {
    cov_mark::check!(draft_awaits_its_applicant);
    cov_mark::check!(another_draft_meanwhile);
    check(
        "21:00 04/03/2018 cổng nộp H1 HT-09 trực-tuyến
         08:05 05/03/2018 oanh tiếp-nhận H1
         08:10 sơn phân-công H1 cho=hà
         08:20 cổng trả-lời-bản-thảo H1
         08:30 oanh gửi-bản-thảo H1
         08:30 hà gửi-bản-thảo H1 nội-dung=_;_
         08:30 hà gửi-bản-thảo H1
         08:40 hà trình-ký H1
         08:40 hà trình-ký H1 từ-chối
         09:00 hà trả-lời-bản-thảo H1
         09:00 cổng trả-lời-bản-thảo H1 không
         09:00 cổng trả-lời-bản-thảo H1 sai=Sai_tên_đệm
         09:00 cổng trả-lời-bản-thảo H1 bản=2
         09:00 cổng trả-lời-bản-thảo H1 không sai=Tên_đệm_là_Thị
         09:05 cổng trả-lời-bản-thảo H1
         09:10 hà trình-ký H1
         09:20 hà gửi-bản-thảo H1
         09:20 hà gửi-bản-thảo H1 trả-lời=Đã_sửa_tên_đệm
         09:30 cổng trả-lời-bản-thảo H1
         09:30 cổng trả-lời-bản-thảo H1 bản=2
         09:40 hà trình-ký H1
         10:00 cổng trả-lời-bản-thảo H1 bản=2
         10:00 hà gửi-bản-thảo H1
         xem H1 lịch-sử",
        expect![[r#"
            21:00 04/03/2018 cổng nộp H1 HT-09 trực-tuyến
                → Chờ tiếp nhận
            08:05 05/03/2018 oanh tiếp-nhận H1
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            08:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 08/03/2018
            08:20 cổng trả-lời-bản-thảo H1
                ✗ Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.
            08:30 oanh gửi-bản-thảo H1
                ✗ Việc này của công chức chuyên môn hoặc tổ trưởng.
            08:30 hà gửi-bản-thảo H1 nội-dung=_;_
                ✗ Chưa ghi nội dung bản thảo.
            08:30 hà gửi-bản-thảo H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            08:40 hà trình-ký H1
                ✗ Người nộp còn xem bản thảo đến 17:00 06/03/2018. Có trả lời, hoặc hết giờ ấy, thì trình ký được.
            08:40 hà trình-ký H1 từ-chối
                ✗ Người nộp còn xem bản thảo đến 17:00 06/03/2018. Có trả lời, hoặc hết giờ ấy, thì trình ký được.
            09:00 hà trả-lời-bản-thảo H1
                ✗ Việc này của người dân.
            09:00 cổng trả-lời-bản-thảo H1 không
                ✗ Chưa ghi chỗ chưa đúng.
            09:00 cổng trả-lời-bản-thảo H1 sai=Sai_tên_đệm
                ✗ Chọn một: đồng ý, hoặc nói chỗ chưa đúng.
            09:00 cổng trả-lời-bản-thảo H1 bản=2
                ✗ Phường đã gửi bản thảo khác. Mở lại bản mới rồi trả lời.
            09:00 cổng trả-lời-bản-thảo H1 không sai=Tên_đệm_là_Thị
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:05 cổng trả-lời-bản-thảo H1
                ✗ Bản thảo này đã có trả lời. Cần nói thêm thì gọi phường.
            09:10 hà trình-ký H1
                ✗ Người nộp báo bản thảo chưa đúng. Gửi bản thảo mới kèm trả lời, rồi mới trình ký.
            09:20 hà gửi-bản-thảo H1
                ✗ Chưa ghi trả lời người nộp.
            09:20 hà gửi-bản-thảo H1 trả-lời=Đã_sửa_tên_đệm
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:30 cổng trả-lời-bản-thảo H1
                ✗ Phường đã gửi bản thảo khác. Mở lại bản mới rồi trả lời.
            09:30 cổng trả-lời-bản-thảo H1 bản=2
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:40 hà trình-ký H1
                → Chờ ký, hạn 17:00 08/03/2018
            10:00 cổng trả-lời-bản-thảo H1 bản=2
                ✗ Hồ sơ đang ở bước “Chờ ký”, chưa “trả lời bản thảo” được.
            10:00 hà gửi-bản-thảo H1
                ✗ Hồ sơ đang ở bước “Chờ ký”, chưa “gửi bản thảo cho người nộp” được.
            xem H1 lịch-sử
                21:00 04/03/2018 Cổng dịch vụ công: Nộp hồ sơ
                08:05 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                08:10 05/03/2018 Ngọc Sơn: Phân công thụ lý. → #3
                08:30 05/03/2018 Thu Hà: Gửi bản thảo cho người nộp. bản thảo 1, chờ trả lời đến 17:00 06/03/2018
                09:00 05/03/2018 Cổng dịch vụ công: Trả lời bản thảo. bản thảo 1, chưa đúng: Tên đệm là Thị
                09:20 05/03/2018 Thu Hà: Gửi bản thảo cho người nộp. bản thảo 2, chờ trả lời đến 17:00 06/03/2018
                09:30 05/03/2018 Cổng dịch vụ công: Trả lời bản thảo. bản thảo 2, đồng ý
                09:40 05/03/2018 Thu Hà: Trình lãnh đạo ký. Chấp thuận: Cấp giấy xác nhận
        "#]],
    );
}

/// Sent on a Friday: the day off leads to Monday's closing time, and from then on silence is agreement.
#[test]
fn silence_is_agreement() {
    check(
        "08:00 08/03/2018 cổng nộp H1 HT-09 trực-tuyến
         08:05 oanh tiếp-nhận H1
         08:10 sơn phân-công H1 cho=hà
         14:00 09/03/2018 hà gửi-bản-thảo H1
         15:00 hà phối-hợp H1
         17:00 12/03/2018 hà nhận-trả-lời H1
         17:00 hà trình-ký H1
         17:01 cổng trả-lời-bản-thảo H1 không sai=Sai_ngày_sinh
         17:01 hà trình-ký H1
         xem H1 lịch-sử",
        expect![[r#"
            08:00 08/03/2018 cổng nộp H1 HT-09 trực-tuyến
                → Chờ tiếp nhận
            08:05 oanh tiếp-nhận H1
                → Đã tiếp nhận, chờ phân công, hạn 17:00 13/03/2018
            08:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 13/03/2018
            14:00 09/03/2018 hà gửi-bản-thảo H1
                → Đang thụ lý, hạn 17:00 13/03/2018
            15:00 hà phối-hợp H1
                → Chờ cơ quan phối hợp, hạn 17:00 13/03/2018
            17:00 12/03/2018 hà nhận-trả-lời H1
                → Đang thụ lý, hạn 17:00 13/03/2018
            17:00 hà trình-ký H1
                ✗ Người nộp còn xem bản thảo đến 17:00 12/03/2018. Có trả lời, hoặc hết giờ ấy, thì trình ký được.
            17:01 cổng trả-lời-bản-thảo H1 không sai=Sai_ngày_sinh
                ✗ Hạn trả lời là 17:00 12/03/2018, đã qua. Nếu có chỗ sai thì gọi phường ngay.
            17:01 hà trình-ký H1
                → Chờ ký, hạn 17:00 13/03/2018
            xem H1 lịch-sử
                08:00 08/03/2018 Cổng dịch vụ công: Nộp hồ sơ
                08:05 08/03/2018 Kim Oanh: Tiếp nhận. 180308-6000
                08:10 08/03/2018 Ngọc Sơn: Phân công thụ lý. → #3
                14:00 09/03/2018 Thu Hà: Gửi bản thảo cho người nộp. bản thảo 1, chờ trả lời đến 17:00 12/03/2018
                15:00 09/03/2018 Thu Hà: Chuyển phối hợp, xác minh. UBND phường Hòa Hiệp Nam: Xác minh tình trạng hôn nhân, trước 16/03/2018
                17:00 12/03/2018 Thu Hà: Nhận trả lời phối hợp. UBND phường Hòa Hiệp Nam: Chưa đăng ký kết hôn
                17:01 12/03/2018 Thu Hà: Trình lãnh đạo ký. Chấp thuận: Cấp giấy xác nhận
        "#]],
    );
}

/// Only where there is a page to answer on, and a paper whose words the applicant can check. A denial waits for no second
/// draft, and after the last one the ward decides.
#[test]
fn who_is_sent_a_draft() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 sơn phân-công H1 cho=hà
         09:20 hà gửi-bản-thảo H1
         09:30 hà trình-ký H1
         08:00 cổng nộp H2 BT-02 trực-tuyến
         08:05 oanh tiếp-nhận H2
         09:10 sơn phân-công H2 cho=hà
         09:20 hà gửi-bản-thảo H2
         08:00 cổng nộp H3 HT-09 trực-tuyến
         08:05 oanh tiếp-nhận H3
         09:10 sơn phân-công H3 cho=hà
         09:20 hà gửi-bản-thảo H3
         09:30 cổng trả-lời-bản-thảo H3 không sai=Tôi_đã_ly_hôn
         09:40 hà trình-ký H3 từ-chối
         10:00 thành trả-lại H3
         10:01 hà gửi-bản-thảo H3 trả-lời=Đã_sửa
         10:02 hà gửi-bản-thảo H3
         10:03 hà gửi-bản-thảo H3
         10:04 hà gửi-bản-thảo H3
         10:05 hà gửi-bản-thảo H3
         10:06 cổng trả-lời-bản-thảo H3 bản=5 không sai=Vẫn_sai
         10:07 hà trình-ký H3",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 hà gửi-bản-thảo H1
                ✗ Chỉ gửi bản thảo cho hồ sơ hộ tịch nộp trực tuyến.
            09:30 hà trình-ký H1
                → Chờ ký, hạn 17:00 08/03/2018
            08:00 cổng nộp H2 BT-02 trực-tuyến
                → Chờ tiếp nhận
            08:05 oanh tiếp-nhận H2
                → Đã tiếp nhận, chờ phân công, hạn 17:00 12/03/2018
            09:10 sơn phân-công H2 cho=hà
                → Đang thụ lý, hạn 17:00 12/03/2018
            09:20 hà gửi-bản-thảo H2
                ✗ Chỉ gửi bản thảo cho hồ sơ hộ tịch nộp trực tuyến.
            08:00 cổng nộp H3 HT-09 trực-tuyến
                → Chờ tiếp nhận
            08:05 oanh tiếp-nhận H3
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 sơn phân-công H3 cho=hà
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 hà gửi-bản-thảo H3
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:30 cổng trả-lời-bản-thảo H3 không sai=Tôi_đã_ly_hôn
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:40 hà trình-ký H3 từ-chối
                → Chờ ký, hạn 17:00 08/03/2018
            10:00 thành trả-lại H3
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:01 hà gửi-bản-thảo H3 trả-lời=Đã_sửa
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:02 hà gửi-bản-thảo H3
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:03 hà gửi-bản-thảo H3
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:04 hà gửi-bản-thảo H3
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:05 hà gửi-bản-thảo H3
                ✗ Đã gửi 5 bản thảo. Mời người nộp tới quầy.
            10:06 cổng trả-lời-bản-thảo H3 bản=5 không sai=Vẫn_sai
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:07 hà trình-ký H3
                → Chờ ký, hạn 17:00 08/03/2018
        "#]],
    );
}

/// Where the applicant could not open the page on which they would answer, they are called instead.
#[test]
fn nobody_is_sent_a_draft_that_they_could_not_answer() {
    let sent = |change: fn(&mut Story)| {
        let mut story = Story::new();
        for line in [
            "21:00 04/03/2018 cổng nộp H1 HT-09 trực-tuyến",
            "08:05 05/03/2018 oanh tiếp-nhận H1",
            "08:10 sơn phân-công H1 cho=hà",
        ] {
            story.line(line);
        }
        change(&mut story);
        story.line("08:30 hà gửi-bản-thảo H1")
    };
    assert_eq!(sent(|_| ()).trim(), "→ Đang thụ lý, hạn 17:00 08/03/2018");
    let refused = "✗ Người nộp không mở được trang tra cứu để trả lời. Gọi điện hỏi, rồi ghi chú.";
    assert_eq!(sent(|story| story.ward = story.ward.with_door(false)).trim(), refused);
    let without_secret =
        |story: &mut Story| story.dossiers.get_mut("H1").expect("was received").secret.clear();
    assert_eq!(sent(without_secret).trim(), refused);
}

/// Said by telephone it counts as on the page, and stands as said so; the page's own answer comes too late then. After the
/// last moment a mistake is still heard, until the paper is submitted.
#[test]
fn an_answer_by_telephone_counts_and_is_marked() {
    check(
        "21:00 04/03/2018 cổng nộp H1 HT-09 trực-tuyến
         08:05 05/03/2018 oanh tiếp-nhận H1
         08:10 sơn phân-công H1 cho=hà
         08:20 hà nghe-bản-thảo H1
         08:30 hà gửi-bản-thảo H1
         08:40 mai nghe-bản-thảo H1
         08:40 oanh nghe-bản-thảo H1 không
         08:40 oanh nghe-bản-thảo H1 bản=2
         08:45 oanh nghe-bản-thảo H1 không sai=Sai_ngày_sinh
         08:50 cổng trả-lời-bản-thảo H1
         08:55 hà trình-ký H1
         09:00 hà gửi-bản-thảo H1 trả-lời=Đã_sửa_ngày_sinh
         17:30 06/03/2018 hà nghe-bản-thảo H1 bản=2 không sai=Sai_nơi_sinh
         17:31 hà trình-ký H1
         08:00 07/03/2018 hà gửi-bản-thảo H1 trả-lời=Đã_sửa_nơi_sinh
         08:10 hà nghe-bản-thảo H1 bản=3
         08:15 hà nghe-bản-thảo H1 bản=3
         08:20 hà trình-ký H1
         08:30 hà nghe-bản-thảo H1 bản=3
         xem H1 lịch-sử",
        expect![[r#"
            21:00 04/03/2018 cổng nộp H1 HT-09 trực-tuyến
                → Chờ tiếp nhận
            08:05 05/03/2018 oanh tiếp-nhận H1
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            08:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 08/03/2018
            08:20 hà nghe-bản-thảo H1
                ✗ Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.
            08:30 hà gửi-bản-thảo H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            08:40 mai nghe-bản-thảo H1
                ✗ Việc này của người tiếp nhận hoặc công chức chuyên môn hoặc tổ trưởng.
            08:40 oanh nghe-bản-thảo H1 không
                ✗ Chưa ghi chỗ chưa đúng.
            08:40 oanh nghe-bản-thảo H1 bản=2
                ✗ Đã có bản thảo gửi sau. Mở lại hồ sơ, hỏi người nộp về bản mới.
            08:45 oanh nghe-bản-thảo H1 không sai=Sai_ngày_sinh
                → Đang thụ lý, hạn 17:00 08/03/2018
            08:50 cổng trả-lời-bản-thảo H1
                ✗ Bản thảo này đã có trả lời. Cần nói thêm thì gọi phường.
            08:55 hà trình-ký H1
                ✗ Người nộp báo bản thảo chưa đúng. Gửi bản thảo mới kèm trả lời, rồi mới trình ký.
            09:00 hà gửi-bản-thảo H1 trả-lời=Đã_sửa_ngày_sinh
                → Đang thụ lý, hạn 17:00 08/03/2018
            17:30 06/03/2018 hà nghe-bản-thảo H1 bản=2 không sai=Sai_nơi_sinh
                → Đang thụ lý, hạn 17:00 08/03/2018
            17:31 hà trình-ký H1
                ✗ Người nộp báo bản thảo chưa đúng. Gửi bản thảo mới kèm trả lời, rồi mới trình ký.
            08:00 07/03/2018 hà gửi-bản-thảo H1 trả-lời=Đã_sửa_nơi_sinh
                → Đang thụ lý, hạn 17:00 08/03/2018
            08:10 hà nghe-bản-thảo H1 bản=3
                → Đang thụ lý, hạn 17:00 08/03/2018
            08:15 hà nghe-bản-thảo H1 bản=3
                ✗ Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.
            08:20 hà trình-ký H1
                → Chờ ký, hạn 17:00 08/03/2018
            08:30 hà nghe-bản-thảo H1 bản=3
                ✗ Hồ sơ đang ở bước “Chờ ký”, chưa “ghi trả lời qua điện thoại” được.
            xem H1 lịch-sử
                21:00 04/03/2018 Cổng dịch vụ công: Nộp hồ sơ
                08:05 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                08:10 05/03/2018 Ngọc Sơn: Phân công thụ lý. → #3
                08:30 05/03/2018 Thu Hà: Gửi bản thảo cho người nộp. bản thảo 1, chờ trả lời đến 17:00 06/03/2018
                08:45 05/03/2018 Kim Oanh: Ghi trả lời qua điện thoại. bản thảo 1, qua điện thoại, chưa đúng: Sai ngày sinh
                09:00 05/03/2018 Thu Hà: Gửi bản thảo cho người nộp. bản thảo 2, chờ trả lời đến 17:00 06/03/2018
                17:30 06/03/2018 Thu Hà: Ghi trả lời qua điện thoại. bản thảo 2, qua điện thoại, chưa đúng: Sai nơi sinh
                08:00 07/03/2018 Thu Hà: Gửi bản thảo cho người nộp. bản thảo 3, chờ trả lời đến 17:00 08/03/2018
                08:10 07/03/2018 Thu Hà: Ghi trả lời qua điện thoại. bản thảo 3, qua điện thoại, đồng ý
                08:20 07/03/2018 Thu Hà: Trình lãnh đạo ký. Chấp thuận: Cấp giấy xác nhận
        "#]],
    );
}
