//! The forms of acts: which few things each one asks, and the act they make.
//!
//! Not here: whether the act is allowed (`shared`), how a form looks (`detail`).
//! Invariant: one general dialog draws every act; a new act is one arm in `asks` and one in `build`.

use std::collections::BTreeMap;

use shared::dossier::record::{Decision, NewsBy, Sex};
use shared::dossier::{
    Act, Dossier, Kind, amend, apologise, ask_more, assign, blank, cause, cause::Why, consult, forward,
    intake, payment, sign, sign_scans, stamp, stop, submit,
};
use shared::id::OfficerId;
use shared::lang::{Sentence, Word, word};
use shared::moment::{Day, Moment};
use shared::officer::{Officer, Role};
use shared::procedure::Procedure;
use shared::refusal::FieldFault;
use shared::ward::Ward;

use super::{civil, fees, given, posting, proof};
use crate::news;

/// What an act asks for.
#[derive(Clone, Debug)]
pub enum Ask {
    Line {
        id: &'static str,
        label: Word,
        start: String,
        optional: bool,
    },
    /// A line that begins empty, with what is suggested for it.
    Suggested {
        id: &'static str,
        label: Word,
        suggests: &'static [&'static str],
    },
    Area {
        id: &'static str,
        label: Word,
        start: String,
    },
    Day {
        id: &'static str,
        label: Word,
        start: String,
    },
    /// Each option is its code and its words; a name is the same in both languages.
    Choice {
        id: &'static str,
        label: Word,
        start: String,
        options: Vec<(String, Sentence)>,
    },
    Tick {
        id: &'static str,
        label: Sentence,
        start: bool,
    },
}

impl Ask {
    pub fn id(&self) -> &'static str {
        match self {
            Ask::Line { id, .. }
            | Ask::Suggested { id, .. }
            | Ask::Area { id, .. }
            | Ask::Day { id, .. }
            | Ask::Choice { id, .. }
            | Ask::Tick { id, .. } => id,
        }
    }
}

/// What was typed, by field; a tick is `x` or empty.
pub type Answers = BTreeMap<&'static str, String>;

const REASON: Word = word("Lý do", "Reason");
const PAPERS: Word = word("Giấy tờ, mỗi dòng một loại", "Papers, one a line");
const UNTIL: Word = word("Đến hết ngày", "By the end of");
const SUMMARY: Word = word("Nội dung kết quả, ghi một dòng", "The result in one line");
/// What the register of copies asks for: the generic name of the result would say nothing there.
pub const ORIGINAL: Word = word("Tên giấy tờ bản chính", "Name of the original");
const ORIGINAL_OR_WHY: Word = word(
    "Tên giấy tờ bản chính (từ chối thì ghi lý do)",
    "Name of the original (where it is refused, the reason)",
);
const NUMBER: Word = word("Số văn bản", "Number of the result");
const RETURNED: Word =
    word("Bản chính đã trả lại, mỗi dòng một loại", "Originals that went back, one a line");
const SIGNER: Word = word("Người ký số", "Who signed digitally");
const NOTICE: Word = word("Thông báo: nơi thu, số tiền", "Notice: who collects, how much");
const AGENCY: Word = word("Cơ quan", "Agency");
const PROMISED: Word =
    word("Ngày cơ quan ấy hẹn có kết quả, nếu đã hẹn", "When that agency promised its result, if it did");

const EXTENDS: Word = word(
    "Đủ điều kiện hạn dài hơn của thủ tục: tính lại ngày trả",
    "The condition of the longer limit is met: count the date anew",
);

fn area(id: &'static str, label: Word) -> Ask {
    Ask::Area { id, label, start: String::new() }
}

fn line(id: &'static str, label: Word) -> Ask {
    Ask::Line { id, label, start: String::new(), optional: false }
}

fn decision() -> Ask {
    let options = [Decision::Grant, Decision::Deny];
    let code = |d: Decision| if d == Decision::Grant { "chap_thuan" } else { "tu_choi" };
    Ask::Choice {
        id: "decision",
        label: word("Kết quả", "Decision"),
        start: "chap_thuan".to_owned(),
        options: options.map(|d| (code(d).to_owned(), d.label().into())).to_vec(),
    }
}

