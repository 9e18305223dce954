//! Ca hỗ trợ: a tablet tells its shift as often as it likes, and the ward counts it once.

use serde_json::json;
use shared::demo::{CHAIR, HEAD, VOLUNTEER};
use shared::id::ShiftId;
use shared::moment::Moment;
use shared::officer::Role;
use shared::shift::{Half, Shift, Shifts, Topic};
use uuid::Uuid;

use super::{Browser, House, nine, ward};
use crate::config::Config;
use crate::files::Files;

fn shift(n: u128, topics: &[Topic]) -> Shift {
    let id = ShiftId(Uuid::from_u128(n));
    let mut shift = Shift::begin(id, nine().day(), Half::Morning, Moment::at(nine().day(), 7, 30));
    for topic in topics {
        shift.tap(*topic, nine()).expect("open");
    }
    shift
}

async fn tell(who: &Browser, shift: &Shift) -> String {
    who.post("/api/shift", shift).await.said()
}

async fn board(house: &House, span: &str) -> Shifts {
    let answer = house.browser(HEAD).await.get(&format!("/api/shifts?{span}")).await;
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()))
}

const DAY: &str = "from=2018-11-22&to=2018-11-22";

#[tokio::test]
async fn a_shift_grows_is_told_twice_and_ends() {
    let house = House::new().await;
    let mai = house.browser(VOLUNTEER).await;
    let (first, mut second) = (shift(1, &[Topic::Form]), shift(1, &[Topic::Form, Topic::Way, Topic::Form]));
    for told in [&first, &second, &first, &second] {
        assert_eq!(tell(&mai, told).await, "200");
    }
    let counted = board(&house, DAY).await;
    assert_eq!(
        (counted.total.shifts, counted.total.helped()),
        (1, 3),
        "the old telling that came late is no news"
    );
    assert!(counted.lines[0].open);
    second.end(nine());
    assert_eq!(tell(&mai, &second).await, "200");
    let counted = board(&house, DAY).await;
    assert_eq!((counted.lines[0].officer, counted.lines[0].open), (VOLUNTEER, false));
    assert_eq!(counted.volunteers[0].1.counts[&Topic::Form], 2);
    let forged = Shift { rev: 99, ended: None, ..second };
    let answer = mai.post("/api/shift", forged).await;
    assert_eq!(answer.said(), "422 refused");
    assert!(answer.text().contains("Ca này đã kết thúc"), "{}", answer.text());
    assert_eq!(board(&house, "from=2018-11-23&to=2018-11-30").await, Shifts::default());
}

#[tokio::test]
async fn a_shift_put_on_another_day_leaves_the_first_one() {
    let house = House::new().await;
    let mai = house.browser(VOLUNTEER).await;
    let mut told = shift(1, &[Topic::Form]);
    assert_eq!(tell(&mai, &told).await, "200");
    told.put(nine().day().plus(-1), Half::Afternoon);
    assert_eq!(tell(&mai, &told).await, "200");
    assert_eq!(board(&house, DAY).await.total.shifts, 0);
    assert_eq!(board(&house, "from=2018-11-21&to=2018-11-21").await.total.shifts, 1);
}

#[tokio::test]
async fn nobody_tells_another_ones_shift() {
    let mut ward = ward();
    let chair = ward.officers.iter_mut().find(|officer| officer.id == CHAIR).expect("a chair");
    chair.roles.push(Role::Volunteer);
    let house = House::of(ward, Config::default(), Files::default()).await;
    let (mai, chair) = (house.browser(VOLUNTEER).await, house.browser(CHAIR).await);
    assert_eq!(tell(&mai, &shift(1, &[Topic::Form])).await, "200");
    assert_eq!(tell(&chair, &shift(1, &[Topic::Form, Topic::Form])).await, "422 refused");
    assert_eq!(tell(&chair, &shift(2, &[Topic::Way])).await, "200");
    let counted = board(&house, DAY).await;
    assert_eq!((counted.total.shifts, counted.total.helped()), (2, 2));
}

#[tokio::test]
async fn what_is_no_shift_is_not_kept() {
    let house = House::new().await;
    let mai = house.browser(VOLUNTEER).await;
    let tomorrow = Shift { day: nine().day().next(), ..shift(1, &[]) };
    let answer = mai.post("/api/shift", &tomorrow).await;
    assert_eq!(answer.said(), "422 refused");
    assert!(answer.text().contains("đồng hồ của máy"), "{}", answer.text());
    let mut named = serde_json::to_value(shift(1, &[Topic::Form])).expect("JSON");
    named["name"] = json!("Canary Một");
    assert!(mai.post("/api/shift", &named).await.status.is_client_error(), "nothing of a citizen comes in");
    let many = Shift { taps: vec![shift(1, &[Topic::Form]).taps[0]; 301], rev: 400, ..shift(1, &[]) };
    assert!(mai.post("/api/shift", &many).await.status.is_client_error());
    assert_eq!(board(&house, "from=2018-01-01&to=2018-12-31").await, Shifts::default());
    assert_eq!(house.browser(HEAD).await.get("/api/shifts?from=x").await.said(), "400 bad_query");
}
