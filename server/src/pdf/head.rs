//! The head of a paper: whose it is, the motto, the number with its bars, the title.
//!
//! Not here: what follows (`paper`).
//! Invariant: the two halves of Decree 30/2020, appendix I, each in the middle of its own column.

use shared::sheet::{Sheet, Size};

use super::codes;
use super::flow::{Chunk, Ink, Kind, MM, Mark, stack};
use super::font::Face;
use super::set::{Align, Setter, Type, rule, set_lines};
use super::table::Room;
use super::text::{Piece, balanced, extent};

/// From the form's number to the title.
pub fn head(set: &mut Setter, sheet: &Sheet, copy: &str, room: Room) -> Vec<Chunk> {
    let (kind, width) = (room.kind, room.width);
    let mut all = Vec::new();
    all.extend(set.paragraph(&[(Face::Italic, &sheet.form)], kind.times(0.9), width, Align::End));
    if !sheet.agency.is_empty() {
        all.push(national(set, sheet, room));
    }
    if !sheet.is_numbered_below_agency() {
        all.extend(number(set, sheet, room));
    }
    let tall = sheet.size != Size::A5;
    let title = set.plain(&sheet.title);
    let big = Type { size: kind.size * 1.25, lead: 1.25 };
    let node = set.tree.add(Kind::Title, None);
    let lines = balanced(&[(Face::Bold, &title)], big.size, width);
    let mut title = stack(&set_lines(lines, big, width, Align::Middle, Some(node)));
    title.gap = if sheet.size == Size::A4 { 8.0 * MM } else { 1.5 * MM };
    all.extend(Some(title).filter(|title| title.height > 0.0));
    if !copy.is_empty() {
        all.extend(set.paragraph(&[(Face::Italic, &format!("({copy})"))], kind, width, Align::Middle));
    }
    let after = if sheet.size == Size::A4 {
        6.0
    } else if tall || !copy.is_empty() {
        1.5
    } else {
        0.0
    };
    all.push(Chunk::blank(after * MM));
    // A head is never left alone.
    all.iter_mut().for_each(|chunk| chunk.with_next = true);
    all
}

/// Both halves of the head, as Decree 30/2020 has them.
fn national(set: &mut Setter, sheet: &Sheet, room: Room) -> Chunk {
    let a5 = sheet.size == Size::A5;
    let kind = Type { size: room.kind.size * if a5 { 0.76 } else { 0.9 }, lead: 1.25 };
    let gap = if a5 { 2.0 } else { 3.0 } * MM;
    let motto =
        [(Face::Bold, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (Face::Bold, "Độc lập - Tự do - Hạnh phúc")];
    let right = extent(&motto[..1], kind.size).1 + 0.5;
    let left = room.width - right - gap;
    let (desk, above) =
        sheet.agency.split_last().map_or(("", &[][..]), |(desk, above)| (desk.as_str(), above));
    let mut office = Vec::new();
    for line in above {
        office.extend(ruled(set, (Face::Regular, line), kind, left, false));
    }
    office.extend(ruled(set, (Face::Bold, desk), kind, left, true));
    if sheet.is_numbered_below_agency() {
        office.extend(set.paragraph(&[(Face::Regular, &sheet.number)], room.kind, left, Align::Middle));
    }
    let mut state = ruled(set, motto[0], kind, right, false);
    state.extend(ruled(set, motto[1], kind, right, true));
    state.push(Chunk::blank(1.5 * MM));
    state.extend(set.paragraph(&[(Face::Italic, &sheet.place_and_date)], kind, right, Align::Middle));
    let (office, state) = (stack(&office), stack(&state));
    let mut both = Chunk::blank(office.height.max(state.height));
    both.put(&office, 0.0, 0.0);
    both.put(&state, left + gap, 0.0);
    both
}

/// A line of a head in the middle, as even as its words let it be, with a short rule below it.
fn ruled(set: &mut Setter, piece: Piece<'_>, kind: Type, width: f32, ruled: bool) -> Vec<Chunk> {
    let text = set.plain(piece.1);
    let node = set.tree.add(Kind::Paragraph, None);
    let lines = balanced(&[(piece.0, &text)], kind.size, width);
    let across = lines.iter().map(|line| line.width).fold(0.0, f32::max);
    let mut chunks = set_lines(lines, kind, width, Align::Middle, Some(node));
    if ruled && across > 0.0 {
        let mut line = Chunk::blank(MM);
        line.marks.push(rule((width - across * 0.64) / 2.0, 0.7 * MM, across * 0.64, 0.3 * MM));
        chunks.push(line);
    }
    chunks
}

/// The number, with its bars beside it or below.
fn number(set: &mut Setter, sheet: &Sheet, room: Room) -> Vec<Chunk> {
    let [across, down] = if sheet.size == Size::A5 { [62.0, 7.0] } else { [75.0, 8.0] }.map(|side| side * MM);
    let drawn = codes::bars(&sheet.bars, across, down).map(|bars| {
        let node = Some(set.tree.add(Kind::Figure(format!("Mã vạch {}", sheet.bars)), None));
        Chunk {
            height: down,
            marks: vec![Mark { x: 0.0, y: 0.0, ink: Ink::Code(bars), node }],
            ..Chunk::default()
        }
    });
    let Some(bars) = drawn else {
        return set.paragraph(&[(Face::Regular, &sheet.number)], room.kind, room.width, Align::Start);
    };
    let wide = room.width - across - 2.0 * MM;
    let text = set.plain(&sheet.number);
    let fits = extent(&[(Face::Regular, &text)], room.kind.size).1 <= wide;
    let words = set.paragraph(
        &[(Face::Regular, &sheet.number)],
        room.kind,
        if fits { wide } else { room.width },
        Align::Start,
    );
    if !fits {
        return words.into_iter().chain([bars]).collect();
    }
    let words = stack(&words);
    let mut both = Chunk::blank(words.height.max(down));
    both.put(&words, 0.0, (both.height - words.height) / 2.0);
    both.put(&bars, room.width - across, (both.height - down) / 2.0);
    vec![both]
}
