//! Vai trò × địa chỉ: `routes.csv` says who may use what; the router must agree, in both directions.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::StatusCode;
use shared::demo::{ADMIN, CHAIR, CLERK, HEAD, JUSTICE, PORTAL, POSTAL, RECEPTION, VOLUNTEER};
use shared::id::OfficerId;
use shared::officer::{Right, Role};

use super::{Answer, House};
use crate::config::Config;
use crate::files::Files;
use crate::routes::listed;

const TABLE: &str = include_str!("routes.csv");

/// Who stands for a role, in a ward where nobody wears a second hat.
const WHO: [(Role, OfficerId); 9] = [
    (Role::Citizen, PORTAL),
    (Role::Receptionist, RECEPTION),
    (Role::Specialist, JUSTICE),
    (Role::Head, HEAD),
    (Role::Leader, CHAIR),
    (Role::Clerk, CLERK),
    (Role::Postal, POSTAL),
    (Role::Volunteer, VOLUNTEER),
    (Role::Admin, ADMIN),
];

/// The demo ward with one role each: in a real one a second hat would hide what the first may not.
async fn one_hat_each() -> House {
    let mut ward = super::ward();
    for officer in &mut ward.officers {
        officer.roles.retain(|role| WHO.contains(&(*role, officer.id)));
    }
    House::of(ward, Config::default(), Files::default()).await
}

/// The gate's verdict alone: what was asked for may still be wrong.
fn verdict(answer: &Answer) -> &'static str {
    match (answer.status, answer.said().as_str()) {
        (_, "401 sign_in") => "đăng nhập",
        (_, "403 not_permitted") => "không",
        (StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED, said)
            if said != "404 no_such_slip" && said != "404 no_such_chunk" =>
        {
            panic!("neither let in nor kept out: {said}")
        }
        (_, _) => "được",
    }
}

#[tokio::test]
async fn the_table_is_what_the_router_does() {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let roles: Vec<&str> = WHO.iter().map(|(role, _)| role.code()).collect();
    assert_eq!(head[..4], ["method", "path", "quyen", "khong_dang_nhap"]);
    assert_eq!(head[4..], roles, "a column for every role");
    let (house, mut cells) = (one_hat_each().await, 0);
    for (role, who) in WHO {
        let ward = house.site.store.ward();
        assert_eq!(ward.officer(who).expect("works here").roles, [role], "no hat but one");
    }
    for row in reader.records() {
        let row = row.unwrap();
        let (method, path) = (row[0].parse::<axum::http::Method>().unwrap(), &row[1]);
        for (column, expected) in row.iter().enumerate().skip(3) {
            let browser = match column {
                3 => house.stranger(),
                column => house.browser(WHO[column - 4].1).await,
            };
            let request = browser.request(method.clone(), path).body(Body::from("{}")).unwrap();
            let said = verdict(&browser.send(request).await);
            assert_eq!(said, expected, "{method} {path} as {}", head[column]);
            cells += 1;
        }
    }
    assert_eq!(cells, listed().len() * 10);
}

/// What the pages ask before they show a button is what the reviewed table says of the route behind it.
#[test]
fn the_right_of_a_route_is_held_by_the_roles_of_its_row() {
    let mut rights = BTreeSet::new();
    for row in csv::Reader::from_reader(TABLE.as_bytes()).records().map(|row| row.unwrap()) {
        let (everybody, anybody) = (&row[2] == "cong_khai", &row[2] == "dang_nhap");
        let right = Right::ALL.into_iter().find(|right| format!("{right:?}") == row[2]);
        assert!(everybody || anybody || right.is_some(), "{row:?}: no such right");
        assert_eq!(&row[3], if everybody { "được" } else { "đăng nhập" }, "{row:?}");
        for ((role, _), cell) in WHO.iter().zip(row.iter().skip(4)) {
            let may = right.is_none_or(|right| right.who().contains(role));
            assert_eq!(cell, if may { "được" } else { "không" }, "{role:?} {row:?}");
        }
        rights.insert(row[2].to_owned());
    }
    // Slips are acts: they travel by the one push route.
    let routed = Right::ALL.into_iter().filter(|right| *right != Right::Slips);
    assert!(routed.into_iter().all(|right| rights.contains(&format!("{right:?}"))), "{rights:?}");
}

#[test]
fn every_route_has_its_row_and_every_row_its_route() {
    let mut reader = csv::Reader::from_reader(TABLE.as_bytes());
    let rows: BTreeSet<String> =
        reader.records().map(|row| row.unwrap()).map(|row| format!("{} {}", &row[0], &row[1])).collect();
    let routes: BTreeSet<String> =
        listed().into_iter().map(|(method, path)| format!("{method} {path}")).collect();
    assert_eq!(rows, routes);
}
