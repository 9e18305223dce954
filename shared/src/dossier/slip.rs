//! Giấy tiếp nhận hồ sơ và hẹn trả kết quả (form 01): what the citizen takes home.
//!
//! Not here: reception (`receive`), the page size (style/print.css).
//! Invariant: two copies with the same words; the order of lines is that of the form.

use super::record::{Delivery, Dossier, Payment};
use crate::lang::{Lang, money};
use crate::moment::Moment;
use crate::regime::{Paper, Regime};
use crate::sheet::{Block, Sheet, Signature};
use crate::ward::{Letterhead, Ward};

/// Where the citizen's phone looks the dossier up. Code and secret stand in the fragment, which a browser never
/// sends: no server's log holds them. `None` without a code or a secret.
pub fn tracking_address(base: &str, dossier: &Dossier) -> Option<String> {
    let code = dossier.code.as_ref()?;
    let secret = Some(&dossier.secret).filter(|secret| !secret.is_empty())?;
    Some(format!("{}/tra-cuu#{code}.{secret}", base.trim_end_matches('/')))
}

/// The slip of a received dossier; `None` before reception. `base` is the ward's public address,
/// `https://mot-cua.example`, for the code that a phone's camera reads.
pub fn sheet(ward: &Ward, dossier: &Dossier, base: &str) -> Option<Sheet> {
    let (code, received, promised) = (dossier.code.as_ref()?, dossier.received_at?, dossier.promised?);
    let day = received.day();
    let regime = Regime::on(day);
    let head = ward.letterhead(day)?;
    let signer = dossier.received_by.map(|by| ward.name_of(by)).unwrap_or_default();
    let mut blocks = blocks(ward, dossier, head, received, promised);
    blocks.extend(tracking_address(base, dossier).map(|text| Block::Qr {
        caption: format!(
            "Tra cứu: quét mã, hoặc mở {} và nhập mã hồ sơ {code}, mã tra cứu {}.",
            text.split('#').next().unwrap_or_default(),
            dossier.secret
        ),
        text,
    }));
    Some(Sheet {
        form: regime.number(Paper::Receipt).to_owned(),
        agency: vec![head.above.to_uppercase(), head.agency.to_uppercase(), head.desk.to_uppercase()],
        number: format!("Mã hồ sơ: {code}"),
        place_and_date: format!("{}, {}", head.place, day.on_paper()),
        title: regime.title(Paper::Receipt).to_owned(),
        blocks,
        signatures: vec![
            Signature {
                role: "NGƯỜI NỘP HỒ SƠ".to_owned(),
                hint: "(Ký và ghi rõ họ tên)".to_owned(),
                name: dossier.applicant.name.clone(),
            },
            Signature {
                role: "NGƯỜI TIẾP NHẬN HỒ SƠ".to_owned(),
                hint: "(Ký và ghi rõ họ tên)".to_owned(),
                name: signer,
            },
        ],
        copies: vec!["Liên 1: Giao người nộp".to_owned(), "Liên 2: Lưu".to_owned()],
        foot: vec![
            "Khi nhận kết quả, mang theo giấy hẹn này và giấy tờ tùy thân; nhận thay cần giấy ủy quyền."
                .to_owned(),
            format!("Điện thoại: {}.", head.phone),
        ],
    })
}

/// What the pen fills in: the book of the register is chosen at the shelf.
const BLANK: &str = "………";

fn blank(text: &str) -> &str {
    if text.is_empty() { BLANK } else { text }
}

/// Item 14 of the form: where the result is fetched.
const fn place(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Counter => "quầy",
        Delivery::Post => "nhà, qua bưu chính",
        Delivery::Electronic => "hộp thư, bản điện tử",
    }
}

fn line(label: &str, value: impl Into<String>) -> Block {
    Block::Line { label: label.to_owned(), value: value.into() }
}

fn blocks(
    ward: &Ward,
    dossier: &Dossier,
    head: &Letterhead,
    received: Moment,
    promised: Moment,
) -> Vec<Block> {
    let applicant = &dossier.applicant;
    let name = match applicant.on_behalf_of.as_str() {
        "" => applicant.name.clone(),
        other => format!("{} (nộp thay cho {other})", applicant.name),
    };
    let procedure = ward.catalogue.get(&dossier.procedure);
    // The form has both blanks; one that nobody filled stays a blank on paper.
    let contact = format!(
        "Số điện thoại: {}    Email: {}",
        blank(&dossier.contact.phone),
        blank(&dossier.contact.email)
    );
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
    let mut blocks = vec![
        line(&head.desk, head.agency.clone()),
        line("Tiếp nhận hồ sơ của", name),
        line("Địa chỉ", applicant.address.clone()),
        Block::Paragraph(contact),
        line("Nội dung yêu cầu giải quyết", procedure.map(|p| p.name.clone()).unwrap_or_default()),
        Block::Paragraph("Thành phần hồ sơ nộp gồm:".to_owned()),
        Block::Table {
            head: ["STT", "Tên giấy tờ", "Bản chính", "Bản sao"].map(str::to_owned).to_vec(),
            rows,
        },
        line("Số lượng hồ sơ", format!("{:02} (bộ)", dossier.sets)),
        line("Thời gian giải quyết hồ sơ theo quy định là", dossier.term.text(Lang::Vi)),
        line("Thời gian nhận hồ sơ", received.on_paper()),
        line("Thời gian trả kết quả giải quyết hồ sơ", promised.on_paper()),
        line("Đăng ký nhận kết quả tại", place(dossier.delivery)),
    ];
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
        blocks.push(line("Phí, lệ phí", format!("{} ({state})", money(Lang::Vi, dossier.fee.total_vnd()))));
    }
    let number = dossier.code.as_ref().map(|code| code.short()).unwrap_or_default();
    blocks.push(Block::Paragraph(format!("Vào Sổ theo dõi hồ sơ, Quyển số: {BLANK}    Số thứ tự: {number}")));
    blocks
}
