//! Bàn giao: each change reaches the city in its order, whatever its server does; files of the civil-status software are
//! taken whole or not at all.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use shared::act::Act;
use shared::demo::{ADMIN, CHAIR, HEAD, JUSTICE, RECEPTION};
use shared::dossier::{self, civil, stop};
use shared::handoff::city::{Message, Outbox, State};
use shared::handoff::reconcile::Reconciled;
use shared::handoff::returned::{Found, Mark, Returned};
use shared::report::Covered;

use super::other::{OtherServer, TOKEN, Way};
use super::pen::{CANARIES, Pen, dossier_id, receive};
use super::{Browser, House, nine};
use crate::config::Config;
use crate::files::Files;
use crate::handoff::civil::lines;
use crate::handoff::send::Sender;
use crate::wire::place::Who;

/// A house that tells the city.
struct Ward {
    house: House,
    city: OtherServer,
    sender: Sender,
    oanh: Browser,
    pen: Pen,
}

/// What the city has taken since the last time, as `6000:1=2`: number, place, status.
fn taken(city: &OtherServer) -> Vec<String> {
    let short = |message: serde_json::Value| {
        let message: Message = serde_json::from_value(message).expect("a message of the contract");
        let number = message.ma_ho_so.rsplit('-').next().unwrap_or_default().to_owned();
        format!("{number}:{}={}", message.thu_tu, message.trang_thai)
    };
    city.taken().into_iter().map(short).collect()
}

fn sender(house: &House, city: &OtherServer) -> Sender {
    let site = &house.site;
    Sender::new(site.store.clone(), house.clock.clone(), site.feed.clone(), Arc::new(city.place(Who::City)))
}

impl Ward {
    async fn new() -> Ward {
        let city = OtherServer::start().await;
        let config = Config { city: Some(Arc::new(city.place(Who::City))), ..Config::default() };
        let house = House::with(config, Files::default()).await;
        let oanh = house.browser(RECEPTION).await;
        let (sender, pen) = (sender(&house, &city), Pen::new(oanh.writer(), nine()));
        let mut ward = Ward { house, city, sender, oanh, pen };
        assert_eq!(ward.round().await, [] as [&str; 0]);
        ward
    }

    async fn receives(&mut self, n: u128) {
        self.pen.at = self.house.clock.now();
        let act = receive(dossier_id(n), &format!("Canary {n}"), 6000 + u16::try_from(n).expect("small"));
        let answer = self.oanh.post("/api/push", &self.pen.write(act)).await;
        assert!(answer.text().contains("applied"), "{}", answer.text());
    }

    /// What the city has read in this round.
    async fn round(&mut self) -> Vec<String> {
        self.sender.round().await.expect("the book is whole");
        taken(&self.city)
    }

    fn later(&self, minutes: i64) {
        self.house.clock.set(self.house.clock.now().plus_minutes(minutes));
    }

    async fn outbox(&self) -> Outbox {
        let answer = self.house.browser(HEAD).await.get("/api/handoff/city").await;
        serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()))
    }

    async fn waiting(&self) -> u32 {
        self.outbox().await.count.get(&State::Waiting).copied().unwrap_or(0)
    }
}

async fn by(house: &House, officer: shared::id::OfficerId, n: u128, act: dossier::Act) {
    let browser = house.browser(officer).await;
    let act = Act::Dossier { id: dossier_id(n), act };
    let answer = browser.post("/api/push", &Pen::new(browser.writer(), house.clock.now()).write(act)).await;
    assert!(answer.text().contains("applied"), "{}", answer.text());
}

async fn assigned(house: &House, n: u128) {
    let assign = dossier::assign::Assign { to: JUSTICE, reason: String::new() };
    by(house, HEAD, n, dossier::Act::Assign(assign)).await;
}

