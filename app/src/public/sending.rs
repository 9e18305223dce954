//! Gửi cho phường: what somebody hands in, from the button until the ward has said what becomes of it.
//!
//! Not here: what is handed in and what is right in it (`apply`, `feedback`, `supply`), the requests (`fetch`).
//! Invariant: nothing is called sent before the server has said so; until then it is tried again for as long as its page is
//! open, and a try that came to nothing bars nobody's way.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Lang, Sentence, Word, word};
use shared::refusal::{FieldFault, Refusal};

use super::fetch::Sent;
use crate::text::{say, t};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Faults;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Failed;

const NOT_SENT: Word = word("Chưa gửi được", "Not sent");
const KEPT: Word = word(
    "Những gì đã gõ chỉ nằm trên máy này, phường chưa thấy.",
    "What is typed lies on this device only; the ward has not seen it.",
);
const KEPT_NOWHERE: Word = word(
    "Máy này không giữ lại gì: gửi xong hoặc rời trang là hết.",
    "This device keeps nothing: it is gone once sent, or when you leave the page.",
);
const FORGET: Word = word("Xóa hết trên máy này", "Remove all of it from this device");
const WAITING: Word = word("Chưa gửi: phường chưa nhận được", "Not sent yet: the ward has not received it");
const WAITING_HERE: Word = word(
    "Để trang này mở: có mạng là tự gửi. Máy này không giữ lại gì: rời trang là hết.",
    "Leave this page open: it is sent as soon as there is a network. This device keeps nothing: it is gone when you leave the page.",
);
const SENDING: Word = word("Đang gửi…", "Sending…");
const SENDING_PHOTOS: Word = word("Đang gửi ảnh giấy tờ:", "Sending the photos:");
const TRY_NOW: Word = word("Gửi lại ngay", "Try now");
const EDIT: Word = word("Sửa lại", "Make changes");

/// Seconds between two tries while nothing could be sent.
const TRY_SECONDS: u32 = 15;

/// What is said of it.
#[derive(Clone, Copy)]
pub struct Words {
    pub title: Word,
    /// On the button.
    pub send: Word,
    /// While it waits on this device.
    pub waiting: Word,
}

/// Why it is not sent.
pub enum Wrong {
    At(Vec<FieldFault>),
    Said(Sentence),
}

impl From<Refusal> for Wrong {
    fn from(refusal: Refusal) -> Wrong {
        if let Refusal::Fields { faults } = refusal {
            Wrong::At(faults)
        } else {
            Wrong::Said(refusal.sentence())
        }
    }
}

/// How much of its photographs is there, in hundredths.
pub type Part = RwSignal<Option<u64>>;

/// What is handed in.
pub trait Goods: Copy + Send + Sync + 'static {
    /// What the ward gives for it.
    type Taken: 'static;

    /// # Errors
    /// What the server would refuse.
    fn check(self) -> Result<(), Wrong>;
    /// Whether all of it is at hand.
    fn is_ready(self) -> bool;
    /// One try. However often it is made, it is one thing.
    fn hand_in(self, part: Part) -> impl Future<Output = Sent<Self::Taken>>;
    /// The ward has it. `keeps`: what it gave may lie on this device.
    fn taken(self, taken: Self::Taken, keeps: bool) -> impl Future<Output = ()>;
    /// The ward does not take it, for the reason with this code.
    fn refused(self, code: &str);
}

/// What lies on the sender's own device until it is sent.
pub trait Draft: Goods {
    const WORDS: Words;

    fn is_empty(self) -> bool;
    /// Writes down what is typed, and whether it is to be sent.
    fn write(self, wanted: bool);
    /// Takes it from this device.
    fn erase(self);
    /// Another one, empty.
    fn clear(self);
}

/// How far it has come.
#[derive(Clone, Copy)]
pub struct Way {
    /// Whether anything may lie on this device.
    pub keeps: bool,
    /// It is complete and is to be sent.
    pub wanted: RwSignal<bool>,
    pub busy: RwSignal<bool>,
    /// Why it was not taken, or not yet.
    pub said: RwSignal<Option<Sentence>>,
    pub part: Part,
    pub faults: Faults,
}

impl Way {
    pub fn new(keeps: bool, wanted: bool, faults: Faults) -> Way {
        let (wanted, busy) = (RwSignal::new(wanted), RwSignal::new(false));
        Way { keeps, wanted, busy, said: RwSignal::new(None), part: RwSignal::new(None), faults }
    }
}

/// Something on its way to the ward.
#[derive(Clone, Copy)]
pub struct Sending<G> {
    pub goods: G,
    pub way: Way,
}

impl<G: Goods> Sending<G> {
    /// The button: what the server would refuse is said here.
    pub fn press(self) {
        let Way { said, faults, wanted, .. } = self.way;
        said.set(None);
        match untrack(|| self.goods.check()) {
            Err(Wrong::At(wrong)) => faults.set(wrong),
            Err(Wrong::Said(why)) => said.set(Some(why)),
            Ok(()) => {
                faults.set(Vec::new());
                wanted.set(true);
                self.attempt();
            }
        }
    }

    pub fn attempt(self) {
        if self.way.busy.get_untracked() || !self.goods.is_ready() {
            return;
        }
        self.way.busy.set(true);
        spawn_local(async move { self.heard(self.goods.hand_in(self.way.part).await).await });
    }

