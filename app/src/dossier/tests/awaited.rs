//! Papers that were asked for and have not come: in the list, on the first page, on the dossier and in its notice.

use leptos::prelude::*;
use shared::demo;
use shared::dossier::record::{Asked, PauseReason, Stretch, Trace};
use shared::dossier::{Dossier, Kind, Status};
use shared::id::{DeviceId, OfficerId, Writer};
use shared::refusal::Refusal;
use shared::sync::client::{Client, Meta};

use super::super::acts::{self, asks};
use super::super::ask::{Ask, DueIn, Group};
use super::super::detail::{awaited, history};
use super::super::find::Index;
use super::super::row::{Row, table_row};
use super::super::today::Today;
use super::{moment, numbered};
use crate::ui::tests::{english, html, vietnamese};

/// Asked by Thu Hà on Monday for something until Thursday the 26th.
fn waiting(n: u128) -> Dossier {
    let at = moment("2026-11-23T10:00");
    let mut d = numbered("Dang Thi Dao", n);
    let papers = vec!["Giay chung sinh".to_owned()];
    let until = moment("2026-11-26T00:00").day();
    d.asked.push(Asked { at, papers, reason: "thieu".to_owned(), until, second: false });
    d.pauses.push(Stretch { from: at, to: None, why: PauseReason::Supplement });
    let note = "Giay chung sinh (thieu)".to_owned();
    d.history.push(Trace { at, recorded: None, by: demo::JUSTICE, kind: Kind::AskMore, note });
    Dossier { status: Status::AwaitSupplement, handler: Some(demo::JUSTICE), ..d }
}

const IN_TIME: &str = "2026-11-26T16:00";
const LATE: &str = "2026-11-28T08:00";

#[test]
fn the_list_finds_them_and_the_first_page_counts_them_for_whoever_has_to_do_with_it() {
    let ward = demo::ward().expect("the standard data");
    let all = [waiting(7), Dossier { handler: Some(demo::LAND), ..waiting(8) }, numbered("Le Hoa", 9)];
    let mut index = Index::default();
    index.refresh(&ward, all.iter());
    let ask = Ask::due(Group::Open, DueIn::SupplementLate);
    assert_eq!(ask.href(), "/ho-so?han=qua_hen_bo_sung");
    assert_eq!([IN_TIME, LATE].map(|at| index.count(&ask, moment(at))), [0, 2]);
    let writer = Writer { device: DeviceId(1), officer: demo::HEAD };
    let mut client = Client::new(Meta::new(writer, None));
    client.base.extend(all.iter().map(|d| (d.id, d.clone())));
    client.refresh(&ward);
    let counted = |at: &str, who: OfficerId, roles: Option<Vec<shared::officer::Role>>| {
        let mut me = ward.officer(who).expect("an officer").clone();
        me.roles = roles.unwrap_or(me.roles);
        let today = Today::new(&ward, &client, &index, moment(at), &me);
        let count = today.counts.into_iter().find(|count| count.ask.due == DueIn::SupplementLate);
        count.map(|count| (count.n, count.ask.handler))
    };
    assert_eq!(counted(IN_TIME, demo::HEAD, None), None, "no figure of nothing");
    assert_eq!(counted(LATE, demo::HEAD, None), Some((2, None)));
    let only = Some(vec![shared::officer::Role::Specialist]);
    assert_eq!(counted(LATE, demo::JUSTICE, only), Some((1, Some(demo::JUSTICE))), "a specialist's own");
}

#[test]
fn the_dossier_says_until_when_and_what_follows() {
    let ward = demo::ward().expect("the standard data");
    let note = |at: &str, may| {
        let (ward, d, today) = (ward.clone(), waiting(7), moment(at).day());
        move || awaited::note(&ward, &d, today, may, Callback::new(|_| ()))
    };
    let open = html(note(IN_TIME, Some(Ok(()))));
    assert!(open.contains("đến hết ngày 26/11/2026") && !open.contains("note--late"), "{open}");
    assert!(!open.contains("<button"), "nobody is hurried: {open}");
    let late = html(note(LATE, Some(Ok(()))));
    for said in ["note--late", "Quá hẹn bổ sung", "đã quá 2 ngày", "<button", "Dừng xử lý"] {
        assert!(late.contains(said), "{said}: {late}");
    }
    let needs = Refusal::NotPermitted { needs: vec![shared::officer::Role::Leader] };
    let others = html(note(LATE, Some(Err(needs.clone()))));
    assert!(!others.contains("<button") && others.contains("lãnh đạo"), "who may is said: {others}");
    for page in [note(IN_TIME, None), note(LATE, None), note(LATE, Some(Err(needs)))] {
        assert_eq!(vietnamese(&english(page)), Vec::<String>::new());
    }
    let mut saturday = waiting(7);
    saturday.asked[0].until = moment("2026-11-28T00:00").day();
    let (said, _) = awaited::said(&ward, &saturday, moment(IN_TIME).day()).expect("a request is open");
    assert!(said.vi.contains("30/11/2026 (ngày hẹn 28/11/2026 là ngày nghỉ)"), "{said}");
    let nothing = numbered("Le Hoa", 9);
    assert!(awaited::said(&ward, &nothing, moment(LATE).day()).is_none());
}

#[test]
fn the_row_and_the_history_say_the_date() {
    let ward = demo::ward().expect("the standard data");
    let row = |at: &str| {
        html({
            let row = Row::new(&ward, moment(at), &waiting(7), false);
            move || table_row(&row)
        })
    };
    assert!(!row(IN_TIME).contains("bổ sung 26/11"), "{}", row(IN_TIME));
    assert!(row(LATE).contains(r#"<span class="late">quá hẹn bổ sung 26/11"#), "{}", row(LATE));
    let told = html({
        let (ward, d) = (ward.clone(), waiting(7));
        move || history(&ward, &d, 0, moment(LATE).day())
    });
    assert!(told.contains("Giay chung sinh (thieu); hẹn đến hết ngày 26/11/2026"), "{told}");
}

#[test]
fn the_reason_of_the_notice_is_there_already_once_it_is_late() {
    let ward = demo::ward().expect("the standard data");
    let start = |at: &str, kind: Kind, d: &Dossier| {
        let asked = asks(kind, &ward, demo::CHAIR, d, moment(at).day());
        match asked.into_iter().find(|ask| ask.id() == "reason") {
            Some(acts::Ask::Area { start, .. }) => start,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(start(IN_TIME, Kind::Stop, &waiting(7)), "");
    assert!(start(LATE, Kind::Stop, &waiting(7)).contains("đến hết ngày 26/11/2026"));
    let before = Dossier { status: Status::SupplementBefore, pauses: vec![], ..waiting(7) };
    assert!(start(LATE, Kind::Refuse, &before).contains("Giay chung sinh"));
    assert_eq!(start(LATE, Kind::Stop, &numbered("Le Hoa", 9)), "");
}
