//! Checks that several acts ask of what was typed: one clear sentence a field.
//!
//! Not here: parsing of cards and numbers (`identity`).
//! Invariant: what was typed stays with whoever typed it; a fault names its field.

use super::record::{Applicant, Contact, NewsBy, PaperTaken};
use crate::ctx::Ctx;
use crate::identity::phone::{check_phone, is_mobile};
use crate::identity::{partial_date::PartialDate, personal::check_number};
use crate::lang::{Lang, number};
use crate::limits;
use crate::moment::{Day, Moment};
use crate::refusal::{FieldFault, Refusal};
use crate::text;

const PAPER_NAME: (&str, &str) = ("tên giấy tờ", "name of the paper");

/// Faults found so far in a form.
#[derive(Default)]
pub struct Faults(Vec<FieldFault>);

impl Faults {
    pub fn add(&mut self, field: &str, vi: impl Into<String>, en: impl Into<String>) {
        self.0.push(FieldFault::new(field, vi, en));
    }

    /// A text that must be there and not be longer than `max` characters.
    pub fn text(&mut self, field: &str, what: (&str, &str), text: &str, max: usize) {
        if text::clean(text).is_empty() {
            self.add(field, format!("Chưa ghi {}.", what.0), format!("Enter the {}.", what.1));
        } else {
            self.length(field, what, text, max);
        }
    }

    /// A text that may be empty.
    pub fn length(&mut self, field: &str, what: (&str, &str), text: &str, max: usize) {
        let count = text.chars().count();
        if count > max {
            let n = |lang, n: usize| number(lang, i64::try_from(n).unwrap_or(i64::MAX));
            let (vi, en) = ((n(Lang::Vi, count), n(Lang::Vi, max)), (n(Lang::En, count), n(Lang::En, max)));
            self.add(
                field,
                format!("Phần {} dài {} ký tự, tối đa {}. Rút ngắn lại.", what.0, vi.0, vi.1),
                format!("The {} has {} characters; at most {} fit. Shorten it.", what.1, en.0, en.1),
            );
        }
    }

    /// Names of papers, at least one; `none` is said where there is none.
    pub fn names(&mut self, field: &str, names: &[String], none: (&str, &str)) {
        if names.is_empty() {
            self.add(field, none.0, none.1);
        }
        self.count(field, names.len());
        for (i, name) in names.iter().enumerate() {
            self.text(&format!("{field}.{i}"), PAPER_NAME, name, limits::PAPER_NAME_CHARS_MAX);
        }
    }

    /// Papers that were handed in or shown.
    pub fn papers(&mut self, papers: &[PaperTaken]) {
        self.count("papers", papers.len());
        for (i, paper) in papers.iter().enumerate() {
            let field = format!("papers.{i}");
            self.text(&field, PAPER_NAME, &paper.name, limits::PAPER_NAME_CHARS_MAX);
            if paper.originals > limits::COPIES_MAX || paper.copies > limits::COPIES_MAX {
                self.add(
                    &field,
                    format!("Mỗi loại tối đa {} bản.", limits::COPIES_MAX),
                    format!("At most {} of each.", limits::COPIES_MAX),
                );
            }
        }
    }

    /// A day until which something is awaited: today or later, and not a slip of the keys.
    pub fn coming(&mut self, field: &str, day: Day, ctx: &Ctx) {
        let today = ctx.happened.day();
        if day < today {
            self.add(field, "Ngày hẹn đã qua.", "The date has passed.");
        } else if day.since(today) > limits::AWAITED_DAYS_MAX {
            let max = limits::AWAITED_DAYS_MAX;
            self.add(
                field,
                format!("Ngày hẹn cách hôm nay hơn {max} ngày. Kiểm tra lại năm."),
                format!("The date is more than {max} days away. Check the year."),
            );
        }
    }

    fn count(&mut self, field: &str, papers: usize) {
        if papers > limits::PAPERS_MAX {
            self.add(
                field,
                format!("Tối đa {} loại giấy tờ.", limits::PAPERS_MAX),
                format!("At most {} kinds of paper.", limits::PAPERS_MAX),
            );
        }
    }

    /// The six characters that open the tracking page; empty where a dossier has none.
    pub fn secret(&mut self, secret: &str) {
        let fits =
            secret.len() <= limits::SECRET_CHARS_MAX && secret.bytes().all(|b| b.is_ascii_alphanumeric());
        if !fits {
            self.add(
                "secret",
                format!("Mã tra cứu gồm chữ và số, tối đa {} ký tự.", limits::SECRET_CHARS_MAX),
                format!("The tracking code has letters and digits, {} at most.", limits::SECRET_CHARS_MAX),
            );
        }
    }

