//! Phường: the names that stand on papers, the code in front of every dossier's, the office hours.
//!
//! Not here: what is right (`shared::ward::about`), keeping it (the server).
//! Invariant: everybody reads who the ward is; the administrator changes it, whole or not at all, with a network; what
//! was typed stays.

use leptos::prelude::*;
use shared::lang::{Word, word};
use shared::officer::Right;
use shared::ward::SupplementClock;
use shared::ward::about::About;

use crate::desk::{Desk, use_desk};
use crate::prefs::use_lang;
use crate::saving::Saving;
use crate::text::t;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::select::SelectField;

pub(super) const TITLE: Word = word("Phường", "The ward");
const UNNAMED: Word = word(
    "Phường chưa có tên và mã: giấy in ra còn dấu chấm, mã hồ sơ chưa phải mã của phường. Ghi trước khi nhận hồ sơ đầu tiên.",
    "The ward has no name and code yet: papers carry dots and dossiers no code of the ward. Enter them before the first dossier.",
);
const NAMES: Word = word("Tên trên giấy tờ", "Names on papers");
const AGENCY: Word = word("Cơ quan", "Agency");
const AGENCY_HINT: Word = word("Như: Ủy ban nhân dân phường Hải Vân", "Its full name, in Vietnamese");
const ABOVE: Word = word("Cơ quan cấp trên", "Authority above it");
const ABOVE_HINT: Word =
    word("Dòng đầu của giấy: Ủy ban nhân dân thành phố Đà Nẵng", "The first line of papers, in Vietnamese");
const COUNTER: Word = word("Bộ phận", "Counter");
const COUNTER_HINT: Word =
    word("Như: Trung tâm Phục vụ hành chính công", "The one-stop counter's name, in Vietnamese");
const SHORT: Word = word("Tên ngắn trên màn hình", "Short name on screens");
const SHORT_HINT: Word = word("Như: P. Hải Vân", "A few letters");
const PLACE: Word = word("Địa danh trước ngày tháng", "Place before the date");
const PLACE_HINT: Word = word("Như: Hải Vân", "As it stands in front of a date");
const PHONE: Word = word("Điện thoại", "Phone");
const ADDRESS: Word = word("Địa chỉ nơi tiếp nhận", "Address of the counter");
const ADDRESS_HINT: Word =
    word("Hiện trên mọi trang của người dân", "Shown on every page that citizens read");
const FROM: Word = word("Tên dùng từ ngày", "Names hold from");
const FROM_HINT: Word = word(
    "Để nguyên ngày để sửa tên đang dùng. Đổi tên thì ghi ngày mới: giấy của ngày trước giữ tên cũ.",
    "Leave the day to correct the names. For a new name enter its day: papers of earlier days keep the old one.",
);
const CODE: Word = word("Mã định danh", "Code of the agency");
const CODE_HINT: Word = word(
    "Đứng đầu mọi mã hồ sơ: 000.21.17.H17. Hồ sơ đã nhận giữ mã cũ.",
    "In front of every dossier's code: 000.21.17.H17. Received dossiers keep the old one.",
);
const HOURS: Word = word("Giờ làm việc", "Office hours");
const MORNING: Word = word("Buổi sáng", "Morning");
const AFTERNOON: Word = word("Buổi chiều", "Afternoon");
const SPAN_HINT: Word = word("Giờ mở – giờ đóng: 07:30–11:30", "Opening – closing: 07:30–11:30");
const HOURS_FROM: Word = word("Giờ áp dụng từ ngày", "Hours hold from");
const HOURS_FROM_HINT: Word =
    word("Hồ sơ đã nhận giữ nguyên ngày hẹn.", "Received dossiers keep their dates.");
const SUPPLEMENT: Word = word("Sau khi công dân bổ sung", "After the citizen supplements");
const RESUME: Word = word("Thời hạn chạy tiếp phần còn lại", "The limit goes on where it stopped");
const RESTART: Word = word("Thời hạn tính lại từ đầu", "The limit is counted anew");
const SAVE: Word = word("Lưu thông tin phường", "Save the ward");
const NOT_SAVED: Word = word("Chưa lưu được", "Not saved");
const KEPT: Word =
    word("Đã lưu. Các máy khác nhận bản mới khi có mạng.", "Saved. Other devices get it with the network.");

#[derive(Clone, Copy)]
struct Form {
    code: RwSignal<String>,
    from: RwSignal<String>,
    above: RwSignal<String>,
    agency: RwSignal<String>,
    counter: RwSignal<String>,
    short: RwSignal<String>,
    place: RwSignal<String>,
    phone: RwSignal<String>,
    address: RwSignal<String>,
    hours_from: RwSignal<String>,
    morning: RwSignal<String>,
    afternoon: RwSignal<String>,
    clock: RwSignal<String>,
    saving: Saving,
}

