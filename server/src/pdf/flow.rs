//! Pieces of a paper down its pages: what belongs together stays together, a table's head comes again.
//!
//! Not here: how a piece is made (`paper`, `table`), how it is drawn (`draw`).
//! Invariant: every mark lies on exactly one page, in the order in which it is read.

use std::rc::Rc;

use super::text::Line;

/// Points of a millimetre.
pub const MM: f32 = 72.0 / 25.4;

/// What a mark is to whoever hears the paper instead of seeing it.
#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    Title,
    Paragraph,
    List,
    Item,
    Table,
    Row,
    /// How many columns and lines it stands over.
    HeadCell {
        across: u32,
        down: u32,
    },
    Cell,
    /// With the words that stand for it.
    Figure(String),
}

/// The tree of a document: each node is an index into it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Tree {
    /// What it is, and in which.
    pub nodes: Vec<(Kind, Option<usize>)>,
}

impl Tree {
    pub fn add(&mut self, kind: Kind, within: Option<usize>) -> usize {
        self.nodes.push((kind, within));
        self.nodes.len() - 1
    }
}

#[derive(Clone, PartialEq, Debug)]
pub enum Ink {
    /// From the left end of the line of writing; `stretch` is added to every space.
    Text { line: Line, size: f32, stretch: f32 },
    /// Filled, from the upper left corner.
    Bar { width: f32, height: f32 },
    /// Filled rectangles from the upper left corner: left, top, width, height.
    Code(Vec<[f32; 4]>),
    /// A dashed line down.
    Cut { height: f32 },
}

#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    pub x: f32,
    pub y: f32,
    pub ink: Ink,
    /// In the tree; none for ornament.
    pub node: Option<usize>,
}

/// What is not divided between pages.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Chunk {
    /// Left out at the top of a page.
    pub gap: f32,
    pub height: f32,
    pub marks: Vec<Mark>,
    /// Stays on one page with what follows.
    pub with_next: bool,
    /// What a page begins with that begins with this.
    pub head: Option<Rc<Chunk>>,
}

impl Chunk {
    pub fn blank(height: f32) -> Chunk {
        Chunk { height, ..Chunk::default() }
    }

    pub fn after(mut self, gap: f32) -> Chunk {
        self.gap = gap;
        self
    }

    /// Sets a chunk into this one.
    pub fn put(&mut self, chunk: &Chunk, x: f32, y: f32) {
        let moved = |mark: &Mark| Mark { x: mark.x + x, y: mark.y + y, ..mark.clone() };
        self.marks.extend(chunk.marks.iter().map(moved));
    }

    /// As ornament: what is said once is not heard twice.
    pub fn unsaid(&self) -> Chunk {
        let mut again = self.clone();
        again.marks.iter_mut().for_each(|mark| mark.node = None);
        again
    }
}

/// Chunks one below another as one.
pub fn stack(chunks: &[Chunk]) -> Chunk {
    let mut all = Chunk::default();
    for (i, chunk) in chunks.iter().enumerate() {
        let top = all.height + if i == 0 { 0.0 } else { chunk.gap };
        all.put(chunk, 0.0, top);
        all.height = top + chunk.height;
    }
    all
}

/// A page's marks within its margins, and how far down they come.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Column {
    pub marks: Vec<Mark>,
    pub used: f32,
}

impl Column {
    fn place(&mut self, chunk: &Chunk, gap: f32) {
        let top = self.used + gap;
        self.marks.extend(chunk.marks.iter().map(|mark| Mark { y: mark.y + top, ..mark.clone() }));
        self.used = top + chunk.height;
    }
}

