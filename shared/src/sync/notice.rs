//! What the author of a refused act has to know besides the refusal.
//!
//! Not here: outcomes (`wire`), the page that shows them (the app's inbox).
//! Invariant: only acts on the same dossier can have been built on each other.

use std::collections::BTreeMap;

use super::client::Notice;

/// The author's refused act before `n` on the same dossier: what `n` was built on may have been missing.
pub fn because_of(inbox: &BTreeMap<u64, Notice>, n: u64) -> Option<u64> {
    let about = |notice: &Notice| notice.command.as_ref().map(|command| command.act.dossier());
    let this = inbox.get(&n).filter(|notice| notice.outcome.is_refused())?;
    let dossier = about(this)?;
    let mut before = inbox.range(..n).rev().map(|(_, notice)| notice);
    before.find(|notice| notice.outcome.is_refused() && about(notice) == Some(dossier)).map(|notice| notice.n)
}
