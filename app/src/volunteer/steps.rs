//! The four steps as pages: what, papers, who, done.
//!
//! Not here: what they gather (`Visit`).
//! Invariant: one question a step, every touch target at least 64 px.

use leptos::prelude::*;
use shared::dossier::code::TRACKED_AT;
use shared::lang::{Sentence, Word, word};
use shared::procedure::{Manner, PaperAsked, Procedure};
use shared::refusal::FieldFault;

use super::{HandedIn, Visit, standing};
use crate::desk::{Desk, clock};
use crate::english::told;
use crate::public::catalogue::{NOTHING, found, named};
use crate::public::needs::when_of;
use crate::text::t;
use crate::ui::choice::TickRow;
use crate::ui::field::{Faults, fault_of, mend};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::sheet::qr;

const STEPS: [Word; 4] = [
    word("Việc cần làm", "What you need"),
    word("Giấy tờ mang theo", "Papers"),
    word("Điền tờ khai", "The form"),
    word("Mời tới quầy", "To the counter"),
];
const ASK_WHAT: Word = word("Cô, bác cần làm việc gì?", "What do you need today?");
const TYPE_IT: Word = word("Gõ vài chữ, không dấu cũng được.", "Type a few letters; accents are optional.");
const ASK_PAPERS: Word = word("Cô, bác có mang đủ giấy tờ này không?", "Have you brought these papers?");
const LOOK: Word = word("Hỏi từng thứ, nhìn tận mắt rồi chạm.", "Ask for each, look at it, then tap.");
const ASK_WHO: Word = word("Quét căn cước, hoặc gõ giúp cô, bác", "Scan the card, or type for them");
const SCAN: Word = word("Mã trên căn cước", "The card's code");
const NAME: Word = word("Họ và tên", "Full name");
const NUMBER: Word = word("Số căn cước", "Identity number");
const BIRTH: Word = word("Ngày sinh", "Date of birth");
const PHONE: Word = word("Điện thoại", "Phone");
const BACK: Word = word("Quay lại", "Back");
const COMPLETE: Word = word("Đủ rồi", "Complete");
const GO_ON: Word = word("Thiếu giấy, vẫn ghi", "Some missing: go on");
const SEND: Word = word("Gửi tới quầy", "Send to the counter");
const APPLICATION: Word = word("Số hồ sơ nộp", "Application number");
const LOOKUP: Word = word("Mã tra cứu", "Look-up characters");
const TAKE: Word = word(
    "Cô, bác quét mã này bằng điện thoại, chụp lại màn hình, hoặc chép cả hai: có đủ hai thứ mới xem được hồ sơ đến đâu.",
    "Scan the code with your phone, photograph this screen, or copy both: it takes both to see where the dossier is.",
);
const NEXT: Word = word("Người tiếp theo", "Next citizen");
const SHOWN: Word = word("xuất trình, không thu", "shown, not kept");

pub(super) fn side(visit: &Visit) -> impl IntoView + use<> {
    let step = visit.step;
    let chosen = visit.procedure.clone();
    let items = STEPS
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let state = match i.cmp(&step) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal => "now",
                std::cmp::Ordering::Greater => "",
            };
            let about = chosen.clone().filter(|_| i == 0);
            view! {
                <li class=state aria-current=(i == step).then_some("step")>
                    <span class="guide__no">
                        {if i < step { view! { <Icon glyph=Glyph::Check /> }.into_any() } else { (i + 1).into_any() }}
                    </span>
                    <span>
                        <b>{t(*name)}</b>
                        {about.map(|p| view! { <small>{named(&p)}</small> })}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="guide__steps">{items}</ol> }
}

pub(super) fn fault(said: Option<Sentence>) -> impl IntoView {
    said.map(|said| view! { <p class="note note--late" role="alert">{t(said)}</p> })
}

/// Only the six best, so that there is something to tap and nothing to browse.
const CHOICES_MAX: usize = 6;

