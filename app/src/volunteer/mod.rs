//! Hướng dẫn: a volunteer's tablet, or the postal clerk's. Four big steps with one citizen, then everything is gone.
//!
//! Not here: the counter's own reception (`dossier::receive`).
//! Invariant: nothing to browse; what was typed lives in this page's memory only, until it is handed in or
//! the citizen leaves.

mod standing;
mod steps;
mod tally;

#[cfg(test)]
mod tests;

use leptos::prelude::*;
use shared::door::Number;
use shared::dossier;
use shared::dossier::intake::{Form, Lodge};
use shared::dossier::record::{Applicant, Channel, Contact, Delivery, PaperTaken};
use shared::id::DossierId;
use shared::identity::card;
use shared::lang::{Sentence, Word, word};
use shared::moment::Moment;
use shared::officer::{Right, Role};
use shared::procedure::Procedure;
use shared::shift::Half;

use crate::desk::{clock, origin, use_desk};
use crate::idle;
use crate::prefs::use_lang;
use crate::public::frame::focus_heading;
use crate::settings::UnkeptNote;
use crate::text::t;
use crate::ui::field::Faults;
use crate::ui::field::focus_field;
use crate::ui::icon::{Glyph, Icon};
use tally::Tally;

/// A second tap within this time was meant for the button before.
const READ_MILLIS: i64 = 2_000;

const STAY: Word = word(
    "Sắp xóa hết. Chạm vào màn hình để giữ lại.",
    "Everything is about to be cleared. Touch the screen to keep it.",
);
const GUIDE: Word = word("Hướng dẫn", "Guide");
const SAFE: Word = word(
    "Không lưu gì của công dân trên máy này. Tự xóa sau 60 giây không chạm.",
    "Nothing of a citizen is kept on this tablet. It clears itself after 60 seconds untouched.",
);
const GONE: Word = word("Công dân đã đi, xóa hết", "The citizen has left: clear everything");
const LEAVE: Word = word("Hết ca, đăng xuất", "End of shift: log out");

/// What the volunteer has gathered so far.
#[derive(Clone, PartialEq, Default)]
pub struct Visit {
    pub step: usize,
    pub procedure: Option<Procedure>,
    /// By place in the procedure's list.
    pub papers: Vec<bool>,
    pub applicant: Applicant,
    pub contact: Contact,
    /// What is wrong about no field of the form.
    pub fault: Option<Sentence>,
    /// One visit is one application, however often it is sent; once it is handed in, what its standing is asked of.
    pub id: Option<DossierId>,
    /// What the citizen takes along, once the application is handed in.
    pub handed_in: Option<HandedIn>,
}

/// What opens an application on the tracking page: both are needed.
#[derive(Clone, PartialEq)]
pub struct HandedIn {
    pub number: Number,
    pub secret: String,
    /// When they came on the screen.
    pub at: Moment,
}

impl Visit {
    /// The application's identity, made once. Random from its first bit: its number is what it begins with, and an identity
    /// that begins with the clock would give one number to all applications of nine minutes.
    pub fn identity(&mut self) -> DossierId {
        *self.id.get_or_insert_with(|| DossierId(uuid::Uuid::new_v4()))
    }

    /// Required papers that the citizen has not shown.
    pub fn missing(&self) -> Vec<String> {
        let Some(procedure) = &self.procedure else { return vec![] };
        let shown = |i: usize| self.papers.get(i).copied().unwrap_or(false);
        let asked = procedure.papers.iter().enumerate();
        asked.filter(|(i, paper)| paper.required && !shown(*i)).map(|(_, paper)| paper.name.clone()).collect()
    }

    pub fn choose(&mut self, procedure: Procedure) {
        self.papers = vec![false; procedure.papers.len()];
        self.procedure = Some(procedure);
        self.step = 1;
    }

    /// Fills the form from a card's code.
    ///
    /// # Errors
    /// Why it could not be read; then everything is as it was.
    pub fn scan(&mut self, code: &str) -> Result<(), Sentence> {
        let card = card::parse(code).map_err(card::BadCard::sentence)?;
        self.applicant.name = card.name;
        self.applicant.number = card.number;
        self.applicant.birth = card.birth.to_string();
        self.applicant.address = card.address;
        Ok(())
    }

    /// Whether a tap goes on to the next citizen: not the second one of a double tap, which would wipe the characters
    /// before anybody has read them.
    pub fn may_go_on(&self, now: Moment) -> bool {
        self.handed_in.as_ref().is_none_or(|shown| now.millis() - shown.at.millis() >= READ_MILLIS)
    }

