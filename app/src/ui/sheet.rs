//! Any paper of the counter as it will be printed.
//!
//! Not here: what stands on it (`shared::sheet`), the drawn codes (`codes`), page sizes (style/print.css).
//! Invariant: always Vietnamese, black on white, whatever the theme and language of the screen.

mod codes;

use leptos::prelude::*;
use shared::sheet::{Block, Grid, Hand, HandOver, Sheet, Signature, Size};

use codes::bars;
pub use codes::qr;

/// The named page of the print sheet.
const fn page(size: Size) -> &'static str {
    match size {
        Size::A5 => "a5",
        Size::A4 => "a4",
        Size::A4Wide => "a4-wide",
    }
}

#[component]
pub fn Paper(sheet: Sheet, /* `Liên 1: …`, or empty */ copy: String) -> impl IntoView {
    let signs = !sheet.signatures.is_empty();
    view! {
        <article class="paper" data-paper=page(sheet.size) data-print="" lang="vi">
            {(!sheet.form.is_empty()).then(|| view! { <p class="paper__form">{sheet.form.clone()}</p> })}
            {(!sheet.agency.is_empty()).then(|| head(&sheet))}
            {(!sheet.is_numbered_below_agency()).then(|| view! {
                <div class="paper__number">
                    <p>{sheet.number.clone()}</p>
                    {(!sheet.bars.is_empty()).then(|| bars(&sheet.bars))}
                </div>
            })}
            <h1>{sheet.title.clone()}</h1>
            {(!copy.is_empty()).then(|| view! { <p class="paper__lien">{format!("({copy})")}</p> })}
            {sheet.blocks.iter().map(block).collect_view()}
            {signs.then(|| view! {
                <div class="paper__signs">
                    {(!sheet.recipients.is_empty()).then(|| recipients(&sheet.recipients))}
                    {sheet.signatures.iter().map(signature).collect_view()}
                </div>
            })}
            <footer>{sheet.foot.iter().map(|line| view! { <p>{line.clone()}</p> }).collect_view()}</footer>
        </article>
    }
}

/// Both halves of the head, as Decree 30/2020 has them.
fn head(sheet: &Sheet) -> impl IntoView + use<> {
    let mut agency = sheet.agency.clone();
    let desk = agency.pop().unwrap_or_default();
    let above = agency.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    let number = (sheet.is_numbered_below_agency() && !sheet.number.is_empty())
        .then(|| view! { <p class="paper__no">{sheet.number.clone()}</p> });
    view! {
        <div class="paper__nat">
            <div>{above}<p class="paper__rule"><b>{desk}</b></p>{number}</div>
            <div>
                <p><b>"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"</b></p>
                <p class="paper__rule"><b>"Độc lập - Tự do - Hạnh phúc"</b></p>
                <p class="paper__date">{sheet.place_and_date.clone()}</p>
            </div>
        </div>
    }
}

fn recipients(lines: &[String]) -> impl IntoView + use<> {
    let lines = lines.iter().map(|line| view! { <p>{line.clone()}</p> }).collect_view();
    view! { <div class="paper__to">{lines}</div> }
}

fn signature(signature: &Signature) -> impl IntoView + use<> {
    let Signature { role, hint, name } = signature.clone();
    let role = role.into_iter().map(|line| view! { <b>{line}</b> }).collect_view();
    view! { <div>{role}<i>{hint}</i><span class="paper__name">{name}</span></div> }
}

