//! Xem một bản chụp: the picture large, a PDF to download, who attached it, and taking it off.
//!
//! Not here: who may (`shared::dossier::attach`), reading it (`desk`).
//! Invariant: a PDF is never drawn by this page; the bytes leave memory when the dialog closes.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::attach::{Detach, Scan};
use shared::dossier::{self, Kind};
use shared::id::DossierId;
use shared::lang::{Lang, Sentence, Word, word};
use shared::refusal::FieldFault;

use super::address::Address;
use super::items::paper_name;
use super::{Asked, extent, weight};
use crate::desk::{Desk, Way};
use crate::english::tell;
use crate::text::{Text, say, t};
use crate::ui::button::ActRow;
use crate::ui::dialog::Dialog;
use crate::ui::field::{TextField, other_faults, show};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::{Failed, Reading};
use crate::ui::toast::use_toast;

const TITLE: Word = word("Bản chụp", "Scan");
const DOWNLOAD: Word = word("Tải về máy", "Download");
const PDF: Word = word(
    "Tệp PDF: tải về rồi mở bằng chương trình xem PDF của máy.",
    "A PDF: download it and open it with the device's PDF program.",
);
const FROM: Word = word("Dùng lại từ hồ sơ", "Used again from dossier");
const UNSEEN: Word = word(
    "Máy chủ chưa thấy hồ sơ ấy nên chưa đối chiếu; không tính là dùng lại.",
    "The server has not seen that dossier, so this is not verified and not counted as used again.",
);
const SIGNED: Word = word("Đã ký số", "Digitally signed");
const NOT_SIGNED: Word = word(
    "Chờ ký số: ký bằng phần mềm của người có chứng thư, rồi ghi lại ở mục Giấy tờ.",
    "Awaits a digital signature: it is made with the signer's own software, then written down under Papers.",
);
const REPLACE: Word = word("Chụp thay", "Take another instead");
const REMOVE: Word = word("Gỡ bản chụp", "Take it off");
const REASON: Word = word("Lý do", "Reason");
const CANCEL: Word = word("Thôi", "Cancel");
const SAVED: Word = word("Đã lưu trên máy này", "Saved on this device");

type Read = Option<Result<Arc<Address>, Sentence>>;

#[component]
pub fn LookDialog(
    desk: Desk,
    id: Memo<Option<DossierId>>,
    shown: RwSignal<Option<Scan>>,
    take: Callback<Asked>,
) -> impl IntoView {
    let (open, read) = (RwSignal::new(false), RwSignal::new(None::<Result<Arc<Address>, Sentence>>));
    let removing = RwSignal::new(false);
    let ask = move || {
        let (Some(scan), Some(id)) = (shown.get_untracked(), id.get_untracked()) else { return };
        read.set(None);
        spawn_local(async move {
            let bytes = desk.read_scan(id, &scan.file.digest).await.map_err(|trouble| trouble.sentence());
            let none = || {
                Sentence::new(
                    "Trình duyệt không mở được bản chụp. Đóng khung này rồi mở lại.",
                    "The browser cannot open the scan. Close this and open it again.",
                )
            };
            let address = bytes.and_then(|bytes| {
                Address::of(&bytes, scan.file.kind.media_type()).map(Arc::new).ok_or_else(none)
            });
            // Somebody may look at another one by now.
            if shown.try_get_untracked().flatten().is_some_and(|now| now == scan) {
                read.try_set(Some(address));
            }
        });
    };
    Effect::new(move |_| {
        let is_any = shown.with(Option::is_some);
        open.set(is_any);
        removing.set(false);
        read.set(None);
        if is_any {
            ask();
        }
    });
    Effect::new(move |_| {
        if !open.get() && shown.with_untracked(Option::is_some) {
            read.set(None);
            shown.set(None);
        }
    });
    let again = Callback::new(move |()| ask());
    view! {
        <Dialog open title=Text::from(TITLE) wide=true>
            {move || shown.get().zip(id.get()).map(|(scan, id)| view! {
                <div class="flow">
                    {about(desk, &scan)}
                    {whole(&scan, read, again)}
                    <Acts desk id scan removing shown take />
                </div>
            })}
        </Dialog>
    }
}

