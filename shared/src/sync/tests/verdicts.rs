//! What becomes of an act on the server, and what its author is told.

use expect_test::{Expect, expect};

use super::{Book, at, author, monday, receive, ward, write};
use crate::demo;
use crate::dossier::amend::{Amend, Details, Note};
use crate::dossier::any::{self, Dice};
use crate::dossier::assign::Assign;
use crate::dossier::attach::Attach;
use crate::dossier::code::Code;
use crate::dossier::intake::Lodge;
use crate::dossier::record::{Contact, Decision};
use crate::dossier::reuse::{Reuse, Source};
use crate::dossier::sign::Sign;
use crate::dossier::stamp::Stamp;
use crate::dossier::submit::Submit;
use crate::dossier::{Act, Dossier, Kind, Status};
use crate::id::{DossierId, OfficerId};
use crate::moment::{Day, Moment};
use crate::refusal::Refusal;
use crate::scan::{Digest, File, FileKind};
use crate::script::{dossier_id, forms};
use crate::sync::client::Meta;
use crate::sync::server::{Bench, judge};
use crate::sync::wire::{Outcome, Over};

fn h1() -> DossierId {
    dossier_id(1)
}

/// What the author would read.
#[track_caller]
fn check(outcome: &Outcome, expected: Expect) {
    let said = match outcome {
        Outcome::Applied { .. } => "xong".to_owned(),
        Outcome::Noop { by, at } => format!("đã có {} làm lúc {}", ward().name_of(*by), at.clock()),
        Outcome::Merged { group, .. } => format!("xong, cạnh thay đổi của người khác ({})", group.label().vi),
        Outcome::Conflict { over, by, at, .. } => {
            let what = match over {
                Over::Step { refusal } => refusal.sentence().vi,
                Over::Details { group } => format!("cùng sửa {}", group.label().vi),
                Over::Number { printed, given } => format!("{} đổi thành {}", printed.short(), given.short()),
            };
            format!("vướng: {what} ({} lúc {})", ward().name_of(*by), at.clock())
        }
        Outcome::Rejected { refusal } => format!("từ chối: {}", refusal.sentence().vi),
        Outcome::Quarantined { refusal, .. } => format!("giữ lại: {}", refusal.sentence().vi),
    };
    expected.assert_eq(&said);
}

/// A book with H1 brought to the leader by its specialist.
fn submitted() -> (Book, Meta) {
    let (mut book, mut hà) = (Book::default(), author(demo::JUSTICE));
    let mut oanh = author(demo::RECEPTION);
    book.does(&mut oanh, h1(), at(8, 0), receive());
    book.does(&mut hà, h1(), at(8, 10), Act::Assign(Assign { to: demo::JUSTICE, reason: String::new() }));
    book.does(&mut hà, h1(), at(9, 0), submit("Cấp giấy xác nhận"));
    (book, hà)
}

fn submit(summary: &str) -> Act {
    Act::Submit(Submit { decision: Decision::Grant, summary: summary.to_owned() })
}

fn sign() -> Act {
    Act::Sign(Sign { taking_over: true })
}

fn stamp(number: &str) -> Act {
    Act::Stamp(Stamp { number: number.to_owned(), on: monday() })
}

fn phone(phone: &str, seen_version: u32) -> Act {
    let contact = Contact { phone: phone.to_owned(), ..Contact::default() };
    Act::Amend(Amend {
        details: Details::Contact(contact),
        seen_version,
        reason: String::new(),
        leaves_kept: true,
        keeps_old: true,
    })
}

fn name(name: &str, seen_version: u32) -> Act {
    let applicant = crate::dossier::record::Applicant { name: name.to_owned(), ..forms::applicant() };
    Act::Amend(Amend {
        details: Details::Applicant(applicant),
        seen_version,
        reason: String::new(),
        leaves_kept: true,
        keeps_old: true,
    })
}

#[test]
fn an_applied_act_carries_the_sequence_of_its_change() {
    let (mut book, mut oanh) = (Book::default(), author(demo::RECEPTION));
    assert_eq!(book.does(&mut oanh, h1(), at(8, 0), receive()), Outcome::Applied { seq: 1 });
    assert_eq!(book.records[&h1()].rev, 1);
}

#[test]
fn what_somebody_did_meanwhile_is_done() {
    cov_mark::check!(done_by_somebody_else);
    let (mut book, _) = submitted();
    let base = book.records[&h1()].rev;
    let (mut vân, mut huy) = (author(demo::VICE_1), author(demo::VICE_2));
    let second = write(&mut huy, h1(), base, at(9, 5), sign());
    book.does(&mut vân, h1(), at(9, 10), sign());
    check(&book.judge(&second), expect!["đã có Đặng Thị Hồng Vân làm lúc 09:10"]);
    assert_eq!(book.records[&h1()].signer, Some(demo::VICE_1));
}

