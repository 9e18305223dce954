//! One dossier: where it stands, its clock and papers, who did what, and what can be done now.
//!
//! Not here: the rules; a greyed act shows their sentence.
//! Invariant: a change from elsewhere redraws the facts, never a form that somebody types in.

mod acts;
pub mod awaited;
mod clock;
pub mod dialog;
pub mod news;
mod parts;
mod person;
pub mod posting;
pub mod prints;
pub mod proof;
pub mod questions;
pub mod redo;
pub mod sent;
mod step;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::door;
use shared::dossier::attach::{Attach, Scan};
use shared::dossier::reuse::Reuse;
use shared::dossier::{Act, Dossier, Kind};
use shared::id::DossierId;
use shared::lang::{Lang, Word, word};
use shared::moment::Moment;
use shared::scan::File;
use shared::ward::Ward;

use super::far::{self, Found, dossier_id};
use super::trail::{self, Place, Trail};
use super::words;
use crate::desk::{Desk, Trouble, use_desk};
use crate::handoff::panel::{has_panel, panel};
use crate::keys::use_key;
use crate::scan::Asked;
use crate::scan::again::offered;
use crate::scan::items::Hands;
use crate::scan::look::LookDialog;
use crate::scan::take::TakeDialog;
use crate::text::{say, t};
use crate::ui::button::Keys;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::light::{LightView, light_of};
use crate::ui::toast::{Toaster, use_toast};
use dialog::ActDialog;

pub use acts::{OpenActs, acts_view, closed_view};
pub use clock::clock;
pub use parts::{history, papers, steps};
pub use person::person;

const TITLE: Word = word("Hồ sơ", "Dossier");
const BACK: Word = word("Về danh sách", "Back to the list");
const AFTER: Word = word("Hồ sơ sau", "Next dossier");
const BEFORE: Word = word("Hồ sơ trước", "Previous dossier");
const AFTER_BEFORE: Word = word("hồ sơ sau, trước", "next, previous");
const TO_LIST: Word = word("về danh sách", "to the list");
const WILL_MOVE: Word = word("ngày hẹn tính lại khi hết tạm dừng", "a new date is set when the pause ends");
const PROMISED: Word = word("hẹn", "due");
const SLIP: Word = word("Giấy hẹn", "Slip");
const KEPT: Word = word("Đã lưu bản chụp trên máy này", "The scan is saved on this device");
const BEYOND: Word = word(
    "Hồ sơ đã có thay đổi mà bản trang này chưa đọc được; dưới đây là bản trước đó. Tải bản mới để xem.",
    "The dossier has changed in a way that this version cannot read; below is how it was. Load the new version to see it.",
);
const DISPUTED: Word = word(
    "Giờ trên máy của người ghi không tin được; máy chủ đã dùng giờ của nó. Tổ trưởng kiểm tra lại.",
    "The author's clock was not believed; the server used its own time. The head should check.",
);

/// Acts of the dossier that wait on this device: so many lines at the end of its history.
fn unsent(desk: Desk, dossier: &Dossier) -> usize {
    desk.client(|client| {
        let base = client.base.get(&dossier.id).map_or(0, |base| base.history.len());
        if client.is_waiting(dossier.id) { dossier.history.len().saturating_sub(base) } else { 0 }
    })
}

/// What of the dossier is not to be relied on.
fn doubts(desk: Desk, dossier: &Dossier) -> impl IntoView + use<> {
    let is_beyond = desk.select(|client| client.is_beyond(dossier.id));
    let doubts = [(is_beyond, BEYOND), (dossier.time_disputed, DISPUTED)];
    let doubts = doubts.into_iter().filter(|(is_so, _)| *is_so);
    doubts.map(|(_, says)| view! { <p class="note note--soon">{t(says)}</p> }).collect_view()
}

