//! A `Sheet` on its pages: the same order, faces and margins as the browser prints it with.
//!
//! Not here: what stands on it (`shared::sheet`), what it looks like in a browser (app/src/ui/sheet.rs, style/print.css).
//! Invariant: a pure function of the sheets. Source of the layout: Decree 30/2020, appendix I.

use shared::sheet::{Block, Sheet, Signature, Size};

use super::codes;
use super::flow::{Chunk, Column, Ink, Kind, MM, Mark, Tree, pages, stack};
use super::font::{Face, plain};
use super::grid::grid_table;
use super::head::head;
use super::set::{Align, Setter, Type, rule, set_lines};
use super::table::{Room, hand_overs, plain_table};
use super::text::{Piece, lines};

/// A page of a document, in points.
#[derive(Clone, PartialEq, Debug)]
pub struct Page {
    pub width: f32,
    pub height: f32,
    pub marks: Vec<Mark>,
}

/// All that is drawn.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Layout {
    pub pages: Vec<Page>,
    pub tree: Tree,
}

/// How pages are counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Count {
    /// Each paper from its second page on, above the text.
    Paper,
    /// `Trang 3/82` at the foot of each page of a book.
    Book,
}

/// Of the page, its margins and its type, in millimetres and points.
#[derive(Clone, Copy)]
struct Format {
    page: [f32; 2],
    top: f32,
    right: f32,
    bottom: f32,
    left: f32,
    kind: Type,
}

const fn format(size: Size) -> Format {
    let kind = Type { size: 13.0, lead: 1.3 };
    match size {
        Size::A4 => Format { page: [210.0, 297.0], top: 20.0, right: 15.0, bottom: 20.0, left: 30.0, kind },
        Size::A4Wide => Format {
            page: [297.0, 210.0],
            top: 15.0,
            right: 15.0,
            bottom: 15.0,
            left: 20.0,
            kind: Type { size: 12.0, ..kind },
        },
        Size::A5 => Format {
            page: [148.0, 210.0],
            top: 6.0,
            right: 9.0,
            bottom: 5.0,
            left: 12.0,
            kind: Type { size: 10.0, lead: 1.22 },
        },
    }
}

/// Said at the foot where letters are missing.
const LOST: &str = "□ là chữ mà tệp lưu trữ không có; hồ sơ trên máy chủ giữ nguyên chữ đã ghi.";
/// The type of many columns, of a paper's.
const SMALL: f32 = 0.75;
/// What the wider of two copies on one sheet is moved by: half an A4.
const HALF: f32 = 148.5;

/// One after another. `pair` puts two copies that take a page each on one A4 across.
pub fn layout(sheets: &[Sheet], count: Count, pair: bool) -> Layout {
    let mut set = Setter::default();
    let mut all = Vec::new();
    for sheet in sheets {
        let names = if sheet.copies.is_empty() { vec![String::new()] } else { sheet.copies.clone() };
        let copies = names.iter().map(|copy| article(&mut set, sheet, copy, count));
        let mut copies: Vec<Vec<Page>> = copies.collect();
        match copies.as_mut_slice() {
            [first, second] if pair && sheet.size == Size::A5 && first.len() == 1 && second.len() == 1 => {
                all.push(beside(first.remove(0), second.remove(0)));
            }
            _ => all.extend(copies.into_iter().flatten()),
        }
    }
    if count == Count::Book {
        let last = all.len();
        for (i, page) in all.iter_mut().enumerate() {
            let text = format!("Trang {}/{last}", i + 1);
            let y = page.height - 10.0 * MM;
            numbered(page, &text, y);
        }
    }
    Layout { pages: all, tree: set.tree }
}

/// Two copies with a line to cut along.
fn beside(first: Page, second: Page) -> Page {
    let mut page = Page { width: 297.0 * MM, height: 210.0 * MM, marks: first.marks };
    page.marks.extend(second.marks.into_iter().map(|mark| Mark { x: mark.x + HALF * MM, ..mark }));
    page.marks.push(Mark { x: HALF * MM, y: 0.0, ink: Ink::Cut { height: page.height }, node: None });
    page
}

/// A page's number in the middle; nobody hears it.
fn numbered(page: &mut Page, text: &str, y: f32) {
    let kind = Type { size: 10.0, lead: 1.2 };
    let line = stack(&set_lines(
        lines(&[(Face::Regular, text)], kind.size, page.width),
        kind,
        page.width,
        Align::Middle,
        None,
    ));
    page.marks.extend(line.marks.into_iter().map(|mark| Mark { y: mark.y + y, ..mark }));
}

