//! Chụp, tải lên: pages are gathered one by one, looked at, and kept as one file.
//!
//! Not here: drawing anew (`draw`), what becomes of the file (whoever asked).
//! Invariant: a bad file takes nothing with it: its sentence is shown and the pages before it stay.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Sentence, Word, word};
use shared::limits::{SCAN_BYTES_MAX, SCAN_NAME_CHARS_MAX, SCAN_PAGES_MAX};
use shared::scan::look::{self, pdf_pages, sniff};
use shared::scan::{BadFile, Digest, File, FileKind, check, check_size, pdf};
use wasm_bindgen_futures::JsFuture;

use super::address::Address;
use super::items::paper_name;
use super::{Asked, draw};
use crate::desk::Desk;
use crate::text::{Text, say, t};
use crate::ui::dialog::Dialog;
use crate::ui::file::FileButton;
use crate::ui::icon::{Glyph, Icon};

const TITLE: Word = word("Chụp, tải lên giấy tờ", "Photograph or upload a paper");
const CAMERA: Word = word("Chụp ảnh", "Take a photo");
const CHOOSE: Word = word("Chọn tệp", "Choose files");
const HINT: Word = word(
    "Ảnh được thu nhỏ ngay trên máy này; nhiều ảnh của một giấy tờ thành một tệp PDF. Hoặc chọn một tệp PDF có sẵn.",
    "Pictures are made smaller on this device; several of one paper become one PDF. Or choose a PDF that you have.",
);
const KEEP: Word = word("Lưu", "Save");
const CANCEL: Word = word("Thôi", "Cancel");
const DRAWING: Word = word("Đang đọc ảnh…", "Reading the picture…");
const DROP_PAGE: Word = word("Bỏ trang", "Drop page");
const PDF_ALONE: Word = word(
    "Tệp PDF đứng riêng một bản chụp. Lưu hoặc bỏ các trang đang có rồi chọn tệp PDF.",
    "A PDF is a scan of its own. Save or drop the pages that are here, then choose the PDF.",
);
/// A citizen's pages are kept as they are chosen: there is nothing to save first.
const PDF_ALONE_HERE: Word = word(
    "Tệp PDF đứng riêng một bản chụp. Bỏ các trang đang có rồi chọn tệp PDF.",
    "A PDF is a scan of its own. Drop the pages that are here, then choose the PDF.",
);
/// Of a picture as the camera made it: far above what any camera makes.
const PICTURE_BYTES_MAX: u64 = 8 * SCAN_BYTES_MAX;

/// A page, or a whole PDF.
#[derive(Clone)]
pub struct Page {
    pub kind: FileKind,
    pub bytes: Arc<Vec<u8>>,
    name: String,
    pub address: Option<Arc<Address>>,
}

impl Page {
    fn new(kind: FileKind, bytes: Vec<u8>, name: String) -> Page {
        let address =
            kind.is_picture().then(|| Address::of(&bytes, kind.media_type())).flatten().map(Arc::new);
        Page { kind, bytes: Arc::new(bytes), name, address }
    }

    /// A page as it lay on the device; nothing where it is damaged.
    pub fn recalled(bytes: Vec<u8>) -> Option<Page> {
        check(&bytes).ok().map(|kind| Page::new(kind, bytes, String::new()))
    }
}

/// What a file becomes: a PDF stays as it is, a picture is drawn anew.
pub(super) async fn page_of(bytes: Vec<u8>) -> Result<(FileKind, Vec<u8>), BadFile> {
    let kind = sniff(&bytes);
    match kind {
        Some(FileKind::Pdf) => return check(&bytes).map(|kind| (kind, bytes)),
        // Looked at before the browser opens it.
        Some(kind) => look::check(kind, &bytes)?,
        // Pictures of other kinds are the browser's to know.
        None if bytes.is_empty() => return Err(BadFile::Empty),
        None => {}
    }
    let jpeg = draw::anew(&bytes).await?;
    check(&jpeg).map(|kind| (kind, jpeg))
}

/// The one file that the pages make, with how many they are.
pub fn whole(pages: &[(FileKind, Arc<Vec<u8>>)]) -> Result<(FileKind, Vec<u8>, Option<u32>), BadFile> {
    let (kind, bytes, count) = match pages {
        [] => return Err(BadFile::Empty),
        [(kind, bytes)] => {
            let count = if *kind == FileKind::Pdf { pdf_pages(bytes) } else { Some(1) };
            (*kind, bytes.to_vec(), count)
        }
        many => {
            let pictures: Vec<Vec<u8>> = many.iter().map(|(_, bytes)| bytes.to_vec()).collect();
            (FileKind::Pdf, pdf::of_pictures(&pictures)?, u32::try_from(many.len()).ok())
        }
    };
    check_size(bytes.len() as u64)?;
    Ok((kind, bytes, count))
}

