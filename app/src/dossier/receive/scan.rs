//! The scan field: a scanner types a card's code here; a person types who came before.
//!
//! Not here: what a code means (`shared::identity::card`).
//! Invariant: a code that cannot be read says why and changes nothing; the focus goes on to the procedure.

use leptos::prelude::*;
use shared::dossier::Dossier;
use shared::identity::personal::{NumberKind, check_number, masked};
use shared::lang::{Sentence, Word, word};
use shared::text::fold;

use super::super::ask::{Ask, Sort};
use super::super::find::Finder;
use super::super::words::focus_field;
use super::draft::Draft;
use crate::desk::Desk;
use crate::keys::use_key;
use crate::text::t;
use crate::ui::icon::{Glyph, Icon};

const SCAN: Word = word("Quét căn cước, hoặc gõ tên, số giấy tờ", "Scan the card, or type a name or number");
const TO_SCAN: Word = word("Ô quét căn cước", "The scan field");
const EARLIER: Word = word("Người đã từng nộp", "Earlier applicants");
const GARBLED: Word = word(
    "Chữ quét được có vẻ bị bộ gõ tiếng Việt làm sai. Tắt bộ gõ rồi quét lại, hoặc sửa bằng tay.",
    "The scanned letters look changed by the input method. Turn it off and scan again, or correct by hand.",
);

/// People offered at once.
const PEOPLE_MAX: usize = 6;
/// Dossiers that a person is counted from; the newest.
const EARLIER_MAX: usize = 200;

/// Somebody who handed in before: the latest dossier, how many in all, how many still open.
#[derive(Clone, PartialEq, Debug)]
pub struct Known {
    pub latest: Dossier,
    pub all: usize,
    pub open: usize,
}

impl Known {
    /// `Đã nộp 2 hồ sơ, không hồ sơ nào đang mở.`
    pub fn sentence(&self) -> Sentence {
        let Known { all, open, .. } = self;
        match open {
            0 => Sentence::new(
                format!("Đã nộp {all} hồ sơ trước đây, không hồ sơ nào đang mở."),
                format!("{all} handed in before, none open."),
            ),
            open => Sentence::new(
                format!("Đã nộp {all} hồ sơ, {open} hồ sơ đang mở."),
                format!("{all} handed in before, {open} still open."),
            ),
        }
    }
}

/// People who handed in something before and answer to `typed`, newest first.
pub fn known_people(desk: Desk, finder: Finder, typed: &str) -> Vec<Known> {
    let ask = Ask { sort: Sort::Newest, ..Ask::words(typed) };
    let hits = finder.read(|index| index.find(&ask, untrack(|| desk.now())));
    let mut people: Vec<Known> = Vec::new();
    desk.select(|client| {
        for dossier in hits.iter().take(EARLIER_MAX).filter_map(|id| client.dossier(*id)) {
            let same = |known: &&mut Known| {
                let (a, b) = (&known.latest.applicant, &dossier.applicant);
                if a.number.is_empty() {
                    a.name == b.name && a.birth == b.birth
                } else {
                    a.number == b.number
                }
            };
            let open = usize::from(dossier.is_open());
            match people.iter_mut().find(same) {
                Some(known) => {
                    known.all += 1;
                    known.open += open;
                }
                None => people.push(Known { latest: dossier.clone(), all: 1, open }),
            }
        }
    });
    people.truncate(PEOPLE_MAX);
    people
}

/// Who has exactly this number, once it is a whole one.
pub fn known_by_number(desk: Desk, finder: Finder, number: &str) -> Option<Known> {
    let packed: String = number.split_whitespace().collect();
    match check_number(&packed) {
        Ok(NumberKind::Personal | NumberKind::OldCard | NumberKind::Passport | NumberKind::Tax) => {}
        Err(_) => return None,
    }
    known_people(desk, finder, &packed).into_iter().find(|known| known.latest.applicant.number == packed)
}

