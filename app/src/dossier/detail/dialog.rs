//! The one dialog of all acts: draws what an act asks, shows faults at their fields.
//!
//! Not here: what is asked (`acts`).
//! Invariant: what was typed stays after a refusal, behind a locked screen, and where its dossier has left the device.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::door::veil::Veil;
use shared::dossier::record::Decision;
use shared::dossier::{Act, Dossier, Kind};
use shared::id::{DossierId, OfficerId};
use shared::lang::{Sentence, Word, word};
use shared::moment::Day;
use shared::procedure::Procedure;
use shared::refusal::FieldFault;
use shared::report::results;
use shared::ward::Ward;

use super::super::acts::{Answers, Ask, applies, asks, build};
use super::super::cells::{Cells, sending_key};
use super::super::drafts::Drafts;
use super::super::numbered::Numbers;
use super::super::receipt::Known;
use super::super::{fees, row, words};
use crate::desk::{Desk, Trouble, clock};
use crate::text::{Text, t};
use crate::ui::button::Keys;
use crate::ui::dialog::Dialog;
use crate::ui::field::{other_faults, show};
use crate::ui::toast::use_toast;

const DONE: Word = word("Ghi lại", "Record");
const CANCEL: Word = word("Thôi", "Cancel");
const SAVED: Word = word("Đã lưu trên máy này", "Saved on this device");
const GONE: Word = word(
    "Hồ sơ này không còn trên máy. Tìm ở mọi năm để xem.",
    "This dossier is no longer on the device. Look in every year to see it.",
);

const STILL: Word = word(
    "Những gì đã gõ còn ở đây, chưa được ghi vào đâu.",
    "What was typed is still here; it was not recorded anywhere.",
);

type Place = (DossierId, Kind);

/// What stood in a form, and what the form asked: that is read where there is no dossier to ask about any more.
#[derive(Clone, Default)]
struct Typed {
    fields: Vec<Ask>,
    answers: Answers,
}

