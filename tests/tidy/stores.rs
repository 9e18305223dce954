//! Every question that is put to the book is put to both databases by a test.
//!
//! Not here: what the answers should be (the server's `store::tests`).
//! Invariant: a method of the book that a caller may use is called in a test that runs on PostgreSQL too. What takes a
//! transaction is a part of such a method, and is asked through it; whoever opens a book asks nothing yet.

use super::{Tree, complains, holds};

const STORE: &str = "server/src/store/";
const TESTS: &str = "server/src/store/tests/";
const STORIES: &str = "server/src/store/tests/stories.rs";

/// The files whose tests run on PostgreSQL: they start one, or stand in the list of stories that are told to both.
fn on_both(tree: &Tree) -> Vec<&str> {
    let list = tree.get(STORIES).unwrap_or_default();
    let told = |path: &str| {
        let name = path.strip_suffix(".rs").and_then(|path| path.rsplit('/').next());
        name.is_some_and(|name| list.contains(&format!("{name}::")))
    };
    let tests = tree.rust().filter(|(path, _)| path.starts_with(TESTS));
    let both = tests.filter(|(path, text)| text.contains("postgres::start()") || told(path));
    both.map(|(_, text)| text).collect()
}

/// What callers may ask of the book in this file.
fn methods(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    for block in text.split("\nimpl Store {").skip(1) {
        let block = block.split("\n}\n").next().unwrap_or_default();
        for rest in block.split("\n    pub async fn ").skip(1) {
            let head = rest.split(" {\n").next().unwrap_or_default();
            let name =
                head.split(['(', '<']).next().filter(|_| head.contains("&self") && !head.contains("&mut Tx"));
            all.extend(name);
        }
    }
    all
}

fn is_asked_of_both(tree: &Tree) -> Vec<String> {
    let tests = on_both(tree);
    let mut complaints = Vec::new();
    for (path, text) in tree.rust().filter(|(path, _)| path.starts_with(STORE) && !path.starts_with(TESTS)) {
        for name in methods(text) {
            if !tests.iter().any(|text| text.contains(&format!(".{name}("))) {
                complaints.push(format!(
                    "{path}: no test asks PostgreSQL for `{name}`: call it in a story of {STORIES}"
                ));
            }
        }
    }
    complaints
}

#[test]
fn every_question_is_put_to_both_databases() {
    holds(is_asked_of_both);
    let store = "use a;\n\nimpl Store {\n    pub async fn told(&self) -> A {\n    }\n\n    pub async fn started<'a>(\n        &self,\n    ) -> A {\n    }\n
    pub async fn lost(&self) -> A {\n    }\n\n    pub async fn part(&self, tx: &mut Tx) -> A {\n    }\n\n    async fn own(&self) {\n    }\n}\n
impl Other {\n    pub async fn another(&self) {\n    }\n}\n";
    let files = [
        ("server/src/store/a.rs", store),
        ("server/src/store/tests/backup.rs", "store.lost()"),
        ("server/src/store/tests/lanes.rs", "postgres::start(); store.started()"),
        ("server/src/store/tests/stories.rs", "Box::pin(acts::told(store))"),
        ("server/src/store/tests/stories/acts.rs", "store.told()"),
    ];
    let complaints = [
        "server/src/store/a.rs: no test asks PostgreSQL for `lost`: call it in a story of server/src/store/tests/stories.rs",
    ];
    complains(is_asked_of_both, &files, &complaints);
}
