//! Tin nhắn và Zalo: each event arrives once by the way that its citizen chose, whatever the gateway does.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use shared::act::Act;
use shared::demo::{ADMIN, HEAD, RECEPTION};
use shared::dossier::amend::{Amend, Details};
use shared::dossier::record::{Contact, NewsBy};
use shared::dossier::{self};
use shared::news::{Seen, State};

use super::log::Sink;
use super::mail::MailServer;
use super::other::{OtherServer, TOKEN, Way};
use super::pen::{CANARIES, Pen, contact, dossier_id, receive};
use super::{Browser, House, nine};
use crate::config::Config;
use crate::files::Files;
use crate::news::Outbox;
use crate::news::sender::Senders;
use crate::wire::place::Who;

const TO: &str = "0759994242";

/// A house that sends by every way, and who carries.
struct Ward {
    house: House,
    mail: MailServer,
    sms: OtherServer,
    zalo: OtherServer,
    outbox: Outbox,
    oanh: Browser,
    pen: Pen,
}

fn senders(mail: &MailServer, sms: &OtherServer, zalo: &OtherServer) -> Senders {
    Senders {
        site: "https://mot-cua.example".to_owned(),
        mail: Some(mail.post("")),
        sms: Some(sms.place(Who::Sms)),
        zalo: Some(zalo.place(Who::Zalo)),
        sms_file: None,
    }
}

fn outbox(house: &House, senders: Senders) -> Outbox {
    let site = &house.site;
    Outbox::new(site.store.clone(), house.clock.clone(), site.feed.clone(), Arc::new(senders))
}

impl Ward {
    async fn new() -> Ward {
        let (mail, sms, zalo) =
            (MailServer::start().await, OtherServer::start().await, OtherServer::start().await);
        let all = || senders(&mail, &sms, &zalo);
        let config = Config { senders: Arc::new(all()), ..Config::default() };
        let house = House::with(config, Files::default()).await;
        let oanh = house.browser(RECEPTION).await;
        let (outbox, pen) = (outbox(&house, all()), Pen::new(oanh.writer(), nine()));
        Ward { house, mail, sms, zalo, outbox, oanh, pen }
    }

    async fn does(&mut self, act: Act) {
        self.pen.at = self.house.clock.now();
        let answer = self.oanh.post("/api/push", &self.pen.write(act)).await;
        assert!(answer.text().contains("applied"), "{}", answer.text());
    }

    async fn receives(&mut self, n: u128, by: NewsBy) {
        let number = 6000 + u16::try_from(n).expect("small");
        let Act::Dossier { id, act: dossier::Act::Receive(mut act) } =
            receive(dossier_id(n), &format!("Canary {n}"), number)
        else {
            panic!("a reception")
        };
        act.form.contact = contact().told(Some(by));
        self.does(Act::Dossier { id, act: dossier::Act::Receive(act) }).await;
    }

    async fn now_wants(&mut self, n: u128, by: Option<NewsBy>) {
        let amend = Amend {
            details: Details::Contact(contact().told(by)),
            seen_version: 0,
            reason: String::new(),
            leaves_kept: true,
            keeps_old: true,
        };
        self.does(Act::Dossier { id: dossier_id(n), act: dossier::Act::Amend(amend) }).await;
    }

    /// The text messages that the gateway has taken in this round.
    async fn round(&mut self) -> Vec<Value> {
        self.outbox.round().await.expect("the book is whole");
        self.sms.taken()
    }

    async fn seen(&self, n: u128) -> Vec<Seen> {
        let head = self.house.browser(HEAD).await;
        let answer = head.get(&format!("/api/news?dossier={}", dossier_id(n))).await;
        serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()))
    }

    async fn state(&self, n: u128) -> State {
        self.seen(n).await[0].state
    }
}

