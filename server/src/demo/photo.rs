//! Ảnh giấy tờ of the demo: papers that nobody filled in, drawn, lit and laid on a desk as a telephone sees them.
//!
//! Not here: what stands on a paper (`paper`), the files (`jpeg`), whose they are (`scans`).
//! Invariant: the same paper and seed give the same dots; where a name would stand there are strokes that say nothing.

pub mod jpeg;
pub mod paper;

use shared::sheet::{BLANK, Sheet};
use skrifa::outline::OutlinePen;

use super::dice::Dice;
use crate::pdf::{Count, Face, Ink, Page, layout};
use jpeg::Grey;

/// Dots of a point of print: a page of A4 is some thousand dots tall.
const DOTS: f32 = 1.05;
/// Of the desk around a paper, in dots.
const DESK: f32 = 18.0;
/// Lines of sight through a row of dots.
const FINE: usize = 4;

const DESK_TONE: f32 = 96.0;
const PRINT_TONE: f32 = 42.0;
const PEN_TONE: f32 = 96.0;

/// By which machine a paper was looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// From above, not quite straight, the light from one side.
    Telephone,
    Scanner,
}

/// Each page of the paper.
pub fn pages(sheet: &Sheet, by: By, seed: u64) -> Vec<Grey> {
    let mut dice = Dice::new(seed);
    layout(std::slice::from_ref(sheet), Count::Paper, false)
        .pages
        .iter()
        .map(|page| look(page, by, &mut dice))
        .collect()
}

/// Where a point of the paper lies in the picture.
#[derive(Clone, Copy)]
struct Place {
    sin: f32,
    cos: f32,
    left: f32,
    top: f32,
}

impl Place {
    fn of(self, (x, y): (f32, f32)) -> (f32, f32) {
        let (x, y) = (x * DOTS, y * DOTS);
        (x * self.cos - y * self.sin + self.left, x * self.sin + y * self.cos + self.top)
    }
}

fn look(page: &Page, by: By, dice: &mut Dice) -> Grey {
    let (wide, tall) = (page.width * DOTS, page.height * DOTS);
    let (turn, desk) = match by {
        By::Telephone => ((dice.between(0, 30) as f32 - 15.0) / 1_000.0, DESK),
        By::Scanner => (0.0, 0.0),
    };
    let (sin, cos) = turn.sin_cos();
    let (more_wide, more_tall) = (tall * sin.abs(), wide * sin.abs());
    let (left, top) = if sin > 0.0 { (more_wide, 0.0) } else { (0.0, more_tall) };
    let place = Place { sin, cos, left: left + desk, top: top + desk };
    let side = |length: f32, more: f32| (length + more + 2.0 * desk).ceil() as usize;
    let (width, height) = (side(wide, more_wide), side(tall, more_tall));
    let layer = || Layer { place, width, height, crossings: vec![Vec::new(); height * FINE] };
    let (mut paper, mut print, mut pen) = (layer(), layer(), layer());
    paper.rectangle(0.0, 0.0, page.width, page.height);
    for mark in &page.marks {
        match &mark.ink {
            Ink::Text { line, size, stretch } => {
                let mut x = mark.x;
                for run in &line.runs {
                    if let Some((before, _)) = run.text.split_once(BLANK) {
                        let dots =
                            run.text[before.len()..].chars().take_while(|c| *c == '…').collect::<String>();
                        let from = x + run.face.width(before) * size;
                        pen.scribble((from, from + run.face.width(&dots) * size), mark.y, *size, dice);
                    }
                    x = print.text(run.face, &run.text, (x, mark.y), *size, *stretch);
                }
            }
            Ink::Bar { width, height } => print.rectangle(mark.x, mark.y, *width, *height),
            Ink::Code(all) => {
                all.iter().for_each(|[x, y, w, h]| print.rectangle(mark.x + x, mark.y + y, *w, *h));
            }
            Ink::Cut { .. } => {}
        }
    }
    let (paper, print, pen) = (paper.filled(), print.filled(), pen.filled());
    let dim = if by == By::Telephone { dice.between(20, 46) as f32 } else { 0.0 };
    let light = if by == By::Telephone { 238.0 } else { 253.0 };
    let dot = |i: usize| {
        let far = (i % width) as f32 / width as f32 + (i / width) as f32 / height as f32;
        let mix = |below: f32, tone: f32, share: f32| below + (tone - below) * share;
        let white = mix(DESK_TONE, light - dim * far / 2.0, paper[i]);
        mix(mix(white, PRINT_TONE, print[i]), PEN_TONE, pen[i]).clamp(0.0, 255.0) as u8
    };
    Grey { width, height, dots: (0..width * height).map(dot).collect() }
}

/// Shapes of one colour: where their edges cross each line of sight, and whether they go down or up there.
struct Layer {
    place: Place,
    width: usize,
    height: usize,
    crossings: Vec<Vec<(f32, i8)>>,
}

impl Layer {
    /// An edge between two points of the paper.
    fn edge(&mut self, from: (f32, f32), to: (f32, f32)) {
        let ((x0, y0), (x1, y1)) = (self.place.of(from), self.place.of(to));
        let (way, x0, y0, x1, y1) = if y0 < y1 { (1, x0, y0, x1, y1) } else { (-1, x1, y1, x0, y0) };
        let fine = FINE as f32;
        let first = (y0 * fine - 0.5).ceil().max(0.0) as usize;
        let last = ((y1 * fine - 0.5).ceil().max(0.0) as usize).min(self.height * FINE);
        for row in first..last {
            let y = (row as f32 + 0.5) / fine;
            self.crossings[row].push((x0 + (x1 - x0) * (y - y0) / (y1 - y0), way));
        }
    }

