//! Trường để chép: what is entered by hand into the civil-status software, in the order in which it is believed to ask.
//!
//! Not here: how it is copied (the page).
//! Invariant: a value is only what the dossier holds, always in Vietnamese, nothing made up; what the form of a register
//! asks and the dossier does not hold stands as an empty line, to be typed as the paper says. The order is believed, not
//! confirmed in a source: this file is the one place to change it.

use crate::dossier::Dossier;
use crate::dossier::record::{Applicant, Sex};
use crate::identity::personal::masked;
use crate::lang::{Word, word};
use crate::text;
use crate::ward::Ward;

/// A field as the other screen names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// The part of that screen in which it stands: whose particulars they are.
    pub part: Word,
    pub label: Word,
    /// Empty where the dossier does not hold it: it is typed as the paper says.
    pub value: String,
}

impl Field {
    /// Whether there is nothing to copy.
    pub fn is_by_hand(&self) -> bool {
        self.value.is_empty()
    }

    /// What stands on the screen: an identity number only as far as it tells two people apart.
    pub fn shown(&self) -> String {
        if self.label == IDENTITY { masked(&self.value) } else { self.value.clone() }
    }
}

/// Which form that software opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Matter {
    Birth,
    Marriage,
    Death,
    /// The certificate of a marital status.
    Status,
    /// Whatever else is written into a register.
    Other,
}

impl Matter {
    /// By the name of the register, however it is spelled.
    pub fn of(register: &str) -> Matter {
        let name = text::fold(register);
        let named = [
            ("tinh trang hon nhan", Matter::Status),
            ("khai sinh", Matter::Birth),
            ("ket hon", Matter::Marriage),
            ("khai tu", Matter::Death),
        ];
        named.into_iter().find(|(part, _)| name.contains(part)).map_or(Matter::Other, |(_, matter)| matter)
    }
}

const WORK: Word = word("Việc đăng ký", "The matter");
const CHILD: Word = word("Người được khai sinh", "The child");
const MOTHER: Word = word("Mẹ", "Mother");
const FATHER: Word = word("Cha", "Father");
const HUSBAND: Word = word("Bên nam", "Husband");
const WIFE: Word = word("Bên nữ", "Wife");
const DEAD: Word = word("Người chết", "The deceased");
const DEATH: Word = word("Việc chết", "The death");
const CONFIRMED: Word = word("Người được xác nhận", "The person confirmed");
const REQUESTER: Word = word("Người yêu cầu", "Applicant");
const ENTRY: Word = word("Vào sổ", "The entry");

const MATTER: Word = word("Loại việc", "Matter");
const NAME: Word = word("Họ, chữ đệm, tên", "Name");
const BIRTH: Word = word("Ngày, tháng, năm sinh", "Date of birth");
const SEX: Word = word("Giới tính", "Sex");
const ETHNICITY: Word = word("Dân tộc", "Ethnicity");
const NATIONALITY: Word = word("Quốc tịch", "Nationality");
const IDENTITY: Word = word("Số giấy tờ tùy thân", "Identity number");
const RESIDENCE: Word = word("Nơi cư trú", "Residence");
const BIRTHPLACE: Word = word("Nơi sinh", "Place of birth");
const ORIGIN: Word = word("Quê quán", "Place of origin");
const RELATION: Word = word("Quan hệ với người được đăng ký", "Relation to the person registered");
const PHONE: Word = word("Điện thoại", "Phone");
const BEHALF: Word = word("Nộp thay cho", "On behalf of");
const NTH: Word = word("Kết hôn lần thứ", "Which marriage");
const DIED: Word = word("Giờ, ngày chết", "Hour and day of death");
const DIED_AT: Word = word("Nơi chết", "Place of death");
const CAUSE: Word = word("Nguyên nhân chết", "Cause of death");
const NOTICE: Word = word("Giấy báo tử: số, ngày, nơi cấp", "Death notice: number, day, issuer");
const STANDING: Word = word("Tình trạng hôn nhân", "Marital status");
const SINCE: Word = word("Thời gian cư trú", "Period of residence");
const PURPOSE: Word = word("Mục đích sử dụng", "Purpose");

/// What is asked of people whose particulars stand on papers only.
const OF_CHILD: [Word; 7] = [NAME, BIRTH, SEX, ETHNICITY, NATIONALITY, BIRTHPLACE, ORIGIN];
const OF_PARENT: [Word; 6] = [NAME, BIRTH, ETHNICITY, NATIONALITY, IDENTITY, RESIDENCE];
const OF_SPOUSE: [Word; 7] = [NAME, BIRTH, ETHNICITY, NATIONALITY, IDENTITY, RESIDENCE, NTH];
const OF_DEAD: [Word; 7] = [NAME, BIRTH, SEX, ETHNICITY, NATIONALITY, IDENTITY, RESIDENCE];
const OF_DEATH: [Word; 4] = [DIED, DIED_AT, CAUSE, NOTICE];
const OF_CONFIRMED: [Word; 10] =
    [NAME, BIRTH, SEX, ETHNICITY, NATIONALITY, IDENTITY, RESIDENCE, STANDING, SINCE, PURPOSE];
/// What is always asked of whoever asks, and what is copied where it is known.
const OF_REQUESTER: [Word; 4] = [NAME, IDENTITY, RESIDENCE, RELATION];
const KNOWN_OF_REQUESTER: [Word; 7] = [NAME, BIRTH, SEX, IDENTITY, RESIDENCE, PHONE, BEHALF];
/// What stands there where their particulars are those of somebody above.
const HOW_REACHED: [Word; 1] = [PHONE];