#[test]
fn the_same_step_with_other_contents_is_a_conflict() {
    let stamped = |other: &str| {
        let (mut book, _) = submitted();
        book.does(&mut author(demo::VICE_1), h1(), at(9, 10), sign());
        let base = book.records[&h1()].rev;
        let late = write(&mut author(demo::HEAD), h1(), base, at(10, 0), stamp(other));
        book.does(&mut author(demo::CLERK), h1(), at(10, 5), stamp("34/XN-UBND"));
        book.judge(&late)
    };
    check(&stamped("34/XN-UBND"), expect!["đã có Võ Minh Tuấn làm lúc 10:05"]);
    check(
        &stamped("35/XN-UBND"),
        expect!["vướng: Hồ sơ đang ở bước “Chờ trả”, chưa “lấy số, đóng dấu” được. (Võ Minh Tuấn lúc 10:05)"],
    );
}

#[test]
fn an_application_received_at_two_counters_has_one_valid_slip() {
    let mut book = Book::default();
    let lodge = Lodge { form: forms::form(ward(), "HT-09", monday()), secret: String::new(), scans: vec![] };
    book.does(&mut author(demo::PORTAL), h1(), at(7, 0), Act::Lodge(lodge));
    let base = book.records[&h1()].rev;
    let late = write(&mut author(demo::CLERK), h1(), base, at(8, 0), receive());
    book.does(&mut author(demo::RECEPTION), h1(), at(8, 5), receive());
    check(
        &book.judge(&late),
        expect![
            "vướng: Hồ sơ đang ở bước “Đã tiếp nhận, chờ phân công”, chưa “tiếp nhận” được. (Phạm Thị Kim Oanh lúc 08:05)"
        ],
    );
}

#[test]
fn a_step_that_was_overtaken_says_by_whom() {
    let (mut book, mut hà) = submitted();
    let base = book.records[&h1()].rev;
    book.does(&mut author(demo::VICE_1), h1(), at(9, 10), any_act(&book, demo::VICE_1, Kind::SendBack));
    let late = write(&mut author(demo::VICE_2), h1(), base, at(9, 20), sign());
    check(
        &book.judge(&late),
        expect!["vướng: Hồ sơ đang ở bước “Đang thụ lý”, chưa “ký” được. (Đặng Thị Hồng Vân lúc 09:10)"],
    );
    // The specialist saw the dossier come back: nobody else is in the way of the next fault.
    book.does(&mut hà, h1(), at(9, 30), submit("Sửa năm sinh"));
    check(
        &book.does(&mut hà, h1(), at(9, 31), submit("Sửa năm sinh")),
        expect!["từ chối: Hồ sơ đang ở bước “Chờ ký”, chưa “trình lãnh đạo ký” được."],
    );
}

fn any_act(book: &Book, officer: OfficerId, kind: Kind) -> Act {
    let by = ward().officer(officer).unwrap();
    let now = at(9, 0);
    let lane = author(officer).lane;
    let ctx = crate::ctx::Ctx { now, happened: now, claimed: now, by, lane, reissued: None, ward: ward() };
    any::act(&mut Dice::new(1), &ctx, book.records.get(&h1()), kind)
}

#[test]
fn corrections_of_different_fields_stand_side_by_side() {
    let (mut book, _) = submitted();
    let base = book.records[&h1()].rev;
    let late = write(&mut author(demo::CLERK), h1(), base, at(9, 5), name("Nguyễn Thị Lý Hoa", 0));
    book.does(&mut author(demo::RECEPTION), h1(), at(9, 10), phone("0905999888", 0));
    check(&book.judge(&late), expect!["xong, cạnh thay đổi của người khác (Người nộp)"]);
    let record = &book.records[&h1()];
    assert_eq!(
        (record.applicant.name.as_str(), record.contact.phone.as_str()),
        ("Nguyễn Thị Lý Hoa", "0905999888")
    );
}

