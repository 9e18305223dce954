//! The table of a book or a form: columns under heads that they share, each with its number below.
//!
//! Not here: rows, borders and widths of any table (`table`).
//! Invariant: the heads come again on each page, whole; a sum stands bold under its column.

use shared::sheet::Grid;

use super::flow::{Chunk, Kind, stack};
use super::font::Face;
use super::set::{Align, Setter, post, rule};
use super::table::{PAD, PAD_DOWN, Room, Spare, THICK, boxed, columns, figures, under};

/// The whole table.
pub fn grid_table(set: &mut Setter, grid: &Grid, room: Room) -> Vec<Chunk> {
    let columns = widths(grid, room);
    let table = set.tree.add(Kind::Table, None);
    let head = heads(set, table, grid, &columns, room);
    let align = |i: usize| match (figures(&grid.rows, i), grid.is_summed && i > 0) {
        (true, true) => Align::End,
        (true, false) => Align::Middle,
        (false, _) => Align::Start,
    };
    let align: Vec<Align> = (0..columns.len()).map(align).collect();
    let mut body = Vec::new();
    for (at, row) in grid.rows.iter().enumerate() {
        let is_sum = grid.is_summed && at + 1 == grid.rows.len();
        let face = if is_sum { Face::Bold } else { Face::Regular };
        let node = set.tree.add(Kind::Row, Some(table));
        let cells = columns.iter().enumerate().map(|(i, column)| {
            let cell = set.tree.add(Kind::Cell, Some(node));
            let text = row.get(i).map_or("", String::as_str);
            set.within(cell, &[(face, text)], room.kind, column - 2.0 * PAD, align[i])
        });
        body.extend(boxed(&columns, cells.collect(), room.height - head.height));
    }
    // A sum is never alone overleaf.
    if grid.is_summed
        && let [.., before, _] = body.as_mut_slice()
    {
        before.with_next = true;
    }
    under(head, body)
}

/// No column is narrower than its number; one that is left to the pen is wide enough.
fn widths(grid: &Grid, room: Room) -> Vec<f32> {
    let is_said = |i: usize| grid.rows.iter().any(|row| row.get(i).is_some_and(|cell| !cell.is_empty()));
    let number = |(i, number)| if is_said(i) { number } else { String::new() };
    let numbers = grid.numbers().enumerate().map(number).collect();
    let rows: Vec<_> = std::iter::once(numbers).chain(grid.rows.iter().cloned()).collect();
    columns(&grid.head, &rows, room, Spare::Evenly)
}

/// A head where it stands: from the left, how wide, its words.
struct Name {
    x: f32,
    width: f32,
    words: Chunk,
}

impl Name {
    fn put(&self, all: &mut Chunk, top: f32, height: f32) {
        all.put(&self.words, self.x + PAD, top + (height - self.words.height) / 2.0);
    }
}

fn name(set: &mut Setter, row: usize, text: &str, spans: [u32; 2], x: f32, width: f32, room: Room) -> Name {
    let [across, down] = spans;
    let cell = set.tree.add(Kind::HeadCell { across, down }, Some(row));
    let words = set.within(cell, &[(Face::Bold, text)], room.kind, width - 2.0 * PAD, Align::Middle);
    Name { x, width, words: stack(&words) }
}

/// Both lines of heads and the numbers, as one piece.
fn heads(set: &mut Setter, table: usize, grid: &Grid, columns: &[f32], room: Room) -> Chunk {
    let left = |column: usize| columns.iter().take(column).sum::<f32>();
    let row = set.tree.add(Kind::Row, Some(table));
    let (mut alone, mut shared) = (Vec::new(), Vec::new());
    for (text, from, count) in grid.upper() {
        let width = left(from + count.max(1)) - left(from);
        let across = u32::try_from(count.max(1)).unwrap_or(1);
        let down = if count == 0 { 2 } else { 1 };
        let name = name(set, row, text, [across, down], left(from), width, room);
        if count == 0 { alone.push(name) } else { shared.push(name) }
    }
    let row = set.tree.add(Kind::Row, Some(table));
    let below = grid.head.iter().enumerate().filter(|(i, _)| grid.is_under(*i));
    let below: Vec<Name> =
        below.map(|(i, text)| name(set, row, text, [1, 1], left(i), columns[i], room)).collect();
    let tall =
        |names: &[Name]| names.iter().map(|name| name.words.height).fold(0.0, f32::max) + 2.0 * PAD_DOWN;
    let upper = tall(&shared);
    let height = (upper + tall(&below)).max(tall(&alone));
    let mut all = Chunk::blank(height);
    alone.iter().for_each(|name| name.put(&mut all, 0.0, height));
    shared.iter().for_each(|name| name.put(&mut all, 0.0, upper));
    below.iter().for_each(|name| name.put(&mut all, upper, height - upper));
    lines(&mut all, grid, columns, &shared, upper);
    let row = set.tree.add(Kind::Row, Some(table));
    let numbers: Vec<_> = grid
        .numbers()
        .zip(columns)
        .map(|(number, column)| {
            let cell = set.tree.add(Kind::Cell, Some(row));
            set.within(cell, &[(Face::Italic, &number)], room.kind, column - 2.0 * PAD, Align::Middle)
        })
        .collect();
    stack(&[vec![all], boxed(columns, numbers, room.height / 2.0)].concat())
}

