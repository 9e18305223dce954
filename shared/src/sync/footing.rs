//! Where a step stands: what a transaction compares with the disk before it keeps what a tab has worked out.
//!
//! Not here: transactions (the app's `store`, the simulation), what a step changes (`client`).
//! Invariant: a step is kept only onto what it was worked out from; whoever comes second works it out anew.

use std::collections::BTreeSet;

use super::client::{Client, Meta, Place, Write};

/// What a step was worked out from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Footing {
    place: Place,
    /// The base changes, so that the reading must be where it was.
    moves: bool,
    /// What the tab takes for sent, where the step says what of it goes back into the queue.
    returns: Option<BTreeSet<u64>>,
    /// Where the chain of the writer ended, where the step makes it shorter.
    end: Option<Meta>,
    /// How often acts had been taken back, where the step says of the writer's own acts, in the tab's words, that they are
    /// judged.
    words: Option<u32>,
}

impl Footing {
    pub fn of(client: &Client, writes: &[Write]) -> Footing {
        let (mut moves, mut returns, mut end, mut words) = (false, false, None, None);
        for write in writes {
            match write {
                Write::Place(place) => {
                    moves = true;
                    returns |= place.epoch != client.place.epoch;
                }
                Write::ForgetAll => (moves, returns) = (true, true),
                Write::Record(_) | Write::Forget(_) => moves = true,
                // An answer enqueues nothing but what was sent before.
                Write::Enqueue(_) => returns = true,
                Write::Meta(_) => end = Some(client.meta.clone()),
                Write::Unqueue(_) | Write::Sent(_) => words = Some(client.taken_back()),
                Write::ForgetSent(_) | Write::Notice(_) | Write::Heard(_) => {}
            }
        }
        let sent = || client.sent.keys().chain(&client.closed).copied().collect();
        let returns = returns.then(sent);
        Footing { place: client.place.clone(), moves, returns, end, words }
    }

    /// Of the tab's own acts as it remembers them, wherever the reading stands.
    pub fn anywhere_in(place: Place) -> Footing {
        Footing { place, moves: false, returns: None, end: None, words: None }
    }

    /// Whether the disk still reads the same life of the server, and from the same cursor where that matters.
    pub fn stands_on(&self, place: &Place) -> bool {
        self.place.epoch == place.epoch && (!self.moves || self.place == *place)
    }

    /// Whether the writer's chain still ends where the step takes it back from, and whether under the numbers of which it
    /// says what became stand the words that the tab knows: another tab may have taken them back and gone on.
    pub fn ends_with(&self, meta: &Meta) -> bool {
        let place = |meta: &Meta| (meta.next_n, meta.head.clone(), meta.lane);
        let same = self.words.is_none_or(|times| times == meta.taken_back);
        same && self.end.as_ref().is_none_or(|end| place(end) == place(meta))
    }

    /// Whether `knows_sent` has to be asked of every act that the disk holds as sent.
    pub fn asks_sent(&self) -> bool {
        self.returns.is_some()
    }

    /// Whether the tab knows that the act was sent. One that it does not know of would stay as the life before judged
    /// it, and that outcome pass for one of this life. A tab may know of later acts and not of this one: it reads only
    /// the number of the next before it does one.
    pub fn knows_sent(&self, n: u64) -> bool {
        self.returns.as_ref().is_none_or(|sent| sent.contains(&n))
    }
}
