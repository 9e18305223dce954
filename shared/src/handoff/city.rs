//! Một Cửa của thành phố: what the city's one-stop software is told: each change of a dossier's exchange status.
//!
//! Not here: sending it again and again (the server's outbox); docs/handoff.md is the contract in words.
//! Invariant: nothing of a citizen is in a message. The same change is the same message, with the same key, however
//! often it is made; the changes of a dossier are numbered from 1 without a gap.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::door::Number;
use crate::dossier::record::{Channel, Trace};
use crate::dossier::{Dossier, Status};
use crate::id::DossierId;
use crate::lang::{Sentence, Word, word};
use crate::moment::Moment;
use crate::report::{Cell, Period, Table};
use crate::ward::Ward;

/// The ten exchange statuses, by their number.
pub const STATUSES: [(u8, Word); 10] = [
    (1, word("Mới đăng ký", "Newly lodged")),
    (2, word("Được tiếp nhận", "Accepted")),
    (3, word("Không được tiếp nhận", "Not accepted")),
    (4, word("Đang xử lý", "In process")),
    (5, word("Yêu cầu bổ sung giấy tờ", "Papers asked for")),
    (6, word("Yêu cầu thực hiện nghĩa vụ tài chính", "Payment asked for")),
    (7, word("Công dân yêu cầu rút hồ sơ", "Withdrawn by the citizen")),
    (8, word("Dừng xử lý", "Stopped")),
    (9, word("Đã xử lý xong", "Processed")),
    (10, word("Đã trả kết quả", "Result returned")),
];

/// What a status is called; empty for a number that is none of the ten.
pub fn name_of(status: u8) -> Word {
    STATUSES.iter().find(|(number, _)| *number == status).map_or(word("", ""), |(_, name)| *name)
}

/// The exchange status of a state of ours; none for what has not reached the counter.
pub const fn exchange(status: Status) -> Option<u8> {
    status.national()
}

/// A dossier came to another exchange status.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    /// From 1.
    pub n: u32,
    pub status: u8,
    pub at: Moment,
    /// When the book had it.
    pub recorded: Moment,
}

/// Every change of the dossier's life, in the order of the book. Moves between states that the exchange does not tell
/// apart are none.
pub fn changes(dossier: &Dossier) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    for Trace { at, recorded, kind, .. } in &dossier.history {
        let Some(status) = kind.spec().to.and_then(exchange) else { continue };
        if changes.last().is_none_or(|last| last.status != status) {
            let n = u32::try_from(changes.len()).unwrap_or(u32::MAX).saturating_add(1);
            changes.push(Change { n, status, at: *at, recorded: recorded.unwrap_or(*at) });
        }
    }
    changes
}

/// What is sent. Names are the contract's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Message {
    /// The same for the same change, however often it is sent.
    pub khoa: String,
    /// The agency's code.
    pub don_vi: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ma_ho_so: String,
    /// Of an application from afar.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub so_nop: String,
    pub ma_thu_tuc: String,
    /// The number of the change within the dossier, from 1.
    pub thu_tu: u32,
    /// 1 to 10.
    pub trang_thai: u8,
    pub ten_trang_thai: String,
    /// Moments are `2018-02-13T08:15:00+07:00`; empty where there is none.
    pub luc: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub han_tra: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hen_tra: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub xong_luc: String,
}

/// The key of a change.
pub fn key(id: DossierId, change: &Change) -> String {
    format!("{id}.{}.{}", change.n, change.status)
}

/// The message of a change; none of a dossier that has no number by which another system could know it.
pub fn message(ward: &Ward, dossier: &Dossier, change: &Change) -> Option<Message> {
    let so_nop = (dossier.channel == Channel::Online).then(|| Number::of(dossier.id).to_string());
    let ma_ho_so = dossier.code.as_ref().map(ToString::to_string).unwrap_or_default();
    let so_nop = so_nop.unwrap_or_default();
    if ma_ho_so.is_empty() && so_nop.is_empty() {
        return None;
    }
    let code = ward.catalogue.get(&dossier.procedure).and_then(|procedure| procedure.code.clone());
    let is_accepted = !matches!(change.status, 1 | 3);
    let is_done = matches!(change.status, 9 | 10);
    let moment =
        |at: Option<Moment>, told: bool| at.filter(|_| told).map(|at| at.to_string()).unwrap_or_default();
    Some(Message {
        khoa: key(dossier.id, change),
        don_vi: ward.agency_code.clone(),
        ma_ho_so,
        so_nop,
        ma_thu_tuc: code.unwrap_or_else(|| dossier.procedure.id.clone()),
        thu_tu: change.n,
        trang_thai: change.status,
        ten_trang_thai: name_of(change.status).vi.to_owned(),
        luc: change.at.to_string(),
        han_tra: moment(dossier.due, is_accepted),
        hen_tra: moment(dossier.promised, is_accepted && !is_done),
        xong_luc: moment(dossier.finished_at, is_done),
    })
}

