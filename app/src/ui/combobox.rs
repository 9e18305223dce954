//! Type to narrow a long list: arrows move, Enter takes, Escape closes.
//!
//! Not here: how well something matches (the caller's `find`).
//! Invariant: the pattern of a combobox with a list box; the focus never leaves the input.

use leptos::prelude::*;
use shared::lang::{Word, word};

use super::field::{Faults, fault_of};
use crate::text::{Text, t};

const NONE: Word = word("Không có gì khớp. Xóa bớt chữ.", "Nothing matches. Remove some letters.");

/// One choice: its key, the line and a smaller line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Option_ {
    pub key: String,
    pub line: String,
    pub about: String,
}

#[component]
pub fn Combobox(
    id: &'static str,
    #[prop(into)] label: Text,
    /// What is typed, or the chosen line.
    typed: RwSignal<String>,
    /// The best choices for what is typed.
    find: Callback<String, Vec<Option_>>,
    /// A choice was taken.
    take: Callback<Option_>,
    #[prop(optional)] faults: Option<Faults>,
) -> impl IntoView {
    let fault = faults.map_or_else(|| Signal::stored(None), |faults| fault_of(faults, id));
    let open = RwSignal::new(false);
    let at = RwSignal::new(0_usize);
    let list = Memo::new(move |_| if open.get() { find.run(typed.get()) } else { vec![] });
    let (list_id, err_id) = (format!("{id}-list"), format!("{id}-err"));
    let choose = move |option: Option_| {
        typed.set(option.line.clone());
        open.set(false);
        take.run(option);
    };
    let keydown = move |ev: web_sys::KeyboardEvent| {
        let count = list.with_untracked(Vec::len);
        match ev.key().as_str() {
            "ArrowDown" if !open.get_untracked() => open.set(true),
            "ArrowDown" if count > 0 => at.update(|i| *i = (*i + 1) % count),
            "ArrowUp" if count > 0 => at.update(|i| *i = (*i + count - 1) % count),
            "Enter" if open.get_untracked() && !ev.is_composing() => {
                if let Some(option) = list.with_untracked(|all| all.get(at.get_untracked()).cloned()) {
                    choose(option);
                }
            }
            "Escape" if open.get_untracked() => open.set(false),
            _ => return,
        }
        ev.prevent_default();
    };
    let active = { let list_id = list_id.clone(); move || open.get().then(|| format!("{list_id}-{}", at.get())) };
    let rows = { let list_id = list_id.clone(); move || {
        let list_id = list_id.clone();
        list.get().into_iter().enumerate().map(move |(i, option)| {
            let taken = option.clone();
            view! {
                <li id=format!("{list_id}-{i}") role="option" aria-selected=move || (at.get() == i).to_string()
                    on:pointerdown=move |ev| { ev.prevent_default(); choose(taken.clone()) }>
                    <span>{option.line}<span class="sub">{option.about}</span></span>
                </li>
            }
        }).collect_view()
    }};
    let described = err_id.clone();
    view! {
        <div class="field" data-bad=move || fault.get().map(|_| "true")>
            <label for=id>{label}</label>
            <div class="combo">
                <input class="input" id=id role="combobox" autocomplete="off" aria-autocomplete="list"
                    aria-expanded=move || open.get().to_string() aria-controls=list_id.clone()
                    aria-activedescendant=active aria-describedby=move || fault.get().map(|_| described.clone())
                    prop:value=move || typed.get()
                    on:input=move |ev| { typed.set(event_target_value(&ev)); at.set(0); open.set(true); }
                    on:blur=move |_| open.set(false)
                    on:keydown=keydown />
                <ul class="combo__list" id=list_id role="listbox" hidden=move || !open.get()>{rows}</ul>
                {move || (open.get() && list.with(Vec::is_empty)).then(|| view! { <p class="combo__none" role="status">{t(NONE)}</p> })}
            </div>
            {move || fault.get().map(|said| view! { <p class="err" id=err_id.clone()>{said}</p> })}
        </div>
    }
}
