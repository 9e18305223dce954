//! Any paper of the counter as it will be printed.
//!
//! Not here: what stands on it (`shared::sheet`), page sizes (style/print.css).
//! Invariant: always Vietnamese, black on white, whatever the theme and language of the screen.

use fast_qr::{QRBuilder, QRCode};
use leptos::prelude::*;
use shared::sheet::{Block, Sheet, Signature};

#[component]
pub fn Paper(sheet: Sheet, /* `Liên 1: …`, or empty */ copy: String) -> impl IntoView {
    let mut agency = sheet.agency.clone();
    let desk = agency.pop().unwrap_or_default();
    let above = agency.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    view! {
        <article class="paper" data-paper="a5" data-print="" lang="vi">
            {(!sheet.form.is_empty()).then(|| view! { <p class="paper__form">{sheet.form.clone()}</p> })}
            <div class="paper__nat">
                <div>{above}<p class="paper__rule"><b>{desk}</b></p></div>
                <div>
                    <p><b>"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"</b></p>
                    <p class="paper__rule"><b>"Độc lập - Tự do - Hạnh phúc"</b></p>
                    <p class="paper__date">{sheet.place_and_date.clone()}</p>
                </div>
            </div>
            <p>{sheet.number.clone()}</p>
            <h1>{sheet.title.clone()}</h1>
            {(!copy.is_empty()).then(|| view! { <p class="paper__lien">{format!("({copy})")}</p> })}
            {sheet.blocks.iter().map(block).collect_view()}
            <div class="paper__signs">{sheet.signatures.iter().map(signature).collect_view()}</div>
            <footer>{sheet.foot.iter().map(|line| view! { <p>{line.clone()}</p> }).collect_view()}</footer>
        </article>
    }
}

fn signature(signature: &Signature) -> impl IntoView + use<> {
    let Signature { role, hint, name } = signature.clone();
    view! { <div><b>{role}</b><i>{hint}</i><span class="paper__name">{name}</span></div> }
}

fn block(block: &Block) -> impl IntoView + use<> {
    match block.clone() {
        Block::Line { label, value } => view! { <p>{label}": "<b>{value}</b></p> }.into_any(),
        Block::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
        Block::Qr { text, caption } => {
            view! { <div class="paper__code"><p>{caption}</p>{qr(&text)}</div> }.into_any()
        }
        Block::Table { head, rows } => {
            let head = head.into_iter().map(|cell| view! { <th>{cell}</th> }).collect_view();
            let rows = rows
                .into_iter()
                .map(|row| {
                    let cells = row
                        .into_iter()
                        .enumerate()
                        .map(|(i, cell)| view! { <td data-mid=(i != 1).then_some("")>{cell}</td> })
                        .collect_view();
                    view! { <tr>{cells}</tr> }
                })
                .collect_view();
            view! { <table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table> }.into_any()
        }
    }
}

/// Light modules around the code that a camera needs to find it. Source: ISO/IEC 18004.
const QUIET: usize = 4;

/// The code as a drawing; a text that is too long for one has its words alone.
fn qr(text: &str) -> Option<impl IntoView + use<>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tests::html;

    const ADDRESS: &str = "https://mot-cua.example/tra-cuu#000.21.17.H17-181122-6003.7K2MPX";

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

    #[test]
    fn a_camera_gets_the_secret_and_a_screen_reader_the_page() {
        let drawn = html(|| block(&Block::Qr { text: ADDRESS.to_owned(), caption: "Tra cứu".to_owned() }));
        assert!(drawn.contains("aria-label=\"https://mot-cua.example/tra-cuu\""), "{drawn}");
        assert!(drawn.contains("<path d=\"M4 4h7v1h-7z"), "{drawn}");
        let long = Block::Qr { text: "x".repeat(8_000), caption: "Tra cứu".to_owned() };
        assert!(!html(move || block(&long)).contains("<svg"), "what fits no code is words alone");
    }
}
