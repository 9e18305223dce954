//! The desk: all a page may touch.
//!
//! Not here: IndexedDB (`store`), the network (`link`), the rules (`shared`).
//! Invariant: a page that reads from the desk is right again after every change, wherever the change came from.

mod backstage;
mod fresh;
mod scans;
mod shifts;
mod standing;
#[cfg(test)]
pub(crate) mod tests;
mod trouble;
mod undo;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::{DeserializeOwned, IgnoredAny};
use shared::act::Act;
use shared::ctx::Ctx;
use shared::dossier::code::Code;
use shared::dossier::record::Dispute;
use shared::dossier::{self, Dossier, Kind, confirm_time, recount};
use shared::id::{DeviceId, DossierId, OfficerId, Writer};
use shared::lang::Sentence;
use shared::moment::Moment;
use shared::officer::{Officer, Right};
use shared::refusal::Refusal;
use shared::session::{NewWard, WardSaved};
use shared::sync::client::{Client, Intent, Meta, Write};
use shared::sync::notice::NoticeId;
use shared::ward::Ward;

use crate::gate::Gate;
use crate::link::http::Ask;
use crate::link::tabs::Wire;
use crate::link::{Link, LinkState};
use crate::store::tripwire::{self, Lost};
use crate::store::{Disk, DiskFault, Kept, Plan, Seat};
use crate::vault::Opened;
pub use fresh::Mine;
pub use scans::Way;
pub use shifts::Told;
pub use trouble::{Trouble, answered, answered_below, ask_again_when_back};
pub use undo::Offer;

/// A handle that is copied freely; found by `use_desk`.
#[derive(Clone, Copy)]
pub struct Desk {
    pub gate: Gate,
    ward: RwSignal<Option<Arc<Ward>>>,
    officer: RwSignal<Option<Officer>>,
    seat: RwSignal<Option<Seat>>,
    client: StoredValue<Client>,
    version: RwSignal<u64>,
    now: RwSignal<Moment>,
    disk: StoredValue<Option<Disk>, LocalStorage>,
    /// What opens the officer's data; gone with them.
    opened: StoredValue<Option<Opened>, LocalStorage>,
    link_state: RwSignal<LinkState>,
    link: StoredValue<Option<Link>, LocalStorage>,
    wire: StoredValue<Option<Wire>, LocalStorage>,
    last_sent: RwSignal<Option<Moment>>,
    /// While the first reading of the ward's dossiers goes on.
    first_reading: RwSignal<bool>,
    fetching_ward: StoredValue<bool>,
    /// Another tab kept something while this one was reading.
    missed: StoredValue<bool>,
    /// Something is half typed: a bad moment for a new version.
    pub typing: RwSignal<bool>,
    /// When somebody last touched the device: in whichever tab, and in this one.
    touched: StoredValue<Moment>,
    touched_here: StoredValue<Moment>,
    /// Acts that may be gone because the browser's storage was cleared.
    pub lost: RwSignal<Vec<Lost>>,
    /// Scans of this device that have not arrived.
    ways: scans::Ways,
    /// What others did and was read here.
    read_marks: fresh::Marks,
    /// What of it may concern whoever sits here, renewed before `version` says that something changed.
    concerns: StoredValue<fresh::Concerns>,
    /// What was just done here and may be taken back.
    offer: RwSignal<Option<Offer>>,
    /// Steps of an officer, counted: acts of one step are taken back together.
    turns: StoredValue<u32>,
    /// Acts below this number wait for no second thought.
    released: StoredValue<u64>,
}

/// Time between two looks at the clock.
const TICK: Duration = Duration::from_secs(20);
/// How long a read by index may take.
const READ_TIME: Duration = Duration::from_secs(30);

/// The device's clock.
pub fn clock() -> Moment {
    #[cfg(target_arch = "wasm32")]
    return Moment::from_millis(js_sys::Date::now() as i64);
    #[cfg(not(target_arch = "wasm32"))]
    return STOPPED.get();
}

