//! Bảng: rows under named columns, for a screen, a spreadsheet or a program.
//!
//! Not here: what stands in it (`form`, `board`).
//! Invariant: every row has as many cells as there are columns; no cell can become a formula in a spreadsheet.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use crate::lang::{Lang, number};

/// A column on a terminal is at most so wide before its name is broken, in characters.
const NAME_WIDTH: usize = 8;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    Text(String),
    Number(i64),
}

impl From<u32> for Cell {
    fn from(n: u32) -> Cell {
        Cell::Number(n.into())
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Text(text) => to.serialize_str(text),
            Cell::Number(n) => to.serialize_i64(*n),
        }
    }
}

impl Cell {
    fn shown(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Number(n) => number(Lang::Vi, *n),
        }
    }

    /// The number, 0 for a text.
    pub fn number(&self) -> i64 {
        match self {
            Cell::Text(_) => 0,
            Cell::Number(n) => *n,
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    /// The row under the line.
    pub total: Vec<Cell>,
    /// Sentences under the whole: how a book was closed. In a file each is a row of its own.
    pub below: Vec<String>,
}

/// A row as an object by column name, in the order of the columns.
struct Named<'a>(&'a [String], &'a [Cell]);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().zip(self.1))
    }
}

impl Serialize for Table {
    /// `{"columns": […], "rows": [{…}], "total": {…}}`, and `"below": […]` where something is said under it
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let named = |row| Named(&self.columns, row);
        let rows: Vec<Named> = self.rows.iter().map(|row| named(row)).collect();
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("columns", &self.columns)?;
        map.serialize_entry("rows", &rows)?;
        map.serialize_entry("total", &named(&self.total))?;
        if !self.below.is_empty() {
            map.serialize_entry("below", &self.below)?;
        }
        map.end()
    }
}

impl Table {
    /// For spreadsheets: UTF-8 with its mark, lines ended as RFC 4180 says.
    pub fn to_csv(&self) -> String {
        let names: Vec<Cell> = self.columns.iter().map(|name| Cell::Text(name.clone())).collect();
        let mut out = String::from("\u{feff}");
        let below: Vec<Vec<Cell>> = self.below.iter().map(|said| self.across(said)).collect();
        for row in std::iter::once(&names).chain(&self.rows).chain(self.total()).chain(&below) {
            let cells: Vec<String> = row.iter().map(in_csv).collect();
            out.push_str(&cells.join(","));
            out.push_str("\r\n");
        }
        out
    }

    /// A sentence as a row, as wide as the others.
    fn across(&self, said: &str) -> Vec<Cell> {
        let mut row = vec![Cell::from(""); self.columns.len().max(1)];
        row[0] = said.into();
        row
    }

    fn total(&self) -> Option<&Vec<Cell>> {
        (!self.total.is_empty()).then_some(&self.total)
    }

    /// For a terminal: names broken into lines, numbers to the right.
    pub fn to_text(&self) -> String {
        let names: Vec<Vec<String>> = self.columns.iter().map(|name| broken(name)).collect();
        let shown: Vec<Vec<String>> =
            self.rows.iter().chain(self.total()).map(|row| row.iter().map(Cell::shown).collect()).collect();
        let width = |column: usize| {
            let cells = shown.iter().filter_map(|row| row.get(column));
            cells.chain(&names[column]).map(|text| text.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..names.len()).map(width).collect();
        let right: Vec<bool> = (0..names.len())
            .map(|column| self.rows.iter().any(|row| matches!(row.get(column), Some(Cell::Number(_)))))
            .collect();
        let line = |cells: Vec<&str>| {
            let padded = cells.iter().zip(&widths).zip(&right).map(|((text, &width), &right)| {
                if right { format!("{text:>width$}") } else { format!("{text:<width$}") }
            });
            padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        let rule = "─".repeat(widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1));
        let height = names.iter().map(Vec::len).max().unwrap_or(0);
        let name_line =
            |i: usize| line(names.iter().map(|name| name.get(i).map_or("", String::as_str)).collect());
        let mut lines: Vec<String> = (0..height).map(name_line).collect();
        lines.push(rule.clone());
        for (i, row) in shown.iter().enumerate() {
            if i == self.rows.len() {
                lines.push(rule.clone());
            }
            lines.push(line(row.iter().map(String::as_str).collect()));
        }
        if !self.below.is_empty() {
            lines.push(rule);
            lines.extend(self.below.iter().cloned());
        }
        lines.join("\n") + "\n"
    }
}

/// A cell for a spreadsheet. A text that would be taken for a formula begins with an apostrophe.
fn in_csv(cell: &Cell) -> String {
    let text = match cell {
        Cell::Number(n) => return n.to_string(),
        Cell::Text(text)
            if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) =>
        {
            format!("'{text}")
        }
        Cell::Text(text) => text.clone(),
    };
    if text.contains([',', ';', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// The name in lines of at most `NAME_WIDTH` characters, where its words allow it.
fn broken(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= NAME_WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}