thread_local! {
    static KEPT: Drafts<Place, Typed> = const { Drafts::new() };
    /// What made the last act, for whoever takes it back.
    static MADE: RefCell<Option<(OfficerId, Place, Typed)>> = const { RefCell::new(None) };
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
    let (ward, me) = (desk.ward(), desk.me().id);
    let kept = KEPT.with(|drafts| drafts.kept(me, &(id, kind)));
    let Some(dossier) = desk.client(|client| client.dossier(id).cloned()) else {
        on_cleanup(move || {
            if !open.get_untracked() {
                KEPT.with(|drafts| drafts.keep(me, (id, kind), None));
            }
        });
        return gone(kind, open, kept.unwrap_or_default());
    };
    let mut fields = asks(kind, &ward, me, &dossier, clock().day());
    if kind == Kind::Stamp
        && let Some(number) = next_number(desk, &ward, &dossier)
        && let Some(Ask::Line { start, .. }) = fields.iter_mut().find(|ask| ask.id() == "number")
    {
        *start = number;
    }
    let cells = cells_of(desk, &dossier, kind, &fields);
    let answers = {
        let cells = cells.clone();
        move || cells.answers()
    };
    let start = untrack(&answers);
    let at_first = start.clone();
    if let Some(typed) = kept {
        cells.unfold(&typed.answers);
    }
    on_cleanup({
        let (answers, fields) = (answers.clone(), fields.clone());
        move || {
            // A form that was closed is done with; one that is still open went with its page.
            let typed = open.get_untracked().then(|| untrack(answers)).filter(|typed| *typed != start);
            let typed = typed.map(|answers| Typed { fields, answers });
            KEPT.with(|drafts| drafts.keep(me, (id, kind), typed));
        }
    });
    let whose = StoredValue::new(Whose::of(&ward, &dossier));
    let veil = Signal::stored(Veil::of(&ward, &dossier));
    let (about, rules) = (StoredValue::new(dossier), StoredValue::new(ward.clone()));
    let sum = (kind == Kind::CorrectFee).then(|| fees::sum_as_typed(ward.clone(), about, answers.clone()));
    let shows = {
        let answers = answers.clone();
        move |ask: &Ask| {
            let (id, answers) = (ask.id(), answers.clone());
            Memo::new(move |_| {
                let typed = answers();
                about.with_value(|dossier| {
                    applies(kind, dossier, id, &typed)
                        && (kind != Kind::CorrectFee
                            || rules.with_value(|ward| fees::applies(ward, dossier, id, &typed)))
                })
            })
        }
    };
    let key = sending_key(&fields);
    let fields = StoredValue::new(fields);
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
        let (at_first, fields) = (at_first.clone(), fields.get_value());
        spawn_local(async move {
            match do_all(desk, id, acts).await {
                Ok(()) => {
                    toast.say(SAVED);
                    let typed = (typed != at_first).then_some(Typed { fields, answers: typed });
                    MADE.set(typed.map(|typed| (me, (id, kind), typed)));
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
    let known = StoredValue::new(cells.names());
    let cells = StoredValue::new(cells);
    view! {
        <Dialog open title=Text::from(kind.label())>
            <form class="flow" on:submit=move |ev| run.with_value(|run| run(ev))>
                {whose.with_value(Whose::view)}
                {other_faults(faults, known.get_value())}
                {fields.get_value().into_iter().map(|ask| {
                    let shown = shows(&ask);
                    move || shown.get().then(|| cells.with_value(|cells| cells.field_of(kind, ask.clone(), faults, veil)))
                }).collect_view()}
                {sum.map(fees::sum_view)}
                <div class="dialog__acts">
                    <button class="btn btn--primary" type="submit" aria-busy=move || busy.get().to_string()>{t(DONE)}" "<Keys keys=key /></button>
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t(CANCEL)}</button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

/// There is nothing to record on any more; what was typed can be read, and written down elsewhere.
fn gone(kind: Kind, open: RwSignal<bool>, typed: Typed) -> AnyView {
    let said: Vec<(Word, Sentence)> =
        typed.fields.iter().filter_map(|ask| told(ask, &typed.answers)).collect();
    let said = StoredValue::new(said);
    let parts = move || {
        said.get_value().into_iter().map(|(label, text)| {
            view! { <p class="small quiet">{t(label)}</p><p>{t(text)}</p> }
        })
    };
    view! {
        <Dialog open title=Text::from(kind.label())>
            <div class="flow">
                <p class="note note--late" role="alert">{t(GONE)}</p>
                {said.with_value(|said| !said.is_empty()).then(|| view! { <p>{t(STILL)}</p> })}
                {parts().collect_view()}
            </div>
        </Dialog>
    }
    .into_any()
}

/// A field and what was typed or chosen in it, as it is read; a tick is made again with one click.
fn told(ask: &Ask, answers: &Answers) -> Option<(Word, Sentence)> {
    let typed = answers.get(ask.id()).filter(|typed| !typed.is_empty())?;
    match ask {
        Ask::Line { label, .. } | Ask::Suggested { label, .. } | Ask::Area { label, .. } => {
            Some((*label, same(typed.clone())))
        }
        Ask::Day { label, .. } => {
            Some((*label, same(typed.parse::<Day>().map_or_else(|_| typed.clone(), Day::vi))))
        }
        Ask::Choice { label, options, .. } => {
            options.iter().find(|(code, _)| code == typed).map(|(_, words)| (*label, words.clone()))
        }
        Ask::Tick { .. } => None,
    }
}

/// What a person wrote is the same in both languages.
fn same(text: String) -> Sentence {
    Sentence::new(text.clone(), text)
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
    let procedure = booked(ward, dossier)?;
    let year = clock().day().year();
    desk.client(|client| results::next(ward, client.dossiers(), &procedure.register, year))
}

/// The fields, with the numbers that are known where one is asked for.
fn cells_of(desk: Desk, dossier: &Dossier, kind: Kind, fields: &[Ask]) -> Cells {
    let (ward, cells) = (desk.ward(), Cells::new(fields));
    if matches!(kind, Kind::HandOver | Kind::CorrectFee) {
        return cells.with_receipts(Known::of(desk, Some(dossier)));
    }
    match booked(&ward, dossier).filter(|_| kind == Kind::Stamp) {
        Some(procedure) => cells.with_given(Numbers::of(desk, procedure, Some(dossier))),
        None => cells,
    }
}

/// The procedure in whose book the result gets its number.
fn booked<'a>(ward: &'a Ward, dossier: &Dossier) -> Option<&'a Procedure> {
    let granted = dossier.result.as_ref().is_some_and(|result| result.decision == Decision::Grant);
    ward.catalogue.get(&dossier.procedure).filter(|_| granted)
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

#[cfg(test)]
mod tests {
    use shared::dossier::amend;
    use shared::lang::Lang;
    use shared::script::{dossier_id, forms};

    use super::super::super::seen;
    use super::*;
    use crate::desk::tests::{at_desk, sits};
    use crate::store::tests::{OANH, morning, now};
    use crate::ui::tests::{english, html, vietnamese};

    /// The dossier, as it was when the form was begun.
    fn received(desk: Desk) -> Dossier {
        let act = forms::receive(&desk.ward(), "HT-09", morning().day());
        now(desk.act(dossier_id(1), Act::Receive(act))).expect("received");
        desk.dossier(dossier_id(1)).expect("kept")
    }

    fn dialog(desk: Desk, id: DossierId, kind: Kind) -> impl IntoView {
        ActDialog(ActDialogProps { desk, id, kind, asked: RwSignal::new(Some(kind)) })
    }

    #[test]
    fn what_was_typed_for_a_dossier_that_is_gone_is_still_read() {
        at_desk(|desk, _| {
            sits(desk, OANH);
            let dossier = received(desk);
            let (me, absent) = (desk.me().id, dossier_id(2));
            let fields = asks(Kind::Amend, &desk.ward(), me, &dossier, morning().day());
            let answers: Answers =
                [("name", "Dang Thi Dao, to 12".to_owned()), ("birth", "1990".to_owned())].into();
            assert!(answers.keys().all(|id| fields.iter().any(|ask| ask.id() == *id)), "{fields:?}");
            KEPT.with(|drafts| drafts.keep(me, (absent, Kind::Amend), Some(Typed { fields, answers })));
            for _ in 0..2 {
                let shown = html(move || dialog(desk, absent, Kind::Amend));
                for said in [GONE.vi, STILL.vi, "Dang Thi Dao, to 12", "1990"] {
                    assert!(shown.contains(said), "{said}: {shown}");
                }
                assert!(!shown.contains("type=\"submit\""), "nothing to record on: {shown}");
            }
            let read = english(move || dialog(desk, absent, Kind::Amend));
            assert!(read.contains(GONE.en) && read.contains(STILL.en), "{read}");
            assert_eq!(vietnamese(&read), Vec::<String>::new());
            let bare = html(move || dialog(desk, absent, Kind::Note));
            assert!(bare.contains(GONE.vi) && !bare.contains(STILL.vi), "nothing was typed: {bare}");
            forget();
        });
    }

    /// The reason of a request is read on the tracking page, which shows it without numbers and names; the officer sees
    /// so before it is recorded. What only colleagues read says nothing of it.
    #[test]
    fn what_the_citizen_will_read_is_shown_as_the_citizen_will_read_it() {
        at_desk(|desk, _| {
            sits(desk, OANH);
            let dossier = received(desk);
            let (me, id, kind) = (desk.me().id, dossier.id, Kind::AskMore);
            let fields = asks(kind, &desk.ward(), me, &dossier, morning().day());
            let keep = |kind, reason: String| {
                let typed = Typed { fields: fields.clone(), answers: [("reason", reason)].into() };
                KEPT.with(|drafts| drafts.keep(me, (id, kind), Some(typed)));
            };
            keep(kind, "Chưa có bản án ly hôn".to_owned());
            let shown = html(move || dialog(desk, id, kind));
            assert_eq!(shown.matches(seen::HINT.vi).count(), 1, "{shown}");
            assert!(!shown.contains("Trang tra cứu hiện"), "nothing is hidden of it: {shown}");
            keep(kind, format!("{}, gọi 0905 123 456", dossier.applicant.name));
            let shown = html(move || dialog(desk, id, kind));
            assert!(shown.contains("Trang tra cứu hiện: “•••, gọi •••”"), "{shown}");
            let kind = Kind::Withdraw;
            keep(kind, "Gọi 0905 123 456".to_owned());
            let shown = html(move || dialog(desk, id, kind));
            assert!(!shown.contains(seen::HINT.vi) && !shown.contains("Trang tra cứu hiện"), "{shown}");
            forget();
        });
    }

    /// It was there when the form was opened: the act is refused with a sentence, which stands in the form.
    #[test]
    fn an_act_on_a_dossier_that_went_meanwhile_is_refused_in_its_form() {
        at_desk(|desk, _| {
            sits(desk, OANH);
            received(desk);
            let waiting = desk.client(|client| client.queue.len());
            let note = Act::Note(amend::Note { text: "đã gọi".to_owned() });
            let faults = now(do_all(desk, dossier_id(2), vec![note])).expect_err("it is gone").faults();
            let said: Vec<String> = faults.iter().map(|fault| fault.of(Lang::Vi).to_owned()).collect();
            assert_eq!(said, ["Hồ sơ không còn trên máy chủ. Tìm lại theo mã."]);
            assert_eq!(desk.client(|client| client.queue.len()), waiting, "nothing was kept of it");
            let faults = RwSignal::new(faults);
            let shown = html(move || other_faults(faults, vec!["text"]));
            assert!(shown.contains("role=\"alert\"") && shown.contains(&said[0]), "{shown}");
        });
    }
}
