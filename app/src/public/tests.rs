//! What anybody may read.

use shared::demo;
use shared::moment::Day;

use super::catalogue::found;
use super::procedure::procedure_view;
use super::track::from_fragment;
use crate::ui::tests::html;

fn procedures() -> Vec<shared::procedure::Procedure> {
    let ward = demo::ward().expect("the standard data");
    ward.catalogue.all_in_force(Day::new(2026, 11, 24).expect("a day")).cloned().collect()
}

#[test]
fn forty_procedures_are_posted_and_found_without_accents() {
    let all = procedures();
    assert_eq!(found(&all, "").len(), 40);
    assert_eq!(found(&all, "khai tu")[0].id, "HT-03");
    assert_eq!(found(&all, "2.000815")[0].id, "CT-01");
    assert!(found(&all, "không có gì như vậy").is_empty());
}

#[test]
fn a_sheet_has_the_parts_that_the_law_asks_for() {
    for p in procedures() {
        let name = p.name.clone();
        let out = html(move || procedure_view(p, "UBND phường".to_owned()));
        for part in ["Bao lâu", "Lệ phí", "Nộp ở đâu", "Cơ quan giải quyết", "Kết quả", "Các bước", "Căn cứ"]
        {
            assert!(out.contains(part), "{name}: {part}");
        }
        assert!(!out.contains("từ 07/2025:"), "{name}: the words of one regime");
    }
}

#[test]
fn a_scanned_slip_fills_both_fields() {
    let scanned = from_fragment("#000.21.17.H17-181122-6105.K7QMAB");
    assert_eq!(scanned, Some(("000.21.17.H17-181122-6105".to_owned(), "K7QMAB".to_owned())));
    assert_eq!(from_fragment("#x"), None);
}
