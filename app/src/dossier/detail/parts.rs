//! The dossier's steps, papers and history.
//!
//! Not here: its clock (`clock`), its people (`person`).
//! Invariant: the history shows every act, the latest first, and says which have not left this device.

use leptos::prelude::*;
use shared::dossier::cause::Why;
use shared::dossier::forward::PROMISED;
use shared::dossier::record::{Decision, Group, Trace};
use shared::dossier::redo::Mistake;
use shared::dossier::sign_scans::AWAITS;
use shared::dossier::{
    Dossier, Kind, Status, ask_more, assign, attach, changed, civil, correct_fee, fast_lane, intake, posting,
    proof, reuse,
};
use shared::id::OfficerId;
use shared::lang::{Lang, Sentence, Word, counted, word};
use shared::moment::Day;
use shared::scan::OTHER_PAPER;
use shared::ward::Ward;

use super::super::words;
use super::sent;
use crate::english::{retell, told, told_all};
use crate::scan::items::{self, Hands};
use crate::text::{Text, say, t};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::steps::{Step, Steps};

const PAPERS: Word = word("Giấy tờ", "Papers");
const ORIGINALS: Word = word("Bản chính", "Originals");
const COPIES: Word = word("Bản sao", "Copies");
const NAME: Word = word("Tên giấy tờ", "Paper");
const TAKEN: Word = word("Nhận", "Received");
const ADDED: Word = word("bổ sung", "supplement");
const RETURNED: Word = word("Đã trả lại bản chính khi rút", "Originals that went back at the withdrawal");
const HISTORY: Word = word("Ai làm gì, lúc nào", "Who did what, when");
const UNSENT: Word = word("chờ gửi", "not sent");

const STEPS: [Word; 5] = [
    word("Tiếp nhận", "Reception"),
    word("Thụ lý", "Work"),
    word("Trình ký", "Signature"),
    word("Lấy số, đóng dấu", "Stamp"),
    word("Trả kết quả", "Return"),
];

/// The acts by which each step is done.
const DONE_BY: [&[Kind]; 5] = [
    &[Kind::Receive, Kind::Redo],
    &[Kind::Submit, Kind::Forward],
    &[Kind::Sign],
    &[Kind::Stamp, Kind::ResultArrived],
    &[Kind::HandOver],
];

/// Who did it and when; of the step that is at work, since when it is what its name says.
pub fn steps(ward: &Ward, dossier: &Dossier) -> impl IntoView + use<> {
    let current = dossier.status.step();
    let ended = dossier.status == Status::Returned;
    let year_of = dossier.promised.unwrap_or(dossier.created_at).day();
    let who = |id: OfficerId| ward.officer(id).map(words::known_as).unwrap_or_default();
    let about = |i: usize| -> Text {
        if i <= current || ended {
            let here = i == current && !ended;
            let ends = |kind: Kind| if here { kind.spec().to.is_some() } else { DONE_BY[i].contains(&kind) };
            let Some(trace) = dossier.history.iter().rfind(|trace| ends(trace.kind)) else {
                return "".into();
            };
            // Work is its handler's, whoever assigned it.
            let at_work = here && matches!(dossier.status, Status::Received | Status::InWork);
            let by = dossier.handler.filter(|_| at_work).unwrap_or(fast_lane::signer(dossier, trace));
            return format!("{} · {}", words::stamp(trace.at, year_of), who(by)).into();
        }
        // While the clock stands still, nobody knows the day.
        let promised = dossier.promised.filter(|_| !dossier.status.is_terminal());
        let Some(promised) = promised.filter(|_| dossier.paused_since().is_none()) else {
            return "".into();
        };
        let at = words::near_moment(promised, year_of.next().next());
        let delivery = (i == 4).then(|| dossier.delivery.label());
        Text::live(move |lang| match delivery {
            Some(delivery) => format!("{}, {at}", delivery.of(lang).to_lowercase()),
            None => format!("{} {at}", lang.pick("trước", "before")),
        })
    };
    let steps = STEPS.iter().enumerate().map(|(i, name)| {
        let name =
            if i == current && !ended { Text::from(dossier.status.label()) } else { Text::from(*name) };
        Step { name, about: about(i) }
    });
    let steps: Vec<Step> = steps.collect();
    view! { <Steps steps current ended /> }
}

