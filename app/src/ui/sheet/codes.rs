//! What machines read off a paper: QR for a phone's camera, Code 128 for the scanner at the counter.
//!
//! Not here: what they say (`shared::paper`).
//! Invariant: each has the quiet zone of its standard; a text that fits no code leaves its words alone.

use code128::Code128;
use fast_qr::{QRBuilder, QRCode};
use leptos::prelude::*;

/// Light modules around the code that a camera needs to find it. Source: ISO/IEC 18004.
const QUIET: usize = 4;

/// The code as a drawing; a text that is too long for one has its words alone.
pub fn qr(text: &str) -> Option<impl IntoView + use<>> {
    let code = QRBuilder::new(text).build().ok()?;
    let side = code.size + 2 * QUIET;
    let words = text.split('#').next().unwrap_or_default().to_owned();
    Some(view! {
        <svg class="paper__qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=words shape-rendering="crispEdges">
            <path d=modules(&code) />
        </svg>
    })
}

/// Every run of dark modules in a row as one bar.
fn modules(code: &QRCode) -> String {
    let mut path = String::new();
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|module| module.value()).count();
            if run > 0 {
                path += &format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    path
}

/// The bars of a dossier's code; `None` where the text is not plain ASCII, which not every scanner reads.
pub(super) fn bars(text: &str) -> Option<impl IntoView + use<>> {
    if !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return None;
    }
    let code = Code128::encode(text.as_bytes());
    // Ten light modules on either side are in both: ISO/IEC 15417.
    let across = code.len();
    let words = text.to_owned();
    Some(view! {
        <svg class="paper__bars" viewBox=format!("0 0 {across} 10") preserveAspectRatio="none" role="img" aria-label=words shape-rendering="crispEdges">
            <path d=drawn(&code) />
        </svg>
    })
}

fn drawn(code: &Code128) -> String {
    let bars = code.bar_coordinates();
    bars.map(|bar| format!("M{} 0h{}v10h-{}z", bar.x, bar.width, bar.width)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tests::html;

    const ADDRESS: &str = "https://mot-cua.example/tra-cuu#000.21.17.H17-181122-6003.7K2MPX";
    const CODE: &str = "000.21.17.H17-181122-6003";

    /// What the bars of a path cover.
    fn covered(path: &str) -> Vec<(usize, usize)> {
        let number = |text: &str| text.parse::<usize>().expect("a number");
        let bars = path.split('M').filter(|bar| !bar.is_empty());
        bars.flat_map(|bar| {
            let (x, rest) = bar.split_once(' ').expect("a place");
            let (y, rest) = rest.split_once('h').expect("a bar");
            let (run, _) = rest.split_once('v').expect("a height");
            let (x, y, run) = (number(x), number(y), number(run));
            (x..x + run).map(move |x| (x - QUIET, y - QUIET))
        })
        .collect()
    }

    #[test]
    fn the_drawing_has_the_dark_modules_of_the_code() {
        let code = QRBuilder::new(ADDRESS).build().expect("it fits");
        let all = (0..code.size).flat_map(|y| (0..code.size).map(move |x| (x, y)));
        let dark: Vec<(usize, usize)> = all.filter(|(x, y)| code[*y][*x].value()).collect();
        assert!(dark.len() > 400, "{}", dark.len());
        assert_eq!(covered(&modules(&code)), dark);
    }

    /// Place and width of every bar of a path.
    fn placed(path: &str) -> Vec<(u32, u32)> {
        let number = |text: &str| text.parse::<u32>().expect("a number");
        let bars = path.split('M').filter(|bar| !bar.is_empty());
        let one = |bar: &str| {
            let (x, rest) = bar.split_once(" 0h").expect("a place");
            (number(x), number(rest.split_once('v').expect("a height").0))
        };
        bars.map(one).collect()
    }

    /// The widths of bars and spaces in turn, as a scanner measures them.
    fn measured(path: &str) -> Vec<u32> {
        let bars = placed(path);
        let mut widths = Vec::new();
        for (at, (x, width)) in bars.iter().enumerate() {
            widths.push(*width);
            widths.extend(bars.get(at + 1).map(|(next, _)| next - x - width));
        }
        widths
    }

    /// Start B, each sign, the check character and Stop, as the table of ISO/IEC 15417 draws them.
    #[test]
    fn the_bars_are_those_of_the_standard() {
        let path = drawn(&Code128::encode(b"HI"));
        assert_eq!(placed(&path).first().map(|(x, _)| *x), Some(10), "the quiet zone");
        let widths: String = measured(&path).iter().map(u32::to_string).collect();
        // (104 + 1·40 + 2·41) mod 103 = 20
        let (start, h, i, check, stop) = ("211214", "231113", "231311", "221231", "2331112");
        assert_eq!(widths, [start, h, i, check, stop].concat());
    }

    /// Read back by a decoder, from what is drawn.
    #[test]
    fn a_scanner_reads_the_code_of_the_dossier() {
        let widths = measured(&drawn(&Code128::encode(CODE.as_bytes())));
        let seen: Vec<code128::Bar> = widths
            .chunks(2)
            .map(|pair| {
                let narrow = |width: u32| u8::try_from(width).expect("at most four modules");
                let space = pair.get(1).copied().map_or(0, narrow);
                code128::Bar { width: narrow(pair[0]), space }
            })
            .collect();
        assert_eq!(code128::decode_str(&seen).as_deref(), Ok(CODE));
        let view = html(|| bars(CODE));
        assert!(view.contains(&format!("aria-label=\"{CODE}\"")), "{view}");
        assert!(bars("Hồ sơ").is_none(), "no scanner at the counter reads it alike");
    }
}
