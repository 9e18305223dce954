//! Nhiều hồ sơ một lần: one form answered for all that were chosen, and what became of each.
//!
//! Not here: which are chosen (`pick`), the rules (`shared`), the form of one dossier (`detail::dialog`).
//! Invariant: each dossier gets an act of its own, judged by itself; whatever could not be done says why and stays
//! chosen. All of it is one step, taken back together. What was half typed, and for which, outlives a locked screen.

mod typed;

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::{Act, Dossier, Kind};
use shared::id::{DossierId, OfficerId};
use shared::lang::{Lang, Sentence, Word, counted, money, word};
use shared::moment::Day;
use shared::refusal::{FieldFault, MAIN};
use shared::ward::Ward;

use super::acts::{self, Answers, Ask};
use super::cells::{Cells, sending_key};
use super::detail::dialog::passed_by;
use super::given;
use super::pick::{Picks, use_pick_keys};
use super::receipt::Known;
use super::row::{self, Row};
use crate::desk::{Desk, clock};
use crate::keys::use_key;
use crate::text::{Text, say, t};
use crate::ui::button::Keys;
use crate::ui::dialog::Dialog;
use crate::ui::field::{other_faults, show};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::toast::use_toast;

pub use typed::forget;

const CANCEL: Word = word("Thôi", "Cancel");
const NONE: Word = word("Bỏ chọn", "Choose none");
const CHOSEN: Word = word("Đã chọn:", "Chosen:");
const OWED: Word = word("Lệ phí còn nợ:", "Fees that are owed:");
const EACH: Word = word(
    "Mỗi hồ sơ được ghi riêng; hồ sơ nào không ghi được sẽ nói lý do và vẫn được chọn.",
    "Each is recorded by itself; whatever cannot be says why and stays chosen.",
);
const HIS_ALREADY: Word = word("Người này đang thụ lý hồ sơ rồi.", "This officer has the dossier already.");

/// What is done with all of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Batch {
    Give,
    Assign,
}

impl Batch {
    pub const fn kind(self) -> Kind {
        match self {
            Batch::Give => Kind::HandOver,
            Batch::Assign => Kind::Assign,
        }
    }

    /// `Trả 3 kết quả`
    pub fn label(self, n: usize) -> Sentence {
        let (vi, en) = match self {
            Batch::Give => (format!("Trả {n} kết quả"), ("Return", "result", "results")),
            Batch::Assign => (format!("Phân công {n} hồ sơ"), ("Assign", "dossier", "dossiers")),
        };
        Sentence::new(vi, format!("{} {}", en.0, counted(n, en.1, en.2)))
    }

    /// What its key does, in the list of keys.
    const fn does(self) -> Word {
        match self {
            Batch::Give => word("Trả các kết quả đã chọn", "Return the chosen results"),
            Batch::Assign => word("Phân công hồ sơ đã chọn", "Assign what is chosen"),
        }
    }

    const fn done(self) -> Word {
        match self {
            Batch::Give => word("Đã trả kết quả cho", "Handed over:"),
            Batch::Assign => word("Đã phân công:", "Assigned:"),
        }
    }

    /// The key that begins it.
    const fn key(self) -> &'static str {
        match self {
            Batch::Give => "t",
            Batch::Assign => "v",
        }
    }

    const fn glyph(self) -> Glyph {
        match self {
            Batch::Give => Glyph::Give,
            Batch::Assign => Glyph::Next,
        }
    }
}

/// What became of one of them.
#[derive(Clone, PartialEq, Debug)]
pub struct Outcome {
    pub row: Row,
    /// Why not; nothing where it was done.
    pub why: Option<Sentence>,
    pub batch: Batch,
    /// Lines of the dossier's history before: as many again, and it was taken back.
    pub lines: usize,
}

/// What still holds: whatever was taken back is said no more.
pub fn standing(desk: Desk, told: RwSignal<Vec<Outcome>>) -> Memo<Vec<Outcome>> {
    Memo::new(move |_| {
        let all = told.get();
        desk.select(|client| {
            let holds = |outcome: &Outcome| {
                let now = client.dossier(outcome.row.id).map(|dossier| dossier.history.len());
                outcome.why.is_some() || now.is_none_or(|now| outcome.lines < now)
            };
            all.into_iter().filter(holds).collect()
        })
    })
}

