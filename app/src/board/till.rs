//! Bàn giao quỹ below the cash book: how each day stands, and the form that hands one over.
//!
//! Not here: what may be handed over (`shared::report::till`), the paper (`till_paper`).
//! Invariant: what was typed stays until the server has kept it; a day that was handed over shows what was written then,
//! and what came later beside it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Lang, Sentence, Word, counted, money, number, word};
use shared::moment::Day;
use shared::officer::Right;
use shared::refusal::{FieldFault, Refusal};
use shared::report::cash::Sum;
use shared::report::till::{HandOver, Handed, Till, difference, vnd_typed};
use shared::ward::Ward;

use super::cash::PATH;
use crate::desk::{Desk, answered, ask_again_when_back, use_desk};
use crate::span::Span;
use crate::text::{say, t};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::{Faults, TextField};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Failed;

const TITLE: Word = word("Bàn giao quỹ", "Handing the till over");
const TO: Word = word("Người nhận (kế toán)", "To (the accountant)");
const COUNTED: Word = word("Tiền đếm được (đồng)", "Money counted (VND)");
const COUNTED_HINT: Word = word("Đếm tiền trong két rồi mới ghi.", "Count the money first.");
const REASON: Word = word("Lý do chênh lệch", "Why the sums differ");
const FIRST: Word = word("Biên lai từ số", "Receipts from no.");
const LAST: Word = word("đến số", "to no.");
const DO_IT: Word = word("Bàn giao", "Hand over");
const NOT_KEPT: Word = word("Chưa bàn giao được", "Not handed over");
const PAPER: Word = word("In biên bản", "Print the record");
const BY: Word = word("Người giao", "From");
const AT: Word = word("Lúc", "At");
const BY_BOOK: Word = word("Theo sổ", "By the book");
const DIFFERENCE: Word = word("Chênh lệch", "Difference");
const RECEIPTS: Word = word("Biên lai", "Receipts");
const DAY: Word = word("Ngày", "Day");
const STANDS: Word = word("Bàn giao", "Hand-over");
const NOT_YET: Word = word("chưa bàn giao", "not handed over");
const NOTHING: Word = word(
    "Ngày này không có khoản thu nào để bàn giao.",
    "Nothing was taken on this day: there is nothing to hand over.",
);
const NOT_YOURS: Word = word(
    "Chưa bàn giao. Người tiếp nhận hoặc tổ trưởng lập biên bản bàn giao.",
    "Not handed over. A receptionist or the head of the counter hands it over.",
);
const WHOLE: Word = word(
    "Sổ còn phiếu chưa gửi từ máy khác thì phiếu đến sau vẫn được ghi riêng.",
    "Receipts that other devices have not sent yet will stand beside it.",
);

/// `3 lượt thu, 43.000 đ`
fn sum_text(lang: Lang, sum: Sum) -> String {
    let vnd = money(lang, sum.vnd);
    match lang {
        Lang::Vi => format!("{} lượt thu, {vnd}", number(lang, sum.count.into())),
        Lang::En => format!("{}, {vnd}", counted(sum.count, "payment", "payments")),
    }
}

/// What came into the book after the hand-over, and what was changed since; nothing where all is as it was.
fn since(till: &Till) -> Option<Sentence> {
    let late = (till.late.count > 0).then(|| {
        Sentence::new(
            format!("{} phiếu đến sau bàn giao, {}", till.late.count, money(Lang::Vi, till.late.vnd)),
            format!(
                "{} came after the hand-over, {}",
                counted(till.late.count, "receipt", "receipts"),
                money(Lang::En, till.late.vnd)
            ),
        )
    });
    let changed = (till.changed.count > 0).then(|| {
        Sentence::new(
            format!("{} phiếu đã bàn giao nay khác trong sổ", till.changed.count),
            counted(
                till.changed.count,
                "receipt that was handed over differs in the book now",
                "receipts that were handed over differ in the book now",
            ),
        )
    });
    let all: Vec<Sentence> = [late, changed].into_iter().flatten().collect();
    let in_one = |lang: Lang| all.iter().map(|one| one.of(lang)).collect::<Vec<_>>().join("; ");
    (!all.is_empty())
        .then(|| Sentence::new(format!("{}.", in_one(Lang::Vi)), format!("{}.", in_one(Lang::En))))
}

