//! Giấy hẹn: the same dossier on the paper of its year.

use expect_test::expect;

use super::check;
use crate::demo;
use crate::dossier::Dossier;
use crate::dossier::code::Code;
use crate::moment::Moment;
use crate::paper::PaperOf;
use crate::paper::slip::{sheet, tracking_address};
use crate::sheet::Block;
use crate::ward::Ward;

/// A received dossier as short as one can be.
fn received(secret: &str) -> Dossier {
    let json = serde_json::json!({
        "id": crate::id::DossierId(uuid::Uuid::from_u128(1)),
        "status": crate::dossier::Status::Received,
        "procedure": { "id": "HT-09", "version": 1 },
        "applicant": { "name": "Canary Thị Không Có" },
        "created_at": 0,
        "created_by": demo::RECEPTION,
        "term": crate::calendar::Term::WorkingDays(3),
        "history": [],
    });
    let mut dossier: Dossier = serde_json::from_value(json).expect("a record");
    let code: Code = "000.21.17.H17-181122-6003".parse().expect("a code");
    let at = "2018-11-22T09:00".parse().expect("a moment");
    (dossier.code, dossier.secret) = (Some(code), secret.to_owned());
    (dossier.received_at, dossier.promised) = (Some(at), Some(at));
    dossier
}

/// Everything before the `#` is the same for everybody: that is all a server or a proxy sees.
#[test]
fn the_secret_travels_in_the_fragment_only() {
    let ward = demo::ward().expect("the demo ward is whole");
    let paper = sheet(&ward, &received("7K2MPX"), "https://mot-cua.example/").expect("received");
    let codes: Vec<&String> = paper
        .blocks
        .iter()
        .filter_map(|block| if let Block::Qr { text, .. } = block { Some(text) } else { None })
        .collect();
    assert_eq!(codes, ["https://mot-cua.example/tra-cuu#000.21.17.H17-181122-6003.7K2MPX"]);
    let (sent, kept) = codes[0].split_once('#').expect("a fragment");
    assert_eq!(sent, "https://mot-cua.example/tra-cuu");
    assert!(kept.ends_with(".7K2MPX"));
    assert!(paper.text().contains("mã tra cứu 7K2MPX."), "in plain text too");
    assert_eq!(tracking_address("https://mot-cua.example", &received("")), None);
    let plain = sheet(&ward, &received(""), "https://mot-cua.example").expect("received");
    assert!(!plain.blocks.iter().any(|block| matches!(block, Block::Qr { .. })), "nothing to look up with");
}

/// A counter on the ward's own network prints what is open at the citizen's home, if somebody has said what that is.
#[test]
fn the_code_leads_to_the_public_address_wherever_it_is_printed() {
    let demo = demo::ward().expect("the demo ward is whole");
    let named = Ward { public_url: "https://mot-cua.example".to_owned(), ..demo.clone() };
    let mut asked = received("7K2MPX");
    let more: Moment = "2018-11-23T09:00".parse().expect("a moment");
    asked.asked = vec![serde_json::from_value(serde_json::json!({
        "at": more, "papers": ["Giấy chứng sinh"], "reason": "thiếu", "until": "2018-12-07", "second": false,
    })).expect("a request")];
    let blank = Dossier {
        status: crate::dossier::Status::Blank,
        received_at: None,
        promised: None,
        ..received("7K2MPX")
    };
    for (dossier, paper) in
        [(&asked, PaperOf::Slip), (&asked, PaperOf::Supplement(1)), (&blank, PaperOf::Slip)]
    {
        let leads = |ward: &Ward| {
            let sheet =
                crate::paper::sheet(ward, dossier, paper, "http://192.168.1.10:8080").expect("a paper");
            let code = sheet.blocks.iter().find_map(|block| {
                if let Block::Qr { text, caption } = block {
                    Some((text.clone(), caption.clone()))
                } else {
                    None
                }
            });
            let (text, caption) = code.expect("a code");
            let base = text.split("/tra-cuu#").next().unwrap_or_default().to_owned();
            assert!(caption.contains(&format!("mở {base}/tra-cuu và")), "{caption}");
            base
        };
        assert_eq!(
            (leads(&named), leads(&demo)),
            ("https://mot-cua.example".to_owned(), "http://192.168.1.10:8080".to_owned())
        );
    }
}

