//! The keyboard: single keys (`n`), sequences (`g h`) and chords (`Ctrl Enter`), and the list behind `?`.
//!
//! Not here: keys inside one component (arrows of a table: `ui::table`; of a list box: `ui::combobox`).
//! Invariant: a letter never fires while somebody types, composes (Telex, VNI) or has switched letters off.

use leptos::ev;
use leptos::prelude::*;
use shared::lang::{Word, word};
use wasm_bindgen::JsCast;

use crate::prefs::Prefs;
use crate::text::Text;
use crate::ui::button::Keys as KeyHint;
use crate::ui::dialog::Dialog;

/// Milliseconds between the two keys of a sequence.
pub const SEQUENCE_MS: f64 = 1_200.0;

/// A key as it was pressed.
#[derive(Clone, Debug, Default)]
pub struct Press {
    /// `n`, `?`, `Enter`: the browser's name.
    pub key: String,
    pub ctrl: bool,
    pub alt: bool,
    pub meta: bool,
    /// Counts with a named key only: a letter or a sign has its Shift in it.
    pub shift: bool,
    /// The focus is where text is typed.
    pub in_field: bool,
    /// An input method is putting a syllable together.
    pub composing: bool,
    /// Held down: repeats of the same press.
    pub repeat: bool,
    /// Milliseconds, any origin.
    pub at: f64,
}

/// What a press means, given the keys that are on offer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meaning {
    Nothing,
    /// The first key of at least one sequence: wait for the next.
    Begun,
    /// The keys at this place in the list.
    Fire(usize),
}

/// Puts single keys together to sequences.
#[derive(Default, Debug)]
pub struct Matcher {
    begun: Option<(String, f64)>,
}

impl Matcher {
    /// `offers` holds key names as `g h`, `n`, `Ctrl Enter`; the last one offered wins, so that a page may
    /// take a key from the frame. `letters` is the officer's switch.
    pub fn press(&mut self, press: &Press, offers: &[&str], letters: bool) -> Meaning {
        let begun = self.begun.take().filter(|(_, at)| press.at - at <= SEQUENCE_MS).map(|(key, _)| key);
        if press.composing || press.repeat || press.meta {
            return Meaning::Nothing;
        }
        let chord = press.ctrl || press.alt;
        let escape = press.key == "Escape";
        if !chord && !escape && (press.in_field || (!letters && press.key.chars().count() == 1)) {
            return Meaning::Nothing;
        }
        let name = chord_name(press);
        let full = begun.map(|first| format!("{first} {name}"));
        let fires = |wanted: &str| offers.iter().rposition(|offer| *offer == wanted);
        if let Some(place) = full.as_deref().and_then(fires).or_else(|| fires(&name)) {
            return Meaning::Fire(place);
        }
        let opens =
            |offer: &&str| offer.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(' '));
        if !chord && offers.iter().any(opens) {
            self.begun = Some((name, press.at));
            return Meaning::Begun;
        }
        Meaning::Nothing
    }
}

fn chord_name(press: &Press) -> String {
    let mut name = String::new();
    let single = press.key.chars().count() == 1;
    for (held, label) in [(press.ctrl, "Ctrl "), (press.alt, "Alt "), (press.shift && !single, "Shift ")] {
        if held {
            name.push_str(label);
        }
    }
    // `Alt q` is shown as `Alt Q`; a bare letter keeps its case, so that `N` is not `n`.
    name.push_str(&if single && (press.ctrl || press.alt) {
        press.key.to_uppercase()
    } else {
        press.key.clone()
    });
    name
}

#[derive(Clone)]
struct Shortcut {
    id: u32,
    keys: &'static str,
    what: Text,
    run: Callback<()>,
}

/// The keys on offer at the moment, found by `use_key`.
#[derive(Clone, Copy)]
pub struct KeyBoard {
    offers: RwSignal<Vec<Shortcut>>,
    next: StoredValue<u32>,
    /// The list behind `?`.
    pub help: RwSignal<bool>,
}

