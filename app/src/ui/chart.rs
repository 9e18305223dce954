//! Stacked bars as our own SVG, with the same numbers as a table behind them.
//!
//! Not here: what is counted (`shared::report`).
//! Invariant: numbers stand on the bars, the second series is hatched as well as coloured, and the table twin
//! says the same.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;
use shared::lang::{Word, number, word};

use crate::text::{Text, say, t};

const TABLE: Word = word("Xem bảng số", "Show the numbers");

/// One bar: its label and the parts from the ground up.
#[derive(Clone, PartialEq, Debug)]
pub struct Bar {
    pub label: String,
    pub parts: Vec<i64>,
}

/// A number of the table as its `<td>`: which bar, which part, how many.
pub type Number = Box<dyn Fn(usize, usize, i64) -> AnyView>;

impl Bar {
    fn total(&self) -> i64 {
        self.parts.iter().sum()
    }
}

const WIDTH: i64 = 720;
const HEIGHT: i64 = 300;
const GROUND: i64 = 270;
/// Room for the number on the highest bar.
const HEADROOM: i64 = 30;
const LEFT: i64 = 48;
/// The width of a figure where the letters are largest, on a phone.
const LETTER: i64 = 14;
const CLASSES: [&str; 3] = ["c1", "c2", "c3"];
/// Hatched besides its colour, so that it shows in print and to every eye.
const HATCHED: usize = 1;
/// Between two parts of a bar.
const SEAM: i64 = 2;

/// Numbers the hatches: two charts may stand on one page.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// A number at or above `n` that divides into four round labels.
fn round_up(n: i64) -> i64 {
    let step = [
        1, 2, 3, 5, 10, 15, 20, 25, 50, 75, 100, 125, 150, 200, 250, 500, 750, 1_000, 1_500, 2_000, 2_500,
        5_000, 10_000, 20_000, 50_000, 100_000,
    ];
    let fit = step.into_iter().find(|s| s * 4 >= n).unwrap_or(n / 4 + 1);
    fit * 4
}

/// What turns numbers into places.
#[derive(Clone, Copy)]
struct Scale {
    top: i64,
    /// The width of one bar with the gap beside it.
    room: i64,
}

impl Scale {
    fn of(bars: &[Bar]) -> Scale {
        let highest = bars.iter().map(Bar::total).max().unwrap_or(0);
        let count = i64::try_from(bars.len().max(1)).unwrap_or(1);
        Scale { top: round_up(highest.max(4)), room: (WIDTH - LEFT) / count }
    }

    /// Under which bars their labels stand, so that none runs into the next: every one, every second, and so on.
    fn every(self, bars: &[Bar]) -> usize {
        let longest = bars.iter().map(|bar| bar.label.chars().count()).max().unwrap_or(0);
        let wide = i64::try_from(longest).unwrap_or(0) * LETTER + LETTER;
        usize::try_from((wide + self.room - 1) / self.room.max(1)).unwrap_or(1).max(1)
    }

    fn height(self, n: i64) -> i64 {
        n * (GROUND - HEADROOM) / self.top
    }
}