fn officers(ward: &Ward, role: Role, id: &'static str, label: Word, start: Option<OfficerId>) -> Ask {
    let named = |o: &Officer| (o.id.to_string(), Sentence::new(o.name.clone(), o.name.clone()));
    let options: Vec<_> = ward.with_role(role).map(named).collect();
    let first = options.first().map(|(id, _)| id.clone()).unwrap_or_default();
    Ask::Choice { id, label, start: start.map_or(first, |id| id.to_string()), options }
}

/// What is entered as the result: of a copy the name of its original, else the result as the catalogue calls it.
fn result_line(ward: &Ward, dossier: &Dossier) -> Ask {
    let procedure = ward.catalogue.get(&dossier.procedure);
    match procedure.map(Procedure::originals) {
        Some(suggests) if !suggests.is_empty() => {
            Ask::Suggested { id: "summary", label: ORIGINAL_OR_WHY, suggests }
        }
        Some(_) | None => {
            let start = procedure.and_then(|p| p.results.first().cloned()).unwrap_or_default();
            Ask::Line { id: "summary", label: SUMMARY, start, optional: false }
        }
    }
}

/// The fields of an act on this dossier; empty where a click is enough.
pub fn asks(kind: Kind, ward: &Ward, me: OfficerId, dossier: &Dossier, today: Day) -> Vec<Ask> {
    let day = |id, label, ahead: i64| Ask::Day { id, label, start: today.plus(ahead).to_string() };
    let agency =
        ward.catalogue.get(&dossier.procedure).and_then(|p| p.agencies.first().cloned()).unwrap_or_default();
    let agency = || Ask::Line { id: "agency", label: AGENCY, start: agency.clone(), optional: false };
    match kind {
        Kind::Assign => {
            let field = ward.catalogue.get(&dossier.procedure).map(|p| p.field.clone()).unwrap_or_default();
            let own = ward.officer(me).is_some_and(|o| o.is(Role::Specialist) && !o.is(Role::Head));
            let fit = ward.with_role(Role::Specialist).find(|o| o.works_in(&field)).map(|o| o.id);
            let start = if own { Some(me) } else { fit };
            let mut all =
                vec![officers(ward, Role::Specialist, "to", word("Người thụ lý", "Handler"), start)];
            if dossier.handler.is_some() {
                all.push(area("reason", REASON));
            }
            all
        }
        Kind::AskMore => vec![area("papers", PAPERS), area("reason", REASON), day("until", UNTIL, 10)],
        Kind::AskBefore => {
            let start = missing(ward, dossier).join("\n");
            vec![
                Ask::Area { id: "papers", label: PAPERS, start },
                area("reason", REASON),
                day("until", UNTIL, 10),
            ]
        }
        Kind::Supplement => {
            let asked = dossier.asked.last().map(|a| a.papers.join("\n")).unwrap_or_default();
            vec![
                Ask::Area {
                    id: "papers",
                    label: word(
                        "Giấy tờ đã nhận, mỗi dòng một loại; không phải 1 bản chính thì ghi thêm (1 bản chính, 2 bản sao)",
                        "Papers that came, one a line; where it is not 1 original add (1 original, 2 copies)",
                    ),
                    start: asked,
                },
                Ask::Line {
                    id: "enough",
                    label: word("Thiếu mà vẫn đủ: vì sao", "Something is missing, still complete: why"),
                    start: String::new(),
                    optional: true,
                },
            ]
        }
        Kind::Consult => {
            let mut all = vec![
                agency(),
                area("question", word("Nội dung cần phối hợp", "Question")),
                day("until", UNTIL, 5),
            ];
            let procedure = ward.catalogue.get(&dossier.procedure);
            if procedure.and_then(|p| p.longer.as_ref()).is_some_and(|longer| longer.term != dossier.term) {
                all.push(Ask::Tick { id: "extends", label: EXTENDS.into(), start: false });
            }
            all
        }
        Kind::Reply => vec![area("answer", word("Nội dung trả lời", "Answer"))],
        Kind::AskPayment => vec![area("reason", NOTICE)],
        Kind::Paid => vec![line("receipt", word("Số chứng từ đã nộp", "Receipt that was shown"))],
        Kind::Submit => vec![decision(), result_line(ward, dossier)],
        Kind::ResultArrived => vec![decision(), line("summary", SUMMARY), line("number", NUMBER)],
        Kind::Sign => vec![Ask::Tick {
            id: "taking_over",
            label: word("Ký thay ca của người trực", "Sign for whoever is on duty").into(),
            start: false,
        }],
        Kind::Stamp => vec![line("number", NUMBER), day("on", word("Ngày văn bản", "Date of the result"), 0)],
        Kind::HandOver => given::asks(ward, dossier),
        Kind::Forward => vec![agency(), Ask::Day { id: "until", label: PROMISED, start: String::new() }],
        Kind::Apologise => {
            let start = later(ward, dossier, today).to_string();
            vec![
                area("reason", REASON),
                Ask::Day { id: "promised", label: word("Hẹn lại ngày", "New date"), start },
            ]
        }
        Kind::Amend => amend_asks(ward, dossier),
        Kind::Note => vec![area("text", word("Ghi chú", "Note"))],
        Kind::Refuse => vec![
            ended(ward, dossier, today),
            Ask::Line {
                id: "go_to",
                label: word("Nơi cần đến thay thế", "Where to go instead"),
                start: String::new(),
                optional: true,
            },
            officers(
                ward,
                Role::Head,
                "approved_by",
                word("Tổ trưởng đã duyệt", "Approved by the head"),
                None,
            ),
        ],
        Kind::Withdraw => withdraw_asks(dossier),
        Kind::Stop => vec![ended(ward, dossier, today)],
        Kind::SendBack | Kind::Unsign | Kind::VoidSlip => vec![area("reason", REASON)],
        Kind::Lodge | Kind::Receive | Kind::FastLane | Kind::Reserve => vec![],
        Kind::Settle | Kind::ConfirmTime | Kind::NotDuplicate | Kind::AnswerProof => vec![],
        Kind::Attach | Kind::Detach | Kind::Reuse | Kind::Supply | Kind::Recount | Kind::Redo => vec![],
        Kind::SignScans => vec![
            Ask::Line { id: "signer", label: SIGNER, start: ward.name_of(me), optional: false },
            day("on", word("Ngày ký", "Day of signing"), 0),
        ],
        Kind::Cause => cause_asks(ward, dossier),
        Kind::EnterCivil => civil::asks(dossier, today),
        Kind::Post | Kind::Object | Kind::EndPosting => posting::asks(kind, ward, dossier, today),
        Kind::SendProof => proof::asks(ward, dossier),
        Kind::HearProof => proof::asks_heard(),
        Kind::CorrectFee => fees::asks(ward, dossier),
    }
}

