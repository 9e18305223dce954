//! The forms that a ward sends, column by column.
//!
//! Not here: filling them in (`form`).
//! Invariant: columns stand in the form's order; a column whose figure the ward does not record is left out and named
//! in docs/law.md, never printed as 0.

use super::form::{Case, Column, Form};
use crate::calendar::Timing;
use crate::dossier::Status;
use crate::dossier::cause::Why;
use crate::dossier::record::Channel;
use crate::lang::{Word, word};

const RECEIVED: Word = word("Tiếp nhận", "Received");
const ANSWERED: Word = word("Đã giải quyết", "Answered");
const IN_PROCESS: Word = word("Đang giải quyết", "In process");
const ELSE: Word = word("Khác", "Else");
const FEES: Word = word("Thanh toán", "Payments");
const ALL: Word = word("tổng số", "all");
const ONLINE: Word = word("trực tuyến", "online");
const CARRIED: Word = word("từ kỳ trước", "carried over");
const EARLY: Word = word("trước hạn", "early");
const ON_TIME: Word = word("đúng hạn", "on time");
const LATE: Word = word("quá hạn", "late");
const WITHIN: Word = word("trong hạn", "in time");

const fn column(over: Word, name: Word, counts: fn(&Case) -> bool) -> Column {
    Column { over, name, counts }
}

fn is_late(case: &Case) -> bool {
    case.answered() == Some(Timing::Late)
}

fn came_by(case: &Case, channel: Channel) -> bool {
    case.is_new() && case.dossier.channel == channel
}

fn ended_as(case: &Case, status: Status) -> bool {
    case.is_closed() && case.dossier.status == status
}

/// Biểu II.06a/VPCP/KSTT (Thông tư 02/2017/TT-VPCP, amended by 01/2020; domain notes §5.2). What is withdrawn or
/// stopped counts as answered on time; whoever waits for the citizen is in process and in time.
pub static II06A: Form = Form {
    id: "ii06a",
    number: word("Biểu số II.06a/VPCP/KSTT", "Form II.06a/VPCP/KSTT"),
    title: word(
        "Tình hình, kết quả giải quyết thủ tục hành chính",
        "How administrative procedures were received and answered",
    ),
    unit: word("Đơn vị tính: Số hồ sơ TTHC", "Unit: dossiers"),
    columns: &[
        column(RECEIVED, ALL, |case| case.is_received()),
        column(RECEIVED, ONLINE, |case| came_by(case, Channel::Online)),
        column(RECEIVED, word("trực tiếp, bưu chính", "at the counter, by post"), |case| {
            came_by(case, Channel::Counter) || came_by(case, Channel::Post)
        }),
        column(RECEIVED, CARRIED, |case| case.is_carried()),
        column(ANSWERED, ALL, |case| case.answered().is_some()),
        column(ANSWERED, EARLY, |case| case.answered() == Some(Timing::Early)),
        column(ANSWERED, ON_TIME, |case| case.answered() == Some(Timing::OnTime)),
        column(ANSWERED, LATE, is_late),
        column(IN_PROCESS, ALL, |case| case.in_process().is_some()),
        column(IN_PROCESS, WITHIN, |case| case.in_process() == Some(false)),
        column(IN_PROCESS, LATE, |case| case.in_process() == Some(true)),
    ],
    sums: &[(3, &[4, 5, 6]), (7, &[8, 9, 10]), (11, &[12, 13]), (3, &[7, 11])],
};

