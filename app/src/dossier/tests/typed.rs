//! Letter by letter: what an index finds that has been asked before is what a fresh one finds.

use std::collections::BTreeSet;

use shared::demo;
use shared::dossier::{Dossier, sought};
use shared::id::DossierId;

use super::super::ask::{Ask, DueIn, Group};
use super::{index, moment, numbered};

/// Names and numbers of which letters and figures let different ones pass.
fn people() -> Vec<Dossier> {
    let mut all: Vec<Dossier> = (1..)
        .zip(["Lê Ân", "Lê An", "Trần Lân 2B", "Lê Thị Lan", "Lương Lê", "Hồ 12 Lan", "Nguyễn Văn Lê"])
        .map(|(n, name)| numbered(name, n))
        .collect();
    let numbers = ["048190004217", "012345678901", "049100000003", "048120004217", "090111111111"];
    for (dossier, number) in all.iter_mut().zip(numbers) {
        dossier.applicant.number = number.to_owned();
    }
    all[2].contact.phone = "0933000555".to_owned();
    all
}

#[test]
fn letter_by_letter_one_finds_what_the_whole_word_finds() {
    let (all, now) = (people(), moment("2026-11-23T10:00"));
    let asked = index(&all);
    let fresh = |find: &dyn Fn(&super::Index) -> Vec<DossierId>| find(&index(&all));
    let mut found = 0;
    let typed = [
        "l",
        "le",
        "le ",
        "le l",
        "le la",
        "le lan",
        "le la",
        "lê",
        "lê â",
        "le",
        "l",
        "",
        "1",
        "1 2",
        "1 2b",
        "1 2",
        "12",
        "123",
        "12 lan",
        "048190",
        "0481",
        "04812",
        "tinh",
        "tinh trang",
        "t",
        "HT-09",
        "HT-0",
        "xyz",
        "x",
        "an",
        "lan an",
        "la an",
        "MC:261123-6000",
        "261123",
        "2",
        "2b",
    ];
    let filters = [Ask::of(Group::All), Ask { due: DueIn::Overdue, ..Ask::default() }, Ask::of(Group::Ready)];
    for text in typed {
        for filter in filters.iter().chain([&Ask::of(Group::All)]) {
            let ask = Ask { text: text.to_owned(), ..filter.clone() };
            let seen = asked.find(&ask, now);
            assert_eq!(seen, fresh(&|index| index.find(&ask, now)), "{ask:?}");
            found += seen.len();
        }
        // Somebody looks for a person in between: what was asked for does not count there.
        if text.len() % 2 == 0 {
            assert_eq!(asked.people(text), fresh(&|index| index.people(text)), "{text}");
        }
    }
    assert!(found > 100, "something was found: {found}");
}

/// Word by word, in the texts themselves.
fn answers(dossier: &Dossier, typed: &str) -> bool {
    let ward = demo::ward().expect("the standard data");
    let subject = ward.catalogue.get(&dossier.procedure).map(sought::subject).unwrap_or_default();
    let texts = [sought::folded(&sought::names(dossier)), sought::folded(&subject)];
    sought::wanted(typed).iter().all(|wanted| {
        let in_number = wanted.is_figures && sought::figures(dossier).contains(wanted.figures());
        in_number || texts.iter().any(|text| text.contains(&wanted.word))
    })
}

#[test]
fn every_letter_and_figure_finds_what_begins_with_it_or_has_it_in_a_number() {
    let mut all = people();
    all[1].applicant.name = "Ðỗ Ñíguez 日本 Ừ".to_owned();
    all[4].applicant.on_behalf_of = "Công ty 9Z".to_owned();
    let (asked, now) = (index(&all), moment("2026-11-23T10:00"));
    let one = ('a'..='z').chain('0'..='9').chain(['đ', 'ê', 'ñ', '日', 'Ư', '-', '/']).map(String::from);
    let more = ["12 an", "9z", "4 8", "48 2", "0481", "日本", "l 2", "00", "z"].map(str::to_owned);
    let mut hits = 0;
    for typed in one.chain(more) {
        let wanted: BTreeSet<DossierId> = all.iter().filter(|d| answers(d, &typed)).map(|d| d.id).collect();
        let found: BTreeSet<DossierId> = asked.find(&Ask::words(&typed), now).into_iter().collect();
        assert_eq!(found, wanted, "{typed}");
        hits += found.len();
    }
    assert!(hits > 50, "something was found: {hits}");
}