    /// The act that hands the application to the counter. What the post brings goes back by post, and is nobody's help.
    pub fn act(&self, secret: String, by_post: bool) -> Option<dossier::Act> {
        let procedure = self.procedure.as_ref()?;
        let taken = procedure.papers.iter().zip(&self.papers).filter(|(_, shown)| **shown);
        let papers = taken
            .map(|(paper, _)| PaperTaken {
                name: paper.name.clone(),
                originals: paper.originals,
                copies: paper.copies,
                supplemented: None,
            })
            .collect();
        Some(dossier::Act::Lodge(Lodge {
            form: Form {
                procedure: procedure.reference(),
                channel: if by_post { Channel::Post } else { Channel::Counter },
                assisted: !by_post,
                applicant: self.applicant.clone(),
                contact: self.contact.clone(),
                papers,
                sets: 1,
                delivery: if by_post { Delivery::Post } else { Delivery::Counter },
            },
            secret,
            scans: vec![],
        }))
    }
}

/// The frame with the four steps at the side.
#[component]
pub fn VolunteerPage() -> impl IntoView {
    let desk = use_desk();
    let visit = RwSignal::new(Visit::default());
    let faults: Faults = RwSignal::new(vec![]);
    let clear = move || {
        visit.set(Visit::default());
        faults.set(vec![]);
    };
    // Any touch or key starts the minute anew.
    let idle = idle::watch(move || {
        if visit.with_untracked(|v| *v != Visit::default()) {
            clear();
        }
    });
    let busy = RwSignal::new(false);
    let address = move || desk.ward().address_on_papers(&origin()).to_owned();
    // A shift is a volunteer's: the post is paid for its round.
    let (helps, by_post) = desk.with_me(|me| (me.may(Right::Help), me.is(Role::Postal)));
    let hand_in = move || {
        let secret = desk.new_secret();
        let Some(act) = visit.with_untracked(|v| v.act(secret.clone(), by_post)) else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let Some(id) = visit.try_update(Visit::identity) else { return };
        leptos::task::spawn_local(async move {
            let kept = desk.act(id, act).await;
            // The citizen may have left meanwhile, and the next one is here.
            if visit.try_with_untracked(|v| v.id) == Some(Some(id)) {
                match kept {
                    Ok(()) => {
                        // Nothing is taken back here, so it waits for no second thought.
                        desk.release();
                        let handed_in = Some(HandedIn { number: Number::of(id), secret, at: clock() });
                        faults.set(vec![]);
                        visit.set(Visit { step: 3, id: Some(id), handed_in, ..Visit::default() });
                    }
                    Err(trouble) => {
                        let (own, others) = steps::sorted(trouble.faults());
                        visit.update(|v| v.fault = others);
                        let first = own.first().map(|fault| fault.field.clone());
                        faults.set(own);
                        if let Some(first) = first {
                            request_animation_frame(move || focus_field(&first));
                        }
                    }
                }
            }
            busy.try_set(false);
        });
    };
    let left = move || idle::seconds_left(idle.get()).filter(|_| visit.with(|v| *v != Visit::default()));
    // A new step is read from its heading on; the first one waits for a hand.
    Effect::new(move |before: Option<usize>| {
        let step = visit.with(|v| v.step);
        if before.is_some_and(|before| before != step) {
            focus_heading();
        }
        step
    });
    let lang = use_lang();
    Effect::new(move |_| document().set_title(&format!("{} · Một Cửa", GUIDE.of(lang.get()))));
    let tally = Tally::new(desk);
    if helps {
        tally.start();
    }
    let leave = move |_| {
        leptos::task::spawn_local(async move {
            if helps {
                tally.close().await;
            }
            desk.logout().await;
        });
    };
    // The page is made anew only when the day turns.
    let today = Memo::new(move |_| desk.now().day());
    view! {
        <div class="guide" on:pointerdown=move |_| idle.set(0) on:keydown=move |_| idle.set(0)>
            <aside class="guide__side">
                <p class="brand"><Icon glyph=Glyph::Door /><span>"Một Cửa"<small>{t(GUIDE)}</small></span></p>
                {move || steps::side(&visit.read())}
                {helps.then(|| tally::side(tally))}
                <p class="guide__safe"><Icon glyph=Glyph::Lock /><span>{t(SAFE)}</span></p>
            </aside>
            <main class="guide__main" id="main" tabindex="-1">
                <UnkeptNote />
                {standing::mark(desk)}
                {move || left().map(|left| view! {
                    <p class="note note--soon guide__stay" role="alert">
                        <span>{t(STAY)}</span>" "<b aria-hidden="true">{left}</b>
                    </p>
                })}
                {move || if tally.shown.get() {
                    tally::page(tally, today.get(), Half::at(clock())).into_any()
                } else {
                    view! {
                        {move || steps::fault(visit.read().fault.clone())}
                        {move || match visit.with(|v| v.step) {
                            0 => steps::choose(desk, visit, RwSignal::new(String::new())).into_any(),
                            1 => steps::papers(visit).into_any(),
                            2 => steps::person(visit, faults, hand_in).into_any(),
                            _ => steps::done(desk, visit, &address()).into_any(),
                        }}
                        <p class="guide__bye">
                            <button class="btn btn--text" type="button" on:click=move |_| clear()>{t(GONE)}</button>
                            <button class="btn btn--text" type="button" on:click=leave>{t(LEAVE)}</button>
                        </p>
                    }
                    .into_any()
                }}
            </main>
        </div>
    }
}
