//! The server as a value: requests in, answers out, no port and a clock that stands still.
//!
//! Not here: storage on both databases (`store::tests`), a killed process (`tests/force`).
//! Invariant: every test begins with the demo ward on 22/11/2018 at nine.

mod archive;
mod canary;
mod citizen;
mod closing;
mod door;
mod feedback;
mod files;
mod gate;
mod handoff;
mod headers;
mod indices;
mod let_go;
mod listen;
mod log;
mod login;
pub mod mail;
mod messages;
mod mine;
mod news;
mod notice;
mod old_client;
mod other;
pub mod pen;
mod proof;
mod pull;
mod push;
mod recount;
mod report;
mod routes;
mod scan;
pub mod sealed;
mod session;
mod settings;
mod shift;
mod short;
mod snapshot;
mod succession;
mod supply;
mod survey;
mod till;
mod upload;

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::Value;
use shared::demo;
use shared::dossier::code::Lane;
use shared::id::{DeviceId, OfficerId, WardId, Writer};
use shared::moment::{Day, Moment};
use shared::session::gives_numbers;
use shared::ward::Ward;
use tower::ServiceExt as _;

use crate::Site;
use crate::clock::Clock;
use crate::config::Config;
use crate::files::Files;
use crate::gate::password::hash_now;
use crate::store::account::Account;
use crate::store::session::Entry;
use crate::store::{Place, Store};
use crate::{random, routes as addresses};

pub const PASSWORD: &str = "con mèo trèo cây cau";

/// Hashed once a process: it is slow on purpose.
fn hash() -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| hash_now(PASSWORD)).clone()
}

pub fn nine() -> Moment {
    Moment::at(Day::new(2018, 11, 22).expect("a day"), 9, 0)
}

pub fn ward() -> Ward {
    demo::ward().expect("the demo ward is whole")
}

/// A house with the demo ward, and every officer with an account `o<id>`.
pub struct House {
    pub router: Router,
    pub site: Arc<Site>,
    pub clock: Clock,
}

impl House {
    pub async fn new() -> House {
        House::with(Config::default(), Files::default()).await
    }

    pub async fn with(config: Config, files: Files) -> House {
        House::of(ward(), config, files).await
    }

    pub async fn of(ward: Ward, config: Config, files: Files) -> House {
        let store = Store::open_or_create(&Place::Memory, WardId(1), || ward).await.expect("opens");
        for officer in &store.ward().officers {
            let name = format!("o{}", officer.id);
            let account = Account { name, officer: officer.id, hash: hash(), must_change: false };
            store.put_account(&account, nine()).await.expect("kept");
        }
        let clock = Clock::fixed(nine());
        let site = Site::open(store, clock.clone(), config, files).await.expect("opens");
        let site = Arc::new(site);
        House { router: addresses::router(site.clone()), site, clock }
    }

    /// A browser of the officer's own, signed in without the slow hash.
    pub async fn browser(&self, officer: OfficerId) -> Browser {
        let store = &self.site.store;
        let roles = store.ward().officer(officer).expect("works here").roles.clone();
        let secret = random::secret();
        let now = self.clock.now();
        let device = store.enrol(&secret, "máy thử", gives_numbers(&roles), now).await.expect("enrolled");
        self.seated(officer, device.id, secret, device.lane).await
    }

    /// The same machine with another officer before it.
    pub async fn beside(&self, browser: &Browser, officer: OfficerId) -> Browser {
        self.seated(officer, browser.device, browser.secret.clone(), browser.lane).await
    }

    async fn seated(
        &self,
        officer: OfficerId,
        device: DeviceId,
        secret: String,
        lane: Option<Lane>,
    ) -> Browser {
        let (store, now) = (&self.site.store, self.clock.now());
        let token = random::secret();
        let name = format!("o{officer}");
        let entry = Entry { account: &name, officer, device, browser: "" };
        store.begin_session(&random::digest(&token), entry, now).await.expect("signed in");
        Browser {
            router: self.router.clone(),
            cookie: Some(format!("mc={token}")),
            officer,
            device,
            secret,
            lane,
        }
    }

    pub fn stranger(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            cookie: None,
            officer: OfficerId(0),
            device: DeviceId(0),
            secret: String::new(),
            lane: None,
        }
    }

    pub fn later(&self, minutes: i64) {
        self.clock.set(self.clock.now().plus_minutes(minutes));
    }
}

/// A browser with its cookie.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    pub cookie: Option<String>,
    pub officer: OfficerId,
    pub device: DeviceId,
    pub secret: String,
    pub lane: Option<Lane>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// `403 not_permitted`, or the status alone where all is well.
    pub fn said(&self) -> String {
        let code = serde_json::from_slice::<Value>(&self.body)
            .ok()
            .and_then(|body| body["error"]["code"].as_str().map(|code| format!(" {code}")))
            .unwrap_or_default();
        format!("{}{code}", self.status.as_u16())
    }
}

impl Browser {
    pub fn writer(&self) -> Writer {
        Writer { device: self.device, officer: self.officer }
    }

    /// A request as our own page sends it.
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let mut request =
            Request::builder().method(method.clone()).uri(path).header(header::HOST, "phuong.vn");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        if method == Method::POST || method == Method::PUT {
            let kind = if method == Method::POST { "application/json" } else { "application/octet-stream" };
            request = request
                .header("sec-fetch-site", "same-origin")
                .header(header::CONTENT_TYPE, kind)
                .header("x-mc-proto", "1");
        }
        request
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("a router always answers");
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("a body").to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str) -> Answer {
        let request = self.request(Method::GET, path).body(Body::empty()).expect("a request");
        self.send(request).await
    }

    pub async fn post(&self, path: &str, body: impl serde::Serialize) -> Answer {
        let body = serde_json::to_vec(&body).expect("JSON");
        let request = self.request(Method::POST, path).body(body.into()).expect("a request");
        self.send(request).await
    }
}
