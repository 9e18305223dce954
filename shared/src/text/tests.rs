//! Accents, order, numbers in words.

use proptest::prelude::*;

use super::*;

#[test]
fn decomposed_and_composed_are_one_text() {
    let decomposed: String = "Nguyễn Thị Ỷ".nfd().collect();
    assert_ne!(decomposed, "Nguyễn Thị Ỷ");
    assert_eq!(clean(&decomposed), "Nguyễn Thị Ỷ");
}

#[test]
fn hidden_marks_and_doubled_spaces_go() {
    assert_eq!(clean("  Lê\u{202E}  Văn\tTám\u{200B}\n"), "Lê Văn Tám");
    assert_eq!(clean("Ðặng"), "Đặng");
}

#[test]
fn search_needs_no_accents() {
    assert_eq!(fold("Đặng Thị  Đào"), "dang thi dao");
    assert_eq!(fold("000.21.17.H17-181226-0007"), "000 21 17 h17 181226 0007");
    assert!(match_rank("dang thi dao", "Đặng Thị Đào").is_some());
    assert!(match_rank("đào", "Đặng Thị Đào") < match_rank("dao", "Đặng Thị Đào"));
    assert_eq!(match_rank("đào văn", "Đặng Thị Đào"), None);
}

#[test]
fn both_places_of_the_tone_are_equal() {
    assert_eq!(canonical("Hòa Hiệp, thúy, khỏe"), canonical("Hoà Hiệp, thuý, khoẻ"));
    assert_eq!(sort_key("Hòa"), sort_key("Hoà"));
}

#[test]
fn words_sort_as_in_a_dictionary() {
    let mut words =
        ["ươm", "da", "đa", "ăn", "an", "ân", "bả", "bà", "bạ", "bã", "bá", "ba", "ơn", "on", "ôn"];
    words.sort_by_key(|word| sort_key(word));
    let expected =
        ["an", "ăn", "ân", "ba", "bà", "bả", "bã", "bá", "bạ", "da", "đa", "on", "ôn", "ơn", "ươm"];
    assert_eq!(words, expected);
}

#[test]
fn people_sort_by_given_name() {
    let mut people = ["Trần Văn Bình", "Lê Thị Ánh", "Nguyễn An", "Lê Văn Bình", "Crom"];
    people.sort_by_key(|name| name_sort_key(name));
    assert_eq!(people, ["Nguyễn An", "Lê Thị Ánh", "Lê Văn Bình", "Trần Văn Bình", "Crom"]);
}

#[test]
fn sums_in_words() {
    for (n, words) in [
        (0, "Không"),
        (5, "Năm"),
        (15, "Mười lăm"),
        (21_000, "Hai mươi mốt nghìn"),
        (24, "Hai mươi tư"),
        (105, "Một trăm linh năm"),
        (1_001, "Một nghìn không trăm linh một"),
        (200_000, "Hai trăm nghìn"),
        (1_500_000, "Một triệu năm trăm nghìn"),
        (-3, "Âm ba"),
    ] {
        assert_eq!(number_in_words(n), words);
    }
}

proptest! {
    #[test]
    fn cleaning_twice_is_cleaning_once(text in "\\PC{0,40}") {
        let once = clean(&text);
        prop_assert_eq!(clean(&once), once);
    }

    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        let once = fold(&text);
        prop_assert_eq!(fold(&once), once);
    }

    #[test]
    fn a_text_finds_itself(text in "[a-zA-ZđĐăâêôơưáàảãạ ]{1,30}") {
        prop_assert!(match_rank(&text, &text).is_some());
    }

    #[test]
    fn words_exist_for_every_number(n in any::<i64>()) {
        prop_assert!(!number_in_words(n).is_empty());
    }
}
