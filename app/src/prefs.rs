//! What an officer likes on this device: theme, size of text, language, shortcuts, the name of the device.
//!
//! Not here: anything whose loss would matter (`store`), the looks of a theme (style/tokens.css).
//! Invariant: a device without storage works with the defaults; a value from a newer version is ignored, not fatal; a
//! screen in the hall keeps nobody's choices.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::lang::{Lang, Word, word};

/// Where the choices are kept in the browser.
const KEY: &str = "mot-cua.prefs";
/// Where a tab remembers that it stands in the hall, for as long as it lives.
const KIOSK: &str = "mot-cua.kiosk";

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the machine says.
    #[default]
    System,
    Light,
    Dark,
    Contrast,
}

impl Theme {
    pub const ALL: [Theme; 4] = [Theme::System, Theme::Light, Theme::Dark, Theme::Contrast];

    pub const fn label(self) -> Word {
        match self {
            Theme::System => word("Theo máy", "As the device"),
            Theme::Light => word("Sáng", "Light"),
            Theme::Dark => word("Tối", "Dark"),
            Theme::Contrast => word("Tương phản cao", "High contrast"),
        }
    }

    /// The value of `data-theme`; none leaves it to the machine.
    const fn attribute(self) -> Option<&'static str> {
        match self {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
            Theme::Contrast => Some("contrast"),
        }
    }
}

/// How large controls and text are to begin with: what the device is used as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Surface {
    /// By the width of the window.
    #[default]
    Auto,
    Counter,
    Tablet,
    Phone,
}

impl Surface {
    pub const ALL: [Surface; 4] = [Surface::Auto, Surface::Counter, Surface::Tablet, Surface::Phone];

    pub const fn label(self) -> Word {
        match self {
            Surface::Auto => word("Theo màn hình", "By the screen"),
            Surface::Counter => word("Máy ở quầy", "Counter PC"),
            Surface::Tablet => word("Máy tính bảng", "Standing tablet"),
            Surface::Phone => word("Điện thoại", "Phone"),
        }
    }

    /// Carried about, and so locked sooner. A device that nobody has named is what its pointer says: a finger or a mouse.
    pub fn is_in_hand(self) -> bool {
        match self {
            Surface::Tablet | Surface::Phone => true,
            Surface::Counter => false,
            Surface::Auto => cfg!(target_arch = "wasm32") && is_touched(),
        }
    }

    const fn attribute(self) -> Option<&'static str> {
        match self {
            Surface::Auto => None,
            Surface::Counter => Some("counter"),
            Surface::Tablet => Some("tablet"),
            Surface::Phone => Some("phone"),
        }
    }
}

/// Whether a finger is what points here.
pub fn is_touched() -> bool {
    window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches())
}

/// The officer's own enlargement, on top of the surface's size.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum TextSize {
    #[default]
    #[serde(rename = "1")]
    Normal,
    #[serde(rename = "2")]
    Large,
    #[serde(rename = "3")]
    Larger,
    #[serde(rename = "4")]
    Double,
}

impl TextSize {
    pub const ALL: [TextSize; 4] = [TextSize::Normal, TextSize::Large, TextSize::Larger, TextSize::Double];

    pub const fn percent(self) -> &'static str {
        match self {
            TextSize::Normal => "100 %",
            TextSize::Large => "125 %",
            TextSize::Larger => "150 %",
            TextSize::Double => "200 %",
        }
    }

    const fn attribute(self) -> Option<&'static str> {
        match self {
            TextSize::Normal => None,
            TextSize::Large => Some("2"),
            TextSize::Larger => Some("3"),
            TextSize::Double => Some("4"),
        }
    }
}

/// All choices, as they are stored.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    pub theme: Theme,
    pub surface: Surface,
    pub text: TextSize,
    pub lang: Lang,
    /// Single-key shortcuts, which speech input may trigger by accident.
    pub shortcuts: bool,
    /// What was just done waits ten seconds before it leaves, so that it may be taken back.
    pub undo: bool,
    /// `Quầy 2`: how colleagues know this device. At most 40 characters.
    pub device: String,
}

impl Default for Choices {
    fn default() -> Choices {
        Choices {
            theme: Theme::System,
            surface: Surface::Auto,
            text: TextSize::Normal,
            lang: Lang::Vi,
            shortcuts: true,
            undo: true,
            device: String::new(),
        }
    }
}

