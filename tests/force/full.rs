//! The real program on a disk that is full: nothing is answered that is not kept, one sentence says why, and the same
//! process goes on as soon as there is room. So do the lists beside the book.
//!
//! A small file system is mounted over the data where the machine lets this test mount one. Where it does not, the process
//! may write no file any more (`RLIMIT_FSIZE`), which the program hears as a disk that fails.
//!
//! Not here: what else a disk does (`disk`: read-only, broken, a sync that fails, room in the middle of a write).
//! Invariant: the process is never started again between the trouble and its end.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use shared::demo;
use shared::id::ShiftId;
use shared::shift::{Half, Shift, Shifts};

use crate::checks;
use crate::device::Device;
use crate::http::Unheard;
use crate::process::Process;
use crate::ward::{Folder, now};

const DISK_BYTES: usize = 24 * 1024 * 1024;
/// Pushes in which a log that has room left is full too.
const PUSHES_MAX: usize = 400;

/// A disk that can be filled.
enum Disk {
    Small(PathBuf),
    Limited,
}

fn succeeds(program: &str, args: &[&str]) -> bool {
    Command::new(program).args(args).output().is_ok_and(|output| output.status.success())
}

impl Disk {
    fn over(folder: &Path) -> Disk {
        let (size, path) = (format!("size={DISK_BYTES}"), folder.to_str().expect("a name"));
        let mounted = succeeds("mount", &["-t", "tmpfs", "-o", &size, "mot-cua-force", path]);
        if mounted { Disk::Small(folder.to_owned()) } else { Disk::Limited }
    }

    /// What the program says of it.
    fn code(&self) -> &'static str {
        match self {
            Disk::Small(_) => "disk_full",
            Disk::Limited => "disk_failed",
        }
    }

    /// Nobody who is told about a limit in the usual way, by a signal, lives to answer.
    fn serve(&self, folder: &Path) -> Process {
        match self {
            Disk::Small(_) => Process::serve(folder),
            Disk::Limited => {
                let mut deaf = Command::new("sh");
                deaf.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
                Process::start(deaf, folder)
            }
        }
    }

    fn fill(&self, server: &Process) {
        match self {
            Disk::Small(folder) => {
                let mut filler = std::fs::File::create(folder.join("filler")).expect("still room");
                while filler.write_all(&[7; 4096]).is_ok() {}
            }
            Disk::Limited => assert!(succeeds("prlimit", &["--pid", &server.id(), "--fsize=0:"]), "limited"),
        }
    }

    fn free(&self, server: &Process) {
        match self {
            Disk::Small(folder) => std::fs::remove_file(folder.join("filler")).expect("was full"),
            Disk::Limited => {
                assert!(succeeds("prlimit", &["--pid", &server.id(), "--fsize=unlimited:"]), "free again");
            }
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if let Disk::Small(folder) = self {
            // Lazily: a test that failed may have left somebody in it.
            succeeds("umount", &["-l", folder.to_str().unwrap_or_default()]);
        }
    }
}

