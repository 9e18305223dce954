//! Tables with borders: columns as wide as their words need, rows that go on overleaf under the same head.
//!
//! Not here: which table (`paper`), columns under shared heads (`grid`).
//! Invariant: the same cells give the same columns; a row is divided only where it is taller than a page.

use std::rc::Rc;

use shared::sheet::{Hand, HandOver};

use super::flow::{Chunk, Kind, MM, stack};
use super::font::{Face, plain};
use super::set::{Align, Setter, Type, post, rule};
use super::text::extent;

pub(super) const THICK: f32 = 0.25 * MM;
pub(super) const PAD: f32 = 1.5 * MM;
pub(super) const PAD_DOWN: f32 = 0.45 * MM;
/// Room for the pen in a cell where nothing is printed.
const PEN: f32 = 6.0 * MM;
/// Two boxes to sign in.
const HANDS: f32 = 11.0 * MM;

/// Room to sign in a column that is left to the pen, where it has many beside it.
const SIGN: f32 = 15.0 * MM;
/// As many columns as have their heads on one line.
const FEW: usize = 4;

/// Where a table stands.
#[derive(Clone, Copy)]
pub struct Room {
    pub kind: Type,
    pub width: f32,
    /// Of a page.
    pub height: f32,
}

/// A table of plain cells.
pub fn plain_table(set: &mut Setter, head: &[String], rows: &[Vec<String>], room: Room) -> Vec<Chunk> {
    let columns = columns(head, rows, room, Spare::ToWidest);
    let table = set.tree.add(Kind::Table, None);
    let head = head_row(set, table, head.iter().map(String::as_str), &columns, room);
    // Figures and what the pen fills in stand in the middle, words begin at the left.
    let align = (0..columns.len()).map(|i| if figures(rows, i) { Align::Middle } else { Align::Start });
    let align: Vec<Align> = align.collect();
    let mut body = Vec::new();
    for row in rows {
        let node = set.tree.add(Kind::Row, Some(table));
        let cells = columns.iter().enumerate().map(|(i, column)| {
            let cell = set.tree.add(Kind::Cell, Some(node));
            let text = row.get(i).map_or("", String::as_str);
            set.within(cell, &[(Face::Regular, text)], room.kind, column - 2.0 * PAD, align[i])
        });
        body.extend(boxed(&columns, cells.collect(), room.height - head.height));
    }
    under(head, body)
}

/// Whether a column holds nothing but figures.
pub(super) fn figures(rows: &[Vec<String>], column: usize) -> bool {
    let mut cells = rows.iter().filter_map(|row| row.get(column));
    cells.all(|cell| cell.chars().all(|c| c.is_ascii_digit() || ". ,-".contains(c)))
}

/// The table of a control slip: in each row two boxes to sign in.
pub fn hand_overs(set: &mut Setter, rows: &[HandOver], room: Room) -> Vec<Chunk> {
    let columns = [0.27, 0.39, 0.17, 0.17].map(|part| part * room.width);
    let table = set.tree.add(Kind::Table, None);
    let head = head_row(set, table, HandOver::COLUMNS.into_iter(), &columns, room);
    let mut body = Vec::new();
    for row in rows {
        let node = set.tree.add(Kind::Row, Some(table));
        let inner = columns.map(|column| column - 2.0 * PAD);
        let cell = |set: &mut Setter| set.tree.add(Kind::Cell, Some(node));
        let place = cell(set);
        let mut offices = Vec::new();
        for text in [format!("1. Giao: {}", row.from.office), format!("2. Nhận: {}", row.to.office)] {
            offices.extend(set.within(place, &[(Face::Regular, &text)], room.kind, inner[0], Align::Start));
        }
        let place = cell(set);
        let at = set.within(place, &[(Face::Regular, &row.at)], room.kind, inner[1], Align::Start);
        let hands = hands(set, place, [&row.from, &row.to], columns[1], room.kind);
        let place = cell(set);
        let boxes =
            row.result.boxes().into_iter().map(|(word, ticked)| tick(set, place, word, ticked, room.kind));
        let boxes: Vec<Chunk> = boxes.collect();
        let place = cell(set);
        let note = set.within(place, &[(Face::Regular, &row.note)], room.kind, inner[3], Align::Start);
        let beside = [&offices, &boxes, &note].map(|cell| stack(cell).height).into_iter().fold(0.0, f32::max);
        let signed = hands.fill(beside - stack(&at).height);
        let cells = vec![offices, at.into_iter().chain([signed]).collect(), boxes, note];
        body.extend(boxed(&columns, cells, room.height - head.height));
    }
    under(head, body)
}

/// The boxes of both hands; they grow with their row.
struct Hands {
    labels: Chunk,
    names: Chunk,
    across: f32,
}