/// Where one came from, and the place in that list.
pub fn crumb(trail: &Trail, place: Option<Place>) -> impl IntoView + use<> {
    let (name, href) = (trail.name, trail.href.clone());
    let of = place
        .map(|p| say(move |lang: Lang| format!("{} {} / {}", lang.pick("Hồ sơ", "Dossier"), p.at, p.of)));
    view! {
        <p class="crumb small">
            <a href=href><Icon glyph=Glyph::Back />{t(name)}</a>
            {of.map(|of| view! { <span class="quiet">{of}</span> })}
            <span class="keys end">
                {place.map(|_| view! { <span><Keys keys="ArrowRight ArrowLeft" />{t(AFTER_BEFORE)}</span> })}
                <span><Keys keys="Escape" />{t(TO_LIST)}</span>
            </span>
        </p>
    }
}

/// The name, the procedure and the light: what is read first.
pub fn head(ward: &Arc<Ward>, dossier: &Dossier, now: Signal<Moment>) -> impl IntoView + use<> {
    let code = dossier.code.as_ref().map(ToString::to_string).unwrap_or_default();
    let named = code.clone();
    let window_title = say(move |lang: Lang| format!("{} {named}", TITLE.of(lang)));
    let slip = dossier.received_at.is_some().then(|| format!("/ho-so/{}/giay-hen", dossier.id));
    let paused = dossier.paused_since().is_some();
    let promised = dossier.promised.filter(|_| dossier.finished_at.is_none() && !paused);
    let procedure = words::procedure_name(ward, &dossier.procedure);
    let (lit, calendar) = (dossier.clone(), ward.clone());
    let light = Memo::new(move |_| light_of(&calendar.calendar, now.get(), &lit));
    // While it waits the light says how long is left; afterwards it is what became of it.
    let answer = door::answer(&ward.calendar, dossier);
    let status = dossier.status;
    let name = match status.is_slip() {
        true => t(status.label()).into_any(),
        false => dossier.applicant.name.clone().into_any(),
    };
    let told = move |what: Word, at: Moment| {
        say(move |lang| format!("{} {}, {}", what.of(lang), at.clock(), words::long_day(at.day(), lang)))
    };
    view! {
        <header class="dossier__head">
            <div>
                <h1 tabindex="-1" data-title=window_title>{name}</h1>
                <p>{t(procedure)}{(!code.is_empty()).then(|| view! { " · "<span class="quiet nowrap">{code}</span> })}</p>
            </div>
            <div class="dossier__when">
                {move || light.get().map(|light| view! { <LightView light big=true /> })}
                {promised.map(|at| view! { <span class="sub">{told(PROMISED, at)}</span> })}
                {paused.then(|| view! { <span class="sub">{t(WILL_MOVE)}</span> })}
                {answer.map(|answer| view! {
                    <span class="sub"><span class:late=move || answer.is_late(now.get())>{say(move |lang| answer.text(now.get(), lang))}</span></span>
                })}
                {slip.map(|href| view! { <a class="small" href=href><Icon glyph=Glyph::Print />{t(SLIP)}" "<kbd>"i"</kbd></a> })}
            </div>
        </header>
    }
}

fn facts(
    desk: Desk,
    dossier: &Dossier,
    hands: &Hands,
    signed: Option<Callback<()>>,
    now: Signal<Moment>,
) -> impl IntoView + use<> {
    let ward = desk.ward();
    let waiting = unsent(desk, dossier);
    let (shown, named) = (dossier.clone(), ward.clone());
    let clock = move || clock(&named, &shown, now.get());
    view! {
        {clock}
        {papers(dossier, Some(hands), signed)}
        {history(&ward, dossier, waiting, now.get_untracked().day())}
    }
}

/// What became of a scan.
fn told(toast: Toaster, done: Result<(), Trouble>) {
    match done {
        Ok(()) => toast.say(KEPT),
        Err(trouble) => toast.say(trouble.sentence()),
    }
}

/// Whoever opens a dossier has read what concerns them of it.
fn reads(desk: Desk, found: Memo<Found>) {
    let here = Memo::new(move |_| match found.get() {
        Found::Here(dossier) => Some(dossier.id),
        Found::Far(_) | Found::Reading | Found::Offline | Found::Failed(_) => None,
    });
    Effect::new(move |_| {
        if let Some(id) = here.get() {
            desk.reads([id].into());
        }
    });
}