#[test]
fn of_two_corrections_of_one_field_the_first_stands_and_the_other_is_kept() {
    let (mut book, _) = submitted();
    let base = book.records[&h1()].rev;
    let same = write(&mut author(demo::HEAD), h1(), base, at(9, 5), phone("0905999888", 0));
    let other = write(&mut author(demo::CLERK), h1(), base, at(9, 6), phone("0905111222", 0));
    let bad = write(&mut author(demo::JUSTICE), h1(), base, at(9, 7), phone("123", 0));
    book.does(&mut author(demo::RECEPTION), h1(), at(9, 10), phone("0905999888", 0));
    check(&book.judge(&same), expect!["đã có Phạm Thị Kim Oanh làm lúc 09:10"]);
    check(&book.judge(&other), expect!["vướng: cùng sửa Liên hệ (Phạm Thị Kim Oanh lúc 09:10)"]);
    check(&book.judge(&bad), expect!["từ chối: Điện thoại phải đủ 10 số; số đã ghi có 3."]);
    let record = &book.records[&h1()];
    assert_eq!(record.contact.phone, "0905999888");
    assert_eq!(record.corrections.len(), 1, "what cannot be kept is not kept");
    assert_eq!((record.corrections[0].by, record.rev), (demo::CLERK, 6));
    // Another correction leaves it to a person; of a build that knew no other way to choose, it is the choice.
    book.does(&mut author(demo::HEAD), h1(), at(11, 0), phone("0905111222", 1));
    assert_eq!(book.records[&h1()].corrections.len(), 1);
    let Act::Amend(amend) = phone("0905111333", 2) else { unreachable!() };
    book.does(&mut author(demo::HEAD), h1(), at(11, 1), Act::Amend(Amend { leaves_kept: false, ..amend }));
    assert_eq!(book.records[&h1()].corrections, vec![]);
}

#[test]
fn ones_own_acts_before_are_no_change_by_somebody_else() {
    let (mut book, _) = submitted();
    let mut oanh = author(demo::RECEPTION);
    let base = book.records[&h1()].rev;
    let first = write(&mut oanh, h1(), base, at(9, 5), name("Nguyễn Thị Lý Hoa", 0));
    let second = write(&mut oanh, h1(), base, at(9, 6), phone("0905999888", 0));
    let third = write(&mut oanh, h1(), base, at(9, 7), any_act(&book, demo::RECEPTION, Kind::HandOver));
    check(&book.judge(&first), expect!["xong"]);
    check(&book.judge(&second), expect!["xong"]);
    check(&book.judge(&third), expect!["từ chối: Hồ sơ đang ở bước “Chờ ký”, chưa “trả kết quả” được."]);
}

#[test]
fn a_number_that_is_not_the_devices_or_taken_is_replaced() {
    let mut book = Book::default();
    let mut stranger = Meta { lane: author(demo::CLERK).lane, ..author(demo::RECEPTION) };
    let foreign = book.does(&mut stranger, h1(), at(8, 0), receive());
    check(&foreign, expect!["vướng: 180305-6700 đổi thành 180305-0001 (Phạm Thị Kim Oanh lúc 08:00)"]);
    let given = book.records[&h1()].code.as_ref().map(Code::short);
    assert_eq!(given.as_deref(), Some("180305-0001"));

    book.does(&mut author(demo::RECEPTION), dossier_id(2), at(8, 10), receive());
    let twice = book.does(&mut author(demo::RECEPTION), dossier_id(3), at(8, 20), receive());
    check(&twice, expect!["vướng: 180305-6600 đổi thành 180305-0001 (Phạm Thị Kim Oanh lúc 08:20)"]);
}

#[test]
fn without_a_free_number_the_reception_is_refused() {
    let mut oanh = Meta { lane: author(demo::CLERK).lane, ..author(demo::RECEPTION) };
    let command = write(&mut oanh, h1(), 0, at(8, 0), receive()).body.open().unwrap();
    let bench = Bench {
        ward: ward(),
        now: at(8, 0),
        lane: author(demo::RECEPTION).lane,
        last_at: Moment::default(),
        seq: 1,
        code_taken: &|_| false,
        fresh_number: &|_| None,
        twin: &|_| None,
        source: &|_| None,
    };
    let verdict = judge(&bench, &command, None);
    assert_eq!(verdict.outcome, Outcome::Rejected { refusal: Refusal::LaneFull });
    assert_eq!(verdict.record, None);
}

#[test]
fn what_is_simply_not_allowed_is_refused_for_good() {
    let (mut book, mut hà) = submitted();
    check(&book.does(&mut hà, h1(), at(9, 10), sign()), expect!["từ chối: Việc này của lãnh đạo phường."]);
    check(
        &book.does(&mut hà, h1(), at(9, 10), any_act(&book, demo::JUSTICE, Kind::Consult)),
        expect!["từ chối: Hồ sơ đang ở bước “Chờ ký”, chưa “chuyển phối hợp, xác minh” được."],
    );
    check(
        &book.does(&mut hà, dossier_id(9), at(9, 10), submit("x")),
        expect!["từ chối: Hồ sơ không còn trên máy chủ. Tìm lại theo mã."],
    );
    check(
        &book.does(&mut author(demo::RECEPTION), h1(), at(9, 10), receive()),
        expect!["từ chối: Hồ sơ đang ở bước “Chờ ký”, chưa “tiếp nhận” được."],
    );
}

