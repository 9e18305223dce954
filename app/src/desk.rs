//! The desk: all a page may touch.
//!
//! Not here: IndexedDB (`store`), the network (`link`), the rules (`shared`).
//! Invariant: a page that reads from the desk is right again after every change, wherever the change came from.

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use shared::act::Act;
use shared::ctx::Ctx;
use shared::dossier::code::Code;
use shared::dossier::{self, Dossier, Kind};
use shared::id::{DossierId, Writer};
use shared::lang::Sentence;
use shared::moment::Moment;
use shared::officer::Officer;
use shared::refusal::{FieldFault, Refusal};
use shared::sync::client::{Client, Intent, Meta, Notice, Write};
use shared::sync::wire::Push;
use shared::ward::Ward;

use crate::gate::{Gate, Phase};
use crate::link::{Link, LinkState, http};
use crate::store::tripwire::Tripwire;
use crate::store::{Disk, DiskFault};
use crate::ui::sync_badge::{SyncState, SyncView};

/// Why something could not be done.
#[derive(Clone, Debug)]
pub enum Trouble {
    Refused(Refusal),
    Disk(DiskFault),
    Network(Sentence),
}

impl Trouble {
    pub fn sentence(&self) -> Sentence {
        match self {
            Trouble::Refused(refusal) => refusal.sentence(),
            Trouble::Disk(fault) => fault.sentence(),
            Trouble::Network(said) => said.clone(),
        }
    }

    /// The faults of a form, field by field; one without a field where the whole act was refused.
    pub fn faults(&self) -> Vec<FieldFault> {
        match self {
            Trouble::Refused(Refusal::Fields { faults }) => faults.clone(),
            Trouble::Refused(_) | Trouble::Disk(_) | Trouble::Network(_) => {
                let said = self.sentence();
                vec![FieldFault::new("main", said.vi, said.en)]
            }
        }
    }
}

/// A handle that is copied freely; found by `use_desk`.
#[derive(Clone, Copy)]
pub struct Desk {
    pub gate: Gate,
    ward: RwSignal<Option<Arc<Ward>>>,
    officer: RwSignal<Option<Officer>>,
    client: StoredValue<Client>,
    version: RwSignal<u64>,
    now: RwSignal<Moment>,
    disk: StoredValue<Option<Rc<Disk>>, LocalStorage>,
    link_state: RwSignal<LinkState>,
    link: StoredValue<Option<Link>, LocalStorage>,
    last_sent: RwSignal<Option<Moment>>,
    /// Acts that may be gone because the browser's storage was cleared.
    pub lost: RwSignal<Option<(u64, u64)>>,
}

/// Milliseconds between two looks at the clock.
const TICK: Duration = Duration::from_secs(20);

pub fn clock() -> Moment {
    if cfg!(target_arch = "wasm32") {
        Moment::from_millis(js_sys::Date::now() as i64)
    } else {
        Moment::default()
    }
}

const NOBODY: Writer = Writer { device: shared::id::DeviceId(0), officer: shared::id::OfficerId(0) };

