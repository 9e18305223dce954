//! Random acts for the simulator and the tests: everything from a number, nothing from a clock.
//!
//! Not here: the faults of machines (tests/simulation).
//! Invariant: equal seeds give equal acts; every kind of act is drawn.

mod fee;
mod scans;

use super::amend::{Amend, Details, Note};
use super::apologise::Apologise;
use super::ask_more::{AskMore, Supplement};
use super::assign::Assign;
use super::attach::Detach;
use super::blank::{Reserve, VoidSlip};
use super::cause::{Cause, Why};
use super::civil::{EnterCivil, Given as CivilGiven, Line};
use super::code::Code;
use super::confirm_time::ConfirmTime;
use super::consult::{Consult, Reply};
use super::fast_lane::FastLane;
use super::forward::{Forward, ResultArrived};
use super::hand_over::HandOver;
use super::intake::{AskBefore, Form, Lodge, Refuse};
use super::payment::{AskPayment, Paid};
use super::posting::{self, EndPosting, Object, Objection, Post};
use super::proof::{self, AnswerProof, SendProof};
use super::receive::Receive;
use super::record::{
    Channel, Checked, Contact, Correction, Decision, Delivery, Dispute, Given, Group, PaperTaken, Payment,
    Sex,
};
use super::recount::Recount;
use super::redo::{Corrects, Mistake, Redo};
use super::settle::Settle;
use super::sign::{SendBack, Sign, Unsign};
use super::sign_scans::SignScans;
use super::stamp::Stamp;
use super::stop::{Stop, Withdraw};
use super::submit::Submit;
use super::twin::NotDuplicate;
use super::{Act, Dossier, Kind, Status, may};
use crate::ctx::Ctx;
use crate::id::{BlockId, DossierId, OfficerId};
use crate::moment::{Day, Moment};
use crate::officer::Role;
use crate::procedure::Procedure;
use crate::scan::Digest;
use crate::script::forms;
use crate::ward::Ward;
use scans::{attach, photographs, reuse, supply};

/// Numbers that follow from a seed: splitmix64.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 .. `n`; `n` is not 0.
    pub fn below(&mut self, n: usize) -> usize {
        (self.roll() % n as u64) as usize
    }

    pub fn percent(&mut self, chance: u64) -> bool {
        self.roll() % 100 < chance
    }

    /// One of several; `of` is not empty.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    pub fn id(&mut self) -> DossierId {
        DossierId(uuid::Uuid::from_u64_pair(self.roll(), self.roll()))
    }
}

/// Same-day, three days, five days, and two that another agency decides.
const PROCEDURES: [&str; 6] = ["CT-01", "HT-01", "HT-09", "BT-02", "DD-03", "DD-04"];
/// Two that are posted in public, inside the limit and outside.
const POSTED: [&str; 2] = ["BT-01", "DD-02"];
const PEOPLE: [&str; 4] = ["Nguyễn Thị Lý", "Trần Văn Đức", "Alăng Crom", "Lê Hoà"];

/// What the officer might do next to the dossier, or to a new one: mostly something that is open, now and then
/// anything at all, and now and then with a fault in it.
pub fn next(dice: &mut Dice, ctx: &Ctx, dossier: Option<&Dossier>) -> Act {
    next_of(dice, ctx, dossier, &Kind::ALL)
}

/// The same with acts of these kinds only.
pub fn next_of(dice: &mut Dice, ctx: &Ctx, dossier: Option<&Dossier>, kinds: &[Kind]) -> Act {
    // Of what waits the fast lane is drawn by its own: the acts of a seed stay what they were.
    let begins = |kind: &Kind| *kind != Kind::FastLane || dossier.is_none();
    let open = kinds.iter().copied().filter(|kind| begins(kind) && may(ctx, dossier, *kind).is_ok());
    let open: Vec<Kind> = open.collect();
    let kind = if open.is_empty() || dice.percent(10) { *dice.pick(kinds) } else { *dice.pick(&open) };
    let mut act = act(dice, ctx, dossier, kind);
    if dice.percent(5) {
        spoil(&mut act);
    }
    act
}

