//! Plays planned acts: every officer on a device of their own, through the ledger like everybody else.
//!
//! Not here: which acts (`year`, `today`).
//! Invariant: real commands with real chains and numbers, judged by the same rules; an act of which nothing is kept
//! stops the demo.

use std::collections::BTreeMap;

use shared::act::Act;
use shared::demo;
use shared::dossier::code::{Code, Lane};
use shared::dossier::receive::SERVER_DEVICE;
use shared::id::{DossierId, OfficerId, Writer};
use shared::moment::Moment;
use shared::session::gives_numbers;
use shared::sync::client::{Intent, Meta, Place, seal};
use shared::sync::wire::{PROTO, Push, PushReply};

use super::again;
use super::case::Step;
use super::storm;
use crate::random;
use crate::store::ledger::{commit_all, newest_seq};
use crate::store::{Fault, Store};

/// Whose machine is called what. The portal writes on the server itself.
const MACHINES: [(OfficerId, &str); 11] = [
    (demo::JUSTICE, "Quầy 1 – Hộ tịch, chứng thực"),
    (demo::LAND, "Quầy 2 – Đất đai"),
    (demo::SOCIAL, "Quầy 3 – Chính sách xã hội"),
    (demo::RECEPTION, "Quầy 4 – Tiếp nhận"),
    (demo::CLERK, "Bàn văn thư"),
    (demo::HEAD, "Máy tổ trưởng"),
    (demo::CHAIR, "Máy Chủ tịch"),
    (demo::VICE_1, "Máy Phó Chủ tịch Vân"),
    (demo::VICE_2, "Máy Phó Chủ tịch Huy"),
    (demo::VOLUNTEER, "Máy tính bảng hỗ trợ"),
    (demo::POSTAL, "Máy bưu cục"),
];

/// The tablet that was last heard of out of reach, and how many acts it then still held.
const OUT_OF_REACH: (OfficerId, u32) = (demo::VOLUNTEER, 2);

/// An officer's queue on their device.
struct Desk {
    meta: Meta,
    lane: Option<Lane>,
}

pub struct Players {
    store: Store,
    desks: BTreeMap<OfficerId, Desk>,
    place: Place,
    seq: u64,
    /// The revision of each dossier that somebody may still act on.
    revs: BTreeMap<DossierId, u64>,
    /// The number that each dossier was given.
    codes: BTreeMap<DossierId, Code>,
}

impl Players {
    /// Enrols the machines of the ward.
    pub async fn enrol(store: &Store, now: Moment) -> Result<Players, Fault> {
        let ward = store.ward();
        let mut desks = BTreeMap::new();
        let portal = Writer { device: SERVER_DEVICE, officer: demo::PORTAL };
        desks.insert(demo::PORTAL, Desk { meta: Meta::new(portal, None), lane: None });
        for (officer, label) in MACHINES {
            let numbers = ward.officer(officer).is_some_and(|officer| gives_numbers(&officer.roles));
            let device = store.enrol(&random::secret(), label, numbers, now).await?;
            let meta = Meta::new(Writer { device: device.id, officer }, device.lane);
            desks.insert(officer, Desk { meta, lane: device.lane });
        }
        let place = Place { epoch: store.epoch.to_string(), ..Place::default() };
        let seq = newest_seq(store).await?;
        Ok(Players { store: store.clone(), desks, place, seq, revs: BTreeMap::new(), codes: BTreeMap::new() })
    }

    /// Plays steps that stand in the order of their time, a day in one commit; on the way the ward's settings change as
    /// they did. `progress` hears how many of how many are done.
    pub async fn play(&mut self, steps: &[Step], progress: impl Fn(u64, u64)) -> Result<(), Fault> {
        let mut done = 0;
        let mut before = steps.first().map(|step| step.at.day());
        for day in steps.chunk_by(|a, b| a.at.day() == b.at.day()) {
            let today = day.first().map(|step| step.at.day());
            if before < Some(storm::day()) && today >= Some(storm::day()) {
                storm::enter(&self.store).await?;
            }
            before = today;
            self.day(day).await?;
            done += day.len() as u64;
            progress(done, steps.len() as u64);
        }
        let last = steps.last().map_or_else(Moment::default, |step| step.at);
        for (officer, desk) in &self.desks {
            let device = desk.meta.writer.device;
            if device != SERVER_DEVICE {
                let waiting = if *officer == OUT_OF_REACH.0 { OUT_OF_REACH.1 } else { 0 };
                self.store.heard(device, *officer, Some(waiting), last).await?;
            }
        }
        Ok(())
    }

    async fn day(&mut self, steps: &[Step]) -> Result<(), Fault> {
        let mut pushes = Vec::with_capacity(steps.len());
        for step in steps {
            let (push, lane) = self.seal(step)?;
            pushes.push((step.at, push, lane));
        }
        let asked: Vec<_> = pushes.iter().map(|(at, push, lane)| (*at, push, *lane)).collect();
        let replies = commit_all(&self.store, &asked).await?;
        let first = self.seq + 1 - steps.len() as u64;
        for ((reply, step), seq) in replies.iter().zip(steps).zip(first..) {
            let kept = matches!(reply, PushReply::Done { results, .. }
                if matches!(results.as_slice(), [judged] if judged.outcome.seq() == Some(seq)));
            if !kept {
                let kind = step.act.kind();
                return Err(Fault::Odd(format!(
                    "the demo's {kind:?} of {} was not kept: {reply:?}",
                    step.at
                )));
            }
        }
        Ok(())
    }

    /// The step as its author's device would send it.
    fn seal(&mut self, step: &Step) -> Result<(Push, Option<Lane>), Fault> {
        let Some(desk) = self.desks.get_mut(&step.by) else {
            return Err(Fault::Odd(format!("officer {} has no machine in the demo", step.by)));
        };
        let base = self.revs.get(&step.dossier).copied().unwrap_or(0);
        let mut act = step.act.clone();
        again::name(&mut act, |id| self.codes.get(&id).cloned());
        let day = act.code_day(step.done().day());
        if act.number().is_some()
            && let Ok(number) = desk.meta.next_number(day)
        {
            let agency = self.store.ward().agency_code.clone();
            self.codes.insert(step.dossier, Code { agency, day, number });
        }
        let act = Act::Dossier { id: step.dossier, act };
        let (meta, queued) = seal(&desk.meta, &self.place, Intent { act, base, at: step.done() })
            .map_err(|refusal| Fault::Odd(format!("the demo's act of {}: {refusal:?}", step.at)))?;
        desk.meta = meta;
        self.seq += 1;
        self.revs.insert(step.dossier, self.seq);
        let push = Push {
            proto: PROTO,
            epoch: self.place.epoch.clone(),
            writer: desk.meta.writer,
            first_n: queued.n,
            prev: queued.prev,
            acts: vec![queued.body],
        };
        Ok((push, desk.lane))
    }
}
