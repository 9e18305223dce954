//! `backup`, `restore`, `verify`, `password`: care of the book.
//!
//! Not here: how it is done (`store::backup`, `store::verify`).
//! Invariant: the last line on standard output says what was done, with numbers.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use shared::moment::Moment;

use super::{Data, progress};
use crate::clock::Clock;
use crate::gate::password::hash_now;
use crate::random;
use crate::store::account::Account;
use crate::store::life::put_back_elsewhere;
use crate::store::restore::{Asked, Missing, places, restore as put_back};
use crate::store::scans::Brought;
use crate::store::{Store, backup as copies, secret};

/// Differences that are printed one by one.
const SHOWN_MAX: usize = 20;

#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    data: Data,
    /// Tệp bản sao, hoặc thư mục để đặt vào / The copy's file, or a folder to put it in
    #[arg(long, value_name = "PATH", required_unless_present = "confirm")]
    to: Option<PathBuf>,
    /// PostgreSQL: bản sao bắt đầu lúc này đã được kiểm tra, máy trạm được quên việc cũ / A copy that its own tools
    /// began at this time was checked; devices may forget old acts: 2018-11-22T02:00
    #[arg(long, value_name = "TIME", conflicts_with = "to", requires = "database_url")]
    confirm: Option<Moment>,
}

#[derive(Args)]
pub struct Restore {
    #[command(flatten)]
    data: Data,
    /// Bản sao / The copy
    #[arg(long, value_name = "FILE", required_unless_present = "already_restored")]
    from: Option<PathBuf>,
    /// Lấy cả bản sao không khớp với các việc của nó / Take a copy that is not what its acts say
    #[arg(long, requires = "from")]
    as_it_is: bool,
    /// Cơ sở dữ liệu đã được khôi phục bằng công cụ khác / The database was put back with other tools
    #[arg(long, conflicts_with = "from")]
    already_restored: bool,
}

#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    data: Data,
}

#[derive(Args)]
pub struct Password {
    #[command(flatten)]
    data: Data,
    /// Tên đăng nhập / The login name
    #[arg(long, value_name = "NAME")]
    name: String,
}

/// `20181122-091530`, for names of files.
fn stamp() -> String {
    let now = Clock::Machine.now();
    let seconds = now.millis() / 1000 % 60;
    format!("{}-{}{seconds:02}", now.day().to_string().replace('-', ""), now.clock().replace(':', ""))
}

fn only_sqlite(data: &Data) -> anyhow::Result<()> {
    if data.database_url.is_some() {
        bail!(
            "PostgreSQL is copied and put back with its own tools, pg_basebackup or pg_dump; then say \
             `backup --confirm TIME` or `restore --already-restored`"
        );
    }
    Ok(())
}

pub async fn backup(ask: Backup) -> anyhow::Result<()> {
    let now = Clock::Machine.now();
    if let Some(begun) = ask.confirm {
        ask.data.must_exist()?;
        copies::confirm(&ask.data.place(), ask.data.id(), begun, now).await?;
        println!("Đã ghi nhận bản sao. Máy trạm được quên việc đã gửi quá 7 ngày.");
        return Ok(());
    }
    only_sqlite(&ask.data)?;
    ask.data.must_exist()?;
    let Some(to) = ask.to else { bail!("--to says where the copy goes") };
    // `usb/` means a folder, whether it is there yet or not.
    let is_folder = to.is_dir() || to.to_string_lossy().ends_with(std::path::MAIN_SEPARATOR);
    let to = if is_folder { to.join(format!("mot-cua-{}.db", stamp())) } else { to };
    let show = |done, all| progress::show("chép", done, all);
    let copied = copies::backup(&ask.data.data, &to, now, show).await?;
    if copied.acts == 0 {
        println!("Sổ này chưa có việc nào: xem lại --data nếu phường đã làm việc.");
    }
    let checked = match &copied.differences {
        Some(_) => "xét lại mọi việc",
        None => "kiểm tra tệp; sổ của bản cũ hơn nên không xét lại từng việc",
    };
    println!(
        "Đã sao lưu và {checked}: {}, {} việc, {} hồ sơ, {} byte; {} bản chụp trong thư mục scans bên cạnh.",
        copied.to.display(),
        copied.acts,
        copied.records,
        copied.bytes,
        copied.scans.scans
    );
    look_at(&copied.scans)?;
    let differences = copied.differences.unwrap_or_default();
    for difference in differences.iter().take(SHOWN_MAX) {
        println!("{difference}");
    }
    if !differences.is_empty() {
        let n = differences.len();
        bail!(
            "sổ khác với các việc của nó ở {n} chỗ; bản sao giữ nguyên như thế, máy trạm vẫn giữ mọi việc đã gửi / \
             the book is not what its acts say: {}; the copy is as the book is, and devices forget nothing",
            places(n)
        );
    }
    Ok(())
}

