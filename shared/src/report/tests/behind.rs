//! The list behind a number: its pages, its file.

use super::*;
use crate::lang::Lang;
use crate::report::behind::{All, Behind, Seen};

fn many(n: u8) -> Vec<Dossier> {
    let received = |i: u8| Some(at(&format!("2018-11-{:02}T08:{:02}", 1 + i / 60, i % 60)));
    (0..n)
        .map(|i| Dossier { received_at: received(i), ..dossier(i.into(), "HT-09", Status::InWork) })
        .collect()
}

/// Page after page every dossier stands once, in one order, and the file has the same rows.
#[test]
fn the_pages_together_are_the_number_and_the_file() {
    let ward = ward();
    let all = many(250);
    let page = |n| All::new(all.iter().collect()).page(n);
    let sizes: Vec<usize> = (1..=3).map(|n| page(n).rows.len()).collect();
    assert_eq!((sizes, page(1).pages(), page(1).total), (vec![100, 100, 50], 3, 250));
    let seen: Vec<Seen> = (1..=3).flat_map(|n| page(n).rows).collect();
    assert!(seen.is_sorted_by_key(|seen| std::cmp::Reverse((seen.received, seen.id))));
    let mut ids: Vec<DossierId> = seen.iter().map(|seen| seen.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 250, "none twice, none left out");
    let table = All::new(all.iter().collect()).table(ward);
    let received: Vec<String> = seen.iter().map(|seen| seen.received.expect("at").clock_and_day()).collect();
    let in_file: Vec<Cell> = table.rows.iter().map(|row| row[5].clone()).collect();
    assert_eq!(in_file, received.iter().map(|text| text.as_str().into()).collect::<Vec<Cell>>());
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
    assert_eq!((page(0).page, page(9).page), (1, 3), "a page that is not there is the nearest");
}

#[test]
fn the_list_says_which_part_of_how_many_it_is() {
    let all = many(250);
    let page = |n| All::new(all.iter().collect()).page(n);
    assert_eq!(page(1).count(Lang::Vi), "1–100 trong 250 hồ sơ");
    assert_eq!(page(3).count(Lang::En), "201–250 of 250 dossiers");
    assert_eq!(All::new(all[..7].iter().collect()).page(1).count(Lang::Vi), "7 hồ sơ");
    assert_eq!(All::new(all[..1].iter().collect()).page(1).count(Lang::En), "1 dossier");
    let year = Behind { total: 4_872, ..page(1) };
    assert_eq!(year.count(Lang::En), "1–100 of 4,872 dossiers");
}

/// What citizens and officers type goes into the file as text.
#[test]
fn no_name_is_a_formula() {
    let ward = ward();
    let mut one = many(1).remove(0);
    one.applicant.name = "=HYPERLINK(\"http://la\")".to_owned();
    let csv = All::new(vec![&one]).table(ward).to_csv();
    assert!(csv.contains("\"'=HYPERLINK(\"\"http://la\"\")\""), "{csv}");
}