/// What is asked once for all.
pub fn asks(batch: Batch, ward: &Ward, me: OfficerId, all: &[Dossier], today: Day) -> Vec<Ask> {
    match batch {
        Batch::Give => given::asks_all(all),
        Batch::Assign => {
            // Whatever is taken from somebody needs the reason.
            let taken = all.iter().find(|dossier| dossier.handler.is_some()).or(all.first());
            taken.map(|dossier| acts::asks(Kind::Assign, ward, me, dossier, today)).unwrap_or_default()
        }
    }
}

/// Whether a field is asked: it applies to at least one of them.
fn applies(batch: Batch, all: &[Dossier], id: &str, answers: &Answers) -> bool {
    all.iter().any(|dossier| acts::applies(batch.kind(), dossier, id, answers))
}

/// The act for each, or why there is none.
pub type Made = Vec<(DossierId, Result<Act, Sentence>)>;

/// # Errors
/// What is wrong with the form itself, whichever dossier it is for.
pub fn build(batch: Batch, ward: &Ward, all: &[Dossier], answers: &Answers) -> Result<Made, Vec<FieldFault>> {
    match batch {
        Batch::Give => {
            let made = given::build_all(ward, all, answers)?.into_iter().map(|act| Ok(Act::HandOver(act)));
            Ok(all.iter().map(|dossier| dossier.id).zip(made).collect())
        }
        Batch::Assign => {
            let to = answers.get("to").and_then(|id| id.parse().ok()).map(OfficerId);
            let mut made = Vec::new();
            for dossier in all {
                if to.is_some() && dossier.handler == to {
                    made.push((dossier.id, Err(HIS_ALREADY.into())));
                    continue;
                }
                let acts = acts::build(Kind::Assign, ward, dossier, answers)?;
                made.extend(acts.into_iter().map(|act| (dossier.id, Ok(act))));
            }
            Ok(made)
        }
    }
}

/// What the rules find wrong with the fields, each said once: it is put right before anything is recorded.
pub(super) fn faults(desk: Desk, made: &Made) -> Vec<FieldFault> {
    let mut all: Vec<FieldFault> = vec![];
    for (id, act) in made.iter().filter_map(|(id, act)| Some((id, act.as_ref().ok()?))) {
        let said = desk.verdict(*id, act).err().map(|refusal| refusal.faults()).unwrap_or_default();
        let new: Vec<FieldFault> =
            said.into_iter().filter(|fault| fault.field != MAIN && !all.contains(fault)).collect();
        all.extend(new);
    }
    all
}

/// One after the other; what was done is no longer chosen.
pub async fn do_all(desk: Desk, batch: Batch, made: Made, picks: Picks) -> Vec<Outcome> {
    passed_by();
    let (ward, now, turn) = (untrack(|| desk.ward()), clock(), desk.turn());
    let mut outcomes = Vec::new();
    for (id, act) in made {
        let Some(dossier) = desk.client(|client| client.dossier(id).cloned()) else { continue };
        let (row, lines) = (Row::new(&ward, now, &dossier, false), dossier.history.len());
        let why = match act {
            Ok(act) => desk.act_in(turn, id, act).await.err().map(|trouble| trouble.sentence()),
            Err(why) => Some(why),
        };
        if why.is_none() {
            picks.picked.try_update(|picked| picked.remove(&id));
        }
        outcomes.push(Outcome { row, why, batch, lines });
    }
    outcomes
}

/// A list of which several can be chosen, and what is done with them.
#[derive(Clone, Copy)]
pub struct Several {
    desk: Desk,
    batch: Batch,
    pub picks: Picks,
    /// What became of each, the last time.
    pub told: RwSignal<Vec<Outcome>>,
    picked: Memo<BTreeSet<DossierId>>,
    asked: RwSignal<Option<Vec<DossierId>>>,
}

