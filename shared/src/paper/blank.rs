//! Form 01 as it is printed before an outage: number, secret and codes are there, everything else is for the pen.
//!
//! Not here: the slip of what was received on screen (`slip`), where its number comes from (`dossier::blank`).
//! Invariant: the same lines in the same order as the slip; what is printed is already in the book.

use super::slip::tracking;
use super::{Frame, Issuer};
use crate::dossier::{Dossier, Status};
use crate::moment::Moment;
use crate::regime::Paper;
use crate::sheet::{BLANK, Block, Sheet, Signature, Size};
use crate::ward::Ward;

/// Lines of the table of papers: what a pen can fill on A5.
const PAPERS: usize = 4;
/// A moment for the pen.
const AT: &str = "…… giờ …… phút, ngày ……/……/………";
/// What fills a line.
const LONG: &str = "………………………………………………………";
const SHORT: &str = "……………………";

/// The slip before the pen; `None` for a dossier that was written down, or a slip that is void.
pub fn sheet(ward: &Ward, dossier: &Dossier, base: &str) -> Option<Sheet> {
    let code = dossier.code.as_ref().filter(|_| dossier.status == Status::Blank)?;
    let day = Moment::at(code.day, 0, 0);
    let Frame { head, sheet, .. } = Frame::new(ward, dossier, Paper::Receipt, day, Issuer::Counter)?;
    let row = |n: usize| vec![n.to_string(), String::new(), String::new(), String::new()];
    let mut blocks = vec![
        Block::line(&head.desk, head.agency.clone()),
        Block::paragraph(format!("Tiếp nhận hồ sơ của: {LONG}")),
        Block::paragraph(format!("Ngày sinh: {SHORT}  Số giấy tờ: {SHORT}")),
        Block::paragraph(format!("Địa chỉ: {LONG}")),
        Block::paragraph(format!("Số điện thoại: {SHORT}  Email: {SHORT}")),
        Block::paragraph(format!("Nội dung yêu cầu giải quyết: {LONG}")),
        Block::paragraph("Thành phần hồ sơ nộp gồm:"),
        Block::Table {
            head: ["STT", "Tên giấy tờ", "Bản chính", "Bản sao"].map(str::to_owned).to_vec(),
            rows: (1..=PAPERS).map(row).collect(),
        },
        Block::paragraph("Số lượng hồ sơ: …… (bộ)"),
        Block::paragraph(format!("Thời gian giải quyết hồ sơ theo quy định là: {SHORT}")),
        Block::paragraph(format!("Thời gian nhận hồ sơ: {AT}")),
        Block::paragraph(format!("Thời gian trả kết quả giải quyết hồ sơ: {AT}")),
        Block::paragraph(format!("Đăng ký nhận kết quả tại: {SHORT}")),
        Block::paragraph(format!("Phí, lệ phí: {SHORT} đồng; biên lai số {SHORT}")),
        // The register counts its lines, not the code: the pen writes both, as on the slip.
        Block::paragraph(format!("Vào Sổ theo dõi hồ sơ, Quyển số: {BLANK}    Số thứ tự: {BLANK}")),
    ];
    blocks.extend(tracking(dossier, base));
    Some(Sheet {
        size: Size::A5,
        number: format!("Mã hồ sơ: {code}"),
        bars: code.to_string(),
        place_and_date: format!("{}, ngày …… tháng …… năm ………", head.place),
        blocks,
        signatures: vec![
            Signature::person("NGƯỜI NỘP HỒ SƠ", ""),
            Signature::person("NGƯỜI TIẾP NHẬN HỒ SƠ", ""),
        ],
        copies: vec!["Liên 1: Giao người nộp".to_owned(), "Liên 2: Lưu, để nhập vào máy".to_owned()],
        foot: vec![
            "Khi nhận kết quả, mang theo giấy hẹn này và giấy tờ tùy thân; nhận thay cần giấy ủy quyền."
                .to_owned(),
            format!("Điện thoại: {}.", head.phone),
        ],
        ..sheet
    })
}