#[tokio::test]
async fn each_change_is_told_once_with_the_token_and_nobodys_name() {
    let mut ward = Ward::new().await;
    ward.receives(1).await;
    ward.receives(2).await;
    assert_eq!(ward.round().await, ["6001:1=2", "6002:1=2"]);
    assigned(&ward.house, 1).await;
    assert_eq!(ward.round().await, ["6001:2=4"]);
    assert_eq!(ward.round().await, [] as [&str; 0], "nothing new");
    let head = ward.city.heads().remove(0);
    for said in [
        "post /api/trang-thai?phien=1 http/1.1".to_owned(),
        format!("authorization: bearer {TOKEN}"),
        format!("idempotency-key: {}.1.2", dossier_id(1)),
        "content-type: application/json".to_owned(),
    ] {
        assert!(head.contains(&said), "{said}: {head}");
    }
    let shown = serde_json::to_string(&ward.outbox().await).unwrap();
    for secret in CANARIES.iter().copied().chain(["Canary", TOKEN]) {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
async fn what_was_before_it_was_switched_on_is_told_by_a_file_alone() {
    let city = OtherServer::start().await;
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    oanh.post("/api/push", &pen.write(receive(dossier_id(1), "Canary 1", 6001))).await;
    house.clock.set(nine().plus_minutes(5));
    let mut sender = sender(&house, &city);
    sender.round().await.unwrap();
    house.clock.set(nine().plus_minutes(10));
    assigned(&house, 1).await;
    sender.round().await.unwrap();
    assert_eq!(taken(&city), ["6001:2=4"]);
    let head = house.browser(HEAD).await;
    let file = head.get("/api/handoff/city/file?from=2018-11-22&to=2018-11-22&format=csv").await.text();
    assert!(
        file.contains(&format!("{}.1.2", dossier_id(1))) && file.contains(&format!("{}.2.4", dossier_id(1)))
    );
    assert!(!file.contains("Canary"), "{file}");
    let file = head.get("/api/handoff/city/file?from=2018-11-22&to=2018-11-22").await.text();
    assert!(file.contains("\"trang_thai\": 2"), "{file}");
    assert!(head.get("/api/handoff/city/file?from=x&to=y").await.said().contains("bad_query"));
}

#[tokio::test]
async fn a_server_that_fails_gets_it_later_and_in_order() {
    let mut ward = Ward::new().await;
    ward.receives(1).await;
    assigned(&ward.house, 1).await;
    ward.receives(2).await;
    ward.city.will(&[Way::Answer(500)]);
    assert_eq!(
        ward.round().await,
        ["6002:1=2"],
        "the other dossier goes on, the second change waits behind the first"
    );
    let outbox = ward.outbox().await;
    let late: Vec<_> = outbox.late.iter().map(|held| (held.n, held.tries, held.behind)).collect();
    assert_eq!(late, [(1, 1, 1)]);
    assert!(outbox.late[0].why_en.contains("500"), "{outbox:?}");
    assert_eq!(ward.round().await, [] as [&str; 0], "its minute is not over");
    ward.later(1);
    assert_eq!(ward.round().await, ["6001:1=2", "6001:2=4"]);
}

#[tokio::test]
async fn a_line_that_breaks_is_tried_again_and_nothing_is_taken_twice() {
    let mut ward = Ward::new().await;
    ward.receives(1).await;
    ward.receives(2).await;
    for (way, waits, read) in [
        (Way::Cut, 1, vec![]),
        // It has the message, and the answer is lost.
        (Way::CutAfter, 2, vec!["6001:1=2"]),
    ] {
        ward.city.will(&[way]);
        assert_eq!(ward.round().await, read, "{way:?}");
        assert_eq!(ward.waiting().await, 2, "{way:?}: everything waits for the city");
        assert_eq!(ward.round().await, [] as [&str; 0], "{way:?}: it is left alone");
        ward.later(waits);
    }
    // The same key again: it says 409, which is as good as taken.
    ward.later(2);
    assert_eq!(ward.round().await, ["6002:1=2"]);
    assert_eq!(ward.outbox().await.count, [(State::Taken, 2)].into_iter().collect());
}

#[tokio::test]
async fn a_server_that_never_answers_is_not_waited_for() {
    let mut ward = Ward::new().await;
    ward.receives(1).await;
    ward.city.will(&[Way::Silent]);
    let holds = ward.city.holds.clone();
    let asleep = async {
        holds.notified().await;
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(21)).await;
        tokio::time::resume();
    };
    let (told, ()) = tokio::join!(ward.sender.round(), asleep);
    told.unwrap();
    let outbox = ward.outbox().await;
    assert!(outbox.late[0].why_en.contains("in time"), "{outbox:?}");
    ward.later(1);
    ward.round().await;
    assert_eq!(ward.outbox().await.count, [(State::Taken, 1)].into_iter().collect());
}

#[tokio::test]
async fn a_city_that_is_not_for_us_holds_everything_and_refuses_nothing() {
    for (way, said) in [
        (Way::Answer(401), "token"),
        (Way::Answer(404), "address"),
        (Way::Answer(302), "address"),
        (Way::Answer(503), "503"),
    ] {
        let mut ward = Ward::new().await;
        for n in 1..=4 {
            ward.receives(n).await;
        }
        ward.city.will(&[way; 3]);
        assert_eq!(ward.round().await, [] as [&str; 0], "{way:?}");
        let outbox = ward.outbox().await;
        assert_eq!(outbox.count, [(State::Waiting, 4)].into_iter().collect(), "{way:?}");
        assert!(outbox.late[0].why_en.contains(said), "{outbox:?}");
    }
}

#[tokio::test]
async fn what_is_refused_waits_for_a_person_and_holds_up_its_own_dossier() {
    let mut ward = Ward::new().await;
    ward.receives(1).await;
    assigned(&ward.house, 1).await;
    ward.receives(2).await;
    ward.city.will(&[Way::Answer(422)]);
    assert_eq!(ward.round().await, ["6002:1=2"]);
    let outbox = ward.outbox().await;
    let refused = &outbox.refused[0];
    assert_eq!(
        (refused.n, refused.behind, refused.why_vi.as_str()),
        (1, 1, "thành phố trả lời 422: mã thủ tục không có")
    );
    ward.later(60);
    assert_eq!(ward.round().await, [] as [&str; 0]);
    let decide = |again: bool| json!({"id": dossier_id(1), "n": 1, "again": again});
    let head = ward.house.browser(HEAD).await;
    assert_eq!(
        ward.house.browser(CHAIR).await.post("/api/handoff/city", decide(true)).await.said(),
        "403 not_permitted"
    );
    // Again, refused again, let go: the next one is free.
    head.post("/api/handoff/city", decide(true)).await;
    ward.city.will(&[Way::Answer(400)]);
    assert_eq!(ward.round().await, [] as [&str; 0]);
    let answer = head.post("/api/handoff/city", decide(false)).await;
    let outbox: Outbox = serde_json::from_slice(&answer.body).expect("the outbox");
    assert_eq!(outbox.count.get(&State::Skipped), Some(&1));
    assert_eq!(ward.round().await, ["6001:2=4"]);
    assert!(head.post("/api/handoff/city", decide(true)).await.said().contains("not_refused"));
}

#[tokio::test]
async fn an_answer_without_end_is_not_read() {
    let mut ward = Ward::new().await;
    ward.receives(1).await;
    ward.city.will(&[Way::Flood]);
    assert_eq!(ward.round().await, ["6001:1=2"]);
    assert_eq!(ward.outbox().await.count, [(State::Taken, 1)].into_iter().collect());
}

#[tokio::test]
async fn without_an_address_nothing_waits_and_the_page_says_so() {
    let house = House::new().await;
    let answer = house.browser(ADMIN).await.get("/api/handoff/city").await;
    let outbox: Outbox = serde_json::from_slice(&answer.body).expect("the outbox");
    assert_eq!((outbox.to, outbox.since, outbox.count.len()), (None, None, 0));
    by_stop(&house).await;
}

/// A dossier's end is a change like any other, also where nobody is told.
async fn by_stop(house: &House) {
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    oanh.post("/api/push", &pen.write(receive(dossier_id(1), "Canary 1", 6001))).await;
    by(house, CHAIR, 1, dossier::Act::Stop(stop::Stop { reason: "trùng".to_owned() })).await;
    let file =
        house.browser(HEAD).await.get("/api/handoff/city/file?from=2018-11-22&to=2018-11-22").await.text();
    assert!(file.contains("Dừng xử lý"), "{file}");
}

const HEAD_LINE: &str = "loai_so,quyen,so,ngay_dang_ky,ho_ten,so_dinh_danh,ma_ho_so\n";

fn said(text: &str) -> String {
    match lines(text) {
        Ok(lines) => format!("{} dòng", lines.len()),
        Err(said) => said.vi,
    }
}

#[test]
fn a_file_is_read_whole_or_its_first_bad_line_is_named() {
    let good = "Sổ đăng ký khai sinh,01/2018,12,22/11/2018,Canary,,\n";
    let many = format!("{HEAD_LINE}{}", good.repeat(5_001));
    let long = "a".repeat(2 * 1024 * 1024 + 1);
    let texts = [
        format!("{HEAD_LINE}{good}{good}"),
        format!("\u{feff}{}", format!("{HEAD_LINE}{good}").replace(',', ";").replace('\n', "\r\n")),
        format!("{HEAD_LINE}\n \n{good}"),
        format!("{HEAD_LINE}{good}Sổ đăng ký khai sinh,01/2018,,22/11/2018,,,\n"),
        format!("{HEAD_LINE}{good}\"Sổ\nđăng ký\",01/2018,13,hôm qua,,,\n"),
        format!("{HEAD_LINE}{good}Sổ đăng ký khai sinh,1/2018,012,23/11/2018,Canary,,\n"),
        format!("{HEAD_LINE}{good}S\u{fffd} đăng ký,1/2018,13,23/11/2018,,,\n"),
        "so,quyen\n1,2\n".to_owned(),
        HEAD_LINE.to_owned(),
        String::new(),
        many,
        long,
        format!("{HEAD_LINE}\"chưa đóng ngoặc,01/2018,12,22/11/2018\n"),
    ];
    let expected = [
        "2 dòng",
        "1 dòng",
        "1 dòng",
        "Dòng 3: thiếu so.",
        "Dòng 3: ngay_dang_ky không phải là ngày, ví dụ 05/03/2018.",
        "Dòng 3: trùng sổ, quyển, số với dòng 2 mà nội dung khác.",
        "Dòng 3: có ký tự không đọc được. Lưu lại tệp dạng UTF-8.",
        "Dòng 1: thiếu cột loai_so, ngay_dang_ky. Dòng đầu của tệp là tên các cột.",
        "Tệp không có dòng nào. Dòng đầu là tên cột, từ dòng thứ hai là các việc hộ tịch.",
        "Tệp không có dòng nào. Dòng đầu là tên cột, từ dòng thứ hai là các việc hộ tịch.",
        "Tệp có hơn 5000 dòng. Xuất lại theo từng tháng.",
        "Tệp lớn quá 2 MB. Xuất lại theo từng tháng.",
        "Dòng 2: thiếu quyen.",
    ];
    assert_eq!(texts.map(|text| said(&text)), expected);
}

fn of_today(register: &str, code: &str) -> String {
    format!(
        "{HEAD_LINE}{register},01/2018,12,22/11/2018,Canary 1,,{code}\n\
         Sổ đăng ký kết hôn,02/2018,77,22/11/2018,'=cmd|' /C calc'!A0,,\n"
    )
}

#[tokio::test]
async fn both_sides_are_held_against_each_other_and_the_same_file_twice_changes_nothing() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    oanh.post("/api/push", &pen.write(receive(dossier_id(1), "Canary 1", 6001))).await;
    let line = civil::Line {
        number: "12".to_owned(),
        book: "01/2018".to_owned(),
        on: nine().day(),
        personal: String::new(),
    };
    let enter = civil::EnterCivil { given: civil::Given::Line(line), seen: 0, reason: String::new() };
    by(&house, RECEPTION, 1, dossier::Act::EnterCivil(enter)).await;
    let dossier = house.site.store.record_now(dossier_id(1)).await.unwrap().expect("received");
    let ward = house.site.store.ward();
    let register = shared::handoff::register(ward.catalogue.get(&dossier.procedure).expect("known"));
    let code = dossier.code.expect("a code").to_string();
    let takes = async |text: &str| oanh.post("/api/handoff/civil/file", json!({"csv": text})).await;
    let now = async || {
        let answer = oanh.get("/api/handoff/civil?from=2018-11-22&to=2018-11-22").await;
        let covered: Covered<Reconciled> =
            serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()));
        covered.report
    };
    assert_eq!(now().await.imported, None);
    let text = of_today(register, &code);
    let first = takes(&text).await.text();
    assert!(first.contains("\"lines\":2,\"new\":2,\"changed\":0"), "{first}");
    let second = takes(&text).await.text();
    assert!(second.contains("\"lines\":2,\"new\":0,\"changed\":0"), "{second}");
    let found = now().await;
    assert_eq!((found.agreed, found.unknown.total, found.differ.total), (1, 1, 0));
    assert_eq!(found.unknown.rows[0].name, "=cmd|' /C calc'!A0");
    // A later file puts the line right; a bad one changes nothing.
    let third = takes(&text.replace("12,22/11/2018", "12,21/11/2018")).await.text();
    assert!(third.contains("\"new\":0,\"changed\":1"), "{third}");
    assert_eq!((now().await.agreed, now().await.differ.total), (0, 1));
    let bad = takes(&format!("{text}Sổ đăng ký khai sinh,03/2018,78,mai,,,\n")).await;
    assert!(bad.text().contains("Dòng 4"), "{}", bad.text());
    assert_eq!(now().await.unknown.total, 1);
    // Its number was 12 and became 13 over there: the old line goes with a file that is whole for the day, by name only.
    takes(&text).await;
    let corrected = text.replace("01/2018,12,", "01/2018,13,");
    takes(&corrected).await;
    assert_eq!((now().await.agreed, now().await.differ.total), (1, 1), "both lines are kept");
    let whole = async |text: &str, from: &str| {
        let days = json!({"from": from, "to": "2018-11-22"});
        oanh.post("/api/handoff/civil/file", json!({"csv": text, "whole": days})).await
    };
    let taken = whole(&corrected, "2018-11-22").await.text();
    assert!(taken.contains("\"new\":0,\"changed\":0") && taken.contains("\"gone\":1"), "{taken}");
    let found = now().await;
    assert_eq!((found.agreed, found.differ.total, found.unknown.total), (0, 1, 1));
    assert_eq!(found.differ.rows[0].theirs.number, "13", "the dossier's own number is a person's to correct");
    let other_days = whole(&corrected.replace("22/11/2018", "01/10/2018"), "2018-11-22").await;
    assert!(other_days.text().contains("no line of the days shown"), "{}", other_days.text());
    assert_eq!(whole(&corrected, "2018-11-23").await.said(), "400 bad_period");
    assert_eq!(now().await.differ.total, 1);
}

