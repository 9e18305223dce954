//! Hồ sơ của tôi: where a dossier is, by the code and the secret that are printed on the slip.
//!
//! Not here: names and numbers of people; the answer holds none (`shared::door::veil`).
//! Invariant: the code and the secret of a scanned slip stay in the address's fragment and never reach a
//! server's log.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::door::veil::HIDDEN;
use shared::dossier::Status;
use shared::dossier::ask_more::day_said;
use shared::lang::{Lang, Word, word};
use shared::refusal::FieldFault;
use shared::session::{Track, Tracked};
use shared::survey::Channel;
use wasm_bindgen::JsCast;

use super::fetch;
use super::frame::PublicFrame;
use super::kiosk;
use super::kiosk::pad::{Fields, Pad};
use super::looking::Looking;
use super::proof::proof_view;
use super::rate::rating_view;
use super::supply::supply_view;
use crate::english::told;
use crate::prefs::use_prefs;
use crate::text::{say, t};
use crate::ui::field::{Faults, TextField, focus_field, mend};
use crate::ui::state::Failed;

const TITLE: Word = word("Hồ sơ của tôi", "My dossier");
const HINT: Word = word(
    "Mã hồ sơ và mã tra cứu 6 ký tự in trên giấy hẹn; nộp trực tuyến thì dùng số hồ sơ nộp.",
    "The code and the 6 characters printed on your slip; or the number of your online application.",
);
const HINT_IN_HALL: Word = word(
    "Gõ phần sau của mã hồ sơ (như 261127-0001) và mã tra cứu 6 ký tự in trên giấy hẹn.",
    "Type the last part of the code (such as 261127-0001) and the 6 characters printed on your slip.",
);
const CODE: Word = word("Mã hồ sơ", "Code of the dossier");
const SECRET: Word = word("Mã tra cứu", "Look-up characters");
const SHOW: Word = word("Xem", "Show");
const BRING: Word =
    word("Khi đến, mang giấy hẹn và giấy tờ tùy thân.", "Bring your slip and an identity paper.");
const BRING_ID: Word = word("Khi đến, mang giấy tờ tùy thân.", "Bring an identity paper.");
const MISSING: Word = word("Còn thiếu giấy tờ", "Papers are missing");
const REFUSED: Word = word("Phường không nhận hồ sơ này, vì:", "The ward did not accept it, because:");
const VEILED: Word = word(
    "Tên người và số giấy tờ, điện thoại được che ở trang này; cần biết thì hỏi ở quầy.",
    "Names, and numbers of papers and telephones, are hidden on this page; ask at the counter where you need them.",
);
const DUE: Word = word("Hẹn trả", "Ready by");
const READY: Word = word("Đã có kết quả", "The result is ready");
const STEPS: [Word; 5] = [
    word("Tiếp nhận", "Received"),
    word("Thẩm tra, xử lý", "Being worked on"),
    word("Lãnh đạo ký", "Signature"),
    word("Lấy số, đóng dấu", "Number and stamp"),
    word("Trả kết quả", "Return"),
];

/// The two parts of `#<code>.<secret>`.
pub fn from_fragment(fragment: &str) -> Option<(String, String)> {
    let (code, secret) = fragment.strip_prefix('#')?.rsplit_once('.')?;
    (!code.is_empty() && !secret.is_empty()).then(|| (code.to_owned(), secret.to_owned()))
}

/// What has to be typed yet, a sentence a field.
pub fn lacking(slip: &Track) -> Vec<FieldFault> {
    let code = slip.code.is_empty().then(|| {
        FieldFault::new(
            "code",
            "Gõ mã hồ sơ hoặc số hồ sơ nộp.",
            "Type the code of the dossier, or the number of your application.",
        )
    });
    let secret = slip
        .secret
        .is_empty()
        .then(|| FieldFault::new("secret", "Gõ đủ 6 ký tự mã tra cứu.", "Type the 6 look-up characters."));
    code.into_iter().chain(secret).collect()
}

