//! What a caller hears when something did not happen.
//!
//! Not here: refusals of rules; those are outcomes, stored and final. An error is said once and tried again.
//! Invariant: one JSON shape, two languages, no cause and no secret in it; a cause is logged once, here.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::lang::{Sentence, about, word};
use shared::refusal::Refusal;
use shared::scan::BadFile;
use shared::session::{Problem, Said};

use crate::store::{Fault, Trouble};

#[derive(Debug)]
pub struct Error {
    pub status: StatusCode,
    pub code: &'static str,
    pub said: Sentence,
    /// Seconds after which it is worth trying again.
    pub retry: Option<u32>,
    /// What a revoked device hands its queue in with.
    pub rescue: Option<String>,
    /// The one field of the form that it is about.
    pub field: Option<Box<str>>,
}

pub type Result<T> = std::result::Result<T, Error>;

macro_rules! fixed {
    ($($(#[$doc:meta])* $name:ident = $status:ident, $code:literal, $vi:literal, $en:literal;)*) => {
        impl Error {
            $($(#[$doc])* pub fn $name() -> Error {
                Error::new(StatusCode::$status, $code, word($vi, $en))
            })*
        }
    };
}

fixed! {
    sign_in = UNAUTHORIZED, "sign_in",
        "Phiên làm việc đã hết. Mời đăng nhập lại; việc chưa gửi vẫn còn trên máy.",
        "The session has ended. Please sign in again; unsent work is still on this device.";
    /// The same for an unknown name and a wrong password.
    wrong_login = UNAUTHORIZED, "wrong_login",
        "Tên đăng nhập hoặc mật khẩu không đúng.",
        "The login name or the password is wrong.";
    must_change = FORBIDDEN, "must_change_password",
        "Mời đổi mật khẩu dùng một lần trước khi làm việc.",
        "Please change the one-time password before working.";
    not_permitted = FORBIDDEN, "not_permitted",
        "Vai trò của bạn không được xem hoặc làm việc này.",
        "Your role may not see or do this.";
    foreign_writer = FORBIDDEN, "foreign_writer",
        "Việc gửi lên không phải của người và máy đang đăng nhập.",
        "The acts are not those of the officer and device signed in.";
    cross_site = FORBIDDEN, "cross_site",
        "Yêu cầu không đến từ trang này nên không được nhận.",
        "The request did not come from this site and was not taken.";
    is_revoked = GONE, "device_revoked",
        "Máy này đã bị thu hồi. Mời báo tổ trưởng.",
        "This device has been revoked. Please tell the head of the counter.";
    no_rescue = GONE, "rescue_over",
        "Lượt nộp lại này đã dùng hoặc đã quá hạn. Mời thử lại.",
        "This hand-in was used or is over. Please try again.";
    aside_full = CONFLICT, "aside_full",
        "Máy này còn quá nhiều việc chờ tổ trưởng xem. Mời báo tổ trưởng; việc vẫn còn trên máy.",
        "Too many acts of this device wait for the head of the counter. Please tell them; the acts are still on the device.";
    not_json = UNSUPPORTED_MEDIA_TYPE, "not_json",
        "Nội dung phải là JSON (application/json).",
        "The body must be JSON (application/json).";
    not_bytes = UNSUPPORTED_MEDIA_TYPE, "not_bytes",
        "Nội dung phải là byte của tệp (application/octet-stream).",
        "The body must be bytes of a file (application/octet-stream).";
    packed = UNSUPPORTED_MEDIA_TYPE, "packed",
        "Không nhận nội dung nén kiểu này; chỉ nơi gửi việc nhận gzip.",
        "This compression is not taken; gzip is, where acts are sent.";
    proto = UPGRADE_REQUIRED, "proto",
        "Bản ứng dụng này không nói chuyện được với máy chủ. Mời tải lại trang để cập nhật; việc chưa gửi vẫn còn.",
        "This version cannot talk to the server. Reload the page to update; unsent work is kept.";
    too_many_acts = PAYLOAD_TOO_LARGE, "too_many_acts",
        "Mỗi lần gửi tối đa 200 việc.",
        "At most 200 acts at a time.";
    too_slow = REQUEST_TIMEOUT, "too_slow",
        "Nội dung gửi lên quá chậm. Mời thử lại.",
        "The body came too slowly. Please try again.";
    disk_full = SERVICE_UNAVAILABLE, "disk_full",
        "Đĩa của máy chủ đã đầy nên chưa ghi được. Việc của bạn còn trên máy này và sẽ tự gửi lại; mời báo quản trị.",
        "The server's disk is full and nothing was written. Your work is kept here and will be sent again; please tell the administrator.";
    disk_failed = SERVICE_UNAVAILABLE, "disk_failed",
        "Máy chủ không ghi được xuống đĩa. Việc của bạn còn trên máy này và sẽ tự gửi lại; mời báo quản trị.",
        "The server cannot write to its disk. Your work is kept here and will be sent again; please tell the administrator.";
    not_found = NOT_FOUND, "not_found",
        "Không có địa chỉ này.",
        "There is nothing at this address.";
    wrong_method = METHOD_NOT_ALLOWED, "wrong_method",
        "Địa chỉ này không nhận cách gọi đó.",
        "This address does not take that method.";
    no_such_dossier = NOT_FOUND, "no_such_dossier",
        "Phường không có hồ sơ nào ở địa chỉ này. Tìm lại theo tên, số giấy tờ hoặc mã.",
        "The ward has no dossier at this address. Search again by name, number or code.";
    no_such_paper = NOT_FOUND, "no_such_paper",
        "Hồ sơ này không có giấy tờ ấy: hoặc chưa tới bước có nó, hoặc quy định lúc nhận không có mẫu này.",
        "This dossier has no such paper: the step that makes it has not come, or the law of its reception knows no such form.";
    no_such_scan = NOT_FOUND, "no_such_scan",
        "Hồ sơ này không có bản chụp ấy; có thể bản chụp đã được gỡ hoặc thay.",
        "The dossier has no such scan; it may have been taken off or replaced.";
    scan_awaited = NOT_FOUND, "scan_awaited",
        "Bản chụp chưa lên tới máy chủ: máy đã chụp chưa gửi xong. Mở máy ấy khi có mạng.",
        "The scan has not reached the server: the device that took it has not sent it yet. Open that device online.";
    scan_let_go = NOT_FOUND, "scan_let_go",
        "Ảnh người nộp gửi kèm hồ sơ không được tiếp nhận; máy chủ đã xóa ảnh theo thời hạn giữ.",
        "The applicant sent this with an application that was not received; the server has deleted it when its time was over.";
    no_such_chunk = NOT_FOUND, "no_such_chunk",
        "Phần hồ sơ này đã được gói lại. Máy sẽ tự hỏi lại danh sách.",
        "This part has been packed anew. The device asks for the list again by itself.";
    door_closed = CONFLICT, "door_closed",
        "Phường chưa nhận hồ sơ trực tuyến. Mời nộp tại quầy.",
        "The ward does not take applications online. Please come to the counter.";
    photos_awaited = CONFLICT, "photos_awaited",
        "Ảnh giấy tờ chưa lên hết tới phường. Mời gửi lại.",
        "The photographs have not all reached the ward. Please send again.";
    photos_full = CONFLICT, "photos_full",
        "Ảnh của hồ sơ này quá nhiều hoặc quá nặng. Bỏ bớt ảnh rồi gửi; giấy tờ ấy mang tới quầy.",
        "This application has too many photographs, or too large ones. Drop some, then send; bring those papers to the counter.";
    photos_over = CONFLICT, "photos_full",
        "Hôm nay phường không nhận thêm được ảnh. Bỏ ảnh rồi gửi hồ sơ; giấy tờ mang tới quầy.",
        "The ward takes no more photographs today. Drop them and send the application; bring the papers to the counter.";
    other_application = CONFLICT, "other_application",
        "Chưa gửi được: đã có hồ sơ khác mang mã này. Mời bấm gửi lần nữa.",
        "Not sent: another dossier has this identity. Please press send again.";
    not_returned = CONFLICT, "not_returned",
        "Hồ sơ chưa trả kết quả. Mời đánh giá sau khi nhận kết quả.",
        "The result has not been returned yet. Please rate after you have it.";
    is_rated = CONFLICT, "rated",
        "Hồ sơ này đã được đánh giá. Cảm ơn bạn.",
        "This dossier has been rated already. Thank you.";
    other_feedback = CONFLICT, "other_feedback",
        "Chưa gửi được: đã có phản ánh khác mang mã này. Mời bấm gửi lần nữa.",
        "Not sent: another one has this identity. Please press send again.";
    feedback_moved = CONFLICT, "feedback_moved",
        "Phản ánh này vừa có bước mới. Đọc lại rồi quyết định; những gì bạn đã gõ vẫn còn.",
        "Something has just been done about this one. Read it again, then decide; what you typed is still there.";
    /// To an officer: the same for one that does not exist and one that names them.
    closed_feedback = NOT_FOUND, "no_such_feedback",
        "Bạn không mở được phản ánh này: không có, hoặc người khác xử lý.",
        "You cannot open this one: there is none, or somebody else deals with it.";
    /// The same for an unknown number and a wrong secret.
    no_such_feedback = NOT_FOUND, "no_such_feedback",
        "Không tìm thấy phản ánh này. Mời xem lại số và mã tra cứu.",
        "There is no such complaint. Please check the number and the look-up characters.";
    /// The same for an unknown code and a wrong secret.
    no_such_slip = NOT_FOUND, "no_such_slip",
        "Không tìm thấy hồ sơ với mã và mã tra cứu này. Mời xem lại giấy hẹn.",
        "No dossier has this code with these look-up characters. Please check the slip.";
}

impl Error {
    fn new(status: StatusCode, code: &'static str, said: impl Into<Sentence>) -> Error {
        Error { status, code, said: said.into(), retry: None, rescue: None, field: None }
    }

    /// To a device that was revoked; the token lets it hand in what it still holds, sealed.
    pub fn revoked(rescue: String) -> Error {
        Error { rescue: Some(rescue), ..Error::is_revoked() }
    }

    pub fn bad(code: &'static str, said: impl Into<Sentence>) -> Error {
        Error::new(StatusCode::BAD_REQUEST, code, said)
    }

    /// The address names no period.
    pub fn no_period() -> Error {
        let said = word(
            "Địa chỉ phải có from và to (2018-01-31).",
            "The address must carry from and to (2018-01-31).",
        );
        Error::bad("bad_query", said)
    }

    pub fn conflict(code: &'static str, said: impl Into<Sentence>) -> Error {
        Error::new(StatusCode::CONFLICT, code, said)
    }

    /// The rules say no: final, in their own words.
    pub fn refused(refusal: &Refusal) -> Error {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let one = if let Refusal::Fields { faults } = refusal { faults.as_slice() } else { &[] };
        let field = if let [one] = one { Some(one.field.as_str().into()) } else { None };
        Error { field, ..Error::new(status, "refused", refusal.sentence()) }
    }

    /// A file that is not taken, in the words that the device has for it too.
    pub fn bad_file(bad: BadFile) -> Error {
        let (status, code) = match bad {
            BadFile::TooLarge { .. } | BadFile::TooHeavy { .. } => {
                (StatusCode::PAYLOAD_TOO_LARGE, "file_too_large")
            }
            BadFile::OtherBytes => (StatusCode::CONFLICT, "other_bytes"),
            BadFile::Empty
            | BadFile::Unknown
            | BadFile::Heic
            | BadFile::TooWide { .. }
            | BadFile::Unfolds
            | BadFile::Locked
            | BadFile::Torn => (StatusCode::UNPROCESSABLE_ENTITY, "bad_file"),
        };
        Error::new(status, code, bad.sentence())
    }

    pub fn too_large(bytes_max: usize) -> Error {
        let kib = bytes_max / 1024;
        let said = Sentence::new(
            format!("Nội dung gửi lên quá lớn: tối đa {kib} KiB mỗi lần."),
            format!("The body is too large: at most {kib} KiB at a time."),
        );
        Error::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", said)
    }

    /// One address has sent as many photographs as it may, for so long.
    pub fn photos_later(long: &Sentence) -> Error {
        let said = Sentence::new(
            format!(
                "Mạng này đã gửi quá nhiều ảnh. Chờ {} rồi gửi lại, hoặc bỏ ảnh rồi gửi; giấy tờ mang tới quầy.",
                long.vi
            ),
            format!(
                "Too many photographs came from this network. Send again after {}, or drop them and bring the papers to the counter.",
                long.en
            ),
        );
        Error::conflict("photos_full", said)
    }

    /// Too many attempts; worth trying again after so many seconds.
    pub fn wait(seconds: u32) -> Error {
        let long = about(seconds);
        let said = Sentence::new(
            format!("Thử quá nhiều lần. Mời chờ {}.", long.vi),
            format!("Too many attempts. Please wait {}.", long.en),
        );
        Error { retry: Some(seconds), ..Error::new(StatusCode::TOO_MANY_REQUESTS, "wait", said) }
    }

    pub fn busy() -> Error {
        let said = word(
            "Máy chủ đang bận. Việc của bạn chưa mất; sẽ tự thử lại.",
            "The server is busy. Nothing is lost; it will be tried again.",
        );
        Error { retry: Some(2), ..Error::new(StatusCode::SERVICE_UNAVAILABLE, "busy", said) }
    }

    /// Logs the cause and says only that nothing was lost.
    pub fn failed(cause: &dyn std::fmt::Display) -> Error {
        tracing::error!(%cause, "request failed");
        let said = word(
            "Máy chủ gặp trục trặc. Việc của bạn chưa mất; sẽ tự thử lại.",
            "The server has a fault. Nothing is lost; it will be tried again.",
        );
        Error { retry: Some(5), ..Error::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", said) }
    }
}

impl From<&Fault> for Error {
    fn from(fault: &Fault) -> Error {
        let Some(trouble) = fault.trouble() else { return Error::failed(fault) };
        tracing::error!(%fault, ?trouble, "nothing can be written");
        match trouble {
            Trouble::Full => Error { retry: Some(30), ..Error::disk_full() },
            Trouble::Failing => Error { retry: Some(30), ..Error::disk_failed() },
            Trouble::Busy => Error::busy(),
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        Error::from(&fault)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (error, field) = (Said::from((self.code, self.said)), self.field);
        let problem = Problem { error, rescue: self.rescue, field };
        let mut response = (self.status, axum::Json(problem)).into_response();
        if let Some(seconds) = self.retry {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