/// `BL 9 – BL 10`
fn receipts(handed: &Handed) -> Sentence {
    let numbers = match (handed.first.as_str(), handed.last.as_str()) {
        ("", _) | (_, "") => Sentence::new("không ghi số", "no numbers"),
        (first, last) => Sentence::new(format!("{first} – {last}"), format!("{first} – {last}")),
    };
    match handed.unnumbered {
        0 => numbers,
        n => Sentence::new(
            format!("{}; {n} khoản chưa ghi số", numbers.vi),
            format!("{}; {n} without a number", numbers.en),
        ),
    }
}

pub fn paper_href(day: Day) -> String {
    format!("/bao-cao/so-thu/bien-ban?ngay={day}")
}

fn record(till: &Till, handed: &Handed, ward: Option<&Ward>) -> impl IntoView + use<> {
    let by = ward.map(|ward| ward.name_of(handed.by)).unwrap_or_default();
    let (book, counted) = (handed.book, handed.counted_vnd);
    let warn = since(till).map(|said| view! { <p class="note note--soon">{t(said)}</p> });
    let reason = (!handed.reason.is_empty()).then(|| {
        view! { <div><dt>{t(REASON)}</dt><dd lang="vi">{handed.reason.clone()}</dd></div> }
    });
    view! {
        {warn}
        <dl class="kv">
            <div><dt>{t(BY)}</dt><dd>{by}</dd></div>
            <div><dt>{t(TO)}</dt><dd lang="vi">{handed.to.clone()}</dd></div>
            <div><dt>{t(AT)}</dt><dd>{handed.at.clock_and_day()}</dd></div>
            <div><dt>{t(BY_BOOK)}</dt><dd>{say(move |lang| sum_text(lang, book))}</dd></div>
            <div><dt>{t(COUNTED)}</dt><dd>{say(move |lang| number(lang, counted))}</dd></div>
            <div><dt>{t(DIFFERENCE)}</dt><dd>{t(difference(handed.difference()))}</dd></div>
            {reason}
            <div><dt>{t(RECEIPTS)}</dt><dd>{t(receipts(handed))}</dd></div>
        </dl>
        <p class="line screen-only"><a class="btn" href=paper_href(handed.day)><Icon glyph=Glyph::Print />{t(PAPER)}</a></p>
    }
}

/// What is typed; the book's numbers stand there to begin with.
#[derive(Clone, Copy)]
pub struct Slip {
    to: RwSignal<String>,
    counted: RwSignal<String>,
    reason: RwSignal<String>,
    first: RwSignal<String>,
    last: RwSignal<String>,
    faults: Faults,
}

impl Slip {
    pub fn of(till: &Till) -> Slip {
        Slip {
            to: RwSignal::new(String::new()),
            counted: RwSignal::new(String::new()),
            reason: RwSignal::new(String::new()),
            first: RwSignal::new(till.first.clone()),
            last: RwSignal::new(till.last.clone()),
            faults: RwSignal::new(vec![]),
        }
    }