#[tokio::test]
async fn our_file_goes_back_in_and_no_cell_counts() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    oanh.post("/api/push", &pen.write(receive(dossier_id(1), "=1+1", 6001))).await;
    // Nothing is finished: only the names of the columns.
    let file = oanh.get("/api/handoff/civil/file?from=2018-11-22&to=2018-11-22").await;
    assert_eq!(file.text().trim_start_matches('\u{feff}').lines().count(), 1, "{}", file.text());
    let dossier = house.site.store.record_now(dossier_id(1)).await.unwrap().expect("received");
    let line = civil::Line {
        number: "12".to_owned(),
        book: "01/2018".to_owned(),
        on: nine().day(),
        personal: String::new(),
    };
    let given = civil::Civil { given: civil::Given::Line(line), at: nine(), by: RECEPTION, version: 1 };
    let done = dossier::Dossier { civil: Some(given), ..dossier };
    let text = shared::handoff::file::table(&house.site.store.ward(), [&done]).to_csv();
    assert!(text.contains("'=1+1"), "{text}");
    let back = lines(&text).expect("our own file");
    assert_eq!((back.len(), back[0].name.as_str(), back[0].number.as_str()), (1, "=1+1", "12"));
}

async fn takes(house: &House, text: &str) -> Returned {
    let head = house.browser(HEAD).await;
    let path = "/api/handoff/city/file?from=2018-11-22&to=2018-11-22";
    let answer = head.post(path, &json!({ "text": text })).await;
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()))
}