/// As the list of choices names it.
const fn clock_key(clock: SupplementClock) -> &'static str {
    match clock {
        SupplementClock::Resume => "tiep_tuc",
        SupplementClock::Restart => "tinh_lai",
    }
}

impl Form {
    fn new(about: About) -> Form {
        Form {
            code: RwSignal::new(about.agency_code),
            from: RwSignal::new(about.from),
            above: RwSignal::new(about.above),
            agency: RwSignal::new(about.agency),
            counter: RwSignal::new(about.desk),
            short: RwSignal::new(about.short),
            place: RwSignal::new(about.place),
            phone: RwSignal::new(about.phone),
            address: RwSignal::new(about.address),
            hours_from: RwSignal::new(about.hours_from),
            morning: RwSignal::new(about.morning),
            afternoon: RwSignal::new(about.afternoon),
            clock: RwSignal::new(clock_key(about.supplement_clock).to_owned()),
            saving: Saving::default(),
        }
    }

    fn typed(self) -> About {
        let restarts = self.clock.with_untracked(|clock| clock == clock_key(SupplementClock::Restart));
        About {
            agency_code: self.code.get_untracked(),
            from: self.from.get_untracked(),
            above: self.above.get_untracked(),
            agency: self.agency.get_untracked(),
            desk: self.counter.get_untracked(),
            short: self.short.get_untracked(),
            place: self.place.get_untracked(),
            phone: self.phone.get_untracked(),
            address: self.address.get_untracked(),
            hours_from: self.hours_from.get_untracked(),
            morning: self.morning.get_untracked(),
            afternoon: self.afternoon.get_untracked(),
            supplement_clock: if restarts { SupplementClock::Restart } else { SupplementClock::Resume },
        }
    }

    fn save(self, desk: Desk) {
        self.saving.save(desk, desk.ward().with_about(&self.typed()));
    }
}

#[component]
pub fn AboutRegion() -> impl IntoView {
    let desk = use_desk();
    let keeps = desk.has(Right::Keep);
    let is_unnamed = move || desk.ward().is_unnamed(desk.now().day());
    let agency =
        move || desk.ward().letterhead(desk.now().day()).map(|head| head.agency.clone()).unwrap_or_default();
    view! {
        <section class="region flow" id="phuong">
            <header><h2>{t(TITLE)}</h2></header>
            <dl class="kv">
                <div><dt>{t(AGENCY)}</dt><dd lang="vi">{agency}</dd></div>
                <div><dt>{t(CODE)}</dt><dd>{move || desk.ward().agency_code.clone()}</dd></div>
            </dl>
            {move || is_unnamed().then(|| view! { <p class="note note--soon">{t(UNNAMED)}</p> })}
            {keeps.then(|| form(desk))}
        </section>
    }
}

pub(super) fn form(desk: Desk) -> impl IntoView {
    let form = Form::new(About::of(&untrack(|| desk.ward())));
    let lang = use_lang();
    let clocks = Signal::derive(move || {
        [(SupplementClock::Resume, RESUME), (SupplementClock::Restart, RESTART)]
            .map(|(clock, words)| (clock_key(clock).to_owned(), words.of(lang.get()).to_owned()))
            .to_vec()
    });
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        form.save(desk);
    };
    let faults = form.saving.faults;
    view! {
        <form class="flow" on:submit=submit>
            <ErrorSummary title=NOT_SAVED faults />
            <h3>{t(NAMES)}</h3>
            <TextField id="agency" label=AGENCY hint=AGENCY_HINT value=form.agency faults />
            <TextField id="above" label=ABOVE hint=ABOVE_HINT value=form.above faults />
            <TextField id="desk" label=COUNTER hint=COUNTER_HINT value=form.counter faults />
            <TextField id="short" label=SHORT hint=SHORT_HINT value=form.short faults />
            <TextField id="place" label=PLACE hint=PLACE_HINT value=form.place faults />
            <TextField id="address" label=ADDRESS hint=ADDRESS_HINT value=form.address faults optional=true />
            <TextField id="phone" label=PHONE value=form.phone faults optional=true mode="tel" />
            <TextField id="from" label=FROM hint=FROM_HINT value=form.from faults />
            <TextField id="agency_code" label=CODE hint=CODE_HINT value=form.code faults />
            <h3>{t(HOURS)}</h3>
            <TextField id="morning" label=MORNING hint=SPAN_HINT value=form.morning faults />
            <TextField id="afternoon" label=AFTERNOON hint=SPAN_HINT value=form.afternoon faults />
            <TextField id="hours_from" label=HOURS_FROM hint=HOURS_FROM_HINT value=form.hours_from faults />
            <SelectField id="supplement" label=SUPPLEMENT value=form.clock options=clocks />
            {form.saving.foot(SAVE, KEPT)}
        </form>
    }
}
