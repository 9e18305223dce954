//! Phường mẫu: the ward of the article lives its year 2018 again, and the last weeks up to today.
//!
//! Not here: the ward's settings and officers (`shared::demo`), the command (`cli::demo`).
//! Invariant: dossiers are made by acts through the ledger, never by writing rows; the same seed and the same
//! moment give the same dossiers.

mod again;
pub mod case;
mod civil;
mod closing;
mod dice;
pub mod feedback;
mod fees;
pub mod logins;
mod office;
mod outage;
mod people;
mod photo;
pub mod play;
pub mod posted;
mod registers;
mod roads;
mod scans;
mod scene;
mod shift;
mod slips;
mod storm;
mod story;
pub mod survey;
mod till;
pub mod today;
pub mod year;

#[cfg(test)]
mod tests;

use shared::moment::{Day, Moment};

use crate::store::ledger::newest_seq;
use crate::store::{Fault, Store};
use play::Players;
use year::Quota;

/// What the demo has made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lived {
    pub acts: usize,
}

/// Whether nobody has worked here yet.
pub async fn is_untouched(store: &Store) -> Result<bool, Fault> {
    Ok(store.accounts().await?.is_empty() && newest_seq(store).await? == 0)
}

/// Lives the year, then the last weeks before `now` with the scans of their papers, lets those who got a result rate
/// it, hands over each day's till, closes the year's books, and hears what people say of the ward. `progress` hears how many acts of how many are done.
pub async fn live(
    store: &Store,
    (year, quota): (i32, Quota),
    now: Moment,
    seed: u64,
    progress: impl Fn(u64, u64),
) -> Result<Lived, Fault> {
    let (store, ward) = (&store.untold(), store.ward());
    let mut steps = year::plan(&ward, year, quota, seed);
    let opened = year::opening(year);
    let since = steps.last().map_or(opened, |step| step.at);
    let lately: Vec<_> =
        today::plan(&ward, now, seed ^ 1).into_iter().filter(|step| step.at >= since).collect();
    steps.extend(scans::made(store, lately).await?);
    let mut players = Players::enrol(store, opened).await?;
    players.play(&steps, progress).await?;
    civil::take_in(store, &steps, now).await?;
    survey::say(store, (year, quota.ballots), now, seed ^ 2).await?;
    shift::stand(store, now, seed ^ 3).await?;
    let end = |year, month, day| Day::new(year, month, day).unwrap_or(now.day());
    // Results of the year's last days are fetched, and paid for, in the next.
    till::hand_over(store, (opened.day(), end(year + 1, 1, 31)), now, seed ^ 5).await?;
    till::hand_over(store, (now.day().plus(-100), now.day()), now, seed ^ 6).await?;
    closing::close_books(store, year, now).await?;
    feedback::say(store, year, now, seed ^ 4).await?;
    Ok(Lived { acts: steps.len() })
}
