//! Trình ký: what waits for a leader's signature, on a phone as on a PC.
//!
//! Not here: who may sign (`shared::dossier::sign`).
//! Invariant: a batch is signed one by one, and each row says what became of it; whoever drafted sees the row
//! greyed with the reason.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::{self, Kind, sign};
use shared::id::DossierId;
use shared::lang::{Lang, Sentence, Word, counted, word};
use shared::moment::Moment;

use super::ask::{Ask, Group};
use super::detail::dialog::ActDialog;
use super::find::Finder;
use super::pick::{self, Picks};
use super::row::{self, Row};
use super::trail::{self, Trail};
use super::words;
use crate::desk::{Desk, use_desk};
use crate::english::told;
use crate::keys::use_key;
use crate::text::{Text, say, t};
use crate::ui::button::Keys;
use crate::ui::choice::Tick;
use crate::ui::dialog::Dialog;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::light::LightView;
use crate::ui::state::Empty;
use crate::ui::toast::use_toast;

const TITLE: Word = word("Trình ký", "To sign");
const NOTHING: Word = word("Không có hồ sơ nào chờ ký.", "Nothing waits for a signature.");
const TAKE_OVER: Word = word("Ký thay ca của người trực", "Sign for whoever is on duty");
const SIGN: Word = word("Ký hồ sơ đã chọn", "Sign what is selected");
const BACK: Word = word("Trả lại", "Send back");
const ONE_BACK: Word =
    word("Chọn đúng một hồ sơ để trả lại kèm lý do.", "Select exactly one to send back with a reason.");
const YES: Word = word("Đồng ý ký", "Yes, sign");
const CANCEL: Word = word("Thôi", "Cancel");
const EACH: Word = word(
    "Mỗi hồ sơ được ký riêng; hồ sơ nào không ký được sẽ nói lý do ở dòng của nó.",
    "Each is signed by itself; whatever cannot be signed says why at its row.",
);
const DRAFT: Word = word("Dự thảo:", "Drafted by:");

/// What is chosen, how it is to be signed, and what could not be.
#[derive(Clone, Copy)]
pub struct Signing {
    pub picks: Picks,
    pub taking_over: RwSignal<bool>,
    pub refused: RwSignal<BTreeMap<DossierId, Sentence>>,
}

impl Signing {
    pub fn new() -> Signing {
        Signing {
            picks: Picks::new(),
            taking_over: RwSignal::new(false),
            refused: RwSignal::new(BTreeMap::new()),
        }
    }
}

impl Default for Signing {
    fn default() -> Signing {
        Signing::new()
    }
}

/// A dossier that waits for a signature.
#[derive(Clone, PartialEq, Debug)]
pub struct Waits {
    pub row: Row,
    pub drafter: String,
    /// What the result says.
    pub result: Option<(Word, String)>,
    /// Why this officer may not sign it.
    pub why: Option<Sentence>,
    /// Somebody else is on duty who could sign it.
    pub others: bool,
}

fn item(waits: Waits, signing: Signing) -> impl IntoView {
    let Signing { picks, refused, .. } = signing;
    let Waits { row, drafter, result, why, others: _ } = waits;
    let (id, closed) = (row.id, why.is_some());
    let why_id = closed.then(|| format!("why-{id}"));
    let (described, name) = (why_id.clone(), row.name.clone());
    let refused = move || refused.with(|r| r.get(&id).cloned());
    view! {
        <li data-row=id.to_string() data-picked=move || picks.holds(id).then_some("")
            on:click=move |ev| if !closed && pick::is_beside_controls(&ev) { picks.toggle(id) }>
            {pick::tick(id, name, closed, why_id, picks)}
            <div class="grow">
                {row::named(&row)}
                {result.map(|(decision, said)| {
                    let (said, lang) = told(&said);
                    view! { <div class="sign__result">{t(decision)}": "<span lang=lang>{said}</span></div> }
                })}
                <div class="sub">{t(DRAFT)}" "{drafter}</div>
                {why.map(|why| view! { <p class="sub sign__why" id=described><Icon glyph=Glyph::Lock />{t(why)}</p> })}
                {move || refused().map(|said| view! { <p class="sign__refused" role="alert">{t(said)}</p> })}
            </div>
            <div class="end">{row.light.map(|light| view! { <LightView light /> })}</div>
        </li>
    }
}

