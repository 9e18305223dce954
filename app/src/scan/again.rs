//! Dùng lại giấy đã có: the offer beside a paper that an earlier dossier of the same citizen has as a scan.
//!
//! Not here: what is offered, and whether it may stand (`shared::dossier::reuse`).
//! Invariant: offered is what this device knows, with a network or without; the server judges it against its own book.

use leptos::prelude::*;
use shared::dossier::attach::Scan;
use shared::dossier::reuse::{Reuse, Wanted, offers};
use shared::id::DossierId;
use shared::lang::{Lang, Word, word};

use crate::desk::Desk;
use crate::english::told;
use crate::text::{say, t};
use crate::ui::icon::{Glyph, Icon};

const AGAIN: Word = word("Dùng lại giấy đã có", "Use the paper on file");

/// What the citizen's other dossiers on this device have of these papers.
pub fn offered(desk: Desk, dossier: DossierId, number: &str, papers: &[String]) -> Vec<(Reuse, Scan)> {
    desk.select(|client| offers(&Wanted { dossier, number, papers }, client.dossiers()))
}

/// `Dùng lại giấy đã có` · `chụp 05/03/2018, hồ sơ 180305-6000`
pub fn again_button(offer: &(Reuse, Scan), take: Callback<Reuse>) -> impl IntoView + use<> {
    let (act, scan) = offer.clone();
    let (day, code, paper) = (scan.at.day().vi(), act.from.code.short(), act.paper.clone());
    let about = say(move |lang: Lang| match lang {
        Lang::Vi => format!("chụp {day}, hồ sơ {code}"),
        Lang::En => format!("scanned {day}, dossier {code}"),
    });
    let (paper, lang) = told(&paper);
    view! {
        <button class="scanned scanned--again" type="button" on:click=move |_| take.run(act.clone())>
            <span class="scanned__thumb" aria-hidden="true"><Icon glyph=Glyph::Doc /></span>
            <span><b>{t(AGAIN)}<span class="sr">": "<span lang=lang>{paper}</span></span></b><span class="sub">{about}</span></span>
        </button>
    }
}
