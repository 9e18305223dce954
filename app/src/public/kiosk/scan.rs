//! A scanner is a keyboard that types fast: the slip's square code, read wherever the focus is.
//!
//! Not here: the card of a citizen (`shared::identity`), what is typed into a field.
//! Invariant: what a hand types is no slip, however long it goes on.

use super::super::track::from_fragment;

/// Milliseconds between two keys of a scanner, at most; a hand is slower.
const GAP_MS: f64 = 80.0;
/// Characters that are kept of a code, at most.
const CHARS_MAX: usize = 200;

/// The keys of the scan so far.
#[derive(Default, Debug)]
pub struct Reader {
    keys: String,
    at: f64,
}

impl Reader {
    /// Takes a key at a moment in milliseconds; gives the code and the secret when the slip is read to its end.
    pub fn press(&mut self, key: &str, at: f64) -> Option<(String, String)> {
        if at - self.at > GAP_MS {
            self.keys.clear();
        }
        self.at = at;
        if key == "Enter" {
            let read = std::mem::take(&mut self.keys);
            return of_text(&read);
        }
        // `Shift` and the like say nothing; a scanner presses them too.
        let mut chars = key.chars();
        if let (Some(sign), None) = (chars.next(), chars.next())
            && self.keys.len() < CHARS_MAX
        {
            self.keys.push(sign);
        }
        None
    }
}

/// The code and the secret in the address that a slip's square code holds.
pub fn of_text(text: &str) -> Option<(String, String)> {
    let start = text.find('#')?;
    from_fragment(text[start..].trim_end())
}
