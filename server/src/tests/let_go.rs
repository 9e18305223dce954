//! Bytes that no dossier holds: what was taken off, and photographs of applications that were not received, are gone after
//! a month; nothing that a dossier names is.

use shared::act::Act;
use shared::demo::{HEAD, RECEPTION};
use shared::dossier;
use shared::dossier::attach::Detach;
use shared::dossier::intake::Refuse;
use shared::limits::SCAN_UNNAMED_DAYS_KEPT;
use shared::scan::Digest;

use super::pen::Pen;
use super::upload::{address, apply, form, id, jpeg, send};
use super::{House, nine};
use crate::scan::sweep;

const MONTH: i64 = SCAN_UNNAMED_DAYS_KEPT * 24 * 60;

/// The application `n` with this photograph.
async fn applied(house: &House, n: u64, file: &[u8]) -> Digest {
    let digest = send(house, n, file).await;
    let answer = apply(house, &form(n, &[(0, file)])).await;
    assert_eq!(answer.said(), "200", "{}", answer.text());
    digest
}

async fn does(house: &House, n: u64, act: dossier::Act) {
    let oanh = house.browser(RECEPTION).await;
    let push = Pen::new(oanh.writer(), nine()).write(Act::Dossier { id: id(n), act });
    let answer = oanh.post("/api/push", &push).await;
    assert!(answer.text().contains("\"applied\""), "{}", answer.text());
}

fn detach(digest: &Digest) -> dossier::Act {
    dossier::Act::Detach(Detach { digest: digest.clone(), reason: "ảnh của người khác".to_owned() })
}

fn refuse() -> dossier::Act {
    let reason = "không thuộc phường".to_owned();
    dossier::Act::Refuse(Refuse { form: None, reason, go_to: String::new(), approved_by: HEAD })
}

/// What a day's look takes away, in scans.
async fn look(house: &House) -> u64 {
    sweep(&house.site.store, &house.clock).await.expect("swept").scans
}

fn is_here(house: &House, digest: &Digest) -> bool {
    house.site.store.scans.read(digest).expect("read").is_some()
}

#[tokio::test]
async fn what_was_taken_off_is_gone_after_a_month_and_verify_is_content() {
    let house = House::new().await;
    let digest = applied(&house, 1, &jpeg(1, 900)).await;
    let held = applied(&house, 2, &jpeg(2, 900)).await;
    house.later(2 * MONTH);
    assert_eq!(look(&house).await, 0, "dossiers name both");
    does(&house, 1, detach(&digest)).await;
    assert_eq!(look(&house).await, 0, "the first day");
    house.later(MONTH - 1);
    assert_eq!((look(&house).await, is_here(&house, &digest)), (0, true));
    house.later(1);
    assert_eq!((look(&house).await, is_here(&house, &digest)), (1, false));
    assert!(is_here(&house, &held));
    assert!(house.site.store.verify(|_, _| ()).await.unwrap().differences.is_empty());
}

#[tokio::test]
async fn photographs_of_an_application_that_was_not_received_go_and_whoever_opens_one_is_told() {
    let house = House::new().await;
    let file = jpeg(1, 900);
    let digest = applied(&house, 1, &file).await;
    does(&house, 1, refuse()).await;
    let open = async || house.browser(RECEPTION).await.get(&address(&digest, 1)).await;
    look(&house).await;
    assert_eq!(open().await.body, file, "a refusal can be looked into for a month");
    house.later(MONTH);
    assert_eq!(look(&house).await, 1);
    let answer = open().await;
    assert_eq!(answer.said(), "404 scan_let_go", "{}", answer.text());
}

#[tokio::test]
async fn what_another_dossier_names_stays() {
    let house = House::new().await;
    let file = jpeg(1, 900);
    let digest = applied(&house, 1, &file).await;
    applied(&house, 2, &file).await;
    does(&house, 1, refuse()).await;
    for _ in 0..3 {
        assert_eq!(look(&house).await, 0);
        house.later(MONTH);
    }
    does(&house, 2, detach(&digest)).await;
    assert_eq!(look(&house).await, 0, "its grace begins with the last dossier that lets go");
    house.later(MONTH);
    assert_eq!(look(&house).await, 1);
}
