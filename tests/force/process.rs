//! The server as a process of its own: the very `mot-cua`, started, killed, asked for its other commands.
//!
//! Not here: who talks to it (`device`).
//! Invariant: no process outlives its test.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use tokio::sync::oneshot;

/// The same `main` as the product's, built beside the tests.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_mot-cua-by-force");

/// A command of the product, to its end.
pub fn run(args: &[&str]) -> Output {
    Command::new(PROGRAM).args(args).output().expect("the program starts")
}

/// The same, which must succeed; answers what it said.
pub fn done(args: &[&str]) -> String {
    let output = run(args);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{args:?}: {told}{}", String::from_utf8_lossy(&output.stderr));
    told
}

pub struct Process {
    child: Child,
    /// Below another program: the server itself.
    below: Option<String>,
    port: Port,
}

enum Port {
    Awaited(oneshot::Receiver<u16>),
    Known(u16),
}

impl Process {
    /// Starts `serve` on a port that is free.
    pub fn serve(folder: &Path) -> Process {
        Process::start(Command::new(PROGRAM), folder)
    }

    /// The same below another program, which is told how to start it.
    pub fn start(mut command: Command, folder: &Path) -> Process {
        if command.get_program() != PROGRAM {
            command.arg(PROGRAM);
        }
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--pushes-per-minute", "1000000", "--data"])
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            // Each request is a line; what is worth reading in a failure is the rest.
            .env("MOT_CUA_LOG", "warn");
        let mut child = command.spawn().expect("the program starts");
        let said = BufReader::new(child.stdout.take().expect("its words"));
        let (tell, port) = oneshot::channel();
        std::thread::spawn(move || {
            let mut tell = Some(tell);
            for line in said.lines().map_while(Result::ok) {
                let named = line.strip_prefix("Một Cửa: http://127.0.0.1:");
                if let Some(port) = named.and_then(|port| port.parse().ok())
                    && let Some(tell) = tell.take()
                {
                    // Killed before it spoke: nobody listens.
                    let _ = tell.send(port);
                }
            }
        });
        Process { child, below: None, port: Port::Awaited(port) }
    }

    /// The port, once the server listens.
    pub async fn port(&mut self) -> u16 {
        let port = match &mut self.port {
            Port::Known(port) => return *port,
            Port::Awaited(port) => port.await.expect("the server comes up"),
        };
        self.port = Port::Known(port);
        let id = self.child.id();
        let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
        self.below = children.ok().and_then(|ids| ids.split_whitespace().next().map(str::to_owned));
        port
    }

    /// As the kernel calls the program that was started.
    pub fn id(&self) -> String {
        self.child.id().to_string()
    }

    /// What it holds in memory, in kB, as the kernel counts it.
    pub fn memory(&self) -> u64 {
        let id = self.below.clone().unwrap_or_else(|| self.child.id().to_string());
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its size");
        line.trim().trim_end_matches("kB").trim().parse().expect("a number")
    }

    /// Gone at once, as when somebody pulls the plug of the program.
    pub fn kill(mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }

    /// Asked to end, as a service manager asks.
    pub fn end(mut self) {
        let id = self.below.take().unwrap_or_else(|| self.child.id().to_string());
        signal("TERM", &id);
        assert!(self.child.wait().expect("ended").success(), "it ends in peace");
    }
}

fn signal(name: &str, id: &str) {
    let line = format!("kill -{name} {id}");
    assert!(Command::new("sh").args(["-c", &line]).status().expect("a shell").success());
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(below) = self.below.take() {
            signal("KILL", &below);
        }
        // It is our own child, and may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
