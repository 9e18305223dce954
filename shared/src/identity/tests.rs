//! Cards, numbers, phones and dates as they come over a counter.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::card::{BadCard, looks_garbled, parse};
use super::partial_date::PartialDate;
use super::personal::{NumberKind, check_number, masked, warnings};
use super::phone::check_phone;
use crate::dossier::record::Sex;
use crate::moment::Day;
use crate::text::clean;

const GOOD: &str =
    "001098012345|012345678|NGUYỄN VĂN A|01011998|Nam|Số 10 Tràng Thi, Hoàn Kiếm, Hà Nội|01012023";

#[test]
fn a_card_fills_the_form() {
    let card = parse(GOOD).expect("a card");
    assert_eq!((card.number.as_str(), card.old_number.as_str()), ("001098012345", "012345678"));
    assert_eq!((card.name.as_str(), card.birth.to_string().as_str()), ("NGUYỄN VĂN A", "01/01/1998"));
    assert_eq!(card.sex, Sex::Male);
    assert_eq!(card.issued.map(|day| day.to_string()).as_deref(), Some("2023-01-01"));
}

#[test]
fn cards_come_in_many_shapes() {
    let short = parse("001098012345||TRẦN THỊ B|02021990|Nu|Hà Nội").expect("six fields are enough");
    assert_eq!((short.sex, short.issued), (Sex::Female, None));
    assert!(parse(&format!("{GOOD}|||thêm|nữa")).is_ok(), "further fields are ignored");
    let latin: String = "001098012345||NGUYỄN|01011998|Nữ|Huế|01012023".bytes().map(char::from).collect();
    assert_eq!(parse(&latin).expect("read as Latin-1").name, "NGUYỄN");
}

#[test]
fn a_bad_card_says_what_is_wrong() {
    for (code, wrong) in [
        ("001098012345|x|y|z|w", BadCard::Fields(5)),
        ("0010980123||A|01011998|Nam|HN|01012023", BadCard::Number),
        ("001098012345|| |01011998|Nam|HN|01012023", BadCard::Name),
        ("001098012345||A|32011998|Nam|HN|01012023", BadCard::Birth),
        ("001098012345||A|01011998|Nam|HN|xx", BadCard::Issued),
    ] {
        assert_eq!(parse(code), Err(wrong), "{code}");
    }
    assert_eq!(parse(&"|".repeat(5_000)), Err(BadCard::TooLong));
    assert!(looks_garbled("001098012345||NGUYEEN VAWN A|01011998|Nam|HN"));
    assert!(!looks_garbled(GOOD));
}

#[test]
fn five_fields_get_one_clear_sentence() {
    let said = parse("001098012345|x|y|z|w").expect_err("too few").sentence();
    let vi = "Mã căn cước phải có 7 phần, mã này có 5. Quét lại; nếu chữ bị sai, tắt bộ gõ tiếng Việt.";
    let en = "A card's code has 7 parts, this one has 5. Scan again; if letters are garbled, turn the input method off.";
    assert_eq!((said.vi.as_str(), said.en.as_str()), (vi, en));
}

#[test]
fn a_decomposed_card_is_read_composed() {
    use unicode_normalization::UnicodeNormalization as _;
    let decomposed: String = GOOD.nfd().collect();
    assert_ne!(decomposed, GOOD);
    assert_eq!(parse(&decomposed), parse(GOOD));
}

#[test]
fn numbers_by_their_shape() {
    assert_eq!(check_number("048 190 004 217"), Ok(NumberKind::Personal));
    assert_eq!(check_number("201234567"), Ok(NumberKind::OldCard));
    assert_eq!(check_number("B1234567"), Ok(NumberKind::Passport));
    assert_eq!(check_number("0400101394-001"), Ok(NumberKind::Tax));
    assert!(check_number("12345678901234567890").is_err_and(|said| said.vi.contains("20")));
}

#[test]
fn disagreement_is_a_warning() {
    assert_eq!(warnings("040203015844", Sex::Male, Some(2003)), vec![]);
    assert_eq!(warnings("040203015844", Sex::Female, Some(2004)).len(), 2);
    assert_eq!(warnings("003203015844", Sex::Unknown, None).len(), 1);
}

#[test]
fn a_masked_number_cannot_be_guessed_from_what_is_left() {
    for (number, shown) in [
        ("048190004217", "0481••••4217"),
        ("048 190 004 217", "0481••••4217"),
        ("201234567", "20•••••67"),
        ("B1234567", "B1••••67"),
        ("1234567", "•••••••"),
        ("", ""),
    ] {
        assert_eq!(masked(number), shown);
    }
}

