//! Lịch nghỉ của phường: the days off and worked Saturdays of a year, typed after the yearly decree.
//!
//! Not here: what a year must hold (`shared::calendar`), keeping it (the server).
//! Invariant: a year is saved whole on top of what was read, or not at all; what was typed stays.

use leptos::prelude::*;
use shared::calendar::YearTable;
use shared::lang::{Lang, Sentence, Word, word};
use shared::moment::Day;
use shared::officer::Right;
use shared::ward::Ward;

use crate::desk::{Desk, use_desk};
use crate::saving::Saving;
use crate::text::{say, t};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::TextField;
use crate::ui::select::SelectField;

pub(super) const TITLE: Word = word("Lịch nghỉ của phường", "The ward's days off");
const YEAR: Word = word("Năm", "Year");
const OFF: Word = word("Ngày nghỉ", "Days off");
const OFF_HINT: Word = word(
    "Mỗi dòng một ngày: 30/04/2027 Ngày Chiến thắng. Ghi cả ngày nghỉ bù, hoán đổi và nghỉ đột xuất (bão, lụt).",
    "One day a line: 30/04/2027 Victory Day. Days off in lieu, swapped ones and closures by decree too.",
);
const WORKED: Word = word("Thứ Bảy, Chủ nhật làm bù", "Saturdays and Sundays worked instead");
const WORKED_HINT: Word = word(
    "Mỗi dòng một ngày và lý do. Để trống nếu năm đó không có.",
    "One day a line, with the reason. Empty where the year has none.",
);
const LAPSING: Word = word("Chưa nhận được hồ sơ, từ ngày", "Cannot be accepted from");
const RECOUNT: Word = word(
    "Nghỉ đột xuất: hồ sơ nào cần tính lại hạn?",
    "Closed by decree: which due dates must be counted anew?",
);
const SAVE: Word = word("Lưu lịch năm này", "Save this year");
const NOT_SAVED: Word = word("Chưa lưu được lịch", "The calendar was not saved");
const KEPT: Word = word(
    "Đã lưu. Hồ sơ đã nhận giữ nguyên ngày hẹn cho đến khi tổ trưởng tính lại; hồ sơ nhận từ nay tính theo lịch mới.",
    "Saved. Received dossiers keep their dates until the head counts them anew; those received from now on follow the new calendar.",
);

/// The years that can be entered, the one that lacks first.
fn years(ward: &Ward) -> Vec<i32> {
    (ward.calendar.first_year..=ward.calendar.last_year + 1).rev().collect()
}

/// Whom nobody can be received for, or soon cannot be, each with its first day.
fn lapsing(ward: &Ward, today: Day) -> Option<impl IntoView + use<>> {
    let rows = ward.lapse(today)?.procedures.into_iter().map(|one| {
        let (term, from) = (one.term, one.from.vi());
        view! {
            <li>
                <div class="grow">{t(one.name)}<div class="sub">{say(move |lang| term.text(lang))}</div></div>
                <span class="end">{from}</span>
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(view! { <h3>{t(LAPSING)}</h3><ul class="rows">{rows}</ul> })
}

/// Until when the calendar reaches.
fn reach(ward: &Ward) -> Sentence {
    let year = ward.calendar.last_year;
    Sentence::new(
        format!("Đã có lịch đến hết năm {year}. Hồ sơ có hạn rơi vào năm sau chưa nhận được."),
        format!("The calendar reaches to the end of {year}. Dossiers due later cannot be received yet."),
    )
}

#[derive(Clone, Copy)]
struct Form {
    year: RwSignal<String>,
    off: RwSignal<String>,
    worked: RwSignal<String>,
    saving: Saving,
}

impl Form {
    fn new(year: i32) -> Form {
        Form {
            year: RwSignal::new(year.to_string()),
            off: RwSignal::new(String::new()),
            worked: RwSignal::new(String::new()),
            saving: Saving::default(),
        }
    }

    /// What stands in the calendar for the chosen year.
    fn read(self, ward: &Ward) {
        let Ok(year) = self.year.get_untracked().parse() else { return };
        let (off, worked) = ward.calendar.year(year).as_typed();
        self.off.set(off);
        self.worked.set(worked);
        self.saving.faults.set(vec![]);
        self.saving.said.set(None);
    }

    fn save(self, desk: Desk) {
        let ward = desk.ward();
        let year = self.year.get_untracked().parse().unwrap_or_default();
        let typed = self
            .off
            .with_untracked(|off| self.worked.with_untracked(|worked| YearTable::typed(year, off, worked)));
        let calendar = typed.and_then(|table| ward.calendar.with_year(&table));
        self.saving.save(desk, calendar.map(|calendar| Ward { calendar, ..(*ward).clone() }));
    }
}

#[component]
pub fn CalendarRegion() -> impl IntoView {
    let desk = use_desk();
    let keeps = desk.has(Right::Keep);
    let reaches = move |lang: Lang| reach(&desk.ward()).of(lang).to_owned();
    view! {
        <section class="region flow" id="lich">
            <header><h2>{t(TITLE)}</h2></header>
            <p class="quiet">{say(reaches)}</p>
            {move || lapsing(&desk.ward(), desk.now().day())}
            <p class="prints small"><a href="/tinh-lai-han">{t(RECOUNT)}</a></p>
            {keeps.then(|| form(desk))}
        </section>
    }
}

pub(super) fn form(desk: Desk) -> impl IntoView {
    let form = Form::new(desk.ward().calendar.last_year + 1);
    Effect::new(move |_| {
        form.year.track();
        form.saving.kept.set(None);
        form.read(&untrack(|| desk.ward()));
    });
    let all = Signal::derive(move || {
        years(&desk.ward()).into_iter().map(|year| (year.to_string(), year.to_string())).collect()
    });
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        form.save(desk);
    };
    view! {
        <form class="flow" on:submit=submit>
            <ErrorSummary title=NOT_SAVED faults=form.saving.faults />
            <SelectField id="year" label=YEAR value=form.year options=all faults=form.saving.faults />
            <TextField id="off" label=OFF hint=OFF_HINT value=form.off faults=form.saving.faults area=true />
            <TextField id="worked" label=WORKED hint=WORKED_HINT value=form.worked faults=form.saving.faults area=true />
            {form.saving.foot(SAVE, KEPT)}
        </form>
    }
}
