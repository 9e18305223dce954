//! What happens at the counter, told in its own words: one file for each theme.

mod clock;
mod end;
mod fees;
mod hands;
mod posting;
mod proof;
mod reception;

use super::check;
