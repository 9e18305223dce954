//! Sync as a ward feels it: the real server, real HTTP over loopback, every commit on the disk.
//!
//! The work is that of the peers: K dossiers, a first pull, a pull of nothing, a pull of 100 changes, ten devices
//! that send 50 receptions each, the same again, and 40 devices at once.
//!
//! Not here: what other systems need for it (`peers`).
//! Invariant: both ends share one process and two threads (a peer's have a process each); medians, in one run.

use std::time::Instant;

use server::clock::Clock;
use shared::act::Act;
use shared::demo;
use shared::dossier;
use shared::dossier::intake::Lodge;
use shared::moment::{Day, Moment};
use shared::script::people::People;
use shared::sync::wire::{Push, PushReply};
use tokio::task::JoinSet;

use crate::desk::Desk;
use crate::floor::{BATCH, Floor, floor};
use crate::house::House;
use crate::http::Line;
use crate::table::{self, Row, quantile, since};

/// The size that the bars are for.
pub const RECORDS: usize = 5_000;
/// Sizes at which a pull of little must cost the same.
const LARGER: [usize; 2] = [20_000, 50_000];
const CHANGES: usize = 100;
const DEVICES: usize = 10;
const ACTS: usize = 50;
const CROWD: usize = 40;
const ROUNDS: usize = 3;

pub async fn run() -> Vec<Row> {
    let mut house = House::open(Clock::fixed(morning(0)), None).await;
    house.seed(RECORDS).await;
    let Floor { batched, single, acts } = floor(house.folder()).await;
    let top = batched.rate.expect("measured");
    let lone = single.rate.expect("measured");
    let mut rows = reads(&mut house, RECORDS, 5).await;
    rows.extend(writes(&mut house, top, lone).await);
    drop(house);
    let mut shown = rows.clone();
    shown.extend([batched, single, acts]);
    table::print(&format!("Sync, {RECORDS} dossiers"), &shown, Some(top));
    let mut flat = Vec::new();
    for records in LARGER {
        let mut house = House::open(Clock::fixed(morning(0)), None).await;
        house.seed(records).await;
        flat.extend(reads(&mut house, records, 1).await.into_iter().map(|row| row.beside(&rows)));
    }
    table::print("The same with more dossiers", &flat, None);
    rows
}

/// Nine in the morning, so many days after the first.
fn morning(days: i64) -> Moment {
    Moment::at(Day::new(2018, 11, 22).expect("a day").plus(days), 9, 0)
}

async fn reads(house: &mut House, records: usize, firsts: usize) -> Vec<Row> {
    let bars = records == RECORDS;
    let (mut times, mut bytes, mut paged, mut desk) = (Vec::new(), 0, Vec::new(), None);
    let mut rows = Vec::new();
    for round in 0..=firsts {
        // A leader's device reads everything and needs no lane.
        let mut fresh = Desk::enrol(house, demo::CHAIR).await;
        house.proxy.take();
        let begin = Instant::now();
        assert_eq!(fresh.read_first(house.proxy.port).await, records);
        let ms = since(begin);
        bytes = house.proxy.take();
        if round == 0 {
            rows.push(Row::new(format!("first pull of {records}, packed for it"), ms).bytes(bytes));
        } else {
            times.push(ms);
        }
        desk = Some(fresh);
    }
    let mut desk = desk.expect("at least one");
    let first = Row::new(format!("first pull of {records}"), quantile(&mut times, 0.5)).bytes(bytes);
    // Asked of what packs well; chance does not.
    let packs = |row: Row| row.bytes_max_of(100_000, "of identities and secrets that are no chance");
    rows.insert(0, if bars { packs(first.ms_max(200.0).bytes_max(180_000)) } else { first });

    for _ in 0..firsts.min(2) {
        let mut fresh = Desk::enrol(house, demo::CHAIR).await;
        house.proxy.take();
        let begin = Instant::now();
        let mut line = Line::open(house.proxy.port).await;
        assert_eq!(fresh.pull(&mut line).await, records);
        paged.push(since(begin));
        bytes = house.proxy.take();
    }
    rows.push(Row::new(format!("page by page, {records}"), quantile(&mut paged, 0.5)).bytes(bytes));

    times.clear();
    for _ in 0..21 {
        house.proxy.take();
        let begin = Instant::now();
        let mut line = Line::open(house.proxy.port).await;
        assert_eq!(desk.pull(&mut line).await, 0);
        times.push(since(begin));
        bytes = house.proxy.take();
    }
    let null = Row::new(format!("pull of nothing, {records} kept"), quantile(&mut times, 0.5)).bytes(bytes);

    times.clear();
    for _ in 0..5 {
        house.change(CHANGES).await;
        house.proxy.take();
        let begin = Instant::now();
        let mut line = Line::open(house.proxy.port).await;
        assert_eq!(desk.pull(&mut line).await, CHANGES);
        times.push(since(begin));
        bytes = house.proxy.take();
    }
    let delta = quantile(&mut times, 0.5);
    let delta = Row::new(format!("pull of {CHANGES} changes, {records} kept"), delta).bytes(bytes);
    rows.extend([null.ms_max(5.0).bytes_max(300), delta.ms_max(10.0).bytes_max(5_000)]);
    rows
}

