//! Máy được đăng ký lại: what a device held counts until whoever took its place has brought all of it, and nobody's bare
//! word is enough.

use serde_json::json;
use shared::demo::{HEAD, JUSTICE, RECEPTION};
use shared::id::{DeviceId, Writer};
use shared::session::{DeviceSeen, Devices};
use shared::sync::client::{Meta, Queued};
use shared::sync::heir;
use shared::sync::succession::{Held, Replaced};
use shared::sync::wire::{Push, PushReply};

use super::pen::{Pen, dossier_id, note, receive};
use super::{Browser, House, nine};
use crate::limits::LANE_QUIET_MINUTES;
use crate::report::coverage;

/// A tablet of two officers on which three acts wait, as it has told; then the server enrols its browser anew.
struct Anew {
    house: House,
    head: Browser,
    before: Browser,
    now: Browser,
    hers: Push,
    his: Push,
}

impl Anew {
    async fn new() -> Anew {
        let house = House::new().await;
        let head = house.browser(HEAD).await;
        let before = house.browser(RECEPTION).await;
        let mut pen = Pen::new(before.writer(), nine());
        let number = before.lane.expect("a lane").first();
        let hers = pen.write_all(vec![receive(dossier_id(1), "A", number), note(dossier_id(1), "đã gọi")]);
        let ha = Writer { device: before.device, officer: JUSTICE };
        let his = Pen::new(ha, nine()).write(note(dossier_id(1), "đã xem"));
        pulls(&house, &before, "&waiting=2&beside=3.1.1").await;
        house.later(5);
        let now = house.browser(RECEPTION).await;
        house.later(5);
        Anew { house, head, before, now, hers, his }
    }

    /// Her acts go on under the new numbers.
    async fn brings_hers(&self) {
        let mut prev = self.hers.prev.clone();
        let mut held = vec![];
        for (n, body) in (self.hers.first_n..).zip(&self.hers.acts) {
            let head = body.hash(&prev);
            held.push(Queued { n, prev: std::mem::replace(&mut prev, head), body: body.clone(), seq: 0 });
        }
        let writer = self.now.writer();
        let (_, moved) = heir::inherit(&Meta::new(writer, self.now.lane), &held);
        let acts = moved.into_iter().map(|(_, queued)| queued.body).collect();
        let push = Push { writer, acts, ..self.hers.clone() };
        assert_eq!(self.now.post("/api/push", &push).await.said(), "200");
    }

    /// His come as they are, under the old ones.
    async fn brings_his(&self) {
        let reply = self.house.site.ledger.push(self.his.clone(), self.before.lane).await;
        assert!(matches!(reply, Ok(PushReply::Done { .. })));
    }

    async fn says(&self, by: &Browser, secret: &str, waiting: u32, held: &[Held]) {
        let earlier = json!([{"id": self.before.device, "secret": secret}]);
        let epoch = self.house.site.store.epoch.to_string();
        let ask = json!({"epoch": epoch, "waiting": waiting, "earlier": earlier, "held": held});
        assert_eq!(by.post("/api/succession", ask).await.said(), "200");
    }

    fn ha(&self, waiting: u32) -> Held {
        Held { writer: Writer { device: self.before.device, officer: JUSTICE }, last_n: 1, waiting }
    }

    async fn seen(&self) -> DeviceSeen {
        let devices: Devices = serde_json::from_slice(&self.head.get("/api/devices").await.body).unwrap();
        devices.devices.into_iter().find(|device| device.id == self.before.device).expect("enrolled")
    }

    async fn by(&self) -> Option<DeviceId> {
        self.seen().await.replaced.map(|replaced| replaced.by)
    }
}

async fn pulls(house: &House, browser: &Browser, says: &str) {
    let path = format!("/api/pull?epoch={}&cursor=0&wait=0{says}", house.site.store.epoch);
    assert_eq!(browser.get(&path).await.said(), "200");
}

