//! Random lists of acts, and every word that the rules say of them: two machines that run the same list say the same.
//!
//! A list is a small office: officers at devices of their own, each judging on what it has read, and a book that judges
//! again. Told are verdicts, bytes, hashes, outcomes, due dates, what each officer sees, the papers, the board, the sums.
//!
//! Not here: which machines are compared (`tests/lists`), faults of disks and networks (`tests/simulation`).
//! Invariant: equal seeds give equal lists; what is told follows from the list alone.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::book::Book;
use crate::act::Act;
use crate::ctx::Ctx;
use crate::demo;
use crate::dossier::any::{self, Dice};
use crate::dossier::code::Lane;
use crate::dossier::{Dossier, Kind};
use crate::id::{DeviceId, OfficerId, Writer};
use crate::moment::{Day, Moment};
use crate::officer::Officer;
use crate::paper;
use crate::refusal::Refusal;
use crate::report::{Period, board};
use crate::session::gives_numbers;
use crate::sync::client::{Client, Intent, Meta, Write, seal};
use crate::sync::columns;
use crate::sync::digest::Buckets;
use crate::sync::reading::{NOTHING, WARD};
use crate::sync::wire::{Command, Hash, Judged, Outcome, PullReply, PushReply};
use crate::text;
use crate::ward::Ward;

const STEPS: usize = 24;
const OFFICERS: [OfficerId; 8] = [
    demo::RECEPTION,
    demo::JUSTICE,
    demo::LAND,
    demo::SOCIAL,
    demo::HEAD,
    demo::VICE_1,
    demo::CLERK,
    demo::VOLUNTEER,
];

/// A mistake of the kind that only one of two machines makes: shows that the comparison bites.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mistake {
    /// Milliseconds are counted in a number that is as wide as the machine's addresses.
    NarrowTime,
}

/// The first bytes of a digest of all that is told of the list.
pub fn digest(ward: &Ward, seed: u64, mistake: Option<Mistake>) -> u64 {
    let mut sha = Sha256::new();
    tell(ward, seed, mistake, &mut |line| {
        sha.update(line.as_bytes());
        sha.update(b"\n");
    });
    let digest = sha.finalize();
    digest.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// Runs the list and tells it, line by line.
pub fn tell(ward: &Ward, seed: u64, mistake: Option<Mistake>, note: &mut dyn FnMut(&str)) {
    let mut office = Office::open(ward, seed, mistake, note);
    for _ in 0..STEPS {
        office.step();
    }
    (0..office.clients.len()).for_each(|seat| office.send(seat));
    (0..office.clients.len()).for_each(|seat| office.read(seat));
    office.close();
}

/// An act as the book has it.
struct Row {
    command: Command,
    hash: Hash,
    now: Moment,
    lane: Option<Lane>,
    outcome: Outcome,
}

struct Office<'a> {
    ward: &'a Ward,
    dice: Dice,
    mistake: Option<Mistake>,
    opened: Moment,
    now: Moment,
    clients: Vec<Client>,
    book: Book,
    log: Vec<Row>,
    judged: BTreeMap<Writer, Vec<Judged>>,
    note: &'a mut dyn FnMut(&str),
}

