//! Phần mềm hộ tịch, on a dossier's page: its fields to copy, one after the other, and what came back.
//!
//! Not here: which fields and in which order (`shared::handoff::fields`), the dialog of the act (`dossier`).
//! Invariant: nothing is sent; what is on the clipboard is what the dossier holds, though a number is masked on screen.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::dossier::Dossier;
use shared::dossier::civil::Given;
use shared::handoff::fields::{Field, as_text, by_part, fields};
use shared::handoff::is_civil;
use shared::identity::personal::masked;
use shared::lang::{Lang, Sentence, Word, word};
use shared::refusal::Refusal;
use shared::ward::Ward;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::keys::use_key;
use crate::text::{Text, say, t};
use crate::ui::button::Keys;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::toast::{Toaster, use_toast};

const TITLE: Word = word("Phần mềm hộ tịch", "Civil-status software");
const NOT_YET: Word = word("Chưa ghi số đăng ký hộ tịch.", "No register number was entered yet.");
const ENTER: Word = word("Ghi số hộ tịch", "Enter the register number");
const CORRECT: Word = word("Sửa số hộ tịch", "Correct the register number");
const TO_COPY: Word = word("Chép sang phần mềm hộ tịch", "Copy into the civil-status software");
const NEXT: Word = word("Chép trường kế tiếp", "Copy the next field");
const ALL: Word = word("Chép tất cả", "Copy all");
const BELIEVED: Word = word(
    "Danh sách và thứ tự này là phỏng đoán, chưa đối chiếu với phần mềm hộ tịch. Khác thì báo quản trị của phường.",
    "This list and its order are believed, not checked against that software. Where it differs, tell the ward's administrator.",
);
const BY_HAND: Word = word("ghi theo giấy", "as on the paper");
const ALL_COPIED: Word =
    word("Đã chép tất cả các trường có sẵn", "All fields that the dossier holds are copied");
const COPIED: Word = word("đã chép", "copied");
const NO_CLIPBOARD: Word = word(
    "Trình duyệt không cho chép. Bôi đen ô cần chép rồi bấm Ctrl+C.",
    "The browser does not let us copy. Select the value and press Ctrl+C.",
);
const NUMBER: Word = word("Số", "Number");
const BOOK: Word = word("Quyển số", "Volume");
const ON: Word = word("Ngày đăng ký", "Registered on");
const PERSONAL: Word = word("Số định danh", "Personal number");
const BY: Word = word("Người ghi", "Entered by");
const ERROR: Word = word("Phần mềm báo lỗi", "The software gave an error");

/// Whether the dossier's result is a line of a civil-status register, and the counter has it.
pub fn has_panel(ward: &Ward, dossier: &Dossier) -> bool {
    let civil = ward.catalogue.get(&dossier.procedure).is_some_and(is_civil);
    civil && dossier.received_at.is_some()
}

/// What came back.
pub fn given(ward: &Ward, dossier: &Dossier) -> impl IntoView + use<> {
    let Some(civil) = &dossier.civil else {
        return view! { <p class="quiet">{t(NOT_YET)}</p> }.into_any();
    };
    let by = format!("{}, {}", ward.name_of(civil.by), civil.at.clock_and_day());
    let by = view! { <div><dt>{t(BY)}</dt><dd>{by}</dd></div> };
    match civil.given.clone() {
        Given::Line(line) => {
            let personal = (!line.personal.is_empty())
                .then(|| view! { <div><dt>{t(PERSONAL)}</dt><dd>{masked(&line.personal)}</dd></div> });
            view! {
                <dl class="kv">
                    <div><dt>{t(NUMBER)}</dt><dd><b>{line.number}</b></dd></div>
                    <div><dt>{t(BOOK)}</dt><dd>{line.book}</dd></div>
                    <div><dt>{t(ON)}</dt><dd>{line.on.vi()}</dd></div>
                    {personal}
                    {by}
                </dl>
            }
            .into_any()
        }
        Given::Error(said) => {
            view! { <p class="note note--late"><b>{t(ERROR)}": "</b>{said}</p><dl class="kv">{by}</dl> }
                .into_any()
        }
    }
}

/// Puts the text on the clipboard; `false` where the browser has none for us.
async fn copy(text: String) -> bool {
    let navigator = window().navigator();
    // On a page that came without TLS there is none.
    if !js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard")).is_ok_and(|found| found.is_object())
    {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(&text)).await.is_ok()
}

