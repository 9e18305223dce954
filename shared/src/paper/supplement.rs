//! Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (form 02): everything that is missing, in one go.
//!
//! Not here: asking (`dossier::ask_more`, `dossier::intake`).
//! Invariant: one paper a request, as it was asked; the number of its own book is left to the pen.

use super::{Frame, Issuer, applicant, author, contact, procedure, slip};
use crate::dossier::record::Asked;
use crate::dossier::{Dossier, Kind};
use crate::regime::Paper;
use crate::sheet::{BLANK, Block, Sheet, Signature};
use crate::ward::Ward;

/// The `n`-th request, the first is 1.
pub fn sheet(ward: &Ward, dossier: &Dossier, n: usize, base: &str) -> Option<Sheet> {
    let asked = dossier.asked.get(n.checked_sub(1)?)?;
    let Frame { head, sheet, .. } = Frame::new(ward, dossier, Paper::Supplement, asked.at, Issuer::Counter)?;
    let adviser = author(dossier, &[Kind::AskBefore, Kind::AskMore], asked.at);
    let adviser = adviser.map_or_else(|| BLANK.to_owned(), |by| ward.name_of(by));
    let mut blocks = vec![
        Block::line("Hồ sơ của", applicant(dossier)),
        Block::line("Nội dung yêu cầu giải quyết", procedure(ward, dossier)),
        Block::line("Địa chỉ", dossier.applicant.address.clone()),
        contact(dossier),
        Block::paragraph("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:"),
        Block::List(asked.papers.clone()),
        Block::line("Lý do", asked.reason.clone()),
        Block::line("Nộp bổ sung đến hết", asked.until.on_paper()),
        stage(dossier, asked),
        Block::paragraph(format!(
            "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, Ông/Bà liên hệ với {adviser}, số điện thoại {}, để \
             được hướng dẫn./.",
            head.phone
        )),
    ];
    if is_received(dossier, asked) {
        blocks.extend(slip::tracking(dossier, base));
    }
    Some(Sheet {
        number: format!("Số: {BLANK}/HDHS"),
        blocks,
        signatures: vec![Signature::person("NGƯỜI HƯỚNG DẪN", adviser.replace(BLANK, ""))],
        ..sheet
    })
}

fn is_received(dossier: &Dossier, asked: &Asked) -> bool {
    dossier.received_at.is_some_and(|received| received <= asked.at)
}

/// Whether the limit runs already; the form does not ask for it, the citizen does.
fn stage(dossier: &Dossier, asked: &Asked) -> Block {
    let code = super::code(dossier);
    Block::line(
        "Giai đoạn",
        match (is_received(dossier, asked), asked.second) {
            (false, _) => "trước khi tiếp nhận; thời hạn giải quyết chưa tính".to_owned(),
            (true, false) => format!("sau khi tiếp nhận, mã hồ sơ {code}; thời hạn giải quyết tạm dừng"),
            (true, true) => {
                format!("sau khi tiếp nhận, mã hồ sơ {code}, lần thứ hai; thời hạn giải quyết tạm dừng")
            }
        },
    )
}
