//! A day, typed as people write it: `22/11/2018`, `22112018` or `2018-11-22`; its weekday is read back below.
//!
//! Not here: which days are allowed (the rules), the calendar (`shared::calendar`).
//! Invariant: day before month, whatever language the browser is in; what cannot be read is kept as typed.

use leptos::prelude::*;
use shared::lang::{Lang, Word, word};
use shared::moment::Day;

use super::field::{Faults, fault_of, mend_any};
use crate::text::{Text, say};

const HOW: Word = word("ngày/tháng/năm", "day/month/year");

/// What stands in the field: the day as written here, or the text that is no day yet.
fn shown(value: &str) -> String {
    value.parse::<Day>().map_or_else(|_| value.to_owned(), Day::vi)
}

/// What the rules are given: `2018-11-22`, or the text as typed.
fn kept(typed: &str) -> String {
    Day::parse_any(typed).map_or_else(|| typed.to_owned(), |day| day.to_string())
}

/// The weekday of a day, or how to write one.
fn echo(value: &str, lang: Lang) -> String {
    match value.parse::<Day>() {
        Ok(day) => day.weekday_name(lang).to_owned(),
        Err(_) => HOW.of(lang).to_owned(),
    }
}

#[component]
pub fn DateField(
    id: &'static str,
    #[prop(into)] label: Text,
    /// `2018-11-22`, or what was typed while it is no day.
    value: RwSignal<String>,
    #[prop(optional)] faults: Option<Faults>,
) -> impl IntoView {
    let fault = faults.map_or_else(|| Signal::stored(None), |faults| fault_of(faults, id));
    let typed = RwSignal::new(shown(&value.get_untracked()));
    // The page may set the day: a card was read, a draft was opened.
    Effect::new(move |_| {
        let now = value.get();
        if kept(&typed.get_untracked()) != now {
            typed.set(shown(&now));
        }
    });
    let (err_id, echo_id) = (format!("{id}-err"), format!("{id}-echo"));
    let ids = (err_id.clone(), echo_id.clone());
    let described =
        move || if fault.get().is_some() { format!("{} {}", ids.0, ids.1) } else { ids.1.clone() };
    let bad = move || fault.get().map(|_| "true");
    let input = move |ev| {
        let text = event_target_value(&ev);
        value.set(kept(&text));
        typed.set(text);
        mend_any(faults, id);
    };
    view! {
        <div class="field" data-bad=bad>
            <label for=id>{label}</label>
            <input class="input input--date" id=id inputmode="numeric" autocomplete="off" aria-describedby=described
                aria-invalid=bad prop:value=move || typed.get() on:input=input
                on:change=move |_| typed.set(shown(&value.get_untracked())) />
            <p class="echo" id=echo_id>{say(move |lang| value.with(|value| echo(value, lang)))}</p>
            {move || fault.get().map(|said| view! { <p class="err" id=err_id.clone()>{said}</p> })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for typed in ["22/11/2018", "22112018", "22-11-2018", "22.11.2018", "2018-11-22"] {
            assert_eq!(kept(typed), "2018-11-22", "{typed}");
        }
        assert_eq!(shown("2018-11-22"), "22/11/2018");
    }

    #[test]
    fn the_month_is_never_read_as_the_day() {
        assert_eq!(kept("11/22/2018"), "11/22/2018", "no 22nd month: kept as typed");
        assert_eq!(kept("03/02/2018"), "2018-02-03");
    }

    #[test]
    fn the_weekday_is_read_back() {
        assert_eq!(echo("2018-11-22", Lang::Vi), "Thứ Năm");
        assert_eq!(echo("2018-11-22", Lang::En), "Thursday");
        assert_eq!(echo("22/11", Lang::Vi), "ngày/tháng/năm");
    }
}
