//! `serve`: opens the book, answers requests, ends quietly.
//!
//! Not here: what is answered (`routes`).
//! Invariant: whoever asked before the end gets an answer; long waits end at once.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;
use tokio::net::TcpListener;

use super::{Data, first};
use crate::clock::Clock;
use crate::config::Config;
use crate::feed::Feed;
use crate::files::Files;
use crate::listen::Front;
use crate::store::{Store, backup};
use crate::{Site, limits};

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    data: Data,
    /// Địa chỉ lắng nghe / The address to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Thư mục trang web; mặc định là `site` cạnh chương trình / The pages' folder; `site` beside the program
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// Người dùng vào qua HTTPS / People come in over HTTPS
    #[arg(long)]
    secure: bool,
    /// Có máy chủ trung gian ghi X-Forwarded-For / A proxy in front writes X-Forwarded-For
    #[arg(long)]
    behind_proxy: bool,
    /// Số kết nối tối đa từ một địa chỉ công cộng / Connections from one public address
    #[arg(long, value_name = "N", default_value_t = limits::CONNECTIONS_ADDRESS_MAX)]
    connections_per_address: usize,
    /// Số lần gửi, và số lần nhận, tối đa mỗi phút của một máy / Pushes, and pulls, of one device in a minute
    #[arg(long, value_name = "N", default_value_t = limits::PUSH_DEVICE_MINUTE_MAX)]
    pushes_per_minute: u32,
}

pub async fn run(ask: Serve) -> anyhow::Result<()> {
    crate::log::start();
    let _held = backup::hold(&ask.data.data)?;
    let clock = Clock::Machine;
    let ward = first::ward()?;
    let store = Store::open_or_create(&ask.data.place(), ask.data.id(), || ward)
        .await
        .context("the database could not be opened")?;
    if !store.db.keeps_commits().await? {
        bail!("PostgreSQL runs with fsync off: a power cut would lose acts that were answered; turn it on");
    }
    if let Some(password) = first::administrator(&store, &clock).await? {
        println!("Tài khoản quản trị / administrator account");
        println!("  tên / name:           {}", first::ADMIN_NAME);
        println!("  mật khẩu / password:  {password}");
        println!("Chỉ hiện một lần; phải đổi khi đăng nhập. / Shown once; to be changed at the first login.");
    }
    let files = files(ask.site);
    let config = Config { secure: ask.secure, pushes_per_minute: ask.pushes_per_minute };
    let site = Site::open(store.clone(), clock, config, files).await?;
    let feed = site.feed.clone();
    let listener = TcpListener::bind(ask.listen)
        .await
        .with_context(|| format!("{} cannot be listened on", ask.listen))?;
    println!("Một Cửa: http://{}", listener.local_addr()?);
    tokio::spawn(close_on_signal(feed.clone()));
    let front = Front { proxy: ask.behind_proxy, per_address: ask.connections_per_address };
    crate::listen::serve(listener, crate::app(site), feed, front).await;
    store.db.close().await;
    Ok(())
}

/// The pages; without them the ward's devices still send and fetch.
fn files(site: Option<PathBuf>) -> Files {
    let beside = || std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("site")));
    let folder = site.or_else(beside).unwrap_or_default();
    let files = Files::read(&folder).unwrap_or_default();
    if !files.has_page() {
        let folder = folder.display();
        eprintln!(
            "mot-cua: không có trang web trong {folder}, chỉ trả lời /api; thêm --site DIR, thư mục site của bản dựng / \
             there are no pages in {folder}, only /api answers; add --site DIR, the folder site of a build"
        );
    }
    files
}

/// Ctrl-C, or what a service manager sends.
async fn close_on_signal(feed: Feed) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            },
            Err(_) => drop(tokio::signal::ctrl_c().await),
        }
    }
    #[cfg(not(unix))]
    drop(tokio::signal::ctrl_c().await);
    tracing::info!("closing");
    feed.close();
}