    /// The hand-over, or nothing where something is missing; that stands at the fields then.
    pub fn read(self, till: &Till, today: Day) -> Option<HandOver> {
        let counted = vnd_typed(&self.counted.get_untracked());
        let ask = HandOver {
            day: till.day,
            to: self.to.get_untracked(),
            // Where no sum is typed, the rule would ask why it differs.
            counted_vnd: counted.unwrap_or(till.book.vnd),
            seen: till.book,
            reason: self.reason.get_untracked(),
            first: self.first.get_untracked(),
            last: self.last.get_untracked(),
        };
        let mut faults = match till.judge(&ask, today) {
            Ok(()) => vec![],
            Err(Refusal::Fields { faults }) => faults,
            Err(refusal) => {
                let said = refusal.sentence();
                vec![FieldFault::new("till", said.vi, said.en)]
            }
        };
        if counted.is_none() {
            let at = faults.iter().position(|fault| fault.field != "till_to").unwrap_or(faults.len());
            let (vi, en) = (
                "Ghi số tiền đếm được bằng số, ví dụ 1.250.000.",
                "Write the money counted in figures, such as 1,250,000.",
            );
            faults.insert(at, FieldFault::new("till_counted", vi, en));
        }
        let is_whole = faults.is_empty();
        self.faults.set(faults);
        is_whole.then_some(ask)
    }

    #[cfg(test)]
    pub fn fill(self, to: &str, counted: &str, reason: &str) {
        self.to.set(to.to_owned());
        self.counted.set(counted.to_owned());
        self.reason.set(reason.to_owned());
    }

    #[cfg(test)]
    pub fn faults_at(self) -> Vec<String> {
        self.faults.with_untracked(|faults| faults.iter().map(|fault| fault.field.clone()).collect())
    }

    /// How far the sum that is typed is from the book's.
    fn off(self, book: i64) -> Option<i64> {
        vnd_typed(&self.counted.get()).map(|counted| counted.saturating_sub(book))
    }
}

/// The form on plain values.
pub fn slip_view(till: &Till, slip: Slip) -> impl IntoView + use<> {
    let book = till.book;
    let unnumbered = till.unnumbered;
    let bare = (unnumbered > 0).then(|| {
        let said = move |lang: Lang| match lang {
            Lang::Vi => format!("{unnumbered} khoản chưa ghi số biên lai; biên bản nói điều đó."),
            Lang::En => {
                let payments = counted(unnumbered, "payment has", "payments have");
                format!("{payments} no receipt number; the record says so.")
            }
        };
        view! { <p class="note">{say(said)}</p> }
    });
    let off = move || {
        slip.off(book.vnd).map(|off| {
            let class = if off == 0 { "small quiet" } else { "small soon" };
            view! { <p class=class role="status">{t(DIFFERENCE)}": "{t(difference(off))}</p> }
        })
    };
    let differs = move || slip.off(book.vnd).is_some_and(|off| off != 0);
    view! {
        <p>{t(BY_BOOK)}": "<b>{say(move |lang| sum_text(lang, book))}</b></p>
        {bare}
        <TextField id="till_counted" label=COUNTED hint=COUNTED_HINT value=slip.counted faults=slip.faults mode="numeric" />
        {off}
        <Show when=differs><TextField id="till_reason" label=REASON value=slip.reason faults=slip.faults area=true /></Show>
        <div class="board__pair">
            <TextField id="till_first" label=FIRST value=slip.first faults=slip.faults optional=true />
            <TextField id="till_last" label=LAST value=slip.last faults=slip.faults optional=true />
        </div>
        <TextField id="till_to" label=TO value=slip.to faults=slip.faults />
    }
}

fn form(desk: Desk, till: Till, again: Callback<()>) -> impl IntoView {
    let slip = Slip::of(&till);
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<Sentence>));
    let fields = slip_view(&till, slip);
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        failed.set(None);
        let today = desk.now().day();
        let Some(ask) = slip.read(&till, today).filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            match desk.post_json::<Handed>("/api/till", &ask).await {
                Ok(_) => again.run(()),
                Err(trouble) => drop(failed.try_set(Some(trouble.sentence()))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <form class="flow board__till screen-only" on:submit=submit>
            <ErrorSummary title=NOT_KEPT faults=slip.faults />
            {fields}
            <p class="small quiet">{t(WHOLE)}</p>
            {move || failed.get().map(|said| view! { <Failed said again /> })}
            <p class="line"><button class="btn btn--primary" type="submit" disabled=move || busy.get()>{t(DO_IT)}</button></p>
        </form>
    }
}