    pub fn applicant(&mut self, applicant: &Applicant, now: Moment) {
        self.text("name", ("họ và tên", "name"), &applicant.name, limits::NAME_CHARS_MAX);
        self.length("address", ("nơi ở", "address"), &applicant.address, limits::ADDRESS_CHARS_MAX);
        self.length(
            "on_behalf_of",
            ("nộp thay cho", "name of the person"),
            &applicant.on_behalf_of,
            limits::NAME_CHARS_MAX,
        );
        if !applicant.number.trim().is_empty()
            && let Err(said) = check_number(&applicant.number)
        {
            self.add("number", said.vi, said.en);
        }
        if !applicant.birth.trim().is_empty() {
            match applicant.birth.parse::<PartialDate>() {
                Err(said) => {
                    let said = said.sentence();
                    self.add("birth", said.vi, said.en);
                }
                Ok(date) if date.earliest() > now.day() => self.add(
                    "birth",
                    "Ngày sinh ở tương lai. Kiểm tra lại.",
                    "The date of birth lies in the future. Check it.",
                ),
                Ok(_) => {}
            }
        }
    }

    /// Somebody who can be told from others: by a number, or by a birth.
    pub fn known(&mut self, applicant: &Applicant) {
        if applicant.number.trim().is_empty() && applicant.birth.trim().is_empty() {
            self.add(
                "number",
                "Ghi số giấy tờ; không có giấy tờ thì ghi ngày hoặc năm sinh.",
                "Enter the identity number; without one, the date or year of birth.",
            );
        }
    }

    pub fn contact(&mut self, contact: &Contact) {
        if !contact.phone.trim().is_empty()
            && let Err(said) = check_phone(&contact.phone)
        {
            self.add("phone", said.vi, said.en);
        }
        self.length("email", ("thư điện tử", "e-mail"), &contact.email, limits::EMAIL_CHARS_MAX);
        let email = contact.email.trim();
        if !email.is_empty() && !email.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.'))
        {
            self.add(
                "email",
                "Thư điện tử phải có dạng ten@mien.vn.",
                "An e-mail looks like name@domain.vn.",
            );
        } else if contact.wants() == Some(NewsBy::Mail) && email.is_empty() {
            self.add(
                "email",
                "Muốn nhận tin thì ghi thư điện tử; không thì chọn không gửi tin.",
                "To be told, an e-mail is needed; otherwise choose not to be told.",
            );
        } else if contact.wants() == Some(NewsBy::Mail) && !is_mailable(email) {
            self.add(
                "email",
                "Thư điện tử này không gửi tới được: chỉ gồm chữ không dấu, số và . _ - + trước @, như ten@mien.vn.",
                "Mail cannot be sent there: letters without accents, digits and . _ - + before @, as in name@domain.vn.",
            );
        }
        self.mobile(contact);
    }

    /// A text message needs a mobile number; one that is wrong altogether is named by itself.
    fn mobile(&mut self, contact: &Contact) {
        let Some(NewsBy::Sms | NewsBy::Zalo) = contact.wants() else { return };
        if contact.phone.trim().is_empty() {
            self.add(
                "phone",
                "Muốn nhận tin nhắn thì ghi số di động; không thì chọn không gửi tin.",
                "To be told by message, a mobile number is needed; otherwise choose not to be told.",
            );
        } else if check_phone(&contact.phone).is_ok_and(|phone| !is_mobile(&phone)) {
            self.add(
                "phone",
                "Số này không nhận được tin nhắn. Ghi số di động 10 số, hoặc chọn cách khác.",
                "This number takes no messages. Enter a mobile number of 10 digits, or choose another way.",
            );
        }
    }

    pub fn done(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::Fields { faults: self.0 }) }
    }
}

/// A reason, comment or note: needed, and within `max` characters.
pub fn needed(field: &str, what: (&str, &str), text: &str, max: usize) -> Result<(), Refusal> {
    let mut faults = Faults::default();
    faults.text(field, what, text, max);
    faults.done()
}

/// Whether every mail server takes the address: one `@`, plain letters, a domain of parts that are not empty.
fn is_mailable(email: &str) -> bool {
    let Some((name, domain)) = email.split_once('@') else { return false };
    let plain = |c: char, more: &str| c.is_ascii_alphanumeric() || more.contains(c);
    let parts = |text: &str, more: &str| {
        text.split('.').all(|part| !part.is_empty() && part.chars().all(|c| plain(c, more)))
    };
    name.len() <= limits::EMAIL_NAME_CHARS_MAX
        && parts(name, "_-+'")
        && parts(domain, "-")
        && domain.contains('.')
        && domain.split('.').all(|part| !part.starts_with('-') && !part.ends_with('-'))
}
