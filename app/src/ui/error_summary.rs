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
    Effect::new(move |before: Option<()>| {
        // Only a failed save says faults; then the focus comes here, each time.
        if !faults.with(Vec::is_empty) && before.is_some() {
            request_animation_frame(move || {
                if let Some(node) = node.get_untracked() {
                    // An element with a tabindex that is on the page can take the focus.
                    let _ = node.focus();
                }
            });
        }
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

/// `Nhận hồ sơ · Một Cửa` ⇄ `Lỗi: Nhận hồ sơ · Một Cửa`. The next page writes a title of its own.
fn mark_title(mark: Option<&str>) {
    let title = document().title();
    let plain = [ERROR.vi, ERROR.en].iter().find_map(|mark| title.strip_prefix(mark)).unwrap_or(&title);
    document().set_title(&format!("{}{plain}", mark.unwrap_or_default()));
}
