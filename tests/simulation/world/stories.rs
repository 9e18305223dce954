//! What the dice throw too rarely: written down step by step.
//!
//! Not here: what must hold (`invariants`).
//! Invariant: the honest drivers pass, and the mutant that a story is told for does not.

use shared::act::Act;
use shared::demo;
use shared::dossier;
use shared::dossier::blank::Reserve;
use shared::id::BlockId;
use shared::moment::Day;
use shared::sync::client::Intent;

use super::{Run, World};
use crate::mutants::Mutant;
use crate::plan::{LIVES_FROM, Plan, TOGETHER_FROM};

impl World<'_> {
    fn does_one(&mut self, index: usize) {
        let before = self.made.len();
        while self.made.len() == before {
            self.act(index, 0);
        }
    }

    fn reads(&mut self, index: usize) {
        self.send_pull(index);
        self.drain();
    }

    fn sets_aside(&mut self, index: usize, day: Day) {
        let (block, secret) = (BlockId(self.dice.id().0), "7K2MPX".to_owned());
        let act = dossier::Act::Reserve(Reserve { block, day, number: 0, secret });
        let act = Act::Dossier { id: self.dice.id(), act };
        self.save(index, 0, Intent { act, base: 0, at: self.now });
    }

    fn sends(&mut self, index: usize) {
        self.send_push(index);
        self.drain();
    }
}

/// A disk is copied, and both disks give number 1. The book takes the copy's act, is copied, and is put back to before it;
/// then it takes the other disk's, which in time is safe and forgotten there. The copy of the book that has the first is
/// put back.
fn another_disks_act_under_the_number(mutant: Option<Mutant>) -> Run {
    let (wards, plan) = (crate::wards(), Plan { seed: TOGETHER_FROM, devices: 1, steps: 0, faults: vec![] });
    let mut world = World::new(&wards, &plan, mutant);
    world.devices[0] = world.new_device(vec![demo::RECEPTION], 1);
    world.copy(0);
    let (one, copy) = (0, 1);
    world.server.back_up(world.now);
    world.reads(one);
    world.does_one(copy);
    world.sends(copy);
    world.server.back_up(world.now);
    world.put_back(false, 0);
    world.reads(one);
    world.does_one(one);
    world.sends(one);
    world.now = world.now.plus_minutes(7 * 60);
    world.server.back_up(world.now);
    world.reads(one);
    let writer = world.devices[one].writer();
    let kept = world.devices[one].kept();
    assert!(kept.queue.is_empty() && kept.sent.is_empty(), "judged, safe and forgotten");
    world.put_back(true, 2);
    let has = world.server.base.rows.get(&(writer, 1)).map(|row| row.body.0.clone());
    assert!(has.is_some_and(|text| world.made.contains(&(writer, 1, text))), "the copy's act is there");
    world.check_kept(writer);
    world.end()
}

#[test]
fn what_an_old_copy_lacks_is_named_by_hashes() {
    let honest = another_disks_act_under_the_number(None);
    assert_eq!(honest.problems, Vec::<String>::new(), "{}", honest.tail.join("\n"));
    let by_number = another_disks_act_under_the_number(Some(Mutant::MissingByNumber));
    assert_eq!(by_number.problems.len(), 1, "{:?}", by_number.problems);
    assert!(
        by_number.problems[0].contains("is on no device and not in every copy"),
        "{:?}",
        by_number.problems
    );
}

/// All lanes are held. The first device prints slips of a day ten days off and lies in a drawer from then on; the others are
/// heard. Whoever comes on that day gets its lane, and prints too.
fn slips_of_a_day_when_another_has_the_lane(mutant: Option<Mutant>) -> Run {
    let (wards, plan) = (crate::wards(), Plan { seed: LIVES_FROM, devices: 4, steps: 0, faults: vec![] });
    let mut world = World::new(&wards, &plan, mutant);
    let day = world.now.day().plus(10);
    world.reads(0);
    world.sets_aside(0, day);
    world.now = world.now.plus_minutes(10 * 24 * 60);
    (1..4).for_each(|index| world.log_in(index));
    let newcomer = world.new_device(vec![demo::RECEPTION], 1);
    assert_eq!(newcomer.lane, world.devices[0].lane, "the lane has passed on");
    world.devices.push(newcomer);
    world.sets_aside(4, day);
    assert!(world.printed.keys().any(|code| code.day == day), "who has the lane prints");
    world.end()
}

#[test]
fn no_slip_is_printed_of_a_day_when_another_may_have_the_lane() {
    let honest = slips_of_a_day_when_another_has_the_lane(None);
    assert_eq!(honest.problems, Vec::<String>::new(), "{}", honest.tail.join("\n"));
    let too_far = slips_of_a_day_when_another_has_the_lane(Some(Mutant::NumbersTooFar));
    assert!(too_far.problems[0].contains("is printed again"), "{:?}", too_far.problems);
}
