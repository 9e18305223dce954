//! What concerns an officer is looked at as it changes, and is what a look at everything would find.

use std::collections::BTreeSet;
use std::sync::Arc;

use shared::calendar::OffDay;
use shared::dossier::amend::Note;
use shared::dossier::concern::{Why, concern};
use shared::dossier::{Act, Dossier};
use shared::id::DossierId;
use shared::moment::Moment;
use shared::officer::Role;
use shared::script::{Story, dossier_id};
use shared::sync::client::{Client, Write};
use shared::ward::Ward;

use super::{at_desk, sits};
use crate::desk::fresh::Concerns;
use crate::desk::{Desk, STOPPED};
use crate::store::Seat;
use crate::store::tests::{HA, morning, now};

/// A dossier as a colleague's acts have left it, as the server would send it.
fn told(n: u128, rev: u64, lines: &[&str]) -> Dossier {
    let mut story = Story::new();
    for line in lines {
        let said = story.line(line);
        assert!(!said.contains('✗'), "{line}: {said}");
    }
    Dossier { id: dossier_id(n), rev, ..story.dossiers["H1"].clone() }
}

const RECEIVED: &str = "16:00 23/11/2026 oanh tiếp-nhận H1 HT-09";
const GIVEN: [&str; 2] = [RECEIVED, "16:10 sơn phân-công H1 cho=hà"];

fn brings(desk: Desk, writes: Vec<Write>) {
    assert!(now(desk.keep(HA, writes)));
}

fn record(dossier: Dossier) -> Write {
    Write::Record(Box::new(dossier))
}

/// What the page shows, which is what a look at every open dossier finds.
fn mine(desk: Desk) -> Vec<(u128, Why)> {
    let shown: Vec<(DossierId, Why)> = desk.mine().iter().map(|mine| (mine.id, mine.concern.why)).collect();
    let (ward, me, at) = (desk.ward(), desk.me(), desk.now());
    let mut found = desk.client(|client: &Client| {
        let open = client.dossiers().filter(|dossier| dossier.is_open());
        open.filter_map(|d| Some((d.id, concern(&ward.calendar, d, &me, at)?))).collect::<Vec<_>>()
    });
    found.sort_by_key(|(id, concern)| std::cmp::Reverse((concern.at, *id)));
    let found: Vec<(DossierId, Why)> = found.into_iter().map(|(id, concern)| (id, concern.why)).collect();
    assert_eq!(shown, found);
    assert_eq!(desk.fresh(), shown.len(), "nothing of it was read");
    shown.into_iter().map(|(id, why)| (id.0.as_u128(), why)).collect()
}

fn on(desk: Desk, at: Moment) {
    STOPPED.set(at);
    desk.tick();
}

#[test]
fn what_concerns_her_follows_her_colleagues_herself_and_the_days() {
    at_desk(|desk, _| {
        sits(desk, HA);
        now(desk.recall_read());
        assert_eq!(mine(desk), []);
        let asks = [&GIVEN[..], &["16:20 hà yêu-cầu-bổ-sung H1 giấy=Trích_lục_khai_tử"]].concat();
        let asked = told(3, 1, &asks);
        let until = asked.asked.last().expect("asked").until;
        let other = told(2, 1, &[RECEIVED, "16:10 sơn phân-công H1 cho=bảo"]);
        brings(desk, vec![record(told(1, 1, &GIVEN)), record(other), record(asked)]);
        assert_eq!(mine(desk), [(1, Why::Assigned)]);

        // She does something about it, and takes it back.
        let note = Act::Note(Note { text: "đã gọi".to_owned() });
        now(desk.act(dossier_id(1), note)).expect("noted");
        assert_eq!(mine(desk), []);
        now(desk.take_back()).expect("in time");
        assert_eq!(mine(desk), [(1, Why::Assigned)]);

        // The head gives the first to a colleague and the second to her.
        let away = [&GIVEN[..], &["16:30 sơn phân-công H1 cho=bảo lý-do=hà_nghỉ_ốm"]].concat();
        let here =
            [RECEIVED, "16:10 sơn phân-công H1 cho=bảo", "16:30 sơn phân-công H1 cho=hà lý-do=bảo_nghỉ_ốm"];
        brings(desk, vec![record(told(1, 2, &away)), record(told(2, 2, &here))]);
        assert_eq!(mine(desk), [(2, Why::Assigned)]);

        // Nothing changes but the day; then the office was closed on the last one, so one more is given.
        on(desk, Moment::at(until, 16, 0));
        assert!(!mine(desk).contains(&(3, Why::NotBrought)));
        on(desk, Moment::at(until.next(), 8, 0));
        assert!(mine(desk).contains(&(3, Why::NotBrought)));
        let mut ward = Ward::clone(&desk.ward());
        let storm = OffDay { name: "Bão".to_owned(), kind: "nghi_dot_xuat".to_owned(), uncertain: false };
        ward.calendar.off.insert(until, storm);
        desk.set_ward(Arc::new(ward));
        assert!(!mine(desk).contains(&(3, Why::NotBrought)));

        // Everything is read anew, from the disk and from the server.
        now(desk.reload());
        mine(desk);
        brings(desk, vec![Write::Forget(dossier_id(2))]);
        mine(desk);
        brings(desk, vec![Write::ForgetAll, record(told(4, 3, &GIVEN))]);
        on(desk, morning());
        assert_eq!(mine(desk), [(4, Why::Assigned)]);
        desk.leave(crate::gate::Phase::Locked);
        sits(desk, HA);
        now(desk.recall_read());
        assert_eq!(mine(desk), [(4, Why::Assigned)]);
    });
}

#[test]
fn with_another_role_something_else_concerns_her() {
    at_desk(|desk, _| {
        sits(desk, HA);
        now(desk.recall_read());
        brings(desk, vec![record(told(1, 1, &["16:00 23/11/2026 cổng nộp H1 HT-09"]))]);
        assert_eq!(mine(desk), [(1, Why::Arrived)], "she receives too");
        let seat = desk.seat_untracked().expect("a seat");
        let mut officer = seat.officer.clone();
        officer.roles.retain(|role| *role != Role::Receptionist);
        desk.sit(Seat { officer, ..seat });
        assert_eq!(mine(desk), []);
    });
}

/// A page of changes costs what it brings, not what lies here: what was not touched is not looked at.
#[test]
fn only_what_has_changed_is_looked_at() {
    at_desk(|desk, _| {
        sits(desk, HA);
        let (ward, me) = (desk.ward(), desk.me());
        brings(desk, vec![record(told(1, 1, &GIVEN)), record(told(2, 1, &GIVEN))]);
        desk.client(|client| {
            let mut concerns = Concerns::default();
            concerns.follow(client, &ward.calendar, &me, &BTreeSet::from([dossier_id(2), dossier_id(9)]));
            let found: Vec<DossierId> = concerns.at(morning()).map(|(id, _)| id).collect();
            assert_eq!(found, [dossier_id(2)], "the other was not asked for");
        });
    });
}
