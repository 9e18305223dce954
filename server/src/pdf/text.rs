//! Words into lines: measured letter by letter, broken between words, and within one only where it fills a whole line.
//!
//! Not here: which faces and sizes (`paper`), pages (`flow`).
//! Invariant: the lines say what was asked for, letter by letter; none is wider than it may be unless one letter is.

use super::font::Face;

/// Letters of one face in a line.
#[derive(Clone, PartialEq, Debug)]
pub struct Run {
    pub face: Face,
    pub text: String,
}

/// A line; widths are in the units of `size`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Line {
    pub runs: Vec<Run>,
    pub width: f32,
    /// Whether the paragraph goes on in the next.
    pub goes_on: bool,
}

impl Line {
    pub fn spaces(&self) -> usize {
        self.runs.iter().map(|run| run.text.matches(' ').count()).sum()
    }

    fn push(&mut self, face: Face, text: &str, width: f32) {
        match self.runs.last_mut() {
            Some(last) if last.face == face => last.text.push_str(text),
            Some(_) | None => self.runs.push(Run { face, text: text.to_owned() }),
        }
        self.width += width;
    }
}

/// Text that has been looked over (`font::plain`), piece by piece; a space stands between two pieces.
pub type Piece<'a> = (Face, &'a str);

/// Breaks pieces into lines of at most `width`. No pieces make no line.
pub fn lines(pieces: &[Piece<'_>], size: f32, width: f32) -> Vec<Line> {
    let (mut done, mut line) = (Vec::new(), Line::default());
    for (face, text) in pieces {
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let (long, space) = (face.width(word) * size, face.width(" ") * size);
            let gap = if line.runs.is_empty() { 0.0 } else { space };
            if line.width + gap + long <= width {
                if gap > 0.0 {
                    line.push(*face, " ", gap);
                }
                line.push(*face, word, long);
                continue;
            }
            if !line.runs.is_empty() {
                done.push(Line { goes_on: true, ..std::mem::take(&mut line) });
            }
            let parts = parts(*face, word, size, width);
            let last = parts.len() - 1;
            for (i, (part, long)) in parts.into_iter().enumerate() {
                line.push(*face, part, long);
                if i < last {
                    done.push(std::mem::take(&mut line));
                }
            }
        }
    }
    if !line.runs.is_empty() {
        done.push(line);
    }
    done
}

/// A word as parts that fit a line each, broken after a hyphen, a point or a slash where there is one.
fn parts(face: Face, word: &str, size: f32, width: f32) -> Vec<(&str, f32)> {
    let mut parts = Vec::new();
    let (mut from, mut long, mut joint) = (0, 0.0, None);
    let mut letters = word.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let advance = face.glyph(c).map_or(0.0, |(_, advance)| advance) * size;
        if at > from && long + advance > width {
            let (end, kept) = joint.unwrap_or((at, long));
            parts.push((&word[from..end], kept));
            (from, long, joint) = (end, long - kept, None);
        }
        long += advance;
        if matches!(c, '-' | '/' | '.' | '@' | '#') {
            joint = letters.peek().map(|(next, _)| (*next, long));
        }
    }
    parts.push((&word[from..], long));
    parts
}

/// The narrowest width that needs no more lines than `width` does: heads of two lines are then of like length.
pub fn balanced(pieces: &[Piece<'_>], size: f32, width: f32) -> Vec<Line> {
    let best = lines(pieces, size, width);
    let (mut low, mut high) = (0.0, width);
    for _ in 0..8 {
        let middle = (low + high) / 2.0;
        if lines(pieces, size, middle).len() <= best.len() { high = middle } else { low = middle }
    }
    let even = lines(pieces, size, high);
    // A word that was broken to be narrower is worse than lines of unlike length.
    let whole = |lines: &[Line]| lines.iter().rev().skip(1).all(|line| line.goes_on);
    if even.len() == best.len() && whole(&even) { even } else { best }
}

/// Of the widest word, and of all in one line.
pub fn extent(pieces: &[Piece<'_>], size: f32) -> (f32, f32) {
    let words = pieces.iter().flat_map(|(face, text)| text.split(' ').map(|word| face.width(word) * size));
    let whole = lines(pieces, size, f32::INFINITY).first().map_or(0.0, |line| line.width);
    (words.fold(0.0, f32::max), whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lines: &[Line]) -> Vec<String> {
        lines.iter().map(|line| line.runs.iter().map(|run| run.text.as_str()).collect()).collect()
    }

    #[test]
    fn lines_break_between_words_and_keep_each_letter() {
        let text = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả";
        let broken = lines(&[(Face::Regular, text)], 10.0, 80.0);
        assert_eq!(told(&broken).join(" "), text);
        assert!(broken.len() > 1 && broken.iter().all(|line| line.width <= 80.0), "{broken:?}");
        assert!(broken.iter().rev().skip(1).all(|line| line.goes_on));
        assert!(!broken.last().expect("a line").goes_on);
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken_where_it_has_a_joint() {
        let code = "000.21.17.H17-181122-6003";
        let broken = lines(&[(Face::Bold, "Mã hồ sơ:"), (Face::Bold, code)], 10.0, 80.0);
        assert_eq!(told(&broken), ["Mã hồ sơ:", "000.21.17.H17-", "181122-6003"]);
        let flood = "ỡ".repeat(10_000);
        let broken = lines(&[(Face::Italic, &flood)], 10.0, 80.0);
        assert_eq!(told(&broken).concat(), flood);
        assert!(broken.iter().all(|line| line.width <= 80.0 && !line.goes_on));
        assert_eq!(
            lines(&[(Face::Regular, "ab")], 10.0, 1.0).len(),
            2,
            "one letter a line where no more fits"
        );
        assert_eq!(lines(&[(Face::Regular, "")], 10.0, 80.0), []);
    }

    #[test]
    fn a_head_of_two_lines_is_balanced() {
        let name = "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ";
        let broken = balanced(&[(Face::Bold, name)], 10.0, 180.0);
        assert_eq!(told(&broken), ["BỘ PHẬN TIẾP NHẬN", "VÀ TRẢ KẾT QUẢ"]);
    }
}