/// Listens on the window from now on, and offers the registry to everything below.
pub fn provide_keys(prefs: Prefs) -> KeyBoard {
    let board =
        KeyBoard { offers: RwSignal::new(Vec::new()), next: StoredValue::new(0), help: RwSignal::new(false) };
    provide_context(board);
    let matcher = StoredValue::new(Matcher::default());
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || dialog_is_open() {
            return;
        }
        let offers = board.offers.get_untracked();
        let names: Vec<&str> = offers.iter().map(|offer| offer.keys).collect();
        let press = read(&event);
        let letters = prefs.shortcuts.get_untracked();
        let meaning = matcher.try_update_value(|m| m.press(&press, &names, letters));
        match meaning.unwrap_or(Meaning::Nothing) {
            Meaning::Fire(place) => {
                event.prevent_default();
                offers[place].run.run(());
            }
            Meaning::Begun | Meaning::Nothing => {}
        }
    });
    on_cleanup(move || listener.remove());
    board.offer("?", HELP, Callback::new(move |()| board.help.set(true)));
    board
}

impl KeyBoard {
    fn offer(self, keys: &'static str, what: impl Into<Text>, run: Callback<()>) -> u32 {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.offers.update(|offers| offers.push(Shortcut { id, keys, what: what.into(), run }));
        id
    }
}

/// Offers `keys` as long as the calling component stands. `what` is what the list behind `?` says.
pub fn use_key(keys: &'static str, what: impl Into<Text>, run: impl Fn() + Send + Sync + 'static) {
    let Some(board) = use_context::<KeyBoard>() else { return };
    let id = board.offer(keys, what, Callback::new(move |()| run()));
    on_cleanup(move || {
        board.offers.try_update(|offers| offers.retain(|offer| offer.id != id));
    });
}

fn read(event: &web_sys::KeyboardEvent) -> Press {
    Press {
        key: event.key(),
        ctrl: event.ctrl_key(),
        alt: event.alt_key(),
        meta: event.meta_key(),
        shift: event.shift_key(),
        in_field: event.target().is_some_and(|target| keeps(&target, &event.key())),
        // 229 is what Chrome gives for a key an input method keeps to itself.
        composing: event.is_composing() || event.key_code() == 229,
        repeat: event.repeat(),
        at: event.time_stamp(),
    }
}

/// Whether the focused element answers to this key itself.
fn keeps(target: &web_sys::EventTarget, key: &str) -> bool {
    let Some(element) = target.dyn_ref::<web_sys::HtmlElement>() else { return false };
    if element.is_content_editable() {
        return true;
    }
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => match element.get_attribute("type").as_deref() {
            Some("checkbox" | "button" | "submit" | "reset") => false,
            // Arrows go through a group of radio buttons.
            Some("radio") => key.starts_with("Arrow"),
            _ => true,
        },
        _ => false,
    }
}

fn dialog_is_open() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

const HELP: Word = word("Tất cả phím tắt", "All shortcuts");
const SEVERAL: Word = word(
    "Phím chữ chỉ chạy khi không gõ trong ô nào; tắt được ở Cài đặt.",
    "Letters work only while no field is being typed in; they can be switched off in Settings.",
);

/// The list of every key on offer, opened by `?`.
#[component]
pub fn KeyHelp() -> impl IntoView {
    let Some(board) = use_context::<KeyBoard>() else { return ().into_any() };
    let rows = move || {
        let mut offers = board.offers.get();
        // The last one offered is the one that fires.
        offers.reverse();
        offers.sort_by(|a, b| a.keys.len().cmp(&b.keys.len()).then(a.keys.cmp(b.keys)));
        offers.dedup_by(|a, b| a.keys == b.keys);
        let row =
            |offer: Shortcut| view! { <div><dt>{offer.what}</dt><dd><KeyHint keys=offer.keys/></dd></div> };
        offers.into_iter().map(row).collect_view()
    };
    view! {
        <Dialog open=board.help title=HELP>
            <dl class="kv">{rows}</dl>
            <p class="small quiet">{Text::from(SEVERAL)}</p>
        </Dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests;
