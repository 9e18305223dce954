//! Every component in its states, for whoever changes one: `/gallery`.
//!
//! Not here: pages.
//! Invariant: a component without a place here does not exist for the house.

use leptos::prelude::*;
use shared::calendar::{Light, Timing, standard_calendar};
use shared::lang::{Sentence, Word, word};
use shared::moment::{Day, Moment};
use shared::refusal::FieldFault;

use super::button::{ActRow, Keys};
use super::chart::{Bar, BarChart};
use super::combobox::{Combobox, Option_};
use super::cover::Cover;
use super::days::Days;
use super::dialog::Dialog;
use super::error_summary::ErrorSummary;
use super::field::{SelectField, TextField, Tick};
use super::figures::Figure;
use super::icon::{Glyph, Icon};
use super::light::LightView;
use super::state::{Empty, Failed, Reading};
use super::steps::{Step, Steps};
use super::sync_badge::{SyncBadge, SyncState, SyncView};
use crate::prefs::{Theme, use_prefs};
use crate::text::{Text, t};

const NAME: Word = word("Họ và tên", "Full name");
const DUE: Word = word("Hạn trả", "Due");

fn moment(hour: u32) -> Moment {
    Moment::at(Day::new(2018, 11, 22).expect("a day"), hour, 0)
}

#[component]
pub fn Gallery() -> impl IntoView {
    let prefs = use_prefs();
    let text = RwSignal::new("Nguyễn Thị Ỷ".to_owned());
    let faults = RwSignal::new(vec![FieldFault::new("phone", "Điện thoại phải đủ 10 số.", "A phone number has 10 digits.")]);
    let tick = RwSignal::new(true);
    let open = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let find = Callback::new(|typed: String| {
        let all = ["Đăng ký khai sinh", "Đăng ký kết hôn", "Chứng thực chữ ký"];
        all.iter()
            .filter(|line| shared::text::match_rank(&typed, line).is_some())
            .map(|line| Option_ { key: (*line).to_owned(), line: (*line).to_owned(), about: String::new() })
            .collect()
    });
    let lights = [
        Light::Within { days_left: 3 },
        Light::Soon { days_left: 1, due: moment(17), today: true },
        Light::Overdue { days: 2 },
        Light::Paused { since: moment(9) },
        Light::Done { timing: Timing::Early, days: 1 },
        Light::Done { timing: Timing::OnTime, days: 0 },
    ];
    let syncs = [
        SyncView { state: SyncState::AllSent, last_sent: Some(moment(15)), ..SyncView::default() },
        SyncView { state: SyncState::Waiting, waiting: 3, last_sent: Some(moment(15)), ..SyncView::default() },
        SyncView { state: SyncState::Offline, waiting: 3, last_sent: Some(moment(15)), ..SyncView::default() },
        SyncView { state: SyncState::Stuck, waiting: 1, ..SyncView::default() },
    ];
    let due = standard_calendar().due(moment(9), shared::calendar::Term::WorkingDays(3)).ok();
    let bars = (1..=12).map(|m| Bar { label: m.to_string(), parts: vec![300 + m * 7, 20 + m] }).collect::<Vec<_>>();
    let steps = ["Tiếp nhận", "Thụ lý", "Trình ký", "Đóng dấu", "Trả"].map(|name| Step { name: name.into(), about: "22/11 08:20 · Kim Oanh".into() });
    view! {
        <div class="frame"><main class="main stack" id="main">
            <h1>"Gallery"</h1>
            <p class="line">{Theme::ALL.into_iter().map(|theme| view! {
                <button class="btn" type="button" on:click=move |_| prefs.theme.set(theme)>{t(theme.label())}</button>
            }).collect_view()}</p>
            <section class="region"><header><h2>"icon"</h2></header><p class="line">{Glyph::ALL.into_iter().map(|glyph| view! { <Icon glyph /> }).collect_view()}</p></section>
            <section class="region"><header><h2>"button"</h2></header>
                <p class="line"><button class="btn btn--primary" type="button">"In giấy hẹn "<Keys keys="Ctrl Enter" /></button>
                    <button class="btn" type="button">"Yêu cầu bổ sung"</button><button class="btn btn--text" type="button">"Xem cả 9"</button></p>
                <ul class="acts">
                    <ActRow label="Trình lãnh đạo ký" glyph=Glyph::Sign key="y" id="one" run=Callback::new(|()| ()) />
                    <ActRow label="Ký" glyph=Glyph::Sign why=Text::from("Bạn soạn dự thảo này; người soạn không được ký.") id="two" run=Callback::new(|()| ()) />
                </ul></section>
            <section class="region"><header><h2>"field, error summary, combobox"</h2></header>
                <ErrorSummary title="Chưa in được giấy hẹn" faults />
                <div class="pairs">
                    <TextField id="name" label=NAME value=text />
                    <TextField id="phone" label="Điện thoại" value=RwSignal::new("0905 114 22".to_owned()) faults=faults />
                    <TextField id="mail" label="Thư điện tử" value=RwSignal::new(String::new()) optional=true hint=Text::from("Để nhận tin khi có kết quả") />
                    <SelectField id="sex" label="Giới tính" value=RwSignal::new("nu".to_owned()) options=Signal::stored(vec![("nam".to_owned(), "Nam".to_owned()), ("nu".to_owned(), "Nữ".to_owned())]) />
                    <Combobox id="proc" label=Text::from("Thủ tục") typed find take=Callback::new(|_| ()) />
                    <Tick label="Đã thu lại giấy hẹn" value=tick />
                </div></section>
            <section class="region"><header><h2>"light"</h2></header><p class="line">{lights.into_iter().map(|light| view! { <LightView light /> }).collect_view()}</p></section>
            <section class="region"><header><h2>"sync badge, cover"</h2></header>
                <div class="pairs">{syncs.into_iter().map(|sync| view! { <SyncBadge sync=Signal::stored(sync) /> }).collect_view()}</div>
                <Cover as_of=moment(15) devices=2 acts=7 /><Cover as_of=moment(15) devices=0 acts=0 /></section>
            <section class="region"><header><h2>"figures, steps, days"</h2></header>
                <dl class="figures"><Figure label=DUE count=Signal::stored(6) href="/gallery" /><Figure label="Quá hạn" count=Signal::stored(0) href="/gallery" late=true /><Figure label="Quá hạn" count=Signal::stored(2) href="/gallery" late=true /></dl>
                <Steps steps=steps.to_vec() current=2 />
                {due.map(|due| view! { <Days due /> })}</section>
            <section class="region"><header><h2>"chart"</h2></header><BarChart title="Theo tháng" series=vec!["Đúng hẹn".into(), "Sớm hẹn".into()] bars /></section>
            <section class="region"><header><h2>"state, note, dialog"</h2></header>
                <Empty says="Không có hồ sơ nào." /><Reading /><Failed said=Sentence::new("Không nối được với máy chủ.", "The server cannot be reached.") />
                <button class="btn" type="button" on:click=move |_| open.set(true)>"Dialog"</button>
                <Dialog open title="Trình lãnh đạo ký"><p>"Nội dung"</p></Dialog></section>
        </main></div>
    }
}