    fn shape(&mut self, corners: &[(f32, f32)]) {
        for (i, corner) in corners.iter().enumerate() {
            self.edge(*corner, corners[(i + 1) % corners.len()]);
        }
    }

    fn rectangle(&mut self, x: f32, y: f32, w: f32, h: f32) {
        // A hair line is still seen.
        let (w, h) = (w.max(0.5), h.max(0.5));
        self.shape(&[(x, y), (x + w, y), (x + w, y + h), (x, y + h)]);
    }

    /// Says where the next letter stands.
    fn text(&mut self, face: Face, text: &str, (x, y): (f32, f32), size: f32, stretch: f32) -> f32 {
        let mut at = x;
        for c in text.chars() {
            let mut pen = Pen { layer: self, at: (at, y), begin: (0.0, 0.0), now: (0.0, 0.0) };
            face.outline(c, size, &mut pen);
            at += face.glyph(c).map_or(0.0, |(_, advance)| advance * size)
                + if c == ' ' { stretch } else { 0.0 };
        }
        at
    }

    /// Strokes as of a hand that fills in a line, word by word.
    fn scribble(&mut self, (from, to): (f32, f32), base: f32, size: f32, dice: &mut Dice) {
        let mut x = from + size * 0.5;
        let end = to - size * (1.0 + dice.below(6) as f32);
        while x < end {
            let letters = 3 + dice.below(6);
            let mut last = (x, base - size * 0.1);
            for _ in 0..letters * 2 {
                let up = if last.1 < base - size * 0.25 { 0.0 } else { dice.between(30, 75) as f32 / 100.0 };
                let next = (last.0 + size * dice.between(10, 24) as f32 / 100.0, base - size * up);
                let thick = size * 0.07;
                self.shape(&[
                    (last.0, last.1),
                    (next.0, next.1),
                    (next.0 + thick, next.1 + thick * 0.4),
                    (last.0 + thick, last.1 + thick * 0.4),
                ]);
                last = next;
            }
            x = last.0 + size * 0.6;
        }
    }

    /// How much of each dot is covered.
    fn filled(mut self) -> Vec<f32> {
        let mut dots = vec![0.0_f32; self.width * self.height];
        for (row, crossings) in self.crossings.iter_mut().enumerate() {
            crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
            let line = &mut dots[row / FINE * self.width..][..self.width];
            let mut inside = 0;
            for pair in crossings.windows(2) {
                inside += i32::from(pair[0].1);
                if inside != 0 {
                    cover(line, pair[0].0, pair[1].0);
                }
            }
        }
        dots.iter_mut().for_each(|dot| *dot = dot.min(1.0));
        dots
    }
}

/// Adds what lies between two points of a line of sight.
fn cover(line: &mut [f32], from: f32, to: f32) {
    let (from, to) = (from.max(0.0), to.min(line.len() as f32));
    if to <= from {
        return;
    }
    let (first, last) = (from as usize, (to.ceil() as usize).max(1) - 1);
    let share = 1.0 / FINE as f32;
    if first == last {
        line[first] += (to - from) * share;
        return;
    }
    line[first] += ((first + 1) as f32 - from) * share;
    line[last] += (to - last as f32) * share;
    line[first + 1..last].iter_mut().for_each(|dot| *dot += share);
}

/// A letter's outline as edges.
struct Pen<'a> {
    layer: &'a mut Layer,
    at: (f32, f32),
    begin: (f32, f32),
    now: (f32, f32),
}

impl Pen<'_> {
    fn to(&mut self, point: (f32, f32)) {
        self.layer.edge(self.now, point);
        self.now = point;
    }

    fn point(&self, x: f32, y: f32) -> (f32, f32) {
        (self.at.0 + x, self.at.1 - y)
    }

    /// A curve in a few straight pieces.
    fn curve(&mut self, at: impl Fn(f32) -> (f32, f32)) {
        for i in 1..=4 {
            self.to(at(i as f32 / 4.0));
        }
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.begin = self.point(x, y);
        self.now = self.begin;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.to(self.point(x, y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let (a, b, c) = (self.now, self.point(cx, cy), self.point(x, y));
        let mix = |t: f32, a: f32, b: f32, c: f32| (1.0 - t) * ((1.0 - t) * a + 2.0 * t * b) + t * t * c;
        self.curve(|t| (mix(t, a.0, b.0, c.0), mix(t, a.1, b.1, c.1)));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let (p, a, b, q) = (self.now, self.point(ax, ay), self.point(bx, by), self.point(x, y));
        let mix = |t: f32, p: f32, a: f32, b: f32, q: f32| {
            let s = 1.0 - t;
            s * s * s * p + 3.0 * s * s * t * a + 3.0 * s * t * t * b + t * t * t * q
        };
        self.curve(|t| (mix(t, p.0, a.0, b.0, q.0), mix(t, p.1, a.1, b.1, q.1)));
    }

    fn close(&mut self) {
        self.to(self.begin);
    }
}

#[cfg(test)]
mod tests;
