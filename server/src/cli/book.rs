//! `backup`, `restore`, `verify`, `password`: care of the book.
//!
//! Not here: how it is done (`store::backup`, `store::verify`).
//! Invariant: the last line on standard output says what was done, with numbers.

use std::path::PathBuf;

use clap::Args;
use shared::lang::{Sentence, Word, counted, word};
use shared::moment::Moment;

use super::voice::{Voice, told};
use super::{Data, progress, yearly};
use crate::clock::Clock;
use crate::gate::password::hash_now;
use crate::random;
use crate::store::account::Account;
use crate::store::backup::Copied;
use crate::store::life::put_back_elsewhere;
use crate::store::restore::{Asked, Missing, places, restore as put_back};
use crate::store::scans::Brought;
use crate::store::{Store, backup as copies, secret};

/// What takes long of a restore and a verification.
const JUDGING: Word = word("xét lại", "judging");
/// Differences that are printed one by one.
const SHOWN_MAX: usize = 20;

#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    data: Data,
    /// Tệp bản sao, hoặc thư mục để đặt vào / The copy's file, or a folder to put it in
    #[arg(long, value_name = "PATH", required_unless_present = "confirm")]
    to: Option<PathBuf>,
    /// Bản sao PostgreSQL bắt đầu lúc này đã được kiểm tra, máy trạm được quên việc cũ / A copy that PostgreSQL's own
    /// tools began at this time was checked, devices may forget old acts: 2018-11-22T02:00
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
    /// Tệp nhật ký năm cần so với sổ / Files of years to compare with the book
    #[arg(long = "log", value_name = "FILE")]
    logs: Vec<PathBuf>,
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
    if data.url().is_some() {
        return Err(told(
            "PostgreSQL sao lưu và khôi phục bằng công cụ của nó, pg_basebackup hoặc pg_dump; sau đó báo \
             `backup --confirm TIME` hoặc `restore --already-restored`",
            "PostgreSQL is copied and put back with its own tools, pg_basebackup or pg_dump; then say \
             `backup --confirm TIME` or `restore --already-restored`",
        ));
    }
    Ok(())
}

pub async fn backup(ask: Backup, voice: Voice) -> anyhow::Result<()> {
    let now = Clock::Machine.now();
    if let Some(begun) = ask.confirm {
        ask.data.must_exist()?;
        copies::confirm(&ask.data.place(), ask.data.id(), begun, now).await?;
        voice.say(
            "Đã ghi nhận bản sao. Máy trạm được quên việc đã gửi quá 7 ngày.",
            "The copy is noted. Devices may forget what they sent more than 7 days ago.",
        );
        return Ok(());
    }
    only_sqlite(&ask.data)?;
    ask.data.must_exist()?;
    let Some(to) = ask.to else {
        return Err(told("thiếu --to, nơi đặt bản sao", "--to says where the copy goes"));
    };
    // `usb/` means a folder, whether it is there yet or not.
    let is_folder = to.is_dir() || to.to_string_lossy().ends_with(std::path::MAIN_SEPARATOR);
    let to = if is_folder { to.join(format!("mot-cua-{}.db", stamp())) } else { to };
    let what = voice.of(&word("chép", "copying").into());
    let show = |done, all| progress::show(&what, done, all);
    let copied = copies::backup(&ask.data.data, &to, now, show).await?;
    if let Some(said) = doubt(&copied) {
        voice.warn(&said);
    }
    let checked = match &copied.differences {
        Some(_) => word("xét lại mọi việc", "every act judged again"),
        None => word(
            "kiểm tra tệp; sổ của bản cũ hơn nên không xét lại từng việc",
            "the file checked; the book is of an older version, so its acts are not judged",
        ),
    };
    let (to, acts, records, bytes) = (copied.to.display(), copied.acts, copied.records, copied.bytes);
    let scans = copied.scans.scans;
    voice.say(
        format!(
            "Đã sao lưu và {}: {to}, {acts} việc, {records} hồ sơ, {bytes} byte; {scans} bản chụp trong thư mục scans \
             bên cạnh.",
            checked.vi
        ),
        format!(
            "Copied, {}: {to}, {}, {}, {bytes} bytes; {} in the folder scans beside it.",
            checked.en,
            counted(acts, "act", "acts"),
            counted(records, "dossier", "dossiers"),
            counted(scans, "scan", "scans")
        ),
    );
    look_at(&copied.scans)?;
    let differences = copied.differences.unwrap_or_default();
    show_some(&differences, voice);
    if !differences.is_empty() {
        let n = differences.len();
        return Err(told(
            format!(
                "sổ khác với các việc của nó ở {n} chỗ; bản sao giữ nguyên như thế, máy trạm vẫn giữ mọi việc đã gửi"
            ),
            format!(
                "the book is not what its acts say: {}; the copy is as the book is, and devices forget nothing",
                places(n)
            ),
        ));
    }
    Ok(())
}

