//! Lanes that change hands: however many browsers a ward goes through, no code is printed twice.

use std::collections::BTreeSet;

use shared::demo::RECEPTION;
use shared::dossier::code::Lane;
use shared::id::{WardId, Writer};
use shared::moment::Moment;
use shared::sync::wire::{Outcome, PushReply};

use super::{Folder, postgres};
use crate::clock::Clock;
use crate::limits::LANE_QUIET_MINUTES;
use crate::store::backup::backup;
use crate::store::device::Device;
use crate::store::restore::{Asked, restore};
use crate::store::tests::commit_now;
use crate::store::{Place, Store};
use crate::tests::pen::{Pen, dossier_id, receive};
use crate::tests::{nine, ward};

const DAY: i64 = 24 * 60;

async fn open(place: &Place, id: i64) -> Store {
    Store::open_or_create(place, WardId(id), ward).await.unwrap()
}

/// What a device printed and has not sent yet.
struct Printed {
    device: Device,
    pen: Pen,
    number: u16,
    dossier: u128,
}

impl Printed {
    fn on(device: Device, at: Moment, dossier: u128) -> Printed {
        let number = device.lane.expect("a lane").number(0).expect("the day's first");
        let pen = Pen::new(Writer { device: device.id, officer: RECEPTION }, at);
        Printed { device, pen, number, dossier }
    }

    /// Sends it, under the lane that the device has by then.
    async fn send(mut self, store: &Store, now: Moment) -> Outcome {
        let lane = store.device(self.device.id).await.unwrap().unwrap().lane;
        let push = self.pen.write(receive(dossier_id(self.dossier), "A", self.number));
        let reply = commit_now(store, now, &push, lane).await.unwrap();
        let PushReply::Done { results, .. } = reply else { panic!("not done: {reply:?}") };
        results.last().expect("one outcome").outcome.clone()
    }
}

/// A browser that forgets everything every evening is a new device every morning. Four a day use up all lanes in
/// ten days; one of four prints without a network, and sends when its lane has long been another's.
async fn fresh_browsers(place: &Place) {
    let mut store = open(place, 74).await;
    let (mut codes, mut late, mut dossier) = (BTreeSet::new(), vec![], 0);
    for day in 0..40_i64 {
        let now = nine().plus_minutes(day * DAY);
        for i in 0..4 {
            let device = store.enrol(&format!("{day} {i}"), "máy", true, now).await.unwrap();
            assert!(device.lane.is_some(), "day {day}: a lane for everybody");
            dossier += 1;
            let printed = Printed::on(device, now, dossier);
            assert!(codes.insert((now.day(), printed.number)), "day {day}: {} again", printed.number);
            if i == 0 {
                late.push(printed);
            } else {
                let outcome = printed.send(&store, now).await;
                assert!(matches!(outcome, Outcome::Applied { .. }), "day {day}: {outcome:?}");
            }
        }
        if day % 10 == 9 {
            // What is known of lanes is known after a start, too.
            store.db.close().await;
            store = open(place, 74).await;
        }
    }
    let after = nine().plus_minutes(40 * DAY);
    let (mut gone, mut applied) = (0, 0);
    for printed in late.drain(15..) {
        let lane = store.device(printed.device.id).await.unwrap().unwrap().lane;
        gone += usize::from(lane != printed.device.lane);
        let outcome = printed.send(&store, after).await;
        assert!(matches!(outcome, Outcome::Applied { .. }), "{outcome:?}");
        applied += 1;
    }
    assert!(gone > 5 && applied > gone, "of {applied} late ones {gone} had lost their lane");
    assert_eq!(store.verify(|_, _| ()).await.unwrap().differences, vec![]);
    store.db.close().await;
}

/// Under a lane that it has lost a device prints nothing new: what it says of a later day is given another number.
async fn lost(place: &Place) {
    let store = open(place, 75).await;
    let first = store.enrol("đầu", "máy", true, nine()).await.unwrap();
    for i in 1..39 {
        store.enrol(&format!("{i}"), "máy", true, nine().plus_minutes(DAY)).await.unwrap();
    }
    let week = nine().plus_minutes(LANE_QUIET_MINUTES);
    assert_eq!(store.enrol("sớm", "máy", true, week).await.unwrap().lane, None, "a week is not over");
    let heir = store.enrol("sau", "máy", true, week.plus_minutes(1)).await.unwrap();
    assert_eq!((first.lane, heir.lane), (Some(Lane(0)), Some(Lane(0))));
    let mine = Printed::on(heir, week.plus_minutes(1), 1).send(&store, week.plus_minutes(1)).await;
    assert!(matches!(mine, Outcome::Applied { .. }), "{mine:?}");
    let foreign = Printed::on(first, week.plus_minutes(2), 2).send(&store, week.plus_minutes(2)).await;
    assert!(matches!(foreign, Outcome::Conflict { .. }), "{foreign:?}");
    store.db.close().await;
}

async fn every_story(place: &Place) {
    fresh_browsers(place).await;
    lost(place).await;
}

#[tokio::test]
async fn lanes_change_hands_and_no_code_is_printed_twice_on_sqlite() {
    let folder = Folder::new();
    every_story(&folder.place()).await;
}

#[tokio::test]
async fn lanes_change_hands_and_no_code_is_printed_twice_on_postgres() {
    let (folder, server) = (Folder::new(), postgres::start());
    every_story(&Place::Postgres { url: server.url.clone(), folder: Some(folder.0.clone()) }).await;
}

/// A copy does not know who was heard after it; somebody may be printing without a network just now.
#[tokio::test]
async fn after_a_restore_nobody_loses_a_lane_for_a_silence_that_the_copy_only_believes() {
    let (folder, copies) = (Folder::new(), Folder::new());
    let store = open(&folder.place(), 1).await;
    // A restore looks at the machine's clock.
    let now = Clock::Machine.now();
    let then = now.plus_minutes(-2 * LANE_QUIET_MINUTES);
    for i in 0..39 {
        store.enrol(&format!("{i}"), "máy", true, then).await.unwrap();
    }
    let copy = copies.0.join("cu.db");
    backup(&folder.0, &copy, then, |_, _| ()).await.unwrap();
    assert_eq!(store.lanes_left(now).await.unwrap(), 39, "all are silent");
    for device in store.devices().await.unwrap() {
        store.heard(device.id, RECEPTION, Some(0), now).await.unwrap();
    }
    assert_eq!(store.lanes_left(now).await.unwrap(), 0);
    store.db.close().await;
    restore(&folder.0, &copy, "x", Asked::Sound, |_, _| ()).await.unwrap();
    let store = open(&folder.place(), 1).await;
    assert_eq!(store.enrol("mới", "máy", true, now).await.unwrap().lane, None);
    let later = now.plus_minutes(LANE_QUIET_MINUTES + DAY);
    assert!(store.enrol("sau", "máy", true, later).await.unwrap().lane.is_some());
    store.db.close().await;
}
