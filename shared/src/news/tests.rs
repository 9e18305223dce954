//! What a citizen is told, by stories of the counter.

use expect_test::{Expect, expect};

use super::*;
use crate::script::{Story, forms};

const SITE: &str = "https://mot-cua.example/";

fn at(day: u32, month: u32, hour: u32) -> Moment {
    Moment::at(Day::new(2018, month, day).expect("a day"), hour, 0)
}

/// Whoever asks has given an address, and asked to be told.
fn told_by(story: &str) -> Story {
    let mut told = Story::new();
    for line in story.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let answer = told.line(line);
        assert!(!answer.contains('✗'), "{line}: {answer}");
    }
    let dossier = told.dossiers.get_mut("H1").expect("H1");
    dossier.contact = Contact { email: "ly@vidu.example".to_owned(), news: true, ..Contact::default() };
    told
}

#[track_caller]
fn check(story: &str, event: Event, expected: Expect) {
    let story = told_by(story);
    let dossier = &story.dossiers["H1"];
    let Told { subject, body, short, .. } =
        told(event, &story.ward, dossier, SITE, at(13, 2, 9)).expect("it holds");
    assert!(short.is_ascii() && short.len() <= 160, "{} signs: {short}", short.len());
    expected.assert_eq(&format!("{subject}\n\n{body}\n\n{short}\n"));
}

