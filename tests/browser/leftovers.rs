//! A journey that fails leaves no browser behind, nor what it kept.
//!
//! Invariant: what is searched for afterwards is found before.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::user::{PHONE, User};

/// Processes that were started with this folder.
fn at_work(profile: &Path) -> usize {
    let name = profile.display().to_string();
    let processes = std::fs::read_dir("/proc").expect("a system with /proc").filter_map(Result::ok);
    let lines = processes.filter_map(|process| std::fs::read(process.path().join("cmdline")).ok());
    lines.filter(|line| String::from_utf8_lossy(line).contains(&name)).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_journey_that_fails_ends_its_browser() {
    let (tell, told) = tokio::sync::oneshot::channel();
    let journey = tokio::spawn(async move {
        let user = User::at(PHONE).await;
        tell.send((user.profile().to_owned(), at_work(user.profile()))).expect("somebody listens");
        panic!("as a journey does that sees something else than it should");
    });
    assert!(journey.await.is_err_and(|end| end.is_panic()));
    let (profile, before) = told.await.expect("it had begun");
    assert!(before > 0, "nothing was at work in {}", profile.display());
    let until = Instant::now() + Duration::from_secs(5);
    while at_work(&profile) > 0 {
        assert!(Instant::now() < until, "{} still at work in {}", at_work(&profile), profile.display());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(!profile.exists(), "{} is left", profile.display());
}
