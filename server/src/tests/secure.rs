//! Tin đi dưới TLS: letters and messages go under a certificate that is believed, or not at all.

use std::sync::Arc;

use shared::act::Act;
use shared::demo::{HEAD, RECEPTION};
use shared::dossier::record::NewsBy;
use shared::dossier::{self};
use shared::news::{Seen, State};

use super::authority::{Authority, file};
use super::mail::MailServer;
use super::other::OtherServer;
use super::pen::{Pen, contact, dossier_id, receive};
use super::{House, nine};
use crate::config::Config;
use crate::files::Files;
use crate::news::Outbox;
use crate::news::post::{Cover, Post};
use crate::news::sender::Senders;
use crate::store::tests::Folder;
use crate::wire::place::{Place, Who};
use crate::wire::roots::Roots;
use crate::wire::{self};

const HOST: &str = "127.0.0.1";
const LOGIN: &str = "mot:b%C3%AD%20m%E1%BA%ADt@";

/// A house in which one citizen has asked to be told.
async fn house(senders: &Senders, by: NewsBy) -> House {
    let config = Config { senders: Arc::new(senders.clone()), ..Config::default() };
    let house = House::with(config, Files::default()).await;
    let oanh = house.browser(RECEPTION).await;
    let Act::Dossier { id, act: dossier::Act::Receive(mut act) } = receive(dossier_id(1), "Canary 1", 6001)
    else {
        panic!("a reception")
    };
    act.form.contact = contact().told(Some(by));
    let act = Act::Dossier { id, act: dossier::Act::Receive(act) };
    let answer = oanh.post("/api/push", &Pen::new(oanh.writer(), nine()).write(act)).await;
    assert!(answer.text().contains("applied"), "{}", answer.text());
    house
}

/// One round of the outbox with these senders; what became of the one letter.
async fn round(house: &House, senders: &Senders) -> Seen {
    let site = &house.site;
    let mut outbox =
        Outbox::new(site.store.clone(), house.clock.clone(), site.feed.clone(), Arc::new(senders.clone()));
    outbox.round().await.expect("the book is whole");
    let head = house.browser(HEAD).await;
    let answer = head.get(&format!("/api/news?dossier={}", dossier_id(1))).await;
    let mut seen: Vec<Seen> =
        serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()));
    assert_eq!(seen.len(), 1);
    seen.remove(0)
}

fn by_mail(post: Post) -> Senders {
    Senders { site: "https://mot-cua.example".to_owned(), mail: Some(post), ..Senders::default() }
}

fn by_gateway(place: Place) -> Senders {
    Senders { site: "https://mot-cua.example".to_owned(), sms: Some(place), ..Senders::default() }
}

/// Nobody's root, another authority's, and of the right authority a certificate of another machine.
fn distrusted(ours: &Authority) -> [(&'static str, Roots, &'static str); 3] {
    [
        ("nobody's", Roots::default(), HOST),
        ("another's", Authority::new().roots(), HOST),
        ("another machine's", ours.roots(), "127.0.0.2"),
    ]
}

const COVERS: [(Cover, &[&str]); 2] = [(Cover::StartTls, &["EHLO", "STARTTLS"]), (Cover::Tls, &[])];

#[tokio::test]
async fn a_letter_goes_under_a_certificate_of_the_citys_own() {
    for (cover, in_the_open) in COVERS {
        let city = Authority::new();
        let mail = MailServer::covered(cover, city.cover(HOST)).await;
        let senders = by_mail(Post { cover, roots: city.roots(), ..mail.post(LOGIN) });
        let house = house(&senders, NewsBy::Mail).await;
        assert_eq!(round(&house, &senders).await.state, State::Sent, "{cover:?}");
        let taken = mail.taken();
        assert!(taken.len() == 1 && taken[0].text.contains("181122-6001"), "{cover:?}");
        let open: Vec<String> =
            mail.in_the_open().iter().map(|said| said.split(' ').next().unwrap().to_owned()).collect();
        assert_eq!(open, in_the_open, "{cover:?}: neither name nor password, address nor letter");
        assert!(
            mail.heard().iter().any(|said| said.starts_with("AUTH PLAIN ")),
            "{cover:?}: it was said below"
        );
    }
}

