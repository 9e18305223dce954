//! Lịch nghỉ sắp hết: told to whoever may have the next year entered, and to whoever receives before a name is typed.
//!
//! Not here: which procedures, and from when (`shared::ward::lapse`).
//! Invariant: nobody else is told; it goes as soon as the year is entered.

use leptos::prelude::*;
use shared::lang::{Word, word};
use shared::moment::Day;
use shared::officer::Right;
use shared::ward::lapse::Lapse;

use crate::desk::Desk;
use crate::text::t;

const WHICH: Word = word(
    "Xem thủ tục nào ở Cài đặt, nơi quản trị nhập lịch",
    "See which in Settings, where the administrator enters them",
);

/// What the days off of this device's ward do not reach, on a day.
pub fn on(desk: Desk, day: Memo<Day>) -> Memo<Option<Lapse>> {
    Memo::new(move |_| desk.ward().lapse(day.get()))
}

/// For the administrator, who enters the year, and the head, who asks for it: the way there.
pub fn keepers_note(desk: Desk, day: Memo<Day>) -> impl IntoView {
    let lapse = on(desk, day);
    move || {
        let told = desk.has(Right::Tend);
        told.then(|| lapse.get()).flatten().map(|lapse| {
            let today = day.get();
            let (is_late, said) = (!lapse.refused(today).is_empty(), lapse.warning(today));
            view! {
                <p class="note" class:note--late=is_late class:note--soon=!is_late>
                    {t(said)}" "<a href="/cai-dat#lich">{t(WHICH)}</a>
                </p>
            }
        })
    }
}

/// At the form: what cannot be received today.
pub fn counter_note(lapse: Memo<Option<Lapse>>, day: Memo<Day>) -> impl IntoView {
    let said = Memo::new(move |_| lapse.with(|lapse| lapse.as_ref()?.at_counter(day.get())));
    move || said.get().map(|said| view! { <p class="note note--soon" role="status">{t(said)}</p> })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use shared::demo;
    use shared::id::{DeviceId, OfficerId, Writer};
    use shared::sync::client::{Client, Meta};

    use super::*;
    use crate::store::Seat;
    use crate::ui::tests::{english, html, plain, vietnamese};

    fn at_work(officer: OfficerId) -> Desk {
        let (desk, ward) = (Desk::new(), demo::ward().expect("the standard data"));
        let writer = Writer { device: DeviceId(1), officer };
        let seat = Seat {
            officer: plain(ward.officer(officer).expect("an officer")),
            device: writer.device,
            label: "Quay 1".to_owned(),
            login: String::new(),
            locked: false,
        };
        desk.enter(Arc::new(ward), seat, Client::new(Meta::new(writer, None)), None);
        desk
    }

    fn keepers(officer: OfficerId, day: &'static str) -> impl Fn() -> AnyView + Copy {
        move || {
            let day: Day = day.parse().expect("a day");
            keepers_note(at_work(officer), Memo::new(move |_| day)).into_any()
        }
    }

    #[test]
    fn whoever_may_see_to_it_is_told_two_weeks_before_and_led_there() {
        for officer in [demo::ADMIN, demo::HEAD] {
            assert!(!html(keepers(officer, "2026-11-12")).contains("<p"));
            let ahead = html(keepers(officer, "2026-11-13"));
            assert!(ahead.contains("note--soon") && ahead.contains("href=\"/cai-dat#lich\""), "{ahead}");
            assert!(ahead.contains("Từ 27/11/2026 có 2 thủ tục sẽ chưa nhận được."), "{ahead}");
            let late = html(keepers(officer, "2026-11-29"));
            assert!(
                late.contains("note--late")
                    && late.contains("5 thủ tục hiện chưa nhận được, sớm nhất từ 27/11/2026."),
                "{late}"
            );
            let read = english(keepers(officer, "2026-11-29"));
            assert!(
                read.contains("5 procedures are not accepted now, the first since 27/11/2026."),
                "{read}"
            );
            assert_eq!(vietnamese(&read), Vec::<String>::new());
        }
        for officer in [demo::RECEPTION, demo::JUSTICE, demo::CHAIR] {
            assert!(!html(keepers(officer, "2026-11-29")).contains("<p"), "they can do nothing about it");
        }
    }

    #[test]
    fn whoever_receives_reads_it_at_the_form_on_the_first_such_day() {
        let counter = |day: &'static str| {
            move || {
                let day: Day = day.parse().expect("a day");
                let day = Memo::new(move |_| day);
                counter_note(on(at_work(demo::RECEPTION), day), day)
            }
        };
        assert!(!html(counter("2026-11-26")).contains("<p"));
        let said = html(counter("2026-11-27"));
        assert!(
            said.contains("Hôm nay có 2 thủ tục dài ngày chưa nhận được:") && said.contains("Báo quản trị"),
            "{said}"
        );
        let read = english(counter("2026-11-27"));
        assert!(read.contains("Today 2 procedures with a long limit cannot be received:"), "{read}");
        assert_eq!(vietnamese(&read), Vec::<String>::new());
    }
}