pub(super) fn choose(desk: Desk, visit: RwSignal<Visit>, query: RwSignal<String>) -> impl IntoView {
    let choices = Memo::new(move |_| {
        let ward = desk.ward();
        let all: Vec<Procedure> = ward.catalogue.all_in_force(desk.now().day()).cloned().collect();
        found(&all, &query.get()).into_iter().take(CHOICES_MAX).cloned().collect::<Vec<_>>()
    });
    view! {
        <h1 tabindex="-1">{t(ASK_WHAT)}</h1>
        <label class="quiet" for="what">{t(TYPE_IT)}</label>
        <input class="input" id="what" type="search" autocomplete="off"
            prop:value=move || query.get() on:input=move |ev| query.set(event_target_value(&ev)) />
        <ul class="guide__list">
            {move || choices.get().into_iter().map(|p| {
                let named = named(&p);
                view! {
                    <li>
                        <button class="guide__choice" type="button" on:click=move |_| visit.update(|v| v.choose(p.clone()))>
                            <span>{named}</span><Icon glyph=Glyph::Next />
                        </button>
                    </li>
                }
            }).collect_view()}
        </ul>
        <p role="status">{move || choices.with(Vec::is_empty).then(|| t(NOTHING))}</p>
    }
}

fn paper(i: usize, asked: &PaperAsked, visit: RwSignal<Visit>) -> impl IntoView + use<> {
    let (name, lang) = told(&asked.name);
    let when = when_of(asked).map(|when| view! { <small>{when}</small> });
    let shown = asked.manner == Manner::Show;
    let ticked = Signal::derive(move || visit.with(|v| v.papers.get(i).copied().unwrap_or(false)));
    let change = move |on| {
        visit.update(|v| {
            if let Some(at) = v.papers.get_mut(i) {
                *at = on
            }
        })
    };
    view! {
        <li>
            <TickRow ticked change>
                <span lang=lang>{name}</span>
                {shown.then(|| view! { <small>{t(SHOWN)}</small> })}
                {when}
            </TickRow>
        </li>
    }
}

pub(super) fn papers(visit: RwSignal<Visit>) -> impl IntoView {
    let asked = visit.with_untracked(|v| v.procedure.as_ref().map(|p| p.papers.clone()).unwrap_or_default());
    let rows = asked.iter().enumerate().map(|(i, asked)| paper(i, asked, visit)).collect_view();
    let complete = move || visit.with(|v| v.missing().is_empty());
    let forward = move |_| visit.update(|v| v.step = 2);
    view! {
        <h1 tabindex="-1">{t(ASK_PAPERS)}</h1>
        <p class="quiet">{t(LOOK)}</p>
        <ul class="guide__list">{rows}</ul>
        <div class="guide__foot">
            <button class="btn" type="button" on:click=move |_| visit.update(|v| v.step = 0)>
                <Icon glyph=Glyph::Back />{t(BACK)}
            </button>
            <button class="btn" class:btn--primary=complete type="button" on:click=forward>
                {move || if complete() { t(COMPLETE)() } else { t(GO_ON)() }}<Icon glyph=Glyph::Next />
            </button>
        </div>
    }
}

/// The field that a scanner types into.
const SCANNED: &str = "scan";
/// The fields of the form, as the rules name their faults.
const FIELDS: [&str; 4] = ["name", "number", "birth", "phone"];

/// What is wrong about a field here, and in one sentence what is wrong otherwise.
pub(super) fn sorted(faults: Vec<FieldFault>) -> (Vec<FieldFault>, Option<Sentence>) {
    let (own, others): (Vec<_>, Vec<_>) =
        faults.into_iter().partition(|fault| FIELDS.contains(&fault.field.as_str()));
    (own, others.into_iter().next().map(|fault| Sentence::new(fault.vi, fault.en)))
}

/// The text of one field in a visit.
type Place = fn(&mut Visit) -> &mut String;

