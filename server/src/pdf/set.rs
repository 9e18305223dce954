//! Setting type: paragraphs, rules and codes as chunks.
//!
//! Not here: tables (`table`), the order of a paper (`paper`).
//! Invariant: a paragraph is one chunk a line, so that pages may end between any two.

use super::flow::{Chunk, Ink, Kind, Mark, Tree};
use super::font::{ASCENT, DESCENT, plain};
use super::text::{Line, Piece, lines};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    Start,
    Middle,
    End,
    /// Both ends, but for the last line.
    Both,
}

/// Size of the letters in points, and of the lines in parts of it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Type {
    pub size: f32,
    pub lead: f32,
}

impl Type {
    pub const fn line(self) -> f32 {
        self.size * self.lead
    }

    pub fn times(self, factor: f32) -> Type {
        Type { size: self.size * factor, ..self }
    }

    /// From the top of a line to where the letters stand.
    fn base(self) -> f32 {
        self.size * ((self.lead - ASCENT - DESCENT) / 2.0 + ASCENT)
    }
}

/// What is counted while a document is set.
#[derive(Default)]
pub struct Setter {
    pub tree: Tree,
    /// Letters that could not be set.
    pub missing: usize,
}

impl Setter {
    pub fn plain(&mut self, text: &str) -> String {
        let (text, missing) = plain(text);
        self.missing += missing;
        text
    }

    /// A paragraph of its own in the tree.
    pub fn paragraph(&mut self, pieces: &[Piece<'_>], kind: Type, width: f32, align: Align) -> Vec<Chunk> {
        let node = self.tree.add(Kind::Paragraph, None);
        self.within(node, pieces, kind, width, align)
    }

    pub fn within(
        &mut self,
        node: usize,
        pieces: &[Piece<'_>],
        kind: Type,
        width: f32,
        align: Align,
    ) -> Vec<Chunk> {
        let plain: Vec<_> = pieces.iter().map(|(face, text)| (*face, self.plain(text))).collect();
        let pieces: Vec<Piece<'_>> = plain.iter().map(|(face, text)| (*face, text.as_str())).collect();
        set_lines(lines(&pieces, kind.size, width), kind, width, align, Some(node))
    }
}

/// Each line as a chunk.
pub fn set_lines(lines: Vec<Line>, kind: Type, width: f32, align: Align, node: Option<usize>) -> Vec<Chunk> {
    lines.into_iter().map(|line| set_line(line, kind, width, align, node)).collect()
}

fn set_line(line: Line, kind: Type, width: f32, align: Align, node: Option<usize>) -> Chunk {
    let rest = (width - line.width).max(0.0);
    let x = match align {
        Align::Start | Align::Both => 0.0,
        Align::Middle => rest / 2.0,
        Align::End => rest,
    };
    let spaces = line.spaces();
    let even = if align == Align::Both && line.goes_on && spaces > 0 { rest / spaces as f32 } else { 0.0 };
    // Before a long code the spaces would tear the line apart: it ends where its words end.
    let stretch = if even > kind.size / 2.0 { 0.0 } else { even };
    let ink = Ink::Text { line, size: kind.size, stretch };
    Chunk { height: kind.line(), marks: vec![Mark { x, y: kind.base(), ink, node }], ..Chunk::default() }
}

/// A line across.
pub fn rule(x: f32, y: f32, width: f32, thick: f32) -> Mark {
    Mark { x, y, ink: Ink::Bar { width, height: thick }, node: None }
}

/// A line down.
pub fn post(x: f32, y: f32, height: f32, thick: f32) -> Mark {
    Mark { x, y, ink: Ink::Bar { width: thick, height }, node: None }
}

#[cfg(test)]
mod tests {
    use super::super::font::Face;
    use super::*;

    /// By how much each space of the first line of `text` is wider.
    fn first(text: &str) -> f32 {
        let kind = Type { size: 13.0, lead: 1.3 };
        let lines = Setter::default().paragraph(&[(Face::Regular, text)], kind, 200.0, Align::Both);
        assert!(lines.len() > 1, "{text} takes several lines");
        let Ink::Text { stretch, .. } = lines[0].marks[0].ink else { panic!("{text} is text") };
        stretch
    }

    #[test]
    fn a_line_fills_its_width_but_is_not_torn_apart_before_a_long_code() {
        let even = first("Ủy ban nhân dân phường tiếp nhận giải quyết hồ sơ của Ông, Bà");
        assert!(even > 0.0 && even <= 6.5, "{even}");
        assert_eq!(first("của Ông/Bà; mã số: 000.21.17.H17-261118-6302.000.21.17"), 0.0);
    }
}
