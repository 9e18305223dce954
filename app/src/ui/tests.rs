//! Components as strings: structure, ties for a screen reader, reasons of what is greyed.

use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use expect_test::{Expect, expect};
use leptos::prelude::*;
use shared::calendar::{Light, Term, Timing, standard_calendar};
use shared::lang::{Lang, word};
use shared::moment::{Day, Moment};
use shared::refusal::FieldFault;

use super::button::{ActRow, Keys};
use super::chart::{Bar, BarChart};
use super::choice::Tick;
use super::combobox::{Combobox, Suggestion};
use super::cover::{Cover, Held};
use super::date::DateField;
use super::days::Days;
use super::field::TextField;
use super::figures::Figure;
use super::file::FileField;
use super::icon::Glyph;
use super::light::LightView;
use super::select::SelectField;
use super::state::Reading;
use super::steps::{Step, Steps};
use super::sync_badge::{SyncBadge, SyncState, SyncView};
use crate::english::{English, Tell};
use crate::prefs::{Choices, Prefs};
use crate::text::Text;

/// Effects act on a browser, and here is none: they are dropped.
struct NoEffects;

impl CustomExecutor for NoEffects {
    fn spawn(&self, _: PinnedFuture<()>) {}
    fn spawn_local(&self, _: PinnedLocalFuture<()>) {}
    fn poll_local(&self) {}
}

/// Renders as the server would, without a browser.
pub fn html<V: IntoView + 'static>(make: impl FnOnce() -> V) -> String {
    // The second test of a process finds it there already.
    let _ = Executor::init_custom_executor(NoEffects);
    let owner = Owner::new();
    owner.with(|| make().into_view().to_html())
}

/// The same for an officer who reads English.
pub fn english<V: IntoView + 'static>(make: impl FnOnce() -> V) -> String {
    html(move || {
        provide_context(Prefs::new(Choices { lang: Lang::En, ..Choices::default() }));
        let table: Tell = shared::procedure::told;
        provide_context(English(RwSignal::new(Some(table))));
        make()
    })
}

/// Text and spoken attributes of `markup` that hold Vietnamese letters; the sign of the đồng is none, and what says of
/// itself that it is Vietnamese is data.
pub fn vietnamese(markup: &str) -> Vec<String> {
    let spoken = ["aria-label=\"", "placeholder=\"", "title=\"", "data-label=\""];
    let lines = outline(markup).lines().map(str::to_owned).collect::<Vec<_>>();
    let mut is_data = false;
    let said = lines.iter().flat_map(|line| -> Vec<&str> {
        if !line.starts_with('<') {
            return if std::mem::take(&mut is_data) { vec![] } else { vec![line] };
        }
        is_data = line.contains(" lang=\"vi\"");
        let values = spoken.iter().filter_map(|name| line.split_once(name)?.1.split('"').next());
        values.collect()
    });
    // Laws and forms keep the letters of their numbers: `Decree 123/2015/NĐ-CP`.
    let is_number = |word: &str| word.chars().any(|c| c.is_ascii_digit());
    let is_accented = |word: &str| word.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let has_accents =
        |text: &&str| text.replace(" đ", "").split(' ').any(|word| is_accented(word) && !is_number(word));
    said.filter(has_accents).map(str::to_owned).collect()
}

/// The same value with its letters stripped of accents: what is accented on a page of it is the page's own word.
pub fn plain<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    fn strip(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::String(text) => {
                let bare = |c: char| match c.is_alphabetic() && !c.is_ascii() {
                    true => shared::text::fold(&c.to_string()),
                    false => c.to_string(),
                };
                *text = text.chars().map(bare).collect();
            }
            serde_json::Value::Array(all) => all.iter_mut().for_each(strip),
            serde_json::Value::Object(all) => all.values_mut().for_each(strip),
            serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
        }
    }
    let mut json = serde_json::to_value(value).expect("every value is sent as JSON");
    strip(&mut json);
    serde_json::from_value(json).expect("only letters have changed")
}

