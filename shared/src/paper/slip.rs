//! Giấy tiếp nhận hồ sơ và hẹn trả kết quả (form 01): what the citizen takes home.
//!
//! Not here: reception (`dossier::receive`), the page size (style/print.css).
//! Invariant: two copies with the same words; the order of lines is that of the form.

use super::{Frame, Issuer, handed_in};
use crate::dossier::code::TRACKED_AT;
use crate::dossier::record::{Delivery, Dossier, Payment};
use crate::lang::{Lang, money};
use crate::moment::Moment;
use crate::regime::Paper;
use crate::sheet::{BLANK, Block, Sheet, Signature, Size};
use crate::text;
use crate::ward::{Letterhead, Ward};

/// Where the citizen's phone looks the dossier up. Code and secret stand in the fragment, which a browser never
/// sends: no server's log holds them. `None` without a code or a secret.
pub fn tracking_address(base: &str, dossier: &Dossier) -> Option<String> {
    let code = dossier.code.as_ref()?;
    let secret = Some(&dossier.secret).filter(|secret| !secret.is_empty())?;
    Some(format!("{}{TRACKED_AT}{code}.{secret}", base.trim_end_matches('/')))
}

/// The code that a phone's camera reads, with the words to type where there is no camera.
pub(super) fn tracking(dossier: &Dossier, base: &str) -> Option<Block> {
    let text = tracking_address(base, dossier)?;
    let caption = format!(
        "Tra cứu: quét mã, hoặc mở {} và nhập mã hồ sơ {}, mã tra cứu {}.",
        text.split('#').next().unwrap_or_default(),
        dossier.code.as_ref()?,
        dossier.secret
    );
    Some(Block::Qr { text, caption })
}

/// The slip of a received dossier; `None` before reception. `base` is the address that papers bear,
/// `https://mot-cua.example`, for the code that a phone's camera reads.
pub fn sheet(ward: &Ward, dossier: &Dossier, base: &str) -> Option<Sheet> {
    let (code, received, promised) = (dossier.code.as_ref()?, dossier.received_at?, dossier.promised?);
    let Frame { head, sheet, .. } = Frame::new(ward, dossier, Paper::Receipt, received, Issuer::Counter)?;
    let signer = dossier.received_by.map(|by| ward.name_of(by)).unwrap_or_default();
    let mut blocks = blocks(ward, dossier, head, received, promised);
    blocks.extend(tracking(dossier, base));
    Some(Sheet {
        size: Size::A5,
        number: format!("Mã hồ sơ: {code}"),
        bars: code.to_string(),
        blocks,
        signatures: vec![
            Signature::person("NGƯỜI NỘP HỒ SƠ", dossier.applicant.name.clone()),
            Signature::person("NGƯỜI TIẾP NHẬN HỒ SƠ", signer),
        ],
        copies: vec!["Liên 1: Giao người nộp".to_owned(), "Liên 2: Lưu".to_owned()],
        foot: vec![
            "Khi nhận kết quả, mang theo giấy hẹn này và giấy tờ tùy thân; nhận thay cần giấy ủy quyền."
                .to_owned(),
            format!("Điện thoại: {}.", head.phone),
        ],
        ..sheet
    })
}

/// Item 14 of the form: where the result is fetched.
const fn place(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Counter => "quầy",
        Delivery::Post => "nhà, qua bưu chính",
        Delivery::Electronic => "hộp thư, bản điện tử",
    }
}

fn blocks(
    ward: &Ward,
    dossier: &Dossier,
    head: &Letterhead,
    received: Moment,
    promised: Moment,
) -> Vec<Block> {
    let rows = dossier
        .papers
        .iter()
        .enumerate()
        .map(|(i, paper)| {
            vec![
                (i + 1).to_string(),
                match paper.supplemented {
                    None => paper.name.clone(),
                    Some(at) => format!("{} (bổ sung {})", paper.name, at.day().vi()),
                },
                paper.originals.to_string(),
                paper.copies.to_string(),
            ]
        })
        .collect();
    let mut blocks = handed_in(ward, dossier, head);
    blocks.extend([
        Block::paragraph("Thành phần hồ sơ nộp gồm:"),
        Block::Table {
            head: ["STT", "Tên giấy tờ", "Bản chính", "Bản sao"].map(str::to_owned).to_vec(),
            rows,
        },
        Block::line("Số lượng hồ sơ", format!("{:02} (bộ)", dossier.sets)),
        Block::line("Thời gian giải quyết hồ sơ theo quy định là", dossier.term.text(Lang::Vi)),
        Block::line("Thời gian nhận hồ sơ", received.on_paper()),
        Block::line("Thời gian trả kết quả giải quyết hồ sơ", promised.on_paper()),
        Block::line("Đăng ký nhận kết quả tại", place(dossier.delivery)),
    ]);
    if dossier.fee.total_vnd() > 0 {
        let state = match dossier.fee.payment {
            Payment::Taken if !dossier.fee.receipt.is_empty() => {
                format!("đã thu, biên lai {}", dossier.fee.receipt)
            }
            Payment::Taken => "đã thu".to_owned(),
            Payment::Exempt => format!("miễn: {}", dossier.fee.exempt_reason),
            Payment::Owed => "thu khi trả kết quả".to_owned(),
            Payment::Free => "không thu".to_owned(),
        };
        let sum = dossier.fee.total_vnd();
        let words = text::small(&text::sum_in_words(sum));
        blocks.push(Block::line("Phí, lệ phí", format!("{} ({words}; {state})", money(Lang::Vi, sum))));
    }
    // Only the register counts its lines, and a slip may be printed without a network: both are for the pen.
    blocks.push(Block::paragraph(format!("Vào Sổ theo dõi hồ sơ, Quyển số: {BLANK}    Số thứ tự: {BLANK}")));
    blocks
}
