//! Records for a report: those that a period may count, and everything that is open.
//!
//! Not here: what a report counts (`shared::report`).
//! Invariant: leaves out only what was closed before the period or received after it, and not today; what was never
//! received is there where it was closed in the period, and what came in from afar also where it was closed later: it may
//! have been answered in the period.

use std::collections::BTreeSet;

use shared::act::Act;
use shared::dossier::record::Payment;
use shared::dossier::{self, Dossier};
use shared::id::DossierId;
use shared::moment::Day;
use shared::report::Period;
use shared::report::cash::same_number;
use shared::sync::wire::{Body, Outcome};

use super::{Fault, Store, read};

/// Quotation marks within a text are written otherwise, so whoever types one of these words is not found. The pattern is
/// written out, or the index of these rows alone could not be taken.
pub(super) const OWING: &str =
    "SELECT body, outcome FROM cmd_log WHERE ward = $1 AND body LIKE '%\"chua_thu\"%'";
pub(super) const CORRECTED: &str = "SELECT body FROM record
     WHERE ward = $1 AND is_open = $2 AND closed_day < $3 AND body LIKE '%\"revisions\":%'";

/// Records as they are kept; reading them takes long enough to be done aside.
pub struct Kept(Vec<String>);

impl Kept {
    /// The records. A second for some ten thousand of them in a build that is not optimised.
    pub fn dossiers(&self) -> Result<Vec<Dossier>, Fault> {
        self.0.iter().map(|body| Ok(serde_json::from_str(body)?)).collect()
    }
}

/// What the cash book of a period reads of the whole years that it touches.
pub struct Cash {
    /// May have rows in the period.
    own: Vec<String>,
    /// Have none there, and count only where they bear one of its receipt numbers.
    others: Vec<String>,
}

impl Cash {
    pub fn own(&mut self) -> Kept {
        Kept(std::mem::take(&mut self.own))
    }

    /// Of the others those that bear one of `numbers`, or did before a correction. They are looked through as text: to
    /// read them all as records would take most of the time of the book.
    pub fn bearing(self, numbers: &BTreeSet<String>) -> Kept {
        Kept(self.others.into_iter().filter(|body| bears(body, numbers)).collect())
    }
}

/// Quotation marks within a text are written otherwise, so whoever types this word is not found.
fn bears(body: &str, numbers: &BTreeSet<String>) -> bool {
    body.match_indices("\"receipt\":").any(|(at, key)| {
        let value = serde_json::Deserializer::from_str(&body[at + key.len()..]).into_iter::<String>().next();
        value.and_then(Result::ok).is_some_and(|receipt| numbers.contains(&same_number(&receipt)))
    })
}

/// Acts that name an unpaid fee, as they are kept.
pub struct Owing(Vec<(String, String)>);

impl Owing {
    pub fn dossiers(self) -> BTreeSet<DossierId> {
        self.0.into_iter().filter_map(|(body, outcome)| owing(body, &outcome)).collect()
    }
}

/// The dossier, if the act received it and left its fee for later.
fn owing(body: String, outcome: &str) -> Option<DossierId> {
    let outcome: Outcome = serde_json::from_str(outcome).ok()?;
    let Act::Dossier { id, act } = Body(body).open().ok()?.act;
    let is_owed = matches!(act, dossier::Act::Receive(act) if act.fee.payment == Payment::Owed);
    (is_owed && !outcome.is_refused() && outcome.seq().is_some()).then_some(id)
}

impl Store {
    /// `today` counts as well: the board says what has come in today, whatever the period.
    pub async fn records_of(&self, period: Period, today: Day) -> Result<Kept, Fault> {
        let bodies = read!(&*self.db, |pool| {
            sqlx::query_scalar(
                "SELECT body FROM record
                 WHERE ward = $1
                   AND (is_open = $2 OR received_day = $5
                        OR (closed_day >= $4
                            AND (received_day <= $3 OR closed_day <= $3 OR body LIKE $6)))",
            )
            .bind(self.id.0)
            .bind(true)
            .bind(period.to().to_string())
            .bind(period.from().to_string())
            .bind(today.to_string())
            // Quotation marks within a text are written otherwise, so whoever types this word is not found.
            .bind("%\"truc_tuyen\"%")
            .fetch_all(pool)
            .await?
        });
        Ok(Kept(bodies))
    }

    /// For the cash book of `period`: what was received by the end of `whole`, the years that it touches, and not closed
    /// before them. What was never received has no fee.
    pub async fn cash_of(&self, period: Period, whole: Period) -> Result<Cash, Fault> {
        let rows: Vec<(String, bool)> = read!(&*self.db, |pool| {
            sqlx::query_as(
                "SELECT body, (is_open = $2 OR received_day BETWEEN $3 AND $4 OR closed_day BETWEEN $3 AND $4
                               OR body LIKE '%\"revisions\":%') IS TRUE
                 FROM record
                 WHERE ward = $1 AND (is_open = $2 OR (closed_day >= $5 AND received_day <= $6))",
            )
            .bind(self.id.0)
            .bind(true)
            .bind(period.from().to_string())
            .bind(period.to().to_string())
            .bind(whole.from().to_string())
            .bind(whole.to().to_string())
            .fetch_all(pool)
            .await?
        });
        let (own, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, is_own)| *is_own);
        let bodies = |rows: Vec<(String, bool)>| rows.into_iter().map(|(body, _)| body).collect();
        Ok(Cash { own: bodies(own), others: bodies(others) })
    }

    /// What was closed before the period and whose fee was corrected at some time: the correction may lie in the period.
    pub async fn corrected_of_before(&self, period: Period) -> Result<Kept, Fault> {
        let bodies = read!(&*self.db, |pool| {
            sqlx::query_scalar(CORRECTED)
                .bind(self.id.0)
                .bind(false)
                .bind(period.from().to_string())
                .fetch_all(pool)
                .await?
        });
        Ok(Kept(bodies))
    }

    /// Whose fee was left for later at reception: only the log knows, since a record keeps how its fee stands now.
    pub async fn owing(&self) -> Result<Owing, Fault> {
        let acts = read!(&*self.db, |pool| { sqlx::query_as(OWING).bind(self.id.0).fetch_all(pool).await? });
        Ok(Owing(acts))
    }
}
