//! Under which names acts were judged: what the replay knows of each that came before.
//!
//! Not here: what follows from it (`shared::sync::server::judged_before`).
//! Invariant: the list of former names says what the acts say; only the name of an act that a person let in stands in
//! the list alone.

use std::collections::{BTreeMap, BTreeSet};

use shared::dossier::receive::SERVER_DEVICE;
use shared::id::{WardId, Writer};
use shared::moment::Moment;
use shared::sync::server::{Known, claims, judged_before, names};
use shared::sync::wire::{Command, Former, Hash, Outcome};

use crate::store::ledger::former_names;
use crate::store::{Fault, Tx, meta, within};

type Name = (Writer, u64, String);

fn name(former: &Former) -> Name {
    (former.writer, former.n, former.hash.0.clone())
}

#[derive(Default)]
pub(super) struct Names {
    /// What the acts before have come to, by the names under which they stand.
    stand: BTreeMap<(Writer, u64), Known>,
    /// The same by the names that they had.
    were: BTreeMap<Name, Known>,
    /// The list, by the act that each is of.
    list: BTreeMap<u64, Vec<Former>>,
    /// The last act that was judged before anybody looked for what acts became; all of them in a book of such a version.
    since: u64,
}

/// What is asked about one act of the log.
pub(super) struct Of<'a> {
    pub seq: u64,
    pub own: Former,
    /// Nothing where nobody could read it then.
    pub command: Option<&'a Command>,
}

impl Names {
    pub async fn read(tx: &mut Tx, id: WardId) -> Result<Names, Fault> {
        let is_kept: i64 = within!(&mut *tx, |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM _sqlx_migrations WHERE version = 14")
                .fetch_one(c)
                .await?
        });
        if is_kept == 0 {
            return Ok(Names { since: u64::MAX, ..Names::default() });
        }
        let since = meta::get(tx, id, "names_since").await?;
        let mut list: BTreeMap<u64, Vec<Former>> = BTreeMap::new();
        for (seq, former) in former_names(tx, id).await? {
            list.entry(seq).or_default().push(former);
        }
        let since = since.and_then(|seq| seq.parse().ok()).unwrap_or(0);
        Ok(Names { list, since, ..Names::default() })
    }

    /// What became of it under another name, where it was judged under one.
    pub fn before(&self, of: &Of<'_>) -> Option<Outcome> {
        let (command, is_looked_for) = (of.command?, of.seq > self.since);
        let own: Vec<Former> = if is_looked_for {
            std::iter::once(of.own.clone()).chain(self.called(of).cloned()).collect()
        } else {
            vec![]
        };
        judged_before(names(&own, command), command.writer.officer, |former| {
            let stands = self.stand.get(&(former.writer, former.n)).filter(|known| known.hash == former.hash);
            stands.or_else(|| self.were.get(&name(former)).filter(|_| is_looked_for)).cloned()
        })
    }

    /// What an act that was let in is called in its author's chain: nothing but the list says so.
    fn called(&self, of: &Of<'_>) -> impl Iterator<Item = &Former> {
        let said: BTreeSet<Name> = of.command.into_iter().flat_map(claims).map(name).collect();
        let is_let_in = of.own.writer.device == SERVER_DEVICE;
        let listed = self.list.get(&of.seq).into_iter().flatten();
        listed.filter(move |former| is_let_in && !said.contains(&name(former))).take(1)
    }

    /// The act stands now. Says whether the list has the names that it had, and no others.
    pub fn note(&mut self, of: &Of<'_>, outcome: &Outcome, at: Moment) -> bool {
        let said = of.command.into_iter().flat_map(claims).chain(self.called(of));
        let said: BTreeSet<Name> = said.map(name).collect();
        let listed: BTreeSet<Name> = self.list.remove(&of.seq).iter().flatten().map(name).collect();
        let is_as_said = said == listed || of.seq <= self.since;
        let known = |hash: &str| Known { hash: Hash(hash.to_owned()), outcome: outcome.clone(), at };
        self.stand.insert((of.own.writer, of.own.n), known(&of.own.hash.0));
        for name in listed {
            let known = known(&name.2);
            self.were.entry(name).or_insert(known);
        }
        is_as_said
    }

    /// Acts that have names and are not there.
    pub fn left(&self) -> impl Iterator<Item = u64> {
        self.list.keys().copied()
    }
}
