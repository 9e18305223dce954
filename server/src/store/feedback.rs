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
use crate::limits::NUMBER_ROWS_MAX;

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

/// What is asked of those that are over, or not: `feedback::step::State::is_over` as SQL. Once one is refused or published
/// nothing follows but that the reply is taken down, so its last step says it.
macro_rules! standing {
    (row, $so:literal, $order:literal) => {
        standing!(
            "SELECT f.id, f.secret, f.kind, f.channel, f.content, f.dossier, f.name, f.phone, f.email, f.at, f.officer
             FROM feedback f",
            $so,
            $order
        )
    };
    (step, $so:literal, $order:literal) => {
        standing!(
            "SELECT step.feedback, step.at, step.officer, step.what
             FROM feedback f JOIN feedback_step step ON step.ward = f.ward AND step.feedback = f.id",
            $so,
            $order
        )
    };
    (count, $so:literal, $order:literal) => {
        standing!("SELECT COUNT(*) FROM feedback f", $so, $order)
    };
    ($what:literal, $so:literal, $order:literal) => {
        concat!(
            $what,
            " WHERE f.ward = $1 AND (CAST($2 AS BIGINT) IS NULL OR f.officer = $2) ",
            $so,
            r#" EXISTS (
                SELECT 1 FROM feedback_step ended
                WHERE ended.ward = f.ward AND ended.feedback = f.id
                AND (ended.what LIKE '{"cong_khai"%' OR ended.what LIKE '{"tu_choi_pa"%') AND NOT EXISTS (
                    SELECT 1 FROM feedback_step later
                    WHERE later.ward = ended.ward AND later.feedback = ended.feedback AND later.n > ended.n)) "#,
            $order
        )
    };
}