fn line(
    id: &'static str,
    label: Word,
    mode: &'static str,
    (visit, faults): (RwSignal<Visit>, Faults),
    place: Place,
) -> impl IntoView {
    let fault = fault_of(faults, id);
    let err = format!("{id}-err");
    let tied = err.clone();
    let bad = move || fault.get().map(|_| "true");
    let text = move || visit.with(|v| place(&mut v.clone()).clone());
    let input = move |ev| {
        visit.update(|v| *place(v) = event_target_value(&ev));
        mend(faults, id);
    };
    view! {
        <div class="field" data-bad=bad>
            <label for=id>{t(label)}</label>
            <input class="input" id=id autocomplete="off" inputmode=mode aria-invalid=bad
                aria-describedby=move || fault.get().map(|_| tied.clone()) prop:value=text on:input=input />
            {move || fault.get().map(|said| view! { <p class="err" id=err.clone()>{said}</p> })}
        </div>
    }
}

pub(super) fn person(
    visit: RwSignal<Visit>,
    faults: Faults,
    send: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let unread = fault_of(faults, SCANNED);
    let scan = move |ev: leptos::ev::Event| {
        let code = event_target_value(&ev);
        mend(faults, SCANNED);
        if code.contains('|') {
            match visit.try_update(|v| v.scan(&code)) {
                Some(Err(said)) => faults.update(|all| all.push(FieldFault::new(SCANNED, said.vi, said.en))),
                Some(Ok(())) | None => FIELDS.iter().for_each(|field| mend(faults, field)),
            }
        }
    };
    let form = (visit, faults);
    view! {
        <h1 tabindex="-1">{t(ASK_WHO)}</h1>
        <div class="field" data-bad=move || unread.get().map(|_| "true")>
            <label for=SCANNED>{t(SCAN)}</label>
            <input class="input" id=SCANNED autocomplete="off" on:change=scan
                aria-describedby=move || unread.get().map(|_| "scan-err") />
            {move || unread.get().map(|said| view! { <p class="err" id="scan-err" role="alert">{said}</p> })}
        </div>
        {line("name", NAME, "text", form, |v| &mut v.applicant.name)}
        {line("number", NUMBER, "numeric", form, |v| &mut v.applicant.number)}
        {line("birth", BIRTH, "numeric", form, |v| &mut v.applicant.birth)}
        {line("phone", PHONE, "tel", form, |v| &mut v.contact.phone)}
        <div class="guide__foot">
            <button class="btn" type="button" on:click=move |_| visit.update(|v| v.step = 1)>
                <Icon glyph=Glyph::Back />{t(BACK)}
            </button>
            <button class="btn btn--primary" type="button" on:click=move |_| send()>{t(SEND)}<Icon glyph=Glyph::Next /></button>
        </div>
    }
}

/// `base` is the address that papers bear.
pub(super) fn done(desk: Desk, visit: RwSignal<Visit>, base: &str) -> impl IntoView + use<> {
    let id = visit.with_untracked(|v| v.id);
    let next = move |_| {
        if visit.with_untracked(|v| v.may_go_on(clock())) {
            visit.set(Visit::default());
        }
    };
    let codes = visit.with_untracked(|v| v.handed_in.clone()).map(|HandedIn { number, secret, .. }| {
        let code = qr(&format!("{}{TRACKED_AT}{number}.{secret}", base.trim_end_matches('/')));
        view! {
            <div class="guide__codes">
                <dl class="guide__secret">
                    <div><dt class="quiet">{t(APPLICATION)}</dt><dd>{number.to_string()}</dd></div>
                    <div><dt class="quiet">{t(LOOKUP)}</dt><dd>{secret}</dd></div>
                </dl>
                {code}
            </div>
            <p class="quiet">{t(TAKE)}</p>
        }
    });
    view! {
        {standing::heading(desk, id)}
        {codes}
        <div class="guide__foot">
            <button class="btn btn--primary" type="button" on:click=next>
                {t(NEXT)}<Icon glyph=Glyph::Next />
            </button>
        </div>
    }
}
