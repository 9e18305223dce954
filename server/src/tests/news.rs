//! Tin gửi dân: each event arrives as it was promised, whatever the mail server does.

use std::sync::Arc;

use serde_json::json;
use shared::act::Act;
use shared::demo::{ADMIN, CHAIR, CLERK, HEAD, RECEPTION};
use shared::dossier::amend::{Amend, Details};
use shared::dossier::apologise::Apologise;
use shared::dossier::assign::Assign;
use shared::dossier::record::{Contact, Decision, NewsBy};
use shared::dossier::sign::Sign;
use shared::dossier::stamp::Stamp;
use shared::dossier::submit::Submit;
use shared::dossier::{self};
use shared::moment::{Day, Moment};
use shared::news::{Seen, State};
use shared::officer::Role;
use shared::session::NewWard;

use super::mail::{MailServer, Taken, Way, post_at};
use super::pen::{CANARIES, Pen, contact, dossier_id, receive};
use super::{Browser, House, nine};
use crate::config::Config;
use crate::files::Files;
use crate::news::Outbox;
use crate::news::post::{Cover, Post};
use crate::news::sender::Senders;

const TO: &str = "canary-thu@vidu.example";

/// A house that sends, and its mail server.
struct Ward {
    house: House,
    mail: MailServer,
    outbox: Outbox,
    oanh: Browser,
    pen: Pen,
}

/// Letters alone.
fn by_mail(post: &Post) -> Senders {
    let site = "https://mot-cua.example".to_owned();
    Senders { site, mail: Some(post.clone()), ..Senders::default() }
}

async fn house(post: &Post) -> House {
    House::with(Config { senders: Arc::new(by_mail(post)), ..Config::default() }, Files::default()).await
}

fn outbox(house: &House, post: &Post) -> Outbox {
    let site = &house.site;
    Outbox::new(site.store.clone(), house.clock.clone(), site.feed.clone(), Arc::new(by_mail(post)))
}

impl Ward {
    async fn new() -> Ward {
        let mail = MailServer::start().await;
        let house = house(&mail.post("")).await;
        let oanh = house.browser(RECEPTION).await;
        let (outbox, pen) = (outbox(&house, &mail.post("")), Pen::new(oanh.writer(), nine()));
        Ward { house, mail, outbox, oanh, pen }
    }

    async fn does(&mut self, act: Act) {
        self.pen.at = self.house.clock.now();
        let answer = self.oanh.post("/api/push", &self.pen.write(act)).await;
        assert!(answer.text().contains("applied"), "{}", answer.text());
    }

    async fn receives(&mut self, n: u128) {
        let number = 6000 + u16::try_from(n).expect("small");
        self.does(receive(dossier_id(n), &format!("Canary {n}"), number)).await;
    }

    async fn round(&mut self) -> Vec<Taken> {
        self.outbox.round().await.expect("the book is whole");
        self.mail.taken()
    }

    async fn seen(&self, n: u128) -> Vec<Seen> {
        seen(&self.house, n).await
    }

    async fn states(&self, n: u128) -> Vec<State> {
        self.seen(n).await.iter().map(|seen| seen.state).collect()
    }
}

async fn seen(house: &House, n: u128) -> Vec<Seen> {
    let answer = house.browser(HEAD).await.get(&format!("/api/news?dossier={}", dossier_id(n))).await;
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()))
}

/// One act of somebody, pushed from their own device.
async fn by(house: &House, officer: shared::id::OfficerId, act: dossier::Act) {
    let browser = house.browser(officer).await;
    let act = Act::Dossier { id: dossier_id(1), act };
    let answer = browser.post("/api/push", &Pen::new(browser.writer(), house.clock.now()).write(act)).await;
    assert!(answer.text().contains("applied"), "{}", answer.text());
}

async fn until_ready(house: &House) {
    let ward = house.site.store.ward();
    let field = {
        let dossier = house.site.store.record_now(dossier_id(1)).await.unwrap().expect("received");
        ward.catalogue.get(&dossier.procedure).expect("known").field.clone()
    };
    let handler = ward
        .officers
        .iter()
        .find(|o| o.is(Role::Specialist) && o.works_in(&field))
        .expect("somebody works in it")
        .id;
    let signer = ward.signer_on_duty(house.clock.now()).map_or(CHAIR, |signer| signer.id);
    by(house, HEAD, dossier::Act::Assign(Assign { to: handler, reason: String::new() })).await;
    let submit = Submit { decision: Decision::Grant, summary: "Giấy xác nhận".to_owned() };
    by(house, handler, dossier::Act::Submit(submit)).await;
    by(house, signer, dossier::Act::Sign(Sign { taking_over: false })).await;
    let on = house.clock.now().day();
    by(house, CLERK, dossier::Act::Stamp(Stamp { number: "34/XN".to_owned(), on })).await;
}