/// A ward that begins tomorrow has settings and accounts worth a copy, so an empty book is copied like any other. It
/// may be another folder's book, though.
fn doubt(copied: &Copied) -> Option<Sentence> {
    (copied.acts == 0).then(|| {
        word(
            "sổ này chưa có việc nào: xem lại --data nếu phường đã làm việc",
            "this book has no act yet: look at --data again if the ward has begun to work",
        )
        .into()
    })
}

pub(super) fn show_some(differences: &[Sentence], voice: Voice) {
    for difference in differences.iter().take(SHOWN_MAX) {
        voice.say(&difference.vi, &difference.en);
    }
}

fn look_at(scans: &Brought) -> anyhow::Result<()> {
    for damaged in scans.damaged.iter().take(SHOWN_MAX) {
        println!("{}", damaged.display());
    }
    match scans.damaged.len() {
        0 => Ok(()),
        n => Err(told(
            format!("{n} bản chụp hỏng, không chép; máy trạm vẫn giữ mọi việc đã gửi"),
            format!("{n} damaged scans were not copied; devices forget nothing they have sent"),
        )),
    }
}

pub async fn restore(ask: Restore, voice: Voice) -> anyhow::Result<()> {
    let Some(from) = ask.from else {
        ask.data.must_exist()?;
        put_back_elsewhere(&ask.data.place(), ask.data.id()).await?;
        voice.say(
            "Sổ bắt đầu một đời mới: máy trạm sẽ gửi lại những việc sổ chưa có. Mọi người đăng nhập lại.",
            "The book begins another life: devices send again what it does not have. Everybody signs in again.",
        );
        return Ok(());
    };
    only_sqlite(&ask.data)?;
    if !from.is_file() {
        let from = from.display();
        return Err(told(format!("không có tệp {from}"), format!("there is no file {from}")));
    }
    let asked = if ask.as_it_is { Asked::AsItIs } else { Asked::Sound };
    let has_keys = ask.data.data.join(secret::LIST).is_file();
    let what = voice.of(&JUDGING.into());
    let show = |done, all| progress::show(&what, done, all);
    let restored = put_back(&ask.data.data, &from, &stamp(), asked, show).await?;
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
    let devices = store.devices().await?.iter().filter(|device| device.revoked_at.is_none()).count();
    store.db.close().await;
    let (acts, records, scans) = (restored.acts, restored.records, restored.scans.scans);
    voice.say(
        format!("Đã khôi phục {acts} việc, {records} hồ sơ; {scans} bản chụp bên cạnh bản sao đã ở thư mục dữ liệu."),
        format!(
            "Put back: {}, {}; {} from beside the copy in the data folder.",
            counted(acts, "act", "acts"),
            counted(records, "dossier", "dossiers"),
            counted(scans, "scan", "scans")
        ),
    );
    if let Some(aside) = &restored.aside {
        let aside = aside.display();
        voice.say(format!("Sổ cũ được giữ ở {aside}."), format!("The old book is kept at {aside}."));
    }
    if !has_keys {
        let list = secret::LIST;
        voice.say(
            format!("Thiếu {list}: việc niêm phong trước đây sẽ không mở được. Đặt lại tệp trước khi phục vụ."),
            format!(
                "{list} is not there: acts that were sealed before cannot be opened. Put it back before serving."
            ),
        );
    }
    voice.say(
        format!("{devices} máy sẽ gửi lại những việc bản sao chưa có."),
        format!("Devices that will send again what the copy did not have: {devices}."),
    );
    match &restored.missing {
        Some(missing) => missing.iter().map(said).for_each(|said| voice.say(said.vi, said.en)),
        None if restored.aside.is_some() => voice.say(
            "Sổ cũ không đọc được nên không biết có việc nào máy trạm đã quên hay không.",
            "The old book cannot be read, so nobody knows whether devices have forgotten an act.",
        ),
        None => {}
    }
    Ok(())
}

