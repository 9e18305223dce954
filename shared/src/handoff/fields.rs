//! Trường để chép: what is copied by hand into the civil-status software, in the order in which it is believed to ask.
//!
//! Not here: how it is copied (the page).
//! Invariant: only what the dossier holds, always in Vietnamese, nothing made up. The order is believed, not confirmed
//! in a source: whoever asks for, what, in which register; `FIELDS` is the one place to change it.

use crate::dossier::Dossier;
use crate::dossier::record::Sex;
use crate::identity::personal::masked;
use crate::lang::{Word, word};
use crate::ward::Ward;

/// A field as the other screen names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    pub label: Word,
    pub value: String,
}

impl Field {
    /// What stands on the screen: an identity number only as far as it tells two people apart.
    pub fn shown(&self) -> String {
        if self.label == IDENTITY { masked(&self.value) } else { self.value.clone() }
    }
}

const IDENTITY: Word = word("Số giấy tờ tùy thân", "Identity number");

type Read = fn(&Ward, &Dossier) -> String;

const FIELDS: [(Word, Read); 14] = [
    (word("Loại việc", "Matter"), |ward, d| ward.catalogue.name_of(&d.procedure).vi),
    (word("Họ, chữ đệm, tên người yêu cầu", "Name of the applicant"), |_, d| {
        d.applicant.name.clone()
    }),
    (word("Ngày, tháng, năm sinh", "Date of birth"), |_, d| d.applicant.birth.clone()),
    (word("Giới tính", "Sex"), |_, d| match d.applicant.sex {
        Sex::Unknown => String::new(),
        known @ (Sex::Male | Sex::Female) => known.label().vi.to_owned(),
    }),
    (IDENTITY, |_, d| d.applicant.number.clone()),
    (word("Nơi cư trú", "Residence"), |_, d| d.applicant.address.clone()),
    (word("Điện thoại", "Phone"), |_, d| d.contact.phone.clone()),
    (word("Nộp thay cho", "On behalf of"), |_, d| d.applicant.on_behalf_of.clone()),
    (word("Mã hồ sơ", "Dossier"), |_, d| d.code.as_ref().map(ToString::to_string).unwrap_or_default()),
    (word("Ngày tiếp nhận", "Received on"), |_, d| {
        d.received_at.map(|at| at.day().vi()).unwrap_or_default()
    }),
    (word("Nội dung kết quả", "Result"), |_, d| {
        d.result.as_ref().map(|r| r.summary.clone()).unwrap_or_default()
    }),
    (word("Người ký", "Signed by"), |ward, d| d.signer.map(|by| ward.name_of(by)).unwrap_or_default()),
    (word("Số văn bản của phường", "The ward's number"), |_, d| {
        d.stamp.as_ref().map(|stamp| stamp.number.clone()).unwrap_or_default()
    }),
    (word("Sổ đăng ký", "Register"), |ward, d| {
        ward.catalogue.get(&d.procedure).map(|p| super::register(p).to_owned()).unwrap_or_default()
    }),
];

/// The fields that hold something.
pub fn fields(ward: &Ward, dossier: &Dossier) -> Vec<Field> {
    let read = FIELDS.iter().map(|(label, read)| Field { label: *label, value: read(ward, dossier) });
    read.filter(|field| !field.value.trim().is_empty()).collect()
}

/// All of them, a line each.
pub fn as_text(fields: &[Field]) -> String {
    let line = |field: &Field| format!("{}: {}", field.label.vi, field.value);
    fields.iter().map(line).collect::<Vec<_>>().join("\n")
}