pub fn papers(
    dossier: &Dossier,
    hands: Option<&Hands>,
    signed: Option<Callback<()>>,
) -> impl IntoView + use<> {
    let unsigned = dossier.unsigned_scans().count();
    let count = dossier.papers.len();
    let (received, returned) = (dossier.received_at, dossier.returned.clone());
    let rows = dossier
        .papers
        .iter()
        .map(|paper| {
            let at = paper.supplemented.or(received).map(|at| at.day().vi_short()).unwrap_or_default();
            let later = paper.supplemented.is_some();
            let (name, lang) = told(&paper.name);
            view! {
                <tr>
                    <th scope="row" lang=lang>{name}</th><td class="num">{paper.originals}</td><td class="num">{paper.copies}</td>
                    <td class="small">{at}{later.then(|| view! { ", "{t(ADDED)} })}</td>
                </tr>
                {hands.and_then(|hands| items::row(hands, dossier, &paper.name))}
            }
        })
        .collect_view();
    let photographed = hands.map(|hands| sent::rows(hands, dossier));
    let others = hands.and_then(|hands| items::row(hands, dossier, "")).map(|row| {
        view! { <tr><th scope="row">{items::paper_name("")}</th><td></td><td></td><td></td></tr>{row} }
    });
    view! {
        <section class="region">
            <header><h2>{t(PAPERS)}</h2><span class="n">{count}</span></header>
            <table class="table table--dense dossier__papers">
                <thead><tr><th scope="col">{t(NAME)}</th><th scope="col" class="num">{t(ORIGINALS)}</th><th scope="col" class="num">{t(COPIES)}</th><th scope="col">{t(TAKEN)}</th></tr></thead>
                <tbody>{rows}{photographed}{others}</tbody>
            </table>
            {(unsigned > 0).then(|| view! {
                <p class="small scans__unsigned">
                    <span>{say(move |lang| waiting(unsigned, lang))}</span>
                    {signed.map(|signed| view! {
                        <button class="btn btn--text" type="button" on:click=move |_| signed.run(())>
                            <Icon glyph=Glyph::Sign />{t(Kind::SignScans.label())}
                        </button>
                    })}
                </p>
            })}
            {(!returned.is_empty()).then(|| view! { <p class="small">{t(RETURNED)}": "{told_all(&returned)}</p> })}
        </section>
    }
}

/// `2 bản chụp chờ ký số`
fn waiting(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("{count} bản chụp {}", AWAITS.vi),
        Lang::En => counted(count, "scan awaits a digital signature", "scans await a digital signature"),
    }
}

