//! The papers' words, in the order of their forms.

mod forms;
mod slip;

use expect_test::Expect;

use crate::script;

/// Tells the story and holds what became of it against what is expected.
#[track_caller]
fn check(story: &str, expected: Expect) {
    expected.assert_eq(&script::tell(story));
}
