//! How a dossier ends: returned, withdrawn or stopped, and what is written down of it.

use expect_test::expect;

use super::check;

#[test]
fn a_citizen_may_withdraw_until_the_draft_goes_to_the_leader() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 hà phân-công H1
         10:00 hà rút H1
         10:00 oanh rút H1 lý-do=đổi_ý
         10:10 hà trình-ký H1
         09:00 oanh tiếp-nhận H2 HT-09
         09:10 hà phân-công H2
         09:20 hà trình-ký H2
         09:30 oanh rút H2",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:00 hà rút H1
                → Công dân rút hồ sơ, hạn 17:00 08/03/2018, sớm hẹn
            10:00 oanh rút H1 lý-do=đổi_ý
                ✗ Hồ sơ đang ở bước “Công dân rút hồ sơ”, chưa “ghi công dân rút hồ sơ” được.
            10:10 hà trình-ký H1
                ✗ Hồ sơ đang ở bước “Công dân rút hồ sơ”, chưa “trình lãnh đạo ký” được.
            09:00 oanh tiếp-nhận H2 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 hà phân-công H2
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 hà trình-ký H2
                → Chờ ký, hạn 17:00 08/03/2018
            09:30 oanh rút H2
                ✗ Hồ sơ đang ở bước “Chờ ký”, chưa “ghi công dân rút hồ sơ” được.
        "#]],
    );
}

#[test]
fn a_leader_stops_a_dossier_in_writing() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 hà phân-công H1
         09:20 hà yêu-cầu-bổ-sung H1
         10:00 sơn dừng H1
         10:00 thành dừng H1 lý-do=
         10:00 thành dừng H1 lý-do=trùng_hồ_sơ
         10:10 oanh nhận-bổ-sung H1
         xem H1 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 hà yêu-cầu-bổ-sung H1
                → Chờ dân bổ sung, hạn 17:00 08/03/2018, đồng hồ dừng
            10:00 sơn dừng H1
                ✗ Việc này của lãnh đạo phường.
            10:00 thành dừng H1 lý-do=
                ✗ Chưa ghi lý do.
            10:00 thành dừng H1 lý-do=trùng_hồ_sơ
                → Dừng xử lý, hạn 17:00 08/03/2018, sớm hẹn
            10:10 oanh nhận-bổ-sung H1
                ✗ Hồ sơ đang ở bước “Dừng xử lý”, chưa “nhận giấy tờ bổ sung” được.
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:10 05/03/2018 Thu Hà: Phân công thụ lý. → #3
                09:20 05/03/2018 Thu Hà: Yêu cầu bổ sung. Trích lục khai tử (theo biên bản)
                10:00 05/03/2018 Văn Thành: Dừng xử lý. trùng hồ sơ
        "#]],
    );
}