/// The choices of the moment, each a signal. Copied freely; found by `use_prefs`.
#[derive(Clone, Copy)]
pub struct Prefs {
    pub theme: RwSignal<Theme>,
    pub surface: RwSignal<Surface>,
    pub text: RwSignal<TextSize>,
    pub lang: RwSignal<Lang>,
    pub shortcuts: RwSignal<bool>,
    pub undo: RwSignal<bool>,
    pub device: RwSignal<String>,
    /// This tab is a screen in the hall that everybody uses. No choice: it ends with the tab.
    pub kiosk: RwSignal<bool>,
}

impl Prefs {
    pub fn new(choices: Choices) -> Prefs {
        Prefs {
            kiosk: RwSignal::new(false),
            theme: RwSignal::new(choices.theme),
            surface: RwSignal::new(choices.surface),
            text: RwSignal::new(choices.text),
            lang: RwSignal::new(choices.lang),
            shortcuts: RwSignal::new(choices.shortcuts),
            undo: RwSignal::new(choices.undo),
            device: RwSignal::new(choices.device),
        }
    }

    /// From now on, and after a reload, this tab stands in the hall.
    pub fn stand_in_hall(self) {
        if cfg!(target_arch = "wasm32") {
            use gloo_storage::{SessionStorage, Storage};
            // Where it cannot be remembered, a reload at another page than the first is an ordinary visit.
            let _ = SessionStorage::set(KIOSK, true);
        }
        self.kiosk.set(true);
    }

    fn choices(self) -> Choices {
        Choices {
            theme: self.theme.get(),
            surface: self.surface.get(),
            text: self.text.get(),
            lang: self.lang.get(),
            shortcuts: self.shortcuts.get(),
            undo: self.undo.get(),
            device: self.device.get(),
        }
    }
}

/// Reads the stored choices, keeps them applied to `<html>` and stored, and offers them to everything below.
pub fn provide_prefs() -> Prefs {
    let prefs = Prefs::new(load());
    prefs.kiosk.set(is_in_hall());
    provide_context(prefs);
    Effect::new(move |_| {
        let choices = prefs.choices();
        let is_in_hall = prefs.kiosk.get();
        apply(&choices, is_in_hall);
        if !is_in_hall {
            store(&choices);
        }
    });
    prefs
}

pub fn use_prefs() -> Prefs {
    use_context().unwrap_or_else(|| Prefs::new(Choices::default()))
}

/// The language of the moment.
pub fn use_lang() -> Signal<Lang> {
    use_context::<Prefs>().map_or_else(|| Signal::stored(Lang::Vi), |prefs| prefs.lang.into())
}

fn load() -> Choices {
    if cfg!(target_arch = "wasm32") {
        use gloo_storage::{LocalStorage, Storage};
        LocalStorage::get(KEY).unwrap_or_default()
    } else {
        Choices::default()
    }
}

/// Whether acts wait for a second thought. Read anew each time: all tabs of a device go by it.
pub fn holds() -> bool {
    load().undo
}

fn is_in_hall() -> bool {
    if cfg!(target_arch = "wasm32") {
        use gloo_storage::{SessionStorage, Storage};
        SessionStorage::get(KIOSK).unwrap_or(false)
    } else {
        false
    }
}

/// A full or forbidden storage costs the officer their choices at the next start, nothing else.
fn store(choices: &Choices) {
    if cfg!(target_arch = "wasm32") {
        use gloo_storage::{LocalStorage, Storage};
        if let Err(error) = LocalStorage::set(KEY, choices) {
            leptos::logging::warn!("preferences not stored: {error}");
        }
    }
}

fn apply(choices: &Choices, is_in_hall: bool) {
    let Some(html) = document().document_element() else { return };
    let surface = if is_in_hall { Surface::Tablet } else { choices.surface };
    let attributes = [
        ("lang", Some(choices.lang.code())),
        ("data-theme", choices.theme.attribute()),
        ("data-size", surface.attribute()),
        ("data-text", choices.text.attribute()),
    ];
    for (name, value) in attributes {
        // Neither call can fail: the names are valid.
        let _ = match value {
            Some(value) => html.set_attribute(name, value),
            None => html.remove_attribute(name),
        };
    }
}

#[cfg(test)]
mod contrast;
#[cfg(test)]
mod tests;