/// A note in the reader's language: officers by name, and the few words that the record itself puts in.
pub fn readable(ward: &Ward, kind: Kind, note: &str) -> Sentence {
    let same = |text: &str| Sentence::new(text, text);
    match kind {
        Kind::Assign => match assign::told(note) {
            Some((to, "")) => same(&ward.name_of(to)),
            Some((to, reason)) => same(&format!("{} ({reason})", ward.name_of(to))),
            None => same(note),
        },
        Kind::Submit => {
            let label = [Decision::Grant, Decision::Deny].map(Decision::label);
            let said = label.iter().find_map(|word| Some((word, note.strip_prefix(word.vi)?)));
            said.map_or_else(|| same(note), |(word, rest)| Sentence::new(note, format!("{}{rest}", word.en)))
        }
        Kind::Amend => match changed::told(note) {
            Some((said, reason)) => Sentence::new(note, format!("{}{reason}", said.en)),
            None => {
                let label = [Group::Applicant, Group::Contact].map(Group::label);
                let said = label.iter().find_map(|word| Some((word, note.strip_prefix(word.vi)?)));
                said.map_or_else(
                    || same(note),
                    |(word, rest)| Sentence::new(note, format!("{}{rest}", word.en)),
                )
            }
        },
        Kind::Settle => {
            let (said, who) = note.rsplit_once('#').unwrap_or((note, ""));
            let who = who.parse().map(|id| ward.name_of(OfficerId(id))).unwrap_or_default();
            let (what, chosen) =
                changed::told(said).map_or_else(|| (String::new(), said), |(what, rest)| (what.en, rest));
            let mut en = chosen.to_owned();
            for (vi, word) in [
                (Group::Applicant.label().vi, Group::Applicant.label().en),
                (Group::Contact.label().vi, Group::Contact.label().en),
                ("dùng bản của ", "taken as written by "),
                ("giữ bản đang dùng, bỏ bản của ", "kept as it is, not as written by "),
            ] {
                en = en.replacen(vi, word, 1);
            }
            Sentence::new(format!("{said}{who}"), format!("{what}{en}{who}"))
        }
        Kind::ConfirmTime => {
            let act = Kind::ALL.into_iter().map(Kind::label).find(|label| note.starts_with(label.vi));
            let en = act.map_or_else(|| note.to_owned(), |label| note.replacen(label.vi, label.en, 1));
            Sentence::new(note, en.replace("không phải", "not").replacen("; hạn ", "; due ", 1))
        }
        Kind::Sign if !note.is_empty() => Sentence::new(note, "for whoever was on duty"),
        Kind::Apologise => Sentence::new(note, note.replacen("hẹn ", "now due ", 1)),
        Kind::Consult => match note.rsplit_once(", trước ") {
            Some((asked, day)) => {
                let (day, longer) = day.split_once("; ").unwrap_or((day, ""));
                let due =
                    longer.rsplit_once(", trả ").map(|(_, due)| format!("; the longer limit, due {due}"));
                Sentence::new(note, format!("{asked}, by {day}{}", due.unwrap_or_default()))
            }
            None => same(note),
        },
        Kind::Forward => forwarded(note),
        Kind::Refuse => match intake::approved(note) {
            Some((said, by)) => {
                let head = ward.name_of(by);
                Sentence::new(format!("{said} (duyệt: {head})"), format!("{said} (approved by {head})"))
            }
            None => same(note),
        },
        Kind::Reply => {
            Sentence::new(note, note.replacen("(trễ ", "(late by days: ", 1).replacen(" ngày)", ")", 1))
        }
        Kind::Lodge
        | Kind::Receive
        | Kind::FastLane
        | Kind::AskBefore
        | Kind::AskMore
        | Kind::Supplement
        | Kind::AskPayment
        | Kind::Paid
        | Kind::SendBack
        | Kind::Sign
        | Kind::Unsign
        | Kind::Stamp
        | Kind::HandOver
        | Kind::Withdraw
        | Kind::Stop
        | Kind::ResultArrived
        | Kind::Note
        | Kind::NotDuplicate
        | Kind::Reserve
        | Kind::VoidSlip => same(note),
        Kind::Recount => {
            Sentence::new(note, note.replacen(": hạn ", ": due ", 1).replacen(", không phải ", ", not ", 1))
        }
        Kind::Cause => {
            let said = Why::ALL
                .into_iter()
                .map(Why::label)
                .find_map(|label| Some((label, note.strip_prefix(label.vi)?)));
            let told = |(label, rest): (Word, &str)| Sentence::new(note, format!("{}{rest}", label.en));
            said.map_or_else(|| same(note), told)
        }
        Kind::Redo => {
            let mut en = note.replacen("hồ sơ ", "dossier ", 1);
            for mistake in Mistake::ALL.map(Mistake::label) {
                en = en.replacen(&mistake.vi.to_lowercase(), &mistake.en.to_lowercase(), 1);
            }
            Sentence::new(note, en)
        }
        Kind::EnterCivil => civil::told(note),
        Kind::Post => posting::told_posted(note),
        Kind::Object => posting::told_objection(note),
        Kind::EndPosting => posting::told_end(note),
        Kind::SendProof | Kind::AnswerProof | Kind::HearProof => proof::told(note),
        Kind::CorrectFee => correct_fee::told(note),
        Kind::Reuse => Sentence::new(note, note.replacen(reuse::FROM, ", from dossier ", 1)),
        Kind::SignScans => {
            Sentence::new(note, note.replacen(" bản chụp, ", " scans, ", 1).replacen(" ký ngày ", " on ", 1))
        }
        Kind::Attach | Kind::Detach | Kind::Supply => {
            let en = note.replace(attach::REPLACED, ", in place of the one before");
            Sentence::new(note, en.replacen(OTHER_PAPER.vi, OTHER_PAPER.en, 1))
        }
    }
}

