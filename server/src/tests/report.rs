//! Reports over a small year that the ledger has judged: figures, coverage, and nobody's name.

use shared::demo::{CHAIR, JUSTICE, RECEPTION};
use shared::report::{Board, Covered};
use shared::session::DeviceSeen;

use super::House;
use crate::demo::play::Players;
use crate::demo::year::{self, Quota};

const SMALL: Quota = Quota { answered: 200, early: 12, online: 5, online_early: 4 };

async fn lived() -> House {
    let house = House::new().await;
    let store = &house.site.store;
    let mut players = Players::enrol(store, year::opening(2018)).await.expect("enrolled");
    players.play(&year::plan(&store.ward(), 2018, SMALL, 3), |_, _| ()).await.expect("every act is applied");
    house.clock.set("2019-02-01T09:00".parse().expect("a moment"));
    house
}

const YEAR: &str = "from=2018-01-01&to=2018-12-31";

#[tokio::test]
async fn the_year_is_reported_without_a_name() {
    let house = lived().await;
    let chair = house.browser(CHAIR).await;
    let ha = house.browser(JUSTICE).await;
    house.site.store.heard(ha.device, JUSTICE, Some(7), house.clock.now()).await.expect("kept");

    let answer = chair.get(&format!("/api/report?form=board&{YEAR}")).await;
    let Covered { report, coverage }: Covered<Board> = serde_json::from_slice(&answer.body).expect("a board");
    let tally = report.tally;
    assert_eq!([tally.answered, tally.early, tally.on_time, tally.late], [200, 12, 188, 0]);
    assert_eq!([report.online.answered, report.online.early, report.online.on_time], [5, 4, 1]);
    assert_eq!((report.received, report.in_process, report.working_days), (200, 0, Some(250)));
    assert_eq!(report.fields.iter().map(|field| field.procedures).sum::<u32>(), 40);
    assert!(report.fees_vnd > 0);
    // The tablet that the demo leaves out of reach holds two.
    let waiting: Vec<&DeviceSeen> = coverage.devices.iter().filter(|device| device.id == ha.device).collect();
    assert_eq!((coverage.devices.len(), waiting.len(), coverage.acts), (2, 1, 9));

    let table = chair.get(&format!("/api/report?form=ii06a&{YEAR}")).await;
    let total = &table.json()["total"];
    assert_eq!(total["Đã giải quyết: tổng số"], 200);
    assert_eq!(total["Đã giải quyết: trước hạn"], 12);
    assert_eq!(table.json()["coverage"]["acts"], 9);

    let csv = chair.get(&format!("/api/report?form=ii06a&{YEAR}&format=csv")).await;
    assert_eq!(
        csv.headers["content-disposition"],
        "attachment; filename=\"ii06a-2018-01-01-2018-12-31.csv\""
    );
    assert!(csv.text().ends_with(",Tổng cộng,200,5,195,0,200,12,188,0,0,0,0\r\n"), "{}", csv.text());

    let board_csv = chair.get(&format!("/api/report?form=board&{YEAR}&format=csv")).await;
    let records = house.site.store.all_records().await.expect("reads");
    for text in [answer.text(), table.text(), csv.text(), board_csv.text()] {
        assert!(!text.contains("canary-"), "{text}");
        assert!(!records.iter().any(|d| text.contains(&d.applicant.number)), "{text}");
        assert!(!records.iter().any(|d| text.contains(&d.contact.phone)), "{text}");
    }
}

/// Whatever the period, `today` is about today: a case that came in and was closed this morning is in it.
#[tokio::test]
async fn today_is_counted_beside_any_period() {
    let house = lived().await;
    let store = &house.site.store;
    let busy = store.all_records().await.expect("reads").iter().filter_map(|d| d.received_at).max();
    house.clock.set(busy.expect("somebody came"));
    let chair = house.browser(CHAIR).await;
    let today = async |query: &str| {
        let answer = chair.get(&format!("/api/report?form=board&{query}")).await;
        let board: Covered<Board> = serde_json::from_slice(&answer.body).expect("a board");
        board.report.today
    };
    let day = house.clock.now().day();
    let this = today(&format!("from={day}&to={day}")).await;
    assert_eq!(today("from=2016-01-01&to=2016-12-31").await, this);
    assert!(this.received > 0, "the day has cases");
}

#[tokio::test]
async fn a_question_that_makes_no_sense_gets_one_sentence() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    for (query, said) in [
        ("", "400 bad_query"),
        ("form=766&from=2018-01-01&to=2018-12-31", "400 bad_query"),
        ("form=board&from=2018-02-30&to=2018-12-31", "400 bad_query"),
        ("form=board&from=2018-01-01&to=2018-12-31&format=xlsx", "400 bad_query"),
        ("form=board&from=2018-12-31&to=2018-01-01", "400 bad_period"),
        ("form=board&from=1900-01-01&to=2018-01-01", "400 bad_period"),
        ("form=board&from=2018-01-01&to=2018-12-31", "200"),
    ] {
        assert_eq!(oanh.get(&format!("/api/report?{query}")).await.said(), said, "{query}");
    }
}
