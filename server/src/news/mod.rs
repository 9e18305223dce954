//! Tin gửi dân: from judged acts to letters that leave.
//!
//! Not here: what is news and in which words (`shared::news`), its rows (`store::news`), who may read them (`seen`).
//! Invariant: a round may be broken off anywhere; the next one goes on, and no event leaves twice.

pub mod post;
pub mod seen;
pub mod smtp;

use std::sync::Arc;

use lettre::address::Address;
use sha2::{Digest, Sha256};
use shared::lang::{Sentence, word};
use shared::moment::{Day, Moment};
use shared::news::{State, address, told};
use tokio::task::JoinHandle;

use self::post::Post;
use self::smtp::{Line, Trouble, letter};
use crate::clock::Clock;
use crate::feed::Feed;
use crate::limits::{NEWS_SLEEP_MAX, NEWS_TRIED_MINUTES_MAX, NEWS_WAIT_MINUTES_MAX};
use crate::random;
use crate::store::news::{Due, Move};
use crate::store::{Fault, Store};

/// The outbox at work.
pub struct Outbox {
    store: Store,
    clock: Clock,
    feed: Feed,
    post: Arc<Post>,
    /// How far the acts were looked at.
    cursor: u64,
    /// On which day reminders were made.
    reminded: Option<Day>,
}

/// A letter on its way.
struct Letter {
    due: Due,
    to: Address,
    bytes: Vec<u8>,
}

/// Sends until the house closes; whoever waits for the end finds no letter half given out.
pub fn start(store: Store, clock: Clock, feed: Feed, post: Arc<Post>) -> JoinHandle<()> {
    let mut outbox = Outbox::new(store, clock, feed.clone(), post);
    tokio::spawn(async move {
        while !feed.is_closing() {
            let newest = feed.newest();
            if let Err(fault) = outbox.round().await {
                tracing::warn!(%fault, "news could not be sent");
            }
            feed.after(newest, NEWS_SLEEP_MAX).await;
        }
    })
}

impl Outbox {
    pub fn new(store: Store, clock: Clock, feed: Feed, post: Arc<Post>) -> Outbox {
        Outbox { store, clock, feed, post, cursor: 0, reminded: None }
    }

    /// What is news becomes a row; what is due is sent.
    pub async fn round(&mut self) -> Result<(), Fault> {
        let now = self.clock.now();
        loop {
            let to = self.store.sweep_news(self.cursor, now).await?;
            if to == self.cursor {
                break;
            }
            self.cursor = to;
        }
        if self.reminded != Some(now.day()) && now.minute_of_day() >= shared::news::REMINDED_FROM_MINUTE {
            self.store.sweep_reminders(now).await?;
            self.reminded = Some(now.day());
        }
        self.send(now).await
    }

    async fn send(&self, now: Moment) -> Result<(), Fault> {
        let mut line = None;
        let mut due = self.store.due_news(now).await?.into_iter();
        while let Some(next) = due.next().filter(|_| !self.feed.is_closing()) {
            let Some(letter) = self.letter(next, now).await? else { continue };
            let mut open = match line.take() {
                Some(open) => open,
                None => match Line::open(&self.post).await {
                    Ok(open) => open,
                    Err(why) => return self.no_way(&why, [next].into_iter().chain(due), now).await,
                },
            };
            match self.carry(&mut open, &letter, now).await? {
                Carried::Goes => line = Some(open),
                Carried::Refused => {
                    if open.again().await {
                        line = Some(open);
                    }
                }
                Carried::Broken => {}
                Carried::NoWay(why) => {
                    return self.no_way(&why, [next].into_iter().chain(due), now).await;
                }
            }
        }
        if let Some(line) = line {
            line.close().await;
        }
        Ok(())
    }

    /// The letter as the dossier stands now, or nothing where there is nothing to say any more.
    async fn letter(&self, due: Due, now: Moment) -> Result<Option<Letter>, Fault> {
        let drop_it = |state, why: Sentence| Move { state, at: now, tries: due.tries, why };
        let dossier = self.store.record_now(due.key.dossier).await?;
        let wanted = dossier.as_ref().and_then(|dossier| address(&dossier.contact));
        let (Some(dossier), Some(wanted)) = (&dossier, wanted) else {
            let why = word("công dân không muốn nhận tin nữa", "the citizen does not want it any more");
            return self.settle(due, drop_it(State::Dropped, why.into())).await;
        };
        let ward = self.store.ward();
        let Some(told) = told(due.key.event, &ward, dossier, &self.post.site, now) else {
            let why = word("hồ sơ đã sang bước khác", "the dossier has moved on");
            return self.settle(due, drop_it(State::Dropped, why.into())).await;
        };
        let name = serde_json::to_vec(&(self.store.id.0, due.key))?;
        let name = random::to_hex(&Sha256::digest(name)[..16]);
        let written = wanted.parse().ok().and_then(|to: Address| {
            Some(Letter { due, bytes: letter(&self.post, to.clone(), told, &name, now)?, to })
        });
        match written {
            Some(letter) => Ok(Some(letter)),
            None => {
                let why = word("không gửi được tới thư điện tử này", "mail cannot be sent to this address");
                self.settle(due, drop_it(State::Failed, why.into())).await
            }
        }
    }