pub fn provide_desk() -> Desk {
    let desk = Desk {
        gate: Gate::new(),
        ward: RwSignal::new(None),
        officer: RwSignal::new(None),
        client: StoredValue::new(Client::new(Meta::new(NOBODY, None))),
        version: RwSignal::new(0),
        now: RwSignal::new(clock()),
        disk: StoredValue::new_local(None),
        link_state: RwSignal::new(LinkState::Starting),
        link: StoredValue::new_local(None),
        last_sent: RwSignal::new(None),
        lost: RwSignal::new(None),
    };
    provide_context(desk);
    let ticking = set_interval_with_handle(move || desk.now.set(clock()), TICK);
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

    pub fn verdict(self, id: DossierId, act: &dossier::Act) -> Result<(), Refusal> {
        let act = Act::Dossier { id, act: act.clone() };
        self.with_ctx(clock(), |ctx| self.client.with_value(|client| client.verdict(ctx, &act)))
            .unwrap_or(Err(Refusal::UnknownOfficer))
    }

    /// The code that a reception now would get.
    pub fn next_code(self) -> Result<Code, Refusal> {
        let day = clock().day();
        let number = self.select(|client| client.meta.next_number(day))?;
        let agency = self.ward.get_untracked().map(|ward| ward.agency_code.clone()).unwrap_or_default();
        Ok(Code { agency, day, number })
    }

    /// Judges the act, keeps it on the disk, shows it, and sends it as soon as there is a network.
    pub async fn act(self, id: DossierId, act: dossier::Act) -> Result<(), Trouble> {
        self.verdict(id, &act).map_err(Trouble::Refused)?;
        let no_disk = || Trouble::Disk(DiskFault("IndexedDB".to_owned()));
        let disk = self.disk.get_value().ok_or_else(no_disk)?;
        let (writer, base) = self
            .client
            .with_value(|client| (client.meta.writer, client.base.get(&id).map_or(0, |record| record.rev)));
        let intent = Intent { act: Act::Dossier { id, act }, base, at: clock() };
        let writes = disk.append(writer, intent).await.map_err(Trouble::Disk)?.map_err(Trouble::Refused)?;
        self.adopt(&writes);
        if let Some(link) = self.link.get_value() {
            link.tell();
            link.push();
        }
        Ok(())
    }

    /// Keeps the writes of one step, then shows them. `false` where the disk refused.
    pub async fn keep(self, writes: Vec<Write>) -> bool {
        let Some(disk) = self.disk.get_value() else { return false };
        let writer = self.client.with_value(|client| client.meta.writer);
        match disk.keep(writer, &writes).await {
            Ok(()) => {
                self.adopt(&writes);
                true
            }
            Err(fault) => {
                self.link_state.set(LinkState::Stuck(fault.sentence()));
                false
            }
        }
    }

    fn adopt(self, writes: &[Write]) {
        let Some(ward) = self.ward.get_untracked() else { return };
        let visible = writes.iter().any(|write| !matches!(write, Write::Place(_)));
        self.client.update_value(|client| client.adopt(&ward, writes));
        if visible {
            self.version.update(|v| *v += 1);
        }
        self.client.with_value(|client| {
            let unsent_from = client.queue.keys().next().copied().unwrap_or(client.meta.next_n);
            Tripwire { writer: client.meta.writer, next_n: client.meta.next_n, unsent_from }.set();
        });
    }

    /// Another tab kept something: read it again.
    pub async fn reload(self) {
        let Some(disk) = self.disk.get_value() else { return };
        let writer = self.client.with_value(|client| client.meta.writer);
        let (Ok(mut client), Some(ward)) = (disk.load(writer).await, self.ward.get_untracked()) else {
            return;
        };
        client.refresh(&ward);
        self.client.set_value(client);
        self.version.update(|v| *v += 1);
        if let Some(link) = self.link.get_value() {
            link.push();
        }
    }

    pub fn new_id(self) -> DossierId {
        DossierId(uuid::Uuid::now_v7())
    }

    /// Six characters that nobody mistakes for one another.
    pub fn new_secret(self) -> String {
        const SIGNS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        uuid::Uuid::new_v4().as_bytes()[..6]
            .iter()
            .map(|byte| char::from(SIGNS[usize::from(byte % 32)]))
            .collect()
    }

    pub fn sync(self) -> SyncView {
        let (waiting, unread, oldest) = self.select(|client| {
            let oldest = client.queue.values().next().and_then(|queued| queued.body.open().ok());
            (client.queue.len(), client.unread(), oldest.map(|command| command.at))
        });
        let state = match self.link_state.get() {
            LinkState::Stuck(_) => SyncState::Stuck,
            LinkState::Offline => SyncState::Offline,
            LinkState::Starting | LinkState::Online if waiting > 0 => SyncState::Waiting,
            LinkState::Starting | LinkState::Online => SyncState::AllSent,
        };
        SyncView { state, waiting, unread, last_sent: self.last_sent.get(), oldest_waiting: oldest }
    }

    /// What a person has to do so that sending goes on.
    pub fn stuck(self) -> Option<Sentence> {
        match self.link_state.get() {
            LinkState::Stuck(said) => Some(said),
            LinkState::Starting | LinkState::Online | LinkState::Offline => None,
        }
    }

    pub fn is_offline(self) -> bool {
        self.link_state.get() == LinkState::Offline
    }

    pub fn poke(self) {
        if let Some(link) = self.link.get_value() {
            link.kick();
        }
    }

    pub fn notices(self) -> Vec<Notice> {
        self.select(|client| client.inbox.values().rev().cloned().collect())
    }

    pub async fn mark_read(self, n: u64) {
        let notice = self.client.with_value(|client| client.inbox.get(&n).cloned());
        if let Some(notice) = notice {
            self.keep(vec![Write::Notice(Box::new(Notice { read: true, ..notice }))]).await;
        }
    }

    /// Reads by index: search, reports, devices.
    pub async fn get_json<T: DeserializeOwned>(self, path: &str) -> Result<T, Trouble> {
        http::get(path, Duration::from_secs(30)).await.map_err(|failure| Trouble::Network(failure.sentence()))
    }

    // What the gate and the link tell.

    pub fn disk(self) -> Option<Rc<Disk>> {
        self.disk.get_value()
    }

    pub fn set_disk(self, disk: Disk) {
        self.disk.set_value(Some(Rc::new(disk)));
    }

    /// Somebody is in: shows what is kept of them and begins to talk.
    pub fn enter(self, ward: Arc<Ward>, officer: Officer, mut client: Client) {
        client.refresh(&ward);
        if let Some(wire) = Tripwire::read() {
            self.lost.set(wire.lost(client.meta.writer, client.meta.next_n));
        }
        self.client.set_value(client);
        self.ward.set(Some(ward));
        self.officer.set(Some(officer));
        self.version.update(|v| *v += 1);
        self.gate.phase.set(Phase::In);
        let link = Link::new(self, self.link_state);
        self.link_state.set(LinkState::Starting);
        link.start();
        self.link.set_value(Some(link));
    }

    pub fn leave(self, phase: Phase) {
        if let Some(link) = self.link.get_value() {
            link.stop();
        }
        self.link.set_value(None);
        self.gate.phase.set(phase);
    }

    pub fn set_ward(self, ward: Arc<Ward>) {
        self.client.update_value(|client| client.refresh(&ward));
        self.ward.set(Some(ward));
        self.version.update(|v| *v += 1);
    }

    pub fn next_push(self) -> Option<Push> {
        self.client.with_value(Client::next_push)
    }

    pub fn sent_now(self) {
        self.last_sent.set(Some(clock()));
    }

    pub fn server_said(self, _now: Moment, ward_version: u32) {
        let have = self.ward.with_untracked(|ward| ward.as_ref().map_or(0, |ward| ward.version));
        if ward_version != have {
            spawn_local(async move { crate::gate::refresh_ward(self).await });
        }
    }

    pub fn session_over(self) {
        self.gate.expired.set(true);
    }

    pub async fn lock(self) {
        crate::gate::lock(self).await;
    }

    pub async fn logout(self) {
        crate::gate::logout(self).await;
    }
}
