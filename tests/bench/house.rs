//! A ward with as many dossiers as are asked for, behind the real server on a real disk.
//!
//! Not here: the devices (`desk`), the browser (`user`).
//! Invariant: every commit is `synchronous=FULL`, as at a ward; dossiers come by acts, never by rows.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use server::clock::Clock;
use server::config::Config;
use server::feed::Feed;
use server::files::Files;
use server::gate::password::hash_now;
use server::store::account::Account;
use server::store::ledger::commit_all;
use server::store::{Place, Store};
use server::{Site, app, listen};
use shared::act::Act;
use shared::demo;
use shared::dossier::receive::SERVER_DEVICE;
use shared::dossier::{self, amend::Note};
use shared::id::{DossierId, OfficerId, WardId, Writer};
use shared::moment::Moment;
use shared::script::people::People;
use shared::script::ward_on;
use shared::sync::wire::{ACT_VERSION, Body, Command, Hash, Outcome, PROTO, Push, PushReply};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::proxy::Proxy;

pub const PASSWORD: &str = "con mèo trèo cây cau";
/// Receptions in one commit of the seeding, and on one of its days.
const SEED_COMMIT: usize = 500;
const SEED_DAY: usize = 5_000;

pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    Moment::from_millis(i64::try_from(since.as_millis()).expect("before the year 292 million"))
}

/// Hashed once a process: it is slow on purpose.
fn hash() -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| hash_now(PASSWORD)).clone()
}

struct Running {
    feed: Feed,
    task: JoinHandle<()>,
}

pub struct House {
    folder: PathBuf,
    pub store: Store,
    pub clock: Clock,
    pub proxy: Proxy,
    pub ids: Vec<DossierId>,
    running: Option<Running>,
    scribe: Scribe,
}

impl House {
    pub async fn open(clock: Clock, site: Option<&Path>) -> House {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let n = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("mot-cua-bench-{}-{n}", std::process::id()));
        let ward = || ward_on(clock.now().day());
        let place = Place::Folder(folder.clone());
        let store = Store::open_or_create(&place, WardId(1), ward).await.expect("the book opens");
        for officer in &store.ward().officers {
            let name = format!("o{}", officer.id);
            let account = Account { name, officer: officer.id, hash: hash(), must_change: false };
            store.put_account(&account, clock.now()).await.expect("kept");
        }
        let config = Config { pushes_per_minute: u32::MAX, ..Config::default() };
        let files = site.map_or_else(Files::default, |dir| Files::read(dir).expect("a site can be read"));
        let site = Site::open(store.clone(), clock.clone(), config, files).await.expect("the house opens");
        let feed = site.feed.clone();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let task = tokio::spawn(listen::serve(listener, app(site), feed.clone(), listen::Front::default()));
        let proxy = Proxy::before(port).await;
        let running = Some(Running { feed, task });
        House { folder, store, clock, proxy, ids: Vec::new(), running, scribe: Scribe::default() }
    }

    /// The address that passes by the counter of bytes.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.proxy.port)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Nothing listens any more.
    pub async fn stop(&mut self) {
        if let Some(Running { feed, task }) = self.running.take() {
            feed.close();
            task.await.expect("the server ends");
        }
    }

    /// Receives `count` citizens on the days before today. Call it before anybody pulls.
    pub async fn seed(&mut self, count: usize) {
        let (ward, mut people) = (self.store.ward(), People::new(2018));
        let days = count.div_ceil(SEED_DAY);
        let first = self.clock.now().day().plus(-i64::try_from(days).expect("few days"));
        for from in (0..count).step_by(SEED_COMMIT) {
            let acts = (from..count.min(from + SEED_COMMIT)).map(|i| {
                let day = first.plus((i / SEED_DAY) as i64);
                let at = Moment::at(day, 8, 0);
                let at = Moment::from_millis(at.millis() + (i % SEED_DAY) as i64 * 5_000);
                let mut receive = people.reception(&ward, day);
                receive.number = (i % SEED_DAY) as u16 + 1;
                let id = people.id(at);
                self.ids.push(id);
                (at, Act::Dossier { id, act: dossier::Act::Receive(receive) })
            });
            let acts = acts.collect();
            self.commit(acts).await;
        }
    }

    /// Somebody else notes something on `count` dossiers, seven apart.
    pub async fn change(&mut self, count: usize) {
        let at = self.clock.now();
        let acts = (0..count).map(|i| {
            let note = Note { text: "đã cập nhật".to_owned() };
            (at, Act::Dossier { id: self.ids[i * 7 % self.ids.len()], act: dossier::Act::Note(note) })
        });
        let acts = acts.collect();
        self.commit(acts).await;
    }

    async fn commit(&mut self, acts: Vec<(Moment, Act)>) {
        let seq = self.scribe.commit(&self.store, acts).await;
        if let Some(running) = &self.running {
            running.feed.wake(seq);
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.feed.close();
        }
        // What is left is only in the way.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The server's own receptionist: commits without the network.
#[derive(Default)]
struct Scribe {
    n: u64,
    head: Hash,
}

impl Scribe {
    /// Commits the acts together; all of them must be good. Answers the last sequence.
    async fn commit(&mut self, store: &Store, acts: Vec<(Moment, Act)>) -> u64 {
        let writer = Writer { device: SERVER_DEVICE, officer: OfficerId(demo::RECEPTION.0) };
        let now = acts.last().expect("some acts").0;
        let (first_n, prev) = (self.n + 1, self.head.clone());
        let bodies = acts.into_iter().map(|(at, act)| {
            self.n += 1;
            let body = Body::of(&Command {
                v: ACT_VERSION,
                writer,
                n: self.n,
                base: 0,
                at,
                anchor: None,
                act,
                was: vec![],
            });
            self.head = body.hash(&self.head);
            body
        });
        let acts = bodies.collect();
        let push = Push { proto: PROTO, epoch: String::new(), writer, first_n, prev, acts };
        let reply = commit_all(store, &[(now, &push, None)]).await.expect("committed").remove(0);
        let PushReply::Done { results, .. } = reply else { panic!("the seeding is out of step: {reply:?}") };
        let mut seqs = results.iter().map(|judged| {
            let Outcome::Applied { seq } = judged.outcome else {
                panic!("an act of the seeding was not good: {:?}", judged.outcome)
            };
            seq
        });
        seqs.next_back().expect("some results")
    }
}
