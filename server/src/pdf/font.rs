//! The letters of an archived paper: four faces of one family that has the widths of Times New Roman.
//!
//! Not here: where letters stand (`text`), how they get into the file (`draw`).
//! Invariant: what is set is composed Unicode that the face has; what it has not, or what would need a writing direction
//! or shaping of its own, becomes `□` and is counted.

use std::sync::OnceLock;

use shared::text::clean;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Face {
    Regular,
    Bold,
    Italic,
    BoldItalic,
}

/// In the place of a letter that cannot be set.
pub const MISSING: char = '□';

/// Of the em: where the line of writing lies below the top of the letters, and how far they go below it.
pub const ASCENT: f32 = 0.891;
pub const DESCENT: f32 = 0.216;

impl Face {
    pub const ALL: [Face; 4] = [Face::Regular, Face::Bold, Face::Italic, Face::BoldItalic];

    pub const fn bytes(self) -> &'static [u8] {
        match self {
            Face::Regular => include_bytes!("fonts/LiberationSerif-Regular.ttf"),
            Face::Bold => include_bytes!("fonts/LiberationSerif-Bold.ttf"),
            Face::Italic => include_bytes!("fonts/LiberationSerif-Italic.ttf"),
            Face::BoldItalic => include_bytes!("fonts/LiberationSerif-BoldItalic.ttf"),
        }
    }

    pub const fn place(self) -> usize {
        match self {
            Face::Regular => 0,
            Face::Bold => 1,
            Face::Italic => 2,
            Face::BoldItalic => 3,
        }
    }

    fn read(self) -> &'static Read {
        static READ: OnceLock<[Read; 4]> = OnceLock::new();
        &READ.get_or_init(|| Face::ALL.map(Read::new))[self.place()]
    }

    /// The glyph of a letter, and how far it moves the pen, in parts of the em.
    pub fn glyph(self, c: char) -> Option<(GlyphId, f32)> {
        let read = self.read();
        match read.often.get(c as usize) {
            Some(known) => *known,
            None => read.look_up(c),
        }
    }

    /// The shape of a letter of this size, its line of writing at 0.
    pub fn outline(self, c: char, size: f32, pen: &mut impl OutlinePen) {
        let font = &self.read().font;
        let shape = self.glyph(c).and_then(|(glyph, _)| font.outline_glyphs().get(glyph));
        if let Some(shape) = shape {
            let unhinted = DrawSettings::unhinted(Size::new(size), LocationRef::default());
            shape.draw(unhinted, pen).expect("the face is part of the program");
        }
    }

    /// Of letters that have been looked over (`plain`).
    pub fn width(self, text: &str) -> f32 {
        text.chars().filter_map(|c| self.glyph(c)).map(|(_, advance)| advance).sum()
    }
}

/// A face with the letters that papers use looked up once.
struct Read {
    font: FontRef<'static>,
    often: Vec<Option<(GlyphId, f32)>>,
}

/// Latin with all its accents, punctuation, boxes.
const OFTEN: u32 = 0x2600;

impl Read {
    fn new(face: Face) -> Read {
        let font = FontRef::new(face.bytes()).expect("the face is part of the program");
        let mut read = Read { font, often: Vec::new() };
        read.often = (0..OFTEN).map(|c| char::from_u32(c).and_then(|c| read.look_up(c))).collect();
        read
    }

    fn look_up(&self, c: char) -> Option<(GlyphId, f32)> {
        let glyph = self.font.charmap().map(c).filter(|glyph| glyph.to_u32() != 0)?;
        let (size, place) = (Size::unscaled(), LocationRef::default());
        let em = f32::from(self.font.metrics(size, place).units_per_em);
        Some((glyph, self.font.glyph_metrics(size, place).advance_width(glyph)? / em))
    }
}

/// Whether a letter stands by itself, one after another from left to right.
fn is_simple(c: char) -> bool {
    !matches!(c,
        // marks that found no letter to unite with
        '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        // Hebrew, Arabic and their neighbours
        | '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' | '\u{10800}'..='\u{10FFF}'
        // nobody's: a reader could not say what they mean
        | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// The text as it can be set, and how many of its letters are not.
pub fn plain(text: &str) -> (String, usize) {
    let mut missing = 0;
    let mut set = |c: char| {
        // A letter stands in every face or in none, so that bold and plain say the same.
        let known = is_simple(c) && Face::ALL.iter().all(|face| face.glyph(c).is_some());
        missing += usize::from(!known);
        if known { c } else { MISSING }
    };
    let text = clean(text).chars().map(&mut set).collect();
    (text, missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vietnamese_letter_is_in_every_face() {
        let letters = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯYđĐ";
        for letter in letters.chars() {
            for tone in ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"] {
                let (set, missing) = plain(&format!("{letter}{tone}"));
                let known = !"đĐ".contains(letter) || tone.is_empty();
                assert_eq!(missing, usize::from(!known), "{set}");
            }
        }
        for face in Face::ALL {
            assert!(face.glyph(MISSING).is_some(), "{face:?} has no sign for what is missing");
            assert!(face.glyph(' ').is_some() && face.glyph('…').is_some());
        }
    }

    #[test]
    fn what_cannot_be_set_is_counted() {
        assert_eq!(
            plain("Nguye\u{302}\u{303}n \u{202E}Lý\u{202C} 🙂 שלום Z\u{334}"),
            ("Nguyễn Lý □ □□□□ Z□".to_owned(), 6)
        );
        assert_eq!(plain("a\u{E000}b"), ("a□b".to_owned(), 1));
    }
}