/// A working day some days after today and after the date that was promised.
fn later(ward: &Ward, dossier: &Dossier, today: Day) -> Day {
    let promised = dossier.promised.map_or(today, Moment::day);
    let first = today.max(promised).plus(3);
    let is_working = |day: &Day| ward.calendar.is_working(*day) == Ok(true);
    (0..14).map(|days| first.plus(days)).find(is_working).unwrap_or(first)
}

/// Why it ends: where the citizen has not brought what was asked for in time, that.
fn ended(ward: &Ward, dossier: &Dossier, today: Day) -> Ask {
    let is_late = ask_more::days_overdue(&ward.calendar, dossier, today) > 0;
    let start = ask_more::unanswered(&ward.calendar, dossier).filter(|_| is_late).unwrap_or_default();
    Ask::Area { id: "reason", label: REASON, start }
}

/// The cause that was told before, or the agency that has the dossier.
fn cause_asks(ward: &Ward, dossier: &Dossier) -> Vec<Ask> {
    let options = Why::ALL.map(|why| (why.code().to_owned(), Sentence::from(why.label()))).to_vec();
    let with_agency = !dossier.agency.is_empty();
    let told = dossier.late_cause.clone().unwrap_or_else(|| cause::Cause {
        why: if with_agency { Why::Agency } else { Why::Hands },
        detail: dossier.agency.clone(),
    });
    let agency = ward.catalogue.get(&dossier.procedure).and_then(|p| p.agencies.first().cloned());
    let start = if told.why == Why::Agency && told.detail.is_empty() {
        agency.unwrap_or_default()
    } else {
        told.detail
    };
    vec![
        Ask::Choice {
            id: "why",
            label: word("Nguyên nhân", "Cause"),
            start: told.why.code().to_owned(),
            options,
        },
        Ask::Line {
            id: "detail",
            label: word("Nói rõ: cơ quan nào, vì sao", "Details: which agency, why"),
            start,
            optional: true,
        },
    ]
}

