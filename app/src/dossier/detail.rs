//! One dossier: where it stands, its clock and papers, who did what, and what can be done now.
//!
//! Not here: the rules; a greyed act shows their sentence.
//! Invariant: only acts that fit the status are shown; the number of an identity card is masked until asked for.

mod clock;
pub mod dialog;

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::dossier::record::{Correction, Group, Trace};
use shared::dossier::{self, Dossier, Kind, Status};
use shared::id::DossierId;
use shared::identity::personal::masked;
use shared::lang::{Lang, Word, money, word};
use shared::moment::Moment;
use shared::ward::Ward;

use super::procedure_name;
use super::slip::dossier_id;
use crate::desk::{Desk, use_desk};
use crate::keys::use_key;
use crate::text::{Text, say, t};
use crate::ui::button::{ActRow, Keys};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::light::{LightView, light_of};
use crate::ui::state::Empty;
use crate::ui::steps::{Step, Steps};
use dialog::ActDialog;

const BACK: Word = word("Danh sách hồ sơ", "List of dossiers");
const GONE: Word = word(
    "Không có hồ sơ này trên máy. Có thể nó thuộc năm khác: tìm ở mọi năm trong danh sách.",
    "This dossier is not on the device. It may be of another year: search all years in the list.",
);
const NOW: Word = word("Việc làm được bây giờ", "What can be done now");
const NOT_NOW: Word = word("Chưa làm được", "Not open");
const CLOSED: Word = word("Hồ sơ đã kết thúc.", "The dossier is closed.");
const CLOCK: Word = word("Đồng hồ", "The clock");
const PAPERS: Word = word("Giấy tờ", "Papers");
const ORIGINALS: Word = word("Bản chính", "Originals");
const COPIES: Word = word("Bản sao", "Copies");
const NAME: Word = word("Tên giấy tờ", "Paper");
const TAKEN: Word = word("Nhận", "Received");
const HISTORY: Word = word("Ai làm gì, lúc nào", "Who did what, when");
const UNSENT: Word = word("chờ gửi", "not sent");
const PERSON: Word = word("Người nộp", "Applicant");
const SHOW: Word = word("Hiện đủ số", "Show the number");
const HIDE: Word = word("Che số", "Mask the number");
const SLIP: Word = word("Giấy hẹn", "Slip");
const KEPT: Word = word("Bản sửa chưa được dùng", "A correction that was not used");
const USE_IT: Word = word("Dùng bản này", "Use this one");
const DISPUTED: Word = word(
    "Giờ trên máy của người ghi không tin được; máy chủ đã dùng giờ của nó. Tổ trưởng kiểm tra lại.",
    "The author's clock was not believed; the server used its own time. The head should check.",
);

const STEPS: [Word; 5] = [
    word("Tiếp nhận", "Received"),
    word("Thụ lý", "In work"),
    word("Trình ký", "Signature"),
    word("Lấy số, đóng dấu", "Stamp"),
    word("Trả kết quả", "Return"),
];

#[component]
pub fn DetailPage() -> impl IntoView {
    let desk = use_desk();
    let id = dossier_id();
    let dossier = Memo::new(move |_| id.get().and_then(|id| desk.dossier(id)));
    let navigate = use_navigate();
    use_key("Escape", BACK, move || navigate("/ho-so", Default::default()));
    view! {
        {move || match dossier.get() {
            None => view! { <h1 tabindex="-1">{t(PERSON)}</h1><Empty says=GONE /><p><a href="/ho-so">{t(BACK)}</a></p> }.into_any(),
            Some(dossier) => view! { <Detail desk dossier /> }.into_any(),
        }}
    }
}

#[component]
fn Detail(desk: Desk, dossier: Dossier) -> impl IntoView {
    let (ward, now) = (desk.ward(), desk.now());
    let light = light_of(&ward.calendar, now, &dossier);
    let id = dossier.id;
    let code = dossier.code.as_ref().map(ToString::to_string).unwrap_or_default();
    let promised = dossier.promised;
    let slip = dossier.received_at.is_some().then(|| format!("/ho-so/{id}/giay-hen"));
    view! {
        <p class="line small"><Icon glyph=Glyph::Back /><a href="/ho-so">{t(BACK)}</a>" "<Keys keys="Escape" /></p>
        <div class="head head--split">
            <div>
                <h1 tabindex="-1">{dossier.applicant.name.clone()}</h1>
                <p>{procedure_name(&ward, &dossier)}" · "<span class="nowrap quiet">{code}</span></p>
            </div>
            <div class="head__end">
                {light.map(|light| view! { <LightView light big=true /> })}
                {promised.map(|at| view! { <p class="small quiet">{say(move |lang| format!("{} {}", lang.pick("hẹn", "promised"), at.clock_and_day()))}</p> })}
                {slip.map(|href| view! { <a class="small" href=href>{t(SLIP)}</a> })}
            </div>
        </div>
        {steps(&ward, &dossier)}
        {dossier.time_disputed.then(|| view! { <p class="note note--soon">{t(DISPUTED)}</p> })}
        <div class="cols">
            <div class="stack">
                {dossier.received_at.is_some().then(|| view! {
                    <section class="region"><header><h2>{t(CLOCK)}</h2></header>{clock::clock(&ward, &dossier, now)}</section>
                })}
                {papers(&dossier)}
                {history(desk, &ward, &dossier)}
            </div>
            <div class="stack">
                <Acts desk id />
                {person(&dossier)}
                {dossier.corrections.iter().map(|kept| correction(desk, &ward, &dossier, kept)).collect_view()}
            </div>
        </div>
    }
}

