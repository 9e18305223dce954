//! The scan field: a scanner types a card's code here; a person types who came before.
//!
//! Not here: what a code means (`shared::identity::card`).
//! Invariant: a code that cannot be read says why and changes nothing; the focus goes on to the procedure. What is no code
//! goes to its own field (`typed`).

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::Dossier;
use shared::dossier::code::looked_for;
use shared::id::DossierId;
use shared::identity::personal::{NumberKind, check_number, masked};
use shared::lang::{Sentence, Word, word};
use shared::limits::SEARCH_ROWS_MAX;
use shared::sync::read;
use shared::text::fold;

use super::super::find::Finder;
use super::super::slips;
use super::draft::Draft;
use super::typed::put;
use crate::desk::Desk;
use crate::keys::use_key;
use crate::text::{Text, escaped, t};
use crate::ui::field::focus_field;
use crate::ui::icon::{Glyph, Icon};

const SCAN: Word = word("Quét thẻ, gõ tên hoặc số", "Scan, or type a name");
const TO_SCAN: Word = word("Ô quét căn cước", "The scan field");
const EARLIER: Word = word("Người đã từng nộp", "Earlier applicants");
const EVERY_YEAR: Word = word("Tìm người nộp ở mọi năm", "Look for applicants of every year");
const ASKING: Word = word("Đang hỏi máy chủ…", "Asking the server…");
const OFFLINE: Word =
    word("Cần mạng: hồ sơ năm cũ ở máy chủ.", "Needs the network: old dossiers are on the server.");
const NOBODY: Word = word(
    "Chưa ai như vậy từng nộp hồ sơ ở phường. Enter: ghi vào biểu mẫu.",
    "Nobody like that has handed in anything here. Enter: into the form.",
);
const MORE: Word = word(
    "Còn người khác cũng khớp: gõ thêm chữ, như cả họ tên hoặc số giấy tờ.",
    "Others match too: type more, like the whole name or a number.",
);
const GARBLED: Word = word(
    "Chữ quét được có vẻ bị bộ gõ tiếng Việt làm sai. Tắt bộ gõ rồi quét lại, hoặc sửa bằng tay.",
    "The scanned letters look changed by the input method. Turn it off and scan again, or correct by hand.",
);

/// Longer than between two letters of a scanner: what follows a whole code, its Enter and fields of newer cards among it, is
/// awaited, so that none of it falls into the next field.
const SCANNER_RESTS: Duration = Duration::from_millis(100);
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

/// People who handed in something before, beside `but`, and answer to `typed`, best match first, then the newest.
pub fn known_people(desk: Desk, finder: Finder, typed: &str, but: Option<DossierId>) -> Vec<Known> {
    let hits = finder.read(|index| index.people(typed));
    let earlier = hits.iter().filter(|id| Some(**id) != but).take(EARLIER_MAX);
    let mut people = desk.select(|client| people(earlier.filter_map(|id| client.dossier(*id))));
    people.truncate(PEOPLE_MAX);
    people
}

