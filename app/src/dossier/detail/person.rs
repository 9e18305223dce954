//! Who asks and how to reach them; and corrections that wait for somebody to choose.
//!
//! Not here: the form that corrects (`dialog`).
//! Invariant: an identity number is masked until it is asked for, and soon again; a value that lost is kept until a person decides.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::amend::{Amend, Details};
use shared::dossier::record::Correction;
use shared::dossier::{Act, Dossier};
use shared::identity::personal::masked;
use shared::lang::{Lang, Word, money, word};

use crate::desk::Desk;
use crate::text::{say, t};
use crate::ui::toast::use_toast;

const PERSON: Word = word("Người nộp", "Applicant");
const NUMBER: Word = word("Số giấy tờ", "Number");
const BORN: Word = word("Ngày sinh", "Born");
const ADDRESS: Word = word("Nơi ở", "Address");
const BEHALF: Word = word("Nộp thay cho", "On behalf of");
const PHONE: Word = word("Điện thoại", "Phone");
const EMAIL: Word = word("Thư điện tử", "E-mail");
const FEE: Word = word("Lệ phí", "Fee");
const HANDED_IN: Word = word("Nộp", "Handed in");
const RESULT: Word = word("Nhận kết quả", "Result by");
const OUTCOME: Word = word("Kết quả", "Result");
const STAMP: Word = word("Số văn bản", "Number of the result");
const TO: Word = word("Người đã nhận", "Received by");
const ASSISTED: Word = word("có người hỗ trợ", "with a volunteer's help");
const SHOW: Word = word("Hiện đủ số", "Show");
const HIDE: Word = word("Che số", "Mask");
const KEPT: Word = word("Hai người cùng sửa, cần chọn", "Two corrections: choose one");
const IN_USE: Word = word("Đang dùng", "In use");
const OTHER: Word = word("Bản kia", "The other");
const USE_IT: Word = word("Dùng bản kia", "Use the other");
const KEEP: Word = word("Giữ bản đang dùng", "Keep the one in use");
const SETTLED: Word = word("Đã chọn", "Settled");

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
            <dd class="nowrap">{visible}" "
                <button class="btn btn--text dossier__reveal" type="button" aria-pressed=move || shown.get().to_string()
                    on:click=press on:blur=move |_| shown.set(false)>{toggle}</button>
            </dd>
        </div>
    })
}

pub fn person(dossier: &Dossier) -> impl IntoView + use<> {
    let (applicant, contact, fee) = (&dossier.applicant, &dossier.contact, dossier.fee.clone());
    let total = fee.total_vnd();
    let fee_line = move |lang: Lang| match total {
        0 => lang.pick("Không thu", "Free").to_owned(),
        sum => format!("{} · {}", money(lang, sum), fee.payment.label().of(lang).to_lowercase()),
    };
    let (delivery, channel, assisted) = (dossier.delivery, dossier.channel, dossier.assisted);
    let handed_in = move |lang: Lang| match assisted {
        true => format!("{}, {}", channel.label().of(lang), ASSISTED.of(lang)),
        false => channel.label().of(lang).to_owned(),
    };
    let result = dossier.result.clone();
    let outcome = result.map(|r| view! {
        <div><dt>{t(OUTCOME)}</dt><dd>{t(r.decision.label())}<span class="sub dossier__entered">{r.summary}</span></dd></div>
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
                <div><dt>{t(FEE)}</dt><dd>{say(fee_line)}</dd></div>
                <div><dt>{t(HANDED_IN)}</dt><dd>{say(handed_in)}</dd></div>
                <div><dt>{t(RESULT)}</dt><dd>{t(delivery.label())}</dd></div>
                {outcome}
                {line(STAMP, dossier.stamp.as_ref().map(|s| s.number.clone()).unwrap_or_default())}
                {line(TO, dossier.handed_over.as_ref().map(|h| h.to.clone()).unwrap_or_default())}
            </dl>
        </section>
    }
}

/// The fields of a group with their labels.
fn fields(details: &Details) -> Vec<(Word, String)> {
    match details {
        Details::Applicant(a) => vec![
            (word("Họ và tên", "Full name"), a.name.clone()),
            (NUMBER, masked(&a.number)),
            (BORN, a.birth.clone()),
            (ADDRESS, a.address.clone()),
            (BEHALF, a.on_behalf_of.clone()),
        ],
        Details::Contact(c) => vec![(PHONE, c.phone.clone()), (EMAIL, c.email.clone())],
    }
}

/// Every value that lost a conflict, beside the one in use: a person decides.
pub fn corrections(desk: Desk, dossier: &Dossier) -> impl IntoView + use<> {
    let ward = desk.ward();
    let one = |kept: &Correction| correction(desk, ward.name_of(kept.by), dossier, kept);
    dossier.corrections.iter().map(one).collect_view()
}

fn correction(desk: Desk, by: String, dossier: &Dossier, kept: &Correction) -> impl IntoView + use<> {
    let Correction { group, at, value, .. } = kept.clone();
    let current = Details::of(group, dossier);
    let (id, seen_version) = (dossier.id, dossier.version_of(group));
    let toast = use_toast();
    let decide = Callback::new(move |details: Details| {
        let act = Act::Amend(Amend { details, seen_version, reason: String::new() });
        spawn_local(async move {
            match desk.act(id, act).await {
                Ok(()) => toast.say(SETTLED),
                Err(trouble) => toast.say(trouble.sentence()),
            }
        });
    });
    let pairs = fields(&current).into_iter().zip(fields(&value));
    let rows = pairs.filter(|((_, a), (_, b))| a != b).map(|((label, used), (_, other))| {
        view! {
            <div><dt>{t(IN_USE)}" · "{t(label)}</dt><dd><mark>{used}</mark></dd></div>
            <div><dt>{t(OTHER)}" · "{t(label)}</dt><dd><mark>{other}</mark></dd></div>
        }
    });
    let rows = rows.collect_view();
    let (used, other) = (current, value);
    view! {
        <section class="region">
            <header><h2>{t(KEPT)}</h2></header>
            <p class="small quiet">{say(move |lang| format!("{} · {by} · {}", group.label().of(lang), at.clock_and_day()))}</p>
            <dl class="versus">{rows}</dl>
            <p class="line dossier__choose">
                <button class="btn" type="button" on:click=move |_| decide.run(used.clone())>{t(KEEP)}</button>
                <button class="btn" type="button" on:click=move |_| decide.run(other.clone())>{t(USE_IT)}</button>
            </p>
        </section>
    }
}