#[tokio::test]
async fn each_is_told_by_the_way_they_chose_and_by_no_other() {
    let mut ward = Ward::new().await;
    for (n, by) in [(1, NewsBy::Mail), (2, NewsBy::Sms), (3, NewsBy::Zalo)] {
        ward.receives(n, by).await;
    }
    let taken = ward.round().await;
    let [sms] = &taken[..] else { panic!("{taken:?}") };
    let text = sms["noi_dung"].as_str().expect("a text");
    assert!(text.is_ascii() && text.len() <= 160, "{text}");
    assert!(text.contains("ho so 181122-6002 da tiep nhan"), "{text}");
    let said = (&sms["kenh"], &sms["dien_thoai"], &sms["mau"], &sms["ma_ho_so"]);
    let (channel, template) = (json!("sms"), json!("tin_tiep_nhan"));
    assert_eq!(said, (&channel, &json!(TO), &template, &json!("000.21.17.H17-181122-6002")));
    let head = ward.sms.heads().remove(0);
    let key = sms["khoa"].as_str().expect("a key");
    for said in [format!("idempotency-key: {key}"), format!("authorization: bearer {TOKEN}")] {
        assert!(head.contains(&said), "{said}: {head}");
    }
    let zalo = ward.zalo.taken().remove(0);
    assert_eq!((&zalo["kenh"], &zalo["dien_thoai"]), (&json!("zalo"), &json!(TO)));
    let body = zalo["noi_dung"].as_str().expect("a text");
    assert!(body.contains("Phường đã tiếp nhận hồ sơ. Hẹn trả kết quả: "), "{body}");
    for canary in CANARIES.into_iter().filter(|canary| *canary != TO) {
        let all = format!("{sms}{zalo}").to_lowercase();
        assert!(!all.contains(canary), "{canary}: {all}");
    }
    assert_eq!(ward.mail.taken().len(), 1);
    for (n, by) in [(1, NewsBy::Mail), (2, NewsBy::Sms), (3, NewsBy::Zalo)] {
        let seen = ward.seen(n).await;
        assert_eq!((seen.len(), seen[0].by, seen[0].state), (1, by, State::Sent));
    }
    assert_eq!(ward.seen(2).await[0].why().en, "the text message gateway calls it A7");
    ward.outbox = outbox(&ward.house, senders(&ward.mail, &ward.sms, &ward.zalo));
    ward.house.later(60);
    assert_eq!((ward.round().await.len(), ward.mail.taken().len(), ward.zalo.taken().len()), (0, 0, 0));
    let ways = ward.house.browser(ADMIN).await.get("/api/news/outbox").await;
    let carried = |by: &str, from: Option<&str>| {
        let mut carried = json!({"by": by, "host": "127.0.0.1", "count": {"tin_da_gui": 1}});
        if let Some(from) = from {
            carried["from"] = json!(from);
        }
        carried
    };
    let mail = carried("thu_dien_tu", Some("motcua@vidu.example"));
    assert_eq!(ways.json(), json!({"ways": [mail, carried("tin_nhan", None), carried("zalo", None)]}));
    assert!(!ways.text().contains(TOKEN));
}

#[tokio::test]
async fn what_is_put_off_arrives_later_and_once() {
    for way in [Way::Answer(429), Way::Answer(503), Way::Answer(401), Way::Answer(404), Way::Answer(302)] {
        let mut ward = Ward::new().await;
        ward.receives(1, NewsBy::Sms).await;
        ward.sms.will(&[way]);
        assert_eq!(ward.round().await.len(), 0, "{way:?}");
        let seen = ward.seen(1).await.remove(0);
        assert_eq!(seen.state, State::Waiting, "{way:?}");
        assert!(!seen.why().vi.is_empty(), "{way:?}");
        assert_eq!(ward.round().await.len(), 0, "{way:?}: not before its minute");
        ward.house.later(1);
        assert_eq!(ward.round().await.len(), 1, "{way:?}");
        assert_eq!(ward.state(1).await, State::Sent, "{way:?}");
    }
}

/// The gateway may have it, and is asked again with the key that it knows; nobody is told twice.
#[tokio::test]
async fn without_an_answer_the_same_key_is_said_again() {
    for (way, first) in [(Way::CutAfter, 1), (Way::Answer(500), 0), (Way::Answer(502), 0), (Way::Silent, 1)] {
        let mut ward = Ward::new().await;
        ward.receives(1, NewsBy::Sms).await;
        ward.sms.will(&[way]);
        if way == Way::Silent {
            let holds = ward.sms.holds.clone();
            let asleep = async {
                holds.notified().await;
                tokio::time::pause();
                tokio::time::advance(Duration::from_secs(21)).await;
                tokio::time::resume();
            };
            let (round, ()) = tokio::join!(ward.outbox.round(), asleep);
            round.expect("the book is whole");
        } else {
            ward.outbox.round().await.expect("the book is whole");
        }
        assert_eq!(ward.sms.taken().len(), first, "{way:?}");
        assert_eq!(ward.state(1).await, State::Waiting, "{way:?}: {:?}", ward.seen(1).await[0].why());
        // The program was restarted meanwhile.
        ward.outbox = outbox(&ward.house, senders(&ward.mail, &ward.sms, &ward.zalo));
        ward.house.later(1);
        assert_eq!(ward.round().await.len(), 1 - first, "{way:?}");
        let seen = ward.seen(1).await.remove(0);
        assert_eq!(seen.state, State::Sent, "{way:?}");
        assert_eq!(seen.why().en.contains("had it before"), first == 1, "{way:?}: {}", seen.why());
        let heads = ward.sms.heads();
        let keys: std::collections::BTreeSet<_> = heads
            .iter()
            .flat_map(|head| head.lines().find(|line| line.starts_with("idempotency-key")))
            .collect();
        assert_eq!(keys.len(), 1, "{way:?}: {keys:?}");
    }
}

