//! Nhận hồ sơ: one screen, from the card to the printed slip, without the mouse if one likes.
//!
//! Not here: what is asked (`shared::dossier::receive`), what is gathered (`draft`).
//! Invariant: the due date, the fee and the faults come from the rules that the server will ask again; a refused
//! save keeps everything that was typed.

mod checks;
pub mod draft;
mod fast;
mod fee;
mod scan;
mod side;
#[cfg(test)]
mod tests;
mod typed;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::dossier::intake::cleaned_applicant;
use shared::dossier::receive::BY_HAND;
use shared::dossier::record::{Applicant, Sex};
use shared::dossier::twin::Wish;
use shared::dossier::{self, Dossier};
use shared::id::DossierId;
use shared::lang::{Word, word};
use shared::moment::Day;
use shared::procedure::Procedure;
use shared::ward::lapse::Lapse;

use super::find::Finder;
use super::{lapse, slips};
use crate::desk::{Desk, Trouble, clock, use_desk};
use crate::english::told;
use crate::keys::use_key;
use crate::news::NewsField;
use crate::prefs::use_lang;
use crate::public::catalogue::{found, name_of};
use crate::text::{Text, t};
use crate::ui::combobox::{Combobox, Suggestion};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::field::focus_field;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::select::SelectField;
use draft::Draft;
use scan::{ScanBox, known_by_number};

const TITLE: Word = word("Nhận hồ sơ", "Receive a dossier");
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
const FAILED: Word = word("Chưa ghi được hồ sơ", "The dossier is not recorded yet");
const NOT_RECEIVER: Word =
    word("Tài khoản này không tiếp nhận hồ sơ.", "This account does not receive dossiers.");
const CLEAR: Word = word("Nhập lại từ đầu", "Start over");
const NOT_HERE: Word = word(
    "Không thấy hồ sơ chờ tiếp nhận này trên máy.",
    "The application that should wait is not on this device.",
);
const CAME_ONLINE: Word = word(
    "Hồ sơ nộp trước, đang chờ tiếp nhận: kiểm tra giấy tờ rồi in giấy hẹn.",
    "Handed in earlier and waiting: check the papers, then print the slip.",
);
const PRINT: Word = word("In giấy hẹn", "Print the slip");

const TWIN: Word = word(
    "Hôm nay người này đã nộp đúng thủ tục này: hồ sơ",
    "This person has handed in the same today: dossier",
);
const TWIN_GO_ON: Word =
    word("Nếu là hai việc khác nhau thì cứ nhận tiếp.", "If these are two different matters, go on.");

const UNDATED: Word = word(" · chưa hẹn được ngày trả", " · no due date can be promised yet");

const CHOICES_MAX: usize = 8;

#[component]
pub fn ReceivePage() -> impl IntoView {
    let desk = use_desk();
    let query = use_query_map();
    // Another address is another form, though the page is the same.
    let asked = Memo::new(move |_| query.with(|query| query.get("tu")));
    view! {
        {move || if desk.may_begin(dossier::Kind::Receive) {
            let waiting = asked.get().map(|id| waiting_one(desk, &id));
            match waiting {
                None => view! { <Form desk waiting=None /> }.into_any(),
                Some(Some(waiting)) => view! { <Form desk waiting=Some(waiting) /> }.into_any(),
                Some(None) => view! {
                    <div class="head"><h1 tabindex="-1">{t(TITLE)}</h1></div>
                    <p class="note">{t(NOT_HERE)}" "<a href="/nhan">{t(CLEAR)}</a></p>
                }.into_any(),
            }
        } else {
            view! { <div class="head"><h1 tabindex="-1">{t(TITLE)}</h1></div><p class="note">{t(NOT_RECEIVER)}</p> }.into_any()
        }}
    }
}

/// An application that waits and is received now: `?tu=<id>`.
fn waiting_one(desk: Desk, id: &str) -> Option<Dossier> {
    let id = DossierId(id.parse().ok()?);
    desk.client(|client| client.dossier(id).cloned())
}