fn hands(set: &mut Setter, node: usize, both: [&Hand; 2], across: f32, kind: Type) -> Hands {
    let half = across / 2.0;
    let (mut labels, mut names) = (Chunk::default(), Chunk::default());
    for (i, (label, hand)) in ["Người giao", "Người nhận"].into_iter().zip(both).enumerate() {
        let inner = half - 2.0 * MM;
        let x = i as f32 * half + MM - PAD;
        for (all, face, text) in
            [(&mut labels, Face::Italic, label), (&mut names, Face::Regular, &hand.person)]
        {
            let set = stack(&set.within(node, &[(face, text)], kind, inner, Align::Middle));
            all.put(&set, x, 0.0);
            all.height = all.height.max(set.height);
        }
    }
    Hands { labels, names, across }
}

impl Hands {
    fn fill(self, height: f32) -> Chunk {
        let gap = 0.8 * MM;
        let top = gap + 0.3 * MM;
        let least = (gap + HANDS).max(top + self.labels.height + self.names.height + 0.5 * MM);
        let height = height.max(least);
        let mut all = Chunk::blank(height);
        all.put(&self.labels, 0.0, top);
        all.put(&self.names, 0.0, height - self.names.height - 0.3 * MM);
        all.marks.push(rule(-PAD, gap, self.across, 0.2 * MM));
        all.marks.push(post(self.across / 2.0 - PAD, gap, height - gap + PAD_DOWN, 0.2 * MM));
        all
    }
}

/// A box with its word, ticked or not.
fn tick(set: &mut Setter, node: usize, word: &str, ticked: bool, kind: Type) -> Chunk {
    let side = 3.0 * MM;
    let mut all = Chunk::blank(kind.line());
    let top = (kind.line() - side) / 2.0;
    let (thick, far) = (THICK, side - THICK);
    all.marks.extend([rule(0.0, top, side, thick), rule(0.0, top + far, side, thick)]);
    all.marks.extend([post(0.0, top, side, thick), post(far, top, side, thick)]);
    if ticked {
        let x = set.within(node, &[(Face::Bold, "x")], kind, side, Align::Middle);
        all.put(&stack(&x), 0.0, -0.2 * MM);
    }
    let said = set.within(node, &[(Face::Regular, word)], kind, f32::INFINITY, Align::Start);
    all.put(&stack(&said), side + kind.size * 0.25, 0.0);
    all
}

fn head_row<'a>(
    set: &mut Setter,
    table: usize,
    names: impl Iterator<Item = &'a str>,
    columns: &[f32],
    room: Room,
) -> Chunk {
    let node = set.tree.add(Kind::Row, Some(table));
    let cells = names.zip(columns).map(|(name, column)| {
        let cell = set.tree.add(Kind::HeadCell { across: 1, down: 1 }, Some(node));
        set.within(cell, &[(Face::Bold, name)], room.kind, column - 2.0 * PAD, Align::Middle)
    });
    let cells: Vec<_> = cells.collect();
    // A head of half a page leaves room for no row.
    boxed(columns, cells, room.height / 2.0).swap_remove(0)
}

pub(super) fn under(head: Chunk, mut body: Vec<Chunk>) -> Vec<Chunk> {
    let again = Rc::new(head.unsaid());
    body.iter_mut().for_each(|row| row.head = Some(again.clone()));
    let mut all = vec![Chunk { with_next: !body.is_empty(), ..head }];
    all.extend(body);
    all
}

/// A row within its borders; in several where it is taller than `most`.
pub(super) fn boxed(columns: &[f32], cells: Vec<Vec<Chunk>>, most: f32) -> Vec<Chunk> {
    let room = most - 2.0 * PAD_DOWN;
    let empty = cells.iter().any(Vec::is_empty);
    let mut left: Vec<_> = cells.into_iter().map(|cell| cell.into_iter().peekable()).collect();
    let mut rows = Vec::new();
    loop {
        let mut row = Chunk::default();
        let mut x = 0.0;
        for (cell, column) in left.iter_mut().zip(columns) {
            let mut used = 0.0;
            while let Some(chunk) = cell.next_if(|chunk| used == 0.0 || used + chunk.height <= room) {
                row.put(&chunk, x + PAD, PAD_DOWN + used);
                used += chunk.height;
            }
            row.height = row.height.max(used + 2.0 * PAD_DOWN);
            x += column;
        }
        if empty {
            row.height = row.height.max(PEN);
        }
        borders(&mut row, columns);
        rows.push(row);
        if left.iter_mut().all(|cell| cell.peek().is_none()) {
            return rows;
        }
    }
}

/// The lower line of a row is the upper one of the next.
fn borders(row: &mut Chunk, columns: &[f32]) {
    let (across, height) = (columns.iter().sum::<f32>(), row.height);
    let half = THICK / 2.0;
    row.marks.extend([0.0, height].map(|y| rule(-half, y - half, across + THICK, THICK)));
    let mut x = 0.0;
    for column in std::iter::once(&0.0).chain(columns) {
        x += column;
        row.marks.push(post(x - half, 0.0, height, THICK));
    }
}

