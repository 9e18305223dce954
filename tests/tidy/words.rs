//! What must not be written down anywhere, or not in some places.

use super::{Tree, complains, holds};

/// A word, where it is sought, and what to do instead. Written in halves: this file is read too.
#[rustfmt::skip]
const BANNED: &[(&str, &str, &str)] = &[
    (concat!("#[", "ignore"), ".rs", "assert today's wrong answer instead, so that its repair is noticed"),
    (concat!("registry.", "npmjs"), "", "name the tool, not where a machine fetches from"),
    (concat!("index.", "crates"), "", "name the tool, not where a machine fetches from"),
    (concat!("static.", "crates"), "", "name the tool, not where a machine fetches from"),
    (concat!("py", "pi.org"), "", "name the tool, not where a machine fetches from"),
    (concat!("/wo", "rk/"), "", "no path of one machine"),
    (concat!("/ro", "ot/"), "", "no path of one machine"),
    (concat!("/ho", "me/"), "", "no path of one machine"),
    (concat!("inner", "_html"), "app/src", "text becomes text nodes"),
    (concat!(" style", "=\""), "app/src", "the policy of the page blocks it: a class, or style:name=value"),
];

fn is_unsaid(tree: &Tree) -> Vec<String> {
    let mut complaints = Vec::new();
    for (path, text) in tree.all() {
        for (word, place, instead) in BANNED {
            let here = path.starts_with(place) || place.starts_with('.') && path.ends_with(place);
            if let Some(line) = text.lines().position(|line| here && line.contains(word)) {
                complaints.push(format!("{path}:{}: `{}`: {instead}", line + 1, word.trim()));
            }
        }
    }
    complaints
}

/// sqlx takes only text written in the source, or this word; outside of tests nobody says it.
fn sql_is_written(tree: &Tree) -> Vec<String> {
    let server = tree.rust().filter(|(path, _)| path.starts_with("server/src/") && !path.contains("tests"));
    let put_together = server.filter(|(_, text)| text.contains("AssertSqlSafe"));
    put_together.map(|(path, _)| format!("{path}: SQL is written, never put together")).collect()
}

/// Where the browser asks the server: the one client, which ends what takes too long, and the start's first question,
/// whose answer that client awaits with a limit.
const ASK_THE_SERVER: [&str; 2] = ["app/src/link/http.rs", "app/src/gate/early.rs"];

/// A request without an end leaves a form on its way for as long as a telephone's connection hangs.
fn requests_end(tree: &Tree) -> Vec<String> {
    let pages =
        tree.rust().filter(|(path, _)| path.starts_with("app/src/") && !ASK_THE_SERVER.contains(path));
    let asks = pages.filter(|(_, text)| text.contains("gloo_net") || text.contains(".fetch_with_"));
    asks.map(|(path, _)| format!("{path}: ask by `link::http::Ask`, which has a limit of time")).collect()
}

/// An officer's page that asks the server says so where there is no network, and asks again when there is one. A
/// citizen's page is loaded anew by its reader.
fn asks_again(tree: &Tree) -> Vec<String> {
    let is_staffs = |path: &str| path.starts_with("app/src/") && !path.starts_with("app/src/public/");
    let asks = tree.rust().filter(|(path, text)| is_staffs(path) && text.contains("LocalResource::new("));
    asks.filter(|(_, text)| !text.contains("ask_again_when_back(desk"))
        .map(|(path, _)| {
            format!("{path}: `desk::ask_again_when_back`, so that its answer comes with the network")
        })
        .collect()
}

#[test]
fn a_page_that_could_not_be_read_is_asked_for_again_when_the_network_is_back() {
    holds(asks_again);
    let ask = "let answer = LocalResource::new(read);";
    let again = "let answer = LocalResource::new(read);\nask_again_when_back(desk, answer, Result::is_err);";
    let files = [("app/src/board/a.rs", again), ("app/src/board/b.rs", ask), ("app/src/public/c.rs", ask)];
    let complaints =
        ["app/src/board/b.rs: `desk::ask_again_when_back`, so that its answer comes with the network"];
    complains(asks_again, &files, &complaints);
}

#[test]
fn every_request_has_a_limit_of_time() {
    holds(requests_end);
    let files = [
        ("app/src/link/http.rs", "use gloo_net::http::Request;"),
        ("app/src/public/fetch.rs", "use gloo_net::http::Request;"),
        ("app/src/board/mod.rs", "window().fetch_with_str(PATH)"),
    ];
    let complaints = [
        "app/src/board/mod.rs: ask by `link::http::Ask`, which has a limit of time",
        "app/src/public/fetch.rs: ask by `link::http::Ask`, which has a limit of time",
    ];
    complains(requests_end, &files, &complaints);
}

#[test]
fn banned_words_stay_unsaid() {
    holds(is_unsaid);
    let ignored = format!("#[test]\n{}]\nfn a() {{}}", concat!("#[", "ignore"));
    let styled = format!("<p{}color:red\">", concat!(" style", "=\""));
    let files =
        [("app/src/a.rs", styled.as_str()), ("docs/a.md", &styled), ("shared/src/tests.rs", &ignored)];
    let complaints = [
        "app/src/a.rs:1: `style=\"`: the policy of the page blocks it: a class, or style:name=value",
        &format!(
            "shared/src/tests.rs:2: `{}`: assert today's wrong answer instead, so that its repair is noticed",
            concat!("#[", "ignore")
        ),
    ];
    complains(is_unsaid, &files, &complaints);
}

#[test]
fn all_sql_is_written() {
    holds(sql_is_written);
    let files = [("server/src/a.rs", "AssertSqlSafe(sql)"), ("server/src/tests.rs", "AssertSqlSafe(sql)")];
    complains(sql_is_written, &files, &["server/src/a.rs: SQL is written, never put together"]);
}
