//! What was just done is taken back on the disk as on the screen, and only while it lies here.

use shared::demo::HEAD;
use shared::dossier::amend::Note;
use shared::dossier::{Act, Status};
use shared::id::{DeviceId, Writer};
use shared::limits::{HELD_MILLIS, UNDO_MILLIS};
use shared::moment::Moment;
use shared::script::dossier_id;
use shared::sync::client::Write;

use super::{at_desk, receives, sits, waiting, window};
use crate::desk::{Desk, STOPPED};
use crate::store::tests::{OANH, load, morning, now, received};
use crate::store::tripwire;

const NAM: Writer = Writer { device: DeviceId(3), officer: HEAD };

fn later(millis: i64) {
    STOPPED.set(Moment::from_millis(morning().millis() + millis));
}

/// The head, with a dossier that the server knows.
fn head(desk: Desk) {
    sits(desk, NAM);
    let record = Write::Record(Box::new(received(5)));
    assert!(now(desk.keep(NAM, vec![record])));
}

fn notes(desk: Desk, text: &str) {
    now(desk.act(dossier_id(5), Act::Note(Note { text: text.to_owned() }))).expect("noted");
}

fn history(desk: Desk) -> usize {
    desk.dossier(dossier_id(5)).map_or(0, |dossier| dossier.history.len())
}

#[test]
fn taken_back_it_is_gone_from_screen_and_disk() {
    at_desk(|desk, _| {
        head(desk);
        let before = history(desk);
        notes(desk, "nhầm hồ sơ");
        assert_eq!((history(desk), waiting(desk).len()), (before + 1, 1));
        assert_eq!(desk.next_push(), None, "it waits for a second thought");
        assert_eq!(desk.offer().map(|offer| offer.seconds(morning())), Some(10));
        let next = || tripwire::of(NAM).map(|thread| thread.next_n);
        assert_eq!(next(), Some(2));
        now(desk.take_back()).expect("in time");
        assert_eq!(next(), Some(1), "it is missed by nobody");
        assert_eq!((history(desk), waiting(desk).len(), desk.offer()), (before, 0, None));
        let kept = load(&desk.disk().expect("a disk"), NAM).expect("read");
        assert_eq!((kept.queue.len(), kept.meta.next_n), (0, 1));
        assert!(
            now(desk.disk().expect("a disk").sealed()).expect("read").is_empty(),
            "nobody carries it either"
        );
        notes(desk, "đúng hồ sơ");
        assert_eq!(waiting(desk), [1]);
    });
}

#[test]
fn acts_of_one_step_go_back_together_and_an_earlier_step_stays() {
    at_desk(|desk, _| {
        head(desk);
        notes(desk, "một");
        let turn = desk.turn();
        for text in ["hai", "ba"] {
            let act = Act::Note(Note { text: text.to_owned() });
            now(desk.act_in(turn, dossier_id(5), act)).expect("noted");
        }
        assert_eq!(desk.offer().map(|offer| offer.acts()), Some(2));
        now(desk.take_back()).expect("in time");
        assert_eq!(waiting(desk), [1]);
        assert!(now(desk.take_back()).is_err(), "only the last step");
    });
}

#[test]
fn too_late_it_is_said_and_nothing_changes() {
    at_desk(|desk, _| {
        head(desk);
        notes(desk, "một");
        later(UNDO_MILLIS);
        let said = now(desk.take_back()).expect_err("it may be on its way");
        assert!(said.vi.contains("Không hoàn tác được nữa"), "{}", said.vi);
        assert_eq!(waiting(desk), [1]);
    });
}

/// Another tab of the device has added to the chain: what it added is not cut off.
#[test]
fn what_another_tab_added_stays() {
    at_desk(|desk, base| {
        head(desk);
        notes(desk, "một");
        let other = window(base, NAM);
        notes(other, "hai");
        assert!(now(desk.take_back()).is_err());
        assert_eq!(waiting(desk), [1, 2], "read anew");
        assert_eq!(load(&desk.disk().expect("a disk"), NAM).expect("read").queue.len(), 2);
    });
}

/// A tab that stood still while another one took an act back still has it in its memory.
#[test]
fn what_another_tab_has_taken_back_is_not_sent_from_memory() {
    at_desk(|desk, base| {
        head(desk);
        notes(desk, "một");
        let other = window(base, NAM);
        now(other.reload());
        assert_eq!(waiting(other), [1]);
        now(desk.take_back()).expect("in time");
        later(HELD_MILLIS);
        now(other.catch_up());
        assert_eq!(other.next_push(), None);
    });
}

/// Two windows of one officer: what one of them lets go, or writes to a file, is what was done before the step that the
/// other may still take back.
#[test]
fn what_another_tab_may_still_take_back_does_not_go() {
    at_desk(|desk, base| {
        head(desk);
        notes(desk, "một");
        let other = window(base, NAM);
        later(UNDO_MILLIS - 2_000);
        notes(other, "hai");
        now(desk.reload());
        assert_eq!(waiting(desk), [1, 2]);
        let file = now(desk.sealed_lines()).expect("written");
        assert_eq!(file.lines().count(), 1, "{file}");
        assert_eq!(desk.next_push().map(|push| push.acts.len()), Some(1));
        now(other.take_back()).expect("in time");
    });
}

#[test]
fn a_full_disk_takes_nothing_back() {
    at_desk(|desk, base| {
        head(desk);
        notes(desk, "một");
        base.fill(true);
        assert!(now(desk.take_back()).is_err());
        assert_eq!(waiting(desk), [1], "what the screen shows is what lies there");
    });
}

#[test]
fn a_reception_is_not_taken_back_and_whoever_looks_away_has_thought() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        receives(desk, 1).expect("received");
        assert_eq!(desk.offer(), None);
        assert!(desk.next_push().is_some());
        assert_eq!(desk.dossier(dossier_id(1)).map(|d| d.status), Some(Status::Received));
    });
    at_desk(|desk, _| {
        head(desk);
        notes(desk, "một");
        desk.release();
        assert_eq!((desk.offer(), desk.next_push().map(|push| push.acts.len())), (None, Some(1)));
        notes(desk, "hai");
        assert_eq!(desk.next_push().map(|push| push.acts.len()), Some(1), "the next waits again");
    });
}
