//! Who may do what from where, the stories of the counter, and what is typed wrongly.

mod awaited;
mod civil;
mod concern;
mod corrections;
mod input;
mod law;
mod matrix;
mod roads;
mod scans;
mod slips;
mod sought;
mod stories;

use expect_test::Expect;

use crate::script;

/// Tells the story and holds what became of it against what is expected.
#[track_caller]
fn check(story: &str, expected: Expect) {
    expected.assert_eq(&script::tell(story));
}