#[tokio::test]
async fn what_is_refused_for_good_holds_up_nobody_and_repeats_no_number() {
    let mut ward = Ward::new().await;
    ward.receives(1, NewsBy::Sms).await;
    ward.receives(2, NewsBy::Sms).await;
    ward.sms.will(&[Way::Answer(422)]);
    assert_eq!(ward.round().await.len(), 1, "the other one");
    let failed = if ward.state(1).await == State::Failed { 1 } else { 2 };
    let seen = ward.seen(failed).await.remove(0);
    assert_eq!(seen.state, State::Failed);
    assert!(seen.why().en.contains("422: mã thủ tục"), "{}", seen.why());
    assert!(!seen.why().vi.contains(&TO[1..]), "{}", seen.why());
    ward.house.later(24 * 60);
    assert_eq!(ward.round().await.len(), 0, "not tried again");
}

/// A gateway that is down, or not for us, holds up its own messages; letters and the other gateway go on.
#[tokio::test]
async fn one_way_does_not_wait_for_another() {
    for way in [Way::Answer(401), Way::Cut] {
        let mut ward = Ward::new().await;
        for n in 1..=4 {
            ward.receives(n, NewsBy::Sms).await;
        }
        ward.receives(5, NewsBy::Mail).await;
        ward.receives(6, NewsBy::Zalo).await;
        // A line that was closed meanwhile is opened once more before it counts.
        ward.sms.will(&[way; 8]);
        assert_eq!(ward.round().await.len(), 0, "{way:?}");
        assert_eq!((ward.mail.taken().len(), ward.zalo.taken().len()), (1, 1), "{way:?}");
        for n in 1..=4 {
            assert_eq!(ward.state(n).await, State::Waiting, "{way:?}");
        }
    }
}

/// One message that a gateway chokes on does not stop the others; three in a row, and it is left alone.
#[tokio::test]
async fn a_gateway_that_answers_nobody_is_left_alone_for_the_round() {
    let mut ward = Ward::new().await;
    for n in 1..=5 {
        ward.receives(n, NewsBy::Sms).await;
    }
    ward.sms.will(&[Way::Answer(500), Way::Take, Way::Answer(500), Way::Answer(500), Way::Answer(500)]);
    assert_eq!(ward.round().await.len(), 1);
    assert_eq!(ward.sms.heads().len(), 5);
    ward.house.later(1);
    ward.sms.will(&[Way::Answer(500); 3]);
    assert_eq!(ward.round().await.len(), 0);
    assert_eq!(ward.sms.heads().len(), 8, "the fourth was not tried");
    ward.house.later(60);
    assert_eq!(ward.round().await.len(), 4);
}

/// Who changes their mind while a message may have arrived is not told a second time by another way.
#[tokio::test]
async fn another_way_does_not_say_again_what_may_have_arrived() {
    for (way, state, letters) in [(Way::CutAfter, State::Unclear, 0), (Way::Answer(429), State::Sent, 1)] {
        let mut ward = Ward::new().await;
        ward.receives(1, NewsBy::Sms).await;
        ward.sms.will(&[way]);
        ward.round().await;
        ward.now_wants(1, Some(NewsBy::Mail)).await;
        ward.house.later(1);
        assert_eq!(ward.round().await.len(), 0, "{way:?}");
        assert_eq!(ward.mail.taken().len(), letters, "{way:?}");
        let seen = ward.seen(1).await.remove(0);
        assert_eq!((seen.by, seen.state), (NewsBy::Mail, state), "{way:?}");
    }
    // The gateway has it, and says at the second time that it takes nothing now.
    let mut ward = Ward::new().await;
    ward.receives(1, NewsBy::Sms).await;
    ward.sms.will(&[Way::CutAfter, Way::Answer(429)]);
    ward.round().await;
    ward.house.later(1);
    ward.round().await;
    ward.now_wants(1, Some(NewsBy::Mail)).await;
    ward.house.later(5);
    ward.round().await;
    assert_eq!((ward.mail.taken().len(), ward.state(1).await), (0, State::Unclear));

    let mut ward = Ward::new().await;
    ward.receives(1, NewsBy::Sms).await;
    ward.sms.will(&[Way::Answer(429)]);
    ward.round().await;
    ward.now_wants(1, None).await;
    ward.house.later(1);
    assert_eq!(ward.round().await.len(), 0);
    assert_eq!(ward.state(1).await, State::Dropped, "wanted no more");
}