/// Whether the law gives the dossier a longer limit that it has not had yet.
fn has_longer(ctx: &Ctx, dossier: &Dossier) -> bool {
    let procedure = ctx.ward.catalogue.get(&dossier.procedure);
    procedure.and_then(|p| p.longer.as_ref()).is_some_and(|longer| longer.term != dossier.term)
}

/// An act of the kind with no fault of its own, whether it is open or not.
pub fn act(dice: &mut Dice, ctx: &Ctx, dossier: Option<&Dossier>, kind: Kind) -> Act {
    let at = ctx.happened;
    let reason = format!("lý do {}", dice.below(100));
    match kind {
        Kind::Lodge => {
            let form = form(dice, ctx, None);
            let secret = if dice.percent(80) { "7K2MPX".to_owned() } else { String::new() };
            let scans = if ctx.by.is(Role::Citizen) { photographs(&form) } else { vec![] };
            Act::Lodge(Lodge { form, secret, scans })
        }
        Kind::Receive => Act::Receive(receive(dice, ctx, dossier)),
        Kind::FastLane => Act::FastLane(fast_lane(dice, ctx, dossier)),
        Kind::AskBefore => Act::AskBefore(AskBefore {
            form: dossier.is_none().then(|| form(dice, ctx, None)),
            papers: vec!["Giấy chứng sinh".to_owned()],
            reason,
            until: in_a_week(at),
        }),
        Kind::Refuse => Act::Refuse(Refuse {
            form: dossier.is_none().then(|| form(dice, ctx, None)),
            reason,
            go_to: if dice.percent(30) { "UBND quận Liên Chiểu".to_owned() } else { String::new() },
            approved_by: someone(ctx.ward, Role::Head),
        }),
        Kind::Assign => Act::Assign(assign(dice, ctx)),
        Kind::AskMore => Act::AskMore(AskMore {
            papers: vec!["Trích lục khai tử".to_owned()],
            reason,
            until: in_a_week(at),
        }),
        Kind::Supplement => Act::Supplement(Supplement {
            papers: vec![paper("Trích lục khai tử")],
            enough: dossier.map_or_else(String::new, |_| "đã có trong cơ sở dữ liệu".to_owned()),
        }),
        Kind::Consult => Act::Consult(Consult {
            agency: "UBND phường Hòa Hiệp Nam".to_owned(),
            question: reason,
            until: in_a_week(at),
            extends: dossier.is_some_and(|d| has_longer(ctx, d)) && dice.percent(50),
        }),
        Kind::Reply => Act::Reply(Reply { answer: reason }),
        Kind::AskPayment => Act::AskPayment(AskPayment { reason }),
        Kind::Paid => Act::Paid(Paid { receipt: number(dice, "CT") }),
        Kind::Submit => Act::Submit(Submit { decision: decision(dice), summary: reason }),
        Kind::SendBack => Act::SendBack(SendBack { reason }),
        Kind::Sign => Act::Sign(Sign { taking_over: dice.percent(80) }),
        Kind::Unsign => Act::Unsign(Unsign { reason }),
        Kind::Stamp => Act::Stamp(Stamp { number: number(dice, "XN"), on: at.day() }),
        Kind::HandOver => Act::HandOver(hand_over(dice, dossier)),
        Kind::Withdraw => Act::Withdraw(Withdraw {
            reason,
            // Drawn aside, so that the acts of a seed stay what they were.
            returned: if dice.clone().percent(50) { vec!["Giấy chứng sinh".to_owned()] } else { vec![] },
        }),
        Kind::Stop => Act::Stop(Stop { reason }),
        Kind::Forward => Act::Forward(forward(dice, at)),
        Kind::ResultArrived => Act::ResultArrived(ResultArrived {
            decision: decision(dice),
            summary: reason,
            number: number(dice, "VPĐK"),
        }),
        Kind::Apologise => Act::Apologise(Apologise { reason, promised: later(ctx, dossier) }),
        Kind::Amend => Act::Amend(amend(dice, dossier)),
        Kind::Note => Act::Note(Note { text: reason }),
        Kind::Settle => Act::Settle(settle(dice, ctx, dossier)),
        Kind::ConfirmTime => Act::ConfirmTime(confirm_time(dice, ctx, dossier)),
        Kind::NotDuplicate => {
            let flagged = dossier.and_then(|dossier| dossier.possible_duplicate);
            Act::NotDuplicate(NotDuplicate { other: flagged.unwrap_or_else(|| dice.id()) })
        }
        Kind::Reserve => Act::Reserve(Reserve {
            block: BlockId(dice.id().0),
            day: ctx.claimed.day().plus(i64::from(dice.percent(40))),
            number: ctx.lane.map_or(0, |lane| lane.first()),
            secret: "7K2MPX".to_owned(),
        }),
        Kind::VoidSlip => Act::VoidSlip(VoidSlip { reason }),
        Kind::Attach => Act::Attach(attach(dice, dossier)),
        Kind::Detach => {
            let scans = dossier.map(|dossier| dossier.scans.as_slice()).filter(|scans| !scans.is_empty());
            let digest = scans.map(|scans| dice.pick(scans).file.digest.clone());
            Act::Detach(Detach { digest: digest.unwrap_or_else(|| Digest::of(b"")), reason })
        }
        Kind::Recount => Act::Recount(Recount { decision: "Công điện 05/CĐ-UBND".to_owned() }),
        Kind::Cause => Act::Cause(Cause { why: *dice.pick(&Why::ALL), detail: reason }),
        Kind::Redo => Act::Redo(redo(dice, ctx)),
        Kind::Reuse => Act::Reuse(reuse(dice, ctx, dossier)),
        Kind::SignScans => {
            let waiting = dossier.into_iter().flat_map(Dossier::unsigned_scans);
            let digests = waiting.map(|scan| scan.file.digest.clone()).collect();
            Act::SignScans(SignScans { digests, signer: "Phạm Thị Kim Oanh".to_owned(), on: at.day() })
        }
        Kind::Supply => Act::Supply(supply(dice, ctx, dossier)),
        Kind::EnterCivil => Act::EnterCivil(enter_civil(dice, ctx, dossier, reason)),
        Kind::Post => Act::Post(post(at.day(), reason)),
        Kind::Object => Act::Object(object(dice, ctx, dossier, reason)),
        Kind::EndPosting => {
            Act::EndPosting(EndPosting { note: if dice.percent(50) { reason } else { String::new() } })
        }
        Kind::SendProof | Kind::AnswerProof | Kind::HearProof => proof_act(dice, dossier, kind, reason),
        Kind::CorrectFee => Act::CorrectFee(fee::correct(dice, ctx, dossier, reason)),
    }
}