#[tokio::test]
async fn a_reception_is_told_once() {
    let mut ward = Ward::new().await;
    assert_eq!(ward.round().await.len(), 0, "nothing has happened");
    ward.receives(1).await;
    let taken = ward.round().await;
    let [letter] = &taken[..] else { panic!("{} letters", taken.len()) };
    assert_eq!(letter.to, TO);
    for said in [
        "Hồ sơ 181122-6001: đã tiếp nhận, ngày hẹn\n",
        "000.21.17.H17-181122-6001",
        "Hẹn trả kết quả: ",
        "https://mot-cua.example/tra-cuu",
        "Ủy ban nhân dân phường Hòa Hiệp Bắc",
    ] {
        assert!(letter.text.contains(said), "{said} in {}", letter.text);
    }
    for canary in CANARIES.into_iter().filter(|canary| *canary != TO && *canary != "canary") {
        assert!(!letter.text.to_lowercase().contains(canary), "{canary} in {}", letter.text);
    }
    assert!(letter.raw.contains("Auto-Submitted: auto-generated"), "{}", letter.raw);
    assert_eq!(ward.states(1).await, [State::Sent]);
    assert_eq!(ward.round().await.len(), 0, "once");
    ward.outbox = outbox(&ward.house, &ward.mail.post(""));
    assert_eq!(ward.round().await.len(), 0, "once, after a restart too");
}

#[tokio::test]
async fn each_step_is_told_and_the_result_is_called_for() {
    let mut ward = Ward::new().await;
    ward.receives(1).await;
    ward.round().await;
    let promised = Moment::at(Day::new(2018, 12, 28).unwrap(), 17, 0);
    let apology = Apologise { reason: "Chờ xác minh".to_owned(), promised };
    by(&ward.house, CHAIR, dossier::Act::Apologise(apology)).await;
    let taken = ward.round().await;
    assert!(taken[0].text.contains("xin lỗi") && taken[0].text.contains("28/12/2018"), "{}", taken[0].text);
    assert!(!taken[0].text.contains("xác minh"), "the reason stands on the paper");
    until_ready(&ward.house).await;
    let taken = ward.round().await;
    assert_eq!(taken.len(), 1);
    assert!(taken[0].text.contains("Mời đến nhận tại quầy"), "{}", taken[0].text);
    for (days, reminded) in [(1, 0), (3, 1), (4, 0), (7, 1), (40, 0)] {
        ward.house.clock.set(nine().plus_minutes(days * 24 * 60));
        let taken = ward.round().await;
        assert_eq!(taken.len(), reminded, "after {days} days");
        assert!(taken.iter().all(|letter| letter.text.contains("phường vẫn giữ")));
    }
    assert_eq!(ward.states(1).await, [State::Sent; 5]);
}

#[tokio::test]
async fn what_is_put_off_or_broken_arrives_later_and_once() {
    for way in [Way::PutOff, Way::Break, Way::PutOffWhole, Way::Close] {
        let mut ward = Ward::new().await;
        ward.receives(1).await;
        ward.mail.will(&[way]);
        assert_eq!(ward.round().await.len(), 0, "{way:?}");
        assert_eq!(ward.states(1).await, [State::Waiting], "{way:?}");
        let why = ward.seen(1).await[0].why();
        assert!(!why.vi.is_empty() && !why.vi.contains(TO), "{way:?}: {why}");
        assert_eq!(ward.round().await.len(), 0, "{way:?}: not before its minute");
        ward.house.later(1);
        let taken = ward.round().await;
        assert_eq!(taken.len(), 1, "{way:?}");
        assert_eq!(ward.states(1).await, [State::Sent], "{way:?}");
        ward.house.later(60);
        assert_eq!(ward.round().await.len(), 0, "{way:?}: once");
    }
}