#[cfg(not(target_arch = "wasm32"))]
thread_local! {
    /// Outside a browser the clock stands where a test puts it.
    pub static STOPPED: std::cell::Cell<Moment> = const { std::cell::Cell::new(Moment::from_millis(0)) };
}

/// The address under which this device has the pages open; outside a browser one of a ward's own network.
pub fn origin() -> String {
    #[cfg(target_arch = "wasm32")]
    return window().location().origin().unwrap_or_default();
    #[cfg(not(target_arch = "wasm32"))]
    return "http://192.168.1.10:8080".to_owned();
}

const NOBODY: Writer = Writer { device: DeviceId(0), officer: OfficerId(0) };

fn nobodys() -> Client {
    Client::new(Meta::new(NOBODY, None))
}

pub fn provide_desk() -> Desk {
    let desk = Desk::new();
    provide_context(desk);
    desk.wire.set_value(Wire::open(move |told| crate::gate::heard(desk, told)));
    crate::gate::idle::listen(desk);
    let ticking = set_interval_with_handle(move || desk.tick(), TICK);
    on_cleanup(move || {
        if let Ok(ticking) = ticking {
            ticking.clear();
        }
    });
    spawn_local(async move { crate::gate::start(desk).await });
    desk
}

pub fn use_desk() -> Desk {
    expect_context()
}

impl Desk {
    /// An empty desk: no disk, no network, nobody at it.
    pub fn new() -> Desk {
        Desk {
            gate: Gate::new(),
            ward: RwSignal::new(None),
            officer: RwSignal::new(None),
            seat: RwSignal::new(None),
            client: StoredValue::new(nobodys()),
            version: RwSignal::new(0),
            now: RwSignal::new(clock()),
            disk: StoredValue::new_local(None),
            opened: StoredValue::new_local(None),
            link_state: RwSignal::new(LinkState::Starting),
            link: StoredValue::new_local(None),
            wire: StoredValue::new_local(None),
            last_sent: RwSignal::new(None),
            first_reading: RwSignal::new(false),
            fetching_ward: StoredValue::new(false),
            missed: StoredValue::new(false),
            typing: RwSignal::new(false),
            lost: RwSignal::new(vec![]),
            ways: RwSignal::default(),
            read_marks: RwSignal::new(None),
            concerns: StoredValue::default(),
            offer: RwSignal::new(None),
            turns: StoredValue::new(0),
            released: StoredValue::new(0),
            touched: StoredValue::new(clock()),
            touched_here: StoredValue::new(clock()),
        }
    }

    /// Looks at the clock.
    pub fn tick(self) {
        self.now.set(clock());
        crate::gate::tick(self);
    }

    /// Somebody touched the device in this tab.
    pub fn touch(self) {
        self.touched_here.set_value(clock());
        self.touch_elsewhere();
    }

    /// Somebody touched the device in another tab.
    pub fn touch_elsewhere(self) {
        self.touched.set_value(clock());
    }

    /// When the device was last touched, in any tab and in this one.
    pub fn touched(self) -> (Moment, Moment) {
        (self.touched.get_value(), self.touched_here.get_value())
    }

    /// Whether the network stands, so that a locked screen can be opened again.
    pub fn is_online_untracked(self) -> bool {
        self.link_state.get_untracked() == LinkState::Online
    }

    /// Behind the gate there is always a ward.
    pub fn ward(self) -> Arc<Ward> {
        self.ward.get().expect("pages stand behind the gate")
    }

    pub fn ward_or_none(self) -> Option<Arc<Ward>> {
        self.ward.get()
    }

    /// Behind the gate there is always somebody.
    pub fn me(self) -> Officer {
        self.officer.get().expect("pages stand behind the gate")
    }

    pub fn with_me<R>(self, f: impl FnOnce(&Officer) -> R) -> R {
        self.officer.with(|me| f(me.as_ref().expect("pages stand behind the gate")))
    }

    pub fn has(self, right: Right) -> bool {
        self.with_me(|me| me.may(right))
    }

