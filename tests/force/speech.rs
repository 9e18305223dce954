//! What a browser of today says and hears: chunks first, pages by what it has (nothing new, columns, patches), pushes in
//! columns and gzip.
//!
//! Not here: what an answer means (`shared::sync::client`), what a device of the first release says (`device`).
//! Invariant: it asks as `app::link` asks and falls back as it falls back; each way is counted, so that a test can insist
//! that it was taken.

use std::io::Write as _;

use shared::dossier::Dossier;
use shared::sync::pack;
use shared::sync::snapshot::LIST_PATH;
use shared::sync::wire::{PullAsk, PullReply, Push};

use crate::device::Device;
use crate::http::{Answer, Unheard};

/// Chunks that are kept in one transaction.
const TOGETHER: usize = 4;

/// How often each way was taken.
#[derive(Clone, Copy, Default, Debug)]
pub struct Speech {
    pub pulls: usize,
    /// Pulls that were answered without a body.
    pub nothing: usize,
    /// Pages in columns that the base could read.
    pub columns: usize,
    /// Pages that it could not, which were asked for once more as a whole.
    pub whole: usize,
    pub chunks: usize,
    /// Pushes in columns and gzip; smaller ones go as they are.
    pub packed: usize,
}

impl Speech {
    /// The push as the page sends it: its body, and how that is packed.
    pub fn push(&mut self, push: &Push) -> (Vec<u8>, &'static str) {
        let long = push.acts.iter().map(|act| act.0.len()).sum::<usize>() >= pack::BYTES_MIN;
        if long && let Some(columns) = pack::write(push) {
            self.packed += 1;
            return (gzip(columns.as_bytes()), pack::CODINGS);
        }
        let plain = serde_json::to_vec(push).expect("JSON");
        if plain.len() < pack::BYTES_MIN { (plain, "") } else { (gzip(&plain), "gzip") }
    }

    /// Both, added.
    pub fn and(self, other: Speech) -> Speech {
        Speech {
            pulls: self.pulls + other.pulls,
            nothing: self.nothing + other.nothing,
            columns: self.columns + other.columns,
            whole: self.whole + other.whole,
            chunks: self.chunks + other.chunks,
            packed: self.packed + other.packed,
        }
    }

    /// What all of them have said and heard.
    pub fn of_all(devices: &[Device]) -> Speech {
        devices.iter().filter_map(|device| device.speech).fold(Speech::default(), Speech::and)
    }
}

impl Device {
    fn counts(&mut self, count: impl FnOnce(&mut Speech)) {
        count(self.speech.as_mut().expect("it speaks so"));
    }

    /// Reads until there is nothing more: the chunks of a first reading, then pages from there on.
    pub(super) async fn pull_as_today(&mut self, port: u16) -> Result<(), Unheard> {
        let mut listed = false;
        loop {
            if self.read_chunks(port, &mut listed).await? {
                continue;
            }
            // The browser asks for the sum with its first pull and every hundredth; here with every other. An answer that
            // says nothing brings no sum.
            let digest = self.speech.is_some_and(|speech| speech.pulls.is_multiple_of(2));
            self.counts(|speech| speech.pulls += 1);
            let ask = PullAsk { digest, ..self.client.pull_ask_short(0, self.ward.version) };
            let asked = self.asker(port).get(&ask.path()).await;
            let answer = self.or_log_in(port, asked).await?;
            let (ask, reply) = match self.unfold(&ask, &answer) {
                Some(reply) => (ask, reply),
                None => self.plain_page(port, ask).await?,
            };
            assert!(self.client.awaits_page(&ask), "one question at a time");
            let again = reply.more || reply.epoch != ask.epoch || reply.scope != ask.scope;
            let (digest, to, now) = (reply.digest.clone(), reply.to, reply.now);
            let writes = self.client.on_pull_reply_at(reply, self.now());
            self.keep(&writes);
            if !again {
                let drifted = digest.is_some_and(|digest| self.client.has_drifted(&digest, to, now));
                assert!(!drifted, "{:?} holds what the server does not think it holds", self.writer());
                return Ok(());
            }
        }
    }

    /// The page as a whole, where the base is not what the server takes it for.
    async fn plain_page(
        &mut self,
        port: u16,
        ask: PullAsk,
    ) -> Result<(PullAsk, PullReply<Dossier>), Unheard> {
        self.counts(|speech| speech.whole += 1);
        let ask = PullAsk { knows: None, ..ask };
        let asked = self.asker(port).get(&ask.path()).await;
        let answer = self.or_log_in(port, asked).await?;
        let reply = self.unfold(&ask, &answer).ok_or(Unheard::Silence)?;
        Ok((ask, reply))
    }

    fn unfold(&mut self, ask: &PullAsk, answer: &Answer) -> Option<PullReply<Dossier>> {
        if let Some(now) = answer.now {
            self.counts(|speech| speech.nothing += 1);
            return self.client.unchanged(ask, now);
        }
        let text = std::str::from_utf8(&answer.body).ok()?;
        if ask.knows.is_none() {
            return shared::sync::read::page(text).ok();
        }
        let reply = self.client.unfold(text)?;
        self.counts(|speech| speech.columns += 1);
        Some(reply)
    }

    /// Reads on in the chunks; `true` where there was something to do.
    async fn read_chunks(&mut self, port: u16, listed: &mut bool) -> Result<bool, Unheard> {
        let pieces: Vec<String> =
            self.client.next_pieces().take(TOGETHER).map(|piece| piece.digest.clone()).collect();
        if pieces.is_empty() {
            let asks = self.client.wants_manifest() && !*listed;
            *listed = self.client.wants_manifest();
            return if asks { self.read_list(port).await } else { Ok(false) };
        }
        let mut texts = Vec::new();
        for piece in &pieces {
            let asked = self.asker(port).get(&format!("/api/snapshot/{piece}")).await;
            match self.or_log_in(port, asked).await {
                Ok(answer) => texts.push(String::from_utf8(answer.body).map_err(|_| Unheard::Silence)?),
                // Packed anew meanwhile: a new list names what is still missing.
                Err(Unheard::Said { status: 404, .. }) => return self.read_list(port).await,
                Err(unheard) => return Err(unheard),
            }
        }
        let chunks = pieces.iter().map(String::as_str).zip(texts.iter().map(String::as_str));
        let writes = self.client.on_chunks(chunks).ok_or(Unheard::Silence)?;
        self.counts(|speech| speech.chunks += pieces.len());
        self.keep(&writes);
        Ok(true)
    }

    async fn read_list(&mut self, port: u16) -> Result<bool, Unheard> {
        let asked = self.asker(port).get(LIST_PATH).await;
        let answer = self.or_log_in(port, asked).await?;
        let list = serde_json::from_slice(&answer.body).map_err(|_| Unheard::Silence)?;
        let writes = self.client.on_manifest(list);
        self.keep(&writes);
        Ok(true)
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
}