#[test]
fn an_act_of_somebody_the_ward_does_not_know_is_kept_aside() {
    let (mut book, _) = submitted();
    let note = Act::Note(Note { text: "x".to_owned() });
    check(
        &book.does(&mut author(OfficerId(77)), h1(), at(9, 0), note),
        expect!["giữ lại: Tài khoản không còn trong danh sách cán bộ của phường."],
    );
}

#[test]
fn a_clock_of_1970_moves_the_legal_moment_to_the_servers_and_says_so() {
    let now = at(10, 0);
    for (claimed, disputed) in [
        (Moment::at(Day::new(1970, 1, 2).unwrap(), 8, 0), true),
        (Moment::at(Day::new(2031, 1, 2).unwrap(), 8, 0), true),
        (at(9, 0), false),
    ] {
        let mut book = Book::default();
        let command = write(&mut author(demo::RECEPTION), h1(), 0, claimed, receive()).body.open().unwrap();
        let outcome = book.judge_at(now, Moment::default(), &command);
        let code = |day, number| Code { agency: ward().agency_code.clone(), day, number };
        let (printed, given) = (code(claimed.day(), 6600), code(now.day(), 1));
        match disputed {
            false => assert_eq!(outcome, Outcome::Applied { seq: 1 }),
            true => {
                let over = Over::Number { printed, given };
                assert_eq!(outcome, Outcome::Conflict { over, by: demo::RECEPTION, at: now, seq: 1 });
            }
        }
        let record = &book.records[&h1()];
        assert_eq!(record.time_disputed, disputed);
        assert_eq!(record.received_at, Some(if disputed { now } else { claimed }));
        assert_eq!(record.status, Status::Received);
        let code = record.code.as_ref().unwrap();
        assert_eq!(code.day, now.day(), "no code carries a day that was not");
        let kept = serde_json::to_string(record).unwrap();
        assert_eq!(
            serde_json::from_str::<Dossier>(&kept).unwrap(),
            *record,
            "what is kept is what was judged"
        );
    }
}

/// After a restore the dossier that a paper comes from may still be on a device: the scan stands, and says that nobody has
/// held it against its source.
#[test]
fn a_paper_used_again_is_held_against_its_source_where_the_book_has_it() {
    cov_mark::check!(source_not_in_the_book);
    let (mut book, mut oanh) = (Book::default(), author(demo::RECEPTION));
    let first = receive();
    let Act::Receive(form) = &first else { unreachable!() };
    let paper = form.form.papers[0].name.clone();
    book.does(&mut oanh, h1(), at(8, 0), first.clone());
    let file = File {
        digest: Digest::of(b"a paper"),
        bytes: 7,
        kind: FileKind::Jpeg,
        pages: Some(1),
        name: "giấy.jpg".to_owned(),
    };
    let attach = Attach { paper: paper.clone(), file: file.clone(), instead_of: None };
    book.does(&mut oanh, h1(), at(8, 1), Act::Attach(attach));
    let from = Source { id: h1(), code: book.records[&h1()].code.clone().expect("received") };
    let reuse = Act::Reuse(Reuse { paper, file, from });
    let stands = |mut book: Book, mut oanh: Meta| {
        let mut second = form.clone();
        second.number += 1;
        book.does(&mut oanh, dossier_id(2), at(8, 10), Act::Receive(second));
        let outcome = book.does(&mut oanh, dossier_id(2), at(8, 11), reuse.clone());
        let reused = book.records[&dossier_id(2)].scans.first().and_then(|scan| scan.reused.clone());
        (matches!(outcome, Outcome::Applied { .. }), reused.map(|reused| reused.unseen))
    };
    assert_eq!(stands(book.clone(), oanh.clone()), (true, Some(false)));
    let mut lost = book.clone();
    lost.records.remove(&h1());
    assert_eq!(stands(lost, oanh.clone()), (true, Some(true)), "not in the book");
    let mut others = book;
    others.records.get_mut(&h1()).expect("there").applicant.number = "201567890".to_owned();
    assert_eq!(stands(others, oanh), (false, None), "somebody else's");
}
