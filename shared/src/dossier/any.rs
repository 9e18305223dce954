//! Random acts for the simulator and the property tests: everything from a number, nothing from a clock.
//!
//! Not here: the faults (tests/simulation).
//! Invariant: equal seeds give equal acts; every kind of act is drawn.
