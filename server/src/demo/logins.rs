//! The demo's accounts: a login for every officer, and a file that says the passwords again.
//!
//! Not here: accounts of a real ward (`gate::login`).
//! Invariant: passwords come from the operating system, never from the seed; the file is its owner's alone.
//!
//! The file has a line an officer: login name, password, then title and name, with two or more spaces between;
//! lines that begin with `#` are remarks.

use std::path::{Path, PathBuf};

use shared::demo;
use shared::id::OfficerId;
use shared::moment::Moment;
use tokio::io::AsyncWriteExt as _;

use crate::gate::password::hash_now;
use crate::random;
use crate::store::account::Account;
use crate::store::{Fault, Store};

const FILE: &str = "demo-logins.txt";

/// Login names of those who work in the demo ward.
const NAMES: [(&str, OfficerId); 12] = [
    ("son", demo::HEAD),
    ("ha", demo::JUSTICE),
    ("bao", demo::LAND),
    ("lien", demo::SOCIAL),
    ("oanh", demo::RECEPTION),
    ("tuan", demo::CLERK),
    ("thanh", demo::CHAIR),
    ("van", demo::VICE_1),
    ("huy", demo::VICE_2),
    ("mai", demo::VOLUNTEER),
    ("suong", demo::POSTAL),
    ("quantri", demo::ADMIN),
];

/// Gives every officer an account; answers the text of the file.
pub async fn give(store: &Store, now: Moment) -> Result<String, Fault> {
    let ward = store.ward();
    let mut text =
        String::from("# Phường mẫu: tên đăng nhập, mật khẩu / the demo ward: login name, password\n");
    for (name, id) in NAMES {
        let password = short_password();
        let account =
            Account { name: name.to_owned(), officer: id, hash: hash_now(&password), must_change: false };
        store.put_account(&account, now).await?;
        let title = ward.officer(id).map_or_else(String::new, |officer| officer.title.clone());
        text.push_str(&format!("{name:<9} {password}   {title} – {}\n", ward.name_of(id)));
    }
    Ok(text)
}

/// Three groups of four letters and digits: 60 random bits, easily typed.
fn short_password() -> String {
    loop {
        let password: String = random::one_time_password().chars().take(14).collect();
        if shared::session::password_fault(&password, "").is_none() {
            return password;
        }
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Keeps the text for its owner's eyes.
pub async fn keep(folder: &Path, text: &str) -> Result<(), Fault> {
    let path = path(folder);
    let mut options = tokio::fs::OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    options.mode(0o600);
    let write = async {
        let mut file = options.open(&path).await?;
        file.write_all(text.as_bytes()).await?;
        file.sync_all().await
    };
    write.await.map_err(|e| Fault::File(path.clone(), e))
}

/// The kept text; `None` where no demo was played.
pub async fn kept(folder: &Path) -> Result<Option<String>, Fault> {
    let path = path(folder);
    match tokio::fs::read_to_string(&path).await {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Fault::File(path, e)),
    }
}
