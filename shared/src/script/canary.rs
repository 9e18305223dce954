//! What stands in a field of every citizen whom a test invents, and nowhere else: a search of a log, an answer or a
//! browser's profile finds by it whoever has got out.
//!
//! Not here: the citizens (`forms`, and each test's own), the searches (`server/src/tests`, `tests/browser`).
//! Invariant: a law of the repository holds that no test fills in an applicant without one.

/// In lower case: a word for names and addresses, and the identity numbers of those who are invented most often.
pub const CANARIES: [&str; 3] = ["canary", "048190004217", "048190994242"];

/// The first canary that a text lets out.
pub fn sings(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    CANARIES.into_iter().find(|canary| text.contains(canary))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::forms;

    #[test]
    fn the_citizen_of_the_stories_carries_one() {
        let told = serde_json::to_string(&forms::applicant()).expect("written");
        assert_eq!(sings(&told), Some("048190004217"));
        assert_eq!(sings("CANARY Thị Kín"), Some("canary"));
        assert_eq!(sings("Nguyễn Thị Lý"), None);
    }
}
