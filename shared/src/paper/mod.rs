//! Giấy tờ của hồ sơ: every paper that a dossier has, each made from its record.
//!
//! Not here: the acts behind them (`dossier`), their titles and numbers by law (`regime`), how they print
//! (style/print.css).
//! Invariant: the same record gives the same paper, whenever and wherever it is printed; what the record does not know
//! stays a blank for the pen. The law is that of the reception, or of the paper's own day where there was none yet; the
//! letterhead is that of the paper's day. Source of the fields and their order: domain notes §2.

mod apology;
mod blank;
mod control;
mod mistake;
mod posting;
mod refusal;
pub mod slip;
mod stop;
mod supplement;
pub mod till;

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use crate::dossier::{Dossier, Kind};
use crate::id::OfficerId;
use crate::lang::{Word, word};
use crate::moment::Moment;
use crate::regime::{Paper, Regime};
use crate::sheet::{BLANK, Block, Sheet, Signature, Size};
use crate::text::capital;
use crate::ward::{Letterhead, Ward};

/// A paper of one dossier: which form, and which of several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PaperOf {
    Slip,
    /// The first request is 1.
    Supplement(usize),
    Refusal,
    Apology,
    Stop,
    Control,
    /// The letter that goes with a result made anew.
    Mistake,
    /// What is hung up; the first posting is 1.
    PostingNotice(usize),
    /// That it hung to the end, with what was said against it.
    PostingEnd(usize),
}

impl PaperOf {
    /// The law's form; none of the office's own papers.
    pub const fn form(self) -> Option<Paper> {
        match self {
            PaperOf::Slip => Some(Paper::Receipt),
            PaperOf::Supplement(_) => Some(Paper::Supplement),
            PaperOf::Refusal => Some(Paper::Refusal),
            PaperOf::Apology => Some(Paper::Apology),
            PaperOf::Stop => Some(Paper::Stop),
            PaperOf::Control => Some(Paper::Control),
            PaperOf::Mistake | PaperOf::PostingNotice(_) | PaperOf::PostingEnd(_) => None,
        }
    }

    /// As the counter calls it.
    pub const fn label(self) -> Word {
        match self {
            PaperOf::Slip => word("Giấy hẹn", "Slip"),
            PaperOf::Supplement(_) => word("Phiếu yêu cầu bổ sung", "Supplement request"),
            PaperOf::Refusal => word("Phiếu từ chối tiếp nhận", "Refusal of reception"),
            PaperOf::Apology => word("Văn bản xin lỗi", "Apology"),
            PaperOf::Stop => word("Thông báo dừng", "Stop notice"),
            PaperOf::Control => word("Phiếu kiểm soát", "Control slip"),
            PaperOf::Mistake => word("Thư xin lỗi vì sai sót", "Letter about a mistake"),
            PaperOf::PostingNotice(_) => word("Thông báo niêm yết", "Notice to be posted"),
            PaperOf::PostingEnd(_) => word("Biên bản kết thúc niêm yết", "Certificate of posting"),
        }
    }
}

/// The last part of its address: `giay-hen`, `bo-sung-1`.
impl fmt::Display for PaperOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PaperOf::Slip => f.write_str("giay-hen"),
            PaperOf::Supplement(n) => write!(f, "bo-sung-{n}"),
            PaperOf::Refusal => f.write_str("tu-choi"),
            PaperOf::Apology => f.write_str("xin-loi"),
            PaperOf::Stop => f.write_str("dung"),
            PaperOf::Control => f.write_str("kiem-soat"),
            PaperOf::Mistake => f.write_str("sai-sot"),
            PaperOf::PostingNotice(n) => write!(f, "niem-yet-{n}"),
            PaperOf::PostingEnd(n) => write!(f, "het-niem-yet-{n}"),
        }
    }
}

/// What is not sure of the papers themselves, for the settings page: the rows of `docs/law.md` and `docs/giay-to.md`.
pub const UNSURE: [Word; 3] = [
    word(
        "Mẫu 05 của Thông tư 03/2025 (thông báo dừng giải quyết hồ sơ): chưa có nguyên văn, các dòng xếp theo mẫu 03 và 04.",
        "Form 05 of Circular 03/2025 (notice that a dossier is stopped): its text was not at hand, its lines follow forms 03 and 04.",
    ),
    word(
        "Mẫu 02 (phiếu yêu cầu bổ sung): lời theo bản in của phần mềm đang dùng, chưa đối chiếu nguyên văn; dòng hạn bổ sung là của phường.",
        "Form 02 (request for papers): its wording is that of prints of software in use, not checked against the text; the line with the date is the ward's own.",
    ),
    word(
        "Thông báo và biên bản niêm yết, thư xin lỗi vì sai sót: không theo mẫu của luật, thể thức Nghị định 30/2020, lời văn của phường.",
        "Notice and certificate of a posting, letter for a mistake: they follow no form of a law; layout of Decree 30/2020, words of the ward.",
    ),
];