    /// Whose a page is; nothing where it is this officer's.
    pub fn whose(self, right: Right) -> Memo<Option<Sentence>> {
        Memo::new(move |_| (!self.has(right)).then(|| right.page_of()))
    }

    /// Who works here on which device, as the last login left it.
    pub fn seat(self) -> Option<Seat> {
        self.seat.get()
    }

    pub fn seat_untracked(self) -> Option<Seat> {
        self.seat.get_untracked()
    }

    pub fn now(self) -> Moment {
        self.now.get()
    }

    pub fn dossier(self, id: DossierId) -> Option<Dossier> {
        self.select(|client| client.dossier(id).cloned())
    }

    pub fn select<R>(self, f: impl FnOnce(&Client) -> R) -> R {
        self.version.track();
        self.client.with_value(f)
    }

    /// The same without following changes.
    pub fn client<R>(self, f: impl FnOnce(&Client) -> R) -> R {
        self.client.with_value(f)
    }

    fn writer(self) -> Writer {
        self.client.with_value(|client| client.meta.writer)
    }

    fn with_ctx<R>(self, at: Moment, f: impl FnOnce(&Ctx) -> R) -> Option<R> {
        let ward = self.ward.get_untracked()?;
        let officer = self.officer.get_untracked()?;
        let lane = self.client.with_value(|client| client.meta.lane);
        let ctx = Ctx { now: at, happened: at, claimed: at, by: &officer, lane, reissued: None, ward: &ward };
        Some(f(&ctx))
    }

    pub fn open_acts(self, id: DossierId) -> Vec<(Kind, Result<(), Refusal>)> {
        let Some(dossier) = self.dossier(id) else { return vec![] };
        self.officer.track();
        self.with_ctx(clock(), |ctx| dossier::open_acts(ctx, &dossier)).unwrap_or_default()
    }

    /// Whether this officer may begin `kind` at all, without a dossier.
    pub fn may_begin(self, kind: Kind) -> bool {
        self.officer.track();
        self.with_ctx(clock(), |ctx| dossier::may(ctx, None, kind).is_ok()).unwrap_or(false)
    }

    /// Those of `ids` on which `kind` is open to this officer now.
    pub fn open_to(self, ids: impl IntoIterator<Item = DossierId>, kind: Kind) -> BTreeSet<DossierId> {
        self.officer.track();
        self.version.track();
        let open = |ctx: &Ctx| {
            self.client.with_value(|client| {
                let may = |id: &DossierId| {
                    client.dossier(*id).is_some_and(|d| dossier::may(ctx, Some(d), kind).is_ok())
                };
                ids.into_iter().filter(may).collect()
            })
        };
        self.with_ctx(clock(), open).unwrap_or_default()
    }

    pub fn verdict(self, id: DossierId, act: &dossier::Act) -> Result<(), Refusal> {
        let act = Act::Dossier { id, act: act.clone() };
        self.with_ctx(clock(), |ctx| self.client.with_value(|client| client.verdict(ctx, &act)))
            .unwrap_or(Err(Refusal::UnknownOfficer))
    }

    /// The due moments if the head confirmed `at` for an act whose clock was not believed.
    pub fn dues_at(self, dossier: &Dossier, of: &Dispute, at: Moment) -> Option<(Moment, Moment)> {
        let dues = |ctx: &Ctx| confirm_time::dues_at(ctx, dossier, of, at).ok().flatten();
        self.with_ctx(clock(), dues).flatten()
    }

    /// The due moment by the calendar in force, where it is later than the one on record.
    pub fn later_due(self, dossier: &Dossier) -> Option<Moment> {
        self.with_ctx(clock(), |ctx| recount::later(ctx, dossier).ok()).flatten()
    }

    /// Whether the device's clock is fit to date a paper; followed as it goes on.
    ///
    /// # Errors
    /// It has gone back, or stood apart from the server's at the last contact.
    pub fn check_clock(self) -> Result<(), Refusal> {
        self.now.track();
        self.select(|client| client.meta.check_clock(&client.place, clock()))
    }

