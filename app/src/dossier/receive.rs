//! Nhận hồ sơ: one screen, from the card to the printed slip, without the mouse if one likes.
//!
//! Not here: what is asked (`shared::dossier::receive`), what is gathered (`draft`).
//! Invariant: the due date, the fee and the faults come from the rules that the server will ask again; a refused
//! save keeps everything that was typed.

mod checks;
pub mod draft;
mod fast;
mod side;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::dossier::{self, Dossier};
use shared::id::DossierId;
use shared::identity::personal::masked;
use shared::lang::{Lang, Sentence, Word, word};
use shared::procedure::Procedure;
use shared::text::fold;

use super::ask::{Ask, Sort};
use super::find::Finder;
use crate::desk::{Desk, use_desk};
use crate::keys::use_key;
use crate::public::catalogue::{found, name_of};
use crate::text::{Text, say, t};
use crate::ui::combobox::{Combobox, Suggestion};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::select::SelectField;
use crate::ui::icon::{Glyph, Icon};
use draft::Draft;

const TITLE: Word = word("Nhận hồ sơ", "Receive a dossier");
const SCAN: Word = word("Quét căn cước, hoặc gõ tên, số giấy tờ của người đã nộp", "Scan the card, or type an earlier applicant");
const PERSON: Word = word("Người nộp", "Applicant");
const NAME: Word = word("Họ và tên", "Full name");
const NUMBER: Word = word("Số căn cước", "Identity number");
const BIRTH: Word = word("Ngày sinh", "Date of birth");
const SEX: Word = word("Giới tính", "Sex");
const ADDRESS: Word = word("Nơi ở", "Address");
const PHONE: Word = word("Điện thoại", "Phone");
const EMAIL: Word = word("Thư điện tử", "E-mail");
const BEHALF: Word = word("Nộp thay cho", "On behalf of");
const WHAT: Word = word("Thủ tục", "Procedure");
const WHICH: Word = word("Tên hoặc mã thủ tục", "Name or code of the procedure");
const FAILED: Word = word("Chưa in được giấy hẹn", "The slip is not printed yet");
const GARBLED: Word = word(
    "Chữ quét được có vẻ bị bộ gõ tiếng Việt làm sai. Tắt bộ gõ rồi quét lại, hoặc sửa bằng tay.",
    "The scanned letters look changed by the input method. Turn it off and scan again, or correct by hand.",
);
const NOT_RECEIVER: Word = word("Tài khoản này không tiếp nhận hồ sơ.", "This account does not receive dossiers.");
const PRINT: Word = word("In giấy hẹn", "Print the slip");
const TO_SCAN: Word = word("ô quét", "scan field");

const CHOICES_MAX: usize = 8;

#[component]
pub fn ReceivePage() -> impl IntoView {
    let desk = use_desk();
    view! {
        {move || if desk.may_begin(dossier::Kind::Receive) {
            view! { <Form desk /> }.into_any()
        } else {
            view! { <p class="note">{t(NOT_RECEIVER)}</p> }.into_any()
        }}
    }
}

/// An application that waits and is received now: `?tu=<id>`.
fn waiting_one(desk: Desk) -> Option<Dossier> {
    let id = use_query_map().read_untracked().get("tu")?.parse().ok().map(DossierId)?;
    desk.client(|client| client.dossier(id).cloned())
}