#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("'{0}' is no paper of a dossier")]
pub struct NoPaper(pub String);

impl FromStr for PaperOf {
    type Err = NoPaper;

    fn from_str(text: &str) -> Result<PaperOf, NoPaper> {
        let no = || NoPaper(text.to_owned());
        match text {
            "giay-hen" => Ok(PaperOf::Slip),
            "tu-choi" => Ok(PaperOf::Refusal),
            "xin-loi" => Ok(PaperOf::Apology),
            "dung" => Ok(PaperOf::Stop),
            "kiem-soat" => Ok(PaperOf::Control),
            "sai-sot" => Ok(PaperOf::Mistake),
            _ => {
                let (kind, n) = text.rsplit_once('-').ok_or_else(no)?;
                let n = n.parse().map_err(|_| no())?;
                match kind {
                    "bo-sung" => Ok(PaperOf::Supplement(n)),
                    "niem-yet" => Ok(PaperOf::PostingNotice(n)),
                    "het-niem-yet" => Ok(PaperOf::PostingEnd(n)),
                    _ => Err(no()),
                }
            }
        }
    }
}

/// Every paper that the dossier has now, in the order of the forms.
pub fn papers(ward: &Ward, dossier: &Dossier) -> Vec<PaperOf> {
    let asked = (1..=dossier.asked.len()).map(PaperOf::Supplement);
    let all = std::iter::once(PaperOf::Slip).chain(asked).chain([
        PaperOf::Refusal,
        PaperOf::Apology,
        PaperOf::Stop,
        PaperOf::Control,
        PaperOf::Mistake,
    ]);
    let posted =
        (1..=dossier.postings.len()).flat_map(|n| [PaperOf::PostingNotice(n), PaperOf::PostingEnd(n)]);
    all.chain(posted).filter(|paper| sheet(ward, dossier, *paper, "").is_some()).collect()
}

/// One of them; `None` where the dossier has no such paper. The code that a phone's camera reads leads to the ward's public
/// address; where nobody has said one, to `origin`, under which whoever prints has the pages open.
pub fn sheet(ward: &Ward, dossier: &Dossier, paper: PaperOf, origin: &str) -> Option<Sheet> {
    let base = ward.address_on_papers(origin);
    match paper {
        PaperOf::Slip => slip::sheet(ward, dossier, base).or_else(|| blank::sheet(ward, dossier, base)),
        PaperOf::Supplement(n) => supplement::sheet(ward, dossier, n, base),
        PaperOf::Refusal => refusal::sheet(ward, dossier),
        PaperOf::Apology => apology::sheet(ward, dossier),
        PaperOf::Stop => stop::sheet(ward, dossier),
        PaperOf::Control => control::sheet(ward, dossier),
        PaperOf::Mistake => mistake::sheet(ward, dossier),
        PaperOf::PostingNotice(n) => posting::notice(ward, dossier, n),
        PaperOf::PostingEnd(n) => posting::certificate(ward, dossier, n),
    }
}

/// The law and the letterhead of a paper.
struct Frame<'a> {
    regime: &'static Regime,
    head: &'a Letterhead,
    sheet: Sheet,
}

/// Whose paper it is: the counter's, or the committee's, under its seal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Issuer {
    Counter,
    Committee,
}

impl<'a> Frame<'a> {
    /// An empty paper made at `at`; `None` where the law of the dossier knows no such paper.
    fn new(ward: &'a Ward, dossier: &Dossier, form: Paper, at: Moment, by: Issuer) -> Option<Frame<'a>> {
        let regime = Regime::on(dossier.received_at.filter(|received| *received <= at).unwrap_or(at).day());
        let title = Some(regime.title(form)).filter(|title| !title.is_empty())?;
        let (head, sheet) = letterhead_of(ward, at, regime.number(form), title, by)?;
        Some(Frame { regime, head, sheet })
    }
}

/// An empty paper of that day's letterhead.
fn letterhead_of<'a>(
    ward: &'a Ward,
    at: Moment,
    form: &str,
    title: &str,
    by: Issuer,
) -> Option<(&'a Letterhead, Sheet)> {
    let head = ward.letterhead(at.day())?;
    let desk = (by == Issuer::Counter).then_some(&head.desk);
    let agency = [&head.above, &head.agency].into_iter().chain(desk).map(|line| line.to_uppercase());
    let sheet = Sheet {
        size: Size::A4,
        form: form.to_owned(),
        agency: agency.collect(),
        number: String::new(),
        bars: String::new(),
        place_and_date: format!("{}, {}", head.place, at.day().on_paper()),
        title: title.to_owned(),
        blocks: Vec::new(),
        recipients: Vec::new(),
        signatures: Vec::new(),
        copies: Vec::new(),
        foot: Vec::new(),
    };
    Some((head, sheet))
}