/// Drawn aside, so that the acts of a seed stay what they were.
fn forward(dice: &Dice, at: Moment) -> Forward {
    let until = dice.clone().percent(50).then(|| in_a_week(at));
    Forward { agency: "Văn phòng đăng ký đất đai".to_owned(), until }
}

/// Puts a fault into what was typed, where the act has room for one.
fn spoil(act: &mut Act) {
    match act {
        Act::Lodge(Lodge { form, .. }) | Act::Receive(Receive { form, .. }) => form.applicant.name.clear(),
        Act::FastLane(fast) => fast.summary.clear(),
        Act::AskBefore(ask) => ask.papers.clear(),
        Act::AskMore(ask) => ask.reason = "dài ".repeat(1_000),
        Act::Supplement(given) => given.papers.clear(),
        Act::Refuse(Refuse { reason, .. })
        | Act::AskPayment(AskPayment { reason })
        | Act::SendBack(SendBack { reason })
        | Act::Unsign(Unsign { reason })
        | Act::Withdraw(Withdraw { reason, .. })
        | Act::Stop(Stop { reason })
        | Act::VoidSlip(VoidSlip { reason })
        | Act::Apologise(Apologise { reason, .. })
        | Act::Consult(Consult { question: reason, .. })
        | Act::Reply(Reply { answer: reason })
        | Act::Paid(Paid { receipt: reason })
        | Act::Submit(Submit { summary: reason, .. })
        | Act::Stamp(Stamp { number: reason, .. })
        | Act::HandOver(HandOver { receiver: reason, .. })
        | Act::Forward(Forward { agency: reason, .. })
        | Act::ResultArrived(ResultArrived { number: reason, .. })
        | Act::Note(Note { text: reason }) => reason.clear(),
        Act::Assign(assign) => assign.to = OfficerId(9_999),
        Act::Sign(sign) => sign.taking_over = false,
        Act::Amend(amend) => amend.reason = "dài ".repeat(1_000),
        Act::Settle(settle) => settle.seen_version += 1,
        Act::ConfirmTime(confirm) => confirm.at = confirm.of.used.plus_minutes(60),
        Act::Reserve(reserve) => reserve.day = reserve.day.plus(-30),
        Act::NotDuplicate(denied) => denied.other = DossierId(uuid::Uuid::nil()),
        Act::Attach(attach) => attach.file.name.clear(),
        Act::Detach(detach) => detach.reason.clear(),
        Act::Recount(recount) => recount.decision.clear(),
        Act::Cause(cause) => cause.detail = "dài ".repeat(1_000),
        Act::Redo(redo) => redo.corrects.wrong.clear(),
        Act::Reuse(reuse) => reuse.file.name.clear(),
        Act::SignScans(act) => act.on = act.on.plus(30),
        Act::Supply(act) => act.scans.clear(),
        Act::EnterCivil(enter) => enter.given = CivilGiven::Error(String::new()),
        Act::Post(post) => post.content.clear(),
        Act::Object(object) => object.settled = "dài ".repeat(1_000),
        Act::EndPosting(end) => end.note = "dài ".repeat(1_000),
        Act::SendProof(send) => send.lines.clear(),
        Act::AnswerProof(answer) | Act::HearProof(answer) => answer.number += 1,
        Act::CorrectFee(correct) => correct.reason.clear(),
    }
}

