//! What lies behind a number of a report: its dossiers, as a list shows them.
//!
//! Not here: which they are (`form`).
//! Invariant: the list says how many there are in all, also where it is cut.

use serde::{Deserialize, Serialize};

use crate::dossier::{Dossier, Status};
use crate::id::DossierId;
use crate::limits::REPORT_BEHIND_MAX;
use crate::moment::Moment;
use crate::procedure::ProcedureRef;

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Behind {
    pub total: usize,
    /// At most `REPORT_BEHIND_MAX`, the latest received first.
    pub rows: Vec<Seen>,
}

/// A dossier behind a number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Seen {
    pub id: DossierId,
    /// As printed, without the agency: `181122-6105`; empty before reception.
    pub code: String,
    pub name: String,
    pub procedure: ProcedureRef,
    pub status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<Moment>,
    /// What the citizen was told of a delay, in the ward's words; empty where nothing was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub apology: String,
}

impl Behind {
    pub fn new(mut dossiers: Vec<&Dossier>) -> Behind {
        dossiers.sort_by_key(|dossier| std::cmp::Reverse((dossier.received_at, dossier.id)));
        let rows = dossiers.iter().take(REPORT_BEHIND_MAX).map(|dossier| Seen::of(dossier)).collect();
        Behind { total: dossiers.len(), rows }
    }
}

impl Seen {
    fn of(dossier: &Dossier) -> Seen {
        Seen {
            id: dossier.id,
            code: dossier.code.as_ref().map(|code| code.short()).unwrap_or_default(),
            name: dossier.applicant.name.clone(),
            procedure: dossier.procedure.clone(),
            status: dossier.status,
            received: dossier.received_at,
            due: dossier.due,
            finished: dossier.finished_at,
            apology: dossier.apology.as_ref().map(|apology| apology.reason.clone()).unwrap_or_default(),
        }
    }
}
