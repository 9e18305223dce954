//! What may be done about one now, and the form of what was chosen.
//!
//! Not here: what is right in it (`shared::feedback::step`).
//! Invariant: a greyed act says the sentence that the server would answer.

use leptos::prelude::*;
use shared::feedback::{Deed, Feedback, Kind, Take, What};
use shared::id::OfficerId;
use shared::lang::{Sentence, Word, word};
use shared::officer::Officer;
use shared::refusal::Refusal;

use crate::desk::{Trouble, use_desk};
use crate::public::feedback::kind_view;
use crate::text::t;
use crate::ui::button::ActRow;
use crate::ui::choice::TickRow;
use crate::ui::field::{Faults, TextField};
use crate::ui::icon::Glyph;
use crate::ui::state::Failed;

const WHAT_NOW: Word = word("Việc làm được", "What can be done");
const ABOUT: Word = word("Về cán bộ nào", "Which officers it is about");
const ABOUT_HOW: Word = word(
    "Người được đánh dấu không còn xem hay xử lý phản ánh này.",
    "Whoever is ticked no longer reads or deals with this one.",
);
const KIND: Word = word("Phản ánh về điều gì", "What it is about");
const QUESTION: Word = word("Câu hỏi cho người gửi", "Question to the sender");
const ANSWER: Word = word("Lời người gửi", "What the sender says");
const REASON: Word = word("Lý do", "Reason");
const REPLY: Word = word("Trả lời người gửi", "Reply to the sender");
const SHOWN: Word = word("Phản ánh, viết lại để công khai", "What was said, written anew for everybody");
const SHOWN_REPLY: Word = word("Trả lời, viết lại để công khai", "The reply, written anew for everybody");
const SHOWN_HOW: Word = word(
    "Bỏ tên, số điện thoại, số giấy tờ, mã hồ sơ: ai cũng đọc được.",
    "Take out names, telephone, identity and dossier numbers: everybody reads it.",
);
const CANCEL: Word = word("Bỏ", "Cancel");

/// What is typed, kept over a reading anew.
#[derive(Clone, Copy)]
pub struct Typed {
    pub open: RwSignal<Option<Deed>>,
    pub kind: RwSignal<Kind>,
    pub about: RwSignal<Vec<OfficerId>>,
    pub text: RwSignal<String>,
    pub content: RwSignal<String>,
    pub faults: Faults,
    pub failed: RwSignal<Option<Sentence>>,
}

impl Typed {
    pub fn new() -> Typed {
        Typed {
            open: RwSignal::new(None),
            kind: RwSignal::new(Kind::Rule),
            about: RwSignal::new(Vec::new()),
            text: RwSignal::new(String::new()),
            content: RwSignal::new(String::new()),
            faults: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
        }
    }

    /// Opens the form of a deed with what is known already.
    pub fn begin(self, deed: Deed, one: &Feedback) {
        self.faults.set(Vec::new());
        self.failed.set(None);
        self.kind.set(one.kind_now());
        self.about.set(one.about().to_vec());
        let replied = one.steps.iter().rev().find_map(|step| match &step.what {
            What::Reply { text } => Some(text.clone()),
            What::Classify { .. }
            | What::Ask { .. }
            | What::Answer { .. }
            | What::Refuse { .. }
            | What::Publish { .. }
            | What::Withdraw { .. } => None,
        });
        let is_shown = deed == Deed::Publish;
        self.content.set(if is_shown { one.content.clone() } else { String::new() });
        self.text.set(if is_shown { replied.unwrap_or_default() } else { String::new() });
        self.open.set(Some(deed));
    }

    /// What is to be done, as typed.
    pub fn what(self, deed: Deed) -> What {
        let text = self.text.get_untracked();
        match deed {
            Deed::Classify => {
                What::Classify { kind: self.kind.get_untracked(), about: self.about.get_untracked() }
            }
            Deed::Ask => What::Ask { question: text },
            Deed::Answer => What::Answer { text },
            Deed::Refuse => What::Refuse { reason: text },
            Deed::Reply => What::Reply { text },
            Deed::Publish => What::Publish { content: self.content.get_untracked(), reply: text },
            Deed::Withdraw => What::Withdraw { reason: text },
        }
    }

    /// Whether the rules take it; what is wrong is said at its field.
    pub fn is_right(self, deed: Deed, one: &Feedback, me: &Officer, officers: &[Officer]) -> bool {
        self.failed.set(None);
        self.faults.set(Vec::new());
        match one.decide(self.what(deed), me, officers) {
            Ok(_) => return true,
            Err(Refusal::Fields { faults }) if faults.iter().all(|fault| FIELDS.contains(&&*fault.field)) => {
                self.faults.set(faults);
            }
            Err(refusal) => self.failed.set(Some(refusal.sentence())),
        }
        false
    }
}

/// Where a fault has a field to stand at.
const FIELDS: [&str; 5] = ["question", "answer", "reason", "reply", "content"];

const fn glyph(deed: Deed) -> Glyph {
    match deed {
        Deed::Classify => Glyph::Pin,
        Deed::Ask => Glyph::Speech,
        Deed::Answer => Glyph::User,
        Deed::Refuse => Glyph::Refuse,
        Deed::Reply => Glyph::Give,
        Deed::Publish => Glyph::Doc,
        Deed::Withdraw => Glyph::Close,
    }
}

