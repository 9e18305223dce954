//! What the history tells of a correction: old and new, in both languages, numbers masked.

use expect_test::expect;
use proptest::prelude::*;

use super::check;
use crate::dossier::amend::Details;
use crate::dossier::changed::{text, told};
use crate::dossier::record::{Applicant, Contact, Sex};

#[test]
fn a_correction_leaves_the_old_value_beside_the_new_one() {
    check(
        "09:00 05/03/2018 oanh tiếp-nhận H1 HT-09 tên=Trần_Văn_Bổn số=048085001002
         09:05 oanh sửa H1 tên=Trần_Văn_Bốn số=048085001012 lý-do=ghi_nhầm
         09:10 sơn phân-công H1 cho=hà
         09:20 hà sửa H1 điện-thoại=0905100709
         xem H1 lịch-sử",
        expect![[r#"
            09:00 05/03/2018 oanh tiếp-nhận H1 HT-09 tên=Trần_Văn_Bổn số=048085001002
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:05 oanh sửa H1 tên=Trần_Văn_Bốn số=048085001012 lý-do=ghi_nhầm
                → Đã tiếp nhận, chờ phân công, hạn 17:00 08/03/2018
            09:10 sơn phân-công H1 cho=hà
                → Đang thụ lý, hạn 17:00 08/03/2018
            09:20 hà sửa H1 điện-thoại=0905100709
                → Đang thụ lý, hạn 17:00 08/03/2018
            xem H1 lịch-sử
                09:00 05/03/2018 Kim Oanh: Tiếp nhận. 180305-6000
                09:05 05/03/2018 Kim Oanh: Sửa thông tin. Người nộp: họ tên “Trần Văn Bổn” → “Trần Văn Bốn”; số căn cước “0480••••1002” → “0480••••1012” (ghi nhầm)
                09:10 05/03/2018 Ngọc Sơn: Phân công thụ lý. → #3
                09:20 05/03/2018 Thu Hà: Sửa thông tin. Liên hệ: điện thoại “0905123456” → “0905100709”
        "#]],
    );
}

#[test]
fn what_the_history_tells_is_read_in_english_too() {
    let contact = |phone: &str, email: &str| {
        Details::Contact(Contact { phone: phone.to_owned(), email: email.to_owned(), ..Contact::default() })
    };
    let person = |number: &str, sex: Sex| {
        let applicant = Applicant {
            name: "Canary Lan".to_owned(),
            number: number.to_owned(),
            sex,
            ..Applicant::default()
        };
        Details::Applicant(applicant)
    };
    let english = |old: &Details, new: &Details, rest: &str| {
        let note = text(old, new) + rest;
        let (said, after) = told(&note).expect("is read back");
        assert_eq!(said.vi.clone() + after, note);
        said.en + after
    };
    assert_eq!(
        english(&contact("0905000111", ""), &contact("0905000112", "lan@example.vn"), " (ghi nhầm)"),
        "Contact: phone “0905000111” → “0905000112”; e-mail empty → “lan@example.vn” (ghi nhầm)"
    );
    assert_eq!(
        english(
            &person("048085001002", Sex::Unknown),
            &person("048086001002", Sex::Female),
            ", dùng bản của #3"
        ),
        "Applicant: identity number “0480•5••1002” → “0480•6••1002”; sex empty → “Female”, dùng bản của #3"
    );
    assert_eq!(told("Liên hệ ghi nhầm"), None, "as earlier builds wrote");
    assert_eq!(text(&contact("1", ""), &contact("1", "")), "Liên hệ");
}

proptest! {
    /// Whatever was typed, a note is read back whole or left as it is; no more than the digits that differ of a
    /// number comes out from under its mask.
    #[test]
    fn whatever_was_typed_is_read_back_or_left(old in "\\PC{0,20}", new in "\\PC{0,20}", rest in "\\PC{0,12}") {
        let contact = |phone: &str| Details::Contact(Contact { phone: phone.to_owned(), ..Contact::default() });
        let note = text(&contact(&old), &contact(&new)) + &rest;
        if let Some((said, after)) = told(&note) {
            prop_assert_eq!(said.vi + after, note);
        }
    }

    #[test]
    fn a_number_of_somebody_else_stays_masked(old in "[0-4]{12}", new in "[5-9]{12}") {
        let person = |number: &str| {
            Details::Applicant(Applicant { number: number.to_owned(), ..Applicant::default() })
        };
        let note = text(&person(&old), &person(&new));
        let shown = |number: &str| format!("“{}••••{}”", &number[..4], &number[8..]);
        prop_assert_eq!(note, format!("Người nộp: số căn cước {} → {}", shown(&old), shown(&new)));
    }
}
