//! Type to narrow a long list: arrows move, Enter takes, Escape closes.
//!
//! Not here: how well something matches (the caller's `find`).
//! Invariant: the pattern of a combobox with a list box; the focus never leaves the input.

use leptos::prelude::*;
use shared::lang::{Word, word};

use super::field::{Faults, fault_of, mend_any};
use super::icon::{Glyph, Icon};
use crate::prefs::is_touched;
use crate::text::{Text, say, t};

const NONE: Word = word("Không có gì khớp. Xóa bớt chữ.", "Nothing matches. Remove some letters.");

const LIST: Word = word("Gợi ý", "Suggestions");

/// One choice: its key, the line and a smaller line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    pub key: String,
    pub line: String,
    pub about: String,
}

/// What a key does to a list of `count` rows that stands at row `at`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    Open,
    To(usize),
    Take,
    Close,
    /// The key is the input's own.
    Leave,
}

fn step(key: &str, open: bool, at: usize, count: usize) -> Step {
    match (key, open) {
        ("ArrowDown", false) => Step::Open,
        ("ArrowDown", true) if count > 0 => Step::To((at + 1) % count),
        ("ArrowUp", true) if count > 0 => Step::To((at + count - 1) % count),
        ("Enter", true) if count > 0 => Step::Take,
        ("Escape", true) => Step::Close,
        _ => Step::Leave,
    }
}

#[component]
pub fn Combobox(
    id: &'static str,
    #[prop(into)] label: Text,
    /// What is typed, or the chosen line.
    typed: RwSignal<String>,
    /// The best choices for what is typed.
    find: Callback<String, Vec<Suggestion>>,
    /// A choice was taken.
    take: Callback<Suggestion>,
    #[prop(optional)] faults: Option<Faults>,
) -> impl IntoView {
    let fault = faults.map_or_else(|| Signal::stored(None), |faults| fault_of(faults, id));
    let (open, at) = (RwSignal::new(false), RwSignal::new(0_usize));
    let list = Memo::new(move |_| if open.get() { find.run(typed.get()) } else { vec![] });
    let choose = move |choice: Suggestion| {
        typed.set(choice.line.clone());
        open.set(false);
        mend_any(faults, id);
        take.run(choice);
    };
    let keydown = move |ev: web_sys::KeyboardEvent| {
        if ev.is_composing() {
            return;
        }
        match step(&ev.key(), open.get_untracked(), at.get_untracked(), list.with_untracked(Vec::len)) {
            Step::Open => open.set(true),
            Step::To(row) => at.set(row),
            Step::Take => {
                if let Some(choice) = list.with_untracked(|all| all.get(at.get_untracked()).cloned()) {
                    choose(choice);
                }
            }
            Step::Close => open.set(false),
            Step::Leave => return,
        }
        ev.prevent_default();
    };
    Effect::new(move |_| {
        if open.get() {
            show_row(&row_id(id, at.get()));
        }
    });
    let is_open = Memo::new(move |_| open.get());
    Effect::new(move |_| {
        if is_open.get() && is_touched() {
            make_room(id);
        }
    });
    let input = move |ev| {
        typed.set(event_target_value(&ev));
        mend_any(faults, id);
        at.set(0);
        open.set(true);
    };
    let (list_id, err_id) = (format!("{id}-list"), format!("{id}-err"));
    let described = err_id.clone();
    let rows = move || {
        let rows = list.get().into_iter().enumerate();
        rows.map(|(i, choice)| row(row_id(id, i), Signal::derive(move || at.get() == i), choice, choose))
            .collect_view()
    };
    let none = move || open.get() && list.with(Vec::is_empty);
    let found = say(move |lang| match list.with(Vec::len) {
        0 => String::new(),
        n => format!("{n} {}", lang.pick("lựa chọn", "choices")),
    });
    view! {
        <div class="field" data-bad=move || fault.get().map(|_| "true")>
            <label for=id>{label}</label>
            <div class="combo">
                <input class="input" id=id role="combobox" autocomplete="off" aria-autocomplete="list"
                    aria-expanded=move || open.get().to_string() aria-controls=list_id.clone()
                    aria-activedescendant=move || (open.get() && !none()).then(|| row_id(id, at.get()))
                    aria-invalid=move || fault.get().map(|_| "true")
                    aria-describedby=move || fault.get().map(|_| described.clone())
                    prop:value=move || typed.get() on:input=input on:keydown=keydown
                    on:blur=move |_| open.set(false) />
                <Icon glyph=Glyph::Down />
                <ul class="combo__list" id=list_id role="listbox" aria-label=t(LIST) hidden=move || !open.get() || none()>{rows}</ul>
                <p class="combo__list combo__none" hidden=move || !none()>{t(NONE)}</p>
                <span class="sr" role="status">{found}</span>
            </div>
            {move || fault.get().map(|said| view! { <p class="err" id=err_id.clone()>{said}</p> })}
        </div>
    }
}

fn row_id(id: &str, row: usize) -> String {
    format!("{id}-list-{row}")
}

fn row(
    id: String,
    here: Signal<bool>,
    choice: Suggestion,
    choose: impl Fn(Suggestion) + 'static,
) -> impl IntoView {
    let taken = choice.clone();
    // Before the input loses the focus, which would close the list.
    let press = move |ev: web_sys::PointerEvent| {
        ev.prevent_default();
        choose(taken.clone());
    };
    view! {
        <li id=id role="option" aria-selected=move || here.get().to_string() on:pointerdown=press>
            <span>{choice.line}<span class="sub combo__about">{choice.about}</span></span>
        </li>
    }
}

/// Under a finger the keys of the screen take its lower half: the field goes to the top, and its choices have the rest.
fn make_room(id: &'static str) {
    // By then the list stands, and the page is long enough.
    request_animation_frame(move || {
        if let Some(field) = document().get_element_by_id(id) {
            field.scroll_into_view();
        }
    });
}

/// Brings the row that the arrows stand at into the list's window.
fn show_row(id: &str) {
    if let Some(row) = document().get_element_by_id(id) {
        let nearest = web_sys::ScrollIntoViewOptions::new();
        nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
        row.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round_and_enter_takes_only_from_an_open_list() {
        assert_eq!(step("ArrowDown", false, 0, 3), Step::Open);
        assert_eq!(step("ArrowDown", true, 2, 3), Step::To(0));
        assert_eq!(step("ArrowUp", true, 0, 3), Step::To(2));
        assert_eq!(step("Enter", true, 0, 3), Step::Take);
        assert_eq!(step("Enter", false, 0, 3), Step::Leave, "the form's own Enter");
        assert_eq!(step("Enter", true, 0, 0), Step::Leave);
        assert_eq!(step("ArrowDown", true, 0, 0), Step::Leave);
        assert_eq!(step("Escape", true, 1, 3), Step::Close);
        assert_eq!(step("Escape", false, 1, 3), Step::Leave, "the dialog's own Escape");
        assert_eq!(step("a", true, 1, 3), Step::Leave);
    }
}
