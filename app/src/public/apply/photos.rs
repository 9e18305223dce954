//! Ảnh giấy tờ: under each paper its pages, taken with the camera or chosen, and what is wrong with one.
//!
//! Not here: drawing a picture anew (`scan`), sending (`fetch`), how many and how much (`shared::door::photo`).
//! Invariant: photographs are never needed. A file that is not taken says why at its paper, and changes nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::door::photo::{field, takes};
use shared::lang::{Sentence, Word, word};
use shared::limits::DOOR_PICTURE_BYTES_MAX;
use shared::procedure::{PaperAsked, Procedure};
use shared::refusal::FieldFault;
use shared::scan::{BadFile, Digest, File};

use super::draft::Form;
use super::keep;
use crate::english::tell;
use crate::prefs::use_lang;
use crate::scan::take::{Page, Tray, whole};
use crate::text::{Text, say, t};
use crate::ui::field::{Faults, mend};
use crate::ui::file::FileButton;
use crate::ui::icon::{Glyph, Icon};

const CAMERA: Word = word("Chụp ảnh", "Take a photo");
const CHOOSE: Word = word("Chọn ảnh, PDF", "Choose a picture or PDF");
const READING: Word = word("Đang đọc ảnh…", "Reading the picture…");
const PAGE: Word = word("Trang", "Page");
const DROP: Word = word("Bỏ trang", "Drop page");
const OF: Word = word("Ảnh", "Photos");
const LOST: Word = word(
    "Ảnh của giấy này không còn trên máy. Chụp lại, hoặc gửi không kèm ảnh.",
    "The photos of this paper are no longer on this device. Take them again, or send without.",
);

const DROPPED: Word = word(
    "Đã bỏ đánh dấu nên ảnh của giấy này không còn. Muốn gửi thì chụp lại.",
    "No longer ticked, so its photos are gone. To send some, take them again.",
);

/// The photographs of a form, a tray a paper.
#[derive(Clone, Copy)]
pub struct Photos {
    form: Form,
    procedure: StoredValue<String>,
    trays: StoredValue<Vec<Tray>>,
    /// Whether anything may lie on this device.
    keeps: bool,
    /// What lay here has been read.
    pub ready: RwSignal<bool>,
}

impl Photos {
    pub fn new(form: Form, procedure: &Procedure, keeps: bool) -> Photos {
        let trays: Vec<Tray> =
            procedure.papers.iter().map(|_| Tray::new(Some(DOOR_PICTURE_BYTES_MAX))).collect();
        Photos {
            form,
            procedure: StoredValue::new(procedure.id.clone()),
            trays: StoredValue::new(trays),
            keeps,
            ready: RwSignal::new(false),
        }
    }

    pub(super) fn tray(self, place: usize) -> Option<Tray> {
        self.trays.with_value(|trays| trays.get(place).copied())
    }

    /// Follows each tray, and fills them with what lies here; of a form that is new here nothing may lie here any more.
    pub fn begin(self, had_draft: bool) {
        let places = self.trays.with_value(Vec::len);
        for place in 0..places {
            Effect::new(move |before: Option<()>| {
                let pages = self.tray(place).map(|tray| tray.pages.get()).unwrap_or_default();
                if before.is_some() {
                    self.gathered(place, &pages);
                }
            });
        }
        Effect::new(move |_| self.unticked());
        let procedure = self.procedure.get_value();
        spawn_local(async move {
            if had_draft {
                self.recall(keep::read(&procedure).await).await;
            } else {
                keep::forget(&procedure).await;
            }
            self.ready.try_set(true);
        });
    }

    async fn recall(self, kept: keep::Pages) {
        let announced: Vec<usize> =
            self.form.photos.with_untracked(|photos| photos.keys().copied().collect());
        for (place, pages) in kept {
            let Some(tray) = self.tray(place).filter(|_| announced.contains(&place)) else { continue };
            tray.pages.try_set(pages.into_iter().filter_map(Page::recalled).collect());
        }
        for place in announced {
            let Some(tray) = self.tray(place) else { continue };
            if tray.pages.try_with_untracked(Vec::is_empty) == Some(true) {
                self.form.photos.try_update(|photos| photos.remove(&place));
                tray.said.try_set(Some(LOST.into()));
            }
        }
    }

    /// The pages of a paper have changed.
    fn gathered(self, place: usize, pages: &[Page]) {
        let file = (!pages.is_empty()).then(|| file_of(pages));
        match file {
            Some(Ok(file)) => {
                self.form.photos.update(|photos| drop(photos.insert(place, file)));
                self.form.papers.update(|papers| {
                    papers.insert(place);
                });
            }
            Some(Err(bad)) => {
                // What makes the paper's file too large is dropped again.
                if let Some(tray) = self.tray(place) {
                    tray.pages.update(|pages| drop(pages.pop()));
                    tray.said.set(Some(bad.sentence()));
                }
                return;
            }
            None => self.form.photos.update(|photos| drop(photos.remove(&place))),
        }
        let own = field(place);
        mend(self.form.faults, &own);
        if self.keeps {
            let (procedure, pages) = (self.procedure.get_value(), bytes_of(pages));
            // Where it cannot be kept it is said when the form is opened again.
            spawn_local(async move {
                keep::write(&procedure, place, &pages).await;
            });
        }
    }

    /// Each file that is to be sent, with the place of its paper.
    pub fn files(self) -> BTreeMap<Digest, (usize, Vec<u8>)> {
        let places: Vec<usize> = self.form.photos.with_untracked(|photos| photos.keys().copied().collect());
        let file = |place: usize| {
            let (file, bytes) = made_of(&self.tray(place)?.pages.get_untracked()).ok()?;
            Some((file.digest, (place, bytes)))
        };
        places.into_iter().filter_map(file).collect()
    }

