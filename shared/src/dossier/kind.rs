//! Việc: the kinds of act on a dossier, with the one table of who may do what from where.
//!
//! Not here: what else an act asks (its own file).
//! Invariant: button and server read this table; a move that is not in it does not exist. Source of the
//! moves: domain notes §1.4 and §1.6; wider in one place: what was handed in ahead may take the fast lane as well as what
//! begins at the counter; narrower in one: what waits for a signature, or is signed, is sent back
//! before it is stopped, so that a leader never stops a paper that is on another leader's desk.

mod from;

use serde::{Deserialize, Serialize};

pub(super) use self::from::IN_PROCESS;
use self::from::{ACTIVE, AT_WORK, CHARGED, LATE, RECEIVED, WRITTEN};
use super::status::Status;
use crate::lang::{Word, word};
use crate::officer::Role;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Kind {
    #[serde(rename = "nop")]
    Lodge,
    #[serde(rename = "tiep_nhan")]
    Receive,
    #[serde(rename = "lam_nhanh")]
    FastLane,
    #[serde(rename = "huong_dan_bo_sung")]
    AskBefore,
    #[serde(rename = "tu_choi")]
    Refuse,
    #[serde(rename = "phan_cong")]
    Assign,
    #[serde(rename = "yeu_cau_bo_sung")]
    AskMore,
    #[serde(rename = "nhan_bo_sung")]
    Supplement,
    #[serde(rename = "chuyen_phoi_hop")]
    Consult,
    #[serde(rename = "nhan_phoi_hop")]
    Reply,
    #[serde(rename = "yeu_cau_nop_tien")]
    AskPayment,
    #[serde(rename = "da_nop_tien")]
    Paid,
    #[serde(rename = "trinh_ky")]
    Submit,
    #[serde(rename = "tra_lai_sua")]
    SendBack,
    #[serde(rename = "ky")]
    Sign,
    #[serde(rename = "huy_ky")]
    Unsign,
    #[serde(rename = "dong_dau")]
    Stamp,
    #[serde(rename = "tra_ket_qua")]
    HandOver,
    #[serde(rename = "rut")]
    Withdraw,
    #[serde(rename = "dung")]
    Stop,
    #[serde(rename = "chuyen_co_quan")]
    Forward,
    #[serde(rename = "nhan_ket_qua")]
    ResultArrived,
    #[serde(rename = "xin_loi")]
    Apologise,
    #[serde(rename = "sua_thong_tin")]
    Amend,
    #[serde(rename = "ghi_chu")]
    Note,
    #[serde(rename = "chon_ban_sua")]
    Settle,
    #[serde(rename = "xac_nhan_gio")]
    ConfirmTime,
    #[serde(rename = "khong_trung")]
    NotDuplicate,
    #[serde(rename = "in_phieu_giay")]
    Reserve,
    #[serde(rename = "huy_phieu_giay")]
    VoidSlip,
    #[serde(rename = "dinh_kem")]
    Attach,
    #[serde(rename = "go_dinh_kem")]
    Detach,
    #[serde(rename = "tinh_lai_han")]
    Recount,
    #[serde(rename = "nguyen_nhan_tre")]
    Cause,
    #[serde(rename = "dinh_chinh")]
    Redo,
    #[serde(rename = "ghi_so_ho_tich")]
    EnterCivil,
    #[serde(rename = "dung_lai")]
    Reuse,
    #[serde(rename = "da_ky_so")]
    SignScans,
    #[serde(rename = "gui_bo_sung")]
    Supply,
    #[serde(rename = "niem_yet")]
    Post,
    #[serde(rename = "y_kien_niem_yet")]
    Object,
    #[serde(rename = "het_niem_yet")]
    EndPosting,
    #[serde(rename = "gui_ban_thao")]
    SendProof,
    #[serde(rename = "tra_loi_ban_thao")]
    AnswerProof,
    #[serde(rename = "sua_khoan_thu")]
    CorrectFee,
    #[serde(rename = "nghe_ban_thao")]
    HearProof,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    pub from: &'static [Status],
    /// Where the dossier stands afterwards; `None` where it stays.
    pub to: Option<Status>,
    pub who: &'static [Role],
    pub label: Word,
    /// The key at the counter; `None` for acts rare enough to be clicked.
    pub key: Option<char>,
}

