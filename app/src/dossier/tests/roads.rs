//! A storm and a result with a mistake, as the pages show them.

use leptos::prelude::*;
use shared::demo;
use shared::dossier::code::Code;
use shared::dossier::redo::{Corrects, Mistake};
use shared::dossier::{Dossier, Status};
use shared::lang::Sentence;
use shared::moment::Day;
use shared::refusal::Refusal;

use super::super::detail::redo;
use super::super::recount::{Counting, Moves, closures, recount_view};
use super::{dossier, moment, numbered};
use crate::ui::tests::{english, html, vietnamese};

fn moves(n: u128, name: &str, before: &str, after: &str) -> Moves {
    Moves {
        id: numbered(name, n).id,
        name: name.to_owned(),
        procedure: Sentence::new("Đăng ký khai sinh", "Birth"),
        code: format!("261125-600{n}"),
        before: moment(before),
        after: moment(after),
    }
}

fn page(all: Vec<Moves>, why_not: Option<Sentence>) -> String {
    html(move || {
        let days = vec![(Day::new(2026, 11, 30).expect("a day"), "Bao so 13".to_owned())];
        let counting = Counting::new();
        let id = all.first().map(|one| one.id);
        if let Some(id) = id {
            counting.refused.update(|refused| drop(refused.insert(id, Refusal::NoLaterDue.sentence())));
        }
        let run = Callback::new(|()| ());
        let (all, days, why_not) = (Signal::stored(all), Signal::stored(days), Signal::stored(why_not));
        recount_view(all, days, counting, why_not, run)
    })
}

#[test]
fn a_storm_shows_both_dates_of_each_dossier_and_what_became_of_it() {
    let all = vec![
        moves(1, "Vo Thuy My", "2026-11-30T17:00", "2026-12-01T17:00"),
        moves(2, "Le Hoa", "2026-12-02T17:00", "2026-12-03T17:00"),
    ];
    let shown = page(all.clone(), None);
    for said in ["17:00 30/11/2026", "17:00 01/12/2026", "Bao so 13", "Tính lại hạn 2 hồ sơ"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert!(shown.contains("không làm hạn của hồ sơ này lùi lại"), "a refused row says why: {shown}");
    assert!(!shown.contains("aria-disabled=\"true\""), "{shown}");
    let others = page(all, Some(Refusal::NotPermitted { needs: vec![] }.sentence()));
    assert!(others.contains("aria-disabled=\"true\""), "only the head counts anew: {others}");
    assert!(page(vec![], None).contains("Không hồ sơ nào có hạn khác lịch đang dùng"));
}

#[test]
fn the_days_off_that_moved_a_date_are_named() {
    let mut ward = demo::ward().expect("the demo ward");
    let off = shared::calendar::OffDay {
        name: "Nghỉ bão".to_owned(),
        kind: "nghi_dot_xuat".to_owned(),
        uncertain: false,
    };
    ward.calendar.off.insert(Day::new(2026, 11, 30).expect("a day"), off);
    let all = [moves(1, "Vo Thuy My", "2026-11-30T17:00", "2026-12-01T17:00")];
    assert_eq!(closures(&ward, &all).len(), 1);
    assert_eq!(closures(&ward, &[]), vec![]);
}

#[test]
fn work_that_corrects_a_result_names_it_in_both_languages() {
    let old = numbered("Dang Thi Dao", 8);
    let code =
        Code { agency: "000.21.17.H17".to_owned(), day: moment("2026-11-20T08:00").day(), number: 6001 };
    let corrects =
        Corrects { id: old.id, code, wrong: "born 14/03/1990".to_owned(), mistake: Mistake::Office };
    let work = Dossier { corrects: Some(corrects), status: Status::Received, ..dossier("Dang Thi Dao") };
    let shown = html({
        let work = work.clone();
        move || redo::note(&work)
    });
    assert!(shown.contains(&format!("/ho-so/{}", old.id)) && shown.contains("cơ quan sai sót"), "{shown}");
    let read = english(move || redo::note(&work));
    assert_eq!(vietnamese(&read), Vec::<String>::new());
    let ordinary = dossier("Le Hoa");
    assert_eq!(html(move || redo::note(&ordinary)), html(|| ()));
}
