//! What can be done now, with its key; and what cannot, with the reason.
//!
//! Not here: who may do what (`shared::dossier::kind`), the forms (`dialog`).
//! Invariant: one primary act, the next step of the dossier's life; a greyed act can be reached and read.

use leptos::prelude::*;
use shared::dossier::{Kind, Status};
use shared::lang::{Word, word};
use shared::refusal::Refusal;

use crate::keys::use_key;
use crate::text::{Text, say, t};
use crate::ui::button::{ActRow, Keys};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Empty;

const NOW: Word = word("Việc làm được bây giờ", "What can be done now");
const NOT_NOW: Word = word("Chưa làm được", "Not open yet");
const CLOSED: Word = word("Hồ sơ đã kết thúc.", "The dossier is closed.");
const NOT_YOURS: Word =
    word("Không có việc nào của bạn ở bước này.", "Nothing here is yours to do at this step.");

/// Greyed acts worth knowing; the rest are other people's daily work.
const CLOSED_ROWS_MAX: usize = 4;

/// What the act list shows.
#[derive(Clone, PartialEq, Debug)]
pub struct OpenActs {
    pub acts: Vec<(Kind, Result<(), Refusal>)>,
    pub status: Option<Status>,
    /// Who signs this half-day.
    pub signer: Option<String>,
}

/// The step that usually comes next.
const fn next_step(status: Status) -> Option<Kind> {
    match status {
        Status::Waiting | Status::SupplementBefore | Status::Blank => Some(Kind::Receive),
        Status::Received => Some(Kind::Assign),
        Status::InWork => Some(Kind::Submit),
        Status::AwaitSupplement => Some(Kind::Supplement),
        Status::AwaitAgency => Some(Kind::Reply),
        Status::AwaitPayment => Some(Kind::Paid),
        Status::Submitted => Some(Kind::Sign),
        Status::Signed => Some(Kind::Stamp),
        Status::Ready => Some(Kind::HandOver),
        Status::Forwarded => Some(Kind::ResultArrived),
        Status::Draft
        | Status::NotAccepted
        | Status::Returned
        | Status::Withdrawn
        | Status::Stopped
        | Status::Void => None,
    }
}

fn primary(kind: Kind, signer: Option<String>, begin: Callback<Kind>) -> impl IntoView {
    let on_duty = signer.filter(|_| matches!(kind, Kind::Submit | Kind::Sign));
    let key = key_of(kind);
    view! {
        <button class="btn btn--primary btn--wide" type="button" on:click=move |_| begin.run(kind)>
            <Icon glyph=glyph(kind) />{t(kind.label())}
            {(!key.is_empty()).then(|| view! { " "<Keys keys=key /> })}
        </button>
        {on_duty.map(|name| view! {
            <p class="sub dossier__duty">{say(move |lang| format!("{} {name}", lang.pick("Trực ký:", "On duty:")))}</p>
        })}
    }
}

pub fn acts_view(open: OpenActs, begin: Callback<Kind>) -> impl IntoView {
    let OpenActs { acts, status, signer } = open;
    let nothing_at_all = acts.is_empty();
    let can: Vec<_> = acts.into_iter().filter(|(_, may)| may.is_ok()).collect();
    for (kind, _) in &can {
        let (kind, key) = (*kind, key_of(*kind));
        if !key.is_empty() {
            use_key(key, kind.label(), move || begin.run(kind));
        }
    }
    let first = can.iter().map(|(kind, _)| *kind).find(|kind| status.and_then(next_step) == Some(*kind));
    let empty = can.is_empty();
    let rows = can.into_iter().map(|(kind, _)| kind).filter(|kind| Some(*kind) != first).map(|kind| {
        let run = Callback::new(move |()| begin.run(kind));
        view! { <ActRow label=kind.label() glyph=glyph(kind) key=key_of(kind) id=act_id(kind) run=run /> }
    });
    view! {
        <section class="region">
            <header><h2>{t(NOW)}</h2></header>
            {first.map(|kind| primary(kind, signer, begin))}
            {empty.then(|| view! { <Empty says=if nothing_at_all { CLOSED } else { NOT_YOURS } /> })}
            <ul class="acts">{rows.collect_view()}</ul>
        </section>
    }
}