    async fn settle(&self, due: Due, to: Move) -> Result<Option<Letter>, Fault> {
        self.store.move_news(due.key, Some(State::Waiting), &to).await?;
        Ok(None)
    }

    async fn carry(&self, line: &mut Line, letter: &Letter, now: Moment) -> Result<Carried, Fault> {
        let Letter { due, to, bytes } = letter;
        if let Err(trouble) = line.offer(&self.post.from.email, to).await {
            return self.refused(*due, trouble, Some(State::Waiting), now).await;
        }
        // From here on it may arrive whatever happens to us.
        if !self.store.take_news(due.key, now).await? {
            return Ok(Carried::Broken);
        }
        match line.hand_over(bytes, to).await {
            Ok(()) => {
                let sent =
                    Move { state: State::Sent, at: now, tries: due.tries + 1, why: Sentence::new("", "") };
                self.store.move_news(due.key, None, &sent).await?;
                tracing::info!(event = due.key.event.code(), "news sent");
                Ok(Carried::Goes)
            }
            Err(trouble) => {
                if matches!(trouble, Trouble::Later(_) | Trouble::Way(_)) {
                    self.store.give_back_news(due.key)?;
                }
                self.refused(*due, trouble, None, now).await
            }
        }
    }

    async fn refused(
        &self,
        due: Due,
        trouble: Trouble,
        from: Option<State>,
        now: Moment,
    ) -> Result<Carried, Fault> {
        let (state, why, carried) = match trouble {
            Trouble::Way(why) => {
                if from.is_none() {
                    self.later(due, why.clone(), None, now).await?;
                }
                return Ok(Carried::NoWay(why));
            }
            Trouble::Later(why) => {
                self.later(due, why, from, now).await?;
                return Ok(Carried::Refused);
            }
            Trouble::Never(why) => (State::Failed, why, Carried::Refused),
            Trouble::Unclear(why) => (State::Unclear, why, Carried::Broken),
        };
        tracing::warn!(event = due.key.event.code(), state = state.code(), "a letter was not taken");
        self.store.move_news(due.key, from, &Move { state, at: now, tries: due.tries + 1, why }).await?;
        Ok(carried)
    }

    /// Nothing gets through: everything that was due waits.
    async fn no_way(
        &self,
        why: &Sentence,
        rest: impl Iterator<Item = Due>,
        now: Moment,
    ) -> Result<(), Fault> {
        tracing::warn!(%why, "letters wait");
        for due in rest {
            self.later(due, why.clone(), Some(State::Waiting), now).await?;
        }
        Ok(())
    }

    /// Tried again after twice the time, given up in the end.
    async fn later(&self, due: Due, why: Sentence, from: Option<State>, now: Moment) -> Result<(), Fault> {
        let at = now.plus_minutes(wait_minutes(due.tries));
        let too_late = at > due.made.plus_minutes(NEWS_TRIED_MINUTES_MAX);
        let (state, at) = if too_late { (State::Failed, now) } else { (State::Waiting, at) };
        self.store.move_news(due.key, from, &Move { state, at, tries: due.tries + 1, why }).await?;
        Ok(())
    }
}

/// What the line is good for after a letter.
enum Carried {
    Goes,
    /// The letter was refused; the line may go on.
    Refused,
    Broken,
    NoWay(Sentence),
}

/// One minute, two, four … an hour.
fn wait_minutes(tries: u32) -> i64 {
    1_i64.checked_shl(tries.min(32)).map_or(NEWS_WAIT_MINUTES_MAX, |wait| wait.min(NEWS_WAIT_MINUTES_MAX))
}

#[cfg(test)]
mod tests {
    use super::wait_minutes;

    #[test]
    fn the_wait_doubles_up_to_an_hour() {
        let waits: Vec<i64> = [0, 1, 2, 5, 6, 40, u32::MAX].into_iter().map(wait_minutes).collect();
        assert_eq!(waits, [1, 2, 4, 32, 60, 60, 60]);
    }
}
