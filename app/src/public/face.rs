//! Phường nào: the ward's name, address, hours and telephone, on every public page and on the screen in the hall.
//!
//! Not here: what the ward writes of itself (`shared::ward::about`), who it is on papers.
//! Invariant: it stands there without a network too, as the server said it last to this device; nothing of the visitor is
//! kept with it.

use std::sync::atomic::{AtomicI64, Ordering};

use gloo_storage::{LocalStorage, Storage};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Lang, Word, word};
use shared::session::PublicWard;

use super::fetch;
use crate::desk::clock;
use crate::text::{say, t};

/// Where it is kept in the browser.
const KEY: &str = "mot-cua.phuong";
/// A screen that stays open asks again after this long, in milliseconds: a quarter of an hour.
const FRESH_MILLIS: i64 = 15 * 60_000;
/// When the server was asked last by this page, in milliseconds; 0 is never.
static ASKED: AtomicI64 = AtomicI64::new(0);

const PHONE: Word = word("Điện thoại", "Phone");

fn read() -> PublicWard {
    if cfg!(target_arch = "wasm32") {
        LocalStorage::get(KEY).unwrap_or_default()
    } else {
        PublicWard::default()
    }
}

fn keep(known: &PublicWard) {
    if cfg!(target_arch = "wasm32") {
        // Where nothing can be kept it is asked for again.
        let _ = LocalStorage::set(KEY, known);
    }
}

/// Name and ways to the ward; nothing where nothing is known.
pub fn face_view(ward: &PublicWard) -> impl IntoView + use<> {
    let PublicWard { agency, address, phone, hours } = ward.clone();
    let open = (!hours.is_empty()).then(|| {
        let said = move |lang: Lang| match lang {
            Lang::Vi => format!("Mở cửa ngày làm việc {hours}"),
            Lang::En => format!("Open on working days {hours}"),
        };
        view! { <span>{say(said)}</span> }
    });
    let address = (!address.is_empty()).then(|| view! { <span lang="vi">{address}</span> });
    let phone =
        (!phone.is_empty()).then(|| view! { <span>{t(PHONE)}" "<span class="nowrap">{phone}</span></span> });
    view! { <b lang="vi">{agency}</b>{address}{open}{phone} }
}

#[component]
pub fn Face() -> impl IntoView {
    let known = RwSignal::new(read());
    let now = clock().millis();
    let is_old = now - ASKED.load(Ordering::Relaxed) > FRESH_MILLIS;
    if cfg!(target_arch = "wasm32") && (is_old || known.with_untracked(|ward| ward.agency.is_empty())) {
        ASKED.store(now, Ordering::Relaxed);
        spawn_local(async move {
            if let Ok(ward) = fetch::get::<PublicWard>("/api/public/ward").await {
                keep(&ward);
                known.try_set(ward);
            }
        });
    }
    view! { <p class="public__ward">{move || known.with(face_view)}</p> }
}
