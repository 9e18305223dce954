//! Phản ánh, kiến nghị: what people tell the ward about its rules and its officers' conduct.
//!
//! Not here: what the ward does with it (`step`), by when (`clock`), who must keep out of it (`named`), the counts
//! (`totals`).
//! Invariant: the phone and the server check by one function. Every step is kept beside those before it; what was
//! said is never overwritten.

pub mod clock;
pub mod named;
pub mod step;
pub mod totals;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use clock::{Clock, Limit, Standing};
pub use step::{Deed, State, Step, What};
pub use totals::Totals;

use crate::calendar::Calendar;
use crate::door::{self, BadNumber};
use crate::dossier::form::Faults;
use crate::dossier::record::Contact;
use crate::id::{DossierId, FeedbackId, OfficerId};
use crate::lang::{Word, word};
use crate::limits::{self, FEEDBACK_CHARS_MAX, FEEDBACK_CODE_CHARS_MAX, SECRET_CHARS_DOOR};
use crate::moment::{Day, Moment};
use crate::refusal::Refusal;
use crate::text;

/// What it is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum Kind {
    #[default]
    #[serde(rename = "quy_dinh")]
    Rule,
    #[serde(rename = "hanh_vi")]
    Conduct,
}

impl Kind {
    pub const ALL: [Kind; 2] = [Kind::Rule, Kind::Conduct];

    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Kind::Rule => "quy_dinh",
            Kind::Conduct => "hanh_vi",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            Kind::Rule => word("Về quy định, thủ tục", "About a rule or procedure"),
            Kind::Conduct => word("Về cách làm việc của cán bộ", "About how an officer worked"),
        }
    }
}

/// How it reached the ward.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum Channel {
    #[default]
    #[serde(rename = "truc_tuyen")]
    Online,
    #[serde(rename = "quay")]
    Counter,
    #[serde(rename = "dien_thoai")]
    Phone,
    #[serde(rename = "van_ban")]
    Letter,
}

impl Channel {
    pub const ALL: [Channel; 4] = [Channel::Online, Channel::Counter, Channel::Phone, Channel::Letter];

    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Channel::Online => "truc_tuyen",
            Channel::Counter => "quay",
            Channel::Phone => "dien_thoai",
            Channel::Letter => "van_ban",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            Channel::Online => word("trực tuyến", "online"),
            Channel::Counter => word("tại quầy", "at the counter"),
            Channel::Phone => word("điện thoại", "by telephone"),
            Channel::Letter => word("văn bản", "by letter"),
        }
    }
}

/// Who says it, as far as they want to say. All of it may be empty.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sender(***)")
    }
}

impl Sender {
    pub fn is_anonymous(&self) -> bool {
        [&self.name, &self.phone, &self.email].iter().all(|text| text.trim().is_empty())
    }

    fn contact(&self) -> Contact {
        Contact { phone: self.phone.clone(), email: self.email.clone(), ..Contact::default() }
    }

    fn cleaned(&self) -> Sender {
        Sender {
            name: text::clean(&self.name),
            phone: self.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
            email: text::clean(&self.email),
        }
    }
}

/// `POST /api/public/feedback`: what somebody says. Identity and secret are made before the first send, so that what is
/// sent twice is one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    pub id: FeedbackId,
    pub secret: String,
    pub kind: Kind,
    pub content: String,
    /// A dossier's code as it was typed. Nobody looks for it here, so the answer tells nobody whether there is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub dossier: String,
    #[serde(default)]
    pub sender: Sender,
}

impl fmt::Debug for Filing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Filing(***)")
    }
}

impl Filing {
    /// # Errors
    /// Everything that is wrong at once, each at its field.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut faults = Faults::default();
        faults.text("content", ("nội dung", "text"), &self.content, FEEDBACK_CHARS_MAX);
        faults.length("dossier", ("mã hồ sơ", "code"), &self.dossier, FEEDBACK_CODE_CHARS_MAX);
        faults.length("name", ("họ và tên", "name"), &self.sender.name, limits::NAME_CHARS_MAX);
        faults.contact(&self.sender.contact());
        let signs = self.secret.bytes().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit());
        if self.secret.len() != SECRET_CHARS_DOOR || !signs || self.id.0.get_version_num() != 4 {
            faults.add("secret", "Mã tra cứu không đúng dạng.", "The look-up characters have another shape.");
        }
        faults.done()
    }

    /// As it is kept.
    #[must_use]
    pub fn received(&self, channel: Channel, at: Moment, by: Option<OfficerId>) -> Feedback {
        Feedback {
            id: self.id,
            kind: self.kind,
            content: paragraphs(&self.content),
            dossier: text::clean(&self.dossier),
            sender: self.sender.cleaned(),
            channel,
            at,
            by,
            steps: Vec::new(),
        }
    }
}

/// `POST /api/feedback`: what somebody said at the counter, on the telephone or in a letter, written down by an officer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub filing: Filing,
    pub channel: Channel,
}

/// Clean lines, those that are empty left out: somebody's paragraphs stay paragraphs.
pub fn paragraphs(typed: &str) -> String {
    let lines = typed.lines().map(text::clean).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// One of them with everything that was done about it, for those who deal with it. The secret is not in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Feedback {
    pub id: FeedbackId,
    /// As it was sent; the last classification counts (`kind_now`).
    pub kind: Kind,
    pub content: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub dossier: String,
    #[serde(default)]
    pub sender: Sender,
    pub channel: Channel,
    pub at: Moment,
    /// Who wrote it down; nobody where it came from afar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<OfficerId>,
    #[serde(default)]
    pub steps: Vec<Step>,
}