/// The first page's name with the ending of what it is.
pub(super) fn named(name: &str, kind: FileKind) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim();
    let stem = if stem.is_empty() { "scan" } else { stem };
    let stem: String = stem.chars().take(SCAN_NAME_CHARS_MAX - 5).collect();
    format!("{stem}.{}", kind.ending())
}

/// Whether a file is small enough to be read at all: a PDF is kept as it is, anything else is made smaller.
pub(super) fn weighed(bytes: u64, is_pdf: bool, picture_max: u64) -> Result<(), BadFile> {
    match is_pdf {
        true if bytes > SCAN_BYTES_MAX => Err(BadFile::TooLarge { bytes }),
        false if bytes > picture_max => Err(BadFile::TooHeavy { bytes, max: picture_max }),
        true | false => Ok(()),
    }
}

async fn read(file: &web_sys::File, picture_max: u64) -> Result<Vec<u8>, Sentence> {
    // Whole numbers up to 2^53.
    let bytes = file.size() as u64;
    weighed(bytes, file.type_() == FileKind::Pdf.media_type(), picture_max).map_err(BadFile::sentence)?;
    let buffer = JsFuture::from(file.array_buffer()).await;
    let buffer = buffer.map_err(|_| {
        Sentence::new(
            "Không đọc được tệp. Chọn lại, hoặc chụp ảnh.",
            "The file cannot be read. Choose it again, or take a photograph.",
        )
    })?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

fn too_many() -> Sentence {
    Sentence::new(
        format!("Mỗi bản chụp tối đa {SCAN_PAGES_MAX} trang. Lưu rồi chụp tiếp bản khác."),
        format!("A scan has {SCAN_PAGES_MAX} pages at most. Save it, then begin another."),
    )
}

/// The pages so far, what is wrong, and whether one is being read.
#[derive(Clone, Copy)]
pub struct Tray {
    pub pages: RwSignal<Vec<Page>>,
    pub said: RwSignal<Option<Sentence>>,
    pub busy: RwSignal<bool>,
    picture_bytes_max: u64,
    /// The server looks into what a citizen sends.
    is_citizens: bool,
}

impl Tray {
    /// A citizen's, with pictures up to so many bytes as the camera made them; else an officer's, with as many as their
    /// device opens.
    pub fn new(picture_bytes_max: Option<u64>) -> Tray {
        Tray {
            pages: RwSignal::new(vec![]),
            said: RwSignal::new(None),
            busy: RwSignal::new(false),
            picture_bytes_max: picture_bytes_max.unwrap_or(PICTURE_BYTES_MAX),
            is_citizens: picture_bytes_max.is_some(),
        }
    }

    pub fn clear(self) {
        self.pages.set(vec![]);
        self.said.set(None);
    }

    async fn add(self, file: web_sys::File) -> Result<(), Sentence> {
        if self.pages.with_untracked(Vec::len) >= SCAN_PAGES_MAX {
            return Err(too_many());
        }
        let (kind, bytes) =
            page_of(read(&file, self.picture_bytes_max).await?).await.map_err(BadFile::sentence)?;
        if self.is_citizens && kind == FileKind::Pdf && look::is_locked(&bytes) {
            return Err(BadFile::Locked.sentence());
        }
        let alone = |pages: &Vec<Page>| {
            pages.is_empty() || (kind != FileKind::Pdf && pages.iter().all(|page| page.kind != FileKind::Pdf))
        };
        if !self.pages.with_untracked(alone) {
            return Err(if self.is_citizens { PDF_ALONE_HERE } else { PDF_ALONE }.into());
        }
        let page = Page::new(kind, bytes, file.name());
        self.pages.try_update(|pages| pages.push(page));
        Ok(())
    }

    pub fn take_all(self, input: web_sys::HtmlInputElement) {
        let Some(files) = input.files() else { return };
        let files: Vec<web_sys::File> = (0..files.length()).filter_map(|i| files.item(i)).collect();
        self.busy.set(true);
        self.said.set(None);
        spawn_local(async move {
            for file in files {
                if let Err(said) = self.add(file).await {
                    self.said.try_set(Some(said));
                    break;
                }
            }
            self.busy.try_set(false);
            // The same file may be chosen again.
            input.set_value("");
        });
    }
}

#[component]
pub fn TakeDialog(
    desk: Desk,
    asked: RwSignal<Option<Asked>>,
    /// Whether the file may stand there.
    may: Callback<(Asked, File), Result<(), Sentence>>,
    taken: Callback<(Asked, File)>,
) -> impl IntoView {
    let (open, tray) = (RwSignal::new(false), Tray::new(None));
    Effect::new(move |_| open.set(asked.with(Option::is_some)));
    Effect::new(move |_| {
        if !open.get() && asked.with_untracked(Option::is_some) {
            tray.clear();
            asked.set(None);
        }
    });
    let keep = move || {
        if tray.busy.get_untracked() {
            return;
        }
        let Some(asked) = asked.get_untracked() else { return };
        let pages = tray.pages.with_untracked(|pages| {
            pages.iter().map(|page| (page.kind, page.bytes.clone())).collect::<Vec<_>>()
        });
        let name = tray.pages.with_untracked(|pages| pages.first().map(|page| page.name.clone()));
        tray.busy.set(true);
        spawn_local(async move {
            let kept = async {
                let (kind, bytes, pages) = whole(&pages).map_err(BadFile::sentence)?;
                let name = named(&name.unwrap_or_default(), kind);
                let file = File { digest: Digest::of(&bytes), bytes: bytes.len() as u64, kind, pages, name };
                may.run((asked.clone(), file.clone()))?;
                desk.keep_scan(&file.digest, &bytes).await.map_err(|trouble| trouble.sentence())?;
                Ok::<_, Sentence>(file)
            };
            match kept.await {
                Ok(file) => {
                    taken.run((asked, file));
                    open.try_set(false);
                }
                Err(said) => {
                    tray.said.try_set(Some(said));
                }
            }
            tray.busy.try_set(false);
        });
    };
    let paper = move || {
        paper_name(&asked.with(|asked| asked.as_ref().map(|asked| asked.paper.clone()).unwrap_or_default()))
    };
    view! {
        <Dialog open title=Text::from(TITLE)>
            <form class="flow" on:submit=move |ev| { ev.prevent_default(); keep() }>
                <p><b>{paper}</b></p>
                <Inputs tray />
                {move || tray.busy.get().then(|| view! { <p class="quiet" role="status">{t(DRAWING)}</p> })}
                {why_not(tray.said)}
                <Pages tray />
                <div class="dialog__acts">
                    {move || tray.pages.with(|pages| !pages.is_empty()).then(|| view! {
                        <button class="btn btn--primary" type="submit" aria-busy=move || tray.busy.get().to_string()>
                            {t(KEEP)}
                        </button>
                    })}
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t(CANCEL)}</button>
                </div>
            </form>
        </Dialog>
    }
}

