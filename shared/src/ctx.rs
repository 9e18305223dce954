//! Everything that a rule may know besides the dossier and the act.
//!
//! Not here: anything that differs between the browser and the server on the same input.
//! Invariant: equal `Ctx`, dossier and act give equal facts on every machine.

use crate::dossier::code::Lane;
use crate::moment::Moment;
use crate::officer::Officer;
use crate::ward::Ward;

#[derive(Clone, Copy)]
pub struct Ctx<'a> {
    /// When it is written down: the server's clock at judgement, the device's before.
    pub now: Moment,
    /// When it happened, as far as the server believes the device: the legal moment.
    pub happened: Moment,
    /// What the device's clock said: its day stands inside a number that was printed.
    pub claimed: Moment,
    pub by: &'a Officer,
    /// The device's lane of dossier numbers; `None` for devices that give none.
    pub lane: Option<Lane>,
    /// A number that the server gives in place of one that was given twice.
    pub reissued: Option<u16>,
    pub ward: &'a Ward,
}