/// What cannot be done now and why; on a phone it stands below what is read.
pub fn closed_view(open: OpenActs) -> impl IntoView {
    let closed: Vec<_> = open
        .acts
        .into_iter()
        .filter_map(|(kind, may)| may.err().map(|refusal| (kind, Text::from(refusal.sentence()))))
        .take(CLOSED_ROWS_MAX)
        .collect();
    (!closed.is_empty()).then(|| {
        let rows = closed.into_iter().map(|(kind, why)| {
            view! { <ActRow label=kind.label() glyph=glyph(kind) why=why id=act_id(kind) run=Callback::new(|()| ()) /> }
        });
        view! { <section class="region"><header><h2>{t(NOT_NOW)}</h2></header><ul class="acts">{rows.collect_view()}</ul></section> }
    })
}

fn glyph(kind: Kind) -> Glyph {
    match kind {
        Kind::Submit | Kind::Sign | Kind::Unsign | Kind::SignScans => Glyph::Sign,
        Kind::Consult | Kind::Forward | Kind::Assign => Glyph::Next,
        Kind::SendBack | Kind::Withdraw => Glyph::Back,
        Kind::HandOver => Glyph::Give,
        Kind::Stop | Kind::Refuse | Kind::VoidSlip => Glyph::Refuse,
        Kind::AskPayment | Kind::Paid => Glyph::Money,
        Kind::Lodge
        | Kind::Receive
        | Kind::FastLane
        | Kind::AskBefore
        | Kind::AskMore
        | Kind::Supplement
        | Kind::Reply
        | Kind::Stamp
        | Kind::ResultArrived
        | Kind::Apologise
        | Kind::Amend
        | Kind::Note
        | Kind::Settle
        | Kind::ConfirmTime
        | Kind::NotDuplicate
        | Kind::Reserve
        | Kind::Attach
        | Kind::Detach
        | Kind::Reuse
        | Kind::Supply
        | Kind::Recount
        | Kind::Cause
        | Kind::Redo
        | Kind::EnterCivil
        | Kind::Post
        | Kind::Object
        | Kind::EndPosting
        | Kind::SendProof
        | Kind::AnswerProof
        | Kind::CorrectFee
        | Kind::HearProof => Glyph::Doc,
    }
}

/// Names that tie a greyed act to its reason; one a kind.
const fn act_id(kind: Kind) -> &'static str {
    match kind {
        Kind::Lodge => "lodge",
        Kind::Receive => "receive",
        Kind::FastLane => "fast",
        Kind::AskBefore => "ask-before",
        Kind::Refuse => "refuse",
        Kind::Assign => "assign",
        Kind::AskMore => "ask-more",
        Kind::Supplement => "supplement",
        Kind::Consult => "consult",
        Kind::Reply => "reply",
        Kind::AskPayment => "ask-payment",
        Kind::Paid => "paid",
        Kind::Submit => "submit",
        Kind::SendBack => "send-back",
        Kind::Sign => "sign",
        Kind::Unsign => "unsign",
        Kind::Stamp => "stamp",
        Kind::HandOver => "hand-over",
        Kind::Withdraw => "withdraw",
        Kind::Stop => "stop",
        Kind::Forward => "forward",
        Kind::ResultArrived => "result",
        Kind::Apologise => "apologise",
        Kind::Amend => "amend",
        Kind::Note => "note",
        Kind::Settle => "settle",
        Kind::ConfirmTime => "confirm-time",
        Kind::NotDuplicate => "no-duplicate",
        Kind::Reserve => "reserve",
        Kind::VoidSlip => "void",
        Kind::Attach => "attach",
        Kind::Detach => "detach",
        Kind::Recount => "recount",
        Kind::Cause => "cause",
        Kind::Redo => "redo",
        Kind::EnterCivil => "civil",
        Kind::Reuse => "reuse",
        Kind::SignScans => "sign-scans",
        Kind::Supply => "supply",
        Kind::Post => "post",
        Kind::Object => "object",
        Kind::EndPosting => "end-posting",
        Kind::SendProof => "send-draft",
        Kind::AnswerProof => "answer-draft",
        Kind::CorrectFee => "correct-fee",
        Kind::HearProof => "hear-draft",
    }
}

/// The key caps of a kind; keys are single letters of the table.
fn key_of(kind: Kind) -> &'static str {
    const LETTERS: [&str; 26] = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t",
        "u", "v", "w", "x", "y", "z",
    ];
    let letter = kind.spec().key.filter(|key| key.is_ascii_lowercase() && *key != 'n');
    letter.map_or("", |key| LETTERS[usize::from(key as u8 - b'a')])
}
