//! Keys, sequences and when a letter stays a letter.

use expect_test::{Expect, expect};

use super::*;

/// Presses `keys` one after the other, 100 ms apart, and writes what each meant.
fn check(keys: &[Press], offers: &[&str], letters: bool, want: Expect) {
    let mut matcher = Matcher::default();
    let mut out = String::new();
    for (i, press) in keys.iter().enumerate() {
        let press = Press { at: press.at + 100.0 * i as f64, ..press.clone() };
        let meaning = match matcher.press(&press, offers, letters) {
            Meaning::Fire(place) => offers[place].to_owned(),
            Meaning::Begun => "…".to_owned(),
            Meaning::Nothing => "-".to_owned(),
        };
        out.push_str(&format!("{} => {meaning}\n", press.key));
    }
    want.assert_eq(&out);
}

fn key(name: &str) -> Press {
    Press { key: name.to_owned(), ..Press::default() }
}

const OFFERS: [&str; 6] = ["n", "/", "g h", "g s", "Ctrl Enter", "Alt Q"];

#[test]
fn single_keys_and_sequences() {
    check(
        &[key("n"), key("g"), key("h"), key("h"), key("g"), key("n"), key("x")],
        &OFFERS,
        true,
        expect![[r#"
            n => n
            g => …
            h => g h
            h => -
            g => …
            n => n
            x => -
        "#]],
    );
}

#[test]
fn a_sequence_waits_only_so_long() {
    let late = Press { at: SEQUENCE_MS + 1.0, ..key("h") };
    check(
        &[key("g"), late],
        &OFFERS,
        true,
        expect![[r#"
        g => …
        h => -
    "#]],
    );
}

#[test]
fn letters_are_off_in_fields_but_chords_are_not() {
    let field = |press: Press| Press { in_field: true, ..press };
    check(
        &[
            field(key("n")),
            field(key("/")),
            field(Press { ctrl: true, ..key("Enter") }),
            field(Press { alt: true, ..key("q") }),
        ],
        &OFFERS,
        true,
        expect![[r#"
            n => -
            / => -
            Enter => Ctrl Enter
            q => Alt Q
        "#]],
    );
}

#[test]
fn nothing_fires_while_a_syllable_is_being_composed() {
    let composing = |press: Press| Press { composing: true, ..press };
    check(
        &[composing(key("n")), composing(Press { ctrl: true, ..key("Enter") })],
        &OFFERS,
        true,
        expect![[r#"
        n => -
        Enter => -
    "#]],
    );
}

#[test]
fn switched_off_letters_leave_chords_alone() {
    check(
        &[key("n"), key("g"), key("h"), Press { ctrl: true, ..key("Enter") }],
        &OFFERS,
        false,
        expect![[r#"
        n => -
        g => -
        h => -
        Enter => Ctrl Enter
    "#]],
    );
}

#[test]
fn escape_works_from_a_field_and_a_held_key_fires_once() {
    let held = Press { repeat: true, ..key("n") };
    let escape = Press { in_field: true, ..key("Escape") };
    check(
        &[key("n"), held, escape],
        &["n", "Escape"],
        true,
        expect![[r#"
        n => n
        n => -
        Escape => Escape
    "#]],
    );
}

#[test]
fn the_page_wins_over_the_frame() {
    let mut matcher = Matcher::default();
    assert_eq!(matcher.press(&key("n"), &["n", "/", "n"], true), Meaning::Fire(2));
}

#[test]
fn the_system_keeps_its_own_chords() {
    let mut matcher = Matcher::default();
    assert_eq!(matcher.press(&Press { meta: true, ..key("n") }, &OFFERS, true), Meaning::Nothing);
    assert_eq!(matcher.press(&Press { ctrl: true, ..key("n") }, &OFFERS, true), Meaning::Nothing);
}
