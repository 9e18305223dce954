//! What an operator decides, once, at start.
//!
//! Not here: reading it from the command line (`cli`).
//! Invariant: nothing reads the environment after the start.

use std::sync::Arc;

use crate::limits;
use crate::news::sender::Senders;
use crate::wire::place::Place;

#[derive(Clone, PartialEq, Debug)]
pub struct Config {
    /// Reached over TLS: the cookie is bound to the host and browsers remember to use TLS.
    pub secure: bool,
    /// Pushes, and pulls, that one device may make in a minute.
    pub pushes_per_minute: u32,
    /// Who carries what citizens are told; a way that nobody carries is offered to nobody.
    pub senders: Arc<Senders>,
    /// Where the ward's pages stand for everybody, for the codes on papers: `https://motcua.vidu.vn`. Empty where nobody
    /// said it.
    pub public_url: String,
    /// The city's software; without it nothing is sent.
    pub city: Option<Arc<Place>>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            secure: false,
            pushes_per_minute: limits::PUSH_DEVICE_MINUTE_MAX,
            senders: Arc::default(),
            public_url: String::new(),
            city: None,
        }
    }
}
