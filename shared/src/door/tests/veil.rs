//! What a citizen reads on the tracking page of sentences that an officer wrote.

use expect_test::expect;

use super::super::veil::{HIDDEN, Veil};
use super::*;

fn veil() -> Veil {
    let names = ["Nguyễn Thị Hoài Thương", "Trần Văn Bưởi", "An", ""].map(str::to_owned);
    Veil::over(&ward(), &names)
}

fn seen(texts: &[&str]) -> String {
    let veil = veil();
    texts.iter().map(|text| veil.seen(text) + "\n").collect()
}

#[test]
fn numbers_of_people_are_hidden_however_they_are_written() {
    expect![[r"
        CCCD ••• hết hạn
        CCCD: •••, hết hạn
        Gọi ••• hoặc +••• để hẹn.
        Gọi ••• hay (•••; máy bàn (•••
        CMND ••• mờ số, hộ chiếu ••• rách
        Sinh ngày ••• ghi sai
        Gửi về ••• hoặc <•••>.
        •••
    "]]
    .assert_eq(&seen(&[
        "CCCD 048190004217 hết hạn",
        "CCCD: 048 190 004 217, hết hạn",
        "Gọi 0905.114.225 hoặc +84 905 114 225 để hẹn.",
        "Gọi 0905-114-225 hay (0905114225; máy bàn (0236) 384 21 99",
        "CMND 201234567 mờ số, hộ chiếu C1234567 rách",
        "Sinh ngày 12051980 ghi sai",
        "Gửi về ten.nguoi@vidu.vn hoặc <a@vidu.vn>.",
        "0905–114–225",
    ]));
}

#[test]
fn names_of_the_dossiers_people_are_hidden_with_and_without_accents() {
    expect![[r"
        Bà ••• chưa ký; ••• ký thay
        Giấy ủy quyền của ••• cho •••
        An toàn điện: hỏi quầy 2, gặp chị Oanh
    "]]
    .assert_eq(&seen(&[
        "Bà Nguyễn Thị Hoài Thương chưa ký; Trần  Văn Bưởi ký thay",
        "Giấy ủy quyền của NGUYEN THI HOAI THUONG cho trần văn bưởi",
        "An toàn điện: hỏi quầy 2, gặp chị Oanh",
    ]));
}

/// Which papers are missing and where to go instead.
#[test]
fn what_a_citizen_needs_is_shown_letter_by_letter() {
    let phone = ward().letterheads.first().expect("a letterhead").phone.clone();
    let own = format!("Gọi phường: {phone}");
    let needed = [
        "Bản án ly hôn (1 bản chính, 2 bản sao)",
        "Trùng với hồ sơ 000.21.17.H17-261124-0002 (261124-0002) nhận ngày 24/11/2026",
        "Theo Nghị định 118/2025/NĐ-CP, Quyết định 1234/QĐ-UBND ngày 05.01.2026, 7 ngày làm việc",
        "Đến UBND phường Hòa Hiệp Nam, 123 Nguyễn Lương Bằng, tổ 12, từ 07:30 đến 11:30, 13:30 đến 17:00",
        "Nộp 15.000.000 đồng, biên lai BL 000123; năm học 2018-2019",
        own.as_str(),
    ];
    let veil = veil();
    for text in needed {
        assert_eq!(veil.seen(text), text);
        assert_eq!(veil.hides(text), None);
    }
    assert_eq!(veil.hides("Gọi 0905.114.225 đồng ý").as_deref(), Some("Gọi ••• đồng ý"));
}

proptest! {
    /// Whatever stands around it, no card and no telephone is read; and what is hidden once stays as it is.
    #[test]
    fn no_number_of_a_person_gets_through(
        before in "[A-Za-zÀ-ỹ0-9 .,:()/-]{0,30}",
        number in "0[0-9]{9}|0[0-9]{11}",
        after in "[A-Za-zÀ-ỹ0-9 .,:()/-]{0,30}",
    ) {
        let veil = veil();
        let shown = veil.seen(&format!("{before}{number}{after}"));
        prop_assert!(!shown.contains(&number), "{}", shown);
        prop_assert!(shown.contains(HIDDEN));
        prop_assert_eq!(veil.seen(&shown), shown);
    }
}

/// The answer itself, of a dossier that waits for papers and of one that was not accepted.
#[test]
fn the_tracking_page_hides_what_officers_wrote_of_people() {
    let ward = ward();
    let papers = vec!["Căn cước 048190004217".to_owned(), "Bản án ly hôn".to_owned()];
    let reason = "Ông Hồ Canary Lợi chưa ký, gọi 0905 123 456".to_owned();
    let ask = AskBefore { form: None, papers, reason, until: nine().day().plus(8) };
    let dossier = then(&ward, lodged(&ward), Act::AskBefore(ask));
    let asked = tracked(&ward, &dossier, true, nine()).asked.expect("asked");
    assert_eq!(asked.papers, ["Căn cước •••", "Bản án ly hôn"]);
    assert_eq!(asked.reason, "Ông ••• chưa ký, gọi •••");
    let kept = dossier.asked.last().expect("asked");
    assert!(kept.reason.contains("0905 123 456"), "the paper says it whole");
    let refuse = Refuse {
        form: None,
        reason: "Căn cước 048190004217 ghi nơi khác".to_owned(),
        go_to: "UBND phường Hòa Hiệp Nam".to_owned(),
        approved_by: demo::HEAD,
    };
    let dossier = then(&ward, lodged(&ward), Act::Refuse(refuse));
    let said = tracked(&ward, &dossier, true, nine()).refused.expect("refused");
    assert_eq!(said, "Căn cước ••• ghi nơi khác → UBND phường Hòa Hiệp Nam");
}