#[test]
fn received_with_its_day() {
    check(
        "08:15 13/02/2018 oanh tiếp-nhận H1 HT-09",
        Event::Received,
        expect![[r#"
        Hồ sơ 180213-6000: đã tiếp nhận, ngày hẹn

        Hồ sơ 000.21.17.H17-180213-6000: Cấp Giấy xác nhận tình trạng hôn nhân.

        Phường đã tiếp nhận hồ sơ. Hẹn trả kết quả: 17:00, Thứ Sáu 23/02/2018.
        Xem hồ sơ: https://mot-cua.example/tra-cuu, dùng mã hồ sơ và mã tra cứu phường đã đưa.

        Bộ phận Tiếp nhận và Trả kết quả, Ủy ban nhân dân phường Hòa Hiệp Bắc
        Điện thoại: 0236 3000 000
        Tin tự động, xin không trả lời. Không muốn nhận nữa thì báo quầy Một Cửa.

        P. Hoa Hiep Bac: ho so 180213-6000 da tiep nhan, hen tra 17:00 23/02/2018. https://mot-cua.example/tra-cuu
    "#]],
    );
}

#[test]
fn papers_are_missing_before_and_after_reception() {
    check(
        "08:15 13/02/2018 oanh hướng-dẫn H1 HT-09 lý-do=thiếu",
        Event::Asked,
        expect![[r#"
        Hồ sơ: cần bổ sung giấy tờ

        Hồ sơ: Cấp Giấy xác nhận tình trạng hôn nhân.

        Hồ sơ còn thiếu giấy tờ. Mời bổ sung đến hết ngày 21/02/2018 (ngày hẹn 20/02/2018 là ngày nghỉ), như ghi trong phiếu phường đã đưa.

        Bộ phận Tiếp nhận và Trả kết quả, Ủy ban nhân dân phường Hòa Hiệp Bắc
        Điện thoại: 0236 3000 000
        Tin tự động, xin không trả lời. Không muốn nhận nữa thì báo quầy Một Cửa.

        P. Hoa Hiep Bac: ho so can bo sung giay to den het 21/02/2018.
    "#]],
    );
    check(
        "08:15 13/02/2018 oanh tiếp-nhận H1 HT-09
         08:40 hà phân-công H1
         10:05 hà yêu-cầu-bổ-sung H1",
        Event::Asked,
        expect![[r#"
            Hồ sơ 180213-6000: cần bổ sung giấy tờ

            Hồ sơ 000.21.17.H17-180213-6000: Cấp Giấy xác nhận tình trạng hôn nhân.

            Hồ sơ còn thiếu giấy tờ. Mời bổ sung đến hết ngày 21/02/2018 (ngày hẹn 20/02/2018 là ngày nghỉ), như ghi ở trang tra cứu.
            Xem hồ sơ: https://mot-cua.example/tra-cuu, dùng mã hồ sơ và mã tra cứu phường đã đưa.

            Bộ phận Tiếp nhận và Trả kết quả, Ủy ban nhân dân phường Hòa Hiệp Bắc
            Điện thoại: 0236 3000 000
            Tin tự động, xin không trả lời. Không muốn nhận nữa thì báo quầy Một Cửa.

            P. Hoa Hiep Bac: ho so 180213-6000 can bo sung giay to den het 21/02/2018. https://mot-cua.example/tra-cuu
        "#]],
    );
}

#[test]
fn a_new_day_comes_with_the_apology() {
    check(
        "08:15 13/02/2018 oanh tiếp-nhận H1 HT-09
         08:40 hà phân-công H1
         09:00 thành xin-lỗi H1 hẹn=17:00_28/02/2018",
        Event::NewDay,
        expect![[r#"
            Hồ sơ 180213-6000: xin lỗi và hẹn lại

            Hồ sơ 000.21.17.H17-180213-6000: Cấp Giấy xác nhận tình trạng hôn nhân.

            Phường chưa xong đúng hẹn và xin lỗi vì sự chậm trễ này. Hẹn lại: 17:00, Thứ Tư 28/02/2018.
            Xem hồ sơ: https://mot-cua.example/tra-cuu, dùng mã hồ sơ và mã tra cứu phường đã đưa.

            Bộ phận Tiếp nhận và Trả kết quả, Ủy ban nhân dân phường Hòa Hiệp Bắc
            Điện thoại: 0236 3000 000
            Tin tự động, xin không trả lời. Không muốn nhận nữa thì báo quầy Một Cửa.

            P. Hoa Hiep Bac: ho so 180213-6000 cham hen, phuong xin loi, hen lai 17:00 28/02/2018. https://mot-cua.example/tra-cuu
        "#]],
    );
}

const READY: &str = "08:15 13/02/2018 oanh tiếp-nhận H1 HT-09
     08:40 hà phân-công H1
     10:05 hà trình-ký H1
     10:10 thành ký H1 thay-ca
     10:20 tuấn đóng-dấu H1";

#[test]
fn the_result_is_ready_and_waits() {
    check(
        READY,
        Event::Ready,
        expect![[r#"
        Hồ sơ 180213-6000: đã có kết quả

        Hồ sơ 000.21.17.H17-180213-6000: Cấp Giấy xác nhận tình trạng hôn nhân.

        Đã có kết quả. Mời đến nhận tại quầy Một Cửa, mang theo giấy hẹn.
        Xem hồ sơ: https://mot-cua.example/tra-cuu, dùng mã hồ sơ và mã tra cứu phường đã đưa.

        Bộ phận Tiếp nhận và Trả kết quả, Ủy ban nhân dân phường Hòa Hiệp Bắc
        Điện thoại: 0236 3000 000
        Tin tự động, xin không trả lời. Không muốn nhận nữa thì báo quầy Một Cửa.

        P. Hoa Hiep Bac: ho so 180213-6000 da co ket qua, moi den nhan, mang giay hen. https://mot-cua.example/tra-cuu
    "#]],
    );
    check(
        READY,
        Event::Reminder,
        expect![[r#"
        Hồ sơ 180213-6000: nhắc đến nhận kết quả

        Hồ sơ 000.21.17.H17-180213-6000: Cấp Giấy xác nhận tình trạng hôn nhân.

        Đã có kết quả và phường vẫn giữ tại quầy. Mời đến nhận, mang theo giấy hẹn.
        Xem hồ sơ: https://mot-cua.example/tra-cuu, dùng mã hồ sơ và mã tra cứu phường đã đưa.

        Bộ phận Tiếp nhận và Trả kết quả, Ủy ban nhân dân phường Hòa Hiệp Bắc
        Điện thoại: 0236 3000 000
        Tin tự động, xin không trả lời. Không muốn nhận nữa thì báo quầy Một Cửa.

        P. Hoa Hiep Bac: ho so 180213-6000 da co ket qua, phuong van giu, moi den nhan. https://mot-cua.example/tra-cuu
    "#]],
    );
    check(
        &READY.replace("trình-ký H1", "trình-ký H1 từ-chối"),
        Event::Ready,
        expect![[r#"
        Hồ sơ 180213-6000: đã có kết quả

        Hồ sơ 000.21.17.H17-180213-6000: Cấp Giấy xác nhận tình trạng hôn nhân.

        Đã có văn bản từ chối giải quyết, có ghi lý do. Mời đến nhận tại quầy Một Cửa, mang theo giấy hẹn.
        Xem hồ sơ: https://mot-cua.example/tra-cuu, dùng mã hồ sơ và mã tra cứu phường đã đưa.

        Bộ phận Tiếp nhận và Trả kết quả, Ủy ban nhân dân phường Hòa Hiệp Bắc
        Điện thoại: 0236 3000 000
        Tin tự động, xin không trả lời. Không muốn nhận nữa thì báo quầy Một Cửa.

        P. Hoa Hiep Bac: ho so 180213-6000 da co ket qua, moi den nhan, mang giay hen. https://mot-cua.example/tra-cuu
    "#]],
    );
}

#[test]
fn not_accepted_and_stopped() {
    check(
        "08:15 13/02/2018 cổng nộp H1 HT-09\n oanh từ-chối H1",
        Event::Refused,
        expect![[r#"
        Hồ sơ: không tiếp nhận

        Hồ sơ: Cấp Giấy xác nhận tình trạng hôn nhân.

        Phường không tiếp nhận hồ sơ này. Lý do và nơi cần đến ghi ở trang tra cứu.
        Xem hồ sơ: https://mot-cua.example/tra-cuu, dùng mã hồ sơ và mã tra cứu phường đã đưa.

        Bộ phận Tiếp nhận và Trả kết quả, Ủy ban nhân dân phường Hòa Hiệp Bắc
        Điện thoại: 0236 3000 000
        Tin tự động, xin không trả lời. Không muốn nhận nữa thì báo quầy Một Cửa.

        P. Hoa Hiep Bac: ho so khong duoc tiep nhan. https://mot-cua.example/tra-cuu
    "#]],
    );
    check(
        "08:15 13/02/2018 oanh tiếp-nhận H1 HT-09\n thành dừng H1",
        Event::Stopped,
        expect![[r#"
        Hồ sơ 180213-6000: dừng xử lý

        Hồ sơ 000.21.17.H17-180213-6000: Cấp Giấy xác nhận tình trạng hôn nhân.

        Phường đã dừng xử lý hồ sơ này. Lý do ghi trong văn bản; mời hỏi quầy Một Cửa.
        Xem hồ sơ: https://mot-cua.example/tra-cuu, dùng mã hồ sơ và mã tra cứu phường đã đưa.

        Bộ phận Tiếp nhận và Trả kết quả, Ủy ban nhân dân phường Hòa Hiệp Bắc
        Điện thoại: 0236 3000 000
        Tin tự động, xin không trả lời. Không muốn nhận nữa thì báo quầy Một Cửa.

        P. Hoa Hiep Bac: ho so 180213-6000 da dung xu ly, moi hoi quay. https://mot-cua.example/tra-cuu
    "#]],
    );
}

#[test]
fn whoever_gets_the_result_by_post_is_not_asked_to_come() {
    let mut story = told_by(READY);
    let dossier = story.dossiers.get_mut("H1").expect("H1");
    for (delivery, said) in [(Delivery::Post, "qua bưu chính"), (Delivery::Electronic, "bản điện tử")]
    {
        dossier.delivery = delivery;
        let letter = told(Event::Ready, &story.ward, dossier, SITE, at(13, 2, 11)).expect("ready");
        assert!(letter.body.contains(said) && !letter.body.contains("đến nhận"), "{}", letter.body);
        assert_eq!(told(Event::Reminder, &story.ward, dossier, SITE, at(13, 2, 11)), None);
        assert_eq!(reminder(dossier, at(16, 2, 9)), None);
    }
}

/// Each act that is news finds the dossier as the news says, and the next one finds it no longer so.
#[test]
fn what_no_longer_holds_is_not_said() {
    let story = told_by(&format!("{READY}\n09:00 26/02/2018 oanh trả-kết-quả H1"));
    for event in Event::ALL {
        assert_eq!(told(event, &story.ward, &story.dossiers["H1"], SITE, at(26, 2, 9)), None, "{event:?}");
    }
    let story = told_by(READY);
    let holds: Vec<Event> =
        Event::ALL.into_iter().filter(|event| event.holds(&story.dossiers["H1"], at(26, 2, 9))).collect();
    assert_eq!(holds, [Event::Ready, Event::Reminder]);
}

#[test]
fn no_word_names_a_person() {
    let story = told_by(READY);
    let mut dossier = story.dossiers["H1"].clone();
    dossier.applicant = forms::applicant();
    dossier.applicant.on_behalf_of = "Trần Thị Bé".to_owned();
    for (event, status) in [
        (Event::Received, Status::InWork),
        (Event::Ready, Status::Ready),
        (Event::Reminder, Status::Ready),
        (Event::Refused, Status::NotAccepted),
        (Event::Stopped, Status::Stopped),
    ] {
        dossier.status = status;
        let letter = told(event, &story.ward, &dossier, SITE, at(13, 2, 11)).expect("it holds");
        let all = format!("{} {} {}", letter.subject, letter.body, letter.short);
        for private in
            ["Thị Lý", "048190004217", "1990", "Tổ 12", "Thị Bé", "vidu.example", "7K2MPX", "Lê Quang"]
        {
            assert!(!all.contains(private), "{event:?} says {private}: {all}");
        }
    }
}

#[test]
fn a_reminder_comes_on_its_days_and_not_before_the_counter_opens() {
    let story = told_by(READY);
    let dossier = &story.dossiers["H1"];
    let due = |day, month, hour| reminder(dossier, at(day, month, hour));
    assert_eq!(due(15, 2, 9), None, "two days");
    assert_eq!((due(16, 2, 7), due(16, 2, 8), due(18, 2, 9)), (None, Some(3), Some(3)));
    assert_eq!((due(19, 2, 9), due(20, 2, 9)), (None, Some(7)), "too late is not said");
    assert_eq!((due(28, 2, 9), due(15, 3, 9), due(17, 3, 9)), (Some(15), Some(30), Some(30)));
    assert_eq!(due(18, 3, 9), None, "thirty days is the last");
}

/// The result is of the 13th, promised for the 21st: whoever is early for the ward is not late for it.
#[test]
fn whoever_does_not_come_is_named_to_the_counter() {
    let mut story = told_by(READY);
    let dossier = story.dossiers.get_mut("H1").expect("H1");
    let promised = dossier.promised.expect("promised").day();
    let waits = |dossier: &Dossier, days| uncollected(dossier, promised.plus(days));
    assert_eq!((waits(dossier, 2), waits(dossier, 3), waits(dossier, 40)), (None, Some(3), Some(40)));
    dossier.promised = None;
    let ready = dossier.finished_at.expect("finished").day();
    assert_eq!(uncollected(dossier, ready.plus(3)), Some(3));
    dossier.delivery = Delivery::Post;
    assert_eq!(uncollected(dossier, ready.plus(30)), None);
    dossier.delivery = Delivery::Counter;
    dossier.status = Status::Returned;
    assert_eq!(uncollected(dossier, ready.plus(30)), None);
}

#[test]
fn nobody_is_told_who_has_not_asked() {
    let contact = |email: &str, news| Contact { email: email.to_owned(), news, ..Contact::default() };
    assert_eq!(address(&contact("ly@vidu.example", true)), Some((NewsBy::Mail, "ly@vidu.example")));
    assert_eq!(address(&contact("ly@vidu.example", false)), None);
    assert_eq!(address(&contact("", true)), None);
    for by in [NewsBy::Sms, NewsBy::Zalo] {
        let contact = |phone: &str, news| Contact {
            phone: phone.to_owned(),
            email: "ly@vidu.example".to_owned(),
            news,
            news_by: by,
        };
        assert_eq!(address(&contact("0905114225", true)), Some((by, "0905114225")));
        assert_eq!(address(&contact("0905114225", false)), None, "no consent");
        for deaf in ["", "02363000000", "01225114225", "0905 114 225"] {
            assert_eq!(address(&contact(deaf, true)), None, "{deaf}");
        }
    }
}

/// Each way has its own consent, and none outlives the address that was given for it.
#[test]
fn a_wish_goes_with_its_address() {
    let given = Contact { phone: "0905114225".to_owned(), ..Contact::default() };
    assert_eq!(given.clone().told(Some(NewsBy::Sms)).wants(), Some(NewsBy::Sms));
    let mail = given.clone().told(Some(NewsBy::Mail));
    assert_eq!((mail.wants(), mail.news_by), (None, NewsBy::default()), "no address was given");
    let zalo = given.told(Some(NewsBy::Zalo));
    assert_eq!(Contact { phone: " ".to_owned(), ..zalo.clone() }.told(Some(NewsBy::Zalo)).wants(), None);
    assert_eq!(zalo.told(None).wants(), None);
    for by in NewsBy::ALL {
        assert_eq!(serde_json::to_value(by).unwrap(), by.code());
        assert_eq!(NewsBy::of(by.code()), Some(by));
    }
    let old: Contact = serde_json::from_str(r#"{"email":"ly@vidu.example","news":true}"#).unwrap();
    assert_eq!(old.wants(), Some(NewsBy::Mail), "who had asked before, by the one way there was");
    assert!(!serde_json::to_string(&old).unwrap().contains("news_by"));
}

/// A draft is news until it is answered, or the time is over; its words stay away.
#[test]
fn a_draft_waits_until_it_is_answered() {
    let mut story = told_by(
        "08:00 05/03/2018 cổng nộp H1 HT-09 trực-tuyến
         08:05 oanh tiếp-nhận H1
         08:10 sơn phân-công H1 cho=hà
         08:30 hà gửi-bản-thảo H1 nội-dung=Họ_và_tên:_Nguyễn_Thị_Lý",
    );
    let letter = |story: &Story, now| told(Event::Proof, &story.ward, &story.dossiers["H1"], SITE, now);
    let said = letter(&story, at(5, 3, 9)).expect("it waits");
    assert!(said.body.contains("trước 17:00 06/03/2018; không trả lời là đồng ý"), "{}", said.body);
    assert!(said.short.contains("tra loi truoc 17:00 06/03/2018"), "{}", said.short);
    assert!(!said.body.contains("Nguyễn Thị Lý"), "{}", said.body);
    assert_eq!(letter(&story, at(6, 3, 18)), None, "too late to answer");
    story.line("09:30 cổng trả-lời-bản-thảo H1");
    assert_eq!(letter(&story, at(5, 3, 10)), None, "answered");
}

/// A page whose address is long leaves the message, and no message is longer than one.
#[test]
fn a_text_message_is_one_message() {
    let mut story = told_by(READY);
    let long = format!("https://{}.example", "mot-cua".repeat(12));
    let told_at = |story: &Story, site: &str| {
        told(Event::Ready, &story.ward, &story.dossiers["H1"], site, at(13, 2, 11)).expect("ready").short
    };
    assert!(told_at(&story, SITE).ends_with("https://mot-cua.example/tra-cuu"));
    let short = told_at(&story, &long);
    assert!(short.ends_with("mang giay hen.") && !short.contains("https"), "{short}");
    for head in &mut story.ward.letterheads {
        head.short = "Xã “Đông–Tây” ".repeat(20);
    }
    let short = told_at(&story, SITE);
    assert!(short.is_ascii() && short.len() == 160 && short.starts_with("Xa "), "{short}");
}

#[test]
fn every_act_that_is_news_is_named() {
    let news = Kind::ALL.into_iter().filter_map(|kind| Some((kind, Event::of(kind)?)));
    assert_eq!(news.count(), 9);
    let codes: std::collections::BTreeSet<&str> = Event::ALL.into_iter().map(Event::code).collect();
    assert_eq!(codes.len(), Event::ALL.len());
    for event in Event::ALL {
        assert_eq!(serde_json::to_value(event).unwrap(), event.code());
    }
    for state in State::ALL {
        assert_eq!(serde_json::to_value(state).unwrap(), state.code());
    }
}

/// An address to which mail goes is looked at more closely than one that stands on paper.
#[test]
fn an_address_is_needed_and_must_take_mail() {
    let (ward, day) = (Story::new().ward, Day::new(2018, 2, 13).expect("a day"));
    let said = |email: &str, news| {
        let mut form = forms::form(&ward, "HT-09", day);
        form.contact = Contact { email: email.to_owned(), news, ..Contact::default() };
        let judged = form.faults(at(13, 2, 9)).done();
        judged.err().map(|refusal| format!("{refusal:?}")).unwrap_or_default()
    };
    for good in ["ly@vidu.example", "Ly.Tran+hoso@mail.vidu-mot.example"] {
        assert_eq!(said(good, true), "", "{good}");
    }
    for bad in
        ["lý@vidu.example", "a b@vidu.example", "ly@vidu..example", "ly@@vidu.example", "ly@-vidu.example"]
    {
        assert_eq!(said(bad, false), "", "on paper it stands as it was told");
        assert!(said(bad, true).contains("Mail cannot be sent there"), "{bad}");
    }
    assert!(said("", true).contains("Muốn nhận tin thì ghi thư điện tử"));
}

#[test]
fn a_message_needs_a_mobile_number() {
    let (ward, day) = (Story::new().ward, Day::new(2018, 2, 13).expect("a day"));
    let said = |phone: &str, by: Option<NewsBy>| {
        let mut form = forms::form(&ward, "HT-09", day);
        form.contact = Contact {
            phone: phone.to_owned(),
            news: by.is_some(),
            news_by: by.unwrap_or_default(),
            ..Contact::default()
        };
        let judged = form.faults(at(13, 2, 9)).done();
        judged.err().map(|refusal| format!("{refusal:?}")).unwrap_or_default()
    };
    for by in [NewsBy::Sms, NewsBy::Zalo] {
        assert_eq!(said("+84 905 114 225", Some(by)), "");
        for (deaf, why) in [
            ("0236 3000 000", "takes no messages"),
            ("0122 511 4225", "takes no messages"),
            ("", "a mobile number is needed"),
            ("12", "10 digits"),
        ] {
            let judged = said(deaf, Some(by));
            assert!(
                judged.contains(why) && judged.matches("field: \"phone\"").count() == 1,
                "{deaf}: {judged}"
            );
        }
    }
    assert_eq!(said("0236 3000 000", None), "", "as a number to be called it stands");
}