/// The chunks over pages of this height; never no page.
pub fn pages(chunks: Vec<Chunk>, height: f32) -> Vec<Column> {
    let chunks: Vec<Chunk> = chunks.into_iter().flat_map(|chunk| cut(chunk, height)).collect();
    let mut pages = vec![Column::default()];
    let mut at = 0;
    while at < chunks.len() {
        let group = chunks[at..].iter().take_while(|chunk| chunk.with_next).count() + 1;
        let group = &chunks[at..chunks.len().min(at + group)];
        let tall: f32 =
            group.iter().enumerate().map(|(i, c)| c.height + if i == 0 { 0.0 } else { c.gap }).sum();
        // What is taller than a page together is held together as far as it goes.
        let take = if tall <= height { group.len() } else { 1 };
        let group = &group[..take];
        let tall = if take == 1 { group[0].height } else { tall };
        let page = pages.last_mut().expect("there is a first page");
        let fresh = page.marks.is_empty() && page.used == 0.0;
        if !fresh && page.used + group[0].gap + tall > height {
            let mut page = Column::default();
            if let Some(head) = &group[0].head {
                page.place(head, 0.0);
            }
            pages.push(page);
        }
        let page = pages.last_mut().expect("there is a page");
        for chunk in group {
            let gap = if page.used == 0.0 { 0.0 } else { chunk.gap };
            page.place(chunk, gap);
        }
        at += take;
    }
    pages
}

/// What is taller than a page in slices of one page: lines lie where they lie, none is left out.
fn cut(chunk: Chunk, height: f32) -> Vec<Chunk> {
    if chunk.height <= height {
        return vec![chunk];
    }
    let slices = (chunk.height / height).ceil() as usize;
    let mut cut: Vec<Chunk> = (0..slices)
        .map(|i| Chunk { height: (chunk.height - i as f32 * height).min(height), ..Chunk::default() })
        .collect();
    for mark in chunk.marks {
        let slice = ((mark.y / height).floor().max(0.0) as usize).min(slices - 1);
        cut[slice].marks.push(Mark { y: mark.y - slice as f32 * height, ..mark });
    }
    cut[0].gap = chunk.gap;
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(height: f32) -> Chunk {
        let ink = Ink::Bar { width: 1.0, height };
        Chunk { height, marks: vec![Mark { x: 0.0, y: 0.0, ink, node: None }], ..Chunk::default() }
    }

    fn tops(pages: &[Column]) -> Vec<Vec<f32>> {
        pages.iter().map(|page| page.marks.iter().map(|mark| mark.y).collect()).collect()
    }

    #[test]
    fn what_does_not_fit_goes_on_overleaf_without_its_gap() {
        let pages = pages(vec![bar(40.0), bar(40.0).after(10.0), bar(40.0).after(10.0)], 100.0);
        assert_eq!(tops(&pages), [vec![0.0, 50.0], vec![0.0]]);
    }

    #[test]
    fn what_belongs_together_moves_together() {
        let keep = Chunk { with_next: true, ..bar(20.0) };
        let pages = pages(vec![bar(50.0), keep.clone(), keep, bar(20.0)], 100.0);
        assert_eq!(tops(&pages), [vec![0.0], vec![0.0, 20.0, 40.0]]);
    }

    #[test]
    fn the_head_of_a_table_comes_again() {
        let head = Rc::new(bar(10.0));
        let row = Chunk { head: Some(head.clone()), ..bar(60.0) };
        let first = Chunk { with_next: true, ..bar(10.0) };
        let pages = pages(vec![first, row.clone(), row], 100.0);
        assert_eq!(tops(&pages), [vec![0.0, 10.0], vec![0.0, 10.0]]);
    }

    #[test]
    fn what_is_taller_than_a_page_loses_nothing() {
        let mut tall = Chunk::blank(250.0);
        tall.marks = (0..25)
            .flat_map(|i| bar(10.0).marks.into_iter().map(move |m| Mark { y: i as f32 * 10.0, ..m }))
            .collect();
        let pages = pages(vec![bar(50.0), tall], 100.0);
        assert_eq!(pages.iter().map(|page| page.marks.len()).collect::<Vec<_>>(), [1, 10, 10, 5]);
        assert!(pages.iter().all(|page| page.marks.iter().all(|mark| mark.y < 100.0)));
    }
}
