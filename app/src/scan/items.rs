//! Scans beside their paper: each a small picture or a sheet with its pages, size and where it is on its way.
//!
//! Not here: taking one (`take`), looking at one (`look`).
//! Invariant: only what lies on this device is shown small; what is on the server is fetched when somebody asks.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::Dossier;
use shared::dossier::attach::Scan;
use shared::dossier::reuse::Reuse;
use shared::dossier::sign_scans::AWAITS;
use shared::dossier::supply::wanted;
use shared::lang::{Lang, Word, word};
use shared::scan::{File, OTHER_PAPER};

use super::address::Address;
use super::again::again_button;
use super::{Asked, Taken, extent, weight};
use crate::desk::{Desk, Way};
use crate::english::told;
use crate::text::{Text, say, t};
use crate::ui::icon::{Glyph, Icon};

const TAKE: Word = word("Chụp, tải lên", "Photo, upload");
const WAITS: Word = word("chờ gửi", "not sent");
const SENDING: Word = word("đang gửi", "sending");
const NOT_TAKEN: Word = word("máy chủ không nhận", "the server does not take it");
const DROP: Word = word("Bỏ bản chụp", "Drop the scan");
const AGAIN: Word = word("dùng lại", "used again");
const UNSEEN: Word = word("dùng lại, chưa đối chiếu", "used again, not verified");
const SIGNED: Word = word("đã ký số", "digitally signed");
const SCAN_OF: Word = word("Bản chụp", "Scan");

/// What the rows of papers need to show their scans.
#[derive(Clone)]
pub struct Hands {
    pub desk: Desk,
    /// Nothing where this officer attaches nothing now.
    pub take: Option<Callback<Asked>>,
    pub show: Callback<Scan>,
    /// Scans that other dossiers of the citizen have of these papers.
    pub offers: Vec<(Reuse, Scan)>,
    pub again: Callback<Reuse>,
}

/// The small picture where the file lies here; else a sheet.
#[component]
pub fn Thumb(desk: Desk, file: File) -> impl IntoView {
    let picture = RwSignal::new(None::<Arc<Address>>);
    if file.kind.is_picture() {
        spawn_local(async move {
            if let Some(bytes) = desk.own_scan(&file.digest).await {
                picture.try_set(Address::of(&bytes, file.kind.media_type()).map(Arc::new));
            }
        });
    }
    view! {
        <span class="scanned__thumb" aria-hidden="true">
            {move || match picture.get() {
                Some(address) => view! { <img src=address.href() alt="" /> }.into_any(),
                None => view! { <Icon glyph=Glyph::Doc /> }.into_any(),
            }}
        </span>
    }
}

/// `chờ gửi`, `đang gửi 40 %`; nothing where it has arrived.
pub fn way_said(way: &Way, lang: Lang) -> String {
    match way {
        Way::Waits => WAITS.of(lang).to_owned(),
        Way::Sending(part) => format!("{} {part} %", SENDING.of(lang)),
        Way::Refused(_) => NOT_TAKEN.of(lang).to_owned(),
    }
}

fn way_of(desk: Desk, file: &File) -> impl IntoView + use<> {
    let digest = file.digest.clone();
    let way = Memo::new(move |_| desk.way(&digest));
    move || {
        way.get().map(|way| {
            let late = matches!(way, Way::Refused(_));
            view! { <span class="scanned__way" class:late=late>{say(move |lang| way_said(&way, lang))}</span> }
        })
    }
}

/// `chờ ký số`, `đã ký số`, `dùng lại`
fn standing(scan: &Scan) -> Text {
    match (&scan.reused, &scan.signed) {
        (Some(reused), _) if reused.unseen => UNSEEN.into(),
        (Some(_), _) => AGAIN.into(),
        (None, Some(_)) => SIGNED.into(),
        (None, None) => AWAITS.into(),
    }
}