/// `top` and `lone` are SQLite's own rows a second: a hundred a commit, and one.
async fn writes(house: &mut House, top: f64, lone: f64) -> Vec<Row> {
    let mut crowd = Vec::new();
    // One lane a counter; the last is a volunteer's tablet, which gives no numbers.
    for _ in 1..CROWD {
        crowd.push(Desk::enrol(house, demo::RECEPTION).await);
    }
    crowd.push(Desk::enrol(house, demo::VOLUNTEER).await);
    let mut people = People::new(7);
    let (mut plain, mut packed, mut again, mut single, mut batch) = Default::default();
    for round in 0..ROUNDS as i64 {
        // A lane has a hundred numbers a day: every measure has days of its own.
        house.clock.set(morning(4 * round + 1));
        crowd = send(house, crowd, &mut people, (DEVICES, false, ACTS), &mut plain, None).await;
        house.clock.set(morning(4 * round + 2));
        crowd = send(house, crowd, &mut people, (DEVICES, true, ACTS), &mut packed, Some(&mut again)).await;
        house.clock.set(morning(4 * round + 3));
        crowd = send(house, crowd, &mut people, (CROWD, true, ACTS), &mut batch, None).await;
        house.clock.set(morning(4 * round + 4));
        crowd = send(house, crowd, &mut people, (CROWD, true, 1), &mut single, None).await;
    }
    let row = |what: String, mut runs: Vec<(f64, u64)>, acts: usize| {
        let bytes = runs[0].1;
        let mut times: Vec<f64> = runs.drain(..).map(|(ms, _)| ms).collect();
        Row::new(what, quantile(&mut times, 0.5)).bytes(bytes).rate(acts)
    };
    let (few, all) = (DEVICES * ACTS, CROWD * ACTS);
    let half = format!("half of SQLite, {BATCH} rows a commit");
    vec![
        row(format!("push {DEVICES}×{ACTS}, packed"), packed, few).ms_max(100.0).bytes_max(30_000),
        row(format!("push {DEVICES}×{ACTS}, not packed"), plain, few),
        row("the same push again, all known".to_owned(), again, few).ms_max(40.0),
        row(format!("{CROWD} devices, one act a request"), single, all)
            .rate_min(2_000.0, "2000/s")
            .rate_min(top / 2.0, &half)
            .rate_min(lone / 2.0, "half of SQLite, one row a commit"),
        row(format!("{CROWD} devices, {ACTS} acts a request"), batch, all).rate_min(top / 2.0, &half),
    ]
}

type Sent = (Desk, Vec<(Push, PushReply)>);

/// The first `devices` receive `ACTS` citizens each and send them at once, `size` acts a request; then, where
/// asked, the same requests again.
async fn send(
    house: &House,
    mut crowd: Vec<Desk>,
    people: &mut People,
    (devices, pack, size): (usize, bool, usize),
    times: &mut Vec<(f64, u64)>,
    again: Option<&mut Vec<(f64, u64)>>,
) -> Vec<Desk> {
    let rest = crowd.split_off(devices);
    let (ward, now) = (house.store.ward(), house.clock.now());
    for desk in &mut crowd {
        // Another day: yesterday's sessions are over.
        desk.sign_in(house).await;
        for _ in 0..ACTS {
            let (id, receive) = (people.id(now), people.reception(&ward, now.day()));
            let act = match desk.client.meta.lane {
                Some(_) => dossier::Act::Receive(receive),
                None => {
                    dossier::Act::Lodge(Lodge { form: receive.form, secret: receive.secret, scans: vec![] })
                }
            };
            desk.act(house, Act::Dossier { id, act });
        }
    }
    house.proxy.take();
    let begin = Instant::now();
    let mut sending = JoinSet::new();
    for (place, desk) in crowd.into_iter().enumerate() {
        sending.spawn(send_all(house.proxy.port, place, desk, pack, size));
    }
    let mut sent: Vec<(usize, Sent)> = sending.join_all().await;
    times.push((since(begin), house.proxy.take()));
    sent.sort_by_key(|(place, _)| *place);
    if let Some(again) = again {
        let begin = Instant::now();
        let mut sending = JoinSet::new();
        for (place, (desk, pushes)) in sent {
            let port = house.proxy.port;
            sending.spawn(async move {
                let mut line = Line::open(port).await;
                for (push, told) in &pushes {
                    let (_, told_again) = desk.push(&mut line, push, pack).await;
                    assert_eq!(told_again, *told, "the stored outcomes are the answer");
                }
                (place, (desk, pushes))
            });
        }
        sent = sending.join_all().await;
        again.push((since(begin), house.proxy.take()));
        sent.sort_by_key(|(place, _)| *place);
    }
    sent.into_iter().map(|(_, (desk, _))| desk).chain(rest).collect()
}

async fn send_all(port: u16, place: usize, mut desk: Desk, pack: bool, size: usize) -> (usize, Sent) {
    let mut line = Line::open(port).await;
    let mut pushes = Vec::new();
    while let Some(mut push) = desk.client.next_push() {
        push.acts.truncate(size);
        let acts = push.acts.len();
        let (good, reply) = desk.push(&mut line, &push, pack).await;
        assert_eq!(good, acts, "{reply:?}");
        // Nothing else of the client: without a pull it would replay every act ever sent after each reply.
        for _ in 0..acts {
            desk.client.queue.pop_first();
        }
        pushes.push((push, reply));
    }
    (place, (desk, pushes))
}
