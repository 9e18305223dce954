//! Many alike JSON texts as a few columns, so that what repeats stands side by side and packs well.
//!
//! A text is cut into its shape (keys, brackets, a gap for each value) and its values. Each shape is written once, and
//! the values of one field below one another, as suits them best (`column`). It works on text: it knows no field by
//! name, and gives back the very bytes that went in, so that hashes hold.
//!
//! What is written is lines: the counts; each shape and the columns of its gaps; the shapes of the rows; each column.
//! JSON never holds a raw tab or line break, so these two separate.
//!
//! Not here: packing (the server and the browser have it), what the texts are (`snapshot`, `page`, `pack`).
//! Invariant: `decode(encode(x)) == x`; what is not whole is refused, never half read, and never grows beyond what its
//! reader allows.

mod column;

use std::collections::BTreeMap;

use self::column::Column;

const GAP: char = '\t';

/// What a text looks like without its values.
#[derive(Default)]
struct Shape {
    text: String,
    columns: Vec<usize>,
}

#[derive(Default)]
struct Encoder<'a> {
    shapes: Vec<Shape>,
    known: BTreeMap<String, usize>,
    rows: Vec<usize>,
    /// A column a path: its number and its values.
    paths: BTreeMap<String, usize>,
    columns: Vec<Vec<&'a str>>,
}

/// The columns of these JSON objects, each without a line break or space between its parts; `None` where one is not
/// such a text.
pub fn encode<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut encoder = Encoder::default();
    for text in texts {
        encoder.row(text)?;
    }
    Some(encoder.write())
}

/// Where the scan stands: the field of an object, or an array.
enum Level {
    Object { path: usize, key: bool },
    Array,
}

impl<'a> Encoder<'a> {
    fn row(&mut self, text: &'a str) -> Option<()> {
        let mut shape = Shape::default();
        let (mut path, mut levels) = (String::new(), Vec::<Level>::new());
        let mut rest = text;
        while let Some(first) = rest.bytes().next() {
            let token = &rest[..length(rest)?];
            rest = &rest[token.len()..];
            match first {
                b'{' => levels.push(Level::Object { path: path.len(), key: true }),
                b'[' => levels.push(Level::Array),
                b'}' | b']' => {
                    if let Level::Object { path: before, .. } = levels.pop()? {
                        path.truncate(before);
                    }
                }
                b':' => set_key(&mut levels, false),
                b',' => set_key(&mut levels, true),
                _ => match levels.last() {
                    Some(Level::Object { path: before, key: true }) => {
                        path.truncate(*before);
                        path.push('/');
                        path.push_str(token);
                    }
                    Some(Level::Object { .. } | Level::Array) => {
                        let column = self.column(&path);
                        self.columns[column].push(token);
                        shape.columns.push(column);
                        shape.text.push(GAP);
                        continue;
                    }
                    None => return None,
                },
            }
            shape.text.push_str(token);
        }
        if !levels.is_empty() || text.is_empty() {
            return None;
        }
        let row = match self.known.get(&shape.text) {
            Some(row) => *row,
            None => {
                self.known.insert(shape.text.clone(), self.shapes.len());
                self.shapes.push(shape);
                self.shapes.len() - 1
            }
        };
        self.rows.push(row);
        Some(())
    }

    fn column(&mut self, path: &str) -> usize {
        if let Some(column) = self.paths.get(path) {
            return *column;
        }
        self.paths.insert(path.to_owned(), self.columns.len());
        self.columns.push(Vec::new());
        self.columns.len() - 1
    }

    fn write(&self) -> String {
        let (rows, shapes, columns) = (self.rows.len(), self.shapes.len(), self.columns.len());
        let mut out = format!("{rows} {shapes} {columns}");
        for shape in &self.shapes {
            out.push('\n');
            out.push_str(&shape.text);
            out.push('\n');
            let gaps: Vec<String> = shape.columns.iter().map(usize::to_string).collect();
            out.push_str(&gaps.join(" "));
        }
        let rows: Vec<String> = self.rows.iter().map(usize::to_string).collect();
        let order = rows.iter().map(String::as_str).collect();
        for column in std::iter::once(&order).chain(&self.columns) {
            out.push('\n');
            column::write(column, &mut out);
        }
        out
    }
}

fn set_key(levels: &mut [Level], now: bool) {
    if let Some(Level::Object { key, .. }) = levels.last_mut() {
        *key = now;
    }
}

/// The length of the token at the front: one sign, a text with its quotes, or a bare word.
fn length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes[0] {
        b'{' | b'}' | b'[' | b']' | b':' | b',' => Some(1),
        b'"' => {
            let mut at = 1;
            loop {
                match bytes.get(at)? {
                    b'"' => return Some(at + 1),
                    b'\\' => at += 2,
                    0..0x20 => return None,
                    _ => at += 1,
                }
            }
        }
        b'0'..=b'9' | b'-' | b'a'..=b'z' => {
            let ends =
                |byte: &u8| matches!(byte, b',' | b'}' | b']' | b':' | b'"' | b'{' | b'[') || *byte <= b' ';
            Some(bytes.iter().position(ends).unwrap_or(bytes.len()))
        }
        _ => None,
    }
}

/// The texts, one after another, each given to `take`; `None` where they are not whole, or longer than `bytes_max`
/// together.
pub fn decode(text: &str, bytes_max: usize, mut take: impl FnMut(&str) -> Option<()>) -> Option<()> {
    let mut lines = text.split('\n');
    let counts = numbers(lines.next()?)?;
    let &[rows, shapes, columns] = counts.as_slice() else { return None };
    let mut known = Vec::new();
    for _ in 0..shapes {
        let parts: Vec<&str> = lines.next()?.split(GAP).collect();
        let gaps = numbers(lines.next()?)?;
        if parts.len() != gaps.len() + 1 || gaps.iter().any(|gap| *gap >= columns) {
            return None;
        }
        known.push((parts, gaps));
    }
    let mut order = Column::read(&mut lines)?;
    let mut values = Vec::new();
    for _ in 0..columns {
        values.push(Column::read(&mut lines)?);
    }
    if lines.next().is_some() {
        return None;
    }
    let (mut row, mut left) = (String::new(), bytes_max);
    for _ in 0..rows {
        let (parts, gaps) = known.get(order.number()?)?;
        row.clear();
        for (part, gap) in parts.iter().zip(gaps) {
            row.push_str(part);
            values[*gap].next(&mut row)?;
            if row.len() > left {
                return None;
            }
        }
        row.push_str(parts.last()?);
        left = left.checked_sub(row.len().max(1))?;
        take(&row)?;
    }
    (order.is_over() && values.iter_mut().all(Column::is_over)).then_some(())
}

fn numbers(line: &str) -> Option<Vec<usize>> {
    if line.is_empty() {
        return Some(Vec::new());
    }
    line.split(' ').map(|number| number.parse().ok()).collect()
}
