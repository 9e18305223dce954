//! The network: pushes what waits, pulls what changed, and never gives up.
//!
//! Not here: what an answer changes (`shared::sync::client`), what a page may ask (`desk`).
//! Invariant: nothing but a stored outcome takes an act out of the queue; an answer that comes after its officer
//! has left changes nothing.

pub mod carry;
mod first;
mod gzip;
pub mod http;
mod lead;
pub mod pause;
mod push;
mod reading;
pub mod scans;
pub mod tabs;
mod tell;
mod turn;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use gloo_events::EventListener;
use gloo_timers::callback::Interval;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::Dossier;
use shared::id::Writer;
use shared::lang::Sentence;
use shared::limits;
use shared::sync::client::Client;
use shared::sync::wire::{PullAsk, PullReply};
use web_sys::AbortController;

use crate::desk::{Desk, clock};
use first::Sight;
use http::{Ask, Failure, Page};
use lead::Watch;
use reading::Care;
use tabs::{Told, Turn};

/// Longer than the server holds a pull.
const PULL_TIME: Duration = Duration::from_secs(45);
/// A server that only stumbles is not worth a person's attention before this many failures in a row.
const STUMBLES_MAX: u32 = 3;
/// Minutes after which a tab sends by itself, although another one has the turn.
const PATIENCE_MINUTES: i64 = 1;

/// How the network stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum LinkState {
    #[default]
    Starting,
    Online,
    Offline,
    /// The session is over: everything waits for a login.
    LoggedOut,
    /// A copy of this device has used its numbers: it must be enrolled anew.
    Forked,
    /// A person has to do something: the sentence says what.
    Stuck(Sentence),
}

/// The link of one login. A new login has a new one.
#[derive(Clone)]
pub struct Link(Rc<Inner>);

struct Inner {
    desk: Desk,
    writer: Writer,
    state: RwSignal<LinkState>,
    /// `false` as soon as the officer has left.
    alive: Cell<bool>,
    pushing: Cell<bool>,
    /// The server takes no columns.
    plain: Cell<bool>,
    sight: Cell<Sight>,
    /// A pull, or a wait before a push, of an older round ends by itself.
    round: Cell<u32>,
    failures: Cell<u32>,
    /// The server takes no act from this number on; what comes before may still be confirmed.
    forked_at: Cell<Option<u64>>,
    care: Cell<Care>,
    watch: Cell<Watch>,
    watching: RefCell<Option<Interval>>,
    pull: RefCell<Option<AbortController>>,
    turn: RefCell<Option<Turn>>,
    carry: Cell<carry::Carrying>,
    /// Scans are going up.
    scanning: Cell<bool>,
    telling: RefCell<tell::Telling>,
    /// Dossiers that these pages cannot read, when last counted.
    beyond: Cell<usize>,
    ears: RefCell<Vec<EventListener>>,
}

impl Link {
    pub fn new(desk: Desk, writer: Writer, state: RwSignal<LinkState>) -> Link {
        Link(Rc::new(Inner {
            desk,
            writer,
            state,
            alive: Cell::new(true),
            pushing: Cell::new(false),
            plain: Cell::new(false),
            sight: Cell::default(),
            round: Cell::new(0),
            failures: Cell::new(0),
            forked_at: Cell::default(),
            care: Cell::default(),
            watch: Cell::default(),
            watching: RefCell::default(),
            pull: RefCell::default(),
            turn: RefCell::default(),
            carry: Cell::default(),
            scanning: Cell::default(),
            telling: RefCell::default(),
            beyond: Cell::default(),
            ears: RefCell::default(),
        }))
    }

    /// Ends talking for good; what is under way changes nothing any more.
    pub fn stop(&self) {
        self.0.alive.set(false);
        self.quiet();
        drop(self.0.turn.take());
        drop(self.0.ears.take());
        drop(self.0.watching.take());
    }

    /// What is under way ends; nothing of it is taken.
    fn quiet(&self) {
        self.0.round.set(self.0.round.get().wrapping_add(1));
        self.abort_pull();
        self.looks_away();
    }

    fn abort_pull(&self) {
        if let Some(controller) = self.0.pull.take() {
            controller.abort();
        }
    }

