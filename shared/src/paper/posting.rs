//! Niêm yết công khai một hồ sơ: the notice that is hung up, and the certificate that it hung to the end.
//!
//! Not here: the days and objections (`dossier::posting`).
//! Invariant: no number of a citizen's identity stands on what hangs in public. No form of a law is followed: header and
//! signatures are those of Decree 30/2020, the sentences are the office's own (docs/giay-to.md).

use super::{Issuer, applicant, code, leader, letterhead_of, procedure};
use crate::dossier::Dossier;
use crate::dossier::posting::{Objection, Posting};
use crate::lang::Lang;
use crate::sheet::{BLANK, Block, Sheet, Signature};
use crate::text::capital;
use crate::ward::{Letterhead, Ward};

/// The posting of that number, from 1.
fn nth(dossier: &Dossier, n: usize) -> Option<&Posting> {
    dossier.postings.get(n.checked_sub(1)?)
}

/// Whose dossier it is, as far as the public is told.
fn whose(ward: &Ward, dossier: &Dossier) -> Vec<Block> {
    let mut blocks = vec![
        Block::line("Thủ tục", procedure(ward, dossier)),
        Block::line("Mã số hồ sơ", code(dossier)),
        Block::line("Người nộp hồ sơ", applicant(dossier)),
    ];
    if !dossier.applicant.address.is_empty() {
        blocks.push(Block::line("Địa chỉ", dossier.applicant.address.clone()));
    }
    blocks
}

/// `15 ngày, từ ngày 05/03/2018 đến hết ngày 20/03/2018`
fn days(posting: &Posting) -> Block {
    Block::line(
        "Thời gian niêm yết",
        format!(
            "{}, từ ngày {} đến hết ngày {}",
            posting.term.text(Lang::Vi),
            posting.from.vi(),
            posting.until.vi()
        ),
    )
}

/// What is hung up; nothing where the dossier was not posted so often.
pub fn notice(ward: &Ward, dossier: &Dossier, n: usize) -> Option<Sheet> {
    let posting = nth(dossier, n)?;
    let title = "THÔNG BÁO NIÊM YẾT CÔNG KHAI";
    let (head, sheet) = letterhead_of(ward, posting.at, "", title, Issuer::Committee)?;
    let agency = capital(&head.agency);
    let mut blocks = vec![Block::paragraph(format!("{agency} niêm yết công khai hồ sơ sau:"))];
    blocks.extend(whose(ward, dossier));
    blocks.extend([
        Block::line("Nội dung niêm yết", posting.content.clone()),
        Block::line("Nơi niêm yết", posting.place.clone()),
        days(posting),
        Block::paragraph(format!(
            "Trong thời gian trên, cá nhân, tổ chức có ý kiến về nội dung niêm yết gửi đến {}, số điện thoại {}. Hết \
             thời gian niêm yết, {} giải quyết hồ sơ theo quy định./.",
            head.desk, head.phone, head.agency
        )),
    ]);
    Some(Sheet {
        number: format!("Số: {BLANK}/TB"),
        blocks,
        recipients: kept(head, posting.places().map(|place| format!("- {place};"))),
        signatures: vec![leader(ward, None)],
        ..sheet
    })
}

fn kept(head: &Letterhead, first: impl Iterator<Item = String>) -> Vec<String> {
    let last = [format!("- {};", head.desk), "- Lưu: VT, hồ sơ.".to_owned()];
    std::iter::once("Nơi nhận:".to_owned()).chain(first).chain(last).collect()
}

/// That it hung to the end, with what was said against it; nothing while the end is not written down.
pub fn certificate(ward: &Ward, dossier: &Dossier, n: usize) -> Option<Sheet> {
    let posting = nth(dossier, n)?;
    let end = posting.end.as_ref()?;
    let title = "BIÊN BẢN KẾT THÚC NIÊM YẾT CÔNG KHAI";
    let (head, sheet) = letterhead_of(ward, end.at, "", title, Issuer::Committee)?;
    let mut blocks = vec![Block::paragraph(format!(
        "{}, {} lập biên bản kết thúc niêm yết công khai hồ sơ sau:",
        capital(&end.at.on_paper()),
        head.agency
    ))];
    blocks.extend(whose(ward, dossier));
    blocks.extend([
        Block::line("Nội dung niêm yết", posting.content.clone()),
        Block::line("Nơi niêm yết", posting.place.clone()),
        days(posting),
    ]);
    match posting.objections.as_slice() {
        [] => blocks.push(Block::paragraph("Trong thời gian niêm yết không có ý kiến nào về hồ sơ.")),
        all => {
            blocks.push(Block::paragraph(format!("Trong thời gian niêm yết có {} ý kiến:", all.len())));
            blocks.push(objections(all));
        }
    }
    if !end.note.is_empty() {
        blocks.push(Block::line("Ghi chú", end.note.clone()));
    }
    blocks.push(Block::paragraph("Biên bản lưu trong hồ sơ./."));
    let name = |by| ward.officer(by).map(|officer| officer.name.clone()).unwrap_or_default();
    Some(Sheet {
        number: format!("Số: {BLANK}/BB"),
        blocks,
        recipients: kept(head, std::iter::once("- Người nộp hồ sơ;".to_owned())),
        signatures: vec![Signature::person("NGƯỜI LẬP BIÊN BẢN", name(end.by)), leader(ward, None)],
        ..sheet
    })
}

fn objections(all: &[Objection]) -> Block {
    let head = ["STT", "Ngày", "Người có ý kiến", "Nội dung", "Cách giải quyết"].map(str::to_owned);
    let row = |(number, one): (usize, &Objection)| {
        vec![number.to_string(), one.on.vi(), one.who.clone(), one.said.clone(), one.settled.clone()]
    };
    Block::Table { head: head.to_vec(), rows: (1..).zip(all).map(row).collect() }
}
