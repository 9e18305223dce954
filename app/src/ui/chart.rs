//! Stacked bars as our own SVG, with the same numbers as a table behind them.
//!
//! Not here: what is counted (`shared::report`).
//! Invariant: numbers stand on the bars, the second series is hatched as well as coloured, and the table twin
//! says the same.

use leptos::prelude::*;
use shared::lang::{Word, number, word};

use crate::prefs::use_lang;
use crate::text::{Text, t};

const TABLE: Word = word("Xem bảng số", "Show the numbers");

/// One bar: its label and the parts from the ground up.
#[derive(Clone, PartialEq, Debug)]
pub struct Bar {
    pub label: String,
    pub parts: Vec<i64>,
}

const WIDTH: i64 = 720;
const HEIGHT: i64 = 300;
const GROUND: i64 = 270;
const LEFT: i64 = 48;
const CLASSES: [&str; 3] = ["c1", "c2", "c3"];

/// A round number at or above `n`, so that grid lines have round labels.
fn round_up(n: i64) -> i64 {
    let step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000];
    let fit = step.into_iter().find(|s| s * 4 >= n).unwrap_or(n / 4 + 1);
    fit * 4
}

#[component]
pub fn BarChart(
    #[prop(into)] title: Text,
    /// Names of the parts, from the ground up; at most three.
    series: Vec<Text>,
    bars: Vec<Bar>,
) -> impl IntoView {
    let lang = use_lang();
    let top = round_up(bars.iter().map(|bar| bar.parts.iter().sum::<i64>()).max().unwrap_or(0).max(4));
    let scale = move |n: i64| n * (GROUND - 30) / top;
    let room = (WIDTH - LEFT) / i64::try_from(bars.len().max(1)).unwrap_or(1);
    let grid = (0..=4).map(|i| {
        let value = top * i / 4;
        let y = GROUND - scale(value);
        view! {
            <line class=if i == 0 { "axis" } else { "grid" } x1=LEFT x2=WIDTH y1=y y2=y></line>
            <text x=LEFT - 8 y=y + 5 text-anchor="end">{move || number(lang.get(), value)}</text>
        }
    });
    let columns = bars.iter().enumerate().map(|(i, bar)| {
        let x = LEFT + room * i64::try_from(i).unwrap_or(0) + room / 8;
        let width = room * 3 / 4;
        let total: i64 = bar.parts.iter().sum();
        let mut y = GROUND;
        let parts = bar.parts.iter().enumerate().map(|(place, n)| {
            let height = scale(*n);
            y -= height;
            view! { <rect class=CLASSES[place.min(2)] x=x y=y width=width height=height></rect> }
        }).collect_view();
        let label = bar.label.clone();
        view! {
            {parts}
            <text class="v" x=x + width / 2 y=GROUND - scale(total) - 6 text-anchor="middle">{move || number(lang.get(), total)}</text>
            <text x=x + width / 2 y=GROUND + 18 text-anchor="middle">{label}</text>
        }
    }).collect_view();
    let head = series.iter().map(|name| view! { <th class="num" scope="col">{name.clone()}</th> }).collect_view();
    let rows = bars.iter().map(|bar| {
        let cells = bar.parts.iter().map(|n| { let n = *n; view! { <td class="num">{move || number(lang.get(), n)}</td> } }).collect_view();
        view! { <tr><th scope="row">{bar.label.clone()}</th>{cells}</tr> }
    }).collect_view();
    let keys = series.iter().enumerate().map(|(i, name)| view! {
        <span><svg viewBox="0 0 14 14" aria-hidden="true"><rect class=CLASSES[i.min(2)] width="14" height="14"></rect></svg>{name.clone()}</span>
    }).collect_view();
    view! {
        <figure>
            <p class="legend">{keys}</p>
            <svg class="chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=title.show()>
                {grid.collect_view()}{columns}
            </svg>
            <details class="chart__twin">
                <summary>{t(TABLE)}</summary>
                <table class="table table--dense"><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>
            </details>
        </figure>
    }
}
