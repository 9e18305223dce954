//! What an operator decides, once, at start.
//!
//! Not here: reading it from the command line (`cli`).
//! Invariant: nothing reads the environment after the start.

use crate::limits;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Config {
    /// Reached over TLS: the cookie is bound to the host and browsers remember to use TLS.
    pub secure: bool,
    /// Pushes, and pulls, that one device may make in a minute.
    pub pushes_per_minute: u32,
}

impl Default for Config {
    fn default() -> Config {
        Config { secure: false, pushes_per_minute: limits::PUSH_DEVICE_MINUTE_MAX }
    }
}