    /// The code that a reception now would get.
    pub fn next_code(self) -> Result<Code, Refusal> {
        self.check_clock()?;
        let day = clock().day();
        let number = self.select(|client| client.meta.next_number(day))?;
        let agency = self.ward.get_untracked().map(|ward| ward.agency_code.clone()).unwrap_or_default();
        Ok(Code { agency, day, number })
    }

    /// Judges the act, keeps it on the disk, shows it, and sends it as soon as there is a network and no second thought.
    pub async fn act(self, id: DossierId, act: dossier::Act) -> Result<(), Trouble> {
        self.act_in(self.turn(), id, act).await
    }

    /// The same as one of several acts of a step, which are taken back together.
    pub async fn act_in(self, turn: u32, id: DossierId, act: dossier::Act) -> Result<(), Trouble> {
        self.verdict(id, &act).map_err(Trouble::Refused)?;
        let disk = self.disk.get_value().ok_or(Trouble::Disk(DiskFault::Absent))?;
        let opened = self.opened.get_value().ok_or(Trouble::Disk(DiskFault::Shut))?;
        let writer = opened.writer();
        let base = self.client.with_value(|client| client.base.get(&id).map_or(0, |record| record.rev));
        let intent = Intent { act: Act::Dossier { id, act }, base, at: clock() };
        let kept = match disk.append(&opened, intent.clone()).await {
            Err(DiskFault::Full) if self.make_room(&disk).await => disk.append(&opened, intent).await,
            kept => kept,
        };
        let writes = kept.map_err(Trouble::Disk)?.map_err(Trouble::Refused)?;
        self.typing.set(false);
        let kept = self.adopt(writer, &writes);
        self.offer_undo(turn, &writes);
        if kept && let Some(link) = self.link.get_value() {
            link.kept();
        }
        self.let_thread_follow().await;
        Ok(())
    }

    /// Keeps the writes of one step for their writer, then shows them. `false` where the disk refused, or where
    /// another tab was faster and this one has read the disk again.
    pub async fn keep(self, writer: Writer, writes: Vec<Write>) -> bool {
        let (Some(disk), Some(opened)) = (self.disk.get_value(), self.opened.get_value()) else {
            return false;
        };
        if opened.writer() != writer || self.writer() != writer {
            return false;
        }
        let kept = match self.client.with_value(|client| Plan::of(client, &writes)) {
            Ok(plan) => disk.keep(&opened, plan).await,
            Err(fault) => Err(fault),
        };
        match kept {
            Ok(Kept::Yes) => {
                let shown = self.adopt(writer, &writes);
                if writes.iter().any(|write| matches!(write, Write::Enqueue(_) | Write::Unqueue(_))) {
                    self.let_thread_follow().await;
                }
                shown
            }
            Ok(Kept::Moved) => {
                self.reload().await;
                false
            }
            // What the server told is asked for again, and may be less. The ballast is not for it.
            Err(DiskFault::Full) if self.let_closed_go(&disk).await => false,
            Err(fault) => {
                self.link_state.set(LinkState::Stuck(fault.sentence()));
                false
            }
        }
    }

    /// Shows what was kept; `false` when its writer has left meanwhile.
    fn adopt(self, writer: Writer, writes: &[Write]) -> bool {
        let Some(ward) = self.ward.get_untracked().filter(|_| self.writer() == writer) else { return false };
        let visible = writes.iter().any(|write| !matches!(write, Write::Place(_)));
        let touched = self.client.try_update_value(|client| client.adopt(&ward, writes));
        self.look_at(&touched.unwrap_or_default());
        if visible {
            self.version.update(|v| *v += 1);
        }
        true
    }

    /// In a browser nobody waits for it: what was shown is drawn in the next moment, and whoever asked for the act goes on
    /// before that.
    async fn let_thread_follow(self) {
        if cfg!(target_arch = "wasm32") {
            spawn_local(self.follow_thread());
        } else {
            self.follow_thread().await;
        }
    }