fn post(from: Day, content: String) -> Post {
    Post { place: "Nhà văn hóa tổ 12".to_owned(), content, from }
}

/// A draft for the applicant, or their answer to the latest.
fn proof_act(dice: &mut Dice, dossier: Option<&Dossier>, kind: Kind, reason: String) -> Act {
    if kind == Kind::SendProof {
        let lines = vec!["Họ và tên: Nguyễn Thị Lý".to_owned(), format!("Nội dung: {reason}")];
        let reply = dossier.filter(|d| !d.proofs.is_empty()).map(|_| reason).unwrap_or_default();
        return Act::SendProof(SendProof { lines, reply });
    }
    let wrong = if dice.percent(40) { reason } else { String::new() };
    let number = dossier.and_then(proof::latest).map_or(1, |(number, _)| number);
    let answer = AnswerProof { number, agrees: wrong.is_empty(), wrong };
    if kind == Kind::HearProof { Act::HearProof(answer) } else { Act::AnswerProof(answer) }
}

/// An objection, or how the first one that waits was settled.
fn object(dice: &mut Dice, ctx: &Ctx, dossier: Option<&Dossier>, reason: String) -> Object {
    let waiting = dossier.and_then(posting::running).and_then(|posting| posting.unsettled().next());
    let settled = if dice.percent(50) { "đã giải thích".to_owned() } else { String::new() };
    match waiting {
        Some((number, Objection { who, on, said, .. })) => {
            Object { number, who: who.clone(), on: *on, said: said.clone(), settled: reason }
        }
        None => Object {
            number: 0,
            who: (*dice.pick(&PEOPLE)).to_owned(),
            on: ctx.happened.day(),
            said: reason,
            settled,
        },
    }
}

