//! Tin gửi dân: from judged acts to letters that leave.
//!
//! Not here: what is news and in which words (`shared::news`), its rows (`store::news`), who may read them (`seen`).
//! Invariant: a round may be broken off anywhere; the next one goes on, and no event leaves twice.

pub mod file;
pub mod gateway;
pub mod post;
pub mod seen;
pub mod sender;
pub mod smtp;

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use shared::dossier::record::NewsBy;
use shared::lang::{Sentence, word};
use shared::moment::{Day, Moment};
use shared::news::{State, address, told};
use tokio::task::JoinHandle;

use self::sender::{Draft, Line, Sender, Senders, Trouble};
use crate::clock::Clock;
use crate::feed::Feed;
use crate::limits::{NEWS_SLEEP_MAX, NEWS_TRIED_MINUTES_MAX, NEWS_UNSURE_MAX, NEWS_WAIT_MINUTES_MAX};
use crate::random;
use crate::store::news::{Due, Move, Take};
use crate::store::{Fault, Store};

/// The outbox at work.
pub struct Outbox {
    store: Store,
    clock: Clock,
    feed: Feed,
    senders: Arc<Senders>,
    /// How far the acts were looked at.
    cursor: u64,
    /// On which day reminders were made.
    reminded: Option<Day>,
}

/// A letter on its way.
struct Letter<'a> {
    due: Due,
    by: NewsBy,
    sender: Sender<'a>,
    written: sender::Letter,
}

/// One way in one round.
enum Lane<'a> {
    /// Letters in a row of which nobody knows whether they were taken.
    Open(Line<'a>, u32),
    Broken(u32),
    /// Nothing gets through: everything that is due waits.
    Shut(Sentence),
}

