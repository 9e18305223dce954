//! Niêm phong và chuyển hộ: whoever carries, only the author has written, and only the server reads.

use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256 as Kem;
use hpke::{Deserializable as _, OpModeS, Serializable as _};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use shared::demo::{ADMIN, CHAIR, HEAD, RECEPTION, VOLUNTEER};
use shared::id::Writer;
use shared::session::{Me, SealKey, VaultGrant, share_mark};
use shared::sync::aside::{Asides, Imported, Reason, Settled};
use shared::sync::envelope::{Carried, Envelope, INFO, Inside, Taken, aad, signed_bytes};
use shared::sync::wire::{Outcome, PROTO, Push, PushReply};

use super::pen::{Pen, dossier_id, note, receive};
use super::{Answer, Browser, House, PASSWORD, nine};
use crate::random;

/// A writer's signing key, as a browser keeps it.
pub struct Hand(SigningKey);

impl Hand {
    pub fn new() -> Hand {
        Hand(SigningKey::from_slice(&random::bytes::<32>()).unwrap())
    }

    /// One that the server knows.
    async fn of(browser: &Browser) -> Hand {
        let hand = Hand::new();
        assert_eq!(browser.post("/api/keys", json!({"public": hand.public()})).await.said(), "200");
        hand
    }

    pub fn public(&self) -> String {
        STANDARD.encode(self.0.verifying_key().to_sec1_point(false).as_bytes())
    }

    /// The acts of a push, sealed one by one.
    pub fn seal(&self, key: &SealKey, push: &Push) -> Vec<Envelope> {
        let mut prev = push.prev.clone();
        let mut sealed = Vec::new();
        for (n, body) in (push.first_n..).zip(&push.acts) {
            let hash = body.hash(&prev);
            let signature: Signature = self.0.sign(&signed_bytes(&hash));
            let sig = STANDARD.encode(signature.to_bytes());
            let inside = Inside { prev, body: body.clone(), sig };
            sealed.push(wrap(key, push.writer, n, &inside));
            prev = hash;
        }
        sealed
    }
}

fn wrap(key: &SealKey, writer: Writer, n: u64, inside: &Inside) -> Envelope {
    let point = STANDARD.decode(&key.public).unwrap();
    let public = <Kem as hpke::Kem>::PublicKey::from_bytes(&point).unwrap();
    let plain = serde_json::to_vec(inside).unwrap();
    let (enc, ct) = hpke::single_shot_seal::<AesGcm256, HkdfSha256, Kem>(
        &OpModeS::Base,
        &public,
        INFO,
        &plain,
        &aad(writer, n),
    )
    .unwrap();
    let (enc, ct) = (STANDARD.encode(enc.to_bytes()), STANDARD.encode(ct));
    Envelope { kid: key.kid, writer, n, enc, ct }
}

async fn grant(browser: &Browser) -> VaultGrant {
    let me: Me = serde_json::from_slice(&browser.get("/api/me").await.body).unwrap();
    me.vault.expect("a grant")
}

async fn carry(browser: &Browser, envelopes: &[Envelope]) -> Vec<Taken> {
    let answer = browser.post("/api/carry", json!({"proto": PROTO, "envelopes": envelopes})).await;
    taken(&answer)
}

fn taken(answer: &Answer) -> Vec<Taken> {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert!(!answer.text().contains("CANARY") && !answer.text().contains("applied"), "{}", answer.text());
    let carried: Carried = serde_json::from_slice(&answer.body).unwrap();
    carried.results.into_iter().map(|one| one.taken).collect()
}

async fn asides(browser: &Browser) -> Asides {
    serde_json::from_slice(&browser.get("/api/quarantine").await.body).unwrap()
}

fn first_number(browser: &Browser) -> u16 {
    browser.lane.expect("a receptionist's device has a lane").first()
}

