//! What a citizen was told, and where an officer asks whether to tell.

use shared::demo;
use shared::dossier::record::NewsBy;
use shared::dossier::{Act, Kind, amend};
use shared::moment::Day;
use shared::news::{Event, Seen, State};
use shared::ward::Ward;

use super::super::acts::{Answers, Ask, asks, build};
use super::super::detail::news::{has_news, list};
use super::{dossier, moment};
use crate::ui::tests::{english, html, vietnamese};

fn seen(event: Event, state: State, why: (&str, &str)) -> Seen {
    Seen {
        event,
        by: NewsBy::Sms,
        state,
        at: moment("2026-11-23T09:00"),
        moved: moment("2026-11-23T09:01"),
        why_vi: why.0.to_owned(),
        why_en: why.1.to_owned(),
    }
}

fn today() -> Day {
    moment("2026-11-23T10:00").day()
}

fn all() -> Vec<Seen> {
    let mut all: Vec<Seen> = State::ALL.into_iter().map(|s| seen(Event::Ready, s, ("vì", "why"))).collect();
    all.extend(Event::ALL.into_iter().map(|event| seen(event, State::Sent, ("", ""))));
    all
}

#[test]
fn each_letter_says_what_became_of_it() {
    let page = html(|| list(all(), today()));
    for said in [
        "Đã có kết quả",
        "Chờ gửi, thử lúc 09:01",
        "Đã gửi 09:01",
        "Tin nhắn",
        "Không gửi được 09:01",
        "Không rõ đã tới chưa",
        "23/11 09:00",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(page.contains("late") && page.matches("vì").count() == State::ALL.len());
    assert!(html(|| list(vec![], today())).contains("Chưa có tin nào"));
    let left = vietnamese(&english(|| list(all(), today())));
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_correction_asks_for_consent_where_somebody_carries_letters() {
    let quiet = demo::ward().expect("the standard data");
    let ward = Ward { news_by: vec![NewsBy::Mail, NewsBy::Sms], ..quiet.clone() };
    let mut d = dossier("Dang Thi Dao");
    d.contact.phone = String::new();
    assert!(!has_news(&ward, &d), "no address");
    d.contact.phone = "0905114226".to_owned();
    assert!(has_news(&ward, &d), "a telephone takes messages");
    d.contact.email = "dao@vidu.example".to_owned();
    d.contact = d.contact.told(Some(NewsBy::Zalo));
    assert!(has_news(&ward, &d) && !has_news(&quiet, &d));
    let asked = |ward: &Ward| {
        let all = asks(Kind::Amend, ward, demo::RECEPTION, &d, today());
        all.into_iter().find_map(|ask| match ask {
            Ask::Choice { id: "news_by", start, options, .. } => {
                Some((start, options.into_iter().map(|option| option.0).collect::<Vec<_>>()))
            }
            Ask::Line { .. }
            | Ask::Suggested { .. }
            | Ask::Area { .. }
            | Ask::Day { .. }
            | Ask::Choice { .. }
            | Ask::Tick { .. } => None,
        })
    };
    let (start, options) = asked(&ward).expect("asked");
    assert_eq!(
        (start.as_str(), options),
        ("zalo", ["", "thu_dien_tu", "tin_nhan", "zalo"].map(str::to_owned).to_vec())
    );
    assert!(asked(&quiet).is_none());
    let told = |(phone, email): (&str, &str), way: Option<&str>| {
        let mut answers: Answers =
            [("phone", phone), ("email", email)].map(|(id, text)| (id, text.to_owned())).into();
        answers.extend(way.map(|way| ("news_by", way.to_owned())));
        let acts = build(Kind::Amend, &ward, &d, &answers).expect("something changed");
        let news = acts.into_iter().find_map(|act| {
            let Act::Amend(amend::Amend { details: amend::Details::Contact(contact), .. }) = act else {
                return None;
            };
            Some(contact.wants())
        });
        news.expect("the contact changed")
    };
    let given = ("0905114227", "dao@vidu.example");
    assert_eq!(told(given, Some("tin_nhan")), Some(NewsBy::Sms));
    assert_eq!(told(given, Some("")), None);
    assert_eq!(told(given, None), Some(NewsBy::Zalo), "not asked: it stays");
    assert_eq!(told(("", "dao@vidu.example"), None), None, "and goes with the number");
    assert_eq!(told(("", ""), Some("tin_nhan")), Some(NewsBy::Sms), "the rule says what is missing");
}