    /// The network may have changed, or somebody came back to the page: try, unless all is well.
    fn look(&self) {
        let offline = !window().navigator().on_line();
        if self.0.state.get_untracked() != LinkState::Online || offline {
            self.kick();
        }
    }

    /// Tries the network now, with no regard to failures before, or lets the tab with the turn do so: what waits does not
    /// leave past the page that it reads.
    pub fn kick(&self) {
        if !self.leads() {
            return self.0.desk.tell(Told::Tries);
        }
        self.0.failures.set(0);
        self.pull_anew();
        self.push();
    }

    /// Every few seconds: acts that wait although another tab, which reads what comes, should have sent them.
    pub fn tick(&self) {
        let online = self.0.state.get_untracked() == LinkState::Online;
        if online && !self.leads() && self.acts_wait_long() {
            self.push();
        }
    }

    fn acts_wait_long(&self) -> bool {
        let oldest = self.0.desk.oldest_waiting();
        oldest.is_some_and(|at| at.plus_minutes(PATIENCE_MINUTES) < clock())
    }

    /// Something was kept here: send it, or let the tab that talks do so.
    pub fn kept(&self) {
        self.0.desk.tell(Told::Kept);
        self.heard();
    }

    /// Something was kept, and it is read: send it if that is this tab's part.
    pub fn heard(&self) {
        if self.leads() {
            self.push();
            self.tell();
        }
    }

    fn paused(&self) -> bool {
        match self.0.state.get_untracked() {
            LinkState::LoggedOut | LinkState::Forked => true,
            LinkState::Starting | LinkState::Online | LinkState::Offline | LinkState::Stuck(_) => false,
        }
    }

    /// After a login in place.
    pub fn resume(&self) {
        if self.paused() {
            self.0.state.set(LinkState::Starting);
        }
        self.kick();
    }

    /// Under these numbers the server takes nothing more: the device must be enrolled anew.
    fn fork(&self) {
        self.0.state.set(LinkState::Forked);
        self.0.desk.forked(self.0.writer.device);
    }

    /// Ends the pull under way and begins another at once.
    fn pull_anew(&self) {
        if !self.0.alive.get() || self.paused() {
            return;
        }
        self.quiet();
        self.looks();
        let (link, round) = (self.clone(), self.0.round.get());
        spawn_local(async move { link.pull(round).await });
    }

    fn goes_on(&self, round: u32) -> bool {
        self.0.alive.get() && self.0.round.get() == round
    }

    async fn pull(&self, round: u32) {
        let (mut wait, mut listed) = (0, false);
        while self.goes_on(round) {
            let step = match self.read_chunks(round, &mut listed).await {
                Ok(true) => Ok(0),
                Ok(false) => self.pull_page(round, wait).await,
                Err(failure) => Err(failure),
            };
            if !self.goes_on(round) {
                return;
            }
            match step {
                Ok(next) => wait = next,
                Err(failure) => {
                    self.failed(&failure);
                    if self.paused() {
                        return;
                    }
                    self.no_page_comes(&failure);
                    wait = 0;
                    TimeoutFuture::new(self.pause_ms()).await;
                    if self.goes_on(round) {
                        self.looks();
                    }
                }
            }
        }
    }

    /// One page; how long the server may hold the next.
    async fn pull_page(&self, round: u32, wait: u32) -> Result<u32, Failure> {
        let ask = self.0.desk.pull_ask(wait, self.checks()).await;
        if !self.goes_on(round) {
            return Ok(0);
        }
        let Some(reply) = self.ask_page(&ask).await? else {
            // The base is not what the server takes it for: the page once more, as a whole.
            return self.plain_page(round, PullAsk { knows: None, wait: 0, ..ask }).await;
        };
        self.take_page(round, &ask, reply).await
    }

    async fn plain_page(&self, round: u32, ask: PullAsk) -> Result<u32, Failure> {
        match self.ask_page(&ask).await? {
            Some(reply) if self.goes_on(round) => self.take_page(round, &ask, reply).await,
            Some(_) | None => Ok(0),
        }
    }

