//! A layout as a file: PDF/A-2a, tagged, with its faces in it.
//!
//! Not here: where anything stands (`paper`).
//! Invariant: the same layout and the same facts give the same bytes; a file that breaks the standard is not made.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::configure::{Archival, ConfigurationBuilder};
use krilla::error::KrillaError;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup,
    TagKind, TagTree,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use shared::moment::Moment;

use super::flow::{Ink, Kind, MM, Mark, Tree};
use super::font::Face;
use super::paper::{Layout, Page};
use super::text::{Line, Run};

/// What the file says about itself.
pub struct Facts {
    pub title: String,
    /// Of the paper and its state: the same for two prints of the same.
    pub id: String,
    pub agency: String,
    pub made: Moment,
}

/// Draws all pages.
///
/// # Errors
/// Says what the standard forbids in it.
pub fn draw(layout: &Layout, facts: &Facts) -> Result<Vec<u8>, KrillaError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .finish()
        .expect("one validator contradicts no other");
    let mut document =
        Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    document.set_metadata(metadata(facts));
    let fonts = Face::ALL
        .map(|face| Font::new(face.bytes().to_vec().into(), 0).expect("the face is part of the program"));
    let mut leaves: Vec<Vec<Node>> = vec![Vec::new(); layout.tree.nodes.len()];
    for page in &layout.pages {
        draw_page(&mut document, page, &fonts, &mut leaves);
    }
    document.set_tag_tree(tagged(&layout.tree, leaves));
    document.finish()
}

fn metadata(facts: &Facts) -> Metadata {
    let (day, minute) = (facts.made.day(), facts.made.minute_of_day());
    let byte = |n: u32| u8::try_from(n).unwrap_or_default();
    let made = DateTime::new(u16::try_from(day.year()).unwrap_or_default())
        .month(byte(day.month()))
        .day(byte(day.day_of_month()))
        .hour(byte(minute / 60))
        .minute(byte(minute % 60))
        .second(0)
        .utc_offset_hour(7)
        .utc_offset_minute(0);
    Metadata::new()
        .title(facts.title.clone())
        .authors(vec![facts.agency.clone()].into_iter().filter(|name| !name.is_empty()).collect())
        .creator("Một Cửa".to_owned())
        .producer("Một Cửa".to_owned())
        .language("vi".to_owned())
        .document_id(facts.id.clone())
        .creation_date(made)
}

fn draw_page(document: &mut Document, page: &Page, fonts: &[Font; 4], leaves: &mut [Vec<Node>]) {
    let settings = PageSettings::from_wh(page.width, page.height).expect("a page has sides");
    let mut sheet = document.start_page_with(settings);
    let mut surface = sheet.surface();
    for mark in &page.marks {
        let tag = match mark.node {
            Some(_) => ContentTag::Other,
            None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        };
        let id: Identifier = surface.start_tagged(tag);
        ink(&mut surface, mark, fonts);
        surface.end_tagged();
        if let Some(node) = mark.node {
            leaves[node].push(id.into());
        }
    }
    surface.finish();
    sheet.finish();
}

fn ink(surface: &mut Surface<'_>, mark: &Mark, fonts: &[Font; 4]) {
    match &mark.ink {
        Ink::Text { line, size, stretch } => text(surface, mark, line, *size, *stretch, fonts),
        Ink::Bar { width, height } => fill(surface, rectangles(mark, &[[0.0, 0.0, *width, *height]])),
        Ink::Code(bars) => fill(surface, rectangles(mark, bars)),
        Ink::Cut { height } => {
            let mut path = PathBuilder::new();
            path.move_to(mark.x, mark.y);
            path.line_to(mark.x, mark.y + height);
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                width: 0.25 * MM,
                dash: Some(StrokeDash { array: vec![2.0 * MM, 1.5 * MM], offset: 0.0 }),
                ..Stroke::default()
            }));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
}

