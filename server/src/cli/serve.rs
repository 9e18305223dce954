//! `serve`: opens the book, answers requests, ends quietly.
//!
//! Not here: what is answered (`routes`).
//! Invariant: whoever asked before the end gets an answer; long waits end at once.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use shared::lang::Sentence;
use tokio::net::TcpListener;

use super::voice::{Voice, told, told_why};
use super::{Data, first};
use crate::clock::Clock;
use crate::config::Config;
use crate::feed::Feed;
use crate::files::Files;
use crate::listen::Front;
use crate::news::post::Post;
use crate::news::sender::{self, Senders};
use crate::store::{Store, backup};
use crate::wire::place::{Place, Who, token_in};
use crate::wire::roots::Roots;
use crate::{Site, handoff, limits, news, scan, upload};

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
    /// Máy chủ thư gửi tin cho công dân / The mail server that carries news to citizens: smtps://name:password@host
    #[arg(long, value_name = "URL", env = "MOT_CUA_SMTP", hide_env_values = true)]
    smtp: Option<String>,
    /// Người gửi của tin / The sender of news: Một Cửa <motcua@phuong.vn>
    #[arg(long, value_name = "ADDRESS", env = "MOT_CUA_SMTP_FROM")]
    smtp_from: Option<String>,
    /// Địa chỉ công khai của phường, trên giấy và trong tin / The ward's public address, on papers and in news
    #[arg(long, value_name = "URL", env = "MOT_CUA_PUBLIC_URL")]
    public_url: Option<String>,
    /// Cổng gửi tin nhắn cho công dân / The gateway that carries text messages to citizens: https://host/path
    #[arg(long, value_name = "URL", env = "MOT_CUA_SMS_URL")]
    sms_url: Option<String>,
    /// Mã truy cập của cổng tin nhắn; tốt hơn để trong tệp / The text message gateway's token; better in a file
    #[arg(long, value_name = "TOKEN", env = "MOT_CUA_SMS_TOKEN", hide_env_values = true)]
    sms_token: Option<String>,
    /// Tệp chứa mã truy cập của cổng tin nhắn / A file with the text message gateway's token
    #[arg(long, value_name = "FILE", env = "MOT_CUA_SMS_TOKEN_FILE", conflicts_with = "sms_token")]
    sms_token_file: Option<PathBuf>,
    /// Chưa có cổng tin nhắn: ghi tin nhắn vào tệp CSV này / Without a gateway: text messages go into this CSV file
    #[arg(long, value_name = "FILE", env = "MOT_CUA_SMS_FILE", conflicts_with = "sms_url")]
    sms_file: Option<PathBuf>,
    /// Cổng gửi tin Zalo cho công dân / The gateway that carries Zalo messages to citizens: https://host/path
    #[arg(long, value_name = "URL", env = "MOT_CUA_ZALO_URL")]
    zalo_url: Option<String>,
    /// Mã truy cập của cổng Zalo; tốt hơn để trong tệp / The Zalo gateway's token; better in a file
    #[arg(long, value_name = "TOKEN", env = "MOT_CUA_ZALO_TOKEN", hide_env_values = true)]
    zalo_token: Option<String>,
    /// Tệp chứa mã truy cập của cổng Zalo / A file with the Zalo gateway's token
    #[arg(long, value_name = "FILE", env = "MOT_CUA_ZALO_TOKEN_FILE", conflicts_with = "zalo_token")]
    zalo_token_file: Option<PathBuf>,
    /// Tệp chứng chỉ gốc (PEM) của máy chủ thư, cổng gửi, thành phố / Roots (PEM) of mail server, gateways and city
    #[arg(long, value_name = "FILE", env = "MOT_CUA_CA_FILE")]
    ca_file: Option<PathBuf>,
    /// Nơi phần mềm Một Cửa của thành phố nhận trạng thái / Where the city's software is told changes: https://host/path
    #[arg(long, value_name = "URL", env = "MOT_CUA_CITY_URL")]
    city_url: Option<String>,
    /// Mã truy cập của thành phố; tốt hơn để trong tệp / The city's token; better in a file
    #[arg(long, value_name = "TOKEN", env = "MOT_CUA_CITY_TOKEN", hide_env_values = true)]
    city_token: Option<String>,
    /// Tệp chứa mã truy cập của thành phố / A file with the city's token
    #[arg(long, value_name = "FILE", env = "MOT_CUA_CITY_TOKEN_FILE", conflicts_with = "city_token")]
    city_token_file: Option<PathBuf>,
}