/// The page on plain values. `sign` signs what is picked, `back` asks for the reason to send one back.
pub fn sign_view(
    rows: Signal<Vec<Waits>>,
    duty: Signal<Option<String>>,
    others_duty: Signal<bool>,
    signs: Signal<bool>,
    signing: Signing,
    sign: Callback<()>,
    back: Callback<DossierId>,
) -> impl IntoView {
    let Signing { picks, taking_over, .. } = signing;
    let chosen = move || {
        rows.with(|rows| open_of(rows).intersection(&picks.picked.get()).copied().collect::<Vec<_>>())
    };
    let select_all = move |_| picks.all_or_none(rows.with_untracked(|rows| open_of(rows)));
    let button = move |lang: Lang| sign_n(chosen().len()).of(lang).to_owned();
    let duty_line = move |lang: Lang| match duty.get() {
        Some(name) => format!("{} {name}", lang.pick("Trực ký:", "On duty:")),
        None => lang.pick("Hôm nay không có lịch trực ký.", "Nobody is on the roster now.").to_owned(),
    };
    let off_duty = move || others_duty.get() && !taking_over.get();
    let closed = move || (chosen().is_empty() || off_duty()).then_some("true");
    let off_duty_line = move |lang: Lang| {
        let name = duty.get().unwrap_or_default();
        match lang {
            Lang::Vi => format!("{name} trực ký. Đánh dấu “{}” để ký.", TAKE_OVER.vi),
            Lang::En => format!("{name} is on duty. Tick “{}” to sign.", TAKE_OVER.en),
        }
    };
    let not_one = move || chosen().len() != 1;
    let go_back = move |_| {
        if let [one] = untrack(chosen).as_slice() {
            back.run(*one);
        }
    };
    view! {
        <div class="head"><h1 tabindex="-1">{t(TITLE)}</h1><b role="status">{move || rows.with(Vec::len)}</b><p class="quiet">{say(duty_line)}</p></div>
        {move || (others_duty.get() && signs.get()).then(|| view! { <Tick label=TAKE_OVER value=taking_over /> })}
        <Show when=move || !rows.with(Vec::is_empty) fallback=|| view! { <Empty says=NOTHING /> }>
            <ul class="rows sign__rows"><For each=move || rows.get() key=|waits| format!("{waits:?}") children=move |waits| item(waits, signing) /></ul>
        </Show>
        {move || (signs.get() && !rows.with(Vec::is_empty)).then(|| view! {
            <div class="dock pick__dock">
                <button class="btn btn--primary" type="button" aria-disabled=closed aria-busy=move || picks.busy.get().to_string()
                    aria-describedby="off-duty" on:click=move |_| if closed().is_none() { sign.run(()) }><Icon glyph=Glyph::Sign />{say(button)}" "<Keys keys="k" /></button>
                <button class="btn" type="button" aria-disabled=move || not_one().then_some("true") aria-describedby="one-back"
                    on:click=go_back><Icon glyph=Glyph::Back />{t(BACK)}</button>
                <button class="btn" type="button" on:click=select_all>{t(pick::ALL)}" "<Keys keys="a" /></button>
                <p class="small quiet" id="off-duty">{move || off_duty().then(|| say(off_duty_line)())}</p>
                <span class="sr" id="one-back">{move || not_one().then(|| t(ONE_BACK)())}</span>
            </div>
        })}
    }
}

/// Those that this officer may sign.
fn open_of(rows: &[Waits]) -> BTreeSet<DossierId> {
    rows.iter().filter(|waits| waits.why.is_none()).map(|waits| waits.row.id).collect()
}

fn sign_n(n: usize) -> Sentence {
    Sentence::new(format!("Ký {n} hồ sơ"), format!("Sign {}", counted(n, "dossier", "dossiers")))
}

/// Why this officer may not sign it; `None` where they may.
fn why_not(desk: Desk, id: DossierId) -> Option<Sentence> {
    let acts = desk.open_acts(id);
    let may = acts.into_iter().find(|(kind, _)| *kind == Kind::Sign).map(|(_, may)| may);
    may.and_then(Result::err).map(|refusal| refusal.sentence())
}

fn queue(desk: Desk, finder: Finder, now: Moment) -> Vec<Waits> {
    let ward = desk.ward();
    let ids = finder.read(|index| index.find(&Ask::of(Group::ToSign), now));
    let (me, on) = (desk.me().id, now.day());
    let on_duty = ward.signer_on_duty(now).filter(|officer| officer.id != me);
    let whys: Vec<Option<Sentence>> = ids.iter().map(|id| why_not(desk, *id)).collect();
    desk.select(|client| {
        let unsent = row::unsent(client);
        let all = ids.iter().zip(whys).filter_map(|(id, why)| Some((client.dossier(*id)?, why)));
        let waits = all.map(|(d, why)| Waits {
            row: Row::new(&ward, now, d, unsent.contains(&d.id)),
            drafter: d.drafter.map(|by| ward.name_of(by)).unwrap_or_default(),
            result: d.result.as_ref().map(|r| (r.decision.label(), r.summary.clone())),
            why,
            others: on_duty.is_some_and(|officer| ward.mandate(officer, &d.procedure, on).is_ok()),
        });
        waits.collect()
    })
}

