//! Câu người nộp sẽ đọc: which fields of an act the tracking page shows, and how it shows what is typed.
//!
//! Not here: what is hidden there (`shared::door::veil`), the page itself (`public::track`).
//! Invariant: the officer sees the sentence as its reader will, before it is recorded; nothing is changed in the field.

use leptos::prelude::*;
use shared::door::veil::Veil;
use shared::dossier::Kind;
use shared::lang::{Lang, Word, word};

use crate::text::say;

/// At the field that gives the reason.
pub const HINT: Word = word(
    "Người nộp đọc câu này ở trang tra cứu. Đừng ghi tên người, số giấy tờ, số điện thoại.",
    "The applicant reads this sentence on the tracking page. Leave out names, numbers of papers and telephones.",
);
const SEEN: Word = word("Trang tra cứu hiện", "The tracking page shows");

/// Whether the tracking page shows what is typed there.
pub fn is_shown(kind: Kind, field: &str) -> bool {
    match kind {
        Kind::AskBefore | Kind::AskMore => ["papers", "reason"].contains(&field),
        Kind::Refuse => ["reason", "go_to"].contains(&field),
        Kind::Lodge
        | Kind::Receive
        | Kind::FastLane
        | Kind::Assign
        | Kind::Supplement
        | Kind::Consult
        | Kind::Reply
        | Kind::AskPayment
        | Kind::Paid
        | Kind::Submit
        | Kind::SendBack
        | Kind::Sign
        | Kind::Unsign
        | Kind::Stamp
        | Kind::HandOver
        | Kind::Withdraw
        | Kind::Stop
        | Kind::Forward
        | Kind::ResultArrived
        | Kind::Apologise
        | Kind::Amend
        | Kind::Note
        | Kind::Settle
        | Kind::ConfirmTime
        | Kind::NotDuplicate
        | Kind::Reserve
        | Kind::VoidSlip
        | Kind::Attach
        | Kind::Detach
        | Kind::Recount
        | Kind::Post
        | Kind::Object
        | Kind::EndPosting
        | Kind::SendProof
        | Kind::AnswerProof
        | Kind::CorrectFee
        | Kind::HearProof
        | Kind::Cause
        | Kind::Redo
        | Kind::EnterCivil
        | Kind::Reuse
        | Kind::SignScans
        | Kind::Supply => false,
    }
}

/// Below the field: its lines as the tracking page will show them, where that is not as they are typed.
pub fn as_seen(veil: Signal<Veil>, typed: RwSignal<String>) -> impl IntoView {
    let seen = move || {
        veil.with(|veil| {
            typed.with(|typed| typed.lines().filter_map(|line| veil.hides(line)).collect::<Vec<_>>())
        })
    };
    move || {
        let seen = seen().join("; ");
        (!seen.is_empty()).then(|| {
            let text = move |lang: Lang| format!("{}: “{seen}”", SEEN.of(lang));
            view! { <p class="note note--soon" role="status">{say(text)}</p> }
        })
    }
}
