//! Giấy tờ: every paper of a dossier, ready to print.
//!
//! Not here: the words on it (`shared::paper`), how it looks (`ui::sheet`).
//! Invariant: what is printed is what the record says; it prints without a network. Each print says when and by whom it
//! was made: two prints of one paper are told apart, none claims to be the first, and one that is known not to be says so.

use std::cell::RefCell;

use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_params_map, use_query_map};
use shared::id::DossierId;
use shared::lang::{Lang, Word, word};
use shared::moment::Moment;
use shared::paper::{self, PaperOf};
use shared::sheet::Sheet;

use crate::archive::{Way, archive};
use crate::desk::{Desk, origin, use_desk};
use crate::dossier::detail::prints::{label, links};
use crate::dossier::far::{self, Found};
use crate::keys::use_key;
use crate::text::{say, t};
use crate::ui::button::Keys;
use crate::ui::choice::Tick;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::sheet::Paper;
use crate::ui::state::Empty;

const PRINT: Word = word("In", "Print");
const OPEN: Word = word("Mở hồ sơ", "Open the dossier");
const FIND: Word = word("Tìm hồ sơ", "Find a dossier");
const NEXT: Word = word("Nhận hồ sơ tiếp", "Receive the next");
const PAPER: Word = word("Giấy tờ", "Paper");
const OTHERS: Word = word("Giấy tờ khác của hồ sơ", "Other papers of the dossier");
const PAIR: Word = word("Hai liên trên một tờ A4", "Both copies on one A4");
const NONE: Word = word(
    "Hồ sơ này không có giấy tờ ấy: hoặc chưa tới bước có nó, hoặc quy định lúc nhận không có mẫu này.",
    "This dossier has no such paper: the step that makes it has not come, or the law of its reception knows no such form.",
);

thread_local! {
    /// What came out of the printer's dialog since the application was opened; a dialog that was closed without printing is
    /// not told from one that printed.
    static PRINTED: RefCell<Vec<(DossierId, PaperOf)>> = const { RefCell::new(Vec::new()) };
}

/// Whether a print says that it is another one. A slip's first print is the one right after its reception: any other may
/// have come before it, here or on another device. Of other papers only this page knows.
fn is_again(paper: PaperOf, right_after: bool, printed_here: bool) -> bool {
    printed_here || (paper == PaperOf::Slip && !right_after)
}

/// The sheet with the line that tells this print from others.
fn printed(sheet: Sheet, at: Moment, by: &str, again: bool) -> Sheet {
    let mut sheet = sheet;
    sheet.foot.push(if again { paper::printed_again(at, by) } else { paper::printed(at, by) });
    sheet
}

/// The copies of a sheet, one below the other; a paper of one copy has no name for it.
fn copies(sheet: &Sheet) -> impl IntoView + use<> {
    let names = if sheet.copies.is_empty() { vec![String::new()] } else { sheet.copies.clone() };
    let sheet = sheet.clone();
    names.into_iter().map(move |copy| view! { <Paper sheet=sheet.clone() copy /> }).collect_view()
}

fn print_button(print: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button class="btn btn--primary" type="button" on:click=move |_| print()><Icon glyph=Glyph::Print />{t(PRINT)}" "<Keys keys="p" /></button>
    }
}

/// To the dossier; to all of them where the address is none's.
fn way_back(id: Option<DossierId>, found: &Found) -> (String, Word) {
    match (id, found) {
        (None, _) | (Some(_), Found::Failed(_)) => ("/ho-so".to_owned(), FIND),
        (Some(id), Found::Here(_) | Found::Far(_) | Found::Reading | Found::Offline) => {
            (format!("/ho-so/{id}"), OPEN)
        }
    }
}

