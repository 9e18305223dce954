//! Ảnh kèm hồ sơ nộp từ xa: what anybody may send before an application, what becomes of it, and what hostile hands try.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use shared::act::Act;
use shared::demo::{ADMIN, CHAIR, JUSTICE, PORTAL, RECEPTION, VOLUNTEER};
use shared::door::Number;
use shared::dossier;
use shared::dossier::Dossier;
use shared::dossier::attach::Detach;
use shared::id::DossierId;
use shared::limits::{DOOR_PHOTOS_MAX, SCAN_BYTES_MAX, SCAN_PIECE_BYTES_MAX};
use shared::scan::{Digest, FileKind, Have};
use uuid::Uuid;

use super::pen::Pen;
use super::{Answer, House, nine, ward};
use crate::config::Config;
use crate::files::Files;
use crate::limits::{UPLOAD_ADDRESS_HOUR_BYTES_MAX, UPLOAD_DAY_BYTES_MAX, UPLOAD_MINUTES_KEPT};
use crate::listen::Peer;

pub fn id(n: u64) -> DossierId {
    DossierId(Uuid::from_u64_pair(n << 16 | 0x4000, 0x8000_0000_0000_0000 | n))
}

/// A JPEG as far as its header goes, of so many bytes; no two kinds are alike.
pub fn jpeg(kind: u8, bytes: usize) -> Vec<u8> {
    let mut file =
        vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 7, 208, 5, 220, 3, 1, 0x11, 0];
    file.resize(bytes, kind);
    file
}

/// What the phone says of the file; the server believes nothing but the digest.
pub fn announced(file: &[u8]) -> Value {
    json!({"digest": Digest::of(file), "bytes": file.len(), "kind": "png", "name": "canary <i>.exe"})
}

pub fn form(n: u64, photos: &[(usize, &[u8])]) -> Value {
    let ward = ward();
    let procedure = ward.catalogue.in_force("HT-01", nine().day()).expect("a procedure");
    let photos: BTreeMap<String, Value> =
        photos.iter().map(|(place, file)| (place.to_string(), announced(file))).collect();
    json!({
        "id": id(n), "secret": "K7M2QP",
        "procedure": {"id": "HT-01", "version": procedure.version},
        "applicant": {"name": "Canary Thị Kín", "number": "048190994242"},
        "contact": {"phone": format!("07599{n:05}")},
        "photos": photos,
    })
}

pub async fn apply(house: &House, form: &Value) -> Answer {
    house.stranger().post("/api/public/apply", form).await
}

async fn put_from(
    house: &House,
    from: &str,
    n: u64,
    digest: &str,
    all: usize,
    at: usize,
    piece: &[u8],
) -> Answer {
    let peer = Peer { address: from.parse().expect("an address") };
    let path = format!("/api/public/photos/{}/{digest}?bytes={all}&at={at}", id(n));
    let request = house.stranger().request(Method::PUT, &path).extension(peer);
    house.stranger().send(request.body(Body::from(piece.to_vec())).expect("a request")).await
}

async fn put(house: &House, n: u64, digest: &str, all: usize, at: usize, piece: &[u8]) -> Answer {
    put_from(house, "203.0.113.7", n, digest, all, at, piece).await
}

fn have(answer: &Answer) -> Have {
    assert_eq!(answer.said(), "200", "{}", answer.text());
    serde_json::from_slice(&answer.body).expect("how much there is")
}

/// As the phone sends it: from where the server says.
pub async fn send(house: &House, n: u64, file: &[u8]) -> Digest {
    let digest = Digest::of(file);
    loop {
        let now = have(&house.stranger().get(&format!("/api/public/photos/{}/{digest}", id(n))).await);
        if now.whole {
            return digest;
        }
        let at = usize::try_from(now.bytes).expect("small");
        let piece = &file[at..file.len().min(at + SCAN_PIECE_BYTES_MAX)];
        have(&put(house, n, &digest.to_string(), file.len(), at, piece).await);
    }
}

pub async fn kept(house: &House, n: u64) -> Option<Dossier> {
    house.site.store.by_number(Number::of(id(n))).await.unwrap().into_iter().find(|d| d.id == id(n))
}

