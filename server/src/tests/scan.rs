//! Bản chụp: in pieces that go on after a break, out to whoever may see the dossier, and what hostile hands send.

use axum::body::Body;
use axum::http::{Method, header};
use shared::act::Act;
use shared::demo::{ADMIN, CHAIR, CLERK, HEAD, JUSTICE, PORTAL, RECEPTION, VOLUNTEER};
use shared::dossier;
use shared::dossier::attach::{Attach, Detach};
use shared::limits::SCAN_PIECE_BYTES_MAX;
use shared::scan::{Digest, File, FileKind, Have};

use super::pen::{Pen, dossier_id, receive};
use super::{Answer, Browser, House, nine};

/// A JPEG as far as its header goes, of so many bytes.
pub(super) fn jpeg(bytes: usize) -> Vec<u8> {
    let mut file =
        vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 11, 8, 7, 208, 5, 220, 3, 1, 0x11, 0];
    file.resize(bytes, 7);
    file
}

async fn put(browser: &Browser, digest: &str, bytes: usize, at: usize, piece: &[u8]) -> Answer {
    let path = format!("/api/scans/{digest}?bytes={bytes}&at={at}");
    let request = browser.request(Method::PUT, &path).body(Body::from(piece.to_vec())).expect("a request");
    browser.send(request).await
}

fn have(answer: &Answer) -> Have {
    assert_eq!(answer.said(), "200", "{}", answer.text());
    serde_json::from_slice(&answer.body).expect("how much there is")
}

/// As a device sends it: piece by piece, from where the server says.
async fn send(browser: &Browser, file: &[u8]) -> Digest {
    let digest = Digest::of(file);
    loop {
        let now = have(&browser.get(&format!("/api/scans/{digest}/have")).await);
        if now.whole {
            return digest;
        }
        let at = usize::try_from(now.bytes).expect("small");
        let piece = &file[at..file.len().min(at + SCAN_PIECE_BYTES_MAX)];
        have(&put(browser, &digest.to_string(), file.len(), at, piece).await);
    }
}

fn attach(digest: &Digest, bytes: usize) -> Act {
    let file = File {
        digest: digest.clone(),
        bytes: bytes as u64,
        kind: FileKind::Jpeg,
        pages: Some(1),
        name: "trang 1.jpg".to_owned(),
    };
    let attach = Attach { paper: String::new(), file, instead_of: None };
    Act::Dossier { id: dossier_id(1), act: dossier::Act::Attach(attach) }
}

/// A dossier that names the file, whose bytes have not come yet.
async fn named(file: &[u8]) -> (House, Browser, Pen) {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let acts = vec![receive(dossier_id(1), "Nguyễn Thị Lý", 6000), attach(&Digest::of(file), file.len())];
    let answer = oanh.post("/api/push", &pen.write_all(acts)).await;
    assert_eq!(answer.text().matches("\"applied\"").count(), 2, "{}", answer.text());
    (house, oanh, pen)
}

fn address(digest: &Digest) -> String {
    format!("/api/scans/{digest}?dossier={}", dossier_id(1))
}