/// One copy of a paper.
fn article(set: &mut Setter, sheet: &Sheet, copy: &str, count: Count) -> Vec<Page> {
    let format = format(sheet.size);
    let [width, height] = format.page;
    let room = Room {
        kind: format.kind,
        width: (width - format.left - format.right) * MM,
        height: (height - format.top - format.bottom) * MM,
    };
    let missing = set.missing;
    let mut body = head(set, sheet, copy, room);
    for (i, block) in sheet.blocks.iter().enumerate() {
        let mut chunks = blocks(set, block, sheet.size, room);
        if matches!(sheet.blocks.get(i + 1), Some(Block::Table { .. } | Block::Grid(_)))
            && let Some(last) = chunks.last_mut()
        {
            last.with_next = true;
        }
        body.extend(chunks);
    }
    if !sheet.signatures.is_empty()
        && let Some(last) = body.last_mut()
    {
        // A signature stands under at least a line of what is signed.
        last.with_next = true;
    }
    body.extend(signatures(set, sheet, room));
    let lost = set.missing > missing || sheet.foot.iter().any(|line| plain(line).1 > 0);
    let mut foot = foot(set, sheet, lost, room);
    if foot.height > room.height / 2.0 {
        body.push(std::mem::take(&mut foot).after(2.0 * MM));
    }
    let mut columns = pages(body, room.height);
    let last = columns.last().map_or(0.0, |page| page.used);
    if foot.height > 0.0 && last + 2.0 * MM + foot.height > room.height {
        columns.push(Column::default());
    }
    if let Some(page) = columns.last_mut() {
        let top = (room.height - foot.height).max(0.0);
        page.marks.extend(foot.marks.into_iter().map(|mark| Mark { y: mark.y + top, ..mark }));
    }
    let (x, y) = (format.left * MM, format.top * MM);
    let placed = columns.into_iter().enumerate().map(|(i, column)| {
        let marks = column.marks.into_iter().map(|mark| Mark { x: mark.x + x, y: mark.y + y, ..mark });
        let mut page = Page { width: width * MM, height: height * MM, marks: marks.collect() };
        if i > 0 {
            let text = match count {
                Count::Paper => (i + 1).to_string(),
                // Which book a leaf is of.
                Count::Book => plain(&format!("{} · {}", sheet.title, sheet.number)).0,
            };
            numbered(&mut page, &text, (y - 12.0) / 2.0);
        }
        page
    });
    placed.collect()
}

fn blocks(set: &mut Setter, block: &Block, size: Size, room: Room) -> Vec<Chunk> {
    let a4 = size == Size::A4;
    let (gap, align) = if a4 { (1.6 * MM, Align::Both) } else { (0.6 * MM, Align::Start) };
    let spaced = |mut chunks: Vec<Chunk>| {
        if let Some(first) = chunks.first_mut() {
            first.gap = gap;
        }
        chunks
    };
    match block {
        Block::Line { label, value } => {
            let label = format!("{label}:");
            spaced(set.paragraph(
                &[(Face::Regular, &label), (Face::Bold, value)],
                room.kind,
                room.width,
                align,
            ))
        }
        Block::Paragraph(text) => {
            spaced(set.paragraph(&[(Face::Regular, text)], room.kind, room.width, align))
        }
        Block::List(items) => {
            let (list, indent) = (set.tree.add(Kind::List, None), 6.0 * MM);
            let mut all = Vec::new();
            for (item, n) in items.iter().zip(1..) {
                let node = set.tree.add(Kind::Item, Some(list));
                let text = format!("{n}. {item}");
                let item = set.within(node, &[(Face::Regular, &text)], room.kind, room.width - indent, align);
                all.extend(spaced(item).into_iter().map(|line| {
                    let mut moved = Chunk { marks: Vec::new(), ..line.clone() };
                    moved.put(&line, indent, 0.0);
                    moved
                }));
            }
            all
        }
        Block::Table { head, rows } => {
            // A book's many columns are set smaller and closer than a paper's few.
            let many = Type { size: room.kind.size * SMALL, lead: 1.15 };
            let room = Room { kind: if head.len() > 6 { many } else { room.kind }, ..room };
            let mut all = plain_table(set, head, rows, room);
            all.first_mut().into_iter().for_each(|head| head.gap = MM);
            all.push(Chunk::blank(MM));
            all
        }
        Block::Grid(grid) => {
            let room = Room { kind: Type { size: room.kind.size * SMALL, lead: 1.15 }, ..room };
            let mut all = grid_table(set, grid, room);
            all.first_mut().into_iter().for_each(|head| head.gap = MM);
            all.push(Chunk::blank(MM));
            all
        }
        Block::HandOvers(rows) => {
            let mut all = hand_overs(set, rows, Room { kind: room.kind.times(0.86), ..room });
            all.first_mut().into_iter().for_each(|head| head.gap = MM);
            all
        }
        Block::Qr { text, caption } => vec![qr(set, text, caption, size, room)],
    }
}

