//! Bản thảo của bạn: on the page of a dossier that came online, what the certificate will say, and the citizen's answer.
//!
//! Not here: what is right in an answer (`shared::dossier::proof`), who may look (the server).
//! Invariant: the words are fetched only when somebody asks for them, and never on the screen in the hall, which everybody
//! sees; nothing is called sent before the server has said so.

use leptos::prelude::*;
use shared::door::proof::{AnswerDraft, Draft, DraftShown};
use shared::dossier::proof::State;
use shared::lang::{Lang, Sentence, Word, word};
use shared::refusal::Refusal;
use shared::session::{Track, Tracked};

use super::fetch;
use crate::text::{say, t};
use crate::ui::field::{Faults, TextField};
use crate::ui::state::Failed;

const TITLE: Word = word("Bản thảo giấy tờ của bạn", "The draft of your paper");
const OPEN: Word = word("Xem bản thảo", "Show the draft");
const IN_HALL: Word = word(
    "Bản thảo có thông tin của bạn: mở trên điện thoại của bạn, hoặc hỏi quầy.",
    "It has your details on it: open it on your own phone, or ask at the counter.",
);
const READ: Word = word("Đọc kỹ từng dòng, rồi chọn một.", "Read every line, then choose one.");
const BY_PHONE: Word = word("Bạn đã trả lời qua điện thoại.", "You answered by telephone.");
const REPLY: Word = word("Phường trả lời bạn:", "The ward's reply to you:");
const AGREE: Word = word("Đúng cả, tôi đồng ý", "All is right, I agree");
const WRONG: Word = word("Chỗ chưa đúng, một câu", "What is wrong, in one sentence");
const TELL: Word = word("Gửi chỗ chưa đúng", "Send what is wrong");

/// How it stands, in a sentence to the citizen.
fn said(draft: Draft, lang: Lang) -> String {
    let until = draft.until.clock_and_day();
    match (draft.state, lang) {
        (State::Awaits, Lang::Vi) => {
            format!(
                "Phường đã soạn giấy tờ và mời bạn xem trước. Trả lời trước {until}; không trả lời là đồng ý."
            )
        }
        (State::Awaits, Lang::En) => {
            format!(
                "The ward has drafted your paper for you to check. Answer by {until}; silence is agreement."
            )
        }
        (State::Agreed, Lang::Vi) => "Bạn đã đồng ý với bản thảo. Phường làm tiếp.".to_owned(),
        (State::Agreed, Lang::En) => "You have agreed to the draft. The ward goes on.".to_owned(),
        (State::Wrong, Lang::Vi) => {
            "Bạn đã báo bản thảo chưa đúng. Phường xem lại rồi gửi bản khác.".to_owned()
        }
        (State::Wrong, Lang::En) => {
            "You have said that the draft is wrong. The ward will look at it and send another.".to_owned()
        }
        (State::Silent, Lang::Vi) => format!(
            "Hạn trả lời bản thảo là {until}, đã qua: coi như bạn đồng ý. Nếu có chỗ sai thì gọi phường ngay."
        ),
        (State::Silent, Lang::En) => format!(
            "The time to answer the draft ended at {until}, which counts as agreement. If something is wrong, call the ward now."
        ),
    }
}

/// What the citizen does with a draft.
#[derive(Clone, Copy)]
pub struct Reading {
    slip: StoredValue<Track>,
    draft: Draft,
    pub shown: RwSignal<Option<DraftShown>>,
    pub wrong: RwSignal<String>,
    pub faults: Faults,
    failed: RwSignal<Option<Sentence>>,
    busy: RwSignal<bool>,
    arrived: Callback<Tracked>,
}

impl Reading {
    pub fn new(slip: Track, draft: Draft, arrived: Callback<Tracked>) -> Reading {
        Reading {
            slip: StoredValue::new(slip),
            draft,
            shown: RwSignal::new(None),
            wrong: RwSignal::new(String::new()),
            faults: RwSignal::new(vec![]),
            failed: RwSignal::new(None),
            busy: RwSignal::new(false),
            arrived,
        }
    }

