//! Xử lý: what is done about a complaint, by whom, and from which state.
//!
//! Not here: by when (`clock`).
//! Invariant: the button and the server ask `may`; whoever is named in it never decides it.

use serde::{Deserialize, Serialize};

use super::{Feedback, Kind, paragraphs};
use crate::dossier::form::Faults;
use crate::id::OfficerId;
use crate::lang::{Word, word};
use crate::limits::{
    FEEDBACK_ABOUT_MAX, FEEDBACK_CHARS_MAX, FEEDBACK_REPLY_CHARS_MAX, FEEDBACK_STEPS_MAX, REASON_CHARS_MAX,
};
use crate::moment::Moment;
use crate::officer::{Officer, Right};
use crate::refusal::Refusal;

/// Where it stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum State {
    #[serde(rename = "pa_moi")]
    New,
    #[serde(rename = "pa_dang_xu_ly")]
    InWork,
    #[serde(rename = "pa_cho_dan")]
    AwaitsCitizen,
    #[serde(rename = "pa_da_tra_loi")]
    Replied,
    #[serde(rename = "pa_cong_khai")]
    Published,
    #[serde(rename = "pa_tu_choi")]
    Refused,
}

impl State {
    pub const ALL: [State; 6] =
        [State::New, State::InWork, State::AwaitsCitizen, State::Replied, State::Published, State::Refused];

    pub const fn label(self) -> Word {
        match self {
            State::New => word("Mới gửi", "New"),
            State::InWork => word("Đang xử lý", "Being dealt with"),
            State::AwaitsCitizen => word("Chờ người gửi bổ sung", "Waits for the sender"),
            State::Replied => word("Đã trả lời", "Replied"),
            State::Published => word("Đã công khai trả lời", "Reply published"),
            State::Refused => word("Không tiếp nhận", "Not accepted"),
        }
    }

    /// Nothing is owed any more.
    pub const fn is_over(self) -> bool {
        match self {
            State::Published | State::Refused => true,
            State::New | State::InWork | State::AwaitsCitizen | State::Replied => false,
        }
    }

    /// Neither answered nor refused.
    const fn is_unanswered(self) -> bool {
        match self {
            State::New | State::InWork | State::AwaitsCitizen => true,
            State::Replied | State::Published | State::Refused => false,
        }
    }
}

/// What is done, with what is said in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum What {
    /// What it is about, and about whom. May be said again; the last counts.
    #[serde(rename = "phan_loai")]
    Classify {
        kind: Kind,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        about: Vec<OfficerId>,
    },
    #[serde(rename = "hoi_them")]
    Ask { question: String },
    /// What the citizen answers: by themselves, or told to whoever deals with it.
    #[serde(rename = "dan_tra_loi")]
    Answer { text: String },
    #[serde(rename = "tu_choi_pa")]
    Refuse { reason: String },
    #[serde(rename = "tra_loi_pa")]
    Reply { text: String },
    /// What everybody reads: written anew, so that nobody is in it.
    #[serde(rename = "cong_khai")]
    Publish { content: String, reply: String },
    #[serde(rename = "go_cong_khai")]
    Withdraw { reason: String },
}

/// The same without words, for buttons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    Classify,
    Ask,
    Answer,
    Refuse,
    Reply,
    Publish,
    Withdraw,
}

impl Deed {
    pub const ALL: [Deed; 7] =
        [Deed::Classify, Deed::Ask, Deed::Answer, Deed::Refuse, Deed::Reply, Deed::Publish, Deed::Withdraw];

    pub const fn label(self) -> Word {
        match self {
            Deed::Classify => word("Phân loại", "Classify"),
            Deed::Ask => word("Hỏi thêm", "Ask for more"),
            Deed::Answer => word("Ghi lời người gửi bổ sung", "Write down their answer"),
            Deed::Refuse => word("Không tiếp nhận", "Do not accept"),
            Deed::Reply => word("Trả lời", "Reply"),
            Deed::Publish => word("Công khai trả lời", "Publish the reply"),
            Deed::Withdraw => word("Gỡ trả lời đã công khai", "Take the reply down"),
        }
    }