#[component]
fn Form(desk: Desk) -> impl IntoView {
    let draft = Draft::new();
    let earlier = waiting_one(desk);
    if let Some(dossier) = &earlier {
        draft.fill_from(&desk.ward(), dossier, clock_day(desk));
    }
    let id = StoredValue::new(earlier.as_ref().map_or_else(|| desk.new_id(), |d| d.id));
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let print = move || {
        if busy.get_untracked() {
            return;
        }
        let Some(act) = draft.act(desk.new_secret()) else {
            draft.say_no_procedure();
            return;
        };
        busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let id = id.get_value();
            match desk.act(id, dossier::Act::Receive(act)).await {
                Ok(()) => {
                    draft.forget();
                    navigate(&format!("/ho-so/{id}/giay-hen?in"), Default::default());
                }
                Err(trouble) => draft.faults.set(trouble.faults()),
            }
            busy.try_set(false);
        });
    };
    let print = StoredValue::new(print);
    let press = move || print.with_value(|print| print());
    use_key("Ctrl Enter", PRINT, press);
    warn_before_leaving(draft);
    view! {
        <div class="receive">
            <div class="receive__form">
                <div class="line">
                    <h1 tabindex="-1">{t(TITLE)}</h1>
                    <ScanBox desk draft />
                </div>
                <ErrorSummary title=FAILED faults=draft.faults />
                {move || draft.garbled.get().then(|| view! { <p class="note note--soon" role="status">{t(GARBLED)}</p> })}
                <Person draft />
                <ProcedurePart desk draft />
                {move || draft.procedure.get().map(|p| view! { <checks::Papers p draft /> })}
            </div>
            <side::Side desk draft id print=Callback::new(move |()| press()) busy />
        </div>
    }
}

fn clock_day(desk: Desk) -> shared::moment::Day {
    desk.now().day()
}

