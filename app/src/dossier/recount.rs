//! Tính lại hạn: after the office was closed by decree, each dossier whose due moment the new calendar moves, before and
//! after, counted anew together.
//!
//! Not here: the rule (`shared::dossier::recount`), the days off (`settings`).
//! Invariant: nothing moves before the head has seen both moments and named the decision; each dossier is counted by
//! itself, and its row says what became of it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::recount::{DECISION, Recount};
use shared::dossier::{Act, Dossier, Kind};
use shared::id::DossierId;
use shared::lang::{Lang, Sentence, Word, counted, word};
use shared::moment::{Day, Moment};
use shared::refusal::{FieldFault, Refusal};
use shared::ward::Ward;

use super::{short_code, words};
use crate::desk::{Desk, use_desk};
use crate::text::{say, t};
use crate::ui::field::TextField;
use crate::ui::state::Empty;
use crate::ui::toast::use_toast;

const TITLE: Word = word("Tính lại hạn theo lịch mới", "Count due dates by the new calendar");
const WHY: Word = word(
    "Nghỉ đột xuất sau khi đã nhận hồ sơ không tự đổi ngày hẹn. Dưới đây là các hồ sơ mà lịch đang dùng cho hạn muộn hơn; mỗi hồ sơ ghi lại cả hai hạn và văn bản cho nghỉ.",
    "Days off decreed after reception move no date by themselves. Below is each dossier to which the calendar in force gives a later due date; both dates and the decision are kept on it.",
);
const NOTHING: Word = word(
    "Không hồ sơ nào có hạn khác lịch đang dùng.",
    "No dossier's due date differs from the calendar in force.",
);
const CLOSED: Word = word("Nghỉ đột xuất:", "Closed by decree:");
const DOSSIER: Word = word("Hồ sơ", "Dossier");
const BEFORE: Word = word("Hạn đang ghi", "Due now");
const AFTER: Word = word("Hạn tính lại", "Due anew");
const BY: Word = word("Văn bản cho nghỉ", "The decision");
const BY_HINT: Word = word(
    "Số, ngày và cơ quan, ví dụ Công điện 05/CĐ-UBND ngày 12/11/2026.",
    "Number, date and office, such as Telegram 05 of the city, 12/11/2026.",
);
const UNSEEN: Word =
    word("Hồ sơ ở năm khác không có trên máy này.", "Dossiers of other years are not on this device.");

/// A dossier that the calendar in force gives more time.
#[derive(Clone, PartialEq, Debug)]
pub struct Moves {
    pub id: DossierId,
    pub name: String,
    pub procedure: Sentence,
    pub code: String,
    pub before: Moment,
    pub after: Moment,
}

impl Moves {
    fn new(ward: &Ward, dossier: &Dossier, after: Moment) -> Moves {
        Moves {
            id: dossier.id,
            name: dossier.applicant.name.clone(),
            procedure: words::procedure_name(ward, &dossier.procedure),
            code: short_code(dossier),
            before: dossier.due.unwrap_or(after),
            after,
        }
    }
}

/// Every such dossier on this device, the one due first at the top.
pub fn moves(desk: Desk) -> Vec<Moves> {
    let ward = desk.ward();
    let mut all = desk.select(|client| {
        let moved = client.dossiers().filter(|dossier| Kind::Recount.spec().from.contains(&dossier.status));
        moved.filter_map(|d| Some(Moves::new(&ward, d, desk.later_due(d)?))).collect::<Vec<_>>()
    });
    all.sort_by_key(|one| (one.before, one.id));
    all
}

/// The days of decreed closure between the first and the last of the due moments.
pub fn closures(ward: &Ward, all: &[Moves]) -> Vec<(Day, String)> {
    let (Some(first), Some(last)) =
        (all.iter().map(|one| one.before.day()).min(), all.iter().map(|one| one.after.day()).max())
    else {
        return vec![];
    };
    // A closure counts from before the due day on: two weeks back is further than any that moves it still unseen.
    let within = ward.calendar.off.range(first.plus(-14)..=last);
    within.filter(|(_, off)| off.kind == "nghi_dot_xuat").map(|(day, off)| (*day, off.name.clone())).collect()
}

/// What the head types, and what became of it.
#[derive(Clone, Copy)]
pub struct Counting {
    pub decision: RwSignal<String>,
    pub faults: RwSignal<Vec<FieldFault>>,
    pub refused: RwSignal<BTreeMap<DossierId, Sentence>>,
    pub busy: RwSignal<bool>,
}

impl Counting {
    pub fn new() -> Counting {
        Counting {
            decision: RwSignal::new(String::new()),
            faults: RwSignal::new(vec![]),
            refused: RwSignal::new(BTreeMap::new()),
            busy: RwSignal::new(false),
        }
    }
}

impl Default for Counting {
    fn default() -> Counting {
        Counting::new()
    }
}

