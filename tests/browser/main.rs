//! Browser journeys: the whole house with a real browser, a real server and a network that goes away.
//!
//! Not here: rules, pages as strings, the protocol's faults; they have cheaper floors.
//! Invariant: every server listens on 127.0.0.1 and a port of its own, and ends with its test.

mod apply;
mod axe;
mod cleared;
mod conflict;
mod crash;
mod devices;
mod door;
mod edition;
mod full_disk;
mod house;
mod leader_phone;
mod leftovers;
mod looks;
mod notices;
mod officers;
mod pages;
mod print_papers;
mod profile_search;
mod restored;
mod scans;
mod scenes;
mod sealed;
mod shared_tablet;
mod slips;
mod touch;
mod two_officers;
mod two_tabs;
mod update;
mod user;
mod volunteer;
mod whole_way;
