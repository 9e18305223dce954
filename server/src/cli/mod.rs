//! The command line: one file a command.
//!
//! Not here: what the commands work with (`store`, `shared`).
//! Invariant: results on standard output, one clear sentence on standard error when something failed, and an
//! exit code that says so.

mod book;
mod calendar;
mod demo;
mod due;
mod first;
mod help;
mod line;
mod paper;
mod progress;
mod report;
mod sealed;
mod serve;
mod voice;
mod yearly;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use shared::id::WardId;

use self::voice::{In, Voice, told};
use crate::store::{FILE, Place};

/// Một Cửa: sổ một cửa của phường, chạy cả khi mất mạng / The one-stop counter of a ward, working without the network
#[derive(Parser)]
#[command(name = "mot-cua", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Chỉ nói một thứ tiếng; không ghi thì nói cả hai / Speak one language; both where it is not said
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    lang: Option<In>,
}

#[derive(Subcommand)]
enum Command {
    /// Phục vụ phường / Serve the ward
    Serve(Box<serve::Serve>),
    /// Tính hạn trả / Count a due moment
    Due(due::Due),
    /// Dựng phường mẫu với cả năm 2018 / Make the demo ward with its year 2018
    Demo(demo::Demo),
    /// Nhắc lại mật khẩu của phường mẫu / Say the demo ward's passwords again
    Logins(demo::Logins),
    /// Báo cáo của một kỳ / A report of a period
    Report(report::Report),
    /// Một giấy của hồ sơ thành tệp PDF lưu trữ / A paper of a dossier as a PDF for the archive
    Paper(paper::Paper),
    /// Sao lưu sổ, cả khi đang chạy / Copy the book, even while it is in use
    Backup(book::Backup),
    /// Khôi phục sổ từ bản sao / Put a copy in the place of the book
    Restore(book::Restore),
    /// Xét lại mọi việc và so với sổ / Judge every act again and compare with the book
    Verify(book::Verify),
    /// Xuất nhật ký của một năm đã hết / Write the log of a year that is over
    Log(yearly::Log),
    /// Nhập ngày nghỉ của một năm / Enter the days off of a year
    Calendar(calendar::Calendar),
    /// Khóa niêm phong của máy chủ / The server's sealing keys
    Keys(sealed::Keys),
    /// Nhập tệp việc mà máy đã xuất / Bring in files of acts that a device wrote
    Import(sealed::Import),
    /// Cấp mật khẩu dùng một lần / Give an account a one-time password
    Password(book::Password),
}

/// Where the book is, for every command that opens it.
#[derive(Args, Clone)]
pub struct Data {
    /// Thư mục dữ liệu / The data folder
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// PostgreSQL thay cho SQLite / PostgreSQL in place of SQLite: postgres://user@host/db
    #[arg(long, value_name = "URL", env = "MOT_CUA_DATABASE_URL")]
    pub database_url: Option<String>,
    /// Số của phường trong cơ sở dữ liệu / The ward's number in the database
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub ward: i64,
}

/// A variable that is set and empty says nothing.
fn url(given: Option<&str>) -> Option<&str> {
    given.map(str::trim).filter(|url| !url.is_empty())
}

impl Data {
    /// Where PostgreSQL is, if the book is there.
    pub fn url(&self) -> Option<&str> {
        url(self.database_url.as_deref())
    }

    pub fn place(&self) -> Place {
        match self.url() {
            Some(url) => Place::Postgres { url: url.to_owned(), folder: Some(self.data.clone()) },
            None => Place::Folder(self.data.clone()),
        }
    }

    /// For commands that work on a book that is there: a name typed wrongly must not begin another.
    pub fn must_exist(&self) -> anyhow::Result<()> {
        let folder = self.data.display();
        if self.url().is_some() && !self.data.is_dir() {
            return Err(told(
                format!(
                    "không có thư mục {folder}, nơi sổ PostgreSQL này để khóa và danh sách máy; xem lại --data"
                ),
                format!(
                    "there is no folder {folder}, in which this book on PostgreSQL keeps its keys and lists; look at \
                     --data"
                ),
            ));
        }
        if self.url().is_none() && !self.data.join(FILE).is_file() {
            return Err(told(
                format!("không có sổ nào trong {folder} (thiếu {FILE}); xem lại --data"),
                format!("there is no book in {folder} ({FILE} is not there); look at --data again"),
            ));
        }
        Ok(())
    }

    pub fn id(&self) -> WardId {
        WardId(self.ward)
    }
}

/// Runs what was asked on the command line.
pub fn run() -> ExitCode {
    crate::memory::large_blocks_go_back();
    let (cli, voice) = match line::read(std::env::args_os()) {
        Ok(asked) => asked,
        Err(answered) => return answered,
    };
    let done = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime.block_on(dispatch(cli.command, voice)),
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            voice.failed(&error);
            ExitCode::FAILURE
        }
    }
}

async fn dispatch(command: Command, voice: Voice) -> anyhow::Result<()> {
    match command {
        Command::Serve(ask) => serve::run(*ask, voice).await,
        Command::Due(ask) => due::run(&ask, voice).await,
        Command::Demo(ask) => demo::run(ask, voice).await,
        Command::Logins(ask) => demo::logins(ask).await,
        Command::Report(ask) => report::run(ask, voice).await,
        Command::Paper(ask) => paper::run(ask).await,
        Command::Backup(ask) => book::backup(ask, voice).await,
        Command::Restore(ask) => book::restore(ask, voice).await,
        Command::Verify(ask) => book::verify(ask, voice).await,
        Command::Log(ask) => yearly::log(ask, voice).await,
        Command::Calendar(ask) => calendar::run(ask, voice).await,
        Command::Keys(ask) => sealed::keys(ask, voice).await,
        Command::Import(ask) => sealed::import(ask, voice).await,
        Command::Password(ask) => book::password(ask).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::Folder;

    /// A name typed wrongly begins no second book: nothing is made.
    #[tokio::test]
    async fn only_serve_and_demo_begin_a_book() {
        let folder = Folder::new();
        let typed = folder.0.join("sai-ten");
        for command in [
            "password --name oanh",
            "keys",
            "import viec.jsonl",
            "calendar --file ngay-nghi.json",
            "backup --to x.db",
            "verify",
            "log --year 2018 --to x.jsonl.gz",
            "restore --already-restored",
            "report --form board --from 2018-01-01 --to 2018-12-31",
        ] {
            let (name, rest) = command.split_once(' ').unwrap_or((command, ""));
            let line = format!("mot-cua {name} --data {} {rest}", typed.display());
            let cli = Cli::try_parse_from(line.split_whitespace());
            let cli = cli.unwrap_or_else(|error| panic!("{line}: {error}"));
            let said = dispatch(cli.command, Voice::default()).await.expect_err(command).to_string();
            assert!(said.contains("không có sổ nào trong") && said.contains("sai-ten"), "{command}: {said}");
            assert!(!typed.exists(), "{command} made a folder");
        }
    }

    #[test]
    fn an_address_that_is_empty_is_none() {
        let data = |url: &str| Data { data: "so".into(), database_url: Some(url.to_owned()), ward: 1 };
        assert!(matches!(data("").place(), Place::Folder(_)));
        assert!(matches!(data(" ").place(), Place::Folder(_)));
        assert!(matches!(data("postgres://so@may/so").place(), Place::Postgres { .. }));
    }
}
