//! The device's side of what travels as it does between a browser and the program.
//!
//! Not here: what the server says (`crate::wire`), what it means (`shared::sync`).
//! Invariant: a base is what the book says it is, or somebody spoiled it and it is mended.

use serde_json::Value;
use shared::act::Act;
use shared::dossier::amend::Note;
use shared::dossier::{self, Dossier};
use shared::id::{DossierId, Writer};
use shared::limits;
use shared::moment::Moment;
use shared::sync::client::{Client, Write};
use shared::sync::wire::{Body, PullAsk, PullReply, Push, PushReply};
use shared::sync::{columns, patch, read};

use super::{Load, World};
use crate::invariants::name;
use crate::mutants::Mutant;
use crate::plan::Fault;
use crate::wire::{Seal, Wire, in_new_words, sign};

/// The page without a look at its sum.
fn unchecked(client: &Client, text: &str) -> Option<PullReply<Dossier>> {
    let mut rows: Vec<Value> = vec![];
    columns::decode(text, limits::PAGE_BYTES_MAX, |row| {
        rows.push(serde_json::from_str(row).ok()?);
        Some(())
    })?;
    let mut page: PullReply<Dossier> = serde_json::from_value(rows.first()?.clone()).ok()?;
    let changes = rows.get(1)?.get("changes")?.as_u64()? as usize;
    let (whole, changed) = rows.get(2..)?.split_at_checked(rows.len().checked_sub(2 + changes)?)?;
    for row in whole {
        page.records.push(serde_json::from_value(row.clone()).ok()?);
    }
    for row in changed {
        let id = row.get("id")?.as_str()?.parse().map(DossierId).ok()?;
        let mut record = serde_json::to_value(client.base.get(&id)?).ok()?;
        patch::apply(&mut record, row.get("to")?.clone())?;
        page.records.push(serde_json::from_value(record).ok()?);
    }
    Some(page)
}

impl Load {
    /// Whether it asks something of the server under a session.
    pub(super) fn is_asked(&self) -> bool {
        match self {
            Load::Push(_) | Load::Carry(_) | Load::Pull(_) => true,
            Load::Wire(wire) => wire.is_asked(),
            Load::Rescue(_) | Load::Judged(_, _) | Load::Carried(_, _) | Load::Page(_, _) => false,
            Load::Revoked | Load::Rescued(_) => false,
        }
    }
}

