//! Every component in its states, for whoever changes one: `/gallery`, in each theme, size and language.
//!
//! Not here: pages.
//! Invariant: a component without a place here does not exist for the house.

use leptos::prelude::*;
use shared::calendar::{Light, Term, Timing, standard_calendar};
use shared::lang::{Lang, Sentence, Word, word};
use shared::moment::{Day, Moment};
use shared::refusal::FieldFault;
use shared::sheet::{Block, Sheet, Signature, Size};

use super::button::{ActRow, Keys};
use super::chart::{Bar, BarChart};
use super::choice::Tick;
use super::combobox::{Combobox, Suggestion};
use super::cover::{Cover, Held};
use super::date::DateField;
use super::days::Days;
use super::dialog::Dialog;
use super::error_summary::ErrorSummary;
use super::field::TextField;
use super::figures::Figure;
use super::file::{FileButton, FileField};
use super::icon::{Glyph, Icon};
use super::light::LightView;
use super::select::SelectField;
use super::sheet::Paper;
use super::state::{Empty, Failed, Reading};
use super::steps::{Step, Steps};
use super::sync_badge::{SyncBadge, SyncState, SyncView};
use super::toast::{Toasts, provide_toast};
use crate::prefs::{Surface, TextSize, Theme, use_prefs};
use crate::text::{Text, t};

const TITLE: Word = word("Các bộ phận và trạng thái", "Parts and their states");
const NAME: Word = word("Họ và tên", "Full name");
const PHONE: Word = word("Điện thoại", "Phone");
const MAIL: Word = word("Thư điện tử", "E-mail");
const MAIL_HINT: Word = word("Để nhận tin khi có kết quả", "To be told when the result is there");
const SEX: Word = word("Giới tính", "Sex");
const WHEN: Word = word("Hẹn bổ sung đến", "To be completed by");
const PROCEDURE: Word = word("Tên hoặc mã thủ tục", "Procedure, by name or code");
const CITY_FILE: Word = word("Tệp CSV của thành phố", "The city's CSV file");
const CITY_COLUMNS: Word = word("Các cột ma_ho_so, trang_thai", "Columns ma_ho_so, trang_thai");
const PHOTO: Word = word("Chụp ảnh", "Take a photo");
const NOTE: Word = word("Ghi chú nội bộ", "Internal note");
const TICK: Word = word("Đã thu lại giấy hẹn", "The slip was taken back");
const PRINT: Word = word("In giấy hẹn", "Print the slip");
const ASK: Word = word("Yêu cầu bổ sung", "Ask for more");
const ALL: Word = word("Xem cả 9", "See all 9");
const SUBMIT: Word = word("Trình lãnh đạo ký", "Submit for signature");
const SIGN: Word = word("Ký", "Sign");
const WHY: Word = word(
    "Bạn soạn dự thảo này; người soạn không được ký.",
    "You drafted this; whoever drafts must not sign.",
);
const PAPER: Word = word("Giấy in", "Paper");
const FAILED: Word = word("Chưa in được giấy hẹn", "The slip could not be printed");
const DUE: Word = word("Đến hạn hôm nay", "Due today");
const OVERDUE: Word = word("Quá hạn", "Overdue");
const EMPTY: Word = word("Không có hồ sơ nào đến hạn hôm nay.", "Nothing is due today.");
const SAID: Word = word("Đã lưu trên máy này", "Saved on this device");
const WAITS: Word =
    word("Mất mạng từ 15:38; có mạng sẽ tự gửi.", "No network since 15:38; it sends itself later.");
const ON_TIME: Word = word("Đúng hẹn", "On time");
const EARLY: Word = word("Sớm hẹn", "Early");
const BY_MONTH: Word = word("Hồ sơ đã giải quyết theo tháng, năm 2018", "Dossiers answered by month, 2018");
const STEPS: [Word; 5] = [
    word("Tiếp nhận", "Receipt"),
    word("Thụ lý", "Work"),
    word("Trình ký", "Signature"),
    word("Lấy số, đóng dấu", "Number and seal"),
    word("Trả kết quả", "Return"),
];

/// On the day the examples are about.
fn at(hour: u32) -> Moment {
    Moment::at(Day::new(2018, 11, 22).expect("a day of the calendar"), hour, 0)
}