#[test]
fn vietnamese_is_seen_in_text_and_in_what_is_spoken() {
    let found = vietnamese("<p title=\"Hạn\" class=\"ký\">Due</p><b>Hồ sơ</b><i>15,000 đ</i>");
    assert_eq!(found, ["Hạn", "Hồ sơ"]);
}

/// One tag a line, without drawings and the renderer's own marks.
fn check<V: IntoView + 'static>(make: impl FnOnce() -> V, want: Expect) {
    want.assert_eq(&outline(&html(make)));
}

pub fn outline(markup: &str) -> String {
    let mut out = String::new();
    let mut rest = markup;
    while let Some(start) = rest.find('<') {
        push_line(&mut out, &rest[..start]);
        let upto = |mark: &str| rest[start..].find(mark).map_or(rest.len(), |i| start + i + mark.len());
        let tag = &rest[start..upto(">")];
        if tag.starts_with("<svg") && tag.contains("class=\"i\"") {
            out.push_str("<icon>\n");
            rest = &rest[upto("</svg>")..];
            continue;
        }
        if !tag.starts_with("<!") && !tag.starts_with("</") {
            push_line(&mut out, tag);
        }
        rest = &rest[start + tag.len()..];
    }
    push_line(&mut out, rest);
    out
}

fn push_line(out: &mut String, text: &str) {
    let text = text.trim();
    if !text.is_empty() {
        out.push_str(text);
        out.push('\n');
    }
}

fn text(value: &str) -> RwSignal<String> {
    RwSignal::new(value.to_owned())
}

fn moment(hour: u32) -> Moment {
    Moment::at(Day::new(2018, 11, 22).expect("a day"), hour, 0)
}

