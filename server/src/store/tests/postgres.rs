//! A PostgreSQL of the test's own, from Debian's packages. It ends, and its folder goes, with the process.

use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

const BIN: &str = "/usr/lib/postgresql/15/bin";

pub struct Server {
    pub url: String,
    /// While this is open the server runs; the kernel closes it however the process ends.
    _leash: ChildStdin,
}

/// Waits on its input; when that closes, stops the server and removes its folder.
const KEEPER: &str = r#"
    set -e
    mkdir "$DIR"
    "$BIN/initdb" -D "$DIR/data" -U test -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$DIR/log" 2>&1
    "$BIN/postgres" -D "$DIR/data" -p "$PORT" -c listen_addresses=127.0.0.1 -c fsync=off \
        -c unix_socket_directories="$DIR" >>"$DIR/log" 2>&1 &
    server=$!
    cat >/dev/null
    kill -QUIT "$server"
    wait "$server" || true
    rm -rf "$DIR"
"#;

/// The process's server, started at the first call.
pub fn start() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = std::env::temp_dir().join(format!("mot-cua-pg-{}", crate::random::hex(8)));
        let mut keeper = spawn(&folder, port);
        let leash = keeper.stdin.take().unwrap();
        wait_until_up(&folder, port, &mut keeper);
        Server { url: format!("postgres://test@127.0.0.1:{port}/postgres"), _leash: leash }
    })
}

/// The server refuses to run as root, so then it runs as the user that Debian's package made for it.
fn spawn(folder: &Path, port: u16) -> Child {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0);
    let shell: &[&str] = if is_root { &["runuser", "-u", "postgres", "--", "sh"] } else { &["sh"] };
    Command::new(shell[0])
        .args(&shell[1..])
        .args(["-c", KEEPER])
        .env("BIN", BIN)
        .env("DIR", folder)
        .env("PORT", port.to_string())
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("PostgreSQL 15 is installed: apt-get install postgresql-15")
}

fn wait_until_up(folder: &Path, port: u16, keeper: &mut Child) {
    let begin = Instant::now();
    let is_up = || {
        let ready = Command::new(format!("{BIN}/pg_isready"))
            .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
            .status();
        ready.is_ok_and(|status| status.success())
    };
    while !is_up() {
        let ended = keeper.try_wait().unwrap().is_some();
        if ended || begin.elapsed() > Duration::from_secs(60) {
            let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
            panic!("PostgreSQL did not start: {log}");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}