/// It stays queued, and leaves once the right root is named.
#[tokio::test]
async fn to_a_mail_server_that_nobody_believes_nothing_is_said() {
    for (cover, _) in COVERS {
        let city = Authority::new();
        for (whose, roots, host) in distrusted(&city) {
            let mail = MailServer::covered(cover, city.cover(host)).await;
            let senders = by_mail(Post { cover, roots, ..mail.post(LOGIN) });
            let house = house(&senders, NewsBy::Mail).await;
            let seen = round(&house, &senders).await;
            assert_eq!(seen.state, State::Waiting, "{cover:?}, {whose}");
            assert!(
                seen.why().en.contains("its certificate or TLS is not right"),
                "{cover:?}, {whose}: {}",
                seen.why()
            );
            assert_eq!(mail.taken().len(), 0, "{cover:?}, {whose}");
            let heard = mail.heard();
            assert!(
                heard.iter().all(|said| said.starts_with("EHLO") || said == "STARTTLS"),
                "{cover:?}, {whose}: {heard:?}"
            );
            house.later(1);
            let mended = MailServer::covered(cover, city.cover(HOST)).await;
            let senders = by_mail(Post { cover, roots: city.roots(), ..mended.post(LOGIN) });
            assert_eq!(round(&house, &senders).await.state, State::Sent, "{cover:?}, {whose}");
            assert_eq!(mended.taken().len(), 1, "{cover:?}, {whose}: the same letter, once");
        }
    }
}

#[tokio::test]
async fn a_message_goes_over_https_or_waits() {
    let city = Authority::new();
    for (whose, roots, host) in distrusted(&city) {
        let gateway = OtherServer::covered(city.cover(host)).await;
        let senders = by_gateway(Place { roots, ..gateway.place(Who::Sms) });
        let house = house(&senders, NewsBy::Sms).await;
        let seen = round(&house, &senders).await;
        assert_eq!(seen.state, State::Waiting, "{whose}");
        assert!(seen.why().en.contains("its certificate or TLS is not right"), "{whose}: {}", seen.why());
        assert_eq!((gateway.taken().len(), gateway.heads().len()), (0, 0), "{whose}: no token, no number");
        house.later(1);
        let mended = OtherServer::covered(city.cover(HOST)).await;
        let senders = by_gateway(Place { roots: city.roots(), ..mended.place(Who::Sms) });
        assert_eq!(round(&house, &senders).await.state, State::Sent, "{whose}");
        assert_eq!(mended.taken().len(), 1, "{whose}: the same message, once");
    }
}

#[tokio::test]
async fn the_city_is_told_over_https_by_its_own_root() {
    let city = Authority::new();
    let server = OtherServer::covered(city.cover(HOST)).await;
    let place = Place { roots: city.roots(), ..server.place(Who::City) };
    let mut line = wire::Line::open(&place).await.expect("believed");
    let answer = line.tell(&place, "k1", r#"{"khoa": "k1"}"#).await.expect("an answer");
    assert_eq!((answer.number, server.taken().len()), (200, 1));
    let stranger = Place { roots: Roots::default(), ..place };
    let said = wire::Line::open(&stranger).await.err().expect("nobody believes it");
    assert!(said.vi.contains("chứng chỉ hay TLS không đúng"), "{said}");
}

#[test]
fn a_file_of_roots_is_read_whole_or_refused() {
    let (one, other) = (Authority::new().pem(), Authority::new().pem());
    let folder = Folder::new();
    let read = |text: &str| Roots::read(&file(&folder, text));
    assert_eq!(read(&format!("Of the city\n{one}{other}")).expect("two").own().count(), 2);
    let cut = one.replace("-----END CERTIFICATE-----", "");
    let no_certificate = "-----BEGIN CERTIFICATE-----\nbW90IGN1YQ==\n-----END CERTIFICATE-----\n";
    for bad in
        ["", "không phải", &cut, no_certificate, &format!("{one}{no_certificate}"), &"a".repeat(2_000_000)]
    {
        let said = read(bad).expect_err("no root").to_string();
        assert!(said.contains("goc.pem") && said.contains("PEM"), "{said}");
    }
    assert!(Roots::read(&folder.0.join("khong-co.pem")).is_err());
}
