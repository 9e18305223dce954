//! What the author of an act reads about it.

use std::sync::Arc;

use expect_test::expect;
use shared::act::Act;
use shared::demo;
use shared::dossier::hand_over::HandOver;
use shared::dossier::record::Payment;
use shared::dossier::stop::Withdraw;
use shared::dossier::{self, Kind, Status};
use shared::id::{DeviceId, Writer};
use shared::refusal::Refusal;
use shared::sync::client::{Client, Notice, Place, Write};
use shared::sync::notice::{About, Heard, NoticeId, Seen, Unread};
use shared::sync::wire::{Body, Command, Outcome, Over};

use super::mine::mine;
use super::queue;
use super::review::reviews;
use super::told::verdict;
use crate::desk::Desk;
use crate::desk::tests::{at_desk, sits};
use crate::store::tests::{HA, OANH, morning, now};
use crate::ui::sync_badge::SyncState;
use crate::ui::tests::{english, html, plain, vietnamese};

#[test]
fn a_conflict_says_who_and_when() {
    let ward = demo::ward().expect("the standard data");
    let at = "2026-11-23T15:42".parse().expect("a moment");
    let refusal = Refusal::WrongStatus { status: Status::Signed, kind: Kind::Submit };
    let outcome = Outcome::Conflict { over: Over::Step { refusal }, by: demo::JUSTICE, at, seq: 0 };
    expect![[r#"Nguyễn Thị Thu Hà đã chuyển bước hồ sơ lúc 15:42 23/11/2026. Hồ sơ đang ở bước “Đã ký, chờ đóng dấu”, chưa “trình lãnh đạo ký” được."#]]
        .assert_eq(&verdict(&ward, &outcome).vi);
}

fn refused(n: u64, act: dossier::Act, refusal: Refusal) -> Write {
    let id = crate::dossier::tests::dossier("Đặng Thị Đào").id;
    let at = morning();
    let act = Act::Dossier { id, act };
    let command = Some(Command { v: 1, writer: OANH, n, base: 0, at, anchor: None, act, was: vec![] });
    Write::Notice(Box::new(Notice { n, outcome: Outcome::Rejected { refusal }, command, read: false }))
}

#[test]
fn a_refused_act_is_done_again_with_one_press_or_says_why_not() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        let withdraw =
            dossier::Act::Withdraw(Withdraw { reason: "Nộp nhầm".to_owned(), returned: vec![] });
        let hand_over = dossier::Act::HandOver(HandOver {
            receiver: "Đặng Thị Đào".to_owned(),
            slip_collected: true,
            statement: String::new(),
            payment: Some(Payment::Taken),
            receipt: "0001".to_owned(),
            settles: false,
            given: None,
        });
        let refusal = || Refusal::WrongStatus { status: Status::InWork, kind: Kind::Withdraw };
        let record = Write::Record(Box::new(crate::dossier::tests::dossier("Đặng Thị Đào")));
        let writes = vec![record, refused(1, withdraw, refusal()), refused(2, hand_over, refusal())];
        assert!(now(desk.keep(OANH, writes)));
        let page = html(move || reviews(desk));
        assert_eq!(page.matches("Làm lại trên bản mới").count(), 1, "{page}");
        assert!(page.contains("chưa “trả kết quả” được"), "the other says why not: {page}");
        assert!(page.contains("Nộp nhầm") && page.contains("0001"), "nothing typed is lost: {page}");
        let before = "Việc trước trên hồ sơ này (ghi công dân rút hồ sơ";
        assert_eq!(page.matches(before).count(), 1, "{page}");
        assert!(
            page.find(before) < page.find("Làm lại trên bản mới"),
            "it stands with the later act: {page}"
        );
    });
}

#[test]
fn what_somebody_had_done_already_is_told_and_what_one_did_oneself_is_not() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        let id = crate::dossier::tests::dossier("Đặng Thị Đào").id;
        let had_done = |n, by| {
            let act =
                dossier::Act::Withdraw(Withdraw { reason: "Nộp nhầm".to_owned(), returned: vec![] });
            let act = Act::Dossier { id, act };
            let at = morning();
            let command =
                Some(Command { v: 1, writer: OANH, n, base: 0, at, anchor: None, act, was: vec![] });
            let outcome = Outcome::Noop { by, at: morning().plus_minutes(-5) };
            Write::Notice(Box::new(Notice { n, outcome, command, read: false }))
        };
        let record = Write::Record(Box::new(crate::dossier::tests::dossier("Đặng Thị Đào")));
        let writes = vec![record, had_done(1, OANH.officer), had_done(2, demo::JUSTICE)];
        assert!(now(desk.keep(OANH, writes)));
        let page = html(move || reviews(desk));
        assert_eq!(page.matches("Đã có người làm").count(), 1, "{page}");
        assert!(page.contains("Nguyễn Thị Thu Hà đã làm việc này lúc 07:55 24/11/2026."), "{page}");
        assert!(!page.contains("Làm lại trên bản mới"), "there is nothing to do again: {page}");
        assert_eq!(desk.sync().unread, 1, "so the badge is not green");
        let today = desk.client(|client| super::taken(client, morning().day()));
        assert_eq!(today, (0, 1, 1));
    });
}