/// The record's own words between the agency and its day, as they are read.
fn forwarded(note: &str) -> Sentence {
    let with = |words: &str| note.replacen(PROMISED, words, 1);
    Sentence::new(with(", hẹn có kết quả trước "), with(": result promised by "))
}

/// `waiting` lines at the end have not left this device.
pub fn history(ward: &Ward, dossier: &Dossier, waiting: usize, today: Day) -> impl IntoView + use<> {
    let line = |(i, trace): (usize, &Trace)| {
        let is_late = trace.minutes_late().is_some();
        let Trace { at, recorded, by, kind, note } = trace.clone();
        let name = ward.officer(by).map(words::known_as).unwrap_or_default();
        let note = readable(ward, kind, &note);
        let until = ask_more::until_of(dossier, trace);
        let signer = Some(fast_lane::signer(dossier, trace)).filter(|signer| *signer != by);
        let signer = signer.map(|signer| ward.name_of(signer));
        let retell = retell();
        let told = move |lang: Lang| {
            let act = match (lang, &signer) {
                // At one go: who signed is not who writes it down.
                (Lang::Vi, Some(name)) => format!(" ghi {name} đã ký"),
                (Lang::En, Some(name)) => format!(" recorded that {name} signed"),
                // The officer saw it, and is not who paid.
                (Lang::Vi, None) if kind == Kind::Paid => {
                    " ghi công dân đã nộp nghĩa vụ tài chính".to_owned()
                }
                (Lang::Vi, None) => format!(" {}", kind.label().vi.to_lowercase()),
                (Lang::En, None) => format!(" {}", words::did(kind)),
            };
            let mut note = retell(note.of(lang), lang);
            // The record's own words say no date, and what was written down stays as it is.
            if let Some(until) = until {
                note.push_str(&format!(
                    "; {} {}",
                    lang.pick("hẹn đến hết ngày", "by the end of"),
                    until.vi()
                ));
            }
            if note.is_empty() { act } else { format!("{act}: {note}") }
        };
        let late_entry = recorded.filter(|_| is_late);
        let entered = move |r: shared::moment::Moment| {
            say(move |lang: Lang| {
                format!("{} {}", lang.pick("máy chủ ghi lúc", "recorded at"), r.clock_and_day())
            })
        };
        view! {
            <li>
                <time class="history__at">{words::stamp(at, today)}</time>
                <span>
                    <b>{name}</b>{say(told)}
                    {(i < waiting).then(|| view! { " "<span class="soon dossier__unsent"><Icon glyph=Glyph::Sync />{t(UNSENT)}</span> })}
                    {late_entry.map(|r| view! { <span class="sub dossier__entered">{entered(r)}</span> })}
                </span>
            </li>
        }
    };
    let rows = dossier.history.iter().rev().enumerate().map(line).collect_view();
    view! { <section class="region"><header><h2>{t(HISTORY)}</h2></header><ol class="history">{rows}</ol></section> }
}
