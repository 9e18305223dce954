//! Stored choices and what they do to the page.

use super::*;

#[test]
fn an_older_or_newer_store_is_read_as_far_as_it_goes() {
    let old: Choices = serde_json::from_str(r#"{"theme":"contrast","lang":"en"}"#).expect("missing keys");
    assert_eq!(old, Choices { theme: Theme::Contrast, lang: Lang::En, ..Choices::default() });
    let newer: Choices = serde_json::from_str(r#"{"text":"4","colour":"green"}"#).expect("unknown keys");
    assert_eq!(newer.text, TextSize::Double);
    assert!(newer.shortcuts, "shortcuts are on until switched off");
}

#[test]
fn choices_survive_the_storage() {
    let choices = Choices {
        theme: Theme::Dark,
        surface: Surface::Tablet,
        text: TextSize::Large,
        lang: Lang::En,
        shortcuts: false,
        undo: false,
        device: "Quầy 2".into(),
    };
    let text = serde_json::to_string(&choices).expect("plain data");
    assert_eq!(serde_json::from_str::<Choices>(&text).expect("our own text"), choices);
}

#[test]
fn without_preferences_a_page_speaks_vietnamese() {
    Owner::new().with(|| assert_eq!(use_lang().get_untracked(), Lang::Vi));
}