/// What the dossier says of its applicant under a label; empty where it says nothing.
fn of_applicant(dossier: &Dossier, label: Word) -> String {
    let Applicant { name, number, birth, sex, address, on_behalf_of } = &dossier.applicant;
    let known = [
        (NAME, name.as_str()),
        (BIRTH, birth),
        (IDENTITY, number),
        (RESIDENCE, address),
        (PHONE, &dossier.contact.phone),
        (BEHALF, on_behalf_of),
        (SEX, if *sex == Sex::Unknown { "" } else { sex.label().vi }),
    ];
    let found = known.into_iter().find(|(named, _)| *named == label);
    found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

/// The list while it is written.
struct List<'a> {
    dossier: &'a Dossier,
    fields: Vec<Field>,
}

impl List<'_> {
    fn put(&mut self, part: Word, label: Word, value: String) {
        self.fields.push(Field { part, label, value });
    }

    /// Somebody whose particulars are on the papers; the applicant's own are in the dossier.
    fn person(&mut self, part: Word, labels: &[Word], is_applicant: bool) {
        for label in labels {
            let value = if is_applicant { of_applicant(self.dossier, *label) } else { String::new() };
            self.put(part, *label, value);
        }
    }

    /// What is known of whoever asks, and of `asked` what is not, to be typed.
    fn requester(&mut self, known: &[Word], asked: &[Word]) {
        let only_asked = asked.iter().filter(|label| !known.contains(label));
        for label in known.iter().chain(only_asked) {
            let value = of_applicant(self.dossier, *label);
            if !value.is_empty() || asked.contains(label) {
                self.put(REQUESTER, *label, value);
            }
        }
    }

    fn known(&mut self, part: Word, label: Word, value: Option<String>) {
        let value = value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        self.fields.extend(value.map(|value| Field { part, label, value }));
    }
}

/// The fields of the dossier's form: those that hold something, and those that are typed as the paper says.
pub fn fields(ward: &Ward, dossier: &Dossier) -> Vec<Field> {
    let mut list = List { dossier, fields: Vec::new() };
    let register = ward.catalogue.get(&dossier.procedure).map(|p| super::register(p).to_owned());
    // Who hands in for somebody else is not the person whom the register is about.
    let own = dossier.applicant.on_behalf_of.trim().is_empty();
    let is_of = |sex| own && dossier.applicant.sex == sex;
    list.known(WORK, MATTER, Some(ward.catalogue.name_of(&dossier.procedure).vi));
    match Matter::of(register.as_deref().unwrap_or_default()) {
        Matter::Birth => {
            list.person(CHILD, &OF_CHILD, false);
            list.person(MOTHER, &OF_PARENT, false);
            list.person(FATHER, &OF_PARENT, false);
            list.requester(&KNOWN_OF_REQUESTER, &OF_REQUESTER);
        }
        Matter::Marriage => {
            list.person(HUSBAND, &OF_SPOUSE, is_of(Sex::Male));
            list.person(WIFE, &OF_SPOUSE, is_of(Sex::Female));
            let is_above = is_of(Sex::Male) || is_of(Sex::Female);
            list.requester(if is_above { &HOW_REACHED } else { &KNOWN_OF_REQUESTER }, &[]);
        }
        Matter::Death => {
            list.person(DEAD, &OF_DEAD, false);
            list.requester(&KNOWN_OF_REQUESTER, &OF_REQUESTER);
            list.person(DEATH, &OF_DEATH, false);
        }
        Matter::Status => {
            list.person(CONFIRMED, &OF_CONFIRMED, own);
            if own {
                list.requester(&HOW_REACHED, &[]);
            } else {
                list.requester(&KNOWN_OF_REQUESTER, &OF_REQUESTER);
            }
        }
        Matter::Other => list.requester(&KNOWN_OF_REQUESTER, &[]),
    }
    entry(&mut list, ward, register);
    list.fields
}

/// What the dossier knows of the entry itself.
fn entry(list: &mut List, ward: &Ward, register: Option<String>) {
    let d = list.dossier;
    for (label, value) in [
        (word("Mã hồ sơ", "Dossier"), d.code.as_ref().map(ToString::to_string)),
        (word("Ngày tiếp nhận", "Received on"), d.received_at.map(|at| at.day().vi())),
        (word("Nội dung kết quả", "Result"), d.result.as_ref().map(|result| result.summary.clone())),
        (word("Người ký", "Signed by"), d.signer.map(|by| ward.name_of(by))),
        (word("Số văn bản của phường", "The ward's number"), d.stamp.as_ref().map(|s| s.number.clone())),
        (word("Sổ đăng ký", "Register"), register),
    ] {
        list.known(ENTRY, label, value);
    }
}

/// The fields by the part of the other screen in which they stand, with the place of each.
pub fn by_part(fields: &[Field]) -> Vec<(Word, Vec<(usize, &Field)>)> {
    let mut parts: Vec<(Word, Vec<(usize, &Field)>)> = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        match parts.last_mut() {
            Some((part, of)) if *part == field.part => of.push((at, field)),
            Some(_) | None => parts.push((field.part, vec![(at, field)])),
        }
    }
    parts
}

/// What there is to copy, a line each under the name of its part; nothing of what is typed by hand.
pub fn as_text(fields: &[Field]) -> String {
    let filled: Vec<Field> = fields.iter().filter(|field| !field.is_by_hand()).cloned().collect();
    let part = |(part, of): (Word, Vec<(usize, &Field)>)| {
        let lines = of.iter().map(|(_, field)| format!("{}: {}", field.label.vi, field.value));
        std::iter::once(part.vi.to_owned()).chain(lines).collect::<Vec<_>>().join("\n")
    };
    by_part(&filled).into_iter().map(part).collect::<Vec<_>>().join("\n")
}