#[tokio::test]
async fn a_scan_comes_in_pieces_and_leaves_whole_as_a_download() {
    let file = jpeg(2 * SCAN_PIECE_BYTES_MAX + 17);
    let (house, oanh, _) = named(&file).await;
    let (digest, hà) = (Digest::of(&file), house.browser(JUSTICE).await);
    let awaited = hà.get(&address(&digest)).await;
    assert_eq!(awaited.said(), "404 scan_awaited");
    assert!(awaited.text().contains("chưa lên tới máy chủ"), "{}", awaited.text());
    assert_eq!(send(&oanh, &file).await, digest);
    let answer = hà.get(&address(&digest)).await;
    assert_eq!((answer.said().as_str(), &answer.body), ("200", &file));
    let said = |name: header::HeaderName| answer.headers[name].to_str().expect("text").to_owned();
    assert_eq!(said(header::CONTENT_TYPE), "image/jpeg");
    assert_eq!(
        said(header::CONTENT_DISPOSITION),
        format!("attachment; filename=\"ban-chup-{digest:?}.jpg\"")
    );
    assert_eq!(said(header::CONTENT_SECURITY_POLICY), "sandbox; default-src 'none'");
    assert_eq!(said(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert_eq!(said(header::CACHE_CONTROL), "no-store");
    assert!(!answer.headers.contains_key(header::CONTENT_ENCODING), "a picture is packed already");
}

#[tokio::test]
async fn a_broken_transfer_goes_on_where_it_was_and_a_doubled_piece_changes_nothing() {
    let file = jpeg(1_000);
    let (_house, oanh, _) = named(&file).await;
    let digest = Digest::of(&file).to_string();
    assert_eq!(have(&put(&oanh, &digest, 1_000, 0, &file[..400]).await), Have { bytes: 400, whole: false });
    // The answer was lost: the same piece again, and one that leaves a hole.
    for (at, piece) in [(0, &file[..400]), (700, &file[700..])] {
        assert_eq!(have(&put(&oanh, &digest, 1_000, at, piece).await), Have { bytes: 400, whole: false });
    }
    assert_eq!(
        have(&put(&oanh, &digest, 1_000, 400, &file[400..]).await),
        Have { bytes: 1_000, whole: true }
    );
    assert_eq!(have(&put(&oanh, &digest, 1_000, 0, &file).await), Have { bytes: 1_000, whole: true });
}

#[tokio::test]
async fn only_who_may_see_a_dossier_that_names_it_reads_a_scan() {
    let file = jpeg(500);
    let (house, oanh, mut pen) = named(&file).await;
    let digest = send(&oanh, &file).await;
    for officer in [RECEPTION, JUSTICE, HEAD, CHAIR, CLERK] {
        assert_eq!(house.browser(officer).await.get(&address(&digest)).await.said(), "200", "{officer}");
    }
    for officer in [VOLUNTEER, PORTAL, ADMIN] {
        let browser = house.browser(officer).await;
        assert_eq!(browser.get(&address(&digest)).await.said(), "403 not_permitted", "{officer}");
        let put = put(&browser, &digest.to_string(), 500, 0, &file).await;
        assert_eq!(put.said(), "403 not_permitted", "{officer}");
    }
    assert_eq!(house.stranger().get(&address(&digest)).await.said(), "401 sign_in");
    // The bytes are here, and no dossier names them.
    let other = send(&oanh, &jpeg(501)).await;
    assert_eq!(oanh.get(&address(&other)).await.said(), "404 no_such_scan");
    let elsewhere = format!("/api/scans/{digest}?dossier={}", dossier_id(2));
    assert_eq!(oanh.get(&elsewhere).await.said(), "404 no_such_dossier");
    let detach = Detach { digest: digest.clone(), reason: "của người khác".to_owned() };
    let act = Act::Dossier { id: dossier_id(1), act: dossier::Act::Detach(detach) };
    oanh.post("/api/push", &pen.write(act)).await;
    assert_eq!(oanh.get(&address(&digest)).await.said(), "404 no_such_scan", "it was taken off");
}

#[tokio::test]
async fn what_is_no_scan_is_refused_in_a_sentence_and_leaves_nothing() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let html = b"<!doctype html><script>alert(1)</script>".as_slice();
    let pdf = [b"%PDF-1.4\n", html].concat();
    let mut bomb = b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec();
    bomb.extend([0, 0, 0x9C, 0x40, 0, 0, 0x9C, 0x40, 8, 6, 0, 0, 0]);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".as_slice();
    for (file, code, said) in [
        (html, "422 bad_file", "không phải ảnh JPEG"),
        (svg, "422 bad_file", "không phải ảnh JPEG"),
        (&pdf, "422 bad_file", "không trọn vẹn"),
        (&bomb, "422 bad_file", "40000 × 40000"),
    ] {
        let digest = Digest::of(file).to_string();
        let answer = put(&oanh, &digest, file.len(), 0, file).await;
        assert_eq!(answer.said(), code, "{}", answer.text());
        assert!(answer.text().contains(said), "{}", answer.text());
        assert_eq!(have(&oanh.get(&format!("/api/scans/{digest}/have")).await).bytes, 0);
    }
}

#[tokio::test]
async fn forty_megabytes_are_refused_before_and_while_they_come() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let (digest, large) = (Digest::of(b"").to_string(), 40 * 1024 * 1024);
    let announced = put(&oanh, &digest, large, 0, &jpeg(1_000)).await;
    assert_eq!(announced.said(), "413 file_too_large");
    assert!(announced.text().contains("Tệp 40 MB vượt mức 10 MB"), "{}", announced.text());
    let at_once = put(&oanh, &digest, 9 * 1024 * 1024, 0, &vec![0xFF; large]).await;
    assert_eq!(at_once.said(), "413 too_large");
    // Fewer were announced than come.
    let more = put(&oanh, &digest, 100, 0, &jpeg(1_000)).await;
    assert_eq!(more.said(), "409 other_bytes");
}