/// `Giấy chứng sinh` · `2 trang, 1,2 MB` · `Kim Oanh, 09:02 05/03/2018`
fn about(desk: Desk, scan: &Scan) -> impl IntoView + use<> {
    let (paper, file) = (paper_name(&scan.paper), scan.file.clone());
    let who = desk.ward().name_of(scan.by);
    let at = scan.at.clock_and_day();
    let said =
        say(move |lang: Lang| format!("{}, {} · {who}, {at}", extent(&file, lang), weight(&file, lang)));
    let from = scan.reused.as_ref().map(|reused| {
        let (id, code) = (reused.from.id, reused.from.code.short());
        let unseen = reused.unseen.then(|| view! { ". "{t(UNSEEN)} });
        view! { <p>{t(FROM)}" "<a href=format!("/ho-so/{id}")>{code}</a>{unseen}</p> }
    });
    let awaits = scan.awaits_signature();
    let signed = scan.signed.clone().map(|signed| {
        let said = format!("{}, {}", signed.signer, signed.on.vi());
        view! { <p>{t(SIGNED)}": "{said}</p> }
    });
    let digest = scan.file.digest.clone();
    let refused = move || match desk.way(&digest) {
        Some(Way::Refused(said)) => Some(view! { <p class="note note--late" role="alert">{t(said)}</p> }),
        Some(Way::Waits | Way::Sending(_)) | None => None,
    };
    view! {
        <p><b>{paper}</b>
            <span class="sub scanned__about">{said}</span></p>
        {from}
        {signed}
        {awaits.then(|| view! { <p class="quiet">{t(NOT_SIGNED)}</p> })}
        {refused}
    }
}

fn whole(scan: &Scan, read: RwSignal<Read>, again: Callback<()>) -> impl IntoView + use<> {
    let (file, paper, tell) = (scan.file.clone(), scan.paper.clone(), tell());
    move || match read.get() {
        None => view! { <Reading /> }.into_any(),
        Some(Err(said)) => view! { <Failed said again /> }.into_any(),
        Some(Ok(address)) => {
            let (href, name, paper) = (address.href(), file.name.clone(), paper.clone());
            let alt = say(move |lang| format!("{}: {}", TITLE.of(lang), tell(&paper, lang)));
            let shown = match file.kind.is_picture() {
                true => view! { <img class="scanned__whole" src=href.clone() alt=alt /> }.into_any(),
                false => view! { <p>{t(PDF)}</p> }.into_any(),
            };
            view! {
                {shown}
                <p><a class="btn" href=href download=name><Icon glyph=Glyph::Down />{t(DOWNLOAD)}</a></p>
            }
            .into_any()
        }
    }
}

fn act_row(label: Word, glyph: Glyph, why: Option<Text>, id: &'static str, run: Callback<()>) -> AnyView {
    match why {
        Some(why) => view! { <ActRow label glyph why id run /> }.into_any(),
        None => view! { <ActRow label glyph id run /> }.into_any(),
    }
}

#[component]
fn Acts(
    desk: Desk,
    id: DossierId,
    scan: Scan,
    removing: RwSignal<bool>,
    shown: RwSignal<Option<Scan>>,
    take: Callback<Asked>,
) -> impl IntoView {
    let digest = scan.file.digest.clone();
    let detach = move |reason: String| dossier::Act::Detach(Detach { digest: digest.clone(), reason });
    // Asked with some reason: what else stands against it?
    let why = desk.verdict(id, &detach("-".to_owned())).err().map(|refusal| Text::from(refusal.sentence()));
    let asked = Asked { paper: scan.paper.clone(), instead_of: Some(scan.file.digest.clone()) };
    let replace = Callback::new(move |()| {
        shown.set(None);
        take.run(asked.clone());
    });
    let remove = Callback::new(move |()| removing.set(true));
    let (reason, faults) = (RwSignal::new(String::new()), RwSignal::new(Vec::<FieldFault>::new()));
    let (busy, toast) = (RwSignal::new(false), use_toast());
    let run = StoredValue::new(move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let act = detach(reason.get_untracked());
        spawn_local(async move {
            match desk.act(id, act).await {
                Ok(()) => {
                    toast.say(SAVED);
                    shown.try_set(None);
                }
                Err(trouble) => show(faults, trouble.faults()),
            }
            busy.try_set(false);
        });
    });
    // A dossier that is only looked at is not changed.
    if desk.dossier(id).is_none() {
        return ().into_any();
    }
    let label = Kind::Detach.label();
    view! {
        {move || if removing.get() {
            view! {
                <form class="flow" on:submit=move |ev| run.with_value(|run| run(ev))>
                    {other_faults(faults, vec!["reason"])}
                    <TextField id="reason" label=REASON value=reason faults />
                    <div class="dialog__acts">
                        <button class="btn btn--primary" type="submit" aria-busy=move || busy.get().to_string()>{t(label)}</button>
                        <button class="btn" type="button" on:click=move |_| removing.set(false)>{t(CANCEL)}</button>
                    </div>
                </form>
            }.into_any()
        } else {
            view! {
                <ul class="acts">
                    {act_row(REPLACE, Glyph::Scan, why.clone(), "scan-replace", replace)}
                    {act_row(REMOVE, Glyph::Refuse, why.clone(), "scan-remove", remove)}
                </ul>
            }.into_any()
        }}
    }
    .into_any()
}