/// What the citizen reads.
pub fn tracked_view(found: Tracked) -> impl IntoView {
    let step = usize::from(found.step);
    let done = found.status == Status::Returned;
    let ended = found.status.is_terminal() && !done;
    let items = STEPS
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let here = i == step && !done && !ended;
            let state = if i < step || done {
                "done"
            } else if here {
                "now"
            } else {
                ""
            };
            view! { <li class=state aria-current=here.then_some("step")>{t(*name)}</li> }
        })
        .collect_view();
    // Whoever applied from afar, and asks by that number, was given no slip.
    let slip = found.code.is_none() && (found.due.is_some() || found.paused_since.is_some());
    // What is there already is not promised any more, and the day may be over.
    let ready = found.status == Status::Ready;
    let there = ready.then(|| view! { <p class="public__date">{t(READY)}</p> });
    let due = found.due.filter(|_| !done && !ended && !ready).map(|due| {
        let text = move |lang: Lang| format!("{} {}", DUE.of(lang), due.clock_and_weekday(lang));
        view! { <p class="public__date">{say(text)}</p> }
    });
    let hangs = found.posted_until.filter(|_| !done && !ended);
    let posted = hangs.map(|until| {
        let text = move |lang: Lang| match lang {
            Lang::Vi => format!("Hồ sơ đang niêm yết công khai đến hết ngày {}.", until.vi()),
            Lang::En => format!("The dossier is posted in public until the end of {}.", until.vi()),
        };
        view! { <p class="note">{say(text)}</p> }
    });
    let asks = matches!(found.status, Status::AwaitSupplement | Status::AwaitPayment);
    let paused = found.paused_since.filter(|_| !done && !ended && (asks || hangs.is_none())).map(|since| {
        let text = move |lang: Lang| match lang {
            Lang::Vi => format!("Đồng hồ dừng từ {}: phường chờ bạn bổ sung hoặc nộp tiền. Nộp đủ sẽ có ngày hẹn mới.", since.day().vi()),
            Lang::En => format!("The clock stands still since {}: the ward waits for your papers or payment. When they are in, you get a new date.", since.day().vi()),
        };
        view! { <p class="note note--soon">{say(text)}</p> }
    });
    let code = found.code.map(|code| view! { <p>{t(CODE)}" "<b class="nowrap">{code}</b></p> });
    let answer = found.answer_by.map(|by| {
        let text = move |lang: Lang| match lang {
            Lang::Vi => format!("Phường trả lời trước {}.", by.clock_and_day()),
            Lang::En => format!("The ward answers before {}.", by.clock_and_day()),
        };
        view! { <p class="note">{say(text)}</p> }
    });
    let asked = found.asked.iter().flat_map(|asked| asked.papers.iter().chain([&asked.reason]));
    let veiled = asked.chain(&found.refused).any(|said| said.contains(HIDDEN));
    let veiled = veiled.then(|| view! { <p class="quiet">{t(VEILED)}</p> });
    let missing = found.asked.map(|asked| {
        let (named, last) = (asked.until, found.last_day.unwrap_or(asked.until));
        let text = move |lang: Lang| {
            let until = day_said(named, last, lang);
            match lang {
                Lang::Vi => format!("Mang tới quầy đến hết ngày {until}:"),
                Lang::En => format!("Bring to the counter by the end of {until}:"),
            }
        };
        let papers = asked.papers.into_iter().map(|paper| {
            let (paper, lang) = told(&paper);
            view! { <li lang=lang>{paper}</li> }
        });
        view! {
            <div class="note note--soon">
                <p><b>{t(MISSING)}</b></p>
                <p lang="vi">{asked.reason}</p>
                <p>{say(text)}</p>
                <ul class="public__missing">{papers.collect_view()}</ul>
            </div>
        }
    });
    let refused = found.refused.map(|why| {
        view! { <div class="note note--late"><p><b>{t(REFUSED)}</b></p><p lang="vi">{why}</p></div> }
    });
    view! {
        <section class="region" aria-live="polite">
            <header><h2>{t(found.status.label())}</h2></header>
            {code}{there}{due}{answer}{missing}{refused}{veiled}{posted}{paused}
            <ol class="public__way">{items}</ol>
            {(!ended && !done).then(|| view! { <p class="note">{t(if slip { BRING } else { BRING_ID })}</p> })}
        </section>
    }
}

