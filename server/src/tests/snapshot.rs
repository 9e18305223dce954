//! Nhận lần đầu: many dossiers in few packed chunks, and the digest that finds what has drifted.

use std::collections::BTreeMap;
use std::io::Read as _;

use axum::body::Body;
use axum::http::{Method, header};
use shared::demo::{CHAIR, PORTAL, RECEPTION, VOLUNTEER};
use shared::dossier::Dossier;
use shared::id::DossierId;
use shared::limits::CHUNK_BYTES_MAX;
use shared::sync::client::{Client, Meta, Write};
use shared::sync::columns::decode;
use shared::sync::digest::{Bucket, Buckets, Sums, bucket_of};
use shared::sync::snapshot::{LIST_PATH, Manifest, digest};
use shared::sync::wire::PullReply;

use super::pen::{Pen, dossier_id, lodge, note, receive};
use super::{Answer, Browser, House, nine};

async fn manifest(browser: &Browser) -> Manifest {
    let answer = browser.get(LIST_PATH).await;
    assert_eq!(answer.said(), "200", "{}", answer.text());
    serde_json::from_slice(&answer.body).expect("a list of chunks")
}

async fn chunk(browser: &Browser, digest: &str, accept: &str) -> Answer {
    let request = browser.request(Method::GET, &format!("/api/snapshot/{digest}"));
    let request = request.header(header::ACCEPT_ENCODING, accept).body(Body::empty()).expect("a request");
    browser.send(request).await
}

fn unpacked(answer: &Answer) -> String {
    let mut text = String::new();
    match answer.headers.get(header::CONTENT_ENCODING).map(|coding| coding.as_bytes()) {
        Some(b"br") => {
            brotli::Decompressor::new(&answer.body[..], 4_096).read_to_string(&mut text).expect("packed");
        }
        Some(b"gzip") => {
            flate2::read::GzDecoder::new(&answer.body[..]).read_to_string(&mut text).expect("packed");
        }
        _ => text = answer.text(),
    }
    text
}

async fn read_all(browser: &Browser, list: &Manifest) -> BTreeMap<DossierId, Dossier> {
    let mut all = BTreeMap::new();
    for piece in &list.chunks {
        let answer = chunk(browser, &piece.digest, "gzip, br").await;
        assert_eq!(answer.said(), "200");
        let text = unpacked(&answer);
        assert_eq!(digest(&text), piece.digest, "found by its content");
        let before = all.len();
        decode(&text, CHUNK_BYTES_MAX, |record| {
            let record: Dossier = serde_json::from_str(record).ok()?;
            all.insert(record.id, record);
            Some(())
        })
        .expect("whole");
        assert_eq!(all.len() - before, piece.rows as usize);
    }
    all
}

async fn pull(browser: &Browser, rest: &str) -> PullReply<Dossier> {
    let answer = browser.get(&format!("/api/pull?epoch=&seen_n=0&wait=0&{rest}")).await;
    assert_eq!(answer.said(), "200", "{}", answer.text());
    serde_json::from_slice(&answer.body).expect("a page")
}

/// So many dossiers that wait, of a tablet, and 40 that were received. Their identities begin differently, as a device's do.
async fn house(waiting: u128) -> (House, Browser, Pen) {
    let house = House::new().await;
    let tablet = house.browser(VOLUNTEER).await;
    let mut pen = Pen::new(tablet.writer(), nine());
    let ids: Vec<DossierId> = (1..=waiting).map(|n| dossier_id((n << 64) | (n * 0x9E37))).collect();
    for ids in ids.chunks(150) {
        let acts = ids.iter().map(|id| lodge(*id, "CANARY-KHAC")).collect();
        assert_eq!(tablet.post("/api/push", &pen.write_all(acts)).await.said(), "200");
    }
    let oanh = house.browser(RECEPTION).await;
    let mut pen = Pen::new(oanh.writer(), nine());
    let first = oanh.lane.unwrap().first();
    let acts =
        (0..40).map(|n| receive(dossier_id(1_000 + n as u128), "CANARY-KHAC", first + n as u16)).collect();
    assert_eq!(oanh.post("/api/push", &pen.write_all(acts)).await.said(), "200");
    (house, oanh, pen)
}

