//! The answer to a push leaves after the fsync of its commit: the kernel's own list of calls says so.
//!
//! Not here: what a disk keeps without it (`power`).
//! Invariant: the order is read from `strace`, which sees the process from outside.

use std::process::Command;

use shared::demo;

use crate::device::Device;
use crate::process::Process;
use crate::ward::Folder;

#[derive(PartialEq, Debug)]
enum Call {
    /// The body of a push came in.
    Asked,
    /// Something was written to the log beside the book.
    Wrote,
    Synced,
    /// An outcome left.
    Answered,
}

/// What matters of the list. A call that another thread interrupts counts when it comes back.
fn calls(trace: &str) -> Vec<Call> {
    let done = |line: &str| !line.contains("<unfinished") && !line.contains("= -1");
    let call = |line: &str| match () {
        () if line.contains("POST /api/push") => Some(Call::Asked),
        () if line.contains("\\\"done\\\"") || line.contains("HTTP/1.1 200 OK") => Some(Call::Answered),
        () if !done(line) => None,
        () if line.contains("fdatasync") || line.contains("fsync") => Some(Call::Synced),
        () if line.contains("pwrite64") => Some(Call::Wrote),
        () => None,
    };
    trace.lines().filter_map(call).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_answer_to_a_push_leaves_after_the_sync_of_its_commit() {
    let (folder, beside) = (Folder::on_disk(), Folder::on_disk());
    let store = folder.store().await;
    folder.accounts(&store).await;
    let ward = store.ward();
    store.db.close().await;
    let trace = beside.path().join("trace");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-s", "60", "-o"]).arg(&trace);
    strace.args(["-e", "trace=fsync,fdatasync,pwrite64,read,recvfrom,write,writev,sendto"]);
    let mut server = Process::start(strace, folder.path());
    let port = server.port().await;
    let mut device = Device::enrol(port, ward, demo::RECEPTION, 3).await;
    for _ in 0..5 {
        while device.waits() == 0 {
            device.act();
        }
        device.push(port).await.expect("a healthy network");
    }
    server.end();
    let trace = std::fs::read_to_string(&trace).expect("a list of calls");
    let calls = calls(&trace);
    let mut pushes = 0;
    for (at, _) in calls.iter().enumerate().filter(|(_, call)| **call == Call::Asked) {
        let rest = &calls[at..];
        let answered = rest.iter().position(|call| *call == Call::Answered).expect("an answer");
        let wrote = rest[..answered].iter().rposition(|call| *call == Call::Wrote);
        let synced = rest[..answered].iter().rposition(|call| *call == Call::Synced);
        assert!(wrote.is_some(), "push {pushes} is written down before its answer:\n{trace}");
        assert!(synced > wrote, "push {pushes} is synced before its answer:\n{trace}");
        pushes += 1;
    }
    assert_eq!(pushes, 5, "{trace}");
}
