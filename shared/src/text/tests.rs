//! Accents, order, numbers in words.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;

#[test]
fn decomposed_and_composed_are_one_text() {
    let decomposed: String = "Nguyễn Thị Ỷ".nfd().collect();
    assert_ne!(decomposed, "Nguyễn Thị Ỷ");
    assert_eq!(clean(&decomposed), "Nguyễn Thị Ỷ");
}

#[test]
fn bytes_are_two_digits_each() {
    assert_eq!(hex(&[0, 9, 0x10, 0xaf, 0xff]), "000910afff");
}

#[test]
fn hidden_marks_and_doubled_spaces_go() {
    assert_eq!(clean("  Lê\u{202E}  Văn\tTám\u{200B}\n"), "Lê Văn Tám");
    assert_eq!(clean("Ðặng"), "Đặng");
    assert_eq!(clean("Nguye\u{302}\u{200B}\u{303}n"), "Nguyễn", "a hidden mark does not part an accent");
}

#[test]
fn search_needs_no_accents() {
    assert_eq!(fold("Đặng Thị  Đào"), "dang thi dao");
    assert_eq!(fold("000.21.17.H17-181226-0007"), "000 21 17 h17 181226 0007");
    assert!(match_rank("dang thi dao", "Đặng Thị Đào").is_some());
    assert!(match_rank("đào", "Đặng Thị Đào") < match_rank("dao", "Đặng Thị Đào"));
    assert_eq!(match_rank("đào văn", "Đặng Thị Đào"), None);
    assert_eq!(match_rank("ang", "Đặng Thị Đào"), None, "inside a word");
    let (together, apart) = ("Đăng ký khai tử", "Đăng ký khai sinh cho trẻ dưới 6 tuổi");
    assert!(match_rank("khai tu", together) < match_rank("khai tu", apart), "words side by side come first");
}

#[test]
fn accents_count_before_the_word_is_finished() {
    for typed in ["nguyễ", "Nguyễn", "hoà", "hòa nguyễn"] {
        let rank = |text| match_rank(typed, text).expect(text);
        assert!(rank("Nguyễn Văn Hòa") < rank("Nguyên Vân Hoa"), "{typed}");
    }
}

#[test]
fn both_places_of_the_tone_are_equal() {
    assert_eq!(canonical("Hòa Hiệp, thúy, khỏe"), canonical("Hoà Hiệp, thuý, khoẻ"));
    assert_eq!(sort_key("Hòa"), sort_key("Hoà"));
    assert_eq!(canonical("quý"), canonical("qúy"));
    assert_ne!(canonical("Mỹ-Thọ"), canonical("Mỹ-Tho"), "every syllable keeps its tone");
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
fn shorter_words_come_first_and_letters_before_tones() {
    let mut words = ["bạn", "ba hai", "bàn", "ban", "bá", "Ba", "3 bà", "bà một"];
    words.sort_by_key(|word| sort_key(word));
    assert_eq!(words, ["3 bà", "Ba", "bá", "ba hai", "bà một", "ban", "bàn", "bạn"]);
}

#[test]
fn every_character_survives_cleaning_and_folding_twice() {
    // All that is written with marks, and a sample of the ideographs behind.
    for c in (0..0x3100).chain((0x3100..=0x10_FFFF).step_by(61)).filter_map(char::from_u32) {
        let text = format!("a{c}\u{301}b");
        let (cleaned, folded) = (clean(&text), fold(&text));
        assert_eq!(clean(&cleaned), cleaned, "{:x}", u32::from(c));
        assert_eq!(fold(&folded), folded, "{:x}", u32::from(c));
    }
}

/// What is left alone after a look is what the whole way would leave alone.
#[test]
fn a_look_tells_nothing_that_cleaning_would_not() {
    let mut clean_by_look = 0;
    for c in (0..0x1_0000).filter_map(char::from_u32) {
        for text in [format!("{c}"), format!("Lê {c}n"), format!("a {c}"), format!("{c} {c}")] {
            if is_clean(&text) {
                clean_by_look += 1;
                assert_eq!(text.nfc().collect::<String>(), text, "{:x}", u32::from(c));
                assert!(
                    !text.contains(is_hidden) && !text.contains(['\u{D0}', '\u{189}', '\u{F0}', '\u{256}'])
                );
                assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), text);
            }
        }
    }
    assert!(clean_by_look > 2_000, "{clean_by_look}");
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
        (1_000_000_005, "Một tỷ không trăm linh năm"),
        (1_005_000_000_000, "Một nghìn không trăm linh năm tỷ"),
        (1_000_000_000_000_000_000, "Một tỷ tỷ"),
        (1_500_000_000_000, "Một nghìn năm trăm tỷ"),
        (-3, "Âm ba"),
    ] {
        assert_eq!(number_in_words(n), words);
    }
}