/// A code is complete when its date of issue is: a scanner that sends no Enter is understood too.
fn is_whole_card(text: &str) -> bool {
    let fields: Vec<&str> = text.split('|').collect();
    fields.len() >= 7 && fields[6].len() >= 8 && fields[6].bytes().take(8).all(|b| b.is_ascii_digit())
}

fn option(i: usize, here: Signal<bool>, known: Known, take: Callback<Dossier>) -> impl IntoView {
    let (name, number) = (known.latest.applicant.name.clone(), masked(&known.latest.applicant.number));
    let (birth, said) = (known.latest.applicant.birth.clone(), known.sentence());
    let press = move |ev: web_sys::PointerEvent| {
        ev.prevent_default();
        take.run(known.latest.clone());
    };
    view! {
        <li id=format!("scan-list-{i}") role="option" aria-selected=move || here.get().to_string() on:pointerdown=press>
            <span>{name}<span class="sub combo__about">{number}" · "{birth}" · "{t(said)}</span></span>
        </li>
    }
}

#[component]
pub fn ScanBox(desk: Desk, finder: Finder, draft: Draft) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    use_key("Alt Q", TO_SCAN, || focus_field("scan"));
    let people = Memo::new(move |_| {
        let text = typed.get();
        if text.contains('|') || fold(&text).len() < 2 { vec![] } else { known_people(desk, finder, &text) }
    });
    let on_procedure = move || {
        typed.set(String::new());
        focus_field("procedure");
    };
    let take = Callback::new(move |dossier: Dossier| {
        draft.take_applicant(&dossier);
        on_procedure();
    });
    let scan = move |code: &str| {
        if draft.scan(code) {
            let number = draft.number.get_untracked();
            if let Some(known) = untrack(|| known_by_number(desk, finder, &number)) {
                draft.take_contact(&known.latest.contact);
            }
            on_procedure();
        }
    };
    let input = move |ev| {
        let text = event_target_value(&ev);
        at.set(0);
        typed.set(text.clone());
        if is_whole_card(&text) {
            scan(&text);
        }
    };
    let keydown = move |ev: web_sys::KeyboardEvent| {
        let count = people.with_untracked(Vec::len);
        match ev.key().as_str() {
            "Enter" if !ev.is_composing() => {
                let text = typed.get_untracked();
                let chosen = people.with_untracked(|people| people.get(at.get_untracked()).cloned());
                match chosen {
                    Some(known) => take.run(known.latest),
                    None if text.trim().is_empty() => focus_field("name"),
                    None => scan(&text),
                }
            }
            "ArrowDown" if count > 0 => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => at.update(|at| *at = (*at + count - 1) % count),
            "Escape" if !typed.with_untracked(String::is_empty) => typed.set(String::new()),
            _ => return,
        }
        ev.prevent_default();
    };
    let open = move || people.with(|people| !people.is_empty());
    let rows = move || {
        let rows = people.get().into_iter().enumerate();
        rows.map(|(i, known)| option(i, Signal::derive(move || at.get() == i), known, take)).collect_view()
    };
    view! {
        <div class="combo scanbox">
            <div class="scan">
                <Icon glyph=Glyph::Scan />
                <input id="scan" role="combobox" aria-label=t(SCAN) placeholder=t(SCAN) autocomplete="off" spellcheck="false"
                    aria-autocomplete="list" aria-controls="scan-list" aria-expanded=move || open().to_string()
                    aria-activedescendant=move || open().then(|| format!("scan-list-{}", at.get()))
                    aria-describedby=move || draft.unread.get().map(|_| "scan-err")
                    prop:value=move || typed.get() on:input=input on:keydown=keydown />
                <kbd>"Alt"</kbd><kbd>"Q"</kbd>
            </div>
            <ul class="combo__list" id="scan-list" role="listbox" aria-label=t(EARLIER) hidden=move || !open()>{rows}</ul>
            {move || draft.unread.get().map(|said| view! { <p class="note note--late" id="scan-err" role="alert">{t(said)}</p> })}
            {move || draft.garbled.get().then(|| view! { <p class="note note--soon" role="status">{t(GARBLED)}</p> })}
        </div>
    }
}
