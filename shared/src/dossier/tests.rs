//! Stories of the counter.
