//! The one dialog of all acts: draws what an act asks, shows faults at their fields.
//!
//! Not here: what is asked (`acts`).
//! Invariant: what was typed stays after a refusal, and behind a locked screen.

use std::cell::RefCell;
use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::record::Decision;
use shared::dossier::{Act, Dossier, Kind};
use shared::id::{DossierId, OfficerId};
use shared::lang::{Sentence, Word, word};
use shared::refusal::FieldFault;
use shared::report::results;
use shared::ward::Ward;

use super::super::acts::{Answers, Ask, applies, asks, build};
use super::super::drafts::Drafts;
use super::super::{row, words};
use crate::desk::{Desk, Trouble, clock};
use crate::prefs::use_lang;
use crate::text::{Text, t};
use crate::ui::button::Keys;
use crate::ui::choice::Tick;
use crate::ui::date::DateField;
use crate::ui::dialog::Dialog;
use crate::ui::field::TextField;
use crate::ui::select::SelectField;
use crate::ui::toast::use_toast;

const DONE: Word = word("Ghi lại", "Record");
const CANCEL: Word = word("Thôi", "Cancel");
const SAVED: Word = word("Đã lưu trên máy này", "Saved on this device");
const GONE: Word = word(
    "Hồ sơ này không còn trên máy. Tìm ở mọi năm để xem.",
    "This dossier is no longer on the device. Look in every year to see it.",
);

/// A field with its signal: text for all but ticks.
#[derive(Clone)]
enum Cell {
    Text(RwSignal<String>),
    Tick(RwSignal<bool>),
}

impl Cell {
    fn read(&self) -> String {
        match self {
            Cell::Text(text) => text.get(),
            Cell::Tick(on) => if on.get() { "x" } else { "" }.to_owned(),
        }
    }
}

type Place = (DossierId, Kind);

thread_local! {
    static KEPT: Drafts<Place, Answers> = const { Drafts::new() };
    /// What made the last act, for whoever takes it back.
    static MADE: RefCell<Option<(OfficerId, Place, Answers)>> = const { RefCell::new(None) };
}

/// At a logout nothing half typed stays behind; a locked screen keeps it for its officer.
pub fn forget() {
    KEPT.with(Drafts::forget);
    MADE.take();
}

/// The act was taken back: what was typed for it is in its form again. `false` where nothing was typed.
pub fn put_back(id: DossierId, kind: Kind) -> bool {
    let Some((me, place, typed)) = MADE.take().filter(|(_, place, _)| *place == (id, kind)) else {
        return false;
    };
    KEPT.with(|drafts| drafts.keep(me, place, Some(typed)));
    true
}

/// Puts back what was typed before.
fn unfold(cells: &BTreeMap<&'static str, Cell>, typed: &Answers) {
    for (id, text) in typed {
        match cells.get(id) {
            Some(Cell::Text(cell)) => cell.set(text.clone()),
            Some(Cell::Tick(cell)) => cell.set(!text.is_empty()),
            None => {}
        }
    }
}

#[component]
pub fn ActDialog(desk: Desk, id: DossierId, kind: Kind, asked: RwSignal<Option<Kind>>) -> impl IntoView {
    let open = RwSignal::new(true);
    let faults = RwSignal::new(Vec::<FieldFault>::new());
    let busy = RwSignal::new(false);
    let toast = use_toast();
    Effect::new(move |_| {
        if !open.get() {
            asked.set(None);
        }
    });
    let Some(dossier) = desk.client(|client| client.dossier(id).cloned()) else {
        toast.say(GONE);
        open.set(false);
        return ().into_any();
    };
    let (ward, me) = (desk.ward(), desk.me().id);
    let mut fields = asks(kind, &ward, me, &dossier, clock().day());
    if kind == Kind::Stamp
        && let Some(number) = next_number(desk, &ward, &dossier)
        && let Some(Ask::Line { start, .. }) = fields.iter_mut().find(|ask| ask.id() == "number")
    {
        *start = number;
    }
    let cells: BTreeMap<&'static str, Cell> = fields
        .iter()
        .map(|ask| match ask {
            Ask::Line { id, start, .. }
            | Ask::Area { id, start, .. }
            | Ask::Day { id, start, .. }
            | Ask::Choice { id, start, .. } => (*id, Cell::Text(RwSignal::new(start.clone()))),
            Ask::Tick { id, start, .. } => (*id, Cell::Tick(RwSignal::new(*start))),
        })
        .collect();
    let known: Vec<&'static str> = cells.keys().copied().collect();
    let answers = {
        let cells = cells.clone();
        move || -> Answers { cells.iter().map(|(id, cell)| (*id, cell.read())).collect() }
    };
    let start = untrack(&answers);
    let at_first = start.clone();
    if let Some(typed) = KEPT.with(|drafts| drafts.kept(me, &(id, kind))) {
        unfold(&cells, &typed);
    }
    on_cleanup({
        let answers = answers.clone();
        move || {
            // A form that was closed is done with; one that is still open went with its page.
            let typed = open.get_untracked().then(|| untrack(answers)).filter(|typed| *typed != start);
            KEPT.with(|drafts| drafts.keep(me, (id, kind), typed));
        }
    });
    let whose = StoredValue::new(Whose::of(&ward, &dossier));
    let about = StoredValue::new(dossier);
    let shows = {
        let answers = answers.clone();
        move |ask: &Ask| {
            let (id, answers) = (ask.id(), answers.clone());
            Memo::new(move |_| about.with_value(|dossier| applies(kind, dossier, id, &answers())))
        }
    };
    let run = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let typed = untrack(&answers);
        let acts = match about.with_value(|dossier| build(kind, &ward, dossier, &typed)) {
            Ok(acts) => acts,
            Err(said) => return show(faults, said),
        };
        busy.set(true);
        let at_first = at_first.clone();
        spawn_local(async move {
            match do_all(desk, id, acts).await {
                Ok(()) => {
                    toast.say(SAVED);
                    MADE.set((typed != at_first).then_some((me, (id, kind), typed)));
                    open.try_set(false);
                    // The page was drawn anew below the question, and what had the focus is no more.
                    request_animation_frame(row::go_on);
                }
                Err(trouble) => {
                    show(faults, trouble.faults());
                    busy.try_set(false);
                }
            }
        });
    };
    let run = StoredValue::new(run);
    // Where a field has many lines, Enter begins one.
    let key = match fields.iter().any(|ask| matches!(ask, Ask::Area { .. })) {
        true => "Ctrl Enter",
        false => "Enter",
    };
    let fields = StoredValue::new(fields);
    let cells = StoredValue::new(cells);
    let known = StoredValue::new(known);
    let lang = use_lang();
    let other_faults = move || {
        faults.with(|all| {
            let own = |f: &&FieldFault| !known.with_value(|known| known.contains(&f.field.as_str()));
            all.iter().filter(own).map(|f| f.of(lang.get()).to_owned()).collect::<Vec<_>>()
        })
    };
    view! {
        <Dialog open title=Text::from(kind.label())>
            <form class="flow" on:submit=move |ev| run.with_value(|run| run(ev))>
                {whose.with_value(Whose::view)}
                {move || other_faults().into_iter().map(|said| view! { <p class="note note--late" role="alert">{said}</p> }).collect_view()}
                {fields.get_value().into_iter().map(|ask| {
                    let shown = shows(&ask);
                    move || shown.get().then(|| field(ask.clone(), &cells.get_value(), faults))
                }).collect_view()}
                <div class="dialog__acts">
                    <button class="btn btn--primary" type="submit" aria-busy=move || busy.get().to_string()>{t(DONE)}" "<Keys keys=key /></button>
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t(CANCEL)}</button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

