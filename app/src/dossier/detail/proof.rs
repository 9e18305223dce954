//! The drafts that an applicant was sent: what they say, until when an answer counts, and the answer.
//!
//! Not here: the rules (`shared::dossier::proof`), what is asked (`dossier::proof`).
//! Invariant: it stands only where drafts are sent, or one was; whoever may not send one reads why.

use leptos::prelude::*;
use shared::dossier::proof::{Proof, State, is_for};
use shared::dossier::{Dossier, Kind};
use shared::lang::{Sentence, Word, word};
use shared::moment::Moment;
use shared::refusal::Refusal;
use shared::ward::Ward;

use super::step::step;
use crate::desk::Desk;
use crate::text::t;

const TITLE: Word = word("Bản thảo cho người nộp", "Draft for the applicant");
const SENT: Word = word("Đã gửi", "Sent");
const ANSWER: Word = word("Trả lời", "Answer");
const REPLY: Word = word("Phường trả lời", "The ward's reply");
const AGREED: Word = word("đồng ý", "agrees");
const WRONG: Word = word("chưa đúng", "wrong");
const WANTED: Word = word(
    "Nộp trực tuyến: người nộp xem bản thảo trước khi trình ký, ở trang tra cứu.",
    "Came online: the applicant looks at the draft on the tracking page before it is submitted.",
);

/// How a draft stands: awaited, agreed to, called wrong, or nobody said anything in time.
pub fn standing(ward: &Ward, proof: &Proof, now: Moment) -> Sentence {
    let until = proof.until.clock_and_day();
    match (proof.state(now), &proof.answer) {
        (State::Awaits, _) => Sentence::new(format!("chờ đến {until}"), format!("awaited until {until}")),
        (State::Silent, _) => Sentence::new(
            format!("không trả lời đến {until}: coi như đồng ý"),
            format!("none until {until}, which counts as agreement"),
        ),
        (state @ (State::Wrong | State::Agreed), Some(answer)) => {
            let (said, at) = (if state == State::Wrong { WRONG } else { AGREED }, answer.at.clock_and_day());
            match answer.heard_by.map(|officer| ward.name_of(officer)) {
                None => Sentence::new(format!("{}, {at}", said.vi), format!("{}, {at}", said.en)),
                Some(who) => Sentence::new(
                    format!("{}, qua điện thoại, {who} nghe, {at}", said.vi),
                    format!("{}, by telephone, {who} took the call, {at}", said.en),
                ),
            }
        }
        (State::Agreed | State::Wrong, None) => AGREED.into(),
    }
}

fn one(ward: &Ward, proof: &Proof, now: Moment) -> impl IntoView + use<> {
    let soon = matches!(proof.state(now), State::Awaits | State::Wrong);
    let wrong = proof.answer.as_ref().map(|answer| answer.wrong.clone()).filter(|said| !said.is_empty());
    let reply = Some(proof.reply.clone()).filter(|said| !said.is_empty());
    let lines = proof.lines.clone().into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <dl class="kv">
            <div><dt>{t(SENT)}</dt><dd>{proof.at.clock_and_day()}</dd></div>
            {reply.map(|said| view! { <div><dt>{t(REPLY)}</dt><dd lang="vi">{said}</dd></div> })}
            <div><dt>{t(ANSWER)}</dt><dd><b class:soon=soon>{t(standing(ward, proof, now))}</b>{wrong.map(|said| view! { ": "<span lang="vi">{said}</span> })}</dd></div>
        </dl>
        <ul class="small" lang="vi">{lines}</ul>
    }
}

/// What may be done with drafts; nothing of one where the dossier is only looked at, or it does not come next.
#[derive(Clone, Default)]
pub struct May {
    pub send: Option<Result<(), Refusal>>,
    pub hear: Option<Result<(), Refusal>>,
}

/// The region on plain values.
pub fn region(
    ward: &Ward,
    dossier: &Dossier,
    now: Moment,
    may: May,
    begin: Callback<Kind>,
) -> Option<AnyView> {
    let wanted = is_for(ward, dossier) && dossier.status.is_in_process();
    if !wanted && dossier.proofs.is_empty() {
        return None;
    }
    let send = may.send.map(|may| step(Kind::SendProof, may, begin));
    let hear = may.hear.map(|may| step(Kind::HearProof, may, begin));
    let all = dossier.proofs.iter().map(|proof| one(ward, proof, now)).collect_view();
    let first = (wanted && dossier.proofs.is_empty()).then(|| view! { <p class="quiet">{t(WANTED)}</p> });
    let view = view! {
        <section class="region flow" id="ban-thao">
            <header><h2>{t(TITLE)}</h2></header>
            {first}{all}{hear}{send}
        </section>
    };
    Some(view.into_any())
}

/// The same on the page: `far` where the dossier is only looked at. Drawn anew when an answer's time is over.
pub fn here(
    desk: Desk,
    dossier: &Dossier,
    now: Signal<Moment>,
    far: bool,
    begin: Callback<Kind>,
) -> impl IntoView + use<> {
    let until = dossier.proofs.last().map(|proof| proof.until);
    let over = Memo::new(move |_| until.is_some_and(|until| until < now.get()));
    let (ward, dossier) = (desk.ward(), dossier.clone());
    move || {
        over.track();
        let here = |kind: Kind| !far && kind.spec().from.contains(&dossier.status);
        let verdict = |kind: Kind| untrack(|| desk.verdict_on(&dossier, kind));
        let awaits = dossier.proofs.last().is_some_and(|proof| proof.answer.is_none());
        let send = (here(Kind::SendProof) && is_for(&ward, &dossier)).then(|| verdict(Kind::SendProof));
        let hear = (here(Kind::HearProof) && awaits).then(|| verdict(Kind::HearProof));
        let may = May { send, hear };
        region(&ward, &dossier, now.get_untracked(), may, begin)
    }
}
