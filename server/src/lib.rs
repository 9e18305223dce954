//! The one authority of a ward: judges acts again, keeps them, and shows each device its share.
//!
//! Rooms in reading order. Not here: rules (`shared`), pages (`app`).
//! Invariant: the server never invents a verdict; it asks the same functions as the browser.

mod answer;
pub mod body;
pub mod carry;
pub mod citizen;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod error;
pub mod feed;
pub mod feedback;
pub mod files;
pub mod gate;
pub mod handoff;
pub mod headers;
pub mod limits;
pub mod listen;
pub mod log;
pub mod lost;
mod memory;
pub mod mine;
pub mod news;
pub mod notice;
pub mod office;
pub mod paper;
pub mod pdf;
pub mod proof;
pub mod random;
pub mod report;
pub mod routes;
pub mod scan;
pub mod seal;
pub mod shift;
pub mod snapshot;
pub mod store;
pub mod supply;
pub mod survey;
pub mod sync;
pub mod upload;
pub mod wire;

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests set their stage on the disk")]
mod tests;

use std::sync::Arc;

use axum::Router;
use tokio::sync::Semaphore;

use carry::rescue::Rescues;
use citizen::{ApplyLimits, OwnLimits, TrackLimits};
use clock::Clock;
use config::Config;
use feed::Feed;
use feedback::{FeedbackLimits, Shown};
use files::Files;
use gate::password::Hasher;
use gate::window::Window;
use snapshot::Shelf;
use store::ledger::Ledger;
use store::upload::Uploads;
use store::{Fault, Store};
use upload::UploadLimits;

/// Everything that a handler may touch.
pub struct Site {
    pub store: Store,
    pub clock: Clock,
    pub config: Config,
    pub files: Files,
    pub feed: Feed,
    pub ledger: Ledger,
    pub hasher: Hasher,
    pub track: TrackLimits,
    pub applies: ApplyLimits,
    pub feedback: FeedbackLimits,
    pub shown: Shown,
    pub uploads: Uploads,
    pub upload_limits: UploadLimits,
    pub supplies: OwnLimits,
    pub proofs: OwnLimits,
    pub pushes: Window,
    pub push_bytes: Window,
    pub pulls: Window,
    pub searches: Window,
    pub scan_bytes: Window,
    pub login_slots: Arc<Semaphore>,
    pub report_slots: Arc<Semaphore>,
    pub rescues: Rescues,
    pub rescue_slots: Arc<Semaphore>,
    pub seal_slots: Arc<Semaphore>,
    pub shelf: Shelf,
    pub staff_slots: Arc<Semaphore>,
    pub public_slots: Arc<Semaphore>,
}

impl Site {
    /// Opens the house: starts the ledger on the store.
    pub async fn open(store: Store, clock: Clock, config: Config, files: Files) -> Result<Site, Fault> {
        store.say_news(config.senders.ways()).await?;
        store.say_public_url(&config.public_url).await?;
        let feed = Feed::default();
        feed.wake(store::ledger::newest_seq(&store).await?);
        // What cannot be tidied today is tidied at another start.
        let (scans, now) = (store.scans.clone(), clock.now());
        drop(tokio::task::spawn_blocking(move || scans.tidy(now)).await);
        let of = store.clone();
        let uploads = tokio::task::spawn_blocking(move || Uploads::open(&of)).await;
        let uploads = uploads.map_err(|error| Fault::Odd(error.to_string()))??;
        let ledger = Ledger::start(store.clone(), clock.clone(), feed.clone());
        Ok(Site {
            store,
            clock,
            files,
            feed,
            ledger,
            hasher: Hasher::default(),
            track: TrackLimits::default(),
            applies: ApplyLimits::default(),
            feedback: FeedbackLimits::default(),
            shown: Shown::default(),
            uploads,
            upload_limits: UploadLimits::default(),
            supplies: OwnLimits::new(limits::SUPPLY_ADDRESS_MAX, limits::SUPPLY_DOSSIER_MAX),
            proofs: OwnLimits::new(limits::PROOF_ADDRESS_MAX, limits::PROOF_DOSSIER_MAX),
            pushes: Window::new(config.pushes_per_minute, 1),
            push_bytes: Window::new(limits::PUSH_DEVICE_HOUR_BYTES_MAX, 60),
            pulls: Window::new(config.pushes_per_minute, 1),
            config,
            searches: Window::new(limits::SEARCH_DEVICE_MINUTE_MAX, 1),
            scan_bytes: Window::new(limits::SCAN_DEVICE_HOUR_BYTES_MAX, 60),
            login_slots: Arc::new(Semaphore::new(limits::LOGIN_SLOTS)),
            report_slots: Arc::new(Semaphore::new(limits::REPORT_SLOTS)),
            rescues: Rescues::default(),
            rescue_slots: Arc::new(Semaphore::new(limits::RESCUE_SLOTS)),
            seal_slots: Arc::new(Semaphore::new(limits::SEAL_SLOTS)),
            shelf: Shelf::default(),
            staff_slots: Arc::new(Semaphore::new(limits::STAFF_SLOTS)),
            public_slots: Arc::new(Semaphore::new(limits::PUBLIC_SLOTS)),
        })
    }
}

/// The whole server as a value: no port, no thread.
pub fn app(site: Site) -> Router {
    routes::router(Arc::new(site))
}