#[component]
pub fn PaperPage() -> impl IntoView {
    let desk = use_desk();
    // What stands on paper is not taken back.
    desk.release();
    let id = far::dossier_id();
    let params = use_params_map();
    let which = Memo::new(move |_| params.read().get("giay").and_then(|text| text.parse::<PaperOf>().ok()));
    let found = far::find(desk, id);
    let origin = origin();
    let sheet = Memo::new(move |_| {
        let shown = found.with(|found| found.shown().cloned());
        paper::sheet(&desk.ward(), &shown?, which.get()?, &origin)
    });
    let print = move || {
        if sheet.try_with_untracked(Option::is_some) == Some(true) {
            // A browser that cannot print says so itself.
            let _ = window().print();
        }
    };
    use_key("p", PRINT, print);
    let shown = move || Some((id.get()?, which.get()?));
    // Right after a reception the printer's dialog opens by itself, once: the address forgets it before that, so
    // that a page opened again does not print again.
    let right_after = use_query_map().read_untracked().get("in").and_then(|_| untrack(shown));
    if right_after.is_some() {
        let path = use_location().pathname.get_untracked();
        use_navigate()(&path, NavigateOptions { replace: true, scroll: false, ..Default::default() });
        set_timeout(print, std::time::Duration::from_millis(300));
    }
    let prints = RwSignal::new(0_usize);
    let after = window_event_listener(ev::afterprint, move |_| {
        PRINTED.with_borrow_mut(|all| {
            if let Some(one) = untrack(shown)
                && !all.contains(&one)
            {
                all.push(one);
            }
        });
        prints.update(|n| *n += 1);
    });
    on_cleanup(move || after.remove());
    let again = Memo::new(move |_| {
        prints.track();
        shown().is_some_and(|one| {
            let here = PRINTED.with_borrow(|all| all.contains(&one));
            is_again(one.1, right_after == Some(one), here)
        })
    });
    drawn(desk, Asked { id, which, found, sheet, again }, print)
}

/// What stands in the address, and what was found for it.
#[derive(Clone, Copy)]
struct Asked {
    id: Memo<Option<DossierId>>,
    which: Memo<Option<PaperOf>>,
    found: Memo<Found>,
    /// Nothing where the dossier has no such paper, or is none.
    sheet: Memo<Option<Sheet>>,
    again: Memo<bool>,
}

