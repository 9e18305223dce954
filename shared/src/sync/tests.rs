//! The protocol in small steps.
