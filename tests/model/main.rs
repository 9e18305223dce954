//! Push, answer and restore by every way there is: two devices, two acts each, a crash, a doubled message, a restore of
//! the server to an older copy.
//!
//! The simulation plays long lives and some of the ways (`tests/simulation`); here a short life has all of them. The
//! machines are the shipped ones of `shared::sync`; what `book` mirrors of the server it names.
//! Not here: torn writes, tabs, clocks, scopes, lost devices.
//! Invariant: every state that can be reached is reached, and every mutant is caught.

mod book;
mod memo;
mod mutants;
mod promises;
mod world;

use std::collections::BTreeSet;

use stateright::{Checker, HasDiscoveries, Model, Property};

use mutants::Mutant;
use world::{Left, Rules, Step, World};

const PROMISES: [&str; 5] = [
    "no saved act is lost",
    "no act counts twice",
    "the log is in order",
    "no number twice",
    "the quiet is true",
];
const HAPPENS: [&str; 7] = [
    "the worst ends well",
    "taken back",
    "otherwise",
    "a push again",
    "a late answer",
    "a late page",
    "forgotten",
];
/// Two acts each, and one of everything: an hour of one core and 6 GB. Its parts are visited with every run.
const ALL: Left = Left { acts: [2, 2], crashes: 1, doubles: 1, restores: 1 };

/// All lives of a ward with this much going wrong.
struct Lives {
    left: Left,
    rules: Rules,
}

impl Model for Lives {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        vec![World::new(self.left)]
    }

    fn actions(&self, state: &World, actions: &mut Vec<Step>) {
        actions.extend(state.steps(&self.rules));
    }

    fn next_state(&self, state: &World, step: Step) -> Option<World> {
        Some(state.after(&step, &self.rules))
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut all = vec![
            Property::always("no saved act is lost", |_, world| promises::nothing_is_lost(world)),
            Property::always("no act counts twice", |_, world| promises::nothing_counts_twice(world)),
            Property::always("the log is in order", |_, world| promises::the_log_is_in_order(world)),
            Property::always("no number twice", |_, world| promises::no_number_is_given_twice(world)),
            Property::always("the quiet is true", |_, world| promises::the_quiet_tells_the_truth(world)),
        ];
        if self.rules.mutant.is_none() {
            all.extend([
                Property::sometimes("the worst ends well", |_, world| promises::the_worst_ends_well(world)),
                Property::sometimes("taken back", |_, world| promises::an_outcome_is_taken_back(world)),
                Property::sometimes("otherwise", |_, world| promises::an_act_is_judged_otherwise(world)),
                Property::sometimes("a push again", |_, world| promises::a_push_comes_again(world)),
                Property::sometimes("a late answer", |_, world| promises::an_answer_comes_too_late(world)),
                Property::sometimes("a late page", |_, world| promises::a_page_comes_too_late(world)),
                Property::sometimes("forgotten", |_, world| promises::an_act_is_forgotten(world)),
            ]);
        }
        all
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Visits all that may happen and answers what of it did.
#[track_caller]
fn all_ways(left: Left) -> BTreeSet<&'static str> {
    let lives = Lives { left, rules: Rules::default() };
    // Depth first: what waits to be visited stays small.
    let checker = lives.checker().threads(cores()).spawn_dfs().join();
    println!("{left:?}: {} states, {} steps deep", checker.unique_state_count(), checker.max_depth());
    let found: BTreeSet<&str> = checker.discoveries().into_keys().collect();
    let broken: Vec<_> = PROMISES.iter().filter(|promise| found.contains(*promise)).collect();
    assert!(broken.is_empty(), "{left:?}: {broken:?} {:?}", checker.discoveries());
    found
}

#[test]
fn every_way_keeps_every_promise() {
    let one = Left { acts: [2, 0], ..ALL };
    let mut ways = vec![
        Left { doubles: 0, ..one },
        Left { crashes: 0, ..one },
        Left { acts: [1, 2], crashes: 0, doubles: 0, ..ALL },
    ];
    if std::env::var_os("MC_ALL").is_some() {
        ways.extend([one, Left { acts: [1, 1], ..ALL }, Left { crashes: 0, doubles: 0, ..ALL }]);
    }
    if std::env::var_os("MC_WHOLE").is_some() {
        ways.push(ALL);
    }
    let seen: BTreeSet<_> = ways.into_iter().flat_map(all_ways).collect();
    println!("{seen:?}");
    let unseen: Vec<_> = HAPPENS.iter().filter(|name| !seen.contains(*name)).collect();
    assert!(unseen.is_empty(), "never happens: {unseen:?}");
}

#[test]
fn every_mutant_breaks_a_promise() {
    let mut survivors = vec![];
    for mutant in Mutant::ALL {
        let lives = Lives { left: mutant.shown_by(), rules: Rules::with(Some(mutant)) };
        let checker =
            lives.checker().threads(cores()).finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
        let found = checker.discoveries();
        println!(
            "{mutant:?}: {:?} after {} states",
            found.keys().collect::<Vec<_>>(),
            checker.unique_state_count()
        );
        if found.is_empty() {
            survivors.push(mutant);
        }
    }
    assert!(survivors.is_empty(), "not caught: {survivors:?}");
}
