//! Thư xin lỗi: the office returned a result with a mistake of its own, says so, and makes it anew without a fee.
//!
//! Not here: form 04, which is for being late (`apology`); the work itself (`dossier::redo`).
//! Invariant: it exists only where the mistake was the office's. No law gives its form: header and signature are those
//! of Decree 30/2020, the sentences are the office's own (model: the letters of 2016, domain notes §0.2 APOL).

use super::{Issuer, applicant, code, leader, letterhead_of, procedure, recipients};
use crate::dossier::Dossier;
use crate::dossier::redo::Mistake;
use crate::sheet::{Block, Sheet};
use crate::text::capital;
use crate::ward::Ward;

pub fn sheet(ward: &Ward, dossier: &Dossier) -> Option<Sheet> {
    let corrects = dossier.corrects.as_ref().filter(|corrects| corrects.mistake == Mistake::Office)?;
    let (received, promised) = (dossier.received_at?, dossier.promised?);
    let (head, sheet) = letterhead_of(ward, received, "", "THƯ XIN LỖI", Issuer::Committee)?;
    let agency = &head.agency;
    let mut blocks = vec![Block::line("Kính gửi", format!("Ông/Bà {}", applicant(dossier)))];
    let lines = [("Địa chỉ", &dossier.applicant.address), ("Số điện thoại", &dossier.contact.phone)];
    blocks.extend(
        lines
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(label, value)| Block::line(label, value.clone())),
    );
    blocks.extend([
        Block::paragraph(format!(
            "{agency} đã trả cho Ông/Bà kết quả hồ sơ thủ tục “{}”, mã số: {}. Kết quả này có sai sót do lỗi của cơ quan.",
            procedure(ward, dossier),
            corrects.code
        )),
        Block::line("Nội dung sai sót", corrects.wrong.clone()),
        Block::paragraph(format!(
            "{} xin lỗi Ông/Bà vì sai sót này đã gây phiền hà, tốn kém chi phí, công sức của Ông/Bà.",
            capital(agency)
        )),
        Block::paragraph(format!(
            "{} làm lại kết quả cho Ông/Bà và không thu phí, lệ phí; mã số: {}.",
            capital(agency),
            code(dossier)
        )),
        Block::line("Thời gian trả kết quả đã đính chính", promised.on_paper()),
        Block::paragraph("Mong Ông/Bà thông cảm./."),
    ]);
    Some(Sheet {
        blocks,
        recipients: recipients(head),
        signatures: vec![leader(ward, dossier.signer)],
        ..sheet
    })
}
