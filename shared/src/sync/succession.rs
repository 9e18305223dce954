//! A browser that was enrolled anew answers for the devices that it was before: what of theirs it still holds.
//!
//! Not here: how acts go on under new numbers (`heir`), where what was said is kept (the server's store).
//! Invariant: a device is replaced once a browser that proves to have been it has said that it lacks nothing, and for as
//! long as nobody who proves the same says otherwise: a copied profile is as good a witness as the first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{DeviceId, Writer};
use crate::moment::Moment;
use crate::session::DeviceKey;

/// `POST /api/succession`: under the session of the device that the browser is now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Succession {
    /// The life of the server that the browser has read.
    pub epoch: String,
    /// Acts that wait under the browser's own numbers, whoever did them.
    pub waiting: u32,
    /// What it was before, each with its proof; at most `session::EARLIER_DEVICES_MAX`.
    pub earlier: Vec<DeviceKey>,
    /// All that lies in it under those numbers.
    pub held: Vec<Held>,
}

/// What a browser holds of one officer under the numbers of one device.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Held {
    pub writer: Writer,
    /// The newest act, waiting or sent.
    pub last_n: u64,
    pub waiting: u32,
}

impl Succession {
    /// Whether the browser holds something of `device` that a book lacks which has come to `judged` with its officers, or
    /// something that went on from there under the browser's own numbers.
    pub fn lacks(&self, device: DeviceId, judged: &BTreeMap<Writer, u64>) -> bool {
        let lacked =
            |held: &Held| held.waiting > 0 || judged.get(&held.writer).is_none_or(|n| *n < held.last_n);
        self.waiting > 0 || self.held.iter().any(|held| held.writer.device == device && lacked(held))
    }
}

/// A browser's last word about a device that it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Said {
    pub device: DeviceId,
    /// What the browser is now.
    pub heir: DeviceId,
    pub at: Moment,
    pub lacks: bool,
}

/// Which device took the place of another, and since when.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Replaced {
    pub by: DeviceId,
    pub at: Moment,
}

/// The devices that are replaced. What a browser lacked counts no more once it was given up, or is itself replaced: it then
/// speaks as what it is now.
pub fn replaced(said: &[Said], is_given_up: impl Fn(DeviceId) -> bool) -> BTreeMap<DeviceId, Replaced> {
    // A browser is enrolled after what it was.
    let mut said: Vec<&Said> = said.iter().filter(|said| said.heir > said.device).collect();
    said.sort_by_key(|said| Reverse((said.device, said.at, said.heir)));
    let mut replaced = BTreeMap::new();
    for words in said.chunk_by(|a, b| a.device == b.device) {
        let holds =
            |said: &&Said| said.lacks && !is_given_up(said.heir) && !replaced.contains_key(&said.heir);
        let lacks = words.iter().any(holds);
        if let Some(said) = words.iter().find(|said| !said.lacks).filter(|_| !lacks) {
            replaced.insert(said.device, Replaced { by: said.heir, at: said.at });
        }
    }
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::OfficerId;
    use crate::moment::Day;

    fn said(device: u32, heir: u32, minute: u32, lacks: bool) -> Said {
        let at = Moment::at(Day::new(2018, 3, 5).unwrap(), 9, minute);
        Said { device: DeviceId(device), heir: DeviceId(heir), at, lacks }
    }

    fn by(said: &[Said], given_up: &[u32]) -> Vec<(u32, u32)> {
        let replaced = replaced(said, |device| given_up.contains(&device.0));
        replaced.into_iter().map(|(device, replaced)| (device.0, replaced.by.0)).collect()
    }

    #[test]
    fn a_copy_that_still_holds_something_speaks_against_the_first() {
        assert_eq!(by(&[said(1, 3, 0, true)], &[]), []);
        assert_eq!(by(&[said(1, 3, 0, false)], &[]), [(1, 3)]);
        let copy = [said(1, 3, 0, false), said(1, 4, 1, true)];
        assert_eq!(by(&copy, &[]), []);
        assert_eq!(by(&copy, &[4]), [(1, 3)], "what a given-up browser held is with the head, or nowhere");
        assert_eq!(by(&[said(1, 3, 0, false), said(1, 4, 2, false)], &[]), [(1, 4)]);
        assert_eq!(by(&[said(3, 1, 0, false), said(2, 2, 0, false)], &[]), [], "nobody was what came later");
    }

    #[test]
    fn a_browser_that_is_another_device_again_speaks_as_that_one() {
        let chain = [said(1, 3, 0, true), said(1, 5, 2, false), said(3, 5, 2, false)];
        assert_eq!(by(&chain, &[]), [(1, 5), (3, 5)]);
        let holds = [said(1, 3, 0, true), said(1, 5, 2, false), said(3, 5, 2, true)];
        assert_eq!(by(&holds, &[]), [], "what it was then still speaks");
    }

    #[test]
    fn nothing_is_lacked_that_the_book_has() {
        let writer = |device| Writer { device: DeviceId(device), officer: OfficerId(6) };
        let held = |waiting| vec![Held { writer: writer(1), last_n: 4, waiting }];
        let ask = |held| Succession { epoch: String::new(), waiting: 0, earlier: vec![], held };
        let judged = BTreeMap::from([(writer(1), 4)]);
        assert!(!ask(held(0)).lacks(DeviceId(1), &judged));
        assert!(ask(held(1)).lacks(DeviceId(1), &judged), "it lies there and waits");
        assert!(ask(held(0)).lacks(DeviceId(1), &BTreeMap::from([(writer(1), 3)])), "a restore took it");
        assert!(ask(held(0)).lacks(DeviceId(1), &BTreeMap::new()));
        assert!(!ask(held(1)).lacks(DeviceId(2), &judged), "of another device");
        let moved = Succession { waiting: 1, ..ask(vec![]) };
        assert!(moved.lacks(DeviceId(1), &judged), "it may be one that went on from there");
    }
}