pub fn address(digest: &Digest, n: u64) -> String {
    format!("/api/scans/{digest}?dossier={}", id(n))
}

#[tokio::test]
async fn photographs_come_before_their_application_and_are_scans_of_its_dossier() {
    let house = House::new().await;
    let file = jpeg(1, SCAN_PIECE_BYTES_MAX + 17);
    let first = apply(&house, &form(1, &[(0, &file)])).await;
    assert_eq!(first.said(), "409 photos_awaited", "nothing is taken without its photographs");
    assert!(kept(&house, 1).await.is_none());
    let digest = send(&house, 1, &file).await;
    assert_eq!(house.site.store.scans.have(&digest).unwrap().bytes, 0, "it is no scan yet");
    assert_eq!(apply(&house, &form(1, &[(0, &file)])).await.said(), "200");
    let dossier = kept(&house, 1).await.expect("kept");
    let [scan] = dossier.scans.as_slice() else { panic!("{:?}", dossier.scans) };
    assert_eq!(
        (scan.file.kind, scan.file.bytes, scan.file.pages),
        (FileKind::Jpeg, file.len() as u64, Some(1))
    );
    assert_eq!((scan.file.name.as_str(), scan.by), ("nguoi-nop-1.jpg", PORTAL));
    assert_eq!(scan.paper, dossier.papers[0].name);
    assert_eq!(house.site.uploads.extent(), (0, 0), "nothing waits any more");
    let oanh = house.browser(RECEPTION).await;
    assert_eq!(oanh.get(&address(&digest, 1)).await.body, file);
    // The answer was lost: the same again is the same application, and no photograph is asked for twice.
    let again = apply(&house, &form(1, &[(0, &file)])).await;
    assert_eq!(
        (again.said().as_str(), again.json()["same"].as_bool()),
        ("200", Some(true)),
        "{}",
        again.text()
    );
}

#[tokio::test]
async fn an_application_without_photographs_is_what_it_was() {
    let house = House::new().await;
    assert_eq!(apply(&house, &form(1, &[])).await.said(), "200");
    assert_eq!(kept(&house, 1).await.expect("kept").scans, []);
}

#[tokio::test]
async fn nobody_reads_a_photograph_but_the_staff_and_only_once_a_dossier_names_it() {
    let house = House::new().await;
    let file = jpeg(1, 900);
    let digest = send(&house, 1, &file).await;
    let oanh = house.browser(RECEPTION).await;
    assert_eq!(oanh.get(&address(&digest, 1)).await.said(), "404 no_such_dossier", "no application yet");
    apply(&house, &form(1, &[(0, &file)])).await;
    for officer in [RECEPTION, JUSTICE, CHAIR] {
        assert_eq!(house.browser(officer).await.get(&address(&digest, 1)).await.said(), "200", "{officer}");
    }
    for officer in [VOLUNTEER, PORTAL, ADMIN] {
        let said = house.browser(officer).await.get(&address(&digest, 1)).await.said();
        assert_eq!(said, "403 not_permitted", "{officer}");
    }
    assert_eq!(house.stranger().get(&address(&digest, 1)).await.said(), "401 sign_in");
    // To whoever asks at the door there is nothing but a number of bytes, and of a taken application none.
    let asked = house.stranger().get(&format!("/api/public/photos/{}/{digest}", id(1))).await;
    assert_eq!(have(&asked), Have { bytes: 0, whole: false });
    // Somebody who knows a digest, and has not the bytes, gets no dossier that names it.
    assert_eq!(apply(&house, &form(2, &[(0, &file)])).await.said(), "409 photos_awaited");
    assert!(kept(&house, 2).await.is_none());
}

#[tokio::test]
async fn whoever_sits_at_the_counter_takes_off_what_a_citizen_sent() {
    let house = House::new().await;
    let file = jpeg(1, 900);
    let digest = send(&house, 1, &file).await;
    apply(&house, &form(1, &[(0, &file)])).await;
    let oanh = house.browser(RECEPTION).await;
    let detach = Detach { digest: digest.clone(), reason: "ảnh của người khác".to_owned() };
    let act = Act::Dossier { id: id(1), act: dossier::Act::Detach(detach) };
    let answer = oanh.post("/api/push", &Pen::new(oanh.writer(), nine()).write(act)).await;
    assert!(answer.text().contains("\"applied\""), "{}", answer.text());
    assert_eq!(oanh.get(&address(&digest, 1)).await.said(), "404 no_such_scan");
}