use Role::{Citizen, Clerk, Head, Leader, Postal, Receptionist, Specialist, Volunteer};
use Status as S;

impl Kind {
    pub const ALL: [Kind; 46] = [
        Kind::Lodge,
        Kind::Receive,
        Kind::FastLane,
        Kind::AskBefore,
        Kind::Refuse,
        Kind::Assign,
        Kind::AskMore,
        Kind::Supplement,
        Kind::Consult,
        Kind::Reply,
        Kind::AskPayment,
        Kind::Paid,
        Kind::Submit,
        Kind::SendBack,
        Kind::Sign,
        Kind::Unsign,
        Kind::Stamp,
        Kind::HandOver,
        Kind::Withdraw,
        Kind::Stop,
        Kind::Forward,
        Kind::ResultArrived,
        Kind::Apologise,
        Kind::Amend,
        Kind::Note,
        Kind::Settle,
        Kind::ConfirmTime,
        Kind::NotDuplicate,
        Kind::Reserve,
        Kind::VoidSlip,
        Kind::Attach,
        Kind::Detach,
        Kind::Recount,
        Kind::Cause,
        Kind::Redo,
        Kind::EnterCivil,
        Kind::Reuse,
        Kind::SignScans,
        Kind::Supply,
        Kind::Post,
        Kind::Object,
        Kind::EndPosting,
        Kind::SendProof,
        Kind::AnswerProof,
        Kind::CorrectFee,
        Kind::HearProof,
    ];

