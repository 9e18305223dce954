//! Giữ riêng: envelopes that the server keeps for a person, because they are not surely their author's or came from
//! a device that was revoked.
//!
//! Not here: what is done with them (the server), the page where a person decides (`devices`).
//! Invariant: none is judged until somebody lets it in, and none is forgotten.

use serde::{Deserialize, Serialize};

use super::wire::{Body, Outcome};
use crate::id::Writer;
use crate::lang::{Word, word};
use crate::moment::Moment;

/// Why an envelope is kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Reason {
    /// Sealed to a key that the server does not have, or damaged on its way.
    #[serde(rename = "khong_mo_duoc")]
    Unreadable,
    /// The server knows no signing key of its author on that device.
    #[serde(rename = "chua_ro_khoa")]
    UnknownKey,
    #[serde(rename = "sai_chu_ky")]
    BadSignature,
    /// The act inside names another author or number than the envelope.
    #[serde(rename = "sai_cho")]
    Misplaced,
    /// The server has another act under this number.
    #[serde(rename = "re_nhanh")]
    Fork,
    /// The act before it is kept too.
    #[serde(rename = "theo_sau")]
    Follows,
    #[serde(rename = "may_thu_hoi")]
    Revoked,
}

impl Reason {
    pub const ALL: [Reason; 7] = [
        Reason::Unreadable,
        Reason::UnknownKey,
        Reason::BadSignature,
        Reason::Misplaced,
        Reason::Fork,
        Reason::Follows,
        Reason::Revoked,
    ];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Reason::Unreadable => "khong_mo_duoc",
            Reason::UnknownKey => "chua_ro_khoa",
            Reason::BadSignature => "sai_chu_ky",
            Reason::Misplaced => "sai_cho",
            Reason::Fork => "re_nhanh",
            Reason::Follows => "theo_sau",
            Reason::Revoked => "may_thu_hoi",
        }
    }

    pub fn of(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.code() == code)
    }

    pub const fn label(self) -> Word {
        match self {
            Reason::Unreadable => word(
                "Không mở được: hỏng trên đường, hoặc niêm phong bằng khóa máy chủ không còn giữ.",
                "It cannot be opened: damaged on its way, or sealed to a key that the server no longer has.",
            ),
            Reason::UnknownKey => word(
                "Chưa rõ chữ ký: máy chủ không biết khóa ký của người này trên máy đó.",
                "The signature is not known: the server has no signing key of this officer on that device.",
            ),
            Reason::BadSignature => word(
                "Chữ ký không khớp: có thể không phải người này ghi.",
                "The signature does not fit: perhaps this officer did not write it.",
            ),
            Reason::Misplaced => word(
                "Bên ngoài và bên trong ghi khác người hoặc khác số.",
                "Its outside and its inside name another officer or another number.",
            ),
            Reason::Fork => word(
                "Trùng số với một việc khác đã ghi: máy có thể đã bị sao chép.",
                "Another act was recorded under this number: the device may have been copied.",
            ),
            Reason::Follows => {
                word("Nối sau một việc cũng đang giữ lại.", "It follows an act that is kept as well.")
            }
            Reason::Revoked => word("Gửi từ máy đã thu hồi.", "It was sent by a device that was revoked."),
        }
    }

    /// Whether it is known that its author wrote it.
    pub const fn is_signed(self) -> bool {
        match self {
            Reason::Unreadable | Reason::UnknownKey | Reason::BadSignature | Reason::Misplaced => false,
            Reason::Fork | Reason::Follows | Reason::Revoked => true,
        }
    }
}

/// One kept envelope, as the person who decides sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Aside {
    pub ticket: u64,
    pub writer: Writer,
    pub n: u64,
    pub reason: Reason,
    pub arrived: Moment,
    /// Under whose session it came; nobody's where it came from a file or a revoked device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<Writer>,
    /// The act, where the server could open it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
}

/// `GET /api/quarantine`: what nobody has decided yet, the oldest first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Asides {
    pub as_of: Moment,
    /// How many there are; the list may be shorter.
    pub all: u64,
    pub asides: Vec<Aside>,
}

/// `POST /api/quarantine/{ticket}`
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settle {
    /// Judge it now, under its author.
    LetIn,
    Drop {
        why: String,
    },
}

/// What became of a kept envelope.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settled {
    Judged {
        outcome: Outcome,
    },
    /// The same act had come by another way meanwhile.
    Known,
    Dropped,
}

/// `POST /api/import`: what became of the envelopes of one writer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Imported {
    pub writer: Writer,
    /// Judged now.
    pub new: u64,
    /// Judged before.
    pub known: u64,
    /// An earlier act is missing.
    pub waits: u64,
    /// Kept for a person.
    pub aside: u64,
}

impl Imported {
    /// Counts another part of the same file.
    pub fn add(&mut self, more: &Imported) {
        self.new += more.new;
        self.known += more.known;
        self.waits += more.waits;
        self.aside += more.aside;
    }
}
