//! Photographs that a citizen sent of papers that were asked for: that they are here, and beside which paper.
//!
//! Not here: the rule (`shared::dossier::supply`), looking at one (`scan`).
//! Invariant: a photograph is no paper: nothing here says that one was received.

use leptos::prelude::*;
use shared::dossier::Dossier;
use shared::dossier::supply::{Wanted, wanted};
use shared::lang::{Lang, Word, word};
use shared::ward::Ward;

use crate::scan::items::{self, Hands};
use crate::text::{say, t};

const PHOTO_ONLY: Word = word("người nộp gửi ảnh", "photo from the applicant");
const HOW: Word = word(
    "Xem ảnh ở bảng giấy tờ; bản chính nhận tại quầy rồi mới ghi là đã nhận.",
    "Look at them among the papers; record papers as received once the originals are at the counter.",
);

/// Above the facts, while the request is open: what has come, what has not.
pub fn note(ward: &Ward, dossier: &Dossier) -> Option<impl IntoView + use<>> {
    let papers = wanted(ward, dossier);
    let latest = papers.iter().filter_map(|paper| paper.sent).map(|scan| scan.at).max()?;
    let (came, open): (Vec<&Wanted>, Vec<&Wanted>) = papers.iter().partition(|paper| paper.sent.is_some());
    let names = |papers: &[&Wanted]| papers.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join("; ");
    let (came, open, at) = (names(&came), names(&open), latest.clock_and_day());
    let said = move |lang: Lang| match lang {
        Lang::Vi => format!("Người nộp đã gửi ảnh giấy tờ được yêu cầu, lúc {at}: "),
        Lang::En => format!("The applicant sent photographs of papers that were asked for, at {at}: "),
    };
    let lacks = (!open.is_empty()).then(|| {
        let lacks = say(move |lang: Lang| lang.pick(" Chưa có ảnh: ", " No photograph yet: ").to_owned());
        view! { {lacks}<span lang="vi">{open}</span>"." }
    });
    Some(view! {
        <p class="note note--soon">{say(said)}<b lang="vi">{came}</b>"."{lacks}" "{t(HOW)}</p>
    })
}

/// The rows of papers that are asked for, not received, and photographed.
pub fn rows(hands: &Hands, dossier: &Dossier) -> impl IntoView + use<> {
    let received = |name: &str| dossier.papers.iter().any(|paper| paper.name == name);
    let hands = Hands { take: None, offers: vec![], ..hands.clone() };
    let papers = wanted(&hands.desk.ward(), dossier).into_iter();
    let row = |paper: Wanted| {
        let scans = items::row(&hands, dossier, &paper.name).filter(|_| !received(&paper.name))?;
        Some(view! {
            <tr><th scope="row">{items::paper_name(&paper.name)}</th><td></td><td></td><td class="small">{t(PHOTO_ONLY)}</td></tr>
            {scans}
        })
    };
    papers.filter_map(row).collect_view()
}
