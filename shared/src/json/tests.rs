//! Whatever serde_json writes is read back, by less code.

use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::read;
use crate::act::Act;
use crate::demo;
use crate::dossier::Kind;
use crate::dossier::any::{Dice, act};
use crate::dossier::record::Group;
use crate::id::{OfficerId, Writer};
use crate::moment::{Day, Moment};
use crate::refusal::{FieldFault, Refusal};
use crate::script::Story;
use crate::sync::wire::{Anchor, Body, Command, Former, Hash, Judged, Outcome, Over, Push, PushReply};

fn same<T: Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(read::<T>(&text).unwrap(), *value, "{text}");
    let spaced = serde_json::to_string_pretty(value).unwrap();
    assert_eq!(read::<T>(&spaced).unwrap(), *value, "{spaced}");
}

#[test]
fn every_kind_of_act_reads_the_same() {
    let story = Story::new();
    let officer = story.person("oanh");
    let ctx = story.ctx(&officer);
    for seed in 0..20 {
        let mut dice = Dice::new(seed);
        for kind in Kind::ALL {
            let id = dice.id();
            let act = Act::Dossier { id, act: act(&mut dice, &ctx, None, kind) };
            let at = Moment::from_millis(0);
            let anchor = dice.percent(50).then_some(Anchor { server: at, local: at.plus_minutes(3) });
            let former = Former { writer: writer(), n: 3, hash: Hash("af".to_owned()) };
            let was = dice.percent(50).then_some(former).into_iter().collect();
            same(&Command { v: 1, writer: writer(), n: 1, base: 0, at, anchor, act, was });
        }
    }
}

#[test]
fn a_ward_and_what_travels_read_the_same() {
    same(&demo::ward().unwrap());
    let by = OfficerId(3);
    let refusal =
        Refusal::Fields { faults: vec![FieldFault::new("name", "Thiếu \"họ tên\".\n", "No name.")] };
    let outcomes = [
        Outcome::Applied { seq: 1 },
        Outcome::Merged { seq: 2, group: Group::Contact },
        Outcome::Conflict {
            over: Over::Step { refusal: Refusal::Gone },
            by,
            at: Moment::from_millis(5),
            seq: 0,
        },
        Outcome::Rejected { refusal },
    ];
    let results = outcomes.into_iter().map(|outcome| Judged { n: 1, outcome }).collect();
    same(&PushReply::Done { results, last_n: 4 });
    // Signs that are written with a backslash: the text is copied, not borrowed.
    let acts = vec![Body(r#"{"v" : 1,  "chữ":"\"\u0103\\"}"#.to_owned())];
    let prev = Hash::default();
    same(&Push { proto: 1, epoch: String::new(), writer: writer(), first_n: 1, prev, acts });
}

#[derive(PartialEq, Debug, Serialize, Deserialize)]
struct Two {
    day: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

#[test]
fn a_struct_is_an_object_and_nothing_follows_it() {
    let two = Two { day: Day::new(2018, 3, 5).unwrap(), text: None };
    same(&two);
    assert_eq!(read::<Two>(r#"{"new":[{}],"day":"2018-03-05","text":null}"#).unwrap(), two);
    for bad in [r#"["2018-03-05",null]"#, r#"{"day":"2018-03-05"} x"#, r#"{"day":1}"#, "{}", "null", ""] {
        assert!(read::<Two>(bad).is_err(), "{bad}");
        assert!(read::<PushReply>(bad).is_err(), "{bad}");
    }
}

fn writer() -> Writer {
    Writer { device: crate::id::DeviceId(6), officer: OfficerId(6) }
}

proptest! {
    /// Hostile text is an error, the same one that the full reader gives or a stricter one.
    #[test]
    fn any_text_is_a_push_or_an_error(text in any::<String>(), cut in any::<prop::sample::Index>()) {
        prop_assert!(read::<Push>(&text).is_err());
        let whole = serde_json::to_string(&Push {
            proto: 1,
            epoch: "e".to_owned(),
            writer: writer(),
            first_n: 1,
            prev: Hash("00".to_owned()),
            acts: vec![],
        }).expect("serde_json writes it");
        let part = cut.index(whole.len());
        prop_assert!(read::<Push>(&whole[..part]).is_err(), "cut after {part}");
        prop_assert!(read::<Push>(&whole).is_ok());
    }
}

/// A sender may nest without end; the reader stops long before its stack does.
#[test]
fn depth_is_refused() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{{\"unknown\":{}1{}}}", open.repeat(50_000), close.repeat(50_000));
        assert!(read::<Push>(&deep).is_err());
    }
}
