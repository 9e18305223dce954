//! Khóa sổ: a book of a year is closed once, by who keeps books, and stays as it was written.

use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use serde_json::{Value, json};
use shared::demo::{CHAIR, CLERK, HEAD, JUSTICE, RECEPTION};
use shared::report::closing::Closed;
use shared::report::register::Page;
use shared::report::{Covered, results};

use super::report::lived;
use super::{Answer, Browser};

async fn register(who: &Browser, page: usize) -> Page {
    let answer = who.get(&format!("/api/report/register?year=2018&field=HTCT&page={page}")).await;
    let page: Covered<Page> = serde_json::from_slice(&answer.body).expect("a page");
    page.report
}

fn ask(seen: usize) -> Value {
    json!({ "kind": "so_theo_doi", "which": "HTCT", "year": 2018, "seen": seen, "pages": 16 })
}

async fn close(who: &Browser, ask: Value) -> Answer {
    who.post("/api/report/close", ask).await
}

#[tokio::test]
async fn a_register_is_closed_once_and_stays_as_it_was_written() {
    let house = lived().await;
    let (head, clerk) = (house.browser(HEAD).await, house.browser(CLERK).await);
    let open = register(&head, 999).await;
    let standing = open.standing.expect("the year is over and nobody has closed it");
    assert_eq!(standing.entries, open.total);
    assert_eq!(close(&head, ask(open.total)).await.said(), "200");
    let shut = register(&head, 999).await;
    let closed = shut.closed.expect("closed");
    assert_eq!(
        (closed.by, closed.at, closed.entries, closed.pages),
        (HEAD, house.clock.now(), open.total, 16)
    );
    assert_eq!(shut.standing, None);

    house.later(60);
    let again = close(&clerk, ask(open.total)).await;
    assert_eq!(again.said(), "422 refused");
    assert!(again.text().contains("đã khóa lúc 09:00 01/02/2019"), "{}", again.text());
    assert_eq!(register(&clerk, 999).await.closed, Some(closed), "as it was written");
    let paper = head.get("/api/report/register?year=2018&field=HTCT&format=pdf").await;
    assert_eq!(paper.status, 200);
}

/// A civil-status register is closed at its own address, by the civil-status officer or the head.
#[tokio::test]
async fn a_civil_status_register_is_closed_by_its_officer() {
    let house = lived().await;
    let justice = house.browser(JUSTICE).await;
    let book = "Sổ cấp Giấy xác nhận tình trạng hôn nhân";
    let civil =
        |seen: usize| json!({ "kind": "so_ket_qua", "which": book, "year": 2018, "seen": seen, "pages": 2 });
    let (civil_path, path) = ("/api/report/close/civil", "/api/report/close");
    let clerk = house.browser(CLERK).await;
    assert_eq!(clerk.post(path, civil(1)).await.said(), "403 not_permitted", "not with the counter's books");
    assert_eq!(justice.post(civil_path, ask(1)).await.said(), "403 not_permitted", "and none of those here");
    // Of a book without a line, and of one that has changed, it is said what is wrong.
    let said = justice.post(civil_path, civil(9_999)).await;
    assert_eq!(said.said(), "422 refused");
    let lines =
        said.text().split("nay là ").nth(1).and_then(|rest| rest.split(' ').next()).map(str::to_owned);
    let lines: usize = lines.expect("how many there are").parse().expect("a number");
    let answer = justice.post(civil_path, civil(lines)).await;
    assert_eq!(answer.said(), "200");
    let closed: Closed = serde_json::from_slice(&answer.body).expect("a closing");
    assert_eq!((closed.by, closed.entries, closed.which.as_str()), (JUSTICE, lines, book));
}

#[tokio::test]
async fn two_who_close_at_once_write_one_line() {
    let house = lived().await;
    let (head, clerk) = (house.browser(HEAD).await, house.browser(CLERK).await);
    let total = register(&head, 1).await.total;
    let (one, other) = tokio::join!(close(&head, ask(total)), close(&clerk, ask(total)));
    let mut said = [one.said(), other.said()];
    said.sort();
    assert_eq!(said, ["200", "422 refused"]);
}

#[tokio::test]
async fn a_book_that_cannot_be_closed_says_why() {
    let house = lived().await;
    let head = house.browser(HEAD).await;
    let total = register(&head, 1).await.total;
    let with = |key: &str, value: Value| {
        let mut ask = ask(total);
        ask[key] = value;
        ask
    };
    for (ask, said) in [
        (with("seen", json!(total + 1)), "Sổ vừa đổi"),
        (with("year", json!(2019)), "chưa hết năm"),
        (with("year", json!(2017)), "không có dòng nào"),
        (with("pages", json!(0)), "số trang"),
    ] {
        let answer = close(&head, ask).await;
        assert!(answer.said() == "422 refused" && answer.text().contains(said), "{said}: {}", answer.text());
    }
    for ask in [with("which", json!("XX")), with("year", json!(0)), with("kind", json!("so_thu"))] {
        assert!(close(&head, ask.clone()).await.status.is_client_error(), "{ask}");
    }
    let strange = with("by", json!(9));
    assert!(close(&head, strange).await.status.is_client_error(), "who closes it is the session's to say");
    for id in [RECEPTION, CHAIR] {
        assert_eq!(close(&house.browser(id).await, ask(total)).await.said(), "403 not_permitted");
    }
    assert!(register(&head, 999).await.closed.is_none());
}

#[tokio::test]
async fn a_book_of_results_is_closed_by_its_clerk() {
    let house = lived().await;
    let clerk = house.browser(CLERK).await;
    let name = "Sổ chứng thực bản sao từ bản chính";
    let escaped: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let page = async || {
        let answer = clerk.get(&format!("/api/report/results?year=2018&book={escaped}&page=999")).await;
        let page: Covered<results::Page> = serde_json::from_slice(&answer.body).expect("a page");
        page.report
    };
    let standing = page().await.standing.expect("nobody has closed it");
    let ask =
        json!({ "kind": "so_ket_qua", "which": name, "year": 2018, "seen": standing.entries, "pages": 9 });
    let answer = close(&clerk, ask).await;
    let closed: Closed = serde_json::from_slice(&answer.body).expect("closed");
    assert_eq!((closed.last.as_str(), closed.sums), (standing.last.as_str(), standing.sums));
    let line = format!("{name}: {}", closed.text());
    let by = format!("{name}: {}", closed.by_text(Some(&house.site.store.ward())));
    assert_eq!(page().await.closed, Some(closed));
    // What the page says under the book its files say too, as text.
    let file = async |format: &str| {
        clerk.get(&format!("/api/report/results?year=2018&book={escaped}&format={format}")).await
    };
    let csv = file("csv").await.text();
    assert!(csv.contains(&line) && csv.contains(&by), "{csv}");
    let mut book = Xlsx::new(Cursor::new(file("xlsx").await.body)).expect("a workbook");
    let name = book.sheet_names()[0].clone();
    assert_eq!(book.worksheet_formula(&name).expect("read").used_cells().count(), 0);
    let rows = book.worksheet_range(&name).expect("a sheet");
    let said: Vec<String> = rows.rows().map(|row| row[0].to_string()).collect();
    assert!(said.contains(&line) && said.contains(&by), "{said:?}");
}