/// Sends until the house closes; whoever waits for the end finds no letter half given out.
pub fn start(store: Store, clock: Clock, feed: Feed, senders: Arc<Senders>) -> JoinHandle<()> {
    let mut outbox = Outbox::new(store, clock, feed.clone(), senders);
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
    pub fn new(store: Store, clock: Clock, feed: Feed, senders: Arc<Senders>) -> Outbox {
        Outbox { store, clock, feed, senders, cursor: 0, reminded: None }
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

    /// A way that does not get through holds up its own letters and no others.
    async fn send(&self, now: Moment) -> Result<(), Fault> {
        let senders = self.senders.clone();
        let mut lanes: BTreeMap<NewsBy, Lane<'_>> = BTreeMap::new();
        for due in self.store.due_news(now).await? {
            if self.feed.is_closing() {
                break;
            }
            let Some(letter) = self.letter(&senders, due, now).await? else { continue };
            let lane = match lanes.remove(&letter.by).unwrap_or(Lane::Broken(0)) {
                Lane::Broken(unsure) => match letter.sender.open().await {
                    Ok(line) => Lane::Open(line, unsure),
                    Err(why) => shut(why),
                },
                lane @ (Lane::Open(..) | Lane::Shut(_)) => lane,
            };
            let by = letter.by;
            let lane = match lane {
                Lane::Open(line, unsure) => self.carry(line, unsure, &letter, now).await?,
                Lane::Shut(why) => {
                    self.later(letter.due, why.clone(), Some(State::Waiting), now).await?;
                    Lane::Shut(why)
                }
                Lane::Broken(_) => lane,
            };
            lanes.insert(by, lane);
        }
        for lane in lanes.into_values() {
            if let Lane::Open(line, _) = lane {
                line.close().await;
            }
        }
        Ok(())
    }

    /// The letter as the dossier stands now, or nothing where there is nothing to say any more.
    async fn letter<'a>(
        &self,
        senders: &'a Senders,
        due: Due,
        now: Moment,
    ) -> Result<Option<Letter<'a>>, Fault> {
        let drop_it = |state, why: Sentence| Move { state, at: now, tries: due.tries, why };
        let dossier = self.store.record_now(due.key.dossier).await?;
        let wanted = dossier.as_ref().and_then(|dossier| address(&dossier.contact));
        let (Some(dossier), Some((by, to))) = (&dossier, wanted) else {
            let why = word("công dân không muốn nhận tin nữa", "the citizen does not want it any more");
            return self.settle(due, drop_it(State::Dropped, why.into())).await;
        };
        if by != due.by {
            self.store.turn_news(due.key, by).await?;
        }
        let Some(sender) = senders.of(by) else {
            let why =
                word("phường không còn gửi tin bằng cách này", "the ward does not send by this way any more");
            self.later(due, why.into(), Some(State::Waiting), now).await?;
            return Ok(None);
        };
        let ward = self.store.ward();
        let Some(told) = told(due.key.event, &ward, dossier, &senders.site, now) else {
            let why = word("hồ sơ đã sang bước khác", "the dossier has moved on");
            return self.settle(due, drop_it(State::Dropped, why.into())).await;
        };
        let name = serde_json::to_vec(&(self.store.id.0, due.key))?;
        let name = random::to_hex(&Sha256::digest(name)[..16]);
        let draft = Draft { by, event: due.key.event, to, told, name, now };
        match sender.write(draft) {
            Some(written) => Ok(Some(Letter { due, by, sender, written })),
            None => {
                let why = word("không gửi được tới địa chỉ này", "nothing can be sent to this address");
                self.settle(due, drop_it(State::Failed, why.into())).await
            }
        }
    }

    async fn settle(&self, due: Due, to: Move) -> Result<Option<Letter<'static>>, Fault> {
        self.store.move_news(due.key, Some(State::Waiting), &to).await?;
        Ok(None)
    }

    async fn carry<'a>(
        &self,
        mut line: Line<'a>,
        unsure: u32,
        letter: &Letter<'_>,
        now: Moment,
    ) -> Result<Lane<'a>, Fault> {
        let Letter { due, by, written, .. } = letter;
        if let Err(trouble) = line.offer(written).await {
            return self.refused(line, *due, trouble, Some(State::Waiting), now).await;
        }
        let was_out = self.store.is_news_out(due.key);
        // From here on it may arrive whatever happens to us.
        let take = match line.can_be_asked_again() {
            true => Take::AsksAgain(now.plus_minutes(wait_minutes(due.tries))),
            false => Take::Once,
        };
        if !self.store.take_news(due, *by, take, now).await? {
            return Ok(Lane::Broken(unsure));
        }
        match line.hand_over(written).await {
            Ok(why) => {
                let (state, told) = line.done();
                let done = Move { state, at: now, tries: due.tries + 1, why };
                self.store.move_news(due.key, None, &done).await?;
                tracing::info!(event = due.key.event.code(), by = by.code(), "{told}");
                Ok(Lane::Open(line, 0))
            }
            Err(Trouble::Unsure(why)) => {
                self.later(*due, why.clone(), None, now).await?;
                Ok(if unsure + 1 < NEWS_UNSURE_MAX { Lane::Broken(unsure + 1) } else { shut(why) })
            }
            Err(trouble) => {
                // What may have arrived before is not called back by a refusal of today.
                if !was_out && matches!(trouble, Trouble::Later(_) | Trouble::Way(_)) {
                    self.store.give_back_news(due.key)?;
                }
                self.refused(line, *due, trouble, None, now).await
            }
        }
    }

    async fn refused<'a>(
        &self,
        mut line: Line<'a>,
        due: Due,
        trouble: Trouble,
        from: Option<State>,
        now: Moment,
    ) -> Result<Lane<'a>, Fault> {
        let (state, why) = match trouble {
            Trouble::Way(why) => {
                self.later(due, why.clone(), from, now).await?;
                return Ok(shut(why));
            }
            Trouble::Later(why) | Trouble::Unsure(why) => {
                self.later(due, why, from, now).await?;
                return Ok(if line.again().await { Lane::Open(line, 0) } else { Lane::Broken(0) });
            }
            Trouble::Never(why) => (State::Failed, why),
            Trouble::Unclear(why) => (State::Unclear, why),
        };
        tracing::warn!(event = due.key.event.code(), state = state.code(), "a letter was not taken");
        self.store.move_news(due.key, from, &Move { state, at: now, tries: due.tries + 1, why }).await?;
        let goes = state == State::Failed && line.again().await;
        Ok(if goes { Lane::Open(line, 0) } else { Lane::Broken(0) })
    }

    /// Tried again after twice the time, given up in the end.
    async fn later(&self, due: Due, why: Sentence, from: Option<State>, now: Moment) -> Result<(), Fault> {
        let at = now.plus_minutes(wait_minutes(due.tries));
        let too_late = at > due.made.plus_minutes(NEWS_TRIED_MINUTES_MAX);
        // What was out and never confirmed has not failed: nobody knows.
        let given_up = if self.store.is_news_out(due.key) { State::Unclear } else { State::Failed };
        let (state, at) = if too_late { (given_up, now) } else { (State::Waiting, at) };
        self.store.move_news(due.key, from, &Move { state, at, tries: due.tries + 1, why }).await?;
        Ok(())
    }
}

fn shut<'a>(why: Sentence) -> Lane<'a> {
    tracing::warn!(%why, "letters wait");
    Lane::Shut(why)
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