/// Oanh's device with three sealed acts of hers, and a volunteer who works on it after her.
async fn shared_tablet(house: &House) -> (Browser, Browser, Hand, Vec<Envelope>, Push) {
    let oanh = house.browser(RECEPTION).await;
    let hand = Hand::of(&oanh).await;
    let seal = grant(&oanh).await.seal;
    let mut pen = Pen::new(oanh.writer(), nine());
    let push = pen.write_all(vec![
        receive(dossier_id(1), "CANARY", first_number(&oanh)),
        note(dossier_id(9), "CANARY không có hồ sơ này"),
        note(dossier_id(1), "CANARY đã gọi"),
    ]);
    let envelopes = hand.seal(&seal, &push);
    let mai = house.beside(&oanh, VOLUNTEER).await;
    (oanh, mai, hand, envelopes, push)
}

#[tokio::test]
async fn anybody_on_the_device_carries_and_the_author_is_the_author() {
    let house = House::new().await;
    let (oanh, mai, _, envelopes, push) = shared_tablet(&house).await;
    assert_eq!(carry(&mai, &envelopes).await, [Taken::Judged; 3]);
    assert_eq!(carry(&mai, &envelopes).await, [Taken::Judged; 3], "the same however often");
    let records = house.site.store.all_records().await.unwrap();
    assert_eq!((records.len(), records[0].created_by, records[0].history.len()), (1, RECEPTION, 2));
    let code = records[0].code.as_ref().unwrap().short();
    assert_eq!(code, format!("181122-{}", first_number(&oanh)), "the device's lane");
    // The author hears the verdicts under her own name.
    let reply: PushReply = serde_json::from_slice(&oanh.post("/api/push", &push).await.body).unwrap();
    let PushReply::Done { results, .. } = reply else { panic!("{reply:?}") };
    assert!(matches!(results[1].outcome, Outcome::Rejected { .. }), "{results:?}");
    assert!(house.site.store.verify(|_, _| ()).await.unwrap().differences.is_empty());
    // Another device carries nothing of this one.
    let other = house.browser(HEAD).await;
    let answer = other.post("/api/carry", json!({"proto": PROTO, "envelopes": envelopes})).await;
    assert_eq!(answer.said(), "403 foreign_writer");
}

/// The server has enrolled her browser anew, since a copy of its disk had used its numbers, and everybody has logged out.
#[tokio::test]
async fn what_lies_under_an_earlier_device_opens_and_is_carried_by_its_proof() {
    let house = House::new().await;
    let (oanh, _, _, envelopes, _) = shared_tablet(&house).await;
    let share = grant(&oanh).await.share;
    let anew = house.browser(VOLUNTEER).await;
    let earlier = |secret: &str| json!([{"id": oanh.device, "secret": secret}]);
    let carry = |secret: &str, envelopes: &[Envelope]| {
        let ask = json!({"proto": PROTO, "earlier": earlier(secret), "envelopes": envelopes});
        let anew = anew.clone();
        async move { anew.post("/api/carry", ask).await }
    };
    let login = |secret: &str| {
        let ask = json!({"name": "o6", "password": PASSWORD, "earlier": earlier(secret)});
        let stranger = house.stranger();
        async move { stranger.post("/api/login", ask).await.json() }
    };
    assert_eq!(carry(&anew.secret, &envelopes).await.said(), "403 foreign_writer");
    assert_eq!(login(&anew.secret).await["earlier"], Value::Null);
    assert_eq!(taken(&carry(&oanh.secret, &envelopes[..2]).await), [Taken::Judged; 2]);
    let welcome = login(&oanh.secret).await;
    assert_eq!(welcome["earlier"], json!([{"device": oanh.device, "share": share}]));
    assert_ne!(welcome["device"]["id"], json!(oanh.device), "it is no way back to the old device");
    // What lies under a device that was given up opens to nobody, and waits for a person.
    let head = house.browser(HEAD).await;
    head.post("/api/devices/revoke", json!({"device": oanh.device})).await;
    assert_eq!(login(&oanh.secret).await["earlier"], Value::Null);
    assert_eq!(carry(&anew.secret, &envelopes[2..]).await.said(), "403 foreign_writer");
    let known = [Taken::Judged, Taken::Judged, Taken::Aside { ticket: 1 }];
    for _ in 0..2 {
        assert_eq!(taken(&carry(&oanh.secret, &envelopes).await), known);
    }
    let [aside] = &asides(&head).await.asides[..] else { panic!("one") };
    assert_eq!((aside.n, aside.reason), (3, Reason::Revoked));
    // What such a browser holds of both it hands in when it is revoked too.
    head.post("/api/devices/revoke", json!({"device": anew.device})).await;
    let token = anew.get("/api/me").await.json()["rescue"].clone();
    for (secret, said) in [(&anew.secret, "403 foreign_writer"), (&oanh.secret, "200")] {
        let rescue = json!({"token": token, "earlier": earlier(secret), "envelopes": envelopes[2..]});
        assert_eq!(house.stranger().post("/api/rescue", rescue).await.said(), said);
    }
}

