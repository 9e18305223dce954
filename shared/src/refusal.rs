//! Từ chối của quy tắc: why an act may not be done, in a sentence with its remedy.
//!
//! Not here: failures of machines; a refusal is final and stored, a failure is tried again.
//! Invariant: every refusal has both languages and says what to do.

use serde::{Deserialize, Serialize};

use crate::calendar::NoCalendar;
use crate::dossier::{Kind, Status};
use crate::lang::{Lang, Sentence};
use crate::moment::Day;
use crate::officer::Role;

/// In the place of a field: the form as a whole.
pub const MAIN: &str = "main";

/// One field of a form, and what is wrong with it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FieldFault {
    /// The field's id in the form: `name`, `phone`, `papers.2`.
    pub field: String,
    pub vi: String,
    pub en: String,
}

impl FieldFault {
    pub fn new(field: impl Into<String>, vi: impl Into<String>, en: impl Into<String>) -> FieldFault {
        FieldFault { field: field.into(), vi: vi.into(), en: en.into() }
    }

    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

/// Why an act was refused. The names are stored with the outcome for good.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// None of the officer's roles may do this.
    NotPermitted {
        needs: Vec<Role>,
    },
    /// The dossier stands elsewhere in its life.
    WrongStatus {
        status: Status,
        kind: Kind,
    },
    /// No such dossier; it may never have existed or has been removed.
    Gone,
    /// A dossier with this identity exists already.
    Exists,
    /// The form has faults, field by field.
    Fields {
        faults: Vec<FieldFault>,
    },
    NoProcedure {
        id: String,
    },
    /// The version on the form is not the one of the day; the one in force holds from `from`.
    OtherVersion {
        id: String,
        from: Day,
    },
    /// The application is for another procedure than the reception.
    OtherProcedure {
        id: String,
    },
    /// The application that waits is another person's.
    OtherApplicant {
        name: String,
    },
    /// The year has no calendar, so no due date can be promised.
    NoCalendar {
        year: i32,
    },
    NotSameDay,
    /// Only procedures that another agency decides can be forwarded.
    NotForwardOnly,
    /// A dossier of a forward-only procedure is not signed in the ward.
    ForwardOnly,
    SecondSupplement,
    AlreadyApologised,
    /// The new date is not after the one promised before.
    NotLater,
    SignerIsDrafter,
    /// Another leader signed.
    NotTheSigner {
        signer: String,
    },
    /// Somebody else signs this half-day.
    NotOnDuty {
        on_duty: String,
    },
    /// Other leaders sign what is of this field.
    NoMandate {
        signers: Vec<String>,
    },
    NotALeader,
    NotTheHead,
    NotASpecialist,
    /// The number is outside the device's lane.
    ForeignNumber,
    /// The device has used its hundred numbers of the day.
    LaneFull,
    /// This account may not give numbers, since its device has no lane.
    NoLane,
    /// The device's date went backwards.
    ClockBehind {
        last_seen: crate::moment::Moment,
    },
    /// By that day the device's lane may have another holder: it has not heard the server since `last_seen`.
    DayTooFar {
        last_seen: crate::moment::Moment,
        before: Day,
    },
    /// The device's clock shows a year that no code can carry.
    ClockAstray {
        year: i32,
    },
    /// The device's clock stands apart from the server's, as the last contact showed.
    ClockWrong {
        minutes: i64,
    },
    FeeUnsettled,
    /// Nothing is owed any more: taken under this receipt, or none where there is nothing to take.
    FeeNotOwed {
        receipt: String,
    },
    /// The calendar in force gives the dossier no later due moment.
    NoLaterDue,
    /// Nothing is late, so there is no cause to tell.
    NotLate,
    /// It hangs in public until the end of that day.
    Posted {
        until: Day,
    },
    /// The applicant has until then to answer the draft.
    ProofAwaits {
        until: crate::moment::Moment,
    },
    /// The applicant has called the draft wrong.
    ProofWrong,
    /// Somebody has decided the question meanwhile.
    Settled,
    /// The rules failed over the act.
    Unjudged,
    /// The account is unknown to the ward.
    UnknownOfficer,
    /// The act cannot be read by this version.
    Unreadable,
    /// A newer build gave a reason that this one does not know. No rule says it; a device reads it (`sync::newer`).
    Newer,
}

