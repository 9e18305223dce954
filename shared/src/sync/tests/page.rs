//! Pages and pushes in columns: what is made of them is what was sent, or nothing.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::snapshot::{dossiers, texts};
use super::{at, author, receive};
use crate::act::Act;
use crate::demo;
use crate::dossier::Dossier;
use crate::id::{DossierId, OfficerId};
use crate::script::dossier_id;
use crate::sync::client::{Intent, Place, seal};
use crate::sync::page::{self, Sent};
use crate::sync::patch::{apply, diff};
use crate::sync::wire::{Beside, Hash, Judged, Known, Outcome, PROTO, PullAsk, PullReply, Push};
use crate::sync::{columns, pack};

fn reply() -> PullReply<Dossier> {
    PullReply {
        epoch: "e1".to_owned(),
        from: 3,
        to: 9,
        instead_of: None,
        more: false,
        records: vec![],
        gone: vec![dossier_id(5)],
        last_n: 2,
        head: Hash("7f".to_owned()),
        durable_n: 1,
        outcomes: vec![],
        now: at(9, 30),
        ward_version: 4,
        scope: "w".to_owned(),
        digest: None,
        told: None,
        beyond: vec![],
    }
}

/// The page that brings `now` to a device that holds `held`, and what it reads in it.
fn travel(held: &[Dossier], now: &[Dossier], base: &[Dossier]) -> (String, Option<PullReply<Dossier>>) {
    let (before, after) = (texts(held), texts(now));
    let sent = now.iter().zip(&after).map(|(record, now)| {
        let place = held.iter().position(|held| held.id == record.id);
        Sent { now, held: place.map(|place| before[place].as_str()) }
    });
    let text = page::write(&reply(), &sent.collect::<Vec<_>>()).expect("records as we write them");
    let base: BTreeMap<DossierId, &Dossier> = base.iter().map(|record| (record.id, record)).collect();
    let read = page::read(&text, |id| base.get(&id).copied());
    (text, read)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// From any record to any other, and new ones beside them; on another base the page is refused.
    #[test]
    fn a_page_brings_the_very_records(seed in any::<u64>(), count in 1_usize..12, known in 0_usize..12) {
        let held = dossiers(seed, known);
        let mut now = dossiers(seed.wrapping_add(1), count);
        for (record, held) in now.iter_mut().zip(&held) {
            record.id = held.id;
        }
        let mut read = travel(&held, &now, &held).1.expect("a page for this very base").records;
        read.sort_by_key(|record| record.id);
        now.sort_by_key(|record| record.id);
        prop_assert_eq!(read, now.clone());
        if let (Some(first), true) = (held.first(), known <= count) {
            let mut other = held.clone();
            other[0].applicant.name.push('x');
            let shows = now.iter().any(|record| record.id == first.id && record.applicant.name == other[0].applicant.name);
            let told = travel(&held, &now, &other).1;
            // Only a patch that names the field anew makes up for it.
            prop_assert!(shows || told.is_none_or(|told| told.records.iter().all(|record| now.contains(record))));
        }
        if known > 0 && count >= known {
            prop_assert!(travel(&held, &now, &[]).1.is_none_or(|told| told.records.len() == now.len()));
        }
    }

    #[test]
    fn a_patch_makes_the_one_of_the_other(before in value(), after in value()) {
        let mut made = before.clone();
        if let Some(patch) = diff(&before, &after) {
            prop_assert!(apply(&mut made, patch).is_some());
        }
        prop_assert_eq!(made, after);
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![Just(Value::Null), (0..3_u64).prop_map(Value::from), "[ab]".prop_map(Value::from)];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let fields = prop::collection::btree_map("[a-c]", inner.clone(), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            fields.prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

#[test]
fn a_patch_says_what_changed_and_nothing_else() {
    let before = json!({"a": 1, "b": {"c": [1, 2], "d": "x"}, "e": [], "f": null});
    let after = json!({"a": 2, "b": {"c": [1, 2, 3], "d": "x"}, "e": [7], "g": {}});
    let patch = diff(&before, &after).unwrap();
    assert_eq!(patch, json!({"a": [2], "b": {"c": [2, 3]}, "e": [[7]], "f": null, "g": [{}]}));
    assert_eq!(diff(&after, &after), None);
    for (value, patch) in [
        (json!([1]), json!([2, 9])),
        (json!(1), json!({"a": [1]})),
        (json!({}), json!({"a": [1, 2]})),
        (json!({}), json!(4)),
    ] {
        assert_eq!(apply(&mut value.clone(), patch.clone()), None, "{value} {patch}");
    }
}

#[test]
fn a_change_on_a_known_dossier_costs_little() {
    let held = dossiers(7, 1);
    let mut now = held.clone();
    now[0].rev += 9;
    let (changed, read) = travel(&held, &now, &held);
    assert_eq!(read.map(|read| read.records), Some(now.clone()));
    let whole = travel(&[], &now, &[]).0;
    assert!(changed.len() * 2 < whole.len(), "{} of {}", changed.len(), whole.len());
    let missing = travel(&held, &now, &[]);
    assert_eq!(missing.1, None, "whoever does not hold it asks for the plain page");
    assert_eq!(page::read(&whole.replace("\"rev\":", "\"rew\":"), |_| None), None);
    assert_eq!(page::read(&columns::encode(["{}", "{}"]).unwrap(), |_| None), None);
}

/// A connection that breaks off, whatever was around the text: the head row, with cursor and outcomes, stands first and
/// would be whole long before the end.
#[test]
fn a_page_that_is_cut_at_any_byte_is_no_page() {
    let judged = |n, outcome| Judged { n, outcome };
    let outcomes = vec![
        judged(3, Outcome::Applied { seq: 8 }),
        judged(4, Outcome::Noop { by: demo::JUSTICE, at: at(9, 5) }),
    ];
    let head = PullReply { outcomes, last_n: 4, digest: Some("d1".to_owned()), ..reply() };
    let held = dossiers(7, 2);
    let later = |record: &Dossier| Dossier { rev: record.rev + 900, ..record.clone() };
    let changed: Vec<Dossier> = held.iter().map(later).collect();
    let mixed = vec![later(&held[0]), dossiers(11, 1).remove(0)];
    let mut whole_columns = 0;
    for now in [vec![], changed, mixed] {
        let (before, after) = (texts(&held), texts(&now));
        let sent = now.iter().zip(&after).map(|(record, now)| {
            let place = held.iter().position(|held| held.id == record.id);
            Sent { now, held: place.map(|place| before[place].as_str()) }
        });
        let text = page::write(&head, &sent.collect::<Vec<_>>()).unwrap();
        let read = |text: &str| page::read(text, |id| held.iter().find(|record| record.id == id));
        assert_eq!(read(&text).unwrap().outcomes, head.outcomes);
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            assert_eq!(read(&text[..end]), None, "{} of {} bytes: {}", end, text.len(), &text[..end]);
            whole_columns +=
                usize::from(columns::decode(&text[..end], text.len() * 99, |_| Some(())).is_some());
        }
    }
    assert!(whole_columns > 0, "what the columns take for whole, the sum of the records does not");
}

#[test]
fn a_push_keeps_its_bytes() {
    let (mut meta, mut acts, place) = (author(demo::RECEPTION), Vec::new(), Place::default());
    for n in 1..=3 {
        let act = Act::Dossier { id: dossier_id(n), act: receive() };
        let (next, queued) = seal(&meta, &place, Intent { act, base: 0, at: at(8, 0) }).unwrap();
        meta = next;
        acts.push(queued.body);
    }
    let push = Push {
        proto: PROTO,
        epoch: "e1".to_owned(),
        writer: meta.writer,
        first_n: 1,
        prev: Default::default(),
        acts,
    };
    let text = pack::write(&push).unwrap();
    assert_eq!(pack::read(&text, 1 << 20), Some(push.clone()));
    assert_eq!(pack::read(&text, 1_000), None, "it unfolds to more");
    assert_eq!(pack::read(&columns::encode(["{\"proto\":1}"]).unwrap(), 1 << 20), None);
    assert!(text.len() < serde_json::to_string(&push).unwrap().len());
}

#[test]
fn a_pull_is_asked_for_in_both_spellings() {
    let plain = PullAsk {
        epoch: "e1".to_owned(),
        cursor: 12,
        seen_n: 3,
        wait: 25,
        waiting: 0,
        beside: None,
        scope: "w".to_owned(),
        digest: true,
        told: String::new(),
        knows: None,
        since: None,
    };
    assert_eq!(plain.path(), "/api/pull?epoch=e1&cursor=12&seen_n=3&wait=25&scope=w&digest=true");
    assert_eq!(plain.unchanged::<Dossier>(at(9, 0), 0), None);
    let short = PullAsk { knows: Some(Known { durable_n: 2, ward_version: 7 }), ..plain };
    assert_eq!(short.path(), "/api/pull?have=e1.w.12.2.7&seen_n=3&wait=25&digest=true");
    let same = short.unchanged::<Dossier>(at(9, 0), 0).unwrap();
    assert_eq!((same.from, same.to, same.durable_n, same.ward_version, same.more), (12, 12, 2, 7, false));
    let told = PullAsk { told: "5f".to_owned(), ..short.clone() };
    assert_eq!(told.path(), "/api/pull?have=e1.w.12.2.7&seen_n=3&wait=25&digest=true&told=5f");
    let told = told.unchanged::<Dossier>(at(9, 0), 2).unwrap().told.unwrap();
    assert_eq!((told.all, told.tag.as_str(), told.list), (2, "5f", None));
    let read = |query: Value| serde_json::from_value::<PullAsk>(query).ok();
    assert_eq!(read(json!({"have": "e1.w.12.2.7", "seen_n": 3, "wait": 25, "digest": true})), Some(short));
    // As the first release writes it.
    let first = read(json!({"epoch": "", "cursor": 0, "seen_n": 0, "wait": 0, "waiting": 2})).unwrap();
    assert_eq!((first.waiting, first.scope.as_str(), first.knows), (2, "", None));
    assert_eq!(
        (first.beside.clone(), first.waiting_on_device()),
        (None, 2),
        "it does not say what others hold"
    );
    for bad in [json!({"have": "e1.w.12.2"}), json!({"have": "e1.w.12.2.7.1"}), json!({"cursor": 1})] {
        assert_eq!(read(bad), None);
    }
}

/// A tablet of three officers: what the other two hold goes along with whoever asks.
#[test]
fn a_pull_says_what_others_have_left_on_the_device() {
    let read = |query: Value| serde_json::from_value::<PullAsk>(query).ok();
    let ask = read(json!({"have": "e1.w.12.2.7", "waiting": 1, "beside": "4.58.3,9.12.0"})).unwrap();
    let (ha, mai) = (OfficerId(4), OfficerId(9));
    let others = [(ha, 58, 3), (mai, 12, 0)];
    let others = others.map(|(officer, last_n, waiting)| Beside { officer, last_n, waiting });
    assert_eq!((ask.beside.as_deref(), ask.waiting_on_device()), (Some(&others[..]), 4));
    assert_eq!(ask.path(), "/api/pull?have=e1.w.12.2.7&waiting=1&beside=4.58.3,9.12.0");
    let none = read(json!({"have": "e1.w.12.2.7", "beside": ""})).unwrap();
    assert_eq!(
        (none.beside.as_deref(), none.path().as_str()),
        (Some(&[][..]), "/api/pull?have=e1.w.12.2.7&beside=")
    );
    for bad in ["4.58", "4.58.3.1", "4.58.x", "4.58.-1"] {
        assert_eq!(read(json!({"have": "e1.w.12.2.7", "beside": bad})), None, "{bad}");
    }
}
