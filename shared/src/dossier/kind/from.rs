//! From where an act may be done: the statuses that several rows of the table name together.
//!
//! Not here: the table (`kind`), what a status is (`status`).
//! Invariant: each list says what its statuses have in common; a row that fits no list names its own.

use crate::dossier::status::Status;
use crate::dossier::status::Status as S;

pub(super) const ACTIVE: &[Status] = &[
    S::Waiting,
    S::SupplementBefore,
    S::Received,
    S::InWork,
    S::AwaitSupplement,
    S::AwaitAgency,
    S::AwaitPayment,
    S::Submitted,
    S::Signed,
    S::Forwarded,
    S::Ready,
];

/// Ended or not: what is written down can still be put right.
pub(super) const WRITTEN: &[Status] = &[
    S::Waiting,
    S::SupplementBefore,
    S::NotAccepted,
    S::Received,
    S::InWork,
    S::AwaitSupplement,
    S::AwaitAgency,
    S::AwaitPayment,
    S::Submitted,
    S::Signed,
    S::Ready,
    S::Returned,
    S::Withdrawn,
    S::Stopped,
    S::Forwarded,
];

/// Where a dossier may be late, or may have been.
pub(super) const LATE: &[Status] = &[
    S::Forwarded,
    S::Received,
    S::InWork,
    S::AwaitSupplement,
    S::AwaitAgency,
    S::AwaitPayment,
    S::Submitted,
    S::Signed,
    S::Ready,
    S::Returned,
];

/// Received and not finished.
pub(in crate::dossier) const IN_PROCESS: &[Status] = match LATE {
    [open @ .., S::Ready, S::Returned] => open,
    _ => panic!("what is finished stands last"),
};

/// In the ward's hands or waited for, before anything is submitted: where what was posted in public may still hang, and a draft
/// be answered.
pub(super) const AT_WORK: &[Status] = &[S::InWork, S::AwaitSupplement, S::AwaitAgency, S::AwaitPayment];

/// Received and neither withdrawn, stopped nor passed on: what another register may hold of it is written down.
pub(super) const RECEIVED: &[Status] = match LATE {
    [S::Forwarded, own @ ..] => own,
    _ => panic!("what was passed on stands first"),
};

/// Received at some time: where a fee may have been taken.
pub(super) const CHARGED: &[Status] = match WRITTEN {
    [S::Waiting, S::SupplementBefore, S::NotAccepted, received @ ..] => received,
    _ => panic!("what was never received stands first"),
};
