//! A result that was returned with a mistake: opening the work that makes it anew, and the links between both.
//!
//! Not here: the rule (`shared::dossier::redo`), the letter (`shared::paper`).
//! Invariant: the returned dossier stays as it was; what is opened takes over who it is for, never its dates.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use shared::dossier::intake::Form;
use shared::dossier::record::{Channel, PaperTaken};
use shared::dossier::redo::{Corrects, Mistake, Redo, may_redo};
use shared::dossier::{Act, Dossier, Kind};
use shared::id::DossierId;
use shared::lang::{Lang, Word, word};
use shared::moment::Day;
use shared::procedure::ProcedureRef;
use shared::refusal::FieldFault;
use shared::ward::Ward;

use super::super::short_code;
use crate::desk::Desk;
use crate::prefs::use_lang;
use crate::text::{say, t};
use crate::ui::button::ActRow;
use crate::ui::choice::Tick;
use crate::ui::dialog::Dialog;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::icon::Glyph;
use crate::ui::select::SelectField;

const TITLE: Word = word("Đính chính kết quả", "Correcting the result");
const NOT_OPENED: Word = word("Chưa mở được việc đính chính", "The correction was not opened");
const OPENED: Word =
    word("Kết quả này đang hoặc đã được làm lại:", "This result is being made anew, or was:");
const OF: Word = word("Việc này đính chính kết quả hồ sơ", "This work corrects the result of dossier");
const WRONG: Word = word("Chỗ sai và nội dung đúng", "What is wrong and what is right");
const WRONG_HINT: Word = word(
    "Ví dụ: ngày sinh 14/03/1990, không phải 14/08/1990.",
    "For example: born 14/03/1990, not 14/08/1990.",
);
const WHOSE: Word = word("Ai sai", "Whose mistake");
const TAKEN: Word = word("Đã thu lại bản sai", "The wrong result was taken back");
const RESULT: Word = word("Kết quả đã trả có sai sót", "The result that was returned with a mistake");
const WHY: Word = word(
    "Mở một việc mới cho cùng người, không thu phí, không tính vào số hồ sơ tiếp nhận. Hồ sơ đã trả giữ nguyên.",
    "Opens new work for the same person, free, not counted among receptions. The returned dossier stays as it is.",
);
const OPEN: Word = word("Mở việc đính chính", "Open the correction");
const CANCEL: Word = word("Thôi", "Cancel");

/// Above the facts: what this work corrects.
pub fn note(dossier: &Dossier) -> impl IntoView + use<> {
    let corrects = dossier.corrects.clone()?;
    let (href, code, mistake) =
        (format!("/ho-so/{}", corrects.id), corrects.code.short(), corrects.mistake.label());
    let whose = say(move |lang: Lang| mistake.of(lang).to_lowercase());
    Some(view! {
        <p class="note">{t(OF)}" "<a href=href>{code}</a>" ("{whose}"): "{corrects.wrong}</p>
    })
}

/// The region at the side of a returned dossier: what was opened for it, and the button.
pub fn region(desk: Desk, dossier: &Dossier, open: RwSignal<bool>) -> impl IntoView + use<> {
    if !may_redo(dossier) {
        return None;
    }
    let id = dossier.id;
    let opened = desk.select(|client| {
        let is_it = |other: &&Dossier| other.corrects.as_ref().is_some_and(|corrects| corrects.id == id);
        let all = client.dossiers().filter(is_it);
        all.map(|other| (other.id, short_code(other), other.status.label())).collect::<Vec<_>>()
    });
    let may = desk.may_begin(Kind::Redo);
    if opened.is_empty() && !may {
        return None;
    }
    let links = opened.iter().map(|(id, code, status)| {
        let status = *status;
        view! { <li><a href=format!("/ho-so/{id}")>{code.clone()}</a>" · "{t(status)}</li> }
    });
    let list = (!opened.is_empty()).then(
        || view! { <p class="small quiet">{t(OPENED)}</p><ul class="prints">{links.collect_view()}</ul> },
    );
    let run = Callback::new(move |()| open.set(true));
    Some(view! {
        <section class="region">
            <header><h2>{t(TITLE)}</h2></header>
            {list}
            {may.then(|| view! { <ul class="acts"><ActRow label=Kind::Redo.label() glyph=Glyph::Doc id="redo" run=run /></ul> })}
        </section>
    })
}

/// What is taken over from the returned dossier: who it is for. The procedure is the version in force now.
fn form(ward: &Ward, dossier: &Dossier, today: Day, taken_back: bool) -> Form {
    let id = &dossier.procedure.id;
    let version = ward.catalogue.in_force(id, today).map_or(dossier.procedure.version, |p| p.version);
    let result = PaperTaken { name: RESULT.vi.to_owned(), originals: 1, copies: 0, supplemented: None };
    Form {
        procedure: ProcedureRef { id: id.clone(), version },
        channel: Channel::Counter,
        assisted: false,
        applicant: dossier.applicant.clone(),
        contact: dossier.contact.clone(),
        papers: taken_back.then_some(result).into_iter().collect(),
        sets: 1,
        delivery: dossier.delivery,
    }
}

#[component]
pub fn RedoDialog(desk: Desk, id: Memo<Option<DossierId>>, open: RwSignal<bool>) -> impl IntoView {
    let (wrong, mistake) = (RwSignal::new(String::new()), RwSignal::new(Mistake::Office.code().to_owned()));
    let taken_back = RwSignal::new(true);
    let (faults, busy) = (RwSignal::new(Vec::<FieldFault>::new()), RwSignal::new(false));
    // What was typed for one dossier is not another's.
    Effect::new(move |_| {
        id.track();
        wrong.set(String::new());
        faults.set(vec![]);
        open.set(false);
    });
    let lang = use_lang();
    let whose = Signal::derive(move || {
        Mistake::ALL.map(|one| (one.code().to_owned(), one.label().of(lang.get()).to_owned())).to_vec()
    });
    let navigate = use_navigate();
    let run = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        let old = id.get_untracked().and_then(|id| desk.client(|client| client.dossier(id).cloned()));
        let Some((old, code)) = old.and_then(|old| Some((old.clone(), old.code?))) else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let mistake = mistake.get_untracked();
        let mistake = Mistake::ALL.into_iter().find(|one| one.code() == mistake).unwrap_or(Mistake::Office);
        let act = Act::Redo(Redo {
            corrects: Corrects { id: old.id, code, wrong: wrong.get_untracked(), mistake },
            form: form(&desk.ward(), &old, desk.now().day(), taken_back.get_untracked()),
            number: 0,
            secret: desk.new_secret(),
        });
        let navigate = navigate.clone();
        spawn_local(async move {
            let new = desk.new_id();
            match desk.act(new, act).await {
                Ok(()) => {
                    open.try_set(false);
                    navigate(&format!("/ho-so/{new}"), Default::default());
                }
                Err(trouble) => drop(faults.try_set(trouble.faults())),
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog open title=Kind::Redo.label()>
            <form class="flow" on:submit=run.clone()>
                <p class="small quiet">{t(WHY)}</p>
                <ErrorSummary title=NOT_OPENED faults=faults />
                <TextField id="wrong" label=WRONG hint=WRONG_HINT value=wrong faults=faults area=true />
                <SelectField id="mistake" label=WHOSE value=mistake options=whose faults=faults />
                <Tick label=TAKEN value=taken_back />
                <div class="dialog__acts">
                    <button class="btn btn--primary" type="submit" aria-busy=move || busy.get().to_string()>{t(OPEN)}</button>
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t(CANCEL)}</button>
                </div>
            </form>
        </Dialog>
    }
}
