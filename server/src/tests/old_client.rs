//! Devices of every release, as they once talked: what they sent, byte by byte, gets the answers that they got then.
//!
//! `UPDATE_EXPECT=1` records the talk of today's device where the release has none yet; what is recorded stays.
//!
//! Not here: single acts of every release (`tests/corpus`).
//! Invariant: an answer may say more than it did, never less and never otherwise, but for what stands in
//! `since_given_up`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{Method, header};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::act::Act;
use shared::demo::{JUSTICE, RECEPTION, VOLUNTEER};
use shared::dossier::amend::Note;
use shared::dossier::intake::Lodge;
use shared::dossier::{self, Dossier};
use shared::id::{DossierId, OfficerId};
use shared::script::same::lost;
use shared::script::{dossier_id, forms};
use shared::sync::client::{Client, Intent, Meta, Write, seal};
use shared::sync::wire::{ACT_VERSION, PullAsk, PullReply, Push, PushReply};
use shared::ward::Ward;

use super::{Answer, Browser, House, nine};
use crate::config::Config;
use crate::files::Files;

/// Stands for the name of the server's life, which is another one each time.
const EPOCH: &str = "{epoch}";

/// One request and its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Line {
    officer: OfficerId,
    /// Minutes after nine.
    minute: i64,
    path: String,
    /// Nothing for a GET.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// Sent through gzip.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    packed: bool,
    status: u16,
    answer: Value,
}

fn version(number: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../shared/corpus/v{number}"))
}

