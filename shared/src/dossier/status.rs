//! Trạng thái: where a dossier stands in its life (domain notes §1.3).
//!
//! Not here: lateness, payment and delivery, which run on their own time.
//! Invariant: the stored codes are for good; the national exchange knows ten of its own.

use serde::{Deserialize, Serialize};

use super::kind::IN_PROCESS;
use crate::lang::{Word, word};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Status {
    /// Not written down yet: a form on one screen.
    #[serde(rename = "nhap")]
    Draft,
    #[serde(rename = "cho_tiep_nhan")]
    Waiting,
    #[serde(rename = "bo_sung_truoc_tn")]
    SupplementBefore,
    #[serde(rename = "tu_choi_tn")]
    NotAccepted,
    #[serde(rename = "da_tiep_nhan")]
    Received,
    #[serde(rename = "dang_thu_ly")]
    InWork,
    #[serde(rename = "cho_bo_sung")]
    AwaitSupplement,
    #[serde(rename = "cho_lien_thong")]
    AwaitAgency,
    #[serde(rename = "cho_nv_tai_chinh")]
    AwaitPayment,
    #[serde(rename = "trinh_ky")]
    Submitted,
    #[serde(rename = "da_ky")]
    Signed,
    #[serde(rename = "cho_tra")]
    Ready,
    #[serde(rename = "da_tra")]
    Returned,
    #[serde(rename = "da_rut")]
    Withdrawn,
    #[serde(rename = "dung_xu_ly")]
    Stopped,
    #[serde(rename = "da_chuyen")]
    Forwarded,
    /// A paper slip with its number: what the pen wrote on it, if anything, is not entered yet.
    #[serde(rename = "phieu_giay")]
    Blank,
    /// A paper slip that nobody will use.
    #[serde(rename = "phieu_giay_huy")]
    Void,
}

impl Status {
    pub const ALL: [Status; 18] = [
        Status::Draft,
        Status::Waiting,
        Status::SupplementBefore,
        Status::NotAccepted,
        Status::Received,
        Status::InWork,
        Status::AwaitSupplement,
        Status::AwaitAgency,
        Status::AwaitPayment,
        Status::Submitted,
        Status::Signed,
        Status::Ready,
        Status::Returned,
        Status::Withdrawn,
        Status::Stopped,
        Status::Forwarded,
        Status::Blank,
        Status::Void,
    ];

    /// The stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Status::Draft => "nhap",
            Status::Waiting => "cho_tiep_nhan",
            Status::SupplementBefore => "bo_sung_truoc_tn",
            Status::NotAccepted => "tu_choi_tn",
            Status::Received => "da_tiep_nhan",
            Status::InWork => "dang_thu_ly",
            Status::AwaitSupplement => "cho_bo_sung",
            Status::AwaitAgency => "cho_lien_thong",
            Status::AwaitPayment => "cho_nv_tai_chinh",
            Status::Submitted => "trinh_ky",
            Status::Signed => "da_ky",
            Status::Ready => "cho_tra",
            Status::Returned => "da_tra",
            Status::Withdrawn => "da_rut",
            Status::Stopped => "dung_xu_ly",
            Status::Forwarded => "da_chuyen",
            Status::Blank => "phieu_giay",
            Status::Void => "phieu_giay_huy",
        }
    }

    pub const fn label(self) -> Word {
        match self {
            Status::Draft => word("Nháp", "Draft"),
            Status::Waiting => word("Chờ tiếp nhận", "Waiting for reception"),
            Status::SupplementBefore => word("Chờ bổ sung trước tiếp nhận", "To complete before reception"),
            Status::NotAccepted => word("Không tiếp nhận", "Not accepted"),
            Status::Received => word("Đã tiếp nhận, chờ phân công", "Received, to be assigned"),
            Status::InWork => word("Đang thụ lý", "In work"),
            Status::AwaitSupplement => word("Chờ dân bổ sung", "Waiting for the citizen"),
            Status::AwaitAgency => word("Chờ cơ quan phối hợp", "Waiting for another agency"),
            Status::AwaitPayment => word("Chờ nghĩa vụ tài chính", "Waiting for payment"),
            Status::Submitted => word("Chờ ký", "Waiting for signature"),
            Status::Signed => word("Đã ký, chờ đóng dấu", "Signed, to be stamped"),
            Status::Ready => word("Chờ trả", "Ready to return"),
            Status::Returned => word("Đã trả kết quả", "Returned"),
            Status::Withdrawn => word("Công dân rút hồ sơ", "Withdrawn"),
            Status::Stopped => word("Dừng xử lý", "Stopped"),
            Status::Forwarded => word("Đã chuyển cơ quan có thẩm quyền", "Forwarded"),
            Status::Blank => word("Phiếu giấy, chưa nhập", "Paper slip, not entered yet"),
            Status::Void => word("Phiếu giấy đã hủy", "Paper slip, void"),
        }
    }

    /// Nothing moves a dossier any more.
    pub const fn is_terminal(self) -> bool {
        matches!(
            self,
            Status::NotAccepted | Status::Returned | Status::Withdrawn | Status::Stopped | Status::Void
        )
    }

    /// A number on paper that no dossier has taken: shown with its block, in no list of dossiers.
    pub const fn is_slip(self) -> bool {
        matches!(self, Status::Blank | Status::Void)
    }

    /// Received by the counter and not yet finished: the clock of the limit counts, running or paused.
    pub fn is_in_process(self) -> bool {
        IN_PROCESS.contains(&self)
    }

    /// The code of the national exchange, 1 to 10; `None` for a draft and a paper slip. Source: exchange table of the
    /// national portal as used by a provincial system.
    pub const fn national(self) -> Option<u8> {
        match self {
            Status::Draft | Status::Blank | Status::Void => None,
            Status::Waiting => Some(1),
            Status::Received => Some(2),
            Status::NotAccepted => Some(3),
            Status::InWork | Status::AwaitAgency | Status::Submitted | Status::Signed | Status::Forwarded => {
                Some(4)
            }
            Status::SupplementBefore | Status::AwaitSupplement => Some(5),
            Status::AwaitPayment => Some(6),
            Status::Withdrawn => Some(7),
            Status::Stopped => Some(8),
            Status::Ready => Some(9),
            Status::Returned => Some(10),
        }
    }

    /// Which of the five steps of the progress bar the dossier stands at, 0 ..= 4.
    pub const fn step(self) -> usize {
        match self {
            Status::Draft | Status::Waiting | Status::SupplementBefore | Status::NotAccepted => 0,
            Status::Blank | Status::Void => 0,
            Status::Received
            | Status::InWork
            | Status::AwaitSupplement
            | Status::AwaitAgency
            | Status::AwaitPayment
            | Status::Withdrawn
            | Status::Stopped
            | Status::Forwarded => 1,
            Status::Submitted => 2,
            Status::Signed => 3,
            Status::Ready | Status::Returned => 4,
        }
    }
}
