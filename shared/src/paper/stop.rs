//! Thông báo dừng giải quyết hồ sơ (form 05 since 2025): the ward ends it, or the citizen takes it back.
//!
//! Not here: both acts (`dossier::stop`).
//! Invariant: only where the law of the reception knows the paper, and only for a dossier that was received. The order
//! of its lines follows forms 03 and 04: the form's own text was not at hand (docs/law.md).

use super::{Frame, Issuer, leader, letter, recipients};
use crate::dossier::{Dossier, Kind};
use crate::regime::Paper;
use crate::sheet::{BLANK, Block, Sheet};
use crate::ward::Ward;

pub fn sheet(ward: &Ward, dossier: &Dossier) -> Option<Sheet> {
    let received = dossier.received_at?;
    let ended = |kind: &Kind| matches!(kind, Kind::Stop | Kind::Withdraw);
    let trace = dossier.history.iter().rev().find(|trace| ended(&trace.kind))?;
    let Frame { head, sheet, .. } = Frame::new(ward, dossier, Paper::Stop, trace.at, Issuer::Committee)?;
    let withdrawn = trace.kind == Kind::Withdraw;
    let mut blocks = letter(ward, dossier, head, received);
    blocks.extend([
        Block::line("Nay thông báo dừng giải quyết hồ sơ này kể từ", trace.at.on_paper()),
        Block::line(
            "Lý do",
            if withdrawn {
                format!("người nộp rút hồ sơ: {}", trace.note)
            } else {
                trace.note.clone()
            },
        ),
    ]);
    if withdrawn {
        let back = "Giấy tờ bản chính đã nộp được trả lại cho người nộp khi ký nhận.";
        blocks.push(Block::paragraph(back));
    }
    blocks.push(Block::paragraph(format!(
        "Xin thông báo cho Ông/Bà được biết. Nếu có vướng mắc, liên hệ {}, số điện thoại {}./.",
        head.desk, head.phone
    )));
    // Whoever wrote a withdrawal down signs nothing: the leader does, by pen.
    let signer = (!withdrawn).then_some(trace.by);
    Some(Sheet {
        number: format!("Số: {BLANK}/TB"),
        blocks,
        recipients: recipients(head),
        signatures: vec![leader(ward, signer)],
        ..sheet
    })
}
