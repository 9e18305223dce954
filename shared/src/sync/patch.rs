//! What changed between two JSON values, as a third.
//!
//! | patch | means |
//! |---|---|
//! | `{"k": …}` | an object: the named fields are patched, the others stay |
//! | `null` | a field is gone |
//! | `[v]` | now `v` |
//! | `[n, v, …]` | an array: its first `n` values stay, the others follow |
//!
//! Not here: where the value before is to be had (`page`).
//! Invariant: `apply(a, diff(a, b)) == b`; a patch that does not fit is refused.

use serde_json::{Map, Value};

/// What makes `before` to `after`; nothing where they are equal.
pub fn diff(before: &Value, after: &Value) -> Option<Value> {
    match (before, after) {
        (a, b) if a == b => None,
        (Value::Object(a), Value::Object(b)) => {
            let mut fields = Map::new();
            for (key, value) in b {
                let patch = match a.get(key) {
                    Some(known) => diff(known, value),
                    None => Some(Value::Array(vec![value.clone()])),
                };
                fields.extend(patch.map(|patch| (key.clone(), patch)));
            }
            fields.extend(a.keys().filter(|key| !b.contains_key(*key)).map(|key| (key.clone(), Value::Null)));
            Some(Value::Object(fields))
        }
        (Value::Array(a), Value::Array(b)) => {
            let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
            // One value alone would read as `now this value`.
            if same == 0 || same == b.len() {
                return Some(Value::Array(vec![after.clone()]));
            }
            Some(Value::Array(std::iter::once(Value::from(same)).chain(b[same..].iter().cloned()).collect()))
        }
        (_, _) => Some(Value::Array(vec![after.clone()])),
    }
}

/// Changes the value as the patch says; `None` where it does not fit.
pub fn apply(value: &mut Value, patch: Value) -> Option<()> {
    match patch {
        Value::Object(fields) => {
            let known = value.as_object_mut()?;
            for (key, patch) in fields {
                match (known.get_mut(&key), patch) {
                    (_, Value::Null) => drop(known.remove(&key)),
                    (Some(field), patch) => apply(field, patch)?,
                    (None, Value::Array(mut new)) if new.len() == 1 => drop(known.insert(key, new.pop()?)),
                    (None, _) => return None,
                }
            }
        }
        Value::Array(mut new) if new.len() == 1 => *value = new.pop()?,
        Value::Array(new) => {
            let known = value.as_array_mut()?;
            let mut new = new.into_iter();
            let same = usize::try_from(new.next()?.as_u64()?).ok()?;
            if same > known.len() {
                return None;
            }
            known.truncate(same);
            known.extend(new);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
    }
    Some(())
}
