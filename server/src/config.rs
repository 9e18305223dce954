//! What an operator decides, once, at start.
//!
//! Not here: reading it from the command line (`cli`).
//! Invariant: nothing reads the environment after the start.

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Config {
    /// Reached over TLS: the cookie is bound to the host and browsers remember to use TLS.
    pub secure: bool,
}