/// The line that tells one print from another. Nobody can count the prints of devices without a network; the moment and
/// the hand are always true.
pub fn printed(at: Moment, by: &str) -> String {
    format!("In lúc {} {}, {by}.", at.clock(), at.day().vi())
}

/// The same line of a print that is known not to be the first, or of a slip of which nobody here knows whether it is.
pub fn printed_again(at: Moment, by: &str) -> String {
    format!("In lại lúc {} {}, {by}.", at.clock(), at.day().vi())
}

fn blank(text: &str) -> &str {
    if text.is_empty() { BLANK } else { text }
}

/// `Nguyễn Thị Lý (nộp thay cho Trần Văn Đức)`
fn applicant(dossier: &Dossier) -> String {
    let applicant = &dossier.applicant;
    match applicant.on_behalf_of.as_str() {
        "" => applicant.name.clone(),
        other => format!("{} (nộp thay cho {other})", applicant.name),
    }
}

/// Both blanks of the form; one that nobody filled stays a blank on paper.
fn contact(dossier: &Dossier) -> Block {
    let contact = &dossier.contact;
    Block::paragraph(format!("Số điện thoại: {}    Email: {}", blank(&contact.phone), blank(&contact.email)))
}

/// Who handed in what at the counter, as forms 01 and 03 begin.
fn handed_in(ward: &Ward, dossier: &Dossier, head: &Letterhead) -> Vec<Block> {
    vec![
        Block::line(&head.desk, head.agency.clone()),
        Block::line("Tiếp nhận hồ sơ của", applicant(dossier)),
        Block::line("Địa chỉ", dossier.applicant.address.clone()),
        contact(dossier),
        Block::line("Nội dung yêu cầu giải quyết", procedure(ward, dossier)),
    ]
}

/// To whom, and which dossier received when, as a letter of the committee begins. Of address and telephone what is known.
fn letter(ward: &Ward, dossier: &Dossier, head: &Letterhead, received: Moment) -> Vec<Block> {
    let lines = [("Địa chỉ", &dossier.applicant.address), ("Số điện thoại", &dossier.contact.phone)];
    let known = lines.into_iter().filter(|(_, value)| !value.is_empty());
    let mut blocks = vec![Block::line("Kính gửi", format!("Ông/Bà {}", applicant(dossier)))];
    blocks.extend(known.map(|(label, value)| Block::line(label, value.clone())));
    blocks.push(Block::paragraph(format!(
        "{}, {} tiếp nhận giải quyết hồ sơ thủ tục “{}” của Ông/Bà; mã số: {}.",
        capital(&received.day().on_paper()),
        head.agency,
        procedure(ward, dossier),
        code(dossier)
    )));
    blocks
}

fn procedure(ward: &Ward, dossier: &Dossier) -> String {
    let known = ward.catalogue.get(&dossier.procedure);
    known.map_or_else(|| dossier.procedure.id.clone(), |procedure| procedure.name.clone())
}

fn code(dossier: &Dossier) -> String {
    dossier.code.as_ref().map(ToString::to_string).unwrap_or_default()
}

/// Who did the act of this kind that stands at `at`, or the latest of the kind where the moment was put right since.
fn author(dossier: &Dossier, kinds: &[Kind], at: Moment) -> Option<OfficerId> {
    let mut done = dossier.history.iter().rev().filter(|trace| kinds.contains(&trace.kind));
    let last = done.clone().next();
    done.find(|trace| trace.at == at).or(last).map(|trace| trace.by)
}

/// `KT. CHỦ TỊCH` / `PHÓ CHỦ TỊCH` for a vice-chair, as Decree 30/2020 has it; the head of the office otherwise, whose
/// name is left to the pen where it is not known who signs.
fn leader(ward: &Ward, by: Option<OfficerId>) -> Signature {
    let officer = by.and_then(|by| ward.officer(by));
    let role = match officer.map(|officer| officer.title.to_lowercase()) {
        Some(title) if title.starts_with("phó chủ tịch") => vec!["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        Some(title) if title.starts_with("chủ tịch") => vec!["CHỦ TỊCH"],
        Some(_) | None => vec!["THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ"],
    };
    Signature {
        role: role.into_iter().map(str::to_owned).collect(),
        hint: "(Ký, đóng dấu)".to_owned(),
        name: officer.map(|officer| officer.name.clone()).unwrap_or_default(),
    }
}

/// `Nơi nhận` of a paper that goes to the citizen under the seal.
fn recipients(head: &Letterhead) -> Vec<String> {
    ["Nơi nhận:".to_owned(), "- Như trên;".to_owned(), format!("- {};", head.desk), "- Lưu: VT.".to_owned()]
        .into()
}