    /// What stands in the history.
    pub const fn past(self) -> Word {
        match self {
            Deed::Classify => word("Đã phân loại", "Classified"),
            Deed::Ask => word("Đã hỏi thêm", "Asked for more"),
            Deed::Answer => word("Người gửi đã bổ sung", "The sender answered"),
            Deed::Refuse => word("Không tiếp nhận", "Not accepted"),
            Deed::Reply => word("Đã trả lời", "Replied"),
            Deed::Publish => word("Đã công khai", "Published"),
            Deed::Withdraw => word("Đã gỡ công khai", "Taken down"),
        }
    }

    const fn is_open_in(self, state: State) -> bool {
        match self {
            Deed::Classify | Deed::Refuse => state.is_unanswered(),
            Deed::Ask => matches!(state, State::New | State::InWork),
            Deed::Answer => matches!(state, State::AwaitsCitizen),
            Deed::Reply => matches!(state, State::InWork | State::AwaitsCitizen),
            Deed::Publish => matches!(state, State::Replied),
            Deed::Withdraw => matches!(state, State::Published),
        }
    }
}

impl What {
    pub const fn deed(&self) -> Deed {
        match self {
            What::Classify { .. } => Deed::Classify,
            What::Ask { .. } => Deed::Ask,
            What::Answer { .. } => Deed::Answer,
            What::Refuse { .. } => Deed::Refuse,
            What::Reply { .. } => Deed::Reply,
            What::Publish { .. } => Deed::Publish,
            What::Withdraw { .. } => Deed::Withdraw,
        }
    }

    fn cleaned(self) -> What {
        match self {
            What::Classify { kind, mut about } => {
                about.sort_unstable();
                about.dedup();
                What::Classify { kind, about }
            }
            What::Ask { question } => What::Ask { question: paragraphs(&question) },
            What::Answer { text } => What::Answer { text: paragraphs(&text) },
            What::Refuse { reason } => What::Refuse { reason: paragraphs(&reason) },
            What::Reply { text } => What::Reply { text: paragraphs(&text) },
            What::Publish { content, reply } => {
                What::Publish { content: paragraphs(&content), reply: paragraphs(&reply) }
            }
            What::Withdraw { reason } => What::Withdraw { reason: paragraphs(&reason) },
        }
    }
}

/// One thing that was done, for good.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Step {
    pub at: Moment,
    /// Nobody where the citizen did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<OfficerId>,
    pub what: What,
}

impl Feedback {
    pub fn state(&self) -> State {
        let start = (State::New, State::New);
        // The second is where it goes on from when an answer comes: a question may be asked before the classification,
        // which a reply still needs.
        let (state, _) = self.steps.iter().fold(start, |(state, back), step| match &step.what {
            What::Classify { .. } if state == State::New => (State::InWork, State::InWork),
            What::Classify { .. } => (state, State::InWork),
            What::Ask { .. } => (State::AwaitsCitizen, back),
            What::Answer { .. } => (back, back),
            What::Refuse { .. } => (State::Refused, back),
            What::Reply { .. } | What::Withdraw { .. } => (State::Replied, back),
            What::Publish { .. } => (State::Published, back),
        });
        state
    }

    fn classified(&self) -> Option<(Kind, &[OfficerId])> {
        self.steps.iter().rev().find_map(|step| match &step.what {
            What::Classify { kind, about } => Some((*kind, about.as_slice())),
            What::Ask { .. }
            | What::Answer { .. }
            | What::Refuse { .. }
            | What::Reply { .. }
            | What::Publish { .. }
            | What::Withdraw { .. } => None,
        })
    }

    /// What the ward says that it is about; until then, what the sender said.
    pub fn kind_now(&self) -> Kind {
        self.classified().map_or(self.kind, |(kind, _)| kind)
    }

    /// Whom it is about, as the ward classified it.
    pub fn about(&self) -> &[OfficerId] {
        self.classified().map_or(&[], |(_, about)| about)
    }