/// What others have to say of it before it is signed: its applicant of the draft, and anybody of what hangs in public.
fn outside(
    desk: Desk,
    dossier: &Dossier,
    now: Signal<Moment>,
    far: bool,
    begin: Callback<Kind>,
) -> impl IntoView + use<> {
    view! { {proof::here(desk, dossier, now, far, begin)}{posting::here(desk, dossier, now, far, begin)} }
}

/// Opens the form that puts the fee right, for whoever may.
fn correcting(desk: Desk, dossier: &Dossier, far: bool, begin: Callback<Kind>) -> Option<Callback<()>> {
    let may = !far && desk.may(dossier, Kind::CorrectFee);
    may.then(|| Callback::new(move |()| begin.run(Kind::CorrectFee)))
}

#[component]
pub fn DetailPage() -> impl IntoView {
    let desk = use_desk();
    let id = dossier_id();
    let found = far::find(desk, id);
    let dossier = Memo::new(move |_| found.with(|found| found.shown().cloned()));
    let is_far = Memo::new(move |_| found.with(Found::is_far));
    let minute = Memo::new(move |_| Moment::from_millis(desk.now().millis() / 60_000 * 60_000));
    let trail = StoredValue::new(trail::current());
    let place = Memo::new(move |_| id.get().and_then(|id| trail.with_value(|trail| trail.place(id))));
    let navigate = StoredValue::new_local(use_navigate());
    let go = move |href: &str| navigate.with_value(|go| go(href, NavigateOptions::default()));
    let open = move |to: Option<DossierId>| {
        if let Some(to) = to {
            go(&format!("/ho-so/{to}"));
        }
    };
    use_key("Escape", BACK, move || trail.with_value(|trail| go(&trail.href)));
    use_key("ArrowRight", AFTER, move || open(place.get_untracked().and_then(|p| p.after)));
    use_key("ArrowLeft", BEFORE, move || open(place.get_untracked().and_then(|p| p.before)));
    use_key("i", SLIP, move || {
        let received = |d: &Option<Dossier>| d.as_ref().filter(|d| d.received_at.is_some()).map(|d| d.id);
        dossier.with_untracked(received).iter().for_each(|id| go(&format!("/ho-so/{id}/giay-hen")));
    });
    reads(desk, found);
    let asked = RwSignal::new(None::<Kind>);
    // Another dossier: a question about the one before is no longer asked.
    Effect::new(move |_| {
        id.track();
        asked.set(None);
    });
    let begin = Callback::new(move |kind: Kind| match id.get_untracked() {
        Some(id) if kind == Kind::Receive => go(&format!("/nhan?tu={id}")),
        Some(_) => asked.set(Some(kind)),
        None => {}
    });
    let acts = Memo::new(move |_| OpenActs {
        acts: id.get().map(|id| desk.open_acts(id)).unwrap_or_default(),
        status: dossier.with(|d| d.as_ref().map(|d| d.status)),
        signer: desk.ward().signer_on_duty(minute.get()).map(words::signer_name),
    });
    let crumbs = move || trail.with_value(|trail| crumb(trail, place.get()).into_any());
    let top = move || {
        dossier.get().map(|d| {
            let ward = desk.ward();
            view! {
                {head(&ward, &d, minute.into())}
                {steps(&ward, &d)}
                {doubts(desk, &d)}
                {redo::note(&d)}{awaited::here(desk, &d, minute.into(), is_far.get(), begin)}{sent::note(&ward, &d)}
                {questions::duplicate(desk, &d)}
            }
        })
    };
    // Outside what a change redraws: a picture that somebody takes stays.
    let (wanted, looked_at) = (RwSignal::new(None::<Asked>), RwSignal::new(None::<Scan>));
    let sign_scans = Callback::new(move |()| asked.set(Some(Kind::SignScans)));
    let take = Callback::new(move |asked: Asked| wanted.set(Some(asked)));
    let show = Callback::new(move |scan: Scan| looked_at.set(Some(scan)));
    let toast = use_toast();
    let attach = |asked: Asked, file: File| Attach { paper: asked.paper, file, instead_of: asked.instead_of };
    let may_stand = Callback::new(move |(asked, file): (Asked, File)| {
        let Some(id) = id.get_untracked() else { return Ok(()) };
        let act = Act::Attach(attach(asked, file));
        desk.verdict(id, &act).map_err(|refusal| refusal.sentence())
    });
    let taken = Callback::new(move |(asked, file): (Asked, File)| {
        let Some(id) = id.get_untracked() else { return };
        let attach = attach(asked, file);
        spawn_local(async move { told(toast, desk.attach(id, attach).await) });
    });
    let again = Callback::new(move |reuse: Reuse| {
        let Some(id) = id.get_untracked() else { return };
        spawn_local(async move { told(toast, desk.reuse(id, reuse).await) });
    });
    let left = move || {
        dossier.get().map(|d| {
            let may = !is_far.get() && desk.may(&d, Kind::Attach);
            let papers: Vec<String> = d.papers.iter().map(|paper| paper.name.clone()).collect();
            let offers = if may { offered(desk, d.id, &d.applicant.number, &papers) } else { vec![] };
            let hands = Hands { desk, take: may.then_some(take), show, offers, again };
            let signed = (may && desk.may(&d, Kind::SignScans)).then_some(sign_scans);
            facts(desk, &d, &hands, signed, minute.into())
        })
    };
    // Before the acts: while two values stand, whoever acts may act on the wrong one.
    let asks = move || match found.get() {
        Found::Here(d) => questions::questions(desk, &d).into_any(),
        Found::Far(_) | Found::Reading | Found::Offline | Found::Failed(_) => ().into_any(),
    };
    let redoing = RwSignal::new(false);
    let right = move || match found.get() {
        Found::Here(d) | Found::Far(d) => {
            let ward = desk.ward();
            let told = news::has_news(&ward, &d).then(|| view! { <news::News desk id=d.id /> });
            let again = redo::region(desk, &d, redoing);
            let civil = has_panel(&ward, &d).then(|| {
                let may = (!is_far.get()).then(|| desk.verdict_on(&d, Kind::EnterCivil));
                panel(&ward, &d, may, Callback::new(move |()| asked.set(Some(Kind::EnterCivil))))
            });
            let outside = outside(desk, &d, minute.into(), is_far.get(), begin);
            view! { {outside}{civil}{prints::prints(&ward, &d)}{again}{person(&d, correcting(desk, &d, is_far.get(), begin))}{told} }.into_any()
        }
        Found::Reading | Found::Offline | Found::Failed(_) => ().into_any(),
    };
    // What the device does not hold can be looked at, and nothing else.
    let can = move || match is_far.get() {
        true => far::note().into_any(),
        false => acts_view(acts.get(), begin).into_any(),
    };
    let absent = move || view! { <h1 tabindex="-1">{t(TITLE)}</h1>{far::absent(found.get())} };
    view! {
        {crumbs}
        {top}
        <Show when=move || dossier.with(Option::is_some) fallback=absent>
            // What can be done comes first: under a thumb it is seen at once, under the keys it is the first stop.
            <div class="cols dossier__cols">
                <div class="stack dossier__acts">{asks}{can}</div>
                <div class="stack dossier__facts">{left}</div>
                <aside class="stack">{move || (!is_far.get()).then(|| closed_view(acts.get()))}{right}</aside>
            </div>
        </Show>
        {move || asked.get().zip(id.get_untracked()).map(|(kind, id)| view! { <ActDialog desk id kind asked /> })}
        <redo::RedoDialog desk id open=redoing />
        <TakeDialog desk asked=wanted may=may_stand taken />
        <LookDialog desk id shown=looked_at take />
    }
}