/// Her act at the other counter, which the server refused.
fn at_the_other_counter(desk: Desk, name: &str) -> NoticeId {
    let dossier = crate::dossier::tests::dossier(name);
    let act = dossier::Act::Withdraw(Withdraw { reason: "Nop nham".to_owned(), returned: vec![] });
    let writer = Writer { device: DeviceId(9), officer: demo::RECEPTION };
    let act = Act::Dossier { id: dossier.id, act };
    let command = Command { v: 1, writer, n: 7, base: 0, at: morning(), anchor: None, act, was: vec![] };
    let id = NoticeId { writer, n: 7 };
    let list = vec![Unread {
        id,
        device: "Quay 2".to_owned(),
        judged: morning().plus_minutes(5),
        outcome: Outcome::Rejected {
            refusal: Refusal::WrongStatus { status: Status::InWork, kind: Kind::Withdraw },
        },
        about: Some(About::of(&command)),
        body: Some(Body::of(&command)),
    }];
    let heard = Heard { all: 1, tag: "a".to_owned(), list, ..Heard::default() };
    let writer = desk.client(|client| client.meta.writer);
    assert!(now(desk.keep(writer, vec![Write::Record(Box::new(dossier)), Write::Heard(Box::new(heard))])));
    id
}

#[test]
fn what_was_refused_at_another_counter_is_looked_at_and_done_again_here() {
    at_desk(|desk, base| {
        sits(desk, OANH);
        let id = at_the_other_counter(desk, "Đặng Thị Đào");
        let page = html(move || reviews(desk));
        for said in [
            "Chưa ghi nhận: ghi công dân rút hồ sơ: Đặng Thị Đào",
            "bạn ghi lúc 08:00 24/11/2026, máy “Quay 2”",
            "Làm lại trên bản mới",
            "Đã xem",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert_eq!(desk.sync().unread, 1, "so the badge is not green");
        now(desk.mark_read(id));
        let of = |seen: Seen| NoticeId { writer: seen.writer, n: seen.n };
        let told = |client: &Client| client.to_tell().into_iter().map(of).collect::<Vec<_>>();
        assert_eq!((desk.sync().unread, desk.client(told)), (0, vec![id]));
        assert!(html(move || reviews(desk)).contains("Không có việc nào cần xem lại"));
        let disk = crate::store::Disk::on(base);
        let again = crate::store::tests::load(&disk, OANH).expect("read");
        assert_eq!((again.unread(), told(&again)), (0, vec![id]), "a page that is opened anew knows it too");
    });
}

#[test]
fn the_head_sees_whose_it_is_and_does_nothing_in_their_name() {
    let page = |english_please: bool| {
        let mut page = String::new();
        at_desk(|desk, _| {
            sits(desk, Writer { officer: demo::HEAD, ..OANH });
            if english_please {
                desk.set_ward(Arc::new(plain(&desk.ward())));
            }
            at_the_other_counter(desk, "Dang Thi Dao");
            let show = move || reviews(desk);
            page = if english_please { english(show) } else { html(show) };
        });
        page
    };
    let vi = page(false);
    assert!(vi.contains("Phạm Thị Kim Oanh ghi lúc 08:00 24/11/2026, máy “Quay 2”"), "{vi}");
    assert!(vi.contains("Người ghi chưa xem sau 24 giờ."));
    assert!(!vi.contains("Làm lại trên bản mới"));
    assert_eq!(vietnamese(&page(true)), Vec::<String>::new());
}

/// The colleague closed the dossier while this act waited: known here before it is sent.
#[test]
fn an_act_that_a_pull_has_made_impossible_says_so_while_it_waits() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        let before = crate::dossier::tests::dossier("Đặng Thị Đào");
        let id = before.id;
        assert!(now(desk.keep(OANH, vec![Write::Record(Box::new(before.clone()))])));
        let withdraw =
            dossier::Act::Withdraw(Withdraw { reason: "Nộp nhầm".to_owned(), returned: vec![] });
        now(desk.act(id, withdraw)).expect("possible so far");
        assert!(!html(move || queue(desk)).contains("Máy chủ sẽ từ chối"));
        let after = dossier::Dossier { status: Status::Stopped, rev: before.rev + 1, ..before };
        assert!(now(desk.keep(OANH, vec![Write::Record(Box::new(after))])));
        let page = html(move || queue(desk));
        for said in
            ["Máy chủ sẽ từ chối:", "chưa “ghi công dân rút hồ sơ” được", "Việc vẫn được gửi theo thứ tự"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        let sync = desk.sync();
        assert_eq!((sync.waiting, sync.state), (1, SyncState::Waiting));
    });
}

