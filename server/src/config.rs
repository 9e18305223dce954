//! What an operator decides, once, at start.
//!
//! Not here: reading it from the command line (`cli`).
//! Invariant: nothing reads the environment after the start.

use std::sync::Arc;

use crate::handoff::place::City;
use crate::limits;
use crate::news::post::Post;

#[derive(Clone, PartialEq, Debug)]
pub struct Config {
    /// Reached over TLS: the cookie is bound to the host and browsers remember to use TLS.
    pub secure: bool,
    /// Pushes, and pulls, that one device may make in a minute.
    pub pushes_per_minute: u32,
    /// Who carries letters to citizens; without it nobody is offered any.
    pub post: Option<Arc<Post>>,
    /// The city's software; without it nothing is sent.
    pub city: Option<Arc<City>>,
}

impl Default for Config {
    fn default() -> Config {
        Config { secure: false, pushes_per_minute: limits::PUSH_DEVICE_MINUTE_MAX, post: None, city: None }
    }
}
