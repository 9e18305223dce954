//! The forty procedures and the arithmetic of fees.

use std::collections::BTreeSet;

use expect_test::expect;
use proptest::prelude::*;

use super::fee::{FeeAsk, FeeError, fee, priced};
use super::{Linked, standard_catalogue};
use crate::calendar::Term;
use crate::lang::Lang;
use crate::limits;
use crate::moment::Day;

fn procedure(id: &str) -> super::Procedure {
    let catalogue = standard_catalogue().expect("the data is readable");
    catalogue.in_force(id, Day::new(2026, 11, 24).expect("a day")).expect("in force").clone()
}

fn copies(pages: u32, copies: u32) -> Result<i64, FeeError> {
    let ask = FeeAsk { pages, copies, ..FeeAsk::default() };
    Ok(fee(&procedure("CT-01"), &ask)?.iter().map(|item| item.vnd).sum())
}

#[test]
fn forty_procedures_in_four_fields_on_any_day() {
    let catalogue = standard_catalogue().expect("the data is readable");
    for (year, month, day) in [(2018, 1, 2), (2025, 6, 30), (2025, 7, 1), (2026, 11, 24)] {
        let on = Day::new(year, month, day).expect("a day");
        assert_eq!(catalogue.all_in_force(on).count(), 40, "{on}");
    }
    assert_eq!(catalogue.fields.len(), 4);
    let known = |field: &str| catalogue.field(field).is_some();
    assert!(catalogue.procedures.iter().all(|p| known(&p.field) && !p.papers.is_empty()));
    assert!(catalogue.procedures.iter().all(|p| !p.signer.contains("2018:")), "one regime's signer");
}

/// What the receptionist reads is a sentence for people: no field of the data, nothing in English alone.
#[test]
fn every_note_is_a_vietnamese_sentence() {
    let catalogue = standard_catalogue().expect("the data is readable");
    for p in catalogue.procedures.iter().filter(|p| !p.note.is_empty()) {
        let vietnamese = p.note.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
        assert!(vietnamese && !p.note.contains('_'), "{}: {}", p.id, p.note);
        assert!(p.note.ends_with(['.', ')']), "{}: {}", p.id, p.note);
    }
}

#[test]
fn what_is_posted_in_public_says_for_how_long() {
    let catalogue = standard_catalogue().expect("the data is readable");
    for on in [Day::new(2018, 3, 5), Day::new(2026, 11, 24)] {
        let posted = catalogue.all_in_force(on.expect("a day"));
        let posted = posted.filter_map(|p| Some((p.id.as_str(), p.posting()?.text(Lang::Vi))));
        let told: Vec<String> = posted.map(|(id, term)| format!("{id} {term}")).collect();
        assert_eq!(
            told,
            ["DD-02 15 ngày", "BT-01 02 ngày làm việc", "BT-03 05 ngày làm việc", "BT-06 03 ngày làm việc"]
        );
    }
}

