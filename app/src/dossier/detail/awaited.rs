//! Papers that were asked for: until when, and what follows when the citizen does not come back.
//!
//! Not here: the rule (`shared::dossier::ask_more`), photographs of them (`sent`).
//! Invariant: nothing ends by itself; whoever may not do what follows reads who may.

use leptos::prelude::*;
use shared::dossier::ask_more::{day_said, days_overdue, follows, last_day};
use shared::dossier::supply::open_request;
use shared::dossier::{Dossier, Kind};
use shared::lang::{Lang, Sentence, Word, counted, word};
use shared::moment::{Day, Moment};
use shared::refusal::Refusal;
use shared::ward::Ward;

use super::step::why;
use crate::desk::Desk;
use crate::text::t;

const LATE: Word = word("Quá hẹn bổ sung", "Papers not brought in time");
const STOP: Word = word(
    "Người nộp đến thì vẫn nhận bổ sung. Không đến: dừng xử lý, kèm thông báo cho người nộp.",
    "If the applicant comes after all, take the supplement. If not: stop the dossier, with a notice to the applicant.",
);
const REFUSE: Word = word(
    "Người nộp đến thì vẫn nhận. Không đến: từ chối nhận, kèm lý do, sau khi báo tổ trưởng.",
    "If the applicant comes after all, receive it. If not: refuse it with the reason, once the head has been told.",
);

/// `Chờ người nộp bổ sung đến hết ngày 30/11/2026.`, or since how many days that is over.
pub fn said(ward: &Ward, dossier: &Dossier, today: Day) -> Option<(Sentence, bool)> {
    let (named, last) = (open_request(dossier)?.until, last_day(&ward.calendar, dossier)?);
    let (vi, en) = (day_said(named, last, Lang::Vi), day_said(named, last, Lang::En));
    Some(match days_overdue(&ward.calendar, dossier, today) {
        0 => (
            Sentence::new(
                format!("Chờ người nộp bổ sung đến hết ngày {vi}."),
                format!("The applicant may bring the papers until the end of {en}."),
            ),
            false,
        ),
        days => {
            let ago = counted(days, "day ago", "days ago");
            (
                Sentence::new(
                    format!("hẹn đến hết ngày {vi}, đã quá {days} ngày."),
                    format!("they were awaited until the end of {en}, {ago}."),
                ),
                true,
            )
        }
    })
}

/// Above the facts while a request is open. `may` is the verdict on what follows; nothing where the dossier is only
/// looked at.
pub fn note(
    ward: &Ward,
    dossier: &Dossier,
    today: Day,
    may: Option<Result<(), Refusal>>,
    begin: Callback<Kind>,
) -> Option<AnyView> {
    let (said, is_late) = said(ward, dossier, today)?;
    if !is_late {
        return Some(view! { <p class="note">{t(said)}</p> }.into_any());
    }
    let kind = follows(dossier)?;
    let how = if kind == Kind::Stop { STOP } else { REFUSE };
    let act = may.map(|may| match may {
        Ok(()) => view! {
            <button class="btn" type="button" on:click=move |_| begin.run(kind)>{t(kind.label())}</button>
        }
        .into_any(),
        Err(refusal) => view! { <span class="quiet">{why(kind, &refusal)}</span> }.into_any(),
    });
    Some(
        view! { <div class="note note--late"><p><b>{t(LATE)}</b>": "{t(said)}" "{t(how)}</p>{act}</div> }
            .into_any(),
    )
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
    let may = follows(dossier).filter(|_| !far).map(|kind| desk.verdict_on(dossier, kind));
    let (ward, dossier) = (desk.ward(), dossier.clone());
    move || note(&ward, &dossier, today.get(), may.clone(), begin)
}