fn cause_of(answers: &Answers) -> cause::Cause {
    let text = |id: &str| answers.get(id).cloned().unwrap_or_default();
    let why = Why::ALL.into_iter().find(|why| why.code() == text("why")).unwrap_or(Why::Other);
    cause::Cause { why, detail: text("detail") }
}

/// Required papers that the application does not name: what is most likely asked for.
fn missing(ward: &Ward, dossier: &Dossier) -> Vec<String> {
    let asked = ward.catalogue.get(&dossier.procedure).map(|p| p.papers.as_slice()).unwrap_or_default();
    let lacks = |name: &str| !dossier.papers.iter().any(|taken| taken.name == name);
    asked.iter().filter(|paper| paper.required && lacks(&paper.name)).map(|p| p.name.clone()).collect()
}

/// Whether a field of the act is asked after what stands in the others; what does not apply is not on the screen.
pub fn applies(kind: Kind, dossier: &Dossier, id: &str, answers: &Answers) -> bool {
    (kind != Kind::HandOver || given::applies(dossier, id, answers))
        && (kind != Kind::EnterCivil || civil::applies(id, answers))
        && (kind != Kind::Object || posting::applies(id, answers))
        && (kind != Kind::HearProof || proof::applies(id, answers))
}

/// Originals that the counter holds go back; before reception it holds none.
fn withdraw_asks(dossier: &Dossier) -> Vec<Ask> {
    let originals = dossier.papers.iter().filter(|paper| paper.originals > 0).map(|paper| paper.name.clone());
    let start = originals.collect::<Vec<_>>().join("\n");
    let mut all = vec![area("reason", REASON)];
    if dossier.received_at.is_some() && !start.is_empty() {
        all.push(Ask::Area { id: "returned", label: RETURNED, start });
    }
    all
}

fn amend_asks(ward: &Ward, dossier: &Dossier) -> Vec<Ask> {
    let (a, c) = (&dossier.applicant, &dossier.contact);
    let with = |id, label, start: &str, optional| Ask::Line { id, label, start: start.to_owned(), optional };
    let sex = match a.sex {
        Sex::Unknown => "",
        Sex::Male => "nam",
        Sex::Female => "nu",
    };
    let mut all = vec![
        with("name", word("Họ và tên", "Full name"), &a.name, false),
        with("number", word("Số căn cước", "Identity number"), &a.number, true),
        with("birth", word("Ngày sinh", "Date of birth"), &a.birth, true),
        Ask::Choice {
            id: "sex",
            label: word("Giới tính", "Sex"),
            start: sex.to_owned(),
            options: vec![
                (String::new(), Sentence::new("—", "—")),
                ("nam".to_owned(), Sex::Male.label().into()),
                ("nu".to_owned(), Sex::Female.label().into()),
            ],
        },
        with("address", word("Nơi ở", "Address"), &a.address, true),
        with("on_behalf_of", word("Nộp thay cho", "On behalf of"), &a.on_behalf_of, true),
        with("phone", word("Điện thoại", "Phone"), &c.phone, true),
        with("email", word("Thư điện tử", "E-mail"), &c.email, true),
    ];
    if !ward.news_by.is_empty() {
        let words = |by: &NewsBy| (by.code().to_owned(), by.label().into());
        let none = (String::new(), news::NONE.into());
        // What somebody has chosen before stays to be seen, also where nobody carries it now.
        let former = c.wants().filter(|by| !ward.news_by.contains(by));
        let options = std::iter::once(none).chain(ward.news_by.iter().chain(&former).map(words)).collect();
        let start = c.wants().map_or(String::new(), |by| by.code().to_owned());
        all.push(Ask::Choice { id: "news_by", label: news::LABEL, start, options });
    }
    all.push(with("reason", REASON, "", true));
    all
}