/// A line of the register, now and then an error.
fn enter_civil(dice: &mut Dice, ctx: &Ctx, dossier: Option<&Dossier>, reason: String) -> EnterCivil {
    let seen = dossier.and_then(|dossier| dossier.civil.as_ref()).map_or(0, |civil| civil.version);
    let given = if dice.percent(20) {
        CivilGiven::Error(format!("lỗi {}", dice.below(1_000)))
    } else {
        let personal = if dice.percent(50) { "048190001234".to_owned() } else { String::new() };
        let number = format!("{}", 1 + dice.below(1_000));
        CivilGiven::Line(Line { number, book: "01/2018".to_owned(), on: ctx.happened.day(), personal })
    };
    EnterCivil { given, seen, reason }
}

fn form(dice: &mut Dice, ctx: &Ctx, procedure: Option<&str>) -> Form {
    let usual = procedure.unwrap_or_else(|| PROCEDURES[dice.below(PROCEDURES.len())]);
    // Drawn aside, so that the acts of a seed stay what they were; a ward need not have them.
    let mut aside = dice.clone();
    let known = |id: &&str| ctx.ward.catalogue.in_force(id, ctx.happened.day()).is_some();
    let posted = aside.percent(6).then(|| *aside.pick(&POSTED)).filter(known);
    let procedure = if procedure.is_none() { posted.unwrap_or(usual) } else { usual };
    let mut form = forms::form(ctx.ward, procedure, ctx.happened.day());
    form.applicant.name = (*dice.pick(&PEOPLE)).to_owned();
    if dice.percent(40) {
        vary(dice, &mut form);
    }
    form
}

/// What may be left empty is, and what rarely holds anything does.
fn vary(dice: &mut Dice, form: &mut Form) {
    form.channel = *dice.pick(&[Channel::Counter, Channel::Online, Channel::Post]);
    form.delivery = *dice.pick(&Delivery::ALL);
    form.assisted = dice.percent(50);
    form.sets = *dice.pick(&[1, 2, 99]);
    let person = &mut form.applicant;
    // Whoever has no number is known by the day or the year of birth.
    match dice.below(3) {
        0 => person.number.clear(),
        1 => person.birth.clear(),
        _ => person.birth = "1945".to_owned(),
    }
    person.sex = *dice.pick(&[Sex::Unknown, Sex::Male, Sex::Female]);
    if dice.percent(50) {
        person.address.clear();
    }
    if dice.percent(50) {
        person.on_behalf_of = "Trần Thị Bé".to_owned();
    }
    let phone = if dice.percent(50) { "0236 3000 000".to_owned() } else { String::new() };
    let email = if dice.percent(50) { "ly@vidu.example".to_owned() } else { String::new() };
    form.contact = Contact { phone, news: !email.is_empty(), email, ..Contact::default() };
}

fn receive(dice: &mut Dice, ctx: &Ctx, dossier: Option<&Dossier>) -> Receive {
    let slip = dossier.filter(|dossier| dossier.status == Status::Blank);
    let by_hand = slip.map(|slip| {
        let minutes = i64::try_from(dice.below(600)).unwrap_or(0);
        ctx.happened.plus_minutes(-minutes).max(slip.created_at)
    });
    let waiting = dossier.filter(|_| slip.is_none());
    let ctx = &Ctx { happened: by_hand.unwrap_or(ctx.happened), ..*ctx };
    let form = form(dice, ctx, waiting.map(|dossier| dossier.procedure.id.as_str()));
    let mut fee = forms::fee_taken(ctx.ward, &form);
    if fee.payment == Payment::Taken && dice.percent(30) {
        (fee.payment, fee.receipt) = (Payment::Owed, String::new());
    } else if fee.payment == Payment::Taken && dice.percent(10) {
        (fee.payment, fee.receipt) = (Payment::Exempt, String::new());
        fee.exempt_reason = "hộ nghèo".to_owned();
    }
    let number = ctx.lane.map_or(1, |lane| lane.first());
    Receive { form, fee, number, secret: "7K2MPX".to_owned(), by_hand }
}