#[tokio::test]
async fn a_broken_transfer_goes_on_where_it_was_and_a_doubled_piece_changes_nothing() {
    let house = House::new().await;
    let (file, digest) = (jpeg(1, 1_000), Digest::of(&jpeg(1, 1_000)).to_string());
    assert_eq!(
        have(&put(&house, 1, &digest, 1_000, 0, &file[..400]).await),
        Have { bytes: 400, whole: false }
    );
    for (at, piece) in [(0, &file[..400]), (700, &file[700..])] {
        assert_eq!(have(&put(&house, 1, &digest, 1_000, at, piece).await), Have { bytes: 400, whole: false });
    }
    assert_eq!(
        have(&put(&house, 1, &digest, 1_000, 400, &file[400..]).await),
        Have { bytes: 1_000, whole: true }
    );
    assert_eq!(house.site.uploads.extent(), (1, 1_000));
}

#[tokio::test]
async fn hostile_files_are_refused_in_one_sentence_and_leave_nothing() {
    let house = House::new().await;
    let html = b"<!doctype html><script>alert(1)</script>".as_slice();
    let pdf = [b"%PDF-1.4\n", html].concat();
    let mut wide = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec();
    wide.extend([0, 0, 0x4E, 0x20, 0, 0, 0x4E, 0x20, 8, 6, 0, 0, 0]);
    let mut bomb = b"%PDF-1.4\n1 0 obj <</Filter /FlateDecode>>\nstream\n".to_vec();
    let mut packer = flate2::write::ZlibEncoder::new(&mut bomb, flate2::Compression::best());
    std::io::Write::write_all(&mut packer, &vec![0; 8 * 1024 * 1024]).expect("in memory");
    packer.finish().expect("in memory");
    bomb.extend(b"\nendstream endobj\n%%EOF\n");
    for (file, said) in [
        (html, "không phải ảnh JPEG"),
        (&pdf, "không trọn vẹn"),
        (&wide, "20000 × 20000"),
        (&bomb, "mở ra quá lớn"),
    ] {
        let answer = put(&house, 1, &Digest::of(file).to_string(), file.len(), 0, file).await;
        assert_eq!(answer.said(), "422 bad_file", "{}", answer.text());
        assert!(answer.text().contains(said), "{}", answer.text());
        assert_eq!(house.site.uploads.extent(), (0, 0), "{said}");
    }
    let (large, digest) = (40 * 1024 * 1024, Digest::of(b"").to_string());
    let answer = put(&house, 1, &digest, large, 0, &jpeg(1, 1_000)).await;
    assert_eq!(answer.said(), "413 file_too_large");
    assert!(answer.text().contains("Tệp 40 MB vượt mức 10 MB"), "{}", answer.text());
    assert_eq!(put(&house, 1, &digest, 900, 0, &jpeg(1, 900)).await.said(), "409 other_bytes");
    assert_eq!(put(&house, 1, &digest, 100, 0, &jpeg(1, 900)).await.said(), "409 other_bytes");
    assert_eq!(house.site.uploads.extent(), (0, 0));
    for path in ["x/y", "%2e%2e/%2e%2e", "00000000-0000-0000-0000-000000000000/%2e%2e%2fsecrets"] {
        let asked = house.stranger().get(&format!("/api/public/photos/{path}")).await;
        assert_eq!(asked.said(), "400 bad_address", "{path}");
    }
}