#[component]
pub fn Gallery() -> impl IntoView {
    provide_toast();
    view! {
        <div class="frame">
            <main class="main stack" id="main">
                <h1>{t(TITLE)}</h1>
                <Controls />
                <div class="pairs">
                    {region("light", lights().into_any())}
                    {region("sync_badge, cover", badges().into_any())}
                    {region("button", buttons().into_any())}
                    {region("state, note, tag, versus", states().into_any())}
                </div>
                {region("field, select, date, combobox, file, choice, error_summary", fields().into_any())}
                {region("figures, steps, days", counts().into_any())}
                {region("table, rows", lists().into_any())}
                {region("chart", chart().into_any())}
                {region("dialog, toast", dialogs().into_any())}
                {region("icon", icons().into_any())}
                {region("sheet", paper().into_any())}
            </main>
            <Toasts />
        </div>
    }
}

fn region(name: &'static str, content: AnyView) -> impl IntoView {
    view! { <section class="region"><header><h2>{name}</h2></header>{content}</section> }
}

/// One button a choice, the taken one pressed.
fn switch<T: Copy + PartialEq + Send + Sync + 'static>(
    value: RwSignal<T>,
    all: impl IntoIterator<Item = (T, Text)>,
) -> impl IntoView {
    let button = move |(item, label): (T, Text)| {
        view! {
            <button class="btn" type="button" aria-pressed=move || (value.get() == item).to_string()
                on:click=move |_| value.set(item)>{label}</button>
        }
    };
    view! { <p class="line filters">{all.into_iter().map(button).collect_view()}</p> }
}

#[component]
fn Controls() -> impl IntoView {
    let prefs = use_prefs();
    view! {
        {switch(prefs.theme, Theme::ALL.map(|theme| (theme, theme.label().into())))}
        {switch(prefs.surface, Surface::ALL.map(|surface| (surface, surface.label().into())))}
        {switch(prefs.text, TextSize::ALL.map(|size| (size, size.percent().into())))}
        {switch(prefs.lang, [(Lang::Vi, "Tiếng Việt".into()), (Lang::En, "English".into())])}
    }
}

fn lights() -> impl IntoView {
    let all = [
        Light::Within { days_left: 3 },
        Light::Soon { days_left: 0, due: at(17), today: true },
        Light::Soon { days_left: 1, due: at(17), today: false },
        Light::Overdue { days: 2 },
        Light::Paused { since: at(8) },
        Light::Done { timing: Timing::Early, days: 1 },
        Light::Done { timing: Timing::OnTime, days: 0 },
        Light::Done { timing: Timing::Late, days: 1 },
    ];
    view! { <p class="line">{all.into_iter().map(|light| view! { <LightView light /> }).collect_view()}</p> }
}

fn held() -> Vec<Held> {
    let device = |label: &str, officer: &str, acts, heard| Held {
        label: label.to_owned(),
        officer: officer.to_owned(),
        acts,
        heard: at(heard),
    };
    vec![device("Quầy 2", "Phạm Thị Kim Oanh", 4, 14), device("Máy bảng 1", "Trần Thị Thanh Mai", 3, 15)]
}

fn badges() -> impl IntoView {
    let view = |state, waiting, unread| SyncView {
        state,
        waiting,
        scans: 0,
        others: 0,
        unread,
        last_sent: Some(at(15)),
        oldest_waiting: Some(at(14)),
    };
    let all = [
        view(SyncState::AllSent, 0, 0),
        view(SyncState::AllSent, 0, 4),
        view(SyncState::Waiting, 3, 0),
        view(SyncState::Offline, 3, 0),
        view(SyncState::Stuck, 7, 0),
        SyncView { scans: 2, ..view(SyncState::Waiting, 0, 0) },
        SyncView { others: 2, ..view(SyncState::Waiting, 0, 0) },
    ];
    view! {
        <div class="pairs">{all.into_iter().map(|sync| view! { <SyncBadge sync=Signal::stored(sync) /> }).collect_view()}</div>
        <Cover as_of=at(15) devices=held() acts=7 />
        <Cover as_of=at(15) devices=vec![] acts=0 />
    }
}

fn buttons() -> impl IntoView {
    let nothing = Callback::new(|()| ());
    view! {
        <p class="line">
            <button class="btn btn--primary" type="button"><Icon glyph=Glyph::Print />{t(PRINT)}" "<Keys keys="Ctrl Enter" /></button>
            <button class="btn" type="button">{t(ASK)}</button>
            <button class="btn btn--go" type="button">{t(SUBMIT)}</button>
            <button class="btn btn--text" type="button">{t(ALL)}</button>
            <button class="btn" type="button" aria-disabled="true">{t(SIGN)}</button>
        </p>
        <ul class="acts">
            <ActRow label=SUBMIT glyph=Glyph::Sign key="y" id="open" run=nothing />
            <ActRow label=SIGN glyph=Glyph::Sign why=WHY id="closed" run=nothing />
        </ul>
    }
}

