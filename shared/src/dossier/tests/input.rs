//! What is typed wrongly gets one clear sentence, and what is kept is clean.

use expect_test::{Expect, expect};
use proptest::prelude::*;
use unicode_normalization::is_nfc;

use super::{check, matrix};
use crate::demo;
use crate::dossier::any::{self, Dice};
use crate::dossier::posting::running;
use crate::dossier::receive::Receive;
use crate::dossier::record::{Delivery, Given};
use crate::dossier::{Act, Dossier, Kind, Status, decide};
use crate::moment::{Day, Moment};
use crate::script::{Story, dossier_id, forms};

/// The sentences that a reception gets when one thing in it is changed.
#[track_caller]
fn fault(change: impl FnOnce(&mut Receive), expected: Expect) {
    let mut story = Story::new();
    let day = Day::new(2018, 3, 5).unwrap();
    story.set_now(Moment::at(day, 9, 0));
    let mut receive = Receive { number: 6000, ..forms::receive(&story.ward, "HT-09", day) };
    change(&mut receive);
    let said = match story.judge("oanh", "H1", &Act::Receive(receive)) {
        Ok(_) => "không có lỗi".to_owned(),
        Err(refusal) => format!("{}\n{}", refusal.sentence().vi, refusal.sentence().en),
    };
    expected.assert_eq(&said);
}