#[test]
fn a_greyed_act_stays_reachable_and_says_why() {
    let run = || Callback::new(|()| ());
    check(
        || view! { <ActRow label="Trả kết quả" glyph=Glyph::Give why="Chưa có chữ ký và số." id="give" run=run() /> },
        expect![[r#"
            <li>
            <button type="button" aria-disabled="true" aria-describedby="why-give" class="act">
            <icon>
            Trả kết quả
            <p id="why-give" class="why">
            Chưa có chữ ký và số.
        "#]],
    );
    check(
        || view! { <ActRow label="Trình lãnh đạo ký" glyph=Glyph::Sign key="y" id="submit" run=run() /> },
        expect![[r#"
            <li>
            <button type="button" class="act">
            <icon>
            Trình lãnh đạo ký
            <kbd>
            y
        "#]],
    );
}

#[test]
fn a_fault_and_a_hint_are_both_tied_to_their_field() {
    check(
        || {
            let faults =
                RwSignal::new(vec![FieldFault::new("phone", "Điện thoại phải đủ 10 số.", "Ten digits.")]);
            view! { <TextField id="phone" label="Điện thoại" value=text("0905") faults hint="Để báo kết quả" /> }
        },
        expect![[r#"
            <div data-bad="true" class="field">
            <label for="phone">
            Điện thoại
            <input id="phone" type="text" inputmode="text" autocomplete="off" aria-describedby="phone-err phone-hint" aria-invalid="true" class="input">
            <p id="phone-hint" class="hint">
            Để báo kết quả
            <p id="phone-err" class="err">
            Điện thoại phải đủ 10 số.
        "#]],
    );
}

#[test]
fn a_file_is_chosen_in_our_own_words() {
    let file = |busy: bool| {
        let chosen = Callback::new(|_| ());
        view! { <FileField id="city" label="Tệp của thành phố" hint="CSV hoặc JSON" accept=".csv" busy chosen /> }
    };
    check(
        move || file(false),
        expect![[r#"
            <div class="field">
            <span id="city-label" class="label">
            Tệp của thành phố
            <p class="line">
            <label class="btn btn--go file">
            <input id="city" type="file" accept=".csv" aria-labelledby="city-label city-button" aria-describedby="city-hint">
            <icon>
            <span id="city-button">
            Chọn tệp
            <span aria-live="polite" class="file__name">
            Chưa chọn tệp
            <p id="city-hint" class="hint">
            CSV hoặc JSON
        "#]],
    );
    assert!(html(move || file(true)).contains("Đang đọc tệp…"));
    let left = vietnamese(&english(move || file(false)));
    assert_eq!(left, ["Tệp của thành phố", "CSV hoặc JSON"], "the browser's language is never asked");
}

#[test]
fn optional_fields_are_marked_and_required_ones_are_not() {
    let field =
        |optional| html(move || view! { <TextField id="mail" label="Email" value=text("") optional /> });
    assert!(field(true).contains("(nếu có)"));
    assert!(!field(false).contains("(nếu có)"));
}

#[test]
fn a_fault_of_another_field_does_not_stand_here() {
    let out = html(|| {
        let faults = RwSignal::new(vec![FieldFault::new("name", "Chưa có họ tên.", "No name.")]);
        view! { <TextField id="phone" label="Điện thoại" value=text("") faults /> }
    });
    assert!(!out.contains("aria-invalid") && !out.contains("Chưa có họ tên."), "{out}");
}

#[test]
fn a_choice_among_few_is_the_native_list() {
    check(
        || {
            let options = Signal::stored(vec![("nam".into(), "Nam".into()), ("nu".into(), "Nữ".into())]);
            let faults = RwSignal::new(vec![FieldFault::new("sex", "Chưa chọn.", "Not chosen.")]);
            view! { <SelectField id="sex" label="Giới tính" value=text("nu") options faults /> }
        },
        expect![[r#"
            <div data-bad="true" class="field">
            <label for="sex">
            Giới tính
            <div class="select">
            <select id="sex" aria-invalid="true" aria-describedby="sex-err" class="input">
            <option value="nam">
            Nam
            <option value="nu" selected>
            Nữ
            <icon>
            <p id="sex-err" class="err">
            Chưa chọn.
        "#]],
    );
}

#[test]
fn a_day_shows_day_before_month_and_its_weekday() {
    check(
        || view! { <DateField id="until" label="Hẹn đến" value=text("2018-11-27") /> },
        expect![[r#"
            <div class="field">
            <label for="until">
            Hẹn đến
            <input id="until" inputmode="numeric" autocomplete="off" aria-describedby="until-echo" class="input input--date">
            <p id="until-echo" class="echo">
            Thứ Ba
        "#]],
    );
}

#[test]
fn a_closed_combobox_names_its_list() {
    check(
        || {
            let find = Callback::new(|_: String| Vec::<Suggestion>::new());
            view! { <Combobox id="what" label="Thủ tục" typed=text("") find take=Callback::new(|_| ()) /> }
        },
        expect![[r#"
            <div class="field">
            <label for="what">
            Thủ tục
            <div class="combo">
            <input id="what" role="combobox" autocomplete="off" aria-autocomplete="list" aria-expanded="false" aria-controls="what-list" class="input">
            <icon>
            <ul id="what-list" role="listbox" aria-label="Gợi ý" hidden class="combo__list">
            <p hidden class="combo__list combo__none">
            Không có gì khớp. Xóa bớt chữ.
            <span role="status" class="sr">
        "#]],
    );
}

#[test]
fn a_tick_lies_inside_its_label() {
    check(
        || view! { <Tick label="Đã thu lại giấy hẹn" value=RwSignal::new(true) /> },
        expect![[r#"
        <label class="tick">
        <input type="checkbox" class="check">
        <span>
        Đã thu lại giấy hẹn
    "#]],
    );
}

#[test]
fn a_light_is_an_icon_with_words() {
    let lights = [
        Light::Within { days_left: 3 },
        Light::Soon { days_left: 0, due: moment(17), today: true },
        Light::Overdue { days: 2 },
        Light::Paused { since: moment(8) },
        Light::Done { timing: Timing::Early, days: 1 },
        Light::Done { timing: Timing::Late, days: 1 },
    ];
    check(
        move || lights.into_iter().map(|light| view! { <LightView light /> }).collect_view(),
        expect![[r#"
            <span class="light light--ok">
            <icon>
            Còn 3 ngày
            <span class="light light--soon">
            <icon>
            17:00 hôm nay
            <span class="light light--late">
            <icon>
            Quá hạn 2 ngày
            <span class="light light--pause">
            <icon>
            Tạm dừng từ 22/11
            <span class="light light--ok">
            <icon>
            Sớm hẹn 1 ngày
            <span class="light light--late">
            <icon>
            Trễ hẹn 1 ngày
        "#]],
    );
}

#[test]
fn the_badge_is_green_only_when_nothing_waits_or_is_unread() {
    let state = |view: SyncView| html(move || view! { <SyncBadge sync=Signal::stored(view) /> });
    let with =
        |waiting, unread| SyncView { state: SyncState::AllSent, waiting, unread, ..SyncView::default() };
    assert!(state(with(0, 0)).contains("data-state=\"all-sent\""));
    let unread = state(with(0, 1));
    assert!(!unread.contains("data-state=\"all-sent\""));
    assert!(unread.contains("1 việc chờ xem") && unread.contains("Máy này đã gửi hết"), "{unread}");
    let offline = SyncView { state: SyncState::Offline, waiting: 3, ..SyncView::default() };
    assert!(state(offline.clone()).contains("data-state=\"offline\""), "grey, never red");
    assert!(state(offline).contains("3 việc chờ gửi"));
    let left = SyncView { state: SyncState::Waiting, others: 2, ..SyncView::default() };
    assert!(
        state(left.clone()).contains("2 việc của người trước chờ gửi")
            && state(left).contains("data-n=\"2\"")
    );
    let stuck = SyncView { state: SyncState::Stuck, waiting: 7, ..SyncView::default() };
    assert!(state(stuck).contains("data-n=\"7\""), "the rail keeps the number");
}

#[test]
fn the_step_in_work_is_marked_and_those_before_are_done() {
    let steps = || {
        ["Tiếp nhận", "Thụ lý", "Trả"].map(|name| Step { name: name.into(), about: "22/11".into() }).to_vec()
    };
    check(
        move || view! { <Steps steps=steps() current=1 /> },
        expect![[r#"
        <ol class="steps">
        <li class="done">
        <b>
        <icon>
        Tiếp nhận
        22/11
        <li aria-current="step" class="">
        <b>
        Thụ lý
        22/11
        <li class="">
        <b>
        Trả
        22/11
    "#]],
    );
}

#[test]
fn each_day_up_to_the_due_day_is_told() {
    check(
        || {
            let due = standard_calendar().due(moment(9), Term::WorkingDays(3)).expect("2018 has a calendar");
            view! { <Days due /> }
        },
        expect![[r#"
            <ol class="days">
            <li class="">
            T5
            <b>
            22
            nhận
            <li class="">
            T6
            <b>
            23
            ngày 1
            <li class="off">
            T7
            <b>
            24
            nghỉ
            <li class="off">
            CN
            <b>
            25
            nghỉ
            <li class="">
            T2
            <b>
            26
            ngày 2
            <li class="due">
            T3
            <b>
            27
            ngày 3
            <p class="small">
            Nhận 09:00 22/11/2018; 03 ngày làm việc, không tính ngày nhận; nghỉ 2 ngày (Thứ Bảy, Chủ nhật); hạn trả 17:00 27/11/2018.
        "#]],
    );
}

#[test]
fn a_total_says_what_it_does_not_know_also_when_it_knows_all() {
    let cover = |devices, acts| html(move || view! { <Cover as_of=moment(15) devices acts /> });
    let held =
        Held {
            label: "Quầy 2".into(), officer: "Phạm Thị Kim Oanh".into(), acts: 7, heard: moment(14)
        };
    let known = cover(vec![held], 7);
    for said in ["1 thiết bị chưa gửi 7 việc", "Quầy 2", "Phạm Thị Kim Oanh", "Liên lạc lần cuối"]
    {
        assert!(known.contains(said), "{said}: {known}");
    }
    assert!(cover(vec![], 0).contains("đủ mọi máy"));
}

#[test]
fn zero_is_quiet_and_late_is_loud_only_when_there_is_something() {
    let figure = |count: usize| {
        html(move || view! { <Figure label="Quá hạn" count=Signal::stored(count) href="/ho-so" late=true /> })
    };
    assert!(figure(0).contains("data-zero") && !figure(0).contains("data-late"));
    assert!(figure(4872).contains("data-late") && figure(4872).contains("4.872"));
}

#[test]
fn a_chart_has_its_numbers_on_the_bars_and_in_a_table() {
    let out = html(|| {
        let bars = vec![
            Bar { label: "10".into(), parts: vec![426, 26] },
            Bar { label: "11".into(), parts: vec![3, 0] },
        ];
        view! { <BarChart title="Theo tháng" series=vec!["Đúng hẹn".into(), "Sớm hẹn".into()] bars /> }
    });
    assert!(out.contains("aria-label=\"Theo tháng\""), "{out}");
    assert!(out.contains(">452<"), "the total on the bar: {out}");
    assert_eq!(out.matches("<tr>").count(), 3, "a head and a row a bar: {out}");
    assert_eq!(
        out.matches("class=\"c2\"").count(),
        2,
        "one early part and its legend; zero draws nothing: {out}"
    );
    assert_eq!(out.matches("fill=\"url(#hatch-").count(), 2, "every early part is hatched: {out}");
}

#[test]
fn keys_are_caps() {
    check(
        || view! { <Keys keys="g h" /> },
        expect![[r#"
        <kbd>
        g
        <kbd>
        h
    "#]],
    );
}

#[test]
fn the_page_follows_the_officers_language() {
    let name = word("Hôm nay", "Today");
    let tick = move || view! { <Tick label=name value=RwSignal::new(false) /> };
    assert!(html(tick).contains("Hôm nay"));
    assert!(english(tick).contains("Today"));
    let live = || Text::live(|lang| Light::Overdue { days: 2 }.text(lang));
    assert!(english(move || view! { <p>{live()}</p> }).contains("2 days overdue"));
    assert!(english(|| view! { <Reading /> }).contains("Reading…"));
}

/// The policy of the pages allows no style attribute; the browser would drop it without a word.
#[test]
fn no_component_has_a_style_attribute() {
    let out = html(super::gallery::Gallery);
    assert!(!out.contains(concat!(" sty", "le=")), "{out}");
    assert!(!out.contains("<script") && !out.contains(" onclick="), "{out}");
}

/// Every id is there once, and what points at an id finds it.
#[test]
fn every_tie_in_the_gallery_holds() {
    let out = html(super::gallery::Gallery);
    let values = |name: &str| -> Vec<String> {
        let start = format!(" {name}=\"");
        let pieces = out.split(&start).skip(1).filter_map(|rest| rest.split('"').next());
        pieces.flat_map(|value| value.split(' ').map(str::to_owned).collect::<Vec<_>>()).collect()
    };
    let ids = values("id");
    for id in &ids {
        assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "id {id} stands twice");
    }
    for tie in ["aria-describedby", "aria-labelledby", "aria-controls", "for"] {
        let wanted = values(tie);
        assert!(!wanted.is_empty(), "the gallery shows no {tie}");
        for id in wanted {
            assert!(ids.contains(&id), "{tie}=\"{id}\" points nowhere");
        }
    }
}
