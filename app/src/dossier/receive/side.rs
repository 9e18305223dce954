//! The side of the form: the date to read aloud, and what can be done.
//!
//! Not here: the counting (`shared::calendar`), the fee (`fee`).
//! Invariant: the biggest words on the page are the ones that are read aloud.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use shared::door::veil::Veil;
use shared::dossier::code::Code;
use shared::dossier::record::{Channel, Delivery};
use shared::dossier::{self, intake};
use shared::id::DossierId;
use shared::lang::{Lang, Word, word};
use shared::officer::Role;
use shared::procedure::Procedure;
use shared::refusal::FieldFault;

use super::super::seen;
use super::draft::Draft;
use super::fast::{FastLane, begin_fast};
use super::fee::FeePart;
use super::say_why_none;
use crate::desk::Desk;
use crate::text::{Text, say, t};
use crate::ui::button::Keys;
use crate::ui::date::DateField;
use crate::ui::days::Days;
use crate::ui::dialog::Dialog;
use crate::ui::field::{TextField, other_faults, show};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::select::SelectField;

const READ: Word = word("Hẹn trả kết quả, đọc cho công dân nghe", "Due date: read it aloud");
const CHOOSE: Word = word("Chọn thủ tục để biết ngày hẹn.", "Choose a procedure to know the date.");
const CHOOSE_SLIP: Word = word(
    "Ghi ngày giờ trên phiếu và chọn thủ tục để biết ngày hẹn.",
    "Enter the moment on the slip and choose a procedure to know the date.",
);
const WROTE: Word = word(
    "Hẹn trả kết quả, tính từ lúc công dân đến; so với ngày đã viết trên phiếu",
    "Due date, counted from when the citizen came; compare it with what the slip says",
);
const ENTER: Word = word("Lưu phiếu đã viết", "Save the slip");
const ENTERED_TOO: Word = word(
    "Công dân đã giữ liên 1. Mất mạng vẫn nhập được; số trên phiếu là mã chính thức.",
    "The citizen has copy 1. Works without a network; the number on the slip is final.",
);
const CODE: Word = word("Mã hồ sơ", "Code");
const DELIVERY: Word = word("Nhận kết quả", "Result");
const PRINT: Word = word("In giấy hẹn", "Print the slip");
const ASK: Word = word("Hướng dẫn bổ sung", "Ask for papers");
const REFUSE: Word = word("Từ chối nhận", "Refuse");
const FAST: Word = word("Làm và trả ngay", "Do and return now");
const OFFLINE_TOO: Word = word(
    "In hai liên. Mất mạng vẫn nhận và in được; mã này là mã chính thức.",
    "Two copies. Works without a network; this code is final.",
);
const REASON: Word = word("Lý do", "Reason");
const MISSING: Word = word("Giấy tờ còn thiếu, mỗi dòng một loại", "Missing papers, one a line");
const UNTIL: Word = word("Bổ sung đến hết ngày", "Bring them by the end of");
const GO_TO: Word = word("Nơi cần đến thay thế", "Where to go instead");
const HEAD: Word = word("Tổ trưởng đã duyệt", "Approved by the head");
const DONE: Word = word("Ghi lại", "Record");
const CANCEL: Word = word("Thôi", "Cancel");

/// Whether the case may be done and returned at once: one of a day, of somebody at the counter, or handed in ahead.
pub fn offers_lane(procedure: &Procedure, channel: Channel, waited: bool) -> bool {
    procedure.is_same_day() && (waited || channel == Channel::Counter)
}