/// What came later stands on the paper with its day and its own counts.
#[test]
fn papers_that_came_later_keep_their_counts() {
    let ward = demo::ward().expect("the demo ward is whole");
    let mut dossier = received("7K2MPX");
    let mut late = crate::dossier::ask_more::paper_of("Trích lục khai tử (1 bản chính, 2 bản sao)");
    late.supplemented = Some("2018-11-26T09:00".parse().expect("a moment"));
    dossier.papers = vec![crate::dossier::ask_more::paper_of("Tờ khai"), late];
    let paper = sheet(&ward, &dossier, "").expect("received");
    let rows: Vec<String> = paper
        .blocks
        .iter()
        .filter_map(|block| if let Block::Table { rows, .. } = block { Some(rows) } else { None })
        .flatten()
        .map(|row| row.join(" | "))
        .collect();
    assert_eq!(rows, ["1 | Tờ khai | 1 | 0", "2 | Trích lục khai tử (bổ sung 26/11/2018) | 1 | 2"]);
}

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
                (Liên 1: Giao người nộp)
                (Liên 2: Lưu)
                Bộ phận Tiếp nhận và Trả kết quả: Ủy ban nhân dân phường Hòa Hiệp Bắc
                Tiếp nhận hồ sơ của: Nguyễn Thị Lý
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Số điện thoại: 0905123456    Email: ………
                Nội dung yêu cầu giải quyết: Cấp Giấy xác nhận tình trạng hôn nhân
                Thành phần hồ sơ nộp gồm:
                STT | Tên giấy tờ | Bản chính | Bản sao
                1 | Tờ khai cấp Giấy xác nhận tình trạng hôn nhân | 1 | 0
                2 | Giấy tờ tùy thân của người yêu cầu (CCCD/Căn cước/hộ chiếu) | 0 | 0
                Số lượng hồ sơ: 01 (bộ)
                Thời gian giải quyết hồ sơ theo quy định là: 03 ngày làm việc
                Thời gian nhận hồ sơ: 15 giờ 01 phút, ngày 13 tháng 02 năm 2018
                Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 23 tháng 02 năm 2018
                Đăng ký nhận kết quả tại: quầy
                Phí, lệ phí: 15.000 đ (mười lăm nghìn đồng; đã thu, biên lai BL 0001)
                Vào Sổ theo dõi hồ sơ, Quyển số: ………    Số thứ tự: ………
                Tra cứu: quét mã, hoặc mở https://mot-cua.example/tra-cuu và nhập mã hồ sơ 000.21.17.H17-180213-6000, mã tra cứu 7K2MPX.
                NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) Nguyễn Thị Lý
                NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) Phạm Thị Kim Oanh
                Khi nhận kết quả, mang theo giấy hẹn này và giấy tờ tùy thân; nhận thay cần giấy ủy quyền.
                Điện thoại: 0236 3000 000.
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
                Mẫu số 01
                ỦY BAN NHÂN DÂN THÀNH PHỐ ĐÀ NẴNG
                ỦY BAN NHÂN DÂN PHƯỜNG HẢI VÂN
                TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG
                Mã hồ sơ: 000.21.17.H17-260302-6000
                Hải Vân, ngày 02 tháng 3 năm 2026
                GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ
                (Liên 1: Giao người nộp)
                (Liên 2: Lưu)
                Trung tâm Phục vụ hành chính công: Ủy ban nhân dân phường Hải Vân
                Tiếp nhận hồ sơ của: Trần Văn Đức
                Địa chỉ: Tổ 12, phường Hòa Hiệp Bắc
                Số điện thoại: 0905123456    Email: ………
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
                Đăng ký nhận kết quả tại: quầy
                Phí, lệ phí: 50.000 đ (năm mươi nghìn đồng; thu khi trả kết quả)
                Vào Sổ theo dõi hồ sơ, Quyển số: ………    Số thứ tự: ………
                Tra cứu: quét mã, hoặc mở https://mot-cua.example/tra-cuu và nhập mã hồ sơ 000.21.17.H17-260302-6000, mã tra cứu 7K2MPX.
                NGƯỜI NỘP HỒ SƠ (Ký và ghi rõ họ tên) Trần Văn Đức
                NGƯỜI TIẾP NHẬN HỒ SƠ (Ký và ghi rõ họ tên) Phạm Thị Kim Oanh
                Khi nhận kết quả, mang theo giấy hẹn này và giấy tờ tùy thân; nhận thay cần giấy ủy quyền.
                Điện thoại: 0236 3000 000.
        "#]],
    );
}