/// The fast lane for what was handed in ahead; nothing where it does not wait, or is no case of a day.
pub fn fast_lane_of(dice: &mut Dice, ctx: &Ctx, dossier: &Dossier) -> Option<Act> {
    let waits = matches!(dossier.status, Status::Waiting | Status::SupplementBefore);
    let is_same_day = ctx.ward.catalogue.get(&dossier.procedure).is_some_and(Procedure::is_same_day);
    (waits && is_same_day).then(|| Act::FastLane(fast_lane(dice, ctx, Some(dossier))))
}

fn fast_lane(dice: &mut Dice, ctx: &Ctx, dossier: Option<&Dossier>) -> FastLane {
    // Of before the word for it nobody said that a dossier waited.
    let waiting = dossier.filter(|dossier| {
        matches!(dossier.status, Status::Waiting | Status::SupplementBefore)
            && ctx.ward.catalogue.get(&dossier.procedure).is_some_and(Procedure::is_same_day)
    });
    let mut form = form(dice, ctx, Some(waiting.map_or("CT-01", |dossier| dossier.procedure.id.as_str())));
    if let Some(waiting) = waiting {
        form.applicant = waiting.applicant.clone();
    }
    let fee = forms::fee_taken(ctx.ward, &form);
    let number_in_lane = ctx.lane.map_or(1, |lane| lane.first());
    let own = form.applicant.name == PEOPLE[0];
    FastLane {
        receive: Receive { form, fee, number: number_in_lane, secret: "7K2MPX".to_owned(), by_hand: None },
        summary: "Chứng thực 02 bản sao".to_owned(),
        signer: someone(ctx.ward, Role::Leader),
        stamp: number(dice, "CT"),
        receiver: "Nguyễn Thị Lý".to_owned(),
        given: match waiting {
            None => given(&mut dice.clone(), true, own).filter(|given| given.way == Delivery::Counter),
            Some(_) => Some(Given {
                way: Delivery::Counter,
                checked: Some(Checked::IdentityCard),
                authorisation: if own { String::new() } else { "Giấy ủy quyền số 3".to_owned() },
                copies: None,
            }),
        },
        waited: waiting.is_some(),
    }
}

fn redo(dice: &mut Dice, ctx: &Ctx) -> Redo {
    let form = form(dice, ctx, None);
    let code = Code { agency: ctx.ward.agency_code.clone(), day: ctx.happened.day(), number: 1 };
    let corrects = Corrects {
        id: dice.id(),
        code,
        wrong: "ngày sinh 14/03/1990, không phải 14/08/1990".to_owned(),
        mistake: *dice.pick(&Mistake::ALL),
    };
    let number = ctx.lane.map_or(1, |lane| lane.first());
    Redo { corrects, form, number, secret: "7K2MPX".to_owned() }
}

fn assign(dice: &mut Dice, ctx: &Ctx) -> Assign {
    let to = if ctx.by.is(Role::Head) {
        let specialists: Vec<_> = ctx.ward.with_role(Role::Specialist).collect();
        dice.pick(&specialists).id
    } else {
        ctx.by.id
    };
    Assign { to, reason: if dice.percent(80) { "cân việc".to_owned() } else { String::new() } }
}

fn hand_over(dice: &mut Dice, dossier: Option<&Dossier>) -> HandOver {
    let slip_collected = dice.percent(80);
    let owed = dossier.is_some_and(|dossier| dossier.fee.payment == Payment::Owed);
    HandOver {
        receiver: "Nguyễn Thị Lý".to_owned(),
        slip_collected,
        statement: if slip_collected {
            String::new()
        } else {
            "mất giấy hẹn, có giấy cam kết".to_owned()
        },
        payment: owed.then_some(Payment::Taken),
        receipt: if owed { "BL 0002".to_owned() } else { String::new() },
        settles: owed,
        given: given(
            &mut dice.clone(),
            slip_collected,
            dossier.is_some_and(|d| d.applicant.name == PEOPLE[0]),
        ),
    }
}