impl<'a> Office<'a> {
    fn open(
        ward: &'a Ward,
        seed: u64,
        mistake: Option<Mistake>,
        note: &'a mut dyn FnMut(&str),
    ) -> Office<'a> {
        let mut dice = Dice::new(seed ^ 0x1157);
        let day = match dice.percent(60) {
            true => Day::new(2018, 3, 5),
            false => {
                Day::new(2018 + dice.below(9) as i32, 1 + dice.below(12) as u32, 1 + dice.below(28) as u32)
            }
        };
        let opened = Moment::at(day.expect("a day"), 8, 0);
        let mut clients = vec![];
        while clients.len() < 3 {
            let officer = if clients.is_empty() { demo::RECEPTION } else { *dice.pick(&OFFICERS) };
            let numbers = ward.officer(officer).is_some_and(|officer| gives_numbers(&officer.roles));
            let place = u8::try_from(clients.len()).unwrap_or(u8::MAX);
            let writer = Writer { device: DeviceId(u32::from(place) + 1), officer };
            clients.push(Client::new(Meta::new(writer, numbers.then_some(Lane(place)))));
        }
        Office {
            ward,
            dice,
            mistake,
            opened,
            now: opened,
            clients,
            book: Book::default(),
            log: vec![],
            judged: BTreeMap::new(),
            note,
        }
    }

    fn say<T: Serialize>(&mut self, what: &str, value: &T) {
        let text = serde_json::to_string(value).expect("JSON");
        (self.note)(&format!("{what} {text}"));
    }

    /// A refusal by its name, and as it is read in both languages.
    fn say_refusal(&mut self, refusal: &Refusal) {
        let sentence = refusal.sentence();
        self.say("refused", &(refusal, sentence.vi, sentence.en));
    }

    fn step(&mut self) {
        let minutes = match self.dice.below(100) {
            0 => 35 * 24 * 60,
            1..6 => 24 * 60,
            _ => 1 + self.dice.below(50) as i64,
        };
        self.now = self.now.plus_minutes(minutes);
        let passed = self.now.millis() - self.opened.millis();
        let passed = match self.mistake {
            Some(Mistake::NarrowTime) => (passed as usize) as i64,
            None => passed,
        };
        self.say("after", &passed);
        let seat = self.dice.below(self.clients.len());
        match self.dice.below(10) {
            0..6 => self.act(seat),
            6..8 => self.send(seat),
            _ => self.read(seat),
        }
    }

    /// An officer does something: the device's own verdict, then the act, also where the verdict is against it.
    fn act(&mut self, seat: usize) {
        let (ward, client) = (self.ward, &self.clients[seat]);
        let (writer, lane) = (client.meta.writer, client.meta.lane);
        let skew = match self.dice.below(30) {
            0 => -2 * 24 * 60,
            1 => 3 * 24 * 60,
            2 => -25,
            _ => 0,
        };
        let at = self.now.plus_minutes(skew);
        let by = ward.officer(writer.officer).expect("the demo ward has all of them");
        let ctx = Ctx { now: at, happened: at, claimed: at, by, lane, reissued: None, ward };
        let known: Vec<_> = client.dossiers().map(|dossier| dossier.id).collect();
        let fresh = known.is_empty() || self.dice.percent(20);
        let id = if fresh { self.dice.id() } else { *self.dice.pick(&known) };
        let act = any::next_of(&mut self.dice, &ctx, client.dossier(id), &Kind::ALL);
        let act = Act::Dossier { id, act };
        let verdict = client.verdict(&ctx, &act);
        let base = client.base.get(&id).map_or(0, |record| record.rev);
        if let Err(refusal) = &verdict {
            self.say_refusal(refusal);
            if self.dice.percent(60) {
                return;
            }
        }
        let client = &self.clients[seat];
        let (meta, queued) = match seal(&client.meta, &client.place, Intent { act, base, at }) {
            Ok(sealed) => sealed,
            Err(refusal) => return self.say_refusal(&refusal),
        };
        (self.note)(&format!("done {} {}", queued.body.hash(&queued.prev).0, queued.body.0));
        self.clients[seat].adopt(ward, &[Write::Meta(meta), Write::Enqueue(queued)]);
        let seen = self.clients[seat].dossier(id).cloned();
        self.say("seen", &seen);
    }

    /// What waits is judged, each act once.
    fn send(&mut self, seat: usize) {
        let (writer, lane) = (self.clients[seat].meta.writer, self.clients[seat].meta.lane);
        let Some(push) = self.clients[seat].next_push() else { return };
        let (mut prev, mut results) = (push.prev, vec![]);
        for (n, body) in (push.first_n..).zip(push.acts) {
            let command = body.open().expect("of this build");
            let outcome = self.book.judge(self.ward, &command, self.now, lane);
            prev = body.hash(&prev);
            self.book.note(&command, prev.clone(), self.now);
            results.push(Judged { n, outcome: outcome.clone() });
            self.log.push(Row { command, hash: prev.clone(), now: self.now, lane, outcome });
        }
        self.say("judged", &results);
        self.judged.entry(writer).or_default().extend(results.iter().cloned());
        let last_n = results.last().map_or(0, |judged| judged.n);
        let writes = self.clients[seat].on_push_reply(&PushReply::Done { results, last_n });
        self.clients[seat].adopt(self.ward, &writes);
    }

    /// What changed is read; the officer's own acts that wait are done again on top of it.
    fn read(&mut self, seat: usize) {
        let client = &self.clients[seat];
        let (writer, from) = (client.meta.writer, client.place.cursor);
        let is_staff = self.ward.officer(writer.officer).is_some_and(Officer::is_staff);
        let changed = self.book.records.values().filter(|record| is_staff && record.rev > from);
        let mut records: Vec<Dossier> = changed.cloned().collect();
        records.sort_by_key(|record| record.rev);
        let state = self.book.writers.get(&writer).cloned().unwrap_or_default();
        let page = PullReply {
            epoch: "e1".to_owned(),
            from,
            to: self.book.seq,
            more: false,
            records,
            gone: vec![],
            last_n: state.last_n,
            head: state.head,
            durable_n: 0,
            outcomes: self.judged.get(&writer).cloned().unwrap_or_default(),
            now: self.now,
            ward_version: self.ward.version,
            instead_of: None,
            scope: if is_staff { WARD } else { NOTHING }.to_owned(),
            digest: None,
            told: None,
            beyond: vec![],
        };
        let writes = client.on_pull_reply_at(page, self.now);
        self.clients[seat].adopt(self.ward, &writes);
        let seen: Vec<Dossier> = self.clients[seat].dossiers().cloned().collect();
        self.say("sees", &seen);
        let doubtful = self.clients[seat].doubtful().clone();
        self.say("doubts", &doubtful);
    }

    /// What the day leaves: the records and how they travel, the papers, the board; and the log judged again.
    fn close(&mut self) {
        let records: Vec<Dossier> = self.book.records.values().cloned().collect();
        let mut texts = vec![];
        for record in &records {
            let text = serde_json::to_string(record).expect("JSON");
            (self.note)(&text);
            texts.push(text);
            let name = &record.applicant.name;
            self.say("name", &(text::fold(name), text::sort_key(name), text::name_sort_key(name)));
            for paper in paper::papers(self.ward, record) {
                let sheet = paper::sheet(self.ward, record, paper, "https://mot-cua.example");
                self.say("paper", &sheet.map(|sheet| sheet.text()));
            }
        }
        self.say("columns", &columns::encode(texts.iter().map(String::as_str)));
        let sums = Buckets::of(records.iter().map(|record| (record.id, record.rev)));
        self.say("sums", &sums.to_hex());
        let period = Period::new(self.opened.day(), self.now.day()).expect("time goes on");
        let board = board(self.ward, &records, period, self.now);
        self.say("board", &board);
        self.judge_again(&records);
    }

    /// The log alone gives the same outcomes and the same records.
    fn judge_again(&mut self, records: &[Dossier]) {
        let (mut again, ward) = (Book::default(), self.ward);
        let same = self.log.iter().all(|row| {
            let outcome = again.judge(ward, &row.command, row.now, row.lane);
            again.note(&row.command, row.hash.clone(), row.now);
            outcome == row.outcome
        });
        let same = same && again.records.values().eq(records);
        self.say("the log tells it", &same);
    }
}