/// Each line is judged by itself; what it acknowledges is marked once, and no dossier moves.
#[tokio::test]
async fn a_file_of_the_city_is_judged_line_by_line() {
    let mut ward = Ward::new().await;
    for n in 1..=4 {
        ward.receives(n).await;
    }
    assigned(&ward.house, 1).await;
    ward.city.will(&[Way::Answer(503); 3]);
    ward.round().await;
    assert_eq!(ward.waiting().await, 5);
    let before = ward.house.site.store.all_records().await.unwrap();
    let key = |n: u128, change: &str| format!("{}.{change}", dossier_id(n));
    let code = |n: u16| format!("000.21.17.H17-181122-{}", 6000 + n);
    let csv = format!(
        "khoa;ma_ho_so;trang_thai;ket_qua;ly_do\n{};;;da_nhan;\n{};;;tu_choi;thiếu mã thủ tục\n\n;{};2;;\n;{};11;;\n;{};4;;\n",
        key(1, "1.2"),
        key(2, "1.2"),
        code(3),
        code(3),
        code(77),
    );
    let returned = takes(&ward.house, &csv).await;
    let lines: Vec<_> = returned.lines.iter().map(|line| (line.line, line.found, line.mark)).collect();
    assert_eq!(
        lines,
        [
            (2, Found::Agrees, Some(Mark::Taken)),
            (3, Found::Agrees, Some(Mark::Refused)),
            (5, Found::Agrees, None),
            (6, Found::Bad, None),
            (7, Found::Unknown, None),
        ]
    );
    assert!(returned.lines[3].why_vi.contains("từ 1 đến 10") && returned.lines[3].why_en.contains("1 to 10"));
    let lacking: Vec<_> =
        returned.lacking.iter().map(|lacking| (lacking.code.clone(), lacking.ours)).collect();
    assert_eq!((lacking, returned.lacking_total), (vec![(code(4), 2)], 1));
    let outbox = ward.outbox().await;
    assert_eq!(outbox.count, [(State::Taken, 1), (State::Refused, 1), (State::Waiting, 3)].into());
    assert_eq!(outbox.refused[0].why_vi, "thiếu mã thủ tục");

    let again = takes(&ward.house, &csv).await;
    assert_eq!(
        (again.marked(Mark::Before), again.marked(Mark::Taken), again.marked(Mark::Refused)),
        (2, 0, 0)
    );
    assert_eq!(ward.outbox().await.count, outbox.count, "the same file twice changes nothing");
    // What a person decided, or the city has taken, is not called back by a later file.
    let late = format!(
        "khoa,ket_qua\n{},tu_choi\n{},da_nhan\n{},da_nhan\n",
        key(1, "1.2"),
        key(2, "1.2"),
        key(1, "9.9")
    );
    let late = takes(&ward.house, &late).await;
    let marks: Vec<_> = late.lines.iter().map(|line| line.mark).collect();
    assert_eq!(marks, [Some(Mark::Before), Some(Mark::Taken), Some(Mark::Absent)]);
    assert_eq!(ward.house.site.store.all_records().await.unwrap(), before, "no dossier moved");
    // What follows goes on by itself.
    ward.later(1);
    assert_eq!(ward.round().await, ["6001:2=4", "6003:1=2", "6004:1=2"]);
}