    /// The table.
    #[expect(clippy::too_many_lines, reason = "a table is read as a whole: one row a kind")]
    pub const fn spec(self) -> Spec {
        match self {
            Kind::Lodge => row(
                &[S::Draft],
                Some(S::Waiting),
                &[Citizen, Volunteer, Postal],
                word("Nộp hồ sơ", "Lodge"),
                None,
            ),
            Kind::Receive => row(
                &[S::Draft, S::Waiting, S::SupplementBefore, S::Blank],
                Some(S::Received),
                &[Receptionist],
                word("Tiếp nhận", "Receive"),
                Some('n'),
            ),
            Kind::FastLane => row(
                &[S::Draft, S::Waiting, S::SupplementBefore],
                Some(S::Returned),
                &[Receptionist],
                word("Làm và trả ngay", "Do and return at once"),
                None,
            ),
            Kind::AskBefore => row(
                &[S::Draft, S::Waiting],
                Some(S::SupplementBefore),
                &[Receptionist],
                word("Hướng dẫn bổ sung", "Ask for missing papers"),
                None,
            ),
            Kind::Refuse => row(
                &[S::Draft, S::Waiting, S::SupplementBefore],
                Some(S::NotAccepted),
                &[Receptionist],
                word("Từ chối nhận", "Refuse reception"),
                None,
            ),
            Kind::Assign => row(
                &[S::Received, S::InWork],
                Some(S::InWork),
                &[Head, Specialist],
                word("Phân công thụ lý", "Assign"),
                Some('a'),
            ),
            Kind::AskMore => row(
                &[S::InWork],
                Some(S::AwaitSupplement),
                &[Specialist, Head],
                word("Yêu cầu bổ sung", "Ask for a supplement"),
                Some('b'),
            ),
            Kind::Supplement => row(
                &[S::AwaitSupplement],
                Some(S::InWork),
                &[Receptionist],
                word("Nhận giấy tờ bổ sung", "Take the supplement"),
                Some('b'),
            ),
            Kind::Consult => row(
                &[S::InWork],
                Some(S::AwaitAgency),
                &[Specialist],
                word("Chuyển phối hợp, xác minh", "Consult an agency"),
                Some('p'),
            ),
            Kind::Reply => row(
                &[S::AwaitAgency],
                Some(S::InWork),
                &[Specialist],
                word("Nhận trả lời phối hợp", "Take the agency's reply"),
                Some('p'),
            ),
            Kind::AskPayment => row(
                &[S::InWork],
                Some(S::AwaitPayment),
                &[Specialist],
                word("Yêu cầu nghĩa vụ tài chính", "Ask for payment"),
                None,
            ),
            Kind::Paid => row(
                &[S::AwaitPayment],
                Some(S::InWork),
                &[Specialist],
                word("Đã nộp nghĩa vụ tài chính", "Payment shown"),
                None,
            ),
            Kind::Submit => row(
                &[S::InWork],
                Some(S::Submitted),
                &[Specialist],
                word("Trình lãnh đạo ký", "Submit for signature"),
                Some('y'),
            ),
            Kind::SendBack => row(
                &[S::Submitted],
                Some(S::InWork),
                &[Leader],
                word("Trả lại để sửa", "Send back"),
                Some('l'),
            ),
            Kind::Sign => row(&[S::Submitted], Some(S::Signed), &[Leader], word("Ký", "Sign"), Some('k')),
            Kind::Unsign => {
                row(&[S::Signed], Some(S::InWork), &[Leader], word("Hủy ký", "Withdraw the signature"), None)
            }
            Kind::Stamp => row(
                &[S::Signed],
                Some(S::Ready),
                &[Clerk],
                word("Lấy số, đóng dấu", "Number and stamp"),
                Some('d'),
            ),
            Kind::HandOver => row(
                &[S::Ready],
                Some(S::Returned),
                &[Receptionist],
                word("Trả kết quả", "Return the result"),
                Some('t'),
            ),
            Kind::Withdraw => row(
                &[
                    S::Waiting,
                    S::SupplementBefore,
                    S::Received,
                    S::InWork,
                    S::AwaitSupplement,
                    S::AwaitAgency,
                    S::AwaitPayment,
                ],
                Some(S::Withdrawn),
                &[Receptionist],
                word("Ghi công dân rút hồ sơ", "Record a withdrawal"),
                Some('r'),
            ),
            Kind::Stop => row(
                &[S::Received, S::InWork, S::AwaitSupplement, S::AwaitAgency, S::AwaitPayment, S::Forwarded],
                Some(S::Stopped),
                &[Leader],
                word("Dừng xử lý", "Stop"),
                None,
            ),
            Kind::Forward => row(
                &[S::InWork],
                Some(S::Forwarded),
                &[Specialist],
                word("Chuyển cơ quan có thẩm quyền", "Forward"),
                Some('f'),
            ),
            Kind::ResultArrived => row(
                &[S::Forwarded],
                Some(S::Ready),
                &[Specialist, Clerk],
                word("Nhận kết quả chuyển về", "Take the result that came back"),
                Some('f'),
            ),
            Kind::Apologise => row(
                IN_PROCESS,
                None,
                &[Leader],
                word("Xin lỗi và hẹn lại", "Apologise and move the date"),
                None,
            ),
            Kind::Amend => row(
                ACTIVE,
                None,
                &[Receptionist, Specialist, Head],
                word("Sửa thông tin", "Correct details"),
                Some('s'),
            ),
            Kind::Note => row(
                ACTIVE,
                None,
                &[Receptionist, Specialist, Head, Leader, Clerk],
                word("Ghi chú nội bộ", "Internal note"),
                Some('c'),
            ),
            Kind::Settle => row(
                ACTIVE,
                None,
                &[Receptionist, Specialist, Head],
                word("Chọn bản sửa", "Choose a correction"),
                None,
            ),
            Kind::ConfirmTime => row(WRITTEN, None, &[Head], word("Xác nhận giờ", "Confirm the time"), None),
            Kind::NotDuplicate => row(
                WRITTEN,
                None,
                &[Receptionist, Specialist, Head],
                word("Ghi là không trùng", "Record as no duplicate"),
                None,
            ),
            Kind::Reserve => row(
                &[S::Draft],
                Some(S::Blank),
                &[Receptionist],
                word("In phiếu giấy", "Print a paper slip"),
                None,
            ),
            Kind::VoidSlip => row(
                &[S::Blank],
                Some(S::Void),
                &[Receptionist, Head],
                word("Hủy phiếu giấy", "Declare the paper slip void"),
                None,
            ),
            Kind::Attach => row(
                WRITTEN,
                None,
                &[Receptionist, Specialist, Head, Clerk],
                word("Đính kèm bản chụp", "Attach a scan"),
                None,
            ),
            Kind::Detach => row(
                WRITTEN,
                None,
                &[Receptionist, Specialist, Head, Clerk],
                word("Gỡ bản chụp", "Take a scan off"),
                None,
            ),
            // Where the clock stands still, taking up the work again counts anew anyway.
            Kind::Recount => row(
                &[S::Received, S::InWork, S::AwaitAgency, S::Submitted, S::Signed, S::Forwarded],
                None,
                &[Head],
                word("Tính lại hạn theo lịch mới", "Count the due date by the new calendar"),
                None,
            ),
            Kind::Cause => {
                row(LATE, None, &[Specialist, Head], word("Ghi nguyên nhân trễ", "Say why it is late"), None)
            }
            Kind::Redo => row(
                &[S::Draft],
                Some(S::Received),
                &[Receptionist, Specialist, Head],
                word("Đính chính kết quả đã trả", "Correct a returned result"),
                None,
            ),
            Kind::EnterCivil => row(
                RECEIVED,
                None,
                &[Receptionist, Specialist, Head],
                word("Ghi số hộ tịch", "Enter the register number"),
                None,
            ),
            Kind::Reuse => row(
                WRITTEN,
                None,
                &[Receptionist, Specialist, Head, Clerk],
                word("Dùng lại giấy đã có", "Use a paper again"),
                None,
            ),
            Kind::SignScans => row(
                WRITTEN,
                None,
                &[Receptionist, Specialist, Head, Clerk],
                word("Ghi bản chụp đã ký số", "Record scans as digitally signed"),
                None,
            ),
            Kind::Supply => row(
                &[S::SupplementBefore, S::AwaitSupplement],
                None,
                &[Citizen],
                word("Gửi ảnh giấy tờ bổ sung", "Send photographs of missing papers"),
                None,
            ),
            Kind::Post => row(
                &[S::InWork],
                None,
                &[Specialist, Head],
                word("Niêm yết công khai", "Post in public"),
                None,
            ),
            Kind::Object => row(
                AT_WORK,
                None,
                &[Receptionist, Specialist, Head],
                word("Ghi ý kiến về niêm yết", "Record an objection"),
                None,
            ),
            Kind::EndPosting => row(
                AT_WORK,
                None,
                &[Specialist, Head],
                word("Ghi kết thúc niêm yết", "End the posting"),
                None,
            ),
            Kind::SendProof => row(
                &[S::InWork],
                None,
                &[Specialist, Head],
                word("Gửi bản thảo cho người nộp", "Send the applicant a draft"),
                None,
            ),
            Kind::AnswerProof => {
                row(AT_WORK, None, &[Citizen], word("Trả lời bản thảo", "Answer the draft"), None)
            }
            // Who takes money puts right what was written of it, as with the hand-over of the till.
            Kind::CorrectFee => {
                row(CHARGED, None, &[Receptionist, Head], word("Sửa khoản thu", "Correct the fee"), None)
            }
            // Whoever takes the call.
            Kind::HearProof => row(
                AT_WORK,
                None,
                &[Receptionist, Specialist, Head],
                word("Ghi trả lời qua điện thoại", "Take down an answer by telephone"),
                None,
            ),
        }
    }