/// Around all, under each shared head, and between the columns: where they share a head, only below it.
fn lines(all: &mut Chunk, grid: &Grid, columns: &[f32], shared: &[Name], upper: f32) {
    let half = THICK / 2.0;
    let (across, height) = (columns.iter().sum::<f32>(), all.height);
    all.marks.extend([0.0, height].map(|y| rule(-half, y - half, across + THICK, THICK)));
    all.marks.extend(shared.iter().map(|over| rule(over.x, upper - half, over.width, THICK)));
    let mut x = 0.0;
    for column in 0..=columns.len() {
        let inside = grid.is_under(column) && !grid.over.iter().any(|over| over.from == column);
        let top = if inside { upper } else { 0.0 };
        all.marks.push(post(x - half, top, height - top, THICK));
        x += columns.get(column).copied().unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use shared::sheet::Over;

    use super::*;
    use crate::pdf::flow::Ink;
    use crate::pdf::set::Type;

    const ROOM: Room = Room { kind: Type { size: 10.0, lead: 1.2 }, width: 400.0, height: 500.0 };

    fn cells(row: &[&str]) -> Vec<String> {
        row.iter().map(|cell| (*cell).to_owned()).collect()
    }

    fn grid() -> Grid {
        Grid {
            head: cells(&["TT", "Lĩnh vực", "tổng số", "trước hạn", "quá hạn"]),
            over: vec![Over { name: "Đã giải quyết".to_owned(), from: 2, count: 3 }],
            rows: vec![cells(&["1", "Hộ tịch", "12", "10", "2"]), cells(&["", "Tổng cộng", "12", "10", "2"])],
            is_summed: true,
        }
    }

    /// Where the words stand: from the left to the right end.
    fn stands(chunk: &Chunk, text: &str) -> (f32, f32, f32) {
        let its = |mark: &&crate::pdf::flow::Mark| match &mark.ink {
            Ink::Text { line, .. } => line.runs.iter().any(|run| run.text == text),
            Ink::Bar { .. } | Ink::Code(_) | Ink::Cut { .. } => false,
        };
        let mark = chunk.marks.iter().find(its).unwrap_or_else(|| panic!("“{text}” is missing"));
        let Ink::Text { line, .. } = &mark.ink else { unreachable!("found by its words") };
        (mark.x, mark.x + line.width, mark.y)
    }

    #[test]
    fn a_shared_head_stands_in_the_middle_over_its_columns() {
        let all = grid_table(&mut Setter::default(), &grid(), ROOM);
        let head = &all[0];
        let (left, right, y) = stands(head, "Đã giải quyết");
        let ((first, _, below), (_, last, _)) = (stands(head, "tổng số"), stands(head, "quá hạn"));
        assert!(first < left && right < last && y < below, "{left} {right} {y} {first} {last} {below}");
        // A column that stands alone goes down both lines: its words stand between them.
        let alone = stands(head, "Lĩnh vực").2;
        assert!(y < alone && alone < below, "{y} {alone} {below}");
        assert!(stands(head, "(5)").2 > below);
    }

    /// Twelve columns of which the last have a digit each.
    #[test]
    fn a_columns_number_stands_on_one_line() {
        let names: Vec<String> = (0..12).map(|_| "hẹn".to_owned()).collect();
        let long = "một tên rất dài ".repeat(40);
        let mut row = vec!["0".to_owned(); 12];
        row[1] = long;
        let grid = Grid { head: names, over: vec![], rows: vec![row], is_summed: false };
        let head = &grid_table(&mut Setter::default(), &grid, ROOM)[0];
        for number in ["(9)", "(10)", "(12)"] {
            stands(head, number);
        }
    }

    #[test]
    fn the_sum_stays_with_a_line_and_all_pages_have_the_head() {
        let mut set = Setter::default();
        let mut long = grid();
        let one = long.rows[0].clone();
        (0..80).for_each(|_| long.rows.insert(0, one.clone()));
        let all = grid_table(&mut set, &long, ROOM);
        assert!(all[1..].iter().all(|row| row.head.is_some()));
        assert_eq!(
            all.iter().filter(|row| row.with_next).count(),
            2,
            "the head, and what stands before the sum"
        );
        let pages = crate::pdf::flow::pages(all, ROOM.height);
        assert!(pages.len() > 2, "{}", pages.len());
        let bar = |mark: &crate::pdf::flow::Mark| matches!(mark.ink, Ink::Bar { .. });
        assert!(pages.iter().all(|page| page.used <= ROOM.height && page.marks.iter().any(bar)));
    }
}
