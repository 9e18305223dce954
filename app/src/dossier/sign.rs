//! Trình ký: what waits for a leader's signature, on a phone as on a PC.
//!
//! Not here: who may sign (`shared::dossier::sign`).
//! Invariant: a batch is signed one by one, and each row says what became of it.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::{self, Dossier, Kind, Status, sign};
use shared::id::DossierId;
use shared::lang::{Lang, Sentence, Word, word};

use super::{procedure_name, short_code};
use crate::desk::{Desk, use_desk};
use crate::keys::use_key;
use crate::text::{say, t};
use crate::ui::button::Keys;
use crate::ui::field::Tick;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::light::{LightView, light_of};
use crate::ui::state::Empty;
use crate::ui::toast::use_toast;

const TITLE: Word = word("Trình ký", "To sign");
const NOTHING: Word = word("Không có hồ sơ nào chờ ký.", "Nothing waits for a signature.");
const TAKE_OVER: Word = word("Ký thay ca của người trực", "Sign for whoever is on duty");
const ALL: Word = word("Chọn hết", "Select all");
const SIGN: Word = word("Ký", "Sign");
const OPEN: Word = word("Mở", "Open");
const DRAFT: Word = word("Dự thảo", "Draft");

fn waiting(desk: Desk) -> Vec<Dossier> {
    let mut rows: Vec<Dossier> =
        desk.select(|client| client.dossiers().filter(|d| d.status == Status::Submitted).cloned().collect());
    rows.sort_by_key(|d| (d.due, d.created_at));
    rows
}

#[component]
pub fn SignPage() -> impl IntoView {
    let desk = use_desk();
    let rows = Memo::new(move |_| waiting(desk));
    let picked = RwSignal::new(BTreeSet::<DossierId>::new());
    let refused = RwSignal::new(BTreeMap::<DossierId, Sentence>::new());
    let taking_over = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let toast = use_toast();
    let on_duty = move || desk.ward().signer_on_duty(desk.now()).cloned();
    let not_me = move || on_duty().is_some_and(|o| o.id != desk.me().id);
    let chosen = move || rows.with(|rows| rows.iter().filter(|d| picked.with(|p| p.contains(&d.id))).count());
    let sign_all = move || {
        let ids: Vec<DossierId> = rows.with_untracked(|rows| {
            rows.iter().map(|d| d.id).filter(|id| picked.with_untracked(|p| p.contains(id))).collect()
        });
        if ids.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        refused.set(BTreeMap::new());
        let over = taking_over.get_untracked();
        spawn_local(async move {
            let mut done = 0_usize;
            for id in ids {
                let act = dossier::Act::Sign(sign::Sign { taking_over: over });
                match desk.act(id, act).await {
                    Ok(()) => {
                        done += 1;
                        picked.try_update(|p| p.remove(&id));
                    }
                    Err(trouble) => {
                        refused.try_update(|r| r.insert(id, trouble.sentence()));
                    }
                }
            }
            toast.say(Sentence::new(format!("Đã ký {done} hồ sơ"), format!("{done} signed")));
            busy.try_set(false);
        });
    };
    use_key("k", SIGN, sign_all);
    let select_all = move |_| {
        let all: BTreeSet<DossierId> = rows.with_untracked(|rows| {
            rows.iter().filter(|d| may_sign(desk, d).is_none()).map(|d| d.id).collect()
        });
        picked.update(|p| *p = if *p == all { BTreeSet::new() } else { all });
    };
    let duty = move |lang: Lang| {
        on_duty().map(|o| format!("{} {}", lang.pick("Trực ký:", "On duty:"), o.name)).unwrap_or_default()
    };
    let button = move |lang: Lang| match (lang, chosen()) {
        (Lang::Vi, n) => format!("Ký {n} hồ sơ"),
        (Lang::En, n) => format!("Sign {n}"),
    };
    view! {
        <div class="head"><h1 tabindex="-1">{t(TITLE)}</h1><span class="n">{move || rows.with(Vec::len)}</span><p class="quiet">{say(duty)}</p></div>
        {move || not_me().then(|| view! { <Tick label=TAKE_OVER value=taking_over /> })}
        {move || {
            let all = rows.get();
            if all.is_empty() {
                return view! { <Empty says=NOTHING /> }.into_any();
            }
            let items = all.iter().map(|d| row(desk, d, picked, refused)).collect_view();
            view! { <ul class="rows signs">{items}</ul> }.into_any()
        }}
        <div class="dock">
            <button class="btn" type="button" on:click=select_all>{t(ALL)}</button>
            <button class="btn btn--primary" type="button" aria-disabled=move || (chosen() == 0).then_some("true")
                aria-busy=move || busy.get().to_string() on:click=move |_| sign_all()>
                <Icon glyph=Glyph::Sign />{say(button)}" "<Keys keys="k" />
            </button>
        </div>
    }
}

/// Why this officer may not sign it; `None` where they may.
fn may_sign(desk: Desk, d: &Dossier) -> Option<Sentence> {
    desk.open_acts(d.id)
        .into_iter()
        .find(|(kind, _)| *kind == Kind::Sign)
        .and_then(|(_, may)| may.err())
        .map(|refusal| refusal.sentence())
}

fn row(
    desk: Desk,
    d: &Dossier,
    picked: RwSignal<BTreeSet<DossierId>>,
    refused: RwSignal<BTreeMap<DossierId, Sentence>>,
) -> impl IntoView + use<> {
    let (ward, now, id) = (desk.ward(), desk.now(), d.id);
    let light = light_of(&ward.calendar, now, d);
    let why = may_sign(desk, d);
    let closed = why.is_some();
    let drafter = d.drafter.map(|by| ward.name_of(by)).unwrap_or_default();
    let summary = d.result.clone().map(|r| (r.decision.label(), r.summary));
    view! {
        <li data-picked=move || picked.with(|p| p.contains(&id)).then_some("")>
            <label class="tick grow" data-off=closed.then_some("")>
                <input class="check" type="checkbox" disabled=closed prop:checked=move || picked.with(|p| p.contains(&id))
                    on:change=move |ev| {
                        let on = event_target_checked(&ev);
                        picked.update(|p| { if on { p.insert(id); } else { p.remove(&id); } });
                    } />
                <span>
                    <b>{d.applicant.name.clone()}</b>
                    <span class="sub">{procedure_name(&ward, d)}" · "{short_code(d)}</span>
                    {summary.map(|(decision, text)| view! { <span class="sub">{say(move |lang| decision.of(lang).to_owned())}": "{text}</span> })}
                    <span class="sub">{t(DRAFT)}": "{drafter}</span>
                    {why.map(|why| view! { <span class="sub">{t(why)}</span> })}
                    {move || refused.with(|r| r.get(&id).cloned()).map(|said| view! { <span class="err" role="alert">{t(said)}</span> })}
                </span>
            </label>
            <div class="end">
                {light.map(|light| view! { <LightView light /> })}
                <a class="btn btn--text" href=format!("/ho-so/{id}")>{t(OPEN)}</a>
            </div>
        </li>
    }
}