    /// After the disk holds other acts than before: what it would take along if it were cleared now.
    pub async fn follow_thread(self) {
        if let (Some(disk), Some(opened)) = (self.disk.get_value(), self.opened.get_value()) {
            tripwire::follow(&disk, opened.writer()).await;
        }
    }

    /// Another tab kept something: read it again.
    pub async fn reload(self) {
        let (Some(disk), Some(opened)) = (self.disk.get_value(), self.opened.get_value()) else { return };
        let writer = opened.writer();
        let (loaded, ward) = loop {
            let before = self.version.get_untracked();
            let loaded = disk.load(&opened).await;
            let Some(ward) = self.ward.get_untracked().filter(|_| self.writer() == writer) else { return };
            // What this tab kept meanwhile is not in it.
            if before == self.version.get_untracked() {
                break (loaded, ward);
            }
        };
        let mut client = match loaded {
            Ok(client) => client,
            Err(fault) => return self.link_state.set(LinkState::Stuck(fault.sentence())),
        };
        client.refresh(&ward);
        let read = !client.place.epoch.is_empty();
        self.client.set_value(client);
        self.look_at_all();
        self.version.update(|v| *v += 1);
        if read {
            self.first_reading.set(false);
        }
        if let Some(link) = self.link.get_value() {
            link.heard();
        }
        // The tab that kept it may be gone by now.
        self.let_thread_follow().await;
    }

    pub fn new_id(self) -> DossierId {
        DossierId(uuid::Uuid::now_v7())
    }

    /// Six characters that nobody mistakes for one another.
    pub fn new_secret(self) -> String {
        const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        // Byte 6 and 8 of a random UUID carry its version; the first six are random throughout.
        let random = uuid::Uuid::new_v4();
        random.as_bytes()[..6].iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect()
    }

    /// An outcome was looked at here: kept, and told to the server as soon as there is a network.
    pub async fn mark_read(self, id: NoticeId) {
        let writes = self.client.with_value(|client| client.mark_read(id));
        if !writes.is_empty()
            && self.keep(self.writer(), writes).await
            && let Some(link) = self.link.get_value()
        {
            link.kept();
        }
    }

    /// Reads by index: search, reports, devices.
    pub async fn get_json<T: DeserializeOwned>(self, path: &str) -> Result<T, Trouble> {
        self.get_by(path, shared::json::read).await
    }

    /// The same by a reader of `shared::sync::read`.
    pub async fn get_by<T>(self, path: &str, by: fn(&str) -> serde_json::Result<T>) -> Result<T, Trouble> {
        let answer = Ask::of(path, READ_TIME).get_by(by).await;
        answer.map_err(|failure| Trouble::Network(failure.sentence()))
    }

    /// Asks the server to change something that is not a dossier.
    pub async fn post_json<T: DeserializeOwned>(
        self,
        path: &str,
        body: &impl serde::Serialize,
    ) -> Result<T, Trouble> {
        Ask::of(path, READ_TIME).post(body).await.map_err(Trouble::from)
    }

    /// Saves the ward's settings on top of the version that was read, and works with them from now on; says whether
    /// that changed anything.
    pub async fn save_ward(self, ward: Ward) -> Result<bool, Trouble> {
        let ask = NewWard { base: ward.version, ward };
        let answer = Ask::of("/api/ward", READ_TIME).post::<WardSaved>(&ask).await;
        let saved = answer.map_err(|failure| Trouble::Network(failure.sentence()))?;
        crate::gate::refresh_ward(self).await;
        Ok(saved.version != ask.base)
    }

    /// Waits for nobody any more after a restore of the server.
    pub async fn end_restore(self) -> Result<(), Trouble> {
        let answer = Ask::of("/api/restore/end", READ_TIME).post::<IgnoredAny>(&()).await;
        answer.map(drop).map_err(|failure| Trouble::Network(failure.sentence()))
    }

    pub async fn lock(self) {
        crate::gate::lock(self).await;
    }

    pub async fn logout(self) {
        crate::gate::logout(self).await;
    }
}

impl Default for Desk {
    fn default() -> Desk {
        Desk::new()
    }
}