/// Whoever takes a result is looked at; somebody else brings an authorisation; the post brings no slip back.
#[test]
fn who_took_a_result_and_how_it_left_is_written_down() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 hà phân-công H1
         09:20 hà trình-ký H1
         09:30 thành ký H1
         09:40 tuấn đóng-dấu H1
         10:00 oanh trả-kết-quả H1 cách=tai_quay
         10:00 oanh trả-kết-quả H1 cách=tai_quay đã-xem=can_cuoc người-nhận=Trần_Văn_Đức
         10:00 oanh trả-kết-quả H1 cách=tai_quay đã-xem=can_cuoc số-bản=0
         10:00 oanh trả-kết-quả H1 cách=tai_quay mất-giấy đã-xem=can_cuoc
         10:01 oanh trả-kết-quả H1 cách=tai_quay đã-xem=quen_biet người-nhận=nguyen_thi_ly số-bản=2
         xem H1 đã-trao
         09:00 05/03/2018 oanh tiếp-nhận H2 HT-08
         09:10 hà phân-công H2
         09:20 hà trình-ký H2
         09:30 thành ký H2
         09:40 tuấn đóng-dấu H2
         10:02 oanh trả-kết-quả H2 cách=buu_chinh mất-giấy người-nhận=Trần_Văn_Đức
         xem H2 đã-trao",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 hà trình-ký H1
                → Chờ ký, hạn 17:00 08/03/2018
            09:30 thành ký H1
                → Đã ký, chờ đóng dấu, hạn 17:00 08/03/2018
            09:40 tuấn đóng-dấu H1
                → Chờ trả, hạn 17:00 08/03/2018, sớm hẹn
            10:00 oanh trả-kết-quả H1 cách=tai_quay
                ✗ Ghi đã xem giấy tờ gì của người nhận, hoặc quầy biết người này.
            10:00 oanh trả-kết-quả H1 cách=tai_quay đã-xem=can_cuoc người-nhận=Trần_Văn_Đức
                ✗ Người nhận không phải người nộp: ghi giấy ủy quyền.
            10:00 oanh trả-kết-quả H1 cách=tai_quay đã-xem=can_cuoc số-bản=0
                ✗ Số bản từ 1 đến 500.
            10:00 oanh trả-kết-quả H1 cách=tai_quay mất-giấy đã-xem=can_cuoc
                ✗ Không có giấy hẹn: ghi giấy cam kết của người nhận.
            10:01 oanh trả-kết-quả H1 cách=tai_quay đã-xem=quen_biet người-nhận=nguyen_thi_ly số-bản=2
                → Đã trả kết quả, hạn 17:00 08/03/2018, sớm hẹn
            xem H1 đã-trao
                nguyen thi ly; Tại quầy; quầy biết người này; 2 bản
            09:00 05/03/2018 oanh tiếp-nhận H2 HT-08
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 hà phân-công H2
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 hà trình-ký H2
                → Chờ ký, hạn 17:00 08/03/2018
            09:30 thành ký H2
                → Đã ký, chờ đóng dấu, hạn 17:00 08/03/2018
            09:40 tuấn đóng-dấu H2
                → Chờ trả, hạn 17:00 08/03/2018, sớm hẹn
            10:02 oanh trả-kết-quả H2 cách=buu_chinh mất-giấy người-nhận=Trần_Văn_Đức
                → Đã trả kết quả, hạn 17:00 08/03/2018, sớm hẹn
            xem H2 đã-trao
                Trần Văn Đức; Qua bưu chính
        "#]],
    );
}

/// Whoever withdraws takes the originals back, and the control slip says which.
#[test]
fn a_withdrawal_names_the_originals_that_went_back() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 hà phân-công H1
         10:00 oanh rút H1 lý-do=công_dân_rút trả-lại=Giấy_chứng_sinh
         xem H1 trả-lại",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            10:00 oanh rút H1 lý-do=công_dân_rút trả-lại=Giấy_chứng_sinh
                → Công dân rút hồ sơ, hạn 17:00 08/03/2018, sớm hẹn
            xem H1 trả-lại
                Giấy chứng sinh
        "#]],
    );
}

#[test]
fn without_the_slip_the_receiver_signs_a_statement() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         09:10 hà phân-công H1
         09:20 hà trình-ký H1
         09:30 thành ký H1
         09:40 tuấn đóng-dấu H1
         10:00 oanh trả-kết-quả H1 mất-giấy
         10:00 oanh trả-kết-quả H1 người-nhận=
         10:00 oanh trả-kết-quả H1 mất-giấy cam-kết=đã_ký_bản_cam_kết",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 hà trình-ký H1
                → Chờ ký, hạn 17:00 08/03/2018
            09:30 thành ký H1
                → Đã ký, chờ đóng dấu, hạn 17:00 08/03/2018
            09:40 tuấn đóng-dấu H1
                → Chờ trả, hạn 17:00 08/03/2018, sớm hẹn
            10:00 oanh trả-kết-quả H1 mất-giấy
                ✗ Không có giấy hẹn: ghi giấy cam kết của người nhận.
            10:00 oanh trả-kết-quả H1 người-nhận=
                ✗ Chưa ghi người nhận.
            10:00 oanh trả-kết-quả H1 mất-giấy cam-kết=đã_ký_bản_cam_kết
                → Đã trả kết quả, hạn 17:00 08/03/2018, sớm hẹn
        "#]],
    );
}

