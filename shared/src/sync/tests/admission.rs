//! Which act is new, and which clock is believed.

use super::{at, author, receive, write};
use crate::demo;
use crate::limits;
use crate::moment::{Day, Moment};
use crate::script::dossier_id;
use crate::sync::server::{Admit, WriterState, admit, believed};
use crate::sync::wire::{Anchor, Body, Claim, Hash};

/// Of a device that does not say what it last heard.
fn claim(at: Moment) -> Claim {
    Claim { at, anchor: None }
}

#[test]
fn an_act_is_admitted_once_in_its_place_and_in_its_chain() {
    let mut meta = author(demo::RECEPTION);
    let acts: Vec<_> = (1..=3).map(|n| write(&mut meta, dossier_id(n), 0, at(8, 0), receive())).collect();
    let mut state = WriterState::default();
    let mut stored: Vec<Hash> = vec![];
    let mut ask = |state: &WriterState, n: u64, prev: &Hash, body: &Body| {
        let known = usize::try_from(n).ok().and_then(|n| stored.get(n.checked_sub(1)?)).cloned();
        let admitted = admit(state, n, prev, body, known.as_ref());
        if let Admit::Next { hash } = &admitted {
            stored.push(hash.clone());
        }
        admitted
    };

    assert_eq!(ask(&state, 0, &acts[0].prev, &acts[0].body), Admit::Gap { expect: 1 }, "numbers begin at 1");
    assert_eq!(ask(&state, 2, &acts[1].prev, &acts[1].body), Admit::Gap { expect: 1 });
    let Admit::Next { hash } = ask(&state, 1, &acts[0].prev, &acts[0].body) else { panic!("not next") };
    assert_eq!(hash, acts[1].prev, "the chain goes on where the device said");
    state = state.after(1, hash, Some(claim(at(8, 0))), at(8, 0));
    assert_eq!(ask(&state, 1, &acts[0].prev, &acts[0].body), Admit::Duplicate);
    assert_eq!(ask(&state, 1, &acts[0].prev, &acts[2].body), Admit::Fork, "another act under a used number");
    assert_eq!(ask(&state, 3, &acts[2].prev, &acts[2].body), Admit::Gap { expect: 2 });
    assert_eq!(ask(&state, 2, &acts[2].prev, &acts[1].body), Admit::Fork, "a chain with another past");
    assert!(matches!(ask(&state, 2, &acts[1].prev, &acts[1].body), Admit::Next { .. }));
}

#[test]
fn a_clock_is_believed_within_its_bounds() {
    let now = at(10, 0);
    let ago = |minutes: i64| now.plus_minutes(-minutes);
    let year = |year| Moment::at(Day::new(year, 1, 1).unwrap(), 0, 0);
    let (drift, age) = (limits::CLOCK_DRIFT_MINUTES_MAX, limits::ACT_AGE_MINUTES_MAX);
    for (claimed, last_at, is_believed) in [
        (now, ago(60), true),
        (ago(60), ago(60), true),
        (ago(61), ago(60), false),
        (ago(-drift), ago(60), true),
        (ago(-drift - 1), ago(60), false),
        (ago(age), Moment::default(), true),
        (ago(age + 1), Moment::default(), false),
        (year(1970), Moment::default(), false),
        (year(2050), Moment::default(), false),
        (Moment::from_millis(i64::MIN / 2), Moment::default(), false),
        (Moment::from_millis(i64::MAX / 2), Moment::default(), false),
    ] {
        let (happened, disputed) = believed(claim(claimed), last_at, now);
        assert_eq!(disputed, !is_believed, "{claimed:?} after {last_at:?}");
        assert_eq!(happened, if is_believed { claimed } else { now });
    }
}

#[test]
fn a_device_is_held_against_what_it_last_heard() {
    let now = at(10, 0);
    let drift = limits::CLOCK_DRIFT_MINUTES_MAX;
    let is_believed = |server: Moment, ahead: i64, at: Moment| {
        let anchor = Some(Anchor { server, local: server.plus_minutes(ahead) });
        !believed(Claim { at, anchor }, Moment::default(), now).1
    };
    let long_ago = Moment::at(Day::new(2017, 11, 6).unwrap(), 8, 0);
    assert!(is_believed(long_ago, 0, at(8, 0)), "four months without a network");
    assert!(!is_believed(at(9, 0), 0, at(8, 0)), "an hour before the last contact");
    assert!(is_believed(at(9, 0), 0, at(9, 0).plus_minutes(-drift)));
    assert!(!is_believed(at(9, 0), 0, at(9, 0).plus_minutes(-drift - 1)));
    assert!(is_believed(at(9, 0), drift, at(9, 30)) && is_believed(at(9, 0), -drift, at(9, 30)));
    assert!(!is_believed(at(9, 0), drift + 1, at(9, 30)), "a clock that was wrong then proves nothing now");
    assert!(!is_believed(at(9, 0), -drift - 1, at(9, 30)));
    assert!(is_believed(now.plus_minutes(1), 0, now), "the server's clock was put right by a minute");
    assert!(!is_believed(Moment::at(Day::new(2031, 1, 1).unwrap(), 8, 0), 0, at(9, 30)));
}

#[test]
fn one_wrong_clock_casts_no_doubt_on_the_acts_after_it() {
    let now = at(10, 0);
    let state = WriterState::default().after(1, Hash::default(), Some(claim(at(9, 0))), now);
    assert_eq!(state.last_at, at(9, 0));
    let future = Moment::at(Day::new(2050, 1, 1).unwrap(), 0, 0);
    let state = state.after(2, Hash::default(), Some(claim(future)), now);
    assert_eq!(state.last_at, at(9, 0), "2050 is not believed and not remembered");
    assert_eq!(believed(claim(at(9, 30)), state.last_at, now), (at(9, 30), false));
    let state = state.after(3, Hash::default(), None, now);
    assert_eq!((state.last_n, state.last_at), (3, at(9, 0)), "an unreadable act claims nothing");
}