fn day(answers: &Answers, id: &'static str) -> Result<Day, Vec<FieldFault>> {
    let typed = answers.get(id).map(String::as_str).unwrap_or("");
    Day::parse_any(typed).ok_or_else(|| vec![FieldFault::new(id, "Chọn một ngày.", "Choose a day.")])
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The acts that the answers make; two where two groups of fields were corrected.
pub fn build(
    kind: Kind,
    ward: &Ward,
    dossier: &Dossier,
    answers: &Answers,
) -> Result<Vec<Act>, Vec<FieldFault>> {
    let text = |id: &str| answers.get(id).cloned().unwrap_or_default();
    let officer = |id: &str| OfficerId(text(id).parse().unwrap_or(0));
    let granted = || if text("decision") == "tu_choi" { Decision::Deny } else { Decision::Grant };
    let act = match kind {
        Kind::Assign => Act::Assign(assign::Assign { to: officer("to"), reason: text("reason") }),
        Kind::AskMore => Act::AskMore(ask_more::AskMore {
            papers: lines(&text("papers")),
            reason: text("reason"),
            until: day(answers, "until")?,
        }),
        Kind::AskBefore => Act::AskBefore(intake::AskBefore {
            form: None,
            papers: lines(&text("papers")),
            reason: text("reason"),
            until: day(answers, "until")?,
        }),
        Kind::Refuse => Act::Refuse(intake::Refuse {
            form: None,
            reason: text("reason"),
            go_to: text("go_to"),
            approved_by: officer("approved_by"),
        }),
        Kind::Supplement => {
            let papers = lines(&text("papers"));
            Act::Supplement(ask_more::Supplement {
                papers: papers.iter().map(|line| ask_more::paper_of(line)).collect(),
                enough: text("enough"),
            })
        }
        Kind::Consult => Act::Consult(consult::Consult {
            agency: text("agency"),
            question: text("question"),
            until: day(answers, "until")?,
            extends: !text("extends").is_empty(),
        }),
        Kind::Reply => Act::Reply(consult::Reply { answer: text("answer") }),
        Kind::AskPayment => Act::AskPayment(payment::AskPayment { reason: text("reason") }),
        Kind::Paid => Act::Paid(payment::Paid { receipt: text("receipt") }),
        Kind::Submit => Act::Submit(submit::Submit { decision: granted(), summary: text("summary") }),
        Kind::SendBack => Act::SendBack(sign::SendBack { reason: text("reason") }),
        Kind::Sign => Act::Sign(sign::Sign { taking_over: !text("taking_over").is_empty() }),
        Kind::Unsign => Act::Unsign(sign::Unsign { reason: text("reason") }),
        Kind::Stamp => Act::Stamp(stamp::Stamp { number: text("number"), on: day(answers, "on")? }),
        Kind::HandOver => Act::HandOver(given::build(dossier, answers)?),
        Kind::Withdraw => {
            Act::Withdraw(stop::Withdraw { reason: text("reason"), returned: lines(&text("returned")) })
        }
        Kind::Stop => Act::Stop(stop::Stop { reason: text("reason") }),
        Kind::VoidSlip => Act::VoidSlip(blank::VoidSlip { reason: text("reason") }),
        Kind::Forward => Act::Forward(forward::Forward {
            agency: text("agency"),
            until: if text("until").is_empty() { None } else { Some(day(answers, "until")?) },
        }),
        Kind::ResultArrived => Act::ResultArrived(forward::ResultArrived {
            decision: granted(),
            summary: text("summary"),
            number: text("number"),
        }),
        Kind::Apologise => {
            let on = day(answers, "promised")?;
            let promised = ward.calendar.closing(on).unwrap_or_else(|| Moment::at(on, 17, 0));
            Act::Apologise(apologise::Apologise { reason: text("reason"), promised })
        }
        Kind::Note => Act::Note(amend::Note { text: text("text") }),
        Kind::Amend => return amend_acts(dossier, answers),
        // Answered beside their questions, and made beside the papers.
        Kind::Settle | Kind::ConfirmTime | Kind::NotDuplicate | Kind::AnswerProof => return Ok(vec![]),
        Kind::Lodge | Kind::Receive | Kind::FastLane | Kind::Reserve => return Ok(vec![]),
        Kind::Attach | Kind::Detach | Kind::Reuse | Kind::Supply | Kind::Recount | Kind::Redo => {
            return Ok(vec![]);
        }
        Kind::SignScans => Act::SignScans(sign_scans::SignScans {
            digests: dossier.unsigned_scans().map(|scan| scan.file.digest.clone()).collect(),
            signer: text("signer"),
            on: day(answers, "on")?,
        }),
        Kind::Cause => Act::Cause(cause_of(answers)),
        Kind::EnterCivil => Act::EnterCivil(civil::build(dossier, answers)?),
        Kind::Post => posting::post(answers)?,
        Kind::Object => posting::object(dossier, answers)?,
        Kind::EndPosting => posting::end(answers),
        Kind::SendProof => proof::build(answers),
        Kind::HearProof => proof::heard(dossier, answers)?,
        Kind::CorrectFee => Act::CorrectFee(fees::build(ward, dossier, answers)),
    };
    Ok(vec![act])
}

fn amend_acts(dossier: &Dossier, answers: &Answers) -> Result<Vec<Act>, Vec<FieldFault>> {
    use shared::dossier::record::{Applicant, Contact, Group};
    let text = |id: &str| answers.get(id).cloned().unwrap_or_default();
    let applicant = Applicant {
        name: text("name"),
        number: text("number"),
        birth: text("birth"),
        sex: match text("sex").as_str() {
            "nam" => Sex::Male,
            "nu" => Sex::Female,
            _ => Sex::Unknown,
        },
        address: text("address"),
        on_behalf_of: text("on_behalf_of"),
    };
    let (phone, email) = (text("phone"), text("email"));
    let wanted = match answers.get("news_by") {
        Some(code) => NewsBy::of(code),
        // Not asked, since nobody carries news now: it stays, as long as there is an address.
        None => dossier.contact.wants(),
    };
    let given = Contact { phone, email, ..Contact::default() };
    // Whoever chooses a way and gives no address for it is told so by the rule.
    let contact = match answers.get("news_by") {
        Some(_) => Contact { news: wanted.is_some(), news_by: wanted.unwrap_or_default(), ..given },
        None => given.told(wanted),
    };
    let mut acts = Vec::new();
    let amend = |details, group| {
        Act::Amend(amend::Amend {
            details,
            seen_version: dossier.version_of(group),
            reason: text("reason"),
            leaves_kept: true,
            keeps_old: true,
        })
    };
    if applicant != dossier.applicant {
        acts.push(amend(amend::Details::Applicant(applicant), Group::Applicant));
    }
    if contact != dossier.contact {
        acts.push(amend(amend::Details::Contact(contact), Group::Contact));
    }
    if acts.is_empty() {
        return Err(vec![FieldFault::new(
            "main",
            "Chưa sửa gì. Sửa ít nhất một ô, hoặc bấm “Thôi”.",
            "Nothing was changed. Change a field, or cancel.",
        )]);
    }
    Ok(acts)
}
