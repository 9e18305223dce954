//! The check-list of papers: seen, counted, required ones marked.
//!
//! Not here: which papers a procedure asks for (the catalogue).
//! Invariant: the whole row ticks; a missing required paper is named at its row.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::attach::Scan;
use shared::dossier::reuse::Reuse;
use shared::id::DossierId;
use shared::lang::{Sentence, Word, word};
use shared::procedure::{Manner, PaperAsked, Procedure};
use shared::refusal::FieldFault;
use shared::scan::File;

use super::draft::{Check, Draft};
use crate::desk::Desk;
use crate::english::{retell, tell, told};
use crate::prefs::use_lang;
use crate::scan::again::{again_button, offered};
use crate::scan::items::{take_button, taken_item};
use crate::scan::take::TakeDialog;
use crate::scan::{Asked, Taken};
use crate::text::t;
use crate::ui::field::mend;

const PAPERS: Word = word("Giấy tờ", "Papers");
const SEEN: Word = word("Đã nhận và kiểm tra", "Received and checked");
const ORIGINALS: Word = word("Bản chính", "Originals");
const COPIES: Word = word("Bản sao", "Copies");
const MUST: Word = word("Bắt buộc", "Required");
const SHOW: Word = word("Xuất trình, không thu", "Shown, not kept");
const TWICE: Word = word("Bản chụp này đã có trong hồ sơ.", "This scan is in the dossier already.");
const LOOK_UP: Word = word("Tra cứu trên cơ sở dữ liệu", "Looked up in the database");