#[component]
fn Form(desk: Desk, waiting: Option<Dossier>) -> impl IntoView {
    let draft = Draft::new();
    let me = untrack(|| desk.me().id);
    let place = waiting.as_ref().map(|dossier| (dossier.id, dossier.rev));
    let slip = waiting.as_ref().filter(|dossier| dossier.status.is_slip()).cloned();
    match (&waiting, slip.as_ref().and_then(|slip| slip.code.as_ref())) {
        (Some(_), Some(code)) => untrack(|| draft.fill_slip(code.day, clock_day(desk))),
        (Some(dossier), None) => {
            untrack(|| draft.fill_from(&desk.ward(), dossier, clock_day(desk), use_lang().get()))
        }
        (None, _) => {}
    }
    if let Some(kept) = draft::kept(me, place) {
        draft.unfold(kept);
    }
    // Said before anything is typed: whoever waits at the counter need not give their name for nothing.
    let day = Memo::new(move |_| draft.day(desk.now()));
    let lapse = lapse::on(desk, day);
    let undated = lapse::counter_note(lapse, day);
    let is_waiting = waiting.is_some();
    let ahead = waiting.as_ref().map(|dossier| dossier.id);
    let came_online = is_waiting && slip.is_none();
    let came_by_hand = slip.is_some();
    let back =
        StoredValue::new(slip.as_ref().and_then(|slip| slip.slip).map(|slip| slips::entered(slip.block)));
    let code = StoredValue::new(slip.as_ref().and_then(|slip| slip.code.clone()));
    let id = StoredValue::new(waiting.as_ref().map_or_else(|| desk.new_id(), |d| d.id));
    on_cleanup(move || {
        let dirty = draft.is_dirty();
        draft::keep(me, place, dirty.then(|| draft.fold()));
        if dirty {
            desk.typing.set(true);
        }
    });
    let navigate = StoredValue::new_local(use_navigate());
    let busy = RwSignal::new(false);
    let press = move || {
        if busy.get_untracked() {
            return;
        }
        let Some(act) = draft.act(desk.new_secret()) else {
            say_why_none(desk, draft);
            draft.faults.update(|faults| faults.extend(draft.came_faults()));
            return;
        };
        let missing = draft.came_faults();
        if !missing.is_empty() {
            draft.faults.set(missing);
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let id = id.get_value();
            match desk.act(id, dossier::Act::Receive(act)).await {
                Ok(()) => {
                    draft.attach_all(desk, id).await;
                    draft.saved();
                    // Whose slip was written by hand has it already: the next one of the block is entered.
                    let next = back.get_value().unwrap_or_else(|| format!("/ho-so/{id}/giay-hen?in=1"));
                    navigate.with_value(|go| go(&next, Default::default()));
                }
                Err(trouble) => draft.show(trouble.faults()),
            }
            busy.try_set(false);
        });
    };
    use_key("Ctrl Enter", PRINT, press);
    warn_before_leaving(draft);
    let go = Callback::new(move |href: String| navigate.with_value(|go| go(&href, Default::default())));
    let finder = Finder::new(desk);
    // Whose slip is entered has left with their card; the day is the one in its number, mostly.
    request_animation_frame(move || focus_field(if came_by_hand { BY_HAND } else { "scan" }));
    let again = move |_| {
        let scans = draft.scans.get_untracked();
        spawn_local(async move {
            for taken in scans.into_iter().filter(|taken| taken.reused.is_none()) {
                desk.drop_scan(&taken.file.digest).await;
            }
        });
        draft.clear();
        if is_waiting {
            // The next person is another dossier.
            navigate.with_value(|go| go("/nhan", Default::default()));
        } else {
            focus_field("scan");
        }
    };
    view! {
        <div class="receive" on:keydown=enter_goes_on>
            <form class="receive__form" novalidate autocomplete="off" on:submit=|ev| ev.prevent_default()>
                <div class="receive__top">
                    <h1 tabindex="-1">{t(TITLE)}</h1>
                    <ScanBox desk finder draft go />
                    <button class="btn btn--text" type="button" on:click=again>{t(CLEAR)}</button>
                </div>
                {code.get_value().map(|code| view! { <slips::Written desk draft code /> })}
                {came_online.then(|| view! { <p class="note" role="status">{t(CAME_ONLINE)}</p> })}
                {undated}
                <ErrorSummary title=FAILED faults=draft.faults />
                <Person desk finder draft but=ahead />
                <ProcedurePart desk draft day lapse />
                {move || draft.procedure.get().map(|p| view! { <checks::Papers desk id=id.get_value() p draft /> })}
            </form>
            <side::Side desk draft id slip=code waited=came_online print=Callback::new(move |()| press()) busy />
        </div>
    }
}