/// The code of the sentence with which the disk's trouble is told, in two languages.
fn sentence<T>(told: Result<T, Unheard>) -> String {
    let Err(Unheard::Said { status: 503, problem: Some(problem) }) = told else {
        panic!("not refused in a sentence: {:?}", told.err())
    };
    assert!(!problem.error.vi.is_empty() && !problem.error.en.is_empty());
    problem.error.code
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_on_a_full_disk_keeps_nothing_says_so_and_is_forgiven() {
    let folder = Folder::on_disk();
    let disk = Disk::over(folder.path());
    let store = folder.store().await;
    folder.accounts(&store).await;
    let ward = store.ward();
    store.db.close().await;
    let mut server = disk.serve(folder.path());
    let port = server.port().await;
    let mut device = Device::enrol(port, ward.clone(), demo::RECEPTION, 6).await;
    let work = |device: &mut Device| {
        while device.waits() < 5 {
            if !device.act() {
                device.note("đĩa đầy".repeat(60));
            }
        }
    };
    work(&mut device);
    device.settle(port).await;
    for round in 0..3 {
        disk.fill(&server);
        // The log has room of its own for a while: what is answered meanwhile must be there in the end.
        let mut pushes = 0;
        let code = loop {
            work(&mut device);
            let waits = device.waits();
            match device.push(port).await {
                Ok(_) => pushes += 1,
                told => {
                    assert_eq!(device.waits(), waits, "what waits goes on waiting");
                    break sentence(told);
                }
            }
            assert!(pushes < PUSHES_MAX, "the disk is not full");
        };
        assert_eq!(code, disk.code(), "round {round}, after {pushes} pushes");
        assert_eq!(sentence(device.push(port).await), disk.code(), "asked again");
        // Whoever only reads is served; whoever is new is not let in by half.
        device.pull(port).await.expect("served");
        let fresh = Device::try_enrol(port, ward.clone(), demo::JUSTICE, 8).await;
        assert_eq!(sentence(fresh), disk.code(), "a device that cannot be written down");
        disk.free(&server);
        device.settle(port).await;
    }
    let mut late = Device::try_enrol(port, ward, demo::JUSTICE, 8).await.expect("there is room again");
    assert_ne!(late.disk.meta.lane, device.disk.meta.lane);
    late.settle(port).await;
    device.settle(port).await;
    let anew = [device.read_anew(port).await, late.read_anew(port).await];
    server.end();
    checks::hold(&folder, &[device, late], &anew).await;
}

/// A list that cannot grow, while the book beside it can.
struct Stuck(PathBuf, PathBuf);

impl Stuck {
    fn put(folder: &Path, list: &str) -> Stuck {
        let (path, aside) = (folder.join(list), folder.join(format!("{list}.aside")));
        if path.exists() {
            std::fs::rename(&path, &aside).expect("put aside");
        }
        std::os::unix::fs::symlink("/dev/full", &path).expect("in its place");
        Stuck(path, aside)
    }

    fn end(self) {
        std::fs::remove_file(&self.0).expect("taken away");
        if self.1.exists() {
            std::fs::rename(&self.1, &self.0).expect("put back");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_list_beside_the_book_cannot_hold_is_not_kept_by_the_book_either() {
    let folder = Folder::on_disk();
    let store = folder.store().await;
    folder.accounts(&store).await;
    let ward = store.ward();
    store.db.close().await;
    let mut server = Process::serve(folder.path());
    let port = server.port().await;
    let mut first = Device::enrol(port, ward.clone(), demo::RECEPTION, 6).await;
    let tablet = Device::enrol(port, ward.clone(), demo::VOLUNTEER, 7).await;

    // A device is nowhere before the list has it: no number, no lane.
    let stuck = Stuck::put(folder.path(), "devices.jsonl");
    for _ in 0..2 {
        let told = Device::try_enrol(port, ward.clone(), demo::JUSTICE, 8).await;
        assert_eq!(sentence(told), "disk_full");
    }
    stuck.end();
    let second = Device::enrol(port, ward.clone(), demo::JUSTICE, 8).await;
    assert_eq!(second.writer().device.0, tablet.writer().device.0 + 1, "nobody had the number before");

    // Nor is what no device holds: a volunteer's shift.
    let at = now();
    let shift = Shift::begin(ShiftId(uuid::Uuid::from_u128(7)), at.day(), Half::at(at), at);
    let stuck = Stuck::put(folder.path(), "told-1.jsonl");
    assert_eq!(sentence(tablet.post(port, "/api/shift", &shift).await), "disk_full");
    let shifts = format!("/api/shifts?from={0}&to={0}", at.day());
    assert_eq!(first.get::<Shifts>(port, &shifts).await.lines.len(), 0, "not kept");
    // Acts of devices need no list.
    while first.waits() < 3 {
        first.act();
    }
    first.settle(port).await;
    stuck.end();
    tablet.post(port, "/api/shift", &shift).await.expect("there is room again");
    assert_eq!(first.get::<Shifts>(port, &shifts).await.lines.len(), 1);
    server.end();

    // The lists are read where the book is opened.
    let mut server = Process::serve(folder.path());
    let port = server.port().await;
    let mut devices = vec![first, tablet, second];
    for device in &mut devices {
        device.settle(port).await;
    }
    let mut anew = vec![];
    for device in &mut devices {
        device.settle(port).await;
        anew.push(device.read_anew(port).await);
    }
    let third = Device::enrol(port, ward, demo::LAND, 10).await;
    assert!(devices.iter().all(|known| known.writer().device != third.writer().device));
    server.end();
    checks::hold(&folder, &devices, &anew).await;
}
