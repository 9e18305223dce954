//! One procedure as it is posted: the seven parts that the law asks for.
//!
//! Not here: the list (`catalogue`).
//! Invariant: name, steps, manner, documents, time limit, who, agency. Source: Decree 63/2010/NĐ-CP,
//! article 8.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::lang::{Lang, Sentence, Word, money, word};
use shared::procedure::{Confidence, FeeLine, Procedure};

use super::catalogue::name_of;
use super::cost::cost_view;
use super::fetch;
use super::frame::PublicFrame;
use super::needs::needs_view;
use crate::desk::use_desk;
use crate::prefs::use_prefs;
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
const RESULT: Word = word("Kết quả", "Result");
const BASIS: Word = word("Căn cứ", "Legal basis");
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

/// What the catalogue calls its fees; a ward's own label stays as it wrote it.
const FEE_LABELS: [Word; 15] = [
    word("Phí", "Fee"),
    word("Lệ phí", "Fee"),
    word("Lệ phí/phí", "Fee"),
    word("Phí cấp bản sao trích lục hộ tịch", "Copy of a civil-status extract"),
    word("Phí chứng thực bản sao", "Certifying a copy"),
    word("Đăng ký đúng hạn (trong 60 ngày)", "Registered in time (within 60 days)"),
    word("Đăng ký quá hạn", "Registered late"),
    word("Đúng hạn", "In time"),
    word("Quá hạn", "Late"),
    word("Khai sinh đúng hạn", "Birth registered in time"),
    word("Nhận cha, mẹ, con", "Recognition of father, mother or child"),
    word("Lệ phí cấp GCN", "Issuing the certificate"),
    word("Phí thẩm định hồ sơ", "Examining the dossier"),
    word("Phí khai thác và sử dụng tài liệu đất đai", "Use of land records"),
    word("Không thu lệ phí", "No fee"),
];

/// The label of a fee line in the reader's language.
pub fn fee_label(label: &str, lang: Lang) -> String {
    let known = FEE_LABELS.iter().find(|word| word.vi == label);
    known.map_or(label, |word| word.of(lang)).to_owned()
}

fn fee_text(line: &FeeLine, lang: Lang) -> String {
    let amount = match (line.tiers.first(), line.vnd) {
        (Some(tier), _) => {
            let rest = line.tiers.get(1).map(|t| money(lang, t.vnd)).unwrap_or_default();
            let from = money(lang, tier.vnd);
            lang.pick(
                format!("{from}/trang; {rest}/trang từ trang 3").as_str(),
                format!("{from} a page; {rest} a page from the third").as_str(),
            )
            .to_owned()
        }
        (None, Some(0)) => FREE.of(lang).to_owned(),
        (None, Some(vnd)) => money(lang, vnd),
        (None, None) => CITY.of(lang).to_owned(),
    };
    // “Không thu lệ phí: Không thu” says it twice, and so does “Lệ phí” beside the heading.
    if (line.vnd == Some(0) && line.label.starts_with("Không thu")) || line.label == FEE.vi {
        amount
    } else {
        format!("{}: {amount}", fee_label(&line.label, lang))
    }
}

/// The whole sheet of one procedure.
pub fn procedure_view(p: Procedure, agency: String, open: bool) -> impl IntoView {
    let named = p.clone();
    let (term, term_text, unsure) = (p.term, p.term_text.clone(), p.term_confidence == Confidence::Uncertain);
    let how_long = move |lang: Lang| {
        let text = if lang == Lang::Vi { term_text.clone() } else { term.text(lang) };
        if unsure { format!("{text} ({})", UNSURE.of(lang)) } else { text }
    };
    let fees = p.fees.clone();
    let fee_lines =
        move |lang: Lang| fees.iter().map(|line| fee_text(line, lang)).collect::<Vec<_>>().join("; ");
    let steps: Vec<_> = p
        .steps
        .iter()
        .map(|step| view! { <li>{step.name.clone()}<span class="sub">{step.who.clone()}</span></li> })
        .collect();
    view! {
        <h1 tabindex="-1">{say(move |lang| name_of(&named, lang))}</h1>
        <dl class="public__facts">
            <div><dt>{t(HOW_LONG)}</dt><dd>{say(how_long)}</dd></div>
            <div><dt>{t(FEE)}</dt><dd>{say(fee_lines)}</dd></div>
            <div>
                <dt>{t(WHERE)}</dt>
                <dd><span lang="vi">{agency}</span>{p.in_person.then(|| view! { <span class="sub">{t(IN_PERSON)}</span> })}</dd>
            </div>
            <div><dt>{t(MANNER)}</dt><dd>{t(if open { ONLINE_TOO } else { AT_COUNTER })}</dd></div>
            <div><dt>{t(SETS)}</dt><dd>{p.sets}</dd></div>
            <div><dt>{t(WHO)}</dt><dd lang="vi">{p.signer.clone()}</dd></div>
            <div><dt>{t(RESULT)}</dt><dd lang="vi">{p.results.join("; ")}</dd></div>
            {p.code.clone().map(|code| view! { <div><dt>{t(CODE)}</dt><dd>{code}</dd></div> })}
        </dl>
        {open.then(|| view! {
            <p><a class="btn btn--primary public__apply" href=format!("/nop/{}", p.id)>{t(APPLY)}<Icon glyph=Glyph::Next /></a></p>
        })}
        {needs_view(p.papers.clone())}
        {cost_view(&p)}
        <h2>{t(STEPS)}</h2>
        <ol class="public__steps" lang="vi">{steps}</ol>
        <h2>{t(BASIS)}</h2>
        <p class="sub" lang="vi">{p.legal_basis.join("; ")}</p>
    }
}

#[component]
pub fn ProcedurePage() -> impl IntoView {
    let params = use_params_map();
    let desk = use_desk();
    let posted = LocalResource::new(move || fetch::posted(fetch::posted_here(desk)));
    let title = Text::live(move |lang| {
        let id = params.read().get("id").unwrap_or_default();
        let posted = posted.get().and_then(Result::ok);
        let found = posted.and_then(|posted| posted.catalogue.procedures.into_iter().find(|p| p.id == id));
        found.map_or_else(
            || PROCEDURE.of(lang).to_owned(),
            |p| lang.pick(p.name.as_str(), &p.name_en).to_owned(),
        )
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
                    Some(Err(said)) => view! { <Failed said /> }.into_any(),
                    Some(Ok(posted)) => match posted.catalogue.procedures.iter().find(|p| p.id == id) {
                        // Nobody fills in a form about themselves on a screen in the hall.
                        Some(p) => procedure_view(p.clone(), posted.agency.clone(), posted.open && !in_hall).into_any(),
                        None => view! { <h1 tabindex="-1">{t(PROCEDURE)}</h1><Failed said=gone() /> }.into_any(),
                    },
                }
            }}
        </PublicFrame>
    }
}