#[test]
fn phones_in_one_shape() {
    assert_eq!(check_phone("+84 905.114.225"), Ok("0905114225".to_owned()));
    assert_eq!(check_phone("0236 3 842 107"), Ok("02363842107".to_owned()));
    assert_eq!(check_phone("01689 123 456"), Ok("01689123456".to_owned()));
    assert_eq!(check_phone("84905114225"), Ok("0905114225".to_owned()));
    for (typed, said_vi) in [
        ("0905 114 22", "10 số; số đã ghi có 9"),
        ("0236 384 210", "cố định phải đủ 11 số"),
        ("0105114225", "bắt đầu bằng 03"),
        ("gọi sau", "chỉ gồm chữ số"),
        ("", "chỉ gồm chữ số"),
    ] {
        let said = check_phone(typed).expect_err(typed);
        assert!(said.vi.contains(said_vi), "{typed}: {}", said.vi);
    }
}

#[test]
fn dates_keep_what_is_unknown() {
    for (typed, shown) in [
        ("14/3/1990", "14/03/1990"),
        ("14031990", "14/03/1990"),
        ("1990-03-14", "14/03/1990"),
        ("03/1990", "03/1990"),
        ("00/00/1945", "1945"),
        ("1945", "1945"),
    ] {
        assert_eq!(typed.parse::<PartialDate>().map(|d| d.to_string()).as_deref(), Ok(shown), "{typed}");
    }
    for bad in ["", "31/02/1990", "hôm qua", "14/03/90", "1/2/3/4", "99999999"] {
        assert!(bad.parse::<PartialDate>().is_err(), "{bad}");
    }
    let mut dates = ["02/1945", "1946", "01/02/1945", "1945"].map(|d| d.parse::<PartialDate>().expect(d));
    dates.sort();
    assert_eq!(dates.map(|d| d.to_string()), ["1945", "02/1945", "01/02/1945", "1946"]);
}

#[test]
fn a_last_letter_that_looks_like_a_space_when_decoded_wrongly_stays() {
    let code = "001098012345||Ỳ Ý|01011998|Nam|à";
    let latin: String = code.bytes().map(char::from).collect();
    assert!(latin.ends_with('\u{a0}'));
    let card = parse(&format!("{latin}\r\n")).expect("a good card");
    assert_eq!((card.name.as_str(), card.address.as_str()), ("Ỳ Ý", "à"));
}

proptest! {
    #[test]
    fn parsers_never_panic(text in any::<String>()) {
        let _ = (parse(&text), check_number(&text), text.parse::<PartialDate>(), masked(&text));
        if let Ok(phone) = check_phone(&text) {
            prop_assert_eq!(check_phone(&phone), Ok(phone.clone()));
        }
    }

    #[test]
    fn dates_read_what_they_write(year in 1850..2200_i32, month in 0..=12_u32, day in 0..=31_u32) {
        let known = |n: u32| (n > 0).then_some(n);
        if let Some(date) = PartialDate::new(year, known(month), known(day)) {
            prop_assert_eq!(date.to_string().parse::<PartialDate>(), Ok(date));
        }
    }

    /// However a reader decodes it, and whatever later cards append.
    #[test]
    fn a_card_is_read_back_field_by_field(
        number in "[0-9]{12}",
        old in "([0-9]{9})?",
        name in "[A-ZĐÀÁẢÃẠĂẮÂẤÊẾÔỐƠỚƯỨỲÝ]{1,7}( [A-ZĐÀÁẢÃẠĂẮÂẤÊẾÔỐƠỚƯỨỲÝ]{1,7}){1,4}",
        days in 0..40_000_i64,
        male in any::<bool>(),
        address in "[A-Za-zà-ỹĐđ]{1,9}( [0-9A-Za-zà-ỹĐđ,/]{1,9}){0,8}",
        issued in proptest::option::of(0..3_000_i64),
        more in proptest::collection::vec("[A-Za-z0-9 ]{0,9}", 0..4),
        way in 0..3_usize,
    ) {
        let day = |from: &str, days: i64| from.parse::<Day>().expect("a day").plus(days);
        let packed = |day: Day| day.vi().replace('/', "");
        let (born, issued) = (day("1910-01-01", days), issued.map(|days| day("2021-01-01", days)));
        let sex = if male { "Nam" } else { "Nữ" };
        let mut fields = vec![number.clone(), old.clone(), name.clone(), packed(born), sex.into(), address.clone()];
        if let Some(issued) = issued {
            fields.push(packed(issued));
            fields.extend(more);
        }
        let code = fields.join("|");
        let read: String = match way {
            0 => code,
            1 => code.nfd().collect(),
            _ => code.bytes().map(char::from).collect(),
        };
        let card = parse(&read).expect("a good card");
        prop_assert_eq!((card.number, card.old_number, card.issued), (number, old, issued));
        prop_assert_eq!((card.name, card.address), (clean(&name), clean(&address)));
        prop_assert_eq!(card.birth.to_string(), born.vi());
        prop_assert_eq!(card.sex, if male { Sex::Male } else { Sex::Female });
    }

    #[test]
    fn barred_texts_are_cards_or_faults(parts in proptest::collection::vec("[0-9A-Za-zĐđ ]{0,14}", 0..10)) {
        let _ = parse(&parts.join("|"));
    }
}