/// Drawn aside, so that the acts of a seed stay what they were.
fn given(aside: &mut Dice, slip_collected: bool, own: bool) -> Option<Given> {
    let way = match aside.below(5) {
        0 => return None,
        // Nobody hands in a slip from afar.
        1 if !slip_collected => Delivery::Post,
        2 if !slip_collected => Delivery::Electronic,
        _ => Delivery::Counter,
    };
    let authorised = !own && way == Delivery::Counter;
    Some(Given {
        way,
        checked: (way == Delivery::Counter).then(|| *aside.pick(&Checked::ALL)),
        authorisation: if authorised {
            "giấy ủy quyền ngày 05/03/2018".to_owned()
        } else {
            String::new()
        },
        copies: aside.percent(50).then(|| *aside.pick(&[1, 3, 500])),
    })
}

fn amend(dice: &mut Dice, dossier: Option<&Dossier>) -> Amend {
    let (mut applicant, mut contact) = dossier.map_or_else(
        || (forms::applicant(), Contact::default()),
        |dossier| (dossier.applicant.clone(), dossier.contact.clone()),
    );
    let reason = if dice.percent(30) { "ghi nhầm".to_owned() } else { String::new() };
    let details = if dice.percent(50) {
        applicant.name = format!("{} {}", dice.pick(&PEOPLE), dice.below(100));
        Details::Applicant(applicant)
    } else {
        contact.phone = format!("09051{:05}", dice.below(100_000));
        Details::Contact(contact)
    };
    let seen = |group: Group| dossier.map_or(0, |dossier| dossier.version_of(group));
    // One of three builds: what a correction says besides came one after the other.
    let build = dice.below(100);
    let (leaves_kept, keeps_old) = (build < 80, build < 60);
    Amend { seen_version: seen(details.group()), details, reason, leaves_kept, keeps_old }
}

/// An answer to a kept correction; of one that is not there, where there is none.
fn settle(dice: &mut Dice, ctx: &Ctx, dossier: Option<&Dossier>) -> Settle {
    let way = dice.below(100);
    let (take, keeps_old) = (way < 50, !way.is_multiple_of(3));
    let kept = dossier.filter(|dossier| !dossier.corrections.is_empty());
    kept.map_or(
        Settle { group: Group::Contact, by: ctx.by.id, at: ctx.happened, take, seen_version: 0, keeps_old },
        |dossier| {
            let kept = dice.pick::<Correction>(&dossier.corrections);
            Settle { keeps_old, ..Settle::of(kept, dossier, take) }
        },
    )
}

/// Mostly the server's moment: it always has a calendar.
fn confirm_time(dice: &mut Dice, ctx: &Ctx, dossier: Option<&Dossier>) -> ConfirmTime {
    let device = dice.percent(30);
    let disputes = dossier.map(|dossier| dossier.disputes.as_slice()).filter(|all| !all.is_empty());
    let of = disputes.map_or(
        Dispute { kind: Kind::Receive, by: ctx.by.id, claimed: ctx.happened, used: ctx.happened },
        |all| dice.pick(all).clone(),
    );
    ConfirmTime { at: if device { of.claimed } else { of.used }, of }
}

fn decision(dice: &mut Dice) -> Decision {
    if dice.percent(90) { Decision::Grant } else { Decision::Deny }
}

fn paper(name: &str) -> PaperTaken {
    PaperTaken { name: name.to_owned(), originals: 1, copies: 0, supplemented: None }
}

fn number(dice: &mut Dice, series: &str) -> String {
    format!("{}/{series}", dice.below(1_000))
}

fn in_a_week(at: Moment) -> Day {
    at.day().plus(7)
}

/// The close of the first working day after everything that was promised.
fn later(ctx: &Ctx, dossier: Option<&Dossier>) -> Moment {
    let promised = dossier.and_then(|dossier| dossier.promised).unwrap_or(ctx.happened);
    let mut day = promised.max(ctx.happened).day().next();
    while ctx.ward.calendar.is_working(day) == Ok(false) {
        day = day.next();
    }
    Moment::at(day, 17, 0)
}

fn someone(ward: &Ward, role: Role) -> OfficerId {
    ward.with_role(role).next().map_or(OfficerId(0), |officer| officer.id)
}