    /// A paper that is ticked no more has no photograph either.
    pub(super) fn unticked(self) {
        let papers = self.form.papers.get();
        let announced: Vec<usize> =
            self.form.photos.with_untracked(|photos| photos.keys().copied().collect());
        for place in announced.into_iter().filter(|place| !papers.contains(place)) {
            if let Some(tray) = self.tray(place) {
                tray.clear();
                tray.said.set(Some(DROPPED.into()));
            }
            self.form.photos.update(|photos| drop(photos.remove(&place)));
            mend(self.form.faults, &field(place));
        }
    }

    /// The server does not take the file of this paper.
    pub fn refused(self, place: usize, said: Sentence) {
        self.form.faults.try_set(vec![FieldFault::new(field(place), said.vi, said.en)]);
    }

    /// Takes them from this page and from this device.
    pub fn forget(self) {
        let trays = self.trays.get_value();
        trays.into_iter().for_each(Tray::clear);
        self.form.photos.set(BTreeMap::new());
        let procedure = self.procedure.get_value();
        spawn_local(async move { keep::forget(&procedure).await });
    }
}

fn parts(pages: &[Page]) -> Vec<(shared::scan::FileKind, Arc<Vec<u8>>)> {
    pages.iter().map(|page| (page.kind, page.bytes.clone())).collect()
}

fn bytes_of(pages: &[Page]) -> Vec<Arc<Vec<u8>>> {
    pages.iter().map(|page| page.bytes.clone()).collect()
}

/// What the pages make. The ward calls it as it likes.
pub fn file_of(pages: &[Page]) -> Result<File, BadFile> {
    made_of(pages).map(|(file, _)| file)
}

/// The same with its bytes.
pub fn made_of(pages: &[Page]) -> Result<(File, Vec<u8>), BadFile> {
    let (kind, bytes, count) = whole(&parts(pages))?;
    let size = bytes.len() as u64;
    Ok((File { digest: Digest::of(&bytes), bytes: size, kind, pages: count, name: String::new() }, bytes))
}

/// The pages of a paper and the two ways to more; nothing for a paper of which the ward keeps none.
pub fn photos_of(photos: Photos, place: usize, paper: &PaperAsked) -> Option<AnyView> {
    let tray = photos.tray(place).filter(|_| takes(paper))?;
    Some(tray_view(tray, place, paper.name.clone(), photos.form.faults).into_any())
}

/// The pages in a tray, the two ways to more, and what is wrong with them.
pub fn tray_view(tray: Tray, place: usize, paper: String, faults: Faults) -> impl IntoView {
    let (id, err) = (field(place), format!("{}-err", field(place)));
    let (own, lang) = (id.clone(), use_lang());
    let fault = move || {
        faults.with(|all| all.iter().find(|fault| fault.field == own).map(|f| f.of(lang.get()).to_owned()))
    };
    let (name, tell) = (StoredValue::new(paper), tell());
    let said = move || tray.said.get().map(|said| said.of(lang.get()).to_owned()).or_else(&fault);
    view! {
        <div class="photos" id=id role="group" tabindex="-1"
            aria-label=say(move |lang| format!("{}: {}", OF.of(lang), tell(&name.get_value(), lang)))>
            {pages_view(tray)}
            {ways(tray, name)}
            {move || tray.busy.get().then(|| view! { <p class="quiet" role="status">{t(READING)}</p> })}
            {move || said().map(|said| view! { <p class="err" id=err.clone() role="alert">{said}</p> })}
        </div>
    }
}

fn pages_view(tray: Tray) -> impl IntoView {
    let row = move |(i, page): (usize, Page)| {
        let shown = match &page.address {
            Some(address) => {
                let alt = say(move |lang| format!("{} {}", PAGE.of(lang), i + 1));
                view! { <img src=address.href() alt=alt /> }.into_any()
            }
            None => view! { <Icon glyph=Glyph::Doc /><b>"PDF"</b> }.into_any(),
        };
        let drop_page = move |_| {
            tray.said.set(None);
            tray.pages.update(|pages| {
                if i < pages.len() {
                    pages.remove(i);
                }
            });
        };
        view! {
            <li class="photos__page">
                <span class="photos__thumb">{shown}</span>
                <button class="btn btn--icon" type="button" on:click=drop_page
                    aria-label=say(move |lang| format!("{} {}", DROP.of(lang), i + 1))>
                    <Icon glyph=Glyph::Close />
                </button>
            </li>
        }
    };
    move || {
        let pages = tray.pages.get();
        (!pages.is_empty()).then(|| {
            view! { <ol class="photos__pages">{pages.into_iter().enumerate().map(row).collect_view()}</ol> }
        })
    }
}

/// The camera, where a finger holds the device, and files.
fn ways(tray: Tray, name: StoredValue<String>) -> impl IntoView {
    let chosen = Callback::new(move |input| tray.take_all(input));
    let tell = tell();
    let of = move || Text::live(move |lang| tell(&name.get_value(), lang));
    view! {
        <div class="photos__ways">
            <FileButton class="btn btn--text scanned__camera" label=CAMERA of=of() glyph=Glyph::Scan accept="image/*" camera=true chosen />
            <FileButton class="btn btn--text" label=CHOOSE of=of() accept="image/*,application/pdf" multiple=true chosen />
        </div>
    }
}