/// How what is open, or what is over, is asked for.
#[derive(Clone, Copy)]
struct Half {
    rows: &'static str,
    steps: &'static str,
    count: &'static str,
    /// A time beyond the last row, where there is none: no step belongs to it.
    beyond: i64,
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

/// Each with its steps.
fn whole(rows: Vec<Row>, done: Vec<StepRow>) -> Result<Vec<Feedback>, Fault> {
    let mut steps = steps(done)?;
    rows.into_iter().map(|row| row.kept(&mut steps).map(|kept| kept.feedback)).collect()
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

    /// What came in within the period, or ever, the newest first: at most `max`, those after `after` where a page was read
    /// before.
    pub async fn feedbacks(
        &self,
        period: Option<Period>,
        after: Option<&Feedback>,
        max: i64,
    ) -> Result<Vec<Feedback>, Fault> {
        let from = period.map_or(0, |period| Moment::at(period.from(), 0, 0).millis());
        let to = period.map_or(i64::MAX, |period| Moment::at(period.to().next(), 0, 0).millis());
        let (last, id) = after.map_or((to - 1, String::new()), |one| (one.at.millis(), one.id.to_string()));
        let (rows, done): (Vec<Row>, Vec<StepRow>) = read!(&*self.db, |pool| {
            let rows: Vec<Row> = sqlx::query_as(
                "SELECT id, secret, kind, channel, content, dossier, name, phone, email, at, officer FROM feedback
                 WHERE ward = $1 AND at >= $2 AND (at < $3 OR at = $3 AND id > $4) ORDER BY at DESC, id LIMIT $5",
            )
            .bind(self.id.0)
            .bind(from)
            .bind(last)
            .bind(id)
            .bind(max)
            .fetch_all(pool)
            .await?;
            let (newest, oldest) =
                (rows.first().map_or(0, |row| row.at), rows.last().map_or(1, |row| row.at));
            let done = sqlx::query_as(
                "SELECT feedback_step.feedback, feedback_step.at, feedback_step.officer, feedback_step.what FROM feedback_step
                 JOIN feedback ON feedback.ward = feedback_step.ward AND feedback.id = feedback_step.feedback
                 WHERE feedback.ward = $1 AND feedback.at >= $2 AND feedback.at <= $3 ORDER BY feedback_step.feedback, n",
            )
            .bind(self.id.0)
            .bind(oldest)
            .bind(newest)
            .fetch_all(pool)
            .await?;
            (rows, done)
        });
        whole(rows, done)
    }

    /// Those of which something is still owed, the oldest first: at most `max`, and how many more there are. `by`: what this
    /// officer wrote down.
    pub async fn open_feedback(
        &self,
        by: Option<OfficerId>,
        max: i64,
    ) -> Result<(Vec<Feedback>, usize), Fault> {
        let half = Half {
            rows: standing!(row, "AND NOT", "ORDER BY f.at, f.id LIMIT $3"),
            steps: standing!(step, "AND f.at <= $3 AND NOT", "ORDER BY step.feedback, step.n"),
            count: standing!(count, "AND NOT", ""),
            beyond: -1,
        };
        self.half(half, by, max).await
    }

    /// Those of which nothing is owed any more, the newest first, in the same way.
    pub async fn closed_feedback(
        &self,
        by: Option<OfficerId>,
        max: i64,
    ) -> Result<(Vec<Feedback>, usize), Fault> {
        let half = Half {
            rows: standing!(row, "AND", "ORDER BY f.at DESC, f.id LIMIT $3"),
            steps: standing!(step, "AND f.at >= $3 AND", "ORDER BY step.feedback, step.n"),
            count: standing!(count, "AND", ""),
            beyond: i64::MAX,
        };
        self.half(half, by, max).await
    }

    async fn half(
        &self,
        half: Half,
        by: Option<OfficerId>,
        max: i64,
    ) -> Result<(Vec<Feedback>, usize), Fault> {
        let by = by.map(|by| i64::from(by.0));
        let (rows, done, count): (Vec<Row>, Vec<StepRow>, i64) = read!(&*self.db, |pool| {
            let rows: Vec<Row> =
                sqlx::query_as(half.rows).bind(self.id.0).bind(by).bind(max).fetch_all(pool).await?;
            let edge = rows.last().map_or(half.beyond, |row| row.at);
            let done = sqlx::query_as(half.steps).bind(self.id.0).bind(by).bind(edge).fetch_all(pool).await?;
            let count = sqlx::query_scalar(half.count).bind(self.id.0).bind(by).fetch_one(pool).await?;
            (rows, done, count)
        });
        let more = usize::try_from(count).unwrap_or(0).saturating_sub(rows.len());
        Ok((whole(rows, done)?, more))
    }

    /// How many steps were ever taken: the same number, the same texts.
    pub async fn feedback_steps(&self) -> Result<u64, Fault> {
        let count: i64 = read!(&*self.db, |pool| {
            sqlx::query_scalar("SELECT COUNT(*) FROM feedback_step WHERE ward = $1")
                .bind(self.id.0)
                .fetch_one(pool)
                .await?
        });
        Ok(count.unsigned_abs())
    }

    /// Those whose reply everybody may read, the last published first: at most `max`.
    pub async fn published_feedback(&self, max: i64) -> Result<Vec<Feedback>, Fault> {
        let ids: Vec<String> = read!(&*self.db, |pool| {
            sqlx::query_scalar(
                r#"SELECT ended.feedback FROM feedback_step ended
                 WHERE ended.ward = $1 AND ended.what LIKE '{"cong_khai"%' AND NOT EXISTS (
                     SELECT 1 FROM feedback_step later
                     WHERE later.ward = ended.ward AND later.feedback = ended.feedback AND later.n > ended.n)
                 ORDER BY ended.at DESC, ended.feedback LIMIT $2"#,
            )
            .bind(self.id.0)
            .bind(max)
            .fetch_all(pool)
            .await?
        });
        let mut all = Vec::new();
        for id in ids {
            let id =
                id.parse().map_err(|_| Fault::Odd("a step of feedback without an identity".to_owned()))?;
            all.extend(self.feedback(FeedbackId(id)).await?.map(|kept| kept.feedback));
        }
        Ok(all)
    }
}