impl Several {
    /// Hears the keys by which rows of `open` are chosen, and the one that begins.
    pub fn of(desk: Desk, batch: Batch, open: Memo<BTreeSet<DossierId>>) -> Several {
        let picks = Picks::new();
        // A form that was half filled when its page went is for these.
        picks.picked.set(typed::chosen(desk.with_me(|me| me.id), batch));
        let picked = Memo::new(move |_| desk.open_to(picks.picked.get(), batch.kind()));
        let (told, asked) = (RwSignal::new(vec![]), RwSignal::new(None));
        let several = Several { desk, batch, picks, told, picked, asked };
        use_pick_keys(picks, open);
        use_key(batch.key(), batch.does(), move || several.begin());
        several
    }

    fn begin(self) {
        let ids: Vec<DossierId> = self.picked.get_untracked().into_iter().collect();
        if !ids.is_empty() {
            self.told.set(vec![]);
            self.asked.set(Some(ids));
        }
    }

    pub fn standing(self) -> Signal<Vec<Outcome>> {
        standing(self.desk, self.told).into()
    }

    /// The foot of the list, and the form over it.
    pub fn foot(self) -> impl IntoView {
        let Several { desk, batch, picks, told, picked, asked } = self;
        let names = Memo::new(move |_| names(desk, &picked.get()));
        view! {
            {dock(batch, names.into(), picks, Callback::new(move |()| self.begin()))}
            {move || asked.get().map(|ids| view! { <BatchDialog desk batch ids picks asked told /> })}
        }
    }
}

/// The applicants of what is chosen.
fn names(desk: Desk, ids: &BTreeSet<DossierId>) -> Vec<String> {
    desk.select(|client| {
        ids.iter().filter_map(|id| client.dossier(*id)).map(|d| d.applicant.name.clone()).collect()
    })
}

/// A sentence for each, with the way to its dossier.
pub fn outcomes_view(outcomes: Signal<Vec<Outcome>>) -> impl IntoView {
    let one = |outcome: Outcome| {
        let Outcome { row, why, batch, lines: _ } = outcome;
        let (name, href, code) = (row.name.clone(), row.href(), row.code.clone());
        let whose = view! {
            <a href=href>{name}</a>{(!code.is_empty()).then(|| view! { " · "<span class="nowrap">{code}</span> })}
        };
        match why {
            None => view! { <p class="note note--ok">{t(batch.done())}" "{whose}</p> }.into_any(),
            Some(why) => view! { <p class="note note--late">{whose}": "{t(why)}</p> }.into_any(),
        }
    };
    view! { <div aria-live="polite">{move || outcomes.get().into_iter().map(one).collect_view()}</div> }
}

/// The foot of a list while something is chosen: who, and what can be done with them.
pub fn dock(batch: Batch, names: Signal<Vec<String>>, picks: Picks, begin: Callback<()>) -> impl IntoView {
    let label = move |lang: Lang| batch.label(names.with(Vec::len)).of(lang).to_owned();
    let said = move || names.with(|names| names.join(", "));
    // Drawn once: a button that changes under the finger hears no click.
    let some = Memo::new(move |_| !names.with(Vec::is_empty));
    move || {
        some.get().then(|| {
            view! {
                <div class="dock pick__dock">
                    <button class="btn btn--primary" type="button" aria-haspopup="dialog" aria-busy=move || picks.busy.get().to_string()
                        on:click=move |_| begin.run(())><Icon glyph=batch.glyph() />{say(label)}" "<Keys keys=batch.key() /></button>
                    <button class="btn" type="button" on:click=move |_| picks.picked.update(|picked| picked.clear())>{t(NONE)}</button>
                    <p class="small quiet" role="status">{t(CHOSEN)}" "{said}</p>
                </div>
            }
        })
    }
}

/// `Lệ phí còn nợ: 35.000 đ`
fn owed_view(all: &[Dossier]) -> Option<impl IntoView + use<>> {
    let sum = all.iter().map(|dossier| dossier.fee.owed_vnd()).fold(0, i64::saturating_add);
    (sum > 0).then(|| view! { <p>{t(OWED)}" "<b class="nowrap">{say(move |lang| money(lang, sum))}</b></p> })
}