fn steps(ward: &Ward, dossier: &Dossier) -> impl IntoView + use<> {
    let reached: [&[Kind]; 5] =
        [&[Kind::Receive], &[Kind::Assign], &[Kind::Submit], &[Kind::Sign], &[Kind::Stamp, Kind::ResultArrived]];
    let current = dossier.status.step();
    let ended = dossier.status == Status::Returned;
    let steps = STEPS
        .iter()
        .enumerate()
        .map(|(i, name)| {
            // A step's line says who began it and when; the last also when it ended.
            let kinds: &[Kind] = if i == 4 && ended { &[Kind::HandOver] } else { reached[i] };
            let last = dossier.history.iter().rev().find(|trace| kinds.contains(&trace.kind));
            let about = last.filter(|_| i <= current).map_or_else(String::new, |trace| {
                format!("{} · {}", short_moment(trace.at), ward.officer(trace.by).map(|o| o.short_name()).unwrap_or_default())
            });
            let name = if i == current && !ended { Text::from(dossier.status.label()) } else { Text::from(*name) };
            Step { name, about: about.into() }
        })
        .collect::<Vec<_>>();
    view! { <Steps steps current ended /> }
}

fn short_moment(at: Moment) -> String {
    format!("{} {}", at.day().vi_short(), at.clock())
}

