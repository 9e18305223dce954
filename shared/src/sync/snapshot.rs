//! The first reading: many dossiers as a few columns, so that what repeats stands side by side and packs well.
//!
//! A record's text is cut into its shape (keys, brackets, a gap for each value) and its values. A chunk holds each
//! shape once and the values of one field below one another; whole numbers are told as steps from the one before.
//! It works on text: it knows no field by name, and gives back the very bytes that went in.
//!
//! A chunk is lines: the counts; each shape and the columns of its gaps; the shape of each row; each column. JSON
//! never holds a raw tab or line break, so these two separate.
//!
//! Not here: packing (the server), which dossiers somebody may hold (the server's scope).
//! Invariant: `decode(encode(x)) == x`; a chunk that is not whole is refused, never half read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::moment::Moment;

/// `GET /api/snapshot`: what there is to read, and the sequence at which it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub epoch: String,
    /// Whose dossiers these are; see `PullReply::scope`.
    pub scope: String,
    /// The pull goes on from here.
    pub seq: u64,
    /// Open dossiers first.
    pub chunks: Vec<Piece>,
    pub now: Moment,
}

/// One chunk, by its content.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Piece {
    pub digest: String,
    pub rows: u32,
}

/// A first reading that has begun: kept beside the cursor, so that a break costs one chunk at most.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reading {
    pub manifest: Manifest,
    /// Digests of the chunks that are kept.
    pub taken: Vec<String>,
}

impl Reading {
    /// The chunks that are not kept yet, in their order.
    pub fn missing(&self) -> impl Iterator<Item = &Piece> {
        self.manifest.chunks.iter().filter(|piece| !self.taken.contains(&piece.digest))
    }
}

/// The address of a chunk.
pub fn digest(chunk: &str) -> String {
    let whole = Sha256::digest(chunk.as_bytes());
    whole.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

const GAP: char = '\t';

/// What a record looks like without its values.
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

/// The chunk of these JSON objects, each without a line break or space between its parts; `None` where one is not
/// such a text.
pub fn encode<'a>(records: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut encoder = Encoder::default();
    for record in records {
        encoder.record(record)?;
    }
    Some(encoder.write())
}

/// Where the scan stands: the field of an object, or an array.
enum Level {
    Object { path: usize, key: bool },
    Array,
}

impl<'a> Encoder<'a> {
    fn record(&mut self, text: &'a str) -> Option<()> {
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
        let mut out = format!("{rows} {shapes} {columns}\n");
        for shape in &self.shapes {
            out.push_str(&shape.text);
            out.push('\n');
            out.push_str(&spaced(&shape.columns));
            out.push('\n');
        }
        out.push_str(&spaced(&self.rows));
        for column in &self.columns {
            out.push('\n');
            match steps(column) {
                Some(steps) => {
                    out.push('+');
                    out.push_str(&steps);
                }
                None => {
                    out.push('=');
                    out.push_str(&column.join("\t"));
                }
            }
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

fn spaced(numbers: &[usize]) -> String {
    numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
}

/// A column of whole numbers as steps; `None` where one is no such number, or not written as we would.
fn steps(column: &[&str]) -> Option<String> {
    let (mut before, mut out) = (0_i64, String::new());
    for (place, token) in column.iter().enumerate() {
        let number: i64 = token.parse().ok()?;
        let mut plain = [0; 20];
        if digits(number, &mut plain) != token.as_bytes() {
            return None;
        }
        if place > 0 {
            out.push(GAP);
        }
        out.push_str(&number.checked_sub(before)?.to_string());
        before = number;
    }
    Some(out)
}

/// The number in decimal, without a place on the heap.
fn digits(number: i64, into: &mut [u8; 20]) -> &[u8] {
    let (mut at, mut left) = (into.len(), number.unsigned_abs());
    loop {
        at -= 1;
        into[at] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    if number < 0 {
        at -= 1;
        into[at] = b'-';
    }
    &into[at..]
}

/// One column while it is read.
enum Column<'a> {
    Plain(std::str::Split<'a, char>),
    Steps(std::str::Split<'a, char>, i64),
}

impl<'a> Column<'a> {
    fn open(line: &'a str) -> Option<Column<'a>> {
        let rest = line.get(1..)?;
        match line.as_bytes()[0] {
            b'=' => Some(Column::Plain(rest.split(GAP))),
            b'+' => Some(Column::Steps(rest.split(GAP), 0)),
            _ => None,
        }
    }

    /// Writes the next value.
    fn next(&mut self, out: &mut String) -> Option<()> {
        match self {
            Column::Plain(values) => out.push_str(values.next()?),
            Column::Steps(steps, before) => {
                *before = before.checked_add(steps.next()?.parse().ok()?)?;
                let mut plain = [0; 20];
                out.push_str(std::str::from_utf8(digits(*before, &mut plain)).ok()?);
            }
        }
        Some(())
    }

    fn is_over(&mut self) -> bool {
        match self {
            Column::Plain(values) | Column::Steps(values, _) => values.next().is_none(),
        }
    }
}

/// The records of a chunk, one after another, each given to `take`; `None` where the chunk is not whole.
pub fn decode(chunk: &str, mut take: impl FnMut(&str) -> Option<()>) -> Option<()> {
    let mut lines = chunk.split('\n');
    let counts: Vec<usize> = numbers(lines.next()?)?;
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
    let order = numbers(lines.next()?)?;
    let mut values: Vec<Column> = lines.map(Column::open).collect::<Option<_>>()?;
    if order.len() != rows || values.len() != columns {
        return None;
    }
    let mut record = String::new();
    for shape in order {
        let (parts, gaps) = known.get(shape)?;
        record.clear();
        for (part, gap) in parts.iter().zip(gaps) {
            record.push_str(part);
            values[*gap].next(&mut record)?;
        }
        record.push_str(parts.last()?);
        take(&record)?;
    }
    values.iter_mut().all(Column::is_over).then_some(())
}

fn numbers(line: &str) -> Option<Vec<usize>> {
    if line.is_empty() {
        return Some(Vec::new());
    }
    line.split(' ').map(|number| number.parse().ok()).collect()
}
