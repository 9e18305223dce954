//! Hài lòng: what somebody who got their result says of it, and what all of them together say.
//!
//! Not here: whose ballot it is; nothing kept says so. Who may rate, and how often (the server).
//! Invariant: a share never stands without how many said it; the phone and the server check by one function.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::dossier::Dossier;
use crate::dossier::form::Faults;
use crate::id::OfficerId;
use crate::lang::{Word, word};
use crate::limits::RATING_CHARS_MAX;
use crate::moment::Day;
use crate::refusal::{FieldFault, Refusal};
use crate::text;

pub mod form;
pub mod own;
pub mod table;

pub use form::{Asked, Form, Forms, Question, SCALE};
pub use own::OwnForm;

/// How a ballot came in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub enum Channel {
    /// The code was typed on somebody's own device.
    #[default]
    #[serde(rename = "mang")]
    Web,
    /// The square code of the slip was read.
    #[serde(rename = "qr")]
    Slip,
    #[serde(rename = "kiosk")]
    Kiosk,
    /// Filled in by hand, entered by an officer.
    #[serde(rename = "giay")]
    Paper,
}

impl Channel {
    pub const ALL: [Channel; 4] = [Channel::Web, Channel::Slip, Channel::Kiosk, Channel::Paper];

    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Channel::Web => "mang",
            Channel::Slip => "qr",
            Channel::Kiosk => "kiosk",
            Channel::Paper => "giay",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            Channel::Web => word("trên mạng", "online"),
            Channel::Slip => word("mã trên giấy hẹn", "code of the slip"),
            Channel::Kiosk => word("máy ở sảnh", "screen in the hall"),
            Channel::Paper => word("phiếu giấy", "on paper"),
        }
    }
}

/// What one person says. Nobody's name, no dossier.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// The version of the form; what was said before there were two says none.
    #[serde(default = "form::first")]
    pub form: u32,
    /// The id of the procedure.
    pub procedure: String,
    /// 1 ..= 5. The whole is needed, the rest is as one likes.
    pub answers: BTreeMap<Question, u8>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    #[serde(default)]
    pub channel: Channel,
}

impl Ballot {
    /// Whether it may be kept as said on a day on which `form` was handed out.
    ///
    /// # Errors
    /// Everything that is wrong at once, each at its question.
    pub fn check(&self, form: &Form) -> Result<(), Refusal> {
        let mut faults = Faults::default();
        if self.form != form.number {
            faults.add(
                "form",
                "Mẫu đánh giá này không dùng vào ngày ấy. Mời tải lại trang.",
                "This form was not in use on that day. Please reload the page.",
            );
            return faults.done();
        }
        if !self.answers.contains_key(&Question::Overall) {
            faults.add(
                Question::Overall.code(),
                "Chưa chọn mức hài lòng chung. Chọn một trong các mức.",
                "Choose one of the answers on the whole.",
            );
        }
        for (question, said) in &self.answers {
            let Some(asked) = form.asks(*question) else {
                faults.add(
                    question.code(),
                    "Mẫu này không hỏi câu này. Mời tải lại trang.",
                    "This form does not ask that. Please reload the page.",
                );
                continue;
            };
            if asked.place(*said).is_none() {
                let label = &asked.label;
                faults.add(
                    question.code(),
                    format!("{}: không có mức này. Chọn một trong các mức.", label.vi),
                    format!("{}: there is no such answer. Choose one of those that stand there.", label.en),
                );
            }
        }
        faults.length("comment", ("góp ý", "comment"), &self.comment, RATING_CHARS_MAX);
        faults.done()
    }

    /// As it is kept.
    #[must_use]
    pub fn cleaned(&self) -> Ballot {
        Ballot { comment: text::clean(&self.comment), ..self.clone() }
    }

    pub fn overall(&self) -> Option<u8> {
        self.answers.get(&Question::Overall).copied()
    }

    /// Whether whoever said it is dissatisfied, by the rule of the version it was said on.
    pub fn is_dissatisfied(&self, forms: &Forms) -> bool {
        let form = forms.numbered(self.form);
        self.overall().zip(form).is_some_and(|(said, form)| form.is_dissatisfied(said))
    }
}

/// `POST /api/public/rate`: a ballot, with what opens the dossier whose result it is about.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    pub code: String,
    pub secret: String,
    pub ballot: Ballot,
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rate(***)")
    }
}

/// `POST /api/survey/paper`: what stands on a form that was filled in by hand, and on whose dossier's slip it hung.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnPaper {
    pub code: String,
    /// When it was filled in, which is the day it counts on; a page of before said none, and the day of entry counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// Its procedure is the dossier's.
    pub answers: BTreeMap<Question, u8>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
}

impl OnPaper {
    /// What is wrong before anybody looks for the dossier.
    pub fn faults(&self, forms: &Forms, today: Day) -> Vec<FieldFault> {
        let mut faults = Faults::default();
        if self.code.trim().is_empty() {
            faults.add("code", "Nhập mã hồ sơ in trên phiếu.", "Enter the dossier's code from the form.");
        }
        self.check_day(&mut faults, None, today);
        let form = forms.on(self.day.unwrap_or(today));
        let said = [faults.done().err(), self.on(String::new(), form).check(form).err()];
        let fields = |refusal| if let Refusal::Fields { faults } = refusal { faults } else { vec![] };
        said.into_iter().flatten().flat_map(fields).collect()
    }

