//! Any paper of the counter as it will be printed.
//!
//! Not here: what stands on it (`shared::sheet`), page sizes (style/print.css).
//! Invariant: always Vietnamese, black on white, whatever the theme and language of the screen.

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
                </div>
            </div>
            <div class="paper__two"><p>{sheet.number.clone()}</p><p><i>{sheet.place_and_date.clone()}</i></p></div>
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
        Block::Qr { caption, .. } => view! { <p>{caption}</p> }.into_any(),
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
