//! Form 04: the ward will be late, says so, and names a new day. Title and wording changed with the law.
//!
//! Not here: whether it may (`dossier::apologise`).
//! Invariant: both moments stand on it, the one on the slip and the new one.

use super::{Frame, Issuer, author, leader, letter, recipients};
use crate::dossier::{Dossier, Kind};
use crate::regime::Paper;
use crate::sheet::{BLANK, Block, Sheet};
use crate::ward::Ward;

pub fn sheet(ward: &Ward, dossier: &Dossier) -> Option<Sheet> {
    let (apology, received) = (dossier.apology.as_ref()?, dossier.received_at?);
    let Frame { head, regime, sheet } =
        Frame::new(ward, dossier, Paper::Apology, apology.at, Issuer::Committee)?;
    let agency = &head.agency;
    let mut blocks = letter(ward, dossier, head, received);
    blocks.extend([
        Block::line("Thời gian hẹn trả kết quả giải quyết hồ sơ", apology.from.on_paper()),
        Block::paragraph(format!(
            "Tuy nhiên đến nay, {agency} chưa trả kết quả giải quyết hồ sơ của Ông/Bà đúng thời hạn quy định ghi \
             trên Giấy tiếp nhận hồ sơ và hẹn trả kết quả."
        )),
        Block::line("Lý do", apology.reason.clone()),
        Block::paragraph(format!(
            "{agency} xin lỗi Ông/Bà vì sự chậm trễ này đã gây phiền hà, tốn kém chi phí, công sức của Ông/Bà."
        )),
        Block::line(regime.promised, apology.promised.on_paper()),
        Block::paragraph("Mong Ông/Bà thông cảm./."),
    ]);
    Some(Sheet {
        number: format!("Số: {BLANK}/PXL"),
        blocks,
        recipients: recipients(head),
        signatures: vec![leader(ward, author(dossier, &[Kind::Apologise], apology.at))],
        ..sheet
    })
}