    /// What became of a try. Its page may be gone by now.
    pub async fn heard(self, sent: Sent<G::Taken>) {
        let Way { keeps, wanted, busy, said, part, faults } = self.way;
        match sent {
            Sent::Taken(taken) => self.goods.taken(taken, keeps).await,
            Sent::Refused { code, said: why } => {
                self.goods.refused(&code);
                // What stands at its field is not said twice.
                let stands = faults.try_with_untracked(|faults| !faults.is_empty()) == Some(true);
                said.try_set(Some(why).filter(|_| !stands));
                wanted.try_set(false);
            }
            Sent::Later(why) => drop(said.try_set(Some(why))),
        }
        part.try_set(None);
        busy.try_set(false);
    }

    /// Tries again by itself: soon after a failure, and when the network is back.
    pub fn go_on_trying(self) {
        let again = move || {
            if self.way.wanted.get_untracked() {
                self.attempt();
            }
        };
        again();
        let back = window_event_listener(leptos::ev::online, move |_| again());
        let timer = gloo_timers::callback::Interval::new(TRY_SECONDS * 1_000, again);
        let timer = StoredValue::new_local(Some(timer));
        on_cleanup(move || {
            back.remove();
            timer.update_value(|timer| drop(timer.take()));
        });
    }

    /// That it waits, and why.
    pub fn waiting_view(self) -> AnyView {
        self.waiting(WAITING_HERE)
    }

    fn waiting(self, kept: Word) -> AnyView {
        waiting_view(self.way, kept, Callback::new(move |()| self.attempt()))
    }
}

impl<G: Draft> Sending<G> {
    /// Writes down what is typed; where nothing is, nothing lies here.
    fn keep(self) {
        if !self.way.keeps {
            return;
        }
        let wanted = self.way.wanted.get();
        if self.goods.is_empty() { self.goods.erase() } else { self.goods.write(wanted) }
    }

    fn forget(self) {
        self.goods.clear();
        self.way.said.set(None);
        self.goods.erase();
    }

    /// The form, or that it is on its way.
    pub fn view(self, form: impl Fn() -> AnyView + Send + 'static) -> impl IntoView {
        Effect::new(move |_| self.keep());
        self.go_on_trying();
        let wanted = Memo::new(move |_| self.way.wanted.get());
        move || if wanted.get() { self.on_its_way() } else { form() }
    }

    /// The page while it waits.
    pub fn on_its_way(self) -> AnyView {
        let waiting = self.waiting(G::WORDS.waiting);
        view! { <h1 tabindex="-1">{t(G::WORDS.title)}</h1>{waiting} }.into_any()
    }

    /// What is asked for, between what was wrong with it and the button.
    pub fn form_view(self, fields: impl IntoView + 'static) -> AnyView {
        let is_empty = Memo::new(move |_| self.goods.is_empty());
        let forget = move || {
            (!is_empty.get()).then(|| {
                view! { <button class="btn btn--text" type="button" on:click=move |_| self.forget()>{t(FORGET)}</button> }
            })
        };
        let press = Callback::new(move |()| self.press());
        form_view(self.way, G::WORDS.send, press, fields.into_any(), forget.into_any())
    }
}

fn waiting_view(way: Way, kept: Word, again: Callback<()>) -> AnyView {
    let edit = move |_| {
        way.said.set(None);
        way.wanted.set(false);
    };
    let state = move || {
        if way.busy.get() {
            let sending = move |lang: Lang| match way.part.get() {
                Some(part) => format!("{} {part} %", SENDING_PHOTOS.of(lang)),
                None => SENDING.of(lang).to_owned(),
            };
            return view! { <p class="note" role="status">{say(sending)}</p> }.into_any();
        }
        let why = way.said.get().map(|said| view! { <p class="sub">{t(said)}</p> });
        view! {
            <div class="note note--soon" role="status">
                <p><b>{t(WAITING)}</b></p>
                <p>{t(if way.keeps { kept } else { WAITING_HERE })}</p>
                {why}
            </div>
        }
        .into_any()
    };
    view! {
        {state}
        <div class="apply__foot">
            <button class="btn btn--primary" type="button" disabled=move || way.busy.get()
                on:click=move |_| again.run(())>{t(TRY_NOW)}</button>
            <button class="btn" type="button" disabled=move || way.busy.get() on:click=edit>{t(EDIT)}</button>
        </div>
    }
    .into_any()
}

fn form_view(way: Way, send: Word, press: Callback<()>, fields: AnyView, forget: AnyView) -> AnyView {
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        press.run(());
    };
    view! {
        <ErrorSummary title=NOT_SENT faults=way.faults />
        {move || way.said.get().map(|said| view! { <Failed said /> })}
        <form class="apply" novalidate autocomplete="off" on:submit=submit>
            {fields}
            <div class="apply__foot">
                <button class="btn btn--primary" type="submit">{t(send)}<Icon glyph=Glyph::Next /></button>
            </div>
            <p class="apply__kept">
                <Icon glyph=Glyph::Lock />
                <span>{t(if way.keeps { KEPT } else { KEPT_NOWHERE })}</span>
                {forget}
            </p>
        </form>
    }
    .into_any()
}
