//! Bản chính: what a certified copy is a copy of, which its register asks for by name.
//!
//! Not here: the register (`report::results`).
//! Invariant: a suggestion and never a list to choose from: any paper can be copied. Acts of before that say
//! “Bản sao được chứng thực” stay as they are. Source: the column “Tên bản chính giấy tờ, văn bản” of sổ chứng thực bản sao,
//! Nghị định 23/2015/NĐ-CP and Thông tư 01/2020/TT-BTP.

use super::{COPY, Procedure};

/// What people bring most often, from our knowledge of wards; the law has no such list.
const COMMON: [&str; 12] = [
    "Bằng tốt nghiệp trung học phổ thông",
    "Bằng tốt nghiệp đại học",
    "Bằng tốt nghiệp cao đẳng",
    "Bảng điểm",
    "Học bạ",
    "Chứng chỉ ngoại ngữ",
    "Giấy khai sinh",
    "Căn cước công dân",
    "Giấy chứng nhận kết hôn",
    "Giấy chứng nhận quyền sử dụng đất",
    "Giấy phép lái xe",
    "Giấy chứng nhận đăng ký xe",
];
/// What lies certified in the ward's own files.
const CERTIFIED: [&str; 5] = [
    "Hợp đồng ủy quyền",
    "Hợp đồng thuê nhà",
    "Hợp đồng mua bán xe",
    "Hợp đồng tặng cho quyền sử dụng đất",
    "Văn bản thỏa thuận phân chia di sản",
];
/// What stands in a book that the ward keeps.
const IN_A_BOOK: [&str; 3] = ["Giấy khai sinh", "Giấy chứng nhận kết hôn", "Trích lục khai tử"];

impl Procedure {
    /// Names of originals to suggest where the result is a copy that its register enters by its original; empty where
    /// it is not one.
    pub fn originals(&self) -> &'static [&'static str] {
        match self.register.to_lowercase() {
            book if book.contains("sổ gốc") => &IN_A_BOOK,
            book if book.contains("từ bản chính") => &COMMON,
            book if book.contains(COPY) => &CERTIFIED,
            _ => &[],
        }
    }
}
