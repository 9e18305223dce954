//! What must hold in every state, and what must happen in some: a model in which nothing happens promises nothing.
//!
//! Not here: the steps (`world`), how all states are visited (`main`).
//! Invariant: a promise compares what the officers did with where it is, never with what a driver believes.

use std::collections::BTreeSet;

use shared::sync::client::Client;
use shared::sync::wire::Body;

use crate::book::{Book, writer};
use crate::world::{DEVICES, Device, Left, Load, Made, World};

/// Every saved act is on its device, or in the book and every copy that may be put back.
pub fn nothing_is_lost(world: &World) -> bool {
    let copies = world.copies();
    (0..DEVICES).all(|index| {
        let Device { client, made } = &*world.devices[index];
        made.iter().all(|Made { n, body, .. }| {
            let here = client.queue.get(n).or_else(|| client.sent.get(n));
            let holds = |book: &Book| book.holds(writer(index), *n, body);
            let there =
                || holds(&world.book) && copies.iter().all(|copy| copy.is_some_and(|copy| holds(copy)));
            here.is_some_and(|act| act.body == *body) || there()
        })
    })
}

/// No act stands twice in the log, nor has left two traces on a dossier.
pub fn nothing_counts_twice(world: &World) -> bool {
    let log = &world.book.log;
    let rows: BTreeSet<_> = log.iter().map(|row| (row.writer, row.n, &row.body.0)).collect();
    let applied = log.iter().filter(|row| row.outcome.seq().is_some()).count();
    let traces: usize = world.book.records.values().map(|record| record.history.len()).sum();
    rows.len() == log.len() && traces <= applied
}

/// Rows of a writer count 1, 2, 3…, and are what the author wrote.
pub fn the_log_is_in_order(world: &World) -> bool {
    (0..DEVICES).all(|index| {
        let own = world.book.log.iter().filter(|row| row.writer == writer(index));
        let made = &world.devices[index].made;
        let is_own = |n: u64, body: &Body| made.iter().any(|made| made.n == n && made.body == *body);
        own.zip(1..).all(|(row, n)| row.n == n && is_own(row.n, &row.body))
    })
}

/// Neither the number of an act nor that on a slip.
pub fn no_number_is_given_twice(world: &World) -> bool {
    let mut slips = BTreeSet::new();
    (0..DEVICES).all(|index| {
        let mut numbers = BTreeSet::new();
        let mut is_new =
            |made: &Made| numbers.insert(made.n) && made.slip.is_none_or(|slip| slips.insert(slip));
        world.devices[index].made.iter().all(&mut is_new)
    })
}

/// Nothing is on its way, nothing waits, and everybody has read the book to its end.
pub fn is_quiet(world: &World) -> bool {
    let read = |client: &Client| {
        client.queue.is_empty()
            && client.place.epoch == world.book.name()
            && client.place.cursor == world.book.log.len() as u64
    };
    world.net.is_empty() && world.devices.iter().all(|device| read(&device.client))
}

/// When all is quiet, each act has its row, its author holds that row's outcome, and each base is the book.
pub fn the_quiet_tells_the_truth(world: &World) -> bool {
    !is_quiet(world)
        || (0..DEVICES).all(|index| {
            let Device { client, made } = &*world.devices[index];
            let told = |n: u64| client.inbox.get(&n).map(|notice| &notice.outcome);
            let knows = made.iter().all(|Made { n, body, .. }| {
                world.book.holds(writer(index), *n, body)
                    && told(*n) == world.book.row(writer(index), *n).map(|row| &row.outcome)
            });
            knows && client.dossiers().eq(world.book.records.values().map(AsRef::as_ref))
        })
}

/// Everything was done and everything went wrong, and all is quiet: with acts that only the devices brought back.
pub fn the_worst_ends_well(world: &World) -> bool {
    let spent = world.left == Left { acts: [0, 0], crashes: 0, doubles: 0, restores: 0 };
    is_quiet(world) && spent && world.took_back
}

/// An act that the book has lost is known to its author as judged, and waits to be brought back or is on its way.
pub fn an_outcome_is_taken_back(world: &World) -> bool {
    world.took_back
        && world.devices.iter().any(|device| {
            let client = &device.client;
            let lost = |n: &u64| world.book.row(client.meta.writer, *n).is_none();
            client.place.epoch == world.book.name()
                && client.inbox.keys().any(|n| lost(n) && client.queue.contains_key(n))
        })
}

/// The book of now judges an act otherwise than the one before the restore did.
pub fn an_act_is_judged_otherwise(world: &World) -> bool {
    world.devices.iter().any(|device| {
        let client = &device.client;
        client.inbox.values().any(|notice| {
            let row = world.book.row(client.meta.writer, notice.n);
            row.is_some_and(|row| row.outcome.is_refused() != notice.outcome.is_refused())
        })
    })
}

pub fn a_push_comes_again(world: &World) -> bool {
    world.net.iter().any(|packet| match &*packet.load {
        Load::Push(push) => push.epoch == world.book.name() && push.first_n <= world.book.last_n(push.writer),
        Load::Judged(_, _) | Load::Page(_, _) => false,
    })
}

pub fn an_answer_comes_too_late(world: &World) -> bool {
    world.net.iter().any(|packet| match &*packet.load {
        Load::Judged(push, _) => packet.heard && !world.devices[packet.device].client.awaits(push),
        Load::Push(_) | Load::Page(_, _) => false,
    })
}

pub fn a_page_comes_too_late(world: &World) -> bool {
    world.net.iter().any(|packet| match &*packet.load {
        Load::Page(ask, _) => packet.heard && !world.devices[packet.device].client.awaits_page(ask),
        Load::Push(_) | Load::Judged(_, _) => false,
    })
}

/// A verified copy holds an act, and its device has it no more.
pub fn an_act_is_forgotten(world: &World) -> bool {
    world.devices.iter().any(|device| device.made.iter().any(|made| !device.client.holds(made.n)))
}
