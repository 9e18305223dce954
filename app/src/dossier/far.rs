//! Hồ sơ ngoài máy: a dossier that this device does not hold, read from the server to look at.
//!
//! Not here: finding it (`list`), what it shows (`detail`, the papers).
//! Invariant: it is shown, never acted on and never kept; where the device holds the dossier, its own is shown.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use shared::dossier::Dossier;
use shared::id::DossierId;
use shared::lang::{Sentence, Word, word};
use shared::sync::read;

use crate::desk::Desk;
use crate::text::t;
use crate::ui::state::{Empty, Failed, Reading};

const NO_SUCH: Word = word(
    "Địa chỉ này không phải của hồ sơ nào. Tìm lại theo tên, số giấy tờ hoặc mã.",
    "This address is no dossier's. Search again by name, number or code.",
);
const OFFLINE: Word = word(
    "Hồ sơ này không giữ trên máy và đang mất mạng. Có mạng sẽ tự đọc từ máy chủ.",
    "This dossier is not kept on the device and there is no network. It is read from the server once there is.",
);
const ONLY_TO_SEE: Word = word(
    "Đọc từ máy chủ, chỉ để xem: máy này giữ hồ sơ đang mở và mới kết thúc.",
    "Read from the server, only to look at: this device keeps dossiers that are open or ended lately.",
);

/// The id in the address.
pub fn dossier_id() -> Memo<Option<DossierId>> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get("id").and_then(|id| id.parse().ok()).map(DossierId))
}

/// What the server said about which dossier.
pub type Answer = Option<(DossierId, Result<Dossier, Sentence>)>;

/// Where a dossier was found.
#[derive(Clone, PartialEq, Debug)]
pub enum Found {
    Here(Dossier),
    Far(Dossier),
    Reading,
    Offline,
    Failed(Sentence),
}

impl Found {
    pub fn shown(&self) -> Option<&Dossier> {
        match self {
            Found::Here(dossier) | Found::Far(dossier) => Some(dossier),
            Found::Reading | Found::Offline | Found::Failed(_) => None,
        }
    }

    pub fn is_far(&self) -> bool {
        match self {
            Found::Far(_) => true,
            Found::Here(_) | Found::Reading | Found::Offline | Found::Failed(_) => false,
        }
    }
}

/// The device's own dossier, or what the server said of it.
pub fn place(id: Option<DossierId>, here: Option<Dossier>, said: Answer, offline: bool) -> Found {
    let Some(id) = id else { return Found::Failed(NO_SUCH.into()) };
    match (here, said.filter(|(of, _)| *of == id)) {
        (Some(dossier), _) => Found::Here(dossier),
        (None, Some((_, Ok(dossier)))) => Found::Far(dossier),
        (None, Some((_, Err(_))) | None) if offline => Found::Offline,
        (None, Some((_, Err(said)))) => Found::Failed(said),
        (None, None) => Found::Reading,
    }
}

/// The dossier of the address, asked of the server where the device does not hold it; again when the network is back.
pub fn find(desk: Desk, id: Memo<Option<DossierId>>) -> Memo<Found> {
    let said = RwSignal::new(None);
    let here = Memo::new(move |_| id.get().and_then(|id| desk.dossier(id)));
    let absent = Memo::new(move |_| here.with(Option::is_none));
    let offline = Memo::new(move |_| desk.is_offline());
    Effect::new(move |_| {
        let Some(id) = id.get().filter(|_| absent.get() && !offline.get()) else { return };
        spawn_local(async move {
            let answer = desk.get_by(&format!("/api/dossier?id={id}"), read::dossier).await;
            said.try_set(Some((id, answer.map_err(|trouble| trouble.sentence()))));
        });
    });
    Memo::new(move |_| place(id.get(), here.get(), said.get(), offline.get()))
}

/// That a dossier is only to be looked at.
pub fn note() -> impl IntoView {
    view! { <p class="note" role="status">{t(ONLY_TO_SEE)}</p> }
}

/// In the place of a dossier that is not shown.
pub fn absent(found: Found) -> AnyView {
    match found {
        Found::Reading => view! { <Reading /> }.into_any(),
        Found::Offline => view! { <Empty says=OFFLINE /> }.into_any(),
        Found::Failed(said) => view! { <Failed said /> }.into_any(),
        Found::Here(_) | Found::Far(_) => ().into_any(),
    }
}