#[tokio::test]
async fn our_own_file_comes_back_as_it_went_and_what_is_no_file_is_refused_whole() {
    let mut ward = Ward::new().await;
    ward.receives(1).await;
    ward.receives(2).await;
    let head = ward.house.browser(HEAD).await;
    for format in ["csv", "json"] {
        let path = format!("/api/handoff/city/file?from=2018-11-22&to=2018-11-22&format={format}");
        let file = head.get(&path).await.text();
        let returned = takes(&ward.house, &file).await;
        assert_eq!((returned.found(Found::Agrees), returned.lines.len()), (2, 2), "{format}: {returned:?}");
        assert_eq!(returned.lacking_total, 0, "{format}");
    }
    let json = r#"[{"ma_ho_so": "000.21.17.H17-181122-6001", "trang_thai": 4}, 7, {"ma_ho_so": ["x"]}]"#;
    let found: Vec<_> = takes(&ward.house, json).await.lines.iter().map(|line| line.found).collect();
    assert_eq!(found, [Found::Differs, Found::Bad, Found::Bad]);
    for (text, said) in [
        ("", "no lines"),
        ("a,b\n1,2\n", "must name the columns"),
        ("khoa,khoa\nx,y\n", "stands twice"),
        ("[{", "cannot be read"),
        ("{}", "cannot be read"),
        ("khoa\n\u{fffd}\n", "Line 2"),
        (&"khoa\n".repeat(5_003), "5000 lines"),
        (&"x".repeat(2 * 1024 * 1024 + 1), "2 MB"),
    ] {
        let path = "/api/handoff/city/file?from=2018-11-22&to=2018-11-22";
        let answer = head.post(path, &json!({ "text": text })).await;
        assert!(
            answer.said().contains("bad_file") && answer.text().contains(said),
            "{said}: {}",
            answer.text()
        );
    }
}
