//! Two people corrected the same fields: both values side by side, and the choice.
//!
//! Not here: how the server met them (`shared::sync::server`).
//! Invariant: choosing is an act like any other, with its own place in the dossier's history.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::amend::{Amend, Details};
use shared::dossier::record::{Applicant, Contact};
use shared::dossier::{Act, Dossier};
use shared::identity::personal::masked;
use shared::lang::{Sentence, Word, word};
use shared::moment::Moment;

use crate::desk::Desk;
use crate::text::t;

const MINE: Word = word("Dùng của tôi", "Use mine");
const THEIRS: Word = word("Giữ bản đang dùng", "Keep the one in use");
const NAME: Word = word("Họ tên", "Name");
const NUMBER: Word = word("Số giấy tờ", "Number");
const BIRTH: Word = word("Ngày sinh", "Born");
const SEX: Word = word("Giới tính", "Sex");
const ADDRESS: Word = word("Nơi ở", "Address");
const BEHALF: Word = word("Nộp thay cho", "On behalf of");
const PHONE: Word = word("Điện thoại", "Phone");
const EMAIL: Word = word("Thư điện tử", "E-mail");

/// One field that differs.
#[derive(Clone, PartialEq, Debug)]
pub struct Field {
    pub label: Word,
    pub mine: String,
    pub theirs: String,
}

fn lines(details: &Details) -> Vec<(Word, String)> {
    match details {
        Details::Applicant(Applicant { name, number, birth, sex, address, on_behalf_of }) => vec![
            (NAME, name.clone()),
            (NUMBER, number.clone()),
            (BIRTH, birth.clone()),
            (SEX, sex.label().vi.to_owned()),
            (ADDRESS, address.clone()),
            (BEHALF, on_behalf_of.clone()),
        ],
        Details::Contact(Contact { phone, email }) => vec![(PHONE, phone.clone()), (EMAIL, email.clone())],
    }
}

/// The fields in which two values of one group differ.
pub fn differing(mine: &Details, theirs: &Details) -> Vec<Field> {
    let pairs = lines(mine).into_iter().zip(lines(theirs));
    let differ = pairs.filter(|((_, mine), (_, theirs))| mine != theirs);
    differ
        .map(|((label, mine), (_, theirs))| {
            let hide = |value: String| if label == NUMBER { masked(&value) } else { value };
            Field { label, mine: hide(mine), theirs: hide(theirs) }
        })
        .collect()
}

/// `text` in three parts: as in `other`, different, as in `other` again.
pub fn apart<'a>(text: &'a str, other: &str) -> (&'a str, &'a str, &'a str) {
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

fn marked(text: &str, other: &str) -> impl IntoView + use<> {
    let (head, middle, tail) = apart(text, other);
    let middle = (!middle.is_empty()).then(|| {
        let middle = middle.to_owned();
        view! { <mark>{middle}</mark> }
    });
    (head.to_owned(), middle, tail.to_owned())
}

/// The table of both values. `mine` was written at `at`; the other one was written by `who`.
pub fn table(fields: Vec<Field>, at: Moment, who: String, when: Moment) -> impl IntoView {
    let (mine, theirs) = (
        Sentence::new(format!("Bạn, {}", at.clock()), format!("You, {}", at.clock())),
        Sentence::new(
            format!("{who}, {} · đang dùng", when.clock()),
            format!("{who}, {} · in use", when.clock()),
        ),
    );
    fields
        .into_iter()
        .map(|field| {
            let left = marked(&field.mine, &field.theirs);
            let right = marked(&field.theirs, &field.mine);
            view! {
                <p class="small quiet">{t(field.label)}</p>
                <dl class="versus">
                    <div><dt>{t(mine.clone())}</dt><dd>{left}</dd></div>
                    <div><dt>{t(theirs.clone())}</dt><dd>{right}</dd></div>
                </dl>
            }
        })
        .collect_view()
}

/// The two buttons. Either choice is recorded and settles what was kept aside.
pub fn choice(
    desk: Desk,
    n: u64,
    dossier: &Dossier,
    mine: Details,
    fault: RwSignal<Option<Sentence>>,
) -> impl IntoView + use<> {
    let (id, group) = (dossier.id, mine.group());
    let settle = move |chosen: Option<Details>| {
        spawn_local(async move {
            let Some(now) = desk.client(|client| client.dossier(id).cloned()) else { return };
            let details = chosen.unwrap_or_else(|| Details::of(group, &now));
            let amend = Amend { details, seen_version: now.version_of(group), reason: String::new() };
            match desk.act(id, Act::Amend(amend)).await {
                Ok(()) => desk.mark_read(n).await,
                Err(trouble) => drop(fault.try_set(Some(trouble.sentence()))),
            }
        });
    };
    view! {
        <button class="btn btn--primary" type="button" on:click=move |_| settle(Some(mine.clone()))>{t(MINE)}</button>
        <button class="btn" type="button" on:click=move |_| settle(None)>{t(THEIRS)}</button>
    }
}
