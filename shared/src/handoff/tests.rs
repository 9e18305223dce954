//! Hand-off: what is copied, how two registers meet, which exchange status every state has.
//!
//! Not here: the act itself (`dossier::tests`), files on a wire (the server).

mod city;
mod civil;
mod fields;
mod returned;
