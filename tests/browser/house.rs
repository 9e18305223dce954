//! A server with the demo ward's officers, which can be taken away and come back.
//!
//! Not here: the browser (`user`).
//! Invariant: the folder and the port stay the same over a stop, as in a ward where the power fails.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use server::clock::Clock;
use server::config::Config;
use server::feed::Feed;
use server::files::Files;
use server::gate::password::hash_now;
use server::seal::Looked;
use server::store::account::Account;
use server::store::backup::backup;
use server::store::ledger::commit_all;
use server::store::notice::Eyes;
use server::store::pull::Scope;
use server::store::quarantine::{Fresh, Way};
use server::store::restore::{Asked, restore};
use server::store::{Place, Store};
use server::{Site, app, listen};
use shared::act::Act;
use shared::calendar::OffDay;
use shared::demo;
use shared::dossier::amend::Note;
use shared::dossier::intake::Form;
use shared::dossier::receive::{FeeTaken, Receive, SERVER_DEVICE};
use shared::dossier::record::{Applicant, Contact, PaperTaken, Payment};
use shared::dossier::{self, Dossier};
use shared::id::{DeviceId, DossierId, OfficerId, WardId, Writer};
use shared::moment::Moment;
use shared::script::ward_on;
use shared::sync::aside::Reason;
use shared::sync::client::{Intent, Meta, Place as Reached, seal};
use shared::sync::envelope::Envelope;
use shared::sync::wire::{PROTO, Push};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub const PASSWORD: &str = "con mèo trèo cây cau";

/// Hashed once a process: it is slow on purpose.
fn hash() -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| hash_now(PASSWORD)).clone()
}

struct Running {
    feed: Feed,
    store: Store,
    task: JoinHandle<()>,
}

pub struct House {
    folder: PathBuf,
    pub port: u16,
    clock: Clock,
    /// The folder of the pages, which a newer version changes.
    pub pages: PathBuf,
    pub config: Config,
    running: Option<Running>,
    /// The server's own writers, which put dossiers where a journey needs them.
    desks: std::collections::BTreeMap<OfficerId, Meta>,
}

/// The pages as they were built.
pub fn pages() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/site")
}

pub fn now() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    Moment::from_millis(i64::try_from(since.as_millis()).expect("before the year 292 million"))
}

impl House {
    /// The demo ward with an account `o<id>` for each officer.
    pub async fn open() -> House {
        Self::open_at(Clock::Machine).await
    }

    /// The same by a clock of one's own.
    pub async fn open_at(clock: Clock) -> House {
        let folder = std::env::temp_dir().join(format!("mot-cua-{}-{}", std::process::id(), now().millis()));
        std::fs::create_dir_all(&folder).expect("a folder of its own");
        let mut house = House {
            folder,
            port: 0,
            clock,
            pages: pages(),
            config: Config::default(),
            running: None,
            desks: Default::default(),
        };
        house.start().await;
        for officer in &house.store().ward().officers {
            let name = format!("o{}", officer.id);
            let account = Account { name, officer: officer.id, hash: hash(), must_change: false };
            house.store().put_account(&account, now()).await.expect("kept");
        }
        house
    }

    pub async fn start(&mut self) {
        let ward = || ward_on(now().day());
        let store =
            Store::open_or_create(&Place::Folder(self.folder.clone()), WardId(1), ward).await.expect("opens");
        let files = Files::read(&self.pages).expect("target/site is built: cargo xtask site");
        let site =
            Site::open(store.clone(), self.clock.clone(), self.config.clone(), files).await.expect("opens");
        let feed = site.feed.clone();
        let address = SocketAddr::from(([127, 0, 0, 1], self.port));
        let listener = TcpListener::bind(address).await.expect("the port is free");
        self.port = listener.local_addr().expect("an address").port();
        let task = tokio::spawn(listen::serve(listener, app(site), feed.clone(), listen::Front::default()));
        self.running = Some(Running { feed, store, task });
    }

    /// The network cable is pulled: nothing listens any more.
    pub async fn stop(&mut self) {
        if let Some(Running { feed, store, task }) = self.running.take() {
            feed.close();
            task.await.expect("ends");
            store.db.close().await;
        }
    }

    /// A checked copy of the book as it is now.
    pub async fn copy(&self) -> PathBuf {
        let to = self.folder.join(format!("copy-{}.db", now().millis()));
        backup(&self.folder, &to, now(), |_, _| ()).await.expect("copied");
        to
    }

    /// The copy takes the place of the book; the server stands still meanwhile.
    pub async fn put_back(&mut self, copy: &Path) {
        self.stop().await;
        let restored = restore(&self.folder, copy, "before", Asked::Sound, |_, _| ()).await;
        restored.expect("put back");
        self.start().await;
    }

