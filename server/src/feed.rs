//! Waking pulls that wait for a change.
//!
//! Not here: what changed; a woken pull reads it.
//! Invariant: a wake is never missed: the waiting side compares sequences, not events.

use std::time::Duration;

use tokio::sync::watch;

#[derive(Clone)]
pub struct Feed {
    seq: watch::Sender<u64>,
    closing: watch::Sender<bool>,
    looks: watch::Sender<u64>,
}

impl Default for Feed {
    fn default() -> Feed {
        Feed { seq: watch::Sender::new(0), closing: watch::Sender::new(false), looks: watch::Sender::new(0) }
    }
}

impl Feed {
    /// Everything up to `seq` is committed.
    pub fn wake(&self, seq: u64) {
        self.seq.send_if_modified(|newest| {
            let newer = seq > *newest;
            *newest = seq.max(*newest);
            newer
        });
    }

    /// The newest committed sequence.
    pub fn newest(&self) -> u64 {
        *self.seq.borrow()
    }

    /// Sessions may have ended: whoever waits asks again whether they still may.
    pub fn look(&self) {
        self.looks.send_modify(|looks| *looks += 1);
    }

    /// Ends every wait, now and from now on.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    pub fn is_closing(&self) -> bool {
        *self.closing.borrow()
    }

    /// Returns when the server closes.
    pub async fn closed(&self) {
        let mut closing = self.closing.subscribe();
        // An error would mean that the sender is gone; `self` holds it.
        let _ = closing.wait_for(|closing| *closing).await;
    }

    /// Returns when something after `cursor` is committed, sessions have ended, the time is over, or the server closes.
    pub async fn after(&self, cursor: u64, wait: Duration) {
        let mut seq = self.seq.subscribe();
        let mut looks = self.looks.subscribe();
        let newer = async {
            let _ = seq.wait_for(|newest| *newest > cursor).await;
        };
        tokio::select! {
            () = newer => {}
            () = self.closed() => {}
            _ = looks.changed() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_wait_ends_by_change_time_or_close() {
        let feed = Feed::default();
        let long = Duration::from_secs(25);
        let begin = tokio::time::Instant::now();
        feed.wake(7);
        feed.after(6, long).await;
        assert_eq!(begin.elapsed(), Duration::ZERO, "the change came before the wait");
        feed.after(7, long).await;
        assert!(begin.elapsed() >= long, "nothing new: the whole time");
        let (begin, waiting) = (tokio::time::Instant::now(), feed.clone());
        let waits = tokio::spawn(async move { waiting.after(7, long).await });
        tokio::task::yield_now().await;
        feed.look();
        waits.await.unwrap();
        assert_eq!(begin.elapsed(), Duration::ZERO, "sessions have ended");
        feed.close();
        let begin = tokio::time::Instant::now();
        feed.after(7, long).await;
        assert_eq!(begin.elapsed(), Duration::ZERO);
    }
}