#[test]
fn every_fault_of_a_person_has_its_sentence() {
    fault(|_| (), expect!["không có lỗi"]);
    fault(
        |r| r.form.applicant.number = "01234567890123456789".to_owned(),
        expect![[r#"
        Số căn cước phải đủ 12 chữ số (số đã ghi có 20); CMND cũ 9 số, hộ chiếu một chữ và 7–8 số.
        An identity number has 12 digits (this has 20); an old card 9, a passport a letter and 7–8 digits."#]],
    );
    fault(
        |r| r.form.applicant.name = "Nguyễn ".repeat(1_500),
        expect![[r#"
        Phần họ và tên dài 10.500 ký tự, tối đa 200. Rút ngắn lại.
        The name has 10,500 characters; at most 200 fit. Shorten it."#]],
    );
    fault(
        |r| r.form.applicant.name = " \u{200B} ".to_owned(),
        expect![[r#"
        Chưa ghi họ và tên.
        Enter the name."#]],
    );
    fault(
        |r| r.form.applicant.birth = "31/02/1990".to_owned(),
        expect![[r#"
            Không có ngày 31/02/1990. Kiểm tra lại ngày, tháng, năm.
            There is no 31/02/1990. Check day, month and year."#]],
    );
    fault(
        |r| r.form.applicant.birth = "2031".to_owned(),
        expect![[r#"
        Ngày sinh ở tương lai. Kiểm tra lại.
        The date of birth lies in the future. Check it."#]],
    );
    fault(
        |r| {
            r.form.applicant.number.clear();
            r.form.applicant.birth.clear();
        },
        expect![[r#"
            Ghi số giấy tờ; không có giấy tờ thì ghi ngày hoặc năm sinh.
            Enter the identity number; without one, the date or year of birth."#]],
    );
    fault(
        |r| r.form.contact.phone = "12345".to_owned(),
        expect![[r#"
        Điện thoại phải đủ 10 số; số đã ghi có 5.
        A phone number has 10 digits; this has 5."#]],
    );
    fault(
        |r| r.form.contact.email = "ly@".to_owned(),
        expect![[r#"
        Thư điện tử phải có dạng ten@mien.vn.
        An e-mail looks like name@domain.vn."#]],
    );
}

#[test]
fn every_fault_of_the_papers_has_its_sentence() {
    fault(
        |r| r.form.sets = 0,
        expect![[r#"
        Số bộ hồ sơ từ 1 đến 99.
        Sets: 1 to 99."#]],
    );
    fault(
        |r| r.form.papers[0].copies = 501,
        expect![[r#"
        Mỗi loại tối đa 500 bản.
        At most 500 of each."#]],
    );
    fault(
        |r| r.form.papers[0].name = "Tờ khai ".repeat(100),
        expect![[r#"
        Phần tên giấy tờ dài 800 ký tự, tối đa 400. Rút ngắn lại. Chưa có Tờ khai cấp Giấy xác nhận tình trạng hôn nhân.
        The name of the paper has 800 characters; at most 400 fit. Shorten it. Missing: Tờ khai cấp Giấy xác nhận tình trạng hôn nhân."#]],
    );
    fault(
        |r| r.form.papers = vec![r.form.papers[0].clone(); 61],
        expect![[r#"
        Tối đa 60 loại giấy tờ. Chưa có Giấy tờ tùy thân của người yêu cầu (CCCD/Căn cước/hộ chiếu).
        At most 60 kinds of paper. Missing: Giấy tờ tùy thân của người yêu cầu (CCCD/Căn cước/hộ chiếu)."#]],
    );
}

#[test]
fn every_fault_of_fee_and_number_has_its_sentence() {
    fault(
        |r| r.fee.payment = crate::dossier::record::Payment::Free,
        expect![[r#"
        Chưa chọn đã thu, thu sau hay miễn lệ phí.
        Say whether the fee is taken, owed or exempt."#]],
    );
    fault(
        |r| r.fee.payment = crate::dossier::record::Payment::Exempt,
        expect![[r#"
        Chưa ghi lý do miễn.
        Enter the reason for the exemption."#]],
    );
    fault(
        |r| r.fee.receipt = "B".repeat(41),
        expect![[r#"
        Phần số biên lai dài 41 ký tự, tối đa 40. Rút ngắn lại.
        The receipt number has 41 characters; at most 40 fit. Shorten it."#]],
    );
    fault(
        |r| r.fee.ask.copies = 0,
        expect![[r#"
        Số bản từ 1 đến 500.
        Copies: 1 to 500."#]],
    );
    fault(
        |r| r.fee.ask.line = 99,
        expect![[r#"
        Chọn mức lệ phí trong bảng.
        Choose a line of the fee table."#]],
    );
    fault(
        |r| r.secret = "x".repeat(1_000),
        expect![[r#"
        Mã tra cứu gồm chữ và số, tối đa 12 ký tự.
        The tracking code has letters and digits, 12 at most."#]],
    );
    fault(
        |r| r.number = 5_999,
        expect![[r#"
        Số hồ sơ không thuộc dải số của máy này.
        The number is not from this device's lane."#]],
    );
    fault(
        |r| r.number = 6_100,
        expect![[r#"
        Số hồ sơ không thuộc dải số của máy này.
        The number is not from this device's lane."#]],
    );
    fault(
        |r| r.form.procedure.id = "XX-99".to_owned(),
        expect![[r#"
        Không có thủ tục XX-99 đang áp dụng. Chọn lại thủ tục.
        No procedure XX-99 is in force. Choose another."#]],
    );
}

#[test]
fn a_year_without_a_calendar_promises_nothing() {
    check(
        "09:00 30/12/2026 oanh tiếp-nhận H1 HT-09
         09:00 05/01/2027 oanh tiếp-nhận H1 HT-01
         09:00 30/12/2026 oanh tiếp-nhận H2 HT-01
         09:10 hà phân-công H2
         09:20 hà yêu-cầu-bổ-sung H2
         09:00 04/01/2027 oanh nhận-bổ-sung H2
         09:00 30/12/2026 oanh tiếp-nhận H3 HT-01
         09:00 vân xin-lỗi H3 hẹn=17:00_04/01/2027",
        expect![[r#"
            09:00 30/12/2026 oanh tiếp-nhận H1 HT-09
                ✗ Chưa có lịch nghỉ năm 2027, nên chưa tính được ngày hẹn. Quản trị nhập ở Cài đặt, mục “Lịch nghỉ của phường”.
            09:00 05/01/2027 oanh tiếp-nhận H1 HT-01
                ✗ Chưa có lịch nghỉ năm 2027, nên chưa tính được ngày hẹn. Quản trị nhập ở Cài đặt, mục “Lịch nghỉ của phường”.
            09:00 30/12/2026 oanh tiếp-nhận H2 HT-01
                → Đã tiếp nhận, chờ phân công, hạn 17:00 30/12/2026
            09:10 hà phân-công H2
                → Đang thụ lý, hạn 17:00 30/12/2026
            09:20 hà yêu-cầu-bổ-sung H2
                → Chờ dân bổ sung, hạn 17:00 30/12/2026, đồng hồ dừng
            09:00 04/01/2027 oanh nhận-bổ-sung H2
                ✗ Chưa có lịch nghỉ năm 2027, nên chưa tính được ngày hẹn. Quản trị nhập ở Cài đặt, mục “Lịch nghỉ của phường”.
            09:00 30/12/2026 oanh tiếp-nhận H3 HT-01
                → Đã tiếp nhận, chờ phân công, hạn 17:00 30/12/2026
            09:00 vân xin-lỗi H3 hẹn=17:00_04/01/2027
                ✗ Chưa có lịch nghỉ năm 2027, nên chưa tính được ngày hẹn. Quản trị nhập ở Cài đặt, mục “Lịch nghỉ của phường”.
        "#]],
    );
}

/// Texts of every act decomposed, with hidden marks and doubled spaces, as some keyboards and PDFs give them.
fn decomposed(act: &Act) -> Act {
    use unicode_normalization::UnicodeNormalization;
    fn visit(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::String(text) if !text.is_ascii() => {
                *text = format!(" {}\u{200B} ", text.nfd().collect::<String>().replace(' ', "  "));
            }
            serde_json::Value::Array(all) => all.iter_mut().for_each(visit),
            serde_json::Value::Object(all) => all.values_mut().for_each(visit),
            serde_json::Value::Null
            | serde_json::Value::Bool(_)
            | serde_json::Value::Number(_)
            | serde_json::Value::String(_) => {}
        }
    }
    let mut value = serde_json::to_value(act).unwrap();
    visit(&mut value);
    serde_json::from_value(value).unwrap()
}

fn texts(dossier: &Dossier) -> Vec<String> {
    fn visit(value: serde_json::Value, out: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => out.push(text),
            serde_json::Value::Array(all) => all.into_iter().for_each(|value| visit(value, out)),
            serde_json::Value::Object(all) => all.into_iter().for_each(|(_, value)| visit(value, out)),
            serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
        }
    }
    let mut out = vec![];
    visit(serde_json::to_value(dossier).unwrap(), &mut out);
    out
}

/// Walks a dossier by random open acts, each handed to `judge` after `change`.
fn walk(seed: u64, change: fn(&Act) -> Act, look: impl FnMut(&Dossier, &Act, &Dossier)) {
    walk_by(&Kind::ALL, seed, change, look);
}

/// By these kinds alone.
fn walk_by(
    kinds: &[Kind],
    seed: u64,
    change: fn(&Act) -> Act,
    mut look: impl FnMut(&Dossier, &Act, &Dossier),
) {
    let mut dice = Dice::new(seed);
    let mut story = Story::new();
    let mut now = Moment::at(Day::new(2018, 3, 5).unwrap(), 8, 0);
    let people = ["cổng", "oanh", "hà", "bảo", "sơn", "tuấn", "vân", "mai"];
    for _ in 0..40 {
        now = now.plus_minutes(dice.below(600) as i64);
        story.set_now(now);
        let who = *dice.pick(&people);
        let before = story.dossiers.get("H1").cloned();
        let by = story.person(who);
        let act = change(&any::next_of(&mut dice, &story.ctx(&by), before.as_ref(), kinds));
        // Most lives shall be long ones.
        if matches!(act.kind(), Kind::Withdraw | Kind::Stop | Kind::Refuse) && !dice.percent(10) {
            continue;
        }
        if story.judge(who, "H1", &act).is_ok() {
            let after = &story.dossiers["H1"];
            look(before.as_ref().unwrap_or(after), &act, after);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Composed Unicode, no hidden marks, no doubled spaces, whatever the keyboard gave.
    #[test]
    fn what_is_kept_is_clean(seed: u64) {
        walk(seed, decomposed, |_, act, after| {
            for text in texts(after) {
                let clean = is_nfc(&text) && !text.contains('\u{200B}') && !text.contains("  ") && text.trim() == text;
                assert!(clean, "{:?} left {text:?}", act.kind());
            }
        });
    }

    /// The invariants that the heads of the files promise.
    #[test]
    fn due_days_move_only_for_their_reasons(seed: u64) {
        walk(seed, Act::clone, |before, act, after| {
            if before.due_first.is_some() {
                assert_eq!(before.due_first, after.due_first, "the first due day never moves");
            }
            let extends = matches!(act, Act::Consult(consult) if consult.extends);
            let resumes = matches!(act.kind(), Kind::Supplement | Kind::Paid | Kind::EndPosting) || extends;
            if before.due.is_some() && !resumes {
                assert_eq!(before.due, after.due, "{:?} moved the due day", act.kind());
            }
            if before.due.is_some() && resumes {
                assert!(before.due <= after.due, "a pause never shortens the limit");
            }
            if before.promised.is_some() {
                assert!(before.promised <= after.promised, "a promise is never taken back");
            }
            let hangs = running(after).is_some_and(|posting| posting.outside);
            let waits = hangs || matches!(after.status, Status::AwaitSupplement | Status::AwaitPayment);
            assert_eq!(after.paused_since().is_some(), waits, "the clock stands exactly while the citizen is waited for, or the posting hangs");
            assert!(after.signer.is_none() || after.signer != after.drafter);
            assert_eq!(after.closed_at.is_some(), after.status.is_terminal());
            assert!(before.history.len() <= after.history.len(), "history only grows");
        });
    }

    /// The record survives its journey: what is written is what is read.
    #[test]
    fn a_record_reads_back_as_it_was_written(seed: u64) {
        walk(seed, Act::clone, |_, act, after| {
            let text = serde_json::to_string(after).unwrap();
            assert_eq!(serde_json::from_str::<Dossier>(&text).unwrap(), *after);
            let text = serde_json::to_string(act).unwrap();
            assert_eq!(serde_json::from_str::<Act>(&text).unwrap(), *act);
        });
    }
}

#[test]
fn random_acts_draw_every_kind_and_reach_every_status() {
    let (mut kinds, mut statuses) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    // A life comes seldom as far as the end of a posting.
    let posting = [Kind::Receive, Kind::Assign, Kind::Post, Kind::Object, Kind::EndPosting];
    let lives =
        (0..1_000).map(|seed| (seed, &Kind::ALL[..])).chain((0..400).map(|seed| (seed, &posting[..])));
    for (seed, all) in lives {
        walk_by(all, seed, Act::clone, |_, act, after| {
            kinds.insert(act.kind());
            statuses.insert(after.status);
        });
    }
    // Answers are to the server's questions, of which there are none here: the simulator draws those.
    // Nor does the calendar change, so that a date could be counted anew.
    let asked = Kind::ALL.into_iter().filter(|kind| !kind.is_answer() && *kind != Kind::Recount);
    let undrawn: Vec<Kind> = asked.filter(|kind| !kinds.contains(kind)).collect();
    assert_eq!(undrawn, []);
    // Everything but a draft, which is written nowhere.
    assert_eq!(statuses.len(), Status::ALL.len() - 1);
}

#[test]
fn long_texts_are_refused_in_every_act() {
    let ward = demo::ward().unwrap();
    let mut let_through = vec![];
    for kind in Kind::ALL {
        let (dossier, by) = matrix::open_case(&ward, kind);
        let ctx = matrix::ctx(&ward, &by);
        let plain = any::act(&mut Dice::new(3), &ctx, dossier.as_ref(), kind);
        for path in text_paths(&plain) {
            let Some(long) = with_text(&plain, &path, &"dài ".repeat(2_600)) else { continue };
            if decide(&ctx, dossier_id(1), dossier.as_ref(), &long).is_ok() {
                let_through.push(format!("{kind:?} {path}"));
            }
        }
    }
    assert!(let_through.is_empty(), "{let_through:#?}");
}

/// Pointers to every free text of the act.
fn text_paths(act: &Act) -> Vec<String> {
    fn visit(value: &serde_json::Value, path: String, out: &mut Vec<String>) {
        match value {
            serde_json::Value::String(_) => out.push(path),
            serde_json::Value::Array(all) => {
                all.iter().enumerate().for_each(|(i, value)| visit(value, format!("{path}/{i}"), out));
            }
            serde_json::Value::Object(all) => {
                all.iter().for_each(|(key, value)| visit(value, format!("{path}/{key}"), out));
            }
            serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
        }
    }
    let mut out = vec![];
    visit(&serde_json::to_value(act).unwrap(), String::new(), &mut out);
    out
}

/// The act with another text at the pointer; `None` where the place takes only codes.
fn with_text(act: &Act, path: &str, text: &str) -> Option<Act> {
    let mut value = serde_json::to_value(act).unwrap();
    *value.pointer_mut(path).unwrap() = serde_json::Value::String(text.to_owned());
    serde_json::from_value(value).ok()
}

#[test]
fn who_received_a_result_stays_out_of_logs() {
    let act = forms::hand_over("Nguyễn Thị Lý");
    assert_eq!(format!("{act:?}"), "HandOver(***, slip_collected: true)");
    let authorisation = "Giấy ủy quyền cho Nguyễn Thị Lý".to_owned();
    let given = Given { way: Delivery::Post, checked: None, authorisation, copies: None };
    assert_eq!(format!("{given:?}"), "Given(Post, None, ***)");
}