#[tokio::test]
async fn bytes_that_are_not_the_digests_are_forgotten_and_its_own_are_taken_then() {
    let house = House::new().await;
    let (oanh, file) = (house.browser(RECEPTION).await, jpeg(1_000));
    let digest = Digest::of(&file).to_string();
    let other = [&jpeg(900)[..], &[b'x'; 100]].concat();
    assert_eq!(put(&oanh, &digest, 1_000, 0, &other).await.said(), "409 other_bytes");
    // Somebody has begun it with other bytes and left: what was begun goes with the first transfer that ends.
    have(&put(&oanh, &digest, 1_000, 0, &other[..990]).await);
    assert_eq!(put(&oanh, &digest, 1_000, 990, &file[990..]).await.said(), "409 other_bytes");
    assert_eq!(send(&oanh, &file).await.to_string(), digest);
}

#[tokio::test]
async fn an_address_of_another_shape_opens_no_file() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let upper = Digest::of(b"a").to_string().to_uppercase();
    for name in ["a", "..%2F..%2Fsecrets.jsonl", "%2e%2e", upper.as_str()] {
        assert_eq!(oanh.get(&format!("/api/scans/{name}/have")).await.said(), "400 bad_digest", "{name}");
        assert_eq!(put(&oanh, name, 10, 0, b"0123456789").await.said(), "400 bad_digest", "{name}");
        let path = format!("/api/scans/{name}?dossier={}", dossier_id(1));
        assert_eq!(oanh.get(&path).await.said(), "400 bad_digest", "{name}");
    }
    let digest = Digest::of(b"a");
    assert_eq!(oanh.get(&format!("/api/scans/{digest}")).await.said(), "400 bad_query");
    let path = format!("/api/scans/{digest}?bytes=-1&at=0");
    let request = oanh.request(Method::PUT, &path).body(Body::empty()).expect("a request");
    assert_eq!(oanh.send(request).await.said(), "400 bad_query");
}

/// A form of another site can send neither the method nor the kind; our page sends both.
#[tokio::test]
async fn another_sites_page_puts_nothing() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let path = format!("/api/scans/{}?bytes=10&at=0", Digest::of(b"a"));
    let plain = || axum::http::Request::put(&path).header(header::COOKIE, oanh.cookie.clone().expect("one"));
    let from = |site: &str, kind: &str| {
        plain()
            .header("sec-fetch-site", site)
            .header(header::CONTENT_TYPE, kind)
            .header("x-mc-proto", "1")
            .body(Body::from("0123456789"))
            .expect("a request")
    };
    let bytes = "application/octet-stream";
    assert_eq!(oanh.send(from("cross-site", bytes)).await.said(), "403 cross_site");
    assert_eq!(oanh.send(from("same-origin", "application/json")).await.said(), "415 not_bytes");
    assert_eq!(oanh.send(from("same-origin", bytes)).await.said(), "422 bad_file");
}

#[tokio::test]
async fn a_device_sends_so_much_an_hour() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let hour = crate::limits::SCAN_DEVICE_HOUR_BYTES_MAX;
    house.site.scan_bytes.take(&oanh.device.to_string(), hour - 500, nine()).expect("within");
    let (file, digest) = (jpeg(600), Digest::of(&jpeg(600)).to_string());
    assert_eq!(put(&oanh, &digest, 600, 0, &file).await.said(), "429 wait");
    house.later(60);
    assert!(have(&put(&oanh, &digest, 600, 0, &file).await).whole);
}
