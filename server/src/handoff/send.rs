//! The outbox to the city at work.
//!
//! Not here: what is told (`shared::handoff::city`), its rows (`store::handoff`), the line (`crate::wire`).
//! Invariant: a round may be broken off anywhere: a message that may have arrived is told again with the same key. What
//! was refused for good holds up its own dossier and nobody else.

use std::sync::Arc;

use shared::handoff::city::{Message, State};
use shared::lang::Sentence;
use shared::moment::Moment;
use tokio::task::JoinHandle;

use super::answer::{Answer, judged};
use crate::clock::Clock;
use crate::feed::Feed;
use crate::limits::{CITY_FAILS_MAX, CITY_SLEEP_MAX, CITY_WAIT_MINUTES_MAX};
use crate::store::handoff::city::{Due, Move};
use crate::store::{Fault, Store};
use crate::wire::Line;
use crate::wire::place::Place;

pub struct Sender {
    store: Store,
    clock: Clock,
    feed: Feed,
    city: Arc<Place>,
    /// The city is left alone until then.
    rests: Option<Moment>,
    /// Rounds in a row in which nothing got through.
    vain: u32,
}

/// Sends until the house closes; whoever waits for the end finds no message half told.
pub fn start(store: Store, clock: Clock, feed: Feed, city: Arc<Place>) -> JoinHandle<()> {
    let mut sender = Sender::new(store, clock, feed.clone(), city);
    tokio::spawn(async move {
        while !feed.is_closing() {
            let newest = feed.newest();
            if let Err(fault) = sender.round().await {
                tracing::warn!(%fault, "the city could not be told");
            }
            feed.after(newest, CITY_SLEEP_MAX).await;
        }
    })
}

/// What a round goes on with.
enum Next {
    Goes,
    /// It could not be taken now.
    Failed,
    Rests,
}

impl Sender {
    pub fn new(store: Store, clock: Clock, feed: Feed, city: Arc<Place>) -> Sender {
        Sender { store, clock, feed, city, rests: None, vain: 0 }
    }

    /// What changed becomes a message; what is due is told.
    pub async fn round(&mut self) -> Result<(), Fault> {
        let now = self.clock.now();
        while self.store.sweep_city(now).await? {}
        if self.rests.is_some_and(|until| now < until) {
            return Ok(());
        }
        self.rests = None;
        self.send(now).await
    }

    async fn send(&mut self, now: Moment) -> Result<(), Fault> {
        let (mut line, mut fails) = (None, 0);
        loop {
            let due = self.store.due_city(now).await?;
            if due.is_empty() {
                return Ok(());
            }
            for next in due {
                if self.feed.is_closing() {
                    return Ok(());
                }
                match self.carry(&mut line, next, now).await? {
                    Next::Goes => (fails, self.vain) = (0, 0),
                    Next::Failed if fails + 1 < CITY_FAILS_MAX => fails += 1,
                    Next::Failed | Next::Rests => {
                        self.rests = Some(now.plus_minutes(wait_minutes(self.vain)));
                        self.vain = self.vain.saturating_add(1);
                        return Ok(());
                    }
                }
            }
        }
    }

    async fn carry(&self, line: &mut Option<Line>, due: Due, now: Moment) -> Result<Next, Fault> {
        let message: Message = serde_json::from_str(&due.body)?;
        let mut open = match line.take().filter(Line::is_open) {
            Some(open) => open,
            None => match Line::open(&self.city).await {
                Ok(open) => open,
                Err(why) => return self.later(&due, why, Next::Rests, now).await,
            },
        };
        let status = message.trang_thai;
        let answer = open.tell(&self.city, &message.khoa, &due.body).await;
        match answer.map_or_else(Answer::NoWay, |answer| judged(&answer)) {
            Answer::Taken => {
                *line = Some(open);
                let taken =
                    Move { state: State::Taken, at: now, tries: due.tries + 1, why: Sentence::new("", "") };
                self.store.move_city(due.id, due.n, State::Waiting, &taken).await?;
                tracing::info!(status, "the city has a change");
                Ok(Next::Goes)
            }
            Answer::Later(why) => {
                *line = Some(open);
                self.later(&due, why, Next::Failed, now).await
            }
            Answer::Never(why) => {
                *line = Some(open);
                tracing::warn!(status, "the city refused a change");
                let refused = Move { state: State::Refused, at: now, tries: due.tries + 1, why };
                self.store.move_city(due.id, due.n, State::Waiting, &refused).await?;
                Ok(Next::Goes)
            }
            Answer::NoWay(why) => self.later(&due, why, Next::Rests, now).await,
        }
    }

    /// Told again after twice the time, for ever.
    async fn later(&self, due: &Due, why: Sentence, next: Next, now: Moment) -> Result<Next, Fault> {
        tracing::warn!(why = %why.en, "a change waits for the city");
        let at = now.plus_minutes(wait_minutes(due.tries));
        let waits = Move { state: State::Waiting, at, tries: due.tries.saturating_add(1), why };
        self.store.move_city(due.id, due.n, State::Waiting, &waits).await?;
        Ok(next)
    }
}

/// One minute, two, four … half an hour.
fn wait_minutes(tries: u32) -> i64 {
    1_i64.checked_shl(tries.min(32)).map_or(CITY_WAIT_MINUTES_MAX, |wait| wait.min(CITY_WAIT_MINUTES_MAX))
}

#[cfg(test)]
mod tests {
    use super::wait_minutes;

    #[test]
    fn the_wait_doubles_up_to_half_an_hour() {
        let waits: Vec<i64> = [0, 1, 2, 4, 5, 40, u32::MAX].into_iter().map(wait_minutes).collect();
        assert_eq!(waits, [1, 2, 4, 16, 30, 30, 30]);
    }
}