pub async fn run(ask: Serve, voice: Voice) -> anyhow::Result<()> {
    crate::log::start();
    let roots = roots(&ask)?;
    let senders = senders(&ask, &roots)?;
    let public_url = public_url(&ask, &senders)?;
    let senders = Arc::new(Senders { site: public_url.clone(), ..senders });
    let city = place(Who::City, &ask.city_url, &ask.city_token_file, &ask.city_token)?;
    let city = city.map(|city| Arc::new(Place { roots, ..city }));
    let _held = backup::hold(&ask.data.data)?;
    let clock = Clock::Machine;
    let ward = first::ward()?;
    let store = Store::open_or_create(&ask.data.place(), ask.data.id(), || ward)
        .await
        .map_err(|fault| told_why("không mở được sổ", "the book could not be opened", fault))?;
    if !store.db.keeps_commits().await? {
        return Err(told(
            "PostgreSQL đang tắt fsync: mất điện là mất việc đã trả lời; hãy bật lên",
            "PostgreSQL runs with fsync off: a power cut would lose acts that were answered; turn it on",
        ));
    }
    if let Some(password) = first::administrator(&store, &clock).await? {
        let name = first::ADMIN_NAME;
        voice.say("Tài khoản quản trị", "administrator account");
        println!("  {:<22}{name}", voice.of(&Sentence::new("tên", "name")) + ":");
        println!("  {:<22}{password}", voice.of(&Sentence::new("mật khẩu", "password")) + ":");
        voice.say(
            "Chỉ hiện một lần; phải đổi khi đăng nhập.",
            "Shown once; to be changed at the first login.",
        );
    }
    let (files, lacking) = files(ask.site);
    if let Some(said) = lacking {
        voice.warn(&said);
    }
    let config = Config {
        secure: ask.secure,
        pushes_per_minute: ask.pushes_per_minute,
        senders: senders.clone(),
        public_url,
        city: city.clone(),
    };
    let site = Site::open(store.clone(), clock.clone(), config, files).await?;
    let feed = site.feed.clone();
    let listener = TcpListener::bind(ask.listen).await.map_err(|error| {
        let at = ask.listen;
        told_why(format!("không lắng nghe được ở {at}"), format!("{at} cannot be listened on"), error)
    })?;
    println!("Một Cửa: http://{}", listener.local_addr()?);
    tokio::spawn(close_on_signal(feed.clone()));
    let front = Front { proxy: ask.behind_proxy, per_address: ask.connections_per_address };
    let sweeper = upload::start(site.uploads.clone(), clock.clone(), feed.clone());
    let keeper = scan::start(store.clone(), clock.clone(), feed.clone());
    let outbox = (!senders.ways().is_empty())
        .then(|| news::start(store.clone(), clock.clone(), feed.clone(), senders));
    let sender = city.map(|city| handoff::send::start(store.clone(), clock, feed.clone(), city));
    crate::listen::serve(listener, crate::app(site), feed, front).await;
    if let Some(outbox) = outbox {
        // A letter that is out waits for its answer.
        drop(outbox.await);
    }
    if let Some(sender) = sender {
        drop(sender.await);
    }
    drop(sweeper.await);
    drop(keeper.await);
    store.db.close().await;
    Ok(())
}

/// Whose certificates are believed beside those that everybody believes.
fn roots(ask: &Serve) -> anyhow::Result<Roots> {
    let bad = |said: Sentence| told(said.vi, said.en);
    Ok(ask.ca_file.as_deref().map(Roots::read).transpose().map_err(bad)?.unwrap_or_default())
}

