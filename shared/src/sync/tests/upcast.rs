//! An act of every version is read; one of a version to come is kept aside, not guessed at.

use serde_json::{Value, json};

use super::{at, author, receive, write};
use crate::act::Act;
use crate::demo;
use crate::dossier::{self, amend::Note};
use crate::refusal::Refusal;
use crate::script::dossier_id;
use crate::sync::upcast::{Lift, open};
use crate::sync::wire::{ACT_VERSION, Body, Hash};

/// How a version 1 might be lifted whose notes were called `loi_nhan` and held one text.
fn renamed(mut act: Value) -> Option<Value> {
    let inner = act["act"]["ho_so"]["act"].as_object_mut()?;
    if let Some(text) = inner.remove("loi_nhan") {
        inner.insert("ghi_chu".to_owned(), json!({ "text": text }));
    }
    act["v"] = json!(2);
    Some(act)
}

/// And a version 2 whose moments were in seconds.
fn in_millis(mut act: Value) -> Option<Value> {
    act["at"] = json!(act["at"].as_i64()? * 1_000);
    act["v"] = json!(3);
    Some(act)
}

const LIFTS: [Lift; 2] = [renamed, in_millis];

fn written(version: u32, note: &Value) -> String {
    let (note, writer) = (note.to_string(), r#"{"device":6,"officer":6}"#);
    let id = dossier_id(1).to_string();
    format!(
        r#"{{"v":{version},"writer":{writer},"n":1,"base":0,"at":1520212500,"act":{{"ho_so":{{"id":"{id}","act":{note}}}}}}}"#
    )
}

#[test]
fn an_old_act_is_lifted_step_by_step_and_keeps_its_bytes() {
    let text = written(1, &json!({ "loi_nhan": "đã gọi" }));
    let command = open(&text, &LIFTS).expect("both lifts apply");
    let Act::Dossier { act, .. } = &command.act;
    assert_eq!(*act, dossier::Act::Note(Note { text: "đã gọi".to_owned() }));
    assert_eq!((command.v, command.at), (3, at(8, 15)));
    // From the middle, and from nowhere.
    let second = written(2, &json!({ "ghi_chu": { "text": "đã gọi" } }));
    assert_eq!(open(&second, &LIFTS), Some(command.clone()));
    assert_eq!(open(&written(1, &json!({ "ghi_chu": 5 })), &LIFTS), None, "no version wrote that");
    let body = Body(text.clone());
    assert_eq!(body.hash(&Hash::default()), Body(text).hash(&Hash::default()), "the chain is of the bytes");
    assert_ne!(body.hash(&Hash::default()), Body::of(&command).hash(&Hash::default()));
}

#[test]
fn the_version_decides_not_the_shape() {
    let queued = write(&mut author(demo::RECEPTION), dossier_id(1), 0, at(8, 15), receive());
    let command = queued.body.open().expect("of this build");
    for version in [0, ACT_VERSION + 1, u32::MAX] {
        let text = queued.body.0.replacen("{\"v\":1,", &format!("{{\"v\":{version},"), 1);
        assert_ne!(text, queued.body.0);
        assert_eq!(Body(text.clone()).open(), Err(Refusal::Unreadable), "version {version}");
        assert_eq!(open(&text, &LIFTS[..0]), None);
    }
    assert_eq!(
        open(&queued.body.0, &LIFTS[..0]),
        Some(command),
        "without lifts the first version is today's"
    );
    assert_eq!(open("{\"v\":1}", &LIFTS), None);
    assert_eq!(open("nothing", &LIFTS), None);
}
