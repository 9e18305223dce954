//! What a component is given to say: a fixed word in two languages, a sentence made by a rule, a name, or
//! anything that changes. It follows the officer's language by itself.
//!
//! Not here: the words (each room keeps its own), the choice of language (`prefs`).
//! Invariant: nothing visible is built once and kept in the wrong language.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::tachys::view::IntoRender;
use shared::lang::{Lang, Sentence, Word};

use crate::prefs::use_lang;

/// Any visible text. `label=NAME`, `label="Nguyễn Thị Ỷ"` and `label=move || count.get().to_string()` all do.
#[derive(Clone)]
pub enum Text {
    Word(Word),
    Plain(Oco<'static, str>),
    Sentence(Arc<Sentence>),
    Live(Arc<dyn Fn(Lang) -> String + Send + Sync>),
}

impl Text {
    /// The text in `lang`. Reads signals if there are any.
    pub fn of(&self, lang: Lang) -> String {
        match self {
            Text::Word(word) => word.of(lang).to_owned(),
            Text::Plain(text) => text.to_string(),
            Text::Sentence(sentence) => sentence.of(lang).to_owned(),
            Text::Live(live) => live(lang),
        }
    }

    /// A text made from the language: `Text::live(move |lang| due.get().why(lang))`.
    pub fn live(make: impl Fn(Lang) -> String + Send + Sync + 'static) -> Text {
        Text::Live(Arc::new(make))
    }

    /// As an attribute or a child: in the language of the moment, wherever it is read later.
    pub fn show(&self) -> impl Fn() -> String + Clone + Send + Sync + use<> + 'static {
        let (text, lang) = (self.clone(), use_lang());
        move || text.of(lang.get())
    }
}

/// `{t(TODAY)}`, `aria-label=t(TODAY)`: the word in the language of the moment.
pub fn t(text: impl Into<Text>) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let text: Text = text.into();
    text.show()
}

/// The words of one of `shared`'s functions that take a language: `{say(move |lang| term.text(lang))}`.
pub fn say(
    make: impl Fn(Lang) -> String + Clone + Send + Sync + 'static,
) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let lang = use_lang();
    move || make(lang.get())
}

impl IntoRender for Text {
    type Output = Box<dyn FnMut() -> String + Send>;

    fn into_render(self) -> Self::Output {
        Box::new(self.show())
    }
}

impl From<Word> for Text {
    fn from(word: Word) -> Text {
        Text::Word(word)
    }
}

impl From<Sentence> for Text {
    fn from(sentence: Sentence) -> Text {
        Text::Sentence(Arc::new(sentence))
    }
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Text {
        Text::Plain(Oco::Borrowed(text))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text::Plain(Oco::Counted(text.into()))
    }
}

impl From<Signal<String>> for Text {
    fn from(signal: Signal<String>) -> Text {
        Text::live(move |_| signal.get())
    }
}

impl From<RwSignal<String>> for Text {
    fn from(signal: RwSignal<String>) -> Text {
        Text::live(move |_| signal.get())
    }
}

impl From<Memo<String>> for Text {
    fn from(memo: Memo<String>) -> Text {
        Text::live(move |_| memo.get())
    }
}

impl<F, R> From<F> for Text
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Into<Text>,
{
    fn from(make: F) -> Text {
        Text::live(move |lang| make().into().of(lang))
    }
}

/// Percent-encodes everything but letters and digits.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