/// The code that a phone reads, with the words beside it.
fn qr(set: &mut Setter, text: &str, caption: &str, size: Size, room: Room) -> Chunk {
    let side = if size == Size::A5 { 17.0 } else { 24.0 } * MM;
    let Some(code) = codes::qr(text, side) else {
        return stack(&set.paragraph(&[(Face::Regular, caption)], room.kind, room.width, Align::Start))
            .after(MM);
    };
    let words =
        set.paragraph(&[(Face::Regular, caption)], room.kind, room.width - side - 3.0 * MM, Align::Start);
    let words = stack(&words);
    // The secret stands in the drawing and in the words beside it; what is heard is the page.
    let page = set.plain(text.split('#').next().unwrap_or_default());
    let node = Some(set.tree.add(Kind::Figure(format!("Mã QR {page}")), None));
    let mut both = Chunk::blank(words.height.max(side)).after(MM);
    both.put(&words, 0.0, (both.height - words.height) / 2.0);
    let y = (both.height - side) / 2.0;
    both.marks.push(Mark { x: room.width - side, y, ink: Ink::Code(code), node });
    both
}

/// Who gets it and who signs, side by side.
fn signatures(set: &mut Setter, sheet: &Sheet, room: Room) -> Option<Chunk> {
    if sheet.signatures.is_empty() {
        return None;
    }
    let a5 = sheet.size == Size::A5;
    let to = usize::from(!sheet.recipients.is_empty());
    // Who signs alone signs on the right.
    let alone = usize::from(sheet.signatures.len() + to == 1);
    let across = room.width / (sheet.signatures.len() + to + alone) as f32;
    let least = if a5 { 19.0 } else { 30.0 } * MM;
    let mut columns = Vec::new();
    if to > 0 {
        let small = room.kind.times(0.86);
        let mut lines = Vec::new();
        for (i, line) in sheet.recipients.iter().enumerate() {
            let face = if i == 0 { Face::BoldItalic } else { Face::Regular };
            lines.extend(set.paragraph(&[(face, line)], small, across - 2.0 * MM, Align::Start));
        }
        columns.push(stack(&lines));
    }
    columns
        .extend(sheet.signatures.iter().map(|one| signature(set, one, across - 2.0 * MM, least, room.kind)));
    let mut all = Chunk::blank(columns.iter().map(|column| column.height).fold(least, f32::max));
    for (i, column) in columns.iter().enumerate() {
        all.put(column, (alone + i) as f32 * across + if to > 0 && i == 0 { 0.0 } else { MM }, 0.0);
    }
    Some(all.after(if a5 { 2.0 } else { 4.0 } * MM))
}

fn signature(set: &mut Setter, one: &Signature, width: f32, least: f32, kind: Type) -> Chunk {
    let mut above = Vec::new();
    for line in &one.role {
        above.extend(set.paragraph(&[(Face::Bold, line)], kind, width, Align::Middle));
    }
    above.extend(set.paragraph(&[(Face::Italic, &one.hint)], kind, width, Align::Middle));
    let above = stack(&above);
    let name = stack(&set.paragraph(&[(Face::Regular, &one.name)], kind, width, Align::Middle));
    // Room for the pen and the seal between the hint and the name.
    let mut all = Chunk::blank(least.max(above.height + 8.0 * MM + name.height));
    all.put(&above, 0.0, 0.0);
    all.put(&name, 0.0, all.height - name.height);
    all
}

/// Small print under a rule, at the foot of the last page.
fn foot(set: &mut Setter, sheet: &Sheet, lost: bool, room: Room) -> Chunk {
    let mut said: Vec<&str> = sheet.foot.iter().map(String::as_str).collect();
    if lost {
        said.push(LOST);
    }
    let small = Type { size: room.kind.size * 0.86, lead: 1.25 };
    let pieces: Vec<Piece<'_>> = said.iter().map(|line| (Face::Italic, *line)).collect();
    let mut lines = Vec::new();
    if sheet.size == Size::A5 {
        lines.extend(set.paragraph(&pieces, small, room.width, Align::Start));
    } else {
        for piece in pieces {
            lines.extend(set.paragraph(&[piece], small, room.width, Align::Start));
        }
    }
    if lines.is_empty() {
        return Chunk::default();
    }
    let lines = stack(&lines);
    let mut all = Chunk::blank(lines.height + 1.25 * MM);
    all.marks.push(rule(0.0, 0.0, room.width, 0.25 * MM));
    all.put(&lines, 0.0, 1.25 * MM);
    all
}