/// Whether money came or went on the day.
fn takes(till: &Till) -> bool {
    till.book.count > 0 || till.corrected.count > 0
}

/// One day: what was written, the form, or why there is none.
fn one(desk: Desk, till: Option<Till>, ward: Option<&Ward>, again: Callback<()>) -> AnyView {
    let may = desk.has(Right::HandOver);
    match till {
        Some(till) if till.handed.is_some() => day_view(&till, ward).into_any(),
        Some(till) if takes(&till) && may => form(desk, till, again).into_any(),
        Some(till) if takes(&till) => view! { <p class="quiet">{t(NOT_YOURS)}</p> }.into_any(),
        Some(_) | None => view! { <p class="quiet">{t(NOTHING)}</p> }.into_any(),
    }
}

/// A day that was handed over.
pub fn day_view(till: &Till, ward: Option<&Ward>) -> impl IntoView + use<> {
    till.handed.as_ref().map(|handed| record(till, handed, ward))
}

/// Day by day: taken, handed over, by how much the two differ.
pub fn days_view(days: Vec<Till>, ward: Option<&Ward>) -> impl IntoView + use<> {
    let row = |till: Till| {
        let (book, day) = (till.book, till.day);
        let href = Span::of(day).href(PATH);
        let stands = match &till.handed {
            None => view! { <span class="soon">{t(NOT_YET)}</span> }.into_any(),
            Some(handed) => {
                let by = ward.map(|ward| ward.name_of(handed.by)).unwrap_or_default();
                let to = handed.to.clone();
                view! { {format!("{}, {by} → ", handed.at.clock_and_day())}<span lang="vi">{to}</span> }
                    .into_any()
            }
        };
        let off = till.handed.as_ref().map(|handed| t(difference(handed.difference())));
        let warn = since(&till).map(|said| view! { <div class="small soon">{t(said)}</div> });
        view! {
            <tr>
                <th scope="row"><a href=href>{day.vi()}</a></th>
                <td class="num">{say(move |lang| number(lang, book.vnd))}</td>
                <td>{stands}{warn}</td><td>{off}</td>
            </tr>
        }
    };
    let rows = days.into_iter().map(row).collect_view();
    view! {
        <div class="scroll" role="group" tabindex="0" aria-label=t(TITLE)><table class="table table--dense board__tills">
            <thead><tr><th scope="col">{t(DAY)}</th><th scope="col" class="num">{t(BY_BOOK)}</th><th scope="col">{t(STANDS)}</th><th scope="col">{t(DIFFERENCE)}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
    }
}

/// Below the book: the day of the address, or all its days.
#[component]
pub fn TillSection(asked: Memo<Span>, changed: Callback<()>) -> impl IntoView {
    let desk = use_desk();
    let answer = LocalResource::new(move || {
        let asked = asked.get();
        async move {
            let path = format!("/api/till?from={}&to={}", asked.from, asked.to);
            (asked, desk.get_json::<Vec<Till>>(&path).await)
        }
    });
    let current = move || answer.get().filter(|(of, _)| *of == asked.get());
    let again = Callback::new(move |()| answer.refetch());
    // The book above is read anew too: the sum that was counted is the one that is seen.
    let both = Callback::new(move |()| {
        answer.refetch();
        changed.run(());
    });
    ask_again_when_back(desk, answer, |(_, got)| got.is_err());
    let shown = move || {
        let (of, got) = current().map_or((None, None), |(of, got)| (Some(of), Some(got)));
        answered(got, again, |mut days| {
            let ward = desk.ward_or_none();
            if of.is_some_and(|of| of.from == of.to) {
                one(desk, days.pop(), ward.as_deref(), both)
            } else if days.is_empty() {
                ().into_any()
            } else {
                days_view(days, ward.as_deref()).into_any()
            }
        })
    };
    view! { <section class="region board__hand"><header><h2>{t(TITLE)}</h2></header>{shown}</section> }
}
