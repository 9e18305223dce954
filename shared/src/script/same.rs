//! Whether something written long ago still says what it said.
//!
//! Not here: what was written (`shared/corpus`).
//! Invariant: more may be said than then, never less.

use serde_json::Value;

/// What of `old` is not in `new`. A field that is left out now says nothing, like one that was null.
pub fn lost(old: &Value, new: &Value) -> Vec<String> {
    parts(old, new, "")
}

fn parts(old: &Value, new: &Value, path: &str) -> Vec<String> {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let part = |(name, value): (&String, &Value)| {
                parts(value, new.get(name).unwrap_or(&Value::Null), &format!("{path}.{name}"))
            };
            old.iter().flat_map(part).collect()
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            let both = old.iter().zip(new).enumerate();
            both.flat_map(|(place, (old, new))| parts(old, new, &format!("{path}[{place}]"))).collect()
        }
        (old, new) if old == new => vec![],
        _ => vec![format!("{path}: {old} became {new}")],
    }
}
