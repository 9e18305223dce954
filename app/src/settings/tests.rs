//! The settings that the ward keeps, as a page shows them.

use std::sync::Arc;

use leptos::prelude::*;
use shared::demo;
use shared::dossier::record::NewsBy;
use shared::id::{DeviceId, OfficerId, Writer};
use shared::lang::{Word, word};
use shared::moment::{Day, Moment};
use shared::news::{Carried, Outbox, State};
use shared::session::{SessionSeen, Sessions};
use shared::survey::own::{OwnQuestion, Scale, Typed};
use shared::sync::client::{Client, Meta};
use shared::ward::Ward;
use shared::ward::change::Change;

use super::SettingsPage;
use super::about;
use super::calendar::form;
use super::changes::changes_view;
use super::news::shown as shown_outbox;
use super::sessions::shown;
use super::storage;
use super::update::{Offer, OfferProps};
use crate::desk::{Desk, STOPPED, Trouble};
use crate::gate::Phase;
use crate::link::http::Failure;
use crate::prefs::{Choices, Prefs, Surface};
use crate::saving::{SAME, Saving};
use crate::store::Seat;
use crate::ui::tests::{english, html, plain, vietnamese};

#[test]
fn who_changed_the_settings_is_for_the_head_and_the_administrator() {
    let ward = demo::ward().expect("the standard data");
    let change = |version: u32, by: Option<OfficerId>| Change {
        version,
        at: Moment::at(Day::new(2026, 11, 23).expect("a day"), 10, 20),
        by,
        vi: format!("giờ làm việc từ 0{version}/12/2026"),
        en: format!("office hours from 0{version}/12/2026"),
    };
    let all = vec![change(3, Some(demo::ADMIN)), change(2, None)];
    let shown = {
        let (ward, all) = (ward.clone(), all.clone());
        html(move || changes_view(&ward, all))
    };
    let admin = ward.name_of(demo::ADMIN);
    for said in [admin.as_str(), "giờ làm việc từ 03/12/2026", "10:20 23/11/2026", "Máy chủ"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let left = vietnamese(&english({
        let ward = ward.clone();
        move || changes_view(&ward, all)
    }));
    assert!(left.iter().all(|text| *text == admin), "{left:?}");
    assert!(html(move || changes_view(&ward, vec![])).contains("Chưa có lần đổi"));
    let has = |officer: OfficerId| {
        let page = html(move || {
            provide_context(at_work(officer));
            SettingsPage()
        });
        page.contains(r#"id="thay-doi""#)
    };
    assert!(has(demo::HEAD) && has(demo::ADMIN) && !has(demo::RECEPTION));
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.set_ward(Arc::new(demo::ward().expect("the standard data")));
    desk
}

/// The demo ward with somebody in it.
fn at_work(officer: OfficerId) -> Desk {
    let (desk, ward) = (Desk::new(), demo::ward().expect("the standard data"));
    let writer = Writer { device: DeviceId(1), officer };
    let officer = ward.officer(officer).expect("an officer").clone();
    let seat = Seat {
        officer: plain(&officer),
        device: writer.device,
        label: "Quay 1".to_owned(),
        login: String::new(),
        locked: false,
    };
    desk.enter(Arc::new(ward), seat, Client::new(Meta::new(writer, None)), None);
    desk
}

#[test]
fn an_officer_who_reads_english_reads_no_vietnamese_but_data() {
    let markup = english(|| {
        provide_context(at_work(demo::RECEPTION));
        SettingsPage()
    });
    assert_eq!(vietnamese(&markup), ["Tiếng Việt"], "a language is called by its own name");
    assert!(markup.contains("Quay 1"), "what this device is called");
    assert!(markup.contains("07:30–11:30, 13:00–17:00"), "hours are the ward's own");
    assert!(markup.contains("the limit goes on where it stopped"), "a reading of the law is said to be one");
}

/// As the device is used, so long it may lie there; the page says which.
#[test]
fn the_page_says_when_the_screen_locks_itself() {
    let said = |surface| {
        let markup = html(move || {
            provide_context(Prefs::new(Choices { surface, ..Choices::default() }));
            provide_context(at_work(demo::RECEPTION));
            SettingsPage()
        });
        let minutes = |n: u32| markup.contains(&format!("sau {n} phút không ai chạm"));
        assert!(markup.contains("60 giây trang bị che"));
        (minutes(10), minutes(2))
    };
    assert_eq!([Surface::Auto, Surface::Counter].map(said), [(true, false); 2]);
    assert_eq!([Surface::Tablet, Surface::Phone].map(said), [(false, true); 2]);
}

#[test]
fn a_new_version_is_offered_when_nothing_is_half_typed() {
    let offer = |typing| html(move || Offer(OfferProps { typing: Signal::stored(typing) }));
    assert!(offer(false).contains("Tải lại</button>"));
    assert!(!offer(true).contains("<button") && offer(true).contains("xong biểu mẫu này"));
}

/// A browser that may clear everything says so once, on a device that is new; it is no part of a page without it.
#[test]
fn a_new_device_says_that_its_browser_may_clear_it() {
    let note = |unkept, phase| {
        move || {
            let desk = at_work(demo::RECEPTION);
            desk.gate.unkept.set(unkept);
            desk.gate.phase.set(phase);
            provide_context(desk);
            storage::UnkeptNote()
        }
    };
    assert!(!html(note(false, Phase::In)).contains("<p"), "the browser has promised, or was not asked");
    let said = html(note(true, Phase::In));
    for words in ["chưa bảo đảm giữ dữ liệu", "kể cả việc chưa gửi", "Hãy cài trang này", "Đã hiểu</button>"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(said.contains(" unkept ") && !said.contains("<p><button"), "the button beside the words: {said}");
    let left = vietnamese(&english(note(true, Phase::In)));
    assert!(left.is_empty(), "{left:?}");
    assert!(
        !html(note(true, Phase::Locked)).contains("<p"),
        "whoever stands before the gate is told nothing"
    );
}

/// Whoever presses without a change is told so, and not that it was saved.
#[test]
fn a_form_says_whether_anything_was_changed() {
    const KEPT: Word = word("Đã lưu.", "Saved.");
    let foot = |changed| {
        move || {
            let saving = Saving::default();
            saving.kept.set(changed);
            saving.foot(word("Lưu", "Save"), KEPT)
        }
    };
    assert!(!html(foot(None)).contains("Đã lưu.") && !html(foot(None)).contains(SAME.vi));
    assert!(html(foot(Some(true))).contains("Đã lưu.") && !html(foot(Some(true))).contains(SAME.vi));
    let same = html(foot(Some(false)));
    assert!(same.contains("Không có gì thay đổi.") && !same.contains("Đã lưu."), "{same}");
    assert!(english(foot(Some(false))).contains("Nothing has changed."));
}

#[test]
fn the_administrator_enters_the_year_that_lacks() {
    let page = html(|| form(desk()));
    for said in ["<option value=\"2027\"", "Ngày nghỉ", "Thứ Bảy, Chủ nhật làm bù", "Lưu lịch năm này"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let left = vietnamese(&english(|| form(desk())));
    assert!(left.is_empty(), "{left:?}");
}

/// Each with its own first day, so that whoever enters the year knows what waits for it.
#[test]
fn the_page_lists_what_the_days_off_do_not_reach() {
    let page = |day: &str| {
        let at = Moment::at(day.parse().expect("a day"), 8, 0);
        html(move || {
            STOPPED.set(at);
            provide_context(at_work(demo::RECEPTION));
            SettingsPage()
        })
    };
    assert!(!page("2026-11-12").contains("Chưa nhận được hồ sơ, từ ngày"));
    let listed = page("2026-11-13");
    assert!(listed.contains("Chưa nhận được hồ sơ, từ ngày"), "{listed}");
    assert_eq!(listed.matches("<span class=\"end\">27/11/2026</span>").count(), 2, "{listed}");
}

#[test]
fn the_administrator_enters_who_the_ward_is() {
    let page = html(|| about::form(desk()));
    for field in [
        "agency",
        "above",
        "desk",
        "short",
        "place",
        "phone",
        "address",
        "from",
        "agency_code",
        "morning",
        "hours_from",
    ] {
        assert!(page.contains(&format!("id=\"{field}\"")), "{field}: {page}");
    }
    let left = vietnamese(&english(|| about::form(desk())));
    assert!(left.is_empty(), "{left:?}");
    let read = html(|| {
        provide_context(at_work(demo::RECEPTION));
        SettingsPage()
    });
    assert!(read.contains("Ủy ban nhân dân phường") && !read.contains("agency_code"), "{read}");
}

#[test]
fn a_ward_without_a_name_is_told_so() {
    let nameless = |officer| {
        html(move || {
            let desk = at_work(officer);
            desk.set_ward(Arc::new(Ward {
                agency_code: "000.00.00.H00".to_owned(),
                ..(*desk.ward()).clone()
            }));
            provide_context(desk);
            SettingsPage()
        })
    };
    assert!(nameless(demo::ADMIN).contains("Phường chưa có tên và mã"));
    let named = html(|| {
        provide_context(at_work(demo::ADMIN));
        SettingsPage()
    });
    assert!(!named.contains("Phường chưa có tên và mã"), "{named}");
}

/// The address of slips is said as it is, and who can change it only where nobody has.
#[test]
fn the_page_says_where_the_codes_on_slips_lead() {
    let said = |public_url: &str, english_too: bool| {
        let public_url = public_url.to_owned();
        let page = move || {
            let desk = at_work(demo::RECEPTION);
            desk.set_ward(Arc::new(Ward { public_url, ..(*desk.ward()).clone() }));
            provide_context(desk);
            SettingsPage()
        };
        if english_too { english(page) } else { html(page) }
    };
    let (unset, set) = (said("", false), said("https://mot-cua.example", false));
    assert!(
        unset.contains("<b>http://192.168.1.10:8080</b>") && unset.contains("--public-url https://"),
        "{unset}"
    );
    assert!(set.contains("<b>https://mot-cua.example</b>") && !set.contains("192.168"), "{set}");
    assert!(!set.contains("--public-url"), "{set}");
    assert!(said("", true).contains("only the address under which this device is open"));
    assert!(said("https://mot-cua.example", true).contains("the same on every device"));
}

/// The settings as the officer sees them in the morning.
fn page_of(officer: OfficerId) -> String {
    html(move || {
        STOPPED.set(morning());
        provide_context(at_work(officer));
        SettingsPage()
    })
}

#[test]
fn the_administrator_says_whom_procedures_are_for() {
    let (admin, other) = (page_of(demo::ADMIN), page_of(demo::RECEPTION));
    assert!(admin.contains("40 thủ tục đang áp dụng chưa ghi đối tượng thực hiện"), "{admin}");
    assert!(admin.contains("id=\"for_whom\"") && admin.contains("HT-01 · Đăng ký khai sinh"), "{admin}");
    assert!(!other.contains("id=\"for_whom\""), "{other}");
    let left = english(|| {
        provide_context(at_work(demo::ADMIN));
        SettingsPage()
    });
    assert!(
        left.contains("40 procedures in force do not say") && left.contains("HT-01 · Birth registration"),
        "{left}"
    );
}

/// Everybody reads which form is asked on which days; another one is entered by the administrator.
#[test]
fn the_administrator_enters_another_survey_form() {
    let (admin, other) = (page_of(demo::ADMIN), page_of(demo::RECEPTION));
    for said in ["Mẫu 1, từ 01/01/2018 đến 30/06/2025", "Mẫu 2, từ 01/07/2025", "Năm yếu tố của SIPAS"]
    {
        assert!(admin.contains(said) && other.contains(said), "{said}: {admin}");
    }
    assert!(admin.contains("id=\"form_from\"") && admin.contains("id=\"question_1_en\""), "{admin}");
    assert!(!admin.contains("id=\"question_2\"") && !admin.contains("Bỏ mẫu chưa dùng"), "{admin}");
    assert!(!other.contains("id=\"form_from\""), "{other}");
    let planned = |english_too: bool| {
        let question =
            OwnQuestion { vi: "Ban huong dan".to_owned(), en: "Help desk".to_owned(), scale: Scale::Good };
        let typed = Typed {
            from: "01/01/2027".to_owned(),
            vi: "Bo cau hoi 2027".to_owned(),
            en: "Questions of 2027".to_owned(),
            basis: "Ke hoach 12".to_owned(),
            questions: vec![question.clone(), OwnQuestion { vi: "Cho ngoi".to_owned(), ..question }],
        };
        let show = move || {
            STOPPED.set(morning());
            let desk = at_work(demo::ADMIN);
            desk.set_ward(Arc::new(desk.ward().with_form(&typed, morning().day()).expect("good")));
            provide_context(desk);
            SettingsPage()
        };
        if english_too { english(show) } else { html(show) }
    };
    let shown = planned(false);
    for said in ["Mẫu 3, từ 01/01/2027", "Ke hoach 12", "id=\"question_2\"", "Bỏ mẫu chưa dùng", "3 câu"]
    {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let read = planned(true);
    assert!(read.contains("Questions of 2027") && read.contains("3 questions"), "{read}");
    assert!(read.contains("Five steps, from very poor to very good"), "{read}");
    assert_eq!(vietnamese(&read), ["Tiếng Việt"], "a language is called by its own name");
}

fn morning() -> Moment {
    Moment::at(Day::new(2026, 11, 26).expect("a day"), 7, 31)
}

fn session(id: &str, label: &str, here: bool) -> SessionSeen {
    SessionSeen {
        id: id.to_owned(),
        device: DeviceId(1),
        label: label.to_owned(),
        browser: "Chrome, Android".to_owned(),
        since: morning(),
        seen: morning().plus_minutes(91),
        here,
    }
}

fn sessions_page(answer: Option<Result<Vec<SessionSeen>, Trouble>>) -> AnyView {
    let as_of = morning().plus_minutes(92);
    let answer = answer.map(|answer| answer.map(|sessions| Sessions { as_of, sessions }));
    shown(answer, Callback::new(|()| ()), Callback::new(|_| ()), RwSignal::new(false))
}

#[test]
fn an_officer_reads_where_she_is_logged_in_and_which_session_this_is() {
    let two = || vec![session("a", "Quầy 1", true), session("b", "Điện thoại", false)];
    let page = html(move || sessions_page(Some(Ok(two()))));
    for said in [
        "<b>Quầy 1</b>",
        "phiên này",
        "Chrome, Android",
        "Đăng nhập 07:31 26/11/2026, dùng lần cuối 09:02 26/11/2026",
        "aria-label=\"Đăng xuất nơi này: Điện thoại\"",
        "Đăng xuất mọi nơi khác",
        "việc chưa gửi vẫn còn",
        "Tính đến 09:03 26/11/2026",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(page.matches("<button").count(), 2, "none for this one");
    assert!(!page.contains("Không đăng nhập ở nơi nào"));
}

#[test]
fn a_list_of_sessions_says_what_it_is_when_there_is_none() {
    assert!(html(|| sessions_page(None)).contains("Đang đọc"));
    let only = html(|| sessions_page(Some(Ok(vec![session("a", "Quầy 1", true)]))));
    assert!(only.contains("Không đăng nhập ở nơi nào khác.") && !only.contains("<button"), "{only}");
    let none = html(|| sessions_page(Some(Ok(vec![]))));
    assert!(none.contains("Không đăng nhập ở nơi nào.") && !none.contains("<button"), "{none}");
    let anothers = html(|| sessions_page(Some(Ok(vec![session("b", "Quầy 2", false)]))));
    assert!(
        anothers.contains("Đăng xuất mọi nơi</button>"),
        "the administrator ends all of them: {anothers}"
    );
    let unreachable = || Trouble::Network(Failure::Unreachable.sentence());
    let offline = html(move || sessions_page(Some(Err(unreachable()))));
    assert!(offline.contains("Danh sách này nằm ở máy chủ") && offline.contains("Thử lại"), "{offline}");
    assert!(!offline.contains("<li"), "nothing is shown that may be over");
    let page = english(move || {
        let plain = vec![session("a", "Desk 1", true), session("b", "Phone", false)];
        view! { {sessions_page(Some(Ok(plain)))}{sessions_page(Some(Err(unreachable())))} }
    });
    let left = vietnamese(&page);
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_page_says_whether_citizens_are_told_and_by_whom() {
    let said = |news_by: &[NewsBy]| {
        let news_by = news_by.to_vec();
        html(move || {
            let desk = at_work(demo::RECEPTION);
            desk.set_ward(Arc::new(Ward { news_by, ..demo::ward().expect("the standard data") }));
            provide_context(desk);
            SettingsPage()
        })
    };
    let on = said(&[NewsBy::Mail, NewsBy::Sms]);
    assert!(on.contains("cách nhận tin về hồ sơ: Thư điện tử, Tin nhắn.") && !on.contains("Zalo"), "{on}");
    let off = said(&[]);
    assert!(["--smtp", "--sms-url", "--zalo-url"].iter().all(|way| off.contains(way)), "{off}");
    let carried = |by, host: &str, from: &str, failed| Carried {
        by,
        host: host.to_owned(),
        from: from.to_owned(),
        count: [(State::Failed, failed), (State::Sent, 1_204)].into(),
    };
    let ways = vec![
        carried(NewsBy::Mail, "thu.vidu.example", "motcua@vidu.example", 0),
        carried(NewsBy::Sms, "tin.vidu.example", "", 2),
        carried(NewsBy::Zalo, "", "", 0),
    ];
    let outbox = Outbox { ways };
    let page = english(move || shown_outbox(plain(&outbox)));
    for part in [
        "Mail server",
        "thu.vidu.example",
        "motcua@vidu.example",
        "Text message",
        "Carried by",
        "tin.vidu.example",
        "class=\"late\">2<",
        "1,204",
        "Waiting",
        "nobody carries it any more",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(vietnamese(&page).is_empty());
}

/// What the settings say of public posting is what the versions in force say.
#[test]
fn the_rules_of_posting_are_those_of_today() {
    let ward = demo::ward().expect("the standard data");
    let rules = super::posting::posting_rules(&ward, Day::new(2026, 11, 24).expect("a day"));
    let said: Vec<&str> = rules.iter().map(|(_, said)| said.vi.as_str()).collect();
    let inside = ["02", "05", "03"].map(|days| format!("{days} ngày làm việc, trong thời hạn"));
    assert_eq!(said[0], "15 ngày, ngoài thời hạn");
    assert_eq!(said[1..], inside.each_ref().map(String::as_str));
}