/// A scan that opens when it is pressed.
pub fn item(desk: Desk, scan: &Scan, show: Callback<Scan>) -> impl IntoView + use<> {
    let (file, whole) = (scan.file.clone(), scan.clone());
    let (pages, bytes) = (file.clone(), file.clone());
    let (paper, standing) = (scan.paper.clone(), standing(scan));
    let named = paper_name(&paper);
    view! {
        <button class="scanned" type="button" on:click=move |_| show.run(whole.clone())>
            <Thumb desk file=file.clone() />
            <span>
                <span class="sr">{t(SCAN_OF)}": "{named}". "</span>
                <b>{say(move |lang| extent(&pages, lang))}</b>
                <span class="sub">{say(move |lang| weight(&bytes, lang))}</span>
                <span class="sub">{standing}</span>
                {way_of(desk, &file)}
            </span>
        </button>
    }
}

/// A scan of a form: it can only be dropped.
pub fn taken_item(desk: Desk, taken: &Taken, drop: Callback<Taken>) -> impl IntoView + use<> {
    let (file, whole) = (taken.file.clone(), taken.clone());
    let (pages, bytes) = (file.clone(), file.clone());
    let again = taken.reused.as_ref().map(|from| {
        let code = from.code.short();
        view! { <span class="sub">{t(AGAIN)}", "{code}</span> }
    });
    view! {
        <span class="scanned">
            <Thumb desk file />
            <span>
                <b>{say(move |lang| extent(&pages, lang))}</b>
                <span class="sub">{say(move |lang| weight(&bytes, lang))}</span>
                {again}
            </span>
            <button class="btn btn--icon" type="button" aria-label=t(DROP) on:click=move |_| drop.run(whole.clone())>
                <Icon glyph=Glyph::Close />
            </button>
        </span>
    }
}

/// The way to another scan of the paper.
pub fn take_button(paper: &str, take: Callback<Asked>) -> impl IntoView + use<> {
    let (asked, of) = (Asked { paper: paper.to_owned(), instead_of: None }, paper_name(paper));
    view! {
        <button class="btn btn--text scanned__take" type="button" on:click=move |_| take.run(asked.clone())>
            <Icon glyph=Glyph::Scan />{t(TAKE)}<span class="sr">": "{of}</span>
        </button>
    }
}

/// The row below a paper; nothing where nothing is there and nothing can be.
pub fn row(hands: &Hands, dossier: &Dossier, paper: &str) -> Option<AnyView> {
    let ward = hands.desk.ward_or_none();
    let asked = ward.map(|ward| wanted(&ward, dossier)).unwrap_or_default();
    let known = |name: &str| {
        dossier.papers.iter().any(|paper| paper.name == name) || asked.iter().any(|asked| asked.name == name)
    };
    // What shows a paper that is no longer listed stands with the others.
    let belongs = |scan: &&Scan| scan.paper == paper || (paper.is_empty() && !known(&scan.paper));
    let scans: Vec<&Scan> = dossier.scans.iter().filter(belongs).collect();
    if scans.is_empty() && hands.take.is_none() {
        return None;
    }
    let is_bare = scans.is_empty();
    let items = scans.into_iter().map(|scan| item(hands.desk, scan, hands.show)).collect_view();
    let button = hands.take.map(|take| take_button(paper, take));
    let offer = hands.offers.iter().find(|(act, _)| is_bare && act.paper == paper && hands.take.is_some());
    let again = offer.map(|offer| again_button(offer, hands.again));
    Some(
        view! { <tr class="scans"><td colspan="4"><div class="scans__all">{items}{again}{button}</div></td></tr> }
            .into_any(),
    )
}

/// What a paper is called, in its language; without a name it is any paper that is not listed.
pub fn paper_name(paper: &str) -> AnyView {
    if paper.is_empty() {
        return t(OTHER_PAPER).into_any();
    }
    let (name, lang) = told(paper);
    view! { <span lang=lang>{name}</span> }.into_any()
}
