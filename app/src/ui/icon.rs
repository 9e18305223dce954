//! Icons: a 20-unit grid, a stroke of 1.75, the colour of the text around them.
//!
//! Not here: what an icon means; it always stands beside words.
//! Invariant: drawn by paths in the page, so that no file is asked for and the page works offline.

use leptos::prelude::*;

/// One icon of the house.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Glyph {
    Door,
    Today,
    Receive,
    Search,
    Folder,
    Review,
    Speech,
    Sign,
    Give,
    Bars,
    Book,
    Clock,
    Soon,
    Late,
    Pause,
    Ok,
    Check,
    Sync,
    Off,
    Print,
    Scan,
    User,
    Lock,
    Back,
    Next,
    Doc,
    Pin,
    Money,
    Phone,
    Merge,
    Refuse,
    Close,
    Down,
    Settings,
    Device,
    Copy,
}

impl Glyph {
    /// All of them, for the gallery.
    pub const ALL: [Glyph; 36] = [
        Glyph::Door,
        Glyph::Today,
        Glyph::Receive,
        Glyph::Search,
        Glyph::Folder,
        Glyph::Review,
        Glyph::Speech,
        Glyph::Sign,
        Glyph::Give,
        Glyph::Bars,
        Glyph::Book,
        Glyph::Clock,
        Glyph::Soon,
        Glyph::Late,
        Glyph::Pause,
        Glyph::Ok,
        Glyph::Check,
        Glyph::Sync,
        Glyph::Off,
        Glyph::Print,
        Glyph::Scan,
        Glyph::User,
        Glyph::Lock,
        Glyph::Back,
        Glyph::Next,
        Glyph::Doc,
        Glyph::Pin,
        Glyph::Money,
        Glyph::Phone,
        Glyph::Merge,
        Glyph::Refuse,
        Glyph::Close,
        Glyph::Down,
        Glyph::Settings,
        Glyph::Device,
        Glyph::Copy,
    ];