#[component]
pub fn Papers(desk: Desk, id: DossierId, p: Procedure, draft: Draft) -> impl IntoView {
    let checks = draft.checks.get_untracked();
    let wanted = RwSignal::new(None::<Asked>);
    let may = Callback::new(move |(_, file): (Asked, File)| {
        let same = |taken: &Taken| taken.file.digest == file.digest;
        match draft.scans.with_untracked(|scans| scans.iter().any(same)) {
            true => Err(Sentence::from(TWICE)),
            false => Ok(()),
        }
    });
    let taken = Callback::new(move |(asked, file): (Asked, File)| {
        draft.scans.update(|scans| scans.push(Taken { paper: asked.paper.clone(), file, reused: None }));
        // What was photographed is here.
        if let Some(check) = check_of(draft, &asked.paper) {
            check.taken.set(true);
        }
    });
    let names: Vec<String> = p.papers.iter().map(|paper| paper.name.clone()).collect();
    let offers = Memo::new(move |_| draft.number.with(|number| offered(desk, id, number, &names)));
    let hands = Hands { desk, draft, wanted, offers };
    let rows = p
        .papers
        .iter()
        .zip(checks)
        .enumerate()
        .map(|(i, (asked, check))| row(i, asked, check, hands))
        .collect_view();
    view! {
        <section class="region receive__part">
            <h2>{t(PAPERS)}</h2>
            <table class="table papers">
                <thead><tr><th scope="col">{t(SEEN)}</th><th scope="col" class="num">{t(ORIGINALS)}</th><th scope="col" class="num">{t(COPIES)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <TakeDialog desk asked=wanted may taken />
        </section>
    }
}

fn check_of(draft: Draft, paper: &str) -> Option<Check> {
    let papers = draft.procedure.get_untracked().map(|p| p.papers).unwrap_or_default();
    let place = papers.iter().position(|asked| asked.name == paper)?;
    draft.checks.with_untracked(|checks| checks.get(place).copied())
}

/// What a row needs for its scans.
#[derive(Clone, Copy)]
struct Hands {
    desk: Desk,
    draft: Draft,
    wanted: RwSignal<Option<Asked>>,
    /// Scans that the citizen's earlier dossiers have of these papers.
    offers: Memo<Vec<(Reuse, Scan)>>,
}

impl Hands {
    fn scans(self, paper: &str) -> impl IntoView + use<> {
        let Hands { desk, draft, wanted, offers } = self;
        let paper = paper.to_owned();
        let button = take_button(&paper, Callback::new(move |asked| wanted.set(Some(asked))));
        let drop = Callback::new(move |gone: Taken| {
            draft.scans.update(|scans| scans.retain(|taken| *taken != gone));
            if gone.reused.is_none() {
                spawn_local(async move { desk.drop_scan(&gone.file.digest).await });
            }
        });
        // Nobody hands in what the ward has: it is there, and no sheet of it is.
        let again = Callback::new(move |Reuse { paper, file, from }: Reuse| {
            if let Some(check) = check_of(draft, &paper) {
                check.taken.set(true);
                check.originals.set(0);
                check.copies.set(0);
            }
            draft.scans.update(|scans| scans.push(Taken { paper, file, reused: Some(from) }));
        });
        let offer = {
            let paper = paper.clone();
            move || {
                let is_bare = draft.scans.with(|scans| !scans.iter().any(|taken| taken.paper == paper));
                let offers = offers.get();
                let offer = offers.iter().find(|(act, _)| is_bare && act.paper == paper);
                offer.map(|offer| again_button(offer, again))
            }
        };
        let items = move || {
            let of_this = |taken: &Taken| taken.paper == paper;
            let taken: Vec<Taken> = draft.scans.get().into_iter().filter(of_this).collect();
            taken.iter().map(|taken| taken_item(desk, taken, drop)).collect_view()
        };
        view! { <div class="scans__all">{items}{offer}{button}</div> }
    }
}

fn row(i: usize, asked: &PaperAsked, check: Check, hands: Hands) -> impl IntoView + use<> {
    let PaperAsked { name, manner, required, condition, .. } = asked.clone();
    let (lang, draft, retell) = (use_lang(), hands.draft, retell());
    let field = format!("asked.{i}");
    let fault = Signal::derive({
        let field = field.clone();
        move || {
            let said = |f: &FieldFault| retell(f.of(lang.get()), lang.get());
            draft.faults.with(|all| all.iter().find(|f| f.field == field).map(said))
        }
    });
    let about = move || {
        let mut parts = Vec::new();
        if required {
            parts.push(MUST.of(lang.get()).to_owned());
        }
        match manner {
            Manner::Show => parts.push(SHOW.of(lang.get()).to_owned()),
            Manner::LookUp => parts.push(LOOK_UP.of(lang.get()).to_owned()),
            Manner::Submit => {}
        }
        parts.join(" · ")
    };
    let condition = (!condition.is_empty()).then(|| {
        let (condition, lang) = told(&condition);
        view! { <span class="sub" lang=lang>{condition}</span> }
    });
    let ((shown, shown_lang), tell) = (told(&name), tell());
    let mended = field.clone();
    let tick = {
        let own = field.clone();
        move |ev| {
            check.taken.set(event_target_checked(&ev));
            mend(draft.faults, &own);
        }
    };
    let count = move |value: RwSignal<u32>, label: Word, name: String| {
        if manner != Manner::Submit {
            return view! { "–" }.into_any();
        }
        let own = mended.clone();
        let change = move |ev| {
            value.set(event_target_value(&ev).trim().parse().unwrap_or(0));
            mend(draft.faults, &own);
        };
        let described = move || format!("{}: {}", label.of(lang.get()), tell(&name, lang.get()));
        view! {
            <input class="input count" type="number" min="0" max="500" inputmode="numeric" aria-label=described
                prop:value=move || value.get().to_string()
                on:change=change />
        }
        .into_any()
    };
    view! {
        <tr data-bad=move || fault.get().map(|_| "true")>
            <td>
                <label class="tick">
                    <input class="check" id=field type="checkbox" prop:checked=move || check.taken.get()
                        on:change=tick />
                    <span><span lang=shown_lang>{shown}</span><span class="sub">{about}</span>{condition}
                        {move || fault.get().map(|said| view! { <span class="err">{said}</span> })}</span>
                </label>
                {hands.scans(&name)}
            </td>
            <td class="num">{count(check.originals, ORIGINALS, name.clone())}</td>
            <td class="num">{count(check.copies, COPIES, name)}</td>
        </tr>
    }
}
