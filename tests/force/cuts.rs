//! What a power cut leaves of a recorded run.
//!
//! A file is what was synced, and of what was written since then whatever the disk chose to keep: nothing, all,
//! some sectors of 512 or 4,096 bytes in any order.
//!
//! Not here: recording (`vfs`).
//! Invariant: what was synced is always there; the rest is drawn from one seed.

use std::collections::BTreeMap;
use std::path::Path;

use shared::dossier::any::Dice;

use crate::vfs::{Kind, Step};

/// The steps of a run, and how far the cuts have come in them; they go forward only.
pub struct Tape<'t> {
    steps: &'t [Step],
    at: usize,
    synced: [Vec<u8>; 2],
    since: [Vec<&'t Step>; 2],
    /// The last act of each device that somebody was told is kept.
    pub told: BTreeMap<u32, u64>,
}

fn place(kind: Kind) -> usize {
    match kind {
        Kind::Book => 0,
        Kind::Log => 1,
    }
}

fn put(image: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if image.len() < at + bytes.len() {
        image.resize(at + bytes.len(), 0);
    }
    image[at..at + bytes.len()].copy_from_slice(bytes);
}

fn position(at: u64) -> usize {
    usize::try_from(at).expect("a file that fits into memory")
}

impl<'t> Tape<'t> {
    pub fn new(steps: &'t [Step]) -> Tape<'t> {
        Tape { steps, at: 0, synced: Default::default(), since: Default::default(), told: BTreeMap::new() }
    }

    /// Plays up to a step.
    pub fn wind(&mut self, to: usize) {
        while self.at < to {
            let step = &self.steps[self.at];
            self.at += 1;
            match step {
                Step::Write { kind, .. } | Step::Cut { kind, .. } => self.since[place(*kind)].push(step),
                Step::Sync { kind } => {
                    for step in std::mem::take(&mut self.since[place(*kind)]) {
                        whole(&mut self.synced[place(*kind)], step);
                    }
                }
                Step::Told { device, n } => drop(self.told.insert(*device, *n)),
            }
        }
    }

    /// The power goes here: writes what is left of both files.
    pub fn cut(&self, dice: &mut Dice, book: &Path) {
        let log = format!("{}-wal", book.display());
        for (kind, path) in [(Kind::Book, book), (Kind::Log, Path::new(&log))] {
            let mut image = self.synced[place(kind)].clone();
            let lucky = dice.below(5);
            for step in &self.since[place(kind)] {
                match lucky {
                    0 => {}
                    1 => torn(&mut image, step, dice, 512, 50),
                    2 => torn(&mut image, step, dice, 4_096, 50),
                    3 => torn(&mut image, step, dice, 512, 95),
                    _ => whole(&mut image, step),
                }
            }
            std::fs::write(path, image).expect("room for an image");
        }
        // The memory that processes share does not outlive the power.
        let _ = std::fs::remove_file(format!("{}-shm", book.display()));
    }
}

fn whole(image: &mut Vec<u8>, step: &Step) {
    match step {
        Step::Write { at, bytes, .. } => put(image, position(*at), bytes),
        Step::Cut { size, .. } => image.resize(position(*size), 0),
        Step::Sync { .. } | Step::Told { .. } => {}
    }
}

/// Each sector of the step by itself is kept in so many of a hundred cases.
fn torn(image: &mut Vec<u8>, step: &Step, dice: &mut Dice, sector: usize, percent: u64) {
    match step {
        Step::Write { at, bytes, .. } => {
            let mut from = 0;
            while from < bytes.len() {
                let begin = position(*at) + from;
                // Sectors lie where the disk has them, not where a write begins.
                let to = bytes.len().min(from + sector - begin % sector);
                if dice.percent(percent) {
                    put(image, begin, &bytes[from..to]);
                }
                from = to;
            }
        }
        Step::Cut { .. } if dice.percent(50) => whole(image, step),
        Step::Cut { .. } | Step::Sync { .. } | Step::Told { .. } => {}
    }
}