/// Every message of a period, in the order of time: the contract as a file.
pub fn messages(ward: &Ward, dossiers: &[Dossier], period: Period) -> Vec<Message> {
    let within = |change: &Change| period.from() <= change.at.day() && change.at.day() <= period.to();
    let of = |dossier: &Dossier| -> Vec<Message> {
        let changes = changes(dossier).into_iter().filter(within);
        changes.filter_map(|change| message(ward, dossier, &change)).collect()
    };
    let mut all: Vec<Message> = dossiers.iter().flat_map(of).collect();
    let place = |m: &Message| (m.luc.clone(), m.ma_ho_so.clone(), m.so_nop.clone(), m.thu_tu);
    all.sort_by_key(place);
    all
}

/// Names of the columns: those of the message.
pub const COLUMNS: [&str; 12] = [
    "khoa",
    "don_vi",
    "ma_ho_so",
    "so_nop",
    "ma_thu_tuc",
    "thu_tu",
    "trang_thai",
    "ten_trang_thai",
    "luc",
    "han_tra",
    "hen_tra",
    "xong_luc",
];

/// The same as a table.
pub fn table(messages: &[Message]) -> Table {
    let row = |m: &Message| -> Vec<Cell> {
        vec![
            m.khoa.as_str().into(),
            m.don_vi.as_str().into(),
            m.ma_ho_so.as_str().into(),
            m.so_nop.as_str().into(),
            m.ma_thu_tuc.as_str().into(),
            m.thu_tu.into(),
            u32::from(m.trang_thai).into(),
            m.ten_trang_thai.as_str().into(),
            m.luc.as_str().into(),
            m.han_tra.as_str().into(),
            m.hen_tra.as_str().into(),
            m.xong_luc.as_str().into(),
        ]
    };
    Table {
        columns: COLUMNS.map(str::to_owned).to_vec(),
        rows: messages.iter().map(row).collect(),
        total: vec![],
        below: vec![],
    }
}

/// What became of a message.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum State {
    #[serde(rename = "giao_cho")]
    Waiting,
    #[serde(rename = "giao_da_nhan")]
    Taken,
    /// Refused for good: it and what follows it of the dossier stay until a person decides.
    #[serde(rename = "giao_tu_choi")]
    Refused,
    /// A person let it go.
    #[serde(rename = "giao_bo_qua")]
    Skipped,
}

impl State {
    pub const ALL: [State; 4] = [State::Waiting, State::Taken, State::Refused, State::Skipped];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            State::Waiting => "giao_cho",
            State::Taken => "giao_da_nhan",
            State::Refused => "giao_tu_choi",
            State::Skipped => "giao_bo_qua",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            State::Waiting => word("Chờ gửi", "Waiting"),
            State::Taken => word("Thành phố đã nhận", "Taken by the city"),
            State::Refused => word("Bị từ chối", "Refused"),
            State::Skipped => word("Bỏ qua", "Let go"),
        }
    }
}

/// A message that asks for a person, or waits longer than usual.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Held {
    pub id: DossierId,
    pub n: u32,
    pub message: Message,
    pub state: State,
    pub tries: u32,
    /// When it was refused; of one that waits, when it is tried next.
    pub moved: Moment,
    /// Messages of the same dossier that stand behind it.
    pub behind: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why_vi: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why_en: String,
}

impl Held {
    pub fn why(&self) -> Sentence {
        Sentence::new(self.why_vi.clone(), self.why_en.clone())
    }
}

/// `GET /api/handoff/city`: where messages go, how many stand where, and those that need a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Outbox {
    /// The name of the city's server; nothing where none was given at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Changes since then are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Moment>,
    pub count: BTreeMap<State, u32>,
    pub refused: Vec<Held>,
    /// Those that were tried in vain, the oldest first.
    pub late: Vec<Held>,
}

/// `POST /api/handoff/city`: what a person decides about a refused message.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decide {
    pub id: DossierId,
    pub n: u32,
    /// Sent again; otherwise let go, and what stands behind it goes on.
    pub again: bool,
}
