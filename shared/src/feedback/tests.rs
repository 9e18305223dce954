//! What may be said, what is done about it, and what everybody may read.

mod clocks;

use super::*;
use crate::demo::{self, CHAIR, HEAD, JUSTICE, RECEPTION, VICE_1};
use crate::officer::Officer;
use crate::ward::Ward;

pub(super) fn ward() -> Ward {
    demo::ward().expect("the standard data")
}

pub(super) fn at(text: &str) -> Moment {
    text.parse().expect("a moment")
}

fn id(n: u64) -> FeedbackId {
    FeedbackId(uuid::Uuid::from_u64_pair(n << 16 | 0x4000, 0x8000_0000_0000_0000 | n))
}

pub(super) fn filing(content: &str) -> Filing {
    Filing {
        id: id(7),
        secret: "K7M2QP".to_owned(),
        kind: Kind::Rule,
        content: content.to_owned(),
        dossier: String::new(),
        sender: Sender::default(),
    }
}

pub(super) fn received(content: &str, moment: &str) -> Feedback {
    filing(content).received(Channel::Online, at(moment), None)
}

fn officer(ward: &Ward, id: OfficerId) -> Officer {
    ward.officer(id).expect("works here").clone()
}

/// The same after the officer has done this.
fn then(ward: &Ward, mut one: Feedback, by: OfficerId, moment: &str, what: What) -> Feedback {
    let what = one.decide(what, &officer(ward, by), &ward.officers).expect("may be done");
    one.steps.push(Step { at: at(moment), by: Some(by), what });
    one
}

fn answer(mut one: Feedback, moment: &str, text: &str) -> Feedback {
    let what = one.answered(text).expect("a question is open");
    one.steps.push(Step { at: at(moment), by: None, what });
    one
}

fn refused(one: &Feedback, ward: &Ward, by: OfficerId, what: What) -> String {
    one.decide(what, &officer(ward, by), &ward.officers).expect_err("may not be done").sentence().vi
}

fn classify(about: &[OfficerId]) -> What {
    What::Classify { kind: Kind::Conduct, about: about.to_vec() }
}

fn reply(text: &str) -> What {
    What::Reply { text: text.to_owned() }
}

fn publish(content: &str, reply: &str) -> What {
    What::Publish { content: content.to_owned(), reply: reply.to_owned() }
}

