//! A device without a browser: the product's own client, a disk that outlives it, and an officer who works.
//!
//! Not here: what its disk is (`kept`, the simulation's), what an answer means (`shared::sync::client`), how a browser
//! words its questions (`speech`).
//! Invariant: an act counts as made when its transaction is complete, as the page tells its officer.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::act::Act;
use shared::ctx::Ctx;
use shared::dossier::any::{self, Dice};
use shared::dossier::code::Code;
use shared::dossier::{self, Dossier};
use shared::id::{DossierId, OfficerId, Writer};
use shared::moment::Moment;
use shared::session::{DeviceKey, Login, Welcome};
use shared::sync::client::{Client, Intent, Meta, Write, seal};
use shared::sync::wire::{Body, PullReply, PushReply};
use shared::ward::Ward;

use crate::http::{Answer, Asker, Unheard};
use crate::kept::Kept;
use crate::speech::Speech;
use crate::ward::{PASSWORD, now};

/// Rounds of sending and reading in which a healthy network must have brought everything over.
const ROUNDS_MAX: usize = 40;

pub struct Device {
    pub(super) ward: Arc<Ward>,
    key: DeviceKey,
    cookie: String,
    pub disk: Kept,
    pub(super) client: Client,
    pub dice: Dice,
    /// Every act that the officer was told is saved.
    pub made: BTreeMap<u64, Body>,
    /// What stands on the slips.
    pub printed: Vec<Code>,
    /// How long an answer may take before the device asks again.
    pub patience: Duration,
    /// Requests that got no answer to work with.
    pub unheard: usize,
    /// Days by which its clock, and the server's, are ahead of the machine's.
    pub ahead: i64,
    /// How it talks: as a browser of today, or, `None`, as one of the first release.
    pub speech: Option<Speech>,
}

fn login(officer: OfficerId, device: Option<DeviceKey>) -> Vec<u8> {
    let name = format!("o{officer}");
    let login =
        Login {
            name, password: PASSWORD.to_owned(), device, earlier: vec![], label: "máy thử".to_owned()
        };
    serde_json::to_vec(&login).expect("JSON")
}

impl Device {
    /// A browser that was never here: the officer logs in, the server enrols it. With an even seed it is one of today.
    pub async fn enrol(port: u16, ward: Arc<Ward>, officer: OfficerId, seed: u64) -> Device {
        Device::try_enrol(port, ward, officer, seed).await.expect("logged in")
    }

    pub async fn try_enrol(
        port: u16,
        ward: Arc<Ward>,
        officer: OfficerId,
        seed: u64,
    ) -> Result<Device, Unheard> {
        let answer = Asker::at(port, "").post("/api/login", login(officer, None)).await?;
        let welcome: Welcome = serde_json::from_slice(&answer.body).expect("a welcome");
        let key = DeviceKey { id: welcome.device.id, secret: welcome.device.secret.expect("a new device") };
        let meta = Meta::new(Writer { device: key.id, officer }, welcome.device.lane);
        Ok(Device {
            ward,
            key,
            cookie: answer.cookie.expect("a session"),
            client: Client::new(meta.clone()),
            disk: Kept::new(meta),
            dice: Dice::new(seed),
            made: BTreeMap::new(),
            printed: vec![],
            patience: Duration::from_secs(9),
            unheard: 0,
            ahead: 0,
            speech: seed.is_multiple_of(2).then(Speech::default),
        })
    }

    /// What is no act, under its officer's session.
    pub async fn post(&self, port: u16, path: &str, told: &impl Serialize) -> Result<Answer, Unheard> {
        self.asker(port).post(path, serde_json::to_vec(told).expect("JSON")).await
    }

    pub async fn get<T: DeserializeOwned>(&self, port: u16, path: &str) -> T {
        let answer = self.asker(port).get(path).await.expect("answered");
        serde_json::from_slice(&answer.body).expect("what was asked for")
    }

    pub fn writer(&self) -> Writer {
        self.disk.meta.writer
    }

    pub fn now(&self) -> Moment {
        now().plus_minutes(self.ahead * 24 * 60)
    }