/// Whose dossiers these are, the newest first.
pub fn people<'a>(dossiers: impl Iterator<Item = &'a Dossier>) -> Vec<Known> {
    let mut people: Vec<Known> = Vec::new();
    for dossier in dossiers {
        let same = |known: &&mut Known| {
            let (a, b) = (&known.latest.applicant, &dossier.applicant);
            if a.number.is_empty() { a.name == b.name && a.birth == b.birth } else { a.number == b.number }
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
    people
}

/// The people of other years, whose dossiers have left this device.
#[derive(Clone, PartialEq, Debug)]
enum Far {
    NotAsked,
    Asking,
    /// And whether the server has others that match.
    Found(Vec<Known>, bool),
    Failed(Sentence),
}

/// Asks the server for what was typed; an answer that comes after the next letter is dropped.
fn ask_every_year(desk: Desk, typed: RwSignal<String>, far: RwSignal<Far>) {
    let text = typed.get_untracked();
    far.set(Far::Asking);
    spawn_local(async move {
        let path = format!("/api/search?people=true&q={}", escaped(&looked_for(text.trim())));
        let answer = desk.get_by(&path, read::dossiers).await;
        if typed.try_get_untracked().as_ref() != Some(&text) {
            return;
        }
        far.try_set(match answer {
            Ok(mut found) => {
                // The answer has one more where there are more.
                let more = found.len() > SEARCH_ROWS_MAX;
                found.truncate(SEARCH_ROWS_MAX);
                found.sort_by_key(|dossier| std::cmp::Reverse(dossier.created_at));
                Far::Found(people(found.iter()), more)
            }
            Err(trouble) => Far::Failed(trouble.sentence()),
        });
    });
}

/// The last option: the same question to the server.
fn far_option(i: usize, here: Signal<bool>, offline: bool, far: Far, ask: Callback<()>) -> impl IntoView {
    let about: Option<Text> = match far {
        Far::NotAsked if offline => Some(OFFLINE.into()),
        Far::Asking => Some(ASKING.into()),
        Far::Failed(said) => Some(said.into()),
        Far::NotAsked | Far::Found(..) => None,
    };
    let press = move |ev: web_sys::PointerEvent| {
        ev.prevent_default();
        ask.run(());
    };
    view! {
        <li id=format!("scan-list-{i}") role="option" aria-selected=move || here.get().to_string()
            aria-disabled=offline.then_some("true") on:pointerdown=press>
            <span>{t(EVERY_YEAR)}{about.map(|about| view! { <span class="sub combo__about">{about}</span> })}</span>
        </li>
    }
}

/// Who has exactly this number, once it is a whole one, by what they handed in beside `but`.
pub fn known_by_number(desk: Desk, finder: Finder, number: &str, but: Option<DossierId>) -> Option<Known> {
    let packed: String = number.split_whitespace().collect();
    match check_number(&packed) {
        Ok(NumberKind::Personal | NumberKind::OldCard | NumberKind::Passport | NumberKind::Tax) => {}
        Err(_) => return None,
    }
    known_people(desk, finder, &packed, but).into_iter().find(|known| known.latest.applicant.number == packed)
}

/// A code is complete when its date of issue is and nothing follows: a scanner that sends no Enter is understood too.
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

/// The number of a paper slip: that one is entered, or the field says why not and keeps the number.
fn is_slip(desk: Desk, draft: Draft, go: Callback<String>, text: &str) -> bool {
    match slips::scanned(desk, text) {
        Some(Ok(href)) => go.run(href),
        Some(Err(said)) => draft.unread.set(Some(said)),
        None => return false,
    }
    true
}

#[component]
pub fn ScanBox(
    desk: Desk,
    finder: Finder,
    draft: Draft,
    /// Goes to where a scanned paper slip is entered.
    go: Callback<String>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    use_key("Alt Q", TO_SCAN, || focus_field("scan"));
    let far = RwSignal::new(Far::NotAsked);
    let is_name = move || typed.with(|text| !text.contains('|') && fold(text).len() >= 2);
    let people = Memo::new(move |_| {
        let near = if is_name() { known_people(desk, finder, &typed.get(), None) } else { vec![] };
        let Far::Found(found, _) = far.get() else { return near };
        let new = |known: &Known| near.iter().all(|near| near.latest.applicant != known.latest.applicant);
        let more: Vec<Known> = found.into_iter().filter(new).take(PEOPLE_MAX).collect();
        near.into_iter().chain(more).collect()
    });
    // The question to the server stands below the people that are known here, until it is answered.
    let asks = Memo::new(move |_| is_name() && !matches!(far.get(), Far::Found(..)));
    let ask = Callback::new(move |()| {
        let waits = far.with_untracked(|far| *far == Far::Asking);
        if !waits && untrack(|| !desk.is_offline()) {
            ask_every_year(desk, typed, far);
        }
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
            if let Some(known) = untrack(|| known_by_number(desk, finder, &number, None)) {
                draft.take_contact(&known.latest.contact);
            }
            on_procedure();
        }
    };
    let input = move |ev| {
        let text = event_target_value(&ev);
        at.set(0);
        far.set(Far::NotAsked);
        typed.set(text.clone());
        if is_whole_card(&text) {
            let rested = move || {
                if typed.try_get_untracked().is_some_and(|typed| typed == text) {
                    scan(&text);
                }
            };
            set_timeout(rested, SCANNER_RESTS);
        }
    };
    // The server may know them, and has not been asked; a second Enter asks nobody.
    let asks_first =
        move || untrack(|| is_name() && !desk.is_offline() && far.with(|far| *far == Far::NotAsked));
    let keydown = move |ev: web_sys::KeyboardEvent| {
        let known = people.with_untracked(Vec::len);
        let count = known + usize::from(asks.get_untracked());
        match ev.key().as_str() {
            "Enter" if !ev.is_composing() && !ev.ctrl_key() => {
                let text = typed.get_untracked();
                if untrack(|| is_slip(desk, draft, go, &text)) {
                    return ev.prevent_default();
                }
                let chosen = people.with_untracked(|people| people.get(at.get_untracked()).cloned());
                match chosen {
                    Some(known) => take.run(known.latest),
                    None if text.trim().is_empty() => focus_field("name"),
                    None if text.contains('|') => scan(&text),
                    None if asks_first() => ask.run(()),
                    None => {
                        let field = put(draft, &text);
                        typed.set(String::new());
                        far.set(Far::NotAsked);
                        focus_field(field);
                    }
                }
            }
            "ArrowDown" if count > 0 => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => at.update(|at| *at = (*at + count - 1) % count),
            "Escape" if !typed.with_untracked(String::is_empty) => typed.set(String::new()),
            _ => return,
        }
        ev.prevent_default();
    };
    let open = move || asks.get() || people.with(|people| !people.is_empty());
    let rows = move || {
        let rows = people.get().into_iter().enumerate();
        rows.map(|(i, known)| option(i, Signal::derive(move || at.get() == i), known, take)).collect_view()
    };
    let last = move || {
        let i = people.with(Vec::len);
        let here = Signal::derive(move || at.get() == i);
        asks.get().then(|| far_option(i, here, desk.is_offline(), far.get(), ask))
    };
    let nobody = move || matches!(far.get(), Far::Found(..)) && people.with(Vec::is_empty);
    let more = move || matches!(far.get(), Far::Found(_, true));
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
            <ul class="combo__list" id="scan-list" role="listbox" aria-label=t(EARLIER) hidden=move || !open()>{rows}{last}</ul>
            {move || nobody().then(|| view! { <p class="note" role="status">{t(NOBODY)}</p> })}
            {move || more().then(|| view! { <p class="note" role="status">{t(MORE)}</p> })}
            {move || draft.unread.get().map(|said| view! { <p class="note note--late" id="scan-err" role="alert">{t(said)}</p> })}
            {move || draft.garbled.get().then(|| view! { <p class="note note--soon" role="status">{t(GARBLED)}</p> })}
        </div>
    }
}
