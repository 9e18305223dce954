//! Bộ chỉ số 766: each index that the records know, what it counts, and those that they do not.
//!
//! Not here: counting (`quality`).
//! Invariant: a threshold or a maximum stands here only where its source is known (docs/law.md); an index that cannot be
//! counted is named with the reason, never shown as 0.

use super::form::Case;
use crate::calendar::{Term, Timing, timing};
use crate::dossier::Dossier;
use crate::dossier::record::{Channel, PauseReason, Stretch};
use crate::lang::{Word, word};
use crate::moment::Moment;

/// An index that is counted here.
pub struct Index {
    /// As the decision numbers it: `2.1`.
    pub id: &'static str,
    pub name: Word,
    /// What is counted, of what.
    pub of: Word,
    /// What it leaves out, since no record says it; empty where it leaves out nothing.
    pub lacks: Word,
    /// Full marks from so many percent on.
    pub full_from: Option<u32>,
    pub points_max: Option<u32>,
    pub(super) counts: Counts,
}

/// How an index is counted.
pub(super) enum Counts {
    /// Whether a dossier is in the numerator; `None` where it is not looked at.
    Dossiers(fn(&Case) -> Option<bool>),
    /// How long those answered took, where the limit is of this kind.
    Time(Unit),
    /// Procedures in force that can be applied for online.
    Online,
    /// Of these, those that somebody applied for online.
    Used,
    /// 100 % less what was late and less who was dissatisfied.
    Satisfied,
}

/// What a mean time is told in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    WorkingDays,
    Days,
    WorkingHours,
}

impl Unit {
    pub const fn of(term: Term) -> Unit {
        match term {
            Term::SameDay | Term::WorkingDays(_) => Unit::WorkingDays,
            Term::CalendarDays(_) => Unit::Days,
            Term::WorkingHours(_) => Unit::WorkingHours,
        }
    }

    pub const fn label(self) -> Word {
        match self {
            Unit::WorkingDays => word("ngày làm việc", "working days"),
            Unit::Days => word("ngày", "days"),
            Unit::WorkingHours => word("giờ làm việc", "working hours"),
        }
    }
}

const NONE: Word = word("", "");
const RESULT_SCAN: Word = word(
    "bản chụp sau khi xong, không của giấy tờ nào, được coi là kết quả, đã ký số hay chưa: chữ ký số ghi ở hồ sơ, không xét ở \
     đây",
    "a scan taken after the end, of no paper handed in, is taken for the result, digitally signed or not: signatures are on \
     the dossiers, and not looked at here",
);
const IN_TIME: Word = word("Giải quyết trước hạn, đúng hạn", "Handled early or on time");
const TIME: Word = word("Thời gian giải quyết trung bình", "Mean time of handling");

const fn time(id: &'static str, of: Word, unit: Unit) -> Index {
    Index { id, name: TIME, of, lacks: NONE, full_from: None, points_max: None, counts: Counts::Time(unit) }
}

/// In the order of the decision.
pub static INDICES: [Index; 11] = [
    Index {
        id: "2.1",
        name: IN_TIME,
        of: word(
            "đúng hạn / đã giải quyết trong kỳ và đang giải quyết",
            "in time / answered in the period or in process",
        ),
        lacks: NONE,
        full_from: None,
        points_max: Some(20),
        counts: Counts::Dossiers(|case| case.is_received().then(|| !is_late(case))),
    },
    time(
        "2.2",
        word("hạn tính theo ngày làm việc, trong ngày", "limits in working days, same day"),
        Unit::WorkingDays,
    ),
    time("2.2-ngay", word("hạn tính theo ngày", "limits in days"), Unit::Days),
    time("2.2-gio", word("hạn tính theo giờ làm việc", "limits in working hours"), Unit::WorkingHours),
    Index {
        id: "3.1",
        name: word("Thủ tục có dịch vụ công trực tuyến", "Procedures offered online"),
        of: word("nộp trực tuyến được / thủ tục đang áp dụng", "offered online / procedures in force"),
        lacks: NONE,
        full_from: Some(80),
        points_max: None,
        counts: Counts::Online,
    },
    Index {
        id: "3.2",
        name: word("Dịch vụ trực tuyến có phát sinh hồ sơ", "Online services that were used"),
        of: word(
            "có hồ sơ nộp trực tuyến trong kỳ / dịch vụ",
            "with an online dossier in the period / services",
        ),
        lacks: NONE,
        full_from: None,
        points_max: None,
        counts: Counts::Used,
    },
    Index {
        id: "3.3",
        name: word("Hồ sơ nộp trực tuyến", "Dossiers handed in online"),
        of: word("nộp trực tuyến / tiếp nhận trong kỳ", "online / received in the period"),
        lacks: word(
            "chưa xét kết quả điện tử và tỷ lệ đồng bộ: hồ sơ ở đây không ghi",
            "electronic results and the rate of synchronising are not looked at: no record here has them",
        ),
        full_from: Some(50),
        points_max: None,
        counts: Counts::Dossiers(|case| case.is_new().then(|| case.dossier.channel == Channel::Online)),
    },
    Index {
        id: "4.1",
        name: word("Kết quả điện tử", "Electronic results"),
        of: word("có bản chụp kết quả / có kết quả bằng văn bản", "result scanned / result is a document"),
        lacks: RESULT_SCAN,
        full_from: None,
        points_max: None,
        counts: Counts::Dossiers(|case| has_document(case).then(|| has_result_scan(case.dossier))),
    },
    Index {
        id: "4.2",
        name: word("Số hóa hồ sơ", "Digitised dossiers"),
        of: word(
            "đủ bản chụp thành phần và kết quả / đã giải quyết",
            "every paper and the result scanned / answered",
        ),
        lacks: RESULT_SCAN,
        full_from: Some(80),
        points_max: None,
        counts: Counts::Dossiers(|case| {
            case.answered().map(|_| has_every_paper(case.dossier) && has_result_scan(case.dossier))
        }),
    },
    Index {
        id: "4.3",
        name: word("Tái sử dụng dữ liệu số hóa", "Digitised data used again"),
        of: word(
            "có giấy tờ dùng lại, không phải nộp lại / đã giải quyết",
            "with a paper used again, not asked for anew / answered",
        ),
        lacks: word(
            "chỉ tính giấy tờ phường đã chụp; chưa nối kho dữ liệu của công dân",
            "only papers that the ward has scanned; the citizens' data store is not connected",
        ),
        full_from: Some(80),
        points_max: None,
        counts: Counts::Dossiers(|case| case.answered().map(|_| uses_a_paper_again(case.dossier))),
    },
    Index {
        id: "5.4",
        name: word("Hài lòng trong tiếp nhận, giải quyết", "Satisfied with reception and handling"),
        of: word("100 % − (trễ hạn + phiếu không hài lòng)", "100 % − (late + dissatisfied ballots)"),
        lacks: word(
            "chưa trừ hồ sơ có phản ánh, kiến nghị",
            "dossiers with a complaint are not taken off yet",
        ),
        full_from: Some(90),
        points_max: Some(6),
        counts: Counts::Satisfied,
    },
];

