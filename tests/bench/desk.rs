//! A device without a browser: the product's own client (`shared::sync::client`) over one HTTP connection.
//!
//! Not here: IndexedDB; a browser keeps what these keep in memory (`browser`).
//! Invariant: what is measured ends when the answer is in the client's base, not when its bytes are here.

use std::io::Write as _;
use std::sync::Arc;

use futures_util::future::join_all;
use server::random;
use server::store::session::Entry;
use shared::act::Act;
use shared::dossier::Dossier;
use shared::id::{DeviceId, OfficerId, Writer};
use shared::session::gives_numbers;
use shared::sync::client::{Client, Intent, Meta, Write, seal};
use shared::sync::pack;
use shared::sync::snapshot::LIST_PATH;
use shared::sync::wire::{Outcome, PullReply, Push, PushReply};
use shared::ward::Ward;

use crate::house::House;
use crate::http::{Line, Who};

/// Chunks of a first reading that are asked for at once.
const TOGETHER: usize = 4;

pub struct Desk {
    pub client: Client,
    ward: Arc<Ward>,
    device: DeviceId,
    officer: OfficerId,
    who: Who,
}

impl Desk {
    pub async fn enrol(house: &House, officer: OfficerId) -> Desk {
        let ward = house.store.ward();
        let numbers = gives_numbers(&ward.officer(officer).expect("works here").roles);
        let secret = random::secret();
        let device =
            house.store.enrol(&secret, "máy đo", numbers, house.clock.now()).await.expect("enrolled");
        let client = Client::new(Meta::new(Writer { device: device.id, officer }, device.lane));
        let who = Who { writer: format!("{}.{officer}", device.id), ..Who::default() };
        let mut desk = Desk { client, ward, device: device.id, officer, who };
        desk.sign_in(house).await;
        desk
    }

    /// A session without the slow hash, and one request, so that the first thing measured is not its first.
    pub async fn sign_in(&mut self, house: &House) {
        let (token, now) = (random::token(), house.clock.now());
        let (digest, name) = (random::digest(&token), format!("o{}", self.officer));
        let entry = Entry { account: &name, officer: self.officer, device: self.device, browser: "" };
        house.store.begin_session(&digest, entry, now).await.expect("signed in");
        self.who.cookie = format!("mc={token}");
        Line::open(house.proxy.port).await.get(&self.who, "/api/me").await;
    }

    /// Keeps an act in the queue, as a page does.
    pub fn act(&mut self, house: &House, act: Act) {
        let intent = Intent { act, base: 0, at: house.clock.now() };
        let (meta, queued) = seal(&self.client.meta, &self.client.place, intent).expect("a good act");
        self.client.adopt(&self.ward, &[Write::Meta(meta), Write::Enqueue(queued)]);
    }

    /// Pulls until there is nothing more; how many records came.
    pub async fn pull(&mut self, line: &mut Line) -> usize {
        let mut count = 0;
        loop {
            let ask = self.client.pull_ask_short(0, self.ward.version);
            let (body, now) = line.page(&self.who, &ask.path()).await;
            let reply: PullReply<Dossier> = match (now, &ask.knows) {
                (Some(now), _) => self.client.unchanged(&ask, now).expect("asked shortly"),
                (None, Some(_)) => {
                    self.client.unfold(text(&body)).expect("the device holds what the server thinks")
                }
                (None, None) => shared::json::read(text(&body)).expect("a page"),
            };
            let more = reply.more;
            count += reply.records.len();
            let writes = self.client.on_pull_reply(reply);
            self.client.adopt(&self.ward, &writes);
            assert!(!more || self.client.place.cursor > ask.cursor, "a page that brings nothing on");
            if !more {
                return count;
            }
        }
    }

    /// A first reading as the app does it: the list, its chunks four at a time, and what came after; how many
    /// dossiers are here now.
    pub async fn read_first(&mut self, port: u16) -> usize {
        let mut lines = vec![Line::open(port).await];
        let list = lines[0].get(&self.who, LIST_PATH).await;
        // A line that says nothing while the list is made is closed.
        while lines.len() < TOGETHER {
            lines.push(Line::open(port).await);
        }
        let writes = self.client.on_manifest(shared::json::read(text(&list)).expect("a list"));
        self.client.adopt(&self.ward, &writes);
        loop {
            let pieces: Vec<String> =
                self.client.next_pieces().take(TOGETHER).map(|piece| piece.digest.clone()).collect();
            if pieces.is_empty() {
                break;
            }
            let asks = lines.iter_mut().zip(&pieces).map(|(line, piece)| {
                let (who, path) = (&self.who, format!("/api/snapshot/{piece}"));
                async move { line.get(who, &path).await }
            });
            let bodies = join_all(asks).await;
            let chunks = pieces.iter().map(String::as_str).zip(bodies.iter().map(|body| text(body)));
            let writes = self.client.on_chunks(chunks).expect("whole chunks");
            self.client.adopt(&self.ward, &writes);
        }
        self.pull(&mut lines[0]).await;
        self.client.base.len()
    }

    /// Sends the push and answers how many acts were applied. `pack`ed as the app does it: columns in gzip, unless it
    /// is too small for that.
    pub async fn push(&self, line: &mut Line, push: &Push, pack: bool) -> (usize, PushReply) {
        let plain = serde_json::to_vec(push).expect("JSON");
        let (body, coding) = if pack && plain.len() >= pack::BYTES_MIN {
            (gzip(pack::write(push).expect("our own acts").as_bytes()), pack::CODINGS)
        } else {
            (plain, "")
        };
        let answer = line.post(&self.who, "/api/push", body, coding).await;
        let reply: PushReply = serde_json::from_slice(&answer).expect("a reply");
        let PushReply::Done { results, .. } = &reply else { panic!("not done: {reply:?}") };
        let good = results.iter().filter(|judged| matches!(judged.outcome, Outcome::Applied { .. })).count();
        (good, reply)
    }
}

fn text(body: &[u8]) -> &str {
    std::str::from_utf8(body).expect("text")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
}