fn block(block: &Block) -> impl IntoView + use<> {
    match block.clone() {
        Block::Line { label, value } => view! { <p>{label}": "<b>{value}</b></p> }.into_any(),
        Block::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
        Block::List(items) => {
            let items = items.into_iter().zip(1..).map(|(item, n)| view! { <p>{format!("{n}. {item}")}</p> });
            view! { <div class="paper__list">{items.collect_view()}</div> }.into_any()
        }
        Block::Qr { text, caption } => {
            view! { <div class="paper__code"><p>{caption}</p>{qr(&text)}</div> }.into_any()
        }
        Block::HandOvers(rows) => hand_overs(rows).into_any(),
        Block::Grid(grid) => grid_view(&grid).into_any(),
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

/// Columns under the heads that they share.
fn grid_view(grid: &Grid) -> impl IntoView + use<> {
    let upper = grid.upper().into_iter().map(|(name, _, count)| match count {
        0 => view! { <th rowspan="2">{name.to_owned()}</th> }.into_any(),
        _ => view! { <th colspan=count>{name.to_owned()}</th> }.into_any(),
    });
    let lower = grid.head.iter().enumerate().filter(|(i, _)| grid.is_under(*i));
    let lower = lower.map(|(_, name)| view! { <th>{name.clone()}</th> }).collect_view();
    let numbers = grid.numbers().map(|number| view! { <td data-mid="">{number}</td> }).collect_view();
    let row = |row: &Vec<String>| {
        let cell =
            |(i, cell): (usize, &String)| view! { <td data-mid=(i != 1).then_some("")>{cell.clone()}</td> };
        view! { <tr>{row.iter().enumerate().map(cell).collect_view()}</tr> }
    };
    let rows = grid.rows.iter().map(row).collect_view();
    view! {
        <table>
            <thead><tr>{upper.collect_view()}</tr><tr>{lower}</tr><tr>{numbers}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// The table of a control slip: in each row two boxes to sign in.
fn hand_overs(rows: Vec<HandOver>) -> impl IntoView {
    let head = HandOver::COLUMNS.map(|cell| view! { <th>{cell}</th> }).collect_view();
    let hand = |name: &'static str, hand: &Hand| {
        view! { <div><i>{name}</i><span class="paper__name">{hand.person.clone()}</span></div> }
    };
    let row = move |row: HandOver| {
        let boxes = row.result.boxes().into_iter().map(|(word, ticked)| {
            view! { <p class="paper__tick"><span>{ticked.then_some("x")}</span>" "{word}</p> }
        });
        view! {
            <tr>
                <td><p>"1. Giao: "{row.from.office.clone()}</p><p>"2. Nhận: "{row.to.office.clone()}</p></td>
                <td><p>{row.at}</p><div class="paper__hands">{hand("Người giao", &row.from)}{hand("Người nhận", &row.to)}</div></td>
                <td>{boxes.collect_view()}</td>
                <td>{row.note}</td>
            </tr>
        }
    };
    let rows = rows.into_iter().map(row).collect_view();
    view! { <table class="paper__moves"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table> }
}

#[cfg(test)]
mod tests {
    use shared::sheet::Over;

    use super::*;
    use crate::ui::tests::html;

    const ADDRESS: &str = "https://mot-cua.example/tra-cuu#000.21.17.H17-181122-6003.7K2MPX";

    #[test]
    fn a_camera_gets_the_secret_and_a_screen_reader_the_page() {
        let drawn = html(|| block(&Block::Qr { text: ADDRESS.to_owned(), caption: "Tra cứu".to_owned() }));
        assert!(drawn.contains("aria-label=\"https://mot-cua.example/tra-cuu\""), "{drawn}");
        assert!(drawn.contains("<path d=\"M4 4h7v1h-7z"), "{drawn}");
        let long = Block::Qr { text: "x".repeat(8_000), caption: "Tra cứu".to_owned() };
        assert!(!html(move || block(&long)).contains("<svg"), "what fits no code is words alone");
    }

    #[test]
    fn the_number_of_a_letter_stands_below_its_agency_and_that_of_a_dossier_beside_its_bars() {
        let letter = Sheet {
            size: Size::A4,
            form: "Mẫu số 02".to_owned(),
            agency: vec!["UBND".to_owned(), "BỘ PHẬN".to_owned()],
            number: "Số: 12/HDHS".to_owned(),
            bars: String::new(),
            place_and_date: String::new(),
            title: String::new(),
            blocks: Vec::new(),
            recipients: Vec::new(),
            signatures: Vec::new(),
            copies: Vec::new(),
            foot: Vec::new(),
        };
        let slip = Sheet { bars: "000-1".to_owned(), ..letter.clone() };
        let drawn = |sheet: Sheet| html(move || view! { <Paper sheet=sheet copy=String::new() /> });
        let (letter, slip) = (drawn(letter), drawn(slip));
        assert!(letter.contains("</b></p><p class=\"paper__no\">Số: 12/HDHS</p>"), "{letter}");
        assert_eq!(letter.matches("12/HDHS").count(), 1, "{letter}");
        assert!(slip.contains("<div class=\"paper__number\"><p>Số: 12/HDHS</p><svg"), "{slip}");
    }

    #[test]
    fn a_shared_head_stands_over_its_columns_and_the_others_go_down_both_lines() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let grid = Grid {
            head: row(["TT", "trước hạn", "quá hạn"]),
            over: vec![Over { name: "Đã giải quyết".to_owned(), from: 1, count: 2 }],
            rows: vec![row(["1", "274", "0"])],
            is_summed: false,
        };
        let drawn = html(move || block(&Block::Grid(grid)));
        for part in [
            "<tr><th rowspan=\"2\">TT</th><th colspan=\"2\">Đã giải quyết</th></tr>",
            "<tr><th>trước hạn</th><th>quá hạn</th></tr>",
            ">(3)</td></tr>",
            ">274</td>",
        ] {
            let bare = drawn.replace("<!>", "");
            assert!(bare.contains(part), "{part}: {bare}");
        }
    }
}
