//! Two values of the same fields side by side: what differs is marked.
//!
//! Not here: who chooses between them (`questions`), how they met (`shared::sync::server`).
//! Invariant: no difference is hidden. Of an identity number only the digits that differ are shown.

use leptos::prelude::*;
use shared::dossier::amend::Details;
use shared::dossier::record::{Applicant, Contact};
use shared::lang::{Lang, Sentence, Word, word};

use crate::prefs::use_lang;

const NAME: Word = word("Họ tên", "Name");
const NUMBER: Word = word("Số giấy tờ", "Number");
const BIRTH: Word = word("Ngày sinh", "Born");
const SEX: Word = word("Giới tính", "Sex");
const ADDRESS: Word = word("Nơi ở", "Address");
const BEHALF: Word = word("Nộp thay cho", "On behalf of");
const PHONE: Word = word("Điện thoại", "Phone");
const EMAIL: Word = word("Thư điện tử", "E-mail");
const NEWS: Word = word("Nhận tin", "News");
const NOTHING: Word = word("(để trống)", "(empty)");

/// A value in three parts: as in the other one, different, as in the other one again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parts {
    pub head: String,
    pub differs: String,
    pub tail: String,
}

/// One field that differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    pub label: Word,
    pub left: Parts,
    pub right: Parts,
}

fn lines(details: &Details, lang: Lang) -> Vec<(Word, String)> {
    match details {
        Details::Applicant(Applicant { name, number, birth, sex, address, on_behalf_of }) => vec![
            (NAME, name.clone()),
            (NUMBER, number.clone()),
            (BIRTH, birth.clone()),
            (SEX, sex.label().of(lang).to_owned()),
            (ADDRESS, address.clone()),
            (BEHALF, on_behalf_of.clone()),
        ],
        Details::Contact(contact) => {
            let wanted = contact.wants().map_or("", |by| by.label().of(lang));
            let Contact { phone, email, .. } = contact;
            vec![(PHONE, phone.clone()), (EMAIL, email.clone()), (NEWS, wanted.to_owned())]
        }
    }
}

/// The fields in which two values of one group differ.
pub fn differing(left: &Details, right: &Details, lang: Lang) -> Vec<Field> {
    let pairs = lines(left, lang).into_iter().zip(lines(right, lang));
    let differ = pairs.filter(|((_, left), (_, right))| left != right);
    differ
        .map(|((label, left), (_, right))| {
            let hidden = label == NUMBER;
            Field { label, left: parts(&left, &right, hidden), right: parts(&right, &left, hidden) }
        })
        .collect()
}

fn parts(text: &str, other: &str, hidden: bool) -> Parts {
    let (head, differs, tail) = apart(text, other);
    let same = |part: &str| {
        if hidden { part.chars().map(|_| '•').collect() } else { part.to_owned() }
    };
    Parts { head: same(head), differs: differs.to_owned(), tail: same(tail) }
}

/// `text` in three parts: as in `other`, different, as in `other` again.
fn apart<'a>(text: &'a str, other: &str) -> (&'a str, &'a str, &'a str) {
    let same = |a: &str, b: &str| {
        a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>()
    };
    let head = same(text, other);
    let (rest, other_rest) = (&text[head..], &other[head..]);
    let backwards = rest.chars().rev().zip(other_rest.chars().rev());
    let tail: usize = backwards.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let end = text.len() - tail;
    (&text[..head], &text[head..end], &text[end..])
}

fn marked(parts: Parts, lang: Lang) -> impl IntoView {
    let Parts { head, differs, tail } = parts;
    let empty = (head.is_empty() && differs.is_empty() && tail.is_empty())
        .then(|| view! { <span class="quiet">{NOTHING.of(lang)}</span> });
    let differs = (!differs.is_empty()).then(|| view! { <mark>{differs}</mark> });
    (head, differs, tail, empty)
}

/// The fields that differ, each with both values; whose they are stands above each.
pub fn table(left: (Details, Sentence), right: (Details, Sentence)) -> impl IntoView {
    let lang = use_lang();
    move || {
        let lang = lang.get();
        let row = |field: Field| {
            let (whose_left, whose_right) = (left.1.of(lang).to_owned(), right.1.of(lang).to_owned());
            view! {
                <p class="small quiet">{field.label.of(lang)}</p>
                <dl class="versus">
                    <div><dt>{whose_left}</dt><dd>{marked(field.left, lang)}</dd></div>
                    <div><dt>{whose_right}</dt><dd>{marked(field.right, lang)}</dd></div>
                </dl>
            }
        };
        differing(&left.0, &right.0, lang).into_iter().map(row).collect_view()
    }
}