#[tokio::test]
async fn what_is_refused_for_good_is_told_at_once_and_holds_up_nobody() {
    for way in [Way::Refuse, Way::RefuseWhole] {
        let mut ward = Ward::new().await;
        ward.receives(1).await;
        ward.receives(2).await;
        ward.mail.will(&[way]);
        assert_eq!(ward.round().await.len(), 1, "{way:?}: the other one");
        let (one, other) = (ward.states(1).await, ward.states(2).await);
        assert_eq!([one[0], other[0]].iter().filter(|state| **state == State::Failed).count(), 1, "{way:?}");
        let failed = if one[0] == State::Failed { 1 } else { 2 };
        let why = ward.seen(failed).await[0].why();
        assert!(why.en.contains("refused: 55") && !why.en.contains(TO), "{way:?}: {why}");
        ward.house.later(24 * 60);
        assert_eq!(ward.round().await.len(), 0, "{way:?}: not tried again");
    }
}

/// The server has the letter, we have no answer: whoever sent it again would send it twice.
#[tokio::test]
async fn a_letter_that_may_have_arrived_is_not_sent_again() {
    let mut ward = Ward::new().await;
    ward.receives(1).await;
    ward.mail.will(&[Way::KeepSilent]);
    assert_eq!(ward.round().await.len(), 1);
    assert_eq!(ward.states(1).await, [State::Unclear]);
    assert!(ward.seen(1).await[0].why().vi.contains("không trả lời"));
    ward.outbox = outbox(&ward.house, &ward.mail.post(""));
    ward.house.later(24 * 60);
    assert_eq!(ward.round().await.len(), 0);
}

#[tokio::test]
async fn without_a_mail_server_letters_wait_and_are_given_up_after_three_days() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let mut ward = Ward::new().await;
    ward.outbox = outbox(&ward.house, &post_at(closed, ""));
    ward.receives(1).await;
    let mut tries = 0;
    for _ in 0..3 * 24 * 60 {
        ward.outbox.round().await.unwrap();
        let seen = ward.seen(1).await.remove(0);
        tries += 1;
        if seen.state == State::Failed {
            break;
        }
        assert!(seen.why().en.contains("cannot be reached"), "{}", seen.why());
        assert!(seen.moved.millis() - ward.house.clock.now().millis() <= 60 * 60_000, "an hour at most");
        ward.house.clock.set(seen.moved);
    }
    let seen = ward.seen(1).await.remove(0);
    assert_eq!(seen.state, State::Failed);
    assert!(seen.moved.millis() - seen.at.millis() > 70 * 60 * 60_000, "three days");
    assert!((70..90).contains(&tries), "{tries}");
}

#[tokio::test]
async fn newer_news_takes_the_place_of_what_still_waits() {
    let mut ward = Ward::new().await;
    ward.receives(1).await;
    ward.mail.will(&[Way::PutOff]);
    ward.round().await;
    until_ready(&ward.house).await;
    let taken = ward.round().await;
    assert_eq!(taken.len(), 1);
    assert!(taken[0].text.contains("đã có kết quả"), "{}", taken[0].text);
    let mut states = ward.states(1).await;
    states.sort();
    assert_eq!(states, [State::Sent, State::Dropped]);
    ward.house.later(60);
    assert_eq!(ward.round().await.len(), 0);
}

#[tokio::test]
async fn nobody_is_told_who_has_not_asked_or_asks_no_more() {
    let mut ward = Ward::new().await;
    let Act::Dossier { id, act: dossier::Act::Receive(mut quiet) } = receive(dossier_id(2), "Canary", 6002)
    else {
        panic!("a reception")
    };
    quiet.form.contact.news = false;
    ward.does(Act::Dossier { id, act: dossier::Act::Receive(quiet) }).await;
    assert_eq!((ward.round().await.len(), ward.states(2).await), (0, vec![]));
    ward.receives(1).await;
    ward.mail.will(&[Way::PutOff]);
    ward.round().await;
    let amend = Amend {
        details: Details::Contact(Contact { news: false, ..contact() }),
        seen_version: 0,
        reason: String::new(),
        leaves_kept: true,
        keeps_old: true,
    };
    ward.does(Act::Dossier { id: dossier_id(1), act: dossier::Act::Amend(amend) }).await;
    ward.house.later(5);
    assert_eq!(ward.round().await.len(), 0);
    assert_eq!(ward.states(1).await, [State::Dropped]);
}