#[component]
pub fn BarChart(
    #[prop(into)] title: Text,
    /// Names of the parts, from the ground up; at most three.
    series: Vec<Text>,
    bars: Vec<Bar>,
    /// Where a number of the table leads somewhere.
    #[prop(optional)]
    number_cell: Option<Number>,
) -> impl IntoView {
    let scale = Scale::of(&bars);
    let hatch = format!("hatch-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let fill = format!("url(#{hatch})");
    let every = scale.every(&bars);
    let columns =
        bars.iter().enumerate().map(|(i, bar)| column(scale, i, bar, i % every == 0, &fill)).collect_view();
    let keys = series.iter().enumerate().map(|(i, name)| key(i, name.clone(), &fill)).collect_view();
    view! {
        <figure>
            <p class="legend">{keys}</p>
            <svg class="chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=title.show()>
                <defs>
                    <pattern id=hatch width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <rect class="ground" width="2" height="5"></rect>
                    </pattern>
                </defs>
                {grid(scale)}{columns}
            </svg>
            {twin(&series, &bars, number_cell)}
        </figure>
    }
}

fn grid(scale: Scale) -> impl IntoView {
    let line = move |i: i64| {
        let value = scale.top * i / 4;
        let y = GROUND - scale.height(value);
        view! {
            <line class=if i == 0 { "axis" } else { "grid" } x1=LEFT x2=WIDTH y1=y y2=y></line>
            <text x=LEFT - 8 y=y + 5 text-anchor="end">{say(move |lang| number(lang, value))}</text>
        }
    };
    (0..=4).map(line).collect_view()
}

fn column(scale: Scale, place: usize, bar: &Bar, labelled: bool, fill: &str) -> impl IntoView + use<> {
    let x = LEFT + scale.room * i64::try_from(place).unwrap_or(0) + scale.room / 8;
    let (width, total) = (scale.room * 3 / 4, bar.total());
    let mut foot = GROUND;
    let mut parts = Vec::new();
    for (i, n) in bar.parts.iter().enumerate().filter(|(_, n)| **n > 0) {
        let seam = if foot == GROUND { 0 } else { SEAM };
        let height = (scale.height(*n) - seam).max(1);
        foot -= height + seam;
        parts.push(part(i, (x, foot), (width, height), fill));
    }
    view! {
        {parts}
        <text class="v" x=x + width / 2 y=foot - 6 text-anchor="middle">{say(move |lang| number(lang, total))}</text>
        {labelled.then(|| view! { <text x=x + width / 2 y=GROUND + 18 text-anchor="middle">{bar.label.clone()}</text> })}
    }
}

fn part(i: usize, (x, y): (i64, i64), (width, height): (i64, i64), fill: &str) -> impl IntoView + use<> {
    let hatched = (i == HATCHED).then(|| {
        let fill = fill.to_owned();
        view! { <rect fill=fill x=x y=y width=width height=height></rect> }
    });
    view! { <rect class=CLASSES[i.min(2)] x=x y=y width=width height=height></rect>{hatched} }
}

fn key(i: usize, name: Text, fill: &str) -> impl IntoView + use<> {
    view! { <span><svg viewBox="0 0 14 14" aria-hidden="true">{part(i, (0, 0), (14, 14), fill)}</svg>{name}</span> }
}

/// The same numbers for whoever does not read bars.
fn twin(series: &[Text], bars: &[Bar], number_cell: Option<Number>) -> impl IntoView + use<> {
    let plain = |_: usize, _: usize, n: i64| {
        view! { <td class="num">{say(move |lang| number(lang, n))}</td> }.into_any()
    };
    let cell = number_cell.unwrap_or_else(|| Box::new(plain));
    let row = |(i, bar): (usize, &Bar)| {
        let cells = bar.parts.iter().enumerate().map(|(part, n)| cell(i, part, *n)).collect_view();
        view! { <tr><th scope="row">{bar.label.clone()}</th>{cells}</tr> }
    };
    let head =
        series.iter().map(|name| view! { <th class="num" scope="col">{name.clone()}</th> }).collect_view();
    let rows = bars.iter().enumerate().map(row).collect_view();
    view! {
        <details class="chart__twin">
            <summary>{t(TABLE)}</summary>
            <table class="table table--dense"><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_has_round_labels_and_room_for_every_bar() {
        for (n, top) in [(0, 4), (4, 4), (17, 20), (90, 100), (477, 500), (1_999, 2_000), (4_872, 6_000)] {
            assert_eq!(round_up(n.max(4)), top, "{n}");
        }
    }

    /// Every day of a month, the weeks of a year, its months.
    #[test]
    fn no_label_runs_into_the_next() {
        for (count, label, every) in [(31, "01/03", 4), (53, "24/12", 7), (12, "12", 1), (7, "01/03", 1)] {
            let bars = vec![Bar { label: label.to_owned(), parts: vec![1] }; count];
            let scale = Scale::of(&bars);
            assert_eq!(scale.every(&bars), every, "{count}");
            let wide = i64::try_from(label.len()).expect("short") * LETTER;
            assert!(scale.room * i64::try_from(every).expect("few") > wide, "{count}");
        }
    }
}
