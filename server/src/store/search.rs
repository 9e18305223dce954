//! Finding dossiers of any year by code, name, number or id.
//!
//! Not here: folding of text (`shared::text`), who may search (`gate`).
//! Invariant: what was typed is a value, never SQL and never a pattern.

use std::collections::BTreeSet;

use serde_json::value::RawValue;
use shared::door::Number;
use shared::dossier::code::Code;
use shared::dossier::{Dossier, Status};
use shared::id::DossierId;
use shared::limits::SEARCH_ROWS_MAX;
use shared::text;
use sqlx::QueryBuilder;

use super::{Fault, Store, read};
use crate::limits;

/// The text as a `LIKE` pattern that finds it anywhere.
fn pattern(word: &str) -> String {
    let mut out = String::from("%");
    for c in word.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('%');
    out
}

impl Store {
    /// Dossiers that hold every word of `query`, the last changed first; one more than are shown where there are more.
    /// A paper slip is no dossier yet.
    pub async fn search(&self, query: &str) -> Result<Vec<Box<RawValue>>, Fault> {
        let folded = text::fold(query);
        if folded.is_empty() {
            return Ok(Vec::new());
        }
        let words: BTreeSet<&str> = folded.split_whitespace().collect();
        let bodies: Vec<String> = read!(&*self.db, |pool| {
            let mut query = QueryBuilder::new("SELECT body FROM record WHERE ward = ");
            query.push_bind(self.id.0);
            for slip in Status::ALL.into_iter().filter(|status| status.is_slip()) {
                query.push(" AND status <> ").push_bind(slip.code());
            }
            // Every word counts before the limit does.
            for word in &words {
                query.push(" AND fold LIKE ").push_bind(pattern(word)).push(r" ESCAPE '\'");
            }
            query.push(" ORDER BY seq DESC LIMIT ").push_bind(SEARCH_ROWS_MAX as i64 + 1);
            query.build_query_scalar().fetch_all(pool).await?
        });
        bodies.into_iter().map(|body| Ok(RawValue::from_string(body)?)).collect()
    }

    /// The dossier with this code.
    pub async fn by_code(&self, code: &Code) -> Result<Option<Dossier>, Fault> {
        let body: Option<String> = read!(&*self.db, |pool| {
            sqlx::query_scalar("SELECT body FROM record WHERE ward = $1 AND code = $2")
                .bind(self.id.0)
                .bind(code.to_string())
                .fetch_optional(pool)
                .await?
        });
        Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
    }

    /// Dossiers whose identity has this number: one, but for chance.
    pub async fn by_number(&self, number: Number) -> Result<Vec<Dossier>, Fault> {
        let (first, last) = number.range();
        let bodies: Vec<String> = read!(&*self.db, |pool| {
            sqlx::query_scalar(
                "SELECT body FROM record WHERE ward = $1 AND dossier BETWEEN $2 AND $3 ORDER BY dossier LIMIT $4",
            )
            .bind(self.id.0)
            .bind(first.to_string())
            .bind(last.to_string())
            .bind(limits::NUMBER_ROWS_MAX)
            .fetch_all(pool)
            .await?
        });
        let read = bodies.iter().map(|body| serde_json::from_str(body));
        Ok(read.collect::<Result<_, _>>()?)
    }

    /// The dossier with this id, of whatever year, as it is kept.
    pub async fn by_id(&self, id: DossierId) -> Result<Option<Box<RawValue>>, Fault> {
        let body: Option<String> = read!(&*self.db, |pool| {
            sqlx::query_scalar("SELECT body FROM record WHERE ward = $1 AND dossier = $2")
                .bind(self.id.0)
                .bind(id.to_string())
                .fetch_optional(pool)
                .await?
        });
        Ok(body.map(RawValue::from_string).transpose()?)
    }

    /// Every record, for reports and checks; in the order of their last change.
    pub async fn all_records(&self) -> Result<Vec<Dossier>, Fault> {
        let bodies: Vec<String> = read!(&*self.db, |pool| {
            sqlx::query_scalar("SELECT body FROM record WHERE ward = $1 ORDER BY seq")
                .bind(self.id.0)
                .fetch_all(pool)
                .await?
        });
        bodies.iter().map(|body| Ok(serde_json::from_str(body)?)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn signs_of_patterns_are_letters() {
        assert_eq!(pattern("100%_a\\"), r"%100\%\_a\\%");
    }
}
