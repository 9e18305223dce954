//! What holds for every receipt, term and pause.

use proptest::prelude::*;

use super::*;

/// A minute in 2018 ..= 2024: the longest terms and pauses below stay inside the table.
fn any_moment() -> impl Strategy<Value = Moment> {
    let first = moment("2018-01-01T00:00");
    (0..7 * 365 * 24 * 60_i64).prop_map(move |minutes| first.plus_minutes(minutes))
}

fn any_term() -> impl Strategy<Value = Term> {
    prop_oneof![
        Just(Term::SameDay),
        (1..100_u32).prop_map(Term::WorkingHours),
        (1..60_u32).prop_map(Term::WorkingDays),
        (1..60_u32).prop_map(Term::CalendarDays),
    ]
}

fn any_pauses() -> impl Strategy<Value = Vec<(i64, Option<i64>)>> {
    let length = prop_oneof![1 => Just(None), 6 => (-100..20 * 24 * 60_i64).prop_map(Some)];
    prop::collection::vec((-1_000..30 * 24 * 60_i64, length), 0..4)
}

fn longer(limit: Term) -> Term {
    match limit {
        Term::SameDay => Term::WorkingDays(1),
        Term::WorkingHours(n) => Term::WorkingHours(n + 1),
        Term::WorkingDays(n) => Term::WorkingDays(n + 1),
        Term::CalendarDays(n) => Term::CalendarDays(n + 1),
    }
}

proptest! {
    #[test]
    fn any_text_is_a_term_or_a_sentence(text in any::<String>(), like in "[0-9+ -]{0,5}(wh|wd|cd|same-day|)[ ]?") {
        for text in [text, like] {
            match text.parse::<Term>() {
                Ok(term) => prop_assert_eq!(term.to_string().parse::<Term>(), Ok(term)),
                Err(bad) => prop_assert!(!bad.sentence().vi.is_empty()),
            }
        }
    }

    #[test]
    fn a_later_receipt_is_never_due_earlier(a in any_moment(), b in any_moment(), limit in any_term()) {
        let calendar = standard_calendar();
        let (first, second) = (a.min(b), a.max(b));
        prop_assert!(calendar.due(first, limit)?.at <= calendar.due(second, limit)?.at);
    }

    #[test]
    fn a_longer_term_is_never_due_earlier(received in any_moment(), limit in any_term()) {
        let calendar = standard_calendar();
        prop_assert!(calendar.due(received, limit)?.at <= calendar.due(received, longer(limit))?.at);
    }

    #[test]
    fn due_is_after_receipt_and_in_office_hours(received in any_moment(), limit in any_term()) {
        let calendar = standard_calendar();
        let due = calendar.due(received, limit)?;
        prop_assert!(due.at > received);
        prop_assert!(calendar.is_working(due.at.day())?);
        prop_assert_eq!(calendar.office_moment(due.at)?, due.at);
        let last = due.days.last().expect("the day of receipt");
        prop_assert_eq!(last.day, due.at.day());
        prop_assert_eq!(due.days[0].day, received.day());
        prop_assert!(due.days.windows(2).all(|pair| pair[0].day.next() == pair[1].day));
    }

    #[test]
    fn the_days_counted_are_the_term(received in any_moment(), n in 1..60_u32) {
        let calendar = standard_calendar();
        let counted = |due: Due| due.days.iter().filter(|day| matches!(day.mark, Mark::Counted(_))).count();
        prop_assert_eq!(counted(calendar.due(received, Term::WorkingDays(n))?), n as usize);
        prop_assert_eq!(counted(calendar.due(received, Term::CalendarDays(n))?), n as usize);
    }

    #[test]
    fn a_pause_never_shortens(received in any_moment(), limit in any_term(), pauses in any_pauses()) {
        let calendar = standard_calendar();
        let pauses: Vec<Pause> = pauses
            .into_iter()
            .map(|(start, length)| {
                let from = received.plus_minutes(start);
                Pause { from, to: length.map(|minutes| from.plus_minutes(minutes)) }
            })
            .collect();
        let plain = calendar.due(received, limit)?;
        for policy in [SupplementClock::Resume, SupplementClock::Restart] {
            let due = calendar.due_after_pauses(received, limit, &pauses, policy)?;
            prop_assert!(plain.at <= due.at);
            prop_assert!(calendar.is_working(due.at.day())?);
            let last = due.days.last().expect("the day of receipt");
            prop_assert_eq!(last.day, due.at.day());
        }
        let without = calendar.due_after_pauses(received, limit, &[], SupplementClock::Resume)?;
        prop_assert_eq!(plain, without);
    }

    #[test]
    fn one_pause_of_a_term_in_days_moves_it_by_its_working_days(
        received in any_moment(),
        n in 1..30_u32,
        start in 0..10 * 24 * 60_i64,
        length in 1..20 * 24 * 60_i64,
    ) {
        let calendar = standard_calendar();
        let plain = calendar.due(received, Term::WorkingDays(n))?;
        let pause = Pause {
            from: received.plus_minutes(start),
            to: Some(received.plus_minutes(start + length)),
        };
        prop_assume!(pause.from <= plain.at);
        let from = calendar.office_moment(pause.from)?.day();
        let to = calendar.office_moment(received.plus_minutes(start + length))?.day();
        let stood = calendar.working_days_between(from, to)?;
        let due =
            calendar.due_after_pauses(received, Term::WorkingDays(n), &[pause], SupplementClock::Resume)?;
        prop_assert_eq!(calendar.working_days_between(plain.at.day(), due.at.day())?, stood);
    }

    #[test]
    fn hours_of_office_time_pass_between_receipt_and_due(received in any_moment(), n in 1..100_u32) {
        let calendar = standard_calendar();
        let due = calendar.due(received, Term::WorkingHours(n))?;
        prop_assert_eq!(calendar.working_minutes(received, due.at)?, i64::from(n) * 60);
    }

    #[test]
    fn terms_survive_writing(limit in any_term()) {
        prop_assert_eq!(limit.to_string().parse::<Term>().expect("reads"), limit);
    }
}