/// The name under which a deed's reason stands on the page.
const fn name(deed: Deed) -> &'static str {
    match deed {
        Deed::Classify => "classify",
        Deed::Ask => "ask",
        Deed::Answer => "answer",
        Deed::Refuse => "refuse",
        Deed::Reply => "reply",
        Deed::Publish => "publish",
        Deed::Withdraw => "withdraw",
    }
}

/// The acts: those that are open, and a reply that is not yet, with the reason.
pub fn rows_view(one: &Feedback, me: &Officer, choose: Callback<Deed>) -> impl IntoView + use<> {
    let row = |deed: Deed| {
        let why = match one.may(deed, me) {
            Ok(()) => None,
            Err(_) if deed != Deed::Reply || one.steps.iter().any(|step| step.what.deed() == deed) => {
                return None;
            }
            Err(refusal) => Some(refusal.sentence()),
        };
        let run = Callback::new(move |()| choose.run(deed));
        Some(match why {
            Some(why) => {
                view! { <ActRow label=deed.label() glyph=glyph(deed) why id=name(deed) run /> }.into_any()
            }
            None => view! { <ActRow label=deed.label() glyph=glyph(deed) id=name(deed) run /> }.into_any(),
        })
    };
    let rows = Deed::ALL.into_iter().filter_map(row).collect_view();
    view! { <ul class="acts">{rows}</ul> }
}

/// The fields of a deed.
pub fn fields_view(deed: Deed, typed: Typed, officers: Vec<Officer>) -> AnyView {
    let Typed { text, content, faults, .. } = typed;
    match deed {
        Deed::Classify => {
            view! { {kind_view(typed.kind, KIND)}{about_view(typed.about, officers)} }.into_any()
        }
        Deed::Ask => {
            view! { <TextField id="question" label=QUESTION value=text faults area=true /> }.into_any()
        }
        Deed::Answer => {
            view! { <TextField id="answer" label=ANSWER value=text faults area=true /> }.into_any()
        }
        Deed::Refuse | Deed::Withdraw => {
            view! { <TextField id="reason" label=REASON value=text faults area=true /> }.into_any()
        }
        Deed::Reply => view! { <TextField id="reply" label=REPLY value=text faults area=true /> }.into_any(),
        Deed::Publish => view! {
            <p class="note note--soon">{t(SHOWN_HOW)}</p>
            <TextField id="content" label=SHOWN value=content faults area=true />
            <TextField id="reply" label=SHOWN_REPLY value=text faults area=true />
        }
        .into_any(),
    }
}

/// Whom it is about, among those who work here.
fn about_view(about: RwSignal<Vec<OfficerId>>, officers: Vec<Officer>) -> impl IntoView {
    let row = move |officer: Officer| {
        let id = officer.id;
        let ticked = Signal::derive(move || about.with(|all| all.contains(&id)));
        let change = move |on: bool| {
            about.update(|all| {
                all.retain(|known| *known != id);
                if on {
                    all.push(id);
                }
            });
        };
        let Officer { name, title, .. } = officer;
        view! { <TickRow ticked change><b>{name}</b>" "<span class="quiet" lang="vi">{title}</span></TickRow> }
    };
    let people = officers.into_iter().filter(|officer| officer.is_staff());
    view! {
        <fieldset class="choices">
            <legend>{t(ABOUT)}</legend>
            <p class="quiet">{t(ABOUT_HOW)}</p>
            <div class="choices__rows">{people.map(row).collect_view()}</div>
        </fieldset>
    }
}

#[component]
pub fn Acts(
    one: Feedback,
    typed: Typed,
    answer: LocalResource<Result<Feedback, Trouble>>,
    again: Callback<()>,
) -> impl IntoView {
    let desk = use_desk();
    let busy = RwSignal::new(false);
    let one = StoredValue::new(one);
    let choose = Callback::new(move |deed| one.with_value(|one| typed.begin(deed, one)));
    let send = move |deed: Deed| {
        let (me, ward) = (untrack(|| desk.me()), untrack(|| desk.ward()));
        if busy.get_untracked() || !one.with_value(|one| typed.is_right(deed, one, &me, &ward.officers)) {
            return;
        }
        let take = one.with_value(|one| Take { id: one.id, seen: one.steps.len(), what: typed.what(deed) });
        busy.set(true);
        leptos::task::spawn_local(async move {
            match desk.post_json::<Feedback>("/api/feedback/step", &take).await {
                Ok(now) => {
                    typed.open.set(None);
                    answer.set(Some(Ok(now)));
                }
                Err(trouble) => typed.failed.set(Some(trouble.sentence())),
            }
            busy.set(false);
        });
    };
    let form = move |deed: Deed| {
        view! {
            <form class="flow feedback__deed" novalidate on:submit=move |ev| {
                ev.prevent_default();
                send(deed);
            }>
                <h3>{t(deed.label())}</h3>
                {fields_view(deed, typed, desk.ward().officers.clone())}
                {move || typed.failed.get().map(|said| view! { <Failed said again /> })}
                <p class="line">
                    <button class="btn btn--primary" type="submit" disabled=move || busy.get()>{t(deed.label())}</button>
                    <button class="btn" type="button" on:click=move |_| typed.open.set(None)>{t(CANCEL)}</button>
                </p>
            </form>
        }
    };
    view! {
        <section class="region">
            <header><h2>{t(WHAT_NOW)}</h2></header>
            {move || match typed.open.get() {
                Some(deed) => form(deed).into_any(),
                None => one.with_value(|one| rows_view(one, &desk.me(), choose)).into_any(),
            }}
        </section>
    }
}
