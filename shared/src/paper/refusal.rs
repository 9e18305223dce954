//! Phiếu từ chối tiếp nhận giải quyết hồ sơ (form 03): why, and where to go instead.
//!
//! Not here: a denial, which is a signed result (`dossier::submit`).
//! Invariant: the reason stands as it was written; the head who agreed is named at the foot.

use super::{Frame, Issuer, handed_in};
use crate::dossier::{Dossier, Kind, intake};
use crate::regime::Paper;
use crate::sheet::{BLANK, Block, Sheet, Signature};
use crate::ward::Ward;

pub fn sheet(ward: &Ward, dossier: &Dossier) -> Option<Sheet> {
    let trace = dossier.history.iter().rev().find(|trace| trace.kind == Kind::Refuse)?;
    let (reason, go_to, approved_by) = intake::told(&trace.note)?;
    let Frame { head, sheet, .. } = Frame::new(ward, dossier, Paper::Refusal, trace.at, Issuer::Counter)?;
    let mut blocks = handed_in(ward, dossier, head);
    blocks.push(Block::line(
        &format!(
            "Qua xem xét, {} thông báo không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau",
            head.desk
        ),
        reason,
    ));
    if !go_to.is_empty() {
        blocks.push(Block::line("Nơi Ông/Bà cần đến", go_to));
    }
    blocks.push(Block::paragraph("Xin thông báo cho Ông/Bà được biết và thực hiện./."));
    Some(Sheet {
        number: format!("Số: {BLANK}/{BLANK}"),
        blocks,
        signatures: vec![
            Signature::person("NGƯỜI NỘP HỒ SƠ", dossier.applicant.name.clone()),
            Signature::person("NGƯỜI TIẾP NHẬN HỒ SƠ", ward.name_of(trace.by)),
        ],
        foot: vec![
            format!("Người duyệt việc từ chối: {}.", ward.name_of(approved_by)),
            format!("Điện thoại: {}.", head.phone),
        ],
        ..sheet
    })
}