fn papers(dossier: &Dossier) -> impl IntoView + use<> {
    let count = dossier.papers.len();
    let received = dossier.received_at;
    let rows = dossier
        .papers
        .iter()
        .map(|paper| {
            let at = paper.supplemented.or(received).map(|at| at.day().vi_short()).unwrap_or_default();
            view! {
                <tr><th scope="row">{paper.name.clone()}</th><td class="num">{paper.originals}</td><td class="num">{paper.copies}</td><td class="fit small">{at}</td></tr>
            }
        })
        .collect_view();
    view! {
        <section class="region">
            <header><h2>{t(PAPERS)}</h2><span class="n">{count}</span></header>
            <table class="table table--dense">
                <thead><tr><th scope="col">{t(NAME)}</th><th scope="col" class="num">{t(ORIGINALS)}</th><th scope="col" class="num">{t(COPIES)}</th><th scope="col">{t(TAKEN)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

/// Acts that wait on this device, by their place from the end of the history.
fn unsent(desk: Desk, dossier: &Dossier) -> usize {
    desk.client(|client| {
        let base = client.base.get(&dossier.id).map_or(0, |base| base.history.len());
        let waits = client.is_waiting(dossier.id);
        if waits { dossier.history.len().saturating_sub(base) } else { 0 }
    })
}

fn history(desk: Desk, ward: &Ward, dossier: &Dossier) -> impl IntoView + use<> {
    let waiting = unsent(desk, dossier);
    let rows = dossier
        .history
        .iter()
        .rev()
        .enumerate()
        .map(|(i, trace)| {
            let Trace { at, recorded, by, kind, note } = trace.clone();
            let name = ward.officer(by).map(|o| o.short_name()).unwrap_or_default();
            let note = readable(ward, kind, &note);
            let late_entry = recorded.filter(|r| r.millis() - at.millis() > 60_000);
            view! {
                <li>
                    <span class="history__at">{short_moment(at)}</span>
                    <span>
                        <b>{name}</b>" "{say(move |lang| kind.label().of(lang).to_lowercase())}
                        {(!note.is_empty()).then(|| format!(": {note}"))}
                        {late_entry.map(|r| view! { <span class="sub">{say(move |lang| format!("{} {}", lang.pick("ghi vào máy chủ lúc", "recorded at"), r.clock_and_day()))}</span> })}
                        {(i < waiting).then(|| view! { " "<span class="tag tag--soon"><Icon glyph=Glyph::Sync />{t(UNSENT)}</span> })}
                    </span>
                </li>
            }
        })
        .collect_view();
    view! { <section class="region"><header><h2>{t(HISTORY)}</h2></header><ol class="history">{rows}</ol></section> }
}

/// A note that names an officer by number gets the name.
fn readable(ward: &Ward, kind: Kind, note: &str) -> String {
    if kind != Kind::Assign {
        return note.to_owned();
    }
    let rest = note.trim_start_matches("→ #");
    let (number, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let name = number.trim().parse().ok().map(|id| ward.name_of(shared::id::OfficerId(id))).unwrap_or_default();
    if reason.is_empty() { name } else { format!("{name} ({})", reason.trim()) }
}

fn person(dossier: &Dossier) -> impl IntoView + use<> {
    let shown = RwSignal::new(false);
    let number = dossier.applicant.number.clone();
    let has_number = !number.is_empty();
    let visible = move || if shown.get() { number.clone() } else { masked(&number) };
    let row = |label: &'static str, label_en: &'static str, value: String| {
        (!value.is_empty()).then(|| view! { <div><dt>{say(move |lang| lang.pick(label, label_en).to_owned())}</dt><dd>{value}</dd></div> })
    };
    let fee = dossier.fee.clone();
    let total = fee.total_vnd();
    let fee_line = move |lang: Lang| match total {
        0 => lang.pick("Không thu", "Free").to_owned(),
        sum => format!("{} · {}", money(lang, sum), fee.payment.label().of(lang).to_lowercase()),
    };
    let (delivery, channel, assisted) = (dossier.delivery, dossier.channel, dossier.assisted);
    view! {
        <section class="region">
            <header><h2>{t(PERSON)}</h2></header>
            <dl class="kv">
                {has_number.then(|| view! {
                    <div><dt>{say(|lang| lang.pick("Số giấy tờ", "Number").to_owned())}</dt><dd class="nowrap">{visible}
                        <button class="btn btn--text" type="button" on:click=move |_| shown.update(|s| *s = !*s)>
                            {move || if shown.get() { t(HIDE)() } else { t(SHOW)() }}
                        </button></dd></div>
                })}
                {row("Ngày sinh", "Born", dossier.applicant.birth.clone())}
                {row("Nơi ở", "Address", dossier.applicant.address.clone())}
                {row("Nộp thay cho", "On behalf of", dossier.applicant.on_behalf_of.clone())}
                {row("Điện thoại", "Phone", dossier.contact.phone.clone())}
                {row("Thư điện tử", "E-mail", dossier.contact.email.clone())}
                <div><dt>{say(|lang| lang.pick("Lệ phí", "Fee").to_owned())}</dt><dd>{say(fee_line)}</dd></div>
                <div><dt>{say(|lang| lang.pick("Nộp", "Handed in").to_owned())}</dt>
                    <dd>{say(move |lang| channel.label().of(lang).to_owned())}{assisted.then(|| say(|lang| lang.pick(" · có người hỗ trợ", " · assisted").to_owned()))}</dd></div>
                <div><dt>{say(|lang| lang.pick("Nhận kết quả", "Result").to_owned())}</dt><dd>{say(move |lang| delivery.label().of(lang).to_owned())}</dd></div>
            </dl>
        </section>
    }
}

/// A value that lost a conflict, beside the one in use: a person decides.
fn correction(desk: Desk, ward: &Ward, dossier: &Dossier, kept: &Correction) -> impl IntoView + use<> {
    let Correction { group, at, by, value } = kept.clone();
    let current = dossier::amend::Details::of(group, dossier);
    let by = ward.name_of(by);
    let (id, seen_version) = (dossier.id, dossier.version_of(group));
    let chosen = value.clone();
    let take = move |_| {
        let act = dossier::Act::Amend(dossier::amend::Amend { details: chosen.clone(), seen_version, reason: String::new() });
        leptos::task::spawn_local(async move {
            // A refusal shows in the queue like any other.
            let _ = desk.act(id, act).await;
        });
    };
    view! {
        <section class="region">
            <header><h2>{t(KEPT)}</h2></header>
            <p class="small quiet">{say(move |lang| format!("{} · {by} · {}", group.label().of(lang), at.clock_and_day()))}</p>
            <dl class="versus">
                <div><dt>{say(|lang| lang.pick("Đang dùng", "In use").to_owned())}</dt><dd>{details_line(&current)}</dd></div>
                <div><dt>{say(|lang| lang.pick("Bản kia", "The other").to_owned())}</dt><dd>{details_line(&value)}</dd></div>
            </dl>
            <button class="btn" type="button" on:click=take>{t(USE_IT)}</button>
        </section>
    }
}

/// All values of a group in one line.
pub fn details_line(details: &dossier::amend::Details) -> String {
    let parts = match details {
        dossier::amend::Details::Applicant(a) => {
            vec![a.name.clone(), masked(&a.number), a.birth.clone(), a.address.clone(), a.on_behalf_of.clone()]
        }
        dossier::amend::Details::Contact(c) => vec![c.phone.clone(), c.email.clone()],
    };
    debug_assert!(matches!(details.group(), Group::Applicant | Group::Contact));
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn glyph(kind: Kind) -> Glyph {
    match kind {
        Kind::Submit | Kind::Sign | Kind::Unsign => Glyph::Sign,
        Kind::Consult | Kind::Forward | Kind::Assign => Glyph::Next,
        Kind::SendBack | Kind::Withdraw => Glyph::Back,
        Kind::HandOver => Glyph::Give,
        Kind::Stop | Kind::Refuse => Glyph::Refuse,
        Kind::AskPayment | Kind::Paid => Glyph::Money,
        Kind::Lodge
        | Kind::Receive
        | Kind::FastLane
        | Kind::AskBefore
        | Kind::AskMore
        | Kind::Supplement
        | Kind::Reply
        | Kind::Stamp
        | Kind::ResultArrived
        | Kind::Apologise
        | Kind::Amend
        | Kind::Note => Glyph::Doc,
    }
}

/// Names that tie a greyed act to its reason; one a kind.
const fn act_id(kind: Kind) -> &'static str {
    match kind {
        Kind::Lodge => "lodge",
        Kind::Receive => "receive",
        Kind::FastLane => "fast",
        Kind::AskBefore => "ask-before",
        Kind::Refuse => "refuse",
        Kind::Assign => "assign",
        Kind::AskMore => "ask-more",
        Kind::Supplement => "supplement",
        Kind::Consult => "consult",
        Kind::Reply => "reply",
        Kind::AskPayment => "ask-payment",
        Kind::Paid => "paid",
        Kind::Submit => "submit",
        Kind::SendBack => "send-back",
        Kind::Sign => "sign",
        Kind::Unsign => "unsign",
        Kind::Stamp => "stamp",
        Kind::HandOver => "hand-over",
        Kind::Withdraw => "withdraw",
        Kind::Stop => "stop",
        Kind::Forward => "forward",
        Kind::ResultArrived => "result",
        Kind::Apologise => "apologise",
        Kind::Amend => "amend",
        Kind::Note => "note",
    }
}

/// The key caps of a kind; keys are single letters of the table.
fn key_of(kind: Kind) -> &'static str {
    const LETTERS: [&str; 26] = [
        "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v",
        "w", "x", "y", "z",
    ];
    let letter = kind.spec().key.filter(|key| key.is_ascii_lowercase() && *key != 'n');
    letter.map_or("", |key| LETTERS[usize::from(key as u8 - b'a')])
}

#[component]
fn Acts(desk: Desk, id: DossierId) -> impl IntoView {
    let asked = RwSignal::new(None::<Kind>);
    let acts = move || desk.open_acts(id);
    let navigate = use_navigate();
    let begin = Callback::new(move |kind: Kind| {
        if kind == Kind::Receive {
            navigate(&format!("/nhan?tu={id}"), Default::default());
        } else {
            asked.set(Some(kind));
        }
    });
    let open = move || acts().into_iter().filter(|(_, may)| may.is_ok()).map(|(kind, _)| kind).collect::<Vec<_>>();
    let closed = move || {
        acts().into_iter().filter_map(|(kind, may)| may.err().map(|refusal| (kind, refusal))).take(6).collect::<Vec<_>>()
    };
    view! {
        <section class="region">
            <header><h2>{t(NOW)}</h2></header>
            {move || {
                let kinds = open();
                if kinds.is_empty() && acts().is_empty() {
                    return view! { <Empty says=CLOSED /> }.into_any();
                }
                let rows = kinds.into_iter().map(|kind| {
                    let key = key_of(kind);
                    if !key.is_empty() {
                        use_key(key, kind.label(), move || begin.run(kind));
                    }
                    view! { <ActRow label=kind.label() glyph=glyph(kind) key=key id=act_id(kind) run=Callback::new(move |()| begin.run(kind)) /> }
                }).collect_view();
                view! { <ul class="acts">{rows}</ul> }.into_any()
            }}
            {move || {
                let rows = closed();
                (!rows.is_empty()).then(|| view! {
                    <header><h2>{t(NOT_NOW)}</h2></header>
                    <ul class="acts">
                        {rows.into_iter().map(|(kind, refusal)| view! {
                            <ActRow label=kind.label() glyph=glyph(kind) why=Text::from(refusal.sentence()) id=act_id(kind) run=Callback::new(|()| ()) />
                        }).collect_view()}
                    </ul>
                })
            }}
            {move || asked.get().map(|kind| view! { <ActDialog desk id kind asked /> })}
        </section>
    }
}