/// The page on plain values.
pub fn recount_view(
    all: Signal<Vec<Moves>>,
    closures: Signal<Vec<(Day, String)>>,
    counting: Counting,
    why_not: Signal<Option<Sentence>>,
    run: Callback<()>,
) -> impl IntoView {
    let Counting { decision, faults, refused, busy } = counting;
    let row = move |one: Moves| {
        let Moves { id, name, procedure, code, before, after } = one;
        let said = move || refused.with(|all| all.get(&id).cloned());
        view! {
            <tr>
                <th scope="row">
                    <a class="who" href=format!("/ho-so/{id}")>{name}</a>
                    <div class="sub">{t(procedure)}" · "<span class="code">{code}</span></div>
                    {move || said().map(|said| view! { <p class="small late" role="alert">{t(said)}</p> })}
                </th>
                <td class="num">{before.clock_and_day()}</td>
                <td class="num"><b>{after.clock_and_day()}</b></td>
            </tr>
        }
    };
    let named = move || {
        let days = closures.get();
        let said =
            days.iter().map(|(day, name)| format!("{} {name}", day.vi())).collect::<Vec<_>>().join("; ");
        (!days.is_empty()).then(|| view! { <p class="small">{t(CLOSED)}" "{said}"."</p> })
    };
    let label = move |lang: Lang| {
        let n = all.with(Vec::len);
        match lang {
            Lang::Vi => format!("Tính lại hạn {n} hồ sơ"),
            Lang::En => format!("Count {} anew", counted(n, "due date", "due dates")),
        }
    };
    let closed = move || why_not.with(Option::is_some).then_some("true");
    let submit = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        if closed().is_none() && !busy.get_untracked() {
            run.run(());
        }
    };
    view! {
        <div class="head"><h1 tabindex="-1">{t(TITLE)}</h1><b role="status">{move || all.with(Vec::len)}</b></div>
        <p class="quiet measure">{t(WHY)}</p>
        {named}
        <Show when=move || !all.with(Vec::is_empty) fallback=|| view! { <Empty says=NOTHING /> }>
            <form class="flow" on:submit=submit>
                <TextField id=DECISION label=BY hint=BY_HINT value=decision faults=faults />
                <p class="line">
                    <button class="btn btn--primary" type="submit" aria-disabled=closed aria-describedby="why-not"
                        aria-busy=move || busy.get().to_string()>{say(label)}</button>
                    <span class="small quiet" id="why-not">{move || why_not.get().map(|why| t(why)())}</span>
                </p>
            </form>
            <table class="table">
                <thead><tr><th scope="col">{t(DOSSIER)}</th><th scope="col" class="num">{t(BEFORE)}</th><th scope="col" class="num">{t(AFTER)}</th></tr></thead>
                <tbody><For each=move || all.get() key=|one| format!("{one:?}") children=row /></tbody>
            </table>
        </Show>
        <p class="small quiet">{t(UNSEEN)}</p>
    }
}

#[component]
pub fn RecountPage() -> impl IntoView {
    let desk = use_desk();
    let all = Memo::new(move |_| moves(desk));
    let closed = Memo::new(move |_| all.with(|all| closures(&desk.ward(), all)));
    let counting = Counting::new();
    let Counting { decision, faults, refused, busy } = counting;
    let needs = Kind::Recount.spec().who;
    let why_not = Signal::derive(move || {
        let may = desk.with_me(|me| me.is_one_of(needs));
        (!may).then(|| Refusal::NotPermitted { needs: needs.to_vec() }.sentence())
    });
    let toast = use_toast();
    let run = Callback::new(move |()| {
        let ids: Vec<DossierId> = all.with_untracked(|all| all.iter().map(|one| one.id).collect());
        busy.set(true);
        refused.set(BTreeMap::new());
        faults.set(vec![]);
        spawn_local(async move {
            let (mut done, turn) = (0, desk.turn());
            for id in ids {
                let act = Act::Recount(Recount { decision: decision.get_untracked() });
                match desk.act_in(turn, id, act).await {
                    Ok(()) => done += 1,
                    Err(trouble) => {
                        let at_field = trouble.faults();
                        if at_field.iter().any(|fault| fault.field == DECISION) {
                            // The same for all of them.
                            faults.try_set(at_field);
                            break;
                        }
                        refused.try_update(|all| all.insert(id, trouble.sentence()));
                    }
                }
            }
            if done > 0 {
                toast.say(Sentence::new(
                    format!("Đã tính lại hạn {done} hồ sơ"),
                    counted(done, "due date counted anew", "due dates counted anew"),
                ));
            }
            busy.try_set(false);
        });
    });
    recount_view(all.into(), closed.into(), counting, why_not, run)
}

/// For the head's first page: how many dates are by an older calendar.
pub fn note(desk: Desk) -> impl IntoView {
    let count = Memo::new(move |_| moves(desk).len());
    let said = move |lang: Lang| {
        let n = count.get();
        match lang {
            Lang::Vi => format!("{n} hồ sơ có hạn theo lịch cũ. Xem và tính lại."),
            Lang::En => {
                let due = counted(n, "dossier is due", "dossiers are due");
                format!("{due} by an older calendar. Look and count anew.")
            }
        }
    };
    move || {
        (count.get() > 0)
            .then(|| view! { <p class="note note--soon"><a href="/tinh-lai-han">{say(said)}</a></p> })
    }
}