impl Feedback {
    /// Whether this is what the form says.
    pub fn holds(&self, filing: &Filing) -> bool {
        let same = filing.received(self.channel, self.at, self.by);
        Feedback { steps: Vec::new(), ..self.clone() } == same
    }

    /// What the citizen takes home.
    pub fn receipt(&self, calendar: &Calendar, same: bool) -> Received {
        let due = calendar.due(self.at, Limit::Reply.term()).ok();
        Received {
            number: Number::of(self.id).to_string(),
            at: self.at,
            reply_by: due.map(|due| due.at),
            same,
        }
    }

    /// What whoever has the secret reads: no name, neither theirs nor an officer's, and not what they said.
    pub fn looked_up(&self, calendar: &Calendar, now: Moment) -> Looked {
        let told = |step: &Step| {
            let news = match &step.what {
                What::Ask { question } => News::Question(question.clone()),
                What::Answer { .. } => News::Answered,
                What::Refuse { reason } => News::Refused(reason.clone()),
                What::Reply { text } => News::Reply(text.clone()),
                What::Publish { .. } => News::Published,
                What::Classify { .. } | What::Withdraw { .. } => return None,
            };
            Some(Told { at: step.at, news })
        };
        let reply = self.clock(Limit::Reply, calendar, now).ok();
        let runs = |clock: &Clock| matches!(clock.standing, Standing::Runs | Standing::Overdue);
        Looked {
            number: Number::of(self.id).to_string(),
            at: self.at,
            state: self.state(),
            reply_by: reply.filter(runs).and_then(|clock| clock.due),
            told: self.steps.iter().filter_map(told).collect(),
        }
    }
}

/// `POST /api/public/feedback` answers
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Received {
    /// `PA-123-456-789`
    pub number: String,
    pub at: Moment,
    /// Until when the ward replies; nothing in a year without a calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_by: Option<Moment>,
    /// The ward has what this form says, not an earlier one that was sent before.
    pub same: bool,
}

/// `POST /api/public/feedback/look`
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    pub number: String,
    pub secret: String,
    /// The answer to the ward's question, where one is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

impl fmt::Debug for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Look(***)")
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Looked {
    pub number: String,
    pub at: Moment,
    pub state: State,
    /// Nothing while the ward waits for an answer, and once it has replied or refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_by: Option<Moment>,
    pub told: Vec<Told>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Told {
    pub at: Moment,
    pub news: News,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    Question(String),
    Answered,
    Refused(String),
    Reply(String),
    Published,
}

/// A reply as everybody reads it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Published {
    pub day: Day,
    pub kind: Kind,
    pub content: String,
    pub reply: String,
}

/// `POST /api/feedback/step`
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Take {
    pub id: FeedbackId,
    /// How many steps whoever decides has read: nobody decides on what they have not seen, nor twice.
    pub seen: usize,
    pub what: What,
}

/// A row of the ward's list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Row {
    pub id: FeedbackId,
    pub at: Moment,
    pub kind: Kind,
    pub channel: Channel,
    pub state: State,
    /// Its beginning.
    pub content: String,
    /// The clock that presses most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// The year whose days off are not known, where nothing could be counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_calendar: Option<i32>,
}

impl Row {
    pub fn of(feedback: &Feedback, calendar: &Calendar, now: Moment) -> Row {
        let (clock, no_calendar) = match feedback.presses(calendar, now) {
            Ok(clock) => (clock, None),
            Err(missing) => (None, Some(missing.year)),
        };
        Row {
            id: feedback.id,
            at: feedback.at,
            kind: feedback.kind_now(),
            channel: feedback.channel,
            state: feedback.state(),
            content: excerpt(&feedback.content),
            clock,
            no_calendar,
        }
    }

    /// What is open first, by what presses; then the newest of the others.
    pub fn place(&self) -> (bool, Moment, std::cmp::Reverse<Moment>) {
        let due = self.clock.as_ref().and_then(|clock| clock.due);
        let is_over = self.state.is_over();
        let far = Moment::from_millis(i64::MAX);
        (is_over, if is_over { far } else { due.unwrap_or(far) }, std::cmp::Reverse(self.at))
    }
}

fn excerpt(content: &str) -> String {
    let mut short: String = content.chars().take(limits::FEEDBACK_EXCERPT_CHARS).collect();
    if short.len() < content.len() {
        short.push('…');
    }
    short.replace('\n', " ")
}

/// `GET /api/feedback`
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Listed {
    /// Everything that may be seen; otherwise what the officer wrote down.
    pub whole: bool,
    pub rows: Vec<Row>,
    /// How many more there are that are over.
    pub more: usize,
    /// How many more are open: none but in a flood.
    #[serde(default)]
    pub open_more: usize,
}

/// The number of what was said: `PA-` and nine figures out of its identity. The number names, the secret opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Number(door::Number);

const PREFIX: &str = "PA-";

impl Number {
    pub fn of(id: FeedbackId) -> Number {
        Number(door::Number::of(DossierId(id.0)))
    }

    /// The first and the last identity that have this number.
    pub fn range(self) -> (FeedbackId, FeedbackId) {
        let (first, last) = self.0.range();
        (FeedbackId(first.0), FeedbackId(last.0))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", self.0)
    }
}

impl FromStr for Number {
    type Err = BadNumber;

    /// With its letters or without.
    fn from_str(text: &str) -> Result<Number, BadNumber> {
        let text = text.trim();
        let letters = text.get(..2).filter(|start| start.eq_ignore_ascii_case("pa"));
        let figures = letters.map_or(text, |letters| &text[letters.len()..]);
        figures.parse().map(Number)
    }
}

#[cfg(test)]
mod tests;