#[test]
fn a_fee_that_is_owed_is_settled_when_the_result_is_returned() {
    cov_mark::check!(fee_still_owed);
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09 phí=nợ
         xem H1 lệ-phí
         09:10 hà phân-công H1
         09:20 hà trình-ký H1
         09:30 thành ký H1
         09:40 tuấn đóng-dấu H1
         10:00 oanh trả-kết-quả H1
         10:00 oanh trả-kết-quả H1 phí=nợ
         10:00 oanh trả-kết-quả H1 phí=không
         10:00 oanh trả-kết-quả H1 phí=thu biên-lai=BL_0042
         xem H1 lệ-phí
         09:00 oanh tiếp-nhận H2 HT-09 phí=miễn
         xem H2 lệ-phí",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09 phí=nợ
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            xem H1 lệ-phí
                15000 đ, chưa thu 
            09:10 hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 hà trình-ký H1
                → Chờ ký, hạn 17:00 08/03/2018
            09:30 thành ký H1
                → Đã ký, chờ đóng dấu, hạn 17:00 08/03/2018
            09:40 tuấn đóng-dấu H1
                → Chờ trả, hạn 17:00 08/03/2018, sớm hẹn
            10:00 oanh trả-kết-quả H1
                ✗ Lệ phí chưa thu và chưa ghi lý do miễn.
            10:00 oanh trả-kết-quả H1 phí=nợ
                ✗ Lệ phí chưa thu và chưa ghi lý do miễn.
            10:00 oanh trả-kết-quả H1 phí=không
                ✗ Lệ phí chưa thu và chưa ghi lý do miễn.
            10:00 oanh trả-kết-quả H1 phí=thu biên-lai=BL_0042
                → Đã trả kết quả, hạn 17:00 08/03/2018, sớm hẹn
            xem H1 lệ-phí
                15000 đ, đã thu BL 0042
            09:00 oanh tiếp-nhận H2 HT-09 phí=miễn
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            xem H2 lệ-phí
                15000 đ, miễn, giảm Hộ nghèo
        "#]],
    );
}

/// Two officers each took the fee, one of them without a network: the second hears what to give back.
#[test]
fn a_fee_that_was_taken_is_not_taken_again() {
    cov_mark::check!(fee_not_owed);
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
         xem H1 lệ-phí
         09:10 hà phân-công H1
         09:20 hà trình-ký H1
         09:30 thành ký H1
         09:40 tuấn đóng-dấu H1
         10:00 oanh trả-kết-quả H1 phí=thu biên-lai=BL_0042
         10:00 oanh trả-kết-quả H1
         xem H1 lệ-phí
         09:00 oanh tiếp-nhận H2 HT-09 phí=miễn
         09:10 hà phân-công H2
         09:20 hà trình-ký H2
         09:30 thành ký H2
         09:40 tuấn đóng-dấu H2
         10:00 oanh trả-kết-quả H2 phí=thu biên-lai=BL_0043",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            xem H1 lệ-phí
                15000 đ, đã thu BL 0001
            09:10 hà phân-công H1
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 hà trình-ký H1
                → Chờ ký, hạn 17:00 08/03/2018
            09:30 thành ký H1
                → Đã ký, chờ đóng dấu, hạn 17:00 08/03/2018
            09:40 tuấn đóng-dấu H1
                → Chờ trả, hạn 17:00 08/03/2018, sớm hẹn
            10:00 oanh trả-kết-quả H1 phí=thu biên-lai=BL_0042
                ✗ Lệ phí đã có người thu (biên lai BL 0001). Trả lại tiền và hủy biên lai vừa lập, rồi trả kết quả mà không thu tiền.
            10:00 oanh trả-kết-quả H1
                → Đã trả kết quả, hạn 17:00 08/03/2018, sớm hẹn
            xem H1 lệ-phí
                15000 đ, đã thu BL 0001
            09:00 oanh tiếp-nhận H2 HT-09 phí=miễn
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 hà phân-công H2
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 hà trình-ký H2
                → Chờ ký, hạn 17:00 08/03/2018
            09:30 thành ký H2
                → Đã ký, chờ đóng dấu, hạn 17:00 08/03/2018
            09:40 tuấn đóng-dấu H2
                → Chờ trả, hạn 17:00 08/03/2018, sớm hẹn
            10:00 oanh trả-kết-quả H2 phí=thu biên-lai=BL_0043
                ✗ Hồ sơ này không phải thu lệ phí hoặc đã được miễn. Trả lại tiền và hủy biên lai vừa lập, rồi trả kết quả mà không thu tiền.
        "#]],
    );
}