fn states() -> impl IntoView {
    view! {
        <Empty says=EMPTY />
        <Reading />
        <Failed said=Sentence::new("Không nối được với máy chủ.", "The server cannot be reached.") again=Callback::new(|()| ()) />
        <p class="note note--soon">{t(WAITS)}</p>
        <p class="line"><span class="tag">"Mẫu 02"</span><span class="tag tag--accent">{t(EARLY)}</span><span class="tag tag--late">{t(OVERDUE)}</span></p>
        <dl class="versus">
            <div><dt>"14:22"</dt><dd>"0905 318 "<mark>"247"</mark></dd></div>
            <div><dt>"Kim Oanh, 14:20"</dt><dd>"0905 318 "<mark>"274"</mark></dd></div>
        </dl>
    }
}

fn fields() -> impl IntoView {
    let text = |value: &str| RwSignal::new(value.to_owned());
    let faults = RwSignal::new(vec![
        FieldFault::new("phone", "Điện thoại phải đủ 10 số.", "A telephone number has 10 digits."),
        FieldFault::new("until", "Phải sau hôm nay.", "It must be after today."),
    ]);
    let names = ["Đăng ký khai sinh", "Đăng ký kết hôn", "Chứng thực hợp đồng, giao dịch", "Đăng ký khai tử"];
    let find = Callback::new(move |typed: String| {
        let fits = |name: &&str| shared::text::fold(name).contains(&shared::text::fold(&typed));
        let make = |name: &str| Suggestion {
            key: name.to_owned(),
            line: name.to_owned(),
            about: "3 ngày".to_owned(),
        };
        names.iter().copied().filter(fits).map(make).collect()
    });
    let sexes =
        Signal::stored(vec![("nam".to_owned(), "Nam".to_owned()), ("nu".to_owned(), "Nữ".to_owned())]);
    view! {
        <ErrorSummary title=FAILED faults />
        <div class="pairs">
            <TextField id="name" label=NAME value=text("Nguyễn Thị Ỷ") />
            <TextField id="phone" label=PHONE value=text("0905 114 22") faults mode="tel" />
            <TextField id="mail" label=MAIL value=text("") optional=true hint=MAIL_HINT />
            <SelectField id="sex" label=SEX value=text("nu") options=sexes />
            <DateField id="day" label=WHEN value=text("2018-11-27") />
            <DateField id="until" label=WHEN value=text("27/1") faults />
            <Combobox id="procedure" label=PROCEDURE typed=text("") find take=Callback::new(|_| ()) />
            <TextField id="note" label=NOTE value=text("") area=true />
            <FileField id="file" label=CITY_FILE hint=CITY_COLUMNS accept=".csv" busy=false chosen=Callback::new(|_| ()) />
            <FileField id="file-busy" label=CITY_FILE hint=CITY_COLUMNS accept=".csv" busy=true chosen=Callback::new(|_| ()) />
            <p class="line"><FileButton label=PHOTO glyph=Glyph::Scan accept="image/*" chosen=Callback::new(|_| ()) /></p>
            <Tick label=TICK value=RwSignal::new(true) />
            <Tick label=TICK value=RwSignal::new(false) />
        </div>
    }
}

fn counts() -> impl IntoView {
    let about =
        ["14/11 08:20 · Kim Oanh", "Thu Hà · 14/11 09:05", "10:00 23/11", "15:00 23/11", "17:00 23/11"];
    let steps = |n: usize| {
        let all =
            STEPS.iter().zip(about).map(|(name, about)| Step { name: (*name).into(), about: about.into() });
        let steps: Vec<Step> = all.collect();
        view! { <Steps steps current=n /> }
    };
    let due = standard_calendar().due(at(9), Term::WorkingDays(3)).ok();
    view! {
        <dl class="figures">
            <Figure label=DUE count=Signal::stored(6) href="/gallery" />
            <Figure label=OVERDUE count=Signal::stored(0) href="/gallery" late=true />
            <Figure label=OVERDUE count=Signal::stored(4872) href="/gallery" late=true />
        </dl>
        {steps(0)}{steps(2)}
        {due.map(|due| view! { <Days due /> })}
    }
}

