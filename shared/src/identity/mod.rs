//! Giấy tờ tùy thân: what is read from cards and typed from papers.
//!
//! Not here: who somebody is; a card's code is not signed, so the officer still looks at the card.
//! Invariant: a parser never panics, and says in one sentence what is wrong.

pub mod card;
pub mod partial_date;
pub mod personal;
pub mod phone;

#[cfg(test)]
mod tests;
