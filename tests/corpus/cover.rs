//! Which of many lives are kept: few, and together every field that may be empty in both states, and every ending.
//!
//! Not here: how lives are made (`wander`).
//! Invariant: the same lives give the same choice.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::life::Life;
use crate::wander::ending;

/// Lives of one kind that are looked at, and kept.
const LOOKED_AT_MAX: usize = 200;
const KEPT_MAX: usize = 6;
/// Fields whose every value is a case of its own.
const NAMES: [&str; 9] =
    ["channel", "delivery", "way", "checked", "sex", "payment", "decision", "group", "kind"];

const ENDS: &str = "ends: ";

/// The fewest lives that show the most, as each was made.
pub fn choose<T>(lives: impl Iterator<Item = (Life, T)>) -> Vec<T> {
    let mut lives: Vec<(Life, T)> = lives.take(LOOKED_AT_MAX).collect();
    let filled: Vec<BTreeSet<String>> = lives.iter().map(|(life, _)| filled(life)).collect();
    let known: BTreeSet<&String> = filled.iter().flatten().collect();
    let shows = |filled: &BTreeSet<String>| -> BTreeSet<String> {
        let empty = known.iter().filter(|field| !filled.contains(**field)).map(|field| format!("no {field}"));
        empty.chain(filled.iter().cloned()).collect()
    };
    let mut shown: Vec<BTreeSet<String>> = filled.iter().map(shows).collect();
    let (mut covered, mut kept) = (BTreeSet::new(), vec![]);
    while kept.len() < KEPT_MAX {
        let news =
            |place: usize| -> usize { shown[place].difference(&covered).map(|news| weight(news)).sum() };
        let best =
            (0..lives.len()).max_by_key(|place| (news(*place), usize::MAX - lives[*place].0.rows.len()));
        let Some(best) = best.filter(|best| news(*best) > 0) else { break };
        covered.extend(shown.remove(best));
        kept.push(lives.remove(best).1);
    }
    kept
}

/// How an act ended is worth more than what it held.
fn weight(news: &str) -> usize {
    if news.starts_with(ENDS) { 20 } else { 1 }
}

/// What the last act holds, and how it ended.
fn filled(life: &Life) -> BTreeSet<String> {
    let last = life.rows.last().expect("no life is empty");
    let mut fields = BTreeSet::from([format!("{ENDS}{}", ending(&last.outcome))]);
    let command = serde_json::from_str(&last.body.0).expect("an act is JSON");
    collect(&command, "", &mut fields);
    fields
}

fn collect(value: &Value, path: &str, fields: &mut BTreeSet<String>) {
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::Bool(true) | Value::Number(_) => drop(fields.insert(path.to_owned())),
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => {
            fields.insert(path.to_owned());
            if NAMES.iter().any(|name| path.ends_with(&format!(".{name}"))) {
                fields.insert(format!("{path}={text}"));
            }
        }
        Value::Array(parts) => parts.iter().for_each(|part| collect(part, &format!("{path}[]"), fields)),
        Value::Object(parts) => {
            parts.iter().for_each(|(name, part)| collect(part, &format!("{path}.{name}"), fields));
        }
    }
}
