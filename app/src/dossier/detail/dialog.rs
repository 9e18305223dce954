//! The one dialog of all acts: draws what an act asks, shows faults at their fields.
//!
//! Not here: what is asked (`acts`).
//! Invariant: what was typed stays after a refusal, and behind a locked screen.

use std::cell::RefCell;

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
use super::super::cells::{Cells, other_faults, sending_key, show};
use super::super::drafts::Drafts;
use super::super::{row, words};
use crate::desk::{Desk, Trouble, clock};
use crate::text::{Text, t};
use crate::ui::button::Keys;
use crate::ui::dialog::Dialog;
use crate::ui::toast::use_toast;

const DONE: Word = word("Ghi lại", "Record");
const CANCEL: Word = word("Thôi", "Cancel");
const SAVED: Word = word("Đã lưu trên máy này", "Saved on this device");
const GONE: Word = word(
    "Hồ sơ này không còn trên máy. Tìm ở mọi năm để xem.",
    "This dossier is no longer on the device. Look in every year to see it.",
);

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

/// Something was done past this dialog: what it made last is not what is taken back next.
pub fn passed_by() {
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
    let cells = Cells::new(&fields);
    let answers = {
        let cells = cells.clone();
        move || cells.answers()
    };
    let start = untrack(&answers);
    let at_first = start.clone();
    if let Some(typed) = KEPT.with(|drafts| drafts.kept(me, &(id, kind))) {
        cells.unfold(&typed);
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
    let key = sending_key(&fields);
    let known = StoredValue::new(cells.names());
    let fields = StoredValue::new(fields);
    let cells = StoredValue::new(cells);
    view! {
        <Dialog open title=Text::from(kind.label())>
            <form class="flow" on:submit=move |ev| run.with_value(|run| run(ev))>
                {whose.with_value(Whose::view)}
                {other_faults(faults, known.get_value())}
                {fields.get_value().into_iter().map(|ask| {
                    let shown = shows(&ask);
                    move || shown.get().then(|| cells.with_value(|cells| cells.field(ask.clone(), faults)))
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