    /// Whether the act answers a question that the server has put on the dossier: its button stands there.
    pub const fn is_answer(self) -> bool {
        matches!(self, Kind::Settle | Kind::ConfirmTime | Kind::NotDuplicate)
    }

    /// Whether its button stands beside what it is about, not among the acts: the fast lane at the reception, answers, scans, the civil-status register, a
    /// posting, a draft for the applicant, the fee, and what the head does to many at once.
    pub const fn stands_elsewhere(self) -> bool {
        self.is_answer()
            || matches!(
                self,
                Kind::FastLane
                    | Kind::Attach
                    | Kind::Detach
                    | Kind::Reuse
                    | Kind::SignScans
                    | Kind::Supply
                    | Kind::EnterCivil
                    | Kind::Recount
                    | Kind::Redo
                    | Kind::Post
                    | Kind::Object
                    | Kind::EndPosting
                    | Kind::SendProof
                    | Kind::AnswerProof
                    | Kind::CorrectFee
                    | Kind::HearProof
            )
    }

    /// Whether its author may take it back before it leaves the device. Not what begins a dossier, which may have given a
    /// number that is on paper, nor what goes with bytes beside the act.
    pub fn can_be_taken_back(self) -> bool {
        !self.spec().from.contains(&Status::Draft)
            && !matches!(self, Kind::Attach | Kind::Detach | Kind::Reuse | Kind::Supply)
    }

    pub const fn label(self) -> Word {
        self.spec().label
    }
}

const fn row(
    from: &'static [Status],
    to: Option<Status>,
    who: &'static [Role],
    label: Word,
    key: Option<char>,
) -> Spec {
    Spec { from, to, who, label, key }
}
