//! Finding dossiers of any year by code, name, number, procedure or id.
//!
//! Not here: what is looked at (`shared::dossier::sought`), who may search (`gate`).
//! Invariant: what was typed is a value, never SQL and never a pattern.

use serde_json::value::RawValue;
use shared::door::Number;
use shared::dossier::code::Code;
use shared::dossier::sought::{Wanted, wanted};
use shared::dossier::{Dossier, Status};
use shared::id::{DossierId, OfficerId};
use shared::limits::SEARCH_ROWS_MAX;
use shared::moment::Day;
use sqlx::QueryBuilder;

use super::{Fault, Store, read};
use crate::limits;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    pub text: String,
    /// In names and numbers alone, not in what the dossiers are about.
    pub people: bool,
    /// In one of these states; none means in any.
    pub states: Vec<Status>,
    /// The id of a field of work.
    pub field: Option<String>,
    pub handler: Option<OfficerId>,
    pub received: Option<Day>,
}

impl From<&str> for Sought {
    fn from(text: &str) -> Sought {
        Sought { text: text.to_owned(), ..Sought::default() }
    }
}

/// The texts as a `LIKE` pattern that finds them one after the other, anywhere.
fn pattern(parts: &[&str]) -> String {
    let mut out = String::from("%");
    for part in parts {
        for c in part.chars() {
            if matches!(c, '%' | '_' | '\\') {
                out.push('\\');
            }
            out.push(c);
        }
        out.push('%');
    }
    out
}

/// The patterns of which one must fit. A text to find by has three lines (`ledger::fold`): names, figures, subject.
fn patterns(wanted: &Wanted, people: bool) -> Vec<String> {
    let word = wanted.word.as_str();
    let anywhere = if people { pattern(&[word, "\n", "\n"]) } else { pattern(&[word]) };
    let figures = wanted.is_figures.then(|| pattern(&["\n", wanted.figures(), "\n"]));
    std::iter::once(anywhere).chain(figures).collect()
}

impl Store {
    /// Dossiers that hold every word and pass the filters, the last changed first; one more than are shown where there are
    /// more. A paper slip is no dossier yet.
    pub async fn search(&self, sought: impl Into<Sought>) -> Result<Vec<Box<RawValue>>, Fault> {
        let sought = sought.into();
        let words = wanted(&sought.text);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let states: Vec<Status> =
            Status::ALL.into_iter().filter(|status| sought.states.contains(status)).collect();
        let bodies: Vec<String> = read!(&*self.db, |pool| {
            let mut query = QueryBuilder::new("SELECT body FROM record WHERE ward = ");
            query.push_bind(self.id.0);
            for slip in Status::ALL.into_iter().filter(|status| status.is_slip()) {
                query.push(" AND status <> ").push_bind(slip.code());
            }
            if !states.is_empty() {
                query.push(" AND status IN (");
                let mut list = query.separated(", ");
                for status in &states {
                    list.push_bind(status.code());
                }
                query.push(")");
            }
            if let Some(field) = &sought.field {
                query.push(" AND field = ").push_bind(field.as_str());
            }
            if let Some(handler) = sought.handler {
                query.push(" AND handler = ").push_bind(i64::from(handler.0));
            }
            if let Some(day) = sought.received {
                query.push(" AND received_day = ").push_bind(day.to_string());
            }
            // Every word counts before the limit does.
            for word in &words {
                let mut before = " AND (";
                for pattern in patterns(word, sought.people) {
                    query.push(before).push("fold LIKE ").push_bind(pattern).push(r" ESCAPE '\'");
                    before = " OR ";
                }
                query.push(")");
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
        assert_eq!(pattern(&["100%_a\\"]), r"%100\%\_a\\%");
        assert_eq!(pattern(&["\n", "1", "\n"]), "%\n%1%\n%");
    }
}
