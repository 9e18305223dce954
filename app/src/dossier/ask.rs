//! What a list is asked for: words, part of life, field, handler, due, order. Travels in the page's address.
//!
//! Not here: how it is answered (`find`).
//! Invariant: a figure and its list come from the same `Ask`; an address that is not understood asks for less,
//! never fails.

use shared::dossier::Status;
use shared::dossier::code::looked_for;
use shared::id::OfficerId;
use shared::lang::{Word, word};
use shared::limits;
use shared::moment::Day;

use crate::text::escaped;

/// Which part of a dossier's life is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Group {
    /// Everything that is not over.
    #[default]
    Open,
    Waiting,
    InProcess,
    ToAssign,
    InWork,
    ToSign,
    ToStamp,
    Ready,
    /// The next step is the citizen's.
    Citizen,
    Closed,
    All,
}

impl Group {
    pub const ALL: [Group; 11] = [
        Group::Open,
        Group::Waiting,
        Group::InProcess,
        Group::ToAssign,
        Group::InWork,
        Group::ToSign,
        Group::ToStamp,
        Group::Ready,
        Group::Citizen,
        Group::Closed,
        Group::All,
    ];

    /// The value in the address.
    pub const fn code(self) -> &'static str {
        match self {
            Group::Open => "dang_mo",
            Group::Waiting => "cho_tiep_nhan",
            Group::InProcess => "dang_giai_quyet",
            Group::ToAssign => "cho_phan_cong",
            Group::InWork => "dang_thu_ly",
            Group::ToSign => "cho_ky",
            Group::ToStamp => "cho_dong_dau",
            Group::Ready => "cho_tra",
            Group::Citizen => "cho_dan",
            Group::Closed => "da_xong",
            Group::All => "tat_ca",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            Group::Open => word("Đang mở", "Open"),
            Group::Waiting => word("Chờ tiếp nhận", "To be received"),
            Group::InProcess => word("Đang giải quyết", "In process"),
            Group::ToAssign => word("Chờ phân công", "To be assigned"),
            Group::InWork => word("Đang thụ lý", "In work"),
            Group::ToSign => word("Chờ ký", "To be signed"),
            Group::ToStamp => word("Chờ đóng dấu", "To be stamped"),
            Group::Ready => word("Chờ trả", "Ready to return"),
            Group::Citizen => word("Chờ dân bổ sung, nộp tiền", "Waiting for the citizen"),
            Group::Closed => word("Đã xong", "Closed"),
            Group::All => word("Tất cả", "All"),
        }
    }

    pub fn holds(self, status: Status) -> bool {
        match self {
            Group::Open => !status.is_terminal(),
            Group::Waiting => matches!(status, Status::Waiting | Status::SupplementBefore),
            Group::InProcess => status.is_in_process(),
            Group::ToAssign => matches!(status, Status::Received),
            Group::InWork => matches!(status, Status::InWork | Status::AwaitAgency | Status::Forwarded),
            Group::ToSign => matches!(status, Status::Submitted),
            Group::ToStamp => matches!(status, Status::Signed),
            Group::Ready => matches!(status, Status::Ready),
            Group::Citizen => {
                matches!(status, Status::SupplementBefore | Status::AwaitSupplement | Status::AwaitPayment)
            }
            Group::Closed => status.is_terminal(),
            Group::All => true,
        }
    }
}

/// Where the due moment lies. A paused clock has none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DueIn {
    #[default]
    Any,
    Overdue,
    Today,
    /// Within seven days, today included.
    Week,
    /// Another agency has let its own date pass.
    AgencyLate,
    /// The citizen has let the date of a request for papers pass.
    SupplementLate,
    /// The last day of a posting is over, and nobody wrote its end down.
    PostingOver,
    /// No date at all: a scan waits for its digital signature.
    Unsigned,
}

