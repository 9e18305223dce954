//! A machine that everybody uses.

use leptos::prelude::*;

use super::pad::{Fields, LETTERS, Letters, Pad, ROWS};
use super::scan::{Reader, of_text};
use super::{doors, forget};
use crate::prefs::{Choices, Prefs, TextSize};
use crate::ui::tests::{english, html, vietnamese};
use shared::lang::Lang;

const ADDRESS: &str = "https://mot-cua.example/tra-cuu#000.21.17.H17-181122-6105.K7QMAB";

/// Types the text with so many milliseconds between two keys, then Enter.
fn types(reader: &mut Reader, text: &str, gap: f64) -> Option<(String, String)> {
    let mut at = 10_000.0;
    for sign in text.chars() {
        at += gap;
        if sign.is_ascii_uppercase() {
            assert_eq!(reader.press("Shift", at), None);
        }
        assert_eq!(reader.press(&sign.to_string(), at), None);
    }
    reader.press("Enter", at + gap)
}

#[test]
fn a_scanned_slip_is_read_and_typing_is_not() {
    let slip = Some(("000.21.17.H17-181122-6105".to_owned(), "K7QMAB".to_owned()));
    let mut reader = Reader::default();
    assert_eq!(types(&mut reader, ADDRESS, 8.0), slip);
    assert_eq!(types(&mut reader, ADDRESS, 8.0), slip, "and the next citizen's too");
    assert_eq!(types(&mut reader, ADDRESS, 200.0), None, "a hand");
    assert_eq!(types(&mut reader, "048142914379|Nguyễn", 8.0), None, "another code");
    assert_eq!(types(&mut reader, &"#a.b".repeat(5_000), 8.0).map(|(code, _)| code.len() < 200), Some(true));
    assert_eq!(of_text(&format!("{ADDRESS}\r\n")), slip, "some scanners end the line themselves");
    assert_eq!(of_text("261122-6105"), None);
}

#[test]
fn every_sign_of_a_slip_has_a_key_and_goes_where_the_finger_was() {
    let keys: String = ROWS.concat();
    for sign in "ABCDEFGHJKLMNPQRSTUVWXYZ23456789".chars().chain("0123456789-".chars()) {
        assert!(keys.contains(sign), "{sign}");
    }
    let owner = Owner::new();
    owner.with(|| {
        let fields = Fields {
            code: RwSignal::new(String::new()),
            secret: RwSignal::new(String::new()),
            is_secret: RwSignal::new(false),
        };
        "261127-630X".chars().for_each(|sign| fields.put(sign));
        fields.take_back();
        fields.put('0');
        fields.is_secret.set(true);
        "EU6".chars().for_each(|sign| fields.put(sign));
        assert_eq!(
            (fields.code.get_untracked(), fields.secret.get_untracked()),
            ("261127-6300".into(), "EU6".into())
        );
    });
    let pad = html(|| {
        let fields = Fields {
            code: RwSignal::new(String::new()),
            secret: RwSignal::new(String::new()),
            is_secret: RwSignal::new(false),
        };
        view! { <Pad fields /> }
    });
    assert_eq!(pad.matches("<button").count(), keys.chars().count() + 1);
}

#[test]
fn a_search_has_every_letter_a_space_and_ways_back() {
    let keys: String = LETTERS.concat();
    let mut sorted: Vec<char> = keys.chars().collect();
    sorted.sort_unstable();
    assert_eq!(sorted, ('a'..='z').collect::<Vec<_>>());
    let pad = || view! { <Letters text=RwSignal::new(String::new()) done=Callback::new(|()| ()) /> };
    assert_eq!(html(pad).matches("<button").count(), keys.len() + 3);
    let left = vietnamese(&english(pad));
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_next_citizen_finds_it_as_the_first_did() {
    let owner = Owner::new();
    owner.with(|| {
        let prefs = Prefs::new(Choices { lang: Lang::En, text: TextSize::Double, ..Choices::default() });
        forget(prefs);
        assert_eq!((prefs.lang.get_untracked(), prefs.text.get_untracked()), (Lang::Vi, TextSize::Normal));
    });
    let left = vietnamese(&english(doors));
    assert!(left.is_empty(), "{left:?}");
    let page = html(doors);
    assert!(!page.contains("/dang-nhap") && !page.contains("/nop"), "{page}");
}
