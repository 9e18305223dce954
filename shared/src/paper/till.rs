//! Biên bản bàn giao quỹ: what the counter gave to the accountant for a day, signed by both.
//!
//! Not here: the hand-over itself (`report::till`), the book behind it (`report::cash`).
//! Invariant: it says what was written at the hand-over, whatever has come into the book since.

use crate::lang::Lang;
use crate::report::till::{Handed, difference};
use crate::sheet::{BLANK, Block, Sheet, Signature, Size};
use crate::text::sum_in_words;
use crate::ward::Ward;

const TITLE: &str = "BIÊN BẢN BÀN GIAO QUỸ";

/// `1.250.000 đồng (Một triệu hai trăm năm mươi nghìn đồng)`
fn sum(vnd: i64) -> String {
    format!("{} đồng ({})", crate::lang::number(Lang::Vi, vnd), sum_in_words(vnd))
}

fn table(ward: &Ward, handed: &Handed) -> Block {
    let number = |n: i64| crate::lang::number(Lang::Vi, n);
    let head = ["STT", "Thủ tục", "Số lượt thu", "Số tiền (đồng)"].map(str::to_owned).to_vec();
    let line = |(place, (of, sum)): (usize, &(crate::procedure::ProcedureRef, crate::report::cash::Sum))| {
        vec![
            (place + 1).to_string(),
            ward.catalogue.name_of(of).vi,
            number(sum.count.into()),
            number(sum.vnd),
        ]
    };
    let mut rows: Vec<Vec<String>> = handed.by_procedure.iter().enumerate().map(line).collect();
    let book = handed.book;
    rows.push(vec![String::new(), "Cộng".to_owned(), number(book.count.into()), number(book.vnd)]);
    Block::Table { head, rows }
}

/// `None` where the ward has no letterhead of that day.
pub fn sheet(ward: &Ward, handed: &Handed) -> Option<Sheet> {
    let head = ward.letterhead(handed.at.day())?;
    let giver = ward.officer(handed.by);
    let name = ward.name_of(handed.by);
    let title = giver.map(|officer| officer.title.clone()).filter(|title| !title.is_empty());
    let receipts = match (handed.first.as_str(), handed.last.as_str()) {
        ("", _) | (_, "") => "không ghi số".to_owned(),
        (first, last) if first == last => format!("số {first}"),
        (first, last) => format!("từ số {first} đến số {last}"),
    };
    let unnumbered = match handed.unnumbered {
        0 => String::new(),
        n => format!("; {n} khoản chưa ghi số biên lai"),
    };
    let mut blocks = vec![
        Block::line(
            "Bên giao",
            [Some(name.clone()), title].into_iter().flatten().collect::<Vec<_>>().join(", "),
        ),
        Block::line("Bên nhận (kế toán)", handed.to.clone()),
        Block::line("Thời gian bàn giao", handed.at.on_paper()),
        Block::line("Tiền phí, lệ phí thu ngày", handed.day.vi()),
        table(ward, handed),
        Block::line("Tổng theo sổ", sum(handed.book.vnd)),
        Block::line("Tiền đếm được", sum(handed.counted_vnd)),
        Block::line("Chênh lệch", difference(handed.difference()).vi),
    ];
    if handed.difference() != 0 {
        let reason = if handed.reason.is_empty() { BLANK } else { handed.reason.as_str() };
        blocks.push(Block::line("Lý do chênh lệch", reason));
    }
    if handed.corrected.count > 0 {
        let of = crate::lang::number(Lang::Vi, handed.corrected.vnd);
        blocks.push(Block::line(
            "Trong đó sửa, hoàn lại",
            format!("{} dòng, {of} đồng", handed.corrected.count),
        ));
    }
    if handed.exempt > 0 {
        blocks.push(Block::line("Trường hợp miễn", handed.exempt.to_string()));
    }
    blocks.push(Block::line("Biên lai", format!("{receipts}{unnumbered}")));
    blocks.push(Block::paragraph("Biên bản lập thành 02 bản, mỗi bên giữ 01 bản."));
    Some(Sheet {
        size: Size::A4,
        form: String::new(),
        agency: [&head.above, &head.agency, &head.desk].into_iter().map(|line| line.to_uppercase()).collect(),
        number: String::new(),
        bars: String::new(),
        place_and_date: format!("{}, {}", head.place, handed.at.day().on_paper()),
        title: TITLE.to_owned(),
        blocks,
        recipients: vec![],
        signatures: vec![
            Signature::person("NGƯỜI GIAO", name),
            Signature::person("NGƯỜI NHẬN", handed.to.clone()),
        ],
        copies: vec!["Bản 1: Bên giao".to_owned(), "Bản 2: Kế toán".to_owned()],
        foot: vec![],
    })
}