fn said(missing: &Missing) -> Sentence {
    let Missing { ward, writer, first, last } = missing;
    let (device, officer) = (writer.device, writer.officer);
    Sentence::new(
        format!(
            "Phường {ward}, máy {device}, cán bộ {officer}: việc {first} đến {last} không có trong bản sao và máy có \
             thể đã quên; chỉ còn trong sổ cũ và các bản sao mới hơn."
        ),
        format!(
            "Ward {ward}, device {device}, officer {officer}: acts {first} to {last} are not in the copy and the \
             device may have forgotten them; only the old book and newer copies have them."
        ),
    )
}

pub async fn verify(ask: Verify, voice: Voice) -> anyhow::Result<()> {
    ask.data.must_exist()?;
    let store = Store::look(&ask.data.place(), ask.data.id()).await?;
    let what = voice.of(&JUDGING.into());
    let found = store.verify(|done, all| progress::show(&what, done, all)).await?;
    show_some(&found.differences, voice);
    let (acts, writers, records, n) = (found.acts, found.writers, found.records, found.differences.len());
    voice.say(
        format!("{acts} việc của {writers} người viết, {records} hồ sơ, {n} chỗ khác."),
        format!("Acts: {acts}, writers: {writers}, dossiers: {records}, differences: {n}."),
    );
    let in_files = yearly::check(&store, &ask.logs, voice).await?;
    store.db.close().await;
    if n == 0 && in_files > 0 {
        return Err(told(
            format!("nhật ký năm khác với sổ ở {in_files} chỗ"),
            format!("the files of years are not what the book says: {}", places(in_files)),
        ));
    }
    if n > 0 {
        return Err(told(
            format!("sổ khác với các việc của nó ở {n} chỗ"),
            format!("the book is not what its acts say: {}", places(n)),
        ));
    }
    Ok(())
}

pub async fn password(ask: Password) -> anyhow::Result<()> {
    ask.data.must_exist()?;
    let store = Store::open(&ask.data.place(), ask.data.id()).await?;
    let name = &ask.name;
    let Some(account) = store.account(name).await? else {
        return Err(told(format!("không có tài khoản {name}"), format!("there is no account {name}")));
    };
    let password = random::one_time_password();
    let account = Account { hash: hash_now(&password), must_change: true, ..account };
    store.put_account(&account, Clock::Machine.now()).await?;
    store.db.close().await;
    println!("{password}");
    Ok(())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests set their stage on the disk")]
mod tests {
    use shared::demo;

    use super::*;
    use crate::store::tests::Folder;
    use crate::tests::nine;

    /// `--to usb/` is a folder though nobody has made it yet, and a book without acts is copied with a doubt.
    #[tokio::test]
    async fn an_empty_book_is_copied_into_a_new_folder_and_doubted() {
        let folder = Folder::new();
        let data = Data { data: folder.0.join("so"), database_url: None, ward: 1 };
        let store = Store::open_or_create(&data.place(), data.id(), || demo::ward().unwrap()).await.unwrap();
        store.db.close().await;
        let usb = folder.0.join("usb");
        let to = PathBuf::from(format!("{}{}", usb.display(), std::path::MAIN_SEPARATOR));
        backup(Backup { data: data.clone(), to: Some(to), confirm: None }, Voice::default()).await.unwrap();
        let names: Vec<_> =
            std::fs::read_dir(&usb).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        let [name] = names.as_slice() else { panic!("one copy and nothing else: {names:?}") };
        let name = name.to_string_lossy();
        assert!(name.starts_with("mot-cua-") && name.ends_with(".db"), "{name}");

        let copied = copies::backup(&data.data, &usb.join("b.db"), nine(), |_, _| ()).await.unwrap();
        let said = doubt(&copied).expect("a doubt").to_string();
        assert!(said.contains("chưa có việc nào") && said.contains("has no act yet"), "{said}");
        assert_eq!(doubt(&Copied { acts: 1, ..copied }), None);
    }
}