impl World<'_> {
    /// What a page of today asks: the first reading by chunks, then pages in columns.
    pub(super) fn send_short(&mut self, index: usize, tab: usize) {
        let (writer, version) = (self.devices[index].writer(), self.devices[index].ward as u32 + 1);
        let compares = self.is_over || self.dice.percent(10);
        let many = if self.is_over { usize::MAX } else { 1 + self.dice.below(2) };
        let client = &self.devices[index].tabs[tab].client;
        let pieces: Vec<String> = client.next_pieces().take(many).map(|piece| piece.digest.clone()).collect();
        let wire = if !pieces.is_empty() {
            self.say(format!("{} asks for {} chunks", name(writer), pieces.len()));
            Load::Wire(Wire::Chunks(pieces))
        } else if client.wants_manifest() {
            self.say(format!("{} asks what there is to read", name(writer)));
            Load::Wire(Wire::List)
        } else {
            let ask = PullAsk { digest: compares, ..client.pull_ask_short(0, version) };
            self.say(format!("{} pulls after {}", name(writer), ask.cursor));
            Load::Pull(ask)
        };
        let packet = self.packet(index, tab, wire);
        self.net.push(packet);
    }

    fn ask(&mut self, index: usize, tab: usize, wire: Wire) {
        let packet = self.packet(index, tab, Load::Wire(wire));
        self.net.push(packet);
    }

    /// The page as whoever asked takes it.
    pub(super) fn on_the_way(&self, index: usize, ask: PullAsk, page: PullReply<Dossier>) -> Load {
        let is_old = self.is_old(index);
        let text = ask.knows.and_then(|_| self.server.short(&ask, &page, is_old));
        match text {
            Some(text) => Load::Wire(Wire::Short(ask, text)),
            None if is_old => Load::Page(ask, Box::new(in_new_words(&page, read::page))),
            None => Load::Page(ask, Box::new(page)),
        }
    }

    /// What the server says.
    pub(super) fn answered(
        &mut self,
        index: usize,
        session: Writer,
        wire: Wire,
        faulty: bool,
    ) -> Option<Load> {
        let (now, is_old) = (self.now, self.is_old(index));
        Some(Load::Wire(match wire {
            Wire::List => Wire::Listed(self.server.list(session, now, is_old)),
            Wire::Chunks(asked) => {
                let mut chunks = self.server.chunks(&asked, is_old);
                let breaks = faulty && self.strikes(Fault::Cut, 10) && !chunks.is_empty();
                if breaks {
                    let text = &mut chunks[0].1;
                    let middle = (0..self.dice.below(text.len())).rev().find(|at| text.is_char_boundary(*at));
                    text.truncate(middle.unwrap_or(0));
                }
                Wire::Chunked(chunks, breaks)
            }
            Wire::Sums => Wire::Summed(self.server.sums(session, now)),
            Wire::Bucket(bucket) => {
                let reply = self.server.bucket(session, bucket, now);
                Wire::Mended(bucket, if is_old { in_new_words(&reply, read::bucket) } else { reply })
            }
            Wire::Sealed(seals) => {
                let push = self.server.open(seals)?;
                let Some(PushReply::Done { results, .. }) = self.judge(push.writer, &push, faulty) else {
                    return None;
                };
                let taken = results.iter().map(|judged| judged.n).collect();
                return Some(Load::Carried(push.writer, taken));
            }
            Wire::HaveRead(ids) => {
                self.server.have_read(session, &ids, now);
                return None;
            }
            Wire::Short(_, _) | Wire::Listed(_) | Wire::Chunked(_, _) => return None,
            Wire::Summed(_) | Wire::Mended(_, _) => return None,
        }))
    }

    /// What the device makes of it.
    pub(super) fn take_wire(&mut self, index: usize, tab: usize, wire: Wire, faulty: bool) {
        let careless = self.is(Mutant::PatchUnchecked);
        let client = &self.devices[index].tabs[tab].client;
        match wire {
            Wire::Short(ask, text) => {
                let page = if careless { unchecked(client, &text) } else { client.unfold(&text) };
                if let Some(page) = page {
                    return self.take_page(index, tab, &ask, page, faulty);
                }
                self.say("a page does not fit what the device holds".to_owned());
                let ask = PullAsk { knows: None, ..ask };
                let packet = self.packet(index, tab, Load::Pull(ask));
                self.net.push(packet);
            }
            Wire::Listed(list) => {
                let writes = list.map(|list| client.on_manifest(list)).unwrap_or_default();
                if writes.is_empty() {
                    let packet = self.packet(index, tab, Load::Pull(client.pull_ask(0)));
                    return self.net.push(packet);
                }
                self.take(index, tab, &writes, faulty);
            }
            // The server has other chunks by now.
            Wire::Chunked(chunks, _) if chunks.is_empty() => self.ask(index, tab, Wire::List),
            Wire::Chunked(chunks, broke) => {
                let texts = chunks.iter().map(|(digest, text)| (digest.as_str(), text.as_str()));
                let writes = client.on_chunks(texts);
                if broke && writes.is_some() {
                    self.problem("half a chunk is read as a whole one".to_owned());
                }
                self.take(index, tab, &writes.unwrap_or_default(), faulty);
            }
            Wire::Summed(sums) => {
                let bad = client.on_sums(&sums);
                bad.into_iter().for_each(|bucket| self.ask(index, tab, Wire::Bucket(bucket)));
            }
            Wire::Mended(bucket, reply) => {
                let mut writes = client.on_bucket(bucket, reply);
                if self.is(Mutant::SurplusKept) {
                    writes.retain(|write| !matches!(write, Write::Forget(_)));
                }
                self.take(index, tab, &writes, faulty);
            }
            Wire::List | Wire::Chunks(_) | Wire::Sums | Wire::Bucket(_) => {}
            Wire::Sealed(_) | Wire::HaveRead(_) => {}
        }
    }

    /// After a page: whether the base is what the server takes it for, and what is done where it is not.
    pub(super) fn look_after(&mut self, index: usize, tab: usize, compared: Option<(String, u64, Moment)>) {
        let Some((digest, at, now)) = compared else { return };
        let writer = self.devices[index].writer();
        let it = &mut self.devices[index].tabs[tab];
        if !it.client.has_drifted(&digest, at, now) {
            it.mended = None;
            return;
        }
        if !self.rotten.contains(&writer) {
            return self
                .problem(format!("the base of {} is not the book's, and nobody spoiled it", name(writer)));
        }
        if self.is(Mutant::DriftUnmended) {
            return;
        }
        let again = self.devices[index].tabs[tab].mended.replace(self.is_over);
        self.say(format!("{} holds something else than the book", name(writer)));
        if again == Some(true) {
            self.problem(format!("the base of {} was mended and is not the book's", name(writer)));
        }
        if again.is_some() {
            let writes = self.devices[index].tabs[tab].client.read_anew();
            self.take(index, tab, &writes, false);
        } else {
            self.ask(index, tab, Wire::Sums);
        }
    }

    /// A browser's file goes bad: a dossier is gone, is an older one, or stands there twice.
    pub(super) fn rot(&mut self, index: usize) {
        let (ward, writer) = (self.ward_at(index), self.devices[index].writer());
        let ids: Vec<DossierId> = self.devices[index].kept().base.keys().copied().collect();
        if ids.is_empty() || !self.may(Fault::Rot) {
            return;
        }
        let (id, how, other) = (*self.dice.pick(&ids), self.dice.below(3), self.dice.id());
        let device = &mut self.devices[index];
        let base = &mut device.disk.get_mut(&writer).expect("the seat is on the disk").base;
        let Some(record) = base.get(&id).cloned() else { return };
        let older = self.server.base.also.at(id, record.rev.saturating_sub(1)).cloned();
        match (how, older) {
            (0, Some(older)) => drop(base.insert(id, Dossier::clone(&older))),
            (0 | 1, _) => drop(base.remove(&id)),
            (_, _) => drop(base.insert(other, Dossier { id: other, ..record })),
        }
        device.reopen(ward);
        self.rotten.insert(writer);
        self.say(format!("the base of {} is spoiled", name(writer)));
    }

    /// What waits of one officer goes up under the login of another, signed; somebody may write into it on the way.
    pub(super) fn carry_sealed(&mut self, index: usize, tab: usize, push: &Push) {
        let session = self.devices[index].writer();
        let (writer, mut prev, mut seals) = (push.writer, push.prev.clone(), vec![]);
        for (n, body) in (push.first_n..).zip(&push.acts) {
            let sig = sign(writer, &prev, body);
            seals.push(Seal { writer, n, prev: prev.clone(), body: body.clone(), sig });
            prev = body.hash(&prev);
        }
        self.say(format!("{} carries acts of {} from {}", name(session), name(writer), push.first_n));
        if self.strikes(Fault::Forge, 25) {
            let own_key = self.dice.percent(50);
            let any = self.dice.below(seals.len());
            let seal = &mut seals[any];
            if let Ok(mut command) = seal.body.open() {
                let Act::Dossier { act, .. } = &mut command.act;
                *act = dossier::Act::Note(Note { text: "không phải tôi".to_owned() });
                seal.body = Body::of(&command);
                if own_key {
                    seal.sig = sign(session, &seal.prev, &seal.body);
                }
                self.say(format!("{} writes into act {} of {}", name(session), any, name(writer)));
            }
        }
        let packet = self.packet(index, tab, Load::Wire(Wire::Sealed(seals)));
        self.net.push(packet);
    }
}
