//! Devices and a server that are not of one build: what either says that the other does not know.
//!
//! Not here: the words themselves (`crate::wire`), how they are read (`shared::sync::newer`).
//! Invariant: a device is quiet with the pages that it has, and with newer ones holds what the book does.

use shared::sync::client::{Meta, Place, Queued, Write};
use shared::sync::wire::{ACT_VERSION, Body};

use super::World;
use crate::device::{NEW, OLD};
use crate::mutants::Mutant;
use crate::plan::Fault;

impl World<'_> {
    /// What a device comes with.
    pub(super) fn first_pages(&mut self) -> u64 {
        if !self.is_healed && self.strikes(Fault::OldPages, 40) { OLD } else { NEW }
    }

    /// Whether the pages of the device do not know all that the server says.
    pub(super) fn is_old(&self, index: usize) -> bool {
        self.devices[index].build == OLD
    }

    /// What is done wrongly with words of another build.
    pub(super) fn spoil(&self, index: usize, tab: usize, writes: &[Write]) -> Option<Vec<Write>> {
        let kept = &self.devices[index].tabs[tab].client.place;
        let spoil = |place: &mut Place| {
            if self.is(Mutant::BeyondForgotten) {
                place.beyond.clear();
            }
            let is_read_again = place.read_by != kept.read_by && place.read_by != 0 && kept.cursor > 0;
            if self.is(Mutant::ReasonUntold) && is_read_again {
                place.told_n = kept.told_n;
            }
            if self.is(Mutant::WordsMixed) {
                let as_begun = kept.reading.as_ref().map(|reading| reading.by);
                if let (Some(reading), Some(by)) = (&mut place.reading, as_begun) {
                    reading.by = by;
                }
                let is_at_its_end =
                    place.reading.as_ref().is_some_and(|reading| reading.missing().next().is_none());
                if place.cursor > 0 && place.read_by == 0 {
                    place.read_by = if is_at_its_end { as_begun.unwrap_or_default() } else { kept.read_by };
                }
            }
        };
        let spoils = [Mutant::BeyondForgotten, Mutant::ReasonUntold, Mutant::WordsMixed];
        if !spoils.into_iter().any(|mutant| self.is(mutant)) {
            return None;
        }
        let mut writes = writes.to_vec();
        for write in &mut writes {
            if let Write::Place(place) = write {
                spoil(place);
            }
        }
        Some(writes)
    }

    /// Newer pages, mostly; sometimes somebody is given older ones.
    pub(super) fn get_other_pages(&mut self, index: usize) {
        let is_newer = self.is_old(index) || self.dice.percent(60);
        if self.may(Fault::OldPages) {
            self.get_pages(index, if is_newer { NEW } else { OLD });
        }
    }

    /// The pages are loaded anew: whatever a tab asked before has no receiver.
    pub(super) fn get_pages(&mut self, index: usize, build: u64) {
        if self.devices[index].build == build {
            return;
        }
        let ward = self.ward_at(index);
        self.devices[index].build = build;
        // A chunk is the same for all: what stands for the words of another build here is only called otherwise.
        let server = &self.server;
        let readings = self.devices[index].disk.values_mut().filter_map(|kept| kept.place.reading.as_mut());
        for reading in readings {
            let listed = reading.manifest.chunks.iter_mut().map(|piece| &mut piece.digest);
            for digest in listed.chain(&mut reading.taken) {
                *digest = server.twin(digest).unwrap_or_else(|| digest.clone());
            }
        }
        if self.is(Mutant::HalvesKept) {
            let kept = self.devices[index].disk.values_mut();
            kept.filter(|kept| kept.place.cursor > 0).for_each(|kept| kept.place.read_by = build);
        }
        self.devices[index].reopen(ward);
        self.say(format!("device {} has pages of build {build}", self.devices[index].id));
    }

    /// The words of a build before this one or after it; the chain is made of what they are.
    pub(super) fn of_another_build(&mut self, meta: &mut Meta, queued: &mut Queued) {
        let today = format!("{{\"v\":{ACT_VERSION},");
        let text = &queued.body.0;
        let other = if self.strikes(Fault::OldBuild, 15) {
            let begins = format!("{{ \"build\": \"0.0.9\", \"v\": {ACT_VERSION}, ");
            text.replacen(&today, &begins, 1).replace(",\"assisted\":false", "")
        } else if self.strikes(Fault::NewBuild, 4) {
            text.replacen(&today, &format!("{{\"v\":{},\"mới\":true,", ACT_VERSION + 1), 1)
        } else {
            return;
        };
        queued.body = Body(other);
        meta.head = queued.body.hash(&queued.prev);
    }
}
