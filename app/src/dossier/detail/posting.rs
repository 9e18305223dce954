//! The postings of a dossier: where it hangs, how many days are left, what was said against it.
//!
//! Not here: the rules (`shared::dossier::posting`), what is asked (`dossier::posting`).
//! Invariant: it stands only where the procedure posts its dossiers, or this one was posted; whoever may not do what comes
//! next reads why.

use leptos::prelude::*;
use shared::dossier::posting::{Objection, Posting, running};
use shared::dossier::{Dossier, Kind};
use shared::lang::{Lang, Sentence, Word, counted, word};
use shared::moment::{Day, Moment};
use shared::refusal::Refusal;
use shared::ward::Ward;

use super::step::step;
use crate::desk::Desk;
use crate::text::t;

const TITLE: Word = word("Niêm yết công khai", "Public posting");
const PLACE: Word = word("Nơi niêm yết", "Where it hangs");
const DAYS: Word = word("Thời gian", "Days");
const CLOCK: Word = word("Thời hạn", "The limit");
const INSIDE: Word = word("vẫn chạy", "runs on");
const OUTSIDE: Word = word("dừng tới hết niêm yết", "stands still until the end");
const NO_OBJECTION: Word = word("Chưa có ý kiến nào.", "Nobody has objected.");
const UNSETTLED: Word = word("chưa ghi cách giải quyết", "not settled yet");

/// An act with the verdict on it.
type May = (Kind, Result<(), Refusal>);

/// How long the procedure posts, while nothing hangs.
fn wanted(ward: &Ward, dossier: &Dossier) -> Option<Sentence> {
    let procedure = ward.catalogue.get(&dossier.procedure)?;
    let term = procedure.posting()?;
    let said = |lang: Lang| {
        let term = term.text(lang);
        match (lang, procedure.posting_outside) {
            (Lang::Vi, true) => format!("Thủ tục này niêm yết {term}, không tính vào thời hạn giải quyết."),
            (Lang::En, true) => format!("This procedure posts for {term}, outside the limit."),
            (Lang::Vi, false) => format!("Thủ tục này niêm yết {term}, trong thời hạn giải quyết."),
            (Lang::En, false) => format!("This procedure posts for {term}, inside the limit."),
        }
    };
    Some(Sentence::new(said(Lang::Vi), said(Lang::En)))
}

/// `còn 3 ngày`, `hết hôm nay`, or that the end waits to be written down.
pub fn left(posting: &Posting, today: Day) -> Sentence {
    if posting.is_over(today) {
        return Sentence::new(
            "đã hết ngày, chờ ghi kết thúc",
            "the days are over, the end is to be recorded",
        );
    }
    match posting.days_left(today) {
        0 => Sentence::new("hết hôm nay", "ends today"),
        days => Sentence::new(format!("còn {days} ngày"), counted(days, "day left", "days left")),
    }
}

fn objection((number, one): (usize, Objection)) -> impl IntoView {
    let Objection { who, on, said, settled } = one;
    let how = match settled.is_empty() {
        true => view! { <span class="soon">{t(UNSETTLED)}</span> }.into_any(),
        false => view! { <span lang="vi">{settled}</span> }.into_any(),
    };
    view! { <li>{number}". "<b lang="vi">{who}</b>", "{on.vi()}": "<span lang="vi">{said}</span>" → "{how}</li> }
}

/// One posting; `is_running` where it hangs, or waits for its end to be written down.
fn one(posting: &Posting, is_running: bool, today: Day) -> impl IntoView + use<> {
    let days = format!("{} – {}", posting.from.vi(), posting.until.vi());
    let late = is_running && posting.is_over(today);
    let left = is_running.then(|| left(posting, today));
    let ended = posting.end.as_ref().map(|end| end.at.day().vi());
    let ended = ended.map(|on| Sentence::new(format!("kết thúc {on}"), format!("ended {on}")));
    let state = left.or(ended);
    let all = posting.objections.clone();
    let nobody = all.is_empty().then(|| view! { <p class="small quiet">{t(NO_OBJECTION)}</p> });
    view! {
        <dl class="kv">
            <div><dt>{t(PLACE)}</dt><dd lang="vi">{posting.place.clone()}</dd></div>
            <div><dt>{t(DAYS)}</dt><dd>{days}{state.map(|state| view! { ", "<b class:soon=late>{t(state)}</b> })}</dd></div>
            {is_running.then(|| view! { <div><dt>{t(CLOCK)}</dt><dd>{t(if posting.outside { OUTSIDE } else { INSIDE })}</dd></div> })}
        </dl>
        {nobody}
        <ul class="small">{(1..).zip(all).map(objection).collect_view()}</ul>
    }
}

/// The region on plain values. `may` holds the acts that come next; none where the dossier is only looked at.
pub fn region(
    ward: &Ward,
    dossier: &Dossier,
    today: Day,
    may: Vec<May>,
    begin: Callback<Kind>,
) -> Option<AnyView> {
    let wanted = wanted(ward, dossier).filter(|_| dossier.status.is_in_process());
    if wanted.is_none() && dossier.postings.is_empty() {
        return None;
    }
    let hangs = running(dossier).is_some();
    let last = dossier.postings.len();
    let all = (1..).zip(&dossier.postings).map(|(n, posting)| one(posting, hangs && n == last, today));
    let all = all.collect_view();
    let acts = may.into_iter().map(|(kind, may)| step(kind, may, begin)).collect_view();
    let view = view! {
        <section class="region flow" id="niem-yet">
            <header><h2>{t(TITLE)}</h2></header>
            {wanted.filter(|_| !hangs).map(|said| view! { <p class="quiet">{t(said)}</p> })}
            {all}
            {acts}
        </section>
    };
    Some(view.into_any())
}

/// The same on the page: `far` where the dossier is only looked at. Drawn anew when the day changes.
pub fn here(
    desk: Desk,
    dossier: &Dossier,
    now: Signal<Moment>,
    far: bool,
    begin: Callback<Kind>,
) -> impl IntoView + use<> {
    let today = Memo::new(move |_| now.get().day());
    let (ward, dossier) = (desk.ward(), dossier.clone());
    move || {
        let next: &[Kind] = match running(&dossier) {
            Some(_) => &[Kind::Object, Kind::EndPosting],
            None => &[Kind::Post],
        };
        today.track();
        let may = next.iter().filter(|_| !far && dossier.status.is_in_process());
        let may = may.map(|kind| (*kind, untrack(|| desk.verdict_on(&dossier, *kind)))).collect();
        region(&ward, &dossier, today.get(), may, begin)
    }
}