fn copied(field: &Field) -> Sentence {
    let (part, label) = (field.part, field.label);
    Sentence::new(format!("Đã chép: {}, {}", label.vi, part.vi), format!("Copied: {}, {}", label.en, part.en))
}

/// The rows with their buttons, and the keys that walk through what there is to copy.
#[component]
pub fn Copying(#[prop(into)] all: Vec<Field>, is_open: bool) -> impl IntoView {
    let toast = use_toast();
    let to_copy: Vec<usize> = (0..all.len()).filter(|at| !all[*at].is_by_hand()).collect();
    let last = RwSignal::new(None::<usize>);
    let fields = StoredValue::new(all.clone());
    let take = move |at: usize| {
        let Some(field) = fields.with_value(|all| all.get(at).cloned()) else { return };
        put(toast, field.value.clone(), copied(&field).into(), move || last.set(Some(at)));
    };
    let take = Callback::new(take);
    let next = move || {
        let after = last.get_untracked().and_then(|last| to_copy.iter().find(|at| **at > last));
        if let Some(at) = after.or(to_copy.first()) {
            take.run(*at);
        }
    };
    let next = Callback::new(move |()| next());
    let whole = move || put(toast, fields.with_value(|all| as_text(all)), ALL_COPIED.into(), || ());
    use_key("h", NEXT, move || next.run(()));
    use_key("e", ALL, whole);
    let parts = by_part(&all).into_iter().map(|(part, of)| {
        let rows = of.into_iter().map(|(at, field)| row(at, field, last, take)).collect_view();
        view! { <h3 class="small">{t(part)}</h3><ul class="copy__rows">{rows}</ul> }
    });
    view! {
        <details class="copy" open=is_open>
            <summary>{t(TO_COPY)}</summary>
            <p class="line copy__acts">
                <button class="btn" type="button" on:click=move |_| next.run(())><Icon glyph=Glyph::Copy />{t(NEXT)}" "<Keys keys="h" /></button>
                <button class="btn" type="button" on:click=move |_| whole()>{t(ALL)}" "<Keys keys="e" /></button>
            </p>
            {parts.collect_view()}
            <p class="small quiet">{t(BELIEVED)}</p>
        </details>
    }
}

/// One field; what is typed as the paper says has no button.
fn row(
    at: usize,
    field: &Field,
    last: RwSignal<Option<usize>>,
    take: Callback<usize>,
) -> impl IntoView + use<> {
    let (part, label) = (field.part, field.label);
    if field.is_by_hand() {
        return view! {
            <li><span class="copy__what"><span class="sub">{t(label)}</span><span class="small quiet">{t(BY_HAND)}</span></span></li>
        }
        .into_any();
    }
    let value = field.shown();
    let named =
        move |lang: Lang| format!("{} {}, {}", lang.pick("Chép:", "Copy:"), label.of(lang), part.of(lang));
    let is_last = move || last.get() == Some(at);
    view! {
        <li class:copy__last=is_last>
            <span class="copy__what"><span class="sub">{t(label)}</span><span class="copy__value" lang="vi">{value}</span></span>
            <span class="small ok" aria-hidden="true">{move || is_last().then(|| t(COPIED)())}</span>
            <button class="btn btn--icon" type="button" aria-label=say(named) on:click=move |_| take.run(at)><Icon glyph=Glyph::Copy /></button>
        </li>
    }
    .into_any()
}

fn put(toast: Toaster, text: String, said: Text, done: impl FnOnce() + 'static) {
    spawn_local(async move {
        if copy(text).await {
            done();
            toast.say(said);
        } else {
            toast.say(NO_CLIPBOARD);
        }
    });
}

/// `may` is the verdict on entering what came back; none where the device only looks.
pub fn panel(
    ward: &Ward,
    dossier: &Dossier,
    may: Option<Result<(), Refusal>>,
    enter: Callback<()>,
) -> impl IntoView + use<> {
    let line = dossier.civil.as_ref().and_then(|civil| civil.line()).is_some();
    let label = if line { CORRECT } else { ENTER };
    let button = may.map(|may| match may {
        Ok(()) => view! { <button class="btn btn--wide" type="button" on:click=move |_| enter.run(())>{t(label)}</button> }.into_any(),
        Err(refusal) => view! { <p class="small quiet">{t(refusal.sentence())}</p> }.into_any(),
    });
    let all = fields(ward, dossier);
    view! {
        <section class="region flow" id="ho-tich">
            <header><h2>{t(TITLE)}</h2></header>
            {given(ward, dossier)}
            {button}
            <Copying all is_open=!line />
        </section>
    }
}
