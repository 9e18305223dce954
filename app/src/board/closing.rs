//! Khóa sổ: the end of a year's book as it is printed, and the form that closes it.
//!
//! Not here: what may be closed and what is written then (`shared::report::closing`).
//! Invariant: a closing shows what was written then, and what the book took in later beside it; a book that is not
//! closed says so.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Lang, Sentence, Word, word};
use shared::moment::Day;
use shared::officer::Right;
use shared::refusal::{FieldFault, Refusal};
use shared::report::closing::{Close, Closed, Kind, Standing, closer};
use shared::sheet::Signature;
use shared::ward::Ward;

use super::yearly::Asked;
use crate::desk::{Desk, use_desk};
use crate::text::t;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::{Faults, TextField};
use crate::ui::state::Failed;

const CLOSE: &str = "/api/report/close";
const CLOSE_CIVIL: &str = "/api/report/close/civil";
const TITLE: Word = word("Khóa sổ", "Closing the book");
const PAGES: Word = word("Số trang của sổ", "Pages of the book");
const PAGES_HINT: Word =
    word("In sổ, đếm trang rồi mới ghi.", "Print the book and count its pages, then write it.");
const DO_IT: Word = word("Khóa sổ", "Close the book");
const NOT_CLOSED: Word = word("Chưa khóa được sổ", "The book was not closed");
const FOR_GOOD: Word = word(
    "Mỗi sổ khóa một lần, không mở lại. Máy khác còn hồ sơ chưa gửi thì hồ sơ ấy vào sau và được ghi rõ là vào sổ sau khi khóa.",
    "A book is closed once and for good. What other devices have not sent yet will come in later, and the book says so.",
);

/// `Sổ chưa khóa. Người khóa sổ: tổ trưởng, văn thư.`
fn not_yours(right: Right) -> Sentence {
    Sentence::new(
        format!("Sổ chưa khóa. Người khóa sổ: {}.", right.roles(Lang::Vi)),
        format!("The book is not closed. It is closed by: {}.", right.roles(Lang::En)),
    )
}

/// What stands below the last line of the book of a year, which has so many lines.
pub fn ending(
    (year, lines): (i32, usize),
    standing: Option<&Standing>,
    closed: Option<&Closed>,
    ward: Option<&Ward>,
) -> Option<AnyView> {
    let Some(closed) = closed else {
        let said = standing?.text(year);
        return Some(view! { <p class="note note--soon" lang="vi">{said}</p> }.into_any());
    };
    let since = closed.since(lines).map(|said| view! { <p class="note note--soon" lang="vi">{said}</p> });
    let sign = |Signature { role, hint, name }: Signature| {
        view! { <div><p><b>{role.join(" ")}</b></p><p><i>{hint}</i></p><p class="board__name">{name}</p></div> }
    };
    let signs = closed.signatures(ward).into_iter().map(sign).collect_view();
    let (said, by) = (closed.text(), closed.by_text(ward));
    let view = view! {
        <p class="note" lang="vi"><b>{said}</b>" "{by}</p>
        {since}
        <div class="board__signs" lang="vi">{signs}</div>
    };
    Some(view.into_any())
}

/// What is typed. It begins empty: a book is closed for good, and not by one press.
#[derive(Clone, Copy)]
pub struct Slip {
    pages: RwSignal<String>,
    faults: Faults,
}

impl Slip {
    pub fn empty() -> Slip {
        Slip { pages: RwSignal::new(String::new()), faults: RwSignal::new(vec![]) }
    }

    /// The closing, or nothing where something is wrong; that stands at the field then.
    pub fn read(
        self,
        standing: &Standing,
        (kind, which, year): (Kind, &str, i32),
        today: Day,
    ) -> Option<Close> {
        // What is no number is refused like a number of no book.
        let pages = self.pages.get_untracked().trim().parse().unwrap_or(0);
        let ask = Close { kind, which: which.to_owned(), year, seen: standing.entries, pages };
        let faults = match standing.judge(&ask, today) {
            Ok(()) => vec![],
            Err(Refusal::Fields { faults }) => faults,
            Err(refusal) => {
                let said = refusal.sentence();
                vec![FieldFault::new("closing", said.vi, said.en)]
            }
        };
        let is_whole = faults.is_empty();
        self.faults.set(faults);
        is_whole.then_some(ask)
    }

    #[cfg(test)]
    pub fn fill(self, pages: &str) {
        self.pages.set(pages.to_owned());
    }

    #[cfg(test)]
    pub fn faults_at(self) -> Vec<String> {
        self.faults.with_untracked(|faults| faults.iter().map(|fault| fault.field.clone()).collect())
    }
}

/// The form on plain values.
pub fn slip_view(slip: Slip) -> impl IntoView {
    view! {
        <TextField id="closing_pages" label=PAGES hint=PAGES_HINT value=slip.pages faults=slip.faults mode="numeric" />
        <p class="small quiet">{t(FOR_GOOD)}</p>
    }
}

fn form(
    desk: Desk,
    path: &'static str,
    book: (Kind, String, i32),
    standing: Standing,
    again: Callback<()>,
) -> impl IntoView {
    let slip = Slip::empty();
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<Sentence>));
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        failed.set(None);
        let (kind, which, year) = &book;
        let today = desk.now().day();
        let ask = slip.read(&standing, (*kind, which, *year), today).filter(|_| !busy.get_untracked());
        let Some(ask) = ask else { return };
        busy.set(true);
        spawn_local(async move {
            match desk.post_json::<Closed>(path, &ask).await {
                Ok(_) => again.run(()),
                Err(trouble) => drop(failed.try_set(Some(trouble.sentence()))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <form class="flow board__till" on:submit=submit>
            <ErrorSummary title=NOT_CLOSED faults=slip.faults />
            {slip_view(slip)}
            {move || failed.get().map(|said| view! { <Failed said again /> })}
            <p class="line"><button class="btn btn--primary" type="submit" disabled=move || busy.get()>{t(DO_IT)}</button></p>
        </form>
    }
}

/// Below a book whose year is over and that nobody has closed: the form, or who may.
pub fn section(
    kind: Kind,
    of: &Asked,
    standing: Option<&Standing>,
    again: Callback<()>,
) -> Option<impl IntoView + use<>> {
    let standing = standing?.clone();
    let desk = use_desk();
    let right = closer(&untrack(|| desk.ward()), kind, &of.book);
    let body = match desk.has(right) {
        true => {
            let path = if right == Right::CloseCivil { CLOSE_CIVIL } else { CLOSE };
            form(desk, path, (kind, of.book.clone(), of.year), standing, again).into_any()
        }
        false => view! { <p class="quiet">{t(not_yours(right))}</p> }.into_any(),
    };
    let view = view! { <section class="region board__hand screen-only"><header><h2>{t(TITLE)}</h2></header>{body}</section> };
    Some(view)
}
