//! The vault against the server's own crates, and against everybody who has only half of what opens it.

use ::hpke::aead::AesGcm256;
use ::hpke::kdf::HkdfSha256;
use ::hpke::kem::DhP256HkdfSha256 as Kem;
use ::hpke::{Deserializable as _, Kem as _, OpModeR, Serializable as _};
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use shared::id::{DeviceId, OfficerId, Writer};
use shared::moment::Moment;
use shared::session::SealKey;
use shared::sync::client::Queued;
use shared::sync::envelope::{INFO, Inside, aad, signed_bytes};
use shared::sync::wire::{Body, Hash};

use super::derive::of_password;
use super::*;
use crate::store::tests::{morning, now};

const OANH: Writer = Writer { device: DeviceId(3), officer: OfficerId(6) };
const HA: Writer = Writer { device: DeviceId(3), officer: OfficerId(7) };
/// As little as the function takes: the tests are about the ways, not about their price.
const CHEAP: Cost = Cost { memory_kib: 8, passes: 1 };

fn ways<'a>(password: &'a str, shares: &'a [&'a str], resume: &'a str) -> Ways<'a> {
    Ways { password, before: None, shares, resume }
}

fn begun() -> (Closed, Raw) {
    let begun = now(Closed::renew(None, ways("con mèo", &["aa"], "r1"), OANH, CHEAP));
    let (closed, raw, fresh) = begun.expect("begun");
    assert!(fresh, "nothing was kept");
    (closed, raw)
}

#[test]
fn password_and_share_open_together_and_neither_alone() {
    let (closed, raw) = begun();
    let opened = |password, share| now(closed.open_by_password(password, share, OANH)).ok();
    assert!(opened("con mèo", "aa") == Some(raw.clone()));
    assert!(opened("con meo", "aa").is_none(), "another password");
    assert!(opened("con mèo", "ab").is_none(), "another share");
    assert!(now(closed.open_by_password("con mèo", "aa", HA)).is_err(), "a colleague with the same password");
    assert!(now(closed.open_by_session("r1", OANH)).ok() == Some(raw));
    assert!(now(closed.open_by_session("r2", OANH)).is_err(), "another session");
    let locked = closed.without_session().expect("it had the session's way");
    assert!(now(locked.open_by_session("r1", OANH)).is_err(), "a locked screen");
    assert_eq!(locked.without_session(), None);
}

#[test]
fn what_is_kept_holds_neither_key_nor_password() {
    let (closed, raw) = begun();
    let kept = serde_json::to_string(&closed).expect("written");
    assert!(!kept.contains("mèo") && !kept.contains(&encode(&raw.0)), "{kept}");
}

#[test]
fn a_login_opens_by_whatever_way_still_works_and_leaves_only_todays() {
    let (closed, raw) = begun();
    let again = |ways| now(Closed::renew(Some(&closed), ways, OANH, CHEAP)).expect("renewed");
    let (today, same, fresh) = again(ways("con mèo", &["bb", "aa"], "r2"));
    assert!(!fresh && same == raw, "the share has changed, the old one was still here");
    assert!(
        now(today.open_by_password("con mèo", "aa", OANH)).is_err(),
        "the old share is worth nothing now"
    );
    assert!(now(today.open_by_password("con mèo", "bb", OANH)).is_ok());
    assert!(now(today.open_by_session("r1", OANH)).is_err(), "nor is the old session");

    let (_, same, fresh) = again(ways("cây cau", &["aa"], "r1"));
    assert!(!fresh && same == raw, "another password within the same session");
    let changed = Ways { before: Some("con mèo"), ..ways("cây cau", &["bb", "aa"], "r2") };
    let (_, same, fresh) = again(changed);
    assert!(!fresh && same == raw, "a password that was changed right here");

    let (_, other, fresh) = again(ways("cây cau", &["bb"], "r2"));
    assert!(fresh && other != raw, "a password that somebody else has set opens nothing of before");
}

#[test]
fn a_lease_ends_once_and_a_clock_put_back_does_not_bring_it_back() {
    let lease = Lease { share: "aa".to_owned(), until: morning().plus_minutes(60), seen: morning() };
    assert!(!lease.is_over(morning().plus_minutes(59)));
    assert!(lease.is_over(morning().plus_minutes(60)));
    let seen = Lease { seen: morning().plus_minutes(61), ..lease };
    assert!(seen.is_over(Moment::from_millis(0)), "a clock of 1970");
}

