//! One procedure as it is posted: the seven parts that the law asks for.
//!
//! Not here: the list (`catalogue`).
//! Invariant: name, steps, manner, documents, time limit, who, agency. Source: Decree 63/2010/NĐ-CP,
//! article 8.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::lang::{Lang, Sentence, Word, money, word};
use shared::procedure::{Confidence, FeeLine, Procedure};

use super::catalogue::{name_of, named};
use super::cost::cost_view;
use super::fetch::{Posted, use_posted};
use super::frame::PublicFrame;
use super::needs::needs_view;
use crate::desk::use_desk;
use crate::english::{told, told_all};
use crate::prefs::{use_lang, use_prefs};
use crate::text::{Text, say, t};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::state::Failed;

const PROCEDURE: Word = word("Thủ tục", "Procedure");
const BACK: Word = word("Tất cả thủ tục", "All procedures");
const CODE: Word = word("Mã thủ tục", "Code");
const HOW_LONG: Word = word("Bao lâu", "How long");
const FEE: Word = word("Lệ phí", "Fee");
const WHERE: Word = word("Nộp ở đâu", "Where");
const WHO: Word = word("Cơ quan giải quyết", "Who decides");
const FOR_WHOM: Word = word("Đối tượng thực hiện", "Who it is for");
const FOR_WHOM_UNSAID: Word = word("phường chưa ghi, hỏi quầy", "the ward has not said; ask at the counter");
const RESULT: Word = word("Kết quả", "Result");
const BASIS: Word = word("Căn cứ", "Legal basis");
const POSTING: Word = word("Niêm yết công khai", "Public posting");
const SETS: Word = word("Số bộ", "Sets of papers");
const MANNER: Word = word("Cách nộp", "How to hand in");
const AT_COUNTER: Word = word("Tại quầy", "At the counter");
const ONLINE_TOO: Word = word(
    "Tại quầy, hoặc điền trên mạng rồi nộp tiền và nhận kết quả tại quầy",
    "At the counter; or fill in online, then pay and collect at the counter",
);
const APPLY: Word = word("Nộp trực tuyến", "Apply online");
const STEPS: Word = word("Các bước", "Steps");
const FREE: Word = word("Không thu", "Free");
const UNSURE: Word = word("chưa chắc chắn, hỏi quầy", "to be confirmed at the counter");
const CITY: Word = word("theo mức của thành phố, hỏi quầy", "set by the city; ask at the counter");
const IN_PERSON: Word = word("Phải có mặt tại quầy", "You must come in person");
const LOADING: Word = word("Đang tải…", "Loading…");

/// What a line of the fee table comes to.
fn amount(line: &FeeLine, lang: Lang) -> String {
    match (line.tiers.first(), line.vnd) {
        (Some(tier), _) => {
            let rest = line.tiers.get(1).map(|t| money(lang, t.vnd)).unwrap_or_default();
            let from = money(lang, tier.vnd);
            match lang {
                Lang::Vi => format!("{from}/trang; {rest}/trang từ trang 3"),
                Lang::En => format!("{from} a page; {rest} a page from the third"),
            }
        }
        (None, Some(0)) => FREE.of(lang).to_owned(),
        (None, Some(vnd)) => money(lang, vnd),
        (None, None) => CITY.of(lang).to_owned(),
    }
}

/// `Đăng ký quá hạn: 8.000 đ`
fn fee_line(line: &FeeLine) -> impl IntoView + use<> {
    let ((label, lang), line, reader) = (told(&line.label), line.clone(), use_lang());
    let is_free = line.vnd == Some(0) && line.label.starts_with(FREE.vi);
    let name = move || {
        let (label, lang) = (label.clone(), lang.clone());
        // “Không thu lệ phí: Không thu” says it twice, and so does “Lệ phí” beside the heading.
        let is_said = is_free || label() == FEE.of(reader.get());
        (!is_said).then(|| view! { <span lang=lang>{label}</span>": " })
    };
    view! { {name}{say(move |lang| amount(&line, lang))} }
}

fn fee_lines(lines: &[FeeLine]) -> impl IntoView + use<> {
    let line = |line| view! { <span class="public__fee">{fee_line(line)}</span> };
    lines.iter().map(line).collect_view()
}