/// Signs one after the other; a refusal stays at its row.
async fn sign_all(desk: Desk, ids: Vec<DossierId>, signing: Signing) -> usize {
    let Signing { picks, taking_over, refused } = signing;
    let (mut done, turn) = (0, desk.turn());
    for id in ids {
        let act = sign::Sign { taking_over: taking_over.get_untracked() };
        match desk.act_in(turn, id, dossier::Act::Sign(act)).await {
            Ok(()) => {
                done += 1;
                picks.picked.try_update(|p| p.remove(&id));
            }
            Err(trouble) => {
                refused.try_update(|r| r.insert(id, trouble.sentence()));
            }
        }
    }
    done
}

/// One question before many signatures.
#[component]
fn Sure(open: RwSignal<bool>, count: Signal<usize>, yes: Callback<()>) -> impl IntoView {
    let title = Text::live(move |lang| format!("{}?", sign_n(count.get()).of(lang)));
    let go = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        open.set(false);
        yes.run(());
    };
    view! {
        <Dialog open title>
            <form class="flow" on:submit=go>
                <p>{t(EACH)}</p>
                <div class="dialog__acts">
                    <button class="btn btn--primary" type="submit">{t(YES)}</button>
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t(CANCEL)}</button>
                </div>
            </form>
        </Dialog>
    }
}

#[component]
pub fn SignPage() -> impl IntoView {
    let desk = use_desk();
    let finder = Finder::new(desk);
    let minute = Memo::new(move |_| Moment::from_millis(desk.now().millis() / 60_000 * 60_000));
    let rows = Memo::new(move |_| queue(desk, finder, minute.get()));
    Effect::new(move |_| {
        let ids = rows.with(|rows| rows.iter().map(|waits| waits.row.id).collect());
        trail::leave(Trail { name: TITLE, href: "/trinh-ky".to_owned(), ids });
    });
    let signing = Signing::new();
    let Signing { picks, taking_over, refused } = signing;
    let toast = use_toast();
    let chosen = move || -> Vec<DossierId> {
        let picked = picks.picked.get();
        rows.with(|rows| open_of(rows).into_iter().filter(|id| picked.contains(id)).collect())
    };
    let run = Callback::new(move |()| {
        let ids = untrack(chosen);
        if ids.is_empty() || picks.busy.get_untracked() {
            return;
        }
        picks.busy.set(true);
        refused.set(BTreeMap::new());
        let all = ids.len();
        spawn_local(async move {
            let done = sign_all(desk, ids, signing).await;
            toast.say(match all - done {
                0 => Sentence::new(format!("Đã ký {done} hồ sơ"), format!("{done} signed")),
                left => Sentence::new(
                    format!("Đã ký {done} hồ sơ, {left} hồ sơ chưa ký được"),
                    format!("{done} signed, {left} could not be signed"),
                ),
            });
            picks.busy.try_set(false);
            request_animation_frame(row::go_on);
        });
    });
    let sure = RwSignal::new(false);
    let begin = Callback::new(move |()| match untrack(chosen).len() {
        0 => {}
        1 => run.run(()),
        _ => sure.set(true),
    });
    let open = Memo::new(move |_| rows.with(|rows| open_of(rows)));
    pick::use_pick_keys(picks, open);
    row::use_row_keys();
    let on_duty = Memo::new(move |_| desk.ward().signer_on_duty(minute.get()).cloned());
    let duty = Signal::derive(move || on_duty.get().as_ref().map(words::signer_name));
    // Whoever signs nothing of what is open here is not in the way.
    let others = Signal::derive(move || rows.with(|rows| rows.iter().any(|w| w.why.is_none() && w.others)));
    let signs = Signal::derive(move || desk.me().is(shared::officer::Role::Leader));
    use_key("k", SIGN, move || {
        if !others.get_untracked() || taking_over.get_untracked() {
            begin.run(());
        }
    });
    let asked = RwSignal::new(None::<Kind>);
    let returned = RwSignal::new(None::<DossierId>);
    let back = Callback::new(move |id| {
        returned.set(Some(id));
        asked.set(Some(Kind::SendBack));
    });
    view! {
        {sign_view(rows.into(), duty, others, signs, signing, begin, back)}
        <Sure open=sure count=Signal::derive(move || chosen().len()) yes=run />
        {move || asked.get().zip(returned.get()).map(|(kind, id)| view! { <ActDialog desk id kind asked /> })}
    }
}