fn look_at(scans: &Brought) -> anyhow::Result<()> {
    for damaged in scans.damaged.iter().take(SHOWN_MAX) {
        println!("{}", damaged.display());
    }
    match scans.damaged.len() {
        0 => Ok(()),
        n => bail!(
            "{n} bản chụp hỏng, không chép; máy trạm vẫn giữ mọi việc đã gửi / {n} damaged scans were not copied"
        ),
    }
}

pub async fn restore(ask: Restore) -> anyhow::Result<()> {
    let Some(from) = ask.from else {
        ask.data.must_exist()?;
        put_back_elsewhere(&ask.data.place(), ask.data.id()).await?;
        println!(
            "Sổ bắt đầu một đời mới: máy trạm sẽ gửi lại những việc sổ chưa có. Mọi người đăng nhập lại."
        );
        return Ok(());
    };
    only_sqlite(&ask.data)?;
    if !from.is_file() {
        let from = from.display();
        bail!("không có tệp {from} / there is no file {from}");
    }
    let asked = if ask.as_it_is { Asked::AsItIs } else { Asked::Sound };
    let has_keys = ask.data.data.join(secret::LIST).is_file();
    let restored = put_back(&ask.data.data, &from, &stamp(), asked).await?;
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
    let devices = store.devices().await?.iter().filter(|device| device.revoked_at.is_none()).count();
    store.db.close().await;
    println!("Đã khôi phục {} việc, {} hồ sơ.", restored.acts, restored.records);
    println!("{} bản chụp bên cạnh bản sao đã có đủ trong thư mục dữ liệu.", restored.scans.scans);
    if let Some(aside) = &restored.aside {
        println!("Sổ cũ được giữ ở {}.", aside.display());
    }
    if !has_keys {
        println!(
            "Thiếu {}: việc niêm phong trước đây sẽ không mở được. Đặt lại tệp trước khi phục vụ.",
            secret::LIST
        );
    }
    println!("{devices} máy sẽ gửi lại những việc bản sao chưa có.");
    match &restored.missing {
        Some(missing) => missing.iter().for_each(|missing| println!("{}", said(missing))),
        None if restored.aside.is_some() => {
            println!("Sổ cũ không đọc được nên không biết có việc nào máy trạm đã quên hay không.");
        }
        None => {}
    }
    Ok(())
}

fn said(missing: &Missing) -> String {
    let Missing { ward, writer, first, last } = missing;
    format!(
        "Phường {ward}, máy {}, cán bộ {}: việc {first} đến {last} không có trong bản sao và máy có thể đã quên; \
         chỉ còn trong sổ cũ và các bản sao mới hơn.",
        writer.device, writer.officer
    )
}

pub async fn verify(ask: Verify) -> anyhow::Result<()> {
    ask.data.must_exist()?;
    let store = Store::look(&ask.data.place(), ask.data.id()).await?;
    let found = store.verify(|done, all| progress::show("xét lại", done, all)).await?;
    store.db.close().await;
    for difference in found.differences.iter().take(SHOWN_MAX) {
        println!("{difference}");
    }
    println!(
        "{} việc của {} người viết, {} hồ sơ, {} chỗ khác.",
        found.acts,
        found.writers,
        found.records,
        found.differences.len()
    );
    if !found.differences.is_empty() {
        let n = found.differences.len();
        bail!("sổ khác với các việc của nó ở {n} chỗ / the book is not what its acts say: {}", places(n));
    }
    Ok(())
}

pub async fn password(ask: Password) -> anyhow::Result<()> {
    ask.data.must_exist()?;
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
    let name = &ask.name;
    let Some(account) = store.account(name).await? else {
        bail!("không có tài khoản {name} / there is no account {name}")
    };
    let password = random::one_time_password();
    let account = Account { hash: hash_now(&password), must_change: true, ..account };
    store.put_account(&account, Clock::Machine.now()).await?;
    store.db.close().await;
    println!("{password}");
    Ok(())
}
