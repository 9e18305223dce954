//! What no device holds and people were told is kept: applications and photographs from afar, complaints and what
//! was done about them, shifts, the till of a day, the closing of a book.
//!
//! An act of a device comes back after a restore because its device sends it again. These lie nowhere but in the book,
//! so each is written into a list beside it before it is answered, and the list is read where the book is opened.
//! Ballots are left out on purpose: their order would say who cast which.
//!
//! Not here: what each of them is (`ledger`, `feedback`, `shift`, `till`, `closing`).
//! Invariant: a line is on the disk before anybody is answered, and stays until copies that one may rely on hold what it
//! says. Brought in twice, it is there once.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use shared::dossier;
use shared::feedback::{Feedback, Step};
use shared::id::{DeviceId, DossierId, FeedbackId, OfficerId, WardId};
use shared::moment::Moment;
use shared::report::closing::Closed;
use shared::report::till::Handed;
use shared::shift::Shift;

use super::shift::By;
use super::{Fault, Store, Turn, beside, ledger, meta};
use crate::clock::Clock;

/// Under this name the book says in which of its lives the whole list was read back.
const RECALLED: &str = "recalled";

/// One that was kept.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Told {
    /// An act in the server's own queue.
    Own {
        officer: OfficerId,
        id: DossierId,
        at: Moment,
        act: Box<dossier::Act>,
    },
    Feedback {
        one: Box<Feedback>,
        secret: String,
    },
    Step {
        of: FeedbackId,
        seen: usize,
        step: Step,
    },
    Till(Box<Handed>),
    Closing(Box<Closed>),
    Shift {
        officer: OfficerId,
        device: DeviceId,
        at: Moment,
        told: Shift,
    },
}

#[derive(Serialize, Deserialize)]
struct Line {
    /// When it was written down here, by the machine's clock.
    noted: Moment,
    told: Told,
}

/// The ward's list; nowhere, for a book in memory.
#[derive(Clone)]
pub(super) struct List(Option<(PathBuf, String)>);

impl List {
    pub fn new(folder: Option<&PathBuf>, id: WardId) -> List {
        List(folder.map(|folder| (folder.clone(), format!("told-{id}.jsonl"))))
    }

    /// Writes it down, before the commit that keeps it. Where that one fails the line stays: whoever asked was not
    /// answered, and asks for the same again.
    pub fn note(&self, told: Told) -> Result<(), Fault> {
        let Some((folder, list)) = &self.0 else { return Ok(()) };
        beside::note(folder, list, &[Line { noted: Clock::Machine.now(), told }])
    }

    async fn lines(&self) -> Result<Vec<Line>, Fault> {
        let Some((folder, list)) = &self.0 else { return Ok(Vec::new()) };
        beside::lines(folder, list).await
    }
}

/// What became of a line that was read back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Recalled {
    Known,
    New,
    /// Its dossier is not back.
    NotYet,
}

impl Store {
    /// The same book for whoever makes a ward up: nobody is told anything, so nothing has to be noted.
    #[must_use]
    pub fn untold(&self) -> Store {
        Store { told: List(None), ..self.clone() }
    }

    /// Brings in what the list knows and the book, put back from an older copy, does not: once in every life of the book,
    /// and again as long as something waits.
    pub(super) async fn recall_told(&self) -> Result<(), Fault> {
        if self.meta(RECALLED).await?.as_deref() == Some(&*self.epoch) {
            return Ok(());
        }
        let (mut came, mut waits) = (0, 0);
        for line in self.told.lines().await? {
            match self.bring(line.told).await? {
                Recalled::New => came += 1,
                Recalled::NotYet => waits += 1,
                Recalled::Known => {}
            }
        }
        if came + waits > 0 {
            tracing::info!(came, waits, "what no device holds came back from the list beside the book");
        }
        if waits == 0 {
            let mut tx = self.db.begin().await?;
            meta::put(&mut tx, self.id, RECALLED, &self.epoch).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    async fn bring(&self, told: Told) -> Result<Recalled, Fault> {
        let is_new = match told {
            Told::Own { officer, id, at, act } => {
                return ledger::own_again(self, at, officer, id, *act).await;
            }
            Told::Feedback { one, secret } => self.file_feedback(&one, &secret).await?,
            Told::Step { of, seen, step } => self.add_step(of, seen, &step).await?,
            Told::Till(handed) => self.hand_over_till(&handed).await?,
            Told::Closing(closed) => self.close_book(&closed).await?,
            Told::Shift { officer, device, at, told } => {
                self.tell_shift(By { officer, device, now: at }, &told).await?.unwrap_or(false)
            }
        };
        Ok(if is_new { Recalled::New } else { Recalled::Known })
    }

    /// Lets go of the lines whose words are in every copy that one may still rely on.
    ///
    /// # Errors
    /// Where the book or the list cannot be read, or the list cannot be written: it is then as it was.
    pub async fn forget_told(&self) -> Result<(), Fault> {
        let Some((folder, list)) = &self.told.0 else { return Ok(()) };
        let durable = self.meta("durable").await?.and_then(|millis| millis.parse().ok());
        let Some(durable) = durable.map(Moment::from_millis) else { return Ok(()) };
        let mut waits = Vec::new();
        for line in self.told.lines().await?.into_iter().filter(|line| line.noted <= durable) {
            if self.bring(line.told.clone()).await? == Recalled::NotYet {
                waits.push(line);
            }
        }
        // Whoever adds a line holds one of these turns.
        let mut tx = self.db.begin().await?;
        tx.wait_for(Turn::Ledger, self.id).await?;
        tx.wait_for(Turn::Desk, self.id).await?;
        let lines = self.told.lines().await?;
        let old = lines.iter().filter(|line| line.noted <= durable).count();
        if old > waits.len() {
            waits.extend(lines.into_iter().filter(|line| line.noted > durable));
            beside::replace(folder, list, &waits)?;
        }
        drop(tx);
        Ok(())
    }
}