/// Leaving with a half-filled form is asked about; what the browser asks is its own sentence.
fn warn_before_leaving(draft: Draft) {
    let listener = window_event_listener(leptos::ev::beforeunload, move |ev| {
        if draft.is_dirty() {
            ev.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
}

/// The scanner types here; so does a person who looks for an earlier applicant.
#[component]
fn ScanBox(desk: Desk, draft: Draft) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let node = NodeRef::<leptos::html::Input>::new();
    let focus = move || {
        if let Some(input) = node.get_untracked() {
            let _ = input.focus();
        }
    };
    use_key("Alt Q", TO_SCAN, focus);
    request_animation_frame(focus);
    let finder = Finder::new(desk);
    let earlier = Memo::new(move |_| {
        let text = typed.get();
        if text.contains('|') || fold(&text).len() < 2 { vec![] } else { earlier_applicants(desk, finder, &text) }
    });
    let take = move |ev: web_sys::KeyboardEvent| {
        if ev.key() != "Enter" || ev.is_composing() {
            return;
        }
        ev.prevent_default();
        let text = typed.get_untracked();
        if text.contains('|') {
            if draft.scan(&text) {
                typed.set(String::new());
            }
        } else if let Some(found) = earlier.get_untracked().first() {
            draft.take_applicant(&found.0);
            typed.set(String::new());
        }
    };
    view! {
        <div class="combo scanbox">
            <div class="scan">
                <Icon glyph=Glyph::Scan />
                <input node_ref=node id="scan" aria-label=t(SCAN) placeholder=t(SCAN) autocomplete="off"
                    prop:value=move || typed.get() on:input=move |ev| typed.set(event_target_value(&ev)) on:keydown=take />
                <kbd>"Alt"</kbd><kbd>"Q"</kbd>
            </div>
            {move || {
                let rows = earlier.get();
                (!rows.is_empty()).then(|| view! {
                    <ul class="combo__list">
                        {rows.into_iter().map(|(dossier, about)| {
                            let name = dossier.applicant.name.clone();
                            view! {
                                <li on:pointerdown=move |ev| {
                                    ev.prevent_default();
                                    draft.take_applicant(&dossier);
                                    typed.set(String::new());
                                }><span>{name}<span class="sub">{t(about)}</span></span></li>
                            }
                        }).collect_view()}
                    </ul>
                })
            }}
        </div>
    }
}

/// Dossiers that a person is counted from; the newest.
const EARLIER_MAX: usize = 200;

/// People who handed in something before, with how many dossiers, newest first.
fn earlier_applicants(desk: Desk, finder: Finder, typed: &str) -> Vec<(Dossier, Sentence)> {
    let ask = Ask { sort: Sort::Newest, ..Ask::words(typed) };
    let hits = finder.read(|index| index.find(&ask, untrack(|| desk.now())));
    let mut people: Vec<(Dossier, usize, usize)> = Vec::new();
    desk.select(|client| {
        for dossier in hits.iter().take(EARLIER_MAX).filter_map(|id| client.dossier(*id)) {
            let same = |other: &Dossier| {
                let (a, b) = (&other.applicant, &dossier.applicant);
                if a.number.is_empty() { a.name == b.name && a.birth == b.birth } else { a.number == b.number }
            };
            match people.iter_mut().find(|(first, ..)| same(first)) {
                Some((_, all, open)) => {
                    *all += 1;
                    *open += usize::from(dossier.is_open());
                }
                None => people.push((dossier.clone(), 1, usize::from(dossier.is_open()))),
            }
        }
    });
    let about = |(d, all, open): (Dossier, usize, usize)| {
        let number = masked(&d.applicant.number);
        let said = Sentence::new(
            format!("{number} · đã nộp {all} hồ sơ, {open} đang mở"),
            format!("{number} · {all} handed in before, {open} open"),
        );
        (d, said)
    };
    people.into_iter().take(CHOICES_MAX).map(about).collect()
}

#[component]
fn Person(draft: Draft) -> impl IntoView {
    let faults = draft.faults;
    let sexes = Signal::stored(vec![
        (String::new(), "—".to_owned()),
        ("nam".to_owned(), "Nam".to_owned()),
        ("nu".to_owned(), "Nữ".to_owned()),
    ]);
    view! {
        <section class="region receive__part">
            <h2>{t(PERSON)}</h2>
            <div class="flow">
                <div class="receive__row receive__row--name">
                    <TextField id="name" label=NAME value=draft.name faults />
                    <TextField id="number" label=NUMBER value=draft.number faults mode="numeric" />
                    <TextField id="birth" label=BIRTH value=draft.birth faults mode="numeric" />
                    <SelectField id="sex" label=SEX value=draft.sex options=sexes />
                </div>
                <div class="receive__row receive__row--home">
                    <TextField id="address" label=ADDRESS value=draft.address faults />
                    <TextField id="phone" label=PHONE value=draft.phone faults mode="tel" />
                    <TextField id="email" label=EMAIL value=draft.email faults mode="email" optional=true />
                </div>
                {move || draft.warnings().into_iter().map(|said| view! { <p class="note note--soon" role="status">{t(said)}</p> }).collect_view()}
            </div>
        </section>
    }
}

#[component]
fn ProcedurePart(desk: Desk, draft: Draft) -> impl IntoView {
    let in_force = move || -> Vec<Procedure> {
        desk.ward().catalogue.all_in_force(desk.now().day()).cloned().collect()
    };
    let lang = crate::prefs::use_lang();
    let find = Callback::new(move |typed: String| {
        let all = in_force();
        found(&all, &typed)
            .into_iter()
            .take(CHOICES_MAX)
            .map(|p| Suggestion { key: p.id.clone(), line: name_of(p, lang.get()), about: format!("{} · {}", p.id, p.term.text(lang.get())) })
            .collect()
    });
    let take = Callback::new(move |option: Suggestion| {
        if let Some(p) = in_force().into_iter().find(|p| p.id == option.key) {
            draft.choose(p);
        }
    });
    view! {
        <section class="region receive__part">
            <h2>{t(WHAT)}</h2>
            <div class="receive__row receive__row--what">
                <Combobox id="procedure" label=Text::from(WHICH) typed=draft.procedure_typed find take faults=draft.faults />
                <TextField id="on_behalf_of" label=BEHALF value=draft.on_behalf_of faults=draft.faults optional=true />
            </div>
            {move || draft.procedure.get().filter(|p| !p.note.is_empty()).map(|p| {
                let note = p.note.clone();
                view! { <p class="note">{say(move |_: Lang| note.clone())}</p> }
            })}
        </section>
    }
}