fn fields(result: Result<(), Refusal>) -> Vec<String> {
    match result {
        Ok(()) => vec![],
        Err(Refusal::Fields { faults }) => faults.into_iter().map(|fault| fault.field).collect(),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn a_complaint_goes_from_the_phone_to_the_published_reply_and_keeps_every_step() {
    let ward = ward();
    let one = received("Chờ lâu quá.\n\n  Sáng  thứ hai ", "2018-11-22T09:00");
    assert_eq!((one.content.as_str(), one.state()), ("Chờ lâu quá.\nSáng thứ hai", State::New));
    let one = then(&ward, one, HEAD, "2018-11-22T10:00", classify(&[RECEPTION]));
    assert_eq!((one.state(), one.kind, one.kind_now()), (State::InWork, Kind::Rule, Kind::Conduct));
    let question = What::Ask { question: "Ngày nào, ở quầy nào?".to_owned() };
    let one = then(&ward, one, HEAD, "2018-11-23T08:00", question);
    assert_eq!(one.state(), State::AwaitsCitizen);
    let one = answer(one, "2018-11-26T20:00", "Quầy số 2, sáng 19/11");
    let one = then(&ward, one, CHAIR, "2018-11-28T15:00", reply("Phường xin lỗi và đã xếp thêm người."));
    let one =
        then(&ward, one, CHAIR, "2018-11-29T09:00", publish("Chờ lâu sáng thứ hai.", "Đã xếp thêm người."));
    let one = then(&ward, one, HEAD, "2018-11-29T10:00", What::Withdraw { reason: "Viết lại".to_owned() });
    assert_eq!((one.state(), one.steps.len()), (State::Replied, 6));
    let said = one.looked_up(&ward.calendar, at("2018-11-30T08:00"));
    let news: Vec<&News> = said.told.iter().map(|told| &told.news).collect();
    assert!(
        matches!(news[..], [News::Question(_), News::Answered, News::Reply(_), News::Published]),
        "{news:?}"
    );
    assert_eq!((said.number.as_str(), said.reply_by), (Number::of(one.id).to_string().as_str(), None));
    let written = serde_json::to_string(&one).expect("is written");
    assert_eq!(serde_json::from_str::<Feedback>(&written).expect("is read"), one);
}

#[test]
fn everything_that_is_wrong_is_said_at_once_each_at_its_field() {
    let wrong = Filing {
        content: " \n ".to_owned(),
        dossier: "x".repeat(FEEDBACK_CODE_CHARS_MAX + 1),
        sender: Sender { name: "n".repeat(10_000), phone: "12".to_owned(), email: "khong".to_owned() },
        secret: "k7".to_owned(),
        ..filing("")
    };
    assert_eq!(fields(wrong.check()), ["content", "dossier", "name", "phone", "email", "secret"]);
    let long = filing(&"ạ".repeat(10_000)).check().expect_err("too long").sentence();
    assert_eq!(long.vi, "Phần nội dung dài 10.000 ký tự, tối đa 3.000. Rút ngắn lại.");
    assert_eq!(fields(filing(&"ạ".repeat(FEEDBACK_CHARS_MAX)).check()), Vec::<String>::new());
    assert!(filing("Không tên, không số").sender.is_anonymous());
}

#[test]
fn hostile_text_is_kept_as_text_and_is_no_formula_in_a_file() {
    let text = "=HYPERLINK(\"http://x\")<script>alert(1)</script>\u{202E}\u{0}";
    let one = received(text, "2018-11-22T09:00");
    assert_eq!(one.content, "=HYPERLINK(\"http://x\")<script>alert(1)</script>");
    let (calendar, now) = (&ward().calendar, at("2018-11-22T10:00"));
    let all = Totals::of([&one], calendar, now);
    let file = totals::table(&[one], 0, &all, calendar, now).to_csv();
    assert!(file.contains("\"'=HYPERLINK(\"\"http://x\"\")<script>alert(1)</script>\""), "{file}");
    assert!(file.contains("PA-") && file.contains("hạn 17:00 13/12/2018"), "{file}");
}

#[test]
fn only_the_head_and_the_leaders_deal_with_it() {
    let ward = ward();
    let one = received("Chờ lâu", "2018-11-22T09:00");
    for by in [JUSTICE, RECEPTION, demo::CLERK, demo::ADMIN, demo::VOLUNTEER] {
        assert_eq!(refused(&one, &ward, by, classify(&[])), "Việc này của tổ trưởng hoặc lãnh đạo phường.");
    }
    for by in [HEAD, CHAIR, VICE_1] {
        assert!(one.may(Deed::Classify, &officer(&ward, by)).is_ok());
    }
}

#[test]
fn whoever_is_named_neither_reads_nor_decides_it() {
    let ward = ward();
    let head = officer(&ward, HEAD);
    let named = "Phản ánh này nêu tên bạn, nên người khác xử lý.";
    for said in ["Anh Huỳnh Ngọc Sơn nói to", "anh HUYNH NGOC SON, quay 1", "(Huỳnh  Ngọc\nSơn)"] {
        let one = received(said, "2018-11-22T09:00");
        assert_eq!(refused(&one, &ward, HEAD, classify(&[])), named, "{said}");
        assert!(one.may_read(&head).is_err());
        assert!(one.may(Deed::Classify, &officer(&ward, CHAIR)).is_ok(), "{said}");
    }
    let others = ["Huỳnh Ngọc Sơnn", "ông Ngọc Sơn", "Huỳnh Ngọc", "Sơn"];
    for said in others {
        assert!(received(said, "2018-11-22T09:00").may_read(&head).is_ok(), "{said}");
    }
    // A leader classifies it, and the head, named there alone, is out.
    let one = then(
        &ward,
        received("Ông tổ trưởng", "2018-11-22T09:00"),
        CHAIR,
        "2018-11-22T10:00",
        classify(&[HEAD]),
    );
    assert_eq!(refused(&one, &ward, HEAD, reply("Không có gì")), named);
    // In the answer to a question, too.
    let asked = What::Ask { question: "Ai?".to_owned() };
    let one = then(&ward, received("Có người", "2018-11-22T09:00"), HEAD, "2018-11-22T10:00", asked);
    let one = answer(one, "2018-11-22T11:00", "Huỳnh Ngọc Sơn");
    assert!(one.may_read(&head).is_err());
}

#[test]
fn each_deed_is_open_only_where_it_belongs() {
    let ward = ward();
    let head = officer(&ward, HEAD);
    let open = |one: &Feedback| {
        let may = |deed: &Deed| one.may(*deed, &head).is_ok();
        Deed::ALL.into_iter().filter(may).collect::<Vec<_>>()
    };
    let new = received("Chờ lâu", "2018-11-22T09:00");
    assert_eq!(open(&new), [Deed::Classify, Deed::Ask, Deed::Refuse]);
    assert_eq!(refused(&new, &ward, HEAD, reply("Vâng")), "Phân loại trước, rồi trả lời.");
    let asked =
        then(&ward, new.clone(), HEAD, "2018-11-22T10:00", What::Ask { question: "Khi nào?".to_owned() });
    assert_eq!(open(&asked), [Deed::Classify, Deed::Answer, Deed::Refuse]);
    let told = answer(asked, "2018-11-22T11:00", "Hôm qua");
    assert_eq!(told.state(), State::New, "it is not classified yet");
    let work = then(&ward, told, HEAD, "2018-11-22T12:00", classify(&[]));
    assert_eq!(open(&work), [Deed::Classify, Deed::Ask, Deed::Refuse, Deed::Reply]);
    assert!(work.answered("Còn nữa").is_err(), "nothing was asked");
    let replied = then(&ward, work.clone(), HEAD, "2018-11-22T13:00", reply("Đã sửa"));
    assert_eq!(open(&replied), [Deed::Publish]);
    let twice = refused(&replied, &ward, HEAD, reply("Đã sửa"));
    assert_eq!(twice, "Phản ánh đang ở bước “Đã trả lời”, không “Trả lời” được.");
    let shown = then(&ward, replied, HEAD, "2018-11-22T14:00", publish("Chờ lâu", "Đã sửa"));
    assert_eq!(open(&shown), [Deed::Withdraw]);
    let no = then(&ward, work, HEAD, "2018-11-22T13:00", What::Refuse { reason: "Của quận".to_owned() });
    assert_eq!(open(&no), Vec::<Deed>::new());
}

#[test]
fn a_way_that_goes_in_circles_ends() {
    let ward = ward();
    let mut one = received("Chờ lâu", "2018-11-22T09:00");
    while one.steps.len() < limits::FEEDBACK_STEPS_MAX {
        one = then(&ward, one, HEAD, "2018-11-22T10:00", classify(&[]));
    }
    assert!(refused(&one, &ward, HEAD, classify(&[])).contains("quá nhiều bước"));
}

#[test]
fn nobody_is_about_somebody_who_does_not_work_here() {
    let ward = ward();
    let one = received("Chờ lâu", "2018-11-22T09:00");
    let said = refused(&one, &ward, HEAD, classify(&[OfficerId(999)]));
    assert_eq!(said, "Chọn lại cán bộ trong danh sách của phường.");
}

/// Who sent it, what is to be published, and whether it may be.
fn shows(sender: Sender, text: &str) -> Option<String> {
    let one = Feedback { sender, ..received("Chờ lâu", "2018-11-22T09:00") };
    one.betrays(text).map(|said| said.vi)
}

#[test]
fn what_everybody_reads_shows_no_person() {
    let sender = Sender { name: "Trần Thị Hạnh".to_owned(), ..Sender::default() };
    for text in [
        "Bà Trần Thị Hạnh phản ánh",
        "ba tran thi hanh",
        "gọi 0905123456",
        "gọi 0905 123 456",
        "gọi 0905.123.456 nhé",
        "quầy 2 0905-123-456",
        "84 905 123 456",
        "căn cước 048190994242",
        "hồ sơ 181122-6105",
        "hồ sơ 000.21.17.H17-181122-6105.",
        "viết cho hanh@mail.vn",
    ] {
        assert!(shows(sender.clone(), text).is_some(), "{text}");
    }
    for text in [
        "Bà Hạnh phản ánh chờ lâu ngày 19/11/2018 lúc 8 giờ 30",
        "Lệ phí 1.500.000 đ, theo Nghị định 61/2018/NĐ-CP",
        "Dự án 100.000.000 đ",
        "@ là ký hiệu",
        "",
    ] {
        assert_eq!(shows(sender.clone(), text), None, "{text}");
    }
    assert_eq!(shows(Sender::default(), "Ẩn danh thì không có tên để lộ"), None);
}

#[test]
fn the_number_names_it_and_is_typed_in_many_ways() {
    let number = Number::of(id(123_456_789));
    let said = number.to_string();
    assert!(said.starts_with("PA-"), "{said}");
    for typed in
        [said.clone(), said.to_lowercase(), format!("  {said} "), said.replace('-', ""), said[3..].to_owned()]
    {
        assert_eq!(typed.parse(), Ok(number), "{typed}");
    }
    for typed in ["", "PA", "PA-", "PA-12", "ĐƠN-123-456-789", "PA-999-999-999", "181122-6105"] {
        assert!(typed.parse::<Number>().is_err(), "{typed}");
    }
    let (first, last) = number.range();
    assert!(first <= id(123_456_789) && id(123_456_789) <= last);
}

#[test]
fn a_receipt_promises_a_day_only_where_the_calendar_knows_it() {
    let ward = ward();
    let one = received("Chờ lâu", "2018-11-22T09:00");
    assert_eq!(one.receipt(&ward.calendar, true).reply_by, Some(at("2018-12-13T17:00")));
    let late = received("Chờ lâu", "2099-11-22T09:00");
    assert_eq!(late.receipt(&ward.calendar, true).reply_by, None);
    assert!(one.holds(&filing("  Chờ   lâu")) && !one.holds(&filing("Chờ rất lâu")));
}

#[test]
fn a_row_is_short_and_what_presses_stands_first() {
    let ward = ward();
    let now = at("2018-11-26T09:00");
    let row = |content: &str, moment: &str, steps: &[What]| {
        let steps = steps.iter().map(|what| Step { at: at(moment), by: Some(HEAD), what: what.clone() });
        let one = Feedback { steps: steps.collect(), ..received(content, moment) };
        Row::of(&one, &ward.calendar, now)
    };
    let done = row("xong", "2018-11-23T09:00", &[What::Refuse { reason: "x".to_owned() }]);
    let work = row("đang làm", "2018-11-20T09:00", &[classify(&[])]);
    let new = row(&"mới ".repeat(100), "2018-11-23T09:00", &[]);
    let far = row("năm lạ", "2099-01-05T09:00", &[]);
    let mut rows = [done, far, work, new];
    rows.sort_by_key(Row::place);
    let said: Vec<String> = rows.iter().map(|row| row.content.chars().take(8).collect()).collect();
    assert_eq!(said, ["mới mới ", "đang làm", "năm lạ", "xong"]);
    assert_eq!(rows[0].content.chars().count(), limits::FEEDBACK_EXCERPT_CHARS + 1);
    assert_eq!((rows[2].no_calendar, rows[2].clock), (Some(2099), None));
    assert_eq!(rows[0].clock.map(|clock| clock.limit), Some(Limit::Refuse));
}

/// Whoever is named in a complaint counts it and does not read it: the file has the page's numbers, and says what it
/// leaves out.
#[test]
fn the_file_has_the_numbers_of_the_page_and_says_which_rows_are_missing() {
    let (calendar, now) = (&ward().calendar, at("2018-12-20T10:00"));
    let all: Vec<Feedback> =
        (1..=3).map(|n| received(&format!("Chờ lâu {n}"), &format!("2018-11-2{n}T09:00"))).collect();
    let of_all = Totals::of(&all, calendar, now);
    let table = totals::table(&all[..2], 1, &of_all, calendar, now);
    assert_eq!(table.rows.len(), 2);
    let below = table.below.join("; ");
    for said in [
        format!("Đã nhận: 3, trong đó ẩn danh {}", of_all.anonymous),
        format!("trễ hạn {}, trên {}", of_all.answers.missed, of_all.answers.n()),
        "1 phản ánh nêu tên người tải tệp".to_owned(),
    ] {
        assert!(below.contains(&said), "{said}: {below}");
    }
    assert_eq!(of_all.answers.missed, 3);
    let whole = totals::table(&all, 0, &of_all, calendar, now).below.join("; ");
    assert!(!whole.contains("nêu tên") && !whole.contains("cũ hơn"), "{whole}");
    // A file that has no room for all of them has the newest.
    let short = totals::table(&all[..1], 1, &of_all, calendar, now).below.join("; ");
    assert!(short.contains("1 phản ánh nêu tên") && short.contains("1 phản ánh cũ hơn: có đếm"), "{short}");
}

#[test]
fn a_period_that_is_read_in_pages_has_the_same_totals() {
    let (ward, now) = (ward(), at("2018-12-20T10:00"));
    let mut all: Vec<Feedback> =
        (1..=4).map(|n| received(&format!("Chờ {n}"), &format!("2018-11-2{n}T09:00"))).collect();
    all[1] = then(&ward, all[1].clone(), HEAD, "2018-11-23T09:00", What::Refuse { reason: "x".to_owned() });
    all.push(received("năm lạ", "2099-01-05T09:00"));
    all.push(received("năm lạ nữa", "2099-01-06T09:00"));
    let mut paged = Totals::default();
    for page in all.chunks(2) {
        paged.add(page, &ward.calendar, now);
    }
    assert_eq!(paged, Totals::of(&all, &ward.calendar, now));
    assert_eq!((paged.received, paged.no_calendar), (6, vec![2099]));
}