impl DueIn {
    pub const ALL: [DueIn; 8] = [
        DueIn::Any,
        DueIn::Overdue,
        DueIn::Today,
        DueIn::Week,
        DueIn::AgencyLate,
        DueIn::SupplementLate,
        DueIn::PostingOver,
        DueIn::Unsigned,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            DueIn::Any => "",
            DueIn::Overdue => "qua_han",
            DueIn::Today => "hom_nay",
            DueIn::Week => "tuan",
            DueIn::AgencyLate => "co_quan_tre",
            DueIn::SupplementLate => "qua_hen_bo_sung",
            DueIn::PostingOver => "qua_ngay_niem_yet",
            DueIn::Unsigned => "cho_ky_so",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            DueIn::Any => word("Mọi hạn", "Any date"),
            DueIn::Overdue => word("Quá hạn", "Overdue"),
            DueIn::Today => word("Hôm nay", "Today"),
            DueIn::Week => word("Trong 7 ngày", "Within 7 days"),
            DueIn::AgencyLate => word("Cơ quan trễ hẹn", "Agency is late"),
            DueIn::SupplementLate => word("Quá hẹn bổ sung", "Papers not brought in time"),
            DueIn::PostingOver => word("Niêm yết quá ngày", "Posting past its last day"),
            DueIn::Unsigned => word("Bản chụp chờ ký số", "Scans to be signed"),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Sort {
    /// What is due first; what has no date last.
    #[default]
    Due,
    /// What was received last.
    Newest,
}

impl Sort {
    pub const ALL: [Sort; 2] = [Sort::Due, Sort::Newest];

    pub const fn code(self) -> &'static str {
        match self {
            Sort::Due => "",
            Sort::Newest => "moi",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            Sort::Due => word("Hạn gần trước", "Due first"),
            Sort::Newest => word("Mới nhận trước", "Newest first"),
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ask {
    /// Words of a name or procedure, digits of a code, an identity number or a phone, or what was scanned from a slip.
    pub text: String,
    pub group: Group,
    /// Id of a field of work, or empty.
    pub field: String,
    pub handler: Option<OfficerId>,
    pub due: DueIn,
    pub received: Option<Day>,
    pub sort: Sort,
    /// From 1.
    pub page: usize,
}

impl Default for Ask {
    fn default() -> Ask {
        Ask {
            text: String::new(),
            group: Group::default(),
            field: String::new(),
            handler: None,
            due: DueIn::default(),
            received: None,
            sort: Sort::default(),
            page: 1,
        }
    }
}

impl Ask {
    pub fn of(group: Group) -> Ask {
        Ask { group, ..Ask::default() }
    }

    pub fn due(group: Group, due: DueIn) -> Ask {
        Ask { group, due, ..Ask::default() }
    }

    /// Everything that answers to `text`, whatever its state.
    pub fn words(text: &str) -> Ask {
        Ask { text: text.to_owned(), ..Ask::of(Group::All) }
    }

    /// How many filters are on; words, order and a day are seen elsewhere.
    pub fn filters(&self) -> usize {
        let on = [
            self.group != Group::default(),
            !self.field.is_empty(),
            self.handler.is_some(),
            self.due != DueIn::default(),
        ];
        on.into_iter().filter(|on| *on).count()
    }

    /// The same in every year: who has chosen no state means any.
    pub fn of_every_year(&self) -> Ask {
        let group = if self.group == Group::default() { Group::All } else { self.group };
        Ask { group, ..self.clone() }
    }

    /// Where the server is asked for the words and filters, in every year; what it cannot tell of the dates is sifted from
    /// its answer (`find`). A clock runs only where a dossier is open.
    pub fn search(&self) -> String {
        let group = self.of_every_year().group;
        let runs = !matches!(self.due, DueIn::Any | DueIn::Unsigned);
        let asked = |status: &Status| group.holds(*status) && !(runs && status.is_terminal());
        let is_any = group == Group::All && !runs;
        let states: Vec<&str> = Status::ALL
            .iter()
            .filter(|status| !is_any && asked(status))
            .map(|status| status.code())
            .collect();
        let parts = [
            ("q", looked_for(self.text.trim()).into_owned()),
            ("states", states.join(",")),
            ("field", self.field.clone()),
            ("handler", self.handler.map(|id| id.to_string()).unwrap_or_default()),
            ("received", self.received.map(|day| day.to_string()).unwrap_or_default()),
        ];
        let said = parts.iter().filter(|(_, value)| !value.is_empty());
        let said: Vec<String> = said.map(|(key, value)| format!("{key}={}", escaped(value))).collect();
        format!("/api/search?{}", said.join("&"))
    }

    /// Reads the address; what is not understood is left out.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Ask {
        let code = |key: &str| get(key).unwrap_or_default();
        Ask {
            text: code("tim").chars().take(limits::QUERY_CHARS_MAX).collect(),
            group: Group::ALL.into_iter().find(|g| g.code() == code("nhom")).unwrap_or_default(),
            field: code("linh_vuc"),
            handler: code("thu_ly").parse().ok().map(OfficerId),
            due: DueIn::ALL.into_iter().find(|d| d.code() == code("han")).unwrap_or_default(),
            received: code("nhan").parse().ok(),
            sort: Sort::ALL.into_iter().find(|s| s.code() == code("xep")).unwrap_or_default(),
            page: code("trang").parse().unwrap_or(1).max(1),
        }
    }

    /// What the address says, by key; what is as usual is not said, nor the secret of a scanned slip.
    pub fn parts(&self) -> Vec<(&'static str, String)> {
        let group = if self.group == Group::default() { "" } else { self.group.code() };
        let parts = [
            ("tim", looked_for(&self.text).into_owned()),
            ("nhom", group.to_owned()),
            ("linh_vuc", self.field.clone()),
            ("thu_ly", self.handler.map(|id| id.to_string()).unwrap_or_default()),
            ("han", self.due.code().to_owned()),
            ("nhan", self.received.map(|day| day.to_string()).unwrap_or_default()),
            ("xep", self.sort.code().to_owned()),
            ("trang", if self.page > 1 { self.page.to_string() } else { String::new() }),
        ];
        parts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// `/ho-so?nhom=cho_ky`
    pub fn href(&self) -> String {
        let query: Vec<String> =
            self.parts().iter().map(|(key, value)| format!("{key}={}", escaped(value))).collect();
        if query.is_empty() { "/ho-so".to_owned() } else { format!("/ho-so?{}", query.join("&")) }
    }
}
