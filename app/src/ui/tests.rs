//! Components as strings: structure, ties for a screen reader, reasons of what is greyed.

use leptos::prelude::*;
use shared::calendar::Light;
use shared::refusal::FieldFault;

use super::button::ActRow;
use super::field::TextField;
use super::icon::Glyph;
use super::light::LightView;
use super::sync_badge::{SyncBadge, SyncState, SyncView};
use crate::text::Text;

/// Renders as the server would, without a browser.
pub fn html<V: IntoView + 'static>(make: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    owner.with(|| make().into_view().to_html())
}

#[test]
fn a_greyed_act_says_why() {
    let why = Text::from("Chưa có chữ ký và số.");
    let run = Callback::new(|()| ());
    let out = html(move || view! { <ActRow label="Trả kết quả" glyph=Glyph::Give why=why id="give" run=run /> });
    assert!(out.contains("aria-disabled=\"true\"") && out.contains("aria-describedby=\"why-give\""), "{out}");
    assert!(out.contains("id=\"why-give\"") && out.contains("Chưa có chữ ký và số."), "{out}");
}

#[test]
fn a_fault_stands_at_its_field() {
    let out = html(|| {
        let faults = RwSignal::new(vec![FieldFault::new("phone", "Điện thoại phải đủ 10 số.", "Ten digits.")]);
        let value = RwSignal::new("0905".to_owned());
        view! { <TextField id="phone" label="Điện thoại" value=value faults=faults /> }
    });
    assert!(out.contains("aria-describedby=\"phone-err\"") && out.contains("aria-invalid=\"true\""), "{out}");
    assert!(out.contains("id=\"phone-err\"") && out.contains("Điện thoại phải đủ 10 số."), "{out}");
}

#[test]
fn a_light_is_an_icon_with_words() {
    let out = html(|| view! { <LightView light=Light::Overdue { days: 2 } /> });
    assert!(out.contains("<svg") && out.contains("Quá hạn 2 ngày"), "{out}");
}

#[test]
fn the_badge_is_green_only_when_nothing_waits_or_is_unread() {
    let state = |view: SyncView| html(move || view! { <SyncBadge sync=Signal::stored(view) /> });
    let with = |waiting, unread| SyncView { state: SyncState::AllSent, waiting, unread, ..SyncView::default() };
    assert!(state(with(0, 0)).contains("data-state=\"all-sent\""));
    assert!(!state(with(0, 1)).contains("data-state=\"all-sent\""));
    let waiting = SyncView { state: SyncState::Waiting, waiting: 3, ..SyncView::default() };
    assert!(state(waiting).contains("3 việc chờ gửi"));
}