    /// Nobody fills in a form before they have their result, or tomorrow.
    fn check_day(&self, faults: &mut Faults, returned: Option<Day>, today: Day) {
        let Some(day) = self.day else { return };
        if day > today {
            faults.add(
                "day",
                "Ngày này chưa tới. Ghi ngày công dân điền phiếu.",
                "This day has not come yet. Enter the day on which the form was filled in.",
            );
        }
        if let Some(returned) = returned.filter(|returned| day < *returned) {
            let returned = returned.vi();
            faults.add(
                "day",
                format!("Kết quả trả ngày {returned}: phiếu không thể điền trước ngày ấy. Xem lại ngày, hoặc mã."),
                format!("The result was returned on {returned}: no form is from before. Look at the day again, or the code."),
            );
        }
    }

    /// On the version that was handed out on its day.
    fn on(&self, procedure: String, form: &Form) -> Ballot {
        let (answers, comment) = (self.answers.clone(), self.comment.clone());
        Ballot { form: form.number, procedure, answers, comment, channel: Channel::Paper }
    }

    /// The ballot, and the day on which it counts.
    ///
    /// # Errors
    /// Everything that is wrong at once; and at the code, if `by` had a hand in the dossier: nobody counts the
    /// answers about their own work.
    pub fn ballot(
        &self,
        forms: &Forms,
        dossier: &Dossier,
        by: OfficerId,
        today: Day,
    ) -> Result<(Day, Ballot), Refusal> {
        let worked = [dossier.handler, dossier.drafter, dossier.signer].contains(&Some(by));
        if worked || dossier.history.iter().any(|trace| trace.by == by) {
            return Err(Refusal::field(
                "code",
                "Bạn đã làm hồ sơ này: phiếu phải do người khác nhập.",
                "You worked on this dossier: somebody else must enter its form.",
            ));
        }
        let day = self.day.unwrap_or(today);
        let form = forms.on(day);
        let (ballot, mut faults) = (self.on(dossier.procedure.id.clone(), form), Faults::default());
        self.check_day(&mut faults, dossier.closed_at.map(|at| at.day()), today);
        faults.done()?;
        ballot.check(form)?;
        Ok((day, ballot.cleaned()))
    }
}

/// Whether somebody who got their result may still rate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    Open {
        procedure: String,
        /// The version of the form that is handed out today.
        #[serde(default = "form::first")]
        form: u32,
        /// The version itself, where the ward has entered it: the pages do not bring it along.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        own: Option<OwnForm>,
    },
    Done,
}

/// How many gave each answer of a question, the worst first.
pub type Spread = Vec<u32>;

/// What was said on one version of the form.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct OfForm {
    pub form: u32,
    /// Ballots.
    pub n: u32,
    /// Of them, satisfied on the whole by this version's rule.
    pub satisfied: u32,
    pub questions: BTreeMap<Question, Spread>,
}

/// What the ballots of a period add up to.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Totals {
    /// Ballots.
    pub n: u32,
    /// Of them, satisfied on the whole, each by the rule of its own version.
    pub satisfied: u32,
    /// Dossiers that were returned in the period.
    pub returned: u32,
    /// By version, the oldest first: only the whole is asked on every one.
    #[serde(default)]
    pub forms: Vec<OfForm>,
    #[serde(default)]
    pub channels: BTreeMap<Channel, u32>,
}

impl Totals {
    /// What they add up to, each by its own version among `forms`; of one that is not known nobody is called satisfied.
    pub fn of<'a>(forms: &Forms, ballots: impl IntoIterator<Item = &'a Ballot>, returned: u32) -> Totals {
        let mut totals = Totals { returned, ..Totals::default() };
        let mut by_form: BTreeMap<u32, OfForm> = BTreeMap::new();
        for ballot in ballots {
            let of = by_form.entry(ballot.form).or_insert(OfForm { form: ballot.form, ..OfForm::default() });
            of.n += 1;
            *totals.channels.entry(ballot.channel).or_default() += 1;
            let Some(form) = forms.numbered(ballot.form) else { continue };
            of.satisfied += u32::from(ballot.overall().is_some_and(|said| form.is_satisfied(said)));
            for (question, said) in &ballot.answers {
                if let Some((asked, i)) =
                    form.asks(*question).and_then(|asked| Some((asked, asked.place(*said)?)))
                {
                    let spread = of.questions.entry(*question).or_insert_with(|| vec![0; asked.scale.len()]);
                    spread[i] += 1;
                }
            }
        }
        totals.forms = by_form.into_values().collect();
        totals.n = totals.forms.iter().map(|of| of.n).sum();
        totals.satisfied = totals.forms.iter().map(|of| of.satisfied).sum();
        totals
    }

    /// Ballots of how many returned dossiers. Of a few days more may come in than were returned in them; that is no
    /// share.
    pub fn response(&self) -> Option<(u32, u32)> {
        (self.returned > 0 && self.n <= self.returned).then_some((self.n, self.returned))
    }
}

/// A comment, with what its author said on the whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Comment {
    /// The version that `overall` was said on.
    #[serde(default = "form::first")]
    pub form: u32,
    pub overall: u8,
    pub text: String,
}

/// `GET /api/survey?from=&to=`
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Survey {
    pub totals: Totals,
    /// The newest; no more than fit on a page.
    pub comments: Vec<Comment>,
}

#[cfg(test)]
mod tests;
