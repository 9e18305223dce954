//! The list says why it cannot ask the server, where a finger and a keyboard find it too.

use std::sync::Arc;

use leptos::prelude::*;
use shared::demo;

use super::super::ask::{Ask, Group};
use super::super::list::{Elsewhere, Shown, list_view};
use crate::ui::tests::html;

fn list(typed: &str, offline: bool) -> String {
    let (ward, typed) = (Arc::new(demo::ward().expect("the standard data")), typed.to_owned());
    html(move || {
        list_view(
            ward,
            Signal::stored(Ask::of(Group::All)),
            RwSignal::new(typed),
            Signal::stored(Shown::default()),
            Signal::stored(Elsewhere::NotAsked),
            Signal::stored(offline),
            Callback::new(|_| ()),
            Callback::new(|()| ()),
        )
    })
}

#[test]
fn a_greyed_search_of_all_years_says_why() {
    let (short, offline, open) = (list("a", false), list("dao", true), list("dao", false));
    for greyed in [&short, &offline] {
        assert!(greyed.contains(r#"aria-disabled="true""#), "{greyed}");
        assert!(greyed.contains(r#"aria-describedby="why-not""#) && greyed.contains(r#"id="why-not""#));
    }
    assert!(short.contains("Gõ ít nhất 2 chữ") && offline.contains("Đang mất mạng"));
    assert!(!open.contains("aria-disabled") && !open.contains("why-not"), "{open}");
}
