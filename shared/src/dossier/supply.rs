//! Gửi ảnh giấy tờ bổ sung: photographs of papers that were asked for, from the citizen's own phone.
//!
//! Not here: the bytes (the server), the act by which the counter takes the papers themselves (`ask_more`).
//! Invariant: nothing is taken by it but photographs. The dossier waits on, its clock stands still, and an officer who has
//! the originals in hand takes the supplement.

use serde::{Deserialize, Serialize};

use super::ask_more::paper_of;
use super::attach::{self, Attach, Scan};
use super::form::Faults;
use super::kind::Kind;
use super::record::{Asked, Dossier};
use super::{Fact, Status, What};
use crate::ctx::Ctx;
use crate::door::photo;
use crate::limits;
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::scan::Digest;
use crate::text;
use crate::ward::Ward;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Supply {
    /// Which request it answers.
    pub asked: Moment,
    /// Each of a paper of that request, by its name.
    pub scans: Vec<Attach>,
}

/// A paper of the open request.
#[derive(Clone, PartialEq, Debug)]
pub struct Wanted<'a> {
    /// As its scan calls it.
    pub name: String,
    /// Whether photographs are taken: nothing is kept of a card that is only shown.
    pub takes: bool,
    /// What was sent for this request.
    pub sent: Option<&'a Scan>,
}

/// The request that is open.
pub fn open_request(dossier: &Dossier) -> Option<&Asked> {
    let awaited = matches!(dossier.status, Status::SupplementBefore | Status::AwaitSupplement);
    dossier.asked.last().filter(|_| awaited)
}

/// Its papers, in its order; none where nothing is asked for.
pub fn wanted<'a>(ward: &Ward, dossier: &'a Dossier) -> Vec<Wanted<'a>> {
    let Some(request) = open_request(dossier) else { return vec![] };
    let listed = ward.catalogue.get(&dossier.procedure).map(|p| p.papers.as_slice()).unwrap_or_default();
    let wanted = |line: &String| {
        let name = paper_of(line).name;
        let only_shown = |paper: &&crate::procedure::PaperAsked| {
            !photo::takes(paper) && text::canonical(&paper.name) == text::canonical(&name)
        };
        let is_it = |scan: &&Scan| scan.paper == name && scan.at >= request.at && ward.is_door(scan.by);
        Wanted {
            takes: !listed.iter().any(|paper| only_shown(&paper)),
            sent: dossier.scans.iter().rfind(is_it),
            name,
        }
    };
    request.papers.iter().map(wanted).collect()
}

/// An earlier photograph of the paper gives way; one that somebody has signed stays.
fn replaced(ctx: &Ctx, dossier: &Dossier, paper: &str) -> Option<Digest> {
    let gives_way =
        |scan: &&Scan| scan.paper == paper && ctx.ward.is_door(scan.by) && scan.awaits_signature();
    dossier.scans.iter().find(gives_way).map(|scan| scan.file.digest.clone())
}

fn check(ctx: &Ctx, dossier: &Dossier, act: &Supply) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    if open_request(dossier).is_none_or(|request| request.at != act.asked) {
        cov_mark::hit!(asked_anew_meanwhile);
        faults.add(
            "asked",
            "Phường đã yêu cầu khác đi. Xem lại hồ sơ rồi gửi ảnh.",
            "The ward has asked for something else meanwhile. Look at the dossier again, then send.",
        );
        return faults.done();
    }
    if act.scans.is_empty() {
        faults.add("photos", "Chưa có ảnh nào. Chụp ít nhất một giấy tờ.", "Photograph at least one paper.");
    }
    if act.scans.len() > limits::DOOR_PHOTOS_MAX {
        let said = photo::too_many();
        faults.add("photos", said.vi, said.en);
    }
    let bytes: u64 = act.scans.iter().fold(0, |sum, scan| sum.saturating_add(scan.file.bytes));
    if bytes > limits::DOOR_BYTES_MAX {
        let said = photo::too_much();
        faults.add("photos", said.vi, said.en);
    }
    let wanted = wanted(ctx.ward, dossier);
    for (n, scan) in act.scans.iter().enumerate() {
        let is_same = |digest: &Digest| *digest == scan.file.digest;
        let stands = dossier.scans.iter().any(|other| is_same(&other.file.digest));
        let is_twice = act.scans[..n].iter().any(|other| is_same(&other.file.digest));
        let place = wanted.iter().position(|wanted| wanted.name == scan.paper);
        match place.map(|place| (photo::field(place), wanted[place].takes)) {
            None => faults.add(
                "photos",
                "Phường không yêu cầu giấy tờ này. Xem lại hồ sơ.",
                "The ward has not asked for this paper. Look at the dossier again.",
            ),
            Some((field, false)) => {
                let said = photo::only_shown();
                faults.add(&field, said.vi, said.en);
            }
            Some((field, true)) if stands || is_twice => {
                cov_mark::hit!(photograph_of_another_paper);
                faults.add(
                    &field,
                    "Ảnh này đã có trong hồ sơ. Chụp ảnh khác, rõ giấy đang thiếu.",
                    "The dossier has this photo already. Take another one, of the paper that is missing.",
                );
            }
            Some((_, true)) => {}
        }
    }
    faults.done()
}

pub(super) fn decide(ctx: &Ctx, dossier: &Dossier, act: &Supply) -> Result<What, Refusal> {
    check(ctx, dossier, act)?;
    let mut kept = Supply { asked: act.asked, scans: vec![] };
    let mut after = dossier.clone();
    for scan in &act.scans {
        if scan.instead_of.is_some() {
            return Err(Refusal::Settled);
        }
        let mut faults = Faults::default();
        attach::check_bytes(&mut faults, &after, &scan.file);
        faults.done()?;
        let instead_of = replaced(ctx, &after, &scan.paper);
        if instead_of.is_none() {
            room(ctx, &after)?;
        }
        let scan = Attach { paper: scan.paper.clone(), file: attach::named(&scan.file), instead_of };
        let fact = Fact { at: ctx.happened, recorded: ctx.now, by: ctx.by.id, what: What::Attached(scan) };
        let What::Attached(scan) = &fact.what else { continue };
        scan.apply(&mut after, &fact);
        kept.scans.push(scan.clone());
    }
    Ok(What::Supplied(kept))
}

/// What comes from afar leaves room for the counter's own.
fn room(ctx: &Ctx, dossier: &Dossier) -> Result<(), Refusal> {
    attach::room(dossier)?;
    let max = limits::DOOR_SCANS_MAX;
    if dossier.scans.iter().filter(|scan| ctx.ward.is_door(scan.by)).count() < max {
        return Ok(());
    }
    cov_mark::hit!(enough_from_afar);
    Err(Refusal::field(
        "photos",
        &format!("Hồ sơ này đã có {max} ảnh gửi từ xa. Giấy tờ còn lại mang tới quầy."),
        &format!(
            "The dossier has {max} photographs from afar already. Bring the other papers to the counter."
        ),
    ))
}

impl Supply {
    pub(super) fn apply(&self, dossier: &mut Dossier, fact: &Fact) -> (Kind, String) {
        let notes: Vec<String> = self.scans.iter().map(|scan| scan.apply(dossier, fact).1).collect();
        (Kind::Supply, notes.join("; "))
    }
}