impl Refusal {
    /// A single faulty field.
    pub fn field(field: &str, vi: &str, en: &str) -> Refusal {
        Refusal::Fields { faults: vec![FieldFault::new(field, vi, en)] }
    }

    /// The same at the fields of a form; at none of them (`MAIN`) where the act as a whole is refused.
    pub fn faults(&self) -> Vec<FieldFault> {
        if let Refusal::Fields { faults } = self {
            return faults.clone();
        }
        let said = self.sentence();
        vec![FieldFault::new(self.asked_in().unwrap_or(MAIN), said.vi, said.en)]
    }

    /// The field whose answer is refused, as the forms call it.
    fn asked_in(&self) -> Option<&'static str> {
        let fields = [
            (Refusal::NotLater, "promised"),
            (Refusal::NotALeader, "signer"),
            (Refusal::NotTheHead, "approved_by"),
            (Refusal::NotASpecialist, "to"),
        ];
        fields.into_iter().find(|(refusal, _)| refusal == self).map(|(_, field)| field)
    }

    /// What the officer reads.
    #[expect(clippy::too_many_lines, reason = "a table is read as a whole: one sentence a refusal")]
    pub fn sentence(&self) -> Sentence {
        match self {
            Refusal::NotPermitted { needs } => {
                let roles = |lang| needs.iter().map(|r| r.label().of(lang)).collect::<Vec<_>>();
                Sentence::new(
                    format!("Việc này của {}.", roles(Lang::Vi).join(" hoặc ")),
                    format!("This is for the {}.", roles(Lang::En).join(" or the ")),
                )
            }
            Refusal::WrongStatus { status, kind } => Sentence::new(
                format!(
                    "Hồ sơ đang ở bước “{}”, chưa “{}” được.",
                    status.label().vi,
                    kind.label().vi.to_lowercase()
                ),
                format!("The dossier is at “{}”: “{}” is not open now.", status.label().en, kind.label().en),
            ),
            Refusal::Fields { faults } => Sentence::new(
                faults.iter().map(|f| f.vi.as_str()).collect::<Vec<_>>().join(" "),
                faults.iter().map(|f| f.en.as_str()).collect::<Vec<_>>().join(" "),
            ),
            Refusal::NoProcedure { id } => Sentence::new(
                format!("Không có thủ tục {id} đang áp dụng. Chọn lại thủ tục."),
                format!("No procedure {id} is in force. Choose another."),
            ),
            Refusal::OtherVersion { id, from } => Sentence::new(
                format!(
                    "Thủ tục {id} áp dụng bản có hiệu lực từ {}, khác bản đã chọn. Chọn lại thủ tục.",
                    from.vi()
                ),
                format!(
                    "Of procedure {id} the version of {} is in force, not the chosen one. Choose it again.",
                    from.vi()
                ),
            ),
            Refusal::OtherProcedure { id } => Sentence::new(
                format!(
                    "Hồ sơ đang chờ là của thủ tục {id}. Chọn thủ tục ấy, hoặc từ chối và lập hồ sơ mới."
                ),
                format!(
                    "The application is for procedure {id}. Choose that, or refuse it and open a new dossier."
                ),
            ),
            Refusal::OtherApplicant { name } => Sentence::new(
                format!("Hồ sơ đang chờ là của {name}. Chọn “Nhập lại từ đầu” để nhận cho người khác."),
                format!("The application is {name}'s. Choose “Start over” to receive for somebody else."),
            ),
            Refusal::NoCalendar { year } => NoCalendar { year: *year }.sentence(),
            Refusal::NotTheSigner { signer } => Sentence::new(
                format!("Người ký là {signer}; chỉ người ký hủy được chữ ký."),
                format!("{signer} signed; only the signer may withdraw a signature."),
            ),
            Refusal::NotOnDuty { on_duty } => Sentence::new(
                format!("Buổi này {on_duty} trực ký. Chọn “Ký thay ca” nếu ký thay."),
                format!("{on_duty} signs this half-day. Choose “Sign for them” to take over."),
            ),
            Refusal::NoMandate { signers } => Sentence::new(
                format!("Theo phân công, thủ tục này do {} ký. Báo người ấy ký.", signers.join(" hoặc ")),
                format!(
                    "By the division of work, {} signs this procedure. Ask them to sign.",
                    signers.join(" or ")
                ),
            ),
            Refusal::ClockBehind { last_seen } => Sentence::new(
                format!(
                    "Đồng hồ máy chạy lùi (đã thấy {}). Chỉnh lại giờ rồi nhận hồ sơ.",
                    last_seen.clock_and_day()
                ),
                format!(
                    "This device's clock went back (it has seen {}). Set it right first.",
                    last_seen.clock_and_day()
                ),
            ),
            Refusal::DayTooFar { last_seen, before } => Sentence::new(
                format!(
                    "Máy liên lạc với máy chủ lần cuối lúc {}, nên chỉ cấp số cho các ngày trước {}. Chọn ngày gần hơn, xem lại ngày giờ của máy, hoặc kết nối mạng rồi thử lại.",
                    last_seen.clock_and_day(),
                    before.vi()
                ),
                format!(
                    "This device last heard the server at {}, so it gives numbers only of days before {}. Choose an earlier day, check the device's date, or connect and try again.",
                    last_seen.clock_and_day(),
                    before.vi()
                ),
            ),
            Refusal::ClockAstray { year } => Sentence::new(
                format!("Đồng hồ máy đang ở năm {year}. Chỉnh lại ngày giờ rồi nhận hồ sơ."),
                format!("This device's clock stands in the year {year}. Set it right first."),
            ),
            Refusal::ClockWrong { minutes } => {
                let (many, vi, en) =
                    (minutes.abs(), pick(*minutes, "nhanh", "chậm"), pick(*minutes, "ahead of", "behind"));
                Sentence::new(
                    format!("Đồng hồ máy {vi} {many} phút so với máy chủ. Chỉnh lại giờ rồi nhận hồ sơ."),
                    format!("This device's clock is {many} min {en} the server's. Set it right first."),
                )
            }
            Refusal::Gone => fixed(
                "Hồ sơ không còn trên máy chủ. Tìm lại theo mã.",
                "The dossier no longer exists. Search by its code.",
            ),
            Refusal::Exists => fixed("Hồ sơ này đã được tạo.", "This dossier exists already."),
            Refusal::NotSameDay => fixed(
                "Chỉ làm nhanh được thủ tục trả trong ngày.",
                "Only same-day procedures can take the fast lane.",
            ),
            Refusal::NotForwardOnly => fixed(
                "Thủ tục này phường tự giải quyết, không chuyển đi.",
                "The ward decides this procedure itself; it is not forwarded.",
            ),
            Refusal::ForwardOnly => fixed(
                "Thủ tục này do cơ quan khác ký. Dùng “Chuyển cơ quan có thẩm quyền”.",
                "Another agency decides this procedure. Use “Forward”.",
            ),
            Refusal::SecondSupplement => fixed(
                "Đã yêu cầu bổ sung một lần. Lần hai cần tổ trưởng duyệt, và sẽ bị tính quá hạn theo Bộ chỉ số 766.",
                "One supplement was asked already. A second needs the head, and counts as late in index 766.",
            ),
            Refusal::AlreadyApologised => fixed(
                "Hồ sơ đã có phiếu xin lỗi; chỉ được hẹn lại một lần.",
                "An apology was made already; a date may be moved only once.",
            ),
            Refusal::NotLater => {
                fixed("Ngày hẹn lại phải sau ngày đã hẹn.", "The new date must be after the promised one.")
            }
            Refusal::SignerIsDrafter => fixed(
                "Người soạn dự thảo không được ký. Trình lãnh đạo khác.",
                "Whoever drafted may not sign. Submit to another leader.",
            ),
            Refusal::NotALeader => fixed(
                "Người ký phải là lãnh đạo phường. Chọn lại người ký.",
                "The signer must be a ward leader. Choose again.",
            ),
            Refusal::NotTheHead => fixed(
                "Người duyệt phải là tổ trưởng. Chọn lại người duyệt.",
                "The approver must be the head of the counter. Choose again.",
            ),
            Refusal::NotASpecialist => fixed(
                "Người thụ lý phải là công chức chuyên môn. Chọn lại.",
                "The handler must be a specialist. Choose again.",
            ),
            Refusal::ForeignNumber => fixed(
                "Số hồ sơ không thuộc dải số của máy này.",
                "The number is not from this device's lane.",
            ),
            Refusal::LaneFull => fixed(
                "Máy này đã dùng hết 100 số của hôm nay. Nhận tiếp ở quầy khác.",
                "This device has used its 100 numbers of today. Receive at another counter.",
            ),
            Refusal::NoLane => fixed(
                "Máy này chưa được cấp dải số nên chưa nhận hồ sơ được. Đăng nhập lại khi có mạng; vẫn vậy thì các dải đã có máy giữ hết: nhờ quản trị thu hồi máy không còn dùng.",
                "This device has no lane of numbers yet. Log in again while online; if that does not help, all lanes are held: ask the administrator to revoke devices that are out of use.",
            ),
            Refusal::NoLaterDue => fixed(
                "Lịch đang dùng không làm hạn của hồ sơ này lùi lại.",
                "The calendar in force does not move this dossier's due date.",
            ),
            Refusal::Posted { until } => Sentence::new(
                format!(
                    "Hồ sơ đang niêm yết công khai đến hết ngày {}. Sau ngày ấy ghi kết thúc niêm yết, rồi mới làm bước này.",
                    until.vi()
                ),
                format!(
                    "The dossier is posted in public until the end of {}. After that day end the posting, then do this.",
                    until.vi()
                ),
            ),
            Refusal::ProofAwaits { until } => Sentence::new(
                format!(
                    "Người nộp còn xem bản thảo đến {}. Có trả lời, hoặc hết giờ ấy, thì trình ký được.",
                    until.clock_and_day()
                ),
                format!(
                    "The applicant has until {} to look at the draft. Submit after their answer, or after that.",
                    until.clock_and_day()
                ),
            ),
            Refusal::ProofWrong => fixed(
                "Người nộp báo bản thảo chưa đúng. Gửi bản thảo mới kèm trả lời, rồi mới trình ký.",
                "The applicant says that the draft is wrong. Send a new draft with a reply, then submit.",
            ),
            Refusal::NotLate => fixed(
                "Hồ sơ không trễ hạn, không có nguyên nhân để ghi.",
                "The dossier is not late; there is no cause to tell.",
            ),
            Refusal::FeeUnsettled => {
                fixed("Lệ phí chưa thu và chưa ghi lý do miễn.", "The fee is neither taken nor exempted.")
            }
            Refusal::FeeNotOwed { receipt } if receipt.is_empty() => fixed(
                "Hồ sơ này không phải thu lệ phí hoặc đã được miễn. Trả lại tiền và hủy biên lai vừa lập, rồi trả kết quả mà không thu tiền.",
                "No fee is due on this dossier, or it was exempted. Give the money back, void the receipt, and hand the result over without a fee.",
            ),
            Refusal::FeeNotOwed { receipt } => Sentence::new(
                format!(
                    "Lệ phí đã có người thu (biên lai {receipt}). Trả lại tiền và hủy biên lai vừa lập, rồi trả kết quả mà không thu tiền."
                ),
                format!(
                    "The fee was taken before (receipt {receipt}). Give the money back, void the second receipt, and hand the result over without a fee."
                ),
            ),
            Refusal::Settled => fixed(
                "Đã có người quyết định việc này. Xem lại bản mới của hồ sơ.",
                "Somebody has decided this already. Look at the dossier as it is now.",
            ),
            Refusal::Unjudged => fixed(
                "Máy chủ chưa xét được việc này. Việc được giữ nguyên để quản trị xem.",
                "The server could not judge this act. It is kept as it is for the administrator.",
            ),
            Refusal::UnknownOfficer => fixed(
                "Tài khoản không còn trong danh sách cán bộ của phường.",
                "The account is no longer among the ward's officers.",
            ),
            Refusal::Unreadable => fixed(
                "Máy chủ không đọc được việc này. Việc được giữ nguyên để quản trị xem.",
                "The server cannot read this act. It is kept as it is for the administrator.",
            ),
            Refusal::Newer => fixed(
                "Máy chủ có lý do mà bản trang này chưa biết. Tải bản mới để đọc.",
                "The server has a reason that this version does not know. Load the new version to read it.",
            ),
        }
    }
}

fn pick<'a>(minutes: i64, ahead: &'a str, behind: &'a str) -> &'a str {
    if minutes > 0 { ahead } else { behind }
}

fn fixed(vi: &str, en: &str) -> Sentence {
    Sentence::new(vi, en)
}