    /// Whether the officer may read it whole: whoever deals with such things and is not named in it.
    pub fn may_read(&self, officer: &Officer) -> Result<(), Refusal> {
        if !officer.may(Right::Hear) {
            return Err(Refusal::NotPermitted { needs: Right::Hear.who().to_vec() });
        }
        if self.names(officer) {
            return Err(Refusal::field(
                "handler",
                "Phản ánh này nêu tên bạn, nên người khác xử lý.",
                "This one names you, so somebody else deals with it.",
            ));
        }
        Ok(())
    }

    /// Whether the officer may do this now.
    ///
    /// # Errors
    /// The sentence that stands at the button, and that the server answers.
    pub fn may(&self, deed: Deed, officer: &Officer) -> Result<(), Refusal> {
        self.may_read(officer)?;
        self.is_open(deed)
    }

    fn is_open(&self, deed: Deed) -> Result<(), Refusal> {
        let state = self.state();
        if self.steps.len() >= FEEDBACK_STEPS_MAX {
            return Err(Refusal::field(
                "step",
                "Phản ánh này đã qua quá nhiều bước. Trả lời người gửi ở một phản ánh mới.",
                "This one has had too many steps. Answer the sender in a new one.",
            ));
        }
        if deed == Deed::Reply && state.is_unanswered() && self.classified().is_none() {
            return Err(Refusal::field(
                "step",
                "Phân loại trước, rồi trả lời.",
                "Classify it first, then reply.",
            ));
        }
        if deed.is_open_in(state) {
            return Ok(());
        }
        let (said, label) = (state.label(), deed.label());
        Err(Refusal::field(
            "step",
            &format!("Phản ánh đang ở bước “{}”, không “{}” được.", said.vi, label.vi),
            &format!("It stands at “{}”: “{}” is not open now.", said.en, label.en),
        ))
    }

    /// What is written down when the officer does this.
    ///
    /// # Errors
    /// Who may not, what does not fit where it stands, and every fault of what was typed.
    pub fn decide(&self, what: What, officer: &Officer, officers: &[Officer]) -> Result<What, Refusal> {
        self.may(what.deed(), officer)?;
        self.check(&what, officers)?;
        Ok(what.cleaned())
    }

    /// The citizen's answer to the open question.
    ///
    /// # Errors
    /// Where none is open, or the answer is empty or too long.
    pub fn answered(&self, text: &str) -> Result<What, Refusal> {
        self.is_open(Deed::Answer)?;
        let what = What::Answer { text: text.to_owned() };
        self.check(&what, &[])?;
        Ok(what.cleaned())
    }

    fn check(&self, what: &What, officers: &[Officer]) -> Result<(), Refusal> {
        let mut faults = Faults::default();
        match what {
            What::Classify { about, .. } => {
                let known = about.iter().all(|id| officers.iter().any(|officer| officer.id == *id));
                if !known || about.len() > FEEDBACK_ABOUT_MAX {
                    faults.add(
                        "about",
                        "Chọn lại cán bộ trong danh sách của phường.",
                        "Choose again among the ward's officers.",
                    );
                }
            }
            What::Ask { question } => {
                faults.text("question", ("câu hỏi", "question"), question, REASON_CHARS_MAX);
            }
            What::Answer { text } => {
                faults.text("answer", ("câu trả lời", "answer"), text, FEEDBACK_CHARS_MAX);
            }
            What::Refuse { reason } | What::Withdraw { reason } => {
                faults.text("reason", ("lý do", "reason"), reason, REASON_CHARS_MAX);
            }
            What::Reply { text } => {
                faults.text("reply", ("nội dung trả lời", "reply"), text, FEEDBACK_REPLY_CHARS_MAX);
            }
            What::Publish { content, reply } => {
                faults.text("content", ("nội dung phản ánh", "text"), content, FEEDBACK_CHARS_MAX);
                faults.text("reply", ("nội dung trả lời", "reply"), reply, FEEDBACK_REPLY_CHARS_MAX);
                for (field, text) in [("content", content), ("reply", reply)] {
                    if let Some(said) = self.betrays(text) {
                        faults.add(field, said.vi, said.en);
                    }
                }
            }
        }
        faults.done()
    }
}
