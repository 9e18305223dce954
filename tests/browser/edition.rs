//! A newer version of the pages: the built ones with one more line in their script, under a name of its own.
//!
//! Not here: what the service worker does with it (`app/sw.js`).
//! Invariant: what the build wrote down about the files is true of these too, so that they are a version and not a
//! damaged copy.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use shared::text::hex;

use crate::house::{now, pages};

/// Which version's script a page runs: `null` for the built one, else the word that was put in.
pub const RUNS: &str = "return window.edition ?? null";

pub struct Edition(PathBuf);

impl Edition {
    /// The built pages, whose script says `word` before anything else.
    pub fn saying(word: &str) -> Edition {
        let folder =
            std::env::temp_dir().join(format!("mot-cua-pages-{}-{}", std::process::id(), now().millis()));
        copy(&pages(), &folder);
        let edition = Edition(folder);
        edition.rename_script(word);
        edition
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).expect("a text")
    }

    /// With its packed twins, where it has any.
    fn remove(&self, name: &str) {
        for end in ["", ".br", ".gz"] {
            let _ = std::fs::remove_file(self.0.join(format!("{name}{end}")));
        }
    }

    fn write(&self, name: &str, text: &str) {
        self.remove(name);
        std::fs::write(self.0.join(name), text).expect("written");
    }

    fn rename_script(&self, word: &str) {
        let page = self.read("index.html");
        let (_, rest) = page.split_once("<script type=\"module\" src=\"/").expect("a script");
        let old = rest.split('"').next().expect("its address").to_owned();
        let script = format!("window.edition = '{word}';\n{}", self.read(&old));
        let new = format!("assets/app-{:.16}.js", hex(&Sha256::digest(&script)));
        let newer = swapped(&page, &old, &new);
        let digest = |text: &str| format!("sha256-{}", STANDARD.encode(Sha256::digest(text)));
        let mut worker = self.read("sw.js");
        for (before, after) in [
            (format!("/{old}"), format!("/{new}")),
            (digest(&self.read(&old)), digest(&script)),
            (digest(&page), digest(&newer)),
            ("const VERSION = \"shell-".to_owned(), format!("const VERSION = \"shell-{word}-")),
        ] {
            worker = swapped(&worker, &before, &after);
        }
        self.remove(&old);
        self.write(&new, &script);
        self.write("index.html", &newer);
        self.write("sw.js", &worker);
    }
}

impl Drop for Edition {
    fn drop(&mut self) {
        // What is left is only in the way.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn swapped(text: &str, before: &str, after: &str) -> String {
    assert_eq!(text.matches(before).count(), 1, "{before}");
    text.replace(before, after)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("target/site is built: cargo xtask site") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.file_type().expect("a kind").is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("copied");
        }
    }
}
