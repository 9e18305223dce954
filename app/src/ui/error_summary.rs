//! All faults of a form above it: takes the focus and links to each field, in the same words.
//!
//! Not here: the fault at the field (`field`).
//! Invariant: it appears when a save failed, not while somebody types; the window's title then begins "Lỗi:".

use leptos::html;
use leptos::prelude::*;
use shared::lang::{Lang, Word, word};
use shared::refusal::FieldFault;

use super::icon::{Glyph, Icon};
use crate::english::retell;
use crate::prefs::use_lang;
use crate::text::{Text, say};

const FAULT: Word = word("chỗ cần sửa", "thing to put right");
const FAULTS: Word = word("chỗ cần sửa", "things to put right");
const ERROR: Word = word("Lỗi: ", "Error: ");

#[component]
pub fn ErrorSummary(
    /// What could not be done: `Chưa in được giấy hẹn`.
    #[prop(into)]
    title: Text,
    faults: RwSignal<Vec<FieldFault>>,
) -> impl IntoView {
    let (node, lang) = (NodeRef::<html::Div>::new(), use_lang());
    Effect::new(move |_| {
        mark_title((!faults.with(Vec::is_empty)).then(|| lang.get().pick(ERROR.vi, ERROR.en)));
    });
    Effect::new(move |before: Option<Vec<FieldFault>>| {
        let now = faults.get();
        if before.is_some_and(|before| is_said(&before, &now)) {
            request_animation_frame(move || {
                if let Some(node) = node.get_untracked() {
                    // An element with a tabindex that is on the page can take the focus.
                    let _ = node.focus();
                }
            });
        }
        now
    });
    let retell = retell();
    let link = move |fault: FieldFault| {
        let href = format!("#{}", fault.field);
        view! { <li><a href=href rel="external">{say(move |lang| retell(fault.of(lang), lang))}</a></li> }
    };
    view! {
        {move || {
            let count = faults.with(Vec::len);
            let title = title.clone();
            let head = move |lang: Lang| {
                format!("{}: {count} {}", title.of(lang), if count == 1 { FAULT } else { FAULTS }.of(lang))
            };
            (count > 0).then(|| view! {
                <div class="errors" role="alert" tabindex="-1" node_ref=node>
                    <h2><Icon glyph=Glyph::Late />{say(head)}</h2>
                    <ul>{faults.get().into_iter().map(link).collect_view()}</ul>
                </div>
            })
        }}
    }
}

/// A failed save says faults, and the focus comes here, each time; where one was only dropped, since its field was changed,
/// it stays with whoever types.
fn is_said(before: &[FieldFault], now: &[FieldFault]) -> bool {
    let is_dropped = now.len() < before.len() && now.iter().all(|fault| before.contains(fault));
    !now.is_empty() && !is_dropped
}

/// `Nhận hồ sơ · Một Cửa` ⇄ `Lỗi: Nhận hồ sơ · Một Cửa`. The next page writes a title of its own.
fn mark_title(mark: Option<&str>) {
    let title = document().title();
    let plain = [ERROR.vi, ERROR.en].iter().find_map(|mark| title.strip_prefix(mark)).unwrap_or(&title);
    document().set_title(&format!("{}{plain}", mark.unwrap_or_default()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_focus_comes_when_a_save_fails_and_not_while_somebody_puts_things_right() {
        let faults = |fields: &[&str]| -> Vec<FieldFault> {
            fields.iter().map(|field| FieldFault::new(*field, "Chưa ghi.", "Missing.")).collect()
        };
        let (none, two, three) =
            (faults(&[]), faults(&["name", "phone"]), faults(&["name", "number", "phone"]));
        assert!(is_said(&none, &three) && is_said(&three, &three), "each save that fails");
        assert!(!is_said(&three, &two), "the number was changed");
        assert!(!is_said(&two, &none));
        assert!(is_said(&three, &faults(&["procedure"])) && is_said(&two, &three));
    }
}
