//! Lệ phí of the form: how much by the table in force, in figures and in words, and whether it is paid.
//!
//! Not here: the counting (`shared::procedure::fee`).
//! Invariant: the sum that is said is the one that the act will hold; its words are those of a paper receipt, so they are
//! Vietnamese on every screen.

use leptos::prelude::*;
use shared::dossier::record::Payment;
use shared::lang::{Lang, Word, money, word};
use shared::procedure::fee::{FeeError, Priced, priced};
use shared::text::sum_in_words;

use super::super::receipt::{Known, receipt_field};
use super::draft::Draft;
use crate::desk::Desk;
use crate::english::{retell, tell, told};
use crate::prefs::use_lang;
use crate::text::{say, t};
use crate::ui::field::TextField;
use crate::ui::select::SelectField;

const FEE: Word = word("Lệ phí", "Fee");
const FREE: Word = word("Không thu", "Free");
const CASE: Word = word("Trường hợp", "Case");
const PAGES: Word = word("Số trang", "Pages");
const COPIES: Word = word("Số bản", "Copies");
const BY_HAND: Word = word("Số tiền (đồng)", "Amount (VND)");
const PAYMENT: Word = word("Thu", "Payment");
const NOT_SAID: Word = word("Chọn…", "Choose…");
const RECEIPT: Word = word("Số biên lai", "Receipt no.");
const EXEMPT: Word = word("Lý do miễn", "Why exempt");
const IN_WORDS: Word = word("Bằng chữ:", "In words:");

/// What the procedure costs as the form stands; nothing before one is chosen.
fn items(draft: Draft) -> Option<Result<Vec<Priced>, FeeError>> {
    draft.procedure.get().map(|p| priced(&p, &draft.fee_ask()))
}

/// The sum, why it is so much, and the words that stand on the receipt.
pub fn fee_line(draft: Draft) -> impl IntoView {
    let retell = retell();
    let sum = move || {
        let items = items(draft)?.ok()?;
        Some(items.iter().map(|item| item.vnd).fold(0_i64, i64::saturating_add))
    };
    let total = move |lang: Lang| match items(draft) {
        None => "—".to_owned(),
        Some(Err(error)) => retell(error.sentence().of(lang), lang),
        Some(Ok(_)) => match sum().unwrap_or_default() {
            0 => FREE.of(lang).to_owned(),
            sum => money(lang, sum),
        },
    };
    let why = move |lang: Lang| {
        let items = items(draft).and_then(Result::ok).unwrap_or_default();
        items.iter().filter_map(|item| item.because(lang)).collect::<Vec<_>>().join("; ")
    };
    let words = move || sum().filter(|sum| *sum > 0).map(sum_in_words);
    view! {
        <dl class="kv"><div>
            <dt>{t(FEE)}</dt>
            <dd>
                {say(total)}<span class="sub">{say(why)}</span>
                {move || words().map(|words| view! { <span class="sub">{t(IN_WORDS)}" "<i lang="vi">{words}</i></span> })}
            </dd>
        </div></dl>
    }
}

#[component]
pub fn FeePart(desk: Desk, draft: Draft) -> impl IntoView {
    let faults = draft.faults;
    let (lang, tell) = (use_lang(), tell());
    let options = Signal::derive(move || {
        let lines = draft.procedure.get().map(|p| p.fees).unwrap_or_default();
        lines
            .iter()
            .enumerate()
            .filter(|(_, l)| !l.optional)
            .map(|(i, l)| (i.to_string(), tell(&l.label, lang.get())))
            .collect::<Vec<_>>()
    });
    let chosen = move || draft.procedure.get().and_then(|p| p.fees.get(draft.line()).cloned());
    let asks_pages = move || draft.procedure.get().is_some_and(|p| p.asks_pages(draft.line()));
    let items = move || items(draft);
    let owed = move || items().and_then(Result::ok).is_some_and(|items| items.iter().any(|i| i.vnd > 0));
    let payments = Signal::derive(move || {
        let choose = (String::new(), NOT_SAID.of(lang.get()).to_owned());
        let kinds = [("da_thu", Payment::Taken), ("chua_thu", Payment::Owed), ("mien", Payment::Exempt)];
        let each = kinds.map(|(code, p)| (code.to_owned(), p.label().of(lang.get()).to_owned()));
        std::iter::once(choose).chain(each).collect()
    });
    let extras = move || {
        let lines = draft.procedure.get().map(|p| p.fees).unwrap_or_default();
        let optional = lines.into_iter().enumerate().filter(|(_, line)| line.optional);
        optional.map(|(place, line)| extra(draft, place, line.label)).collect_view()
    };
    view! {
        {fee_line(draft)}
        {move || (options.with(Vec::len) > 1).then(|| view! { <SelectField id="fee" label=CASE value=draft.fee_line options faults=draft.faults /> })}
        {move || asks_pages().then(|| view! {
            <div class="receive__two"><TextField id="pages" label=PAGES value=draft.pages mode="numeric" faults /><TextField id="copies" label=COPIES value=draft.copies mode="numeric" faults /></div>
        })}
        {extras}
        {move || chosen().is_some_and(|l| l.tiers.is_empty() && l.vnd.is_none()).then(|| view! {
            <TextField id="fee" label=BY_HAND value=draft.by_hand mode="numeric" faults />
        })}
        {move || owed().then(|| view! {
            <div class="receive__two">
                <SelectField id="payment" label=PAYMENT value=draft.payment options=payments faults=draft.faults />
                {move || match draft.payment.get().as_str() {
                    "mien" => view! { <TextField id="exempt_reason" label=EXEMPT value=draft.exempt faults /> }.into_any(),
                    "da_thu" => receipt_field(RECEIPT, draft.receipt, faults, Known::of(desk, None)).into_any(),
                    _ => ().into_any(),
                }}
            </div>
        })}
    }
}

/// An optional line of the fee table: how many are wanted.
fn extra(draft: Draft, place: usize, label: String) -> impl IntoView {
    let count = move || draft.extras.with(|extras| extras.get(&place).cloned().unwrap_or_default());
    let input = move |ev| {
        let text = event_target_value(&ev);
        draft.extras.update(|extras| {
            extras.insert(place, text);
        });
    };
    let (label, lang) = told(&label);
    view! {
        <label class="receive__extra">
            <span class="small" lang=lang>{label}</span>
            <input class="input count" inputmode="numeric" autocomplete="off" placeholder="0" prop:value=count on:input=input />
        </label>
    }
}
