//! Lịch trực ký: which leader signs on which half-day, from which day on.
//!
//! Not here: who is on duty at a moment (`shared::ward`).
//! Invariant: a pattern begins today or later; what was on duty before stays as it was.

use leptos::prelude::*;
use shared::id::OfficerId;
use shared::lang::{Lang, Word, word};
use shared::moment::{Day, WEEKDAYS_EN, WEEKDAYS_VI};
use shared::officer::Role;
use shared::refusal::FieldFault;
use shared::ward::{RosterWeek, Ward};

use crate::desk::{Desk, use_desk};
use crate::saving::Saving;
use crate::text::{say, t};
use crate::ui::date::DateField;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::fault_of;
use crate::ui::icon::{Glyph, Icon};

const TITLE: Word = word("Lịch trực ký", "Signing roster");
const WEEKDAY: Word = word("Thứ", "Day");
const MORNING: Word = word("Sáng", "Morning");
const AFTERNOON: Word = word("Chiều", "Afternoon");
const FROM: Word = word("Áp dụng từ ngày", "From");
const SAVE: Word = word("Lưu lịch trực", "Save the roster");
const NOT_SAVED: Word = word("Chưa lưu được lịch trực", "The roster was not saved");
const KEPT: Word = word(
    "Đã lưu. Lãnh đạo khác vẫn ký được khi tích “Ký thay ca của người trực”.",
    "Saved. Another leader can still sign by ticking that they sign for whoever is on duty.",
);
const CHOOSE: Word = word("chọn", "choose");

type Half = RwSignal<String>;

#[derive(Clone, Copy)]
pub(super) struct Form {
    from: RwSignal<String>,
    days: [[Half; 2]; 5],
    saving: Saving,
}

impl Form {
    /// The newest pattern, to begin today.
    pub(super) fn of(ward: &Ward, today: Day) -> Form {
        let newest = ward.roster.iter().max_by_key(|week| week.from);
        let half = |day: usize, half: usize| {
            RwSignal::new(newest.map(|week| week.days[day][half].to_string()).unwrap_or_default())
        };
        Form {
            from: RwSignal::new(newest.map_or(today, |week| week.from.max(today)).to_string()),
            days: std::array::from_fn(|day| [half(day, 0), half(day, 1)]),
            saving: Saving::default(),
        }
    }

    pub(super) fn typed(self) -> Result<RosterWeek, Vec<FieldFault>> {
        let from = self.from.with_untracked(|text| Day::parse_any(text));
        let from = from.ok_or_else(|| vec![FieldFault::new("from", "Chọn một ngày.", "Choose a day.")])?;
        let who = |half: Half| OfficerId(half.with_untracked(|id| id.parse().unwrap_or(0)));
        Ok(RosterWeek { from, days: self.days.map(|day| day.map(who)) })
    }
}

#[component]
pub fn RosterRegion() -> impl IntoView {
    let desk = use_desk();
    region(desk, Form::of(&desk.ward(), desk.now().day()))
}

pub(super) fn region(desk: Desk, form: Form) -> impl IntoView {
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let today = desk.now().day();
        form.saving.save(desk, form.typed().and_then(|week| desk.ward().with_roster(week, today)));
    };
    let bad = fault_of(form.saving.faults, "roster");
    let row = move |day: usize| {
        let name = move |lang: Lang| lang.pick(WEEKDAYS_VI, WEEKDAYS_EN)[day].to_owned();
        view! {
            <tr><th scope="row">{say(name)}</th>
                <td data-label=t(MORNING)>{half(desk, form.days[day][0], day, MORNING)}</td>
                <td data-label=t(AFTERNOON)>{half(desk, form.days[day][1], day, AFTERNOON)}</td></tr>
        }
    };
    view! {
        <section class="region flow" id="lich-truc">
            <header><h2>{t(TITLE)}</h2></header>
            <form class="flow" on:submit=submit>
                <ErrorSummary title=NOT_SAVED faults=form.saving.faults />
                <DateField id="from" label=FROM value=form.from faults=form.saving.faults />
                <table class="table table--fold" id="roster" tabindex="-1">
                    <thead><tr><th scope="col">{t(WEEKDAY)}</th><th scope="col">{t(MORNING)}</th><th scope="col">{t(AFTERNOON)}</th></tr></thead>
                    <tbody>{(0..5).map(row).collect_view()}</tbody>
                </table>
                {move || bad.get().map(|said| view! { <p class="err">{said}</p> })}
                {form.saving.foot(SAVE, KEPT)}
            </form>
        </section>
    }
}

/// Whoever leads the ward now, and an empty row where the one on the roster has left.
fn half(desk: Desk, value: Half, day: usize, part: Word) -> impl IntoView {
    let options = move || {
        let ward = desk.ward();
        let leaders: Vec<(String, String)> =
            ward.with_role(Role::Leader).map(|o| (o.id.to_string(), o.name.clone())).collect();
        let gone = !leaders.iter().any(|(id, _)| value.with_untracked(|v| v == id));
        let row = |(id, name): (String, String)| {
            let chosen = value.with_untracked(|v| *v == id);
            view! { <option value=id selected=chosen>{name}</option> }
        };
        (
            gone.then(|| view! { <option value="" selected=true>{t(CHOOSE)}</option> }),
            leaders.into_iter().map(row).collect_view(),
        )
    };
    let label = move |lang: Lang| format!("{}, {}", lang.pick(WEEKDAYS_VI, WEEKDAYS_EN)[day], part.of(lang));
    view! {
        <div class="select">
            <select class="input" aria-label=say(label) on:change=move |ev| value.set(event_target_value(&ev))>{options}</select>
            <Icon glyph=Glyph::Down />
        </div>
    }
}