    pub fn store(&self) -> &Store {
        &self.running.as_ref().expect("the server runs").store
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Every device is lost or stolen.
    pub async fn revoke_all(&self) {
        for device in self.store().devices().await.expect("read") {
            self.store().revoke(device.id, now()).await.expect("revoked");
        }
    }

    /// The same while nobody listens: the devices hear of it when they come back.
    pub async fn revokes_all_while_it_is_down(&self) {
        let place = Place::Folder(self.folder.clone());
        let store = Store::open(&place, WardId(1)).await.expect("opens");
        for device in store.devices().await.expect("read") {
            store.revoke(device.id, now()).await.expect("revoked");
        }
        store.db.close().await;
    }

    /// Waits until the server has a key of the officer's on a device.
    pub async fn knows_who_signs(&self, officer: OfficerId) {
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            for device in self.store().devices().await.expect("read") {
                let writer = Writer { device: device.id, officer };
                if !self.store().writer_keys(writer).await.expect("read").is_empty() {
                    return;
                }
            }
            assert!(Instant::now() < until, "nobody has told a key");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Somebody else sets the officer's password, so that it is changed at the next login.
    pub async fn sets_the_password_of(&self, officer: OfficerId) {
        let account = Account { name: format!("o{officer}"), officer, hash: hash(), must_change: true };
        self.store().put_account(&account, now()).await.expect("kept");
    }

    pub async fn dossiers(&self) -> Vec<Dossier> {
        self.store().all_records().await.expect("read")
    }

    /// An officer acts at the server itself; the act must be good.
    pub async fn act(&mut self, by: OfficerId, id: DossierId, act: dossier::Act) {
        self.act_at(now(), by, id, act).await;
    }

    /// The same at a moment that is told; an officer's acts stand in the order of their time.
    pub async fn act_at(&mut self, at: Moment, by: OfficerId, id: DossierId, act: dossier::Act) {
        let writer = Writer { device: SERVER_DEVICE, officer: by };
        let meta = self.desks.remove(&by).unwrap_or_else(|| Meta::new(writer, None));
        let base = self.dossiers().await.iter().find(|d| d.id == id).map_or(0, |d| d.rev);
        let number = act.number();
        let mut act = act;
        // The server's own numbers are given by hand here: its device has no lane.
        let intent = Intent { act: Act::Dossier { id, act: act.clone() }, base, at };
        let (next, push) = if number.is_some() {
            let n = meta.next_n;
            act.renumber(u16::try_from(n).expect("few acts"));
            let command = shared::sync::wire::Command {
                v: shared::sync::wire::ACT_VERSION,
                writer,
                n,
                base,
                at,
                anchor: None,
                act: Act::Dossier { id, act },
                was: vec![],
            };
            let body = shared::sync::wire::Body::of(&command);
            let mut next = meta.clone();
            next.head = body.hash(&meta.head);
            next.next_n += 1;
            (
                next,
                Push {
                    proto: PROTO,
                    epoch: String::new(),
                    writer,
                    first_n: n,
                    prev: meta.head,
                    acts: vec![body],
                },
            )
        } else {
            let (next, queued) = seal(&meta, &Reached::default(), intent).expect("a good act");
            let push = Push {
                proto: PROTO,
                epoch: String::new(),
                writer,
                first_n: queued.n,
                prev: queued.prev,
                acts: vec![queued.body],
            };
            (next, push)
        };
        let reply = commit_all(self.store(), &[(at, &push, None)]).await.expect("committed").remove(0);
        let text = format!("{reply:?}");
        assert!(text.contains("Applied"), "the act was refused: {text}");
        self.desks.insert(by, next);
    }

    /// The officer says something at the server itself, whatever becomes of it.
    pub async fn says(&mut self, by: OfficerId, id: DossierId, act: dossier::Act) -> String {
        let writer = Writer { device: SERVER_DEVICE, officer: by };
        let meta = self.desks.remove(&by).unwrap_or_else(|| Meta::new(writer, None));
        let intent = Intent { act: Act::Dossier { id, act }, base: 0, at: now() };
        let (next, queued) = seal(&meta, &Reached::default(), intent).expect("it needs no number");
        let (first_n, prev, acts) = (queued.n, queued.prev, vec![queued.body]);
        let push = Push { proto: PROTO, epoch: String::new(), writer, first_n, prev, acts };
        let reply = commit_all(self.store(), &[(now(), &push, None)]).await.expect("committed").remove(0);
        self.desks.insert(by, next);
        format!("{reply:?}")
    }

    /// The same about a dossier that is not there.
    pub async fn refuses(&mut self, by: OfficerId) {
        let note = dossier::Act::Note(Note { text: "đã gọi".to_owned() });
        let reply = self.says(by, DossierId(uuid::Uuid::from_u128(404)), note).await;
        assert!(reply.contains("Rejected"), "{reply}");
    }

    /// Waits until the server knows that the officer has looked at everything.
    pub async fn nothing_is_unread(&self, officer: OfficerId) {
        let (scope, writer) = (Scope::Nothing, Writer { device: SERVER_DEVICE, officer });
        let until = Instant::now() + Duration::from_secs(20);
        loop {
            let eyes = Eyes::of(self.store().ward().officer(officer).expect("works here"), now());
            let page = self.store().page(scope, writer, (0, 0), (eyes, "")).await.expect("read");
            if page.told.all == 0 {
                return;
            }
            assert!(Instant::now() < until, "{} are unread", page.told.all);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The form of a three-day procedure, with every paper.
    pub fn form(&self, name: &str, unique: u128) -> Form {
        let ward = self.store().ward();
        let p = ward.catalogue.in_force("HT-09", now().day()).expect("in force").clone();
        let papers = p.papers.iter().map(|a| PaperTaken {
            name: a.name.clone(),
            originals: 1,
            copies: 0,
            supplemented: None,
        });
        Form {
            procedure: p.reference(),
            channel: Default::default(),
            assisted: false,
            applicant: Applicant {
                name: name.to_owned(),
                number: "048190004217".to_owned(),
                address: format!("Tổ {unique}, canary-{unique}"),
                ..Applicant::default()
            },
            contact: Contact { phone: "0905114225".to_owned(), ..Contact::default() },
            papers: papers.collect(),
            sets: 1,
            delivery: Default::default(),
        }
    }

    /// A dossier that the receptionist took in.
    pub async fn receive(&mut self, name: &str, unique: u128) -> DossierId {
        let form = self.form(name, unique);
        let fee = FeeTaken { payment: Payment::Taken, ..FeeTaken::default() };
        let id = DossierId(uuid::Uuid::from_u128(unique));
        let act = dossier::Act::Receive(Receive {
            form,
            fee,
            number: 1,
            secret: "AB12CD".to_owned(),
            by_hand: None,
        });
        self.act(demo::RECEPTION, id, act).await;
        id
    }

    /// Dossiers that were received and withdrawn: closed ones, of one size each.
    pub async fn withdrawn(&mut self, many: u128) {
        use shared::dossier::stop::Withdraw;
        for unique in 1..=many {
            let id = self.receive("Đặng Thị Rút", unique).await;
            let reason = "Nộp nhầm nơi".to_owned();
            self.act(demo::RECEPTION, id, dossier::Act::Withdraw(Withdraw { reason, returned: vec![] }))
                .await;
        }
    }

    /// The same, brought to where a leader signs.
    pub async fn submitted(&mut self, name: &str, unique: u128) -> DossierId {
        use shared::dossier::record::Decision;
        use shared::dossier::{assign::Assign, submit::Submit};
        let id = self.receive(name, unique).await;
        let assign = Assign { to: demo::JUSTICE, reason: String::new() };
        self.act(demo::JUSTICE, id, dossier::Act::Assign(assign)).await;
        let submit = Submit { decision: Decision::Grant, summary: "Giấy xác nhận".to_owned() };
        self.act(demo::JUSTICE, id, dossier::Act::Submit(submit)).await;
        id
    }

    /// The office is closed on the next working day, after dossiers were received.
    pub async fn storm(&self) {
        let store = self.store();
        let mut ward = (*store.ward()).clone();
        let records = store.all_records().await.expect("read");
        let last = records.iter().filter_map(|dossier| dossier.received_at).max();
        let mut next = last.expect("something was received").day().next();
        while ward.calendar.is_working(next) == Ok(false) {
            next = next.next();
        }
        let off = OffDay {
            name: "Nghỉ đột xuất do bão".to_owned(),
            kind: "nghi_dot_xuat".to_owned(),
            uncertain: false,
        };
        ward.calendar.off.insert(next, off);
        store.save_ward(ward.version, ward).await.expect("saved");
    }

    /// A device of the counter, of which the server keeps an envelope that it cannot open.
    pub async fn kept_aside(&self) -> DeviceId {
        let store = self.store();
        let device = store.enrol("bí mật", "Quầy 9", true, now()).await.expect("enrolled").id;
        let writer = Writer { device, officer: demo::RECEPTION };
        store.heard(device, demo::RECEPTION, Some(7), now()).await.expect("heard");
        let envelope = Envelope { kid: 9, writer, n: 1, enc: "AA==".to_owned(), ct: "AA==".to_owned() };
        let looked = Looked { inside: None, fault: Some(Reason::Unreadable) };
        let fresh = [Fresh { envelope: &envelope, looked: &looked, reason: Reason::Unreadable }];
        store.put_aside(&fresh, Way::File, now()).await.expect("kept").expect("a ticket");
        device
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.feed.close();
        }
        // What is left of a failed run is only in the way.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