/// Where the width goes that no column asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spare {
    /// To the column that has most to say.
    ToWidest,
    /// To all but the running number.
    Evenly,
}

/// As browsers lay out tables: no column narrower than its longest word, the rest by what stands in them.
pub(super) fn columns(head: &[String], rows: &[Vec<String>], room: Room, spare: Spare) -> Vec<f32> {
    let pads = 2.0 * PAD;
    let most = room.width / 3.0;
    let measured = |i: usize| {
        let cells = rows.iter().filter_map(|row| row.get(i)).map(|cell| (Face::Regular, cell));
        let all = std::iter::once((Face::Bold, &head[i])).chain(cells);
        all.fold((0.0_f32, 0.0_f32), |(word, whole), (face, text)| {
            let text = plain(text).0;
            let (w, l) = extent(&[(face, &text)], room.kind.size);
            // Nor does a code: it has joints.
            let w = if head.len() > FEW { joints(face, &text, room.kind.size) } else { w };
            match face {
                // Of many columns a head breaks between its words before it makes one wide.
                Face::Bold if head.len() > FEW => (word.max(w.min(most)), whole.max(w)),
                Face::Bold => (word.max(l.min(most)), whole.max(l)),
                Face::Regular | Face::Italic | Face::BoldItalic => (word.max(w.min(most)), whole.max(l)),
            }
        })
    };
    let pen = |i: usize| {
        let empty = head.len() > FEW && rows.iter().all(|row| row.get(i).is_none_or(String::is_empty));
        if empty { SIGN } else { 0.0 }
    };
    let padded = |i: usize| {
        let (word, whole) = measured(i);
        let least = (word + pads + 0.1).max(pen(i));
        (least, least.max(whole + pads + 0.1))
    };
    let wanted: Vec<(f32, f32)> = (0..head.len()).map(padded).collect();
    let (least, all) = wanted.iter().fold((0.0, 0.0), |(a, b), (w, l)| (a + w, b + l));
    if least >= room.width {
        return wanted.iter().map(|(w, _)| w * room.width / least).collect();
    }
    if all <= room.width {
        let widest =
            wanted.iter().enumerate().fold(0, |best, (i, w)| if w.1 > wanted[best].1 { i } else { best });
        let rest = room.width - all;
        let share = |i: usize| match spare {
            Spare::ToWidest => {
                if i == widest {
                    rest
                } else {
                    0.0
                }
            }
            Spare::Evenly => {
                if i == 0 {
                    0.0
                } else {
                    rest / (wanted.len() - 1) as f32
                }
            }
        };
        return wanted.iter().enumerate().map(|(i, (_, l))| l + share(i)).collect();
    }
    // By the root of what each would like, so that one long remark does not press the others flat.
    let want = |(w, l): &(f32, f32)| (l - w).sqrt();
    let share = (room.width - least) / wanted.iter().map(want).sum::<f32>();
    wanted.iter().map(|one| one.0 + share * want(one)).collect()
}

/// Of the widest piece that is not broken: a word, or what stands between two hyphens of one.
fn joints(face: Face, text: &str, size: f32) -> f32 {
    let pieces = text.split(' ').flat_map(|word| word.split_inclusive('-'));
    pieces.map(|piece| face.width(piece) * size).fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: Room = Room { kind: Type { size: 10.0, lead: 1.2 }, width: 400.0, height: 500.0 };

    fn cells(row: &[&str]) -> Vec<String> {
        row.iter().map(|cell| (*cell).to_owned()).collect()
    }

    #[test]
    fn columns_fill_the_width_and_the_longest_gets_the_rest() {
        let head = cells(&["STT", "Tên giấy tờ", "Bản chính", "Bản sao"]);
        let short = columns(&head, &[cells(&["1", "Tờ khai", "1", "0"])], ROOM, Spare::ToWidest);
        assert!((short.iter().sum::<f32>() - 400.0).abs() < 0.01, "{short:?}");
        assert!(short[1] > 200.0, "{short:?}");
        let flood = columns(&head, &[cells(&["1", &"Ằ".repeat(10_000), "1", "0"])], ROOM, Spare::ToWidest);
        assert!((flood.iter().sum::<f32>() - 400.0).abs() < 0.01 && flood[0] > 20.0, "{flood:?}");
    }

    #[test]
    fn a_row_taller_than_a_page_goes_on_under_the_head() {
        let head = cells(&["STT", "Tên"]);
        let rows = plain_table(&mut Setter::default(), &head, &[cells(&["1", &"chữ ".repeat(8_000)])], ROOM);
        assert!(rows.len() > 3, "{}", rows.len());
        let tall = rows[0].height;
        assert!(rows[1..].iter().all(|row| row.height + tall <= 500.01 && row.head.is_some()));
    }
}