    fn open(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        let slip = self.slip.get_value();
        leptos::task::spawn_local(async move {
            match fetch::post::<DraftShown>("/api/public/draft", &slip).await {
                Ok(shown) => drop(self.shown.try_set(Some(shown))),
                Err(said) => drop(self.failed.try_set(Some(said))),
            }
            self.busy.try_set(false);
        });
    }

    /// What is sent: of the draft that was read, whichever is the latest by now.
    pub fn letter(self, agrees: bool) -> AnswerDraft {
        let Track { code, secret } = self.slip.get_value();
        let read = self.shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.draft.number));
        let wrong = if agrees { String::new() } else { self.wrong.get_untracked() };
        AnswerDraft { code, secret, number: read.unwrap_or(self.draft.number), agrees, wrong }
    }

    fn answer(self, agrees: bool) {
        if self.busy.get_untracked() {
            return;
        }
        let letter = self.letter(agrees);
        self.failed.set(None);
        self.faults.set(vec![]);
        match letter.act().check() {
            Ok(()) => self.busy.set(true),
            Err(Refusal::Fields { faults }) => return self.faults.set(faults),
            Err(refusal) => return self.failed.set(Some(refusal.sentence())),
        }
        leptos::task::spawn_local(async move {
            match fetch::post::<Tracked>("/api/public/draft/answer", &letter).await {
                Ok(tracked) => drop(self.arrived.try_run(tracked)),
                Err(said) => drop(self.failed.try_set(Some(said))),
            }
            self.busy.try_set(false);
        });
    }
}

/// The region below a dossier of which a draft was sent; nothing where there is none.
pub fn proof_view(
    slip: Track,
    tracked: &Tracked,
    in_hall: bool,
    arrived: Callback<Tracked>,
) -> Option<AnyView> {
    let draft = tracked.draft?;
    Some(reading_view(Reading::new(slip, draft, arrived), in_hall).into_any())
}

pub fn reading_view(reading: Reading, in_hall: bool) -> impl IntoView {
    let draft = reading.draft;
    let soon = draft.state == State::Awaits;
    let body = move || {
        match reading.shown.get() {
        _ if in_hall => soon.then(|| view! { <p>{t(IN_HALL)}</p> }.into_any()),
        None => Some(view! {
            <button class="btn" type="button" disabled=move || reading.busy.get() on:click=move |_| reading.open()>{t(OPEN)}</button>
        }.into_any()),
        Some(shown) => Some(words(reading, shown).into_any()),
    }
    };
    view! {
        <section class="region flow" aria-live="polite">
            <header><h2>{t(TITLE)}</h2></header>
            <p class="note" class:note--soon=soon>{draft.by_phone.then(|| view! { {t(BY_PHONE)}" " })}{say(move |lang| said(draft, lang))}</p>
            {body}
            {move || reading.failed.get().map(|said| view! { <Failed said /> })}
        </section>
    }
}

/// A line as it was typed: what stands before the first colon is its label.
fn line(text: &str) -> AnyView {
    match text.split_once(':').map(|(label, said)| (label.trim().to_owned(), said.trim().to_owned())) {
        Some((label, said)) => view! { <div><dt>{label}</dt><dd>{said}</dd></div> }.into_any(),
        None => view! { <div><dt></dt><dd>{text.to_owned()}</dd></div> }.into_any(),
    }
}

fn words(reading: Reading, shown: DraftShown) -> impl IntoView {
    let rows = shown.lines.iter().map(|text| line(text)).collect_view();
    let reply = Some(shown.reply.clone()).filter(|said| !said.is_empty());
    let answer = (shown.draft.state == State::Awaits).then(|| {
        view! {
            <p>{t(READ)}</p>
            <div class="apply__foot">
                <button class="btn btn--primary" type="button" disabled=move || reading.busy.get()
                    on:click=move |_| reading.answer(true)>{t(AGREE)}</button>
            </div>
            <TextField id="wrong" label=WRONG value=reading.wrong faults=reading.faults optional=true area=true />
            <div class="apply__foot">
                <button class="btn" type="button" disabled=move || reading.busy.get()
                    on:click=move |_| reading.answer(false)>{t(TELL)}</button>
            </div>
        }
    });
    view! {
        {reply.map(|said| view! { <p>{t(REPLY)}" "<b lang="vi">{said}</b></p> })}
        <dl class="kv" lang="vi">{rows}</dl>
        {answer}
    }
}