fn rectangles(mark: &Mark, bars: &[[f32; 4]]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for [x, y, width, height] in bars {
        if let Some(rect) = Rect::from_xywh(mark.x + x, mark.y + y, *width, *height) {
            path.push_rect(rect);
        }
    }
    path.finish()
}

fn fill(surface: &mut Surface<'_>, path: Option<Path>) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill::default()));
    if let Some(path) = path {
        surface.draw_path(&path);
    }
}

fn text(surface: &mut Surface<'_>, mark: &Mark, line: &Line, size: f32, stretch: f32, fonts: &[Font; 4]) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill::default()));
    let mut x = mark.x;
    let last = line.runs.len().saturating_sub(1);
    for (i, run) in line.runs.iter().enumerate() {
        // A space at the end of a line that goes on: whoever copies or hears it has two words.
        let set = if i == last && line.goes_on { format!("{} ", run.text) } else { run.text.clone() };
        let glyphs = glyphs(run, &set, stretch / size);
        surface.draw_glyphs(
            Point::from_xy(x, mark.y),
            &glyphs,
            fonts[run.face.place()].clone(),
            &set,
            size,
            false,
        );
        let spaces = run.text.matches(' ').count();
        x += run.face.width(&run.text) * size + spaces as f32 * stretch;
    }
}

fn glyphs(run: &Run, set: &str, stretch: f32) -> Vec<KrillaGlyph> {
    let glyph = |(at, c): (usize, char)| {
        let (glyph, advance) = run.face.glyph(c)?;
        let advance = advance + if c == ' ' { stretch } else { 0.0 };
        let range = at..at + c.len_utf8();
        Some(KrillaGlyph::new(GlyphId::new(glyph.to_u32()), advance, 0.0, 0.0, 0.0, range, None))
    };
    set.char_indices().filter_map(glyph).collect()
}

/// The tree with its leaves, in the order in which it was made.
fn tagged(tree: &Tree, leaves: Vec<Vec<Node>>) -> TagTree {
    let mut groups: Vec<(Option<usize>, TagGroup)> = tree
        .nodes
        .iter()
        .zip(leaves)
        .map(|((kind, within), leaves)| (*within, group(kind, leaves)))
        .collect();
    // A node is made after the one that it lies in: from the last on, each can go into its place.
    let mut children: Vec<Vec<TagGroup>> = vec![Vec::new(); groups.len()];
    let mut roots = Vec::new();
    while let Some((within, mut group)) = groups.pop() {
        let mut below = children.pop().unwrap_or_default();
        below.reverse();
        below.into_iter().for_each(|child| group.push(child));
        if group.children.is_empty()
            && !matches!(tree.nodes[groups.len()].0, Kind::Cell | Kind::HeadCell { .. })
        {
            continue;
        }
        match within {
            Some(parent) => children[parent].push(group),
            None => roots.push(group),
        }
    }
    roots.reverse();
    let mut all = TagTree::new().with_lang(Some("vi".to_owned()));
    roots.into_iter().for_each(|root| all.push(root));
    all
}

fn group(kind: &Kind, leaves: Vec<Node>) -> TagGroup {
    let first = NonZeroU16::MIN;
    let tag: TagKind = match kind {
        Kind::Title => Tag::Hn(first, None).into(),
        Kind::Paragraph => Tag::P.into(),
        Kind::List => Tag::L(ListNumbering::Decimal).into(),
        Kind::Item => {
            return TagGroup::with_children(
                Tag::LI,
                vec![TagGroup::with_children(Tag::LBody, leaves).into()],
            );
        }
        Kind::Table => Tag::Table.into(),
        Kind::Row => Tag::TR.into(),
        Kind::HeadCell { across, down } => {
            let span = |n: u32| NonZeroU32::new(n).filter(|n| n.get() > 1);
            let head = Tag::TH(TableHeaderScope::Column);
            head.with_col_span(span(*across)).with_row_span(span(*down)).into()
        }
        Kind::Cell => Tag::TD.into(),
        Kind::Figure(words) => Tag::Figure(Some(words.clone())).into(),
    };
    TagGroup::with_children(tag, leaves)
}