/// Enter goes to the next field, as on paper, the money included; after the last one to the button that prints. From paper to
/// paper it passes their counts by, which are right mostly: Tab goes there, and then Enter does too. A question over the
/// page has an Enter of its own.
fn enter_goes_on(ev: leptos::ev::KeyboardEvent) {
    use wasm_bindgen::JsCast;
    let target = ev.target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
    let in_dialog =
        |field: &web_sys::HtmlElement| field.closest("dialog").is_ok_and(|dialog| dialog.is_some());
    let here = target.filter(|t| matches!(t.tag_name().as_str(), "INPUT" | "SELECT") && !in_dialog(t));
    let Some(here) = here else { return };
    if ev.key() != "Enter" || ev.ctrl_key() || ev.is_composing() || ev.default_prevented() {
        return;
    }
    ev.prevent_default();
    let page = here.closest(".receive").ok().flatten();
    let fields = page.and_then(|page| page.query_selector_all("input, select").ok());
    let all: Vec<web_sys::HtmlElement> = fields.map_or_else(Vec::new, |fields| {
        let each = (0..fields.length()).filter_map(|i| fields.item(i));
        each.filter_map(|field| field.dyn_into().ok()).filter(|field| !in_dialog(field)).collect()
    });
    let is_count = |field: &web_sys::HtmlElement| field.matches(".papers .count").unwrap_or(false);
    let counts: Vec<bool> = all.iter().map(is_count).collect();
    let here = all.iter().position(|field| *field == here);
    let next = here.and_then(|here| next_stop(&counts, here)).and_then(|next| all.get(next));
    match next {
        // An element that is on the page can take the focus. What stands there is chosen, as by Tab: 3 is not typed behind 1.
        Some(field) => {
            drop(field.focus());
            field.dyn_ref::<web_sys::HtmlInputElement>().inspect(|input| input.select());
        }
        None => focus_field("print"),
    }
}

/// Where Enter goes from field `here`, of fields that count the sheets of a paper or do not.
fn next_stop(counts: &[bool], here: usize) -> Option<usize> {
    let counts_here = *counts.get(here)?;
    (here + 1..counts.len()).find(|next| counts_here || !counts[*next])
}

fn clock_day(desk: Desk) -> Day {
    desk.now().day()
}