/// On whom it is done, in the order of the form's own lines.
fn whose_view(ward: &Ward, all: &[Dossier]) -> impl IntoView + use<> {
    let one = |dossier: &Dossier| {
        let row = Row::new(ward, clock(), dossier, false);
        let owed = Some(dossier.fee.owed_vnd()).filter(|vnd| *vnd > 0);
        view! {
            <li>
                <div class="grow"><b>{row.name.clone()}</b><div class="sub">{t(row.procedure)}" · "<span class="nowrap">{row.code}</span></div></div>
                {owed.map(|owed| view! { <div class="end small soon">{say(move |lang| money(lang, owed))}</div> })}
            </li>
        }
    };
    view! { <ol class="rows">{all.iter().map(one).collect_view()}</ol> }
}

/// The form for all that are chosen; `told` gets what became of each.
#[component]
fn BatchDialog(
    desk: Desk,
    batch: Batch,
    ids: Vec<DossierId>,
    picks: Picks,
    asked: RwSignal<Option<Vec<DossierId>>>,
    told: RwSignal<Vec<Outcome>>,
) -> impl IntoView {
    let (open, faulty) = (RwSignal::new(true), RwSignal::new(Vec::<FieldFault>::new()));
    Effect::new(move |_| {
        if !open.get() {
            asked.set(None);
        }
    });
    let toast = use_toast();
    let ward = desk.ward();
    let all: Vec<Dossier> =
        desk.client(|client| ids.iter().filter_map(|id| client.dossier(*id)).cloned().collect());
    let fields = asks(batch, &ward, desk.me().id, &all, clock().day());
    let mut cells = Cells::new(&fields);
    if batch == Batch::Give {
        let known = Known::of(desk, None);
        let owed = all.iter().filter(|dossier| dossier.fee.owed_vnd() > 0).count();
        cells = cells.with_receipts(if owed > 1 { known.many() } else { known });
    }
    typed::outlives(&cells, desk.me().id, batch, ids, open);
    let key = sending_key(&fields);
    let known = StoredValue::new(cells.names());
    let (count, cells, all) = (all.len(), StoredValue::new(cells), StoredValue::new(all));
    let kept = ward.clone();
    let run = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        if picks.busy.get_untracked() {
            return;
        }
        let typed = untrack(|| cells.with_value(Cells::answers));
        let made = match all.with_value(|all| build(batch, &kept, all, &typed)) {
            Ok(made) => made,
            Err(said) => return show(faulty, said),
        };
        let wrong = faults(desk, &made);
        if !wrong.is_empty() {
            return show(faulty, wrong);
        }
        picks.busy.set(true);
        spawn_local(async move {
            let outcomes = do_all(desk, batch, made, picks).await;
            let (done, of) =
                (outcomes.iter().filter(|outcome| outcome.why.is_none()).count(), outcomes.len());
            toast.say(Sentence::new(format!("Đã ghi {done}/{of} hồ sơ"), format!("{done} of {of} recorded")));
            told.try_set(outcomes);
            picks.busy.try_set(false);
            open.try_set(false);
            request_animation_frame(row::go_on);
        });
    };
    let run = StoredValue::new(run);
    let named = move || Text::live(move |lang| batch.label(count).of(lang).to_owned());
    let shows = move |ask: &Ask| {
        let id = ask.id();
        Memo::new(move |_| {
            let answers = cells.with_value(Cells::answers);
            all.with_value(|all| applies(batch, all, id, &answers))
        })
    };
    let (fields, ward) = (StoredValue::new(fields), StoredValue::new(ward));
    view! {
        <Dialog open title=named()>
            <form class="flow" on:submit=move |ev| run.with_value(|run| run(ev))>
                {ward.with_value(|ward| all.with_value(|all| whose_view(ward, all)))}
                {all.with_value(|all| owed_view(all))}
                {other_faults(faulty, known.get_value())}
                {fields.get_value().into_iter().map(|ask| {
                    let shown = shows(&ask);
                    move || shown.get().then(|| cells.with_value(|cells| cells.field(ask.clone(), faulty)))
                }).collect_view()}
                <p class="small quiet">{t(EACH)}</p>
                <div class="dialog__acts">
                    <button class="btn btn--primary" type="submit" aria-busy=move || picks.busy.get().to_string()>{t(named())}" "<Keys keys=key /></button>
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t(CANCEL)}</button>
                </div>
            </form>
        </Dialog>
    }
}