#[tokio::test]
async fn chunks_hold_what_pages_hold() {
    let (house, oanh, _) = house(300).await;
    let list = manifest(&oanh).await;
    assert!(list.chunks.len() > 1 && list.seq == 340 && list.scope == "w", "{list:?}");
    let (mut paged, mut cursor) = (BTreeMap::new(), 0);
    loop {
        let page = pull(&oanh, &format!("cursor={cursor}")).await;
        paged.extend(page.records.into_iter().map(|record| (record.id, record)));
        cursor = page.to;
        if !page.more {
            break;
        }
    }
    let chunks = read_all(&oanh, &list).await;
    assert!(paged.len() == 340 && paged == chunks);
    let chair = house.browser(CHAIR).await;
    assert_eq!(manifest(&chair).await, list, "the same chunks for everybody of the staff");
    for (accept, coding) in
        [("gzip, br", Some("br")), ("gzip", Some("gzip")), ("br;q=0, gzip", Some("gzip")), ("identity", None)]
    {
        let answer = chunk(&chair, &list.chunks[0].digest, accept).await;
        let told = answer.headers.get(header::CONTENT_ENCODING).map(|coding| coding.to_str().unwrap());
        assert_eq!((told, digest(&unpacked(&answer))), (coding, list.chunks[0].digest.clone()), "{accept}");
    }
}

#[tokio::test]
async fn a_chunk_that_did_not_change_keeps_its_address() {
    let (_house, oanh, mut pen) = house(300).await;
    let before = manifest(&oanh).await;
    oanh.post("/api/push", &pen.write(note(dossier_id(1_003), "gọi lại"))).await;
    assert_eq!(manifest(&oanh).await.seq, before.seq, "a pull brings so little");
    for _ in 0..3 {
        let acts = (0..170).map(|n| note(dossier_id(1_000 + n % 40), "gọi lại")).collect();
        assert_eq!(oanh.post("/api/push", &pen.write_all(acts)).await.said(), "200");
    }
    let after = manifest(&oanh).await;
    assert_eq!(after.seq, 851);
    let kept = after.chunks.iter().filter(|piece| before.chunks.contains(piece)).count();
    assert!(kept > 0 && kept < after.chunks.len(), "{kept} of {}", after.chunks.len());
    let gone = before.chunks.iter().find(|piece| !after.chunks.contains(piece)).expect("one changed");
    assert_eq!(chunk(&oanh, &gone.digest, "br").await.status, 200, "whoever has begun can go on");
    assert_eq!(oanh.get("/api/snapshot/0123").await.said(), "404 no_such_chunk");
}

/// Shared chunks are the staff's. Others read no dossier at all.
#[tokio::test]
async fn a_volunteer_is_given_no_chunk() {
    let (house, oanh, _) = house(20).await;
    let list = manifest(&oanh).await;
    let other = house.browser(PORTAL).await;
    let own = manifest(&other).await;
    assert_eq!((own.seq, own.chunks.len(), own.scope.as_str()), (0, 0, "n"));
    let path = format!("/api/snapshot/{}", list.chunks[0].digest);
    assert_eq!(other.get(&path).await.said(), "403 not_permitted");
    for path in ["/api/digest/3", "/api/digest"] {
        assert!(!other.get(path).await.text().contains("CANARY"));
    }
}

