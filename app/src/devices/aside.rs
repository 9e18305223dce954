//! Việc giữ riêng: acts that wait for the head's decision, with the reason and the two choices.
//!
//! Not here: why an act is kept (`shared::sync::aside`), judging it (the server).
//! Invariant: an act that nobody surely wrote can be read and dropped, never let in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lang::{Lang, Sentence, Word, word};
use shared::sync::aside::{Aside, Asides, Settle, Settled};
use shared::ward::Ward;

use crate::desk::{Trouble, answered, ask_again_when_back, use_desk};
use crate::inbox::told;
use crate::text::{say, t};
use crate::ui::dialog::Dialog;
use crate::ui::field::TextField;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::{Empty, Failed};
use crate::ui::toast::use_toast;

const TITLE: Word = word("Việc giữ riêng", "Kept for a decision");
const NONE: Word = word("Không có việc nào chờ quyết định.", "Nothing waits for a decision.");
const LET_IN: Word = word("Cho vào sổ", "Let it in");
const DROP: Word = word("Bỏ việc này", "Drop it");
const UNSURE: Word = word(
    "Chưa chắc người này đã ghi nên không cho vào sổ được. Việc còn cần thì người ấy ghi lại.",
    "It is not sure that this officer wrote it, so it cannot be let in. Where it is still needed, they record it again.",
);
const WHY: Word = word("Lý do bỏ", "Why it is dropped");
const KEEP: Word = word("Để lại", "Keep it");
const SEALED: Word = word("Việc niêm phong, chưa đọc được", "A sealed act that cannot be read");
const DROPPED: Word = word("Đã bỏ, có ghi lý do.", "Dropped, with the reason.");
const KNOWN: Word = word("Việc này đã có trong sổ.", "This act was in the book already.");

/// `Phạm Thị Kim Oanh · việc số 7 của máy 3 · đến lúc 15:42 22/11/2018`
fn line(ward: &Ward, aside: &Aside, lang: Lang) -> String {
    let (who, n, device) = (ward.name_of(aside.writer.officer), aside.n, aside.writer.device);
    let at = aside.arrived.clock_and_day();
    match lang {
        Lang::Vi => format!("{who} · việc số {n} của máy {device} · đến lúc {at}"),
        Lang::En => format!("{who} · act {n} of device {device} · came at {at}"),
    }
}

fn title(aside: &Aside, lang: Lang) -> String {
    let command = aside.body.as_ref().and_then(|body| body.open().ok());
    command.map_or_else(|| SEALED.of(lang).to_owned(), |command| told::title(&command, None, lang))
}

fn became(settled: &Settled) -> Sentence {
    match settled {
        Settled::Judged { outcome } => told::headline(outcome),
        Settled::Known => KNOWN.into(),
        Settled::Dropped => DROPPED.into(),
    }
}

#[component]
pub fn AsideRegion() -> impl IntoView {
    let desk = use_desk();
    let toaster = use_toast();
    let answer = LocalResource::new(move || desk.get_json::<Asides>("/api/quarantine"));
    let again = Callback::new(move |()| answer.refetch());
    ask_again_when_back(desk, answer, Result::is_err);
    let (failed, busy) = (RwSignal::new(None::<Trouble>), RwSignal::new(false));
    let (open, dropping, why) = (RwSignal::new(false), RwSignal::new(0_u64), RwSignal::new(String::new()));
    let settle = Callback::new(move |(ticket, settle): (u64, Settle)| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            match desk.post_json::<Settled>(&format!("/api/quarantine/{ticket}"), &settle).await {
                Ok(settled) => {
                    open.set(false);
                    why.set(String::new());
                    toaster.say(became(&settled));
                    again.run(());
                }
                Err(trouble) => failed.set(Some(trouble)),
            }
            busy.set(false);
        });
    });
    let drop = Callback::new(move |ticket| {
        dropping.set(ticket);
        open.set(true);
    });
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let settled = Settle::Drop { why: why.get_untracked() };
        settle.run((dropping.get_untracked(), settled));
    };
    let trouble = move || failed.get().map(|trouble| view! { <Failed said=trouble.sentence() /> });
    view! {
        <section class="region">
            <header><h2>{t(TITLE)}</h2></header>
            {move || (!open.get()).then(trouble)}
            {move || answered(answer.get(), again, |asides| list(&desk.ward(), asides, settle, drop).into_any())}
        </section>
        <Dialog open title=DROP>
            <form class="flow" on:submit=submit>
                <TextField id="why" label=WHY value=why area=true />
                {trouble}
                <p class="line">
                    <button class="btn btn--primary" type="submit" disabled=move || busy.get()>{t(DROP)}</button>
                    <button class="btn" type="button" on:click=move |_| open.set(false)>{t(KEEP)}</button>
                </p>
            </form>
        </Dialog>
    }
}

pub(super) fn list(
    ward: &Ward,
    asides: Asides,
    settle: Callback<(u64, Settle)>,
    drop: Callback<u64>,
) -> impl IntoView + use<> {
    if asides.asides.is_empty() {
        return view! { <Empty says=NONE /> }.into_any();
    }
    let hidden = asides.all.saturating_sub(asides.asides.len() as u64);
    let more = move |lang: Lang| match lang {
        Lang::Vi => format!("và {hidden} việc nữa."),
        Lang::En => format!("and {hidden} more."),
    };
    let item = |aside: Aside| {
        let (ticket, signed, reason) = (aside.ticket, aside.reason.is_signed(), aside.reason);
        let (about, titled, ward) = (aside.clone(), aside, ward.clone());
        let let_in = signed.then(|| {
            let press = move |_| settle.run((ticket, Settle::LetIn));
            view! { <button class="btn" type="button" on:click=press>{t(LET_IN)}</button> }
        });
        view! {
            <li class="inbox__item"><div class="inbox__mark"><Icon glyph=Glyph::Lock /></div><div>
                <h3>{say(move |lang| title(&titled, lang))}</h3>
                <p class="sub">{say(move |lang| line(&ward, &about, lang))}</p>
                <p class="inbox__said">{t(reason.label())}</p>
                {(!signed).then(|| view! { <p class="note note--soon">{t(UNSURE)}</p> })}
                <p class="line">
                    {let_in}
                    <button class="btn btn--text" type="button" on:click=move |_| drop.run(ticket)>{t(DROP)}</button>
                </p>
            </div></li>
        }
    };
    let items = asides.asides.into_iter().map(item).collect_view();
    view! {
        <ol class="inbox">{items}</ol>
        {(hidden > 0).then(|| view! { <p class="quiet">{say(more)}</p> })}
    }
    .into_any()
}