/// A ward that switches news on does not write to everybody of last week.
#[tokio::test]
async fn what_is_older_than_a_day_is_no_news() {
    for (hours, letters) in [(25, 0), (23, 1)] {
        let mut ward = Ward::new().await;
        ward.receives(1).await;
        ward.house.later(hours * 60);
        assert_eq!(ward.round().await.len(), letters, "after {hours} hours");
    }
}

/// The old program goes down while the new one is up.
#[tokio::test]
async fn two_outboxes_of_one_book_send_one_letter() {
    let mut ward = Ward::new().await;
    for n in 1..=5 {
        ward.receives(n).await;
    }
    let mut other = outbox(&ward.house, &ward.mail.post(""));
    let (one, two) = tokio::join!(ward.outbox.round(), other.round());
    one.and(two).expect("the book is whole");
    // Whoever came second at a letter has dropped its line; what it left is not lost.
    let mut taken = ward.mail.taken();
    ward.house.later(1);
    taken.extend(ward.round().await);
    let mut names: Vec<String> = taken.into_iter().map(|letter| letter.message_id).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 5);
    for n in 1..=5 {
        assert_eq!(ward.states(n).await, [State::Sent]);
    }
}

#[tokio::test]
async fn a_login_is_used_and_a_wrong_one_is_said_without_its_password() {
    let mail = MailServer::start().await;
    for (login, states) in [("mot:b%C3%AD%20m%E1%BA%ADt@", [State::Sent]), ("mot:sai@", [State::Waiting])] {
        let post = mail.post(login);
        let house = house(&post).await;
        let oanh = house.browser(RECEPTION).await;
        let push = Pen::new(oanh.writer(), nine()).write(receive(dossier_id(1), "Canary", 6000));
        oanh.post("/api/push", &push).await;
        outbox(&house, &post).round().await.unwrap();
        let seen = seen(&house, 1).await;
        assert_eq!([seen[0].state], states, "{login}");
        if seen[0].state == State::Waiting {
            assert_eq!(
                seen[0].why().en,
                "the mail server does not take the name and password of --smtp (535)"
            );
        }
    }
}

/// Where the way has to be covered and cannot be, nothing is said: no password, no address.
#[tokio::test]
async fn a_server_without_tls_hears_nothing_of_anybody() {
    let mail = MailServer::start().await;
    let post = Post { cover: Cover::StartTls, ..mail.post("mot:b%C3%AD%20m%E1%BA%ADt@") };
    let house = house(&post).await;
    let oanh = house.browser(RECEPTION).await;
    let push = Pen::new(oanh.writer(), nine()).write(receive(dossier_id(1), "Canary", 6000));
    oanh.post("/api/push", &push).await;
    outbox(&house, &post).round().await.unwrap();
    let waits = seen(&house, 1).await.remove(0);
    assert!(waits.state == State::Waiting && waits.why().en.contains("no STARTTLS"), "{}", waits.why());
    for said in mail.heard() {
        assert!(said.starts_with("EHLO") || said.starts_with("QUIT"), "{said}");
    }
}

#[tokio::test]
async fn the_ward_says_whether_it_sends_and_nobody_saves_it_otherwise() {
    let ward = Ward::new().await;
    let admin = ward.house.browser(ADMIN).await;
    let posted = ward.house.stranger().get("/api/public/procedures").await.json();
    assert_eq!(posted["news_by"], json!(["thu_dien_tu"]));
    let mut settings = (*ward.house.site.store.ward()).clone();
    assert_eq!(settings.news_by, [NewsBy::Mail]);
    settings.news_by = NewsBy::ALL.to_vec();
    settings.letterheads[0].phone = "0236 3999".to_owned();
    let saved = admin.post("/api/ward", &NewWard { base: settings.version, ward: settings }).await;
    assert_eq!(saved.said(), "200");
    assert_eq!(ward.house.site.store.ward().news_by, [NewsBy::Mail]);
    assert_eq!(
        admin.get("/api/news/outbox").await.json(),
        json!({"ways": [
            {"by": "thu_dien_tu", "host": "127.0.0.1", "from": "motcua@vidu.example", "count": {}}
        ]})
    );
    let quiet = House::new().await;
    assert_eq!(quiet.stranger().get("/api/public/procedures").await.json().get("news_by"), None);
    assert_eq!(quiet.browser(ADMIN).await.get("/api/news/outbox").await.json(), json!({"ways": []}));
}
