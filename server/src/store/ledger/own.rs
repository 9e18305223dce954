//! Acts that nobody's device has written: in the queue that the server keeps for an officer.
//!
//! Not here: who may hand something in (`crate::citizen`, `crate::supply`).
//! Invariant: no device sends such an act a second time, so it is in the list of what was told before it is answered.

use shared::act::Act;
use shared::dossier::receive::SERVER_DEVICE;
use shared::dossier::{self, Dossier};
use shared::id::{DossierId, OfficerId, WardId, Writer};
use shared::moment::Moment;
use shared::sync::wire::{ACT_VERSION, Body, Command, Outcome, PROTO, Push};

use super::bench::Bench;
use super::leaf::Leaf;
use super::single;
use crate::store::told::{Recalled, Told};
use crate::store::{Fault, Store, Turn, Tx, within};

/// What became of an application that came through the public door.
pub enum Lodged {
    New {
        outcome: Outcome,
        /// The newest sequence.
        seq: u64,
    },
    /// A dossier has this identity already: the sender did not hear the first answer.
    Known(Box<Dossier>),
}

/// Judges an application that comes from afar.
pub async fn lodge(
    store: &Store,
    now: Moment,
    officer: OfficerId,
    id: DossierId,
    act: dossier::Act,
) -> Result<Lodged, Fault> {
    let mut desk = Desk::begin(store).await?;
    if let Some(known) = desk.leaf.record(&mut desk.tx, id).await? {
        return Ok(Lodged::Known(Box::new(known)));
    }
    let own = Own { officer, id, at: now, act };
    let outcome = desk.judge(store, &own, 0).await?;
    let seq = desk.keep(store, own, &outcome).await?;
    Ok(Lodged::New { outcome, seq })
}

/// Judges an act on a dossier that is there, by whoever knows it as it stands now. The newest sequence with the outcome.
pub async fn add(
    store: &Store,
    now: Moment,
    officer: OfficerId,
    id: DossierId,
    act: dossier::Act,
) -> Result<(Outcome, u64), Fault> {
    let mut desk = Desk::begin(store).await?;
    let base = desk.leaf.record(&mut desk.tx, id).await?.map_or(0, |record| record.rev);
    let own = Own { officer, id, at: now, act };
    let outcome = desk.judge(store, &own, base).await?;
    let seq = desk.keep(store, own, &outcome).await?;
    Ok((outcome, seq))
}

/// Judges an act of the list where the book, put back from an older copy, does not have it. What the rules refuse now is
/// not written down: what it stands on may come back later.
pub async fn again(
    store: &Store,
    at: Moment,
    officer: OfficerId,
    id: DossierId,
    act: dossier::Act,
) -> Result<Recalled, Fault> {
    let mut desk = Desk::begin(store).await?;
    let record = desk.leaf.record(&mut desk.tx, id).await?;
    let act = Act::Dossier { id, act };
    let same = |body: String| Body(body).open().is_ok_and(|command| command.act == act);
    if judged_at(&mut desk.tx, store.id, officer, at).await?.into_iter().any(same) {
        return Ok(Recalled::Known);
    }
    let Act::Dossier { act, .. } = act;
    let base = match (record, &act) {
        (Some(_), dossier::Act::Lodge(_)) => return Ok(Recalled::Known),
        (None, dossier::Act::Lodge(_)) => 0,
        (Some(record), _) => record.rev,
        (None, _) => return Ok(Recalled::NotYet),
    };
    let own = Own { officer, id, at, act };
    let outcome = desk.judge(store, &own, base).await?;
    if outcome.is_refused() {
        return Ok(Recalled::NotYet);
    }
    desk.keep(store, own, &outcome).await?;
    Ok(Recalled::New)
}

/// The acts of the server's own queue for the officer that were judged at that moment, as their bytes.
async fn judged_at(tx: &mut Tx, id: WardId, officer: OfficerId, at: Moment) -> Result<Vec<String>, Fault> {
    Ok(within!(tx, |c| {
        sqlx::query_scalar(
            "SELECT body FROM cmd_log WHERE ward = $1 AND device = $2 AND officer = $3 AND received_at = $4",
        )
        .bind(id.0)
        .bind(i64::from(SERVER_DEVICE.0))
        .bind(i64::from(officer.0))
        .bind(at.millis())
        .fetch_all(c)
        .await?
    }))
}

/// An act of the server's own queue for an officer.
struct Own {
    officer: OfficerId,
    id: DossierId,
    at: Moment,
    act: dossier::Act,
}

/// One transaction of the book; dropped before it is kept, nothing has happened.
struct Desk {
    tx: Tx,
    leaf: Leaf,
}

impl Desk {
    async fn begin(store: &Store) -> Result<Desk, Fault> {
        let mut tx = store.db.begin().await?;
        tx.wait_for(Turn::Ledger, store.id).await?;
        let leaf = Leaf::begin(&mut tx, store).await?;
        Ok(Desk { tx, leaf })
    }

    async fn judge(&mut self, store: &Store, own: &Own, base: u64) -> Result<Outcome, Fault> {
        let Own { officer, id, at, act } = own;
        let writer = Writer { device: SERVER_DEVICE, officer: *officer };
        let state = self.leaf.writer(&mut self.tx, writer).await?;
        let (n, act) = (state.last_n + 1, Act::Dossier { id: *id, act: act.clone() });
        let command = Command { v: ACT_VERSION, writer, n, base, at: *at, anchor: None, act, was: vec![] };
        let push = Push {
            proto: PROTO,
            epoch: String::new(),
            writer,
            first_n: n,
            prev: state.head,
            acts: vec![Body::of(&command)],
        };
        let (tx, leaf, ward) = (&mut self.tx, &mut self.leaf, store.ward());
        let mut bench = Bench { tx, store, ward: &ward, now: *at, lane: None, leaf, called: None };
        let reply = bench.push(&push).await?;
        single(reply).ok_or_else(|| Fault::Odd(format!("the server's own act on {id} has no verdict")))
    }

    /// The newest sequence, once act and outcome are on the disk.
    async fn keep(mut self, store: &Store, own: Own, outcome: &Outcome) -> Result<u64, Fault> {
        let Own { officer, id, at, act } = own;
        if !outcome.is_refused() {
            store.told.note(Told::Own { officer, id, at, act: Box::new(act) })?;
        }
        self.leaf.write(&mut self.tx).await?;
        self.tx.commit().await?;
        let seq = self.leaf.seq;
        self.leaf.committed(store);
        Ok(seq)
    }
}