/// One step, however many acts it takes.
async fn do_all(desk: Desk, id: DossierId, acts: Vec<Act>) -> Result<(), Trouble> {
    let turn = desk.turn();
    for act in acts {
        desk.act_in(turn, id, act).await?;
    }
    Ok(())
}

/// The number that follows in the result's book, as far as this device knows; a refusal is a letter and has no book.
fn next_number(desk: Desk, ward: &Ward, dossier: &Dossier) -> Option<String> {
    let granted = dossier.result.as_ref().is_some_and(|result| result.decision == Decision::Grant);
    let procedure = ward.catalogue.get(&dossier.procedure).filter(|_| granted)?;
    let year = clock().day().year();
    desk.client(|client| results::next(ward, client.dossiers(), &procedure.register, year))
}

/// Says each fault at its field, and puts the cursor into the first.
fn show(faults: RwSignal<Vec<FieldFault>>, said: Vec<FieldFault>) {
    let first = said.first().map(|fault| fault.field.clone());
    faults.try_set(said);
    // By then a field that only now applies is on the page.
    request_animation_frame(move || first.iter().for_each(|id| words::focus_field(id)));
}

/// On whom and what the act is done: over a list nothing else says it.
struct Whose {
    name: String,
    procedure: Sentence,
    code: Option<String>,
}

impl Whose {
    fn of(ward: &Ward, dossier: &Dossier) -> Whose {
        Whose {
            name: dossier.applicant.name.clone(),
            procedure: words::procedure_name(ward, &dossier.procedure),
            code: dossier.code.as_ref().map(|code| code.short()),
        }
    }

    fn view(&self) -> impl IntoView + use<> {
        let Whose { name, procedure, code } = self;
        let code = code.clone().map(|code| view! { " · "<span class="quiet nowrap">{code}</span> });
        view! { <p><b>{name.clone()}</b><br />{t(procedure.clone())}{code}</p> }
    }
}

fn field(ask: Ask, cells: &BTreeMap<&'static str, Cell>, faults: RwSignal<Vec<FieldFault>>) -> AnyView {
    let text = |id: &str| match cells.get(id) {
        Some(Cell::Text(text)) => *text,
        Some(Cell::Tick(_)) | None => RwSignal::new(String::new()),
    };
    match ask {
        Ask::Line { id, label, optional, .. } => {
            view! { <TextField id label=label value=text(id) faults optional /> }.into_any()
        }
        Ask::Area { id, label, .. } => {
            view! { <TextField id label=label value=text(id) faults area=true /> }.into_any()
        }
        Ask::Day { id, label, .. } => view! { <DateField id label=label value=text(id) faults /> }.into_any(),
        Ask::Choice { id, label, options, .. } => {
            let lang = use_lang();
            let options = Signal::derive(move || {
                let said =
                    |(code, words): &(String, Sentence)| (code.clone(), words.of(lang.get()).to_owned());
                options.iter().map(said).collect::<Vec<_>>()
            });
            view! { <SelectField id label=label value=text(id) options faults /> }.into_any()
        }
        Ask::Tick { id, label, .. } => match cells.get(id) {
            Some(Cell::Tick(value)) => view! { <Tick label=label value=*value /> }.into_any(),
            Some(Cell::Text(_)) | None => ().into_any(),
        },
    }
}
