//! Why the browser could not keep or read something, in a sentence with what to do.
//!
//! Not here: refusals of rules (`shared::refusal`), the network (`link`).
//! Invariant: whatever the fault, nothing on the page is lost and the sentence says so.

use shared::lang::{Sentence, Word, word};

use crate::vault::Broken;

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DiskFault {
    /// No room is left.
    Full,
    /// What room is left is for acts.
    Scarce,
    /// There is no storage: a private window, or a setting of the browser.
    Absent,
    /// Another tab runs a newer version, which has taken the storage over.
    Newer,
    /// A row that must be right cannot be read by this version.
    Unreadable,
    /// The storage was cleared under the open page.
    Cleared,
    /// Other tabs keep on writing.
    Busy,
    /// The browser offers no encryption to this page, so that nothing could be kept closed.
    NoVault,
    /// What should open does not.
    Shut,
    /// Anything else, by the browser's own name for it.
    Other(String),
}

const FULL: Word = word(
    "Ổ đĩa đã đầy nên chưa lưu được. Nội dung vừa nhập vẫn còn trên trang này: giữ nguyên trang, giải phóng ổ đĩa rồi lưu lại.",
    "The disk is full, so nothing was saved. What you typed is still on this page: keep it open, make room, then save again.",
);
const SCARCE: Word = word(
    "Ổ đĩa sắp đầy: chỗ còn lại dành cho việc phải lưu nên chưa giữ bản chụp này. Vẫn tiếp nhận và xử lý được; giải phóng ổ đĩa rồi chụp lại.",
    "The disk is nearly full: what is left is for acts, so this scan was not kept. Receiving and working go on; make room, then take it again.",
);
const CLEARED: Word = word(
    "Dữ liệu trình duyệt của máy này đã bị xóa nên không ghi tiếp được. Chép lại nội dung trên trang, tải lại rồi đăng nhập.",
    "This device's browser data was cleared, so nothing more can be saved here. Copy what is on the page, reload and log in.",
);
const ABSENT: Word = word(
    "Trình duyệt này không cho lưu dữ liệu (cửa sổ ẩn danh?). Mở Một Cửa bằng cửa sổ thường.",
    "This browser does not let pages keep data (a private window?). Open Một Cửa in an ordinary window.",
);
const NEWER: Word = word(
    "Một Cửa bản mới đang mở ở thẻ khác. Tải lại trang này rồi làm tiếp.",
    "A newer Một Cửa is open in another tab. Reload this page, then go on.",
);
const UNREADABLE: Word = word(
    "Bản này không đọc được sổ việc trên máy nên không ghi thêm, để không trùng số. Tải lại trang để cập nhật; việc đã lưu vẫn còn.",
    "This version cannot read the acts kept on the device and adds none, so that no number is given twice. Reload to update; everything saved is still there.",
);

const BUSY: Word = word(
    "Các thẻ khác đang ghi liên tục nên chưa lưu được. Nội dung vẫn còn trên trang; thử lại.",
    "Other tabs keep on writing, so nothing was saved. What you typed is still here; try again.",
);
const NO_VAULT: Word = word(
    "Trình duyệt không cho trang này mã hóa dữ liệu, nên không giữ hồ sơ trên máy này. Mở Một Cửa bằng địa chỉ https.",
    "The browser does not let this page encrypt, so no dossier is kept on this device. Open Một Cửa by its https address.",
);
const SHUT: Word = word(
    "Khóa dữ liệu trên máy này không mở được. Đăng nhập lại khi có mạng; việc chưa gửi vẫn an toàn.",
    "The data kept on this device does not open. Log in again with a network; unsent work is safe.",
);

impl From<Broken> for DiskFault {
    fn from(broken: Broken) -> DiskFault {
        match broken {
            Broken::Absent => DiskFault::NoVault,
            Broken::Shut => DiskFault::Shut,
        }
    }
}

impl DiskFault {
    /// By the name of a `DOMException`.
    pub fn named(name: &str) -> DiskFault {
        match name {
            "QuotaExceededError" => DiskFault::Full,
            "VersionError" => DiskFault::Newer,
            "SecurityError" => DiskFault::Absent,
            other => DiskFault::Other(other.to_owned()),
        }
    }

    pub fn sentence(&self) -> Sentence {
        match self {
            DiskFault::Full => FULL.into(),
            DiskFault::Scarce => SCARCE.into(),
            DiskFault::Absent => ABSENT.into(),
            DiskFault::Newer => NEWER.into(),
            DiskFault::Unreadable => UNREADABLE.into(),
            DiskFault::Cleared => CLEARED.into(),
            DiskFault::Busy => BUSY.into(),
            DiskFault::NoVault => NO_VAULT.into(),
            DiskFault::Shut => SHUT.into(),
            DiskFault::Other(name) => Sentence::new(
                format!("Trình duyệt chưa lưu được ({name}). Nội dung vẫn còn trên trang; thử lại."),
                format!("The browser could not save ({name}). What you typed is still here; try again."),
            ),
        }
    }
}