#[tokio::test]
async fn an_application_has_so_many_photographs_and_so_much() {
    let house = House::new().await;
    for kind in 0..DOOR_PHOTOS_MAX {
        send(&house, 1, &jpeg(u8::try_from(kind).expect("few"), 900)).await;
    }
    let (more, digest) = (jpeg(99, 900), Digest::of(&jpeg(99, 900)).to_string());
    let answer = put(&house, 1, &digest, 900, 0, &more).await;
    assert_eq!(answer.said(), "409 photos_full", "{}", answer.text());
    // What a changed form does not name any more makes room.
    let only = jpeg(3, 900);
    assert_eq!(apply(&house, &form(1, &[(0, &only), (1, &more)])).await.said(), "409 photos_awaited");
    assert_eq!(house.site.uploads.extent(), (1, 900));
    have(&put(&house, 1, &digest, 900, 0, &more).await);
    // Three files of ten megabytes, and no fourth.
    let large = usize::try_from(SCAN_BYTES_MAX).expect("small");
    for kind in 0..3 {
        send(&house, 2, &jpeg(kind, large)).await;
    }
    assert_eq!(put(&house, 2, &digest, 900, 0, &more).await.said(), "409 photos_full");
}

#[tokio::test]
async fn a_flood_from_one_address_or_from_all_closes_photographs_and_not_the_door() {
    let house = House::new().await;
    let (file, digest) = (jpeg(1, 900), Digest::of(&jpeg(1, 900)).to_string());
    let limits = &house.site.upload_limits;
    limits.address.take("203.0.113.7", UPLOAD_ADDRESS_HOUR_BYTES_MAX - 100, nine()).expect("within");
    let answer = put_from(&house, "203.0.113.7", 1, &digest, 900, 0, &file).await;
    assert_eq!(answer.said(), "409 photos_full");
    assert!(answer.text().contains("Mạng này đã gửi quá nhiều ảnh"), "{}", answer.text());
    have(&put_from(&house, "203.0.113.8", 1, &digest, 900, 0, &file).await);
    limits.all.take("", UPLOAD_DAY_BYTES_MAX - 100_000, nine()).expect("within");
    let answer = put_from(&house, "203.0.113.9", 2, &digest, 900, 0, &file).await;
    assert!(answer.text().contains("Hôm nay phường không nhận thêm được ảnh"), "{}", answer.text());
    assert_eq!(apply(&house, &form(3, &[])).await.said(), "200", "without photographs the door is open");
    house.later(25 * 60);
    have(&put_from(&house, "203.0.113.9", 2, &digest, 900, 0, &file).await);
}

#[tokio::test]
async fn what_no_application_names_is_gone_after_a_day() {
    let house = House::new().await;
    send(&house, 1, &jpeg(1, 900)).await;
    let minutes = UPLOAD_MINUTES_KEPT;
    house.later(minutes);
    send(&house, 2, &jpeg(2, 900)).await;
    house.site.uploads.sweep(house.clock.now()).expect("swept");
    assert_eq!(house.site.uploads.extent().0, 2, "a day is not over");
    house.later(1);
    house.site.uploads.sweep(house.clock.now()).expect("swept");
    assert_eq!(house.site.uploads.extent(), (1, 900));
    // The phone has them still, and begins anew.
    let file = jpeg(1, 900);
    assert_eq!(apply(&house, &form(1, &[(0, &file)])).await.said(), "409 photos_awaited");
    send(&house, 1, &file).await;
    assert_eq!(apply(&house, &form(1, &[(0, &file)])).await.said(), "200");
}

#[tokio::test]
async fn an_application_that_is_refused_takes_its_photographs_along() {
    let house = House::new().await;
    let file = jpeg(1, 900);
    send(&house, 1, &file).await;
    let mut wrong = form(1, &[(0, &file)]);
    wrong["procedure"]["version"] = json!(99);
    assert_eq!(apply(&house, &wrong).await.said(), "422 refused");
    assert_eq!(house.site.uploads.extent(), (0, 0));
    let twice = form(2, &[(0, &file), (1, &file)]);
    assert_eq!(apply(&house, &twice).await.said(), "422 refused", "one picture of two papers");
}

#[tokio::test]
async fn a_closed_door_takes_no_photographs() {
    let mut closed = ward();
    closed.officers.iter_mut().filter(|o| o.id == PORTAL).for_each(|o| o.roles.clear());
    let house = House::of(closed, Config::default(), Files::default()).await;
    let (file, digest) = (jpeg(1, 900), Digest::of(&jpeg(1, 900)).to_string());
    assert_eq!(put(&house, 1, &digest, 900, 0, &file).await.said(), "409 door_closed");
}