#[component]
pub fn TrackPage() -> impl IntoView {
    let code = RwSignal::new(String::new());
    let secret = RwSignal::new(String::new());
    let looking = Looking::<Track, Tracked>::new();
    let Looking { found, fault, busy, .. } = looking;
    let scanned = RwSignal::new(String::new());
    let in_hall = use_prefs().kiosk.get_untracked();
    let typed = move || {
        let trimmed =
            |field: RwSignal<String>| field.try_get_untracked().unwrap_or_default().trim().to_owned();
        Track { code: trimmed(code), secret: trimmed(secret) }
    };
    let faults: Faults = RwSignal::new(Vec::new());
    // The keys of the screen in the hall write into a field without typing in it.
    Effect::new(move |_| code.with(|_| mend(faults, "code")));
    Effect::new(move |_| secret.with(|_| mend(faults, "secret")));
    let ask = move || {
        looking.clear();
        // A scanner types the whole address of a slip into the field that has the focus.
        if let Some((read, key)) = code.with_untracked(|text| kiosk::scan::of_text(text)) {
            scanned.set(read.clone());
            code.set(read);
            secret.set(key);
        }
        let track = typed();
        faults.set(lacking(&track));
        if let Some(first) = faults.with_untracked(|all| all.first().map(|fault| fault.field.clone())) {
            focus_field(&first);
            return;
        }
        let place = looking.ask();
        leptos::task::spawn_local(async move {
            let answer = fetch::post::<Tracked>("/api/public/track", &track).await;
            let stands = typed() == track;
            looking.heard(place, stands, answer.map(|tracked| (track, tracked)));
        });
    };
    let location = use_location();
    let navigate = StoredValue::new_local(use_navigate());
    Effect::new(move |_| {
        if let Some((read, key)) = from_fragment(&location.hash.get()) {
            scanned.set(read.clone());
            code.set(read);
            secret.set(key);
            ask();
            if in_hall {
                // The next citizen must not find the slip in the address.
                navigate.with_value(|go| {
                    go("/tra-cuu", NavigateOptions { replace: true, ..NavigateOptions::default() })
                });
            }
        }
    });
    let fields = Fields { code, secret, is_secret: RwSignal::new(false) };
    let touched = move |ev: web_sys::FocusEvent| {
        let field = ev.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(field) = field.filter(|field| field.tag_name() == "INPUT") {
            fields.is_secret.set(field.id() == "secret");
        }
    };
    // The pad is on the page: the machine's own need not come up.
    let mode = if in_hall { "none" } else { "text" };
    view! {
        <PublicFrame title=TITLE>
            <h1 tabindex="-1">{t(TITLE)}</h1>
            <form
                class="public__look"
                on:focusin=touched
                on:submit=move |ev| {
                    ev.prevent_default();
                    ask();
                }
            >
                <p class="quiet" id="look-hint">{t(if in_hall { HINT_IN_HALL } else { HINT })}</p>
                <div class="public__fields">
                    <TextField id="code" label=CODE value=code faults mode />
                    <TextField id="secret" label=SECRET value=secret faults mode />
                    <button class="btn btn--primary" type="submit" disabled=move || busy.get()>{t(SHOW)}</button>
                </div>
                {in_hall.then(|| view! { <Show when=move || found.with(Option::is_none)><Pad fields /></Show> })}
            </form>
            {move || fault.get().map(|said| view! { <Failed said /> })}
            {move || found.get().map(|(slip, tracked)| {
                let channel = match (in_hall, scanned.get_untracked() == slip.code) {
                    (true, _) => Channel::Kiosk,
                    (false, true) => Channel::Slip,
                    (false, false) => Channel::Web,
                };
                let rating = tracked.rating.clone().map(|rating| rating_view(rating, slip.clone(), channel));
                // Everybody uses the screen in the hall: no papers are photographed there.
                let of = slip.clone();
                let also = slip.clone();
                let arrived = Callback::new(move |tracked| found.set(Some((of.clone(), tracked))));
                let supply = (!in_hall).then(|| supply_view(slip, &tracked, arrived)).flatten();
                let draft = proof_view(also, &tracked, in_hall, arrived);
                view! { {tracked_view(tracked)}{draft}{supply}{rating} }
            })}
        </PublicFrame>
    }
}