#[tokio::test]
async fn what_is_not_surely_its_authors_waits_for_a_person() {
    let house = House::new().await;
    let (oanh, mai, hand, mut envelopes, push) = shared_tablet(&house).await;
    let (seal, head) = (grant(&oanh).await.seal, house.browser(HEAD).await);
    // A gap is no fault.
    assert_eq!(carry(&mai, &envelopes[1..]).await, [Taken::Waits { expect: 1 }; 2]);
    // Somebody else signs in her name; her own act under the same number is judged all the same.
    let forged = Hand::of(&mai).await.seal(&seal, &push);
    assert_eq!(carry(&mai, &forged[..1]).await, [Taken::Aside { ticket: 1 }]);
    assert_eq!(carry(&mai, &forged[..1]).await, [Taken::Aside { ticket: 1 }], "one ticket");
    assert_eq!(asides(&head).await.asides[0].reason, Reason::BadSignature);
    // Under another number, damaged on its way, sealed to no key of ours.
    let mut moved = envelopes[0].clone();
    moved.n = 4;
    let mut cut = envelopes[1].clone();
    cut.ct.truncate(40);
    let mut lost = envelopes[2].clone();
    lost.kid = 77;
    let tickets = [2, 3, 4].map(|ticket| Taken::Aside { ticket });
    assert_eq!(carry(&mai, &[cut, lost, moved]).await, tickets);
    // An honest frame around another number.
    let mut inside_out = hand.seal(&seal, &push);
    let second = Inside { prev: push.prev.clone(), body: push.acts[1].clone(), sig: String::new() };
    inside_out[0] = wrap(&seal, oanh.writer(), 1, &second);
    assert_eq!(carry(&mai, &inside_out[..1]).await, [Taken::Aside { ticket: 5 }]);
    let reasons: Vec<Reason> = asides(&head).await.asides.iter().map(|one| one.reason).collect();
    let bad =
        [Reason::BadSignature, Reason::Misplaced, Reason::Unreadable, Reason::Unreadable, Reason::Unreadable];
    assert_eq!(reasons, bad, "in the order of their numbers");
    assert!(house.site.store.all_records().await.unwrap().is_empty(), "nothing of it was judged");
    assert_eq!(carry(&mai, &envelopes.split_off(0)).await, [Taken::Judged; 3]);
    for ticket in 1..=5 {
        let answer = head.post(&format!("/api/quarantine/{ticket}"), json!("let_in")).await;
        assert_eq!(answer.said(), "409 not_its_authors", "{ticket}");
    }
}

