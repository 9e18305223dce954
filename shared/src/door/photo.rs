//! Ảnh kèm hồ sơ nộp từ xa: of which papers, how many, how large, and what they become.
//!
//! Not here: what a file may be (`scan`), how the bytes come and how long they wait (the server).
//! Invariant: photographs are never needed; the originals are looked at at the counter. Nobody names a file from afar.

use std::collections::{BTreeMap, BTreeSet};

use super::Apply;
use crate::dossier::Dossier;
use crate::dossier::attach::Attach;
use crate::dossier::form::Faults;
use crate::lang::{Lang, Sentence};
use crate::limits::{DOOR_BYTES_MAX, DOOR_PHOTOS_MAX};
use crate::procedure::{Manner, PaperAsked, Procedure};
use crate::scan::{Digest, File, check_size, size};
use crate::text;

/// The field of the paper's photographs in a form.
pub fn field(place: usize) -> String {
    format!("photo-{place}")
}

/// Whether photographs of the paper are taken: nothing is kept of a card that is only shown.
pub fn takes(paper: &PaperAsked) -> bool {
    match paper.manner {
        Manner::Submit => true,
        Manner::Show | Manner::LookUp => false,
    }
}

/// What stands against photographs of these papers, each at its field.
pub(super) fn check(apply: &Apply, procedure: &Procedure, faults: &mut Faults) {
    let mut seen: BTreeMap<&Digest, usize> = BTreeMap::new();
    let mut all = 0_u64;
    for (n, (place, file)) in apply.photos.iter().enumerate() {
        let mut say = |said: Sentence| faults.add(&field(*place), said.vi, said.en);
        let Some(paper) = procedure.papers.get(*place) else {
            say(Sentence::new("Thủ tục không có giấy tờ này.", "The procedure asks for no such paper."));
            continue;
        };
        if !takes(paper) {
            say(only_shown());
            continue;
        }
        if let Err(bad) = check_size(file.bytes) {
            say(bad.sentence());
            continue;
        }
        let before = all;
        all = all.saturating_add(file.bytes);
        if n == DOOR_PHOTOS_MAX {
            say(too_many());
        } else if before <= DOOR_BYTES_MAX && all > DOOR_BYTES_MAX {
            say(too_much());
        } else if let Some(other) = seen.insert(&file.digest, *place) {
            let other = procedure.papers.get(other).map_or("", |paper| paper.name.as_str());
            say(Sentence::new(
                format!("Ảnh của “{}” trùng với ảnh của “{other}”. Bỏ một.", paper.name),
                format!("“{}” and “{other}” have the same picture. Drop one.", paper.name),
            ));
        }
    }
}

pub(crate) fn only_shown() -> Sentence {
    Sentence::new(
        "Giấy này chỉ xuất trình ở quầy, không thu. Bỏ ảnh.",
        "This paper is only shown at the counter and not kept. Drop the photograph.",
    )
}

pub(crate) fn too_many() -> Sentence {
    Sentence::new(
        format!("Mỗi hồ sơ kèm ảnh của tối đa {DOOR_PHOTOS_MAX} giấy tờ. Bỏ bớt; giấy tờ ấy mang tới quầy."),
        format!(
            "An application brings photographs of {DOOR_PHOTOS_MAX} papers at most. Drop some; bring those papers to the counter."
        ),
    )
}

pub(crate) fn too_much() -> Sentence {
    let max = size(DOOR_BYTES_MAX);
    Sentence::new(
        format!("Ảnh của cả hồ sơ vượt {}. Bỏ bớt ảnh; giấy tờ ấy mang tới quầy.", max.of(Lang::Vi)),
        format!(
            "All photographs together exceed {}. Drop some; bring those papers to the counter.",
            max.of(Lang::En)
        ),
    )
}

/// The scans that the dossier begins with.
pub(super) fn attached(apply: &Apply, procedure: &Procedure) -> Vec<Attach> {
    let attach = |(place, file): (&usize, &File)| {
        let paper = text::clean(&procedure.papers.get(*place)?.name);
        let name = format!("nguoi-nop-{}.{}", place + 1, file.kind.ending());
        Some(Attach { paper, file: File { name, ..file.clone() }, instead_of: None })
    };
    apply.photos.iter().filter_map(attach).collect()
}

/// Whether the dossier has each of them.
pub(super) fn are_in(apply: &Apply, dossier: &Dossier) -> bool {
    let had: BTreeSet<&Digest> = dossier.scans.iter().map(|scan| &scan.file.digest).collect();
    apply.photos.values().all(|file| had.contains(&file.digest))
}
