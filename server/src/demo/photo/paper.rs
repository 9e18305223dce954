//! The papers of the demo's pictures, as sheets with nothing filled in.
//!
//! Not here: how they become pictures (`photo`).
//! Invariant: no name, no number, no date of anybody; each says that it is a specimen.

use shared::sheet::{BLANK, Block, Sheet, Signature, Size};

/// What kind of paper it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// A citizen fills it in.
    Declaration,
    /// An office has given it out.
    Certificate,
    /// Several pages.
    Contract,
}

const ASKED: [&str; 9] = [
    "Họ, chữ đệm, tên người yêu cầu",
    "Nơi cư trú",
    "Giấy tờ tùy thân",
    "Quan hệ với người được đăng ký",
    "Đề nghị giải quyết cho người có tên dưới đây",
    "Ngày, tháng, năm sinh",
    "Nơi sinh",
    "Dân tộc, quốc tịch",
    "Quê quán",
];
const CERTIFIED: [&str; 6] =
    ["Họ và tên", "Năm sinh", "Nơi thường trú", "Đã được xác nhận về việc", "Vào lúc", "Ghi chú"];
const CLAUSES: [(&str, &str); 6] = [
    (
        "Điều 1. Đối tượng",
        "Bên A giao cho bên B tài sản có đặc điểm ghi trong giấy chứng nhận kèm theo hợp đồng này; hai bên đã xem xét hiện trạng và không có ý kiến khác.",
    ),
    (
        "Điều 2. Giá và phương thức thanh toán",
        "Hai bên thỏa thuận giá bằng số và bằng chữ; bên B trả một lần bằng chuyển khoản khi ký, bên A giao biên nhận cho bên B ngay trong ngày.",
    ),
    (
        "Điều 3. Giao, nhận",
        "Bên A giao tài sản cùng bản chính các giấy tờ có liên quan trong thời hạn ba mươi ngày; việc giao nhận lập thành biên bản có chữ ký của cả hai bên.",
    ),
    (
        "Điều 4. Thuế, lệ phí",
        "Thuế thu nhập cá nhân do bên A nộp, lệ phí trước bạ do bên B nộp, lệ phí chứng thực do hai bên thỏa thuận khi đến Ủy ban nhân dân phường.",
    ),
    (
        "Điều 5. Giải quyết tranh chấp",
        "Nếu phát sinh tranh chấp, hai bên cùng thương lượng trên nguyên tắc tôn trọng quyền lợi của nhau; không thương lượng được thì yêu cầu tòa án giải quyết.",
    ),
    (
        "Điều 6. Cam đoan",
        "Hai bên chịu trách nhiệm trước pháp luật về lời cam đoan: tài sản không có tranh chấp, không bị kê biên; hợp đồng được giao kết hoàn toàn tự nguyện.",
    ),
];

/// Dots to the end of the line that begins with the label.
fn blank(label: &str) -> String {
    BLANK.repeat(11_usize.saturating_sub(label.chars().count() / 6).max(3))
}

/// The paper of this name.
pub fn sheet(kind: Kind, name: &str) -> Sheet {
    let title = name.split(['(', ':']).next().unwrap_or(name).trim().to_uppercase();
    let fields =
        |names: &[&str]| -> Vec<Block> { names.iter().map(|name| Block::line(name, blank(name))).collect() };
    let signature = |role: &str, hint: &str| Signature {
        role: vec![role.to_owned()],
        hint: hint.to_owned(),
        name: BLANK.repeat(3),
    };
    let own = "(Ký và ghi rõ họ tên)";
    let (blocks, signatures) = match kind {
        Kind::Declaration => {
            let to = Block::line("Kính gửi", "Ủy ban nhân dân phường");
            let oath = Block::paragraph(
                "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về cam đoan của mình.",
            );
            let blocks = [vec![to], fields(&ASKED), vec![oath]].concat();
            (blocks, vec![signature("NGƯỜI YÊU CẦU", own)])
        }
        Kind::Certificate => (fields(&CERTIFIED), vec![signature("THỦ TRƯỞNG CƠ QUAN", "(Ký, đóng dấu)")]),
        Kind::Contract => {
            let parties = fields(&["Bên A", "Nơi cư trú của bên A", "Bên B", "Nơi cư trú của bên B"]);
            let clauses = CLAUSES.iter().flat_map(|(name, text)| {
                let field = Block::line("Hai bên ghi thêm", blank("Hai bên ghi thêm"));
                [Block::paragraph(*name), Block::paragraph(*text), field]
            });
            let signatures = vec![signature("BÊN A", own), signature("BÊN B", own)];
            (parties.into_iter().chain(clauses).collect(), signatures)
        }
    };
    Sheet {
        size: Size::A4,
        form: String::new(),
        agency: vec!["GIẤY MẪU".to_owned()],
        number: String::new(),
        bars: String::new(),
        place_and_date: format!("{BLANK}, ngày … tháng … năm …"),
        title,
        blocks,
        recipients: Vec::new(),
        signatures,
        copies: Vec::new(),
        foot: vec!["Ảnh của phường mẫu: không phải giấy tờ của ai.".to_owned()],
    }
}
