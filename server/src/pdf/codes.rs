//! What machines read off a paper, as rectangles: QR for a phone's camera, Code 128 for the scanner at the counter.
//!
//! Not here: what they say (`shared::paper`).
//! Invariant: each has the quiet zone of its standard; a text that fits no code leaves its words alone.

use code128::Code128;
use fast_qr::QRBuilder;

/// Light modules around the code that a camera needs to find it. Source: ISO/IEC 18004.
const QUIET: usize = 4;

/// Left, top, width, height; every run of dark modules in a row is one.
pub fn qr(text: &str, side: f32) -> Option<Vec<[f32; 4]>> {
    let code = QRBuilder::new(text).build().ok()?;
    let module = side / (code.size + 2 * QUIET) as f32;
    let mut bars = Vec::new();
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|module| module.value()).count();
            if run > 0 {
                bars.push([
                    (x + QUIET) as f32 * module,
                    (y + QUIET) as f32 * module,
                    run as f32 * module,
                    module,
                ]);
            }
            x += run.max(1);
        }
    }
    Some(bars)
}

/// The bars of a dossier's code; `None` where the text is not plain ASCII, which not every scanner reads.
pub fn bars(text: &str, width: f32, height: f32) -> Option<Vec<[f32; 4]>> {
    if text.is_empty() || !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return None;
    }
    let code = Code128::encode(text.as_bytes());
    // Ten light modules on either side are in both: ISO/IEC 15417.
    let module = width / code.len() as f32;
    let bar = |bar: code128::BarCoordinate| [bar.x as f32 * module, 0.0, bar.width as f32 * module, height];
    Some(code.bar_coordinates().map(bar).collect())
}
