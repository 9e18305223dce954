//! Làm và trả ngay: a same-day case that is finished while the citizen waits.
//!
//! Not here: the steps it writes (`shared::dossier::fast_lane`).
//! Invariant: the signer is a leader; today's roster is the first choice.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use shared::dossier;
use shared::dossier::fast_lane;
use shared::dossier::hand_over::takes_own;
use shared::dossier::record::{Checked, Delivery, Given, Payment};
use shared::id::{DossierId, OfficerId};
use shared::lang::{Word, word};
use shared::procedure::Procedure;
use shared::procedure::fee::fee;
use shared::refusal::{FieldFault, Refusal};
use shared::report::results;

use super::super::acts::ORIGINAL;
use super::super::given::{self, AUTHORISATION, CHECKED, COPIES, RECEIVER};
use super::super::numbered::{Numbers, numbered_field};
use super::draft::Draft;
use super::fee::fee_line;
use super::side::{Foot, Told};
use crate::desk::{Desk, Trouble};
use crate::prefs::use_lang;
use crate::text::Text;
use crate::ui::dialog::Dialog;
use crate::ui::field::{TextField, focus_field, show};
use crate::ui::select::SelectField;

const FAST: Word = word("Làm và trả ngay", "Do and return now");
const RESULT: Word = word("Kết quả, ghi một dòng", "The result in one line");
const SIGNER: Word = word("Lãnh đạo đã ký", "Signed by");
const NUMBER: Word = word("Số văn bản, số chứng thực", "Number of the result");
const DONE: Word = word("Ghi và trả", "Record and return");

/// What the form still wants before the question is asked over it: all that a reception would, and the fee settled, since the
/// citizen leaves with the result.
pub fn wanting(desk: Desk, draft: Draft, id: DossierId) -> Vec<FieldFault> {
    let Some(receive) = draft.act(desk.new_secret()) else { return vec![] };
    let is_owed = receive.fee.payment == Payment::Owed;
    let is_due = untrack(|| {
        let procedure = draft.procedure.get();
        procedure
            .is_some_and(|p| fee(&p, &draft.fee_ask()).is_ok_and(|fee| fee.iter().any(|item| item.vnd > 0)))
    });
    match desk.verdict(id, &dossier::Act::Receive(receive)) {
        Err(refusal) => Trouble::Refused(refusal).faults(),
        Ok(()) if is_owed && is_due => {
            let said = Refusal::FeeUnsettled.sentence();
            vec![FieldFault::new("payment", said.vi, said.en)]
        }
        Ok(()) => vec![],
    }
}

/// Opens the question, or says at its field what the form still wants and goes there.
pub fn begin_fast(desk: Desk, draft: Draft, id: DossierId, open: RwSignal<bool>) {
    draft.show(untrack(|| wanting(desk, draft, id)));
    match draft.faults.with_untracked(|all| all.first().map(|fault| fault.field.clone())) {
        None => open.set(true),
        // After the summary has taken the focus.
        Some(field) => request_animation_frame(move || {
            request_animation_frame(move || focus_field(&field));
        }),
    }
}