/// Received on Monday and given to Thu Hà by the head.
fn given_to_ha(name: &str) -> dossier::Dossier {
    use shared::dossier::record::Trace;
    let received = crate::dossier::tests::dossier(name);
    let mut history = received.history.clone();
    let note = format!("→ #{}: Nghi phep", demo::JUSTICE);
    let at = morning().plus_minutes(-60);
    history.push(Trace { at, recorded: None, by: demo::HEAD, kind: Kind::Assign, note });
    dossier::Dossier { status: Status::InWork, handler: Some(demo::JUSTICE), history, ..received }
}

#[test]
fn what_others_give_is_new_until_it_is_read_and_the_badge_stays_green() {
    at_desk(|desk, base| {
        sits(desk, HA);
        let given = given_to_ha("Đặng Thị Đào");
        let id = given.id;
        assert!(now(desk.keep(HA, vec![Write::Record(Box::new(given))])));
        assert_eq!(desk.fresh(), 0, "nothing is called unread before the shelf was looked at");
        now(desk.recall_read());
        let page = html(move || mine(desk));
        for said in ["Việc mới của bạn", "Giao cho bạn: Đặng Thị Đào", "Ngọc Sơn", "Nghi phep", "Đã đọc"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert_eq!((desk.fresh(), desk.sync().unread, desk.sync().waiting), (1, 0, 0));
        now(desk.read_mine([id].into()));
        assert_eq!(desk.fresh(), 0);
        let page = html(move || mine(desk));
        assert!(page.contains("Không có việc mới") && page.contains("Đã đọc trong 7 ngày"), "{page}");
        // Another window, or the next start, knows it too; a colleague on this device has a shelf of their own.
        let again = Desk::new();
        again.set_disk(crate::store::Disk::on(base.clone()));
        sits(again, HA);
        now(again.recall_read());
        assert_eq!((again.mine().len(), again.fresh()), (1, 0));
        for (_, key, row) in base.every_row() {
            let open = matches!(&row, crate::store::Row::Text(text) if text.contains("duoc_giao"));
            assert!(!open, "{key} lies open");
        }
        desk.leave(crate::gate::Phase::Out);
        sits(desk, OANH);
        now(desk.recall_read());
        assert_eq!(desk.mine().len(), 0, "it is not hers");
    });
}

/// Read on the phone: here it is read too, and stays so after the next start.
#[test]
fn what_was_read_on_another_device_is_read_here() {
    at_desk(|desk, base| {
        sits(desk, HA);
        let given = given_to_ha("Đặng Thị Đào");
        assert!(now(desk.keep(HA, vec![Write::Record(Box::new(given))])));
        now(desk.recall_read());
        let mark = desk.mine().first().map(|mine| dossier::concern::Mark::of(mine.id, &mine.concern));
        let mark = mark.expect("it is new");
        let later = dossier::concern::Mark { at: mark.at.plus_minutes(5), ..mark };
        now(desk.heard_read([later].into()));
        assert_eq!(desk.fresh(), 1, "what was read is something else");
        now(desk.heard_read([mark].into()));
        assert_eq!(desk.fresh(), 0);
        let again = Desk::new();
        again.set_disk(crate::store::Disk::on(base.clone()));
        sits(again, HA);
        now(again.recall_read());
        assert_eq!((again.mine().len(), again.fresh()), (1, 0));
    });
}

#[test]
fn what_is_new_is_said_in_english_too() {
    let mut page = String::new();
    at_desk(|desk, _| {
        sits(desk, HA);
        desk.set_ward(Arc::new(plain(&desk.ward())));
        assert!(now(desk.keep(HA, vec![Write::Record(Box::new(given_to_ha("Dang Thi Dao")))])));
        now(desk.recall_read());
        page = english(move || mine(desk));
    });
    assert!(page.contains("Assigned to you: Dang Thi Dao"), "{page}");
    assert_eq!(vietnamese(&page), Vec::<String>::new());
    for why in dossier::concern::Why::ALL {
        assert!(vietnamese(why.label().en).is_empty(), "{why:?}");
    }
}

/// Said in the frame, above every page: no figure below counts them.
#[test]
fn dossiers_that_only_a_newer_version_can_read_are_counted() {
    at_desk(|desk, _| {
        sits(desk, OANH);
        let said = move || html(move || super::beyond(desk).map(|said| said.vi.to_string()));
        assert!(!said().contains("bản mới"), "{}", said());
        let dossier = crate::dossier::tests::dossier("Đặng Thị Đào");
        let place = desk.client(|client| client.place.clone());
        let place = Place { beyond: [(dossier.id, 7)].into(), ..place };
        assert!(now(desk.keep(OANH, vec![Write::Place(place)])));
        assert!(said().contains("1 hồ sơ có điều mà bản trang này chưa đọc được"), "{}", said());
        let left = vietnamese(&english(move || super::beyond(desk).map(|said| said.en.to_string())));
        assert!(left.is_empty(), "{left:?}");
    });
}
