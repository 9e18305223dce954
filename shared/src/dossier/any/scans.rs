//! Random scans: attached, sent from afar, used again.
//!
//! Not here: whose they are and when (`any`).
//! Invariant: nothing but the seed says which they are.

use super::super::Dossier;
use super::super::attach::Attach;
use super::super::code::Code;
use super::super::intake::Form;
use super::super::record::PaperTaken;
use super::super::reuse::{Reuse, Source};
use super::super::supply::{Supply, open_request, wanted};
use super::Dice;
use crate::ctx::Ctx;
use crate::scan::{Digest, File, FileKind};

/// A scan of one of the papers or of another, now and then in the place of one that is there.
pub(super) fn attach(dice: &mut Dice, dossier: Option<&Dossier>) -> Attach {
    let papers = dossier.map(|dossier| dossier.papers.as_slice()).filter(|papers| !papers.is_empty());
    let paper = papers.map(|papers| dice.pick(papers).name.clone()).filter(|_| dice.percent(80));
    let scans = dossier.map(|dossier| dossier.scans.as_slice()).filter(|scans| !scans.is_empty());
    let old = scans.map(|scans| dice.pick(scans).file.digest.clone()).filter(|_| dice.percent(30));
    let kind = *dice.pick(&[FileKind::Jpeg, FileKind::Png, FileKind::Webp, FileKind::Pdf]);
    let file = File {
        digest: Digest::of(&dice.roll().to_be_bytes()),
        bytes: 1 + dice.roll() % 400_000,
        kind,
        pages: dice.percent(70).then_some(1),
        name: format!("bản chụp {}.{}", dice.below(100), kind.ending()),
    };
    Attach { paper: paper.unwrap_or_default(), file, instead_of: old }
}

/// A photograph of each paper that is asked for.
pub(super) fn supply(dice: &mut Dice, ctx: &Ctx, dossier: Option<&Dossier>) -> Supply {
    let request = dossier.and_then(open_request);
    let wanted = dossier.map(|dossier| wanted(ctx.ward, dossier)).unwrap_or_default();
    let names: Vec<String> = wanted.into_iter().filter(|paper| paper.takes).map(|paper| paper.name).collect();
    let names = if names.is_empty() { vec!["Trích lục khai tử".to_owned()] } else { names };
    let photograph = |(place, paper): (usize, String)| {
        let file = File {
            digest: Digest::of(&dice.roll().to_be_bytes()),
            bytes: 340_000,
            kind: FileKind::Jpeg,
            pages: Some(1),
            name: format!("nguoi-nop-{}.jpg", place + 1),
        };
        Attach { paper, file, instead_of: None }
    };
    Supply {
        asked: request.map_or(ctx.happened, |request| request.at),
        scans: names.into_iter().enumerate().map(photograph).collect(),
    }
}

/// A citizen's photograph of the first paper.
pub(super) fn photographs(form: &Form) -> Vec<Attach> {
    let photograph = |paper: &PaperTaken| {
        let file = File {
            digest: Digest::of(paper.name.as_bytes()),
            bytes: 340_000,
            kind: FileKind::Jpeg,
            pages: Some(1),
            name: "nguoi-nop-1.jpg".to_owned(),
        };
        Attach { paper: paper.name.clone(), file, instead_of: None }
    };
    form.papers.first().map(photograph).into_iter().collect()
}

/// A paper of some earlier dossier; the drawing knows one dossier only, so whoever has others puts one of theirs there.
pub(super) fn reuse(dice: &mut Dice, ctx: &Ctx, dossier: Option<&Dossier>) -> Reuse {
    let Attach { file, .. } = attach(dice, None);
    let papers = dossier.map(|dossier| dossier.papers.as_slice()).filter(|papers| !papers.is_empty());
    let paper = papers.map_or_else(String::new, |papers| dice.pick(papers).name.clone());
    let code = Code { agency: ctx.ward.agency_code.clone(), day: ctx.claimed.day(), number: 1 };
    Reuse { paper, file, from: Source { id: dice.id(), code } }
}