#[tokio::test]
async fn a_writer_without_a_key_is_believed_once_its_key_is_known() {
    let house = House::new().await;
    let (oanh, head) = (house.browser(RECEPTION).await, house.browser(HEAD).await);
    let (hand, seal) = (Hand::new(), grant(&oanh).await.seal);
    let push = Pen::new(oanh.writer(), nine()).write(receive(dossier_id(1), "A", first_number(&oanh)));
    let envelopes = hand.seal(&seal, &push);
    assert_eq!(carry(&oanh, &envelopes).await, [Taken::Aside { ticket: 1 }]);
    assert_eq!(asides(&head).await.asides[0].reason, Reason::UnknownKey);
    let bad = oanh.post("/api/keys", json!({"public": "AAAA"})).await;
    assert_eq!(bad.said(), "400 bad_key");
    oanh.post("/api/keys", json!({"public": hand.public()})).await;
    assert_eq!(carry(&oanh, &envelopes).await, [Taken::Judged]);
    assert_eq!(asides(&head).await.all, 0, "what has come by another way waits for nobody");
}

#[tokio::test]
async fn a_copied_device_forks_and_the_head_decides() {
    let house = House::new().await;
    let (oanh, mai, hand, envelopes, _) = shared_tablet(&house).await;
    let (head, seal) = (house.browser(HEAD).await, grant(&oanh).await.seal);
    carry(&mai, &envelopes).await;
    let mut copy = Pen::new(oanh.writer(), nine());
    let other = copy.write_all(vec![
        receive(dossier_id(5), "CANARY từ bản sao", first_number(&oanh) + 1),
        note(dossier_id(5), "CANARY sau đó"),
    ]);
    let forked = hand.seal(&seal, &other);
    assert_eq!(carry(&mai, &forked).await, [1, 2].map(|ticket| Taken::Aside { ticket }));
    let list = asides(&head).await;
    let reasons: Vec<Reason> = list.asides.iter().map(|one| one.reason).collect();
    assert_eq!((list.all, reasons), (2, vec![Reason::Fork, Reason::Follows]));
    assert_eq!(list.asides[0].body.as_ref(), Some(&other.acts[0]));
    let settled = head.post("/api/quarantine/1", json!("let_in")).await;
    let settled: Settled = serde_json::from_slice(&settled.body).unwrap();
    assert_eq!(settled, Settled::Judged { outcome: Outcome::Applied { seq: 4 } });
    let again = head.post("/api/quarantine/1", json!("let_in")).await;
    assert_eq!(again.said(), "409 decided");
    let silent = head.post("/api/quarantine/2", json!({"drop": {"why": " "}})).await;
    assert_eq!(silent.said(), "400 no_reason");
    let dropped = head.post("/api/quarantine/2", json!({"drop": {"why": "ghi nhầm"}})).await;
    assert_eq!(dropped.json(), json!("dropped"));
    assert_eq!(head.post("/api/quarantine/99", json!("let_in")).await.said(), "400 unknown_ticket");
    let records = house.site.store.all_records().await.unwrap();
    let second = records.iter().find(|record| record.id == dossier_id(5)).unwrap();
    assert_eq!((second.created_by, second.history.len()), (RECEPTION, 1), "under its author");
    // Brought once more, decided is decided.
    assert_eq!(carry(&mai, &forked).await, [Taken::Judged, Taken::Aside { ticket: 2 }]);
    assert!(house.site.store.verify(|_, _| ()).await.unwrap().differences.is_empty());
}

#[tokio::test]
async fn whoever_left_or_lost_a_right_strands_nothing() {
    let house = House::new().await;
    let (_, mai, _, envelopes, _) = shared_tablet(&house).await;
    let mut ward = (*house.site.store.ward()).clone();
    ward.officers.retain(|officer| officer.id != RECEPTION);
    house.site.store.save_ward(ward.version, ward).await.unwrap();
    assert_eq!(carry(&mai, &envelopes).await, [Taken::Judged; 3]);
    let log = house.site.store.verify(|_, _| ()).await.unwrap();
    assert_eq!((log.acts, log.records, log.differences.len()), (3, 0, 0), "kept, and put aside by the judge");
}