/// The whole sheet of one procedure; `undated` says why nobody is received for it today.
pub fn procedure_view(p: Procedure, agency: String, open: bool, undated: Option<Sentence>) -> impl IntoView {
    let (term, term_lang) = told(&p.term_text);
    let unsure = (p.term_confidence == Confidence::Uncertain).then(|| view! { " ("{t(UNSURE)}")" });
    let (signer, signer_lang) = told(&p.signer);
    let for_whom = match p.for_whom.clone() {
        unsaid if unsaid.is_empty() => t(FOR_WHOM_UNSAID).into_any(),
        said => {
            let (said, lang) = told(&said);
            view! { <span lang=lang>{said}</span> }.into_any()
        }
    };
    let steps: Vec<_> = p
        .steps
        .iter()
        .map(|step| {
            let ((name, lang), (who, who_lang)) = (told(&step.name), told(&step.who));
            view! { <li><span lang=lang>{name}</span><span class="sub" lang=who_lang>{who}</span></li> }
        })
        .collect();
    view! {
        <h1 tabindex="-1">{named(&p)}</h1>
        {undated.map(|said| view! { <p class="note note--soon">{t(said)}</p> })}
        <dl class="public__facts">
            <div><dt>{t(HOW_LONG)}</dt><dd><span lang=term_lang>{term}</span>{unsure}</dd></div>
            {p.posting().map(|term| view! { <div><dt>{t(POSTING)}</dt><dd>{say(move |lang| term.text(lang))}</dd></div> })}
            <div><dt>{t(FEE)}</dt><dd>{fee_lines(&p.fees)}</dd></div>
            <div>
                <dt>{t(WHERE)}</dt>
                <dd><span lang="vi">{agency}</span>{p.in_person.then(|| view! { <span class="sub">{t(IN_PERSON)}</span> })}</dd>
            </div>
            <div><dt>{t(MANNER)}</dt><dd>{t(if open { ONLINE_TOO } else { AT_COUNTER })}</dd></div>
            <div><dt>{t(SETS)}</dt><dd>{p.sets}</dd></div>
            <div><dt>{t(FOR_WHOM)}</dt><dd>{for_whom}</dd></div>
            <div><dt>{t(WHO)}</dt><dd lang=signer_lang>{signer}</dd></div>
            <div><dt>{t(RESULT)}</dt><dd>{told_all(&p.results)}</dd></div>
            {p.code.clone().map(|code| view! { <div><dt>{t(CODE)}</dt><dd>{code}</dd></div> })}
        </dl>
        {open.then(|| view! {
            <p><a class="btn btn--primary public__apply" href=format!("/nop/{}", p.id)>{t(APPLY)}<Icon glyph=Glyph::Next /></a></p>
        })}
        {needs_view(p.papers.clone())}
        {cost_view(&p)}
        <h2>{t(STEPS)}</h2>
        <ol class="public__steps">{steps}</ol>
        <h2>{t(BASIS)}</h2>
        <p class="sub">{told_all(&p.legal_basis)}</p>
    }
}

#[component]
pub fn ProcedurePage() -> impl IntoView {
    let params = use_params_map();
    let desk = use_desk();
    let Posted { said: posted, again } = use_posted(desk);
    let title = Text::live(move |lang| {
        let id = params.read().get("id").unwrap_or_default();
        let posted = posted.get().and_then(Result::ok);
        let found = posted.and_then(|posted| posted.catalogue.procedures.into_iter().find(|p| p.id == id));
        found.map_or_else(|| PROCEDURE.of(lang).to_owned(), |p| name_of(&p, lang).to_owned())
    });
    let in_hall = use_prefs().kiosk.get_untracked();
    let gone = || {
        Sentence::new(
            "Phường không có thủ tục này. Xem lại trong danh mục.",
            "The ward has no such procedure. Look in the list.",
        )
    };
    view! {
        <PublicFrame title=title>
            <p><a href="/thu-tuc">{t(BACK)}</a></p>
            {move || {
                let id = params.read().get("id").unwrap_or_default();
                match posted.get() {
                    None => view! { <p class="quiet" role="status">{t(LOADING)}</p> }.into_any(),
                    Some(Err(said)) => view! { <Failed said again /> }.into_any(),
                    Some(Ok(posted)) => match posted.catalogue.procedures.iter().find(|p| p.id == id) {
                        // Nobody fills in a form about themselves on a screen in the hall.
                        Some(p) => procedure_view(p.clone(), posted.agency.clone(), posted.open && !in_hall, posted.undated_said(&p.id)).into_any(),
                        None => view! { <h1 tabindex="-1">{t(PROCEDURE)}</h1><Failed said=gone() /> }.into_any(),
                    },
                }
            }}
        </PublicFrame>
    }
}