#[tokio::test]
async fn the_digest_is_what_a_device_that_has_pulled_would_count() {
    let (house, oanh, mut pen) = house(20).await;
    let tablet = house.browser(VOLUNTEER).await;
    let mut seen = 0;
    for step in 0..4 {
        for (browser, scope) in [(&oanh, "w"), (&tablet, "n")] {
            let page = pull(browser, "cursor=0&digest=true").await;
            let mut pages = vec![page];
            while pages.last().unwrap().more {
                let cursor = pages.last().unwrap().to;
                pages.push(pull(browser, &format!("cursor={cursor}&digest=true")).await);
            }
            let last = pages.last().unwrap();
            assert!(pages[..pages.len() - 1].iter().all(|page| page.digest.is_none()));
            assert_eq!(last.scope, scope);
            let held =
                pages.iter().flat_map(|page| page.records.iter().map(|record| (record.id, record.rev)));
            let counted = Buckets::of(held.collect::<BTreeMap<_, _>>());
            assert_eq!(last.digest.as_deref(), Some(counted.root().as_str()), "step {step}, {scope}");
            let sums: Sums = serde_json::from_slice(&browser.get("/api/digest").await.body).unwrap();
            assert_eq!((sums.buckets, sums.seq), (counted.to_hex(), last.to));
            seen += 1;
        }
        // Kept step by step from here on: a reception of the tablet's, notes, and ninety days that pass.
        let number = oanh.lane.unwrap().first() + 90 + step as u16;
        let mut acts = vec![note(dossier_id(1_000 + step), "gọi lại")];
        acts.push(receive(dossier_id(((step + 1) << 64) | ((step + 1) * 0x9E37)), "CANARY-KHAC", number));
        assert_eq!(oanh.post("/api/push", &pen.write_all(acts)).await.said(), "200");
    }
    assert_eq!(seen, 8);
}

#[tokio::test]
async fn a_device_that_drifted_mends_one_bucket() {
    let (house, oanh, _) = house(20).await;
    let list = manifest(&oanh).await;
    let mut client = Client::new(Meta::new(oanh.writer(), oanh.lane));
    let ward = house.site.store.ward();
    let writes = client.on_manifest(list.clone());
    client.adopt(&ward, &writes);
    for piece in &list.chunks {
        let text = unpacked(&chunk(&oanh, &piece.digest, "br").await);
        let writes = client.on_chunks([(piece.digest.as_str(), text.as_str())]).expect("whole");
        client.adopt(&ward, &writes);
    }
    let ask = pull(&oanh, &format!("cursor={}&digest=true", client.place.cursor)).await;
    let (root, to, now) = (ask.digest.clone().expect("asked for"), ask.to, ask.now);
    let writes = client.on_pull_reply(ask);
    client.adopt(&ward, &writes);
    assert!(!client.has_drifted(&root, to, now));
    // A bit of the cache is lost.
    let lost = dossier_id(1_007);
    client.adopt(&ward, &[Write::Forget(lost)]);
    assert!(client.has_drifted(&root, to, now));
    let sums: Sums = serde_json::from_slice(&oanh.get("/api/digest").await.body).unwrap();
    assert_eq!(client.on_sums(&sums), [bucket_of(lost)]);
    let answer = oanh.get(&format!("/api/digest/{}", bucket_of(lost))).await;
    let bucket: Bucket<Dossier> = serde_json::from_slice(&answer.body).unwrap();
    assert!(bucket.records.len() < 30, "one bucket, not everything");
    let writes = client.on_bucket(bucket_of(lost), bucket);
    assert_eq!(writes.len(), 1);
    client.adopt(&ward, &writes);
    assert!(!client.has_drifted(&root, to, now));
}

/// Roles change while somebody is away: what they hold is read anew under its new name.
#[tokio::test]
async fn another_scope_begins_at_the_beginning() {
    let (_house, oanh, _) = house(20).await;
    let page = pull(&oanh, "cursor=58&scope=w").await;
    assert_eq!((page.from, page.instead_of, page.records.len()), (58, None, 2));
    let page = pull(&oanh, "cursor=58&scope=o6").await;
    assert_eq!((page.from, page.instead_of, page.scope.as_str()), (0, Some(58), "w"));
    let page = pull(&oanh, "cursor=61&scope=w").await;
    assert_eq!((page.from, page.instead_of), (0, Some(61)), "ahead of the book");
}