#[tokio::test]
async fn a_revoked_device_hands_in_its_queue_once() {
    let house = House::new().await;
    let (oanh, mai, _, envelopes, push) = shared_tablet(&house).await;
    let (head, stranger) = (house.browser(HEAD).await, house.stranger());
    head.post("/api/devices/revoke", json!({"device": oanh.device})).await;
    let refused = oanh.post("/api/push", &push).await;
    assert_eq!(refused.said(), "410 device_revoked");
    let token = refused.json()["rescue"].as_str().unwrap().to_owned();
    assert_eq!(mai.get("/api/me").await.json()["rescue"], token.as_str(), "the same while it holds");
    let rescue = |token: &str, more: bool, envelopes: &[Envelope]| {
        let body = json!({"token": token, "more": more, "envelopes": envelopes});
        let stranger = stranger.clone();
        async move { stranger.post("/api/rescue", body).await }
    };
    let wrong = rescue(&random::secret(), false, &envelopes).await;
    assert_eq!(wrong.said(), "410 rescue_over");
    let part = rescue(&token, true, &envelopes[..2]).await;
    assert_eq!((part.json(), part.headers.get("clear-site-data")), (json!({"taken": 2}), None));
    let last = rescue(&token, false, &envelopes[2..]).await;
    assert_eq!(last.json(), json!({"taken": 1}));
    assert_eq!(last.headers["clear-site-data"], "\"cache\", \"storage\"");
    assert_eq!(rescue(&token, false, &envelopes).await.said(), "410 rescue_over", "good once");
    assert!(house.site.store.all_records().await.unwrap().is_empty(), "nothing is judged by itself");
    let list = asides(&head).await;
    assert!(list.asides.iter().all(|one| one.reason == Reason::Revoked && one.carrier.is_none()));
    // In their own places, under their author, in the device's own lane.
    for (ticket, n) in [(1, 1), (2, 2), (3, 3)] {
        let answer = head.post(&format!("/api/quarantine/{ticket}"), json!("let_in")).await;
        assert_eq!(answer.status, StatusCode::OK, "{n}: {}", answer.text());
    }
    let records = house.site.store.all_records().await.unwrap();
    assert_eq!((records[0].created_by, records[0].history.len()), (RECEPTION, 2));
    assert_eq!(records[0].code.as_ref().unwrap().number, first_number(&oanh));
    assert!(house.site.store.verify(|_, _| ()).await.unwrap().differences.is_empty());
    let (again, wait) = (mai.get("/api/me").await, 11);
    let token = again.json()["rescue"].as_str().unwrap().to_owned();
    house.later(wait);
    assert_eq!(rescue(&token, false, &[]).await.said(), "410 rescue_over", "over after ten minutes");
}

/// What the server writes down for its keeper.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_log_tells_what_was_inside() {
    let log = Log::default();
    let (level, copy) = (tracing::level_filters::LevelFilter::TRACE, log.clone());
    let all = tracing_subscriber::fmt().with_max_level(level).with_writer(move || copy.clone()).finish();
    tracing::subscriber::set_global_default(all).expect("the only log of this test");
    let house = House::new().await;
    let (oanh, mai, _, mut envelopes, push) = shared_tablet(&house).await;
    let head = house.browser(HEAD).await;
    let forged = Hand::new().seal(&grant(&oanh).await.seal, &push);
    carry(&mai, &forged).await;
    let second = envelopes.split_off(1);
    carry(&mai, &envelopes).await;
    head.post("/api/import", json!({"proto": PROTO, "envelopes": second[..1]})).await;
    head.post("/api/quarantine/1", json!({"drop": {"why": "CANARY của người khác"}})).await;
    head.post("/api/devices/revoke", json!({"device": oanh.device})).await;
    let token = oanh.get("/api/me").await.json()["rescue"].clone();
    oanh.post("/api/rescue", json!({"token": token, "envelopes": second})).await;
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.contains("handed in its queue"), "the log is heard: {text}");
    assert!(!text.contains("CANARY") && !text.contains(token.as_str().unwrap()), "{text}");
}