/// Why there is nothing to be judged yet. By a wrong clock no procedure is in force and every birth lies ahead: it is
/// said before what it would be blamed on.
fn say_why_none(desk: Desk, draft: Draft) {
    match untrack(|| desk.check_clock()) {
        Err(refusal) => draft.show(Trouble::Refused(refusal).faults()),
        Ok(()) => draft.say_no_procedure(clock()),
    }
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

#[component]
fn Person(
    desk: Desk,
    finder: Finder,
    draft: Draft,
    /// What lies before the officer is nothing that was handed in before.
    but: Option<DossierId>,
) -> impl IntoView {
    let faults = draft.faults;
    let lang = use_lang();
    let sexes = Signal::derive(move || {
        let label = |sex: Sex| sex.label().of(lang.get()).to_owned();
        vec![
            (String::new(), "—".to_owned()),
            ("nam".to_owned(), label(Sex::Male)),
            ("nu".to_owned(), label(Sex::Female)),
        ]
    });
    let known = Memo::new(move |_| {
        known_by_number(desk, finder, &draft.number.get(), but).map(|known| known.sentence())
    });
    let offered = Signal::derive(move || desk.ward().news_by.clone());
    let warnings = move || {
        typed::warnings(draft)
            .into_iter()
            .map(|said| view! { <p class="note note--soon" role="status">{t(said)}</p> })
            .collect_view()
    };
    view! {
        <section class="region receive__part">
            <h2>{t(PERSON)}</h2>
            <div class="receive__fields">
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
                <NewsField value=draft.news phone=draft.phone email=draft.email offered />
                {move || known.get().map(|said| view! { <p class="small ok receive__known" role="status"><Icon glyph=Glyph::Ok />{t(said)}</p> })}
                {warnings}
            </div>
        </section>
    }
}

/// A reception of the same wish on this day, as far as this device knows.
fn twin_of(desk: Desk, draft: Draft, on: Day) -> Option<(DossierId, String)> {
    let procedure = draft.procedure.get()?;
    let typed = Applicant {
        name: draft.name.get(),
        number: draft.number.get(),
        birth: draft.birth.get(),
        ..Applicant::default()
    };
    let applicant = cleaned_applicant(&typed);
    let wish = Wish { id: DossierId(uuid::Uuid::nil()), procedure: &procedure.id, applicant: &applicant, on };
    desk.select(|client| wish.twin(client.dossiers()).map(|d| (d.id, super::short_code(d))))
}

#[component]
fn ProcedurePart(
    desk: Desk,
    draft: Draft,
    day: Memo<Day>,
    /// What the days off do not reach on that day.
    lapse: Memo<Option<Lapse>>,
) -> impl IntoView {
    let in_force = move || -> Vec<Procedure> {
        desk.ward().catalogue.all_in_force(draft.day(desk.now())).cloned().collect()
    };
    let lang = use_lang();
    let undated = move |id: &str| {
        let is_it = |lapse: &Lapse| lapse.refused(day.get_untracked()).iter().any(|one| one.id == id);
        lapse.with_untracked(|lapse| lapse.as_ref().is_some_and(is_it))
    };
    let find = Callback::new(move |typed: String| {
        let all = in_force();
        found(&all, &typed)
            .into_iter()
            .take(CHOICES_MAX)
            .map(|p| Suggestion {
                key: p.id.clone(),
                line: name_of(p, lang.get()).to_owned(),
                about: {
                    let (id, term) = (&p.id, p.term.text(lang.get()));
                    let no_date = if undated(id) { UNDATED.of(lang.get()) } else { "" };
                    format!("{id} · {term}{no_date}")
                },
            })
            .collect()
    });
    let take = Callback::new(move |option: Suggestion| {
        if let Some(p) = in_force().into_iter().find(|p| p.id == option.key) {
            draft.choose(p);
        }
    });
    // Another day may be under another version: of it, not of the one chosen before.
    Effect::new(move |_| {
        let (day, ward) = (day.get(), desk.ward());
        let chosen = draft.procedure.get_untracked();
        let in_force = chosen.as_ref().and_then(|chosen| ward.catalogue.in_force(&chosen.id, day));
        if let Some(of_the_day) = in_force.filter(|p| chosen.as_ref().is_some_and(|c| c.version != p.version))
        {
            draft.choose(of_the_day.clone());
        }
    });
    let twin = Memo::new(move |_| twin_of(desk, draft, day.get()));
    let wrong_clock = move || desk.check_clock().err().map(|refusal| refusal.sentence());
    view! {
        <section class="region receive__part">
            <h2>{t(WHAT)}</h2>
            <div class="receive__row receive__row--what">
                <Combobox id="procedure" label=Text::from(WHICH) typed=draft.procedure_typed find take faults=draft.faults />
                <TextField id="on_behalf_of" label=BEHALF value=draft.on_behalf_of faults=draft.faults optional=true />
            </div>
            {move || wrong_clock().map(|said| view! { <p class="note note--late" role="alert">{t(said)}</p> })}
            {move || draft.procedure.get().filter(|p| !p.note.is_empty()).map(|p| {
                let (note, lang) = told(&p.note);
                view! { <p class="note" lang=lang>{note}</p> }
            })}
            {move || twin.get().map(|(id, code)| view! {
                <p class="note note--soon" role="status">{t(TWIN)}" "<a href=format!("/ho-so/{id}")>{code}</a>". "{t(TWIN_GO_ON)}</p>
            })}
        </section>
    }
}