fn lists() -> impl IntoView {
    let row = |name: &'static str, light: Light| {
        view! {
            <tr>
                <td><a class="who" data-open="" href="/gallery">{name}</a><div class="sub">"Đăng ký khai sinh · "<span class="nowrap">"181121-0016"</span></div></td>
                <td class="fit"><LightView light /></td>
            </tr>
        }
    };
    view! {
        <table class="table table--fold">
            <thead><tr><th scope="col">{t(NAME)}</th><th scope="col">{t(DUE)}</th></tr></thead>
            <tbody>
                {row("Phan Thị Ngọc Ánh", Light::Soon { days_left: 0, due: at(17), today: true })}
                {row("Trương Công Định", Light::Overdue { days: 2 })}
            </tbody>
        </table>
        <ul class="rows">
            <li><div class="grow"><a class="who" href="/gallery">"Võ Thị Hường"</a><div class="sub">"Giấy khai sinh"</div></div><span class="end small quiet">"16:00"</span></li>
        </ul>
    }
}

fn chart() -> impl IntoView {
    let totals = [428, 291, 436, 372, 430, 409, 427, 446, 371, 452, 428, 382];
    let bar = |(month, total): (usize, &i64)| Bar {
        label: (month + 1).to_string(),
        parts: vec![total - total / 18, total / 18],
    };
    let bars: Vec<Bar> = totals.iter().enumerate().map(bar).collect();
    view! { <BarChart title=BY_MONTH series=vec![ON_TIME.into(), EARLY.into()] bars /> }
}

fn dialogs() -> impl IntoView {
    let open = RwSignal::new(false);
    let toast = super::toast::use_toast();
    view! {
        <p class="line">
            <button class="btn" type="button" on:click=move |_| open.set(true)>{t(SUBMIT)}</button>
            <button class="btn" type="button" on:click=move |_| toast.say(SAID)>{t(SAID)}</button>
        </p>
        <Dialog open title=SUBMIT>
            <p>{t(WHY)}</p>
            <p class="dialog__acts"><button class="btn btn--primary" type="button" on:click=move |_| open.set(false)>{t(SUBMIT)}</button></p>
        </Dialog>
    }
}

fn icons() -> impl IntoView {
    view! { <p class="line">{Glyph::ALL.into_iter().map(|glyph| view! { <Icon glyph /> }).collect_view()}</p> }
}

fn paper() -> impl IntoView {
    let line = |label: &str, value: &str| Block::Line { label: label.into(), value: value.into() };
    let sign = |role: &str, name: &str| Signature::person(role, name);
    let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let sheet = Sheet {
        size: Size::A5,
        form: "Mẫu số 01".into(),
        agency: vec!["UBND PHƯỜNG HÒA HIỆP BẮC".into(), "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ".into()],
        number: "Mã hồ sơ: 000.21.17.H17-181122-6105".into(),
        bars: "000.21.17.H17-181122-6105".into(),
        place_and_date: "Hòa Hiệp Bắc, ngày 22 tháng 11 năm 2018".into(),
        title: "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ".into(),
        blocks: vec![
            line("Tiếp nhận hồ sơ của", "NGUYỄN THỊ HOÀI THƯƠNG"),
            line("Nội dung yêu cầu giải quyết", "Cấp Giấy xác nhận tình trạng hôn nhân"),
            Block::Paragraph("Thành phần hồ sơ nộp gồm:".into()),
            Block::Table {
                head: row(["STT", "Tên giấy tờ", "Bản chính", "Bản sao"]),
                rows: vec![row(["1", "Tờ khai", "1", "0"]), row(["2", "Quyết định ly hôn", "0", "1"])],
            },
            line("Thời gian trả kết quả", "17 giờ 00 phút, ngày 27 tháng 11 năm 2018"),
        ],
        recipients: Vec::new(),
        signatures: vec![
            sign("NGƯỜI NỘP HỒ SƠ", "Nguyễn Thị Hoài Thương"),
            sign("NGƯỜI TIẾP NHẬN HỒ SƠ", "Nguyễn Thị Thu Hà"),
        ],
        copies: vec!["Liên: Giao người nộp".into()],
        foot: vec!["Khi đến nhận kết quả, mang theo giấy này và căn cước.".into()],
    };
    view! { <div class="paper-desk" role="group" tabindex="0" aria-label=t(PAPER)><Paper sheet copy="Liên: Giao người nộp".to_owned() /></div> }
}