/// What a listener writes down: digits, tens, hundreds, then the three units; `tỷ` multiplies all before it.
fn read_back(words: &str) -> i128 {
    let words = words.to_lowercase();
    let spoken = words.strip_prefix("âm ").unwrap_or(&words);
    let (mut total, mut below_billion, mut group) = (0_i128, 0_i128, 0_i128);
    let mut digit = 0_i128;
    for word in spoken.split(' ') {
        match word {
            "trăm" => group += std::mem::take(&mut digit) * 100,
            "mươi" => group += std::mem::take(&mut digit) * 10,
            "mười" => group += 10,
            "linh" => {}
            "nghìn" | "triệu" => {
                let unit = if word == "nghìn" { 1_000 } else { 1_000_000 };
                below_billion += (std::mem::take(&mut group) + std::mem::take(&mut digit)) * unit;
            }
            "tỷ" => {
                let rest = std::mem::take(&mut group) + std::mem::take(&mut digit);
                total = (total + std::mem::take(&mut below_billion) + rest) * 1_000_000_000;
            }
            "mốt" => digit = 1,
            "tư" => digit = 4,
            "lăm" => digit = 5,
            known => {
                let place = DIGITS.iter().position(|name| *name == known).expect("a digit");
                digit = i128::try_from(place).expect("below ten");
            }
        }
    }
    let read = total + below_billion + group + digit;
    if words.starts_with("âm ") { -read } else { read }
}

#[test]
fn the_largest_numbers_are_spoken_too() {
    for n in [i64::MAX, i64::MIN, 1_000_000_000_000_000_000, 1_000_000_000_001, 999_999_999_999] {
        assert_eq!(read_back(&number_in_words(n)), i128::from(n), "{}", number_in_words(n));
    }
}

proptest! {
    #[test]
    fn cleaning_twice_is_cleaning_once(text in any::<String>()) {
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

    /// `hòa` and `hoà`, `khỏe` and `khoẻ`, `thúy` and `thuý`: one word, wherever the tone is put.
    #[test]
    fn both_places_of_a_tone_are_one_word(
        onset in "(h|k|kh|l|ng|nh|t|th|tr|x|đ|)",
        vowels in proptest::sample::select(vec![('o', 'a'), ('o', 'e'), ('u', 'y')]),
        tone in proptest::sample::select(TONES.to_vec()),
        before in "(Nguyễn |)",
    ) {
        let (first, second) = vowels;
        let old: String = format!("{before}{onset}{first}{tone}{second}").nfc().collect();
        let new: String = format!("{before}{onset}{first}{second}{tone}").nfc().collect();
        prop_assert_ne!(&old, &new);
        prop_assert_eq!(canonical(&old), canonical(&new));
        prop_assert_eq!(sort_key(&old), sort_key(&new));
        prop_assert_eq!(match_rank(&old, &new), match_rank(&new, &new));
    }

    #[test]
    fn the_beginning_of_a_text_finds_it(
        text in "[a-zA-ZÀ-ỹĐđ0-9 ,./-]{0,40}",
        query in any::<String>(),
        letters in 1..9_usize,
    ) {
        let begun: String = clean(&text).chars().take(letters).collect();
        prop_assert!(match_rank(&begun, &text).is_some(), "{begun:?} begins {text:?}");
        if let Some(rank) = match_rank(&query, &text) {
            prop_assert!(rank <= 9);
        }
    }

    #[test]
    fn keys_hold_what_a_database_stores(text in any::<String>()) {
        let key = name_sort_key(&text.replace('\0', ""));
        prop_assert!(!key.contains('\0'), "a database keeps no NUL");
        prop_assert_eq!(sort_key(&text), sort_key(&clean(&text)));
    }

    #[test]
    fn words_read_back_are_the_number(n in any::<i64>(), size in 0_u32..19) {
        let small = n % 10_i64.pow(size);
        prop_assert_eq!(read_back(&number_in_words(n)), i128::from(n));
        prop_assert_eq!(read_back(&number_in_words(small)), i128::from(small));
    }

    #[test]
    fn cleaned_text_is_composed(text in "[a-zâêôă\u{200B}\u{AD}\u{301}\u{303}\u{323} \u{D0}\u{F0}]{0,12}") {
        let cleaned = clean(&text);
        prop_assert_eq!(cleaned.nfc().collect::<String>(), cleaned.clone());
    }
}
