//! Columns: what comes out is what went in, and a reader is never made to hold more than it allows.

use proptest::prelude::*;

use super::snapshot::{dossiers, texts};
use crate::sync::columns::{decode, encode};

const MAX: usize = 1 << 24;

fn columns(texts: &[impl AsRef<str>]) -> String {
    encode(texts.iter().map(AsRef::as_ref)).expect("JSON as we write it")
}

fn back(columns: &str) -> Option<Vec<String>> {
    let mut out = Vec::new();
    decode(columns, MAX, |row| {
        out.push(row.to_owned());
        Some(())
    })?;
    Some(out)
}

/// The column of one field with these values, as it is written.
fn field(values: &[&str]) -> String {
    let rows: Vec<String> = values.iter().map(|value| format!("{{\"k\":{value}}}")).collect();
    let columns = columns(&rows);
    assert_eq!(back(&columns).as_ref(), Some(&rows), "{columns}");
    columns.splitn(5, '\n').nth(4).unwrap().to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn dossiers_come_out_as_they_went_in(seed in any::<u64>(), count in 0_usize..40) {
        let texts = texts(&dossiers(seed, count));
        prop_assert_eq!(back(&columns(&texts)), Some(texts));
    }

    /// Any JSON at all, not only ours.
    #[test]
    fn other_texts_come_out_too(words in prop::collection::vec(("[a-c]{1,2}", any::<String>(), any::<i64>(), any::<bool>()), 0..6)) {
        let texts: Vec<String> = words.iter().map(|(key, text, number, flag)| {
            let value = serde_json::json!({ key: [text, number, { "x": null, "y": flag, "z": {}, "w": [] }] });
            value.to_string()
        }).collect();
        prop_assert_eq!(back(&columns(&texts)), Some(texts));
    }

    /// Every way to write a column, and what lies between them.
    #[test]
    fn any_column_comes_back(
        texts in prop::collection::vec("[ab]{0,2}( [ab0-9]{0,3}){0,14}", 0..60),
        numbers in prop::collection::vec(prop_oneof![0_i64..3, 1_542_852_000_000_i64..1_542_852_900_000, any::<i64>()], 0..60),
    ) {
        let rows: Vec<String> = texts.iter().zip(numbers.iter().chain(std::iter::repeat(&7)))
            .map(|(text, number)| format!("{{\"t\":\"{text}\",\"n\":{number},\"nt\":\"{number}\",\"s\":[{number},\"{text}\"]}}"))
            .collect();
        prop_assert_eq!(back(&columns(&rows)), Some(rows));
    }

    #[test]
    fn what_is_not_whole_is_refused_and_never_panics(seed in any::<u64>(), cut in any::<prop::sample::Index>()) {
        let whole = columns(&texts(&dossiers(seed, 6)));
        let ends: Vec<usize> = whole.char_indices().map(|(at, _)| at).collect();
        let part = &whole[..ends[cut.index(ends.len())]];
        // A last value may be cut short without anybody seeing it here: that is what digests are for.
        if let Some(rows) = back(part) {
            prop_assert!(rows.len() <= 6);
        }
        for (from, to) in [('\t', "\n"), ('1', "9"), ('!', "+"), ('#', "|"), ('=', "~"), ('"', "!")] {
            back(&whole.replace(from, to));
        }
    }
}

#[test]
fn each_column_is_written_as_suits_it() {
    assert_eq!(field(&["5", "5", "5"]), "!5");
    assert_eq!(field(&["\"a\"", "\"b\"", "\"a\"", "\"b\""]), "#\"a\"\t\"b\"\n!\"!\"");
    assert_eq!(field(&["100", "101", "103", "104"]), "+100\n=1\t2\t1");
    assert_eq!(field(&["1000", "1001", "1002"]), "+1000\n!1");
    assert_eq!(field(&["7", "8", "9"]), "+7\n!1");
    assert_eq!(field(&["7", "9", "8"]), "=7\t9\t8");
    assert_eq!(field(&["\"0a\"", "\"1b\"", "\"2c\""]), "\"|2\n012abc");
    assert_eq!(field(&["\"Lê An\"", "\"Lê Văn Bé\""]), "\"~3\n+2\n!1\n!Lê\n=An\tVăn\n!Bé");
    assert_eq!(field(&["\"b\"", "null"]), "=\"b\"\tnull");
}

#[test]
fn numbers_are_told_as_steps_only_where_they_come_back_the_same() {
    for odd in ["00007", "-0", "10001.5", "99999999999999999999", "null", "1e4"] {
        field(&["10000", "10001", odd]);
    }
    assert_eq!(encode(["{\"n\":1", "{}"]), None);
    assert_eq!(encode(["{\"n\": 1}"]), None, "a space is not ours");
    assert_eq!(encode([""]), None);
}

#[test]
fn a_small_text_does_not_unfold_to_a_large_one() {
    let (long, gaps) = ("x".repeat(10_000), 10_000);
    let shape = format!("[{}\t]", "\t,".repeat(gaps - 1));
    let bomb = format!("1000000000 1 1\n{shape}\n{}\n!0\n!{long}", vec!["0"; gaps].join(" "));
    let mut rows = 0;
    let read = decode(&bomb, 1 << 20, |_| {
        rows += 1;
        Some(())
    });
    assert_eq!((read, rows), (None, 0));
    let endless = "18446744073709551615 1 0\n{}\n\n!0";
    assert_eq!(decode(endless, 1 << 16, |_| Some(())), None, "rows of two bytes end too");
    let deep = "1 1 1\n\t\n0\n!0\n".to_owned() + &"+1\n".repeat(10_000) + "!1";
    assert_eq!(decode(&deep, 1 << 16, |_| Some(())), None);
}
