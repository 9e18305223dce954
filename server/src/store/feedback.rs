//! Complaints and what was done about them.
//!
//! Not here: who may read or decide one (`shared::feedback`), who may send (`crate::feedback`).
//! Invariant: rows are added and never changed; a step has its place, and a place has one step.

use std::collections::BTreeMap;

use shared::feedback::{Feedback, Number, Sender, Step};
use shared::id::{FeedbackId, OfficerId};
use shared::moment::Moment;
use shared::report::Period;

use super::told::Told;
use super::{Fault, Store, read, small, within};
use crate::limits::{FEEDBACK_READ_MAX, NUMBER_ROWS_MAX};

/// One with the digest of its secret.
pub struct Kept {
    pub feedback: Feedback,
    pub secret: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    secret: String,
    kind: String,
    channel: String,
    content: String,
    dossier: String,
    name: String,
    phone: String,
    email: String,
    at: i64,
    officer: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct StepRow {
    feedback: String,
    at: i64,
    officer: Option<i64>,
    what: String,
}

/// Whose steps by which identity.
type Steps = BTreeMap<String, Vec<Step>>;

fn officer(id: Option<i64>) -> Result<Option<OfficerId>, Fault> {
    id.map(|id| small(id).map(OfficerId)).transpose()
}

impl Row {
    fn kept(self, steps: &mut Steps) -> Result<Kept, Fault> {
        let id = self.id.parse().map_err(|_| Fault::Odd("feedback without an identity".to_owned()))?;
        let feedback = Feedback {
            id: FeedbackId(id),
            kind: serde_json::from_value(self.kind.into())?,
            content: self.content,
            dossier: self.dossier,
            sender: Sender { name: self.name, phone: self.phone, email: self.email },
            channel: serde_json::from_value(self.channel.into())?,
            at: Moment::from_millis(self.at),
            by: officer(self.officer)?,
            steps: steps.remove(&self.id).unwrap_or_default(),
        };
        Ok(Kept { feedback, secret: self.secret })
    }
}

fn steps(rows: Vec<StepRow>) -> Result<Steps, Fault> {
    let mut all = Steps::new();
    for row in rows {
        let step = Step {
            at: Moment::from_millis(row.at),
            by: officer(row.officer)?,
            what: serde_json::from_str(&row.what)?,
        };
        all.entry(row.feedback).or_default().push(step);
    }
    Ok(all)
}

fn code(value: &impl serde::Serialize) -> Result<String, Fault> {
    Ok(serde_json::to_value(value)?.as_str().unwrap_or_default().to_owned())
}

impl Store {
    /// Keeps it where its identity is new; whether it was. It is on the disk then.
    pub async fn file_feedback(&self, one: &Feedback, secret: &str) -> Result<bool, Fault> {
        let (kind, channel) = (code(&one.kind)?, code(&one.channel)?);
        let mut tx = self.begin_desk().await?;
        let news = within!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO feedback (ward, id, secret, kind, channel, content, dossier, name, phone, email, at, officer)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING",
            )
            .bind(self.id.0)
            .bind(one.id.to_string())
            .bind(secret)
            .bind(kind)
            .bind(channel)
            .bind(&one.content)
            .bind(&one.dossier)
            .bind(&one.sender.name)
            .bind(&one.sender.phone)
            .bind(&one.sender.email)
            .bind(one.at.millis())
            .bind(one.by.map(|by| i64::from(by.0)))
            .execute(&mut *c)
            .await?
            .rows_affected()
        });
        if news > 0 {
            self.told.note(Told::Feedback { one: Box::new(one.clone()), secret: secret.to_owned() })?;
        }
        tx.commit().await?;
        Ok(news > 0)
    }

    /// Adds the step where nobody has taken one since; whether nobody had.
    pub async fn add_step(&self, id: FeedbackId, seen: usize, step: &Step) -> Result<bool, Fault> {
        let what = serde_json::to_string(&step.what)?;
        let n = i64::try_from(seen).unwrap_or(i64::MAX);
        let mut tx = self.begin_desk().await?;
        let news = within!(&mut tx, |c| {
            sqlx::query(
                "INSERT INTO feedback_step (ward, feedback, n, at, officer, what)
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            )
            .bind(self.id.0)
            .bind(id.to_string())
            .bind(n)
            .bind(step.at.millis())
            .bind(step.by.map(|by| i64::from(by.0)))
            .bind(what)
            .execute(&mut *c)
            .await?
            .rows_affected()
        });
        if news > 0 {
            self.told.note(Told::Step { of: id, seen, step: step.clone() })?;
        }
        tx.commit().await?;
        Ok(news > 0)
    }

    pub async fn feedback(&self, id: FeedbackId) -> Result<Option<Kept>, Fault> {
        Ok(self.feedback_between(id, id).await?.pop())
    }

    /// Those that share the number: seldom more than one.
    pub async fn feedback_by_number(&self, number: Number) -> Result<Vec<Kept>, Fault> {
        let (first, last) = number.range();
        self.feedback_between(first, last).await
    }

    async fn feedback_between(&self, first: FeedbackId, last: FeedbackId) -> Result<Vec<Kept>, Fault> {
        let (rows, done): (Vec<Row>, Vec<StepRow>) = read!(&*self.db, |pool| {
            let rows = sqlx::query_as(
                "SELECT id, secret, kind, channel, content, dossier, name, phone, email, at, officer FROM feedback
                 WHERE ward = $1 AND id BETWEEN $2 AND $3 ORDER BY id LIMIT $4",
            )
                .bind(self.id.0)
                .bind(first.to_string())
                .bind(last.to_string())
                .bind(NUMBER_ROWS_MAX)
                .fetch_all(pool)
                .await?;
            let done = sqlx::query_as(
                "SELECT feedback, at, officer, what FROM feedback_step
                 WHERE ward = $1 AND feedback BETWEEN $2 AND $3 ORDER BY feedback, n",
            )
            .bind(self.id.0)
            .bind(first.to_string())
            .bind(last.to_string())
            .fetch_all(pool)
            .await?;
            (rows, done)
        });
        let mut steps = steps(done)?;
        rows.into_iter().map(|row| row.kept(&mut steps)).collect()
    }

    /// What came in within the period, or ever; the newest first.
    pub async fn feedbacks(&self, period: Option<Period>) -> Result<Vec<Feedback>, Fault> {
        let (from, to) = period.map_or((Moment::from_millis(0), Moment::from_millis(i64::MAX)), |period| {
            (Moment::at(period.from(), 0, 0), Moment::at(period.to().next(), 0, 0))
        });
        let (rows, done): (Vec<Row>, Vec<StepRow>) = read!(&*self.db, |pool| {
            let rows: Vec<Row> = sqlx::query_as(
                "SELECT id, secret, kind, channel, content, dossier, name, phone, email, at, officer FROM feedback
                 WHERE ward = $1 AND at >= $2 AND at < $3 ORDER BY at DESC, id LIMIT $4",
            )
                .bind(self.id.0)
                .bind(from.millis())
                .bind(to.millis())
                .bind(FEEDBACK_READ_MAX)
                .fetch_all(pool)
                .await?;
            let oldest = rows.last().map_or(i64::MAX, |row| row.at);
            let done = sqlx::query_as(
                "SELECT feedback_step.feedback, feedback_step.at, feedback_step.officer, what FROM feedback_step
                 JOIN feedback ON feedback.ward = feedback_step.ward AND feedback.id = feedback_step.feedback
                 WHERE feedback.ward = $1 AND feedback.at >= $2 AND feedback.at < $3 ORDER BY feedback_step.feedback, n",
            )
            .bind(self.id.0)
            .bind(oldest)
            .bind(to.millis())
            .fetch_all(pool)
            .await?;
            (rows, done)
        });
        let mut steps = steps(done)?;
        rows.into_iter().map(|row| row.kept(&mut steps).map(|kept| kept.feedback)).collect()
    }
}