#[tokio::test]
async fn after_three_days_what_was_never_confirmed_is_not_known_and_what_never_left_has_failed() {
    for (way, state) in [(Way::CutAfter, State::Unclear), (Way::Answer(429), State::Failed)] {
        let mut ward = Ward::new().await;
        ward.receives(1, NewsBy::Sms).await;
        ward.sms.will(&[way; 100]);
        for _ in 0..100 {
            ward.outbox.round().await.expect("the book is whole");
            let seen = ward.seen(1).await.remove(0);
            if seen.state != State::Waiting {
                break;
            }
            ward.house.clock.set(seen.moved);
        }
        assert_eq!(ward.state(1).await, state, "{way:?}");
    }
}

/// What nobody carries is neither offered nor queued.
#[tokio::test]
async fn a_way_without_a_sender_is_offered_to_nobody() {
    let mut ward = Ward::new().await;
    let posted = ward.house.stranger().get("/api/public/procedures").await.json();
    assert_eq!(posted["news_by"], json!(["thu_dien_tu", "tin_nhan", "zalo"]));
    ward.house.site.store.say_news(vec![NewsBy::Mail]).await.expect("saved");
    ward.receives(1, NewsBy::Sms).await;
    ward.receives(2, NewsBy::Mail).await;
    assert_eq!((ward.round().await.len(), ward.mail.taken().len()), (0, 1));
    assert_eq!(ward.seen(1).await, []);
}

/// A landline stands as it was said, and nobody promises a message to it.
#[tokio::test]
async fn a_number_that_takes_no_message_is_refused_by_the_rule() {
    let mut ward = Ward::new().await;
    let Act::Dossier { id, act: dossier::Act::Receive(mut act) } = receive(dossier_id(1), "Canary", 6001)
    else {
        panic!("a reception")
    };
    let landline = Contact { phone: "0236 3000 000".to_owned(), ..Contact::default() };
    act.form.contact = landline.told(Some(NewsBy::Sms));
    let push = ward.pen.write(Act::Dossier { id, act: dossier::Act::Receive(act) });
    let answer = ward.oanh.post("/api/push", &push).await;
    assert!(answer.text().contains("takes no messages"), "{}", answer.text());
    assert_eq!(ward.round().await.len(), 0);
}

/// A ward without a gateway: its messages stand in a file, each once and with its key, and are not called sent.
#[tokio::test]
async fn without_a_gateway_text_messages_are_written_to_a_file() {
    let folder = crate::store::tests::Folder::new();
    let path = folder.0.join("tin-nhan.csv");
    let sink = Sink::default();
    let _log = sink.listen();
    let mut ward = Ward::new().await;
    let by_file = |path: &std::path::Path| Senders {
        site: "https://mot-cua.example".to_owned(),
        sms_file: Some(path.to_owned()),
        ..Senders::default()
    };
    ward.receives(1, NewsBy::Sms).await;
    outbox(&ward.house, by_file(&path)).round().await.expect("the book is whole");
    assert_eq!(ward.state(1).await, State::Waiting, "its folder is not there yet");
    assert!(ward.seen(1).await[0].why().en.contains("cannot be opened"), "{}", ward.seen(1).await[0].why());
    tokio::fs::create_dir_all(&folder.0).await.unwrap();
    ward.receives(2, NewsBy::Sms).await;
    ward.house.later(1);
    for _ in 0..2 {
        outbox(&ward.house, by_file(&path)).round().await.expect("the book is whole");
    }
    let text = tokio::fs::read_to_string(&path).await.unwrap();
    let rows = crate::handoff::cells::rows(&text);
    let cell = |n: usize, i: usize| rows[n].1.as_ref().expect("a row")[i].clone();
    assert_eq!(rows.len(), 3, "a head and two messages: {text}");
    assert_eq!((cell(0, 0), cell(0, 5)), ("khoa".to_owned(), "noi_dung".to_owned()));
    assert_eq!((cell(1, 2), cell(1, 3)), (TO.to_owned(), "tin_tiep_nhan".to_owned()));
    assert!(cell(1, 5).contains("da tiep nhan") && cell(1, 0) != cell(2, 0), "{text}");
    for n in [1, 2] {
        let seen = ward.seen(n).await.remove(0);
        assert_eq!((seen.state, seen.why().en.contains("from the file")), (State::Filed, true));
    }
    assert_eq!(ward.sms.taken().len(), 0);
    let logged = sink.text();
    let said = |words: &str| logged.matches(words).count();
    assert_eq!((said("news filed, for somebody to send"), said("news sent")), (2, 0), "{logged}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = tokio::fs::metadata(&path).await.unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "numbers of citizens");
    }
}