#[component]
pub fn Side(
    desk: Desk,
    draft: Draft,
    id: StoredValue<DossierId>,
    /// The number on the paper slip that is entered.
    slip: StoredValue<Option<Code>>,
    /// It was handed in ahead, by whatever channel, and whoever takes the result is here.
    waited: bool,
    print: Callback<()>,
    busy: RwSignal<bool>,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let refusing = RwSignal::new(false);
    let fast = RwSignal::new(false);
    let is_slip = slip.with_value(Option::is_some);
    // Both may break: a code at its dash, where the side is narrow.
    let code = move |lang: Lang| match slip.get_value().map_or_else(|| desk.next_code(), Ok) {
        Ok(code) => code.to_string(),
        Err(refusal) => refusal.sentence().of(lang).to_owned(),
    };
    let same_day = move || {
        !is_slip
            && draft
                .procedure
                .with(|p| p.as_ref().is_some_and(|p| offers_lane(p, draft.channel.get(), waited)))
    };
    view! {
        <aside class="receive__side">
            <DueDate desk draft is_slip />
            <dl class="kv"><div><dt>{t(CODE)}</dt><dd>{say(code)}</dd></div></dl>
            <FeePart desk draft />
            <DeliveryPart draft />
            <button class="btn btn--primary btn--wide receive__print" id="print" type="button" aria-busy=move || busy.get().to_string() on:click=move |_| print.run(())>
                <Icon glyph=if is_slip { Glyph::Ok } else { Glyph::Print } />{t(if is_slip { ENTER } else { PRINT })}" "<Keys keys="Ctrl Enter" />
            </button>
            {move || same_day().then(|| view! {
                <button class="btn btn--wide" type="button" on:click=move |_| begin_fast(desk, draft, id.get_value(), fast)>{t(FAST)}</button>
            })}
            {(!is_slip).then(|| view! {
                <div class="receive__two">
                    <button class="btn" type="button" on:click=move |_| asking.set(true)>{t(ASK)}</button>
                    <button class="btn" type="button" on:click=move |_| refusing.set(true)>{t(REFUSE)}</button>
                </div>
            })}
            <p class="small quiet">{t(if is_slip { ENTERED_TOO } else { OFFLINE_TOO })}</p>
            <AskDialog desk draft id open=asking />
            <RefuseDialog desk draft id open=refusing />
            <FastLane desk draft id waited open=fast />
        </aside>
    }
}

/// The date to read aloud, with how it is counted; or why there is none.
#[component]
pub fn DueDate(
    desk: Desk,
    draft: Draft,
    /// What the pen wrote is entered.
    is_slip: bool,
) -> impl IntoView {
    // A wrong clock promises nothing; what the pen wrote has its moment from the slip.
    let wrong_clock = move || if is_slip { None } else { desk.check_clock().err() };
    let due = move || {
        let p = draft.procedure.get().filter(|_| wrong_clock().is_none())?;
        Some(desk.ward().calendar.due(draft.came(desk.now())?, p.term))
    };
    let read_aloud = move |lang: Lang| match due() {
        Some(Ok(due)) => {
            let day = due.at.day();
            let weekday = day.weekday_name(lang);
            match lang {
                Lang::Vi => format!(
                    "{} giờ {:02}, {weekday} ngày {}",
                    due.at.minute_of_day() / 60,
                    due.at.minute_of_day() % 60,
                    day.vi()
                ),
                Lang::En => format!("{}, {weekday} {}", due.at.clock(), day.vi()),
            }
        }
        Some(Err(missing)) => missing.sentence().of(lang).to_owned(),
        None => match wrong_clock() {
            Some(refusal) => refusal.sentence().of(lang).to_owned(),
            None => if is_slip { CHOOSE_SLIP } else { CHOOSE }.of(lang).to_owned(),
        },
    };
    view! {
        <p class="quiet small">{t(if is_slip { WROTE } else { READ })}</p>
        <p class="receive__date" class:receive__nodate=move || !matches!(due(), Some(Ok(_))) aria-live="polite">{say(read_aloud)}</p>
        {move || due().and_then(Result::ok).map(|due| view! { <Days due /> })}
    }
}

#[component]
fn DeliveryPart(draft: Draft) -> impl IntoView {
    let lang = crate::prefs::use_lang();
    let options = Signal::derive(move || {
        let code = |d: Delivery| match d {
            Delivery::Counter => "tai_quay",
            Delivery::Post => "buu_chinh",
            Delivery::Electronic => "dien_tu",
        };
        Delivery::ALL.map(|d| (code(d).to_owned(), d.label().of(lang.get()).to_owned())).to_vec()
    });
    view! { <SelectField id="delivery" label=DELIVERY value=draft.delivery options /> }
}

/// Runs an act of the intake and goes to the dossier.
fn submit(
    desk: Desk,
    draft: Draft,
    id: DossierId,
    act: dossier::Act,
    faults: RwSignal<Vec<FieldFault>>,
    open: RwSignal<bool>,
    busy: RwSignal<bool>,
) {
    // A second press, before the first was kept, is the same act.
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    let navigate = use_navigate();
    spawn_local(async move {
        match desk.act(id, act).await {
            Ok(()) => {
                draft.attach_all(desk, id).await;
                draft.saved();
                open.set(false);
                navigate(&format!("/ho-so/{id}"), Default::default());
            }
            Err(trouble) => show(faults, trouble.faults()),
        }
        busy.try_set(false);
    });
}