#[tokio::test]
async fn a_file_is_taken_once() {
    let house = House::new().await;
    let (_, mai, _, envelopes, _) = shared_tablet(&house).await;
    let head = house.browser(HEAD).await;
    carry(&mai, &envelopes[..1]).await;
    let import = |browser: &Browser| {
        let (browser, body) = (browser.clone(), json!({"proto": PROTO, "envelopes": envelopes}));
        async move { browser.post("/api/import", body).await }
    };
    let imported: Vec<Imported> = serde_json::from_slice(&import(&head).await.body).unwrap();
    let writer = envelopes[0].writer;
    assert_eq!(imported, [Imported { writer, new: 2, known: 1, waits: 0, aside: 0 }]);
    let again: Vec<Imported> = serde_json::from_slice(&import(&head).await.body).unwrap();
    assert_eq!(again, [Imported { writer, new: 0, known: 3, waits: 0, aside: 0 }]);
    assert_eq!(import(&mai).await.said(), "403 not_permitted");
    assert_eq!(import(&house.browser(ADMIN).await).await.said(), "200");
}

#[tokio::test]
async fn a_grant_follows_the_session_the_password_and_the_role() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let (first, again) = (grant(&oanh).await, grant(&oanh).await);
    assert_eq!((&first.share, &first.resume, &first.seal), (&again.share, &again.resume, &again.seal));
    assert_eq!((first.share.len(), first.resume.len(), first.seal.kid), (64, 64, 1));
    assert_eq!(first.until, nine().plus_minutes(12 * 60));
    let beside = grant(&house.beside(&oanh, RECEPTION).await).await;
    assert_eq!(beside.share, first.share, "one officer on one device");
    assert_ne!(beside.resume, first.resume, "another session");
    let chair = grant(&house.browser(CHAIR).await).await;
    assert_eq!(chair.until, nine().plus_minutes(72 * 60));
    let mai = grant(&house.beside(&oanh, VOLUNTEER).await).await;
    assert_eq!(mai.until, nine().plus_minutes(4 * 60));
    assert_ne!(mai.share, first.share);
    house.later(1);
    let body = json!({"old": PASSWORD, "new": "bảy cây cau mới trồng"});
    let changed = oanh.post("/api/password", body).await.json();
    let share = changed["vault"]["share"].as_str().unwrap();
    assert!(share.len() == 64 && share != first.share, "a changed password closes the cache anew");
}

/// A share that lies on a shared tablet while its officer gets another password elsewhere.
#[tokio::test]
async fn a_share_of_before_another_password_is_over_and_the_device_may_ask_without_a_session() {
    let house = House::new().await;
    let oanh = house.browser(RECEPTION).await;
    let mai = house.beside(&oanh, VOLUNTEER).await;
    let marks = [(&oanh, RECEPTION), (&mai, VOLUNTEER)];
    let mut shares = vec![];
    for (browser, officer) in marks {
        shares.push(json!({"officer": officer, "mark": share_mark(&grant(browser).await.share)}));
    }
    let ask = |secret: &str| {
        let body = json!({"device": {"id": oanh.device, "secret": secret}, "shares": shares.clone()});
        let stranger = house.stranger();
        async move { stranger.post("/api/shares", body).await }
    };
    assert_eq!(ask(&oanh.secret).await.json()["over"], json!([]));
    assert_eq!(ask("bí mật khác").await.said(), "401 sign_in", "only the device itself is told");
    house.later(1);
    let elsewhere = house.browser(RECEPTION).await;
    let body = json!({"old": PASSWORD, "new": "bảy cây cau mới trồng"});
    assert_eq!(elsewhere.post("/api/password", body).await.said(), "200");
    assert_eq!(ask(&oanh.secret).await.json()["over"], json!([RECEPTION]));
    let head = house.browser(HEAD).await;
    head.post("/api/devices/revoke", json!({"device": oanh.device})).await;
    assert_eq!(ask(&oanh.secret).await.json()["over"], json!([RECEPTION, VOLUNTEER]));
}