/// Why the last file was not taken.
pub(super) fn why_not(said: RwSignal<Option<Sentence>>) -> impl IntoView {
    move || said.get().map(|said| view! { <p class="note note--late" role="alert">{t(said)}</p> })
}

/// Two ways to a page: the camera, where a finger holds the device, and files.
#[component]
fn Inputs(tray: Tray) -> impl IntoView {
    let chosen = Callback::new(move |input| tray.take_all(input));
    view! {
        <div class="scanned__ways">
            <FileButton class="btn btn--go scanned__camera" label=CAMERA glyph=Glyph::Scan accept="image/*" camera=true chosen />
            <FileButton label=CHOOSE accept="image/*,application/pdf" multiple=true described="scan-hint" chosen />
        </div>
        <p class="hint" id="scan-hint">{t(HINT)}</p>
    }
}

#[component]
fn Pages(tray: Tray) -> impl IntoView {
    let row = move |i: usize, page: Page| {
        let picture = match &page.address {
            Some(address) => view! { <img src=address.href() alt="" /> }.into_any(),
            None => view! { <Icon glyph=Glyph::Doc /> }.into_any(),
        };
        let name = page.name.clone();
        let drop = move |_| {
            tray.pages.update(|pages| {
                if i < pages.len() {
                    pages.remove(i);
                }
            });
        };
        view! {
            <li class="scanned">
                <span class="scanned__thumb scanned__thumb--page">{picture}</span>
                <span><b>{i + 1}</b><span class="sub scanned__name">{name}</span></span>
                <button class="btn btn--icon" type="button" on:click=drop
                    aria-label=say(move |lang| format!("{} {}", DROP_PAGE.of(lang), i + 1))>
                    <Icon glyph=Glyph::Close />
                </button>
            </li>
        }
    };
    view! {
        <ol class="scans__all">
            {move || tray.pages.get().into_iter().enumerate().map(|(i, page)| row(i, page)).collect_view()}
        </ol>
    }
}
