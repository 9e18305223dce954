//! How far long work has come, where somebody is looking.
//!
//! Not here: logs.
//! Invariant: nothing is written when standard error is not a terminal.

use std::io::{IsTerminal, Write};

/// Rewrites one line: `chép 40 %`.
pub fn show(what: &str, done: u64, all: u64) {
    let mut err = std::io::stderr();
    if !err.is_terminal() || all == 0 {
        return;
    }
    let percent = (done * 100 / all).min(100);
    let end = if done >= all { "\n" } else { "" };
    // A terminal that is gone does not stop the work.
    let _ = write!(err, "\r{what} {percent:3} %{end}").and_then(|()| err.flush());
}