#[tokio::test]
async fn a_device_is_replaced_when_all_that_it_held_has_come_and_not_before() {
    let anew = Anew::new().await;
    let Anew { house, before, now, .. } = &anew;
    anew.says(now, &now.secret, 0, &[]).await;
    assert_eq!(anew.by().await, None, "who does not prove to have been it is not heard");
    anew.says(now, &before.secret, 0, &[]).await;
    assert_eq!((anew.by().await, anew.seen().await.waiting), (None, 3), "nothing of the three has come");
    anew.brings_hers().await;
    anew.says(now, &before.secret, 0, &[anew.ha(1)]).await;
    assert_eq!(anew.by().await, None, "his lies there");
    anew.brings_his().await;
    anew.says(now, &before.secret, 1, &[anew.ha(0)]).await;
    assert_eq!(anew.by().await, None, "something waits that may have gone on from there");
    let unsent = async || coverage(&house.site.store, house.clock.now()).await.unwrap().acts;
    assert_eq!(unsent().await, 3);
    house.later(1);
    let at = house.clock.now();
    anew.says(now, &before.secret, 0, &[anew.ha(0)]).await;
    house.later(1);
    anew.says(now, &before.secret, 0, &[anew.ha(0)]).await;
    let seen = anew.seen().await;
    assert_eq!(seen.replaced, Some(Replaced { by: now.device, at }), "since it was said first");
    assert_eq!((seen.waiting, seen.last_seen, seen.lane), (0, nine(), before.lane));
    assert_eq!(unsent().await, 0);
}

/// The lane of what was replaced is a silent device's like any other: a week, and no more than that.
#[tokio::test]
async fn a_lane_is_not_free_sooner_and_no_longer_kept_for_what_has_come() {
    let anew = Anew::new().await;
    anew.brings_hers().await;
    anew.brings_his().await;
    let store = &anew.house.site.store;
    let week = nine().plus_minutes(LANE_QUIET_MINUTES);
    // Everybody else is heard on the last day, so that only one lane can become free.
    let others = store.lanes_left(week).await.unwrap();
    let later = week.plus_minutes(1);
    for device in [anew.head.device, anew.now.device] {
        store.heard(device, HEAD, Some(0), week).await.unwrap();
    }
    assert_eq!(store.lanes_left(later).await.unwrap(), others, "it has said that acts wait");
    anew.says(&anew.now, &anew.before.secret, 0, &[]).await;
    assert_eq!(anew.by().await, Some(anew.now.device));
    assert_eq!(store.lanes_left(week).await.unwrap(), others, "its silence is no longer than it was");
    assert_eq!(store.lanes_left(later).await.unwrap(), others + 1);
}

/// Two disks were one: what the first brings says nothing of what the second holds.
#[tokio::test]
async fn a_copy_of_the_profile_is_heard_against_whoever_says_that_all_has_come() {
    let anew = Anew::new().await;
    let (before, now) = (&anew.before, &anew.now);
    anew.brings_hers().await;
    anew.brings_his().await;
    anew.says(now, &before.secret, 0, &[]).await;
    assert_eq!(anew.by().await, Some(now.device));
    // The other disk was enrolled anew as well; there an act of his lies that the book lacks.
    let other = anew.house.browser(JUSTICE).await;
    anew.says(&other, &before.secret, 0, &[Held { last_n: 2, ..anew.ha(1) }]).await;
    assert_eq!((anew.by().await, anew.seen().await.waiting), (None, 3));
    anew.says(now, &before.secret, 0, &[]).await;
    assert_eq!(anew.by().await, None, "the first knows nothing of it");
    anew.house.later(1);
    anew.says(&other, &before.secret, 0, &[anew.ha(0)]).await;
    assert_eq!(anew.by().await, Some(other.device));
    // A third disk goes on as the device itself.
    anew.house.later(10);
    pulls(&anew.house, before, "&waiting=1").await;
    for browser in [now, &other] {
        anew.says(browser, &before.secret, 0, &[]).await;
        assert_eq!((anew.by().await, anew.seen().await.waiting), (None, 1), "it lives, and is nobody's past");
    }
    anew.head.post("/api/devices/revoke", json!({"device": before.device})).await;
    anew.says(now, &before.secret, 0, &[]).await;
    assert_eq!(anew.by().await, None, "what is given up is not replaced");
}