    /// The lines, and a filled dot or box where there is one.
    const fn paths(self) -> (&'static str, &'static str) {
        match self {
            Glyph::Door => (
                "M4 18V3h9v15M13 5.5 17 4v13l-4 1M2 18h11",
                "M9.3 10.5a1.1 1.1 0 1 0 2.2 0a1.1 1.1 0 1 0 -2.2 0",
            ),
            Glyph::Today => ("M2.5 4h15v13.5h-15zM2.5 8h15M6.5 2v4M13.5 2v4", "M9 11h4v3.5h-4z"),
            Glyph::Receive => ("M11 2.5H4v15h12V7.5M15 2v0M12.5 4.5h5M15 2v5M7 11h6M7 14h4", ""),
            Glyph::Search => ("M3 8.5a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0M12.7 12.7l5 5", ""),
            Glyph::Folder => ("M2.5 16.5v-13h5l2 2.5h8v10.5z", ""),
            Glyph::Review => {
                ("M3 3h14v11h-7l-4 3.5V14H3zM10 5.8v3.4", "M9 11.4a1 1 0 1 0 2 0a1 1 0 1 0 -2 0")
            }
            Glyph::Speech => ("M3 3h14v10.5H9L5 17.5v-4H3zM6.5 7h7M6.5 10h4.5", ""),
            Glyph::Sign => ("M3 17.5h14M5 13l1-3.5L13.5 2 16 4.5 8.5 12z", ""),
            Glyph::Give => ("M3 11.5v6h14v-6M10 13V2.5M6 6.5l4-4 4 4", ""),
            Glyph::Bars => ("M3 17.5h14M5 17V10M10 17V3M15 17V7", ""),
            Glyph::Book => (
                "M4 3h5a1.5 1.5 0 0 1 1.5 1.5V17A1.5 1.5 0 0 0 9 15.5H4zM16.5 3h-4.5a1.5 1.5 0 0 0-1.5 1.5M16.5 3v12.5H12A1.5 1.5 0 0 0 10.5 17",
                "",
            ),
            Glyph::Clock => ("M2.5 10a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0 -15 0M10 5.5V10l3 2", ""),
            Glyph::Soon => {
                ("M10 2.5 18.5 17h-17zM10 8v4", "M8.95 14.5a1.05 1.05 0 1 0 2.1 0a1.05 1.05 0 1 0 -2.1 0")
            }
            Glyph::Late => ("M6.5 2h7L18 6.5v7L13.5 18h-7L2 13.5v-7zM7 7l6 6M13 7l-6 6", ""),
            Glyph::Pause => ("M2.5 2.5h15v15h-15zM7.8 6.5v7M12.2 6.5v7", ""),
            Glyph::Ok => ("M2.5 10a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0 -15 0M6.3 10.3l2.6 2.6 4.8-5.3", ""),
            Glyph::Check => ("M4 10.5l4 4 8-9", ""),
            Glyph::Sync => ("M10 17V7M6 10.5 10 6.5l4 4M3 3h14", ""),
            Glyph::Off => (
                "M2 7.5a12 12 0 0 1 5-2.7M12 4.6a12 12 0 0 1 6 2.9M5 11a7.5 7.5 0 0 1 3.5-1.9M3 3l14 14",
                "M8.7 15.5a1.3 1.3 0 1 0 2.6 0a1.3 1.3 0 1 0 -2.6 0",
            ),
            Glyph::Print => ("M5.5 7V2.5h9V7M5.5 14h-3V7h15v7h-3M5.5 11.5h9v6h-9z", ""),
            Glyph::Scan => ("M2.5 6V2.5H6M14 2.5h3.5V6M17.5 14v3.5H14M6 17.5H2.5V14M5.5 10h9", ""),
            Glyph::User => {
                ("M6.5 6.5a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0M3 17.5c.5-4 3-5.5 7-5.5s6.5 1.5 7 5.5", "")
            }
            Glyph::Lock => ("M4 9h12v8.5h-12zM6.5 9V6a3.5 3.5 0 0 1 7 0v3", ""),
            Glyph::Back => ("M16.5 10h-13M8.5 5l-5 5 5 5", ""),
            Glyph::Next => ("M3.5 10h13M11.5 5l5 5-5 5", ""),
            Glyph::Doc => ("M4 2.5h8l4 4v11H4zM12 2.5v4h4M7 11h6M7 14h6", ""),
            Glyph::Pin => {
                ("M10 18c-4-4.5-6-7-6-10a6 6 0 0 1 12 0c0 3-2 5.5-6 10zM8 8a2 2 0 1 0 4 0a2 2 0 1 0 -4 0", "")
            }
            Glyph::Money => ("M2 5h16v10h-16zM7.5 10a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0", ""),
            Glyph::Phone => (
                "M4 2.5h3.5l1.5 4-2 1.5a10 10 0 0 0 5 5l1.5-2 4 1.5V16a1.5 1.5 0 0 1-1.5 1.5C8.5 17.5 2.5 11 2.5 4A1.5 1.5 0 0 1 4 2.5z",
                "",
            ),
            Glyph::Merge => ("M4 3v3c0 4 6 3 6 7v4M16 3v3c0 4-6 3-6 7M7.5 14.5 10 17l2.5-2.5", ""),
            Glyph::Refuse => ("M2.5 10a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0 -15 0M5 5l10 10", ""),
            Glyph::Close => ("M5 5l10 10M15 5L5 15", ""),
            Glyph::Down => ("M5 7.5l5 5 5-5", ""),
            Glyph::Settings => ("M3 6h8M15 6h2M3 14h2M9 14h8M11 3.5h4v5h-4zM5 11.5h4v5H5z", ""),
            Glyph::Copy => ("M7 7h10v10.5H7zM13 7V2.5H3V13h4", ""),
            Glyph::Device => ("M2.5 3.5h15v10h-15zM7 17h6M10 13.5V17", ""),
        }
    }
}

/// Hidden from a screen reader: the words beside it say the same.
#[component]
pub fn Icon(glyph: Glyph) -> impl IntoView {
    let (lines, filled) = glyph.paths();
    view! {
        <svg class="i" viewBox="0 0 20 20" aria-hidden="true">
            <path d=lines></path>
            {(!filled.is_empty()).then(|| view! { <path class="f" d=filled></path> })}
        </svg>
    }
}
