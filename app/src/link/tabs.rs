//! Several tabs of one browser: one of them talks to the server, all of them read what was kept.
//!
//! Not here: correctness; two tabs that both talk do no harm, they only ask twice.
//! Invariant: when the talking tab closes, another one takes over by itself.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

const LOCK: &str = "mot-cua.leader";
const CHANNEL: &str = "mot-cua.kept";

pub struct Tabs {
    leads: Rc<Cell<bool>>,
    channel: Option<BroadcastChannel>,
    /// Ends this tab's turn when it is called.
    release: Rc<Cell<Option<js_sys::Function>>>,
    _heard: Option<Closure<dyn FnMut(MessageEvent)>>,
}

impl Tabs {
    /// `lead` runs when this tab becomes the one that talks; `heard` when another tab kept something.
    pub fn open(lead: impl Fn() + 'static, heard: impl Fn() + 'static) -> Tabs {
        let leads = Rc::new(Cell::new(false));
        let release = Rc::new(Cell::new(None));
        let channel = BroadcastChannel::new(CHANNEL).ok();
        let on_message = channel.as_ref().map(|channel| {
            let closure = Closure::<dyn FnMut(MessageEvent)>::new(move |_| heard());
            channel.set_onmessage(Some(closure.as_ref().unchecked_ref()));
            closure
        });
        let tabs = Tabs { leads: leads.clone(), channel, release: release.clone(), _heard: on_message };
        let lead = Rc::new(lead);
        if !ask_for_turn(leads.clone(), release, lead.clone()) {
            // A browser without locks: every tab talks, the server does not mind. Begun a moment later, when
            // whoever opened this holds it.
            leads.set(true);
            leptos::prelude::queue_microtask(move || lead());
        }
        tabs
    }

    pub fn leads(&self) -> bool {
        self.leads.get()
    }

    pub fn tell(&self) {
        if let Some(channel) = &self.channel {
            // Nobody listens, or the channel is closed: both are fine.
            let _ = channel.post_message(&JsValue::from(1));
        }
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.leads.set(false);
        if let Some(channel) = &self.channel {
            channel.close();
        }
        if let Some(release) = self.release.take() {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// Asks for the lock and holds it until released or the tab closes. `false` where there are no locks.
fn ask_for_turn(
    leads: Rc<Cell<bool>>,
    release: Rc<Cell<Option<js_sys::Function>>>,
    lead: Rc<impl Fn() + 'static>,
) -> bool {
    let navigator: JsValue = leptos::prelude::window().navigator().into();
    let Ok(locks) = js_sys::Reflect::get(&navigator, &"locks".into()) else { return false };
    let Ok(request) = js_sys::Reflect::get(&locks, &"request".into()) else { return false };
    let Ok(request) = request.dyn_into::<js_sys::Function>() else { return false };
    let held = Closure::once_into_js(move |_lock: JsValue| -> Promise {
        leads.set(true);
        leptos::prelude::queue_microtask(move || lead());
        Promise::new(&mut |resolve, _| release.set(Some(resolve)))
    });
    let asked = request.call2(&locks, &LOCK.into(), &held);
    if let Ok(promise) = asked.and_then(|promise| promise.dyn_into::<Promise>()) {
        // The promise ends when the turn does; a refusal means the page is going away.
        leptos::task::spawn_local(async move {
            let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        });
    }
    true
}