/// Who carries what citizens are told, where the operator said it.
fn senders(ask: &Serve, roots: &Roots) -> anyhow::Result<Senders> {
    let bad = |said: Sentence| told(said.vi, said.en);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let from = text(&ask.smtp_from);
    let mail = ask.smtp.as_ref().map(|url| Post::read(url, &from)).transpose().map_err(bad)?;
    let sms = place(Who::Sms, &ask.sms_url, &ask.sms_token_file, &ask.sms_token)?;
    let zalo = place(Who::Zalo, &ask.zalo_url, &ask.zalo_token_file, &ask.zalo_token)?;
    let believed = |place: Place| Place { roots: roots.clone(), ..place };
    Ok(Senders {
        site: String::new(),
        mail: mail.map(|post| Post { roots: roots.clone(), ..post }),
        sms: sms.map(believed),
        zalo: zalo.map(believed),
        sms_file: ask.sms_file.clone(),
    })
}

/// Where the ward's pages stand for everybody, where the operator said it; whoever writes letters has to.
fn public_url(ask: &Serve, senders: &Senders) -> anyhow::Result<String> {
    match ask.public_url.as_deref().unwrap_or_default() {
        "" if senders.ways().is_empty() => Ok(String::new()),
        typed => sender::site(typed).map_err(|said| told(said.vi, said.en)),
    }
}

/// Another house's server and its token, where the operator said it.
fn place(
    who: Who,
    url: &Option<String>,
    file: &Option<PathBuf>,
    token: &Option<String>,
) -> anyhow::Result<Option<Place>> {
    let bad = |said: Sentence| told(said.vi, said.en);
    let Some(url) = url else { return Ok(None) };
    let kept = file.as_deref().map(token_in).transpose().map_err(bad)?;
    let token = kept.as_deref().or(token.as_deref());
    Place::read(who, url, token).map(Some).map_err(bad)
}

/// The pages; without them the ward's devices still send and fetch, and whoever started the server is told.
fn files(site: Option<PathBuf>) -> (Files, Option<Sentence>) {
    let beside = || std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("site")));
    let folder = site.or_else(beside).unwrap_or_default();
    let files = Files::read(&folder).unwrap_or_default();
    let folder = folder.display();
    let lacking = (!files.has_page()).then(|| {
        Sentence::new(
            format!(
                "không có trang web trong {folder}, chỉ trả lời /api; thêm --site DIR, thư mục site của bản dựng"
            ),
            format!(
                "there are no pages in {folder}, only /api answers; add --site DIR, the folder site of a build"
            ),
        )
    });
    (files, lacking)
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

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use shared::id::WardId;
    use tower::ServiceExt as _;

    use super::*;
    use crate::store::Place;
    use crate::store::tests::Folder;

    /// A wrong `--site` is said with its folder, and the devices that have their pages go on working.
    #[tokio::test]
    async fn without_pages_the_server_says_so_and_answers_the_devices() {
        let folder = Folder::new();
        let (files, lacking) = files(Some(folder.0.join("khong-co")));
        let said = lacking.expect("no pages").to_string();
        for part in ["không có trang web trong", "khong-co", "there are no pages in", "--site DIR"] {
            assert!(said.contains(part), "{said}");
        }
        let store =
            Store::open_or_create(&Place::Memory, WardId(1), || first::ward().unwrap()).await.unwrap();
        let site = Site::open(store, Clock::Machine, Config::default(), files).await.unwrap();
        let app = crate::app(site);
        let asked = async |path: &str| {
            let request = Request::get(path).body(Body::empty()).unwrap();
            app.clone().oneshot(request).await.unwrap().status()
        };
        assert_eq!(asked("/healthz").await, StatusCode::OK);
        assert_eq!(asked("/api/pull?cursor=0").await, StatusCode::UNAUTHORIZED, "the API stands");
        assert_eq!(asked("/").await, StatusCode::NOT_FOUND);
    }
}