fn text(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// A house under the settings of the release, with its three browsers.
struct Talk {
    house: House,
    browsers: Vec<Browser>,
    ward: Ward,
    lines: Vec<Line>,
}

impl Talk {
    async fn new(version: &Path) -> Talk {
        let ward: Ward =
            shared::json::read(&text(&version.join("ward.json"))).expect("settings of every release");
        let house = House::of(ward.clone(), Config::default(), Files::default()).await;
        let mut browsers = vec![];
        for officer in [RECEPTION, JUSTICE, VOLUNTEER] {
            browsers.push(house.browser(officer).await);
        }
        Talk { house, browsers, ward, lines: vec![] }
    }

    fn browser(&self, officer: OfficerId) -> &Browser {
        self.browsers.iter().find(|browser| browser.officer == officer).expect("sits at a browser")
    }

    async fn ask(&self, line: &Line) -> Answer {
        self.house.clock.set(nine().plus_minutes(line.minute));
        let browser = self.browser(line.officer);
        let epoch = self.house.site.store.epoch.to_string();
        let path = line.path.replace(EPOCH, &epoch);
        let Some(body) = &line.body else { return browser.get(&path).await };
        let mut request = browser.request(Method::POST, &path);
        let mut bytes = body.replace(EPOCH, &epoch).into_bytes();
        if line.packed {
            request = request.header(header::CONTENT_ENCODING, "gzip");
            bytes = pack(&bytes);
        }
        browser.send(request.body(Body::from(bytes)).expect("a request")).await
    }

    /// The answer; of a refusal what a device goes by, not the sentence.
    fn answered(&self, answer: &Answer) -> Value {
        let epoch = self.house.site.store.epoch.to_string();
        let said: Value = serde_json::from_str(&answer.text().replace(&epoch, EPOCH)).expect("JSON");
        if answer.status.is_success() { said } else { json!({ "error": { "code": said["error"]["code"] } }) }
    }

    /// Asks, and writes down what was asked and answered.
    async fn record(
        &mut self,
        officer: OfficerId,
        minute: i64,
        path: &str,
        body: Option<(String, bool)>,
    ) -> String {
        let epoch = self.house.site.store.epoch.to_string();
        let (body, packed) = body.map_or((None, false), |(body, packed)| (Some(body), packed));
        let body = body.map(|body| body.replace(&epoch, EPOCH));
        let path = path.replace(&epoch, EPOCH);
        let mut line = Line { officer, minute, path, body, packed, status: 0, answer: Value::Null };
        let answer = self.ask(&line).await;
        (line.status, line.answer) = (answer.status.as_u16(), self.answered(&answer));
        self.lines.push(line);
        answer.text()
    }
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(bytes).expect("into memory");
    gzip.finish().expect("into memory")
}

/// An officer's device, on the shipped machines.
struct Device {
    client: Client,
    minute: i64,
}

impl Device {
    fn of(browser: &Browser) -> Device {
        Device { client: Client::new(Meta::new(browser.writer(), browser.lane)), minute: 0 }
    }

    fn does(&mut self, ward: &Ward, id: DossierId, act: dossier::Act) {
        let base = self.client.base.get(&id).map_or(0, |record| record.rev);
        let at = nine().plus_minutes(self.minute);
        let intent = Intent { act: Act::Dossier { id, act }, base, at };
        let (meta, queued) = seal(&self.client.meta, &self.client.place, intent).expect("a number is free");
        self.client.adopt(ward, &[Write::Meta(meta), Write::Enqueue(queued)]);
    }

    async fn sends(&mut self, talk: &mut Talk, push: &Push, packed: bool) {
        let body = serde_json::to_string(push).expect("JSON");
        let officer = self.client.meta.writer.officer;
        let answer = talk.record(officer, self.minute, "/api/push", Some((body, packed))).await;
        let Ok(reply) = shared::json::read::<PushReply>(&answer) else { return };
        if self.client.awaits(push) {
            let writes = self.client.on_push_reply(&reply);
            self.client.adopt(&talk.ward, &writes);
        }
    }

    async fn pulls(&mut self, talk: &mut Talk, digest: bool) {
        let ask = PullAsk { digest, ..self.client.pull_ask(0) };
        let answer = talk.record(self.client.meta.writer.officer, self.minute, &ask.path(), None).await;
        let page: PullReply<Dossier> = shared::json::read(&answer).expect("a page");
        let writes = self.client.on_pull_reply_at(page, nine().plus_minutes(self.minute));
        self.client.adopt(&talk.ward, &writes);
    }
}

fn note(text: &str) -> dossier::Act {
    dossier::Act::Note(Note { text: text.to_owned() })
}

/// A day at the counter as a device of this build goes through it.
async fn recorded(version: &Path) -> Vec<Line> {
    let mut talk = Talk::new(version).await;
    let (ward, day) = (talk.ward.clone(), nine().day());
    let mut oanh = Device::of(talk.browser(RECEPTION));
    let mut ha = Device::of(talk.browser(JUSTICE));
    let mut mai = Device::of(talk.browser(VOLUNTEER));
    let receive = || dossier::Act::Receive(forms::receive(&ward, "HT-09", day));
    // Before the first contact, and once more because the answer was lost.
    oanh.does(&ward, dossier_id(1), receive());
    oanh.does(&ward, dossier_id(1), note("đã gọi điện"));
    let push = oanh.client.next_push().expect("waits");
    for packed in [true, false] {
        oanh.sends(&mut talk, &push, packed).await;
    }
    oanh.pulls(&mut talk, true).await;
    let lodge = Lodge { form: forms::form(&ward, "HT-01", day), secret: "7K2MPX".to_owned(), scans: vec![] };
    mai.does(&ward, dossier_id(2), dossier::Act::Lodge(lodge));
    mai.does(&ward, dossier_id(1), note("không được phép"));
    (mai.minute, oanh.minute, ha.minute) = (5, 9, 12);
    let push = mai.client.next_push().expect("waits");
    mai.sends(&mut talk, &push, true).await;
    mai.pulls(&mut talk, false).await;
    ha.pulls(&mut talk, false).await;
    // A number of somebody else's lane, and two who correct one thing.
    ha.client.meta.lane = oanh.client.meta.lane;
    ha.does(&ward, dossier_id(3), receive());
    for (device, phone) in [(&mut oanh, "0905111222"), (&mut ha, "0905333444")] {
        let details = dossier::amend::Details::Contact(dossier::record::Contact {
            phone: phone.to_owned(),
            ..dossier::record::Contact::default()
        });
        let amend = dossier::amend::Amend {
            details,
            seen_version: 0,
            reason: String::new(),
            leaves_kept: true,
            keeps_old: true,
        };
        device.does(&ward, dossier_id(1), dossier::Act::Amend(amend));
        let push = device.client.next_push().expect("waits");
        device.sends(&mut talk, &push, true).await;
    }
    oanh.minute = 20;
    oanh.pulls(&mut talk, true).await;
    oanh.pulls(&mut talk, false).await;
    // What a server refuses as a whole: an act too far on, other words under a number, another life, another name.
    oanh.does(&ward, dossier_id(1), note("một"));
    oanh.does(&ward, dossier_id(1), note("hai"));
    let next = oanh.client.next_push().expect("waits");
    let later = oanh.client.queue.values().next_back().expect("waits");
    let gap =
        Push { first_n: later.n, prev: later.prev.clone(), acts: vec![later.body.clone()], ..next.clone() };
    let mut copy = Device::of(talk.browser(RECEPTION));
    copy.does(&ward, dossier_id(4), note("từ bản sao của máy"));
    let fork = copy.client.next_push().expect("waits");
    let elsewhere = Push { epoch: "another".to_owned(), ..next.clone() };
    let newer = Push { proto: 99, ..next.clone() };
    let foreign = Push { writer: ha.client.meta.writer, ..next.clone() };
    for push in [&gap, &fork, &elsewhere, &newer, &foreign, &next] {
        oanh.sends(&mut talk, push, false).await;
    }
    talk.lines
}

/// What later releases gave up on purpose: a volunteer's own dossiers do not come back to the tablet any more, and their
/// scope has another name, so that an older tablet begins anew and forgets them.
fn since_given_up(mut answer: Value) -> Value {
    if answer["scope"] == format!("o{VOLUNTEER}") {
        answer["records"] = json!([]);
        answer["scope"] = json!("n");
    }
    answer
}

#[tokio::test]
async fn devices_of_every_release_get_the_answers_that_they_got_then() {
    let newest = version(ACT_VERSION).join("talk.jsonl");
    if std::env::var_os("UPDATE_EXPECT").is_some() && !newest.exists() {
        let lines = recorded(&version(ACT_VERSION)).await;
        let lines: Vec<String> =
            lines.iter().map(|line| serde_json::to_string(line).expect("JSON")).collect();
        std::fs::write(&newest, lines.join("\n") + "\n").expect("written");
    }
    for number in 1..=ACT_VERSION {
        let folder = version(number);
        let talk = Talk::new(&folder).await;
        let recorded = text(&folder.join("talk.jsonl"));
        for (place, line) in recorded.lines().enumerate() {
            let line: Line = shared::json::read(line).expect("a line");
            let answer = talk.ask(&line).await;
            assert_eq!(answer.status.as_u16(), line.status, "v{number} line {place}: {}", answer.text());
            let lost = lost(&since_given_up(line.answer), &talk.answered(&answer));
            assert!(lost.is_empty(), "v{number} line {place}, {}: {lost:?}", line.path);
        }
        assert!(recorded.lines().count() > 10, "v{number}");
    }
}