/// Tổng hợp theo đơn vị: the columns by which wards report in 2026 (domain notes §5.3), as far as they are recorded.
pub static SUMMARY: Form = Form {
    id: "tong-hop",
    number: word("Tổng hợp theo đơn vị", "Summary by unit"),
    title: word("Tổng hợp tình hình giải quyết hồ sơ", "How dossiers were handled, in all"),
    unit: word("Đơn vị tính: Số hồ sơ TTHC", "Unit: dossiers"),
    columns: &[
        column(RECEIVED, ALL, |case| case.is_received()),
        column(RECEIVED, CARRIED, |case| case.is_carried()),
        column(RECEIVED, ONLINE, |case| came_by(case, Channel::Online)),
        column(RECEIVED, word("trực tiếp", "at the counter"), |case| came_by(case, Channel::Counter)),
        column(RECEIVED, word("bưu chính", "by post"), |case| came_by(case, Channel::Post)),
        column(ANSWERED, ALL, |case| case.answered().is_some()),
        column(ANSWERED, EARLY, |case| case.answered() == Some(Timing::Early)),
        column(ANSWERED, ON_TIME, |case| case.answered() == Some(Timing::OnTime)),
        column(ANSWERED, LATE, is_late),
        column(ANSWERED, word("quá hạn, có xin lỗi", "late, apologised"), |case| {
            is_late(case) && case.dossier.apology.is_some()
        }),
        column(ANSWERED, word("quá hạn, không xin lỗi", "late, not apologised"), |case| {
            is_late(case) && case.dossier.apology.is_none()
        }),
        column(IN_PROCESS, ALL, |case| case.in_process().is_some()),
        column(IN_PROCESS, WITHIN, |case| case.in_process() == Some(false)),
        column(IN_PROCESS, LATE, |case| case.in_process() == Some(true)),
        column(ELSE, word("từ chối tiếp nhận", "not accepted"), |case| {
            ended_as(case, Status::NotAccepted)
        }),
        column(ELSE, word("dừng giải quyết", "stopped"), |case| ended_as(case, Status::Stopped)),
        column(ELSE, word("công dân rút", "withdrawn"), |case| ended_as(case, Status::Withdrawn)),
        column(FEES, word("đã thu tại quầy", "taken at the counter"), |case| {
            case.is_new() && case.dossier.fee.is_held()
        }),
    ],
    sums: &[(3, &[4, 5, 6, 7]), (8, &[9, 10, 11]), (11, &[12, 13]), (14, &[15, 16]), (3, &[8, 14])],
};

const ANY_LATE: Word = word("Quá hạn", "Late");
const UNTOLD: Word = word("chưa ghi nguyên nhân", "not on record");

/// Late, answered or not.
fn any_late(case: &Case) -> bool {
    is_late(case) || case.in_process() == Some(true)
}

/// Late for this cause.
fn late_for(case: &Case, why: Why) -> bool {
    any_late(case) && case.dossier.late_cause.as_ref().is_some_and(|cause| cause.why == why)
}

const CAUSE: Word = word("Nguyên nhân", "Cause");

/// Nguyên nhân quá hạn: the form that goes with the others (domain notes §5.2, “a 07 form lists causes of overdue
/// dossiers”). Its causes are the office's own; what is late and has no cause is a column too.
pub static CAUSES: Form = Form {
    id: "nguyen-nhan",
    number: word("Biểu nguyên nhân quá hạn", "Causes of lateness"),
    title: word("Nguyên nhân hồ sơ quá hạn", "Why dossiers are late"),
    unit: word("Đơn vị tính: Số hồ sơ TTHC", "Unit: dossiers"),
    columns: &[
        column(ANY_LATE, ALL, any_late),
        column(ANY_LATE, word("đã giải quyết", "answered"), is_late),
        column(ANY_LATE, word("đang giải quyết", "in process"), |case| case.in_process() == Some(true)),
        column(CAUSE, UNTOLD, |case| any_late(case) && case.dossier.late_cause.is_none()),
        column(CAUSE, Why::Agency.label(), |case| late_for(case, Why::Agency)),
        column(CAUSE, Why::Hands.label(), |case| late_for(case, Why::Hands)),
        column(CAUSE, Why::Load.label(), |case| late_for(case, Why::Load)),
        column(CAUSE, Why::Hard.label(), |case| late_for(case, Why::Hard)),
        column(CAUSE, Why::Software.label(), |case| late_for(case, Why::Software)),
        column(CAUSE, Why::Outage.label(), |case| late_for(case, Why::Outage)),
        column(CAUSE, Why::Disaster.label(), |case| late_for(case, Why::Disaster)),
        column(CAUSE, Why::Other.label(), |case| late_for(case, Why::Other)),
    ],
    sums: &[(3, &[4, 5]), (3, &[6, 7, 8, 9, 10, 11, 12, 13, 14])],
};

/// All forms, in the order in which a page offers them.
pub static FORMS: [&Form; 3] = [&II06A, &SUMMARY, &CAUSES];

/// The form with this id.
pub fn form(id: &str) -> Option<&'static Form> {
    FORMS.into_iter().find(|form| form.id == id)
}