    pub(super) fn asker(&self, port: u16) -> Asker<'_> {
        let writer = self.speech.as_ref().map(|_| self.writer());
        Asker { patience: self.patience, writer, ..Asker::at(port, &self.cookie) }
    }

    /// One transaction, then the page shows it.
    pub(super) fn keep(&mut self, writes: &[Write]) {
        self.disk.keep(writes);
        self.client.adopt(&self.ward, writes);
    }

    /// The page goes down and is opened again: what it knew is what the disk holds.
    pub fn crash(&mut self) {
        self.client = self.disk.load(&self.ward, 0);
    }

    /// The officer does something that the page allows; answers whether there was something to do.
    pub fn act(&mut self) -> bool {
        let (at, ward, officer) = (self.now(), self.ward.clone(), self.writer().officer);
        let by = ward.officer(officer).expect("works here");
        let lane = self.disk.meta.lane;
        let ctx = Ctx { now: at, happened: at, claimed: at, by, lane, reissued: None, ward: &ward };
        let known: Vec<DossierId> = self.client.dossiers().map(|dossier| dossier.id).collect();
        let fresh = known.is_empty() || self.dice.percent(40);
        let id = if fresh { self.dice.id() } else { *self.dice.pick(&known) };
        let act = any::next(&mut self.dice, &ctx, self.client.dossier(id));
        let act = Act::Dossier { id, act };
        self.client.verdict(&ctx, &act).is_ok() && self.save(act)
    }

    /// The officer writes a note about a dossier, where there is one.
    pub fn note(&mut self, text: String) -> bool {
        let known: Vec<DossierId> = self.client.dossiers().map(|dossier| dossier.id).collect();
        if known.is_empty() {
            return false;
        }
        let id = *self.dice.pick(&known);
        self.save(Act::Dossier { id, act: dossier::Act::Note(dossier::amend::Note { text }) })
    }

    fn save(&mut self, act: Act) -> bool {
        let base = self.client.base.get(&act.dossier()).map_or(0, |record| record.rev);
        let intent = Intent { act, base, at: self.now() };
        let Ok((meta, queued)) = seal(&self.disk.meta, &self.disk.place, intent) else { return false };
        let (n, body) = (queued.n, queued.body.clone());
        self.keep(&[Write::Meta(meta), Write::Enqueue(queued)]);
        let command = body.open().expect("our own words");
        let Act::Dossier { act, .. } = &command.act;
        if let Some(number) = act.number() {
            let agency = self.ward.agency_code.clone();
            self.printed.push(Code { agency, day: act.code_day(command.at.day()), number });
        }
        self.made.insert(n, body);
        true
    }

    pub fn waits(&self) -> usize {
        self.disk.queue.len()
    }

    /// Sends what waits, once; answers the last act that the server says it holds.
    pub async fn push(&mut self, port: u16) -> Result<u64, Unheard> {
        let Some(push) = self.client.next_push() else { return Ok(0) };
        let (body, coding) = match &mut self.speech {
            Some(speech) => speech.push(&push),
            None => (serde_json::to_vec(&push).expect("JSON"), ""),
        };
        let asked = self.asker(port).post_coded("/api/push", body, coding).await;
        let answer = self.or_log_in(port, asked).await?;
        let reply: PushReply = serde_json::from_slice(&answer.body).map_err(|_| Unheard::Silence)?;
        let writes = self.client.on_push_reply(&reply);
        self.keep(&writes);
        Ok(match reply {
            PushReply::Done { last_n, .. } => last_n,
            PushReply::Gap { .. } | PushReply::Epoch { .. } => 0,
            PushReply::Fork { .. } | PushReply::Upgrade { .. } => panic!("a device like no other: {reply:?}"),
        })
    }

    /// Reads until there is nothing more.
    pub async fn pull(&mut self, port: u16) -> Result<(), Unheard> {
        if self.speech.is_some() {
            return self.pull_as_today(port).await;
        }
        loop {
            let ask = self.client.pull_ask(0);
            let asked = self.asker(port).get(&ask.path()).await;
            let answer = self.or_log_in(port, asked).await?;
            let reply: PullReply<Dossier> =
                serde_json::from_slice(&answer.body).map_err(|_| Unheard::Silence)?;
            // A page of another life begins at its own beginning: ask again from there.
            let again = reply.more || reply.epoch != ask.epoch || reply.scope != ask.scope;
            let writes = self.client.on_pull_reply_at(reply, self.now());
            self.keep(&writes);
            if !again {
                return Ok(());
            }
        }
    }

    /// A session that is over is begun again by the same device; what was asked is asked another time.
    pub(super) async fn or_log_in(
        &mut self,
        port: u16,
        asked: Result<Answer, Unheard>,
    ) -> Result<Answer, Unheard> {
        match asked {
            Ok(answer) => Ok(answer),
            Err(Unheard::Said { status: 401, .. }) => {
                let again = login(self.writer().officer, Some(self.key.clone()));
                // A login names no writer: it makes one.
                let asker = Asker { writer: None, ..self.asker(port) };
                let answer = asker.post("/api/login", again).await?;
                self.cookie = answer.cookie.ok_or(Unheard::Silence)?;
                Err(Unheard::Silence)
            }
            Err(unheard) => Err(unheard),
        }
    }

    /// Sends and reads on a healthy network until nothing waits.
    pub async fn settle(&mut self, port: u16) {
        for _ in 0..ROUNDS_MAX {
            let pushed = self.push(port).await;
            let pulled = self.pull(port).await;
            if pushed.is_ok() && pulled.is_ok() && self.disk.queue.is_empty() {
                return;
            }
        }
        panic!("{} acts of {:?} never leave the queue", self.waits(), self.writer());
    }

    /// What somebody with this session and an empty disk reads.
    pub async fn read_anew(&self, port: u16) -> BTreeMap<DossierId, Dossier> {
        let mut anew = Device {
            ward: self.ward.clone(),
            key: self.key.clone(),
            cookie: self.cookie.clone(),
            client: Client::new(self.disk.meta.clone()),
            disk: Kept::new(self.disk.meta.clone()),
            dice: Dice::new(0),
            made: BTreeMap::new(),
            printed: vec![],
            patience: self.patience,
            unheard: 0,
            ahead: self.ahead,
            speech: self.speech.as_ref().map(|_| Speech::default()),
        };
        anew.pull(port).await.expect("a healthy network");
        anew.disk.base
    }
}
