//! Something the store could not do. Never the caller's mistake.
//!
//! Not here: which of them pass by themselves (`trouble`).
//! Invariant: no secret and no citizen's word in it; what a person may read is in both languages.

use std::path::{Path, PathBuf};

use shared::id::WardId;
use shared::lang::Sentence;

#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("database: {0}")]
    Db(#[from] sqlx::Error),
    #[error("migration: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The parser's own words quote what it read, so only the place is said.
    #[error("stored JSON: {:?} at line {}, column {}", .0.classify(), .0.line(), .0.column())]
    Json(serde_json::Error),
    #[error("file {0}: {1}")]
    File(PathBuf, std::io::Error),
    #[error("SQLite {0} is too old: 3.51.3 or newer is needed, since older ones may damage the file")]
    OldSqlite(String),
    #[error("the database is damaged; restore a copy with `mot-cua restore`: {0}")]
    Damaged(String),
    #[error("there is no ward {0} in this database yet")]
    NoWard(WardId),
    /// What the person who asked can mend.
    #[error("{0}")]
    Refused(Sentence),
    /// What cannot be, and is.
    #[error("{0}")]
    Odd(String),
}

impl Fault {
    pub(super) fn refused(vi: impl Into<String>, en: impl Into<String>) -> Fault {
        Fault::Refused(Sentence::new(vi, en))
    }

    /// The same, said of the file that the person named and not of the one that was made of it.
    pub(super) fn about(self, made: &Path, named: &Path) -> Fault {
        let (made, named) = (made.display().to_string(), named.display().to_string());
        if let Fault::Refused(said) = &self {
            return Fault::refused(said.vi.replace(&made, &named), said.en.replace(&made, &named));
        }
        self
    }

    /// For whoever stands before the machine; people at the counter hear of it in other words (`crate::error`).
    pub fn sentence(&self) -> Sentence {
        let vi = match self {
            Fault::Refused(said) => return said.clone(),
            Fault::Db(error) => format!("cơ sở dữ liệu báo lỗi: {error}"),
            Fault::Migrate(error) => format!("không nâng được bảng của cơ sở dữ liệu: {error}"),
            Fault::Json(_) => format!("nội dung đã lưu không đọc được ({self})"),
            Fault::File(path, error) => format!("tệp {}: {error}", path.display()),
            Fault::OldSqlite(version) => {
                format!("SQLite {version} quá cũ và có thể làm hỏng tệp; cần từ 3.51.3 trở lên")
            }
            Fault::Damaged(what) => {
                format!("cơ sở dữ liệu đã hỏng; khôi phục bản sao bằng `mot-cua restore`: {what}")
            }
            Fault::NoWard(id) => format!("cơ sở dữ liệu này chưa có phường {id}"),
            Fault::Odd(_) => format!("sổ có điều không thể có ({self})"),
        };
        Sentence::new(vi, self.to_string())
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Fault {
        Fault::Json(error)
    }
}
