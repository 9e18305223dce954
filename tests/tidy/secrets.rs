//! No secret lies in the repository: no private key, no password in an address, nothing random under a secret's name.
//!
//! Not here: a password of plain words, which no law tells from prose (review); what a server writes down of one
//! (`server/src/tests/log.rs`).
//! Invariant: what only looks like a password in an address is named below, and was never anybody's.

use std::collections::BTreeSet;

use super::{Tree, complains, holds};

/// How a private key begins, whatever kind it is. Written in halves: this file is read too.
const KEY: [&str; 2] = [concat!("-----BE", "GIN "), concat!("PRIVATE", " KEY-----")];

/// Passwords in addresses that show how one is written.
const SHOWN: [&str; 5] =
    ["password", "mật_khẩu", "matkhau", "b%C3%AD%20m%E1%BA%ADt", "qu%C3%AAn-m%E1%BA%A5t"];

const NAMES: [&str; 7] = ["password", "passwd", "secret", "token", "api_key", "apikey", "private_key"];

/// From here on something random is worth a guess less; shorter ones are codes of slips.
const LONG: usize = 24;
/// Between a name and its value stand a sign, a quotation mark and at most a type.
const GAP: usize = 24;
/// Whatever is random has more letters than this.
const ALIKE: usize = 8;

/// The password of every address in the line: `scheme://name:password@`.
fn passwords(line: &str) -> impl Iterator<Item = &str> {
    line.split("://").skip(1).filter_map(|rest| {
        let name = rest.split(|c: char| c.is_whitespace() || "/\"'`<>".contains(c)).next()?;
        let (_, password) = name.rsplit_once('@')?.0.split_once(':')?;
        (!password.is_empty() && !password.starts_with('{')).then_some(password)
    })
}

/// Figures among letters, in hexadecimal or in both cases: nobody writes a word so.
fn is_random(word: &str) -> bool {
    let any = |is: fn(&char) -> bool| word.chars().any(|c| is(&c));
    let hex = word.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let mixed = any(char::is_ascii_uppercase) && any(char::is_ascii_lowercase);
    let letters: BTreeSet<char> = word.chars().collect();
    word.len() >= LONG && any(char::is_ascii_digit) && (hex || mixed) && letters.len() >= ALIKE
}

/// Whether a name of a secret is followed by something random.
fn tells_a_secret(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    let named = NAMES.iter().flat_map(|name| lower.match_indices(name).map(|(at, name)| at + name.len()));
    named.into_iter().any(|end| {
        let rest = &line[end..];
        let mut at = 0;
        for word in rest.split(|c: char| !(c.is_ascii_alphanumeric() || "+/_-".contains(c))) {
            let gap = &rest[..at];
            if at > GAP {
                return false;
            }
            if gap.contains([':', '=', '(']) && is_random(word) {
                return true;
            }
            at += word.len() + rest[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        }
        false
    })
}

fn has_no_secret(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for (path, text) in tree.all() {
        for (i, line) in text.lines().enumerate() {
            let mut said = |what: &str| complaints.push(format!("{path}:{}: {what}", i + 1));
            if KEY.iter().all(|part| line.contains(part)) {
                said("a private key: make it where it is used, and never write it down");
            }
            if passwords(line).any(|password| !SHOWN.contains(&password)) {
                said("an address with a password: read it from the environment, or show `name:password@`");
            }
            if tells_a_secret(line) {
                said(
                    "something random under a secret's name: read it from the environment, or make it in the test",
                );
            }
        }
    }
    complaints
}

#[test]
fn no_secret_is_written_down() {
    holds(has_no_secret);
    let key = format!("{}RSA {}", KEY[0], KEY[1]);
    let random = concat!("dGhpcyBpcyBub3QgYSBz", "ZWNyZXQ5OTk");
    let hex = concat!("4ba9a0f26d6ccae7e715", "9e4d938338837c542cc9");
    let address = |password: &str| format!("let to = \"smtps://ward:{password}@mail.example\";\n");
    let lines = [
        format!("const API_TOKEN: &str = \"{random}\";"),
        format!("token={hex}"),
        format!("{{\"client_secret\":\"{hex}\"}}"),
        // A digest under another name, a placeholder, a password that is asked for, and words.
        format!("let digest = \"{hex}\"; let token = random::secret();"),
        format!("let token = \"{}\";", "0f".repeat(32)),
        "password: the_password_of_whoever_is_2_here(account)".to_owned(),
        "http://127.0.0.1:8080/a@b".to_owned(),
    ];
    let (lines, shown, real) = (lines.join("\n"), address("matkhau"), address(concat!("Xuan", "2026!")));
    let files = [
        ("docs/a.md", key.as_str()),
        ("server/src/a.rs", lines.as_str()),
        ("server/src/b.rs", shown.as_str()),
        ("server/src/tests/c.rs", real.as_str()),
    ];
    let random =
        "something random under a secret's name: read it from the environment, or make it in the test";
    let complaints = [
        "docs/a.md:1: a private key: make it where it is used, and never write it down".to_owned(),
        format!("server/src/a.rs:1: {random}"),
        format!("server/src/a.rs:2: {random}"),
        format!("server/src/a.rs:3: {random}"),
        "server/src/tests/c.rs:1: an address with a password: read it from the environment, or show `name:password@`"
            .to_owned(),
    ];
    complains(has_no_secret, &files, &complaints.each_ref().map(String::as_str));
}