/// Everything in which the two versions of a procedure differ.
#[test]
fn a_change_is_a_new_version() {
    let catalogue = standard_catalogue().expect("the data is readable");
    let mut lines = String::new();
    for pair in catalogue.procedures.chunks(2) {
        let [then, now] = pair else { panic!("two versions of each") };
        assert_eq!((&then.id, then.version, now.version), (&now.id, 1, 2));
        let mut differ = |what: &str, a: &str, b: &str| {
            if a != b {
                lines += &format!("{} {what}: {a} → {b}\n", then.id);
            }
        };
        differ("mã", then.code.as_deref().unwrap_or("–"), now.code.as_deref().unwrap_or("–"));
        differ("hạn", &then.term.to_string(), &now.term.to_string());
        differ("hạn ghi", &then.term_text, &now.term_text);
        differ("ký", &then.signer, &now.signer);
        differ("cơ quan", &then.agencies.join(" + "), &now.agencies.join(" + "));
        for (a, b) in then.fees.iter().zip(&now.fees) {
            differ(&a.label, &format!("{:?}", a.confidence), &format!("{:?}", b.confidence));
        }
    }
    expect![[r#"
        HT-01 Đăng ký quá hạn: Uncertain → Source
        HT-10 Lệ phí: Uncertain → Source
        HT-11 Lệ phí: Uncertain → Source
        HT-13 Lệ phí: Uncertain → Source
        HT-15 mã: 2.000986 → 3.000722
        CT-10 Không thu lệ phí: Uncertain → Source
        DD-01 mã: 1.003554 → 1.012812
        DD-01 hạn: 45cd → 30cd
        DD-01 hạn ghi: Không quá 45 ngày → 30 ngày
        DD-02 hạn: 30cd → 20wd
        DD-02 hạn ghi: Không quá 30 ngày, không kể thời gian thực hiện nghĩa vụ tài chính và niêm yết 15 ngày → 20 ngày làm việc
        DD-02 ký: UBND quận → Chủ tịch UBND cấp xã
        NCC-02 cơ quan: Phòng LĐ-TB&XH quận → Sở LĐ-TB&XH → Sở Nội vụ
        NCC-03 cơ quan: Phòng LĐ-TB&XH quận → Sở LĐ-TB&XH → Sở Nội vụ
        NCC-04 cơ quan: Phòng LĐ-TB&XH quận → Sở LĐ-TB&XH → Sở Nội vụ
        NCC-05 cơ quan: Phòng LĐ-TB&XH quận → Sở LĐ-TB&XH → Sở Nội vụ
        BT-01 cơ quan: Phòng LĐ-TB&XH quận – Chủ tịch UBND quận quyết định → Chủ tịch UBND cấp xã quyết định
        BT-02 cơ quan: Phòng LĐ-TB&XH quận – Chủ tịch UBND quận quyết định → Chủ tịch UBND cấp xã quyết định
        BT-05 cơ quan: Phòng LĐ-TB&XH quận – Chủ tịch UBND quận quyết định → Chủ tịch UBND cấp xã quyết định
    "#]].assert_eq(&lines);
}

#[test]
fn the_ward_alone_decides_what_only_a_register_hears_of() {
    assert_eq!(procedure("HT-01").linked, Linked::No);
    assert!(procedure("HT-01").agencies.is_empty(), "a register is no agency to ask");
    assert_eq!(procedure("HT-09").linked, Linked::Consulted);
    assert_eq!(procedure("HT-15").linked, Linked::Consulted);
    assert_eq!(procedure("DD-03").linked, Linked::Forwarded);
    expect!["03 ngày làm việc; dài nhất 08 ngày làm việc (cần xác minh)"]
        .assert_eq(&procedure("HT-05").term_text);
}

#[test]
fn every_limit_and_fee_is_within_bounds() {
    for p in standard_catalogue().expect("the data is readable").procedures {
        assert_eq!(p.term.to_string().parse::<Term>(), Ok(p.term), "{}", p.id);
        for line in &p.fees {
            assert!(line.vnd.is_none_or(|vnd| (0..=1_000_000).contains(&vnd)), "{}", p.id);
        }
    }
}

#[test]
fn certified_copies_cost_pages_times_copies() {
    assert_eq!(copies(5, 3), Ok(21_000));
    assert_eq!(copies(1, 1), Ok(2_000));
    assert_eq!(copies(300, 1), Ok(200_000));
    assert_eq!(copies(0, 1), Err(FeeError::Pages));
    assert_eq!(copies(1, 0), Err(FeeError::Copies));
    assert_eq!(copies(u32::MAX, u32::MAX), Err(FeeError::Copies));
}

#[test]
fn an_unknown_amount_is_asked_for() {
    let land = procedure("DD-03");
    assert!(matches!(fee(&land, &FeeAsk::default()), Err(FeeError::Unknown { .. })));
    let by_hand = FeeAsk { by_hand_vnd: Some(28_000), ..FeeAsk::default() };
    assert_eq!(fee(&land, &by_hand).map(|items| items[0].vnd), Ok(28_000));
    let absurd = FeeAsk { by_hand_vnd: Some(-5), ..FeeAsk::default() };
    assert_eq!(fee(&land, &absurd), Err(FeeError::Amount));
}

/// What is kept was always Vietnamese and stays so; the reader has it in their own language.
#[test]
fn a_sum_is_kept_in_vietnamese_and_explained_in_both_languages() {
    let told = |id: &str, ask: &FeeAsk| {
        let of = |lang| priced(&procedure(id), ask).expect("a sum")[0].why.of(lang);
        let kept = fee(&procedure(id), ask).expect("a sum")[0].why.clone();
        assert_eq!(kept, of(Lang::Vi), "{id}");
        format!("{kept} | {}\n", of(Lang::En))
    };
    let ask = |pages, copies| FeeAsk { pages, copies, ..FeeAsk::default() };
    let all = [
        told("CT-01", &ask(5, 3)),
        told("CT-01", &ask(300, 1)),
        told("CT-01", &ask(300, 2)),
        told("HT-09", &ask(1, 1)),
        told("HT-09", &ask(1, 2)),
        told("DD-03", &FeeAsk { by_hand_vnd: Some(28_000), ..FeeAsk::default() }),
    ];
    expect![[r#"
        (2 × 2.000 đ + 3 × 1.000 đ) × 3 | (2 × 2,000 đ + 3 × 1,000 đ) × 3
        2 × 2.000 đ + 298 × 1.000 đ, tối đa 200.000 đ | 2 × 2,000 đ + 298 × 1,000 đ, at most 200,000 đ
        (2 × 2.000 đ + 298 × 1.000 đ, tối đa 200.000 đ) × 2 | (2 × 2,000 đ + 298 × 1,000 đ, at most 200,000 đ) × 2
        15.000 đ/việc | 15,000 đ a case
        15.000 đ × 2 việc | 15,000 đ × 2 cases
        ghi tay | entered by hand
    "#]].assert_eq(&all.concat());
}

/// A result in copies is given in as many as were paid for.
#[test]
fn what_was_paid_says_how_many_copies() {
    let of = |id: &str, ask: FeeAsk| {
        let procedure = procedure(id);
        procedure.copies(&fee(&procedure, &ask).expect("a sum"))
    };
    for pages in [1, 5, 300] {
        for copies in [1, 2, 3, 500] {
            assert_eq!(of("CT-01", FeeAsk { pages, copies, ..FeeAsk::default() }), Some(copies), "{pages}");
        }
    }
    let extra = procedure("HT-01").fees.iter().position(|line| line.optional).expect("extracts are optional");
    assert_eq!(of("HT-01", FeeAsk { extras: vec![(extra, 4)], ..FeeAsk::default() }), Some(4));
    assert_eq!(of("HT-01", FeeAsk::default()), None, "no extract was asked for");
    assert_eq!(of("HT-09", FeeAsk { copies: 2, ..FeeAsk::default() }), None);
}

#[test]
fn every_unit_of_the_fee_table_has_its_english() {
    for line in standard_catalogue().expect("the data is readable").procedures.iter().flat_map(|p| &p.fees) {
        let why = super::fee::Why::Each { vnd: 1_000, per: line.per.clone(), count: 1 };
        let said = why.of(Lang::En).replace(" đ ", "");
        assert!(said.is_ascii() && !said.ends_with(&line.per), "{}: {said}", line.per);
    }
}

#[test]
fn optional_lines_are_added_only_when_asked() {
    let birth = procedure("HT-01");
    let extra = birth.fees.iter().position(|line| line.optional).expect("extracts are optional");
    let ask = FeeAsk { extras: vec![(extra, 2)], ..FeeAsk::default() };
    assert_eq!(fee(&birth, &ask).map(|items| items.iter().map(|i| i.vnd).sum::<i64>()), Ok(16_000));
    let twice = FeeAsk { extras: vec![(extra, 2), (extra, 2)], ..FeeAsk::default() };
    assert_eq!(fee(&birth, &twice), Err(FeeError::NoLine));
    assert_eq!(fee(&birth, &FeeAsk { line: extra, ..FeeAsk::default() }), Err(FeeError::NoLine));
}

#[test]
fn sums_never_overflow() {
    let mut absurd = procedure("CT-01");
    for tier in &mut absurd.fees[0].tiers {
        (tier.first, tier.vnd) = (0, i64::MAX);
    }
    absurd.fees[0].cap_vnd_per_copy = None;
    let ask = FeeAsk { pages: 2_000, copies: 500, ..FeeAsk::default() };
    assert_eq!(fee(&absurd, &ask), Err(FeeError::Amount));
    absurd.fees[0].tiers.clear();
    absurd.fees[0].vnd = Some(i64::MIN);
    assert_eq!(fee(&absurd, &ask), Err(FeeError::Amount));
}

proptest! {
    /// More pages or more copies never cost less, a copy never more than its cap, and copies are counted alike.
    #[test]
    fn certified_copies_never_get_cheaper(pages in 1..limits::PAGES_MAX, count in 1..limits::COPIES_MAX) {
        let sum = copies(pages, count).expect("within bounds");
        prop_assert!(sum <= copies(pages + 1, count).expect("within bounds"));
        prop_assert_eq!(sum, copies(pages, 1).expect("within bounds") * i64::from(count));
        prop_assert!(copies(pages, 1).expect("within bounds") <= 200_000);
    }

    /// Whatever is sent, every procedure has an answer or a sentence, and no item is outside the bounds.
    #[test]
    fn any_question_about_a_fee_is_answered(
        place in 0..40_usize,
        (line, pages, copies) in (0..6_usize, any::<u32>(), any::<u32>()),
        small in any::<bool>(),
        extras in proptest::collection::vec((0..6_usize, 0..4_u32), 0..3),
        by_hand_vnd in proptest::option::of(any::<i64>()),
    ) {
        let catalogue = standard_catalogue().expect("the data is readable");
        let day = Day::new(2026, 11, 24).expect("a day");
        let procedure = catalogue.all_in_force(day).nth(place).expect("forty procedures");
        let bounded = |n: u32| if small { n % 9 } else { n };
        let (pages, copies) = (bounded(pages), bounded(copies));
        match fee(procedure, &FeeAsk { line, pages, copies, extras, by_hand_vnd }) {
            Ok(items) => prop_assert!(items.iter().all(|item| (0..=limits::FEE_VND_MAX).contains(&item.vnd))),
            Err(error) => prop_assert!(!error.sentence().vi.is_empty()),
        }
    }
}

/// What dossiers have been received under stays as it was; only an end and a new version may come.
#[test]
fn a_version_in_use_is_never_changed() {
    let today = Day::new(2026, 11, 24).expect("a day");
    let old = standard_catalogue().expect("the data is readable");
    assert_eq!((old.fault(), old.follows(&old, today)), (None, None));
    let at = old.procedures.iter().position(|p| p.id == "HT-09" && p.version == 2).expect("in force");
    let changed = |change: fn(&mut super::Procedure)| {
        let mut new = old.clone();
        change(&mut new.procedures[at]);
        new.follows(&old, today).map(|said| said.en)
    };
    let refused = "Version 2 of procedure HT-09 is in use and stays. End it and add a new version.";
    assert_eq!(changed(|p| p.term = Term::WorkingDays(30)).as_deref(), Some(refused), "a longer limit");
    assert_eq!(changed(|p| p.fees.clear()).as_deref(), Some(refused), "no fee");
    assert_eq!(changed(|p| p.version = 3).as_deref(), Some(refused), "it is gone");
    assert_eq!(changed(|p| p.to = Day::new(2026, 11, 23)).as_deref(), Some(refused), "ended yesterday");
    assert_eq!(changed(|p| p.to = Day::new(2026, 11, 30)), None, "ended in a week");
    let mut new = old.clone();
    let next = super::Procedure {
        version: 3,
        from: Day::new(2026, 12, 1).expect("a day"),
        ..old.procedures[at].clone()
    };
    new.procedures.push(next);
    assert!(new.fault().is_some(), "two versions on one day");
    new.procedures[at].to = Day::new(2026, 11, 30);
    assert_eq!((new.fault(), new.follows(&old, today)), (None, None));
}

#[test]
fn only_copies_are_entered_by_their_original() {
    let all = standard_catalogue().expect("the standard data").procedures;
    let copies: BTreeSet<&str> =
        all.iter().filter(|p| !p.originals().is_empty()).map(|p| p.id.as_str()).collect();
    assert_eq!(copies.into_iter().collect::<Vec<_>>(), ["CT-01", "CT-09", "CT-10"]);
    // Nothing that is suggested is what the catalogue calls the result.
    assert!(all.iter().all(|p| p.results.iter().all(|result| !p.originals().contains(&result.as_str()))));
}