/// The end of a question: record it, or leave everything as it was.
#[component]
pub fn Foot(label: Word, busy: RwSignal<bool>, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="dialog__acts">
            <button class="btn btn--primary" type="submit" aria-busy=move || busy.get().to_string()>{t(label)}</button>
            <button class="btn" type="button" on:click=move |_| open.set(false)>{t(CANCEL)}</button>
        </div>
    }
}

#[component]
fn AskDialog(desk: Desk, draft: Draft, id: StoredValue<DossierId>, open: RwSignal<bool>) -> impl IntoView {
    let (papers, reason, until) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (faults, busy) = (RwSignal::new(Vec::<FieldFault>::new()), RwSignal::new(false));
    let veil = veil(desk, draft);
    Effect::new(move |_| {
        if open.get() {
            let missing = draft
                .procedure
                .get_untracked()
                .zip(draft.form())
                .map(|(p, form)| dossier::receive::missing_papers(&p, &form));
            papers.set(missing.unwrap_or_default().join("\n"));
        }
    });
    let run = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        let Ok(day) = until.get_untracked().parse() else {
            let said = FieldFault::new("until", "Chọn ngày hẹn bổ sung.", "Choose the day to come back.");
            return show(faults, vec![said]);
        };
        let Some(form) = draft.form() else {
            say_why_none(desk, draft);
            open.set(false);
            return;
        };
        let papers = papers
            .get_untracked()
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .map(str::to_owned)
            .collect();
        let act = intake::AskBefore { form: Some(form), papers, reason: reason.get_untracked(), until: day };
        submit(desk, draft, id.get_value(), dossier::Act::AskBefore(act), faults, open, busy);
    };
    view! {
        <Dialog open title=Text::from(ASK)>
            <form class="flow" on:submit=run>
                <Told faults />
                <TextField id="papers" label=MISSING value=papers area=true faults=faults />
                {seen::as_seen(veil, papers)}
                <TextField id="reason" label=REASON value=reason area=true faults=faults hint=seen::HINT />
                {seen::as_seen(veil, reason)}
                <DateField id="until" label=UNTIL value=until faults=faults />
                <Foot label=DONE busy open />
            </form>
        </Dialog>
    }
}

/// What the tracking page hides in what is written here, of whoever stands in the form.
fn veil(desk: Desk, draft: Draft) -> Signal<Veil> {
    Signal::derive(move || {
        let names = [draft.name.get(), draft.on_behalf_of.get()];
        Veil::over(&desk.ward(), &names)
    })
}

/// Faults that belong to no field of the dialog: of the form behind it, or of the act as a whole.
#[component]
pub fn Told(faults: RwSignal<Vec<FieldFault>>) -> impl IntoView {
    const OWN: [&str; 12] = [
        "papers",
        "reason",
        "until",
        "go_to",
        "approved_by",
        "summary",
        "signer",
        "stamp",
        "receiver",
        "checked",
        "authorisation",
        "copies",
    ];
    other_faults(faults, OWN.to_vec())
}

#[component]
fn RefuseDialog(desk: Desk, draft: Draft, id: StoredValue<DossierId>, open: RwSignal<bool>) -> impl IntoView {
    let (reason, go_to, head) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (faults, busy) = (RwSignal::new(Vec::<FieldFault>::new()), RwSignal::new(false));
    let veil = veil(desk, draft);
    let heads = Signal::derive(move || {
        desk.ward().with_role(Role::Head).map(|o| (o.id.to_string(), o.name.clone())).collect::<Vec<_>>()
    });
    Effect::new(move |_| head.set(heads.with(|h| h.first().map(|(id, _)| id.clone()).unwrap_or_default())));
    let run = move |ev: web_sys::SubmitEvent| {
        ev.prevent_default();
        let Some(form) = draft.form() else {
            say_why_none(desk, draft);
            open.set(false);
            return;
        };
        let act = intake::Refuse {
            form: Some(form),
            reason: reason.get_untracked(),
            go_to: go_to.get_untracked(),
            approved_by: shared::id::OfficerId(head.get_untracked().parse().unwrap_or(0)),
        };
        submit(desk, draft, id.get_value(), dossier::Act::Refuse(act), faults, open, busy);
    };
    view! {
        <Dialog open title=Text::from(REFUSE)>
            <form class="flow" on:submit=run>
                <Told faults />
                <TextField id="reason" label=REASON value=reason area=true faults=faults hint=seen::HINT />
                {seen::as_seen(veil, reason)}
                <TextField id="go_to" label=GO_TO value=go_to faults=faults optional=true />
                {seen::as_seen(veil, go_to)}
                <SelectField id="approved_by" label=HEAD value=head options=heads faults=faults />
                <Foot label=DONE busy open />
            </form>
        </Dialog>
    }
}
