//! Bản chụp không hồ sơ nào nêu: since when nobody names a scan that lies here, and so when its bytes go.
//!
//! Not here: the bytes (`scans`), when it is looked (`crate::scan`).
//! Invariant: a scan goes only after a whole grace in one life of the book, in which no dossier named it and nobody asked
//! whether it is here. What cannot be remembered begins anew.

#![expect(clippy::disallowed_methods, reason = "called on a thread that may wait")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use shared::dossier::Dossier;
use shared::limits::SCAN_UNNAMED_DAYS_KEPT;
use shared::moment::Moment;
use shared::scan::{Digest, holds};

use super::{Fault, Store, read};

const DAY_MINUTES: i64 = 24 * 60;
/// Records that are read at once.
const ROWS: i64 = 500;

/// The list of one ward, on its disk.
pub(super) struct Unnamed {
    path: Option<PathBuf>,
    list: List,
}

#[derive(Default, Serialize, Deserialize)]
struct List {
    /// The life of the book: after a restore the grace begins anew.
    epoch: String,
    since: BTreeMap<Digest, Moment>,
}

impl Unnamed {
    pub(super) fn open(path: Option<PathBuf>) -> Unnamed {
        let text = path.as_ref().and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
        // A list that is not there, or torn, costs a grace and no scan.
        Unnamed { path, list: serde_json::from_str(&text).unwrap_or_default() }
    }

    /// Somebody wants it: the grace begins anew.
    pub(super) fn wanted(&mut self, digest: &Digest) -> Result<(), Fault> {
        if self.list.since.remove(digest).is_some() { self.write() } else { Ok(()) }
    }

    /// Of the scans that are here, those that may go now; the others wait from their first day on.
    pub(super) fn look(
        &mut self,
        here: &[Digest],
        named: &BTreeSet<Digest>,
        epoch: &str,
        now: Moment,
    ) -> Result<Vec<Digest>, Fault> {
        if self.list.epoch != epoch {
            self.list = List { epoch: epoch.to_owned(), since: BTreeMap::new() };
        }
        let mut since = BTreeMap::new();
        let mut gone = Vec::new();
        for digest in here.iter().filter(|digest| !named.contains(digest)) {
            let first = self.list.since.get(digest).copied().unwrap_or(now);
            if first.plus_minutes(SCAN_UNNAMED_DAYS_KEPT * DAY_MINUTES) <= now {
                gone.push(digest.clone());
            } else {
                since.insert(digest.clone(), first);
            }
        }
        self.list.since = since;
        self.write()?;
        Ok(gone)
    }

    fn write(&self) -> Result<(), Fault> {
        let Some(path) = &self.path else { return Ok(()) };
        super::private_folder(path.parent().unwrap_or(path))?;
        let text = serde_json::to_string(&self.list)?;
        let new = path.with_extension("new");
        let write = || {
            use std::io::Write as _;
            let mut options = super::private_options();
            let mut file = options.create(true).truncate(true).write(true).open(&new)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&new, path)
        };
        write().map_err(|error| Fault::File(path.clone(), error))
    }
}

impl Store {
    /// The scans that dossiers hold fast. Nothing while an act waits for a person: it may name one.
    pub async fn named_scans(&self) -> Result<Option<BTreeSet<Digest>>, Fault> {
        if self.asides().await?.0 > 0 {
            return Ok(None);
        }
        let (ward, mut named, mut after) = (self.ward(), BTreeSet::new(), String::new());
        loop {
            let rows: Vec<(String, String)> = read!(&*self.db, |pool| {
                sqlx::query_as(
                    "SELECT dossier, body FROM record WHERE ward = $1 AND dossier > $2 AND body LIKE '%\"digest\":%'
                     ORDER BY dossier LIMIT $3",
                )
                .bind(self.id.0)
                .bind(&after)
                .bind(ROWS)
                .fetch_all(pool)
                .await?
            });
            let Some((last, _)) = rows.last() else { return Ok(Some(named)) };
            after.clone_from(last);
            for (_, body) in &rows {
                let dossier: Dossier = serde_json::from_str(body)?;
                let held = dossier.scans.iter().filter(|scan| holds(&ward, &dossier, scan));
                named.extend(held.map(|scan| scan.file.digest.clone()));
            }
        }
    }
}
