//! Records for a report: those that a period may count, and everything that is open.
//!
//! Not here: what a report counts (`shared::report`).
//! Invariant: leaves out only what was closed before the period or received after it, and not today; what was never
//! received is there where it was closed in the period.

use shared::dossier::Dossier;
use shared::moment::Day;
use shared::report::Period;

use super::{Fault, Store, read};

/// Records as they are kept; reading them takes long enough to be done aside.
pub struct Kept(Vec<String>);

impl Kept {
    /// The records. A second for some ten thousand of them in a build that is not optimised.
    pub fn dossiers(&self) -> Result<Vec<Dossier>, Fault> {
        self.0.iter().map(|body| Ok(serde_json::from_str(body)?)).collect()
    }
}

impl Store {
    /// `today` counts as well: the board says what has come in today, whatever the period.
    pub async fn records_of(&self, period: Period, today: Day) -> Result<Kept, Fault> {
        let bodies = read!(&*self.db, |pool| {
            sqlx::query_scalar(
                "SELECT body FROM record
                 WHERE ward = $1
                   AND (is_open = $2 OR received_day = $5
                        OR (closed_day >= $4 AND (received_day <= $3 OR closed_day <= $3)))",
            )
            .bind(self.id.0)
            .bind(true)
            .bind(period.to().to_string())
            .bind(period.from().to_string())
            .bind(today.to_string())
            .fetch_all(pool)
            .await?
        });
        Ok(Kept(bodies))
    }
}