/// The page: where there is no paper, one sentence and the way back.
fn drawn(desk: Desk, asked: Asked, print: impl Fn() + Copy + Send + 'static) -> impl IntoView {
    let Asked { id, which, found, sheet, again } = asked;
    let is_there = Memo::new(move |_| sheet.with(Option::is_some));
    let pair = RwSignal::new(false);
    let minute = Memo::new(move |_| Moment::from_millis(desk.now().millis() / 60_000 * 60_000));
    let me = desk.with_me(|me| me.name.clone());
    let title = say(move |lang: Lang| which.get().map_or(PAPER.into(), label).of(lang).to_owned());
    let others = move || found.with(|found| found.shown().map(|d| links(&desk.ward(), d, which.get())));
    // On every change of the device's own book: what waits, and whether there is a network.
    let way = Memo::new(move |_| {
        let unsent = id.get().is_some_and(|id| desk.select(|client| client.is_waiting(id)));
        Way::of(desk.is_offline(), unsent)
    });
    let is_slip = move || which.get() == Some(PaperOf::Slip);
    let file = move || {
        let (id, paper) = (id.get()?, which.get()?);
        let pair = if is_slip() && pair.get() { "?pair=true" } else { "" };
        is_there.get().then(|| archive(way.get(), format!("/api/paper/{id}/{paper}.pdf{pair}")))
    };
    let slip = Memo::new(move |_| is_there.get() && is_slip());
    let is_found = Memo::new(move |_| found.with(|found| found.shown().is_some()));
    let back = Memo::new(move |_| found.with(|found| way_back(id.get(), found)));
    view! {
        <div class="line screen-only">
            <h1 tabindex="-1">{title}</h1>
            {move || is_there.get().then(|| print_button(print))}
            {file}
            <Show when=move || slip.get()><a class="btn" href="/nhan"><Icon glyph=Glyph::Receive />{t(NEXT)}" "<Keys keys="n" /></a></Show>
            <a class="btn" href=move || back.get().0>{say(move |lang| back.get().1.of(lang).to_owned())}</a>
            <Show when=move || slip.get()><Tick label=PAIR value=pair /></Show>
        </div>
        <Show when=move || is_found.get()>
            <nav class="screen-only" aria-label=t(OTHERS)><ul class="prints prints--line">{others}</ul></nav>
        </Show>
        {move || {
            let found = found.get();
            if found.shown().is_none() {
                return far::absent(found);
            }
            match sheet.get() {
                None => view! { <Empty says=NONE /> }.into_any(),
                Some(sheet) => {
                    let sheet = printed(sheet, minute.get(), &me, again.get());
                    view! {
                        <section class="paper-desk" tabindex="0" aria-label=t(PAPER)
                            data-pair=move || (is_slip() && pair.get()).then_some("")>
                            {copies(&sheet)}
                        </section>
                    }.into_any()
                }
            }
        }}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::tests::{at_desk, sits};
    use crate::dossier::tests::{dossier, moment};
    use crate::ui::tests::{english, html, vietnamese};
    use shared::id::{DeviceId, Writer};

    /// The page of an address, and what was found for it.
    fn page(id: DossierId, found: Found, giay: &str) -> impl Fn(Desk) -> AnyView + use<> {
        let which = giay.parse::<PaperOf>().ok();
        move |desk| {
            let (found, ward) = (found.clone(), shared::demo::ward().expect("the standard data"));
            let sheet = found.shown().zip(which).and_then(|(d, which)| paper::sheet(&ward, d, which, "x"));
            let asked = Asked {
                id: Memo::new(move |_| Some(id)),
                which: Memo::new(move |_| which),
                found: Memo::new(move |_| found.clone()),
                sheet: Memo::new(move |_| sheet.clone()),
                again: Memo::new(|_| false),
            };
            drawn(desk, asked, || {}).into_any()
        }
    }

    /// Whether the page prints, where it leads, and the whole of it.
    #[test]
    fn where_there_is_no_paper_nothing_is_printed_and_one_way_leads_back() {
        let own = dossier("Đặng Thị Đào");
        let to_it = format!("href=\"/ho-so/{}\"", own.id);
        let none = || Found::Failed(shared::lang::Sentence::new("Không có hồ sơ này.", "No such dossier."));
        at_desk(|desk, _| {
            sits(desk, Writer { device: DeviceId(1), officer: shared::demo::RECEPTION });
            let shown = |found: Found, giay: &str| {
                let page = page(own.id, found, giay);
                html(move || page(desk))
            };
            let slip = shown(Found::Here(own.clone()), "giay-hen");
            assert!(slip.contains(">In<") && slip.contains(&to_it) && slip.contains("/nhan"), "{slip}");
            for (found, giay, says, back) in [
                (Found::Here(own.clone()), "giay-la", "không có giấy tờ ấy", to_it.as_str()),
                (Found::Far(own.clone()), "xin-loi", "không có giấy tờ ấy", &to_it),
                (none(), "giay-hen", "Không có hồ sơ này.", "href=\"/ho-so\""),
                (none(), "giay-la", "Không có hồ sơ này.", "href=\"/ho-so\""),
            ] {
                let page = shown(found, giay);
                assert!(page.contains(says) && page.contains(back), "{giay}: {page}");
                let offers = ["<button", "/nhan", ".pdf", "type=\"checkbox\"", "paper-desk"];
                assert!(!offers.iter().any(|offer| page.contains(offer)), "{giay}: {page}");
            }
            let page = page(own.id, none(), "giay-la");
            assert_eq!(vietnamese(&english(move || page(desk))), Vec::<String>::new());
        });
    }

    #[test]
    fn a_print_that_may_not_be_the_first_says_so() {
        assert!(!is_again(PaperOf::Slip, true, false), "right after the reception");
        assert!(is_again(PaperOf::Slip, true, true), "the dialog has been here");
        assert!(is_again(PaperOf::Slip, false, false), "nobody here knows");
        assert!(!is_again(PaperOf::Apology, false, false) && is_again(PaperOf::Apology, false, true));
        let ward = shared::demo::ward().expect("the standard data");
        let sheet = paper::sheet(&ward, &dossier("Đặng Thị Đào"), PaperOf::Slip, "https://mot-cua.example");
        let foot = |again| {
            let made = printed(sheet.clone().expect("a slip"), moment("2026-11-24T10:00"), "Oanh", again);
            made.foot.last().cloned().expect("a line")
        };
        assert_eq!(foot(false), "In lúc 10:00 24/11/2026, Oanh.");
        assert_eq!(foot(true), "In lại lúc 10:00 24/11/2026, Oanh.");
    }
}