/// An index that no record here can tell, and why.
pub struct Absent {
    pub id: &'static str,
    pub name: Word,
    pub why: Word,
}

const fn absent(id: &'static str, name: Word, why: Word) -> Absent {
    Absent { id, name, why }
}

const UNPAID: Word = word(
    "chưa thu trực tuyến: phí chỉ thu tại quầy",
    "nothing is paid online here: fees are taken at the counter",
);

pub static ABSENT: [Absent; 7] = [
    absent(
        "1.4",
        word("Đồng bộ hồ sơ lên Cổng Dịch vụ công quốc gia", "Dossiers sent to the national portal"),
        word("số liệu nằm trên Cổng quốc gia", "the figures are the national portal's"),
    ),
    absent("3.5", word("Thủ tục có thanh toán trực tuyến", "Procedures with online payment"), UNPAID),
    absent("3.6", word("Hồ sơ thanh toán trực tuyến", "Dossiers paid online"), UNPAID),
    absent(
        "4.4",
        word("Chia sẻ kết quả lên kho dữ liệu", "Results shared with the data store"),
        word("chưa nối kho dữ liệu của công dân", "the citizens' data store is not connected"),
    ),
    absent(
        "4.5",
        word("Dùng dữ liệu dân cư", "Population data used"),
        word("chưa nối cơ sở dữ liệu dân cư", "the population database is not connected"),
    ),
    absent(
        "5.2",
        word("Phản ánh, kiến nghị đúng hạn", "Complaints answered in time"),
        word(
            "đếm ở báo cáo “Phản ánh”; bảng này tính từ hồ sơ và phiếu đánh giá",
            "counted in the report “Complaints”; this table counts dossiers and ballots",
        ),
    ),
    absent(
        "–",
        word("Các chỉ số còn lại", "The other indices"),
        word("công thức không có trong tài liệu của phường", "their formulas are not in the ward's papers"),
    ),
];

/// The index with this id.
pub fn index(id: &str) -> Option<&'static Index> {
    INDICES.iter().find(|index| index.id == id)
}

/// Late as index 766 says it: by the first end that is on record, or by the end of the period where there is none. A
/// clock that stands still is judged by the moment at which it stopped. A second request for a supplement is late,
/// whatever its dates say.
fn is_late(case: &Case) -> bool {
    let dossier = case.dossier;
    let in_period = |at: Moment| at.day() <= case.period.to();
    let is_request = |pause: &&Stretch| pause.why == PauseReason::Supplement && in_period(pause.from);
    if dossier.pauses.iter().filter(is_request).count() > 1 {
        return true;
    }
    let returned = dossier.handed_over.as_ref().map(|over| over.at);
    let end = [dossier.finished_at, returned, dossier.closed_at].into_iter().flatten().min();
    match (case.in_process(), end, dossier.due) {
        (Some(overdue), _, _) => overdue,
        (None, Some(end), Some(due)) => timing(end, due) == Timing::Late,
        (None, Some(_) | None, _) => false,
    }
}

/// Answered with a signed and numbered paper; a citizen who withdrew has none.
fn has_document(case: &Case) -> bool {
    case.answered().is_some() && case.dossier.stamp.is_some()
}

/// A scan of none of the papers that were handed in, taken once processing had ended: the result.
fn has_result_scan(dossier: &Dossier) -> bool {
    let Some(finished) = dossier.finished_at else { return false };
    let of_none = |paper: &str| !dossier.papers.iter().any(|taken| taken.name == paper);
    dossier.scans.iter().any(|scan| of_none(&scan.paper) && scan.at >= finished)
}

/// A scan that was taken for an earlier dossier, which bears it out.
fn uses_a_paper_again(dossier: &Dossier) -> bool {
    dossier.scans.iter().any(|scan| scan.reused.as_ref().is_some_and(|reused| !reused.unseen))
}

/// Each paper of the dossier has a scan.
fn has_every_paper(dossier: &Dossier) -> bool {
    dossier.papers.iter().all(|taken| dossier.scans.iter().any(|scan| scan.paper == taken.name))
}
