//! Who asks and how to reach them.
//!
//! Not here: the form that corrects (`dialog`), corrections that wait for a choice (`questions`).
//! Invariant: an identity number is masked until it is asked for, and soon again.

use std::time::Duration;

use leptos::prelude::*;
use shared::dossier::{Dossier, Kind};
use shared::identity::personal::masked;
use shared::lang::{Lang, Word, money, word};

use crate::english::told;
use crate::text::{say, t};

const PERSON: Word = word("Người nộp", "Applicant");
const NUMBER: Word = word("Số giấy tờ", "Number");
const BORN: Word = word("Ngày sinh", "Born");
const ADDRESS: Word = word("Nơi ở", "Address");
const BEHALF: Word = word("Nộp thay cho", "On behalf of");
const PHONE: Word = word("Điện thoại", "Phone");
const EMAIL: Word = word("Thư điện tử", "E-mail");
const NEWS: Word = word("Nhận tin", "News");
const FEE: Word = word("Lệ phí", "Fee");
const HANDED_IN: Word = word("Nộp", "Handed in");
const RESULT: Word = word("Nhận kết quả", "Result by");
const OUTCOME: Word = word("Kết quả", "Result");
const STAMP: Word = word("Số văn bản", "Number of the result");
const TO: Word = word("Người đã nhận", "Received by");
const ASSISTED: Word = word("có người hỗ trợ", "with a volunteer's help");
const SHOW: Word = word("Hiện đủ số", "Show");
const HIDE: Word = word("Che số", "Mask");

/// A number that was asked for is masked again by itself: the next citizen sees the screen too.
const SHOWN_FOR: Duration = Duration::from_secs(20);

fn line(label: Word, value: impl Into<String>) -> impl IntoView {
    let value = value.into();
    (!value.is_empty()).then(|| view! { <div><dt>{t(label)}</dt><dd>{value}</dd></div> })
}

fn number_line(number: String) -> impl IntoView {
    let shown = RwSignal::new(false);
    let has = !number.is_empty();
    let visible = move || if shown.get() { number.clone() } else { masked(&number) };
    let toggle = move || t(if shown.get() { HIDE } else { SHOW })();
    let hiding = StoredValue::new(None::<TimeoutHandle>);
    let forget =
        move || hiding.try_update_value(Option::take).flatten().into_iter().for_each(|timer| timer.clear());
    on_cleanup(forget);
    let press = move |_| {
        forget();
        shown.update(|shown| *shown = !*shown);
        if shown.get_untracked() {
            let hide = move || {
                // The page may be gone by then.
                shown.try_set(false);
            };
            hiding.set_value(set_timeout_with_handle(hide, SHOWN_FOR).ok());
        }
    };
    has.then(|| view! {
        <div>
            <dt>{t(NUMBER)}</dt>
            <dd><span class="nowrap">{visible}</span>" "
                <button class="btn btn--text dossier__reveal" type="button" aria-pressed=move || shown.get().to_string()
                    on:click=press on:blur=move |_| shown.set(false)>{toggle}</button>
            </dd>
        </div>
    })
}

/// `correct`: opens the form that puts the fee right, for whoever may.
pub fn person(dossier: &Dossier, correct: Option<Callback<()>>) -> impl IntoView + use<> {
    let (applicant, contact, fee) = (&dossier.applicant, &dossier.contact, dossier.fee.clone());
    let total = fee.total_vnd();
    let is_counted = dossier.received_at.is_some();
    let fee_line = move |lang: Lang| match total {
        // Nobody has counted pages or asked for an exemption yet.
        0 if !is_counted => lang.pick("Tính khi tiếp nhận", "Counted at reception").to_owned(),
        0 => lang.pick("Không thu", "Free").to_owned(),
        sum => {
            let receipt = Some(fee.receipt.as_str()).filter(|receipt| !receipt.is_empty());
            let receipt = receipt.map(|receipt| format!("{} {receipt}", lang.pick("biên lai", "receipt")));
            let repaid = (fee.repaid_vnd > 0).then(|| {
                format!("{} {}", lang.pick("đã hoàn lại", "given back"), money(lang, fee.repaid_vnd))
            });
            let payment = fee.payment.label().of(lang).to_lowercase();
            let said = [Some(money(lang, sum)), Some(payment), receipt, repaid];
            said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
    };
    let correct = correct.map(|correct| view! {
        " "<button class="btn btn--text" type="button" on:click=move |_| correct.run(())>{t(Kind::CorrectFee.label())}</button>
    });
    let (delivery, channel, assisted) = (dossier.delivery, dossier.channel, dossier.assisted);
    let handed_in = move |lang: Lang| match assisted {
        true => format!("{}, {}", channel.label().of(lang), ASSISTED.of(lang)),
        false => channel.label().of(lang).to_owned(),
    };
    let result = dossier.result.clone();
    let outcome = result.map(|r| {
        let (summary, lang) = told(&r.summary);
        view! {
            <div><dt>{t(OUTCOME)}</dt><dd>{t(r.decision.label())}<span class="sub dossier__entered" lang=lang>{summary}</span></dd></div>
        }
    });
    let given = dossier.handed_over.clone().map(|over| view! {
        <div>
            <dt>{t(TO)}</dt>
            <dd>{over.to}{over.given.map(|given| view! { <span class="sub dossier__entered">{say(move |lang| given.text(lang))}</span> })}</dd>
        </div>
    });
    view! {
        <section class="region">
            <header><h2>{t(PERSON)}</h2></header>
            <dl class="kv dossier__kv">
                {number_line(applicant.number.clone())}
                {line(BORN, applicant.birth.clone())}
                {line(ADDRESS, applicant.address.clone())}
                {line(BEHALF, applicant.on_behalf_of.clone())}
                {line(PHONE, contact.phone.clone())}
                {line(EMAIL, contact.email.clone())}
                {contact.wants().map(|by| view! { <div><dt>{t(NEWS)}</dt><dd>{t(by.label())}</dd></div> })}
                <div><dt>{t(FEE)}</dt><dd>{say(fee_line)}{correct}</dd></div>
                <div><dt>{t(HANDED_IN)}</dt><dd>{say(handed_in)}</dd></div>
                <div><dt>{t(RESULT)}</dt><dd>{t(delivery.label())}</dd></div>
                {outcome}
                {line(STAMP, dossier.stamp.as_ref().map(|s| s.number.clone()).unwrap_or_default())}
                {given}
            </dl>
        </section>
    }
}