#[test]
fn what_is_closed_opens_only_where_it_belongs() {
    let key = now(Key::of(&Raw::random().expect("random"))).expect("a key");
    let closed = now(key.close("act|3.6#1", b"canary")).expect("closed");
    assert_eq!(now(key.open("act|3.6#1", &closed)).as_deref(), Ok(&b"canary"[..]));
    assert_eq!(now(key.open("act|3.6#2", &closed)), Err(Broken::Shut), "another row");
    assert_ne!(now(key.close("act|3.6#1", b"canary")).expect("closed"), closed, "never the same twice");
    let mut changed = closed.clone();
    changed[NONCE] ^= 1;
    assert_eq!(now(key.open("act|3.6#1", &changed)), Err(Broken::Shut));
    assert_eq!(now(key.open("act|3.6#1", &closed[..NONCE - 1])), Err(Broken::Shut));
}

/// RFC 9106, 5.3, has secrets that we have no use for; this is the reference program's own example.
#[test]
fn argon2id_is_the_one_that_everybody_means() {
    let cost = Cost { memory_kib: 65_536, passes: 2 };
    let raw = of_password("password", b"somesalt", cost).expect("computed");
    let known = [
        0x09, 0x31, 0x61, 0x15, 0xd5, 0xcf, 0x24, 0xed, 0x5a, 0x15, 0xa3, 0x1a, 0x3b, 0xa3, 0x26, 0xe5, 0xcf,
        0x32, 0xed, 0xc2, 0x47, 0x02, 0x98, 0x7c, 0x02, 0xb6, 0x56, 0x6f, 0x61, 0x91, 0x3c, 0xf7,
    ];
    assert_eq!(raw.0, known);
    let greedy = Cost { memory_kib: 1 << 20, passes: 1 };
    assert!(of_password("password", b"somesalt", greedy).is_err(), "a kept value that is not ours");
}

#[test]
fn an_envelope_is_opened_by_the_server_and_shows_its_author() {
    let (secret, public) = Kem::derive_keypair(&[7; 32]);
    let to = SealKey { kid: 4, public: encode(&public.to_bytes()) };
    let author = Author { writer: OANH, pair: now(Pair::fresh()).expect("a pair"), to };
    let queued =
        Queued { n: 5, prev: Hash("ab".repeat(32)), body: Body("{\"canary\":1}".to_owned()), seq: 0 };
    let envelope = now(seal(&author, &queued)).expect("sealed");
    assert_eq!((envelope.kid, envelope.writer, envelope.n), (4, OANH, 5));
    assert!(!serde_json::to_string(&envelope).expect("written").contains("canary"));

    let open = |aad: &[u8]| {
        let enc = decode(&envelope.enc).expect("a point");
        let enc = <Kem as ::hpke::Kem>::EncappedKey::from_bytes(&enc).expect("on the curve");
        let text = decode(&envelope.ct).expect("bytes");
        ::hpke::single_shot_open::<AesGcm256, HkdfSha256, Kem>(
            &OpModeR::Base,
            &secret,
            &enc,
            INFO,
            &text,
            aad,
        )
    };
    let plain = open(&aad(OANH, 5)).expect("opened by the server's own crate");
    assert!(open(&aad(OANH, 6)).is_err() && open(&aad(HA, 5)).is_err(), "another number, another officer");
    let inside: Inside = serde_json::from_slice(&plain).expect("an act");
    assert_eq!((&inside.prev, &inside.body), (&queued.prev, &queued.body));

    let key = VerifyingKey::from_sec1_bytes(&now(author.pair.public()).expect("a point")).expect("a key");
    let signature = Signature::from_slice(&decode(&inside.sig).expect("bytes")).expect("r and s");
    let hash = queued.body.hash(&queued.prev);
    key.verify(&signed_bytes(&hash), &signature).expect("its author's");
    assert!(key.verify(&signed_bytes(&inside.prev), &signature).is_err(), "of nothing else");
}
