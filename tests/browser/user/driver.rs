//! The program that drives a browser, and what it leaves behind: nothing.
//!
//! Not here: what the browser is told (`user`).
//! Invariant: the driver and its browser end with whoever started them, also where a journey fails; a browser whose driver was
//! ended from outside closes by itself, since its pipe does. Nobody else's is touched.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub struct Driver {
    child: Child,
    pub port: u16,
    /// The browser that it has started, as the system counts it.
    pub browser: Option<u64>,
}

/// How often a driver asks for a port: it wants the same number of two families, and the system picks by one.
const PORTS: usize = 8;

impl Driver {
    pub fn start() -> Driver {
        let mut said = Vec::new();
        for _ in 0..PORTS {
            match Driver::ask() {
                Ok(driver) => return driver,
                Err(words) => said.push(words),
            }
        }
        panic!("chromedriver found no port: {said:?}");
    }

    /// One chromedriver, or what it said before it ended without a port.
    fn ask() -> Result<Driver, String> {
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed: cargo xtask setup");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines().map_while(Result::ok);
        let named =
            |line: &str| line.split("on port ").nth(1)?.trim_end_matches('.').trim().parse::<u16>().ok();
        let mut said = String::new();
        let port = lines.by_ref().find_map(|line| {
            said = format!("{said}{line}\n");
            named(&line).filter(|port| *port > 0)
        });
        let Some(port) = port else {
            // It has closed its output: there is nothing left to end but the child itself.
            let _ = child.kill();
            let _ = child.wait();
            return Err(said);
        };
        // It goes on talking; somebody has to listen.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Driver { child, port, browser: None })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It is our own child; it may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
        // The browser hears at its pipe that nobody asks any more, and closes; until then it writes to its profile.
        let until = Instant::now() + CLOSING;
        while self.browser.is_some_and(is_running) && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(10));
        }
        if let Some(id) = self.browser.filter(|id| is_running(*id)) {
            let _ = Command::new("kill").args(["-KILL", &id.to_string()]).status();
        }
    }
}

/// How long a browser may take to close once its driver is gone.
const CLOSING: Duration = Duration::from_secs(5);

/// Whether a process of that number is there and has not ended.
fn is_running(id: u64) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    // `23451 (chromium) S …`; Z has ended and waits to be counted.
    stat.rsplit_once(") ").is_some_and(|(_, state)| !state.starts_with('Z'))
}

/// The folder in which the browser keeps what it keeps.
pub struct Profile(pub PathBuf);

impl Drop for Profile {
    fn drop(&mut self) {
        // What is left of a failed run is only in the way.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
