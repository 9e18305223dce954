//! Several tabs of one browser: one of them talks to the server, all of them read what was kept.
//!
//! Not here: correctness; two tabs that both talk do no harm, they only ask twice.
//! Invariant: when the talking tab closes, falls silent or is frozen, another one takes over by itself.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{BroadcastChannel, MessageEvent};

const LOCK: &str = "mot-cua.leader";
const CHANNEL: &str = "mot-cua.tabs";

/// What one tab tells the others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    /// Something was kept: read it again.
    Kept,
    /// Whoever was here has left or locked the screen: so do you.
    Left,
    /// Somebody logged in.
    Entered,
    /// Who has the turn? Whoever has it answers.
    Asks,
    /// I have it, and this is how the network stands.
    Talks(Way),
    /// Somebody wants the network to be tried now: whoever has the turn does.
    Tries,
    /// Somebody works here: no tab is idle.
    Works,
    /// This tab is in sight.
    Seen,
}

/// How the network stands, as the tab that talks knows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    Unknown,
    Online,
    Offline,
    /// Nothing goes before a login.
    Login,
    /// That tab says what a person has to do.
    Stuck,
}

impl Told {
    const ALL: [Told; 12] = [
        Told::Kept,
        Told::Left,
        Told::Entered,
        Told::Asks,
        Told::Talks(Way::Unknown),
        Told::Talks(Way::Online),
        Told::Talks(Way::Offline),
        Told::Talks(Way::Login),
        Told::Talks(Way::Stuck),
        Told::Tries,
        Told::Works,
        Told::Seen,
    ];

    const fn code(self) -> &'static str {
        match self {
            Told::Kept => "kept",
            Told::Left => "left",
            Told::Entered => "entered",
            Told::Asks => "asks",
            Told::Talks(Way::Unknown) => "talks",
            Told::Talks(Way::Online) => "talks-online",
            Told::Talks(Way::Offline) => "talks-offline",
            Told::Talks(Way::Login) => "talks-login",
            Told::Talks(Way::Stuck) => "talks-stuck",
            Told::Tries => "tries",
            Told::Works => "works",
            Told::Seen => "seen",
        }
    }
}

/// The wire between the tabs. Dropping it ends listening.
pub struct Wire {
    channel: BroadcastChannel,
    _ear: Closure<dyn FnMut(MessageEvent)>,
}

impl Wire {
    /// `None` in a browser without the wire: then each tab stands alone.
    pub fn open(hear: impl Fn(Told) + 'static) -> Option<Wire> {
        let channel = BroadcastChannel::new(CHANNEL).ok()?;
        let ear = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let code = event.data().as_string();
            let told = Told::ALL.into_iter().find(|told| code.as_deref() == Some(told.code()));
            // A word of a newer version is not for this one.
            if let Some(told) = told {
                hear(told);
            }
        });
        channel.set_onmessage(Some(ear.as_ref().unchecked_ref()));
        Some(Wire { channel, _ear: ear })
    }

    pub fn tell(&self, told: Told) {
        // Fails only on a closed channel, which this is not.
        let _ = self.channel.post_message(&told.code().into());
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}

/// How the turn is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ask {
    /// When the tabs before this one are done.
    InTurn,
    /// At once: whoever has it has fallen silent.
    Now,
}

/// This tab's turn to talk. Dropping it lets another tab have it.
pub struct Turn {
    mine: Rc<Cell<bool>>,
    /// Set when this turn is over before it came.
    over: Rc<Cell<bool>>,
    release: Rc<RefCell<Option<Function>>>,
}

impl Turn {
    /// Asks for the turn; `came` runs when it is this tab's, `gone` when another tab has taken it away.
    pub fn ask(ask: Ask, came: impl Fn() + 'static, gone: impl Fn() + 'static) -> Turn {
        let turn = Turn { mine: Rc::default(), over: Rc::default(), release: Rc::default() };
        let came = Rc::new(came);
        let begin = {
            let (mine, came) = (turn.mine.clone(), came.clone());
            move || {
                mine.set(true);
                came();
            }
        };
        let end = {
            let (mine, over) = (turn.mine.clone(), turn.over.clone());
            move || {
                if mine.replace(false) && !over.get() {
                    gone();
                }
            }
        };
        if !hold_lock(ask, turn.over.clone(), turn.release.clone(), begin, end) {
            // A browser without locks: every tab talks. Begun a moment later, when whoever asked holds the turn.
            let (mine, over) = (turn.mine.clone(), turn.over.clone());
            spawn_local(async move {
                if !over.get() {
                    mine.set(true);
                    came();
                }
            });
        }
        turn
    }

    pub fn is_mine(&self) -> bool {
        self.mine.get()
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.over.set(true);
        self.mine.set(false);
        if let Some(release) = self.release.take() {
            drop(release.call0(&JsValue::NULL));
        }
    }
}

/// Asks for the lock and holds it until released, taken away, or the tab closes. `false` where there are no locks.
fn hold_lock(
    ask: Ask,
    over: Rc<Cell<bool>>,
    release: Rc<RefCell<Option<Function>>>,
    begin: impl Fn() + 'static,
    end: impl Fn() + 'static,
) -> bool {
    let navigator: JsValue = leptos::prelude::window().navigator().into();
    let Ok(locks) = Reflect::get(&navigator, &"locks".into()) else { return false };
    let request = Reflect::get(&locks, &"request".into()).and_then(|request| request.dyn_into::<Function>());
    let Ok(request) = request else { return false };
    let options = Object::new();
    // Setting a field of a new object cannot fail.
    let _ = Reflect::set(&options, &"steal".into(), &(ask == Ask::Now).into());
    let begin = Rc::new(begin);
    let held = Closure::once_into_js(move |_lock: JsValue| -> JsValue {
        if over.get() {
            return JsValue::UNDEFINED;
        }
        let promise = Promise::new(&mut |resolve, _| drop(release.replace(Some(resolve))));
        spawn_local(async move { begin() });
        promise.into()
    });
    let asked = request.call3(&locks, &LOCK.into(), &options, &held);
    if let Ok(promise) = asked.and_then(|promise| promise.dyn_into::<Promise>()) {
        spawn_local(async move {
            // Refused when another tab took the lock, or when the page is going away.
            if JsFuture::from(promise).await.is_err() {
                end();
            }
        });
    }
    true
}