#[component]
pub fn FastLane(
    desk: Desk,
    draft: Draft,
    id: StoredValue<DossierId>,
    /// It was handed in ahead.
    waited: bool,
    open: RwSignal<bool>,
) -> impl IntoView {
    let (summary, stamp) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (signer, receiver) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (checked, authorisation) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let copies = RwSignal::new(String::new());
    // Whether the result is given in copies, and how many are paid for.
    let copied = move || {
        let procedure = draft.procedure.get()?;
        procedure.copies(&fee(&procedure, &draft.fee_ask()).ok()?)
    };
    let lang = use_lang();
    let shown = Signal::derive(move || {
        Checked::ALL.map(|paper| (given::code(&paper), paper.label().of(lang.get()).to_owned())).to_vec()
    });
    let (faults, busy) = (RwSignal::new(Vec::<FieldFault>::new()), RwSignal::new(false));
    let field = move || draft.procedure.get().map(|procedure| procedure.field).unwrap_or_default();
    let leaders = Signal::derive(move || {
        let (ward, field) = (desk.ward(), field());
        let signers = ward.signers(&field, desk.now().day());
        signers.map(|o| (o.id.to_string(), o.name.clone())).collect::<Vec<_>>()
    });
    let suggests = Memo::new(move |_| {
        draft.procedure.with(|p| p.as_ref().map(Procedure::originals)).unwrap_or_default()
    });
    let fill = move || {
        let ward = desk.ward();
        let duty = ward.signer_for(&field(), desk.now()).map(|o| o.id);
        signer.set(duty.map(|id| id.to_string()).unwrap_or_default());
        receiver.set(draft.name.get());
        checked.set(given::code(&given::likely(&draft.number.get())));
        authorisation.set(String::new());
        copies.set(copied().map(|copies| copies.to_string()).unwrap_or_default());
        let procedure = draft.procedure.get();
        let year = desk.now().day().year();
        let next = procedure.as_ref().and_then(|procedure| {
            desk.client(|client| results::next(&ward, client.dossiers(), &procedure.register, year))
        });
        stamp.set(next.unwrap_or_default());
        // A copy is entered by its original, which nobody knows but who has it in hand.
        let result = procedure.filter(|p| p.originals().is_empty()).and_then(|p| p.results.first().cloned());
        summary.set(result.unwrap_or_default());
    };
    Effect::new(move |_| {
        if open.get() {
            // Once: what is typed afterwards stays, whatever the clock or another device says.
            untrack(fill);
        }
    });
    let own = Memo::new(move |_| takes_own(&receiver.get(), &draft.name.get(), &draft.on_behalf_of.get()));
    let navigate = use_navigate();
    let run = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(receive) = draft.act(desk.new_secret()) else { return };
        let copies =
            match untrack(copied).map(|_| given::copies(Some(copies.get_untracked().as_str()))).transpose() {
                Ok(copies) => copies.flatten(),
                Err(said) => return show(faults, said),
            };
        busy.set(true);
        let shown = checked.get_untracked();
        let act = fast_lane::FastLane {
            receive,
            summary: summary.get_untracked(),
            signer: OfficerId(signer.get_untracked().parse().unwrap_or(0)),
            stamp: stamp.get_untracked(),
            receiver: receiver.get_untracked(),
            given: Some(Given {
                way: Delivery::Counter,
                checked: Checked::ALL.into_iter().find(|paper| given::code(paper) == shown),
                authorisation: if own.get_untracked() {
                    String::new()
                } else {
                    authorisation.get_untracked()
                },
                copies,
            }),
            waited,
        };
        let navigate = navigate.clone();
        spawn_local(async move {
            let id = id.get_value();
            match desk.act(id, dossier::Act::FastLane(act)).await {
                Ok(()) => {
                    draft.attach_all(desk, id).await;
                    draft.saved();
                    open.set(false);
                    // Nobody comes back for it, so no slip is printed; who is asked for one prints it there.
                    navigate(&format!("/ho-so/{id}"), Default::default());
                }
                Err(trouble) => {
                    draft.show(trouble.faults());
                    show(faults, trouble.faults());
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <Dialog open title=Text::from(FAST)>
            <form class="flow" on:submit=run.clone()>
                <Told faults />
                // What is written on the paper receipt, before it is written.
                {fee_line(draft)}
                {move || match suggests.get() {
                    [] => view! { <TextField id="summary" label=RESULT value=summary faults=faults /> }.into_any(),
                    suggests => view! { <TextField id="summary" label=ORIGINAL value=summary faults=faults suggests /> }.into_any(),
                }}
                <div class="pairs">
                    <SelectField id="signer" label=SIGNER value=signer options=leaders faults=faults />
                    {move || match draft.procedure.get().filter(|_| open.get()) {
                        Some(p) => numbered_field("stamp", NUMBER, stamp, faults, Numbers::of(desk, &p, None)).into_any(),
                        None => view! { <TextField id="stamp" label=NUMBER value=stamp faults=faults /> }.into_any(),
                    }}
                    <TextField id="receiver" label=RECEIVER value=receiver faults=faults />
                    {move || copied().map(|_| view! { <TextField id="copies" label=COPIES value=copies mode="numeric" faults=faults /> })}
                </div>
                {move || (!own.get()).then(|| view! { <TextField id="authorisation" label=AUTHORISATION value=authorisation faults=faults /> })}
                <SelectField id="checked" label=CHECKED value=checked options=shown faults=faults />
                <Foot label=DONE busy open />
            </form>
        </Dialog>
    }
}