    /// Nothing where the answer cannot be taken by this base.
    async fn ask_page(&self, asked: &PullAsk) -> Result<Option<PullReply<Dossier>>, Failure> {
        let path = asked.path();
        let ask = Ask::of(&path, PULL_TIME).writer(self.0.writer);
        self.0.pull.replace(ask.controller());
        Ok(match ask.get_page().await? {
            Page::Unchanged(now) => self.0.desk.client(|client| client.unchanged(asked, now)),
            Page::Text(text) if asked.knows.is_some() => self.0.desk.client(|client| client.unfold(&text)),
            Page::Text(text) => Some(shared::sync::read::page(&text).map_err(|_| http::odd(200))?),
        })
    }

    async fn take_page(
        &self,
        round: u32,
        asked: &PullAsk,
        reply: PullReply<Dossier>,
    ) -> Result<u32, Failure> {
        if !self.goes_on(round) || !self.0.desk.client(|client| client.awaits_page(asked)) {
            return Ok(0);
        }
        let (more, to, now, digest) = (reply.more, reply.to, reply.now, reply.digest.clone());
        if !self.was_reset(reply.instead_of.is_some()) || !self.take_pull(reply).await {
            // What could not be kept is asked for again.
            self.0.failures.set(self.0.failures.get().saturating_add(1));
            TimeoutFuture::new(self.pause_ms()).await;
            return Ok(0);
        }
        if !more && self.goes_on(round) {
            self.look_after(digest, to, now).await?;
        }
        Ok(if more { 0 } else { limits::PULL_WAIT_SECONDS_MAX })
    }

    async fn take_pull(&self, reply: PullReply<Dossier>) -> bool {
        self.0.desk.server_said(reply.ward_version);
        let news = reply.told.as_ref().is_some_and(|told| told.list.is_some());
        let changed =
            news || !reply.records.is_empty() || !reply.outcomes.is_empty() || !reply.gone.is_empty();
        let more = reply.more;
        // The other tabs wait for the first reading too, even where it brought nothing.
        let life = self.0.desk.client(|client| client.place.epoch.clone());
        let writes = self.0.desk.client(|client| client.on_pull_reply_at(reply, clock()));
        // A page that does not fit brings nothing, and asked for at once it would come again and again.
        let fits = !writes.is_empty();
        if !fits || !self.0.desk.keep(self.0.writer, writes).await || !self.0.alive.get() {
            return false;
        }
        self.went_well();
        if self.0.desk.client(|client| client.place.epoch != life) {
            self.way_is_blocked();
        }
        self.0.desk.pulled(more);
        if !more {
            self.has_read();
        }
        self.carry_others();
        self.send_scans();
        self.tell_anew();
        if changed || life.is_empty() {
            self.0.desk.tell(Told::Kept);
        }
        self.push();
        true
    }

    fn went_well(&self) {
        self.0.failures.set(0);
        self.looks_for_newer();
        let well = self.0.state.get_untracked() == LinkState::Online || self.is_adrift();
        if self.0.alive.get() && !well && !self.paused() {
            self.0.state.set(LinkState::Online);
        }
    }

    /// Where more is beyond these pages than before, a newer version is looked for at once (`boot.js`).
    fn looks_for_newer(&self) {
        let beyond = self.0.desk.client(Client::beyond);
        if beyond > self.0.beyond.replace(beyond)
            && let Ok(event) = web_sys::Event::new("mc-look")
        {
            // Whether anybody hears it changes nothing here.
            let _ = window().dispatch_event(&event);
        }
    }

    fn failed(&self, failure: &Failure) {
        let failures = self.0.failures.get().saturating_add(1);
        self.0.failures.set(failures);
        if self.paused() {
            return;
        }
        match failure {
            Failure::Unreachable => {
                self.lost_sight();
                self.0.state.set(LinkState::Offline);
            }
            // Nothing is asked any more until somebody logs in.
            Failure::LoggedOut => {
                self.quiet();
                self.0.state.set(LinkState::LoggedOut);
                crate::gate::look_at_shares(self.0.desk);
            }
            Failure::Revoked(token) => {
                let (desk, token) = (self.0.desk, token.clone());
                self.stop();
                spawn_local(async move { crate::gate::hand_in(desk, token).await });
            }
            Failure::Said { status: 429 | 500..=599, .. } if failures < STUMBLES_MAX => {}
            Failure::Said { said, .. } => self.0.state.set(LinkState::Stuck(said.clone())),
        }
    }

    fn pause_ms(&self) -> u32 {
        pause::millis(self.0.failures.get(), js_sys::Math::random())
    }
}
