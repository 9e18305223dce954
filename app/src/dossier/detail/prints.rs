//! The papers that a dossier has now, each one tap from its print.
//!
//! Not here: what is on them (`shared::paper`), the page that prints (`crate::paper`).
//! Invariant: a link stands here only where its paper exists.

use leptos::prelude::*;
use shared::dossier::Dossier;
use shared::lang::{Lang, Sentence, Word, word};
use shared::paper::{self, PaperOf};
use shared::ward::Ward;

use crate::text::{say, t};
use crate::ui::icon::{Glyph, Icon};

const PRINTS: Word = word("Giấy tờ để in", "Papers to print");

/// `Phiếu yêu cầu bổ sung`, with its number from the second on.
pub fn label(paper: PaperOf) -> Sentence {
    let label = paper.label();
    match paper {
        PaperOf::Supplement(n) | PaperOf::PostingNotice(n) | PaperOf::PostingEnd(n) if n > 1 => {
            Sentence::new(format!("{} {n}", label.vi), format!("{} {n}", label.en))
        }
        PaperOf::Slip
        | PaperOf::Supplement(_)
        | PaperOf::Refusal
        | PaperOf::Apology
        | PaperOf::Stop
        | PaperOf::Control
        | PaperOf::Mistake
        | PaperOf::PostingNotice(_)
        | PaperOf::PostingEnd(_) => label.into(),
    }
}

/// A link to each paper that the dossier has now.
pub fn links(ward: &Ward, dossier: &Dossier, but: Option<PaperOf>) -> Vec<AnyView> {
    let id = dossier.id;
    let link = |paper: PaperOf| {
        let said = label(paper);
        let href = format!("/ho-so/{id}/{paper}");
        let said = say(move |lang: Lang| said.of(lang).to_owned());
        view! { <li><a href=href><Icon glyph=Glyph::Print />{said}</a></li> }.into_any()
    };
    paper::papers(ward, dossier).into_iter().filter(|paper| Some(*paper) != but).map(link).collect()
}

/// The region on the dossier's page; nothing where there is no paper yet.
pub fn prints(ward: &Ward, dossier: &Dossier) -> impl IntoView + use<> {
    let links = links(ward, dossier, None);
    (!links.is_empty()).then(|| {
        view! {
            <section class="region">
                <header><h2>{t(PRINTS)}</h2></header>
                <ul class="prints">{links}</ul>
            </section>
        }
    })
}
