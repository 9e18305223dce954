//! Hết bao nhiêu tiền: the fee for these pages and copies, line by line.
//!
//! Not here: how it is counted (`shared::procedure::fee`), whether it is paid.
//! Invariant: the counter takes what stands here, since both ask the same function; an amount that nobody has entered
//! is never guessed.

use leptos::prelude::*;
use shared::lang::{Lang, Word, money, word};
use shared::procedure::fee::{FeeAsk, FeeError, Priced, priced};
use shared::procedure::{FeeLine, Procedure};

use crate::english::{tell, told};
use crate::prefs::use_lang;
use crate::text::{Text, say, t};
use crate::ui::select::SelectField;

const TITLE: Word = word("Tính lệ phí", "What it will cost");
const LINE: Word = word("Trường hợp", "Case");
const PAGES: Word = word("Số trang của mỗi bản", "Pages of each copy");
const COPIES: Word = word("Số bản, số việc", "Copies, cases");
const TOTAL: Word = word("Cộng", "Total");
const CITY: Word = word(
    "Mức này do thành phố quy định, mời hỏi quầy.",
    "The city sets this amount; please ask at the counter.",
);

/// Nothing is to be counted where nothing can be owed.
fn is_worth_counting(line: &FeeLine) -> bool {
    !line.tiers.is_empty() || line.vnd.is_some_and(|vnd| vnd > 0)
}

fn count(id: String, label: Text, value: RwSignal<String>) -> impl IntoView {
    let named = id.clone();
    view! {
        <div class="field">
            <label for=named>{label}</label>
            <input class="input input--number" id=id inputmode="numeric" autocomplete="off" maxlength="4"
                prop:value=move || value.get() on:input=move |ev| value.set(event_target_value(&ev)) />
        </div>
    }
}

/// What cannot be read is no number of pages, and the rule says what is.
fn figure(value: RwSignal<String>) -> u32 {
    value.with(|text| text.trim().parse().unwrap_or(0))
}

fn item(item: &Priced) -> impl IntoView + use<> {
    let (item, (label, lang)) = (item.clone(), told(&item.label));
    let vnd = item.vnd;
    view! {
        <div>
            <dt><span lang=lang>{label}</span><span class="sub">{say(move |lang| item.because(lang).unwrap_or_default())}</span></dt>
            <dd>{say(move |lang| money(lang, vnd))}</dd>
        </div>
    }
}

fn answer(result: Result<Vec<Priced>, FeeError>) -> AnyView {
    match result {
        Ok(items) => {
            let sum = items.iter().map(|item| item.vnd).fold(0, i64::saturating_add);
            view! {
                <dl class="public__sum">
                    {items.iter().map(item).collect_view()}
                    <div class="total"><dt>{t(TOTAL)}</dt><dd>{say(move |lang| money(lang, sum))}</dd></div>
                </dl>
            }
            .into_any()
        }
        Err(FeeError::Unknown { .. }) => view! { <p class="note">{t(CITY)}</p> }.into_any(),
        Err(error @ (FeeError::NoLine | FeeError::Pages | FeeError::Copies | FeeError::Amount)) => {
            view! { <p class="note note--soon">{t(error.sentence())}</p> }.into_any()
        }
    }
}

/// The calculator of one procedure; nothing for one that is free.
pub fn cost_view(p: &Procedure) -> Option<impl IntoView + use<>> {
    if !p.fees.iter().any(is_worth_counting) {
        return None;
    }
    let p = StoredValue::new(p.clone());
    let lines = |optional: bool| {
        p.with_value(|p| {
            let all = p.fees.iter().enumerate().filter(|(_, line)| line.optional == optional);
            all.map(|(i, line)| (i, line.label.clone())).collect::<Vec<_>>()
        })
    };
    let (main, optional) = (lines(false), lines(true));
    let line = RwSignal::new(main.first().map_or(0, |(i, _)| *i).to_string());
    let [pages, copies] = ["1", "1"].map(|one| RwSignal::new(one.to_owned()));
    let extras: Vec<_> =
        optional.into_iter().map(|(i, label)| (i, label, RwSignal::new("0".to_owned()))).collect();
    let counted = extras.clone();
    let result = move || {
        let ask = FeeAsk {
            line: line.with(|line| line.parse().unwrap_or(usize::MAX)),
            pages: figure(pages),
            copies: figure(copies),
            extras: counted.iter().map(|(i, _, n)| (*i, figure(*n))).filter(|(_, n)| *n > 0).collect(),
            by_hand_vnd: None,
        };
        answer(p.with_value(|p| priced(p, &ask)))
    };
    let (lang, tell) = (use_lang(), tell());
    let several = main.len() > 1;
    let options = Signal::derive(move || {
        let lang: Lang = lang.get();
        main.iter().map(|(i, label)| (i.to_string(), tell(label, lang))).collect::<Vec<_>>()
    });
    let by_page = move || {
        let i: usize = line.with(|line| line.parse().unwrap_or(usize::MAX));
        p.with_value(|p| p.asks_pages(i))
    };
    let extra = |(i, label, n): &(usize, String, RwSignal<String>)| {
        let label = label.clone();
        count(format!("extra-{i}"), Text::live(move |lang| tell(&label, lang)), *n)
    };
    Some(view! {
        <section class="public__cost">
            <h2>{t(TITLE)}</h2>
            <div class="public__counts">
                {several.then(|| view! { <SelectField id="fee-line" label=LINE value=line options=options /> })}
                {move || by_page().then(|| count("fee-pages".to_owned(), PAGES.into(), pages))}
                {count("fee-copies".to_owned(), COPIES.into(), copies)}
                {extras.iter().map(extra).collect_view()}
            </div>
            <div aria-live="polite">{result}</div>
        </section>
    })
}
